//! Makes dependencies, links and agreements between what was settled.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use super::build::{Place, Settled, service_id};
use super::filling::{DependencyPrior, Filling};
use crate::network::nearby::Nearby;
use crate::network::{
    Agreement, Amount, Dependency, Discipline, Link, LinkKind, Provider, ServiceId, ServiceKind,
};

/// What a laboratory does for those who have none: services that an institution without may get from the nearest.
const BOUGHT: [ServiceKind; 2] = [ServiceKind::ClinicalBiology, ServiceKind::Pathology];

/// Everything that depends on something, by the table of [`Filling::dependencies`]. What an institution does not have
/// itself comes from its host, its vendor or the nearest laboratory, or it does without.
pub(super) fn dependencies(settled: &Settled, filling: &Filling) -> Vec<Dependency> {
    let laboratories = Laboratories::new(settled);
    let mut all = Vec::new();
    for place in &settled.places {
        for service in &place.services {
            for prior in filling.dependencies.iter().filter(|row| row.dependent == service.id.kind) {
                let Some(provider) = provider(place, service.id.kind, prior.provider, &laboratories, filling)
                else {
                    continue;
                };
                all.push(dependency(prior, service.id.clone(), provider));
            }
        }
    }
    let of_suppliers = |row: &&DependencyPrior| {
        (row.dependent, row.provider) == (ServiceKind::Hosting, ServiceKind::Network)
    };
    for prior in filling.dependencies.iter().filter(of_suppliers) {
        all.extend(settled.suppliers.keys().map(|supplier| {
            let [hosting, network] = [prior.dependent, prior.provider].map(|kind| service_id(supplier, kind));
            dependency(prior, hosting, network)
        }));
    }
    all
}

fn dependency(prior: &DependencyPrior, service: ServiceId, provider: ServiceId) -> Dependency {
    Dependency {
        service,
        on: vec![Provider { service: provider, share: Amount::known(1.0).assumed() }],
        first_loss: prior.first_loss,
        later_loss: prior.later_loss,
        buffer_h: prior.buffer_h,
        reentry_h: prior.reentry_h,
        threshold: prior.threshold,
    }
}

fn provider(
    place: &Place,
    dependent: ServiceKind,
    kind: ServiceKind,
    laboratories: &Laboratories,
    filling: &Filling,
) -> Option<ServiceId> {
    if kind == ServiceKind::Hosting
        && let Some(sale) = place.sales.iter().find(|sale| sale.product == dependent && sale.hosts)
    {
        return Some(service_id(&sale.vendor, kind));
    }
    if place.has(kind) {
        return Some(service_id(&place.site.id, kind));
    }
    match kind {
        ServiceKind::Hosting => place.host.as_deref().map(|host| service_id(host, kind)),
        kind if BOUGHT.contains(&kind) => {
            laboratories.nearest(place, kind, filling).map(|other| service_id(&other.site.id, kind))
        }
        _ => None,
    }
}

/// Who analyses samples where.
struct Laboratories<'a> {
    places: &'a [Place<'a>],
    near: BTreeMap<ServiceKind, Nearby>,
}

impl<'a> Laboratories<'a> {
    fn new(settled: &'a Settled<'a>) -> Self {
        let near = BOUGHT.map(|kind| (kind, nearby(&settled.places, |place| place.has(kind))));
        Self { places: &settled.places, near: near.into() }
    }

    /// The nearest other place with a kind of laboratory, in the same country and within reach.
    fn nearest(&self, place: &Place, kind: ServiceKind, filling: &Filling) -> Option<&'a Place<'a>> {
        let near = self.near.get(&kind)?;
        neighbours(self.places, near, place, 1, filling).first().copied()
    }
}

fn nearby(places: &[Place], wanted: impl Fn(&Place) -> bool) -> Nearby {
    let wanted = places.iter().enumerate().filter(|(_, place)| wanted(place));
    Nearby::new(wanted.filter_map(|(number, place)| Some((place.site.position?, number))))
}

/// The nearest others of the same country within reach.
fn neighbours<'a>(
    places: &'a [Place<'a>],
    near: &Nearby,
    place: &Place,
    count: usize,
    filling: &Filling,
) -> Vec<&'a Place<'a>> {
    let Some(here) = place.site.position else { return Vec::new() };
    let other = |number: usize| {
        places
            .get(number)
            .is_some_and(|other| other.site.id != place.site.id && other.site.country == place.site.country)
    };
    let found = near.nearest(here, count, filling.reach_km, other);
    found.into_iter().filter_map(|number| places.get(number)).collect()
}

/// Links while they are gathered: one for each pair of institutions. The first kind stays, so the strongest come first.
#[derive(Default)]
struct Gathered(BTreeMap<(String, String), LinkKind>);

impl Gathered {
    fn join(&mut self, a: &str, b: &str, kind: LinkKind) {
        let (a, b) = (a.min(b), a.max(b));
        if a == b {
            return;
        }
        if let Entry::Vacant(free) = self.0.entry((a.to_owned(), b.to_owned())) {
            free.insert(kind);
        }
    }
}

/// All links, in the order of their ends.
pub(super) fn links(settled: &Settled, filling: &Filling) -> Vec<Link> {
    let mut gathered = Gathered::default();
    join_operators(&mut gathered, settled);
    join_hosts(&mut gathered, settled, filling);
    join_vendors(&mut gathered, settled);
    join_neighbours(&mut gathered, settled, filling);
    gathered
        .0
        .into_iter()
        .map(|((a, b), kind)| Link {
            id: format!("{a}~{b}"),
            a,
            b,
            kind,
            spread_per_day: filling.spread_of(kind),
            carries: true,
        })
        .collect()
}

/// Sites of one hospital share a domain: each is joined to the two nearest of its own.
fn join_operators(gathered: &mut Gathered, settled: &Settled) {
    let mut groups: BTreeMap<(&str, &str), Vec<&Place>> = BTreeMap::new();
    for place in settled.places.iter().filter(|one| one.host.is_none() && !one.site.operator.is_empty()) {
        groups.entry((&place.site.country, &place.site.operator)).or_default().push(place);
    }
    for members in groups.values() {
        for place in members {
            let km = |other: &Place| match (place.site.position, other.site.position) {
                (Some(a), Some(b)) => a.km_to(b),
                _ => f64::INFINITY,
            };
            let mut others: Vec<_> = members
                .iter()
                .filter(|other| other.site.id != place.site.id)
                .map(|one| (km(one), one))
                .collect();
            others.sort_by(|a, b| a.0.total_cmp(&b.0).then_with(|| a.1.site.id.cmp(&b.1.site.id)));
            for (_, other) in others.iter().take(2) {
                gathered.join(&place.site.id, &other.site.id, LinkKind::SharedDomain);
            }
        }
    }
}

fn join_hosts(gathered: &mut Gathered, settled: &Settled, filling: &Filling) {
    for place in &settled.places {
        let Some(host) = &place.host else { continue };
        let shared = place.dice.happens("shared domain", filling.shared_domain);
        let kind = if shared { LinkKind::SharedDomain } else { LinkKind::Vpn };
        gathered.join(&place.site.id, host, kind);
    }
}

fn join_vendors(gathered: &mut Gathered, settled: &Settled) {
    for place in &settled.places {
        for sale in &place.sales {
            gathered.join(&place.site.id, &sale.vendor, LinkKind::RemoteAccess);
        }
    }
}

fn join_neighbours(gathered: &mut Gathered, settled: &Settled, filling: &Filling) {
    let laboratories = Laboratories::new(settled);
    let hospitals = nearby(&settled.places, |place| place.is_hospital());
    for place in &settled.places {
        let bought = BOUGHT.iter().filter(|kind| !place.has(**kind));
        let bought = bought.filter_map(|kind| laboratories.nearest(place, *kind, filling));
        let count = if place.is_hospital() { filling.hospital_neighbours } else { filling.other_neighbours };
        let found = neighbours(&settled.places, &hospitals, place, count, filling);
        for other in found.into_iter().chain(bought) {
            gathered.join(&place.site.id, &other.site.id, LinkKind::Interface);
        }
    }
}

/// Agreements of a share of the laboratory services with the nearest of their kind and discipline.
pub(super) fn agreements(settled: &Settled, filling: &Filling) -> Vec<Agreement> {
    if filling.agreements <= 0.0 {
        return Vec::new();
    }
    let mut groups: BTreeMap<(ServiceKind, Discipline), Nearby> = BTreeMap::new();
    for kind in BOUGHT {
        for &discipline in Discipline::ALL {
            let offers = |place: &Place| {
                place.services.iter().any(|one| (one.id.kind, one.id.discipline) == (kind, discipline))
            };
            groups.insert((kind, discipline), nearby(&settled.places, offers));
        }
    }
    let mut all = Vec::new();
    for place in &settled.places {
        for service in place.services.iter().filter(|one| one.id.kind.is_laboratory()) {
            if !place.dice.happens(&format!("agreement {}", service.id.kind), filling.agreements) {
                continue;
            }
            let Some(near) = groups.get(&(service.id.kind, service.id.discipline)) else { continue };
            let found = neighbours(&settled.places, near, place, 1, filling);
            all.extend(
                found.first().and_then(|other| agreement(place, other, &service.id, service.per_day?)),
            );
        }
    }
    all
}

/// The road is this much longer than the crow's way, and driven at this speed; as `road-factor` and `road-speed` have it.
const HOURS_PER_KM: f64 = 1.3 / 60.0;
/// What share of its analyses a laboratory may send; assumed.
const SENT: (f32, f32, f32) = (0.1, 0.2, 0.4);

fn agreement(from: &Place, to: &Place, service: &ServiceId, per_day: Amount) -> Option<Agreement> {
    let hours = (from.site.position?.km_to(to.site.position?) * HOURS_PER_KM) as f32;
    let (low, likely, high) = SENT;
    let sent = Amount::between(low, likely, high).times(per_day.likely).assumed();
    Some(Agreement {
        from: service.clone(),
        to: ServiceId { institution: to.site.id.clone(), ..service.clone() },
        per_day: sent,
        transport_h: Amount::between(hours, hours + 1.0, hours + 4.0).assumed(),
        contract: from.dice.happens("contract", 0.5),
    })
}
