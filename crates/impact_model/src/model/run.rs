//! One run: hour by hour, but only where something happens.
//!
//! Within an hour services are looked at in the order of their level, so each is looked at once. Those that depend on
//! each other in a circle are looked at together: they work as well as they can support each other, which supposes
//! that somebody starts them together by hand when each waits for the other.

use std::f32::consts::{LN_2, LN_10};

use rustc_hash::{FxHashMap, FxHashSet};

use super::build::{NONE, Need, Provides};
use super::care::Care;
use super::spread::Spread;
use super::{BLOCK, Cause, Hour, LOST_BELOW, LinkNo, Model, Outcome, Recovery, ServiceNo, Shock, Watch};
use crate::draw::{Chance, Purpose};
use crate::parameters::Parameter;

/// After so many waves a circle that has not settled is left as it is, and counted.
const MAX_WAVES: usize = 64;
/// Five steps of recovery, each in the middle of its fifth of `1 − exp(−t / tau)`: after how many tau.
const STEPS: [f32; 5] = [0.105_360_5, 0.356_675, LN_2, 1.203_972_8, LN_10];

/// What was told to be restored is handed over at the hour that was told.
const AT_ONCE: Hour = 1;

/// Something that happens at an hour.
#[derive(Debug, Clone, Copy)]
enum Event {
    /// So much of a service itself works.
    Own(u32, f32),
    /// A buffer has run out, or what was kept on paper has been entered.
    Look(u32),
    Cut(u32),
    Open(u32),
}

/// Events by hour, each hour's in the order in which they were added.
#[derive(Debug, Default)]
struct Calendar {
    first: Vec<u32>,
    last: Vec<u32>,
    events: Vec<(Event, u32)>,
}

impl Calendar {
    fn reset(&mut self, horizon: Hour) {
        self.first.clear();
        self.first.resize(horizon as usize, NONE);
        self.last.clear();
        self.last.resize(horizon as usize, NONE);
        self.events.clear();
    }

    fn add(&mut self, hour: Hour, event: Event) {
        let Some(last) = self.last.get_mut(hour as usize) else { return };
        let at = self.events.len() as u32;
        self.events.push((event, NONE));
        match *last {
            NONE => self.first[hour as usize] = at,
            before => self.events[before as usize].1 = at,
        }
        *last = at;
    }

    fn next(&self, at: u32) -> Option<(Event, u32)> {
        self.events.get(at as usize).copied()
    }
}

/// What is remembered of a need.
#[derive(Debug, Clone, Copy)]
struct Missing {
    /// What share of the provision is missing after prioritisation.
    loss: f32,
    /// Since when something is missing, or [`NONE`].
    since: Hour,
    /// The first of what still has to be entered from paper, or [`NONE`].
    paper: u32,
    touched: bool,
}

impl Missing {
    const NOTHING: Self = Self { loss: 0.0, since: NONE, paper: NONE, touched: false };
}

/// That a need was missing so much until `until` minus the hours of entering; linked from the greatest loss down.
#[derive(Debug, Clone, Copy)]
struct Paper {
    loss: f32,
    until: Hour,
    next: u32,
}

/// What is remembered of a service.
#[derive(Debug, Clone, Copy)]
struct State {
    /// What share of it would work if it lacked nothing.
    own: f32,
    /// What share of it works.
    works: f32,
    /// Since when.
    since: Hour,
    /// Days of its work lost until then.
    lost_days: f32,
    touched: bool,
    lost: bool,
    waiting: bool,
}

impl State {
    const WELL: Self =
        Self { own: 1.0, works: 1.0, since: 0, lost_days: 0.0, touched: false, lost: false, waiting: false };
}

/// What a run needs of memory; reused from run to run.
#[derive(Debug, Default)]
pub struct Scratch {
    spread: Spread,
    calendar: Calendar,
    states: Vec<State>,
    needs: Vec<Missing>,
    cut: Vec<bool>,
    paper: Vec<Paper>,
    /// Services to be looked at in this hour, by level.
    waiting: Vec<Vec<u32>>,
    /// Whether there are any.
    busy: bool,
    touched: Vec<u32>,
    touched_needs: Vec<u32>,
    care: Care,
    started: Vec<bool>,
    affected: Vec<u32>,
}

impl Scratch {
    fn reset(&mut self, model: &Model, horizon: Hour) {
        for service in self.touched.drain(..) {
            self.states[service as usize] = State::WELL;
        }
        self.states.resize(model.services.len(), State::WELL);
        for need in self.touched_needs.drain(..) {
            self.needs[need as usize] = Missing::NOTHING;
        }
        self.needs.resize(model.needs.len(), Missing::NOTHING);
        for link in &self.spread.links {
            self.cut[*link as usize] = false;
        }
        self.cut.resize(model.joins.len(), false);
        self.paper.clear();
        self.waiting.resize(model.levels, Vec::new());
        self.started.clear();
        self.started.resize(model.circle_count(), false);
        self.affected.clear();
        self.calendar.reset(horizon);
        self.care.reset(model);
    }
}

pub(super) fn run(
    model: &Model,
    shock: &Shock,
    chance: Chance,
    horizon: Hour,
    scratch: &mut Scratch,
    watch: &mut impl Watch,
) -> Outcome {
    scratch.reset(model, horizon);
    scratch.spread.run(model, shock, chance, horizon, watch);
    let mut run = Run { model, chance, horizon, scratch, outcome: Outcome::default(), watch };
    run.plan(shock);
    run.play();
    run.finish();
    run.outcome
}

struct Run<'a, W> {
    model: &'a Model,
    chance: Chance,
    horizon: Hour,
    scratch: &'a mut Scratch,
    outcome: Outcome,
    watch: &'a mut W,
}

impl<W: Watch> Run<'_, W> {
    /// Puts everything into the calendar that is known beforehand.
    fn plan(&mut self, shock: &Shock) {
        let ordered: FxHashMap<u32, Recovery> =
            shock.recoveries.iter().map(|&(service, recovery)| (service.0, recovery)).collect();
        let mut reported = FxHashSet::default();
        for outage in &shock.outages {
            reported.insert(outage.service.0);
            let recovery = match outage.recovery.or_else(|| ordered.get(&outage.service.0).copied()) {
                Some(told) => (told, AT_ONCE),
                None => (self.usual(outage.service.0, outage.from), BLOCK),
            };
            self.hit(outage.service.0, outage.from, 1.0 - outage.left.clamp(0.0, 1.0), recovery);
        }
        let hit_share = self.model.parameters.get(Parameter::HitShare);
        for at in 0..self.scratch.spread.struck.len() {
            let struck = self.scratch.spread.struck[at];
            let range = struck.institution as usize;
            for service in self.model.services_of[range]..self.model.services_of[range + 1] {
                let serves = &self.model.services[service as usize];
                if self.chance.unit(Purpose::Hit, serves.identity) >= hit_share || reported.contains(&service)
                {
                    continue;
                }
                let drawn = Recovery { start: struck.start, tau_h: struck.tau_h * serves.recovery };
                let recovery = ordered.get(&service).map_or((drawn, BLOCK), |&told| (told, AT_ONCE));
                self.hit(service, struck.noticed, struck.depth, recovery);
            }
        }
        for at in 0..self.scratch.spread.links.len() {
            let link = self.scratch.spread.links[at];
            if self.model.carried.of(link as usize).is_empty() {
                continue;
            }
            let (cut, open) = self.scratch.spread.cut_of(link);
            self.scratch.calendar.add(cut, Event::Cut(link));
            self.scratch.calendar.add(open, Event::Open(link));
        }
    }

    /// The recovery of an outage of which nothing is known: as after a major compromise.
    fn usual(&self, service: u32, from: Hour) -> Recovery {
        let get = |parameter| self.model.parameters.get(parameter);
        let serves = &self.model.services[service as usize];
        let differs = get(Parameter::MajorSpread) * self.chance.normal(Purpose::Recovery, serves.identity);
        let slower = self.model.sites[serves.owner as usize].slower;
        let tau_h = get(Parameter::MajorDays) * 24.0 * libm::exp(differs);
        let start = from + libm::round(get(Parameter::StartDays) * 24.0) as Hour;
        Recovery { start, tau_h: tau_h as f32 * serves.recovery * slower }
    }

    fn hit(&mut self, service: u32, hour: Hour, depth: f32, (recovery, shift): (Recovery, Hour)) {
        let calendar = &mut self.scratch.calendar;
        calendar.add(hour, Event::Own(service, 1.0 - depth));
        let mut step = hour;
        for (number, after) in STEPS.into_iter().enumerate() {
            let due = recovery.start.saturating_add((recovery.tau_h * after).clamp(0.0, 1e8).ceil() as Hour);
            // What was restored is handed over at the end of a shift, unless it was told when.
            step = due.max(step + 1).next_multiple_of(shift);
            calendar.add(step, Event::Own(service, 1.0 - depth * (4 - number) as f32 / 5.0));
        }
    }

    fn play(&mut self) {
        for hour in 0..self.horizon {
            if hour % BLOCK == 0 && hour > 0 {
                self.settle(hour);
            }
            let mut at = self.scratch.calendar.first[hour as usize];
            // Looking at a service may add events, but only to later hours.
            while let Some((event, next)) = self.scratch.calendar.next(at) {
                self.happen(event);
                at = next;
            }
            // Most hours are quiet, and a network can have many levels.
            let levels = if std::mem::take(&mut self.scratch.busy) { self.model.levels } else { 0 };
            for level in 0..levels {
                while let Some(service) = self.scratch.waiting[level].pop() {
                    self.scratch.states[service as usize].waiting = false;
                    match self.model.ranks[service as usize].circle {
                        NONE => self.look_at(service, hour),
                        circle => self.look_at_circle(circle, hour),
                    }
                }
            }
        }
    }

    fn happen(&mut self, event: Event) {
        match event {
            Event::Own(service, own) => {
                self.touch(service);
                self.scratch.states[service as usize].own = own;
                self.wait(service);
            }
            Event::Look(service) => self.wait(service),
            Event::Cut(link) | Event::Open(link) => {
                self.scratch.cut[link as usize] = matches!(event, Event::Cut(_));
                for &service in self.model.carried.of(link as usize) {
                    self.wait(service);
                }
            }
        }
    }

    fn touch(&mut self, service: u32) {
        let state = &mut self.scratch.states[service as usize];
        if !state.touched {
            state.touched = true;
            self.scratch.touched.push(service);
        }
    }

    fn wait(&mut self, service: u32) {
        let state = &mut self.scratch.states[service as usize];
        if !state.waiting {
            state.waiting = true;
            self.scratch.busy = true;
            let level = self.model.ranks[service as usize].level as usize;
            self.scratch.waiting[level].push(service);
        }
    }

    /// Whether the link that a provider is reached over is cut now.
    fn is_cut(&self, provider: &Provides) -> bool {
        provider.link != NONE && self.scratch.cut[provider.link as usize]
    }

    /// What share of the provision of a need is missing, after prioritisation.
    fn loss(&self, need: usize, works: impl Fn(u32) -> f32) -> f32 {
        let Need { whole, threshold, ref first, is_alone, .. } = self.model.needs[need];
        let gives = |provider: &Provides| {
            if self.is_cut(provider) { 0.0 } else { provider.share * works(provider.service) }
        };
        let there =
            if is_alone { gives(first) } else { self.model.providers.of(need).iter().map(gives).sum() };
        let missing = whole - there.min(whole);
        if missing <= threshold { 0.0 } else { (missing - threshold) / (1.0 - threshold) }
    }

    /// What share of a service its need lets work, given what is missing of it now.
    fn left(&self, need: usize, loss: f32, hour: Hour) -> f32 {
        let missing = self.scratch.needs[need];
        let terms = &self.model.needs[need];
        let age = if missing.since == NONE { 0 } else { hour - missing.since };
        let weight = if age < terms.buffer_h { terms.first_loss } else { terms.later_loss };
        let mut entering = 0.0;
        let mut at = missing.paper;
        while let Some(paper) = self.scratch.paper.get(at as usize) {
            if paper.until > hour {
                entering = paper.loss;
                break;
            }
            at = paper.next;
        }
        (1.0 - weight * loss).min(1.0 - terms.first_loss * entering)
    }

    /// Remembers what is missing of a need from now on, and when to look again.
    fn remember(&mut self, need: usize, loss: f32, hour: Hour) {
        let missing = &mut self.scratch.needs[need];
        let before = missing.loss;
        if loss == before {
            return;
        }
        if !missing.touched {
            missing.touched = true;
            self.scratch.touched_needs.push(need as u32);
        }
        missing.loss = loss;
        let terms = &self.model.needs[need];
        if loss == 0.0 {
            missing.since = NONE;
        } else if missing.since == NONE {
            missing.since = hour;
            if terms.buffer_h > 0 && terms.later_loss > terms.first_loss {
                self.scratch.calendar.add(hour.saturating_add(terms.buffer_h), Event::Look(terms.service));
            }
        }
        if loss < before && terms.reentry_h > 0 && terms.first_loss > 0.0 {
            self.keep_paper(need, before, hour);
        }
    }

    /// What was done on paper while more was missing has still to be entered.
    fn keep_paper(&mut self, need: usize, loss: f32, hour: Hour) {
        let terms = &self.model.needs[need];
        let until = hour.saturating_add(terms.reentry_h);
        let new = self.scratch.paper.len() as u32;
        self.scratch.paper.push(Paper { loss, until, next: NONE });
        self.scratch.calendar.add(until, Event::Look(terms.service));
        // Smaller losses end earlier, so only greater ones stay, in front.
        let (mut kept, mut at) = (NONE, self.scratch.needs[need].paper);
        while let Some(paper) = self.scratch.paper.get(at as usize).copied() {
            if paper.loss <= loss {
                break;
            }
            kept = if paper.until > hour { at } else { kept };
            at = paper.next;
        }
        match kept {
            NONE => self.scratch.needs[need].paper = new,
            kept => self.scratch.paper[kept as usize].next = new,
        }
    }

    fn look_at(&mut self, service: u32, hour: Hour) {
        let own = self.scratch.states[service as usize].own;
        let (mut least, mut by) = (1.0_f32, None);
        for need in self.model.ranks[service as usize].needs() {
            let loss = self.loss(need, |provider| self.scratch.states[provider as usize].works);
            self.remember(need, loss, hour);
            let left = self.left(need, loss, hour);
            if left < least {
                (least, by) = (left, Some(need));
            }
        }
        self.change(service, own * least, by.filter(|_| least < own), hour);
    }

    /// A service now works so much; it is held back most by a need, or else by itself.
    fn change(&mut self, service: u32, works: f32, by: Option<usize>, hour: Hour) {
        let before = self.scratch.states[service as usize];
        if works == before.works {
            return;
        }
        self.touch(service);
        self.account(service, hour);
        let state = &mut self.scratch.states[service as usize];
        state.works = works;
        let kind = self.model.services[service as usize].kind;
        if works < LOST_BELOW && !state.lost {
            state.lost = true;
            self.outcome.services_lost[kind as usize] += 1;
            self.scratch.affected.push(self.model.services[service as usize].owner);
        }
        self.scratch.care.changed(self.model, service, before.works, hour);
        let cause = by.map_or(Cause::Hit, |need| self.cause(need));
        self.watch.changed(ServiceNo(service), hour, works, cause);
        let (from, to) = self.model.ranks[service as usize].dependents;
        for &dependent in &self.model.dependents.all()[from as usize..to as usize] {
            self.wait(dependent);
        }
    }

    /// The worst provider of a need.
    fn cause(&self, need: usize) -> Cause {
        let mut worst = (f32::INFINITY, Cause::Hit);
        for provider in self.model.providers.of(need) {
            let cut = self.is_cut(provider);
            let works = if cut { -1.0 } else { self.scratch.states[provider.service as usize].works };
            if works < worst.0 {
                let cause = if cut {
                    Cause::Cut(LinkNo(provider.link))
                } else {
                    Cause::Provider(ServiceNo(provider.service))
                };
                worst = (works, cause);
            }
        }
        worst.1
    }

    /// Adds up what was lost since the service last changed.
    fn account(&mut self, service: u32, hour: Hour) {
        let state = &mut self.scratch.states[service as usize];
        state.lost_days += (1.0 - state.works) * (hour - state.since) as f32 / 24.0;
        state.since = hour;
    }

    fn look_at_circle(&mut self, circle: u32, hour: Hour) {
        let members = self.model.circles.of(circle as usize);
        let own = |scratch: &Scratch| -> Vec<f32> {
            members.iter().map(|&member| scratch.states[member as usize].own).collect()
        };
        let best = own(self.scratch);
        let now: Vec<f32> =
            members.iter().map(|&member| self.scratch.states[member as usize].works).collect();
        let together = self.settled(members, best, hour);
        if !self.scratch.started[circle as usize] {
            let alone = self.settled(members, now, hour);
            if alone.iter().zip(&together).any(|(alone, together)| alone + 1e-4 < *together) {
                self.scratch.started[circle as usize] = true;
                self.outcome.cold_starts += 1;
            }
        }
        for &member in members {
            for need in self.model.ranks[member as usize].needs() {
                let loss = self.loss(need, |provider| self.working(members, &together, provider));
                self.remember(need, loss, hour);
            }
        }
        // What has to be entered from paper since now holds them back a little more.
        let together = self.settled(members, own(self.scratch), hour);
        for (&member, &works) in members.iter().zip(&together) {
            let (_, by) = self.works_in_circle(member, hour, |need| self.scratch.needs[need].loss);
            self.change(member, works, by, hour);
        }
        self.answered(circle);
    }

    /// What the members of a circle ask of each other has just been answered.
    fn answered(&mut self, circle: u32) {
        let members = self.model.circles.of(circle as usize);
        for &member in members {
            self.scratch.states[member as usize].waiting = false;
        }
        let level = self.model.ranks[members[0] as usize].level as usize;
        self.scratch.waiting[level].retain(|service| self.model.ranks[*service as usize].circle != circle);
    }

    /// How much of a service in a circle works, given what is missing of its needs, and the need that holds it back
    /// most, unless it holds itself back more.
    ///
    /// What the other members of its circle lack is not multiplied with what it lacks itself: otherwise a small
    /// weakness would go round and round and stop the circle.
    fn works_in_circle(
        &self,
        service: u32,
        hour: Hour,
        missing: impl Fn(usize) -> f32,
    ) -> (f32, Option<usize>) {
        let own = self.scratch.states[service as usize].own;
        let (mut outside, mut inside) = (1.0_f32, 1.0_f32);
        let (mut least, mut by) = (own.min(1.0), None);
        for need in self.model.ranks[service as usize].needs() {
            let left = self.left(need, missing(need), hour);
            if self.is_inside(service, need) {
                inside = inside.min(left);
            } else {
                outside = outside.min(left);
            }
            if left < least {
                (least, by) = (left, Some(need));
            }
        }
        ((own * outside).min(inside), by)
    }

    /// Whether a need of a service is met by another of its circle.
    fn is_inside(&self, service: u32, need: usize) -> bool {
        let circle = self.model.ranks[service as usize].circle;
        self.model
            .providers
            .of(need)
            .iter()
            .any(|one| self.model.ranks[one.service as usize].circle == circle)
    }

    /// What a provider works while a circle settles.
    fn working(&self, members: &[u32], works: &[f32], provider: u32) -> f32 {
        match members.binary_search(&provider) {
            Ok(at) => works[at],
            Err(_) => self.scratch.states[provider as usize].works,
        }
    }

    /// What the members of a circle work once nothing changes any more, from some beginning.
    fn settled(&mut self, members: &[u32], mut works: Vec<f32>, hour: Hour) -> Vec<f32> {
        for _ in 0..MAX_WAVES {
            let next: Vec<f32> = members
                .iter()
                .map(|&member| {
                    let missing = |need| self.loss(need, |provider| self.working(members, &works, provider));
                    self.works_in_circle(member, hour, missing).0
                })
                .collect();
            let still = next.iter().zip(&works).all(|(next, works)| (next - works).abs() < 1e-6);
            works = next;
            if still {
                return works;
            }
        }
        self.outcome.unsettled += 1;
        works
    }

    /// Settles the flows of the block that ends now.
    fn settle(&mut self, hour: Hour) {
        let Scratch { care, states, .. } = &mut *self.scratch;
        care.settle(self.model, self.chance, hour, &|service| states[service as usize].works, self.watch);
    }

    fn finish(&mut self) {
        self.settle(self.horizon);
        // In the order of services, so that a sum does not depend on what happened first.
        self.scratch.touched.sort_unstable();
        for at in 0..self.scratch.touched.len() {
            let service = self.scratch.touched[at];
            self.account(service, self.horizon);
            let kind = self.model.services[service as usize].kind;
            let lost = f64::from(self.scratch.states[service as usize].lost_days);
            self.outcome.service_days_lost[kind as usize] += lost;
        }
        let Scratch { care, states, .. } = &mut *self.scratch;
        let works = |service: u32| states[service as usize].works;
        care.finish(self.model, self.horizon, &works, &mut self.outcome);
        self.places();
    }

    /// Counts institutions, countries and regions.
    fn places(&mut self) {
        let mut affected = std::mem::take(&mut self.scratch.affected);
        affected.sort_unstable();
        affected.dedup();
        let compromised = self.scratch.spread.struck.iter().map(|struck| struck.institution);
        self.outcome.compromised = self.scratch.spread.struck.len() as u32;
        affected.retain(|&institution| !self.scratch.spread.reaches(institution));
        self.outcome.affected = affected.len() as u32;
        let mut regions = Vec::with_capacity(affected.len());
        for institution in affected.iter().copied().chain(compromised) {
            let site = &self.model.sites[institution as usize];
            self.outcome.countries |= 1 << site.country;
            regions.push(site.region);
        }
        regions.sort_unstable();
        regions.dedup();
        self.outcome.regions = regions.len() as u32;
        self.scratch.affected = affected;
    }
}
