//! `paraat impact stress`.

use std::io::IsTerminal;
use std::path::{Path, PathBuf};

use impact_model::page::{Tongue, page};
use impact_model::stress::report::Verdict;
use impact_model::stress::{Attack, Setup, stress};
use indicatif::{ProgressBar, ProgressStyle};

use super::open::{self, Source};
use crate::commands::{Outcome, say};

/// The options of `paraat impact stress`.
#[derive(Debug, clap::Args)]
pub struct Options {
    #[command(flatten)]
    source: Source,
    /// Who is attacked: `random-site:10`, `random-supplier:1`, `site:ID,ID`, `supplier-of:ehr`, `country:BE:5`,
    /// `region:BE/NAME:5`, `largest:3`; `@24` behind it spreads the entries over 24 hours.
    #[arg(long, value_name = "ATTACK", default_value = "random-site:10")]
    attack: Attack,
    /// How many attacks are played.
    #[arg(long, value_name = "N", default_value_t = 1_000)]
    runs: u32,
    /// From what everything random is made.
    #[arg(long, value_name = "S", default_value_t = 1)]
    seed: u64,
    /// Over how many sets of plausible parameters the runs are spread, 20 for 1,000 runs when not given; 1 takes the
    /// likeliest values only.
    #[arg(long, value_name = "N")]
    draws: Option<u32>,
    /// Leave out critical suppliers and links, investments, and which parameters matter.
    #[arg(long)]
    quick: bool,
    /// How many days are simulated.
    #[arg(long, value_name = "DAYS", default_value_t = 30, value_parser = clap::value_parser!(u32).range(1..=400))]
    days: u32,
    /// What share of its clinical work a country may lose before care counts as not held.
    #[arg(long, value_name = "SHARE", default_value_t = 0.05, allow_negative_numbers = true)]
    tolerated: f64,
    /// Write everything as JSON; `-` writes it to standard output, and nothing else.
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
    /// Write a page with map and plots.
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
    /// The language of the page.
    #[arg(long, value_name = "nl|fr|de|en", default_value = "en")]
    language: Tongue,
    /// End with 1 unless they are ready.
    #[arg(long)]
    strict: bool,
}

/// Attacks.
pub fn run(options: &Options) -> anyhow::Result<Outcome> {
    let (network, parameters) = options.source.open()?;
    let usual = Setup::new(&network, options.attack.clone(), options.runs, options.seed);
    let setup = Setup {
        draws: options.draws.unwrap_or(usual.draws),
        horizon: options.days * 24,
        tolerated: options.tolerated,
        critical: !options.quick,
        investments: !options.quick,
        sensitivity: usual.sensitivity && !options.quick,
        ..usual
    };
    for path in options.html.iter().chain(options.json.iter().filter(|path| *path != Path::new("-"))) {
        open::has_folder(path)?;
    }
    let bar = bar();
    let report = stress(&network, &parameters, &setup, &|done, of| {
        bar.set_length(of);
        bar.set_position(done);
    })?;
    bar.finish_and_clear();
    if let Some(path) = &options.html {
        open::put(path, page(&report, options.language)?.as_bytes())?;
    }
    let json = serde_json::to_string_pretty(&report)?;
    match &options.json {
        Some(path) if path == Path::new("-") => say(json),
        path => {
            if let Some(path) = path {
                open::put(path, json.as_bytes())?;
            }
            say(report.summary().trim_end());
        }
    }
    Ok(if options.strict && report.answer.verdict != Verdict::Ready { Outcome::Found } else { Outcome::Fine })
}

fn bar() -> ProgressBar {
    if !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new(0);
    if let Ok(style) =
        ProgressStyle::with_template("{elapsed_precise} [{bar:40}] {pos}/{len} runs, {eta} left")
    {
        bar.set_style(style);
    }
    bar
}
