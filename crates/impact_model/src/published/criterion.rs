//! By what a replay is judged. Written down before anything was fitted.

use serde::{Deserialize, Serialize};

use super::validate::Row;

/// A criterion that figures of one or several incidents have to meet together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Criterion {
    /// Synnovis: the later weeks.
    SupplierWeeks,
    /// Synnovis: what was postponed in ten weeks.
    SupplierTotals,
    /// UVM: what share of specimens went to other laboratories.
    SupplierOutsourced,
    /// California and Düsseldorf: what emergency departments lost and neighbours got.
    EmergencySpillover,
    /// HSE: later days.
    NationalShutdown,
    /// Vivalia and CHwapi: when activity was back.
    BelgianRecovery,
    /// WannaCry: affected for each infected.
    Spread,
    /// Many attacks in the United States: the mean effect of the first week.
    MeanEffect,
    /// AZ Monica: how much was done.
    NewIncidentActivity,
    /// AZ Monica: when systems were back.
    NewIncidentRecovery,
}

/// When a criterion is met.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Rule {
    /// At least so many published figures lie inside the model's 80 % interval.
    Covers(usize),
    /// Every one is off by no more than this share of the published figure.
    Relative(f64),
    /// Every one is off by no more than this factor, and has the same sign.
    Factor(f64),
    /// They are off by no more than so many points in the mean.
    MeanPoints(f64),
    /// Every one is off by no more than so many days (from the published range, when one was published).
    Days(f64),
    /// Every one lies inside the published range.
    InRange,
}

impl Criterion {
    /// Every one, in the order in which they are printed.
    pub const ALL: &'static [Self] = &[
        Self::SupplierWeeks,
        Self::SupplierTotals,
        Self::SupplierOutsourced,
        Self::EmergencySpillover,
        Self::NationalShutdown,
        Self::BelgianRecovery,
        Self::Spread,
        Self::MeanEffect,
        Self::NewIncidentActivity,
        Self::NewIncidentRecovery,
    ];

    /// When it is met.
    pub const fn rule(self) -> Rule {
        match self {
            Self::SupplierWeeks => Rule::Covers(3),
            Self::SupplierTotals => Rule::Relative(0.25),
            Self::SupplierOutsourced => Rule::Covers(2),
            Self::EmergencySpillover => Rule::Factor(1.5),
            Self::NationalShutdown | Self::NewIncidentActivity => Rule::MeanPoints(15.0),
            Self::BelgianRecovery | Self::NewIncidentRecovery => Rule::Days(7.0),
            Self::Spread => Rule::Factor(2.0),
            Self::MeanEffect => Rule::InRange,
        }
    }

    /// What it asks for, in a line.
    pub const fn about(self) -> &'static str {
        match self {
            Self::SupplierWeeks => {
                "Laboratory supplier (Synnovis): 80 % interval covers at least 3 of the 4 later weeks"
            }
            Self::SupplierTotals => "Laboratory supplier (Synnovis): ten-week totals within 25 %",
            Self::SupplierOutsourced => "Laboratory (UVM): 80 % interval covers both shares sent out",
            Self::EmergencySpillover => {
                "Emergency spill-over (California, Düsseldorf): sign, and within a factor of 1.5"
            }
            Self::NationalShutdown => {
                "National shutdown (HSE day 12, 21, 40): mean error of at most 15 points"
            }
            Self::BelgianRecovery => "Recovery (Vivalia, CHwapi): within 7 days",
            Self::Spread => "Spread (WannaCry): affected for each infected within a factor of 2",
            Self::MeanEffect => "Mean effect of an attack (US Medicare): inside the confidence interval",
            Self::NewIncidentActivity => {
                "New incident (AZ Monica): activity, mean error of at most 15 points"
            }
            Self::NewIncidentRecovery => "New incident (AZ Monica): systems back within 7 days",
        }
    }

    /// Whether the figures judged by it meet it.
    pub(super) fn met(self, rows: &[&Row]) -> bool {
        let every = |good: &dyn Fn(&Row) -> bool| rows.iter().all(|row| good(row));
        match self.rule() {
            Rule::Covers(at_least) => rows.iter().filter(|row| row.inside).count() >= at_least,
            Rule::Relative(most) => every(&|row| row.error.abs() <= most * row.published.abs()),
            Rule::Factor(most) => every(&|row| within_factor(row.compared, row.published, most)),
            Rule::MeanPoints(most) => {
                let sum: f64 = rows.iter().map(|row| row.error.abs()).sum();
                sum <= most * rows.len() as f64
            }
            Rule::Days(most) => every(&|row| row.error.abs() <= most),
            Rule::InRange => every(&|row| row.error == 0.0),
        }
    }
}

fn within_factor(model: f64, published: f64, most: f64) -> bool {
    let ratio = model / published;
    ratio <= most && ratio >= 1.0 / most
}
