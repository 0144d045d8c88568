//! The incident as an authority sees it: what was reported, its own thread, and what it can do next.

use askama::Template;
use kernel::{Error, Result};
use web::{Ctx, Notice, PageResult};

use super::{DutyView, Facts, FilingView, MessageView, Refused};
use crate::incident::Audience;
use crate::limits::DESK_ROLES;
use crate::pages::answers::{AnswerView, Reading, answers};
use crate::pages::attachments::{self, AttachmentView};
use crate::pages::desk::{clock, state_chip};
use crate::pages::history::{Step, history};
use crate::pages::{Chip, Moment, brief, kind_name, told};
use crate::words::Words;

/// The reporter's question, and what was typed as its answer.
struct QuestionView {
    id: String,
    text: String,
    typed: String,
    wrong: Option<String>,
}

struct Colleague {
    id: String,
    name: String,
}

#[derive(Template)]
#[template(path = "incident_desk.html")]
struct DeskPage<'a> {
    l: Words,
    token: String,
    id: &'a str,
    problem: Option<String>,
    refused: &'a str,
    headline: &'a str,
    organisation: &'a str,
    kind: &'static str,
    city: &'a str,
    chip: Chip,
    reference: &'a str,
    is_acknowledged: bool,
    is_closed: bool,
    closed: String,
    duties: Vec<DutyView>,
    questions: Vec<QuestionView>,
    request_typed: &'a str,
    request_wrong: Option<String>,
    aware: Moment,
    filed: Moment,
    clock: String,
    answers: Vec<AnswerView>,
    thread: Vec<MessageView>,
    key: String,
    ask_wrong: Option<String>,
    typed: &'a str,
    handler: String,
    colleagues: Vec<Colleague>,
    reasons: Vec<String>,
    history: Vec<Step>,
    filings: Vec<FilingView>,
    attachments: Vec<AttachmentView>,
}

pub(super) async fn show(ctx: &Ctx, facts: &Facts, refused: &Refused, notice: Option<Notice>) -> PageResult {
    let l = Words(ctx.lang);
    let seen = &facts.seen;
    let mine = seen.mine(&ctx.principal).ok_or(Error::NotFound)?;
    let reporter = facts.names.organisation(&seen.incident.organisation_id).ok_or(Error::NotFound)?;
    let handler = &mine.assigned_to;
    let newest = facts.newest().ok_or(Error::NotFound)?;
    let wrong = |form: &str| refused.problem.clone().filter(|_| refused.form == form);
    let typed = |form: &str| if refused.form == form { refused.text.as_str() } else { "" };
    let questions = facts.open_questions(&mine.authority_id, false).map(|question| QuestionView {
        id: question.id.clone(),
        text: question.text.clone(),
        typed: typed(&question.id).to_owned(),
        wrong: wrong(&question.id),
    });
    let page = DeskPage {
        l,
        token: ctx.token(),
        id: &seen.incident.id,
        problem: refused.problem.clone(),
        refused: if refused.form == "ask" { "text" } else { &refused.form },
        headline: &facts.headline,
        organisation: &reporter.name,
        kind: kind_name(l, reporter.kind),
        city: &reporter.city,
        chip: state_chip(ctx, &mine.state, &mine.waits_on, mine.due_at, &mine.assigned_to),
        reference: &mine.reference,
        is_acknowledged: mine.is_acknowledged(),
        is_closed: mine.is_closed(),
        closed: mine.closed_at.map(|at| l.incident_closed_at(brief(ctx, at).text)).unwrap_or_default(),
        duties: facts.duties(ctx, Some(&mine.authority_id)),
        questions: questions.collect(),
        request_typed: typed("request"),
        request_wrong: wrong("request"),
        ask_wrong: wrong("ask"),
        aware: brief(ctx, newest.aware_at),
        filed: brief(ctx, newest.filed_at),
        clock: clock(ctx, mine.due_at),
        answers: facts
            .document
            .as_ref()
            .map_or_else(Vec::new, |document| answers(&Reading::of(ctx), document)),
        thread: facts.thread(ctx, &mine.authority_id),
        key: facts.form_key(ctx, &mine.authority_id),
        typed: typed("ask"),
        handler: if handler.is_empty() { String::new() } else { facts.names.of_person(l, handler) },
        colleagues: colleagues(ctx, mine).await?,
        reasons: told::rules(mine).iter().map(|rule| rule.source.get(ctx.lang).to_owned()).collect(),
        history: history(ctx, seen.relation, &seen.incident.organisation_id, &facts.lines, &facts.names),
        filings: facts.filings(ctx),
        attachments: attachments::list(ctx, seen).await?,
    };
    let ctx = Ctx { section: Some("/desk"), ..ctx.clone() };
    ctx.page_with(&facts.headline, &page, notice).await
}

/// Who else at the desk could handle it.
async fn colleagues(ctx: &Ctx, mine: &Audience) -> Result<Vec<Colleague>> {
    let members = directory::members(ctx.kernel(), &mine.authority_id, DESK_ROLES).await?;
    let mut colleagues: Vec<Colleague> = Vec::new();
    for member in members.into_iter().filter(|member| member.person_id != mine.assigned_to) {
        if colleagues.iter().all(|known| known.id != member.person_id) {
            colleagues.push(Colleague { id: member.person_id, name: member.name });
        }
    }
    Ok(colleagues)
}
