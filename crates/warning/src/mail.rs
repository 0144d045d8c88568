//! What people are sent: that a warning waits, how to answer it in five seconds, and how to check that it is
//! genuine. Its words only where the whole community may know them.

use std::time::Duration;

use directory::{Contact, Organisation, StaffMember};
use kernel::{Change, Channel, Parcel, Priority, Result, new_id};
use l10n::Lang;

use crate::commands::{Warning, addresses};
use crate::ladder::Means;
use crate::notification::{self, Notification};
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
    /// The code with which a text message is answered; empty when it cannot be.
    pub reply: &'a str,
    /// What is said in their language.
    pub wording: &'a Wording,
}

impl Letter<'_> {
    /// Sends it by one means, to every address of the person; gives what was handed over.
    ///
    /// # Errors
    /// Only when the program is wrong.
    pub(crate) fn send(&self, change: &mut Change, means: Means) -> Result<Vec<(String, Channel)>> {
        let Some(channel) = means.channel() else { return Ok(Vec::new()) };
        let mut sent = Vec::new();
        for address in addresses(self.contact, means) {
            let Some(to) = self.to(channel, address) else { continue };
            let id = new_id();
            let (subject, body) = match channel {
                Channel::Webhook => (String::new(), self.notification(change.realm().is_exercise())?),
                _ => self.wording.to_whoever_has(self.link, self.reply, channel),
            };
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
        Ok(sent)
    }

    /// An address as its channel wants it.
    fn to(&self, channel: Channel, address: &str) -> Option<String> {
        if channel == Channel::Sms { e164(address, self.country) } else { Some(address.to_owned()) }
    }

    /// What a program is told.
    fn notification(&self, exercise: bool) -> Result<String> {
        let warning = self.warning;
        let text = warning.content.text(self.contact.lang).filter(|_| warning.tlp.may_be_mailed());
        let words = text.map(|(lang, text)| notification::Words {
            language: lang.code(),
            headline: &text.headline,
            instruction: &text.instruction,
        });
        Ok(serde_json::to_string(&Notification {
            paraat_warning: notification::SHAPE,
            exercise,
            number: &warning.row.number,
            kind: warning.kind.as_str(),
            class: warning.class.as_str(),
            tlp: warning.tlp.label(),
            authority: &self.wording.authority,
            link: self.link,
            check: &self.wording.check,
            words,
        })?)
    }
}

/// What a warning says to everybody who reads one language. Only the link differs from one to the next, so it is
/// put into words once and not for each of thousands.
pub(crate) struct Wording {
    lang: Lang,
    authority: String,
    check: String,
    label: String,
    subject: String,
    mail: String,
    sms: String,
    push: String,
    /// What stands where the link belongs: what nobody can have written into a warning.
    mark: String,
}

impl Wording {
    /// `check` is the code by which the warning is checked on the telephone.
    pub(crate) fn new(warning: &Warning, authority: &Organisation, check: &str, lang: Lang) -> Self {
        let mark = new_id();
        let text = Sentences { warning, authority, check, lang, link: &mark };
        Self {
            lang,
            authority: authority.name.clone(),
            check: check.to_owned(),
            label: text.label(),
            subject: text.subject(),
            mail: text.body(),
            sms: text.sms(),
            push: text.push(),
            mark,
        }
    }

    /// Subject and text by one channel, with somebody's link, and the code with which they can answer.
    fn to_whoever_has(&self, link: &str, reply: &str, channel: Channel) -> (String, String) {
        let with_link = |text: &str| text.replace(&self.mark, link);
        match channel {
            Channel::Email | Channel::EhealthBox => (self.subject.clone(), with_link(&self.mail)),
            Channel::Push => (self.label.clone(), with_link(&self.push)),
            Channel::Sms | Channel::Webhook if reply.is_empty() => (String::new(), with_link(&self.sms)),
            Channel::Sms | Channel::Webhook => {
                (String::new(), format!("{} {}", with_link(&self.sms), Words(self.lang).sms_reply(reply)))
            }
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

    /// As little as a text message, and on its last line what a touch opens.
    fn push(&self) -> String {
        let l = Words(self.lang);
        format!("{}\n{}", l.mail_warns(&self.authority.name, &self.warning.row.number), self.link)
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
        Class::Routine | Class::Drill => Priority::Routine,
    }
}

/// How long handing a message over is of any use: after that others were asked, or the telephone rang.
fn useful_for(class: Class) -> Duration {
    let hours = match class {
        Class::Flash => 2,
        Class::Urgent => 8,
        Class::Routine | Class::Drill => 72,
    };
    Duration::from_secs(hours * 3600)
}

/// Staff are told after everybody on a seat who must answer.
const STAFF_ROUND: i64 = 1_000;

/// A message to one of an organisation's own people, to whom it passes a warning on.
pub(crate) struct StaffLetter<'a> {
    pub warning: &'a Warning,
    pub authority: &'a Organisation,
    pub organisation: &'a Organisation,
    pub member: &'a StaffMember,
    pub lang: Lang,
    /// Where they read it.
    pub link: String,
    /// The code by which the warning is checked on the telephone.
    pub check: String,
}

impl StaffLetter<'_> {
    /// Sends it by mail, and as a text message where there is no mail or it must not wait; gives what was handed over.
    pub(crate) fn send(&self, change: &mut Change) -> Vec<String> {
        let mut sent = Vec::new();
        if self.member.has_email() {
            sent.push(self.dispatch(change, Channel::Email, self.member.email.clone()));
        }
        let is_wanted = sent.is_empty() || self.warning.class == Class::Flash;
        let number = e164(&self.member.mobile, &self.organisation.country).filter(|_| is_wanted);
        if let Some(number) = number {
            sent.push(self.dispatch(change, Channel::Sms, number));
        }
        sent
    }

    fn dispatch(&self, change: &mut Change, channel: Channel, to: String) -> String {
        let id = new_id();
        let is_mail = channel == Channel::Email;
        change.dispatch(Parcel {
            id: id.clone(),
            channel,
            to,
            subject: if is_mail { self.subject() } else { String::new() },
            body: if is_mail { self.body() } else { self.sms() },
            priority: priority(self.warning.class),
            round: STAFF_ROUND,
            until: Some(change.wall().plus(useful_for(self.warning.class))),
            about: crate::ABOUT,
            person: String::new(),
        });
        id
    }

    fn text(&self) -> Option<&crate::warning::Text> {
        let may = self.warning.tlp.may_be_mailed();
        Some(self.warning.content.text(self.lang).filter(|_| may)?.1)
    }

    fn subject(&self) -> String {
        let l = Words(self.lang);
        let what =
            self.text().map_or_else(|| l.mail_from(&self.authority.name), |text| text.headline.clone());
        format!("{}: {what}", texts::class_warning(l, self.warning.class))
    }

    fn sms(&self) -> String {
        let l = Words(self.lang);
        let what = l.staff_sms(&self.authority.name, &self.link, &self.organisation.name);
        format!("{}: {what}", texts::class_warning(l, self.warning.class))
    }

    fn body(&self) -> String {
        let l = Words(self.lang);
        let number = &self.warning.row.number;
        let mut parts = vec![l.staff_mail(&self.authority.name, number, &self.organisation.name)];
        match self.text() {
            Some(text) => parts.extend([text.headline.clone(), text.instruction.clone()]),
            None => parts.push(l.mail_hidden(self.warning.tlp.label())),
        }
        parts.push(format!("{}\n{}", l.staff_mail_read(), self.link));
        parts.push(l.mail_check(&self.authority.name, &self.check, number));
        parts.push(l.mail_no_password().to_owned());
        parts.retain(|part| !part.is_empty());
        parts.join("\n\n") + "\n"
    }
}
