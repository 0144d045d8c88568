//! `paraat backup FILE`: one consistent snapshot of everything, while the installation runs.

use std::fs::{File, OpenOptions};
use std::io::BufWriter;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use anyhow::Context;
use flate2::Compression;
use flate2::write::GzEncoder;
use kernel::db::Db;
use kernel::time::Wall;

use super::{Outcome, say, say_json};
use crate::config::Config;
use crate::place::Place;
use crate::snapshot::{End, FORMAT, Header, Section, Writer};
use crate::stop::Stop;
use crate::{house, secret};

/// The options of `paraat backup`.
#[derive(Debug, clap::Args)]
pub struct Options {
    /// The file to write; it must not exist yet.
    file: PathBuf,
    /// Put the sealing key into the file too. Whoever has the file can then read everything.
    #[arg(long)]
    with_key: bool,
    /// Answer in JSON.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    place: Place,
}

/// Writes the backup.
pub async fn run(options: Options) -> anyhow::Result<Outcome> {
    let config = options.place.config()?;
    must_exist(&config)?;
    let db = house::open_database(&config).await?;
    let key = key(&config, options.with_key)?;
    let part = part_of(&options.file)?;
    let written = write(&db, &part, key).await;
    let end = match written {
        Ok(end) => end,
        Err(error) => {
            // Half a backup is worse than none.
            let _ = std::fs::remove_file(&part);
            return Err(error);
        }
    };
    std::fs::rename(&part, &options.file)
        .with_context(|| format!("{} cannot be written", options.file.display()))?;
    report(&options, &config, &end)?;
    Ok(Outcome::Fine)
}

/// An embedded database that is not there must not be made by looking at it.
pub fn must_exist(config: &Config) -> Result<(), Stop> {
    match &config.database {
        crate::config::Database::Sqlite(path) if !path.exists() => Err(Stop::new(
            format!("there is no database {}", path.display()),
            "name the right installation with --data DIR or --config FILE",
        )),
        _ => Ok(()),
    }
}

fn key(config: &Config, is_wanted: bool) -> Result<Option<String>, Stop> {
    if !is_wanted {
        return Ok(None);
    }
    match secret::read(&config.secret_key_file)? {
        Some(vault) => Ok(Some(vault.to_text())),
        None => Err(Stop::new(
            format!("secret_key_file {} is missing", config.secret_key_file.display()),
            "put the key back, or leave --with-key out",
        )),
    }
}

/// The name under which the file grows until it is complete.
fn part_of(file: &Path) -> Result<PathBuf, Stop> {
    if file.exists() {
        let what = format!("{} exists already", file.display());
        return Err(Stop::new(what, "choose another name; backups are never written over"));
    }
    let mut part = file.as_os_str().to_owned();
    part.push(".part");
    Ok(part.into())
}

async fn write(db: &Db, part: &Path, secret_key: Option<String>) -> anyhow::Result<End> {
    let file = OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(part)
        .with_context(|| format!("{} cannot be written", part.display()))?;
    let header = Header {
        paraat_backup: FORMAT,
        version: env!("CARGO_PKG_VERSION").into(),
        engine: db.engine().into(),
        migrations: db.migrations_run(&house::migrations()).await?,
        made_at: Wall::system().now().0,
        secret_key,
    };
    let out = GzEncoder::new(BufWriter::new(file), Compression::default());
    let (out, end) = copy(db, Writer::new(out, &header)?).await?;
    let file: File = out.finish()?.into_inner()?;
    file.sync_all()?;
    Ok(end)
}

async fn copy<W: std::io::Write + Send>(db: &Db, mut writer: Writer<W>) -> anyhow::Result<(W, End)> {
    let mut tables = Vec::new();
    for table in db.table_names().await? {
        tables.push(Section { columns: db.columns(&table).await?, table });
    }
    let mut snapshot = db.begin_snapshot().await?;
    for section in &tables {
        writer.section(section)?;
        let take = |row| writer.row(row).map_err(|error| kernel::Error::Internal(error.into()));
        snapshot.each_row(&section.table, &section.columns, take).await?;
    }
    Ok(writer.finish()?)
}

fn report(options: &Options, config: &Config, end: &End) -> anyhow::Result<()> {
    let bytes = std::fs::metadata(&options.file)?.len();
    let rows: u64 = end.rows.values().sum();
    if options.json {
        return say_json(&serde_json::json!({
            "file": options.file, "bytes": bytes, "rows": rows, "tables": end.rows,
            "sha256": end.sha256, "with_key": options.with_key,
        }));
    }
    say(format_args!(
        "{}: {rows} rows of {} tables, {bytes} bytes, content SHA-256 {}",
        options.file.display(),
        end.rows.len(),
        end.sha256
    ));
    if options.with_key {
        say("The sealing key is in it: keep it as safe as the installation itself.");
    } else {
        say(format_args!(
            "The sealing key is not in it. Keep {} separately: without it the backup cannot be read.",
            config.secret_key_file.display()
        ));
    }
    Ok(())
}
