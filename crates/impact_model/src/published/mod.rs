//! Published incidents, replayed.
//!
//! Each incident is a data file (`data/impact/incidents`): what was published and by whom, which figures parameters may
//! be fitted on and which are only compared, and a short description of the network and the shock by which it is
//! replayed. [`fit()`] finds a few named values on the figures set apart for it; they are frozen in
//! `data/impact/fitted.toml`. [`validate()`] replays every incident with the frozen values and says how far the model is
//! off, misses included.

pub mod criterion;
pub mod fit;
pub mod incident;
pub mod plan;
mod print;
mod replay;
pub mod validate;

pub use criterion::{Criterion, Rule};
pub use fit::{Fitted, RESOLUTION, fit, fit_value, gain};
pub use incident::{Figure, Incident, Measure, Role, Source};
pub use plan::Needs;
pub use print::LIMITS;
pub use replay::MAX_RUNS;
pub use validate::{Count, Judged, Row, Validation, validate, validate_with};

use crate::finding::Finding;

/// Names the data files once.
macro_rules! files {
    ($($name:literal),+ $(,)?) => {
        &[$((
            concat!("data/impact/incidents/", $name, ".toml"),
            include_str!(concat!("../../../../data/impact/incidents/", $name, ".toml")),
        )),+]
    };
}

/// The built-in data files: path and text.
const FILES: &[(&str, &str)] = files![
    "synnovis-2024",
    "uvm-2020",
    "hse-2021",
    "san-diego-2021",
    "california-2014",
    "duesseldorf-2020",
    "vivalia-2022",
    "chwapi-2021",
    "az-monica-2026",
    "wannacry-2017",
    "medicare-2016",
];

impl Incident {
    /// Every built-in incident, in the order in which they are printed.
    ///
    /// # Errors
    /// What is wrong with a file.
    pub fn all() -> Result<Vec<Self>, Finding> {
        FILES.iter().map(|(file, text)| Self::read(file, text)).collect()
    }
}
