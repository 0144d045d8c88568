//! What eHealthBox took, and which of it was opened. That a message was opened is no answer; it only says where.

use std::time::Duration;

use kernel::db::{places, sql, sql_built};
use kernel::time::Time;
use kernel::{Kernel, Result, limits};

/// How often the same message is asked after.
const OFTEN: Duration = Duration::from_secs(5 * 60);
/// How long after it was sent it is asked after.
const WITHIN: Duration = Duration::from_secs(3 * 24 * 3600);
/// Messages asked after at once; the others are next.
const AT_ONCE: i64 = 50;

/// A message to ask after.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct Unread {
    pub(crate) parcel_id: String,
    pub(crate) message_id: String,
}

/// Keeps under which number a parcel was taken.
pub(crate) async fn keep(kernel: &Kernel, parcel_id: &str, message_id: &str) -> Result<()> {
    let text = "INSERT INTO ehealthbox_message (parcel_id, message_id, sent_at, asked_at) VALUES ($1, $2, $3, 0) \
        ON CONFLICT (parcel_id) DO NOTHING";
    kernel.db.execute(sql(text).bind(parcel_id).bind(message_id).bind(kernel.wall.now())).await?;
    Ok(())
}

/// The messages whose turn it is to be asked after. Two nodes may ask after the same one, which harms nobody.
pub(crate) async fn unread(kernel: &Kernel) -> Result<Vec<Unread>> {
    let now = kernel.wall.now();
    let text = "SELECT parcel_id, message_id FROM ehealthbox_message WHERE read_at IS NULL AND sent_at > $1 \
        AND asked_at <= $2 ORDER BY asked_at, parcel_id LIMIT $3";
    kernel.db.fetch_all(sql(text).bind(now.minus(WITHIN)).bind(now.minus(OFTEN)).bind(AT_ONCE)).await
}

/// Notes that a message was asked after, and when it was found opened.
pub(crate) async fn asked(kernel: &Kernel, parcel_id: &str, read_at: Option<Time>) -> Result<()> {
    let text =
        "UPDATE ehealthbox_message SET asked_at = $2, read_at = $3 WHERE parcel_id = $1 AND read_at IS NULL";
    kernel.db.execute(sql(text).bind(parcel_id).bind(kernel.wall.now()).bind(read_at)).await?;
    Ok(())
}

/// How many of these parcels were opened in eHealthBox.
///
/// # Errors
/// When the database fails.
pub async fn opened(kernel: &Kernel, ids: &[String]) -> Result<i64> {
    let mut opened = 0;
    for batch in ids.chunks(limits::BOUND_VALUES) {
        let text = format!(
            "SELECT COUNT(*) FROM ehealthbox_message WHERE read_at IS NOT NULL AND parcel_id IN ({})",
            places(1, batch.len())
        );
        let query = batch.iter().fold(sql_built(text), |query, id| query.bind(id));
        opened += kernel.db.fetch_number(query).await?;
    }
    Ok(opened)
}
