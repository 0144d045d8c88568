//! What a recipient gets: the message's words, its headers, and on an exercise's post the word EXERCISE.

use kernel::time::Time;
use kernel::{Channel, Error, Message, Result};
use lettre::address::Envelope;
use lettre::message::header::{ContentType, Header, HeaderName, HeaderValue};
use lettre::message::{Mailbox, MessageBuilder};
use lettre::{Address, message::dkim::DkimConfig};

/// EXERCISE in every language of the program: a message does not say which one its reader reads.
pub(crate) const EXERCISE: &str = "EXERCISE · OEFENING · EXERCICE · ÜBUNG";

/// A message with the outbox row it comes from.
pub(crate) struct Letter {
    /// The outbox row's identifier.
    pub(crate) id: String,
    /// The way it goes.
    pub(crate) channel: Channel,
    /// The identifier of the person whom it is for; empty when nobody's.
    pub(crate) person: String,
    /// To whom, and what.
    pub(crate) message: Message,
}

/// Whom mail is from.
pub(crate) struct Sender {
    /// Whom its reader sees.
    pub(crate) from: Mailbox,
    /// Where the mail that could not be delivered comes back; `None` for the address its reader sees.
    pub(crate) bounces: Option<Address>,
    /// What signs it.
    pub(crate) dkim: Option<DkimConfig>,
}

impl Sender {
    /// The envelope's sender: one of its own for each letter (VERP), so that what comes back names it.
    fn envelope_from(&self, id: &str) -> Result<Address> {
        let Some(bounces) = &self.bounces else { return Ok(self.from.email.clone()) };
        let own = Address::new(format!("{}+{id}", bounces.user()), bounces.domain());
        Ok(own.map_err(anyhow::Error::from)?)
    }
}

impl Letter {
    /// The same letter with EXERCISE before its subject, and on the first line of its text. What is for a
    /// program stays as it is: it is JSON, and its subject says it to whoever reads it.
    pub(crate) fn marked_as_exercise(mut self) -> Self {
        self.message.subject = format!("[{EXERCISE}] {}", self.message.subject).trim_end().to_owned();
        if self.channel != Channel::Webhook {
            self.message.body = format!("{EXERCISE}\n\n{}", self.message.body);
        }
        self
    }

    /// As it goes over the wire. The Message-ID is made of the row's identifier, so a letter handed over
    /// twice after a crash is recognised as one.
    ///
    /// # Errors
    /// [`Error::Invalid`] when the recipient's address is none.
    pub(crate) fn to_mail(&self, sender: &Sender, at: Time) -> Result<lettre::Message> {
        // Why it is none would repeat it: an address is not for logs.
        let address: Address = self.message.to.parse().ok().ok_or_else(|| Error::Invalid {
            field: "to".into(),
            message: "the recipient's address is no e-mail address".into(),
        })?;
        let envelope = Envelope::new(Some(sender.envelope_from(&self.id)?), vec![address.clone()]);
        let builder: MessageBuilder = lettre::Message::builder()
            .from(sender.from.clone())
            .to(Mailbox::new(None, address))
            .envelope(envelope.map_err(anyhow::Error::from)?)
            // A line break in a subject would begin another header.
            .subject(self.message.subject.replace(['\r', '\n'], " "))
            .date(at.timestamp().into())
            .message_id(Some(self.message_id(&sender.from)))
            .header(AutoSubmitted)
            .header(ContentType::TEXT_PLAIN);
        let mut mail = builder.body(self.message.body.clone()).map_err(anyhow::Error::from)?;
        if let Some(dkim) = &sender.dkim {
            mail.sign(dkim);
        }
        Ok(mail)
    }

    fn message_id(&self, from: &Mailbox) -> String {
        format!("<{}@{}>", self.id, from.email.domain())
    }
}

/// RFC 3834, section 5: a program wrote this, so no out-of-office answer is due.
#[derive(Clone)]
struct AutoSubmitted;

impl Header for AutoSubmitted {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> std::result::Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "auto-generated".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn letter(to: &str, subject: &str) -> Letter {
        let message =
            Message { to: to.into(), subject: subject.into(), body: "Er wacht één melding.".into() };
        Letter { id: "0198".into(), channel: Channel::Email, person: String::new(), message }
    }

    fn sender() -> Sender {
        Sender { from: "Paraat <paraat@zorg.example>".parse().unwrap(), bounces: None, dkim: None }
    }

    fn sent(letter: &Letter) -> String {
        String::from_utf8(letter.to_mail(&sender(), Time(1_795_397_400_000)).unwrap().formatted()).unwrap()
    }

    #[test]
    fn a_letter_has_the_headers_of_automatic_mail() {
        let text = sent(&letter("an@lab.example", "Er wacht iets"));
        for line in [
            "From: Paraat <paraat@zorg.example>\r\n",
            "To: an@lab.example\r\n",
            "Subject: Er wacht iets\r\n",
            "Message-ID: <0198@zorg.example>\r\n",
            "Auto-Submitted: auto-generated\r\n",
            "Date: Mon, 23 Nov 2026 01:30:00 +0000\r\n",
            "Content-Type: text/plain; charset=utf-8\r\n",
        ] {
            assert!(text.contains(line), "{line:?} is not in\n{text}");
        }
    }

    #[test]
    fn a_subject_never_adds_a_header() {
        let text = sent(&letter("an@lab.example", "One\r\nBcc: all@lab.example"));
        assert!(!text.contains("\r\nBcc:"), "{text}");
    }

    #[test]
    fn an_exercise_is_named_in_subject_and_first_line() {
        let marked = letter("an@lab.example", "Er wacht iets").marked_as_exercise();
        assert_eq!(marked.message.subject, "[EXERCISE · OEFENING · EXERCICE · ÜBUNG] Er wacht iets");
        assert!(marked.message.body.starts_with("EXERCISE · OEFENING · EXERCICE · ÜBUNG\n"));
    }

    #[test]
    fn an_exercise_leaves_json_as_it_is() {
        let mut webhook = letter("https://lab.example", "");
        (webhook.channel, webhook.message.body) = (Channel::Webhook, "{}".into());
        let marked = webhook.marked_as_exercise();
        assert_eq!((&*marked.message.body, &*marked.message.subject), ("{}", &*format!("[{EXERCISE}]")));
    }

    #[test]
    fn what_comes_back_names_the_letter() {
        let mut sender = sender();
        let from = |sender: &Sender| {
            let mail = letter("an@lab.example", "x").to_mail(sender, Time(0)).unwrap();
            mail.envelope().from().unwrap().to_string()
        };
        assert_eq!(from(&sender), "paraat@zorg.example");
        sender.bounces = Some("bounces@zorg.example".parse().unwrap());
        assert_eq!(from(&sender), "bounces+0198@zorg.example");
    }

    #[test]
    fn what_is_no_address_is_refused() {
        for to in ["", "an", "an@", "a b@lab.example", "an@lab.example\r\nRCPT TO:<x@y.example>"] {
            assert!(letter(to, "x").to_mail(&sender(), Time(0)).is_err(), "{to:?}");
        }
    }
}
