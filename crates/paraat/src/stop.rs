//! Why a command could not run, said to the person who can mend it.

use std::fmt;

/// What is wrong, and how to mend it. The program then exits with 2.
#[derive(Debug, PartialEq, Eq)]
pub struct Stop {
    what: String,
    mend: String,
}

impl Stop {
    /// `what` is wrong; `mend` says what to do about it.
    pub fn new(what: impl Into<String>, mend: impl Into<String>) -> Self {
        Self { what: what.into(), mend: mend.into() }
    }

    /// What is wrong.
    pub fn what(&self) -> &str {
        &self.what
    }
}

impl fmt::Display for Stop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}\n  To mend it: {}", self.what, self.mend)
    }
}

impl std::error::Error for Stop {}
