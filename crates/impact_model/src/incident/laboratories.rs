//! Which laboratories can take which analyses of those that fail.

use std::collections::BTreeMap;

use serde::Serialize;

use super::estimate::quantile;
use super::failing::probability;
use super::known::Known;
use super::placing::{Offer, place};
use super::watching::Gathered;
use crate::model::{Hour, Model, ServiceNo, Taker};
use crate::network::{Discipline, ServiceId};
use crate::parameters::Parameter;

/// How probable it must be that a laboratory fails for its analyses to be placed beforehand.
pub const EXPECTED: f64 = 0.5;
/// The most laboratory services whose analyses are placed: those that miss most.
pub const MAX_LABORATORIES: usize = 300;

/// A laboratory that can take analyses.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Takes {
    /// Which.
    pub laboratory: ServiceId,
    /// Hours on the road.
    pub travel_h: f64,
    /// Whether there is a contract, and an interface for orders and results.
    pub contract: bool,
    /// Whether the two agreed on it, with or without a contract.
    pub agreed: bool,
    /// Hours from the failure until it can start.
    pub starts_after_h: Hour,
    /// How many analyses a day it could take of this one, were it the only one.
    pub can_take: u64,
    /// How many a day the plan sends it.
    pub planned: u64,
}

/// A laboratory service that cannot do its analyses.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Missing {
    /// Which.
    pub laboratory: ServiceId,
    /// Of which discipline.
    pub discipline: Discipline,
    /// In how many hours it fails, at the median; none when it is down already.
    pub fails_in_h: Option<Hour>,
    /// Analyses a day it cannot do.
    pub per_day: u64,
    /// Who can take them: contracts first, then agreements, then the nearest.
    pub takers: Vec<Takes>,
    /// Analyses a day that have no place.
    pub unplaced: u64,
}

/// Where the analyses of laboratories that fail can go. The plan is made for all at the same time: nobody's capacity is
/// promised twice.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Laboratories {
    /// Those that miss analyses, the most first.
    pub missing: Vec<Missing>,
    /// Analyses a day that are missing in all.
    pub per_day: u64,
    /// Analyses a day that have no place in all.
    pub unplaced: u64,
}

/// A laboratory service in need.
struct Need {
    service: ServiceNo,
    per_day: u64,
    fails_in_h: Option<Hour>,
}

/// Places what is missing.
pub(super) fn laboratories(model: &Model, known: &Known, gathered: &Gathered) -> Laboratories {
    let needs = needs(model, known, gathered);
    let takers: Vec<Vec<Taker>> = needs.iter().map(|need| takers(model, &needs, need.service)).collect();
    let (spare, offers) = offered(model, &takers);
    let missing: Vec<u64> = needs.iter().map(|need| need.per_day).collect();
    let mut planned = place(&missing, &spare, &offers).into_iter();
    let mut can_take = offers.iter().map(|offer| offer.limit.min(spare[offer.to]));
    let told = |(need, takers): (&Need, &Vec<Taker>)| {
        let takers: Vec<Takes> = takers
            .iter()
            .map(|taker| {
                takes(model, taker, can_take.next().unwrap_or_default(), planned.next().unwrap_or_default())
            })
            .collect();
        let placed: u64 = takers.iter().map(|taker| taker.planned).sum();
        Missing {
            laboratory: model.service_id(need.service),
            discipline: model.discipline(need.service),
            fails_in_h: need.fails_in_h,
            per_day: need.per_day,
            unplaced: need.per_day - placed.min(need.per_day),
            takers,
        }
    };
    let missing: Vec<Missing> = needs.iter().zip(&takers).map(told).collect();
    Laboratories {
        per_day: missing.iter().map(|one| one.per_day).sum(),
        unplaced: missing.iter().map(|one| one.unplaced).sum(),
        missing,
    }
}

/// Laboratory services that are down or will probably fail, those that miss most first.
fn needs(model: &Model, known: &Known, gathered: &Gathered) -> Vec<Need> {
    let mut lacking: BTreeMap<ServiceNo, (f64, Option<Hour>)> = BTreeMap::new();
    for (service, report) in &known.down {
        lacking.insert(*service, (1.0 - f64::from(report.left), None));
    }
    for (service, seen) in &gathered.services {
        if probability(gathered, seen) >= EXPECTED && !known.is_lost(*service) {
            lacking.insert(*service, (1.0 - seen.lowest(), Some(quantile(&seen.hours, 0.5))));
        }
    }
    let mut needs: Vec<Need> = lacking
        .into_iter()
        .filter(|(service, _)| model.kind(*service).is_laboratory())
        .map(|(service, (share, fails_in_h))| Need {
            service,
            per_day: libm::round(model.per_day(service) * share) as u64,
            fails_in_h,
        })
        .filter(|need| need.per_day > 0)
        .collect();
    needs.sort_by_key(|need| (std::cmp::Reverse(need.per_day), need.service));
    needs.truncate(MAX_LABORATORIES);
    needs
}

/// Who can take analyses of a laboratory and is not in need itself: contracts first, then agreements, then the nearest.
fn takers(model: &Model, needs: &[Need], service: ServiceNo) -> Vec<Taker> {
    let needy = |taker: &Taker| needs.iter().any(|need| need.service == taker.service);
    let mut takers: Vec<Taker> = model.takers_of(service).filter(|taker| !needy(taker)).collect();
    takers.sort_by_key(|taker| (cost(taker), taker.service));
    takers
}

/// What everybody can spare, and who offers it to whom, in the order of the lists of takers.
fn offered(model: &Model, takers: &[Vec<Taker>]) -> (Vec<u64>, Vec<Offer>) {
    let mut places: BTreeMap<ServiceNo, usize> = BTreeMap::new();
    let mut spare = Vec::new();
    let mut offers = Vec::new();
    for (from, takers) in takers.iter().enumerate() {
        for taker in takers {
            let to = *places.entry(taker.service).or_insert_with(|| {
                spare.push(whole(model.capacity_per_day(taker.service) - model.per_day(taker.service)));
                spare.len() - 1
            });
            offers.push(Offer { from, to, limit: whole(taker.per_day), cost: cost(taker) });
        }
    }
    (spare, offers)
}

/// Whole analyses; a thousandth more is forgiven to numbers that are not exact.
fn whole(per_day: f64) -> u64 {
    libm::floor((per_day + 1e-3).max(0.0)) as u64
}

/// How unwelcome it is to send analyses somewhere: minutes on the road, but any contract goes before any agreement
/// without one, and any agreement before none.
fn cost(taker: &Taker) -> u64 {
    const TIER: u64 = 10_000;
    let minutes = (libm::round(taker.travel_h.clamp(0.0, 1000.0) * 60.0) as u64).min(TIER - 1);
    let tier = match (taker.agreed, taker.at_once) {
        (true, true) => 0,
        (true, false) => 1,
        (false, _) => 2,
    };
    tier * TIER + minutes
}

fn takes(model: &Model, taker: &Taker, can_take: u64, planned: u64) -> Takes {
    let later = model.parameters().get(Parameter::OpenAfterHours) as Hour;
    Takes {
        laboratory: model.service_id(taker.service),
        travel_h: taker.travel_h,
        contract: taker.agreed && taker.at_once,
        agreed: taker.agreed,
        starts_after_h: if taker.at_once { 0 } else { later },
        can_take,
        planned,
    }
}
