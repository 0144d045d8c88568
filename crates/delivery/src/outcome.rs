//! What became of what was dispatched, for the slice that dispatched it.

use std::collections::HashMap;

use kernel::db::{places, sql, sql_built};
use kernel::time::Time;
use kernel::{Kernel, Result, limits};

/// How far a parcel has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It is still to be handed over.
    Waiting,
    /// Somebody took it: a mail server, a gateway, a program, or the simulated post office. That is no proof
    /// that anybody read it.
    HandedOver,
    /// It was given up.
    Failed,
    /// A mail server took it, and later said that it could not deliver it.
    Bounced,
}

/// Why something is held, though nothing is wrong with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Why {
    /// Its mail domain gets no more in a minute.
    Domain,
    /// The text message gateways take no more in a second, or are left alone after failures.
    Gateway,
    /// Its person gets no more in an hour.
    Person,
}

/// Until when something is held, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Held {
    /// The machine's time at which it is its turn again.
    pub until: Time,
    /// What it waits for.
    pub why: Why,
}

/// What became of a parcel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// How far it has come.
    pub state: State,
    /// The machine's time since when its state is what it is; `None` while it waits.
    pub at: Option<Time>,
    /// What it waits for, when it is held.
    pub held: Option<Held>,
    /// Whether the address does not exist: SMTP 5.1.x, or a bounce that says so.
    pub is_dead: bool,
    /// Whether the simulated post office has it: no real one does.
    pub simulated: bool,
}

/// A parcel that did not arrive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// The parcel's identifier.
    pub id: String,
    /// Whether the address does not exist.
    pub is_dead: bool,
    /// The machine's time at which that was known.
    pub at: Time,
}

impl Why {
    const ALL: [Self; 3] = [Self::Domain, Self::Gateway, Self::Person];

    /// As the database has it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Domain => "domain",
            Self::Gateway => "gateway",
            Self::Person => "person",
        }
    }

    fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|why| why.as_str() == text)
    }
}

#[derive(sqlx::FromRow)]
struct Row {
    id: String,
    state: String,
    due_at: Time,
    done_at: Option<Time>,
    held_reason: String,
    is_dead: i64,
    is_simulated: i64,
}

impl From<Row> for Outcome {
    fn from(row: Row) -> Self {
        let state = match row.state.as_str() {
            "waiting" => State::Waiting,
            "failed" => State::Failed,
            "bounced" => State::Bounced,
            _ => State::HandedOver,
        };
        let held = Why::parse(&row.held_reason).filter(|_| state == State::Waiting);
        Self {
            state,
            at: row.done_at,
            held: held.map(|why| Held { until: row.due_at, why }),
            is_dead: row.is_dead != 0,
            simulated: row.is_simulated != 0,
        }
    }
}

/// What became of each of these parcels, by identifier; those that are unknown are left out.
///
/// # Errors
/// When the database fails.
pub async fn outcomes(kernel: &Kernel, ids: &[String]) -> Result<HashMap<String, Outcome>> {
    let mut outcomes = HashMap::with_capacity(ids.len());
    for batch in ids.chunks(limits::BOUND_VALUES) {
        let text = format!(
            "SELECT id, state, due_at, done_at, held_reason, is_dead, is_simulated FROM outbox WHERE id IN ({})",
            places(1, batch.len())
        );
        let query = batch.iter().fold(sql_built(text), |query, id| query.bind(id));
        let rows: Vec<Row> = kernel.db.fetch_all(query).await?;
        outcomes.extend(rows.into_iter().map(|row| (row.id.clone(), row.into())));
    }
    Ok(outcomes)
}

/// Until when a parcel is held and why, so that a page can say it; `None` when it is not.
///
/// # Errors
/// When the database fails.
pub async fn held(kernel: &Kernel, id: &str) -> Result<Option<Held>> {
    let mut outcomes = outcomes(kernel, &[id.to_owned()]).await?;
    Ok(outcomes.remove(id).and_then(|outcome| outcome.held))
}

#[derive(sqlx::FromRow)]
struct HeldRow {
    id: String,
    due_at: Time,
    held_reason: String,
}

/// The parcels about something that are held, those whose turn comes first before the others, at most `limit`.
///
/// # Errors
/// When the database fails.
pub async fn held_about(kernel: &Kernel, about: &str, limit: i64) -> Result<Vec<(String, Held)>> {
    let text = "SELECT id, due_at, held_reason FROM outbox WHERE state = 'waiting' AND about = $1 \
                AND held_reason <> '' ORDER BY due_at, id LIMIT $2";
    let rows: Vec<HeldRow> = kernel.db.fetch_all(sql(text).bind(about).bind(limit)).await?;
    let held = |row: HeldRow| Some((row.id, Held { until: row.due_at, why: Why::parse(&row.held_reason)? }));
    Ok(rows.into_iter().filter_map(held).collect())
}

#[derive(sqlx::FromRow)]
struct FailureRow {
    id: String,
    is_dead: i64,
    done_at: Time,
}

/// The parcels about something that failed or bounced after the moment and identifier `after`, the earliest
/// first, at most `limit`: the last one's `at` and `id` are where the next page begins.
///
/// A failure is seen when it is committed, which on a busy installation is a little after its `at`. Whoever
/// must miss none pages again from a minute before the last one, and does nothing twice.
///
/// # Errors
/// When the database fails.
pub async fn failures(kernel: &Kernel, about: &str, after: (Time, &str), limit: i64) -> Result<Vec<Failure>> {
    let text = "SELECT id, is_dead, done_at FROM outbox WHERE state IN ('failed', 'bounced') AND about = $1 \
                AND (done_at > $2 OR (done_at = $2 AND id > $3)) ORDER BY done_at, id LIMIT $4";
    let query = sql(text).bind(about).bind(after.0).bind(after.1).bind(limit);
    let rows: Vec<FailureRow> = kernel.db.fetch_all(query).await?;
    let failure = |row: FailureRow| Failure { id: row.id, is_dead: row.is_dead != 0, at: row.done_at };
    Ok(rows.into_iter().map(failure).collect())
}
