//! Artefacts: mails, logs, notes, firmware and stolen data that are made from a seed, with something hidden in each.
//!
//! [`plant()`] decides what is hidden in all artefacts of a scenario; [`make`] makes the files of one. Both are functions
//! of what they are given and of nothing else: the same seed gives the same bytes on any machine. Whatever looks like
//! it belongs to somebody is set aside for documentation or cannot exist, and every file says that it is an exercise.
//!
//! [`candidates`] reads logs as a player would, so that what is hidden can be shown to be findable; [`has_clue`] says
//! whether a value can be seen in a file at all.

mod auth_log;
mod clue;
mod draw;
mod faults;
mod fictitious;
mod firmware;
mod hidden;
mod invented;
mod leaked_data;
mod mail;
mod mark;
mod plant;
mod proxy_log;
mod ransom_note;
mod size;
mod split;
mod suspects;
mod timeline;

use std::collections::HashSet;

use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use sha2::{Digest, Sha256};

pub use clue::has_clue;
pub use faults::Fault;
pub use hidden::{BEACON_SECONDS, Form, HIDDEN, Hidden, MAX_VALUE, hidden_in};
pub use plant::{MAX_REFERENCES, Planted, plant};
pub use size::{
    AUTH_LOG_LINES, FIRMWARE_BYTES, LEAKED_DATA_ROWS, LINES_PER_SUSPECT, MAX_LINES, MAX_PIECES, MAX_SUSPECTS,
    PROXY_LOG_LINES, default_lines, least_lines, lines,
};
pub use suspects::{Suspect, candidates, held_by_most};

use crate::format::{Artefact, ArtefactKind, Id, Language};
use split::Sharing;

/// Words that an author wrote for an artefact, with every placeholder filled in.
#[derive(Debug, Clone, Copy)]
pub struct Words<'a> {
    /// The subject of a mail, the heading of a note.
    pub subject: &'a str,
    /// The text, in Markdown.
    pub body: &'a str,
}

/// For whom and when an artefact is made.
#[derive(Debug, Clone)]
pub struct Setting<'a> {
    /// The author's words; a few plain ones when there are none.
    pub words: Option<Words<'a>>,
    /// The name of who sends it, where somebody does; a name that does not exist when there is none.
    pub sender: Option<&'a str>,
    /// In which language the program's own words are.
    pub language: Language,
    /// When the exercise starts by its own clock. What artefacts tell of happened in the day before.
    pub start: DateTime,
    /// The time zone of that clock.
    pub zone: TimeZone,
    /// Which piece of a split artefact, from 0; it goes round, so that the number of an organisation will do.
    pub piece: u32,
}

/// A file that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Made {
    /// What it is called, without folders.
    pub file_name: String,
    /// Its media type.
    pub media_type: &'static str,
    /// What is in it.
    pub bytes: Vec<u8>,
}

/// Nothing was planted in an artefact that is to be made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "nothing is planted in the artefact {0}: plant all artefacts of the scenario together before making any"
)]
pub struct NotPlanted(
    /// Which artefact.
    pub Id,
);

/// Makes the files of an artefact: one, or for firmware the image and what its maker published about it.
///
/// # Errors
/// When `planted` does not come from a list with this artefact in it.
pub fn make(artefact: &Artefact, planted: &Planted, setting: &Setting<'_>) -> Result<Vec<Made>, NotPlanted> {
    if hidden_in(*artefact.kind).iter().any(|hidden| planted.value(&artefact.id, hidden.name).is_none()) {
        return Err(NotPlanted(artefact.id.value.clone()));
    }
    let setting = &Setting { start: written_at(artefact, setting.start), ..setting.clone() };
    let making = Making { artefact, planted, setting };
    Ok(match *artefact.kind {
        ArtefactKind::PhishingMail => vec![making.file("eml", "message/rfc822", mail::make(&making))],
        ArtefactKind::ProxyLog => vec![making.file("log", PLAIN_TEXT, proxy_log::make(&making))],
        ArtefactKind::AuthLog => vec![making.file("log", PLAIN_TEXT, auth_log::make(&making))],
        ArtefactKind::RansomNote => vec![making.file("txt", PLAIN_TEXT, ransom_note::make(&making))],
        ArtefactKind::FirmwareImage => {
            let image = making.file("bin", "application/octet-stream", firmware::make(&making));
            let manifest = firmware::manifest(&making, &image);
            vec![image, manifest]
        }
        ArtefactKind::LeakedData => {
            vec![making.file("csv", "text/csv; charset=utf-8", leaked_data::make(&making))]
        }
    })
}

/// The moment that an artefact is from, by the exercise's clock: its `at`, else the start.
fn written_at(artefact: &Artefact, start: DateTime) -> DateTime {
    let Some(at) = &artefact.at else { return start };
    let after = at.value.after_start(crate::model::time_of_day(start));
    start.checked_add(jiff::SignedDuration::from_millis(after)).unwrap_or(start)
}

const PLAIN_TEXT: &str = "text/plain; charset=utf-8";

/// The longest name of a file, in characters.
const MAX_FILE_NAME: usize = 120;

/// An artefact that is being made: what it is, what is hidden in it, and for whom.
struct Making<'a> {
    artefact: &'a Artefact,
    planted: &'a Planted,
    setting: &'a Setting<'a>,
}

impl Making<'_> {
    fn value(&self, name: &str) -> &str {
        self.planted.value(&self.artefact.id, name).unwrap_or_default()
    }

    fn draw(&self, purpose: &str, index: u64) -> draw::Draw {
        draw::Draw::new(self.planted.seed(), self.artefact.id.as_str(), purpose, index)
    }

    fn sharing(&self) -> Sharing {
        Sharing::of(self.artefact)
    }

    /// Which piece, from 0 to the number of pieces.
    fn piece(&self) -> u32 {
        self.setting.piece % self.sharing().pieces.max(1)
    }

    /// Whether the author chose a value.
    fn is_written(&self, name: &str) -> bool {
        self.artefact.plant.contains_key(name)
    }

    /// Everything that is hidden anywhere in the scenario: no decoy may be taken for it.
    fn planted_anywhere(&self) -> HashSet<String> {
        let of = |id| self.planted.of(id).map(|(_, value)| value.to_owned());
        self.planted.artefacts().flat_map(of).collect()
    }

    /// A value for a decoy, unlike the hidden one. Where the author chose that, its digits are changed, so that it does
    /// not stand out among the decoys; where it has none, nothing can be done about it.
    fn decoy(&self, name: &str, invent: fn(&mut draw::Draw) -> String, draw: &mut draw::Draw) -> String {
        const TRIES: u32 = 8;
        let hidden = self.value(name);
        if self.is_written(name) {
            for _ in 0..TRIES {
                let other = fictitious::of_the_same_shape(hidden, draw);
                if other != hidden {
                    return other;
                }
            }
        }
        loop {
            let other = invent(draw);
            if other != hidden {
                return other;
            }
        }
    }

    /// An address for a decoy, unlike the hidden one.
    fn decoy_address(&self, name: &str, draw: &mut draw::Draw) -> String {
        loop {
            let other = fictitious::public_address(draw).to_string();
            if other != self.value(name) {
                return other;
            }
        }
    }

    fn file(&self, ending: &str, media_type: &'static str, bytes: Vec<u8>) -> Made {
        Made { file_name: self.file_name(ending), media_type, bytes }
    }

    /// The author's name for the file or one made from the identifier; a piece says which it is.
    fn file_name(&self, ending: &str) -> String {
        let (stem, ending) = match self.artefact.file.as_ref().map(|name| name.rsplit_once('.')) {
            Some(Some((stem, ending))) if !stem.is_empty() => (stem, ending),
            Some(_) | None => {
                (self.artefact.file.as_ref().map_or(self.artefact.id.as_str(), |name| name), ending)
            }
        };
        let tame = |c: char| if c.is_control() || "/\\:*?\"<>|".contains(c) { '-' } else { c };
        let stem: String = stem.chars().map(tame).take(MAX_FILE_NAME).collect();
        let ending: String = ending.chars().map(tame).take(MAX_FILE_NAME).collect();
        match self.sharing().pieces {
            0 | 1 => format!("{stem}.{ending}"),
            pieces => format!("{stem}-{}-of-{pieces}.{ending}", self.piece() + 1),
        }
    }
}

/// The SHA-256 digest of bytes, in lower-case hexadecimal.
fn sha256(bytes: &[u8]) -> String {
    fictitious::hex(&Sha256::digest(bytes))
}
