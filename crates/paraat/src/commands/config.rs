//! `paraat config`: prints a commented configuration file to begin with.

use super::{Outcome, say};
use crate::config::DEFAULT;

/// Prints it.
pub fn run() -> Outcome {
    say(DEFAULT.trim_end());
    Outcome::Fine
}
