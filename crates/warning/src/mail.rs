//! What people are sent: that a warning waits, how to answer it in five seconds, and how to check that it is
//! genuine. Its words only where the whole community may know them.

use std::time::Duration;

use directory::{Contact, Organisation};
use kernel::{Change, Channel, Parcel, Priority, new_id};
use l10n::Lang;

use crate::commands::{Warning, addresses};
use crate::ladder::Means;
use crate::telephone::e164;
use crate::texts;
use crate::warning::{Class, Kind};
use crate::words::Words;

/// One person's message of a warning.
pub(crate) struct Letter<'a> {
    pub warning: &'a Warning,
    pub contact: &'a Contact,
    /// The country of their organisation, for numbers written without a country code.
    pub country: &'a str,
    /// Their place among those of their organisation who are told: first seats go before second ones.
    pub round: i64,
    /// Where they answer.
    pub link: &'a str,
    /// What is said in their language.
    pub wording: &'a Wording,
}

impl Letter<'_> {
    /// Sends it by one means, to every address of the person; gives what was handed over.
    pub(crate) fn send(&self, change: &mut Change, means: Means) -> Vec<(String, Channel)> {
        let channel = match means {
            Means::Email => Channel::Email,
            Means::Sms => Channel::Sms,
            Means::Telephone => return Vec::new(),
        };
        let mut sent = Vec::new();
        for address in addresses(self.contact, means) {
            let Some(to) = self.to(channel, address) else { continue };
            let id = new_id();
            let (subject, body) = self.wording.to_whoever_has(self.link, channel);
            change.dispatch(Parcel {
                id: id.clone(),
                channel,
                to,
                subject,
                body,
                priority: priority(self.warning.class),
                round: self.round,
                until: Some(change.wall().plus(useful_for(self.warning.class))),
                about: crate::ABOUT,
                person: self.contact.person_id.clone(),
            });
            sent.push((id, channel));
        }
        sent
    }

    /// An address as its channel wants it.
    fn to(&self, channel: Channel, address: &str) -> Option<String> {
        if channel == Channel::Sms { e164(address, self.country) } else { Some(address.to_owned()) }
    }
}

/// What a warning says to everybody who reads one language. Only the link differs from one to the next, so it is
/// put into words once and not for each of thousands.
pub(crate) struct Wording {
    subject: String,
    mail: String,
    sms: String,
    /// What stands where the link belongs: what nobody can have written into a warning.
    mark: String,
}

impl Wording {
    /// `check` is the code by which the warning is checked on the telephone.
    pub(crate) fn new(warning: &Warning, authority: &Organisation, check: &str, lang: Lang) -> Self {
        let mark = new_id();
        let text = Sentences { warning, authority, check, lang, link: &mark };
        Self { subject: text.subject(), mail: text.body(), sms: text.sms(), mark }
    }

    /// Subject and text by one channel, with somebody's link.
    fn to_whoever_has(&self, link: &str, channel: Channel) -> (String, String) {
        match channel {
            Channel::Email => (self.subject.clone(), self.mail.replace(&self.mark, link)),
            _ => (String::new(), self.sms.replace(&self.mark, link)),
        }
    }
}

struct Sentences<'a> {
    warning: &'a Warning,
    authority: &'a Organisation,
    check: &'a str,
    lang: Lang,
    link: &'a str,
}

impl Sentences<'_> {
    /// As short as it can be: what it is, who says so, the link, and how to check it.
    fn sms(&self) -> String {
        let l = Words(self.lang);
        let what = l.sms_warns(&self.authority.name, self.check, self.link, &self.warning.row.number);
        format!("{}: {what}", self.label())
    }

    /// What it is, in a few words; its headline where that may stand in a mailbox.
    fn subject(&self) -> String {
        let l = Words(self.lang);
        let what = match self.headline() {
            Some(headline) => headline.to_owned(),
            None => l.mail_from(&self.authority.name),
        };
        format!("{}: {what}", self.label())
    }

    fn label(&self) -> String {
        let l = Words(self.lang);
        match self.warning.kind {
            Kind::Alert => texts::class_warning(l, self.warning.class).to_owned(),
            Kind::Update => l.mail_update(&self.warning.row.number),
            Kind::Cancel => l.mail_cancel(&self.warning.row.number),
        }
    }

    fn headline(&self) -> Option<&str> {
        let may = self.warning.tlp.may_be_mailed();
        let text = self.warning.content.text(self.lang).filter(|_| may)?;
        Some(&text.1.headline)
    }

    fn body(&self) -> String {
        let l = Words(self.lang);
        let mut parts = vec![l.mail_warns(&self.authority.name, &self.warning.row.number)];
        if let Some((_, text)) =
            self.warning.content.text(self.lang).filter(|_| self.warning.tlp.may_be_mailed())
        {
            parts.push(text.headline.clone());
            parts.push(text.instruction.clone());
        } else {
            parts.push(l.mail_hidden(self.warning.tlp.label()));
        }
        parts.push(format!("{}\n{}", l.mail_answer(), self.link));
        parts.push(l.mail_check(&self.authority.name, self.check, &self.warning.row.number));
        parts.push(l.mail_no_password().to_owned());
        parts.retain(|part| !part.is_empty());
        parts.join("\n\n") + "\n"
    }
}

fn priority(class: Class) -> Priority {
    match class {
        Class::Flash => Priority::Flash,
        Class::Urgent => Priority::Urgent,
        Class::Routine => Priority::Routine,
    }
}

/// How long handing a message over is of any use: after that others were asked, or the telephone rang.
fn useful_for(class: Class) -> Duration {
    let hours = match class {
        Class::Flash => 2,
        Class::Urgent => 8,
        Class::Routine => 72,
    };
    Duration::from_secs(hours * 3600)
}
