//! No typed word is lost to a session that ended, or to a seat that was changed in another window.
//!
//! A form that meets no valid session is sealed and kept for a day; its writer signs in, is shown what they
//! typed, and sends it themselves. Nothing is ever sent for them: they may be somebody else by now, or
//! sit in another seat.

use std::sync::Arc;
use std::time::Duration;

use askama::Template;
use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{Path, Request, State};
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, Method, StatusCode};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use kernel::db::sql;
use kernel::journal::digest;
use kernel::{Change, Error, Kernel, Result, limits, secret_token};
use serde::{Deserialize, Serialize};

use crate::app::App;
use crate::context::{Ctx, SeatFirst, cookie, peer_address};
use crate::error_page::PageResult;
use crate::form::{STALE, TOKEN_FIELD};
use crate::session;
use crate::shell::{local_path, query, role_name};
use crate::sign_in::{self, Limit};
use crate::words::Words;

/// How long words are kept for their writer.
const KEPT_FOR: Duration = Duration::from_secs(24 * 3600);
/// Most fields of a form that is kept; none of ours comes near.
const FIELDS: usize = 500;
/// The hidden field that says which kept words a form was made of.
const RESUME_FIELD: &str = "_resume";
/// The hidden field in which a form names the page that can show it again, filled in, at `?resume=TOKEN`.
const FORM_FIELD: &str = "_form";

/// Forms kept for people whose session is still known, from one network address.
const KNOWN: Limit = Limit::per_quarter("kept", 120);
/// Forms kept for whom nothing is known: fewer, since anybody can send one.
const UNKNOWN: Limit = Limit::per_quarter("kept unknown", 20);

/// What was typed, and where it was going.
#[derive(Serialize, Deserialize)]
struct Kept {
    path: String,
    fields: Vec<(String, String)>,
}

/// Why a form was not taken.
#[derive(Clone, Copy)]
enum Missed {
    SignIn,
    Seat,
    Token,
}

pub(crate) fn router() -> Router<App> {
    Router::new().route("/resume/{token}", get(show))
}

/// Watches over every form sent to `routes`.
pub(crate) fn wrap(routes: Router<App>, app: App) -> Router<App> {
    routes.layer(from_fn_with_state(app, watch))
}

async fn watch(State(app): State<App>, request: Request, next: Next) -> Response {
    if !is_watched(&request) {
        return next.run(request).await;
    }
    let (parts, body) = request.into_parts();
    let Ok(bytes) = axum::body::to_bytes(body, limits::FORM_BYTES).await else {
        return StatusCode::PAYLOAD_TOO_LARGE.into_response();
    };
    let headers = parts.headers.clone();
    let path = parts.uri.path_and_query().map_or("/", |path| path.as_str()).to_owned();
    let address = peer_address(&parts);
    let response = next.run(Request::from_parts(parts, Body::from(bytes.clone()))).await;
    let outcome = match missed(&response) {
        Some(missed) => rescue(&app, &headers, &address, &path, &bytes, missed).await,
        None if response.status().as_u16() < 400 => forget(&app.kernel, &bytes).await.map(|()| None),
        None => Ok(None),
    };
    match outcome {
        Ok(Some(way)) => Redirect::to(&way).into_response(),
        Ok(None) => response,
        Err(error) => {
            tracing::warn!(%error, "typed words could not be kept");
            response
        }
    }
}

/// Forms a person sends; not what a script saves on its own, which it keeps and sends again itself, and
/// not what is typed at the door.
fn is_watched(request: &Request) -> bool {
    let headers = request.headers();
    let kind = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    request.method() == Method::POST
        && kind.starts_with("application/x-www-form-urlencoded")
        && !headers.contains_key("x-live")
        && !sign_in::owns(request.uri().path())
}

fn missed(response: &Response) -> Option<Missed> {
    if response.extensions().get::<SeatFirst>().is_some() {
        return Some(Missed::Seat);
    }
    match response.extensions().get::<Arc<Error>>()?.as_ref() {
        Error::Unauthenticated => Some(Missed::SignIn),
        Error::Conflict(why) if why == STALE => Some(Missed::Token),
        _ => None,
    }
}

/// Keeps the words and gives the way to them; `None` when there is nothing to keep.
async fn rescue(
    app: &App,
    headers: &HeaderMap,
    address: &str,
    path: &str,
    body: &Bytes,
    missed: Missed,
) -> Result<Option<String>> {
    let (fields, earlier) = typed(body);
    if fields.is_empty() || fields.len() > FIELDS {
        return Ok(None);
    }
    let kernel = &app.kernel;
    let holder = match cookie(headers, session::cookie_name(&app.settings)) {
        Some(token) => session::holder_of(kernel, token).await?,
        None => None,
    };
    let limit = if holder.is_some() { KNOWN } else { UNKNOWN };
    sign_in::count_address(kernel, limit, address).await?;
    let kept = Kept { path: local_path(path).to_owned(), fields };
    let token = store(kernel, &holder.unwrap_or_default(), &kept).await?;
    if let Some(earlier) = earlier {
        remove(kernel, &earlier).await?;
    }
    let page = page_of(&token);
    Ok(Some(match missed {
        Missed::SignIn => format!("/sign-in?{}", query("resume", &token)),
        Missed::Seat => format!("/seat?{}", query("next", &page)),
        Missed::Token => page,
    }))
}

/// Where the words kept under `token` are shown.
pub(crate) fn page_of(token: &str) -> String {
    format!("/resume/{token}")
}

/// The fields of a form but the two we add ourselves, and the token of the kept words it was made of.
fn typed(body: &[u8]) -> (Vec<(String, String)>, Option<String>) {
    let all: Vec<(String, String)> = serde_urlencoded::from_bytes(body).unwrap_or_default();
    let mut earlier = None;
    let fields = all
        .into_iter()
        .filter_map(|(name, value)| match name.as_str() {
            TOKEN_FIELD => None,
            RESUME_FIELD => {
                earlier = Some(value);
                None
            }
            _ => Some((name, value)),
        })
        .collect();
    (fields, earlier)
}

/// Words that arrived need no keeping.
async fn forget(kernel: &Kernel, body: &[u8]) -> Result<()> {
    let mark = format!("{RESUME_FIELD}=");
    if !body.windows(mark.len()).any(|window| window == mark.as_bytes()) {
        return Ok(());
    }
    match typed(body).1 {
        Some(token) => remove(kernel, &token).await,
        None => Ok(()),
    }
}

fn place(token_digest: &str) -> String {
    format!("resume {token_digest}")
}

async fn store(kernel: &Kernel, holder: &str, kept: &Kept) -> Result<String> {
    let token = secret_token();
    let (token_digest, key) = (digest(token.as_bytes()), kernel.vault.new_key());
    let sealed = kernel.vault.seal(&key, &place(&token_digest), &serde_json::to_string(kept)?)?;
    let insert = "INSERT INTO resume (token_digest, holder, seal_key, sealed, expires_at) \
                  VALUES ($1, $2, $3, $4, $5)";
    let query = sql(insert).bind(token_digest).bind(holder).bind(key).bind(sealed);
    kernel.db.execute(query.bind(kernel.wall.now().plus(KEPT_FOR))).await?;
    Ok(token)
}

async fn remove(kernel: &Kernel, token: &str) -> Result<()> {
    let query = sql("DELETE FROM resume WHERE token_digest = $1").bind(digest(token.as_bytes()));
    kernel.db.execute(query).await?;
    Ok(())
}

/// Removes all words kept for a person, inside a change.
pub(crate) async fn forget_person(change: &mut Change, person_id: &str) -> Result<()> {
    let query = sql("DELETE FROM resume WHERE holder = $1").bind(format!("person:{person_id}"));
    change.execute(query).await?;
    Ok(())
}

/// The words kept under `token`, for their own writer only.
async fn find(ctx: &Ctx, token: &str) -> Result<Kept> {
    let kernel = ctx.kernel();
    let token_digest = digest(token.as_bytes());
    let query =
        sql("SELECT holder, seal_key, sealed FROM resume WHERE token_digest = $1 AND expires_at > $2");
    let query = query.bind(&token_digest).bind(kernel.wall.now());
    let (holder, key, sealed): (String, String, String) = kernel.db.fetch_one(query).await?;
    if !holder.is_empty() && holder != ctx.principal.actor() {
        return Err(Error::NotFound);
    }
    let text = kernel.vault.open(&key, &place(&token_digest), &sealed)?.ok_or(Error::NotFound)?;
    Ok(serde_json::from_str(&text)?)
}

/// A field as the page shows it.
struct Field {
    name: String,
    label: String,
    value: String,
    is_hidden: bool,
}

impl Field {
    /// What the person did not type themselves goes along unseen: our own fields, identifiers, and what
    /// was left empty.
    fn new((name, value): (String, String)) -> Self {
        let is_id = uuid::Uuid::try_parse(&value).is_ok() || is_secret_token(&value);
        Self {
            is_hidden: name.starts_with('_') || is_id || value.trim().is_empty(),
            label: name.replace(['_', '-', '.'], " "),
            name,
            value,
        }
    }
}

/// Whether a value looks like one of our own secrets, such as the key that lets a form be filed only once:
/// 32 bytes in base 64, which nobody types.
fn is_secret_token(value: &str) -> bool {
    value.len() == 43 && value.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
}

#[derive(Template)]
#[template(path = "resume.html")]
struct ResumePage<'a> {
    l: Words,
    path: String,
    token: String,
    resume: &'a str,
    fields: Vec<Field>,
    organisation: &'a str,
    role: &'static str,
    is_exercise: bool,
}

/// The fields of a form that was kept under `token`, for the page that shows it again; that page sends the
/// token along in `_resume`, so that the words are forgotten once they have arrived.
///
/// # Errors
/// [`Error::NotFound`] when there are none, or they are somebody else's.
pub async fn kept_fields(ctx: &Ctx, token: &str) -> Result<Vec<(String, String)>> {
    Ok(find(ctx, token).await?.fields)
}

async fn show(ctx: Ctx, Path(token): Path<String>) -> PageResult {
    let l = Words(ctx.lang);
    let kept = find(&ctx, &token).await?;
    if let Some((_, page)) = kept.fields.iter().find(|(name, _)| name == FORM_FIELD) {
        let way = format!("{}?{}", local_path(page), query("resume", &token));
        return Ok(Redirect::to(&way).into_response());
    }
    let page = ResumePage {
        l,
        path: kept.path,
        token: ctx.token(),
        resume: &token,
        fields: kept.fields.into_iter().map(Field::new).collect(),
        organisation: &ctx.principal.seat.organisation_name,
        role: role_name(l, ctx.principal.seat.role),
        is_exercise: ctx.principal.realm.is_exercise(),
    };
    ctx.page(l.resume_title(), &page).await
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_typed_word_is_read_back(
            fields in prop::collection::vec(("[a-z]{1,8}", any::<String>()), 1..8)
        ) {
            let mut sent = fields.clone();
            sent.push((TOKEN_FIELD.into(), "secret".into()));
            sent.push((RESUME_FIELD.into(), "earlier".into()));
            let body = serde_urlencoded::to_string(&sent).unwrap();
            let (read, earlier) = typed(body.as_bytes());
            prop_assert_eq!(read, fields);
            prop_assert_eq!(earlier.as_deref(), Some("earlier"));
        }
    }
}
