//! Acknowledgements, each once, and what organisations answer after them.

use kernel::db::sql;
use kernel::time::Time;
use kernel::{Change, Kernel, Result};

/// An acknowledgement as it comes in.
pub(crate) struct NewAcknowledgement<'a> {
    pub warning_id: &'a str,
    pub organisation_id: &'a str,
    /// `notice:ID`, `person:ID` or `call:ID`.
    pub by_whom: &'a str,
    pub evidence: &'a str,
    /// Keyed digest of the network it came from; empty where that says nothing.
    pub network: &'a str,
    pub is_counted: bool,
}

/// When and how somebody acknowledged.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub(crate) struct AcknowledgementRow {
    pub at: Time,
    pub is_counted: i64,
}

/// Keeps an acknowledgement; one that was not believed gives way to one that is. False when it is no news.
pub(crate) async fn acknowledge(change: &mut Change, new: &NewAcknowledgement<'_>) -> Result<bool> {
    let text = "INSERT INTO acknowledgement (warning_id, organisation_id, by_whom, at, evidence, network, is_counted) \
        VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (warning_id, organisation_id, by_whom) \
        DO UPDATE SET at = excluded.at, evidence = excluded.evidence, network = excluded.network, is_counted = excluded.is_counted \
        WHERE acknowledgement.is_counted = 0 AND excluded.is_counted = 1";
    let at = change.at();
    let query = sql(text)
        .bind(new.warning_id)
        .bind(new.organisation_id)
        .bind(new.by_whom)
        .bind(at)
        .bind(new.evidence)
        .bind(new.network)
        .bind(i64::from(new.is_counted));
    Ok(change.execute(query).await? == 1)
}

/// What somebody acknowledged for an organisation before.
pub(crate) async fn of(
    kernel: &Kernel,
    warning_id: &str,
    organisation_id: &str,
    by_whom: &str,
) -> Result<Option<AcknowledgementRow>> {
    let text = "SELECT at, is_counted FROM acknowledgement WHERE warning_id = $1 AND organisation_id = $2 \
        AND by_whom = $3";
    kernel.db.fetch_optional(sql(text).bind(warning_id).bind(organisation_id).bind(by_whom)).await
}

/// How many other organisations acknowledged from one network since `since`.
pub(crate) async fn others(
    kernel: &Kernel,
    warning_id: &str,
    network: &str,
    organisation_id: &str,
    since: Time,
) -> Result<i64> {
    let text = "SELECT COUNT(DISTINCT organisation_id) FROM acknowledgement WHERE warning_id = $1 AND network = $2 \
        AND at >= $3 AND organisation_id <> $4";
    kernel.db.fetch_number(sql(text).bind(warning_id).bind(network).bind(since).bind(organisation_id)).await
}

/// Keeps whether a warning applies to an organisation; false when it said so before.
pub(crate) async fn applies(change: &mut Change, obligation_id: &str, applies: &str) -> Result<bool> {
    let text = "UPDATE obligation SET applies = $2, applies_at = $3 WHERE id = $1 AND applies <> $2";
    let at = change.at();
    Ok(change.execute(sql(text).bind(obligation_id).bind(applies).bind(at)).await? == 1)
}

/// Keeps that an organisation passed a warning on; false when it said so before.
pub(crate) async fn forwarded(change: &mut Change, obligation_id: &str) -> Result<bool> {
    let text = "UPDATE obligation SET forwarded_at = $2 WHERE id = $1 AND forwarded_at IS NULL";
    let at = change.at();
    Ok(change.execute(sql(text).bind(obligation_id).bind(at)).await? == 1)
}

/// Keeps that an organisation did what was asked; false when it said so before.
pub(crate) async fn done(change: &mut Change, obligation_id: &str) -> Result<bool> {
    let text = "UPDATE obligation SET done_at = $2 WHERE id = $1 AND done_at IS NULL";
    let at = change.at();
    Ok(change.execute(sql(text).bind(obligation_id).bind(at)).await? == 1)
}
