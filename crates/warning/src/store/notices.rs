//! Who was told, and by which link they answer.

use std::collections::HashSet;

use kernel::db::{places, sql, sql_built, values};
use kernel::time::Time;
use kernel::{Change, Kernel, Result, limits};

/// Somebody who was told, as stored.
#[derive(Clone, Debug, Default, PartialEq, Eq, sqlx::FromRow)]
pub(crate) struct NoticeRow {
    pub id: String,
    pub warning_id: String,
    pub obligation_id: String,
    pub organisation_id: String,
    pub seat_id: String,
    pub person_id: String,
    pub role: String,
    pub rung: i64,
    pub token_digest: String,
    pub state: String,
    pub told_at: Time,
    pub expires_at: Time,
    pub decoy_at: Option<Time>,
}

const COLUMNS: &str = "id, warning_id, obligation_id, organisation_id, seat_id, person_id, role, rung, token_digest, \
    state, told_at, expires_at, decoy_at";
/// Values bound for each row of an insert.
const BOUND: usize = 12;

/// Told.
pub(crate) const TOLD: &str = "told";

/// Keeps who is told.
pub(crate) async fn insert(change: &mut Change, rows: &[NoticeRow]) -> Result<()> {
    for batch in rows.chunks(limits::BOUND_VALUES / BOUND) {
        let text = format!(
            "INSERT INTO notice (id, warning_id, obligation_id, organisation_id, seat_id, person_id, role, rung, \
             token_digest, state, told_at, expires_at) VALUES {}",
            values(batch.len(), BOUND)
        );
        let query = batch.iter().fold(sql_built(text), |query, row| {
            query
                .bind(&row.id)
                .bind(&row.warning_id)
                .bind(&row.obligation_id)
                .bind(&row.organisation_id)
                .bind(&row.seat_id)
                .bind(&row.person_id)
                .bind(&row.role)
                .bind(row.rung)
                .bind(&row.token_digest)
                .bind(&row.state)
                .bind(row.told_at)
                .bind(row.expires_at)
        });
        change.execute(query).await?;
    }
    Ok(())
}

/// The notice a link belongs to.
///
/// # Errors
/// [`kernel::Error::NotFound`] when no link has this digest.
pub(crate) async fn by_token(kernel: &Kernel, digest: &str) -> Result<NoticeRow> {
    let text = format!("SELECT {COLUMNS} FROM notice WHERE token_digest = $1");
    kernel.db.fetch_one(sql_built(text).bind(digest)).await
}

/// A notice.
///
/// # Errors
/// [`kernel::Error::NotFound`] when there is none.
pub(crate) async fn get(kernel: &Kernel, id: &str) -> Result<NoticeRow> {
    let text = format!("SELECT {COLUMNS} FROM notice WHERE id = $1");
    kernel.db.fetch_one(sql_built(text).bind(id)).await
}

/// Every notice of one person of a warning: one for each organisation they answer for.
pub(crate) async fn of_person(kernel: &Kernel, warning_id: &str, person_id: &str) -> Result<Vec<NoticeRow>> {
    let text = format!("SELECT {COLUMNS} FROM notice WHERE warning_id = $1 AND person_id = $2 ORDER BY id");
    kernel.db.fetch_all(sql_built(text).bind(warning_id).bind(person_id)).await
}

/// A notice, inside a change.
pub(crate) async fn within(change: &mut Change, id: &str) -> Result<NoticeRow> {
    change.fetch_one(sql_built(format!("SELECT {COLUMNS} FROM notice WHERE id = $1")).bind(id)).await
}

/// Who was told at these obligations.
pub(crate) async fn of_obligations(change: &mut Change, ids: &[&str]) -> Result<Vec<NoticeRow>> {
    let mut rows = Vec::new();
    for batch in ids.chunks(limits::BOUND_VALUES) {
        let text = format!(
            "SELECT {COLUMNS} FROM notice WHERE obligation_id IN {} ORDER BY id",
            values(1, batch.len())
        );
        let query = batch.iter().fold(sql_built(text), |query, id| query.bind(*id));
        rows.extend(change.fetch_all::<NoticeRow>(query).await?);
    }
    Ok(rows)
}

/// Which of these people have been told of a warning, wherever they sit.
pub(crate) async fn told_people(
    change: &mut Change,
    warning_id: &str,
    people: &[&str],
) -> Result<HashSet<String>> {
    let mut told = HashSet::new();
    for batch in people.chunks(limits::BOUND_VALUES - 1) {
        let text = format!(
            "SELECT DISTINCT person_id FROM notice WHERE warning_id = $1 AND person_id IN ({})",
            places(2, batch.len())
        );
        let query = batch.iter().fold(sql_built(text).bind(warning_id), |query, id| query.bind(*id));
        told.extend(change.fetch_all::<(String,)>(query).await?.into_iter().map(|(id,)| id));
    }
    Ok(told)
}

/// Notes that somebody was told once more.
pub(crate) async fn told_again(change: &mut Change, id: &str, rung: i64) -> Result<()> {
    let at = change.at();
    change
        .execute(sql("UPDATE notice SET rung = $2, told_at = $3 WHERE id = $1").bind(id).bind(rung).bind(at))
        .await?;
    Ok(())
}

/// Notes that the decoy of a link was followed: no state of the world, so outside a change.
pub(crate) async fn note_decoy(kernel: &Kernel, digest: &str, at: Time) -> Result<()> {
    kernel
        .db
        .execute(sql("UPDATE notice SET decoy_at = $2 WHERE token_digest = $1").bind(digest).bind(at))
        .await?;
    Ok(())
}

/// Notes that no address of somebody's exists, so that nobody tries them again.
pub(crate) async fn set_dead(change: &mut Change, id: &str) -> Result<()> {
    change.execute(sql("UPDATE notice SET state = 'dead' WHERE id = $1 AND state = 'told'").bind(id)).await?;
    Ok(())
}

/// Notes that somebody has left the post they were told at; false when that was known.
pub(crate) async fn set_left(change: &mut Change, id: &str) -> Result<bool> {
    let text = "UPDATE notice SET state = 'left' WHERE id = $1 AND state <> 'left'";
    Ok(change.execute(sql(text).bind(id)).await? == 1)
}
