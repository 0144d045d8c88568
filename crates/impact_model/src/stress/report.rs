//! What a stress test says: everything the JSON holds and the page shows.

use serde::Serialize;

use crate::network::{InstitutionKind, Position, ServiceKind};

/// A number with its interval.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
pub struct Estimate {
    /// The estimate.
    pub value: f64,
    /// The lower end of the 95 % interval.
    pub low: f64,
    /// The upper end.
    pub high: f64,
}

/// What is measured of every run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Measure {
    /// Compromised institutions.
    Compromised,
    /// Institutions with a lost service that were not compromised.
    Affected,
    /// Services lost at some time.
    ServicesLost,
    /// Service-days lost of clinical services.
    ClinicalDaysLost,
    /// Emergency patients sent or gone elsewhere.
    PatientsDiverted,
    /// Walk-ins who waited because the department could not see them as it should.
    PatientsDelayed,
    /// Hours in which emergency departments had more than they have capacity for, added up.
    OverloadHours,
    /// Analyses that nobody did.
    AnalysesLost,
    /// Analyses that other laboratories took over.
    AnalysesRerouted,
    /// Consultations, operations, admissions and examinations put off.
    CarePostponed,
    /// Countries hit.
    Countries,
    /// Regions hit.
    Regions,
}

/// A point of a curve: in what share of runs a measure is at least `at_least`.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Exceedance {
    /// The value.
    pub at_least: f64,
    /// The share of runs that reach it, from 0 to 1.
    pub share: f64,
}

/// How a measure is spread over all runs.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Distribution {
    /// Which measure.
    pub measure: Measure,
    /// Its mean, with a bootstrap interval.
    pub mean: Estimate,
    /// The value that 5 % of runs stay below or at.
    pub p05: f64,
    /// Half of the runs.
    pub p50: f64,
    /// 95 %.
    pub p95: f64,
    /// 99 %.
    pub p99: f64,
    /// The largest.
    pub most: f64,
    /// What share of the variance comes from not knowing the parameters (between sets of parameters), from 0 to 1.
    /// None when only one set was drawn.
    pub from_not_knowing: Option<f64>,
    /// At most 100 points, from small to large.
    pub exceedance: Vec<Exceedance>,
}

/// What the network is that was tested.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Tested {
    /// Its name.
    pub name: String,
    /// Where what is known of it comes from.
    pub source: String,
    /// SHA-256 of the network as canonical JSON, in hexadecimal.
    pub sha256: String,
    /// Institutions, by kind; kinds of which there are none are left out.
    pub institutions: Vec<(InstitutionKind, u32)>,
    /// Services, by kind.
    pub services: Vec<(ServiceKind, u32)>,
    /// Dependencies.
    pub dependencies: u32,
    /// Links.
    pub links: u32,
    /// Countries.
    pub countries: u32,
    /// Regions.
    pub regions: u32,
    /// What share of all quantities nobody stated, from 0 to 1.
    pub assumed: f64,
}

/// How it was tested.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct How {
    /// The attack, as it was asked for: `random-site:10`.
    pub attack: String,
    /// Runs in all.
    pub runs: u32,
    /// Sets of parameters drawn; 1: the likeliest values only.
    pub draws: u32,
    /// The seed.
    pub seed: u64,
    /// Days simulated.
    pub days: f64,
    /// The version of the model.
    pub model: String,
    /// Parameters that were set by the caller: word, lowest, likeliest, highest.
    pub changed: Vec<(String, f64, f64, f64)>,
}

/// The answer to "are they ready?".
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Answer {
    /// In what share of runs care held: no country lost more than [`Self::tolerated`] of its clinical service-days.
    /// The interval covers both chance and not knowing the parameters.
    pub held: Estimate,
    /// In what share of runs malware stayed within twice the number of institutions where it entered.
    pub contained: Estimate,
    /// What share of a country's clinical service-days may be lost, from 0 to 1.
    pub tolerated: f64,
    /// The verdict.
    pub verdict: Verdict,
}

/// Yes, no, or not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// Care held in at least 95 of 100 runs, with the whole interval above 90.
    Ready,
    /// Care failed in more than 5 of 100 runs, with the whole interval below 95.
    NotReady,
    /// The interval allows both.
    CannotTell,
}

/// One country, or one region of a country.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Place {
    /// The country.
    pub country: String,
    /// The region; empty for a whole country.
    pub region: String,
    /// Its institutions.
    pub institutions: u32,
    /// In what share of runs it was hit.
    pub hit: Estimate,
    /// In what share of runs its care did not hold.
    pub not_held: f64,
    /// Mean number of compromised institutions.
    pub compromised: f64,
    /// Mean share of clinical service-days lost, from 0 to 1.
    pub days_lost: f64,
    /// The same, in the worst 5 % of runs.
    pub days_lost_p95: f64,
}

/// An institution on which many others rest, or a link.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Critical {
    /// The institution's or the link's identifier.
    pub id: String,
    /// What people call it; for a link, its two ends.
    pub name: String,
    /// The country; for a link, both when they differ.
    pub country: String,
    /// How many institutions depend on it, directly; for a link, how many of its ends depend on the other.
    pub dependents: u32,
    /// From how many runs the following are estimated.
    pub runs: u32,
    /// For an institution: clinical service-days lost when it alone is compromised. For a link: clinical service-days
    /// saved by not having it.
    pub days: Estimate,
    /// For an institution: services lost when it alone is compromised. For a link: compromised institutions saved.
    pub others: Estimate,
}

/// What could be invested in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Investment {
    /// Links between institutions pass malware half as readily. Unit: one link.
    Segmentation,
    /// Every downtime procedure carries 24 hours longer. Unit: one dependency.
    Buffers,
    /// Laboratories have a tenth more capacity. Unit: one laboratory service.
    LaboratoryCapacity,
    /// Neighbours are warned in half the time. Unit: one institution.
    FasterWarning,
    /// Links are cut in half the time after noticing. Unit: one institution.
    FasterIsolation,
    /// It is noticed in half the time. Unit: one institution.
    FasterDetection,
    /// Everybody has backups out of reach. Unit: one institution that had none.
    OfflineBackups,
}

impl Investment {
    /// Every one.
    pub const ALL: &'static [Self] = &[
        Self::Segmentation,
        Self::Buffers,
        Self::LaboratoryCapacity,
        Self::FasterWarning,
        Self::FasterIsolation,
        Self::FasterDetection,
        Self::OfflineBackups,
    ];
}

/// What an investment saves: the same runs with and without it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Saving {
    /// What was invested in.
    pub investment: Investment,
    /// How many units it takes for the whole network.
    pub units: u64,
    /// How many of the runs were compared.
    pub runs: u32,
    /// Clinical service-days saved in a run, by all units.
    pub days: Estimate,
    /// The same as a share of what is lost without, from 0 to 1.
    pub share: Estimate,
    /// Clinical service-days saved by a thousand units; the list is sorted by this, largest first.
    pub days_per_thousand: Estimate,
    /// Patients of emergency departments not diverted or delayed.
    pub patients: Estimate,
    /// Analyses not lost.
    pub analyses: Estimate,
    /// Institutions not compromised.
    pub compromised: Estimate,
}

/// How much an uncertain parameter matters (Morris, "Factorial sampling plans", Technometrics 1991).
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Sensitivity {
    /// The parameter, as files call it.
    pub parameter: String,
    /// Mean absolute effect on clinical service-days lost of moving it over its range.
    pub effect: f64,
    /// Standard deviation of that effect: how much it depends on the other parameters.
    pub interaction: f64,
}

/// A cell of the map.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Cell {
    /// The middle of its institutions.
    pub at: Position,
    /// How many institutions it holds.
    pub institutions: u32,
    /// Mean share of its institutions hit (compromised or affected) in a run, from 0 to 1.
    pub hit: f64,
}

/// Everything a stress test says.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Report {
    /// What was tested.
    pub network: Tested,
    /// How.
    pub how: How,
    /// Are they ready?
    pub answer: Answer,
    /// How each measure is spread, in the order of [`Measure`].
    pub distributions: Vec<Distribution>,
    /// Countries, by code.
    pub countries: Vec<Place>,
    /// The hardest hit regions, at most 50, the worst first.
    pub regions: Vec<Place>,
    /// The most critical suppliers, at most 20, the worst first.
    pub suppliers: Vec<Critical>,
    /// The most critical links, at most 20, the worst first.
    pub links: Vec<Critical>,
    /// Investments, by what they save per unit.
    pub investments: Vec<Saving>,
    /// Which parameters matter, the most first.
    pub sensitivity: Vec<Sensitivity>,
    /// The map, at most 2,000 cells.
    pub map: Vec<Cell>,
    /// Runs in which circles of services that depend on each other did not settle.
    pub unsettled_runs: u32,
    /// Runs in which such a circle had to be started together by hand.
    pub cold_start_runs: u32,
}
