//! What must be handed over to somebody outside, written in the same transaction as what causes it and
//! handed over by `delivery`. A mailbox is no safe place: a message says that something waits, not what.

use serde::{Deserialize, Serialize};

use crate::db::{Query, sql_built};
use crate::seal::Vault;
use crate::time::Time;
use crate::{Result, limits, new_id};

/// An e-mail to one person that may take its time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// The address.
    pub to: String,
    /// The subject, in the reader's language.
    pub subject: String,
    /// Plain text, in the reader's language.
    pub body: String,
}

/// By which way something is handed over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Channel {
    /// To a mail server.
    Email,
    /// To a text message gateway.
    Sms,
    /// To a program that listens at a URL.
    Webhook,
    /// To a device, over its browser's push service.
    Push,
    /// To a mailbox of the Belgian eHealth platform.
    EhealthBox,
}

/// What is handed over before what. The more urgent comes first in its order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Priority {
    /// A warning that cannot wait for anything.
    Flash,
    /// What somebody must know within the hour.
    Urgent,
    /// Everything else.
    Routine,
}

/// Something for one recipient by one channel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parcel {
    /// Its identifier, of [`new_id`]: what is asked for later, and what a gateway sees as its reference.
    pub id: String,
    /// The way it goes.
    pub channel: Channel,
    /// An e-mail address, a telephone number as E.164 writes it (`+32470123456`), a URL, a device's
    /// identifier, or a quality and a number of eHealthBox (`HOSPITAL 71000436`).
    pub to: String,
    /// The subject of an e-mail or of a message in eHealthBox, or the title a device shows, in the reader's language;
    /// empty on the other channels.
    pub subject: String,
    /// Plain text in the reader's language; for a webhook, JSON. A device opens the address on its last line.
    pub body: String,
    /// How urgent it is.
    pub priority: Priority,
    /// Among the equally urgent the lower comes first: every organisation's first seat before anyone's second.
    pub round: i64,
    /// The machine's time after which handing it over is of no use, so that it is given up; `None` for the
    /// bound that `delivery` has for everything.
    pub until: Option<Time>,
    /// Which slice wants to know of failures, as `"warning"`; empty for none.
    pub about: &'static str,
    /// The identifier of the person whom it is for, who reads it on `/post` where it is simulated, and for
    /// the limit per person; empty when nobody's.
    pub person: String,
}

impl Channel {
    /// Every channel.
    pub const ALL: [Self; 5] = [Self::Email, Self::Sms, Self::Webhook, Self::Push, Self::EhealthBox];

    /// As the database has it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Sms => "sms",
            Self::Webhook => "webhook",
            Self::Push => "push",
            Self::EhealthBox => "ehealthbox",
        }
    }

    /// Reads what [`Channel::as_str`] writes.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|channel| channel.as_str() == text)
    }
}

impl Priority {
    /// Every priority, the most urgent first.
    pub const ALL: [Self; 3] = [Self::Flash, Self::Urgent, Self::Routine];

    /// As the database has it.
    pub fn number(self) -> i64 {
        match self {
            Self::Flash => 0,
            Self::Urgent => 1,
            Self::Routine => 2,
        }
    }

    /// Reads what [`Priority::number`] writes.
    pub fn from_number(number: i64) -> Option<Self> {
        Self::ALL.into_iter().find(|priority| priority.number() == number)
    }
}

impl From<Message> for Parcel {
    fn from(message: Message) -> Self {
        Self {
            id: new_id(),
            channel: Channel::Email,
            to: message.to,
            subject: message.subject,
            body: message.body,
            priority: Priority::Routine,
            round: 0,
            until: None,
            about: "",
            person: String::new(),
        }
    }
}

/// The secret that what goes to a program at `to` is signed with: of the whole text, what stands behind its `#`
/// included.
pub fn webhook_secret(vault: &Vault, to: &str) -> String {
    vault.lookup("webhook", to)
}

/// What of a parcel only its reader may see.
#[derive(Serialize)]
struct Sealed<'a> {
    to: &'a str,
    subject: &'a str,
    body: &'a str,
}

impl Parcel {
    /// Its key, and its content sealed under it.
    fn seal(&self, vault: &Vault) -> Result<(String, String)> {
        let sealed = Sealed { to: &self.to, subject: &self.subject, body: &self.body };
        Ok(vault.seal_new(&context(&self.id), &serde_json::to_string(&sealed)?))
    }

    /// A keyed digest of a mail address's domain, by which mail is throttled; empty on the other channels.
    fn destination(&self, vault: &Vault) -> String {
        let domain = self.to.rsplit_once('@').filter(|_| self.channel == Channel::Email);
        domain.map(|(_, domain)| vault.lookup("mail domain", &domain.to_lowercase())).unwrap_or_default()
    }
}

/// Values that the rows of one statement share.
const SHARED: usize = 2;
/// Values bound for each row.
const BOUND: usize = 10;
/// Rows put in by one statement at most.
pub(crate) const ROWS_PER_INSERT: usize = (limits::BOUND_VALUES - SHARED) / BOUND;

/// The statement that puts parcels in the outbox of a realm, due at once, at machine time `wall`.
pub(crate) fn insert(parcels: &[Parcel], vault: &Vault, realm_id: &str, wall: Time) -> Result<Query> {
    let row = |first: usize| {
        let [id, channel, key, sealed, priority, round, until, about, person, destination] =
            std::array::from_fn(|offset| format!("${}", first + offset));
        format!(
            "({id}, $1, {channel}, {key}, {sealed}, 'waiting', $2, $2, 0, 0, '', '', {priority}, {round}, \
             {until}, {about}, {person}, {destination})"
        )
    };
    let rows: Vec<String> = (0..parcels.len()).map(|number| row(SHARED + number * BOUND + 1)).collect();
    let mut query = sql_built(format!(
        "INSERT INTO outbox (id, realm_id, channel, seal_key, sealed, state, made_at, due_at, attempts, \
         lease_until, lease_token, last_error, priority, round, until_at, about, person, destination) VALUES {}",
        rows.join(", ")
    ))
    .bind(realm_id)
    .bind(wall);
    for parcel in parcels {
        let (key, sealed) = parcel.seal(vault)?;
        query = query
            .bind(&parcel.id)
            .bind(parcel.channel.as_str())
            .bind(key)
            .bind(sealed)
            .bind(parcel.priority.number())
            .bind(parcel.round)
            .bind(parcel.until)
            .bind(parcel.about)
            .bind(&parcel.person)
            .bind(parcel.destination(vault));
    }
    Ok(query)
}

impl Message {
    /// Opens an outbox row's content, whatever its channel; `None` when it was erased after hand-over.
    pub fn open(vault: &Vault, id: &str, key: &str, sealed: &str) -> Result<Option<Self>> {
        let text = vault.open(key, &context(id), sealed)?;
        Ok(text.map(|text| serde_json::from_str(&text)).transpose()?)
    }
}

fn context(id: &str) -> String {
    format!("outbox {id}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn channels_and_priorities_are_read_as_they_are_written() {
        for channel in Channel::ALL {
            assert_eq!(Channel::parse(channel.as_str()), Some(channel));
        }
        for priority in Priority::ALL {
            assert_eq!(Priority::from_number(priority.number()), Some(priority));
        }
        assert_eq!((Channel::parse("fax"), Priority::from_number(3)), (None, None));
    }

    #[test]
    fn mail_to_one_domain_is_known_as_such_without_naming_it() {
        let vault = Vault::generate();
        let destination = |to: &str, channel| {
            let mail = Message { to: to.into(), subject: String::new(), body: String::new() };
            Parcel { channel, ..Parcel::from(mail) }.destination(&vault)
        };
        let an = destination("an@Lab.example", Channel::Email);
        assert_eq!(an, destination("bo@lab.example", Channel::Email));
        assert_ne!(an, destination("bo@other.example", Channel::Email));
        assert!(!an.contains("lab"));
        assert_eq!(destination("https://an@lab.example", Channel::Webhook), "");
    }
}
