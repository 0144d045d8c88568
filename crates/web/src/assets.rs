//! Style sheet, script and icon, embedded and served under a fingerprint so browsers keep them.

use axum::Router;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use axum::routing::get;

use crate::app::App;

/// Changes whenever an asset changes; part of each asset's address.
pub(crate) const FINGERPRINT: &str = env!("ASSETS_FINGERPRINT");

pub(crate) fn router() -> Router<App> {
    Router::new()
        .route("/assets/{fingerprint}/{file}", get(asset))
        .route("/favicon.ico", get(icon))
        .route("/push.js", get(push))
}

async fn asset(Path((_, file)): Path<(String, String)>) -> Response {
    let (kind, text) = match file.as_str() {
        "app.css" => ("text/css; charset=utf-8", include_str!("../assets/app.css")),
        "live.js" => ("text/javascript; charset=utf-8", include_str!("../assets/live.js")),
        "icon.svg" => ("image/svg+xml", include_str!("../assets/icon.svg")),
        _ => return StatusCode::NOT_FOUND.into_response(),
    };
    ([(CONTENT_TYPE, kind), (CACHE_CONTROL, "public, max-age=31536000, immutable")], text).into_response()
}

/// What shows pushed messages. It answers for every page, so it stands at the root; a browser asks for it again by
/// itself.
async fn push() -> Response {
    ([(CONTENT_TYPE, "text/javascript; charset=utf-8")], include_str!("../assets/push.js")).into_response()
}

async fn icon() -> Response {
    ([(CONTENT_TYPE, "image/svg+xml")], include_str!("../assets/icon.svg")).into_response()
}
