//! The demo: a house filled with a fictional health sector, an incident under way, and a start page from
//! which one click signs a visitor in as somebody of that sector.

mod directors;
mod start;
mod story;
mod warned;
mod weeks;

use std::path::Path;

use kernel::access::{Principal, Role, Who};
use kernel::{Error, Kernel, Result, realm};
use l10n::Lang;
use web::people::{self, Details};
use web::{Seats, Settings};

pub use directors::answer_warnings;
pub use start::{Stage, routes};

/// A file in a data folder that says: this is a demo's, nothing real.
const MARK: &str = "this-is-a-demo";
/// Who the administrator of the demo is.
const ADMINISTRATOR: (&str, &str) = ("Tine Hovenier", "tine.hovenier@paraat.example");

/// Somebody a visitor can be.
#[derive(Clone, Copy, Debug)]
struct Persona {
    key: &'static str,
    email: &'static str,
}

/// Everybody a visitor can be, in the order of the start page.
const PERSONAS: [Persona; 6] = [
    Persona { key: "director", email: "hilde.terlindehof@labo-de-linde.example" },
    Persona { key: "quality", email: "marijke.terlindehof@labo-de-linde.example" },
    Persona { key: "officer", email: "ine.wijngaerdt@cyberwacht.example" },
    Persona { key: "colleague", email: warned::COLLEAGUE },
    Persona { key: "laboratories", email: "bram.ravenshof@libra.example" },
    Persona { key: "administrator", email: ADMINISTRATOR.1 },
];

/// Whether a data folder is a demo's, or not in use yet.
pub fn may_use(folder: &Path) -> bool {
    let is_empty = folder.read_dir().map_or(true, |mut entries| entries.next().is_none());
    is_empty || folder.join(MARK).exists()
}

/// Says in the folder that it is a demo's.
pub fn mark(folder: &Path) -> std::io::Result<()> {
    std::fs::create_dir_all(folder)?;
    std::fs::write(folder.join(MARK), "This folder holds a fictional health sector and may be deleted.\n")
}

/// Fills an empty house: the sector, its administrator and what has happened so far today. A house that
/// is filled already is left as it is.
pub async fn fill(kernel: &Kernel, settings: &Settings) -> Result<()> {
    if people::find_by_email(kernel, ADMINISTRATOR.1).await?.is_some() {
        return Ok(());
    }
    let reality = realm::reality(&kernel.db).await?;
    let begun = &story::past(kernel, story::BEGUN_HOURS_AGO);
    directory::seed_demo(begun, &reality).await?;
    let operator = directory::create_operator(begun).await?;
    let mut change = begun.begin_as_system(&reality).await?;
    let details = Details { name: ADMINISTRATOR.0.into(), email: ADMINISTRATOR.1.into() };
    let person = people::add(begun, &mut change, &details, Lang::Nl).await?;
    directory::seat_person(begun, &mut change, &operator, Role::Administrator, &person).await?;
    change.record(kernel::Entry::new("person.added", "person", &person));
    change.commit().await?;
    story::tell(kernel, settings).await?;
    warned::tell(kernel, settings).await
}

/// Makes a new emergency card for the demo's laboratory and gives its code.
pub async fn card(kernel: &Kernel) -> Result<String> {
    let director = principal(kernel, PERSONAS[0].email).await?;
    let card = directory::make_card(kernel, &director, &director.seat.organisation_id).await?;
    Ok(card.code)
}

/// Somebody of the sector, acting from their first seat.
async fn principal(kernel: &Kernel, email: &str) -> Result<Principal> {
    let person = people::find_by_email(kernel, email).await?.ok_or(Error::NotFound)?;
    let seats = directory::DirectorySeats.held_by(kernel, &person.id).await?;
    let seat = seats.into_iter().next().ok_or(Error::NotFound)?;
    let realm = realm::get(&kernel.db, &seat.realm_id).await?;
    Ok(Principal { who: Who::Person { id: person.id, name: person.details.name }, seat, realm })
}
