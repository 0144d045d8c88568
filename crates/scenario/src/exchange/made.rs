//! The files of the artefacts of a scenario, made from a seed: for paper, and for who has to hand them out without the
//! program.

use jiff::civil::DateTime;
use jiff::tz::TimeZone;

use super::cast::Cast;
use crate::artefact::{Fault, Made, NotPlanted, Planted, Setting, Words, make, plant};
use crate::format::{Artefact, Language};
use crate::read::Written;

/// A file of an artefact in one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArtefactFile {
    /// In which language its words are.
    pub language: Language,
    /// The file.
    pub made: Made,
}

/// Why the files of the artefacts cannot be made.
#[derive(Debug, thiserror::Error)]
pub enum ArtefactError {
    /// What is hidden in them cannot be decided.
    #[error("{}", said(.0))]
    Faults(Vec<Fault>),
    /// The start of the exercise is no moment.
    #[error("the start of the exercise cannot be read: {0}")]
    Start(String),
    /// Nothing is hidden in one of them.
    #[error(transparent)]
    NotPlanted(#[from] NotPlanted),
}

/// Every fault on a line.
fn said(faults: &[Fault]) -> String {
    faults.iter().map(|fault| fault.message.clone()).collect::<Vec<_>>().join("\n")
}

/// What is hidden in every artefact of a scenario under a seed.
///
/// # Errors
/// When an artefact is wrong; the checker says where.
pub fn planted(written: &Written, seed: u64) -> Result<Planted, ArtefactError> {
    let artefacts: Vec<Artefact> = written.artefacts.iter().map(|artefact| artefact.value.clone()).collect();
    plant(&artefacts, seed).map_err(ArtefactError::Faults)
}

/// Every file of every artefact: all pieces, in every language of the exercise.
///
/// # Errors
/// When an artefact or the start of the exercise is wrong; the checker says where.
pub fn artefact_files(written: &Written, seed: u64) -> Result<Vec<ArtefactFile>, ArtefactError> {
    let planted = planted(written, seed)?;
    let mut files = Vec::new();
    for language in written.languages() {
        let cast = Cast::of(written, language).with(Some(&planted)).with_lines();
        for artefact in &written.artefacts {
            for piece in 0..pieces(artefact) {
                let made = made(&cast, artefact, &planted, piece)?;
                files.extend(made.into_iter().map(|made| ArtefactFile { language, made }));
            }
        }
    }
    Ok(files)
}

/// In how many pieces an artefact is.
pub fn pieces(artefact: &Artefact) -> u32 {
    let pieces = artefact.split.as_ref().map_or(1, |split| split.pieces.value);
    pieces.clamp(1, crate::artefact::MAX_PIECES)
}

/// The files of one piece.
pub fn made(
    cast: &Cast<'_>,
    artefact: &Artefact,
    planted: &Planted,
    piece: u32,
) -> Result<Vec<Made>, ArtefactError> {
    let clock = &cast.written.exercise.clock;
    let start: DateTime =
        clock.start.value.parse().map_err(|error: jiff::Error| ArtefactError::Start(error.to_string()))?;
    let zone = TimeZone::get(&clock.timezone.value).unwrap_or(TimeZone::UTC);
    let key = artefact.text.as_ref().map_or(artefact.id.as_str(), |key| key.as_str());
    let text = cast.written.texts.get(cast.language, key);
    let text = text.map(|text| (cast.filled(&text.subject), cast.filled(&text.body)));
    let words = text.as_ref().map(|(subject, body)| Words { subject, body });
    let sender = artefact.from.as_ref().map(|from| cast.who(from));
    let setting = Setting { words, sender: sender.as_deref(), language: cast.language, start, zone, piece };
    Ok(make(artefact, planted, &setting)?)
}
