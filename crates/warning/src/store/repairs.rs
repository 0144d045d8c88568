//! Contacts to be mended, and when people last proved that they can be reached.

use std::collections::HashMap;

use kernel::db::sql;
use kernel::time::Time;
use kernel::{Change, Kernel, Result};

use crate::store::notices::NoticeRow;

/// A contact to be mended.
#[derive(Clone, Debug, Default, PartialEq, Eq, sqlx::FromRow)]
pub(crate) struct RepairRow {
    pub id: String,
    pub organisation_id: String,
    pub seat_id: String,
    pub person_id: String,
    pub role: String,
    /// The channel whose address does not exist, as `email`, or [`LEFT`].
    pub reason: String,
    pub opened_at: Time,
}

/// They say that they no longer hold the post.
pub(crate) const LEFT: &str = "left";

/// Opens one for somebody who was told, unless it is open; true when it is new.
pub(crate) async fn open(change: &mut Change, notice: &NoticeRow, reason: &str) -> Result<bool> {
    let text = "INSERT INTO contact_repair (id, realm_id, organisation_id, seat_id, person_id, role, reason, \
        warning_id, opened_at, closed_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, '') ON CONFLICT DO NOTHING";
    let (realm_id, at) = (change.realm().id.clone(), change.at());
    let query = sql(text)
        .bind(kernel::new_id())
        .bind(realm_id)
        .bind(&notice.organisation_id)
        .bind(&notice.seat_id)
        .bind(&notice.person_id)
        .bind(&notice.role)
        .bind(reason)
        .bind(&notice.warning_id)
        .bind(at);
    Ok(change.execute(query).await? == 1)
}

/// What is to be mended in a realm, what has waited longest first.
pub(crate) async fn of_realm(kernel: &Kernel, realm_id: &str, limit: i64) -> Result<Vec<RepairRow>> {
    let text = "SELECT id, organisation_id, seat_id, person_id, role, reason, opened_at FROM contact_repair \
        WHERE realm_id = $1 AND closed_at IS NULL ORDER BY opened_at, id LIMIT $2";
    kernel.db.fetch_all(sql(text).bind(realm_id).bind(limit)).await
}

/// How much is to be mended in a realm.
pub(crate) async fn count(kernel: &Kernel, realm_id: &str) -> Result<i64> {
    let text = "SELECT COUNT(*) FROM contact_repair WHERE realm_id = $1 AND closed_at IS NULL";
    kernel.db.fetch_number(sql(text).bind(realm_id)).await
}

/// What is to be mended in one organisation.
pub(crate) async fn of_organisation(
    kernel: &Kernel,
    realm_id: &str,
    organisation_id: &str,
) -> Result<Vec<RepairRow>> {
    let text = "SELECT id, organisation_id, seat_id, person_id, role, reason, opened_at FROM contact_repair \
        WHERE realm_id = $1 AND organisation_id = $2 AND closed_at IS NULL ORDER BY opened_at, id";
    kernel.db.fetch_all(sql(text).bind(realm_id).bind(organisation_id)).await
}

/// Closes one; false when the realm has no such open one.
pub(crate) async fn close(change: &mut Change, id: &str, by: &str) -> Result<bool> {
    let text = "UPDATE contact_repair SET closed_at = $2, closed_by = $3 WHERE id = $1 AND closed_at IS NULL \
        AND realm_id = $4";
    let (realm_id, at) = (change.realm().id.clone(), change.at());
    Ok(change.execute(sql(text).bind(id).bind(at).bind(by).bind(realm_id)).await? == 1)
}

/// When each person of a realm last answered by a link that was sent to them, since `since`.
pub(crate) async fn last_answers(
    kernel: &Kernel,
    realm_id: &str,
    since: Time,
) -> Result<HashMap<String, Time>> {
    let text = "SELECT n.person_id, MAX(a.at) FROM notice n JOIN acknowledgement a ON a.by_whom = 'notice:' || n.id \
        JOIN warning w ON w.id = n.warning_id \
        WHERE a.is_counted = 1 AND a.at >= $2 AND w.realm_id = $1 GROUP BY n.person_id";
    let rows: Vec<(String, Time)> = kernel.db.fetch_all(sql(text).bind(realm_id).bind(since)).await?;
    Ok(rows.into_iter().collect())
}

/// When a contact drill of an authority last went out.
pub(crate) async fn last_drill(kernel: &Kernel, authority_id: &str) -> Result<Option<Time>> {
    let text = "SELECT published_at FROM warning WHERE authority_id = $1 AND class = 'drill' \
        AND published_at IS NOT NULL ORDER BY published_at DESC LIMIT 1";
    let row: Option<(Time,)> = kernel.db.fetch_optional(sql(text).bind(authority_id)).await?;
    Ok(row.map(|(at,)| at))
}
