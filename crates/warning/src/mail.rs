//! What people are sent: that a warning waits, how to answer it in five seconds, and how to check that it is
//! genuine. Its words only where the whole community may know them.

use directory::{Contact, Organisation};
use kernel::{Change, Message};

use crate::commands::Warning;
use crate::ladder::Means;
use crate::texts;
use crate::warning::Kind;
use crate::words::Words;

/// One person's message of a warning.
pub(crate) struct Letter<'a> {
    pub warning: &'a Warning,
    pub authority: &'a Organisation,
    pub contact: &'a Contact,
    /// Where they answer.
    pub link: &'a str,
    /// The code by which the warning is checked on the telephone.
    pub check: &'a str,
}

impl Letter<'_> {
    /// Sends it by one means, to every address of the person.
    pub(crate) fn send(&self, change: &mut Change, means: Means) {
        match means {
            Means::Email => {
                for to in crate::commands::addresses(self.contact, means) {
                    change.send(Message { to: to.to_owned(), subject: self.subject(), body: self.body() });
                }
            }
            Means::Sms | Means::Telephone => {}
        }
    }

    /// What it is, in a few words; its headline where that may stand in a mailbox.
    fn subject(&self) -> String {
        let l = Words(self.contact.lang);
        let what = match self.headline() {
            Some(headline) => headline.to_owned(),
            None => l.mail_from(&self.authority.name),
        };
        format!("{}: {what}", self.label())
    }

    fn label(&self) -> String {
        let l = Words(self.contact.lang);
        match self.warning.kind {
            Kind::Alert => texts::class_warning(l, self.warning.class).to_owned(),
            Kind::Update => l.mail_update(&self.warning.row.number),
            Kind::Cancel => l.mail_cancel(&self.warning.row.number),
        }
    }

    fn headline(&self) -> Option<&str> {
        let may = self.warning.tlp.may_be_mailed();
        let text = self.warning.content.text(self.contact.lang).filter(|_| may)?;
        Some(&text.1.headline)
    }

    fn body(&self) -> String {
        let l = Words(self.contact.lang);
        let mut parts = vec![l.mail_warns(&self.authority.name, &self.warning.row.number)];
        if let Some((_, text)) =
            self.warning.content.text(self.contact.lang).filter(|_| self.warning.tlp.may_be_mailed())
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
