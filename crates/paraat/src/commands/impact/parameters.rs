//! `paraat impact parameters`.

use impact_model::parameters::Parameters;
use impact_model::write;

use crate::commands::{Outcome, say};

/// The options of `paraat impact parameters`.
#[derive(Debug, clap::Args)]
pub struct Options {}

/// Prints them as a file that `--parameters` takes.
pub fn run(_: &Options) -> anyhow::Result<Outcome> {
    say(write::parameters(&Parameters::default()).trim_end());
    Ok(Outcome::Fine)
}
