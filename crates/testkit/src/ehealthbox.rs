//! A stand-in for eHealthBox's publication service on loopback, with what its cookbook documents of *SendMessage*.

use std::collections::VecDeque;
use std::net::{Ipv4Addr, SocketAddr};

use axum::Router;
use axum::extract::State;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::{HeaderMap, StatusCode};
use sha2::{Digest, Sha256};
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;

/// A message it took.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Published {
    /// The number that its sender gave it.
    pub publication: String,
    /// The reader's number.
    pub number: String,
    /// What the reader is.
    pub quality: String,
    /// The title.
    pub title: String,
    /// The text.
    pub text: String,
    /// Whether its reader has opened it.
    pub is_open: bool,
}

#[derive(Debug, Default)]
struct Book {
    published: Vec<Published>,
    planned: VecDeque<String>,
    token: String,
}

/// A running service; it stops when dropped.
#[derive(Debug)]
pub struct EhealthBoxService {
    address: SocketAddr,
    book: watch::Sender<Book>,
    server: JoinHandle<()>,
}

impl EhealthBoxService {
    /// Starts one on a free loopback port, which takes what is posted with this token.
    ///
    /// # Panics
    /// When loopback cannot be listened on.
    pub async fn start(token: &str) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.expect("loopback has a free port");
        let address = listener.local_addr().expect("a bound socket has an address");
        let book = watch::Sender::new(Book { token: token.to_owned(), ..Book::default() });
        let router = Router::new().fallback(send).with_state(book.clone());
        let server = tokio::spawn(async move { axum::serve(listener, router).await.unwrap_or_default() });
        Self { address, book, server }
    }

    /// Where calls are posted.
    pub fn url(&self) -> String {
        format!("http://{}/PublicationV3", self.address)
    }

    /// Where it is asked whether a message was opened.
    pub fn consultation_url(&self) -> String {
        format!("http://{}/ConsultationV3", self.address)
    }

    /// Lets the reader open every message that was taken.
    pub fn open_all(&self) {
        self.book.send_modify(|book| book.published.iter_mut().for_each(|message| message.is_open = true));
    }

    /// Answers the next message with this status code, and does not take it.
    pub fn refuse(&self, code: &str) {
        self.book.send_modify(|book| book.planned.push_back(code.to_owned()));
    }

    /// What was taken so far, the oldest first.
    pub fn published(&self) -> Vec<Published> {
        self.book.borrow().published.clone()
    }
}

impl Drop for EhealthBoxService {
    fn drop(&mut self) {
        self.server.abort();
    }
}

async fn send(
    State(book): State<watch::Sender<Book>>,
    headers: HeaderMap,
    body: String,
) -> (StatusCode, String) {
    let given = headers.get("authorization").and_then(|value| value.to_str().ok()).unwrap_or_default();
    if given != format!("Bearer {}", book.borrow().token) {
        return (StatusCode::UNAUTHORIZED, String::new());
    }
    if body.contains("GetMessageAcknowledgmentsStatusRequest") {
        return (StatusCode::OK, status(&book.borrow().published, &body));
    }
    let Some(published) = read(&body) else { return (StatusCode::INTERNAL_SERVER_ERROR, fault()) };
    let (mut code, mut number) = ("100".to_owned(), 0);
    book.send_modify(|book| match book.planned.pop_front() {
        Some(planned) => code = planned,
        None => {
            book.published.push(published);
            number = book.published.len();
        }
    });
    (StatusCode::OK, answer(&code, number))
}

/// What a call says; `None` when it is not in the shape of the schema, or its digest is wrong.
fn read(call: &str) -> Option<Published> {
    let between = |from: &str, until: &str| {
        let (_, rest) = call.split_once(from)?;
        rest.split_once(until).map(|(found, _)| found.to_owned())
    };
    let order = [
        "SendMessageRequest",
        "<DestinationContext>",
        "<Id>",
        "<Type>NIHII</Type>",
        "<Quality>",
        "<ContentContext>",
        "<Content>",
        "<Document>",
        "<Title>",
        "<EncryptableTextContent>",
        "<DownloadFileName>",
        "<MimeType>",
        "<Digest>",
        "</Content>",
        "<ContentSpecification>",
        "<ApplicationName>",
        "<ContentType>DOCUMENT</ContentType>",
        "<IsImportant>",
        "<IsEncrypted>",
        "<PublicationReceipt>",
        "<ReceivedReceipt>",
        "<ReadReceipt>",
    ];
    // The schema has them in this order, and takes no other.
    let mut from = 0;
    for name in order {
        from += call.get(from..)?.find(name)? + name.len();
    }
    let text = STANDARD.decode(between("<EncryptableTextContent>", "</")?).ok()?;
    let digest = STANDARD.decode(between("<Digest>", "</")?).ok()?;
    let publication = between("PublicationId=\"", "\"")?;
    if digest != Sha256::digest(&text).as_slice() || !(1..=13).contains(&publication.len()) {
        return None;
    }
    Some(Published {
        publication,
        number: between("<Id>", "</")?,
        quality: between("<Quality>", "</")?,
        title: between("<Title>", "</")?,
        text: String::from_utf8(text).ok()?,
        is_open: false,
    })
}

/// Whether the message asked after was opened; messages are numbered as they came.
fn status(published: &[Published], body: &str) -> String {
    let number = body.split_once("<MessageId>").and_then(|(_, rest)| rest.split_once('<'));
    let number = number.and_then(|(number, _)| number.trim_start_matches('M').parse::<usize>().ok());
    let message = number.and_then(|number| published.get(number.checked_sub(1)?));
    let read = message.is_some_and(|message| message.is_open);
    let read = if read { "<Read>2026-11-22T06:12:00+01:00</Read>" } else { "" };
    format!(
        "<soapenv:Envelope xmlns:soapenv=\"http://schemas.xmlsoap.org/soap/envelope/\"><soapenv:Body>\
         <c:GetMessageAcknowledgmentsStatusResponse \
         xmlns:c=\"urn:be:fgov:ehealth:ehbox:consultation:protocol:v3\"><Status><Code>100</Code></Status>\
         <AcknowledgmentsStatus><Row><Recipient><Id>71000436</Id></Recipient>\
         <Published>2026-11-22T06:10:00+01:00</Published>{read}</Row></AcknowledgmentsStatus>\
         </c:GetMessageAcknowledgmentsStatusResponse></soapenv:Body></soapenv:Envelope>"
    )
}

fn answer(code: &str, number: usize) -> String {
    format!(
        "<soapenv:Envelope xmlns:soapenv=\"http://schemas.xmlsoap.org/soap/envelope/\"><soapenv:Body>\
         <p:SendMessageResponse xmlns:p=\"urn:be:fgov:ehealth:ehbox:publication:protocol:v3\" \
         Id=\"M{number:012}\"><Status><Code>{code}</Code><Message Lang=\"EN\">see the code</Message></Status>\
         </p:SendMessageResponse></soapenv:Body></soapenv:Envelope>"
    )
}

fn fault() -> String {
    "<soapenv:Envelope xmlns:soapenv=\"http://schemas.xmlsoap.org/soap/envelope/\"><soapenv:Body><soapenv:Fault>\
     <faultcode>soapenv:Client</faultcode><faultstring>SOA-03001</faultstring></soapenv:Fault></soapenv:Body>\
     </soapenv:Envelope>"
        .to_owned()
}
