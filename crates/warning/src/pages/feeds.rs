//! What programs read: the feeds, the signed messages in them, the published key; and the pages where people make
//! keys for their programs and read how to check a signature.

use askama::Template;
use axum::Router;
use axum::extract::{Path, State};
use axum::http::header::{
    AUTHORIZATION, CACHE_CONTROL, CONTENT_TYPE, ETAG, IF_MODIFIED_SINCE, IF_NONE_MATCH, LAST_MODIFIED,
    WWW_AUTHENTICATE,
};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use cap::Feed;
use jiff::fmt::rfc2822::{DateTimeParser, DateTimePrinter};
use kernel::time::Time;
use kernel::{Error, Result, journal};
use serde::Deserialize;
use web::{App, Ctx, Form, Moment, PageResult, Visitor};

use crate::commands::{self, Holder, Listed};
use crate::exchange::told::moment;
use crate::limits::{FEED_KEYS_MOST, KEY_NAME_CHARS, OVER_STAYS};
use crate::words::Words;

/// Where the messages of the public feed lie.
const ALERTS: &str = "/cap/alerts";
/// Where those lie that need a key.
const RESTRICTED: &str = "/cap/restricted";
/// What everybody may keep, for a minute: a warning must not wait for a cache.
const FOR_ALL: &str = "public, max-age=60";
/// What only the reader may keep, and must ask about each time.
const FOR_ONE: &str = "private, no-cache";

pub(super) fn router() -> Router<App> {
    Router::new()
        .route("/cap", get(about))
        .route("/cap/key.pem", get(key))
        .route("/cap/feed.atom", get(public_feed))
        .route("/cap/alerts/{id}", get(public_message))
        .route("/cap/alerts/{id}/files/{file}", get(public_file))
        .route("/cap/restricted", get(own_feed))
        .route("/cap/restricted/{id}", get(own_message))
        .route("/feeds", get(keys).post(make))
        .route("/feeds/{key}/revoke", post(revoke))
}

async fn public_feed(State(app): State<App>, headers: HeaderMap) -> PageResult {
    let listed = commands::list_public(&app.kernel).await?;
    let title = Words(app.settings.lang).feed_title(host(&app.settings.public_url));
    feed(&app, &headers, &listed, ("/cap/feed.atom", ALERTS), title, FOR_ALL)
}

async fn public_message(State(app): State<App>, Path(id): Path<String>, headers: HeaderMap) -> PageResult {
    let message = commands::document(&app.kernel, &app.settings, None, &id).await?;
    answer(&headers, cap::CAP_MEDIA_TYPE, message, None, FOR_ALL)
}

async fn public_file(State(app): State<App>, Path((id, file)): Path<(String, String)>) -> PageResult {
    let found = commands::public_file(&app.kernel, &id, &file).await?;
    super::files::send(&app.kernel, found).await
}

async fn own_feed(State(app): State<App>, headers: HeaderMap) -> PageResult {
    let Some(holder) = holder(&app, &headers).await? else { return Ok(refused()) };
    let listed = commands::list_of(&app.kernel, &holder).await?;
    let organisation = directory::organisation(&app.kernel, &holder.organisation_id).await?;
    let title = Words(app.settings.lang).feed_title(organisation.name);
    feed(&app, &headers, &listed, (RESTRICTED, RESTRICTED), title, FOR_ONE)
}

async fn own_message(State(app): State<App>, Path(id): Path<String>, headers: HeaderMap) -> PageResult {
    let Some(holder) = holder(&app, &headers).await? else { return Ok(refused()) };
    let message = commands::document(&app.kernel, &app.settings, Some(&holder), &id).await?;
    answer(&headers, cap::CAP_MEDIA_TYPE, message, None, FOR_ONE)
}

/// Writes a feed that lies at `path` and its messages in `folder`.
fn feed(
    app: &App,
    headers: &HeaderMap,
    listed: &[Listed],
    (path, folder): (&str, &str),
    title: String,
    cache: &'static str,
) -> PageResult {
    let (settings, public_url) = (&app.settings, &app.settings.public_url);
    let folder = format!("{public_url}{folder}");
    let mut entries = Vec::new();
    for each in listed {
        entries.extend(each.entries(settings, &folder)?);
    }
    entries.sort_by_key(|(at, _)| std::cmp::Reverse(*at));
    let updated = entries.first().map_or(Time(0), |(at, _)| *at);
    let address = format!("{public_url}{path}");
    let text = cap::write_feed(&Feed {
        id: address.clone(),
        title,
        updated: moment(settings, updated)?,
        author: host(public_url).to_owned(),
        link_self: address,
        entries: entries.into_iter().map(|(_, entry)| entry).collect(),
    });
    answer(headers, cap::ATOM_MEDIA_TYPE, text, Some(updated), cache)
}

fn host(public_url: &str) -> &str {
    public_url.split_once("://").map_or(public_url, |(_, rest)| rest)
}

/// An answer that need not be sent to who has it already (RFC 9110, section 13).
fn answer(
    headers: &HeaderMap,
    kind: &'static str,
    text: String,
    updated: Option<Time>,
    cache: &'static str,
) -> PageResult {
    // Weak: the same words may be compressed on their way.
    let tag = format!("W/\"{}\"", journal::digest(text.as_bytes()));
    let last = updated.map(last_modified).transpose()?;
    let mut response = if is_known(headers, &tag, updated) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        ([(CONTENT_TYPE, format!("{kind}; charset=utf-8"))], text).into_response()
    };
    let mut set = |name, value: String| -> Result<()> {
        let value = value
            .try_into()
            .map_err(|error: axum::http::header::InvalidHeaderValue| Error::Internal(error.into()))?;
        response.headers_mut().insert(name, value);
        Ok(())
    };
    set(ETAG, tag)?;
    set(CACHE_CONTROL, cache.to_owned())?;
    if let Some(last) = last {
        set(LAST_MODIFIED, last)?;
    }
    Ok(response)
}

fn last_modified(at: Time) -> Result<String> {
    let date = DateTimePrinter::new().timestamp_to_rfc9110_string(&at.timestamp());
    date.map_err(|error| Error::Internal(error.into()))
}

/// Whether the reader has it: by its tag, else by its date.
fn is_known(headers: &HeaderMap, tag: &str, updated: Option<Time>) -> bool {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    if let Some(tags) = text(IF_NONE_MATCH) {
        let bare = tag.trim_start_matches("W/");
        return tags
            .split(',')
            .map(str::trim)
            .any(|each| each == "*" || each.trim_start_matches("W/") == bare);
    }
    let since = text(IF_MODIFIED_SINCE).and_then(|date| DateTimeParser::new().parse_timestamp(date).ok());
    let second = |at: Time| at.timestamp().as_second();
    since.zip(updated).is_some_and(|(since, updated)| second(updated) <= since.as_second())
}

/// Whose key the request carries: as a bearer token, or as the password of feed readers that know nothing else.
async fn holder(app: &App, headers: &HeaderMap) -> Result<Option<Holder>> {
    let Some(secret) = headers.get(AUTHORIZATION).and_then(|value| secret(value.to_str().ok()?)) else {
        return Ok(None);
    };
    commands::holder(&app.kernel, &secret).await
}

fn secret(header: &str) -> Option<String> {
    let (scheme, rest) = header.split_once(' ')?;
    if scheme.eq_ignore_ascii_case("bearer") {
        return Some(rest.trim().to_owned());
    }
    let plain = scheme.eq_ignore_ascii_case("basic").then(|| STANDARD.decode(rest.trim()).ok()).flatten()?;
    Some(String::from_utf8(plain).ok()?.split_once(':')?.1.to_owned())
}

/// For programs: no page, and no way to sign in.
fn refused() -> Response {
    let headers = [
        (WWW_AUTHENTICATE, "Bearer realm=\"warnings\", Basic realm=\"warnings\""),
        (CONTENT_TYPE, "application/problem+json"),
    ];
    (StatusCode::UNAUTHORIZED, headers, "{\"title\":\"a key for this feed is needed\",\"status\":401}\n")
        .into_response()
}

async fn key(State(app): State<App>, headers: HeaderMap) -> PageResult {
    let (pem, _) = commands::public_key(&app.kernel).await?;
    answer(&headers, "application/x-pem-file", pem, None, FOR_ALL)
}

#[derive(Template)]
#[template(path = "cap.html")]
struct About {
    l: Words,
    feed: String,
    key: String,
    fingerprint: String,
    restricted: String,
    days: u64,
}

/// How to read the feeds and check a signature.
async fn about(visitor: Visitor) -> PageResult {
    let (l, public_url) = (Words(visitor.lang), &visitor.app.settings.public_url);
    let (_, fingerprint) = commands::public_key(&visitor.app.kernel).await?;
    let page = About {
        l,
        feed: format!("{public_url}/cap/feed.atom"),
        key: format!("{public_url}/cap/key.pem"),
        restricted: format!("{public_url}{RESTRICTED}"),
        fingerprint,
        days: OVER_STAYS.as_secs() / (24 * 3600),
    };
    visitor.page(l.cap_title(), &page)
}

struct Key {
    id: String,
    name: String,
    at: Moment,
}

#[derive(Template)]
#[template(path = "feeds.html")]
struct Keys {
    l: Words,
    token: String,
    address: String,
    keys: Vec<Key>,
    has_room: bool,
    /// The secret just made; empty otherwise.
    secret: String,
    /// What is wrong with the name; empty when nothing is.
    problem: String,
    typed: String,
}

async fn keys(ctx: Ctx) -> PageResult {
    show(&ctx, String::new(), String::new(), String::new()).await
}

async fn show(ctx: &Ctx, secret: String, problem: String, typed: String) -> PageResult {
    let l = Words(ctx.lang);
    let found = commands::feed_keys(ctx.kernel(), &ctx.principal).await?;
    let status = if problem.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = Keys {
        l,
        token: ctx.token(),
        address: format!("{}{RESTRICTED}", ctx.app.settings.public_url),
        has_room: found.len() < FEED_KEYS_MOST,
        keys: found
            .into_iter()
            .map(|key| Key { at: ctx.moment(key.made_at), id: key.id, name: key.name })
            .collect(),
        secret,
        problem,
        typed,
    };
    let mut response = ctx.page(l.feeds_title(), &page).await?;
    *response.status_mut() = status;
    Ok(response)
}

#[derive(Deserialize)]
struct NewKey {
    #[serde(default)]
    name: String,
}

/// Makes a key; the answer to this very form is the only page that shows it.
async fn make(ctx: Ctx, Form(form): Form<NewKey>) -> PageResult {
    match commands::make_feed_key(ctx.kernel(), &ctx.principal, &form.name).await {
        Ok(secret) => show(&ctx, secret, String::new(), String::new()).await,
        Err(Error::Invalid { .. }) => {
            let problem = Words(ctx.lang).feeds_name_wrong(KEY_NAME_CHARS);
            show(&ctx, String::new(), problem, form.name).await
        }
        Err(other) => Err(other.into()),
    }
}

#[derive(Deserialize)]
struct Nothing {}

async fn revoke(ctx: Ctx, Path(key): Path<String>, Form(Nothing {}): Form<Nothing>) -> PageResult {
    commands::revoke_feed_key(ctx.kernel(), &ctx.principal, &key).await?;
    Ok(Redirect::to("/feeds").into_response())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asking(name: &'static str, value: &'static str) -> HeaderMap {
        [(name.parse().unwrap(), value.parse().unwrap())].into_iter().collect()
    }

    #[test]
    fn who_has_it_by_tag_or_else_by_date_is_told_so() {
        let at = Some(Time(1_795_324_200_500));
        for (name, value, expected) in [
            ("if-none-match", "W/\"abc\"", true),
            ("if-none-match", "\"x\", \"abc\"", true),
            ("if-none-match", "*", true),
            ("if-none-match", "\"abd\"", false),
            ("if-modified-since", "Sun, 22 Nov 2026 05:10:00 GMT", true),
            ("if-modified-since", "Sun, 22 Nov 2026 05:09:59 GMT", false),
            ("if-modified-since", "yesterday", false),
            ("accept", "*/*", false),
        ] {
            assert_eq!(is_known(&asking(name, value), "W/\"abc\"", at), expected, "{name}: {value}");
        }
        assert!(!is_known(&asking("if-modified-since", "Sun, 22 Nov 2026 05:10:00 GMT"), "W/\"abc\"", None));
        assert_eq!(last_modified(Time(1_795_324_200_500)).unwrap(), "Sun, 22 Nov 2026 05:10:00 GMT");
    }

    #[test]
    fn a_key_comes_as_a_bearer_token_or_as_a_password() {
        for (header, expected) in [
            ("Bearer abc", Some("abc")),
            ("bearer  abc ", Some("abc")),
            ("Basic bGFiOmFiYw==", Some("abc")),
            ("Basic OmE6Yg==", Some("a:b")),
            ("Basic bGFi", None),
            ("Basic %%%", None),
            ("Digest abc", None),
            ("abc", None),
        ] {
            assert_eq!(secret(header).as_deref(), expected, "{header}");
        }
    }
}
