//! The incident as its owner sees it: each authority, the open questions, who can see it and who has.

use askama::Template;
use kernel::Result;
use web::{Ctx, Notice, PageResult};

use super::{Facts, FilingView, MessageView, Refused};
use crate::incident::{Audience, ON_REPORTER};
use crate::limits::READERS_SHOWN;
use crate::pages::answers::{AnswerView, Reading, answers};
use crate::pages::history::{Step, history};
use crate::pages::names::Names;
use crate::pages::{Chip, Moment, brief, chip};
use crate::store;
use crate::words::Words;

struct QuestionView {
    id: String,
    text: String,
    typed: String,
    is_refused: bool,
}

struct AuthorityView {
    id: String,
    name: String,
    chip: Chip,
    when: String,
    due: String,
    thread: Vec<MessageView>,
    questions: Vec<QuestionView>,
    key: String,
}

struct ReaderView {
    name: String,
    organisation: String,
    at: Moment,
}

#[derive(Template)]
#[template(path = "incident_own.html")]
struct OwnPage<'a> {
    l: Words,
    token: String,
    id: &'a str,
    problem: Option<String>,
    /// The question whose answer was refused; empty for none.
    refused: &'a str,
    headline: &'a str,
    number: &'a str,
    aware: Moment,
    filed: Moment,
    authorities: Vec<AuthorityView>,
    answers: Vec<AnswerView>,
    readers: Vec<ReaderView>,
    history: Vec<Step>,
    filings: Vec<FilingView>,
}

pub(super) async fn show(ctx: &Ctx, facts: &Facts, refused: &Refused, notice: Option<Notice>) -> PageResult {
    let seen = &facts.seen;
    let page = OwnPage {
        l: Words(ctx.lang),
        token: ctx.token(),
        id: &seen.incident.id,
        problem: refused.problem.clone(),
        refused: &refused.question,
        headline: &facts.headline,
        number: &seen.incident.number,
        aware: brief(ctx, facts.filing.aware_at),
        filed: brief(ctx, facts.filing.filed_at),
        authorities: seen.audience.iter().map(|each| authority(ctx, facts, each, refused)).collect(),
        answers: facts
            .document
            .as_ref()
            .map_or_else(Vec::new, |document| answers(&Reading::of(ctx), document)),
        readers: readers(ctx, &seen.incident.id).await?,
        history: history(ctx, seen.relation, &facts.lines, &facts.names),
        filings: facts.filings(ctx),
    };
    ctx.page_with(&facts.headline, &page, notice).await
}

fn authority(ctx: &Ctx, facts: &Facts, each: &Audience, refused: &Refused) -> AuthorityView {
    let l = Words(ctx.lang);
    let id = &each.authority_id;
    let questions = facts.open_questions(id).map(|question| QuestionView {
        id: question.id.clone(),
        text: question.text.clone(),
        is_refused: refused.question == question.id,
        typed: if refused.question == question.id { refused.text.clone() } else { String::new() },
    });
    let when = match each.acknowledged_at {
        Some(at) => {
            let time = brief(ctx, at).text;
            l.incident_status_acknowledged_at(&each.reference, time)
        }
        None => l.incident_status_told_at(brief(ctx, each.since).text),
    };
    AuthorityView {
        name: facts.names.of_organisation(id).to_owned(),
        chip: status(l, each),
        when,
        due: due(ctx, facts, each),
        thread: facts.thread(ctx, id),
        questions: questions.collect(),
        key: facts.form_key(ctx, id),
        id: id.clone(),
    }
}

fn status(l: Words, each: &Audience) -> Chip {
    if each.waits_on == ON_REPORTER {
        chip("amber", "?", l.incident_asks_you())
    } else if each.is_acknowledged() {
        chip("green", "✓", l.incident_status_acknowledged(&each.reference))
    } else {
        chip("grey", "○", l.incident_status_told())
    }
}

fn due(ctx: &Ctx, facts: &Facts, each: &Audience) -> String {
    let l = Words(ctx.lang);
    let Some(due) = each.due_at else { return String::new() };
    if !each.is_late(ctx.now()) {
        return l.incident_answer_due(ctx.date_time(due));
    }
    let telephone = facts.names.organisation(&each.authority_id).map_or("", |found| found.telephone.as_str());
    l.incident_answer_late(telephone, ctx.date_time(due))
}

/// Who has read it, with what they are called now.
async fn readers(ctx: &Ctx, id: &str) -> Result<Vec<ReaderView>> {
    let readers = store::audience::readers(ctx.kernel(), id, READERS_SHOWN).await?;
    let organisations = readers.iter().map(|reader| reader.organisation_id.as_str());
    let people = readers.iter().map(|reader| reader.person_id.as_str());
    let names = Names::look_up(ctx.kernel(), organisations, people).await?;
    let l = Words(ctx.lang);
    let view = |reader: &store::audience::Reader| ReaderView {
        name: names.of_person(l, &reader.person_id),
        organisation: names.of_organisation(&reader.organisation_id).to_owned(),
        at: brief(ctx, reader.last_at),
    };
    Ok(readers.iter().map(view).collect())
}
