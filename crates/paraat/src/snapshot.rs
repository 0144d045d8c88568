//! A backup file: gzipped JSON lines that either engine can be restored from.
//!
//! The first line is a [`Header`]. Each table follows as a [`Section`] line and one array per row. The
//! last line is an [`End`] with the number of rows of each table and the SHA-256 of every byte before
//! it. What is sealed in the database stays sealed here.

use std::collections::BTreeMap;
use std::io::{self, BufRead, Read, Write};

use kernel::db::{Column, ColumnKind, Value};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// The format's number, for programs that come later.
pub const FORMAT: u32 = 1;
/// Longest line read: a file that was tampered with must not fill the memory.
const LINE_BYTES: u64 = 256 * 1024 * 1024;

/// Where a backup comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Header {
    /// [`FORMAT`].
    pub paraat_backup: u32,
    /// The version of the program that made it.
    pub version: String,
    /// The engine it was made on, for people.
    pub engine: String,
    /// How many migrations of each slice its tables have been through, in the order of the ledger.
    pub migrations: Vec<(String, usize)>,
    /// When, by the machine's clock, in milliseconds since 1970.
    pub made_at: i64,
    /// The sealing key, when it was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub secret_key: Option<String>,
}

/// A table begins.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Section {
    /// Its name.
    pub table: String,
    /// Its columns, in the order of each row's values.
    pub columns: Vec<Column>,
}

/// The file is complete.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct End {
    /// How many rows of each table there are.
    pub rows: BTreeMap<String, u64>,
    /// SHA-256, in hexadecimal, of everything before this line.
    pub sha256: String,
}

/// Writes lines and remembers their digest.
pub struct Writer<W> {
    out: W,
    digest: Sha256,
    end: End,
    table: String,
}

impl<W: Write> Writer<W> {
    /// Begins with the header.
    pub fn new(out: W, header: &Header) -> io::Result<Self> {
        let mut writer = Self { out, digest: Sha256::new(), end: End::default(), table: String::new() };
        writer.line(header)?;
        Ok(writer)
    }

    /// Begins a table.
    pub fn section(&mut self, section: &Section) -> io::Result<()> {
        self.table.clone_from(&section.table);
        self.end.rows.insert(section.table.clone(), 0);
        self.line(section)
    }

    /// A row of the table begun last.
    pub fn row(&mut self, row: Vec<Value>) -> io::Result<()> {
        if let Some(count) = self.end.rows.get_mut(&self.table) {
            *count += 1;
        }
        let row: Vec<serde_json::Value> = row.into_iter().map(to_json).collect();
        self.line(&row)
    }

    /// Ends the file; gives what was written through, and the end line.
    pub fn finish(mut self) -> io::Result<(W, End)> {
        self.end.sha256 = hex(self.digest.clone());
        let end = self.end.clone();
        self.line(&end)?;
        Ok((self.out, end))
    }

    fn line(&mut self, value: &impl Serialize) -> io::Result<()> {
        let mut line = serde_json::to_vec(value)?;
        line.push(b'\n');
        self.digest.update(&line);
        self.out.write_all(&line)
    }
}

/// One line after the header.
#[derive(Debug)]
pub enum Line {
    /// A table begins.
    Section(Section),
    /// A row of the table begun last.
    Row(Vec<Value>),
    /// The file is complete and undamaged.
    End(End),
}

/// Reads lines and checks their digest.
pub struct Reader<R> {
    input: R,
    digest: Sha256,
    found: End,
    section: Option<Section>,
}

impl<R: BufRead> Reader<R> {
    /// Reads the header.
    ///
    /// # Errors
    /// When it is not such a file, or one of a later format.
    pub fn new(input: R) -> io::Result<(Self, Header)> {
        let mut reader = Self { input, digest: Sha256::new(), found: End::default(), section: None };
        let line = reader.raw()?;
        let header: Header = parse(&line)?;
        if header.paraat_backup != FORMAT {
            return Err(wrong("it was made by a later Paraat; restore it with that one"));
        }
        reader.digest.update(&line);
        Ok((reader, header))
    }

    /// The next line. After [`Line::End`] there is no other.
    ///
    /// # Errors
    /// When the file ends too early or was altered.
    pub fn read_line(&mut self) -> io::Result<Line> {
        let line = self.raw()?;
        let read = match line.first() {
            Some(b'[') => Line::Row(self.row(&line)?),
            _ if line.starts_with(b"{\"table\"") => Line::Section(self.begin(parse(&line)?)),
            _ => Line::End(self.end(parse(&line)?)?),
        };
        self.digest.update(&line);
        Ok(read)
    }

    fn begin(&mut self, section: Section) -> Section {
        self.found.rows.insert(section.table.clone(), 0);
        self.section = Some(section.clone());
        section
    }

    fn row(&mut self, line: &[u8]) -> io::Result<Vec<Value>> {
        let section = self.section.as_ref().ok_or_else(|| wrong("a row stands before its table"))?;
        let values: Vec<serde_json::Value> = parse(line)?;
        if values.len() != section.columns.len() {
            return Err(wrong("a row has another number of values than its table has columns"));
        }
        if let Some(count) = self.found.rows.get_mut(&section.table) {
            *count += 1;
        }
        section.columns.iter().zip(values).map(|(column, value)| from_json(column.kind, value)).collect()
    }

    fn end(&mut self, end: End) -> io::Result<End> {
        self.found.sha256 = hex(self.digest.clone());
        if end == self.found { Ok(end) } else { Err(wrong("it was altered: its digest is another")) }
    }

    fn raw(&mut self) -> io::Result<Vec<u8>> {
        let mut line = Vec::new();
        self.input.by_ref().take(LINE_BYTES).read_until(b'\n', &mut line)?;
        if line.last() == Some(&b'\n') { Ok(line) } else { Err(wrong("it ends too early")) }
    }
}

fn to_json(value: Value) -> serde_json::Value {
    match value {
        Value::Text(value) => value.into(),
        Value::Int(value) => value.into(),
        Value::Real(value) => value.into(),
    }
}

fn from_json(kind: ColumnKind, value: serde_json::Value) -> io::Result<Value> {
    use serde_json::Value as Json;
    match (kind, value) {
        (ColumnKind::Text, Json::Null) => Ok(Value::Text(None)),
        (ColumnKind::Int, Json::Null) => Ok(Value::Int(None)),
        (ColumnKind::Real, Json::Null) => Ok(Value::Real(None)),
        (ColumnKind::Text, Json::String(text)) => Ok(Value::Text(Some(text))),
        (ColumnKind::Int, Json::Number(number)) if number.is_i64() => Ok(Value::Int(number.as_i64())),
        (ColumnKind::Real, Json::Number(number)) => Ok(Value::Real(number.as_f64())),
        _ => Err(wrong("a value does not fit its column")),
    }
}

fn parse<T: DeserializeOwned>(line: &[u8]) -> io::Result<T> {
    serde_json::from_slice(line).map_err(|error| wrong(&format!("a line cannot be read: {error}")))
}

fn wrong(what: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, what.to_owned())
}

fn hex(digest: Sha256) -> String {
    digest.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header() -> Header {
        let migrations = vec![("kernel".to_owned(), 1)];
        let (version, engine) = ("0.1.0".into(), "sqlite".into());
        Header { paraat_backup: FORMAT, version, engine, migrations, made_at: 7, secret_key: None }
    }

    fn written() -> Vec<u8> {
        let mut writer = Writer::new(Vec::new(), &header()).unwrap();
        let column = |name: &str, kind| Column { name: name.into(), kind };
        let columns =
            vec![column("a", ColumnKind::Text), column("b", ColumnKind::Int), column("c", ColumnKind::Real)];
        writer.section(&Section { table: "t".into(), columns }).unwrap();
        writer
            .row(vec![Value::Text(Some("één\n[".into())), Value::Int(Some(i64::MAX)), Value::Real(Some(0.1))])
            .unwrap();
        writer.row(vec![Value::Text(None), Value::Int(None), Value::Real(None)]).unwrap();
        writer.finish().unwrap().0
    }

    fn read(bytes: &[u8]) -> io::Result<(Vec<String>, End)> {
        let (mut reader, read_header) = Reader::new(bytes)?;
        assert_eq!(read_header, header());
        let mut rows = Vec::new();
        loop {
            match reader.read_line()? {
                Line::Section(_) => {}
                Line::Row(row) => rows.push(format!("{row:?}")),
                Line::End(end) => return Ok((rows, end)),
            }
        }
    }

    #[test]
    fn what_is_written_is_read_back() {
        let (rows, end) = read(&written()).unwrap();
        assert_eq!(
            rows[0],
            format!("[Text(Some({:?})), Int(Some({})), Real(Some(0.1))]", "één\n[", i64::MAX)
        );
        assert_eq!(rows[1], "[Text(None), Int(None), Real(None)]");
        assert_eq!(end.rows["t"], 2);
    }

    #[test]
    fn every_altered_or_missing_byte_is_noticed() {
        let good = written();
        // The header's own test is that it reads back; its bytes are covered by the digest too.
        let first_line = good.iter().position(|byte| *byte == b'\n').unwrap();
        for at in first_line + 1..good.len() {
            let mut bad = good.clone();
            bad[at] ^= 1;
            assert!(read(&bad).is_err(), "byte {at}");
            assert!(read(&good[..at]).is_err(), "cut at {at}");
        }
    }
}
