//! Choices of organisations that an authority saved under a name.

use kernel::db::sql;
use kernel::{Change, Kernel, Result};

use crate::audience::Selection;

/// A saved choice.
#[derive(Clone, Debug, Default, PartialEq, Eq, sqlx::FromRow)]
pub(crate) struct GroupRow {
    pub id: String,
    pub authority_id: String,
    pub name: String,
    /// As JSON.
    pub selection: String,
}

/// An authority's saved choices, by name.
pub(crate) async fn of_authority(kernel: &Kernel, authority_id: &str) -> Result<Vec<GroupRow>> {
    let text = "SELECT id, authority_id, name, selection FROM audience_group WHERE authority_id = $1 ORDER BY name, id";
    kernel.db.fetch_all(sql(text).bind(authority_id)).await
}

/// What was saved under these identifiers.
pub(crate) async fn selections(
    kernel: &Kernel,
    authority_id: &str,
    ids: &[String],
) -> Result<Vec<Selection>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let rows = of_authority(kernel, authority_id).await?;
    let chosen = rows.iter().filter(|row| ids.contains(&row.id));
    chosen.map(|row| Ok(serde_json::from_str(&row.selection)?)).collect()
}

/// Saves a choice; under a name that there is already, in its place. Gives its identifier.
pub(crate) async fn save(change: &mut Change, row: &GroupRow) -> Result<String> {
    let text = "INSERT INTO audience_group (id, realm_id, authority_id, name, selection, made_at) \
        VALUES ($1, $2, $3, $4, $5, $6) \
        ON CONFLICT (authority_id, name) DO UPDATE SET selection = excluded.selection RETURNING id";
    let (realm_id, at) = (change.realm().id.clone(), change.at());
    let query = sql(text).bind(&row.id).bind(realm_id).bind(&row.authority_id).bind(&row.name);
    Ok(change.fetch_one::<(String,)>(query.bind(&row.selection).bind(at)).await?.0)
}

/// Takes a saved choice out; false when the authority has none like that.
pub(crate) async fn delete(change: &mut Change, authority_id: &str, id: &str) -> Result<bool> {
    let text = "DELETE FROM audience_group WHERE id = $1 AND authority_id = $2";
    Ok(change.execute(sql(text).bind(id).bind(authority_id)).await? == 1)
}

/// How many drafts of an authority make use of a saved choice.
pub(crate) async fn used_in_drafts(kernel: &Kernel, authority_id: &str, id: &str) -> Result<i64> {
    let text = "SELECT COUNT(*) FROM warning WHERE authority_id = $1 AND state IN ('draft', 'waiting') \
        AND selection LIKE $2";
    kernel.db.fetch_number(sql(text).bind(authority_id).bind(format!("%{id}%"))).await
}
