//! Many runs: how ready is a network.
//!
//! ```text
//! Network + Parameters + Setup ──stress──▶ Report ──line, summary, JSON, page::page──▶ people
//! ```
//!
//! There are two loops: [`Setup::draws`] sets of parameters and quantities, each drawn from the ranges of what is not
//! known, and for each of them its share of [`Setup::runs`] possible attacks. Scenarios are numbered through, and
//! summed up in that order, so the report is the same for any number of threads. Variants (an investment, a link less)
//! run the same scenarios with the same chance, and only the differences count.

mod attack;
mod critical;
mod describe;
mod invest;
pub mod report;
mod sensitivity;
mod statistics;
mod study;
mod sums;
mod tally;
mod text;

use std::ops::Range;

pub use attack::{Aim, Attack, MAX_TARGETS, Target};
pub use critical::{LINKS_SIMULATED, MAX_CRITICAL, SUPPLIERS_SIMULATED};
pub use invest::{BUFFER_HOURS, MORE_CAPACITY};
pub use report::Report;
pub use sensitivity::{SCENARIOS, TRAJECTORIES};
pub use statistics::{MAX_POINTS, RESAMPLES};
pub use study::runs;
pub use sums::{MAX_CELLS, MAX_REGIONS};

use crate::model::{HORIZON, Hour, MAX_HORIZON, Model};
use crate::network::{Network, Problem};
use crate::parameters::Parameters;
use report::{Answer, Estimate, Investment, Measure, Verdict};
use statistics::Resamples;
use study::{Selection, Study};
use sums::Sums;

/// The most runs of one stress test; what is kept of them then takes less than 300 MB.
pub const MAX_RUNS: u32 = 100_000;
/// What share of a country's clinical service-days may be lost, where nothing else is said.
pub const TOLERATED: f64 = 0.05;
/// Networks with at most so many institutions are small: making a model of one takes no longer than a few runs.
pub const SMALL: usize = 2000;
/// On about how many runs investments are compared; in small networks critical institutions and links too.
const COMPARED_RUNS: u32 = 200;
/// On about how many runs critical institutions and links are compared when the network is not small.
const CRITICAL_RUNS: u32 = 50;
/// From how many sets of parameters at most comparisons take their runs, when the network is not small.
const COMPARED_DRAWS: u32 = 5;

/// What the model cannot say. Whoever shows a report shows this with it.
pub const LIMITS: &[&str] = &[
    "It ranks and compares. It does not forecast what happens to one hospital on one day.",
    "It says what follows from an attack, not how often attacks come.",
    "It says nothing of deaths, nor of harm to any patient.",
    "How fast malware spreads cannot be estimated from published incidents; a wide range is assumed.",
    "It was compared with about a dozen published incidents, known because they were severe, most of them in the \
     United States and the United Kingdom; the values used here were not fitted to them.",
    "How long institutions say they can do without their systems is optimistic: one that planned for 3 to 5 days \
     needed 25 (University of Vermont, 2020).",
    "Attackers who adapt, exhausted staff, and failures of electricity or telecommunications are not in it.",
    "Quantities that nobody stated are assumed. The more of them, the less the numbers mean, whatever the intervals say.",
];

/// Why there is no report.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// The network cannot be simulated.
    #[error("the network cannot be simulated: {}", first(.0))]
    Network(Vec<Problem>),
    /// The attack cannot be aimed at this network.
    #[error("{0}")]
    Attack(String),
    /// The test cannot be run as it was asked for.
    #[error("{0}")]
    Setup(String),
}

fn first(problems: &[Problem]) -> String {
    let message = problems.first().map(|problem| problem.message.as_str()).unwrap_or_default();
    match problems.len() {
        0 | 1 => message.to_owned(),
        more => format!("{message} (and {} more)", more - 1),
    }
}

impl From<Vec<Problem>> for Failure {
    fn from(problems: Vec<Problem>) -> Self {
        Self::Network(problems)
    }
}

/// How to test.
#[derive(Debug, Clone, PartialEq)]
pub struct Setup {
    /// The attack.
    pub attack: Attack,
    /// Runs in all, from 1 to [`MAX_RUNS`].
    pub runs: u32,
    /// Sets of parameters and quantities, among which the runs are divided; with 1, the likeliest values are taken.
    pub draws: u32,
    /// The seed.
    pub seed: u64,
    /// How long is simulated.
    pub horizon: Hour,
    /// What share of a country's clinical service-days may be lost, from 0 to 1.
    pub tolerated: f64,
    /// Whether the most critical suppliers and links are looked for: up to 50 times 50 runs more, or 200 in a small
    /// network.
    pub critical: bool,
    /// Whether investments are compared: up to 7 times 200 runs more.
    pub investments: bool,
    /// Whether it is found out which parameters matter: [`TRAJECTORIES`] times one more than there are parameters
    /// models are made, each for [`SCENARIOS`] runs.
    pub sensitivity: bool,
}

impl Setup {
    /// The usual test: 20 sets of parameters for 1,000 runs, 30 days, and everything that is told. Which parameters
    /// matter is left out for networks that are not [`SMALL`], for which making the models takes longest.
    pub fn new(network: &Network, attack: Attack, runs: u32, seed: u64) -> Self {
        Self {
            attack,
            runs,
            draws: Self::usual_draws(runs),
            seed,
            horizon: HORIZON,
            tolerated: TOLERATED,
            critical: true,
            investments: true,
            sensitivity: network.institutions.len() <= SMALL,
        }
    }

    /// The usual number of sets of parameters: one for 50 runs, but from 10 to 200 and never more than one for two runs.
    pub fn usual_draws(runs: u32) -> u32 {
        (runs / 50).clamp(10, 200).min(runs / 2).max(1)
    }

    /// The scenarios of a set of parameters, numbered through over all sets.
    pub fn scenarios_of(&self, draw: u32) -> Range<u32> {
        let start =
            |draw: u32| (u64::from(self.runs) * u64::from(draw) / u64::from(self.draws.max(1))) as u32;
        start(draw)..start(draw.saturating_add(1))
    }

    fn check(&self) -> Result<(), Failure> {
        let fail = |message: String| Err(Failure::Setup(message));
        if !(1..=MAX_RUNS).contains(&self.runs) {
            return fail(format!("{} runs: it takes 1 to {MAX_RUNS}", self.runs));
        }
        if !(1..=self.runs).contains(&self.draws) {
            return fail(format!(
                "{} sets of parameters: it takes 1 to {}, one for each run",
                self.draws, self.runs
            ));
        }
        if !(1..=MAX_HORIZON).contains(&self.horizon) {
            return fail(format!("{} hours: it takes 1 to {MAX_HORIZON}", self.horizon));
        }
        if self.attack.over_h >= self.horizon {
            let Self { attack, horizon, .. } = self;
            return fail(format!("{attack} takes longer than the {horizon} hours that are simulated"));
        }
        if !(0.0..=1.0).contains(&self.tolerated) {
            return fail(format!("{} is no share: it takes 0 to 1", self.tolerated));
        }
        Ok(())
    }
}

/// What a test will do besides its runs.
struct Plan {
    suppliers: Vec<critical::Candidate>,
    critical: Selection,
    compared: Selection,
    sensitivity_scenarios: u32,
    runs: u64,
}

impl Plan {
    fn new(network: &Network, setup: &Setup, model: &Model) -> Self {
        let small = network.institutions.len() <= SMALL;
        let (draws, critical) =
            if small { (setup.draws, COMPARED_RUNS) } else { (COMPARED_DRAWS, CRITICAL_RUNS) };
        let compared = Selection::new(setup, draws, COMPARED_RUNS);
        let critical = Selection::new(setup, draws, critical);
        let suppliers = if setup.critical { critical::suppliers(model) } else { Vec::new() };
        let links = if setup.critical { network.links.len().min(LINKS_SIMULATED) } else { 0 };
        let investments = if setup.investments {
            Investment::ALL.iter().filter(|one| one.units(network) > 0).count()
        } else {
            0
        };
        let sensitivity_scenarios = if setup.sensitivity { SCENARIOS.min(setup.runs) } else { 0 };
        let runs = u64::from(setup.runs)
            + (suppliers.len() + links) as u64 * u64::from(critical.runs())
            + investments as u64 * u64::from(compared.runs())
            + sensitivity::runs(sensitivity_scenarios);
        Self { suppliers, critical, compared, sensitivity_scenarios, runs }
    }
}

/// Tests how ready a network is.
///
/// `progress` is told how many runs are done, of how many; from several threads at once, in any order. Runs take place
/// in the rayon pool this is called in.
///
/// # Errors
/// When the network cannot be simulated, the attack finds nobody in it, or the setup is out of bounds.
pub fn stress(
    network: &Network,
    parameters: &Parameters,
    setup: &Setup,
    progress: &(dyn Fn(u64, u64) + Sync),
) -> Result<Report, Failure> {
    setup.check()?;
    let model = Model::new(network, parameters)?;
    let aim = setup.attack.aim(&model).map_err(Failure::Attack)?;
    let plan = Plan::new(network, setup, &model);
    let study = Study::new(network, parameters, setup, &aim, plan.runs, progress);

    let mut sums = Sums::new(&model, setup.horizon, setup.tolerated);
    study.run_all(|kept| sums.add(&kept))?;
    let suppliers = critical::critical_suppliers(&study, &model, &plan.suppliers, &plan.critical)?;
    let links = if setup.critical {
        let base = plan.critical.of(&sums.rows);
        critical::critical_links(&study, &model, &sums.crossings, &plan.critical, &base)?
    } else {
        Vec::new()
    };
    let investments = if setup.investments {
        invest::savings(&study, &plan.compared, &plan.compared.of(&sums.rows))?
    } else {
        Vec::new()
    };
    let sensitivity = match plan.sensitivity_scenarios {
        0 => Vec::new(),
        scenarios => sensitivity::sensitivity(&study, scenarios)?,
    };
    progress(plan.runs, plan.runs);

    let sizes: Vec<usize> = (0..setup.draws).map(|draw| setup.scenarios_of(draw).len()).collect();
    let resamples = Resamples::new(setup.seed, &sizes);
    let distribution =
        |&measure| statistics::distribution(measure, &sums.values(measure), &sizes, &resamples);
    let (held, contained) = sums.held_and_contained(&resamples);
    Ok(Report {
        network: describe::tested(network, &model),
        how: describe::how(setup, parameters),
        answer: Answer { held, contained, tolerated: setup.tolerated, verdict: Verdict::of(held) },
        distributions: Measure::ALL.iter().map(distribution).collect(),
        countries: sums.countries(&model, &resamples),
        regions: sums.regions(&model, &resamples),
        suppliers,
        links,
        investments,
        sensitivity,
        map: sums.map(&model),
        unsettled_runs: sums.unsettled,
        cold_start_runs: sums.cold_starts,
    })
}

impl Verdict {
    /// In what share of runs care must hold.
    const ENOUGH: f64 = 0.95;
    /// What share the whole interval must exceed.
    const AT_LEAST: f64 = 0.9;

    /// The verdict on the share of runs in which care held.
    pub fn of(held: Estimate) -> Self {
        if held.value >= Self::ENOUGH && held.low > Self::AT_LEAST {
            Self::Ready
        } else if held.value < Self::ENOUGH && held.high < Self::ENOUGH {
            Self::NotReady
        } else {
            Self::CannotTell
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_verdict_needs_its_whole_interval() {
        let verdict = |value, low, high| Verdict::of(Estimate { value, low, high });
        assert_eq!(verdict(0.97, 0.92, 0.99), Verdict::Ready);
        assert_eq!(verdict(0.97, 0.89, 0.99), Verdict::CannotTell);
        assert_eq!(verdict(0.94, 0.91, 0.96), Verdict::CannotTell);
        assert_eq!(verdict(0.6, 0.4, 0.94), Verdict::NotReady);
        assert_eq!(verdict(0.0, 0.0, 0.1), Verdict::NotReady);
    }

    #[test]
    fn every_run_belongs_to_one_set_of_parameters() {
        let network = Network::default();
        let attack: Attack = "random-site:1".parse().unwrap();
        for (runs, draws) in [(1000, 20), (100, 10), (7, 3), (1, 1), (10_000, 200)] {
            let setup = Setup { draws, ..Setup::new(&network, attack.clone(), runs, 1) };
            assert!(setup.check().is_ok());
            let all: Vec<u32> = (0..draws).flat_map(|draw| setup.scenarios_of(draw)).collect();
            assert_eq!(all, (0..runs).collect::<Vec<_>>());
            assert!((0..draws).all(|draw| !setup.scenarios_of(draw).is_empty()));
        }
        assert_eq!(Setup::new(&network, attack, 1000, 1).draws, 20);
    }
}
