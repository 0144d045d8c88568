//! What must hold on any network.

use impact_model::draw::Chance;
use impact_model::model::{Hour, InstitutionNo, Model, Scratch, Shock};
use impact_model::network::{Amount, Position};
use impact_model::parameters::{Parameter, Parameters};
use proptest::prelude::*;

use super::small::{any_network, line};
use super::{model, outage};

fn attack(model: &Model, entries: usize) -> Shock {
    let first = 0..entries.min(model.institution_count());
    Shock {
        compromised: first.map(|at| (InstitutionNo::from_index(at), at as Hour)).collect(),
        ..Shock::default()
    }
}

fn near(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-6 * (1.0 + a.abs().max(b.abs()))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn patients_and_analyses_are_conserved(seed in 0_u64..1000, size in 2_u32..25, run in 0_u32..100) {
        let model = model(&any_network(seed, size));
        let outcome = model.run(&attack(&model, 2), Chance::new(seed, run), 720, &mut Scratch::default());
        let e = outcome.emergency;
        prop_assert!(near(e.unmet, e.ambulances_diverted + e.walk_ins_diverted + e.walk_ins_delayed));
        prop_assert!(e.unmet <= e.demand + 1e-6);
        for flow in outcome.analyses.iter().chain(&outcome.care) {
            prop_assert!(near(flow.unmet, flow.rerouted + flow.postponed + flow.lost), "{flow:?}");
            prop_assert!(near(flow.postponed, flow.caught_up + flow.cancelled + flow.waiting), "{flow:?}");
            prop_assert!(flow.unmet <= flow.demand * (1.0 + 1e-6), "{flow:?}");
        }
    }

    #[test]
    fn what_was_run_before_changes_nothing(seed in 0_u64..1000, size in 2_u32..25) {
        let model = model(&any_network(seed, size));
        let shock = attack(&model, 2);
        let mut used = Scratch::default();
        for run in 0..5 {
            let again = model.run(&shock, Chance::new(seed, run), 500, &mut used);
            prop_assert_eq!(again, model.run(&shock, Chance::new(seed, run), 500, &mut Scratch::default()));
        }
        // Even if that was another network.
        let other = super::model(&any_network(seed + 1, size + 3));
        other.run(&attack(&other, 3), Chance::new(seed, 0), 300, &mut used);
        let again = model.run(&shock, Chance::new(seed, 0), 500, &mut used);
        prop_assert_eq!(again, model.run(&shock, Chance::new(seed, 0), 500, &mut Scratch::default()));
    }

    #[test]
    fn the_order_in_the_file_changes_nothing(seed in 0_u64..1000, size in 2_u32..25) {
        let network = any_network(seed, size);
        let mut turned = network.clone();
        turned.institutions.reverse();
        turned.services.reverse();
        turned.dependencies.reverse();
        turned.links.reverse();
        let (one, other) = (model(&network), model(&turned));
        let shock = attack(&one, 2);
        for run in 0..3 {
            let chance = Chance::new(seed, run);
            prop_assert_eq!(
                one.run(&shock, chance, 720, &mut Scratch::default()),
                other.run(&shock, chance, 720, &mut Scratch::default())
            );
        }
    }

    #[test]
    fn what_has_nothing_to_do_with_it_changes_nothing(seed in 0_u64..1000, size in 2_u32..15) {
        let network = any_network(seed, size);
        let mut larger = network.clone();
        let mut far = any_network(seed + 7, 4);
        let rename = |id: &mut String| id.insert(0, 'a');
        for one in &mut far.institutions {
            rename(&mut one.id);
            one.position = Some(Position { lat: -40.0, lon: 170.0 });
        }
        far.services.iter_mut().for_each(|one| rename(&mut one.id.institution));
        for one in &mut far.dependencies {
            rename(&mut one.service.institution);
            one.on.iter_mut().for_each(|on| rename(&mut on.service.institution));
        }
        for one in &mut far.links {
            [&mut one.id, &mut one.a, &mut one.b].into_iter().for_each(rename);
        }
        larger.institutions.extend(far.institutions);
        larger.services.extend(far.services);
        larger.dependencies.extend(far.dependencies);
        larger.links.extend(far.links);
        let run = |model: &Model| {
            let compromised = ["i0", "i1"].map(|name| (model.institution(name).unwrap(), 0)).to_vec();
            let shock = Shock { compromised, ..Shock::default() };
            let mut outcome = model.run(&shock, Chance::new(seed, 3), 720, &mut Scratch::default());
            // Bits stand for other countries when there are more of them.
            outcome.countries = u64::from(outcome.countries.count_ones());
            outcome
        };
        prop_assert_eq!(run(&model(&network)), run(&model(&larger)));
    }

    #[test]
    fn longer_buffers_never_cost_service_days(seed in 0_u64..1000, size in 2_u32..25, more in 1_u32..48) {
        let network = any_network(seed, size);
        let mut longer = network.clone();
        for dependency in &mut longer.dependencies {
            dependency.buffer_h = Amount::known(dependency.buffer_h.likely + more as f32);
        }
        let (one, other) = (model(&network), model(&longer));
        let shock = attack(&one, 2);
        let chance = Chance::new(seed, 0);
        let before = one.run(&shock, chance, 720, &mut Scratch::default());
        let after = other.run(&shock, chance, 720, &mut Scratch::default());
        prop_assert_eq!(before.compromised, after.compromised);
        for (before, after) in before.service_days_lost.iter().zip(&after.service_days_lost) {
            prop_assert!(*after <= before + 1e-3, "{after} > {before}");
        }
        prop_assert!(after.emergency.unmet <= before.emergency.unmet + 1e-3);
    }

    #[test]
    fn cutting_earlier_never_compromises_more(seed in 0_u64..1000, size in 2_u32..25, share in 0.0..1.0_f64) {
        let network = any_network(seed, size);
        let mut sooner = Parameters::default();
        for parameter in
            [Parameter::IsolateHours, Parameter::DetectHours, Parameter::WarnHours, Parameter::HeedHours]
        {
            sooner.set(parameter, sooner.get(parameter) * share);
        }
        let (one, other) = (model(&network), Model::new(&network, &sooner).unwrap());
        let shock = attack(&one, 2);
        for run in 0..4 {
            let chance = Chance::new(seed, run);
            let late = one.run(&shock, chance, 720, &mut Scratch::default());
            let soon = other.run(&shock, chance, 720, &mut Scratch::default());
            prop_assert!(soon.compromised <= late.compromised);
        }
    }

    #[test]
    fn more_laboratory_capacity_everywhere_never_loses_more(
        seed in 0_u64..1000, size in 2_usize..12, more in 1.0..3.0_f32, down in 1_usize..4,
    ) {
        let network = line(size, 0.1);
        let mut roomy = network.clone();
        for service in roomy.services.iter_mut().filter(|one| one.id.kind.is_laboratory()) {
            let volume = service.per_day.unwrap().likely;
            let spare = service.capacity_per_day.unwrap().likely - volume;
            service.capacity_per_day = Some(Amount::known(volume + spare * more));
        }
        let lost = |model: &Model| {
            let down = (0..down.min(size)).map(|at| format!("h{at}/clinical-biology"));
            let outages = down.map(|service| outage(model, &service, 0, 300 + seed as Hour)).collect();
            let shock = Shock { outages, ..Shock::default() };
            model.run(&shock, Chance::new(seed, 0), 720, &mut Scratch::default()).analyses_lost()
        };
        prop_assert!(lost(&model(&roomy)) <= lost(&model(&network)) + 1e-6);
    }
}
