//! Which post office a message goes to. That nothing of an exercise reaches a real one is a fact of the
//! types: every channel takes only [`RealPost`], and only a message of reality becomes one.

use std::path::PathBuf;

use kernel::{Channel, Realm, RealmKind};

use crate::ehealthbox::EhealthBox;
use crate::letter::Letter;
use crate::push::Push;
use crate::sms::Sms;
use crate::smtp::Smtp;
use crate::throttle::Limits;
use crate::webhook::Webhooks;

/// Where reality's messages go, channel by channel; an exercise's always go to the simulated post office,
/// and so do reality's by a channel that was not set up: they are kept for reading on `/post`.
#[derive(Default)]
pub struct PostOffice {
    pub(crate) email: Option<Smtp>,
    pub(crate) sms: Option<Sms>,
    pub(crate) webhook: Option<Webhooks>,
    pub(crate) push: Option<Push>,
    pub(crate) ehealthbox: Option<EhealthBox>,
    pub(crate) limits: Limits,
    pub(crate) bounces: Option<PathBuf>,
}

impl PostOffice {
    /// One from which nothing leaves, whatever the channel.
    pub fn simulated() -> Self {
        Self::default()
    }

    /// Hands mail over to `smtp`.
    pub fn with_smtp(self, smtp: Smtp) -> Self {
        Self { email: Some(smtp), ..self }
    }

    /// Hands text messages over to the gateways of `sms`.
    pub fn with_sms(self, sms: Sms) -> Self {
        Self { sms: Some(sms), ..self }
    }

    /// Hands over to programs that listen at a URL.
    pub fn with_webhooks(self, webhooks: Webhooks) -> Self {
        Self { webhook: Some(webhooks), ..self }
    }

    /// Hands over to the push services of browsers.
    pub fn with_push(self, push: Push) -> Self {
        Self { push: Some(push), ..self }
    }

    /// Hands over to eHealthBox.
    pub fn with_ehealthbox(self, ehealthbox: EhealthBox) -> Self {
        Self { ehealthbox: Some(ehealthbox), ..self }
    }

    /// How much at most goes to one mail domain and to one person.
    pub fn with_limits(self, limits: Limits) -> Self {
        Self { limits, ..self }
    }

    /// Reads mail that came back from `maildir`.
    pub fn with_bounces(self, maildir: PathBuf) -> Self {
        Self { bounces: Some(maildir), ..self }
    }

    /// Whether reality's mail leaves this installation.
    pub fn sends_mail(&self) -> bool {
        self.email.is_some()
    }

    /// Whether reality's messages leave by this channel.
    pub(crate) fn sends(&self, channel: Channel) -> bool {
        match channel {
            Channel::Email => self.email.is_some(),
            Channel::Sms => self.sms.is_some(),
            Channel::Webhook => self.webhook.is_some(),
            Channel::Push => self.push.is_some(),
            Channel::EhealthBox => self.ehealthbox.is_some(),
        }
    }
}

/// A message of reality.
pub struct RealPost(Letter);

/// A message of an exercise, already marked as one.
pub struct ExercisePost(Letter);

/// A message, sorted by the world it belongs to.
pub enum Sorted {
    /// May leave.
    Real(RealPost),
    /// May not.
    Exercise(ExercisePost),
}

impl Sorted {
    /// Sorts a message by its realm: the only way to make either kind.
    pub(crate) fn new(realm: &Realm, letter: Letter) -> Self {
        match realm.kind {
            RealmKind::Reality => Self::Real(RealPost(letter)),
            RealmKind::Exercise => Self::Exercise(ExercisePost(letter.marked_as_exercise())),
        }
    }
}

impl RealPost {
    pub(crate) fn letter(&self) -> &Letter {
        &self.0
    }

    /// Real post may be simulated, where the installation has not set up its channel.
    pub(crate) fn into_letter(self) -> Letter {
        self.0
    }
}

impl ExercisePost {
    pub(crate) fn into_letter(self) -> Letter {
        self.0
    }
}
