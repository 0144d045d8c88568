//! The one who carries the post: claims due rows, hands them over, notes what became of them.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use kernel::{Change, Entry, Kernel, Realm, Result, realm};
use tokio::sync::Semaphore;
use tokio::sync::broadcast::{self, error::RecvError};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use crate::letter::Letter;
use crate::post::{PostOffice, RealPost, Sorted};
use crate::queue::{self, Claim, Job};
use crate::smtp::{HAND_OVER, Refusal, SESSIONS, Smtp};
use crate::{retry, simulated};

/// How often due rows are looked for when nobody said that there are any.
const POLL: Duration = Duration::from_secs(2);
/// How long commits are let gather after one was heard, so that a storm of them is one claim.
const GATHER: Duration = Duration::from_millis(20);

/// Carries the post of this node. Any number of nodes may have one over one database.
pub struct Worker {
    kernel: Kernel,
    post: Arc<PostOffice>,
}

/// What a pass did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Messages handed over, or kept by the simulated post office.
    pub delivered: u64,
    /// Messages given up.
    pub failed: u64,
    /// Messages to be tried again later.
    pub put_off: u64,
}

/// What became of one message.
enum Outcome {
    Delivered,
    Keep(Box<Letter>),
    Failed(String),
    PutOff(String),
    /// The lease has too little time left to begin.
    NotTried,
}

impl Worker {
    /// A worker that hands reality's post to `post`.
    pub fn new(kernel: Kernel, post: PostOffice) -> Self {
        Self { kernel, post: Arc::new(post) }
    }

    /// Carries post until `stop`: at once after a commit that may have caused some, and every two
    /// seconds. The batch in hand when `stop` comes is finished first.
    pub async fn run(&self, stop: CancellationToken) {
        let mut heard = self.kernel.bus.subscribe();
        while !stop.is_cancelled() {
            if let Err(error) = self.pass_until(&stop).await {
                tracing::warn!(%error, "the outbox could not be worked off; trying again");
            }
            tokio::select! {
                () = stop.cancelled() => return,
                () = tokio::time::sleep(POLL) => {}
                () = commits(&mut heard) => tokio::time::sleep(GATHER).await,
            }
        }
    }

    /// Hands over everything that is due now.
    ///
    /// # Errors
    /// When the database fails; what was claimed is then claimed again once its lease has ended.
    pub async fn pass(&self) -> Result<Tally> {
        self.pass_until(&CancellationToken::new()).await
    }

    async fn pass_until(&self, stop: &CancellationToken) -> Result<Tally> {
        let mut tally = Tally::default();
        while !stop.is_cancelled() {
            let claim = queue::claim(&self.kernel).await?;
            if claim.jobs.is_empty() {
                break;
            }
            let outcomes = self.carry(&claim).await?;
            self.settle(&claim, outcomes, &mut tally).await?;
        }
        Ok(tally)
    }

    /// Hands a batch over, several messages at once; no transaction is open meanwhile.
    async fn carry(&self, claim: &Claim) -> Result<Vec<(Job, Outcome)>> {
        let sessions = Arc::new(Semaphore::new(SESSIONS as usize));
        let mut realms = HashMap::new();
        let mut under_way = JoinSet::new();
        let mut outcomes = Vec::with_capacity(claim.jobs.len());
        for job in claim.jobs.iter().cloned() {
            let realm = self.realm(&mut realms, &job.realm_id).await?;
            let message = match job.open(&self.kernel) {
                Ok(message) => message,
                Err(error) => {
                    tracing::error!(%error, message = job.id, "a message cannot be opened");
                    outcomes.push((job, Outcome::Failed("the content cannot be opened".into())));
                    continue;
                }
            };
            match (Sorted::new(&realm, &job.id, message), &*self.post) {
                (Sorted::Exercise(post), _) => outcomes.push((job, Outcome::Keep(post.into_letter().into()))),
                (Sorted::Real(post), PostOffice::Simulated) => {
                    outcomes.push((job, Outcome::Keep(post.into_letter().into())));
                }
                (Sorted::Real(post), PostOffice::Smtp(_)) => {
                    let send =
                        send(self.kernel.clone(), self.post.clone(), sessions.clone(), post, claim.until);
                    under_way.spawn(async move { (job, send.await) });
                }
            }
        }
        while let Some(done) = under_way.join_next().await {
            outcomes.push(done.map_err(anyhow::Error::from)?);
        }
        Ok(outcomes)
    }

    async fn realm(&self, known: &mut HashMap<String, Realm>, id: &str) -> Result<Realm> {
        if let Some(realm) = known.get(id) {
            return Ok(realm.clone());
        }
        let realm = realm::get(&self.kernel.db, id).await?;
        known.insert(id.to_owned(), realm.clone());
        Ok(realm)
    }

    /// Notes what became of a batch: finished messages in one change per realm, with their outcome in
    /// its journal; the others go back into the queue.
    async fn settle(&self, claim: &Claim, outcomes: Vec<(Job, Outcome)>, tally: &mut Tally) -> Result<()> {
        let mut finished: HashMap<String, Vec<(Job, Outcome)>> = HashMap::new();
        for (job, outcome) in outcomes {
            let outcome = self.with_patience(&job, outcome);
            match outcome {
                Outcome::PutOff(reason) => self.put_off(claim, &job, &reason, tally).await?,
                Outcome::NotTried => queue::give_back(&self.kernel, &claim.token, &job.id).await?,
                outcome => finished.entry(job.realm_id.clone()).or_default().push((job, outcome)),
            }
        }
        for (realm_id, jobs) in finished {
            let realm = realm::get(&self.kernel.db, &realm_id).await?;
            let mut change = self.kernel.begin_as_system(&realm).await?;
            let mut settled = Tally::default();
            for (job, outcome) in jobs {
                self.finish(&mut change, &claim.token, &job, outcome, &mut settled).await?;
            }
            // When every lease was lost there is nothing to say.
            if settled != Tally::default() {
                change.commit().await?;
            }
            tally.delivered += settled.delivered;
            tally.failed += settled.failed;
        }
        Ok(())
    }

    /// Gives up what was put off too often or for too long.
    fn with_patience(&self, job: &Job, outcome: Outcome) -> Outcome {
        match outcome {
            Outcome::PutOff(reason)
                if retry::next(job.made_at, self.kernel.wall.now(), job.attempts, 0).is_none() =>
            {
                Outcome::Failed(format!("given up: {reason}"))
            }
            other => other,
        }
    }

    async fn put_off(&self, claim: &Claim, job: &Job, reason: &str, tally: &mut Tally) -> Result<()> {
        let now = self.kernel.wall.now();
        let roll = getrandom::u64().unwrap_or_default();
        // Near the very end a large roll falls beyond the last moment; a small one does not.
        let due = [roll, 0].into_iter().find_map(|roll| retry::next(job.made_at, now, job.attempts, roll));
        tracing::warn!(message = job.id, attempts = job.attempts, reason, "a message was put off");
        if queue::put_off(&self.kernel, &claim.token, &job.id, due.unwrap_or(now), reason).await? {
            tally.put_off += 1;
        }
        Ok(())
    }

    async fn finish(
        &self,
        change: &mut Change,
        token: &str,
        job: &Job,
        outcome: Outcome,
        tally: &mut Tally,
    ) -> Result<()> {
        let (state, verb, reason) = match &outcome {
            Outcome::Failed(reason) => ("failed", "message.failed", reason.as_str()),
            _ => ("done", "message.delivered", ""),
        };
        if !queue::finish(change, token, &job.id, state, reason, self.kernel.wall.now()).await? {
            return Ok(());
        }
        if let Outcome::Keep(letter) = &outcome {
            simulated::keep(&self.kernel, change, letter).await?;
        }
        if state == "failed" {
            tracing::error!(message = job.id, reason, "a message failed");
            tally.failed += 1;
        } else {
            tally.delivered += 1;
        }
        change.record(Entry::new(verb, "message", &job.id).with("attempts", job.attempts));
        Ok(())
    }
}

/// Hands one message over, unless its lease could end meanwhile and another worker begin.
async fn send(
    kernel: Kernel,
    post: Arc<PostOffice>,
    sessions: Arc<Semaphore>,
    message: RealPost,
    lease_until: kernel::time::Time,
) -> Outcome {
    // Closed never: the semaphore lives as long as its batch.
    let _session = sessions.acquire().await;
    let now = kernel.wall.now();
    let PostOffice::Smtp(smtp) = &*post else { return Outcome::NotTried };
    if now.plus(HAND_OVER) > lease_until {
        return Outcome::NotTried;
    }
    let smtp: &Smtp = smtp;
    match smtp.hand_over(&message, now).await {
        Ok(()) => Outcome::Delivered,
        Err(Refusal { is_permanent: true, reason }) => Outcome::Failed(reason),
        Err(Refusal { is_permanent: false, reason }) => Outcome::PutOff(reason),
    }
}

/// Returns when something was committed that may have caused post; outcomes of deliveries do not.
async fn commits(heard: &mut broadcast::Receiver<Arc<kernel::Committed>>) {
    loop {
        match heard.recv().await {
            Ok(committed) if committed.verb.starts_with("message.") => {}
            Ok(_) | Err(RecvError::Lagged(_)) => return,
            Err(RecvError::Closed) => std::future::pending().await,
        }
    }
}
