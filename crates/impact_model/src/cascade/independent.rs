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
    let mut active = Active::none_of(graph);
    for &start in graph.checked(starts)? {
        active.add(start, true);
    }
    let mut at = 0;
    while at < active.count {
        let node = active.order[at];
        for &target in graph.successors(node) {
            active.add(target, scenario.is_live(Edge::new(node, target)));
        }
        at += 1;
    }
    Ok(active.count as u32)
}

/// The nodes active in one scenario.
struct Active {
    is_active: Vec<bool>,
    /// In the order in which they became so, `count` of them; with room for one more than there are nodes.
    order: Vec<u32>,
    count: usize,
}

impl Active {
    fn none_of(graph: &Graph) -> Self {
        let nodes = graph.nodes() as usize;
        Self { is_active: vec![false; nodes], order: vec![0; nodes + 1], count: 0 }
    }

    /// Adds a node if it is reached and not yet active. Whether it is can hardly be foreseen, so nothing branches on
    /// it: the node is written behind the others in any case, and counted or not.
    #[inline]
    fn add(&mut self, node: u32, is_reached: bool) {
        let is_active = &mut self.is_active[node as usize];
        self.order[self.count] = node;
        self.count += usize::from(is_reached & !*is_active);
        *is_active |= is_reached;
    }
}

/// The same for many scenarios, 512 side by side: the `i`-th number is what [`independent`] gives for the `i`-th of
/// `starts` under `Chance::new(seed, i)`. Meanwhile it holds 128
/// bytes for each node, and 64 for each edge of a node that any of the 512 reaches.
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
            Word::new(Chance::new(seed, first + (word * LANES) as u32), threshold)
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
    /// In which scenarios the edges of a node are live stands in `live` from here on, once the node has been active.
    known: Vec<Option<u32>>,
    live: Vec<Lanes>,
}

impl<'a> Cascades<'a> {
    fn new(graph: &'a Graph) -> Self {
        Self { graph, reached: Reached::default(), known: Vec::new(), live: Vec::new() }
    }

    fn begin(&mut self, starts: &[impl AsRef<[u32]>]) -> Result<(), Fault> {
        let nodes = self.graph.nodes() as usize;
        self.known = vec![None; nodes];
        self.live.clear();
        self.reached.nodes = vec![Node::default(); nodes];
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
                let live = self.known_from(node, words);
                let fresh = self.reached.take_fresh(node);
                for (&target, live) in self.graph.successors(node).iter().zip(&self.live[live..]) {
                    self.reached.add(target, live.combine(fresh, |live, fresh| live & fresh));
                }
            }
        }
    }

    /// Where it stands in which scenarios the edges of a node are live. Nodes are visited several times, as more and
    /// more scenarios reach them; the edges are drawn once.
    fn known_from(&mut self, node: u32, words: &[Word; WORDS]) -> usize {
        let from = *self.known[node as usize].get_or_insert_with(|| {
            let from = self.live.len();
            self.live.extend(self.graph.successors(node).iter().map(|&target| {
                let edge = Edge::new(node, target);
                Lanes(std::array::from_fn(|word| words[word].live(edge)))
            }));
            from as u32
        });
        from as usize
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
