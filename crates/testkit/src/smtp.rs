//! A mail server on loopback that keeps what it is handed and can be told to fail.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;

use mail_parser::{Message, MessageParser};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::{JoinHandle, JoinSet};
use tokio::time::timeout;

/// How long a test waits for mail before it fails. Far beyond what any machine needs: nothing is gained
/// by a tighter bound, and a busy machine must not fail a test.
const PATIENCE: Duration = Duration::from_secs(60);

/// A message as the server took it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mail {
    /// The envelope's sender (`MAIL FROM`), without angle brackets; empty for a bounce.
    pub from: String,
    /// The envelope's recipients (`RCPT TO`), in the order given.
    pub to: Vec<String>,
    /// Headers and body as sent, lines ended by CRLF, transparency dots removed.
    pub data: String,
}

impl Mail {
    /// The subject, decoded (RFC 2047); empty when there is none.
    pub fn subject(&self) -> String {
        self.message().subject().unwrap_or_default().to_owned()
    }

    /// The plain-text body, decoded; empty when there is none.
    pub fn text(&self) -> String {
        self.message().body_text(0).map(|text| text.into_owned()).unwrap_or_default()
    }

    /// The HTML body, decoded, when the message has a part of that type.
    pub fn html(&self) -> Option<String> {
        let message = self.message();
        message
            .html_bodies()
            .find(|part| part.is_text_html())
            .and_then(|part| part.text_contents())
            .map(Into::into)
    }

    /// The first header of that name as it was sent, folded lines joined by a space.
    pub fn header(&self, name: &str) -> Option<String> {
        let message = self.message();
        let raw = message.header_raw(name)?;
        Some(raw.split_whitespace().collect::<Vec<_>>().join(" "))
    }

    fn message(&self) -> Message<'_> {
        MessageParser::default().parse(self.data.as_bytes()).unwrap_or_default()
    }
}

/// What the server does with a message it is offered.
#[derive(Clone, Copy, Debug)]
enum Answer {
    Refuse(&'static str),
    AcceptAndHangUp,
}

#[derive(Debug, Default)]
struct State {
    mails: Vec<Mail>,
    offered: usize,
    connections: usize,
    planned: Option<(usize, Answer)>,
}

impl State {
    /// Takes or refuses a message as planned, and says what must be answered.
    fn offer(&mut self, mail: Mail) -> Option<Answer> {
        self.offered += 1;
        let answer = match &mut self.planned {
            Some((left, answer)) if *left > 0 => {
                *left -= 1;
                Some(*answer)
            }
            _ => None,
        };
        if !matches!(answer, Some(Answer::Refuse(_))) {
            self.mails.push(mail);
        }
        answer
    }
}

/// A running server; it stops, and breaks every connection, when dropped.
#[derive(Debug)]
pub struct SmtpSink {
    address: SocketAddr,
    state: watch::Sender<State>,
    server: JoinHandle<()>,
}

impl SmtpSink {
    /// Starts a server on a free loopback port. It speaks plain SMTP, without TLS or sign-in.
    ///
    /// # Panics
    /// When loopback cannot be listened on.
    pub async fn start() -> SmtpSink {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.expect("loopback has a free port");
        let address = listener.local_addr().expect("a bound socket has an address");
        let state = watch::Sender::new(State::default());
        let server = tokio::spawn(serve(listener, state.clone()));
        SmtpSink { address, state, server }
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Every message taken so far, oldest first.
    pub fn mails(&self) -> Vec<Mail> {
        self.state.borrow().mails.clone()
    }

    /// How many messages were offered so far, refused ones included.
    pub fn offered(&self) -> usize {
        self.state.borrow().offered
    }

    /// How many connections were opened so far.
    pub fn connections(&self) -> usize {
        self.state.borrow().connections
    }

    /// Waits until at least `n` messages were taken, and returns every one.
    ///
    /// # Panics
    /// When they have not come within a minute.
    pub async fn wait_for(&self, n: usize) -> Vec<Mail> {
        self.wait_until(|state| state.mails.len() >= n, n, "taken").await;
        self.mails()
    }

    /// Waits until at least `n` messages were offered, refused ones included.
    ///
    /// # Panics
    /// When they have not come within a minute.
    pub async fn wait_for_offered(&self, n: usize) {
        self.wait_until(|state| state.offered >= n, n, "offered").await;
    }

    async fn wait_until(&self, reached: impl FnMut(&State) -> bool, n: usize, what: &str) {
        let mut receiver = self.state.subscribe();
        let in_time = timeout(PATIENCE, receiver.wait_for(reached)).await.is_ok();
        assert!(in_time, "{n} messages were to be {what}, but there are {:#?}", self.state.borrow());
    }

    /// Answers the next `n` messages with a temporary refusal (451): to be tried again.
    pub fn refuse_temporarily(&self, n: usize) {
        self.plan(n, Answer::Refuse("451 4.3.0 Try again later"));
    }

    /// Answers the next `n` messages with a permanent refusal (550): never to be tried again.
    pub fn refuse_permanently(&self, n: usize) {
        self.plan(n, Answer::Refuse("550 5.1.1 No such mailbox"));
    }

    /// Takes the next `n` messages but hangs up instead of saying so: the sender cannot know whether it
    /// was delivered.
    pub fn hang_up_after_taking(&self, n: usize) {
        self.plan(n, Answer::AcceptAndHangUp);
    }

    /// Takes messages again, whatever was planned before.
    pub fn accept(&self) {
        self.state.send_modify(|state| state.planned = None);
    }

    fn plan(&self, n: usize, answer: Answer) {
        self.state.send_modify(|state| state.planned = Some((n, answer)));
    }
}

impl Drop for SmtpSink {
    fn drop(&mut self) {
        self.server.abort();
    }
}

async fn serve(listener: TcpListener, state: watch::Sender<State>) {
    // The sessions belong to this task, so that they end with it.
    let mut sessions = JoinSet::new();
    while let Ok((stream, _)) = listener.accept().await {
        state.send_modify(|state| state.connections += 1);
        let state = state.clone();
        // A client that hangs up in the middle is no failure of the server's.
        sessions.spawn(async move { session(stream, state).await.unwrap_or_default() });
        while sessions.try_join_next().is_some() {}
    }
}

async fn session(stream: TcpStream, state: watch::Sender<State>) -> io::Result<()> {
    let (read, mut write) = stream.into_split();
    let mut lines = Lines(BufReader::new(read));
    let (mut from, mut to) = (None, Vec::new());
    write.write_all(b"220 localhost ready\r\n").await?;
    while let Some(line) = lines.next().await? {
        let line = line.trim_end();
        let (verb, rest) = line.split_once(' ').unwrap_or((line, ""));
        let answer = match verb.to_ascii_uppercase().as_str() {
            "EHLO" => "250-localhost\r\n250-PIPELINING\r\n250-8BITMIME\r\n250 SMTPUTF8",
            "HELO" | "NOOP" => "250 OK",
            "MAIL" => match path(rest, "FROM:") {
                Some(sender) => {
                    from = Some(sender);
                    to.clear();
                    "250 OK"
                }
                None => "501 MAIL FROM:<address>",
            },
            "RCPT" => match path(rest, "TO:") {
                Some(_) if from.is_none() => "503 MAIL comes first",
                Some(recipient) => {
                    to.push(recipient);
                    "250 OK"
                }
                None => "501 RCPT TO:<address>",
            },
            "DATA" if to.is_empty() => "503 RCPT comes first",
            "DATA" => {
                write.write_all(b"354 End with a line that holds a dot only\r\n").await?;
                let Some(data) = lines.data().await? else { break };
                let mail = Mail { from: from.take().unwrap_or_default(), to: std::mem::take(&mut to), data };
                let mut planned = None;
                state.send_modify(|state| planned = state.offer(mail));
                match planned {
                    None => "250 OK",
                    Some(Answer::Refuse(answer)) => answer,
                    Some(Answer::AcceptAndHangUp) => break,
                }
            }
            "RSET" => {
                from = None;
                to.clear();
                "250 OK"
            }
            "QUIT" => {
                write.write_all(b"221 Bye\r\n").await?;
                break;
            }
            _ => "500 Unknown command",
        };
        write.write_all(answer.as_bytes()).await?;
        write.write_all(b"\r\n").await?;
    }
    Ok(())
}

/// The address in `FROM:<address> SIZE=…`, whatever the case of the keyword.
fn path(rest: &str, keyword: &str) -> Option<String> {
    let given = rest.get(..keyword.len())?;
    let (address, _) = rest.get(keyword.len()..)?.trim_start().strip_prefix('<')?.split_once('>')?;
    given.eq_ignore_ascii_case(keyword).then(|| address.to_owned())
}

struct Lines<R>(BufReader<R>);

impl<R: tokio::io::AsyncRead + Unpin> Lines<R> {
    /// The next line with its end; none when the client has hung up.
    async fn next(&mut self) -> io::Result<Option<String>> {
        let mut line = Vec::new();
        let length = self.0.read_until(b'\n', &mut line).await?;
        Ok((length > 0).then(|| String::from_utf8_lossy(&line).into_owned()))
    }

    /// The message up to its closing dot; none when the client hung up before that.
    async fn data(&mut self) -> io::Result<Option<String>> {
        let mut data = String::new();
        while let Some(line) = self.next().await? {
            if line == ".\r\n" {
                return Ok(Some(data));
            }
            // RFC 5321, 4.5.2: a sender puts a dot before a line that starts with one.
            data.push_str(line.strip_prefix('.').unwrap_or(&line));
        }
        Ok(None)
    }
}

#[cfg(test)]
mod tests {
    use lettre::message::{MultiPart, header};
    use lettre::transport::smtp::Error;
    use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};

    use super::*;

    fn transport(sink: &SmtpSink) -> AsyncSmtpTransport<Tokio1Executor> {
        AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous("127.0.0.1")
            .port(sink.address().port())
            .build()
    }

    fn message(text: &str) -> Message {
        Message::builder()
            .from("Paraat <paraat@example.org>".parse().unwrap())
            .to("an@lab.example".parse().unwrap())
            .cc("bé@lab.example".parse().unwrap())
            .subject("Er wacht iets: één melding")
            .header(header::ContentTransferEncoding::QuotedPrintable)
            .body(text.to_owned())
            .unwrap()
    }

    async fn send(sink: &SmtpSink, text: &str) -> Result<(), Error> {
        transport(sink).send(message(text)).await.map(drop)
    }

    #[tokio::test]
    async fn keeps_what_it_is_sent() {
        let sink = SmtpSink::start().await;
        send(&sink, ".a dot first\r\nça = été\r\n..\r\n.\r\nthe end").await.unwrap();
        let [mail] = sink.wait_for(1).await.try_into().unwrap();
        assert_eq!(mail.from, "paraat@example.org");
        assert_eq!(mail.to, ["an@lab.example", "bé@lab.example"]);
        assert_eq!(mail.subject(), "Er wacht iets: één melding");
        assert_eq!(mail.text().trim_end(), ".a dot first\r\nça = été\r\n..\r\n.\r\nthe end");
        assert_eq!(mail.html(), None);
        assert_eq!(mail.header("from").unwrap(), "Paraat <paraat@example.org>");
        assert_eq!(mail.header("x-none"), None);
    }

    #[tokio::test]
    async fn tells_the_text_from_the_html() {
        let sink = SmtpSink::start().await;
        let both =
            MultiPart::alternative_plain_html("Gewone tékst".to_owned(), "<p>Gewone tékst</p>".to_owned());
        let message = Message::builder()
            .from("paraat@example.org".parse().unwrap())
            .to("an@lab.example".parse().unwrap())
            .subject("plain")
            .multipart(both)
            .unwrap();
        transport(&sink).send(message).await.unwrap();
        let mail = &sink.wait_for(1).await[0];
        assert_eq!(mail.text().trim_end(), "Gewone tékst");
        assert_eq!(mail.html().unwrap().trim_end(), "<p>Gewone tékst</p>");
    }

    #[tokio::test]
    async fn refuses_as_many_as_it_was_told_to() {
        let sink = SmtpSink::start().await;
        sink.refuse_temporarily(1);
        assert!(send(&sink, "first").await.unwrap_err().is_transient());
        sink.refuse_permanently(1);
        assert!(send(&sink, "second").await.unwrap_err().is_permanent());
        send(&sink, "third").await.unwrap();
        sink.wait_for_offered(3).await;
        assert_eq!(sink.mails().len(), 1);
        assert_eq!(sink.mails()[0].text().trim_end(), "third");

        sink.refuse_permanently(9);
        sink.accept();
        send(&sink, "fourth").await.unwrap();
        assert_eq!((sink.offered(), sink.mails().len()), (4, 2));
    }

    #[tokio::test]
    async fn hangs_up_after_taking_a_message() {
        let sink = SmtpSink::start().await;
        sink.hang_up_after_taking(1);
        let error = send(&sink, "taken").await.unwrap_err();
        assert!(!error.is_transient() && !error.is_permanent(), "{error:?}");
        assert_eq!(sink.wait_for(1).await[0].text().trim_end(), "taken");
        send(&sink, "again").await.unwrap();
        assert_eq!(sink.wait_for(2).await.len(), 2);
    }

    #[tokio::test]
    async fn takes_many_messages_over_one_connection() {
        let sink = SmtpSink::start().await;
        let mut stream = TcpStream::connect(sink.address()).await.unwrap();
        for n in 0..5 {
            let conversation =
                format!("MAIL FROM:<a@b>\r\nRCPT TO:<c@d>\r\nDATA\r\nSubject: {n}\r\n\r\n.\r\n");
            stream.write_all(conversation.as_bytes()).await.unwrap();
        }
        let subjects: Vec<_> = sink.wait_for(5).await.iter().map(Mail::subject).collect();
        assert_eq!(subjects, ["0", "1", "2", "3", "4"]);
        assert_eq!(sink.connections(), 1);
    }

    #[tokio::test]
    async fn answers_bad_and_plain_commands_and_forgets_on_reset() {
        let sink = SmtpSink::start().await;
        let mut stream = BufReader::new(TcpStream::connect(sink.address()).await.unwrap());
        let mut answers = String::new();
        stream.read_line(&mut answers).await.unwrap();
        for (command, answer) in [
            ("HELO there", "250"),
            ("DATA", "503"),
            ("RCPT TO:<an@lab.example>", "503"),
            ("mail from:<> SIZE=10", "250"),
            ("RCPT an@lab.example", "501"),
            ("rcpt to: <an@lab.example>", "250"),
            ("RSET", "250"),
            ("DATA", "503"),
            ("NOOP", "250"),
            ("VRFY an", "500"),
            ("QUIT", "221"),
        ] {
            stream.get_mut().write_all(format!("{command}\r\n").as_bytes()).await.unwrap();
            let mut line = String::new();
            stream.read_line(&mut line).await.unwrap();
            assert!(line.starts_with(answer), "{command}: {line}");
        }
        assert!(sink.mails().is_empty());
    }
}
