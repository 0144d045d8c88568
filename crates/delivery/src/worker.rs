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
use crate::queue::{self, BATCH, BATCH_MOST, Claim, End, Job, Lease};
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
/// A channel is swift when a batch takes no longer: then it claims more at once, and the next while it hands over.
/// A slow one would only keep from other nodes what it cannot hand over before its lease ends.
const SWIFT: Duration = Duration::from_secs(1);
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

/// A batch before it is handed over.
struct Load {
    lease: Lease,
    /// What goes, and the text message gateway that has room.
    going: Vec<(Job, RealPost, usize)>,
    /// What stays, and why.
    staying: Vec<(Job, Fate)>,
}

/// A batch after it was handed over, to be settled.
#[derive(Default)]
struct Carried {
    lease: Lease,
    fates: Vec<(Job, Fate)>,
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
            if let (Channel::Email, Some(smtp)) = (channel, &self.post.email) {
                smtp.rest();
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
        let (mut pass, mut most) = (Pass::default(), BATCH);
        let (mut claim, mut carried) = (Claim::default(), Carried::default());
        loop {
            if claim.jobs.is_empty() {
                self.settle(std::mem::take(&mut carried), &mut pass).await?;
                if stop.is_cancelled() {
                    break;
                }
                claim = queue::claim(&self.kernel, channel, most).await?;
                if claim.jobs.is_empty() {
                    break;
                }
            }
            let begun = self.kernel.wall.now();
            let load = self.load(channel, claim, &carried).await?;
            let ahead = async {
                if most > BATCH && !stop.is_cancelled() {
                    queue::claim(&self.kernel, channel, most).await
                } else {
                    Ok(Claim::default())
                }
            };
            // All three to their end, whatever fails: what is handed over is not handed over again for it.
            let (next, handed_over, settled) =
                tokio::join!(ahead, self.carry(channel, load), self.settle(carried, &mut pass));
            carried = handed_over?;
            claim = next?;
            settled?;
            let is_swift = self.kernel.wall.now().since(begun) <= SWIFT;
            most = if is_swift { (most * 2).min(BATCH_MOST) } else { BATCH };
        }
        Ok(pass)
    }

    /// Finds out of each of a batch whether it goes now. `before` is the batch that is not settled yet.
    async fn load(&self, channel: Channel, claim: Claim, before: &Carried) -> Result<Load> {
        let (mut going, mut staying) = (Vec::with_capacity(claim.jobs.len()), Vec::new());
        let mut realms = HashMap::new();
        let mut people: HashMap<String, i64> = HashMap::new();
        for (job, fate) in &before.fates {
            if matches!(fate, Fate::Delivered) && !job.person.is_empty() {
                *people.entry(job.person.clone()).or_default() += 1;
            }
        }
        for job in claim.jobs {
            let realm = self.realm(&mut realms, &job.realm_id).await?;
            match self.sort(&job, &realm) {
                Err(fate) => staying.push((job, fate)),
                Ok(post) => match self.admit(channel, &job, &mut people).await? {
                    Err(held) => staying.push((job, Fate::Held(held))),
                    Ok(gateway) => going.push((job, post, gateway)),
                },
            }
        }
        Ok(Load { lease: claim.lease, going, staying })
    }

    /// Hands a batch over, several messages at once; no transaction is open meanwhile.
    async fn carry(&self, channel: Channel, load: Load) -> Result<Carried> {
        let Load { lease, going, staying: mut fates } = load;
        let sessions = Arc::new(Semaphore::new(sessions(channel)));
        let mut under_way = JoinSet::new();
        for (job, post, gateway) in going {
            let (kernel, office) = (self.kernel.clone(), self.post.clone());
            let (trip, sessions) =
                (Trip { kernel, office, gateway, lease_until: lease.until }, sessions.clone());
            under_way.spawn(async move {
                // Closed never: the semaphore lives as long as its batch.
                let _session = sessions.acquire().await;
                let fate = trip.go(channel, &job, &post).await;
                (job, fate)
            });
        }
        while let Some(done) = under_way.join_next().await {
            fates.push(done.map_err(anyhow::Error::from)?);
        }
        Ok(Carried { lease, fates })
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
    async fn settle(&self, carried: Carried, pass: &mut Pass) -> Result<()> {
        let (kernel, token) = (&self.kernel, &carried.lease.token);
        let mut finished: HashMap<String, Vec<(Job, Fate)>> = HashMap::new();
        let (mut put_off, mut held, mut not_tried) = (Vec::new(), Vec::new(), Vec::new());
        for (job, fate) in carried.fates {
            match self.with_patience(&job, fate) {
                Fate::PutOff(reason) => put_off.push(self.put_off(job, reason)),
                Fate::NotTried => not_tried.push(job.id),
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
        for (realm_id, jobs) in finished {
            let realm = realm::get(&kernel.db, &realm_id).await?;
            let mut change = kernel.begin_as_system(&realm).await?;
            let settled = self.finish(&mut change, token, jobs).await?;
            // When every lease was lost there is nothing to say.
            if settled != Tally::default() {
                change.commit().await?;
            }
            pass.tally = pass.tally.and(settled);
        }
        pass.tally.put_off += queue::put_off(kernel, token, &put_off).await?;
        pass.tally.held += queue::hold(kernel, token, &held).await?;
        queue::give_back(kernel, token, &not_tried).await?;
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

    /// When a message is tried again, and why it was not taken.
    fn put_off(&self, job: Job, reason: String) -> (String, Time, String) {
        let now = self.kernel.wall.now();
        let roll = getrandom::u64().unwrap_or_default();
        let next = |roll| retry::next(job.priority(), job.made_at, now, job.attempts, roll);
        // Near the very end a large roll falls beyond the last moment; a small one does not.
        let due = job.no_later([roll, 0].into_iter().find_map(next).unwrap_or(now));
        tracing::warn!(message = job.id, attempts = job.attempts, reason, "a message was put off");
        (job.id, due, reason)
    }

    /// Finishes messages of one realm, those that end alike with one statement.
    async fn finish(&self, change: &mut Change, token: &str, jobs: Vec<(Job, Fate)>) -> Result<Tally> {
        let (mut tally, wall) = (Tally::default(), self.kernel.wall.now());
        let (mut delivered, mut kept, mut failed) = (Vec::new(), Vec::new(), Vec::new());
        for (job, fate) in jobs {
            match fate {
                Fate::Kept(letter) => kept.push((job, letter)),
                Fate::Failed(refusal) => failed.push((job, refusal)),
                _ => delivered.push(job),
            }
        }
        let done = End { state: "done", reason: "", is_dead: false, is_simulated: false };
        let ids: Vec<&str> = delivered.iter().map(|job| job.id.as_str()).collect();
        let settled = queue::finish_all(change, token, &ids, &done, wall).await?;
        for job in delivered.iter().filter(|job| settled.contains(&job.id)) {
            change.record(outcome("message.delivered", job));
            tally.delivered += 1;
        }
        let done = End { is_simulated: true, ..done };
        let ids: Vec<&str> = kept.iter().map(|(job, _)| job.id.as_str()).collect();
        let settled = queue::finish_all(change, token, &ids, &done, wall).await?;
        for (job, letter) in kept.iter().filter(|(job, _)| settled.contains(&job.id)) {
            simulated::keep(&self.kernel, change, letter).await?;
            change.record(outcome("message.delivered", job));
            tally.delivered += 1;
        }
        for (job, Refusal { reason, is_dead, .. }) in &failed {
            let end = End { state: "failed", reason, is_dead: *is_dead, is_simulated: false };
            if queue::finish(change, token, &job.id, &end, wall).await? {
                tracing::error!(message = job.id, reason, "a message failed");
                change.record(outcome("message.failed", job));
                tally.failed += 1;
            }
        }
        Ok(tally)
    }
}

/// What the journal says of a message that has come to its end.
fn outcome(verb: &'static str, job: &Job) -> Entry {
    Entry::new(verb, "message", &job.id).with("attempts", job.attempts)
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
