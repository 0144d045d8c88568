//! The command line. Exit codes: 0 all is well, 1 something wrong was found, 2 could not run.

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::commands::{self, Outcome};
use crate::stop::Stop;

/// What follows `--help`.
const EXIT_CODES: &str = "Exit codes: 0 all is well, 1 something wrong was found, 2 could not run.";

/// Report, warn, coordinate, help and rehearse when a cyberattack hits health care.
#[derive(Parser)]
#[command(name = "paraat", version, after_help = EXIT_CODES)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Run an installation.
    Serve(commands::serve::Options),
    /// Try it: a fictional health sector on a throw-away database.
    Demo(commands::demo::Options),
    /// Print a commented configuration file to begin with.
    Config,
    /// Look at everything the installation stands on, and say how to mend what fails.
    Doctor(commands::doctor::Options),
    /// Look after the journal.
    #[command(subcommand)]
    Journal(commands::journal::Command),
    /// Write one consistent snapshot of everything to a file, while the installation runs.
    Backup(commands::backup::Options),
    /// Bring a backup back, into an installation where nothing has happened yet.
    Restore(commands::restore::Options),
    /// Look after what was filed.
    #[command(subcommand)]
    Report(commands::report::Command),
    /// Look after the directory.
    #[command(subcommand)]
    Directory(commands::directory::Command),
    /// Write, check and exchange scenarios of exercises.
    #[command(subcommand)]
    Scenario(commands::scenario::Command),
    /// Rehearse exercises before anyone plays.
    #[command(subcommand)]
    Exercise(commands::exercise::Command),
    /// Say what fails next, who can take over, and how ready a whole network is.
    #[command(subcommand)]
    Impact(commands::impact::Command),
    /// Measure what this program must carry.
    #[command(subcommand)]
    Bench(commands::bench::Command),
}

impl Command {
    async fn run(self) -> anyhow::Result<Outcome> {
        match self {
            Self::Serve(options) => commands::serve::run(options).await,
            Self::Demo(options) => commands::demo::run(options).await,
            Self::Config => Ok(commands::config::run()),
            Self::Doctor(options) => commands::doctor::run(options).await,
            Self::Journal(command) => commands::journal::run(command).await,
            Self::Backup(options) => commands::backup::run(options).await,
            Self::Restore(options) => commands::restore::run(options).await,
            Self::Report(command) => commands::report::run(command).await,
            Self::Directory(command) => commands::directory::run(command).await,
            Self::Scenario(command) => commands::scenario::run(command),
            Self::Exercise(command) => commands::exercise::run(command),
            Self::Impact(command) => commands::impact::run(command).await,
            Self::Bench(command) => commands::bench::run(command).await,
        }
    }
}

/// Runs the command that the arguments of this process ask for.
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    crate::server::use_ring();
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return refuse(&error.into()),
    };
    match runtime.block_on(cli.command.run()) {
        Ok(Outcome::Fine) => ExitCode::SUCCESS,
        Ok(Outcome::Found) => ExitCode::from(1),
        Err(error) => refuse(&error),
    }
}

/// Says why the command could not run, and how to mend it when that is known.
fn refuse(error: &anyhow::Error) -> ExitCode {
    use std::io::Write;
    let mut err = std::io::stderr().lock();
    let _ = match error.downcast_ref::<Stop>() {
        Some(stop) => writeln!(err, "paraat: {stop}"),
        None => writeln!(err, "paraat: {error:#}"),
    };
    ExitCode::from(2)
}
