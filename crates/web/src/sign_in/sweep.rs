//! Removes what has ended, a bounded batch at a time.

use std::time::Duration;

use kernel::db::sql_built;
use kernel::time::Time;
use kernel::{Kernel, Result};

use crate::sign_in::attempts;

/// Rows removed by one statement, so that no other writer waits long.
const BATCH: i64 = 500;
/// How long an ended session is still known, so that words typed in it find their writer again.
const SESSION_KEPT: Duration = crate::session::LONGEST;
/// How long a used or expired invitation is kept, for answering "what became of it".
const INVITATION_KEPT: Duration = Duration::from_secs(30 * 24 * 3600);

/// Removes expired sessions, ceremonies, invitations, kept words and attempt counters. Returns how many
/// rows went; when that is many, there may be more.
pub async fn sweep(kernel: &Kernel) -> Result<u64> {
    let now = kernel.wall.now();
    let old: [(&str, &str, &str, Time); 5] = [
        ("session", "id", "expires_at", now.minus(SESSION_KEPT)),
        ("ceremony", "token_digest", "expires_at", now),
        ("invitation", "id", "expires_at", now.minus(INVITATION_KEPT)),
        ("resume", "token_digest", "expires_at", now),
        ("attempt", "subject", "window_start", now.minus(attempts::LONGEST_WINDOW)),
    ];
    let mut removed = 0;
    for (table, key, column, before) in old {
        let text = format!(
            "DELETE FROM {table} WHERE {key} IN (SELECT {key} FROM {table} WHERE {column} <= $1 LIMIT {BATCH})"
        );
        removed += kernel.db.execute(sql_built(text).bind(before)).await?;
    }
    Ok(removed)
}
