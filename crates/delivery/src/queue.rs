//! The outbox as a queue: claimed by lease, settled only by whoever still holds the lease.

use std::time::Duration;

use kernel::db::{sql, sql_built};
use kernel::time::Time;
use kernel::{Change, Kernel, Message, Result, secret_token};

/// Rows claimed at once: so many messages can be handed over twice after a crash of this node.
pub(crate) const BATCH: i64 = 40;
/// How long a claim lasts: after a crash, so long a message waits for another worker.
pub(crate) const LEASE: Duration = Duration::from_secs(60);

/// A claimed row.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct Job {
    pub(crate) id: String,
    pub(crate) realm_id: String,
    seal_key: String,
    sealed: String,
    pub(crate) made_at: Time,
    /// Attempts begun, this one included: one that crashed counts.
    pub(crate) attempts: i64,
}

impl Job {
    /// Its content.
    ///
    /// # Errors
    /// When it does not open with this node's key.
    pub(crate) fn open(&self, kernel: &Kernel) -> Result<Message> {
        Message::open(&kernel.vault, &self.id, &self.seal_key, &self.sealed)?.ok_or(kernel::Error::NotFound)
    }
}

/// Rows claimed together, and the token that proves it.
pub(crate) struct Claim {
    pub(crate) jobs: Vec<Job>,
    pub(crate) token: String,
    pub(crate) until: Time,
}

/// Claims what is due, the oldest first. On a SQLite with nothing to do the writer is left alone.
pub(crate) async fn claim(kernel: &Kernel) -> Result<Claim> {
    let now = kernel.wall.now();
    let mut claim = Claim { jobs: Vec::new(), token: secret_token(), until: now.plus(LEASE) };
    let due = "SELECT COUNT(*) FROM (SELECT 1 AS one FROM outbox WHERE state = 'waiting' AND due_at <= $1 \
               AND lease_until <= $1 LIMIT 1) AS due";
    if kernel.db.fetch_number(sql(due).bind(now)).await? == 0 {
        return Ok(claim);
    }
    let text = format!(
        "UPDATE outbox SET lease_until = $1, lease_token = $2, attempts = attempts + 1 WHERE id IN \
         (SELECT id FROM outbox WHERE state = 'waiting' AND due_at <= $3 AND lease_until <= $3 \
         ORDER BY due_at, id LIMIT $4{}) \
         RETURNING id, realm_id, seal_key, sealed, made_at, attempts",
        kernel.db.claim_clause()
    );
    let query = sql_built(text).bind(claim.until).bind(&claim.token).bind(now).bind(BATCH);
    claim.jobs = kernel.db.write_returning(query).await?;
    claim.jobs.sort_by(|a, b| (a.made_at, &a.id).cmp(&(b.made_at, &b.id)));
    Ok(claim)
}

/// Notes that a row is finished and erases its content. False when the lease was lost meanwhile: then
/// another worker settles it.
pub(crate) async fn finish(
    change: &mut Change,
    token: &str,
    id: &str,
    state: &'static str,
    reason: &str,
    wall: Time,
) -> Result<bool> {
    let text = "UPDATE outbox SET state = $3, done_at = $4, last_error = $5, seal_key = '', sealed = '', \
                lease_until = 0, lease_token = '' WHERE id = $1 AND lease_token = $2";
    let query = sql(text).bind(id).bind(token).bind(state).bind(wall).bind(reason);
    Ok(change.execute(query).await? == 1)
}

/// Puts a row off until `due`, if the lease still holds.
pub(crate) async fn put_off(kernel: &Kernel, token: &str, id: &str, due: Time, reason: &str) -> Result<bool> {
    let text = "UPDATE outbox SET due_at = $3, last_error = $4, lease_until = 0, lease_token = '' \
                WHERE id = $1 AND lease_token = $2";
    let query = sql(text).bind(id).bind(token).bind(due).bind(reason);
    Ok(kernel.db.execute(query).await? == 1)
}

/// Gives a row back that was claimed but never tried.
pub(crate) async fn give_back(kernel: &Kernel, token: &str, id: &str) -> Result<()> {
    let text = "UPDATE outbox SET attempts = attempts - 1, lease_until = 0, lease_token = '' \
                WHERE id = $1 AND lease_token = $2";
    kernel.db.execute(sql(text).bind(id).bind(token)).await?;
    Ok(())
}
