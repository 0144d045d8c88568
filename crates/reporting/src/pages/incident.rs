//! An incident: for its owner, and for an authority that was told.

mod desk;
mod own;

use axum::extract::{Path, Query};
use axum::http::StatusCode;
use kernel::access::{Action, Relation};
use kernel::journal::{self, Line};
use kernel::{Error, Kernel, Result};
use serde::Deserialize;
use web::{Ctx, Notice, PageResult};

use super::names::Names;
use super::{Chip, Moment, brief, chip, history};
use crate::commands::{self, Reading, Seen};
use crate::document::Document;
use crate::incident::{Duty, Filing, Message, headline_context, message_context, open};
use crate::limits::MESSAGES_SHOWN;
use crate::store;
use crate::words::Words;

/// What was typed and refused, so that it can be shown again.
#[derive(Default)]
pub(super) struct Refused {
    /// Which form it was: a question's identifier for its answer, `ask`, `request`, `ended`, or the identifier
    /// of the authority that was written to.
    pub(super) form: String,
    pub(super) text: String,
    pub(super) problem: Option<String>,
}

/// Everything both pages show.
struct Facts {
    seen: Seen,
    /// Every filing this reader may see, the first first.
    filings: Vec<Reading>,
    /// The newest of them; `None` once erased.
    document: Option<Document>,
    duties: Vec<Duty>,
    headline: String,
    messages: Vec<Message>,
    lines: Vec<Line>,
    names: Names,
}

/// One message as shown.
struct MessageView {
    id: String,
    author: String,
    organisation: String,
    at: Moment,
    text: String,
    is_own: bool,
}

/// A link to a filing.
struct FilingView {
    id: String,
    text: String,
    is_correction: bool,
    /// Where it is corrected.
    correct: String,
}

/// What is owed, or was, and how it stands.
struct DutyView {
    chip: Chip,
    text: String,
    when: String,
}

#[derive(Deserialize)]
pub(super) struct Done {
    /// What was just done, so that the page can say so.
    #[serde(default)]
    done: String,
    /// The copy on the device that is no longer needed.
    #[serde(default)]
    discarded: String,
}

/// The incident page.
pub(super) async fn page(ctx: Ctx, Path(id): Path<String>, Query(done): Query<Done>) -> PageResult {
    show(&ctx, &id, &done, &Refused::default()).await
}

/// The page of an incident again, with what was typed and why it was refused.
pub(super) async fn refuse(ctx: &Ctx, id: &str, refused: &Refused) -> PageResult {
    let mut page = show(ctx, id, &Done { done: String::new(), discarded: String::new() }, refused).await?;
    *page.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    Ok(page)
}

async fn show(ctx: &Ctx, id: &str, done: &Done, refused: &Refused) -> PageResult {
    let seen = commands::open(ctx.kernel(), &ctx.principal, id, Action::ReadReport).await?;
    commands::note_reading(ctx.kernel(), &ctx.principal, &seen).await?;
    let facts = facts(ctx, seen).await?;
    let notice = notice(ctx, &facts, &done.done);
    match facts.seen.relation {
        Relation::Own => own::show(ctx, &facts, refused, notice, &done.discarded).await,
        _ => desk::show(ctx, &facts, refused, notice).await,
    }
}

fn notice(ctx: &Ctx, facts: &Facts, done: &str) -> Option<Notice> {
    let l = Words(ctx.lang);
    let mine = facts.seen.mine(&ctx.principal);
    let text = match (done, mine) {
        ("acknowledged", Some(mine)) => l.incident_acknowledged(&mine.reference),
        ("asked", Some(_)) => l.incident_asked().to_owned(),
        ("assigned", Some(mine)) => l.incident_assigned(facts.names.of_person(l, &mine.assigned_to)),
        ("answered", _) => l.incident_answered().to_owned(),
        ("requested", Some(_)) => l.incident_requested().to_owned(),
        ("closed", Some(_)) => l.incident_closed().to_owned(),
        ("reopened", Some(_)) => l.incident_reopened().to_owned(),
        ("written", None) => l.incident_written().to_owned(),
        ("filed", None) => l.incident_filed().to_owned(),
        ("filed_already", None) => l.incident_filed_already().to_owned(),
        ("kept", None) => l.incident_kept().to_owned(),
        ("discarded", None) => l.incident_discarded().to_owned(),
        ("ended", None) => l.incident_ended().to_owned(),
        ("decided", None) => l.incident_decided().to_owned(),
        _ => return None,
    };
    super::good(text)
}

async fn facts(ctx: &Ctx, seen: Seen) -> Result<Facts> {
    let kernel = ctx.kernel();
    let id = &seen.incident.id;
    let filings = commands::readings(kernel, &ctx.principal, &seen).await?;
    let newest = filings.last().ok_or(Error::NotFound)?;
    let document = newest.document()?;
    let headline = headline(kernel, &seen, &newest.filing).await?;
    let messages = messages(ctx, &seen).await?;
    let lines = journal::about(&kernel.db, &seen.incident.realm_id, id).await?;
    let names = names(kernel, &seen, &messages, &lines).await?;
    let mut duties = store::duties::of_incident(kernel, id).await?;
    if let Some(mine) = seen.mine(&ctx.principal).filter(|_| seen.relation != Relation::Own) {
        duties.retain(|duty| duty.authority_id == mine.authority_id);
    }
    Ok(Facts { filings, document, duties, headline, messages, lines, names, seen })
}

/// Everybody the page may name.
async fn names(kernel: &Kernel, seen: &Seen, messages: &[Message], lines: &[Line]) -> Result<Names> {
    let steps = history::people(lines);
    let owner = seen.incident.organisation_id.as_str();
    let told = seen.audience.iter().map(|each| each.authority_id.as_str());
    let authors = messages.iter().map(|message| message.author.as_str());
    let handlers = seen.audience.iter().map(|each| each.assigned_to.as_str());
    let people: Vec<&str> = steps.iter().map(String::as_str).chain(authors).chain(handlers).collect();
    Names::look_up(kernel, told.chain([owner]), people).await
}

async fn headline(kernel: &Kernel, seen: &Seen, filing: &Filing) -> Result<String> {
    let sealed = store::sealed_headline(kernel, &filing.id).await?;
    seen.incident.open(kernel, &headline_context(&filing.id), &sealed)
}

/// The messages this reader may see: the owner all, an authority its own thread.
async fn messages(ctx: &Ctx, seen: &Seen) -> Result<Vec<Message>> {
    let (kernel, id) = (ctx.kernel(), &seen.incident.id);
    let rows = match seen.relation {
        Relation::Own => store::thread::all(kernel, id, MESSAGES_SHOWN).await?,
        _ => {
            let authority = &ctx.principal.seat.organisation_id;
            store::thread::of_authority(kernel, id, authority, MESSAGES_SHOWN).await?
        }
    };
    let read = |row: store::thread::MessageRow| {
        Ok(Message {
            text: open(kernel, &seen.incident.seal_key, &message_context(&row.id), &row.sealed)?,
            id: row.id,
            authority_id: row.authority_id,
            kind: row.kind,
            answers: row.answers,
            author: row.author,
            organisation_id: row.organisation_id,
            at: row.at,
        })
    };
    rows.into_iter().map(read).collect()
}

impl Facts {
    /// One authority's thread.
    fn thread(&self, ctx: &Ctx, authority: &str) -> Vec<MessageView> {
        let l = Words(ctx.lang);
        let view = |message: &Message| MessageView {
            id: message.id.clone(),
            author: self.names.of_person(l, &message.author),
            organisation: self.names.of_organisation(&message.organisation_id).to_owned(),
            at: brief(ctx, message.at),
            text: message.text.clone(),
            is_own: message.organisation_id == ctx.principal.seat.organisation_id,
        };
        self.messages.iter().filter(|message| message.authority_id == authority).map(view).collect()
    }

    /// Questions in an authority's thread that have no answer: the authority's own, or the reporter's.
    fn open_questions<'a>(
        &'a self,
        authority: &'a str,
        of_authority: bool,
    ) -> impl Iterator<Item = &'a Message> {
        self.messages.iter().filter(move |message| {
            message.authority_id == authority
                && message.is_question()
                && (message.organisation_id == authority) == of_authority
                && !self.messages.iter().any(|each| each.answers == message.id)
        })
    }

    /// The newest filing this reader may see.
    fn newest(&self) -> Option<&Filing> {
        self.filings.last().map(|reading| &reading.filing)
    }

    /// The key of the next form in a thread. The page stays the same when it is fetched again, so the key
    /// follows from the session and from how far the thread is; the words themselves are part of what is
    /// compared, so that two forms with other words are never taken for one.
    fn form_key(&self, ctx: &Ctx, authority: &str) -> String {
        let count = self.messages.iter().filter(|message| message.authority_id == authority).count();
        let what = format!("{} {} {authority} {count}", ctx.session.id, self.seen.incident.id);
        ctx.kernel().vault.lookup("thread form", &what)
    }

    /// The filings, the newest first.
    fn filings(&self, ctx: &Ctx) -> Vec<FilingView> {
        let l = Words(ctx.lang);
        let view = |reading: &Reading| {
            let filing = &reading.filing;
            let stage = super::stage_name(l, &filing.stage);
            let is_correction = !filing.corrects.is_empty();
            let stage = if is_correction { l.filing_correction(stage) } else { stage.to_owned() };
            let text = l.incident_filing(stage, ctx.date_time(filing.filed_at));
            let correct = super::stage::path(&filing.incident_id, &filing.stage, "", &filing.id);
            FilingView { id: filing.id.clone(), text, is_correction, correct }
        };
        self.filings.iter().rev().map(view).collect()
    }

    /// What is owed to one authority, or to all.
    fn duties(&self, ctx: &Ctx, authority: Option<&str>) -> Vec<DutyView> {
        let is_wanted = |duty: &&Duty| authority.is_none_or(|authority| duty.authority_id == authority);
        self.duties.iter().filter(is_wanted).map(|duty| duty_view(ctx, duty)).collect()
    }
}

fn duty_view(ctx: &Ctx, duty: &Duty) -> DutyView {
    let l = Words(ctx.lang);
    let due = duty.due_at.map(|due| brief(ctx, due).text).unwrap_or_default();
    let chip = match duty.state.as_str() {
        "met" => chip("green", "✓", l.duty_met()),
        "late" => chip("amber", "▲", l.duty_met_late()),
        "waiting" => chip("grey", "○", l.duty_waiting()),
        _ if duty.is_overdue(ctx.now()) => chip("red", "▲", l.duty_overdue()),
        _ => chip("amber", "◷", l.duty_running()),
    };
    let when = match (duty.state.as_str(), duty.due_at) {
        ("met" | "late", _) => {
            let met = duty.met_at.map(|at| brief(ctx, at).text).unwrap_or_default();
            l.duty_filed_at(due, met)
        }
        (_, None) if duty.anchor == "notification" => l.duty_after_notification().to_owned(),
        (_, None) => l.duty_after_handling().to_owned(),
        (_, Some(at)) => l.duty_due(due, super::desk::clock(ctx, Some(at))),
    };
    DutyView { chip, text: super::stage_name(l, &duty.stage).to_owned(), when }
}
