//! What is wrong in a text, at which byte; and in which line and column that is.

use super::{MAX_FINDINGS, MAX_MESSAGE};
use crate::finding::Finding;

/// How many findings are counted beyond those that are told.
const MAX_COUNTED: usize = 10_000;

/// A file's name and what is in it.
#[derive(Debug, Clone, Copy)]
pub struct Text<'a> {
    pub name: &'a str,
    pub content: &'a str,
}

/// Something that is wrong.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    /// Which of the files.
    file: usize,
    /// At which byte of it; nowhere for the file as a whole.
    at: Option<usize>,
    message: String,
}

/// That reading cannot go on: what is wrong, and at which byte.
#[derive(Debug)]
pub struct Stop {
    pub at: usize,
    pub message: String,
}

impl Stop {
    pub fn new(at: usize, message: impl Into<String>) -> Self {
        Self { at, message: message.into() }
    }
}

/// All that is wrong: the first [`MAX_FINDINGS`], and how many more.
#[derive(Debug, Default)]
pub struct Faults {
    /// Which of the files is being read.
    pub file: usize,
    list: Vec<Fault>,
    more: usize,
}

impl Faults {
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Whether there are so many that nobody counts them.
    pub fn are_enough(&self) -> bool {
        self.more >= MAX_COUNTED
    }

    /// Says what is wrong at a byte of the file that is being read.
    pub fn say(&mut self, at: usize, message: impl Into<String>) {
        self.push(Some(at), message.into());
    }

    /// Says what is wrong with the file that is being read, as a whole.
    pub fn say_of_file(&mut self, message: impl Into<String>) {
        self.push(None, message.into());
    }

    /// Says why reading stopped.
    pub fn stopped(&mut self, stop: Stop) {
        self.push(Some(stop.at), stop.message);
    }

    /// Counts what is not told one by one.
    pub fn leave_out(&mut self, number: usize) {
        self.more += number;
    }

    fn push(&mut self, at: Option<usize>, message: String) {
        if self.list.len() == MAX_FINDINGS {
            self.more += 1;
            return;
        }
        let message = match message.char_indices().nth(MAX_MESSAGE) {
            Some((end, _)) => format!("{}…", message.get(..end).unwrap_or_default()),
            None => message,
        };
        self.list.push(Fault { file: self.file, at, message });
    }

    /// The findings, by place. `texts` are the files by their number.
    pub fn findings(mut self, texts: &[Text<'_>]) -> Vec<Finding> {
        self.list.sort();
        let mut findings = Vec::with_capacity(self.list.len() + 1);
        let mut here = Cursor::new(usize::MAX, "");
        for Fault { file, at, message } in self.list {
            let Some(text) = texts.get(file) else { continue };
            if here.file != file {
                here = Cursor::new(file, text.content);
            }
            let (line, column) = at.map_or((0, 0), |at| here.walk_to(at));
            findings.push(Finding { file: text.name.to_owned(), line, column, message });
        }
        findings.sort();
        with_rest(findings, self.more)
    }
}

/// At most [`MAX_FINDINGS`] findings, and how many more there are.
pub fn shortened(mut findings: Vec<Finding>) -> Vec<Finding> {
    let more = findings.len().saturating_sub(MAX_FINDINGS);
    findings.truncate(MAX_FINDINGS);
    with_rest(findings, more)
}

/// Says how many more findings there are, if there are.
fn with_rest(mut findings: Vec<Finding>, more: usize) -> Vec<Finding> {
    if let Some(last) = findings.last()
        && more > 0
    {
        let least = if more >= MAX_COUNTED { "at least " } else { "" };
        let (file, message) = (last.file.clone(), format!("and {least}{more} more"));
        findings.push(Finding { file, line: 0, column: 0, message });
    }
    findings
}

/// Walks forward through a text and counts lines and columns, so that many places cost one pass.
struct Cursor<'a> {
    file: usize,
    content: &'a str,
    at: usize,
    line: u32,
    column: u32,
}

impl<'a> Cursor<'a> {
    fn new(file: usize, content: &'a str) -> Self {
        Self { file, content, at: 0, line: 1, column: 1 }
    }

    /// The line and column of a byte that is not before the last one asked for.
    fn walk_to(&mut self, at: usize) -> (u32, u32) {
        let at = at.min(self.content.len());
        for letter in self.content.get(self.at..at).unwrap_or_default().chars() {
            if letter == '\n' {
                self.line += 1;
                self.column = 1;
            } else {
                self.column += 1;
            }
        }
        self.at = at;
        (self.line, self.column)
    }
}
