//! What feeds are read from, the key that signs them, and the keys by which programs read theirs.

use kernel::db::{Query, sql, sql_built};
use kernel::realm::REALITY;
use kernel::time::Time;
use kernel::{Change, Kernel, Result};

use super::{COLUMNS, WarningRow};

/// Whose feed.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Feed<'a> {
    /// Everybody's: what is TLP:CLEAR in reality.
    Public,
    /// An organisation's: what it was sent in its realm, up to TLP:AMBER+STRICT. TLP:RED is for named people.
    Of {
        /// The realm.
        realm_id: &'a str,
        /// The organisation.
        organisation_id: &'a str,
    },
}

/// A warning in a feed.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct ListedRow {
    #[sqlx(flatten)]
    pub warning: WarningRow,
    /// 1 when nothing of its thread that the reader sees came after it.
    pub is_last: i64,
}

impl Feed<'_> {
    /// The statement that gives what a reader of the feed sees, under a further condition. `$1` is the realm, `$2`
    /// the organisation where there is one.
    fn text(self, condition: &str) -> String {
        let (seen, later) = match self {
            Self::Public => ("w.tlp = 'clear'", "l.tlp = 'clear'"),
            Self::Of { .. } => (
                "w.tlp <> 'red' AND EXISTS (SELECT 1 FROM obligation o WHERE o.warning_id = w.id \
                 AND o.organisation_id = $2)",
                "l.tlp <> 'red'",
            ),
        };
        format!(
            "SELECT {COLUMNS}, is_last FROM (SELECT w.*, CAST(CASE WHEN EXISTS (SELECT 1 FROM warning l \
             WHERE l.thread = w.thread AND {later} AND (l.published_at > w.published_at \
             OR l.published_at = w.published_at AND l.id > w.id)) THEN 0 ELSE 1 END AS BIGINT) AS is_last \
             FROM warning w WHERE w.realm_id = $1 AND w.published_at IS NOT NULL AND {seen}) AS listed \
             WHERE {condition}"
        )
    }

    fn query(self, text: String) -> Query {
        match self {
            Self::Public => sql_built(text).bind(REALITY),
            Self::Of { realm_id, organisation_id } => sql_built(text).bind(realm_id).bind(organisation_id),
        }
    }

    /// The number of the first variable after those of the feed itself.
    fn next(self) -> usize {
        match self {
            Self::Public => 2,
            Self::Of { .. } => 3,
        }
    }
}

/// What is out, and what has been over only since `over_since`; the newest first.
pub(crate) async fn list(
    kernel: &Kernel,
    feed: Feed<'_>,
    over_since: Time,
    most: i64,
) -> Result<Vec<ListedRow>> {
    let (since, limit) = (feed.next(), feed.next() + 1);
    let text = feed.text(&format!(
        "(kind <> 'cancel' AND ended_at IS NULL OR COALESCE(ended_at, published_at) > ${since}) \
         ORDER BY published_at DESC, id DESC LIMIT ${limit}"
    ));
    kernel.db.fetch_all(feed.query(text).bind(over_since).bind(most)).await
}

/// One warning, if a reader of the feed sees it, however long it has been over.
pub(crate) async fn one(kernel: &Kernel, feed: Feed<'_>, id: &str) -> Result<ListedRow> {
    let text = feed.text(&format!("id = ${}", feed.next()));
    kernel.db.fetch_one(feed.query(text).bind(id)).await
}

/// The sealed signing key and the key it is sealed under, if it was made.
pub(crate) async fn signing_key(kernel: &Kernel, name: &str) -> Result<Option<(String, String)>> {
    kernel.db.fetch_optional(sql("SELECT seal_key, sealed FROM signing_key WHERE name = $1").bind(name)).await
}

/// Keeps a new signing key; false when another node was first.
pub(crate) async fn keep_signing_key(
    change: &mut Change,
    name: &str,
    seal_key: &str,
    sealed: &str,
) -> Result<bool> {
    let text = "INSERT INTO signing_key (name, seal_key, sealed, made_at) VALUES ($1, $2, $3, $4) \
        ON CONFLICT (name) DO NOTHING";
    let at = change.at();
    Ok(change.execute(sql(text).bind(name).bind(seal_key).bind(sealed).bind(at)).await? == 1)
}

/// A key for programs, as stored.
#[derive(Clone, Debug, Default, sqlx::FromRow)]
pub(crate) struct FeedKeyRow {
    pub id: String,
    pub realm_id: String,
    pub organisation_id: String,
    pub digest: String,
    pub seal_key: String,
    pub sealed_name: String,
    pub made_by: String,
    pub made_at: Time,
}

const KEY_COLUMNS: &str = "id, realm_id, organisation_id, digest, seal_key, sealed_name, made_by, made_at";

/// Keeps a new key.
pub(crate) async fn insert_key(change: &mut Change, row: &FeedKeyRow) -> Result<()> {
    let text = format!("INSERT INTO feed_key ({KEY_COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)");
    let query = sql_built(text)
        .bind(&row.id)
        .bind(&row.realm_id)
        .bind(&row.organisation_id)
        .bind(&row.digest)
        .bind(&row.seal_key)
        .bind(&row.sealed_name)
        .bind(&row.made_by)
        .bind(row.made_at);
    change.execute(query).await?;
    Ok(())
}

/// An organisation's keys that work, the oldest first.
pub(crate) async fn keys_of(kernel: &Kernel, organisation_id: &str) -> Result<Vec<FeedKeyRow>> {
    let text = format!(
        "SELECT {KEY_COLUMNS} FROM feed_key WHERE organisation_id = $1 AND revoked_at IS NULL ORDER BY made_at, id"
    );
    kernel.db.fetch_all(sql_built(text).bind(organisation_id)).await
}

/// The key with this digest, if it works.
pub(crate) async fn key(kernel: &Kernel, digest: &str) -> Result<Option<FeedKeyRow>> {
    let text = format!("SELECT {KEY_COLUMNS} FROM feed_key WHERE digest = $1 AND revoked_at IS NULL");
    kernel.db.fetch_optional(sql_built(text).bind(digest)).await
}

/// Revokes an organisation's key; false when it has none such that works.
pub(crate) async fn revoke_key(change: &mut Change, organisation_id: &str, id: &str) -> Result<bool> {
    let text =
        "UPDATE feed_key SET revoked_at = $3 WHERE organisation_id = $1 AND id = $2 AND revoked_at IS NULL";
    let at = change.at();
    Ok(change.execute(sql(text).bind(organisation_id).bind(id).bind(at)).await? == 1)
}
