//! The tables of staff groups; members sealed, each under their own key.

use kernel::db::{sql, sql_built, values};
use kernel::{Change, Db, Kernel, Result, limits};

use crate::staff::StaffMember;

/// A group as stored.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub(crate) struct GroupRow {
    pub id: String,
    pub realm_id: String,
    pub organisation_id: String,
    pub name: String,
    pub members: i64,
}

const COLUMNS: &str = "id, realm_id, organisation_id, name, members";
/// Values bound for each member.
const BOUND: usize = 4;

fn context(group_id: &str, position: i64) -> String {
    format!("staff {group_id} {position}")
}

/// An organisation's groups, by name.
pub(crate) async fn of_organisation(db: &Db, organisation_id: &str) -> Result<Vec<GroupRow>> {
    let text = format!("SELECT {COLUMNS} FROM staff_group WHERE organisation_id = $1 ORDER BY name, id");
    db.fetch_all(sql_built(text).bind(organisation_id)).await
}

/// A group of an organisation.
pub(crate) async fn get(db: &Db, organisation_id: &str, id: &str) -> Result<GroupRow> {
    let text = format!("SELECT {COLUMNS} FROM staff_group WHERE id = $1 AND organisation_id = $2");
    db.fetch_one(sql_built(text).bind(id).bind(organisation_id)).await
}

/// Adds a group without members.
pub(crate) async fn insert(change: &mut Change, row: &GroupRow) -> Result<()> {
    let text =
        format!("INSERT INTO staff_group ({COLUMNS}, made_at, saved_at) VALUES ($1, $2, $3, $4, 0, $5, $5)");
    let at = change.at();
    let query = sql_built(text).bind(&row.id).bind(&row.realm_id).bind(&row.organisation_id).bind(&row.name);
    change.execute(query.bind(at)).await?;
    Ok(())
}

/// Writes a group's name and all its members anew.
pub(crate) async fn save(
    kernel: &Kernel,
    change: &mut Change,
    id: &str,
    name: &str,
    members: &[StaffMember],
) -> Result<()> {
    let at = change.at();
    let count = i64::try_from(members.len()).unwrap_or(i64::MAX);
    let text = "UPDATE staff_group SET name = $2, members = $3, saved_at = $4 WHERE id = $1";
    change.execute(sql(text).bind(id).bind(name).bind(count).bind(at)).await?;
    change.execute(sql("DELETE FROM staff_member WHERE group_id = $1").bind(id)).await?;
    let numbered: Vec<(i64, &StaffMember)> = (0..).zip(members).collect();
    for batch in numbered.chunks(limits::BOUND_VALUES / BOUND) {
        let text = format!(
            "INSERT INTO staff_member (group_id, position, seal_key, sealed) VALUES {}",
            values(batch.len(), BOUND)
        );
        let mut query = sql_built(text);
        for (position, member) in batch {
            let key = kernel.vault.new_key();
            let sealed = kernel.vault.seal(&key, &context(id, *position), &serde_json::to_string(member)?)?;
            query = query.bind(id).bind(*position).bind(key).bind(sealed);
        }
        change.execute(query).await?;
    }
    Ok(())
}

/// Takes a group out with all its members; false when the organisation has no such group.
pub(crate) async fn delete(change: &mut Change, organisation_id: &str, id: &str) -> Result<bool> {
    let text = "DELETE FROM staff_group WHERE id = $1 AND organisation_id = $2";
    let is_gone = change.execute(sql(text).bind(id).bind(organisation_id)).await? == 1;
    if is_gone {
        change.execute(sql("DELETE FROM staff_member WHERE group_id = $1").bind(id)).await?;
    }
    Ok(is_gone)
}

/// A group's members, in the order of its list.
pub(crate) async fn members(kernel: &Kernel, group_id: &str) -> Result<Vec<StaffMember>> {
    let text = "SELECT position, seal_key, sealed FROM staff_member WHERE group_id = $1 ORDER BY position";
    let rows: Vec<(i64, String, String)> = kernel.db.fetch_all(sql(text).bind(group_id)).await?;
    let mut members = Vec::with_capacity(rows.len());
    for (position, key, sealed) in rows {
        if let Some(text) = kernel.vault.open(&key, &context(group_id, position), &sealed)? {
            members.push(serde_json::from_str(&text)?);
        }
    }
    Ok(members)
}
