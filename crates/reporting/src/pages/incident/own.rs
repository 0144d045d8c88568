//! The incident as its owner sees it: each authority, the open questions, who can see it and who has.

use askama::Template;
use kernel::{Error, Result};
use web::{Ctx, Notice, PageResult};

use super::{DutyView, Facts, FilingView, MessageView, Refused};
use crate::form::Stage;
use crate::incident::{Audience, ON_REPORTER, portal_context, reason_context};
use crate::limits::READERS_SHOWN;
use crate::pages::answers::{AnswerView, Reading, answers};
use crate::pages::desk::clock;
use crate::pages::history::{Step, history};
use crate::pages::names::Names;
use crate::pages::{Chip, Moment, brief, chip, stage, stage_name};
use crate::portal::Portals;
use crate::retention;
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
    duties: Vec<DutyView>,
    portal_reference: String,
    /// The portal of its own into which a filing can be copied; empty for none.
    portal: String,
    /// Where the sheet for it is.
    sheet: String,
    thread: Vec<MessageView>,
    questions: Vec<QuestionView>,
    key: String,
    typed: String,
    wrong: Option<String>,
}

/// The next thing to do.
struct NextStep {
    path: String,
    label: String,
    /// By when, to whom; empty when nothing is due.
    why: String,
    is_urgent: bool,
    is_begun: bool,
}

/// A decision on who is told.
struct DecisionView {
    authority: String,
    id: String,
    text: String,
    reason: String,
    /// Whether it can be withdrawn.
    is_exempt: bool,
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
    forget: &'a str,
    /// How long it is kept, as the data says; until when, once that is known.
    kept: &'a str,
    kept_until: String,
    steps: Vec<NextStep>,
    may_end: bool,
    ended: String,
    ended_typed: &'a str,
    ended_wrong: Option<String>,
    decisions: Vec<DecisionView>,
    authorities: Vec<AuthorityView>,
    answers: Vec<AnswerView>,
    readers: Vec<ReaderView>,
    history: Vec<Step>,
    filings: Vec<FilingView>,
}

pub(super) async fn show(
    ctx: &Ctx,
    facts: &Facts,
    refused: &Refused,
    notice: Option<Notice>,
    forget: &str,
) -> PageResult {
    let seen = &facts.seen;
    let newest = facts.newest().ok_or(Error::NotFound)?;
    let is_erased = seen.incident.seal_key.is_empty();
    let is_ended = refused.form == "ended";
    let ended = seen.incident.ended_at.map(|at| brief(ctx, at).text);
    let page = OwnPage {
        forget,
        kept: retention::promise(&seen.incident, ctx.now()).text.get(ctx.lang),
        kept_until: retention::kept_until(&seen.incident, &ctx.app.settings.zone)
            .map_or_else(String::new, |until| Words(ctx.lang).incident_kept_until(ctx.date_time(until))),
        steps: if is_erased { Vec::new() } else { steps(ctx, facts).await? },
        may_end: !is_erased && seen.incident.ended_at.is_none(),
        ended: ended.unwrap_or_default(),
        ended_typed: if is_ended { &refused.text } else { "" },
        ended_wrong: refused.problem.clone().filter(|_| is_ended),
        decisions: decisions(ctx, facts).await?,
        l: Words(ctx.lang),
        token: ctx.token(),
        id: &seen.incident.id,
        problem: refused.problem.clone(),
        refused: &refused.form,
        headline: &facts.headline,
        number: &seen.incident.number,
        aware: brief(ctx, newest.aware_at),
        filed: brief(ctx, newest.filed_at),
        authorities: seen.audience.iter().map(|each| authority(ctx, facts, each, refused)).collect(),
        answers: facts
            .document
            .as_ref()
            .map_or_else(Vec::new, |document| answers(&Reading::of(ctx), document)),
        readers: readers(ctx, &seen.incident.id).await?,
        history: history(ctx, seen.relation, &seen.incident.organisation_id, &facts.lines, &facts.names),
        filings: facts.filings(ctx),
    };
    ctx.page_with(&facts.headline, &page, notice).await
}

fn authority(ctx: &Ctx, facts: &Facts, each: &Audience, refused: &Refused) -> AuthorityView {
    let l = Words(ctx.lang);
    let id = &each.authority_id;
    let questions = facts.open_questions(id, true).map(|question| QuestionView {
        id: question.id.clone(),
        text: question.text.clone(),
        is_refused: refused.form == question.id,
        typed: if refused.form == question.id { refused.text.clone() } else { String::new() },
    });
    let when = match each.acknowledged_at {
        Some(at) => {
            let time = brief(ctx, at).text;
            // The chip says it, unless it has something more pressing to say.
            let is_said = each.waits_on != ON_REPORTER && !each.is_closed();
            if is_said { time } else { l.incident_status_acknowledged_at(&each.reference, time) }
        }
        None => l.incident_status_told_at(brief(ctx, each.since).text),
    };
    let mandate = facts.names.organisation(id).and_then(|found| found.mandate);
    let portal = Portals::embedded().of(mandate, ctx.now());
    AuthorityView {
        name: facts.names.of_organisation(id).to_owned(),
        chip: status(l, each),
        when,
        due: due(ctx, facts, each),
        thread: facts.thread(ctx, id),
        questions: questions.collect(),
        key: facts.form_key(ctx, id),
        duties: facts.duties(ctx, Some(id)),
        portal_reference: facts
            .seen
            .incident
            .open(ctx.kernel(), &portal_context(&each.incident_id, id), &each.sealed_portal_reference)
            .unwrap_or_default(),
        portal: portal.map_or_else(String::new, |portal| portal.name.get(ctx.lang).to_owned()),
        sheet: format!("/reports/{}/filings/{}/portal/{id}", each.incident_id, each.last_filing),
        typed: if refused.form == *id { refused.text.clone() } else { String::new() },
        wrong: refused.problem.clone().filter(|_| refused.form == *id),
        id: id.clone(),
    }
}

fn status(l: Words, each: &Audience) -> Chip {
    if each.waits_on == ON_REPORTER {
        chip("amber", "?", l.incident_asks_you())
    } else if each.is_closed() {
        chip("grey", "■", l.incident_status_closed())
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

/// What can be filed next, the most pressing first; what was begun says so.
async fn steps(ctx: &Ctx, facts: &Facts) -> Result<Vec<NextStep>> {
    let l = Words(ctx.lang);
    let id = &facts.seen.incident.id;
    let is_filed = |stage: Stage| facts.filings.iter().any(|each| each.filing.stage == stage.as_str());
    if is_filed(Stage::Final) {
        return Ok(Vec::new());
    }
    let begun = store::stage_drafts::of_incident(ctx.kernel(), id).await?;
    let open =
        |stage: Stage| facts.duties.iter().filter(move |duty| duty.is_open() && duty.stage == stage.as_str());
    let is_asked = open(Stage::Intermediate).next().is_some();
    let mut stages = Vec::new();
    if is_asked {
        stages.push(Stage::Intermediate);
    }
    if is_filed(Stage::Notification) {
        stages.extend([Stage::Final, Stage::Progress]);
    } else {
        stages.push(Stage::Notification);
    }
    if !is_asked {
        stages.push(Stage::Intermediate);
    }
    let step = |stage: Stage| {
        let due = open(stage).filter_map(|duty| Some((duty.due_at?, &duty.authority_id))).min();
        let why = due.map(|(at, authority)| {
            let name = facts.names.of_organisation(authority);
            l.step_due(name, brief(ctx, at).text, clock(ctx, Some(at)))
        });
        NextStep {
            path: stage::path(id, stage.as_str(), "", ""),
            label: l.step_file(stage_name(l, stage.as_str())),
            is_urgent: due.is_some(),
            why: why.unwrap_or_default(),
            is_begun: begun.iter().any(|row| row.stage == stage.as_str() && row.corrects.is_empty()),
        }
    };
    let mut steps: Vec<NextStep> = stages.into_iter().map(step).collect();
    steps.sort_by_key(|step| !step.is_urgent);
    Ok(steps)
}

async fn decisions(ctx: &Ctx, facts: &Facts) -> Result<Vec<DecisionView>> {
    let (l, incident) = (Words(ctx.lang), &facts.seen.incident);
    let all = store::decisions::of_incident(ctx.kernel(), &incident.id).await?;
    let authorities = all.iter().map(|each| each.authority_id.as_str());
    let names =
        Names::look_up(ctx.kernel(), authorities, all.iter().map(|each| each.decided_by.as_str())).await?;
    let mut views = Vec::new();
    for (index, each) in all.iter().enumerate() {
        let is_newest = all.iter().skip(index + 1).all(|later| later.authority_id != each.authority_id);
        let (who, when) = (names.of_person(l, &each.decided_by), brief(ctx, each.at).text);
        views.push(DecisionView {
            authority: names.of_organisation(&each.authority_id).to_owned(),
            id: each.authority_id.clone(),
            text: if each.is_exemption() { l.decision_exempt(who, when) } else { l.decision_told(who, when) },
            reason: incident.open(ctx.kernel(), &reason_context(&each.id), &each.sealed_reason)?,
            is_exempt: each.is_exemption() && is_newest && !incident.seal_key.is_empty(),
        });
    }
    Ok(views)
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
