//! Whether what is handed to delivery really leaves: for each channel a canary, a message to an address of the
//! operator's that goes the way of every message, and an address outside that hears from us while all is well.
//!
//! A canary that was not handed over in time is an alarm, and so is silence at the address outside: whoever
//! listens there notices when this whole machine is gone.

use std::time::Duration;

use kernel::db::sql;
use kernel::time::Time;
use kernel::{Change, Channel, Db, Entry, Error, Kernel, Parcel, Priority, Result, new_id, realm};
use reqwest::Client;
use url::Url;

use crate::http;
use crate::outcome::{State, outcomes};
use crate::sms::is_loopback;
use crate::webhook::Guard;

/// How often a canary goes, unless the settings say otherwise.
pub const EVERY: Duration = Duration::from_secs(5 * 60);
/// How long one may take to be handed over, unless the settings say otherwise.
pub const IN_TIME: Duration = Duration::from_secs(3 * 60);
/// How long the address outside may take to answer.
const ANSWER: Duration = Duration::from_secs(10);

/// What a canary says, to whoever finds it.
const SUBJECT: &str = "Paraat: canary";
const BODY: &str = "Paraat sends this to see that messages leave. Nobody needs to answer.";
const JSON: &str = r#"{"paraat_canary":1}"#;

/// What is watched.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WatchSettings {
    /// Where each channel's canary goes.
    pub canaries: Vec<(Channel, String)>,
    /// How often one goes.
    pub every: Duration,
    /// How long it may take to be handed over.
    pub in_time: Duration,
    /// What is fetched while all is well.
    pub heartbeat: Option<String>,
}

/// Watches over delivery.
pub struct Watch {
    settings: WatchSettings,
    heartbeat: Option<(Client, Url)>,
}

/// A canary that was not handed over in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Late {
    /// By which channel.
    pub channel: Channel,
    /// The machine's time by which the first of those that did not arrive had to.
    pub due: Time,
}

#[derive(sqlx::FromRow)]
struct Row {
    channel: String,
    parcel_id: String,
    sent_at: Time,
    due_at: Option<Time>,
}

impl Watch {
    /// Prepares the watch; nothing is connected yet.
    ///
    /// # Errors
    /// [`Error::Invalid`], `field` being the setting's name.
    pub fn new(settings: WatchSettings) -> Result<Self> {
        let heartbeat = settings.heartbeat.as_deref().map(heartbeat).transpose()?;
        Ok(Self { settings, heartbeat })
    }

    /// Sends the canaries whose turn it is, whichever node asks first, and gives those that are late.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn round(&self, kernel: &Kernel) -> Result<Vec<Late>> {
        let rows = rows(&kernel.db).await?;
        note_arrivals(kernel, &rows).await?;
        self.forget_others(kernel, &rows).await?;
        let now = kernel.wall.now();
        let is_due = |channel: Channel| {
            let known = rows.iter().find(|row| row.channel == channel.as_str());
            known.is_none_or(|row| row.sent_at.plus(self.settings.every) <= now)
        };
        let due: Vec<_> = self.settings.canaries.iter().filter(|(channel, _)| is_due(*channel)).collect();
        if !due.is_empty() {
            self.send(kernel, &due).await?;
        }
        let late = late(&kernel.db, now).await?;
        for Late { channel, .. } in &late {
            tracing::error!(channel = channel.as_str(), "a canary was not handed over in time");
        }
        Ok(late)
    }

    /// Tells the address outside that all is well.
    ///
    /// # Errors
    /// When it does not answer, or not well: in words without the address, which is a secret.
    pub async fn beat(&self) -> Result<()> {
        let Some((client, url)) = &self.heartbeat else { return Ok(()) };
        let failed = |why: String| Error::Internal(anyhow::anyhow!("the heartbeat was not heard: {why}"));
        let answer = client.get(url.clone()).timeout(ANSWER).send().await;
        match answer.map_err(|error| failed(http::words(error)))?.status() {
            status if status.is_success() => Ok(()),
            status => Err(failed(format!("the answer was {}", status.as_u16()))),
        }
    }

    async fn send(&self, kernel: &Kernel, due: &[&(Channel, String)]) -> Result<()> {
        let reality = realm::reality(&kernel.db).await?;
        let mut change = kernel.begin_as_system(&reality).await?;
        let mut sent = Vec::new();
        for (channel, to) in due {
            let parcel = self.canary(&change, *channel, to);
            if self.take_turn(&mut change, *channel, &parcel.id).await? {
                change.dispatch(parcel);
                sent.push(channel.as_str());
            }
        }
        // Another node may have been faster with all of them.
        if sent.is_empty() {
            return Ok(());
        }
        change.record(Entry::new("canary.sent", "realm", &reality.id).with("channels", sent));
        change.commit().await?;
        Ok(())
    }

    fn canary(&self, change: &Change, channel: Channel, to: &str) -> Parcel {
        Parcel {
            id: new_id(),
            channel,
            to: to.to_owned(),
            subject: match channel {
                Channel::Email | Channel::EhealthBox => SUBJECT.to_owned(),
                Channel::Sms | Channel::Webhook | Channel::Push => String::new(),
            },
            body: if channel == Channel::Webhook { JSON.to_owned() } else { BODY.to_owned() },
            priority: Priority::Flash,
            round: 0,
            // The next one says more than this one then.
            until: Some(change.wall().plus(self.settings.every)),
            about: "",
            person: String::new(),
        }
    }

    /// Notes that this one is sent; false when another was a moment ago. Until one arrives, the first that did
    /// not says since when.
    async fn take_turn(&self, change: &mut Change, channel: Channel, parcel_id: &str) -> Result<bool> {
        let now = change.wall();
        let text = "INSERT INTO canary (channel, parcel_id, sent_at, due_at) VALUES ($1, $2, $3, $4) \
            ON CONFLICT (channel) DO UPDATE SET parcel_id = $2, sent_at = $3, \
            due_at = COALESCE(canary.due_at, $4) WHERE canary.sent_at <= $5";
        let query = sql(text)
            .bind(channel.as_str())
            .bind(parcel_id)
            .bind(now)
            .bind(now.plus(self.settings.in_time))
            .bind(now.minus(self.settings.every));
        Ok(change.execute(query).await? == 1)
    }

    /// Forgets the canaries of channels that are no longer watched.
    async fn forget_others(&self, kernel: &Kernel, rows: &[Row]) -> Result<()> {
        let is_watched =
            |row: &Row| self.settings.canaries.iter().any(|(known, _)| known.as_str() == row.channel);
        for row in rows.iter().filter(|row| !is_watched(row)) {
            kernel.db.execute(sql("DELETE FROM canary WHERE channel = $1").bind(&row.channel)).await?;
        }
        Ok(())
    }
}

/// The canaries that were not handed over in time at `now`, whatever node sent them.
///
/// # Errors
/// When the database fails.
pub async fn late(db: &Db, now: Time) -> Result<Vec<Late>> {
    let late = |row: Row| {
        let due = row.due_at.filter(|due| *due < now)?;
        Some(Late { channel: Channel::parse(&row.channel)?, due })
    };
    Ok(rows(db).await?.into_iter().filter_map(late).collect())
}

async fn rows(db: &Db) -> Result<Vec<Row>> {
    db.fetch_all(sql("SELECT channel, parcel_id, sent_at, due_at FROM canary ORDER BY channel")).await
}

/// Notes which were handed over; what the simulated post office keeps has not left.
async fn note_arrivals(kernel: &Kernel, rows: &[Row]) -> Result<()> {
    let waiting: Vec<&Row> = rows.iter().filter(|row| row.due_at.is_some()).collect();
    let ids: Vec<String> = waiting.iter().map(|row| row.parcel_id.clone()).collect();
    let outcomes = outcomes(kernel, &ids).await?;
    for row in waiting {
        let outcome = outcomes.get(&row.parcel_id);
        if outcome.is_some_and(|outcome| outcome.state == State::HandedOver && !outcome.simulated) {
            let text = "UPDATE canary SET due_at = NULL WHERE channel = $1 AND parcel_id = $2";
            kernel.db.execute(sql(text).bind(&row.channel).bind(&row.parcel_id)).await?;
        }
    }
    Ok(())
}

fn heartbeat(text: &str) -> Result<(Client, Url)> {
    let wrong = || Error::Invalid {
        field: "watch.heartbeat_url_file".into(),
        message: "must be a URL that begins with https://".into(),
    };
    let url = Url::parse(text).ok().ok_or_else(wrong)?;
    let is_protected = url.scheme() == "https" || (url.scheme() == "http" && is_loopback(&url));
    if !is_protected {
        return Err(wrong());
    }
    Ok((http::client(None::<Guard>)?, url))
}
