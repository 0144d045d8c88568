//! Reporting: an organisation that was attacked calls, the authorities that must know are told, they
//! acknowledge and ask, it answers.
//!
//! What was filed is frozen byte for byte ([`document`]); the questions ([`form`]) and who is told
//! ([`routing`]) are dated data. Every text about an incident is sealed under the incident's own key; the
//! journal holds identifiers and digests only. Whoever is not in an incident's audience cannot learn that
//! it exists.

pub mod answers;
pub mod attachment;
pub mod commands;
pub mod compare;
pub mod condition;
pub mod deadline;
pub mod document;
pub mod export;
pub mod fill;
pub mod form;
pub mod incident;
mod jobs;
mod limits;
mod mail;
mod pages;
pub mod portal;
pub mod recipients;
pub mod retention;
pub mod routing;
mod store;
mod texts;
pub mod thresholds;
mod verify;

/// The dated data this program carries, as files.
mod data {
    include!(concat!(env!("OUT_DIR"), "/data.rs"));
}

/// This crate's words.
mod words {
    include!(concat!(env!("OUT_DIR"), "/words.rs"));
}

use kernel::Kernel;
use kernel::access::{Action, Principal, Relation, Role};
use web::{App, BoxFuture, NavItem};

pub use commands::sweep_attachments;
pub use jobs::tick;
pub use texts::Texts;
pub use verify::verify;
use words::Words;

/// This crate's tables.
pub const MIGRATIONS: kernel::db::Migrations = kernel::db::Migrations {
    slice: "reporting",
    files: &[
        (1, include_str!("../migrations/0001_reporting.sql")),
        (2, include_str!("../migrations/0002_stages.sql")),
        (3, include_str!("../migrations/0003_attachments.sql")),
        (4, include_str!("../migrations/0004_lists.sql")),
        (5, include_str!("../migrations/0005_retention.sql")),
    ],
};

/// This crate's routes.
pub fn router() -> axum::Router<App> {
    pages::router()
}

/// This crate's entries of the main menu: the desk, and the organisation's own reports.
pub fn nav() -> Vec<NavItem> {
    vec![
        NavItem {
            path: "/desk",
            label: |lang| Words(lang).nav_desk(),
            shown: |principal| principal.may(Action::ReadDesk, principal.desk()),
            count: Some(waiting),
            alert: None,
        },
        NavItem {
            path: "/reports",
            label: |lang| Words(lang).nav_reports(),
            shown: |principal| principal.may(Action::ReadReport, Relation::Own),
            count: Some(asked),
            alert: None,
        },
    ]
}

fn waiting<'a>(kernel: &'a Kernel, principal: &'a Principal) -> BoxFuture<'a, kernel::Result<i64>> {
    let person = principal.person_id().unwrap_or_default();
    Box::pin(store::lists::waiting(kernel, &principal.seat.organisation_id, person, limits::BADGE_MOST))
}

fn asked<'a>(kernel: &'a Kernel, principal: &'a Principal) -> BoxFuture<'a, kernel::Result<i64>> {
    Box::pin(store::lists::asked(kernel, &principal.seat.organisation_id, limits::BADGE_MOST))
}

/// Where somebody begins: who works at an authority's desk there, the bearer of a card with the call,
/// everybody else who may read reports at their own; `None` for who has nothing here.
pub fn home(principal: &Principal) -> Option<&'static str> {
    if principal.may(Action::ReadDesk, principal.desk()) {
        Some("/desk")
    } else if principal.seat.role == Role::CardHolder {
        Some("/reports/call")
    } else {
        principal.may(Action::ReadReport, Relation::Own).then_some("/reports")
    }
}
