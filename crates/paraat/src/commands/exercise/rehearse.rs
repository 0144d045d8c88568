//! `paraat exercise rehearse`.

use std::io::IsTerminal;
use std::path::PathBuf;

use anyhow::{Context, bail};
use indicatif::{ProgressBar, ProgressStyle};
use scenario::check::check;
use scenario::files::Files;
use scenario::format::{BotKind, Length};
use scenario::rehearsal::{Rehearsal, Setup, rehearse};

use crate::commands::{Outcome, say};

/// The options of `paraat exercise rehearse`.
#[derive(Debug, clap::Args)]
pub struct Options {
    /// The folder of the scenario, or a zip of it.
    path: PathBuf,
    /// How many people play; the least for which the exercise is made when not given.
    #[arg(long, value_name = "N")]
    players: Option<u32>,
    /// From what everything random is made.
    #[arg(long, value_name = "S", default_value_t = 1)]
    seed: u64,
    /// Who behaves how, as shares of the organisations: `ideal=0.6,alone=0.2,late=0.2`. There are ideal, alone, late,
    /// silent and panicked.
    #[arg(long, value_name = "KIND=SHARE,…", default_value = "ideal=1", value_parser = mixture)]
    bots: Mixture,
    /// Write everything that came of it as JSON.
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
    /// Write a page with plots.
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
}

/// What share of the teams behaves how.
#[derive(Debug, Clone)]
struct Mixture(Vec<(BotKind, f64)>);

fn mixture(text: &str) -> Result<Mixture, String> {
    let mut shares = Vec::new();
    for part in text.split(',') {
        let (kind, share) = part.split_once('=').unwrap_or((part, "1"));
        let kind: BotKind = kind.trim().parse()?;
        let share: f64 = share.trim().parse().or(Err(format!("{share:?} is no number")))?;
        if !(share.is_finite() && share >= 0.0) {
            return Err(format!("{share} is no share: write a number above 0"));
        }
        shares.push((kind, share));
    }
    if shares.iter().all(|(_, share)| *share == 0.0) {
        return Err("at least one share must be above 0".to_owned());
    }
    Ok(Mixture(shares))
}

/// Rehearses.
pub fn run(options: &Options) -> anyhow::Result<Outcome> {
    let files = Files::open(&options.path)?;
    let scenario = match check(&files).playable() {
        Ok(scenario) => scenario,
        Err(report) => {
            say(report.human(&format!("{}/", options.path.display())).trim_end());
            bail!("it cannot be rehearsed before the errors are mended");
        }
    };
    let least = scenario.written.exercise.players.as_ref().map(|players| players.least.value);
    let players = options.players.or(least).context("say how many play: --players N")?;
    let setup = Setup { players, seed: options.seed, bots: options.bots.0.clone() };
    let bar = bar(scenario.end);
    let rehearsal = rehearse(&scenario, &setup, &mut |now| {
        bar.set_position(now.max(0) as u64);
        bar.set_message(Length(now.max(0)).to_string());
    })?;
    bar.finish_and_clear();
    say(summary(&rehearsal));
    Ok(Outcome::Fine)
}

fn bar(end: i64) -> ProgressBar {
    if !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new(end.max(0) as u64);
    if let Ok(style) = ProgressStyle::with_template("{elapsed_precise} [{bar:40}] {msg}") {
        bar.set_style(style);
    }
    bar
}

fn summary(rehearsal: &Rehearsal) -> String {
    let (delivered, opened) = rehearsal.tally.delivered();
    format!("{delivered} delivered, {opened} opened, {} entries", rehearsal.entries)
}
