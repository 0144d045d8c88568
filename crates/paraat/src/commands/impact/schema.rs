//! `paraat impact schema`.

use impact_model::schema;

use crate::commands::{Outcome, say};

/// The options of `paraat impact schema`.
#[derive(Debug, clap::Args)]
pub struct Options {
    /// Of which file.
    #[arg(value_enum)]
    file: File,
}

/// What has a schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum File {
    /// A network as JSON.
    Network,
    /// An institution's answers.
    Answers,
    /// Parameters.
    Parameters,
    /// What is known of an incident.
    Situation,
}

/// Prints it.
pub fn run(options: &Options) -> anyhow::Result<Outcome> {
    let schema = match options.file {
        File::Network => schema::network(),
        File::Answers => schema::answers(),
        File::Parameters => schema::parameters(),
        File::Situation => schema::situation(),
    };
    say(serde_json::to_string_pretty(&schema)?);
    Ok(Outcome::Fine)
}
