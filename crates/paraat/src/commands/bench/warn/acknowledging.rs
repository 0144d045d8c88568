//! The answers come in: each by the link in a mail, from a network of its own, over a connection of its own.

use std::net::{Ipv4Addr, SocketAddr};
use std::time::Instant;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpSocket;
use tokio::task::JoinSet;

use crate::commands::bench::{Bench, Measure, http, percentile};
use crate::commands::journal::count;

/// Clients at once, in turn; each turn has its share of the answers.
const CLIENTS: [usize; 3] = [1, 4, 8];
/// The first network that answers come from: whoever is asked is far from the next.
const FIRST: Ipv4Addr = Ipv4Addr::new(127, 1, 0, 0);

/// Answers by every link.
pub(super) async fn measure(bench: &Bench, links: &[(usize, String)]) -> anyhow::Result<Vec<Measure>> {
    let server = http::Server::start(bench).await?;
    let share = links.len().div_ceil(CLIENTS.len()).max(1);
    let mut measures = Vec::new();
    for (clients, links) in CLIENTS.into_iter().zip(links.chunks(share)) {
        let begun = Instant::now();
        let mut taken = answer_all(server.address, links, clients).await?;
        let rate = f64::from(u32::try_from(taken.len())?) / begun.elapsed().as_secs_f64();
        taken.sort_by(f64::total_cmp);
        let name = |what: &str| {
            format!("acknowledged by link, {}{what}", count(clients as u64, "client", "clients"))
        };
        measures.push(Measure::plain(name(""), rate, "/s"));
        measures.push(Measure::plain(name(", median"), percentile(&taken, 50), "ms"));
        measures.push(Measure::plain(name(", 99th percentile"), percentile(&taken, 99), "ms"));
    }
    Ok(measures)
}

/// How long each answer took, in milliseconds.
async fn answer_all(
    server: SocketAddr,
    links: &[(usize, String)],
    clients: usize,
) -> anyhow::Result<Vec<f64>> {
    let mut running = JoinSet::new();
    for links in links.chunks(links.len().div_ceil(clients).max(1)) {
        let links = links.to_vec();
        running.spawn(async move {
            let mut taken = Vec::with_capacity(links.len());
            for (number, token) in links {
                let begun = Instant::now();
                answer(server, number, &token).await?;
                taken.push(begun.elapsed().as_secs_f64() * 1000.0);
            }
            anyhow::Ok(taken)
        });
    }
    let mut taken = Vec::with_capacity(links.len());
    while let Some(done) = running.join_next().await {
        taken.extend(done??);
    }
    Ok(taken)
}

async fn answer(server: SocketAddr, number: usize, token: &str) -> anyhow::Result<()> {
    let socket = TcpSocket::new_v4()?;
    let own = Ipv4Addr::from_bits(FIRST.to_bits() + u32::try_from(number)?);
    socket.bind((own, 0).into())?;
    let mut stream = socket.connect(server).await?;
    let body = "reply=received";
    let request = format!(
        "POST /w/{token} HTTP/1.1\r\nHost: {server}\r\nContent-Type: application/x-www-form-urlencoded\r\n\
         Content-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    );
    stream.write_all(request.as_bytes()).await?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await?;
    let head = String::from_utf8_lossy(&answer);
    anyhow::ensure!(head.starts_with("HTTP/1.1 303"), "an answer was met with {:?}", head.lines().next());
    Ok(())
}
