//! What investments save: the same scenarios with and without them.

use super::Failure;
use super::report::{Estimate, Investment, Measure, Saving};
use super::statistics::Resamples;
use super::study::{Selection, Study};
use super::sums::column;
use super::tally::Row;
use crate::network::{Amount, Network};
use crate::parameters::{Parameter, Parameters};

/// How many hours longer [`Investment::Buffers`] makes every downtime procedure carry.
pub const BUFFER_HOURS: f32 = 24.0;
/// By what [`Investment::LaboratoryCapacity`] multiplies what laboratories can do.
pub const MORE_CAPACITY: f32 = 1.1;
/// The most hours that a network may state.
const MOST_HOURS: f32 = 87_600.0;
/// The largest volume that a network may state.
const MOST_PER_DAY: f32 = 1e7;

impl Investment {
    /// How many units it takes for all of a network.
    pub fn units(self, network: &Network) -> u64 {
        let units = match self {
            Self::Segmentation => network.links.len(),
            Self::Buffers => network.dependencies.len(),
            Self::LaboratoryCapacity => {
                network.services.iter().filter(|service| service.id.kind.is_laboratory()).count()
            }
            Self::FasterWarning | Self::FasterIsolation | Self::FasterDetection => network.institutions.len(),
            Self::OfflineBackups => {
                network.institutions.iter().filter(|one| lacks_backup(one.offline_backup)).count()
            }
        };
        units as u64
    }

    /// The network and parameters after it, and how many units it took. Nothing changes its identity, so the same
    /// chance befalls both; a range stays a range, so the same draw finds the same place in it.
    pub fn apply(self, network: &Network, parameters: &Parameters) -> (Network, Parameters, u64) {
        let units = self.units(network);
        let (mut network, mut parameters) = (network.clone(), parameters.clone());
        match self {
            Self::Segmentation => {
                network
                    .links
                    .iter_mut()
                    .for_each(|link| link.spread_per_day = link.spread_per_day.times(0.5));
            }
            Self::Buffers => {
                network.dependencies.iter_mut().for_each(|one| one.buffer_h = longer(one.buffer_h))
            }
            Self::LaboratoryCapacity => add_capacity(&mut network, &mut parameters),
            Self::FasterWarning => halve(&mut parameters, Parameter::WarnHours),
            Self::FasterIsolation => {
                network.institutions.iter_mut().for_each(|one| one.isolate_h = half(one.isolate_h));
                halve(&mut parameters, Parameter::IsolateHours);
            }
            Self::FasterDetection => {
                network.institutions.iter_mut().for_each(|one| one.detect_h = half(one.detect_h));
                halve(&mut parameters, Parameter::DetectHours);
            }
            Self::OfflineBackups => {
                for institution in &mut network.institutions {
                    if lacks_backup(institution.offline_backup) {
                        institution.offline_backup = Some(Amount::known(1.0));
                    }
                }
            }
        }
        (network, parameters, units)
    }
}

/// Where nothing is said, the model takes it that there are backups.
fn lacks_backup(backup: Option<Amount>) -> bool {
    backup.is_some_and(|backup| backup.low < 1.0)
}

fn half(amount: Option<Amount>) -> Option<Amount> {
    amount.map(|amount| amount.times(0.5))
}

fn halve(parameters: &mut Parameters, parameter: Parameter) {
    let (low, likely, high) = parameters.range(parameter);
    parameters.set_range(parameter, (low / 2.0, likely / 2.0, high / 2.0));
}

fn longer(buffer: Amount) -> Amount {
    let add = |hours: f32| (hours + BUFFER_HOURS).min(MOST_HOURS);
    Amount { low: add(buffer.low), likely: add(buffer.likely), high: add(buffer.high), ..buffer }
}

fn add_capacity(network: &mut Network, parameters: &mut Parameters) {
    for service in network.services.iter_mut().filter(|service| service.id.kind.is_laboratory()) {
        if let Some(capacity) = &mut service.capacity_per_day {
            let more = capacity.times(MORE_CAPACITY);
            let cap = |number: f32| number.min(MOST_PER_DAY);
            *capacity = Amount { low: cap(more.low), likely: cap(more.likely), high: cap(more.high), ..more };
        }
    }
    // Where a laboratory does not state its capacity, it is its volume and this share of it.
    let (low, likely, high) = parameters.range(Parameter::LaboratorySpare);
    let more = |spare: f64| (1.0 + spare) * f64::from(MORE_CAPACITY) - 1.0;
    parameters.set_range(Parameter::LaboratorySpare, (more(low), more(likely), more(high)));
}

/// What each investment saves on the selected scenarios, of which `base` has the measures without it; sorted by what
/// is saved per unit.
pub(super) fn savings(
    study: &Study<'_>,
    selection: &Selection,
    base: &[Row],
) -> Result<Vec<Saving>, Failure> {
    let resamples = Resamples::new(study.setup.seed, &selection.sizes());
    let mut savings = Vec::new();
    for &investment in Investment::ALL {
        let (network, parameters, units) = investment.apply(study.network, study.parameters);
        let rows = match units {
            0 => base.to_vec(),
            _ => study.variant(&network, &parameters, selection)?,
        };
        savings.push(saving(investment, units, base, &rows, &resamples));
    }
    savings.sort_by(|a, b| {
        let per_unit = b.days_per_thousand.value.total_cmp(&a.days_per_thousand.value);
        per_unit.then(a.investment.cmp(&b.investment))
    });
    Ok(savings)
}

fn saving(investment: Investment, units: u64, base: &[Row], rows: &[Row], resamples: &Resamples) -> Saving {
    let saved = |measures: &[Measure]| differences(base, rows, measures);
    let clinical = saved(&[Measure::ClinicalDaysLost]);
    let days = resamples.mean(&clinical);
    let per_thousand = |value: f64| if units == 0 { 0.0 } else { value * 1000.0 / units as f64 };
    Saving {
        investment,
        units,
        runs: rows.len() as u32,
        days,
        share: resamples.share_of(&clinical, &column(base, Measure::ClinicalDaysLost)),
        days_per_thousand: Estimate {
            value: per_thousand(days.value),
            low: per_thousand(days.low),
            high: per_thousand(days.high),
        },
        patients: resamples.mean(&saved(&[Measure::PatientsDiverted, Measure::PatientsDelayed])),
        analyses: resamples.mean(&saved(&[Measure::AnalysesLost])),
        compromised: resamples.mean(&saved(&[Measure::Compromised])),
    }
}

/// Run by run, how much less of some measures, added up, there is in `rows` than in `base`.
pub(super) fn differences(base: &[Row], rows: &[Row], measures: &[Measure]) -> Vec<f64> {
    let sum = |row: &Row| measures.iter().map(|&measure| row[measure as usize]).sum::<f64>();
    base.iter().zip(rows).map(|(without, with)| sum(without) - sum(with)).collect()
}
