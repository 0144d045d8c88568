//! Which uncertain parameters matter: elementary effects (Morris, "Factorial sampling plans for preliminary
//! computational experiments", Technometrics 33, 1991).

use rayon::prelude::*;

use super::Failure;
use super::report::{Measure, Sensitivity};
use super::study::Study;
use super::sums::column;
use super::tally::Row;
use crate::draw::{Chance, Purpose, identity};
use crate::model::{Model, Scratch};
use crate::parameters::{Parameter, Parameters};

/// How many trajectories are followed; each moves every parameter once.
pub const TRAJECTORIES: u32 = 4;
/// How many scenarios are run at each point; the same ones everywhere.
pub const SCENARIOS: u32 = 8;
/// By what part of its range a parameter moves: the usual choice for a grid of four levels.
const STEP: f64 = 2.0 / 3.0;

/// How many runs it takes.
pub(super) fn runs(scenarios: u32) -> u64 {
    u64::from(TRAJECTORIES) * (Parameter::ALL.len() as u64 + 1) * u64::from(scenarios)
}

/// How much each parameter moves the clinical service-days lost, the most first.
pub(super) fn sensitivity(study: &Study<'_>, scenarios: u32) -> Result<Vec<Sensitivity>, Failure> {
    let trajectories: Vec<Trajectory> =
        (0..TRAJECTORIES).map(|number| Trajectory::new(Chance::new(study.setup.seed, number))).collect();
    let points: Vec<Parameters> =
        trajectories.iter().flat_map(|trajectory| trajectory.points(study.parameters)).collect();
    let lost: Vec<f64> = points
        .par_iter()
        .map(|parameters| days_lost(study, parameters, scenarios))
        .collect::<Result<_, _>>()?;
    let mut effects = vec![Vec::new(); Parameter::ALL.len()];
    for (trajectory, lost) in trajectories.iter().zip(lost.chunks(Parameter::ALL.len() + 1)) {
        for (&moved, ends) in trajectory.order.iter().zip(lost.windows(2)) {
            let [before, after] = ends else { continue };
            let step = if trajectory.starts_low[moved] { STEP } else { -STEP };
            effects[moved].push((after - before) / step);
        }
    }
    let mut found: Vec<Sensitivity> =
        Parameter::ALL.iter().zip(&effects).map(|(&parameter, effects)| summed(parameter, effects)).collect();
    found.sort_by(|a, b| b.effect.total_cmp(&a.effect).then_with(|| a.parameter.cmp(&b.parameter)));
    Ok(found)
}

/// Points run one after the other, each with its own model, so that few models are held at a time.
fn days_lost(study: &Study<'_>, parameters: &Parameters, scenarios: u32) -> Result<f64, Failure> {
    let model = Model::new(study.network, parameters)?;
    let mut scratch = Scratch::default();
    let rows: Vec<Row> =
        (0..scenarios).map(|scenario| study.row(&model, study.aim, scenario, &mut scratch)).collect();
    let lost = column(&rows, Measure::ClinicalDaysLost);
    Ok(lost.iter().sum::<f64>() / f64::from(scenarios.max(1)))
}

fn summed(parameter: Parameter, effects: &[f64]) -> Sensitivity {
    let n = effects.len().max(1) as f64;
    let mean = effects.iter().sum::<f64>() / n;
    let squares: f64 = effects.iter().map(|effect| (effect - mean) * (effect - mean)).sum();
    Sensitivity {
        parameter: parameter.word().to_owned(),
        effect: effects.iter().map(|effect| effect.abs()).sum::<f64>() / n,
        interaction: libm::sqrt(squares / (n - 1.0).max(1.0)),
    }
}

/// A way through the space of parameters, along which each moves once.
struct Trajectory {
    /// At what part of its range each parameter is before it moves, from 0 to 1.
    start: Vec<f64>,
    /// Whether it moves up.
    starts_low: Vec<bool>,
    /// In which order they move.
    order: Vec<usize>,
}

impl Trajectory {
    fn new(chance: Chance) -> Self {
        let draws: Vec<[f64; 3]> =
            Parameter::ALL.iter().map(|parameter| draws(chance, parameter.word())).collect();
        let starts_low: Vec<bool> = draws.iter().map(|[_, direction, _]| *direction < 0.5).collect();
        let levels = draws.iter().map(|[level, ..]| if *level < 0.5 { 0.0 } else { 1.0 / 3.0 });
        let start =
            levels.zip(&starts_low).map(|(level, &low)| if low { level } else { level + STEP }).collect();
        let mut order: Vec<usize> = (0..draws.len()).collect();
        order.sort_by(|&a, &b| draws[a][2].total_cmp(&draws[b][2]).then(a.cmp(&b)));
        Self { start, starts_low, order }
    }

    /// The values at its points: one more than there are parameters.
    fn points(&self, ranges: &Parameters) -> Vec<Parameters> {
        let mut at = self.start.clone();
        let mut points = vec![place(ranges, &at)];
        for &moved in &self.order {
            at[moved] += if self.starts_low[moved] { STEP } else { -STEP };
            points.push(place(ranges, &at));
        }
        points
    }
}

/// Level, direction and place in the order of a parameter.
fn draws(chance: Chance, word: &str) -> [f64; 3] {
    ["level", "direction", "order"]
        .map(|what| chance.unit(Purpose::Parameter, identity(&format!("{word}/{what}"))))
}

fn place(ranges: &Parameters, at: &[f64]) -> Parameters {
    let mut placed = ranges.clone();
    for (&parameter, part) in Parameter::ALL.iter().zip(at) {
        let (low, _, high) = ranges.range(parameter);
        placed.set(parameter, low + (high - low) * part);
    }
    placed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_trajectory_moves_each_parameter_once_and_stays_in_its_range() {
        let ranges = Parameters::default();
        for number in 0..TRAJECTORIES {
            let points = Trajectory::new(Chance::new(5, number)).points(&ranges);
            assert_eq!(points.len(), Parameter::ALL.len() + 1);
            for pair in points.windows(2) {
                let moved =
                    Parameter::ALL.iter().filter(|&&one| pair[0].get(one) != pair[1].get(one)).count();
                assert_eq!(moved, 1);
            }
            for (point, &parameter) in
                points.iter().flat_map(|point| Parameter::ALL.iter().map(move |one| (point, one)))
            {
                let ((low, _, high), value) = (parameter.range(), point.get(parameter));
                assert!(value >= low - 1e-9 && value <= high + 1e-9, "{}: {value}", parameter.word());
            }
        }
    }
}
