//! `paraat impact indicators`.

use impact_model::indicators::Indicators;

use super::open::Source;
use crate::commands::{Outcome, say, say_json};

/// The options of `paraat impact indicators`.
#[derive(Debug, clap::Args)]
pub struct Options {
    #[command(flatten)]
    source: Source,
    /// Answer in JSON.
    #[arg(long)]
    json: bool,
}

/// Computes them.
pub fn run(options: &Options) -> anyhow::Result<Outcome> {
    let (network, _) = options.source.open()?;
    let indicators = Indicators::of(&network);
    if options.json {
        say_json(&indicators)?;
    } else {
        say(indicators.text().trim_end());
    }
    Ok(Outcome::Fine)
}
