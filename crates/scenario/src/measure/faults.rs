//! What the platform itself did wrong: windows of faults, what did not arrive, and how long deliveries took.

use rustc_hash::FxHashMap;

use super::roll_up::{counts, note};
use super::{Mark, Measured, Scene, Subject, Value};
use crate::engine::{Act, CopyNo, PersonNo, Unit};
use crate::format::{MeasureKind, Per, Release};

/// `platform-fault`.
#[derive(Debug, Default)]
pub(super) struct Faults {
    /// When exercise control let a copy go, where it did.
    let_go: FxHashMap<CopyNo, i64>,
    /// How often a delivery took so many milliseconds.
    took: FxHashMap<i64, u64>,
    /// By person: what did not arrive, and the first entries that say so.
    missed: FxHashMap<PersonNo, (u64, Vec<u64>)>,
}

impl Faults {
    /// `fresh` says that somebody got something that they did not have.
    pub fn take(&mut self, scene: &Scene<'_>, mark: Mark, act: &Act, fresh: bool) {
        match *act {
            Act::Released { copy } | Act::Given { copy } => _ = self.let_go.insert(copy, mark.at),
            Act::NotDelivered { to, .. } => {
                let (count, evidence) = self.missed.entry(to).or_default();
                *count += 1;
                note(evidence, mark.no);
            }
            Act::Delivered { copy, .. } if fresh => {
                if let Some(went) = self.went(scene, copy) {
                    *self.took.entry((mark.at - went).max(0)).or_default() += 1;
                }
            }
            _ => {}
        }
    }

    /// When a copy went, where the journal or the scenario says so: when exercise control let it go, or at the moment
    /// that is written for it. When a condition came to hold is in neither.
    fn went(&self, scene: &Scene<'_>, copy: CopyNo) -> Option<i64> {
        if let Some(at) = self.let_go.get(&copy) {
            return Some(*at);
        }
        let (inject, unit) = scene.engine.copy(copy);
        let described = &scene.engine.scenario().injects[inject.index()];
        let fixed = described.when.is_none() && described.release == Release::Auto;
        scene.engine.overlaid_at(inject, unit).filter(|_| fixed).map(|at| at.max(0))
    }

    pub fn finish(&self, scene: &Scene<'_>, now: i64, values: &mut Vec<Measured>) {
        let measure = MeasureKind::PlatformFault;
        let mut push = |part, value, evidence| {
            let (per, subject) = (Per::Whole, Subject::Whole);
            values.push(Measured { measure, part, per, subject, value, evidence });
        };
        let faults = &scene.left_out;
        push("", Value::Count(faults.faults), faults.evidence.clone());
        push("length", Value::Time(faults.total(now)), faults.evidence.clone());
        let mut took: Vec<(i64, u64)> = self.took.iter().map(|(took, count)| (*took, *count)).collect();
        took.sort_unstable();
        push("p95", percentile(&took, 95), Vec::new());
        push("p99", percentile(&took, 99), Vec::new());
        let missed = (0..scene.engine.cast().people.len() as u32).map(PersonNo).map(|person| {
            let (count, evidence) = self.missed.get(&person).cloned().unwrap_or_default();
            (Unit::Person(person), count, evidence)
        });
        counts(scene, (measure, "not-delivered"), missed, values);
    }
}

/// The length that so many of a hundred are not above (the nearest rank); `took` holds lengths and how many of each, in
/// order.
fn percentile(took: &[(i64, u64)], hundredths: u64) -> Value {
    let all: u64 = took.iter().map(|(_, count)| count).sum();
    let mut left = (all * hundredths).div_ceil(100);
    for (length, count) in took {
        if left <= *count {
            return Value::Time(*length);
        }
        left -= count;
    }
    Value::NotStarted
}
