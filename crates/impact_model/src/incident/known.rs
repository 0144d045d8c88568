//! What is known of an incident, in the terms of a model: the past is set, the future is left to chance.

use std::collections::{BTreeMap, BTreeSet};

use super::reading::{MAX_FINDINGS, sorted};
use super::situation::{Down, MAX_AHEAD_H, MAX_BACK_H, Place, Situation};
use crate::draw::{Chance, Purpose, identity};
use crate::finding::Finding;
use crate::model::{Hour, InstitutionNo, LOST_BELOW, MAX_HORIZON, Model, Outage, Recovery, ServiceNo, Shock};
use crate::nearest::nearest;
use crate::network::ServiceId;
use crate::parameters::Parameter;

/// Something that is down.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Report {
    /// What share of it still works, from 0 to 1.
    pub left: f32,
    /// Since when.
    pub from: Hour,
    /// When it works again, if somebody knows.
    pub back: Option<Hour>,
}

/// A situation in the terms of a model. Hours count from the earliest thing that is known.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Known {
    /// The present hour; at least 1.
    pub now: Hour,
    /// How far ahead is looked, in hours from now.
    pub ahead: Hour,
    /// What is down.
    pub down: BTreeMap<ServiceNo, Report>,
    /// Who is compromised, since when, and how sure that is.
    pub compromised: BTreeMap<InstitutionNo, (Hour, f64)>,
    /// Who has isolated itself, and when.
    pub isolated: BTreeMap<InstitutionNo, Hour>,
    /// Who is clean.
    pub clean: BTreeSet<InstitutionNo>,
}

impl Known {
    /// The hour up to which is looked.
    pub fn end(&self) -> Hour {
        self.now + self.ahead
    }

    /// Whether a service is reported down, below [`LOST_BELOW`].
    pub fn is_lost(&self, service: ServiceNo) -> bool {
        self.down.get(&service).is_some_and(|report| report.left < LOST_BELOW)
    }

    /// Whether an institution is reported compromised, or has a service that is reported down.
    pub fn is_affected(&self, model: &Model, institution: InstitutionNo) -> bool {
        self.compromised.contains_key(&institution)
            || model.services_of(institution).any(|service| self.down.contains_key(&service))
    }

    /// Who is reported compromised and has not isolated itself, in the order of identifiers.
    pub fn spreading(&self) -> impl Iterator<Item = InstitutionNo> + '_ {
        self.compromised.keys().copied().filter(|one| !self.isolated.contains_key(one))
    }

    /// What is known, completed by what chance says of what is not: who of the suspected is compromised, when those
    /// who have not isolated themselves will, and when what is down comes back. None of it lies before now.
    pub fn shock(&self, model: &Model, chance: Chance) -> Shock {
        let compromised: Vec<_> = self
            .compromised
            .iter()
            .filter(|(who, (_, probability))| {
                chance.unit(Purpose::Attack, identity(model.institution_id(**who))) < *probability
            })
            .map(|(who, (since, _))| (*who, *since))
            .collect();
        let mut isolated: Vec<_> = self.isolated.iter().map(|(who, since)| (*who, *since)).collect();
        for (who, _) in &compromised {
            if !self.isolated.contains_key(who) {
                isolated.push((*who, self.isolates(model, *who, chance)));
            }
        }
        let outage = |(service, report): (&ServiceNo, &Report)| Outage {
            service: *service,
            from: report.from,
            left: report.left,
            recovery: Some(self.recovery(model, *service, report, chance)),
        };
        Shock {
            compromised,
            isolated,
            outages: self.down.iter().map(outage).collect(),
            immune: self.clean.iter().copied().collect(),
            ..Shock::default()
        }
    }

    /// When an institution that is known to be compromised, and has not cut its links yet, will.
    fn isolates(&self, model: &Model, institution: InstitutionNo, chance: Chance) -> Hour {
        let own = identity(model.institution_id(institution));
        let takes = model.isolate_h(institution) * (0.5 + chance.unit(Purpose::Isolation, own));
        self.now + (libm::round(takes) as Hour).max(1)
    }

    /// When something that is down now comes back: as it was announced, or else as after a major compromise, but not
    /// before now.
    fn recovery(&self, model: &Model, service: ServiceNo, report: &Report, chance: Chance) -> Recovery {
        /// Recovery has five steps, at least an hour apart: so many hours lie between the first and the last.
        const STEPS_H: Hour = 4;
        if let Some(back) = report.back {
            return Recovery { start: back.saturating_sub(STEPS_H).max(self.now), tau_h: 0.0 };
        }
        let get = |parameter| model.parameters().get(parameter);
        let own = identity(&model.service_id(service).to_string());
        let differs = libm::exp(get(Parameter::MajorSpread) * chance.normal(Purpose::Recovery, own));
        let start = report.from + libm::round(get(Parameter::StartDays) * 24.0) as Hour;
        Recovery { start: start.max(self.now), tau_h: (model.recovery_h(service) * differs) as f32 }
    }
}

impl Situation {
    /// Finds everything in a model.
    ///
    /// # Errors
    /// Identifiers that are not in the model, with the nearest that is; what contradicts itself; nothing known at all.
    pub fn resolve(&self, model: &Model) -> Result<Known, Vec<Finding>> {
        let mut resolving = Resolving { situation: self, model, findings: Vec::new() };
        let known = resolving.known();
        if resolving.findings.is_empty() { Ok(known) } else { Err(sorted(resolving.findings)) }
    }
}

struct Resolving<'a> {
    situation: &'a Situation,
    model: &'a Model,
    findings: Vec<Finding>,
}

impl Resolving<'_> {
    fn say(&mut self, at: Place, message: String) {
        let file = self.situation.file.clone();
        self.findings.push(Finding { file, line: at.line, column: at.column, message });
    }

    fn known(&mut self) -> Known {
        let situation = self.situation;
        if situation.down.is_empty() && situation.compromised.is_empty() {
            self.say(
                Place::default(),
                "nothing is down and nobody is compromised: say what is known".to_owned(),
            );
        }
        let now = self.now();
        let mut known = Known {
            now,
            ahead: situation.hours_ahead.clamp(1, MAX_AHEAD_H),
            down: self.down(now),
            ..Known::default()
        };
        for report in &situation.compromised {
            let Some(who) = self.institution(&report.who, report.at) else { continue };
            self.check_share(report.probability, "probability", report.at);
            let event = (now - report.since_h.min(now), report.probability);
            if known.compromised.insert(who, event).is_some() {
                self.say(report.at, format!("{} is reported compromised twice", report.who));
            }
        }
        for report in &situation.isolated {
            let Some(who) = self.institution(&report.who, report.at) else { continue };
            if known.isolated.insert(who, now - report.since_h.min(now)).is_some() {
                self.say(report.at, format!("{} is reported isolated twice", report.who));
            }
        }
        for report in &situation.clean {
            let Some(who) = self.institution(&report.who, report.at) else { continue };
            if known.compromised.contains_key(&who) {
                self.say(report.at, format!("{} cannot be both clean and compromised", report.who));
            }
            known.clean.insert(who);
        }
        known
    }

    /// The present hour, when the earliest that is known happened at hour 0.
    fn now(&self) -> Hour {
        let Situation { down, compromised, isolated, .. } = self.situation;
        let since = down.iter().map(|one| one.since_h);
        let since = since.chain(compromised.iter().map(|one| one.since_h));
        let earliest = since.chain(isolated.iter().map(|one| one.since_h)).max();
        earliest.unwrap_or_default().clamp(1, MAX_HORIZON - MAX_AHEAD_H)
    }

    /// What is down; what is said of a service goes before what is said of its institution.
    fn down(&mut self, now: Hour) -> BTreeMap<ServiceNo, Report> {
        let (whole, single): (Vec<&Down>, Vec<&Down>) =
            self.situation.down.iter().partition(|down| !down.what.contains('/'));
        let mut all = BTreeMap::new();
        let mut said = BTreeSet::new();
        for down in whole {
            self.check_share(down.left, "left", down.at);
            let Some(institution) = self.institution(&down.what, down.at) else { continue };
            if !said.insert(&down.what) {
                self.say(down.at, format!("{} is reported down twice", down.what));
            }
            all.extend(self.model.services_of(institution).map(|service| (service, report(down, now))));
        }
        for down in single {
            self.check_share(down.left, "left", down.at);
            let Some(service) = self.service(&down.what, down.at) else { continue };
            if !said.insert(&down.what) {
                self.say(down.at, format!("{} is reported down twice", down.what));
            }
            all.insert(service, report(down, now));
        }
        all
    }

    /// A situation need not come from a file, where it was looked at already.
    fn check_share(&mut self, share: f64, name: &str, at: Place) {
        if !(0.0..=1.0).contains(&share) {
            self.say(at, format!("{name} is {share}; it must lie between 0 and 1"));
        }
    }

    fn institution(&mut self, id: &str, at: Place) -> Option<InstitutionNo> {
        let found = self.model.institution(id);
        if found.is_none() {
            // Looking for the nearest takes a while, and is done only as often as it is told.
            let looked = if self.findings.len() < MAX_FINDINGS { self.model.institution_count() } else { 0 };
            let ids = (0..looked).map(|at| self.model.institution_id(InstitutionNo::from_index(at)));
            let meant =
                nearest(id, ids).map_or_else(String::new, |meant| format!("; did you mean {meant:?}?"));
            self.say(at, format!("there is no institution {id:?} in the network{meant}"));
        }
        found
    }

    fn service(&mut self, id: &str, at: Place) -> Option<ServiceNo> {
        let institution = self.institution(id.split('/').next().unwrap_or_default(), at)?;
        let found = id.parse::<ServiceId>().ok().and_then(|id| self.model.service(&id));
        if found.is_none() {
            let offered: Vec<String> = self
                .model
                .services_of(institution)
                .map(|service| self.model.service_id(service).to_string())
                .collect();
            let message = match nearest(id, offered.iter().map(String::as_str)) {
                Some(meant) => format!("there is no service {id:?} in the network; did you mean {meant:?}?"),
                None if offered.is_empty() => {
                    format!("there is no service {id:?}: the institution offers none")
                }
                None => format!("there is no service {id:?} in the network, only {}", offered.join(", ")),
            };
            self.say(at, message);
        }
        found
    }
}

fn report(down: &Down, now: Hour) -> Report {
    Report {
        left: down.left.clamp(0.0, 1.0) as f32,
        from: now - down.since_h.min(now),
        back: down.back_in_h.map(|hours| now + hours.min(MAX_BACK_H)),
    }
}
