//! Published incidents: their data files, the networks built from them, fitting and validating.

use impact_model::model::Model;
use impact_model::parameters::Parameters;
use impact_model::published::{Fitted, Incident, Needs, Role, fit, validate};

fn incidents() -> Vec<Incident> {
    Incident::all().unwrap_or_else(|finding| panic!("{finding}"))
}

fn needs() -> Needs {
    Needs::built_in().unwrap_or_else(|finding| panic!("{finding}"))
}

#[test]
fn every_data_file_can_be_read_and_built() {
    for incident in incidents() {
        let network =
            incident.network(&needs()).unwrap_or_else(|message| panic!("{}: {message}", incident.id));
        let model = Model::new(&network, &Parameters::default()).unwrap();
        let shock = incident.shock(&model).unwrap_or_else(|message| panic!("{}: {message}", incident.id));
        assert!(!shock.compromised.is_empty(), "{}", incident.id);
    }
}

#[test]
fn values_are_fitted_only_on_figures_set_apart() {
    let incidents = incidents();
    let fitted = Fitted::frozen().unwrap();
    for name in fitted.values.iter().flat_map(|value| &value.figures) {
        let (incident, figure) = name.split_once('/').unwrap();
        let incident = incidents.iter().find(|one| one.id == incident).unwrap();
        let figure = incident.figures.iter().find(|one| one.id == figure).unwrap();
        assert_eq!(figure.role, Role::Calibrate, "{name}");
    }
}

#[test]
fn validation_prints() {
    let validation = validate(100, 1).unwrap_or_else(|message| panic!("{message}"));
    println!("{}", validation.text());
}

/// Prints what fitting from scratch gives, to be frozen in `data/impact/fitted.toml`.
#[test]
#[ignore = "takes a minute; run it after the model or a calibrate figure has changed"]
fn refit() {
    let start = Fitted::frozen().unwrap().unfitted();
    for value in fit(&incidents(), &needs(), &start, 2).unwrap().values {
        println!("{} = {}", value.name, value.value);
    }
}
