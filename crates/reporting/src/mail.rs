//! E-mails that say that something waits, and nothing else: a mailbox is no safe place.

use std::collections::HashSet;

use directory::Member;
use kernel::access::Principal;
use kernel::time::Time;
use kernel::{Change, Kernel, Message, Result};
use l10n::{Lang, Zone};
use web::Settings;

use crate::incident::Incident;
use crate::limits::{DESK_ROLES, REPORTER_ROLES};
use crate::recipients::Addressee;
use crate::words::Words;

/// Somebody to be written to.
pub(crate) struct Letter {
    to: String,
    lang: Lang,
}

impl Letter {
    /// Says that something waits behind `link`: no name, no number, no word of the content.
    fn waiting(&self, link: &str) -> Message {
        let l = Words(self.lang);
        Message {
            to: self.to.clone(),
            subject: l.mail_waiting_subject().to_owned(),
            body: format!("{}\n\n{link}\n\n{}\n", l.mail_waiting_text(), l.mail_waiting_why()),
        }
    }

    /// Says that the term of a report ends, or has ended, and when: not whose report, to whom, or of what.
    pub(crate) fn term(&self, due: Time, now: Time, zone: &Zone, link: &str) -> Message {
        let l = Words(self.lang);
        let at = l10n::date_time(self.lang, due.timestamp(), zone);
        let (subject, text) = if due > now {
            (l.mail_term_ends_subject(), l.mail_term_ends_text(at))
        } else {
            (l.mail_term_passed_subject(), l.mail_term_passed_text(at))
        };
        Message {
            to: self.to.clone(),
            subject: subject.to_owned(),
            body: format!("{text}\n\n{link}\n\n{}\n", l.mail_waiting_why()),
        }
    }
}

/// Says to each that something waits at an incident's page.
pub(crate) fn say_waiting(change: &mut Change, settings: &Settings, incident_id: &str, letters: &[Letter]) {
    let link = link(settings, incident_id);
    letters.iter().for_each(|letter| change.send(letter.waiting(&link)));
}

/// Where an incident is read.
pub(crate) fn link(settings: &Settings, incident_id: &str) -> String {
    format!("{}/reports/{incident_id}", settings.public_url)
}

/// One letter for each person, however many seats they sit on; none to who has no address.
fn letters<'a>(members: impl IntoIterator<Item = &'a Member>, except: Option<&str>) -> Vec<Letter> {
    let mut seen = HashSet::new();
    members
        .into_iter()
        .filter(|member| !member.email.is_empty() && Some(member.person_id.as_str()) != except)
        .filter(|member| seen.insert(member.email.clone()))
        .map(|member| Letter { to: member.email.clone(), lang: member.lang })
        .collect()
}

/// To the desk of every authority that is told.
pub(crate) async fn to_authorities(kernel: &Kernel, told: &[&Addressee]) -> Result<Vec<Letter>> {
    let mut members = Vec::new();
    for addressee in told {
        members.extend(directory::members(kernel, &addressee.organisation.id, DESK_ROLES).await?);
    }
    Ok(letters(&members, None))
}

/// To the organisation that reported, except to who acts.
pub(crate) async fn to_reporter(
    kernel: &Kernel,
    incident: &Incident,
    principal: &Principal,
) -> Result<Vec<Letter>> {
    let members = directory::members(kernel, &incident.organisation_id, REPORTER_ROLES).await?;
    Ok(letters(&members, principal.person_id()))
}

/// To everybody who is told at an organisation that reported.
pub(crate) async fn to_organisation(kernel: &Kernel, organisation_id: &str) -> Result<Vec<Letter>> {
    let members = directory::members(kernel, organisation_id, REPORTER_ROLES).await?;
    Ok(letters(&members, None))
}

/// To the person who handles it at an authority; to the whole desk when nobody does, or they left.
pub(crate) async fn to_desk(kernel: &Kernel, authority: &str, handler: &str) -> Result<Vec<Letter>> {
    let members = directory::members(kernel, authority, DESK_ROLES).await?;
    let handled = to_person(&members, handler);
    Ok(if handled.is_empty() { letters(&members, None) } else { handled })
}

/// To one of several people.
pub(crate) fn to_person(members: &[Member], person_id: &str) -> Vec<Letter> {
    letters(members.iter().filter(|member| member.person_id == person_id), None)
}
