//! Keeping what is typed before it is filed.

use kernel::access::{Action, Principal, Relation, Who};
use kernel::time::Time;
use kernel::{Error, Kernel, Result, new_id, secret_token};
use serde::{Deserialize, Serialize};

use super::form_key;
use crate::answers::Typed;
use crate::form::{Form, Forms, Stage};
use crate::incident::{card_session, draft_context, open};
use crate::limits::DRAFTS_SHOWN;
use crate::store::{self, NewIncident, drafts::DraftRow};

/// What was typed and not filed.
#[derive(Clone, Debug)]
pub struct Draft {
    /// The incident it will become.
    pub id: String,
    /// The hidden key of its form.
    pub key: String,
    /// The words.
    pub typed: Typed,
    /// When they were kept, in the realm.
    pub saved_at: Time,
    /// When they were kept, by the machine's clock: what a browser compares its own copy with.
    pub saved_wall: Time,
    /// Who began it, as the journal names them.
    pub made_by: String,
}

/// What became of words that were to be kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Saved {
    /// They are kept, since this moment of the realm.
    Kept(Time),
    /// The form was filed meanwhile; nothing needs to be kept.
    Filed,
}

/// A draft as it is sealed.
#[derive(Serialize, Deserialize)]
struct Content {
    key: String,
    form_id: String,
    form_version: String,
    saved_wall: Time,
    typed: Typed,
}

/// Keeps what was typed into the form with this key. It becomes a draft of the organisation with the first
/// word; an empty form is not kept.
///
/// # Errors
/// [`Error::Invalid`] when a field is longer than a field may be.
pub async fn save_draft(kernel: &Kernel, principal: &Principal, key: &str, typed: &Typed) -> Result<Saved> {
    principal.must(Action::FileReport, Relation::Own)?;
    let draft_key = form_key(kernel, principal, "report", key)?;
    let now = kernel.now(&principal.realm);
    let form = current_form(now)?;
    if let Some(problem) = typed.too_long(form) {
        return Err(Error::Invalid { field: problem.field, message: String::new() });
    }
    let known = store::incident_by_key(kernel, &draft_key).await?;
    if known.is_none() && typed.is_empty() {
        return Ok(Saved::Kept(now));
    }
    let (id, seal_key) = match known {
        Some(incident) => (incident.id, incident.seal_key),
        None => begin(kernel, principal, &draft_key, now).await?,
    };
    keep(kernel, &id, &seal_key, key, form, typed, now).await
}

/// Begins an empty draft, for "a new call" beside one that was kept. Gives its identifier.
pub async fn begin_draft(kernel: &Kernel, principal: &Principal) -> Result<String> {
    principal.must(Action::FileReport, Relation::Own)?;
    let key = secret_token();
    let draft_key = form_key(kernel, principal, "report", &key)?;
    let now = kernel.now(&principal.realm);
    let (id, seal_key) = begin(kernel, principal, &draft_key, now).await?;
    keep(kernel, &id, &seal_key, &key, current_form(now)?, &Typed::default(), now).await?;
    Ok(id)
}

pub(super) fn current_form(now: Time) -> Result<&'static Form> {
    let form = Forms::embedded().current(Stage::EarlyWarning, now);
    form.ok_or_else(|| Error::Internal(anyhow::anyhow!("there is no form for the early warning")))
}

async fn begin(
    kernel: &Kernel,
    principal: &Principal,
    draft_key: &str,
    now: Time,
) -> Result<(String, String)> {
    let new = NewIncident {
        id: &new_id(),
        realm_id: &principal.realm.id,
        organisation_id: &principal.seat.organisation_id,
        seal_key: &kernel.vault.new_key(),
        draft_key,
        made_by: &principal.actor(),
        made_session: card_session(principal),
        made_at: now,
    };
    store::drafts::begin(kernel, &new).await?;
    // Another request with the same key may have been first; then its row is the one.
    let incident = store::incident_by_key(kernel, draft_key).await?.ok_or(Error::NotFound)?;
    Ok((incident.id, incident.seal_key))
}

async fn keep(
    kernel: &Kernel,
    id: &str,
    seal_key: &str,
    key: &str,
    form: &Form,
    typed: &Typed,
    now: Time,
) -> Result<Saved> {
    let content = Content {
        key: key.to_owned(),
        form_id: form.id.clone(),
        form_version: form.version.clone(),
        saved_wall: kernel.wall.now(),
        typed: typed.clone(),
    };
    let sealed = kernel.vault.seal(seal_key, &draft_context(id), &serde_json::to_string(&content)?)?;
    let was_kept = store::drafts::save(kernel, id, &sealed, now).await?;
    Ok(if was_kept { Saved::Kept(now) } else { Saved::Filed })
}

/// A draft this principal may go on with: the organisation's staff with any of its own, the bearer of a
/// card with those of the running session.
///
/// # Errors
/// [`Error::NotFound`] for any other, whether or not it exists.
pub async fn draft(kernel: &Kernel, principal: &Principal, id: &str) -> Result<Draft> {
    principal.must(Action::FileReport, Relation::Own)?;
    let row = store::drafts::get(kernel, id).await?.filter(|row| is_theirs(principal, row));
    read(kernel, row.ok_or(Error::NotFound)?)
}

/// The draft this principal began last, if it is still open.
pub async fn newest_draft(kernel: &Kernel, principal: &Principal) -> Result<Option<Draft>> {
    principal.must(Action::FileReport, Relation::Own)?;
    let organisation = &principal.seat.organisation_id;
    let (actor, session) = (principal.actor(), card_session(principal));
    let row = store::drafts::newest_of(kernel, organisation, &actor, session).await?;
    row.map(|row| read(kernel, row)).transpose()
}

/// The organisation's open drafts, the newest first.
pub async fn drafts(kernel: &Kernel, principal: &Principal) -> Result<Vec<Draft>> {
    principal.must(Action::FileReport, Relation::Own)?;
    let rows = store::drafts::of_organisation(kernel, &principal.seat.organisation_id, DRAFTS_SHOWN).await?;
    rows.into_iter().filter(|row| is_theirs(principal, row)).map(|row| read(kernel, row)).collect()
}

/// Throws a draft away.
pub async fn discard_draft(kernel: &Kernel, principal: &Principal, id: &str) -> Result<()> {
    draft(kernel, principal, id).await?;
    store::drafts::discard(kernel, id).await
}

fn is_theirs(principal: &Principal, row: &DraftRow) -> bool {
    let own = row.realm_id == principal.realm.id && row.organisation_id == principal.seat.organisation_id;
    own && match &principal.who {
        Who::Person { .. } => true,
        Who::Card { session, .. } => row.made_session == *session,
    }
}

fn read(kernel: &Kernel, row: DraftRow) -> Result<Draft> {
    let text = open(kernel, &row.seal_key, &draft_context(&row.id), &row.sealed)?;
    let content: Content = serde_json::from_str(&text)?;
    Ok(Draft {
        id: row.id,
        key: content.key,
        typed: content.typed,
        saved_at: row.saved_at,
        saved_wall: content.saved_wall,
        made_by: row.made_by,
    })
}
