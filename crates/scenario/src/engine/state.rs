//! The state of a running exercise.

use std::collections::{BTreeMap, BTreeSet};

use super::clock::Clock;
use super::entry::{CopyNo, Unit};
use super::memory::{Bucket, Memory};
use super::{TeamNo, Wakes};
use crate::condition::FactNo;
use crate::model::{AssetNo, MilestoneNo, Scenario};

/// Where a copy of an inject stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// Its moment has not come.
    Waiting,
    /// Exercise control was asked to let it go.
    Asked,
    /// It went.
    Sent,
    /// It will not go any more.
    Expired,
}

/// What is known of a copy of an inject.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Copy {
    /// Where it stands.
    pub phase: Phase,
    /// When it went, in milliseconds of the story after the start.
    pub sent: Option<i64>,
    /// How many people it went to.
    pub recipients: u32,
    /// How many of them got it.
    pub delivered: u32,
    /// How many opened it.
    pub opened: u32,
}

/// Whose device or system: the number of the team among those that have one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Place {
    pub asset: AssetNo,
    pub holder: u32,
}

/// A device or system of a team.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct AssetNow {
    pub state: u32,
    /// How often it has come into a state; tells an old appointment from a new one.
    pub since: u32,
    /// The entry that brought it there.
    pub entry: Option<u64>,
    /// How often it has moved by itself in this moment.
    pub moved: (i64, u32),
}

/// What falls due.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Due {
    /// A copy goes.
    Go(CopyNo),
    /// A copy begins to look at its condition.
    Begin(CopyNo),
    /// Something begins to look at its condition.
    Watch(Watched),
    /// Time alone may have changed what a condition says.
    Look(u32),
    /// A copy's last moment.
    Expire(CopyNo),
    /// An expectation's last moment has passed.
    Judge(u32),
    /// A hint is due.
    Hint(CopyNo),
    /// A fallback is due.
    Fallback(CopyNo),
    /// A device or system goes on by itself, if it has not moved since.
    Move(Place, u32, u32),
    /// The end.
    End,
}

/// What has a condition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Watched {
    Copy(CopyNo),
    Expected(CopyNo, u32),
    Milestone(MilestoneNo, Unit),
    Move(Place, u32),
}

/// A condition that is looked at whenever something it asks for changes.
#[derive(Debug, Clone)]
pub(super) struct Watch {
    pub of: Watched,
    pub unit: Unit,
    /// From when `within` counts.
    pub anchor: i64,
    /// Since when what stands inside `held_for` holds.
    pub held: Vec<Option<i64>>,
    pub alive: bool,
    /// When it is looked at again at the latest.
    pub next: Option<i64>,
}

/// The state of a running exercise. Made by [`super::Engine::start`], changed by [`super::Engine::step`] alone.
#[derive(Debug, Clone)]
pub struct State {
    pub(super) clock: Clock,
    pub(super) now: i64,
    pub(super) over: bool,
    pub(super) copies: Vec<Copy>,
    pub(super) memory: Memory,
    pub(super) assets: Vec<Vec<AssetNow>>,
    pub(super) watches: Vec<Watch>,
    pub(super) asked_for: BTreeSet<(MilestoneNo, Unit)>,
    pub(super) fact_wakes: Wakes<(FactNo, Bucket)>,
    pub(super) asset_wakes: Wakes<(AssetNo, Bucket)>,
    queue: BTreeMap<(i64, u64), Due>,
    queued: u64,
}

impl State {
    pub(super) fn new(scenario: &Scenario, copies: usize, holders: &[Vec<TeamNo>]) -> Self {
        let copy = Copy { phase: Phase::Waiting, sent: None, recipients: 0, delivered: 0, opened: 0 };
        let asset = AssetNow { state: 0, since: 0, entry: None, moved: (0, 0) };
        Self {
            clock: Clock::new(&scenario.phases),
            now: 0,
            over: false,
            copies: vec![copy; copies],
            memory: Memory::default(),
            assets: holders.iter().map(|holders| vec![asset; holders.len()]).collect(),
            watches: Vec::new(),
            asked_for: BTreeSet::new(),
            fact_wakes: Wakes::default(),
            asset_wakes: Wakes::default(),
            queue: BTreeMap::new(),
            queued: 0,
        }
    }

    /// The moment of the story, in milliseconds after the start.
    pub fn now(&self) -> i64 {
        self.now
    }

    /// Whether the exercise is over.
    pub fn is_over(&self) -> bool {
        self.over
    }

    /// What is known of a copy.
    pub fn copy(&self, copy: CopyNo) -> Copy {
        self.copies[copy.index()]
    }

    /// The state of a device or system, by the number of the team among its holders.
    pub fn asset(&self, asset: AssetNo, holder: usize) -> u32 {
        self.assets[asset.index()][holder].state
    }

    /// Puts something on the list, after what is already there for that moment.
    pub(super) fn due(&mut self, at: i64, due: Due) {
        self.queue.insert((at, self.queued), due);
        self.queued += 1;
    }

    /// The moment of what comes first.
    pub(super) fn first(&self) -> Option<i64> {
        if self.over { None } else { self.queue.first_key_value().map(|((at, _), _)| *at) }
    }

    /// Takes what comes first off the list, if it is due by then.
    pub(super) fn pop(&mut self, by: i64) -> Option<(i64, Due)> {
        if self.first()? > by {
            return None;
        }
        self.queue.pop_first().map(|((at, _), due)| (at, due))
    }
}
