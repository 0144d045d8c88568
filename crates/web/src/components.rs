//! What the pieces of `components.html` are given.

use kernel::time::Time;

use crate::context::Ctx;

/// A moment for people and for machines.
#[derive(Clone, Debug)]
pub struct Moment {
    /// As RFC 3339 writes it.
    pub iso: String,
    /// In the reader's language.
    pub text: String,
}

impl Ctx {
    /// A moment as this person reads it, and for `<time datetime>`.
    pub fn moment(&self, at: Time) -> Moment {
        Moment { iso: self.iso(at), text: self.date_time(at) }
    }
}

/// A state in one word.
#[derive(Clone, Debug)]
pub struct Chip {
    /// `red`, `amber`, `green`, `grey` or `accent`.
    pub tone: &'static str,
    /// For the eye only.
    pub icon: &'static str,
    /// In the reader's language.
    pub word: String,
}

/// A state in one word.
pub fn chip(tone: &'static str, icon: &'static str, word: impl Into<String>) -> Chip {
    Chip { tone, icon, word: word.into() }
}
