//! The simulated post office: keeps mail for reading on `/post` instead of sending it.

use kernel::access::Principal;
use kernel::db::sql;
use kernel::time::Time;
use kernel::{Change, Kernel, Message, Result};
use web::people;

use crate::letter::Letter;

/// Most mails shown at once.
const SHOWN: i64 = 100;

/// A mail as kept.
pub(crate) struct Mail {
    pub(crate) message: Message,
    /// The realm's time.
    pub(crate) at: Time,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: String,
    seal_key: String,
    sealed: String,
    at: Time,
}

/// Keeps a letter, in the same change that settles its outbox row: so it is kept exactly once.
pub(crate) async fn keep(kernel: &Kernel, change: &mut Change, letter: &Letter) -> Result<()> {
    let key = kernel.vault.new_key();
    let text = serde_json::to_string(&letter.message)?;
    let sealed = kernel.vault.seal(&key, &context(&letter.id), &text)?;
    let insert = "INSERT INTO simulated_mail (id, realm_id, recipient_lookup, seal_key, sealed, at) \
                  VALUES ($1, $2, $3, $4, $5, $6)";
    let lookup = people::email_lookup(kernel, &letter.message.to);
    let query = sql(insert).bind(&letter.id).bind(&change.realm().id).bind(lookup).bind(key).bind(sealed);
    let at = change.at();
    change.execute(query.bind(at)).await?;
    Ok(())
}

/// The mail to a person's own address in the realm they act in, the newest first.
pub(crate) async fn addressed_to(kernel: &Kernel, principal: &Principal) -> Result<Vec<Mail>> {
    let Some(person_id) = principal.person_id() else { return Ok(Vec::new()) };
    let email = people::get(kernel, person_id).await?.details.email;
    let text = "SELECT id, seal_key, sealed, at FROM simulated_mail WHERE realm_id = $1 \
                AND recipient_lookup = $2 ORDER BY id DESC LIMIT $3";
    let lookup = people::email_lookup(kernel, &email);
    let rows: Vec<Row> =
        kernel.db.fetch_all(sql(text).bind(&principal.realm.id).bind(lookup).bind(SHOWN)).await?;
    let mut mails = Vec::with_capacity(rows.len());
    for row in rows {
        if let Some(text) = kernel.vault.open(&row.seal_key, &context(&row.id), &row.sealed)? {
            mails.push(Mail { message: serde_json::from_str(&text)?, at: row.at });
        }
    }
    Ok(mails)
}

fn context(id: &str) -> String {
    format!("simulated mail {id}")
}
