//! `paraat directory import FILE`: reads organisations and sites from a list, losing nothing.

use std::path::{Path, PathBuf};

use anyhow::Context;
use directory::ImportOutcome;
use directory::import::{Problem, Severity};
use kernel::{Error, realm};

use super::{Outcome, say, say_json};
use crate::house::House;
use crate::place::Place;
use crate::stop::Stop;

/// Refused rows that are described; the file of `--refused` holds every one.
const DESCRIBED: usize = 20;

/// What can be done with the directory.
#[derive(Debug, clap::Subcommand)]
pub enum Command {
    /// Read organisations and sites from a CSV file.
    Import(Import),
}

/// The options of `paraat directory import`.
#[derive(Debug, clap::Args)]
pub struct Import {
    /// The list, as CSV.
    file: PathBuf,
    /// The realm to read it into.
    #[arg(long, value_name = "ID", default_value = realm::REALITY)]
    realm: String,
    /// The list's own name, so that a later edition of it finds what this one brought. Taken from its
    /// columns or its file's name when left out.
    #[arg(long, value_name = "NAME", default_value = "")]
    source: String,
    /// Write the refused rows here, each with its reason, to be mended and imported again.
    #[arg(long, value_name = "FILE")]
    refused: Option<PathBuf>,
    /// Answer in JSON.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    place: Place,
}

/// Imports.
pub async fn run(command: Command) -> anyhow::Result<Outcome> {
    let Command::Import(options) = command;
    let config = options.place.config()?;
    let bytes = std::fs::read(&options.file).map_err(|error| {
        Stop::new(format!("{} cannot be read: {error}", options.file.display()), "name a readable CSV file")
    })?;
    let house = House::open(&config).await?;
    let realm = realm::get(&house.kernel.db, &options.realm).await.map_err(|error| {
        let what = format!("--realm {}: {error}", options.realm);
        Stop::new(what, "name a realm of this installation; reality is called reality")
    })?;
    let file_name = options.file.file_name().unwrap_or_default().to_string_lossy();
    let names = (&*file_name, options.source.as_str());
    let outcome = directory::import_file(&house.kernel, &realm, names, &bytes)
        .await
        .map_err(|error| unreadable(&options.file, error))?;
    if let Some(file) = &options.refused {
        std::fs::write(file, &outcome.refused_csv)
            .with_context(|| format!("{} cannot be written", file.display()))?;
    }
    report(&options, &outcome)?;
    Ok(if outcome.refused == 0 { Outcome::Fine } else { Outcome::Found })
}

fn unreadable(file: &Path, error: Error) -> anyhow::Error {
    match error {
        Error::Invalid { message, .. } => Stop::new(
            format!("{}: not one row could be read: {}", file.display(), message.replace('_', " ")),
            "save the list as CSV with a header row and a column \"name\"",
        )
        .into(),
        other => other.into(),
    }
}

fn report(options: &Import, outcome: &ImportOutcome) -> anyhow::Result<()> {
    if options.json {
        let problems: Vec<_> = outcome.problems.iter().map(machine).collect();
        return say_json(&serde_json::json!({ "outcome": outcome, "problems": problems }));
    }
    let refused = outcome.problems.iter().filter(|problem| problem.severity() == Severity::Refused);
    for problem in refused.take(DESCRIBED) {
        say(format_args!("{}: {}", options.file.display(), line(problem)));
    }
    let (organisations, sites) = (&outcome.organisations, &outcome.sites);
    say(format_args!(
        "organisations: {} new, {} changed, {} unchanged; sites: {} new, {} changed, {} unchanged",
        organisations.new,
        organisations.changed,
        organisations.unchanged,
        sites.new,
        sites.changed,
        sites.unchanged
    ));
    if outcome.kept_aside > 0 {
        say(format_args!(
            "{} values were not understood and are kept as text beside their site",
            outcome.kept_aside
        ));
    }
    say(format_args!("{} rows taken, {} refused, of {}", outcome.taken, outcome.refused, outcome.rows));
    Ok(())
}

fn line(problem: &Problem) -> String {
    let column = problem.column.as_ref().map(|column| format!(", column {column}")).unwrap_or_default();
    let reason = problem.reason.key().replace('_', " ");
    format!("row {}{column}: {reason}", problem.row)
}

fn machine(problem: &Problem) -> serde_json::Value {
    serde_json::json!({
        "row": problem.row, "column": problem.column, "value": problem.value,
        "reason": problem.reason.key(), "is_refused": problem.severity() == Severity::Refused,
    })
}
