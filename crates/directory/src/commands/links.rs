//! Whom an organisation depends on: linked, and no longer.

use kernel::access::{Action, Principal};
use kernel::{Change, Entry, Error, Kernel, Result};

use super::{must, organisation_in_realm};
use crate::link::{LINKS_MOST, LinkKind};
use crate::store::links;

/// Links an organisation to one it depends on. Whoever is a supplier or a network is said by its kind.
///
/// # Errors
/// [`Error::Forbidden`] for who may not; [`Error::NotFound`] when either does not exist in this realm;
/// [`Error::Invalid`] when it is the same, or there are too many.
pub(crate) async fn link(
    kernel: &Kernel,
    principal: &Principal,
    from_id: &str,
    kind: LinkKind,
    to_id: &str,
) -> Result<()> {
    organisation_in_realm(kernel, principal, from_id).await?;
    must(principal, Action::EditOrganisation, from_id)?;
    let to = organisation_in_realm(kernel, principal, to_id).await?;
    if to.id == from_id || to.kind() != kind.organisations() {
        return Err(Error::Invalid { field: kind.as_str().into(), message: String::new() });
    }
    let mut change = kernel.begin(principal).await?;
    add_link(&mut change, from_id, kind, to_id).await?;
    change.commit().await?;
    Ok(())
}

/// Links inside a change, which it journals; nothing where it was linked before.
///
/// # Errors
/// [`Error::Invalid`] when there are too many.
pub async fn add_link(change: &mut Change, from_id: &str, kind: LinkKind, to_id: &str) -> Result<()> {
    let realm_id = change.realm().id.clone();
    if !links::insert(change, &realm_id, kind.as_str(), from_id, to_id).await? {
        return Ok(());
    }
    if links::count(change, kind.as_str(), from_id).await? > i64::try_from(LINKS_MOST).unwrap_or(i64::MAX) {
        return Err(Error::Invalid { field: kind.as_str().into(), message: String::new() });
    }
    let entry = Entry::new("organisation.linked", "organisation", from_id).concerns(from_id);
    change.record(entry.with("kind", kind.as_str()).with("to", to_id));
    Ok(())
}

/// Ends a link.
///
/// # Errors
/// [`Error::Forbidden`] for who may not; [`Error::NotFound`] when there is none.
pub(crate) async fn unlink(
    kernel: &Kernel,
    principal: &Principal,
    from_id: &str,
    kind: LinkKind,
    to_id: &str,
) -> Result<()> {
    organisation_in_realm(kernel, principal, from_id).await?;
    must(principal, Action::EditOrganisation, from_id)?;
    let mut change = kernel.begin(principal).await?;
    if !links::delete(&mut change, kind.as_str(), from_id, to_id).await? {
        return Err(Error::NotFound);
    }
    let entry = Entry::new("organisation.unlinked", "organisation", from_id).concerns(from_id);
    change.record(entry.with("kind", kind.as_str()).with("to", to_id));
    change.commit().await?;
    Ok(())
}
