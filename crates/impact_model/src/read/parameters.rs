//! Parameters in TOML: a line for each that is not to be as the program has it.
//!
//! ```toml
//! detect-hours = 12            # exactly
//! isolate-hours = "1..4..12"   # lowest, likeliest, highest
//! warn-hours = "2..6"          # the middle is the likeliest
//! ```

use toml::de::{DeTable, DeValue};

use super::fault::{Faults, Text};
use super::{decoded, of_file};
use crate::finding::Finding;
use crate::nearest::suggestion;
use crate::parameters::{Parameter, Parameters};

/// The largest file of parameters, in bytes: 256 KiB, many times what all of them take.
pub const MAX_PARAMETER_BYTES: usize = 256 * 1024;
/// The largest value of a parameter. Values outside the plausible range are allowed, so that one can ask what if.
pub const MAX_VALUE: f64 = 1e6;

/// Reads parameters; those that the file does not name stay as the program has them.
///
/// # Errors
/// Everything that is wrong with the file, in its order, at most [`super::MAX_FINDINGS`].
pub fn read_parameters(name: &str, bytes: &[u8]) -> Result<Parameters, Vec<Finding>> {
    if bytes.len() > MAX_PARAMETER_BYTES {
        return Err(of_file(name, &format!("the file has more than {MAX_PARAMETER_BYTES} bytes")));
    }
    let text = decoded(name, bytes)?;
    let mut faults = Faults::default();
    let parameters = parameters(text, &mut faults);
    if faults.is_empty() { Ok(parameters) } else { Err(faults.findings(&[text])) }
}

fn parameters(text: Text<'_>, faults: &mut Faults) -> Parameters {
    let (table, wrong) = DeTable::parse_recoverable(text.content);
    for error in wrong {
        faults
            .say(error.span().map_or(0, |span| span.start), format!("this is no TOML: {}", error.message()));
    }
    let mut parameters = Parameters::default();
    for (word, value) in table.get_ref() {
        let Some(parameter) = Parameter::find(word.get_ref()) else {
            faults.say(word.span().start, unknown(word.get_ref()));
            continue;
        };
        match range(value.get_ref()).and_then(|range| allowed(parameter, range)) {
            Ok(range) => parameters.set_range(parameter, range),
            Err(wrong) => faults.say(value.span().start, format!("{}: {wrong}", parameter.word())),
        }
    }
    parameters
}

fn unknown(word: &str) -> String {
    let known: Vec<&str> = Parameter::ALL.iter().map(|one| one.word()).collect();
    let suggestion = suggestion(word, known.iter().copied());
    let known = if suggestion.is_empty() { format!("; known are {}", known.join(", ")) } else { suggestion };
    format!("there is no parameter {word:?}{known}")
}

/// Lowest, likeliest, highest.
type Range = (f64, f64, f64);

/// What a value says.
fn range(value: &DeValue<'_>) -> Result<Range, String> {
    let wrong = || "write a number, or a range such as \"1..4\" or \"1..2..4\"".to_owned();
    let text = match value {
        DeValue::Integer(number) if number.radix() == 10 => number.as_str(),
        DeValue::Float(number) => number.as_str(),
        DeValue::String(text) => text,
        _ => return Err(wrong()),
    };
    let numbers = text.split("..").map(|part| part.trim().parse().ok());
    let numbers: Vec<f64> = numbers.collect::<Option<_>>().ok_or_else(wrong)?;
    match *numbers.as_slice() {
        [value] => Ok((value, value, value)),
        [low, high] => Ok((low, f64::midpoint(low, high), high)),
        [low, likely, high] => Ok((low, likely, high)),
        _ => Err(wrong()),
    }
}

/// The range, if a parameter may have it.
fn allowed(parameter: Parameter, range: Range) -> Result<Range, String> {
    let (low, likely, high) = range;
    let most = if parameter.unit().starts_with("share") { 1.0 } else { MAX_VALUE };
    if !(low.is_finite() && likely.is_finite() && high.is_finite()) {
        return Err("it must be a finite number".to_owned());
    }
    if low < 0.0 || high > most {
        return Err(format!("it must lie between 0 and {most} ({})", parameter.unit()));
    }
    if !(low <= likely && likely <= high) {
        return Err("its numbers must rise from left to right".to_owned());
    }
    Ok(range)
}
