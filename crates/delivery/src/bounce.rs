//! Mail that came back: what a mail server says of one it took and could not deliver (RFC 3464).
//!
//! Anybody can send such a mail, so nothing in it is believed but this: whoever knows a letter's identifier
//! got it or carried it, and may say that it did not arrive.

use mail_parser::{Address, HeaderValue, Message, MessageParser, MimeHeaders};

use crate::status::Status;

/// Most that is read of a mail that came back: what it says stands before the letter it returns, in bytes.
pub(crate) const BYTES: usize = 256 * 1024;
/// Most lines looked at in what it says.
const LINES: usize = 1000;
/// Headers in which a server notes whom a mail was for, beside `To`.
const RECIPIENT_HEADERS: [&str; 3] = ["Delivered-To", "X-Original-To", "Envelope-To"];

/// What came back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Bounce {
    /// The identifier of the outbox row.
    pub(crate) id: String,
    /// Why.
    pub(crate) status: Status,
}

/// Reads a mail; `None` when it is not about one letter of ours that is given up for good. A letter that is
/// merely late has not come back.
pub(crate) fn parse(bytes: &[u8]) -> Option<Bounce> {
    let bytes = bytes.get(..BYTES).unwrap_or(bytes);
    let mail = MessageParser::default().parse(bytes)?;
    let is_report = mail.content_type().is_some_and(|kind| {
        kind.ctype().eq_ignore_ascii_case("multipart")
            && kind.subtype().is_some_and(|subtype| subtype.eq_ignore_ascii_case("report"))
    });
    if !is_report {
        return None;
    }
    let id = recipients(&mail).iter().find_map(|address| letter_of(address))?;
    let part = mail.parts.iter().find(|part| {
        part.content_type().is_some_and(|kind| {
            kind.ctype().eq_ignore_ascii_case("message")
                && kind.subtype().is_some_and(|subtype| subtype.eq_ignore_ascii_case("delivery-status"))
        })
    })?;
    let status = final_status(&String::from_utf8_lossy(part.contents()))?;
    Some(Bounce { id, status })
}

/// Every address that the mail says it is for.
fn recipients(mail: &Message<'_>) -> Vec<String> {
    let listed = mail.to().into_iter().flat_map(Address::iter).filter_map(|to| to.address());
    let mut found: Vec<String> = listed.map(str::to_owned).collect();
    for name in RECIPIENT_HEADERS {
        match mail.header(name) {
            Some(HeaderValue::Text(text)) => found.push(text.to_string()),
            Some(HeaderValue::Address(address)) => {
                found.extend(address.iter().filter_map(|to| to.address()).map(str::to_owned));
            }
            _ => {}
        }
    }
    found
}

/// The identifier in `bounces+IDENTIFIER@zorg.example`.
fn letter_of(address: &str) -> Option<String> {
    let (local, _) = address.trim().trim_matches(['<', '>']).rsplit_once('@')?;
    let (_, id) = local.rsplit_once('+')?;
    let is_id = id.len() == 36 && id.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-');
    is_id.then(|| id.to_ascii_lowercase())
}

/// The status of the first recipient for whom delivery was given up: `Action: failed` (RFC 3464, 2.3.3).
fn final_status(report: &str) -> Option<Status> {
    let (mut has_failed, mut status) = (false, None);
    for line in report.lines().take(LINES).chain([""]) {
        if line.trim().is_empty() {
            if let (true, Some(status)) = (has_failed, status) {
                return Some(status);
            }
            (has_failed, status) = (false, None);
            continue;
        }
        let Some((name, value)) = line.split_once(':') else { continue };
        // RFC 5322, 3.2.2: a comment may follow.
        let value = value.split('(').next().unwrap_or_default().trim();
        if name.trim().eq_ignore_ascii_case("action") {
            has_failed = value.eq_ignore_ascii_case("failed");
        } else if name.trim().eq_ignore_ascii_case("status") {
            status = Status::parse(value).filter(|status| status.class != 2);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const ID: &str = "019abcde-0000-7000-8000-00000000abcd";

    fn mail(to: &str, fields: &str) -> String {
        format!(
            "From: MAILER-DAEMON@lab.example\r\nTo: <{to}>\r\nSubject: Undelivered\r\nMIME-Version: 1.0\r\n\
             Content-Type: multipart/report; report-type=delivery-status; boundary=\"b\"\r\n\r\n\
             --b\r\nContent-Type: text/plain\r\n\r\nSorry.\r\n\
             --b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.lab.example\r\n\r\n\
             {fields}\r\n--b\r\nContent-Type: message/rfc822\r\n\r\nSubject: x\r\n\r\ny\r\n--b--\r\n"
        )
    }

    fn failed(status: &str) -> String {
        format!("Final-Recipient: rfc822; an@lab.example\r\nAction: failed\r\nStatus: {status}\r\n")
    }

    fn bounces(id: &str) -> String {
        format!("bounces+{id}@zorg.example")
    }

    #[test]
    fn what_came_back_names_its_letter_and_why() {
        for (status, is_dead) in
            [("5.1.1", true), ("5.2.1 (closed)", true), ("5.2.2", false), ("4.4.7", false)]
        {
            let bounce = parse(mail(&bounces(ID), &failed(status)).as_bytes()).unwrap();
            assert_eq!((&*bounce.id, bounce.status.is_dead()), (ID, is_dead), "{status}");
        }
        let upper = mail(&bounces(&ID.to_uppercase()), &failed("5.1.1").replace("Action", "ACTION"));
        assert_eq!(parse(upper.as_bytes()).unwrap().id, ID);
    }

    #[test]
    fn a_server_may_note_the_recipient_elsewhere() {
        let text = mail("postmaster@zorg.example", &failed("5.1.1"));
        let text = format!("Delivered-To: {}\r\n{text}", bounces(ID));
        assert_eq!(parse(text.as_bytes()).unwrap().id, ID);
    }

    #[test]
    fn what_is_no_final_word_about_a_letter_of_ours_is_left_alone() {
        let late = failed("4.4.1").replace("failed", "delayed");
        let arrived = failed("2.0.0").replace("failed", "delivered");
        for text in [
            mail(&bounces(ID), &late),
            mail(&bounces(ID), &arrived),
            mail(&bounces(ID), &failed("2.0.0")),
            mail(&bounces(ID), "Action: failed\r\n"),
            mail(&bounces(ID), &format!("{late}\r\nStatus: 5.1.1\r\n")),
            mail(&bounces("x"), &failed("5.1.1")),
            mail("an@zorg.example", &failed("5.1.1")),
            mail(&bounces(ID), &failed("5.1.1")).replace("multipart/report", "multipart/mixed"),
            mail(&bounces(ID), &failed("5.1.1")).replace("delivery-status\r\n\r\n", "other\r\n\r\n"),
            String::new(),
        ] {
            assert_eq!(parse(text.as_bytes()), None, "{text}");
        }
    }

    #[test]
    fn of_several_recipients_the_one_that_failed_counts() {
        let fields = format!("{}\r\n{}", failed("2.0.0").replace("failed", "delivered"), failed("5.1.1"));
        assert!(parse(mail(&bounces(ID), &fields).as_bytes()).unwrap().status.is_dead());
    }

    proptest! {
        #[test]
        fn no_bytes_upset_it(bytes in prop::collection::vec(any::<u8>(), 0..2000)) {
            let _ = parse(&bytes);
        }

        #[test]
        fn no_change_of_a_bounce_upsets_it(
            at in 0_usize..900,
            length in 0_usize..40,
            put in prop::collection::vec(any::<u8>(), 0..40),
        ) {
            let good = mail(&bounces(ID), &failed("5.1.1")).into_bytes();
            let at = at.min(good.len());
            let end = (at + length).min(good.len());
            let changed = [&good[..at], &put, &good[end..]].concat();
            if let Some(bounce) = parse(&changed) {
                prop_assert_eq!(bounce.id.len(), 36);
            }
        }
    }

    #[test]
    fn parts_within_parts_upset_nothing() {
        let multipart = |number: usize| {
            format!("Content-Type: multipart/report; boundary={number}\r\n\r\n--{number}\r\n")
        };
        let nested: String = (0..BYTES / 60).map(multipart).collect();
        let _ = parse(nested.as_bytes());
        for kind in ["message/rfc822", "message/global"] {
            let nested = format!("Content-Type: {kind}\r\n\r\n").repeat(BYTES / 32);
            let _ = parse(nested.as_bytes());
        }
    }
}
