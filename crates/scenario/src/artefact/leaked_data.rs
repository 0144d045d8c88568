//! Rows of stolen laboratory results. Nobody in them exists. Whoever reads them looks for the sample that stands there
//! more than once.

use std::collections::HashSet;

use super::draw::Draw;
use super::{Making, fictitious, mark};

/// On how many rows a suspect stands; every other sample stands on one.
const ROWS_OF_A_SUSPECT: usize = 3;

/// The columns.
const COLUMNS: [&str; 10] = [
    "sample_id",
    "national_number",
    "family_name",
    "given_name",
    "year_of_birth",
    "email",
    "test",
    "result",
    "unit",
    "sampled_on",
];

/// A test with its unit and between what its fictitious results lie, in tenths.
struct Test {
    name: &'static str,
    unit: &'static str,
    from: u64,
    to: u64,
}

const TESTS: &[Test] = &[
    Test { name: "CRP", unit: "mg/L", from: 2, to: 900 },
    Test { name: "Creatinine", unit: "µmol/L", from: 450, to: 1500 },
    Test { name: "Ferritin", unit: "µg/L", from: 100, to: 4000 },
    Test { name: "Glucose", unit: "mmol/L", from: 35, to: 120 },
    Test { name: "HbA1c", unit: "mmol/mol", from: 280, to: 900 },
    Test { name: "Hemoglobin", unit: "g/dL", from: 80, to: 180 },
    Test { name: "Potassium", unit: "mmol/L", from: 33, to: 55 },
    Test { name: "Sodium", unit: "mmol/L", from: 1300, to: 1480 },
    Test { name: "TSH", unit: "mIU/L", from: 3, to: 60 },
    Test { name: "Urea", unit: "mmol/L", from: 20, to: 140 },
];

/// Whom a sample is of: somebody who does not exist.
struct Patient {
    number: String,
    family: &'static str,
    given: &'static str,
    born: u64,
    /// How many days before the exercise the sample was taken.
    days: i64,
}

/// Makes the piece of the file that is asked for.
pub(super) fn make(making: &Making<'_>) -> Vec<u8> {
    let rows = making.value("rows").parse().unwrap_or(0_usize);
    let (suspects, mut taken) = suspects(making);
    let mut draw = making.draw("rows", making.piece().into());
    let mut samples: Vec<(String, u64)> = Vec::with_capacity(rows);
    for suspect in &suspects {
        samples.extend((0..ROWS_OF_A_SUSPECT as u64).map(|row| (suspect.clone(), row)));
    }
    // Two pieces may share one of these by chance; it stands on one row, so it is no suspect.
    while samples.len() < rows {
        samples.push((unlike(making.value("sample_id"), &mut taken, &mut draw), 0));
    }
    samples.truncate(rows);
    draw.shuffle(&mut samples);
    text(making, &samples, &mut draw)
}

/// The samples that stand here more than once, what is hidden first; and all samples that are suspects anywhere.
fn suspects(making: &Making<'_>) -> (Vec<String>, HashSet<String>) {
    let hidden = making.value("sample_id").to_owned();
    let sharing = making.sharing();
    let here = sharing.decoys_in(making.piece());
    let all = (0..sharing.pieces).filter_map(|piece| sharing.decoys_in(piece).last().copied()).max();
    let mut taken = making.planted_anywhere();
    let mut suspects = vec![hidden.clone()];
    for number in 0..all.map_or(0, |last| last + 1) {
        let decoy = unlike(&hidden, &mut taken, &mut making.draw("decoy", number));
        if here.contains(&number) {
            suspects.push(decoy);
        }
    }
    (suspects, taken)
}

/// How often another number of the same shape is tried before one is made longer.
const TRIES: usize = 8;

/// A sample number of the same shape that is not taken yet.
fn unlike(sample: &str, taken: &mut HashSet<String>, draw: &mut Draw) -> String {
    let mut other = fictitious::of_the_same_shape(sample, draw);
    let mut tries = 0;
    while !taken.insert(other.clone()) {
        tries += 1;
        other = match tries {
            ..TRIES => fictitious::of_the_same_shape(sample, draw),
            _ => format!("{other}{}", draw.below(10)),
        };
    }
    other
}

fn text(making: &Making<'_>, samples: &[(String, u64)], draw: &mut Draw) -> Vec<u8> {
    let mut text = format!(
        "# {}\n# results.7z, SHA-256 {}\n",
        mark::own(making.setting.language).exercise,
        making.value("archive_sha256"),
    )
    .into_bytes();
    let mut writer = csv::Writer::from_writer(&mut text);
    // Writing to memory does not fail.
    let _ = writer.write_record(COLUMNS);
    for (sample, row) in samples {
        let _ = writer.write_record(record(making, sample, *row, draw));
    }
    drop(writer);
    text
}

fn record(making: &Making<'_>, sample: &str, row: u64, draw: &mut Draw) -> [String; 10] {
    let patient = patient(&mut making.draw(sample, 0));
    // The rows of one sample are different tests.
    let first = making.draw(sample, 1).below(TESTS.len() as u64);
    let test = &TESTS[((first + row) % TESTS.len() as u64) as usize];
    let result = draw.between(test.from, test.to);
    let sampled = making.setting.start.date().saturating_sub(jiff::Span::new().days(patient.days));
    [
        sample.to_owned(),
        patient.number,
        patient.family.to_owned(),
        patient.given.to_owned(),
        patient.born.to_string(),
        format!("{}.{}@mail.example", patient.given, patient.family).to_lowercase(),
        test.name.to_owned(),
        format!("{}.{}", result / 10, result % 10),
        test.unit.to_owned(),
        sampled.to_string(),
    ]
}

fn patient(draw: &mut Draw) -> Patient {
    let born = draw.between(1930, 2020);
    let (given, family) = fictitious::person(draw);
    Patient {
        number: fictitious::national_number(born, draw),
        family,
        given,
        born,
        days: draw.between(1, 300) as i64,
    }
}
