//! An HTTP gateway on loopback that keeps what it is posted and can be told to fail: for text messages, and
//! for whatever else is posted to a URL under an `Idempotency-Key`.

use std::collections::VecDeque;
use std::future::pending;
use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use http::{HeaderMap, Method, StatusCode, Uri};
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

/// How long a test waits for a message before it fails: far beyond what any machine needs.
const PATIENCE: Duration = Duration::from_secs(60);

/// What it was posted.
#[derive(Clone, Debug)]
pub struct Posted {
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: String,
}

impl Posted {
    /// A header; empty when there is none.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// The key under which it is one and the same however often it is posted.
    pub fn key(&self) -> &str {
        self.header("idempotency-key")
    }

    /// The body as JSON.
    ///
    /// # Panics
    /// When it is none.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).expect("the body is JSON")
    }
}

/// What it does with a message it is posted.
#[derive(Clone, Copy, Debug)]
enum Answer {
    Refuse(StatusCode),
    TakeInSilence,
    IgnoreInSilence,
}

#[derive(Debug, Default)]
struct Book {
    taken: Vec<Posted>,
    offered: usize,
    asked: usize,
    planned: VecDeque<Answer>,
}

impl Book {
    /// Takes or refuses a message as planned; one whose key it knows is taken once.
    fn offer(&mut self, posted: Posted) -> Option<Answer> {
        self.offered += 1;
        let answer = self.planned.pop_front();
        let is_taken = matches!(answer, None | Some(Answer::TakeInSilence));
        if is_taken && !self.knows(posted.key()) {
            self.taken.push(posted);
        }
        answer
    }

    fn knows(&self, key: &str) -> bool {
        self.taken.iter().any(|posted| posted.key() == key)
    }
}

/// A running gateway; it stops when dropped.
#[derive(Debug)]
pub struct Gateway {
    address: SocketAddr,
    book: watch::Sender<Book>,
    stop: CancellationToken,
    server: JoinHandle<()>,
}

impl Gateway {
    /// Starts one on a free loopback port.
    ///
    /// # Panics
    /// When loopback cannot be listened on.
    pub async fn start() -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.expect("loopback has a free port");
        let address = listener.local_addr().expect("a bound socket has an address");
        let (book, stop) = (watch::Sender::new(Book::default()), CancellationToken::new());
        let router = Router::new().fallback(answer).with_state(book.clone());
        let until = stop.clone().cancelled_owned();
        let server = tokio::spawn(async move {
            axum::serve(listener, router).with_graceful_shutdown(until).await.unwrap_or_default();
        });
        Self { address, book, stop, server }
    }

    /// Where messages are posted.
    pub fn url(&self) -> String {
        format!("http://{}/messages", self.address)
    }

    /// Every message taken so far, oldest first, each once.
    pub fn taken(&self) -> Vec<Posted> {
        self.book.borrow().taken.clone()
    }

    /// How often something was posted, refused or repeated ones included.
    pub fn offered(&self) -> usize {
        self.book.borrow().offered
    }

    /// How often it was asked whether it took a message.
    pub fn asked(&self) -> usize {
        self.book.borrow().asked
    }

    /// Waits until at least `n` messages were taken, and returns every one.
    ///
    /// # Panics
    /// When they have not come within a minute.
    pub async fn wait_for(&self, n: usize) -> Vec<Posted> {
        let mut book = self.book.subscribe();
        let in_time = timeout(PATIENCE, book.wait_for(|book| book.taken.len() >= n)).await.is_ok();
        assert!(in_time, "{n} messages were to be taken, but there are {:#?}", self.taken());
        self.taken()
    }

    /// Answers the next `n` messages with this status, and takes none of them.
    ///
    /// # Panics
    /// When there is no such status.
    pub fn refuse(&self, n: usize, status: u16) {
        self.plan(n, Answer::Refuse(StatusCode::from_u16(status).expect("a status")));
    }

    /// Takes the next `n` messages but never says so: whoever posted them gives up waiting.
    pub fn take_in_silence(&self, n: usize) {
        self.plan(n, Answer::TakeInSilence);
    }

    /// Neither takes nor answers the next `n` messages.
    pub fn ignore_in_silence(&self, n: usize) {
        self.plan(n, Answer::IgnoreInSilence);
    }

    /// Takes messages again, whatever was planned before.
    pub fn accept(&self) {
        self.book.send_modify(|book| book.planned.clear());
    }

    /// Stops: from now on nobody can connect.
    ///
    /// # Panics
    /// When the server did.
    pub async fn die(&mut self) {
        self.stop.cancel();
        (&mut self.server).await.expect("the server ends");
    }

    fn plan(&self, n: usize, answer: Answer) {
        self.book.send_modify(|book| book.planned.extend(std::iter::repeat_n(answer, n)));
    }
}

impl Drop for Gateway {
    fn drop(&mut self) {
        self.stop.cancel();
        self.server.abort();
    }
}

/// Everything but a `POST` asks for a message by the last part of its path.
async fn answer(
    State(book): State<watch::Sender<Book>>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: String,
) -> StatusCode {
    if method == Method::POST {
        take(&book, Posted { headers, body }).await
    } else {
        look(&book, uri.path().rsplit('/').next().unwrap_or_default())
    }
}

async fn take(book: &watch::Sender<Book>, posted: Posted) -> StatusCode {
    let mut answer = None;
    book.send_modify(|book| answer = book.offer(posted));
    match answer {
        None => StatusCode::ACCEPTED,
        Some(Answer::Refuse(status)) => status,
        Some(Answer::TakeInSilence | Answer::IgnoreInSilence) => pending().await,
    }
}

fn look(book: &watch::Sender<Book>, reference: &str) -> StatusCode {
    let mut knows = false;
    book.send_modify(|book| {
        book.asked += 1;
        knows = book.knows(reference);
    });
    if knows { StatusCode::OK } else { StatusCode::NOT_FOUND }
}
