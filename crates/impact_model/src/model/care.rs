//! What becomes of patients and samples that a service cannot take.
//!
//! Settled every [`super::BLOCK`] hours, all at once: nobody's spare capacity is promised to the first who asks. Emergency
//! departments divert ambulances first, then some of those who come by themselves; whoever receives them takes them
//! all, and is overloaded. Laboratories take only what they have capacity for. What can wait waits, and is caught up
//! with spare capacity.

use super::build::Route;
use super::{Emergency, Flow, Hour, Model, Outcome, ServiceNo, Watch};
use crate::draw::{Chance, Purpose};
use crate::network::ServiceKind;
use crate::parameters::Parameter;

/// How often those who found no laboratory ask the others within one block.
const ROUNDS: usize = 2;
/// Fewer than this waiting are nobody.
const NOBODY: f64 = 1e-6;
/// An overloaded department is measured against at least this share of its capacity.
const LEAST_CAPACITY: f64 = 0.05;

/// What is remembered of a service with patients or samples.
#[derive(Debug, Clone, Copy, Default)]
struct Ward {
    /// Hours of work done in this block so far, and until when that was counted.
    worked: f64,
    counted: Hour,
    /// Since when it has not been able to take everything.
    since: Option<Hour>,
    /// It is settled every block.
    active: bool,
    /// It must be forgotten before the next run.
    known: bool,
    /// In this block: what it can do, and what it could not.
    can: f64,
    unmet: f64,
    /// Of that, what others took over.
    gone: f64,
    /// What others offered in this round, what share of it is accepted, and what was taken over in this block.
    offered: f64,
    accepts: f64,
    taken: f64,
    /// Over all blocks.
    flow: Flow,
}

/// An offer of samples to a laboratory.
#[derive(Debug, Clone, Copy)]
struct Offer {
    from: u32,
    to: u32,
    route: u32,
    number: f64,
}

/// The memory of flows; reused from run to run.
#[derive(Debug, Default)]
pub(super) struct Care {
    wards: Vec<Ward>,
    active: Vec<u32>,
    sorted: bool,
    known: Vec<u32>,
    offers: Vec<Offer>,
    weights: Vec<f64>,
    /// Who is offered or sent something in this block.
    receiving: Vec<u32>,
    /// What went over a route in this block.
    over: Vec<f64>,
    used: Vec<u32>,
    /// When this block began, and how many hours it has.
    began: Hour,
    hours: f64,
    emergency: Emergency,
}

impl Care {
    pub(super) fn reset(&mut self, model: &Model) {
        for service in self.known.drain(..) {
            self.wards[service as usize] = Ward::default();
        }
        self.wards.resize(model.services.len(), Ward::default());
        self.over.resize(model.routes.all().len(), 0.0);
        self.active.clear();
        self.began = 0;
        self.emergency = Emergency::default();
    }

    fn know(&mut self, service: u32) -> &mut Ward {
        let ward = &mut self.wards[service as usize];
        if !ward.known {
            ward.known = true;
            self.known.push(service);
        }
        ward
    }

    /// A service worked `before` until now, and changes.
    pub(super) fn changed(&mut self, model: &Model, service: u32, before: f32, hour: Hour) {
        if model.services[service as usize].demand <= 0.0 {
            return;
        }
        let began = self.began;
        let ward = self.know(service);
        if !ward.active {
            (ward.active, ward.counted, ward.worked) = (true, began, 0.0);
            self.active.push(service);
            self.sorted = false;
        }
        let ward = &mut self.wards[service as usize];
        ward.worked += f64::from(before) * f64::from(hour - ward.counted);
        ward.counted = hour;
    }

    /// Settles the block that ends at `hour`.
    pub(super) fn settle(
        &mut self,
        model: &Model,
        chance: Chance,
        hour: Hour,
        works: &impl Fn(u32) -> f32,
        watch: &mut impl Watch,
    ) {
        if !self.sorted {
            // In the order of services, so that a sum does not depend on what happened first.
            self.active.sort_unstable();
            self.sorted = true;
        }
        self.hours = f64::from(hour - self.began);
        self.count(model, hour, works);
        for _ in 0..ROUNDS {
            self.offer_samples(model);
            self.accept_samples(model, hour, watch);
        }
        self.send_patients(model, chance, hour, watch);
        self.measure_load(model);
        self.put_off(model, works);
        for service in self.receiving.drain(..) {
            let ward = &mut self.wards[service as usize];
            (ward.taken, ward.accepts) = (0.0, 0.0);
        }
        for route in self.used.drain(..) {
            self.over[route as usize] = 0.0;
        }
        self.began = hour;
    }

    /// How much each can do in this block, and how much it could not.
    fn count(&mut self, model: &Model, hour: Hour, works: &impl Fn(u32) -> f32) {
        for &service in &self.active {
            let ward = &mut self.wards[service as usize];
            let serves = &model.services[service as usize];
            ward.worked += f64::from(works(service)) * f64::from(hour - ward.counted);
            ward.counted = hour;
            ward.can = f64::from(serves.capacity) * ward.worked;
            ward.worked = 0.0;
            ward.unmet = (f64::from(serves.demand) * self.hours - ward.can).max(0.0);
            ward.gone = 0.0;
            ward.flow.unmet += ward.unmet;
            ward.since = if ward.unmet > 0.0 { ward.since.or(Some(self.began)) } else { None };
        }
    }

    /// What a service can do in this block.
    fn can(&self, model: &Model, service: u32) -> f64 {
        let ward = &self.wards[service as usize];
        if ward.active { ward.can } else { f64::from(model.services[service as usize].capacity) * self.hours }
    }

    /// What a service can take over in this block, beyond its own work and what it has taken already.
    fn spare(&self, model: &Model, service: u32) -> f64 {
        let comes = f64::from(model.services[service as usize].demand) * self.hours;
        (self.can(model, service) - comes - self.wards[service as usize].taken).max(0.0)
    }

    /// Every laboratory that could not do all offers the rest to others, by their spare capacity and how near they are.
    fn offer_samples(&mut self, model: &Model) {
        self.offers.clear();
        for at in 0..self.active.len() {
            let from = self.active[at];
            let ward = &self.wards[from as usize];
            let left = ward.unmet - ward.gone;
            let (true, Some(since)) =
                (left > NOBODY && model.services[from as usize].kind.is_laboratory(), ward.since)
            else {
                continue;
            };
            let mut weights = std::mem::take(&mut self.weights);
            weights.clear();
            let range = model.routes.range(from as usize);
            weights.extend(range.clone().map(|number| {
                let route = &model.routes.all()[number];
                if since + route.after > self.began || self.room(route, number) <= 0.0 {
                    return 0.0;
                }
                f64::from(route.pull) * self.spare(model, route.to)
            }));
            let whole: f64 = weights.iter().sum();
            for (number, &weight) in range.zip(&weights) {
                if weight > 0.0 {
                    let route = &model.routes.all()[number];
                    let number_offered = (left * weight / whole).min(self.room(route, number));
                    self.offer(Offer { from, to: route.to, route: number as u32, number: number_offered });
                }
            }
            self.weights = weights;
        }
    }

    /// How much more may go over a route in this block.
    fn room(&self, route: &Route, number: usize) -> f64 {
        f64::from(route.limit) * self.hours - self.over[number]
    }

    fn offer(&mut self, offer: Offer) {
        self.receive(offer.to);
        self.wards[offer.to as usize].offered += offer.number;
        self.offers.push(offer);
    }

    fn receive(&mut self, service: u32) {
        let ward = self.know(service);
        if ward.accepts == 0.0 {
            ward.accepts = 1.0;
            self.receiving.push(service);
        }
    }

    /// Whoever is offered more than it can take, takes the same share of every offer.
    fn accept_samples(&mut self, model: &Model, hour: Hour, watch: &mut impl Watch) {
        for at in 0..self.receiving.len() {
            let service = self.receiving[at];
            let spare = self.spare(model, service);
            let ward = &mut self.wards[service as usize];
            ward.accepts = if ward.offered > spare { spare / ward.offered } else { 1.0 };
            ward.offered = 0.0;
        }
        for &Offer { from, to, route, number } in &self.offers {
            let taken = number * self.wards[to as usize].accepts;
            self.wards[to as usize].taken += taken;
            self.wards[from as usize].gone += taken;
            self.over[route as usize] += taken;
            self.used.push(route);
            watch.rerouted(ServiceNo(from), ServiceNo(to), hour, taken);
        }
        // A share of nothing must still say that it is receiving.
        for &service in &self.receiving {
            self.wards[service as usize].accepts = 1.0;
        }
    }

    /// Emergency departments that cannot see all divert ambulances first; of those who come by themselves some leave.
    fn send_patients(&mut self, model: &Model, chance: Chance, hour: Hour, watch: &mut impl Watch) {
        let ambulances = model.parameters.get(Parameter::AmbulanceShare);
        let leaves = model.parameters.get(Parameter::WalkInLeave);
        for at in 0..self.active.len() {
            let from = self.active[at];
            let serves = &model.services[from as usize];
            let unmet = self.wards[from as usize].unmet;
            if serves.kind != ServiceKind::EmergencyDepartment || unmet <= 0.0 {
                continue;
            }
            let diverted = unmet.min(ambulances * f64::from(serves.demand) * self.hours);
            // Every department's patients have their own habits: half to one and a half times the mean.
            let habit = 0.5 + chance.unit(Purpose::WalkIn, serves.identity);
            let left = (unmet - diverted) * (leaves * habit).min(1.0);
            self.emergency.ambulances_diverted += diverted;
            self.emergency.walk_ins_diverted += left;
            self.emergency.walk_ins_delayed += unmet - diverted - left;
            self.emergency.unmet += unmet;
            self.spread(model, from, diverted, |route| route.pull, hour, watch);
            self.spread(model, from, left, |route| route.walk_in, hour, watch);
        }
    }

    /// Patients go to other departments by what those can do and how near they are; nobody is refused.
    fn spread(
        &mut self,
        model: &Model,
        from: u32,
        number: f64,
        pull: impl Fn(&Route) -> f32,
        hour: Hour,
        watch: &mut impl Watch,
    ) {
        let weight = |care: &Self, route: &Route| f64::from(pull(route)) * care.can(model, route.to);
        let whole: f64 = model.routes.of(from as usize).iter().map(|route| weight(self, route)).sum();
        if whole <= 0.0 {
            self.emergency.nowhere += number;
            return;
        }
        for route in model.routes.of(from as usize) {
            let share = number * weight(self, route) / whole;
            if share > 0.0 {
                self.receive(route.to);
                self.wards[route.to as usize].taken += share;
                watch.rerouted(ServiceNo(from), ServiceNo(route.to), hour, share);
            }
        }
        self.wards[from as usize].gone += number;
    }

    /// How full the departments are that others' patients went to.
    fn measure_load(&mut self, model: &Model) {
        for &service in &self.receiving {
            let serves = &model.services[service as usize];
            if serves.kind != ServiceKind::EmergencyDepartment {
                continue;
            }
            let whole = f64::from(serves.capacity) * self.hours;
            let can = self.can(model, service).max(LEAST_CAPACITY * whole);
            let comes = f64::from(serves.demand) * self.hours + self.wards[service as usize].taken;
            let load = comes / can;
            if load > 1.0 {
                self.emergency.overload_hours += self.hours;
            }
            self.emergency.worst_load = self.emergency.worst_load.max(load);
        }
    }

    /// The urgent is done first; what is left waits, is caught up with spare capacity, or is given up.
    fn put_off(&mut self, model: &Model, works: &impl Fn(u32) -> f32) {
        let gives_up = (model.parameters.get(Parameter::GiveUpPerDay) * self.hours / 24.0).min(1.0);
        let catches_up = model.parameters.get(Parameter::CatchUp);
        let mut active = std::mem::take(&mut self.active);
        active.retain(|&service| {
            let serves = &model.services[service as usize];
            let spare = self.spare(model, service);
            let ward = &mut self.wards[service as usize];
            if serves.kind != ServiceKind::EmergencyDepartment {
                let comes = f64::from(serves.demand) * self.hours;
                let left = (ward.unmet - ward.gone).max(0.0);
                let lost = (f64::from(serves.urgent) * comes - ward.can - ward.gone).clamp(0.0, left);
                ward.flow.put_off(left - lost, gives_up, spare * catches_up);
                ward.flow.lost += lost;
                ward.flow.rerouted += ward.gone;
            }
            ward.active = works(service) < 1.0 || ward.unmet > 0.0 || ward.flow.waiting > 0.0;
            ward.active
        });
        self.active = active;
    }

    /// Adds up what became of everything.
    pub(super) fn finish(&mut self, model: &Model, horizon: Hour, outcome: &mut Outcome) {
        self.known.sort_unstable();
        for &service in &self.known {
            let serves = &model.services[service as usize];
            let flow = &mut self.wards[service as usize].flow;
            if flow.unmet <= 0.0 {
                continue;
            }
            flow.demand = f64::from(serves.demand) * f64::from(horizon);
            match serves.kind {
                ServiceKind::EmergencyDepartment => self.emergency.demand += flow.demand,
                kind if kind.is_laboratory() => outcome.analyses[serves.discipline as usize].add(flow),
                kind => outcome.care[kind as usize].add(flow),
            }
        }
        outcome.emergency = self.emergency;
    }
}

impl Flow {
    /// Somebody gives up, somebody is caught up with, and new ones wait.
    fn put_off(&mut self, new: f64, gives_up: f64, room: f64) {
        let cancelled = self.waiting * gives_up;
        self.cancelled += cancelled;
        self.waiting -= cancelled;
        let mut done = self.waiting.min(room);
        if self.waiting - done < NOBODY {
            done = self.waiting;
        }
        self.caught_up += done;
        self.waiting += new - done;
        self.postponed += new;
    }

    fn add(&mut self, other: &Self) {
        self.demand += other.demand;
        self.unmet += other.unmet;
        self.rerouted += other.rerouted;
        self.postponed += other.postponed;
        self.lost += other.lost;
        self.caught_up += other.caught_up;
        self.cancelled += other.cancelled;
        self.waiting += other.waiting;
    }
}
