//! Who rests on whom.

use std::collections::BTreeMap;

use petgraph::algo::kosaraju_scc;
use petgraph::graph::{DiGraph, NodeIndex};
use rustc_hash::FxHashSet;
use serde::Serialize;

use super::LISTED;
use super::graph::{Graph, Need};
use crate::network::{ServiceId, ServiceKind};

/// A service that loses so much is counted as lost.
const LOST: f32 = 0.5;
/// So many dependencies are looked at in search of single points of failure; Europe needs a fiftieth.
const MOST_STEPS: u64 = 20_000_000;

/// How many services of a kind have how many suppliers: other institutions that provide something they depend on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Supplied {
    /// The kind of service.
    pub kind: ServiceKind,
    /// Services with no supplier, one, two, and three or more.
    pub services: [u32; 4],
}

pub(super) fn supplied(graph: &Graph) -> Vec<Supplied> {
    let mut suppliers: Vec<Vec<usize>> = vec![Vec::new(); graph.services.len()];
    for need in &graph.needs {
        let own = graph.owners[need.service];
        let others = need.on.iter().map(|(provider, _)| graph.owners[*provider]);
        suppliers[need.service].extend(others.filter(|&other| other != own));
    }
    let mut kinds: BTreeMap<ServiceKind, [u32; 4]> = BTreeMap::new();
    for (id, mut suppliers) in graph.services.iter().zip(suppliers) {
        suppliers.sort_unstable();
        suppliers.dedup();
        kinds.entry(id.kind).or_default()[suppliers.len().min(3)] += 1;
    }
    kinds.into_iter().map(|(kind, services)| Supplied { kind, services }).collect()
}

/// A service or an institution without which others lose at least half of a service.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SinglePoint {
    /// The institution.
    pub institution: String,
    /// The service; none when all services of the institution fail together.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub service: Option<ServiceId>,
    /// How many other institutions lose a service.
    pub institutions: u32,
    /// How many services of others are lost.
    pub services: u32,
}

/// Single points of failure. One fails, buffers have run out, and what depends on it loses at least half, and so on from
/// service to service. A dependency with several providers is lost only as far as the others' shares do not suffice.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SinglePoints {
    /// How many institutions are single points of failure for others.
    pub count: u32,
    /// Institutions all of whose services fail: the [`LISTED`] on whom most others rest.
    pub institutions: Vec<SinglePoint>,
    /// Single services that fail: the [`LISTED`] on which most others rest.
    pub services: Vec<SinglePoint>,
    /// Whether all were looked at; in a huge, tightly knit network only those with the most direct dependents are.
    pub complete: bool,
}

impl SinglePoints {
    pub(super) fn of(graph: &Graph) -> Self {
        let mut failing = Failing::new(graph);
        let (mut institutions, mut services) = (Vec::new(), Vec::new());
        let mut complete = true;
        for range in candidates(graph) {
            if failing.steps > MOST_STEPS {
                complete = false;
                break;
            }
            let together = failing.of(range.clone());
            if together.0 == 0 {
                continue;
            }
            let point = |service: usize, named: bool, (institutions, services): (u32, u32)| SinglePoint {
                institution: graph.services[service].institution.clone(),
                service: named.then(|| graph.services[service].clone()),
                institutions,
                services,
            };
            institutions.push(point(range.start, false, together));
            for service in range {
                let alone = failing.of(service..service + 1);
                if alone.0 > 0 {
                    services.push(point(service, true, alone));
                }
            }
        }
        let count = institutions.len() as u32;
        Self { count, institutions: worst(institutions), services: worst(services), complete }
    }
}

/// Institutions on which others depend directly, those with the most of them first.
fn candidates(graph: &Graph) -> Vec<std::ops::Range<usize>> {
    let outside = |range: &std::ops::Range<usize>| {
        let needs = range.clone().flat_map(|service| &graph.provides[service]);
        let owner = graph.owners[range.start];
        needs.filter(|&&need| graph.owners[graph.needs[need].service] != owner).count()
    };
    let mut all: Vec<_> = graph.by_owner().map(|range| (outside(&range), range)).collect();
    all.retain(|(outside, _)| *outside > 0);
    all.sort_by(|(a, first), (b, second)| b.cmp(a).then(first.start.cmp(&second.start)));
    all.into_iter().map(|(_, range)| range).collect()
}

fn worst(mut points: Vec<SinglePoint>) -> Vec<SinglePoint> {
    points.sort_by(|a, b| {
        (b.institutions, b.services)
            .cmp(&(a.institutions, a.services))
            .then_with(|| (&a.institution, &a.service).cmp(&(&b.institution, &b.service)))
    });
    points.truncate(LISTED);
    points
}

/// Lets services fail and sees what fails with them; its memory is used again and again.
struct Failing<'a> {
    graph: &'a Graph<'a>,
    failed: Vec<bool>,
    /// The failed ones, in the order of failing.
    order: Vec<usize>,
    /// What share of a need is still provided.
    left: Vec<f32>,
    touched: Vec<usize>,
    steps: u64,
}

impl<'a> Failing<'a> {
    fn new(graph: &'a Graph) -> Self {
        Self {
            graph,
            failed: vec![false; graph.services.len()],
            order: Vec::new(),
            left: graph.needs.iter().map(provided).collect(),
            touched: Vec::new(),
            steps: 0,
        }
    }

    /// How many other institutions, and how many of their services, fail with some services of one institution.
    fn of(&mut self, services: std::ops::Range<usize>) -> (u32, u32) {
        let own = self.graph.owners[services.start];
        services.for_each(|service| self.fail(service));
        let mut at = 0;
        while let Some(&service) = self.order.get(at) {
            at += 1;
            self.pass_on(service);
        }
        let others =
            self.order.iter().map(|&service| self.graph.owners[service]).filter(|&owner| owner != own);
        let services = others.clone().count() as u32;
        let institutions = others.collect::<FxHashSet<_>>().len() as u32;
        self.reset();
        (institutions, services)
    }

    fn fail(&mut self, service: usize) {
        if !std::mem::replace(&mut self.failed[service], true) {
            self.order.push(service);
        }
    }

    fn pass_on(&mut self, service: usize) {
        let graph = self.graph;
        for &number in &graph.provides[service] {
            self.steps += 1;
            let need = &graph.needs[number];
            let share: f32 = need.on.iter().filter(|(one, _)| *one == service).map(|(_, share)| share).sum();
            self.left[number] -= share;
            self.touched.push(number);
            if loss(need, self.left[number]) >= LOST {
                self.fail(need.service);
            }
        }
    }

    fn reset(&mut self) {
        for service in self.order.drain(..) {
            self.failed[service] = false;
        }
        for need in self.touched.drain(..) {
            self.left[need] = provided(&self.graph.needs[need]);
        }
    }
}

fn provided(need: &Need) -> f32 {
    need.on.iter().map(|(_, share)| share).sum()
}

/// What share is lost once the buffer has run out, with a share of the need provided.
fn loss(need: &Need, left: f32) -> f32 {
    let missing = 1.0 - left.clamp(0.0, 1.0);
    if need.threshold >= 1.0 {
        return 0.0;
    }
    need.later_loss * (missing - need.threshold).max(0.0) / (1.0 - need.threshold)
}

/// Services that depend on each other in a circle: none of them can be started without the others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Circles {
    /// How many circles; those that share a service are one.
    pub count: u32,
    /// How many services are in one.
    pub services: u32,
    /// How many circles join several institutions.
    pub across_institutions: u32,
    /// The largest circles, at most [`LISTED`], each with at most [`LISTED`] of its services.
    pub largest: Vec<Vec<ServiceId>>,
}

impl Circles {
    pub(super) fn of(graph: &Graph) -> Self {
        let mut edges: DiGraph<(), (), u32> = DiGraph::with_capacity(graph.services.len(), graph.needs.len());
        for _ in &graph.services {
            edges.add_node(());
        }
        for need in &graph.needs {
            for (provider, _) in &need.on {
                edges.add_edge(NodeIndex::new(*provider), NodeIndex::new(need.service), ());
            }
        }
        let number = |node: NodeIndex<u32>| node.index();
        let mut circles: Vec<Vec<usize>> = kosaraju_scc(&edges)
            .into_iter()
            .filter(|circle| circle.len() > 1)
            .map(|circle| circle.into_iter().map(number).collect())
            .collect();
        circles.iter_mut().for_each(|circle| circle.sort_unstable());
        circles.sort_unstable_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
        let several = |circle: &&Vec<usize>| {
            circle.iter().any(|&service| graph.owners[service] != graph.owners[circle[0]])
        };
        let names = |circle: &Vec<usize>| {
            circle.iter().take(LISTED).map(|&one| graph.services[one].clone()).collect()
        };
        Self {
            count: circles.len() as u32,
            services: circles.iter().map(Vec::len).sum::<usize>() as u32,
            across_institutions: circles.iter().filter(several).count() as u32,
            largest: circles.iter().take(LISTED).map(names).collect(),
        }
    }
}
