//! One file per command.

pub mod backup;
pub mod bench;
pub mod config;
pub mod demo;
pub mod directory;
pub mod doctor;
pub mod exercise;
pub mod impact;
pub mod journal;
pub mod report;
pub mod restore;
pub mod scenario;
pub mod serve;

use std::io::Write;

/// What a command that ran has to say by its exit code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// All is well: 0.
    Fine,
    /// Something is wrong with what was looked at: 1.
    Found,
}

/// Writes a line to standard output. A reader that has gone away is no fault of ours.
pub fn say(line: impl std::fmt::Display) {
    let mut out = std::io::stdout().lock();
    let _ = writeln!(out, "{line}").and_then(|()| out.flush());
}

/// Writes a machine-readable answer to standard output, on one line.
pub fn say_json(value: &impl serde::Serialize) -> anyhow::Result<()> {
    say(serde_json::to_string(value)?);
    Ok(())
}
