//! What is wrong with a scenario, without playing it. Each file of this folder holds the rules about one thing.

mod addresses;
mod challenges;
mod reach;
mod texts;
mod timing;
mod unused;

use crate::files::Files;
use crate::finding::{Finding, Severity};
use crate::model::{Resolved, Scenario, resolve};
use crate::read::{Written, read};
use crate::report::Report;

/// A scenario that was read and checked.
pub struct Checked {
    /// The scenario; none when `exercise.yaml` cannot be read.
    pub scenario: Option<Scenario>,
    /// What was found.
    pub report: Report,
}

impl Checked {
    /// The scenario, if it can be played: nothing that was found is an error.
    pub fn playable(self) -> Result<Scenario, Report> {
        match self.scenario {
            Some(scenario) if self.report.errors() == 0 => Ok(scenario),
            _ => Err(self.report),
        }
    }
}

/// Reads a scenario, looks everything up and applies every rule.
pub fn check(files: &Files) -> Checked {
    let reading = read(files);
    let mut findings = reading.findings;
    let scenario = reading.written.map(|written| {
        // What a file that cannot be read holds would be missed everywhere else.
        let whole = findings.iter().all(|finding| finding.rule.severity() != Severity::Error);
        let Resolved { scenario, findings: missing } = resolve(written);
        if whole {
            findings.extend(missing);
            findings.extend(rules(&scenario));
        }
        scenario
    });
    Checked { scenario, report: Report::new(reading.files, findings) }
}

/// Looks everything up in a scenario that is already read, and applies every rule.
pub fn check_written(written: Written) -> (Scenario, Vec<Finding>) {
    let Resolved { scenario, mut findings } = resolve(written);
    findings.extend(rules(&scenario));
    (scenario, findings)
}

/// Every rule about a scenario in which everything was found.
fn rules(scenario: &Scenario) -> Vec<Finding> {
    let mut findings = Vec::new();
    addresses::check(scenario, &mut findings);
    texts::check(scenario, &mut findings);
    timing::check(scenario, &mut findings);
    reach::check(scenario, &mut findings);
    challenges::check(scenario, &mut findings);
    unused::check(scenario, &mut findings);
    findings
}
