//! Choices of organisations saved under a name, so that a warning at night needs one tick.

use kernel::access::{Action, Principal};
use kernel::{Entry, Error, Kernel, Result, new_id};

use crate::audience::Selection;
use crate::limits::{GROUPS_MOST, LINE_CHARS};
use crate::store::groups::{self, GroupRow};

/// Saves a choice under a name, in place of one that has it.
///
/// # Errors
/// [`Error::Forbidden`] for who keeps no duty desk; [`Error::Invalid`] with the field: `group` when the name is empty
/// or too long or there are too many, `kinds` when nobody is chosen.
pub async fn save_group(
    kernel: &Kernel,
    principal: &Principal,
    name: &str,
    selection: &Selection,
) -> Result<String> {
    principal.must(Action::ComposeWarning, principal.desk())?;
    let invalid = |field: &str| Error::Invalid { field: field.into(), message: String::new() };
    let name = name.trim();
    if name.is_empty() || name.chars().count() > LINE_CHARS {
        return Err(invalid("group"));
    }
    // A saved choice holds no other, so that none can hold itself.
    let selection = Selection { groups: Vec::new(), ..selection.clone() };
    if selection.is_empty() {
        return Err(invalid("kinds"));
    }
    let authority = &principal.seat.organisation_id;
    let known = groups::of_authority(kernel, authority).await?;
    if known.len() >= GROUPS_MOST && known.iter().all(|group| group.name != name) {
        return Err(invalid("group"));
    }
    let row = GroupRow {
        id: new_id(),
        authority_id: authority.clone(),
        name: name.to_owned(),
        selection: serde_json::to_string(&selection)?,
    };
    let mut change = kernel.begin(principal).await?;
    let id = groups::save(&mut change, &row).await?;
    change.record(Entry::new("warning.group_saved", "audience_group", &id).concerns(authority));
    change.commit().await?;
    Ok(id)
}

/// Takes a saved choice out.
///
/// # Errors
/// [`Error::Forbidden`] for who keeps no duty desk; [`Error::Conflict`] while a draft makes use of it: it would reach
/// fewer without a word; [`Error::NotFound`] when there is none.
pub async fn remove_group(kernel: &Kernel, principal: &Principal, id: &str) -> Result<()> {
    principal.must(Action::ComposeWarning, principal.desk())?;
    let authority = &principal.seat.organisation_id;
    if groups::used_in_drafts(kernel, authority, id).await? > 0 {
        return Err(Error::Conflict("a draft makes use of this group".into()));
    }
    let mut change = kernel.begin(principal).await?;
    if !groups::delete(&mut change, authority, id).await? {
        return Err(Error::NotFound);
    }
    change.record(Entry::new("warning.group_removed", "audience_group", id).concerns(authority));
    change.commit().await?;
    Ok(())
}
