//! `paraat scenario check`.

use std::path::PathBuf;

use scenario::check::check;
use scenario::files::Files;
use scenario::finding::Rule;

use crate::commands::{Outcome, say, say_json};

/// The options of `paraat scenario check`.
#[derive(Debug, clap::Args)]
pub struct Options {
    /// The folder of the scenario, or a zip of it.
    path: PathBuf,
    /// How the findings are written.
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
    /// Warnings count as errors.
    #[arg(long)]
    strict: bool,
}

/// How findings are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// For people.
    Human,
    /// For programs.
    Json,
    /// For editors and code hosts: SARIF 2.1.0.
    Sarif,
}

/// Checks.
pub fn run(options: &Options) -> anyhow::Result<Outcome> {
    let files = Files::open(&options.path)?;
    let checked = check(&files);
    let report = &checked.report;
    match options.format {
        Format::Human => {
            let folder = options
                .path
                .is_dir()
                .then(|| format!("{}/", options.path.display().to_string().trim_end_matches('/')));
            let unread = report.findings.iter().any(|finding| finding.rule == Rule::Syntax);
            if let Some(scenario) = checked.scenario.as_ref().filter(|_| !unread) {
                let languages: Vec<_> =
                    scenario.written.languages().map(|language| language.to_string()).collect();
                say(format_args!(
                    "{} {}: {} injects, {} roles, {} languages ({}), {}",
                    scenario.written.exercise.id.value,
                    scenario.written.exercise.version.value,
                    scenario.injects.len(),
                    scenario.roles.len(),
                    languages.len(),
                    languages.join(", "),
                    scenario.written.exercise.duration.value,
                ));
            }
            say(report.human(&folder.unwrap_or_default()).trim_end());
        }
        Format::Json => say_json(&report.json())?,
        Format::Sarif => say_json(&report.sarif(env!("CARGO_PKG_VERSION")))?,
    }
    let found = report.errors() > 0 || options.strict && !report.findings.is_empty();
    Ok(if found { Outcome::Found } else { Outcome::Fine })
}
