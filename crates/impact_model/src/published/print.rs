//! A validation as text for a terminal.

use std::fmt::Write;

use super::incident::Role;
use super::validate::{Count, Row, Validation};

/// What the replays cannot say, printed under every table.
pub const LIMITS: &str = "\
What this cannot say: about a dozen incidents, selected for being grave, mostly in the United States and the United
Kingdom; volumes and dependencies of the replayed networks are largely assumed; rates of spread cannot be estimated
from any published incident. The model ranks and compares; it does not forecast one hospital's Tuesday, says nothing
about how often attacks happen, and nothing about deaths.
";

impl Validation {
    /// The table, the criteria, and last what was missed.
    pub fn text(&self) -> String {
        let mut out = String::new();
        let cells: Vec<[String; 8]> = self.rows.iter().map(cells).collect();
        let head =
            ["incident", "when", "what", "published", "model P50 [P10, P90]", "role", "inside", "error"];
        let head = head.map(str::to_owned);
        let width = |column: usize| {
            std::iter::once(&head).chain(&cells).map(|row| row[column].chars().count()).max().unwrap_or(0)
        };
        let widths: [usize; 8] = std::array::from_fn(width);
        for row in std::iter::once(&head).chain(&cells) {
            let padded: Vec<String> =
                row.iter().zip(widths).map(|(cell, width)| format!("{cell:width$}")).collect();
            line(&mut out, padded.join("  ").trim_end());
        }
        for (incident, what) in &self.unpublished {
            line(&mut out, &format!("{incident}: {what}: no figure published"));
        }
        line(&mut out, "");
        for judged in &self.criteria {
            let met = if judged.met { "pass" } else { "MISS" };
            line(&mut out, &format!("{met}  {} ({} figures)", judged.about, judged.figures));
        }
        line(&mut out, "");
        line(&mut out, &self.sum("Calibrate", self.calibrate));
        line(&mut out, &self.sum("Hold-out ", self.hold_out));
        line(
            &mut out,
            &format!("Runs of each incident: {}, seed {}. * not read in full.", self.runs, self.seed),
        );
        line(&mut out, "");
        line(&mut out, LIMITS);
        self.missed(&mut out);
        out
    }

    fn sum(&self, name: &str, count: Count) -> String {
        format!("{name}: {} of {} published figures lie in the 80 % interval.", count.inside, count.of)
    }

    /// Hold-outs outside the interval, and criteria not met.
    fn missed(&self, out: &mut String) {
        line(out, "Missed:");
        for judged in self.criteria.iter().filter(|judged| !judged.met) {
            line(out, &format!("- {}", judged.about));
        }
        for row in self.rows.iter().filter(|row| row.role == Role::HoldOut && !row.inside) {
            let Row { incident, what, when, .. } = row;
            let (model, unit) = (number(row.compared), &row.unit);
            line(
                out,
                &format!(
                    "- {incident}, {when}: {what}: published {}, model {model} {unit}",
                    number(row.published)
                ),
            );
        }
    }
}

fn line(out: &mut String, text: &str) {
    // Writing to a text cannot fail.
    let _ = writeln!(out, "{text}");
}

fn cells(row: &Row) -> [String; 8] {
    let mark = if row.verified { "" } else { "*" };
    let published = match row.range {
        Some((low, high)) => {
            format!("{} ({}–{}) {}{mark}", number(row.published), number(low), number(high), row.unit)
        }
        None => format!("{} {}{mark}", number(row.published), row.unit),
    };
    let mean =
        if row.compared == row.p50 { String::new() } else { format!(", mean {}", number(row.compared)) };
    [
        row.incident.clone(),
        row.when.clone(),
        row.what.clone(),
        published,
        format!("{} [{}, {}]{mean}", number(row.p50), number(row.p10), number(row.p90)),
        row.role.word().to_owned(),
        if row.inside { "yes" } else { "no" }.to_owned(),
        signed(row.error),
    ]
}

/// Three figures are enough.
fn number(value: f64) -> String {
    // Minus nothing is nothing.
    let value = value + 0.0;
    if value.abs() >= 100.0 {
        format!("{value:.0}")
    } else if value.abs() >= 10.0 {
        format!("{value:.1}")
    } else {
        format!("{value:.2}")
    }
}

fn signed(value: f64) -> String {
    let text = number(value);
    if value > 0.0 { format!("+{text}") } else { text }
}
