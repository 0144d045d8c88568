//! Reads a CAP message of somebody else and says what is wrong with it: `cargo run -p cap --example check -- alert.xml`.

use std::error::Error;
use std::io::{Write, stdout};

fn main() -> Result<(), Box<dyn Error>> {
    for path in std::env::args().skip(1) {
        let bytes = std::fs::read(&path)?;
        let sentence = match cap::read(&bytes).map(|alert| alert.check()) {
            Ok(Ok(())) => "good".to_owned(),
            Ok(Err(problems)) => problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "),
            Err(error) => error.to_string(),
        };
        writeln!(stdout(), "{path}: {sentence}")?;
    }
    Ok(())
}
