//! The sealed pieces of files that belong to warnings.

use kernel::db::{sql, sql_built, values};
use kernel::{Change, Kernel, Result};

/// Pieces written with one statement: each is large.
const AT_ONCE: usize = 8;
/// Values bound for each piece.
const BOUND: usize = 4;

/// Keeps the pieces of a file with the draft to which it was added.
pub(crate) async fn insert(
    change: &mut Change,
    warning_id: &str,
    file_id: &str,
    pieces: &[String],
) -> Result<()> {
    let numbered: Vec<(i64, &String)> = (0..).zip(pieces).collect();
    for batch in numbered.chunks(AT_ONCE) {
        let rows = values(batch.len(), BOUND);
        let text = format!("INSERT INTO warning_piece (file_id, seq, warning_id, sealed) VALUES {rows}");
        let query = batch.iter().fold(sql_built(text), |query, (seq, sealed)| {
            query.bind(file_id).bind(*seq).bind(warning_id).bind(*sealed)
        });
        change.execute(query).await?;
    }
    Ok(())
}

/// One sealed piece.
pub(crate) async fn piece(kernel: &Kernel, file_id: &str, seq: i64) -> Result<Option<String>> {
    let query = sql("SELECT sealed FROM warning_piece WHERE file_id = $1 AND seq = $2");
    let row = kernel.db.fetch_optional::<(String,)>(query.bind(file_id).bind(seq)).await?;
    Ok(row.map(|(sealed,)| sealed))
}

/// Deletes a file that was added to this draft; one that it only refers to stays.
pub(crate) async fn delete(change: &mut Change, warning_id: &str, file_id: &str) -> Result<()> {
    let query = sql("DELETE FROM warning_piece WHERE file_id = $1 AND warning_id = $2");
    change.execute(query.bind(file_id).bind(warning_id)).await?;
    Ok(())
}

/// Deletes every file that was added to a draft.
pub(crate) async fn delete_of(change: &mut Change, warning_id: &str) -> Result<()> {
    change.execute(sql("DELETE FROM warning_piece WHERE warning_id = $1").bind(warning_id)).await?;
    Ok(())
}
