//! What is imported: a file, or a folder of files; and what kind of thing it is.

use std::io::{Cursor, Read};

use serde_json::Value;

use super::{ImportError, Kind, ods, sheet};
use crate::files::Files;

/// The largest source, in bytes; for a zip also what it unpacks to.
pub const MAX_SOURCE: u64 = 256 * 1024 * 1024;

/// Something to import.
#[derive(Debug, Clone, Copy)]
pub struct Source<'a> {
    /// What it is called.
    pub name: &'a str,
    /// What is in it.
    pub content: Content<'a>,
}

/// What is in a source.
#[derive(Debug, Clone, Copy)]
pub enum Content<'a> {
    /// The bytes of a file.
    File(&'a [u8]),
    /// The files of a folder.
    Folder(&'a Files),
}

impl<'a> Source<'a> {
    /// A file.
    pub fn file(name: &'a str, bytes: &'a [u8]) -> Self {
        Self { name, content: Content::File(bytes) }
    }

    /// A folder.
    pub fn folder(name: &'a str, files: &'a Files) -> Self {
        Self { name, content: Content::Folder(files) }
    }

    /// Whether all of it, unpacked, is small enough to be read.
    pub(super) fn within_bounds(&self) -> Result<(), ImportError> {
        let Content::File(bytes) = self.content else { return Ok(()) };
        let large = || ImportError::TooLarge(self.name.to_owned());
        if bytes.len() as u64 > MAX_SOURCE {
            return Err(large());
        }
        // What a zip says of its own size is not believed, so it is unpacked once for nothing but its length.
        let Ok(mut zip) = zip::ZipArchive::new(Cursor::new(bytes)) else { return Ok(()) };
        let mut left = MAX_SOURCE;
        for index in 0..zip.len() {
            let Ok(entry) = zip.by_index(index) else { continue };
            let read = std::io::copy(&mut entry.take(left + 1), &mut std::io::sink()).unwrap_or(0);
            left = left.checked_sub(read).ok_or_else(large)?;
        }
        Ok(())
    }

    /// The files of a folder or of a zip; `None` when it is neither.
    pub(super) fn files(&self) -> Result<Option<Files>, ImportError> {
        match self.content {
            Content::Folder(files) => Ok(Some(files.clone())),
            Content::File(bytes) if is_zip(bytes) => {
                Ok(Some(Files::from_zip(Cursor::new(bytes), self.name)?))
            }
            Content::File(_) => Ok(None),
        }
    }

    /// Its JSON: the file itself, or the one JSON file of the zip or folder that `wanted` recognises; with the name of
    /// that file and the others.
    pub(super) fn json(&self, wanted: fn(&Value) -> bool) -> Result<(Value, String, Files), ImportError> {
        if let Content::File(bytes) = self.content
            && !is_zip(bytes)
        {
            return Ok((parse(self.name, bytes)?, self.name.to_owned(), Files::default()));
        }
        let files = self.files()?.unwrap_or_default();
        let found = files.iter().filter(|(path, _)| path.ends_with(".json")).find_map(|(path, bytes)| {
            parse(path, bytes).ok().filter(wanted).map(|value| (value, path.to_owned()))
        });
        let (value, path) =
            found.ok_or_else(|| ImportError::broken(self.name, "holds no JSON file of this format"))?;
        let mut others = Files::default();
        for (other, bytes) in files.iter().filter(|(other, _)| *other != path) {
            others.insert(other.to_owned(), bytes.to_vec())?;
        }
        Ok((value, path, others))
    }
}

fn is_zip(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04")
}

/// JSON with a byte order mark or not. Its depth is bounded by the reader.
fn parse(name: &str, bytes: &[u8]) -> Result<Value, ImportError> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    serde_json::from_slice(bytes).map_err(|error| ImportError::broken(name, error))
}

/// Whether JSON is an export of OpenAEV: of a scenario, or of a simulation, which it calls an exercise.
pub(super) fn is_openaev(value: &Value) -> bool {
    value.get("scenario_information").is_some() || value.get("exercise_information").is_some()
}

/// Whether JSON is of the Common Exercise Format.
pub(super) fn is_cexf(value: &Value) -> bool {
    value.get("exercise").is_some_and(Value::is_object) && value.get("injects").is_some_and(Value::is_array)
}

/// Whether JSON is rows of T3SF.
pub(super) fn is_t3sf(value: &Value) -> bool {
    let row = value.as_array().and_then(|rows| rows.first());
    row.is_some_and(|row| row.get("Script").is_some() || row.get("Player").is_some())
}

/// What a source is, by its content.
pub(super) fn recognise(source: &Source<'_>) -> Option<Kind> {
    let by_value = |value: &Value| {
        [(is_openaev as fn(&Value) -> bool, Kind::OpenAev), (is_cexf, Kind::Cexf), (is_t3sf, Kind::T3sf)]
            .into_iter()
            .find_map(|(fits, kind)| fits(value).then_some(kind))
    };
    if let Content::File(bytes) = source.content
        && !is_zip(bytes)
    {
        if let Ok(value) = parse(source.name, bytes) {
            return by_value(&value);
        }
        return sheet::is_csv(source.name, bytes).then_some(Kind::Msel);
    }
    let files = source.files().ok()??;
    let open_document = matches!(source.content, Content::File(bytes) if ods::is_ods(bytes));
    if open_document || files.get("xl/workbook.xml").is_some() {
        return Some(Kind::Msel);
    }
    let inject = |(path, _): (&str, &[u8])| {
        let name = path.rsplit('/').next().unwrap_or(path);
        matches!(name, "config.yml" | "config.yaml")
    };
    if files.iter().any(inject) {
        return Some(Kind::Inject);
    }
    let json = |(path, bytes): (&str, &[u8])| {
        path.ends_with(".json").then(|| parse(path, bytes).ok().and_then(|value| by_value(&value))).flatten()
    };
    files.iter().find_map(json)
}

/// The bytes of the only file, for formats that are one file.
pub(super) fn only_file<'a>(source: &Source<'a>) -> Result<&'a [u8], ImportError> {
    match source.content {
        Content::File(bytes) => Ok(bytes),
        Content::Folder(_) => Err(ImportError::broken(source.name, "is a folder: name the file")),
    }
}
