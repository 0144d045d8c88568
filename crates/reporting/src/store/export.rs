//! Filings and their parts in bulk, for verifying and for giving out.

use kernel::db::sql;
use kernel::{Kernel, Result};

use super::SealedFiling;
use crate::incident::Part;

/// What everybody got of the filings after one identifier, up to and with another.
pub(crate) async fn parts_between(kernel: &Kernel, after: &str, last: &str) -> Result<Vec<Part>> {
    let text = "SELECT filing_id, authority_id, digest, sealed FROM filing_part \
        WHERE filing_id > $1 AND filing_id <= $2 ORDER BY filing_id, authority_id";
    kernel.db.fetch_all(sql(text).bind(after).bind(last)).await
}

/// An incident that was filed.
#[derive(sqlx::FromRow)]
pub(crate) struct FiledIncident {
    pub id: String,
    pub realm_id: String,
}

/// Incidents that were filed, in the order of their identifiers, after `after`.
pub(crate) async fn incidents_after(kernel: &Kernel, after: &str, limit: i64) -> Result<Vec<FiledIncident>> {
    let text = "SELECT id, realm_id FROM incident WHERE state = 'filed' AND id > $1 ORDER BY id LIMIT $2";
    kernel.db.fetch_all(sql(text).bind(after).bind(limit)).await
}

/// One incident that was filed.
pub(crate) async fn incident(kernel: &Kernel, id: &str) -> Result<Option<FiledIncident>> {
    let text = "SELECT id, realm_id FROM incident WHERE state = 'filed' AND id = $1";
    kernel.db.fetch_optional(sql(text).bind(id)).await
}

/// A filing with its number and stage, and its incident's key.
#[derive(sqlx::FromRow)]
pub(crate) struct NumberedFiling {
    pub number: i64,
    pub stage: String,
    #[sqlx(flatten)]
    pub filing: SealedFiling,
}

/// An incident's filings, the first first.
pub(crate) async fn filings(kernel: &Kernel, incident_id: &str) -> Result<Vec<NumberedFiling>> {
    let text = "SELECT f.number, f.stage, f.id, f.digest, f.sealed, i.seal_key FROM filing f \
        JOIN incident i ON i.id = f.incident_id WHERE f.incident_id = $1 ORDER BY f.number";
    kernel.db.fetch_all(sql(text).bind(incident_id)).await
}
