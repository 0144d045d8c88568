//! What a warning is: its class, its urgency in the words of CAP 1.2, its words in each language, and whether it
//! may go out. Pure.

use std::collections::BTreeMap;

use kernel::text_key;
use l10n::Lang;
use serde::{Deserialize, Serialize};

use crate::limits::{LINE_CHARS, TEXT_CHARS};

text_key! {
    /// How hard people are tried: decides the ladder.
    #[derive(Serialize, Deserialize)]
    #[serde(rename_all = "snake_case")]
    Class {
        /// Everybody at once by every means, at any hour; a second person releases it.
        Flash => "flash",
        /// Within the hour.
        Urgent => "urgent",
        /// By mail, by day.
        Routine => "routine",
        /// Nothing happens: whoever gets it shows that they can be reached.
        Drill => "drill",
    }
}

impl Class {
    /// The classes a warning is written in; a drill writes itself.
    pub const WRITTEN: [Self; 3] = [Self::Flash, Self::Urgent, Self::Routine];

    /// Whether a second person must release it.
    pub fn needs_release(self) -> bool {
        self == Self::Flash
    }
}

text_key! {
    /// How bad it is (CAP 1.2, info.severity).
    #[derive(Serialize, Deserialize)]
    #[serde(rename_all = "snake_case")]
    Severity {
        /// Extraordinary threat.
        Extreme => "extreme",
        /// Significant threat.
        Severe => "severe",
        /// Possible threat.
        Moderate => "moderate",
        /// Minimal threat.
        Minor => "minor",
        /// Not known.
        Unknown => "unknown",
    }
}

text_key! {
    /// How soon something must be done (CAP 1.2, info.urgency).
    #[derive(Serialize, Deserialize)]
    #[serde(rename_all = "snake_case")]
    Urgency {
        /// At once.
        Immediate => "immediate",
        /// Within the hour.
        Expected => "expected",
        /// In the near future.
        Future => "future",
        /// No longer.
        Past => "past",
        /// Not known.
        Unknown => "unknown",
    }
}

text_key! {
    /// How sure it is (CAP 1.2, info.certainty).
    #[derive(Serialize, Deserialize)]
    #[serde(rename_all = "snake_case")]
    Certainty {
        /// It happened, or goes on.
        Observed => "observed",
        /// More likely than not.
        Likely => "likely",
        /// Possible, not likely.
        Possible => "possible",
        /// Not expected.
        Unlikely => "unlikely",
        /// Not known.
        Unknown => "unknown",
    }
}

text_key! {
    /// How far a reader may pass it on (FIRST, Traffic Light Protocol 2.0).
    #[derive(Serialize, Deserialize)]
    #[serde(rename_all = "snake_case")]
    Tlp {
        /// Readers only.
        Red => "red",
        /// Their organisation only.
        AmberStrict => "amber_strict",
        /// Their organisation and its clients who need it.
        Amber => "amber",
        /// Their community.
        Green => "green",
        /// Everybody.
        Clear => "clear",
    }
}

impl Tlp {
    /// As the standard writes it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Red => "TLP:RED",
            Self::AmberStrict => "TLP:AMBER+STRICT",
            Self::Amber => "TLP:AMBER",
            Self::Green => "TLP:GREEN",
            Self::Clear => "TLP:CLEAR",
        }
    }

    /// The colour of its label.
    pub fn colour(self) -> &'static str {
        match self {
            Self::Red => "red",
            Self::AmberStrict | Self::Amber => "amber",
            Self::Green => "green",
            Self::Clear => "clear",
        }
    }

    /// Whether its words may stand in a mailbox, whose provider reads along: what the whole community may know.
    pub fn may_be_mailed(self) -> bool {
        matches!(self, Self::Green | Self::Clear)
    }

    /// Whether its words may be read with a link alone. The holder of a link proves no more than that they read
    /// the mailbox or have the telephone, which is not enough for what only named readers may see.
    pub fn may_be_read_by_link(self) -> bool {
        self != Self::Red
    }
}

text_key! {
    /// Which of a thread's warnings this is (CAP 1.2, alert.msgType).
    #[derive(Serialize, Deserialize)]
    #[serde(rename_all = "snake_case")]
    Kind {
        /// The first.
        Alert => "alert",
        /// Replaces what went before.
        Update => "update",
        /// Says that it is over, or was wrong.
        Cancel => "cancel",
    }
}

/// A warning's words in one language.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Text {
    /// One line: what happens.
    pub headline: String,
    /// What is known.
    #[serde(default)]
    pub description: String,
    /// What to do, one step a line.
    #[serde(default)]
    pub instruction: String,
}

impl Text {
    /// Whether nothing was written.
    pub fn is_empty(&self) -> bool {
        self.headline.is_empty() && self.description.is_empty() && self.instruction.is_empty()
    }
}

/// A file that belongs to a warning. Its content lies beside the warning in pieces, sealed under `key`, which is
/// gone with the words in which it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct File {
    /// Its identifier.
    pub id: String,
    /// Its name, cleaned.
    pub name: String,
    /// What it is, as decided from its content.
    pub media_type: String,
    /// Its size.
    pub bytes: i64,
    /// SHA-256 of its content, in hexadecimal.
    pub sha256: String,
    /// SHA-1 of its content, in hexadecimal: CAP 1.2 knows no other digest.
    pub sha1: String,
    /// Its key, wrapped.
    pub key: String,
}

text_key! {
    /// What came of checking the signature of another system's message.
    #[derive(Serialize, Deserialize)]
    #[serde(rename_all = "snake_case")]
    Signature {
        /// There is none.
        Absent => "absent",
        /// It is the key's, and nothing was changed.
        Valid => "valid",
        /// It is not that key's, something was changed, or it has a form that cannot be checked here.
        Invalid => "invalid",
    }
}

/// From which message of another system a draft was made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    /// Who sent it, as the message says.
    pub sender: String,
    /// What it is called there.
    pub identifier: String,
    /// When it was sent, as the message says.
    pub sent: String,
    /// What came of checking its signature.
    pub signature: Signature,
    /// The fingerprint of the key it was checked with.
    pub fingerprint: String,
    /// What the standard forbids in it, in English.
    pub problems: Vec<String>,
}

/// What a warning says: sealed in the database.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    /// How bad.
    pub severity: Severity,
    /// How soon.
    pub urgency: Urgency,
    /// How sure.
    pub certainty: Certainty,
    /// Its words, by language code.
    pub texts: BTreeMap<String, Text>,
    /// Products or practices it is about, one a line.
    #[serde(default)]
    pub affected: String,
    /// Indicators of compromise, one a line.
    #[serde(default)]
    pub indicators: String,
    /// Whether recipients may pass it on to their suppliers of information technology though its label alone would
    /// not let them.
    #[serde(default)]
    pub to_suppliers: bool,
    /// Files that belong to it.
    #[serde(default)]
    pub files: Vec<File>,
    /// From which message of another system it was made, if it was.
    #[serde(default)]
    pub origin: Option<Origin>,
}

impl Default for Content {
    fn default() -> Self {
        Self {
            severity: Severity::Unknown,
            urgency: Urgency::Unknown,
            certainty: Certainty::Unknown,
            texts: BTreeMap::new(),
            affected: String::new(),
            indicators: String::new(),
            to_suppliers: false,
            files: Vec::new(),
            origin: None,
        }
    }
}

impl Content {
    /// The words for a reader: in their language, else in English, else in the first there is.
    pub fn text(&self, lang: Lang) -> Option<(Lang, &Text)> {
        let written = |lang: Lang| Some((lang, self.texts.get(lang.code()).filter(|text| !text.is_empty())?));
        written(lang).or_else(|| written(Lang::En)).or_else(|| Lang::ALL.into_iter().find_map(written))
    }

    /// The languages it is not written in.
    pub fn missing(&self) -> Vec<Lang> {
        let is_missing =
            |lang: &Lang| self.texts.get(lang.code()).is_none_or(|text| text.headline.is_empty());
        Lang::ALL.into_iter().filter(is_missing).collect()
    }

    /// What must be mended before it may go out, by field; fields of a text end with its language.
    pub fn problems(&self) -> Vec<Problem> {
        let mut problems = Vec::new();
        let mut add = |field: String, why| problems.push(Problem { field, why });
        if self.missing().len() == Lang::ALL.len() {
            add("headline".into(), Why::Missing);
        }
        for (lang, text) in &self.texts {
            if text.headline.is_empty() && !text.is_empty() {
                add(format!("headline_{lang}"), Why::Missing);
            }
            if text.headline.chars().count() > LINE_CHARS {
                add(format!("headline_{lang}"), Why::TooLong(LINE_CHARS));
            }
            if !text.headline.is_empty() && text.instruction.is_empty() {
                add(format!("instruction_{lang}"), Why::Missing);
            }
            for (name, words) in [("description", &text.description), ("instruction", &text.instruction)] {
                if words.chars().count() > TEXT_CHARS {
                    add(format!("{name}_{lang}"), Why::TooLong(TEXT_CHARS));
                }
            }
        }
        for (name, words) in [("affected", &self.affected), ("indicators", &self.indicators)] {
            if words.chars().count() > TEXT_CHARS {
                add(name.into(), Why::TooLong(TEXT_CHARS));
            }
        }
        problems
    }
}

/// What is wrong with one field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The form's field.
    pub field: String,
    /// What is wrong.
    pub why: Why,
}

/// What can be wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// It must be there.
    Missing,
    /// It is longer than so many characters.
    TooLong(usize),
    /// Nobody would be told.
    Nobody,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(headline: &str, instruction: &str) -> Text {
        Text { headline: headline.into(), description: String::new(), instruction: instruction.into() }
    }

    fn content(texts: &[(&str, Text)]) -> Content {
        let texts = texts.iter().map(|(lang, text)| ((*lang).to_owned(), text.clone())).collect();
        Content { texts, ..Content::default() }
    }

    fn fields(content: &Content) -> Vec<String> {
        content.problems().into_iter().map(|problem| problem.field).collect()
    }

    #[test]
    fn a_reader_gets_their_language_else_english_else_what_there_is() {
        let both = content(&[("nl", text("Nederlands", "x")), ("en", text("English", "x"))]);
        assert_eq!(both.text(Lang::Nl).unwrap().1.headline, "Nederlands");
        assert_eq!(both.text(Lang::De).unwrap(), (Lang::En, &both.texts["en"]));
        let one = content(&[("fr", text("Français", "x"))]);
        assert_eq!(one.text(Lang::De).unwrap().0, Lang::Fr);
        assert_eq!(content(&[]).text(Lang::De), None);
        assert_eq!(one.missing(), [Lang::Nl, Lang::De, Lang::En]);
    }

    #[test]
    fn a_warning_says_what_happens_and_what_to_do() {
        assert_eq!(fields(&content(&[])), ["headline"]);
        assert_eq!(fields(&content(&[("nl", text("Kop", ""))])), ["instruction_nl"]);
        assert_eq!(fields(&content(&[("nl", text("", "Doe dit"))])), ["headline", "headline_nl"]);
        let long = "x".repeat(LINE_CHARS + 1);
        assert_eq!(fields(&content(&[("nl", text(&long, "Doe dit"))])), ["headline_nl"]);
        assert_eq!(fields(&content(&[("nl", text("Kop", "Doe dit"))])), Vec::<String>::new());
    }

    #[test]
    fn words_leave_by_mail_only_where_the_whole_community_may_know_them() {
        let mailed: Vec<&str> =
            Tlp::ALL.iter().filter(|tlp| tlp.may_be_mailed()).map(|tlp| tlp.as_str()).collect();
        assert_eq!(mailed, ["green", "clear"]);
        let hidden: Vec<&str> =
            Tlp::ALL.iter().filter(|tlp| !tlp.may_be_read_by_link()).map(|tlp| tlp.as_str()).collect();
        assert_eq!(hidden, ["red"]);
    }

    #[test]
    fn what_is_stored_is_read_back() {
        for class in Class::ALL {
            assert_eq!(Class::parse(class.as_str()), Some(*class));
            assert_eq!(serde_json::to_string(class).unwrap(), format!("\"{}\"", class.as_str()));
        }
        for tlp in Tlp::ALL {
            assert_eq!(Tlp::parse(tlp.as_str()), Some(*tlp));
            assert_eq!(serde_json::to_string(tlp).unwrap(), format!("\"{}\"", tlp.as_str()));
        }
    }
}
