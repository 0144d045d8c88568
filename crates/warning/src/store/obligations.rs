//! What each organisation of a frozen audience owes, and when its ladder goes on.

use std::collections::HashMap;

use kernel::db::{Query, sql, sql_built, values};
use kernel::time::Time;
use kernel::{Change, Kernel, Result, limits};

use crate::reach::Standing;

/// An obligation as stored.
#[derive(Clone, Debug, Default, PartialEq, Eq, sqlx::FromRow)]
pub(crate) struct ObligationRow {
    pub id: String,
    pub realm_id: String,
    pub warning_id: String,
    pub authority_id: String,
    pub organisation_id: String,
    pub kind: String,
    pub region: String,
    pub state: String,
    pub is_reachable: i64,
    pub next_rung: i64,
    pub next_at: Option<Time>,
    pub settled_at: Option<Time>,
    pub settled_by: String,
    pub evidence: String,
    pub applies: String,
    pub applies_at: Option<Time>,
    pub forwarded_at: Option<Time>,
    pub done_at: Option<Time>,
    /// The organisation that passed the warning on to this one; empty in the frozen audience.
    pub via: String,
    /// How often it had been passed on; 0 in the frozen audience.
    pub depth: i64,
    /// When it began: its ladder counts from here.
    pub since: Time,
}

/// Not answered yet.
pub(crate) const OPEN: &str = "open";

const COLUMNS: &str = "id, realm_id, warning_id, authority_id, organisation_id, kind, region, state, is_reachable, \
    next_rung, next_at, settled_at, settled_by, evidence, applies, applies_at, forwarded_at, done_at, via, depth, since";
/// Values bound for each row of an insert.
const BOUND: usize = 14;

/// Keeps new obligations, all open.
pub(crate) async fn insert(change: &mut Change, rows: &[ObligationRow]) -> Result<()> {
    for batch in rows.chunks(limits::BOUND_VALUES / BOUND) {
        let query = sql_built(insertion(batch.len()));
        change.execute(batch.iter().fold(query, |query, row| bind(row, query))).await?;
    }
    Ok(())
}

/// Keeps a new obligation; false when the organisation has one of this warning.
pub(crate) async fn insert_new(change: &mut Change, row: &ObligationRow) -> Result<bool> {
    let text = format!("{} WHERE TRUE ON CONFLICT (warning_id, organisation_id) DO NOTHING", insertion(1));
    Ok(change.execute(bind(row, sql_built(text))).await? == 1)
}

fn insertion(rows: usize) -> String {
    format!(
        "INSERT INTO obligation (id, realm_id, warning_id, authority_id, organisation_id, kind, region, state, \
         is_reachable, next_rung, next_at, via, depth, since, settled_by, evidence, applies) \
         SELECT v.*, '', '', '' FROM (VALUES {}) AS v",
        values(rows, BOUND)
    )
}

fn bind(row: &ObligationRow, query: Query) -> Query {
    query
        .bind(&row.id)
        .bind(&row.realm_id)
        .bind(&row.warning_id)
        .bind(&row.authority_id)
        .bind(&row.organisation_id)
        .bind(&row.kind)
        .bind(&row.region)
        .bind(&row.state)
        .bind(row.is_reachable)
        .bind(row.next_rung)
        .bind(row.next_at)
        .bind(&row.via)
        .bind(row.depth)
        .bind(row.since)
}

/// One organisation's obligation of a warning.
pub(crate) async fn of_organisation(
    kernel: &Kernel,
    warning_id: &str,
    organisation_id: &str,
) -> Result<Option<ObligationRow>> {
    let text = format!("SELECT {COLUMNS} FROM obligation WHERE warning_id = $1 AND organisation_id = $2");
    kernel.db.fetch_optional(sql_built(text).bind(warning_id).bind(organisation_id)).await
}

/// An obligation of a warning.
pub(crate) async fn get(kernel: &Kernel, warning_id: &str, id: &str) -> Result<ObligationRow> {
    let text = format!("SELECT {COLUMNS} FROM obligation WHERE warning_id = $1 AND id = $2");
    kernel.db.fetch_one(sql_built(text).bind(warning_id).bind(id)).await
}

/// An obligation, inside a change.
pub(crate) async fn within(change: &mut Change, id: &str) -> Result<ObligationRow> {
    change.fetch_one(sql_built(format!("SELECT {COLUMNS} FROM obligation WHERE id = $1")).bind(id)).await
}

/// Everybody who got a warning of a thread: the frozen audience, and to whom it was passed on, by identifier; with how
/// often it had been passed on, and by whom.
pub(crate) async fn audience(kernel: &Kernel, thread: &str) -> Result<HashMap<String, (i64, String)>> {
    let text = "SELECT o.organisation_id, o.depth, o.via FROM obligation o JOIN warning w ON w.id = o.warning_id \
        WHERE w.thread = $1 ORDER BY o.depth DESC";
    let rows: Vec<(String, i64, String)> = kernel.db.fetch_all(sql(text).bind(thread)).await?;
    Ok(rows.into_iter().map(|(id, depth, via)| (id, (depth, via))).collect())
}

/// The frozen audience, and whether each has answered.
pub(crate) async fn settled(kernel: &Kernel, warning_id: &str) -> Result<HashMap<String, bool>> {
    let text = "SELECT organisation_id, state FROM obligation WHERE warning_id = $1 AND depth = 0";
    let rows: Vec<(String, String)> = kernel.db.fetch_all(sql(text).bind(warning_id)).await?;
    Ok(rows.into_iter().map(|(id, state)| (id, state == "settled")).collect())
}

/// Some of those of the frozen audience who have not answered, or never did.
pub(crate) async fn unsettled(kernel: &Kernel, warning_id: &str, limit: i64) -> Result<Vec<String>> {
    let text = "SELECT organisation_id FROM obligation WHERE warning_id = $1 AND depth = 0 AND state <> 'settled' \
        ORDER BY id LIMIT $2";
    let rows: Vec<(String,)> = kernel.db.fetch_all(sql(text).bind(warning_id).bind(limit)).await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// Those to whom a warning was passed on outside the frozen audience, the first first.
pub(crate) async fn relayed(kernel: &Kernel, warning_id: &str) -> Result<Vec<ObligationRow>> {
    let text = format!(
        "SELECT {COLUMNS} FROM obligation WHERE warning_id = $1 AND depth > 0 ORDER BY depth, since, id"
    );
    kernel.db.fetch_all(sql_built(text).bind(warning_id)).await
}

/// Where every organisation of a warning's frozen audience stands.
pub(crate) async fn standings(kernel: &Kernel, warning_id: &str) -> Result<Vec<Standing>> {
    kernel
        .db
        .fetch_all(sql_built(format!("{STANDING} WHERE o.warning_id = $1 AND o.depth = 0")).bind(warning_id))
        .await
}

const STANDING: &str = "SELECT w.class, o.since, o.kind, o.region, o.state, o.is_reachable, o.settled_at, o.applies, \
    o.forwarded_at, o.done_at FROM obligation o JOIN warning w ON w.id = o.warning_id";

/// Where the audiences of everything stand that an authority has sent out since `since`; the newest of them, at most
/// `most` organisations.
pub(crate) async fn standings_since(
    kernel: &Kernel,
    authority_id: &str,
    since: Time,
    most: i64,
) -> Result<Vec<Standing>> {
    let text = format!(
        "{STANDING} WHERE o.authority_id = $1 AND o.depth = 0 AND o.since >= $2 ORDER BY o.since DESC LIMIT $3"
    );
    kernel.db.fetch_all(sql_built(text).bind(authority_id).bind(since).bind(most)).await
}

/// Who has not answered, in the order in which to phone them: nobody left to try first, then what is due next.
pub(crate) async fn silent(kernel: &Kernel, warning_id: &str, limit: i64) -> Result<Vec<ObligationRow>> {
    let text = format!(
        "SELECT {COLUMNS} FROM obligation WHERE warning_id = $1 AND state = 'open' \
         ORDER BY CASE WHEN next_at IS NULL THEN 0 ELSE 1 END, is_reachable, next_at, id LIMIT $2"
    );
    kernel.db.fetch_all(sql_built(text).bind(warning_id).bind(limit)).await
}

/// What is due in a realm now, what has waited longest first.
pub(crate) async fn due(
    kernel: &Kernel,
    realm_id: &str,
    now: Time,
    limit: i64,
) -> Result<Vec<ObligationRow>> {
    let text = format!(
        "SELECT {COLUMNS} FROM obligation WHERE realm_id = $1 AND state = 'open' AND next_at <= $2 \
         ORDER BY next_at, id LIMIT $3"
    );
    kernel.db.fetch_all(sql_built(text).bind(realm_id).bind(now).bind(limit)).await
}

/// Moves an open obligation up its ladder. False when another node was first, or somebody answered.
pub(crate) async fn climb(
    change: &mut Change,
    row: &ObligationRow,
    next_rung: i64,
    next_at: Option<Time>,
) -> Result<bool> {
    let text = "UPDATE obligation SET next_rung = $2, next_at = $3 \
        WHERE id = $1 AND state = 'open' AND next_rung = $4 AND next_at = $5";
    let query = sql(text).bind(&row.id).bind(next_rung).bind(next_at).bind(row.next_rung).bind(row.next_at);
    Ok(change.execute(query).await? == 1)
}

/// Lets an open obligation's ladder go on at once, where there is more of it.
pub(crate) async fn hurry(change: &mut Change, id: &str) -> Result<bool> {
    let text = "UPDATE obligation SET next_at = $2 WHERE id = $1 AND state = 'open' AND next_at > $2";
    let at = change.at();
    Ok(change.execute(sql(text).bind(id).bind(at)).await? == 1)
}

/// Settles an open obligation; false when it was settled, or ended, before.
pub(crate) async fn settle(change: &mut Change, id: &str, by: &str, evidence: &str) -> Result<bool> {
    let text = "UPDATE obligation SET state = 'settled', next_at = NULL, settled_at = $2, settled_by = $3, \
        evidence = $4 WHERE id = $1 AND state = 'open'";
    let at = change.at();
    Ok(change.execute(sql(text).bind(id).bind(at).bind(by).bind(evidence)).await? == 1)
}

/// Ends what is still open of a warning: nothing more is tried.
pub(crate) async fn end(change: &mut Change, warning_id: &str) -> Result<u64> {
    let text =
        "UPDATE obligation SET state = 'ended', next_at = NULL WHERE warning_id = $1 AND state = 'open'";
    change.execute(sql(text).bind(warning_id)).await
}

/// An organisation that owes an answer.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Owed {
    /// To which warning.
    pub warning_id: String,
    /// Which organisation.
    pub organisation_id: String,
    /// Since when, by the realm's clock.
    pub since: Time,
}

/// Who owes an answer in a realm to what was published since `since`, the newest first.
pub async fn owing(kernel: &Kernel, realm_id: &str, since: Time, limit: i64) -> Result<Vec<Owed>> {
    let text = "SELECT o.warning_id, o.organisation_id, w.published_at AS since FROM obligation o \
        JOIN warning w ON w.id = o.warning_id WHERE o.realm_id = $1 AND o.state = 'open' \
        AND w.published_at >= $2 ORDER BY w.published_at DESC, o.id LIMIT $3";
    kernel.db.fetch_all(sql(text).bind(realm_id).bind(since).bind(limit)).await
}

/// How many warnings an organisation has not answered, counted up to `most`.
pub(crate) async fn owed(kernel: &Kernel, organisation_id: &str, most: i64) -> Result<i64> {
    let text = "SELECT COUNT(*) FROM (SELECT 1 AS one FROM obligation WHERE organisation_id = $1 \
        AND state = 'open' LIMIT $2) AS owed";
    kernel.db.fetch_number(sql(text).bind(organisation_id).bind(most)).await
}

/// Open obligations for which nothing more would ever happen, though their ladder has not come to its end, or
/// whose warning is over: there must be none.
pub(crate) async fn forgotten(kernel: &Kernel, realm_id: &str, due_before: Time) -> Result<i64> {
    let text = "SELECT COUNT(*) FROM obligation o JOIN warning w ON w.id = o.warning_id \
        WHERE o.realm_id = $1 AND o.state = 'open' AND (o.next_at < $2 OR w.state <> 'published')";
    kernel.db.fetch_number(sql(text).bind(realm_id).bind(due_before)).await
}
