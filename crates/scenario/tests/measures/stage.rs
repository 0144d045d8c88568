//! A small scenario with a fixed cast, journals written as lines, and values written as lines.

use scenario::engine::{Act, Cast, CopyNo, Engine, Entry, Person, PersonNo, Target, Team, TeamNo, Unit};
use scenario::files::Files;
use scenario::format::{Channel, Length, MeasureKind, Per};
use scenario::measure::{Measured, Measures, Measuring, Subject, Value};
use scenario::model::{
    AssetNo, CellNo, ChallengeNo, DecisionNo, InjectNo, OrganisationNo, PersonaNo, RoleNo, Scenario,
};

const EXERCISE: &str = "\
format: 1
id: small
version: 1.0.0
title: Small
languages: [en]
duration: 40d
clock: {start: 2027-03-09T08:30, timezone: Europe/Brussels}
players: {least: 7}
load: {most: 4, within: 10m}
objectives:
  - {id: o1, title: Call}
decisions:
  - {id: talk, title: Talk?, options: [{id: nobody, title: No}, {id: us, title: We}], by: [role/staff]}
  - {id: pay, title: Pay?, options: [{id: refuse, title: No}, {id: pay, title: Yes}], by: [role/staff]}
";

const WORLD: &str = "\
organisations:
  - {id: hospital, name: H, kind: hospital, country: BE, several: true}
  - {id: hospital-nl, name: H, kind: hospital, country: NL}
  - {id: lab, name: L, kind: laboratory, country: BE}
  - {id: csirt, name: C, kind: csirt, country: BE}
  - {id: eu, name: E, kind: union, country: EU}
  - {id: police, name: P, kind: police, country: BE}
roles:
  - id: staff
    name: Staff
    at: [kind/hospital, kind/laboratory, kind/csirt, kind/union, kind/police]
cells:
  - {id: excon, name: Control}
personas:
  - {id: journalist, name: J, kind: journalist, channels: [email, press]}
  - {id: rival, name: R, kind: journalist, channels: [email]}
  - {id: attacker, name: A, kind: attacker, channels: [chat]}
  - {id: nurse, name: N, kind: colleague, channels: [email]}
  - {id: patient, name: P, kind: patient, channels: [email]}
  - {id: ministry, name: M, kind: official, channels: [email]}
assets:
  - id: ehr
    name: Record
    at: kind/hospital
    states: &care
      - {id: works, title: W}
      - {id: down, title: D, means: down}
      - {id: paper, title: P, means: downtime}
      - {id: cut-off, title: I, means: isolated}
  - id: pacs
    name: Pictures
    at: kind/hospital
    states: *care
  - id: analyser
    name: Analyser
    at: kind/laboratory
    states:
      - {id: right, title: R}
      - {id: wrong, title: W, means: wrong}
      - {id: isolated, title: I, means: isolated}
  - id: link
    name: Link
    at: kind/union
    states:
      - {id: broken, title: B, means: down}
      - {id: whole, title: W}
";

const INJECTS: &str = "\
- {id: alarm, to: [all], at: 5m, symptom: true, objectives: [o1]}
- {id: again, to: [all], at: 6m, symptom: true}
- {id: news, to: [all], at: 7m}
- {id: advice, from: org/csirt, to: [all], at: 8m}
- {id: orders, from: org/hospital, to: [all], at: 8m}
- {id: press-call, from: persona/journalist, channel: email, to: [all], at: 9m}
- {id: rival-call, from: persona/rival, channel: email, to: [all], at: 9m}
- {id: press-item, from: persona/journalist, channel: press, to: [all], at: 9m}
- {id: extortion, from: persona/attacker, channel: chat, to: [all], at: 10m}
- {id: puzzle, to: [all], at: 10m, challenge: cipher}
- {id: second-puzzle, to: [all], at: 10m, challenge: cipher-two}
- {id: riddle, to: [all], at: 10m, once_per: person, challenge: riddle}
- {id: question, to: [all], at: 10m, decision: talk}
- {id: held, to: [all], at: 10m, release: excon}
- {id: waits, to: [all], at: 1m, when: \"opened('alarm')\"}
";

const CHALLENGES: &str = "\
- {id: cipher, kind: technical, to: [all], answer: {kind: text, is: [a]}, hints: 2}
- {id: cipher-two, kind: technical, to: [all], answer: {kind: text, is: [a]}}
- {id: riddle, kind: technical, team: person, to: [all], answer: {kind: text, is: [a]}}
";

pub const MEASURES: &str = "\
- {measure: first-contact-csirt, per: [organisation, country], target: 10m, acceptable: 20m, objective: o1}
- {measure: clinical-downtime, target: 15m}
- {measure: nis2-24h}
- {measure: unapproved-attacker-contact, per: [organisation]}
- {measure: alone-time, per: [whole]}
";

/// The teams, in the order of their numbers: their organisation, copy and name.
const TEAMS: [(&str, u32, &str); 7] = [
    ("hospital", 1, "h1"),
    ("hospital", 2, "h2"),
    ("hospital-nl", 1, "nl"),
    ("lab", 1, "lab"),
    ("csirt", 1, "csirt"),
    ("eu", 1, "eu"),
    ("police", 1, "police"),
];

pub fn files(more: &[(&str, &str)]) -> Files {
    let mut files = Files::default();
    let all = [
        ("exercise.yaml", EXERCISE),
        ("world.yaml", WORLD),
        ("injects.yaml", INJECTS),
        ("challenges.yaml", CHALLENGES),
        ("measures.yaml", MEASURES),
    ];
    for (path, text) in all.iter().chain(more) {
        files.insert((*path).to_owned(), text.as_bytes().to_vec()).expect("a small file");
    }
    files
}

/// Reads a scenario in which nothing is wrong that reading sees.
pub fn resolved(files: &Files) -> Scenario {
    let reading = scenario::read::read(files);
    assert_eq!(reading.findings, []);
    let resolved = scenario::model::resolve(reading.written.expect("an exercise"));
    assert_eq!(resolved.findings, []);
    resolved.scenario
}

/// The scenario, with nothing changed.
pub fn scenario() -> Scenario {
    resolved(&files(&[]))
}

/// Two people in each team.
pub fn cast(scenario: &Scenario) -> Cast {
    let mut cast = Cast::default();
    for (of, copy, _) in TEAMS {
        let of = OrganisationNo(scenario.names.organisations[of]);
        let team = TeamNo(cast.teams.len() as u32);
        let first = cast.people.len() as u32;
        let people = vec![PersonNo(first), PersonNo(first + 1)];
        let country = scenario.organisations[of.index()].country;
        cast.people.extend([(); 2].map(|()| Person { team, roles: vec![RoleNo(0)] }));
        cast.teams.push(Team { of, copy, country, people });
    }
    cast
}

fn team(name: &str) -> Option<TeamNo> {
    TEAMS.iter().position(|each| each.2 == name).map(|place| TeamNo(place as u32))
}

/// `h1` is the first person of that team, `h1.2` the second.
fn person(name: &str) -> PersonNo {
    let (of, which) = name.split_once('.').unwrap_or((name, "1"));
    let team = team(of).unwrap_or_else(|| panic!("there is no team {of}"));
    PersonNo(team.0 * 2 + which.parse::<u32>().expect("a number") - 1)
}

pub fn length(text: &str) -> i64 {
    text.parse::<Length>().expect("a length").0
}

/// A journal, from lines such as `10m h1 called csirt`.
pub struct Stage<'a> {
    pub engine: &'a Engine<'a>,
}

impl Stage<'_> {
    fn copy(&self, inject: &str, person: PersonNo) -> CopyNo {
        let scenario = self.engine.scenario();
        let inject = InjectNo(scenario.names.injects[inject]);
        let team = self.engine.cast().people[person.index()].team;
        let own = |copy: &CopyNo| match self.engine.copy(*copy).1 {
            Unit::Person(other) => other == person,
            Unit::Team(other) => other == team,
            Unit::Country(_) | Unit::Whole => true,
        };
        self.engine.copies_of(inject).find(own).expect("a copy")
    }

    fn target(&self, name: &str) -> Target {
        let names = &self.engine.scenario().names;
        match (names.personas.get(name), names.cells.get(name)) {
            (Some(persona), _) => Target::Persona(PersonaNo(*persona)),
            (_, Some(cell)) => Target::Cell(CellNo(*cell)),
            _ => Target::Person(person(name)),
        }
    }

    fn act(&self, words: &[&str]) -> Act {
        let scenario = self.engine.scenario();
        let names = &scenario.names;
        let number = |text: &str| text.parse::<u32>().expect("a number");
        let (by, rest) = match words {
            ["fault"] => return Act::FaultBegan,
            ["mended"] => return Act::FaultEnded,
            ["ended"] => return Act::Ended,
            ["released", inject, to] => return Act::Released { copy: self.copy(inject, person(to)) },
            [by, rest @ ..] => (person(by), rest),
            [] => panic!("nothing happens"),
        };
        match rest {
            ["got", inject] => Act::Delivered { copy: self.copy(inject, by), to: by },
            ["missed", inject] => Act::NotDelivered { copy: self.copy(inject, by), to: by },
            ["opened", inject] => Act::Opened { copy: self.copy(inject, by), by },
            ["replied", inject] => Act::Replied { copy: self.copy(inject, by), by },
            ["called", to] => Act::Contacted { by, to: self.target(to), channel: Channel::Phone },
            ["wrote", to] => Act::Contacted { by, to: self.target(to), channel: Channel::Email },
            ["shared", what, to] => {
                Act::Shared { by, what: what.parse().expect("a kind"), to: self.target(to) }
            }
            ["filed", report] => Act::Filed { by, report: report.parse().expect("a stage"), complete: true },
            ["half-filed", report] => {
                Act::Filed { by, report: report.parse().expect("a stage"), complete: false }
            }
            ["recorded"] => Act::IncidentOpened { by },
            ["knows-since", since] => Act::AwarenessDeclared { by, since: length(since) },
            ["decided", decision, option] => {
                let decision = DecisionNo(names.decisions[*decision]);
                let options = &scenario.written.exercise.decisions[decision.index()].options;
                let option = options.iter().position(|each| each.id.as_str() == *option).expect("an option");
                Act::Decided { by, decision, option: option as u32 }
            }
            ["answered", challenge, how] => Act::Answered {
                by,
                challenge: ChallengeNo(names.challenges[*challenge]),
                right: *how == "right",
            },
            ["took-hint", challenge] => {
                Act::HintTaken { by, challenge: ChallengeNo(names.challenges[*challenge]) }
            }
            ["task", task, owners] => Act::TaskOwned { by, task: number(task), owners: number(owners) },
            ["said", topic, says] => Act::Stated { by, topic: number(topic), says: number(says) },
            ["has", asset, state] => {
                let asset = AssetNo(names.assets[*asset]);
                let states = &scenario.written.assets[asset.index()].states;
                let state = states.iter().position(|each| each.id.as_str() == *state).expect("a state");
                let team = self.engine.cast().people[by.index()].team;
                Act::Moved { asset, team, state: state as u32 }
            }
            _ => panic!("nobody knows what {rest:?} is"),
        }
    }

    /// The entries that lines describe, numbered from 1, at moments of the story.
    pub fn journal(&self, lines: &str) -> Vec<(i64, Entry)> {
        let mut journal = Vec::new();
        for line in lines.lines().map(str::trim).filter(|line| !line.is_empty()) {
            let words: Vec<&str> = line.split_whitespace().collect();
            let at = length(words[0]);
            let no = journal.len() as u64 + 1;
            journal.push((at, Entry { no, at, act: self.act(&words[1..]) }));
        }
        assert!(journal.is_sorted_by_key(|(at, _)| *at), "a journal goes forward in time");
        journal
    }

    pub fn measure(&self, journal: &[(i64, Entry)], end: i64) -> Measures {
        let mut measuring = Measuring::new(self.engine);
        for (at, entry) in journal {
            measuring.take(*at, entry);
        }
        measuring.finish(end)
    }
}

/// For whom a value is, by name.
fn subject(name: &str) -> (Per, Subject) {
    match (name, team(name)) {
        ("whole", _) => (Per::Whole, Subject::Whole),
        (_, Some(team)) => (Per::Organisation, Subject::Team(team)),
        (name, None) if name.contains('.') => (Per::Person, Subject::Person(person(name))),
        (name, None) => (Per::Country, Subject::Country(name.parse().expect("a country"))),
    }
}

/// A value as it is written in the tests.
pub fn shown(value: &Value) -> String {
    match value {
        Value::Time(length) => Length(*length).to_string(),
        Value::Never => "never".to_owned(),
        Value::NotStarted => "nothing".to_owned(),
        Value::Count(count) => format!("#{count}"),
        Value::Share(share) => format!("{:.1}%", share * 100.0),
    }
}

pub fn find<'m>(measures: &'m Measures, measure: &str, name: &str) -> Option<&'m Measured> {
    let (measure, part) = measure.split_once('/').unwrap_or((measure, ""));
    let measure: MeasureKind = measure.parse().expect("a measure");
    let (per, subject) = subject(name);
    measures.of(measure, part, per).iter().find(|each| each.subject == subject)
}

/// Measures a journal that ends after a day, and compares. A line of `wanted` is `measure[/part] subject value
/// [evidence]`, where the value is `-` when there must be none and the evidence is numbers of lines of the journal.
pub fn check(journal: &str, wanted: &str) {
    check_at("1d", journal, wanted);
}

pub fn check_at(end: &str, journal: &str, wanted: &str) {
    let scenario = scenario();
    let cast = cast(&scenario);
    let engine = Engine::new(&scenario, &cast).expect("a small exercise");
    let stage = Stage { engine: &engine };
    let measures = stage.measure(&stage.journal(journal), length(end));
    for line in wanted.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let words: Vec<&str> = line.split_whitespace().collect();
        let found = find(&measures, words[0], words[1]);
        let value = found.map_or_else(|| "-".to_owned(), |each| shown(&each.value));
        assert_eq!(value, words[2], "{line}\nof\n{journal}");
        if let Some(evidence) = words.get(3) {
            let came: Vec<String> =
                found.into_iter().flat_map(|each| &each.evidence).map(u64::to_string).collect();
            assert_eq!(came.join(","), *evidence, "evidence of {line}\nof\n{journal}");
        }
    }
}
