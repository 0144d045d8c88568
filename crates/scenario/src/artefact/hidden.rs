//! What each kind of artefact hides, by name, and what a value of each name must look like.

use std::net::IpAddr;

use super::fictitious::{is_for_documentation, is_set_aside};
use super::size::MAX_LINES;
use crate::format::ArtefactKind;

/// The longest value that may be hidden, in characters.
pub const MAX_VALUE: usize = 200;

/// The shortest and the longest time between two beacons, in seconds: at least eight fit in the day that a log covers.
pub const BEACON_SECONDS: std::ops::RangeInclusive<u64> = 10..=7200;

/// What a hidden value looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// A domain that nobody can own (RFC 2606).
    Domain,
    /// A mail address at such a domain.
    MailAddress,
    /// An address on the internet set aside for documentation (RFC 5737, RFC 3849, RFC 9637).
    Address,
    /// The name of a computer: one word, or a name under a domain that nobody can own.
    Host,
    /// One word, without spaces, quotes and commas.
    Word,
    /// Some words on one line, without quotes.
    Line,
    /// A number of seconds within [`BEACON_SECONDS`].
    Seconds,
    /// A time of day by the exercise's clock: `04:12:33`.
    TimeOfDay,
    /// A number of rows.
    Rows,
    /// A SHA-256 digest in lower-case hexadecimal.
    Sha256,
}

/// A name under which something is hidden.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hidden {
    /// The name, as written under `plant`.
    pub name: &'static str,
    /// What its value looks like.
    pub form: Form,
    /// It follows from the file itself, so that an author cannot choose it.
    pub follows: bool,
}

const fn hidden_as(name: &'static str, form: Form) -> Hidden {
    Hidden { name, form, follows: false }
}

/// What each kind hides, in the order of `docs/scenarios/format.md`.
pub const HIDDEN: &[(ArtefactKind, &[Hidden])] = &[
    (
        ArtefactKind::PhishingMail,
        &[
            hidden_as("sender_domain", Form::Domain),
            hidden_as("reply_to", Form::MailAddress),
            hidden_as("relay_ip", Form::Address),
            hidden_as("url_domain", Form::Domain),
            hidden_as("attachment_sha256", Form::Sha256),
        ],
    ),
    (
        ArtefactKind::ProxyLog,
        &[
            hidden_as("c2_domain", Form::Domain),
            hidden_as("c2_ip", Form::Address),
            hidden_as("victim_host", Form::Host),
            hidden_as("user_agent", Form::Line),
            hidden_as("beacon_seconds", Form::Seconds),
        ],
    ),
    (
        ArtefactKind::AuthLog,
        &[
            hidden_as("account", Form::Word),
            hidden_as("source_ip", Form::Address),
            hidden_as("first_host", Form::Host),
            hidden_as("first_time", Form::TimeOfDay),
        ],
    ),
    (
        ArtefactKind::RansomNote,
        &[
            hidden_as("victim_id", Form::Word),
            hidden_as("contact", Form::Line),
            hidden_as("amount", Form::Line),
        ],
    ),
    (
        ArtefactKind::FirmwareImage,
        &[
            hidden_as("version", Form::Word),
            hidden_as("published_sha256", Form::Sha256),
            Hidden { name: "actual_sha256", form: Form::Sha256, follows: true },
            hidden_as("signer", Form::Line),
        ],
    ),
    (
        ArtefactKind::LeakedData,
        &[
            hidden_as("rows", Form::Rows),
            hidden_as("sample_id", Form::Word),
            hidden_as("archive_sha256", Form::Sha256),
        ],
    ),
];

/// What a kind of artefact hides.
pub fn hidden_in(kind: ArtefactKind) -> &'static [Hidden] {
    HIDDEN.iter().find(|(of, _)| *of == kind).map_or(&[], |(_, hidden)| *hidden)
}

impl Form {
    /// Why a value is not of this form and how to mend it; nothing when it is.
    pub fn fault(self, value: &str) -> Option<&'static str> {
        if value.trim() != value || value.is_empty() {
            return Some("it is empty or has spaces around it; write one value");
        }
        if value.chars().count() > MAX_VALUE || value.chars().any(|c| c.is_control() || c == '"') {
            return Some(
                "it is too long, or has quotes or line ends in it; write at most 200 plain characters",
            );
        }
        let (fine, mend) = match self {
            Self::Domain => (
                is_set_aside(value),
                "it is no domain that nobody can own; write one in lower case that ends in .example",
            ),
            Self::MailAddress => (
                value.split_once('@').is_some_and(|(name, domain)| is_mailbox(name) && is_set_aside(domain)),
                "it is no mail address at a domain that nobody can own; write for instance desk@supplier.example",
            ),
            Self::Address => (
                value.parse::<IpAddr>().is_ok_and(is_for_documentation),
                "it is no address set aside for documentation; write one from 192.0.2.0/24, 198.51.100.0/24, \
                 203.0.113.0/24 or 2001:db8::/32",
            ),
            Self::Host => (
                is_host(value),
                "it is no name of a computer; write one word of letters, digits and hyphens, for instance lab-pc-07",
            ),
            Self::Word => (
                !value.contains(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '\'')),
                "it is more than one word; leave out spaces, commas and quotes",
            ),
            Self::Line => (true, ""),
            Self::Seconds => (
                value.parse().is_ok_and(|seconds| BEACON_SECONDS.contains(&seconds)),
                "it is no number of seconds; write a whole number from 10 to 7200",
            ),
            Self::TimeOfDay => (
                is_time_of_day(value),
                "it is no time of day; write for instance \"04:12:33\", in quotes, by the exercise's clock",
            ),
            Self::Rows => (
                value.parse().is_ok_and(|rows: u32| (1..=MAX_LINES).contains(&rows))
                    && !value.starts_with(['0', '+']),
                "it is no number of rows; write a whole number, at most 100000",
            ),
            Self::Sha256 => (
                value.len() == 64 && value.chars().all(|c| c.is_ascii_digit() || ('a'..='f').contains(&c)),
                "it is no SHA-256 digest; write 64 digits and letters from a to f, in lower case",
            ),
        };
        (!fine).then_some(mend)
    }
}

fn is_mailbox(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '+'))
}

fn is_host(value: &str) -> bool {
    let one_word = value.chars().all(|c| c.is_ascii_alphanumeric() || c == '-') && value.len() <= 63;
    one_word || is_set_aside(value)
}

fn is_time_of_day(value: &str) -> bool {
    let two_digits = |part: &str| part.len() == 2 && part.chars().all(|c| c.is_ascii_digit());
    value.split(':').count() == 3
        && value.split(':').all(two_digits)
        && value.parse::<jiff::civil::Time>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_hides_something_and_no_name_twice() {
        for kind in ArtefactKind::ALL {
            let names: Vec<&str> = hidden_in(*kind).iter().map(|hidden| hidden.name).collect();
            assert!(!names.is_empty(), "{kind}");
            let mut once = names.clone();
            once.sort_unstable();
            once.dedup();
            assert_eq!(once.len(), names.len(), "{kind}");
        }
    }

    #[test]
    fn values_are_known_by_their_form() {
        let digest = "a1".repeat(32);
        for (form, fine, wrong) in [
            (Form::Domain, "analyser-update.example", "analyser-update.com"),
            (Form::MailAddress, "desk@a.example", "desk@hospital.be"),
            (Form::Address, "203.0.113.7", "8.8.8.8"),
            (Form::Address, "2001:db8::7", "2001:4860::1"),
            (Form::Host, "LAB-PC-07", "lab pc"),
            (Form::Host, "lis.ziekenhuis.example", "lis.hospital.be"),
            (Form::Word, "svc-backup01", "svc backup"),
            (Form::Line, "Mozilla/5.0 (compatible)", "a \"quoted\" agent"),
            (Form::Line, "two words", " around "),
            (Form::Seconds, "60", "9"),
            (Form::Seconds, "7200", "1m"),
            (Form::TimeOfDay, "04:12:33", "04:12"),
            (Form::TimeOfDay, "23:59:59", "24:00:00"),
            (Form::Rows, "250", "0"),
            (Form::Rows, "100000", "100001"),
            (Form::Sha256, &digest, "A1"),
        ] {
            assert_eq!(form.fault(fine), None, "{form:?} {fine}");
            assert!(form.fault(wrong).is_some(), "{form:?} {wrong}");
        }
    }
}
