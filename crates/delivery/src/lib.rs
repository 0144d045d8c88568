//! Hands outbox rows over to the outside: by SMTP, or to the simulated post office.
//!
//! Rows are leased, never locked across a network call, so hand-over is at least once: after a crash,
//! at most as many messages are handed over again as leases were in flight, under the same Message-ID.
//! An exercise's messages always go to the simulated post office, whatever the configuration says; see
//! [`post`].

mod letter;
mod pages;
pub mod post;
mod queue;
mod retry;
mod simulated;
mod smtp;
mod worker;

use web::{App, NavItem, axum};

pub use post::PostOffice;
pub use smtp::{Security, Smtp, SmtpSettings};
pub use worker::{Tally, Worker};

/// This crate's words.
pub mod words {
    include!(concat!(env!("OUT_DIR"), "/words.rs"));
}

use words::Words;

/// The simulated post office's table.
pub const MIGRATIONS: kernel::db::Migrations = kernel::db::Migrations {
    slice: "delivery",
    files: &[(1, include_str!("../migrations/0001_simulated_mail.sql"))],
};

/// The page on which simulated mail is read.
pub fn router() -> axum::Router<App> {
    pages::router()
}

/// The menu's entry for simulated mail: in every exercise, and in reality where `reality` has no real
/// post office either.
pub fn nav(reality: &PostOffice) -> NavItem {
    let shown: fn(&kernel::access::Principal) -> bool = match reality {
        PostOffice::Smtp(_) => |principal| principal.realm.is_exercise(),
        PostOffice::Simulated => |_| true,
    };
    NavItem { path: "/post", label: |lang| Words(lang).post_nav(), shown, count: None }
}
