//! The way in with an organisation's emergency card.

use askama::Template;
use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum::http::header::SET_COOKIE;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use web::session::{self, Holder};
use web::{PageResult, Visitor, local_path};

use crate::commands;
use crate::words::Words;

/// Longest code shown again to who typed it, in characters.
const CODE_CHARS: usize = 64;

#[derive(Template)]
#[template(path = "card.html")]
struct CardPage {
    l: Words,
    /// The code of the address; empty when it is to be typed.
    scanned: String,
    typed: String,
    /// Where to go once in; empty for the call.
    next: String,
    error: Option<String>,
}

/// The page on which a code is typed.
pub(super) async fn page(visitor: Visitor, Query(way): Query<Way>) -> PageResult {
    show(&visitor, String::new(), String::new(), way.next, None)
}

/// Where a card's QR code leads. It begins nothing, since scanners of links follow it too, and does not
/// say whether the code is good.
pub(super) async fn scanned(visitor: Visitor, Path(code): Path<String>) -> PageResult {
    show(&visitor, code.chars().take(CODE_CHARS).collect(), String::new(), String::new(), None)
}

/// Where somebody was going, as to words that were kept when a card's session had ended.
#[derive(Deserialize)]
pub(super) struct Way {
    #[serde(default)]
    next: String,
}

#[derive(Deserialize)]
pub(super) struct Code {
    #[serde(default)]
    code: String,
    #[serde(default)]
    next: String,
}

/// Begins a card session. No token: the form stands before any session, as the sign-in's does; what another
/// site sent has been refused already.
pub(super) async fn begin(visitor: Visitor, axum::Form(form): axum::Form<Code>) -> PageResult {
    let kernel = &visitor.app.kernel;
    let Some(card) = commands::try_card(kernel, &form.code, &visitor.address).await? else {
        let l = Words(visitor.lang);
        let typed = form.code.chars().take(CODE_CHARS).collect();
        let mut page = show(&visitor, String::new(), typed, form.next, Some(l.card_unknown().to_owned()))?;
        *page.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
        return Ok(page);
    };
    let cookie = session::start(&visitor.app, Holder::Card { id: &card.id }, &visitor.device).await?;
    let next = if form.next.is_empty() { "/reports/call" } else { local_path(&form.next) };
    let mut response: Response = Redirect::to(next).into_response();
    response.headers_mut().append(SET_COOKIE, cookie);
    Ok(response)
}

fn show(
    visitor: &Visitor,
    scanned: String,
    typed: String,
    next: String,
    error: Option<String>,
) -> PageResult {
    let l = Words(visitor.lang);
    let title = if scanned.is_empty() { l.card_title() } else { l.card_scanned_title() };
    visitor.page(title, &CardPage { l, scanned, typed, next, error })
}
