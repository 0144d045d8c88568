//! The door: invitations, setting up, signing in and out, choosing a seat, and a person's own account.
//!
//! Somebody comes in by passkey, or by password and a code (from an app, or printed). Nobody can make an
//! account: each begins with an invitation, the first one printed when the program first starts.

mod account;
mod arrive;
mod attempts;
mod ceremony;
mod commands;
mod device;
mod enter;
mod me;
mod passkey;
mod password;
mod recovery;
mod seat;
mod second_step;
mod set_up;
mod store;
mod sweep;
mod totp;

use axum::Router;

pub use arrive::sign_in_as;
pub(crate) use attempts::{Limit, count_address};
pub use commands::{INVITATION, invite};
pub(crate) use store::forget;
pub use sweep::sweep;

use crate::app::App;

/// The door's own routes.
pub(crate) fn router() -> Router<App> {
    Router::new()
        .merge(enter::router())
        .merge(second_step::router())
        .merge(set_up::router())
        .merge(seat::router())
        .merge(account::router())
}

/// Whether a path is the door's own. What is typed there (passwords, codes) is never kept for later.
pub(crate) fn owns(path: &str) -> bool {
    const DOORS: [&str; 7] =
        ["/sign-in", "/sign-out", "/invitation", "/set-up", "/seat", "/account", "/language"];
    DOORS
        .iter()
        .any(|door| path.strip_prefix(door).is_some_and(|rest| rest.is_empty() || rest.starts_with('/')))
}
