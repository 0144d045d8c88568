//! Lists that were uploaded and wait for a person to look at them.

use std::time::Duration;

use kernel::db::sql;
use kernel::{Kernel, Result, new_id};

/// How long a draft waits.
const KEPT: Duration = Duration::from_secs(24 * 3600);

/// A draft as it was uploaded.
#[derive(Clone, Debug)]
pub(crate) struct Draft {
    pub id: String,
    pub realm_id: String,
    pub person_id: String,
    pub file_name: String,
    /// The list it is; empty for what the columns suggest.
    pub source: String,
    /// The encoding the file was read in.
    pub encoding: String,
    /// The file's text.
    pub text: String,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: String,
    realm_id: String,
    person_id: String,
    file_name: String,
    source: String,
    encoding: String,
    seal_key: String,
    sealed: String,
}

fn context(id: &str) -> String {
    format!("import draft {id}")
}

/// Keeps a draft and removes those that have waited too long. `draft.id` is not looked at; the new
/// identifier is returned.
pub(crate) async fn insert(kernel: &Kernel, draft: &Draft) -> Result<String> {
    let now = kernel.wall.now();
    kernel.db.execute(sql("DELETE FROM import_draft WHERE made_at < $1").bind(now.minus(KEPT))).await?;
    let (id, key) = (new_id(), kernel.vault.new_key());
    let sealed = kernel.vault.seal(&key, &context(&id), &draft.text)?;
    let query = sql("INSERT INTO import_draft (id, realm_id, person_id, file_name, source, encoding, \
                     seal_key, sealed, made_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)")
    .bind(&id)
    .bind(&draft.realm_id)
    .bind(&draft.person_id)
    .bind(&draft.file_name)
    .bind(&draft.source)
    .bind(&draft.encoding)
    .bind(key)
    .bind(sealed)
    .bind(now);
    kernel.db.execute(query).await?;
    Ok(id)
}

/// A person's own draft in a realm.
pub(crate) async fn get(kernel: &Kernel, realm_id: &str, person_id: &str, id: &str) -> Result<Draft> {
    let query = sql("SELECT id, realm_id, person_id, file_name, source, encoding, seal_key, sealed \
                     FROM import_draft WHERE id = $1 AND realm_id = $2 AND person_id = $3");
    let row: Row = kernel.db.fetch_one(query.bind(id).bind(realm_id).bind(person_id)).await?;
    let text = kernel.vault.open(&row.seal_key, &context(&row.id), &row.sealed)?;
    Ok(Draft {
        text: text.unwrap_or_default(),
        id: row.id,
        realm_id: row.realm_id,
        person_id: row.person_id,
        file_name: row.file_name,
        source: row.source,
        encoding: row.encoding,
    })
}
