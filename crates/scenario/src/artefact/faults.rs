//! What can be wrong with an artefact as it is written, besides its values.

use super::hidden::hidden_in;
use super::size::{MAX_LINES, MAX_PIECES, MAX_SUSPECTS, default_lines, least_lines};
use super::split::Sharing;
use crate::format::{Artefact, ArtefactKind, At, Id};

/// Something that is wrong with an artefact, where, and how to mend it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("artefact {artefact}: {message}")]
pub struct Fault {
    /// Which artefact.
    pub artefact: Id,
    /// The line in its file, from 1; 0 when it was not read from a file.
    pub line: u32,
    /// The column in its line, from 1; 0 when it was not read from a file.
    pub column: u32,
    /// What is wrong and what to write instead.
    pub message: String,
}

impl Fault {
    pub(super) fn at<T>(artefact: &Artefact, place: &At<T>, message: String) -> Self {
        Self { artefact: artefact.id.value.clone(), line: place.line, column: place.column, message }
    }
}

/// Names under `plant` that the kind does not have.
pub(super) fn name_faults(artefact: &Artefact) -> Vec<Fault> {
    let kind = *artefact.kind;
    let unknown = |name: &&String| !hidden_in(kind).iter().any(|hidden| hidden.name == name.as_str());
    let fault = |name: &String| {
        Fault::at(artefact, &artefact.plant[name], format!("{name:?} is not hidden here: {}", names_of(kind)))
    };
    artefact.plant.keys().filter(unknown).map(fault).collect()
}

/// Lines and pieces out of bounds.
pub(super) fn size_faults(artefact: &Artefact) -> Vec<Fault> {
    let mut faults = Vec::new();
    let has_lines = default_lines(*artefact.kind).is_some();
    if let Some(split) = &artefact.split {
        let mut fault = |place: &At<u32>, message: String| faults.push(Fault::at(artefact, place, message));
        let sharing = Sharing::of(artefact);
        let needs = split.needs.as_ref().unwrap_or(&split.pieces);
        if !has_lines {
            fault(&split.pieces, format!("a {} cannot be split; leave split out", artefact.kind.value));
        } else if !(1..=MAX_PIECES).contains(&sharing.pieces) {
            fault(
                &split.pieces,
                format!("{} pieces cannot be; write from 1 to {MAX_PIECES}", sharing.pieces),
            );
        } else if !(1..=sharing.pieces).contains(&sharing.needs) {
            fault(needs, format!("needs is {}; write from 1 to the number of pieces", sharing.needs));
        } else if sharing.suspects_in_a_piece() > MAX_SUSPECTS {
            let message = format!(
                "so that no fewer than {} of {} pieces give it away, each would hold more than {MAX_SUSPECTS} \
                 suspects; write fewer pieces, or needs 2, 3 or all",
                sharing.needs, sharing.pieces
            );
            fault(needs, message);
        }
    }
    if let Some(lines) = &artefact.lines {
        let least = least_lines(artefact);
        let message = if !has_lines {
            Some(format!("a {} has no lines; leave lines out", artefact.kind.value))
        } else if !(least..=MAX_LINES).contains(&lines.value) {
            Some(format!("{} lines are too few or too many; write from {least} to {MAX_LINES}", lines.value))
        } else {
            None
        };
        faults.extend(message.map(|message| Fault::at(artefact, lines, message)));
    }
    faults
}

/// A number of rows that is out of bounds or not that of `lines`.
pub(super) fn rows_fault(artefact: &Artefact, rows: &str) -> Option<Fault> {
    let written = artefact.plant.get("rows")?;
    let rows: u32 = rows.parse().ok()?;
    let least = least_lines(artefact);
    if rows < least {
        return Some(Fault::at(
            artefact,
            written,
            format!("{rows} rows are too few; write at least {least}"),
        ));
    }
    let lines = artefact.lines.as_ref()?;
    (lines.value != rows).then(|| {
        let message = format!("lines is {} and rows {rows}; write one of them only", lines.value);
        Fault::at(artefact, written, message)
    })
}

/// What a kind hides, for a message.
pub(super) fn names_of(kind: ArtefactKind) -> String {
    let names: Vec<&str> = hidden_in(kind).iter().map(|hidden| hidden.name).collect();
    format!("a {kind} hides {}", names.join(", "))
}
