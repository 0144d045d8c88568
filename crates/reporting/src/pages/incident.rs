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
use super::{Moment, brief, history};
use crate::commands::{self, Seen};
use crate::document::{self, Document};
use crate::incident::{Filing, Message, headline_context, message_context, open};
use crate::limits::MESSAGES_SHOWN;
use crate::store;
use crate::words::Words;

/// What was typed and refused, so that it can be shown again.
#[derive(Default)]
pub(super) struct Refused {
    /// The question that was being answered; empty when one was asked.
    pub(super) question: String,
    pub(super) text: String,
    pub(super) problem: Option<String>,
}

/// Everything both pages show.
struct Facts {
    seen: Seen,
    /// The newest filing.
    filing: Filing,
    filings: Vec<Filing>,
    document: Option<Document>,
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
}

#[derive(Deserialize)]
pub(super) struct Done {
    /// What was just done, so that the page can say so.
    #[serde(default)]
    done: String,
}

/// The incident page.
pub(super) async fn page(ctx: Ctx, Path(id): Path<String>, Query(done): Query<Done>) -> PageResult {
    show(&ctx, &id, &done.done, &Refused::default()).await
}

/// The page of an incident again, with what was typed and why it was refused.
pub(super) async fn refuse(ctx: &Ctx, id: &str, refused: &Refused) -> PageResult {
    let mut page = show(ctx, id, "", refused).await?;
    *page.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    Ok(page)
}

async fn show(ctx: &Ctx, id: &str, done: &str, refused: &Refused) -> PageResult {
    let seen = commands::open(ctx.kernel(), &ctx.principal, id, Action::ReadReport).await?;
    commands::note_reading(ctx.kernel(), &ctx.principal, &seen).await?;
    let facts = facts(ctx, seen).await?;
    let notice = notice(ctx, &facts, done);
    match facts.seen.relation {
        Relation::Own => own::show(ctx, &facts, refused, notice).await,
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
        ("answered", None) => l.incident_answered().to_owned(),
        _ => return None,
    };
    super::good(text)
}

async fn facts(ctx: &Ctx, seen: Seen) -> Result<Facts> {
    let kernel = ctx.kernel();
    let id = &seen.incident.id;
    let filings = store::filings(kernel, id).await?;
    let filing = filings.last().cloned().ok_or(Error::NotFound)?;
    let bytes = seen.incident.open(kernel, &document::context(&filing.id), &filing.sealed)?;
    let document = if bytes.is_empty() { None } else { Some(Document::read(&bytes)?) };
    let headline = headline(kernel, &seen, &filing).await?;
    let messages = messages(ctx, &seen).await?;
    let lines = journal::about(&kernel.db, &seen.incident.realm_id, id).await?;
    let names = names(kernel, &seen, &messages, &lines).await?;
    Ok(Facts { filing, filings, document, headline, messages, lines, names, seen })
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

    /// An authority's questions that have no answer.
    fn open_questions<'a>(&'a self, authority: &'a str) -> impl Iterator<Item = &'a Message> {
        self.messages.iter().filter(move |message| {
            message.authority_id == authority
                && message.is_question()
                && !self.messages.iter().any(|each| each.answers == message.id)
        })
    }

    /// The key of the next form in a thread. The page stays the same when it is fetched again, so the key
    /// follows from the session and from how far the thread is; the words themselves are part of what is
    /// compared, so that two forms with other words are never taken for one.
    fn form_key(&self, ctx: &Ctx, authority: &str) -> String {
        let count = self.messages.iter().filter(|message| message.authority_id == authority).count();
        let what = format!("{} {} {authority} {count}", ctx.session.id, self.seen.incident.id);
        ctx.kernel().vault.lookup("thread form", &what)
    }

    fn filings(&self, ctx: &Ctx) -> Vec<FilingView> {
        let l = Words(ctx.lang);
        let text = |filing: &Filing| {
            l.incident_filing(super::stage_name(l, &filing.stage), ctx.date_time(filing.filed_at))
        };
        self.filings.iter().map(|filing| FilingView { id: filing.id.clone(), text: text(filing) }).collect()
    }
}
