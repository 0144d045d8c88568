//! A message with variables, formatted at run time.

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};

use crate::Lang;

/// A value put into a message.
pub enum Argument {
    /// A text, put in as it is.
    Text(String),
    /// A whole number, which may choose a plural.
    Number(i64),
}

impl From<&str> for Argument {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<&String> for Argument {
    fn from(text: &String) -> Self {
        Self::Text(text.clone())
    }
}

impl From<String> for Argument {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

macro_rules! number {
    ($($kind:ty),*) => {
        $(
            impl From<$kind> for Argument {
                fn from(number: $kind) -> Self {
                    Self::Number(i64::try_from(number).unwrap_or(i64::MAX))
                }
            }
            impl From<&$kind> for Argument {
                fn from(number: &$kind) -> Self {
                    Self::from(*number)
                }
            }
        )*
    };
}

number!(i64, i32, u32, u64, usize);

/// One crate's messages in one language.
pub struct Bundle(FluentBundle<FluentResource>);

impl Bundle {
    /// Reads a crate's messages, whose syntax its build has checked.
    pub fn new(lang: Lang, source: &str) -> Self {
        let tag = lang.code().parse().expect("two letters are a language");
        let mut bundle = FluentBundle::new_concurrent(vec![tag]);
        // Isolation marks would be visible in plain-text mail and in copied text.
        bundle.set_use_isolating(false);
        let resource = match FluentResource::try_new(source.to_owned()) {
            Ok(resource) | Err((resource, _)) => resource,
        };
        bundle.add_resource_overriding(resource);
        Self(bundle)
    }

    /// The message `key` with its variables put in.
    pub fn format(&self, key: &str, arguments: Vec<(&'static str, Argument)>) -> String {
        let mut values = FluentArgs::new();
        for (name, argument) in arguments {
            let value = match argument {
                Argument::Text(text) => FluentValue::from(text),
                Argument::Number(number) => FluentValue::from(number),
            };
            values.set(name, value);
        }
        let pattern = self.0.get_message(key).and_then(|message| message.value());
        let mut faults = Vec::new();
        pattern.map_or_else(
            || key.to_owned(),
            |pattern| self.0.format_pattern(pattern, Some(&values), &mut faults).into_owned(),
        )
    }
}
