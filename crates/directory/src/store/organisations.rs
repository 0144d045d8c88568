//! The table of organisations.

use kernel::db::{Query, places, sql, sql_built};
use kernel::{Change, Db, Result};

use crate::organisation::{Mandate, OrganisationKind, search_text};

/// An organisation as stored.
#[derive(Clone, Debug, Default, PartialEq, Eq, sqlx::FromRow)]
pub(crate) struct OrganisationRow {
    pub id: String,
    pub realm_id: String,
    pub name: String,
    pub kind: String,
    pub mandate: Option<String>,
    pub enterprise_number: Option<String>,
    pub nihdi_number: Option<String>,
    pub recognition_number: Option<String>,
    pub ownership: Option<String>,
    pub language: Option<String>,
    pub country: String,
    pub mail_domain: Option<String>,
    pub city: String,
    pub telephone: String,
    pub search: String,
    pub sort_name: String,
    pub source: String,
    pub external_key: String,
    pub import_digest: String,
    pub version: i64,
}

pub(super) const COLUMNS: &str = "id, realm_id, name, kind, mandate, enterprise_number, nihdi_number, \
    recognition_number, ownership, language, country, mail_domain, city, telephone, search, sort_name, \
    source, external_key, import_digest, version";

/// Columns of an insert: those of [`COLUMNS`] and `made_at`.
pub(super) const INSERTED: usize = 21;

impl OrganisationRow {
    /// Its kind; what an older version stored and this one does not know is "other".
    pub fn kind(&self) -> OrganisationKind {
        OrganisationKind::parse(&self.kind).unwrap_or(OrganisationKind::Other)
    }

    /// Its mandate, if it has one.
    pub fn mandate(&self) -> Option<Mandate> {
        self.mandate.as_deref().and_then(Mandate::parse)
    }

    pub(super) fn bind(&self, query: Query) -> Query {
        query
            .bind(&self.id)
            .bind(&self.realm_id)
            .bind(&self.name)
            .bind(&self.kind)
            .bind(self.mandate.clone())
            .bind(self.enterprise_number.clone())
            .bind(self.nihdi_number.clone())
            .bind(self.recognition_number.clone())
            .bind(self.ownership.clone())
            .bind(self.language.clone())
            .bind(&self.country)
            .bind(self.mail_domain.clone())
            .bind(&self.city)
            .bind(&self.telephone)
            .bind(&self.search)
            .bind(&self.sort_name)
            .bind(&self.source)
            .bind(&self.external_key)
            .bind(&self.import_digest)
            .bind(self.version)
    }
}

/// What a list shows.
#[derive(Clone, Debug, Default)]
pub(crate) struct Filter {
    /// Words, each of which must occur in a name or a town.
    pub words: String,
    /// Only this kind.
    pub kind: Option<OrganisationKind>,
}

/// Words of a search that are looked at.
const MAX_WORDS: usize = 8;

/// One page of a realm's organisations by name, and how many there are in all.
pub(crate) async fn list(
    db: &Db,
    realm_id: &str,
    filter: &Filter,
    page: Page,
) -> Result<(Vec<OrganisationRow>, i64)> {
    let (condition, values) = filter.condition();
    let count = format!("SELECT COUNT(*) FROM organisation WHERE realm_id = $1{condition}");
    let bind =
        |text: String| values.iter().fold(sql_built(text).bind(realm_id), |query, value| query.bind(value));
    let total = db.fetch_number(bind(count)).await?;
    let (limit, offset) = (values.len() + 2, values.len() + 3);
    let text = format!(
        "SELECT {COLUMNS} FROM organisation WHERE realm_id = $1{condition} \
         ORDER BY sort_name, id LIMIT ${limit} OFFSET ${offset}"
    );
    Ok((db.fetch_all(bind(text).bind(page.rows).bind(page.rows * page.number)).await?, total))
}

/// Which part of a list.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Page {
    /// Counting from 0.
    pub number: i64,
    /// Rows on one page.
    pub rows: i64,
}

impl Filter {
    fn condition(&self) -> (String, Vec<String>) {
        let (mut condition, mut values) = (String::new(), Vec::new());
        for word in search_text(&self.words).split(' ').filter(|word| !word.is_empty()).take(MAX_WORDS) {
            // `!` escapes what LIKE would take for a pattern.
            let literal = word.replace('!', "!!").replace('%', "!%").replace('_', "!_");
            values.push(format!("%{literal}%"));
            condition.push_str(&format!(" AND search LIKE ${} ESCAPE '!'", values.len() + 1));
        }
        if let Some(kind) = self.kind {
            values.push(kind.as_str().to_owned());
            condition.push_str(&format!(" AND kind = ${}", values.len() + 1));
        }
        (condition, values)
    }
}

/// An organisation by identifier, in any realm.
pub(crate) async fn get(db: &Db, id: &str) -> Result<OrganisationRow> {
    db.fetch_one(sql_built(format!("SELECT {COLUMNS} FROM organisation WHERE id = $1")).bind(id)).await
}

/// Several organisations at once.
pub(crate) async fn by_ids(db: &Db, ids: &[String]) -> Result<Vec<OrganisationRow>> {
    let mut rows = Vec::with_capacity(ids.len());
    for batch in ids.chunks(500) {
        let text = format!("SELECT {COLUMNS} FROM organisation WHERE id IN ({})", places(1, batch.len()));
        let query = batch.iter().fold(sql_built(text), |query, id| query.bind(id));
        rows.extend(db.fetch_all::<OrganisationRow>(query).await?);
    }
    Ok(rows)
}

/// A realm's authorities with this mandate, by name.
pub(crate) async fn by_mandate(db: &Db, realm_id: &str, mandate: &str) -> Result<Vec<OrganisationRow>> {
    let text = format!(
        "SELECT {COLUMNS} FROM organisation WHERE realm_id = $1 AND mandate = $2 ORDER BY sort_name, id"
    );
    db.fetch_all(sql_built(text).bind(realm_id).bind(mandate)).await
}

/// A realm's organisations of these kinds, by name.
pub(crate) async fn of_kinds(db: &Db, realm_id: &str, kinds: &[&str]) -> Result<Vec<OrganisationRow>> {
    let text = format!(
        "SELECT {COLUMNS} FROM organisation WHERE realm_id = $1 AND kind IN ({}) ORDER BY sort_name, id",
        places(2, kinds.len())
    );
    db.fetch_all(kinds.iter().fold(sql_built(text).bind(realm_id), |query, kind| query.bind(*kind))).await
}

/// The organisation a list knows by this key.
pub(crate) async fn find_by_key(
    change: &mut Change,
    realm_id: &str,
    source: &str,
    key: &str,
) -> Result<Option<OrganisationRow>> {
    let text = format!(
        "SELECT {COLUMNS} FROM organisation WHERE realm_id = $1 AND source = $2 AND external_key = $3"
    );
    change.fetch_optional(sql_built(text).bind(realm_id).bind(source).bind(key)).await
}

/// Adds one organisation.
pub(crate) async fn insert(change: &mut Change, row: &OrganisationRow) -> Result<()> {
    let text = format!("INSERT INTO organisation ({COLUMNS}, made_at) VALUES ({})", places(1, INSERTED));
    let at = change.at();
    change.execute(row.bind(sql_built(text)).bind(at)).await?;
    Ok(())
}

/// Writes an organisation as a person edited it; false when somebody else did so since `row.version`.
pub(crate) async fn update(change: &mut Change, row: &OrganisationRow) -> Result<bool> {
    let query = sql("UPDATE organisation SET name = $3, kind = $4, mandate = $5, enterprise_number = $6, \
         nihdi_number = $7, recognition_number = $8, language = $9, country = $10, mail_domain = $11, \
         sort_name = $12, version = version + 1 WHERE id = $1 AND version = $2")
    .bind(&row.id)
    .bind(row.version)
    .bind(&row.name)
    .bind(&row.kind)
    .bind(row.mandate.clone())
    .bind(row.enterprise_number.clone())
    .bind(row.nihdi_number.clone())
    .bind(row.recognition_number.clone())
    .bind(row.language.clone())
    .bind(&row.country)
    .bind(row.mail_domain.clone())
    .bind(&row.sort_name);
    Ok(change.execute(query).await? == 1)
}

/// Copies what lists show of the main site, and what searches look in, after sites have changed.
pub(crate) async fn set_place(
    change: &mut Change,
    id: &str,
    city: &str,
    telephone: &str,
    search: &str,
) -> Result<()> {
    let query = sql("UPDATE organisation SET city = $2, telephone = $3, search = $4 WHERE id = $1");
    change.execute(query.bind(id).bind(city).bind(telephone).bind(search)).await?;
    Ok(())
}
