//! Who must be warned now, and why.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashSet;
use serde::Serialize;

use super::estimate::{quantile, share};
use super::failing::{Chain, WORTH_TELLING};
use super::known::Known;
use super::watching::{Gathered, Touched, Why, commonest, other_end};
use crate::model::{Hour, InstitutionNo, LinkNo, Model, ServiceNo};
use crate::network::ServiceId;
use crate::stress::report::Estimate;

/// The most institutions told of.
pub const MAX_WARNED: usize = 100;

/// A link on the way of malware, and from whom it comes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Way {
    /// The link.
    pub link: String,
    /// The institution at its other end.
    pub from: String,
}

/// Why an institution must be warned.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reason {
    /// Malware may come over links: from the institution back to where it entered.
    Link(Vec<Way>),
    /// Something it depends on fails.
    DependsOn(Chain),
    /// Patients or samples of this service will come to it.
    TakesOver(ServiceId),
}

/// An institution that is not affected yet, and must be warned.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Warned {
    /// Which.
    pub institution: String,
    /// By which link it is joined to somebody reported compromised, and to whom: then it must be warned whatever the
    /// model says.
    pub linked: Option<Way>,
    /// How probable it is that within 24 hours it is compromised or loses a service; or, when the reason is
    /// [`Reason::TakesOver`], that patients or samples come to it.
    pub probability: Estimate,
    /// Hours left until then: half of the runs in which it happens are earlier or just then. None: it never did.
    pub hours_left: Option<Hour>,
    /// Patients and analyses a day that rest on it: its own, and those of whoever depends on it; or, when the reason is
    /// [`Reason::TakesOver`], those that come to it.
    pub per_day: f64,
    /// Probability × `per_day` ÷ hours left (at least one): by this they are sorted, after those that are linked.
    pub urgency: f64,
    /// Why.
    pub reason: Reason,
}

/// Who must be warned: those linked to somebody compromised first, then by urgency.
pub(super) fn warn(model: &Model, known: &Known, gathered: &Gathered) -> Vec<Warned> {
    let linked = linked(model, known);
    let mut who: BTreeSet<InstitutionNo> = linked.keys().copied().collect();
    who.extend(probable(&gathered.hit, gathered.runs));
    who.extend(probable(&gathered.received, gathered.runs));
    let mut all: Vec<Warned> = who
        .into_iter()
        .filter(|one| !known.is_affected(model, *one))
        .filter_map(|one| warned(model, gathered, one, linked.get(&one).copied()))
        .collect();
    all.sort_by(|a, b| {
        b.linked
            .is_some()
            .cmp(&a.linked.is_some())
            .then(b.urgency.total_cmp(&a.urgency))
            .then_with(|| a.institution.cmp(&b.institution))
    });
    all.truncate(MAX_WARNED);
    all
}

/// Whom something reaches within a day often enough to be told.
fn probable(touched: &BTreeMap<InstitutionNo, Touched>, runs: u32) -> impl Iterator<Item = InstitutionNo> {
    let least = WORTH_TELLING * f64::from(runs);
    touched.iter().filter(move |(_, one)| f64::from(one.within_a_day) >= least).map(|(who, _)| *who)
}

/// Who is joined to one that is compromised by a link that neither has cut, and by which.
fn linked(model: &Model, known: &Known) -> BTreeMap<InstitutionNo, LinkNo> {
    let mut all = BTreeMap::new();
    for source in known.spreading() {
        for (link, other) in model.links_of(source) {
            let safe = known.clean.contains(&other) || known.isolated.contains_key(&other);
            if !safe && !known.compromised.contains_key(&other) {
                all.entry(other).or_insert(link);
            }
        }
    }
    all
}

fn warned(model: &Model, gathered: &Gathered, who: InstitutionNo, link: Option<LinkNo>) -> Option<Warned> {
    let least = WORTH_TELLING * f64::from(gathered.runs);
    let hit = gathered.hit.get(&who);
    let likely = hit.filter(|hit| f64::from(hit.within_a_day) >= least);
    let (touched, per_day) = match (likely, link, gathered.received.get(&who)) {
        (None, None, Some(received)) => (Some(received), received.number / received.hours.len() as f64),
        _ => (hit, resting(model, who)),
    };
    let why = touched.and_then(|touched| commonest(&touched.why)).map(|(why, _)| why.clone());
    let why = why.or(link.map(|link| Why::Malware(vec![link])))?;
    let probability = share(touched.map_or(0, |touched| touched.within_a_day), gathered.runs);
    let hours_left = touched.map(|touched| quantile(&touched.hours, 0.5));
    let time = f64::from(hours_left.unwrap_or(24).max(1));
    Some(Warned {
        institution: model.institution_id(who).to_owned(),
        linked: link.and_then(|link| ways(model, who, &[link]).pop()),
        probability,
        hours_left,
        per_day,
        urgency: probability.value * per_day / time,
        reason: reason(model, who, &why),
    })
}

fn reason(model: &Model, who: InstitutionNo, why: &Why) -> Reason {
    match why {
        Why::Malware(links) => Reason::Link(ways(model, who, links)),
        Why::Lacks(path) => Reason::DependsOn(Chain::of(model, path)),
        Why::Receives(service) => Reason::TakesOver(model.service_id(*service)),
    }
}

fn ways(model: &Model, who: InstitutionNo, links: &[LinkNo]) -> Vec<Way> {
    let mut at = who;
    let way = |link: &LinkNo| {
        at = other_end(model, *link, at);
        Way { link: model.link_id(*link).to_owned(), from: model.institution_id(at).to_owned() }
    };
    links.iter().map(way).collect()
}

/// Patients and analyses a day that rest on an institution.
fn resting(model: &Model, who: InstitutionNo) -> f64 {
    resting_on(model, model.services_of(who))
}

/// Patients and analyses a day that rest on some services: their own, and those of whatever depends on them.
pub(super) fn resting_on(model: &Model, services: impl Iterator<Item = ServiceNo>) -> f64 {
    let mut open: Vec<ServiceNo> = services.collect();
    let mut seen: FxHashSet<ServiceNo> = open.iter().copied().collect();
    let mut per_day = 0.0;
    while let Some(service) = open.pop() {
        if model.kind(service).is_clinical() {
            per_day += model.per_day(service);
        }
        open.extend(model.dependents(service).filter(|dependent| seen.insert(*dependent)));
    }
    per_day
}
