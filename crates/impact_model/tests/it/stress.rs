//! The stress test on small networks: what it must find there, and what must not change it.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on must stop")]

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicU64, Ordering};

use impact_model::draw::{Chance, Purpose};
use impact_model::model::{Model, Outcome, Scratch};
use impact_model::network::{
    Amount, Dependency, Institution, InstitutionKind, Link, LinkKind, Network, Position, Provider, Service,
    ServiceId,
};
use impact_model::parameters::{Parameter, Parameters};
use impact_model::stress::report::{Critical, Investment, Measure, Place, Verdict};
use impact_model::stress::{Attack, Failure, LIMITS, MAX_RUNS, Report, Setup, runs, stress};
use proptest::prelude::*;

fn institution(id: &str, kind: InstitutionKind, country: &str, region: &str, at: (f64, f64)) -> Institution {
    Institution {
        id: id.to_owned(),
        name: format!("The {id}"),
        kind,
        country: country.to_owned(),
        region: region.to_owned(),
        position: Some(Position { lat: at.0, lon: at.1 }),
        operator: String::new(),
        beds: None,
        detect_h: None,
        isolate_h: Some(Amount::between(2.0, 6.0, 30.0)),
        offline_backup: Some(Amount::between(0.0, 0.5, 1.0).assumed()),
    }
}

fn id(text: &str) -> ServiceId {
    text.parse().unwrap()
}

fn service(text: &str, volume: f32) -> Service {
    let per_day = (volume > 0.0).then_some(Amount::between(volume * 0.8, volume, volume * 1.1));
    Service { id: id(text), per_day, capacity_per_day: None }
}

fn needs(service: &str, on: &str) -> Dependency {
    Dependency {
        service: id(service),
        on: vec![Provider { service: id(on), share: Amount::known(1.0) }],
        first_loss: Amount::between(0.1, 0.2, 0.4).assumed(),
        later_loss: Amount::between(0.5, 0.8, 1.0).assumed(),
        buffer_h: Amount::between(0.0, 12.0, 48.0).assumed(),
        reentry_h: Amount::known(6.0),
        threshold: Amount::known(0.1),
    }
}

fn link(a: &str, b: &str, spread_per_day: f32) -> Link {
    Link {
        id: format!("{a}-{b}"),
        a: a.to_owned(),
        b: b.to_owned(),
        kind: LinkKind::Vpn,
        spread_per_day: Amount::between(spread_per_day / 3.0, spread_per_day, spread_per_day * 3.0).assumed(),
        carries: true,
    }
}

/// Hospitals of three countries, each with its record at one supplier and its laboratory system at another, in a ring
/// of links; with a laboratory for every six.
fn country_side(prefix: &str, hospitals: usize) -> Network {
    let mut network = Network { name: format!("{prefix} country"), ..Network::default() };
    let supplier = |name: &str| format!("{prefix}{name}");
    for (name, service_kind, country) in [("records", "ehr", "BE"), ("samples", "lis", "NL")] {
        let supplier = supplier(name);
        network.institutions.push(institution(
            &supplier,
            InstitutionKind::ItSupplier,
            country,
            "",
            (51.0, 5.0),
        ));
        network.services.push(service(&format!("{supplier}/{service_kind}"), 0.0));
    }
    for at in 0..hospitals {
        let name = format!("{prefix}h{at:02}");
        let country = ["BE", "FR", "NL"][at % 3];
        let position = (50.0 + (at / 5) as f64 * 0.1, 4.0 + (at % 5) as f64 * 0.15);
        let region = ["North", "South"][at / 3 % 2];
        network.institutions.push(institution(&name, InstitutionKind::Hospital, country, region, position));
        for (kind, volume) in [
            ("emergency-department", 80.0 + at as f32),
            ("operating-rooms", 20.0),
            ("clinical-biology", 900.0),
        ] {
            network.services.push(service(&format!("{name}/{kind}"), volume));
        }
        for (kind, on) in [
            ("emergency-department", format!("{}/ehr", supplier("records"))),
            ("operating-rooms", format!("{name}/clinical-biology")),
            ("clinical-biology", format!("{}/lis", supplier("samples"))),
        ] {
            network.dependencies.push(needs(&format!("{name}/{kind}"), &on));
        }
        network.links.push(link(&supplier("records"), &name, 0.1));
        if at % 2 == 0 {
            network.links.push(link(&supplier("samples"), &name, 0.05));
        }
        if at > 0 {
            network.links.push(link(&format!("{prefix}h{:02}", at - 1), &name, 0.4));
        }
        if at % 6 == 0 {
            let laboratory = format!("{prefix}l{at:02}");
            let kind = InstitutionKind::Laboratory;
            network.institutions.push(institution(&laboratory, kind, country, region, position));
            network.services.push(service(&format!("{laboratory}/clinical-biology"), 3000.0));
        }
    }
    network
}

fn attack(text: &str) -> Attack {
    text.parse().unwrap()
}

/// A small test of the attack: few runs, and nothing besides.
fn quick(network: &Network, text: &str, runs: u32) -> Setup {
    Setup {
        critical: false,
        investments: false,
        sensitivity: false,
        ..Setup::new(network, attack(text), runs, 7)
    }
}

fn test(network: &Network, setup: &Setup) -> Report {
    stress(network, &Parameters::default(), setup, &|_, _| ()).unwrap()
}

fn json(report: &Report) -> String {
    serde_json::to_string_pretty(report).unwrap()
}

fn mean(report: &Report, measure: Measure) -> f64 {
    report.distributions.iter().find(|one| one.measure == measure).unwrap().mean.value
}

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-4 * (1.0 + a.abs().max(b.abs()))
}

#[test]
fn attacks_are_read_and_written() {
    for text in [
        "random-site:10",
        "random-site:10@48",
        "random-supplier:1",
        "site:a",
        "site:a,b c,d:e@72",
        "site:me@home",
        "site:me@12@0",
        "supplier-of:lis",
        "country:BE:3",
        "region:BE/Bruxelles: la capitale/Brussel:2@6",
        "largest:5",
    ] {
        assert_eq!(attack(text).to_string(), text);
    }
    assert_eq!(attack("site:me@12").over_h, 12);
    for (text, part) in [
        ("", "write random-site:N"),
        ("random-site", "write random-site:N"),
        ("random-site:0", "from 1 to"),
        ("random-site:-1", "from 1 to"),
        ("random-site:4000000000000", "from 1 to"),
        ("random-site:1@", "no number of hours"),
        ("random-site:1@soon", "no number of hours"),
        ("largest:1@99999", "hours are more than"),
        ("site:", "empty identifier"),
        ("site:a,,b", "empty identifier"),
        ("supplier-of:coffee", "is none of"),
        ("country:be:1", "two capital letters"),
        ("country:BE", "write random-site:N"),
        ("region:BE:1", "write random-site:N"),
        ("héhé:1", "write random-site:N"),
    ] {
        let error = text.parse::<Attack>().unwrap_err();
        assert!(error.contains(part), "{text}: {error}");
    }
}

#[test]
fn an_attack_meets_whom_it_is_aimed_at() {
    let network = country_side("", 24);
    let model = Model::new(&network, &Parameters::default()).unwrap();
    let kind = |one| model.institution_kind(one);
    for (text, number) in [
        ("random-site:5@10", 5),
        ("random-site:28", 28),
        ("random-supplier:2", 2),
        ("site:h01,h00,h01", 2),
        ("supplier-of:ehr", 1),
        ("country:FR:3", 3),
        ("region:NL/South:4", 4),
        ("largest:3@5", 3),
    ] {
        let attack = attack(text);
        let mut met = BTreeSet::new();
        for run in 0..40 {
            let shock = attack.shock(&model, Chance::new(3, run));
            assert_eq!(shock.compromised.len(), number, "{text}");
            assert!(shock.compromised.iter().all(|(_, hour)| *hour < attack.over_h.max(1)));
            let institutions: BTreeSet<_> = shock.compromised.iter().map(|(one, _)| *one).collect();
            assert_eq!(institutions.len(), number, "{text}");
            met.extend(institutions);
        }
        let supplier = |one: &_| kind(*one) == InstitutionKind::ItSupplier;
        assert!(met.iter().all(|one| supplier(one) == text.contains("supplier")), "{text}");
        let names: Vec<_> = met.iter().map(|one| model.institution_id(*one)).collect();
        match text {
            "random-site:5@10" => assert_eq!(names.len(), 28),
            "site:h01,h00,h01" => assert_eq!(names, ["h00", "h01"]),
            "supplier-of:ehr" => assert_eq!(names, ["records"]),
            "largest:3@5" => assert_eq!(names, ["h21", "h22", "h23"]),
            "country:FR:3" => assert_eq!(names.len(), 8),
            "region:NL/South:4" => assert_eq!(names, ["h05", "h11", "h17", "h23"]),
            _ => {}
        }
    }
    for (text, part) in [
        ("random-site:29", "has 28 such"),
        ("site:nobody", "no institution \"nobody\""),
        ("country:SE:1", "has 0 such"),
        ("region:BE/East:1", "has 0 such"),
        ("supplier-of:pacs", "no it-supplier"),
    ] {
        let error = attack(text).aim(&model).unwrap_err();
        assert!(error.contains(part), "{error}");
        assert!(attack(text).shock(&model, Chance::new(1, 1)).compromised.is_empty());
    }
}

#[test]
fn a_site_more_changes_the_choice_of_few_runs() {
    let network = country_side("", 24);
    let mut larger = network.clone();
    larger.institutions.push(institution("extra", InstitutionKind::Hospital, "BE", "", (50.0, 4.0)));
    let chosen = |network: &Network| -> Vec<Vec<String>> {
        let model = Model::new(network, &Parameters::default()).unwrap();
        let names = |run| {
            let shock = attack("random-site:1").shock(&model, Chance::new(3, run));
            shock.compromised.iter().map(|(one, _)| model.institution_id(*one).to_owned()).collect()
        };
        (0..290).map(names).collect()
    };
    let (before, after) = (chosen(&network), chosen(&larger));
    let changed: Vec<_> =
        before.iter().zip(&after).filter(|(a, b)| a != b).map(|(_, b)| b.concat()).collect();
    assert!(changed.iter().all(|name| name == "extra"), "{changed:?}");
    assert!((2..25).contains(&changed.len()), "{changed:?}");
}

#[test]
fn runs_are_those_of_the_model_one_by_one() {
    let network = country_side("", 12);
    let model = Model::new(&network, &Parameters::default()).unwrap();
    let attack = attack("random-site:2@20");
    let one_by_one: Vec<Outcome> = (5..45)
        .map(|scenario| {
            let chance = Chance::new(9, scenario);
            model.run(&attack.shock(&model, chance), chance, 480, &mut Scratch::default())
        })
        .collect();
    assert_eq!(runs(&model, &attack, 9, 5..45, 480).unwrap(), one_by_one);
}

#[test]
fn a_model_without_a_link_is_the_model_of_a_network_without_it() {
    let network = country_side("", 12);
    let model = Model::new(&network, &Parameters::default()).unwrap();
    let attack = attack("random-site:1");
    for at in (0..network.links.len()).step_by(3) {
        let mut shorter = network.clone();
        let mut without = model.clone();
        without.remove_link(model.link(&shorter.links.remove(at).id).unwrap());
        let expected = Model::new(&shorter, &Parameters::default()).unwrap();
        let run = |model: &Model| runs(model, &attack, 2, 0..10, 480).unwrap();
        assert_eq!(run(&without), run(&expected));
    }
}

#[test]
fn the_report_does_not_depend_on_threads_nor_on_the_order_of_the_lists() {
    let network = country_side("", 9);
    let setup = Setup { draws: 2, ..Setup::new(&network, attack("random-site:2@24"), 16, 5) };
    let on = |threads: usize, network: &Network| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| json(&test(network, &setup)))
    };
    let expected = on(1, &network);
    assert!(expected.contains("\"sensitivity\": [\n    {"));
    assert_eq!(on(2, &network), expected);
    let mut turned = network.clone();
    turned.institutions.reverse();
    turned.services.rotate_left(7);
    turned.dependencies.reverse();
    turned.links.rotate_right(5);
    assert_eq!(on(3, &turned), expected);
}

#[test]
fn what_has_nothing_to_do_with_it_changes_nothing() {
    let near = country_side("", 9);
    let mut both = near.clone();
    let mut far = country_side("far-", 6);
    far.institutions.iter_mut().for_each(|one| one.position = Some(Position { lat: -40.0, lon: 170.0 }));
    both.institutions.extend(far.institutions);
    both.services.extend(far.services);
    both.dependencies.extend(far.dependencies);
    both.links.extend(far.links);
    let setup = Setup { investments: true, ..quick(&near, "site:h04,records@30", 20) };
    let (alone, together) = (test(&near, &setup), test(&both, &setup));
    assert!(mean(&alone, Measure::Compromised) > 2.0);
    assert_eq!(alone.distributions, together.distributions);
    assert_eq!(alone.answer.contained, together.answer.contained);
    let saved = |report: &Report| {
        let mut saved: Vec<_> =
            report.investments.iter().map(|one| (one.investment, one.days, one.analyses)).collect();
        saved.sort_by_key(|(investment, ..)| *investment);
        saved
    };
    assert_eq!(saved(&alone), saved(&together));
}

#[test]
fn places_add_up_to_the_whole() {
    let network = country_side("", 18);
    let setup = quick(&network, "random-site:3", 40);
    let report = test(&network, &setup);
    assert!(mean(&report, Measure::ClinicalDaysLost) > 1.0);
    let clinical = |country: &str| {
        let inside = |one: &&Institution| one.country == country;
        let ids: BTreeSet<_> = network.institutions.iter().filter(inside).map(|one| &one.id).collect();
        let services = network.services.iter().filter(|one| ids.contains(&one.id.institution));
        services.filter(|one| one.id.kind.is_clinical()).count() as f64
    };
    let sum = |of: &dyn Fn(&Place) -> f64| report.countries.iter().map(of).sum::<f64>();
    let days = sum(&|place| place.days_lost * clinical(&place.country) * 30.0);
    let lost = mean(&report, Measure::ClinicalDaysLost);
    assert!(close(days, lost), "{days} {lost}");
    assert!(close(sum(&|place| place.hit.value), mean(&report, Measure::Countries)));
    assert!(close(sum(&|place| place.compromised), mean(&report, Measure::Compromised)));
    let regions: f64 = report.regions.iter().map(|place| place.hit.value).sum();
    // Both suppliers are in no region.
    assert!(regions < mean(&report, Measure::Regions) && report.regions.len() == 6);
    let on_map: f64 = report.map.iter().map(|cell| cell.hit * f64::from(cell.institutions)).sum();
    assert!(close(on_map, mean(&report, Measure::Compromised) + mean(&report, Measure::Affected)));
    for place in report.countries.iter().chain(&report.regions) {
        assert!((0.0..=1.0).contains(&place.days_lost) && place.days_lost_p95 <= 1.0, "{place:?}");
        assert!(
            place.days_lost <= place.days_lost_p95.max(place.days_lost) && place.not_held <= place.hit.value
        );
    }
    let worst = report.countries.iter().map(|place| place.not_held).fold(0.0, f64::max);
    assert!(1.0 - report.answer.held.value >= worst - 1e-9);
    assert!(1.0 - report.answer.held.value <= sum(&|place| place.not_held) + 1e-9);
}

#[test]
fn institutions_that_share_nothing_are_ready_and_those_that_share_all_are_not() {
    let mut apart = country_side("", 24);
    apart.links.clear();
    apart.dependencies.clear();
    let report = test(&apart, &quick(&apart, "random-site:1", 60));
    assert_eq!((report.answer.contained.value, mean(&report, Measure::Compromised)), (1.0, 1.0));
    let tolerant = Setup { tolerated: 0.5, ..quick(&apart, "random-site:1", 60) };
    let report = test(&apart, &tolerant);
    assert_eq!(report.answer.verdict, Verdict::Ready);
    assert!(report.line().starts_with("Ready: in 0 of 100 such attacks (0 to "), "{}", report.line());
    assert!(report.line().ends_with("a month's care; 19 of 20 attacks stop at 1 institution."));

    let mut together = country_side("", 24);
    together.links.iter_mut().for_each(|link| link.spread_per_day = Amount::known(50.0));
    let report = test(&together, &quick(&together, "random-site:1", 60));
    assert_eq!(report.answer.verdict, Verdict::NotReady);
    assert!(report.answer.contained.value < 0.1);
    assert!(report.line().starts_with("Not ready: in "), "{}", report.line());
}

#[test]
fn few_runs_cannot_tell() {
    let mut apart = country_side("", 24);
    apart.links.clear();
    apart.dependencies.clear();
    let setup = Setup { tolerated: 0.5, ..quick(&apart, "random-site:1", 8) };
    assert_eq!(test(&apart, &setup).answer.verdict, Verdict::CannotTell);
}

#[test]
fn not_knowing_is_told_from_chance() {
    let network = country_side("", 12);
    let share = |draws, parameters: &Parameters| {
        let setup = Setup { draws, ..quick(&network, "site:h03", 80) };
        let report = stress(&network, parameters, &setup, &|_, _| ()).unwrap();
        report.distributions[Measure::ClinicalDaysLost as usize].from_not_knowing
    };
    assert_eq!(share(1, &Parameters::default()), None);
    let mut unsure = Parameters::default();
    unsure.set(Parameter::MajorDepth, 1.0);
    unsure.set(Parameter::HitShare, 1.0);
    unsure.set_range(Parameter::MajorDays, (1.0, 30.0, 300.0));
    unsure.set_range(Parameter::MinorShare, (0.0, 0.5, 1.0));
    let (known, unknown) = (share(10, &Parameters::default()).unwrap(), share(10, &unsure).unwrap());
    assert!((0.0..=1.0).contains(&known) && unknown > known, "{known} {unknown}");
}

#[test]
fn investments_change_what_they_are_called_after_and_no_identity() {
    let network = country_side("", 12);
    let defaults = Parameters::default();
    for &investment in Investment::ALL {
        let (changed, parameters, units) = investment.apply(&network, &defaults);
        assert!(changed.problems().is_empty());
        assert!(units > 0 && units == investment.units(&network), "{investment:?}");
        assert!(changed != network || parameters != defaults, "{investment:?}");
        let names = |network: &Network| -> Vec<String> {
            let institutions = network.institutions.iter().map(|one| one.id.clone());
            let services = network.services.iter().map(|one| one.id.to_string());
            institutions.chain(services).chain(network.links.iter().map(|one| one.id.clone())).collect()
        };
        assert_eq!(names(&changed), names(&network));
    }
    let (changed, ..) = Investment::OfflineBackups.apply(&network, &defaults);
    assert_eq!(Investment::OfflineBackups.units(&changed), 0);
    let lasts = |at: usize, network: &Network| network.dependencies[at].buffer_h;
    let (changed, ..) = Investment::Buffers.apply(&network, &defaults);
    assert_eq!(lasts(0, &changed).likely, lasts(0, &network).likely + 24.0);
}

#[test]
fn investments_never_cost_in_the_mean() {
    let network = country_side("", 18);
    let setup = Setup { investments: true, ..quick(&network, "random-site:2", 120) };
    let report = test(&network, &setup);
    assert_eq!(report.investments.len(), Investment::ALL.len());
    for saving in &report.investments {
        assert_eq!(saving.runs, 120);
        assert!(saving.days.value >= -1e-3, "{saving:?}");
        assert!(saving.compromised.value >= -1e-9, "{saving:?}");
        assert!(saving.days.low <= saving.days.value && saving.days.value <= saving.days.high);
        assert!((-0.001..=1.0).contains(&saving.share.value), "{saving:?}");
        let per_thousand = saving.days.value * 1000.0 / saving.units as f64;
        assert!(close(per_thousand, saving.days_per_thousand.value));
    }
    let order: Vec<f64> = report.investments.iter().map(|one| one.days_per_thousand.value).collect();
    assert!(order.is_sorted_by(|a, b| a >= b), "{order:?}");
    let found = |investment| report.investments.iter().find(|one| one.investment == investment).unwrap();
    assert!(found(Investment::Segmentation).days.low > 0.0);
    assert!(found(Investment::Buffers).days.low > 0.0 && found(Investment::Buffers).compromised.value == 0.0);
    assert!(found(Investment::LaboratoryCapacity).analyses.value > 0.0);
}

#[test]
fn what_most_rests_on_is_found() {
    let mut network = country_side("", 12);
    // A bridge: the only way to six more hospitals.
    let beyond = country_side("z-", 6);
    network.institutions.extend(beyond.institutions);
    network.services.extend(beyond.services);
    network.dependencies.extend(beyond.dependencies);
    network.links.extend(beyond.links);
    network.links.push(link("h00", "z-h00", 2.0));
    let setup = Setup { critical: true, ..quick(&network, "site:h00", 60) };
    let report = test(&network, &setup);
    let suppliers: Vec<&str> = report.suppliers.iter().map(|one| one.id.as_str()).collect();
    assert_eq!(suppliers.len(), 4, "{suppliers:?}");
    assert!(report.suppliers[0].dependents == 12 && report.suppliers[0].days.low > 0.0);
    assert_eq!(report.suppliers[0].name, format!("The {}", suppliers[0]));
    assert!(report.suppliers.is_sorted_by(|a, b| a.days.value >= b.days.value));
    let bridge: &Critical = report.links.iter().find(|one| one.id == "h00-z-h00").unwrap();
    assert_eq!((bridge.country.as_str(), bridge.dependents), ("BE", 0));
    assert!(bridge.days.low > 0.0 && bridge.others.low > 0.0, "{bridge:?}");
    assert!(report.links.iter().all(|one| one.runs > 0));
}

#[test]
fn parameters_that_nothing_uses_do_not_matter() {
    let mut network = country_side("", 6);
    network.services.retain(|one| !one.id.kind.is_laboratory());
    network.dependencies.retain(|one| one.service.kind.word() == "emergency-department");
    let setup = Setup { sensitivity: true, ..quick(&network, "random-site:1", 10) };
    let report = test(&network, &setup);
    assert_eq!(report.sensitivity.len(), Parameter::ALL.len());
    assert!(report.sensitivity.is_sorted_by(|a, b| a.effect >= b.effect));
    let effect = |word: &str| report.sensitivity.iter().find(|one| one.parameter == word).unwrap().effect;
    assert_eq!((effect("recovery-laboratory"), effect("analysis-km")), (0.0, 0.0));
    assert!(effect("hit-share") > 0.0 && effect("minor-share") > 0.0);
}

#[test]
fn what_cannot_be_tested_is_said() {
    let network = country_side("", 6);
    let setup = quick(&network, "random-site:1@10", 10);
    let failure = |network: &Network, setup: Setup| {
        stress(network, &Parameters::default(), &setup, &|_, _| ()).unwrap_err().to_string()
    };
    for (wrong, part) in [
        (Setup { runs: 0, ..setup.clone() }, "0 runs"),
        (Setup { runs: MAX_RUNS + 1, ..setup.clone() }, "100001 runs"),
        (Setup { draws: 0, ..setup.clone() }, "0 sets of parameters"),
        (Setup { draws: 11, ..setup.clone() }, "11 sets of parameters"),
        (Setup { horizon: 0, ..setup.clone() }, "0 hours"),
        (Setup { horizon: 9, ..setup.clone() }, "takes longer than"),
        (Setup { tolerated: f64::NAN, ..setup.clone() }, "no share"),
        (Setup { attack: attack("country:SE:1"), ..setup.clone() }, "has 0 such"),
    ] {
        let message = failure(&network, wrong);
        assert!(message.contains(part), "{message}");
    }
    let mut broken = network.clone();
    broken.links[0].a = "nobody".to_owned();
    broken.links[1].b = "nobody".to_owned();
    assert!(failure(&broken, setup.clone()).contains("\"nobody\" (and 1 more)"));
    let result = stress(&broken, &Parameters::default(), &setup, &|_, _| ());
    assert!(matches!(result, Err(Failure::Network(problems)) if problems.len() == 2));
}

#[test]
fn progress_reaches_its_end() {
    let network = country_side("", 6);
    let setup = Setup { critical: true, investments: true, ..quick(&network, "random-site:1", 12) };
    let (most, of) = (AtomicU64::new(0), AtomicU64::new(0));
    let steps = AtomicU64::new(0);
    let progress = |done: u64, all: u64| {
        assert!(done <= all);
        most.fetch_max(done, Ordering::Relaxed);
        of.fetch_max(all, Ordering::Relaxed);
        steps.fetch_add(1, Ordering::Relaxed);
    };
    stress(&network, &Parameters::default(), &setup, &progress).unwrap();
    let [most, of, steps] = [most, of, steps].map(AtomicU64::into_inner);
    assert!(most == of && steps > 12 * 8 && steps <= of + 1, "{most} {of} {steps}");
}

#[test]
fn a_summary_is_a_page_of_text_with_its_limits() {
    let network = country_side("", 12);
    let mut parameters = Parameters::default();
    parameters.set(Parameter::WarnHours, 12.0);
    let setup = Setup { horizon: 14 * 24, ..Setup::new(&network, attack("random-site:1"), 20, 1) };
    let report = stress(&network, &parameters, &setup, &|_, _| ()).unwrap();
    assert_eq!(report.how.changed, [("warn-hours".to_owned(), 12.0, 12.0, 12.0)]);
    assert!(report.network.assumed > 0.4 && report.network.assumed < 1.0);
    let line = report.line();
    assert!(line.contains("of 14 days' care; half of the attacks stop at "), "{line}");
    assert!(!line.contains('\n') && line.chars().count() < 240);
    let summary = report.summary();
    assert!(summary.starts_with(&line));
    for line in summary.lines().skip(1) {
        assert!(line.chars().count() <= 115, "{line}");
    }
    for heading in
        ["Measure", "Country", "Region", "Compromised alone", "Without the link", "Investment", "Parameter"]
    {
        assert!(summary.lines().any(|line| line.starts_with(heading)), "{heading}\n{summary}");
    }
    let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(LIMITS.iter().all(|limit| words(&summary).contains(&words(limit))));
    print!("{summary}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_an_attack_or_an_error(text in "(random-site|site|country|region|largest|supplier-of|.{0,6}):?.{0,12}") {
        if let Ok(attack) = text.parse::<Attack>() {
            prop_assert_eq!(attack.to_string().parse(), Ok(attack));
        }
    }

    #[test]
    fn runs_of_other_shapes_are_the_same_runs(seed in any::<u64>(), sites in 1_u32..4) {
        let network = country_side("", 6);
        let attack = attack(&format!("random-site:{sites}"));
        let model = Model::new(&network, &Parameters::default()).unwrap();
        let all = runs(&model, &attack, seed, 0..12, 240).unwrap();
        let split = (Chance::new(seed, 0).unit(Purpose::Test, 0) * 12.0) as u32;
        let mut parts = runs(&model, &attack, seed, 0..split, 240).unwrap();
        parts.extend(runs(&model, &attack, seed, split..12, 240).unwrap());
        prop_assert_eq!(all, parts);
    }
}
