//! From values of single teams, people or questions to those of organisations, countries and the whole exercise.

use std::collections::{BTreeMap, BTreeSet};

use super::{MAX_EVIDENCE, Mark, Measured, Scene, Subject, Value};
use crate::engine::{TeamNo, Unit};
use crate::format::{MeasureKind, Per};

/// For whom something counts that happened to a unit: itself and what it belongs to.
pub(super) fn subjects(scene: &Scene<'_>, unit: Unit) -> impl Iterator<Item = (Per, Subject)> + use<> {
    let person = match unit {
        Unit::Person(person) => Some(person),
        _ => None,
    };
    let team = match unit {
        Unit::Team(team) => Some(team),
        _ => person.map(|person| scene.team(person)),
    };
    [
        person.map(|person| (Per::Person, Subject::Person(person))),
        team.map(|team| (Per::Organisation, Subject::Team(team))),
        scene.engine.country_of(unit).map(|country| (Per::Country, Subject::Country(country))),
        Some((Per::Whole, Subject::Whole)),
    ]
    .into_iter()
    .flatten()
}

/// Something that is timed: it began, and came to its end or not.
#[derive(Debug, Clone)]
pub(super) struct Timed {
    pub unit: Unit,
    /// It did not come to its end.
    pub never: bool,
    /// How long it took, or has lasted so far.
    pub length: i64,
    pub evidence: Vec<u64>,
}

impl Timed {
    /// From one moment to another, or to `now` when the other did not come.
    pub fn new(scene: &Scene<'_>, unit: Unit, from: Mark, to: Option<Mark>, now: i64) -> Self {
        Self {
            unit,
            never: to.is_none(),
            length: scene.left_out.length(from.at, to.map_or(now, |to| to.at)),
            evidence: [Some(from), to]
                .into_iter()
                .flatten()
                .map(|mark| mark.no)
                .filter(|no| *no > 0)
                .collect(),
        }
    }

    pub fn value(&self) -> Value {
        if self.never { Value::Never } else { Value::Time(self.length) }
    }
}

/// The place of a quarter of so many values, from 0: the least that so large a share of them is not above (the nearest
/// rank).
fn rank(count: usize, quarters: usize) -> usize {
    (count * quarters).div_ceil(4).max(1) - 1
}

/// Times for every subject: the median as the main value, and where there are several the parts `lower` and `upper` (a
/// quarter and three quarters are not above) and `never` (the share that never came to an end). What never ends counts
/// as longer than everything that does, so that those who did nothing do not make the others look better. Where the main
/// value is never, the part `waited` says how long it has lasted.
///
/// `idle` are the teams for which nothing began; `often` says that a team can have several.
pub(super) fn times(
    scene: &Scene<'_>,
    measure: MeasureKind,
    timed: &[Timed],
    idle: impl IntoIterator<Item = TeamNo>,
    often: bool,
    values: &mut Vec<Measured>,
) {
    let mut list = Vec::new();
    for (place, each) in timed.iter().enumerate() {
        let key = (each.never, each.length, place);
        list.extend(subjects(scene, each.unit).map(|(per, subject)| (per, subject, key)));
    }
    list.sort_unstable();
    let mut present = BTreeSet::new();
    for group in list.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)) {
        let Some((per, subject, _)) = group.first().copied() else { continue };
        let mut push = |part, value, evidence| {
            values.push(Measured { measure, part, per, subject, value, evidence });
        };
        let at = |quarters| &timed[group[rank(group.len(), quarters)].2.2];
        let median = at(2);
        push("", median.value(), median.evidence.clone());
        if median.never {
            push("waited", Value::Time(median.length), median.evidence.clone());
        }
        if often || matches!(per, Per::Country | Per::Whole) {
            for (part, each) in [("lower", at(1)), ("upper", at(3))] {
                push(part, each.value(), each.evidence.clone());
            }
            let never: Vec<usize> = group.iter().filter(|each| each.2.0).map(|each| each.2.2).collect();
            let evidence = never.iter().flat_map(|place| &timed[*place].evidence);
            let evidence = evidence.copied().take(MAX_EVIDENCE).collect();
            push("never", Value::Share(never.len() as f64 / group.len() as f64), evidence);
        }
        present.insert(subject);
    }
    not_started(scene, measure, &present, idle, values);
}

/// Says that there is nothing to measure: for these teams, and for every country and the whole that has no value.
pub(super) fn not_started(
    scene: &Scene<'_>,
    measure: MeasureKind,
    present: &BTreeSet<Subject>,
    teams: impl IntoIterator<Item = TeamNo>,
    values: &mut Vec<Measured>,
) {
    let teams = teams.into_iter().map(|team| (Per::Organisation, Subject::Team(team)));
    let countries: BTreeSet<_> = scene.engine.cast().teams.iter().filter_map(|team| team.country).collect();
    let wider = countries.into_iter().map(|country| (Per::Country, Subject::Country(country)));
    let wider = wider.chain([(Per::Whole, Subject::Whole)]);
    for (per, subject) in teams.chain(wider).filter(|(_, subject)| !present.contains(subject)) {
        values.push(Measured {
            measure,
            part: "",
            per,
            subject,
            value: Value::NotStarted,
            evidence: Vec::new(),
        });
    }
}

/// Counts for every subject: those of what belongs to it, together. Gives the subjects that have one.
pub(super) fn counts(
    scene: &Scene<'_>,
    (measure, part): (MeasureKind, &'static str),
    items: impl IntoIterator<Item = (Unit, u64, Vec<u64>)>,
    values: &mut Vec<Measured>,
) -> BTreeSet<Subject> {
    let mut sums: BTreeMap<_, (u64, Vec<u64>)> = BTreeMap::new();
    for (unit, count, evidence) in items {
        for key in subjects(scene, unit) {
            let sum = sums.entry(key).or_default();
            sum.0 += count;
            add(&mut sum.1, &evidence);
        }
    }
    let present = sums.keys().map(|(_, subject)| *subject).collect();
    values.extend(sums.into_iter().map(|((per, subject), (count, evidence))| Measured {
        measure,
        part,
        per,
        subject,
        value: Value::Count(count),
        evidence,
    }));
    present
}

/// Shares for every subject: so many of so many, all of what belongs to it together.
pub(super) fn shares(
    scene: &Scene<'_>,
    (measure, part): (MeasureKind, &'static str),
    items: impl IntoIterator<Item = (Unit, (u64, u64), Vec<u64>)>,
    values: &mut Vec<Measured>,
) {
    let mut sums: BTreeMap<_, (u64, u64, Vec<u64>)> = BTreeMap::new();
    for (unit, (some, all), evidence) in items {
        for key in subjects(scene, unit) {
            let sum = sums.entry(key).or_default();
            sum.0 += some;
            sum.1 += all;
            add(&mut sum.2, &evidence);
        }
    }
    values.extend(sums.into_iter().map(|((per, subject), (some, all, evidence))| Measured {
        measure,
        part,
        per,
        subject,
        value: share(some, all),
        evidence,
    }));
}

/// So many of so many; not started when there are none.
pub(super) fn share(some: u64, all: u64) -> Value {
    if all == 0 { Value::NotStarted } else { Value::Share(some as f64 / all as f64) }
}

/// Adds entries as long as there is room for evidence.
fn add(evidence: &mut Vec<u64>, more: &[u64]) {
    evidence.extend(more.iter().take(MAX_EVIDENCE.saturating_sub(evidence.len())));
}

/// Adds one entry as long as there is room for evidence.
pub(super) fn note(evidence: &mut Vec<u64>, no: u64) {
    add(evidence, &[no]);
}
