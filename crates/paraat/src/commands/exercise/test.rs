//! `paraat exercise test`.

use std::path::PathBuf;

use anyhow::bail;
use scenario::check::check;
use scenario::files::Files;
use scenario::read::show;
use scenario::rehearsal::try_all;

use crate::commands::{Outcome, say};

/// The options of `paraat exercise test`.
#[derive(Debug, clap::Args)]
pub struct Options {
    /// The folder of the scenario, or a zip of it.
    path: PathBuf,
}

/// Plays every test of a scenario, and says what did not come of it as it should.
pub fn run(options: &Options) -> anyhow::Result<Outcome> {
    let base = options.path.display().to_string();
    let base = base.trim_end_matches('/');
    let scenario = match check(&Files::open(&options.path)?).playable() {
        Ok(scenario) => scenario,
        Err(report) => {
            say(report.human(&format!("{base}/")).trim_end());
            bail!("it cannot be tested before the errors are mended");
        }
    };
    let files = &scenario.written.files;
    if scenario.written.tests.is_empty() {
        bail!("{base} has no tests: write what must come of a rehearsal into tests/NAME.yaml");
    }
    let (mut passed, mut failed) = (0, 0);
    for trial in try_all(&scenario, &mut |_, _| {}) {
        let outcome = if trial.passed() { "ok" } else { "FAILED" };
        if trial.passed() {
            passed += 1
        } else {
            failed += 1
        }
        say(format_args!("{outcome:<7} {}: {}", show(files, trial.place), trial.name));
        if let Err(error) = &trial.tried {
            say(format_args!("    {base}/{}: {error}", show(files, trial.place)));
        }
        for tried in trial.tried.iter().flatten() {
            if let Some(instead) = &tried.instead {
                say(format_args!("    {base}/{}: {instead}", show(files, tried.place)));
            }
        }
    }
    say(format_args!("{passed} passed, {failed} failed"));
    Ok(if failed > 0 { Outcome::Found } else { Outcome::Fine })
}
