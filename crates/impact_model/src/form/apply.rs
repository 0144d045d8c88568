//! Makes a network of institutions' answers and the registry they share.

use std::collections::{BTreeMap, BTreeSet};

use super::check::laboratory_of;
use super::{Answers, CutBy, Fault, Form, Need, Reviewed, Value, When};
use crate::draw::identity;
use crate::network::check::MAX_ID;
use crate::network::{
    Agreement, Amount, Dependency, Discipline, Institution, Link, LinkKind, Network, Provider, Service,
    ServiceId, ServiceKind, Subject,
};
use crate::parameters::Parameter;

/// What share of the hours of a week are working hours: ten on five days.
const WORKING_HOURS: f32 = 50.0 / 168.0;
/// By how much backups count that were never restored from.
const UNTRIED: f32 = 0.5;
/// What a percent is of the whole.
const PERCENT: f32 = 0.01;
/// Systems that run on somebody's servers.
const HOSTED: [ServiceKind; 4] =
    [ServiceKind::Ehr, ServiceKind::Lis, ServiceKind::Network, ServiceKind::Telephony];

impl Form {
    /// Makes the network: the shared registry, with what the answers say about whoever answered.
    ///
    /// The registry's dependencies of those who answered and their agreements give way to the answers; everything else
    /// of it stays. Two who name the same supplier share its services. Every blank takes what [`Form::review`] shows for
    /// it and is marked as assumed. The result has no [`Network::problems`].
    ///
    /// # Errors
    /// What cannot be, with whose answer it is.
    pub fn apply(&self, answers: &[Answers], registry: &Network) -> Result<Network, Vec<Fault>> {
        let mut faults = Vec::new();
        let mut filled = Vec::new();
        let mut seen = BTreeSet::new();
        let known: BTreeSet<&str> = registry.institutions.iter().map(|one| one.id.as_str()).collect();
        for one in answers {
            let review = self.review(one, registry);
            let offers = self.offers(&review);
            faults.extend(self.check(&serde_json::to_value(one).unwrap_or_default()));
            faults.extend(self.check_names(one, &known));
            faults.extend(self.check_offers(one, &offers));
            if !seen.insert(one.institution.as_str()) {
                let message = "there are two sets of answers of this institution".to_owned();
                faults.push(Fault::new(&one.institution, "", message));
            }
            filled.push(Filled { form: self, answers: one, offers, values: values(review) });
        }
        if !faults.is_empty() {
            faults.sort();
            faults.dedup();
            return Err(faults);
        }
        let network = Building::new(registry, &filled).build(&filled);
        let problems: Vec<Fault> = network.problems().into_iter().map(|one| fault(&network, one)).collect();
        if problems.is_empty() { Ok(network) } else { Err(problems) }
    }
}

fn values(review: Vec<Reviewed>) -> BTreeMap<String, Value> {
    review.into_iter().map(|one| (one.key, one.value)).collect()
}

/// A problem of the whole network, told as far as possible as one of an institution.
fn fault(network: &Network, problem: crate::network::Problem) -> Fault {
    let institution = match problem.subject {
        Subject::Institution(at) => network.institutions.get(at).map(|one| one.id.clone()),
        Subject::Service(at) => network.services.get(at).map(|one| one.id.institution.clone()),
        Subject::Dependency(at) => network.dependencies.get(at).map(|one| one.service.institution.clone()),
        Subject::Link(at) => network.links.get(at).map(|one| one.a.clone()),
        Subject::Agreement(at) => network.agreements.get(at).map(|one| one.from.institution.clone()),
        Subject::Whole => None,
    };
    let message = format!("the network that comes of it: {}", problem.message);
    Fault::new(&institution.unwrap_or_default(), "", message)
}

/// Answers with their blanks filled.
struct Filled<'a> {
    form: &'a Form,
    answers: &'a Answers,
    offers: Vec<ServiceKind>,
    values: BTreeMap<String, Value>,
}

impl Filled<'_> {
    fn id(&self) -> &str {
        &self.answers.institution
    }

    fn own(&self, kind: ServiceKind) -> ServiceId {
        service_of(self.id(), kind, Discipline::General)
    }

    fn amount(&self, key: &str) -> Option<Amount> {
        match self.values.get(key)? {
            Value::Quantity(amount) => Some(*amount),
            _ => None,
        }
    }

    /// A quantity in percent, as a share.
    fn share(&self, key: &str) -> Option<Amount> {
        self.amount(key).map(|percent| tidy(percent.times(PERCENT)))
    }

    /// What the institution is, where it says so.
    fn describe(&self, institution: &mut Institution) {
        institution.beds = self.amount("beds").or(institution.beds);
        institution.detect_h = self.amount("detect_h").or(institution.detect_h);
        institution.isolate_h = self.isolate_h();
        institution.offline_backup = self.offline_backup();
        let operator = self.answers.providers.iter().find(|row| row.what == ServiceKind::Hosting);
        if let Some(operator) = operator {
            institution.operator.clone_from(&operator.supplier);
        }
    }

    /// How long until all links are cut: as long as the slowest takes.
    fn isolate_h(&self) -> Option<Amount> {
        let links = (0..self.answers.links.len()).filter_map(|at| self.cut_h(at));
        links.reduce(slower).or_else(|| {
            let (low, likely, high) = Parameter::IsolateHours.range();
            Some(Amount::between(low as f32, likely as f32, high as f32).assumed())
        })
    }

    /// How long it takes to cut one link, at any hour of the week.
    fn cut_h(&self, at: usize) -> Option<Amount> {
        let day = self.amount(&format!("links.{}.day_h", at + 1))?;
        let night = self.amount(&format!("links.{}.night_h", at + 1))?;
        let any = Amount {
            low: day.low.min(night.low),
            likely: WORKING_HOURS * day.likely + (1.0 - WORKING_HOURS) * night.likely,
            high: day.high.max(night.high),
            assumed: day.assumed || night.assumed,
        };
        match self.answers.links.get(at)?.cut_by {
            Some(CutBy::Them) => Some(plus(any, self.form.reach_other_h.amount.assumed())),
            _ => Some(any),
        }
    }

    fn offline_backup(&self) -> Option<Amount> {
        let there = match self.values.get("offline_backup")? {
            Value::YesNo(yes) => Amount::known(f32::from(u8::from(*yes))),
            Value::Quantity(amount) => *amount,
            _ => return None,
        };
        let untried = self.answers.last_restore_test == Some(When::Never);
        Some(if untried { there.times(UNTRIED) } else { there })
    }

    /// The services it offers; laboratories by discipline as far as partners take them apart.
    fn services(&self) -> Vec<Service> {
        self.offers.iter().flat_map(|kind| self.services_of(*kind)).collect()
    }

    fn services_of(&self, kind: ServiceKind) -> Vec<Service> {
        let volume = self.amount(&format!("services.{kind}.per_day"));
        let spare = self.share(&format!("services.{kind}.spare"));
        let service = |discipline, per_day: Option<Amount>| {
            let room = |per_day| Some(product(per_day, plus(Amount::known(1.0), spare?)));
            let capacity_per_day = per_day.and_then(room);
            Service { id: service_of(self.id(), kind, discipline), per_day, capacity_per_day }
        };
        let parts = if kind.is_laboratory() { self.disciplines(kind) } else { Vec::new() };
        let named = parts.iter().map(|(_, share)| *share).reduce(plus);
        let rest = match (volume, named) {
            (Some(volume), Some(named)) => Some(product(volume, without(named))),
            _ => volume,
        };
        let mut services = vec![service(Discipline::General, rest)];
        let part = |(discipline, share)| service(discipline, volume.map(|volume| product(volume, share)));
        services.extend(parts.into_iter().map(part));
        services
    }

    /// The disciplines of a laboratory that partners take, each with its share of the volume. Assumed shares yield so
    /// that all together are not more than the whole.
    fn disciplines(&self, kind: ServiceKind) -> Vec<(Discipline, Amount)> {
        let mut shares = BTreeMap::new();
        for (at, row) in self.answers.subcontracting.iter().enumerate() {
            if row.discipline != Discipline::General && laboratory_of(row.discipline) == kind {
                let share = self.share(&format!("subcontracting.{}.of_volume", at + 1));
                let share = share.unwrap_or(Amount::known(0.0).assumed());
                let known: &mut Amount = shares.entry(row.discipline).or_insert(share);
                if known.assumed && !share.assumed {
                    *known = share;
                }
            }
        }
        let sum = |assumed| {
            let of = shares.values().filter(|share: &&Amount| share.assumed == assumed);
            of.map(|share| share.likely).sum::<f32>()
        };
        let (said, guessed) = (sum(false), sum(true));
        let left = (1.0 - said).max(0.0);
        let factor = if guessed > left { left / guessed } else { 1.0 };
        let fitted = |share: Amount| if share.assumed { tidy(share.times(factor)) } else { share };
        shares.into_iter().map(|(discipline, share)| (discipline, fitted(share))).collect()
    }

    fn agreements(&self) -> Vec<Agreement> {
        let agreement = |(at, row): (usize, &super::Subcontract)| {
            let key = |column| format!("subcontracting.{}.{column}", at + 1);
            let kind = laboratory_of(row.discipline);
            Some(Agreement {
                from: service_of(self.id(), kind, row.discipline),
                to: service_of(&row.partner, kind, row.discipline),
                per_day: self.amount(&key("per_day"))?,
                transport_h: self.amount(&key("transport_h"))?,
                contract: matches!(self.values.get(&key("contract")), Some(Value::YesNo(true))),
            })
        };
        self.answers.subcontracting.iter().enumerate().filter_map(agreement).collect()
    }

    fn links(&self) -> Vec<Link> {
        let link = |row: &super::Outside| {
            let about = self.form.link(row.kind)?;
            let (a, b) = if self.id() < row.with.as_str() {
                (self.id(), row.with.as_str())
            } else {
                (row.with.as_str(), self.id())
            };
            let id = short(format!("{a}~{b}~{}", row.kind));
            let (a, b) = (a.to_owned(), b.to_owned());
            let spread_per_day = about.spread_per_day.assumed();
            Some(Link { id, a, b, kind: row.kind, spread_per_day, carries: about.carries })
        };
        self.answers.links.iter().filter_map(link).collect()
    }

    /// What a service can do without one of its needs: its loss at once, its later loss, and the hours in between.
    fn losses(&self, need: &Need) -> (Amount, Amount, Amount) {
        let key = |field| format!("services.{}.without.{}.{field}", need.service, need.on);
        let or = |field, prior: Amount| self.amount(&key(field)).unwrap_or(prior.assumed());
        let lost = |can: Amount| without(tidy(can.times(PERCENT)));
        let (first, later) = (lost(or("at_once", need.at_once)), lost(or("then", need.then)));
        let (first, later) = rising(first, later);
        (first, later, or("hours", need.hours))
    }

    /// Who provides something: those named, and the institution itself for what they leave.
    fn providers(&self, what: ServiceKind) -> Vec<Provider> {
        let mut providers = if what.is_clinical() { self.outside(what) } else { Vec::new() };
        let own = match providers.iter().map(|one| one.share).reduce(plus) {
            Some(named) => without(named),
            None => Amount::known(1.0).assumed(),
        };
        if own.likely > 0.0 {
            providers.push(Provider { service: self.own(what), share: own });
        }
        for (_, row) in self.rows(what).filter(|_| what.is_clinical()) {
            add_alternative(&mut providers, what, &row.alternative, self.alternative_share());
        }
        providers
    }

    fn rows(&self, what: ServiceKind) -> impl Iterator<Item = (usize, &super::External)> {
        let rows = self.answers.providers.iter().enumerate();
        rows.filter(move |(_, row)| row.what == what).map(|(at, row)| (at + 1, row))
    }

    fn outside(&self, what: ServiceKind) -> Vec<Provider> {
        let provider = |(row, external): (usize, &super::External)| {
            let share = self.share(&format!("providers.{row}.share"))?;
            Some(Provider { service: service_of(&external.supplier, what, Discipline::General), share })
        };
        self.rows(what).filter_map(provider).collect()
    }

    fn alternative_share(&self) -> Amount {
        self.form.alternative_share.amount.assumed()
    }

    /// What a service depends on by the table of needs.
    fn needed(&self, service: &ServiceId) -> Vec<Dependency> {
        let needs = self.form.needs.iter().filter(|need| need.service == service.kind);
        needs
            .map(|need| {
                let (first_loss, later_loss, buffer_h) = self.losses(need);
                Dependency {
                    service: service.clone(),
                    on: self.providers(need.on),
                    first_loss,
                    later_loss,
                    buffer_h,
                    reentry_h: need.reentry_h.assumed(),
                    threshold: need.threshold.assumed(),
                }
            })
            .collect()
    }

    /// What a system of its own loses when whoever runs it, or the servers it runs on, for the institution fails.
    fn run_by_others(&self, service: &ServiceId) -> Vec<Dependency> {
        let kinds = BTreeSet::from([service.kind, ServiceKind::Hosting]);
        kinds.into_iter().filter_map(|what| self.run(service, what)).collect()
    }

    /// The share that others run is lost with them.
    fn run(&self, service: &ServiceId, what: ServiceKind) -> Option<Dependency> {
        let mut on = self.outside(what);
        let lost = at_most_all(on.iter().map(|one| one.share).reduce(plus)?);
        if lost.likely <= 0.0 {
            return None;
        }
        for provider in &mut on {
            provider.share = at_most_all(provider.share.times(1.0 / lost.likely));
        }
        for (_, row) in self.rows(what) {
            add_alternative(&mut on, what, &row.alternative, self.alternative_share());
        }
        let none = Amount::known(0.0).assumed();
        Some(Dependency {
            service: service.clone(),
            on,
            first_loss: lost,
            later_loss: lost,
            buffer_h: none,
            reentry_h: none,
            threshold: none,
        })
    }
}

/// The network as it comes about.
struct Building<'a> {
    registry: &'a Network,
    known: BTreeMap<&'a ServiceId, &'a Service>,
    network: Network,
    services: BTreeMap<ServiceId, Service>,
    joined: BTreeSet<(String, String, LinkKind)>,
}

impl<'a> Building<'a> {
    /// The registry, without what gives way to answers.
    fn new(registry: &'a Network, filled: &[Filled]) -> Self {
        let answering: BTreeSet<&str> = filled.iter().map(Filled::id).collect();
        let stays = |service: &ServiceId| !answering.contains(service.institution.as_str());
        let network = Network {
            name: registry.name.clone(),
            source: registry.source.clone(),
            institutions: registry.institutions.clone(),
            services: Vec::new(),
            dependencies: registry.dependencies.iter().filter(|one| stays(&one.service)).cloned().collect(),
            links: registry.links.clone(),
            agreements: registry.agreements.iter().filter(|one| stays(&one.from)).cloned().collect(),
        };
        let services = registry.services.iter().filter(|one| stays(&one.id));
        let services = services.map(|one| (one.id.clone(), one.clone())).collect();
        let known = registry.services.iter().map(|one| (&one.id, one)).collect();
        let joined = registry.links.iter().map(joins).collect();
        Self { registry, known, network, services, joined }
    }

    fn build(mut self, filled: &[Filled]) -> Network {
        let by_id: BTreeMap<&str, &Filled> = filled.iter().map(|one| (one.id(), one)).collect();
        for institution in &mut self.network.institutions {
            if let Some(one) = by_id.get(institution.id.as_str()) {
                one.describe(institution);
            }
        }
        for one in filled {
            self.services.extend(one.services().into_iter().map(|service| (service.id.clone(), service)));
            self.network.agreements.extend(one.agreements());
            self.add_links(one.links());
        }
        self.take_from_agreements();
        for one in filled {
            self.add_suppliers(one);
        }
        for one in filled {
            self.add_dependencies(one);
        }
        self.restore_named();
        self.network.services = self.services.into_values().collect();
        self.network
    }

    /// Both ends may name the same link.
    fn add_links(&mut self, links: Vec<Link>) {
        for link in links {
            if self.joined.insert(joins(&link)) {
                self.network.links.push(link);
            }
        }
    }

    /// A partner that does not say how much it can take can take what was agreed.
    fn take_from_agreements(&mut self) {
        let mut agreed: BTreeMap<&ServiceId, Amount> = BTreeMap::new();
        for agreement in &self.network.agreements {
            let sum = agreed.entry(&agreement.to).or_insert(Amount::known(0.0));
            *sum = plus(*sum, agreement.per_day).assumed();
        }
        for (id, capacity) in agreed {
            let known = || self.known.get(id).map(|one| Service::clone(one));
            let blank = Service { id: id.clone(), per_day: None, capacity_per_day: Some(capacity) };
            self.services.entry(id.clone()).or_insert_with(|| known().unwrap_or(blank));
        }
    }

    /// What suppliers provide is there before anything depends on it, so that theirs has needs too if they answer.
    fn add_suppliers(&mut self, one: &Filled) {
        for row in &one.answers.providers {
            for institution in [&row.supplier, &row.alternative] {
                if !institution.is_empty() {
                    self.ensure(&service_of(institution, row.what, Discipline::General));
                }
            }
        }
    }

    /// What an institution's services depend on; its own systems come about by being needed or run by others.
    fn add_dependencies(&mut self, one: &Filled) {
        let mut waiting: Vec<ServiceId> =
            self.services.keys().filter(|id| id.institution == one.id()).cloned().collect();
        waiting.extend(one.answers.providers.iter().map(|row| one.own(row.what)).filter(is_system));
        let mut done = BTreeSet::new();
        while let Some(service) = waiting.pop() {
            if !done.insert(service.clone()) {
                continue;
            }
            self.ensure(&service);
            let offered = one.offers.contains(&service.kind) || is_system(&service);
            let mut dependencies = if offered { one.needed(&service) } else { Vec::new() };
            if is_system(&service) || service.kind == ServiceKind::Hosting {
                dependencies.extend(one.run_by_others(&service));
            }
            for provider in dependencies.iter().flat_map(|dependency| &dependency.on) {
                if provider.service.institution == one.id() {
                    waiting.push(provider.service.clone());
                }
            }
            self.network.dependencies.extend(dependencies);
        }
    }

    fn ensure(&mut self, id: &ServiceId) {
        let known = self.known.get(id).map(|one| Service::clone(one));
        let blank = || Service { id: id.clone(), per_day: None, capacity_per_day: None };
        self.services.entry(id.clone()).or_insert_with(|| known.unwrap_or_else(blank));
    }

    /// Every service that something names is there.
    fn restore_named(&mut self) {
        let providers = self.network.dependencies.iter().flat_map(|one| &one.on).map(|one| &one.service);
        let ends = self.network.agreements.iter().flat_map(|one| [&one.from, &one.to]);
        let exists: BTreeSet<&str> = self.registry.institutions.iter().map(|one| one.id.as_str()).collect();
        let named: BTreeSet<ServiceId> =
            providers.chain(ends).filter(|id| exists.contains(id.institution.as_str())).cloned().collect();
        for id in &named {
            self.ensure(id);
        }
    }
}

fn service_of(institution: &str, kind: ServiceKind, discipline: Discipline) -> ServiceId {
    ServiceId { institution: institution.to_owned(), kind, discipline }
}

fn is_system(service: &ServiceId) -> bool {
    HOSTED.contains(&service.kind)
}

/// What a link joins, whichever end comes first.
fn joins(link: &Link) -> (String, String, LinkKind) {
    let (a, b) = if link.a <= link.b { (&link.a, &link.b) } else { (&link.b, &link.a) };
    (a.clone(), b.clone(), link.kind)
}

/// An identifier that is not too long, and the same for the same text.
fn short(id: String) -> String {
    if id.len() <= 2 * MAX_ID { id } else { format!("form~{:016x}", identity(&id)) }
}

fn add_alternative(on: &mut Vec<Provider>, what: ServiceKind, institution: &str, share: Amount) {
    let service = service_of(institution, what, Discipline::General);
    if !institution.is_empty() && on.iter().all(|one| one.service != service) {
        on.push(Provider { service, share });
    }
}

/// The same amount without the dust of arithmetic: to a ten-thousandth.
fn tidy(amount: Amount) -> Amount {
    let tidy = |value: f32| (value * 10_000.0).round() / 10_000.0;
    Amount { low: tidy(amount.low), likely: tidy(amount.likely), high: tidy(amount.high), ..amount }
}

/// What is left of the whole; never less than nothing.
fn without(share: Amount) -> Amount {
    let left = |value: f32| (1.0 - value).max(0.0);
    tidy(Amount { low: left(share.high), likely: left(share.likely), high: left(share.low), ..share })
}

/// A share is never more than the whole.
fn at_most_all(share: Amount) -> Amount {
    tidy(Amount {
        low: share.low.min(1.0),
        likely: share.likely.min(1.0),
        high: share.high.min(1.0),
        ..share
    })
}

fn plus(a: Amount, b: Amount) -> Amount {
    Amount {
        low: a.low + b.low,
        likely: a.likely + b.likely,
        high: a.high + b.high,
        assumed: a.assumed || b.assumed,
    }
}

fn product(a: Amount, b: Amount) -> Amount {
    Amount {
        low: a.low * b.low,
        likely: a.likely * b.likely,
        high: a.high * b.high,
        assumed: a.assumed || b.assumed,
    }
}

/// The slower of two times, end by end.
fn slower(a: Amount, b: Amount) -> Amount {
    Amount {
        low: a.low.max(b.low),
        likely: a.likely.max(b.likely),
        high: a.high.max(b.high),
        assumed: a.assumed || b.assumed,
    }
}

fn faster(a: Amount, b: Amount) -> Amount {
    Amount {
        low: a.low.min(b.low),
        likely: a.likely.min(b.likely),
        high: a.high.min(b.high),
        assumed: a.assumed || b.assumed,
    }
}

/// Later a service loses at least what it loses at once; where the two do not fit, the one that is assumed yields.
fn rising(first: Amount, later: Amount) -> (Amount, Amount) {
    if first.assumed && !later.assumed {
        (Amount { assumed: true, ..faster(first, later) }, later)
    } else {
        (first, Amount { assumed: later.assumed, ..slower(first, later) })
    }
}
