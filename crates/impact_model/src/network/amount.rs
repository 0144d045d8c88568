//! A quantity that may be known, given as a range, or assumed.

use std::fmt;
use std::str::FromStr;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{self, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A quantity: its likeliest value, between which bounds it lies, and whether somebody said so.
///
/// Written `12`, `8..20` (the middle is the likeliest), `8..12..20`; a `~` in front says that nobody knows it and
/// that it was assumed: `~8..12..20`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Amount {
    /// The smallest value it may have.
    pub low: f32,
    /// The likeliest.
    pub likely: f32,
    /// The largest.
    pub high: f32,
    /// Nobody said so: it is a prior.
    pub assumed: bool,
}

impl Amount {
    /// Known exactly.
    pub const fn known(value: f32) -> Self {
        Self { low: value, likely: value, high: value, assumed: false }
    }

    /// Known to lie in a range.
    pub const fn between(low: f32, likely: f32, high: f32) -> Self {
        Self { low, likely, high, assumed: false }
    }

    /// The same quantity, but nobody said so.
    #[must_use]
    pub const fn assumed(self) -> Self {
        Self { assumed: true, ..self }
    }

    /// Whether it has one value only.
    pub fn is_exact(self) -> bool {
        self.low == self.high
    }

    /// All its values times a number.
    #[must_use]
    pub fn times(self, factor: f32) -> Self {
        Self { low: self.low * factor, likely: self.likely * factor, high: self.high * factor, ..self }
    }

    /// A value of the range, for a probability from 0 to 1 ([`crate::draw::plausible`]).
    pub fn quantile(self, probability: f64) -> f32 {
        crate::draw::plausible(self.low.into(), self.likely.into(), self.high.into(), probability) as f32
    }
}

impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { low, likely, high, assumed } = self;
        if *assumed {
            f.write_str("~")?;
        }
        if self.is_exact() {
            write!(f, "{likely}")
        } else if *likely == (low + high) / 2.0 {
            write!(f, "{low}..{high}")
        } else {
            write!(f, "{low}..{likely}..{high}")
        }
    }
}

impl FromStr for Amount {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let text = text.trim();
        let (assumed, numbers) = text.strip_prefix('~').map_or((false, text), |rest| (true, rest));
        let mut values = Vec::new();
        for part in numbers.split("..") {
            let value: f32 = part.trim().parse().or(Err(format!(
                "{text:?} is no quantity: write 12, 8..20 or 8..12..20, with ~ in front when it is assumed"
            )))?;
            values.push(value);
        }
        let (low, likely, high) = match *values.as_slice() {
            [value] => (value, value, value),
            [low, high] => (low, (low + high) / 2.0, high),
            [low, likely, high] => (low, likely, high),
            _ => return Err(format!("{text:?} has more than three numbers")),
        };
        if !(low.is_finite() && high.is_finite() && low <= likely && likely <= high) {
            return Err(format!("{text:?} does not rise from left to right"));
        }
        Ok(Self { low, likely, high, assumed })
    }
}

impl Serialize for Amount {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.is_exact() && !self.assumed {
            serializer.serialize_f32(self.likely)
        } else {
            serializer.collect_str(self)
        }
    }
}

impl<'de> Deserialize<'de> for Amount {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Any;
        impl Visitor<'_> for Any {
            type Value = Amount;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a number, or a text like \"8..20\" or \"~8..12..20\"")
            }

            fn visit_f64<E: de::Error>(self, value: f64) -> Result<Amount, E> {
                Ok(Amount::known(value as f32))
            }

            fn visit_u64<E: de::Error>(self, value: u64) -> Result<Amount, E> {
                Ok(Amount::known(value as f32))
            }

            fn visit_i64<E: de::Error>(self, value: i64) -> Result<Amount, E> {
                Ok(Amount::known(value as f32))
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Amount, E> {
                text.parse().map_err(E::custom)
            }
        }
        deserializer.deserialize_any(Any)
    }
}

impl JsonSchema for Amount {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Amount".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "A number, or a text: 8..20, 8..12..20; with ~ in front when it is assumed.",
            "type": ["number", "string"],
            "pattern": r"^\s*~?\s*-?[0-9.eE+-]+(\s*\.\.\s*-?[0-9.eE+-]+){0,2}\s*$"
        })
    }
}
