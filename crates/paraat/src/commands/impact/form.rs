//! `paraat impact form`.

use std::path::PathBuf;

use anyhow::bail;
use impact_model::form::{Form, read_answers};
use impact_model::network::Network;

use super::open;
use crate::commands::{Outcome, say};

/// The options of `paraat impact form`.
#[derive(Debug, clap::Args)]
pub struct Options {
    /// The answers, one file for each institution, as TOML or JSON.
    #[arg(required = true)]
    answers: Vec<PathBuf>,
    /// A network whose suppliers and partners the answers may name.
    #[arg(long, value_name = "FILE")]
    registry: Option<PathBuf>,
    /// Where to write the network; without it, what will be used for each question is printed.
    #[arg(long, value_name = "FILE")]
    to: Option<PathBuf>,
}

/// Makes a network of answers, or shows what will be used.
pub fn run(options: &Options) -> anyhow::Result<Outcome> {
    let form = Form::load();
    let mut answers = Vec::new();
    for path in &options.answers {
        answers.push(open::found(read_answers(&path.display().to_string(), &open::bytes(path)?))?);
    }
    let registry = match &options.registry {
        Some(path) => open::network(path, 1)?,
        None => Network::default(),
    };
    let Some(to) = &options.to else {
        for (path, answers) in options.answers.iter().zip(&answers) {
            say(format_args!("{}", path.display()));
            for reviewed in form.review(answers, &registry) {
                say(format_args!("  {reviewed}"));
            }
        }
        return Ok(Outcome::Fine);
    };
    match form.apply(&answers, &registry) {
        Ok(network) => open::save(&network, to)?,
        Err(problems) => {
            for problem in &problems {
                say(problem);
            }
            bail!("no network can be made of these answers");
        }
    }
    Ok(Outcome::Fine)
}
