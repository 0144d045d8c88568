//! `paraat impact form`.

use std::path::PathBuf;

use anyhow::bail;
use impact_model::form::{Answers, Fault, Form, read_answers};
use impact_model::network::Network;

use super::open;
use crate::commands::{Outcome, say};

/// The options of `paraat impact form`.
#[derive(Debug, clap::Args)]
pub struct Options {
    /// The answers, one file for each institution, as TOML or JSON.
    #[arg(required = true)]
    answers: Vec<PathBuf>,
    /// The shared registry: a network in which those who answered stand, and the suppliers and partners they name.
    #[arg(long, value_name = "FILE")]
    registry: Option<PathBuf>,
    /// Where to write the network; without it, what will be used for each question is printed.
    #[arg(long, value_name = "FILE", requires = "registry")]
    to: Option<PathBuf>,
}

/// Reads all answers; the faults of all files are told at once.
fn answers(paths: &[PathBuf]) -> anyhow::Result<Vec<Answers>> {
    let (mut all, mut findings) = (Vec::new(), Vec::new());
    for path in paths {
        match read_answers(&path.display().to_string(), &open::bytes(path)?) {
            Ok(one) => all.push(one),
            Err(some) => findings.extend(some),
        }
    }
    open::found(if findings.is_empty() { Ok(all) } else { Err(findings) })
}

/// Makes a network of answers, or shows what will be used.
pub fn run(options: &Options) -> anyhow::Result<Outcome> {
    let form = Form::load();
    let answers = answers(&options.answers)?;
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
        Err(faults) => {
            for fault in &faults {
                say(format_args!("{}{fault}", file_of(fault, options, &answers)));
            }
            bail!("no network can be made of these answers before this is mended");
        }
    }
    Ok(Outcome::Fine)
}

/// The file whose answers are wrong, when it is only one.
fn file_of(fault: &Fault, options: &Options, answers: &[Answers]) -> String {
    let both = options.answers.iter().zip(answers);
    let mut files =
        both.filter(|(_, one)| one.institution == fault.institution).map(|(path, _)| path.display());
    match (files.next(), files.next()) {
        (Some(file), None) => format!("{file}: "),
        _ => String::new(),
    }
}
