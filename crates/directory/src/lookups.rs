//! What other capabilities may ask the directory: names, mandates, members, cards, and who sits where.

use std::collections::HashMap;

use kernel::access::{Role, Seat};
use kernel::{Entry, Kernel, Realm, Result, new_id, realm};
use l10n::Lang;
use web::{BoxFuture, Seats, people};

use crate::card::{self, Card};
use crate::organisation::{Mandate, OrganisationKind, search_text};
use crate::store::organisations::{self, OrganisationRow};
use crate::store::seats::HeldRow;
use crate::store::{cards, seats};

/// An organisation as others see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Organisation {
    /// The identifier.
    pub id: String,
    /// The realm it belongs to.
    pub realm_id: String,
    /// Its name.
    pub name: String,
    /// What it is.
    pub kind: OrganisationKind,
    /// What it must be told by law, when it is an authority.
    pub mandate: Option<Mandate>,
    /// The town of its main site; empty when unknown.
    pub city: String,
    /// Its country, two letters of ISO 3166-1.
    pub country: String,
    /// Its switchboard; empty when unknown.
    pub telephone: String,
}

impl From<OrganisationRow> for Organisation {
    fn from(row: OrganisationRow) -> Self {
        Self {
            kind: row.kind(),
            mandate: row.mandate(),
            id: row.id,
            realm_id: row.realm_id,
            name: row.name,
            city: row.city,
            country: row.country,
            telephone: row.telephone,
        }
    }
}

/// An organisation by its identifier.
///
/// # Errors
/// [`kernel::Error::NotFound`] when there is none.
pub async fn organisation(kernel: &Kernel, id: &str) -> Result<Organisation> {
    Ok(organisations::get(&kernel.db, id).await?.into())
}

/// Several organisations at once, by identifier; those that do not exist are left out.
pub async fn organisations(kernel: &Kernel, ids: &[String]) -> Result<HashMap<String, Organisation>> {
    let rows = organisations::by_ids(&kernel.db, ids).await?;
    Ok(rows.into_iter().map(|row| (row.id.clone(), row.into())).collect())
}

/// A realm's authorities with this mandate, by name.
pub async fn authorities(kernel: &Kernel, realm_id: &str, mandate: Mandate) -> Result<Vec<Organisation>> {
    let rows = organisations::by_mandate(&kernel.db, realm_id, mandate.as_str()).await?;
    Ok(rows.into_iter().map(Organisation::from).collect())
}

/// A realm's organisations that may hold mandates, whether or not they do, by name.
pub async fn may_hold_mandates(kernel: &Kernel, realm_id: &str) -> Result<Vec<Organisation>> {
    let kinds = OrganisationKind::ALL.iter().filter(|kind| kind.may_hold_mandates());
    let kinds: Vec<&str> = kinds.map(|kind| kind.as_str()).collect();
    let rows = organisations::of_kinds(&kernel.db, realm_id, &kinds).await?;
    Ok(rows.into_iter().map(Organisation::from).collect())
}

/// Somebody who sits on a seat today, holding it or standing in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// The person.
    pub person_id: String,
    /// Their name.
    pub name: String,
    /// Where their mail goes.
    pub email: String,
    /// The language they read.
    pub lang: Lang,
    /// What they are.
    pub role: Role,
}

/// Who sits on an organisation's seats of these roles now, by its realm's clock: holders first, then
/// those who stand in. A person on several such seats is named once for each role; whoever was erased is not.
pub async fn members(kernel: &Kernel, organisation_id: &str, roles: &[Role]) -> Result<Vec<Member>> {
    let organisation = organisations::get(&kernel.db, organisation_id).await?;
    let now = kernel.now(&realm::get(&kernel.db, &organisation.realm_id).await?);
    let names: Vec<&'static str> = roles.iter().map(|role| role.as_str()).collect();
    let mut rows = seats::members(&kernel.db, organisation_id, &names, now).await?;
    let mut seen = std::collections::HashSet::new();
    rows.retain(|row| seen.insert((row.person_id.clone(), row.role.clone())));
    let ids: Vec<String> = rows.iter().map(|row| row.person_id.clone()).collect();
    let people = people::by_ids(kernel, &ids).await?;
    let member = |row: seats::MemberRow| {
        let person = people.get(&row.person_id).filter(|person| !person.is_erased())?;
        Some(Member {
            name: person.details.name.clone(),
            email: person.details.email.clone(),
            lang: person.lang,
            role: Role::parse(&row.role)?,
            person_id: row.person_id,
        })
    };
    Ok(rows.into_iter().filter_map(member).collect())
}

/// The valid card with this code as somebody typed it; `None` when there is none.
pub async fn find_card(kernel: &Kernel, code: &str) -> Result<Option<Card>> {
    match card::normalise(code) {
        Some(normalised) => cards::find_by_digest(&kernel.db, &card::digest(kernel, &normalised)).await,
        None => Ok(None),
    }
}

/// Tells the sign-in who may act from which seat.
pub struct DirectorySeats;

impl Seats for DirectorySeats {
    fn held_by<'a>(&'a self, kernel: &'a Kernel, person_id: &'a str) -> BoxFuture<'a, Result<Vec<Seat>>> {
        Box::pin(held_by(kernel, person_id))
    }

    fn held<'a>(
        &'a self,
        kernel: &'a Kernel,
        person_id: &'a str,
        seat_id: &'a str,
    ) -> BoxFuture<'a, Result<Option<(Seat, Realm)>>> {
        Box::pin(held(kernel, person_id, seat_id))
    }

    fn of_card<'a>(&'a self, kernel: &'a Kernel, card_id: &'a str) -> BoxFuture<'a, Result<Option<Seat>>> {
        Box::pin(of_card(kernel, card_id))
    }
}

/// Where a person sits now, in every realm by its own clock.
pub(crate) async fn held_by(kernel: &Kernel, person_id: &str) -> Result<Vec<Seat>> {
    let mut found: Vec<Seat> = Vec::new();
    for row in seats::held_by(&kernel.db, person_id).await? {
        let Some((seat, _)) = sits_on(kernel, row)? else { continue };
        if found.iter().all(|known| known.id != seat.id) {
            found.push(seat);
        }
    }
    Ok(found)
}

async fn held(kernel: &Kernel, person_id: &str, seat_id: &str) -> Result<Option<(Seat, Realm)>> {
    for row in seats::held(&kernel.db, person_id, seat_id).await? {
        if let Some(found) = sits_on(kernel, row)? {
            return Ok(Some(found));
        }
    }
    Ok(None)
}

/// The seat and its realm, when the person sits there now.
fn sits_on(kernel: &Kernel, row: HeldRow) -> Result<Option<(Seat, Realm)>> {
    let realm = Realm::from_columns(row.realm_id.clone(), &row.realm_kind, row.realm_name, &row.realm_clock)?;
    // Each realm has its own clock, so a stand-in of next week's exercise is one when it says so.
    let now = kernel.now(&realm);
    let sits = row.from_at <= now && row.until_at.is_none_or(|until| until > now);
    let (Some(role), true) = (Role::parse(&row.role), sits) else { return Ok(None) };
    let seat = Seat {
        id: row.id,
        role,
        organisation_id: row.organisation_id,
        organisation_name: row.organisation_name,
        is_authority: keeps_desk(OrganisationKind::parse(&row.organisation_kind)),
        realm_id: row.realm_id,
    };
    Ok(Some((seat, realm)))
}

/// Whether organisations of this kind keep a duty desk.
fn keeps_desk(kind: Option<OrganisationKind>) -> bool {
    kind.is_some_and(OrganisationKind::may_hold_mandates)
}

async fn of_card(kernel: &Kernel, card_id: &str) -> Result<Option<Seat>> {
    let Some(card) = cards::find(&kernel.db, card_id).await? else { return Ok(None) };
    let organisation = organisations::get(&kernel.db, &card.organisation_id).await?;
    Ok(Some(Seat {
        id: format!("card:{}", card.id),
        role: Role::CardHolder,
        organisation_id: card.organisation_id,
        is_authority: keeps_desk(Some(organisation.kind())),
        organisation_name: organisation.name,
        realm_id: card.realm_id,
    }))
}

/// Under which source and key the operator is known again.
const OPERATOR: (&str, &str) = ("paraat", "operator");

/// The organisation that runs this installation and holds its administrators' seats, in reality; made
/// the first time it is asked for. Returns its identifier.
pub async fn create_operator(kernel: &Kernel) -> Result<String> {
    let reality = realm::reality(&kernel.db).await?;
    let mut change = kernel.begin_as_system(&reality).await?;
    let (source, key) = OPERATOR;
    if let Some(row) = organisations::find_by_key(&mut change, &reality.id, source, key).await? {
        return Ok(row.id);
    }
    let name = "Paraat";
    let row = OrganisationRow {
        id: new_id(),
        realm_id: reality.id,
        name: name.to_owned(),
        kind: OrganisationKind::Other.as_str().to_owned(),
        country: crate::Country::BELGIUM.to_string(),
        search: search_text(name),
        sort_name: search_text(name),
        source: source.to_owned(),
        external_key: key.to_owned(),
        version: 1,
        ..OrganisationRow::default()
    };
    organisations::insert(&mut change, &row).await?;
    change.record(Entry::new("organisation.added", "organisation", &row.id).concerns(&row.id));
    change.commit().await?;
    Ok(row.id)
}
