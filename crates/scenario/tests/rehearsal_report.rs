//! What the report of a rehearsal says, as text, as JSON and as a page.

use quick_xml::Reader;
use quick_xml::events::Event;
use scenario::check::check;
use scenario::engine::TeamNo;
use scenario::files::Files;
use scenario::format::{BotKind, MINUTE, MeasureKind, Per};
use scenario::measure::{Measured, Measures, Subject, Value};
use scenario::model::Scenario;
use scenario::rehearsal::report::{Cause, DeadEndKind, Report};
use scenario::rehearsal::{Rehearsal, Setup, Tongue, Ways, page, rehearse, summary};

const EXERCISE: &str = r#"
format: 1
id: small
version: 1.0.0
title: {en: "Labs & <script>alert('x')</script>", nl: "Labo's \"klein\""}
languages: [en, nl]
duration: 2h
clock: {start: 2027-03-09T08:30, timezone: Europe/Brussels}
hours: {from: "08:00", to: "18:00"}
players: {least: 3}
load: {most: 2, within: 10m}
phases:
  - {id: first, title: {en: "First <b>", nl: Eerst}, from: 0m}
  - {id: then, title: {en: Then, nl: Dan}, from: 1h}
objectives:
  - {id: o1, title: {en: Call for <em>help</em>, nl: Roep hulp}}
milestones:
  - {id: warned, title: {en: "Warned ]]> &", nl: Gewaarschuwd}}
  - {id: lost, title: {en: Lost, nl: Verloren}, when: "milestone('warned') && elapsed() > duration('1h') && count(contacted('kind/csirt')) > 900"}
"#;

const WORLD: &str = "
organisations:
  - {id: lab, name: Lab, kind: laboratory, country: BE, several: true}
  - {id: csirt, name: CSIRT, kind: csirt, country: BE}
roles:
  - {id: director, name: {en: Director, nl: Directeur}, at: [kind/laboratory]}
  - {id: officer, name: {en: Officer, nl: Wacht}, at: [org/csirt]}
personas:
  - {id: machine, name: Machine, kind: machine, channels: [siem]}
";

const INJECTS: &str = r#"
- id: alarm
  title: {en: "</style><img src=x onerror=alert(1)>", nl: Alarm}
  channel: siem
  from: persona/machine
  to: [role/director]
  at: 10m
  symptom: true
  expect:
    - {that: "contacted('kind/csirt')", within: 30m, objective: o1}
- id: praise
  from: role/officer
  to: [role/director]
  when: "within(contacted('kind/csirt'), '30m', delivered('alarm'))"
  until: 1h
  effects: [{milestone: warned}]
- id: blame
  from: role/officer
  to: [role/director]
  when: "!within(contacted('kind/csirt'), '30m', delivered('alarm'))"
- id: note
  to: [role/officer]
  at: 20m
  kind: information
"#;

const MEASURES: &str = "
- {measure: first-contact-csirt, target: 30m, acceptable: 60m, objective: o1}
- {measure: press-latency, per: [whole]}
";

const TEXTS: &str = "# alarm: Something is wrong\nBody\n# alarm.expect: Call the CSIRT\n# praise: Well done\nx\n\
                     # blame: You never called\nx\n# note: Note\nx\n";

fn scenario() -> Scenario {
    let mut files = Files::default();
    for (path, text) in [
        ("exercise.yaml", EXERCISE),
        ("world.yaml", WORLD),
        ("injects.yaml", INJECTS),
        ("measures.yaml", MEASURES),
        ("content/en/a.md", TEXTS),
        ("content/nl/a.md", TEXTS),
    ] {
        files.insert(path.to_owned(), text.as_bytes().to_vec()).expect("a small file");
    }
    check(&files).playable().unwrap_or_else(|report| panic!("{}", report.human("")))
}

fn rehearsed(scenario: &Scenario, players: u32, seed: u64, bots: &[(BotKind, f64)]) -> Rehearsal {
    let setup = Setup { players, seed, bots: bots.to_vec() };
    rehearse(scenario, &setup, &mut |_| {}).expect("it can be rehearsed")
}

const MIXED: &[(BotKind, f64)] = &[(BotKind::Ideal, 0.5), (BotKind::Alone, 0.3), (BotKind::Late, 0.2)];

fn report(scenario: &Scenario, rehearsal: &Rehearsal) -> Report {
    Report::of(scenario, rehearsal, "en".parse().expect("a language"))
}

fn json(scenario: &Scenario, seed: u64) -> String {
    report(scenario, &rehearsed(scenario, 12, seed, MIXED)).json().expect("JSON")
}

#[test]
fn the_same_seed_gives_the_same_bytes_and_another_seed_others() {
    let one = scenario();
    assert_eq!(json(&one, 7), json(&scenario(), 7));
    assert_ne!(json(&one, 7), json(&one, 8));
}

#[test]
fn the_json_says_its_shape_and_its_units() {
    let value: serde_json::Value = serde_json::from_str(&json(&scenario(), 7)).expect("JSON");
    assert_eq!(value["schema"], 1);
    assert_eq!(value["kind"], "paraat-rehearsal");
    assert_eq!(value["scenario"]["duration_ms"], 120 * MINUTE);
    assert_eq!(value["injects"][0]["first_ms"], 10 * MINUTE);
    assert_eq!(value["injects"][0]["spot"]["file"], "injects.yaml");
    assert_eq!(value["setup"]["bots"][0]["asked_share"], 0.5);
}

#[test]
fn the_numbers_are_those_of_the_tally() {
    let scenario = scenario();
    let rehearsal = rehearsed(&scenario, 12, 7, MIXED);
    let report = report(&scenario, &rehearsal);
    let (delivered, opened) = rehearsal.tally.delivered();
    assert!(delivered > 0);
    assert_eq!((report.totals.delivered, report.totals.opened), (delivered, opened));
    assert_eq!(report.totals.copies, report.totals.copies_sent + report.totals.copies_expired);
    let by_channel: u64 = report.channels.iter().map(|each| each.delivered).sum();
    assert_eq!(by_channel, delivered);
    let by_phase: u32 = report.phases.iter().map(|each| each.injects_sent).sum();
    assert_eq!(by_phase, report.totals.injects_sent);
    assert_eq!(report.load.most, rehearsal.tally.most_load);

    let text = summary(&report, "here/");
    assert!(text.contains(&format!("Delivered   {delivered}, opened {opened}")), "{text}");
    let ends = report.dead_ends.len();
    let last = format!(
        "{} entries, {delivered} delivered, {} expired, {ends} dead ends\n",
        rehearsal.entries, report.totals.copies_expired
    );
    assert!(text.ends_with(&last), "{text}");
    assert!(text.lines().count() <= 45, "{text}");
    assert!(text.chars().all(|letter| letter == '\n' || !letter.is_control()), "{text:?}");
}

#[test]
fn dead_ends_say_where_and_why() {
    let scenario = scenario();
    let ends = |bots| {
        let report = report(&scenario, &rehearsed(&scenario, 6, 1, bots));
        let show = |end: &scenario::rehearsal::report::DeadEnd| (end.what, end.id.clone(), end.cause);
        (report.dead_ends.iter().map(show).collect::<Vec<_>>(), summary(&report, ""))
    };
    let (ideal, text) = ends(&[(BotKind::Ideal, 1.0)]);
    assert_eq!(
        ideal,
        [
            (DeadEndKind::InjectNeverWent, "blame".to_owned(), Cause::EvenIdeal),
            (DeadEndKind::MilestoneNeverReached, "lost".to_owned(), Cause::EvenIdeal),
        ]
    );
    assert!(text.contains("injects.yaml:17: blame: inject never went"), "{text}");

    let (alone, _) = ends(&[(BotKind::Alone, 1.0)]);
    assert_eq!(
        alone,
        [
            (DeadEndKind::InjectNeverWent, "praise".to_owned(), Cause::TheseBots),
            (DeadEndKind::MilestoneNeverReached, "warned".to_owned(), Cause::NoInject),
            (DeadEndKind::MilestoneNeverReached, "lost".to_owned(), Cause::TheseBots),
            (DeadEndKind::ExpectationNeverMet, "alarm".to_owned(), Cause::TheseBots),
        ]
    );
}

/// With what the other kinds of bots bring about, only what none of them does is a dead end.
#[test]
fn a_branch_that_others_take_is_no_dead_end() {
    let scenario = scenario();
    let mut rehearsal = rehearsed(&scenario, 6, 1, &[(BotKind::Alone, 1.0)]);
    rehearsal.ways = Some(Ways::of(&scenario, &rehearsal).expect("it can be rehearsed"));
    let report = report(&scenario, &rehearsal);
    let branches: Vec<_> = report.branches.iter().map(|each| each.id.as_str()).collect();
    assert_eq!(branches, ["praise", "warned", "alarm"]);
    let dead: Vec<_> = report.dead_ends.iter().map(|each| (each.id.as_str(), each.cause)).collect();
    assert_eq!(dead, [("lost", Cause::NoBots)]);
    assert!(summary(&report, "").contains("3 that these bots did not take"));
}

fn measured(value: Value, team: u32) -> Measured {
    Measured {
        measure: MeasureKind::FirstContactCsirt,
        part: "",
        per: Per::Organisation,
        subject: Subject::Team(TeamNo(team)),
        value,
        evidence: Vec::new(),
    }
}

/// A rehearsal with measures that are known.
fn with_measures(scenario: &Scenario) -> Rehearsal {
    let values = [10, 20, 40, 50, 90].map(|minutes| Value::Time(minutes * MINUTE));
    let values = values.into_iter().chain([Value::Never, Value::NotStarted]);
    let mut rehearsal = rehearsed(scenario, 12, 7, MIXED);
    rehearsal.measures = Measures {
        values: (0..).zip(values).map(|(team, value)| measured(value, team)).collect(),
        left_out: vec![(60 * MINUTE, 61 * MINUTE)],
    };
    rehearsal
}

#[test]
fn a_measure_has_its_spread_and_what_is_wanted_of_it() {
    let scenario = scenario();
    let report = report(&scenario, &with_measures(&scenario));
    let measure = report.measures.first().expect("a measure");
    let time = measure.time.expect("lengths of time");
    assert_eq!((measure.measure, measure.per), ("first-contact-csirt", "organisation"));
    assert_eq!(
        (time.values, time.least_ms, time.median_ms, time.most_ms),
        (5, 10 * MINUTE, 40 * MINUTE, 90 * MINUTE)
    );
    assert_eq!((measure.never, measure.not_started), (1, 1));
    assert_eq!((measure.within_target, measure.within_acceptable), (Some(2), Some(4)));
    assert_eq!(measure.objective.as_deref(), Some("o1"));
    // What is asked for and has no value is there too, and said.
    let silent = report.measures.iter().find(|each| each.measure == "press-latency").expect("press");
    assert!(silent.wanted && !silent.has_values());
    let text = summary(&report, "");
    assert!(
        text.contains("half after 40m, nine in ten 1h 30m, the most 1h 30m; 2 of 6 within 30m"),
        "{text}"
    );
    let page = page(&report, Tongue::En).expect("a page");
    assert!(page.contains("Without values: Answer to the press"), "{page}");
    assert!(page.contains("2 of 6 within the target (30m)."), "{page}");
}

/// Every element with its attributes.
fn elements(page: &str) -> Vec<(String, Vec<(String, String)>)> {
    let mut reader = Reader::from_str(page);
    reader.config_mut().check_end_names = true;
    let mut elements = Vec::new();
    loop {
        match reader.read_event().unwrap_or_else(|wrong| panic!("{wrong} at {}", reader.buffer_position())) {
            Event::Start(tag) | Event::Empty(tag) => {
                let name = tag.name().as_ref().to_owned();
                let attributes = tag.attributes().map(|attribute| {
                    let attribute = attribute.expect("a well-formed attribute");
                    (attribute.key.as_ref().to_owned(), attribute.value.into_owned())
                });
                elements.push((name, attributes.collect()));
            }
            Event::Eof => return elements,
            _ => {}
        }
    }
}

#[test]
fn the_page_is_well_formed_and_asks_nothing_of_anybody() {
    let scenario = scenario();
    let report = report(&scenario, &with_measures(&scenario));
    for tongue in [Tongue::Nl, Tongue::Fr, Tongue::De, Tongue::En] {
        let page = page(&report, tongue).expect("a page");
        let elements = elements(&page);
        let mut ids = std::collections::BTreeSet::new();
        let mut named = Vec::new();
        for (name, attributes) in &elements {
            assert!(
                !["script", "img", "link", "iframe", "object", "use", "image"].contains(&name.as_str()),
                "{name}"
            );
            for (key, value) in attributes {
                assert!(!key.starts_with("on") && key != "src" && key != "style", "{name} {key}");
                match key.as_str() {
                    "href" => {
                        let id = value.strip_prefix('#').unwrap_or_else(|| panic!("{value} leads away"));
                        named.push(id.to_owned());
                    }
                    "aria-labelledby" => named.extend(value.split(' ').map(str::to_owned)),
                    "id" => assert!(ids.insert(value.clone()), "{value} stands twice"),
                    _ => {}
                }
            }
            if name == "svg" && attributes.iter().any(|(key, _)| key == "width") && attributes.len() > 5 {
                let has = |wanted: &str| attributes.iter().any(|(key, _)| key == wanted);
                assert!(has("role") && has("aria-labelledby") || has("viewBox"), "{attributes:?}");
            }
        }
        for id in named {
            assert!(ids.contains(&id), "nothing is called {id}");
        }
        for away in ["http:", "https:", "url(", "@import", "<script>", "<em>help", "<img"] {
            assert!(!page.contains(away), "{away} in the page");
        }
        assert!(page.contains(&format!("<html lang=\"{}\">", tongue.code())));
    }
}

#[test]
fn the_page_shows_the_same_numbers_and_hostile_words_as_words() {
    let scenario = scenario();
    let report = report(&scenario, &with_measures(&scenario));
    let page = page(&report, Tongue::En).expect("a page");
    for wanted in [
        "none of this is real",
        "&#60;script&#62;alert(&#39;x&#39;)&#60;/script&#62;",
        &format!("<b>{}</b> deliveries", report.totals.delivered),
        &format!("<b>{}</b> dead ends", report.dead_ends.len()),
        "D1\u{a0}08:40",
        "--seed 7 --bots ideal=0.5,alone=0.3,late=0.2",
    ] {
        assert!(page.contains(wanted), "{wanted} is not in {page}");
    }
}
