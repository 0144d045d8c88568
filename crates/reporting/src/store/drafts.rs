//! Drafts: what was typed and not yet filed. No state of the world, so written outside a change.

use kernel::db::{sql, sql_built};
use kernel::time::Time;
use kernel::{Kernel, Result};

use super::{NewIncident, bind_new};

/// A draft, still sealed.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct DraftRow {
    pub id: String,
    pub realm_id: String,
    pub organisation_id: String,
    pub seal_key: String,
    pub made_by: String,
    pub made_session: String,
    pub sealed: String,
    pub saved_at: Time,
}

const SELECT: &str = "SELECT i.id, i.realm_id, i.organisation_id, i.seal_key, i.made_by, i.made_session, \
    d.sealed, d.saved_at FROM incident i JOIN draft d ON d.incident_id = i.id WHERE i.state = 'draft'";

/// Makes the incident of a form key unless it is there.
pub(crate) async fn begin(kernel: &Kernel, new: &NewIncident<'_>) -> Result<()> {
    let text = "INSERT INTO incident (id, realm_id, organisation_id, seal_key, state, draft_key, made_by, \
        made_session, made_at, number, last_filing) VALUES ($1, $2, $3, $4, 'draft', $5, $6, $7, $8, '', '') \
        ON CONFLICT (draft_key) DO NOTHING";
    kernel.db.execute(bind_new(sql(text), new)).await?;
    Ok(())
}

/// Keeps what was typed, unless it was filed meanwhile; says whether it was kept.
pub(crate) async fn save(kernel: &Kernel, incident_id: &str, sealed: &str, at: Time) -> Result<bool> {
    let text = "INSERT INTO draft (incident_id, sealed, saved_at) \
        SELECT id, $2, $3 FROM incident WHERE id = $1 AND state = 'draft' \
        ON CONFLICT (incident_id) DO UPDATE SET sealed = excluded.sealed, saved_at = excluded.saved_at";
    Ok(kernel.db.execute(sql(text).bind(incident_id).bind(sealed).bind(at)).await? > 0)
}

/// One draft.
pub(crate) async fn get(kernel: &Kernel, incident_id: &str) -> Result<Option<DraftRow>> {
    let query = sql_built(format!("{SELECT} AND i.id = $1")).bind(incident_id);
    kernel.db.fetch_optional(query).await
}

/// An organisation's drafts, the newest first.
pub(crate) async fn of_organisation(
    kernel: &Kernel,
    organisation_id: &str,
    limit: i64,
) -> Result<Vec<DraftRow>> {
    let text = format!("{SELECT} AND i.organisation_id = $1 ORDER BY i.made_at DESC, i.id DESC LIMIT $2");
    kernel.db.fetch_all(sql_built(text).bind(organisation_id).bind(limit)).await
}

/// The newest draft somebody began: a person, or a card in one session.
pub(crate) async fn newest_of(
    kernel: &Kernel,
    organisation_id: &str,
    made_by: &str,
    made_session: &str,
) -> Result<Option<DraftRow>> {
    let text = format!(
        "{SELECT} AND i.organisation_id = $1 AND i.made_by = $2 AND i.made_session = $3 \
         ORDER BY i.made_at DESC, i.id DESC LIMIT 1"
    );
    kernel.db.fetch_optional(sql_built(text).bind(organisation_id).bind(made_by).bind(made_session)).await
}

/// Throws a draft away, with its incident. What was filed stays.
pub(crate) async fn discard(kernel: &Kernel, incident_id: &str) -> Result<()> {
    let gone = sql("DELETE FROM incident WHERE id = $1 AND state = 'draft'").bind(incident_id);
    if kernel.db.execute(gone).await? > 0 {
        kernel.db.execute(sql("DELETE FROM draft WHERE incident_id = $1").bind(incident_id)).await?;
    }
    Ok(())
}
