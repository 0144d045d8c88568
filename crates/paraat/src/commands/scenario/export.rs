//! `paraat scenario export`.

use std::path::PathBuf;

use anyhow::{Context, bail};
use scenario::exchange::{ExportKind, ExportOptions, export};
use scenario::files::Files;
use scenario::format::{Language, Length, MINUTE};
use scenario::read::read;
use scenario::report::Report;

use crate::commands::{Outcome, say};

/// The options of `paraat scenario export`.
#[derive(Debug, clap::Args)]
pub struct Options {
    /// The folder of the scenario, or a zip of it.
    path: PathBuf,
    /// As what: msel or spreadsheet, cexf, or print or paper (a page to print, with which exercise control goes on by
    /// hand).
    #[arg(long)]
    format: ExportKind,
    /// In which language; the first of the exercise when not given.
    #[arg(long, value_name = "nl")]
    language: Option<Language>,
    /// For print: from which moment on.
    #[arg(long, value_name = "1h30m")]
    from: Option<Length>,
    /// From which seed the artefacts are made and what is hidden in them; that of rehearsals when not given.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// The file to write; a name made from the scenario's when not given.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

/// Exports.
pub fn run(options: Options) -> anyhow::Result<Outcome> {
    let reading = read(&Files::open(&options.path)?);
    let Some(written) = reading.written.filter(|_| reading.findings.is_empty()) else {
        bail!("it cannot be read:\n{}", Report::new(reading.files, reading.findings).human(""));
    };
    let first = written.languages().next();
    let language = options.language.or(first).context("no language is written in exercise.yaml")?;
    if !written.languages().any(|each| each == language) {
        let all: Vec<_> = written.languages().map(|each| each.to_string()).collect();
        bail!("the scenario is not written in {language}; it is in {}", all.join(", "));
    }
    let from = options.from.and_then(|from| u32::try_from(from.0 / MINUTE).ok());
    let exported = export(&written, options.format, &ExportOptions { language, from, seed: options.seed })?;
    let out = options.out.unwrap_or_else(|| PathBuf::from(&exported.file_name));
    std::fs::write(&out, &exported.bytes).with_context(|| out.display().to_string())?;
    for lost in &exported.lost {
        say(format_args!("not in the export: {}: {}", lost.place, lost.what));
    }
    say(format_args!(
        "Written to {}: {} bytes; {} sorts of things are not in it.",
        out.display(),
        exported.bytes.len(),
        exported.lost.len()
    ));
    Ok(Outcome::Fine)
}
