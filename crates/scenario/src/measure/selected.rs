//! What a scenario wants to know: the measures of its `measures.yaml`, and how good their values are.

use super::{Measured, Measures, Value};
use crate::format::{DAY, HOUR, MeasureKind, Per};
use crate::model::{ObjectiveNo, Scenario};

/// A month, in milliseconds: 30 days, so that nobody who is late by the calendar is in time here.
pub const MONTH: i64 = 30 * DAY;

/// How good a value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rating {
    /// Not above what is wanted.
    Good,
    /// Above that, and not above what is still acceptable.
    Acceptable,
    /// Above both, or it never came though there was time for it.
    Poor,
    /// Nothing began, or the exercise ended before the time for it was up.
    NotMeasured,
    /// There is a value, and nothing is wanted of it.
    Unrated,
}

/// A value with its rating.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rated<'m> {
    /// The value.
    pub measured: &'m Measured,
    /// How good it is; only main values are rated.
    pub rating: Rating,
}

/// A measure that the scenario wants, for one of those for whom it wants it.
#[derive(Debug, Clone, PartialEq)]
pub struct Selected<'m> {
    /// What is measured.
    pub measure: MeasureKind,
    /// For what.
    pub per: Per,
    /// What is wanted, in milliseconds of the story.
    pub target: Option<i64>,
    /// What is still acceptable.
    pub acceptable: Option<i64>,
    /// What it shows.
    pub objective: Option<ObjectiveNo>,
    /// The values with their parts, main ones first; empty where the measure has none for that.
    pub values: Vec<Rated<'m>>,
}

/// The measures that a scenario wants, in its order, for organisations and the whole where it does not say for what.
pub fn selected<'m>(measures: &'m Measures, scenario: &Scenario) -> Vec<Selected<'m>> {
    let mut all = Vec::new();
    for wanted in &scenario.written.measures {
        let measure = wanted.measure.value;
        let length = |at: &Option<crate::format::At<crate::format::Length>>| at.as_ref().map(|at| at.value.0);
        let (mut target, mut acceptable) = (length(&wanted.target), length(&wanted.acceptable));
        if target.is_none() && acceptable.is_none() {
            target = by_law(measure);
            acceptable = target;
        }
        let objective = wanted.objective.as_ref();
        let objective = objective.and_then(|id| scenario.names.objectives.get(id.as_str()));
        let mut pers: Vec<Per> = wanted.per.iter().map(|at| at.value).collect();
        if pers.is_empty() {
            pers.extend([Per::Organisation, Per::Whole]);
        }
        for per in pers {
            let values = of(measures, measure, per)
                .map(|measured| Rated { measured, rating: rating(measures, measured, target, acceptable) })
                .collect();
            let objective = objective.map(|no| ObjectiveNo(*no));
            all.push(Selected { measure, per, target, acceptable, objective, values });
        }
    }
    all
}

/// The values of a measure for something, all parts.
fn of(measures: &Measures, measure: MeasureKind, per: Per) -> impl Iterator<Item = &Measured> {
    let from = measures.values.partition_point(|each| each.measure < measure);
    let rest = measures.values.iter().skip(from);
    rest.take_while(move |each| each.measure == measure).filter(move |each| each.per == per)
}

/// What the law wants where the scenario says nothing: directive (EU) 2022/2555, art. 23(4)(a), (b) and (d).
fn by_law(measure: MeasureKind) -> Option<i64> {
    match measure {
        MeasureKind::Nis2EarlyWarning => Some(24 * HOUR),
        MeasureKind::Nis2Notification => Some(72 * HOUR),
        MeasureKind::Nis2Final => Some(MONTH),
        _ => None,
    }
}

fn rating(measures: &Measures, measured: &Measured, target: Option<i64>, acceptable: Option<i64>) -> Rating {
    if !measured.part.is_empty() {
        return Rating::Unrated;
    }
    let last = acceptable.or(target);
    match measured.value {
        Value::NotStarted => Rating::NotMeasured,
        Value::Time(length) if target.is_some_and(|target| length <= target) => Rating::Good,
        Value::Time(length) if acceptable.is_some_and(|acceptable| length <= acceptable) => {
            Rating::Acceptable
        }
        Value::Time(_) if last.is_some() => Rating::Poor,
        Value::Never => match (last, waited(measures, measured)) {
            (Some(last), Some(waited)) if waited <= last => Rating::NotMeasured,
            (Some(_), _) => Rating::Poor,
            (None, _) => Rating::Unrated,
        },
        // Nobody has to say how much of it is wanted.
        Value::Count(count) if measured.measure == MeasureKind::UnapprovedAttackerContact => {
            if count == 0 {
                Rating::Good
            } else {
                Rating::Poor
            }
        }
        Value::Time(_) | Value::Count(_) | Value::Share(_) => Rating::Unrated,
    }
}

/// How long something that never came has been waited for.
fn waited(measures: &Measures, measured: &Measured) -> Option<i64> {
    let all = measures.of(measured.measure, "waited", measured.per);
    let place = all.binary_search_by_key(&measured.subject, |each| each.subject).ok()?;
    match all.get(place)?.value {
        Value::Time(length) => Some(length),
        _ => None,
    }
}
