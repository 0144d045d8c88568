//! Packs the scenarios of `data/scenarios/` into the program, each as a zip.

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let folder =
        Path::new(&env::var("CARGO_MANIFEST_DIR").map_err(io::Error::other)?).join("../../data/scenarios");
    let out = PathBuf::from(env::var("OUT_DIR").map_err(io::Error::other)?);
    println!("cargo::rerun-if-changed={}", folder.display());
    let mut list = "&[".to_owned();
    let mut names: Vec<_> = fs::read_dir(&folder)?.collect::<Result<_, _>>()?;
    names.sort_by_key(fs::DirEntry::file_name);
    for entry in names.iter().filter(|entry| entry.path().join("exercise.yaml").is_file()) {
        let name = entry
            .file_name()
            .into_string()
            .map_err(|name| io::Error::other(format!("{name:?} is no text")))?;
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        add(&mut zip, &entry.path(), "")?;
        let target = out.join(format!("{name}.zip"));
        fs::write(&target, zip.finish().map_err(io::Error::other)?.into_inner())?;
        let _ = write!(list, "({name:?}, include_bytes!({:?})),", target.display().to_string());
    }
    list.push(']');
    fs::write(out.join("library.rs"), list)
}

fn add(zip: &mut zip::ZipWriter<Cursor<Vec<u8>>>, folder: &Path, prefix: &str) -> io::Result<()> {
    let mut entries: Vec<_> = fs::read_dir(folder)?.collect::<Result<_, _>>()?;
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let path = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.file_type()?.is_dir() {
            add(zip, &entry.path(), &format!("{path}/"))?;
        } else {
            zip.start_file(path, zip::write::SimpleFileOptions::default()).map_err(io::Error::other)?;
            zip.write_all(&fs::read(entry.path())?)?;
        }
    }
    Ok(())
}
