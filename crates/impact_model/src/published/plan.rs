//! The short description of a network and a shock in a data file, and what is built from it.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::incident::{Incident, read_toml};
use crate::finding::Finding;
use crate::generate::{DependencyPrior, Filling};
use crate::model::{InstitutionNo, Model, Outage, ServiceNo, Shock};
use crate::network::{
    Agreement, Amount, Dependency, Discipline, Institution, InstitutionKind, Link, LinkKind, Network,
    Position, Provider, Service, ServiceId, ServiceKind,
};

/// The most members of a group of institutions.
pub const MAX_MEMBERS: u32 = 1000;

/// An institution, or a group of alike ones: `id` for one, `id-1`, `id-2`… for several.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SitePlan {
    /// The identifier.
    pub id: String,
    /// What people call it.
    #[serde(default)]
    pub name: String,
    /// How many there are.
    #[serde(default = "one")]
    pub count: u32,
    /// What it is.
    pub kind: InstitutionKind,
    /// Two letters.
    pub country: String,
    /// Degrees north and east.
    #[serde(default)]
    pub at: Option<(f64, f64)>,
    /// Members of a group stand on a circle with this radius, in kilometres.
    #[serde(default)]
    pub ring_km: f64,
    /// Hours until it is noticed.
    #[serde(default)]
    pub detect_h: Option<Amount>,
    /// Hours until links are cut.
    #[serde(default)]
    pub isolate_h: Option<Amount>,
    /// Whether there are backups out of reach: 1 yes, 0 no.
    #[serde(default)]
    pub offline_backup: Option<Amount>,
    /// What it offers: a kind, or `kind/discipline`.
    #[serde(default)]
    pub services: BTreeMap<String, Volume>,
    /// Who provides what it needs, instead of itself: a kind and a site. A group of the same size provides member by
    /// member, any other in turns.
    #[serde(default)]
    pub providers: BTreeMap<ServiceKind, String>,
}

fn one() -> u32 {
    1
}

/// How much comes, and how much can be done, on a day.
#[derive(Debug, Clone, Copy, PartialEq, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Volume {
    /// How much comes.
    #[serde(default)]
    pub per_day: Option<Amount>,
    /// How much can be done.
    #[serde(default)]
    pub capacity_per_day: Option<Amount>,
}

/// Links from every member of one group to one of another; within one group, to the next ones.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LinkPlan {
    /// From which group.
    pub from: String,
    /// To which.
    pub to: String,
    /// To how many of the next ones, within one group.
    #[serde(default = "one")]
    pub next: u32,
    /// Of what kind.
    pub kind: LinkKind,
    /// How often malware crosses it, per day.
    pub spread_per_day: Amount,
    /// Whether it carries what the ends provide for each other.
    #[serde(default = "yes")]
    pub carries: bool,
}

fn yes() -> bool {
    true
}

/// That one laboratory takes another's analyses.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exchange {
    /// Whose.
    pub from: ServiceId,
    /// Who takes them.
    pub to: ServiceId,
    /// How many a day.
    pub per_day: Amount,
    /// Hours on the road.
    pub transport_h: Amount,
    /// Whether it starts at once.
    pub contract: bool,
}

/// How grave the attack was, where that is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// Found early, few machines.
    Minor,
    /// Nearly everything.
    Major,
    /// Not known: as the model draws it.
    #[default]
    Drawn,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ShockPlan {
    /// How grave it was.
    #[serde(default)]
    pub severity: Severity,
    /// Where malware entered at hour 0.
    #[serde(default)]
    pub compromised: Vec<String>,
    /// What was shut down by order, at hour 0, although no malware was there: `site/kind`. It comes back as if it had
    /// been hit, because it was checked and cleaned before it was started again.
    #[serde(default)]
    pub shut_down: Vec<String>,
}

/// On what the services of a hospital depend: the same for every incident.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Needs {
    /// One for each pair of kinds.
    pub needs: Vec<NeedPlan>,
}

/// That a kind of service depends on another kind.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NeedPlan {
    /// What depends.
    pub of: ServiceKind,
    /// On what.
    pub on: ServiceKind,
    /// What share is lost at once.
    pub first_loss: Amount,
    /// What share is lost after the buffer.
    pub later_loss: Amount,
    /// How long downtime procedures carry, in hours.
    pub buffer_h: Amount,
    /// How long entering from paper takes, in hours.
    pub reentry_h: Amount,
    /// What share may be missing before anything is lost.
    pub threshold: Amount,
    /// Where that comes from.
    pub source: String,
}

/// A field of a need that can be fitted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum NeedField {
    /// What is lost, at once and later.
    Loss,
    /// What is lost after the buffer.
    LaterLoss,
    /// What may be missing.
    Threshold,
}

impl Needs {
    /// The needs that are built in.
    ///
    /// # Errors
    /// What is wrong with the file.
    pub fn built_in() -> Result<Self, Finding> {
        read_toml("data/impact/needs.toml", include_str!("../../../../data/impact/needs.toml"))
    }

    /// The needs by which networks are filled in, so that those can be replayed too.
    pub fn filled_in(filling: &Filling) -> Self {
        let need = |prior: &DependencyPrior| NeedPlan {
            of: prior.dependent,
            on: prior.provider,
            first_loss: prior.first_loss,
            later_loss: prior.later_loss,
            buffer_h: prior.buffer_h,
            reentry_h: prior.reentry_h,
            threshold: prior.threshold,
            source: prior.source.to_owned(),
        };
        Self { needs: filling.dependencies.iter().map(need).collect() }
    }

    /// Sets the likeliest value of a quantity with a name, `needs/of/on/field`; its range moves along in proportion.
    /// Whether there is such a quantity.
    pub(super) fn set(&mut self, name: &str, value: f32) -> bool {
        let Some((of, on, field)) = need_name(name) else { return false };
        let Some(need) = self.needs.iter_mut().find(|need| (need.of, need.on) == (of, on)) else {
            return false;
        };
        match field {
            NeedField::Loss => {
                move_to(&mut need.first_loss, value);
                move_to(&mut need.later_loss, value);
            }
            NeedField::LaterLoss => {
                move_to(&mut need.later_loss, value);
                let first = need.first_loss.likely.min(value);
                move_to(&mut need.first_loss, first);
            }
            NeedField::Threshold => move_to(&mut need.threshold, value),
        }
        true
    }
}

/// Shares stay shares.
fn move_to(amount: &mut Amount, value: f32) {
    let factor = if amount.likely > 0.0 { value / amount.likely } else { 1.0 };
    let low = (amount.low * factor).clamp(0.0, value);
    let high = (amount.high * factor).clamp(value, 1.0_f32.max(value));
    (amount.low, amount.likely, amount.high) = (low, value, high);
}

fn need_name(name: &str) -> Option<(ServiceKind, ServiceKind, NeedField)> {
    let mut parts = name.strip_prefix("needs/")?.split('/');
    let (of, on) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    let field = match parts.next()? {
        "loss" => NeedField::Loss,
        "later-loss" => NeedField::LaterLoss,
        "threshold" => NeedField::Threshold,
        _ => return None,
    };
    parts.next().is_none().then_some((of, on, field))
}

impl SitePlan {
    fn member(&self, at: u32) -> String {
        if self.count == 1 { self.id.clone() } else { format!("{}-{}", self.id, at + 1) }
    }

    fn position(&self, at: u32) -> Option<Position> {
        /// Kilometres in a degree of latitude.
        const DEGREE_KM: f64 = 111.2;
        let (lat, lon) = self.at?;
        let turn = std::f64::consts::TAU * f64::from(at) / f64::from(self.count);
        let north = self.ring_km * libm::cos(turn) / DEGREE_KM;
        let east = self.ring_km * libm::sin(turn) / (DEGREE_KM * libm::cos(lat.to_radians()));
        Some(Position { lat: lat + north, lon: lon + east })
    }

    fn institution(&self, at: u32) -> Institution {
        Institution {
            id: self.member(at),
            name: self.name.clone(),
            kind: self.kind,
            country: self.country.clone(),
            region: String::new(),
            position: self.position(at),
            operator: String::new(),
            beds: None,
            detect_h: self.detect_h,
            isolate_h: self.isolate_h,
            offline_backup: self.offline_backup,
        }
    }

    fn offers(&self) -> Result<Vec<(ServiceKind, Discipline, Volume)>, String> {
        let parse = |(word, volume): (&String, &Volume)| {
            let (kind, discipline) = match word.split_once('/') {
                Some((kind, discipline)) => (kind, discipline.parse()?),
                None => (word.as_str(), Discipline::General),
            };
            Ok((kind.parse()?, discipline, *volume))
        };
        self.services.iter().map(parse).collect()
    }
}

/// Builds the network of an incident.
struct Builder<'a> {
    incident: &'a Incident,
    network: Network,
}

impl Builder<'_> {
    fn group(&self, id: &str) -> Result<&SitePlan, String> {
        let found = self.incident.sites.iter().find(|site| site.id == id);
        found.ok_or_else(|| format!("there is no site {id:?}"))
    }

    fn add_site(&mut self, site: &SitePlan) -> Result<(), String> {
        if !(1..=MAX_MEMBERS).contains(&site.count) {
            return Err(format!("{:?} has {} members; 1 to {MAX_MEMBERS} are allowed", site.id, site.count));
        }
        let offers = site.offers()?;
        for at in 0..site.count {
            self.network.institutions.push(site.institution(at));
            for &(kind, discipline, volume) in &offers {
                self.network.services.push(Service {
                    id: ServiceId { institution: site.member(at), kind, discipline },
                    per_day: volume.per_day,
                    capacity_per_day: volume.capacity_per_day,
                });
            }
        }
        Ok(())
    }

    /// The site that provides a kind of service to a member of a group, if any does.
    fn provider(&self, site: &SitePlan, at: u32, kind: ServiceKind) -> Result<Option<String>, String> {
        if let Some(other) = site.providers.get(&kind) {
            let other = self.group(other)?;
            return Ok(Some(other.member(at % other.count)));
        }
        let own = site.services.keys().any(|word| word == kind.word());
        Ok(own.then(|| site.member(at)))
    }

    fn add_needs(&mut self, site: &SitePlan, needs: &Needs) -> Result<(), String> {
        let offers = site.offers()?;
        for need in &needs.needs {
            for &(kind, discipline, _) in offers.iter().filter(|(kind, ..)| *kind == need.of) {
                for at in 0..site.count {
                    let Some(institution) = self.provider(site, at, need.on)? else { continue };
                    let on = ServiceId { institution, kind: need.on, discipline: Discipline::General };
                    self.network.dependencies.push(Dependency {
                        service: ServiceId { institution: site.member(at), kind, discipline },
                        on: vec![Provider { service: on, share: Amount::known(1.0) }],
                        first_loss: need.first_loss,
                        later_loss: need.later_loss,
                        buffer_h: need.buffer_h,
                        reentry_h: need.reentry_h,
                        threshold: need.threshold,
                    });
                }
            }
        }
        Ok(())
    }

    fn add_links(&mut self, plan: &LinkPlan) -> Result<(), String> {
        let (from, to) = (self.group(&plan.from)?, self.group(&plan.to)?);
        let steps = if from.id == to.id { plan.next } else { 1 };
        let mut links = Vec::new();
        for at in 0..from.count {
            for step in 1..=steps {
                let other = if from.id == to.id { (at + step) % to.count } else { at % to.count };
                let (a, b) = (from.member(at), to.member(other));
                let id = format!("{a} {b} {}", plan.kind);
                let (kind, spread_per_day, carries) = (plan.kind, plan.spread_per_day, plan.carries);
                links.push(Link { id, a, b, kind, spread_per_day, carries });
            }
        }
        self.network.links.extend(links);
        Ok(())
    }
}

impl Incident {
    /// The network by which the incident is replayed.
    ///
    /// # Errors
    /// What in the description cannot be.
    pub fn network(&self, needs: &Needs) -> Result<Network, String> {
        let network = Network { name: self.name.clone(), ..Network::default() };
        let mut builder = Builder { incident: self, network };
        for site in &self.sites {
            builder.add_site(site)?;
            builder.add_needs(site, needs)?;
        }
        for plan in &self.links {
            builder.add_links(plan)?;
        }
        let agreement = |one: &Exchange| Agreement {
            from: one.from.clone(),
            to: one.to.clone(),
            per_day: one.per_day,
            transport_h: one.transport_h,
            contract: one.contract,
        };
        builder.network.agreements = self.agreements.iter().map(agreement).collect();
        match builder.network.problems().first() {
            Some(problem) => Err(problem.message.clone()),
            None => Ok(builder.network),
        }
    }

    /// What happens to the network.
    ///
    /// # Errors
    /// A site or service that is not there.
    pub fn shock(&self, model: &Model) -> Result<Shock, String> {
        let mut shock = Shock::default();
        for id in &self.shock.compromised {
            shock.compromised.extend(self.members(model, id)?.into_iter().map(|one| (one, 0)));
        }
        for name in &self.shock.shut_down {
            for service in self.services(model, name)? {
                shock.outages.push(Outage { service, from: 0, left: 0.0, recovery: None });
            }
        }
        Ok(shock)
    }

    /// The institutions with a name: one, or all members of a group; `*` for all.
    pub(super) fn members(&self, model: &Model, id: &str) -> Result<Vec<InstitutionNo>, String> {
        if id == "*" {
            return Ok((0..model.institution_count()).map(InstitutionNo::from_index).collect());
        }
        if let Some(one) = model.institution(id) {
            return Ok(vec![one]);
        }
        let Some(site) = self.sites.iter().find(|site| site.id == id) else {
            return Err(format!("there is no site {id:?}"));
        };
        Ok((0..site.count).filter_map(|at| model.institution(&site.member(at))).collect())
    }

    /// The services with a name: `site/kind` or `site/kind/discipline`, where a site may be a group. A kind alone means
    /// all its disciplines.
    pub(super) fn services(&self, model: &Model, name: &str) -> Result<Vec<ServiceNo>, String> {
        let id: ServiceId = name.parse()?;
        let wanted = |service: &ServiceNo| {
            model.kind(*service) == id.kind
                && (id.discipline == Discipline::General || model.discipline(*service) == id.discipline)
        };
        let members = self.members(model, &id.institution)?;
        let found: Vec<ServiceNo> =
            members.into_iter().flat_map(|one| model.services_of(one)).filter(wanted).collect();
        if found.is_empty() { Err(format!("there is no service {name}")) } else { Ok(found) }
    }
}
