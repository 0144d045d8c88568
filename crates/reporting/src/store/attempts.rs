//! Counts of emergency-card codes tried, in the database because several nodes share the load.

use kernel::db::sql;
use kernel::time::Time;
use kernel::{Error, Kernel, Result};

/// Counts one more attempt, beginning a new window when the old one began at or before `stale`. Gives when
/// the window began and how many attempts it holds.
pub(crate) async fn add(kernel: &Kernel, address: &str, now: Time, stale: Time) -> Result<(Time, i64)> {
    let text = "INSERT INTO card_attempt (address, window_start, tries) VALUES ($1, $2, 1) \
        ON CONFLICT (address) DO UPDATE SET \
        tries = CASE WHEN card_attempt.window_start <= $3 THEN 1 ELSE card_attempt.tries + 1 END, \
        window_start = CASE WHEN card_attempt.window_start <= $3 THEN $2 ELSE card_attempt.window_start END \
        RETURNING window_start, tries";
    let rows = kernel.db.write_returning(sql(text).bind(address).bind(now).bind(stale)).await?;
    rows.into_iter().next().ok_or_else(|| Error::Internal(anyhow::anyhow!("a counter gave no row")))
}

/// Forgets counters whose window began at or before `stale`, some at a time.
pub(crate) async fn sweep(kernel: &Kernel, stale: Time) -> Result<()> {
    let text = "DELETE FROM card_attempt WHERE address IN \
        (SELECT address FROM card_attempt WHERE window_start <= $1 LIMIT 100)";
    kernel.db.execute(sql(text).bind(stale)).await?;
    Ok(())
}
