//! Parameters as TOML.

use crate::parameters::{Basis, Parameter, Parameters};

/// Every parameter as [`crate::read::parameters`] tells, each with its meaning, unit, plausible range, basis and source
/// as comments.
pub fn parameters(parameters: &Parameters) -> String {
    Parameter::ALL.iter().map(|one| entry(*one, parameters.range(*one))).collect::<Vec<_>>().join("\n")
}

fn entry(parameter: Parameter, range: (f64, f64, f64)) -> String {
    let (low, likely, high) = parameter.range();
    let basis = match parameter.basis() {
        Basis::Published => "published",
        Basis::Derived => "derived from published figures",
        Basis::Assumed => "assumed",
    };
    format!(
        "# {}\n# In: {}. Plausible: {low} to {high}, likeliest {likely}; {basis}.\n# Source: {}\n{} = {}\n",
        parameter.about(),
        parameter.unit(),
        parameter.source(),
        parameter.word(),
        value(range)
    )
}

fn value((low, likely, high): (f64, f64, f64)) -> String {
    // As Rust shows numbers for debugging, a large one has an exponent, which TOML takes for a float as well.
    if low == high { format!("{likely:?}") } else { format!("\"{low}..{likely}..{high}\"") }
}
