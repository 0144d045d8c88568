//! What is measured: pure functions of the journal of an exercise, read once and in order. A replay, a rehearsal and a
//! real exercise are measured by the same code. `docs/scenarios/measures.md` says what each measure means.

use crate::engine::{Engine, Entry, PersonNo, TeamNo};
use crate::format::{Country, MeasureKind, Per};

/// For whom a value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    /// A person.
    Person(PersonNo),
    /// An organisation that takes part.
    Team(TeamNo),
    /// A country.
    Country(Country),
    /// The whole exercise.
    Whole,
}

/// A value of a measure.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// A length of time, in milliseconds of the story, without the windows that are left out.
    Time(i64),
    /// What is timed began, and never came to its end.
    Never,
    /// What is timed never began, so there is nothing to measure.
    NotStarted,
    /// How many.
    Count(u64),
    /// A part of a whole, from 0 to 1.
    Share(f64),
}

/// A value, for whom it is, and on which entries of the journal it rests.
#[derive(Debug, Clone, PartialEq)]
pub struct Measured {
    /// What is measured.
    pub measure: MeasureKind,
    /// Which of its values, where it has several: `""` for the main one, otherwise for instance `hints`.
    pub part: &'static str,
    /// For what it is given.
    pub per: Per,
    /// For whom.
    pub subject: Subject,
    /// The value.
    pub value: Value,
    /// The numbers of the entries it rests on, the first of them that matter.
    pub evidence: Vec<u64>,
}

/// Everything that was measured.
#[derive(Debug, Clone, Default)]
pub struct Measures {
    /// The values, in the order of measure, part, per and subject.
    pub values: Vec<Measured>,
    /// Windows of platform faults that the times leave out, in milliseconds of the story.
    pub left_out: Vec<(i64, i64)>,
}

/// Reads a journal and measures.
#[derive(Debug)]
pub struct Measuring<'a> {
    engine: &'a Engine<'a>,
}

impl<'a> Measuring<'a> {
    /// Begins.
    pub fn new(engine: &'a Engine<'a>) -> Self {
        Self { engine }
    }

    /// Takes the next entry of the journal; `story` is its moment in milliseconds of the story.
    pub fn take(&mut self, story: i64, entry: &Entry) {
        let _ = (self.engine, story, entry);
    }

    /// The values when the story has come to a moment.
    pub fn finish(self, story: i64) -> Measures {
        let _ = story;
        Measures::default()
    }
}
