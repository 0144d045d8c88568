//! Erasing a person, wherever they sit.

use std::collections::BTreeMap;

use kernel::access::{Action, Principal, Relation};
use kernel::time::Time;
use kernel::{Change, Entry, Error, Kernel, Result, realm};
use web::people;

use crate::store::seats::{self, HeldRow};

/// Whether this person may erase people. People are the same in every world, so an exercise erases nobody.
pub(crate) fn may_erase(principal: &Principal) -> bool {
    principal.may(Action::ErasePerson, Relation::Realm) && !principal.realm.is_exercise()
}

/// Erases a person: name, address and ways to sign in go, and every seat of theirs ends, in exercises too.
/// A way to reach one of their seats that is their own address goes as well.
///
/// # Errors
/// [`Error::Forbidden`] unless they [`may_erase`], [`Error::Conflict`] for oneself, [`Error::NotFound`] when
/// there is no such person or they were erased before.
pub(crate) async fn erase_person(kernel: &Kernel, principal: &Principal, person_id: &str) -> Result<()> {
    if !may_erase(principal) {
        return Err(Error::Forbidden);
    }
    if principal.person_id() == Some(person_id) {
        return Err(Error::Conflict("nobody erases themselves".into()));
    }
    let email = people::get(kernel, person_id).await?.details.email;
    let held = seats::held_by(&kernel.db, person_id).await?;
    let clocks = clocks(kernel, &held).await?;
    let addresses = own_addresses(kernel, &held, &email).await?;
    let mut change = kernel.begin(principal).await?;
    people::erase(&mut change, person_id).await?;
    for (realm_id, now) in &clocks {
        seats::end_in_realm(&mut change, realm_id, person_id, *now).await?;
    }
    for (seat_id, channel_id) in &addresses {
        seats::delete_channel(&mut change, seat_id, channel_id).await?;
    }
    record(&mut change, person_id, &held);
    change.commit().await?;
    Ok(())
}

/// What time it is in each realm they were put on a seat in: each has its own clock.
async fn clocks(kernel: &Kernel, held: &[HeldRow]) -> Result<BTreeMap<String, Time>> {
    let mut clocks = BTreeMap::new();
    for row in held {
        if !clocks.contains_key(&row.realm_id) {
            let now = kernel.now(&realm::get(&kernel.db, &row.realm_id).await?);
            clocks.insert(row.realm_id.clone(), now);
        }
    }
    Ok(clocks)
}

/// Seat and identifier of the channels that are this very address, on every seat they were ever put on.
async fn own_addresses(kernel: &Kernel, held: &[HeldRow], email: &str) -> Result<Vec<(String, String)>> {
    let seat_ids: Vec<String> = held.iter().map(|row| row.id.clone()).collect();
    let channels = seats::channels(kernel, &seat_ids).await?;
    let own = channels.into_iter().filter(|channel| channel.address.eq_ignore_ascii_case(email));
    Ok(own.map(|channel| (channel.seat_id, channel.id)).collect())
}

/// Journals the identifier alone, and lets the pages of the houses they sat in look again.
fn record(change: &mut Change, person_id: &str, held: &[HeldRow]) {
    let entry = Entry::new("person.erased", "person", person_id);
    let here = held.iter().filter(|row| row.realm_id == change.realm().id);
    let entry = here.fold(entry, |entry, row| entry.concerns(&row.organisation_id));
    change.record(entry);
}
