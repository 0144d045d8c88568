//! `paraat exercise`: rehearses exercises before anyone plays.

mod rehearse;

use super::Outcome;

/// What can be done with an exercise.
#[derive(Debug, clap::Subcommand)]
pub enum Command {
    /// Play a whole exercise with bots, in virtual time, and say what comes of it.
    Rehearse(rehearse::Options),
}

/// Runs one.
pub fn run(command: Command) -> anyhow::Result<Outcome> {
    match command {
        Command::Rehearse(options) => rehearse::run(&options),
    }
}
