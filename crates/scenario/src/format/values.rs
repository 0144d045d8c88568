//! The values that stand in a scenario's files: where each was written, identifiers, lengths of time, moments,
//! addresses and words in several languages.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::ops::Deref;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{self, Error as _};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The longest identifier, in bytes.
pub const MAX_ID: usize = 80;

/// A value and where it was written. Two are equal when their values are.
#[derive(Debug, Clone, Default)]
pub struct At<T> {
    /// What was written.
    pub value: T,
    /// The line in its file, from 1; 0 when it was not read from a file.
    pub line: u32,
    /// The column in its line, from 1, in characters; 0 when it was not read from a file.
    pub column: u32,
}

impl<T> At<T> {
    /// A value that nobody wrote in a file.
    pub fn nowhere(value: T) -> Self {
        Self { value, line: 0, column: 0 }
    }
}

impl<T: PartialEq> PartialEq for At<T> {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

impl<T> Deref for At<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for At<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let spanned = serde_saphyr::Spanned::<T>::deserialize(deserializer)?;
        let (line, column) = (spanned.referenced.line() as u32, spanned.referenced.column() as u32);
        Ok(Self { value: spanned.value, line, column })
    }
}

impl<T: Serialize> Serialize for At<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.value.serialize(serializer)
    }
}

impl<T: JsonSchema> JsonSchema for At<T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        T::schema_name()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        generator.subschema_for::<T>()
    }
}

/// Makes a type that is written as one text: read by `FromStr`, written by `Display`, with a pattern for editors.
macro_rules! written_as_text {
    ($type:ty, $description:literal, $pattern:literal) => {
        impl<'de> Deserialize<'de> for $type {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
            }
        }

        impl Serialize for $type {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl JsonSchema for $type {
            fn schema_name() -> Cow<'static, str> {
                stringify!($type).into()
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!({ "type": "string", "description": $description, "pattern": $pattern })
            }
        }
    };
}

/// What a thing of the scenario is called by the others: lower-case letters, digits, `-`, `_` and `.`, beginning
/// with a letter or a digit, at most [`MAX_ID`] long.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id(String);

impl Id {
    /// The identifier as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::str::FromStr for Id {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '_' | '.');
        let begins = text.starts_with(|c: char| c.is_ascii_lowercase() || c.is_ascii_digit());
        if begins && text.len() <= MAX_ID && text.chars().all(allowed) {
            return Ok(Self(text.to_owned()));
        }
        Err(format!(
            "{text:?} is no identifier: use lower-case letters, digits, - _ and . only, {MAX_ID} at most, and begin \
             with a letter or a digit"
        ))
    }
}

written_as_text!(Id, "Lower-case letters, digits, - _ and .", "^[a-z0-9][a-z0-9._-]{0,79}$");

/// A length of time, in milliseconds. Written `45s`, `90m`, `2h30m`, `1d`, or as ISO 8601 has it: `PT2H30M`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Length(pub i64);

/// Milliseconds in a second, minute, hour and day.
pub const SECOND: i64 = 1_000;
/// See [`SECOND`].
pub const MINUTE: i64 = 60 * SECOND;
/// See [`SECOND`].
pub const HOUR: i64 = 60 * MINUTE;
/// See [`SECOND`].
pub const DAY: i64 = 24 * HOUR;

/// The longest length of time that may be written: a hundred days.
pub const MAX_LENGTH: Length = Length(100 * DAY);

impl fmt::Display for Length {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0 == 0 {
            return f.write_str("0m");
        }
        let mut rest = self.0;
        for (unit, letter) in [(DAY, "d"), (HOUR, "h"), (MINUTE, "m"), (SECOND, "s")] {
            if rest / unit > 0 {
                write!(f, "{}{letter}", rest / unit)?;
                rest %= unit;
            }
        }
        if rest > 0 { write!(f, "{rest}ms") } else { Ok(()) }
    }
}

impl std::str::FromStr for Length {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong =
            || format!("{text:?} is no length of time: write for instance 45s, 90m, 2h30m, 1d or PT2H30M");
        let plain = text.trim().to_ascii_lowercase();
        let plain: String = match plain.strip_prefix('p') {
            Some(iso) => iso.chars().filter(|c| *c != 't').collect(),
            None => plain,
        };
        let (mut total, mut number, mut last) = (0_i64, String::new(), i64::MAX);
        let mut letters = plain.chars().peekable();
        while let Some(c) = letters.next() {
            if c.is_ascii_digit() {
                number.push(c);
                continue;
            }
            let unit = match c {
                'd' => DAY,
                'h' => HOUR,
                'm' if letters.next_if_eq(&'s').is_some() => 1,
                'm' => MINUTE,
                's' => SECOND,
                ' ' if number.is_empty() => continue,
                _ => return Err(wrong()),
            };
            let amount: i64 = number.parse().or(Err(wrong()))?;
            if unit >= last {
                return Err(wrong());
            }
            total = amount.checked_mul(unit).and_then(|more| total.checked_add(more)).ok_or_else(wrong)?;
            (last, number) = (unit, String::new());
        }
        if last == i64::MAX || !number.is_empty() {
            return Err(wrong());
        }
        if total > MAX_LENGTH.0 {
            return Err(format!("{text:?} is longer than {MAX_LENGTH}, the longest that may be written"));
        }
        Ok(Self(total))
    }
}

written_as_text!(Length, "A length of time: 45s, 90m, 2h30m, 1d or PT2H30M", "^[Pp]?[0-9TDHMStdhms ]+$");

/// A moment of the exercise. Written as a length since its start (`1h15m`) or as a day and a time of day in the time
/// zone of the exercise's clock (`D2 09:30`; the day the exercise starts is D1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Moment {
    /// So long after the start.
    After(Length),
    /// On that day (from 1), so many milliseconds after midnight.
    On {
        /// The day of the exercise, from 1.
        day: u32,
        /// Milliseconds after midnight by the clock on the wall.
        time: i64,
    },
}

impl Moment {
    /// Milliseconds after an exercise began whose clock started at that time of day (in milliseconds after midnight).
    /// The story's days are as long as the clock on its wall says; it does not change to or from summer time.
    pub fn after_start(self, started: i64) -> i64 {
        match self {
            Self::After(length) => length.0,
            Self::On { day, time } => i64::from(day - 1) * DAY + time - started,
        }
    }
}

/// The last day that may be written.
const MAX_DAY: u32 = 100;

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::After(length) => length.fmt(f),
            Self::On { day, time } => write!(f, "D{day} {:02}:{:02}", time / HOUR, time % HOUR / MINUTE),
        }
    }
}

impl std::str::FromStr for Moment {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let Some(rest) = text.strip_prefix(['D', 'd']) else {
            return text.parse().map(Self::After).map_err(|wrong: String| format!("{wrong}, or D2 09:30"));
        };
        let parsed = rest.split_once(' ').and_then(|(day, time)| {
            let day: u32 = day.parse().ok().filter(|day| (1..=MAX_DAY).contains(day))?;
            Some(Self::On { day, time: time_of_day(time)? })
        });
        parsed.ok_or_else(|| {
            format!("{text:?} is no day and time: write for instance D2 09:30, with D1 for the first day")
        })
    }
}

written_as_text!(
    Moment,
    "A moment: so long after the start (1h15m), or a day and a time of day (D2 09:30)",
    "^([Dd][0-9]+ [0-9]{1,2}:[0-9]{2}|[Pp]?[0-9TDHMStdhms ]+)$"
);

/// Milliseconds after midnight of `09:30`.
fn time_of_day(text: &str) -> Option<i64> {
    let (hour, minute) = text.split_once(':')?;
    let (hour, minute): (i64, i64) = (hour.parse().ok()?, minute.parse().ok()?);
    ((0..=24).contains(&hour) && (0..60).contains(&minute) && hour * 60 + minute <= 24 * 60)
        .then_some(hour * HOUR + minute * MINUTE)
}

/// A time of day by the clock on the wall, in milliseconds after midnight. Written `09:30`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct TimeOfDay(pub i64);

impl fmt::Display for TimeOfDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.0 / HOUR, self.0 % HOUR / MINUTE)
    }
}

impl std::str::FromStr for TimeOfDay {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        time_of_day(text)
            .map(Self)
            .ok_or_else(|| format!("{text:?} is no time of day: write for instance \"09:30\""))
    }
}

written_as_text!(TimeOfDay, "A time of day: 09:30", "^[0-9]{1,2}:[0-9]{2}$");

/// Something of the scenario with the kind of thing it is, written `persona/journalist`. What it may be depends on
/// where it stands.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Address {
    /// `all`: every player.
    All,
    /// `role/lab-director`, or only those at some place: `role/lab-director@kind/laboratory`.
    Role(Id, Option<Place>),
    /// `org/uz-noord`, `kind/hospital` or `country/BE`: every player there.
    Place(Place),
    /// `cell/press`: those of exercise control who are this cell.
    Cell(Id),
    /// `persona/journalist`: somebody whom a cell or the program plays.
    Persona(Id),
}

/// Where somebody plays.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    /// `org/uz-noord`.
    Organisation(Id),
    /// `kind/hospital`.
    Kind(super::OrganisationKind),
    /// `country/BE`.
    Country(Country),
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Organisation(id) => write!(f, "org/{id}"),
            Self::Kind(kind) => write!(f, "kind/{kind}"),
            Self::Country(country) => write!(f, "country/{country}"),
        }
    }
}

impl std::str::FromStr for Place {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text.split_once('/') {
            Some(("org", id)) => id.parse().map(Self::Organisation),
            Some(("kind", kind)) => kind.parse().map(Self::Kind),
            Some(("country", code)) => code.parse().map(Self::Country),
            _ => Err(format!("{text:?} is no place: write org/ID, kind/KIND or country/BE")),
        }
    }
}

written_as_text!(Place, "Where: org/ID, kind/KIND or country/BE", "^(org|kind|country)/.+$");

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::All => f.write_str("all"),
            Self::Role(id, None) => write!(f, "role/{id}"),
            Self::Role(id, Some(place)) => write!(f, "role/{id}@{place}"),
            Self::Place(place) => place.fmt(f),
            Self::Cell(id) => write!(f, "cell/{id}"),
            Self::Persona(id) => write!(f, "persona/{id}"),
        }
    }
}

impl std::str::FromStr for Address {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text.split_once('/') {
            None if text == "all" => Ok(Self::All),
            Some(("role", rest)) => match rest.split_once('@') {
                Some((id, place)) => Ok(Self::Role(id.parse()?, Some(place.parse()?))),
                None => Ok(Self::Role(rest.parse()?, None)),
            },
            Some(("org" | "kind" | "country", _)) => text.parse().map(Self::Place),
            Some(("cell", id)) => id.parse().map(Self::Cell),
            Some(("persona", id)) => id.parse().map(Self::Persona),
            _ => Err(format!(
                "{text:?} is no address: write role/ID, role/ID@kind/KIND, org/ID, kind/KIND, country/BE, cell/ID, \
                 persona/ID or all"
            )),
        }
    }
}

written_as_text!(
    Address,
    "Who: role/ID, role/ID@kind/KIND, org/ID, kind/KIND, country/BE, cell/ID, persona/ID or all",
    "^(all|(role|org|kind|country|cell|persona)/.+)$"
);

/// A country by its two capital letters (ISO 3166-1 alpha-2), or `EU`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Country(u16);

impl fmt::Debug for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Display for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [first, second] = self.0.to_be_bytes();
        write!(f, "{}{}", char::from(first), char::from(second))
    }
}

impl std::str::FromStr for Country {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text.as_bytes() {
            [a, b] if a.is_ascii_uppercase() && b.is_ascii_uppercase() => {
                Ok(Self(u16::from_be_bytes([*a, *b])))
            }
            _ => Err(format!("{text:?} is no country: write its two capital letters, for instance BE")),
        }
    }
}

written_as_text!(Country, "A country's two capital letters (ISO 3166-1), or EU", "^[A-Z]{2}$");

/// A language by its two letters (ISO 639-1).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Language(u16);

impl fmt::Debug for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [first, second] = self.0.to_be_bytes();
        write!(f, "{}{}", char::from(first), char::from(second))
    }
}

impl std::str::FromStr for Language {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text.as_bytes() {
            [a, b] if a.is_ascii_lowercase() && b.is_ascii_lowercase() => {
                Ok(Self(u16::from_be_bytes([*a, *b])))
            }
            _ => Err(format!("{text:?} is no language: write its two letters, for instance nl")),
        }
    }
}

written_as_text!(Language, "A language's two letters (ISO 639-1)", "^[a-z]{2}$");

/// A few words that a reader sees: the same in every language (a name), or one text for each.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(untagged)]
pub enum Words {
    /// The same in every language.
    Same(String),
    /// A text for each language.
    Each(BTreeMap<Language, String>),
}

impl Words {
    /// The words in that language, else in any.
    pub fn get(&self, language: Language) -> &str {
        match self {
            Self::Same(text) => text,
            Self::Each(texts) => {
                texts.get(&language).or_else(|| texts.values().next()).map_or("", String::as_str)
            }
        }
    }
}

// Written out, because a derived untagged one says only that nothing fits.
impl<'de> Deserialize<'de> for Words {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Either;

        impl<'de> de::Visitor<'de> for Either {
            type Value = Words;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text, or a text for each language: {nl: ..., fr: ...}")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Words, E> {
                Ok(Words::Same(text.to_owned()))
            }

            fn visit_map<A: de::MapAccess<'de>>(self, map: A) -> Result<Words, A::Error> {
                BTreeMap::deserialize(de::value::MapAccessDeserializer::new(map)).map(Words::Each)
            }
        }

        deserializer.deserialize_any(Either)
    }
}

impl Default for Words {
    fn default() -> Self {
        Self::Same(String::new())
    }
}

/// What goes with an inject.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Attachment {
    /// Made from the seed.
    Artefact(Id),
    /// A file of the folder `files/`.
    File(String),
}

impl fmt::Display for Attachment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Artefact(id) => write!(f, "artefact/{id}"),
            Self::File(name) => write!(f, "file/{name}"),
        }
    }
}

impl std::str::FromStr for Attachment {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text.split_once('/') {
            Some(("artefact", id)) => id.parse().map(Self::Artefact),
            Some(("file", name)) if !name.is_empty() => Ok(Self::File(name.to_owned())),
            _ => Err(format!("{text:?} is no attachment: write artefact/ID or file/NAME")),
        }
    }
}

written_as_text!(Attachment, "artefact/ID or file/NAME", "^(artefact|file)/.+$");

/// Where a solution can be found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Evidence {
    /// An artefact.
    Artefact(Id),
    /// The text of an inject.
    Inject(Id),
}

impl fmt::Display for Evidence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Artefact(id) => write!(f, "artefact/{id}"),
            Self::Inject(id) => write!(f, "inject/{id}"),
        }
    }
}

impl std::str::FromStr for Evidence {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text.split_once('/') {
            Some(("artefact", id)) => id.parse().map(Self::Artefact),
            Some(("inject", id)) => id.parse().map(Self::Inject),
            _ => Err(format!("{text:?} is no evidence: write artefact/ID or inject/ID")),
        }
    }
}

written_as_text!(Evidence, "artefact/ID or inject/ID", "^(artefact|inject)/.+$");
