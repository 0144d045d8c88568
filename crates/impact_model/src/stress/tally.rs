//! What is kept of a run: its measures, and where it struck.

use crate::model::{Cause, Hour, InstitutionNo, LOST_BELOW, LinkNo, Model, Outcome, ServiceNo, Watch};
use crate::network::ServiceKind;

use super::report::Measure;

/// The measures of a run, in the order of [`Measure::ALL`].
pub(super) type Row = [f64; Measure::ALL.len()];

impl Measure {
    /// Every one, in the order in which they are declared.
    pub const ALL: &'static [Self] = &[
        Self::Compromised,
        Self::Affected,
        Self::ServicesLost,
        Self::ClinicalDaysLost,
        Self::PatientsDiverted,
        Self::PatientsDelayed,
        Self::OverloadHours,
        Self::AnalysesLost,
        Self::AnalysesRerouted,
        Self::CarePostponed,
        Self::Countries,
        Self::Regions,
    ];

    /// What it is of an outcome.
    pub fn of(self, outcome: &Outcome) -> f64 {
        match self {
            Self::Compromised => f64::from(outcome.compromised),
            Self::Affected => f64::from(outcome.affected),
            Self::ServicesLost => f64::from(outcome.all_services_lost()),
            Self::ClinicalDaysLost => clinical_days_lost(outcome),
            Self::PatientsDiverted => outcome.patients_diverted(),
            Self::PatientsDelayed => outcome.emergency.walk_ins_delayed,
            Self::OverloadHours => outcome.emergency.overload_hours,
            Self::AnalysesLost => outcome.analyses_lost(),
            Self::AnalysesRerouted => outcome.analyses.iter().map(|flow| flow.rerouted).sum(),
            Self::CarePostponed => outcome.care_postponed(),
            Self::Countries => f64::from(outcome.countries.count_ones()),
            Self::Regions => f64::from(outcome.regions),
        }
    }
}

fn clinical_days_lost(outcome: &Outcome) -> f64 {
    let days = ServiceKind::ALL.iter().zip(&outcome.service_days_lost);
    days.filter(|(kind, _)| kind.is_clinical()).map(|(_, days)| days).sum()
}

/// All measures of an outcome.
pub(super) fn row(outcome: &Outcome) -> Row {
    let mut row = Row::default();
    for (value, measure) in row.iter_mut().zip(Measure::ALL) {
        *value = measure.of(outcome);
    }
    row
}

/// What a run did to a region.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Struck {
    /// Which, of [`Model::regions`].
    pub(super) region: usize,
    /// Clinical service-days lost.
    pub(super) days: f64,
    /// Institutions compromised or affected.
    pub(super) hit: u32,
    /// Institutions compromised.
    pub(super) compromised: u32,
}

/// What is kept of a run.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Kept {
    pub(super) row: Row,
    /// At how many institutions malware entered.
    pub(super) entered: usize,
    pub(super) cold_start: bool,
    pub(super) unsettled: bool,
    /// Regions with a compromised or affected institution, or lost clinical service-days.
    pub(super) struck: Vec<Struck>,
    /// Compromised or affected institutions.
    pub(super) hit: Vec<InstitutionNo>,
    /// Links over which malware came.
    pub(super) crossed: Vec<LinkNo>,
}

/// How a clinical service works, and since when.
#[derive(Debug, Clone, Copy)]
struct State {
    works: f32,
    since: Hour,
}

const WORKS: State = State { works: 1.0, since: 0 };

/// Listens to a run. Its memory is for all of the network, but only what a run touched is looked at and cleared.
#[derive(Debug)]
pub(super) struct Tally<'a> {
    model: &'a Model,
    states: Vec<State>,
    touched: Vec<ServiceNo>,
    is_hit: Vec<bool>,
    hit: Vec<InstitutionNo>,
    /// What a run did to each region so far, with hours instead of days.
    regions: Vec<Struck>,
    is_struck: Vec<bool>,
    struck: Vec<usize>,
    crossed: Vec<LinkNo>,
}

impl<'a> Tally<'a> {
    pub(super) fn new(model: &'a Model) -> Self {
        let (institutions, regions) = (model.institution_count(), model.regions().len());
        let untouched = |region| Struck { region, days: 0.0, hit: 0, compromised: 0 };
        Self {
            model,
            states: vec![WORKS; model.service_count()],
            touched: Vec::new(),
            is_hit: vec![false; institutions],
            hit: Vec::new(),
            regions: (0..regions).map(untouched).collect(),
            is_struck: vec![false; regions],
            struck: Vec::new(),
            crossed: Vec::new(),
        }
    }

    /// The region of an institution, to which something happens.
    fn struck(&mut self, institution: InstitutionNo) -> &mut Struck {
        let region = self.model.region_of(institution);
        if !std::mem::replace(&mut self.is_struck[region], true) {
            self.struck.push(region);
        }
        &mut self.regions[region]
    }

    fn hit(&mut self, institution: InstitutionNo) {
        if !std::mem::replace(&mut self.is_hit[institution.index()], true) {
            self.hit.push(institution);
            self.struck(institution).hit += 1;
        }
    }

    /// From `hour` on, a clinical service works as given; what it lost until then is added to its region.
    fn move_on(&mut self, service: ServiceNo, hour: Hour, works: f32) {
        let state = &mut self.states[service.index()];
        let before = std::mem::replace(state, State { works, since: hour });
        if before.works < 1.0 {
            let hours = f64::from(hour.saturating_sub(before.since));
            self.struck(self.model.owner(service)).days += f64::from(1.0 - before.works) * hours;
        } else if works < 1.0 {
            self.touched.push(service);
        }
    }

    /// What is kept of the run that just ended; ready for the next one.
    pub(super) fn keep(&mut self, outcome: &Outcome, entered: usize, horizon: Hour) -> Kept {
        for service in std::mem::take(&mut self.touched) {
            self.move_on(service, horizon, 1.0);
            self.states[service.index()] = WORKS;
        }
        for institution in &self.hit {
            self.is_hit[institution.index()] = false;
        }
        let struck = std::mem::take(&mut self.struck);
        Kept {
            row: row(outcome),
            entered,
            cold_start: outcome.cold_starts > 0,
            unsettled: outcome.unsettled > 0,
            struck: struck.into_iter().map(|region| self.clear(region)).collect(),
            hit: std::mem::take(&mut self.hit),
            crossed: std::mem::take(&mut self.crossed),
        }
    }

    fn clear(&mut self, region: usize) -> Struck {
        self.is_struck[region] = false;
        let untouched = Struck { region, days: 0.0, hit: 0, compromised: 0 };
        let struck = std::mem::replace(&mut self.regions[region], untouched);
        Struck { days: struck.days / 24.0, ..struck }
    }
}

impl Watch for Tally<'_> {
    fn compromised(&mut self, institution: InstitutionNo, _: Hour, over: Option<LinkNo>) {
        self.hit(institution);
        self.struck(institution).compromised += 1;
        self.crossed.extend(over);
    }

    fn changed(&mut self, service: ServiceNo, hour: Hour, works: f32, _: Cause) {
        if works < LOST_BELOW {
            self.hit(self.model.owner(service));
        }
        if self.model.kind(service).is_clinical() {
            self.move_on(service, hour, works);
        }
    }
}
