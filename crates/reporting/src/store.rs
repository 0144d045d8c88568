//! All of this crate's SQL; nobody else touches its tables.

pub(crate) mod attachments;
pub(crate) mod attempts;
pub(crate) mod audience;
pub(crate) mod batch;
pub(crate) mod decisions;
pub(crate) mod drafts;
pub(crate) mod duties;
pub(crate) mod export;
pub(crate) mod lists;
pub(crate) mod parts;
pub(crate) mod retention;
pub(crate) mod stage_drafts;
pub(crate) mod thread;

use kernel::db::{sql, sql_built};
use kernel::time::Time;
use kernel::{Change, Kernel, Result};

use crate::incident::{Filing, Incident};

const INCIDENT: &str = "id, realm_id, organisation_id, seal_key, state, made_by, made_session, made_at, \
    number, last_filing, ended_at, closed_at";
const FILING: &str = "id, incident_id, number, stage, form_id, form_version, filed_at, aware_at, filer, \
    filer_session, digest, sealed, corrects";

/// An incident, draft or filed.
pub(crate) async fn incident(kernel: &Kernel, id: &str) -> Result<Option<Incident>> {
    let query = sql_built(format!("SELECT {INCIDENT} FROM incident WHERE id = $1")).bind(id);
    kernel.db.fetch_optional(query).await
}

/// The incident a form key belongs to.
pub(crate) async fn incident_by_key(kernel: &Kernel, key: &str) -> Result<Option<Incident>> {
    let query = sql_built(format!("SELECT {INCIDENT} FROM incident WHERE draft_key = $1")).bind(key);
    kernel.db.fetch_optional(query).await
}

/// What makes a new incident.
pub(crate) struct NewIncident<'a> {
    pub id: &'a str,
    pub realm_id: &'a str,
    pub organisation_id: &'a str,
    pub seal_key: &'a str,
    pub draft_key: &'a str,
    pub made_by: &'a str,
    pub made_session: &'a str,
    pub made_at: Time,
}

/// Makes the incident of a form key unless it is there; gives it when it is not filed yet, holding its row.
pub(crate) async fn claim_for_filing(
    change: &mut Change,
    new: &NewIncident<'_>,
) -> Result<Option<(String, String)>> {
    // One statement, so that of two who file the same form at once only one gets the row.
    let text = "INSERT INTO incident (id, realm_id, organisation_id, seal_key, state, draft_key, made_by, \
        made_session, made_at, number, last_filing) VALUES ($1, $2, $3, $4, 'filed', $5, $6, $7, $8, '', '') \
        ON CONFLICT (draft_key) DO UPDATE SET state = 'filed', made_session = excluded.made_session \
        WHERE incident.state = 'draft' RETURNING id, seal_key";
    change.fetch_optional(bind_new(sql(text), new)).await
}

fn bind_new(query: kernel::db::Query, new: &NewIncident<'_>) -> kernel::db::Query {
    query
        .bind(new.id)
        .bind(new.realm_id)
        .bind(new.organisation_id)
        .bind(new.seal_key)
        .bind(new.draft_key)
        .bind(new.made_by)
        .bind(new.made_session)
        .bind(new.made_at)
}

/// Notes an incident's number and newest filing, and drops its draft.
pub(crate) async fn finish_filing(change: &mut Change, id: &str, number: &str, filing: &str) -> Result<()> {
    let query = sql("UPDATE incident SET number = $2, last_filing = $3 WHERE id = $1");
    change.execute(query.bind(id).bind(number).bind(filing)).await?;
    change.execute(sql("DELETE FROM draft WHERE incident_id = $1").bind(id)).await?;
    Ok(())
}

/// What makes a new filing.
pub(crate) struct NewFiling<'a> {
    pub id: &'a str,
    pub realm_id: &'a str,
    pub incident_id: &'a str,
    pub number: i64,
    pub stage: &'a str,
    pub form_id: &'a str,
    pub form_version: &'a str,
    pub filed_at: Time,
    pub aware_at: Time,
    pub filer: &'a str,
    pub filer_session: &'a str,
    pub file_key: &'a str,
    pub digest: &'a str,
    pub sealed: &'a str,
    pub sealed_headline: &'a str,
    pub corrects: &'a str,
}

/// Keeps a filing.
pub(crate) async fn insert_filing(change: &mut Change, new: &NewFiling<'_>) -> Result<()> {
    let text = "INSERT INTO filing (id, realm_id, incident_id, number, stage, form_id, form_version, \
        filed_at, aware_at, filer, filer_session, file_key, digest, sealed, sealed_headline, corrects) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)";
    let query = sql(text)
        .bind(new.id)
        .bind(new.realm_id)
        .bind(new.incident_id)
        .bind(new.number)
        .bind(new.stage)
        .bind(new.form_id)
        .bind(new.form_version)
        .bind(new.filed_at)
        .bind(new.aware_at)
        .bind(new.filer)
        .bind(new.filer_session)
        .bind(new.file_key)
        .bind(new.digest)
        .bind(new.sealed)
        .bind(new.sealed_headline)
        .bind(new.corrects);
    change.execute(query).await?;
    Ok(())
}

/// An incident's filings, the first first.
pub(crate) async fn filings(kernel: &Kernel, incident_id: &str) -> Result<Vec<Filing>> {
    let text = format!("SELECT {FILING} FROM filing WHERE incident_id = $1 ORDER BY number");
    kernel.db.fetch_all(sql_built(text).bind(incident_id)).await
}

/// The filing that a form key belongs to.
pub(crate) async fn filing_by_key(kernel: &Kernel, file_key: &str) -> Result<Option<Filing>> {
    let text = format!("SELECT {FILING} FROM filing WHERE file_key = $1");
    kernel.db.fetch_optional(sql_built(text).bind(file_key)).await
}

/// Notes an incident's newest filing and its TLP label; until when it was handled, when that is said.
pub(crate) async fn follow_up(
    change: &mut Change,
    id: &str,
    filing: &str,
    tlp: &str,
    ended_at: Option<Time>,
) -> Result<()> {
    let text = "UPDATE incident SET last_filing = $2, tlp = $3, ended_at = COALESCE($4, ended_at), \
        closed_at = NULL WHERE id = $1";
    change.execute(sql(text).bind(id).bind(filing).bind(tlp).bind(ended_at)).await?;
    Ok(())
}

/// Notes until when an incident was handled.
pub(crate) async fn set_ended(change: &mut Change, id: &str, at: Time) -> Result<()> {
    change.execute(sql("UPDATE incident SET ended_at = $2 WHERE id = $1").bind(id).bind(at)).await?;
    Ok(())
}

/// The next number of an organisation's purpose in a year, from 1 without a gap: whoever asks at the same
/// time waits for the row.
pub(crate) async fn next_number(
    change: &mut Change,
    organisation_id: &str,
    purpose: &str,
    year: &str,
) -> Result<i64> {
    let text = "INSERT INTO reference_counter (organisation_id, purpose, year, last) VALUES ($1, $2, $3, 1) \
        ON CONFLICT (organisation_id, purpose, year) DO UPDATE SET last = reference_counter.last + 1 \
        RETURNING last";
    let query = sql(text).bind(organisation_id).bind(purpose).bind(year);
    Ok(change.fetch_one::<(i64,)>(query).await?.0)
}

/// A filing with its incident's key, for verifying.
#[derive(sqlx::FromRow)]
pub(crate) struct SealedFiling {
    pub id: String,
    pub digest: String,
    pub sealed: String,
    pub seal_key: String,
}

/// Filings in the order of their identifiers, after `after`.
pub(crate) async fn filings_after(kernel: &Kernel, after: &str, limit: i64) -> Result<Vec<SealedFiling>> {
    let text = "SELECT f.id, f.digest, f.sealed, i.seal_key FROM filing f \
        JOIN incident i ON i.id = f.incident_id WHERE f.id > $1 ORDER BY f.id LIMIT $2";
    kernel.db.fetch_all(sql(text).bind(after).bind(limit)).await
}

/// Whether there is such a filing.
pub(crate) async fn filing_exists(kernel: &Kernel, id: &str) -> Result<bool> {
    let query = sql("SELECT COUNT(*) FROM filing WHERE id = $1").bind(id);
    Ok(kernel.db.fetch_number(query).await? > 0)
}

/// The first line of a filing, sealed.
pub(crate) async fn sealed_headline(kernel: &Kernel, filing: &str) -> Result<String> {
    let query = sql("SELECT sealed_headline FROM filing WHERE id = $1").bind(filing);
    Ok(kernel.db.fetch_one::<(String,)>(query).await?.0)
}
