//! Where the warning goes: a mail server, and a gateway for text messages and webhooks, on this machine. They
//! take everything at once and remember what came when, so that the speed measured is that of who hands over.

use std::collections::HashMap;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use anyhow::Context;
use kernel::Channel;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// Most that one side says before the other may answer.
const HELD_MOST: usize = 1024 * 1024;
/// How often a wait looks whether it is over.
const LOOK: Duration = Duration::from_millis(1);
/// How long nothing may come while something is waited for.
const PATIENCE: Duration = Duration::from_secs(120);
/// Characters of the secret in a link.
const TOKEN_CHARS: usize = 22;
/// Where text messages are posted.
pub(super) const SMS_PATH: &str = "/sms";

/// Something that came.
#[derive(Clone, Debug)]
pub(super) struct Arrival {
    pub(super) channel: Channel,
    /// The number in its address.
    pub(super) number: Option<usize>,
    pub(super) at: Instant,
}

/// What came so far.
#[derive(Default)]
struct Book {
    arrivals: Vec<Arrival>,
    /// How often each came.
    seen: HashMap<u128, u32>,
    /// The first link of each number's mail.
    links: HashMap<usize, String>,
    /// Bytes of mail, with its headers.
    mail_bytes: u64,
}

/// Both servers.
#[derive(Clone)]
pub(super) struct Sinks {
    pub(super) mail: SocketAddr,
    pub(super) http: SocketAddr,
    book: Arc<Mutex<Book>>,
}

impl Sinks {
    /// Listens, until the program ends.
    pub(super) async fn start() -> io::Result<Self> {
        let (mail, http) = (listener().await?, listener().await?);
        let sinks = Self { mail: mail.local_addr()?, http: http.local_addr()?, book: Arc::default() };
        let (for_mail, for_http) = (sinks.clone(), sinks.clone());
        tokio::spawn(serve(mail, move |stream| take_mail(stream, for_mail.clone())));
        tokio::spawn(serve(http, move |stream| take_posts(stream, for_http.clone())));
        Ok(sinks)
    }

    fn book(&self) -> MutexGuard<'_, Book> {
        self.book.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Forgets what came so far.
    pub(super) fn forget(&self) {
        *self.book() = Book::default();
    }

    /// Everything that came, in its order.
    pub(super) fn arrivals(&self) -> Vec<Arrival> {
        self.book().arrivals.clone()
    }

    /// How often each message came, by its identifier.
    pub(super) fn seen(&self) -> HashMap<u128, u32> {
        self.book().seen.clone()
    }

    /// One link of each number that had mail, by number.
    pub(super) fn links(&self) -> Vec<(usize, String)> {
        let mut links: Vec<_> = self.book().links.clone().into_iter().collect();
        links.sort_unstable();
        links
    }

    /// The size of a mail, with its headers.
    pub(super) fn mail_size(&self) -> usize {
        let book = self.book();
        let mails = book.arrivals.iter().filter(|each| each.channel == Channel::Email).count();
        usize::try_from(book.mail_bytes).unwrap_or_default() / mails.max(1)
    }

    /// Waits until `count` different messages have come.
    ///
    /// # Errors
    /// When nothing comes any more.
    pub(super) async fn wait_for(&self, count: usize) -> anyhow::Result<()> {
        let (mut came, mut since) = (0, Instant::now());
        loop {
            let now = self.book().seen.len();
            if now >= count {
                return Ok(());
            }
            if now > came {
                (came, since) = (now, Instant::now());
            }
            anyhow::ensure!(since.elapsed() < PATIENCE, "{came} of {count} messages came, and no more");
            tokio::time::sleep(LOOK).await;
        }
    }

    /// `id` is that of its row in the outbox; `None` when it is not one of ours.
    fn note(&self, channel: Channel, id: Option<u128>, number: Option<usize>) {
        let mut book = self.book();
        book.arrivals.push(Arrival { channel, number, at: Instant::now() });
        if let Some(id) = id {
            *book.seen.entry(id).or_default() += 1;
        }
    }

    fn note_mail(&self, to: &str, mail: &[u8]) {
        let text = String::from_utf8_lossy(mail);
        let id = between(&text, "Message-ID: <", "@").and_then(identifier);
        let number = digits(to.rsplit('@').next().unwrap_or_default());
        self.note(Channel::Email, id, number);
        let mut book = self.book();
        book.mail_bytes += mail.len() as u64;
        let link = number.filter(|number| !book.links.contains_key(number)).zip(link(&text));
        book.links.extend(link);
    }

    fn has(&self, id: Option<u128>) -> bool {
        id.is_some_and(|id| self.book().seen.contains_key(&id))
    }
}

async fn listener() -> io::Result<TcpListener> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await
}

async fn serve<F>(listener: TcpListener, converse: impl Fn(TcpStream) -> F)
where
    F: Future<Output = anyhow::Result<()>> + Send + 'static,
{
    while let Ok((stream, _)) = listener.accept().await {
        let conversation = converse(stream);
        // Whoever is killed hangs up in the middle of a word.
        tokio::spawn(async move { drop(conversation.await) });
    }
}

/// What was read and not yet understood, and what is to be answered.
struct Talk {
    stream: TcpStream,
    read: Vec<u8>,
    answer: Vec<u8>,
}

impl Talk {
    fn new(stream: TcpStream) -> anyhow::Result<Self> {
        stream.set_nodelay(true)?;
        Ok(Self { stream, read: Vec::with_capacity(16 * 1024), answer: Vec::new() })
    }

    /// Everything up to `end`, which is taken out too; none when the other side hung up. Answers go before it
    /// is waited for more.
    async fn until(&mut self, end: &[u8]) -> anyhow::Result<Option<Vec<u8>>> {
        loop {
            if let Some(at) = self.read.windows(end.len()).position(|window| window == end) {
                let taken = self.read.drain(..at + end.len()).take(at).collect();
                return Ok(Some(taken));
            }
            if !self.more().await? {
                return Ok(None);
            }
        }
    }

    /// The next `count` bytes.
    async fn bytes(&mut self, count: usize) -> anyhow::Result<Vec<u8>> {
        while self.read.len() < count {
            anyhow::ensure!(self.more().await?, "the other side hung up");
        }
        Ok(self.read.drain(..count).collect())
    }

    async fn more(&mut self) -> anyhow::Result<bool> {
        if !self.answer.is_empty() {
            self.stream.write_all(&self.answer).await?;
            self.answer.clear();
        }
        anyhow::ensure!(self.read.len() < HELD_MOST, "the other side never ends");
        Ok(self.stream.read_buf(&mut self.read).await? > 0)
    }

    fn say(&mut self, words: &str) {
        self.answer.extend_from_slice(words.as_bytes());
    }
}

/// Speaks SMTP (RFC 5321) with pipelining (RFC 2920), session after session kept open.
async fn take_mail(stream: TcpStream, sinks: Sinks) -> anyhow::Result<()> {
    let mut talk = Talk::new(stream)?;
    talk.say("220 sink ESMTP\r\n");
    let mut to = String::new();
    while let Some(line) = talk.until(b"\r\n").await? {
        let line = String::from_utf8_lossy(&line).into_owned();
        match line.get(..4).unwrap_or_default().to_ascii_uppercase().as_str() {
            "EHLO" => talk.say("250-sink\r\n250-PIPELINING\r\n250-8BITMIME\r\n250 SMTPUTF8\r\n"),
            "RCPT" => {
                to = between(&line, "<", ">").unwrap_or_default().to_owned();
                talk.say("250 2.1.5 Ok\r\n");
            }
            "DATA" => {
                talk.say("354 Go on\r\n");
                let Some(mail) = talk.until(b"\r\n.\r\n").await? else { return Ok(()) };
                sinks.note_mail(&to, &mail);
                talk.say("250 2.0.0 Taken\r\n");
            }
            _ => talk.say("250 2.0.0 Ok\r\n"),
        }
    }
    Ok(())
}

/// Takes text messages and webhooks, and tells of a text message whether it took it.
async fn take_posts(stream: TcpStream, sinks: Sinks) -> anyhow::Result<()> {
    let mut talk = Talk::new(stream)?;
    while let Some(head) = talk.until(b"\r\n\r\n").await? {
        let head = String::from_utf8(head)?.to_ascii_lowercase();
        let length = field(&head, "content-length").map_or(Ok(0), str::parse)?;
        anyhow::ensure!(length < HELD_MOST, "a body is too long");
        let body = String::from_utf8(talk.bytes(length).await?)?;
        let path = head.split(' ').nth(1).context("a request has a path")?;
        let key = field(&head, "idempotency-key").and_then(identifier);
        let is_known = if head.starts_with("get ") {
            sinks.has(path.rsplit('/').next().and_then(identifier))
        } else if path == SMS_PATH {
            sinks.note(Channel::Sms, key, between(&body, "\"to\":\"+32400", "\"").and_then(digits));
            true
        } else {
            anyhow::ensure!(field(&head, "paraat-signature").is_some(), "a webhook is signed");
            sinks.note(Channel::Webhook, key, digits(path));
            true
        };
        let status = if is_known { "200 OK" } else { "404 Not Found" };
        talk.say(&format!("HTTP/1.1 {status}\r\ncontent-length: 0\r\n\r\n"));
    }
    Ok(())
}

/// What stands after `begin` and before `end`.
fn between<'a>(text: &'a str, begin: &str, end: &str) -> Option<&'a str> {
    let (_, rest) = text.split_once(begin)?;
    Some(rest.split_once(end)?.0)
}

/// A head line's value, its name in small letters.
fn field<'a>(head: &'a str, name: &str) -> Option<&'a str> {
    let mut lines = head.split("\r\n").filter_map(|line| line.split_once(':'));
    lines.find(|(each, _)| *each == name).map(|(_, value)| value.trim())
}

/// A row's identifier as a number, which takes less room.
pub(super) fn identifier(text: &str) -> Option<u128> {
    u128::from_str_radix(&text.replace('-', ""), 16).ok()
}

fn digits(text: &str) -> Option<usize> {
    text.chars().filter(char::is_ascii_digit).collect::<String>().parse().ok()
}

/// The secret in the link of a mail, which may be broken over lines (RFC 2045, 6.7).
fn link(mail: &str) -> Option<String> {
    let mail = mail.replace("=\r\n", "");
    let token: String = mail.split_once("/w/")?.1.chars().take(TOKEN_CHARS).collect();
    (token.len() == TOKEN_CHARS).then_some(token)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_came_is_known_by_its_head() {
        let id = "0198c0de-0000-7000-8000-00000000002a";
        assert_eq!(identifier(id), Some(0x0198_c0de_0000_7000_8000_0000_0000_002a));
        assert_eq!(identifier("other"), None);
        assert_eq!((digits("lab-00042.example"), digits("/hook/7"), digits("x")), (Some(42), Some(7), None));
        assert_eq!(field("post / http/1.1\r\nidempotency-key: 7\r\nx: y", "idempotency-key"), Some("7"));
        let mail = "Antwoord:\r\nhttp://127.0.0.1/w/abcdefghij=\r\nklmnopqrstuv\r\n";
        assert_eq!(link(mail).as_deref(), Some("abcdefghijklmnopqrstuv"));
    }
}
