//! Files that belong to an incident: how many, how large, who may read them. Rules only.

use directory::Mandate;
use kernel::time::Time;
use web::file::Unfit;

/// Largest file, in bytes.
pub const ATTACHMENT_BYTES: usize = 25 * 1024 * 1024;
/// Most files of one incident.
pub const ATTACHMENTS_PER_INCIDENT: i64 = 20;
/// Most bytes of all files of one incident together.
pub const INCIDENT_BYTES: i64 = 100 * 1024 * 1024;

/// A file of an incident, its name opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attachment {
    /// Its identifier.
    pub id: String,
    /// The incident it belongs to.
    pub incident_id: String,
    /// Its name; empty once the incident is erased.
    pub name: String,
    /// What it is, as decided from its content.
    pub media_type: String,
    /// Its size.
    pub bytes: i64,
    /// SHA-256 of its content, in hexadecimal.
    pub digest: String,
    /// The mandates whose holders may read it, separated by spaces; empty for everybody who is told.
    pub shown_to: String,
    /// Who added it, as the journal names them.
    pub added_by: String,
    /// When it was added, in the realm.
    pub at: Time,
    /// The filing with which it first went out; empty while it has not.
    pub first_filing: String,
    /// The incident's wrapped key; empty once erased.
    pub(crate) seal_key: String,
}

impl Attachment {
    /// Whether the holder of `mandate` may read it, once it was sent.
    pub(crate) fn is_shown_to(&self, mandate: Option<Mandate>) -> bool {
        self.shown_to.is_empty()
            || mandate.is_some_and(|mandate| self.shown_to.split(' ').any(|name| name == mandate.as_str()))
    }

    /// Whether it went out with a filing.
    pub fn is_sent(&self) -> bool {
        !self.first_filing.is_empty()
    }
}

/// What binds a sealed piece to its place.
pub(crate) fn chunk_context(id: &str, seq: i64) -> String {
    format!("attachment {id} {seq}")
}

/// What binds a sealed name to its file.
pub(crate) fn name_context(id: &str) -> String {
    format!("attachment {id} name")
}

/// Why a file is not taken. Each has a sentence that says what to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// No file was chosen.
    NoFile,
    /// It is not said who may see it.
    WhoSees,
    /// It is empty.
    Empty,
    /// It is larger than [`ATTACHMENT_BYTES`].
    TooLarge,
    /// The incident has [`ATTACHMENTS_PER_INCIDENT`] files.
    TooMany,
    /// The incident's files would be larger than [`INCIDENT_BYTES`] together.
    NoRoom,
    /// It is a program or a script.
    Program,
    /// It is none of the kinds that are taken.
    OtherKind,
    /// It did not arrive completely.
    BrokeOff,
    /// Too many uploads were begun and not finished.
    Busy,
}

impl From<Unfit> for Refusal {
    fn from(unfit: Unfit) -> Self {
        match unfit {
            Unfit::Empty => Self::Empty,
            Unfit::Program => Self::Program,
            Unfit::OtherKind => Self::OtherKind,
        }
    }
}

/// What is kept of the answer to "who may see it": `everybody`, or mandates separated by spaces.
pub(crate) fn shown_to(answer: &str) -> Result<String, Refusal> {
    if answer == EVERYBODY {
        return Ok(String::new());
    }
    let mandates: Option<Vec<&str>> =
        answer.split_whitespace().map(|name| Mandate::parse(name).map(Mandate::as_str)).collect();
    match mandates {
        Some(mandates) if !mandates.is_empty() => Ok(mandates.join(" ")),
        _ => Err(Refusal::WhoSees),
    }
}

/// The answer that shows a file to everybody who is told.
pub(crate) const EVERYBODY: &str = "everybody";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_may_see_it_is_one_of_the_answers() {
        assert_eq!(shown_to("everybody"), Ok(String::new()));
        assert_eq!(shown_to("csirt"), Ok("csirt".to_owned()));
        assert_eq!(shown_to("csirt  lab_quality"), Ok("csirt lab_quality".to_owned()));
        for wrong in ["", " ", "police", "csirt police"] {
            assert_eq!(shown_to(wrong), Err(Refusal::WhoSees), "{wrong:?}");
        }
    }
}
