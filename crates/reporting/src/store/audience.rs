//! Who was told, how far each is, and who has read.

use kernel::db::{sql, sql_built};
use kernel::time::Time;
use kernel::{Change, Kernel, Result};

use crate::incident::Audience;

const COLUMNS: &str = "incident_id, authority_id, routing, rules, since, answer_within_ms, state, waits_on, \
    waits_since, due_at, acknowledged_at, reference, assigned_to, closed_at, sealed_portal_reference, \
    added_by, last_filing";

/// Everybody an incident was addressed to.
pub(crate) async fn of_incident(kernel: &Kernel, incident_id: &str) -> Result<Vec<Audience>> {
    let text = format!("SELECT {COLUMNS} FROM audience WHERE incident_id = $1 ORDER BY since, authority_id");
    kernel.db.fetch_all(sql_built(text).bind(incident_id)).await
}

/// What makes an authority part of the audience.
pub(crate) struct NewAudience<'a> {
    pub incident_id: &'a str,
    pub authority_id: &'a str,
    pub realm_id: &'a str,
    pub routing: &'a str,
    pub rules: &'a str,
    pub since: Time,
    pub answer_within_ms: Option<i64>,
    pub added_by: &'a str,
    pub filing: &'a str,
}

/// Adds an authority; it is its move.
pub(crate) async fn insert(change: &mut Change, new: &NewAudience<'_>) -> Result<()> {
    let text = "INSERT INTO audience (incident_id, authority_id, realm_id, routing, rules, since, \
        answer_within_ms, state, waits_on, waits_since, due_at, acknowledged_by, reference, assigned_to, added_by, \
        last_filing, organisation_id) VALUES ($1, $2, $3, $4, $5, $6, $7, 'told', 'authority', $6, $8, '', '', '', \
        $9, $10, (SELECT organisation_id FROM incident WHERE id = $1))";
    let query = sql(text)
        .bind(new.incident_id)
        .bind(new.authority_id)
        .bind(new.realm_id)
        .bind(new.routing)
        .bind(new.rules)
        .bind(new.since)
        .bind(new.answer_within_ms)
        .bind(new.answer_within_ms.map(|ms| new.since.0.saturating_add(ms)))
        .bind(new.added_by)
        .bind(new.filing);
    change.execute(query).await?;
    Ok(())
}

/// Acknowledges and takes it; false when it was acknowledged before. Holds the row until the commit.
pub(crate) async fn acknowledge(
    change: &mut Change,
    incident_id: &str,
    authority_id: &str,
    actor: &str,
    person_id: &str,
) -> Result<bool> {
    let text = "UPDATE audience SET state = 'acknowledged', acknowledged_at = $3, acknowledged_by = $4, \
        assigned_to = CASE WHEN assigned_to = '' THEN $5 ELSE assigned_to END, waits_on = '', \
        waits_since = $3, due_at = NULL \
        WHERE incident_id = $1 AND authority_id = $2 AND state = 'told'";
    let at = change.at();
    let query = sql(text).bind(incident_id).bind(authority_id).bind(at).bind(actor).bind(person_id);
    Ok(change.execute(query).await? > 0)
}

/// Gives an acknowledged incident its reference.
pub(crate) async fn set_reference(
    change: &mut Change,
    incident_id: &str,
    authority_id: &str,
    reference: &str,
) -> Result<()> {
    let text = "UPDATE audience SET reference = $3 WHERE incident_id = $1 AND authority_id = $2";
    change.execute(sql(text).bind(incident_id).bind(authority_id).bind(reference)).await?;
    Ok(())
}

/// The reference an authority gave.
pub(crate) async fn reference(change: &mut Change, incident_id: &str, authority_id: &str) -> Result<String> {
    let text = "SELECT reference FROM audience WHERE incident_id = $1 AND authority_id = $2";
    Ok(change.fetch_one::<(String,)>(sql(text).bind(incident_id).bind(authority_id)).await?.0)
}

/// Notes whose move it is now; the authority's term starts again when it is its own.
pub(crate) async fn wait_on(
    change: &mut Change,
    incident_id: &str,
    authority_id: &str,
    waits_on: &str,
) -> Result<()> {
    let text = "UPDATE audience SET waits_on = $3, waits_since = $4, \
        due_at = CASE WHEN $3 = 'authority' THEN $4 + answer_within_ms ELSE NULL END \
        WHERE incident_id = $1 AND authority_id = $2";
    let query = sql(text).bind(incident_id).bind(authority_id).bind(waits_on).bind(change.at());
    change.execute(query).await?;
    Ok(())
}

/// Gives it to a person; false when it is theirs already.
pub(crate) async fn assign(
    change: &mut Change,
    incident_id: &str,
    authority_id: &str,
    person_id: &str,
) -> Result<bool> {
    let text = "UPDATE audience SET assigned_to = $3 \
        WHERE incident_id = $1 AND authority_id = $2 AND assigned_to <> $3";
    Ok(change.execute(sql(text).bind(incident_id).bind(authority_id).bind(person_id)).await? > 0)
}

/// Somebody who has read an incident.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct Reader {
    pub person_id: String,
    pub organisation_id: String,
    pub last_at: Time,
}

/// Who has read an incident, the last first.
pub(crate) async fn readers(kernel: &Kernel, incident_id: &str, limit: i64) -> Result<Vec<Reader>> {
    let text = "SELECT person_id, organisation_id, MAX(at) AS last_at FROM reading \
        WHERE incident_id = $1 GROUP BY person_id, organisation_id ORDER BY MAX(at) DESC LIMIT $2";
    kernel.db.fetch_all(sql(text).bind(incident_id).bind(limit)).await
}

/// Whether a reading in this hour is noted already.
pub(crate) async fn was_read(kernel: &Kernel, incident_id: &str, person_id: &str, hour: i64) -> Result<bool> {
    let text = "SELECT COUNT(*) FROM reading WHERE incident_id = $1 AND person_id = $2 AND hour = $3";
    Ok(kernel.db.fetch_number(sql(text).bind(incident_id).bind(person_id).bind(hour)).await? > 0)
}

/// Notes a reading; false when one in this hour is noted already.
pub(crate) async fn insert_reading(
    change: &mut Change,
    incident_id: &str,
    person_id: &str,
    organisation_id: &str,
    hour: i64,
) -> Result<bool> {
    let text = "INSERT INTO reading (incident_id, person_id, hour, organisation_id, at) \
        VALUES ($1, $2, $3, $4, $5) ON CONFLICT (incident_id, person_id, hour) DO NOTHING";
    let query = sql(text).bind(incident_id).bind(person_id).bind(hour).bind(organisation_id);
    let at = change.at();
    Ok(change.execute(query.bind(at)).await? > 0)
}

/// Tells an authority that was told before of another filing: it is its move again, and what it had closed
/// is open.
pub(crate) async fn tell_again(
    change: &mut Change,
    incident_id: &str,
    authority_id: &str,
    filing: &str,
) -> Result<()> {
    let text = "UPDATE audience SET waits_on = 'authority', closed_at = NULL, last_filing = $4, \
        state = CASE WHEN state = 'closed' THEN 'acknowledged' ELSE state END, \
        waits_since = CASE WHEN waits_on = 'authority' THEN waits_since ELSE $3 END, \
        due_at = CASE WHEN waits_on = 'authority' THEN due_at ELSE $3 + answer_within_ms END \
        WHERE incident_id = $1 AND authority_id = $2";
    let at = change.at();
    change.execute(sql(text).bind(incident_id).bind(authority_id).bind(at).bind(filing)).await?;
    Ok(())
}

/// Closes an authority's part; false when it was closed before.
pub(crate) async fn close(change: &mut Change, incident_id: &str, authority_id: &str) -> Result<bool> {
    let text = "UPDATE audience SET state = 'closed', closed_at = $3, waits_on = '', waits_since = $3, \
        due_at = NULL WHERE incident_id = $1 AND authority_id = $2 AND state = 'acknowledged'";
    let at = change.at();
    let is_closed = change.execute(sql(text).bind(incident_id).bind(authority_id).bind(at)).await? > 0;
    // Once the last has closed it, the term of keeping begins to run.
    let all = "UPDATE incident SET closed_at = $2 WHERE id = $1 AND NOT EXISTS \
        (SELECT 1 FROM audience WHERE incident_id = $1 AND state <> 'closed')";
    change.execute(sql(all).bind(incident_id).bind(at)).await?;
    Ok(is_closed)
}

/// Opens an authority's part again; false when it was not closed.
pub(crate) async fn reopen(change: &mut Change, incident_id: &str, authority_id: &str) -> Result<bool> {
    let text = "UPDATE audience SET state = 'acknowledged', closed_at = NULL, waits_since = $3 \
        WHERE incident_id = $1 AND authority_id = $2 AND state = 'closed'";
    let at = change.at();
    let is_open = change.execute(sql(text).bind(incident_id).bind(authority_id).bind(at)).await? > 0;
    change.execute(sql("UPDATE incident SET closed_at = NULL WHERE id = $1").bind(incident_id)).await?;
    Ok(is_open)
}

/// Keeps the number that another system of an authority gave; false when it was not told.
pub(crate) async fn set_portal_reference(
    change: &mut Change,
    incident_id: &str,
    authority_id: &str,
    sealed: &str,
) -> Result<bool> {
    let text = "UPDATE audience SET sealed_portal_reference = $3 \
        WHERE incident_id = $1 AND authority_id = $2";
    Ok(change.execute(sql(text).bind(incident_id).bind(authority_id).bind(sealed)).await? > 0)
}
