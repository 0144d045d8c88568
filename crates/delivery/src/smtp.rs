//! Hand-over to a mail server.

use std::net::IpAddr;

use kernel::time::Time;
use kernel::{Error, Result};
use lettre::Address;
use lettre::message::dkim::{
    DkimCanonicalization, DkimCanonicalizationType, DkimConfig, DkimSigningAlgorithm, DkimSigningKey,
};
use lettre::message::header::HeaderName;
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Certificate, TlsParameters};

use crate::letter::Sender;
use crate::post::RealPost;
use crate::refusal::{Refusal, whole};
use crate::session::{Protection, Sessions};
use crate::worker::HAND_OVER;

/// Sessions with the mail server open at once.
pub(crate) const SESSIONS: usize = 8;

/// Longest part before the @ of the address at which mail comes back: a `+` and an identifier follow it, and
/// all of it may have 64 characters (RFC 5321, 4.5.3.1.1).
const BOUNCE_USER: usize = 64 - 1 - 36;
/// What a signature covers, of the headers that we write (RFC 6376, 5.4.1).
const DKIM_HEADERS: [&str; 8] = [
    "From",
    "To",
    "Subject",
    "Date",
    "Message-ID",
    "Auto-Submitted",
    "Content-Type",
    "Content-Transfer-Encoding",
];

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
    sessions: Sessions,
    sender: Sender,
}

/// The key that mail is signed with (DKIM, RFC 6376), and where its public half is published.
#[derive(Clone)]
pub struct DkimSettings {
    /// The name under which it is published: `SELECTOR._domainkey.DOMAIN`.
    pub selector: String,
    /// The domain that answers for the mail: the sender's.
    pub domain: String,
    /// An RSA key in PEM (PKCS #1), or the 32 bytes of an Ed25519 key in base64 (RFC 8463).
    pub key: String,
}

impl Smtp {
    /// Prepares the hand-over; nothing is connected yet.
    ///
    /// # Errors
    /// [`Error::Invalid`], `field` being the setting's name.
    pub fn new(settings: &SmtpSettings) -> Result<Self> {
        let from =
            settings.from.parse().map_err(|error| invalid("smtp.from", format!("is no address: {error}")))?;
        let credentials = settings.credentials.clone();
        let credentials = credentials.map(|(user, password)| Credentials::new(user, password));
        let sessions = Sessions::new((&settings.host, settings.port), protection(settings)?, credentials);
        let sender = Sender { from, bounces: None, dkim: None };
        Ok(Self { sessions, sender })
    }

    /// Has what cannot be delivered come back to `address`, as `bounces@zorg.example`: each message leaves
    /// with an address of its own, `bounces+IDENTIFIER@zorg.example`, by which it is known again.
    ///
    /// # Errors
    /// [`Error::Invalid`] when it is no address.
    pub fn with_bounce_address(mut self, address: &str) -> Result<Self> {
        let wrong = |what: String| invalid("smtp.bounce_address", what);
        let bounces: Address = address.parse().map_err(|error| wrong(format!("is no address: {error}")))?;
        if bounces.user().len() > BOUNCE_USER {
            return Err(wrong(format!("must have at most {BOUNCE_USER} characters before the @")));
        }
        self.sender.bounces = Some(bounces);
        Ok(self)
    }

    /// Signs what is handed over.
    ///
    /// # Errors
    /// [`Error::Invalid`] when the key cannot be read.
    pub fn with_dkim(mut self, settings: &DkimSettings) -> Result<Self> {
        let is_rsa = settings.key.contains("-----BEGIN");
        let algorithm = if is_rsa { DkimSigningAlgorithm::Rsa } else { DkimSigningAlgorithm::Ed25519 };
        let key = DkimSigningKey::new(settings.key.trim(), algorithm);
        let key = key.map_err(|error| {
            let what = "holds neither an RSA key in PEM (PKCS #1) nor an Ed25519 key in base64";
            invalid("smtp.dkim.key_file", format!("{what}: {error}"))
        })?;
        let (selector, domain) = (settings.selector.clone(), settings.domain.clone());
        let headers = DKIM_HEADERS.map(HeaderName::new_from_ascii_str).to_vec();
        // What servers on the way do to white space breaks no signature.
        let relaxed = DkimCanonicalizationType::Relaxed;
        let canonicalization = DkimCanonicalization { header: relaxed, body: relaxed };
        self.sender.dkim = Some(DkimConfig::new(selector, domain, key, headers, canonicalization));
        Ok(self)
    }

    /// Connects, greets, protects the connection and signs in, without sending anything.
    ///
    /// # Errors
    /// The server's or the network's words.
    pub async fn check(&self) -> std::result::Result<(), String> {
        let words = |error: lettre::transport::smtp::Error| whole(&error);
        match tokio::time::timeout(HAND_OVER, self.sessions.check()).await {
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
            .to_mail(&self.sender, at)
            .map_err(|error| Refusal::permanent(&error.to_string()))?;
        self.sessions.send(&mail).await.map_err(|error| refusal(&error))
    }

    /// Closes sessions that have not been used for a while.
    pub(crate) fn rest(&self) {
        self.sessions.rest();
    }
}

fn protection(settings: &SmtpSettings) -> Result<Protection> {
    if settings.security == Security::None {
        return if settings.allow_unprotected || is_loopback(&settings.host) {
            Ok(Protection::None)
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
    Ok(match settings.security {
        Security::Tls => Protection::Tls(parameters),
        Security::StartTls | Security::None => Protection::StartTls(parameters),
    })
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
    if is_permanent { Refusal::permanent(&whole(error)) } else { Refusal::transient(&whole(error)) }
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

    #[tokio::test]
    async fn a_key_that_is_none_is_refused_and_never_repeated() {
        let smtp = || Smtp::new(&settings("localhost", Security::None)).unwrap();
        let dkim =
            |key: &str| DkimSettings { selector: "s".into(), domain: "zorg.example".into(), key: key.into() };
        for key in ["", "geheim", "-----BEGIN RSA PRIVATE KEY-----\ngeheim\n-----END RSA PRIVATE KEY-----"] {
            let error = smtp().with_dkim(&dkim(key)).err().unwrap().to_string();
            assert!(error.starts_with("smtp.dkim.key_file: ") && !error.contains("geheim"), "{error}");
        }
        assert!(smtp().with_dkim(&dkim("nWGxne/9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A=\n")).is_ok());
        assert!(smtp().with_bounce_address("bounces").is_err());
        assert!(smtp().with_bounce_address(&format!("{}@zorg.example", "b".repeat(28))).is_err());
    }
}
