//! What is said of a network without simulation, on real sites and on small networks whose answers are known.

use std::path::Path;

use impact_model::generate::{Filling, Invention, fill, gisco, invented};
use impact_model::indicators::Indicators;
use impact_model::network::{Network, ServiceKind};
use proptest::prelude::*;

/// The Belgian sites with an emergency department and beds; each its own operator.
fn belgium() -> Option<Network> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/gisco/BE.csv");
    let Ok(bytes) = std::fs::read(&path) else {
        eprintln!("skipped: {} is absent", path.display());
        return None;
    };
    let mut sites = gisco("BE.csv", &bytes).expect("no faults");
    sites.sites.retain(|site| site.emergency == Some(true) && site.beds.is_some_and(|beds| beds > 0.0));
    let mut network = fill(&sites, &Filling::default(), 1);
    for institution in &mut network.institutions {
        institution.operator.clear();
    }
    Some(network)
}

#[test]
fn belgian_departments_are_6_km_apart_but_vivalias_are_27_to_70_from_an_independent_one() {
    let Some(mut network) = belgium() else { return };
    let before = Indicators::of(&network).emergency;
    assert_eq!((before.all.departments, before.without_position), (129, 0));
    let nearest = before.all.nearest.expect("there are others");
    assert_eq!(format!("{:.1} {:.0}", nearest.median, nearest.p95), "6.0 22");
    assert_eq!(before.all.nearest, before.all.independent, "each is its own operator");

    let of_vivalia = |name: &str| name.contains("VIVALIA");
    for institution in network.institutions.iter_mut().filter(|one| of_vivalia(&one.name)) {
        institution.operator = "Vivalia".to_owned();
    }
    let names: Vec<&str> =
        network.institutions.iter().filter(|one| of_vivalia(&one.name)).map(|one| one.id.as_str()).collect();
    let after = Indicators::of(&network).emergency;
    let departments: Vec<_> =
        after.departments.iter().filter(|one| names.contains(&one.institution.as_str())).collect();
    let mut km: Vec<f64> = departments.iter().filter_map(|one| one.independent_km).collect();
    km.sort_by(f64::total_cmp);
    assert_eq!(km.len(), 4);
    assert_eq!((km[0].round(), km[3].round()), (27.0, 70.0), "{km:?}");
    assert_eq!(after.all.nearest, before.all.nearest);
    assert_eq!(after.countries.len(), 1);
}

/// `a` needs `host`, `b` needs `a`; `c` can do without either of two, which both need `host`; `x` and `y` need each other.
fn small() -> Network {
    let institution =
        |id: &str| format!(r#"{{"id": "{id}", "kind": "hospital", "country": "BE", "offline_backup": 1}}"#);
    let need = |service: &str, on: &[&str], later: f32| {
        let on: Vec<String> = on.iter().map(|one| format!(r#"{{"service": "{one}", "share": 1}}"#)).collect();
        format!(
            r#"{{"service": "{service}", "on": [{}], "first_loss": 0, "later_loss": {later}, "buffer_h": 1, "reentry_h": 0, "threshold": 0}}"#,
            on.join(",")
        )
    };
    let services = [
        "host/hosting",
        "a/ehr",
        "b/ehr",
        "c/wards",
        "p/clinical-biology",
        "q/clinical-biology",
        "x/ehr",
        "y/ehr",
        "z/ehr",
    ];
    let needs = [
        need("a/ehr", &["host/hosting"], 0.9),
        need("b/ehr", &["a/ehr"], 0.5),
        need("p/clinical-biology", &["host/hosting"], 1.0),
        need("q/clinical-biology", &["host/hosting"], 1.0),
        need("c/wards", &["p/clinical-biology", "q/clinical-biology"], 0.6),
        need("x/ehr", &["y/ehr"], 0.9),
        need("y/ehr", &["x/ehr"], 0.9),
        need("z/ehr", &["host/hosting"], 0.4),
    ];
    let ids = ["host", "a", "b", "c", "p", "q", "x", "y", "z"];
    let text = format!(
        r#"{{"institutions": [{}], "services": [{}], "dependencies": [{}]}}"#,
        ids.map(institution).join(","),
        services.map(|id| format!(r#"{{"id": "{id}"}}"#)).join(","),
        needs.join(",")
    );
    let network: Network = serde_json::from_str(&text).expect("a network");
    assert_eq!(network.problems(), vec![]);
    network
}

#[test]
fn who_rests_on_whom() {
    let said = Indicators::of(&small());
    let points: Vec<_> = said
        .single_points
        .institutions
        .iter()
        .map(|one| (one.institution.as_str(), one.institutions, one.services))
        .collect();
    // `c` falls with `host`, through both that could provide for it; `z` loses less than half. `p` or `q` alone harm none.
    assert_eq!(points, [("host", 5, 5), ("a", 1, 1), ("x", 1, 1), ("y", 1, 1)]);
    assert_eq!((said.single_points.count, said.single_points.complete), (4, true));
    assert_eq!((said.circles.count, said.circles.services, said.circles.across_institutions), (1, 2, 1));
    let by = |kind| said.suppliers.iter().find(|one| one.kind == kind).map(|one| one.services);
    assert_eq!(by(ServiceKind::Ehr), Some([0, 5, 0, 0]));
    assert_eq!(by(ServiceKind::Wards), Some([0, 0, 1, 0]));
    assert_eq!(by(ServiceKind::Hosting), Some([1, 0, 0, 0]));
    assert_eq!((said.laboratories.services, said.laboratories.without_agreement), (2, 2));
    // Stated: 9 backups, 5 and 1 or 2 numbers of 8 dependencies. Blank: beds and two times of 9, twice 3 volumes.
    assert_eq!((said.assumed.institutions.stated, said.assumed.institutions.blank), (9, 27));
    assert_eq!((said.assumed.dependencies.stated, said.assumed.services.blank), (49, 6));
    assert!((said.assumed.share - 33.0 / 91.0).abs() < 1e-12);
}

#[test]
fn a_chain_of_a_hundred_thousand_services_is_no_trouble() {
    let mut network = invented(&Invention { institutions: 1, ..Invention::default() }, 1);
    let institution = network.institutions[0].clone();
    let row = network.dependencies.first().expect("a dependency").clone();
    network = Network::default();
    for number in 0..100_000 {
        network
            .institutions
            .push(impact_model::network::Institution { id: format!("{number}"), ..institution.clone() });
        let id = |number: u32| format!("{number}/ehr").parse().expect("a service");
        network.services.push(impact_model::network::Service {
            id: id(number),
            per_day: None,
            capacity_per_day: None,
        });
        if number > 0 {
            let mut dependency = row.clone();
            dependency.service = id(number);
            dependency.on.truncate(1);
            dependency.on[0].service = id(number - 1);
            dependency.later_loss = impact_model::network::Amount::known(1.0);
            dependency.threshold = impact_model::network::Amount::known(0.0);
            network.dependencies.push(dependency);
        }
    }
    let said = Indicators::of(&network);
    assert!(!said.single_points.complete && !said.single_points.institutions.is_empty());
    assert_eq!(said.circles.count, 0);
}

#[test]
fn an_empty_network_has_nothing_to_say() {
    let said = Indicators::of(&Network::default());
    assert_eq!((said.emergency.all.departments, said.assumed.share, said.single_points.count), (0, 0.0, 0));
    assert!(serde_json::to_string(&said).is_ok());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn the_order_of_a_file_changes_nothing(seed in any::<u64>(), institutions in 2_u32..150) {
        let network = invented(&Invention { institutions, ..Invention::default() }, seed);
        let mut turned = network.clone();
        turned.institutions.reverse();
        turned.services.reverse();
        turned.dependencies.reverse();
        prop_assert_eq!(Indicators::of(&network), Indicators::of(&turned));
    }

    #[test]
    fn independence_is_never_nearer(seed in any::<u64>(), institutions in 2_u32..200) {
        let said = Indicators::of(&invented(&Invention { institutions, ..Invention::default() }, seed));
        for one in &said.emergency.departments {
            prop_assert!(one.independent_km.unwrap_or(f64::INFINITY) >= one.nearest_km.unwrap_or(f64::INFINITY));
        }
        prop_assert_eq!(said.assumed.share, 1.0);
    }
}
