//! Early warning: an authority warns, everybody concerned is told and says so, and the authority sees who has not.
//!
//! The audience is frozen when a warning goes out. Each organisation owes an answer, which anybody who sits there
//! may give; until somebody does, the ladder ([`ladder`]) goes on to the next. What a warning says is sealed under
//! its own key; the journal holds identifiers, numbers and digests only.

pub mod audience;
pub mod cascade;
pub mod commands;
pub mod evidence;
mod exchange;
mod jobs;
pub mod ladder;
mod limits;
mod mail;
mod notification;
mod pages;
pub mod reach;
mod store;
mod telephone;
mod texts;
pub mod warning;

/// The dated data this program carries, as files.
mod data {
    include!(concat!(env!("OUT_DIR"), "/data.rs"));
}

/// This crate's words.
mod words {
    include!(concat!(env!("OUT_DIR"), "/words.rs"));
}

use kernel::Kernel;
use kernel::access::{Action, Principal, Relation};
use l10n::Lang;
use web::{Alert, App, BoxFuture, NavItem};

pub use jobs::{forgotten, reconcile, tick};
pub use store::obligations::{Owed, owing};
use words::Words;

/// Under which name delivery is asked for what failed.
const ABOUT: &str = "warning";

/// This crate's tables.
pub const MIGRATIONS: kernel::db::Migrations = kernel::db::Migrations {
    slice: "warning",
    files: &[
        (1, include_str!("../migrations/0001_warning.sql")),
        (2, include_str!("../migrations/0002_parcels.sql")),
        (3, include_str!("../migrations/0003_cascade.sql")),
        (4, include_str!("../migrations/0004_feeds.sql")),
        (5, include_str!("../migrations/0005_contacts.sql")),
        (6, include_str!("../migrations/0006_replies.sql")),
    ],
};

/// This crate's routes.
pub fn router() -> axum::Router<App> {
    pages::router()
}

/// This crate's entry of the main menu.
pub fn nav() -> NavItem {
    NavItem {
        path: "/warnings",
        label: |lang| Words(lang).nav_warnings(),
        shown: |principal| principal.may(Action::ReadWarnings, Relation::Own),
        count: Some(waiting),
        alert: Some(unanswered),
    }
}

/// The newest flash warning that their organisation has not answered.
fn unanswered<'a>(
    kernel: &'a Kernel,
    principal: &'a Principal,
    lang: Lang,
) -> BoxFuture<'a, kernel::Result<Option<Alert>>> {
    Box::pin(async move {
        if !principal.may(Action::AnswerWarning, Relation::Addressed) {
            return Ok(None);
        }
        let found = store::unanswered_flash(kernel, &principal.seat.organisation_id).await?;
        let Some(warning) = found else { return Ok(None) };
        let authority = directory::organisation(kernel, &warning.authority_id).await?;
        let text = Words(lang).alert_unanswered(authority.name, warning.number);
        Ok(Some(Alert { text, path: format!("/warnings/{}", warning.id) }))
    })
}

/// What waits: warnings to be released at an authority's desk, and warnings to be answered.
fn waiting<'a>(kernel: &'a Kernel, principal: &'a Principal) -> BoxFuture<'a, kernel::Result<i64>> {
    Box::pin(async move {
        let organisation = &principal.seat.organisation_id;
        let owed = store::obligations::owed(kernel, organisation, limits::BADGE_MOST).await?;
        if !principal.may(Action::ComposeWarning, principal.desk()) {
            return Ok(owed);
        }
        let to_release = store::waiting(kernel, organisation, &principal.actor(), limits::BADGE_MOST).await?;
        Ok((owed + to_release).min(limits::BADGE_MOST))
    })
}
