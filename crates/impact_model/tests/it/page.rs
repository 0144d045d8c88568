//! The page of a stress test: made of reports that are made up, and looked at as text.

use std::collections::BTreeSet;
use std::path::Path;

use impact_model::draw::{Chance, Purpose};
use impact_model::network::{InstitutionKind, Position, ServiceKind};
use impact_model::page::{Tongue, page};
use impact_model::parameters::Parameter;
use impact_model::stress::report::{
    Answer, Cell, Critical, Distribution, Estimate, Exceedance, How, Investment, Measure, Place, Report,
    Saving, Sensitivity, Tested, Verdict,
};
use proptest::prelude::*;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

const MEASURES: [Measure; 12] = [
    Measure::Compromised,
    Measure::Affected,
    Measure::ServicesLost,
    Measure::ClinicalDaysLost,
    Measure::PatientsDiverted,
    Measure::PatientsDelayed,
    Measure::OverloadHours,
    Measure::AnalysesLost,
    Measure::AnalysesRerouted,
    Measure::CarePostponed,
    Measure::Countries,
    Measure::Regions,
];

/// About half the middle of each measure.
const SCALES: [f64; 12] =
    [9.0, 24.0, 90.0, 400.0, 900.0, 1_500.0, 60.0, 9_000.0, 30_000.0, 14_000.0, 0.05, 0.4];

const CODES: [&str; 27] = [
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EL", "ES", "FI", "FR", "HR", "HU", "IE", "IT", "LT", "LU",
    "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK", "EE",
];

fn estimate(value: f64, low: f64, high: f64) -> Estimate {
    Estimate { value, low, high }
}

/// A number from 0 to 1 for a place in a list.
fn chance(number: usize) -> f64 {
    Chance::new(7, 0).unit(Purpose::Test, number as u64)
}

/// Most values small, one in eight two hundred times as large: the phase change of `impact.md`.
fn distribution(measure: Measure, scale: f64) -> Distribution {
    let mut values: Vec<f64> = (0..400)
        .map(|number| {
            let spread = (scale * (0.3 + 2.0 * chance(number))).round();
            if number % 8 == 0 { spread * 200.0 } else { spread }
        })
        .collect();
    values.sort_by(f64::total_cmp);
    let at = |share: f64| values[((values.len() - 1) as f64 * share) as usize];
    let mean = values.iter().sum::<f64>() / values.len() as f64;
    Distribution {
        measure,
        mean: estimate(mean, mean * 0.8, mean * 1.25),
        p05: at(0.05),
        p50: at(0.5),
        p95: at(0.95),
        p99: at(0.99),
        most: at(1.0),
        from_not_knowing: Some(0.38),
        exceedance: (0..100)
            .map(|number| Exceedance {
                at_least: at(f64::from(number) / 99.0),
                share: 1.0 - f64::from(number) / 100.0,
            })
            .collect(),
    }
}

fn place(number: usize, country: &str, region: &str) -> Place {
    let lost = chance(number) * 0.04;
    Place {
        country: country.to_owned(),
        region: region.to_owned(),
        institutions: 20 + (chance(number + 100) * 900.0) as u32,
        hit: estimate(lost * 12.0, lost * 10.0, (lost * 14.0).min(1.0)),
        not_held: lost * 2.0,
        compromised: lost * 400.0,
        days_lost: lost,
        days_lost_p95: lost * 3.5,
    }
}

fn critical(number: usize, id: &str, name: &str) -> Critical {
    let days = 4_000.0 / (number + 1) as f64;
    Critical {
        id: format!("{id}-{number:02}"),
        name: format!("{name} {number}"),
        country: CODES[number % CODES.len()].to_owned(),
        dependents: 300 / (number as u32 + 1),
        runs: 50,
        days: estimate(days, days * 0.7, days * 1.4),
        others: estimate(days / 9.0, days / 12.0, days / 6.0),
    }
}

fn saving((number, investment): (usize, &Investment)) -> Saving {
    let share = 0.31 / (number + 1) as f64;
    // The last two may also do nothing.
    let low = if number > 4 { -0.01 } else { share * 0.6 };
    let shares = estimate(share, low, share * 1.4);
    let times = |by: f64| estimate(share * by, low * by, share * 1.4 * by);
    Saving {
        investment: *investment,
        units: 185_093 / (number as u64 + 1),
        runs: 200,
        days: times(21_400.0),
        share: shares,
        days_per_thousand: times(900.0),
        patients: times(4_302.0),
        analyses: times(1_200_000.0),
        compromised: times(120.0),
    }
}

/// Clouds of cells around made-up towns.
fn cells() -> Vec<Cell> {
    let cell = |number: usize| {
        let (town, place) = (number % 60, number * 3);
        let lat = 37.0 + chance(town) * 28.0 + (chance(place) - 0.5) * 3.0;
        let lon = -8.0 + chance(town + 900) * 36.0 + (chance(place + 1) - 0.5) * 4.0;
        let institutions = 1 + (40.0 * chance(place + 2).powi(6)) as u32;
        Cell { at: Position { lat, lon }, institutions, hit: chance(place + 3).powi(3) * 0.08 }
    };
    (0..1_500).map(cell).collect()
}

/// A report as a test of the network of Europe would give.
fn ready() -> Report {
    Report {
        network: Tested {
            name: "Health network of the European Union".to_owned(),
            source: "Eurostat GISCO, healthcare services (2020); services, dependencies and links generated"
                .to_owned(),
            sha256: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08".to_owned(),
            institutions: vec![
                (InstitutionKind::Hospital, 14_970),
                (InstitutionKind::Laboratory, 2_100),
                (InstitutionKind::ItSupplier, 85),
            ],
            services: ServiceKind::ALL.iter().map(|kind| (*kind, 5_430)).collect(),
            dependencies: 185_093,
            links: 76_682,
            countries: 27,
            regions: 242,
            assumed: 0.94,
        },
        how: How {
            attack: "random-site:10".to_owned(),
            runs: 10_000,
            draws: 200,
            seed: 20_261_128,
            days: 30.0,
            model: "1.0.0".to_owned(),
            changed: Vec::new(),
        },
        answer: Answer {
            held: estimate(0.973, 0.931, 0.991),
            contained: estimate(0.71, 0.62, 0.79),
            tolerated: 0.05,
            verdict: Verdict::Ready,
        },
        distributions: MEASURES
            .into_iter()
            .enumerate()
            .map(|(no, measure)| distribution(measure, SCALES[no]))
            .collect(),
        countries: (0..).zip(CODES).map(|(number, code)| place(number, code, "")).collect(),
        regions: (0..50)
            .map(|number| place(number, CODES[number % 27], &format!("Region {number}")))
            .collect(),
        suppliers: (0..20).map(|number| critical(number, "it", "Hosting of hospitals")).collect(),
        links: (0..20).map(|number| critical(number, "link", "Sint-Elooi, Gent – Nordkliniken AB")).collect(),
        investments: Investment::ALL.iter().enumerate().map(saving).collect(),
        sensitivity: (1..)
            .zip(Parameter::ALL)
            .map(|(number, parameter)| Sensitivity {
                parameter: parameter.word().to_owned(),
                effect: 9_000.0 / f64::from(number),
                interaction: 5_000.0 / f64::from(number),
            })
            .collect(),
        map: cells(),
        unsettled_runs: 0,
        cold_start_runs: 12,
    }
}

fn not_ready() -> Report {
    let mut report = ready();
    report.answer.held = estimate(0.62, 0.55, 0.69);
    report.answer.verdict = Verdict::NotReady;
    report.how.changed = vec![("detect-hours".to_owned(), 4.0, 12.0, 24.0)];
    report
}

fn cannot_tell() -> Report {
    let mut report = ready();
    report.answer.held = estimate(0.92, 0.84, 0.98);
    report.answer.verdict = Verdict::CannotTell;
    report.how.attack = "supplier-of:ehr".to_owned();
    report
}

/// Nothing was asked for but the answer.
fn bare() -> Report {
    let mut report = not_ready();
    report.answer.held = estimate(0.0, 0.0, 0.03);
    report.how.attack = "random-site:1".to_owned();
    report.how.draws = 1;
    report.network.institutions.clear();
    report.distributions.clear();
    report.countries.clear();
    report.regions.clear();
    report.suppliers.clear();
    report.links.clear();
    report.investments.clear();
    report.sensitivity.clear();
    report.map.clear();
    report
}

/// Numbers that no run gives, and some that are none.
fn monstrous() -> Report {
    let mut report = ready();
    report.network.dependencies = u32::MAX;
    report.how.seed = u64::MAX;
    report.answer.held = estimate(1.0, 0.999_999, 1.0);
    for (each, number) in
        report.distributions.iter_mut().zip([f64::NAN, f64::INFINITY, 1e300, 9e14, 0.0, -1.0].iter().cycle())
    {
        each.mean = estimate(*number, -number, number * 2.0);
        (each.p05, each.p50, each.p95, each.p99, each.most) = (0.0, *number, *number, *number, *number);
        each.exceedance = vec![
            Exceedance { at_least: 0.0, share: 1.0 },
            Exceedance { at_least: 1e-300, share: 0.5 },
            Exceedance { at_least: *number, share: f64::NAN },
        ];
    }
    for saving in &mut report.investments {
        saving.days = estimate(-1e12, -2e12, -1.0);
        saving.units = u64::MAX;
        saving.share = estimate(f64::NAN, f64::NEG_INFINITY, f64::INFINITY);
    }
    report.countries.iter_mut().for_each(|country| country.days_lost_p95 = f64::NAN);
    report.sensitivity.iter_mut().for_each(|each| each.effect = f64::INFINITY);
    report.map.push(Cell { at: Position { lat: f64::NAN, lon: 1e9 }, institutions: u32::MAX, hit: f64::NAN });
    report.map.push(Cell { at: Position { lat: 50.0, lon: 5.0 }, institutions: u32::MAX, hit: f64::NAN });
    report
}

fn all() -> [(&'static str, Report); 5] {
    [
        ("ready", ready()),
        ("not-ready", not_ready()),
        ("cannot-tell", cannot_tell()),
        ("bare", bare()),
        ("monstrous", monstrous()),
    ]
}

fn made(report: &Report, tongue: Tongue) -> String {
    page(report, tongue).expect("the template takes every report")
}

/// What a page holds, read as XML: it must be well-formed to be read.
#[derive(Default)]
struct Read {
    ids: Vec<String>,
    refers: Vec<String>,
    elements: Vec<String>,
    addresses: Vec<String>,
    text: String,
}

fn read(page: &str) -> Read {
    let mut reader = Reader::from_str(page);
    reader.config_mut().check_end_names = true;
    let mut read = Read::default();
    let mut depth = 0;
    loop {
        match reader.read_event().unwrap_or_else(|fault| panic!("at {}: {fault}", reader.buffer_position())) {
            Event::Start(start) => {
                depth += 1;
                read.element(&start);
            }
            Event::Empty(start) => read.element(&start),
            Event::End(_) => depth -= 1,
            Event::Text(text) => read.text.push_str(&text),
            Event::GeneralRef(_) => read.text.push('&'),
            Event::Eof => break,
            _ => {}
        }
    }
    assert_eq!(depth, 0, "every element ends");
    read
}

impl Read {
    fn element(&mut self, start: &BytesStart<'_>) {
        self.elements.push(start.name().as_ref().to_owned());
        for attribute in start.attributes() {
            let attribute = attribute.expect("attributes are written as XML wants");
            let value = attribute.value.clone().into_owned();
            match attribute.key.as_ref() {
                "id" => self.ids.push(value),
                "aria-labelledby" => self.refers.extend(value.split(' ').map(str::to_owned)),
                "href" => {
                    let own = value.strip_prefix('#').expect("links stay on the page");
                    self.refers.push(own.to_owned());
                }
                "src" | "srcset" | "action" | "poster" | "data" | "style" => self.addresses.push(value),
                key => assert!(!key.starts_with("on"), "no script"),
            }
        }
    }

    fn count(&self, element: &str) -> usize {
        self.elements.iter().filter(|each| *each == element).count()
    }
}

/// Without what the model says it cannot say.
fn without_limits(page: &str) -> String {
    let (before, rest) = page.split_once(r#"<section id="limits""#).expect("the limits are there");
    let (_, after) = rest.split_once("</section>").expect("a section ends");
    format!("{before}{after}")
}

#[test]
fn every_page_is_whole_small_and_needs_nothing_else() {
    for (name, report) in all() {
        for tongue in Tongue::ALL {
            let page = made(&report, tongue);
            let read = read(&page);
            let ids: BTreeSet<&String> = read.ids.iter().collect();
            assert_eq!(ids.len(), read.ids.len(), "{name}: an id is there once");
            for refers in &read.refers {
                assert!(ids.contains(refers), "{name}: nothing is called {refers}");
            }
            assert_eq!(read.addresses, Vec::<String>::new(), "{name}");
            assert_eq!(
                ["h1", "main", "nav", "footer", "script", "img"].map(|each| read.count(each)),
                [1, 1, 1, 1, 0, 0]
            );
            assert_eq!(read.count("table"), read.count("caption"), "{name}: every table has a caption");
            assert!(!page.contains("url(") && !page.contains("@import") && !page.contains("http"), "{name}");
            assert!(!page.contains("NaN") && !page.contains("inf%"), "{name}");
            assert!(page.len() < 200_000, "{name}: {} bytes", page.len());
        }
    }
}

#[test]
fn every_sentence_is_in_every_language() {
    for (name, report) in all() {
        let texts = Tongue::ALL.map(|tongue| read(&made(&report, tongue)));
        for (tongue, read) in Tongue::ALL.iter().zip(&texts) {
            let left: Vec<&str> =
                read.text.lines().filter(|line| line.contains("{0}") || line.contains("{1}")).collect();
            assert!(left.is_empty(), "{name} {}: {left:?}", tongue.code());
            assert_eq!(read.elements, texts[0].elements, "{name}: {} has other parts", tongue.code());
        }
        for (place, one) in texts.iter().enumerate() {
            assert!(texts.iter().skip(place + 1).all(|other| other.text != one.text), "{name}");
        }
    }
}

#[test]
fn the_verdict_is_said_in_words_with_icon_and_uncertainty() {
    let cases = [
        (ready(), ["Klaar", "Prêt", "Bereit", "Ready"], "✓", "green"),
        (not_ready(), ["Niet klaar", "Pas prêt", "Nicht bereit", "Not ready"], "✗", "red"),
        (
            cannot_tell(),
            ["Niet te zeggen", "Impossible à dire", "Nicht zu sagen", "Cannot tell"],
            "?",
            "amber",
        ),
    ];
    for (report, words, icon, class) in cases {
        for (tongue, word) in Tongue::ALL.into_iter().zip(words) {
            let page = made(&report, tongue);
            let chip =
                format!(r#"<span class="chip {class}"><span aria-hidden="true">{icon}</span> {word}</span>"#);
            assert!(page.contains(&chip), "{word}");
        }
    }
    let english = made(&ready(), Tongue::En);
    assert!(english.contains("Yes: in 97% of the attacks, care held in every country."));
    assert!(english.contains("Uncertainty: 93% to 99.1% (95% interval"));
    assert!(made(&bare(), Tongue::En).contains("No: in none of the simulated attacks"));
    assert!(made(&monstrous(), Tongue::En).contains("Yes: in every simulated attack"));
}

#[test]
fn a_language_is_found_by_its_two_letters() {
    for tongue in Tongue::ALL {
        assert_eq!(tongue.code().parse(), Ok(tongue));
    }
    assert!("English".parse::<Tongue>().is_err());
}

#[test]
fn a_test_that_found_nothing_says_so() {
    let page = made(&bare(), Tongue::En);
    for sentence in [
        "The report says nothing about this.",
        "The place of no institution is known",
        "No region is known or hit.",
        "No supplier was looked at.",
        "No link was looked at.",
        "No investment was calculated.",
        "This was not looked at.",
        "how much not knowing matters was not measured",
    ] {
        assert!(page.contains(sentence), "{sentence}");
    }
}

/// What the model must never put out: it says only that it does not.
#[test]
fn neither_deaths_nor_chances_in_a_year_are_spoken_of() {
    const NEVER: [&str; 22] = [
        "mortal",
        "death",
        "dead",
        "died",
        "fatal",
        "annual",
        "per year",
        "sterft",
        "overlijden",
        "doden",
        "per jaar",
        "jaarlijks",
        "mort",
        "décès",
        "par an",
        "annuel",
        "tod",
        "tote",
        "sterb",
        "pro jahr",
        "jährlich",
        "killed",
    ];
    for (name, report) in all() {
        for tongue in Tongue::ALL {
            let text = read(&without_limits(&made(&report, tongue))).text.to_lowercase();
            for word in NEVER {
                assert!(!text.contains(word), "{name} {}: {word}", tongue.code());
            }
        }
    }
}

#[test]
fn whoever_checks_finds_seed_version_hash_and_command() {
    let page = made(&not_ready(), Tongue::En);
    let text = read(&page).text;
    for part in [
        "paraat impact stress --network FILE --parameters FILE --attack random-site:10 --runs 10000 --draws 200 --days 30 --tolerated 0.05 --seed 20261128 --json FILE",
        "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        "1.0.0",
        "detect-hours",
        "94% of all quantities",
    ] {
        assert!(text.contains(part), "{part}");
    }
    let mut odd = ready();
    odd.how.attack = "site:a b'c".to_owned();
    assert!(made(&odd, Tongue::En).contains("--attack &#39;site:a b&#39;\\&#39;&#39;c&#39;"));
}

#[test]
fn two_humps_are_said_in_words() {
    let page = made(&ready(), Tongue::En);
    assert!(page.contains("Two kinds of attacks"));
    let mut even = ready();
    even.distributions.iter_mut().for_each(|each| each.mean = estimate(each.p50, each.p50, each.p50));
    assert!(!made(&even, Tongue::En).contains("Two kinds of attacks"));
}

/// The real sites of Eurostat, half a degree a cell.
#[test]
fn real_sites_make_a_map() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/gisco/all.csv");
    if !file.exists() {
        println!("skipped: {} is absent", file.display());
        return;
    }
    let mut rows = csv::Reader::from_path(file).expect("the file opens");
    let mut found = std::collections::BTreeMap::<(i32, i32), u32>::new();
    for row in rows.records().map(|row| row.expect("the file is CSV")) {
        if let (Ok(lat), Ok(lon)) = (row[3].parse::<f64>(), row[4].parse::<f64>()) {
            *found.entry(((lat * 2.0).floor() as i32, (lon * 2.0).floor() as i32)).or_default() += 1;
        }
    }
    let cell = |(&(lat, lon), &institutions): (&(i32, i32), &u32)| Cell {
        at: Position { lat: (f64::from(lat) + 0.5) / 2.0, lon: (f64::from(lon) + 0.5) / 2.0 },
        institutions,
        hit: 0.002 + 0.06 * chance((lat / 5 * 1000 + lon / 5) as usize).powi(3),
    };
    let mut report = ready();
    report.map = found.iter().map(cell).collect();
    assert!(report.map.len() > 1_000);
    let page = made(&report, Tongue::Nl);
    assert!(page.contains("Buiten de kaart"), "what lies overseas is counted");
    assert!(page.len() < 200_000, "{}", page.len());
    keep("real", Tongue::Nl, &page);
}

/// Leaves the pages where people can look at them.
#[test]
fn pages_are_kept_to_be_looked_at() {
    for (name, report) in all() {
        for tongue in Tongue::ALL {
            keep(name, tongue, &made(&report, tongue));
        }
    }
}

fn keep(name: &str, tongue: Tongue, page: &str) {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("stress-pages");
    std::fs::create_dir_all(&folder).expect("the folder is made");
    std::fs::write(folder.join(format!("{name}-{}.html", tongue.code())), page).expect("the page is written");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    /// Whatever a name holds, it adds no element to the page and breaks none.
    #[test]
    fn names_are_text_and_nothing_else(name in r#"(<[a-z]{1,6}>|[<>&"'{}0-9]|\PC|[\x00-\x1f]){0,40}"#, tongue in 0_usize..4) {
        let tongue = Tongue::ALL[tongue];
        let mut plain = not_ready();
        plain.map.truncate(20);
        plain.distributions.truncate(1);
        plain.sensitivity.truncate(1);
        plain.regions.truncate(2);
        // Codes of countries stand on the map, if they are any country's.
        plain.countries.iter_mut().for_each(|each| each.country = "ZZ".to_owned());
        let mut odd = plain.clone();
        odd.network.name.clone_from(&name);
        odd.network.source.clone_from(&name);
        odd.network.sha256.clone_from(&name);
        odd.how.model.clone_from(&name);
        odd.how.attack = format!("x{name}");
        odd.how.changed[0].0.clone_from(&name);
        // A plain name has the same elements when its words are told apart from its identifier in the same way.
        for each in odd.suppliers.iter_mut().chain(&mut odd.links) {
            each.name = format!("a{name}");
            each.country.clone_from(&name);
        }
        for each in odd.countries.iter_mut().chain(&mut odd.regions) {
            each.country.clone_from(&name);
            each.region = format!("a{name}");
        }
        let page = made(&odd, tongue);
        prop_assert!(read(&page).elements == read(&made(&plain, tongue)).elements, "{:?}", name);
        let control = |letter: char| letter.is_control() && letter != '\n';
        prop_assert!(!page.contains(control));
    }
}
