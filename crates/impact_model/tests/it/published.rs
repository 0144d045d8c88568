//! Published incidents: their data files, the networks built from them, fitting and validating.

use impact_model::model::Model;
use impact_model::parameters::Parameters;
use impact_model::published::{
    Criterion, Fitted, Incident, Needs, RESOLUTION, Role, Validation, fit, fit_value, gain, validate,
    validate_with,
};
use proptest::prelude::*;

/// Enough to see that everything comes through.
const FEW: u32 = 8;

const SYNNOVIS: &str = include_str!("../../../../data/impact/incidents/synnovis-2024.toml");
const PAGE: &str = include_str!("../../../../docs/impact/validation.md");

fn incidents() -> Vec<Incident> {
    Incident::all().unwrap_or_else(|finding| panic!("{finding}"))
}

fn needs() -> Needs {
    Needs::built_in().unwrap_or_else(|finding| panic!("{finding}"))
}

fn some(ids: &[&str]) -> Vec<Incident> {
    incidents().into_iter().filter(|one| ids.contains(&one.id.as_str())).collect()
}

#[test]
fn every_data_file_can_be_read_and_built() {
    for incident in incidents() {
        let network =
            incident.network(&needs()).unwrap_or_else(|message| panic!("{}: {message}", incident.id));
        let model = Model::new(&network, &Parameters::default()).unwrap();
        let shock = incident.shock(&model).unwrap_or_else(|message| panic!("{}: {message}", incident.id));
        assert!(!shock.compromised.is_empty(), "{}", incident.id);
        assert!(incident.sources.iter().all(|source| source.url.starts_with("http")), "{}", incident.id);
    }
}

#[test]
fn a_value_at_the_end_of_its_bounds_is_told_in_the_documentation() {
    for one in Fitted::frozen().unwrap().values {
        if one.value == one.low || one.value == one.high {
            assert!(PAGE.contains(&format!("| `{}`", one.name)), "{}", one.name);
        }
    }
}

#[test]
fn criteria_judge_hold_outs_only_and_each_has_some() {
    let incidents = incidents();
    let figures = || incidents.iter().flat_map(|one| &one.figures);
    for figure in figures().filter(|figure| figure.criterion.is_some()) {
        assert_eq!(figure.role, Role::HoldOut, "{}", figure.id);
        assert!(figure.value.is_some(), "{}", figure.id);
    }
    for criterion in Criterion::ALL {
        assert!(figures().any(|figure| figure.criterion == Some(*criterion)), "{criterion:?}");
    }
}

#[test]
fn values_are_fitted_only_on_figures_set_apart() {
    let fitted = Fitted::frozen().unwrap();
    assert!(fitted.values.iter().all(|one| one.low <= one.value && one.value <= one.high));
    let mut held = fitted;
    held.values.truncate(1);
    held.values[0].figures = vec!["synnovis-2024/elective-week-5".to_owned()];
    let refused = fit(&incidents(), &needs(), &held, 1).unwrap_err();
    assert!(refused.contains("was not set apart"), "{refused}");
    held.values[0].figures = vec!["synnovis-2024/nothing".to_owned()];
    let refused = fit(&incidents(), &needs(), &held, 1).unwrap_err();
    assert!(refused.contains("there is no figure"), "{refused}");
}

/// The tolerance: a frozen value is right if one step of the last grid up or down does not make the error smaller by
/// more than this share of it. A median over few runs moves in little jumps.
const LITTLE: f64 = 0.01;

/// Values whose incidents are small, so that they can be fitted again in a test.
const QUICK: [&str; 4] = [
    "recovery-laboratory",
    "recovery-workstations",
    "needs/operating-rooms/clinical-biology/loss",
    "needs/outpatients/clinical-biology/later-loss",
];

#[test]
fn no_frozen_value_would_fit_better_elsewhere() {
    let (frozen, incidents, needs) = (Fitted::frozen().unwrap(), incidents(), needs());
    for one in &frozen.values {
        let gain = gain(&incidents, &needs, &frozen, &one.name, RESOLUTION).unwrap();
        assert!(gain <= LITTLE, "{}: the error falls by a share of {gain}; run refit", one.name);
    }
}

#[test]
fn fitting_again_gives_the_frozen_values() {
    let (frozen, incidents, needs) = (Fitted::frozen().unwrap(), incidents(), needs());
    for name in QUICK {
        let one = frozen.values.iter().find(|one| one.name == name).unwrap();
        let found = fit_value(&incidents, &needs, &frozen, name).unwrap();
        let tolerance = RESOLUTION * (one.high - one.low);
        assert!((found - one.value).abs() <= tolerance, "{name}: frozen {}, found {found}", one.value);
    }
}

/// The test above can fail: two steps of the last grid away from where fitting put it, a value does not pass.
#[test]
fn a_value_that_fitting_did_not_give_is_seen() {
    let (frozen, incidents, needs) = (Fitted::frozen().unwrap(), incidents(), needs());
    for name in QUICK {
        for steps in [-2.0, 2.0] {
            let mut wrong = frozen.clone();
            let one = wrong.values.iter_mut().find(|one| one.name == name).unwrap();
            let moved = one.value + steps * RESOLUTION * (one.high - one.low);
            if moved == moved.clamp(one.low, one.high) {
                one.value = moved;
                let gain = gain(&incidents, &needs, &wrong, name, RESOLUTION).unwrap();
                assert!(gain > LITTLE, "{name} at {moved}: {gain}");
            }
        }
    }
}

#[test]
fn the_number_of_threads_changes_nothing() {
    let few = some(&["synnovis-2024", "california-2014"]);
    let frozen = Fitted::frozen().unwrap();
    let with = |threads: usize| -> Validation {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| validate_with(&few, &needs(), &frozen, FEW, 7).unwrap())
    };
    let one = with(1);
    assert_eq!(one, with(3));
    let other = validate_with(&few, &needs(), &frozen, FEW, 8).unwrap();
    assert_ne!(one.rows, other.rows, "the seed matters");
}

#[test]
fn the_table_hides_nothing_and_is_as_in_the_documentation() {
    let validation = validate(FEW, 1).unwrap_or_else(|message| panic!("{message}"));
    let text = validation.text();
    let published: usize = incidents().iter().map(|one| one.figures.len()).sum();
    assert_eq!(validation.rows.len() + validation.unpublished.len(), published);
    assert_eq!(validation.calibrate.of + validation.hold_out.of, validation.rows.len());
    assert_eq!(validation.criteria.len(), Criterion::ALL.len());
    let (table, missed) = text.split_once("Missed:\n").unwrap();
    for row in &validation.rows {
        assert!(row.p10 <= row.p50 && row.p50 <= row.p90, "{}", row.figure);
        assert!(table.contains(&row.what) && PAGE.contains(&row.what), "{}", row.figure);
        if row.role == Role::HoldOut && !row.inside {
            assert!(missed.contains(&row.what), "{}", row.figure);
        }
    }
    for judged in &validation.criteria {
        assert!(PAGE.contains(&judged.about), "{}", judged.about);
        assert_eq!(missed.contains(&judged.about), !judged.met, "{}", judged.about);
    }
    assert!(table.contains("no figure published"));
    serde_json::to_string(&validation).unwrap();
}

#[test]
fn a_week_after_the_other_adds_up() {
    let validation =
        validate_with(&some(&["synnovis-2024"]), &needs(), &Fitted::frozen().unwrap(), 1, 3).unwrap();
    let value = |id: &str| {
        validation.rows.iter().find(|row| row.figure == format!("synnovis-2024/{id}")).unwrap().p50
    };
    let weeks = value("elective-week-1") + value("elective-week-2") + value("elective-week-4");
    assert!(value("elective-week-1") > 0.0);
    assert!(weeks <= value("elective-total") + 1e-6);
}

#[test]
fn a_bad_file_is_told_where_it_is_bad() {
    let cases = [
        ("role = \"calibrate\"", "role = \"guess\"", "unknown variant"),
        ("days = 70", "days = 0", "between 1 and 400"),
        ("id = \"elective-week-2\"", "id = \"elective-week-1\"", "is there twice"),
        ("source = \"week-2\"", "source = \"week-3\"", "which is not there"),
        ("value = 814", "value = 814\nlow = 900", "must rise"),
    ];
    for (from, to, says) in cases {
        let finding = Incident::read("x.toml", &SYNNOVIS.replacen(from, to, 1)).unwrap_err();
        assert!(finding.message.contains(says), "{finding}");
    }
    let finding = Incident::read("x.toml", &SYNNOVIS.replacen("role = \"calibrate\"", "role = \"guess\"", 1))
        .unwrap_err();
    let line = SYNNOVIS.lines().position(|line| line == "role = \"calibrate\"").unwrap() + 1;
    assert_eq!((finding.line as usize, finding.column), (line, 8), "{finding}");
    let mut wrong = some(&["synnovis-2024"]).remove(0);
    wrong.sites[1].count = 2_000_000;
    assert!(wrong.network(&needs()).unwrap_err().contains("members"));
    wrong.sites[1].count = 2;
    wrong.shock.compromised = vec!["nobody".to_owned()];
    let network = wrong.network(&needs()).unwrap();
    let model = Model::new(&network, &Parameters::default()).unwrap();
    assert!(wrong.shock(&model).unwrap_err().contains("there is no site"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Whatever is lost or doubled of a file, reading and building end with a word, not a panic.
    #[test]
    fn no_file_makes_reading_panic(from in 0..400_usize, length in 0..30_usize, twice: bool) {
        let mut lines: Vec<&str> = SYNNOVIS.lines().collect();
        let range = from.min(lines.len())..(from + length).min(lines.len());
        if twice {
            let copy: Vec<&str> = lines[range.clone()].to_vec();
            lines.splice(range.end..range.end, copy);
        } else {
            lines.drain(range);
        }
        if let Ok(incident) = Incident::read("x.toml", &lines.join("\n"))
            && let Ok(network) = incident.network(&needs())
            && let Ok(model) = Model::new(&network, &Parameters::default())
        {
            let _ = incident.shock(&model);
        }
    }

    #[test]
    fn members_of_a_group_stand_on_a_circle(count in 2..20_u32, ring_km in 0.5..50.0_f64, lat in -60.0..60.0_f64) {
        let mut incident = some(&["synnovis-2024"]).remove(0);
        let plan = &mut incident.sites[1];
        (plan.count, plan.ring_km, plan.at) = (count, ring_km, Some((lat, 10.0)));
        let network = incident.network(&needs()).unwrap();
        let centre = impact_model::network::Position { lat, lon: 10.0 };
        let members = network.institutions.iter().filter(|one| one.id.starts_with("trust-"));
        let km: Vec<f64> = members.map(|one| one.position.unwrap().km_to(centre)).collect();
        prop_assert_eq!(km.len(), count as usize);
        prop_assert!(km.iter().all(|km| (km - ring_km).abs() < 0.02 * ring_km), "{km:?}");
    }
}
