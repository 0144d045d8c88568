//! By which code and from which number a text message answers, and how many led nowhere.

use kernel::db::{sql, sql_built, values};
use kernel::time::Time;
use kernel::{Change, Kernel, Result, limits};

/// What a text message to somebody lets them answer with; digests.
#[derive(Clone, Debug)]
pub(crate) struct ReplyRow {
    pub notice_id: String,
    pub number: String,
    pub code: String,
}

/// Values bound for each row of an insert.
const BOUND: usize = 3;

/// Keeps by what can be answered; what is known stays.
pub(crate) async fn insert(change: &mut Change, rows: &[ReplyRow]) -> Result<()> {
    for batch in rows.chunks(limits::BOUND_VALUES / BOUND) {
        let text = format!(
            "INSERT INTO notice_reply (notice_id, number, code) VALUES {} ON CONFLICT (notice_id, number) DO NOTHING",
            values(batch.len(), BOUND)
        );
        let query = batch
            .iter()
            .fold(sql_built(text), |query, row| query.bind(&row.notice_id).bind(&row.number).bind(&row.code));
        change.execute(query).await?;
    }
    Ok(())
}

/// The notice that a code from a number answers.
pub(crate) async fn notice(kernel: &Kernel, number: &str, code: &str) -> Result<Option<String>> {
    let query = sql(
        "SELECT notice_id FROM notice_reply WHERE number = $1 AND code = $2 ORDER BY notice_id DESC LIMIT 1",
    );
    let found = kernel.db.fetch_optional::<(String,)>(query.bind(number).bind(code)).await?;
    Ok(found.map(|(id,)| id))
}

/// How many messages from a number led nowhere since `since`.
pub(crate) async fn strays(kernel: &Kernel, number: &str, since: Time) -> Result<i64> {
    let query =
        sql("SELECT count FROM stray_reply WHERE number = $1 AND since > $2").bind(number).bind(since);
    Ok(kernel.db.fetch_optional::<(i64,)>(query).await?.map_or(0, |(count,)| count))
}

/// Counts one that led nowhere at `now`, and forgets those that were counted before `since`.
pub(crate) async fn stray(kernel: &Kernel, number: &str, (now, since): (Time, Time)) -> Result<()> {
    kernel.db.execute(sql("DELETE FROM stray_reply WHERE since <= $1").bind(since)).await?;
    let text = "INSERT INTO stray_reply (number, since, count) VALUES ($1, $2, 1) \
        ON CONFLICT (number) DO UPDATE SET count = stray_reply.count + 1";
    kernel.db.execute(sql(text).bind(number).bind(now)).await?;
    Ok(())
}
