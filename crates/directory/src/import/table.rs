//! From text to rows and cells, numbered as a spreadsheet numbers them.
//!
//! Written here and not taken from a library because three things matter that CSV readers hide:
//! blank lines count as rows, a cell with line breaks stays in one row, and a quotation mark that
//! is never closed is found instead of swallowing the rest of the file in silence.

use super::problem::FileProblem;
use super::{MAX_COLUMNS, MAX_ROWS};

/// A file's cells.
pub(super) struct Table {
    /// The character between cells.
    pub separator: char,
    /// The cells of the first row that holds anything.
    pub header: Vec<String>,
    /// The rows below it that hold anything.
    pub rows: Vec<RawRow>,
    /// The rows below it that hold nothing.
    pub blank_rows: usize,
}

/// One row as it stands in the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct RawRow {
    /// The row's number in a spreadsheet, from 1.
    pub number: u32,
    /// Its cells, quotation marks resolved.
    pub cells: Vec<String>,
    /// Whether the file ended inside a quotation mark that opened in this row.
    pub unclosed: bool,
}

impl RawRow {
    fn is_blank(&self) -> bool {
        self.cells.iter().all(|cell| cell.trim().is_empty())
    }
}

/// The separators programs use, the likelier first.
const SEPARATORS: [char; 4] = [',', ';', '\t', '|'];

/// Splits a text into header and rows.
pub(super) fn parse(text: &str) -> Result<Table, FileProblem> {
    let (separator, text) = match text.strip_prefix("sep=").map(str::chars) {
        // Excel's own first line; it shows in no spreadsheet, so it takes no row number.
        Some(mut rest) => {
            let separator = rest.next().unwrap_or(',');
            (separator, rest.as_str().trim_start_matches(['\r', '\n']))
        }
        None => (sniff_separator(text), text),
    };
    let mut rows = Rows { rest: text, separator, number: 0 }.skip_while(RawRow::is_blank);
    let header = rows.next().ok_or(FileProblem::Empty)?.cells;
    if header.len() > MAX_COLUMNS {
        return Err(FileProblem::TooManyColumns { columns: header.len() });
    }
    let mut table = Table { separator, header, rows: Vec::new(), blank_rows: 0 };
    let mut blank_since = 0;
    for row in rows {
        if row.is_blank() && !row.unclosed {
            blank_since += 1;
            continue;
        }
        if table.rows.len() == MAX_ROWS {
            return Err(FileProblem::TooManyRows);
        }
        // Blank lines after the last row are the end of the file, not rows anybody sees.
        table.blank_rows += std::mem::take(&mut blank_since);
        table.rows.push(row);
    }
    Ok(table)
}

/// The separator that stands most often in the first line that has any, outside quotation marks.
fn sniff_separator(text: &str) -> char {
    let header = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let mut counts = [0_usize; SEPARATORS.len()];
    let mut quoted = false;
    for c in header.chars() {
        if c == '"' {
            quoted = !quoted;
        }
        for (count, separator) in counts.iter_mut().zip(SEPARATORS) {
            *count += usize::from(!quoted && c == separator);
        }
    }
    let best = counts.into_iter().zip(SEPARATORS).rev().max_by_key(|(count, _)| *count);
    best.map_or(',', |(_, separator)| separator)
}

/// The rows of a text, one after the other.
struct Rows<'a> {
    rest: &'a str,
    separator: char,
    number: u32,
}

impl Iterator for Rows<'_> {
    type Item = RawRow;

    fn next(&mut self) -> Option<RawRow> {
        if self.rest.is_empty() {
            return None;
        }
        self.number = self.number.saturating_add(1);
        let mut row = RawRow { number: self.number, cells: Vec::new(), unclosed: false };
        loop {
            let (cell, end) = read_cell(self.rest, self.separator);
            row.cells.push(cell.text);
            row.unclosed |= cell.unclosed;
            self.rest = cell.rest;
            if !matches!(end, End::Separator) {
                return Some(row);
            }
        }
    }
}

/// What stands behind a cell.
enum End {
    Separator,
    Row,
}

struct Cell<'a> {
    text: String,
    rest: &'a str,
    unclosed: bool,
}

/// Reads one cell (RFC 4180). A quotation mark inside an unquoted cell is an ordinary character, as
/// spreadsheets treat it; text behind a closing quotation mark is kept.
fn read_cell(text: &str, separator: char) -> (Cell<'_>, End) {
    let mut cell = String::new();
    let mut quoted = false;
    let mut chars = text.chars();
    if let Some(rest) = text.strip_prefix('"') {
        quoted = true;
        chars = rest.chars();
    }
    while let Some(c) = chars.next() {
        if quoted {
            if c != '"' {
                cell.push(c);
            } else if let Some(rest) = chars.as_str().strip_prefix('"') {
                cell.push('"');
                chars = rest.chars();
            } else {
                quoted = false;
            }
            continue;
        }
        if c == separator {
            return (Cell { text: cell, rest: chars.as_str(), unclosed: false }, End::Separator);
        }
        if c == '\n' || c == '\r' {
            let rest = chars.as_str();
            let rest = if c == '\r' { rest.strip_prefix('\n').unwrap_or(rest) } else { rest };
            return (Cell { text: cell, rest, unclosed: false }, End::Row);
        }
        cell.push(c);
    }
    (Cell { text: cell, rest: "", unclosed: quoted }, End::Row)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expect: &[(u32, &[&str])]) {
        let table = parse(text).unwrap();
        let read: Vec<(u32, Vec<&str>)> = table
            .rows
            .iter()
            .map(|row| (row.number, row.cells.iter().map(String::as_str).collect()))
            .collect();
        let expect: Vec<(u32, Vec<&str>)> =
            expect.iter().map(|(number, cells)| (*number, cells.to_vec())).collect();
        assert_eq!(read, expect, "{text:?}");
    }

    #[test]
    fn rows_are_numbered_as_a_spreadsheet_shows_them() {
        check("a,b\n1,2\n3,4\n", &[(2, &["1", "2"]), (3, &["3", "4"])]);
        check("a,b\r\n1,2\r\n\r\n3,4", &[(2, &["1", "2"]), (4, &["3", "4"])]);
        check("a,b\n\"x\ny\",2\n3,4", &[(2, &["x\ny", "2"]), (3, &["3", "4"])]);
        check("a\r1\r2", &[(2, &["1"]), (3, &["2"])]);
        check("sep=;\na;b\n1;2", &[(2, &["1", "2"])]);
    }

    #[test]
    fn quotation_marks_are_resolved_as_spreadsheets_do() {
        check("a,b\n\"say \"\"hi\"\", x\",2", &[(2, &["say \"hi\", x", "2"])]);
        check("a,b\nO\"Brien,2", &[(2, &["O\"Brien", "2"])]);
        check("a,b\n\"x\"y,2", &[(2, &["xy", "2"])]);
        check("a,b\n1,", &[(2, &["1", ""])]);
    }

    #[test]
    fn a_quotation_mark_that_is_never_closed_is_found() {
        let table = parse("a,b\n1,2\n\"x,2\n3,4\n").unwrap();
        assert_eq!(table.rows.iter().map(|row| row.unclosed).collect::<Vec<_>>(), [false, true]);
    }

    #[test]
    fn the_separator_is_found_in_the_header() {
        for (text, separator) in [("a;b;c\n1,5;2;3", ';'), ("a\tb", '\t'), ("\"x;y\",b", ','), ("name", ',')]
        {
            assert_eq!(sniff_separator(text), separator, "{text:?}");
        }
    }

    #[test]
    fn an_empty_file_is_said_to_be_empty() {
        for text in ["", "\n\n", " , \n"] {
            assert_eq!(parse(text).err(), Some(FileProblem::Empty), "{text:?}");
        }
    }
}
