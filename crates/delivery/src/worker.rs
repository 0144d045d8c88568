//! The one who carries the post: claims due rows, hands them over, notes what became of them.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use kernel::time::Time;
use kernel::{Change, Channel, Entry, Kernel, Priority, Realm, Result, realm};
use tokio::sync::Semaphore;
use tokio::sync::broadcast::{self, error::RecvError};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use crate::letter::Letter;
use crate::outcome::{Held, Why};
use crate::post::{PostOffice, RealPost, Sorted};
use crate::queue::{self, Claim, End, Job};
use crate::refusal::Refusal;
use crate::throttle::{Domains, HOUR};
use crate::{ehealthbox, mailbox, push, retry, simulated, sms, smtp, webhook};

/// How often due rows are looked for when nobody said that there are any.
const POLL: Duration = Duration::from_secs(2);
/// How often they are looked for while some are held by a limit that makes room bit by bit.
const HELD_POLL: Duration = Duration::from_millis(250);
/// How long commits are let gather after one was heard, so that a storm of them is one claim.
const GATHER: Duration = Duration::from_millis(20);
/// How long one hand-over may take in all, whatever the channel.
pub(crate) const HAND_OVER: Duration = Duration::from_secs(30);
/// How often it is looked for messages to ask after in eHealthBox.
const RECEIPTS: Duration = Duration::from_secs(60);
/// How often mail that came back is looked for.
const BOUNCES: Duration = Duration::from_secs(30);

/// Carries the post of this node. Any number of nodes may have one over one database.
pub struct Worker {
    kernel: Kernel,
    post: Arc<PostOffice>,
    domains: Domains,
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
    /// Messages that were not tried, because there was no room for them yet.
    pub held: u64,
}

impl Tally {
    fn and(self, other: Self) -> Self {
        Self {
            delivered: self.delivered + other.delivered,
            failed: self.failed + other.failed,
            put_off: self.put_off + other.put_off,
            held: self.held + other.held,
        }
    }
}

/// What became of one message.
enum Fate {
    Delivered,
    Kept(Box<Letter>),
    Failed(Refusal),
    PutOff(String),
    Held(Held),
    /// The lease has too little time left to begin.
    NotTried,
}

/// What one pass over a channel did, and until when some of it is held bit by bit.
#[derive(Default)]
struct Pass {
    tally: Tally,
    held_until: Time,
}

impl Worker {
    /// A worker that hands reality's post to `post`.
    pub fn new(kernel: Kernel, post: PostOffice) -> Self {
        Self { kernel, post: Arc::new(post), domains: Domains::default() }
    }

    /// Carries post until `stop`: at once after a commit that may have caused some, and every two
    /// seconds. Each channel is carried by itself, so that a slow one holds up no other. The batches in
    /// hand when `stop` comes are finished first.
    pub async fn run(&self, stop: CancellationToken) {
        let [email, sms, webhook, push, ehealthbox] =
            Channel::ALL.map(|channel| self.run_channel(channel, &stop));
        tokio::join!(
            email,
            sms,
            webhook,
            push,
            ehealthbox,
            self.run_bounces(&stop),
            self.run_receipts(&stop)
        );
    }

    async fn run_channel(&self, channel: Channel, stop: &CancellationToken) {
        let mut heard = self.kernel.bus.subscribe();
        let mut held_until = Time(0);
        while !stop.is_cancelled() {
            match self.pass_channel(channel, stop).await {
                Ok(pass) => held_until = held_until.max(pass.held_until),
                Err(error) => tracing::warn!(%error, "the outbox could not be worked off; trying again"),
            }
            let pause = if self.kernel.wall.now() < held_until { HELD_POLL } else { POLL };
            tokio::select! {
                () = stop.cancelled() => return,
                () = tokio::time::sleep(pause) => {}
                () = commits(&mut heard) => tokio::time::sleep(GATHER).await,
            }
        }
    }

    async fn run_bounces(&self, stop: &CancellationToken) {
        let mut often = tokio::time::interval(BOUNCES);
        while stop.run_until_cancelled(often.tick()).await.is_some() {
            if let Err(error) = self.read_bounces().await {
                tracing::warn!(%error, "mail that came back could not be read; trying again");
            }
        }
    }

    async fn run_receipts(&self, stop: &CancellationToken) {
        let mut often = tokio::time::interval(RECEIPTS);
        while stop.run_until_cancelled(often.tick()).await.is_some() {
            if let Err(error) = self.read_receipts().await {
                tracing::warn!(%error, "what was opened in eHealthBox could not be found out; trying again");
            }
        }
    }

    /// Asks which messages were opened in eHealthBox, and says how many that were not before.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn read_receipts(&self) -> Result<u64> {
        match &self.post.ehealthbox {
            Some(ehealthbox) => ehealthbox.ask(&self.kernel).await,
            None => Ok(0),
        }
    }

    /// Reads the mail that came back, and says how many messages did not arrive.
    ///
    /// # Errors
    /// When the database or the mailbox fails.
    pub async fn read_bounces(&self) -> Result<u64> {
        match &self.post.bounces {
            Some(maildir) => mailbox::read(&self.kernel, maildir).await,
            None => Ok(0),
        }
    }

    /// Hands over everything that is due now and for which there is room.
    ///
    /// # Errors
    /// When the database fails; what was claimed is then claimed again once its lease has ended.
    pub async fn pass(&self) -> Result<Tally> {
        let stop = CancellationToken::new();
        let [email, sms, webhook, push, ehealthbox] =
            Channel::ALL.map(|channel| self.pass_channel(channel, &stop));
        let (email, sms, webhook, push, ehealthbox) = tokio::join!(email, sms, webhook, push, ehealthbox);
        let posted = email?.tally.and(sms?.tally).and(webhook?.tally);
        Ok(posted.and(push?.tally).and(ehealthbox?.tally))
    }

    async fn pass_channel(&self, channel: Channel, stop: &CancellationToken) -> Result<Pass> {
        let mut pass = Pass::default();
        while !stop.is_cancelled() {
            let claim = queue::claim(&self.kernel, channel).await?;
            if claim.jobs.is_empty() {
                break;
            }
            let fates = self.carry(channel, &claim).await?;
            self.settle(&claim, fates, &mut pass).await?;
        }
        Ok(pass)
    }

    /// Hands a batch over, several messages at once; no transaction is open meanwhile.
    async fn carry(&self, channel: Channel, claim: &Claim) -> Result<Vec<(Job, Fate)>> {
        let sessions = Arc::new(Semaphore::new(sessions(channel)));
        let (mut realms, mut people) = (HashMap::new(), HashMap::new());
        let mut under_way = JoinSet::new();
        let mut fates = Vec::with_capacity(claim.jobs.len());
        for job in claim.jobs.iter().cloned() {
            let realm = self.realm(&mut realms, &job.realm_id).await?;
            let fate = match self.sort(&job, &realm) {
                Err(fate) => fate,
                Ok(post) => match self.admit(channel, &job, &mut people).await? {
                    Err(held) => Fate::Held(held),
                    Ok(gateway) => {
                        let trip = Trip {
                            kernel: self.kernel.clone(),
                            office: self.post.clone(),
                            gateway,
                            lease_until: claim.until,
                        };
                        let sessions = sessions.clone();
                        under_way.spawn(async move {
                            // Closed never: the semaphore lives as long as its batch.
                            let _session = sessions.acquire().await;
                            let fate = trip.go(channel, &job, &post).await;
                            (job, fate)
                        });
                        continue;
                    }
                },
            };
            fates.push((job, fate));
        }
        while let Some(done) = under_way.join_next().await {
            fates.push(done.map_err(anyhow::Error::from)?);
        }
        Ok(fates)
    }

    /// What of reality may leave; for everything else what becomes of it here.
    fn sort(&self, job: &Job, realm: &Realm) -> std::result::Result<RealPost, Fate> {
        if job.is_too_late(self.kernel.wall.now()) {
            return Err(Fate::Failed(Refusal::permanent(TOO_LATE)));
        }
        let letter = job.open(&self.kernel).map_err(|error| {
            tracing::error!(%error, message = job.id, "a message cannot be opened");
            Fate::Failed(Refusal::permanent("the content cannot be opened"))
        })?;
        let channel = letter.channel;
        match Sorted::new(realm, letter) {
            Sorted::Exercise(post) => Err(Fate::Kept(post.into_letter().into())),
            Sorted::Real(post) if !self.post.sends(channel) => Err(Fate::Kept(post.into_letter().into())),
            Sorted::Real(post) => Ok(post),
        }
    }

    /// Whether there is room for one more, and at which gateway where there are several.
    async fn admit(
        &self,
        channel: Channel,
        job: &Job,
        people: &mut HashMap<String, i64>,
    ) -> Result<std::result::Result<usize, Held>> {
        let (now, priority) = (self.kernel.wall.now(), job.priority());
        if let Some(until) = self.person_is_full(job, now, people).await? {
            return Ok(Err(Held { until, why: Why::Person }));
        }
        let room = match (channel, &self.post.sms) {
            (Channel::Email, _) => {
                let most = self.post.limits.domain_per_minute;
                let room = self.domains.take(&job.destination, most, priority, now);
                room.map(|()| 0).map_err(|until| Held { until, why: Why::Domain })
            }
            (Channel::Sms, Some(sms)) => {
                sms.admit(priority, now).map_err(|until| Held { until, why: Why::Gateway })
            }
            _ => Ok(0),
        };
        if room.is_ok() {
            *people.entry(job.person.clone()).or_default() += 1;
        }
        Ok(room)
    }

    /// Until when a person gets no more. `people` has what each of this batch gets.
    async fn person_is_full(
        &self,
        job: &Job,
        now: Time,
        people: &HashMap<String, i64>,
    ) -> Result<Option<Time>> {
        if job.person.is_empty() || job.priority() == Priority::Flash {
            return Ok(None);
        }
        let (got, first) = queue::got_since(&self.kernel, &job.person, now.minus(HOUR)).await?;
        let gets = got + people.get(&job.person).copied().unwrap_or_default();
        let is_full = gets >= i64::from(self.post.limits.person_per_hour);
        Ok(is_full.then(|| first.unwrap_or(now).plus(HOUR)))
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
    async fn settle(&self, claim: &Claim, fates: Vec<(Job, Fate)>, pass: &mut Pass) -> Result<()> {
        let mut finished: HashMap<String, Vec<(Job, Fate)>> = HashMap::new();
        let mut held = Vec::new();
        for (job, fate) in fates {
            match self.with_patience(&job, fate) {
                Fate::PutOff(reason) => self.put_off(claim, &job, &reason, &mut pass.tally).await?,
                Fate::NotTried => queue::give_back(&self.kernel, &claim.token, &job.id).await?,
                Fate::Held(why) => {
                    let until = job.no_later(why.until);
                    if why.why != Why::Person {
                        pass.held_until = pass.held_until.max(until);
                    }
                    held.push((job.id, Held { until, ..why }));
                }
                fate => finished.entry(job.realm_id.clone()).or_default().push((job, fate)),
            }
        }
        pass.tally.held += queue::hold(&self.kernel, &claim.token, &held).await?;
        for (realm_id, jobs) in finished {
            let realm = realm::get(&self.kernel.db, &realm_id).await?;
            let mut change = self.kernel.begin_as_system(&realm).await?;
            let mut settled = Tally::default();
            for (job, fate) in jobs {
                self.finish(&mut change, &claim.token, &job, fate, &mut settled).await?;
            }
            // When every lease was lost there is nothing to say.
            if settled != Tally::default() {
                change.commit().await?;
            }
            pass.tally = pass.tally.and(settled);
        }
        Ok(())
    }

    /// Gives up what was put off too often or for too long, or what is of no use any more.
    fn with_patience(&self, job: &Job, fate: Fate) -> Fate {
        let now = self.kernel.wall.now();
        match fate {
            Fate::PutOff(reason) if job.is_too_late(now) => {
                Fate::Failed(Refusal::permanent(&format!("{TOO_LATE}: {reason}")))
            }
            Fate::PutOff(reason)
                if retry::next(job.priority(), job.made_at, now, job.attempts, 0).is_none() =>
            {
                Fate::Failed(Refusal::permanent(&format!("given up: {reason}")))
            }
            other => other,
        }
    }

    async fn put_off(&self, claim: &Claim, job: &Job, reason: &str, tally: &mut Tally) -> Result<()> {
        let now = self.kernel.wall.now();
        let roll = getrandom::u64().unwrap_or_default();
        let next = |roll| retry::next(job.priority(), job.made_at, now, job.attempts, roll);
        // Near the very end a large roll falls beyond the last moment; a small one does not.
        let due = job.no_later([roll, 0].into_iter().find_map(next).unwrap_or(now));
        tracing::warn!(message = job.id, attempts = job.attempts, reason, "a message was put off");
        if queue::put_off(&self.kernel, &claim.token, &job.id, due, reason).await? {
            tally.put_off += 1;
        }
        Ok(())
    }

    async fn finish(
        &self,
        change: &mut Change,
        token: &str,
        job: &Job,
        fate: Fate,
        tally: &mut Tally,
    ) -> Result<()> {
        let is_simulated = matches!(fate, Fate::Kept(_));
        let (end, verb) = match &fate {
            Fate::Failed(Refusal { reason, is_dead, .. }) => {
                (End { state: "failed", reason, is_dead: *is_dead, is_simulated }, "message.failed")
            }
            _ => (End { state: "done", reason: "", is_dead: false, is_simulated }, "message.delivered"),
        };
        if !queue::finish(change, token, &job.id, &end, self.kernel.wall.now()).await? {
            return Ok(());
        }
        if let Fate::Kept(letter) = &fate {
            simulated::keep(&self.kernel, change, letter).await?;
        }
        if let Fate::Failed(Refusal { reason, .. }) = &fate {
            tracing::error!(message = job.id, reason, "a message failed");
            tally.failed += 1;
        } else {
            tally.delivered += 1;
        }
        change.record(Entry::new(verb, "message", &job.id).with("attempts", job.attempts));
        Ok(())
    }
}

/// Why something is given up that is of no use any more.
const TOO_LATE: &str = "too late";

/// Hand-overs at once by a channel.
fn sessions(channel: Channel) -> usize {
    match channel {
        Channel::Email => smtp::SESSIONS,
        Channel::Sms => sms::SESSIONS,
        Channel::Webhook => webhook::SESSIONS,
        Channel::Push => push::SESSIONS,
        Channel::EhealthBox => ehealthbox::SESSIONS,
    }
}

/// What a hand-over needs on its way.
struct Trip {
    kernel: Kernel,
    office: Arc<PostOffice>,
    /// The text message gateway that has room.
    gateway: usize,
    lease_until: Time,
}

impl Trip {
    /// Hands one message over, unless its lease could end meanwhile and another worker begin.
    async fn go(&self, channel: Channel, job: &Job, post: &RealPost) -> Fate {
        if self.kernel.wall.now().plus(HAND_OVER) > self.lease_until {
            return Fate::NotTried;
        }
        let answer = match tokio::time::timeout(HAND_OVER, self.hand_over(channel, job, post)).await {
            Ok(answer) => answer,
            Err(_) => Err(Refusal::transient(&format!("no answer within {} s", HAND_OVER.as_secs()))),
        };
        match answer {
            Ok(()) => Fate::Delivered,
            Err(refusal) if refusal.is_permanent => Fate::Failed(refusal),
            Err(refusal) => Fate::PutOff(refusal.reason),
        }
    }

    async fn hand_over(
        &self,
        channel: Channel,
        job: &Job,
        post: &RealPost,
    ) -> std::result::Result<(), Refusal> {
        let PostOffice { email, sms, webhook, push, ehealthbox, .. } = &*self.office;
        if let (Channel::Push, Some(push)) = (channel, push) {
            return push.hand_over(post, &self.kernel, job.priority()).await;
        }
        if let (Channel::EhealthBox, Some(ehealthbox)) = (channel, ehealthbox) {
            return ehealthbox.hand_over(post, &self.kernel).await;
        }
        match (channel, email, sms, webhook) {
            (Channel::Email, Some(smtp), ..) => smtp.hand_over(post, self.kernel.wall.now()).await,
            (Channel::Sms, _, Some(sms), _) => {
                let was_tried = job.attempts > 1;
                sms.hand_over(post, self.gateway, was_tried, job.priority(), &self.kernel.wall).await
            }
            (Channel::Webhook, .., Some(webhooks)) => webhooks.hand_over(post, &self.kernel).await,
            _ => Err(Refusal::transient("the channel is not set up")),
        }
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
