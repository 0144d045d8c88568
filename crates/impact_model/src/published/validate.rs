//! Model against published figure, and whether the criteria are met.

use serde::Serialize;

use super::criterion::{Criterion, Rule};
use super::fit::Fitted;
use super::incident::{Centre, Figure, Incident, Role};
use super::plan::Needs;
use super::replay::{MAX_RUNS, Replay, mean, quantile};

/// The interval that is compared: 80 %.
const P10: f64 = 0.1;
/// Its upper end.
const P90: f64 = 0.9;

/// One published figure beside what the model says.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Row {
    /// The incident, for people.
    pub incident: String,
    /// The figure: `incident/figure`.
    pub figure: String,
    /// When it was.
    pub when: String,
    /// What was counted.
    pub what: String,
    /// In what.
    pub unit: String,
    /// The published value.
    pub published: f64,
    /// The published range, if there is one.
    pub range: Option<(f64, f64)>,
    /// Whether the figure was read in a page or an abstract.
    pub verified: bool,
    /// Nine tenths of all runs give more.
    pub p10: f64,
    /// Half of all runs give more.
    pub p50: f64,
    /// One tenth of all runs gives more.
    pub p90: f64,
    /// What is compared: the median, or the mean for a published mean over many attacks.
    pub compared: f64,
    /// Whether parameters may have been fitted on it.
    pub role: Role,
    /// Whether it lies in the 80 % interval.
    pub inside: bool,
    /// How far what is compared lies from the published range, or from the published value when there is no range; in
    /// its unit, negative when the model says less.
    pub error: f64,
    /// By what it is judged.
    pub criterion: Option<Criterion>,
}

/// A criterion, and whether it is met.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Judged {
    /// Which.
    pub criterion: Criterion,
    /// What it asks for.
    pub about: String,
    /// As a rule.
    pub rule: Rule,
    /// How many figures it judges.
    pub figures: usize,
    /// Whether it is met.
    pub met: bool,
}

/// How many figures lie in the 80 % interval.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Count {
    /// So many.
    pub inside: usize,
    /// Of so many.
    pub of: usize,
}

/// Everything that replaying published incidents gives.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Validation {
    /// How often each incident was replayed.
    pub runs: u32,
    /// The seed.
    pub seed: u64,
    /// A row for each published figure.
    pub rows: Vec<Row>,
    /// What happened, but no figure to compare was published: incident and what.
    pub unpublished: Vec<(String, String)>,
    /// The criteria.
    pub criteria: Vec<Judged>,
    /// Figures on which parameters may have been fitted.
    pub calibrate: Count,
    /// Figures only compared.
    pub hold_out: Count,
}

/// Replays every built-in incident with the frozen values.
///
/// # Errors
/// What is wrong with a built-in file.
pub fn validate(runs: u32, seed: u64) -> Result<Validation, String> {
    let text = |finding: crate::finding::Finding| finding.to_string();
    let incidents = Incident::all().map_err(text)?;
    let needs = Needs::built_in().map_err(text)?;
    let fitted = Fitted::frozen().map_err(text)?;
    validate_with(&incidents, &needs, &fitted, runs, seed)
}

/// Replays some incidents with given values, each at least once and at most [`MAX_RUNS`] times.
///
/// # Errors
/// An incident that cannot be replayed.
pub fn validate_with(
    incidents: &[Incident],
    needs: &Needs,
    fitted: &Fitted,
    runs: u32,
    seed: u64,
) -> Result<Validation, String> {
    let runs = runs.clamp(1, MAX_RUNS);
    let (mut rows, mut unpublished) = (Vec::new(), Vec::new());
    for incident in incidents {
        let measured = Replay::new(incident, needs, fitted)
            .and_then(|replay| replay.measure(runs, seed))
            .map_err(|message| format!("{}: {message}", incident.id))?;
        for (figure, values) in incident.figures.iter().zip(&measured) {
            match figure.value {
                Some(published) => rows.push(row(incident, figure, published, values)),
                None => unpublished.push((incident.name.clone(), figure.what.clone())),
            }
        }
    }
    let criteria = judge(&rows);
    let (calibrate, hold_out) = (count(&rows, Role::Calibrate), count(&rows, Role::HoldOut));
    Ok(Validation { runs, seed, rows, unpublished, criteria, calibrate, hold_out })
}

fn row(incident: &Incident, figure: &Figure, published: f64, values: &[f64]) -> Row {
    let (p10, p50, p90) = (quantile(values, P10), quantile(values, 0.5), quantile(values, P90));
    let compared = match figure.centre {
        Centre::Median => p50,
        Centre::Mean => mean(values),
    };
    let range = figure.low.zip(figure.high);
    let (low, high) = range.unwrap_or((published, published));
    Row {
        incident: incident.name.clone(),
        figure: format!("{}/{}", incident.id, figure.id),
        when: figure.measure.when(),
        what: figure.what.clone(),
        unit: figure.unit.clone(),
        published,
        range,
        verified: figure.verified,
        p10,
        p50,
        p90,
        compared,
        role: figure.role,
        inside: p10 <= published && published <= p90,
        error: compared - compared.clamp(low, high),
        criterion: figure.criterion,
    }
}

fn judge(rows: &[Row]) -> Vec<Judged> {
    let judged = |&criterion: &Criterion| {
        let its: Vec<&Row> =
            rows.iter().filter(|row| row.role == Role::HoldOut && row.criterion == Some(criterion)).collect();
        (!its.is_empty()).then(|| Judged {
            criterion,
            about: criterion.about().to_owned(),
            rule: criterion.rule(),
            figures: its.len(),
            met: criterion.met(&its),
        })
    };
    Criterion::ALL.iter().filter_map(judged).collect()
}

fn count(rows: &[Row], role: Role) -> Count {
    let its = || rows.iter().filter(|row| row.role == role);
    Count { inside: its().filter(|row| row.inside).count(), of: its().count() }
}
