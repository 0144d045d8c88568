//! Seats: who holds them, who stands in, and how they are reached.

use kernel::access::{Action, Principal, Role};
use kernel::time::Time;
use kernel::{Change, Entry, Error, Kernel, Message, Result, new_id};
use l10n::Lang;
use web::Settings;
use web::people::{self, Details};

use super::{must, organisation_in_realm};
use crate::contact::{ChannelKind, parse_address};
use crate::store::seats::{self, HoldingRow, SeatRow};
use crate::words::Words;

/// Channels one seat may have: a bound, not a goal.
const MAX_CHANNELS: i64 = 20;

/// Somebody who is put on a seat.
#[derive(Clone, Debug)]
pub(crate) struct NewPerson {
    pub name: String,
    pub email: String,
    pub lang: Lang,
}

/// Gives an organisation another seat.
pub(crate) async fn add_seat(
    kernel: &Kernel,
    principal: &Principal,
    organisation_id: &str,
    role: Role,
) -> Result<String> {
    let organisation = organisation_in_realm(kernel, principal, organisation_id).await?;
    must(principal, Action::EditOrganisation, organisation_id)?;
    must_grant(principal, role)?;
    let mut change = kernel.begin(principal).await?;
    let seat = seats::insert(&mut change, &organisation.realm_id, organisation_id, role.as_str()).await?;
    record(&mut change, "seat.added", &seat, &[("role", role.as_str())]);
    change.commit().await?;
    Ok(seat.id)
}

/// Only administrators make administrators, and a card's role is never a person's.
fn must_grant(principal: &Principal, role: Role) -> Result<()> {
    match role {
        Role::CardHolder => Err(Error::Forbidden),
        Role::Administrator if principal.seat.role != Role::Administrator => Err(Error::Forbidden),
        _ => Ok(()),
    }
}

/// Everything a change to a seat needs: that it is there and that the person may.
async fn seat_to_edit(
    kernel: &Kernel,
    principal: &Principal,
    organisation_id: &str,
    seat_id: &str,
    action: Action,
) -> Result<SeatRow> {
    organisation_in_realm(kernel, principal, organisation_id).await?;
    must(principal, action, organisation_id)?;
    let seat = seats::get(&kernel.db, organisation_id, seat_id).await?;
    must_grant(principal, Role::parse(&seat.role).ok_or(Error::NotFound)?)?;
    Ok(seat)
}

/// Puts somebody else on a seat, from now on; whoever held it no longer does. Returns the person.
pub(crate) async fn replace_holder(
    kernel: &Kernel,
    principal: &Principal,
    organisation_id: &str,
    seat_id: &str,
    person: &NewPerson,
) -> Result<String> {
    let seat = seat_to_edit(kernel, principal, organisation_id, seat_id, Action::InvitePeople).await?;
    let mut change = kernel.begin(principal).await?;
    let person_id = add_person(kernel, &mut change, person).await?;
    let at = change.at();
    seats::end_holder(&mut change, seat_id, at).await?;
    // Who stood in and now holds the seat no longer stands in for themselves.
    seats::end_person(&mut change, seat_id, &person_id, at).await?;
    hold(&mut change, &seat, &person_id, 0, at, None).await?;
    record(&mut change, "seat.held", &seat, &[("person", &person_id)]);
    change.commit().await?;
    Ok(person_id)
}

/// Lets somebody stand in on a seat, behind those who already do. Returns the person.
///
/// # Errors
/// [`Error::Conflict`] when they already sit on it.
pub(crate) async fn add_stand_in(
    kernel: &Kernel,
    principal: &Principal,
    organisation_id: &str,
    seat_id: &str,
    person: &NewPerson,
    (from, until): (Option<Time>, Option<Time>),
) -> Result<String> {
    let seat = seat_to_edit(kernel, principal, organisation_id, seat_id, Action::InvitePeople).await?;
    let mut change = kernel.begin(principal).await?;
    let person_id = add_person(kernel, &mut change, person).await?;
    let at = change.at();
    if seats::sits(&mut change, seat_id, &person_id, at).await? {
        return Err(Error::Conflict("this person already sits on this seat".into()));
    }
    let rank = seats::next_rank(&mut change, seat_id, at).await?;
    hold(&mut change, &seat, &person_id, rank, from.unwrap_or(at), until).await?;
    record(&mut change, "stand_in.added", &seat, &[("person", &person_id)]);
    change.commit().await?;
    Ok(person_id)
}

/// Ends somebody's time on a seat, now.
pub(crate) async fn end_stand_in(
    kernel: &Kernel,
    principal: &Principal,
    organisation_id: &str,
    seat_id: &str,
    holding_id: &str,
) -> Result<()> {
    let seat = seat_to_edit(kernel, principal, organisation_id, seat_id, Action::EditOrganisation).await?;
    let mut change = kernel.begin(principal).await?;
    let at = change.at();
    if !seats::end_holding(&mut change, seat_id, holding_id, at).await? {
        return Err(Error::NotFound);
    }
    record(&mut change, "stand_in.ended", &seat, &[("holding", holding_id)]);
    change.commit().await?;
    Ok(())
}

/// Adds a way to reach a seat; `address` has been read by [`crate::contact::parse_address`].
pub(crate) async fn add_channel(
    kernel: &Kernel,
    principal: &Principal,
    organisation_id: &str,
    seat_id: &str,
    kind: ChannelKind,
    address: &str,
) -> Result<()> {
    let seat = seat_to_edit(kernel, principal, organisation_id, seat_id, Action::EditOrganisation).await?;
    let mut change = kernel.begin(principal).await?;
    if seats::count_channels(&mut change, seat_id).await? >= MAX_CHANNELS {
        return Err(Error::Conflict(format!("a seat has at most {MAX_CHANNELS} channels")));
    }
    let id = seats::insert_channel(kernel, &mut change, seat_id, kind, address).await?;
    record(&mut change, "channel.added", &seat, &[("channel", &id), ("kind", kind.as_str())]);
    change.commit().await?;
    Ok(())
}

/// Takes a way to reach a seat out.
pub(crate) async fn remove_channel(
    kernel: &Kernel,
    principal: &Principal,
    organisation_id: &str,
    seat_id: &str,
    channel_id: &str,
) -> Result<()> {
    let seat = seat_to_edit(kernel, principal, organisation_id, seat_id, Action::EditOrganisation).await?;
    let mut change = kernel.begin(principal).await?;
    if !seats::delete_channel(&mut change, seat_id, channel_id).await? {
        return Err(Error::NotFound);
    }
    record(&mut change, "channel.removed", &seat, &[("channel", channel_id)]);
    change.commit().await?;
    Ok(())
}

/// Sends somebody on a seat the link with which they set up how they sign in. It goes to their own
/// mailbox and is shown to nobody else: whoever holds it becomes that person.
pub(crate) async fn invite(
    kernel: &Kernel,
    settings: &Settings,
    principal: &Principal,
    organisation_id: &str,
    seat_id: &str,
    holding_id: &str,
) -> Result<()> {
    let organisation = organisation_in_realm(kernel, principal, organisation_id).await?;
    let seat = seat_to_edit(kernel, principal, organisation_id, seat_id, Action::InvitePeople).await?;
    let now = kernel.now(&principal.realm);
    let holdings = seats::holdings(&kernel.db, std::slice::from_ref(&seat.id), now).await?;
    let holding = holdings.into_iter().find(|holding| holding.id == holding_id).ok_or(Error::NotFound)?;
    let person = people::get(kernel, &holding.person_id).await?;
    let link = web::sign_in::invite(kernel, settings, &person.id).await?;
    let l = Words(person.lang);
    let mut change = kernel.begin(principal).await?;
    change.send(Message {
        subject: l.invite_subject().to_owned(),
        body: l.invite_body(link, &person.details.name, &organisation.name),
        to: person.details.email,
    });
    record(&mut change, "seat.invited", &seat, &[("person", &person.id)]);
    change.commit().await?;
    Ok(())
}

/// Puts a known person on an organisation's seat of this role inside a change, which it journals: the
/// first that nobody holds, or a new one. Returns the seat.
pub async fn seat_person(
    _kernel: &Kernel,
    change: &mut Change,
    organisation_id: &str,
    role: Role,
    person_id: &str,
) -> Result<String> {
    let at = change.at();
    let realm_id = change.realm().id.clone();
    let seat = match seats::find_vacant(change, organisation_id, role.as_str(), at).await? {
        Some(seat) => seat,
        None => seats::insert(change, &realm_id, organisation_id, role.as_str()).await?,
    };
    hold(change, &seat, person_id, 0, at, None).await?;
    record(change, "seat.held", &seat, &[("person", person_id), ("role", role.as_str())]);
    Ok(seat.id)
}

/// Adds a way to reach a seat inside a change, which journals it: for whoever fills a directory by program.
///
/// # Errors
/// [`Error::Invalid`] when it is no address of that kind.
pub async fn add_seat_channel(
    kernel: &Kernel,
    change: &mut Change,
    seat_id: &str,
    kind: ChannelKind,
    address: &str,
) -> Result<()> {
    let wrong = |_| Error::Invalid { field: "address".into(), message: "is no address of that kind".into() };
    let address = parse_address(kind, address).map_err(wrong)?;
    let id = seats::insert_channel(kernel, change, seat_id, kind, &address).await?;
    let entry = Entry::new("channel.added", "seat", seat_id).with("channel", id).with("kind", kind.as_str());
    change.record(entry);
    Ok(())
}

async fn add_person(kernel: &Kernel, change: &mut Change, person: &NewPerson) -> Result<String> {
    let details = Details { name: person.name.clone(), email: person.email.clone() };
    people::add(kernel, change, &details, person.lang).await
}

/// Puts a person on a seat; the caller journals it.
pub(crate) async fn hold(
    change: &mut Change,
    seat: &SeatRow,
    person_id: &str,
    rank: i64,
    from_at: Time,
    until_at: Option<Time>,
) -> Result<()> {
    let holding = HoldingRow {
        id: new_id(),
        seat_id: seat.id.clone(),
        person_id: person_id.to_owned(),
        rank,
        from_at,
        until_at,
    };
    seats::insert_holding(change, &holding).await
}

fn record(change: &mut Change, verb: &'static str, seat: &SeatRow, facts: &[(&'static str, &str)]) {
    let mut entry = Entry::new(verb, "seat", &seat.id).concerns(&seat.organisation_id);
    entry = entry.with("organisation", seat.organisation_id.as_str());
    for (name, value) in facts {
        entry = entry.with(name, *value);
    }
    change.record(entry);
}
