//! The mailbox in which mail comes back: a Maildir that the operator's mail server fills.

use std::ffi::{OsStr, OsString};
use std::io;
use std::path::Path;

use kernel::db::sql;
use kernel::{Entry, Kernel, Result, realm};
use tokio::fs::{self, File};
use tokio::io::AsyncReadExt;

use crate::bounce;

/// Mails read at most before the worker looks after something else.
const MAILS: usize = 500;

/// Reads one mail that came back, and notes that the letter it names did not arrive. Gives the letter's
/// identifier when this is the first that says so; `None` for everything else, whatever it is.
///
/// # Errors
/// When the database fails: then the same mail can be read again.
pub async fn read_bounce(kernel: &Kernel, bytes: &[u8]) -> Result<Option<String>> {
    let Some(bounce) = bounce::parse(bytes) else { return Ok(None) };
    let text = "SELECT realm_id FROM outbox WHERE id = $1 AND channel = 'email' AND state = 'done' \
                AND is_simulated = 0";
    let row: Option<(String,)> = kernel.db.fetch_optional(sql(text).bind(&bounce.id)).await?;
    let Some((realm_id,)) = row else { return Ok(None) };
    let realm = realm::get(&kernel.db, &realm_id).await?;
    let mut change = kernel.begin_as_system(&realm).await?;
    let is_dead = bounce.status.is_dead();
    let text = "UPDATE outbox SET state = 'bounced', done_at = $2, last_error = $3, is_dead = $4 \
                WHERE id = $1 AND state = 'done'";
    let query = sql(text)
        .bind(&bounce.id)
        .bind(kernel.wall.now())
        .bind(format!("came back: {}", bounce.status))
        .bind(i64::from(is_dead));
    // Another node may have read another copy meanwhile.
    if change.execute(query).await? == 0 {
        return Ok(None);
    }
    change.record(Entry::new("message.bounced", "message", &bounce.id).with("is_dead", is_dead));
    change.commit().await?;
    tracing::warn!(message = bounce.id, status = %bounce.status, "a message came back");
    Ok(Some(bounce.id))
}

/// Reads what lies in `new/` of a Maildir and moves it to `cur/`, marked as seen. Says how many letters did
/// not arrive. Any number of nodes may read one Maildir.
///
/// # Errors
/// When the database or the folder fails: what was not read stays where it is.
pub(crate) async fn read(kernel: &Kernel, maildir: &Path) -> Result<u64> {
    let mut bounced = 0;
    for name in fresh(maildir).await.map_err(anyhow::Error::from)? {
        let path = maildir.join("new").join(&name);
        let bytes = match begin_of(&path).await {
            Ok(bytes) => bytes,
            // Another node has read it.
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            Err(error) => return Err(anyhow::Error::from(error).into()),
        };
        if read_bounce(kernel, &bytes).await?.is_some() {
            bounced += 1;
        }
        match fs::rename(&path, maildir.join("cur").join(seen(&name))).await {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                return Err(anyhow::Error::from(error).into());
            }
            _ => {}
        }
    }
    Ok(bounced)
}

/// The names of mails that nobody has read yet; none of what is no plain file.
async fn fresh(maildir: &Path) -> io::Result<Vec<OsString>> {
    let mut names = Vec::new();
    let mut files = fs::read_dir(maildir.join("new")).await?;
    while names.len() < MAILS
        && let Some(file) = files.next_entry().await?
    {
        if file.file_type().await?.is_file() {
            names.push(file.file_name());
        }
    }
    Ok(names)
}

async fn begin_of(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let most = u64::try_from(bounce::BYTES).unwrap_or(u64::MAX);
    File::open(path).await?.take(most).read_to_end(&mut bytes).await?;
    Ok(bytes)
}

/// The name in `cur/` of a mail that was seen: its own, then `:2,S`.
fn seen(name: &OsStr) -> OsString {
    let mut seen = name.to_owned();
    seen.push(":2,S");
    seen
}
