//! Reading and writing the files of a scenario.

use std::path::Path;

use scenario::files::Files;
use scenario::finding::Rule;
use scenario::format::Language;
use scenario::read::{Reading, read};

const EXERCISE: &str = "\
format: 1
id: small
version: 1.0.0
title: Small
languages: [en]
duration: 30m
clock: {start: 2027-03-09T08:30, timezone: Europe/Brussels}
";

fn files(all: &[(&str, &str)]) -> Files {
    let mut files = Files::default();
    for (path, text) in all {
        files.insert((*path).to_owned(), text.as_bytes().to_vec()).expect("a small file");
    }
    files
}

/// What was found, as `file:line:column rule`.
fn found(reading: &Reading) -> Vec<String> {
    let show = |finding: &scenario::finding::Finding| {
        format!("{} {}", scenario::read::show(&reading.files, finding.place), finding.rule.id())
    };
    reading.findings.iter().map(show).collect()
}

#[test]
fn a_fault_says_where_it_is() {
    let cases = [
        ("exercise.yaml", "format: 1\nid: Not An Id\n", "exercise.yaml:2:5 syntax"),
        ("exercise.yaml", "format: 7\n", "exercise.yaml:1:9 format-version"),
        ("injects.yaml", "- id: a\n  chanel: email\n", "injects.yaml:2:3 syntax"),
        ("injects.yaml", "- id: a\n  to: [rol/a]\n", "injects.yaml:2:8 syntax"),
        ("injects.yaml", "- id: a\n  until: soon\n", "injects.yaml:2:10 syntax"),
        ("content/nl/a.md", "\nwords\n# a: b\n", "content/nl/a.md:2:1 text-key"),
        ("content/nl/a.md", "# A key: b\n", "content/nl/a.md:1:1 text-key"),
        ("content/nl/a.md", "# a: b\nc\n# a: d\n", "content/nl/a.md:3:1 duplicate"),
        ("overlays/belgium.yaml", "variables: {}\n", "overlays/belgium.yaml value"),
        ("notes.doc", "", "notes.doc unknown-file"),
        ("world.yaml", "roles:\n  - id: a\n   id: b", "world.yaml:2:5 syntax"),
    ];
    for (path, text, wanted) in cases {
        let all = [("exercise.yaml", EXERCISE), (path, text)];
        assert_eq!(found(&read(&files(&all))), [wanted], "{path}: {text:?}");
    }
}

#[test]
fn what_is_misspelt_is_told_in_plain_words() {
    for (path, text, wanted) in [
        ("injects.yaml", "- id: a\n  chanel: email\n", "\"chanel\" cannot stand here; there is: id, title,"),
        ("injects.yaml", "- id: a\n  chanel: email\n", "did you mean \"channel\"?"),
        ("injects.yaml", "- id: a\n  channel: emial\n", "\"emial\" is none of: email, sms,"),
        (
            "world.yaml",
            "organisations:\n  - {id: a, name: A, kind: hospitals}\n",
            "did you mean \"hospital\"?",
        ),
    ] {
        let reading = read(&files(&[("exercise.yaml", EXERCISE), (path, text)]));
        let said: Vec<_> = reading.findings.iter().map(|finding| finding.message.as_str()).collect();
        assert!(said.iter().any(|said| said.contains(wanted)), "{text:?}: {said:?}");
    }
}

#[test]
fn a_text_is_what_stands_between_two_keys() {
    let content =
        "# first: A subject: with a colon\n\nOne.\n\n```\n# no key\n```\n\n# second\n## Heading\nTwo.\n";
    let reading = read(&files(&[("exercise.yaml", EXERCISE), ("content/en/a.md", content)]));
    assert_eq!(found(&reading), [""; 0]);
    let written = reading.written.expect("an exercise");
    let english: Language = "en".parse().expect("a language");
    let first = written.texts.get(english, "first").expect("the first text");
    assert_eq!((first.subject.as_str(), first.body_line), ("A subject: with a colon", 3));
    assert_eq!(first.body, "One.\n\n```\n# no key\n```");
    let second = written.texts.get(english, "second").expect("the second text");
    assert_eq!((second.subject.as_str(), second.body.as_str()), ("", "## Heading\nTwo."));
}

#[test]
fn what_is_written_is_read_the_same() {
    for name in ["two-groups", "lab-in-the-dark"] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data/scenarios").join(name);
        let first = read(&Files::open(&folder).expect("a scenario of ours"));
        assert_eq!(first.findings, []);
        let first = first.written.expect("an exercise");
        let files = scenario::write::write(&first).expect("it can be written");
        let again = read(&files);
        assert_eq!(found(&again), [""; 0]);
        let second = scenario::write::write(&again.written.expect("an exercise")).expect("it can be written");
        assert!(files == second, "{name} changes when it is written twice");
    }
}

#[test]
fn a_zip_is_the_same_as_its_folder() {
    let all = files(&[("exercise.yaml", EXERCISE), ("content/en/a.md", "# a: b\n")]);
    let zip = all.to_zip().expect("it can be packed");
    assert_eq!(Files::from_zip(std::io::Cursor::new(&zip), "a.zip").expect("it can be unpacked"), all);
    let around = files(&[("small/exercise.yaml", EXERCISE), ("small/content/en/a.md", "# a: b\n")]);
    let zip = around.to_zip().expect("it can be packed");
    let unpacked = Files::from_zip(std::io::Cursor::new(&zip), "a.zip").expect("it can be unpacked");
    assert_eq!(unpacked.digest(), all.digest());
    let folder = tempfile::tempdir().expect("a temporary folder");
    all.write_to(folder.path()).expect("it can be written");
    assert_eq!(Files::open(folder.path()).expect("it can be read"), all);
}

#[test]
fn no_path_leads_out_of_a_scenario() {
    for path in ["../exercise.yaml", "/etc/passwd", "a//b", "a/./b", "c:\\a", ""] {
        assert!(Files::default().insert(path.to_owned(), Vec::new()).is_err(), "{path:?}");
    }
}

#[test]
fn every_rule_has_an_identifier_of_its_own() {
    let mut ids: Vec<_> = Rule::ALL.iter().map(|rule| rule.id()).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), Rule::ALL.len());
}
