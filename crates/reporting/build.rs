//! Generates this crate's words, and the lists of its dated data: a file put into one of the folders under
//! `data/` is part of the program, without a line of code.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

/// The folders, by the name of the list each becomes.
const FOLDERS: &[(&str, &str)] = &[
    ("FORMS", "forms"),
    ("PORTALS", "portals"),
    ("RETENTION", "retention"),
    ("ROUTING", "routing"),
    ("THRESHOLDS", "thresholds"),
];

fn main() -> io::Result<()> {
    l10n::generate::generate();
    let data = Path::new(&env::var("CARGO_MANIFEST_DIR").unwrap_or_default()).join("../../data");
    let mut lists = String::new();
    for (list, folder) in FOLDERS {
        let mut files = Vec::new();
        collect(&data.join(folder), &mut files)?;
        // By name, so that every build has the same order whatever the file system gives.
        files.sort();
        let _ = writeln!(lists, "/// Every file under `data/{folder}`, by name.");
        let _ = writeln!(lists, "pub(crate) const {list}: &[&str] = &[");
        for file in files {
            let _ = writeln!(lists, "    include_str!({:?}),", file.canonicalize()?);
        }
        let _ = writeln!(lists, "];");
    }
    fs::write(Path::new(&env::var("OUT_DIR").unwrap_or_default()).join("data.rs"), lists)
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    println!("cargo::rerun-if-changed={}", folder.display());
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, files)?;
        } else if path.extension().is_some_and(|ending| ending == "toml") {
            files.push(path);
        }
    }
    Ok(())
}
