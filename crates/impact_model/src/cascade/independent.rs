//! The independent cascade: one scenario at a time, or many side by side.

use super::live::{Edge, LANES, Scenario, Threshold, Word};
use super::{Fault, Graph};
use crate::draw::Chance;

/// Words of scenarios side by side.
const WORDS: usize = 8;
/// Scenarios side by side.
const TOGETHER: usize = WORDS * LANES;

/// One bit for each scenario side by side, in one line of the processor's cache.
#[derive(Debug, Clone, Copy, Default)]
#[repr(align(64))]
struct Lanes([u64; WORDS]);

impl Lanes {
    fn only(lane: usize) -> Self {
        let mut lanes = [0; WORDS];
        lanes[lane / LANES] = 1 << (lane % LANES);
        Self(lanes)
    }

    #[inline]
    fn is_none(&self) -> bool {
        // Comparing with zeros would call a function for it.
        self.0.iter().fold(0, |any, word| any | word) == 0
    }

    #[inline]
    fn combine(self, other: Self, how: impl Fn(u64, u64) -> u64) -> Self {
        Self(std::array::from_fn(|word| how(self.0[word], other.0[word])))
    }
}

/// How many nodes become active in one scenario when `starts` are, each edge being live with probability `p`
/// (exact to 2^-30).
///
/// # Errors
/// `p` is no probability, or a node is not there.
pub fn independent(graph: &Graph, p: f64, starts: &[u32], chance: Chance) -> Result<u32, Fault> {
    let scenario = Scenario::new(chance, Threshold::new(p)?);
    let mut active = vec![false; graph.nodes() as usize];
    // One place more than there are nodes: each target is written, and kept only if it is new.
    let mut queue = vec![0; graph.nodes() as usize + 1];
    let mut end = 0;
    let mut reach = |node: u32, is_reached: bool, queue: &mut [u32]| {
        let active = &mut active[node as usize];
        queue[end] = node;
        end += usize::from(is_reached & !*active);
        *active |= is_reached;
        end
    };
    let mut known = 0;
    for &start in graph.checked(starts)? {
        known = reach(start, true, &mut queue);
    }
    let mut at = 0;
    while at < known {
        let node = queue[at];
        for &target in graph.successors(node) {
            known = reach(target, scenario.is_live(Edge::new(node, target)), &mut queue);
        }
        at += 1;
    }
    Ok(known as u32)
}

/// The same for many scenarios, 512 side by side: the `i`-th number is what [`independent`] gives for the `i`-th of
/// `starts` under `Chance::new(seed, i)`. Holds 64 bytes for each edge meanwhile.
///
/// # Errors
/// `p` is no probability, or a node is not there.
pub fn independent_many<S: AsRef<[u32]>>(
    graph: &Graph,
    p: f64,
    starts: &[S],
    seed: u64,
) -> Result<Vec<u32>, Fault> {
    let threshold = Threshold::new(p)?;
    let mut counts = Vec::with_capacity(starts.len());
    let mut cascades = Cascades::new(graph);
    for (batch, starts) in starts.chunks(TOGETHER).enumerate() {
        let first = u32::try_from(batch * TOGETHER).or(Err(Fault::Scenarios))?;
        let words = std::array::from_fn(|word| {
            Word::new(Chance::new(seed, first.wrapping_add((word * LANES) as u32)), threshold)
        });
        cascades.begin(starts)?;
        cascades.spread(&words);
        counts.extend(cascades.counts().take(starts.len()));
    }
    Ok(counts)
}

/// Cascades side by side.
struct Cascades<'a> {
    graph: &'a Graph,
    reached: Reached,
    /// In which scenarios each edge is live, once its source has been active.
    live: Vec<Lanes>,
    /// Whether that is known of the edges of a node.
    is_known: Vec<bool>,
}

impl<'a> Cascades<'a> {
    fn new(graph: &'a Graph) -> Self {
        Self {
            graph,
            reached: Reached::default(),
            live: vec![Lanes::default(); graph.edges() as usize],
            is_known: Vec::new(),
        }
    }

    fn begin(&mut self, starts: &[impl AsRef<[u32]>]) -> Result<(), Fault> {
        self.is_known = vec![false; self.graph.nodes() as usize];
        self.reached.nodes = vec![Node::default(); self.graph.nodes() as usize];
        for (lane, starts) in starts.iter().enumerate() {
            for &start in self.graph.checked(starts.as_ref())? {
                self.reached.add(start, Lanes::only(lane));
            }
        }
        Ok(())
    }

    /// Follows live edges until nothing is new. The order changes nothing: what is reachable is.
    fn spread(&mut self, words: &[Word; WORDS]) {
        while !self.reached.queue.is_empty() {
            for node in std::mem::take(&mut self.reached.queue) {
                self.know(node, words);
                let fresh = self.reached.take_fresh(node);
                let live = &self.live[self.graph.range(node)];
                for (&target, &live) in self.graph.successors(node).iter().zip(live) {
                    self.reached.add(target, live.combine(fresh, |live, fresh| live & fresh));
                }
            }
        }
    }

    /// Draws which edges of a node are live.
    fn know(&mut self, node: u32, words: &[Word; WORDS]) {
        if std::mem::replace(&mut self.is_known[node as usize], true) {
            return;
        }
        let live = &mut self.live[self.graph.range(node)];
        for (&target, live) in self.graph.successors(node).iter().zip(live) {
            let edge = Edge::new(node, target);
            *live = Lanes(std::array::from_fn(|word| words[word].live(edge)));
        }
    }

    /// How many nodes are active in each scenario.
    fn counts(&self) -> impl Iterator<Item = u32> {
        let mut planes = [[0; u32::BITS as usize]; WORDS];
        for node in &self.reached.nodes {
            for (planes, lanes) in planes.iter_mut().zip(node.active.0) {
                count(planes, lanes);
            }
        }
        (0..TOGETHER).map(move |lane| {
            let bit = |plane: u64| (plane >> (lane % LANES)) as u32 & 1;
            planes[lane / LANES].iter().rev().fold(0, |count, &plane| count << 1 | bit(plane))
        })
    }
}

/// In which scenarios a node is active.
#[derive(Debug, Clone, Copy, Default)]
struct Node {
    active: Lanes,
    /// Those of them of which its successors do not know yet.
    fresh: Lanes,
}

/// What has been reached.
#[derive(Debug, Default)]
struct Reached {
    nodes: Vec<Node>,
    /// The nodes with something fresh.
    queue: Vec<u32>,
}

impl Reached {
    #[inline]
    fn add(&mut self, number: u32, lanes: Lanes) {
        let node = &mut self.nodes[number as usize];
        let new = lanes.combine(node.active, |lanes, active| lanes & !active);
        if new.is_none() {
            return;
        }
        if node.fresh.is_none() {
            self.queue.push(number);
        }
        node.active = node.active.combine(new, |active, new| active | new);
        node.fresh = node.fresh.combine(new, |fresh, new| fresh | new);
    }

    fn take_fresh(&mut self, node: u32) -> Lanes {
        std::mem::take(&mut self.nodes[node as usize].fresh)
    }
}

/// Adds one to the counter of every lane that is set; counters are kept bit by bit, so 64 are added at once.
fn count(planes: &mut [u64; u32::BITS as usize], lanes: u64) {
    let mut carry = lanes;
    for plane in planes {
        if carry == 0 {
            return;
        }
        (*plane, carry) = (*plane ^ carry, *plane & carry);
    }
}
