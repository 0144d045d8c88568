//! In which order restoring gives most back soonest.
//!
//! One team in each institution restores one service after another. What it takes to restore a service is its
//! recovery time divided by the number of services of its institution that are to be restored: so all together take as
//! long one after another as published recoveries took side by side. An order is found step by step: of what is left,
//! that comes next which gives back most clinical service-days for each hour of work. What a service needs and what is
//! not restored either is tried together with it, because neither gives anything back alone; no kind of service is
//! preferred. Then single services are moved as long as that helps. It is the best order found, not proven to be best,
//! but never worse than the usual one in the runs in which it was looked for.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;
use serde::Serialize;

use super::estimate::{mean, quantile};
use super::known::Known;
use super::warn::resting_on;
use super::watching::{Case, Gathered};
use crate::draw::Chance;
use crate::model::{Cause, Hour, InstitutionNo, Model, Recovery, Scratch, ServiceNo, Shock, Watch};
use crate::network::{ServiceId, ServiceKind};
use crate::parameters::Parameter;
use crate::stress::report::Estimate;

/// Up to so many services are ordered one by one; more are ordered by kind.
pub const MAX_SINGLE: usize = 12;
/// How long restoring is looked at, in hours from now: 60 days.
pub const LOOKED_AT_H: Hour = 60 * 24;
/// Runs in which orders are tried.
const TRIALS: u32 = 24;
/// How often all services are tried at all other places, at most.
const PASSES: u64 = 2;
/// A service is moved only when that saves more than this share of what is lost.
const MATTERS: f64 = 0.002;
/// The most runs in which the two orders are compared.
const MAX_PAIRS: u32 = 200;
/// Services lost, over all runs, beyond which fewer are run.
const MAX_WORK: u64 = 4_000_000;
/// The fewest runs, if so many were asked for.
const MIN_RUNS: u32 = 4;
/// Recovery comes in steps, the last after so many time constants.
const LAST_STEP: f64 = std::f64::consts::LN_10;

/// What comes at one place of an order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Step {
    /// A service.
    Service(ServiceId),
    /// All services of a kind, those on which most rests first.
    Kind(ServiceKind),
}

/// An order, and when clinical work is back under it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Order {
    /// What comes after what.
    pub steps: Vec<Step>,
    /// Hours from now until half of the clinical work lost is back to stay, at the median; none: not within 60 days.
    pub half_back_h: Option<Hour>,
    /// The same for 80 %.
    pub most_back_h: Option<Hour>,
}

/// The best order found, beside the usual one.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Restoring {
    /// The order found.
    pub best: Order,
    /// The usual order: by clinical priority, which is how fast each kind is restored when nobody orders anything else.
    pub usual: Order,
    /// Clinical service-days that the best saves, compared with the usual one: the same runs with both.
    pub days_saved: Estimate,
    /// In how many pairs of runs the two were compared.
    pub pairs: u32,
}

/// Services that are restored together.
struct Group {
    step: Step,
    services: Vec<ServiceNo>,
    /// Hours of work, over all teams.
    work_h: f64,
}

/// What is to be ordered.
struct Restoration<'a> {
    case: &'a Case<'a>,
    groups: Vec<Group>,
    /// Hours of work that each service takes.
    work_h: BTreeMap<ServiceNo, f64>,
}

/// Finds an order. None: there is nothing to be ordered.
pub(super) fn restore(case: &Case<'_>, gathered: &Gathered) -> Option<Restoring> {
    let restoration = Restoration::of(case);
    if restoration.groups.len() < 2 {
        return None;
    }
    let usual: Vec<usize> = restoration.usual();
    let steps = usual.len() as u64;
    let each = gathered.losses / u64::from(gathered.runs.max(1)) + 1;
    let runs = |most: u32, times: u64| {
        ((MAX_WORK / (each * times)).min(most.into()) as u32).max(MIN_RUNS).min(gathered.runs)
    };
    let best = restoration.best(runs(TRIALS, (1 + PASSES) * steps * steps), &usual);
    Some(restoration.compare(&best, &usual, runs(MAX_PAIRS, 2)))
}

impl<'a> Restoration<'a> {
    fn of(case: &'a Case<'a>) -> Self {
        let Case { model, known, .. } = *case;
        let services = to_restore(model, known);
        let mut in_each: BTreeMap<InstitutionNo, f64> = BTreeMap::new();
        for service in &services {
            *in_each.entry(model.owner(*service)).or_default() += 1.0;
        }
        let work = |service: &ServiceNo| {
            let side_by_side = in_each.get(&model.owner(*service)).copied().unwrap_or(1.0);
            (*service, model.recovery_h(*service) / side_by_side)
        };
        let work_h: BTreeMap<ServiceNo, f64> = services.iter().map(work).collect();
        let groups = groups(model, services, &work_h);
        Self { case, groups, work_h }
    }

    /// By clinical priority.
    fn usual(&self) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.groups.len()).collect();
        let priority = |group: &Group| {
            let kind = self.case.model.kind(group.services[0]);
            (self.case.model.parameters().get(Parameter::recovery_of(kind)), kind, group.services[0])
        };
        order.sort_by(|a, b| {
            let (a, b) = (priority(&self.groups[*a]), priority(&self.groups[*b]));
            a.0.total_cmp(&b.0).then_with(|| (a.1, a.2).cmp(&(b.1, b.2)))
        });
        order
    }

    /// The best order found.
    fn best(&self, runs: u32, usual: &[usize]) -> Vec<usize> {
        let greedy = self.greedy(runs, usual);
        let starts = [usual.to_vec(), greedy].map(|order| (self.days_lost(&order, runs), order));
        let [usual, greedy] = starts;
        let mut best = if greedy.0 <= usual.0 { greedy } else { usual };
        for _ in 0..PASSES {
            let before = best.0;
            self.move_about(&mut best, runs);
            if best.0 >= before {
                break;
            }
        }
        best.1
    }

    /// Tries each at all other places, and leaves it where least is lost.
    fn move_about(&self, best: &mut (f64, Vec<usize>), runs: u32) {
        for group in best.1.clone() {
            for to in 0..best.1.len() {
                let mut order: Vec<usize> = best.1.iter().copied().filter(|one| *one != group).collect();
                order.insert(to, group);
                if order == best.1 {
                    continue;
                }
                let lost = self.days_lost(&order, runs);
                if lost < best.0 * (1.0 - MATTERS) {
                    *best = (lost, order);
                }
            }
        }
    }

    /// Step by step; what gives nothing back comes last, in the usual order.
    fn greedy(&self, runs: u32, usual: &[usize]) -> Vec<usize> {
        let mut order: Vec<usize> = Vec::new();
        let mut lost = self.days_lost(&order, runs);
        while order.len() < usual.len() {
            let mut best: Option<(f64, f64, Vec<usize>)> = None;
            for next in self.candidates(&order, usual) {
                let work: f64 = next.iter().map(|group| self.groups[*group].work_h).sum();
                let tried: Vec<usize> = order.iter().chain(&next).copied().collect();
                let left = self.days_lost(&tried, runs);
                let gain = (lost - left) / work.max(1.0);
                if gain > best.as_ref().map_or(0.0, |best| best.0) {
                    best = Some((gain, left, next));
                }
            }
            match best {
                Some((_, left, next)) => {
                    lost = left;
                    order.extend(next);
                }
                None => order.extend(rest(&order, usual)),
            }
        }
        order
    }

    /// What can come next: each that is left, alone and after all it needs that is left too.
    fn candidates(&self, order: &[usize], usual: &[usize]) -> Vec<Vec<usize>> {
        let mut all = Vec::new();
        for group in rest(order, usual) {
            let mut needed = Vec::new();
            self.with_needs(group, order, &mut needed);
            all.push(vec![group]);
            if needed.len() > 1 {
                all.push(needed);
            }
        }
        all
    }

    /// Adds a group after everything it needs that is neither ordered nor added.
    fn with_needs(&self, group: usize, order: &[usize], added: &mut Vec<usize>) {
        // Walks down with its own stack: what is needed may be needed in a circle.
        let mut open = vec![(group, false)];
        let mut seen = vec![group];
        while let Some((group, done)) = open.pop() {
            if done {
                added.push(group);
                continue;
            }
            open.push((group, true));
            for other in self.needs(group) {
                if !order.contains(&other) && !seen.contains(&other) {
                    seen.push(other);
                    open.push((other, false));
                }
            }
        }
    }

    /// The groups that provide something to a group, in their order.
    fn needs(&self, group: usize) -> Vec<usize> {
        let services = &self.groups[group].services;
        let providers: Vec<ServiceNo> =
            services.iter().flat_map(|service| self.case.model.providers_of(*service)).collect();
        let provides = |other: &Group| other.services.iter().any(|service| providers.contains(service));
        (0..self.groups.len()).filter(|other| *other != group && provides(&self.groups[*other])).collect()
    }

    /// The mean clinical service-days lost when an order is followed and nothing else is restored.
    fn days_lost(&self, order: &[usize], runs: u32) -> f64 {
        let mut all = 0.0;
        let run = |chance, scratch: &mut Scratch| self.run(order, chance, scratch).0;
        self.case.for_each_run(runs, run, |days| all += days);
        all / f64::from(runs.max(1))
    }

    /// One run with an order: clinical service-days lost, and when half and most is back.
    fn run(&self, order: &[usize], chance: Chance, scratch: &mut Scratch) -> (f64, Back) {
        let mut loss = Loss::new(self.case.model, self.case.known.now);
        let shock = self.shock(order, chance);
        let end = self.case.known.now + LOOKED_AT_H;
        let outcome = self.case.model.run_and_watch(&shock, chance, end, scratch, &mut loss);
        let clinical = ServiceKind::ALL.iter().filter(|kind| kind.is_clinical());
        let days = clinical.map(|kind| outcome.service_days_lost[*kind as usize]).sum();
        (days, loss.back())
    }

    /// What is known, with recoveries in an order; what is not in it does not come back while we look.
    fn shock(&self, order: &[usize], chance: Chance) -> Shock {
        let mut shock = self.case.known.shock(self.case.model, chance);
        let recoveries = self.recoveries(order);
        for outage in &mut shock.outages {
            if let Some(recovery) = recoveries.get(&outage.service) {
                outage.recovery = Some(*recovery);
            }
        }
        shock.recoveries = recoveries.into_iter().collect();
        shock
    }

    fn recoveries(&self, order: &[usize]) -> BTreeMap<ServiceNo, Recovery> {
        let never = Recovery { start: self.case.known.now + LOOKED_AT_H, tau_h: 0.0 };
        let mut all: BTreeMap<ServiceNo, Recovery> =
            self.work_h.keys().map(|service| (*service, never)).collect();
        let mut busy: BTreeMap<InstitutionNo, f64> = BTreeMap::new();
        for service in order.iter().flat_map(|group| &self.groups[*group].services) {
            let work = self.work_h.get(service).copied().unwrap_or_default();
            let until = busy.entry(self.case.model.owner(*service)).or_default();
            let start = self.case.known.now + libm::round(*until) as Hour;
            all.insert(*service, Recovery { start, tau_h: (work / LAST_STEP) as f32 });
            *until += work;
        }
        all
    }

    fn compare(&self, best: &[usize], usual: &[usize], pairs: u32) -> Restoring {
        let mut saved = Vec::new();
        let mut backs = (Vec::new(), Vec::new());
        let pair = |chance, scratch: &mut Scratch| {
            (self.run(best, chance, scratch), self.run(usual, chance, scratch))
        };
        self.case.for_each_run(pairs, pair, |((best_days, best_back), (usual_days, usual_back))| {
            saved.push(usual_days - best_days);
            backs.0.push(best_back);
            backs.1.push(usual_back);
        });
        Restoring {
            best: self.told(best, &backs.0),
            usual: self.told(usual, &backs.1),
            days_saved: mean(&saved),
            pairs,
        }
    }

    fn told(&self, order: &[usize], backs: &[Back]) -> Order {
        let median = |part: fn(&Back) -> Hour| {
            let mut hours: Vec<Hour> = backs.iter().map(part).collect();
            hours.sort_unstable();
            Some(quantile(&hours, 0.5)).filter(|hour| *hour < LOOKED_AT_H)
        };
        Order {
            steps: order.iter().map(|group| self.groups[*group].step.clone()).collect(),
            half_back_h: median(|back| back.half),
            most_back_h: median(|back| back.most),
        }
    }
}

/// Services of those who are hit, whose return nobody has announced, in the order of identifiers.
fn to_restore(model: &Model, known: &Known) -> Vec<ServiceNo> {
    let down = known.down.iter().filter(|(_, report)| report.back.is_none()).map(|(service, _)| *service);
    let hit = known.compromised.keys().flat_map(|who| model.services_of(*who));
    let hit = hit.filter(|service| !known.down.contains_key(service));
    let mut all: Vec<ServiceNo> = down.chain(hit).collect();
    all.sort_unstable();
    all
}

/// Services one by one, or by kind when they are many.
fn groups(model: &Model, services: Vec<ServiceNo>, work_h: &BTreeMap<ServiceNo, f64>) -> Vec<Group> {
    let single = services.len() <= MAX_SINGLE;
    let mut groups: BTreeMap<(ServiceKind, usize), Vec<ServiceNo>> = BTreeMap::new();
    for (at, service) in services.into_iter().enumerate() {
        groups.entry((model.kind(service), if single { at } else { 0 })).or_default().push(service);
    }
    let group = |((kind, _), mut services): ((ServiceKind, usize), Vec<ServiceNo>)| {
        services.sort_by_cached_key(|service| {
            let rests = resting_on(model, std::iter::once(*service));
            (std::cmp::Reverse(libm::round(rests) as u64), *service)
        });
        let step = match *services {
            [one] => Step::Service(model.service_id(one)),
            _ => Step::Kind(kind),
        };
        let work_h = services.iter().filter_map(|service| work_h.get(service)).sum();
        Group { step, services, work_h }
    };
    groups.into_iter().map(group).collect()
}

/// What an order does not have yet.
fn rest(order: &[usize], all: &[usize]) -> Vec<usize> {
    all.iter().copied().filter(|group| !order.contains(group)).collect()
}

/// When half and 80 % of the clinical work that was lost is back to stay, in hours from now.
#[derive(Debug, Clone, Copy)]
struct Back {
    half: Hour,
    most: Hour,
}

/// How much clinical work is lost, hour by hour.
struct Loss<'a> {
    model: &'a Model,
    now: Hour,
    /// What share of each does not work.
    lost: FxHashMap<ServiceNo, f32>,
    /// All of it, in services, now and from which hours on.
    all: f64,
    hours: Vec<(Hour, f64)>,
}

impl<'a> Loss<'a> {
    fn new(model: &'a Model, now: Hour) -> Self {
        Self { model, now, lost: FxHashMap::default(), all: 0.0, hours: Vec::new() }
    }

    fn back(&self) -> Back {
        /// Sums of shares are exact to less than this, in services.
        const ROUNDING: f64 = 1e-4;
        let worst = self.hours.iter().map(|(_, lost)| *lost).fold(0.0, f64::max);
        let stays = |share: f64| {
            let above = self.hours.iter().rposition(|(_, lost)| *lost > worst * share + ROUNDING);
            match above.map(|at| self.hours.get(at + 1)) {
                None => 0,
                Some(None) => LOOKED_AT_H,
                Some(Some((hour, _))) => hour.saturating_sub(self.now),
            }
        };
        Back { half: stays(0.5), most: stays(0.2) }
    }
}

impl Watch for Loss<'_> {
    fn changed(&mut self, service: ServiceNo, hour: Hour, works: f32, _: Cause) {
        if !self.model.kind(service).is_clinical() {
            return;
        }
        let before = self.lost.insert(service, 1.0 - works).unwrap_or_default();
        self.all += f64::from(1.0 - works) - f64::from(before);
        match self.hours.last_mut() {
            Some(last) if last.0 == hour => last.1 = self.all,
            _ => self.hours.push((hour, self.all)),
        }
    }
}
