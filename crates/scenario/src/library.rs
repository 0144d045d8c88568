//! The scenarios that come with the program.

use std::io::Cursor;

use crate::files::{Files, FilesError};

/// Every scenario, by its identifier, as a zip.
const LIBRARY: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/library.rs"));

/// The identifiers of the scenarios that come with the program.
pub fn ids() -> impl Iterator<Item = &'static str> {
    LIBRARY.iter().map(|(id, _)| *id)
}

/// The files of one of them; none when there is no such scenario.
pub fn open(id: &str) -> Option<Result<Files, FilesError>> {
    let (id, zip) = LIBRARY.iter().find(|(each, _)| *each == id)?;
    Some(Files::from_zip(Cursor::new(*zip), id))
}
