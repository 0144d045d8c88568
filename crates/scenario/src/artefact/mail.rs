//! A message as a mail program keeps it (RFC 5322), with the headers from which one sees that it is false.
//!
//! Where the seed gives the digest of the attachment, the attachment is there and has that digest. Where the author
//! wrote a digest, nobody can make a file that has it: then the mail server has taken the attachment away and says so in
//! the text, with the digest.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jiff::fmt::rfc2822;
use jiff::{Timestamp, Zoned};

use super::draw::Draw;
use super::timeline::milliseconds;
use super::{Making, fictitious, mark};
use crate::format::Id;

/// What is attached: harmless, and it says so.
const ATTACHMENT: &str = "PARAAT EXERCISE: a harmless stand-in for an attachment. It does nothing.\n";

/// The bytes of the attachment that the seed gives.
pub(super) fn attachment(seed: u64, artefact: &Id) -> Vec<u8> {
    let noise = Draw::new(seed, artefact.as_str(), "attachment", 0).bytes(1_500);
    format!("{ATTACHMENT}{}\n", STANDARD.encode(noise)).into_bytes()
}

/// Makes the message.
pub(super) fn make(making: &Making<'_>) -> Vec<u8> {
    let mut draw = making.draw("message", 0);
    let message = Message::new(making, &mut draw);
    let mut text = message.headers();
    let mixed = boundary(&mut draw);
    text.push_str(&multipart_header("mixed", &mixed));
    open_part(&mut text, &mixed);
    alternatives(&mut text, &message, &boundary(&mut draw));
    if let Some(file) = &message.attachment {
        open_part(&mut text, &mixed);
        attach(&mut text, file);
    }
    close_parts(&mut text, &mixed);
    text.into_bytes()
}

/// What stands in a message.
struct Message<'a> {
    making: &'a Making<'a>,
    /// When it was sent, by the exercise's clock.
    sent: Zoned,
    subject: String,
    text: String,
    link: String,
    /// Random parts of its headers: identifiers of the message and at each server.
    tokens: [String; 3],
    mailbox: &'static str,
    sender: String,
    attachment: Option<File>,
}

struct File {
    name: String,
    bytes: Vec<u8>,
}

impl<'a> Message<'a> {
    fn new(making: &'a Making<'a>, draw: &mut Draw) -> Self {
        let own = mark::own(making.setting.language);
        let (given, family) = fictitious::person(draw);
        let token = |draw: &mut Draw| fictitious::hexadecimal(draw, 8);
        let domain = making.value("url_domain");
        let link = format!("https://{domain}/{}", fictitious::hexadecimal(draw, 6));
        let digest = making.value("attachment_sha256");
        let stub = attachment(making.planted.seed(), &making.artefact.id);
        let fits = super::sha256(&stub) == digest;
        let name = format!("document-{}.docm", draw.between(10_000, 99_999));

        let words = making.setting.words;
        let mut text = words.map_or(own.request, |words| words.body).trim().replace("\r\n", "\n");
        if !super::clue::stands_in(&text, domain) {
            text.push_str(&format!("\n\n{}: {link}", own.press));
        }
        if !fits {
            text.push_str(&format!("\n\n[{name}] {}: {digest}", own.removed));
        }
        text.push_str(&format!("\n\n{}\n", own.exercise));
        Self {
            making,
            sent: sent(making, draw),
            subject: one_line(words.map_or(own.subject, |words| words.subject)),
            text,
            link,
            tokens: [token(draw), token(draw), token(draw)],
            mailbox: draw.pick(&["service", "support", "info", "updates", "office"]),
            sender: one_line(making.setting.sender.unwrap_or(&format!("{given} {family}"))),
            attachment: fits.then_some(File { name, bytes: stub }),
        }
    }

    fn headers(&self) -> String {
        let value = |name| self.making.value(name);
        let (domain, relay) = (value("sender_domain"), value("relay_ip"));
        let literal = if relay.contains(':') { format!("IPv6:{relay}") } else { relay.to_owned() };
        let [id, first, second] = &self.tokens;
        let date = |later: i64| date(&self.sent, later);
        let own = mark::own(self.making.setting.language);
        let lines = [
            format!("Return-Path: <bounce-{}@{domain}>", id.get(..6).unwrap_or_default()),
            format!(
                "Received: from mx.hospital.example ([10.20.0.5])\r\n by mailbox.hospital.example with LMTP\r\n id \
                 {second}; {}",
                date(3)
            ),
            format!(
                "Received: from mail.{domain} (unknown [{literal}])\r\n by mx.hospital.example with ESMTP\r\n id \
                 {first}; {}",
                date(2)
            ),
            format!(
                "Authentication-Results: mx.hospital.example;\r\n spf=fail (sender IP is {relay})\r\n \
                 smtp.mailfrom={domain};\r\n dkim=none;\r\n dmarc=fail header.from={domain}"
            ),
            format!(
                "Received-SPF: fail (domain of {domain} does not\r\n designate {relay} as permitted sender)"
            ),
            format!("Date: {}", date(0)),
            format!("From: {}\r\n <{}@{domain}>", phrase(&self.sender), self.mailbox),
            "To: undisclosed-recipients:;".to_owned(),
            format!("Reply-To: <{}>", value("reply_to")),
            format!("Subject: {}", encoded_words(&self.subject)),
            format!("Message-ID: <{id}@mail.{domain}>"),
            "X-Mailer: PHPMailer 5.2.9".to_owned(),
            format!("X-Exercise: {}", encoded_words(own.exercise)),
            "MIME-Version: 1.0".to_owned(),
        ];
        lines.into_iter().map(|line| line + "\r\n").collect()
    }

    /// The text as a page, with the link to press.
    fn html(&self) -> String {
        let own = mark::own(self.making.setting.language);
        let paragraphs: String = self
            .text
            .split("\n\n")
            .map(|paragraph| format!("<p>{}</p>\n", escaped(paragraph.trim()).replace('\n', "<br>\n")))
            .collect();
        let language = self.making.setting.language;
        let (link, press) = (&self.link, own.press);
        format!(
            "<!doctype html>\n<html lang=\"{language}\">\n<body>\n{paragraphs}\
             <p><a href=\"{link}\">{press}</a></p>\n</body>\n</html>\n"
        )
    }
}

/// Some hours before the exercise starts.
fn sent(making: &Making<'_>, draw: &mut Draw) -> Zoned {
    let before = draw.between(1_800, 40_000) as i64 * 1_000;
    let moment = milliseconds(making.setting.start, &making.setting.zone) - before;
    Timestamp::from_millisecond(moment).unwrap_or_default().to_zoned(making.setting.zone.clone())
}

/// A moment as RFC 5322 writes it, so many seconds after another. Years that it cannot write become that of 1970.
fn date(moment: &Zoned, seconds_later: i64) -> String {
    let later = moment.saturating_add(jiff::Span::new().seconds(seconds_later));
    rfc2822::to_string(&later).unwrap_or_else(|_| "Thu, 1 Jan 1970 00:00:00 +0000".to_owned())
}

/// A text without line ends.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// A name before an address: as it is where the rules allow it, else encoded.
fn phrase(name: &str) -> String {
    if !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == ' ') {
        return name.to_owned();
    }
    encode_words(name)
}

/// A header's text: as it is where it is short and plain, else encoded.
fn encoded_words(text: &str) -> String {
    const PLAIN_LINE: usize = 60;
    let plain = text.len() <= PLAIN_LINE && text.chars().all(|c| c == ' ' || c.is_ascii_graphic());
    if plain && !text.contains("=?") { text.to_owned() } else { encode_words(text) }
}

/// Text as encoded words (RFC 2047), each of whole letters, one on each line of at most 76 characters.
fn encode_words(text: &str) -> String {
    // 39 bytes are 52 characters in Base64; with `=?UTF-8?B?`, `?=` and `X-Exercise: ` that is 76.
    const BYTES: usize = 39;
    let mut words: Vec<String> = vec![String::new()];
    for c in text.chars() {
        match words.last_mut() {
            Some(word) if word.len() + c.len_utf8() <= BYTES => word.push(c),
            _ => words.push(c.to_string()),
        }
    }
    let words: Vec<String> =
        words.iter().map(|word| format!("=?UTF-8?B?{}?=", STANDARD.encode(word))).collect();
    words.join("\r\n ")
}

fn boundary(draw: &mut Draw) -> String {
    // "=_" cannot stand in quoted-printable or Base64 (RFC 2045, 6.7).
    format!("=_{}", fictitious::hexadecimal(draw, 12))
}

fn multipart_header(kind: &str, boundary: &str) -> String {
    format!("Content-Type: multipart/{kind};\r\n boundary=\"{boundary}\"\r\n\r\n")
}

fn open_part(text: &mut String, boundary: &str) {
    text.push_str(&format!("--{boundary}\r\n"));
}

fn close_parts(text: &mut String, boundary: &str) {
    text.push_str(&format!("--{boundary}--\r\n"));
}

/// The same message as text and as a page.
fn alternatives(text: &mut String, message: &Message<'_>, boundary: &str) {
    text.push_str(&multipart_header("alternative", boundary));
    for (kind, content) in [("plain", message.text.clone()), ("html", message.html())] {
        open_part(text, boundary);
        text.push_str(&format!(
            "Content-Type: text/{kind}; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n{}\r\n",
            quoted_printable::encode_to_str(content.replace('\n', "\r\n"))
        ));
    }
    close_parts(text, boundary);
}

fn attach(text: &mut String, file: &File) {
    let File { name, bytes } = file;
    text.push_str(&format!(
        "Content-Type: application/octet-stream; name=\"{name}\"\r\nContent-Transfer-Encoding: base64\r\n\
         Content-Disposition: attachment; filename=\"{name}\"\r\n\r\n"
    ));
    for line in STANDARD.encode(bytes).as_bytes().chunks(76) {
        text.extend(line.iter().copied().map(char::from));
        text.push_str("\r\n");
    }
}
