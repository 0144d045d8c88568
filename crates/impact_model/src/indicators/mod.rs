//! What can be said of a network without simulation.
//!
//! ```
//! use impact_model::generate::{Invention, invented};
//! use impact_model::indicators::Indicators;
//!
//! let indicators = Indicators::of(&invented(&Invention::default(), 1));
//! assert_eq!(indicators.assumed.share, 1.0);
//! assert!(indicators.emergency.all.departments > 0);
//! ```

mod assumed;
mod emergency;
mod graph;
mod suppliers;
mod text;

use serde::Serialize;

pub use assumed::{Assumed, Stated};
pub use emergency::{Department, Distances, Emergency, Spread};
pub use suppliers::{Circles, SinglePoint, SinglePoints, Supplied};

use crate::network::{Network, ServiceId};
use graph::Graph;

/// The most entries of a list that is cut off; how many there are in all is always told beside it.
pub const LISTED: usize = 50;

/// What can be said of a network without simulation. Everything is told in a fixed order, whatever the order of the file.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Indicators {
    /// How far it is from one emergency department to the next.
    pub emergency: Emergency,
    /// How many suppliers services have, by kind of service; kinds of which there are none are left out.
    pub suppliers: Vec<Supplied>,
    /// Without whom others lose at least half.
    pub single_points: SinglePoints,
    /// Services that depend on each other in a circle.
    pub circles: Circles,
    /// How much of the network is known at all.
    pub assumed: Assumed,
    /// Laboratories that have not agreed with another that it takes their analyses.
    pub laboratories: Laboratories,
}

impl Indicators {
    /// Computes them. What a network names but does not have is passed over: see [`Network::problems`].
    pub fn of(network: &Network) -> Self {
        let graph = Graph::new(network);
        Self {
            emergency: Emergency::of(network),
            suppliers: suppliers::supplied(&graph),
            single_points: SinglePoints::of(&graph),
            circles: Circles::of(&graph),
            assumed: Assumed::of(network),
            laboratories: Laboratories::of(network),
        }
    }
}

/// Laboratory services and their agreements.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Laboratories {
    /// All laboratory services, disciplines counted apart.
    pub services: u32,
    /// Those without an agreement that another takes their analyses.
    pub without_agreement: u32,
    /// The first [`LISTED`] of these.
    pub first: Vec<ServiceId>,
}

impl Laboratories {
    fn of(network: &Network) -> Self {
        let agreed: std::collections::BTreeSet<&ServiceId> =
            network.agreements.iter().map(|one| &one.from).collect();
        let all = network.services.iter().map(|service| &service.id).filter(|id| id.kind.is_laboratory());
        let services = all.clone().count() as u32;
        let mut without: Vec<&ServiceId> = all.filter(|id| !agreed.contains(id)).collect();
        without.sort_unstable();
        let first = without.iter().take(LISTED).map(|id| (*id).clone()).collect();
        Self { services, without_agreement: without.len() as u32, first }
    }
}
