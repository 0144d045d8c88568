//! The directory: who belongs to the health sector, where they are, who answers for them and how
//! they are reached; and the emergency cards with which they call.
//!
//! Organisations are no personal data and stand in the open. People's names and addresses are sealed,
//! each under its own key; the journal holds identifiers only. Every record belongs to one realm.

mod card;
mod commands;
mod contact;
mod country;
mod demo;
mod dependencies;
mod identifier;
pub mod import;
mod link;
mod lookups;
mod names;
mod organisation;
mod pages;
mod reach;
mod region;
mod sited;
mod staff;
mod store;

/// This crate's words.
pub mod words {
    include!(concat!(env!("OUT_DIR"), "/words.rs"));
}

use kernel::access::{Action, Relation};
use web::{App, NavItem, axum};
use words::Words;

pub use card::{Card, call_url};
pub use commands::{
    ImportOutcome, NewCard, NewOrganisation, add_link, add_organisation, add_seat_channel, add_staff_group,
    import_file, make_card, seat_person,
};
pub use contact::ChannelKind;
pub use country::Country;
pub use demo::seed_demo;
pub use dependencies::{StaffGroup, depended_on, linked, links, staff, staff_groups};
pub use identifier::{EnterpriseNumber, IdentifierError, NihdiNumber, RecognitionNumber};
pub use link::LinkKind;
pub use lookups::{
    DirectorySeats, Member, Organisation, authorities, create_operator, find_card, may_hold_mandates,
    members, organisation, organisations,
};
pub use names::{kind_name, region_name};
pub use organisation::{Language, Mandate, OrganisationKind};
pub use reach::{Candidate, Contact, Reachable, Sitting, candidates, reachable, sitting};
pub use region::region;
pub use sited::{Sited, sites};
pub use staff::StaffMember;

/// The directory's own tables.
pub const MIGRATIONS: kernel::db::Migrations = kernel::db::Migrations {
    slice: "directory",
    files: &[
        (1, include_str!("../migrations/0001_directory.sql")),
        (2, include_str!("../migrations/0002_links.sql")),
    ],
};

/// The directory's routes, under `/directory`.
pub fn router() -> axum::Router<App> {
    pages::router()
}

/// The menu's entry.
pub fn nav() -> NavItem {
    NavItem {
        path: "/directory",
        label: |lang| Words(lang).directory(),
        shown: |principal| principal.may(Action::ReadDirectory, Relation::Realm),
        count: None,
        alert: None,
    }
}
