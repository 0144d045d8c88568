//! The model: a network made ready for simulation, what happens to it, and what comes of it.
//!
//! ```text
//! Network + Parameters ──Model::new──▶ Model ──run(Shock, Chance)──▶ Outcome
//! ```
//!
//! A [`Model`] is immutable and shared between threads; each thread has its own [`Scratch`].

mod build;
mod care;
mod run;
mod spread;
mod waiting;

pub use build::{InstitutionNo, LinkNo, Model, NEIGHBOURS, ServiceNo, Taker};
pub use run::Scratch;

use crate::draw::Chance;
use crate::network::{Discipline, ServiceKind};

/// An hour of the simulation, from 0.
pub type Hour = u32;

/// How long is simulated, where nothing else is said: 30 days.
pub const HORIZON: Hour = 30 * 24;
/// The longest that can be simulated: 400 days, more than the longest published recovery.
pub const MAX_HORIZON: Hour = 400 * 24;
/// A service counts as lost while less than this share of it works.
pub const LOST_BELOW: f32 = 0.5;
/// How often flows of patients and samples are settled, and what was restored is handed over, in hours: once a shift.
pub const BLOCK: Hour = 12;

/// That something works less than it should from some hour on, whatever the reason.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Outage {
    /// What.
    pub service: ServiceNo,
    /// From when on.
    pub from: Hour,
    /// What share of it still works, from 0 to 1.
    pub left: f32,
    /// When and how it comes back; drawn when not given.
    pub recovery: Option<Recovery>,
}

/// When and how a service comes back: `1 − exp(−(t − start) / tau)`, in five steps.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Recovery {
    /// When restoring begins.
    pub start: Hour,
    /// The time constant, in hours.
    pub tau_h: f32,
}

/// What happens to a network.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Shock {
    /// Where malware enters, and when.
    pub compromised: Vec<(InstitutionNo, Hour)>,
    /// What is known to be down or will be, without malware being simulated there.
    pub outages: Vec<Outage>,
    /// Who cuts all outside links when, instead of what is drawn.
    pub isolated: Vec<(InstitutionNo, Hour)>,
    /// Links that are cut by themselves, and when; what is drawn may cut them earlier.
    pub cut: Vec<(LinkNo, Hour)>,
    /// Who cannot be compromised.
    pub immune: Vec<InstitutionNo>,
    /// Services whose recovery is ordered, instead of what is drawn; it holds when they are hit.
    pub recoveries: Vec<(ServiceNo, Recovery)>,
}

/// Why a service works less than it should.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cause {
    /// Malware on it, or an outage reported of it.
    Hit,
    /// What it depends on is missing: the worst of its providers.
    Provider(ServiceNo),
    /// The link to its provider has been cut.
    Cut(LinkNo),
}

/// Listens to a run. Every method does nothing unless it is written.
pub trait Watch {
    /// An institution was compromised at an hour, over a link unless malware entered there.
    fn compromised(&mut self, _institution: InstitutionNo, _hour: Hour, _over: Option<LinkNo>) {}
    /// An institution notices, and cuts its links.
    fn isolated(&mut self, _institution: InstitutionNo, _hour: Hour) {}
    /// The share of a service that works has changed to `works`; `cause` is what holds it back most.
    fn changed(&mut self, _service: ServiceNo, _hour: Hour, _works: f32, _cause: Cause) {}
    /// Analyses or patients of a service went to another, so many in a block of [`BLOCK`] hours that ends at `hour`.
    fn rerouted(&mut self, _from: ServiceNo, _to: ServiceNo, _hour: Hour, _number: f64) {}
}

/// Listens to nothing.
impl Watch for () {}

/// What became of work that can wait.
#[derive(Debug, Clone, Copy, Default, PartialEq, serde::Serialize)]
pub struct Flow {
    /// What came, over the whole time, at services that at some time could not do everything.
    pub demand: f64,
    /// What was not done when it came: `unmet = rerouted + postponed + lost`.
    pub unmet: f64,
    /// What others took over.
    pub rerouted: f64,
    /// What was put off: `postponed = caught_up + cancelled + waiting`.
    pub postponed: f64,
    /// What could not wait and was not done there; nobody whom the model follows took it over.
    pub lost: f64,
    /// What was put off and done later.
    pub caught_up: f64,
    /// What was put off and given up.
    pub cancelled: f64,
    /// What still waits at the end.
    pub waiting: f64,
}

/// What became of patients of emergency departments: `unmet = ambulances_diverted + walk_ins_diverted + walk_ins_delayed`.
#[derive(Debug, Clone, Copy, Default, PartialEq, serde::Serialize)]
pub struct Emergency {
    /// Visits that came to departments that at some time could not see all.
    pub demand: f64,
    /// Visits they could not see as they should.
    pub unmet: f64,
    /// Those that came by ambulance and were sent to another department.
    pub ambulances_diverted: f64,
    /// Those that came by themselves and went to another department.
    pub walk_ins_diverted: f64,
    /// Those that came by themselves and waited.
    pub walk_ins_delayed: f64,
    /// Diverted visits that no other department within reach could be found for.
    pub nowhere: f64,
    /// Hours, added over departments, in which one had more patients than it has capacity for.
    pub overload_hours: f64,
    /// The greatest load of a department that received others' patients, as a multiple of its capacity; 0 if none did.
    pub worst_load: f64,
}

/// What comes of one run.
#[derive(Debug, Clone, PartialEq, Default, serde::Serialize)]
pub struct Outcome {
    /// Compromised institutions.
    pub compromised: u32,
    /// Institutions with a lost service that were not compromised.
    pub affected: u32,
    /// Services that were lost at some time ([`LOST_BELOW`]), by [`ServiceKind`].
    pub services_lost: [u32; ServiceKind::COUNT],
    /// Service-days lost: the share that did not work, added up over time, by [`ServiceKind`].
    pub service_days_lost: [f64; ServiceKind::COUNT],
    /// Patients of emergency departments.
    pub emergency: Emergency,
    /// Analyses of clinical biology and pathology, by [`Discipline`].
    pub analyses: [Flow; Discipline::COUNT],
    /// Other clinical work, by [`ServiceKind`]; emergency departments and laboratories stay 0 here.
    pub care: [Flow; ServiceKind::COUNT],
    /// Countries with a compromised or affected institution, one bit for each of [`Model::countries`].
    pub countries: u64,
    /// Regions with one.
    pub regions: u32,
    /// Groups of services that depend on each other in a circle and had to be started together by hand.
    pub cold_starts: u32,
    /// Hours in which such a circle did not settle; the outcome is then unsure.
    pub unsettled: u32,
}

impl Outcome {
    /// All services lost.
    pub fn all_services_lost(&self) -> u32 {
        self.services_lost.iter().sum()
    }

    /// Patients sent or gone elsewhere.
    pub fn patients_diverted(&self) -> f64 {
        self.emergency.ambulances_diverted + self.emergency.walk_ins_diverted
    }

    /// All analyses that nobody did: those that could not wait, and those given up.
    pub fn analyses_lost(&self) -> f64 {
        self.analyses.iter().map(|flow| flow.lost + flow.cancelled).sum()
    }

    /// Consultations, operations, admissions and examinations put off.
    pub fn care_postponed(&self) -> f64 {
        self.care.iter().map(|flow| flow.postponed).sum()
    }
}

impl Model {
    /// One possible course of events.
    ///
    /// The horizon is rounded up to a multiple of [`BLOCK`]; it lies between 1 and [`MAX_HORIZON`] hours.
    ///
    /// The result is a pure function of model, shock, chance and horizon: neither the thread nor what `scratch` was used
    /// for before changes it.
    pub fn run(&self, shock: &Shock, chance: Chance, horizon: Hour, scratch: &mut Scratch) -> Outcome {
        self.run_and_watch(shock, chance, horizon, scratch, &mut ())
    }

    /// The same, and tells what happens when.
    pub fn run_and_watch(
        &self,
        shock: &Shock,
        chance: Chance,
        horizon: Hour,
        scratch: &mut Scratch,
        watch: &mut impl Watch,
    ) -> Outcome {
        let horizon = horizon.clamp(1, MAX_HORIZON).next_multiple_of(BLOCK);
        run::run(self, shock, chance, horizon, scratch, watch)
    }
}
