//! After the password: a code from the app, or a printed one. And the way back in for somebody whose only
//! passkey is gone.

use askama::Template;
use axum::Router;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect};
use axum::routing::get;
use kernel::{Error, Result};
use serde::Deserialize;

use crate::app::App;
use crate::context::Visitor;
use crate::error_page::PageResult;
use crate::form::OpenForm;
use crate::people::{self, Person};
use crate::sign_in::arrive::arrive;
use crate::sign_in::attempts::{self, count_address};
use crate::sign_in::ceremony::{self, Ceremony, SetUp, Step};
use crate::sign_in::enter::{Refusal, go_on};
use crate::sign_in::{commands, recovery, store, totp};
use crate::words::Words;

pub(crate) fn router() -> Router<App> {
    Router::new()
        .route("/sign-in/code", get(show_code).post(code))
        .route("/sign-in/recovery", get(show_recovery).post(recover))
}

#[derive(Template)]
#[template(path = "sign_in/code.html")]
struct CodePage {
    l: Words,
    wrong: Option<String>,
}

/// The second step this browser is in, with where it leads; `None` when it took too long.
async fn step(visitor: &Visitor, headers: &HeaderMap) -> Result<Option<(Ceremony, String)>> {
    let found = ceremony::of(&visitor.app.kernel, &visitor.app.settings, headers).await?;
    Ok(found.and_then(|ceremony| match &ceremony.step {
        Step::Code { next } => {
            let next = next.clone();
            Some((ceremony, next))
        }
        _ => None,
    }))
}

async fn show_code(visitor: Visitor, headers: HeaderMap) -> PageResult {
    if step(&visitor, &headers).await?.is_none() {
        return Ok(Redirect::to("/sign-in").into_response());
    }
    let l = Words(visitor.lang);
    visitor.page(l.code_title(), &CodePage { l, wrong: None })
}

#[derive(Deserialize)]
struct TypedCode {
    code: String,
}

async fn code(visitor: Visitor, headers: HeaderMap, OpenForm(typed): OpenForm<TypedCode>) -> PageResult {
    let Some((ceremony, next)) = step(&visitor, &headers).await? else {
        return Ok(Redirect::to("/sign-in").into_response());
    };
    match check_code(&visitor, &ceremony, &typed.code).await {
        Ok(method) => arrive(&visitor, &ceremony.person_id, method, &next).await,
        Err(error) => {
            let l = Words(visitor.lang);
            let refusal = Refusal::of(l, error, l.code_wrong())?;
            let page = CodePage { l, wrong: Some(refusal.text.clone()) };
            Ok(refusal.put_on(visitor.page(l.code_title(), &page)?))
        }
    }
}

/// Judges a code, from the app or printed, and ends the ceremony when it is right: gives how the person
/// came in, for the journal.
///
/// # Errors
/// [`Error::Forbidden`] when it is wrong or was used before, [`Error::TooMany`] when too many were tried.
async fn check_code(visitor: &Visitor, ceremony: &Ceremony, typed: &str) -> Result<&'static str> {
    let (app, kernel) = (&visitor.app, &visitor.app.kernel);
    let person_id = &ceremony.person_id;
    count_address(kernel, attempts::ADDRESS, &visitor.address).await?;
    attempts::CODE.count(kernel, person_id).await?;
    let person = people::get(kernel, person_id).await?;
    let method = if recovery::is_code(typed) {
        if !commands::use_code(app, Some(&person), typed).await? {
            return Err(Error::Forbidden);
        }
        "password_and_recovery_code"
    } else {
        let (secret, last_step) = store::totp(kernel, person_id).await?.ok_or(Error::Forbidden)?;
        let step = totp::accept(&secret, typed, kernel.wall.now(), last_step)?.ok_or(Error::Forbidden)?;
        if !store::use_step(&kernel.db, person_id, step).await? {
            return Err(Error::Forbidden);
        }
        "password_and_app"
    };
    if !ceremony.end(kernel).await? {
        return Err(Error::Forbidden);
    }
    attempts::give_back(kernel, attempts::ADDRESS, &visitor.address).await?;
    attempts::CODE.clear(kernel, person_id).await?;
    attempts::PASSWORD.clear(kernel, &people::email_lookup(kernel, &person.details.email)).await?;
    Ok(method)
}

#[derive(Template)]
#[template(path = "sign_in/recovery.html")]
struct RecoveryPage<'a> {
    l: Words,
    email: &'a str,
    wrong: Option<String>,
}

async fn show_recovery(visitor: Visitor) -> PageResult {
    let l = Words(visitor.lang);
    visitor.page(l.recovery_title(), &RecoveryPage { l, email: "", wrong: None })
}

#[derive(Deserialize)]
struct TypedRecovery {
    email: String,
    code: String,
}

async fn recover(visitor: Visitor, OpenForm(typed): OpenForm<TypedRecovery>) -> PageResult {
    match check_recovery(&visitor, &typed).await {
        Ok(person) => {
            let set_up = Step::SetUp(SetUp::default());
            let token = ceremony::begin(&visitor.app.kernel, &person.id, &set_up).await?;
            Ok(go_on(&visitor.app, "/set-up", &token))
        }
        Err(error) => {
            let l = Words(visitor.lang);
            let refusal = Refusal::of(l, error, l.recovery_wrong())?;
            let page = RecoveryPage { l, email: &typed.email, wrong: Some(refusal.text.clone()) };
            Ok(refusal.put_on(visitor.page(l.recovery_title(), &page)?))
        }
    }
}

/// Somebody without a password proves with a printed code that they may set up anew. Where there is a
/// password it is asked first: a printed page alone must not be enough then.
async fn check_recovery(visitor: &Visitor, typed: &TypedRecovery) -> Result<Person> {
    let kernel = &visitor.app.kernel;
    count_address(kernel, attempts::ADDRESS, &visitor.address).await?;
    attempts::RECOVERY.count(kernel, &people::email_lookup(kernel, &typed.email)).await?;
    let person = people::find_by_email(kernel, &typed.email).await?;
    let id = person.as_ref().map_or("", |person| person.id.as_str());
    let has_password = store::password_hash(&kernel.db, id).await?.is_some();
    let person = person.filter(|_| !has_password);
    let is_right = commands::use_code(&visitor.app, person.as_ref(), &typed.code).await?;
    person.filter(|_| is_right).ok_or(Error::Forbidden)
}
