//! The table of sites.

use std::collections::HashMap;

use kernel::db::{Query, places, sql, sql_built};
use kernel::{Change, Db, Result};

/// A site as stored.
#[derive(Clone, Debug, Default, PartialEq, sqlx::FromRow)]
pub(crate) struct SiteRow {
    pub id: String,
    pub realm_id: String,
    pub organisation_id: String,
    /// 0 for the main site.
    pub position: i64,
    pub name: Option<String>,
    pub street: Option<String>,
    pub house_number: Option<String>,
    pub postcode: Option<String>,
    pub city: Option<String>,
    pub latitude: Option<f64>,
    pub longitude: Option<f64>,
    pub beds: Option<i64>,
    /// 1 where there is an emergency department, 0 where there is none.
    pub emergency: Option<i64>,
    pub facility_type: Option<String>,
    pub telephone: Option<String>,
    pub email: Option<String>,
    pub website: Option<String>,
    pub as_of: Option<String>,
    /// A JSON object.
    pub extra: String,
    pub source: String,
    pub external_key: String,
    pub import_digest: String,
}

pub(super) const COLUMNS: &str = "id, realm_id, organisation_id, position, name, street, house_number, \
    postcode, city, latitude, longitude, beds, emergency, facility_type, telephone, email, website, as_of, \
    extra, source, external_key, import_digest";

pub(super) const INSERTED: usize = 22;

impl SiteRow {
    pub(super) fn bind(&self, query: Query) -> Query {
        query
            .bind(&self.id)
            .bind(&self.realm_id)
            .bind(&self.organisation_id)
            .bind(self.position)
            .bind(self.name.clone())
            .bind(self.street.clone())
            .bind(self.house_number.clone())
            .bind(self.postcode.clone())
            .bind(self.city.clone())
            .bind(self.latitude)
            .bind(self.longitude)
            .bind(self.beds)
            .bind(self.emergency)
            .bind(self.facility_type.clone())
            .bind(self.telephone.clone())
            .bind(self.email.clone())
            .bind(self.website.clone())
            .bind(self.as_of.clone())
            .bind(&self.extra)
            .bind(&self.source)
            .bind(&self.external_key)
            .bind(&self.import_digest)
    }

    /// What a list said that has no place of its own, by its heading.
    pub fn extra(&self) -> std::collections::BTreeMap<String, String> {
        serde_json::from_str(&self.extra).unwrap_or_default()
    }
}

/// An organisation's sites, the main one first.
pub(crate) async fn of_organisation(db: &Db, organisation_id: &str) -> Result<Vec<SiteRow>> {
    let text = format!("SELECT {COLUMNS} FROM site WHERE organisation_id = $1 ORDER BY position, id");
    db.fetch_all(sql_built(text).bind(organisation_id)).await
}

/// An organisation's sites inside a change, the main one first.
pub(crate) async fn of_organisation_in(change: &mut Change, organisation_id: &str) -> Result<Vec<SiteRow>> {
    let text = format!("SELECT {COLUMNS} FROM site WHERE organisation_id = $1 ORDER BY position, id");
    change.fetch_all(sql_built(text).bind(organisation_id)).await
}

/// How many sites each of these organisations has.
pub(crate) async fn counts(db: &Db, organisation_ids: &[String]) -> Result<HashMap<String, i64>> {
    if organisation_ids.is_empty() {
        return Ok(HashMap::new());
    }
    let text = format!(
        "SELECT organisation_id, COUNT(*) FROM site WHERE organisation_id IN ({}) GROUP BY organisation_id",
        places(1, organisation_ids.len())
    );
    let query = organisation_ids.iter().fold(sql_built(text), |query, id| query.bind(id));
    Ok(db.fetch_all::<(String, i64)>(query).await?.into_iter().collect())
}

/// Adds one site.
pub(crate) async fn insert(change: &mut Change, row: &SiteRow) -> Result<()> {
    let text = format!("INSERT INTO site ({COLUMNS}) VALUES ({})", places(1, INSERTED));
    change.execute(row.bind(sql_built(text))).await?;
    Ok(())
}

/// Writes a site as a person edited it; false when the organisation has no such site.
pub(crate) async fn update(change: &mut Change, row: &SiteRow) -> Result<bool> {
    let query = sql("UPDATE site SET name = $3, street = $4, house_number = $5, postcode = $6, city = $7, \
         beds = $8, emergency = $9, telephone = $10, email = $11, website = $12 \
         WHERE id = $1 AND organisation_id = $2")
    .bind(&row.id)
    .bind(&row.organisation_id)
    .bind(row.name.clone())
    .bind(row.street.clone())
    .bind(row.house_number.clone())
    .bind(row.postcode.clone())
    .bind(row.city.clone())
    .bind(row.beds)
    .bind(row.emergency)
    .bind(row.telephone.clone())
    .bind(row.email.clone())
    .bind(row.website.clone());
    Ok(change.execute(query).await? == 1)
}

/// Takes a site out; the main site stays. False when there is no such other site.
pub(crate) async fn delete(change: &mut Change, organisation_id: &str, id: &str) -> Result<bool> {
    let query = sql("DELETE FROM site WHERE id = $1 AND organisation_id = $2 AND position > 0");
    Ok(change.execute(query.bind(id).bind(organisation_id)).await? == 1)
}
