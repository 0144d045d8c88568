//! What a part of a network is read from, whatever the format: fields with a name, a value and a place.

use std::borrow::Cow;

use super::fault::Faults;
use crate::nearest::suggestion;
use crate::network::{Amount, Discipline, InstitutionKind, LinkKind, ServiceId, ServiceKind};

/// A value as it was written.
#[derive(Debug, Clone)]
pub enum Value<'a> {
    /// Where a format has no types: a cell of a table, a value of GraphML.
    Cell(Cow<'a, str>),
    /// A text.
    Text(Cow<'a, str>),
    /// A number, as it was written.
    Number(&'a str),
    /// Yes or no.
    Bool(bool),
    /// Nothing.
    Null,
    /// A list, each element with its place.
    List(Vec<(usize, Value<'a>)>),
    /// An object.
    Object(Record<'a>),
}

impl Value<'_> {
    /// Whether nothing was given.
    pub fn is_blank(&self) -> bool {
        match self {
            Self::Null => true,
            Self::Cell(text) => text.trim().is_empty(),
            _ => false,
        }
    }

    /// The letters of a value without quotes around it.
    fn plain(&self) -> Option<&str> {
        match self {
            Self::Cell(text) => Some(text.trim()),
            Self::Number(text) => Some(text),
            _ => None,
        }
    }

    /// The letters of a text.
    fn text(&self) -> Option<&str> {
        match self {
            Self::Cell(text) | Self::Text(text) => Some(text),
            _ => None,
        }
    }
}

/// A name, a value, and where both were written, in bytes.
#[derive(Debug, Clone)]
pub struct Field<'a> {
    pub name: Cow<'a, str>,
    pub name_at: usize,
    pub value: Value<'a>,
    pub at: usize,
}

impl<'a> Field<'a> {
    /// A value that stands where its name does.
    pub fn cell(name: &'a str, at: usize, text: Cow<'a, str>) -> Self {
        Self { name: name.into(), name_at: at, value: Value::Cell(text), at }
    }

    /// The same, of texts of its own.
    pub fn owned(name: String, at: usize, text: String) -> Self {
        Self { name: name.into(), name_at: at, value: Value::Cell(text.into()), at }
    }
}

/// Fields that belong together, and where they begin.
#[derive(Debug, Clone, Default)]
pub struct Record<'a> {
    pub at: usize,
    pub fields: Vec<Field<'a>>,
}

impl<'a> Record<'a> {
    /// Takes a field out.
    pub fn take(&mut self, name: &str) -> Option<Field<'a>> {
        let index = self.fields.iter().position(|field| field.name == name)?;
        Some(self.fields.remove(index))
    }

    /// Calls a field otherwise, if it is there.
    pub fn rename(&mut self, from: &str, to: &'static str) {
        if let Some(field) = self.fields.iter_mut().find(|field| field.name == from) {
            field.name = to.into();
        }
    }

    /// Where a field's value is, or else where the record begins.
    pub fn place_of(&self, name: &str) -> usize {
        self.fields.iter().find(|field| field.name == name).map_or(self.at, |field| field.at)
    }
}

/// What a value can be read as.
pub trait FromValue: Sized {
    /// Reads it, or says what is wrong.
    fn from_value(value: &Value<'_>) -> Result<Self, String>;
}

impl FromValue for String {
    fn from_value(value: &Value<'_>) -> Result<Self, String> {
        value.text().map(str::to_owned).ok_or_else(|| "it must be a text".to_owned())
    }
}

impl FromValue for f64 {
    fn from_value(value: &Value<'_>) -> Result<Self, String> {
        let number = value.plain().and_then(|text| text.parse().ok());
        number.ok_or_else(|| "it must be a number such as 50.85".to_owned())
    }
}

impl FromValue for bool {
    fn from_value(value: &Value<'_>) -> Result<Self, String> {
        match value {
            Value::Bool(value) => Ok(*value),
            Value::Cell(text) => match text.trim().to_ascii_lowercase().as_str() {
                "true" | "1" => Ok(true),
                "false" | "0" => Ok(false),
                _ => Err(format!("{text:?} is neither true nor false")),
            },
            _ => Err("it must be true or false".to_owned()),
        }
    }
}

impl FromValue for Amount {
    fn from_value(value: &Value<'_>) -> Result<Self, String> {
        let Some(text) = value.plain().or_else(|| value.text()) else {
            return Err("it must be a number, or a text like \"8..20\" or \"~8..12..20\"".to_owned());
        };
        text.parse().map_err(|wrong: String| match text.contains(',') {
            true => format!("{wrong}; write decimals with a point, not a comma, and no signs for thousands"),
            false => wrong,
        })
    }
}

impl FromValue for ServiceId {
    fn from_value(value: &Value<'_>) -> Result<Self, String> {
        let text = value.text().ok_or("it must be a text like \"institution/kind\"")?;
        let kind = text.split('/').nth(1).unwrap_or_default();
        text.parse().map_err(|wrong| {
            format!("{wrong}{}", suggestion(kind, words(ServiceKind::ALL).iter().map(String::as_str)))
        })
    }
}

/// The words of a closed set.
fn words<T: ToString>(all: &[T]) -> Vec<String> {
    all.iter().map(T::to_string).collect()
}

/// Reads the words of a closed set.
macro_rules! from_word {
    ($($set:ty),+) => {$(
        impl FromValue for $set {
            fn from_value(value: &Value<'_>) -> Result<Self, String> {
                let word = value.text().ok_or("it must be a word between quotes")?;
                let suggestion = || suggestion(word, words(Self::ALL).iter().map(String::as_str));
                word.trim().parse().map_err(|wrong| format!("{wrong}{}", suggestion()))
            }
        }
    )+};
}

from_word!(InstitutionKind, ServiceKind, Discipline, LinkKind);

/// Takes the fields of a record one by one, and says what is wrong with them.
pub struct Fields<'f, 'a> {
    record: Record<'a>,
    known: &'static [&'static str],
    faults: &'f mut Faults,
}

impl<'f, 'a> Fields<'f, 'a> {
    pub fn new(record: Record<'a>, known: &'static [&'static str], faults: &'f mut Faults) -> Self {
        Self { record, known, faults }
    }

    /// A value that must be given; none if it is wrong, which has then been said.
    pub fn required<T: FromValue>(&mut self, name: &str) -> Option<T> {
        let field = self.given(name)?;
        self.value(&field)
    }

    /// A value that may be left out; none if it was or if it is wrong, which has then been said.
    pub fn optional<T: FromValue>(&mut self, name: &str) -> Option<T> {
        let field = self.record.take(name).filter(|field| !field.value.is_blank())?;
        self.value(&field)
    }

    /// A field that must be given, as it was written.
    pub fn given(&mut self, name: &str) -> Option<Field<'a>> {
        let field = self.record.take(name);
        let at = field.as_ref().map_or(self.record.at, |field| field.at);
        let field = field.filter(|field| !field.value.is_blank());
        if field.is_none() {
            self.faults.say(at, format!("{name} must be given"));
        }
        field
    }

    /// A field that may be left out, if it was given and is an object.
    pub fn object(&mut self, name: &str) -> Option<Record<'a>> {
        let field = self.record.take(name).filter(|field| !field.value.is_blank())?;
        match field.value {
            Value::Object(record) => Some(record),
            _ => {
                self.faults.say(field.at, format!("{name}: it must be an object"));
                None
            }
        }
    }

    /// Where a field's value is, or else where the record begins.
    pub fn place_of(&self, name: &str) -> usize {
        self.record.place_of(name)
    }

    /// The faults, to say something about the record.
    pub fn faults(&mut self) -> &mut Faults {
        self.faults
    }

    fn value<T: FromValue>(&mut self, field: &Field<'_>) -> Option<T> {
        match T::from_value(&field.value) {
            Ok(value) => Some(value),
            Err(wrong) => {
                self.faults.say(field.at, format!("{}: {wrong}", field.name));
                None
            }
        }
    }

    /// Says which fields are there that should not be.
    pub fn finish(self) {
        for field in &self.record.fields {
            let name = field.name.as_ref();
            let message = if self.known.contains(&name) {
                format!("{name} is given twice")
            } else {
                let known = self.known.join(", ");
                format!(
                    "{name:?} is not known here{}; known are {known}",
                    suggestion(name, self.known.iter().copied())
                )
            };
            self.faults.say(field.name_at, message);
        }
    }
}
