//! What the reader promises: nothing lost, nothing twice, no panic, and Europe's list as it is.

use std::collections::HashSet;
use std::path::Path;

use proptest::prelude::*;

use super::*;

fn read_text(text: &str) -> Reading {
    read(text.as_bytes(), &Options::default()).unwrap()
}

fn reasons(reading: &Reading) -> Vec<(u32, &str, &'static str)> {
    reading
        .problems
        .iter()
        .map(|problem| (problem.row, problem.column.as_deref().unwrap_or(""), problem.reason.key()))
        .collect()
}

/// Real lists lie outside the repository; where they are not there, a test says so and passes.
fn gisco(file: &str) -> Option<Vec<u8>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/gisco").join(file);
    match std::fs::read(&path) {
        Ok(bytes) => Some(bytes),
        Err(error) => {
            println!("skipped: {} cannot be read ({error})", path.display());
            None
        }
    }
}

#[test]
fn our_own_columns_are_read() {
    let reading = read_text(
        "name;kind;kbo;riziv;recognition;site;city;postcode;country;language;telephone;email;motto\n\
         Labo Voorbeeld;clinical_biology_lab;0999.000.129;7-99990-66;LAB 12;;Leuven;3000;BE;nl;+32 16 55 01 01;info@voorbeeld.example;Altijd paraat\n\
         labo  voorbeeld;;;;;Campus Zuid;Tienen;3300;BE;;;;\n",
    );
    assert_eq!(reading.problems, []);
    assert_eq!((reading.organisations.len(), reading.sites(), reading.separator), (1, 2, ';'));
    let lab = &reading.organisations[0];
    assert_eq!(
        (lab.kind, lab.language),
        (OrganisationKind::ClinicalBiologyLab, Some(crate::Language::Dutch))
    );
    assert_eq!(lab.enterprise_number.as_ref().unwrap().to_string(), "0999.000.129");
    assert_eq!(lab.sites[0].extra["motto"], "Altijd paraat");
    assert_eq!(lab.sites[1].name.as_deref(), Some("Campus Zuid"));
    let unknown: Vec<_> = reading.columns.iter().filter(|column| !column.is_understood()).collect();
    assert_eq!(unknown.len(), 1);
}

#[test]
fn every_problem_names_row_and_column_and_keeps_the_value() {
    let reading = read_text(
        "name,kind,kbo,lat,lon,beds,email,emergency,ref_date\n\
         Good,hospital,,51.0,4.0,12,a@b.example,yes,01/02/20\n\
         Odd,bakery,0999000128,0,0,many,none at all,perhaps,04/15/2020\n\
         ,hospital,,,,,,,\n",
    );
    assert_eq!(
        reasons(&reading),
        [
            (2, "", "country_assumed"),
            (3, "kind", "kind_unknown"),
            (3, "kbo", "identifier_check_digits"),
            (3, "beds", "not_a_number"),
            (3, "email", "email_invalid"),
            (3, "emergency", "not_yes_or_no"),
            (3, "ref_date", "month_first"),
            (3, "", "country_assumed"),
            (3, "lat", "position_zero"),
            (3, "lon", "position_zero"),
            (4, "name", "name_missing"),
        ]
    );
    let extra = &reading.organisations[1].sites[0].extra;
    let kept: Vec<_> = ["kind", "kbo", "beds", "email", "emergency"].map(|name| extra[name].as_str()).into();
    assert_eq!(kept, ["bakery", "0999000128", "many", "none at all", "perhaps"]);
    assert_eq!(reading.refused.len(), 1);
}

#[test]
fn refused_rows_come_back_whole_and_can_be_mended() {
    let text = "name,city,note\nA,Gent,\n,Luik,\"two\nlines, \"\"quoted\"\"\"\nB,Brugge,x,y\n";
    let reading = read_text(text);
    assert_eq!(reading.rows_taken(), 1);
    let csv = reading.refused_csv(|reason| reason.key().to_owned());
    let mended = csv.replace("name_missing,,Luik", "name_missing,Found,Luik").replace(",x,y", ",x");
    let again = read_text(&mended);
    assert_eq!(again.refused, []);
    let names: Vec<_> = again.organisations.iter().map(|found| found.name.as_str()).collect();
    assert_eq!(names, ["Found", "B"]);
    assert_eq!(again.organisations[0].sites[0].extra["note"], "two\nlines, \"quoted\"");
}

#[test]
fn namesakes_in_different_towns_stay_apart_and_named_sites_stay_together() {
    let reading = read_text(
        "hospital_name,site_name,city,cc\n\
         DAY CLINIC,,Lille,FR\nDay clinic,,Lyon,FR\nDAY CLINIC,,Lille,BE\n\
         NETWORK,Middelheim,Antwerpen,BE\nNETWORK,,Antwerpen,BE\nNETWORK,Stuivenberg,Deurne,BE\n",
    );
    let found: Vec<_> =
        reading.organisations.iter().map(|found| (found.key.as_str(), found.sites.len())).collect();
    assert_eq!(
        found,
        [("fr/day clinic @ lille", 1), ("fr/day clinic @ lyon", 1), ("be/day clinic", 1), ("be/network", 3)]
    );
}

#[test]
fn rows_that_contradict_their_organisation_keep_their_word_aside() {
    let reading =
        read_text("name,site,kbo,country\nA,one,0999000129,BE\nA,two,0999010027,BE\nA,three,0999000129,BE\n");
    assert_eq!(reasons(&reading), [(3, "kbo", "differs_from_organisation")]);
    assert_eq!(reading.problems[0].other_row, Some(2));
    assert_eq!(reading.organisations[0].sites[1].extra["kbo"], "0999.010.027");
}

#[test]
fn one_identifier_for_several_places_is_kept_apart_and_said() {
    let reading = read_text("id,name,city,cc\n7,A,Gent,BE\n7,B,Luik,BE\n7,A,Gent,BE\n");
    assert_eq!(reasons(&reading), [(3, "id", "shared_identifier"), (4, "", "identical_row")]);
    let keys: Vec<_> = reading.organisations.iter().map(|found| found.sites[0].key.as_str()).collect();
    assert_eq!(keys, ["7", "7 ~ b/luik"]);
    assert_eq!((reading.rows_taken(), reading.identical_rows), (3, 1));
}

#[test]
fn files_beyond_the_bounds_are_refused_by_name() {
    let columns = format!("name{}\n", ",c".repeat(MAX_COLUMNS));
    let rows = format!("name\n{}", "A\n".repeat(MAX_ROWS + 1));
    let key = |bytes: &[u8]| read(bytes, &Options::default()).err().map(|problem| problem.key());
    assert_eq!(key(columns.as_bytes()), Some("file_too_many_columns"));
    assert_eq!(key(rows.as_bytes()), Some("file_too_many_rows"));
    assert_eq!(key(&vec![b'a'; MAX_BYTES + 1]), Some("file_too_large"));
    assert_eq!(key(b"\n \n"), Some("file_empty"));
    assert_eq!(key(b"foo,bar\n1,2"), Some("file_no_name_column"));
    let long = read_text(&format!("name,note\nA,{}\nB,short", "x".repeat(MAX_CELL_CHARS + 1)));
    assert_eq!(reasons(&long)[0], (2, "note", "cell_too_long"));
    assert_eq!(long.refused[0].cells[1].len(), MAX_CELL_CHARS + 1);
}

#[test]
fn belgium_is_taken_as_it_is() {
    let Some(bytes) = gisco("BE.csv") else { return };
    let reading = read(&bytes, &Options::default()).unwrap();
    assert_eq!((reading.source.as_str(), reading.encoding), ("gisco", "UTF-8"));
    assert_eq!((reading.rows, reading.sites(), reading.refused.len()), (272, 272, 0));
    assert_eq!(reading.organisations.len(), 155);
    assert_eq!(reading.problems, []);
    let network = reading.organisations.iter().find(|found| found.name == "ZIEKENHUISNETWERK ANTWERPEN");
    assert_eq!(network.unwrap().sites.len(), 8);
}

#[test]
fn europe_is_taken_as_it_is() {
    let Some(bytes) = gisco("all.csv") else { return };
    let reading = read(&bytes, &Options::default()).unwrap();
    assert_eq!((reading.rows, reading.rows_taken(), reading.refused.len()), (15_181, 15_181, 0));
    assert_eq!((reading.sites(), reading.identical_rows), (15_150, 31));
    let countries: HashSet<_> = reading.organisations.iter().map(|found| found.country).collect();
    assert_eq!(countries.len(), 34);
    let sites = reading.organisations.iter().flat_map(|found| &found.sites);
    let keys: HashSet<&str> = sites.map(|site| site.key.as_str()).collect();
    assert_eq!(keys.len(), 15_150, "every site is known by a key of its own");
    for (reason, count) in counts(&reading) {
        println!("{reason}: {count}");
    }
    println!("organisations: {}", reading.organisations.len());
}

#[test]
fn belgium_alone_and_within_europe_are_the_same_records() {
    let (Some(one), Some(all)) = (gisco("BE.csv"), gisco("all.csv")) else { return };
    let keys = |bytes: &[u8]| -> HashSet<(String, String)> {
        let reading = read(bytes, &Options::default()).unwrap();
        let found = reading.organisations.into_iter().filter(|found| found.country == Country::BELGIUM);
        found
            .flat_map(|found| {
                let key = found.key;
                found.sites.into_iter().map(move |site| (key.clone(), site.key))
            })
            .collect()
    };
    assert_eq!(keys(&one), keys(&all));
}

fn counts(reading: &Reading) -> std::collections::BTreeMap<&'static str, usize> {
    let mut counts = std::collections::BTreeMap::new();
    for problem in &reading.problems {
        *counts.entry(problem.reason.key()).or_default() += 1;
    }
    counts
}

/// Whatever the bytes: every row is a site, an identical row or refused, and what was refused is whole.
fn check_account(bytes: &[u8]) -> Result<(), TestCaseError> {
    let Ok(reading) = read(bytes, &Options::default()) else { return Ok(()) };
    prop_assert_eq!(reading.sites() + reading.identical_rows + reading.refused.len(), reading.rows);
    let keys: HashSet<_> =
        reading.organisations.iter().flat_map(|found| &found.sites).map(|site| &site.key).collect();
    prop_assert_eq!(keys.len(), reading.sites());
    let refused: HashSet<u32> = reading.refused.iter().map(|row| row.row).collect();
    let named: HashSet<u32> = reading
        .problems
        .iter()
        .filter(|problem| problem.severity() == Severity::Refused)
        .map(|problem| problem.row)
        .collect();
    prop_assert_eq!(refused, named);
    if !reading.refused.is_empty() {
        let csv = reading.refused_csv(|reason| reason.key().to_owned());
        let again = read(csv.as_bytes(), &Options::default());
        prop_assert!(again.is_ok_and(|again| again.rows >= reading.refused.len().min(1)));
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn no_bytes_make_reading_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        check_account(&bytes)?;
    }

    #[test]
    fn no_rows_are_lost(
        rows in prop::collection::vec(
            prop::collection::vec("[ a-cA-C0-9é@./\"\n\r;,\u{0}-]{0,8}|nan|0|yes|BE", 0..9), 0..12,
        )
    ) {
        let mut text = "id,name,site,city,kbo,lat,lon,tel\n".to_owned();
        for row in &rows {
            text.push_str(&row.join(","));
            text.push('\n');
        }
        check_account(text.as_bytes())?;
    }

    #[test]
    fn quoted_cells_come_through_whole(cells in prop::collection::vec("[^\u{0}]{1,12}", 1..6)) {
        let mut writer = csv::Writer::from_writer(Vec::new());
        let heads: Vec<String> = (0..cells.len()).map(|place| format!("x{place}")).collect();
        writer.write_record(["name"].into_iter().chain(heads.iter().map(String::as_str))).unwrap();
        writer.write_record(["A"].into_iter().chain(cells.iter().map(String::as_str))).unwrap();
        let bytes = writer.into_inner().unwrap();
        let reading = read(&bytes, &Options::default()).unwrap();
        let extra = &reading.organisations[0].sites[0].extra;
        for (head, cell) in heads.iter().zip(&cells) {
            let kept = extra.get(head).map_or("", String::as_str);
            prop_assert!(kept == cell || cell.trim().is_empty(), "{:?} became {:?}", cell, kept);
        }
    }
}
