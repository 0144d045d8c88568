//! Nodes that carry the post: in this process, or in others that can be killed.

use std::io::BufRead;
use std::process::Stdio;

use anyhow::Context;
use delivery::{GatewaySettings, PostOffice, Security, Sms, Smtp, SmtpSettings, Webhooks, Worker};
use kernel::Kernel;
use kernel::db::Db;
use kernel::seal::Vault;
use kernel::time::Wall;
use serde::{Deserialize, Serialize};
use tokio::io::AsyncWriteExt;
use tokio::process::{Child, ChildStdin, Command};
use tokio_util::sync::CancellationToken;

use super::sinks::{SMS_PATH, Sinks};
use crate::commands::Outcome;
use crate::commands::bench::Bench;

/// Gateways for text messages, and what each takes in a second: the most that may be configured.
const GATEWAYS: [&str; 4] = ["one", "two", "three", "four"];
const PER_SECOND: u32 = 1000;

/// What a node must know. It is told by its standard input: the key in it is nobody else's business.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Plan {
    database: String,
    key: String,
    mail_port: u16,
    http_port: u16,
}

impl Plan {
    pub(super) fn new(bench: &Bench, sinks: &Sinks) -> Self {
        Self {
            database: bench.url.clone(),
            key: bench.kernel.vault.to_text(),
            mail_port: sinks.mail.port(),
            http_port: sinks.http.port(),
        }
    }

    /// As an installation has it, with the limits that are its own.
    pub(super) fn post(&self) -> anyhow::Result<PostOffice> {
        let mail = SmtpSettings {
            host: "127.0.0.1".into(),
            port: self.mail_port,
            security: Security::None,
            credentials: None,
            from: "Paraat <paraat@zorg.example>".into(),
            authority: None,
            allow_unprotected: false,
        };
        let gateways = GATEWAYS.map(|name| GatewaySettings {
            name: name.into(),
            url: format!("http://127.0.0.1:{}{SMS_PATH}", self.http_port),
            token: "bench".into(),
            sender: "Paraat".into(),
            per_second: PER_SECOND,
        });
        let post = PostOffice::simulated().with_smtp(Smtp::new(&mail)?);
        Ok(post.with_sms(Sms::new(gateways.to_vec())?).with_webhooks(Webhooks::new(true)?))
    }
}

/// A node in a process of its own.
pub(super) struct Node {
    child: Child,
    stdin: Option<ChildStdin>,
}

impl Node {
    /// Starts this very program anew.
    pub(super) async fn start(plan: &Plan) -> anyhow::Result<Self> {
        let mut child = Command::new(std::env::current_exe()?)
            .args(["bench", "node"])
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .kill_on_drop(true)
            .spawn()?;
        let mut stdin = child.stdin.take().context("standard input is written")?;
        stdin.write_all(format!("{}\n", serde_json::to_string(plan)?).as_bytes()).await?;
        Ok(Self { child, stdin: Some(stdin) })
    }

    /// Ends it in the middle of whatever it does.
    pub(super) async fn kill(mut self) -> anyhow::Result<()> {
        Ok(self.child.kill().await?)
    }

    /// Lets it finish what it has begun.
    pub(super) async fn end(mut self) -> anyhow::Result<()> {
        drop(self.stdin.take());
        let status = self.child.wait().await?;
        anyhow::ensure!(status.success(), "a node ended with {status}");
        Ok(())
    }
}

/// Carries the post until standard input ends.
pub(in crate::commands::bench) async fn run() -> anyhow::Result<Outcome> {
    let mut line = String::new();
    std::io::stdin().lock().read_line(&mut line)?;
    let plan: Plan = serde_json::from_str(&line).context("a plan is expected on standard input")?;
    let db = Db::open(&plan.database).await?;
    let kernel = Kernel::new(db, Wall::system(), Vault::from_text(&plan.key)?);
    let stop = CancellationToken::new();
    tokio::spawn(kernel.bus.follow(&kernel.db).await?.run(stop.clone()));
    let at_end = stop.clone();
    std::thread::spawn(move || {
        // Returns at the end, or when it cannot be read: whoever started this is gone.
        let _ = std::io::stdin().lock().read_line(&mut String::new());
        at_end.cancel();
    });
    Worker::new(kernel, plan.post()?).run(stop).await;
    Ok(Outcome::Fine)
}
