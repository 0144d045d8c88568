//! A text in every language, as the data files hold it.

use l10n::Lang;
use serde::Deserialize;

/// One text in the four languages.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Texts {
    nl: String,
    fr: String,
    de: String,
    en: String,
}

impl Texts {
    /// The text in `lang`.
    pub fn get(&self, lang: Lang) -> &str {
        match lang {
            Lang::Nl => &self.nl,
            Lang::Fr => &self.fr,
            Lang::De => &self.de,
            Lang::En => &self.en,
        }
    }

    /// Whether it says something in every language.
    pub(crate) fn is_complete(&self) -> bool {
        Lang::ALL.into_iter().all(|lang| !self.get(lang).trim().is_empty())
    }
}

/// Midnight UTC of a day written as `2026-11-01`.
pub(crate) fn day(text: &str) -> Option<kernel::time::Time> {
    let day: jiff::civil::Date = text.parse().ok()?;
    Some(day.to_zoned(jiff::tz::TimeZone::UTC).ok()?.timestamp().into())
}
