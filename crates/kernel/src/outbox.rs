//! Messages to somebody outside, written in the same transaction as what causes them and handed over
//! by `delivery`. A mailbox is no safe place: a message says that something waits, not what.

use serde::{Deserialize, Serialize};

use crate::db::{Query, sql};
use crate::realm::Realm;
use crate::seal::Vault;
use crate::time::Time;
use crate::{Result, new_id};

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

impl Message {
    /// The statement that puts it in the outbox of `realm`, due at once, at machine time `wall`.
    pub(crate) fn into_insert(self, vault: &Vault, realm: &Realm, wall: Time) -> Result<Query> {
        let id = new_id();
        let key = vault.new_key();
        let sealed = vault.seal(&key, &context(&id), &serde_json::to_string(&self)?)?;
        Ok(sql("INSERT INTO outbox (id, realm_id, channel, seal_key, sealed, state, made_at, due_at, \
                attempts, lease_until, lease_token, last_error) \
                VALUES ($1, $2, 'email', $3, $4, 'waiting', $5, $6, 0, 0, '', '')")
        .bind(id)
        .bind(&realm.id)
        .bind(key)
        .bind(sealed)
        .bind(wall)
        .bind(wall))
    }

    /// Opens an outbox row's content; `None` when it was erased after hand-over.
    pub fn open(vault: &Vault, id: &str, key: &str, sealed: &str) -> Result<Option<Self>> {
        let text = vault.open(key, &context(id), sealed)?;
        Ok(text.map(|text| serde_json::from_str(&text)).transpose()?)
    }
}

fn context(id: &str) -> String {
    format!("outbox {id}")
}
