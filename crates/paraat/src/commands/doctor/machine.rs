//! Disk, key file and clock.

use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use kernel::db::sql;
use kernel::time::{Time, Wall};
use kernel::{Db, Result};

use super::Finding;
use crate::config::Config;
use crate::secret;

/// Less free space than this, in bytes, is worth a warning.
const LITTLE: u64 = 2 * 1024 * 1024 * 1024;
/// With less than this, in bytes, the database may fail at any moment.
const TOO_LITTLE: u64 = 200 * 1024 * 1024;

pub(super) fn disk(config: &Config) -> Vec<Finding> {
    if !config.data.is_dir() {
        let text = format!("the data folder {} is not there", config.data.display());
        let mend = "name the right folder with --data DIR or the setting data; paraat serve makes it";
        return vec![Finding::problem("disk", text, mend)];
    }
    vec![writable(&config.data), space(&config.data)]
}

fn writable(data: &Path) -> Finding {
    let probe = data.join(".doctor");
    match std::fs::write(&probe, b"x").and_then(|()| std::fs::remove_file(&probe)) {
        Ok(()) => Finding::ok("folder", format!("{} can be written to", data.display())),
        Err(error) => Finding::problem(
            "folder",
            format!("{} cannot be written to: {error}", data.display()),
            "run this as the account that Paraat runs under, and give that account the folder",
        ),
    }
}

fn space(data: &Path) -> Finding {
    let free = match rustix::fs::statvfs(data) {
        Ok(disk) => disk.f_bavail.saturating_mul(disk.f_frsize),
        Err(error) => {
            let mend = "look with df whether the disk is mounted";
            return Finding::warning("disk", format!("free space is unknown: {error}"), mend);
        }
    };
    let text = format!("{} MiB free", free / (1024 * 1024));
    let mend = "make room, or move the data folder to a larger disk";
    match free {
        free if free < TOO_LITTLE => Finding::problem("disk", text, mend),
        free if free < LITTLE => Finding::warning("disk", text, mend),
        _ => Finding::ok("disk", text),
    }
}

pub(super) fn key(config: &Config) -> Vec<Finding> {
    let file = &config.secret_key_file;
    match secret::read(file) {
        Err(stop) => vec![Finding::problem(
            "key",
            stop.what().to_owned(),
            "put the key back from the copy that was kept elsewhere, readable for this account",
        )],
        Ok(None) => vec![Finding::problem(
            "key",
            format!("{} is not there", file.display()),
            "if this installation was never started, paraat serve makes it; else put the key back from its copy",
        )],
        Ok(Some(_)) => vec![permissions(file)],
    }
}

fn permissions(file: &Path) -> Finding {
    let mode = std::fs::metadata(file).map(|data| data.permissions().mode() & 0o777).unwrap_or_default();
    if mode & 0o077 == 0 {
        Finding::ok("key", format!("{} is there, readable for its owner only", file.display()))
    } else {
        let text = format!("{} can be read by other accounts (mode {mode:o})", file.display());
        Finding::problem("key", text, "chmod 600 that file")
    }
}

/// Whether the machine's time can be true: never before the program was built or the last entry of
/// reality's journal was written.
pub(super) async fn clock(db: &Db) -> Result<Finding> {
    let now = Wall::system().now();
    let last = sql("SELECT COALESCE(MAX(at), 0) FROM journal WHERE realm_id = $1");
    let last = Time(db.fetch_number(last.bind(kernel::realm::REALITY)).await?);
    let mend = "set the machine's clock, and keep it in step with NTP: deadlines follow it";
    let shown = now.timestamp();
    Ok(if built().is_some_and(|built| now < built) {
        Finding::problem("clock", format!("{shown} is before this program was built"), mend)
    } else if now < last {
        let text = format!("{shown} is before the journal's last entry, {}", last.timestamp());
        Finding::problem("clock", text, mend)
    } else {
        Finding::ok("clock", format!("{shown} is plausible; whether NTP keeps it cannot be seen from here"))
    })
}

/// When the program's file was written.
fn built() -> Option<Time> {
    let modified = std::env::current_exe().ok()?.metadata().ok()?.modified().ok()?;
    let since = modified.duration_since(std::time::UNIX_EPOCH).ok()?;
    Some(Time(0).plus(since))
}
