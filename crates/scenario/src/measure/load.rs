//! How much came to each player at once, what was left unread, and how long it took to be opened.

use std::collections::{BTreeMap, VecDeque};

use rustc_hash::FxHashMap;

use super::roll_up::{counts, note, subjects};
use super::{MAX_EVIDENCE, Mark, Measured, Scene, Value};
use crate::engine::{Act, CopyNo, PersonNo, Unit};
use crate::format::{MINUTE, MeasureKind};

/// The length of time in which injects are counted, in milliseconds.
const WINDOW: i64 = 10 * MINUTE;

/// What came to a person.
#[derive(Debug, Clone, Default)]
struct Inbox {
    /// What came within the last [`WINDOW`].
    recent: VecDeque<Mark>,
    /// The most within any, and the first entries that brought it.
    most: u64,
    evidence: Vec<u64>,
    /// How long each inject took to be opened, and the entry that opened it.
    opened: Vec<(i64, u64)>,
}

/// `load`.
#[derive(Debug)]
pub(super) struct Load {
    people: Vec<Inbox>,
    /// What came and was not opened.
    unread: FxHashMap<(CopyNo, PersonNo), Mark>,
}

impl Load {
    pub fn new(scene: &Scene<'_>) -> Self {
        Self {
            people: vec![Inbox::default(); scene.engine.cast().people.len()],
            unread: FxHashMap::default(),
        }
    }

    /// Gives whether something came to somebody who does not have it unread already.
    pub fn take(&mut self, scene: &Scene<'_>, mark: Mark, act: &Act) -> bool {
        match *act {
            Act::Delivered { copy, to } if !self.unread.contains_key(&(copy, to)) => {
                self.unread.insert((copy, to), mark);
                self.people[to.index()].got(mark);
                true
            }
            Act::Opened { copy, by } => {
                if let Some(came) = self.unread.remove(&(copy, by)) {
                    let took = scene.left_out.length(came.at, mark.at);
                    self.people[by.index()].opened.push((took, mark.no));
                }
                false
            }
            _ => false,
        }
    }

    pub fn finish(&self, scene: &Scene<'_>, values: &mut Vec<Measured>) {
        let mut unread: Vec<Vec<u64>> = vec![Vec::new(); self.people.len()];
        for ((_, person), mark) in &self.unread {
            unread[person.index()].push(mark.no);
        }
        let items = (0..).zip(&mut unread).map(|(person, entries)| {
            entries.sort_unstable();
            let first = entries.iter().copied().take(MAX_EVIDENCE).collect();
            (Unit::Person(PersonNo(person)), entries.len() as u64, first)
        });
        counts(scene, (MeasureKind::Load, "unread"), items, values);
        let mut people: BTreeMap<_, Vec<PersonNo>> = BTreeMap::new();
        for person in (0..self.people.len() as u32).map(PersonNo) {
            for key in subjects(scene, Unit::Person(person)) {
                people.entry(key).or_default().push(person);
            }
        }
        for ((per, subject), people) in people {
            let mut push = |part, value, evidence| {
                values.push(Measured { measure: MeasureKind::Load, part, per, subject, value, evidence });
            };
            let inboxes = || people.iter().map(|person| &self.people[person.index()]);
            // Of those who got the most, the first.
            if let Some(most) = inboxes().rev().max_by_key(|inbox| inbox.most) {
                push("", Value::Count(most.most), most.evidence.clone());
            }
            let left = people.iter().map(|person| unread[person.index()].len()).sum();
            let (value, evidence) = time_to_open(inboxes().flat_map(|inbox| &inbox.opened).copied(), left);
            push("open", value, evidence);
        }
    }
}

impl Inbox {
    fn got(&mut self, mark: Mark) {
        while self.recent.front().is_some_and(|first| first.at <= mark.at - WINDOW) {
            self.recent.pop_front();
        }
        self.recent.push_back(mark);
        if self.recent.len() as u64 > self.most {
            self.most = self.recent.len() as u64;
            self.evidence.clear();
            self.recent.iter().take(MAX_EVIDENCE).for_each(|each| note(&mut self.evidence, each.no));
        }
    }
}

/// The median; what is unread counts as longer than everything that was opened.
fn time_to_open(opened: impl Iterator<Item = (i64, u64)>, unread: usize) -> (Value, Vec<u64>) {
    let mut opened: Vec<_> = opened.collect();
    let all = opened.len() + unread;
    if all == 0 {
        return (Value::NotStarted, Vec::new());
    }
    let rank = all.div_ceil(2) - 1;
    if rank >= opened.len() {
        return (Value::Never, Vec::new());
    }
    let (_, (took, no), _) = opened.select_nth_unstable(rank);
    (Value::Time(*took), vec![*no])
}
