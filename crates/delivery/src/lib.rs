//! Hands outbox rows over to the outside: mail by SMTP, text messages to gateways, JSON to programs that
//! listen; or all of it to the simulated post office.
//!
//! Rows are leased, never locked across a network call, so hand-over is at least once: after a crash,
//! at most as many messages are handed over again as leases were in flight, under the same identifier.
//! An exercise's messages always go to the simulated post office, whatever the configuration says; see
//! [`post`].

mod bounce;
pub mod canary;
mod ehealthbox;
mod http;
mod inbound;
mod letter;
mod mailbox;
mod outcome;
mod pages;
pub mod post;
mod push;
mod queue;
mod receipts;
mod refusal;
mod retry;
mod session;
mod simulated;
mod sms;
mod smtp;
mod status;
mod throttle;
mod webhook;
mod worker;

use web::{App, NavItem, axum};

pub use ehealthbox::{EhealthBox, EhealthBoxSettings};
pub use inbound::{inbound_gateway, set_inbound, takes_answers};
pub use mailbox::read_bounce;
pub use outcome::{Failure, Held, Outcome, State, Why, failures, held, held_about, outcomes};
pub use post::PostOffice;
pub use push::Push;
pub use receipts::opened;
pub use sms::{GatewaySettings, Sms, parts as sms_parts};
pub use smtp::{DkimSettings, Security, Smtp, SmtpSettings};
pub use throttle::Limits;
pub use webhook::{Webhooks, webhook_secret, webhook_signature};
pub use worker::{Tally, Worker};

/// This crate's words.
pub mod words {
    include!(concat!(env!("OUT_DIR"), "/words.rs"));
}

use words::Words;

/// The simulated post office's table.
pub const MIGRATIONS: kernel::db::Migrations = kernel::db::Migrations {
    slice: "delivery",
    files: &[
        (1, include_str!("../migrations/0001_simulated_mail.sql")),
        (2, include_str!("../migrations/0002_simulated_channels.sql")),
        (3, include_str!("../migrations/0003_canary.sql")),
        (4, include_str!("../migrations/0004_inbound.sql")),
        (5, include_str!("../migrations/0005_ehealthbox.sql")),
    ],
};

/// The page on which simulated mail is read.
pub fn router() -> axum::Router<App> {
    pages::router()
}

/// The menu's entry for simulated mail: in every exercise, and in reality where `reality` sends no mail
/// either.
pub fn nav(reality: &PostOffice) -> NavItem {
    let shown: fn(&kernel::access::Principal) -> bool =
        if reality.sends_mail() { |principal| principal.realm.is_exercise() } else { |_| true };
    NavItem { path: "/post", label: |lang| Words(lang).post_nav(), shown, count: None, alert: None }
}
