//! `paraat report export`: writes every filing, and what each authority got of it, byte for byte.

use std::collections::HashSet;
use std::fs::{self, DirBuilder, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use kernel::time::Wall;
use kernel::{Error, Kernel};
use reporting::export::{self, Exported, Piece};
use serde::Serialize;

use super::journal::count;
use super::{Outcome, say, say_json};
use crate::config::Config;
use crate::house;
use crate::place::Place;
use crate::secret;
use crate::stop::Stop;

/// The list of digests in the folder.
const DIGESTS: &str = "digests.json";

/// What can be done with what was filed.
#[derive(Debug, clap::Subcommand)]
pub enum Command {
    /// Write every filing and every authority's part of it to a folder, with their digests.
    Export(Export),
}

/// The options of `paraat report export`.
#[derive(Debug, clap::Args)]
pub struct Export {
    /// The folder to write to: a new one, or one that is empty.
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Only this incident.
    #[arg(long, value_name = "ID")]
    incident: Option<String>,
    /// Answer in JSON.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    place: Place,
}

/// One line of the list: a filing or a part, and the file it is in.
#[derive(Debug, Serialize)]
struct Line {
    #[serde(flatten)]
    piece: Piece,
    /// The file in the folder; none when it was erased or cannot be read.
    file: Option<String>,
}

/// What was written.
#[derive(Debug, Default, Serialize)]
struct Answer {
    incidents: u64,
    files: u64,
    findings: Vec<String>,
}

/// Exports.
pub async fn run(command: Command) -> anyhow::Result<Outcome> {
    let Command::Export(options) = command;
    let config = options.place.config()?;
    super::backup::must_exist(&config)?;
    let kernel = open(&config).await?;
    make_empty(&options.out)?;
    let mut answer = Answer::default();
    let mut list = List::begin(&options.out)?;
    if let Some(id) = &options.incident {
        let exported = export::export(&kernel, id).await.map_err(|error| unknown(id, error))?;
        take(&options, &mut answer, &mut list, exported)?;
    } else {
        all(&kernel, &options, &mut answer, &mut list).await?;
    }
    list.end().map_err(|error| unwritable(&options.out, &error))?;
    report(&options, &answer)?;
    Ok(if answer.findings.is_empty() { Outcome::Fine } else { Outcome::Found })
}

/// The kernel of an installation that is there, with its key: without it nothing can be read.
async fn open(config: &Config) -> anyhow::Result<Kernel> {
    let db = house::open_database(config).await?;
    let vault = secret::read(&config.secret_key_file)?.ok_or_else(|| {
        Stop::new(
            format!("secret_key_file {} is missing", config.secret_key_file.display()),
            "put the key back: filings are sealed, and cannot be written out without it",
        )
    })?;
    Ok(Kernel::new(db, Wall::system(), vault))
}

/// Every incident; and what else does not agree, as a filing whose incident is gone.
async fn all(kernel: &Kernel, options: &Export, answer: &mut Answer, list: &mut List) -> anyhow::Result<()> {
    let mut after = String::new();
    loop {
        let page = export::incidents(kernel, &after).await?;
        let Some(last) = page.last() else { break };
        after.clone_from(last);
        for id in &page {
            take(options, answer, list, export::export(kernel, id).await?)?;
        }
    }
    let known: HashSet<String> = answer.findings.iter().cloned().collect();
    let rest = reporting::verify(kernel).await?.into_iter().filter(|finding| !known.contains(finding));
    answer.findings.extend(rest);
    Ok(())
}

/// Writes what was filed of one incident.
fn take(options: &Export, answer: &mut Answer, list: &mut List, exported: Exported) -> anyhow::Result<()> {
    answer.incidents += 1;
    answer.findings.extend(exported.findings);
    for piece in exported.pieces {
        let file = match &piece.bytes {
            Some(bytes) => {
                let name = name(&piece)?;
                write(&options.out, &name, bytes.as_bytes())
                    .map_err(|error| unwritable(&options.out.join(&name), &error))?;
                answer.files += 1;
                Some(name)
            }
            None => None,
        };
        let line = Line { piece, file };
        if !options.json {
            describe(&line);
        }
        list.add(&line).map_err(|error| unwritable(&options.out, &error))?;
    }
    Ok(())
}

/// The file of a piece. What does not look like a name of ours could lead out of the folder.
fn name(piece: &Piece) -> Result<String, Stop> {
    let Piece { incident, number, stage, authority, .. } = piece;
    let is_plain = |text: &str| {
        !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
    };
    if ![Some(incident), Some(stage), authority.as_ref()].into_iter().flatten().all(|text| is_plain(text)) {
        return Err(Stop::new(
            format!("filing {}: its incident, stage or authority is no name for a file", piece.filing),
            "the database was altered by hand: look with paraat journal verify, and restore a backup",
        ));
    }
    Ok(match authority {
        Some(authority) => format!("{incident}/{number}-{stage}.{authority}.json"),
        None => format!("{incident}/{number}-{stage}.json"),
    })
}

/// A folder for this account only, with nothing in it.
fn make_empty(folder: &Path) -> Result<(), Stop> {
    make(folder).map_err(|error| unwritable(folder, &error))?;
    let is_empty = fs::read_dir(folder).map_err(|error| unwritable(folder, &error))?.next().is_none();
    if is_empty {
        return Ok(());
    }
    Err(Stop::new(format!("{} is not empty", folder.display()), "name a new folder: nothing is written over"))
}

fn make(folder: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(folder)
}

/// A new file that only this account can read.
fn new_file(file: &Path) -> io::Result<fs::File> {
    OpenOptions::new().write(true).create_new(true).mode(0o600).open(file)
}

fn write(folder: &Path, name: &str, bytes: &[u8]) -> io::Result<()> {
    let file = folder.join(name);
    if let Some(parent) = file.parent() {
        make(parent)?;
    }
    let mut new = new_file(&file)?;
    new.write_all(bytes)?;
    new.sync_all()
}

/// The list of digests, written line by line: there may be more filings than memory.
struct List {
    file: io::BufWriter<fs::File>,
    is_empty: bool,
}

impl List {
    fn begin(folder: &Path) -> Result<Self, Stop> {
        let begin = || {
            let mut file = io::BufWriter::new(new_file(&folder.join(DIGESTS))?);
            file.write_all(b"[")?;
            Ok(Self { file, is_empty: true })
        };
        begin().map_err(|error| unwritable(folder, &error))
    }

    fn add(&mut self, line: &Line) -> io::Result<()> {
        self.file.write_all(if self.is_empty { b"\n" } else { b",\n" })?;
        self.is_empty = false;
        Ok(serde_json::to_writer(&mut self.file, line)?)
    }

    fn end(mut self) -> io::Result<()> {
        self.file.write_all(b"\n]\n")?;
        self.file.flush()?;
        self.file.get_ref().sync_all()
    }
}

fn unwritable(path: &Path, error: &io::Error) -> Stop {
    Stop::new(
        format!("{} cannot be written: {error}", path.display()),
        "name a folder that this account may write to, with room for it, with --out DIR",
    )
}

fn unknown(id: &str, error: Error) -> anyhow::Error {
    match error {
        Error::NotFound => Stop::new(
            format!("--incident {id}: no such incident was filed"),
            "give the identifier that stands in the address of its page: /reports/ID",
        )
        .into(),
        other => other.into(),
    }
}

fn describe(line: &Line) {
    let Line { piece, file } = line;
    let seq = piece.seq.map_or_else(|| "-".to_owned(), |seq| seq.to_string());
    let file = file.as_deref().unwrap_or("(erased, or it cannot be read)");
    say(format_args!("{}  {:>7}  {file}", piece.digest, seq));
}

fn report(options: &Export, answer: &Answer) -> anyhow::Result<()> {
    if options.json {
        return say_json(answer);
    }
    answer.findings.iter().for_each(say);
    say(format_args!(
        "{} of {} in {}; the list is {DIGESTS}.",
        count(answer.files, "file", "files"),
        count(answer.incidents, "incident", "incidents"),
        options.out.display()
    ));
    if answer.findings.is_empty() {
        say("Every digest agrees with the journal.");
    }
    Ok(())
}
