//! Reads networks and parameters from files.
//!
//! | what | how | function |
//! |---|---|---|
//! | JSON (`.json`) | the members of [`Network`] and its parts | [`read_network`] |
//! | GraphML (`.graphml`, `.xml`) | see [`graphml`] | [`read_network`] |
//! | a folder of CSV files | see [`tables`] | [`read_tables`] |
//! | TOML | see [`parameters`] | [`read_parameters`] |
//!
//! Everything that is wrong is found, each with file, line and column; nothing is guessed or silently left out.
//! What cannot be read at all is told first; whether the parts fit together ([`Network::problems`]) is asked once all
//! of them could be read.

mod digest;
mod fault;
mod fields;
pub mod graphml;
mod json;
mod lists;
pub mod parameters;
pub mod tables;

pub use digest::sha256;
pub use parameters::read_parameters;
pub use tables::read_tables;

use crate::finding::Finding;
use crate::network::Network;
use fault::{Faults, Text};
use lists::Reading;

/// The most bytes that are read, of all files together: 512 MiB.
pub const MAX_BYTES: usize = 512 * 1024 * 1024;
/// The most findings that are told; how many more there are is said in one more.
pub const MAX_FINDINGS: usize = 100;
/// How deep objects and lists of JSON may be nested.
pub const MAX_DEPTH: usize = 8;
/// The most members of an object or elements of a list inside a part of a network, such as providers of a dependency.
pub const MAX_MEMBERS: usize = 1000;
/// The longest message of a finding, in characters; messages quote what was read.
pub const MAX_MESSAGE: usize = 500;

/// Reads a network from one file, JSON or GraphML, which its name's ending tells apart.
///
/// # Errors
/// Everything that is wrong with the file, in its order, at most [`MAX_FINDINGS`].
pub fn read_network(name: &str, bytes: &[u8]) -> Result<Network, Vec<Finding>> {
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase();
    let mut reading = Reading::default();
    match ending.as_str() {
        "json" => {
            let text = decoded(name, bytes)?;
            json::read(text.content, &mut reading);
            reading.finish(&[text], |_, at| json::record(text.content, at))
        }
        "graphml" | "xml" => {
            let text = decoded(name, bytes)?;
            let keys = graphml::read(text.content, &mut reading);
            reading.finish(&[text], |_, at| graphml::record(text.content, &keys, at))
        }
        _ => Err(of_file(
            name,
            "a network is read from .json, .graphml or .xml, or from a folder of .csv files",
        )),
    }
}

/// The text of a file, without a byte order mark.
fn decoded<'a>(name: &'a str, bytes: &'a [u8]) -> Result<Text<'a>, Vec<Finding>> {
    if bytes.len() > MAX_BYTES {
        return Err(of_file(name, &format!("the file has more than {MAX_BYTES} bytes")));
    }
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return Err(of_file(name, "the file is in UTF-16; save it as UTF-8"));
    }
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    match std::str::from_utf8(bytes) {
        Ok(content) => Ok(Text { name, content }),
        Err(wrong) => {
            let valid = bytes.get(..wrong.valid_up_to()).unwrap_or_default();
            let content = std::str::from_utf8(valid).unwrap_or_default();
            let mut faults = Faults::default();
            faults.say(valid.len(), "this is not UTF-8; save the file as UTF-8");
            Err(faults.findings(&[Text { name, content }]))
        }
    }
}

/// A finding about a file as a whole.
fn of_file(name: &str, message: &str) -> Vec<Finding> {
    vec![Finding { file: name.to_owned(), line: 0, column: 0, message: message.to_owned() }]
}
