//! Errors as pages with a way out, in the visitor's language.

use std::sync::Arc;

use askama::Template;
use axum::Router;
use axum::extract::{FromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderValue, Method, StatusCode};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{Html, IntoResponse, Redirect, Response};
use kernel::Error;

use crate::app::App;
use crate::context::{Ctx, lang_of};
use crate::shell;
use crate::words::Words;

/// What page handlers return.
pub type PageResult<T = Response> = Result<T, Fault>;

/// An error on its way to the visitor.
#[derive(Debug)]
pub struct Fault(pub Error);

impl<E: Into<Error>> From<E> for Fault {
    fn from(error: E) -> Self {
        Self(error.into())
    }
}

impl IntoResponse for Fault {
    fn into_response(self) -> Response {
        let status = match &self.0 {
            Error::NotFound => StatusCode::NOT_FOUND,
            Error::Unauthenticated => StatusCode::UNAUTHORIZED,
            Error::Forbidden => StatusCode::FORBIDDEN,
            Error::Invalid { .. } => StatusCode::UNPROCESSABLE_ENTITY,
            Error::Conflict(_) => StatusCode::CONFLICT,
            Error::TooMany { .. } => StatusCode::TOO_MANY_REQUESTS,
            Error::Unavailable(_) => StatusCode::SERVICE_UNAVAILABLE,
            Error::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        };
        match &self.0 {
            Error::Internal(cause) => tracing::error!(error = format!("{cause:#}"), "a request failed"),
            Error::Unavailable(cause) => tracing::warn!(%cause, "a request could not be served"),
            _ => {}
        }
        let mut response = status.into_response();
        if let Error::TooMany { retry_after_s } = &self.0 {
            response.headers_mut().insert("retry-after", HeaderValue::from(*retry_after_s));
        }
        response.extensions_mut().insert(Arc::new(self.0));
        response
    }
}

/// Gives every error response a page.
pub(crate) fn wrap(routes: Router<App>, app: App) -> Router<App> {
    routes.fallback(|| async { Fault(Error::NotFound) }).layer(from_fn_with_state(app, dress))
}

async fn dress(State(app): State<App>, request: Request, next: Next) -> Response {
    let lang = lang_of(request.headers(), &app);
    let is_get = request.method() == Method::GET;
    let is_refresh = request.headers().contains_key("x-live");
    let target = request.uri().path_and_query().map(|path| path.as_str().to_owned()).unwrap_or_default();
    let (asked, body) = request.into_parts();
    let mut response = next.run(Request::from_parts(asked.clone(), body)).await;
    let error = response.extensions_mut().remove::<Arc<Error>>();
    let status = response.status();
    match error.as_deref() {
        Some(Error::Unauthenticated) if is_get && !is_refresh => {
            Redirect::to(&format!("/sign-in?{}", shell::query("next", &target))).into_response()
        }
        // The script shows the beginning of the answer to what it sent; a whole page is no use there.
        Some(error) if is_refresh => {
            let (title, text) = explain(Words(lang), status, Some(error));
            (status, format!("{title}. {text}")).into_response()
        }
        Some(error) => page(&app, asked, status, Some(error)).await,
        None if status.is_client_error() && !has_body_type(&response) => {
            page(&app, asked, status, None).await
        }
        None => response,
    }
}

fn has_body_type(response: &Response) -> bool {
    let kind = response.headers().get("content-type").and_then(|value| value.to_str().ok());
    kind.is_some_and(|kind| kind.starts_with("text/html") || kind.starts_with("application/"))
}

#[derive(Template)]
#[template(path = "error.html")]
struct ErrorPage<'a> {
    l: Words,
    title: &'a str,
    text: String,
}

/// Whoever is signed in keeps the house around them, an exercise's band above all; where that fails too
/// (the database is away), a bare page is better than none.
async fn page(app: &App, mut asked: Parts, status: StatusCode, error: Option<&Error>) -> Response {
    let lang = lang_of(&asked.headers, app);
    let l = Words(lang);
    let (title, text) = explain(l, status, error);
    let content = ErrorPage { l, title, text };
    let dressed = match Ctx::from_request_parts(&mut asked, app).await {
        Ok(ctx) => ctx.page(title, &content).await.ok(),
        Err(_) => None,
    };
    let mut page = dressed.unwrap_or_else(|| {
        Html(shell::plain(app, lang, title, content.render().unwrap_or_default())).into_response()
    });
    *page.status_mut() = status;
    if let Some(Error::TooMany { retry_after_s }) = error {
        page.headers_mut().insert("retry-after", HeaderValue::from(*retry_after_s));
    }
    page
}

/// What happened and what to do, in the reader's language.
fn explain(l: Words, status: StatusCode, error: Option<&Error>) -> (&'static str, String) {
    match error {
        Some(Error::Invalid { message, .. }) => (l.error_invalid_title(), message.clone()),
        Some(Error::Conflict(_)) => (l.error_conflict_title(), l.error_conflict_text().to_owned()),
        Some(Error::TooMany { retry_after_s }) => {
            (l.error_too_many_title(), l.error_too_many_text(*retry_after_s))
        }
        Some(Error::Unauthenticated) => (l.error_signed_out_title(), l.error_signed_out_text().to_owned()),
        Some(Error::Forbidden) => (l.error_forbidden_title(), l.error_forbidden_text().to_owned()),
        Some(Error::Unavailable(_)) => (l.error_unavailable_title(), l.error_unavailable_text().to_owned()),
        Some(Error::Internal(_)) => (l.error_internal_title(), l.error_internal_text().to_owned()),
        Some(Error::NotFound) => (l.error_not_found_title(), l.error_not_found_text().to_owned()),
        None if status == StatusCode::PAYLOAD_TOO_LARGE => {
            (l.error_too_large_title(), l.error_too_large_text().to_owned())
        }
        None if status == StatusCode::METHOD_NOT_ALLOWED || status == StatusCode::NOT_FOUND => {
            (l.error_not_found_title(), l.error_not_found_text().to_owned())
        }
        None => (l.error_invalid_title(), l.error_invalid_text().to_owned()),
    }
}
