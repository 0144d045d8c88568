//! Sessions with a mail server, kept open and shared.
//!
//! Where the server takes several commands at once (RFC 2920) a mail costs two journeys instead of four: sender,
//! recipient and the wish to begin in one, the text in the other.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use lettre::address::Envelope;
use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::{Credentials, DEFAULT_MECHANISMS};
use lettre::transport::smtp::client::{AsyncSmtpConnection, TlsParameters};
use lettre::transport::smtp::commands::{Data, Ehlo, Mail, Rcpt, Rset};
use lettre::transport::smtp::extension::{ClientId, MailParameter};
use lettre::{Address, Message};

/// How long the server may take to let a connection stand.
const CONNECT: Duration = Duration::from_secs(15);
/// How long an unused session is kept; mail servers close theirs after five minutes (RFC 5321, 4.5.3.2.7)
/// or, when busy, much sooner.
const IDLE: Duration = Duration::from_secs(20);
/// "I am closing": a session that had its time, not a word about the mail (RFC 5321, 3.8).
const CLOSING: u16 = 421;

/// How a connection is protected.
pub(crate) enum Protection {
    /// Not at all.
    None,
    /// After a beginning in the clear.
    StartTls(TlsParameters),
    /// From the first byte.
    Tls(TlsParameters),
}

/// One mail server, and the sessions with it that are not used now.
pub(crate) struct Sessions {
    host: String,
    port: u16,
    protection: Protection,
    credentials: Option<Credentials>,
    name: ClientId,
    idle: Mutex<Vec<Idle>>,
}

struct Idle {
    session: Session,
    since: Instant,
}

/// A session in which nothing is under way.
struct Session {
    connection: AsyncSmtpConnection,
    takes_several: bool,
}

/// Why a mail was not taken, and the session where it can be used for the next.
struct Failure {
    error: Error,
    session: Option<Session>,
}

impl Sessions {
    pub(crate) fn new(
        (host, port): (&str, u16),
        protection: Protection,
        credentials: Option<Credentials>,
    ) -> Self {
        let (host, name, idle) = (host.to_owned(), ClientId::default(), Mutex::default());
        Self { host, port, protection, credentials, name, idle }
    }

    /// Hands one mail over. A session that turns out to be closed before any of the text was said is replaced
    /// by a new one; after that, nobody knows whether the mail was taken.
    pub(crate) async fn send(&self, mail: &Message) -> Result<(), Error> {
        let begun = match self.take() {
            Some(session) => match session.begin(mail.envelope()).await {
                Err(failure) if is_closed(&failure.error) => self.open().await?.begin(mail.envelope()).await,
                begun => begun,
            },
            None => self.open().await?.begin(mail.envelope()).await,
        };
        let done = match begun {
            Ok(session) => session.finish(&mail.formatted()).await,
            Err(failure) => Err(failure),
        };
        let (answer, session) = match done {
            Ok(session) => (Ok(()), Some(session)),
            Err(Failure { error, session }) => (Err(error), session),
        };
        session.into_iter().for_each(|session| self.keep(session));
        answer
    }

    /// Opens a session, and ends it again.
    pub(crate) async fn check(&self) -> Result<bool, Error> {
        let mut session = self.open().await?;
        let is_ready = session.connection.test_connected().await;
        session.connection.abort().await;
        Ok(is_ready)
    }

    /// Closes what has not been used for a while.
    pub(crate) fn rest(&self) {
        self.idle().retain(|idle| idle.since.elapsed() < IDLE);
    }

    fn idle(&self) -> MutexGuard<'_, Vec<Idle>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The session that was used last.
    fn take(&self) -> Option<Session> {
        self.rest();
        self.idle().pop().map(|idle| idle.session)
    }

    fn keep(&self, session: Session) {
        self.idle().push(Idle { session, since: Instant::now() });
    }

    /// Connects, greets, protects the connection and signs in.
    async fn open(&self) -> Result<Session, Error> {
        let server = (self.host.as_str(), self.port);
        let at_once = match &self.protection {
            Protection::Tls(parameters) => Some(parameters.clone()),
            Protection::StartTls(_) | Protection::None => None,
        };
        let mut connection =
            AsyncSmtpConnection::connect_tokio1(server, Some(CONNECT), &self.name, at_once, None).await?;
        if let Protection::StartTls(parameters) = &self.protection {
            connection.starttls(parameters.clone(), &self.name).await?;
        }
        if let Some(credentials) = &self.credentials {
            connection.auth(DEFAULT_MECHANISMS, credentials).await?;
        }
        // Of what the server can do, lettre keeps what it uses itself.
        let greeting = connection.command(Ehlo::new(self.name.clone())).await?;
        let takes_several = greeting.message().any(|line| line.eq_ignore_ascii_case("PIPELINING"));
        Ok(Session { connection, takes_several })
    }
}

impl Session {
    /// Says from whom and to whom, until the server waits for the text.
    async fn begin(mut self, envelope: &Envelope) -> Result<Self, Failure> {
        let commands = commands(envelope);
        let mut answers = Vec::with_capacity(commands.len());
        if self.takes_several {
            answers.push(self.connection.command(commands.concat()).await);
            for _ in 1..commands.len() {
                answers.push(self.connection.read_response().await);
            }
        } else {
            for command in &commands {
                answers.push(self.connection.command(command).await);
                if answers.iter().any(Result::is_err) {
                    break;
                }
            }
        }
        // A server that waits for the text although it refused whom it is for takes whatever comes for text.
        let waits = answers.len() == commands.len() && answers.last().is_some_and(Result::is_ok);
        match answers.into_iter().find_map(Result::err) {
            None => Ok(self),
            Some(error) if waits || is_closed(&error) => Err(Failure { error, session: None }),
            Some(error) => {
                let is_as_new = self.connection.command(Rset).await.is_ok();
                Err(Failure { error, session: is_as_new.then_some(self) })
            }
        }
    }

    /// Says the text; the session can be used again when the server has answered, whatever it did.
    async fn finish(mut self, text: &[u8]) -> Result<Self, Failure> {
        match self.connection.command(as_content(text)).await {
            Ok(_) => Ok(self),
            Err(error) if is_closed(&error) => Err(Failure { error, session: None }),
            Err(error) => Err(Failure { error, session: Some(self) }),
        }
    }
}

/// Sender, recipient, and the wish to begin.
fn commands(envelope: &Envelope) -> Vec<String> {
    let is_ascii = |address: &Address| AsRef::<str>::as_ref(address).is_ascii();
    let utf8 = if envelope.from().into_iter().chain(envelope.to()).all(is_ascii) {
        Vec::new()
    } else {
        // A server that cannot read such an address (RFC 6531) refuses it.
        vec![MailParameter::SmtpUtfEight]
    };
    let sender = Mail::new(envelope.from().cloned(), utf8).to_string();
    let recipients = envelope.to().iter().map(|to| Rcpt::new(to.clone(), Vec::new()).to_string());
    std::iter::once(sender).chain(recipients).chain([Data.to_string()]).collect()
}

/// A mail as it is said, in one piece: a line that begins with a dot gets another, and a dot alone ends it
/// (RFC 5321, 4.5.2).
fn as_content(text: &[u8]) -> String {
    let text = String::from_utf8_lossy(text);
    let end = if text.ends_with("\r\n") { ".\r\n" } else { "\r\n.\r\n" };
    let dot = if text.starts_with('.') { "." } else { "" };
    format!("{dot}{}{end}", text.replace("\r\n.", "\r\n.."))
}

/// Whether the session is over, by the server's word or without one.
fn is_closed(error: &Error) -> bool {
    error.status().map(u16::from).is_none_or(|code| code == CLOSING)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::{TcpListener, TcpStream};

    use super::*;

    /// A mail server that knows nobody called "nobody".
    #[derive(Clone, Default)]
    struct Server {
        takes_several: bool,
        /// It wants the text even when there is nobody to give it to.
        always_wants_text: bool,
        /// What it heard in each session, journey by journey.
        heard: Arc<Mutex<Vec<Vec<String>>>>,
    }

    impl Server {
        async fn start(&self) -> Sessions {
            let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
            let port = listener.local_addr().unwrap().port();
            let server = self.clone();
            tokio::spawn(async move {
                while let Ok((stream, _)) = listener.accept().await {
                    server.heard.lock().unwrap().push(Vec::new());
                    tokio::spawn(server.clone().talk(stream));
                }
            });
            Sessions::new(("127.0.0.1", port), Protection::None, None)
        }

        async fn talk(self, mut stream: TcpStream) {
            let mut answer = "220 ready\r\n".to_owned();
            let (mut heard, mut has_recipient, mut is_text) = (String::new(), false, false);
            loop {
                stream.write_all(answer.as_bytes()).await.unwrap();
                answer.clear();
                while !heard.ends_with(if is_text { "\r\n.\r\n" } else { "\r\n" }) {
                    let mut read = [0; 4096];
                    let length = stream.read(&mut read).await.unwrap_or(0);
                    if length == 0 {
                        return;
                    }
                    heard.push_str(&String::from_utf8_lossy(&read[..length]));
                }
                let verbs = heard.lines().map(|line| line.split(' ').next().unwrap_or_default());
                let journey = if is_text { "text".into() } else { verbs.collect::<Vec<_>>().join(" ") };
                self.heard.lock().unwrap().last_mut().unwrap().push(journey);
                if is_text {
                    (is_text, answer) = (false, "250 taken\r\n".into());
                } else {
                    for line in heard.lines() {
                        if line.starts_with("RCPT") {
                            has_recipient = !line.contains("nobody");
                        }
                        is_text = line == "DATA" && (has_recipient || self.always_wants_text);
                        answer.push_str(match line.get(..4).unwrap_or_default() {
                            "EHLO" if self.takes_several => "250-here\r\n250 PIPELINING\r\n",
                            "RCPT" if !has_recipient => "550 5.1.1 unknown\r\n",
                            "DATA" if is_text => "354 go on\r\n",
                            "DATA" => "503 to whom?\r\n",
                            _ => "250 fine\r\n",
                        });
                    }
                }
                heard.clear();
            }
        }
    }

    fn mail(to: &str) -> Message {
        let builder = Message::builder().from("p@zorg.example".parse().unwrap()).to(to.parse().unwrap());
        builder.body("Er wacht iets.".to_owned()).unwrap()
    }

    /// What is heard when a mail is refused and the next is taken.
    async fn heard(server: Server) -> Vec<Vec<String>> {
        let sessions = server.start().await;
        let refused = sessions.send(&mail("nobody@lab.example")).await.unwrap_err();
        assert_eq!(refused.status().map(u16::from), Some(550));
        sessions.send(&mail("an@lab.example")).await.unwrap();
        let heard = server.heard.lock().unwrap();
        heard.clone()
    }

    #[tokio::test]
    async fn a_refused_recipient_leaves_the_session_as_new() {
        let several = Server { takes_several: true, ..Server::default() };
        let journeys = ["EHLO", "EHLO", "MAIL RCPT DATA", "RSET", "MAIL RCPT DATA", "text"];
        assert_eq!(heard(several).await, [journeys]);
    }

    #[tokio::test]
    async fn commands_go_one_by_one_where_the_server_did_not_offer_more() {
        let journeys = ["EHLO", "EHLO", "MAIL", "RCPT", "RSET", "MAIL", "RCPT", "DATA", "text"];
        assert_eq!(heard(Server::default()).await, [journeys]);
    }

    #[tokio::test]
    async fn a_session_that_waits_for_a_text_to_nobody_is_given_up() {
        let server = Server { takes_several: true, always_wants_text: true, ..Server::default() };
        let [first, second] = heard(server).await.try_into().unwrap();
        assert_eq!(first.last().unwrap(), "MAIL RCPT DATA");
        assert_eq!(second, ["EHLO", "EHLO", "MAIL RCPT DATA", "text"]);
    }

    #[test]
    fn a_dot_ends_a_mail_only_where_it_ends() {
        for (text, said) in [
            ("To: x\r\n\r\nhello\r\n", "To: x\r\n\r\nhello\r\n.\r\n"),
            ("a\r\n.\r\nb", "a\r\n..\r\nb\r\n.\r\n"),
            (".a\r\n..b\r\n", "..a\r\n...b\r\n.\r\n"),
            ("", "\r\n.\r\n"),
        ] {
            assert_eq!(as_content(text.as_bytes()), said, "{text:?}");
        }
    }

    #[test]
    fn an_address_beyond_ascii_is_announced() {
        let envelope = |to: &str| {
            Envelope::new(Some("p@zorg.example".parse().unwrap()), vec![to.parse().unwrap()]).unwrap()
        };
        assert_eq!(
            commands(&envelope("an@lab.example")).concat(),
            "MAIL FROM:<p@zorg.example>\r\nRCPT TO:<an@lab.example>\r\nDATA\r\n"
        );
        assert!(commands(&envelope("b\u{e9}@lab.example")).concat().contains(" SMTPUTF8\r\n"));
    }
}
