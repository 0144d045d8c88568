//! What every page stands on: the shell, sessions and sign-in, forms, live regions, error pages,
//! security headers. Slices render their own `<main>`; this crate puts the house around it.

mod app;
mod assets;
mod components;
mod context;
pub mod devices;
mod error_page;
pub mod file;
mod form;
mod live;
pub mod people;
mod resume;
mod security;
pub mod session;
mod shell;
pub mod sign_in;

/// This crate's words.
pub mod words {
    include!(concat!(env!("OUT_DIR"), "/words.rs"));
}

pub use app::{Alert, App, BoxFuture, NavItem, Seats, Settings};
pub use axum;
pub use components::{Chip, Moment, chip};
pub use context::{Ctx, Visitor};
pub use error_page::{Fault, PageResult};
pub use form::{Form, Multipart, Part};
pub use kernel::access;
pub use resume::kept_fields;
pub use shell::{Notice, local_path, qr_svg, query, role_name};
pub use words::Words;

/// The web crate's own tables.
pub const MIGRATIONS: kernel::db::Migrations = kernel::db::Migrations {
    slice: "web",
    files: &[
        (1, include_str!("../migrations/0001_sign_in.sql")),
        (2, include_str!("../migrations/0002_credentials.sql")),
        (3, include_str!("../migrations/0003_devices.sql")),
    ],
};

/// This crate's own routes: assets, live updates, language, the door, kept words.
pub fn router() -> axum::Router<App> {
    axum::Router::new()
        .merge(assets::router())
        .merge(live::router())
        .merge(shell::router())
        .merge(sign_in::router())
        .merge(resume::router())
}

/// Puts the house around the slices' routes: security headers, limits, error pages, compression.
pub fn finish(routes: axum::Router<App>, app: App) -> axum::Router {
    let kept = resume::wrap(routes, app.clone());
    security::wrap(error_page::wrap(kept, app.clone()), &app).with_state(app)
}
