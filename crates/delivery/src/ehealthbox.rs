//! Hand-over to eHealthBox, the mailbox that the Belgian eHealth platform gives every care provider: its publication
//! service, version 3 (cookbook 3.7), the call *SendMessage*.
//!
//! The platform takes a call only with a signature and a token of its own in the SOAP header. Those are made by what
//! an installation has for all its calls to the platform; it takes this body, adds them and passes it on. Such a
//! program stands at the URL of the settings.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use kernel::{Error, Result};
use quick_xml::Reader;
use quick_xml::escape::escape;
use quick_xml::events::Event;
use reqwest::header::CONTENT_TYPE;
use reqwest::{Client, Response};
use sha2::{Digest, Sha256};
use url::Url;

use crate::http;
use crate::letter::Letter;
use crate::post::RealPost;
use crate::refusal::Refusal;
use crate::sms::is_loopback;
use crate::webhook::Guard;

/// Messages handed over at once.
pub(crate) const SESSIONS: usize = 4;
/// How long the service may take to answer.
const ANSWER: Duration = Duration::from_secs(20);
/// Longest answer that is read, in bytes.
const ANSWER_BYTES: usize = 64 * 1024;
/// Longest title, in characters (ContentInfoType).
const TITLE_CHARS: usize = 400;
/// Characters of the number we give a message (PublicationIdType).
const PUBLICATION_CHARS: usize = 13;
/// The service has it (cookbook, response status codes).
const TAKEN: &str = "100";
/// The service has it, and its reader said that they are away.
const AWAY: &str = "826";
/// Number, quality, type and subtype of a reader that do not exist.
const UNKNOWN_READER: [&str; 4] = ["802", "803", "804", "805"];
/// What would be refused again: too large, not our box, not allowed to write to this quality, altered on the way.
const REFUSED: [&str; 4] = ["801", "810", "814", "816"];

/// Where the service is reached.
#[derive(Clone)]
pub struct EhealthBoxSettings {
    /// Where calls are posted.
    pub url: String,
    /// What we sign in with at that URL.
    pub token: String,
}

/// Hands over to eHealthBox.
pub struct EhealthBox {
    client: Client,
    settings: EhealthBoxSettings,
}

impl EhealthBox {
    /// Prepares the hand-over; nothing is connected yet.
    ///
    /// # Errors
    /// [`Error::Invalid`], `field` being the setting's name.
    pub fn new(settings: EhealthBoxSettings) -> Result<Self> {
        let url = Url::parse(&settings.url).ok();
        let is_protected =
            url.is_some_and(|url| url.scheme() == "https" || (url.scheme() == "http" && is_loopback(&url)));
        if !is_protected {
            return Err(invalid("ehealthbox.url", "must begin with https://"));
        }
        if settings.token.is_empty() {
            return Err(invalid("ehealthbox.token_file", "holds no token"));
        }
        Ok(Self { client: http::client(None::<Guard>)?, settings })
    }

    /// Hands one message over. Takes nothing that is not of reality.
    pub(crate) async fn hand_over(&self, post: &RealPost) -> std::result::Result<(), Refusal> {
        let body = call(post.letter()).ok_or_else(|| {
            Refusal::dead("the recipient is no quality and number of the insurance institute")
        })?;
        let request = self
            .client
            .post(&self.settings.url)
            .bearer_auth(&self.settings.token)
            .header(CONTENT_TYPE, "text/xml; charset=utf-8")
            .header("SOAPAction", "\"urn:be:fgov:ehealth:ehbox:publication:protocol:v3:sendMessage\"")
            .body(body);
        match request.timeout(ANSWER).send().await {
            Ok(answer) if answer.status().is_success() => verdict(&read(answer).await?),
            // Whatever this is, it is the connector's or the platform's, and not the message's.
            Ok(answer) => Err(Refusal::transient(&format!("the answer was {}", answer.status().as_u16()))),
            Err(error) => Err(Refusal::transient(&http::words(error))),
        }
    }
}

fn invalid(field: &str, message: &str) -> Error {
    Error::Invalid { field: field.into(), message: message.into() }
}

/// The call that sends a letter; `None` when its recipient is none.
fn call(letter: &Letter) -> Option<String> {
    let (quality, number) = letter.message.to.split_once(' ')?;
    let text = letter.message.body.as_bytes();
    let title: String =
        letter.message.subject.chars().filter(|c| !c.is_control()).take(TITLE_CHARS).collect();
    let publication: String = letter.id.chars().filter(char::is_ascii_alphanumeric).collect();
    let publication = publication.get(publication.len().saturating_sub(PUBLICATION_CHARS)..)?;
    Some(format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\
         <soapenv:Envelope xmlns:soapenv=\"http://schemas.xmlsoap.org/soap/envelope/\"><soapenv:Body>\
         <p:SendMessageRequest xmlns:p=\"urn:be:fgov:ehealth:ehbox:publication:protocol:v3\" \
         PublicationId=\"{publication}\">\
         <DestinationContext><Id>{}</Id><Type>NIHII</Type><Quality>{}</Quality></DestinationContext>\
         <ContentContext><Content><Document><Title>{}</Title>\
         <EncryptableTextContent>{}</EncryptableTextContent><DownloadFileName>warning.txt</DownloadFileName>\
         <MimeType>text/plain</MimeType><Digest>{}</Digest></Document></Content>\
         <ContentSpecification><ApplicationName>Paraat</ApplicationName><ContentType>DOCUMENT</ContentType>\
         <IsImportant>true</IsImportant><IsEncrypted>false</IsEncrypted>\
         <PublicationReceipt>false</PublicationReceipt><ReceivedReceipt>false</ReceivedReceipt>\
         <ReadReceipt>false</ReadReceipt></ContentSpecification></ContentContext>\
         </p:SendMessageRequest></soapenv:Body></soapenv:Envelope>",
        escape(number),
        escape(quality),
        escape(title.as_str()),
        STANDARD.encode(text),
        STANDARD.encode(Sha256::digest(text)),
    ))
}

/// An answer's text, within bounds.
async fn read(mut answer: Response) -> std::result::Result<String, Refusal> {
    let mut bytes = Vec::new();
    loop {
        match answer.chunk().await {
            Ok(Some(chunk)) if bytes.len() + chunk.len() <= ANSWER_BYTES => bytes.extend_from_slice(&chunk),
            Ok(Some(_)) => return Err(Refusal::transient("the answer is too long")),
            Ok(None) => return Ok(String::from_utf8_lossy(&bytes).into_owned()),
            Err(error) => return Err(Refusal::transient(&http::words(error))),
        }
    }
}

/// What the service made of a message.
fn verdict(answer: &str) -> std::result::Result<(), Refusal> {
    match code(answer).as_deref() {
        Some(TAKEN | AWAY) => Ok(()),
        Some(code) if UNKNOWN_READER.contains(&code) => {
            Err(Refusal::dead(&format!("eHealthBox answered {code}")))
        }
        Some(code) if REFUSED.contains(&code) => {
            Err(Refusal::permanent(&format!("eHealthBox answered {code}")))
        }
        // The code is the other side's: only its digits are repeated.
        Some(code) => {
            let digits: String = code.chars().filter(char::is_ascii_digit).take(4).collect();
            Err(Refusal::transient(&format!("eHealthBox answered {digits}")))
        }
        None => Err(Refusal::transient("the answer is none of eHealthBox")),
    }
}

/// The code in the status of an answer.
fn code(answer: &str) -> Option<String> {
    let mut reader = Reader::from_str(answer);
    let (mut in_status, mut in_code) = (false, false);
    loop {
        match reader.read_event().ok()? {
            Event::Start(start) => match start.local_name().as_ref() {
                "Status" => in_status = true,
                "Code" => in_code = in_status,
                _ => in_code = false,
            },
            Event::Text(text) if in_code => return Some(text.xml10_content().trim().to_owned()),
            Event::End(end) if end.local_name().as_ref() == "Status" => in_status = false,
            Event::Eof => return None,
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn answer(code: &str) -> String {
        format!(
            "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body>\
             <p:SendMessageResponse xmlns:p=\"urn:be:fgov:ehealth:ehbox:publication:protocol:v3\">\
             <Status><Code>{code}</Code><Message Lang=\"EN\">x</Message></Status><Id>1</Id>\
             </p:SendMessageResponse></s:Body></s:Envelope>"
        )
    }

    #[test]
    fn what_the_service_says_decides_what_becomes_of_a_message() {
        assert_eq!(verdict(&answer("100")), Ok(()));
        assert_eq!(verdict(&answer("826")), Ok(()), "somebody who is away has it all the same");
        for (code, is_permanent, is_dead) in [
            ("802", true, true),
            ("803", true, true),
            ("814", true, false),
            ("999", false, false),
            ("", false, false),
        ] {
            let refusal = verdict(&answer(code)).unwrap_err();
            assert_eq!((refusal.is_permanent, refusal.is_dead), (is_permanent, is_dead), "{code}");
        }
        for odd in
            ["", "100", "<Status>", "<Code>100</Code>", "<Status/><Code>100</Code>", "<a><Status><Code>100"]
        {
            let is_taken = verdict(odd).is_ok();
            assert_eq!(is_taken, odd.starts_with("<a>"), "{odd}");
        }
    }

    #[test]
    fn a_wrong_setting_is_named() {
        let fault = |url: &str, token: &str| {
            let settings = EhealthBoxSettings { url: url.into(), token: token.into() };
            EhealthBox::new(settings).err().map(|error| error.to_string()).unwrap_or_default()
        };
        assert_eq!(fault("https://connector.zorg.example/ehbox", "t"), "");
        assert!(fault("http://connector.zorg.example/ehbox", "t").starts_with("ehealthbox.url"));
        assert!(fault("https://connector.zorg.example/ehbox", "").starts_with("ehealthbox.token_file"));
    }

    proptest! {
        #[test]
        fn no_answer_upsets_it(answer in "[<>/a-zA-Z0-9 =\"&;!\\[\\]-]{0,200}") {
            let _ = verdict(&answer);
        }
    }
}
