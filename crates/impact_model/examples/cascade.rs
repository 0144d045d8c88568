//! How far a cascade reaches on a heavy-tailed graph, from the ten nodes with most successors and from ten at random,
//! and how long that takes.
//!
//! ```text
//! cargo run --release -p impact_model --example cascade -- 2048
//! ```

use std::error::Error;
use std::time::Instant;

use impact_model::cascade::{Graph, generated, independent, independent_many, linear_threshold, sweep};
use impact_model::draw::{Chance, Purpose};

const P: f64 = 0.1;
const SEED: u64 = 4;
const STARTS: u64 = 10;

#[expect(clippy::print_stdout, reason = "it says what it finds")]
fn main() -> Result<(), Box<dyn Error>> {
    let runs = std::env::args().nth(1).map_or(Ok(512), |argument| argument.parse())?;
    let graph = generated(SEED)?;
    let largest = (0..graph.nodes()).map(|node| graph.successors(node).len()).max().unwrap_or_default();
    println!(
        "{} nodes, {} edges, at most {largest} successors, R = {:.2}",
        graph.nodes(),
        graph.edges(),
        graph.reproduction(P)
    );

    let hubs = vec![hubs(&graph); runs];
    println!("from the ten largest:   {:>8.1} nodes", mean(&independent_many(&graph, P, &hubs, SEED)?));
    let starts: Vec<Vec<u32>> = (0..runs as u32).map(|run| at_random(&graph, run)).collect();
    println!("from ten at random:     {:>8.1} nodes", mean(&independent_many(&graph, P, &starts, SEED)?));
    let scenarios = || (0..).zip(&starts).map(|(run, starts)| (starts, Chance::new(SEED, run)));
    let thresholds: Vec<u32> = scenarios()
        .map(|(starts, chance)| linear_threshold(&graph, starts, chance))
        .collect::<Result<_, _>>()?;
    println!("by linear threshold:    {:>8.1} nodes", mean(&thresholds));

    let each = |began: Instant, times: usize| began.elapsed().as_secs_f64() * 1e3 / times.max(1) as f64;
    let began = Instant::now();
    independent_many(&graph, P, &starts, SEED)?;
    println!("512 side by side:       {:>8.3} ms each", each(began, runs));
    let began = Instant::now();
    scenarios().try_for_each(|(starts, chance)| independent(&graph, P, starts, chance).map(drop))?;
    println!("one by one:             {:>8.3} ms each", each(began, runs));
    let state = vec![1; graph.nodes() as usize];
    let began = Instant::now();
    let added: u64 = (0..runs).map(|_| sweep(&graph, std::hint::black_box(&state))).sum();
    println!("bare sweep:             {:>8.3} ms each ({added} bytes read)", each(began, runs));
    Ok(())
}

fn mean(counts: &[u32]) -> f64 {
    counts.iter().map(|&count| f64::from(count)).sum::<f64>() / counts.len().max(1) as f64
}

fn hubs(graph: &Graph) -> Vec<u32> {
    let mut nodes: Vec<u32> = (0..graph.nodes()).collect();
    nodes.sort_by_key(|&node| std::cmp::Reverse(graph.successors(node).len()));
    nodes.truncate(STARTS as usize);
    nodes
}

fn at_random(graph: &Graph, run: u32) -> Vec<u32> {
    let chance = Chance::new(SEED, run);
    let node = |at| (chance.unit(Purpose::Attack, at) * f64::from(graph.nodes())) as u32;
    (0..STARTS).map(node).collect()
}
