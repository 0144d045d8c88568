//! What surrounds every response: headers, limits, compression, and refusal of foreign forms.

use std::time::Duration;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request};
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HOST, ORIGIN, REFERRER_POLICY,
    STRICT_TRANSPORT_SECURITY, X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};
use kernel::limits;
use tower_http::CompressionLevel;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;

use crate::app::App;

/// Nothing from elsewhere, no inline script or style, no frame, no form to elsewhere.
const POLICY: &str = "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; \
    form-action 'self'; frame-ancestors 'none'";
/// How hard responses are compressed. A list of fifty incidents becomes a little larger than with the usual
/// level, but takes a fraction of the time, which is most of what such a page takes.
const PRESSED: CompressionLevel = CompressionLevel::Fastest;
/// How long a request may take before it is given up.
const REQUEST_LIMIT: Duration = Duration::from_secs(60);
/// How long one may take that brings files: 25 MiB over a bad line, at a quarter of a megabit a second.
const UPLOAD_LIMIT: Duration = Duration::from_secs(15 * 60);

pub(crate) fn wrap(routes: Router<App>, app: &App) -> Router<App> {
    let secure = app.settings.is_secure();
    routes
        .layer(DefaultBodyLimit::max(limits::FORM_BYTES))
        .layer(from_fn(same_origin))
        .layer(from_fn(in_time))
        .layer(CatchPanicLayer::new())
        .layer(CompressionLayer::new().quality(PRESSED))
        .layer(from_fn(move |request, next| headers(secure, request, next)))
}

async fn headers(secure: bool, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    let mut set = |name: HeaderName, value: &'static str| {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    };
    set(CONTENT_SECURITY_POLICY, POLICY);
    set(X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(X_FRAME_OPTIONS, "DENY");
    set(REFERRER_POLICY, "same-origin");
    // A shared computer must not show a confidential page again from its cache.
    set(CACHE_CONTROL, "no-store");
    set(HeaderName::from_static("cross-origin-opener-policy"), "same-origin");
    set(HeaderName::from_static("cross-origin-resource-policy"), "same-origin");
    set(
        HeaderName::from_static("permissions-policy"),
        "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
    );
    if secure {
        set(STRICT_TRANSPORT_SECURITY, "max-age=31536000");
    }
    response
}

/// Gives up what takes too long.
async fn in_time(request: Request, next: Next) -> Response {
    let kind = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let limit = if kind.starts_with("multipart/form-data") { UPLOAD_LIMIT } else { REQUEST_LIMIT };
    let answer = tokio::time::timeout(limit, next.run(request)).await;
    answer.unwrap_or_else(|_| StatusCode::SERVICE_UNAVAILABLE.into_response())
}

/// Refuses a changing request that another site caused a browser to send.
async fn same_origin(request: Request, next: Next) -> Response {
    if request.method().is_safe() || is_ours(request.headers()) {
        next.run(request).await
    } else {
        (StatusCode::FORBIDDEN, "this request came from another site").into_response()
    }
}

fn is_ours(headers: &HeaderMap) -> bool {
    let text = |name: &HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    if let Some(site) = text(&HeaderName::from_static("sec-fetch-site")) {
        return site == "same-origin" || site == "none";
    }
    match (text(&ORIGIN), text(&HOST)) {
        // No browser that sends neither header sends cookies across sites: this is a program.
        (None, _) => true,
        (Some(origin), Some(host)) => origin.split_once("://").is_some_and(|(_, name)| name == host),
        (Some(_), None) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_our_own_pages_may_change_something() {
        let ours = |pairs: &[(&'static str, &'static str)]| {
            let headers = pairs
                .iter()
                .map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value)))
                .collect();
            is_ours(&headers)
        };
        assert!(ours(&[("sec-fetch-site", "same-origin")]));
        assert!(!ours(&[("sec-fetch-site", "cross-site")]));
        assert!(!ours(&[("sec-fetch-site", "same-site")]));
        assert!(ours(&[("origin", "https://paraat.example"), ("host", "paraat.example")]));
        assert!(!ours(&[("origin", "https://evil.example"), ("host", "paraat.example")]));
        assert!(!ours(&[("origin", "null"), ("host", "paraat.example")]));
        assert!(ours(&[("host", "paraat.example")]));
    }
}
