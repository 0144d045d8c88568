//! Abstract cascades: which nodes of a graph become active when some are.
//!
//! Here an institution is a node and nothing more: no hours, no buffers, no capacity. That answers questions of mere
//! reach (whom can it come to, which nodes reach most others) on graphs of hundreds of thousands of edges in less than
//! a millisecond, and is what libraries for the study of networks compute, so that they can be compared. For health
//! care that goes on in spite of outages, use [`crate::model`].
//!
//! Two models (Kempe, Kleinberg and Tardos, "Maximizing the spread of influence through a social network", KDD 2003):
//!
//! - **Independent cascade** ([`independent()`], [`independent_many`]): each node that becomes active has one chance to
//!   activate each successor, with probability `p`. The same as asking what is reachable over edges each of which is
//!   live with probability `p`.
//! - **Linear threshold** ([`linear_threshold`]): a node becomes active once the active share of its predecessors
//!   reaches its threshold, drawn evenly from 0 to 1.
//!
//! ```
//! use impact_model::cascade::{Graph, independent, independent_many, linear_threshold};
//! use impact_model::draw::Chance;
//!
//! // A supplier (0) serves three hospitals, of which one (3) hosts a laboratory (4).
//! let graph = Graph::new(5, [(0, 1), (0, 2), (0, 3), (3, 4)])?;
//! let active = independent(&graph, 0.5, &[0], Chance::new(7, 0))?;
//! assert!((1..=5).contains(&active));
//!
//! // The mean of 10,000 scenarios: 1 + 3 × 0.5 + 0.5².
//! let counts = independent_many(&graph, 0.5, &vec![[0]; 10_000], 7)?;
//! assert_eq!(counts[0], active);
//! let mean = counts.iter().map(|&count| f64::from(count)).sum::<f64>() / 10_000.0;
//! assert!((mean - 2.75).abs() < 0.05);
//!
//! // Each has one predecessor, so all of it is active at once.
//! assert_eq!(linear_threshold(&graph, &[0], Chance::new(7, 0))?, 5);
//! # Ok::<(), impact_model::cascade::Fault>(())
//! ```

mod generated;
mod graph;
mod independent;
mod live;
mod threshold;

pub use generated::generated;
pub use graph::{Graph, MAX_EDGES, MAX_NODES, sweep};
pub use independent::{independent, independent_many};
pub use threshold::linear_threshold;

/// Why a cascade cannot be computed.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
pub enum Fault {
    /// A graph with more nodes than [`MAX_NODES`].
    #[error("{0} nodes are more than {MAX_NODES}")]
    Nodes(u32),
    /// A graph with more edges than [`MAX_EDGES`].
    #[error("more than {MAX_EDGES} edges")]
    Edges,
    /// A node that the graph does not have.
    #[error("there is no node {node}: the graph has {nodes}, numbered from 0")]
    Node {
        /// Which.
        node: u32,
        /// How many nodes the graph has.
        nodes: u32,
    },
    /// A probability that is none.
    #[error("{0} is not a probability from 0 to 1")]
    Probability(f64),
    /// More scenarios than can be numbered.
    #[error("more scenarios than can be numbered")]
    Scenarios,
}
