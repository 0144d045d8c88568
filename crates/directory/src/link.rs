//! Whom an organisation depends on.

use kernel::text_key;

use crate::organisation::OrganisationKind;

text_key! {
    /// How one organisation depends on another.
    LinkKind {
        /// The other runs information technology for it: hosting, laboratory system, network.
        Supplier => "supplier",
        /// It belongs to the other, a network of hospitals or laboratories.
        Network => "network",
    }
}

impl LinkKind {
    /// What the other organisation is.
    pub fn organisations(self) -> OrganisationKind {
        match self {
            Self::Supplier => OrganisationKind::ItSupplier,
            Self::Network => OrganisationKind::Network,
        }
    }
}

/// Organisations one can be linked to, of one kind.
pub(crate) const LINKS_MOST: usize = 50;
