//! `paraat exercise`: rehearses exercises before anyone plays.

mod rehearse;
mod test;

use super::Outcome;

/// What can be done with an exercise.
#[derive(Debug, clap::Subcommand)]
pub enum Command {
    /// Play a whole exercise with bots, in virtual time, and say what comes of it.
    Rehearse(rehearse::Options),
    /// Play the tests that a scenario brings, and say what does not come of it as it should.
    Test(test::Options),
}

/// Runs one.
pub fn run(command: Command) -> anyhow::Result<Outcome> {
    match command {
        Command::Rehearse(options) => rehearse::run(&options),
        Command::Test(options) => test::run(&options),
    }
}
