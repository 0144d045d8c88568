//! `paraat scenario schema`.

use clap::builder::PossibleValuesParser;
use scenario::schema::{FILES, schema};

use crate::commands::{Outcome, say};

/// The options of `paraat scenario schema`.
#[derive(Debug, clap::Args)]
pub struct Options {
    /// Which file: `exercise` for exercise.yaml, and so on.
    #[arg(value_parser = PossibleValuesParser::new(FILES))]
    file: String,
}

/// Prints.
pub fn run(options: &Options) -> anyhow::Result<Outcome> {
    if let Some(schema) = schema(&options.file) {
        say(serde_json::to_string_pretty(&schema)?);
    }
    Ok(Outcome::Fine)
}
