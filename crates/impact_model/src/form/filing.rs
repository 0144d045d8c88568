//! Reads one institution's answers from a file: TOML for people, JSON for programs.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value as Json;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{Answers, Fault, Form};
use crate::finding::Finding;

/// The largest file of answers, in bytes.
pub const MAX_BYTES: usize = 1 << 20;
/// The most findings of one file.
const MAX_FINDINGS: usize = 100;
/// What some editors put in front of UTF-8.
const BYTE_ORDER_MARK: char = '\u{feff}';

/// Line and column, from 1, of a byte of a text; the column in characters.
pub(super) fn place(text: &str, offset: usize) -> (u32, u32) {
    let before = text.get(..offset).unwrap_or(text);
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    (line as u32, column as u32)
}

/// Where an answer stands: bytes from the start of the text.
#[derive(Clone, Copy)]
struct Stands {
    key: usize,
    value: usize,
}

/// Where each answer stands, by key.
type Places = BTreeMap<String, Stands>;

/// What is wrong at a byte of the text.
type Flaws = Vec<(usize, String)>;

/// Reads one institution's answers; a name that ends with `.json` says that it is JSON, every other that it is TOML.
///
/// # Errors
/// Everything that is wrong with it, in the order of the file.
pub fn read_answers(name: &str, bytes: &[u8]) -> Result<Answers, Vec<Finding>> {
    let whole = |message: String| vec![Finding { file: name.to_owned(), line: 0, column: 0, message }];
    if bytes.len() > MAX_BYTES {
        return Err(whole(format!("{} bytes are more than {MAX_BYTES}", bytes.len())));
    }
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(text),
        Err(error) => {
            let read = String::from_utf8_lossy(bytes.get(..error.valid_up_to()).unwrap_or_default());
            let (line, column) = place(&read, read.len());
            let message = "this is not UTF-8: save the file as UTF-8".to_owned();
            return Err(vec![Finding { file: name.to_owned(), line, column, message }]);
        }
    };
    let is_json = name.to_ascii_lowercase().ends_with(".json");
    let read = if is_json { from_json(text) } else { from_toml(text) };
    let (answers, places) = read.map_err(|flaws| findings(name, text, flaws))?;
    let faults = Form::load().check(&answers);
    if !faults.is_empty() {
        let flaws = faults.into_iter().map(|fault| (offset(&places, &fault), fault.message)).collect();
        return Err(findings(name, text, flaws));
    }
    serde_json::from_value(without_blanks(answers)).map_err(|error| whole(error.to_string()))
}

/// The same answers without those that are explicitly nothing.
fn without_blanks(answers: Json) -> Json {
    match answers {
        Json::Object(table) => {
            let said = table.into_iter().filter(|(_, value)| !value.is_null());
            Json::Object(said.map(|(key, value)| (key, without_blanks(value))).collect())
        }
        Json::Array(rows) => Json::Array(rows.into_iter().map(without_blanks).collect()),
        plain => plain,
    }
}

/// Where a fault is: at the answer, or at what the answer is part of.
fn offset(places: &Places, fault: &Fault) -> usize {
    let mut key = fault.key.as_str();
    let mut of_key = fault.of_key;
    loop {
        if let Some(stands) = places.get(key) {
            return if of_key { stands.key } else { stands.value };
        }
        let Some((whole, _)) = key.rsplit_once('.') else { return 0 };
        (key, of_key) = (whole, true);
    }
}

fn findings(name: &str, text: &str, mut flaws: Flaws) -> Vec<Finding> {
    flaws.sort();
    let more = flaws.len().saturating_sub(MAX_FINDINGS);
    flaws.truncate(MAX_FINDINGS);
    let finding = |(line, column), message| Finding { file: name.to_owned(), line, column, message };
    let mut findings: Vec<Finding> =
        flaws.into_iter().map(|(offset, message)| finding(place(text, offset), message)).collect();
    if more > 0 {
        findings.push(finding((0, 0), format!("and {more} more")));
    }
    findings
}

fn from_toml(text: &str) -> Result<(Json, Places), Flaws> {
    let (table, errors) = DeTable::parse_recoverable(text);
    let flaw = |error: toml::de::Error| {
        (error.span().map_or(0, |span| span.start), error.message().trim_end().to_owned())
    };
    if !errors.is_empty() {
        return Err(errors.into_iter().map(flaw).collect());
    }
    let answers: Json = toml::from_str(text).map_err(|error| vec![flaw(error)])?;
    let mut places = Places::new();
    toml_table(table.get_ref(), "", &mut places);
    Ok((answers, places))
}

fn toml_table(table: &DeTable<'_>, within: &str, places: &mut Places) {
    for (key, value) in table {
        toml_value(value, key.span().start, &join(within, key.get_ref()), places);
    }
}

fn toml_value(value: &Spanned<DeValue<'_>>, key: usize, path: &str, places: &mut Places) {
    let start = value.span().start;
    match value.get_ref() {
        DeValue::Table(table) => toml_table(table, path, places),
        DeValue::Array(array) => {
            for (at, one) in array.iter().enumerate() {
                toml_value(one, one.span().start, &join(path, &(at + 1).to_string()), places);
            }
        }
        _ => {}
    }
    places.insert(path.to_owned(), Stands { key, value: start });
}

/// The key of a part of an answer.
pub(super) fn join(within: &str, part: &str) -> String {
    if within.is_empty() { part.to_owned() } else { format!("{within}.{part}") }
}

fn from_json(text: &str) -> Result<(Json, Places), Flaws> {
    let answers: Json = serde_json::from_str(text).map_err(|error| {
        let offset = offset_of(text, error.line(), error.column());
        vec![(offset, format!("this is no JSON: {error}"))]
    })?;
    let mut scan = Scan { text, at: 0, places: Places::new(), flaws: Flaws::new() };
    scan.value("", 0);
    if scan.flaws.is_empty() { Ok((answers, scan.places)) } else { Err(scan.flaws) }
}

/// The byte at a line and at a column that counts bytes, both from 1.
fn offset_of(text: &str, line: usize, column: usize) -> usize {
    let lines = text.split_inclusive('\n').take(line.saturating_sub(1));
    let mut offset = (lines.map(str::len).sum::<usize>() + column.saturating_sub(1)).min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}

/// Finds where values stand in a text that has been found to be JSON.
struct Scan<'a> {
    text: &'a str,
    at: usize,
    places: Places,
    flaws: Flaws,
}

impl<'a> Scan<'a> {
    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn skip_space(&mut self) {
        self.at = self.text.len() - self.rest().trim_start().len();
    }

    /// The next character that is no white space; it stays to be read.
    fn next(&mut self) -> Option<char> {
        self.skip_space();
        self.rest().chars().next()
    }

    fn value(&mut self, path: &str, key: usize) {
        let next = self.next();
        self.places.insert(path.to_owned(), Stands { key, value: self.at });
        match next {
            Some('{') => self.object(path),
            Some('[') => self.array(path),
            Some('"') => drop(self.string()),
            _ => {
                let ends = |c: char| matches!(c, ',' | ']' | '}') || c.is_ascii_whitespace();
                self.at += self.rest().find(ends).unwrap_or(self.rest().len());
            }
        }
    }

    fn string(&mut self) -> String {
        let mut escaped = false;
        let end = self.rest().char_indices().skip(1).find(|(_, c)| {
            let ends = *c == '"' && !escaped;
            escaped = *c == '\\' && !escaped;
            ends
        });
        let length = end.map_or(self.rest().len(), |(at, _)| at + 1);
        let written = self.rest().get(..length).unwrap_or_default();
        self.at += length;
        serde_json::from_str(written).unwrap_or_default()
    }

    fn object(&mut self, path: &str) {
        self.at += 1;
        let mut seen = BTreeSet::new();
        while self.next() == Some('"') {
            let at = self.at;
            let key = self.string();
            if !seen.insert(key.clone()) {
                self.flaws.push((at, format!("{key:?} is there twice")));
            }
            self.next();
            self.at += ':'.len_utf8();
            self.value(&join(path, &key), at);
            self.skip_comma();
        }
        self.next();
        self.at += '}'.len_utf8();
    }

    fn array(&mut self, path: &str) {
        self.at += 1;
        let mut number = 0;
        while self.next().is_some_and(|c| c != ']') {
            number += 1;
            self.next();
            let at = self.at;
            self.value(&join(path, &number.to_string()), at);
            self.skip_comma();
        }
        self.at += ']'.len_utf8();
    }

    fn skip_comma(&mut self) {
        if self.next() == Some(',') {
            self.at += 1;
        }
    }
}
