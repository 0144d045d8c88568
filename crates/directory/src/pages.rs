//! The directory's pages: plain forms that work without a script.

mod cards;
mod forms;
mod imports;
mod list;
mod names;
mod organisation;
mod people;
mod relations;
mod seats;
mod sites;

use web::axum::Router;
use web::{App, axum};

/// Every route of the directory.
pub(crate) fn router() -> Router<App> {
    Router::new()
        .merge(list::router())
        .merge(organisation::router())
        .merge(sites::router())
        .merge(seats::router())
        .merge(people::router())
        .merge(relations::router())
        .merge(cards::router())
        .merge(imports::router())
}

/// Answers a good form: the browser goes and gets the page.
fn see(path: &str) -> axum::response::Response {
    axum::response::IntoResponse::into_response(axum::response::Redirect::to(path))
}
