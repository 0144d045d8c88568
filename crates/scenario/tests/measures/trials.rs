//! Rehearsals: what bots of one kind and another come to, and the tests of scenarios.

use std::path::Path;

use scenario::engine::{Engine, Entry};
use scenario::files::Files;
use scenario::format::BotKind;
use scenario::measure::{Measures, Measuring, Value};
use scenario::model::Scenario;
use scenario::rehearsal::{Rehearsal, Setup, Trial, rehearse, rehearse_and_listen, try_all, try_one};

use crate::stage::{files, find, resolved, shown};

fn files_of(name: &str) -> Files {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data/scenarios").join(name);
    Files::open(&folder).expect("a scenario of ours")
}

fn setup(players: u32, kind: BotKind) -> Setup {
    Setup { players, seed: 1, bots: vec![(kind, 1.0)] }
}

fn held(scenario: &Scenario, players: u32, kind: BotKind) -> Rehearsal {
    rehearse(scenario, &setup(players, kind), &mut |_| {}).expect("it can be rehearsed")
}

fn value(rehearsal: &Rehearsal, measure: &str) -> Value {
    let found = find(&rehearsal.measures, measure, "whole");
    found.unwrap_or_else(|| panic!("no {measure}")).value.clone()
}

fn time(rehearsal: &Rehearsal, measure: &str) -> i64 {
    match value(rehearsal, measure) {
        Value::Time(length) => length,
        other => panic!("{measure} is {}", shown(&other)),
    }
}

#[test]
fn bots_come_to_what_they_must() {
    let scenario = resolved(&files_of("two-groups"));
    let [ideal, alone, late, silent, panicked] =
        [BotKind::Ideal, BotKind::Alone, BotKind::Late, BotKind::Silent, BotKind::Panicked]
            .map(|kind| held(&scenario, 60, kind));
    // Who stays alone does the work, and tells nobody.
    assert!(time(&ideal, "first-contact-csirt") < 30 * 60_000);
    for measure in ["first-contact-csirt", "first-sharing-peer", "nis2-24h", "alone-time"] {
        assert_eq!(value(&alone, measure), Value::Never, "{measure}");
        assert!(matches!(value(&ideal, measure), Value::Time(_)), "{measure}");
        assert!(time(&ideal, measure) < time(&late, measure), "{measure}");
    }
    assert!(matches!(value(&alone, "first-internal-alarm"), Value::Time(_)));
    assert_eq!(value(&alone, "sharing-graph"), Value::Share(0.0));
    assert!(matches!(value(&ideal, "sharing-graph"), Value::Share(share) if share > 0.05));
    // Who only reads does nothing at all, but reads.
    for measure in ["first-internal-alarm", "clinical-downtime", "challenge", "press-latency", "alone-time"] {
        assert_eq!(value(&silent, measure), Value::Never, "{measure}");
        assert!(matches!(value(&ideal, measure), Value::Time(_)), "{measure}");
    }
    assert_eq!(value(&silent, "load/unread"), Value::Count(0));
    assert_eq!(value(&silent, "alone-time/acts-before"), Value::NotStarted);
    // Who panics says different things, and speaks with the attackers.
    for measure in ["statement-conflicts", "unapproved-attacker-contact"] {
        assert_eq!(value(&ideal, measure), Value::Count(0), "{measure}");
        assert!(matches!(value(&panicked, measure), Value::Count(count) if count > 0), "{measure}");
    }
    assert_eq!(value(&ideal, "platform-fault"), Value::Count(0));
}

/// The values of a rehearsal, and those of its journal read again.
fn twice(scenario: &Scenario, setup: &Setup, journal: &mut Vec<(i64, Entry)>) -> (Measures, Measures) {
    let listen = &mut |story, entry: &Entry| journal.push((story, *entry));
    let rehearsal = rehearse_and_listen(scenario, setup, &mut |_| {}, listen).expect("it can be rehearsed");
    let engine = Engine::new(scenario, &rehearsal.cast).expect("as before");
    let mut measuring = Measuring::new(&engine);
    for (story, entry) in journal {
        measuring.take(*story, entry);
    }
    (rehearsal.measures, measuring.finish(scenario.end))
}

#[test]
fn the_journal_of_a_rehearsal_gives_the_same_values_again() {
    let scenario = resolved(&files_of("lab-in-the-dark"));
    let (first, again) = twice(&scenario, &setup(20, BotKind::Panicked), &mut Vec::new());
    assert!(first.values.len() > 100);
    assert_eq!(first, again);
}

#[test]
fn the_story_runs_faster_than_the_wall_where_it_says_so() {
    let mut files = files_of("lab-in-the-dark");
    let exercise = String::from_utf8(files.get("exercise.yaml").expect("it").to_vec()).expect("text");
    let fast = exercise.replace("    from: 0m\n", "    from: 0m\n    speed: 4\n");
    assert_ne!(exercise, fast);
    files.insert("exercise.yaml".to_owned(), fast.into_bytes()).expect("a file");
    let scenario = resolved(&files);
    let mut journal = Vec::new();
    let (first, again) = twice(&scenario, &setup(5, BotKind::Ideal), &mut journal);
    assert_eq!(first, again, "measured by the clock of the story");
    assert!(journal.is_sorted_by_key(|(story, entry)| (*story, entry.no)), "the story goes forward");
    assert!(journal.is_sorted_by_key(|(_, entry)| entry.at), "and so does the wall");
    let (story, entry) = journal.last().expect("something happened");
    let saved = scenario.phases[1].from * 3 / 4;
    assert_eq!(*story - entry.at, saved);
    assert!(*story <= scenario.end);
}

#[test]
fn the_tests_of_our_scenarios_come_true() {
    for name in ["lab-in-the-dark", "two-groups"] {
        let scenario = resolved(&files_of(name));
        let mut told = vec![false; scenario.written.tests.len()];
        let trials = try_all(&scenario, &mut |test, _| told[test] = true);
        assert_eq!(trials.len(), 4, "{name}");
        assert!(told.iter().all(|told| *told), "{name}: progress is told for each");
        for trial in &trials {
            let tried = trial.tried.as_ref().expect("it can be rehearsed");
            for each in tried {
                assert_eq!(each.instead, None, "{name} {}", scenario.written.show(each.place));
            }
            assert!(trial.passed());
        }
    }
}

/// Runs a test that is added to `lab-in-the-dark`; what came instead of each expectation, and where it stands.
fn tried(test: &str) -> (Trial, Vec<(String, Option<String>)>) {
    let mut files = files_of("lab-in-the-dark");
    files.insert("tests/0.yaml".to_owned(), test.as_bytes().to_vec()).expect("a small file");
    let scenario = resolved(&files);
    let trial = try_one(&scenario, 0, &mut |_| {}).expect("the first test");
    let tried = trial.tried.as_ref().expect("it can be rehearsed");
    let shown = tried.iter().map(|each| (scenario.written.show(each.place), each.instead.clone())).collect();
    (trial, shown)
}

/// Whether a sentence is as wanted; each `*` stands for a number or a length, whatever bots come to.
fn is_like(sentence: &str, wanted: &str) -> bool {
    let mut rest = sentence;
    for (place, part) in wanted.split('*').enumerate() {
        if place > 0 {
            let number = rest.trim_start_matches(|c: char| c.is_ascii_digit() || "dhms".contains(c));
            if number.len() == rest.len() {
                return false;
            }
            rest = number;
        }
        let Some(after) = rest.strip_prefix(part) else { return false };
        rest = after;
    }
    rest.is_empty()
}

#[test]
fn what_did_not_come_true_says_what_came_instead() {
    let (trial, tried) = tried(
        "\
name: Everything is wrong
expect:
  - {measure: first-contact-csirt, at_most: 1m}
  - {measure: first-contact-csirt, at_least: 30m}
  - {measure: first-contact-csirt, never: true}
  - {measure: first-contact-csirt, per: country, at_most: 1m}
  - {measure: nis2-final, at_most: 1h}
  - {measure: nis2-72h, at_most: 1h}
  - {measure: load, per: person, at_most: 1h}
  - {measure: load, per: person}
  - {inject: closing, is: never}
  - {inject: outcome-alone, is: delivered}
  - {that: \"milestone('firmware-spread')\"}
  - {objective: o1, met: false}
  - {load_at_most: 1}
  - {}
",
    );
    let wanted = [
        ("3:15", "first-contact-csirt: the median is *, at most 1m is wanted"),
        ("4:15", "first-contact-csirt: the median is *, at least 30m is wanted"),
        ("5:15", "first-contact-csirt: it came for * of *, never is wanted"),
        ("6:15", "first-contact-csirt: the median is *, at most 1m is wanted"),
        ("7:15", "nis2-final: it began for nobody, at most 1h is wanted"),
        ("8:15", "nis2-72h: for half of them it never came, at most 1h is wanted"),
        ("9:15", "load: it is no length of time"),
        ("10:15", "load: neither at_most, at_least nor never is written"),
        ("11:14", "closing: 1 of 1 copies went, never is wanted"),
        ("12:14", "outcome-alone: 0 of 1 copies went, 1 never came due, delivered is wanted"),
        ("13:12", "at the end it does not hold that milestone('firmware-spread')"),
        ("14:17", "o1: all of its * expectations were met"),
        ("15:20", "somebody got * injects at once, at most 1 are wanted"),
        ("1:7", "nothing is expected here"),
    ];
    assert_eq!(tried.len(), wanted.len());
    for ((place, instead), (at, sentence)) in tried.iter().zip(wanted) {
        assert_eq!(*place, format!("tests/0.yaml:{at}"));
        let instead = instead.as_deref().unwrap_or("");
        assert!(is_like(instead, sentence), "{place}: {instead:?} is not {sentence:?}");
    }
    assert!(!trial.passed());
    assert_eq!(trial.setup, Setup { players: 5, seed: 1, bots: vec![(BotKind::Ideal, 1.0)] });
    assert_eq!(trial.name, "Everything is wrong");
}

#[test]
fn what_came_true_says_nothing() {
    let (trial, tried) = tried(
        "\
name: Nobody does anything
seed: 3
players: 6
bots: {silent: 1}
expect:
  - {measure: first-contact-csirt, never: true}
  - {measure: first-contact-csirt, at_least: 30m}
  - {measure: unapproved-attacker-contact, per: whole, never: true}
  - {inject: outcome-together, is: never}
  - {objective: o1, met: false}
  - {objective: o1}
",
    );
    let last = tried.last().and_then(|(_, instead)| instead.clone()).expect("it does not come true");
    assert!(last.starts_with("o1: ") && last.ends_with("expectations were missed"), "{last}");
    for (place, instead) in tried.iter().take(5) {
        assert_eq!(*instead, None, "{place}");
    }
    assert_eq!(trial.setup, Setup { players: 6, seed: 3, bots: vec![(BotKind::Silent, 1.0)] });
}

#[test]
fn an_objective_of_which_nothing_was_judged_is_not_met() {
    // Nothing is expected for it in the small scenario.
    for (met, wanted) in [("true", Some("o1: nothing of it was judged")), ("false", None)] {
        let test = format!("name: Nothing\nexpect: [{{objective: o1, met: {met}}}]\n");
        let scenario = resolved(&files(&[("tests/0.yaml", &test)]));
        let trial = try_one(&scenario, 0, &mut |_| {}).expect("the first test");
        let tried = trial.tried.expect("it can be rehearsed");
        assert_eq!(tried[0].instead.as_deref(), wanted, "met: {met}");
    }
}

#[test]
fn a_test_with_too_few_players_says_so() {
    let mut files = files_of("lab-in-the-dark");
    let test = "name: Few\nplayers: 1\nexpect: [{load_at_most: 5}]\n";
    files.insert("tests/0.yaml".to_owned(), test.as_bytes().to_vec()).expect("a small file");
    let trial = try_one(&resolved(&files), 0, &mut |_| {}).expect("the first test");
    assert!(trial.tried.as_ref().is_err_and(|wrong| wrong.to_string().contains("too few")));
    assert!(!trial.passed());
    assert!(try_one(&resolved(&files), 99, &mut |_| {}).is_none());
}
