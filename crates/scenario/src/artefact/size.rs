//! How large an artefact is, and within what bounds.

use super::split::Sharing;
use crate::format::{Artefact, ArtefactKind};

/// Lines of a proxy log when the author writes none: about as many as one reads in a quarter of an hour.
pub const PROXY_LOG_LINES: u32 = 600;
/// Lines of a log of sign-ins when the author writes none.
pub const AUTH_LOG_LINES: u32 = 400;
/// Rows of leaked data when the author writes none.
pub const LEAKED_DATA_ROWS: u32 = 200;
/// The most lines or rows of a file, or of one piece of it.
pub const MAX_LINES: u32 = 100_000;
/// The most pieces of an artefact.
pub const MAX_PIECES: u32 = 64;
/// The most suspects in a piece, what is hidden among them; more could not be told apart by hand.
pub const MAX_SUSPECTS: u64 = 64;
/// The fewest lines for each suspect: what gives it away, and as much again around it.
pub const LINES_PER_SUSPECT: u32 = 16;
/// The length of the firmware of a device without its signature, in bytes.
pub const FIRMWARE_BYTES: usize = 64 * 1024;

/// How many lines or rows a kind has when the author writes none; nothing where it has no lines.
pub fn default_lines(kind: ArtefactKind) -> Option<u32> {
    match kind {
        ArtefactKind::ProxyLog => Some(PROXY_LOG_LINES),
        ArtefactKind::AuthLog => Some(AUTH_LOG_LINES),
        ArtefactKind::LeakedData => Some(LEAKED_DATA_ROWS),
        ArtefactKind::PhishingMail | ArtefactKind::RansomNote | ArtefactKind::FirmwareImage => None,
    }
}

/// The fewest lines in which all suspects of a piece can be hidden.
pub fn least_lines(artefact: &Artefact) -> u32 {
    let suspects = Sharing::of(artefact).suspects_in_a_piece().min(MAX_SUSPECTS);
    LINES_PER_SUSPECT * suspects as u32
}

/// How many lines the file, or each piece of it, has; 0 where it has no lines.
pub fn lines(artefact: &Artefact) -> u32 {
    let Some(usual) = default_lines(*artefact.kind) else { return 0 };
    let least = least_lines(artefact);
    artefact.lines.as_ref().map_or(usual.max(least), |lines| lines.value.clamp(least, MAX_LINES))
}
