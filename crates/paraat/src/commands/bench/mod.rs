//! `paraat bench`: measures what this program must carry, beside its target.

mod fan_out;
mod http;
mod impact;
mod kernel_path;
mod pages;
mod scenario;
mod start;
mod warn;

use std::time::Duration;

use http::Doing;
use indicatif::{ProgressBar, ProgressStyle};
use kernel::db::{Db, Migrations};
use kernel::seal::Vault;
use kernel::time::Wall;
use kernel::{Error, Kernel, Realm, realm};
use l10n::{Lang, Zone};
use serde::Serialize;
use tokio_util::sync::CancellationToken;
use web::Settings;

use super::{Outcome, say, say_json};
use crate::place::Place;
use crate::stop::Stop;
use crate::{demo, house};

/// Clients that give commands at once, in turn.
const CLIENTS: [usize; 3] = [1, 8, 32];
/// A table for rows that commands of the kernel path write.
const BENCH: Migrations = Migrations {
    slice: "bench",
    files: &[(1, "CREATE TABLE bench_row (id TEXT NOT NULL PRIMARY KEY, made_at BIGINT NOT NULL)")],
};

/// What can be measured.
#[derive(Debug, clap::Subcommand)]
pub enum Command {
    /// Journalled commands, live pages, start and memory.
    Spine(Options),
    /// Lists, the desk and an incident's page, with many incidents.
    Reporting(pages::Options),
    /// A warning to thousands of organisations: kept, handed over, answered; and what a killed node loses of it.
    Warn(warn::Options),
    /// An exercise as large as Cyber Europe 2024: checked, and rehearsed twice.
    Scenario(scenario::Options),
    /// What fails next on all of Europe's hospital sites, and abstract cascades beside other programs.
    Impact(impact::Options),
    /// Carries the post as `warn` says, until standard input ends.
    #[command(hide = true)]
    Node,
}

/// The options of `paraat bench spine`.
#[derive(Debug, clap::Args)]
pub struct Options {
    /// Pages that listen to live events.
    #[arg(long, value_name = "N", default_value_t = 1000)]
    pages: usize,
    #[command(flatten)]
    span: Span,
    #[command(flatten)]
    basis: Basis,
}

/// How long rates are measured.
#[derive(Debug, clap::Args)]
struct Span {
    /// How long each rate is measured.
    #[arg(long, value_name = "SECONDS", default_value_t = 5)]
    seconds: u64,
}

/// On which database, and how it is told.
#[derive(Debug, clap::Args)]
struct Basis {
    /// Measure on this database, which must be empty: postgres://… or sqlite:PATH. A throw-away SQLite
    /// when left out.
    #[arg(long, value_name = "URL", conflicts_with_all = ["data", "config"])]
    database: Option<String>,
    /// Answer in JSON.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    place: Place,
}

/// One measured number.
#[derive(Clone, Debug, Serialize)]
struct Measure {
    what: String,
    value: f64,
    unit: &'static str,
    /// What is aimed at, where something is.
    #[serde(skip_serializing_if = "Option::is_none")]
    target: Option<f64>,
    /// `value` / `target`.
    #[serde(skip_serializing_if = "Option::is_none")]
    ratio: Option<f64>,
    /// Whether the target is met.
    #[serde(skip_serializing_if = "Option::is_none")]
    is_met: Option<bool>,
}

impl Measure {
    fn plain(what: impl Into<String>, value: f64, unit: &'static str) -> Self {
        Self { what: what.into(), value, unit, target: None, ratio: None, is_met: None }
    }

    fn at_least(self, target: f64) -> Self {
        let is_met = Some(self.value >= target);
        Self { target: Some(target), ratio: Some(self.value / target), is_met, ..self }
    }

    fn at_most(self, target: f64) -> Self {
        let is_met = Some(self.value <= target);
        let ratio = (target > 0.0).then(|| self.value / target);
        Self { target: Some(target), ratio, is_met, ..self }
    }
}

/// What every measurement stands on.
struct Bench {
    kernel: Kernel,
    /// Where its database is.
    url: String,
    realm: Realm,
    settings: Settings,
    time: Duration,
    stop: CancellationToken,
}

/// What was measured.
#[derive(Default)]
struct Findings {
    measures: Vec<Measure>,
    /// What a reader of the numbers must know.
    notes: Vec<String>,
    /// Whether something was found that must never be.
    is_broken: bool,
}

impl From<Vec<Measure>> for Findings {
    fn from(measures: Vec<Measure>) -> Self {
        Self { measures, ..Self::default() }
    }
}

/// Measures.
pub async fn run(command: Command) -> anyhow::Result<Outcome> {
    super::serve::allow_many_connections();
    let folder = tempfile::tempdir()?;
    let (basis, seconds) = match &command {
        Command::Spine(options) => (&options.basis, options.span.seconds),
        Command::Reporting(options) => (&options.basis, options.span.seconds),
        Command::Warn(options) => (&options.basis, 0),
        Command::Scenario(options) => {
            return without_database(options.json, |progress| scenario::measure(options, progress));
        }
        Command::Impact(options) => {
            return without_database(options.json, |progress| impact::measure(options, progress));
        }
        Command::Node => return warn::node().await,
    };
    let bench = prepare(basis, seconds, folder.path()).await?;
    let progress =
        ProgressBar::new(0).with_style(ProgressStyle::with_template("{bar:30} {pos}/{len} {msg}")?);
    let findings = match &command {
        Command::Spine(options) => measure(&bench, options, &progress).await.map(Findings::from),
        Command::Reporting(options) => pages::measure(&bench, options, &progress).await.map(Findings::from),
        Command::Warn(options) => warn::measure(&bench, options, &progress).await,
        Command::Scenario(_) | Command::Impact(_) | Command::Node => Ok(Findings::default()),
    };
    progress.finish_and_clear();
    bench.stop.cancel();
    let findings = findings?;
    let engine = bench.kernel.db.engine();
    report(engine, &format!("On {engine}, clients and server in one process:"), basis.json, &findings)
}

fn without_database(
    json: bool,
    measure: impl FnOnce(&ProgressBar) -> anyhow::Result<Findings>,
) -> anyhow::Result<Outcome> {
    let progress =
        ProgressBar::new(0).with_style(ProgressStyle::with_template("{bar:30} {pos}/{len} {msg}")?);
    let findings = measure(&progress);
    progress.finish_and_clear();
    report("none", "Without a database:", json, &findings?)
}

async fn measure(bench: &Bench, options: &Options, progress: &ProgressBar) -> anyhow::Result<Vec<Measure>> {
    let mut measures = Vec::new();
    progress.set_length(CLIENTS.len() as u64 * 3 + 2);
    for clients in CLIENTS {
        progress.set_message(format!("kernel, {clients} clients"));
        measures.push(kernel_path::rate(bench, clients).await?);
        progress.inc(1);
    }
    let server = http::Server::start(bench).await?;
    for doing in [Doing::Asking, Doing::Filing] {
        for clients in CLIENTS {
            progress.set_message(format!("whole stack, {clients} clients"));
            measures.push(server.rate(bench, doing, clients).await?);
            progress.inc(1);
        }
    }
    progress.set_message(format!("{} live pages", options.pages));
    measures.extend(fan_out::latency(bench, &server, options.pages).await?);
    progress.inc(1);
    progress.set_message("starting the demo");
    measures.extend(start::demo().await?);
    progress.inc(1);
    Ok(measures)
}

async fn prepare(basis: &Basis, seconds: u64, folder: &std::path::Path) -> anyhow::Result<Bench> {
    let place = &basis.place;
    let url = match &basis.database {
        Some(url) => url.clone(),
        None if place.data.is_some() || place.config.is_some() => place.config()?.database.url()?,
        None => format!("sqlite:{}", folder.join("bench.sqlite").display()),
    };
    let db = Db::open(&url)
        .await
        .map_err(|error| Stop::new(format!("the database cannot be used: {error:#}"), "check --database"))?;
    // It is filled with invented organisations and thousands of reports.
    if !db.table_names().await?.is_empty() {
        let mend = "name a new, empty database; what is measured stays in it and may be deleted";
        return Err(Stop::new("the database is not empty", mend).into());
    }
    let mut migrations = house::migrations();
    migrations.push(BENCH);
    db.migrate(&migrations).await?;
    let kernel = Kernel::new(db, Wall::system(), Vault::generate());
    let settings = Settings {
        public_url: "http://127.0.0.1".into(),
        zone: Zone::named("Europe/Brussels").map_err(|error| Error::Internal(error.into()))?,
        lang: Lang::Nl,
        help_phone: String::new(),
    };
    demo::fill(&kernel, &settings).await?;
    let (stop, time) = (CancellationToken::new(), Duration::from_secs(seconds.max(1)));
    tokio::spawn(kernel.bus.follow(&kernel.db).await?.run(stop.clone()));
    Ok(Bench { realm: realm::reality(&kernel.db).await?, kernel, url, settings, time, stop })
}

fn report(engine: &str, heading: &str, json: bool, findings: &Findings) -> anyhow::Result<Outcome> {
    let Findings { measures, notes, is_broken } = findings;
    let outcome = if *is_broken { Outcome::Found } else { Outcome::Fine };
    if json {
        say_json(&serde_json::json!({ "engine": engine, "measures": measures, "notes": notes }))?;
        return Ok(outcome);
    }
    say(heading);
    say(format_args!("{:<52} {:>12} {:>12} {:>7}", "", "measured", "target", "ratio"));
    for measure in measures {
        let value = format!("{:.1} {}", measure.value, measure.unit);
        let target = measure.target.map(|target| format!("{target:.1} {}", measure.unit)).unwrap_or_default();
        let ratio = measure.ratio.map(|ratio| format!("{ratio:.2}")).unwrap_or_default();
        let verdict = match measure.is_met {
            Some(true) => " met",
            Some(false) => " missed",
            None => "",
        };
        say(format_args!("{:<52} {value:>12} {target:>12} {ratio:>7}{verdict}", measure.what));
    }
    notes.iter().for_each(say);
    Ok(outcome)
}

/// Runs `clients` clients at once, each giving how often it did something; gives how often all of them did
/// it each second.
async fn rate<F>(clients: usize, client: impl Fn() -> F) -> anyhow::Result<f64>
where
    F: Future<Output = anyhow::Result<u64>> + Send + 'static,
{
    let begun = std::time::Instant::now();
    let mut running = tokio::task::JoinSet::new();
    for _ in 0..clients {
        running.spawn(client());
    }
    let mut count: u64 = 0;
    while let Some(done) = running.join_next().await {
        count += done??;
    }
    Ok(f64::from(u32::try_from(count)?) / begun.elapsed().as_secs_f64())
}

/// The value below which so many percent of sorted values lie; 0 when there are none.
fn percentile(sorted: &[f64], percent: usize) -> f64 {
    let index = (sorted.len() * percent).div_ceil(100).saturating_sub(1);
    sorted.get(index).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_percentile_is_a_measured_value() {
        let values: Vec<f64> = (1..=100).map(f64::from).collect();
        assert_eq!(super::percentile(&values, 50), 50.0);
        assert_eq!(super::percentile(&values, 99), 99.0);
        assert_eq!(super::percentile(&values[..1], 99), 1.0);
        assert_eq!(super::percentile(&[], 99), 0.0);
    }
}
