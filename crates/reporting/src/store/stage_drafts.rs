//! What was typed for a later stage and not yet filed. No state of the world, so written outside a change.

use kernel::db::sql;
use kernel::time::Time;
use kernel::{Change, Kernel, Result};

/// A draft, still sealed.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct StageDraftRow {
    pub stage: String,
    pub corrects: String,
    pub sealed: String,
    pub saved_by: String,
    pub saved_at: Time,
}

/// Keeps what was typed.
pub(crate) async fn save(kernel: &Kernel, incident_id: &str, row: &StageDraftRow) -> Result<()> {
    let text = "INSERT INTO stage_draft (incident_id, stage, corrects, sealed, saved_by, saved_at) \
        VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (incident_id, stage, corrects) DO UPDATE SET \
        sealed = excluded.sealed, saved_by = excluded.saved_by, saved_at = excluded.saved_at";
    let query = sql(text).bind(incident_id).bind(&row.stage).bind(&row.corrects).bind(&row.sealed);
    kernel.db.execute(query.bind(&row.saved_by).bind(row.saved_at)).await?;
    Ok(())
}

/// What an incident's owner has begun and not filed.
pub(crate) async fn of_incident(kernel: &Kernel, incident_id: &str) -> Result<Vec<StageDraftRow>> {
    let text = "SELECT stage, corrects, sealed, saved_by, saved_at FROM stage_draft \
        WHERE incident_id = $1 ORDER BY saved_at DESC";
    kernel.db.fetch_all(sql(text).bind(incident_id)).await
}

/// Drops a draft once it is filed.
pub(crate) async fn filed(change: &mut Change, incident_id: &str, stage: &str, corrects: &str) -> Result<()> {
    change.execute(delete(incident_id, stage, corrects)).await?;
    Ok(())
}

/// Throws a draft away.
pub(crate) async fn discard(kernel: &Kernel, incident_id: &str, stage: &str, corrects: &str) -> Result<()> {
    kernel.db.execute(delete(incident_id, stage, corrects)).await?;
    Ok(())
}

fn delete(incident_id: &str, stage: &str, corrects: &str) -> kernel::db::Query {
    let text = "DELETE FROM stage_draft WHERE incident_id = $1 AND stage = $2 AND corrects = $3";
    sql(text).bind(incident_id).bind(stage).bind(corrects)
}
