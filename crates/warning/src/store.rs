//! All SQL of this slice; nobody else touches its tables. One module for each table or two.

pub(crate) mod answers;
pub(crate) mod calls;
pub(crate) mod feeds;
pub(crate) mod files;
pub(crate) mod groups;
pub(crate) mod notices;
pub(crate) mod obligations;
pub(crate) mod parcels;
pub(crate) mod relays;
pub(crate) mod repairs;
pub(crate) mod replies;

use kernel::db::{sql, sql_built};
use kernel::time::Time;
use kernel::{Change, Kernel, Result};

/// A warning as stored, its words sealed.
#[derive(Clone, Debug, Default, PartialEq, Eq, sqlx::FromRow)]
pub(crate) struct WarningRow {
    pub id: String,
    pub realm_id: String,
    pub authority_id: String,
    pub thread: String,
    pub kind: String,
    pub number: String,
    pub state: String,
    pub class: String,
    pub tlp: String,
    pub selection: String,
    pub seal_key: String,
    pub sealed: String,
    pub ladder: String,
    pub made_by: String,
    pub made_at: Time,
    pub saved_by: String,
    pub saved_at: Time,
    pub version: i64,
    pub asked_by: String,
    pub released_by: String,
    pub published_at: Option<Time>,
    pub ended_at: Option<Time>,
}

/// Being written.
pub(crate) const DRAFT: &str = "draft";
/// Written, and waiting for a second person.
pub(crate) const WAITING: &str = "waiting";
/// Out.
pub(crate) const PUBLISHED: &str = "published";
/// Out, and over.
pub(crate) const ENDED: &str = "ended";

pub(crate) const COLUMNS: &str = "id, realm_id, authority_id, thread, kind, number, state, class, tlp, selection, seal_key, \
    sealed, ladder, made_by, made_at, saved_by, saved_at, version, asked_by, released_by, published_at, ended_at";

/// A warning.
///
/// # Errors
/// [`kernel::Error::NotFound`] when there is none.
pub(crate) async fn get(kernel: &Kernel, id: &str) -> Result<WarningRow> {
    kernel.db.fetch_one(sql_built(format!("SELECT {COLUMNS} FROM warning WHERE id = $1")).bind(id)).await
}

/// Keeps a new draft.
pub(crate) async fn insert(change: &mut Change, row: &WarningRow) -> Result<()> {
    let text = format!(
        "INSERT INTO warning ({COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, \
         $15, $16, $17, $18, $19, $20, NULL, NULL)"
    );
    let query = sql_built(text)
        .bind(&row.id)
        .bind(&row.realm_id)
        .bind(&row.authority_id)
        .bind(&row.thread)
        .bind(&row.kind)
        .bind(&row.number)
        .bind(&row.state)
        .bind(&row.class)
        .bind(&row.tlp)
        .bind(&row.selection)
        .bind(&row.seal_key)
        .bind(&row.sealed)
        .bind(&row.ladder)
        .bind(&row.made_by)
        .bind(row.made_at)
        .bind(&row.saved_by)
        .bind(row.saved_at)
        .bind(row.version)
        .bind(&row.asked_by)
        .bind(&row.released_by);
    change.execute(query).await?;
    Ok(())
}

/// Keeps what was written, back as a draft: who releases must have seen what goes out. False when somebody else
/// wrote meanwhile, or it went out.
pub(crate) async fn save(change: &mut Change, row: &WarningRow) -> Result<bool> {
    let text = "UPDATE warning SET class = $2, tlp = $3, selection = $4, sealed = $5, saved_by = $6, saved_at = $7, \
        version = version + 1, state = 'draft', asked_by = '' \
        WHERE id = $1 AND version = $8 AND state IN ('draft', 'waiting')";
    let query = sql(text)
        .bind(&row.id)
        .bind(&row.class)
        .bind(&row.tlp)
        .bind(&row.selection)
        .bind(&row.sealed)
        .bind(&row.saved_by)
        .bind(row.saved_at)
        .bind(row.version);
    Ok(change.execute(query).await? == 1)
}

/// Notes that a draft waits for a second person. False when it is no longer that draft.
pub(crate) async fn ask_release(change: &mut Change, id: &str, version: i64, by: &str) -> Result<bool> {
    let text = "UPDATE warning SET state = 'waiting', asked_by = $3 WHERE id = $1 AND version = $2 AND state = 'draft'";
    Ok(change.execute(sql(text).bind(id).bind(version).bind(by)).await? == 1)
}

/// Notes that a warning is out. False when another was first, or it was changed meanwhile.
pub(crate) async fn publish(
    change: &mut Change,
    row: &WarningRow,
    number: &str,
    ladder: &str,
    by: &str,
) -> Result<bool> {
    let text = "UPDATE warning SET state = 'published', number = $3, ladder = $4, released_by = $5, \
        published_at = $6 WHERE id = $1 AND version = $2 AND state = $7";
    let at = change.at();
    let query = sql(text).bind(&row.id).bind(row.version).bind(number).bind(ladder).bind(by).bind(at);
    Ok(change.execute(query.bind(&row.state)).await? == 1)
}

/// The next number of an authority in a year.
pub(crate) async fn next_number(change: &mut Change, authority_id: &str, year: &str) -> Result<i64> {
    let text = "INSERT INTO warning_counter (authority_id, year, last) VALUES ($1, $2, 1) \
        ON CONFLICT (authority_id, year) DO UPDATE SET last = warning_counter.last + 1 RETURNING last";
    let (last,): (i64,) = change.fetch_one(sql(text).bind(authority_id).bind(year)).await?;
    Ok(last)
}

/// Ends what is out; gives the identifiers of what was not over before. `except` is the one that takes its place.
pub(crate) async fn end_thread(change: &mut Change, thread: &str, except: &str) -> Result<Vec<String>> {
    let text = "UPDATE warning SET state = 'ended', ended_at = $2 WHERE thread = $1 AND state = 'published' \
        AND id <> $3 RETURNING id";
    let at = change.at();
    let rows: Vec<(String,)> = change.fetch_all(sql(text).bind(thread).bind(at).bind(except)).await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// Throws a draft away; false when it went out or is gone.
pub(crate) async fn discard(change: &mut Change, id: &str) -> Result<bool> {
    let text = "DELETE FROM warning WHERE id = $1 AND state IN ('draft', 'waiting')";
    Ok(change.execute(sql(text).bind(id)).await? == 1)
}

/// An authority's warnings in one state, the newest first.
pub(crate) async fn of_authority(
    kernel: &Kernel,
    authority_id: &str,
    state: &str,
    limit: i64,
) -> Result<Vec<WarningRow>> {
    let text = format!(
        "SELECT {COLUMNS} FROM warning WHERE authority_id = $1 AND state = $2 \
         ORDER BY made_at DESC, id DESC LIMIT $3"
    );
    kernel.db.fetch_all(sql_built(text).bind(authority_id).bind(state).bind(limit)).await
}

/// How many of an authority's warnings wait for somebody else's release, counted up to `most`.
pub(crate) async fn waiting(kernel: &Kernel, authority_id: &str, actor: &str, most: i64) -> Result<i64> {
    let text = "SELECT COUNT(*) FROM (SELECT 1 AS one FROM warning WHERE authority_id = $1 AND state = 'waiting' \
        AND asked_by <> $2 LIMIT $3) AS waiting";
    kernel.db.fetch_number(sql(text).bind(authority_id).bind(actor).bind(most)).await
}

/// Every warning of a thread that went out, the first first.
pub(crate) async fn of_thread(kernel: &Kernel, thread: &str) -> Result<Vec<WarningRow>> {
    let text = format!(
        "SELECT {COLUMNS} FROM warning WHERE thread = $1 AND published_at IS NOT NULL ORDER BY published_at, id"
    );
    kernel.db.fetch_all(sql_built(text).bind(thread)).await
}

/// The warnings an organisation was sent, the newest first, with where its own obligation stands.
pub(crate) async fn sent_to(kernel: &Kernel, organisation_id: &str, limit: i64) -> Result<Vec<SentRow>> {
    let text = format!(
        "SELECT {COLUMNS}, owed, done_at FROM (SELECT w.*, o.state AS owed, o.done_at FROM obligation o \
         JOIN warning w ON w.id = o.warning_id WHERE o.organisation_id = $1) AS sent \
         WHERE published_at IS NOT NULL ORDER BY published_at DESC, id DESC LIMIT $2"
    );
    kernel.db.fetch_all(sql_built(text).bind(organisation_id).bind(limit)).await
}

/// A warning in the list of who was sent it.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct SentRow {
    #[sqlx(flatten)]
    pub warning: WarningRow,
    /// The state of the organisation's obligation.
    pub owed: String,
    pub done_at: Option<Time>,
}

/// The newest flash warning that is out and that an organisation has not answered.
pub(crate) async fn unanswered_flash(kernel: &Kernel, organisation_id: &str) -> Result<Option<WarningRow>> {
    let text = format!(
        "SELECT {COLUMNS} FROM warning WHERE class = 'flash' AND state = 'published' AND id IN \
         (SELECT warning_id FROM obligation WHERE organisation_id = $1 AND state = 'open') \
         ORDER BY published_at DESC, id DESC LIMIT 1"
    );
    kernel.db.fetch_optional(sql_built(text).bind(organisation_id)).await
}
