//! A person's own account: where they are signed in, and with what.
//!
//! What a thief of an open window would want (new passkeys, passwords, codes) asks for a recent sign-in.

use std::time::Duration;

use askama::Template;
use axum::extract::Query;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use kernel::{Error, Result};
use serde::Deserialize;

use crate::app::App;
use crate::devices::{self, Subscription};
use crate::error_page::PageResult;
use crate::form::Form;
use crate::session;
use crate::shell::{Notice, role_name};
use crate::sign_in::attempts;
use crate::sign_in::ceremony::{self, SetUp, Step};
use crate::sign_in::enter::go_on;
use crate::sign_in::me::Me;
use crate::sign_in::set_up::NewPassword;
use crate::sign_in::{commands, device, passkey, password, store};
use crate::words::Words;

/// How recent a sign-in must be to change how one signs in.
const FRESH: Duration = Duration::from_secs(30 * 60);

pub(crate) fn router() -> Router<App> {
    Router::new()
        .route("/account", get(show))
        .route("/account/sessions/end", post(end_session))
        .route("/account/sessions/end-others", post(end_others))
        .route("/account/passkeys/options", post(passkey_options))
        .route("/account/passkeys", post(add_passkey))
        .route("/account/passkeys/remove", post(remove_passkey))
        .route("/account/devices", post(add_device))
        .route("/account/devices/remove", post(remove_device))
        .route("/account/password", post(change_password))
        .route("/account/set-up", post(set_up))
        .route("/account/codes", post(new_codes))
}

struct SessionRow {
    id: String,
    device: String,
    since: String,
    used: String,
    is_this: bool,
}

/// A device on which they are warned.
struct DeviceRow {
    id: String,
    device: String,
    since: String,
}

struct PasskeyRow {
    id: String,
    device: String,
    since: String,
    used: String,
}

#[derive(Template)]
#[template(path = "sign_in/account.html")]
struct AccountPage {
    l: Words,
    token: String,
    name: String,
    email: String,
    seat: Option<String>,
    sessions: Vec<SessionRow>,
    passkeys: Vec<PasskeyRow>,
    /// What a browser needs to be pushed to; `None` where nothing is pushed.
    push_key: Option<String>,
    devices: Vec<DeviceRow>,
    can_add_passkey: bool,
    has_password: bool,
    codes_left: i64,
    current_error: Option<&'static str>,
    password_error: Option<&'static str>,
    repeat_error: Option<&'static str>,
}

impl AccountPage {
    async fn new(me: &Me) -> Result<Self> {
        let (app, l) = (me.app(), me.words());
        let named = |agent: &str| {
            let name = device::name(agent);
            if name.is_empty() { l.device_unknown().to_owned() } else { name }
        };
        let sessions = session::list(&app.kernel, &me.person.id).await?.into_iter().map(|row| SessionRow {
            device: named(&row.device),
            since: me.date_time(row.made_at),
            used: me.date_time(row.seen_at),
            is_this: row.id == me.session.id,
            id: row.id,
        });
        let passkeys =
            store::passkeys(&app.kernel.db, &me.person.id).await?.into_iter().map(|row| PasskeyRow {
                device: named(&row.device),
                since: me.date_time(row.made_at),
                used: me.date_time(row.used_at),
                id: row.id,
            });
        let devices = devices::list(&app.kernel, &me.person.id).await?.into_iter().map(|row| DeviceRow {
            device: named(&row.device),
            since: me.date_time(row.made_at),
            id: row.id,
        });
        let seat = me.ctx.as_ref().map(|ctx| {
            let seat = &ctx.principal.seat;
            format!("{} · {}", seat.organisation_name, role_name(l, seat.role))
        });
        Ok(Self {
            l,
            token: me.token(),
            name: me.person.details.name.clone(),
            email: me.person.details.email.clone(),
            seat,
            sessions: sessions.collect(),
            passkeys: passkeys.collect(),
            push_key: devices::public_key(&app.kernel).await?,
            devices: devices.collect(),
            can_add_passkey: passkey::works_here(&app.settings),
            has_password: store::password_hash(&app.kernel.db, &me.person.id).await?.is_some(),
            codes_left: store::codes_left(&app.kernel.db, &me.person.id).await?,
            current_error: None,
            password_error: None,
            repeat_error: None,
        })
    }
}

#[derive(Deserialize)]
struct Asked {
    #[serde(default)]
    done: String,
}

/// What was just done, said on the page that a redirect led to.
fn notice(l: Words, done: &str) -> Option<Notice> {
    let (tone, text) = match done {
        "session" => ("success", l.account_done_session()),
        "sessions" => ("success", l.account_done_sessions()),
        "passkey" => ("success", l.account_done_passkey()),
        "passkey-removed" => ("success", l.account_done_passkey_removed()),
        "password" => ("success", l.account_done_password()),
        "device" => ("success", l.account_done_device()),
        "device-removed" => ("success", l.account_done_device_removed()),
        "device-refused" => ("error", l.account_device_refused()),
        "passkey-refused" => ("error", l.passkey_refused()),
        "passkey-last" => ("error", l.account_last_passkey()),
        _ => return None,
    };
    Some(Notice { tone, text: text.to_owned() })
}

fn back(done: &str) -> Response {
    Redirect::to(&format!("/account?done={done}")).into_response()
}

async fn show(me: Me, Query(asked): Query<Asked>) -> PageResult {
    let page = AccountPage::new(&me).await?;
    me.page(page.l.account_title(), &page, notice(page.l, &asked.done)).await
}

#[derive(Deserialize)]
struct Id {
    id: String,
}

async fn end_session(me: Me, Form(form): Form<Id>) -> PageResult {
    let kernel = &me.app().kernel;
    match commands::end_session(kernel, &me.person.id, &form.id, "person.session_ended").await {
        // Already gone is what was asked for.
        Ok(()) | Err(Error::NotFound) => Ok(back("session")),
        Err(other) => Err(other.into()),
    }
}

#[derive(Deserialize)]
struct Nothing {}

async fn end_others(me: Me, Form(Nothing {}): Form<Nothing>) -> PageResult {
    commands::end_other_sessions(&me.app().kernel, &me.person.id, &me.session.id).await?;
    Ok(back("sessions"))
}

/// The way to a new sign-in when this one is too long ago.
fn stale(me: &Me) -> Option<Response> {
    let age = me.app().kernel.wall.now().since(me.session.made_at);
    (age > FRESH).then(|| Redirect::to("/sign-in?again=1&next=/account").into_response())
}

async fn passkey_options(me: Me, Form(Nothing {}): Form<Nothing>) -> PageResult<Json<serde_json::Value>> {
    if stale(&me).is_some() {
        // The script cannot follow; the form that it then sends without a credential leads on.
        return Err(Error::Forbidden.into());
    }
    let app = me.app();
    Ok(Json(passkey::begin_register(&app.kernel, &app.settings, &me.person).await?))
}

#[derive(Deserialize)]
struct Made {
    credential: String,
}

async fn add_passkey(me: Me, Form(made): Form<Made>) -> PageResult {
    if let Some(way) = stale(&me) {
        return Ok(way);
    }
    let app = me.app();
    match passkey::finish_register(&app.kernel, &app.settings, &me.person.id, &made.credential).await {
        Ok((id, text)) => {
            commands::add_passkey(app, &me.person, &id, &text, &me.visitor.device).await?;
            Ok(back("passkey"))
        }
        Err(Error::Forbidden) => Ok(back("passkey-refused")),
        Err(other) => Err(other.into()),
    }
}

async fn remove_passkey(me: Me, Form(form): Form<Id>) -> PageResult {
    if let Some(way) = stale(&me) {
        return Ok(way);
    }
    match commands::remove_passkey(me.app(), &me.person, &form.id).await {
        Ok(()) | Err(Error::NotFound) => Ok(back("passkey-removed")),
        Err(Error::Forbidden) => Ok(back("passkey-last")),
        Err(other) => Err(other.into()),
    }
}

async fn add_device(me: Me, Form(given): Form<Subscription>) -> PageResult {
    let kernel = &me.app().kernel;
    match devices::subscribe(kernel, &me.person.id, &given, &me.visitor.device).await {
        Ok(_) => Ok(back("device")),
        Err(Error::Invalid { .. } | Error::Conflict(_)) => Ok(back("device-refused")),
        Err(other) => Err(other.into()),
    }
}

async fn remove_device(me: Me, Form(form): Form<Id>) -> PageResult {
    match devices::remove(&me.app().kernel, &me.person.id, &form.id).await {
        // Already gone is what was asked for.
        Ok(()) | Err(Error::NotFound) => Ok(back("device-removed")),
        Err(other) => Err(other.into()),
    }
}

#[derive(Deserialize)]
struct Change {
    current: String,
    #[serde(flatten)]
    new: NewPassword,
}

/// Asks for the present password, so it needs no recent sign-in.
async fn change_password(me: Me, Form(form): Form<Change>) -> PageResult {
    let (app, l) = (me.app(), me.words());
    let (password_error, repeat_error) = form.new.errors(l, &me.person);
    let mut page = AccountPage { password_error, repeat_error, ..AccountPage::new(&me).await? };
    if password_error.is_none() && repeat_error.is_none() {
        attempts::CODE.count(&app.kernel, &me.person.id).await?;
        let hash = store::password_hash(&app.kernel.db, &me.person.id).await?;
        if password::verify(form.current, hash).await? {
            attempts::CODE.clear(&app.kernel, &me.person.id).await?;
            let hash = password::hash(form.new.password).await?;
            commands::change_password(app, &me.person, &hash, &me.session.id).await?;
            return Ok(back("password"));
        }
        page.current_error = Some(l.account_current_wrong());
    }
    let mut response = me.page(l.account_title(), &page, None).await?;
    *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    Ok(response)
}

/// A password with an app for somebody who has none, or another phone for somebody who has.
async fn set_up(me: Me, Form(Nothing {}): Form<Nothing>) -> PageResult {
    if let Some(way) = stale(&me) {
        return Ok(way);
    }
    let step = Step::SetUp(SetUp { session_id: me.session.id.clone(), ..SetUp::default() });
    let token = ceremony::begin(&me.app().kernel, &me.person.id, &step).await?;
    Ok(go_on(me.app(), "/set-up", &token))
}

async fn new_codes(me: Me, Form(Nothing {}): Form<Nothing>) -> PageResult {
    if let Some(way) = stale(&me) {
        return Ok(way);
    }
    let token = commands::new_codes(me.app(), &me.person).await?;
    Ok(go_on(me.app(), "/set-up/codes", &token))
}
