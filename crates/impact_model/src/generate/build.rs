//! Gives every site its services, its host and its vendors.

use std::collections::BTreeMap;

use super::dice::Dice;
use super::filling::{BedPrior, Filling, VendorPrior};
use super::join;
use super::{Site, Sites};
use crate::network::nearby::Nearby;
use crate::network::{
    Amount, Discipline, Institution, InstitutionKind, Network, Position, Service, ServiceId, ServiceKind,
};

/// Who supplies information technology to others; made up.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Supplier {
    pub(super) name: String,
    pub(super) country: String,
    pub(super) position: Option<Position>,
}

/// A vendor of one of a site's systems.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Sale {
    pub(super) product: ServiceKind,
    /// The supplier's identifier.
    pub(super) vendor: String,
    /// Whether the vendor runs the system on its own servers.
    pub(super) hosts: bool,
}

/// A site with what was settled for it.
pub(super) struct Place<'a> {
    pub(super) site: &'a Site,
    pub(super) dice: Dice,
    pub(super) beds: Option<Amount>,
    /// The identifier of the supplier that runs its information technology.
    pub(super) host: Option<String>,
    pub(super) sales: Vec<Sale>,
    pub(super) services: Vec<Service>,
}

impl Place<'_> {
    /// Whether it has a service whose discipline does not matter.
    pub(super) fn has(&self, kind: ServiceKind) -> bool {
        self.services.iter().any(|one| one.id.kind == kind && one.id.discipline == Discipline::General)
    }

    pub(super) fn is_hospital(&self) -> bool {
        self.site.kind == InstitutionKind::Hospital
    }
}

/// Places and suppliers: what links and dependencies are made between.
pub(super) struct Settled<'a> {
    /// In the order of their identifiers.
    pub(super) places: Vec<Place<'a>>,
    pub(super) suppliers: BTreeMap<String, Supplier>,
}

/// Fills in what sites do not say: beds, services, volumes, dependencies, hosts, vendors and links. The same sites,
/// filling and seed give the same network, in whatever order the sites are.
pub fn fill(sites: &Sites, filling: &Filling, seed: u64) -> Network {
    let settled = settle(&sites.sites, filling, seed);
    let dependencies = join::dependencies(&settled, filling);
    let links = join::links(&settled, filling);
    let agreements = join::agreements(&settled, filling);
    let mut network = Network {
        name: sites.name.clone(),
        source: source(sites, seed),
        dependencies,
        links,
        agreements,
        ..Network::default()
    };
    for place in settled.places {
        network.institutions.push(institution(&place, filling));
        network.services.extend(place.services);
    }
    for (id, supplier) in settled.suppliers {
        network.services.extend(
            [ServiceKind::Network, ServiceKind::Hosting].map(|kind| plain_service(service_id(&id, kind))),
        );
        network.institutions.push(supplier_institution(id, supplier));
    }
    network
}

fn source(sites: &Sites, seed: u64) -> String {
    let told = |of: &dyn Fn(&Site) -> bool| sites.sites.iter().filter(|site| of(site)).count();
    let (all, beds, emergency) =
        (sites.sites.len(), told(&|one| one.beds.is_some()), told(&|one| one.emergency.is_some()));
    let origin = if sites.source.is_empty() { String::new() } else { format!("{} ", sites.source) };
    format!(
        "{origin}Known: {all} sites, beds of {beds}, emergency department yes or no of {emergency}. Everything else is assumed (seed {seed}); suppliers are made up."
    )
}

fn settle<'a>(sites: &'a [Site], filling: &Filling, seed: u64) -> Settled<'a> {
    let mut sites: Vec<&Site> = sites.iter().collect();
    sites.sort_unstable_by(|a, b| a.id.cmp(&b.id));
    let seats = Seats::find(&sites, filling, seed);
    let mut suppliers = BTreeMap::new();
    let places = sites
        .into_iter()
        .map(|site| {
            let dice = Dice::of(seed, &site.id);
            let host = seats.host_of(site, filling, seed, &mut suppliers);
            let beds = beds(site, filling, dice);
            let services = services(site, beds, host.is_some(), filling, dice);
            let sales = sales(site, &services, filling, dice, &mut suppliers);
            Place { site, dice, beds, host, sales, services }
        })
        .collect();
    Settled { places, suppliers }
}

/// Hospital sites at which a regional host has its seat.
struct Seats<'a> {
    sites: Vec<&'a Site>,
    near: BTreeMap<&'a str, Nearby>,
}

impl<'a> Seats<'a> {
    fn find(sites: &[&'a Site], filling: &Filling, seed: u64) -> Self {
        let is_seat = |site: &&Site| {
            site.kind == InstitutionKind::Hospital
                && site.position.is_some()
                && filling.hosts_of(&site.country).is_some_and(|host| {
                    Dice::of(seed, &site.id).happens("seat", 1.0 / host.sites_per_seat.max(1.0))
                })
        };
        let sites: Vec<&Site> = sites.iter().copied().filter(is_seat).collect();
        let mut positions: BTreeMap<&str, Vec<(Position, usize)>> = BTreeMap::new();
        for (number, site) in sites.iter().enumerate() {
            if let Some(position) = site.position {
                positions.entry(&site.country).or_default().push((position, number));
            }
        }
        let near = positions
            .into_iter()
            .map(|(country, positions)| (country, Nearby::new(positions.into_iter())))
            .collect();
        Self { sites, near }
    }

    /// Who runs a site's information technology, when it is not itself. Sites of one operator have the same chance.
    fn host_of(
        &self,
        site: &Site,
        filling: &Filling,
        seed: u64,
        suppliers: &mut BTreeMap<String, Supplier>,
    ) -> Option<String> {
        let prior = filling.hosts_of(&site.country).filter(|_| site.kind == InstitutionKind::Hospital)?;
        let who = if site.operator.is_empty() { &site.id } else { &site.operator };
        let draw = Dice::of(seed, who).unit("host");
        let (id, supplier) = if draw < prior.national {
            national_host(&site.country)
        } else if draw < prior.national + prior.regional {
            self.regional_host(site)?
        } else {
            return None;
        };
        suppliers.entry(id.clone()).or_insert(supplier);
        Some(id)
    }

    fn regional_host(&self, site: &Site) -> Option<(String, Supplier)> {
        let nearest =
            self.near.get(site.country.as_str())?.nearest(site.position?, 1, f64::INFINITY, |_| true);
        let seat = self.sites.get(*nearest.first()?)?;
        let supplier = Supplier {
            name: format!("Regional IT host near {} (made up)", seat.name),
            country: seat.country.clone(),
            position: seat.position,
        };
        Some((format!("host-{}", seat.id), supplier))
    }
}

fn national_host(country: &str) -> (String, Supplier) {
    let name = format!("National IT host of {country} (made up)");
    (format!("host-{country}-national"), Supplier { name, country: country.to_owned(), position: None })
}

/// The beds told, or drawn; none where beds do not count.
fn beds(site: &Site, filling: &Filling, dice: Dice) -> Option<Amount> {
    if let Some(beds) = site.beds {
        return Some(Amount::known(beds));
    }
    let prior = match site.kind {
        InstitutionKind::Hospital => filling.beds_of(&site.country)?,
        InstitutionKind::NursingHome => &NURSING_HOME,
        _ => return None,
    };
    let beds = libm::round(prior.median * libm::exp(prior.sigma * dice.normal("beds"))).clamp(1.0, MOST_BEDS);
    Some(Amount::between((beds * 0.5) as f32, beds as f32, (beds * 2.0) as f32).assumed())
}

/// More beds are not drawn; the largest known site has 3,472.
const MOST_BEDS: f64 = 4000.0;
/// The beds of nursing homes; assumed.
const NURSING_HOME: BedPrior = BedPrior { country: "", median: 80.0, sigma: 0.5, known: 0 };

fn services(site: &Site, beds: Option<Amount>, hosted: bool, filling: &Filling, dice: Dice) -> Vec<Service> {
    let size = f64::from(beds.map_or(0.0, |beds| beds.likely));
    // One draw for all: a site that has much for its size has all of it.
    let breadth = dice.unit("breadth");
    let has = |prior: &&super::ServicePrior| {
        if prior.at != site.kind || (hosted && prior.kind == ServiceKind::Hosting) {
            return false;
        }
        match (prior.kind, site.emergency) {
            (ServiceKind::EmergencyDepartment, Some(told)) => told,
            (ServiceKind::Wards, _) if size == 0.0 => false,
            _ if !site.acute && !prior.specialised => false,
            _ => breadth < share_with(size, prior.half_at_beds, filling.steepness),
        }
    };
    let volume = |prior: &super::ServicePrior| {
        let per_day = prior.per_day?.times(if beds.is_some() { size.max(1.0) as f32 } else { 1.0 });
        // Around the middle of its range each site has its own.
        let likely = per_day.quantile(dice.unit(prior.kind.word()));
        Some(Amount { likely, ..per_day })
    };
    filling
        .services
        .iter()
        .filter(has)
        .map(|prior| Service {
            id: ServiceId { institution: site.id.clone(), kind: prior.kind, discipline: prior.discipline },
            per_day: volume(prior),
            capacity_per_day: None,
        })
        .collect()
}

/// What share of sites with so many beds has a service of which half have it at `half_at`: logistic in the logarithm.
fn share_with(beds: f64, half_at: f64, steepness: f64) -> f64 {
    if half_at <= 0.0 {
        return 1.0;
    }
    1.0 / (1.0 + libm::exp(-steepness * libm::log(beds.max(1.0) / half_at)))
}

fn sales(
    site: &Site,
    services: &[Service],
    filling: &Filling,
    dice: Dice,
    suppliers: &mut BTreeMap<String, Supplier>,
) -> Vec<Sale> {
    let sells = |prior: &&VendorPrior| services.iter().any(|service| service.id.kind == prior.product);
    let mut sales = Vec::new();
    for prior in filling.vendors.iter().filter(sells) {
        let shares = prior.everywhere.iter().chain(&prior.national).copied();
        let Some(which) = dice.among(&format!("vendor {}", prior.product), shares) else { continue };
        let (vendor, supplier) = vendor(prior, which, &site.country, &filling.vendor_country);
        suppliers.entry(vendor.clone()).or_insert(supplier);
        let hosts = if site.kind == InstitutionKind::Hospital { prior.hosts } else { prior.hosts_small };
        let hosts = dice.happens(&format!("hosted {}", prior.product), hosts);
        sales.push(Sale { product: prior.product, vendor, hosts });
    }
    sales
}

/// The vendor with a number: first those that sell everywhere, then those of the country.
fn vendor(prior: &VendorPrior, which: usize, country: &str, everywhere: &str) -> (String, Supplier) {
    let product = prior.product;
    let (id, name, country) = match which.checked_sub(prior.everywhere.len()) {
        None => (
            format!("vendor-{product}-{}", which + 1),
            format!("Vendor {} of {product} in all countries (made up)", which + 1),
            everywhere,
        ),
        Some(national) => (
            format!("vendor-{product}-{country}-{}", national + 1),
            format!("Vendor {} of {product} in {country} (made up)", national + 1),
            country,
        ),
    };
    (id, Supplier { name, country: country.to_owned(), position: None })
}

fn institution(place: &Place, filling: &Filling) -> Institution {
    let site = place.site;
    let backup = f32::from(u8::from(place.dice.happens("offline backup", filling.offline_backup)));
    Institution {
        id: site.id.clone(),
        name: site.name.clone(),
        kind: site.kind,
        country: site.country.clone(),
        region: site.region.clone(),
        position: site.position,
        operator: place.host.clone().unwrap_or_else(|| site.operator.clone()),
        beds: place.beds,
        // Left to the parameters `detect-hours` and `isolate-hours`, so that these can be varied for all at once.
        detect_h: None,
        isolate_h: None,
        offline_backup: Some(Amount::between(0.0, backup, 1.0).assumed()),
    }
}

fn supplier_institution(id: String, supplier: Supplier) -> Institution {
    Institution {
        id,
        name: supplier.name,
        kind: InstitutionKind::ItSupplier,
        country: supplier.country,
        region: String::new(),
        position: supplier.position,
        operator: String::new(),
        beds: None,
        detect_h: None,
        isolate_h: None,
        offline_backup: Some(Amount::between(0.0, 1.0, 1.0).assumed()),
    }
}

/// A service whose discipline does not matter.
pub(super) fn service_id(institution: &str, kind: ServiceKind) -> ServiceId {
    ServiceId { institution: institution.to_owned(), kind, discipline: Discipline::General }
}

fn plain_service(id: ServiceId) -> Service {
    Service { id, per_day: None, capacity_per_day: None }
}
