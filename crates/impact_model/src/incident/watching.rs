//! What happens in many possible courses of an incident: each is watched, and what they have in common is kept.

use std::collections::BTreeMap;
use std::sync::Mutex;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::known::Known;
use crate::draw::Chance;
use crate::model::{
    Cause, Hour, InstitutionNo, LOST_BELOW, LinkNo, Model, Outcome, Scratch, ServiceNo, Shock, Watch,
};

/// How many runs are kept in memory at once.
const CHUNK: u32 = 64;
/// The longest path told, in services.
const MAX_PATH: usize = 32;

/// Where a chain of causes begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Root {
    /// It is hit by malware.
    Malware,
    /// It is reported down.
    Reported,
    /// The link to what the last one needs has been cut.
    Cut(LinkNo),
}

/// A chain of causes: a service, what it lacks, what that lacks, and so on.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Path {
    pub(super) services: Vec<ServiceNo>,
    pub(super) root: Root,
}

/// A service that was lost.
#[derive(Debug, Clone)]
pub(super) struct Lost {
    pub(super) hour: Hour,
    pub(super) lowest: f32,
    pub(super) path: Path,
}

/// What happened in one run.
#[derive(Debug, Default)]
pub(super) struct Events {
    /// Services lost now or later.
    pub(super) lost: BTreeMap<ServiceNo, Lost>,
    /// Who was compromised, when, and over which link.
    pub(super) compromised: Vec<(InstitutionNo, Hour, Option<LinkNo>)>,
    /// Who received patients or samples of which service after now: first when, and how many within a day.
    pub(super) received: BTreeMap<(InstitutionNo, ServiceNo), (Hour, f64)>,
    pub(super) outcome: Outcome,
}

impl Events {
    /// The links over which malware came to an institution, from it back to where it entered.
    pub(super) fn chain(&self, model: &Model, institution: InstitutionNo) -> Vec<LinkNo> {
        let over: FxHashMap<InstitutionNo, Option<LinkNo>> =
            self.compromised.iter().map(|(who, _, over)| (*who, *over)).collect();
        let mut chain = Vec::new();
        let mut at = institution;
        while let Some(link) = over.get(&at).copied().flatten() {
            chain.push(link);
            at = other_end(model, link, at);
            if chain.len() == MAX_PATH {
                break;
            }
        }
        chain
    }
}

/// The institution at the other end of a link.
pub(super) fn other_end(model: &Model, link: LinkNo, end: InstitutionNo) -> InstitutionNo {
    let (a, b) = model.ends(link);
    if a == end { b } else { a }
}

struct Watcher<'a> {
    model: &'a Model,
    known: &'a Known,
    causes: FxHashMap<ServiceNo, Cause>,
    events: Events,
}

impl Watcher<'_> {
    /// Why a service works less than it should, as things stand.
    fn path(&self, service: ServiceNo) -> Path {
        let mut services = vec![service];
        let mut at = service;
        let root = loop {
            match self.causes.get(&at) {
                Some(Cause::Provider(provider))
                    if !services.contains(provider) && services.len() < MAX_PATH =>
                {
                    services.push(*provider);
                    at = *provider;
                }
                Some(Cause::Cut(link)) => break Root::Cut(*link),
                _ if self.known.down.contains_key(&at) => break Root::Reported,
                _ => break Root::Malware,
            }
        };
        Path { services, root }
    }
}

impl Watch for Watcher<'_> {
    fn compromised(&mut self, institution: InstitutionNo, hour: Hour, over: Option<LinkNo>) {
        self.events.compromised.push((institution, hour, over));
    }

    fn changed(&mut self, service: ServiceNo, hour: Hour, works: f32, cause: Cause) {
        self.causes.insert(service, cause);
        if let Some(lost) = self.events.lost.get_mut(&service) {
            lost.lowest = lost.lowest.min(works);
            // What came back before now is not lost now.
            if works >= LOST_BELOW && hour <= self.known.now {
                self.events.lost.remove(&service);
            }
        } else if works < LOST_BELOW {
            let path = self.path(service);
            self.events.lost.insert(service, Lost { hour, lowest: works, path });
        }
    }

    fn rerouted(&mut self, from: ServiceNo, to: ServiceNo, hour: Hour, number: f64) {
        if hour <= self.known.now || number <= 0.0 {
            return;
        }
        let received = self.events.received.entry((self.model.owner(to), from)).or_insert((hour, 0.0));
        if hour <= self.known.now + 24 {
            received.1 += number;
        }
    }
}

/// An incident in a network: what all answers are drawn from.
pub(super) struct Case<'a> {
    pub(super) model: &'a Model,
    pub(super) known: &'a Known,
    seed: u64,
    /// Memory for runs, lent to one thread at a time: it is large, and what it was used for before changes nothing.
    memory: Mutex<Vec<Scratch>>,
}

impl<'a> Case<'a> {
    pub(super) fn new(model: &'a Model, known: &'a Known, seed: u64) -> Self {
        Self { model, known, seed, memory: Mutex::new(Vec::new()) }
    }

    /// Does something for each run, on all threads, and takes what comes of it in the order of the runs.
    pub(super) fn for_each_run<T: Send>(
        &self,
        runs: u32,
        run: impl Fn(Chance, &mut Scratch) -> T + Sync,
        mut take: impl FnMut(T),
    ) {
        for first in (0..runs).step_by(CHUNK as usize) {
            let chunk: Vec<T> = (first..runs.min(first.saturating_add(CHUNK)))
                .into_par_iter()
                .map(|number| self.with_memory(|scratch| run(Chance::new(self.seed, number), scratch)))
                .collect();
            chunk.into_iter().for_each(&mut take);
        }
    }

    fn with_memory<T>(&self, run: impl FnOnce(&mut Scratch) -> T) -> T {
        let lent = self.memory.lock().ok().and_then(|mut memory| memory.pop());
        let mut scratch = lent.unwrap_or_default();
        let result = run(&mut scratch);
        if let Ok(mut memory) = self.memory.lock() {
            memory.push(scratch);
        }
        result
    }

    /// One possible course of events.
    pub(super) fn watch(&self, shock: &Shock, chance: Chance, scratch: &mut Scratch) -> Events {
        let Self { model, known, .. } = *self;
        let mut watcher = Watcher { model, known, causes: FxHashMap::default(), events: Events::default() };
        let outcome = model.run_and_watch(shock, chance, known.end(), scratch, &mut watcher);
        Events { outcome, ..watcher.events }
    }
}

/// What became of a service in those runs in which it was lost.
#[derive(Debug, Default)]
pub(super) struct Seen {
    /// Hours from now, sorted.
    pub(super) hours: Vec<Hour>,
    /// The smallest share of it that worked, added up.
    lowest: f64,
    pub(super) paths: BTreeMap<Path, u32>,
}

impl Seen {
    /// The mean of the smallest share of it that worked.
    pub(super) fn lowest(&self) -> f64 {
        self.lowest / self.hours.len().max(1) as f64
    }
}

/// Why an institution must be warned.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Why {
    /// Malware comes over links, from it back to where it entered.
    Malware(Vec<LinkNo>),
    /// Something it depends on is missing.
    Lacks(Path),
    /// Patients or samples of a service come to it.
    Receives(ServiceNo),
}

/// What reached an institution in those runs in which something did.
#[derive(Debug, Default)]
pub(super) struct Touched {
    /// Hours from now, sorted.
    pub(super) hours: Vec<Hour>,
    /// In how many runs within a day.
    pub(super) within_a_day: u32,
    /// How many patients and samples came within a day, added up.
    pub(super) number: f64,
    pub(super) why: BTreeMap<Why, u32>,
}

impl Touched {
    fn add(&mut self, hours: Hour, why: Why) {
        self.hours.push(hours);
        self.within_a_day += u32::from(hours <= 24);
        *self.why.entry(why).or_default() += 1;
    }
}

/// What all runs have in common.
#[derive(Debug, Default)]
pub(super) struct Gathered {
    pub(super) runs: u32,
    /// Services lost in some run.
    pub(super) services: BTreeMap<ServiceNo, Seen>,
    /// Institutions compromised or without a service in some run.
    pub(super) hit: BTreeMap<InstitutionNo, Touched>,
    /// Institutions that patients or samples of others came to in some run.
    pub(super) received: BTreeMap<InstitutionNo, Touched>,
    /// In how many runs malware crossed a link.
    pub(super) crossed: BTreeMap<LinkNo, u32>,
    /// In how many runs a circle of services did not settle.
    pub(super) unsettled: u32,
    /// Services lost, over all runs: what runs cost.
    pub(super) losses: u64,
}

/// The value that came most often; of several, the smallest.
pub(super) fn commonest<T: Ord>(counts: &BTreeMap<T, u32>) -> Option<(&T, u32)> {
    counts.iter().map(|(one, count)| (one, *count)).rev().max_by_key(|(_, count)| *count)
}

impl Gathered {
    /// Runs an incident many times.
    pub(super) fn of(case: &Case<'_>, runs: u32) -> Self {
        let Case { model, known, .. } = *case;
        let mut all = Self { runs, ..Self::default() };
        let run = |chance, scratch: &mut Scratch| case.watch(&known.shock(model, chance), chance, scratch);
        case.for_each_run(runs, run, |events| all.add(model, known, &events));
        all.services.values_mut().for_each(|seen| seen.hours.sort_unstable());
        let touched = all.hit.values_mut().chain(all.received.values_mut());
        touched.for_each(|touched| touched.hours.sort_unstable());
        all
    }

    fn add(&mut self, model: &Model, known: &Known, events: &Events) {
        self.unsettled += u32::from(events.outcome.unsettled > 0);
        self.losses += events.lost.len() as u64;
        // What reached an institution first: hour, malware before anything else.
        let mut first: BTreeMap<InstitutionNo, (Hour, Option<&Path>)> = BTreeMap::new();
        for &(who, hour, over) in &events.compromised {
            first.insert(who, (hour, None));
            if let Some(link) = over {
                *self.crossed.entry(link).or_default() += 1;
            }
        }
        for (&service, lost) in &events.lost {
            let seen = self.services.entry(service).or_default();
            seen.hours.push(lost.hour.saturating_sub(known.now));
            seen.lowest += f64::from(lost.lowest);
            *seen.paths.entry(lost.path.clone()).or_default() += 1;
            let earliest = first.entry(model.owner(service)).or_insert((lost.hour, Some(&lost.path)));
            if lost.hour < earliest.0 {
                *earliest = (lost.hour, Some(&lost.path));
            }
        }
        for (who, (hour, path)) in first {
            let why = match path {
                Some(path) => Why::Lacks(path.clone()),
                None => Why::Malware(events.chain(model, who)),
            };
            self.hit.entry(who).or_default().add(hour.saturating_sub(known.now), why);
        }
        self.add_received(known, events);
    }

    fn add_received(&mut self, known: &Known, events: &Events) {
        let mut greatest: BTreeMap<InstitutionNo, (Hour, f64, f64, ServiceNo)> = BTreeMap::new();
        for (&(who, from), &(hour, number)) in &events.received {
            let (first, all, most, of) = greatest.entry(who).or_insert((hour, 0.0, number, from));
            *first = (*first).min(hour);
            *all += number;
            if number > *most {
                (*most, *of) = (number, from);
            }
        }
        for (who, (hour, number, _, from)) in greatest {
            let touched = self.received.entry(who).or_default();
            touched.add(hour.saturating_sub(known.now), Why::Receives(from));
            touched.number += number;
        }
    }
}
