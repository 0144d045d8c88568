//! Sessions: an opaque cookie whose digest is the key to a row, so that a person can see and end each.

use axum::http::HeaderValue;
use kernel::access::{Principal, Who};
use kernel::db::sql;
use kernel::journal::digest;
use kernel::time::Time;
use kernel::{Kernel, Result, new_id, realm, secret_token};
use std::time::Duration;

use crate::app::{App, Settings};
use crate::people;

/// How long a session lasts after it was last used.
pub const IDLE: Duration = Duration::from_secs(12 * 3600);
/// How long a session lasts at most: long enough for a crisis shift and its handover.
pub const LONGEST: Duration = Duration::from_secs(7 * 24 * 3600);
/// How long a session begun with an emergency card lasts.
pub const CARD: Duration = Duration::from_secs(4 * 3600);
/// How stale the noted time of last use may be before it is written again.
const TOUCH_AFTER: Duration = Duration::from_secs(60);
/// Longest device description kept, in characters.
pub(crate) const DEVICE_CHARS: usize = 120;

/// A session as stored.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Session {
    /// The identifier, shown in lists; not the cookie.
    pub id: String,
    /// The person, or empty for a card.
    pub person_id: String,
    /// The card, or empty for a person.
    pub card_id: String,
    /// The seat they act from; empty until one is chosen.
    pub seat_id: String,
    /// The browser, as it calls itself.
    pub device: String,
    /// When it began.
    pub made_at: Time,
    /// When it was last used.
    pub seen_at: Time,
    /// When it ends unless used again.
    pub expires_at: Time,
}

const COLUMNS: &str = "id, person_id, card_id, seat_id, device, made_at, seen_at, expires_at";

/// The cookie's name: with the `__Host-` prefix where TLS lets browsers enforce it.
pub fn cookie_name(settings: &Settings) -> &'static str {
    if settings.is_secure() { "__Host-paraat" } else { "paraat" }
}

/// Who a new session is for.
pub enum Holder<'a> {
    /// A person, acting from this seat (empty: not chosen yet).
    Person {
        /// The person.
        id: &'a str,
        /// The seat.
        seat_id: &'a str,
    },
    /// The bearer of an emergency card.
    Card {
        /// The card.
        id: &'a str,
    },
}

/// Begins a session and gives the `Set-Cookie` value that carries it.
pub async fn start(app: &App, holder: Holder<'_>, device: &str) -> Result<HeaderValue> {
    let token = secret_token();
    let now = app.kernel.wall.now();
    let (person, card, seat, lasts) = match holder {
        Holder::Person { id, seat_id } => (id, "", seat_id, IDLE),
        Holder::Card { id } => ("", id, "", CARD),
    };
    let insert = "INSERT INTO session (id, token_digest, person_id, card_id, seat_id, device, made_at, \
                  seen_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $7, $8)";
    let device: String = device.chars().take(DEVICE_CHARS).collect();
    let query = sql(insert).bind(new_id()).bind(digest(token.as_bytes())).bind(person).bind(card).bind(seat);
    app.kernel.db.execute(query.bind(device).bind(now).bind(now.plus(lasts))).await?;
    Ok(cookie(&app.settings, &token, LONGEST))
}

/// The `Set-Cookie` value that makes a browser forget its session.
pub fn forget(settings: &Settings) -> HeaderValue {
    cookie(settings, "", Duration::ZERO)
}

fn cookie(settings: &Settings, token: &str, lasts: Duration) -> HeaderValue {
    let secure = if settings.is_secure() { "; Secure" } else { "" };
    let text = format!(
        "{}={token}; Path=/; HttpOnly; SameSite=Lax; Max-Age={}{secure}",
        cookie_name(settings),
        lasts.as_secs()
    );
    HeaderValue::try_from(text).expect("a token is URL-safe text")
}

/// The session a cookie token belongs to, if it still runs; notes that it was used.
pub async fn find(kernel: &Kernel, token: &str) -> Result<Option<Session>> {
    let query = kernel::db::sql_built(format!("SELECT {COLUMNS} FROM session WHERE token_digest = $1"));
    let found: Option<Session> = kernel.db.fetch_optional(query.bind(digest(token.as_bytes()))).await?;
    let now = kernel.wall.now();
    let Some(session) = found.filter(|session| session.expires_at > now) else { return Ok(None) };
    if now.since(session.seen_at) > TOUCH_AFTER {
        let idle = if session.card_id.is_empty() { IDLE } else { CARD };
        let until = now.plus(idle).min(session.made_at.plus(LONGEST));
        let touch = sql("UPDATE session SET seen_at = $2, expires_at = $3 WHERE id = $1");
        kernel.db.execute(touch.bind(&session.id).bind(now).bind(until)).await?;
    }
    Ok(Some(session))
}

/// Whose session a cookie token is or was, as the journal names them, even when it has ended.
pub(crate) async fn holder_of(kernel: &Kernel, token: &str) -> Result<Option<String>> {
    let query = sql("SELECT person_id, card_id FROM session WHERE token_digest = $1");
    let found: Option<(String, String)> =
        kernel.db.fetch_optional(query.bind(digest(token.as_bytes()))).await?;
    Ok(found.map(
        |(person, card)| if card.is_empty() { format!("person:{person}") } else { format!("card:{card}") },
    ))
}

/// Whether a session still runs, for streams that outlive a request.
pub async fn is_running(kernel: &Kernel, id: &str) -> Result<bool> {
    let query = sql("SELECT COUNT(*) FROM session WHERE id = $1 AND expires_at > $2");
    Ok(kernel.db.fetch_number(query.bind(id).bind(kernel.wall.now())).await? > 0)
}

/// A person's running sessions, the last used first.
pub async fn list(kernel: &Kernel, person_id: &str) -> Result<Vec<Session>> {
    let text = format!(
        "SELECT {COLUMNS} FROM session WHERE person_id = $1 AND expires_at > $2 ORDER BY seen_at DESC LIMIT 100"
    );
    kernel.db.fetch_all(kernel::db::sql_built(text).bind(person_id).bind(kernel.wall.now())).await
}

/// Ends this session, whoever's it is.
pub async fn end(kernel: &Kernel, id: &str) -> Result<()> {
    kernel.db.execute(sql("DELETE FROM session WHERE id = $1").bind(id)).await?;
    Ok(())
}

/// Makes a session act from another of the person's seats; the caller has checked that it is theirs.
pub async fn choose_seat(kernel: &Kernel, id: &str, seat_id: &str) -> Result<()> {
    kernel.db.execute(sql("UPDATE session SET seat_id = $2 WHERE id = $1").bind(id).bind(seat_id)).await?;
    Ok(())
}

/// Who a session acts as: `None` when its seat is gone or not chosen, or the person was erased.
pub async fn principal(app: &App, session: &Session) -> Result<Option<Principal>> {
    let kernel = &app.kernel;
    if !session.card_id.is_empty() {
        let Some(seat) = app.seats.of_card(kernel, &session.card_id).await? else { return Ok(None) };
        let who = Who::Card { id: session.card_id.clone(), session: session.id.clone() };
        let realm = realm::get(&kernel.db, &seat.realm_id).await?;
        return Ok(Some(Principal { who, seat, realm }));
    }
    let (held, person) = tokio::join!(
        app.seats.held(kernel, &session.person_id, &session.seat_id),
        people::get(kernel, &session.person_id),
    );
    let Some((seat, realm)) = held? else { return Ok(None) };
    let person = person?;
    if person.is_erased() {
        return Ok(None);
    }
    let who = Who::Person { id: person.id, name: person.details.name };
    Ok(Some(Principal { who, seat, realm }))
}
