//! The tests of a scenario: rehearsals, and whether what was expected of them came true.

use super::{InjectTally, Rehearsal, RehearsalError, Setup, Tally, rehearse};
use crate::engine::Why;
use crate::finding::Place;
use crate::format::{BotKind, InjectOutcome, Length, Outcome, Per, SECOND, Test};
use crate::measure::{Measured, Value};
use crate::model::Scenario;
use crate::read::In;

/// An expectation of a test.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tried {
    /// Where it is written.
    pub place: Place,
    /// What came instead, in a sentence; none when it came true.
    pub instead: Option<String>,
}

/// A test that was run.
#[derive(Debug)]
pub struct Trial {
    /// What is tested.
    pub name: String,
    /// Where the test is written.
    pub place: Place,
    /// Who played, and with what luck.
    pub setup: Setup,
    /// Each expectation, in the order of the test; or why the rehearsal could not be held.
    pub tried: Result<Vec<Tried>, RehearsalError>,
}

impl Trial {
    /// Whether the rehearsal was held and everything came true.
    pub fn passed(&self) -> bool {
        self.tried.as_ref().is_ok_and(|tried| tried.iter().all(|each| each.instead.is_none()))
    }
}

/// Runs every test of a scenario, one after the other. `progress` is told the number of the test and the moment of its
/// story now and then.
pub fn try_all(scenario: &Scenario, progress: &mut dyn FnMut(usize, i64)) -> Vec<Trial> {
    (0..scenario.written.tests.len())
        .filter_map(|number| try_one(scenario, number, &mut |moment| progress(number, moment)))
        .collect()
}

/// Runs one test of a scenario; none when there is none of that number.
pub fn try_one(scenario: &Scenario, number: usize, progress: &mut dyn FnMut(i64)) -> Option<Trial> {
    let test = scenario.written.tests.get(number)?;
    let setup = setup_of(scenario, test);
    let tried = rehearse(scenario, &setup, progress).map(|rehearsal| {
        let judge = Judge { scenario, rehearsal: &rehearsal };
        let each = |(place, outcome)| Tried {
            place: place_of(test, outcome),
            instead: judge.instead((number, place), outcome),
        };
        test.expect.iter().enumerate().map(each).collect()
    });
    Some(Trial { name: test.name.value.clone(), place: test.place(&test.name), setup, tried })
}

/// Who plays in a test: as many as the exercise needs at least, all ideal, from the seed 1, where it says nothing else.
pub fn setup_of(scenario: &Scenario, test: &Test) -> Setup {
    let least = scenario.written.exercise.players.as_ref().map_or(1, |players| players.least.value);
    let mut bots: Vec<_> = test.bots.iter().map(|(kind, share)| (*kind, share.value)).collect();
    if bots.is_empty() {
        bots.push((BotKind::Ideal, 1.0));
    }
    Setup {
        players: test.players.as_ref().map_or(least, |at| at.value),
        seed: test.seed.as_ref().map_or(1, |at| at.value),
        bots,
    }
}

/// Where an expectation is written: the place of the first thing it names.
fn place_of(test: &In<Test>, outcome: &Outcome) -> Place {
    let places = [
        outcome.that.as_ref().map(|at| test.place(at)),
        outcome.inject.as_ref().map(|at| test.place(at)),
        outcome.measure.as_ref().map(|at| test.place(at)),
        outcome.objective.as_ref().map(|at| test.place(at)),
        outcome.load_at_most.as_ref().map(|at| test.place(at)),
    ];
    places.into_iter().flatten().next().unwrap_or_else(|| test.place(&test.name))
}

struct Judge<'r> {
    scenario: &'r Scenario,
    rehearsal: &'r Rehearsal,
}

impl Judge<'_> {
    /// What came instead of what was expected.
    fn instead(&self, place: (usize, usize), outcome: &Outcome) -> Option<String> {
        let reasons = [
            self.condition(place, outcome),
            self.inject(outcome),
            self.measure(outcome),
            self.objective(outcome),
            self.load(outcome),
        ];
        let reasons: Vec<String> = reasons.into_iter().flatten().collect();
        let named = [
            outcome.that.is_some(),
            outcome.inject.is_some(),
            outcome.measure.is_some(),
            outcome.objective.is_some(),
            outcome.load_at_most.is_some(),
        ];
        match (reasons.is_empty(), named.contains(&true)) {
            (true, true) => None,
            (true, false) => Some("nothing is expected here".to_owned()),
            (false, _) => Some(reasons.join("; ")),
        }
    }

    fn condition(&self, place: (usize, usize), outcome: &Outcome) -> Option<String> {
        let that = outcome.that.as_ref()?;
        match self.rehearsal.outcomes.get(&place) {
            Some(true) => None,
            Some(false) => Some(format!("at the end it does not hold that {}", that.value)),
            None => Some(format!("{} cannot be understood", that.value)),
        }
    }

    fn inject(&self, outcome: &Outcome) -> Option<String> {
        let id = outcome.inject.as_ref()?;
        let tally = self.scenario.names.injects.get(id.as_str());
        let Some(tally) = tally.and_then(|number| self.rehearsal.tally.injects.get(*number as usize)) else {
            return Some(format!("there is no inject {}", id.value));
        };
        let wanted = outcome.is.as_ref().map_or(InjectOutcome::Delivered, |at| at.value);
        let came = became(tally);
        (came != wanted).then(|| format!("{}: {}, {wanted} is wanted", id.value, counted(tally)))
    }

    fn objective(&self, outcome: &Outcome) -> Option<String> {
        let id = outcome.objective.as_ref()?;
        let counts = self.scenario.names.objectives.get(id.as_str());
        let Some((met, missed)) = counts.and_then(|no| self.rehearsal.tally.objectives.get(*no as usize))
        else {
            return Some(format!("there is no objective {}", id.value));
        };
        let all = *met > 0 && *missed == 0;
        match (all, outcome.met) {
            (true, true) | (false, false) => None,
            (false, true) if met + missed == 0 => Some(format!("{}: nothing of it was judged", id.value)),
            (false, true) => {
                Some(format!("{}: {missed} of {} expectations were missed", id.value, met + missed))
            }
            (true, false) => Some(format!("{}: all of its {met} expectations were met", id.value)),
        }
    }

    fn load(&self, outcome: &Outcome) -> Option<String> {
        let most = outcome.load_at_most.as_ref()?.value;
        let Tally { most_load, .. } = self.rehearsal.tally;
        (most_load > most)
            .then(|| format!("somebody got {most_load} injects at once, at most {most} are wanted"))
    }

    fn measure(&self, outcome: &Outcome) -> Option<String> {
        let measure = outcome.measure.as_ref()?.value;
        let per = outcome.per.as_ref().map_or(Per::Organisation, |at| at.value);
        let values = self.rehearsal.measures.of(measure, "", per);
        let mut reasons = Vec::new();
        if outcome.never {
            let some = values.iter().filter(|each| happened(each)).count();
            if some > 0 {
                reasons.push(format!("it came for {some} of {}, never is wanted", values.len()));
            }
        }
        let most = outcome.at_most.as_ref().map(|at| at.value);
        let least = outcome.at_least.as_ref().map(|at| at.value);
        if most.is_some() || least.is_some() {
            reasons.extend(bounds(median(values), most, least));
        } else if !outcome.never {
            reasons.push("neither at_most, at_least nor never is written".to_owned());
        }
        (!reasons.is_empty()).then(|| format!("{measure}: {}", reasons.join("; ")))
    }
}

/// What became of an inject. Some of its copies waiting for what never came is no fault: that is how a story branches.
fn became(tally: &InjectTally) -> InjectOutcome {
    let fault = |why: &Why| matches!(why, Why::TooLate | Why::NotReleased | Why::Nobody | Why::Skipped);
    match (tally.expired.keys().any(fault), tally.sent) {
        (true, _) => InjectOutcome::Expired,
        (false, 0) => InjectOutcome::Never,
        (false, _) => InjectOutcome::Delivered,
    }
}

fn counted(tally: &InjectTally) -> String {
    let mut text = format!("{} of {} copies went", tally.sent, tally.copies);
    for (why, count) in &tally.expired {
        let reason = match why {
            Why::NeverDue => "never came due",
            Why::TooLate => "were due too late",
            Why::NotReleased => "were not released",
            Why::Nobody => "had nobody to go to",
            Why::Skipped => "were taken out",
            Why::NotNeeded => "were not needed",
            Why::Ended => "were cut off by the end",
        };
        text.push_str(&format!(", {count} {reason}"));
    }
    text
}

/// Whether a value says that what is measured came about.
fn happened(measured: &Measured) -> bool {
    match measured.value {
        Value::Time(_) => true,
        Value::Never | Value::NotStarted => false,
        Value::Count(count) => count > 0,
        Value::Share(share) => share > 0.0,
    }
}

/// The median of what began (the nearest rank); what never came counts as longer than everything that did.
fn median(values: &[Measured]) -> Option<&Value> {
    let key = |value: &Value| match value {
        Value::Time(length) => *length,
        _ => i64::MAX,
    };
    let mut begun: Vec<&Value> =
        values.iter().map(|each| &each.value).filter(|value| **value != Value::NotStarted).collect();
    begun.sort_by_key(|value| key(value));
    begun.get(begun.len().div_ceil(2).checked_sub(1)?).copied()
}

/// What is wrong with a median that has bounds.
fn bounds(median: Option<&Value>, most: Option<Length>, least: Option<Length>) -> Option<String> {
    let wanted: Vec<String> = [
        most.map(|most| format!("at most {most} is wanted")),
        least.map(|least| format!("at least {least} is wanted")),
    ]
    .into_iter()
    .flatten()
    .collect();
    let wanted = wanted.join(" and ");
    match median {
        Some(Value::Time(length)) => {
            if most.is_some_and(|most| *length > most.0) {
                return Some(format!("the median is {}, {wanted}", whole_seconds(*length + SECOND - 1)));
            }
            let early = least.is_some_and(|least| *length < least.0);
            early.then(|| format!("the median is {}, {wanted}", whole_seconds(*length)))
        }
        // What never came is longer than any length.
        Some(Value::Never) => most.map(|_| format!("for half of them it never came, {wanted}")),
        Some(_) => Some("it is no length of time".to_owned()),
        None => Some(format!("it began for nobody, {wanted}")),
    }
}

fn whole_seconds(length: i64) -> Length {
    Length(length / SECOND * SECOND)
}
