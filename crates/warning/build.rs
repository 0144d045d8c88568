//! Generates this crate's words, and the list of ladders: a file put into `data/ladders` is part of the program,
//! without a line of code.

use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs, io};

fn main() -> io::Result<()> {
    l10n::generate::generate();
    println!("cargo::rerun-if-changed=templates");
    let folder = Path::new(&env::var("CARGO_MANIFEST_DIR").unwrap_or_default()).join("../../data/ladders");
    println!("cargo::rerun-if-changed={}", folder.display());
    let mut files = Vec::new();
    for entry in fs::read_dir(&folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|ending| ending == "toml") {
            files.push(path.canonicalize()?);
        }
    }
    // By name, so that every build has the same order whatever the file system gives.
    files.sort();
    let mut list = String::from(
        "/// Every file under `data/ladders`, by name.\npub(crate) const LADDERS: &[&str] = &[\n",
    );
    for file in files {
        let _ = writeln!(list, "    include_str!({file:?}),");
    }
    list.push_str("];\n");
    fs::write(Path::new(&env::var("OUT_DIR").unwrap_or_default()).join("data.rs"), list)
}
