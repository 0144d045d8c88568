//! The outbox as a queue: claimed by lease, settled only by whoever still holds the lease.

use std::collections::HashSet;
use std::time::Duration;

use kernel::db::{Query, places, sql, sql_built};
use kernel::time::Time;
use kernel::{Change, Channel, Error, Kernel, Message, Priority, Result, limits, secret_token};

use crate::letter::Letter;
use crate::outcome::Held;

/// Rows claimed at once by a channel that is slow, or of which that is not known yet.
pub(crate) const BATCH: i64 = 40;
/// Rows claimed at once by a channel that is swift. It has as many in hand three times over: being settled, being
/// handed over, and next. So many messages can be handed over twice after a crash of this node.
pub(crate) const BATCH_MOST: i64 = 160;
/// How long a claim lasts: after a crash, so long a message waits for another worker.
pub(crate) const LEASE: Duration = Duration::from_secs(60);

/// A claimed row.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct Job {
    pub(crate) id: String,
    pub(crate) realm_id: String,
    channel: String,
    seal_key: String,
    sealed: String,
    pub(crate) made_at: Time,
    due_at: Time,
    /// Attempts begun, this one included: one that crashed counts.
    pub(crate) attempts: i64,
    priority: i64,
    round: i64,
    until_at: Option<Time>,
    pub(crate) person: String,
    /// A digest of the domain of a mail address.
    pub(crate) destination: String,
}

impl Job {
    /// Its content.
    ///
    /// # Errors
    /// When it does not open with this node's key.
    pub(crate) fn open(&self, kernel: &Kernel) -> Result<Letter> {
        let message = Message::open(&kernel.vault, &self.id, &self.seal_key, &self.sealed)?;
        Ok(Letter {
            id: self.id.clone(),
            channel: Channel::parse(&self.channel).ok_or(Error::NotFound)?,
            person: self.person.clone(),
            message: message.ok_or(Error::NotFound)?,
        })
    }

    pub(crate) fn priority(&self) -> Priority {
        Priority::from_number(self.priority).unwrap_or(Priority::Routine)
    }

    /// Whether handing it over is of no use any more.
    pub(crate) fn is_too_late(&self, now: Time) -> bool {
        self.until_at.is_some_and(|until| until <= now)
    }

    /// A moment to come back at, or the last one of use when that is sooner.
    pub(crate) fn no_later(&self, due: Time) -> Time {
        self.until_at.map_or(due, |until| until.min(due))
    }

    fn turn(&self) -> (i64, i64, Time, &str) {
        (self.priority, self.round, self.due_at, &self.id)
    }
}

/// Rows claimed together.
#[derive(Default)]
pub(crate) struct Claim {
    /// In the order in which they are handed over.
    pub(crate) jobs: Vec<Job>,
    pub(crate) lease: Lease,
}

/// What proves a claim, and until when.
#[derive(Clone, Default)]
pub(crate) struct Lease {
    pub(crate) token: String,
    pub(crate) until: Time,
}

/// Claims at most `most` rows of what of a channel is due: the more urgent first, then by round, then the oldest.
/// On a SQLite with nothing to do the writer is left alone.
pub(crate) async fn claim(kernel: &Kernel, channel: Channel, most: i64) -> Result<Claim> {
    let now = kernel.wall.now();
    // In the order of the index, so that nothing else is read: right after a warning, PostgreSQL believes that all of
    // the table waits, and would read it whole to find the first.
    let due = "SELECT COUNT(*) FROM (SELECT id FROM outbox WHERE state = 'waiting' AND channel = $2 \
               AND due_at <= $1 AND lease_until <= $1 ORDER BY priority, round, due_at, id LIMIT 1) AS due";
    if kernel.db.fetch_number(sql(due).bind(now).bind(channel.as_str())).await? == 0 {
        return Ok(Claim::default());
    }
    let lease = Lease { token: secret_token(), until: now.plus(LEASE) };
    let text = format!(
        "UPDATE outbox SET lease_until = $1, lease_token = $2, attempts = attempts + 1 WHERE id IN \
         (SELECT id FROM outbox WHERE state = 'waiting' AND channel = $5 AND due_at <= $3 \
         AND lease_until <= $3 ORDER BY priority, round, due_at, id LIMIT $4{}) \
         RETURNING id, realm_id, channel, seal_key, sealed, made_at, due_at, attempts, priority, round, \
         until_at, person, destination",
        kernel.db.claim_clause()
    );
    let query = sql_built(text).bind(lease.until).bind(&lease.token).bind(now).bind(most);
    let mut jobs: Vec<Job> = kernel.db.write_returning(query.bind(channel.as_str())).await?;
    jobs.sort_by(|a, b| a.turn().cmp(&b.turn()));
    Ok(Claim { jobs, lease })
}

/// How a row ends.
pub(crate) struct End<'a> {
    pub(crate) state: &'static str,
    pub(crate) reason: &'a str,
    /// Whether the recipient's address does not exist.
    pub(crate) is_dead: bool,
    /// Whether it went to the simulated post office.
    pub(crate) is_simulated: bool,
}

/// Notes that a row is finished and erases its content. False when the lease was lost meanwhile: then
/// another worker settles it.
pub(crate) async fn finish(
    change: &mut Change,
    token: &str,
    id: &str,
    end: &End<'_>,
    wall: Time,
) -> Result<bool> {
    Ok(finish_all(change, token, &[id], end, wall).await?.contains(id))
}

/// The same for rows that end alike; gives those of which the lease still held.
pub(crate) async fn finish_all(
    change: &mut Change,
    token: &str,
    ids: &[&str],
    end: &End<'_>,
    wall: Time,
) -> Result<HashSet<String>> {
    /// Values that come before the identifiers.
    const SHARED: usize = 6;
    let mut finished = HashSet::with_capacity(ids.len());
    for batch in ids.chunks(limits::BOUND_VALUES - SHARED) {
        let text = format!(
            "UPDATE outbox SET state = $2, done_at = $3, last_error = $4, is_dead = $5, is_simulated = $6, \
             seal_key = '', sealed = '', destination = '', held_reason = '', lease_until = 0, \
             lease_token = '' WHERE lease_token = $1 AND id IN ({}) RETURNING id",
            places(SHARED + 1, batch.len())
        );
        let query = sql_built(text)
            .bind(token)
            .bind(end.state)
            .bind(wall)
            .bind(end.reason)
            .bind(i64::from(end.is_dead))
            .bind(i64::from(end.is_simulated));
        let query = batch.iter().fold(query, |query, id| query.bind(*id));
        finished.extend(change.fetch_all::<(String,)>(query).await?.into_iter().map(|(id,)| id));
    }
    Ok(finished)
}

/// Puts rows off that were refused for now, each until its moment and with its reason. Says how many leases
/// still held.
pub(crate) async fn put_off(kernel: &Kernel, token: &str, rows: &[(String, Time, String)]) -> Result<u64> {
    let text = "UPDATE outbox SET due_at = $3, last_error = $4, held_reason = '', lease_until = 0, \
                lease_token = '' WHERE id = $1 AND lease_token = $2";
    let query =
        |(id, due, reason): &(String, Time, String)| sql(text).bind(id).bind(token).bind(*due).bind(reason);
    together(kernel, rows.iter().map(query)).await
}

/// Puts rows off that were not tried because there is no room for them yet. Says how many leases still held.
pub(crate) async fn hold(kernel: &Kernel, token: &str, rows: &[(String, Held)]) -> Result<u64> {
    let text = "UPDATE outbox SET due_at = $3, held_reason = $4, attempts = attempts - 1, \
                lease_until = 0, lease_token = '' WHERE id = $1 AND lease_token = $2";
    let query =
        |(id, held): &(String, Held)| sql(text).bind(id).bind(token).bind(held.until).bind(held.why.as_str());
    together(kernel, rows.iter().map(query)).await
}

/// Gives rows back that were claimed but never tried.
pub(crate) async fn give_back(kernel: &Kernel, token: &str, ids: &[String]) -> Result<u64> {
    let text = "UPDATE outbox SET attempts = attempts - 1, lease_until = 0, lease_token = '' \
                WHERE id = $1 AND lease_token = $2";
    together(kernel, ids.iter().map(|id| sql(text).bind(id).bind(token))).await
}

/// Runs statements in one transaction: a warning that is held up has thousands. Says how many rows they touched.
async fn together(kernel: &Kernel, queries: impl ExactSizeIterator<Item = Query>) -> Result<u64> {
    let mut touched = 0;
    if queries.len() == 0 {
        return Ok(touched);
    }
    let mut tx = kernel.db.begin().await?;
    for query in queries {
        touched += tx.execute(query).await?;
    }
    tx.commit().await?;
    Ok(touched)
}

/// How many messages a person really got since `since`, and when the first of them was.
pub(crate) async fn got_since(kernel: &Kernel, person: &str, since: Time) -> Result<(i64, Option<Time>)> {
    let text = "SELECT COUNT(*), MIN(done_at) FROM outbox WHERE state = 'done' AND person <> '' \
                AND person = $1 AND done_at > $2 AND is_simulated = 0";
    kernel.db.fetch_one(sql(text).bind(person).bind(since)).await
}
