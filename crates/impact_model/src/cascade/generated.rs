//! A graph made up from a seed, as heavy-tailed as networks of institutions are.

use super::{Fault, Graph};
use crate::draw::{Chance, Purpose};

/// How many nodes.
const NODES: u32 = 50_000;
/// How many edges.
const EDGES: usize = 500_000;
/// How many are drawn, since some come twice.
const DRAWN: u64 = 530_000;
/// What share of edges comes from nearby.
const LOCAL: f64 = 0.6;
/// How far in number nearby is.
const NEARBY: u32 = 200;
/// Of how many nearby nodes the largest is taken.
const CANDIDATES: u64 = 4;
/// The power of its size with which a node is a source, so that few serve many.
const CONCENTRATION: f64 = 1.5;

/// What is drawn for one node or edge. The numbers are part of what a seed means.
#[derive(Clone, Copy)]
enum Draw {
    Size,
    Target,
    Source,
    Locality,
    Rank,
    /// And as many more as there are candidates.
    Candidate,
}

impl Draw {
    fn of(self, number: u64) -> u64 {
        number << 4 | self as u64
    }
}

/// A graph of 50,000 nodes and 500,000 edges from who provides to who depends. Sizes are log-normal; nodes receive edges
/// in proportion to their size, and give them to the power of 1.5 of it; 60 % of edges come from the largest of four
/// nodes within 200 numbers, as institutions look for providers nearby.
///
/// # Errors
/// None that can come of its fixed sizes.
pub fn generated(seed: u64) -> Result<Graph, Fault> {
    let chance = Chance::new(seed, 0);
    let sizes: Vec<f64> = (0..u64::from(NODES))
        .map(|node| libm::exp(chance.normal(Purpose::Generate, Draw::Size.of(node))))
        .collect();
    let world = World {
        chance,
        receiving: cumulated(sizes.iter().copied()),
        giving: cumulated(sizes.iter().map(|&size| libm::pow(size, CONCENTRATION))),
        sizes,
    };
    let mut edges: Vec<(u32, u32)> =
        (0..DRAWN).map(|number| world.edge(number)).filter(|(from, to)| from != to).collect();
    edges.sort_unstable();
    edges.dedup();
    Graph::new(NODES, world.some(edges))
}

struct World {
    chance: Chance,
    sizes: Vec<f64>,
    receiving: Vec<f64>,
    giving: Vec<f64>,
}

impl World {
    fn unit(&self, draw: Draw, number: u64) -> f64 {
        self.chance.unit(Purpose::Generate, draw.of(number))
    }

    fn edge(&self, number: u64) -> (u32, u32) {
        let to = chosen(&self.receiving, self.unit(Draw::Target, number));
        let is_local = self.unit(Draw::Locality, number) < LOCAL;
        let from = if is_local {
            self.nearby(to, number)
        } else {
            chosen(&self.giving, self.unit(Draw::Source, number))
        };
        (from, to)
    }

    /// The largest of a few nodes with numbers around that of `node`, going round at the ends.
    fn nearby(&self, node: u32, number: u64) -> u32 {
        let candidate = |which: u64| {
            let identity = Draw::Candidate.of(number) + which;
            let step = self.chance.unit(Purpose::Generate, identity) * f64::from(2 * NEARBY + 1);
            (node + NODES - NEARBY + step as u32) % NODES
        };
        (0..CANDIDATES)
            .map(candidate)
            .max_by(|&a, &b| self.sizes[a as usize].total_cmp(&self.sizes[b as usize]))
            .unwrap_or(node)
    }

    /// As many edges as wanted, each as likely as any other.
    fn some(&self, edges: Vec<(u32, u32)>) -> impl Iterator<Item = (u32, u32)> {
        let mut ranked: Vec<_> = edges
            .into_iter()
            .map(|edge| {
                let identity = u64::from(edge.0) * u64::from(NODES) + u64::from(edge.1);
                (self.unit(Draw::Rank, identity), edge)
            })
            .collect();
        ranked.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        ranked.into_iter().take(EDGES).map(|(_, edge)| edge)
    }
}

fn cumulated(weights: impl Iterator<Item = f64>) -> Vec<f64> {
    weights
        .scan(0.0, |sum, weight| {
            *sum += weight;
            Some(*sum)
        })
        .collect()
}

/// Which of things with these cumulated weights a number from 0 to 1 chooses.
fn chosen(cumulated: &[f64], unit: f64) -> u32 {
    let total = cumulated.last().copied().unwrap_or_default();
    let at = cumulated.partition_point(|&sum| sum <= unit * total);
    at.min(cumulated.len().saturating_sub(1)) as u32
}
