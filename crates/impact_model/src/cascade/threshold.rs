//! The linear threshold model.

use super::{Fault, Graph};
use crate::draw::{Chance, Purpose};

/// How many nodes become active in one scenario when `starts` are, a node becoming active once the active share of its
/// predecessors reaches its threshold, drawn evenly from 0 to 1. All predecessors weigh the same.
///
/// # Errors
/// A node is not there.
pub fn linear_threshold(graph: &Graph, starts: &[u32], chance: Chance) -> Result<u32, Fault> {
    // How many predecessors must still become active; not yet drawn while `None`.
    let mut missing: Vec<Option<u32>> = vec![None; graph.nodes() as usize];
    let mut active = Vec::new();
    for &start in graph.checked(starts)? {
        if missing[start as usize].replace(0).is_none() {
            active.push(start);
        }
    }
    let mut at = 0;
    while let Some(&node) = active.get(at) {
        for &target in graph.successors(node) {
            let missing = missing[target as usize].get_or_insert_with(|| predecessors(graph, target, chance));
            if *missing == 1 {
                active.push(target);
            }
            *missing = missing.saturating_sub(1);
        }
        at += 1;
    }
    Ok(active.len() as u32)
}

/// How many active predecessors a node needs: at least one.
fn predecessors(graph: &Graph, node: u32, chance: Chance) -> u32 {
    let threshold = chance.unit(Purpose::Cascade, u64::from(node));
    (libm::ceil(threshold * f64::from(graph.in_degree(node))) as u32).max(1)
}
