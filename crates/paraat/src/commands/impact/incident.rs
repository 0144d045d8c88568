//! `paraat impact incident`.

use std::path::PathBuf;

use impact_model::incident::{Asking, MAX_RUNS, answer, read_situation};
use impact_model::model::Model;

use super::open::{self, Source};
use crate::commands::{Outcome, say, say_json};

/// The options of `paraat impact incident`.
#[derive(Debug, clap::Args)]
pub struct Options {
    #[command(flatten)]
    source: Source,
    /// What is known now: what is down, who is compromised, who has cut what; as TOML or JSON.
    #[arg(long, value_name = "FILE")]
    situation: PathBuf,
    /// How many possible courses of events.
    #[arg(long, value_name = "N", default_value_t = 500,
          value_parser = clap::value_parser!(u32).range(1..=i64::from(MAX_RUNS)))]
    runs: u32,
    /// From what they are made.
    #[arg(long, value_name = "S", default_value_t = 1)]
    seed: u64,
    /// Answer in JSON.
    #[arg(long)]
    json: bool,
}

/// Answers.
pub fn run(options: &Options) -> anyhow::Result<Outcome> {
    let (network, parameters) = options.source.open()?;
    let model = open::sound(Model::new(&network, &parameters))?;
    let name = options.situation.display().to_string();
    let situation = open::found(read_situation(&name, &open::bytes(&options.situation)?))?;
    let asking = Asking { runs: options.runs, seed: options.seed };
    let answers = open::found(answer(&model, &situation, &asking))?;
    if options.json {
        say_json(&answers)?;
    } else {
        say(answers.text().trim_end());
    }
    Ok(Outcome::Fine)
}
