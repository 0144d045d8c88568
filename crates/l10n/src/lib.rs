//! Words, dates and numbers in the four languages. Pure: no I/O at run time, no clock.
//!
//! A crate with words has `locales/{en,nl,fr,de}.ftl` and a `build.rs` that calls
//! [`generate::generate`]; it gets a struct `Words` with one method per message, so a key that is
//! missing in one language, or misspelt in a template, fails the build.

mod format;
pub mod generate;
mod message;

pub use format::{Zone, date, date_time, day, decimal, duration, file_size, iso, number, parse_local, time};
pub use message::{Argument, Bundle};

/// A language of the program.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Lang {
    /// English, the fall-back.
    #[default]
    En,
    /// Dutch.
    Nl,
    /// French.
    Fr,
    /// German.
    De,
}

impl Lang {
    /// Every language, in the order in which the switch shows them.
    pub const ALL: [Self; 4] = [Self::Nl, Self::Fr, Self::De, Self::En];

    /// Two letters, as in `<html lang>`.
    pub fn code(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Nl => "nl",
            Self::Fr => "fr",
            Self::De => "de",
        }
    }

    /// Its name in itself.
    pub fn own_name(self) -> &'static str {
        match self {
            Self::En => "English",
            Self::Nl => "Nederlands",
            Self::Fr => "Français",
            Self::De => "Deutsch",
        }
    }

    /// From two letters, or a longer tag that begins with them (`nl-BE`).
    pub fn parse(tag: &str) -> Option<Self> {
        let code = tag.trim().split(['-', '_']).next()?.to_ascii_lowercase();
        Self::ALL.into_iter().find(|lang| lang.code() == code)
    }

    /// The first language of an `Accept-Language` header that we speak.
    pub fn accepted(header: &str) -> Option<Self> {
        let mut wanted: Vec<(f32, Self)> = header
            .split(',')
            .take(20)
            .filter_map(|part| {
                let (tag, weight) = part.split_once(";q=").unwrap_or((part, "1"));
                Some((weight.trim().parse().unwrap_or(0.0), Self::parse(tag)?))
            })
            .collect();
        wanted.sort_by(|a, b| b.0.total_cmp(&a.0));
        wanted.first().map(|(_, lang)| *lang)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_browser_gets_the_first_language_we_speak() {
        assert_eq!(Lang::accepted("es, fr-BE;q=0.8, nl;q=0.9"), Some(Lang::Nl));
        assert_eq!(Lang::accepted("de-AT"), Some(Lang::De));
        assert_eq!(Lang::accepted("es"), None);
    }
}
