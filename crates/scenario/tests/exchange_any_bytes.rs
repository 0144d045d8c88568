//! Whatever is given to an importer, it answers: with a scenario that is read again, or with an error; never with a
//! panic.

use std::path::Path;
use std::sync::OnceLock;

use proptest::prelude::*;
use scenario::exchange::{ExportKind, ExportOptions, Kind, Options, Source, export, import};
use scenario::files::Files;
use scenario::read::{Written, read};

/// A good file of every format that is a file, to be spoiled.
fn good() -> &'static [(&'static str, Vec<u8>)] {
    static GOOD: OnceLock<Vec<(&str, Vec<u8>)>> = OnceLock::new();
    GOOD.get_or_init(|| {
        let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data");
        let file = |name: &str| std::fs::read(data.join(name)).expect("our own file");
        let ward =
            read(&Files::open(&data.join("ward")).expect("our own scenario")).written.expect("an exercise");
        let english = "en".parse().expect("a language");
        let sheet = export(&ward, ExportKind::Msel, &ExportOptions::new(english)).expect("a spreadsheet");
        let inject = Files::from_zip(std::io::Cursor::new(folder("inject")), "inject").expect("a zip");
        vec![
            ("openaev.json", file("openaev.json")),
            ("cexf.json", file("cexf.json")),
            ("t3sf.json", file("t3sf.json")),
            ("list.csv", b"Time,Title,To\nJ+1 H+2,A,IT\n09:30,B,\n".to_vec()),
            ("list.xlsx", sheet.bytes),
            ("inject.zip", inject.to_zip().expect("a zip")),
        ]
    })
}

/// The zip of a folder of the test data.
fn folder(name: &str) -> Vec<u8> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(name);
    let mut files = Files::default();
    let mut open = vec![root.clone()];
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(&folder).expect("a folder").filter_map(Result::ok) {
            if entry.path().is_dir() {
                open.push(entry.path());
            } else {
                let path = entry.path().strip_prefix(&root).expect("inside").display().to_string();
                files.insert(path, std::fs::read(entry.path()).expect("a file")).expect("small");
            }
        }
    }
    files.to_zip().expect("a zip")
}

fn answers(name: &str, bytes: &[u8], kind: Option<Kind>) {
    let Ok(imported) = import(&Source::file(name, bytes), kind, &Options::default()) else { return };
    let files = imported.to_files().expect("what is imported can be written");
    let reading = read(&files);
    let found: Vec<_> =
        reading.findings.iter().map(|finding| (finding.rule.id(), &finding.message)).collect();
    assert!(found.is_empty(), "{found:?}");
    let written: Written = reading.written.expect("an exercise");
    let ids =
        |written: &Written| written.injects.iter().map(|inject| inject.id.value.clone()).collect::<Vec<_>>();
    assert_eq!(ids(&written), ids(&imported.written), "every inject is read again");
    let language = written.exercise.languages[0].value;
    for kind in ExportKind::ALL {
        export(&written, *kind, &ExportOptions { from: Some(10), ..ExportOptions::new(language) })
            .expect("it can be exported");
    }
}

proptest! {
    #[test]
    fn any_bytes(bytes in proptest::collection::vec(any::<u8>(), 0..400), kind in 0..Kind::ALL.len()) {
        answers("any", &bytes, None);
        answers("any", &bytes, Kind::ALL.get(kind).copied());
    }

    #[test]
    fn a_good_file_spoiled(
        which in 0..6_usize,
        spoils in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0..4_u8), 1..8),
    ) {
        let (name, bytes) = good().get(which).expect("one of them");
        let mut bytes = bytes.clone();
        for (index, byte, how) in spoils {
            if bytes.is_empty() {
                break;
            }
            let place = index.index(bytes.len());
            match how {
                0 => bytes[place] = byte,
                1 => bytes.insert(place, byte),
                2 => { bytes.remove(place); }
                _ => bytes.truncate(bytes.len() - place / 8),
            }
        }
        answers(name, &bytes, None);
    }

    #[test]
    fn a_good_zip_spoiled_inside(
        sheet in any::<bool>(),
        file in any::<prop::sample::Index>(),
        spoils in proptest::collection::vec((any::<prop::sample::Index>(), "[0-9A-Za-z<>/\"=!:.-]{0,6}", 0..12_usize), 1..6),
    ) {
        let (name, bytes) = good().get(if sheet { 4 } else { 5 }).expect("one of them");
        let files = Files::from_zip(std::io::Cursor::new(bytes), name).expect("a zip");
        let paths: Vec<&str> = files.iter().map(|(path, _)| path).collect();
        let path = paths[file.index(paths.len())];
        let mut bytes = files.get(path).expect("a file").to_vec();
        for (index, put, cut) in spoils {
            let from = index.index(bytes.len() + 1);
            let to = (from + cut).min(bytes.len());
            bytes.splice(from..to, put.bytes());
        }
        let mut spoiled = files.clone();
        spoiled.insert(path.to_owned(), bytes).expect("small");
        answers(name, &spoiled.to_zip().expect("a zip"), None);
    }

    #[test]
    fn any_cells(rows in proptest::collection::vec(proptest::collection::vec(cell(), 1..7), 1..12)) {
        let mut text = String::from("ID,Time,Title,Message,To,From,Event Type\n");
        for row in rows {
            let cells: Vec<String> = row.iter().map(|cell| format!("\"{}\"", cell.replace('"', "\"\""))).collect();
            text.push_str(&cells.join(","));
            text.push('\n');
        }
        answers("list.csv", text.as_bytes(), Some(Kind::Msel));
    }

    #[test]
    fn any_words_in_an_export(title in cell(), subject in cell(), body in cell(), team in cell(), value in cell()) {
        let document = serde_json::json!({
            "scenario_information": {"scenario_name": title, "scenario_description": body},
            "scenario_teams": [{"team_id": "t", "team_name": team}],
            "scenario_variables": [{"variable_key": "a", "variable_value": value}],
            "scenario_injects": [
                {"inject_id": "i", "inject_title": title, "inject_teams": ["t"], "inject_depends_duration": 5,
                 "inject_content": {"subject": subject, "body": body, "expectations": [
                    {"expectation_name": subject, "expectation_description": body}]}},
                {"inject_id": "j", "inject_title": title, "inject_enabled": false},
            ],
        });
        answers("words.json", document.to_string().as_bytes(), Some(Kind::OpenAev));
    }
}

/// What may stand in a cell: anything, and what looks like something.
fn cell() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "[DJTHM][+-][0-9]{1,9}( [HM][+-][0-9]{1,9})?",
        "[0-9]{1,2}[:h./-][0-9]{1,2}([./-][0-9]{2,4})?( ?(AM|PM|h|uur))?",
        "(role|org|cell|persona|kind|country)/[a-z.@/]{0,12}",
        "(# |```|<p>|<li>|\\$\\{|\\{\\{|\\[|&|---|: |- |~|null|true|\\|)[ -~\n]{0,40}",
        Just("Move 7".to_owned()),
        Just(String::new()),
    ]
}
