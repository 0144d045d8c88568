//! One live event to many open pages.

use std::time::{Duration, Instant};

use anyhow::Context;
use kernel::Entry;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;
use tokio::sync::mpsc;
use tokio::task::JoinSet;

use super::http::Server;
use super::{Bench, Measure, percentile, start};

/// Events sent one after the other.
const EVENTS: usize = 12;
/// How long an event may take to reach the last page before the measurement is given up.
const PATIENCE: Duration = Duration::from_secs(60);
/// The 99th percentile that nginx with nchan had with 19,000 pages, in milliseconds.
const NCHAN_P99_MS: f64 = 317.0;
/// Memory for one connection, in kilobytes.
const CONNECTION_KB: f64 = 20.0;

/// What a page tells when the server speaks.
enum Heard {
    Ready,
    Changed(Instant),
}

/// The time from commit to the last byte of the event, for `pages` open pages.
pub(super) async fn latency(bench: &Bench, server: &Server, pages: usize) -> anyhow::Result<Vec<Measure>> {
    let before = start::memory_kb("self")?;
    let (heard, mut hearing) = mpsc::channel(pages.max(1));
    let mut open = JoinSet::new();
    for _ in 0..pages {
        open.spawn(page(server.address, server.director.cookie.clone(), heard.clone()));
    }
    wait(&mut hearing, pages, |heard| matches!(heard, Heard::Ready)).await?;
    let connected = start::memory_kb("self")?;
    let mut taken = Vec::with_capacity(pages * EVENTS);
    for _ in 0..EVENTS {
        let mut change = bench.kernel.begin_as_system(&bench.realm).await?;
        change.record(Entry::new("bench.done", "bench", "event").concerns(&server.director.organisation_id));
        change.commit().await?;
        let committed = Instant::now();
        wait(&mut hearing, pages, |heard| {
            if let Heard::Changed(at) = heard {
                taken.push(at.duration_since(committed).as_secs_f64() * 1000.0);
            }
            true
        })
        .await?;
    }
    open.abort_all();
    taken.sort_by(f64::total_cmp);
    let each = (connected - before) / f64::from(u32::try_from(pages.max(1))?);
    let name = |what: &str| format!("{what}, {pages} pages");
    Ok(vec![
        Measure::plain(name("live event, median"), percentile(&taken, 50), "ms"),
        Measure::plain(name("live event, 99th percentile"), percentile(&taken, 99), "ms")
            .at_most(NCHAN_P99_MS),
        Measure::plain("memory of a page's connection, both ends", each, "KB").at_most(CONNECTION_KB),
    ])
}

async fn wait(
    hearing: &mut mpsc::Receiver<Heard>,
    count: usize,
    mut take: impl FnMut(Heard) -> bool,
) -> anyhow::Result<()> {
    let all = async {
        let mut left = count;
        while left > 0 {
            let heard = hearing.recv().await.context("the pages were closed")?;
            if take(heard) {
                left -= 1;
            }
        }
        Ok(())
    };
    tokio::time::timeout(PATIENCE, all).await.context("an event did not reach every page in a minute")?
}

/// An open page: reads its stream for ever.
async fn page(
    address: std::net::SocketAddr,
    cookie: String,
    heard: mpsc::Sender<Heard>,
) -> anyhow::Result<()> {
    let mut stream = TcpStream::connect(address).await?;
    let request = format!(
        "GET /live HTTP/1.1\r\nHost: {address}\r\nAccept: text/event-stream\r\nCookie: {cookie}\r\n\r\n"
    );
    stream.write_all(request.as_bytes()).await?;
    let mut lines = BufReader::new(stream).lines();
    while let Some(line) = lines.next_line().await? {
        let event = match line.as_str() {
            "event: ready" => Heard::Ready,
            "event: changed" => Heard::Changed(Instant::now()),
            _ => continue,
        };
        heard.send(event).await?;
    }
    anyhow::bail!("a page's stream ended")
}
