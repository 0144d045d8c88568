//! Replays an incident many times and measures each time what was published.

use rayon::prelude::*;

use super::fit::Fitted;
use super::incident::{Incident, Measure};
use super::plan::{Needs, Severity};
use crate::draw::Chance;
use crate::model::{Cause, Hour, InstitutionNo, LinkNo, Model, Outcome, Scratch, ServiceNo, Shock, Watch};
use crate::network::{Network, ServiceKind};
use crate::parameters::{Parameter, Parameters};

/// The most times an incident is replayed.
pub const MAX_RUNS: u32 = 10_000;
/// Hours in a week.
const WEEK: Hour = 7 * 24;

/// An incident ready to be replayed.
pub(super) struct Replay<'a> {
    incident: &'a Incident,
    network: Network,
    parameters: Parameters,
    needs_ambulances: bool,
}

/// What has been measured: for every figure, its value in each run, in the order of runs.
pub(super) type Measured = Vec<Vec<f64>>;

impl<'a> Replay<'a> {
    /// Makes an incident ready with fitted values.
    pub(super) fn new(incident: &'a Incident, needs: &Needs, fitted: &Fitted) -> Result<Self, String> {
        let mut needs = needs.clone();
        let mut parameters = Parameters::default();
        fitted.apply(&mut parameters, &mut needs, &incident.id)?;
        for (word, amount) in &incident.parameters {
            let parameter = Parameter::find(word).ok_or_else(|| format!("there is no parameter {word:?}"))?;
            parameters.set_range(parameter, (amount.low.into(), amount.likely.into(), amount.high.into()));
        }
        match incident.shock.severity {
            Severity::Minor => parameters.set(Parameter::MinorShare, 1.0),
            Severity::Major => parameters.set(Parameter::MinorShare, 0.0),
            Severity::Drawn => {}
        }
        let ambulances = |measure: &Measure| matches!(measure, Measure::Received { ambulances: true, .. });
        Ok(Self {
            incident,
            network: incident.network(&needs)?,
            parameters,
            needs_ambulances: incident.figures.iter().any(|figure| ambulances(&figure.measure)),
        })
    }

    /// Replays it so many times. Each run draws its own plausible parameters and quantities, so the spread covers both
    /// chance and not knowing.
    pub(super) fn measure(&self, runs: u32, seed: u64) -> Result<Measured, String> {
        let each: Vec<Vec<f64>> = (1..=runs.min(MAX_RUNS))
            .into_par_iter()
            .map_init(Scratch::default, |scratch, run| self.one(run, seed, scratch))
            .collect::<Result<_, String>>()?;
        let column = |figure| each.iter().filter_map(|values| values.get(figure).copied()).collect();
        Ok((0..self.incident.figures.len()).map(column).collect())
    }

    fn one(&self, run: u32, seed: u64, scratch: &mut Scratch) -> Result<Vec<f64>, String> {
        let parameters = self.parameters.drawn(seed, run);
        let model = self.model(&parameters, seed, run)?;
        let shock = self.incident.shock(&model)?;
        let chance = Chance::new(seed, run);
        let mut course = Course::of(&model, &shock, chance, self.incident.horizon(), scratch);
        if self.needs_ambulances {
            let mut only = parameters;
            only.set(Parameter::WalkInLeave, 0.0);
            let model = self.model(&only, seed, run)?;
            let without = Course::of(&model, &shock, chance, self.incident.horizon(), scratch);
            course.ambulances = without.flows;
        }
        let mut asking =
            Asking { incident: self.incident, model: &model, shock: &shock, chance, course, scratch };
        self.incident.figures.iter().map(|figure| asking.ask(&figure.measure)).collect()
    }

    fn model(&self, parameters: &Parameters, seed: u64, run: u32) -> Result<Model, String> {
        Model::drawn(&self.network, parameters, seed, run)
            .map_err(|problems| problems.first().map(|problem| problem.message.clone()).unwrap_or_default())
    }
}

/// Patients or samples that went elsewhere.
struct FlowTo {
    from: ServiceNo,
    to: ServiceNo,
    hour: Hour,
    number: f64,
}

/// What happened in a run, hour by hour.
struct Course {
    outcome: Outcome,
    horizon: Hour,
    /// For each service: from which hour on what share works.
    works: Vec<Vec<(Hour, f32)>>,
    flows: Vec<FlowTo>,
    /// The flows of the same run if no walk-in went elsewhere.
    ambulances: Vec<FlowTo>,
    compromised: Vec<InstitutionNo>,
}

impl Watch for Course {
    fn compromised(&mut self, institution: InstitutionNo, _hour: Hour, _over: Option<LinkNo>) {
        self.compromised.push(institution);
    }

    fn changed(&mut self, service: ServiceNo, hour: Hour, works: f32, _cause: Cause) {
        if let Some(course) = self.works.get_mut(service.index()) {
            course.push((hour, works));
        }
    }

    fn rerouted(&mut self, from: ServiceNo, to: ServiceNo, hour: Hour, number: f64) {
        self.flows.push(FlowTo { from, to, hour, number });
    }
}

impl Course {
    fn of(model: &Model, shock: &Shock, chance: Chance, horizon: Hour, scratch: &mut Scratch) -> Self {
        let mut course = Self {
            outcome: Outcome::default(),
            horizon,
            works: vec![Vec::new(); model.service_count()],
            flows: Vec::new(),
            ambulances: Vec::new(),
            compromised: Vec::new(),
        };
        course.outcome = model.run_and_watch(shock, chance, horizon, scratch, &mut course);
        course
    }

    /// The mean over a window of a function of the share that works.
    fn mean(&self, service: ServiceNo, window: (f64, f64), of: impl Fn(f64) -> f64) -> f64 {
        let (from, to) = (window.0 * 24.0, (window.1 * 24.0).min(self.horizon.into()));
        let changes = self.works.get(service.index()).map(Vec::as_slice).unwrap_or_default();
        let (mut since, mut works, mut sum) = (0.0_f64, 1.0_f64, 0.0);
        let ends = changes.iter().map(|&(hour, works)| (f64::from(hour), f64::from(works)));
        for (hour, next) in ends.chain([(f64::INFINITY, 0.0)]) {
            sum += of(works) * (hour.min(to) - since.max(from)).max(0.0);
            (since, works) = (hour, next);
        }
        if to > from { sum / (to - from) } else { of(1.0) }
    }
}

/// Answers what was measured of one run.
struct Asking<'a> {
    incident: &'a Incident,
    model: &'a Model,
    shock: &'a Shock,
    chance: Chance,
    course: Course,
    scratch: &'a mut Scratch,
}

impl Asking<'_> {
    fn ask(&mut self, measure: &Measure) -> Result<f64, String> {
        Ok(match measure {
            Measure::Works { services, from, to } => self.works(&self.named(services)?, (*from, *to)),
            Measure::Activity { services, from, to } => self.activity(&self.named(services)?, (*from, *to)),
            Measure::Lost { services, from, to } => {
                100.0 - self.activity(&self.named(services)?, (*from, *to))
            }
            Measure::Sent { services, from, to } => self.sent(&self.named(services)?, (*from, *to)),
            Measure::Kept { services, from, to } => 100.0 - self.sent(&self.named(services)?, (*from, *to)),
            Measure::Received { services, from, to, ambulances } => {
                self.received(&self.named(services)?, (*from, *to), *ambulances)
            }
            Measure::BackAfter { services, percent, works } => {
                self.back_after(&self.named(services)?, *percent, *works)
            }
            Measure::Postponed { kind, from_week, to_week } => {
                self.postponed(*kind, *to_week) - self.postponed(*kind, from_week.saturating_sub(1))
            }
            Measure::Compromised => f64::from(self.course.outcome.compromised),
            Measure::AffectedPerCompromised => {
                let Outcome { affected, compromised, .. } = self.course.outcome;
                f64::from(affected) / f64::from(compromised.max(1))
            }
        })
    }

    fn named(&self, names: &[String]) -> Result<Vec<ServiceNo>, String> {
        let mut all = Vec::new();
        for name in names {
            match name.strip_prefix("compromised/") {
                Some(kind) => all.extend(self.of_compromised(kind.parse()?)),
                None => all.extend(self.incident.services(self.model, name)?),
            }
        }
        Ok(all)
    }

    fn of_compromised(&self, kind: ServiceKind) -> impl Iterator<Item = ServiceNo> + '_ {
        let services = self.course.compromised.iter().flat_map(|&one| self.model.services_of(one));
        services.filter(move |&service| self.model.kind(service) == kind)
    }

    fn works(&self, services: &[ServiceNo], window: (f64, f64)) -> f64 {
        let sum: f64 = services.iter().map(|&one| self.course.mean(one, window, |works| works)).sum();
        100.0 * sum / services.len().max(1) as f64
    }

    fn activity(&self, services: &[ServiceNo], window: (f64, f64)) -> f64 {
        let (mut done, mut came) = (0.0, 0.0);
        for &service in services {
            let (demand, capacity) = (self.model.per_day(service), self.model.capacity_per_day(service));
            done += self.course.mean(service, window, |works| (capacity * works).min(demand));
            came += demand;
        }
        if came > 0.0 { 100.0 * done / came } else { 100.0 }
    }

    fn sent(&self, services: &[ServiceNo], window: (f64, f64)) -> f64 {
        let gone = flowing(&self.course.flows, window, |flow| services.contains(&flow.from));
        share(gone, self.usual(services), window)
    }

    fn received(&self, services: &[ServiceNo], window: (f64, f64), ambulances: bool) -> f64 {
        let flows = if ambulances { &self.course.ambulances } else { &self.course.flows };
        let come = flowing(flows, window, |flow| services.contains(&flow.to));
        let usual = self.usual(services);
        let of = if ambulances { self.model.parameters().get(Parameter::AmbulanceShare) } else { 1.0 };
        share(come, usual * of, window)
    }

    fn usual(&self, services: &[ServiceNo]) -> f64 {
        services.iter().map(|&service| self.model.per_day(service)).sum()
    }

    fn back_after(&self, services: &[ServiceNo], percent: f64, works: bool) -> f64 {
        let level = |day: u32| {
            let window = (f64::from(day), f64::from(day + 1));
            if works { self.works(services, window) } else { self.activity(services, window) }
        };
        let last_below = (0..self.incident.days).rev().find(|&day| level(day) < percent);
        last_below.map_or(0.0, |day| f64::from(day + 1))
    }

    /// What has been put off up to the end of a week.
    fn postponed(&mut self, kind: ServiceKind, week: u32) -> f64 {
        if week == 0 {
            return 0.0;
        }
        let end = week * WEEK;
        let outcome = if end >= self.course.horizon {
            &self.course.outcome
        } else {
            &self.model.run(self.shock, self.chance, end, self.scratch)
        };
        outcome.care.get(kind as usize).map_or(0.0, |flow| flow.postponed)
    }
}

/// What flows in a window; a block belongs to it if it ends in it.
fn flowing(flows: &[FlowTo], window: (f64, f64), wanted: impl Fn(&FlowTo) -> bool) -> f64 {
    let (from, to) = (window.0 * 24.0, window.1 * 24.0);
    let within = |flow: &&FlowTo| {
        let hour = f64::from(flow.hour);
        hour > from && hour <= to && wanted(flow)
    };
    flows.iter().filter(within).map(|flow| flow.number).sum()
}

fn share(number: f64, per_day: f64, window: (f64, f64)) -> f64 {
    let usual = per_day * (window.1 - window.0);
    if usual > 0.0 { 100.0 * number / usual } else { 0.0 }
}

/// A quantile of values, for a probability from 0 to 1; interpolated (Hyndman and Fan, 1996, type 7). 0 of none.
pub(super) fn quantile(values: &[f64], probability: f64) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let at = probability * sorted.len().saturating_sub(1) as f64;
    let (below, part) = (at.floor(), at - at.floor());
    let get = |index: f64| sorted.get(index as usize).or(sorted.last()).copied().unwrap_or_default();
    get(below) + part * (get(below + 1.0) - get(below))
}

/// The mean of values; 0 of none.
pub(super) fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len().max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::BLOCK;
    use proptest::prelude::*;

    fn course(changes: Vec<(Hour, f32)>) -> Course {
        Course {
            outcome: Outcome::default(),
            horizon: 240,
            works: vec![changes],
            flows: Vec::new(),
            ambulances: Vec::new(),
            compromised: Vec::new(),
        }
    }

    #[test]
    fn a_mean_weighs_hours() {
        let course = course(vec![(12, 0.0), (36, 0.5), (60, 1.0)]);
        for (window, mean) in [
            ((0.0, 1.0), 0.5),
            ((1.0, 2.0), 0.25),
            ((0.0, 10.0), (12.0 + 12.0 + 180.0) / 240.0),
            ((5.0, 9.0), 1.0),
        ] {
            let service = ServiceNo::from_index(0);
            assert!((course.mean(service, window, |works| works) - mean).abs() < 1e-12, "{window:?}");
        }
    }

    #[test]
    fn a_block_belongs_to_the_window_in_which_it_ends() {
        let one = ServiceNo::from_index(0);
        let flow = |block: Hour| FlowTo { from: one, to: one, hour: block * BLOCK, number: 1.0 };
        let flows: Vec<FlowTo> = (1..=4).map(flow).collect();
        assert_eq!(flowing(&flows, (0.0, 1.0), |_| true), 2.0);
        assert_eq!(flowing(&flows, (1.0, 2.0), |_| true), 2.0);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]

        #[test]
        fn quantiles_rise_and_lie_between_the_ends(values in prop::collection::vec(-1e6..1e6_f64, 1..50)) {
            let at: Vec<f64> = (0..=10).map(|tenth| quantile(&values, f64::from(tenth) / 10.0)).collect();
            prop_assert!(at.is_sorted());
            prop_assert_eq!(at[0], values.iter().copied().fold(f64::INFINITY, f64::min));
            prop_assert_eq!(at[10], values.iter().copied().fold(f64::NEG_INFINITY, f64::max));
        }
    }
}
