//! Spreadsheets of LibreOffice (`.ods`): the cells of `content.xml`. Rows and cells that only repeat emptiness are
//! counted and not made.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::ImportError;
use super::sheet::{Cell, MAX_CELLS, MAX_WORDS, Row, Sheet};
use super::source::MAX_SOURCE;
use crate::format::Length;

/// How often a cell or row with something in it may repeat.
const MAX_REPEATED: u32 = 1_000;

/// Whether a zip is one.
pub fn is_ods(bytes: &[u8]) -> bool {
    // The type stands uncompressed at the beginning of the zip, so that it can be recognised.
    let begin = bytes.get(..200).unwrap_or(bytes);
    begin.windows(KIND.len()).any(|window| window == KIND)
}

const KIND: &[u8] = b"application/vnd.oasis.opendocument.spreadsheet";

/// Every sheet of it.
pub fn read(name: &str, bytes: &[u8]) -> Result<Vec<Sheet>, ImportError> {
    let mut zip =
        zip::ZipArchive::new(Cursor::new(bytes)).map_err(|error| ImportError::broken(name, error))?;
    let file = zip.by_name("content.xml").map_err(|error| ImportError::broken(name, error))?;
    let mut xml = String::new();
    let read = file.take(MAX_SOURCE).read_to_string(&mut xml);
    read.map_err(|error| ImportError::broken(name, error))?;
    let mut table =
        Table { name, sheets: Vec::new(), row: None, cell: None, number: 1, column: 0, cells: 0, bytes: 0 };
    let mut reader = Reader::from_str(&xml);
    reader.config_mut().expand_empty_elements = true;
    loop {
        match reader.read_event().map_err(|error| ImportError::broken(name, error))? {
            Event::Start(start) => table.start(&start),
            Event::End(end) => table.end(end.local_name().into_inner())?,
            Event::Text(text) => table.words(&text.xml10_content()),
            Event::CData(text) => table.words(&text.xml10_content()),
            Event::GeneralRef(reference) => {
                let numbered = reference.resolve_char_ref().ok().flatten();
                let letter = numbered.or(match &*reference {
                    "amp" => Some('&'),
                    "lt" => Some('<'),
                    "gt" => Some('>'),
                    "quot" => Some('"'),
                    "apos" => Some('\''),
                    _ => None,
                });
                if let Some(letter) = letter {
                    table.words(letter.encode_utf8(&mut [0; 4]));
                }
            }
            Event::Eof => return Ok(table.sheets),
            _ => {}
        }
    }
}

/// A cell that is being read.
struct Open {
    repeated: u32,
    value: Option<Cell>,
    words: String,
    paragraph: bool,
}

struct Table<'a> {
    name: &'a str,
    sheets: Vec<Sheet>,
    /// The cells of the row that is being read, and how often it repeats.
    row: Option<(BTreeMap<u32, Cell>, u32)>,
    cell: Option<Open>,
    number: u32,
    column: u32,
    cells: usize,
    bytes: usize,
}

fn attribute(start: &BytesStart<'_>, wanted: &str) -> Option<String> {
    let found =
        start.attributes().flatten().find(|attribute| attribute.key.local_name().into_inner() == wanted)?;
    let text: &str = &found.value;
    Some(quick_xml::escape::unescape(text).ok()?.into_owned())
}

fn repeated(start: &BytesStart<'_>, wanted: &str) -> u32 {
    attribute(start, wanted).and_then(|text| text.parse().ok()).unwrap_or(1).max(1)
}

/// The value of a cell that is no words: a date, a time, a number.
fn value(start: &BytesStart<'_>) -> Option<Cell> {
    match attribute(start, "value-type")?.as_str() {
        "date" => {
            let text = attribute(start, "date-value")?;
            let day = || {
                text.parse::<jiff::civil::Date>()
                    .ok()
                    .map(|day| day.to_datetime(jiff::civil::Time::midnight()))
            };
            text.parse::<jiff::civil::DateTime>().ok().or_else(day).map(Cell::Date)
        }
        "time" => attribute(start, "time-value")?.parse::<Length>().ok().map(|length| Cell::Time(length.0)),
        "float" => attribute(start, "value")?
            .parse()
            .ok()
            .filter(|number: &f64| number.is_finite())
            .map(Cell::Number),
        _ => None,
    }
}

impl Table<'_> {
    fn start(&mut self, start: &BytesStart<'_>) {
        match start.local_name().into_inner() {
            "table" => {
                let name = attribute(start, "name").unwrap_or_default();
                self.sheets.push(Sheet { name, rows: Vec::new() });
                self.number = 1;
            }
            "table-row" => {
                self.row = Some((BTreeMap::new(), repeated(start, "number-rows-repeated")));
                self.column = 0;
            }
            "table-cell" | "covered-table-cell" => {
                self.cell = Some(Open {
                    repeated: repeated(start, "number-columns-repeated"),
                    value: value(start),
                    words: String::new(),
                    paragraph: false,
                });
            }
            "p" => {
                if let Some(cell) = &mut self.cell {
                    if cell.paragraph {
                        cell.words.push('\n');
                    }
                    cell.paragraph = true;
                }
            }
            "s" | "tab" => self.words(" "),
            "line-break" => self.words("\n"),
            _ => {}
        }
    }

    fn words(&mut self, words: &str) {
        if let Some(cell) = self.cell.as_mut().filter(|cell| cell.paragraph) {
            cell.words.push_str(words);
        }
    }

    fn end(&mut self, name: &str) -> Result<(), ImportError> {
        match name {
            "table-cell" | "covered-table-cell" => self.end_cell(),
            "table-row" => self.end_row(),
            _ => Ok(()),
        }
    }

    fn too_large(&self) -> ImportError {
        ImportError::TooLarge(self.name.to_owned())
    }

    /// Counts what is made.
    fn count(&mut self, cells: usize, bytes: usize) -> Result<(), ImportError> {
        self.cells = self.cells.saturating_add(cells);
        self.bytes = self.bytes.saturating_add(bytes);
        if self.cells > MAX_CELLS || self.bytes > MAX_WORDS { Err(self.too_large()) } else { Ok(()) }
    }

    fn end_cell(&mut self) -> Result<(), ImportError> {
        let Some(open) = self.cell.take() else { return Ok(()) };
        let words = Some(open.words).filter(|words| !words.trim().is_empty());
        if let Some(cell) = open.value.or_else(|| words.map(Cell::Text)) {
            let times = open.repeated.min(MAX_REPEATED);
            let long = if let Cell::Text(text) = &cell { text.len() } else { 0 };
            self.count(times as usize, long.saturating_mul(times as usize))?;
            if let Some((row, _)) = &mut self.row {
                for place in 0..times {
                    row.insert(self.column.saturating_add(place), cell.clone());
                }
            }
        }
        self.column = self.column.saturating_add(open.repeated);
        Ok(())
    }

    fn end_row(&mut self) -> Result<(), ImportError> {
        let Some((cells, repeated)) = self.row.take() else { return Ok(()) };
        if !cells.is_empty() {
            let times = repeated.min(MAX_REPEATED);
            let long: usize =
                cells.values().map(|cell| if let Cell::Text(text) = cell { text.len() } else { 0 }).sum();
            let more = times as usize - 1;
            self.count(cells.len().saturating_mul(more), long.saturating_mul(more))?;
            if let Some(sheet) = self.sheets.last_mut() {
                for place in 0..times {
                    sheet.rows.push(Row { number: self.number.saturating_add(place), cells: cells.clone() });
                }
            }
        }
        self.number = self.number.saturating_add(repeated);
        Ok(())
    }
}
