//! Lists of events as spreadsheets into scenarios, and back.

use std::path::Path;

use scenario::exchange::{ExportKind, ExportOptions, Imported, Kind, Options, Source, export, import};
use scenario::files::Files;
use scenario::format::Inject;
use scenario::read::{Written, read};

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

fn imported(name: &str, bytes: &[u8], options: &Options) -> Imported {
    import(&Source::file(name, bytes), None, options).expect("it can be imported")
}

fn lines(written: &Written) -> Vec<String> {
    let line = |inject: &Inject| {
        format!(
            "{} {} {} {} {} {}",
            inject.at.as_ref().map_or("-".to_owned(), |at| at.to_string()),
            inject.kind.as_ref().map_or("-", |kind| kind.word()),
            inject.channel.as_ref().map_or("-", |channel| channel.word()),
            inject.from.as_ref().map_or("-".to_owned(), |from| from.to_string()),
            inject.to.iter().map(|to| to.to_string()).collect::<Vec<_>>().join("+"),
            inject.id.value,
        )
    };
    written.injects.iter().map(|inject| line(inject)).collect()
}

fn lost(imported: &Imported) -> Vec<String> {
    imported.lost.iter().map(|lost| format!("{}: {}", lost.place, lost.what)).collect()
}

fn shared(name: &str) -> Option<Vec<u8>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/scenarios").join(name);
    let bytes = std::fs::read(&path).ok();
    if bytes.is_none() {
        eprintln!("skipped: {} is not there", path.display());
    }
    bytes
}

#[test]
fn days_before_an_exercise_are_counted_from_the_first() {
    let Some(bytes) = shared("openaev-msel-1.xlsx") else { return };
    let options = Options { start: Some("2027-03-01T09:00".to_owned()), ..Options::default() };
    let imported = imported("msel-1.xlsx", &bytes, &options);
    let written = again(&imported);
    assert_eq!(written.exercise.clock.start.value, "2026-12-31T09:00");
    assert_eq!(
        lines(&written),
        ["0m - sms - role/team1 message1", "30d - email - role/team2 subject", "30d - manual -  inject"]
    );
    assert!(imported.notes.iter().any(|note| note.contains("60d before")), "{:?}", imported.notes);
    let lost = lost(&imported);
    for part in [
        "!B3: no channel and no kind that is known: ???",
        "!3: nobody is named",
        "!J1: ",
        "!G1: words for planners",
    ] {
        assert!(lost.iter().any(|line| line.contains(part)), "{part} in {lost:#?}");
    }
    assert_eq!(written.injects[0].expect.len(), 1);
}

#[test]
fn dates_become_times_from_the_earliest() {
    let Some(bytes) = shared("openaev-msel-2.xlsx") else { return };
    let imported = imported("msel-2.xlsx", &bytes, &Options::default());
    let written = again(&imported);
    assert_eq!(written.exercise.clock.start.value, "2024-06-26T09:00");
    assert_eq!(
        lines(&written),
        [
            "0m - sms - role/team1 message1",
            "5m - email - role/team2 subject",
            "10m - manual -  inject",
            "5m - email -  subject-2",
        ]
    );
}

#[test]
fn a_caller_may_say_which_column_holds_what() {
    let Some(bytes) = shared("openaev-msel-1.xlsx") else { return };
    let columns = "time=C,to=D,title=B,body=F".parse().expect("a mapping");
    let options = Options { columns: Some(columns), ..Options::default() };
    let written = again(&imported("msel-1.xlsx", &bytes, &options));
    assert_eq!(
        lines(&written),
        ["0m - - - role/team1 send-an-sms", "30d - - - role/team2 send-a-mail", "30d - - -  inject"]
    );
}

/// A list in each of the four languages, with its columns in an order of its own, and what comes of it.
#[test]
fn columns_are_known_by_their_names_in_any_order() {
    let english = "\
Dark ward,,,,,,,,,
Event Number,Event Type,Designated Scenario Time,Inject Mode,From,To,Message,Expected Participant Response,Exercise Objective,Notes
1,Inject,T+0,Email,Monitoring server,\"IT, Quality\",Files are encrypted.,Call the CSIRT.,Share early,keep calm
2,Contingency Inject,,Phone,The Daily Post,All players,A journalist asks.,,,
3,Expected Action,T+45,,,,The CSIRT is told.,,Share early,
4,Inject,after lunch,Verbal,ExCon,Director,The mayor calls.,,,
";
    let first = imported("dark.csv", english.as_bytes(), &Options::default());
    let written = again(&first);
    assert_eq!(written.exercise.title.get("en".parse().expect("a language")), "Dark ward");
    assert_eq!(
        lines(&written),
        [
            "0m inject email persona/monitoring-server role/it+role/quality 01-files-are-encrypted",
            "- contingency phone persona/the-daily-post all 02-a-journalist-asks",
            "45m expected-action - -  03-the-csirt-is-told",
            "- contingency manual cell/excon role/director 04-the-mayor-calls",
        ]
    );
    assert_eq!(written.injects[0].objectives[0].value, written.injects[2].objectives[0].value);
    assert_eq!(
        lost(&first),
        [
            "dark.csv!J3: the column \"Notes\": keep calm",
            "dark.csv!C6: a moment that cannot be read: after lunch; a contingency now",
        ]
    );
    for (name, text) in [
        (
            "fr.csv",
            "Destinataire;Heure;Sujet;Message;Expéditeur\nIT;J+1 H+2 M-5;Panne;Le serveur est en panne pour vous.;Le Quotidien\n",
        ),
        (
            "nl.csv",
            "Onderwerp;Tijdstip;Aan;Bericht;Van\nPanne;J+1 H+2 M-5;IT;Het labo van het ziekenhuis is niet bereikbaar.;Le Quotidien\n",
        ),
        (
            "de.csv",
            "Uhrzeit;Betreff;Nachricht;Empfänger;Absender\nD+1 H+2 M-5;Panne;Der Server ist nicht erreichbar und die Daten sind weg.;IT;Le Quotidien\n",
        ),
        (
            "en.csv",
            "Subject;Time;Message;Recipient;Sender\nPanne;D+1 H+2 M-5;The server is down.;IT;Le Quotidien\n",
        ),
    ] {
        let imported = imported(name, text.as_bytes(), &Options::default());
        let written = again(&imported);
        assert_eq!(lines(&written), ["1d1h55m - - persona/le-quotidien role/it panne"], "{name}");
        let language = name.split('.').next().unwrap_or_default();
        assert_eq!(written.exercise.languages[0].to_string(), language);
    }
}

#[test]
fn dates_and_times_may_stand_in_two_columns_or_be_cells_of_dates() {
    let text = "Date,Time,Title,To\n2027-03-09,08:30,A,IT\n2027-03-10,09:00,B,IT\n";
    let written = again(&imported("a.csv", text.as_bytes(), &Options::default()));
    assert_eq!(written.exercise.clock.start.value, "2027-03-09T08:30");
    assert_eq!(lines(&written), ["0m - - - role/it a", "1d30m - - - role/it b"]);

    let mut book = rust_xlsxwriter::Workbook::new();
    let format = rust_xlsxwriter::Format::new().set_num_format("dd/mm/yyyy hh:mm");
    let sheet = book.add_worksheet();
    for (column, name) in (0..).zip(["Time", "Title", "To"]) {
        sheet.write(0, column, name).expect("a cell");
    }
    for (row, minute) in [(1, 5), (2, 0)] {
        let moment = rust_xlsxwriter::ExcelDateTime::from_ymd(2027, 3, 9)
            .and_then(|date| date.and_hms(8, minute, 0))
            .expect("a moment");
        sheet.write_with_format(row, 0, &moment, &format).expect("a cell");
        sheet.write(row, 1, format!("Row {row}")).expect("a cell");
        sheet.write(row, 2, "IT").expect("a cell");
    }
    let bytes = book.save_to_buffer().expect("a spreadsheet");
    let written = again(&imported("a.xlsx", &bytes, &Options::default()));
    assert_eq!(written.exercise.clock.start.value, "2027-03-09T08:00");
    assert_eq!(lines(&written), ["5m - - - role/it row-1", "0m - - - role/it row-2"]);
}

#[test]
fn moves_become_phases() {
    let text = "Control Number,Move,Title,Details,From Org,To Org,Status\n1,1,A,Text a,CSIRT,Hospital,Approved\n2,2,B,Text b,CSIRT,Hospital,Approved\n";
    let imported = imported("moves.csv", text.as_bytes(), &Options::default());
    let written = again(&imported);
    assert_eq!(
        lines(&written),
        ["0m - - persona/csirt role/hospital 01-a", "1h - - persona/csirt role/hospital 02-b"]
    );
    assert_eq!(written.exercise.phases.len(), 2);
    assert_eq!(imported.lost.len(), 2, "{:?}", imported.lost);
}

#[test]
fn our_own_list_is_read_back_as_it_was_written() {
    let crate_folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut folders = vec![crate_folder.join("tests/data/ward")];
    if let Ok(shipped) = std::fs::read_dir(crate_folder.join("../../data/scenarios")) {
        folders.extend(shipped.filter_map(Result::ok).map(|entry| entry.path()));
    }
    for folder in folders {
        // A folder that is only begun has nothing to bring back.
        let Ok(files) = Files::open(&folder) else { continue };
        let written = read(&files).written.expect("an exercise");
        for language in written.languages().collect::<Vec<_>>() {
            let exported = export(&written, ExportKind::Msel, &ExportOptions::new(language))
                .expect("it can be exported");
            let back = imported(&exported.file_name, &exported.bytes, &Options::default());
            let second = again(&back);
            assert_eq!(second.exercise.id, written.exercise.id);
            assert_eq!(second.exercise.clock.start, written.exercise.clock.start);
            assert_eq!(second.exercise.duration, written.exercise.duration);
            assert_eq!(second.injects.len(), written.injects.len());
            for (mine, first) in second.personas.iter().zip(&written.personas) {
                assert_eq!((&mine.id, &mine.kind, &mine.cell), (&first.id, &first.kind, &first.cell));
                assert_eq!(mine.channels, first.channels, "{}", mine.id.value);
            }
            for (mine, first) in second.organisations.iter().zip(&written.organisations) {
                assert_eq!((&mine.id, &mine.kind, &mine.parent), (&first.id, &first.kind, &first.parent));
                assert_eq!(
                    (&mine.country, mine.several, mine.plays),
                    (&first.country, first.several, first.plays)
                );
            }
            for inject in &second.injects {
                let first =
                    written.injects.iter().find(|first| first.id == inject.id).expect("the same identifier");
                let key = first.text.as_ref().map_or(first.id.as_str(), |text| text.as_str());
                assert_eq!(inject.at, first.at, "{key}");
                assert_eq!(inject.when, first.when, "{key}");
                assert_eq!((&inject.to, &inject.from), (&first.to, &first.from), "{key}");
                let title =
                    |inject: &Inject| inject.title.as_ref().map(|title| title.get(language).to_owned());
                if first.title.is_some() {
                    assert_eq!(title(inject), title(first), "{key}");
                }
                let text = |written: &Written, key: &str| {
                    written.texts.get(language, key).map(|text| (text.subject.clone(), text.body.clone()))
                };
                let plain = |(subject, body): &(String, String)| {
                    !subject.is_empty() && !subject.contains("{{") && !body.contains("{{")
                };
                if let Some(first) = text(&written, key).filter(plain) {
                    assert_eq!(text(&second, inject.id.as_str()), Some(first), "{key}");
                }
            }
        }
    }
}

#[test]
fn what_is_no_list_is_refused_in_words() {
    let said = |name: &str, text: &str| {
        let options = Options::default();
        import(&Source::file(name, text.as_bytes()), Some(Kind::Msel), &options)
            .expect_err("no list")
            .to_string()
    };
    assert!(said("a.csv", "one,two\nthree,four\n").starts_with("a.csv: holds no list of events"));
    assert!(said("a.csv", "").starts_with("a.csv: holds no list of events"));
}

#[test]
fn a_large_list_of_one_name_takes_no_time() {
    let mut text = String::from("Time,Title,To,Message\n");
    for minute in 0..28_000 {
        text.push_str(&format!("T+{minute},Inject,IT,\"{}\"\n", "${ & <a ".repeat(20)));
    }
    let imported = imported("large.csv", text.as_bytes(), &Options::default());
    assert_eq!(imported.written.injects.len(), 28_000);
    assert_eq!(imported.written.injects[27_999].id.as_str(), "inject-28000");
}

/// A spreadsheet as LibreOffice writes it: rows and cells that repeat, dates as attributes, words in paragraphs.
#[test]
fn a_spreadsheet_of_libre_office_is_read() {
    let content = r#"<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet><table:table table:name="Liste">
<table:table-row table:number-rows-repeated="3"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>
<table:table-row><table:table-cell office:value-type="string"><text:p>Tijd</text:p></table:table-cell><table:table-cell/><table:table-cell office:value-type="string"><text:p>Onderwerp</text:p></table:table-cell><table:table-cell office:value-type="string"><text:p>Aan</text:p></table:table-cell></table:table-row>
<table:table-row><table:table-cell office:value-type="date" office:date-value="2027-03-09T08:30:00"><text:p>9 maart</text:p></table:table-cell><table:table-cell/><table:table-cell office:value-type="string"><text:p>Labo &amp; <text:span>kliniek</text:span></text:p><text:p>plat</text:p></table:table-cell><table:table-cell office:value-type="string"><text:p>IT</text:p></table:table-cell></table:table-row>
<table:table-row><table:table-cell office:value-type="date" office:date-value="2027-03-10"><text:p>10 maart</text:p></table:table-cell><table:table-cell/><table:table-cell office:value-type="string"><text:p>Later</text:p></table:table-cell></table:table-row>
<table:table-row table:number-rows-repeated="1048000"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>
</table:table></office:spreadsheet></office:body></office:document-content>"#;
    let zip = ods(content);
    let imported = imported("lijst.ods", &zip, &Options::default());
    let written = again(&imported);
    assert_eq!(written.exercise.clock.start.value, "2027-03-09T08:30");
    assert_eq!(lines(&written), ["0m - - - role/it labo-kliniek-plat", "15h30m - - -  later"]);
    assert!(imported.lost.iter().any(|lost| lost.place == "Liste!6"), "{:?}", imported.lost);
}

/// The zip of it: the type comes first and is not compressed.
fn ods(content: &str) -> Vec<u8> {
    use std::io::Write;
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let stored = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    zip.start_file("mimetype", stored).expect("a file");
    zip.write_all(b"application/vnd.oasis.opendocument.spreadsheet").expect("words");
    zip.start_file("content.xml", zip::write::SimpleFileOptions::default()).expect("a file");
    zip.write_all(content.as_bytes()).expect("words");
    zip.finish().expect("a zip").into_inner()
}

#[test]
fn a_spreadsheet_that_claims_too_much_costs_nothing() {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (column, name) in (0..).zip(["Time", "Title", "To"]) {
        sheet.write(0, column, name).expect("a cell");
    }
    let bytes = book.save_to_buffer().expect("a spreadsheet");
    let files = Files::from_zip(std::io::Cursor::new(&bytes), "a.xlsx").expect("a zip");
    for (path, honest, claimed) in [
        ("xl/sharedStrings.xml", "uniqueCount=\"3\"", "uniqueCount=\"99999999999\""),
        ("xl/worksheets/sheet1.xml", "r=\"A1\"", "r=\"XFD99999999999\""),
        ("xl/worksheets/sheet1.xml", "ref=\"A1:C1\"", "ref=\"A1:XFD1048576\""),
    ] {
        let text = String::from_utf8(files.get(path).expect("a file").to_vec()).expect("text");
        assert!(text.contains(honest), "{honest} in {text}");
        let mut spoiled = files.clone();
        spoiled.insert(path.to_owned(), text.replace(honest, claimed).into_bytes()).expect("small");
        let zip = spoiled.to_zip().expect("a zip");
        // Whether it is read or refused is all one.
        let _ = import(&Source::file("a.xlsx", &zip), Some(Kind::Msel), &Options::default());
    }
}

#[test]
fn nothing_of_a_row_vanishes() {
    let text = "\
Time,Date,Move,Title,To,After,Release,Until
after lunch,2027-03-09,2,A,IT,soon,somebody,1h
2027-03-09 09:00,D+1,,B,IT,,excon,
";
    let imported = imported("a.csv", text.as_bytes(), &Options::default());
    again(&imported);
    assert_eq!(
        lost(&imported),
        [
            "a.csv!2: after as nobody here writes it: soon",
            "a.csv!2: release as nobody here writes it: somebody",
            "a.csv!A2: a moment that cannot be read: after lunch; another column says it",
            "a.csv!C2: the part of the exercise: 2",
            "a.csv!B3: the moment in the story: D+1",
        ]
    );
    assert_eq!(imported.written.injects[1].release.as_ref().map(|release| release.word()), Some("excon"));
}

#[test]
fn what_comes_back_of_our_own_list_has_few_findings() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data/scenarios/lab-in-the-dark");
    let written = read(&Files::open(&folder).expect("a scenario")).written.expect("an exercise");
    for language in written.languages().collect::<Vec<_>>() {
        let exported =
            export(&written, ExportKind::Msel, &ExportOptions::new(language)).expect("it can be exported");
        let back = imported(&exported.file_name, &exported.bytes, &Options::default());
        let second = again(&back);
        assert_eq!(second.assets.len(), written.assets.len());
        assert_eq!(second.exercise.decisions.len(), written.exercise.decisions.len());
        for (mine, first) in second.injects.iter().map(|mine| {
            (mine, written.injects.iter().find(|first| first.id == mine.id).expect("the same identifier"))
        }) {
            let conditions = |inject: &Inject| -> Vec<Option<String>> {
                inject
                    .expect
                    .iter()
                    .map(|expect| expect.that.as_ref().map(|that| that.value.clone()))
                    .collect()
            };
            assert_eq!(conditions(mine), conditions(first), "{}", first.id.value);
            assert_eq!(mine.effects.len(), first.effects.len(), "{}", first.id.value);
            assert_eq!(
                (&mine.decision, mine.symptom),
                (&first.decision, first.symptom),
                "{}",
                first.id.value
            );
        }
        let files = back.to_files().expect("files");
        let report = scenario::check::check(&files).report.human("");
        // Challenges have no place in the list: what asks whether one is solved finds nothing.
        let others: Vec<&str> = report
            .lines()
            .filter(|line| line.contains("error: ") && !line.contains("there is no challenge"))
            .collect();
        assert!(others.is_empty(), "{language}: {others:#?}");
        assert!(!files.iter().any(|(_, bytes)| String::from_utf8_lossy(bytes).contains("{{artefact.")));
    }
}

#[test]
fn objectives_of_expectations_stand_in_the_list_and_what_is_lost_is_counted() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data/scenarios/lab-in-the-dark");
    let mut written = read(&Files::open(&folder).expect("a scenario")).written.expect("an exercise");
    for inject in &mut written.injects {
        inject.value.objectives.clear();
    }
    let dutch: scenario::format::Language = "nl".parse().expect("a language");
    let exported =
        export(&written, ExportKind::Msel, &ExportOptions::new(dutch)).expect("it can be exported");
    let second = again(&imported(&exported.file_name, &exported.bytes, &Options::default()));
    let first = second.injects.iter().find(|inject| !inject.expect.is_empty()).expect("an expectation");
    assert!(!first.objectives.is_empty(), "those of its expectations");
    let lost: Vec<String> =
        exported.lost.iter().map(|lost| format!("{}: {}", lost.place, lost.what)).collect();
    let challenges: Vec<&String> = lost.iter().filter(|line| line.contains("the challenge")).collect();
    assert_eq!(challenges.len(), 1, "{lost:#?}");
    assert!(challenges[0].ends_with("(6 times)"), "{challenges:?}");
}

#[test]
fn formats_have_the_names_that_people_try() {
    for (word, kind) in [
        ("msel", ExportKind::Msel),
        ("spreadsheet", ExportKind::Msel),
        ("print", ExportKind::Print),
        ("paper", ExportKind::Print),
        ("cexf", ExportKind::Cexf),
    ] {
        assert_eq!(word.parse(), Ok(kind));
    }
}
