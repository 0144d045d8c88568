//! What was passed on, and which of an organisation's own people were told.

use std::collections::{HashMap, HashSet};

use kernel::db::{Query, places, sql, sql_built, values};
use kernel::time::Time;
use kernel::{Change, Kernel, Result, limits};

/// That an organisation passed a warning on, as stored.
#[derive(Clone, Debug, Default, PartialEq, Eq, sqlx::FromRow)]
pub(crate) struct RelayRow {
    pub id: String,
    pub warning_id: String,
    pub organisation_id: String,
    pub kind: String,
    pub target_id: String,
    pub by_whom: String,
    pub told: i64,
    pub known: i64,
    pub at: Time,
}

const RELAY: &str = "id, warning_id, organisation_id, kind, target_id, by_whom, told, known, at";

/// One of an organisation's own people who was told, as stored.
#[derive(Clone, Debug, Default, PartialEq, Eq, sqlx::FromRow)]
pub(crate) struct StaffNoticeRow {
    pub id: String,
    pub warning_id: String,
    pub organisation_id: String,
    pub group_id: String,
    pub token_digest: String,
    pub state: String,
    pub told_at: Time,
    pub expires_at: Time,
    pub read_at: Option<Time>,
}

const NOTICE: &str =
    "id, warning_id, organisation_id, group_id, token_digest, state, told_at, expires_at, read_at";
/// Values bound for each notice.
const BOUND_NOTICE: usize = 8;
/// Values bound for each address.
const BOUND_ADDRESS: usize = 3;

/// How many of one organisation's own people a warning has reached.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Staff {
    /// Were told.
    pub told: i64,
    /// Said that they read it.
    pub read: i64,
    /// No address of theirs works.
    pub failed: i64,
}

/// Keeps that a warning was passed on; what was passed on again to the same adds up.
pub(crate) async fn insert(change: &mut Change, row: &RelayRow) -> Result<()> {
    let text = format!(
        "INSERT INTO relay ({RELAY}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) \
         ON CONFLICT (warning_id, organisation_id, kind, target_id) DO UPDATE SET told = relay.told + excluded.told"
    );
    let query = sql_built(text)
        .bind(&row.id)
        .bind(&row.warning_id)
        .bind(&row.organisation_id)
        .bind(&row.kind)
        .bind(&row.target_id)
        .bind(&row.by_whom)
        .bind(row.told)
        .bind(row.known)
        .bind(row.at);
    change.execute(query).await?;
    Ok(())
}

/// Everything that was passed on of a warning, in order.
pub(crate) async fn of_warning(kernel: &Kernel, warning_id: &str) -> Result<Vec<RelayRow>> {
    let text = format!("SELECT {RELAY} FROM relay WHERE warning_id = $1 ORDER BY at, id");
    kernel.db.fetch_all(sql_built(text).bind(warning_id)).await
}

/// What one organisation passed on of a warning.
pub(crate) async fn of_organisation(
    kernel: &Kernel,
    warning_id: &str,
    organisation_id: &str,
) -> Result<Vec<RelayRow>> {
    let text =
        format!("SELECT {RELAY} FROM relay WHERE warning_id = $1 AND organisation_id = $2 ORDER BY at, id");
    kernel.db.fetch_all(sql_built(text).bind(warning_id).bind(organisation_id)).await
}

/// Who passed a warning on to one supplier, in order.
pub(crate) async fn clients(kernel: &Kernel, warning_id: &str, supplier_id: &str) -> Result<Vec<String>> {
    let text = "SELECT organisation_id FROM relay WHERE warning_id = $1 AND kind = 'supplier' AND target_id = $2 \
        ORDER BY at, id";
    let rows: Vec<(String,)> = kernel.db.fetch_all(sql(text).bind(warning_id).bind(supplier_id)).await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// To which groups of which organisations the warnings of a thread were passed on.
pub(crate) async fn groups_of_thread(kernel: &Kernel, thread: &str) -> Result<Vec<(String, String)>> {
    let text = "SELECT DISTINCT r.organisation_id, r.target_id FROM relay r JOIN warning w ON w.id = r.warning_id \
        WHERE w.thread = $1 AND r.kind = 'staff' ORDER BY r.organisation_id, r.target_id";
    kernel.db.fetch_all(sql(text).bind(thread)).await
}

/// To whom each organisation of a thread passed warnings on outside its own house.
pub(crate) async fn suppliers_of_thread(kernel: &Kernel, thread: &str) -> Result<Vec<(String, String)>> {
    let text = "SELECT DISTINCT r.organisation_id, r.target_id FROM relay r JOIN warning w ON w.id = r.warning_id \
        WHERE w.thread = $1 AND r.kind = 'supplier' ORDER BY r.organisation_id, r.target_id";
    kernel.db.fetch_all(sql(text).bind(thread)).await
}

/// The digests of every address at which staff was told of any warning of a thread.
pub(crate) async fn addresses_of_thread(kernel: &Kernel, thread: &str) -> Result<HashSet<String>> {
    let text = "SELECT DISTINCT a.digest FROM staff_address a JOIN warning w ON w.id = a.warning_id \
        WHERE w.thread = $1";
    let rows: Vec<(String,)> = kernel.db.fetch_all(sql(text).bind(thread)).await?;
    Ok(rows.into_iter().map(|(digest,)| digest).collect())
}

/// Which of these addresses have been told of a warning.
pub(crate) async fn known_addresses(
    change: &mut Change,
    warning_id: &str,
    digests: &[String],
) -> Result<HashSet<String>> {
    let mut known = HashSet::new();
    for batch in digests.chunks(limits::BOUND_VALUES - 1) {
        let text = format!(
            "SELECT digest FROM staff_address WHERE warning_id = $1 AND digest IN ({})",
            places(2, batch.len())
        );
        let query = batch.iter().fold(sql_built(text).bind(warning_id), |query, digest| query.bind(digest));
        known.extend(change.fetch_all::<(String,)>(query).await?.into_iter().map(|(digest,)| digest));
    }
    Ok(known)
}

/// Takes addresses, each with its notice; gives those that nobody took meanwhile.
pub(crate) async fn take_addresses(
    change: &mut Change,
    warning_id: &str,
    addresses: &[(String, String)],
) -> Result<HashSet<String>> {
    let mut taken = HashSet::new();
    for batch in addresses.chunks(limits::BOUND_VALUES / BOUND_ADDRESS) {
        let text = format!(
            "INSERT INTO staff_address (warning_id, digest, notice_id) VALUES {} \
             ON CONFLICT (warning_id, digest) DO NOTHING RETURNING digest",
            values(batch.len(), BOUND_ADDRESS)
        );
        let query = batch.iter().fold(sql_built(text), |query, (digest, notice)| {
            query.bind(warning_id).bind(digest).bind(notice)
        });
        taken.extend(change.fetch_all::<(String,)>(query).await?.into_iter().map(|(digest,)| digest));
    }
    Ok(taken)
}

/// Keeps who of the staff was told.
pub(crate) async fn insert_notices(change: &mut Change, rows: &[StaffNoticeRow]) -> Result<()> {
    for batch in rows.chunks(limits::BOUND_VALUES / BOUND_NOTICE) {
        let text = format!(
            "INSERT INTO staff_notice (id, warning_id, organisation_id, group_id, token_digest, state, told_at, \
             expires_at) VALUES {}",
            values(batch.len(), BOUND_NOTICE)
        );
        let query = batch.iter().fold(sql_built(text), |query, row| {
            query
                .bind(&row.id)
                .bind(&row.warning_id)
                .bind(&row.organisation_id)
                .bind(&row.group_id)
                .bind(&row.token_digest)
                .bind(&row.state)
                .bind(row.told_at)
                .bind(row.expires_at)
        });
        change.execute(query).await?;
    }
    Ok(())
}

/// Keeps what was handed over for whom, as parcel and notice.
pub(crate) async fn insert_parcels(change: &mut Change, parcels: &[(String, String)]) -> Result<()> {
    for batch in parcels.chunks(limits::BOUND_VALUES / BOUND_ADDRESS) {
        let text = format!(
            "INSERT INTO staff_parcel (id, notice_id, state) VALUES {}",
            values(batch.len(), BOUND_ADDRESS)
        );
        let query = batch
            .iter()
            .fold(sql_built(text), |query, (id, notice)| query.bind(id).bind(notice).bind("sent"));
        change.execute(query).await?;
    }
    Ok(())
}

/// How many people of one organisation were told of a warning.
pub(crate) async fn count_told(kernel: &Kernel, warning_id: &str, organisation_id: &str) -> Result<i64> {
    let text = "SELECT COUNT(*) FROM staff_notice WHERE warning_id = $1 AND organisation_id = $2";
    kernel.db.fetch_number(sql(text).bind(warning_id).bind(organisation_id)).await
}

const STAFF: &str = "COUNT(*) AS told, COUNT(read_at) AS read, \
    COALESCE(SUM(CASE WHEN state = 'failed' AND read_at IS NULL THEN 1 ELSE 0 END), 0) AS failed FROM staff_notice";

/// How one organisation's staff stands, by group.
pub(crate) async fn staff_of(
    kernel: &Kernel,
    warning_id: &str,
    organisation_id: &str,
) -> Result<HashMap<String, Staff>> {
    let text =
        format!("SELECT group_id, {STAFF} WHERE warning_id = $1 AND organisation_id = $2 GROUP BY group_id");
    by_key(kernel, sql_built(text).bind(warning_id).bind(organisation_id)).await
}

/// How the staff of each organisation stands.
pub(crate) async fn staff_by_organisation(
    kernel: &Kernel,
    warning_id: &str,
) -> Result<HashMap<String, Staff>> {
    let text = format!("SELECT organisation_id, {STAFF} WHERE warning_id = $1 GROUP BY organisation_id");
    by_key(kernel, sql_built(text).bind(warning_id)).await
}

async fn by_key(kernel: &Kernel, query: Query) -> Result<HashMap<String, Staff>> {
    let rows: Vec<(String, i64, i64, i64)> = kernel.db.fetch_all(query).await?;
    Ok(rows.into_iter().map(|(key, told, read, failed)| (key, Staff { told, read, failed })).collect())
}

/// How far passing on has come, in figures.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Passed {
    /// Organisations that told their own people.
    pub organisations: i64,
    /// Their people.
    pub staff: Staff,
    /// Organisations outside the audience to which it was passed on.
    pub suppliers: i64,
    /// Of these those that acknowledged.
    pub acknowledged: i64,
}

/// The figures of one warning.
pub(crate) async fn passed(kernel: &Kernel, warning_id: &str) -> Result<Passed> {
    let text = "SELECT COUNT(DISTINCT organisation_id) FROM relay WHERE warning_id = $1 AND kind = 'staff'";
    let organisations = kernel.db.fetch_number(sql(text).bind(warning_id)).await?;
    let text = format!("SELECT {STAFF} WHERE warning_id = $1");
    let (told, read, failed): (i64, i64, i64) = kernel.db.fetch_one(sql_built(text).bind(warning_id)).await?;
    let text = "SELECT COUNT(*), COUNT(settled_at) FROM obligation WHERE warning_id = $1 AND depth > 0";
    let (suppliers, acknowledged): (i64, i64) = kernel.db.fetch_one(sql(text).bind(warning_id)).await?;
    Ok(Passed { organisations, staff: Staff { told, read, failed }, suppliers, acknowledged })
}

/// The notice a staff link belongs to.
///
/// # Errors
/// [`kernel::Error::NotFound`] when no link has this digest.
pub(crate) async fn by_token(kernel: &Kernel, digest: &str) -> Result<StaffNoticeRow> {
    let text = format!("SELECT {NOTICE} FROM staff_notice WHERE token_digest = $1");
    kernel.db.fetch_one(sql_built(text).bind(digest)).await
}

/// Notes that somebody read; false when that was known.
pub(crate) async fn set_read(change: &mut Change, id: &str) -> Result<bool> {
    let text = "UPDATE staff_notice SET read_at = $2 WHERE id = $1 AND read_at IS NULL";
    let at = change.at();
    Ok(change.execute(sql(text).bind(id).bind(at)).await? == 1)
}

/// Of these parcels those of staff that are not known to have failed: parcel, notice, realm.
pub(crate) async fn still_sent(kernel: &Kernel, ids: &[&str]) -> Result<Vec<(String, String, String)>> {
    let mut found = Vec::new();
    for batch in ids.chunks(limits::BOUND_VALUES) {
        let text = format!(
            "SELECT p.id, p.notice_id, w.realm_id FROM staff_parcel p JOIN staff_notice n ON n.id = p.notice_id \
             JOIN warning w ON w.id = n.warning_id WHERE p.state = 'sent' AND p.id IN ({})",
            places(1, batch.len())
        );
        let query = batch.iter().fold(sql_built(text), |query, id| query.bind(*id));
        found.extend(kernel.db.fetch_all::<(String, String, String)>(query).await?);
    }
    Ok(found)
}

/// Notes that a parcel of staff failed, and that nobody is reached where it was the last; false when it was known.
pub(crate) async fn fail(change: &mut Change, parcel: &str, notice_id: &str) -> Result<bool> {
    let text = "UPDATE staff_parcel SET state = 'failed' WHERE id = $1 AND state = 'sent'";
    if change.execute(sql(text).bind(parcel)).await? == 0 {
        return Ok(false);
    }
    let text = "UPDATE staff_notice SET state = 'failed' WHERE id = $1 AND NOT EXISTS \
        (SELECT 1 FROM staff_parcel p WHERE p.notice_id = staff_notice.id AND p.state = 'sent')";
    change.execute(sql(text).bind(notice_id)).await?;
    Ok(true)
}
