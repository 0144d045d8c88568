//! What must hold of the measures of every journal.

use proptest::prelude::*;
use scenario::engine::{Act, Engine, Entry};
use scenario::format::{Country, MINUTE, MeasureKind, SECOND};
use scenario::measure::{Measured, Measures, Subject, Value};

use crate::stage::{Stage, cast, length, scenario};

const TEAMS: [&str; 7] = ["h1", "h2.2", "nl", "lab", "csirt", "eu.2", "police"];
const INJECTS: [&str; 6] = ["alarm", "news", "press-call", "extortion", "puzzle", "riddle"];
/// What is done to another team.
const TO_OTHERS: [&str; 4] = ["called", "wrote", "shared indicators", "shared message"];
/// What concerns nobody else who plays.
const OWN: [&str; 16] = [
    "recorded",
    "filed early-warning",
    "half-filed notification",
    "filed notification",
    "filed final",
    "called ministry",
    "wrote attacker",
    "shared report ministry",
    "wrote journalist",
    "decided talk us",
    "decided talk nobody",
    "answered cipher wrong",
    "answered cipher right",
    "took-hint cipher",
    "said 1 2",
    "said 1 3",
];

/// One deed: how long after the one before, and the line without its time.
fn deed() -> impl Strategy<Value = (i64, String)> {
    let who = prop::sample::select(TEAMS.to_vec());
    let inject = (
        prop::sample::select(vec!["got", "opened", "replied", "missed"]),
        prop::sample::select(INJECTS.to_vec()),
    )
        .prop_map(|(how, inject)| format!("{how} {inject}"));
    let other = (prop::sample::select(TO_OTHERS.to_vec()), prop::sample::select(TEAMS.to_vec()))
        .prop_map(|(how, whom)| format!("{how} {whom}"));
    let own = prop::sample::select(OWN.to_vec()).prop_map(str::to_owned);
    let task = (0_u32..5, 0_u32..3).prop_map(|(task, owners)| format!("task {task} {owners}"));
    let what = prop_oneof![4 => inject, 2 => other, 3 => own, 1 => task];
    let deed = (who, what).prop_map(|(who, what)| format!("{who} {what}"));
    let hospital = prop::sample::select(vec!["h1", "h2", "nl"]);
    let state = prop::sample::select(vec!["ehr down", "ehr paper", "ehr works", "pacs down", "pacs paper"]);
    let moved = (hospital, state).prop_map(|(who, state)| format!("{who} has {state}"));
    let analyser = prop::sample::select(vec!["lab has analyser wrong", "lab has analyser isolated"]);
    let world = prop_oneof![
        moved,
        analyser.prop_map(str::to_owned),
        prop::sample::select(vec!["fault", "mended"]).prop_map(str::to_owned),
    ];
    (0..4 * MINUTE, prop_oneof![6 => deed, 1 => world])
}

fn journal(stage: &Stage<'_>, deeds: &[(i64, String)]) -> Vec<(i64, Entry)> {
    let mut at = 5 * MINUTE;
    let mut lines = String::new();
    for (after, deed) in deeds {
        at += after;
        lines.push_str(&format!("{at}ms {deed}\n"));
    }
    stage.journal(&lines)
}

fn with_stage<T>(run: impl FnOnce(&Stage<'_>) -> T) -> T {
    let scenario = scenario();
    let cast = cast(&scenario);
    let engine = Engine::new(&scenario, &cast).expect("a small exercise");
    run(&Stage { engine: &engine })
}

/// What does not hang on when the story began: not what is down from the start, nor when an inject was to go.
fn movable(measures: &Measures) -> Vec<&Measured> {
    let eu: Country = "EU".parse().expect("a country");
    let from_the_start = |each: &Measured| {
        each.measure == MeasureKind::ClinicalDowntime
            && match each.subject {
                Subject::Whole => true,
                Subject::Country(country) => country == eu,
                Subject::Team(team) => team.0 == 5,
                Subject::Person(_) => false,
            }
    };
    let delivery = |each: &Measured| each.measure == MeasureKind::PlatformFault && each.part.starts_with('p');
    measures.values.iter().filter(|each| !from_the_start(each) && !delivery(each)).collect()
}

fn without_evidence(measures: &Measures) -> Vec<Measured> {
    let bare = |each: &Measured| Measured { evidence: Vec::new(), ..each.clone() };
    measures.values.iter().map(bare).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_replay_gives_the_same(deeds in prop::collection::vec(deed(), 0..120)) {
        let run = || with_stage(|stage| stage.measure(&journal(stage, &deeds), length("1d")));
        let first = run();
        prop_assert_eq!(&first, &run());
        prop_assert!(first.values.is_sorted_by_key(|each| (each.measure, each.part, each.per, each.subject)));
    }

    #[test]
    fn a_later_story_changes_no_length(
        deeds in prop::collection::vec(deed(), 0..120),
        later in 0..300 * MINUTE,
    ) {
        with_stage(|stage| {
            let journal = journal(stage, &deeds);
            let moved: Vec<_> = journal
                .iter()
                .map(|(at, entry)| (at + later, Entry { at: entry.at + later, ..*entry }))
                .collect();
            let (one, other) = (stage.measure(&journal, length("1d")), stage.measure(&moved, length("1d") + later));
            prop_assert_eq!(movable(&one), movable(&other));
            let windows: Vec<_> = one.left_out.iter().map(|(from, to)| (from + later, to + later)).collect();
            prop_assert_eq!(windows, other.left_out);
            Ok(())
        })?;
    }

    #[test]
    fn a_fault_that_covers_nothing_changes_nothing(
        deeds in prop::collection::vec(deed(), 0..120),
        place in any::<prop::sample::Index>(),
    ) {
        with_stage(|stage| {
            // A fault that is open already would be ended by the one that is put in.
            let deeds: Vec<_> =
                deeds.iter().filter(|(_, deed)| deed != "fault" && deed != "mended").cloned().collect();
            let plain = journal(stage, &deeds);
            // Either in no time at all, or before anything happened.
            let mut faulty = plain.clone();
            let place = place.index(plain.len() + 1);
            let at = if place == 0 { MINUTE } else { plain[place - 1].0 };
            let length_of = if place == 0 { MINUTE } else { 0 };
            let fault = |at, act| (at, Entry { no: 1_000_000, at, act });
            faulty.insert(place, fault(at, Act::FaultBegan));
            faulty.insert(place + 1, fault(at + length_of, Act::FaultEnded));
            let others = |measures: &Measures| -> Vec<Measured> {
                // What is down from the start of the exercise is down during the fault.
                movable(measures).into_iter().filter(|each| each.measure != MeasureKind::PlatformFault).cloned().collect()
            };
            let (one, other) = (stage.measure(&plain, length("1d")), stage.measure(&faulty, length("1d")));
            prop_assert_eq!(others(&one), others(&other));
            Ok(())
        })?;
    }

    #[test]
    fn the_order_of_unrelated_teams_does_not_matter(
        one in prop::collection::vec((0..5_i64, prop::sample::select(OWN.to_vec())), 1..40),
        other in prop::collection::vec((0..5_i64, prop::sample::select(OWN.to_vec())), 1..40),
    ) {
        with_stage(|stage| {
            let of = |team: &str, deeds: &[(i64, &str)], first: u64| {
                let mut at = 10;
                let mut lines = format!("10m {team} got alarm\n10m {team} got press-call\n10m {team} got puzzle\n10m {team} opened alarm\n");
                for (after, deed) in deeds {
                    at += after;
                    lines.push_str(&format!("{at}m {team} {deed}\n"));
                }
                let mut journal = stage.journal(&lines);
                journal.iter_mut().for_each(|(_, entry)| entry.no += first);
                journal
            };
            let (one, other) = (of("h1", &one, 0), of("nl", &other, 1000));
            let mut first: Vec<_> = one.iter().chain(&other).copied().collect();
            first.sort_by_key(|(at, _)| *at);
            let mut last: Vec<_> = other.iter().chain(&one).copied().collect();
            last.sort_by_key(|(at, _)| *at);
            prop_assert_eq!(
                without_evidence(&stage.measure(&first, length("1d"))),
                without_evidence(&stage.measure(&last, length("1d")))
            );
            Ok(())
        })?;
    }

    #[test]
    fn no_length_is_negative_or_longer_than_the_exercise(deeds in prop::collection::vec(deed(), 0..120)) {
        with_stage(|stage| {
            let journal = journal(stage, &deeds);
            let end = journal.last().map_or(0, |(at, _)| *at) + SECOND;
            for each in stage.measure(&journal, end).values {
                match each.value {
                    Value::Time(length) if each.part != "past-ceiling" => {
                        prop_assert!((0..=end).contains(&length), "{each:?}");
                    }
                    Value::Share(share) => prop_assert!((0.0..=1.0).contains(&share), "{each:?}"),
                    _ => {}
                }
                prop_assert!(each.evidence.len() <= scenario::measure::MAX_EVIDENCE);
                prop_assert!(each.evidence.iter().all(|no| (1..=journal.len() as u64).contains(no)), "{each:?}");
            }
            Ok(())
        })?;
    }
}
