//! Spreadsheets as rows of cells: `.xlsx`, `.ods` and `.csv`. Cells are read one by one, so that a sheet that says it is huge
//! costs nothing.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use calamine::{DataRef, Reader};
use jiff::civil::DateTime;
use quick_xml::events::Event;

use super::moments::{self, Spelled};
use super::{ImportError, ods};
use crate::format::{DAY, MINUTE};

/// The most cells of one spreadsheet.
pub const MAX_CELLS: usize = 2_000_000;
/// The most bytes of words of one spreadsheet: a cell costs little in the file and much here when it names a long text
/// that many share.
pub const MAX_WORDS: usize = 256 * 1024 * 1024;
/// The most rows of one spreadsheet that hold something.
const MAX_ROWS: usize = 200_000;

/// What stands in a cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Words.
    Text(String),
    /// A number.
    Number(f64),
    /// A date, with or without a time.
    Date(DateTime),
    /// A time of day or a length of time, in milliseconds.
    Time(i64),
}

impl Cell {
    /// As a person reads it.
    pub fn text(&self) -> String {
        match self {
            Self::Text(text) => text.trim().to_owned(),
            Self::Number(number) => number.to_string(),
            Self::Date(date) => date.strftime("%Y-%m-%d %H:%M").to_string(),
            Self::Time(time) => {
                format!("{:02}:{:02}", time / crate::format::HOUR, time % crate::format::HOUR / MINUTE)
            }
        }
    }

    /// As a moment.
    pub fn moment(&self) -> Option<Spelled> {
        match self {
            Self::Text(text) => moments::parse(text),
            Self::Date(date) => Some(Spelled::Absolute(*date)),
            Self::Time(time) => Some(Spelled::TimeOfDay(*time)),
            // A part of a day that nobody gave a format, or minutes.
            Self::Number(part) if (0.0..1.0).contains(part) && *part != 0.0 => {
                Some(Spelled::TimeOfDay((part * DAY as f64).round() as i64))
            }
            Self::Number(minutes) if minutes.abs() < 1e6 => {
                Some(Spelled::Relative((minutes * MINUTE as f64).round() as i64))
            }
            Self::Number(_) => None,
        }
    }
}

/// A row that holds something.
#[derive(Debug, Clone)]
pub struct Row {
    /// Its number, from 1.
    pub number: u32,
    /// Its cells, by the number of their column from 0.
    pub cells: BTreeMap<u32, Cell>,
}

/// A sheet.
#[derive(Debug, Clone)]
pub struct Sheet {
    /// What it is called.
    pub name: String,
    /// Its rows that hold something, in order.
    pub rows: Vec<Row>,
}

impl Sheet {
    /// A cell's place, for people.
    pub fn place(&self, row: u32, column: u32) -> String {
        format!("{}!{}{row}", self.name, letters(column))
    }
}

/// The letters of a column: `A`, `Z`, `AA`.
pub fn letters(column: u32) -> String {
    let mut rest = u64::from(column) + 1;
    let mut text = String::new();
    while rest > 0 {
        rest -= 1;
        text.insert(0, char::from(b'A' + (rest % 26) as u8));
        rest /= 26;
    }
    text
}

/// The number of a column by its letters.
pub fn column(text: &str) -> Option<u32> {
    if text.is_empty() || text.len() > 3 || !text.bytes().all(|byte| byte.is_ascii_alphabetic()) {
        return None;
    }
    let add = |sum: u32, byte: u8| sum * 26 + u32::from(byte.to_ascii_uppercase() - b'A') + 1;
    Some(text.bytes().fold(0, add) - 1)
}

/// Every sheet of a spreadsheet.
pub fn read(name: &str, bytes: &[u8]) -> Result<Vec<Sheet>, ImportError> {
    if !bytes.starts_with(b"PK\x03\x04") {
        return Ok(vec![read_csv(name, bytes)?]);
    }
    if ods::is_ods(bytes) {
        return ods::read(name, bytes);
    }
    if !honest(bytes) {
        return Err(ImportError::broken(name, "a spreadsheet that contradicts itself"));
    }
    // The reader of spreadsheets counts past what fits where a cell says that it stands in row 9999999999; nothing of it
    // is kept after that.
    std::panic::catch_unwind(|| read_xlsx(name, bytes))
        .unwrap_or_else(|_| Err(ImportError::broken(name, "a spreadsheet that contradicts itself")))
}

/// Whether what a spreadsheet says of the number of its texts can be: the reader makes room for as many beforehand, and
/// having no room cannot be survived.
fn honest(bytes: &[u8]) -> bool {
    let Ok(mut zip) = zip::ZipArchive::new(Cursor::new(bytes)) else { return true };
    (0..zip.len()).all(|index| {
        let Ok(mut file) = zip.by_index(index) else { return true };
        if !file.name().is_ok_and(|name| name.to_ascii_lowercase().ends_with("sharedstrings.xml")) {
            return true;
        }
        let mut xml = String::new();
        file.read_to_string(&mut xml).is_ok() && said_texts(&xml).is_none_or(|said| said <= xml.len() as u64)
    })
}

/// How many texts the list of texts says that it holds.
fn said_texts(xml: &str) -> Option<u64> {
    let mut reader = quick_xml::Reader::from_str(xml);
    loop {
        match reader.read_event().ok()? {
            Event::Start(start) if start.local_name().into_inner() == "sst" => {
                let mut all = start.attributes();
                let said = all
                    .with_checks(false)
                    .flatten()
                    .find(|attribute| attribute.key.local_name().into_inner() == "uniqueCount")?;
                // What is no number is no honest one.
                return Some(said.value.trim().parse().unwrap_or(u64::MAX));
            }
            Event::Eof => return None,
            _ => {}
        }
    }
}

fn read_xlsx(name: &str, bytes: &[u8]) -> Result<Vec<Sheet>, ImportError> {
    let broken = |error: calamine::XlsxError| ImportError::broken(name, error);
    let mut book = calamine::Xlsx::new(Cursor::new(bytes)).map_err(broken)?;
    let (mut sheets, mut left, mut words) = (Vec::new(), MAX_CELLS, MAX_WORDS);
    for sheet in book.sheet_names() {
        // A sheet of charts has no cells; it is no fault of the list.
        let Ok(mut cells) = book.worksheet_cells_reader(&sheet) else { continue };
        let mut rows: BTreeMap<u32, BTreeMap<u32, Cell>> = BTreeMap::new();
        while let Some(found) = cells.next_cell().map_err(broken)? {
            let (row, column) = found.get_position();
            let Some(cell) = cell(found.get_value()) else { continue };
            let long = if let Cell::Text(text) = &cell { text.len() } else { 0 };
            let fits = left.checked_sub(1).zip(words.checked_sub(long));
            (left, words) = fits.ok_or_else(|| ImportError::TooLarge(name.to_owned()))?;
            rows.entry(row.saturating_add(1)).or_default().insert(column, cell);
        }
        if rows.len() > MAX_ROWS {
            return Err(ImportError::TooLarge(name.to_owned()));
        }
        let rows = rows.into_iter().map(|(number, cells)| Row { number, cells }).collect();
        sheets.push(Sheet { name: sheet, rows });
    }
    Ok(sheets)
}

fn cell(value: &DataRef<'_>) -> Option<Cell> {
    let words = |text: &str| (!text.trim().is_empty()).then(|| Cell::Text(text.to_owned()));
    match value {
        DataRef::Int(number) => Some(Cell::Number(*number as f64)),
        DataRef::Float(number) => Some(Cell::Number(*number)),
        DataRef::String(text) => words(text),
        DataRef::SharedString(text) => words(text),
        DataRef::Bool(truth) => words(if *truth { "yes" } else { "no" }),
        DataRef::DateTime(date) => dated(date),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => words(text),
        DataRef::Error(error) => words(&error.to_string()),
        DataRef::Empty => None,
    }
}

/// A number that is shown as a date: below a day it is a time.
fn dated(date: &calamine::ExcelDateTime) -> Option<Cell> {
    let serial = date.as_f64();
    if !(0.0..2_958_466.0).contains(&serial) {
        return Some(Cell::Number(serial));
    }
    if serial < 1.0 || date.is_duration() {
        return Some(Cell::Time((serial * DAY as f64).round() as i64));
    }
    let (year, month, day, hour, minute, second, _) = date.to_ymd_hms_milli();
    let made = jiff::civil::Date::new(year as i16, month as i8, day as i8).ok().and_then(|date| {
        let time = jiff::civil::Time::new(hour as i8, minute as i8, second as i8, 0).ok()?;
        Some(Cell::Date(date.to_datetime(time)))
    });
    made.or(Some(Cell::Number(serial)))
}

/// Whether a file is a list with commas, semicolons or tabs.
pub fn is_csv(name: &str, bytes: &[u8]) -> bool {
    let named = [".csv", ".tsv"].iter().any(|end| name.to_ascii_lowercase().ends_with(end));
    named && std::str::from_utf8(bytes).is_ok_and(|text| !text.contains('\0'))
}

fn read_csv(name: &str, bytes: &[u8]) -> Result<Sheet, ImportError> {
    let text = std::str::from_utf8(bytes).ok().ok_or_else(|| {
        ImportError::broken(name, "is neither an .xlsx or .ods spreadsheet nor text in UTF-8")
    })?;
    let text = text.trim_start_matches('\u{feff}');
    let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or("");
    let most = [',', ';', '\t'].into_iter().max_by_key(|mark| first.matches(*mark).count()).unwrap_or(',');
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(most as u8)
        .flexible(true)
        .has_headers(false)
        .from_reader(text.as_bytes());
    let (mut rows, mut left) = (Vec::new(), MAX_CELLS);
    for (number, record) in (1..).zip(reader.records()) {
        let record = record.map_err(|error| ImportError::broken(name, error))?;
        let words = (0..).zip(&record).filter(|(_, text)| !text.trim().is_empty());
        let cells: BTreeMap<u32, Cell> =
            words.map(|(column, text)| (column, Cell::Text(text.to_owned()))).collect();
        left = left.checked_sub(cells.len()).ok_or_else(|| ImportError::TooLarge(name.to_owned()))?;
        if !cells.is_empty() {
            rows.push(Row { number, cells });
        }
        if rows.len() > MAX_ROWS {
            return Err(ImportError::TooLarge(name.to_owned()));
        }
    }
    let stem = name.rsplit('/').next().unwrap_or(name);
    Ok(Sheet { name: stem.to_owned(), rows })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_have_letters() {
        for (number, name) in [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")] {
            assert_eq!(letters(number), name);
            assert_eq!(column(name), Some(number));
        }
        assert_eq!(column("A1"), None);
    }

    #[test]
    fn a_csv_is_read_whatever_separates() {
        for text in [
            "Time;To\n09:00;\"A\nB\"\n\n",
            "Time,To\n09:00,\"A\nB\"",
            "\u{feff}Time\tTo\r\n09:00\t\"A\nB\"\r\n",
        ] {
            let sheet = read("a.csv", text.as_bytes()).expect("a list").remove(0);
            let shown: Vec<Vec<String>> =
                sheet.rows.iter().map(|row| row.cells.values().map(Cell::text).collect()).collect();
            assert_eq!(shown, [["Time", "To"], ["09:00", "A\nB"]]);
        }
    }
}
