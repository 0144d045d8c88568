//! What has been kept long enough, and the emptying of it.

use kernel::db::{sql, sql_built};
use kernel::time::Time;
use kernel::{Change, Kernel, Result};

use super::INCIDENT;
use crate::incident::Incident;

/// A call that was begun and not filed.
#[derive(sqlx::FromRow)]
pub(crate) struct OldDraft {
    pub incident_id: String,
    /// When it was last changed.
    pub saved_at: Time,
}

/// A realm's calls that were not filed, those that were left alone longest first.
pub(crate) async fn drafts(kernel: &Kernel, realm_id: &str, limit: i64) -> Result<Vec<OldDraft>> {
    let text = "SELECT i.id AS incident_id, COALESCE(d.saved_at, i.made_at) AS saved_at FROM incident i \
        LEFT JOIN draft d ON d.incident_id = i.id WHERE i.realm_id = $1 AND i.state = 'draft' \
        ORDER BY 2, 1 LIMIT $2";
    kernel.db.fetch_all(sql(text).bind(realm_id).bind(limit)).await
}

/// Throws a call away, with its incident, unless somebody went on with it meanwhile; says whether it did.
pub(crate) async fn forget_draft(kernel: &Kernel, old: &OldDraft) -> Result<bool> {
    let words = sql("DELETE FROM draft WHERE incident_id = $1 AND saved_at = $2");
    kernel.db.execute(words.bind(&old.incident_id).bind(old.saved_at)).await?;
    let text = "DELETE FROM incident WHERE id = $1 AND state = 'draft' \
        AND NOT EXISTS (SELECT 1 FROM draft WHERE draft.incident_id = $1)";
    Ok(kernel.db.execute(sql(text).bind(&old.incident_id)).await? > 0)
}

/// A later stage that was begun and not filed.
#[derive(sqlx::FromRow)]
pub(crate) struct OldStageDraft {
    pub incident_id: String,
    pub stage: String,
    pub corrects: String,
    /// When it was last changed.
    pub saved_at: Time,
}

/// A realm's later stages that were not filed, those that were left alone longest first.
pub(crate) async fn stage_drafts(kernel: &Kernel, realm_id: &str, limit: i64) -> Result<Vec<OldStageDraft>> {
    let text = "SELECT d.incident_id, d.stage, d.corrects, d.saved_at FROM stage_draft d \
        JOIN incident i ON i.id = d.incident_id WHERE i.realm_id = $1 \
        ORDER BY d.saved_at, d.incident_id LIMIT $2";
    kernel.db.fetch_all(sql(text).bind(realm_id).bind(limit)).await
}

/// Throws a later stage away, unless somebody went on with it meanwhile; says whether it did.
pub(crate) async fn forget_stage_draft(kernel: &Kernel, old: &OldStageDraft) -> Result<bool> {
    let text = "DELETE FROM stage_draft \
        WHERE incident_id = $1 AND stage = $2 AND corrects = $3 AND saved_at = $4";
    let query = sql(text).bind(&old.incident_id).bind(&old.stage).bind(&old.corrects).bind(old.saved_at);
    Ok(kernel.db.execute(query).await? > 0)
}

/// A realm's incidents that were closed from one moment until before another and are not erased, those closed
/// longest ago first.
pub(crate) async fn closed(
    kernel: &Kernel,
    realm_id: &str,
    (from, before): (Time, Time),
    limit: i64,
) -> Result<Vec<Incident>> {
    let text = format!(
        "SELECT {INCIDENT} FROM incident WHERE realm_id = $1 AND closed_at IS NOT NULL \
         AND erased_at IS NULL AND closed_at >= $2 AND closed_at < $3 ORDER BY closed_at, id LIMIT $4"
    );
    let query = sql_built(text).bind(realm_id).bind(from).bind(before).bind(limit);
    kernel.db.fetch_all(query).await
}

/// Destroys an incident's key and empties its texts; false when it is erased already, or no longer closed as
/// it was.
pub(crate) async fn erase(change: &mut Change, incident: &Incident) -> Result<bool> {
    let text = "UPDATE incident SET seal_key = '', erased_at = $3 \
        WHERE id = $1 AND closed_at = $2 AND erased_at IS NULL";
    let at = change.at();
    let query = sql(text).bind(&incident.id).bind(incident.closed_at).bind(at);
    if change.execute(query).await? == 0 {
        return Ok(false);
    }
    for text in EMPTIED {
        change.execute(sql(text).bind(&incident.id)).await?;
    }
    Ok(true)
}

/// Every text sealed under an incident's key, but files. Nobody is reminded of what can no longer be read.
const EMPTIED: [&str; 7] = [
    "UPDATE filing SET sealed = '', sealed_headline = '' WHERE incident_id = $1",
    "UPDATE filing_part SET sealed = '' \
     WHERE filing_id IN (SELECT id FROM filing WHERE incident_id = $1)",
    "UPDATE message SET sealed = '' WHERE incident_id = $1",
    "UPDATE decision SET sealed_reason = '' WHERE incident_id = $1",
    "UPDATE audience SET sealed_portal_reference = '' WHERE incident_id = $1",
    "DELETE FROM stage_draft WHERE incident_id = $1",
    "DELETE FROM reminder WHERE sent_at IS NULL \
     AND duty_id IN (SELECT id FROM duty WHERE incident_id = $1)",
];

/// Empties the files of an incident, name and content; their digests stay.
pub(crate) async fn erase_attachments(change: &mut Change, incident_id: &str) -> Result<()> {
    let pieces = "DELETE FROM attachment_chunk \
        WHERE attachment_id IN (SELECT id FROM attachment WHERE incident_id = $1)";
    change.execute(sql(pieces).bind(incident_id)).await?;
    let names = sql("UPDATE attachment SET sealed_name = '' WHERE incident_id = $1").bind(incident_id);
    change.execute(names).await?;
    Ok(())
}
