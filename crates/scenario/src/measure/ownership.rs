//! Whether it is clear who does what: tasks with one owner, and requests that somebody answers.

use std::collections::BTreeSet;

use rustc_hash::FxHashMap;

use super::roll_up::{counts, not_started, note};
use super::{Mark, Measured, Scene};
use crate::engine::{Act, Target, TeamNo, Unit};
use crate::format::{Channel, MINUTE, MeasureKind};

/// How long somebody who was written to may take before a request counts as unanswered, in milliseconds. Our proposal.
const ANSWER_WITHIN: i64 = 30 * MINUTE;

#[derive(Debug, Clone, Copy)]
struct Task {
    team: TeamNo,
    owners: u32,
    /// The entry that last said who owns it.
    entry: u64,
}

#[derive(Debug, Clone, Default)]
struct Asked {
    requests: u64,
    unanswered: u64,
    evidence: Vec<u64>,
}

/// A part, and how many owners a task of it has.
type Kind = (&'static str, fn(u32) -> bool);

/// `ownership-clarity`.
#[derive(Debug)]
pub(super) struct Ownership {
    tasks: FxHashMap<u32, Task>,
    /// What a team was asked by another and has not answered: asker and asked.
    waiting: FxHashMap<(TeamNo, TeamNo), Mark>,
    teams: Vec<Asked>,
}

impl Ownership {
    pub fn new(scene: &Scene<'_>) -> Self {
        Self {
            tasks: FxHashMap::default(),
            waiting: FxHashMap::default(),
            teams: vec![Asked::default(); scene.first_symptom.len()],
        }
    }

    pub fn take(&mut self, scene: &Scene<'_>, mark: Mark, act: &Act) {
        match *act {
            Act::TaskOwned { by, task, owners } => {
                let team = scene.team(by);
                let task = self.tasks.entry(task).or_insert(Task { team, owners, entry: mark.no });
                (task.owners, task.entry) = (owners, mark.no);
            }
            Act::Contacted { by, to: Target::Person(to), channel } => {
                let (from, to) = (scene.team(by), scene.team(to));
                let answer = self.answered(scene, mark, from, to);
                // An answer asks nothing, and who is called answers while they speak.
                if !answer && from != to && channel != Channel::Phone {
                    self.asked(mark, from, to);
                }
            }
            Act::Shared { by, to: Target::Person(to), .. } => {
                self.answered(scene, mark, scene.team(by), scene.team(to));
            }
            _ => {}
        }
    }

    fn asked(&mut self, mark: Mark, from: TeamNo, to: TeamNo) {
        // Who asks again before there is an answer waits for the same one.
        self.waiting.entry((from, to)).or_insert_with(|| {
            self.teams[to.index()].requests += 1;
            mark
        });
    }

    /// Whoever turns to a team answers what it asked; gives whether it had asked anything.
    fn answered(&mut self, scene: &Scene<'_>, mark: Mark, from: TeamNo, to: TeamNo) -> bool {
        let asked = self.waiting.remove(&(to, from));
        if let Some(asked) = asked {
            late(scene, &mut self.teams[from.index()], asked, mark.at);
        }
        asked.is_some()
    }

    pub fn finish(&self, scene: &Scene<'_>, now: i64, values: &mut Vec<Measured>) {
        let mut teams = self.teams.clone();
        let mut waiting: Vec<_> = self.waiting.iter().map(|((_, to), mark)| (*mark, *to)).collect();
        waiting.sort_unstable();
        for (asked, to) in waiting {
            late(scene, &mut teams[to.index()], asked, now);
        }
        let measure = MeasureKind::OwnershipClarity;
        let mut tasks: Vec<Task> = self.tasks.values().copied().collect();
        tasks.sort_unstable_by_key(|task| task.entry);
        let kinds: [Kind; 4] = [
            ("", |owners| owners != 1),
            ("none", |owners| owners == 0),
            ("several", |owners| owners > 1),
            ("tasks", |_| true),
        ];
        for (part, wanted) in kinds {
            let items = tasks.iter().map(|task| {
                let is = wanted(task.owners);
                let evidence = if is { vec![task.entry] } else { Vec::new() };
                (Unit::Team(task.team), u64::from(is), evidence)
            });
            let present = counts(scene, (measure, part), items, values);
            if part.is_empty() {
                let with: BTreeSet<_> = tasks.iter().map(|task| task.team).collect();
                let idle = scene.teams().filter(|team| !with.contains(team));
                not_started(scene, measure, &present, idle, values);
            }
        }
        let unit = |(team, asked)| (Unit::Team(TeamNo(team)), asked);
        let asked = || (0..).zip(&teams).map(unit).filter(|(_, asked): &(_, &Asked)| asked.requests > 0);
        let requests = asked().map(|(unit, asked)| (unit, asked.requests, Vec::new()));
        counts(scene, (measure, "requests"), requests, values);
        let unanswered = asked().map(|(unit, asked)| (unit, asked.unanswered, asked.evidence.clone()));
        counts(scene, (measure, "unanswered"), unanswered, values);
    }
}

fn late(scene: &Scene<'_>, asked: &mut Asked, since: Mark, until: i64) {
    if scene.left_out.length(since.at, until) > ANSWER_WITHIN {
        asked.unanswered += 1;
        note(&mut asked.evidence, since.no);
    }
}
