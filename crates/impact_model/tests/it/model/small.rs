//! Networks for tests.

use impact_model::draw::{Chance, Purpose};
use impact_model::network::{
    Amount, Dependency, Institution, InstitutionKind, Link, LinkKind, Network, Position, Provider, Service,
    ServiceId,
};

pub fn institution(id: &str, kind: InstitutionKind, lat: f64, lon: f64) -> Institution {
    Institution {
        id: id.to_owned(),
        name: String::new(),
        kind,
        country: "BE".to_owned(),
        region: String::new(),
        position: Some(Position { lat, lon }),
        operator: String::new(),
        beds: None,
        detect_h: None,
        isolate_h: None,
        offline_backup: None,
    }
}

pub fn id(text: &str) -> ServiceId {
    text.parse().unwrap()
}

pub fn service(text: &str, volume: Option<(f32, f32)>) -> Service {
    Service {
        id: id(text),
        per_day: volume.map(|(volume, _)| Amount::known(volume)),
        capacity_per_day: volume.map(|(_, capacity)| Amount::known(capacity)),
    }
}

/// `service` needs `on`: first and later loss, buffer, entering, threshold.
pub fn needs(service: &str, on: &[&str], terms: [f32; 5]) -> Dependency {
    let [first_loss, later_loss, buffer_h, reentry_h, threshold] = terms.map(Amount::known);
    let share = Amount::known(1.0 / on.len() as f32);
    let on = on.iter().map(|one| Provider { service: id(one), share }).collect();
    Dependency { service: id(service), on, first_loss, later_loss, buffer_h, reentry_h, threshold }
}

pub fn link(a: &str, b: &str, spread_per_day: f32) -> Link {
    Link {
        id: format!("{a}-{b}"),
        a: a.to_owned(),
        b: b.to_owned(),
        kind: LinkKind::Vpn,
        spread_per_day: Amount::known(spread_per_day),
        carries: true,
    }
}

/// A host on which a laboratory system rests, on that a laboratory, on that operating rooms.
pub fn chain() -> Network {
    Network {
        institutions: vec![
            institution("host", InstitutionKind::ItSupplier, 50.0, 4.0),
            institution("lab", InstitutionKind::Laboratory, 50.1, 4.0),
            institution("hospital", InstitutionKind::Hospital, 50.2, 4.0),
        ],
        services: vec![
            service("host/hosting", None),
            service("lab/lis", None),
            service("lab/clinical-biology", Some((1000.0, 1100.0))),
            service("hospital/operating-rooms", Some((24.0, 30.0))),
        ],
        dependencies: vec![
            needs("lab/lis", &["host/hosting"], [0.0, 1.0, 0.0, 0.0, 0.0]),
            needs("lab/clinical-biology", &["lab/lis"], [0.25, 1.0, 5.0, 12.0, 0.0]),
            needs("hospital/operating-rooms", &["lab/clinical-biology"], [0.0, 0.8, 7.0, 0.0, 0.4]),
        ],
        links: vec![link("host", "lab", 0.5)],
        ..Network::default()
    }
}

/// Emergency departments and laboratories on a line, 10 km apart.
pub fn line(count: usize, spare: f32) -> Network {
    let mut network = Network::default();
    for at in 0..count {
        let name = format!("h{at}");
        network.institutions.push(institution(
            &name,
            InstitutionKind::Hospital,
            50.0 + at as f64 * 0.09,
            4.0,
        ));
        network.services.push(service(&format!("{name}/emergency-department"), Some((100.0, 110.0))));
        let capacity = 1000.0 * (1.0 + spare);
        network.services.push(service(&format!("{name}/clinical-biology"), Some((1000.0, capacity))));
    }
    network
}

/// A network of any shape, made of draws.
pub fn any_network(seed: u64, institutions: u32) -> Network {
    let chance = Chance::new(seed, 0);
    let draw = |number: u64| chance.unit(Purpose::Test, number);
    let mut network = Network { name: format!("{seed}"), ..Network::default() };
    for at in 0..u64::from(institutions) {
        let place = |number| draw(at * 100 + number);
        let name = format!("i{at}");
        let mut one = institution(&name, InstitutionKind::Hospital, 50.0 + place(0), 4.0 + place(1));
        one.country = if place(2) < 0.5 { "BE" } else { "NL" }.to_owned();
        network.institutions.push(one);
        for (kind, volume) in [
            ("emergency-department", Some(100.0)),
            ("clinical-biology", Some(1000.0)),
            ("operating-rooms", Some(20.0)),
            ("lis", None),
            ("ehr", None),
            ("identity", None),
            ("network", None),
        ] {
            let spare = 1.0 + place(3) as f32 * 0.4;
            let volume = volume.map(|volume| (volume, volume * spare));
            network.services.push(service(&format!("{name}/{kind}"), volume));
        }
        let other = |number| format!("i{}", (place(number) * f64::from(institutions)) as u64);
        let terms = |number: u64| {
            let first = place(number) as f32 * 0.5;
            let later = first + (1.0 - first) * place(number + 1) as f32;
            let (buffer, entering) = ((place(number + 2) * 30.0) as f32, (place(number + 3) * 20.0) as f32);
            [first, later, buffer, entering, place(number + 4) as f32 * 0.5]
        };
        for (dependent, provider, number) in [
            (format!("{name}/emergency-department"), format!("{name}/ehr"), 10),
            (format!("{name}/emergency-department"), format!("{name}/clinical-biology"), 20),
            (format!("{name}/operating-rooms"), format!("{}/clinical-biology", other(30)), 31),
            (format!("{name}/clinical-biology"), format!("{name}/lis"), 40),
            (format!("{name}/lis"), format!("{}/network", other(50)), 51),
            (format!("{name}/ehr"), format!("{}/identity", other(60)), 61),
            (format!("{name}/identity"), format!("{name}/network"), 70),
            (format!("{name}/network"), format!("{}/identity", other(80)), 81),
        ] {
            network.dependencies.push(needs(&dependent, &[&provider], terms(number)));
        }
        for number in 0..3 {
            let to = other(90 + number);
            let ends = |link: &Link| (link.a == name && link.b == to) || (link.a == to && link.b == name);
            if to != name && !network.links.iter().any(ends) {
                network.links.push(link(&name, &to, place(95 + number) as f32));
            }
        }
    }
    network
}
