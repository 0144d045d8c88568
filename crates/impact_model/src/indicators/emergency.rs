//! How far it is from one emergency department to the next, and to the next that does not fail with it.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;
use serde::Serialize;

use crate::network::nearby::Nearby;
use crate::network::{Institution, Network, Position, ServiceKind};

/// An emergency department.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Department {
    /// The identifier of its institution.
    pub institution: String,
    /// Its country.
    pub country: String,
    /// Kilometres, as the crow flies, to the nearest other one, in whatever country; none if there is none.
    pub nearest_km: Option<f64>,
    /// The same to the nearest one whose information technology has another operator. An institution without operator
    /// is its own.
    pub independent_km: Option<f64>,
}

/// How distances are spread over departments.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Spread {
    /// Half of the departments have it nearer, in kilometres.
    pub median: f64,
    /// 95 % have it nearer.
    pub p95: f64,
    /// The farthest.
    pub max: f64,
}

/// The distances of a country, or of all.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Distances {
    /// The country; empty for all.
    pub country: String,
    /// Departments with a position; the others are in none of the figures.
    pub departments: u32,
    /// To the nearest other; none without one.
    pub nearest: Option<Spread>,
    /// To the nearest independent one.
    pub independent: Option<Spread>,
}

/// Emergency departments.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Emergency {
    /// Departments whose institution has no position.
    pub without_position: u32,
    /// All countries together.
    pub all: Distances,
    /// By country, sorted.
    pub countries: Vec<Distances>,
    /// Every department with a position, sorted by identifier.
    pub departments: Vec<Department>,
}

impl Emergency {
    pub(super) fn of(network: &Network) -> Self {
        let institutions: FxHashMap<&str, &Institution> =
            network.institutions.iter().map(|one| (one.id.as_str(), one)).collect();
        let mut sites: Vec<&Institution> = network
            .services
            .iter()
            .filter(|service| service.id.kind == ServiceKind::EmergencyDepartment)
            .filter_map(|service| institutions.get(service.id.institution.as_str()).copied())
            .collect();
        sites.sort_unstable_by(|a, b| a.id.cmp(&b.id));
        sites.dedup_by(|a, b| a.id == b.id);
        let all = sites.len();
        let placed: Vec<(&Institution, Position)> =
            sites.into_iter().filter_map(|one| Some((one, one.position?))).collect();
        let departments = measure(&placed);
        let mut countries: BTreeMap<&str, Vec<&Department>> = BTreeMap::new();
        for department in &departments {
            countries.entry(&department.country).or_default().push(department);
        }
        Self {
            without_position: (all - placed.len()) as u32,
            all: distances("", &departments.iter().collect::<Vec<_>>()),
            countries: countries.into_iter().map(|(country, all)| distances(country, &all)).collect(),
            departments,
        }
    }
}

fn measure(sites: &[(&Institution, Position)]) -> Vec<Department> {
    let operators: Vec<&str> = sites.iter().map(|(one, _)| operator(one)).collect();
    let all = Nearby::new(sites.iter().enumerate().map(|(number, (_, position))| (*position, number)));
    let nearest = |here: Position, wanted: &dyn Fn(usize) -> bool| {
        let found = all.nearest(here, 1, f64::INFINITY, wanted);
        found.first().and_then(|&other| sites.get(other)).map(|(_, there)| here.km_to(*there))
    };
    let one = |(number, (institution, here)): (usize, &(&Institution, Position))| Department {
        institution: institution.id.clone(),
        country: institution.country.clone(),
        nearest_km: nearest(*here, &|other| other != number),
        independent_km: nearest(*here, &|other| operators.get(other) != operators.get(number)),
    };
    sites.iter().enumerate().map(one).collect()
}

fn operator(institution: &Institution) -> &str {
    if institution.operator.is_empty() { &institution.id } else { &institution.operator }
}

fn distances(country: &str, departments: &[&Department]) -> Distances {
    let spread = |of: &dyn Fn(&Department) -> Option<f64>| {
        let mut km: Vec<f64> = departments.iter().filter_map(|one| of(one)).collect();
        km.sort_unstable_by(f64::total_cmp);
        Some(Spread { median: quantile(&km, 0.5)?, p95: quantile(&km, 0.95)?, max: *km.last()? })
    };
    Distances {
        country: country.to_owned(),
        departments: departments.len() as u32,
        nearest: spread(&|one| one.nearest_km),
        independent: spread(&|one| one.independent_km),
    }
}

/// The quantile of sorted values, linear between neighbours (type 7 of Hyndman and Fan, 1996).
fn quantile(sorted: &[f64], probability: f64) -> Option<f64> {
    let at = probability * sorted.len().checked_sub(1)? as f64;
    let (below, above) = (sorted.get(at as usize)?, sorted.get(libm::ceil(at) as usize)?);
    Some(below + (above - below) * (at - libm::floor(at)))
}
