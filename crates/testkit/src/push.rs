//! A browser and its push service on loopback: it keeps what it is posted, and opens it as the browser would.

use std::net::{Ipv4Addr, SocketAddr};

use aes_gcm::aead::{Aead, KeyInit};
use aes_gcm::{Aes128Gcm, Nonce};
use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hkdf::Hkdf;
use http::{HeaderMap, StatusCode};
use p256::ecdsa::signature::Verifier;
use p256::ecdsa::{Signature, VerifyingKey};
use p256::{PublicKey, SecretKey};
use sha2::Sha256;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;

/// The browser's secret key, and what it shares with whoever may push to it.
const SECRET: [u8; 32] = [7; 32];
const AUTH: [u8; 16] = [9; 16];

/// What was posted, not opened yet.
#[derive(Clone, Debug)]
pub struct Pushed {
    headers: HeaderMap,
    body: Bytes,
}

#[derive(Debug, Default)]
struct Book {
    pushed: Vec<Pushed>,
    answer: Option<StatusCode>,
}

/// A running push service; it stops when dropped.
#[derive(Debug)]
pub struct PushService {
    address: SocketAddr,
    book: watch::Sender<Book>,
    server: JoinHandle<()>,
}

impl PushService {
    /// Starts one on a free loopback port.
    ///
    /// # Panics
    /// When loopback cannot be listened on.
    pub async fn start() -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.expect("loopback has a free port");
        let address = listener.local_addr().expect("a bound socket has an address");
        let book = watch::Sender::new(Book::default());
        let router = Router::new().fallback(take).with_state(book.clone());
        let server = tokio::spawn(async move { axum::serve(listener, router).await.unwrap_or_default() });
        Self { address, book, server }
    }

    /// What its browser gives to whoever may push to it: the form's fields `endpoint`, `p256dh` and `auth`.
    pub fn subscription(&self) -> [(&'static str, String); 3] {
        let endpoint = format!("{}/device", self.origin());
        let key = URL_SAFE_NO_PAD.encode(secret().public_key().to_sec1_bytes());
        [("endpoint", endpoint), ("p256dh", key), ("auth", URL_SAFE_NO_PAD.encode(AUTH))]
    }

    /// Answers with this status from now on.
    ///
    /// # Panics
    /// When there is no such status.
    pub fn answer(&self, status: u16) {
        let status = StatusCode::from_u16(status).expect("a status");
        self.book.send_modify(|book| book.answer = Some(status));
    }

    /// What was posted so far, refused or not, the oldest first.
    pub fn pushed(&self) -> Vec<Pushed> {
        self.book.borrow().pushed.clone()
    }

    /// Its origin, for which a signature must be.
    pub fn origin(&self) -> String {
        format!("http://{}", self.address)
    }
}

impl Drop for PushService {
    fn drop(&mut self) {
        self.server.abort();
    }
}

async fn take(State(book): State<watch::Sender<Book>>, headers: HeaderMap, body: Bytes) -> StatusCode {
    let mut answer = None;
    book.send_modify(|book| {
        book.pushed.push(Pushed { headers, body });
        answer = book.answer;
    });
    answer.unwrap_or(StatusCode::CREATED)
}

fn secret() -> SecretKey {
    SecretKey::from_slice(&SECRET).expect("a key of the curve")
}

fn decode(text: &str) -> Vec<u8> {
    URL_SAFE_NO_PAD.decode(text).expect("base64 for URLs")
}

impl Pushed {
    /// A header; empty when there is none.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// What the browser shows, opened with its key (RFC 8291).
    ///
    /// # Panics
    /// When it does not open.
    pub fn open(&self) -> serde_json::Value {
        let (salt, rest) = self.body.split_at(16);
        let (size, rest) = rest.split_at(4);
        assert_eq!(size, 4096_u32.to_be_bytes());
        let (theirs, sealed) = rest[1..].split_at(usize::from(rest[0]));
        let public = PublicKey::from_sec1_bytes(theirs).expect("a key of the curve");
        let shared = secret().diffie_hellman(&public);
        let own = secret().public_key().to_sec1_bytes();
        let info = [b"WebPush: info\0".as_slice(), &own, theirs].concat();
        let expand = |salt: &[u8], material: &[u8], info: &[u8], length: usize| {
            let mut bytes = vec![0; length];
            Hkdf::<Sha256>::new(Some(salt), material).expand(info, &mut bytes).expect("short enough");
            bytes
        };
        let material = expand(&AUTH, shared.raw_secret_bytes(), &info, 32);
        let key: [u8; 16] =
            expand(salt, &material, b"Content-Encoding: aes128gcm\0", 16).try_into().expect("16 bytes");
        let nonce: [u8; 12] =
            expand(salt, &material, b"Content-Encoding: nonce\0", 12).try_into().expect("12 bytes");
        let record = Aes128Gcm::new(&key.into()).decrypt(&Nonce::from(nonce), sealed).expect("it opens");
        let (end, text) = record.split_last().expect("a record has an end");
        assert_eq!(*end, 2);
        serde_json::from_slice(text).expect("JSON")
    }

    /// The claims that it is signed with, and the key (RFC 8292).
    ///
    /// # Panics
    /// When the signature is none.
    pub fn claims(&self) -> (serde_json::Value, String) {
        let given = self.header("authorization").strip_prefix("vapid t=").expect("a signature");
        let (token, key) = given.split_once(", k=").expect("a key");
        let (signed, signature) = token.rsplit_once('.').expect("a signature");
        let by = VerifyingKey::from_sec1_bytes(&decode(key)).expect("a key of the curve");
        let signature = Signature::from_slice(&decode(signature)).expect("a signature");
        by.verify(signed.as_bytes(), &signature).expect("signed by that key");
        let claims = signed.split_once('.').expect("claims").1;
        (serde_json::from_slice(&decode(claims)).expect("JSON"), key.to_owned())
    }
}
