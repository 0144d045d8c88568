//! A file of TOML or JSON as a tree in which everything knows where it was written.

use std::fmt;

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::situation::Place;
use crate::finding::Finding;

/// A value and where it was written.
#[derive(Debug, Clone)]
pub(super) struct Node {
    pub(super) at: Place,
    pub(super) value: Value,
}

/// A value.
#[derive(Debug, Clone)]
pub(super) enum Value {
    Text(String),
    Number(f64),
    List(Vec<Node>),
    Table(Vec<(String, Place, Node)>),
    /// Anything that a situation has no use for.
    Other(&'static str),
}

impl Value {
    /// What it is, for a message.
    pub(super) fn is(&self) -> &'static str {
        match self {
            Self::Text(_) => "a text",
            Self::Number(_) => "a number",
            Self::List(_) => "a list",
            Self::Table(_) => "a table",
            Self::Other(what) => what,
        }
    }
}

fn finding(name: &str, at: Place, message: impl Into<String>) -> Finding {
    Finding { file: name.to_owned(), line: at.line, column: at.column, message: message.into() }
}

/// Reads TOML; all faults of writing are found.
pub(super) fn toml(name: &str, text: &str) -> Result<Node, Vec<Finding>> {
    let (table, errors) = DeTable::parse_recoverable(text);
    let lines = Lines::of(text);
    if errors.is_empty() {
        let (at, table) = (lines.place(table.span().start), table.into_inner());
        return Ok(Node { at, value: from_table(table, &lines) });
    }
    let place =
        |error: &toml::de::Error| error.span().map_or(Place::default(), |span| lines.place(span.start));
    Err(errors.iter().map(|error| finding(name, place(error), error.message())).collect())
}

/// Where lines begin, so that a byte's place is found fast.
struct Lines<'a> {
    text: &'a str,
    starts: Vec<usize>,
}

impl<'a> Lines<'a> {
    fn of(text: &'a str) -> Self {
        let ends = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        Self { text, starts: std::iter::once(0).chain(ends.map(|(at, _)| at + 1)).collect() }
    }

    fn place(&self, byte: usize) -> Place {
        let line = self.starts.partition_point(|start| *start <= byte);
        let start = self.starts.get(line.saturating_sub(1)).copied().unwrap_or_default();
        let before = self.text.get(start..byte).unwrap_or_default();
        Place { line: line as u32, column: before.chars().count() as u32 + 1 }
    }
}

fn from_table(table: DeTable<'_>, lines: &Lines<'_>) -> Value {
    let entries = table.into_iter().map(|(key, value)| {
        let at = lines.place(key.span().start);
        (key.into_inner().into_owned(), at, from_toml(value, lines))
    });
    Value::Table(entries.collect())
}

fn from_toml(value: Spanned<DeValue<'_>>, lines: &Lines<'_>) -> Node {
    let at = lines.place(value.span().start);
    let number = |text: &str| text.parse().map_or(Value::Other("no number"), Value::Number);
    let value = match value.into_inner() {
        DeValue::String(text) => Value::Text(text.into_owned()),
        DeValue::Integer(whole) if whole.radix() == 10 => number(whole.as_str()),
        DeValue::Integer(_) => Value::Other("a number that is not decimal"),
        DeValue::Float(float) => number(float.as_str()),
        DeValue::Boolean(_) => Value::Other("a yes or no"),
        DeValue::Datetime(_) => Value::Other("a date"),
        DeValue::Array(list) => Value::List(list.iter().map(|one| from_toml(one.clone(), lines)).collect()),
        DeValue::Table(table) => from_table(table, lines),
    };
    Node { at, value }
}

/// Reads JSON; of faults of writing the first is found.
pub(super) fn json(name: &str, text: &str) -> Result<Node, Vec<Finding>> {
    // Places come from a reader of YAML, of which JSON is a part; this one sees to it that it is JSON.
    if let Err(error) = serde_json::from_str::<IgnoredAny>(text) {
        let said = error.to_string();
        let said = said.rsplit_once(" at line ").map_or(said.as_str(), |(said, _)| said);
        let at = Place { line: error.line() as u32, column: error.column() as u32 };
        return Err(vec![finding(name, at, said)]);
    }
    serde_saphyr::from_str(text).map_err(|error| {
        let at = error
            .location()
            .map_or(Place::default(), |at| Place { line: at.line() as u32, column: at.column() as u32 });
        let all = error.without_snippet().to_string();
        vec![finding(name, at, all.lines().next().unwrap_or_default())]
    })
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let spanned = serde_saphyr::Spanned::<Value>::deserialize(deserializer)?;
        let (line, column) = (spanned.referenced.line() as u32, spanned.referenced.column() as u32);
        Ok(Self { at: Place { line, column }, value: spanned.value })
    }
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Any)
    }
}

struct Any;

impl<'de> Visitor<'de> for Any {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_str<E>(self, text: &str) -> Result<Value, E> {
        Ok(Value::Text(text.to_owned()))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Value, E> {
        Ok(Value::Number(number))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Value, E> {
        Ok(Value::Number(number as f64))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Value, E> {
        Ok(Value::Number(number as f64))
    }

    fn visit_bool<E>(self, _: bool) -> Result<Value, E> {
        Ok(Value::Other("a yes or no"))
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Other("nothing"))
    }

    fn visit_none<E>(self) -> Result<Value, E> {
        Ok(Value::Other("nothing"))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Value, A::Error> {
        let mut all = Vec::new();
        while let Some(one) = list.next_element()? {
            all.push(one);
        }
        Ok(Value::List(all))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut table: A) -> Result<Value, A::Error> {
        let mut all = Vec::new();
        while let Some((key, value)) = table.next_entry::<String, Node>()? {
            all.push((key, value.at, value));
        }
        Ok(Value::Table(all))
    }
}
