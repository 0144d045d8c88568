//! Networks in CSV (RFC 4180): a folder of tables, one for each list.
//!
//! | file | columns; those in bold must be there |
//! |---|---|
//! | `institutions.csv` | **id**, name, **kind**, **country**, region, lat, lon, operator, beds, detect_h, isolate_h, offline_backup |
//! | `services.csv` | **id**, per_day, capacity_per_day |
//! | `dependencies.csv` | **service**, group, **on**, **share**, **first_loss**, **later_loss**, **buffer_h**, **reentry_h**, **threshold** |
//! | `links.csv` | **id**, **a**, **b**, **kind**, **spread_per_day**, carries |
//! | `agreements.csv` | **from**, **to**, **per_day**, **transport_h**, **contract** |
//! | `network.csv` | name, source: one row about the network as a whole |
//!
//! Only `institutions.csv` must be there. The first line names the columns, in any order; commas, semicolons or
//! tabulators separate them. The text is UTF-8. A cell that is empty, or holds spaces only, is not given.
//!
//! A dependency on several interchangeable providers takes one row for each, with the same `service` and `group`; its
//! losses, buffer, re-entry and threshold stand in the first of them and need not be repeated. Without a `group`, each
//! row is a dependency of its own.
//!
//! Spreadsheets take a cell that begins with `=`, `+`, `-` or `@` for a formula. In columns of text, an apostrophe is
//! written in front of such a cell, and removed when it is read.

use std::borrow::Cow;

use super::fault::{Stop, Text};
use super::fields::{Field, FromValue, Record};
use super::lists::{List, Reading};
use super::{MAX_BYTES, decoded, of_file};
use crate::finding::Finding;
use crate::nearest::suggestion;
use crate::network::Network;

/// The most cells in a row.
pub const MAX_CELLS: usize = 64;

/// How a table looks.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Table {
    /// The file's name.
    pub file: &'static str,
    /// The columns, in the order in which they are written.
    pub columns: &'static [&'static str],
    /// Those that must be there.
    needed: &'static [&'static str],
}

/// Institutions.
pub(crate) const INSTITUTIONS: Table = Table {
    file: "institutions.csv",
    columns: &[
        "id",
        "name",
        "kind",
        "country",
        "region",
        "lat",
        "lon",
        "operator",
        "beds",
        "detect_h",
        "isolate_h",
        "offline_backup",
    ],
    needed: &["id", "kind", "country"],
};
/// Services.
pub(crate) const SERVICES: Table =
    Table { file: "services.csv", columns: &["id", "per_day", "capacity_per_day"], needed: &["id"] };
/// Dependencies, one row for each provider.
pub(crate) const DEPENDENCIES: Table = Table {
    file: "dependencies.csv",
    columns: &[
        "service",
        "group",
        "on",
        "share",
        "first_loss",
        "later_loss",
        "buffer_h",
        "reentry_h",
        "threshold",
    ],
    needed: &["service", "on", "share", "first_loss", "later_loss", "buffer_h", "reentry_h", "threshold"],
};
/// Links.
pub(crate) const LINKS: Table = Table {
    file: "links.csv",
    columns: &["id", "a", "b", "kind", "spread_per_day", "carries"],
    needed: &["id", "a", "b", "kind", "spread_per_day"],
};
/// Agreements.
pub(crate) const AGREEMENTS: Table = Table {
    file: "agreements.csv",
    columns: &["from", "to", "per_day", "transport_h", "contract"],
    needed: &["from", "to", "per_day", "transport_h", "contract"],
};
/// The network as a whole.
pub(crate) const NETWORK: Table = Table { file: "network.csv", columns: &["name", "source"], needed: &[] };

impl List {
    fn table(self) -> &'static Table {
        match self {
            Self::Institutions => &INSTITUTIONS,
            Self::Services => &SERVICES,
            Self::Dependencies => &DEPENDENCIES,
            Self::Links => &LINKS,
            Self::Agreements => &AGREEMENTS,
        }
    }
}

/// Reads a network from the tables of a folder: the name and the content of each file.
///
/// # Errors
/// Everything that is wrong with the files, by file and place, at most [`super::MAX_FINDINGS`].
pub fn read_tables(files: &[(String, Vec<u8>)]) -> Result<Network, Vec<Finding>> {
    if files.iter().map(|(_, bytes)| bytes.len()).sum::<usize>() > MAX_BYTES {
        return Err(of_file("*.csv", &format!("the files have more than {MAX_BYTES} bytes together")));
    }
    let texts = known_files(files)?;
    let mut reading = Reading::default();
    // Institutions first, and so on: whatever the order in which the files came, the network is the same.
    for list in List::ALL {
        if let Some((file, text)) = found(&texts, list.table()) {
            reading.faults.file = file;
            read_table(list.table(), text.content, &mut reading, |reading, record| {
                reading.add_flat(list, record);
            });
        }
    }
    if let Some((file, text)) = found(&texts, &NETWORK) {
        reading.faults.file = file;
        read_table(&NETWORK, text.content, &mut reading, about);
    }
    let record = |list: List, at| {
        let (_, text) = found(&texts, list.table())?;
        row_at(list.table(), text.content, at)
    };
    reading.finish(&texts, record)
}

/// The text of every file; all of them must be tables that are known, and institutions among them.
fn known_files(files: &[(String, Vec<u8>)]) -> Result<Vec<Text<'_>>, Vec<Finding>> {
    let known: Vec<&str> = List::ALL.iter().map(|list| list.table().file).chain([NETWORK.file]).collect();
    let (mut texts, mut findings) = (Vec::new(), Vec::new());
    for (path, bytes) in files {
        let name = base_name(path);
        if !known.contains(&name) {
            let message = format!(
                "this file is not known here{}; known are {}",
                suggestion(name, known.iter().copied()),
                known.join(", ")
            );
            findings.extend(of_file(path, &message));
        } else if texts.iter().any(|text: &Text<'_>| base_name(text.name) == name) {
            findings.extend(of_file(path, &format!("there is more than one {name}")));
        } else {
            match decoded(path, bytes) {
                Ok(text) => texts.push(text),
                Err(wrong) => findings.extend(wrong),
            }
        }
    }
    if !files.iter().any(|(path, _)| base_name(path) == INSTITUTIONS.file) {
        findings.extend(of_file(INSTITUTIONS.file, "this file must be there"));
    }
    findings.sort();
    if findings.is_empty() { Ok(texts) } else { Err(super::fault::shortened(findings)) }
}

/// The last part of a path.
fn base_name(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}

fn found<'t, 'a>(texts: &'t [Text<'a>], table: &Table) -> Option<(usize, &'t Text<'a>)> {
    texts.iter().enumerate().find(|(_, text)| base_name(text.name) == table.file)
}

/// Takes the row about the network as a whole.
fn about(reading: &mut Reading, record: Record<'_>) {
    let at = record.at;
    let [name, source] = ["name", "source"].map(|wanted| text_of(&record, wanted));
    let network = &mut reading.network;
    if network.name.is_empty() && network.source.is_empty() {
        (network.name, network.source) = (name, source);
    } else {
        reading.faults.say(at, "there must be one row only");
    }
}

fn text_of(record: &Record<'_>, wanted: &str) -> String {
    let field = record.fields.iter().find(|field| field.name == wanted);
    field.and_then(|field| String::from_value(&field.value).ok()).unwrap_or_default()
}

/// Reads a table, row by row.
fn read_table<'a>(
    table: &'static Table,
    text: &'a str,
    into: &mut Reading,
    mut add: impl FnMut(&mut Reading, Record<'a>),
) {
    let mut rows = Rows::new(text);
    let result = match header(table, &mut rows, into) {
        Ok(Some(columns)) => each_row(&columns, &mut rows, into, &mut add),
        Ok(None) => Ok(()),
        Err(stop) => Err(stop),
    };
    if let Err(stop) = result {
        into.faults.stopped(stop);
    }
}

fn each_row<'a>(
    columns: &[&'static str],
    rows: &mut Rows<'a>,
    into: &mut Reading,
    add: &mut impl FnMut(&mut Reading, Record<'a>),
) -> Result<(), Stop> {
    while let Some(row) = rows.row()? {
        if let Some(extra) = row.cells.iter().skip(columns.len()).find(|cell| !cell.text.is_empty()) {
            into.faults
                .say(extra.at, format!("this cell has no column: there are {} columns", columns.len()));
        } else if row.cells.iter().any(|cell| !cell.text.trim().is_empty()) {
            add(into, row.record(columns));
        }
    }
    Ok(())
}

/// The columns that a table's first line names; none when they are not as they should be, which has then been said.
fn header(
    table: &'static Table,
    rows: &mut Rows<'_>,
    into: &mut Reading,
) -> Result<Option<Vec<&'static str>>, Stop> {
    let row = rows.row()?.unwrap_or_default();
    let mut columns = Vec::new();
    let mut right = true;
    for cell in &row.cells {
        let name = cell.text.trim();
        let known = table.columns.iter().find(|column| **column == name);
        let wrong = match known {
            None => Some(format!(
                "there is no column {name:?} here{}; known are {}",
                suggestion(name, table.columns.iter().copied()),
                table.columns.join(", ")
            )),
            Some(_) if columns.contains(&name) => Some(format!("there is more than one column {name:?}")),
            Some(_) => None,
        };
        if let Some(wrong) = wrong {
            into.faults.say(cell.at, wrong);
            right = false;
        }
        columns.extend(known.copied());
    }
    for needed in table.needed.iter().filter(|needed| !columns.contains(needed)) {
        into.faults.say(row.at, format!("the column {needed:?} must be there"));
        right = false;
    }
    Ok(right.then_some(columns))
}

/// Reads the row again that begins at a byte.
fn row_at<'a>(table: &'static Table, text: &'a str, at: usize) -> Option<Record<'a>> {
    let mut rows = Rows::new(text);
    let columns = header(table, &mut rows, &mut Reading::default()).ok()??;
    rows.at = at;
    Some(rows.row().ok()??.record(&columns))
}

/// A cell and where it begins.
#[derive(Debug)]
struct Cell<'a> {
    at: usize,
    text: Cow<'a, str>,
}

/// A row and where it begins.
#[derive(Debug, Default)]
struct Row<'a> {
    at: usize,
    cells: Vec<Cell<'a>>,
}

impl<'a> Row<'a> {
    fn record(self, columns: &[&'static str]) -> Record<'a> {
        let fields = self.cells.into_iter().zip(columns);
        let fields = fields.map(|(cell, name)| Field::cell(name, cell.at, without_apostrophe(cell.text)));
        Record { at: self.at, fields: fields.collect() }
    }
}

/// Whether a spreadsheet would take a text for a formula, or [`without_apostrophe`] would shorten it.
pub(crate) fn needs_apostrophe(text: &str) -> bool {
    text.trim_start_matches('\'').starts_with(['=', '+', '-', '@', '\t', '\r'])
}

/// Removes the apostrophe that keeps a text from being a formula.
fn without_apostrophe(text: Cow<'_, str>) -> Cow<'_, str> {
    match text.strip_prefix('\'') {
        Some(rest) if needs_apostrophe(rest) => rest.to_owned().into(),
        _ => text,
    }
}

/// Walks through a table.
struct Rows<'a> {
    text: &'a str,
    at: usize,
    separator: u8,
}

impl<'a> Rows<'a> {
    fn new(text: &'a str) -> Self {
        Self { text, at: 0, separator: separator(text) }
    }

    /// The next row; none at the end.
    fn row(&mut self) -> Result<Option<Row<'a>>, Stop> {
        if self.at >= self.text.len() {
            return Ok(None);
        }
        let mut row = Row { at: self.at, cells: Vec::new() };
        loop {
            if row.cells.len() == MAX_CELLS {
                return Err(Stop::new(self.at, format!("a row may have {MAX_CELLS} cells at most")));
            }
            row.cells.push(self.cell()?);
            if !self.skip_separator() {
                return self.end_of_row().map(|()| Some(row));
            }
        }
    }

    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn skip_separator(&mut self) -> bool {
        let here = self.rest().as_bytes().first() == Some(&self.separator);
        self.at += usize::from(here);
        here
    }

    fn end_of_row(&mut self) -> Result<(), Stop> {
        let rest = self.rest();
        let length = if rest.starts_with("\r\n") { 2 } else { 1 };
        if !(rest.is_empty() || rest.starts_with(['\r', '\n'])) {
            return Err(Stop::new(
                self.at,
                "after the closing quote the cell must end; double a quote inside it",
            ));
        }
        self.at = (self.at + length).min(self.text.len());
        Ok(())
    }

    fn cell(&mut self) -> Result<Cell<'a>, Stop> {
        let at = self.at;
        let text = match self.rest().strip_prefix('"') {
            Some(quoted) => self.quoted(quoted)?,
            None => self.plain(),
        };
        Ok(Cell { at, text })
    }

    /// A cell without quotes, to the separator or the end of the line.
    fn plain(&mut self) -> Cow<'a, str> {
        let rest = self.rest();
        let ends = |byte: &u8| *byte == self.separator || matches!(byte, b'\r' | b'\n');
        let length = rest.as_bytes().iter().position(ends).unwrap_or(rest.len());
        self.at += length;
        rest.get(..length).unwrap_or_default().into()
    }

    /// A cell between quotes, of which the opening one has been seen; two quotes inside stand for one.
    fn quoted(&mut self, quoted: &'a str) -> Result<Cow<'a, str>, Stop> {
        let mut from = 0;
        let end = loop {
            let Some(quote) = quoted.get(from..).and_then(|rest| rest.find('"')) else {
                return Err(Stop::new(self.at, "the quote that opens this cell is never closed"));
            };
            if quoted.as_bytes().get(from + quote + 1) != Some(&b'"') {
                break from + quote;
            }
            from += quote + 2;
        };
        self.at += end + 2;
        let inside = quoted.get(..end).unwrap_or_default();
        Ok(if from == 0 { inside.into() } else { inside.replace("\"\"", "\"").into() })
    }
}

/// What separates the cells: whichever of comma, semicolon and tabulator stands most often in the first line.
fn separator(text: &str) -> u8 {
    let line = text.lines().next().unwrap_or_default();
    let count = |sign: &u8| line.bytes().filter(|byte| byte == sign).count();
    let most = |best: u8, sign: u8| if count(&sign) > count(&best) { sign } else { best };
    [b';', b'\t'].into_iter().fold(b',', most)
}
