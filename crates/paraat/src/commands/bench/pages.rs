//! Pages with many incidents behind them, by HTTP: an organisation's own list, an authority's desk, its
//! list of everything, and one incident.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Instant;

use anyhow::Context;
use directory::{Mandate, NewOrganisation, Organisation, OrganisationKind};
use indicatif::ProgressBar;
use kernel::access::Role;
use kernel::db::sql;
use reporting::fill::{Desk, Plan, fill};
use reqwest::header::{ACCEPT_ENCODING, CONTENT_ENCODING, COOKIE};
use reqwest::{Client, Response};
use web::people;

use super::http::{Person, Server};
use super::{Basis, Bench, Measure, Span, percentile};
use crate::commands::journal::count;

/// Clients that ask at once, in turn: one, two for each of two cores, and more than can be served at once.
const CLIENTS: [usize; 4] = [1, 4, 8, 32];
/// What of all incidents is one organisation's own: one in so many.
const OWN_SHARE: usize = 10;
/// Organisations added with one change.
const AT_ONCE: usize = 5_000;
/// What the spread of states follows from, so that every run fills the same.
const SEED: u64 = 2026;
/// The 99th percentile of an organisation's own list, in milliseconds.
const LIST_P99_MS: f64 = 20.0;
/// The 99th percentile of the desk, in milliseconds.
const DESK_P99_MS: f64 = 50.0;
/// Lists each second.
const LIST_RATE: f64 = 500.0;
/// A page with all it loads, in kilobytes of 1,000 bytes.
const PAGE_KB: f64 = 100.0;

/// The options of `paraat bench reporting`.
#[derive(Debug, clap::Args)]
pub struct Options {
    /// Incidents at the authority; a tenth of them are one organisation's own.
    #[arg(long, value_name = "N", default_value_t = 100_000)]
    incidents: usize,
    /// Organisations that report.
    #[arg(long, value_name = "N", default_value_t = 5_000)]
    organisations: usize,
    #[command(flatten)]
    pub(super) span: Span,
    #[command(flatten)]
    pub(super) basis: Basis,
}

/// A kind of page that is asked for again and again.
struct Target {
    name: &'static str,
    who: Person,
    /// Asked for in turn.
    paths: Vec<String>,
    rate: Option<f64>,
    p99: Option<f64>,
}

/// Fills the house, then measures each page.
pub(super) async fn measure(
    bench: &Bench,
    options: &Options,
    progress: &ProgressBar,
) -> anyhow::Result<Vec<Measure>> {
    let server = Server::start(bench).await?;
    let seconds = fill_house(bench, &server, options, progress).await?;
    let mut measures = vec![Measure::plain("filling", seconds, "s")];
    let targets = targets(&server).await?;
    progress.set_position(0);
    progress.set_length((targets.len() * CLIENTS.len()) as u64);
    for target in targets {
        measures.push(weight(&server, &target).await?);
        let target = Arc::new(target);
        for clients in CLIENTS {
            progress.set_message(format!("{}, {clients} clients", target.name));
            measures.extend(load(bench, &server, &target, clients).await?);
            progress.inc(1);
        }
    }
    Ok(measures)
}

/// Makes organisations and incidents; gives how many seconds the incidents took.
async fn fill_house(
    bench: &Bench,
    server: &Server,
    options: &Options,
    progress: &ProgressBar,
) -> anyhow::Result<f64> {
    let kernel = &bench.kernel;
    progress.set_length(options.incidents as u64);
    progress.set_message("filling");
    let others = organisations(bench, options.organisations.saturating_sub(1).max(1)).await?;
    let own = [directory::organisation(kernel, &server.director.organisation_id).await?];
    let filer = people::get(kernel, &server.director.id).await?;
    let desks = desks(bench, server).await?;
    let begun = Instant::now();
    let mine = options.incidents / OWN_SHARE;
    for (reporters, incidents, before) in
        [(&others[..], options.incidents - mine, 0), (&own[..], mine, options.incidents - mine)]
    {
        let (realm, zone) = (&bench.realm, &bench.settings.zone);
        let plan = Plan { realm, zone, reporters, filer: &filer, desks: &desks, incidents, seed: SEED };
        fill(kernel, &plan, |done| progress.set_position((before + done) as u64)).await?;
    }
    let seconds = begun.elapsed().as_secs_f64();
    if kernel.db.engine() == "postgresql" {
        // The server does so by itself some minutes after so many rows were added.
        kernel.db.execute(sql("VACUUM ANALYZE")).await?;
        kernel.db.execute(sql("CHECKPOINT")).await?;
    }
    Ok(seconds)
}

async fn organisations(bench: &Bench, number: usize) -> anyhow::Result<Vec<Organisation>> {
    let kinds = [
        OrganisationKind::GpPractice,
        OrganisationKind::Pharmacy,
        OrganisationKind::NursingHome,
        OrganisationKind::ClinicalBiologyLab,
        OrganisationKind::Hospital,
    ];
    let mut ids = Vec::with_capacity(number);
    while ids.len() < number {
        let mut change = bench.kernel.begin_as_system(&bench.realm).await?;
        for each in ids.len()..number.min(ids.len() + AT_ONCE) {
            let kind = kinds[each % kinds.len()];
            let new = NewOrganisation::named(&format!("Zorgpunt {each:05}"), kind, "Leuven");
            ids.push(directory::add_organisation(&bench.kernel, &mut change, &new).await?);
        }
        change.commit().await?;
    }
    Ok(directory::organisations(&bench.kernel, &ids).await?.into_values().collect())
}

/// The authority that is measured, and another one that is told too.
async fn desks(bench: &Bench, server: &Server) -> anyhow::Result<Vec<Desk>> {
    let kernel = &bench.kernel;
    let measured = directory::organisation(kernel, &server.officer.organisation_id).await?;
    let other = directory::authorities(kernel, &bench.realm.id, Mandate::LabQuality).await?;
    let mut desks = Vec::new();
    for organisation in [measured].into_iter().chain(other.into_iter().take(1)) {
        let officers = directory::members(kernel, &organisation.id, &[Role::DutyOfficer]).await?;
        let officers: BTreeSet<String> = officers.into_iter().map(|member| member.person_id).collect();
        desks.push(Desk { officers: officers.into_iter().collect(), organisation });
    }
    Ok(desks)
}

async fn targets(server: &Server) -> anyhow::Result<Vec<Target>> {
    let list = |name, who: &Person, rate, p99| Target {
        name,
        who: who.clone(),
        paths: vec![name.to_owned()],
        rate,
        p99: Some(p99),
    };
    let mut targets = vec![
        list("/reports", &server.director, Some(LIST_RATE), LIST_P99_MS),
        list("/desk", &server.officer, None, DESK_P99_MS),
        list("/desk/all", &server.officer, Some(LIST_RATE), DESK_P99_MS),
    ];
    for (name, list, who) in [
        ("/reports/ID, the reporter", "/reports", &server.director),
        ("/reports/ID, the authority", "/desk/all", &server.officer),
    ] {
        let page = text(&server.client, &format!("http://{}{list}", server.address), who).await?;
        let links = page.split("class=\"title\" href=\"").skip(1).filter_map(|rest| rest.split('"').next());
        let paths: Vec<String> = links.map(str::to_owned).collect();
        anyhow::ensure!(!paths.is_empty(), "{list} shows no incident");
        for path in &paths {
            // A first reading is journalled, at most once an hour.
            text(&server.client, &format!("http://{}{path}", server.address), who).await?;
        }
        targets.push(Target { name, who: who.clone(), paths, rate: None, p99: None });
    }
    Ok(targets)
}

async fn text(client: &Client, url: &str, who: &Person) -> anyhow::Result<String> {
    let answer = client.get(url).header(COOKIE, &who.cookie).send().await?;
    anyhow::ensure!(answer.status().is_success(), "{url} was answered with {}", answer.status());
    Ok(answer.text().await?)
}

async fn get(client: &Client, url: &str, who: &Person) -> anyhow::Result<Response> {
    let request = client.get(url).header(COOKIE, &who.cookie).header(ACCEPT_ENCODING, "gzip");
    let answer = request.send().await?;
    anyhow::ensure!(answer.status().is_success(), "{url} was answered with {}", answer.status());
    Ok(answer)
}

/// What a browser with an empty cache gets for a page: its head lines and body and those of all that it
/// loads, compressed as they travel.
async fn weight(server: &Server, target: &Target) -> anyhow::Result<Measure> {
    let base = format!("http://{}", server.address);
    let path = target.paths.first().context("a page has an address")?;
    let page = text(&server.client, &format!("{base}{path}"), &target.who).await?;
    let loaded: BTreeSet<&str> =
        page.split(['"', '\'']).filter(|word| word.starts_with("/assets/")).chain([path.as_str()]).collect();
    let mut bytes = 0;
    for path in loaded {
        let answer = get(&server.client, &format!("{base}{path}"), &target.who).await?;
        if path.ends_with(".css") || !path.starts_with("/assets/") {
            anyhow::ensure!(answer.headers().contains_key(CONTENT_ENCODING), "{path} is not compressed");
        }
        let head = answer.headers().iter().map(|(name, value)| name.as_str().len() + value.len() + 4);
        bytes += head.sum::<usize>() + answer.bytes().await?.len();
    }
    let kilobytes = f64::from(u32::try_from(bytes)?) / 1000.0;
    let what = format!("{}, with all it loads", target.name);
    Ok(Measure::plain(what, kilobytes, "kB").at_most(PAGE_KB))
}

/// How fast `clients` clients get a page, each asking again as soon as it has it.
async fn load(
    bench: &Bench,
    server: &Server,
    target: &Arc<Target>,
    clients: usize,
) -> anyhow::Result<Vec<Measure>> {
    let begun = Instant::now();
    let end = begun + bench.time;
    let mut running = tokio::task::JoinSet::new();
    for first in 0..clients {
        let (client, target) = (server.client.clone(), target.clone());
        let base = format!("http://{}", server.address);
        running.spawn(async move {
            let mut taken = Vec::new();
            let mut paths = target.paths.iter().cycle().skip(first);
            while let Some(path) = paths.next().filter(|_| Instant::now() < end) {
                let asked = Instant::now();
                get(&client, &format!("{base}{path}"), &target.who).await?.bytes().await?;
                taken.push(asked.elapsed().as_secs_f64() * 1000.0);
            }
            anyhow::Ok(taken)
        });
    }
    let mut taken = Vec::new();
    while let Some(done) = running.join_next().await {
        taken.extend(done??);
    }
    let rate = f64::from(u32::try_from(taken.len())?) / begun.elapsed().as_secs_f64();
    taken.sort_by(f64::total_cmp);
    let name = |what: &str| format!("{}, {}{what}", target.name, count(clients as u64, "client", "clients"));
    let rate = Measure::plain(name(""), rate, "/s");
    let p99 = Measure::plain(name(", 99th percentile"), percentile(&taken, 99), "ms");
    Ok(vec![
        target.rate.map_or_else(|| rate.clone(), |least| rate.clone().at_least(least)),
        Measure::plain(name(", median"), percentile(&taken, 50), "ms"),
        target.p99.map_or_else(|| p99.clone(), |most| p99.clone().at_most(most)),
    ])
}
