//! `paraat scenario`: writes, checks and exchanges scenarios of exercises.

mod artefacts;
mod check;
mod export;
mod import;
mod new;
mod schema;

use super::Outcome;

/// What can be done with a scenario.
#[derive(Debug, clap::Subcommand)]
pub enum Command {
    /// Say what is wrong with a scenario, where, and how to mend it.
    Check(check::Options),
    /// Answer a handful of questions and get a scenario that has no errors.
    New(new::Options),
    /// Make a scenario of what another program wrote; what does not fit is listed.
    Import(import::Options),
    /// Write a scenario for another program, or for paper.
    Export(export::Options),
    /// Write the files of every artefact, as a seed makes them: to hand out when the program is not there.
    Artefacts(artefacts::Options),
    /// Print the JSON Schema of a file of a scenario, for editors.
    Schema(schema::Options),
}

/// Runs one.
pub fn run(command: Command) -> anyhow::Result<Outcome> {
    match command {
        Command::Check(options) => check::run(&options),
        Command::New(options) => new::run(&options),
        Command::Import(options) => import::run(options),
        Command::Export(options) => export::run(options),
        Command::Artefacts(options) => artefacts::run(&options),
        Command::Schema(options) => schema::run(&options),
    }
}
