//! Scenarios of OpenAEV into ours.

use std::path::Path;

use scenario::exchange::{Imported, Kind, Options, Source, import};
use scenario::files::Files;
use scenario::format::{Address, Channel, InjectKind, Language};
use scenario::read::{Written, read};

/// The scenario as it is read again after it was written; nothing may be wrong with how it is written.
fn again(imported: &Imported) -> Written {
    let files = imported.to_files().expect("it can be written");
    let reading = read(&files);
    let found: Vec<String> = reading
        .findings
        .iter()
        .map(|finding| format!("{}: {}", finding.rule.id(), finding.message))
        .collect();
    assert_eq!(found, [""; 0]);
    reading.written.expect("an exercise")
}

/// Words in brackets, as somebody leaves them who still has to fill something in.
fn bracketed(text: &str) -> bool {
    text.replace("[For Immediate Release]", "").contains('[')
}

#[test]
fn the_published_tabletop_keeps_all_that_is_wrong_with_it() {
    let path =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/scenarios/openaev-akira.json");
    let Ok(bytes) = std::fs::read(&path) else {
        eprintln!("skipped: {} is not there", path.display());
        return;
    };
    let imported =
        import(&Source::file("akira.json", &bytes), None, &Options::default()).expect("it can be imported");
    let written = again(&imported);
    let english: Language = "en".parse().expect("a language");
    assert_eq!(written.languages().collect::<Vec<_>>(), [english]);
    assert_eq!((written.roles.len(), written.injects.len()), (14, 20));
    assert!(written.injects.iter().all(|inject| inject.to.len() == 1 && inject.to[0].value == Address::All));
    assert!(
        written.injects.iter().all(|inject| inject.channel.as_ref().map(|c| c.value) == Some(Channel::Email))
    );
    let ids: Vec<&str> = written.injects.iter().map(|inject| inject.id.as_str()).collect();
    let mut sorted = ids.clone();
    sorted.sort_unstable();
    assert_eq!(ids, sorted, "the numbers follow the time");
    assert_eq!(ids[4], "04-update-ransom-note-found-akira-ransomware");
    let brackets: Vec<usize> = (0..20)
        .filter(|number| {
            let inject = &written.injects[*number];
            let text = written.texts.get(english, inject.id.as_str()).expect("its text");
            let title = inject.title.as_ref().map_or("", |title| title.get(english));
            [title, &text.subject, &text.body].iter().any(|words| bracketed(words))
        })
        .collect();
    assert_eq!(brackets, [5, 8, 10, 11, 12, 13, 15, 18, 19]);
    let values: Vec<&str> =
        written.exercise.variables.values().map(|value| value.get(english).trim()).collect();
    assert_eq!(values.iter().filter(|value| value.starts_with('[') && value.ends_with(']')).count(), 8);
    let expected: Vec<_> = written.injects.iter().flat_map(|inject| &inject.expect).collect();
    assert_eq!(expected.len(), 19);
    assert!(expected.iter().all(|expect| expect.that.is_none()));
    let text = written.texts.get(english, ids[11]).expect("a text");
    assert!(text.subject.ends_with("- {{company_name}}"), "{}", text.subject);
    assert!(text.body.contains("Dear {{person}} ,"), "{}", text.body);
    assert_eq!(written.exercise.duration.to_string(), "7h");
    // Nothing is dropped silently: the address it is sent from, the scores, the header.
    let lost: Vec<&str> = imported.lost.iter().map(|lost| lost.place.as_str()).collect();
    for place in ["scenario_information.scenario_mail_from", "scenario_information.scenario_severity"] {
        assert!(lost.contains(&place), "{place} in {lost:?}");
    }
    assert!(lost.iter().any(|place| place.ends_with("expectation_score")), "{lost:?}");
}

fn ours() -> Vec<u8> {
    std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/openaev.json"))
        .expect("our own file")
}

#[test]
fn everything_that_an_export_can_hold_finds_its_place() {
    let mut files = Files::default();
    files.insert("export/scenario.json".to_owned(), ours()).expect("a small file");
    files.insert("export/docs/map.png".to_owned(), b"png".to_vec()).expect("a small file");
    files.insert("export/docs/spare.txt".to_owned(), b"nobody names me".to_vec()).expect("a small file");
    let zip = files.to_zip().expect("it can be packed");
    let imported =
        import(&Source::file("export.zip", &zip), None, &Options::default()).expect("it can be imported");
    let written = again(&imported);
    let french: Language = "fr".parse().expect("a language");
    assert_eq!(written.languages().collect::<Vec<_>>(), [french]);
    let shown = |inject: &scenario::format::Inject| {
        format!(
            "{} {} {} {} {}",
            inject.at.as_ref().map_or("-".to_owned(), |at| at.to_string()),
            inject.id.value,
            inject.channel.as_ref().map_or("-", |channel| channel.word()),
            inject.to.iter().map(|to| to.to_string()).collect::<Vec<_>>().join("+"),
            inject.when.as_ref().map_or("-", |when| &when.value),
        )
    };
    let injects: Vec<String> = written.injects.iter().map(|inject| shown(inject)).collect();
    assert_eq!(
        injects,
        [
            "0m 01-premier-signe email role/cellule-de-crise -",
            "10m 02-article press all -",
            "20m 03-defi challenge role/it -",
            "30m 04-suite sms all (!delivered('01-premier-signe') || opened('01-premier-signe'))",
            "40m 05-jugement email all delivered('01-premier-signe')",
            "- 06-en-reserve manual all -",
            "- jamais-publie press all -",
        ]
    );
    let kinds: Vec<_> = written.injects.iter().filter_map(|inject| inject.kind.as_ref()).collect();
    assert!(kinds.len() == 2 && kinds.iter().all(|kind| kind.value == InjectKind::Contingency));
    let first = &written.injects[0];
    assert_eq!(first.attachments[0].to_string(), "file/map.png");
    assert!(written.attachments.contains("map.png"));
    let text = written.texts.get(french, "01-premier-signe").expect("a text");
    assert_eq!(text.body, "Bonjour {{person}},\n\n- un écran\n- [deux]\n\n${unknown}");
    assert_eq!(
        written.texts.get(french, "01-premier-signe.expect").expect("a text").subject,
        "Alerter: appeler le CSIRT"
    );
    let article = written.texts.get(french, "02-article").expect("a text");
    assert_eq!(
        (article.subject.as_str(), article.body.as_str()),
        ("L'hôpital à l'arrêt", "Les **urgences** sont fermées.")
    );
    assert_eq!(written.injects[1].from.as_ref().expect("a sender").to_string(), "persona/le-quotidien");
    assert_eq!(
        written.injects[1].expect[0].that.as_ref().expect("a condition").value,
        "opened('02-article')"
    );
    assert_eq!(
        written.injects[2].expect[0].that.as_ref().expect("a condition").value,
        "solved('trouver-le-domaine')"
    );
    assert_eq!(written.challenges[0].answer.is[0].value, "evil.example");
    assert_eq!(written.injects[4].release.as_ref().map(|release| release.word()), Some("excon"));
    assert_eq!(written.exercise.objectives[0].title.get(french), "Communiquer: avec tous");
    assert_eq!(written.survey.len(), 1);
    let lost: Vec<String> =
        imported.lost.iter().map(|lost| format!("{}: {}", lost.place, lost.what)).collect();
    for part in ["${unknown}", "spare.txt", "Manual", "switched off", "users", "challenge_flags"] {
        assert!(lost.iter().any(|line| line.contains(part)), "{part} in {lost:#?}");
    }
}

#[test]
fn what_is_no_export_is_refused_in_words() {
    let options = Options::default();
    let said = |name: &str, bytes: &[u8], kind| {
        import(&Source::file(name, bytes), kind, &options).expect_err("it is none").to_string()
    };
    assert!(said("a.json", b"{}", None).starts_with("a.json is nothing that can be imported"));
    assert_eq!(said("a.json", b"{}", Some(Kind::OpenAev)), "a.json: holds no scenario_information");
    assert!(said("a.json", b"{", Some(Kind::OpenAev)).starts_with("a.json: EOF"));
}
