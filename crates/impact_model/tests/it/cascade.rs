//! Cascades: what they reach, that both ways of computing them agree, and that known means come out.

use impact_model::cascade::{
    Fault, Graph, MAX_NODES, generated, independent, independent_many, linear_threshold, sweep,
};
use impact_model::draw::Chance;
use proptest::prelude::*;

const NODES: u32 = 60;

fn edges() -> impl Strategy<Value = Vec<(u32, u32)>> {
    prop::collection::vec((0..NODES, 0..NODES), 0..400)
}

fn starts() -> impl Strategy<Value = Vec<Vec<u32>>> {
    prop::collection::vec(prop::collection::vec(0..NODES, 0..5), 1..70)
}

/// Which nodes can be reached, by the simplest means.
fn reachable(graph: &Graph, starts: &[u32]) -> u32 {
    let mut is_reached = vec![false; graph.nodes() as usize];
    let mut open = starts.to_vec();
    while let Some(node) = open.pop() {
        if !std::mem::replace(&mut is_reached[node as usize], true) {
            open.extend(graph.successors(node));
        }
    }
    is_reached.iter().map(|&reached| u32::from(reached)).sum()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn side_by_side_gives_what_one_by_one_gives(
        edges in edges(), starts in starts(), p in 0.0..=1.0, seed: u64,
    ) {
        let graph = Graph::new(NODES, edges).unwrap();
        let many = independent_many(&graph, p, &starts, seed).unwrap();
        prop_assert_eq!(many.len(), starts.len());
        for (scenario, starts) in (0..).zip(&starts) {
            let one = independent(&graph, p, starts, Chance::new(seed, scenario)).unwrap();
            prop_assert_eq!(many[scenario as usize], one);
        }
    }

    #[test]
    fn certainty_reaches_all_that_can_be_reached(edges in edges(), starts in starts(), seed: u64) {
        let graph = Graph::new(NODES, edges).unwrap();
        for starts in &starts {
            let chance = Chance::new(seed, 0);
            let mut distinct = starts.clone();
            distinct.sort_unstable();
            distinct.dedup();
            prop_assert_eq!(independent(&graph, 1.0, starts, chance).unwrap(), reachable(&graph, starts));
            prop_assert_eq!(independent(&graph, 0.0, starts, chance).unwrap() as usize, distinct.len());
        }
    }

    /// Draws are shared, so this holds for every scenario and not only on average.
    #[test]
    fn more_of_anything_never_reaches_less(
        edges in edges(), more in edges(), p in 0.0..0.9, seed: u64, starts in starts(),
    ) {
        let chance = Chance::new(seed, 3);
        let small = Graph::new(NODES, edges.iter().copied()).unwrap();
        let large = Graph::new(NODES, edges.into_iter().chain(more)).unwrap();
        let start = &starts[0];
        let all: Vec<u32> = starts.iter().flatten().copied().collect();
        let reached = independent(&small, p, start, chance).unwrap();
        prop_assert!(reached <= independent(&large, p, start, chance).unwrap());
        prop_assert!(reached <= independent(&small, p + 0.1, start, chance).unwrap());
        prop_assert!(reached <= independent(&small, p, &[start.as_slice(), &all].concat(), chance).unwrap());
        let reached = linear_threshold(&small, start, chance).unwrap();
        prop_assert!(reached <= linear_threshold(&small, &[start.as_slice(), &all].concat(), chance).unwrap());
    }

    #[test]
    fn neither_order_nor_repetition_of_edges_changes_a_graph(edges in edges(), by in 0_usize..400) {
        let graph = Graph::new(NODES, edges.iter().copied()).unwrap();
        let mut other = edges.clone();
        other.rotate_left(by.min(edges.len()));
        other.extend(edges.iter().take(by));
        other.push((5, 5));
        prop_assert_eq!(&graph, &Graph::new(NODES, other).unwrap());
        let loops = edges.iter().filter(|(from, to)| from == to).count();
        prop_assert!(graph.edges() as usize <= edges.len() - loops);
        prop_assert_eq!((0..NODES).map(|node| graph.in_degree(node)).sum::<u32>(), graph.edges());
    }

    #[test]
    fn a_threshold_cascade_reaches_only_what_can_be_reached(edges in edges(), starts in starts(), seed: u64) {
        let graph = Graph::new(NODES, edges).unwrap();
        for starts in &starts {
            let reached = linear_threshold(&graph, starts, Chance::new(seed, 0)).unwrap();
            prop_assert!(reached <= reachable(&graph, starts));
        }
    }
}

/// More scenarios than fit side by side, and not a whole number of words.
#[test]
fn the_last_of_many_scenarios_is_as_good_as_the_first() {
    let ring = (0..40).flat_map(|node| [(node, (node + 1) % 40), (node, (node + 7) % 40)]);
    let graph = Graph::new(40, ring).unwrap();
    let starts: Vec<[u32; 1]> = (0..1_100).map(|scenario| [scenario % 40]).collect();
    let many = independent_many(&graph, 0.45, &starts, 9).unwrap();
    for scenario in [0, 63, 64, 511, 512, 1_023, 1_024, 1_099] {
        let chance = Chance::new(9, scenario);
        let one = independent(&graph, 0.45, &starts[scenario as usize], chance).unwrap();
        assert_eq!(many[scenario as usize], one, "scenario {scenario}");
    }
}

/// Of a path of three the mean is 1 + p + p²; of two ways to one node, 1 + 2p + (1 − (1 − p²)²).
#[test]
fn small_graphs_give_the_means_that_can_be_worked_out() {
    let p: f64 = 0.3;
    let cases = [
        (vec![(0, 1), (1, 2)], 1.0 + p + p * p),
        (vec![(0, 1), (0, 2), (1, 3), (2, 3)], 1.0 + 2.0 * p + 1.0 - (1.0 - p * p).powi(2)),
        (vec![(0, 1), (1, 0)], 1.0 + p),
    ];
    for (edges, expected) in cases {
        let graph = Graph::new(4, edges).unwrap();
        let counts = independent_many(&graph, p, &vec![[0]; 100_000], 5).unwrap();
        let mean = counts.iter().map(|&count| f64::from(count)).sum::<f64>() / 100_000.0;
        assert!((mean - expected).abs() < 0.012, "{mean} instead of {expected}");
    }
}

/// One of two predecessors is active: half of the thresholds are reached.
#[test]
fn a_threshold_is_drawn_evenly() {
    let graph = Graph::new(4, [(0, 2), (1, 2), (2, 3)]).unwrap();
    let active: u32 =
        (0..20_000).map(|scenario| linear_threshold(&graph, &[0], Chance::new(3, scenario)).unwrap()).sum();
    assert!((f64::from(active) / 20_000.0 - 2.0).abs() < 0.04, "{active}");
    assert_eq!(linear_threshold(&graph, &[0, 1], Chance::new(3, 0)), Ok(4));
}

#[test]
fn what_a_graph_does_not_have_is_refused() {
    let node = Fault::Node { node: 7, nodes: 3 };
    assert_eq!(Graph::new(3, [(0, 1), (7, 2)]), Err(node));
    assert_eq!(Graph::new(MAX_NODES + 1, []), Err(Fault::Nodes(MAX_NODES + 1)));
    let graph = Graph::new(3, [(0, 1)]).unwrap();
    let chance = Chance::new(0, 0);
    assert_eq!(independent(&graph, 0.5, &[0, 7], chance), Err(node));
    assert_eq!(independent_many(&graph, 0.5, &[[0], [7]], 0), Err(node));
    assert_eq!(linear_threshold(&graph, &[7], chance), Err(node));
    assert_eq!(independent(&graph, 1.5, &[0], chance), Err(Fault::Probability(1.5)));
    assert!(independent_many(&graph, f64::NAN, &[[0]], 0).is_err());
    assert_eq!(node.to_string(), "there is no node 7: the graph has 3, numbered from 0");
    assert_eq!((graph.successors(9), graph.in_degree(9)), (&[][..], 0));
}

#[test]
fn nothing_comes_of_nothing() {
    let empty = Graph::new(0, []).unwrap();
    let chance = Chance::new(0, 0);
    assert_eq!(independent(&empty, 0.5, &[], chance), Ok(0));
    assert_eq!(linear_threshold(&empty, &[], chance), Ok(0));
    assert_eq!(independent_many(&empty, 0.5, &[[]], 0), Ok(vec![0]));
    assert_eq!(independent_many::<[u32; 1]>(&empty, 0.5, &[], 0), Ok(vec![]));
    assert_eq!((sweep(&empty, &[]), empty.reproduction(0.1)), (0, 0.0));
}

#[test]
fn a_graph_is_written_as_lines_that_others_read() {
    let graph = Graph::new(12, [(3, 11), (0, 2), (0, 1)]).unwrap();
    let mut written = Vec::new();
    graph.write_edges(&mut written).unwrap();
    assert_eq!(String::from_utf8(written).unwrap(), "0 1\n0 2\n3 11\n");
}

#[test]
fn a_sweep_adds_up_a_byte_for_every_edge() {
    let graph = Graph::new(4, [(0, 1), (0, 2), (1, 2), (2, 3)]).unwrap();
    assert_eq!(sweep(&graph, &[1, 2, 3, 4]), 2 + 3 + 3 + 4);
    assert_eq!(sweep(&graph, &[1, 2]), 2);
}

/// As the graph of the reference measurements: 50,000 nodes, 500,000 edges, R = 2.97, at most 868 out and 328 in; seed 4 comes near.
#[test]
fn the_generated_graph_is_heavy_tailed() {
    let graph = generated(4).unwrap();
    assert_eq!((graph.nodes(), graph.edges()), (50_000, 500_000));
    assert_eq!(graph, generated(4).unwrap());
    let out = (0..graph.nodes()).map(|node| graph.successors(node).len()).max().unwrap();
    let into = (0..graph.nodes()).map(|node| graph.in_degree(node)).max().unwrap();
    assert!((500..2_000).contains(&out), "{out}");
    assert!((200..600).contains(&into), "{into}");
    assert!((graph.reproduction(0.1) - 2.97).abs() < 0.3, "{}", graph.reproduction(0.1));
    // Four programs from elsewhere give 20,000 to 20,700 active nodes of ten on theirs.
    let starts: Vec<Vec<u32>> =
        (0..128).map(|run| (0..10).map(|at| (run * 7_919 + at * 4_999) % 50_000).collect()).collect();
    let counts = independent_many(&graph, 0.1, &starts, 1).unwrap();
    let mean = f64::from(counts.iter().sum::<u32>()) / 128.0;
    assert!((19_000.0..21_500.0).contains(&mean), "{mean}");
}
