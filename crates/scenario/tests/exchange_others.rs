//! The Common Exercise Format, rows of T3SF and definitions of INJECT into scenarios; and the first of them back.

use std::path::{Path, PathBuf};

use scenario::exchange::{ExportKind, ExportOptions, Imported, Options, Source, export, import};
use scenario::files::Files;
use scenario::format::{Inject, Language};
use scenario::read::{Written, read};

fn data(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(name)
}

fn again(imported: &Imported) -> Written {
    let reading = read(&imported.to_files().expect("it can be written"));
    let found: Vec<String> = reading
        .findings
        .iter()
        .map(|finding| format!("{}: {}", finding.rule.id(), finding.message))
        .collect();
    assert_eq!(found, [""; 0]);
    reading.written.expect("an exercise")
}

fn file(name: &str) -> Imported {
    let bytes = std::fs::read(data(name)).expect("our own file");
    import(&Source::file(name, &bytes), None, &Options::default()).expect("it can be imported")
}

fn english() -> Language {
    "en".parse().expect("a language")
}

fn lines(written: &Written) -> Vec<String> {
    let line = |inject: &Inject| {
        format!(
            "{} {} {} {} {} [{}]{}",
            inject.at.as_ref().map_or("-".to_owned(), |at| at.to_string()),
            inject.id.value,
            inject.channel.as_ref().map_or("-", |channel| channel.word()),
            inject.from.as_ref().map_or("-".to_owned(), |from| from.to_string()),
            inject.to.iter().map(|to| to.to_string()).collect::<Vec<_>>().join("+"),
            inject.when.as_ref().map_or("", |when| &when.value),
            inject.kind.as_ref().map_or(String::new(), |kind| format!(" {}", kind.word())),
        )
    };
    written.injects.iter().map(|inject| line(inject)).collect()
}

fn lost(imported: &Imported, parts: &[&str]) {
    let lost: Vec<String> =
        imported.lost.iter().map(|lost| format!("{}: {}", lost.place, lost.what)).collect();
    for part in parts {
        assert!(lost.iter().any(|line| line.contains(part)), "{part} in {lost:#?}");
    }
}

#[test]
fn an_exercise_of_misp_becomes_a_scenario() {
    let imported = file("cexf.json");
    let written = again(&imported);
    assert_eq!(written.exercise.title.get(english()), "Ward under attack");
    assert_eq!(written.exercise.duration.to_string(), "1h30m");
    assert_eq!(
        lines(&written),
        [
            "0m mail-from-the-alarm email - all []",
            "- write-it-down portal - all [delivered('mail-from-the-alarm')]",
            "15m bad-traffic manual - all []",
            "- without-flow email - all [] contingency",
        ]
    );
    assert_eq!(written.injects[1].release.as_ref().map(|release| release.word()), Some("excon"));
    assert_eq!(written.injects[0].attachments[0].to_string(), "file/mail.eml");
    let text = written.texts.get(english(), "mail-from-the-alarm").expect("a text");
    assert!(text.body.ends_with("The files of the ward are encrypted."), "{}", text.body);
    assert!(written.injects[0].expect.len() == 1 && written.injects[0].expect[0].that.is_none());
    assert_eq!(
        written.texts.get(english(), "mail-from-the-alarm.expect").expect("a text").subject,
        "Event created"
    );
    lost(
        &imported,
        &[
            "injects[0].inject_evaluation[0]: what is looked for in \"MISP\" (data_filtering, score [0,20])",
            "inject_flow[1].requirements: it waits for other injects until \"Event created\"",
            "inject_flow[2].timing.periodic_run_every: not used: 10",
            "inject_flow[3]: the flow of an inject that is not there",
            "inject_payloads[1]: \"tcp_connection\"",
            "inject_payloads[2]: a payload that no inject uses: spare",
            "exercise.meta: not used",
            "exercise.uuid",
        ],
    );
}

#[test]
fn what_is_exported_to_misp_comes_back_with_its_times_and_words() {
    let ward = read(&Files::open(&data("ward")).expect("our own scenario")).written.expect("an exercise");
    let exported =
        export(&ward, ExportKind::Cexf, &ExportOptions::new(english())).expect("it can be exported");
    let same = export(&ward, ExportKind::Cexf, &ExportOptions::new(english())).expect("it can be exported");
    assert_eq!(exported.bytes, same.bytes, "the same scenario gives the same bytes");
    let back = import(&Source::file(&exported.file_name, &exported.bytes), None, &Options::default());
    let written = again(&back.expect("it can be imported"));
    assert_eq!(written.exercise.duration, ward.exercise.duration);
    assert_eq!(written.injects.len(), ward.injects.len());
    let at = |inject: &Inject| inject.at.as_ref().map(|at| at.to_string());
    let titled = |title: &str| {
        let named = |inject: &&scenario::read::In<Inject>| {
            inject.title.as_ref().is_some_and(|name| name.get(english()) == title)
        };
        written.injects.iter().find(named).expect(title)
    };
    assert_eq!(at(titled("Potassium")).as_deref(), Some("12m"));
    assert_eq!(at(titled("Divert?")).as_deref(), Some("1h30m"));
    let text = written.texts.get(english(), titled("Potassium").id.as_str()).expect("a text");
    assert!(text.body.contains("the **third** impossible value"), "{}", text.body);
    let lost: Vec<String> =
        exported.lost.iter().map(|lost| format!("{}: {}", lost.place, lost.what)).collect();
    for part in
        ["injects: press: its condition", "and 3 more: to whom it goes (6 times)", "challenges.yaml: 1"]
    {
        assert!(lost.iter().any(|line| line.contains(part)), "{part} in {lost:#?}");
    }
}

#[test]
fn rows_of_t3sf_become_a_scenario() {
    let imported = file("t3sf.json");
    let written = again(&imported);
    assert_eq!(
        lines(&written),
        [
            "0m 01-strange-files - persona/monitoring role/it []",
            "2m 02-pay - persona/director role/crisis-team+role/it []",
            "4m 03-question - persona/the-daily-post all []",
        ]
    );
    let decision = &written.exercise.decisions[0];
    let options: Vec<&str> = decision.options.iter().map(|option| option.id.as_str()).collect();
    assert_eq!(options, ["pay", "refuse"]);
    assert_eq!(written.injects[1].decision.as_ref().map(|id| &id.value), Some(&decision.id.value));
    lost(
        &imported,
        &["the column \"Photo\": https://ward.example/a.jpg", "the moment in the story: Monday 9:30 AM"],
    );
}

#[test]
fn a_definition_of_inject_becomes_a_scenario() {
    let mut files = Files::default();
    let mut open = vec![data("inject")];
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(&folder).expect("a folder").filter_map(Result::ok) {
            if entry.path().is_dir() {
                open.push(entry.path());
            } else {
                let path = entry.path().strip_prefix(data("inject")).expect("inside").display().to_string();
                files.insert(path, std::fs::read(entry.path()).expect("a file")).expect("small");
            }
        }
    }
    let imported =
        import(&Source::folder("night", &files), None, &Options::default()).expect("it can be imported");
    let zip = files.to_zip().expect("it can be packed");
    let zipped =
        import(&Source::file("night.zip", &zip), None, &Options::default()).expect("it can be imported");
    assert_eq!(zipped.to_files().expect("files"), imported.to_files().expect("files"));
    let written = again(&imported);
    assert_eq!(written.exercise.title.get(english()), "Quiet night");
    assert_eq!(written.exercise.duration.to_string(), "1h30m");
    assert_eq!(
        lines(&written),
        [
            "0m start portal - role/it []",
            "15m told email persona/the-boss all [milestone('noticed') && !(milestone('paid') || milestone('reported'))]",
            "15m not-told email persona/the-boss all []",
            "- kept portal - all [] contingency",
        ]
    );
    let milestones: Vec<&str> =
        written.exercise.milestones.iter().map(|milestone| milestone.id.as_str()).collect();
    assert_eq!(milestones, ["noticed", "reported", "paid", "thanked"]);
    assert_eq!(written.injects[1].effects.len(), 2);
    let text =
        |key: &str| written.texts.get(english(), key).map(|text| text.body.clone()).unwrap_or_default();
    assert_eq!(text("start"), "It is night and the ward is quiet.");
    assert_eq!(text("not-told"), "Why did **nobody** tell me?");
    assert_eq!(written.injects[2].attachments[0].to_string(), "file/map.txt");
    assert_eq!(written.survey.len(), 2);
    assert_eq!(written.exercise.objectives.len(), 1);
    lost(
        &imported,
        &[
            "injects/first.yml: [1].alternatives[1].milestone_condition: a condition that cannot be read",
            "injects/first.yml: [1].alternatives[0].deactivate_milestone",
            "injects/first.yml: [1].alternatives[0].control.priority: not used: 3",
            "injects/second.yml: [0].type: hologram",
            "injects/second.yml: [0].mood: not used: \"bad\"",
            "config.yml: show_scores: not used: true",
            "tools.yml: [0]: not used",
            "channels.yml: [0]: not used",
            "content/unused.md: a file that no inject names",
            "questionnaires: [0].correct: not used: 1",
        ],
    );
}
