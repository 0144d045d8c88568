//! `paraat scenario` and `paraat exercise`, mostly on the example of the guide for planners, copied out of the guide.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output};

use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use scenario::files::Files;
use serde_json::Value;
use tempfile::TempDir;

use crate::{Answer, paraat, paraat_in};

const GUIDE: &str = include_str!("../../../../docs/scenarios/README.md");

/// A folder with the folder `wrong-results` in it, as those have it who copy the guide's files one by one.
fn example() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let mut lines = GUIDE.lines();
    while let Some(line) = lines.next() {
        let Some((name, _)) = line.strip_prefix("**`").and_then(|rest| rest.split_once('`')) else {
            continue;
        };
        let block = lines.by_ref().skip_while(|line| !line.starts_with("```")).skip(1);
        let text: Vec<&str> = block.take_while(|line| *line != "```").collect();
        let file = folder.path().join("wrong-results").join(name);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text.join("\n") + "\n").unwrap();
    }
    folder
}

/// Replaces what stands once in a file of the example.
#[track_caller]
fn edit(folder: &TempDir, name: &str, old: &str, new: &str) {
    let file = folder.path().join("wrong-results").join(name);
    let text = fs::read_to_string(&file).unwrap();
    assert_eq!(text.matches(old).count(), 1, "{old:?} in {name}");
    fs::write(file, text.replace(old, new)).unwrap();
}

/// The two mistakes that the guide makes to show what a check says.
fn spoilt() -> TempDir {
    let folder = example();
    let call = "at: 3m, channel: phone, from: persona/nurse, to: [role/duty-doct";
    edit(&folder, "injects.yaml", &format!("{call}or]"), &format!("{call}er]"));
    warned_of(&folder);
    folder
}

/// A mistake of which a check only warns.
fn warned_of(folder: &TempDir) {
    edit(folder, "injects.yaml", "!within(contacted('kind/csirt'), '25m')", "!contacted('kind/csirt')");
}

fn in_folder(folder: &TempDir, arguments: &[&str]) -> Answer {
    paraat_in(folder.path(), arguments)
}

/// What lies in a folder: name and content of each file.
fn tree(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    Files::read(folder).unwrap().iter().map(|(name, bytes)| (name.to_owned(), bytes.to_vec())).collect()
}

fn last_line(answer: &Answer) -> &str {
    answer.out.lines().last().unwrap_or_default()
}

/// What the guide shows below a command, up to the next one.
fn shown(command: &str) -> Vec<&'static str> {
    let (_, after) = GUIDE.split_once(&format!("\n$ {command}\n")).unwrap();
    after.lines().take_while(|line| *line != "```" && !line.starts_with("$ ")).collect()
}

/// Everything shown stands in what the program says, in that order; `…` stands for lines left out.
#[track_caller]
fn is_shown(answer: &Answer, command: &str) {
    let mut said = answer.out.lines();
    let shown = shown(command);
    assert!(!shown.is_empty(), "{command}");
    for line in shown.iter().filter(|line| **line != "…") {
        assert!(
            said.any(|each| each == *line),
            "the guide shows {line:?} below {command:?}, but: {answer:?}"
        );
    }
}

#[test]
fn a_scenario_without_faults_is_said_to_have_none() {
    let folder = example();
    let expected = "wrong-results 0.1.0: 10 injects, 4 roles, 1 languages (en), 1h\n0 errors, 0 warnings\n";
    for more in [&[][..], &["--strict"]] {
        let answer = in_folder(&folder, &[&["scenario", "check", "wrong-results"], more].concat());
        assert_eq!((answer.code, &*answer.out, &*answer.err), (0, expected, ""));
    }
}

#[test]
fn a_fault_is_named_with_its_place_and_how_to_mend_it() {
    let folder = spoilt();
    let answer = in_folder(&folder, &["scenario", "check", "wrong-results"]);
    answer
        .must_be(1, "wrong-results/injects.yaml:9:70: error: there is no role \"duty-docter\"; did you mean")
        .must_be(1, "wrong-results/injects.yaml:23:27: warning: the condition of press-knows")
        .must_be(1, "\n    mend: add at:, or write !within(…, '45m')");
    assert_eq!(last_line(&answer), "1 error, 1 warning");
    is_shown(&answer, "paraat scenario check wrong-results");

    // In a zip, places are those within it.
    let zip = Files::open(&folder.path().join("wrong-results")).unwrap().to_zip().unwrap();
    fs::write(folder.path().join("packed.zip"), zip).unwrap();
    in_folder(&folder, &["scenario", "check", "packed.zip"]).must_be(1, "\ninjects.yaml:9:70: error: ");
}

#[test]
fn a_misspelt_field_is_named_with_what_may_stand_there() {
    let folder = example();
    edit(&folder, "injects.yaml", "at: 3m, channel:", "at: 3m, chanel:");
    let answer = in_folder(&folder, &["scenario", "check", "wrong-results"]);
    answer
        .must_be(1, "wrong-results/injects.yaml:9:28: error: \"chanel\" cannot stand here; there is: id, ")
        .must_be(1, "; did you mean \"channel\"? [syntax]");
    assert_eq!(last_line(&answer), "1 error, 0 warnings");
}

#[test]
fn warnings_count_when_it_is_strict() {
    let folder = example();
    warned_of(&folder);
    let lenient = in_folder(&folder, &["scenario", "check", "wrong-results"]);
    let strict = in_folder(&folder, &["scenario", "check", "wrong-results", "--strict"]);
    assert_eq!((lenient.code, last_line(&lenient)), (0, "0 errors, 1 warning"));
    assert_eq!((strict.code, &strict.out), (1, &lenient.out));
}

#[test]
fn programs_read_the_findings() {
    let folder = spoilt();
    let check = |format| {
        in_folder(&folder, &["scenario", "check", "wrong-results", "--format", format]).must_be(1, "").json()
    };
    let json = check("json");
    assert_eq!((&json["errors"], &json["warnings"]), (&1.into(), &1.into()));
    assert_eq!(json["totals"], serde_json::json!({"unknown-recipient": 1, "condition-at-once": 1}));
    let first = &json["findings"][0];
    assert_eq!(
        (&first["file"], &first["line"], &first["column"], &first["rule"], &first["severity"]),
        (&"injects.yaml".into(), &9.into(), &70.into(), &"unknown-recipient".into(), &"error".into())
    );

    let sarif = check("sarif");
    assert_eq!(sarif["version"], "2.1.0");
    let run = &sarif["runs"][0];
    let rules: Vec<&Value> =
        run["tool"]["driver"]["rules"].as_array().unwrap().iter().map(|rule| &rule["id"]).collect();
    let results = run["results"].as_array().unwrap();
    assert_eq!(results.len(), 2);
    assert!(results.iter().all(|result| rules.contains(&&result["ruleId"])));
    assert_eq!((&results[0]["level"], &results[1]["level"]), (&"error".into(), &"warning".into()));
    let region = &results[1]["locations"][0]["physicalLocation"]["region"];
    assert_eq!((&region["startLine"], &region["startColumn"]), (&23.into(), &27.into()));

    let fine = example();
    for format in ["json", "sarif"] {
        in_folder(&fine, &["scenario", "check", "wrong-results", "--format", format]).must_be(0, "").json();
    }
}

#[test]
fn what_is_no_scenario_is_refused_with_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("empty")).unwrap();
    fs::write(folder.path().join("text.yaml"), "format: 1\n").unwrap();
    for command in [
        &["scenario", "check"][..],
        &["scenario", "export", "--format", "print"],
        &["exercise", "rehearse"],
        &["exercise", "test"],
    ] {
        for (path, mend) in [
            ("empty", "empty holds no exercise.yaml: name the folder"),
            ("text.yaml", "text.yaml is no zip that can be read; name the folder of a scenario"),
            ("nowhere", "nowhere"),
        ] {
            let answer = in_folder(&folder, &[command, &[path]].concat());
            answer.must_be(2, mend);
            assert_eq!(answer.out, "");
        }
    }
    assert_eq!(tree(folder.path()).len(), 1, "nothing was written");
}

#[test]
fn each_file_has_a_schema_that_finds_misspelt_fields() {
    for file in scenario::schema::FILES {
        let schema = paraat(&["scenario", "schema", file]).must_be(0, "").json();
        assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema", "{file}");
        jsonschema::draft202012::meta::validate(&schema).unwrap_or_else(|error| panic!("{file}: {error}"));
    }
    let schema = paraat(&["scenario", "schema", "injects"]).must_be(0, "").json();
    let validator = jsonschema::draft202012::new(&schema).unwrap();
    let mut injects =
        serde_json::json!([{"id": "alert", "at": "6m", "channel": "siem", "to": ["role/lab-it"]}]);
    assert!(validator.is_valid(&injects));
    injects[0]["chanel"] = injects[0]["channel"].take();
    let faults: Vec<String> = validator.iter_errors(&injects).map(|error| error.to_string()).collect();
    assert!(faults.iter().any(|fault| fault.contains("chanel")), "{faults:?}");
    paraat(&["scenario", "schema", "inject"]).must_be(2, "injects");
}

const NIGHT_SHIFT: [&str; 12] = [
    "--title",
    "Night shift",
    "--players",
    "hospital,laboratory,csirt",
    "--countries",
    "BE",
    "--length",
    "2h",
    "--themes",
    "firmware,pressure",
    "--languages",
    "en",
];

fn new(folder: &TempDir, out: &str, more: &[&str]) -> Answer {
    in_folder(folder, &[&["scenario", "new", "--out", out], more].concat())
}

#[test]
fn a_new_scenario_has_no_faults_and_can_be_played_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let answer = new(&folder, "night-shift", &NIGHT_SHIFT);
    answer.must_be(0, "Written to night-shift: ");
    assert!(GUIDE.contains(&answer.out), "the guide shows something else than {answer:?}");
    let checked = in_folder(&folder, &["scenario", "check", "night-shift", "--strict"]);
    checked.must_be(0, "night-shift 0.1.0: ").must_be(0, "1 languages (en), 2h\n0 errors, 0 warnings\n");
    let said = answer.out.lines().last().unwrap().strip_prefix("Next: paraat ").unwrap();
    let rehearsed = in_folder(&folder, &said.split(' ').collect::<Vec<_>>());
    rehearsed.must_be(0, "Night shift (night-shift 0.1.0)\n").must_be(0, "3 players in 3 organisations");
    in_folder(&folder, &["exercise", "test", "night-shift"]).must_be(0, "1 passed, 0 failed\n");
}

#[test]
fn a_new_scenario_takes_no_folder_in_which_something_lies() {
    let folder = example();
    let before = tree(folder.path());
    for more in [&NIGHT_SHIFT[..], &["--whole", "lab-in-the-dark"]] {
        new(&folder, "wrong-results", more).must_be(2, "wrong-results is not empty; name a new folder");
    }
    assert_eq!(tree(folder.path()), before);
}

#[test]
fn a_wish_that_is_unknown_is_named_with_those_there_are() {
    let folder = tempfile::tempdir().unwrap();
    for (option, wrong, expected) in [
        ("--themes", "firmware,firmwre", "there is no \"firmwre\"; there is: europe, firmware, opinion, "),
        ("--players", "doctor", "there is no \"doctor\"; there is: ministry, csirt, "),
        ("--countries", "XX", "there is no \"XX\"; there is: BE, DE, FR, NL"),
        ("--languages", "es", "there is no \"es\"; there is: nl, fr, de, en"),
        ("--length", "long", "\"long\" is no length of time: write for instance 45s, 90m"),
        ("--start", "soon", "\"soon\" is no moment by the clock on the wall"),
        ("--themes", "", "nothing is chosen"),
    ] {
        let mut options = NIGHT_SHIFT.to_vec();
        match options.iter().position(|each| *each == option) {
            Some(place) => options[place + 1] = wrong,
            None => options.extend([option, wrong]),
        }
        new(&folder, "x", &options).must_be(2, expected);
    }
    new(&folder, "x", &["--whole", "nothing"])
        .must_be(2, "there is no scenario \"nothing\"; there is: lab-in-the-dark, two-groups");
    assert!(!folder.path().join("x").exists(), "nothing was written");
}

const ALL: [&str; 14] = [
    "--title",
    "Our exercise",
    "--players",
    "all",
    "--countries",
    "all",
    "--length",
    "4h",
    "--themes",
    "all",
    "--languages",
    "all",
    "--start",
    "2027-03-09T09:00",
];

#[test]
fn without_a_terminal_what_is_not_given_is_what_would_be_offered() {
    let folder = tempfile::tempdir().unwrap();
    let asked = new(&folder, "asked", &[]);
    asked.must_be(0, "Written to asked: ").must_be(0, ", 0 errors, 0 warnings.\n");
    assert!(!asked.out.contains('?'), "{asked:?}");
    new(&folder, "given", &ALL).must_be(0, "");
    assert_eq!(tree(&folder.path().join("asked")), tree(&folder.path().join("given")));
}

#[test]
fn on_a_terminal_it_asks_until_the_answer_can_be_used() {
    let folder = tempfile::tempdir().unwrap();
    let terminal = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
    grantpt(&terminal).unwrap();
    unlockpt(&terminal).unwrap();
    let name = ptsname(&terminal, Vec::new()).unwrap();
    let keyboard = File::options().read(true).write(true).open(name.to_str().unwrap()).unwrap();
    // An empty line takes what is offered; two answers are wrong, and asked again.
    File::from(terminal.try_clone().unwrap())
        .write_all(
            b"Night shift\nhospitol\nhospital, laboratory,csirt\nBE\nlong\n2h\nfirmware pressure\nen\n\n",
        )
        .unwrap();
    let Output { status, stdout, .. } = Command::new(env!("CARGO_BIN_EXE_paraat"))
        .args(["scenario", "new", "--out", "asked"])
        .current_dir(folder.path())
        .stdin(keyboard)
        .output()
        .unwrap();
    let said = String::from_utf8(stdout).unwrap();
    assert!(status.success(), "{said}");
    for (part, times) in [
        ("What is it called? [Our exercise] ", 1),
        ("Who plays? ministry, csirt, medicines-agency, hospital, laboratory, vendor, or all [all] ", 2),
        ("there is no \"hospitol\"; there is: ministry, ", 1),
        ("In which countries? ", 1),
        ("How long does it last? [4h] ", 2),
        ("\"long\" is no length of time: write for instance ", 1),
        ("About what? ", 1),
        ("In which languages? ", 1),
        ("When does its clock start? [2027-03-09T09:00] ", 1),
    ] {
        assert_eq!(said.matches(part).count(), times, "{part} in {said}");
    }
    new(&folder, "given", &NIGHT_SHIFT).must_be(0, "");
    assert_eq!(tree(&folder.path().join("asked")), tree(&folder.path().join("given")));
}

#[test]
fn a_whole_scenario_comes_as_it_is_and_passes_its_tests() {
    let folder = tempfile::tempdir().unwrap();
    for id in ["lab-in-the-dark", "two-groups"] {
        new(&folder, id, &["--whole", id]).must_be(0, ", 0 errors, 0 warnings.\n");
        let ours = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data/scenarios").join(id);
        assert!(tree(&folder.path().join(id)) == tree(&ours), "{id} is not as it is");
        let tested = in_folder(&folder, &["exercise", "test", id]);
        tested.must_be(0, "ok      tests/ideal.yaml:1:7: ").must_be(0, "4 passed, 0 failed\n");
        assert_eq!(tested.out.lines().filter(|line| line.starts_with("ok ")).count(), 4);
    }
    let whole = ["--whole", "lab-in-the-dark", "--title", "x"];
    new(&folder, "x", &whole).must_be(2, "--title");
}

const OPENAEV: &str = r#"{
    "export_version": 1,
    "scenario_information":
        {"scenario_name": "Night on ward 4", "scenario_description": "For the whole house.", "scenario_severity": "high"},
    "scenario_teams": [{"team_id": "t1", "team_name": "Crisis team"}],
    "scenario_variables": [{"variable_key": "amount", "variable_value": "2 million"}],
    "scenario_injects": [
        {"inject_id": "i2", "inject_title": "Ransom note", "inject_enabled": true, "inject_all_teams": true,
         "inject_depends_duration": 1800,
         "inject_content": {"subject": "Pay", "body": "<p>They want ${amount} of you.</p>"}},
        {"inject_id": "i1", "inject_title": "First call", "inject_enabled": true, "inject_teams": ["t1"],
         "inject_depends_duration": 0,
         "inject_content": {"subject": "The screens", "body": "<p>All the screens are black.</p>"}}]
}"#;

const LIST: &str = "Time,Channel,To,Subject,Message,Budget\n\
    0:00,e-mail,IT,Slow,All the computers are slow today and nobody knows why,12\n\
    0:30,phone,Director,Press,A journalist asks what is going on with the computers,\n";

fn import(folder: &TempDir, source: &str, out: &str) -> Answer {
    in_folder(folder, &["scenario", "import", source, "--out", out])
}

#[test]
fn what_others_wrote_becomes_a_scenario_without_errors_and_the_rest_is_listed() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("ward.json"), OPENAEV).unwrap();
    fs::write(folder.path().join("list.csv"), LIST).unwrap();
    for (source, out, lost, what, texts) in [
        (
            "ward.json",
            "ward",
            "not taken over: scenario_information.scenario_severity: not used: \"high\"\n",
            "night-on-ward-4 1.0.0: 2 injects, 1 roles, 1 languages (en), 1h30m\n",
            ["# first-call: The screens\n\nAll the screens are black.", "They want {{amount}} of you."],
        ),
        (
            "list.csv",
            "list",
            "not taken over: list.csv!F2: the column \"Budget\": 12\n",
            "list 1.0.0: 2 injects, 2 roles, 1 languages (en), 1h30m\n",
            ["# slow: Slow\n\nAll the computers are slow", "# press: Press\n\nA journalist asks"],
        ),
    ] {
        let answer = import(&folder, source, out);
        answer.must_be(0, lost).must_be(0, "the exercise ends an hour after its last inject");
        answer.must_be(0, &format!("Written to {out}: 2 injects; 1 things were not taken over.\n"));
        assert_eq!(last_line(&answer), format!("Next: paraat scenario check {out}"));
        in_folder(&folder, &["scenario", "check", out]).must_be(0, what).must_be(0, "\n0 errors, ");
        let written: String = tree(&folder.path().join(out))
            .into_values()
            .map(|bytes| String::from_utf8(bytes).unwrap())
            .collect();
        for text in texts {
            assert!(written.contains(text), "{text} in {written}");
        }
        import(&folder, source, out).must_be(2, &format!("{out} is not empty; name a new folder"));
    }
    fs::write(folder.path().join("words.txt"), "Nothing of the kind.\n").unwrap();
    import(&folder, "words.txt", "x")
        .must_be(2, "words.txt is nothing that can be imported: name its format, one of");
    assert!(!folder.path().join("x").exists(), "nothing was written");
}

fn export(folder: &TempDir, path: &str, format: &str, more: &[&str]) -> Answer {
    in_folder(folder, &[&["scenario", "export", path, "--format", format], more].concat())
}

#[test]
fn an_export_is_written_and_what_is_not_in_it_is_listed() {
    let folder = example();
    for (format, out) in [("msel", "msel.xlsx"), ("cexf", "events.json"), ("print", "pack.html")] {
        let answer = export(&folder, "wrong-results", format, &["--out", out]);
        let bytes = fs::read(folder.path().join(out)).unwrap();
        let listed = answer.out.lines().filter(|line| line.starts_with("not in the export: ")).count();
        // Paper holds all of it; a list and another program's format do not.
        assert_eq!(listed > 0, format != "print", "{answer:?}");
        answer.must_be(
            0,
            &format!("Written to {out}: {} bytes; {listed} sorts of things are not in it.\n", bytes.len()),
        );
    }
    let events: Value =
        serde_json::from_slice(&fs::read(folder.path().join("events.json")).unwrap()).unwrap();
    assert_eq!(events["injects"].as_array().unwrap().len(), 10);
    let page = fs::read_to_string(folder.path().join("pack.html")).unwrap();
    assert!(page.contains("<h1>EXERCISE: Wrong results</h1>") && page.contains("Do I treat him?"), "{page}");

    // What others can read can be read again.
    for (source, out) in [("msel.xlsx", "sheet"), ("events.json", "events")] {
        import(&folder, source, out).must_be(0, &format!("Written to {out}: 10 injects; "));
    }

    // Without a name the file gets one that says what it is.
    let before = tree(folder.path());
    export(&folder, "wrong-results", "print", &[]).must_be(0, "Written to ");
    let after = tree(folder.path());
    let new: Vec<&String> = after.keys().filter(|name| !before.contains_key(*name)).collect();
    assert!(new.len() == 1 && new[0].contains("wrong-results") && new[0].ends_with(".html"), "{new:?}");
    assert_eq!(after[new[0]], page.as_bytes());
    export(&folder, "wrong-results", "pdf", &[]).must_be(2, "\"pdf\" is none of: msel, cexf, print");
}

#[test]
fn paper_says_in_its_language_that_it_is_an_exercise() {
    let folder = tempfile::tempdir().unwrap();
    new(&folder, "lab", &["--whole", "lab-in-the-dark"]).must_be(0, "");
    let page = |more: &[&str]| {
        export(&folder, "lab", "print", &[&["--out", "pack.html"], more].concat()).must_be(0, "pack.html");
        fs::read_to_string(folder.path().join("pack.html")).unwrap()
    };
    for (language, word) in [("nl", "OEFENING"), ("fr", "EXERCICE"), ("de", "ÜBUNG"), ("en", "EXERCISE")] {
        let page = page(&["--language", language]);
        assert!(page.contains(&format!("<html lang=\"{language}\"")), "{language}");
        assert!(page.contains(&format!("<h1>{word}: ")) && !page.contains("<script"), "{language}");
    }
    let whole = page(&[]);
    assert_eq!(whole, page(&["--language", "nl"]), "the first language is that of the exercise");
    assert!(page(&["--from", "1h"]).len() < whole.len());
}

fn rehearse(folder: &TempDir, more: &[&str]) -> Answer {
    in_folder(folder, &[&["exercise", "rehearse", "wrong-results"], more].concat())
}

const MIXTURE: [&str; 5] = ["--players", "8", "--bots", "ideal=0.5,late=0.5", "--seed"];

#[test]
fn the_same_seed_gives_the_same_rehearsal_and_another_gives_another() {
    let folder = example();
    let bytes = |seed, name| {
        let answer = rehearse(&folder, &[&MIXTURE[..], &[seed, "--json", name]].concat());
        answer.must_be(0, "Rehearsal of an exercise, played by bots: nothing of this is real\n");
        fs::read(folder.path().join(name)).unwrap()
    };
    let (first, again, other) = (bytes("7", "a.json"), bytes("7", "b.json"), bytes("8", "c.json"));
    assert!(first == again, "the same seed gave something else");
    let without_seed = |bytes: &[u8]| {
        let mut report: Value = serde_json::from_slice(bytes).unwrap();
        assert!(report["setup"]["seed"].take().is_u64());
        report
    };
    assert_ne!(without_seed(&first), without_seed(&other));

    // To standard output goes the same, and nothing else.
    let printed = rehearse(&folder, &[&MIXTURE[..], &["7", "--json", "-"]].concat());
    assert_eq!((printed.code, printed.out.trim_end().as_bytes()), (0, first.trim_ascii_end()));
}

#[test]
fn the_page_of_a_rehearsal_runs_nothing() {
    let folder = example();
    rehearse(&folder, &["--html", "page.html"]).must_be(0, ", 0 dead ends\n");
    let page = fs::read_to_string(folder.path().join("page.html")).unwrap();
    assert!(page.contains("Wrong results") && page.contains("<svg"), "{page}");
    assert!(!page.contains("<script"), "{page}");
    rehearse(&folder, &["--html", "no/such/folder.html"]).must_be(2, "no/such/folder.html cannot be written");
}

#[test]
fn a_rehearsal_that_cannot_be_played_says_why() {
    let folder = example();
    for (more, expected) in [
        (["--players", "3"], "3 players are too few: the exercise is made for at least 4 (players.least"),
        (["--language", "nl"], "the scenario is not written in nl; it is in en"),
        (["--bots", "ideel=1"], "\"ideel\" is none of: ideal, alone, late, silent, panicked"),
        (["--bots", "ideal=0"], "at least one share must be above 0"),
        (["--bots", "ideal=-1"], "-1 is no share: write a number above 0"),
    ] {
        let answer = rehearse(&folder, &more);
        answer.must_be(2, expected);
        assert_eq!(answer.out, "");
    }
    let spoilt = spoilt();
    for (command, expected) in [
        ("rehearse", "it cannot be rehearsed before the errors are mended"),
        ("test", "it cannot be tested before the errors are mended"),
    ] {
        let answer = in_folder(&spoilt, &["exercise", command, "wrong-results"]);
        answer.must_be(2, expected);
        assert!(answer.out.contains("wrong-results/injects.yaml:9:70: error: "), "{answer:?}");
    }
}

#[test]
fn branches_of_other_bots_are_dead_ends_only_when_it_is_played_once() {
    let folder = example();
    let usual = rehearse(&folder, &["--strict"]);
    usual.must_be(0, "\nBranches    2 that these bots did not take, and others do\nDead ends   none\n");
    is_shown(&usual, "paraat exercise rehearse wrong-results");
    let once = rehearse(&folder, &["--once", "--strict"]);
    once.must_be(1, "\nDead ends   2: 2 injects never went")
        .must_be(1, "wrong-results/injects.yaml:23: press-knows: inject never went")
        .must_be(1, "wrong-results/injects.yaml:26: patient-treated: inject never went");
    assert!(!once.out.contains("Branches"), "{once:?}");
    rehearse(&folder, &["--once"]).must_be(0, ", 2 dead ends\n");

    // No bots file a final report here: nothing brings it about.
    edit(&folder, "injects.yaml", "!within(contacted('kind/csirt'), '25m')", "filed('final')");
    let never = rehearse(&folder, &["--strict"]);
    never.must_be(1, "Branches    1 ").must_be(1, "press-knows: inject never went, with no kind of bots\n");
}

#[test]
fn a_test_that_fails_says_what_came_instead() {
    let folder = example();
    let test = || in_folder(&folder, &["exercise", "test", "wrong-results"]);
    let passed = test();
    passed.must_be(0, "1 passed, 0 failed\n");
    is_shown(&passed, "paraat exercise test wrong-results");

    edit(&folder, "tests/ideal.yaml", "is: never", "is: delivered");
    edit(&folder, "tests/ideal.yaml", "name: A laboratory", "name: B laboratory");
    fs::write(
        folder.path().join("wrong-results/tests/silent.yaml"),
        "name: Nobody does anything\nseed: 7\nbots: {silent: 1}\nexpect:\n  \
         - {inject: patient-treated, is: delivered}\n  - {objective: o1, met: false}\n",
    )
    .unwrap();
    let failed = test();
    let expected = "FAILED  tests/ideal.yaml:1:7: B laboratory that calls early contains it\n    \
        wrong-results/tests/ideal.yaml:7:14: press-knows: 0 of 1 copies went, 1 never came due, delivered is wanted\n\
        ok      tests/silent.yaml:1:7: Nobody does anything\n\
        1 passed, 1 failed\n";
    assert_eq!((failed.code, &*failed.out), (1, expected));
}
