//! Every rule of the checker: what breaks it, and where that is said. The scenario that each case begins with is clean.

use scenario::check::check;
use scenario::files::Files;
use scenario::finding::Rule;
use scenario::read::show;

const FILES: &[(&str, &str)] = &[
    (
        "exercise.yaml",
        "\
format: 1
id: small
version: 1.0.0
title: {en: Small, nl: Klein}
languages: [en, nl]
duration: 3h
clock: {start: 2027-03-09T08:30, timezone: Europe/Brussels}
hours: {from: \"08:00\", to: \"18:00\"}
players: {least: 4}
load: {most: 2, within: 10m}
objectives:
  - {id: o1, title: {en: Help, nl: Hulp}}
milestones:
  - {id: warned, title: {en: Warned, nl: Gewaarschuwd}}
decisions:
  - id: pay
    title: {en: Pay?, nl: Betalen?}
    options: [{id: refuse, title: {en: \"No\", nl: Neen}}, {id: pay, title: {en: \"Yes\", nl: Ja}}]
    by: [role/director]
variables:
  ransom: {en: a million, nl: een miljoen}
",
    ),
    (
        "world.yaml",
        "\
organisations:
  - {id: be, name: Belgium, kind: state, country: BE, plays: false}
  - {id: lab, name: Lab, kind: laboratory, parent: be, several: true}
  - {id: csirt, name: CSIRT, kind: csirt, parent: be}
roles:
  - {id: director, name: {en: Director, nl: Directeur}, at: [kind/laboratory]}
  - {id: officer, name: {en: Officer, nl: Wacht}, at: [org/csirt]}
cells:
  - {id: excon, name: {en: Control, nl: Leiding}}
personas:
  - {id: fox, name: Fox, kind: attacker, channels: [email], cell: excon}
assets:
  - id: analyser
    name: Analyser
    at: kind/laboratory
    states:
      - {id: normal, title: {en: Normal, nl: Normaal}}
      - {id: wrong, title: {en: Wrong, nl: Fout}, means: wrong}
      - {id: isolated, title: {en: Isolated, nl: Apart}, means: isolated}
    moves:
      - {from: [wrong], to: isolated, action: {en: Isolate, nl: Isoleer}}
",
    ),
    (
        "injects.yaml",
        "\
- id: note
  channel: email
  from: persona/fox
  to: [role/director]
  at: 10m
  until: 1h
  decision: pay
  challenge: domain
  attachments: [artefact/proxy, file/map.txt]
  effects: [{milestone: warned}, {asset: analyser, state: wrong}]
  expect:
    - {that: \"contacted('kind/csirt')\", within: 30m, objective: o1}
  hint: {after: 20m}
- id: call
  to: [role/officer]
  when: \"milestone('warned') && contacted('kind/csirt', 'any')\"
  until: 2h
",
    ),
    ("artefacts.yaml", "- {id: proxy, kind: proxy-log, lines: 200, split: {pieces: 2}}\n"),
    (
        "challenges.yaml",
        "\
- id: domain
  kind: technical
  to: [role/director]
  evidence: [artefact/proxy]
  answer: {kind: domain, planted: \"artefact/proxy#c2_domain\"}
  hints: 1
",
    ),
    ("measures.yaml", "- {measure: first-contact-csirt, target: 30m, objective: o1}\n"),
    ("survey.yaml", "- {id: alone, kind: scale}\n"),
    ("overlays/BE.yaml", "variables: {ransom: {en: a lot, nl: veel}}\ninjects:\n  call: {drop: false}\n"),
    ("tests/ideal.yaml", "name: Ideal\nexpect:\n  - {inject: note, is: delivered}\n"),
    ("files/map.txt", "A map"),
    ("content/en/all.md", TEXTS),
    ("content/nl/all.md", TEXTS),
];

const TEXTS: &str = "\
# note: Pay {{ransom}}

Dear {{organisation}}, pay or {{artefact.proxy.c2_domain}} tells. See [our terms](https://fox.example).

[For Immediate Release]
# note.expect: Call
# note.hint: Whom?
# call: Called
# domain: Which domain?
# domain.solution: Compare
# domain.hint-1: Together
# survey.alone: Alone?
";

/// The files, with a text in one of them replaced.
fn changed(path: &str, from: &str, to: &str) -> Files {
    let mut files = Files::default();
    for (each, text) in FILES {
        let mut text = (*text).to_owned();
        if *each == path {
            assert!(text.contains(from), "{path} has no {from:?}");
            text = text.replacen(from, to, 1);
        }
        files.insert((*each).to_owned(), text.into_bytes()).expect("a small file");
    }
    if !FILES.iter().any(|(each, _)| *each == path) {
        files.insert(path.to_owned(), to.as_bytes().to_vec()).expect("a small file");
    }
    files
}

/// What is found: `file:line:column rule`.
fn found(files: &Files) -> Vec<String> {
    let report = check(files).report;
    report
        .findings
        .iter()
        .map(|each| format!("{} {}", show(&report.files, each.place), each.rule.id()))
        .collect()
}

#[test]
fn the_scenario_that_cases_begin_with_is_clean() {
    assert_eq!(found(&changed("none", "", "")), ["none unknown-file"]);
}

/// File, what stands there, what is written instead, and one of the findings that come of it.
const CASES: &[(&str, &str, &str, &str)] = &[
    ("challenges.yaml", "kind: domain, ", "kind: ip, ", "challenges.yaml:5:18 no-solution-path"),
    (
        "world.yaml",
        "nl: Isoleer}}",
        "nl: Isoleer}, by: [role/officer]}",
        "world.yaml:21:80 unknown-recipient",
    ),
    (
        "injects.yaml",
        "within: 30m, objective: o1",
        "within: 30m, by: [role/officer], objective: o1",
        "injects.yaml:12:59 unknown-recipient",
    ),
    (
        "injects.yaml",
        "that: \"contacted('kind/csirt')\"",
        "that: \"milestone('warned') && solved('domain') && decided('pay') && asset('analyser') == 'wrong' && false\"",
        "injects.yaml:12:14 unreachable",
    ),
    ("injects.yaml", "to: [role/director]", "to: [role/directr]", "injects.yaml:4:8 unknown-recipient"),
    ("injects.yaml", "  to: [role/director]\n", "", "injects.yaml:1:7 unknown-recipient"),
    ("injects.yaml", "to: [role/officer]", "to: [org/be]", "injects.yaml:14:7 unknown-recipient"),
    ("injects.yaml", "from: persona/fox", "from: persona/wolf", "injects.yaml:3:9 unknown-recipient"),
    ("injects.yaml", "to: [role/officer]", "to: [all]", "world.yaml:7:10 never-addressed"),
    ("injects.yaml", "  from: persona/fox\n", "", "world.yaml:11:10 never-addressed"),
    ("injects.yaml", "  from: persona/fox\n", "", "world.yaml:9:10 never-addressed"),
    ("injects.yaml", "decision: pay", "decision: flee", "injects.yaml:7:13 unknown-reference"),
    ("injects.yaml", "{milestone: warned}", "{milestone: waned}", "injects.yaml:10:25 unknown-reference"),
    ("injects.yaml", "state: wrong", "state: broken", "injects.yaml:10:59 unknown-reference"),
    ("injects.yaml", "{milestone: warned}, ", "{asset: analyser}, ", "injects.yaml:10:21 value"),
    ("injects.yaml", "objective: o1", "objective: o7", "injects.yaml:12:65 unknown-reference"),
    ("injects.yaml", "artefact/proxy", "artefact/proxi", "injects.yaml:9:17 unknown-reference"),
    ("injects.yaml", "file/map.txt", "file/map.png", "injects.yaml:9:33 missing-attachment"),
    ("injects.yaml", "- id: call", "- id: note", "injects.yaml:14:7 duplicate"),
    ("injects.yaml", "at: 10m", "at: 4h", "injects.yaml:5:7 timing"),
    ("injects.yaml", "until: 1h", "until: 5m", "injects.yaml:5:7 timing"),
    ("injects.yaml", "until: 2h", "until: 9h", "injects.yaml:17:10 timing"),
    ("injects.yaml", "within: 30m", "within: 3h", "injects.yaml:12:49 timing"),
    ("injects.yaml", "after: 20m", "after: 3h", "injects.yaml:13:17 timing"),
    (
        "injects.yaml",
        "  when: \"milestone('warned') && contacted('kind/csirt', 'any')\"\n",
        "",
        "injects.yaml:14:7 timing",
    ),
    ("injects.yaml", "channel: email", "channel: phone", "injects.yaml:2:12 persona-channel"),
    ("injects.yaml", "that: \"contacted('kind/csirt')\", ", "", "injects.yaml:1:7 manual-expectation"),
    (
        "injects.yaml",
        "contacted('kind/csirt')\", within",
        "contacted('kind/cirt')\", within",
        "injects.yaml:12:14 condition",
    ),
    (
        "injects.yaml",
        "milestone('warned') && contacted('kind/csirt', 'any')",
        "!milestone('warned')",
        "injects.yaml:16:9 condition-at-once",
    ),
    (
        "injects.yaml",
        "milestone('warned') && contacted('kind/csirt', 'any')",
        "opened('call')",
        "injects.yaml:16:9 cycle",
    ),
    (
        "injects.yaml",
        "milestone('warned') && contacted('kind/csirt', 'any')",
        "false",
        "injects.yaml:16:9 unreachable",
    ),
    ("injects.yaml", "{milestone: warned}, ", "", "exercise.yaml:14:10 unreachable"),
    ("injects.yaml", ", {asset: analyser, state: wrong}", "", "world.yaml:18:14 unreachable"),
    ("injects.yaml", "  challenge: domain\n", "", "challenges.yaml:1:7 no-solution-path"),
    (
        "injects.yaml",
        "attachments: [artefact/proxy, ",
        "attachments: [",
        "challenges.yaml:4:14 unreachable-clue",
    ),
    ("injects.yaml", "attachments: [artefact/proxy, ", "attachments: [", "artefacts.yaml:1:8 unused"),
    ("injects.yaml", "  decision: pay\n", "", "exercise.yaml:16:9 unused"),
    (
        "challenges.yaml",
        "evidence: [artefact/proxy]",
        "evidence: [inject/call]",
        "challenges.yaml:4:14 unreachable-clue",
    ),
    (
        "challenges.yaml",
        "evidence: [artefact/proxy]",
        "evidence: [inject/note]",
        "challenges.yaml:1:7 no-solution-path",
    ),
    (
        "challenges.yaml",
        "evidence: [artefact/proxy]",
        "evidence: [artefact/log]",
        "challenges.yaml:4:14 unknown-reference",
    ),
    (
        "challenges.yaml",
        ", planted: \"artefact/proxy#c2_domain\"",
        "",
        "challenges.yaml:5:18 no-solution-path",
    ),
    ("challenges.yaml", "proxy#c2_domain", "proxy#c3_domain", "challenges.yaml:5:35 unknown-reference"),
    (
        "challenges.yaml",
        "kind: domain, planted: \"artefact/proxy#c2_domain\"",
        "kind: choice, is: [a]",
        "challenges.yaml:5:18 value",
    ),
    ("challenges.yaml", "hints: 1", "hints: 2", "challenges.yaml:1:7 missing-translation"),
    ("artefacts.yaml", "pieces: 2", "pieces: 1", "artefacts.yaml:1:60 value"),
    ("artefacts.yaml", "kind: proxy-log, lines: 200", "kind: firmware-image", "artefacts.yaml:1:53 value"),
    ("artefacts.yaml", "split: {pieces: 2}", "plant: {c2_domain: bank.com}", "artefacts.yaml:1:63 value"),
    ("exercise.yaml", "nl: Hulp", "de: Hilfe", "exercise.yaml:12:21 missing-translation"),
    ("exercise.yaml", "{en: Help, nl: Hulp}", "Help", "exercise.yaml:12:21 missing-translation"),
    ("exercise.yaml", "a million", "\"[Amount]\"", "exercise.yaml:21:11 placeholder-variable"),
    (
        "exercise.yaml",
        "{en: Help, nl: Hulp}",
        "{en: \"Call [Name of CSIRT]\", nl: Hulp}",
        "exercise.yaml:12:21 placeholder",
    ),
    (
        "exercise.yaml",
        "{en: Help, nl: Hulp}",
        "{en: \"Call {{csirt}}\", nl: Hulp}",
        "exercise.yaml:12:21 unknown-variable",
    ),
    ("exercise.yaml", "duration: 3h", "duration: 0m", "exercise.yaml:6:11 never-ends"),
    ("exercise.yaml", "start: 2027-03-09T08:30", "start: tomorrow", "exercise.yaml:7:16 value"),
    ("exercise.yaml", "timezone: Europe/Brussels", "timezone: Europe/Brusels", "exercise.yaml:7:44 value"),
    ("exercise.yaml", "from: \"08:00\"", "from: \"09:00\"", "injects.yaml:5:7 outside-hours"),
    ("exercise.yaml", "load: {most: 2", "load: {most: 0", "injects.yaml:5:7 overload"),
    ("exercise.yaml", "variables:", "variables:\n  unused: {en: a, nl: b}", "exercise.yaml:21:11 unused"),
    (
        "exercise.yaml",
        "languages: [en, nl]",
        "languages: [en, nl, fr]",
        "exercise.yaml:4:8 missing-translation",
    ),
    ("exercise.yaml", "languages: [en, nl]", "languages: []", "exercise.yaml:2:5 value"),
    (
        "exercise.yaml",
        "objectives:\n",
        "phases:\n  - {id: p, title: {en: P, nl: P}, from: 9h}\nobjectives:\n",
        "exercise.yaml:12:42 timing",
    ),
    (
        "exercise.yaml",
        "objectives:\n",
        "phases:\n  - {id: p, title: {en: P, nl: P}, from: 0m, speed: 0}\nobjectives:\n",
        "exercise.yaml:12:53 value",
    ),
    (
        "exercise.yaml",
        "objectives:\n",
        "objectives:\n  - {id: o2, title: {en: B, nl: B}}\n",
        "exercise.yaml:12:10 no-expectation",
    ),
    ("world.yaml", "parent: be, several", "parent: lab, several", "world.yaml:3:10 cycle"),
    ("world.yaml", "parent: be, several", "parent: bee, several", "world.yaml:3:52 unknown-reference"),
    ("world.yaml", "at: [org/csirt]", "at: [org/be]", "world.yaml:7:10 unknown-reference"),
    ("world.yaml", "cell: excon", "cell: exkon", "world.yaml:11:67 unknown-reference"),
    ("world.yaml", "channels: [email]", "channels: []", "world.yaml:11:10 persona-channel"),
    (
        "world.yaml",
        "    moves:",
        "    moves:\n      - {from: [normal], to: wrong, after: 0m}\n      - {from: [wrong], to: normal, after: 0m}",
        "world.yaml:17:14 never-ends",
    ),
    (
        "world.yaml",
        "to: isolated, action: {en: Isolate, nl: Isoleer}",
        "to: isolated",
        "world.yaml:21:29 value",
    ),
    ("world.yaml", "plays: false}", "plays: false, timezone: Mars/Olympus}", "world.yaml:2:79 value"),
    ("content/en/all.md", "# call: Called\n", "", "injects.yaml:14:7 missing-translation"),
    (
        "content/en/all.md",
        "# call: Called",
        "# call: Call [Name of Officer]",
        "content/en/all.md:8:1 placeholder",
    ),
    (
        "content/nl/all.md",
        "or {{artefact",
        "[Company Name] or {{artefact",
        "content/nl/all.md:3:28 placeholder",
    ),
    ("content/nl/all.md", "{{organisation}}", "{{organization}}", "content/nl/all.md:3:6 unknown-variable"),
    (
        "content/nl/all.md",
        "# survey.alone: Alone?",
        "# survey.alone: Alone?\n# extra: Extra",
        "content/nl/all.md:13:1 unused-text",
    ),
    ("content/fr/all.md", "", "# extra: Extra\n", "content/fr/all.md:1:1 unused-text"),
    ("measures.yaml", "objective: o1", "objective: o9", "measures.yaml:1:58 unknown-reference"),
    (
        "overlays/BE.yaml",
        "  call: {drop: false}",
        "  cal: {drop: false}",
        "overlays/BE.yaml unknown-reference",
    ),
    (
        "overlays/BE.yaml",
        "call: {drop: false}",
        "call: {from: role/nobody}",
        "overlays/BE.yaml:3:16 unknown-recipient",
    ),
    ("tests/ideal.yaml", "inject: note", "inject: not", "tests/ideal.yaml:3:14 unknown-reference"),
    ("tests/ideal.yaml", "expect:", "bots: {alone: -1}\nexpect:", "tests/ideal.yaml:2:15 value"),
];

#[test]
fn every_fault_is_found_where_it_is() {
    let mut wrong = Vec::new();
    for (path, from, to, wanted) in CASES {
        let found = found(&changed(path, from, to));
        if !found.iter().any(|each| each == wanted) {
            wrong.push(format!(
                "{path}: {to:?} instead of {from:?}\n  wanted {wanted}\n  found  {}",
                found.join("\n         ")
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Each rule is broken by some case here, or by those of reading.
#[test]
fn every_rule_has_a_case() {
    let elsewhere = [Rule::Syntax, Rule::FormatVersion, Rule::UnknownFile, Rule::TextKey];
    for rule in Rule::ALL {
        let has = CASES.iter().any(|(.., wanted)| wanted.ends_with(&format!(" {}", rule.id())));
        assert!(has || elsewhere.contains(rule), "no case breaks {}", rule.id());
    }
}

#[test]
fn reports_say_the_same_to_people_and_programs() {
    let report = check(&changed("injects.yaml", "to: [role/director]", "to: [role/directr]")).report;
    let (human, json, sarif) = (report.human("here/"), report.json(), report.sarif("1"));
    assert!(
        human.contains(
            "here/injects.yaml:4:8: error: there is no role \"directr\"; did you mean \"director\"?"
        ),
        "{human}"
    );
    let last: Vec<_> = human.trim_end().lines().rev().take(1).collect();
    assert!(last[0].contains("error") && last[0].contains("warning"), "{human}");
    let results = sarif["runs"][0]["results"].as_array().expect("results");
    assert_eq!(json["findings"].as_array().map(Vec::len), Some(report.findings.len()));
    assert_eq!(results.len(), report.findings.len());
    let region = &results.iter().find(|each| each["ruleId"] == "unknown-recipient").expect("the finding")["locations"]
        [0];
    assert_eq!(region["physicalLocation"]["artifactLocation"]["uri"], "injects.yaml");
    assert_eq!(region["physicalLocation"]["region"]["startLine"], 4);
    let total: u64 =
        json["totals"].as_object().into_iter().flatten().filter_map(|(_, count)| count.as_u64()).sum();
    assert_eq!(total, report.findings.len() as u64);
}

#[test]
fn our_own_scenarios_are_clean() {
    for name in ["lab-in-the-dark", "two-groups"] {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data/scenarios").join(name);
        let report = check(&Files::open(&folder).expect("a scenario of ours")).report;
        assert!(report.findings.is_empty(), "{}", report.human(""));
    }
}

/// What editors are told is what the reader wants: our own files are valid under the published schemas.
#[test]
fn our_own_scenarios_are_valid_under_the_schemas() {
    for name in ["lab-in-the-dark", "two-groups"] {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data/scenarios").join(name);
        for (path, bytes) in Files::open(&folder).expect("a scenario of ours").iter() {
            let Some(section) = path.strip_suffix(".yaml") else { continue };
            let file = match section.split('/').next().unwrap_or_default() {
                "tests" => "test",
                "overlays" => "overlay",
                other => other,
            };
            let schema = scenario::schema::schema(file).unwrap_or_else(|| panic!("{path} has no schema"));
            let value: serde_json::Value = serde_saphyr::from_slice(bytes).expect("YAML");
            let validator = jsonschema::validator_for(&schema).expect("a schema");
            let wrong: Vec<_> = validator
                .iter_errors(&value)
                .map(|error| format!("{path}{}: {error}", error.instance_path()))
                .take(3)
                .collect();
            assert!(wrong.is_empty(), "{wrong:#?}");
        }
    }
}

/// The schemas that are published stand for what the program reads. After a change: `paraat scenario schema FILE`.
#[test]
fn the_published_schemas_are_those_of_the_reader() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data/schemas/scenario-1");
    for file in scenario::schema::FILES {
        let path = folder.join(format!("{file}.schema.json"));
        let text =
            std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let published: serde_json::Value = serde_json::from_str(&text).expect("JSON");
        assert!(scenario::schema::schema(file) == Some(published), "{file}: publish it again");
    }
}
