//! The engine: what goes when, to whom, and why not.

use proptest::prelude::*;
use scenario::check::check;
use scenario::engine::{Act, Cast, CopyNo, Engine, Entry, PersonNo, Phase, Target, Unit};
use scenario::format::{BotKind, Channel};
use scenario::model::{InjectNo, Scenario};
use scenario::rehearsal::{Setup, rehearse_and_listen};

mod small;
use small::{EXERCISE, MINUTE, Run, cast, playable, scenario, with};

/// What is said of a run of these injects, up to the end, when these things happen.
fn played(scenario: &Scenario, acts: &[(i64, Act)]) -> Vec<String> {
    let cast = cast(scenario, 8);
    let engine = Engine::new(scenario, &cast).expect("few copies");
    let mut run = Run::new(&engine);
    for (minute, act) in acts {
        run.act(minute * MINUTE, *act);
    }
    run.until(scenario.end);
    run.log
}

/// The first person with a role at an organisation, by their identifiers.
fn person(scenario: &Scenario, cast: &Cast, organisation: &str, role: &str) -> PersonNo {
    let (organisation, role) = (scenario.names.organisations[organisation], scenario.names.roles[role]);
    (0..cast.people.len() as u32)
        .map(PersonNo)
        .find(|person| {
            let described = &cast.people[person.index()];
            cast.teams[described.team.index()].of.0 == organisation
                && described.roles.iter().any(|each| each.0 == role)
        })
        .expect("somebody plays it")
}

#[test]
fn what_has_a_moment_goes_at_it_once_for_each() {
    let scenario = scenario(
        "- id: each\n  to: [role/director]\n  at: 10m\n\
         - id: once\n  to: [role/director, role/officer]\n  at: D1 08:45\n  once_per: exercise\n\
         - id: country\n  to: [kind/laboratory]\n  at: 20m\n  once_per: country\n\
         - id: person\n  to: [kind/hospital]\n  at: 30m\n  once_per: person\n\
         - id: control\n  to: [cell/excon]\n  at: 40m\n  kind: facilitation\n",
    );
    let log = played(&scenario, &[]);
    assert_eq!(
        log,
        [
            "10m deliver each for Team(TeamNo(0)) to 1 people and 0 cells by portal",
            "10m deliver each for Team(TeamNo(1)) to 1 people and 0 cells by portal",
            "10m deliver each for Team(TeamNo(4)) to 1 people and 0 cells by portal",
            "15m deliver once for Whole to 4 people and 0 cells by portal",
            "20m deliver country for Country(BE) to 4 people and 0 cells by portal",
            "20m deliver country for Country(NL) to 2 people and 0 cells by portal",
            "30m deliver person for Person(PersonNo(4)) to 1 people and 0 cells by portal",
            "40m deliver control for Whole to 0 people and 1 cells by portal",
            "120m end",
        ]
    );
}

const BRANCHES: &str = "\
- id: alarm
  to: [role/director]
  at: 10m
  expect:
    - {that: \"contacted('kind/csirt')\", within: 30m, objective: o1}
- id: praise
  to: [role/director]
  when: \"within(contacted('kind/csirt'), '30m', delivered('alarm'))\"
  after: 5m
- id: blame
  to: [role/director]
  when: \"!within(contacted('kind/csirt'), '30m', delivered('alarm'))\"
  until: 1h
";

#[test]
fn each_organisation_has_a_story_of_its_own() {
    let scenario = scenario(BRANCHES);
    let cast = cast(&scenario, 8);
    let (director, officer) =
        (person(&scenario, &cast, "lab", "director"), person(&scenario, &cast, "csirt", "officer"));
    let call = Act::Contacted { by: director, to: Target::Person(officer), channel: Channel::Phone };
    let log = played(&scenario, &[(20, call)]);
    assert_eq!(
        log,
        [
            "10m deliver alarm for Team(TeamNo(0)) to 1 people and 0 cells by portal",
            "10m deliver alarm for Team(TeamNo(1)) to 1 people and 0 cells by portal",
            "10m deliver alarm for Team(TeamNo(4)) to 1 people and 0 cells by portal",
            "20m met 0 of alarm for Team(TeamNo(0))",
            "25m deliver praise for Team(TeamNo(0)) to 1 people and 0 cells by portal",
            "2400001ms missed 0 of alarm for Team(TeamNo(1))",
            "2400001ms missed 0 of alarm for Team(TeamNo(4))",
            "2400001ms deliver blame for Team(TeamNo(1)) to 1 people and 0 cells by portal",
            "2400001ms deliver blame for Team(TeamNo(4)) to 1 people and 0 cells by portal",
            "60m expire blame for Team(TeamNo(0)): NeverDue",
            "120m expire praise for Team(TeamNo(1)): NeverDue",
            "120m expire praise for Team(TeamNo(4)): NeverDue",
            "120m end",
        ]
        .map(str::to_owned)
    );
}

#[test]
fn exercise_control_lets_go_gives_and_takes_out() {
    let scenario = scenario(
        "- id: gated\n  to: [role/officer]\n  at: 10m\n  release: excon\n  until: 40m\n\
         - id: late\n  to: [role/doctor]\n  at: 10m\n  release: excon\n  until: 20m\n\
         - id: ready\n  to: [role/officer]\n  kind: contingency\n\
         - id: unneeded\n  to: [role/officer]\n  kind: contingency\n\
         - id: skipped\n  to: [role/officer]\n  at: 50m\n",
    );
    let log = played(
        &scenario,
        &[
            (25, Act::Released { copy: CopyNo(0) }),
            (26, Act::Released { copy: CopyNo(1) }),
            (30, Act::Given { copy: CopyNo(2) }),
            (31, Act::Skipped { copy: CopyNo(4) }),
        ],
    );
    assert_eq!(
        log,
        [
            "10m ask gated for Team(TeamNo(3))",
            "10m ask late for Team(TeamNo(2))",
            "20m expire late for Team(TeamNo(2)): NotReleased",
            "25m deliver gated for Team(TeamNo(3)) to 1 people and 0 cells by portal",
            "30m deliver ready for Team(TeamNo(3)) to 1 people and 0 cells by portal",
            "31m expire skipped for Team(TeamNo(3)): Skipped",
            "120m expire unneeded for Team(TeamNo(3)): NotNeeded",
            "120m end",
        ]
    );
}

#[test]
fn a_pause_moves_everything_that_is_still_to_come() {
    let scenario = scenario(
        "- id: a\n  to: [role/officer]\n  at: 30m\n- id: b\n  to: [role/officer]\n  kind: contingency\n",
    );
    let cast = cast(&scenario, 8);
    let engine = Engine::new(&scenario, &cast).expect("few copies");
    let mut run = Run::new(&engine);
    run.act(10 * MINUTE, Act::Paused);
    assert_eq!(engine.next(&run.state), None, "nothing is due while it is paused");
    run.until(100 * MINUTE);
    assert_eq!(run.state.now(), 10 * MINUTE);
    // "Now" means now, also in a pause.
    run.act(110 * MINUTE, Act::Given { copy: CopyNo(1) });
    assert_eq!(run.said_of("deliver b").len(), 1);
    run.act(120 * MINUTE, Act::Resumed);
    assert_eq!(engine.next(&run.state), Some(140 * MINUTE));
    run.until(140 * MINUTE);
    assert_eq!(
        run.said_of("deliver a"),
        ["30m deliver a for Team(TeamNo(3)) to 1 people and 0 cells by portal"]
    );
    run.until(230 * MINUTE);
    assert!(run.state.is_over(), "the end has moved by the length of the pause, and no more");
}

#[test]
fn each_part_has_a_speed_of_its_own() {
    let exercise = EXERCISE.replace(
        "objectives:",
        "phases:\n  - {id: fast, title: Fast, from: 0m, speed: 2}\n  - {id: slow, title: Slow, from: 1h, speed: 0.5}\nobjectives:",
    );
    let injects = "- id: a\n  to: [role/officer]\n  at: 20m\n- id: b\n  to: [role/officer]\n  at: 70m\n";
    let scenario = playable(check(&with(&exercise, injects, &[])));
    let cast = cast(&scenario, 8);
    let engine = Engine::new(&scenario, &cast).expect("few copies");
    let mut state = engine.start();
    assert_eq!(engine.next(&state), Some(0));
    engine.step(&mut state, 0, &[]);
    assert_eq!(engine.next(&state), Some(10 * MINUTE), "twenty minutes of the story in ten");
    engine.step(&mut state, 10 * MINUTE, &[]);
    assert_eq!(engine.next(&state), Some(50 * MINUTE), "an hour in thirty, then ten minutes in twenty");
    engine.step(&mut state, 50 * MINUTE, &[]);
    assert_eq!(state.now(), 70 * MINUTE);
    let faster = Entry { no: 1, at: 50 * MINUTE, act: Act::Speed { seconds: 10.0 } };
    engine.step(&mut state, 51 * MINUTE, &[faster]);
    assert_eq!(state.now(), 80 * MINUTE);
}

#[test]
fn devices_move_when_pressed_by_themselves_and_by_effects() {
    let world_moves = "- id: spoil\n  to: [role/director]\n  at: 10m\n  effects: [{asset: analyser, state: wrong}, {milestone: m1}]\n\
         - id: stop\n  to: [role/director]\n  when: \"held_for(asset('analyser') == 'wrong', '15m')\"\n";
    let scenario = scenario(world_moves);
    let cast = cast(&scenario, 8);
    let (it, director) = (person(&scenario, &cast, "lab", "it"), person(&scenario, &cast, "lab", "director"));
    let team = cast.people[it.index()].team;
    let asset = scenario::model::AssetNo(0);
    let press = |by| Act::Operated { by, asset, team, state: 2 };
    let log = played(&scenario, &[(20, press(director)), (22, press(it)), (23, press(it))]);
    assert_eq!(
        log.iter().filter(|line| !line.contains("deliver spoil")).collect::<Vec<_>>(),
        [
            "10m reach m1 for Whole",
            "10m move analyser of TeamNo(0) to wrong",
            "10m move analyser of TeamNo(1) to wrong",
            "10m move analyser of TeamNo(4) to wrong",
            "22m move analyser of TeamNo(0) to isolated",
            "25m deliver stop for Team(TeamNo(1)) to 1 people and 0 cells by portal",
            "25m deliver stop for Team(TeamNo(4)) to 1 people and 0 cells by portal",
            "120m expire stop for Team(TeamNo(0)): NeverDue",
            "120m end",
        ]
    );
}

#[test]
fn hints_and_other_ways_are_for_those_who_need_them() {
    let scenario = scenario(
        "- id: a\n  channel: email\n  to: [role/director]\n  at: 10m\n  hint: {after: 20m}\n\
         \x20 fallback: {channel: phone, if: not-opened, after: 15m}\n  expect:\n    - {that: \"opened('a')\"}\n",
    );
    let cast = cast(&scenario, 8);
    let director = person(&scenario, &cast, "lab", "director");
    let log = played(&scenario, &[(12, Act::Opened { copy: CopyNo(0), by: director })]);
    let of = |what: &str| log.iter().filter(|line| line.contains(what)).count();
    assert_eq!(
        (of("hint a"), of("deliver again a"), of("met 0 of a"), of("missed 0 of a")),
        (2, 2, 1, 2),
        "{log:#?}"
    );
}

#[test]
fn an_overlay_drops_and_moves_what_happens_in_a_country() {
    let injects = "- id: a\n  to: [role/director]\n  at: 10m\n- id: b\n  to: [role/director]\n  at: 20m\n";
    let overlay = "injects:\n  a: {drop: true}\n  b: {at: 1h}\n";
    let scenario = playable(check(&with(EXERCISE, injects, &[("overlays/NL.yaml", overlay)])));
    let log = played(&scenario, &[]);
    let of =
        |what: &str| log.iter().filter(|line| line.contains(what)).map(String::as_str).collect::<Vec<_>>();
    assert_eq!(of("deliver a").len(), 2);
    assert_eq!(
        of("deliver b").last(),
        Some(&"60m deliver b for Team(TeamNo(1)) to 1 people and 0 cells by portal")
    );
}

#[test]
fn nobody_is_left_out_of_a_cast() {
    let scenario = scenario("- id: a\n  to: [all]\n  at: 1m\n");
    assert!(Cast::of(&scenario, 3).is_err());
    for players in [4, 5, 9, 10, 37, 500] {
        let cast = cast(&scenario, players);
        assert_eq!(cast.people.len(), players as usize);
        assert!(cast.people.iter().all(|person| !person.roles.is_empty()));
        for team in &cast.teams {
            let held = |role: &u32| {
                team.people
                    .iter()
                    .any(|person| cast.people[person.index()].roles.iter().any(|each| each.0 == *role))
            };
            let wanted = (0..scenario.roles.len() as u32)
                .filter(|role| scenario.roles[*role as usize].at.contains(&team.of));
            assert!(
                wanted.into_iter().all(|role| held(&role)),
                "a role of {:?} is played by nobody",
                team.of
            );
        }
    }
}

/// A scenario with random conditions, moments and recipients.
fn random_scenario() -> impl Strategy<Value = String> {
    let who = prop::sample::select(vec![
        "role/director",
        "role/it@org/lab",
        "kind/laboratory",
        "role/officer",
        "all",
        "country/NL",
        "cell/excon",
        "role/doctor",
    ]);
    let when = prop::sample::select(vec![
        "",
        "milestone('m1')",
        "!milestone('m1')",
        "opened('i0')",
        "!within(opened('i0'), '20m')",
        "delivered('i1', 'any')",
        "contacted('kind/csirt', 'all')",
        "asset('analyser') == 'wrong'",
        "held_for(!opened('i0'), '10m')",
        "count(opened('i0', 'any')) >= 2",
        "decided('pay', 'no', 'any') || elapsed() > duration('50m')",
        "since(delivered('i0')) > duration('30m') && !decided('pay')",
        "shared('anything', 'any') || milestone('m2')",
    ]);
    let once = prop::sample::select(vec!["exercise", "country", "organisation", "person"]);
    let effect = prop::sample::select(vec![
        "",
        "{milestone: m1}",
        "{asset: analyser, state: wrong}",
        "{asset: analyser, state: normal}",
    ]);
    let inject = (who, when, once, effect, 0_u32..130, any::<(bool, bool, bool)>());
    prop::collection::vec(inject, 2..8).prop_map(|injects| {
        let mut text = String::new();
        for (number, (who, when, once, effect, at, (gate, expects, fixed))) in injects.into_iter().enumerate() {
            text.push_str(&format!("- id: i{number}\n  to: [{who}]\n  once_per: {once}\n"));
            if fixed || when.is_empty() {
                text.push_str(&format!("  at: {}m\n", at.min(100)));
            }
            if !when.is_empty() {
                text.push_str(&format!("  when: \"{when}\"\n  after: {}m\n", at % 7));
            }
            if gate {
                text.push_str("  release: excon\n");
            }
            if !effect.is_empty() {
                text.push_str(&format!("  effects: [{effect}]\n"));
            }
            if expects {
                text.push_str("  expect:\n    - {that: \"contacted('kind/csirt') || asset('analyser') == 'isolated'\"}\n  hint: {after: 5m}\n");
            }
        }
        text
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    /// Whatever is written: the run ends, everything is sent or expires for a reason, nobody outside those addressed
    /// gets anything, the same seed gives the same journal, and the journal replayed gives the same actions.
    #[test]
    fn random_scenarios_end_and_replay(text in random_scenario(), seed in 0_u64..1000, kind in 0_usize..5) {
        let checked = check(&small::files(&text));
        // What the checker calls a circle of injects may still be played; only what cannot be read may not.
        let scenario = playable(checked);
        let setup = Setup { players: 12, seed, bots: vec![(BotKind::ALL[kind], 0.7), (BotKind::Ideal, 0.3)] };
        let mut journal = Vec::new();
        let rehearsal = rehearse_and_listen(&scenario, &setup, &mut |_| {}, &mut |_, entry| journal.push(*entry))
            .expect("it can be rehearsed");
        prop_assert!(rehearsal.tally.ended);
        for tally in &rehearsal.tally.injects {
            prop_assert_eq!(tally.copies, tally.sent + tally.expired.values().sum::<u32>());
        }
        let mut again = Vec::new();
        rehearse_and_listen(&scenario, &setup, &mut |_| {}, &mut |_, entry| again.push(*entry)).expect("as before");
        prop_assert_eq!(&journal, &again);

        let engine = Engine::new(&scenario, &rehearsal.cast).expect("few copies");
        for entry in &journal {
            if let Act::Delivered { copy, to } = entry.act {
                let (InjectNo(number), unit) = engine.copy(copy);
                let inject = &scenario.injects[number as usize];
                let addressed = inject.to.iter().any(|who| rehearsal.cast.is(&scenario, to, *who));
                prop_assert!(addressed, "{:?} got {} and is not addressed", to, number);
                if let Unit::Team(team) = unit {
                    prop_assert_eq!(rehearsal.cast.people[to.index()].team, team);
                }
            }
        }
        // The journal alone, entry by entry or all at once, brings the engine to the same state.
        let state = |chunks: &mut dyn Iterator<Item = &[Entry]>| {
            let mut state = engine.start();
            for chunk in chunks {
                let at = chunk.last().map_or(0, |entry| entry.at);
                engine.step(&mut state, at, chunk);
            }
            engine.step(&mut state, scenario.end, &[]);
            let phases: Vec<Phase> = (0..engine.copies() as u32).map(|copy| state.copy(CopyNo(copy)).phase).collect();
            (state.now(), phases)
        };
        let one = state(&mut journal.chunks(1));
        let all = state(&mut journal.chunks(journal.len().max(1)));
        prop_assert_eq!(&one, &all);
        let sent = one.1.iter().filter(|phase| **phase == Phase::Sent).count() as u32;
        prop_assert_eq!(sent, rehearsal.tally.injects.iter().map(|tally| tally.sent).sum::<u32>());
    }

    /// A pause of any length at any moment changes nothing but when things happen on the wall.
    #[test]
    fn a_pause_changes_only_the_time_on_the_wall(text in random_scenario(), at in 1_i64..110, length in 1_i64..500) {
        let scenario = playable(check(&small::files(&text)));
        let cast = cast(&scenario, 8);
        let engine = Engine::new(&scenario, &cast).expect("few copies");
        let mut plain = Run::new(&engine);
        plain.until(scenario.end);
        let mut paused = Run::new(&engine);
        paused.act(at * MINUTE, Act::Paused);
        paused.act((at + length) * MINUTE, Act::Resumed);
        paused.until(scenario.end + length * MINUTE);
        prop_assert_eq!(plain.log, paused.log);
    }
}
