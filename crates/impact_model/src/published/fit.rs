//! Fits a few named values on the figures that were set apart for it.

use serde::Deserialize;

use super::incident::{Figure, Incident, Role, read_toml};
use super::plan::Needs;
use super::replay::{Replay, quantile};
use crate::finding::Finding;
use crate::parameters::{Parameter, Parameters};

/// By how many points of percent an error weighs as much as [`SCALE_SHARE`] of any other figure.
pub const SCALE_POINTS: f64 = 10.0;
/// By what share of the published figure an error weighs 1, where it is not in percent.
pub const SCALE_SHARE: f64 = 0.15;
/// How many values are tried at once.
const GRID: u32 = 5;
/// How many grids: the first over the bounds, each other over the two steps around the best of the one before.
const GRIDS: u32 = 3;
/// How exact a fitted value is, as a share of the way between its bounds: the step of the last grid.
pub const RESOLUTION: f64 = 1.0 / ((GRID - 1) << (GRIDS - 1)) as f64;
/// A fitted value is rounded to one of so many steps between its bounds.
const STEPS: f64 = 100.0;

/// The fitted values, frozen.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fitted {
    /// How they were found.
    pub method: String,
    /// With how many runs for each value tried.
    pub runs: u32,
    /// With which seed.
    pub seed: u64,
    /// The values, in the order in which they are fitted.
    pub values: Vec<Value>,
}

/// One fitted value.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Value {
    /// The word of a [`Parameter`], or `needs/of/on/field`, where the field is `loss`, `later-loss` or `threshold`.
    pub name: String,
    /// In what it is counted.
    pub unit: String,
    /// It holds for this incident only; empty: for all.
    #[serde(default)]
    pub incident: String,
    /// The fitted value.
    pub value: f64,
    /// What it was before, as the model has it without fitting.
    pub before: f64,
    /// Between which bounds it was sought.
    pub low: f64,
    /// The upper bound.
    pub high: f64,
    /// On which figures: `incident/figure`.
    pub figures: Vec<String>,
}

impl Fitted {
    /// The frozen values that are built in.
    ///
    /// # Errors
    /// What is wrong with the file.
    pub fn frozen() -> Result<Self, Finding> {
        Self::read("data/impact/fitted.toml", include_str!("../../../../data/impact/fitted.toml"))
    }

    /// Reads frozen values from a file.
    ///
    /// # Errors
    /// What is wrong with it, and where.
    pub fn read(file: &str, text: &str) -> Result<Self, Finding> {
        read_toml(file, text)
    }

    /// The values before anything was fitted.
    #[must_use]
    pub fn unfitted(&self) -> Self {
        let before = |one: &Value| Value { value: one.before, ..one.clone() };
        Self { values: self.values.iter().map(before).collect(), ..self.clone() }
    }

    fn named(&self, name: &str) -> Result<(usize, &Value), String> {
        let found = self.values.iter().enumerate().find(|(_, one)| one.name == name);
        found.ok_or_else(|| format!("no value {name:?} is fitted"))
    }

    /// Writes the values that hold for an incident into parameters and needs. A fitted value is the likeliest of its
    /// range, and the range moves along in proportion: fitting says where a value lies, not that it is certain. Shares
    /// stay shares.
    pub(super) fn apply(
        &self,
        parameters: &mut Parameters,
        needs: &mut Needs,
        incident: &str,
    ) -> Result<(), String> {
        let holds = |one: &&Value| one.incident.is_empty() || one.incident == incident;
        for one in self.values.iter().filter(holds) {
            if needs.set(&one.name, one.value as f32) {
                continue;
            }
            if let Some(parameter) = Parameter::find(&one.name) {
                let (low, likely, high) = parameters.range(parameter);
                let factor = one.value / likely;
                let most = if parameter.unit().starts_with("share") { 1.0 } else { f64::INFINITY };
                let range = (low * factor, one.value, (high * factor).min(most));
                parameters.set_range(parameter, range);
            } else {
                return Err(format!("{:?} is neither a parameter nor a quantity of a need", one.name));
            }
        }
        Ok(())
    }
}

/// Fits every value in turn, beginning from those given: a grid over its bounds, narrowed around the best, `sweeps`
/// times over all values. The error is the sum of the squared distances between median and published figure, in
/// units of [`SCALE_POINTS`] or [`SCALE_SHARE`].
///
/// # Errors
/// A figure that is not there or was not set apart for fitting, or an incident that cannot be replayed.
pub fn fit(incidents: &[Incident], needs: &Needs, start: &Fitted, sweeps: u32) -> Result<Fitted, String> {
    let mut fitted = start.clone();
    for _ in 0..sweeps {
        for at in 0..fitted.values.len() {
            fit_one(incidents, needs, &mut fitted, at)?;
        }
    }
    Ok(fitted)
}

/// Fits one value, with all others as they are, and gives what is found.
///
/// # Errors
/// As [`fit()`], and when there is no value with that name.
pub fn fit_value(incidents: &[Incident], needs: &Needs, others: &Fitted, name: &str) -> Result<f64, String> {
    let mut fitted = others.clone();
    let (at, _) = others.named(name)?;
    fit_one(incidents, needs, &mut fitted, at)?;
    Ok(fitted.values.get(at).map(|one| one.value).unwrap_or_default())
}

/// By how much the error falls, as a share of it, if one value is moved up or down by such a share of the way between
/// its bounds and all others stay: 0 where that makes nothing better.
///
/// # Errors
/// As [`fit_value()`].
pub fn gain(
    incidents: &[Incident],
    needs: &Needs,
    fitted: &Fitted,
    name: &str,
    share: f64,
) -> Result<f64, String> {
    let (at, one) = fitted.named(name)?;
    let chosen = choose(incidents, &one.figures)?;
    let here = error_of(&chosen, needs, fitted)?;
    let mut best = here;
    for step in [-share, share] {
        let moved = (one.value + step * (one.high - one.low)).clamp(one.low, one.high);
        // At the end of its bounds it stays where it is.
        if moved != one.value {
            best = best.min(error_of(&chosen, needs, &with(fitted, at, moved))?);
        }
    }
    Ok(if here > 0.0 { 1.0 - best / here } else { 0.0 })
}

fn fit_one(incidents: &[Incident], needs: &Needs, fitted: &mut Fitted, at: usize) -> Result<(), String> {
    let Some(one) = fitted.values.get(at).cloned() else { return Ok(()) };
    let chosen = choose(incidents, &one.figures)?;
    let (mut low, mut high) = (one.low, one.high);
    let mut best = (f64::INFINITY, one.value);
    for _ in 0..GRIDS {
        let step = (high - low) / f64::from(GRID - 1);
        for tried in 0..GRID {
            let value = round(low + step * f64::from(tried), &one);
            let error = error_of(&chosen, needs, &with(fitted, at, value))?;
            if error < best.0 {
                best = (error, value);
            }
        }
        (low, high) = ((best.1 - step).max(one.low), (best.1 + step).min(one.high));
    }
    *fitted = with(fitted, at, best.1);
    Ok(())
}

fn with(fitted: &Fitted, at: usize, value: f64) -> Fitted {
    let mut changed = fitted.clone();
    if let Some(one) = changed.values.get_mut(at) {
        one.value = value;
    }
    changed
}

fn round(value: f64, one: &Value) -> f64 {
    let step = (one.high - one.low) / STEPS;
    // Four decimals are enough to write down.
    let value = one.low + ((value - one.low) / step).round() * step;
    (value * 1e4).round() / 1e4
}

/// The incidents with only those figures on which a value is fitted, and no longer than those need.
fn choose(incidents: &[Incident], names: &[String]) -> Result<Vec<Incident>, String> {
    let mut chosen: Vec<Incident> = Vec::new();
    for name in names {
        let (incident, figure) = find(incidents, name)?;
        if figure.role != Role::Calibrate || figure.value.is_none() {
            return Err(format!("{name} was not set apart for fitting"));
        }
        match chosen.iter_mut().find(|one| one.id == incident.id) {
            Some(one) => one.figures.push(figure.clone()),
            None => chosen.push(Incident { figures: vec![figure.clone()], ..incident.clone() }),
        }
    }
    for incident in &mut chosen {
        let days: Option<Vec<u32>> = incident.figures.iter().map(|figure| figure.measure.days()).collect();
        let needed = days.and_then(|days| days.into_iter().max()).unwrap_or(incident.days);
        incident.days = incident.days.min(needed);
    }
    Ok(chosen)
}

fn find<'a>(incidents: &'a [Incident], name: &str) -> Result<(&'a Incident, &'a Figure), String> {
    let found = name.split_once('/').and_then(|(incident, figure)| {
        let incident = incidents.iter().find(|one| one.id == incident)?;
        Some((incident, incident.figures.iter().find(|one| one.id == figure)?))
    });
    found.ok_or_else(|| format!("there is no figure {name:?}"))
}

fn error_of(chosen: &[Incident], needs: &Needs, trial: &Fitted) -> Result<f64, String> {
    let mut sum = 0.0;
    for incident in chosen {
        let measured = Replay::new(incident, needs, trial)?.measure(trial.runs, trial.seed)?;
        for (figure, values) in incident.figures.iter().zip(&measured) {
            let published = figure.value.unwrap_or_default();
            let scale = if figure.unit == "%" { SCALE_POINTS } else { SCALE_SHARE * published.abs() };
            let off = (quantile(values, 0.5) - published) / scale;
            sum += off * off;
        }
    }
    Ok(sum)
}
