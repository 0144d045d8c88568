//! Decisions on who is told.

use kernel::db::sql;
use kernel::{Change, Kernel, Result};

use crate::incident::Decision;

/// Every decision about an incident, the first first.
pub(crate) async fn of_incident(kernel: &Kernel, incident_id: &str) -> Result<Vec<Decision>> {
    let text = "SELECT id, authority_id, verdict, routing, rules, decided_by, at, sealed_reason \
        FROM decision WHERE incident_id = $1 ORDER BY at, id";
    kernel.db.fetch_all(sql(text).bind(incident_id)).await
}

/// What makes a decision.
pub(crate) struct NewDecision<'a> {
    pub id: &'a str,
    pub incident_id: &'a str,
    pub authority_id: &'a str,
    pub verdict: &'a str,
    pub routing: &'a str,
    pub rules: &'a str,
    pub decided_by: &'a str,
    pub sealed_reason: &'a str,
}

/// Keeps a decision.
pub(crate) async fn insert(change: &mut Change, new: &NewDecision<'_>) -> Result<()> {
    let text = "INSERT INTO decision (id, realm_id, incident_id, authority_id, verdict, routing, rules, \
        decided_by, at, sealed_reason) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    let query = sql(text)
        .bind(new.id)
        .bind(change.realm().id.clone())
        .bind(new.incident_id)
        .bind(new.authority_id)
        .bind(new.verdict)
        .bind(new.routing)
        .bind(new.rules)
        .bind(new.decided_by)
        .bind(change.at())
        .bind(new.sealed_reason);
    change.execute(query).await?;
    Ok(())
}
