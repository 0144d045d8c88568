//! What is wrong with a file: one finding for each fault, with file, line and column.

use std::fmt;

use serde::Serialize;

/// One thing that is wrong with a file, or that cannot be.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Finding {
    /// In which file.
    pub file: String,
    /// In which line, from 1; 0 for the file as a whole.
    pub line: u32,
    /// In which column, from 1, in characters; 0 for the line as a whole.
    pub column: u32,
    /// What is wrong, and how to mend it.
    pub message: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { file, line, column, message } = self;
        match (line, column) {
            (0, _) => write!(f, "{file}: {message}"),
            (line, 0) => write!(f, "{file}:{line}: {message}"),
            (line, column) => write!(f, "{file}:{line}:{column}: {message}"),
        }
    }
}
