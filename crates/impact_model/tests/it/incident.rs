//! Answers for one incident, on a network small enough for them to be worked out by hand.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on must stop")]

use impact_model::draw::Chance;
use impact_model::finding::Finding;
use impact_model::incident::{
    AHEAD_H, Answers, Asking, Begins, Cut, Down, Reason, Situation, Step, answer, read_situation,
};
use impact_model::model::{Model, Scratch, Shock};
use impact_model::network::{
    Agreement, Amount, Dependency, Institution, InstitutionKind, Link, LinkKind, Network, Position, Provider,
    Service, ServiceId,
};
use impact_model::parameters::{Parameter, Parameters};
use proptest::prelude::*;

fn institution(id: &str, kind: InstitutionKind, km: f64) -> Institution {
    Institution {
        id: id.to_owned(),
        name: String::new(),
        kind,
        country: "BE".to_owned(),
        region: String::new(),
        position: Some(Position { lat: 50.0 + km / 111.19, lon: 4.0 }),
        operator: String::new(),
        beds: None,
        detect_h: None,
        isolate_h: Some(Amount::known(8.0)),
        offline_backup: None,
    }
}

fn id(text: &str) -> ServiceId {
    text.parse().unwrap()
}

fn service(text: &str) -> Service {
    Service { id: id(text), per_day: None, capacity_per_day: None }
}

fn clinical(text: &str, per_day: f32, capacity: f32) -> Service {
    let (per_day, capacity_per_day) = (Some(Amount::known(per_day)), Some(Amount::known(capacity)));
    Service { id: id(text), per_day, capacity_per_day }
}

/// All of `service` is lost so many hours after `on` is.
fn needs(service: &str, on: &str, buffer_h: f32) -> Dependency {
    let [zero, one] = [0.0, 1.0].map(Amount::known);
    let on = vec![Provider { service: id(on), share: one }];
    let buffer_h = Amount::known(buffer_h);
    let first_loss = if buffer_h.likely > 0.0 { zero } else { one };
    let service = id(service);
    Dependency { service, on, first_loss, later_loss: one, buffer_h, reentry_h: zero, threshold: zero }
}

fn link(a: &str, b: &str, spread_per_day: f32) -> Link {
    Link {
        id: format!("{a}-{b}"),
        a: a.to_owned(),
        b: b.to_owned(),
        kind: LinkKind::Vpn,
        spread_per_day: Amount::known(spread_per_day),
        carries: true,
    }
}

fn agreement(from: &str, to: &str, per_day: f32, contract: bool) -> Agreement {
    let (per_day, transport_h) = (Amount::known(per_day), Amount::known(0.5));
    Agreement { from: id(from), to: id(to), per_day, transport_h, contract }
}

/// A host on which the laboratory system of the north rests; two hospitals, three laboratories and six who send to
/// the north.
fn region() -> Network {
    use InstitutionKind::{GeneralPractice, Hospital, ItSupplier, Laboratory, NursingHome, Pharmacy};
    let mut network = Network {
        institutions: vec![
            institution("host", ItSupplier, 0.0),
            institution("north", Hospital, 10.0),
            institution("south", Hospital, 20.0),
            institution("lab-a", Laboratory, 30.0),
            institution("lab-b", Laboratory, 50.0),
            institution("lab-c", Laboratory, 70.0),
        ],
        services: vec![
            service("host/hosting"),
            service("north/lis"),
            clinical("north/clinical-biology", 1000.0, 1100.0),
            clinical("north/operating-rooms", 24.0, 30.0),
            clinical("north/emergency-department", 100.0, 110.0),
            clinical("south/emergency-department", 100.0, 110.0),
            clinical("lab-a/clinical-biology", 1000.0, 1500.0),
            clinical("lab-b/clinical-biology", 1000.0, 1400.0),
            clinical("lab-c/clinical-biology", 1000.0, 1200.0),
        ],
        dependencies: vec![
            needs("north/lis", "host/hosting", 0.0),
            needs("north/clinical-biology", "north/lis", 5.0),
            needs("north/operating-rooms", "north/clinical-biology", 7.0),
        ],
        links: vec![link("host", "north", 2.0), link("north", "south", 1.0)],
        agreements: vec![
            agreement("north/clinical-biology", "lab-b/clinical-biology", 300.0, true),
            agreement("north/clinical-biology", "lab-c/clinical-biology", 500.0, false),
        ],
        ..Network::default()
    };
    for (name, kind) in [
        ("gp-1", GeneralPractice),
        ("gp-2", GeneralPractice),
        ("gp-3", GeneralPractice),
        ("home-1", NursingHome),
        ("home-2", NursingHome),
        ("pharmacy", Pharmacy),
    ] {
        network.institutions.push(institution(name, kind, 12.0));
        network.services.push(clinical(&format!("{name}/outpatients"), 40.0, 50.0));
        network.dependencies.push(needs(&format!("{name}/outpatients"), "north/clinical-biology", 30.0));
        network.links.push(link("north", name, 0.3));
    }
    network
}

fn model(network: &Network) -> Model {
    Model::new(network, &Parameters::default()).unwrap()
}

fn near(a: f64, b: f64) -> bool {
    (a - b).abs() < 1e-3
}

fn situation(text: &str) -> Situation {
    read_situation("now.toml", text.as_bytes()).unwrap()
}

fn ask(network: &Network, text: &str, runs: u32, seed: u64) -> Answers {
    answer(&model(network), &situation(text), &Asking { runs, seed }).unwrap()
}

const HOSTING: &str = "[[down]]\nwhat = \"host/hosting\"\nsince_h = 2\nback_in_h = 200\n";

#[test]
fn what_fails_next_follows_from_buffers_with_certainty_and_says_why() {
    let answers = ask(&region(), HOSTING, 60, 1);
    let told: Vec<_> = answers
        .failing
        .iter()
        .map(|one| (one.service.to_string(), one.hours.p10, one.hours.p90, one.because.to_string()))
        .collect();
    let rest = "north/clinical-biology ← north/lis ← host/hosting, reported down";
    assert_eq!(
        told[..3],
        [
            ("north/lis".into(), 0, 0, "north/lis ← host/hosting, reported down".into()),
            ("north/clinical-biology".into(), 3, 3, rest.to_owned()),
            ("north/operating-rooms".into(), 10, 10, format!("north/operating-rooms ← {rest}")),
        ]
    );
    // The six who send to the north follow thirty hours after its laboratory; the host itself is known to be down.
    assert_eq!(told.len(), 9, "{told:?}");
    assert!(told[3..].iter().all(|one| (one.1, one.2) == (33, 33)), "{told:?}");
    for one in &answers.failing {
        assert!(one.probability.value == 1.0 && one.because_share == 1.0 && one.probability.low > 0.9);
        assert_eq!(one.because.begins, Begins::ReportedDown);
    }
}

#[test]
fn what_is_announced_back_in_time_fails_nothing_more() {
    let soon = "[[down]]\nwhat = \"host/hosting\"\nsince_h = 2\nback_in_h = 6\n";
    let told: Vec<_> =
        ask(&region(), soon, 20, 1).failing.iter().map(|one| one.service.to_string()).collect();
    assert_eq!(told, ["north/lis", "north/clinical-biology"]);
}

#[test]
fn those_linked_to_somebody_compromised_are_warned_first_and_everybody_with_a_reason() {
    let text = "[[compromised]]\nwho = \"north\"\nsince_h = 4\n[[clean]]\nwho = \"gp-1\"\n";
    let answers = ask(&region(), text, 200, 1);
    let linked: Vec<&str> =
        answers.warn.iter().filter(|one| one.linked.is_some()).map(|one| one.institution.as_str()).collect();
    let mut expected = vec!["gp-2", "gp-3", "home-1", "home-2", "host", "pharmacy", "south"];
    let mut told = linked.clone();
    told.sort_unstable();
    expected.sort_unstable();
    assert_eq!(told, expected);
    assert!(answers.warn[..linked.len()].iter().all(|one| one.linked.is_some()), "they come first");
    let south = answers.warn.iter().find(|one| one.institution == "south").unwrap();
    let Reason::Link(ways) = &south.reason else { panic!("{south:?}") };
    assert_eq!((ways[0].link.as_str(), ways[0].from.as_str()), ("north-south", "north"));
    assert!(south.probability.value > 0.2 && south.hours_left.is_some(), "{south:?}");
    // More rests on the host, because the north's laboratory does.
    let host = answers.warn.iter().find(|one| one.institution == "host").unwrap();
    assert!(near(host.per_day, 1000.0 + 24.0 + 6.0 * 40.0), "{host:?}");
    assert!(answers.warn.iter().all(|one| one.institution != "north"), "it knows");
}

#[test]
fn whoever_depends_or_takes_over_is_warned_with_the_chain() {
    let text = "[[down]]\nwhat = \"north\"\nsince_h = 20\nback_in_h = 100\n";
    let answers = ask(&region(), text, 40, 1);
    let by = |name: &str| answers.warn.iter().find(|one| one.institution == name);
    let practice = by("gp-2").unwrap();
    let Reason::DependsOn(chain) = &practice.reason else { panic!("{practice:?}") };
    assert_eq!(chain.to_string(), "gp-2/outpatients ← north/clinical-biology, reported down");
    assert_eq!((practice.hours_left, practice.probability.value, &practice.linked), (Some(10), 1.0, &None));
    assert!(near(practice.urgency, 40.0 / 10.0), "{practice:?}");
    let south = by("south").unwrap();
    assert_eq!(south.reason, Reason::TakesOver(id("north/emergency-department")));
    assert!(south.per_day > 5.0 && south.per_day < 100.0, "{south:?}");
    let laboratory = by("lab-b").unwrap();
    assert_eq!(laboratory.reason, Reason::TakesOver(id("north/clinical-biology")));
}

#[test]
fn analyses_go_to_contracts_first_and_nobody_is_promised_twice() {
    let mut network = region();
    let answers = ask(&network, HOSTING, 20, 1);
    let [north] = &answers.laboratories.missing[..] else { panic!("{:?}", answers.laboratories) };
    assert_eq!((north.per_day, north.fails_in_h), (1000, Some(3)));
    let told: Vec<_> = north
        .takers
        .iter()
        .map(|one| (one.laboratory.institution.as_str(), one.contract, one.agreed, one.can_take, one.planned))
        .collect();
    // Without an agreement three tenths of what is spare are open.
    let expected = [
        ("lab-b", true, true, 300, 300),
        ("lab-c", false, true, 200, 200),
        ("lab-a", false, false, 150, 150),
    ];
    assert_eq!(told, expected);
    assert_eq!((north.unplaced, answers.laboratories.unplaced), (350, 350));
    assert_eq!((north.takers[0].starts_after_h, north.takers[1].starts_after_h), (0, 48));
    let road = 20.0 * 1.3 / 60.0;
    assert!((north.takers[2].travel_h - road).abs() < 0.01, "{:?}", north.takers[2]);

    // Another laboratory down with its own contract: both share what the second can spare.
    network.agreements.push(agreement("lab-a/clinical-biology", "lab-b/clinical-biology", 400.0, true));
    let both = format!("{HOSTING}[[down]]\nwhat = \"lab-a/clinical-biology\"\nleft = 0.8\n");
    let laboratories = ask(&network, &both, 20, 1).laboratories;
    let planned = |name: &str| {
        let takers = laboratories.missing.iter().flat_map(|one| &one.takers);
        takers.filter(|one| one.laboratory.institution == name).map(|one| one.planned).sum::<u64>()
    };
    assert_eq!(planned("lab-b"), 400, "all of it, once");
    assert_eq!(laboratories.per_day, 1200);
    assert_eq!(laboratories.per_day - laboratories.unplaced, planned("lab-b") + planned("lab-c"));
}

#[test]
fn isolating_saves_institutions_and_costs_what_the_link_carries() {
    let text = "[[compromised]]\nwho = \"host\"\nsince_h = 1\n";
    let mut network = region();
    network.links[0].spread_per_day = Amount::known(12.0);
    let isolate = ask(&network, text, 200, 1).isolate;
    let all = isolate.all.unwrap();
    assert!(all.compromised.low > 0.0, "{all:?}");
    // The laboratory system hangs on the link: it is lost sooner, but in both cases.
    assert!(isolate.each.iter().any(|one| one.cut == Cut::Institution("host".into())));
    let link = Cut::Link("host-north".into(), "host".into(), "north".into());
    let link = isolate.each.iter().find(|one| one.cut == link).unwrap();
    assert!(link.compromised.low > 0.0, "{link:?}");
    // Look ahead so briefly that cutting later costs nothing yet: the cost is seen.
    let brief = ask(&network, &format!("hours_ahead = 4\n{text}"), 200, 1).isolate;
    let link = brief.each.iter().find(|one| matches!(one.cut, Cut::Link(..))).unwrap();
    assert!(link.lost_by_cutting.low > 0.0, "{link:?}");
}

#[test]
fn a_single_link_can_be_cut_and_what_is_ordered_replaces_what_is_drawn() {
    let mut network = region();
    network.links.iter_mut().for_each(|link| link.spread_per_day = Amount::known(1000.0));
    let model = model(&network);
    let north = model.institution("north").unwrap();
    let run = |shock: &Shock| model.run(shock, Chance::new(1, 0), 200, &mut Scratch::default()).compromised;
    let enters = Shock { compromised: vec![(north, 0)], ..Shock::default() };
    assert_eq!(run(&enters), 9);
    let south = model.link("north-south").unwrap();
    assert_eq!(run(&Shock { cut: vec![(south, 0)], ..enters.clone() }), 8);
    assert_eq!(run(&Shock { cut: vec![(south, 50)], ..enters.clone() }), 9);
    assert_eq!(run(&Shock { isolated: vec![(north, 1)], ..enters.clone() }), 1);
    // Slow links, and an institution that would cut them at once.
    network.links.iter_mut().for_each(|link| link.spread_per_day = Amount::known(1.0));
    for one in &mut network.institutions {
        one.detect_h = Some(Amount::known(0.0));
        one.isolate_h = Some(Amount::known(0.0));
    }
    let model = self::model(&network);
    let run = |shock: &Shock| model.run(shock, Chance::new(1, 0), 2000, &mut Scratch::default()).compromised;
    assert_eq!(run(&enters), 1);
    assert!(run(&Shock { isolated: vec![(north, 1500)], ..enters }) > 1);
}

#[test]
fn nobody_to_isolate_is_said() {
    let text = "[[compromised]]\nwho = \"host\"\nsince_h = 3\n[[isolated]]\nwho = \"host\"\nsince_h = 1\n";
    let isolate = ask(&region(), text, 10, 1).isolate;
    assert_eq!((isolate.all, isolate.each.len()), (None, 0));
}

/// A hospital all of whose systems are down. `needed`: they need identity, and identity the network.
fn down_hospital(needed: bool) -> Network {
    let mut network = Network {
        institutions: vec![institution("north", InstitutionKind::Hospital, 0.0)],
        services: vec![
            clinical("north/clinical-biology", 1000.0, 1100.0),
            clinical("north/radiology", 100.0, 110.0),
            service("north/lis"),
            service("north/pacs"),
            service("north/identity"),
            service("north/network"),
        ],
        dependencies: vec![
            needs("north/clinical-biology", "north/lis", 0.0),
            needs("north/radiology", "north/pacs", 0.0),
        ],
        ..Network::default()
    };
    if needed {
        network.dependencies.extend([
            needs("north/lis", "north/identity", 0.0),
            needs("north/pacs", "north/identity", 0.0),
            needs("north/identity", "north/network", 0.0),
        ]);
    }
    network
}

#[test]
fn a_foundation_is_restored_first_when_others_need_it_and_last_when_nobody_does() {
    let down = ["lis", "pacs", "identity", "network"]
        .map(|kind| format!("[[down]]\nwhat = \"north/{kind}\"\nsince_h = 10\n"))
        .concat();
    let order = |needed| {
        let restoring = ask(&down_hospital(needed), &down, 40, 1).restore.unwrap();
        let name = |step: &Step| match step {
            Step::Service(service) => service.kind.to_string(),
            Step::Kind(kind) => kind.to_string(),
        };
        (restoring.best.steps.iter().map(name).collect::<Vec<_>>(), restoring)
    };
    let (needed, with) = order(true);
    assert_eq!(needed, ["network", "identity", "lis", "pacs"]);
    let (not_needed, without) = order(false);
    assert_eq!(not_needed[..2], ["lis", "pacs"]);
    // The usual order begins with foundations: with others that need them it errs in their order only, without it errs more.
    assert!(without.days_saved.value > 0.0 && with.days_saved.value >= 0.0, "{without:?}");
    let half = |restoring: &impact_model::incident::Restoring| restoring.best.half_back_h.unwrap();
    assert!(half(&without) < half(&with));
    assert!(with.best.half_back_h < with.best.most_back_h);
}

#[test]
fn many_services_are_ordered_by_kind() {
    let mut network = Network::default();
    for at in 0..5 {
        let one = down_hospital(true);
        let rename = |service: &mut ServiceId| service.institution = format!("h{at}");
        network.institutions.push(institution(
            &format!("h{at}"),
            InstitutionKind::Hospital,
            10.0 * f64::from(at),
        ));
        network.services.extend(one.services.into_iter().map(|mut one| {
            rename(&mut one.id);
            one
        }));
        network.dependencies.extend(one.dependencies.into_iter().map(|mut one| {
            rename(&mut one.service);
            one.on.iter_mut().for_each(|provider| rename(&mut provider.service));
            one
        }));
    }
    let down: String = (0..5).map(|at| format!("[[down]]\nwhat = \"h{at}\"\n")).collect();
    let restoring = ask(&network, &down, 20, 1).restore.unwrap();
    assert_eq!(restoring.best.steps.len(), 6);
    assert!(restoring.best.steps.iter().all(|step| matches!(step, Step::Kind(_))));
    assert!(restoring.days_saved.value >= 0.0, "{restoring:?}");
}

#[test]
fn answers_do_not_depend_on_threads() {
    let network = region();
    let text =
        "[[compromised]]\nwho = \"host\"\nsince_h = 8\nprobability = 0.7\n[[down]]\nwhat = \"north/lis\"\n";
    let on = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        serde_json::to_string(&pool.install(|| ask(&network, text, 100, 7))).unwrap()
    };
    let one = on(1);
    assert_eq!(one, on(2));
    assert_eq!(one, on(5));
    assert_ne!(
        one,
        serde_json::to_string(&ask(&network, text, 100, 8)).unwrap(),
        "another seed, other answers"
    );
}

#[test]
fn the_text_says_it_in_sentences_and_ends_with_what_it_cannot_say() {
    let text = format!("{HOSTING}[[compromised]]\nwho = \"south\"\nsince_h = 1\n");
    let said = ask(&region(), &text, 50, 1).text();
    for expected in [
        "- In 3 hours: north/clinical-biology fails (probability 100 %",
        "Why: north/clinical-biology ← north/lis ← host/hosting, reported down.",
        "Joined by north-south to south, which is reported compromised: warn at once.",
        "lab-b/clinical-biology takes 300 of at most 300 (contract, 0.5 h away).",
        "not before 48 hours",
        "All links of everybody compromised:",
        "What this cannot say\n- ",
    ] {
        assert!(said.contains(expected), "{expected:?} is not in\n{said}");
    }
}

#[test]
fn a_situation_survives_being_written() {
    let read = situation(&format!(
        "hours_ahead = 48\n{HOSTING}[[compromised]]\nwho = \"north\"\nprobability = 0.25\n[[isolated]]\nwho = \"a\"\n[[clean]]\nwho = \"é\"\n"
    ));
    assert_eq!((read.hours_ahead, read.down[0].back_in_h), (48, Some(200)));
    assert_eq!((read.down[0].at.line, read.down[0].at.column), (3, 8));
    let json = serde_json::to_string_pretty(&read).unwrap();
    let mut again = read_situation("now.toml", json.as_bytes()).unwrap();
    assert_eq!(again, read);
    again = read_situation("now.toml", toml::to_string(&read).unwrap().as_bytes()).unwrap();
    assert_eq!(again, read);
    let schema = serde_json::to_value(schemars::schema_for!(Situation)).unwrap();
    assert!(jsonschema::is_valid(&schema, &serde_json::from_str(&json).unwrap()));
}

/// A file, and its faults: line, column, and a part of what is said.
type Faulty = (&'static str, &'static [(u32, u32, &'static str)]);

#[test]
fn every_fault_is_found_where_it_stands() {
    let cases: &[Faulty] = &[
        ("hours_ahead = 0\n", &[(1, 15, "between 1 and 720")]),
        ("hours_ahead = 12.5\n", &[(1, 15, "whole hours")]),
        (
            "hours_ahead = \"x\"\n[[down]]\n",
            &[(1, 15, "a text; it must be a number"), (2, 1, "what is missing")],
        ),
        ("[[down]]\nwhat = 3\nleft = 2\n", &[(2, 8, "must be a text"), (3, 8, "between 0 and 1")]),
        ("[[down]]\nwaht = \"é\"\n", &[(1, 1, "what is missing"), (2, 1, "did you mean what?")]),
        ("down = [1]\n", &[(1, 9, "an entry of down is a number")]),
        ("down = 1\nclean = \"x\"\n", &[(1, 8, "must be a list"), (2, 9, "must be a list")]),
        ("a = \n[[down]\n", &[(1, 5, ""), (2, 8, "")]),
        ("[[compromised]]\nwho = \"é\" # é\nprobability = 0\n", &[(3, 15, "between 0.001 and 1")]),
        ("{\n \"down\": [{\"what\": 3}]}", &[(2, 20, "must be a text")]),
        ("{\"down\": [{\"what\": \"é\", \"left\": 7}]}", &[(1, 33, "between 0 and 1")]),
        ("{\"down\": [,]}", &[(1, 11, "expected value")]),
        ("{\"clean\": {\"who\": true}}", &[(1, 11, "must be a list")]),
        (
            "{\"isolated\": [{\"who\": null, \"since_h\": -1}]}",
            &[(1, 23, "nothing"), (1, 40, "between 0 and")],
        ),
    ];
    for (text, expected) in cases {
        let findings = read_situation("x", text.as_bytes()).unwrap_err();
        let places = |all: &[Finding]| all.iter().map(|one| (one.line, one.column)).collect::<Vec<_>>();
        let expected_places: Vec<_> = expected.iter().map(|(line, column, _)| (*line, *column)).collect();
        assert_eq!(places(&findings), expected_places, "{text:?} {findings:?}");
        for (finding, (.., part)) in findings.iter().zip(*expected) {
            assert!(finding.message.contains(part), "{text:?}: {} lacks {part:?}", finding.message);
        }
    }
    let tabs =
        "{\r\n\t\"down\" : [ {\n\t\t\"what\":\t\"a\\u00e9\\/b \\ud83d\\ude00\",\n\"left\" : 5e-1\n}\n]\n}\n";
    let read = read_situation("x", tabs.as_bytes()).unwrap();
    assert_eq!((read.down[0].what.as_str(), read.down[0].left), ("aé/b 😀", 0.5));
    let many = "[[clean]]\n".repeat(150);
    let findings = read_situation("x", many.as_bytes()).unwrap_err();
    assert_eq!((findings.len(), findings[100].message.as_str()), (101, "and 50 more faults"));
    assert!(read_situation("x", b"\xff").unwrap_err()[0].to_string().contains("not UTF-8"));
}

#[test]
fn unknown_identifiers_and_contradictions_are_told_with_the_nearest_known_one() {
    let cases = [
        ("", "x: nothing is down and nobody is compromised"),
        (
            "[[down]]\nwhat = \"nort\"",
            "x:2:8: there is no institution \"nort\" in the network; did you mean \"north\"?",
        ),
        ("[[down]]\nwhat = \"north/liss\"", "did you mean \"north/lis\"?"),
        ("[[down]]\nwhat = \"north/telephony\"", "only north/emergency-department, north/operating-rooms"),
        ("[[down]]\nwhat = \"noth/lis\"", "did you mean \"north\"?"),
        ("[[down]]\nwhat = \"lis\"", "there is no institution \"lis\" in the network"),
        ("[[compromised]]\nwho = \"north\"\n[[clean]]\nwho = \"north\"", "x:4:7: north cannot be both clean"),
        ("[[down]]\nwhat = \"north\"\n[[down]]\nwhat = \"north\"", "x:4:8: north is reported down twice"),
    ];
    let model = model(&region());
    for (text, expected) in cases {
        let situation = read_situation("x", text.as_bytes()).unwrap();
        let findings = answer(&model, &situation, &Asking::default()).unwrap_err();
        assert_eq!(findings.len(), 1, "{findings:?}");
        assert!(findings[0].to_string().contains(expected), "{text:?}: {}", findings[0]);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_file_stops_the_reader(bytes in prop::collection::vec(any::<u8>(), 0..200), text in ".{0,100}") {
        for begin in ["", "{", "[[down]]\n", "{\"down\": ["] {
            let _faulty = read_situation("x", &[begin.as_bytes(), &bytes].concat());
            let _faulty = read_situation("x", format!("{begin}{text}").as_bytes());
        }
    }

    #[test]
    fn more_spare_capacity_never_leaves_more_without_a_place(
        more in prop::collection::vec(0.0_f32..800.0, 3), down in 0_usize..3,
    ) {
        let network = region();
        let mut roomy = network.clone();
        let laboratories = ["lab-a", "lab-b", "lab-c"];
        for (name, more) in laboratories.iter().zip(&more) {
            let taker = roomy.services.iter_mut().find(|one| one.id.institution == *name).unwrap();
            let before = taker.capacity_per_day.unwrap().likely;
            taker.capacity_per_day = Some(Amount::known(before + more));
        }
        let text = format!("{HOSTING}[[down]]\nwhat = \"{}\"\n", laboratories[down]);
        let unplaced = |network: &Network| ask(network, &text, 4, 1).laboratories.unplaced;
        prop_assert!(unplaced(&roomy) <= unplaced(&network));
    }

    #[test]
    fn isolating_now_never_compromises_more_in_any_pair_of_runs(
        seed in 0_u64..10_000, spread in 0.1_f32..20.0, who in prop::sample::select(vec!["host", "north", "gp-1"]),
    ) {
        let mut network = region();
        network.links.iter_mut().for_each(|link| link.spread_per_day = Amount::known(spread));
        let text = format!("[[compromised]]\nwho = \"{who}\"\nsince_h = 3\n");
        let isolate = ask(&network, &text, 1, seed).isolate;
        prop_assert_eq!(isolate.pairs, 1);
        for saves in isolate.each.iter().chain(&isolate.all) {
            prop_assert!(saves.compromised.value >= 0.0, "{:?}", saves);
        }
    }

    #[test]
    fn longer_buffers_never_make_anything_fail_sooner(buffer in 0_u32..40, more in 0_u32..40) {
        let hour = |buffer: u32| {
            let mut network = region();
            network.dependencies[1] = needs("north/clinical-biology", "north/lis", buffer as f32);
            let failing = ask(&network, HOSTING, 1, 1).failing;
            let laboratory = failing.iter().find(|one| one.service == id("north/clinical-biology"));
            laboratory.map_or(AHEAD_H, |one| one.hours.p50)
        };
        // Two of the hours have passed.
        prop_assert_eq!(hour(buffer), buffer.saturating_sub(2));
        prop_assert!(hour(buffer + more) >= hour(buffer));
    }

    #[test]
    fn the_best_order_found_is_never_worse_than_the_usual_one(
        seed in 0_u64..1000, buffers in prop::collection::vec(0.0_f32..200.0, 5), alone in prop::sample::select(vec![true, false]),
    ) {
        let mut network = down_hospital(true);
        for (dependency, buffer_h) in network.dependencies.iter_mut().zip(buffers) {
            dependency.buffer_h = Amount::known(buffer_h.round());
            dependency.first_loss = Amount::known(0.3);
        }
        let what = if alone { "[[down]]\nwhat = \"north\"\n" } else { "[[compromised]]\nwho = \"north\"\n" };
        let restoring = ask(&network, what, 8, seed).restore.unwrap();
        prop_assert!(restoring.days_saved.value >= -1e-6, "{:?}", restoring);
    }

    #[test]
    fn what_is_known_is_never_contradicted(seed in 0_u64..1000, since in 1_u32..100) {
        let model = model(&region());
        let mut situation = situation(&format!("[[compromised]]\nwho = \"north\"\nsince_h = {since}\n"));
        situation.down.push(Down {
            what: "north/lis".into(), since_h: 0, left: 0.2, back_in_h: None, at: Default::default(),
        });
        let known = situation.resolve(&model).unwrap();
        let shock = known.shock(&model, Chance::new(seed, 3));
        prop_assert_eq!(known.now, since);
        prop_assert_eq!(shock.compromised[0].1, 0);
        prop_assert!(shock.isolated[0].1 > known.now);
        let least = Parameters::default().get(Parameter::StartDays) * 24.0;
        prop_assert!(f64::from(shock.outages[0].recovery.unwrap().start) >= f64::from(since) + least);
    }
}
