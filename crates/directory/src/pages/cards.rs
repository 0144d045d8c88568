//! An organisation's emergency card: made, printed once, replaced, revoked.

use askama::Template;
use kernel::access::Action;
use serde::Deserialize;
use web::axum::Router;
use web::axum::extract::Path;
use web::axum::routing::{get, post};
use web::{App, Ctx, Form, PageResult, qr_svg};

use super::see;
use crate::card::call_url;
use crate::commands::{self, must, organisation_in_realm};
use crate::store::cards;
use crate::words::Words;

pub(super) fn router() -> Router<App> {
    Router::new()
        .route("/directory/{id}/card", get(show).post(make))
        .route("/directory/{id}/card/revoke", post(revoke))
}

#[derive(Template)]
#[template(path = "directory/card.html")]
struct Show {
    l: Words,
    token: String,
    id: String,
    organisation: String,
    /// When the valid card was made.
    since: Option<String>,
}

async fn show(ctx: Ctx, Path(id): Path<String>) -> PageResult {
    let organisation = organisation_in_realm(ctx.kernel(), &ctx.principal, &id).await?;
    must(&ctx.principal, Action::ManageCards, &id)?;
    let since = cards::valid_since(&ctx.kernel().db, &id).await?;
    let l = Words(ctx.lang);
    let page = Show {
        l,
        token: ctx.token(),
        since: since.map(|at| ctx.date_time(at)),
        organisation: organisation.name,
        id,
    };
    ctx.page(l.card_title(), &page).await
}

#[derive(Template)]
#[template(path = "directory/new_card.html")]
struct NewCard {
    l: Words,
    id: String,
    organisation: String,
    code: String,
    address: String,
    qr: String,
    is_exercise: bool,
}

#[derive(Deserialize)]
struct Nothing {}

/// Makes the card and shows its code in the answer itself: the code is stored nowhere, so there is no
/// page to be sent to that could show it.
async fn make(ctx: Ctx, Path(id): Path<String>, Form(Nothing {}): Form<Nothing>) -> PageResult {
    let l = Words(ctx.lang);
    let card = commands::make_card(ctx.kernel(), &ctx.principal, &id).await?;
    let public_url = &ctx.app.settings.public_url;
    let page = NewCard {
        l,
        id,
        qr: qr_svg(&call_url(public_url, &card.code), l.card_qr())?,
        address: format!("{public_url}/call"),
        organisation: card.organisation,
        code: card.code,
        is_exercise: ctx.principal.realm.is_exercise(),
    };
    ctx.page(l.card_title(), &page).await
}

async fn revoke(ctx: Ctx, Path(id): Path<String>, Form(Nothing {}): Form<Nothing>) -> PageResult {
    commands::revoke_card(ctx.kernel(), &ctx.principal, &id).await?;
    Ok(see(&format!("/directory/{id}/card")))
}
