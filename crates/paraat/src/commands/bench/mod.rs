//! `paraat bench`: measures what this program must carry, beside its target.

mod fan_out;
mod http;
mod kernel_path;
mod pages;
mod start;

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
}

/// The options of `paraat bench spine`.
#[derive(Debug, clap::Args)]
pub struct Options {
    /// Pages that listen to live events.
    #[arg(long, value_name = "N", default_value_t = 1000)]
    pages: usize,
    #[command(flatten)]
    basis: Basis,
}

/// On which database, how long, and how it is told.
#[derive(Debug, clap::Args)]
struct Basis {
    /// Measure on this database, which must be empty: postgres://… or sqlite:PATH. A throw-away SQLite
    /// when left out.
    #[arg(long, value_name = "URL", conflicts_with_all = ["data", "config"])]
    database: Option<String>,
    /// How long each rate is measured.
    #[arg(long, value_name = "SECONDS", default_value_t = 5)]
    seconds: u64,
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
        Self { target: Some(target), ratio: Some(self.value / target), is_met, ..self }
    }
}

/// What every measurement stands on.
struct Bench {
    kernel: Kernel,
    realm: Realm,
    settings: Settings,
    time: Duration,
    stop: CancellationToken,
}

/// Measures.
pub async fn run(command: Command) -> anyhow::Result<Outcome> {
    super::serve::allow_many_connections();
    let folder = tempfile::tempdir()?;
    let basis = match &command {
        Command::Spine(options) => &options.basis,
        Command::Reporting(options) => &options.basis,
    };
    let bench = prepare(basis, folder.path()).await?;
    let progress =
        ProgressBar::new(0).with_style(ProgressStyle::with_template("{bar:30} {pos}/{len} {msg}")?);
    let measures = match &command {
        Command::Spine(options) => measure(&bench, options, &progress).await,
        Command::Reporting(options) => pages::measure(&bench, options, &progress).await,
    };
    progress.finish_and_clear();
    bench.stop.cancel();
    report(&bench, basis, &measures?)?;
    Ok(Outcome::Fine)
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

async fn prepare(basis: &Basis, folder: &std::path::Path) -> anyhow::Result<Bench> {
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
    let (stop, time) = (CancellationToken::new(), Duration::from_secs(basis.seconds.max(1)));
    tokio::spawn(kernel.bus.follow(&kernel.db).await?.run(stop.clone()));
    Ok(Bench { realm: realm::reality(&kernel.db).await?, kernel, settings, time, stop })
}

fn report(bench: &Bench, basis: &Basis, measures: &[Measure]) -> anyhow::Result<()> {
    let engine = bench.kernel.db.engine();
    if basis.json {
        return say_json(&serde_json::json!({ "engine": engine, "measures": measures }));
    }
    say(format_args!("On {engine}, clients and server in one process:"));
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
    Ok(())
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
