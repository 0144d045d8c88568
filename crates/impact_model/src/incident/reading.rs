//! Reads a situation from TOML or JSON, and finds everything that is wrong with it.

use super::situation::{
    AHEAD_H, Clean, Compromised, Down, Isolated, MAX_AHEAD_H, MAX_BACK_H, MAX_REPORTS, MAX_SINCE_H, Place,
    Situation,
};
use super::tree::{self, Node, Value};
use crate::finding::Finding;
use crate::model::Hour;
use crate::nearest::nearest;

/// The longest file of a situation, in bytes.
pub const MAX_BYTES: usize = 4 << 20;
/// The most findings told of one file.
pub const MAX_FINDINGS: usize = 100;

/// Reads a situation: JSON when the file begins with `{`, otherwise TOML. Identifiers are looked at later, by
/// [`Situation::resolve`].
///
/// # Errors
/// Everything that is wrong with the file, sorted by place: at most [`MAX_FINDINGS`], then how many more there are.
pub fn read_situation(name: &str, bytes: &[u8]) -> Result<Situation, Vec<Finding>> {
    let whole = |message: String| vec![Finding { file: name.to_owned(), line: 0, column: 0, message }];
    if bytes.len() > MAX_BYTES {
        return Err(whole(format!("it has {} bytes; at most {MAX_BYTES} are read", bytes.len())));
    }
    let text = std::str::from_utf8(bytes).or(Err(whole("it is not UTF-8".to_owned())))?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let root =
        if text.trim_start().starts_with('{') { tree::json(name, text) } else { tree::toml(name, text) };
    let mut reading = Reading { file: name, findings: Vec::new() };
    let situation = reading.situation(root.map_err(sorted)?);
    if reading.findings.is_empty() { Ok(situation) } else { Err(sorted(reading.findings)) }
}

/// Findings by place; when there are more than are told, the last says how many.
pub(super) fn sorted(mut findings: Vec<Finding>) -> Vec<Finding> {
    findings.sort();
    let more = findings.len().saturating_sub(MAX_FINDINGS);
    if let Some(first) = findings.get(MAX_FINDINGS) {
        let (file, message) = (first.file.clone(), format!("and {more} more faults"));
        findings.truncate(MAX_FINDINGS);
        findings.push(Finding { file, line: 0, column: 0, message });
    }
    findings
}

struct Reading<'a> {
    file: &'a str,
    findings: Vec<Finding>,
}

/// What is left to be read of a table.
struct Fields {
    at: Place,
    left: Vec<(String, Place, Node)>,
}

impl Fields {
    fn take(&mut self, key: &str) -> Option<Node> {
        let at = self.left.iter().position(|(name, ..)| name == key)?;
        Some(self.left.swap_remove(at).2)
    }
}

impl Reading<'_> {
    fn say(&mut self, at: Place, message: impl Into<String>) {
        let (file, message) = (self.file.to_owned(), message.into());
        self.findings.push(Finding { file, line: at.line, column: at.column, message });
    }

    fn situation(&mut self, root: Node) -> Situation {
        let mut fields = self.fields(root);
        let situation = Situation {
            file: self.file.to_owned(),
            hours_ahead: self.hours(&mut fields, "hours_ahead", 1, MAX_AHEAD_H).unwrap_or(AHEAD_H),
            down: self.list(&mut fields, "down", Self::down),
            compromised: self.list(&mut fields, "compromised", Self::compromised),
            isolated: self.list(&mut fields, "isolated", Self::isolated),
            clean: self.list(&mut fields, "clean", Self::clean),
        };
        self.unknown(&mut fields, &["hours_ahead", "down", "compromised", "isolated", "clean"]);
        situation
    }

    fn down(&mut self, fields: &mut Fields) -> Down {
        let (what, at) = self.text(fields, "what");
        let down = Down {
            what,
            since_h: self.hours(fields, "since_h", 0, MAX_SINCE_H).unwrap_or(0),
            left: self.number(fields, "left", 0.0, 1.0).unwrap_or(0.0),
            back_in_h: self.hours(fields, "back_in_h", 0, MAX_BACK_H),
            at,
        };
        self.unknown(fields, &["what", "since_h", "left", "back_in_h"]);
        down
    }

    fn compromised(&mut self, fields: &mut Fields) -> Compromised {
        let (who, at) = self.text(fields, "who");
        let since_h = self.hours(fields, "since_h", 0, MAX_SINCE_H).unwrap_or(0);
        let probability = self.number(fields, "probability", 0.001, 1.0).unwrap_or(1.0);
        self.unknown(fields, &["who", "since_h", "probability"]);
        Compromised { who, since_h, probability, at }
    }

    fn isolated(&mut self, fields: &mut Fields) -> Isolated {
        let (who, at) = self.text(fields, "who");
        let since_h = self.hours(fields, "since_h", 0, MAX_SINCE_H).unwrap_or(0);
        self.unknown(fields, &["who", "since_h"]);
        Isolated { who, since_h, at }
    }

    fn clean(&mut self, fields: &mut Fields) -> Clean {
        let (who, at) = self.text(fields, "who");
        self.unknown(fields, &["who"]);
        Clean { who, at }
    }

    fn fields(&mut self, node: Node) -> Fields {
        let at = node.at;
        match node.value {
            Value::Table(left) => Fields { at, left },
            other => {
                self.say(at, format!("this is {}; fields with names belong here", other.is()));
                Fields { at, left: Vec::new() }
            }
        }
    }

    fn list<T>(&mut self, fields: &mut Fields, key: &str, read: fn(&mut Self, &mut Fields) -> T) -> Vec<T> {
        let Some(node) = fields.take(key) else { return Vec::new() };
        let Value::List(all) = node.value else {
            self.say(node.at, format!("{key} is {}; it must be a list", node.value.is()));
            return Vec::new();
        };
        if all.len() > MAX_REPORTS {
            self.say(node.at, format!("{key} has {} entries; at most {MAX_REPORTS} are read", all.len()));
            return Vec::new();
        }
        let mut entries = Vec::new();
        for one in all {
            if matches!(one.value, Value::Table(_)) {
                let mut fields = self.fields(one);
                entries.push(read(self, &mut fields));
            } else {
                self.say(one.at, format!("an entry of {key} is {}; it must have fields", one.value.is()));
            }
        }
        entries
    }

    fn text(&mut self, fields: &mut Fields, key: &str) -> (String, Place) {
        let Some(node) = fields.take(key) else {
            self.say(fields.at, format!("{key} is missing"));
            return (String::new(), fields.at);
        };
        let Value::Text(text) = node.value else {
            self.say(node.at, format!("{key} is {}; it must be a text", node.value.is()));
            return (String::new(), node.at);
        };
        (text, node.at)
    }

    fn number(&mut self, fields: &mut Fields, key: &str, low: f64, high: f64) -> Option<f64> {
        let node = fields.take(key)?;
        let Value::Number(number) = node.value else {
            self.say(node.at, format!("{key} is {}; it must be a number", node.value.is()));
            return None;
        };
        if (low..=high).contains(&number) {
            return Some(number);
        }
        self.say(node.at, format!("{key} is {number}; it must lie between {low} and {high}"));
        None
    }

    fn hours(&mut self, fields: &mut Fields, key: &str, low: Hour, high: Hour) -> Option<Hour> {
        let at = fields.left.iter().find(|(name, ..)| name == key).map(|(_, _, node)| node.at)?;
        let hours = self.number(fields, key, low.into(), high.into())?;
        if hours.fract() != 0.0 {
            self.say(at, format!("{key} is {hours}; write whole hours"));
            return None;
        }
        Some(hours as Hour)
    }

    fn unknown(&mut self, fields: &mut Fields, known: &[&str]) {
        for (key, at, _) in fields.left.drain(..) {
            let meant = nearest(&key, known.iter().copied());
            let meant = meant.map_or_else(String::new, |meant| format!("; did you mean {meant}?"));
            self.say(at, format!("there is no field {key:?}, only {}{meant}", known.join(", ")));
        }
    }
}
