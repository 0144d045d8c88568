//! From an invitation to the first sign-in: a passkey, or a password and an app; then the printed codes.

use askama::Template;
use axum::extract::Path;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect};
use axum::routing::{get, post};
use axum::{Json, Router};
use kernel::journal::digest;
use kernel::{Error, Result};
use serde::Deserialize;

use crate::app::App;
use crate::context::Visitor;
use crate::error_page::PageResult;
use crate::form::OpenForm;
use crate::people::{self, Person};
use crate::shell::qr_svg;
use crate::sign_in::arrive::arrive;
use crate::sign_in::ceremony::{self, Ceremony, SetUp, Step};
use crate::sign_in::commands::{self, Way};
use crate::sign_in::enter::go_on;
use crate::sign_in::password::{self, Refusal};
use crate::sign_in::store::{self, Invitation};
use crate::sign_in::{passkey, totp};
use crate::words::Words;

pub(crate) fn router() -> Router<App> {
    Router::new()
        .route("/invitation/{token}", get(invitation).post(begin))
        .route("/set-up", get(choose))
        .route("/set-up/passkey/options", post(passkey_options))
        .route("/set-up/passkey", post(add_passkey))
        .route("/set-up/password", post(choose_password))
        .route("/set-up/app", get(show_app).post(confirm_app))
        .route("/set-up/codes", get(show_codes).post(have_codes))
}

#[derive(Template)]
#[template(path = "sign_in/invitation.html")]
struct InvitationPage<'a> {
    l: Words,
    name: &'a str,
    until: String,
}

#[derive(Template)]
#[template(path = "sign_in/invitation_over.html")]
struct InvitationOverPage {
    l: Words,
}

async fn find(visitor: &Visitor, token: &str) -> Result<Option<Invitation>> {
    let kernel = &visitor.app.kernel;
    store::invitation(&kernel.db, &digest(token.as_bytes()), kernel.wall.now()).await
}

/// Only reads: mail scanners follow links.
async fn invitation(visitor: Visitor, Path(token): Path<String>) -> PageResult {
    let l = Words(visitor.lang);
    let Some(invitation) = find(&visitor, &token).await? else { return over(&visitor) };
    let person = people::get(&visitor.app.kernel, &invitation.person_id).await?;
    let zone = &visitor.app.settings.zone;
    let until = l10n::date_time(visitor.lang, invitation.expires_at.timestamp(), zone);
    let page = InvitationPage { l, name: &person.details.name, until };
    visitor.page(l.invitation_title(), &page)
}

fn over(visitor: &Visitor) -> PageResult {
    let l = Words(visitor.lang);
    let mut response = visitor.page(l.invitation_over_title(), &InvitationOverPage { l })?;
    *response.status_mut() = StatusCode::GONE;
    Ok(response)
}

/// Begins the set-up. The invitation counts as used only when the set-up ends, so that a connection lost
/// half-way costs nobody a new one.
async fn begin(visitor: Visitor, Path(token): Path<String>) -> PageResult {
    let Some(invitation) = find(&visitor, &token).await? else { return over(&visitor) };
    let step = Step::SetUp(SetUp { invitation_id: invitation.id, ..SetUp::default() });
    let token = ceremony::begin(&visitor.app.kernel, &invitation.person_id, &step).await?;
    Ok(go_on(&visitor.app, "/set-up", &token))
}

/// The set-up this browser is in.
///
/// # Errors
/// [`Error::NotFound`] when it is in none, or took too long.
async fn current(visitor: &Visitor, headers: &HeaderMap) -> Result<(Ceremony, SetUp)> {
    let found = ceremony::of(&visitor.app.kernel, &visitor.app.settings, headers).await?;
    let ceremony = found.ok_or(Error::NotFound)?;
    match &ceremony.step {
        Step::SetUp(set_up) => {
            let set_up = set_up.clone();
            Ok((ceremony, set_up))
        }
        _ => Err(Error::NotFound),
    }
}

#[derive(Template)]
#[template(path = "sign_in/set_up.html")]
struct SetUpPage<'a> {
    l: Words,
    email: &'a str,
    passkeys: bool,
    wrong: Option<String>,
    password_error: Option<&'a str>,
    repeat_error: Option<&'a str>,
}

impl<'a> SetUpPage<'a> {
    fn new(visitor: &Visitor, person: &'a Person) -> Self {
        Self {
            l: Words(visitor.lang),
            email: &person.details.email,
            passkeys: passkey::works_here(&visitor.app.settings),
            wrong: None,
            password_error: None,
            repeat_error: None,
        }
    }
}

async fn choose(visitor: Visitor, headers: HeaderMap) -> PageResult {
    let Ok((ceremony, _)) = current(&visitor, &headers).await else { return over(&visitor) };
    let person = people::get(&visitor.app.kernel, &ceremony.person_id).await?;
    let page = SetUpPage::new(&visitor, &person);
    visitor.page(page.l.set_up_title(), &page)
}

async fn passkey_options(visitor: Visitor, headers: HeaderMap) -> PageResult<Json<serde_json::Value>> {
    let (ceremony, _) = current(&visitor, &headers).await?;
    let (kernel, settings) = (&visitor.app.kernel, &visitor.app.settings);
    let person = people::get(kernel, &ceremony.person_id).await?;
    Ok(Json(passkey::begin_register(kernel, settings, &person).await?))
}

#[derive(Deserialize)]
struct Made {
    credential: String,
}

async fn add_passkey(visitor: Visitor, headers: HeaderMap, OpenForm(made): OpenForm<Made>) -> PageResult {
    let Ok((ceremony, set_up)) = current(&visitor, &headers).await else { return over(&visitor) };
    let (app, person_id) = (&visitor.app, &ceremony.person_id);
    match passkey::finish_register(&app.kernel, &app.settings, person_id, &made.credential).await {
        Ok((id, text)) => {
            let way = Way::Passkey { credential_id: &id, credential: &text, device: &visitor.device };
            let token = commands::finish_set_up(app, &ceremony, &set_up, way).await?;
            Ok(go_on(app, "/set-up/codes", &token))
        }
        Err(Error::Forbidden) => {
            let person = people::get(&app.kernel, person_id).await?;
            let mut page = SetUpPage::new(&visitor, &person);
            page.wrong = Some(page.l.passkey_refused().to_owned());
            unprocessable(visitor.page(page.l.set_up_title(), &page))
        }
        Err(other) => Err(other.into()),
    }
}

fn unprocessable(page: PageResult) -> PageResult {
    let mut response = page?;
    *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    Ok(response)
}

/// A new password, typed twice because nobody can see it.
#[derive(Deserialize)]
pub(crate) struct NewPassword {
    /// The password.
    pub(crate) password: String,
    /// The same again.
    pub(crate) repeat: String,
}

impl NewPassword {
    /// What is wrong with it, in the reader's language: with the password itself, or with its repetition.
    pub(crate) fn errors(&self, l: Words, person: &Person) -> (Option<&'static str>, Option<&'static str>) {
        let details = &person.details;
        let refusal = password::judge(&self.password, &details.email, &details.name).err();
        let text = refusal.map(|refusal| match refusal {
            Refusal::TooShort => l.password_too_short(),
            Refusal::TooLong => l.password_too_long(),
            Refusal::TooCommon => l.password_too_common(),
            Refusal::Personal => l.password_personal(),
        });
        (text, (text.is_none() && self.password != self.repeat).then(|| l.password_differs()))
    }
}

async fn choose_password(
    visitor: Visitor,
    headers: HeaderMap,
    OpenForm(typed): OpenForm<NewPassword>,
) -> PageResult {
    let Ok((ceremony, set_up)) = current(&visitor, &headers).await else { return over(&visitor) };
    let kernel = &visitor.app.kernel;
    let person = people::get(kernel, &ceremony.person_id).await?;
    let (password_error, repeat_error) = typed.errors(Words(visitor.lang), &person);
    if password_error.is_some() || repeat_error.is_some() {
        let page = SetUpPage { password_error, repeat_error, ..SetUpPage::new(&visitor, &person) };
        return unprocessable(visitor.page(page.l.set_up_title(), &page));
    }
    let hash = password::hash(typed.password).await?;
    let step = SetUp { hash, secret: totp::new_secret()?, ..set_up };
    ceremony.go_on(kernel, &Step::SetUp(step)).await?;
    Ok(Redirect::to("/set-up/app").into_response())
}

#[derive(Template)]
#[template(path = "sign_in/app.html")]
struct AppPage {
    l: Words,
    qr: String,
    address: String,
    spelled: String,
    wrong: Option<&'static str>,
}

impl AppPage {
    async fn new(visitor: &Visitor, ceremony: &Ceremony, secret: &str) -> Result<Self> {
        let l = Words(visitor.lang);
        let person = people::get(&visitor.app.kernel, &ceremony.person_id).await?;
        let address = totp::address(secret, &person.details.email);
        let qr = qr_svg(&address, l.app_qr())?;
        Ok(Self { l, qr, address, spelled: totp::spelled(secret), wrong: None })
    }
}

async fn show_app(visitor: Visitor, headers: HeaderMap) -> PageResult {
    let Ok((ceremony, set_up)) = current(&visitor, &headers).await else { return over(&visitor) };
    if set_up.secret.is_empty() {
        return Ok(Redirect::to("/set-up").into_response());
    }
    let page = AppPage::new(&visitor, &ceremony, &set_up.secret).await?;
    visitor.page(page.l.app_title(), &page)
}

#[derive(Deserialize)]
struct TypedCode {
    code: String,
}

async fn confirm_app(
    visitor: Visitor,
    headers: HeaderMap,
    OpenForm(typed): OpenForm<TypedCode>,
) -> PageResult {
    let Ok((ceremony, set_up)) = current(&visitor, &headers).await else { return over(&visitor) };
    if set_up.secret.is_empty() {
        return Ok(Redirect::to("/set-up").into_response());
    }
    let app = &visitor.app;
    let Some(step) = totp::accept(&set_up.secret, &typed.code, app.kernel.wall.now(), 0)? else {
        let mut page = AppPage::new(&visitor, &ceremony, &set_up.secret).await?;
        page.wrong = Some(page.l.app_wrong());
        return unprocessable(visitor.page(page.l.app_title(), &page));
    };
    let token = commands::finish_set_up(app, &ceremony, &set_up, Way::Password { step }).await?;
    Ok(go_on(app, "/set-up/codes", &token))
}

#[derive(Template)]
#[template(path = "sign_in/codes.html")]
struct CodesPage<'a> {
    l: Words,
    codes: &'a [String],
    name: &'a str,
    site: &'a str,
    made: String,
}

/// Shows the codes until the person says they have them; then they are never shown again.
async fn show_codes(visitor: Visitor, headers: HeaderMap) -> PageResult {
    let (app, l) = (&visitor.app, Words(visitor.lang));
    let found = ceremony::of(&app.kernel, &app.settings, &headers).await?;
    let Some(Ceremony { person_id, step: Step::Codes { codes }, .. }) = found else {
        return Ok(Redirect::to("/account").into_response());
    };
    let person = people::get(&app.kernel, &person_id).await?;
    let page = CodesPage {
        l,
        codes: &codes,
        name: &person.details.name,
        site: &app.settings.public_url,
        made: l10n::date(visitor.lang, app.kernel.wall.now().timestamp(), &app.settings.zone),
    };
    visitor.page(l.codes_title(), &page)
}

async fn have_codes(visitor: Visitor, headers: HeaderMap) -> PageResult {
    let app = &visitor.app;
    let found = ceremony::of(&app.kernel, &app.settings, &headers).await?;
    let Some(ceremony) = found.filter(|found| matches!(found.step, Step::Codes { .. })) else {
        return Ok(Redirect::to("/account").into_response());
    };
    let is_in = visitor.session.as_ref().is_some_and(|session| session.person_id == ceremony.person_id);
    if !ceremony.end(&app.kernel).await? || is_in {
        return Ok(go_on(app, "/account", ""));
    }
    arrive(&visitor, &ceremony.person_id, "set_up", "/").await
}
