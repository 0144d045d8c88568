//! Reading GISCO's sites, filling in what they do not say, and making networks up.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::LazyLock;

use impact_model::draw::Chance;
use impact_model::generate::{Filling, Invention, Sites, fill, gisco, invented};
use impact_model::model::{HORIZON, InstitutionNo, Model, Scratch, Shock};
use impact_model::network::{InstitutionKind, Network, ServiceKind};
use impact_model::parameters::{Parameter, Parameters};
use proptest::prelude::*;

/// A file of real data, or none with a printed reason.
fn data(name: &str) -> Option<Vec<u8>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/gisco").join(name);
    let bytes = std::fs::read(&path).ok();
    if bytes.is_none() {
        eprintln!("skipped: {} is absent", path.display());
    }
    bytes
}

const HEADING: &str =
    "id,hospital_name,site_name,lat,lon,postcode,city,cc,cap_beds,emergency,facility_type\n";

fn read(rows: &str) -> Result<Sites, Vec<String>> {
    let text = format!("{HEADING}{rows}");
    gisco("some.csv", text.as_bytes()).map_err(|faults| faults.iter().map(ToString::to_string).collect())
}

#[test]
fn europe_is_read_and_counted() {
    let Some((sites, _)) = &*EUROPE else { return };
    let counts = sites.counts;
    assert_eq!((counts.rows, counts.repeated, counts.swapped, counts.without_position), (15_181, 31, 0, 0));
    assert_eq!((counts.same_id, counts.renamed, counts.twins), (43, 145, 368));
    assert_eq!(sites.sites.len() as u32, counts.rows - counts.repeated - counts.same_id - counts.twins);
    assert_eq!(counts.emergency, 369);
    assert_eq!(sites.notes.len(), 31 + 43 + 145 + 368);
    let ids: BTreeSet<&str> = sites.sites.iter().map(|site| site.id.as_str()).collect();
    assert_eq!(ids.len(), sites.sites.len());
    // Bulgaria lists nearly every hospital twice, under two identifiers.
    let bulgarian = sites.notes.iter().filter(|note| note.message.starts_with("BG_")).count();
    assert!(bulgarian > 300, "{bulgarian}");
    let belgian =
        || sites.sites.iter().filter(|site| site.country == "BE" && site.beds.is_some_and(|beds| beds > 0.0));
    assert_eq!(belgian().filter(|site| !site.acute).count(), 76);
    assert_eq!(belgian().filter(|site| site.acute).count(), 183);
    assert!(belgian().all(|site| site.acute || site.emergency == Some(false)));
    let vienna =
        sites.sites.iter().find(|site| site.id.starts_with("AT_")).map(|site| site.region.chars().count());
    assert_eq!(vienna, Some(2));
}

/// Europe, filled with seed 1.
static EUROPE: LazyLock<Option<(Sites, Network)>> = LazyLock::new(|| {
    let sites = gisco("all.csv", &data("all.csv")?).expect("no faults");
    let network = fill(&sites, &Filling::default(), 1);
    Some((sites, network))
});

#[test]
fn europe_is_filled_to_size_and_marked() {
    let Some((sites, network)) = &*EUROPE else { return };
    assert_eq!(network.problems(), vec![]);
    let near = |number: usize, aim: f64| (number as f64 / aim - 1.0).abs() <= 0.1;
    assert!(near(network.institutions.len(), 15_000.0), "{}", network.institutions.len());
    assert!(near(network.services.len(), 92_000.0), "{}", network.services.len());
    assert!(near(network.dependencies.len(), 185_000.0), "{}", network.dependencies.len());
    assert!(near(network.links.len(), 77_000.0), "{}", network.links.len());
    let told = sites.sites.iter().filter(|site| site.beds.is_some());
    let told: BTreeSet<&str> = told.map(|site| site.id.as_str()).collect();
    assert_all_assumed(network, |id| told.contains(id));
    // What is known of emergency departments holds.
    let has: BTreeSet<&str> = network
        .services
        .iter()
        .filter(|one| one.id.kind == ServiceKind::EmergencyDepartment)
        .map(|one| one.id.institution.as_str())
        .collect();
    for site in &sites.sites {
        if let Some(told) = site.emergency {
            assert_eq!(has.contains(site.id.as_str()), told, "{}", site.id);
        }
    }
}

/// Every quantity but beds that a source tells is assumed.
fn assert_all_assumed(network: &Network, beds_told: impl Fn(&str) -> bool) {
    for one in &network.institutions {
        assert!(one.beds.is_none_or(|beds| beds.assumed || beds_told(&one.id)), "{}", one.id);
        assert!(one.offline_backup.is_some_and(|backup| backup.assumed));
        assert_eq!((one.detect_h, one.isolate_h), (None, None), "left to the parameters");
    }
    assert!(network.services.iter().all(|one| one.per_day.is_none_or(|volume| volume.assumed)));
    assert!(network.dependencies.iter().all(|one| {
        let own = [one.first_loss, one.later_loss, one.buffer_h, one.reentry_h, one.threshold];
        own.iter().all(|amount| amount.assumed) && one.on.iter().all(|provider| provider.share.assumed)
    }));
    assert!(network.links.iter().all(|one| one.spread_per_day.assumed));
    assert!(network.agreements.iter().all(|one| one.per_day.assumed && one.transport_h.assumed));
}

/// Ten random hospital sites; who is compromised at the end, on average over some runs.
fn compromised_by_ten(network: &Network, detect_h: f64, isolate_h: f64, runs: u32) -> f64 {
    let mut parameters = Parameters::default();
    parameters.set(Parameter::DetectHours, detect_h);
    parameters.set(Parameter::IsolateHours, isolate_h);
    let model = Model::new(network, &parameters).expect("no problems");
    let is_hospital = |one: &InstitutionNo| model.institution_kind(*one) == InstitutionKind::Hospital;
    let all = (0..model.institution_count()).map(InstitutionNo::from_index);
    let hospitals: Vec<_> = all.filter(is_hospital).collect();
    let mut scratch = Scratch::default();
    let run = |scenario: u32| {
        let chance = Chance::new(7, scenario);
        let pick = |number: u64| {
            let at = chance.unit(impact_model::draw::Purpose::Attack, number) * hospitals.len() as f64;
            (hospitals[at as usize], 0)
        };
        let shock = Shock { compromised: (0..10).map(pick).collect(), ..Shock::default() };
        f64::from(model.run(&shock, chance, HORIZON, &mut scratch).compromised)
    };
    (0..runs).map(run).sum::<f64>() / f64::from(runs)
}

#[test]
fn late_isolation_turns_tens_into_thousands() {
    let Some((_, network)) = &*EUROPE else { return };
    let soon = compromised_by_ten(network, 6.0, 6.0, 8);
    assert!((10.0..60.0).contains(&soon), "links cut after about 12 h: {soon}");
    // One long run is enough to tell thousands from tens.
    let late = compromised_by_ten(network, 66.0, 6.0, 1);
    assert!((2500.0..7500.0).contains(&late), "after about 72 h: {late}");
}

#[test]
fn beds_are_drawn_as_they_are_where_they_are_known() {
    let Some((sites, _)) = &*EUROPE else { return };
    for prior in Filling::default().beds {
        let wanted = |country: &str| prior.country.is_empty() || prior.country == country;
        let known = sites.sites.iter().filter(|site| wanted(&site.country)).filter_map(|site| site.beds);
        let logs: Vec<f64> = known.filter(|beds| *beds > 0.0).map(|beds| f64::from(beds).ln()).collect();
        let mean = logs.iter().sum::<f64>() / logs.len() as f64;
        let variance = logs.iter().map(|log| (log - mean).powi(2)).sum::<f64>() / logs.len() as f64;
        assert_eq!(logs.len() as u32, prior.known, "{}", prior.country);
        assert!((mean.exp() / prior.median - 1.0).abs() < 0.01, "{} {}", prior.country, mean.exp());
        assert!((variance.sqrt() - prior.sigma).abs() < 0.01, "{} {}", prior.country, variance.sqrt());
    }
}

#[test]
fn faults_have_line_and_column() {
    let good = "A_1,One,,50.1,4.1,1000,Town,BE,10,yes,\n";
    let cases = [
        ("A_2,\"Two, the\nsecond\",,north,4.2,1000,Town,BE,,,\n", "some.csv:4:10: \"north\" is no number"),
        ("A_2,Two,,50.2,4.2,1000,Town,BE,many,,\n", "some.csv:3:32: \"many\" is no number of beds"),
        ("A_2,Two,,50.2,4.2,1000,Stå,BE,,perhaps,\n", "some.csv:3:32: \"perhaps\" is neither yes nor no"),
        ("A_2,Two,,50.2,4.2,1000,Town,be,,,\n", "some.csv:3:29: \"be\" is no country"),
        (",Two,,50.2,4.2,1000,Town,BE,,,\n", "some.csv:3:1: \"\" is no identifier"),
        ("A_2,Two,,50.2\n", "some.csv:3: 4 cells instead of 11"),
        ("A_2,Two,,150.2,4.2,1000,Town,BE,,,\n", "some.csv:3:10: 150.2 north, 4.2 east is not on the earth"),
        ("A_2,Two,,NaN,4.2,1000,Town,BE,,,\n", "some.csv:3:10: \"NaN\" is no number"),
    ];
    for (row, expected) in cases {
        let faults = read(&format!("{good}{row}")).expect_err(row);
        assert!(faults.len() == 1 && faults[0].starts_with(expected), "{row}: {faults:?}");
    }
    // Line ends of Windows and empty lines shift nothing.
    let text = format!("{HEADING}\n{good}\nA_2,Two,,50.2,4.2,1000,Town,BE,many,,\n").replace('\n', "\r\n");
    let faults = gisco("x.csv", text.as_bytes()).expect_err("a fault");
    assert_eq!((faults[0].line, faults[0].column), (5, 32), "{}", faults[0]);
    let faults = gisco("x.csv", b"id,lat\n").expect_err("columns lack");
    assert!(faults[0].message.contains("lon"), "{}", faults[0]);
    let faults = gisco("x.csv", b"id,lat\nA,\xff\n").expect_err("not UTF-8");
    assert_eq!((faults[0].line, faults[0].column), (2, 3));
}

#[test]
fn rows_are_put_right_and_counted() {
    let rows = "\
        A/1,One,,50.1,4.1,1000,Town,BE,10,yes,\n\
        A/1,One,,50.1,4.1,1000,Town,BE,10,yes,\n\
        A/1,One again,,50.1,4.1,1000,Town,BE,,,\n\
        A/1,Elsewhere,,50.2,4.1,1000,Town,BE,,,\n\
        A_5,One,,50.1,4.1,1000,Town,BE,,no,\n\
        A_6,Six,,4.6,50.6,1000,Town,BE,0,,Psychiatrisch\n\
        A_7,Seven,East,50.7,4.7,10,Town,BE,,,\n\
        A_8,Seven,West,50.8,4.8,B-10,Town,BE,,,\n\
        A_9,Nine,,,,,Town,BE,,,\n";
    let sites = read(rows).expect("no faults");
    let counts = sites.counts;
    assert_eq!((counts.repeated, counts.same_id, counts.renamed, counts.twins), (1, 1, 1, 1));
    assert_eq!((counts.rows, counts.swapped, counts.without_position), (9, 1, 1));
    let ids: Vec<&str> = sites.sites.iter().map(|site| site.id.as_str()).collect();
    assert_eq!(ids, ["A-1", "A-1-2", "A_6", "A_7", "A_8", "A_9"]);
    assert_eq!(sites.sites[0].emergency, Some(true));
    assert_eq!(sites.sites[2].position.map(|at| (at.lat, at.lon)), Some((50.6, 4.6)));
    assert!(!sites.sites[2].acute && sites.sites[0].acute);
    assert_eq!((sites.sites[3].operator.as_str(), sites.sites[5].operator.as_str()), ("Seven", ""));
    assert_eq!(sites.notes.len(), 6);
}

#[test]
fn every_assumed_number_stands_in_the_documentation() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/impact/data.md");
    let text = std::fs::read_to_string(path).expect("the page is there");
    let missing: Vec<String> =
        rows(&Filling::default()).into_iter().filter(|row| !text.contains(row)).collect();
    assert!(missing.is_empty(), "docs/impact/data.md lacks these rows:\n{}", missing.join("\n"));
}

/// All that a filling assumes, as rows of the page.
fn rows(filling: &Filling) -> Vec<String> {
    let mut rows = Vec::new();
    for one in &filling.beds {
        let country = if one.country.is_empty() { "all others" } else { one.country };
        rows.push(format!("| {country} | {} | {} | {} |", one.median, one.sigma, one.known));
    }
    for one in &filling.services {
        let half = if one.half_at_beds > 0.0 { one.half_at_beds.to_string() } else { "all".into() };
        let specialised = if one.specialised { "yes" } else { "no" };
        let per_day = one.per_day.map_or("–".into(), |amount| amount.to_string());
        let kind = match one.discipline.word() {
            "general" => one.kind.to_string(),
            discipline => format!("{}/{discipline}", one.kind),
        };
        rows.push(format!("| {} | {kind} | {half} | {specialised} | {per_day} | {} |", one.at, one.source));
    }
    for one in &filling.dependencies {
        rows.push(format!(
            "| {} | {} | {} | {} | {} | {} | {} | {} |",
            one.dependent,
            one.provider,
            one.first_loss,
            one.later_loss,
            one.buffer_h,
            one.reentry_h,
            one.threshold,
            one.source
        ));
    }
    for one in &filling.links {
        rows.push(format!("| {} | {} | {} | {} |", one.kind, one.joins, one.spread_per_day, one.source));
    }
    for one in &filling.hosts {
        let country = if one.country.is_empty() { "all others" } else { one.country };
        rows.push(format!(
            "| {country} | {} | {} | {} | {} |",
            one.national, one.regional, one.sites_per_seat, one.source
        ));
    }
    for one in &filling.vendors {
        let list = |shares: &[f64]| shares.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
        rows.push(format!(
            "| {} | {} | {} | {} | {} |",
            one.product,
            list(&one.everywhere),
            list(&one.national),
            one.hosts,
            one.hosts_small
        ));
    }
    let single = [
        ("steepness", filling.steepness),
        ("shared domain", filling.shared_domain),
        ("hospital neighbours", filling.hospital_neighbours as f64),
        ("other neighbours", filling.other_neighbours as f64),
        ("reach in km", filling.reach_km),
        ("offline backup", filling.offline_backup),
        ("agreements", filling.agreements),
    ];
    rows.extend(single.map(|(name, value)| format!("| {name} | {value} |")));
    rows
}

/// What an institution has of its own: itself and its services, without what joins it to others.
fn own(network: &Network) -> BTreeMap<String, String> {
    let mut own: BTreeMap<String, String> =
        network.institutions.iter().map(|one| (one.id.clone(), format!("{one:?}"))).collect();
    for service in &network.services {
        if let Some(text) = own.get_mut(&service.id.institution) {
            text.push_str(&format!("{service:?}"));
        }
    }
    own
}

fn a_network() -> impl Strategy<Value = (Invention, u64)> {
    let size = prop_oneof![1_u32..60, 60_u32..600];
    (size, 0_u32..30, 0_u32..9, any::<u64>()).prop_map(|(institutions, countries, cities, seed)| {
        (Invention { institutions, countries, cities, ..Invention::default() }, seed)
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn what_is_made_up_has_no_problems((invention, seed) in a_network()) {
        let network = invented(&invention, seed);
        prop_assert_eq!(network.problems(), vec![]);
        assert_all_assumed(&network, |_| false);
        prop_assert_eq!(&network, &invented(&invention, seed));
        Model::new(&network, &Parameters::default()).expect("a model");
    }

    #[test]
    fn one_more_institution_leaves_the_others_as_they_were((invention, seed) in a_network()) {
        let more = Invention { institutions: invention.institutions + 1, ..invention.clone() };
        let (before, after) = (own(&invented(&invention, seed)), own(&invented(&more, seed)));
        // A new seat of a regional host may take over sites near it; all else stays.
        let changed = before.iter().filter(|(id, text)| after.get(*id) != Some(text));
        for (id, text) in changed {
            let without_host = |text: &str| text.split("operator: ").next().map(str::to_owned);
            let now = &after[id];
            prop_assert_eq!(without_host(text), without_host(now), "{}", id);
            prop_assert!(now.contains("operator: \"host-X"), "{}", id);
        }
    }

    #[test]
    fn the_order_of_sites_changes_nothing(seed in any::<u64>(), turn in 0_usize..9) {
        let rows = "\
            A_1,One,,50.1,4.1,1000,Town,BE,,yes,\nA_2,Two,,50.1,4.2,1000,Town,BE,300,,\n\
            A_3,Three,,50.3,4.1,1000,Town,BE,,,\nA_4,Four,,50.4,4.1,1000,Town,BE,40,,SSR\n\
            A_5,Five,,50.5,4.1,1000,Town,BE,,,\nA_6,Six,East,50.6,4.1,1000,Town,BE,,no,\n\
            A_7,Six,West,50.7,4.1,1000,Town,BE,900,,\nA_8,Eight,,50.1,4.1,1000,Town,FR,,,\n\
            A_9,Nine,,50.1,4.1,1000,Town,FR,,,\n";
        let sites = read(rows).expect("no faults");
        let mut turned = sites.clone();
        turned.sites.rotate_left(turn);
        turned.sites.reverse();
        prop_assert_eq!(fill(&sites, &Filling::default(), seed), fill(&turned, &Filling::default(), seed));
    }

    #[test]
    fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200), rows in "[\"a0-9,.\\n/ -]{0,120}") {
        let _ = gisco("x.csv", &bytes);
        let _ = gisco("x.csv", format!("{HEADING}{rows}").as_bytes());
    }
}

#[test]
fn sizes_from_the_smallest_to_the_largest() {
    for institutions in [0, 1, 2, 4000] {
        let network = invented(&Invention { institutions, ..Invention::default() }, 5);
        assert_eq!(network.problems(), vec![]);
        let sites = network.institutions.iter().filter(|one| one.kind != InstitutionKind::ItSupplier);
        assert_eq!(sites.count() as u32, institutions.max(1));
    }
    let network = invented(&Invention { institutions: 2000, ..Invention::default() }, 5);
    for kind in InstitutionKind::ALL.iter().filter(|kind| **kind != InstitutionKind::Other) {
        assert!(network.institutions.iter().any(|one| one.kind == *kind), "{kind}");
    }
    assert!(
        network
            .institutions
            .iter()
            .filter(|one| one.id.starts_with('X'))
            .all(|one| one.country.starts_with('X'))
    );
    assert!(!network.agreements.is_empty());
}
