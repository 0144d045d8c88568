//! Makes a network of an installation's directory.
//!
//! The directory knows who there is, where, with how many beds, and who runs whose information technology. What else
//! a simulation needs is filled in and marked as assumed; no supplier is made up that the directory does not name.

use std::collections::{BTreeMap, BTreeSet};

use directory::{LinkKind, OrganisationKind, Sited};
use impact_model::generate::{DependencyPrior, Filling, Site, Sites, fill};
use impact_model::network::{
    Amount, Dependency, Discipline, Institution, InstitutionKind, Link, LinkKind as Joined, Network,
    Position, Provider, Service, ServiceId, ServiceKind,
};
use kernel::realm;

use crate::commands::backup;
use crate::house::House;
use crate::place::Place;
use crate::stop::Stop;

/// Reads a realm's directory.
pub async fn read(place: &Place, realm_id: &str, seed: u64) -> anyhow::Result<Network> {
    let config = place.config()?;
    backup::must_exist(&config)?;
    let house = House::open(&config).await?;
    let realm = realm::get(&house.kernel.db, realm_id).await.map_err(|error| {
        let what = format!("--realm {realm_id}: {error}");
        Stop::new(what, "name a realm of this installation; reality is called reality")
    })?;
    let sites = directory::sites(&house.kernel, &realm.id).await?;
    let links = directory::links(&house.kernel, &realm.id).await?;
    if sites.is_empty() {
        let mend = "add organisations to it, or read a list of them with paraat directory import";
        return Err(Stop::new(format!("the directory of {realm_id} is empty"), mend).into());
    }
    Ok(network(&sites, &links, seed))
}

/// What an organisation is in a network; none for authorities and those that care for nobody.
fn kind(kind: OrganisationKind) -> Option<InstitutionKind> {
    Some(match kind {
        OrganisationKind::Hospital => InstitutionKind::Hospital,
        OrganisationKind::ClinicalBiologyLab | OrganisationKind::PathologyLab => InstitutionKind::Laboratory,
        OrganisationKind::GpPractice => InstitutionKind::GeneralPractice,
        OrganisationKind::NursingHome => InstitutionKind::NursingHome,
        OrganisationKind::Pharmacy => InstitutionKind::Pharmacy,
        OrganisationKind::ItSupplier => InstitutionKind::ItSupplier,
        OrganisationKind::Network => InstitutionKind::Other,
        OrganisationKind::Authority
        | OrganisationKind::Csirt
        | OrganisationKind::EmergencyService
        | OrganisationKind::Other => return None,
    })
}

fn is_shared(kind: InstitutionKind) -> bool {
    matches!(kind, InstitutionKind::ItSupplier | InstitutionKind::Other)
}

/// A network of sites, and of who depends on whom.
///
/// Sites of one organisation share its domain. Those who only have a supplier in common do not: they meet at the
/// supplier, which becomes their operator after that.
fn network(sites: &[Sited], links: &[(String, LinkKind, String)], seed: u64) -> Network {
    let caring = sites.iter().filter_map(|sited| {
        let kind = kind(sited.kind).filter(|kind| !is_shared(*kind))?;
        Some(Site {
            id: sited.id.clone(),
            name: sited.name.clone(),
            kind,
            country: sited.country.clone(),
            region: sited.region.clone(),
            position: position(sited),
            operator: sited.organisation_id.clone(),
            beds: sited.beds.map(|beds| beds as f32),
            emergency: sited.emergency,
            acute: true,
        })
    });
    let told = Sites {
        name: "Directory".to_owned(),
        source: "The directory of this installation.".to_owned(),
        sites: caring.collect(),
        ..Sites::default()
    };
    let mut filling = Filling::default();
    filling.hosts.clear();
    filling.vendors.clear();
    let mut network = fill(&told, &filling, seed);
    let operators = operators(sites, links);
    for institution in &mut network.institutions {
        if let Some(&operator) = operators.get(institution.id.as_str()) {
            operator.clone_into(&mut institution.operator);
        }
    }
    let mut sharing = Sharing { sites, filling: &filling, network: &mut network, known: BTreeSet::new() };
    for (from, kind, to) in links {
        sharing.join(from, *kind, to);
    }
    network
}

/// Who runs the information technology of each site: the first supplier of its organisation.
fn operators<'a>(sites: &'a [Sited], links: &'a [(String, LinkKind, String)]) -> BTreeMap<&'a str, &'a str> {
    let mut suppliers: BTreeMap<&str, &str> = BTreeMap::new();
    for (from, _, to) in links.iter().filter(|(_, kind, _)| *kind == LinkKind::Supplier) {
        suppliers.entry(from).or_insert(to);
    }
    let supplied =
        |sited: &'a Sited| Some((sited.id.as_str(), *suppliers.get(sited.organisation_id.as_str())?));
    sites.iter().filter_map(supplied).collect()
}

fn position(sited: &Sited) -> Option<Position> {
    sited.place.map(|(lat, lon)| Position { lat, lon })
}

/// Adds those who run something for others.
struct Sharing<'a> {
    sites: &'a [Sited],
    filling: &'a Filling,
    network: &'a mut Network,
    known: BTreeSet<String>,
}

impl Sharing<'_> {
    /// An organisation depends on another: its sites are joined to it and, where it runs systems, rest on them.
    fn join(&mut self, from: &str, kind: LinkKind, to: &str) {
        if !self.add(to) {
            return;
        }
        let joined = match kind {
            LinkKind::Supplier => Joined::Vpn,
            LinkKind::Network => Joined::Interface,
        };
        let Some(prior) = self.filling.links.iter().find(|prior| prior.kind == joined) else { return };
        let spread_per_day = prior.spread_per_day.assumed();
        let sites = self.sites.iter().filter(|sited| sited.organisation_id == from && sited.id != to);
        for site in sites.filter(|sited| self::kind(sited.kind).is_some_and(|kind| !is_shared(kind))) {
            let (a, b) = (site.id.clone(), to.to_owned());
            self.network.links.push(Link {
                id: format!("{a}~{b}"),
                a,
                b,
                kind: joined,
                spread_per_day,
                carries: true,
            });
            if kind == LinkKind::Supplier {
                self.rest(&site.id, to);
            }
        }
    }

    /// The other end is in the network, once.
    fn add(&mut self, id: &str) -> bool {
        if self.known.contains(id) {
            return true;
        }
        let Some(sited) = self.sites.iter().find(|sited| sited.organisation_id == id) else { return false };
        let Some(kind) = kind(sited.kind).filter(|kind| is_shared(*kind)) else { return false };
        self.known.insert(id.to_owned());
        self.network.institutions.push(Institution {
            id: id.to_owned(),
            name: sited.name.clone(),
            kind,
            country: sited.country.clone(),
            region: sited.region.clone(),
            position: position(sited),
            operator: String::new(),
            beds: None,
            detect_h: None,
            isolate_h: None,
            offline_backup: None,
        });
        if kind == InstitutionKind::ItSupplier {
            self.network.services.push(Service { id: hosting(id), per_day: None, capacity_per_day: None });
        }
        true
    }

    /// What a site has that is usually hosted rests on its supplier.
    fn rest(&mut self, site: &str, supplier: &str) {
        let hosted = |prior: &&DependencyPrior| prior.provider == ServiceKind::Hosting;
        let rests: Vec<Dependency> = self
            .network
            .services
            .iter()
            .filter(|service| service.id.institution == site)
            .filter_map(|service| {
                let prior = self.filling.dependencies.iter().filter(hosted);
                let prior = prior.into_iter().find(|prior| prior.dependent == service.id.kind)?;
                Some(Dependency {
                    service: service.id.clone(),
                    on: vec![Provider { service: hosting(supplier), share: Amount::known(1.0).assumed() }],
                    first_loss: prior.first_loss.assumed(),
                    later_loss: prior.later_loss.assumed(),
                    buffer_h: prior.buffer_h.assumed(),
                    reentry_h: prior.reentry_h.assumed(),
                    threshold: prior.threshold.assumed(),
                })
            })
            .collect();
        self.network.dependencies.extend(rests);
    }
}

fn hosting(institution: &str) -> ServiceId {
    ServiceId {
        institution: institution.to_owned(),
        kind: ServiceKind::Hosting,
        discipline: Discipline::General,
    }
}
