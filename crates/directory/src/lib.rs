//! The directory: who belongs to the health sector, where they are, who answers for them and how
//! they are reached.

mod country;
mod identifier;
pub mod import;
mod organisation;

pub use country::Country;
pub use identifier::{EnterpriseNumber, IdentifierError, NihdiNumber, RecognitionNumber};
pub use organisation::{Language, Mandate, OrganisationKind};
