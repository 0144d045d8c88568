//! `paraat bench warn`: a warning to thousands of organisations, from the press of the button to the last answer;
//! and with `--kill`, what is lost and repeated of it when nodes are killed in the middle.

mod acknowledging;
mod house;
mod nodes;
mod reference;
mod sinks;

use std::collections::{HashMap, HashSet};
use std::time::{Duration, Instant};

use delivery::{PostOffice, Worker};
use house::Sector;
use indicatif::ProgressBar;
use kernel::db::sql;
use kernel::{Channel, Entry, Parcel, Priority, new_id};
pub(super) use nodes::run as node;
use nodes::{Node, Plan};
use sha2::{Digest, Sha256};
use sinks::{Arrival, Sinks};
use tokio_util::sync::CancellationToken;

use super::{Basis, Bench, Findings, Measure, percentile, start};
use crate::commands::journal::count;
use crate::stop::Stop;

/// Seconds from the press of the button until the whole warning is durable.
const PERSIST_S: f64 = 2.0;
/// Mails handed over each second, each persisted.
const MAIL_RATE: f64 = 5_000.0;
/// Signed webhooks handed over each second, each persisted.
const WEBHOOK_RATE: f64 = 6_000.0;
/// Mails of the measurement of mail alone.
const MAILS: usize = 30_000;
/// Sessions that the comparison keeps open: as many as delivery does.
const SESSIONS: usize = 8;
/// How often it is looked whether everything is settled.
const LOOK: Duration = Duration::from_millis(20);
/// How long the last messages may take to be settled once all have come.
const PATIENCE: Duration = Duration::from_secs(60);
/// An answer sooner than this after telling is not believed: nobody reads that fast.
const READING: Duration = Duration::from_secs(6);

/// How many organisations have answered, over all warnings.
const SETTLED: &str = "SELECT COUNT(*) FROM obligation WHERE state = 'settled'";

/// The options of `paraat bench warn`.
#[derive(Debug, clap::Args)]
pub struct Options {
    /// Organisations that are warned.
    #[arg(long, value_name = "N", default_value_t = 5_000, value_parser = clap::value_parser!(u32).range(1..=15_000))]
    organisations: u32,
    /// Seats that are told in each, all at once.
    #[arg(long, value_name = "N", default_value_t = 3, value_parser = clap::value_parser!(u32).range(1..=8))]
    seats: u32,
    /// Addresses of each seat: a mailbox, a telephone, a second mailbox, a second telephone.
    #[arg(long, value_name = "N", default_value_t = 4, value_parser = clap::value_parser!(u32).range(1..=4))]
    channels: u32,
    /// Nodes that hand over; two only on PostgreSQL.
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=2))]
    nodes: u32,
    /// How often every node is killed in the middle of handing over. Nothing else is measured then; exit code 1
    /// when a message was lost, or more came twice than leases were in flight.
    #[arg(long, value_name = "N", default_value_t = 0)]
    kill: u32,
    /// What the moments of killing follow from.
    #[arg(long, value_name = "N", default_value_t = 2026)]
    seed: u64,
    /// Programs that are told by webhook.
    #[arg(long, value_name = "N", default_value_t = 10_000)]
    subscribers: u32,
    #[command(flatten)]
    pub(super) basis: Basis,
}

/// Fills the house, warns, and measures.
pub(super) async fn measure(
    bench: &Bench,
    options: &Options,
    progress: &ProgressBar,
) -> anyhow::Result<Findings> {
    if options.nodes > 1 && bench.kernel.db.engine() == "sqlite" {
        let mend = "measure two nodes with --database postgres://…";
        return Err(Stop::new("SQLite is the database of one node: it has one writer", mend).into());
    }
    let [organisations, seats, channels] =
        [options.organisations, options.seats, options.channels].map(|number| number as usize);
    let run = Run {
        bench,
        sector: Sector { organisations, seats, channels },
        sinks: Sinks::start().await?,
        progress: progress.clone(),
    };
    house::fill(bench, run.sector, progress).await?;
    // What the demo itself has to send is none of ours.
    Worker::new(bench.kernel.clone(), PostOffice::simulated()).pass().await?;
    let before = start::memory_kb("self")?;
    let mut findings = if options.kill > 0 { run.killed(options).await? } else { run.whole(options).await? };
    let most = start::most_memory_kb("self")?;
    findings.measures.push(Measure::plain("memory before the warning, in all", before / 1024.0, "MB"));
    findings.measures.push(Measure::plain("memory at most, both ends", most / 1024.0, "MB"));
    findings.notes.push(
        "Each organisation has its directors told at once: the ladder of a flash warning begins with them."
            .into(),
    );
    Ok(findings)
}

struct Run<'a> {
    bench: &'a Bench,
    sector: Sector,
    sinks: Sinks,
    progress: ProgressBar,
}

impl Run<'_> {
    /// A warning from the press of the button to the answers, then each channel alone.
    async fn whole(&self, options: &Options) -> anyhow::Result<Findings> {
        let plan = Plan::new(self.bench, &self.sinks);
        let stop = CancellationToken::new();
        let worker = Worker::new(self.bench.kernel.clone(), plan.post()?);
        let for_worker = stop.clone();
        let here = tokio::spawn(async move { worker.run(for_worker).await });
        let mut others = Vec::new();
        for _ in 1..options.nodes {
            others.push(Node::start(&plan).await?);
        }
        let mut findings = self.warn().await?;
        let links = self.sinks.links();
        self.progress.set_message("waiting until an answer is believed");
        tokio::time::sleep(READING).await;
        self.progress.set_message("answering");
        let before = self.number(SETTLED).await?;
        findings.measures.extend(acknowledging::measure(self.bench, &links).await?);
        let settled = self.number(SETTLED).await? - before;
        anyhow::ensure!(settled == links.len(), "{settled} of {} answers were believed", links.len());
        let size = self.sinks.mail_size();
        let mails = self.burst(Channel::Email, MAILS, size).await?;
        findings.measures.push(Measure::plain("mail alone", mails, "/s").at_least(MAIL_RATE));
        self.progress.set_message("smtp-source");
        let load = (SESSIONS, MAILS, size);
        match reference::rate(self.sinks.mail, load).await? {
            Some(rate) => {
                findings.measures.push(Measure::plain("smtp-source, which keeps nothing", rate, "/s"));
                findings.measures.push(Measure::plain("mail alone beside it", mails, "/s").at_least(rate));
            }
            None => findings.notes.push(
                "smtp-source is not installed, so mail was compared with nothing (Debian: apt-get install postfix)."
                    .into(),
            ),
        }
        let hooks = self.burst(Channel::Webhook, options.subscribers as usize, size).await?;
        findings.measures.push(Measure::plain("webhooks alone", hooks, "/s").at_least(WEBHOOK_RATE));
        stop.cancel();
        here.await?;
        for node in others {
            node.end().await?;
        }
        Ok(findings)
    }

    /// The warning itself.
    async fn warn(&self) -> anyhow::Result<Findings> {
        self.progress.set_message("warning");
        let seconds = house::warn(self.bench).await?;
        let out = Instant::now();
        let due = self.due().await?;
        self.arrived(due.len()).await?;
        let all = out.elapsed().as_secs_f64();
        let arrivals = self.sinks.arrivals();
        let mut measures = vec![
            Measure::plain(format!("{} messages persisted", due.len()), seconds, "s").at_most(PERSIST_S),
            Measure::plain("handed over and settled, all channels at once", per_second(due.len(), all), "/s"),
        ];
        for (channel, name) in
            [(Channel::Email, "mail among them"), (Channel::Sms, "text messages among them")]
        {
            let of_channel: Vec<&Arrival> = arrivals.iter().filter(|each| each.channel == channel).collect();
            if let Some(last) = of_channel.last() {
                let rate = per_second(of_channel.len(), last.at.duration_since(out).as_secs_f64());
                measures.push(Measure::plain(name, rate, "/s"));
            }
        }
        let first = self.first_of_each(&arrivals, out);
        measures.push(Measure::plain("first message of half the organisations", percentile(&first, 50), "s"));
        measures.push(Measure::plain("first message of every organisation", percentile(&first, 100), "s"));
        let mut findings = Findings::from(measures);
        self.compare(&due, 0, &mut findings);
        anyhow::ensure!(
            first.len() == self.sector.organisations,
            "{} organisations got none",
            self.sector.organisations - first.len()
        );
        Ok(findings)
    }

    /// A warning while every node is killed again and again.
    async fn killed(&self, options: &Options) -> anyhow::Result<Findings> {
        house::warn(self.bench).await?;
        let due = self.due().await?;
        let plan = Plan::new(self.bench, &self.sinks);
        let mut leases = 0;
        self.progress.set_length(u64::from(options.kill));
        for kill in 0..options.kill {
            self.progress.set_message("killing");
            let mut nodes = Vec::new();
            for _ in 0..options.nodes {
                nodes.push(Node::start(&plan).await?);
            }
            self.sinks.wait_for(moment(options.seed, kill, options.kill, due.len())).await?;
            for node in nodes {
                node.kill().await?;
            }
            leases += self.number("SELECT COUNT(*) FROM outbox WHERE lease_token <> ''").await?;
            // As if the leases' time had passed.
            let ended = sql("UPDATE outbox SET lease_until = 0 WHERE lease_token <> ''");
            self.bench.kernel.db.execute(ended).await?;
            self.progress.inc(1);
        }
        let node = Node::start(&plan).await?;
        self.arrived(due.len()).await?;
        node.end().await?;
        let killed = count(u64::from(options.kill * options.nodes), "node", "nodes");
        let mut findings = Findings::from(vec![Measure::plain(
            format!("messages of the warning, {killed} killed"),
            as_f64(due.len()),
            "",
        )]);
        self.compare(&due, leases, &mut findings);
        Ok(findings)
    }

    /// What came, beside what had to come.
    fn compare(&self, due: &HashSet<u128>, leases: usize, findings: &mut Findings) {
        let seen = self.sinks.seen();
        let lost = due.iter().filter(|id| !seen.contains_key(id)).count();
        let repeats: usize = seen.values().map(|times| *times as usize - 1).sum();
        findings.is_broken = lost > 0 || repeats > leases;
        findings.measures.push(Measure::plain("messages lost", as_f64(lost), "").at_most(0.0));
        let repeats = Measure::plain("messages that came twice (leases in flight)", as_f64(repeats), "");
        findings.measures.push(repeats.at_most(as_f64(leases)));
    }

    /// When each organisation's first message came, in seconds after `out`, sorted.
    fn first_of_each(&self, arrivals: &[Arrival], out: Instant) -> Vec<f64> {
        let mut first: HashMap<usize, f64> = HashMap::new();
        for each in arrivals {
            let Some(number) = each.number else { continue };
            let organisation = match each.channel {
                Channel::Sms => self.sector.organisation_of_telephone(number),
                _ => number,
            };
            first.entry(organisation).or_insert_with(|| each.at.duration_since(out).as_secs_f64());
        }
        let mut first: Vec<f64> = first.into_values().collect();
        first.sort_by(f64::total_cmp);
        first
    }

    /// Sends so many messages of one channel, each with words of its own; gives how many were handed over and
    /// settled each second.
    async fn burst(&self, channel: Channel, messages: usize, size: usize) -> anyhow::Result<f64> {
        /// What the parcels are about.
        const ABOUT: &str = "bench";
        self.progress.set_message(format!("{} alone", channel.as_str()));
        self.sinks.forget();
        let mut change = self.bench.kernel.begin_as_system(&self.bench.realm).await?;
        change.record(Entry::new("bench.sent", "bench", &new_id()).with("messages", messages));
        let padding = "Installeer ze niet. ".repeat(size / 40);
        for number in 0..messages {
            let id = new_id();
            let (to, body) = match channel {
                Channel::Webhook => (
                    format!("http://{}/hook/{number}", self.sinks.http),
                    serde_json::json!({ "id": id, "subscriber": number, "text": padding }).to_string(),
                ),
                _ => (
                    format!("directie@zorgpunt-{:05}.example", number % self.sector.organisations),
                    format!("Aan zorgpunt {number}.\n\n{padding}\n\nhttp://127.0.0.1/x/{id}\n"),
                ),
            };
            change.dispatch(Parcel {
                id,
                channel,
                to,
                subject: if channel == Channel::Email {
                    format!("Waarschuwing {number}")
                } else {
                    String::new()
                },
                body,
                priority: Priority::Flash,
                round: 0,
                until: None,
                about: ABOUT,
                person: String::new(),
            });
        }
        change.commit().await?;
        let out = Instant::now();
        self.arrived(messages).await?;
        Ok(per_second(messages, out.elapsed().as_secs_f64()))
    }

    /// The identifiers of all messages of the warning; those of the demo's own warnings never leave.
    async fn due(&self) -> anyhow::Result<HashSet<u128>> {
        let query = sql("SELECT id FROM outbox WHERE about = 'warning' AND is_simulated = 0");
        let ids: Vec<(String,)> = self.bench.kernel.db.fetch_all(query).await?;
        anyhow::ensure!(ids.len() == self.sector.messages(), "{} messages were dispatched", ids.len());
        Ok(ids.iter().filter_map(|(id,)| sinks::identifier(id)).collect())
    }

    /// Waits until so many messages came and all are settled.
    async fn arrived(&self, messages: usize) -> anyhow::Result<()> {
        self.sinks.wait_for(messages).await?;
        let since = Instant::now();
        while self.number("SELECT COUNT(*) FROM outbox WHERE state = 'waiting'").await? > 0 {
            anyhow::ensure!(since.elapsed() < PATIENCE, "some of what was handed over is never settled");
            tokio::time::sleep(LOOK).await;
        }
        Ok(())
    }

    async fn number(&self, text: &'static str) -> anyhow::Result<usize> {
        Ok(usize::try_from(self.bench.kernel.db.fetch_number(sql(text)).await?)?)
    }
}

/// After how many messages nodes are killed for the `kill`th of `kills` times: somewhere in its share of the run.
fn moment(seed: u64, kill: u32, kills: u32, messages: usize) -> usize {
    let drawn = Sha256::digest(format!("{seed} {kill}"));
    let drawn = u32::from_be_bytes([drawn[0], drawn[1], drawn[2], drawn[3]]);
    let share = (f64::from(kill) + f64::from(drawn) / f64::from(u32::MAX)) / f64::from(kills);
    // At least one comes before, and some are left.
    (1..messages).rev().find(|count| as_f64(*count) <= share * as_f64(messages)).unwrap_or(1)
}

fn per_second(count: usize, seconds: f64) -> f64 {
    as_f64(count) / seconds
}

/// A count, which is never so large that it matters.
fn as_f64(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_spread_over_the_run_and_the_same_for_a_seed() {
        let moments: Vec<usize> = (0..10).map(|kill| moment(7, kill, 10, 1_000)).collect();
        for (kill, at) in moments.iter().enumerate() {
            assert!((kill * 100).max(1) <= *at && *at <= (kill + 1) * 100, "{kill}: {at}");
        }
        assert_eq!(moment(7, 3, 10, 1_000), moments[3]);
        assert!((0..10).any(|kill| moment(8, kill, 10, 1_000) != moments[kill as usize]));
        assert_eq!(moment(7, 0, 1, 1), 1);
    }
}
