//! Tells whoever listens on this node that something was committed, here or on another node.
//!
//! Announcements are hints, never truth: a listener that missed one looks again and finds the rows.

use std::collections::HashMap;
use std::sync::Arc;

use tokio::sync::{Notify, broadcast};
use tokio_util::sync::CancellationToken;

use crate::db::{Db, Listener, sql};
use crate::{Result, journal, limits};

/// What was committed: one announcement per journal entry.
#[derive(Clone, Debug)]
pub struct Committed {
    /// In which realm.
    pub realm_id: String,
    /// The entry's number.
    pub seq: i64,
    /// What happened.
    pub verb: String,
    /// The organisations whose pages must look again.
    pub concerns: Vec<String>,
}

/// This node's announcements. Cheap to clone.
#[derive(Clone)]
pub struct Bus {
    poked: Arc<Notify>,
    sender: broadcast::Sender<Arc<Committed>>,
}

impl Default for Bus {
    fn default() -> Self {
        Self { poked: Arc::new(Notify::new()), sender: broadcast::channel(limits::BUS_BACKLOG).0 }
    }
}

impl Bus {
    /// Hears every later announcement.
    pub fn subscribe(&self) -> broadcast::Receiver<Arc<Committed>> {
        self.sender.subscribe()
    }

    /// Says that this node has committed something.
    pub(crate) fn poke(&self) {
        self.poked.notify_one();
    }

    /// Begins to follow the journal: everything committed after this returns will be announced once
    /// [`Follower::run`] runs.
    pub async fn follow(&self, db: &Db) -> Result<Follower> {
        // Listening begins before the heads are read, so nothing falls between the two.
        let listener = db.listen().await?;
        Ok(Follower { bus: self.clone(), db: db.clone(), known: heads(db).await?, listener })
    }
}

/// Reads what is committed and announces it on its node's bus.
pub struct Follower {
    bus: Bus,
    db: Db,
    /// The number of the last entry announced, for each realm.
    known: HashMap<String, i64>,
    listener: Option<Listener>,
}

impl Follower {
    /// Announces what was committed since the last look, until `stop`.
    ///
    /// Looks at once after a commit of this node, after another node's NOTIFY, and every
    /// [`limits::BUS_POLL`] in case a notification was lost.
    pub async fn run(mut self, stop: CancellationToken) {
        loop {
            tokio::select! {
                () = stop.cancelled() => return,
                () = self.bus.poked.notified() => {
                    if let Err(error) = self.db.wake_other_nodes().await {
                        tracing::warn!(%error, "the other nodes could not be told of a commit");
                    }
                }
                () = wait(&mut self.listener) => {}
                () = tokio::time::sleep(limits::BUS_POLL) => {}
            }
            if let Err(error) = self.announce().await {
                tracing::warn!(%error, "the journal could not be read for announcements");
            }
        }
    }

    async fn announce(&mut self) -> Result<()> {
        for (realm_id, head) in heads(&self.db).await? {
            let seen = self.known.entry(realm_id.clone()).or_default();
            while *seen < head {
                let page = journal::after(&self.db, &realm_id, *seen).await?;
                let Some(last) = page.last() else { break };
                *seen = last.seq;
                for line in page {
                    let concerns = line.concerns.split_whitespace().map(str::to_owned).collect();
                    let committed =
                        Committed { realm_id: line.realm_id, seq: line.seq, verb: line.verb, concerns };
                    // Nobody listening is no fault.
                    let _ = self.bus.sender.send(Arc::new(committed));
                }
            }
        }
        Ok(())
    }
}

async fn heads(db: &Db) -> Result<HashMap<String, i64>> {
    let rows: Vec<(String, i64)> = db.fetch_all(sql("SELECT id, head_seq FROM realm")).await?;
    Ok(rows.into_iter().collect())
}

/// Waits for another node; for ever where there is none or the listener fails (the poll goes on).
async fn wait(listener: &mut Option<Listener>) {
    if let Some(active) = listener {
        match active.wait().await {
            Ok(()) => return,
            Err(error) => tracing::warn!(%error, "listening for other nodes failed; polling goes on"),
        }
        *listener = None;
    }
    std::future::pending().await
}
