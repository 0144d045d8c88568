//! What reporters owe, by when, and the reminders of it.

use kernel::db::{sql, sql_built, values};
use kernel::time::Time;
use kernel::{Change, Kernel, Result, new_id};

use crate::incident::Duty;

const COLUMNS: &str = "id, incident_id, authority_id, stage, routing, rule, anchor, state, starts_at, due_at, \
    met_by, met_at";

/// Everything an incident's reporter owes or owed, what is due first; what has no date yet last.
pub(crate) async fn of_incident(kernel: &Kernel, incident_id: &str) -> Result<Vec<Duty>> {
    let text = format!(
        "SELECT {COLUMNS} FROM duty WHERE incident_id = $1 \
         ORDER BY CASE WHEN due_at IS NULL THEN 1 ELSE 0 END, due_at, id"
    );
    kernel.db.fetch_all(sql_built(text).bind(incident_id)).await
}

/// A stage that is due, for a line in a list.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct Due {
    pub incident_id: String,
    pub stage: String,
    pub due_at: Option<Time>,
}

/// What is still owed of several incidents and runs, what is due first first.
pub(crate) async fn running(kernel: &Kernel, incident_ids: &[String]) -> Result<Vec<Due>> {
    if incident_ids.is_empty() {
        return Ok(Vec::new());
    }
    let text = format!(
        "SELECT incident_id, stage, due_at FROM duty WHERE state = 'running' AND incident_id IN {} \
         ORDER BY due_at, id",
        values(1, incident_ids.len())
    );
    let query = incident_ids.iter().fold(sql_built(text), |query, id| query.bind(id));
    kernel.db.fetch_all(query).await
}

/// Keeps a duty.
pub(crate) async fn insert(change: &mut Change, duty: &Duty) -> Result<()> {
    let text = "INSERT INTO duty (id, realm_id, incident_id, authority_id, stage, routing, rule, anchor, \
        state, starts_at, due_at, met_by, met_at) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";
    let query = sql(text)
        .bind(&duty.id)
        .bind(change.realm().id.clone())
        .bind(&duty.incident_id)
        .bind(&duty.authority_id)
        .bind(&duty.stage)
        .bind(&duty.routing)
        .bind(&duty.rule)
        .bind(&duty.anchor)
        .bind(&duty.state)
        .bind(duty.starts_at)
        .bind(duty.due_at)
        .bind(&duty.met_by)
        .bind(duty.met_at);
    change.execute(query).await?;
    Ok(())
}

/// Sets a duty's clock, and how it stands.
pub(crate) async fn update(change: &mut Change, duty: &Duty) -> Result<()> {
    let text = "UPDATE duty SET anchor = $2, state = $3, starts_at = $4, due_at = $5, met_by = $6, \
        met_at = $7 WHERE id = $1";
    let query = sql(text)
        .bind(&duty.id)
        .bind(&duty.anchor)
        .bind(&duty.state)
        .bind(duty.starts_at)
        .bind(duty.due_at)
        .bind(&duty.met_by)
        .bind(duty.met_at);
    change.execute(query).await?;
    Ok(())
}

/// Replaces the reminders of a duty that were not sent by these.
pub(crate) async fn remind(change: &mut Change, duty_id: &str, at: &[Time]) -> Result<()> {
    let gone = sql("DELETE FROM reminder WHERE duty_id = $1 AND sent_at IS NULL").bind(duty_id);
    change.execute(gone).await?;
    for at in at {
        let text = "INSERT INTO reminder (id, realm_id, duty_id, due_at) VALUES ($1, $2, $3, $4)";
        let query = sql(text).bind(new_id()).bind(change.realm().id.clone()).bind(duty_id).bind(*at);
        change.execute(query).await?;
    }
    Ok(())
}

/// A duty of which somebody is to be reminded.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct DueReminder {
    pub duty_id: String,
    pub incident_id: String,
    pub organisation_id: String,
    pub authority_id: String,
    pub stage: String,
}

/// Duties of a realm with a reminder that is due and not yet sent, each once.
pub(crate) async fn reminders_due(
    kernel: &Kernel,
    realm_id: &str,
    now: Time,
    limit: i64,
) -> Result<Vec<DueReminder>> {
    let text = "SELECT DISTINCT r.duty_id, d.incident_id, i.organisation_id, d.authority_id, d.stage, \
        d.due_at FROM reminder r JOIN duty d ON d.id = r.duty_id JOIN incident i ON i.id = d.incident_id \
        WHERE r.realm_id = $1 AND r.sent_at IS NULL AND r.due_at <= $2 AND d.state = 'running' \
        ORDER BY d.due_at, r.duty_id LIMIT $3";
    kernel.db.fetch_all(sql(text).bind(realm_id).bind(now).bind(limit)).await
}

/// Notes that a duty's reminders up to now were sent; false when another node was first, or the duty was met
/// meanwhile.
pub(crate) async fn reminded(change: &mut Change, duty_id: &str) -> Result<bool> {
    let text = "UPDATE reminder SET sent_at = $2 WHERE duty_id = $1 AND sent_at IS NULL AND due_at <= $2 \
        AND EXISTS (SELECT 1 FROM duty WHERE duty.id = $1 AND duty.state = 'running')";
    let at = change.at();
    Ok(change.execute(sql(text).bind(duty_id).bind(at)).await? > 0)
}

/// When a running duty is due, as it stands inside a change; `None` when it no longer runs.
pub(crate) async fn due(change: &mut Change, duty_id: &str) -> Result<Option<Time>> {
    let text = "SELECT due_at FROM duty WHERE id = $1 AND state = 'running' AND due_at IS NOT NULL";
    Ok(change.fetch_optional::<(Time,)>(sql(text).bind(duty_id)).await?.map(|(due,)| due))
}
