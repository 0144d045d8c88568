//! Less time, fewer injects: those that carry the story stay, the others are thinned out evenly over time and roles.

use std::collections::{BTreeSet, HashMap};

use crate::format::{Address, DAY, Id, Length, Moment};
use crate::read::Written;

/// How much more of the injects than of the time is kept: a shorter exercise is a denser one.
const DENSER: f64 = 1.6;

/// Leaves injects out when there is less time than they were written for.
pub(super) fn thin(written: &mut Written, wished: Length) {
    let whole = written.exercise.duration.value.0;
    if wished.0 >= whole || written.injects.is_empty() {
        return;
    }
    // Nights hold none, so a day of the story is ten hours of play at most.
    let played = (whole / DAY).max(0) * 10 * 60 * crate::format::MINUTE
        + (whole % DAY).min(10 * 60 * crate::format::MINUTE);
    let share = (wished.0 as f64 / played as f64 * DENSER).clamp(0.05, 1.0);
    let carried = carried(written);
    let mut order: Vec<(i64, usize)> = (0..)
        .zip(&written.injects)
        .map(|(number, each)| (moment(each.at.as_ref().map(|at| at.value)), number))
        .collect();
    order.sort_unstable();
    let mut seen: HashMap<Vec<Address>, f64> = HashMap::new();
    let mut kept: BTreeSet<usize> = BTreeSet::new();
    for (_, number) in order {
        let inject = &written.injects[number];
        let to: Vec<Address> = inject.to.iter().map(|at| at.value.clone()).collect();
        let count = seen.entry(to).or_insert(1.0 - share);
        *count += share;
        if carried.contains(&inject.id.value) || *count >= 1.0 {
            kept.insert(number);
            *count -= 1.0;
        }
    }
    let mut number = 0;
    written.injects.retain(|_| {
        number += 1;
        kept.contains(&(number - 1))
    });
}

/// A moment to sort by: what has none comes where its condition lets it, somewhere in the middle.
fn moment(at: Option<Moment>) -> i64 {
    match at {
        None => DAY / 2,
        Some(Moment::After(length)) => length.0,
        Some(Moment::On { day, time }) => i64::from(day) * DAY + time,
    }
}

/// The injects that reach milestones, are symptoms, or ask for decisions.
fn carried(written: &Written) -> BTreeSet<Id> {
    written
        .injects
        .iter()
        .filter(|each| {
            each.symptom
                || each.decision.is_some()
                || each.effects.iter().any(|effect| effect.milestone.is_some())
        })
        .map(|each| each.id.value.clone())
        .collect()
}
