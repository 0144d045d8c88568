//! Devices on which people want to be warned: what their browser got from its push service (RFC 8030) when they
//! asked for it, and the key by which that service knows this installation (RFC 8292).

use std::collections::HashMap;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use kernel::db::{places, sql, sql_built};
use kernel::time::Time;
use kernel::{Change, Entry, Error, Kernel, Result, limits, new_id, realm};
use p256::elliptic_curve::Generate;
use p256::{PublicKey, SecretKey};
use serde::{Deserialize, Serialize};

/// Devices of one person, at most.
const MOST: i64 = 10;
/// Longest address of a push service, in bytes; those in use stay far below.
const ENDPOINT_BYTES: usize = 1_000;
/// Bytes of the secret by which a browser knows who may write to it.
const AUTH_BYTES: usize = 16;

/// What a browser gives to whoever may push to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Subscription {
    /// Where its push service takes messages.
    pub endpoint: String,
    /// The browser's public key, in base64 for URLs.
    pub p256dh: String,
    /// The secret of the two, in base64 for URLs.
    pub auth: String,
}

/// A device, as its owner sees it.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct DeviceRow {
    pub(crate) id: String,
    pub(crate) device: String,
    pub(crate) made_at: Time,
}

impl Subscription {
    /// The browser's public key.
    ///
    /// # Errors
    /// [`Error::Invalid`] when it is none.
    pub fn key(&self) -> Result<PublicKey> {
        let bytes = URL_SAFE_NO_PAD.decode(self.p256dh.trim_end_matches('=')).ok();
        let key = bytes.and_then(|bytes| PublicKey::from_sec1_bytes(&bytes).ok());
        key.ok_or_else(|| invalid("p256dh", "is no key of a browser"))
    }

    /// The secret of the two.
    ///
    /// # Errors
    /// [`Error::Invalid`] when it is none.
    pub fn secret(&self) -> Result<Vec<u8>> {
        let bytes = URL_SAFE_NO_PAD.decode(self.auth.trim_end_matches('=')).ok();
        let secret = bytes.filter(|bytes| bytes.len() == AUTH_BYTES);
        secret.ok_or_else(|| invalid("auth", "is no secret of a browser"))
    }

    /// Whether a browser can have given this. Where the address leads is looked at when something is sent there.
    fn check(&self) -> Result<()> {
        let is_address = self.endpoint.starts_with("https://") || self.endpoint.starts_with("http://");
        if !is_address || self.endpoint.len() > ENDPOINT_BYTES {
            return Err(invalid("endpoint", "is no address of a push service"));
        }
        self.key()?;
        self.secret().map(drop)
    }
}

fn invalid(field: &str, message: &str) -> Error {
    Error::Invalid { field: field.into(), message: message.into() }
}

/// Says whether this installation pushes; makes its key the first time it does.
pub async fn switch(kernel: &Kernel, is_on: bool) -> Result<()> {
    if is_on {
        let key = kernel.vault.new_key();
        let secret = URL_SAFE_NO_PAD.encode(SecretKey::generate().to_bytes());
        let sealed = kernel.vault.seal(&key, KEY_CONTEXT, &secret)?;
        let text = "INSERT INTO push_key (id, seal_key, sealed, is_on) VALUES (1, $1, $2, 1) \
            ON CONFLICT (id) DO UPDATE SET is_on = 1";
        kernel.db.execute(sql(text).bind(key).bind(sealed)).await?;
    } else {
        kernel.db.execute(sql("UPDATE push_key SET is_on = 0")).await?;
    }
    Ok(())
}

const KEY_CONTEXT: &str = "push key";

/// The key that push services know this installation by; `None` where nothing is pushed.
pub async fn push_key(kernel: &Kernel) -> Result<Option<SecretKey>> {
    let query = sql("SELECT seal_key, sealed FROM push_key WHERE is_on = 1");
    let Some((key, sealed)) = kernel.db.fetch_optional::<(String, String)>(query).await? else {
        return Ok(None);
    };
    let text = kernel.vault.open(&key, KEY_CONTEXT, &sealed)?.unwrap_or_default();
    let bytes = URL_SAFE_NO_PAD.decode(text).map_err(anyhow::Error::from)?;
    Ok(Some(SecretKey::from_slice(&bytes).map_err(anyhow::Error::from)?))
}

/// The public half, as a browser wants it.
pub(crate) async fn public_key(kernel: &Kernel) -> Result<Option<String>> {
    let key = push_key(kernel).await?;
    Ok(key.map(|key| URL_SAFE_NO_PAD.encode(key.public_key().to_sec1_bytes())))
}

/// Keeps that somebody wants to be warned on a device called `device`. The same device again is no second one.
///
/// # Errors
/// [`Error::Invalid`] when no browser gave this, [`Error::Conflict`] when they have too many devices.
pub async fn subscribe(
    kernel: &Kernel,
    person_id: &str,
    subscription: &Subscription,
    device: &str,
) -> Result<String> {
    subscription.check()?;
    let (id, key) = (new_id(), kernel.vault.new_key());
    let sealed = kernel.vault.seal(&key, &context(&id), &serde_json::to_string(subscription)?)?;
    let reality = realm::reality(&kernel.db).await?;
    let mut change = kernel.begin_as_system(&reality).await?;
    let digest = kernel.vault.lookup("push endpoint", &subscription.endpoint);
    // Whoever used this browser before is not warned on it any more.
    change.execute(sql("DELETE FROM push_device WHERE endpoint = $1").bind(&digest)).await?;
    let count = sql("SELECT COUNT(*) FROM push_device WHERE person_id = $1").bind(person_id);
    if change.fetch_one::<(i64,)>(count).await?.0 >= MOST {
        return Err(Error::Conflict(format!("nobody is warned on more than {MOST} devices")));
    }
    let text = "INSERT INTO push_device (id, person_id, endpoint, seal_key, sealed, device, made_at) \
        VALUES ($1, $2, $3, $4, $5, $6, $7)";
    let query = sql(text).bind(&id).bind(person_id).bind(digest).bind(key).bind(sealed).bind(device);
    let at = change.wall();
    change.execute(query.bind(at)).await?;
    change.record(Entry::new("person.device_added", "person", person_id).with("device", id.as_str()));
    change.commit().await?;
    Ok(id)
}

fn context(id: &str) -> String {
    format!("push device {id}")
}

/// The devices of one person, the oldest first.
pub(crate) async fn list(kernel: &Kernel, person_id: &str) -> Result<Vec<DeviceRow>> {
    let text = "SELECT id, device, made_at FROM push_device WHERE person_id = $1 ORDER BY made_at, id";
    kernel.db.fetch_all(sql(text).bind(person_id)).await
}

/// Takes a person's device out.
///
/// # Errors
/// [`Error::NotFound`] when it is not theirs.
pub(crate) async fn remove(kernel: &Kernel, person_id: &str, id: &str) -> Result<()> {
    let reality = realm::reality(&kernel.db).await?;
    let mut change = kernel.begin_as_system(&reality).await?;
    let query = sql("DELETE FROM push_device WHERE id = $1 AND person_id = $2").bind(id).bind(person_id);
    if change.execute(query).await? == 0 {
        return Err(Error::NotFound);
    }
    change.record(Entry::new("person.device_removed", "person", person_id).with("device", id));
    change.commit().await?;
    Ok(())
}

/// The devices of these people, by person; none of anybody's where nothing is pushed.
pub async fn of_people(kernel: &Kernel, people: &[String]) -> Result<HashMap<String, Vec<String>>> {
    let mut found: HashMap<String, Vec<String>> = HashMap::new();
    for batch in people.chunks(limits::BOUND_VALUES) {
        let text = format!(
            "SELECT person_id, id FROM push_device WHERE person_id IN ({}) \
             AND EXISTS (SELECT 1 FROM push_key WHERE is_on = 1) ORDER BY made_at, id",
            places(1, batch.len())
        );
        let query = batch.iter().fold(sql_built(text), |query, id| query.bind(id));
        for (person, id) in kernel.db.fetch_all::<(String, String)>(query).await? {
            found.entry(person).or_default().push(id);
        }
    }
    Ok(found)
}

/// What a device gave; `None` when it is gone.
pub async fn get(kernel: &Kernel, id: &str) -> Result<Option<Subscription>> {
    let query = sql("SELECT seal_key, sealed FROM push_device WHERE id = $1").bind(id);
    let Some((key, sealed)) = kernel.db.fetch_optional::<(String, String)>(query).await? else {
        return Ok(None);
    };
    let text = kernel.vault.open(&key, &context(id), &sealed)?;
    Ok(text.map(|text| serde_json::from_str(&text)).transpose()?)
}

/// Forgets a device whose browser takes no more: its push service said so.
pub async fn forget(kernel: &Kernel, id: &str) -> Result<()> {
    kernel.db.execute(sql("DELETE FROM push_device WHERE id = $1").bind(id)).await?;
    Ok(())
}

/// Forgets a person's devices inside a change; the caller journals it.
pub(crate) async fn forget_person(change: &mut Change, person_id: &str) -> Result<()> {
    change.execute(sql("DELETE FROM push_device WHERE person_id = $1").bind(person_id)).await?;
    Ok(())
}
