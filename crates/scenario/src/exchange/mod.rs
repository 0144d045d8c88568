//! Scenarios of others into ours, and ours into what others read: exercises of OpenAEV, lists of events as
//! spreadsheets, definitions of INJECT, MISP's Common Exercise Format, rows of T3SF; and a pack on paper with which
//! exercise control goes on by hand.
//!
//! What a source holds and the format of scenarios cannot express is listed ([`Lost`]), never dropped silently.
//! `docs/scenarios/exchange.md` says for people what becomes of what.

mod cast;
mod cexf;
mod cexf_export;
mod clauses;
mod columns;
mod condition_words;
mod draft;
mod earliest;
mod guess;
mod html;
mod inject_muni;
mod left_out;
mod leftover;
mod made;
mod moments;
mod msel;
mod msel_export;
mod msel_things;
mod names;
mod near;
mod ods;
mod openaev;
mod print_appendix;
mod print_card;
mod print_html;
mod print_pack;
mod print_words;
mod sheet;
mod source;
mod t3sf;
mod timeline;
mod wall;

pub use columns::{Field, Mapping, MappingError};
pub use made::{ArtefactError, ArtefactFile, artefact_files};
pub use source::{Content, MAX_SOURCE, Source};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::files::{Files, FilesError};
use crate::format::{Language, closed};
use crate::read::Written;

closed! {
    /// What can be imported.
    Kind {
        /// A scenario or simulation exported by OpenAEV: JSON, or a zip of it with its documents.
        OpenAev = "openaev",
        /// A master scenario events list as a spreadsheet: `.xlsx`, `.ods` or `.csv`.
        Msel = "msel",
        /// A definition of INJECT: a folder of YAML, or a zip of it.
        Inject = "inject",
        /// MISP's Common Exercise Format.
        Cexf = "cexf",
        /// Rows of T3SF, as JSON.
        T3sf = "t3sf",
    }
}

closed! {
    /// What can be exported.
    ExportKind {
        /// A master scenario events list as a spreadsheet (`.xlsx`).
        Msel = "msel" or "spreadsheet",
        /// MISP's Common Exercise Format (`.json`).
        Cexf = "cexf",
        /// One page for the printer with which exercise control goes on by hand (`.html`).
        Print = "print" or "paper",
    }
}

/// How to read a source. Nothing has to be said.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The language of its texts; guessed from them when not said.
    pub language: Option<Language>,
    /// Which columns of a spreadsheet hold what; found by their names or their content when not said.
    pub columns: Option<Mapping>,
    /// When the day that relative times count from begins (`2027-03-01T09:00`).
    pub start: Option<String>,
    /// The time zone of the exercise (IANA); Europe/Brussels when not said.
    pub timezone: Option<String>,
}

/// Something that the source holds and the scenario does not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lost {
    /// Where it stands in the source: a path in its JSON, a sheet and cell, a file.
    pub place: String,
    /// What it is, and what became of it.
    pub what: String,
}

/// A scenario made of a source.
#[derive(Debug, Clone)]
pub struct Imported {
    /// The scenario.
    pub written: Written,
    /// What belongs into `files/`, by its whole path.
    pub files: Files,
    /// What the source holds and the scenario does not.
    pub lost: Vec<Lost>,
    /// What was decided while importing, for somebody to look at.
    pub notes: Vec<String>,
}

impl Imported {
    /// Every file of the scenario, as [`crate::read::read`] reads them.
    ///
    /// # Errors
    ///
    /// When a value cannot be written as YAML, or there is too much of it.
    pub fn to_files(&self) -> Result<Files, crate::write::WriteError> {
        let mut files = crate::write::write(&self.written)?;
        for (path, bytes) in self.files.iter() {
            files.insert(path.to_owned(), bytes.to_vec())?;
        }
        Ok(files)
    }
}

/// Why a source cannot be imported.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// Nobody knows what it is.
    #[error("{0} is nothing that can be imported: name its format, one of openaev, msel, inject, cexf, t3sf")]
    Unknown(String),
    /// It is larger than what is read.
    #[error("{0} is larger than {max} MB", max = MAX_SOURCE / 1024 / 1024)]
    TooLarge(String),
    /// It is not what its format wants.
    #[error("{place}: {what}")]
    Broken {
        /// Where.
        place: String,
        /// What is wrong.
        what: String,
    },
    /// Its zip cannot be read.
    #[error(transparent)]
    Files(#[from] FilesError),
}

impl ImportError {
    /// Something at a place that is not what its format wants.
    pub(crate) fn broken(place: impl Into<String>, what: impl std::fmt::Display) -> Self {
        Self::Broken { place: place.into(), what: what.to_string() }
    }
}

/// Makes a scenario of a source; what it is is recognised from its content when `kind` does not say it.
///
/// # Errors
///
/// When it is too large, or not what its format wants.
pub fn import(source: &Source<'_>, kind: Option<Kind>, options: &Options) -> Result<Imported, ImportError> {
    source.within_bounds()?;
    let kind = kind
        .or_else(|| source::recognise(source))
        .ok_or_else(|| ImportError::Unknown(source.name.to_owned()))?;
    let draft = match kind {
        Kind::OpenAev => openaev::import(source, options)?,
        Kind::Msel => msel::import(source, options)?,
        Kind::Inject => inject_muni::import(source, options)?,
        Kind::Cexf => cexf::import(source, options)?,
        Kind::T3sf => t3sf::import(source, options)?,
    };
    Ok(draft.finish())
}

/// What came of an export.
#[derive(Debug, Clone)]
pub struct Exported {
    /// What the file should be called.
    pub file_name: String,
    /// What is in it.
    pub bytes: Vec<u8>,
    /// What the scenario holds and the file does not.
    pub lost: Vec<Lost>,
}

/// Why a scenario cannot be exported.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The spreadsheet cannot be made.
    #[error("the spreadsheet cannot be made: {0}")]
    Sheet(#[from] rust_xlsxwriter::XlsxError),
    /// The JSON cannot be made.
    #[error("the file cannot be made: {0}")]
    Json(#[from] serde_json::Error),
}

/// What to export.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ExportOptions {
    /// In which language.
    pub language: Language,
    /// A number of minutes after the start of the exercise: the print pack leaves out what goes before it.
    pub from: Option<u32>,
    /// From which seed the artefacts are made; that of the rehearsal or the exercise they belong to.
    pub seed: u64,
}

impl ExportOptions {
    /// The whole exercise in a language, with the seed that rehearsals begin with.
    pub fn new(language: Language) -> Self {
        Self { language, from: None, seed: 1 }
    }
}

/// Makes a file for others of a scenario, in one of its languages.
///
/// # Errors
///
/// When the file cannot be made.
pub fn export(written: &Written, kind: ExportKind, options: &ExportOptions) -> Result<Exported, ExportError> {
    let planted = made::planted(written, options.seed);
    let cast = cast::Cast::of(written, options.language).with(planted.as_ref().ok());
    let mut exported = match kind {
        ExportKind::Msel => msel_export::export(&cast)?,
        ExportKind::Cexf => cexf_export::export(&cast)?,
        ExportKind::Print => print_pack::export(&cast.with_lines(), options),
    };
    if let Err(error) = &planted {
        let what = format!("what is hidden in the artefacts: {error}");
        exported.lost.push(Lost { place: "artefacts.yaml".to_owned(), what });
    }
    exported.lost = folded(exported.lost);
    Ok(exported)
}

/// The most places that stand in one line of what is lost.
const PLACES: usize = 3;

/// The same words of several places as one line, with how many there are.
fn folded(lost: Vec<Lost>) -> Vec<Lost> {
    let mut all: Vec<(String, Vec<String>)> = Vec::new();
    for Lost { place, what } in lost {
        let of_an_inject = place.starts_with("injects: ");
        let same = all.iter_mut().find(|(known, places)| {
            of_an_inject
                && *known == what
                && places.first().is_some_and(|place| place.starts_with("injects: "))
        });
        match same {
            Some((_, places)) => places.push(place.trim_start_matches("injects: ").to_owned()),
            None => all.push((what, vec![place])),
        }
    }
    let line = |(what, places): (String, Vec<String>)| {
        let count = places.len();
        let place = places.iter().take(PLACES).map(String::as_str).collect::<Vec<_>>().join(", ");
        match count {
            0..=PLACES => Lost { place, what },
            _ => Lost {
                place: format!("{place} and {} more", count - PLACES),
                what: format!("{what} ({count} times)"),
            },
        }
    };
    all.into_iter().map(line).collect()
}
