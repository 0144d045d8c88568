//! Telephone calls from the call list.

use kernel::db::sql;
use kernel::time::Time;
use kernel::{Change, Kernel, Result};

/// A call as stored, its remark sealed.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub(crate) struct CallRow {
    pub id: String,
    pub warning_id: String,
    pub obligation_id: String,
    pub caller: String,
    pub outcome: String,
    pub remark: String,
    pub at: Time,
}

/// Keeps a call.
pub(crate) async fn insert(change: &mut Change, row: &CallRow) -> Result<()> {
    let text = "INSERT INTO phone_call (id, warning_id, obligation_id, caller, outcome, remark, at) \
        VALUES ($1, $2, $3, $4, $5, $6, $7)";
    let query = sql(text)
        .bind(&row.id)
        .bind(&row.warning_id)
        .bind(&row.obligation_id)
        .bind(&row.caller)
        .bind(&row.outcome)
        .bind(&row.remark)
        .bind(row.at);
    change.execute(query).await?;
    Ok(())
}

/// How many calls were made for a warning.
pub(crate) async fn count(kernel: &Kernel, warning_id: &str) -> Result<i64> {
    kernel
        .db
        .fetch_number(sql("SELECT COUNT(*) FROM phone_call WHERE warning_id = $1").bind(warning_id))
        .await
}

/// A warning's calls, the newest first.
pub(crate) async fn of_warning(kernel: &Kernel, warning_id: &str) -> Result<Vec<CallRow>> {
    let text = "SELECT id, warning_id, obligation_id, caller, outcome, remark, at FROM phone_call \
        WHERE warning_id = $1 ORDER BY at DESC, id DESC";
    kernel.db.fetch_all(sql(text).bind(warning_id)).await
}
