//! Hand-over to eHealthBox, the mailbox that the Belgian eHealth platform gives every care provider: its publication
//! service, version 3 (cookbook 3.7), the call *SendMessage*; and
//! whether a message was opened, *GetMessageAcknowledgmentsStatus* of its consultation service.
//!
//! The platform takes a call only with a signature and a token of its own in the SOAP header. Those are made by what
//! an installation has for all its calls to the platform; it takes this body, adds them and passes it on. Such a
//! program stands at the URL of the settings.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use kernel::{Error, Kernel, Result};
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
use crate::receipts::{self, Unread};
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
/// Characters of the number it gives a message (MessageIdType has 13), at most.
const MESSAGE_CHARS: usize = 40;
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
    /// Where it is asked whether a message was opened; empty when it is not.
    pub consultation_url: String,
    /// What we sign in with at these URLs.
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
        if !is_protected(&settings.url) {
            return Err(invalid("ehealthbox.url", "must begin with https://"));
        }
        if !settings.consultation_url.is_empty() && !is_protected(&settings.consultation_url) {
            return Err(invalid("ehealthbox.consultation_url", "must begin with https://"));
        }
        if settings.token.is_empty() {
            return Err(invalid("ehealthbox.token_file", "holds no token"));
        }
        Ok(Self { client: http::client(None::<Guard>)?, settings })
    }

    /// Hands one message over. Takes nothing that is not of reality.
    pub(crate) async fn hand_over(
        &self,
        post: &RealPost,
        kernel: &Kernel,
    ) -> std::result::Result<(), Refusal> {
        let letter = post.letter();
        let body = sending(letter).ok_or_else(|| {
            Refusal::dead("the recipient is no quality and number of the insurance institute")
        })?;
        let action = "urn:be:fgov:ehealth:ehbox:publication:protocol:v3:sendMessage";
        let answer = self.call(&self.settings.url, action, body).await?;
        verdict(&answer)?;
        if let Some(number) = attribute(&answer, "SendMessageResponse", "Id") {
            // It was taken: that its number was not kept is no reason to send it again.
            if let Err(error) = receipts::keep(kernel, &letter.id, &number).await {
                tracing::warn!(%error, "the number of a message in eHealthBox could not be kept");
            }
        }
        Ok(())
    }

    /// Asks after what was sent and not opened yet, where that can be asked; gives how many were opened since.
    pub(crate) async fn ask(&self, kernel: &Kernel) -> Result<u64> {
        let mut opened = 0;
        if self.settings.consultation_url.is_empty() {
            return Ok(opened);
        }
        for Unread { parcel_id, message_id } in receipts::unread(kernel).await? {
            let action = "urn:be:fgov:ehealth:ehbox:consultation:protocol:v3:getMessageAcknowledgmentsStatus";
            let answer = self.call(&self.settings.consultation_url, action, asking(&message_id)).await;
            let is_read = match &answer {
                Ok(answer) => text_in(answer, "Row", "Read").is_some(),
                Err(refusal) => {
                    tracing::warn!(
                        reason = refusal.reason,
                        "a message in eHealthBox could not be asked after"
                    );
                    false
                }
            };
            receipts::asked(kernel, &parcel_id, is_read.then(|| kernel.wall.now())).await?;
            opened += u64::from(is_read);
        }
        Ok(opened)
    }

    /// Calls a service; gives the text of its answer.
    async fn call(&self, url: &str, action: &str, body: String) -> std::result::Result<String, Refusal> {
        let request = self
            .client
            .post(url)
            .bearer_auth(&self.settings.token)
            .header(CONTENT_TYPE, "text/xml; charset=utf-8")
            .header("SOAPAction", format!("\"{action}\""))
            .body(envelope(&body));
        match request.timeout(ANSWER).send().await {
            Ok(answer) if answer.status().is_success() => read(answer).await,
            // Whatever this is, it is the connector's or the platform's, and not the message's.
            Ok(answer) => Err(Refusal::transient(&format!("the answer was {}", answer.status().as_u16()))),
            Err(error) => Err(Refusal::transient(&http::words(error))),
        }
    }
}

fn is_protected(url: &str) -> bool {
    let url = Url::parse(url).ok();
    url.is_some_and(|url| url.scheme() == "https" || (url.scheme() == "http" && is_loopback(&url)))
}

fn invalid(field: &str, message: &str) -> Error {
    Error::Invalid { field: field.into(), message: message.into() }
}

fn envelope(body: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\
         <soapenv:Envelope xmlns:soapenv=\"http://schemas.xmlsoap.org/soap/envelope/\"><soapenv:Body>{body}\
         </soapenv:Body></soapenv:Envelope>"
    )
}

/// The call that asks whether a message was opened.
fn asking(message_id: &str) -> String {
    format!(
        "<c:GetMessageAcknowledgmentsStatusRequest \
         xmlns:c=\"urn:be:fgov:ehealth:ehbox:consultation:protocol:v3\"><MessageId>{}</MessageId>\
         </c:GetMessageAcknowledgmentsStatusRequest>",
        escape(message_id)
    )
}

/// The call that sends a letter; `None` when its recipient is none.
fn sending(letter: &Letter) -> Option<String> {
    let (quality, number) = letter.message.to.split_once(' ')?;
    let text = letter.message.body.as_bytes();
    let title: String =
        letter.message.subject.chars().filter(|c| !c.is_control()).take(TITLE_CHARS).collect();
    let publication: String = letter.id.chars().filter(char::is_ascii_alphanumeric).collect();
    let publication = publication.get(publication.len().saturating_sub(PUBLICATION_CHARS)..)?;
    Some(format!(
        "<p:SendMessageRequest xmlns:p=\"urn:be:fgov:ehealth:ehbox:publication:protocol:v3\" \
         PublicationId=\"{publication}\">\
         <DestinationContext><Id>{}</Id><Type>NIHII</Type><Quality>{}</Quality></DestinationContext>\
         <ContentContext><Content><Document><Title>{}</Title>\
         <EncryptableTextContent>{}</EncryptableTextContent><DownloadFileName>warning.txt</DownloadFileName>\
         <MimeType>text/plain</MimeType><Digest>{}</Digest></Document></Content>\
         <ContentSpecification><ApplicationName>Paraat</ApplicationName><ContentType>DOCUMENT</ContentType>\
         <IsImportant>true</IsImportant><IsEncrypted>false</IsEncrypted>\
         <PublicationReceipt>false</PublicationReceipt><ReceivedReceipt>false</ReceivedReceipt>\
         <ReadReceipt>false</ReadReceipt></ContentSpecification></ContentContext>\
         </p:SendMessageRequest>",
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
    match text_in(answer, "Status", "Code").as_deref() {
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

/// The first text of an element within another, whatever their namespaces.
fn text_in(answer: &str, outer: &str, name: &str) -> Option<String> {
    let mut reader = Reader::from_str(answer);
    let (mut is_within, mut is_it) = (false, false);
    loop {
        match reader.read_event().ok()? {
            Event::Start(start) => {
                is_it = is_within && start.local_name().as_ref() == name;
                is_within |= start.local_name().as_ref() == outer;
            }
            Event::Text(text) if is_it => return Some(text.xml10_content().trim().to_owned()),
            Event::End(end) => {
                is_it = false;
                is_within &= end.local_name().as_ref() != outer;
            }
            Event::Eof => return None,
            _ => {}
        }
    }
}

/// An attribute of an element, bounded like every number of the platform.
fn attribute(answer: &str, name: &str, attribute: &str) -> Option<String> {
    let mut reader = Reader::from_str(answer);
    loop {
        match reader.read_event().ok()? {
            Event::Start(start) if start.local_name().as_ref() == name => {
                let found = start.try_get_attribute(attribute).ok()??;
                let text = found.value.trim().to_owned();
                let is_number =
                    text.len() <= MESSAGE_CHARS && text.chars().all(|c| c.is_ascii_alphanumeric());
                return (is_number && !text.is_empty()).then_some(text);
            }
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
    fn a_number_of_the_platform_is_read_and_nothing_else() {
        let id = |text: &str| {
            attribute(&format!("<a><p:R xmlns:p=\"x\" Id=\"{text}\"/><p:R Id=\"{text}\">"), "R", "Id")
        };
        assert_eq!(id("1000000000001").as_deref(), Some("1000000000001"));
        for wrong in ["", "a b", "&lt;x/&gt;", &"1".repeat(41)] {
            assert_eq!(id(wrong), None, "{wrong}");
        }
        let rows = "<R><Row><Recipient><Read>x</Read></Recipient></Row></R>";
        assert_eq!(text_in(rows, "Row", "Read").as_deref(), Some("x"));
        assert_eq!(text_in("<R><Row><Read/></Row><Read>x</Read></R>", "Row", "Read"), None);
    }

    #[test]
    fn a_wrong_setting_is_named() {
        let fault = |url: &str, token: &str| {
            let settings =
                EhealthBoxSettings { url: url.into(), consultation_url: String::new(), token: token.into() };
            EhealthBox::new(settings).err().map(|error| error.to_string()).unwrap_or_default()
        };
        assert_eq!(fault("https://connector.zorg.example/ehbox", "t"), "");
        assert!(fault("http://connector.zorg.example/ehbox", "t").starts_with("ehealthbox.url"));
        assert!(fault("https://connector.zorg.example/ehbox", "").starts_with("ehealthbox.token_file"));
    }

    proptest! {
        #[test]
        fn no_answer_upsets_it(answer in "[<>/a-zA-Z0-9 =\"&;!\\[\\]-]{0,200}") {
            let _ = (verdict(&answer), attribute(&answer, "a", "Id"));
        }
    }
}
