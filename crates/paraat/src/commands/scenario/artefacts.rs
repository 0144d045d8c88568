//! `paraat scenario artefacts`.

use std::path::PathBuf;

use anyhow::{Context, bail};
use scenario::exchange::artefact_files;
use scenario::files::Files;
use scenario::read::read;
use scenario::report::Report;

use crate::commands::{Outcome, say};

/// The options of `paraat scenario artefacts`.
#[derive(Debug, clap::Args)]
pub struct Options {
    /// The folder of the scenario, or a zip of it.
    path: PathBuf,
    /// From which seed they are made; that of the rehearsal or the print pack they go with.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// The folder to write them into, one folder in it for each language.
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
}

/// Makes them.
pub fn run(options: &Options) -> anyhow::Result<Outcome> {
    let reading = read(&Files::open(&options.path)?);
    let Some(written) = reading.written.filter(|_| reading.findings.is_empty()) else {
        bail!("it cannot be read:\n{}", Report::new(reading.files, reading.findings).human(""));
    };
    let files = artefact_files(&written, options.seed)?;
    for file in &files {
        let folder = options.out.join(file.language.to_string());
        std::fs::create_dir_all(&folder).with_context(|| folder.display().to_string())?;
        let path = folder.join(&file.made.file_name);
        std::fs::write(&path, &file.made.bytes).with_context(|| path.display().to_string())?;
        say(format_args!("{} ({} bytes)", path.display(), file.made.bytes.len()));
    }
    say(format_args!("{} files of the artefacts, from seed {}.", files.len(), options.seed));
    Ok(Outcome::Fine)
}
