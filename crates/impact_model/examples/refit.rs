//! What fitting to the calibrate figures from scratch gives, to be frozen in `data/impact/fitted.toml`; takes minutes.
//! With `filled-in`: the table of published incidents with the dependencies by which networks are filled in, none of them
//! fitted.
//!
//! ```text
//! cargo run --release -p impact_model --example refit
//! cargo run --release -p impact_model --example refit -- filled-in
//! ```

use std::error::Error;

use impact_model::generate::Filling;
use impact_model::published::{Fitted, Incident, Needs, fit, validate_with};

/// How often every value is gone through.
const SWEEPS: u32 = 3;
/// The runs and the seed of the table in the documentation.
const RUNS: u32 = 200;
const SEED: u64 = 1;

#[expect(clippy::print_stdout, reason = "it says what it finds")]
fn main() -> Result<(), Box<dyn Error>> {
    let incidents = Incident::all().map_err(|finding| finding.to_string())?;
    let mut fitted = Fitted::frozen().map_err(|finding| finding.to_string())?;
    if std::env::args().nth(1).as_deref() == Some("filled-in") {
        fitted.values.retain(|one| !one.name.starts_with("needs/"));
        let needs = Needs::filled_in(&Filling::default());
        println!("{}", validate_with(&incidents, &needs, &fitted, RUNS, SEED)?.text());
        return Ok(());
    }
    let needs = Needs::built_in().map_err(|finding| finding.to_string())?;
    for value in fit(&incidents, &needs, &fitted.unfitted(), SWEEPS)?.values {
        println!("{} = {}", value.name, value.value);
    }
    Ok(())
}
