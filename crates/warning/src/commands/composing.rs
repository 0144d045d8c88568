//! Writing a warning: begun, kept, looked at, thrown away; and the one that follows another.

use directory::Candidate;
use kernel::access::{Action, Principal};
use kernel::{Entry, Error, Kernel, Result, new_id};

use super::files::Sealed;
use super::{Warning, context, open};
use crate::audience::Selection;
use crate::store::{self, DRAFT, PUBLISHED, WarningRow};
use crate::warning::{Class, Content, Kind, Tlp};

/// A warning as a person writes it.
#[derive(Clone, Debug)]
pub struct Draft {
    /// How hard people are tried.
    pub class: Class,
    /// How far it may be passed on.
    pub tlp: Tlp,
    /// Whom it is meant for; what follows another keeps that one's audience, whatever this says.
    pub selection: Selection,
    /// What it says.
    pub content: Content,
}

/// Begins a warning; gives its identifier.
///
/// # Errors
/// [`Error::Forbidden`] for who keeps no duty desk.
pub async fn begin(kernel: &Kernel, principal: &Principal, draft: &Draft) -> Result<String> {
    begin_with(kernel, principal, draft, &[]).await
}

/// Begins a warning of what came from elsewhere, with its files; gives its identifier.
pub(super) async fn begin_with(
    kernel: &Kernel,
    principal: &Principal,
    draft: &Draft,
    files: &[Sealed],
) -> Result<String> {
    principal.must(Action::ComposeWarning, principal.desk())?;
    let id = new_id();
    insert(kernel, principal, (&id, &id, Kind::Alert), draft, files).await?;
    Ok(id)
}

/// Begins an update of a warning that is out, or its end, with its words; gives the identifier.
///
/// # Errors
/// [`Error::NotFound`] for who may not; [`Error::Conflict`] when it is not out, or over.
pub async fn follow(kernel: &Kernel, principal: &Principal, id: &str, kind: Kind) -> Result<String> {
    let seen = open(kernel, principal, id, Action::ReleaseWarning).await?;
    let warning = seen.warning;
    if warning.row.state != PUBLISHED || kind == Kind::Alert {
        return Err(Error::Conflict("only what is out can be followed".into()));
    }
    let draft = Draft {
        class: warning.class,
        tlp: warning.tlp,
        selection: warning.selection,
        // Its files are referred to, not copied.
        content: Content { origin: None, ..warning.content },
    };
    let new = new_id();
    insert(kernel, principal, (&new, &warning.row.thread, kind), &draft, &[]).await?;
    Ok(new)
}

async fn insert(
    kernel: &Kernel,
    principal: &Principal,
    (id, thread, kind): (&str, &str, Kind),
    draft: &Draft,
    files: &[Sealed],
) -> Result<()> {
    let mut change = kernel.begin(principal).await?;
    let key = kernel.vault.new_key();
    let sealed = kernel.vault.seal(&key, &context(id), &serde_json::to_string(&draft.content)?)?;
    let row = WarningRow {
        id: id.to_owned(),
        realm_id: principal.realm.id.clone(),
        authority_id: principal.seat.organisation_id.clone(),
        thread: thread.to_owned(),
        kind: kind.as_str().to_owned(),
        state: DRAFT.to_owned(),
        class: draft.class.as_str().to_owned(),
        tlp: draft.tlp.as_str().to_owned(),
        selection: serde_json::to_string(&draft.selection)?,
        seal_key: key,
        sealed,
        made_by: principal.actor(),
        made_at: change.at(),
        saved_by: principal.actor(),
        saved_at: change.at(),
        version: 1,
        ..WarningRow::default()
    };
    store::insert(&mut change, &row).await?;
    let entry = Entry::new("warning.begun", "warning", id).concerns(&row.authority_id).with("thread", thread);
    change.record(entry);
    for sealed in files {
        sealed.keep(&mut change, &row).await?;
    }
    change.commit().await?;
    Ok(())
}

/// Keeps what was written; `version` is that of the page it was written on. What waited for release is a draft
/// again, so that who releases it has seen what goes out.
///
/// # Errors
/// [`Error::NotFound`] for who may not; [`Error::Conflict`] when somebody else wrote meanwhile or it went out.
pub async fn save(
    kernel: &Kernel,
    principal: &Principal,
    id: &str,
    version: i64,
    draft: &Draft,
) -> Result<()> {
    let seen = open(kernel, principal, id, Action::ReleaseWarning).await?;
    let Content { files, origin, .. } = seen.warning.content;
    let mut row = seen.warning.row;
    // A form holds words; files and where it came from stay.
    let content = Content { files, origin, ..draft.content.clone() };
    row.sealed = kernel.vault.seal(&row.seal_key, &context(id), &serde_json::to_string(&content)?)?;
    draft.class.as_str().clone_into(&mut row.class);
    draft.tlp.as_str().clone_into(&mut row.tlp);
    if row.kind == Kind::Alert.as_str() {
        row.selection = serde_json::to_string(&draft.selection)?;
    }
    row.version = version;
    let mut change = kernel.begin(principal).await?;
    row.saved_by = principal.actor();
    row.saved_at = change.at();
    if !store::save(&mut change, &row).await? {
        return Err(Error::Conflict("the warning was changed meanwhile".into()));
    }
    change.record(Entry::new("warning.written", "warning", id).concerns(&row.authority_id));
    change.commit().await?;
    Ok(())
}

/// Throws a draft away.
///
/// # Errors
/// [`Error::NotFound`] for who may not; [`Error::Conflict`] when it went out.
pub async fn discard(kernel: &Kernel, principal: &Principal, id: &str) -> Result<()> {
    let seen = open(kernel, principal, id, Action::ReleaseWarning).await?;
    let mut change = kernel.begin(principal).await?;
    if !store::discard(&mut change, id).await? {
        return Err(Error::Conflict("the warning is out".into()));
    }
    store::files::delete_of(&mut change, id).await?;
    change.record(Entry::new("warning.discarded", "warning", id).concerns(&seen.warning.authority_id));
    change.commit().await?;
    Ok(())
}

/// Whom a warning would reach, before it goes out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Preview {
    /// Organisations it goes to.
    pub organisations: usize,
    /// People who would be told sooner or later.
    pub people: usize,
    /// Names of organisations of which nobody can be told.
    pub unreachable: Vec<String>,
}

/// Looks at whom a draft would reach.
pub async fn preview(kernel: &Kernel, principal: &Principal, warning: &Warning) -> Result<Preview> {
    let ids: Vec<String> = audience(kernel, warning).await?.into_iter().map(|each| each.id).collect();
    let mut preview = Preview { organisations: ids.len(), ..Preview::default() };
    for found in directory::reachable(kernel, &principal.realm, &ids).await? {
        let people = found.people.iter().filter(|contact| super::telling::can_be_told(contact)).count();
        preview.people += people;
        if people == 0 {
            preview.unreachable.push(found.organisation.name);
        }
    }
    Ok(preview)
}

/// Whom a warning goes to: whoever is chosen, or whoever got the first of its thread.
pub(super) async fn audience(kernel: &Kernel, warning: &Warning) -> Result<Vec<Candidate>> {
    let mut audience = directory::candidates(kernel, &warning.row.realm_id).await?;
    if warning.kind == Kind::Alert {
        let mut chosen =
            store::groups::selections(kernel, &warning.authority_id, &warning.selection.groups).await?;
        chosen.push(warning.selection.clone());
        // Who warns need not be warned.
        audience.retain(|each| {
            each.id != warning.authority_id && chosen.iter().any(|choice| choice.includes(each))
        });
    } else {
        let first = store::obligations::audience(kernel, &warning.row.thread).await?;
        audience.retain(|each| first.contains_key(&each.id));
    }
    Ok(audience)
}
