//! Opens what the commands read, and writes what they make.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use impact_model::finding::Finding;
use impact_model::generate::{Filling, fill, gisco};
use impact_model::network::{Network, Problem};
use impact_model::parameters::Parameters;
use impact_model::{read, write};

use crate::commands::say;

/// Which network, and under which parameters.
#[derive(Debug, clap::Args)]
pub struct Source {
    /// The network: a JSON or GraphML file, a folder of CSV tables, or Eurostat's list of hospital sites as CSV, of
    /// which what is missing is filled in and marked as assumed.
    #[arg(long, value_name = "FILE")]
    pub network: PathBuf,
    /// From what missing values of a list of sites are made.
    #[arg(long, value_name = "S", default_value_t = 1)]
    pub fill_seed: u64,
    /// Other values for what the model assumes, as `paraat impact parameters` prints them.
    #[arg(long, value_name = "FILE")]
    pub parameters: Option<PathBuf>,
}

impl Source {
    /// Reads both.
    pub fn open(&self) -> anyhow::Result<(Network, Parameters)> {
        let network = network(&self.network, self.fill_seed)?;
        let parameters = match &self.parameters {
            Some(path) => parameters(path)?,
            None => Parameters::default(),
        };
        Ok((network, parameters))
    }
}

/// Reads a network from whatever holds one.
pub fn network(path: &Path, fill_seed: u64) -> anyhow::Result<Network> {
    let name = path.display().to_string();
    if path.is_dir() {
        return found(read::read_tables(&tables(path)?));
    }
    let bytes = bytes(path)?;
    if path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("csv")) {
        let sites = found(gisco(&name, &bytes))?;
        return Ok(fill(&sites, &Filling::default(), fill_seed));
    }
    found(read::read_network(&name, &bytes))
}

fn parameters(path: &Path) -> anyhow::Result<Parameters> {
    found(read::read_parameters(&path.display().to_string(), &bytes(path)?))
}

/// Reads a file whole.
pub fn bytes(path: &Path) -> anyhow::Result<Vec<u8>> {
    let size = std::fs::metadata(path).with_context(|| format!("{} cannot be read", path.display()))?.len();
    if size > read::MAX_BYTES as u64 {
        bail!("{} has {size} bytes; the most is {}", path.display(), read::MAX_BYTES);
    }
    std::fs::read(path).with_context(|| format!("{} cannot be read", path.display()))
}

/// The CSV tables of a folder, by name.
fn tables(folder: &Path) -> anyhow::Result<Vec<(String, Vec<u8>)>> {
    let paths = csv_files(folder)?;
    if paths.is_empty() {
        bail!("{} holds no CSV table: institutions.csv is needed", folder.display());
    }
    paths
        .into_iter()
        .map(|path| {
            let bytes = bytes(&path)?;
            Ok((path.display().to_string(), bytes))
        })
        .collect()
}

/// The CSV files in a folder, by name.
fn csv_files(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let entries =
        std::fs::read_dir(folder).with_context(|| format!("{} cannot be read", folder.display()))?;
    let mut paths = Vec::new();
    for entry in entries {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("csv")) {
            paths.push(path);
        }
    }
    paths.sort();
    Ok(paths)
}

/// Lists what is wrong with files, one fault a line, and stops.
pub fn found<T>(read: Result<T, Vec<Finding>>) -> anyhow::Result<T> {
    read.or_else(|findings| {
        for finding in &findings {
            say(finding);
        }
        let files: BTreeSet<&str> = findings.iter().map(|finding| finding.file.as_str()).collect();
        let named: Vec<&str> = files.into_iter().collect();
        bail!("{} cannot be used before this is mended", named.join(", "))
    })
}

/// A number of things: `1 fault`, `2 faults`.
pub fn counted(count: usize, one: &str, more: &str) -> String {
    if count == 1 { format!("1 {one}") } else { format!("{count} {more}") }
}

/// Turns problems of a network that was read without fault into an error.
pub fn sound<T>(made: Result<T, Vec<Problem>>) -> anyhow::Result<T> {
    made.or_else(|problems| {
        for problem in &problems {
            say(&problem.message);
        }
        bail!("the network cannot be used before this is mended")
    })
}

/// Writes a network: JSON, GraphML, or a folder of CSV tables, by the end of the name.
pub fn save(network: &Network, path: &Path) -> anyhow::Result<()> {
    let Some(extension) = path.extension() else { return save_tables(network, path) };
    match extension.to_string_lossy().to_ascii_lowercase().as_str() {
        "json" => put(path, write::json(network).as_bytes()),
        "graphml" | "xml" => put(path, write::graphml(network).as_bytes()),
        other => bail!(
            "{}: .{other} is no format of a network: use .json, .graphml, or a name without end for a folder of CSV tables",
            path.display()
        ),
    }
}

/// Writes the tables of a network into a folder; none of another network may stay there, for it would be read with them.
fn save_tables(network: &Network, folder: &Path) -> anyhow::Result<()> {
    std::fs::create_dir_all(folder).with_context(|| format!("{} cannot be made", folder.display()))?;
    let tables = write::tables(network);
    for path in csv_files(folder)? {
        if !tables.iter().any(|(name, _)| path.ends_with(name)) {
            bail!("{} would be read with the new tables: remove it, or name another folder", path.display());
        }
    }
    for (name, bytes) in tables {
        put(&folder.join(name), &bytes)?;
    }
    Ok(())
}

/// Stops before long work when there is no folder for the file that it is to write.
pub fn has_folder(path: &Path) -> anyhow::Result<()> {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() && !folder.is_dir() => {
            bail!("{} cannot be written: there is no folder {}", path.display(), folder.display())
        }
        _ if path.is_dir() => bail!("{} cannot be written: it is a folder", path.display()),
        _ => Ok(()),
    }
}

/// Writes a file.
pub fn put(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    std::fs::write(path, bytes).with_context(|| format!("{} cannot be written", path.display()))
}
