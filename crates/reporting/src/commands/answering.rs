//! What follows a filing: acknowledge, ask, answer, hand over.

use kernel::access::{Action, Principal, Relation};
use kernel::time::Time;
use kernel::{Change, Entry, Error, Kernel, Result, limits, new_id};
use web::Settings;

use super::duties;
use super::reading::{Seen, open};
use super::{form_key, reference, words, year};
use crate::incident::{ON_AUTHORITY, ON_REPORTER, message_context, portal_context};
use crate::limits::DESK_ROLES;
use crate::mail;
use crate::store::{self, thread::NewMessage};

/// Acknowledges an incident for the principal's authority, takes it, and gives it a reference. Doing it
/// again gives the same reference.
pub async fn acknowledge(
    kernel: &Kernel,
    settings: &Settings,
    principal: &Principal,
    incident_id: &str,
) -> Result<String> {
    let seen = open(kernel, principal, incident_id, Action::AcknowledgeReport).await?;
    if let Some(mine) = seen.mine(principal).filter(|mine| mine.is_acknowledged()) {
        return Ok(mine.reference.clone());
    }
    let letters = mail::to_reporter(kernel, &seen.incident, principal).await?;
    let mut change = kernel.begin(principal).await?;
    let Some(reference) = take(&mut change, settings, principal, &seen).await? else {
        let authority = &principal.seat.organisation_id;
        return store::audience::reference(&mut change, incident_id, authority).await;
    };
    mail::say_waiting(&mut change, settings, incident_id, &letters);
    change.commit().await?;
    Ok(reference)
}

/// Acknowledges inside a change; `None` when it was acknowledged before.
async fn take(
    change: &mut Change,
    settings: &Settings,
    principal: &Principal,
    seen: &Seen,
) -> Result<Option<String>> {
    let (incident, authority) = (&seen.incident.id, &principal.seat.organisation_id);
    let person = principal.person_id().unwrap_or_default();
    if !store::audience::acknowledge(change, incident, authority, &principal.actor(), person).await? {
        return Ok(None);
    }
    let year = year(change.at(), &settings.zone);
    let number = store::next_number(change, authority, "authority", &year).await?;
    let reference = reference(&year, number);
    store::audience::set_reference(change, incident, authority, &reference).await?;
    let entry = entry("report.acknowledged", seen, authority).with("reference", reference.as_str());
    change.record(entry);
    Ok(Some(reference))
}

/// An entry about one authority's part of an incident; both sides' open pages look again.
fn entry(verb: &'static str, seen: &Seen, authority: &str) -> Entry {
    Entry::new(verb, "incident", &seen.incident.id)
        .concerns(&seen.incident.organisation_id)
        .concerns(authority)
        .with("authority", authority)
}

/// Asks the reporter something; an incident not yet acknowledged is acknowledged with it. Sending the same
/// form again asks once.
///
/// # Errors
/// [`Error::Invalid`] when there are no words, or too many.
pub async fn ask(
    kernel: &Kernel,
    settings: &Settings,
    principal: &Principal,
    incident_id: &str,
    key: &str,
    text: &str,
) -> Result<()> {
    let seen = open(kernel, principal, incident_id, Action::AskReport).await?;
    let text = words(text)?;
    let authority = principal.seat.organisation_id.clone();
    let letters = mail::to_reporter(kernel, &seen.incident, principal).await?;
    let mut change = kernel.begin(principal).await?;
    let message = Words { kind: "question", authority: &authority, answers: "", key, text: &text };
    let Some(question) = message.write(kernel, &mut change, principal, &seen).await? else { return Ok(()) };
    take(&mut change, settings, principal, &seen).await?;
    store::audience::wait_on(&mut change, incident_id, &authority, ON_REPORTER).await?;
    change.record(entry("report.asked", &seen, &authority).with("question", question));
    mail::say_waiting(&mut change, settings, incident_id, &letters);
    change.commit().await?;
    Ok(())
}

/// Answers a question: the reporter an authority's, an authority the reporter's. Sending the same form again
/// answers once.
///
/// # Errors
/// [`Error::NotFound`] when there is no such question, [`Error::Invalid`] when there are no words, or too
/// many.
pub async fn answer(
    kernel: &Kernel,
    settings: &Settings,
    principal: &Principal,
    incident_id: &str,
    question: &str,
    key: &str,
    text: &str,
) -> Result<()> {
    let seen = open(kernel, principal, incident_id, Action::AnswerReport).await?;
    let (authority, asker) =
        store::thread::asker(kernel, incident_id, question).await?.ok_or(Error::NotFound)?;
    let (own, is_reporter) = (&principal.seat.organisation_id, seen.relation == Relation::Own);
    // Nobody answers themselves, and no authority reads another's thread.
    if asker == *own || (!is_reporter && authority != *own) {
        return Err(Error::NotFound);
    }
    let text = words(text)?;
    let letters = if is_reporter {
        mail::to_desk(kernel, &authority, handler(&seen, &authority)).await?
    } else {
        mail::to_reporter(kernel, &seen.incident, principal).await?
    };
    let mut change = kernel.begin(principal).await?;
    let message = Words { kind: "answer", authority: &authority, answers: question, key, text: &text };
    let Some(answer) = message.write(kernel, &mut change, principal, &seen).await? else { return Ok(()) };
    let next = if is_reporter { ON_AUTHORITY } else { "" };
    store::audience::wait_on(&mut change, incident_id, &authority, next).await?;
    let entry = entry("report.answered", &seen, &authority).with("answer", answer);
    change.record(entry.with("question", question));
    mail::say_waiting(&mut change, settings, incident_id, &letters);
    change.commit().await?;
    Ok(())
}

fn handler<'a>(seen: &'a Seen, authority: &str) -> &'a str {
    let told = seen.audience.iter().find(|each| each.authority_id == authority);
    told.map_or("", |each| each.assigned_to.as_str())
}

/// Writes to an authority unasked: a question of the reporter's, which the authority answers. Sending the
/// same form again writes once.
///
/// # Errors
/// [`Error::NotFound`] when the authority was not told, [`Error::Invalid`] when there are no words, or too
/// many.
pub async fn write(
    kernel: &Kernel,
    settings: &Settings,
    principal: &Principal,
    incident_id: &str,
    authority: &str,
    key: &str,
    text: &str,
) -> Result<()> {
    let seen = open(kernel, principal, incident_id, Action::WriteReport).await?;
    if !seen.audience.iter().any(|each| each.authority_id == authority) {
        return Err(Error::NotFound);
    }
    let text = words(text)?;
    let letters = mail::to_desk(kernel, authority, handler(&seen, authority)).await?;
    let mut change = kernel.begin(principal).await?;
    let message = Words { kind: "question", authority, answers: "", key, text: &text };
    let Some(question) = message.write(kernel, &mut change, principal, &seen).await? else { return Ok(()) };
    store::audience::wait_on(&mut change, incident_id, authority, ON_AUTHORITY).await?;
    change.record(entry("report.written", &seen, authority).with("question", question));
    mail::say_waiting(&mut change, settings, incident_id, &letters);
    change.commit().await?;
    Ok(())
}

/// Asks the reporter for an intermediate report by `due` (NIS2 art. 23(4)(c)). Sending the same form again
/// asks once.
///
/// # Errors
/// [`Error::Invalid`] when there are no words, or too many, or the moment does not lie ahead.
pub async fn request_report(
    kernel: &Kernel,
    settings: &Settings,
    principal: &Principal,
    incident_id: &str,
    key: &str,
    text: &str,
    due: Time,
) -> Result<()> {
    let seen = open(kernel, principal, incident_id, Action::RequestReport).await?;
    let text = words(text)?;
    let authority = principal.seat.organisation_id.clone();
    let letters = mail::to_reporter(kernel, &seen.incident, principal).await?;
    let mut change = kernel.begin(principal).await?;
    if due <= change.at() {
        return Err(Error::Invalid { field: "due".into(), message: String::new() });
    }
    let message = Words { kind: "request", authority: &authority, answers: "", key, text: &text };
    let Some(request) = message.write(kernel, &mut change, principal, &seen).await? else { return Ok(()) };
    take(&mut change, settings, principal, &seen).await?;
    duties::request(&mut change, incident_id, &authority, due).await?;
    store::audience::wait_on(&mut change, incident_id, &authority, ON_REPORTER).await?;
    change.record(entry("report.requested", &seen, &authority).with("request", request).with("due", due.0));
    mail::say_waiting(&mut change, settings, incident_id, &letters);
    change.commit().await?;
    Ok(())
}

/// Closes an incident for the principal's authority. Closing it again changes nothing.
///
/// # Errors
/// [`Error::Conflict`] when it was not acknowledged yet.
pub async fn close(
    kernel: &Kernel,
    settings: &Settings,
    principal: &Principal,
    incident_id: &str,
) -> Result<()> {
    let seen = open(kernel, principal, incident_id, Action::CloseReport).await?;
    let mine = seen.mine(principal).ok_or(Error::NotFound)?;
    if mine.is_closed() {
        return Ok(());
    }
    if !mine.is_acknowledged() {
        return Err(Error::Conflict("not acknowledged".into()));
    }
    let letters = mail::to_reporter(kernel, &seen.incident, principal).await?;
    let authority = &principal.seat.organisation_id;
    let mut change = kernel.begin(principal).await?;
    if store::audience::close(&mut change, incident_id, authority).await? {
        change.record(entry("report.closed", &seen, authority));
        mail::say_waiting(&mut change, settings, incident_id, &letters);
        change.commit().await?;
    }
    Ok(())
}

/// Opens again what the principal's authority had closed.
pub async fn reopen(kernel: &Kernel, principal: &Principal, incident_id: &str) -> Result<()> {
    let seen = open(kernel, principal, incident_id, Action::CloseReport).await?;
    let authority = &principal.seat.organisation_id;
    let mut change = kernel.begin(principal).await?;
    if store::audience::reopen(&mut change, incident_id, authority).await? {
        change.record(entry("report.reopened", &seen, authority));
        change.commit().await?;
    }
    Ok(())
}

/// Keeps the number that an authority's own portal gave.
///
/// # Errors
/// [`Error::NotFound`] when the authority was not told, [`Error::Invalid`] when it is longer than a line.
pub async fn note_portal_reference(
    kernel: &Kernel,
    principal: &Principal,
    incident_id: &str,
    authority: &str,
    number: &str,
) -> Result<()> {
    let seen = open(kernel, principal, incident_id, Action::FollowUpReport).await?;
    let number = number.trim();
    if number.chars().count() > limits::LINE_CHARS {
        return Err(Error::Invalid { field: "number".into(), message: String::new() });
    }
    let context = portal_context(incident_id, authority);
    let sealed = kernel.vault.seal(&seen.incident.seal_key, &context, number)?;
    let mut change = kernel.begin(principal).await?;
    if !store::audience::set_portal_reference(&mut change, incident_id, authority, &sealed).await? {
        return Err(Error::NotFound);
    }
    let entry = Entry::new("report.portal_noted", "incident", incident_id);
    change.record(entry.concerns(&seen.incident.organisation_id).with("authority", authority));
    change.commit().await?;
    Ok(())
}

/// Words for a thread.
struct Words<'a> {
    kind: &'static str,
    authority: &'a str,
    answers: &'a str,
    key: &'a str,
    text: &'a str,
}

impl Words<'_> {
    /// Writes them; `None` when the same form was sent before.
    async fn write(
        &self,
        kernel: &Kernel,
        change: &mut Change,
        principal: &Principal,
        seen: &Seen,
    ) -> Result<Option<String>> {
        let id = new_id();
        let message = NewMessage {
            id: &id,
            realm_id: &principal.realm.id,
            incident_id: &seen.incident.id,
            authority_id: self.authority,
            kind: self.kind,
            answers: self.answers,
            author: &principal.actor(),
            organisation_id: &principal.seat.organisation_id,
            sealed: &kernel.vault.seal(&seen.incident.seal_key, &message_context(&id), self.text)?,
            form_key: &self.sent_key(kernel, principal, &seen.incident.id)?,
        };
        Ok(store::thread::insert(change, &message).await?.then_some(id))
    }

    /// What tells a form sent twice from another: its key and its words, so that no other words are ever
    /// taken for a repetition.
    fn sent_key(&self, kernel: &Kernel, principal: &Principal, incident: &str) -> Result<String> {
        let purpose = format!("{} {incident} {}", self.kind, self.answers);
        let key = form_key(kernel, principal, &purpose, self.key)?;
        Ok(kernel.vault.lookup("message", &format!("{key} {}", self.text)))
    }
}

/// Hands an incident over to a colleague at the same authority, or takes it back. Giving it to whoever has
/// it changes nothing.
///
/// # Errors
/// [`Error::Invalid`] when the person does not sit at this desk.
pub async fn assign(
    kernel: &Kernel,
    settings: &Settings,
    principal: &Principal,
    incident_id: &str,
    person_id: &str,
) -> Result<()> {
    let seen = open(kernel, principal, incident_id, Action::AssignReport).await?;
    let authority = &principal.seat.organisation_id;
    let colleagues = directory::members(kernel, authority, DESK_ROLES).await?;
    if colleagues.iter().all(|member| member.person_id != person_id) {
        return Err(Error::Invalid { field: "person".into(), message: String::new() });
    }
    let mut change = kernel.begin(principal).await?;
    if !store::audience::assign(&mut change, incident_id, authority, person_id).await? {
        return Ok(());
    }
    // Who handles it is the authority's own affair: the reporter's pages need not look again.
    let entry = Entry::new("report.assigned", "incident", &seen.incident.id);
    change.record(entry.concerns(authority).with("authority", authority.as_str()).with("person", person_id));
    if principal.person_id() != Some(person_id) {
        let letters = mail::to_person(&colleagues, person_id);
        mail::say_waiting(&mut change, settings, incident_id, &letters);
    }
    change.commit().await?;
    Ok(())
}
