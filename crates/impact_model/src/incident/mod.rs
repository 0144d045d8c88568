//! Answers for one incident: what fails next, who must be warned, which laboratories can step in, what isolating now
//! saves, and what to restore first.
//!
//! ```text
//! read_situation ──▶ Situation ──resolve(Model)──▶ Known ──many runs──▶ Answers
//! ```
//!
//! ```
//! use impact_model::incident::{Asking, answer, read_situation};
//! use impact_model::model::Model;
//! use impact_model::network::{Amount, Institution, InstitutionKind, Network, Service};
//! use impact_model::parameters::Parameters;
//!
//! let mut network = Network::default();
//! network.institutions.push(Institution {
//!     id: "north".into(),
//!     name: String::new(),
//!     kind: InstitutionKind::Hospital,
//!     country: "BE".into(),
//!     region: String::new(),
//!     position: None,
//!     operator: String::new(),
//!     beds: None,
//!     detect_h: None,
//!     isolate_h: None,
//!     offline_backup: None,
//! });
//! let volume = Some(Amount::known(200.0));
//! let id = "north/clinical-biology".parse()?;
//! network.services.push(Service { id, per_day: volume, capacity_per_day: None });
//! let model = Model::new(&network, &Parameters::default()).or(Err("no network"))?;
//!
//! let situation = read_situation("now.toml", b"[[down]]\nwhat = \"north/clinical-biology\"\n")
//!     .map_err(|findings| findings[0].to_string())?;
//! let answers = answer(&model, &situation, &Asking { runs: 20, seed: 1 })
//!     .map_err(|findings| findings[0].to_string())?;
//! assert_eq!(answers.laboratories.unplaced, 200);
//! # Ok::<(), String>(())
//! ```
//!
//! # What is known, and what is drawn
//!
//! Hour 0 of a run is the earliest thing that is known; now is a later hour. What is known is set in every run: what is
//! down, since when, and when it is announced back; who is compromised, since when (somebody suspected only in that
//! share of runs); who has isolated itself; who is clean. Only what follows is drawn, and none of it contradicts what is
//! known: who is reported compromised and not isolated isolates itself after now; what is reported down comes back after
//! now.
//!
//! What this does *not* do: it does not weigh courses of events by how well they explain what is reported. That an
//! institution has reported nothing is taken neither as good nor as bad news, so in some runs malware has reached it
//! before now, or a service of it has failed before now, unnoticed; such a failure is told with 0 hours. Who is reported
//! clean cannot be reached in any run, before or after now: report as clean only whoever was examined and is protected.
//! That a service of a compromised institution is not reported down does not protect it: it may have been hit and fails
//! when the institution's malware is noticed, which is drawn from the hour of compromise.

mod estimate;
mod failing;
mod isolate;
mod known;
mod laboratories;
pub mod placing;
mod reading;
mod restore;
mod situation;
mod text;
mod tree;
mod warn;
mod watching;

use serde::Serialize;

pub use failing::{Begins, Chain, Failing, MAX_FAILING, WORTH_TELLING, When};
pub use isolate::{Cut, Isolating, LATER_H, MAX_OPTIONS, MAX_PAIRS, Saves};
pub use known::{Known, Report};
pub use laboratories::{EXPECTED, Laboratories, MAX_LABORATORIES, Missing, Takes};
pub use reading::{MAX_BYTES, MAX_FINDINGS, read_situation};
pub use restore::{LOOKED_AT_H, MAX_SINGLE, Order, Restoring, Step};
pub use situation::{
    AHEAD_H, Clean, Compromised, Down, Isolated, MAX_AHEAD_H, MAX_BACK_H, MAX_REPORTS, MAX_SINCE_H, Place,
    Situation,
};
pub use warn::{MAX_WARNED, Reason, Warned, Way};

use crate::finding::Finding;
use crate::model::{Hour, Model};

/// The most runs of one answer.
pub const MAX_RUNS: u32 = 100_000;

/// What the answers cannot say; shown with them wherever they are shown.
pub const LIMITS: &[&str] = &[
    "How fast malware spreads is hardly known: no published incident lets rates be estimated. Read the order, not the hour.",
    "Intervals cover chance only, not that parameters and reported buffers may be wrong. Reported buffers tend to be too long.",
    "What nobody reported is not known: a service without a report may have failed already, an institution may be compromised.",
    "Whoever is reported clean is taken to be safe throughout. Report as clean only whoever was examined and is protected.",
    "Attackers who adapt, tired staff, failing power and telecommunications are not in the model.",
    "It says nothing about harm to patients or deaths, and must not be read that way.",
    "The laboratories' plan counts analyses, not emergencies, reagents, staff or sample stability: agree by telephone first.",
    "Restoring is ordered for one team in each institution, working without pause; forensics may forbid the order.",
];

/// How an answer is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Asking {
    /// How many possible courses of events are looked at, from 1 to [`MAX_RUNS`].
    pub runs: u32,
    /// The seed: the same seed gives the same answers, with any number of threads.
    pub seed: u64,
}

impl Default for Asking {
    fn default() -> Self {
        Self { runs: 500, seed: 1 }
    }
}

/// Everything said about one incident.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Answers {
    /// How it was asked.
    pub asking: Asking,
    /// How many hours were looked ahead.
    pub hours_ahead: Hour,
    /// What fails next, the soonest first.
    pub failing: Vec<Failing>,
    /// Who must be warned now, the most urgent first.
    pub warn: Vec<Warned>,
    /// Which laboratories can take which analyses.
    pub laboratories: Laboratories,
    /// What isolating now saves.
    pub isolate: Isolating,
    /// What to restore first; none when there are not two things to be ordered.
    pub restore: Option<Restoring>,
    /// Runs in which services that depend on each other in a circle did not settle.
    pub unsettled_runs: u32,
    /// What cannot be said: [`LIMITS`].
    pub limits: &'static [&'static str],
}

/// Answers for an incident.
///
/// # Errors
/// What [`Situation::resolve`] finds wrong with the situation.
pub fn answer(model: &Model, situation: &Situation, asking: &Asking) -> Result<Answers, Vec<Finding>> {
    let known = situation.resolve(model)?;
    let asking = Asking { runs: asking.runs.clamp(1, MAX_RUNS), ..*asking };
    let case = watching::Case::new(model, &known, asking.seed);
    let gathered = watching::Gathered::of(&case, asking.runs);
    Ok(Answers {
        asking,
        hours_ahead: known.ahead,
        failing: failing::failing(model, &known, &gathered),
        warn: warn::warn(model, &known, &gathered),
        laboratories: laboratories::laboratories(model, &known, &gathered),
        isolate: isolate::isolate(&case, &gathered),
        restore: restore::restore(&case, &gathered),
        unsettled_runs: gathered.unsettled,
        limits: LIMITS,
    })
}
