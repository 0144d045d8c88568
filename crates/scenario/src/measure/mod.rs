//! What is measured: pure functions of the journal of an exercise, read once and in order. A replay, a rehearsal and a
//! real exercise are measured by the same code. `docs/scenarios/measures.md` says what each measure means.
//!
//! What is kept grows with teams, people and what is still open, not with the length of the journal; only the time that
//! each inject took to be opened is kept for every inject, because a median needs them all.

mod attackers;
mod challenge;
mod contact;
mod deed;
mod devices;
mod faults;
mod left_out;
mod load;
mod nis2;
mod ownership;
mod party;
mod press;
mod roll_up;
mod selected;
mod sharing;
mod statements;

use crate::engine::{Act, Engine, Entry, PersonNo, TeamNo};
use crate::format::{Country, MeasureKind, Per};
use left_out::LeftOut;
use party::Parties;
pub use selected::{MONTH, Rated, Rating, Selected, selected};

/// The most entries that a value names as its evidence.
pub const MAX_EVIDENCE: usize = 16;

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
    /// The numbers of the entries it rests on, the first of them that matter, at most [`MAX_EVIDENCE`].
    pub evidence: Vec<u64>,
}

/// Everything that was measured.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Measures {
    /// The values, in the order of measure, part, per and subject.
    pub values: Vec<Measured>,
    /// Windows of platform faults that the times leave out, in milliseconds of the story.
    pub left_out: Vec<(i64, i64)>,
}

impl Measures {
    /// The values of a part of a measure (`""` for the main one), in the order of their subjects.
    pub fn of(&self, measure: MeasureKind, part: &str, per: Per) -> &[Measured] {
        let key = (measure, part, per);
        let from = self.values.partition_point(|each| (each.measure, each.part, each.per) < key);
        let rest = self.values.get(from..).unwrap_or_default();
        let to = rest.partition_point(|each| (each.measure, each.part, each.per) == key);
        rest.get(..to).unwrap_or_default()
    }
}

/// A moment of the story, and the entry that stands for it; 0 for the start of the exercise, which has none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Mark {
    at: i64,
    no: u64,
}

/// What every measure looks at.
#[derive(Debug)]
struct Scene<'a> {
    engine: &'a Engine<'a>,
    parties: Parties,
    /// T0 of each team: when the first of its people opened a first symptom. That it was sent means nothing: nobody
    /// can act on what they have not seen.
    first_symptom: Vec<Option<Mark>>,
    left_out: LeftOut,
}

impl Scene<'_> {
    fn take(&mut self, mark: Mark, act: &Act) {
        match *act {
            Act::Opened { copy, by } => {
                let (inject, _) = self.engine.copy(copy);
                if self.engine.scenario().injects[inject.index()].symptom {
                    let team = self.team(by);
                    self.first_symptom[team.index()].get_or_insert(mark);
                }
            }
            Act::FaultBegan => self.left_out.begin(mark),
            Act::FaultEnded => self.left_out.end(mark.at),
            _ => {}
        }
    }

    fn team(&self, person: PersonNo) -> TeamNo {
        self.engine.cast().people[person.index()].team
    }

    fn teams(&self) -> impl Iterator<Item = TeamNo> + use<> {
        (0..self.engine.cast().teams.len() as u32).map(TeamNo)
    }
}

/// Reads a journal and measures.
#[derive(Debug)]
pub struct Measuring<'a> {
    scene: Scene<'a>,
    contact: contact::Contacts,
    reports: nis2::Reports,
    sharing: sharing::Graph,
    ownership: ownership::Ownership,
    press: press::Press,
    statements: statements::Statements,
    attackers: attackers::Attackers,
    downtime: devices::Dangers,
    quarantine: devices::Dangers,
    challenges: challenge::Challenges,
    load: load::Load,
    faults: faults::Faults,
    over: bool,
}

impl<'a> Measuring<'a> {
    /// Begins.
    pub fn new(engine: &'a Engine<'a>) -> Self {
        let scene = Scene {
            engine,
            parties: Parties::of(engine),
            first_symptom: vec![None; engine.cast().teams.len()],
            left_out: LeftOut::default(),
        };
        Self {
            contact: contact::Contacts::new(&scene),
            reports: nis2::Reports::new(&scene),
            sharing: sharing::Graph::new(&scene),
            ownership: ownership::Ownership::new(&scene),
            press: press::Press::new(&scene),
            statements: statements::Statements::default(),
            attackers: attackers::Attackers::new(&scene),
            downtime: devices::Dangers::downtime(&scene),
            quarantine: devices::Dangers::quarantine(&scene),
            challenges: challenge::Challenges::default(),
            load: load::Load::new(&scene),
            faults: faults::Faults::default(),
            over: false,
            scene,
        }
    }

    /// Takes the next entry of the journal; `story` is its moment in milliseconds of the story.
    pub fn take(&mut self, story: i64, entry: &Entry) {
        // What people do after the end shows nothing of how they play.
        if self.over {
            return;
        }
        self.over = entry.act == Act::Ended;
        let mark = Mark { at: story, no: entry.no };
        self.scene.take(mark, &entry.act);
        let (scene, act) = (&self.scene, &entry.act);
        self.contact.take(scene, mark, act);
        self.reports.take(scene, mark, act);
        self.sharing.take(scene, mark, act);
        self.ownership.take(scene, mark, act);
        self.press.take(scene, mark, act);
        self.statements.take(scene, mark, act);
        self.attackers.take(scene, mark, act);
        self.downtime.take(scene, mark, act);
        self.quarantine.take(scene, mark, act);
        self.challenges.take(scene, mark, act);
        let fresh = self.load.take(scene, mark, act);
        self.faults.take(scene, mark, act, fresh);
    }

    /// The values when the story has come to a moment.
    pub fn finish(mut self, story: i64) -> Measures {
        let mut values = Vec::new();
        let scene = &self.scene;
        self.contact.finish(scene, story, &mut values);
        self.reports.finish(scene, story, &mut values);
        self.sharing.finish(scene, story, &mut values);
        self.ownership.finish(scene, story, &mut values);
        self.press.finish(scene, story, &mut values);
        self.statements.finish(scene, &mut values);
        self.attackers.finish(scene, &mut values);
        self.downtime.finish(scene, story, &mut values);
        self.quarantine.finish(scene, story, &mut values);
        self.challenges.finish(scene, story, &mut values);
        self.load.finish(scene, &mut values);
        self.faults.finish(scene, story, &mut values);
        for value in &mut values {
            value.evidence.truncate(MAX_EVIDENCE);
        }
        values.sort_by(|a, b| {
            (a.measure, a.part, a.per, a.subject).cmp(&(b.measure, b.part, b.per, b.subject))
        });
        self.scene.left_out.end(story);
        Measures { values, left_out: self.scene.left_out.windows() }
    }
}
