//! What was handed to delivery, and what came back.

use std::collections::HashSet;

use kernel::db::{places, sql, sql_built, values};
use kernel::time::Time;
use kernel::{Change, Kernel, Result, limits};

/// A parcel handed over for somebody who was told.
#[derive(Clone, Debug)]
pub(crate) struct SentParcel {
    pub id: String,
    pub notice_id: String,
    pub obligation_id: String,
    pub channel: &'static str,
}

/// Values bound for each row of an insert.
const BOUND: usize = 4;

/// Keeps what was handed over.
pub(crate) async fn insert(change: &mut Change, rows: &[SentParcel]) -> Result<()> {
    let at = change.at();
    for batch in rows.chunks(limits::BOUND_VALUES / BOUND) {
        let text = format!(
            "INSERT INTO notice_parcel (id, notice_id, obligation_id, channel, state, at) \
             SELECT v.*, 'sent', {at} FROM (VALUES {}) AS v",
            values(batch.len(), BOUND),
            at = at.0
        );
        let query = batch.iter().fold(sql_built(text), |query, row| {
            query.bind(&row.id).bind(&row.notice_id).bind(&row.obligation_id).bind(row.channel)
        });
        change.execute(query).await?;
    }
    Ok(())
}

/// Of these parcels those of one warning.
pub(crate) async fn of_warning(kernel: &Kernel, warning_id: &str, ids: &[&str]) -> Result<HashSet<String>> {
    let mut found = HashSet::new();
    for batch in ids.chunks(limits::BOUND_VALUES - 1) {
        let text = format!(
            "SELECT p.id FROM notice_parcel p JOIN obligation o ON o.id = p.obligation_id \
             WHERE o.warning_id = $1 AND p.id IN ({})",
            places(2, batch.len())
        );
        let query = batch.iter().fold(sql_built(text).bind(warning_id), |query, id| query.bind(*id));
        found.extend(kernel.db.fetch_all::<(String,)>(query).await?.into_iter().map(|(id,)| id));
    }
    Ok(found)
}

/// What of a warning was sent by one channel and not given up.
pub(crate) async fn sent_by(kernel: &Kernel, warning_id: &str, channel: &str) -> Result<Vec<String>> {
    let text = "SELECT p.id FROM notice_parcel p JOIN obligation o ON o.id = p.obligation_id \
        WHERE o.warning_id = $1 AND p.channel = $2 AND p.state = 'sent' ORDER BY p.id";
    let rows: Vec<(String,)> = kernel.db.fetch_all(sql(text).bind(warning_id).bind(channel)).await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// Where the reading of failures stands.
pub(crate) async fn cursor(kernel: &Kernel) -> Result<(Time, String)> {
    kernel.db.fetch_one(sql("SELECT at, id FROM failure_cursor WHERE about = $1").bind(crate::ABOUT)).await
}

/// Moves it on; what is read twice does nothing the second time.
pub(crate) async fn move_cursor(kernel: &Kernel, at: Time, id: &str) -> Result<()> {
    let text = "UPDATE failure_cursor SET at = $2, id = $3 WHERE about = $1 AND at <= $2";
    kernel.db.execute(sql(text).bind(crate::ABOUT).bind(at).bind(id)).await?;
    Ok(())
}

/// A parcel that failed: to whom it belongs.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct FailedParcel {
    pub notice_id: String,
    pub obligation_id: String,
    pub channel: String,
}

/// Of these parcels those that are not known to have failed, each with the realm it was sent in.
pub(crate) async fn still_sent(kernel: &Kernel, ids: &[&str]) -> Result<Vec<(String, String)>> {
    let mut found = Vec::new();
    for batch in ids.chunks(limits::BOUND_VALUES) {
        let text = format!(
            "SELECT p.id, o.realm_id FROM notice_parcel p JOIN obligation o ON o.id = p.obligation_id \
             WHERE p.state = 'sent' AND p.id IN ({})",
            places(1, batch.len())
        );
        let query = batch.iter().fold(sql_built(text), |query, id| query.bind(*id));
        found.extend(kernel.db.fetch_all::<(String, String)>(query).await?);
    }
    Ok(found)
}

/// Notes that a parcel failed; `None` when that was known.
pub(crate) async fn fail(change: &mut Change, id: &str) -> Result<Option<FailedParcel>> {
    let text = "UPDATE notice_parcel SET state = 'failed', failed_at = $2 WHERE id = $1 AND state = 'sent' \
        RETURNING notice_id, obligation_id, channel";
    let at = change.at();
    change.fetch_optional(sql(text).bind(id).bind(at)).await
}

/// Whether something else that was sent to the same person has not failed.
pub(crate) async fn has_other_way(change: &mut Change, notice_id: &str) -> Result<bool> {
    let text = "SELECT COUNT(*) FROM notice_parcel WHERE notice_id = $1 AND state = 'sent'";
    Ok(change.fetch_one::<(i64,)>(sql(text).bind(notice_id)).await?.0 > 0)
}

/// Whether something else that was sent to the same obligation's people has not failed.
pub(crate) async fn has_other(change: &mut Change, obligation_id: &str) -> Result<bool> {
    let text = "SELECT COUNT(*) FROM notice n JOIN notice_parcel p ON p.notice_id = n.id \
        WHERE n.obligation_id = $1 AND p.state = 'sent'";
    Ok(change.fetch_one::<(i64,)>(sql(text).bind(obligation_id)).await?.0 > 0)
}
