//! Whether what is hidden in an artefact can be seen by whoever has its files.

use std::borrow::Cow;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use quoted_printable::ParseMode;

use super::hidden::{Form, hidden_in};
use super::{Made, sha256, suspects};
use crate::format::{Artefact, ArtefactKind};

/// How far a measured interval may be from the planted one, in a hundredth.
const INTERVAL_TOLERANCE: i64 = 15;

/// Whether a value that is hidden under a name can be seen in the files made of an artefact, or follows from them: a
/// digest from the file or the attachment, an interval from the moments, a number of rows from the rows.
pub fn has_clue(made: &[Made], artefact: &Artefact, name: &str, value: &str) -> bool {
    let kind = *artefact.kind;
    let Some(hidden) = hidden_in(kind).iter().find(|hidden| hidden.name == name) else { return false };
    made.iter().any(|file| match hidden.form {
        Form::Seconds => shows_interval(file, value),
        // In a log of sign-ins it stands between a date and a fraction: `2027-03-09T04:12:33.051+01:00`.
        Form::TimeOfDay => readable(kind, file).contains(value),
        Form::Rows => rows(&file.bytes).to_string() == value,
        Form::Sha256 => has_digest(file, value) || stands_in(&readable(kind, file), value),
        _ => stands_in(&readable(kind, file), value),
    })
}

/// Whether a value stands in a text by itself, not as a part of a longer word.
pub(super) fn stands_in(text: &str, value: &str) -> bool {
    let continues = |c: char| c.is_alphanumeric() || c == '-';
    !value.is_empty()
        && text.match_indices(value).any(|(start, found)| {
            let before = text.get(..start).and_then(|before| before.chars().next_back());
            let after = text.get(start + found.len()..).and_then(|after| after.chars().next());
            !before.is_some_and(continues) && !after.is_some_and(continues)
        })
}

/// What a reader's program shows of a file, more or less.
fn readable(kind: ArtefactKind, file: &Made) -> Cow<'_, str> {
    if kind == ArtefactKind::PhishingMail
        && let Ok(decoded) = quoted_printable::decode(&file.bytes, ParseMode::Robust)
    {
        return Cow::Owned(String::from_utf8_lossy(&decoded).into_owned());
    }
    String::from_utf8_lossy(&file.bytes)
}

fn has_digest(file: &Made, value: &str) -> bool {
    sha256(&file.bytes) == value
        || attached(&file.bytes).is_some_and(|attachment| sha256(&attachment) == value)
}

/// What is attached to a message, as [`super::mail`] attaches it.
fn attached(message: &[u8]) -> Option<Vec<u8>> {
    let message = std::str::from_utf8(message).ok()?;
    let (_, part) = message.split_once("Content-Transfer-Encoding: base64\r\n")?;
    let (_, content) = part.split_once("\r\n\r\n")?;
    let (content, _) = content.split_once("--")?;
    STANDARD.decode(content.replace("\r\n", "")).ok()
}

fn shows_interval(file: &Made, value: &str) -> bool {
    let Ok(seconds) = value.parse::<i64>() else { return false };
    suspects::intervals(&String::from_utf8_lossy(&file.bytes))
        .values()
        .any(|interval| (interval - seconds).abs() * 100 <= seconds * INTERVAL_TOLERANCE)
}

fn rows(file: &[u8]) -> usize {
    csv::ReaderBuilder::new().comment(Some(b'#')).from_reader(file).records().filter(Result::is_ok).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_stands_by_itself_or_not_at_all() {
        for (text, value, stands) in [
            ("see https://a.example/x", "a.example", true),
            ("desk@a.example", "a.example", true),
            ("b-a.example", "a.example", false),
            ("a.examples, a.example.", "a.example", true),
            ("203.0.113.77", "203.0.113.7", false),
            ("1203.0.113.7 203.0.113.7", "203.0.113.7", true),
            ("é7", "7", false),
            ("anything", "", false),
        ] {
            assert_eq!(stands_in(text, value), stands, "{value:?} in {text:?}");
        }
    }
}
