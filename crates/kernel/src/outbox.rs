//! Messages to somebody outside, written in the same transaction as what causes them and handed over
//! by `delivery`. A mailbox is no safe place: a message says that something waits, not what.

use serde::{Deserialize, Serialize};

use crate::db::{Query, sql_built};
use crate::realm::Realm;
use crate::seal::Vault;
use crate::time::Time;
use crate::{Result, limits, new_id};

/// An e-mail to one person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// The address.
    pub to: String,
    /// The subject, in the reader's language.
    pub subject: String,
    /// Plain text, in the reader's language.
    pub body: String,
}

/// Values bound for each row.
const BOUND: usize = 5;
/// Rows put in by one statement at most.
pub(crate) const ROWS_PER_INSERT: usize = limits::BOUND_VALUES / BOUND;

/// The statement that puts messages in the outbox of `realm`, due at once, at machine time `wall`.
pub(crate) fn insert(messages: &[Message], vault: &Vault, realm: &Realm, wall: Time) -> Result<Query> {
    let row = |first: usize| {
        let [id, realm, key, sealed, at] = [0, 1, 2, 3, 4].map(|offset| format!("${}", first + offset));
        format!("({id}, {realm}, 'email', {key}, {sealed}, 'waiting', {at}, {at}, 0, 0, '', '')")
    };
    let rows: Vec<String> = (0..messages.len()).map(|number| row(number * BOUND + 1)).collect();
    let mut query = sql_built(format!(
        "INSERT INTO outbox (id, realm_id, channel, seal_key, sealed, state, made_at, due_at, attempts, \
         lease_until, lease_token, last_error) VALUES {}",
        rows.join(", ")
    ));
    for message in messages {
        let (id, key) = (new_id(), vault.new_key());
        let sealed = vault.seal(&key, &context(&id), &serde_json::to_string(message)?)?;
        query = query.bind(id).bind(&realm.id).bind(key).bind(sealed).bind(wall);
    }
    Ok(query)
}

impl Message {
    /// Opens an outbox row's content; `None` when it was erased after hand-over.
    pub fn open(vault: &Vault, id: &str, key: &str, sealed: &str) -> Result<Option<Self>> {
        let text = vault.open(key, &context(id), sealed)?;
        Ok(text.map(|text| serde_json::from_str(&text)).transpose()?)
    }
}

fn context(id: &str) -> String {
    format!("outbox {id}")
}
