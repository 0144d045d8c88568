//! The incident as an authority sees it: what was reported, its own thread, and what it can do next.

use askama::Template;
use kernel::{Error, Result};
use web::{Ctx, Notice, PageResult};

use super::{Facts, FilingView, MessageView, Refused};
use crate::incident::Audience;
use crate::limits::DESK_ROLES;
use crate::pages::answers::{AnswerView, Reading, answers};
use crate::pages::desk::{clock, state_chip};
use crate::pages::history::{Step, history};
use crate::pages::{Chip, Moment, brief, kind_name, told};
use crate::words::Words;

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
    headline: &'a str,
    organisation: &'a str,
    kind: &'static str,
    city: &'a str,
    chip: Chip,
    reference: &'a str,
    is_acknowledged: bool,
    aware: Moment,
    filed: Moment,
    clock: String,
    answers: Vec<AnswerView>,
    thread: Vec<MessageView>,
    key: String,
    typed: &'a str,
    handler: String,
    colleagues: Vec<Colleague>,
    reasons: Vec<String>,
    history: Vec<Step>,
    filings: Vec<FilingView>,
}

pub(super) async fn show(ctx: &Ctx, facts: &Facts, refused: &Refused, notice: Option<Notice>) -> PageResult {
    let l = Words(ctx.lang);
    let seen = &facts.seen;
    let mine = seen.mine(&ctx.principal).ok_or(Error::NotFound)?;
    let reporter = facts.names.organisation(&seen.incident.organisation_id).ok_or(Error::NotFound)?;
    let handler = &mine.assigned_to;
    let page = DeskPage {
        l,
        token: ctx.token(),
        id: &seen.incident.id,
        problem: refused.problem.clone(),
        headline: &facts.headline,
        organisation: &reporter.name,
        kind: kind_name(l, reporter.kind),
        city: &reporter.city,
        chip: state_chip(ctx, &mine.state, &mine.waits_on, mine.due_at, &mine.assigned_to),
        reference: &mine.reference,
        is_acknowledged: mine.is_acknowledged(),
        aware: brief(ctx, facts.filing.aware_at),
        filed: brief(ctx, facts.filing.filed_at),
        clock: clock(ctx, mine.due_at),
        answers: facts
            .document
            .as_ref()
            .map_or_else(Vec::new, |document| answers(&Reading::of(ctx), document)),
        thread: facts.thread(ctx, &mine.authority_id),
        key: facts.form_key(ctx, &mine.authority_id),
        typed: &refused.text,
        handler: if handler.is_empty() { String::new() } else { facts.names.of_person(l, handler) },
        colleagues: colleagues(ctx, mine).await?,
        reasons: told::rules(mine).iter().map(|rule| rule.source.get(ctx.lang).to_owned()).collect(),
        history: history(ctx, seen.relation, &facts.lines, &facts.names),
        filings: facts.filings(ctx),
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
