//! `paraat scenario import`.

use std::path::{Path, PathBuf};

use anyhow::Context;
use scenario::exchange::{Kind, Mapping, Options as Choices, Source, import};
use scenario::files::Files;
use scenario::format::Language;

use super::new::must_be_empty;
use crate::commands::{Outcome, say};

/// The options of `paraat scenario import`.
#[derive(Debug, clap::Args)]
pub struct Options {
    /// The file or folder of the other program.
    source: PathBuf,
    /// The folder to write to: a new one, or one that is empty.
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// What it is: openaev, msel, inject, cexf or t3sf; seen from its content when not given.
    #[arg(long)]
    format: Option<Kind>,
    /// In which language it is written.
    #[arg(long, value_name = "nl")]
    language: Option<Language>,
    /// Which columns of a list hold what: `time=C,to=D+E,title=B`.
    #[arg(long, value_name = "FIELD=COLUMN,…")]
    columns: Option<Mapping>,
    /// The moment of the story at which it starts, where the source does not say.
    #[arg(long, value_name = "2027-03-09T09:00")]
    start: Option<String>,
    /// The time zone of its clock.
    #[arg(long, value_name = "Europe/Brussels")]
    timezone: Option<String>,
}

/// Imports.
pub fn run(options: Options) -> anyhow::Result<Outcome> {
    must_be_empty(&options.out)?;
    let Options { source, out, format, language, columns, start, timezone } = options;
    let choices = Choices { language, columns, start, timezone };
    let imported = if source.is_dir() {
        let files = Files::read(&source)?;
        import(&Source::folder(name(&source), &files), format, &choices)?
    } else {
        let bytes = std::fs::read(&source).with_context(|| source.display().to_string())?;
        import(&Source::file(name(&source), &bytes), format, &choices)?
    };
    imported.to_files()?.write_to(&out)?;
    imported.notes.iter().for_each(say);
    for lost in &imported.lost {
        say(format_args!("not taken over: {}: {}", lost.place, lost.what));
    }
    say(format_args!(
        "Written to {}: {} injects; {} things were not taken over.",
        out.display(),
        imported.written.injects.len(),
        imported.lost.len()
    ));
    say(format_args!("Next: paraat scenario check {}", out.display()));
    Ok(Outcome::Fine)
}

fn name(path: &Path) -> &str {
    path.file_name().and_then(|name| name.to_str()).unwrap_or("source")
}
