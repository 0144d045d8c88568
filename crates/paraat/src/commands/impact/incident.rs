//! `paraat impact incident`.

use std::collections::BTreeSet;
use std::path::PathBuf;

use impact_model::incident::{Answers, Asking, MAX_RUNS, answer, read_situation};
use impact_model::model::Model;
use impact_model::network::Network;
use serde_json::Value;

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
        let text = answers.text();
        say(text.trim_end());
        let names = names(&network, &answers, &text)?;
        if !names.is_empty() {
            say(names.trim_end());
        }
    }
    Ok(Outcome::Fine)
}

/// What the institutions are called that an answer names by identifier; nothing when none has a name of its own.
fn names(network: &Network, answers: &Answers, text: &str) -> anyhow::Result<String> {
    // A number in the text may look like an identifier, so it must be a word of the answer, too.
    let mut said = String::new();
    gather(&serde_json::to_value(answers)?, &mut said);
    let (meant, shown) = (words(&said), words(text));
    let named = network.institutions.iter().filter(|one| {
        let id = one.id.as_str();
        meant.contains(id) && shown.contains(id) && !one.name.is_empty() && one.name != id
    });
    let lines: BTreeSet<String> = named.map(|one| format!("- {}: {}\n", one.id, one.name)).collect();
    if lines.is_empty() {
        return Ok(String::new());
    }
    Ok(format!("\nNames\n{}", lines.into_iter().collect::<String>()))
}

/// Collects every text of a value.
fn gather(value: &Value, said: &mut String) {
    match value {
        Value::String(text) => said.extend([text.as_str(), " "]),
        Value::Array(all) => all.iter().for_each(|one| gather(one, said)),
        Value::Object(all) => all.values().for_each(|one| gather(one, said)),
        _ => {}
    }
}

fn words(text: &str) -> BTreeSet<&str> {
    let parts = text.split(|letter: char| letter.is_whitespace() || ",;:/~()←".contains(letter));
    parts.map(|word| word.trim_end_matches('.')).collect()
}
