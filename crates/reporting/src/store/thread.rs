//! Questions and answers.

use kernel::db::{sql, sql_built};
use kernel::time::Time;
use kernel::{Change, Kernel, Result};

/// A message, still sealed.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct MessageRow {
    pub id: String,
    pub authority_id: String,
    pub kind: String,
    pub answers: String,
    pub author: String,
    pub organisation_id: String,
    pub at: Time,
    pub sealed: String,
}

const SELECT: &str =
    "SELECT id, authority_id, kind, answers, author, organisation_id, at, sealed FROM message";

/// Every thread of an incident, oldest first.
pub(crate) async fn all(kernel: &Kernel, incident_id: &str, limit: i64) -> Result<Vec<MessageRow>> {
    let text = format!("{SELECT} WHERE incident_id = $1 ORDER BY at, id LIMIT $2");
    kernel.db.fetch_all(sql_built(text).bind(incident_id).bind(limit)).await
}

/// One authority's thread, oldest first.
pub(crate) async fn of_authority(
    kernel: &Kernel,
    incident_id: &str,
    authority_id: &str,
    limit: i64,
) -> Result<Vec<MessageRow>> {
    let text = format!("{SELECT} WHERE incident_id = $1 AND authority_id = $2 ORDER BY at, id LIMIT $3");
    kernel.db.fetch_all(sql_built(text).bind(incident_id).bind(authority_id).bind(limit)).await
}

/// In which authority's thread a question about an incident stands, and which organisation asked it.
pub(crate) async fn asker(
    kernel: &Kernel,
    incident_id: &str,
    question_id: &str,
) -> Result<Option<(String, String)>> {
    let text = "SELECT authority_id, organisation_id FROM message \
        WHERE id = $1 AND incident_id = $2 AND kind = 'question'";
    kernel.db.fetch_optional(sql(text).bind(question_id).bind(incident_id)).await
}

/// What makes a message.
pub(crate) struct NewMessage<'a> {
    pub id: &'a str,
    pub realm_id: &'a str,
    pub incident_id: &'a str,
    pub authority_id: &'a str,
    pub kind: &'a str,
    pub answers: &'a str,
    pub author: &'a str,
    pub organisation_id: &'a str,
    pub sealed: &'a str,
    pub form_key: &'a str,
}

/// Keeps a message; false when the same form was sent before.
pub(crate) async fn insert(change: &mut Change, new: &NewMessage<'_>) -> Result<bool> {
    let text = "INSERT INTO message (id, realm_id, incident_id, authority_id, kind, answers, author, \
        organisation_id, at, sealed, form_key) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) \
        ON CONFLICT (form_key) DO NOTHING";
    let query = sql(text)
        .bind(new.id)
        .bind(new.realm_id)
        .bind(new.incident_id)
        .bind(new.authority_id)
        .bind(new.kind)
        .bind(new.answers)
        .bind(new.author)
        .bind(new.organisation_id)
        .bind(change.at())
        .bind(new.sealed)
        .bind(new.form_key);
    Ok(change.execute(query).await? > 0)
}
