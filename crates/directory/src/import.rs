//! Reading organisations and their sites from a spreadsheet's CSV, losing nothing.
//!
//! Pure: bytes in, a [`Reading`] out. Every row of the file ends as a site of an organisation or as
//! a named refused row; every cell that has no place of its own, or could not be read as what its
//! column promises, is kept as text beside the site. What was odd is listed as [`Problem`]s with
//! row and column as a spreadsheet shows them. Nothing here panics on any input.

mod cell;
mod columns;
mod grouping;
pub(crate) mod plan;
mod problem;
mod refused;
mod row;
mod table;
pub(crate) mod text;

pub(crate) use cell::MAX_BEDS;
pub use columns::Column;
pub(crate) use columns::UNKNOWN as UNKNOWN_SOURCE;
pub use grouping::{FoundOrganisation, FoundSite};
pub use plan::Counts;
pub use problem::{FileProblem, Problem, Reason, Severity};
pub use refused::RefusedRow;

use crate::country::Country;
use crate::organisation::OrganisationKind;

/// Bytes a file may have; Europe's 15,181 hospital sites take 3.1 MB.
pub const MAX_BYTES: usize = 16 * 1024 * 1024;
/// Rows a file may have below its header.
pub const MAX_ROWS: usize = 100_000;
/// Columns a file may have.
pub const MAX_COLUMNS: usize = 120;
/// Characters one cell may have before its row is refused.
pub const MAX_CELL_CHARS: usize = 8_000;

/// What the reader is told about a file beyond its bytes.
#[derive(Clone, Debug)]
pub struct Options {
    /// Which list this is. Records are recognised again by source and key, so the same list must
    /// come under the same source; `None` takes what the columns suggest.
    pub source: Option<String>,
    /// The country of rows that name none.
    pub default_country: Country,
    /// The kind of organisations whose row names none.
    pub default_kind: OrganisationKind,
}

impl Default for Options {
    fn default() -> Self {
        Self { source: None, default_country: Country::BELGIUM, default_kind: OrganisationKind::Hospital }
    }
}

/// A file as it was understood: the preview a person confirms, and what is then stored.
#[derive(Clone, Debug)]
pub struct Reading {
    /// Which list this is; part of every record's external identity.
    pub source: String,
    /// The character encoding the bytes were read in.
    pub encoding: &'static str,
    /// The character between two cells.
    pub separator: char,
    /// Every column of the file, in its order, and what it was taken for.
    pub columns: Vec<Column>,
    /// Rows below the header that hold anything.
    pub rows: usize,
    /// Rows below the header in which every cell is empty; nothing to take, nothing lost.
    pub blank_rows: usize,
    /// Rows that repeat an earlier row cell by cell; they end at that row's site.
    pub identical_rows: usize,
    /// The organisations, in the order in which the file first names them.
    pub organisations: Vec<FoundOrganisation>,
    /// Everything that was odd, in the order of rows.
    pub problems: Vec<Problem>,
    /// Rows that were not taken, complete.
    pub refused: Vec<RefusedRow>,
}

impl Reading {
    /// Rows that ended at a site.
    pub fn rows_taken(&self) -> usize {
        self.rows - self.refused.len()
    }

    /// Sites found, over all organisations.
    pub fn sites(&self) -> usize {
        self.organisations.iter().map(|organisation| organisation.sites.len()).sum()
    }

    /// The refused rows as a CSV file with the row and the reason in front, ready to be mended and
    /// imported again; `explain` words a reason in the reader's language.
    pub fn refused_csv(&self, explain: impl Fn(Reason) -> String) -> String {
        refused::to_csv(&self.columns, &self.refused, explain)
    }
}

/// Reads a file. An error means that not one row could be read, and why.
pub fn read(bytes: &[u8], options: &Options) -> Result<Reading, FileProblem> {
    if bytes.len() > MAX_BYTES {
        return Err(FileProblem::TooLarge { bytes: bytes.len() });
    }
    let decoded = text::decode(bytes);
    let table = table::parse(&decoded.text)?;
    let columns = columns::understand(&table.header)?;
    let source = options.source.clone().unwrap_or_else(|| columns::suggest_source(&columns).to_owned());

    let mut problems = Vec::new();
    let mut refused = Vec::new();
    let mut rows = Vec::with_capacity(table.rows.len());
    for raw in &table.rows {
        match row::read(raw, &columns, options, &mut problems) {
            Ok(row) => rows.push(row),
            Err(reason) => refused.push(RefusedRow { row: raw.number, reason, cells: raw.cells.clone() }),
        }
    }
    let identical = grouping::set_identical_aside(&table.rows, &mut rows, &mut problems);
    let organisations = grouping::group(rows, &source, &columns, &mut problems);
    problems.sort_by_key(|problem| problem.row);
    Ok(Reading {
        source,
        encoding: decoded.encoding,
        separator: table.separator,
        columns,
        rows: table.rows.len(),
        blank_rows: table.blank_rows,
        identical_rows: identical,
        organisations,
        problems,
        refused,
    })
}

#[cfg(test)]
mod tests;
