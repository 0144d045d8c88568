//! What each authority got of each filing.

use kernel::db::sql;
use kernel::{Change, Kernel, Result};

use crate::incident::Part;

/// Keeps what an authority gets of a filing.
pub(crate) async fn insert(change: &mut Change, part: &Part) -> Result<()> {
    let text = "INSERT INTO filing_part (filing_id, authority_id, digest, sealed) VALUES ($1, $2, $3, $4)";
    let query = sql(text).bind(&part.filing_id).bind(&part.authority_id).bind(&part.digest);
    change.execute(query.bind(&part.sealed)).await?;
    Ok(())
}

/// What an authority got of an incident's filings, the first first.
pub(crate) async fn of_authority(
    kernel: &Kernel,
    incident_id: &str,
    authority_id: &str,
) -> Result<Vec<Part>> {
    let text = "SELECT p.filing_id, p.authority_id, p.digest, p.sealed FROM filing_part p \
        JOIN filing f ON f.id = p.filing_id WHERE f.incident_id = $1 AND p.authority_id = $2 \
        ORDER BY f.number";
    kernel.db.fetch_all(sql(text).bind(incident_id).bind(authority_id)).await
}

/// What everybody got of one filing.
pub(crate) async fn of_filing(kernel: &Kernel, filing_id: &str) -> Result<Vec<Part>> {
    let text = "SELECT filing_id, authority_id, digest, sealed FROM filing_part WHERE filing_id = $1 \
        ORDER BY authority_id";
    kernel.db.fetch_all(sql(text).bind(filing_id)).await
}

/// Which authority got which of an incident's filings, as filing and authority.
pub(crate) async fn recipients(kernel: &Kernel, incident_id: &str) -> Result<Vec<(String, String)>> {
    let text = "SELECT p.filing_id, p.authority_id FROM filing_part p JOIN filing f ON f.id = p.filing_id \
        WHERE f.incident_id = $1";
    kernel.db.fetch_all(sql(text).bind(incident_id)).await
}
