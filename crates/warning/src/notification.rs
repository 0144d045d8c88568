//! What a program is told of a warning: the document described by `data/schemas/warning-notification-1.schema.json`.

use serde::Serialize;

/// The version of the shape.
pub(crate) const SHAPE: u32 = 1;

/// The JSON that is posted to a program that listens at a URL.
#[derive(Debug, Serialize)]
pub(crate) struct Notification<'a> {
    /// The version of this shape, and what it is.
    pub paraat_warning: u32,
    /// Whether nothing of this has happened.
    pub exercise: bool,
    /// The authority's number for it.
    pub number: &'a str,
    /// Whether it is the first, replaces one, or ends it.
    pub kind: &'a str,
    /// How hard people are tried.
    pub class: &'a str,
    /// How far it may be passed on.
    pub tlp: &'a str,
    /// Who warns.
    pub authority: &'a str,
    /// Where a person answers.
    pub link: &'a str,
    /// What the authority says on the telephone when somebody asks whether this is genuine.
    pub check: &'a str,
    /// Its words, where the whole community may know them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub words: Option<Words<'a>>,
}

/// A warning's words, in one language.
#[derive(Debug, Serialize)]
pub(crate) struct Words<'a> {
    /// The language's code.
    pub language: &'a str,
    /// What happens.
    pub headline: &'a str,
    /// What to do, one step a line.
    pub instruction: &'a str,
}
