//! Erasing a person: a page that says what goes and what stays, and asks once more.

use askama::Template;
use kernel::Error;
use kernel::access::Action;
use kernel::time::Time;
use serde::Deserialize;
use web::axum::Router;
use web::axum::extract::Path;
use web::axum::http::StatusCode;
use web::axum::response::IntoResponse;
use web::axum::routing::get;
use web::people::{self, Person};
use web::{App, Ctx, Form, PageResult};

use super::forms::Errors;
use super::{names, see};
use crate::commands::{self, may_erase, must, organisation_in_realm};
use crate::lookups;
use crate::store::seats;
use crate::words::Words;

pub(super) fn router() -> Router<App> {
    Router::new().route("/directory/{id}/seats/{seat}/holdings/{holding}/erase", get(ask).post(erase))
}

/// Organisation, seat, and the time on it that leads to the person.
type Place = Path<(String, String, String)>;

#[derive(Template)]
#[template(path = "directory/erase.html")]
struct Ask {
    l: Words,
    token: String,
    /// The seat's page.
    back: String,
    path: String,
    name: String,
    email: String,
    /// Role and organisation of each seat they sit on now.
    seats: Vec<(&'static str, String)>,
    is_self: bool,
    errors: Errors,
}

async fn ask(ctx: Ctx, place: Place) -> PageResult {
    let person = find(&ctx, &place).await?;
    ask_page(&ctx, &place, person, Errors::default()).await
}

/// Who sits, or sat, on the seat at that time.
///
/// # Errors
/// [`Error::Forbidden`] unless the asker may erase people, [`Error::NotFound`] when there is nobody, or
/// nobody any more.
async fn find(ctx: &Ctx, Path((id, seat, holding)): &Place) -> PageResult<Person> {
    let kernel = ctx.kernel();
    organisation_in_realm(kernel, &ctx.principal, id).await?;
    must(&ctx.principal, Action::ErasePerson, id)?;
    if !may_erase(&ctx.principal) {
        return Err(Error::Forbidden.into());
    }
    let seat = seats::get(&kernel.db, id, seat).await?;
    let all = seats::holdings(&kernel.db, std::slice::from_ref(&seat.id), Time(0)).await?;
    let holding = all.into_iter().find(|each| each.id == *holding).ok_or(Error::NotFound)?;
    let person = people::get(kernel, &holding.person_id).await?;
    if person.is_erased() { Err(Error::NotFound.into()) } else { Ok(person) }
}

async fn ask_page(
    ctx: &Ctx,
    Path((id, seat, holding)): &Place,
    person: Person,
    errors: Errors,
) -> PageResult {
    let l = Words(ctx.lang);
    let held = lookups::held_by(ctx.kernel(), &person.id).await?;
    let back = format!("/directory/{id}/seats/{seat}");
    let page = Ask {
        l,
        token: ctx.token(),
        path: format!("{back}/holdings/{holding}/erase"),
        back,
        is_self: ctx.principal.person_id() == Some(person.id.as_str()),
        seats: held
            .into_iter()
            .map(|seat| (names::role(ctx.lang, seat.role), seat.organisation_name))
            .collect(),
        name: person.details.name,
        email: person.details.email,
        errors,
    };
    ctx.page(l.erase_title(), &page).await
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Confirmation {
    /// Anything, when the box was ticked.
    sure: String,
}

async fn erase(ctx: Ctx, place: Place, Form(form): Form<Confirmation>) -> PageResult {
    let l = Words(ctx.lang);
    let person = find(&ctx, &place).await?;
    if form.sure.is_empty() {
        let mut errors = Errors::default();
        errors.add("sure", l.erase_sure(), l.erase_not_sure());
        let page = ask_page(&ctx, &place, person, errors).await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    }
    match commands::erase_person(ctx.kernel(), &ctx.principal, &person.id).await {
        Ok(()) => {
            let Path((id, seat, _)) = place;
            Ok(see(&format!("/directory/{id}/seats/{seat}?erased=1")))
        }
        // Only oneself is in the way; the page says so.
        Err(Error::Conflict(_)) => {
            let page = ask_page(&ctx, &place, person, Errors::default()).await?;
            Ok((StatusCode::CONFLICT, page).into_response())
        }
        Err(error) => Err(error.into()),
    }
}
