//! An organisation's groups of its own people.

use kernel::access::{Action, Principal};
use kernel::{Change, Entry, Error, Kernel, Result, new_id};

use super::{must, organisation_in_realm};
use crate::staff::{GROUPS_MOST, StaffMember};
use crate::store::staff::{self, GroupRow};

/// Keeps a group, new where `id` is empty, with these members and no others; gives its identifier.
///
/// # Errors
/// [`Error::Forbidden`] for who may not; [`Error::NotFound`] when there is no such group; [`Error::Invalid`] when
/// there are too many.
pub(crate) async fn save_group(
    kernel: &Kernel,
    principal: &Principal,
    organisation_id: &str,
    id: &str,
    name: &str,
    members: &[StaffMember],
) -> Result<String> {
    organisation_in_realm(kernel, principal, organisation_id).await?;
    must(principal, Action::EditOrganisation, organisation_id)?;
    let mut change = kernel.begin(principal).await?;
    let id = if id.is_empty() {
        let groups = staff::of_organisation(&kernel.db, organisation_id).await?;
        if groups.len() >= GROUPS_MOST {
            return Err(Error::Invalid { field: "name".into(), message: String::new() });
        }
        add_staff_group(kernel, &mut change, organisation_id, name, members).await?
    } else {
        staff::get(&kernel.db, organisation_id, id).await?;
        staff::save(kernel, &mut change, id, name, members).await?;
        record(&mut change, "staff.group_changed", organisation_id, id, members.len());
        id.to_owned()
    };
    change.commit().await?;
    Ok(id)
}

/// Adds a group inside a change, which it journals: how many, never who. Gives its identifier.
///
/// # Errors
/// When the database refuses.
pub async fn add_staff_group(
    kernel: &Kernel,
    change: &mut Change,
    organisation_id: &str,
    name: &str,
    members: &[StaffMember],
) -> Result<String> {
    let row = GroupRow {
        id: new_id(),
        realm_id: change.realm().id.clone(),
        organisation_id: organisation_id.to_owned(),
        name: name.to_owned(),
        members: 0,
    };
    staff::insert(change, &row).await?;
    staff::save(kernel, change, &row.id, name, members).await?;
    record(change, "staff.group_made", organisation_id, &row.id, members.len());
    Ok(row.id)
}

/// Takes a group out, and everybody in it.
///
/// # Errors
/// [`Error::Forbidden`] for who may not; [`Error::NotFound`] when there is no such group.
pub(crate) async fn remove_group(
    kernel: &Kernel,
    principal: &Principal,
    organisation_id: &str,
    id: &str,
) -> Result<()> {
    organisation_in_realm(kernel, principal, organisation_id).await?;
    must(principal, Action::EditOrganisation, organisation_id)?;
    let mut change = kernel.begin(principal).await?;
    if !staff::delete(&mut change, organisation_id, id).await? {
        return Err(Error::NotFound);
    }
    record(&mut change, "staff.group_removed", organisation_id, id, 0);
    change.commit().await?;
    Ok(())
}

fn record(change: &mut Change, verb: &'static str, organisation_id: &str, id: &str, members: usize) {
    let entry = Entry::new(verb, "staff_group", id).concerns(organisation_id);
    change.record(entry.with("organisation", organisation_id).with("members", members));
}
