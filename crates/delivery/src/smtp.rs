//! Hand-over to a mail server.

use std::net::IpAddr;
use std::time::Duration;

use kernel::time::Time;
use kernel::{Error, Result};
use lettre::message::Mailbox;
use lettre::transport::smtp::PoolConfig;
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Certificate, Tls, TlsParameters};
use lettre::{AsyncSmtpTransport, AsyncTransport, Tokio1Executor};

use crate::post::RealPost;

/// Sessions with the mail server open at once.
pub(crate) const SESSIONS: u32 = 8;
/// How long an unused session is kept; mail servers close theirs after five minutes (RFC 5321, 4.5.3.2.7)
/// or, when busy, much sooner.
const IDLE: Duration = Duration::from_secs(20);
/// How long the server may take for one step.
const STEP: Duration = Duration::from_secs(15);
/// How long one hand-over may take in all.
pub(crate) const HAND_OVER: Duration = Duration::from_secs(30);
/// Longest reason kept, in characters.
const REASON_CHARS: usize = 300;

/// How the connection to the mail server is protected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Security {
    /// Begins in the clear and must change to TLS before anything is said (port 587).
    StartTls,
    /// TLS from the first byte (port 465).
    Tls,
    /// None at all: for a server on this machine.
    None,
}

/// Which mail server, and how.
#[derive(Clone)]
pub struct SmtpSettings {
    /// Its name or address.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the connection is protected.
    pub security: Security,
    /// Name and password to sign in with, when it asks for them.
    pub credentials: Option<(String, String)>,
    /// The sender, as `Paraat <paraat@zorg.example>`.
    pub from: String,
    /// A certificate authority to trust beside the public ones, in PEM.
    pub authority: Option<Vec<u8>>,
    /// Whether mail may go in the clear to another machine.
    pub allow_unprotected: bool,
}

/// A mail server that messages are handed over to. Sessions are kept open and shared.
pub struct Smtp {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
}

/// Why a message was not taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Refusal {
    /// Whether trying again is of no use.
    pub(crate) is_permanent: bool,
    /// The server's words, without addresses.
    pub(crate) reason: String,
}

impl Smtp {
    /// Prepares the hand-over; nothing is connected yet. Must be called inside a Tokio runtime.
    ///
    /// # Errors
    /// [`Error::Invalid`], `field` being the setting's name.
    pub fn new(settings: &SmtpSettings) -> Result<Self> {
        let from =
            settings.from.parse().map_err(|error| invalid("smtp.from", format!("is no address: {error}")))?;
        let mut builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(&settings.host)
            .port(settings.port)
            .timeout(Some(STEP))
            .tls(tls(settings)?)
            .pool_config(PoolConfig::new().max_size(SESSIONS).idle_timeout(IDLE));
        if let Some((user, password)) = &settings.credentials {
            builder = builder.credentials(Credentials::new(user.clone(), password.clone()));
        }
        Ok(Self { transport: builder.build(), from })
    }

    /// Connects, greets, protects the connection and signs in, without sending anything.
    ///
    /// # Errors
    /// The server's or the network's words.
    pub async fn check(&self) -> std::result::Result<(), String> {
        let words = |error: lettre::transport::smtp::Error| whole(&error);
        match tokio::time::timeout(HAND_OVER, self.transport.test_connection()).await {
            Ok(answer) => answer.map_err(words).and_then(|is_ready| {
                if is_ready { Ok(()) } else { Err("the server did not answer as a mail server does".into()) }
            }),
            Err(_) => Err(format!("no answer within {} s", HAND_OVER.as_secs())),
        }
    }

    /// Hands one message over. Takes nothing that is not of reality.
    pub(crate) async fn hand_over(&self, post: &RealPost, at: Time) -> std::result::Result<(), Refusal> {
        let mail = post
            .letter()
            .to_mail(&self.from, at)
            .map_err(|error| Refusal { is_permanent: true, reason: bounded(&error.to_string()) })?;
        match tokio::time::timeout(HAND_OVER, self.transport.send(mail)).await {
            Ok(Ok(_)) => Ok(()),
            Ok(Err(error)) => Err(refusal(&error)),
            Err(_) => Err(Refusal {
                is_permanent: false,
                reason: format!("the mail server did not answer within {} s", HAND_OVER.as_secs()),
            }),
        }
    }
}

fn tls(settings: &SmtpSettings) -> Result<Tls> {
    if settings.security == Security::None {
        return if settings.allow_unprotected || is_loopback(&settings.host) {
            Ok(Tls::None)
        } else {
            let mend = "would send mail readable by everybody between here and the server; use \"starttls\" \
                        or \"tls\", or set smtp.allow_unprotected = true";
            Err(invalid("smtp.tls", mend.into()))
        };
    }
    let mut parameters = TlsParameters::builder(settings.host.clone());
    if let Some(pem) = &settings.authority {
        // A file without any certificate is not refused by the reader.
        let is_pem = String::from_utf8_lossy(pem).contains("-----BEGIN CERTIFICATE-----");
        let authority = Certificate::from_pem(pem).ok().filter(|_| is_pem);
        let authority =
            authority.ok_or_else(|| invalid("smtp.authority_file", "holds no certificate in PEM".into()))?;
        parameters = parameters.add_root_certificate(authority);
    }
    let parameters = parameters.build().map_err(anyhow::Error::from)?;
    Ok(if settings.security == Security::Tls { Tls::Wrapper(parameters) } else { Tls::Required(parameters) })
}

fn is_loopback(host: &str) -> bool {
    host == "localhost" || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

fn invalid(field: &str, message: String) -> Error {
    Error::Invalid { field: field.into(), message }
}

/// Whether a refusal is the message's fault. A server that refuses *us* (not signed in, no service, TLS
/// wanted) will take the message once somebody has mended that.
fn refusal(error: &lettre::transport::smtp::Error) -> Refusal {
    const OURS: [u16; 5] = [521, 530, 534, 535, 538];
    let code = error.status().map(u16::from);
    let is_permanent = error.is_permanent() && code.is_none_or(|code| !OURS.contains(&code));
    Refusal { is_permanent, reason: bounded(&whole(error)) }
}

/// An error with its causes on one line.
fn whole(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        let cause_text = cause.to_string();
        if !text.contains(&cause_text) {
            text = format!("{text}: {cause_text}");
        }
        source = cause.source();
    }
    text
}

/// Servers quote the recipient's address; a reason is kept unsealed, so addresses are taken out.
fn bounded(text: &str) -> String {
    let words = text.split_whitespace().map(|word| if word.contains('@') { "(address)" } else { word });
    words.collect::<Vec<_>>().join(" ").chars().take(REASON_CHARS).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(host: &str, security: Security) -> SmtpSettings {
        SmtpSettings {
            host: host.into(),
            port: 25,
            security,
            credentials: None,
            from: "Paraat <paraat@zorg.example>".into(),
            authority: None,
            allow_unprotected: false,
        }
    }

    fn fault(settings: &SmtpSettings) -> String {
        match Smtp::new(settings) {
            Ok(_) => String::new(),
            Err(error) => error.to_string(),
        }
    }

    #[tokio::test]
    async fn mail_in_the_clear_stays_on_this_machine_unless_allowed() {
        for host in ["localhost", "127.0.0.1", "::1"] {
            assert_eq!(fault(&settings(host, Security::None)), "");
        }
        let mut other = settings("mail.zorg.example", Security::None);
        assert!(fault(&other).starts_with("smtp.tls: "));
        other.allow_unprotected = true;
        assert_eq!(fault(&other), "");
        assert_eq!(fault(&settings("mail.zorg.example", Security::StartTls)), "");
    }

    #[tokio::test]
    async fn a_wrong_setting_is_named() {
        let mut wrong = settings("localhost", Security::Tls);
        wrong.authority = Some(b"no certificate".to_vec());
        assert!(fault(&wrong).starts_with("smtp.authority_file: "), "{}", fault(&wrong));
        wrong.from = "nobody".into();
        assert!(fault(&wrong).starts_with("smtp.from: "));
    }

    #[test]
    fn a_reason_names_nobody() {
        let said = "550 5.1.1 <an@lab.example>: Recipient address\r\n rejected";
        assert_eq!(bounded(said), "550 5.1.1 (address) Recipient address rejected");
        assert_eq!(bounded(&"x".repeat(1000)).len(), REASON_CHARS);
    }
}
