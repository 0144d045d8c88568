//! Sums over all runs, in the order of the scenarios.

use std::collections::BTreeMap;

use super::report::{Cell, Estimate, Measure, Place};
use super::statistics::{Resamples, quantile_with_zeros};
use super::tally::{Kept, Row, Struck};
use crate::model::{Hour, InstitutionNo, LinkNo, Model};
use crate::network::Position;

/// The most regions that a report lists.
pub const MAX_REGIONS: usize = 50;
/// The most cells of a map.
pub const MAX_CELLS: usize = 2000;
/// The side of the smallest cells, and by how much they grow until there are few enough, in degrees.
const CELL_DEGREES: (f64, f64) = (0.5, 0.25);

/// What happened to a place, a country or a region.
#[derive(Debug, Clone, Default)]
struct PlaceSum {
    /// Its institutions.
    institutions: u32,
    /// The clinical service-days of the whole time.
    all_days: f64,
    /// The runs in which it was hit.
    runs: Vec<u32>,
    /// The shares of clinical service-days lost, of all runs in which any were.
    shares: Vec<f64>,
    compromised: u64,
    not_held: u32,
}

impl PlaceSum {
    /// Adds what happened to it in a run; says whether care held.
    fn add(&mut self, run: u32, struck: &Struck, tolerated: f64) -> bool {
        let share = if self.all_days > 0.0 { struck.days / self.all_days } else { 0.0 };
        if struck.hit > 0 {
            self.runs.push(run);
        }
        self.shares.push(share);
        self.compromised += u64::from(struck.compromised);
        let held = share <= tolerated;
        self.not_held += u32::from(!held);
        held
    }

    fn mean_share(&self, runs: usize) -> f64 {
        self.shares.iter().sum::<f64>() / runs.max(1) as f64
    }

    fn place(&self, country: &str, region: &str, runs: usize, resamples: &Resamples) -> Place {
        let mut hit = vec![false; runs];
        for &run in &self.runs {
            hit[run as usize] = true;
        }
        Place {
            country: country.to_owned(),
            region: region.to_owned(),
            institutions: self.institutions,
            hit: resamples.frequency(&hit),
            not_held: f64::from(self.not_held) / runs.max(1) as f64,
            compromised: self.compromised as f64 / runs.max(1) as f64,
            days_lost: self.mean_share(runs),
            days_lost_p95: quantile_with_zeros(&mut self.shares.clone(), runs, 0.95),
        }
    }
}

/// All that is kept of all runs.
#[derive(Debug)]
pub(super) struct Sums {
    tolerated: f64,
    pub(super) rows: Vec<Row>,
    /// Whether care held, in each run.
    held: Vec<bool>,
    /// Whether malware was contained, in each run.
    contained: Vec<bool>,
    pub(super) unsettled: u32,
    pub(super) cold_starts: u32,
    countries: Vec<PlaceSum>,
    regions: Vec<PlaceSum>,
    /// Of each region, its country.
    country_of: Vec<usize>,
    hits: Vec<u32>,
    pub(super) crossings: Vec<u32>,
}

impl Sums {
    pub(super) fn new(model: &Model, horizon: Hour, tolerated: f64) -> Self {
        let mut countries = vec![PlaceSum::default(); model.countries().len()];
        let mut regions = vec![PlaceSum::default(); model.regions().len()];
        let mut country_of = vec![0; regions.len()];
        let days = f64::from(horizon) / 24.0;
        for institution in (0..model.institution_count()).map(InstitutionNo::from_index) {
            let (country, region) = (model.country_of(institution), model.region_of(institution));
            let clinical =
                model.services_of(institution).filter(|&one| model.kind(one).is_clinical()).count();
            country_of[region] = country;
            for place in [&mut countries[country], &mut regions[region]] {
                place.institutions += 1;
                place.all_days += clinical as f64 * days;
            }
        }
        Self {
            tolerated,
            rows: Vec::new(),
            held: Vec::new(),
            contained: Vec::new(),
            unsettled: 0,
            cold_starts: 0,
            countries,
            regions,
            country_of,
            hits: vec![0; model.institution_count()],
            crossings: vec![0; model.link_count()],
        }
    }

    /// Adds the next run.
    pub(super) fn add(&mut self, kept: &Kept) {
        let held = self.add_places(&kept.struck);
        self.held.push(held);
        let [compromised, ..] = kept.row;
        self.contained.push(compromised <= 2.0 * kept.entered as f64);
        self.rows.push(kept.row);
        self.unsettled += u32::from(kept.unsettled);
        self.cold_starts += u32::from(kept.cold_start);
        kept.hit.iter().for_each(|institution| self.hits[institution.index()] += 1);
        kept.crossed.iter().for_each(|link: &LinkNo| self.crossings[link.index()] += 1);
    }

    /// Whether every country held.
    fn add_places(&mut self, struck: &[Struck]) -> bool {
        let run = self.rows.len() as u32;
        let mut countries: BTreeMap<usize, Struck> = BTreeMap::new();
        for region in struck {
            self.regions[region.region].add(run, region, self.tolerated);
            let country = self.country_of[region.region];
            let sum =
                countries.entry(country).or_insert(Struck { days: 0.0, hit: 0, compromised: 0, ..*region });
            sum.days += region.days;
            sum.hit += region.hit;
            sum.compromised += region.compromised;
        }
        let mut held = true;
        for (country, sum) in countries {
            held &= self.countries[country].add(run, &sum, self.tolerated);
        }
        held
    }

    /// The values of one measure.
    pub(super) fn values(&self, measure: Measure) -> Vec<f64> {
        column(&self.rows, measure)
    }

    /// In what share of runs care held, and in what share malware was contained.
    pub(super) fn held_and_contained(&self, resamples: &Resamples) -> (Estimate, Estimate) {
        (resamples.frequency(&self.held), resamples.frequency(&self.contained))
    }

    /// Countries, by code.
    pub(super) fn countries(&self, model: &Model, resamples: &Resamples) -> Vec<Place> {
        let places = model.countries().iter().zip(&self.countries);
        places.map(|(code, sum)| sum.place(code, "", self.rows.len(), resamples)).collect()
    }

    /// The hardest hit regions, the worst first.
    pub(super) fn regions(&self, model: &Model, resamples: &Resamples) -> Vec<Place> {
        let runs = self.rows.len();
        let named = model.regions().iter().zip(&self.regions);
        let mut worst: Vec<_> = named
            .filter(|((_, name), sum)| !name.is_empty() && !sum.shares.is_empty())
            .map(|(names, sum)| (sum.mean_share(runs), names, sum))
            .collect();
        worst
            .sort_by(|a, b| b.0.total_cmp(&a.0).then(b.2.runs.len().cmp(&a.2.runs.len())).then(a.1.cmp(b.1)));
        worst.truncate(MAX_REGIONS);
        worst.into_iter().map(|(_, (country, name), sum)| sum.place(country, name, runs, resamples)).collect()
    }

    /// The map: cells of equal sides in degrees, as small as their number allows.
    pub(super) fn map(&self, model: &Model) -> Vec<Cell> {
        let placed: Vec<(Position, u32)> = (0..model.institution_count())
            .map(InstitutionNo::from_index)
            .filter_map(|one| Some((model.position(one)?, self.hits[one.index()])))
            .collect();
        cells(&placed, self.rows.len())
    }
}

/// The values of one measure of some runs.
pub(super) fn column(rows: &[Row], measure: Measure) -> Vec<f64> {
    rows.iter().map(|row| row[measure as usize]).collect()
}

/// Institutions, with in how many runs each was hit, in cells.
fn cells(placed: &[(Position, u32)], runs: usize) -> Vec<Cell> {
    let (mut side, growth) = CELL_DEGREES;
    loop {
        let cells = grid(placed, side);
        if cells.len() <= MAX_CELLS {
            return cells.into_values().map(|members| cell(&members, runs)).collect();
        }
        side += growth;
    }
}

fn grid(placed: &[(Position, u32)], side: f64) -> BTreeMap<(i32, i32), Vec<(Position, u32)>> {
    let mut cells: BTreeMap<(i32, i32), Vec<_>> = BTreeMap::new();
    for &(at, hits) in placed {
        let step = |degrees: f64| libm::floor(degrees / side) as i32;
        cells.entry((step(at.lat), step(at.lon))).or_default().push((at, hits));
    }
    cells
}

fn cell(members: &[(Position, u32)], runs: usize) -> Cell {
    let n = members.len().max(1) as f64;
    let mean = |value: &dyn Fn(&(Position, u32)) -> f64| members.iter().map(value).sum::<f64>() / n;
    Cell {
        at: Position { lat: mean(&|one| one.0.lat), lon: mean(&|one| one.0.lon) },
        institutions: members.len() as u32,
        hit: mean(&|one| f64::from(one.1)) / runs.max(1) as f64,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_map_has_few_cells_and_loses_nobody() {
        let everywhere = |at: u32| {
            let position =
                Position { lat: f64::from(at % 170) - 85.0, lon: f64::from(at / 170) * 2.0 - 179.0 };
            (position, at % 3)
        };
        let placed: Vec<_> = (0..170 * 170).map(everywhere).collect();
        let map = cells(&placed, 2);
        assert!(map.len() <= MAX_CELLS && map.len() > MAX_CELLS / 2, "{}", map.len());
        assert_eq!(map.iter().map(|cell| cell.institutions).sum::<u32>(), 170 * 170);
        let hits: f64 = map.iter().map(|cell| cell.hit * f64::from(cell.institutions) * 2.0).sum();
        assert!((hits - placed.iter().map(|one| f64::from(one.1)).sum::<f64>()).abs() < 1e-6);
        assert!(map.iter().all(|cell| cell.at.lat.abs() <= 85.0 && cell.at.lon.abs() <= 180.0));
    }
}
