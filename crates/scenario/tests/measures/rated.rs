//! What a scenario wants to know, and how good it is.

use scenario::engine::Engine;
use scenario::format::{MeasureKind, Per};
use scenario::measure::{Measures, Rating, Selected, Subject, selected};
use scenario::model::{ObjectiveNo, Scenario};

use crate::stage::{MEASURES, Stage, cast, files, length, resolved, shown};

fn measured(scenario: &Scenario, end: &str, journal: &str) -> Measures {
    let cast = cast(scenario);
    let engine = Engine::new(scenario, &cast).expect("a small exercise");
    let stage = Stage { engine: &engine };
    stage.measure(&stage.journal(journal), length(end))
}

/// The main values of a team or of what is not a team, with their ratings.
fn rated(selected: &Selected<'_>, wanted: impl Fn(Subject) -> bool) -> Vec<(String, Rating)> {
    let main = selected.values.iter().filter(|each| each.measured.part.is_empty());
    main.filter(|each| wanted(each.measured.subject))
        .map(|each| (shown(&each.measured.value), each.rating))
        .collect()
}

/// How the first contact of `h1` with the CSIRT is rated, with these bands.
fn rating(bands: &str, end: &str, journal: &str) -> Rating {
    let measures = format!("- {{measure: first-contact-csirt{bands}}}\n");
    let scenario = resolved(&files(&[("measures.yaml", &measures)]));
    let measures = measured(&scenario, end, journal);
    let all = selected(&measures, &scenario);
    let h1 = |subject| subject == Subject::Team(scenario::engine::TeamNo(0));
    rated(&all[0], h1)[0].1
}

#[test]
fn a_value_falls_into_a_band() {
    let both = ", target: 10m, acceptable: 20m";
    let called = |at: &str| format!("10m h1 opened alarm\n{at} h1 called csirt");
    let cases = [
        (both, called("20m"), Rating::Good),
        (both, called("20m1s"), Rating::Acceptable),
        (both, called("30m"), Rating::Acceptable),
        (both, called("30m1s"), Rating::Poor),
        (both, "10m h1 opened alarm".to_owned(), Rating::Poor),
        (both, "10m h1 opened news".to_owned(), Rating::NotMeasured),
        (", target: 10m", called("20m"), Rating::Good),
        (", target: 10m", called("21m"), Rating::Poor),
        (", acceptable: 10m", called("20m"), Rating::Acceptable),
        (", acceptable: 10m", called("21m"), Rating::Poor),
        ("", called("20m"), Rating::Unrated),
        ("", "10m h1 opened alarm".to_owned(), Rating::Unrated),
    ];
    for (bands, journal, wanted) in cases {
        assert_eq!(rating(bands, "1d", &journal), wanted, "{bands:?} of\n{journal}");
    }
}

#[test]
fn what_may_still_come_is_not_poor() {
    let bands = ", target: 10m, acceptable: 20m";
    assert_eq!(rating(bands, "30m", "10m h1 opened alarm"), Rating::NotMeasured);
    assert_eq!(rating(bands, "31m", "10m h1 opened alarm"), Rating::Poor);
    // A fault of the platform gives the time back.
    let fault = "10m h1 opened alarm\n12m fault\n14m mended";
    assert_eq!(rating(bands, "31m", fault), Rating::NotMeasured);
}

#[test]
fn only_what_the_scenario_lists_is_given() {
    let scenario = resolved(&files(&[]));
    let measures =
        measured(&scenario, "3d", "10m h1 opened alarm\n12m h1 called csirt\n13m h1 wrote attacker");
    let all = selected(&measures, &scenario);
    let given: Vec<_> = all.iter().map(|each| (each.measure, each.per)).collect();
    let wanted = [
        (MeasureKind::FirstContactCsirt, Per::Organisation),
        (MeasureKind::FirstContactCsirt, Per::Country),
        (MeasureKind::ClinicalDowntime, Per::Organisation),
        (MeasureKind::ClinicalDowntime, Per::Whole),
        (MeasureKind::Nis2EarlyWarning, Per::Organisation),
        (MeasureKind::Nis2EarlyWarning, Per::Whole),
        (MeasureKind::UnapprovedAttackerContact, Per::Organisation),
        (MeasureKind::AloneTime, Per::Whole),
    ];
    assert_eq!(given, wanted, "of\n{MEASURES}");
    let [contact, countries, .., attackers, alone] = all.as_slice() else { panic!("too few") };
    assert_eq!((contact.target, contact.acceptable), (Some(length("10m")), Some(length("20m"))));
    assert_eq!(contact.objective, Some(ObjectiveNo(0)));
    assert_eq!(attackers.objective, None);
    assert!(countries.values.iter().all(|each| each.measured.per == Per::Country));
    let belgium =
        rated(countries, |subject| matches!(subject, Subject::Country(each) if each.to_string() == "BE"));
    assert_eq!(belgium, [("2m".to_owned(), Rating::Good)]);
    assert!(
        countries.values.iter().any(|each| each.measured.part == "lower" && each.rating == Rating::Unrated)
    );
    let counts = rated(attackers, |_| true);
    assert_eq!(counts[0], ("#1".to_owned(), Rating::Poor));
    assert_eq!(counts[1], ("#0".to_owned(), Rating::Good));
    assert_eq!(rated(alone, |_| true), [("2m".to_owned(), Rating::Unrated)]);
}

#[test]
fn the_law_says_what_is_wanted_of_reports() {
    for (end, filed, wanted) in [
        ("3d", "1d10m", Rating::Good),
        ("3d", "1d11m", Rating::Poor),
        ("3d", "", Rating::Poor),
        ("1d", "", Rating::NotMeasured),
    ] {
        let mut journal = "10m h1 opened alarm".to_owned();
        if !filed.is_empty() {
            journal.push_str(&format!("\n{filed} h1 filed early-warning"));
        }
        let scenario = resolved(&files(&[]));
        let measures = measured(&scenario, end, &journal);
        let all = selected(&measures, &scenario);
        let early = all.iter().find(|each| each.measure == MeasureKind::Nis2EarlyWarning).expect("listed");
        assert_eq!(rated(early, |_| true)[0].1, wanted, "filed {filed:?}, over at {end}");
    }
}
