//! `paraat restore FILE`: brings a backup back, into an installation where nothing has happened yet.

use std::fs::File;
use std::io::BufReader;
use std::path::{Path, PathBuf};

use anyhow::Context;
use flate2::read::MultiGzDecoder;
use kernel::db::{Column, Db, Migrations, Tx, Value, sql};
use kernel::journal;
use kernel::seal::Vault;

use super::{Outcome, say, say_json};
use crate::config::Config;
use crate::place::Place;
use crate::snapshot::{End, Header, Line, Reader};
use crate::stop::Stop;
use crate::{house, secret};

/// Rows inserted with one statement.
const ROWS_AT_ONCE: usize = 200;

/// The options of `paraat restore`.
#[derive(Debug, clap::Args)]
pub struct Options {
    /// The backup.
    file: PathBuf,
    /// Answer in JSON.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    place: Place,
}

type Backup = Reader<BufReader<MultiGzDecoder<BufReader<File>>>>;

/// Restores the backup.
pub async fn run(options: Options) -> anyhow::Result<Outcome> {
    let config = options.place.config()?;
    let (backup, header) = open(&options.file)?;
    secret::make_folder(&config.data)?;
    let db = house::open_database(&config).await?;
    must_be_empty(&config, &db).await?;
    db.migrate(&migrations_of(&header)?).await.map_err(|error| {
        Stop::new(
            format!("{} cannot take this backup: {error:#}", config.database.shown()),
            "restore into a database that nobody has started yet",
        )
    })?;
    let key_is_there = restore_key(&config, &header)?;
    let end = load(&db, backup).await.with_context(|| format!("{}", options.file.display()))?;
    db.migrate(&house::migrations()).await?;
    let verdict = journal::verify(&db).await?;
    let rows: u64 = end.rows.values().sum();
    if options.json {
        say_json(&serde_json::json!({
            "rows": rows, "tables": end.rows, "sha256": end.sha256, "journal": verdict,
            "key_is_there": key_is_there,
        }))?;
    } else {
        say(format_args!(
            "{rows} rows of {} tables restored from {}",
            end.rows.len(),
            options.file.display()
        ));
        super::journal::describe(&verdict);
        if !key_is_there {
            say(format_args!(
                "The sealing key was not in the backup: put it at {} before you start.",
                config.secret_key_file.display()
            ));
        }
    }
    Ok(if verdict.findings.is_empty() { Outcome::Fine } else { Outcome::Found })
}

fn open(file: &Path) -> Result<(Backup, Header), Stop> {
    let no_use = |error: std::io::Error| {
        let what = format!("{} is no use as a backup: {error}", file.display());
        Stop::new(what, "name a file that paraat backup wrote")
    };
    let input = MultiGzDecoder::new(BufReader::new(File::open(file).map_err(no_use)?));
    Reader::new(BufReader::new(input)).map_err(no_use)
}

/// Every state change is journalled, so a journal without an entry is an empty installation.
async fn must_be_empty(config: &Config, db: &Db) -> Result<(), Stop> {
    let begun = db.migrations_run(&house::migrations()).await;
    let holds = match begun {
        Ok(counts) if counts.iter().all(|(_, count)| *count == 0) => return Ok(()),
        Ok(_) => db
            .fetch_number(sql("SELECT COUNT(*) FROM journal"))
            .await
            .map_err(|error| format!("cannot be read: {error}")),
        Err(error) => Err(error.to_string()),
    };
    let what = match holds {
        Ok(0) => return Ok(()),
        Ok(entries) => {
            let entries =
                super::journal::count(u64::try_from(entries).unwrap_or_default(), "entry", "entries");
            format!("is not empty: its journal holds {entries}")
        }
        Err(error) => error,
    };
    Err(Stop::new(
        format!("{} {what}", config.database.shown()),
        "restore into an empty database: another --data folder, or a new PostgreSQL database",
    ))
}

/// The tables as they were when the backup was made.
fn migrations_of(header: &Header) -> Result<Vec<Migrations>, Stop> {
    let ours = house::migrations();
    let newer = || {
        Stop::new(
            format!("the backup was made by Paraat {}, which is newer than this one", header.version),
            "restore it with that version or a later one",
        )
    };
    for (slice, count) in &header.migrations {
        let known = ours.iter().find(|known| known.slice == slice).ok_or_else(newer)?;
        known.files.get(..*count).ok_or_else(newer)?;
    }
    let run = |slice: &str| header.migrations.iter().find(|(name, _)| name == slice).map_or(0, |(_, n)| *n);
    Ok(ours
        .into_iter()
        .map(|slice| Migrations { files: &slice.files[..run(slice.slice)], ..slice })
        .collect())
}

/// Puts the backup's key in its place; says whether there is a key now.
fn restore_key(config: &Config, header: &Header) -> Result<bool, Stop> {
    let present = secret::read(&config.secret_key_file)?;
    let Some(text) = &header.secret_key else { return Ok(present.is_some()) };
    let broken =
        |_| Stop::new("the backup's sealing key is damaged", "restore without it, from the copy kept apart");
    let vault = Vault::from_text(text).map_err(broken)?;
    match present {
        Some(other) if other.to_text() != vault.to_text() => Err(Stop::new(
            format!("secret_key_file {} holds another key than the backup", config.secret_key_file.display()),
            "move that file away first",
        )),
        Some(_) => Ok(true),
        None => secret::write_new(&config.secret_key_file, &vault).map(|()| true),
    }
}

/// Loads everything in one transaction: all of it, or nothing when the file is damaged.
async fn load(db: &Db, mut backup: Backup) -> anyhow::Result<End> {
    let mut tx = db.begin().await?;
    for table in db.table_names().await? {
        tx.clear(&table).await?;
    }
    let mut filling = Filling::default();
    loop {
        match backup.read_line()? {
            Line::Section(section) => {
                filling.flush(&mut tx).await?;
                // Names come from the file: only those of our own schema are used.
                let known = db.columns(&section.table).await?;
                anyhow::ensure!(
                    !known.is_empty() && known == section.columns,
                    "its table {:?} is not ours",
                    section.table
                );
                filling = Filling { table: section.table, columns: known, rows: Vec::new() };
            }
            Line::Row(row) => {
                filling.rows.push(row);
                if filling.rows.len() >= ROWS_AT_ONCE {
                    filling.flush(&mut tx).await?;
                }
            }
            Line::End(end) => {
                filling.flush(&mut tx).await?;
                tx.commit().await?;
                return Ok(end);
            }
        }
    }
}

/// The table that is being filled.
#[derive(Default)]
struct Filling {
    table: String,
    columns: Vec<Column>,
    rows: Vec<Vec<Value>>,
}

impl Filling {
    async fn flush(&mut self, tx: &mut Tx) -> kernel::Result<()> {
        tx.insert_rows(&self.table, &self.columns, std::mem::take(&mut self.rows)).await
    }
}
