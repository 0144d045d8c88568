//! Who is asking, in which language, from which seat: what every handler starts from.

use axum::extract::FromRequestParts;
use axum::http::header::{ACCEPT_LANGUAGE, COOKIE, USER_AGENT};
use axum::http::request::Parts;
use axum::http::{Extensions, HeaderMap, Method};
use axum::response::{IntoResponse, Redirect, Response};
use kernel::access::Principal;
use kernel::time::Time;
use kernel::{Error, Kernel, Result};
use l10n::Lang;

use crate::app::App;
use crate::error_page::Fault;
use crate::session::{self, Session};

/// The cookie that remembers a visitor's language.
pub(crate) const LANG_COOKIE: &str = "paraat-lang";

/// Somebody signed in and acting from a seat. A handler that takes this cannot run for anybody else.
#[derive(Clone)]
pub struct Ctx {
    /// The application.
    pub app: App,
    /// Who asks, from which seat, in which realm.
    pub principal: Principal,
    /// The session it is asked in.
    pub session: Session,
    /// The language to answer in.
    pub lang: Lang,
    /// The path asked for.
    pub path: String,
    /// Whether a live refresh asks, not a person.
    pub is_refresh: bool,
    /// The menu entry a page belongs to, where its own path does not say it.
    pub section: Option<&'static str>,
}

/// Anybody, signed in or not.
#[derive(Clone)]
pub struct Visitor {
    /// The application.
    pub app: App,
    /// The running session, when there is one.
    pub session: Option<Session>,
    /// The language to answer in.
    pub lang: Lang,
    /// The path asked for.
    pub path: String,
    /// The browser, as it calls itself.
    pub device: String,
    /// Where the request came from, for counting attempts.
    pub address: String,
}

impl Ctx {
    /// Database, clock, journal.
    pub fn kernel(&self) -> &Kernel {
        &self.app.kernel
    }

    /// The time in the realm the person acts in.
    pub fn now(&self) -> Time {
        self.app.kernel.now(&self.principal.realm)
    }

    /// The hidden token every form of this session carries. It is bound to the seat, so a form opened
    /// from one seat (or realm) is refused after the person changed to another.
    pub fn token(&self) -> String {
        form_token(&self.app.kernel, &self.session)
    }

    /// The duty telephone to show; none in an exercise, whose players must not ring a real desk.
    pub fn help_phone(&self) -> &str {
        if self.principal.realm.is_exercise() { "" } else { &self.app.settings.help_phone }
    }

    /// A moment as this person reads it.
    pub fn date_time(&self, at: Time) -> String {
        l10n::date_time(self.lang, at.timestamp(), &self.app.settings.zone)
    }

    /// A moment for `<time datetime>`.
    pub fn iso(&self, at: Time) -> String {
        l10n::iso(at.timestamp(), &self.app.settings.zone)
    }
}

pub(crate) fn form_token(kernel: &Kernel, session: &Session) -> String {
    kernel.vault.lookup("form", &format!("{} {}", session.id, session.seat_id))
}

/// The network address a request came from; empty when the server did not note it.
pub(crate) fn peer_address(parts: &Parts) -> String {
    let peer = parts.extensions.get::<axum::extract::ConnectInfo<std::net::SocketAddr>>();
    peer.map(|peer| peer.0.ip().to_string()).unwrap_or_default()
}

/// The value of a cookie.
pub(crate) fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|header| header.to_str().ok())
        .flat_map(|header| header.split(';'))
        .find_map(|pair| pair.trim().strip_prefix(name)?.strip_prefix('='))
}

pub(crate) fn lang_of(headers: &HeaderMap, app: &App) -> Lang {
    let accepted = || Lang::accepted(headers.get(ACCEPT_LANGUAGE)?.to_str().ok()?);
    cookie(headers, LANG_COOKIE).and_then(Lang::parse).or_else(accepted).unwrap_or(app.settings.lang)
}

/// What was found of a request's session, so that its several readers look it up once.
#[derive(Clone)]
struct Known(Option<Session>);

/// The session a request comes from.
pub(crate) async fn session_of(
    headers: &HeaderMap,
    extensions: &mut Extensions,
    app: &App,
) -> Result<Option<Session>> {
    if let Some(Known(session)) = extensions.get::<Known>() {
        return Ok(session.clone());
    }
    let session = match cookie(headers, session::cookie_name(&app.settings)) {
        Some(token) => session::find(&app.kernel, token).await?,
        None => None,
    };
    extensions.insert(Known(session.clone()));
    Ok(session)
}

impl FromRequestParts<App> for Visitor {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> std::result::Result<Self, Fault> {
        let session = session_of(&parts.headers, &mut parts.extensions, app).await?;
        let headers = &parts.headers;
        let device = headers.get(USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default();
        Ok(Self {
            session,
            lang: lang_of(headers, app),
            path: parts.uri.path().to_owned(),
            device: device.to_owned(),
            address: peer_address(parts),
            app: app.clone(),
        })
    }
}

/// Why there is no [`Ctx`]: a fault, or the person must choose a seat first.
pub enum NoCtx {
    /// Nobody is signed in, or something failed.
    Fault(Fault),
    /// Signed in, but from no seat: off to the choice, then back.
    ChooseSeat {
        /// The path asked for, when going back there makes sense.
        back: String,
    },
}

/// Marks a response that sends somebody to choose a seat first, so that what they posted can be kept.
#[derive(Clone, Copy)]
pub(crate) struct SeatFirst;

impl IntoResponse for NoCtx {
    fn into_response(self) -> Response {
        match self {
            Self::Fault(fault) => fault.into_response(),
            Self::ChooseSeat { back } => {
                let target = format!("/seat?{}", crate::shell::query("next", &back));
                let mut response = Redirect::to(&target).into_response();
                response.extensions_mut().insert(SeatFirst);
                response
            }
        }
    }
}

impl<E: Into<Fault>> From<E> for NoCtx {
    fn from(error: E) -> Self {
        Self::Fault(error.into())
    }
}

impl FromRequestParts<App> for Ctx {
    type Rejection = NoCtx;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> std::result::Result<Self, NoCtx> {
        let session = session_of(&parts.headers, &mut parts.extensions, app).await?;
        let session = session.ok_or(Error::Unauthenticated)?;
        let principal = session::principal(app, &session).await?;
        let Some(principal) = principal else {
            // A revoked card leaves nothing to choose from.
            if session.card_id.is_empty() {
                let asked = parts.uri.path_and_query().map(|path| path.as_str());
                let back = if parts.method == Method::GET { asked.unwrap_or("/") } else { "/" };
                return Err(NoCtx::ChooseSeat { back: back.to_owned() });
            }
            return Err(Error::Unauthenticated.into());
        };
        Ok(Self {
            principal,
            session,
            lang: lang_of(&parts.headers, app),
            path: parts.uri.path().to_owned(),
            is_refresh: parts.headers.contains_key("x-live"),
            section: None,
            app: app.clone(),
        })
    }
}
