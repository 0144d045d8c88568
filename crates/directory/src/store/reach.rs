//! What is read of many organisations at once: where they lie and who sits there.

use kernel::db::{places, sql, sql_built};
use kernel::time::Time;
use kernel::{Db, Result, limits};

/// An organisation and where its main site lies.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct CandidateRow {
    pub id: String,
    pub kind: String,
    pub country: String,
    pub postcode: Option<String>,
    pub latitude: Option<f64>,
    pub longitude: Option<f64>,
}

/// A site and whose it is; of an organisation without sites, the organisation alone.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct SitedRow {
    pub organisation_id: String,
    pub organisation: String,
    pub kind: String,
    pub country: String,
    pub site_id: Option<String>,
    pub name: Option<String>,
    pub postcode: Option<String>,
    pub latitude: Option<f64>,
    pub longitude: Option<f64>,
    pub beds: Option<i64>,
    pub emergency: Option<i64>,
}

/// Somebody on a seat.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct SittingRow {
    pub organisation_id: String,
    pub seat_id: String,
    pub role: String,
    pub person_id: String,
    pub rank: i64,
}

/// Every organisation of a realm, by name.
pub(crate) async fn candidates(db: &Db, realm_id: &str) -> Result<Vec<CandidateRow>> {
    let text = "SELECT o.id, o.kind, o.country, s.postcode, s.latitude, s.longitude FROM organisation o \
        LEFT JOIN site s ON s.organisation_id = o.id AND s.position = 0 \
        WHERE o.realm_id = $1 ORDER BY o.sort_name, o.id";
    db.fetch_all(sql(text).bind(realm_id)).await
}

/// Every site of a realm, by organisation, the main one first.
pub(crate) async fn sited(db: &Db, realm_id: &str) -> Result<Vec<SitedRow>> {
    let text = "SELECT o.id AS organisation_id, o.name AS organisation, o.kind, o.country, s.id AS site_id, s.name, \
        s.postcode, s.latitude, s.longitude, s.beds, s.emergency FROM organisation o \
        LEFT JOIN site s ON s.organisation_id = o.id WHERE o.realm_id = $1 ORDER BY o.id, s.position, s.id";
    db.fetch_all(sql(text).bind(realm_id)).await
}

/// Who sits on the seats of these organisations at `at`: holders before who stands in.
pub(crate) async fn sitting(db: &Db, organisation_ids: &[String], at: Time) -> Result<Vec<SittingRow>> {
    let mut rows = Vec::new();
    for batch in organisation_ids.chunks(limits::BOUND_VALUES - 1) {
        let text = format!(
            "SELECT s.organisation_id, h.seat_id, s.role, h.person_id, h.rank FROM seat s \
             JOIN seat_holding h ON h.seat_id = s.id \
             WHERE h.from_at <= $1 AND (h.until_at IS NULL OR h.until_at > $1) \
             AND s.organisation_id IN ({}) ORDER BY s.organisation_id, h.rank, s.number, h.id",
            places(2, batch.len())
        );
        let query = batch.iter().fold(sql_built(text).bind(at), |query, id| query.bind(id));
        rows.extend(db.fetch_all::<SittingRow>(query).await?);
    }
    Ok(rows)
}

/// Who sits on the seats of these roles in a realm at `at`.
pub(crate) async fn sitting_in_realm(
    db: &Db,
    realm_id: &str,
    roles: &[&str],
    at: Time,
) -> Result<Vec<SittingRow>> {
    let text = format!(
        "SELECT s.organisation_id, h.seat_id, s.role, h.person_id, h.rank FROM seat s \
         JOIN seat_holding h ON h.seat_id = s.id \
         WHERE s.realm_id = $1 AND h.from_at <= $2 AND (h.until_at IS NULL OR h.until_at > $2) \
         AND s.role IN ({}) ORDER BY s.organisation_id, h.rank, s.number, h.id",
        places(3, roles.len())
    );
    let query = sql_built(text).bind(realm_id).bind(at);
    db.fetch_all(roles.iter().fold(query, |query, role| query.bind(*role))).await
}
