//! The simulated post office: keeps messages of every channel for reading on `/post` instead of sending them.

use kernel::access::Principal;
use kernel::db::sql;
use kernel::time::Time;
use kernel::{Change, Channel, Kernel, Message, Result};
use web::people;

use crate::letter::Letter;

/// Most messages shown at once.
const SHOWN: i64 = 100;

/// A message as kept.
pub(crate) struct Mail {
    pub(crate) channel: Channel,
    pub(crate) message: Message,
    /// The realm's time.
    pub(crate) at: Time,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: String,
    channel: String,
    seal_key: String,
    sealed: String,
    at: Time,
}

/// Keeps a letter, in the same change that settles its outbox row: so it is kept exactly once.
pub(crate) async fn keep(kernel: &Kernel, change: &mut Change, letter: &Letter) -> Result<()> {
    let key = kernel.vault.new_key();
    let text = serde_json::to_string(&letter.message)?;
    let sealed = kernel.vault.seal(&key, &context(&letter.id), &text)?;
    let insert = "INSERT INTO simulated_mail (id, realm_id, channel, person, recipient_lookup, seal_key, \
                  sealed, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    // Nobody is found by a telephone number or a URL: what goes there is read by the person it is for.
    let is_mail = letter.channel == Channel::Email;
    let lookup = if is_mail { people::email_lookup(kernel, &letter.message.to) } else { String::new() };
    let query = sql(insert)
        .bind(&letter.id)
        .bind(&change.realm().id)
        .bind(letter.channel.as_str())
        .bind(&letter.person)
        .bind(lookup)
        .bind(key)
        .bind(sealed)
        .bind(change.at());
    change.execute(query).await?;
    Ok(())
}

/// The mail to a person's own address and whatever else is for them, in the realm they act in, the newest
/// first.
pub(crate) async fn addressed_to(kernel: &Kernel, principal: &Principal) -> Result<Vec<Mail>> {
    let Some(person_id) = principal.person_id() else { return Ok(Vec::new()) };
    let email = people::get(kernel, person_id).await?.details.email;
    let text = "SELECT id, channel, seal_key, sealed, at FROM simulated_mail WHERE realm_id = $1 \
                AND (recipient_lookup = $2 OR (person <> '' AND person = $3)) ORDER BY id DESC LIMIT $4";
    let lookup = people::email_lookup(kernel, &email);
    let query = sql(text).bind(&principal.realm.id).bind(lookup).bind(person_id).bind(SHOWN);
    let rows: Vec<Row> = kernel.db.fetch_all(query).await?;
    let mut mails = Vec::with_capacity(rows.len());
    for row in rows {
        if let Some(text) = kernel.vault.open(&row.seal_key, &context(&row.id), &row.sealed)? {
            let channel = Channel::parse(&row.channel).unwrap_or(Channel::Email);
            mails.push(Mail { channel, message: serde_json::from_str(&text)?, at: row.at });
        }
    }
    Ok(mails)
}

fn context(id: &str) -> String {
    format!("simulated mail {id}")
}
