//! Emergency cards.

use kernel::db::sql;
use kernel::time::Time;
use kernel::{Change, Db, Result, new_id};

use crate::card::Card;

/// When an organisation's valid card was made; `None` when it has none.
pub(crate) async fn valid_since(db: &Db, organisation_id: &str) -> Result<Option<Time>> {
    let query = sql("SELECT made_at FROM emergency_card WHERE organisation_id = $1 AND revoked_at IS NULL");
    Ok(db.fetch_optional::<(Time,)>(query.bind(organisation_id)).await?.map(|(at,)| at))
}

/// Ends an organisation's valid card; gives its identifier when there was one.
pub(crate) async fn revoke(change: &mut Change, organisation_id: &str) -> Result<Option<String>> {
    let at = change.at();
    let query = sql("UPDATE emergency_card SET revoked_at = $2 WHERE organisation_id = $1 \
                     AND revoked_at IS NULL RETURNING id");
    Ok(change.fetch_optional::<(String,)>(query.bind(organisation_id).bind(at)).await?.map(|(id,)| id))
}

/// Adds a card; gives its identifier.
pub(crate) async fn insert(
    change: &mut Change,
    realm_id: &str,
    organisation_id: &str,
    code_digest: &str,
) -> Result<String> {
    let (id, at) = (new_id(), change.at());
    let query = sql("INSERT INTO emergency_card (id, realm_id, organisation_id, code_digest, made_at) \
                     VALUES ($1, $2, $3, $4, $5)");
    let query = query.bind(&id).bind(realm_id).bind(organisation_id).bind(code_digest).bind(at);
    change.execute(query).await?;
    Ok(id)
}

/// The valid card whose code has this digest.
pub(crate) async fn find_by_digest(db: &Db, code_digest: &str) -> Result<Option<Card>> {
    let query = sql("SELECT id, organisation_id, realm_id FROM emergency_card \
                     WHERE code_digest = $1 AND revoked_at IS NULL");
    db.fetch_optional(query.bind(code_digest)).await
}

/// The card, if it is valid.
pub(crate) async fn find(db: &Db, id: &str) -> Result<Option<Card>> {
    let query = sql("SELECT id, organisation_id, realm_id FROM emergency_card \
                     WHERE id = $1 AND revoked_at IS NULL");
    db.fetch_optional(query.bind(id)).await
}
