//! Where text message gateways bring what people send back.

use axum::body::Bytes;
use axum::extract::State;
use axum::http::header::AUTHORIZATION;
use axum::http::{HeaderMap, StatusCode};
use serde::Deserialize;
use web::App;

use crate::commands;

/// Bytes of what a gateway brings at most: one long text message and what is around it.
pub(super) const MOST_BYTES: usize = 8 * 1024;

/// A text message that somebody sent. What else a gateway says of it is passed over.
#[derive(Deserialize)]
struct Incoming {
    from: String,
    text: String,
}

/// Takes one. Whether it answered anything is not said: a gateway has no need to know.
pub(super) async fn take(
    State(app): State<App>,
    headers: HeaderMap,
    body: Bytes,
) -> (StatusCode, &'static str) {
    match taken(&app, &headers, &body).await {
        Ok(answer) => answer,
        Err(error) => {
            tracing::warn!(%error, "a text message could not be taken");
            (StatusCode::SERVICE_UNAVAILABLE, "bring it again\n")
        }
    }
}

async fn taken(app: &App, headers: &HeaderMap, body: &Bytes) -> kernel::Result<(StatusCode, &'static str)> {
    let given = headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let token = given.strip_prefix("Bearer ").unwrap_or_default();
    if delivery::inbound_gateway(&app.kernel, token).await?.is_none() {
        return Ok((StatusCode::UNAUTHORIZED, "the token is none of a gateway\n"));
    }
    let Ok(incoming) = serde_json::from_slice::<Incoming>(body) else {
        return Ok((StatusCode::BAD_REQUEST, "this is no JSON with the texts \"from\" and \"text\"\n"));
    };
    commands::reply_by_sms(&app.kernel, &incoming.from, &incoming.text).await?;
    Ok((StatusCode::NO_CONTENT, ""))
}
