//! What a list already brought into a realm, and writing what it brings now, thousands of rows in a
//! few statements.

use std::collections::HashMap;

use kernel::db::{sql, sql_built, values};
use kernel::{Change, Db, Result, limits};

use super::{organisations, sites};
use crate::import::plan::{Known, KnownRecord};
use crate::store::organisations::OrganisationRow;
use crate::store::sites::SiteRow;

#[derive(sqlx::FromRow)]
struct KnownRow {
    id: String,
    external_key: String,
    parent: String,
    import_digest: String,
}

/// The names of the lists that brought organisations into a realm before.
pub(crate) async fn sources(db: &Db, realm_id: &str) -> Result<Vec<String>> {
    let query = sql("SELECT DISTINCT source FROM organisation WHERE realm_id = $1 AND source <> '' \
                     ORDER BY source LIMIT 100");
    Ok(db.fetch_all::<(String,)>(query.bind(realm_id)).await?.into_iter().map(|(source,)| source).collect())
}

const ORGANISATIONS: &str = "SELECT id, external_key, '' AS parent, import_digest FROM organisation \
    WHERE realm_id = $1 AND source = $2";
const SITES: &str = "SELECT id, external_key, organisation_id AS parent, import_digest FROM site \
    WHERE realm_id = $1 AND source = $2";

/// What this list brought before, for a preview.
pub(crate) async fn known(db: &Db, realm_id: &str, source: &str) -> Result<Known> {
    let organisations = db.fetch_all(sql(ORGANISATIONS).bind(realm_id).bind(source)).await?;
    let sites = db.fetch_all(sql(SITES).bind(realm_id).bind(source)).await?;
    Ok(Known { organisations: by_key(organisations), sites: by_key(sites) })
}

/// What this list brought before, inside the change that writes.
pub(crate) async fn known_in(change: &mut Change, realm_id: &str, source: &str) -> Result<Known> {
    let organisations = change.fetch_all(sql(ORGANISATIONS).bind(realm_id).bind(source)).await?;
    let sites = change.fetch_all(sql(SITES).bind(realm_id).bind(source)).await?;
    Ok(Known { organisations: by_key(organisations), sites: by_key(sites) })
}

fn by_key(rows: Vec<KnownRow>) -> HashMap<String, KnownRecord> {
    let record = |row: KnownRow| {
        (row.external_key, KnownRecord { id: row.id, parent: row.parent, digest: row.import_digest })
    };
    rows.into_iter().map(record).collect()
}

/// What an organisation's row becomes when the list says something new: an empty cell never erases.
const UPDATE_ORGANISATION: &str = "name = excluded.name, kind = excluded.kind, \
    mandate = COALESCE(excluded.mandate, organisation.mandate), \
    enterprise_number = COALESCE(excluded.enterprise_number, organisation.enterprise_number), \
    nihdi_number = COALESCE(excluded.nihdi_number, organisation.nihdi_number), \
    recognition_number = COALESCE(excluded.recognition_number, organisation.recognition_number), \
    ownership = COALESCE(excluded.ownership, organisation.ownership), \
    language = COALESCE(excluded.language, organisation.language), country = excluded.country, \
    mail_domain = COALESCE(excluded.mail_domain, organisation.mail_domain), city = excluded.city, \
    telephone = excluded.telephone, search = excluded.search, sort_name = excluded.sort_name, \
    external_key = excluded.external_key, import_digest = excluded.import_digest, \
    version = organisation.version + 1";

const UPDATE_SITE: &str = "organisation_id = excluded.organisation_id, position = excluded.position, \
    name = COALESCE(excluded.name, site.name), street = COALESCE(excluded.street, site.street), \
    house_number = COALESCE(excluded.house_number, site.house_number), \
    postcode = COALESCE(excluded.postcode, site.postcode), city = COALESCE(excluded.city, site.city), \
    latitude = COALESCE(excluded.latitude, site.latitude), \
    longitude = COALESCE(excluded.longitude, site.longitude), beds = COALESCE(excluded.beds, site.beds), \
    emergency = COALESCE(excluded.emergency, site.emergency), \
    facility_type = COALESCE(excluded.facility_type, site.facility_type), \
    telephone = COALESCE(excluded.telephone, site.telephone), email = COALESCE(excluded.email, site.email), \
    website = COALESCE(excluded.website, site.website), as_of = COALESCE(excluded.as_of, site.as_of), \
    extra = excluded.extra, import_digest = excluded.import_digest";

/// Writes organisations that are new or changed.
pub(crate) async fn write_organisations(change: &mut Change, rows: &[OrganisationRow]) -> Result<()> {
    let at = change.at();
    for batch in rows.chunks(limits::BOUND_VALUES / organisations::INSERTED) {
        let text = format!(
            "INSERT INTO organisation ({}, made_at) VALUES {} ON CONFLICT (id) DO UPDATE SET {UPDATE_ORGANISATION}",
            organisations::COLUMNS,
            values(batch.len(), organisations::INSERTED)
        );
        let query = batch.iter().fold(sql_built(text), |query, row| row.bind(query).bind(at));
        change.execute(query).await?;
    }
    Ok(())
}

/// Writes sites that are new or changed.
pub(crate) async fn write_sites(change: &mut Change, rows: &[SiteRow]) -> Result<()> {
    for batch in rows.chunks(limits::BOUND_VALUES / sites::INSERTED) {
        let text = format!(
            "INSERT INTO site ({}) VALUES {} ON CONFLICT (id) DO UPDATE SET {UPDATE_SITE}",
            sites::COLUMNS,
            values(batch.len(), sites::INSERTED)
        );
        let query = batch.iter().fold(sql_built(text), |query, row| row.bind(query));
        change.execute(query).await?;
    }
    Ok(())
}
