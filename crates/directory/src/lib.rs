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
mod identifier;
pub mod import;
mod lookups;
mod organisation;
mod store;

pub use card::{Card, call_url};
pub use commands::{ImportOutcome, NewOrganisation, add_organisation, import_file, seat_person};
pub use country::Country;
pub use demo::seed_demo;
pub use identifier::{EnterpriseNumber, IdentifierError, NihdiNumber, RecognitionNumber};
pub use lookups::{
    DirectorySeats, Member, Organisation, authorities, create_operator, find_card, members, organisation,
    organisations,
};
pub use organisation::{Language, Mandate, OrganisationKind};

/// The directory's own tables.
pub const MIGRATIONS: kernel::db::Migrations = kernel::db::Migrations {
    slice: "directory",
    files: &[(1, include_str!("../migrations/0001_directory.sql"))],
};
