//! What became of everything in a rehearsal, counted while it runs.

use std::collections::BTreeMap;

use crate::engine::{Act, Action, CopyNo, Do, Engine, Entry, Phase, State, Why};
use crate::format::MINUTE;
use crate::model::{InjectNo, MilestoneNo};

/// The length of the windows in which load is counted, in milliseconds.
pub const WINDOW: i64 = 10 * MINUTE;

/// Least, quarters and most of a list of values.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Spread {
    /// How many values there are.
    pub count: usize,
    /// The least.
    pub least: f64,
    /// A quarter is not above it.
    pub lower: f64,
    /// Half is not above it.
    pub median: f64,
    /// Three quarters are not above it.
    pub upper: f64,
    /// Nine of ten are not above it.
    pub p90: f64,
    /// The most.
    pub most: f64,
}

impl Spread {
    /// The spread of values; none when there are none.
    pub fn of(mut values: Vec<f64>) -> Option<Self> {
        values.sort_by(f64::total_cmp);
        let at = |share: f64| {
            let rank = ((values.len() as f64 * share).ceil() as usize).clamp(1, values.len().max(1));
            values.get(rank - 1).copied().unwrap_or(0.0)
        };
        (!values.is_empty()).then(|| Self {
            count: values.len(),
            least: at(0.0),
            lower: at(0.25),
            median: at(0.5),
            upper: at(0.75),
            p90: at(0.9),
            most: at(1.0),
        })
    }
}

/// What became of an inject.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct InjectTally {
    /// How many copies there are.
    pub copies: u32,
    /// How many of them went.
    pub sent: u32,
    /// When the first went, in milliseconds of the story.
    pub first: Option<i64>,
    /// How many of them expired, by reason.
    pub expired: BTreeMap<Why, u32>,
    /// How many people got it.
    pub delivered: u32,
    /// How many people opened it.
    pub opened: u32,
    /// For each expectation: how often it was met and missed.
    pub expectations: Vec<(u32, u32)>,
    /// How often its hint was given.
    pub hints: u32,
}

/// How much came in ten minutes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LoadWindow {
    /// When it began, in milliseconds of the story.
    pub from: i64,
    /// Injects for each person who got any.
    pub each: Spread,
    /// How many people got any.
    pub people: u32,
    /// Delivered by the end of the window, and not yet opened.
    pub unread: u64,
}

/// What became of everything.
#[derive(Debug, Clone, Default)]
pub struct Tally {
    /// By inject.
    pub injects: Vec<InjectTally>,
    /// By milestone: when it was first and last reached, and for how many.
    pub milestones: Vec<(Option<i64>, Option<i64>, u32)>,
    /// By objective: expectations met and missed.
    pub objectives: Vec<(u32, u32)>,
    /// How much came when.
    pub load: Vec<LoadWindow>,
    /// The most that one person got within the length of time that the exercise allows.
    pub most_load: u32,
    /// The most unread at once.
    pub unread: u64,
    /// Delivered and never opened.
    pub never_opened: u64,
    /// Whether the engine said that the exercise is over.
    pub ended: bool,
}

impl Tally {
    /// How many people got something, and how many opened it, all injects together.
    pub fn delivered(&self) -> (u64, u64) {
        let sum =
            |field: fn(&InjectTally) -> u32| self.injects.iter().map(|each| u64::from(field(each))).sum();
        (sum(|each| each.delivered), sum(|each| each.opened))
    }
}

/// Counts.
pub(super) struct Tallying<'a> {
    engine: &'a Engine<'a>,
    tally: Tally,
    /// The moments at which each person got something lately.
    recent: Vec<std::collections::VecDeque<i64>>,
    /// What each person got in the window that is open.
    window: Vec<u32>,
    window_from: i64,
    limit: Option<i64>,
}

impl<'a> Tallying<'a> {
    pub fn new(engine: &'a Engine<'a>) -> Self {
        let scenario = engine.scenario();
        let injects = (0..scenario.injects.len())
            .map(|number| InjectTally {
                copies: engine.copies_of(InjectNo(number as u32)).count() as u32,
                expectations: vec![(0, 0); scenario.injects[number].expect.len()],
                ..InjectTally::default()
            })
            .collect();
        let tally = Tally {
            injects,
            milestones: vec![(None, None, 0); scenario.milestones.len()],
            objectives: vec![(0, 0); scenario.written.exercise.objectives.len()],
            ..Tally::default()
        };
        let people = engine.cast().people.len();
        let limit = scenario.written.exercise.load.as_ref().map(|load| load.within.value.0);
        Self {
            engine,
            tally,
            recent: vec![std::collections::VecDeque::new(); people],
            window: vec![0; people],
            window_from: 0,
            limit,
        }
    }

    fn inject(&mut self, copy: CopyNo) -> &mut InjectTally {
        let (inject, _) = self.engine.copy(copy);
        &mut self.tally.injects[inject.index()]
    }

    pub fn take(&mut self, now: i64, entry: &Entry) {
        while now >= self.window_from + WINDOW {
            self.close_window();
        }
        match entry.act {
            Act::Delivered { copy, to } => {
                self.inject(copy).delivered += 1;
                self.tally.unread += 1;
                self.window[to.index()] += 1;
                let length = self.limit.unwrap_or(WINDOW);
                let recent = &mut self.recent[to.index()];
                while recent.front().is_some_and(|first| *first <= now - length) {
                    recent.pop_front();
                }
                recent.push_back(now);
                self.tally.most_load = self.tally.most_load.max(recent.len() as u32);
            }
            Act::Opened { copy, .. } => {
                self.inject(copy).opened += 1;
                self.tally.unread = self.tally.unread.saturating_sub(1);
            }
            Act::Reached { milestone: MilestoneNo(number), .. } => {
                let reached = &mut self.tally.milestones[number as usize];
                reached.0.get_or_insert(now);
                reached.1 = Some(now);
                reached.2 += 1;
            }
            _ => {}
        }
    }

    pub fn act(&mut self, action: &Action) {
        match &action.what {
            Do::Expire { copy, why } => *self.inject(*copy).expired.entry(*why).or_default() += 1,
            Do::Hint { copy, .. } => self.inject(*copy).hints += 1,
            Do::Met { copy, expectation, .. } => self.judged(*copy, *expectation, true),
            Do::Missed { copy, expectation } => self.judged(*copy, *expectation, false),
            Do::End => self.tally.ended = true,
            Do::Deliver { .. }
            | Do::Expect { .. }
            | Do::AskRelease { .. }
            | Do::Reach { .. }
            | Do::Move { .. } => {}
        }
    }

    fn judged(&mut self, copy: CopyNo, expectation: u32, met: bool) {
        let (inject, _) = self.engine.copy(copy);
        let count = |counts: &mut (u32, u32)| if met { counts.0 += 1 } else { counts.1 += 1 };
        count(&mut self.tally.injects[inject.index()].expectations[expectation as usize]);
        let described = &self.engine.scenario().injects[inject.index()];
        let own = described.expect[expectation as usize].objective;
        let objectives = if own.is_some() { own.as_slice() } else { described.objectives.as_slice() };
        for objective in objectives {
            count(&mut self.tally.objectives[objective.index()]);
        }
    }

    fn close_window(&mut self) {
        let each: Vec<f64> =
            self.window.iter().filter(|count| **count > 0).map(|count| f64::from(*count)).collect();
        let people = each.len() as u32;
        if let Some(each) = Spread::of(each) {
            self.tally.load.push(LoadWindow {
                from: self.window_from,
                each,
                people,
                unread: self.tally.unread,
            });
        }
        self.window.fill(0);
        self.window_from += WINDOW;
    }

    pub fn finish(mut self, state: &State) -> Tally {
        self.close_window();
        self.tally.never_opened = self.tally.unread;
        for copy in (0..self.engine.copies() as u32).map(CopyNo) {
            let known = state.copy(copy);
            if known.phase == Phase::Sent {
                let sent = known.sent;
                let tally = self.inject(copy);
                tally.sent += 1;
                tally.first = match (tally.first, sent) {
                    (Some(first), Some(sent)) => Some(first.min(sent)),
                    (first, sent) => first.or(sent),
                };
            }
        }
        self.tally
    }
}
