//! Feeds of warnings for programs: everybody's, and each organisation's own; the key that signs what is in them,
//! and the keys that let programs in.

use std::collections::HashMap;

use cap::{FeedEntry, SigningKey, VerifyingKey};
use directory::Organisation;
use kernel::access::{Action, Principal, Relation};
use kernel::realm::REALITY;
use kernel::time::Time;
use kernel::{Entry, Error, Kernel, Realm, Result, new_id, random, realm, secret_token};
use web::Settings;

use super::Warning;
use super::files::find;
use crate::exchange::told::{ENDING, Told};
use crate::limits::{FEED_KEYS_MOST, FEED_WARNINGS, KEY_NAME_CHARS, OVER_STAYS};
use crate::store::feeds::{self, Feed, FeedKeyRow, ListedRow};
use crate::store::{self, ENDED};
use crate::warning::{File, Kind};

/// The name of the one signing key there is.
const SIGNING: &str = "cap";
/// Attempts to make a key: of random bytes one in four thousand million is none.
const ATTEMPTS: usize = 8;

fn signing_context() -> String {
    format!("signing key {SIGNING}")
}

/// The key that signs what other systems read; made when it is first needed.
pub(super) async fn signing_key(kernel: &Kernel) -> Result<SigningKey> {
    if let Some(key) = kept_key(kernel).await? {
        return Ok(key);
    }
    make_signing_key(kernel).await?;
    kept_key(kernel).await?.ok_or_else(|| Error::Internal(anyhow::anyhow!("the signing key is gone")))
}

async fn kept_key(kernel: &Kernel) -> Result<Option<SigningKey>> {
    let Some((seal_key, sealed)) = feeds::signing_key(kernel, SIGNING).await? else { return Ok(None) };
    let bytes = kernel.vault.open_bytes(&seal_key, &signing_context(), &sealed)?.unwrap_or_default();
    let broken = || Error::Internal(anyhow::anyhow!("the signing key cannot be read"));
    let bytes: [u8; 32] = bytes.try_into().ok().ok_or_else(broken)?;
    SigningKey::from_bytes(&bytes).map(Some).map_err(|error| Error::Internal(error.into()))
}

/// Makes the key, unless another node was first.
async fn make_signing_key(kernel: &Kernel) -> Result<()> {
    let none = || Error::Internal(anyhow::anyhow!("no signing key could be made"));
    let drawn = (0..ATTEMPTS).map(|_| random::<32>());
    let (bytes, key) = drawn
        .filter_map(|bytes| Some((bytes, SigningKey::from_bytes(&bytes).ok()?)))
        .next()
        .ok_or_else(none)?;
    let seal_key = kernel.vault.new_key();
    let sealed = kernel.vault.seal_bytes(&seal_key, &signing_context(), &bytes)?;
    let mut change = kernel.begin_as_system(&realm::reality(&kernel.db).await?).await?;
    if feeds::keep_signing_key(&mut change, SIGNING, &seal_key, &sealed).await? {
        let fingerprint = fingerprint(&key.verifying_key())?;
        change
            .record(Entry::new("signing_key.made", "signing_key", SIGNING).with("fingerprint", fingerprint));
        change.commit().await?;
    }
    Ok(())
}

fn fingerprint(key: &VerifyingKey) -> Result<String> {
    key.fingerprint().map_err(|error| Error::Internal(error.into()))
}

/// The published key: in PEM, and its fingerprint.
pub(crate) async fn public_key(kernel: &Kernel) -> Result<(String, String)> {
    let key = signing_key(kernel).await?.verifying_key();
    let pem = key.to_pem().map_err(|error| Error::Internal(error.into()))?;
    Ok((pem, fingerprint(&key)?))
}

/// A warning in a feed.
#[derive(Debug)]
pub(crate) struct Listed {
    /// The warning.
    pub warning: Warning,
    /// Whether it is over and nothing that the reader sees followed, so that a message must say so.
    pub has_ending: bool,
    authority: Organisation,
    realm: Realm,
}

impl Listed {
    fn told<'a>(&'a self, settings: &'a Settings) -> Told<'a> {
        Told { warning: &self.warning, authority: &self.authority, realm: &self.realm, settings }
    }

    /// Its lines in a feed whose messages lie at `folder`, the newest first, and when each last changed.
    pub(crate) fn entries(&self, settings: &Settings, folder: &str) -> Result<Vec<(Time, FeedEntry)>> {
        let (row, told) = (&self.warning.row, self.told(settings));
        let mut entries = Vec::new();
        if self.has_ending {
            entries.push((row.ended_at.unwrap_or_default(), told.ending_entry(folder)?));
        }
        entries.push((row.published_at.unwrap_or_default(), told.entry(folder)?));
        Ok(entries)
    }
}

/// What everybody may read, the newest first.
pub(crate) async fn list_public(kernel: &Kernel) -> Result<Vec<Listed>> {
    let realm = realm::get(&kernel.db, REALITY).await?;
    list(kernel, &realm, Feed::Public).await
}

/// What the programs of an organisation may read, the newest first.
pub(crate) async fn list_of(kernel: &Kernel, holder: &Holder) -> Result<Vec<Listed>> {
    list(kernel, &holder.realm, holder.feed()).await
}

async fn list(kernel: &Kernel, realm: &Realm, feed: Feed<'_>) -> Result<Vec<Listed>> {
    let over_since = kernel.now(realm).minus(OVER_STAYS);
    let rows = feeds::list(kernel, feed, over_since, FEED_WARNINGS).await?;
    let ids: Vec<String> = rows.iter().map(|row| row.warning.authority_id.clone()).collect();
    let authorities = directory::organisations(kernel, &ids).await?;
    let mut listed = Vec::with_capacity(rows.len());
    for row in rows {
        listed.extend(opened(kernel, realm, &authorities, row)?);
    }
    Ok(listed)
}

/// A warning of a feed; `None` where its words were erased.
fn opened(
    kernel: &Kernel,
    realm: &Realm,
    authorities: &HashMap<String, Organisation>,
    row: ListedRow,
) -> Result<Option<Listed>> {
    let Some(authority) = authorities.get(&row.warning.authority_id).cloned() else { return Ok(None) };
    let warning = Warning::open(kernel, row.warning)?;
    let is_erased = warning.content.texts.is_empty();
    let has_ending = row.is_last == 1 && warning.row.state == ENDED && warning.kind != Kind::Cancel;
    Ok((!is_erased).then(|| Listed { warning, has_ending, authority, realm: realm.clone() }))
}

/// One warning of a feed: everybody's, or that of a holder.
async fn listed(kernel: &Kernel, holder: Option<&Holder>, id: &str) -> Result<Listed> {
    let reality = realm::get(&kernel.db, REALITY).await?;
    let (realm, feed) = holder.map_or((&reality, Feed::Public), |holder| (&holder.realm, holder.feed()));
    let row = feeds::one(kernel, feed, id).await?;
    let authorities =
        directory::organisations(kernel, std::slice::from_ref(&row.warning.authority_id)).await?;
    opened(kernel, realm, &authorities, row)?.ok_or(Error::NotFound)
}

/// The signed message of a warning of a feed, by the name it has there.
///
/// # Errors
/// [`Error::NotFound`] for what is not in that feed.
pub(crate) async fn document(
    kernel: &Kernel,
    settings: &Settings,
    holder: Option<&Holder>,
    name: &str,
) -> Result<String> {
    let ending = name.strip_suffix(ENDING);
    let listed = listed(kernel, holder, ending.unwrap_or(name)).await?;
    let told = listed.told(settings);
    let alert = if ending.is_none() {
        told.message(&store::of_thread(kernel, &listed.warning.row.thread).await?)?
    } else if listed.has_ending {
        told.ending()?
    } else {
        return Err(Error::NotFound);
    };
    if let Err(problems) = alert.check() {
        let problems: Vec<String> = problems.iter().map(ToString::to_string).collect();
        return Err(Error::Internal(anyhow::anyhow!(
            "warning {name} is no CAP message: {}",
            problems.join("; ")
        )));
    }
    Ok(cap::sign(&alert, &signing_key(kernel).await?))
}

/// A file of a warning that everybody may read.
///
/// # Errors
/// [`Error::NotFound`] for every other.
pub(crate) async fn public_file(kernel: &Kernel, id: &str, file_id: &str) -> Result<File> {
    find(&listed(kernel, None, id).await?.warning, file_id)
}

/// The organisation whose program asks.
#[derive(Clone, Debug)]
pub(crate) struct Holder {
    /// Its realm.
    pub realm: Realm,
    /// The organisation.
    pub organisation_id: String,
}

impl Holder {
    fn feed(&self) -> Feed<'_> {
        Feed::Of { realm_id: &self.realm.id, organisation_id: &self.organisation_id }
    }
}

/// Whose key this is; `None` when it is none that works.
pub(crate) async fn holder(kernel: &Kernel, secret: &str) -> Result<Option<Holder>> {
    let Some(row) = feeds::key(kernel, &digest(kernel, secret)).await? else { return Ok(None) };
    let realm = realm::get(&kernel.db, &row.realm_id).await?;
    Ok(Some(Holder { realm, organisation_id: row.organisation_id }))
}

fn digest(kernel: &Kernel, secret: &str) -> String {
    kernel.vault.lookup("feed key", secret)
}

fn name_context(id: &str) -> String {
    format!("feed key {id}")
}

/// A key of an organisation, as a list shows it.
#[derive(Clone, Debug)]
pub(crate) struct FeedKey {
    /// Its identifier.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// When it was made.
    pub made_at: Time,
}

/// The keys of one's own organisation, the oldest first.
///
/// # Errors
/// [`Error::Forbidden`] for who may not.
pub(crate) async fn feed_keys(kernel: &Kernel, principal: &Principal) -> Result<Vec<FeedKey>> {
    principal.must(Action::ManageFeeds, Relation::Own)?;
    let rows = feeds::keys_of(kernel, &principal.seat.organisation_id).await?;
    let key = |row: FeedKeyRow| {
        let name = kernel.vault.open(&row.seal_key, &name_context(&row.id), &row.sealed_name)?;
        Ok(FeedKey { name: name.unwrap_or_default(), made_at: row.made_at, id: row.id })
    };
    rows.into_iter().map(key).collect()
}

/// Makes a key for a program of one's own organisation and gives its secret: the only moment it is known.
///
/// # Errors
/// [`Error::Forbidden`] for who may not; [`Error::Invalid`] for a name that is empty or too long;
/// [`Error::Conflict`] when there are [`FEED_KEYS_MOST`].
pub(crate) async fn make_feed_key(kernel: &Kernel, principal: &Principal, name: &str) -> Result<String> {
    let keys = feed_keys(kernel, principal).await?;
    let name = name.trim();
    if name.is_empty() || name.chars().count() > KEY_NAME_CHARS {
        return Err(Error::Invalid { field: "name".into(), message: String::new() });
    }
    if keys.len() >= FEED_KEYS_MOST {
        return Err(Error::Conflict("there are as many keys as there may be".into()));
    }
    let (id, secret, seal_key) = (new_id(), secret_token(), kernel.vault.new_key());
    let mut change = kernel.begin(principal).await?;
    let row = FeedKeyRow {
        realm_id: principal.realm.id.clone(),
        organisation_id: principal.seat.organisation_id.clone(),
        digest: digest(kernel, &secret),
        sealed_name: kernel.vault.seal(&seal_key, &name_context(&id), name)?,
        seal_key,
        made_by: principal.actor(),
        made_at: change.at(),
        id,
    };
    feeds::insert_key(&mut change, &row).await?;
    change.record(Entry::new("feed_key.made", "feed_key", &row.id).concerns(&row.organisation_id));
    change.commit().await?;
    Ok(secret)
}

/// Revokes a key of one's own organisation: from now on it opens nothing.
///
/// # Errors
/// [`Error::Forbidden`] for who may not; [`Error::NotFound`] when it is none that works.
pub(crate) async fn revoke_feed_key(kernel: &Kernel, principal: &Principal, id: &str) -> Result<()> {
    principal.must(Action::ManageFeeds, Relation::Own)?;
    let organisation = &principal.seat.organisation_id;
    let mut change = kernel.begin(principal).await?;
    if !feeds::revoke_key(&mut change, organisation, id).await? {
        return Err(Error::NotFound);
    }
    change.record(Entry::new("feed_key.revoked", "feed_key", id).concerns(organisation));
    change.commit().await?;
    Ok(())
}
