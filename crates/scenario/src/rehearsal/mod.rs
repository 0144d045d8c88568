//! Rehearsal: the whole exercise in virtual time, played by bots. The same scenario, players, mixture and seed give the
//! same run, to the last entry.

mod bots;
mod chance;
mod dead_end;
mod gather;
mod moment;
mod page;
mod plot;
pub mod report;
mod summary;
mod tally;
mod trial;
mod ways;
mod words;

use std::collections::BTreeMap;

use crate::engine::{
    Act, Action, Cast, CastError, CopyNo, Do, Engine, Entry, PersonNo, State, TooManyCopies,
};
use crate::format::BotKind;
use crate::measure::{Measures, Measuring};
use crate::model::Scenario;
use bots::{Bots, Done};
pub use page::page;
pub use summary::summary;
use tally::Tallying;
pub use tally::{InjectTally, LoadWindow, Spread, Tally};
pub use trial::{Trial, Tried, setup_of, try_all, try_one};
pub use ways::Ways;
pub use words::Tongue;

/// How often the engine may be asked in one moment before it counts as going round in a circle.
const MAX_ROUNDS: u32 = 10_000;

/// Who plays, and with what luck.
#[derive(Debug, Clone, PartialEq)]
pub struct Setup {
    /// How many people play.
    pub players: u32,
    /// From what everything random is made.
    pub seed: u64,
    /// What share of the teams behaves how.
    pub bots: Vec<(BotKind, f64)>,
}

impl Setup {
    /// Whether every bot does what is expected.
    pub fn is_ideal(&self) -> bool {
        self.bots.iter().all(|(kind, share)| *kind == BotKind::Ideal || *share <= 0.0)
    }
}

/// Why a rehearsal cannot be held.
#[derive(Debug, thiserror::Error)]
pub enum RehearsalError {
    /// Too few or too many play.
    #[error(transparent)]
    Cast(#[from] CastError),
    /// There is too much of it.
    #[error(transparent)]
    Copies(#[from] TooManyCopies),
    /// The story never comes to rest.
    #[error("at {moment} the story goes round in a circle: {rounds} rounds in one moment", rounds = MAX_ROUNDS)]
    Circle {
        /// The moment of the story.
        moment: crate::format::Length,
    },
}

/// What came of a rehearsal.
#[derive(Debug)]
pub struct Rehearsal {
    /// Who played, and with what luck.
    pub setup: Setup,
    /// The cast.
    pub cast: Cast,
    /// How each person behaved.
    pub kinds: Vec<BotKind>,
    /// What became of everything.
    pub tally: Tally,
    /// What was measured.
    pub measures: Measures,
    /// Which conditions of `outcomes` hold at the end, by test and place.
    pub outcomes: BTreeMap<(usize, usize), bool>,
    /// How many entries the journal has.
    pub entries: u64,
    /// What other bots bring about, where somebody asked: [`Ways::of`].
    pub ways: Option<Ways>,
}

/// Plays the whole exercise. `progress` is told the moment of the story now and then.
///
/// # Errors
///
/// When it cannot be played by so many, or never comes to rest.
pub fn rehearse(
    scenario: &Scenario,
    setup: &Setup,
    progress: &mut dyn FnMut(i64),
) -> Result<Rehearsal, RehearsalError> {
    rehearse_and_listen(scenario, setup, progress, &mut |_, _| {})
}

/// The same, and every entry of the journal is also given to `listen`, with the moment of the story.
///
/// # Errors
///
/// As [`rehearse`].
pub fn rehearse_and_listen(
    scenario: &Scenario,
    setup: &Setup,
    progress: &mut dyn FnMut(i64),
    listen: &mut dyn FnMut(i64, &Entry),
) -> Result<Rehearsal, RehearsalError> {
    let cast = Cast::of(scenario, setup.players)?;
    let engine = Engine::new(scenario, &cast)?;
    let bots = Bots::new(&engine, setup.seed, &setup.bots);
    let mut state = engine.start();
    let mut run = Run {
        engine: &engine,
        bots: &bots,
        queue: BTreeMap::new(),
        queued: 0,
        no: 0,
        done: vec![Done::default(); cast.teams.len()],
        first: vec![None; engine.copies()],
        tallying: Tallying::new(&engine),
        measuring: Measuring::new(&engine),
        listen,
    };
    let mut told = i64::MIN;
    while !state.is_over() {
        let due = [engine.next(&state), run.queue.first_key_value().map(|((at, _), _)| *at)];
        let Some(now) = due.into_iter().flatten().min() else { break };
        let story = engine.story(&state, now);
        if story >= told + crate::format::MINUTE {
            progress(story);
            told = story;
        }
        let mut entries = run.take(now, story);
        let mut rounds = 0;
        loop {
            let actions = engine.step(&mut state, now, &entries);
            for entry in &entries {
                run.bots_answer(&state, entry);
            }
            entries = run.carry_out(&state, now, actions);
            rounds += 1;
            if entries.is_empty() {
                break;
            }
            if rounds > MAX_ROUNDS {
                return Err(RehearsalError::Circle { moment: crate::format::Length(now) });
            }
        }
    }
    progress(scenario.end);
    let outcomes = scenario
        .outcomes
        .iter()
        .map(|(place, condition)| {
            (*place, engine.holds(&state, condition).truth == crate::condition::Truth::Yes)
        })
        .collect();
    let tally = run.tallying.finish(&state);
    let measures = run.measuring.finish(state.now());
    let entries = run.no;
    let kinds = (0..cast.people.len() as u32).map(|person| bots.kind(PersonNo(person))).collect();
    Ok(Rehearsal {
        setup: setup.clone(),
        kinds,
        tally,
        measures,
        outcomes,
        entries,
        ways: None,
        cast: cast.clone(),
    })
}

struct Run<'r, 'a> {
    engine: &'r Engine<'a>,
    bots: &'r Bots<'r>,
    /// What bots and exercise control will do, by moment and in the order in which they thought of it.
    queue: BTreeMap<(i64, u64), Act>,
    queued: u64,
    no: u64,
    done: Vec<Done>,
    /// Who opened a copy first: they act for all of its recipients.
    first: Vec<Option<PersonNo>>,
    tallying: Tallying<'r>,
    measuring: Measuring<'r>,
    listen: &'r mut dyn FnMut(i64, &Entry),
}

impl Run<'_, '_> {
    fn later(&mut self, at: i64, act: Act) {
        self.queue.insert((at, self.queued), act);
        self.queued += 1;
    }

    /// Records something at a moment on the wall, which is a moment of the story.
    fn entry(&mut self, at: i64, story: i64, act: Act) -> Entry {
        self.no += 1;
        let entry = Entry { no: self.no, at, act };
        self.tallying.take(story, &entry);
        self.measuring.take(story, &entry);
        (self.listen)(story, &entry);
        entry
    }

    /// What is done at a moment.
    fn take(&mut self, now: i64, story: i64) -> Vec<Entry> {
        let mut entries = Vec::new();
        while let Some(((at, _), _)) = self.queue.first_key_value()
            && *at <= now
        {
            if let Some((_, act)) = self.queue.pop_first() {
                entries.push(self.entry(now, story, act));
            }
        }
        entries
    }

    /// What bots make of an entry.
    fn bots_answer(&mut self, state: &State, entry: &Entry) {
        match entry.act {
            Act::Delivered { copy, to } => {
                let after = self.bots.opens_after(copy, to);
                self.later(entry.at + after, Act::Opened { copy, by: to });
            }
            Act::Opened { copy, by } => {
                let first = *self.first[copy.index()].get_or_insert(by) == by;
                let team = self.engine.cast().people[by.index()].team;
                let intents = self.bots.opened(state, copy, by, first, &mut self.done[team.index()]);
                for intent in intents {
                    self.later(entry.at + intent.after, intent.act);
                }
            }
            _ => {}
        }
    }

    /// Does what the engine wants, and records it.
    fn carry_out(&mut self, state: &State, now: i64, actions: Vec<Action>) -> Vec<Entry> {
        let story = state.now();
        let mut entries = Vec::new();
        for action in actions {
            self.tallying.act(&action);
            match action.what {
                Do::Deliver { copy, to, again: false, .. } => {
                    for person in to {
                        entries.push(self.entry(now, story, Act::Delivered { copy, to: person }));
                    }
                }
                Do::Expect { copy, to } => self.expected(state, now, copy, &to),
                Do::AskRelease { copy } => self.release(now, copy),
                Do::Reach { milestone, unit, .. } => {
                    entries.push(self.entry(now, story, Act::Reached { milestone, unit }))
                }
                Do::Move { asset, team, state } => {
                    entries.push(self.entry(now, story, Act::Moved { asset, team, state }))
                }
                Do::Deliver { .. }
                | Do::Expire { .. }
                | Do::Hint { .. }
                | Do::Met { .. }
                | Do::Missed { .. }
                | Do::End => {}
            }
        }
        entries
    }

    /// Nobody is told what is expected of them; those who would do it think of it themselves.
    fn expected(&mut self, state: &State, now: i64, copy: CopyNo, to: &[PersonNo]) {
        let Some(person) = to.first() else { return };
        let team = self.engine.cast().people[person.index()].team;
        let after = self.bots.opens_after(copy, *person);
        for intent in self.bots.opened(state, copy, *person, true, &mut self.done[team.index()]) {
            self.later(now + after + intent.after, intent.act);
        }
    }

    fn release(&mut self, now: i64, copy: CopyNo) {
        let after = self.bots.releases_after(copy);
        self.later(now + after, Act::Released { copy });
    }
}
