//! `paraat impact validate`.

use impact_model::published::{MAX_RUNS, validate};

use crate::commands::{Outcome, say, say_json};

/// The options of `paraat impact validate`.
#[derive(Debug, clap::Args)]
pub struct Options {
    /// How many runs for each incident.
    #[arg(long, value_name = "N", default_value_t = 400,
          value_parser = clap::value_parser!(u32).range(1..=i64::from(MAX_RUNS)))]
    runs: u32,
    /// From what they are made.
    #[arg(long, value_name = "S", default_value_t = 1)]
    seed: u64,
    /// Answer in JSON.
    #[arg(long)]
    json: bool,
    /// End with 1 when a criterion is missed.
    #[arg(long)]
    strict: bool,
}

/// Replays.
pub fn run(options: &Options) -> anyhow::Result<Outcome> {
    let validation = validate(options.runs, options.seed).map_err(anyhow::Error::msg)?;
    if options.json {
        say_json(&validation)?;
    } else {
        say(validation.text().trim_end());
    }
    let missed = validation.criteria.iter().any(|judged| !judged.met);
    Ok(if options.strict && missed { Outcome::Found } else { Outcome::Fine })
}
