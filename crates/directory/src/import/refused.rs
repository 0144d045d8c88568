//! Refused rows, kept complete and written out again.

use super::columns::{Column, Field, OUR_REASON, OUR_ROW};
use super::problem::Reason;

/// A row that was not taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefusedRow {
    /// The row as a spreadsheet numbers it.
    pub row: u32,
    /// Why the row as a whole was refused.
    pub reason: Reason,
    /// Its cells, all of them, also those beyond the last column.
    pub cells: Vec<String>,
}

/// Writes refused rows as CSV. Two columns of ours stand in front, so that they stay in view and a
/// row with too many cells still lines up; an import of the mended file leaves them out.
pub(super) fn to_csv(
    columns: &[Column],
    refused: &[RefusedRow],
    explain: impl Fn(Reason) -> String,
) -> String {
    let theirs =
        |position: usize| columns.get(position).is_none_or(|column| column.field != Some(Field::Ours));
    let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
    let headings = columns.iter().enumerate().filter(|(position, _)| theirs(*position));
    let header = [OUR_ROW, OUR_REASON].into_iter().chain(headings.map(|(_, column)| column.heading.as_str()));
    // Writing to memory cannot fail, so the results carry no news.
    let _ = writer.write_record(header);
    for row in refused {
        let ours = [row.row.to_string(), explain(row.reason)];
        let cells = row.cells.iter().enumerate().filter(|(position, _)| theirs(*position));
        let _ = writer.write_record(ours.iter().chain(cells.map(|(_, cell)| cell)));
    }
    let bytes = writer.into_inner().unwrap_or_default();
    String::from_utf8(bytes).unwrap_or_default()
}
