//! Something begun at the door and not ended, kept in the database so that any node can go on with it.
//!
//! A visitor in the middle of one holds a random token in a cookie (or, for a passkey, the challenge the
//! browser signed); the row is found by its digest and opened with the row's own key.

use std::time::Duration;

use axum::http::{HeaderMap, HeaderValue};
use kernel::db::sql;
use kernel::journal::digest;
use kernel::{Kernel, Result, secret_token};
use serde::{Deserialize, Serialize};

use crate::app::Settings;
use crate::context;

/// Where somebody is on their way in.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) enum Step {
    /// The password was right; a code must follow.
    Code {
        /// Where they wanted to go.
        next: String,
    },
    /// Setting up how to sign in.
    SetUp(SetUp),
    /// Has set up; is shown the recovery codes until they say they have them.
    Codes {
        /// As printed.
        codes: Vec<String>,
    },
    /// A passkey is being made or used; what the library must remember.
    Passkey {
        /// The library's own state.
        state: serde_json::Value,
    },
}

/// A set-up under way.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct SetUp {
    /// The invitation it began with; empty when it began otherwise.
    pub(crate) invitation_id: String,
    /// The session that stays when it ends; empty for none.
    pub(crate) session_id: String,
    /// The chosen password's hash, once there is one.
    pub(crate) hash: String,
    /// The app's secret, once there is one.
    pub(crate) secret: String,
}

impl Step {
    /// How long it may take.
    fn lasts(&self) -> Duration {
        match self {
            Self::Code { .. } => Duration::from_secs(10 * 60),
            // Somebody may have to find and install an app first, or a printer.
            Self::SetUp(_) | Self::Codes { .. } => Duration::from_secs(60 * 60),
            Self::Passkey { .. } => Duration::from_secs(6 * 60),
        }
    }
}

/// A ceremony as found.
pub(crate) struct Ceremony {
    token_digest: String,
    /// Whose; empty while nobody is known.
    pub(crate) person_id: String,
    /// Where they are.
    pub(crate) step: Step,
}

#[derive(sqlx::FromRow)]
struct Row {
    token_digest: String,
    person_id: String,
    seal_key: String,
    sealed: String,
}

impl Row {
    fn open(self, kernel: &Kernel) -> Result<Option<Ceremony>> {
        let Some(text) = kernel.vault.open(&self.seal_key, &place(&self.token_digest), &self.sealed)? else {
            return Ok(None);
        };
        let step = serde_json::from_str(&text)?;
        Ok(Some(Ceremony { token_digest: self.token_digest, person_id: self.person_id, step }))
    }
}

fn place(token_digest: &str) -> String {
    format!("ceremony {token_digest}")
}

/// Begins one; gives the token by which it is found again.
pub(crate) async fn begin(kernel: &Kernel, person_id: &str, step: &Step) -> Result<String> {
    let token = secret_token();
    begin_as(kernel, &token, person_id, step).await?;
    Ok(token)
}

/// Begins one that is found again by a token somebody else drew at random.
pub(crate) async fn begin_as(kernel: &Kernel, token: &str, person_id: &str, step: &Step) -> Result<()> {
    let (token_digest, key) = (digest(token.as_bytes()), kernel.vault.new_key());
    let sealed = kernel.vault.seal(&key, &place(&token_digest), &serde_json::to_string(step)?)?;
    let insert = "INSERT INTO ceremony (token_digest, person_id, seal_key, sealed, expires_at) \
                  VALUES ($1, $2, $3, $4, $5)";
    let query = sql(insert).bind(token_digest).bind(person_id).bind(key).bind(sealed);
    kernel.db.execute(query.bind(kernel.wall.now().plus(step.lasts()))).await?;
    Ok(())
}

/// The one with this token, if it has not ended.
pub(crate) async fn find(kernel: &Kernel, token: &str) -> Result<Option<Ceremony>> {
    let query = sql("SELECT token_digest, person_id, seal_key, sealed FROM ceremony \
                     WHERE token_digest = $1 AND expires_at > $2");
    let query = query.bind(digest(token.as_bytes())).bind(kernel.wall.now());
    let row: Option<Row> = kernel.db.fetch_optional(query).await?;
    row.map_or(Ok(None), |row| row.open(kernel))
}

/// Ends the one with this token and gives it, once: a second asker gets nothing.
pub(crate) async fn take(kernel: &Kernel, token: &str) -> Result<Option<Ceremony>> {
    let query = sql("DELETE FROM ceremony WHERE token_digest = $1 AND expires_at > $2 \
                     RETURNING token_digest, person_id, seal_key, sealed");
    let query = query.bind(digest(token.as_bytes())).bind(kernel.wall.now());
    let rows: Vec<Row> = kernel.db.write_returning(query).await?;
    rows.into_iter().next().map_or(Ok(None), |row| row.open(kernel))
}

impl Ceremony {
    /// Goes on to `step`, with that step's time.
    pub(crate) async fn go_on(&self, kernel: &Kernel, step: &Step) -> Result<()> {
        let key = kernel.vault.new_key();
        let sealed = kernel.vault.seal(&key, &place(&self.token_digest), &serde_json::to_string(step)?)?;
        let query =
            sql("UPDATE ceremony SET seal_key = $2, sealed = $3, expires_at = $4 WHERE token_digest = $1")
                .bind(&self.token_digest)
                .bind(key)
                .bind(sealed);
        kernel.db.execute(query.bind(kernel.wall.now().plus(step.lasts()))).await?;
        Ok(())
    }

    /// Ends it; says whether it was still there, so that of two at once only one goes on.
    pub(crate) async fn end(&self, kernel: &Kernel) -> Result<bool> {
        let query = sql("DELETE FROM ceremony WHERE token_digest = $1").bind(&self.token_digest);
        Ok(kernel.db.execute(query).await? > 0)
    }
}

/// The ceremony this browser is in.
pub(crate) async fn of(
    kernel: &Kernel,
    settings: &Settings,
    headers: &HeaderMap,
) -> Result<Option<Ceremony>> {
    match context::cookie(headers, cookie_name(settings)) {
        Some(token) => find(kernel, token).await,
        None => Ok(None),
    }
}

fn cookie_name(settings: &Settings) -> &'static str {
    if settings.is_secure() { "__Host-paraat-step" } else { "paraat-step" }
}

/// The `Set-Cookie` value that keeps a browser in its ceremony; an empty token forgets it.
pub(crate) fn cookie(settings: &Settings, token: &str) -> HeaderValue {
    let secure = if settings.is_secure() { "; Secure" } else { "" };
    let lasts = if token.is_empty() { 0 } else { 3600 };
    let name = cookie_name(settings);
    let text = format!("{name}={token}; Path=/; HttpOnly; SameSite=Lax; Max-Age={lasts}{secure}");
    HeaderValue::try_from(text).expect("a token is URL-safe text")
}
