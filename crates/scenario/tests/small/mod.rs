//! Small scenarios, written in the tests that play them.

#![allow(dead_code, reason = "each test uses some of it")]

use scenario::check::{Checked, check};
use scenario::engine::{Act, Action, Cast, Do, Engine, Entry, State};
use scenario::files::Files;
use scenario::finding::{Finding, Rule, Severity};
use scenario::model::{InjectNo, Scenario};

/// Three laboratories in two countries, a hospital, a CSIRT; a device, a decision, a challenge.
pub const WORLD: &str = "\
organisations:
  - {id: lab, name: Lab, kind: laboratory, country: BE, several: true}
  - {id: lab-nl, name: Lab NL, kind: laboratory, country: NL}
  - {id: hospital, name: Hospital, kind: hospital, country: BE}
  - {id: csirt, name: CSIRT, kind: csirt, country: BE}
roles:
  - {id: director, name: Director, at: [kind/laboratory]}
  - {id: it, name: IT, at: [kind/laboratory]}
  - {id: doctor, name: Doctor, at: [kind/hospital]}
  - {id: officer, name: Officer, at: [org/csirt]}
cells:
  - {id: excon, name: Control}
personas:
  - {id: machine, name: Machine, kind: machine, channels: [siem, email]}
  - {id: journalist, name: Journalist, kind: journalist, channels: [phone, email], cell: excon}
assets:
  - id: analyser
    name: Analyser
    at: kind/laboratory
    states:
      - {id: normal, title: Normal}
      - {id: wrong, title: Wrong, means: wrong}
      - {id: isolated, title: Isolated, means: isolated}
    moves:
      - {from: [wrong], to: isolated, action: Isolate, by: [role/it]}
";

/// An exercise of two hours, with something to reach and to decide.
pub const EXERCISE: &str = "\
format: 1
id: small
version: 1.0.0
title: Small
languages: [en]
duration: 2h
clock: {start: 2027-03-09T08:30, timezone: Europe/Brussels}
players: {least: 9}
objectives:
  - {id: o1, title: Help}
milestones:
  - {id: m1, title: One}
  - {id: m2, title: Two, when: \"milestone('m1') && contacted('kind/csirt', 'any')\"}
decisions:
  - id: pay
    title: Pay?
    options: [{id: no, title: No}, {id: yes, title: Yes}]
    by: [role/director]
";

/// Files with these injects, and a text for every key that they can need.
pub fn files(injects: &str) -> Files {
    with(EXERCISE, injects, &[])
}

/// The same with another exercise and more files.
pub fn with(exercise: &str, injects: &str, more: &[(&str, &str)]) -> Files {
    let mut files = Files::default();
    let mut texts = String::new();
    for id in injects.lines().filter_map(|line| line.trim_start().strip_prefix("- id: ")) {
        for ending in ["", ".expect", ".expect-2", ".hint"] {
            texts.push_str(&format!("# {id}{ending}: Words of {id}{ending}\n"));
        }
    }
    let all = [
        ("exercise.yaml", exercise),
        ("world.yaml", WORLD),
        ("injects.yaml", injects),
        ("content/en/a.md", &texts),
    ];
    for (path, text) in all.iter().chain(more) {
        files.insert((*path).to_owned(), text.as_bytes().to_vec()).expect("a small file");
    }
    files
}

/// A scenario without errors, but for what these injects never reach.
pub fn scenario(injects: &str) -> Scenario {
    playable(check(&files(injects)))
}

pub fn playable(checked: Checked) -> Scenario {
    let wrong = |finding: &&Finding| {
        finding.rule.severity() == Severity::Error
            && finding.rule != Rule::Unreachable
            && finding.rule != Rule::Cycle
    };
    let wrong: Vec<_> = checked.report.findings.iter().filter(wrong).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
    checked.scenario.expect("an exercise")
}

/// A run in which every action is recorded as it would be by a program that plays: deliveries arrive, milestones are
/// reached, devices move. What is said of it is written down as `moment what`.
pub struct Run<'a> {
    pub engine: &'a Engine<'a>,
    pub state: State,
    pub log: Vec<String>,
    no: u64,
    /// Who gets nothing.
    pub unreachable: bool,
}

impl<'a> Run<'a> {
    pub fn new(engine: &'a Engine<'a>) -> Self {
        Self { engine, state: engine.start(), log: Vec::new(), no: 0, unreachable: false }
    }

    fn entry(&mut self, at: i64, act: Act) -> Entry {
        self.no += 1;
        Entry { no: self.no, at, act }
    }

    /// Something happens at a moment.
    pub fn act(&mut self, at: i64, act: Act) {
        self.until(at - 1);
        let entry = self.entry(at, act);
        self.step(at, vec![entry]);
    }

    /// Goes on, stopping at every moment at which something is due.
    pub fn until(&mut self, wall: i64) {
        while let Some(next) = self.engine.next(&self.state).filter(|next| *next <= wall) {
            self.step(next, Vec::new());
        }
        self.step(wall, Vec::new());
    }

    fn step(&mut self, wall: i64, mut entries: Vec<Entry>) {
        for _ in 0..1000 {
            let actions = self.engine.step(&mut self.state, wall, &entries);
            entries = actions.iter().flat_map(|action| self.record(wall, action)).collect();
            if entries.is_empty() {
                return;
            }
        }
        panic!("it goes round in a circle at {wall}");
    }

    fn record(&mut self, wall: i64, action: &Action) -> Vec<Entry> {
        let line = self.said(action);
        self.log.push(format!("{} {line}", minutes(action.at)));
        match &action.what {
            Do::Deliver { copy, to, .. } => {
                let unreachable = self.unreachable;
                to.iter()
                    .map(|person| {
                        let (copy, to) = (*copy, *person);
                        let act = if unreachable {
                            Act::NotDelivered { copy, to }
                        } else {
                            Act::Delivered { copy, to }
                        };
                        self.entry(wall, act)
                    })
                    .collect()
            }
            Do::Reach { milestone, unit, .. } => {
                vec![self.entry(wall, Act::Reached { milestone: *milestone, unit: *unit })]
            }
            Do::Move { asset, team, state } => {
                vec![self.entry(wall, Act::Moved { asset: *asset, team: *team, state: *state })]
            }
            _ => Vec::new(),
        }
    }

    fn said(&self, action: &Action) -> String {
        let scenario = self.engine.scenario();
        let id = |copy: &scenario::engine::CopyNo| {
            let (InjectNo(number), unit) = self.engine.copy(*copy);
            format!("{} for {unit:?}", scenario.written.injects[number as usize].id.value)
        };
        match &action.what {
            Do::Deliver { copy, to, cells, channel, again } => {
                let again = if *again { " again" } else { "" };
                format!(
                    "deliver{again} {} to {} people and {} cells by {channel}",
                    id(copy),
                    to.len(),
                    cells.len()
                )
            }
            Do::Expect { copy, to } => format!("expect {} of {} people", id(copy), to.len()),
            Do::AskRelease { copy } => format!("ask {}", id(copy)),
            Do::Expire { copy, why } => format!("expire {}: {why:?}", id(copy)),
            Do::Hint { copy, .. } => format!("hint {}", id(copy)),
            Do::Met { copy, expectation, .. } => format!("met {expectation} of {}", id(copy)),
            Do::Missed { copy, expectation } => format!("missed {expectation} of {}", id(copy)),
            Do::Reach { milestone, unit, .. } => {
                format!(
                    "reach {} for {unit:?}",
                    scenario.written.exercise.milestones[milestone.index()].id.value
                )
            }
            Do::Move { asset, team, state } => {
                let asset = &scenario.written.assets[asset.index()];
                format!("move {} of {team:?} to {}", asset.id.value, asset.states[*state as usize].id.value)
            }
            Do::End => "end".to_owned(),
        }
    }

    /// What was said that begins like that, after its moment.
    pub fn said_of(&self, beginning: &str) -> Vec<&str> {
        self.log
            .iter()
            .map(String::as_str)
            .filter(|line| line.split_once(' ').is_some_and(|(_, rest)| rest.starts_with(beginning)))
            .collect()
    }
}

/// Minutes as they are shown in logs.
fn minutes(at: i64) -> String {
    if at % 60_000 == 0 { format!("{}m", at / 60_000) } else { format!("{at}ms") }
}

/// A cast of so many.
pub fn cast(scenario: &Scenario, players: u32) -> Cast {
    Cast::of(scenario, players).expect("enough players")
}

pub const MINUTE: i64 = 60_000;
