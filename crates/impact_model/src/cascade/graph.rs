//! A directed graph.

use std::io::{self, Write};

use super::Fault;

/// The most nodes of a graph.
pub const MAX_NODES: u32 = 1 << 22;
/// The most edges of a graph.
pub const MAX_EDGES: u32 = 1 << 24;

/// A directed graph as two flat arrays: the successors of node `i` stand from `starts[i]` to `starts[i + 1]`
/// (compressed sparse rows).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Graph {
    starts: Vec<u32>,
    targets: Vec<u32>,
    in_degrees: Vec<u32>,
}

impl Graph {
    /// A graph of nodes numbered from 0, and edges from one to another. The numbers are what draws are about: keep them
    /// when the graph grows. The order of edges, repeated ones, and edges from a node to itself change nothing.
    ///
    /// # Errors
    /// Too many nodes or edges, or an edge of a node that is not there.
    pub fn new(nodes: u32, edges: impl IntoIterator<Item = (u32, u32)>) -> Result<Self, Fault> {
        if nodes > MAX_NODES {
            return Err(Fault::Nodes(nodes));
        }
        let mut list = Vec::new();
        for edge in edges {
            let node = edge.0.max(edge.1);
            if node >= nodes {
                return Err(Fault::Node { node, nodes });
            }
            if list.len() == MAX_EDGES as usize {
                return Err(Fault::Edges);
            }
            if edge.0 != edge.1 {
                list.push(edge);
            }
        }
        list.sort_unstable();
        list.dedup();
        Ok(Self::of_sorted(nodes as usize, &list))
    }

    fn of_sorted(nodes: usize, edges: &[(u32, u32)]) -> Self {
        let (mut starts, mut in_degrees) = (vec![0; nodes + 1], vec![0; nodes]);
        for &(from, to) in edges {
            starts[from as usize + 1] += 1;
            in_degrees[to as usize] += 1;
        }
        for node in 0..nodes {
            starts[node + 1] += starts[node];
        }
        Self { starts, targets: edges.iter().map(|&(_, to)| to).collect(), in_degrees }
    }

    /// How many nodes.
    pub fn nodes(&self) -> u32 {
        self.in_degrees.len() as u32
    }

    /// How many edges.
    pub fn edges(&self) -> u32 {
        self.targets.len() as u32
    }

    /// The nodes that a node can activate, from low to high; none of a node that is not there.
    #[inline]
    pub fn successors(&self, node: u32) -> &[u32] {
        let from = node as usize;
        match self.starts.get(from..from + 2) {
            Some(&[from, to]) => &self.targets[from as usize..to as usize],
            _ => &[],
        }
    }

    /// How many nodes can activate a node; 0 of a node that is not there.
    pub fn in_degree(&self, node: u32) -> u32 {
        self.in_degrees.get(node as usize).copied().unwrap_or_default()
    }

    /// The mean number of successors that a node reached over a random edge activates, with probability `p` each: a
    /// cascade can grow large when it is more than 1.
    pub fn reproduction(&self, p: f64) -> f64 {
        let ways: u64 = (0..self.nodes())
            .map(|node| u64::from(self.in_degree(node)) * self.successors(node).len() as u64)
            .sum();
        p * ways as f64 / f64::from(self.edges().max(1))
    }

    /// Writes it as lines `from to`, in order: what most programs for the study of networks read.
    ///
    /// # Errors
    /// Whatever writing gives.
    pub fn write_edges(&self, out: &mut impl Write) -> io::Result<()> {
        for node in 0..self.nodes() {
            for successor in self.successors(node) {
                writeln!(out, "{node} {successor}")?;
            }
        }
        Ok(())
    }

    /// Nodes at which a cascade starts, once all are known to be there.
    pub(super) fn checked<'a>(&self, nodes: &'a [u32]) -> Result<&'a [u32], Fault> {
        match nodes.iter().find(|&&node| node >= self.nodes()) {
            Some(&node) => Err(Fault::Node { node, nodes: self.nodes() }),
            None => Ok(nodes),
        }
    }
}

/// The bare loop over a graph, for measuring what the machine can do at most: adds up a byte of the target of every
/// edge. Nodes beyond the end of `state` count as 0.
pub fn sweep(graph: &Graph, state: &[u8]) -> u64 {
    let byte = |&target: &u32| u64::from(state.get(target as usize).copied().unwrap_or_default());
    (0..graph.nodes()).map(|node| graph.successors(node).iter().map(byte).sum::<u64>()).sum()
}
