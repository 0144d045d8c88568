//! One function for each thing a person can do to the directory. Each asks the access table, writes
//! rows through the store and journals identifiers and numbers, never names or addresses.

mod cards;
mod imports;
mod links;
mod organisations;
mod people;
mod seats;
mod staff;

pub(crate) use cards::revoke_card;
pub use cards::{NewCard, make_card};
pub use imports::{ImportOutcome, import_file};
pub(crate) use imports::{ImportPreview, import, preview, sources, upload, write};
pub use links::add_link;
pub(crate) use links::{link, unlink};
pub use organisations::{NewOrganisation, add_organisation};
pub(crate) use organisations::{SiteFacts, add, add_site, change, change_site, remove_site};
pub(crate) use people::{erase_person, may_erase};
pub(crate) use seats::{
    NewPerson, add_channel, add_seat, add_stand_in, end_stand_in, hold, invite, remove_channel,
    replace_holder,
};
pub use seats::{add_seat_channel, seat_person};

pub use staff::add_staff_group;
pub(crate) use staff::{remove_group, save_group};

use kernel::access::{Action, Principal, Relation};
use kernel::{Error, Kernel, Result};

use crate::store;
use crate::store::organisations::OrganisationRow;

/// Whether this person may do this to this organisation: as one of its own, or for the whole realm.
pub(crate) fn may(principal: &Principal, action: Action, organisation_id: &str) -> bool {
    let is_own = principal.own_or(organisation_id, Relation::Realm) == Relation::Own;
    is_own && principal.may(action, Relation::Own) || principal.may(action, Relation::Realm)
}

/// Refuses unless they [`may`].
pub(crate) fn must(principal: &Principal, action: Action, organisation_id: &str) -> Result<()> {
    if may(principal, action, organisation_id) { Ok(()) } else { Err(Error::Forbidden) }
}

/// An organisation of the principal's realm; those of other worlds do not exist here.
pub(crate) async fn organisation_in_realm(
    kernel: &Kernel,
    principal: &Principal,
    id: &str,
) -> Result<OrganisationRow> {
    let row = store::organisations::get(&kernel.db, id).await?;
    if row.realm_id == principal.realm.id { Ok(row) } else { Err(Error::NotFound) }
}
