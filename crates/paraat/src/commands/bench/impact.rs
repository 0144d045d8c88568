//! `paraat bench impact`: how fast what fails next is computed on all of Europe's hospital sites, and how fast abstract
//! cascades are beside other programs.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context, ensure};
use impact_model::cascade::{Graph, generated, independent, independent_many, sweep};
use impact_model::draw::{Chance, Purpose};
use impact_model::generate::{Filling, Invention, fill, gisco, invented};
use impact_model::model::{Cause, HORIZON, Hour, InstitutionNo, Model, Scratch, ServiceNo, Shock, Watch};
use impact_model::network::{InstitutionKind, Network};
use impact_model::parameters::{Parameter, Parameters};
use indicatif::ProgressBar;
use rustix::time::{ClockId, clock_gettime};
use serde::Deserialize;

use super::{Findings, Measure, start};
use crate::stop::Stop;

/// The options of `paraat bench impact`.
#[derive(Debug, clap::Args)]
pub struct Options {
    /// A file of sites as Eurostat's GISCO publishes it; without it, ../shared/data/gisco/all.csv, or a network made up
    /// when that is not there.
    #[arg(long, value_name = "FILE")]
    sites: Option<PathBuf>,
    /// How many runs; attacks that spread far get a tenth of them.
    #[arg(long, value_name = "N", default_value_t = 1_000, value_parser = clap::value_parser!(u32).range(1..=MAX_RUNS))]
    runs: u32,
    /// A Python that has networkx, ndlib, six, EoN, igraph, numpy and scipy: the same cascade is timed there too.
    #[arg(long, value_name = "PYTHON")]
    peers: Option<PathBuf>,
    /// Answer in JSON.
    #[arg(long)]
    pub(super) json: bool,
}

/// The most runs; more say nothing more about speed.
const MAX_RUNS: i64 = 1_000_000;
/// Where sites are looked for.
const SITES: &str = "../shared/data/gisco/all.csv";
/// How many institutions are made up when there are no sites.
const MADE_UP: u32 = 15_000;
/// Of all that is drawn here.
const SEED: u64 = 20_240_603;
/// Of the graph: its largest nodes and its reproduction number come near those of the reference measurements.
const GRAPH_SEED: u64 = 4;
/// How likely an edge of the abstract cascade is live.
const P: f64 = 0.1;
/// At how many nodes it starts.
const STARTS: u64 = 10;
/// How often it runs: two times 512, which go side by side.
const CASCADES: u32 = 1_024;
/// How often a bare loop runs.
const SWEEPS: u32 = 200;
/// The script for other programs, written to a throw-away folder so that this program needs no files of its own.
const SCRIPT: &str = include_str!("../../../../impact_model/benches/peers/impact_peers.py");
/// The best loop of the reference measurements, in milliseconds per cascade, and how much longer may be taken.
const BEST_LOOP_MS: f64 = 0.47;
const OVER_BEST: f64 = 1.3;
/// By what factor NDlib is to be beaten.
const OVER_NDLIB: f64 = 100.0;

/// What attack is measured.
struct Attack {
    sites: u64,
    /// From compromise to noticing, and from noticing to cutting links; as assumed when not given.
    hours: Option<(f64, f64)>,
    /// What part of the runs asked for.
    share: u32,
    /// Runs a second aimed at.
    target: Option<f64>,
    name: &'static str,
}

const ATTACKS: [Attack; 3] = [
    Attack { sites: 1, hours: None, share: 1, target: Some(1_000.0), name: "one site" },
    Attack { sites: 10, hours: Some((6.0, 6.0)), share: 1, target: None, name: "ten sites, cut after 12 h" },
    Attack {
        sites: 10,
        hours: Some((66.0, 6.0)),
        share: 10,
        target: Some(50.0),
        name: "ten sites, cut after 72 h",
    },
];

/// Measures.
pub(super) fn measure(options: &Options, progress: &ProgressBar) -> anyhow::Result<Findings> {
    progress.set_length(ATTACKS.len() as u64 + 4);
    progress.set_message("making the network");
    let began = Instant::now();
    let network = network(options.sites.as_deref())?;
    let mut findings = Findings {
        measures: vec![Measure::plain("making the network", began.elapsed().as_secs_f64(), "s")],
        notes: vec![format!("Network: {}", network.name)],
        is_broken: false,
    };
    progress.inc(1);
    for attack in &ATTACKS {
        progress.set_message(attack.name);
        findings.measures.extend(attack.measure(&network, options.runs)?);
        progress.inc(1);
    }
    progress.set_message("dependencies");
    findings.measures.extend(dependencies(&network, options.runs)?);
    drop(network);
    let most = start::most_memory_kb("self")? / 1024.0;
    findings
        .measures
        .push(Measure::plain("memory at most, reading the file included", most, "MB").at_most(200.0));
    progress.inc(1);
    progress.set_message("cascades");
    let graph = generated(GRAPH_SEED)?;
    let starts: Vec<Vec<u32>> = (0..CASCADES).map(|run| starts(&graph, run)).collect();
    let ours = cascades(&graph, &starts, &mut findings)?;
    progress.inc(1);
    if let Some(python) = &options.peers {
        progress.set_message("cascades in other programs");
        beside(&peers(python, &graph, &starts)?, ours, &mut findings);
    }
    progress.inc(1);
    Ok(findings)
}

fn network(sites: Option<&Path>) -> anyhow::Result<Network> {
    let path = sites.unwrap_or(Path::new(SITES));
    if sites.is_none() && !path.exists() {
        return Ok(invented(&Invention { institutions: MADE_UP, ..Invention::default() }, SEED));
    }
    let bytes = fs::read(path)
        .map_err(|error| Stop::new(format!("{} cannot be read: {error}", path.display()), "check --sites"))?;
    let sites = gisco(&path.display().to_string(), &bytes).map_err(|faults| {
        let lines: Vec<String> = faults.iter().map(ToString::to_string).collect();
        Stop::new(lines.join("\n"), "put the file right, or leave --sites out")
    })?;
    Ok(fill(&sites, &Filling::default(), SEED))
}

impl Attack {
    fn measure(&self, network: &Network, runs: u32) -> anyhow::Result<Vec<Measure>> {
        let model = self.model(network)?;
        let sites = sites(&model)?;
        let runs = (runs / self.share).max(1);
        let run = |scenario: u32, scratch: &mut Scratch| {
            let chance = Chance::new(SEED, scenario);
            f64::from(model.run(&self.shock(&sites, chance), chance, HORIZON, scratch).compromised)
        };
        let processor = processor_time();
        let one = Timed::of(1, runs, &run);
        let processor = (processor_time() - processor).as_secs_f64();
        let two = Timed::of(2, runs, &run);
        let twice = Timed::of(1, runs * 2, &run);
        let name = self.name;
        let rate = |threads: &str, timed: &Timed| {
            let rate =
                Measure::plain(format!("{name}, {threads}"), f64::from(runs) / timed.seconds, "runs/s");
            match self.target {
                Some(target) => rate.at_least(target),
                None => rate,
            }
        };
        Ok(vec![
            rate("1 thread", &one),
            rate("2 threads", &two),
            Measure::plain(format!("{name}, processor"), processor * 1e3 / f64::from(runs), "ms/run"),
            Measure::plain(format!("{name}, twice the runs"), twice.seconds / one.seconds, "times"),
            Measure::plain(format!("{name}, compromised"), one.sum / f64::from(runs), "sites"),
        ])
    }

    fn model(&self, network: &Network) -> anyhow::Result<Model> {
        let mut parameters = Parameters::default();
        if let Some((detect, isolate)) = self.hours {
            parameters.set(Parameter::DetectHours, detect);
            parameters.set(Parameter::IsolateHours, isolate);
        }
        model(network, &parameters)
    }

    /// Hospitals, each as likely as any other; one may be drawn twice.
    fn shock(&self, sites: &[InstitutionNo], chance: Chance) -> Shock {
        let site = |number| {
            let at = chance.unit(Purpose::Attack, number) * sites.len() as f64;
            Some((*sites.get(at as usize)?, 0))
        };
        Shock { compromised: (0..self.sites).filter_map(site).collect(), ..Shock::default() }
    }
}

fn model(network: &Network, parameters: &Parameters) -> anyhow::Result<Model> {
    Model::new(network, parameters)
        .map_err(|problems| anyhow::anyhow!("the network has {} problems", problems.len()))
}

fn sites(model: &Model) -> anyhow::Result<Vec<InstitutionNo>> {
    let sites: Vec<_> = (0..model.institution_count())
        .map(InstitutionNo::from_index)
        .filter(|&one| model.institution_kind(one) == InstitutionKind::Hospital)
        .collect();
    ensure!(!sites.is_empty(), "there is no hospital in the network");
    Ok(sites)
}

/// Runs on some threads.
struct Timed {
    seconds: f64,
    /// What they gave, added up.
    sum: f64,
}

impl Timed {
    fn of(threads: u32, runs: u32, run: &(impl Fn(u32, &mut Scratch) -> f64 + Sync)) -> Self {
        let next = AtomicU32::new(0);
        let work = || {
            let (mut scratch, mut sum) = (Scratch::default(), 0.0);
            loop {
                let scenario = next.fetch_add(1, Ordering::Relaxed);
                if scenario >= runs {
                    return sum;
                }
                sum += run(scenario, &mut scratch);
            }
        };
        let began = Instant::now();
        let sum = std::thread::scope(|scope| {
            let others: Vec<_> = (1..threads).map(|_| scope.spawn(work)).collect();
            let own = work();
            own + others.into_iter().filter_map(|other| other.join().ok()).sum::<f64>()
        });
        Self { seconds: began.elapsed().as_secs_f64(), sum }
    }
}

/// Counts how often a dependency had to be looked at, because what it is on had changed.
struct Looked<'a> {
    model: &'a Model,
    dependencies: u64,
}

impl Watch for Looked<'_> {
    fn changed(&mut self, service: ServiceNo, _hour: Hour, _works: f32, _cause: Cause) {
        self.dependencies += self.model.dependents(service).count() as u64;
    }
}

/// Dependencies a second in the attack that spreads furthest, beside the bare loop over all of them.
fn dependencies(network: &Network, runs: u32) -> anyhow::Result<Vec<Measure>> {
    let [.., attack] = &ATTACKS;
    let model = attack.model(network)?;
    let sites = sites(&model)?;
    let scenarios = || (0..(runs / attack.share / 10).max(1)).map(|scenario| Chance::new(SEED, scenario));
    let mut scratch = Scratch::default();
    let mut looked = Looked { model: &model, dependencies: 0 };
    for chance in scenarios() {
        model.run_and_watch(&attack.shock(&sites, chance), chance, HORIZON, &mut scratch, &mut looked);
    }
    // Once more without counting, which takes time of its own.
    let began = processor_time();
    for chance in scenarios() {
        model.run(&attack.shock(&sites, chance), chance, HORIZON, &mut scratch);
    }
    let rate = looked.dependencies as f64 / (processor_time() - began).as_secs_f64();
    let services = (0..model.service_count()).map(ServiceNo::from_index);
    let edges = services
        .flat_map(|from| model.dependents(from).map(move |to| (from.index() as u32, to.index() as u32)));
    let graph = Graph::new(model.service_count() as u32, edges)?;
    let (each, _) = swept(&graph);
    let bare = f64::from(graph.edges()) / each;
    Ok(vec![
        Measure::plain("services", model.service_count() as f64, ""),
        Measure::plain("dependencies", model.need_count() as f64, ""),
        Measure::plain("links", model.link_count() as f64, ""),
        Measure::plain("dependencies looked at, all of a run included", rate / 1e6, "M/s"),
        Measure::plain("bare loop over the same dependencies", bare / 1e6, "M/s"),
        Measure::plain("bare loop over the model", bare / rate, "times"),
    ])
}

/// Seconds of a bare loop over a graph, and what it gave.
fn swept(graph: &Graph) -> (f64, u64) {
    let state = vec![1; graph.nodes() as usize];
    let began = processor_time();
    let sum = (0..SWEEPS).map(|_| sweep(graph, std::hint::black_box(&state))).sum();
    ((processor_time() - began).as_secs_f64() / f64::from(SWEEPS), sum)
}

/// What this thread has had of the processor; other programs on the machine do not count.
fn processor_time() -> Duration {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    Duration::from_secs(time.tv_sec.unsigned_abs()) + Duration::from_nanos(time.tv_nsec.unsigned_abs())
}

fn starts(graph: &Graph, run: u32) -> Vec<u32> {
    let chance = Chance::new(SEED, run);
    let node = |number| (chance.unit(Purpose::Attack, number) * f64::from(graph.nodes())) as u32;
    (0..STARTS).map(node).collect()
}

/// Measures our own cascades; gives milliseconds a run of the faster.
fn cascades(graph: &Graph, starts: &[Vec<u32>], findings: &mut Findings) -> anyhow::Result<f64> {
    let each = |began: Duration, runs: usize| (processor_time() - began).as_secs_f64() * 1e3 / runs as f64;
    let began = processor_time();
    let many = independent_many(graph, P, starts, SEED)?;
    let side_by_side = each(began, starts.len());
    let few = starts.get(..starts.len() / 4).unwrap_or_default();
    let began = processor_time();
    let one_by_one: Vec<u32> = (0..)
        .zip(few)
        .map(|(run, starts)| independent(graph, P, starts, Chance::new(SEED, run)))
        .collect::<Result<_, _>>()?;
    let scalar = each(began, few.len());
    if !many.starts_with(&one_by_one) {
        findings.is_broken = true;
        findings.notes.push("cascades side by side and one by one differ".to_owned());
    }
    let mean = many.iter().map(|&count| f64::from(count)).sum::<f64>() / many.len() as f64;
    findings.measures.extend([
        Measure::plain("cascade, 512 side by side, processor", side_by_side, "ms/run")
            .at_most(BEST_LOOP_MS * OVER_BEST),
        Measure::plain("cascade, one by one, processor", scalar, "ms/run"),
        Measure::plain("bare loop over its graph", swept(graph).0 * 1e3, "ms"),
        Measure::plain("cascade, active nodes", mean, ""),
    ]);
    Ok(side_by_side)
}

/// What another program took.
#[derive(Debug, Deserialize)]
struct Peer {
    peer: String,
    version: String,
    runs: u32,
    ms_per_run: f64,
    mean_active: f64,
}

/// Has other programs compute the same cascades on the same graph.
fn peers(python: &Path, graph: &Graph, starts: &[Vec<u32>]) -> anyhow::Result<Vec<Peer>> {
    let folder = tempfile::tempdir()?;
    let [script, edges, nodes] =
        ["impact_peers.py", "edges.txt", "starts.txt"].map(|name| folder.path().join(name));
    fs::write(&script, SCRIPT)?;
    graph.write_edges(&mut std::io::BufWriter::new(fs::File::create(&edges)?))?;
    let mut lines = String::new();
    for starts in starts {
        let numbers: Vec<String> = starts.iter().map(ToString::to_string).collect();
        writeln!(lines, "{}", numbers.join(" "))?;
    }
    fs::write(&nodes, lines)?;
    let output = Command::new(python)
        .args([&script, &edges, &nodes])
        .args(["--nodes", &graph.nodes().to_string(), "--p", &P.to_string()])
        .stderr(Stdio::inherit())
        .output()
        .map_err(|error| {
            Stop::new(format!("{} cannot be run: {error}", python.display()), "check --peers")
        })?;
    ensure!(output.status.success(), "the script for other programs ended with {}", output.status);
    let text = String::from_utf8(output.stdout)?;
    text.lines()
        .map(|line| serde_json::from_str(line).with_context(|| format!("not a measurement: {line}")))
        .collect()
}

fn beside(peers: &[Peer], ours: f64, findings: &mut Findings) {
    for Peer { peer, version, runs, ms_per_run, mean_active } in peers {
        let ratio = Measure::plain(format!("{peer} {version} over ours"), ms_per_run / ours, "times");
        let ratio = if peer == "ndlib" { ratio.at_least(OVER_NDLIB) } else { ratio };
        let time = Measure::plain(format!("{peer} {version}, processor, {runs} runs"), *ms_per_run, "ms/run");
        let active = Measure::plain(format!("{peer} {version}, active nodes"), *mean_active, "");
        findings.measures.extend([time, ratio, active]);
    }
}
