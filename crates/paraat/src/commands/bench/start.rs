//! From `paraat demo` to a page that answers, and what it then weighs.

use std::process::Stdio;
use std::time::{Duration, Instant};

use anyhow::Context;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};

use super::Measure;

/// How long the demo is left alone before it is weighed.
const IDLE: Duration = Duration::from_secs(3);
/// How long the demo may take before the measurement is given up.
const PATIENCE: Duration = Duration::from_secs(60);

/// Starts this very program as a demo, and measures it.
pub(super) async fn demo() -> anyhow::Result<Vec<Measure>> {
    let begun = Instant::now();
    let mut child = Command::new(std::env::current_exe()?)
        .args(["demo", "--listen", "127.0.0.1:0"])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .spawn()?;
    let url =
        tokio::time::timeout(PATIENCE, address(&mut child)).await.context("the demo did not start")??;
    let answer = reqwest::get(&url).await?;
    let seconds = begun.elapsed().as_secs_f64();
    anyhow::ensure!(answer.status().is_success(), "the demo's first page was {}", answer.status());
    tokio::time::sleep(IDLE).await;
    let id = child.id().context("the demo has ended")?;
    let megabytes = memory_kb(&id.to_string())? / 1024.0;
    end(child, id).await?;
    Ok(vec![
        Measure::plain("from paraat demo to a page that answers", seconds, "s").at_most(1.0),
        Measure::plain("memory of an idle demo", megabytes, "MB").at_most(60.0),
    ])
}

async fn address(child: &mut Child) -> anyhow::Result<String> {
    let out = child.stdout.take().context("standard output is read")?;
    let mut lines = BufReader::new(out).lines();
    while let Some(line) = lines.next_line().await? {
        if let Some(start) = line.find("http://") {
            // Whatever it says later is of no interest, but a full pipe would stop it.
            tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
            return Ok(line.split_at(start).1.split_whitespace().next().unwrap_or_default().to_owned());
        }
    }
    anyhow::bail!("the demo ended before it listened")
}

/// Ends it as an operator would, so that it deletes what it made.
async fn end(mut child: Child, id: u32) -> anyhow::Result<()> {
    let id = i32::try_from(id).ok().and_then(rustix::process::Pid::from_raw).context("a process number")?;
    rustix::process::kill_process(id, rustix::process::Signal::TERM)?;
    tokio::time::timeout(PATIENCE, child.wait()).await.context("the demo did not end")??;
    Ok(())
}

/// A process's resident memory in kilobytes, by its number or `self`.
pub(super) fn memory_kb(process: &str) -> anyhow::Result<f64> {
    memory_line(process, "VmRSS:")
}

/// The most resident memory that a process ever had, in kilobytes.
pub(super) fn most_memory_kb(process: &str) -> anyhow::Result<f64> {
    memory_line(process, "VmHWM:")
}

fn memory_line(process: &str, name: &str) -> anyhow::Result<f64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status"))?;
    let line = status.lines().find_map(|line| line.strip_prefix(name)).context("its memory is not told")?;
    Ok(line.trim().trim_end_matches("kB").trim().parse()?)
}
