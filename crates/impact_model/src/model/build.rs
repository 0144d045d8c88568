//! Turns a network and parameters into arrays.
//!
//! Everything is sorted by identifier first, so the order in a file changes nothing, and stands in flat arrays: what
//! belongs to the `i`-th thing is the slice from `starts[i]` to `starts[i + 1]`.

use petgraph::algo::kosaraju_scc;
use petgraph::graph::{DiGraph, NodeIndex};
use rustc_hash::FxHashMap;

use super::{BLOCK, Hour};
use crate::draw::{Chance, Purpose, identity};
use crate::network::nearby::Nearby;
use crate::network::{
    Amount, Discipline, Institution, InstitutionKind, Network, Position, Problem, ServiceId, ServiceKind,
};
use crate::parameters::{Parameter, Parameters};

/// To how many others nearby patients and samples may go.
pub const NEIGHBOURS: usize = 8;
/// Beyond so many times the distance over which pull falls to 37 %, nobody goes (5 times: less than 1 % would).
const REACH: f64 = 5.0;
/// Stands for "none" among numbers of things.
pub(super) const NONE: u32 = u32::MAX;

/// Declares numbers of things of a model.
macro_rules! numbers {
    ($($(#[$about:meta])* $name:ident;)+) => {$(
        $(#[$about])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub(in crate::model) u32);

        impl $name {
            /// As an index, from 0.
            pub fn index(self) -> usize {
                self.0 as usize
            }

            /// The one with an index; it must be less than how many there are.
            pub fn from_index(index: usize) -> Self {
                Self(index as u32)
            }
        }
    )+};
}

numbers! {
    /// An institution of a model: its place among all, sorted by identifier.
    InstitutionNo;
    /// A service of a model: its place among all, sorted by identifier.
    ServiceNo;
    /// A link of a model: its place among all, sorted by identifier.
    LinkNo;
}

/// Slices of one array, one for each of something.
#[derive(Debug, Clone)]
pub(super) struct Slices<T> {
    starts: Vec<u32>,
    all: Vec<T>,
}

impl<T> Slices<T> {
    /// None of nothing.
    fn none() -> Self {
        Self { starts: vec![0], all: Vec::new() }
    }

    /// Groups pairs by their first, which must be less than `count`; order within a group is kept.
    fn grouped(count: usize, pairs: impl Iterator<Item = (usize, T)>) -> Self {
        let mut pairs: Vec<(usize, T)> = pairs.collect();
        pairs.sort_by_key(|(group, _)| *group);
        let mut starts = vec![0_u32; count + 1];
        for (group, _) in &pairs {
            if let Some(start) = starts.get_mut(group + 1) {
                *start += 1;
            }
        }
        for at in 0..count {
            starts[at + 1] += starts[at];
        }
        Self { starts, all: pairs.into_iter().map(|(_, one)| one).collect() }
    }

    /// Of how many things.
    pub(super) fn count(&self) -> usize {
        self.starts.len() - 1
    }

    /// Those of one.
    #[inline]
    pub(super) fn of(&self, at: usize) -> &[T] {
        &self.all[self.starts[at] as usize..self.starts[at + 1] as usize]
    }

    /// The range of the indices of those of one.
    #[inline]
    pub(super) fn range(&self, at: usize) -> std::ops::Range<usize> {
        self.starts[at] as usize..self.starts[at + 1] as usize
    }

    /// All of them.
    pub(super) fn all(&self) -> &[T] {
        &self.all
    }
}

/// An institution.
#[derive(Debug, Clone)]
pub(super) struct Site {
    pub(super) identity: u64,
    pub(super) country: u32,
    pub(super) region: u32,
    /// Mean hours to notice.
    pub(super) detect_h: f32,
    /// Mean hours to cut.
    pub(super) isolate_h: f32,
    /// Recovery times are multiplied by this: 1 with backups out of reach.
    pub(super) slower: f32,
}

/// When a service is looked at within an hour, and what is looked at: all that is asked for often, side by side.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rank {
    /// Its needs, from the first to before the last.
    pub(super) needs: (u32, u32),
    /// Those that depend on it, likewise.
    pub(super) dependents: (u32, u32),
    /// Everything a service needs has a lower level, or is in the same circle.
    pub(super) level: u32,
    /// Which circle of services that depend on each other it is in, or [`NONE`].
    pub(super) circle: u32,
}

impl Rank {
    /// The numbers of its needs.
    #[inline]
    pub(super) fn needs(&self) -> std::ops::Range<usize> {
        self.needs.0 as usize..self.needs.1 as usize
    }
}

/// A service.
#[derive(Debug, Clone)]
pub(super) struct Serves {
    pub(super) owner: u32,
    pub(super) kind: ServiceKind,
    pub(super) discipline: Discipline,
    pub(super) identity: u64,
    /// What comes in an hour.
    pub(super) demand: f32,
    /// What it can take in an hour.
    pub(super) capacity: f32,
    /// Recovery times are multiplied by this.
    pub(super) recovery: f32,
    /// What share cannot wait.
    pub(super) urgent: f32,
}

impl Serves {
    /// Whether its patients or samples go to others when it cannot take them.
    pub(super) fn is_routed(&self) -> bool {
        self.kind == ServiceKind::EmergencyDepartment || self.kind.is_laboratory()
    }
}

/// A dependency.
#[derive(Debug, Clone, Copy)]
pub(super) struct Need {
    pub(super) service: u32,
    pub(super) first_loss: f32,
    pub(super) later_loss: f32,
    pub(super) buffer_h: Hour,
    pub(super) reentry_h: Hour,
    pub(super) threshold: f32,
    /// What all providers together give when all is well, at most 1.
    pub(super) whole: f32,
    /// The first provider, and whether it is the only one: it nearly always is, and stands here where it is asked for.
    pub(super) first: Provides,
    pub(super) is_alone: bool,
}

/// A provider of a dependency.
#[derive(Debug, Clone, Copy)]
pub(super) struct Provides {
    pub(super) service: u32,
    /// The link it goes over, or [`NONE`].
    pub(super) link: u32,
    pub(super) share: f32,
}

/// A link.
#[derive(Debug, Clone)]
pub(super) struct Joins {
    pub(super) a: u32,
    pub(super) b: u32,
    pub(super) identity: u64,
    pub(super) rate_per_h: f64,
}

/// Where patients or samples of a service may go.
#[derive(Debug, Clone, Copy)]
pub(super) struct Route {
    pub(super) to: u32,
    /// Pull on ambulances, or on samples.
    pub(super) pull: f32,
    /// Pull on walk-ins.
    pub(super) walk_in: f32,
    /// At most so many an hour.
    pub(super) limit: f32,
    /// Not before so many hours after the outage began.
    pub(super) after: Hour,
    /// How far, in hours on the road.
    pub(super) travel_h: f32,
    /// Whether the two agreed on it.
    pub(super) agreed: bool,
}

/// A laboratory that can take analyses of another.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Taker {
    /// Its service.
    pub service: ServiceNo,
    /// Hours on the road.
    pub travel_h: f64,
    /// At most so many analyses a day.
    pub per_day: f64,
    /// Whether the two agreed on it.
    pub agreed: bool,
    /// Whether it can start at once: there is a contract, and an interface.
    pub at_once: bool,
}

/// A network made ready for simulation under one set of parameters.
#[derive(Debug, Clone)]
pub struct Model {
    pub(super) institution_ids: Vec<String>,
    pub(super) institution_kinds: Vec<InstitutionKind>,
    pub(super) positions: Vec<Option<Position>>,
    pub(super) link_ids: Vec<String>,
    pub(super) sites: Vec<Site>,
    pub(super) services: Vec<Serves>,
    pub(super) ranks: Vec<Rank>,
    pub(super) services_of: Vec<u32>,
    pub(super) needs: Vec<Need>,
    pub(super) providers: Slices<Provides>,
    pub(super) dependents: Slices<u32>,
    pub(super) circles: Slices<u32>,
    pub(super) levels: usize,
    pub(super) joins: Vec<Joins>,
    /// Links of an institution, with the other end.
    pub(super) links_of: Slices<(u32, u32)>,
    /// Services that need something over a link.
    pub(super) carried: Slices<u32>,
    pub(super) routes: Slices<Route>,
    /// What a laboratory can take over in a block on a good day, or what an emergency department can do.
    pub(super) room: Vec<f64>,
    pub(super) parameters: Parameters,
    countries: Vec<String>,
    regions: Vec<(String, String)>,
}

impl Model {
    /// Makes a network ready. Quantities take their likeliest value.
    ///
    /// # Errors
    /// What cannot be in the network.
    pub fn new(network: &Network, parameters: &Parameters) -> Result<Self, Vec<Problem>> {
        Self::make(network, parameters, &|amount, _, _| amount.likely)
    }

    /// The same, with every quantity that is a range drawn from it; `number` tells the draws apart, and 0 takes the
    /// likeliest values. Parameters are taken as they are: see [`Parameters::drawn`].
    ///
    /// # Errors
    /// What cannot be in the network.
    pub fn drawn(
        network: &Network,
        parameters: &Parameters,
        seed: u64,
        number: u32,
    ) -> Result<Self, Vec<Problem>> {
        if number == 0 {
            return Self::new(network, parameters);
        }
        let chance = Chance::new(seed, number);
        Self::make(network, parameters, &move |amount, owner, field| {
            if amount.is_exact() {
                return amount.likely;
            }
            amount.quantile(chance.unit(Purpose::Amount, owner ^ identity(field)))
        })
    }

    fn make(
        network: &Network,
        parameters: &Parameters,
        value: &dyn Fn(Amount, u64, &'static str) -> f32,
    ) -> Result<Self, Vec<Problem>> {
        let problems = network.problems();
        if !problems.is_empty() {
            return Err(problems);
        }
        let mut institutions: Vec<&Institution> = network.institutions.iter().collect();
        institutions.sort_unstable_by(|a, b| a.id.cmp(&b.id));
        let numbers: FxHashMap<&str, usize> =
            institutions.iter().enumerate().map(|(at, one)| (one.id.as_str(), at)).collect();
        let (countries, regions) = places(&institutions);
        let sites: Vec<Site> =
            institutions.iter().map(|one| site(one, parameters, value, &countries, &regions)).collect();

        let mut listed: Vec<_> = network
            .services
            .iter()
            .filter_map(|service| {
                Some((
                    (*numbers.get(service.id.institution.as_str())?, service.id.kind, service.id.discipline),
                    service,
                ))
            })
            .collect();
        listed.sort_unstable_by_key(|(key, _)| *key);
        let service_numbers: FxHashMap<&ServiceId, usize> =
            listed.iter().enumerate().map(|(at, (_, service))| (&service.id, at)).collect();
        let mut services_of = vec![0_u32; institutions.len() + 1];
        for ((owner, ..), _) in &listed {
            services_of[owner + 1] += 1;
        }
        for at in 0..institutions.len() {
            services_of[at + 1] += services_of[at];
        }
        let services: Vec<Serves> = listed
            .iter()
            .map(|((owner, kind, discipline), service)| {
                let own = identity(&service.id.to_string());
                let demand = service.per_day.map_or(0.0, |amount| value(amount, own, "per_day"));
                let spare =
                    if kind.is_laboratory() { Parameter::LaboratorySpare } else { Parameter::ClinicalSpare };
                let capacity = service.capacity_per_day.map_or_else(
                    || demand * (1.0 + parameters.get(spare) as f32),
                    |amount| value(amount, own, "capacity_per_day").max(demand),
                );
                Serves {
                    owner: *owner as u32,
                    kind: *kind,
                    discipline: *discipline,
                    identity: own,
                    demand: demand / 24.0,
                    capacity: capacity / 24.0,
                    recovery: parameters.get(Parameter::recovery_of(*kind)) as f32,
                    urgent: Parameter::urgent_of(*kind).map_or(1.0, |urgent| parameters.get(urgent)) as f32,
                }
            })
            .collect();

        let mut links: Vec<_> = network.links.iter().collect();
        links.sort_unstable_by(|a, b| a.id.cmp(&b.id));
        let end = |id: &String| numbers.get(id.as_str()).copied().unwrap_or_default() as u32;
        let joins: Vec<Joins> = links
            .iter()
            .map(|link| {
                let own = identity(&link.id);
                let rate = f64::from(value(link.spread_per_day, own, "spread_per_day"));
                let rate_per_h = rate * parameters.get(Parameter::SpreadFactor) / 24.0;
                Joins { a: end(&link.a), b: end(&link.b), identity: own, rate_per_h }
            })
            .collect();
        let mut carriers: FxHashMap<(u32, u32), u32> = FxHashMap::default();
        for (at, (link, join)) in links.iter().zip(&joins).enumerate() {
            if link.carries {
                carriers.entry((join.a.min(join.b), join.a.max(join.b))).or_insert(at as u32);
            }
        }
        let links_of = Slices::grouped(
            institutions.len(),
            joins.iter().enumerate().flat_map(|(at, join)| {
                [(join.a as usize, (at as u32, join.b)), (join.b as usize, (at as u32, join.a))]
            }),
        );

        let mut dependencies: Vec<(usize, Vec<usize>, &crate::network::Dependency)> = network
            .dependencies
            .iter()
            .filter_map(|dependency| {
                let service = *service_numbers.get(&dependency.service)?;
                let mut on: Vec<usize> = dependency
                    .on
                    .iter()
                    .filter_map(|one| service_numbers.get(&one.service).copied())
                    .collect();
                on.sort_unstable();
                Some((service, on, dependency))
            })
            .collect();
        dependencies.sort_by(|(a, on_a, _), (b, on_b, _)| (a, on_a).cmp(&(b, on_b)));
        let needs_of =
            Slices::grouped(services.len(), dependencies.iter().map(|(service, ..)| (*service, ())));
        let mut needs = Vec::with_capacity(dependencies.len());
        let mut provided: Vec<(usize, Provides)> = Vec::new();
        for (at, (service, on, dependency)) in dependencies.iter().enumerate() {
            let first = on.first().copied().unwrap_or_default();
            let own = services[*service].identity ^ services[first].identity.rotate_left(17);
            let first_loss = value(dependency.first_loss, own, "first_loss");
            let hours = |amount: Amount, field| value(amount, own, field).round() as Hour;
            needs.push(Need {
                service: *service as u32,
                first_loss,
                later_loss: value(dependency.later_loss, own, "later_loss").max(first_loss),
                buffer_h: hours(dependency.buffer_h, "buffer_h"),
                reentry_h: hours(dependency.reentry_h, "reentry_h"),
                threshold: value(dependency.threshold, own, "threshold"),
                whole: 0.0,
                first: Provides { service: 0, link: NONE, share: 0.0 },
                is_alone: false,
            });
            let mut group: Vec<Provides> = dependency
                .on
                .iter()
                .filter_map(|one| {
                    let provider = *service_numbers.get(&one.service)?;
                    let (a, b) = (services[*service].owner, services[provider].owner);
                    let link = carriers.get(&(a.min(b), a.max(b))).copied().unwrap_or(NONE);
                    let share = value(one.share, own ^ services[provider].identity, "share");
                    Some(Provides { service: provider as u32, link, share })
                })
                .collect();
            group.sort_unstable_by_key(|provider| provider.service);
            if let Some(need) = needs.last_mut() {
                need.whole = group.iter().map(|provider| provider.share).sum::<f32>().min(1.0);
            }
            provided.extend(group.into_iter().map(|provider| (at, provider)));
        }
        let carried = Slices::grouped(
            joins.len(),
            provided
                .iter()
                .filter(|(_, provider)| provider.link != NONE)
                .map(|(need, provider)| (provider.link as usize, needs[*need].service)),
        );
        let dependents = Slices::grouped(
            services.len(),
            provided.iter().map(|(need, provider)| (provider.service as usize, needs[*need].service)),
        );
        let providers = Slices::grouped(needs.len(), provided.into_iter());
        let (mut ranks, circles) = ranks_and_circles(services.len(), &dependents);
        for (at, rank) in ranks.iter_mut().enumerate() {
            let pair = |range: std::ops::Range<usize>| (range.start as u32, range.end as u32);
            (rank.needs, rank.dependents) = (pair(needs_of.range(at)), pair(dependents.range(at)));
        }
        let levels = ranks.iter().map(|rank| rank.level as usize + 1).max().unwrap_or_default();
        let positions: Vec<_> = institutions.iter().map(|one| one.position).collect();
        let mut model = Self {
            institution_ids: institutions.iter().map(|one| one.id.clone()).collect(),
            institution_kinds: institutions.iter().map(|one| one.kind).collect(),
            positions,
            link_ids: links.iter().map(|link| link.id.clone()).collect(),
            sites,
            services,
            ranks,
            services_of,
            needs,
            providers,
            dependents,
            circles,
            levels,
            joins,
            links_of,
            carried,
            routes: Slices::none(),
            room: Vec::new(),
            parameters: parameters.clone(),
            countries,
            regions,
        };
        model.place_first();
        model.room = model.services.iter().map(room).collect();
        model.routes = model.find_routes(network, &service_numbers, value);
        Ok(model)
    }

    /// Puts the first provider of every need where it is asked for.
    fn place_first(&mut self) {
        for (at, need) in self.needs.iter_mut().enumerate() {
            if let [first, rest @ ..] = self.providers.of(at) {
                (need.first, need.is_alone) = (*first, rest.is_empty());
            }
        }
    }

    fn find_routes(
        &self,
        network: &Network,
        numbers: &FxHashMap<&ServiceId, usize>,
        value: &dyn Fn(Amount, u64, &'static str) -> f32,
    ) -> Slices<Route> {
        let mut routes = Vec::new();
        let mut agreed = rustc_hash::FxHashSet::default();
        for agreement in &network.agreements {
            let (Some(&from), Some(&to)) = (numbers.get(&agreement.from), numbers.get(&agreement.to)) else {
                continue;
            };
            if !agreed.insert((from, to)) {
                continue;
            }
            let own = self.services[from].identity ^ self.services[to].identity.rotate_left(17);
            let travel_h = value(agreement.transport_h, own, "transport_h");
            let after = if agreement.contract { 0.0 } else { self.parameters.get(Parameter::OpenAfterHours) };
            let route = Route {
                to: to as u32,
                pull: 1.0,
                walk_in: 0.0,
                limit: value(agreement.per_day, own, "per_day") / 24.0,
                after: after as Hour,
                travel_h,
                agreed: true,
            };
            routes.push((from, route));
        }
        let mut groups: std::collections::BTreeMap<(ServiceKind, Discipline), Vec<usize>> =
            Default::default();
        for (at, service) in self.services.iter().enumerate() {
            if service.is_routed() && service.demand > 0.0 && self.positions[service.owner as usize].is_some()
            {
                groups.entry((service.kind, service.discipline)).or_default().push(at);
            }
        }
        for ((kind, _), members) in &groups {
            let reach = self.parameters.get(match kind {
                ServiceKind::EmergencyDepartment => Parameter::AmbulanceKm,
                _ => Parameter::AnalysisKm,
            });
            for (from, to, km) in self.nearest(members, reach * REACH) {
                if !agreed.contains(&(from, to)) {
                    routes.push((from, self.route(*kind, to, km)));
                }
            }
        }
        routes.sort_by_key(|(from, route)| (*from, route.to));
        Slices::grouped(self.services.len(), routes.into_iter())
    }

    fn route(&self, kind: ServiceKind, to: usize, km: f64) -> Route {
        let get = |parameter| self.parameters.get(parameter);
        let pull = |parameter| libm::exp(-km / get(parameter)) as f32;
        let travel_h = (km * get(Parameter::RoadFactor) / get(Parameter::RoadSpeed)) as f32;
        if kind == ServiceKind::EmergencyDepartment {
            let (ambulance, walk_in) = (pull(Parameter::AmbulanceKm), pull(Parameter::WalkInKm));
            return Route {
                to: to as u32,
                pull: ambulance,
                walk_in,
                limit: f32::INFINITY,
                after: 0,
                travel_h,
                agreed: false,
            };
        }
        let service = &self.services[to];
        let limit = (service.capacity - service.demand) * get(Parameter::Openness) as f32;
        let after = get(Parameter::OpenAfterHours) as Hour;
        let pull = pull(Parameter::AnalysisKm);
        Route { to: to as u32, pull, walk_in: 0.0, limit, after, travel_h, agreed: false }
    }

    /// For each of some services the nearest others, with the kilometres between them.
    fn nearest(&self, members: &[usize], most_km: f64) -> Vec<(usize, usize, f64)> {
        let owner = |service: usize| self.services[service].owner;
        let place = |service: usize| self.positions[owner(service) as usize];
        let nearby = Nearby::new(members.iter().filter_map(|&service| Some((place(service)?, service))));
        let mut found = Vec::new();
        for &from in members {
            let Some(here) = place(from) else { continue };
            for to in nearby.nearest(here, NEIGHBOURS, most_km, |other| owner(other) != owner(from)) {
                let km = place(to).map_or(f64::INFINITY, |there| here.km_to(there));
                found.push((from, to, km));
            }
        }
        found
    }

    /// Takes a link away: nothing crosses it, and what went over it goes another way, which is never cut.
    pub fn remove_link(&mut self, link: LinkNo) {
        if let Some(join) = self.joins.get_mut(link.index()) {
            join.rate_per_h = 0.0;
        }
        for provider in self.providers.all.iter_mut().filter(|provider| provider.link == link.0) {
            provider.link = NONE;
        }
        self.place_first();
    }

    /// How many institutions there are.
    pub fn institution_count(&self) -> usize {
        self.sites.len()
    }

    /// How many services there are.
    pub fn service_count(&self) -> usize {
        self.services.len()
    }

    /// How many dependencies there are.
    pub fn need_count(&self) -> usize {
        self.needs.len()
    }

    /// How many links there are.
    pub fn link_count(&self) -> usize {
        self.joins.len()
    }

    /// The institution with an identifier.
    pub fn institution(&self, id: &str) -> Option<InstitutionNo> {
        let at = self.institution_ids.binary_search_by(|one| one.as_str().cmp(id)).ok()?;
        Some(InstitutionNo(at as u32))
    }

    /// An institution's identifier.
    pub fn institution_id(&self, institution: InstitutionNo) -> &str {
        &self.institution_ids[institution.index()]
    }

    /// What an institution is.
    pub fn institution_kind(&self, institution: InstitutionNo) -> InstitutionKind {
        self.institution_kinds[institution.index()]
    }

    /// Where an institution is.
    pub fn position(&self, institution: InstitutionNo) -> Option<Position> {
        self.positions[institution.index()]
    }

    /// The place of an institution's country in [`Model::countries`].
    pub fn country_of(&self, institution: InstitutionNo) -> usize {
        self.sites[institution.index()].country as usize
    }

    /// The place of an institution's region in [`Model::regions`].
    pub fn region_of(&self, institution: InstitutionNo) -> usize {
        self.sites[institution.index()].region as usize
    }

    /// The countries, sorted.
    pub fn countries(&self) -> &[String] {
        &self.countries
    }

    /// The regions, sorted: country and name. A country whose regions are not told apart is one region without name.
    pub fn regions(&self) -> &[(String, String)] {
        &self.regions
    }

    /// The services of an institution.
    pub fn services_of(&self, institution: InstitutionNo) -> impl Iterator<Item = ServiceNo> + use<> {
        let at = institution.index();
        (self.services_of[at]..self.services_of[at + 1]).map(ServiceNo)
    }

    /// The service with an identifier.
    pub fn service(&self, id: &ServiceId) -> Option<ServiceNo> {
        let institution = self.institution(&id.institution)?;
        self.services_of(institution).find(|service| {
            let service = &self.services[service.index()];
            (service.kind, service.discipline) == (id.kind, id.discipline)
        })
    }

    /// A service's identifier.
    pub fn service_id(&self, service: ServiceNo) -> ServiceId {
        let Serves { owner, kind, discipline, .. } = self.services[service.index()];
        ServiceId { institution: self.institution_ids[owner as usize].clone(), kind, discipline }
    }

    /// Whose service it is.
    pub fn owner(&self, service: ServiceNo) -> InstitutionNo {
        InstitutionNo(self.services[service.index()].owner)
    }

    /// Of what kind a service is.
    pub fn kind(&self, service: ServiceNo) -> ServiceKind {
        self.services[service.index()].kind
    }

    /// Of which discipline a service is.
    pub fn discipline(&self, service: ServiceNo) -> Discipline {
        self.services[service.index()].discipline
    }

    /// What comes to a service on a day.
    pub fn per_day(&self, service: ServiceNo) -> f64 {
        f64::from(self.services[service.index()].demand) * 24.0
    }

    /// What a service can take on a day.
    pub fn capacity_per_day(&self, service: ServiceNo) -> f64 {
        f64::from(self.services[service.index()].capacity) * 24.0
    }

    /// The services that need a service, once for each dependency.
    pub fn dependents(&self, service: ServiceNo) -> impl Iterator<Item = ServiceNo> + '_ {
        self.dependents.of(service.index()).iter().map(|&one| ServiceNo(one))
    }

    /// A link's identifier.
    pub fn link_id(&self, link: LinkNo) -> &str {
        &self.link_ids[link.index()]
    }

    /// The link with an identifier.
    pub fn link(&self, id: &str) -> Option<LinkNo> {
        let at = self.link_ids.binary_search_by(|one| one.as_str().cmp(id)).ok()?;
        Some(LinkNo(at as u32))
    }

    /// The two ends of a link.
    pub fn ends(&self, link: LinkNo) -> (InstitutionNo, InstitutionNo) {
        let Joins { a, b, .. } = self.joins[link.index()];
        (InstitutionNo(a), InstitutionNo(b))
    }

    /// The links of an institution, with the other end.
    pub fn links_of(&self, institution: InstitutionNo) -> impl Iterator<Item = (LinkNo, InstitutionNo)> + '_ {
        self.links_of
            .of(institution.index())
            .iter()
            .map(|&(link, other)| (LinkNo(link), InstitutionNo(other)))
    }

    /// The parameters it was made with.
    pub fn parameters(&self) -> &Parameters {
        &self.parameters
    }

    /// Where patients or samples of a service can go: to whom, hours on the road, and how many a day at most.
    pub fn routes_of(&self, service: ServiceNo) -> impl Iterator<Item = (ServiceNo, f64, f64)> + '_ {
        self.routes
            .of(service.index())
            .iter()
            .map(|route| (ServiceNo(route.to), f64::from(route.travel_h), f64::from(route.limit) * 24.0))
    }

    /// The laboratories that can take analyses of a laboratory service.
    pub fn takers_of(&self, service: ServiceNo) -> impl Iterator<Item = Taker> + '_ {
        self.routes.of(service.index()).iter().map(|route| Taker {
            service: ServiceNo(route.to),
            travel_h: f64::from(route.travel_h),
            per_day: f64::from(route.limit) * 24.0,
            agreed: route.agreed,
            at_once: route.after == 0,
        })
    }

    /// What a service needs: each of its providers, once for each dependency.
    pub fn providers_of(&self, service: ServiceNo) -> impl Iterator<Item = ServiceNo> + '_ {
        self.ranks[service.index()]
            .needs()
            .flat_map(|need| self.providers.of(need).iter().map(|provider| ServiceNo(provider.service)))
    }

    /// Mean hours from an institution's noticing to its links being cut.
    pub fn isolate_h(&self, institution: InstitutionNo) -> f64 {
        f64::from(self.sites[institution.index()].isolate_h)
    }

    /// The likeliest time constant of a service's recovery after a major compromise, in hours.
    pub fn recovery_h(&self, service: ServiceNo) -> f64 {
        let Serves { owner, recovery, .. } = self.services[service.index()];
        let slower = self.sites[owner as usize].slower;
        self.parameters.get(Parameter::MajorDays) * 24.0 * f64::from(recovery) * f64::from(slower)
    }

    /// Circles of services that depend on each other and can only be started together.
    pub fn circles(&self) -> impl Iterator<Item = Vec<ServiceNo>> + '_ {
        (0..self.circle_count()).map(|at| self.circles.of(at).iter().map(|&one| ServiceNo(one)).collect())
    }

    pub(super) fn circle_count(&self) -> usize {
        self.circles.count()
    }
}

fn room(service: &Serves) -> f64 {
    let an_hour = match service.kind {
        ServiceKind::EmergencyDepartment => service.capacity,
        kind if kind.is_laboratory() => (service.capacity - service.demand).max(0.0),
        _ => 0.0,
    };
    f64::from(an_hour) * f64::from(BLOCK)
}

fn places(institutions: &[&Institution]) -> (Vec<String>, Vec<(String, String)>) {
    let mut countries: Vec<String> = institutions.iter().map(|one| one.country.clone()).collect();
    countries.sort_unstable();
    countries.dedup();
    let mut regions: Vec<_> =
        institutions.iter().map(|one| (one.country.clone(), one.region.clone())).collect();
    regions.sort_unstable();
    regions.dedup();
    (countries, regions)
}

fn site(
    institution: &Institution,
    parameters: &Parameters,
    value: &dyn Fn(Amount, u64, &'static str) -> f32,
    countries: &[String],
    regions: &[(String, String)],
) -> Site {
    let own = identity(&institution.id);
    let or = |amount: Option<Amount>, field, parameter| {
        amount.map_or_else(|| parameters.get(parameter) as f32, |amount| value(amount, own, field))
    };
    let backup = institution.offline_backup.map_or(1.0, |amount| value(amount, own, "offline_backup"));
    let slower = 1.0 + (parameters.get(Parameter::NoBackupFactor) as f32 - 1.0) * (1.0 - backup);
    let region = regions.binary_search_by(|(country, name)| {
        (country.as_str(), name.as_str()).cmp(&(institution.country.as_str(), institution.region.as_str()))
    });
    Site {
        identity: own,
        country: countries.binary_search(&institution.country).unwrap_or_default() as u32,
        region: region.unwrap_or_default() as u32,
        detect_h: or(institution.detect_h, "detect_h", Parameter::DetectHours),
        isolate_h: or(institution.isolate_h, "isolate_h", Parameter::IsolateHours),
        slower,
    }
}

/// Gives every service its level and circle, and each circle its members.
fn ranks_and_circles(services: usize, dependents: &Slices<u32>) -> (Vec<Rank>, Slices<u32>) {
    let mut ranks = vec![Rank { needs: (0, 0), dependents: (0, 0), level: 0, circle: NONE }; services];
    let mut graph: DiGraph<(), (), u32> = DiGraph::with_capacity(services, dependents.all().len());
    for _ in 0..services {
        graph.add_node(());
    }
    for provider in 0..services {
        for &dependent in dependents.of(provider) {
            graph.add_edge(NodeIndex::new(provider), NodeIndex::new(dependent as usize), ());
        }
    }
    // Kosaraju's algorithm gives what is needed last first: dependents before providers.
    let mut members = Vec::new();
    let mut circles = 0;
    for component in kosaraju_scc(&graph).into_iter().rev() {
        let level = component.iter().map(|node| ranks[node.index()].level).max().unwrap_or_default();
        let circle = (component.len() > 1).then(|| {
            circles += 1;
            circles - 1
        });
        let mut component: Vec<usize> = component.into_iter().map(NodeIndex::index).collect();
        component.sort_unstable();
        for &service in &component {
            ranks[service].level = level;
            if let Some(circle) = circle {
                ranks[service].circle = circle;
                members.push((circle as usize, service as u32));
            }
        }
        for &service in &component {
            for &dependent in dependents.of(service) {
                let dependent = &mut ranks[dependent as usize];
                if circle.is_none_or(|circle| dependent.circle != circle) {
                    dependent.level = dependent.level.max(level + 1);
                }
            }
        }
    }
    (ranks, Slices::grouped(circles as usize, members.into_iter()))
}
