//! Whom a message to many organisations would reach: who they are, where they lie, who sits there now and by
//! what means.

use std::collections::HashMap;

use kernel::access::Role;
use kernel::{Error, Kernel, Realm, Result, limits};
use l10n::Lang;
use tokio::task::JoinSet;
use web::devices;
use web::people::{self, Person};

use crate::contact::ChannelKind;
use crate::link::LinkKind;
use crate::lookups::Organisation;
use crate::organisation::OrganisationKind;
use crate::region::region;
use crate::store::{links, organisations, reach, seats};

/// Readings of addresses under way at once.
const READ_AT_ONCE: usize = 4;

/// An organisation that could be told.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// The identifier.
    pub id: String,
    /// What it is.
    pub kind: OrganisationKind,
    /// Its country, two letters of ISO 3166-1.
    pub country: String,
    /// Where its main site lies: a code of ISO 3166-2, or the country's own where no more is known.
    pub region: String,
    /// Latitude and longitude of its main site in degrees (WGS 84), where they are known.
    pub place: Option<(f64, f64)>,
    /// On whom it depends, by kind of link and identifier.
    pub links: Vec<(LinkKind, String)>,
}

/// Everybody of an organisation who can be told, the holder of a seat before who stands in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reachable {
    /// The organisation.
    pub organisation: Organisation,
    /// Who sits there now.
    pub people: Vec<Contact>,
}

/// Somebody on a seat, and how they are reached.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contact {
    /// The seat.
    pub seat_id: String,
    /// What they are.
    pub role: Role,
    /// The person.
    pub person_id: String,
    /// Their name.
    pub name: String,
    /// The language they read.
    pub lang: Lang,
    /// The addresses they are reached at, each once; their own e-mail address first, then the seat's channels in
    /// the order in which they were added. Those of the seat are the holder's, so a stand-in has only their own.
    pub channels: Vec<(ChannelKind, String)>,
    /// The devices on which they want to be warned, by identifier.
    pub devices: Vec<String>,
}

/// Every organisation of a realm.
pub async fn candidates(kernel: &Kernel, realm_id: &str) -> Result<Vec<Candidate>> {
    let rows = reach::candidates(&kernel.db, realm_id).await?;
    let mut links: HashMap<String, Vec<(LinkKind, String)>> = HashMap::new();
    for row in links::of_realm(&kernel.db, realm_id).await? {
        if let Some(kind) = LinkKind::parse(&row.kind) {
            links.entry(row.from_id).or_default().push((kind, row.to_id));
        }
    }
    let mut candidate = |row: reach::CandidateRow| Candidate {
        place: row.latitude.zip(row.longitude),
        links: links.remove(&row.id).unwrap_or_default(),
        kind: OrganisationKind::parse(&row.kind).unwrap_or(OrganisationKind::Other),
        region: region(&row.country, row.postcode.as_deref().unwrap_or_default()),
        country: row.country,
        id: row.id,
    };
    Ok(rows.into_iter().map(&mut candidate).collect())
}

/// Somebody on a seat now, without their name or addresses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sitting {
    /// The organisation.
    pub organisation_id: String,
    /// The seat.
    pub seat_id: String,
    /// What they are.
    pub role: Role,
    /// The person.
    pub person_id: String,
}

/// Who sits on the seats of these roles in a realm now, by its clock.
pub async fn sitting(kernel: &Kernel, realm: &Realm, roles: &[Role]) -> Result<Vec<Sitting>> {
    let roles: Vec<&str> = roles.iter().map(|role| role.as_str()).collect();
    let rows = reach::sitting_in_realm(&kernel.db, &realm.id, &roles, kernel.now(realm)).await?;
    let sitting = |row: reach::SittingRow| {
        Some(Sitting {
            role: Role::parse(&row.role)?,
            organisation_id: row.organisation_id,
            seat_id: row.seat_id,
            person_id: row.person_id,
        })
    };
    Ok(rows.into_iter().filter_map(sitting).collect())
}

/// Who sits in these organisations of a realm now, by its clock, and how each is reached; in the order given.
/// Whoever was erased is left out, as is an organisation that does not exist.
pub async fn reachable(kernel: &Kernel, realm: &Realm, ids: &[String]) -> Result<Vec<Reachable>> {
    let sitting = reach::sitting(&kernel.db, ids, kernel.now(realm)).await?;
    let people_ids: Vec<String> = sitting.iter().map(|row| row.person_id.clone()).collect();
    let seat_ids: Vec<String> = sitting.iter().map(|row| row.seat_id.clone()).collect();
    let (people, channels, devices) = tokio::try_join!(
        people::by_ids(kernel, &people_ids),
        channels_of(kernel, &seat_ids),
        devices::of_people(kernel, &people_ids)
    )?;
    let mut contacts: HashMap<String, Vec<Contact>> = HashMap::new();
    for row in sitting {
        let Some(person) = people.get(&row.person_id).filter(|person| !person.is_erased()) else { continue };
        let Some(role) = Role::parse(&row.role) else { continue };
        let of_seat = channels.get(&row.seat_id).map_or(&[][..], Vec::as_slice);
        contacts.entry(row.organisation_id).or_default().push(Contact {
            role,
            channels: addresses(person, if row.rank == 0 { of_seat } else { &[] }),
            name: person.details.name.clone(),
            lang: person.lang,
            devices: devices.get(&row.person_id).cloned().unwrap_or_default(),
            person_id: row.person_id,
            seat_id: row.seat_id,
        });
    }
    let rows = organisations::by_ids(&kernel.db, ids).await?;
    let mut known: HashMap<String, Organisation> =
        rows.into_iter().map(|row| (row.id.clone(), row.into())).collect();
    let found = ids.iter().filter_map(|id| {
        let organisation = known.remove(id)?;
        Some(Reachable { organisation, people: contacts.remove(id).unwrap_or_default() })
    });
    Ok(found.collect())
}

/// The addresses of seats, in the order in which they were added. A warning to a country opens tens of thousands,
/// each sealed under its own key: that is work for more than one core.
async fn channels_of(
    kernel: &Kernel,
    seat_ids: &[String],
) -> Result<HashMap<String, Vec<(ChannelKind, String)>>> {
    let mut reading = JoinSet::new();
    for share in seat_ids.chunks(seat_ids.len().div_ceil(READ_AT_ONCE).max(limits::BOUND_VALUES)) {
        let (kernel, share) = (kernel.clone(), share.to_vec());
        reading.spawn(async move {
            let mut channels: HashMap<String, Vec<_>> = HashMap::new();
            for batch in share.chunks(limits::BOUND_VALUES) {
                for channel in seats::channels(&kernel, batch).await? {
                    channels.entry(channel.seat_id).or_default().push((channel.kind, channel.address));
                }
            }
            Ok::<_, Error>(channels)
        });
    }
    let mut channels = HashMap::with_capacity(seat_ids.len());
    while let Some(read) = reading.join_next().await {
        // A seat may hold several people, and is then in several shares: each says the same.
        channels.extend(read.map_err(anyhow::Error::from)??);
    }
    Ok(channels)
}

/// A person's own address, then those of the seat, each once.
fn addresses(person: &Person, of_seat: &[(ChannelKind, String)]) -> Vec<(ChannelKind, String)> {
    let own = (ChannelKind::Email, person.details.email.clone());
    let mut all: Vec<(ChannelKind, String)> = Vec::new();
    for each in std::iter::once(&own).chain(of_seat) {
        if !each.1.is_empty() && !all.contains(each) {
            all.push(each.clone());
        }
    }
    all
}
