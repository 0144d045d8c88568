//! What fails next, when, and because of what.

use serde::Serialize;

use super::estimate::{quantile, share};
use super::known::Known;
use super::watching::{Gathered, Path, Root, Seen, commonest};
use crate::model::{Hour, Model, ServiceNo};
use crate::network::ServiceId;
use crate::stress::report::Estimate;

/// In what share of runs a service must be lost to be told of.
pub const WORTH_TELLING: f64 = 0.05;
/// The most services told of.
pub const MAX_FAILING: usize = 200;

/// A time, in hours from now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct When {
    /// A tenth of the runs are earlier or just then.
    pub p10: Hour,
    /// Half of them.
    pub p50: Hour,
    /// Nine tenths of them.
    pub p90: Hour,
}

impl When {
    /// Of hours that are sorted.
    pub(super) fn of(hours: &[Hour]) -> Self {
        Self { p10: quantile(hours, 0.1), p50: quantile(hours, 0.5), p90: quantile(hours, 0.9) }
    }
}

/// Where a chain of causes begins.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Begins {
    /// Malware hits the last service of the chain.
    Compromised,
    /// The last service of the chain is reported down.
    ReportedDown,
    /// The last service of the chain needs something over a link that has been cut.
    LinkCut(String),
}

/// Because of what: a service, what it lacks, what that lacks, and so on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Chain {
    /// From the service to where it begins.
    pub services: Vec<ServiceId>,
    /// How it begins.
    pub begins: Begins,
}

impl Chain {
    pub(super) fn of(model: &Model, path: &Path) -> Self {
        let begins = match path.root {
            Root::Malware => Begins::Compromised,
            Root::Reported => Begins::ReportedDown,
            Root::Cut(link) => Begins::LinkCut(model.link_id(link).to_owned()),
        };
        Self { services: path.services.iter().map(|one| model.service_id(*one)).collect(), begins }
    }
}

impl std::fmt::Display for Chain {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let services: Vec<String> = self.services.iter().map(ToString::to_string).collect();
        f.write_str(&services.join(" ← "))?;
        match &self.begins {
            Begins::Compromised => f.write_str(", compromised"),
            Begins::ReportedDown => f.write_str(", reported down"),
            Begins::LinkCut(link) => write!(f, ", link {link} cut"),
        }
    }
}

/// A service that works now and may fail.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Failing {
    /// Which.
    pub service: ServiceId,
    /// How probable it is that it fails within the hours looked ahead.
    pub probability: Estimate,
    /// When, in those runs in which it fails. 0: it may have failed already without anybody having reported it.
    pub hours: When,
    /// Why: the commonest chain of causes.
    pub because: Chain,
    /// In what share of the runs in which it fails that is why, from 0 to 1.
    pub because_share: f64,
}

/// What may fail, the soonest first, then the most probable.
pub(super) fn failing(model: &Model, known: &Known, gathered: &Gathered) -> Vec<Failing> {
    let mut all: Vec<(ServiceNo, &Seen)> = gathered
        .services
        .iter()
        .filter(|(service, seen)| !known.is_lost(**service) && probability(gathered, seen) >= WORTH_TELLING)
        .map(|(service, seen)| (*service, seen))
        .collect();
    all.sort_by_key(|(service, seen)| {
        (quantile(&seen.hours, 0.5), std::cmp::Reverse(seen.hours.len()), *service)
    });
    all.truncate(MAX_FAILING);
    all.into_iter().filter_map(|(service, seen)| told(model, gathered, service, seen)).collect()
}

/// In what share of runs a service is lost.
pub(super) fn probability(gathered: &Gathered, seen: &Seen) -> f64 {
    seen.hours.len() as f64 / f64::from(gathered.runs.max(1))
}

fn told(model: &Model, gathered: &Gathered, service: ServiceNo, seen: &Seen) -> Option<Failing> {
    let (path, times) = commonest(&seen.paths)?;
    Some(Failing {
        service: model.service_id(service),
        probability: share(seen.hours.len() as u32, gathered.runs),
        hours: When::of(&seen.hours),
        because: Chain::of(model, path),
        because_share: f64::from(times) / seen.hours.len() as f64,
    })
}
