//! The model on small networks whose outcome can be worked out by hand, and what must hold on any network.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on must stop")]

mod properties;
mod small;

use impact_model::draw::Chance;
use impact_model::model::{
    Cause, Hour, InstitutionNo, LinkNo, Model, Outage, Outcome, Recovery, Scratch, ServiceNo, Shock, Watch,
};
use impact_model::network::{Agreement, Amount, Discipline, InstitutionKind, Network, ServiceKind};
use impact_model::parameters::{Parameter, Parameters};

use small::{chain, id, institution, line, needs, service};

/// Everything that happened.
#[derive(Default)]
struct Log {
    changed: Vec<(Hour, ServiceNo, f32, Cause)>,
    compromised: Vec<(InstitutionNo, Hour, Option<LinkNo>)>,
    rerouted: f64,
}

impl Watch for Log {
    fn compromised(&mut self, institution: InstitutionNo, hour: Hour, over: Option<LinkNo>) {
        self.compromised.push((institution, hour, over));
    }

    fn changed(&mut self, service: ServiceNo, hour: Hour, works: f32, cause: Cause) {
        self.changed.push((hour, service, works, cause));
    }

    fn rerouted(&mut self, _: ServiceNo, _: ServiceNo, _: Hour, number: f64) {
        self.rerouted += number;
    }
}

impl Log {
    fn of(&self, model: &Model, service: &str) -> Vec<(Hour, f32)> {
        let service = model.service(&id(service)).unwrap();
        let own = self.changed.iter().filter(|(_, one, ..)| *one == service);
        own.map(|(hour, _, works, _)| (*hour, *works)).collect()
    }
}

fn model(network: &Network) -> Model {
    Model::new(network, &Parameters::default()).unwrap()
}

fn play(model: &Model, shock: &Shock, horizon: Hour) -> (Outcome, Log) {
    let mut log = Log::default();
    let outcome = model.run_and_watch(shock, Chance::new(1, 0), horizon, &mut Scratch::default(), &mut log);
    (outcome, log)
}

/// Down from `from`, back at once at `until`.
fn outage(model: &Model, service: &str, from: Hour, until: Hour) -> Outage {
    let recovery = Some(Recovery { start: until, tau_h: 0.0 });
    Outage { service: model.service(&id(service)).unwrap(), from, left: 0.0, recovery }
}

fn only(outage: Outage) -> Shock {
    Shock { outages: vec![outage], ..Shock::default() }
}

#[test]
fn what_fails_follows_buffers_losses_and_thresholds() {
    let model = model(&chain());
    let (outcome, log) = play(&model, &only(outage(&model, "host/hosting", 10, 100)), 240);
    // A recovery without duration still takes five steps, one an hour.
    let mut hosting = vec![(10, 0.0)];
    hosting.extend((0_u32..5).map(|step| (100 + step, (step + 1) as f32 / 5.0)));
    for service in ["host/hosting", "lab/lis"] {
        let changes = log.of(&model, service);
        assert_eq!(changes.len(), hosting.len(), "{service} {changes:?}");
        for (was, expected) in changes.iter().zip(&hosting) {
            assert!(was.0 == expected.0 && (was.1 - expected.1).abs() < 1e-6, "{service} {changes:?}");
        }
    }
    // A quarter is lost at once, all after five hours; for twelve hours after the last is back, paper is entered.
    let laboratory = log.of(&model, "lab/clinical-biology");
    assert_eq!(laboratory[..2], [(10, 0.75), (15, 0.0)]);
    assert_eq!(laboratory.last(), Some(&(116, 1.0)), "{laboratory:?}");
    let entering = laboratory.iter().rfind(|(hour, _)| *hour < 116).unwrap();
    assert!(entering.1 < 1.0 && entering.1 >= 0.75, "{laboratory:?}");
    // Four tenths may be missing: what is left of the laboratory at first is enough. Seven hours after the rest is
    // missing, four fifths are lost.
    let rooms = log.of(&model, "hospital/operating-rooms");
    assert_eq!(rooms[0].0, 22);
    assert!((rooms[0].1 - 0.2).abs() < 1e-6, "{rooms:?}");
    assert_eq!(rooms.last().unwrap().1, 1.0);
    assert_eq!(outcome.services_lost[ServiceKind::OperatingRooms as usize], 1);
    assert_eq!(outcome.all_services_lost(), 4);
    let rooms = outcome.care[ServiceKind::OperatingRooms as usize];
    assert!(rooms.postponed > 0.0 && rooms.caught_up > 0.0, "{rooms:?}");
    assert_eq!((outcome.compromised, outcome.affected), (0, 3));
    assert_eq!((outcome.countries, outcome.regions), (1, 1));
}

#[test]
fn a_cause_is_the_worst_provider_or_the_link_that_was_cut() {
    let model = model(&chain());
    let (_, log) = play(&model, &only(outage(&model, "host/hosting", 10, 100)), 50);
    let hosting = model.service(&id("host/hosting")).unwrap();
    let lis = model.service(&id("lab/lis")).unwrap();
    let cause = |service| log.changed.iter().find(|(_, one, ..)| *one == service).unwrap().3;
    assert_eq!(cause(hosting), Cause::Hit);
    assert_eq!(cause(lis), Cause::Provider(hosting));
    let laboratory = model.institution("lab").unwrap();
    let (outcome, log) = play(&model, &Shock { isolated: vec![(laboratory, 30)], ..Shock::default() }, 200);
    let first = log.changed[0];
    assert_eq!((first.0, first.3), (30, Cause::Cut(model.link("host-lab").unwrap())));
    assert_eq!((outcome.compromised, outcome.affected), (0, 2));
    // It opens again after three days.
    assert_eq!(log.of(&model, "lab/lis"), [(30, 0.0), (102, 1.0)]);
}

#[test]
fn malware_crosses_a_link_unless_it_is_cut_or_the_other_end_is_immune() {
    let mut network = chain();
    network.links[0].spread_per_day = Amount::known(1000.0);
    let model = model(&network);
    let host = model.institution("host").unwrap();
    let laboratory = model.institution("lab").unwrap();
    let enters = Shock { compromised: vec![(host, 5)], ..Shock::default() };
    let (outcome, log) = play(&model, &enters, 240);
    let link = model.link("host-lab");
    assert_eq!(log.compromised, [(host, 5, None), (laboratory, 6, link)]);
    assert_eq!(outcome.compromised, 2);
    for stopped in [
        Shock { isolated: vec![(laboratory, 6)], ..enters.clone() },
        Shock { isolated: vec![(host, 0)], ..enters.clone() },
        Shock { immune: vec![laboratory], ..enters.clone() },
    ] {
        assert_eq!(play(&model, &stopped, 240).0.compromised, 1, "{stopped:?}");
    }
}

#[test]
fn services_that_need_each_other_are_started_together() {
    let mut network = chain();
    network.services.extend([service("lab/identity", None), service("lab/network", None)]);
    network.dependencies.extend([
        needs("lab/identity", &["lab/network"], [1.0, 1.0, 0.0, 0.0, 0.0]),
        needs("lab/network", &["lab/identity"], [1.0, 1.0, 0.0, 0.0, 0.0]),
        needs("lab/lis", &["lab/identity"], [0.0, 1.0, 2.0, 0.0, 0.0]),
    ]);
    let model = model(&network);
    assert_eq!(model.circles().count(), 1);
    let (outcome, log) = play(&model, &only(outage(&model, "lab/network", 3, 20)), 100);
    for service in ["lab/identity", "lab/network", "lab/lis"] {
        assert_eq!(log.of(&model, service).last(), Some(&(24, 1.0)), "{service}");
    }
    assert_eq!((outcome.cold_starts, outcome.unsettled), (1, 0));
}

#[test]
fn interchangeable_providers_share_the_need() {
    let mut network = chain();
    network.institutions.push(institution("second", InstitutionKind::ItSupplier, 51.0, 4.0));
    network.services.push(service("second/hosting", None));
    network.dependencies[0] =
        needs("lab/lis", &["host/hosting", "second/hosting"], [0.0, 1.0, 0.0, 0.0, 0.0]);
    let model = model(&network);
    let (_, log) = play(&model, &only(outage(&model, "host/hosting", 10, 100)), 50);
    assert_eq!(log.of(&model, "lab/lis"), [(10, 0.5)]);
}

#[test]
fn ambulances_are_diverted_first_and_nobody_is_refused() {
    let model = model(&line(5, 0.2));
    let (outcome, log) = play(&model, &only(outage(&model, "h0/emergency-department", 0, 1000)), 24);
    let emergency = outcome.emergency;
    assert!((emergency.unmet - 100.0).abs() < 1e-3, "{emergency:?}");
    let ambulances = 100.0 * Parameters::default().get(Parameter::AmbulanceShare);
    assert!((emergency.ambulances_diverted - ambulances).abs() < 1e-3);
    assert!((outcome.patients_diverted() - log.rerouted).abs() < 1e-3);
    assert!(emergency.worst_load > 1.0 && emergency.overload_hours > 0.0, "{emergency:?}");
    assert_eq!(emergency.nowhere, 0.0);
    // With no other department in reach there is nowhere to go.
    let alone = self::model(&line(1, 0.2));
    let (outcome, _) = play(&alone, &only(outage(&alone, "h0/emergency-department", 0, 1000)), 24);
    assert!((outcome.emergency.nowhere - outcome.patients_diverted()).abs() < 1e-9);
}

#[test]
fn a_laboratory_takes_no_more_than_it_can_and_a_contract_starts_at_once() {
    let mut network = line(3, 0.1);
    network.agreements = vec![Agreement {
        from: id("h0/clinical-biology"),
        to: id("h2/clinical-biology"),
        per_day: Amount::known(60.0),
        transport_h: Amount::known(1.0),
        contract: true,
    }];
    let model = model(&network);
    let shock = only(outage(&model, "h0/clinical-biology", 0, 1000));
    let flow = |horizon| play(&model, &shock, horizon).0.analyses[Discipline::General as usize];
    // Sixty a day under contract; without one nobody starts within 48 hours.
    assert!((flow(48).rerouted - 120.0).abs() < 0.01, "{:?}", flow(48));
    let open = 100.0 * Parameters::default().get(Parameter::Openness);
    assert!((flow(96).rerouted - (4.0 * 60.0 + 2.0 * open)).abs() < 0.01, "{:?}", flow(96));
    // Two that are down cannot both have the spare capacity of the third.
    let both = Shock {
        outages: ["h0", "h2"]
            .map(|name| outage(&model, &format!("{name}/clinical-biology"), 0, 1000))
            .to_vec(),
        ..Shock::default()
    };
    let (outcome, _) = play(&model, &both, 240);
    let taken = outcome.analyses[Discipline::General as usize].rerouted;
    assert!(taken > 0.0 && taken <= 8.0 * 100.0 + 0.01, "{taken}");
}
