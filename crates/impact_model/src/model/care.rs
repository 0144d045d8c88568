//! What becomes of patients and samples that a service cannot take.
//!
//! Emergency departments and laboratories are settled every [`super::BLOCK`] hours, all at once: nobody's spare capacity
//! is promised to the first who asks. Emergency departments divert ambulances first, then some of those who come by
//! themselves; whoever receives them takes them all, and is overloaded. Laboratories take only what they have capacity
//! for. Other work goes nowhere: what can wait waits, and is caught up with spare capacity, which is worked out
//! between one change and the next.

use super::build::Route;
use super::waiting::{Habits, Rates};
use super::{BLOCK, Emergency, Flow, Hour, Model, Outcome, ServiceNo, Watch};
use crate::draw::{Chance, Purpose};
use crate::network::ServiceKind;
use crate::parameters::Parameter;

/// How often those who found no laboratory ask the others within one block.
const ROUNDS: usize = 2;
/// Fewer than this are nobody.
const NOBODY: f64 = 1e-6;
/// An overloaded department is measured against at least this share of its capacity.
const LEAST_CAPACITY: f64 = 0.05;
/// A block, in hours.
const HOURS: f64 = BLOCK as f64;

/// What is remembered of a service with patients or samples.
#[derive(Debug, Clone, Copy, Default)]
struct Ward {
    /// Until when its work was counted.
    counted: Hour,
    /// It must be forgotten before the next run.
    known: bool,
    /// It is settled every block.
    active: bool,
    /// Since when it has not been able to take everything.
    since: Option<Hour>,
    /// Hours of work done in this block.
    worked: f64,
    /// In this block: what it can do, what it could not, and what others took over of that.
    can: f64,
    unmet: f64,
    gone: f64,
}

/// What others send to a service in this block.
#[derive(Debug, Clone, Copy, Default)]
struct Desk {
    receives: bool,
    /// What is offered in this round, and what was taken over so far.
    offered: f64,
    taken: f64,
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
    flows: Vec<Flow>,
    desks: Vec<Desk>,
    /// What a laboratory can take over, or what an emergency department can do, in this block.
    room: Vec<f64>,
    /// Whose room is not what it is on a good day.
    changed: Vec<u32>,
    active: Vec<u32>,
    sorted: bool,
    known: Vec<u32>,
    offers: Vec<Offer>,
    weights: Vec<f64>,
    receiving: Vec<u32>,
    /// What went over a route in this block.
    over: Vec<f64>,
    used: Vec<u32>,
    /// When this block began.
    began: Hour,
    habits: Habits,
    emergency: Emergency,
}

impl Care {
    pub(super) fn reset(&mut self, model: &Model) {
        for service in self.known.drain(..) {
            self.wards[service as usize] = Ward::default();
            self.flows[service as usize] = Flow::default();
        }
        self.wards.resize(model.services.len(), Ward::default());
        self.flows.resize(model.services.len(), Flow::default());
        self.desks.resize(model.services.len(), Desk::default());
        self.over.resize(model.routes.all().len(), 0.0);
        self.room.clear();
        self.room.extend_from_slice(&model.room);
        self.changed.clear();
        self.active.clear();
        self.began = 0;
        self.habits = Habits::of(&model.parameters);
        self.emergency = Emergency::default();
    }

    /// A service worked `before` until now, and changes.
    pub(super) fn changed(&mut self, model: &Model, service: u32, before: f32, hour: Hour) {
        let serves = &model.services[service as usize];
        if serves.demand <= 0.0 {
            return;
        }
        let ward = &mut self.wards[service as usize];
        if !ward.known {
            ward.known = true;
            self.known.push(service);
        }
        if !serves.is_routed() {
            let hours = f64::from(hour - ward.counted);
            ward.counted = hour;
            let rates = Rates::of(serves, before);
            self.flows[service as usize].pass(rates, &self.habits, hours);
            return;
        }
        if !ward.active {
            (ward.active, ward.counted, ward.worked) = (true, self.began, 0.0);
            self.active.push(service);
            self.sorted = false;
        }
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
        if !self.active.is_empty() {
            if !self.sorted {
                // In the order of services, so that a sum does not depend on what happened first.
                self.active.sort_unstable();
                self.sorted = true;
            }
            self.count(model, hour, works);
            for round in 0..ROUNDS {
                if !self.offer_samples(model, round) {
                    break;
                }
                self.accept_samples(hour, watch);
            }
            self.send_patients(model, chance, hour, watch);
            self.close(model);
            self.put_off(model, works);
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
            let comes = f64::from(serves.demand) * HOURS;
            ward.unmet = (comes - ward.can).max(0.0);
            ward.gone = 0.0;
            ward.since = if ward.unmet > 0.0 { ward.since.or(Some(self.began)) } else { None };
            self.flows[service as usize].unmet += ward.unmet;
            let is_emergency = serves.kind == ServiceKind::EmergencyDepartment;
            self.room[service as usize] = if is_emergency { ward.can } else { (ward.can - comes).max(0.0) };
            self.changed.push(service);
        }
    }

    /// Every laboratory that could not do all offers the rest to others, by their spare capacity and how near they are.
    /// Returns whether anything was offered.
    fn offer_samples(&mut self, model: &Model, round: usize) -> bool {
        self.offers.clear();
        for at in 0..self.active.len() {
            let from = self.active[at];
            let ward = &self.wards[from as usize];
            let left = ward.unmet - ward.gone;
            let (true, Some(since)) = (left > NOBODY, ward.since) else { continue };
            if model.services[from as usize].kind == ServiceKind::EmergencyDepartment {
                continue;
            }
            let began = self.began;
            let range = model.routes.range(from as usize);
            let routes = &model.routes.all()[range.clone()];
            self.weights.clear();
            let mut whole = 0.0;
            for (route, over) in routes.iter().zip(&self.over[range.clone()]) {
                let is_open = since + route.after <= began && (round == 0 || *over < limit(route));
                let weight = if is_open { f64::from(route.pull) * self.room[route.to as usize] } else { 0.0 };
                self.weights.push(weight);
                whole += weight;
            }
            if whole <= 0.0 {
                continue;
            }
            for (at, route) in routes.iter().enumerate() {
                let number =
                    (left * self.weights[at] / whole).min(limit(route) - self.over[range.start + at]);
                if number > 0.0 {
                    self.desks[route.to as usize].offered += number;
                    let route_no = (range.start + at) as u32;
                    self.offers.push(Offer { from, to: route.to, route: route_no, number });
                }
            }
        }
        !self.offers.is_empty()
    }

    /// Whoever is offered more than it can take, takes the same share of every offer.
    fn accept_samples(&mut self, hour: Hour, watch: &mut impl Watch) {
        for &Offer { from, to, route, number } in &self.offers {
            let (desk, room) = (&mut self.desks[to as usize], self.room[to as usize]);
            let taken = if desk.offered > room { number * room / desk.offered } else { number };
            if !desk.receives {
                desk.receives = true;
                self.receiving.push(to);
            }
            desk.taken += taken;
            self.wards[from as usize].gone += taken;
            self.over[route as usize] += taken;
            self.used.push(route);
            watch.rerouted(ServiceNo(from), ServiceNo(to), hour, taken);
        }
        for offer in &self.offers {
            let desk = &mut self.desks[offer.to as usize];
            if desk.offered > 0.0 {
                self.room[offer.to as usize] = (self.room[offer.to as usize] - desk.offered).max(0.0);
                desk.offered = 0.0;
            }
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
            let diverted = unmet.min(ambulances * f64::from(serves.demand) * HOURS);
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
        let routes = model.routes.of(from as usize);
        self.weights.clear();
        self.weights.extend(routes.iter().map(|route| f64::from(pull(route)) * self.room[route.to as usize]));
        let whole: f64 = self.weights.iter().sum();
        if whole <= 0.0 {
            self.emergency.nowhere += number;
            return;
        }
        for (route, weight) in routes.iter().zip(&self.weights) {
            let share = number * weight / whole;
            if share > 0.0 {
                let desk = &mut self.desks[route.to as usize];
                if !desk.receives {
                    desk.receives = true;
                    self.receiving.push(route.to);
                }
                desk.taken += share;
                watch.rerouted(ServiceNo(from), ServiceNo(route.to), hour, share);
            }
        }
    }

    /// Looks how full the departments are that others' patients went to, and forgets what was sent in this block.
    fn close(&mut self, model: &Model) {
        for service in self.receiving.drain(..) {
            let desk = std::mem::take(&mut self.desks[service as usize]);
            let serves = &model.services[service as usize];
            self.changed.push(service);
            if serves.kind != ServiceKind::EmergencyDepartment {
                continue;
            }
            let least = LEAST_CAPACITY * f64::from(serves.capacity) * HOURS;
            let load =
                (f64::from(serves.demand) * HOURS + desk.taken) / self.room[service as usize].max(least);
            if load > 1.0 {
                self.emergency.overload_hours += HOURS;
            }
            self.emergency.worst_load = self.emergency.worst_load.max(load);
        }
        for route in self.used.drain(..) {
            self.over[route as usize] = 0.0;
        }
    }

    /// The urgent is done first; what is left of a laboratory's work waits, is caught up with spare capacity, or is
    /// given up.
    fn put_off(&mut self, model: &Model, works: &impl Fn(u32) -> f32) {
        let mut active = std::mem::take(&mut self.active);
        active.retain(|&service| {
            let serves = &model.services[service as usize];
            let ward = &mut self.wards[service as usize];
            let flow = &mut self.flows[service as usize];
            if serves.kind != ServiceKind::EmergencyDepartment {
                let urgent = f64::from(serves.urgent) * f64::from(serves.demand) * HOURS;
                let left = (ward.unmet - ward.gone).max(0.0);
                let lost = (urgent - ward.can - ward.gone).clamp(0.0, left);
                flow.rerouted += ward.gone;
                let spare = self.room[service as usize];
                let rates = Rates {
                    unmet: 0.0,
                    lost: lost / HOURS,
                    new: (left - lost) / HOURS,
                    spare: spare / HOURS,
                };
                flow.pass(rates, &self.habits, HOURS);
            }
            ward.active = works(service) < 1.0 || ward.unmet > 0.0 || flow.waiting > 0.0;
            ward.active
        });
        self.active = active;
        for service in self.changed.drain(..) {
            self.room[service as usize] = model.room[service as usize];
        }
    }

    /// Adds up what became of everything.
    pub(super) fn finish(
        &mut self,
        model: &Model,
        horizon: Hour,
        works: &impl Fn(u32) -> f32,
        outcome: &mut Outcome,
    ) {
        self.known.sort_unstable();
        for &service in &self.known {
            let serves = &model.services[service as usize];
            let flow = &mut self.flows[service as usize];
            if !serves.is_routed() {
                let hours = f64::from(horizon - self.wards[service as usize].counted);
                flow.pass(Rates::of(serves, works(service)), &self.habits, hours);
            }
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

/// What may go over a route in a block.
fn limit(route: &Route) -> f64 {
    f64::from(route.limit) * HOURS
}
