//! `paraat exercise rehearse`.

use std::io::IsTerminal;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use indicatif::{ProgressBar, ProgressStyle};
use scenario::check::check;
use scenario::files::Files;
use scenario::format::{BotKind, Language, Length};
use scenario::rehearsal::report::Report;
use scenario::rehearsal::{Setup, Tongue, Ways, page, rehearse, summary};

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
    /// Write everything that came of it as JSON; `-` writes it to standard output, and nothing else.
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
    /// Write a page with plots.
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
    /// The language of titles and of the page; the scenario's first when not given.
    #[arg(long, value_name = "nl|fr|de|en")]
    language: Option<Language>,
    /// End with 1 when there are dead ends: injects that never went, milestones never reached, expectations never met.
    #[arg(long)]
    strict: bool,
    /// Play once only: branches that these bots do not take then count as dead ends, too.
    #[arg(long)]
    once: bool,
}

/// What share of the teams behaves how.
#[derive(Debug, Clone)]
struct Mixture(Vec<(BotKind, f64)>);

fn mixture(text: &str) -> Result<Mixture, String> {
    let mut shares = Vec::new();
    for part in text.split(',') {
        let (kind, share) = part.split_once('=').unwrap_or((part, "1"));
        let kind: BotKind = kind.trim().parse()?;
        let share: f64 = share.trim().parse().map_err(|wrong| format!("{share:?}: {wrong}"))?;
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
            say(report
                .human(&format!("{}/", options.path.display().to_string().trim_end_matches('/')))
                .trim_end());
            bail!("it cannot be rehearsed before the errors are mended");
        }
    };
    let least = scenario.written.exercise.players.as_ref().map(|players| players.least.value);
    let players = options.players.or(least).context("say how many play: --players N")?;
    if let Some(least) = least.filter(|least| players < *least) {
        bail!(
            "{players} players are too few: the exercise is made for at least {least} (players.least in exercise.yaml)"
        );
    }
    let languages: Vec<_> = scenario.written.languages().collect();
    if let Some(language) = options.language.filter(|language| !languages.contains(language)) {
        let all: Vec<_> = languages.iter().map(ToString::to_string).collect();
        bail!("the scenario is not written in {language}; it is in {}", all.join(", "));
    }
    let setup = Setup { players, seed: options.seed, bots: options.bots.0.clone() };
    let bar = bar(scenario.end);
    let mut rehearsal = rehearse(&scenario, &setup, &mut |now| {
        bar.set_position(now.max(0) as u64);
        bar.set_message(Length(now.max(0)).to_string());
    })?;
    if !options.once {
        bar.set_message("what other bots bring about");
        rehearsal.ways = Some(Ways::of(&scenario, &rehearsal)?);
    }
    bar.finish_and_clear();
    let first = scenario.written.languages().next();
    let language = options.language.or(first).context("the scenario has no language")?;
    let report = Report::of(&scenario, &rehearsal, language);
    if let Some(path) = &options.html {
        write(path, &page(&report, Tongue::of(language))?)?;
    }
    match &options.json {
        Some(path) if path == Path::new("-") => say(report.json()?.trim_end()),
        json => {
            if let Some(path) = json {
                write(path, &report.json()?)?;
            }
            say(summary(&report, &format!("{}/", options.path.display().to_string().trim_end_matches('/')))
                .trim_end());
        }
    }
    Ok(if options.strict && !report.dead_ends.is_empty() { Outcome::Found } else { Outcome::Fine })
}

fn write(path: &Path, text: &str) -> anyhow::Result<()> {
    std::fs::write(path, text).with_context(|| format!("{} cannot be written", path.display()))
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
