//! From which seat somebody acts, when they hold more than one or sit in an exercise too.

use std::collections::HashMap;

use askama::Template;
use axum::Router;
use axum::extract::Query;
use axum::response::{IntoResponse, Redirect};
use axum::routing::get;
use kernel::realm;
use kernel::{Error, Result};
use serde::Deserialize;

use crate::app::App;
use crate::error_page::PageResult;
use crate::form::Form;
use crate::session;
use crate::shell::role_name;
use crate::sign_in::arrive::destination;
use crate::sign_in::me::Me;
use crate::words::Words;

pub(crate) fn router() -> Router<App> {
    Router::new().route("/seat", get(show).post(choose))
}

struct Choice {
    id: String,
    organisation: String,
    role: &'static str,
    /// The exercise's name; `None` in the real world.
    exercise: Option<String>,
    is_current: bool,
}

#[derive(Template)]
#[template(path = "sign_in/seat.html")]
struct SeatPage<'a> {
    l: Words,
    token: String,
    next: &'a str,
    seats: Vec<Choice>,
    kept: bool,
    /// Without a seat there is no bar with a way out.
    is_seated: bool,
}

#[derive(Deserialize)]
struct Asked {
    #[serde(default)]
    next: String,
}

/// The person's seats: the real world first, then by organisation.
async fn seats(me: &Me) -> Result<Vec<Choice>> {
    let (app, l) = (me.app(), me.words());
    let realms: HashMap<String, _> =
        realm::list(&app.kernel.db).await?.into_iter().map(|realm| (realm.id.clone(), realm)).collect();
    let held = app.seats.held_by(&app.kernel, &me.person.id).await?;
    let mut seats: Vec<Choice> = held
        .into_iter()
        .map(|seat| Choice {
            exercise: realms
                .get(&seat.realm_id)
                .filter(|realm| realm.is_exercise())
                .map(|realm| realm.name.clone()),
            is_current: seat.id == me.session.seat_id,
            role: role_name(l, seat.role),
            organisation: seat.organisation_name,
            id: seat.id,
        })
        .collect();
    seats.sort_by(|a, b| (&a.exercise, &a.organisation, a.role).cmp(&(&b.exercise, &b.organisation, b.role)));
    Ok(seats)
}

async fn show(me: Me, Query(asked): Query<Asked>) -> PageResult {
    let next = destination(&asked.next);
    let page = SeatPage {
        l: me.words(),
        token: me.token(),
        next,
        seats: seats(&me).await?,
        kept: next.starts_with("/resume/"),
        is_seated: me.ctx.is_some(),
    };
    me.page(page.l.seat_title(), &page, None).await
}

#[derive(Deserialize)]
struct Chosen {
    seat: String,
    #[serde(default)]
    next: String,
}

async fn choose(me: Me, Form(chosen): Form<Chosen>) -> PageResult {
    let held = me.app().seats.held_by(&me.app().kernel, &me.person.id).await?;
    let seat = held.iter().find(|seat| seat.id == chosen.seat).ok_or(Error::NotFound)?;
    session::choose_seat(&me.app().kernel, &me.session.id, &seat.id).await?;
    Ok(Redirect::to(destination(&chosen.next)).into_response())
}
