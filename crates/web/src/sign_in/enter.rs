//! The first page: e-mail and password, or a passkey; and the way out.

use askama::Template;
use axum::extract::Query;
use axum::http::header::{RETRY_AFTER, SET_COOKIE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use kernel::{Error, Result};
use serde::Deserialize;

use crate::app::App;
use crate::context::Visitor;
use crate::error_page::PageResult;
use crate::form::OpenForm;
use crate::sign_in::arrive::{arrive, destination};
use crate::sign_in::attempts::{self, count_address};
use crate::sign_in::ceremony::{self, Step};
use crate::sign_in::{commands, passkey, password, store};
use crate::words::Words;
use crate::{people, session};

pub(crate) fn router() -> Router<App> {
    Router::new()
        .route("/sign-in", get(show).post(password))
        .route("/sign-in/passkey/options", post(passkey_options))
        .route("/sign-in/passkey", post(use_passkey))
        .route("/sign-out", post(sign_out))
}

#[derive(Deserialize)]
struct Asked {
    #[serde(default)]
    next: String,
    /// Words are kept for this visitor under this token.
    #[serde(default)]
    resume: String,
    /// Somebody signed in is asked to prove it once more.
    #[serde(default)]
    again: String,
}

#[derive(Template)]
#[template(path = "sign_in/sign_in.html")]
struct SignInPage<'a> {
    l: Words,
    next: &'a str,
    email: &'a str,
    wrong: Option<String>,
    kept: bool,
    again: bool,
    passkeys: bool,
}

impl<'a> SignInPage<'a> {
    fn new(visitor: &Visitor, next: &'a str) -> Self {
        Self {
            l: Words(visitor.lang),
            next,
            email: "",
            wrong: None,
            kept: next.starts_with("/resume/"),
            again: false,
            passkeys: passkey::works_here(&visitor.app.settings),
        }
    }

    fn refused(&self, visitor: &Visitor, refusal: &Refusal) -> PageResult {
        Ok(refusal.put_on(visitor.page(self.l.sign_in_title(), self)?))
    }
}

/// A refused attempt, said on the page it was made on.
pub(crate) struct Refusal {
    /// What is wrong, in the reader's language.
    pub(crate) text: String,
    status: StatusCode,
    retry_after_s: Option<u64>,
}

impl Refusal {
    /// What was wrong is `wrong`, unless too much was tried.
    ///
    /// # Errors
    /// Gives back an error that is neither.
    pub(crate) fn of(l: Words, error: Error, wrong: &str) -> Result<Self> {
        match error {
            Error::TooMany { retry_after_s } => Ok(Self {
                text: l.sign_in_wait(i64::try_from(retry_after_s.div_ceil(60)).unwrap_or(i64::MAX)),
                status: StatusCode::TOO_MANY_REQUESTS,
                retry_after_s: Some(retry_after_s),
            }),
            Error::Forbidden => Ok(Self {
                text: wrong.to_owned(),
                status: StatusCode::UNPROCESSABLE_ENTITY,
                retry_after_s: None,
            }),
            other => Err(other),
        }
    }

    /// Gives the page the refusal's status and, when there is one, its wait.
    pub(crate) fn put_on(&self, mut response: Response) -> Response {
        *response.status_mut() = self.status;
        if let Some(seconds) = self.retry_after_s {
            response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

async fn show(visitor: Visitor, Query(asked): Query<Asked>) -> PageResult {
    let kept = crate::resume::page_of(&asked.resume);
    let next = destination(if asked.resume.is_empty() { &asked.next } else { &kept });
    let is_in = visitor.session.as_ref().is_some_and(|session| !session.person_id.is_empty());
    if is_in && asked.again.is_empty() {
        return Ok(Redirect::to(next).into_response());
    }
    let page = SignInPage { again: !asked.again.is_empty(), ..SignInPage::new(&visitor, next) };
    visitor.page(page.l.sign_in_title(), &page)
}

#[derive(Deserialize)]
struct Typed {
    email: String,
    password: String,
    #[serde(default)]
    next: String,
}

async fn password(visitor: Visitor, OpenForm(typed): OpenForm<Typed>) -> PageResult {
    let next = destination(&typed.next);
    match check_password(&visitor, &typed.email, typed.password).await {
        Ok(person_id) => {
            let step = Step::Code { next: next.to_owned() };
            let token = ceremony::begin(&visitor.app.kernel, &person_id, &step).await?;
            Ok(go_on(&visitor.app, "/sign-in/code", &token))
        }
        Err(error) => {
            let l = Words(visitor.lang);
            let refusal = Refusal::of(l, error, l.sign_in_wrong())?;
            let mut page = SignInPage::new(&visitor, next);
            (page.email, page.wrong) = (&typed.email, Some(refusal.text.clone()));
            page.refused(&visitor, &refusal)
        }
    }
}

/// The person whose password this is.
///
/// An unknown address is counted, looked for and hashed like a known one, so that neither the answer nor
/// its time tells which addresses have an account.
///
/// # Errors
/// [`Error::Forbidden`] when it is nobody's, [`Error::TooMany`] when too many were tried.
async fn check_password(visitor: &Visitor, email: &str, typed: String) -> Result<String> {
    let kernel = &visitor.app.kernel;
    count_address(kernel, attempts::ADDRESS, &visitor.address).await?;
    attempts::PASSWORD.count(kernel, &people::email_lookup(kernel, email)).await?;
    let person_id = people::find_by_email(kernel, email).await?.map(|person| person.id).unwrap_or_default();
    let hash = store::password_hash(&kernel.db, &person_id).await?;
    if !password::verify(typed, hash).await? {
        return Err(Error::Forbidden);
    }
    attempts::give_back(kernel, attempts::ADDRESS, &visitor.address).await?;
    Ok(person_id)
}

/// On to the next page of a ceremony, which the browser keeps in a cookie.
pub(crate) fn go_on(app: &App, path: &str, token: &str) -> Response {
    let mut response: Response = Redirect::to(path).into_response();
    response.headers_mut().append(SET_COOKIE, ceremony::cookie(&app.settings, token));
    response
}

async fn passkey_options(visitor: Visitor) -> PageResult<Json<serde_json::Value>> {
    let kernel = &visitor.app.kernel;
    count_address(kernel, attempts::CEREMONIES, &visitor.address).await?;
    Ok(Json(passkey::begin_use(kernel, &visitor.app.settings).await?))
}

#[derive(Deserialize)]
struct Signed {
    credential: String,
    #[serde(default)]
    next: String,
}

async fn use_passkey(visitor: Visitor, OpenForm(signed): OpenForm<Signed>) -> PageResult {
    let app = &visitor.app;
    let next = destination(&signed.next);
    match passkey::finish_use(&app.kernel, &app.settings, &signed.credential).await {
        Ok(person_id) => arrive(&visitor, &person_id, "passkey", next).await,
        Err(error) => {
            let l = Words(visitor.lang);
            let refusal = Refusal::of(l, error, l.passkey_refused())?;
            let page = SignInPage { wrong: Some(refusal.text.clone()), ..SignInPage::new(&visitor, next) };
            page.refused(&visitor, &refusal)
        }
    }
}

#[derive(Template)]
#[template(path = "sign_in/signed_out.html")]
struct SignedOutPage {
    l: Words,
}

/// Ends the session, whatever page asks it: leaving must always work.
async fn sign_out(visitor: Visitor) -> PageResult {
    let (app, l) = (&visitor.app, Words(visitor.lang));
    if let Some(session) = &visitor.session {
        if session.person_id.is_empty() {
            session::end(&app.kernel, &session.id).await?;
        } else {
            let (person, id) = (&session.person_id, &session.id);
            commands::end_session(&app.kernel, person, id, "person.signed_out").await?;
        }
    }
    let mut response = visitor.page(l.signed_out_title(), &SignedOutPage { l })?;
    response.headers_mut().append(SET_COOKIE, session::forget(&app.settings));
    response.headers_mut().append(SET_COOKIE, ceremony::cookie(&app.settings, ""));
    Ok(response)
}
