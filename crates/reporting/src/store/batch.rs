//! Many rows at once, for filling an installation.

use std::collections::HashMap;

use kernel::db::{Value, sql, sql_built, values};
use kernel::{Change, Kernel, Result, limits};

/// A row, its values in the order of its table's columns here.
pub(crate) type Row = Vec<Value>;

/// A table that is filled.
pub(crate) struct Table {
    name: &'static str,
    columns: &'static [&'static str],
    /// What follows the values.
    rest: &'static str,
}

const fn table(name: &'static str, columns: &'static [&'static str]) -> Table {
    Table { name, columns, rest: "" }
}

pub(crate) const INCIDENT: Table = table(
    "incident",
    &[
        "id",
        "realm_id",
        "organisation_id",
        "seal_key",
        "state",
        "draft_key",
        "made_by",
        "made_session",
        "made_at",
        "number",
        "last_filing",
        "closed_at",
    ],
);

pub(crate) const FILING: Table = table(
    "filing",
    &[
        "id",
        "realm_id",
        "incident_id",
        "number",
        "stage",
        "form_id",
        "form_version",
        "filed_at",
        "aware_at",
        "filer",
        "filer_session",
        "file_key",
        "digest",
        "sealed",
        "sealed_headline",
    ],
);

pub(crate) const PART: Table = table("filing_part", &["filing_id", "authority_id", "digest", "sealed"]);

pub(crate) const AUDIENCE: Table = table(
    "audience",
    &[
        "incident_id",
        "authority_id",
        "realm_id",
        "routing",
        "rules",
        "since",
        "answer_within_ms",
        "added_by",
        "state",
        "waits_on",
        "waits_since",
        "due_at",
        "acknowledged_at",
        "acknowledged_by",
        "reference",
        "assigned_to",
        "closed_at",
        "organisation_id",
        "last_filing",
    ],
);

pub(crate) const MESSAGE: Table = table(
    "message",
    &[
        "id",
        "realm_id",
        "incident_id",
        "authority_id",
        "kind",
        "answers",
        "author",
        "organisation_id",
        "at",
        "sealed",
        "form_key",
    ],
);

pub(crate) const DUTY: Table = table(
    "duty",
    &[
        "id",
        "realm_id",
        "incident_id",
        "authority_id",
        "stage",
        "routing",
        "rule",
        "anchor",
        "state",
        "starts_at",
        "due_at",
        "met_by",
    ],
);

pub(crate) const COUNTER: Table = Table {
    name: "reference_counter",
    columns: &["organisation_id", "purpose", "year", "last"],
    rest: " ON CONFLICT (organisation_id, purpose, year) DO UPDATE SET last = excluded.last",
};

/// Inserts rows, as many with each statement as are bound fast.
pub(crate) async fn insert(change: &mut Change, table: &Table, rows: Vec<Row>) -> Result<()> {
    let columns = table.columns.len();
    let mut rows = rows.into_iter();
    loop {
        let batch: Vec<Row> = rows.by_ref().take(limits::BOUND_VALUES / columns).collect();
        if batch.is_empty() {
            return Ok(());
        }
        let text = format!(
            "INSERT INTO {} ({}) VALUES {}{}",
            table.name,
            table.columns.join(", "),
            values(batch.len(), columns),
            table.rest
        );
        let query = batch.into_iter().flatten().fold(sql_built(text), |query, value| query.bind(value));
        change.execute(query).await?;
    }
}

/// For whom, for what, in which year numbers are given out.
pub(crate) type Numbered = (String, &'static str, String);

/// The last number given out for this purpose, by organisation and year.
pub(crate) async fn last_numbers(kernel: &Kernel, purpose: &'static str) -> Result<HashMap<Numbered, i64>> {
    let query = sql("SELECT organisation_id, year, last FROM reference_counter WHERE purpose = $1");
    let rows: Vec<(String, String, i64)> = kernel.db.fetch_all(query.bind(purpose)).await?;
    Ok(rows.into_iter().map(|(organisation, year, last)| ((organisation, purpose, year), last)).collect())
}
