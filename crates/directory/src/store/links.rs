//! The table of links between organisations.

use kernel::db::{sql, sql_built};
use kernel::{Change, Db, Result};

use crate::store::organisations::{COLUMNS, OrganisationRow};

/// A link as it is read for a choice of organisations.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct LinkRow {
    pub kind: String,
    pub from_id: String,
    pub to_id: String,
}

/// Every link of a realm.
pub(crate) async fn of_realm(db: &Db, realm_id: &str) -> Result<Vec<LinkRow>> {
    let text = "SELECT kind, from_id, to_id FROM organisation_link WHERE realm_id = $1";
    db.fetch_all(sql(text).bind(realm_id)).await
}

/// Whom an organisation depends on in one way, by name.
pub(crate) async fn of_organisation(db: &Db, from_id: &str, kind: &str) -> Result<Vec<OrganisationRow>> {
    let text = format!(
        "SELECT {COLUMNS} FROM organisation WHERE id IN \
         (SELECT to_id FROM organisation_link WHERE from_id = $1 AND kind = $2) ORDER BY sort_name, id"
    );
    db.fetch_all(sql_built(text).bind(from_id).bind(kind)).await
}

/// On whom others of a realm depend in one way, by name.
pub(crate) async fn depended_on(db: &Db, realm_id: &str, kind: &str) -> Result<Vec<OrganisationRow>> {
    let text = format!(
        "SELECT {COLUMNS} FROM organisation WHERE id IN \
         (SELECT to_id FROM organisation_link WHERE realm_id = $1 AND kind = $2) ORDER BY sort_name, id"
    );
    db.fetch_all(sql_built(text).bind(realm_id).bind(kind)).await
}

/// Organisations of a realm that are of one kind, by name.
pub(crate) async fn of_kind(db: &Db, realm_id: &str, kind: &str, limit: i64) -> Result<Vec<OrganisationRow>> {
    let text = format!(
        "SELECT {COLUMNS} FROM organisation WHERE realm_id = $1 AND kind = $2 ORDER BY sort_name, id LIMIT $3"
    );
    db.fetch_all(sql_built(text).bind(realm_id).bind(kind).bind(limit)).await
}

/// Links one organisation to another; false when it was.
pub(crate) async fn insert(
    change: &mut Change,
    realm_id: &str,
    kind: &str,
    from_id: &str,
    to_id: &str,
) -> Result<bool> {
    let text = "INSERT INTO organisation_link (realm_id, kind, from_id, to_id, made_at) VALUES ($1, $2, $3, $4, $5) \
        ON CONFLICT (from_id, kind, to_id) DO NOTHING";
    let at = change.at();
    let query = sql(text).bind(realm_id).bind(kind).bind(from_id).bind(to_id).bind(at);
    Ok(change.execute(query).await? == 1)
}

/// Ends a link; false when there was none.
pub(crate) async fn delete(change: &mut Change, kind: &str, from_id: &str, to_id: &str) -> Result<bool> {
    let text = "DELETE FROM organisation_link WHERE from_id = $1 AND kind = $2 AND to_id = $3";
    Ok(change.execute(sql(text).bind(from_id).bind(kind).bind(to_id)).await? == 1)
}

/// How many an organisation has of one kind, inside a change.
pub(crate) async fn count(change: &mut Change, kind: &str, from_id: &str) -> Result<i64> {
    let text = "SELECT COUNT(*) FROM organisation_link WHERE from_id = $1 AND kind = $2";
    Ok(change.fetch_one::<(i64,)>(sql(text).bind(from_id).bind(kind)).await?.0)
}
