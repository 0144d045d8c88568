//! The look at everything before filing: what changes, what the terms are, who will be told and why, what each
//! will see; and filing itself.

use askama::Template;
use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use kernel::Error;
use web::{Ctx, Form, PageResult};

use super::{Asked, Pairs, autosave, filed_already, problems, work};
use crate::answers::{Answer, Answers};
use crate::commands::{self, Changes, Work};
use crate::compare::compare;
use crate::form::{Field, Stage};
use crate::pages::answers::Reading;
use crate::pages::stage_name;
use crate::pages::told::{Other, others, rule_lines};
use crate::recipients::Addressee;
use crate::words::Words;

/// One answer that is not what was filed before.
struct ChangeView {
    label: String,
    before: Vec<String>,
    now: Vec<String>,
}

/// An authority that will be told, or may be.
struct RecipientView {
    id: String,
    name: String,
    /// Each rule: why, and where it stands.
    rules: Vec<(String, String)>,
    is_law: bool,
    is_exempt: bool,
    /// What is due to it with this filing; empty for nothing.
    term: String,
    is_late: bool,
    sees: Vec<String>,
    hidden: usize,
    objects: bool,
    reason: String,
    wrong: Option<String>,
}

#[derive(Template)]
#[template(path = "review.html")]
struct ReviewPage<'a> {
    l: Words,
    token: String,
    key: &'a str,
    target: String,
    back: String,
    title: String,
    is_correction: bool,
    reason: &'a str,
    before: String,
    changes: Vec<ChangeView>,
    told: Vec<RecipientView>,
    offered: Vec<RecipientView>,
    others: Vec<Other>,
    unheld: Vec<(String, String)>,
    idle: Vec<String>,
    wrong: Option<String>,
}

/// The look at everything.
pub(in crate::pages) async fn page(
    ctx: Ctx,
    Path((id, stage)): Path<(String, String)>,
    Query(asked): Query<Asked>,
) -> PageResult {
    let work = match work(&ctx, &id, &stage, &asked.corrects).await {
        Err(Error::Conflict(_)) => return Ok(filed_already(&id)),
        work => work?,
    };
    if !problems(&ctx, &work).is_empty() {
        return Ok(back_to_form(&asked, &id, &stage));
    }
    show(&ctx, &asked, &work, &Changes::default(), None).await
}

/// Back to the form, which says what is wrong.
fn back_to_form(asked: &Asked, id: &str, stage: &str) -> Response {
    Redirect::to(&asked.form_with("check", id, stage)).into_response()
}

/// Files.
pub(in crate::pages) async fn file(
    ctx: Ctx,
    Path((id, stage)): Path<(String, String)>,
    Query(asked): Query<Asked>,
    Form(pairs): Form<Pairs>,
) -> PageResult {
    let key = pairs.iter().find(|(name, _)| name == "key").map_or("", |(_, value)| value.as_str());
    let stage_asked = Stage::parse(&stage).ok_or(Error::NotFound)?;
    let kernel = ctx.kernel();
    let done = |filed: &commands::Filed| {
        let copy = web::query("discarded", &autosave(&asked, &id, &stage));
        let target = format!("/reports/{}?done=filed&filing={}&{copy}", filed.incident, filed.filing);
        Ok(Redirect::to(&target).into_response())
    };
    let before =
        commands::filed_stage(kernel, &ctx.principal, &id, stage_asked, &asked.corrects, key).await?;
    if let Some(filed) = before {
        return done(&filed);
    }
    let work = match work(&ctx, &id, &stage, &asked.corrects).await {
        Err(Error::Conflict(_)) => return Ok(filed_already(&id)),
        work => work?,
    };
    if !problems(&ctx, &work).is_empty() {
        return Ok(back_to_form(&asked, &id, &stage));
    }
    let changes = Changes::from_pairs(pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())));
    let settings = &ctx.app.settings;
    match commands::file_stage(kernel, settings, &ctx.principal, &work, ctx.lang, &changes).await {
        Ok(filed) => done(&filed),
        Err(Error::Invalid { field, .. }) => {
            let mut page = show(&ctx, &asked, &work, &changes, Some(&field)).await?;
            *page.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
            Ok(page)
        }
        Err(error) => Err(error.into()),
    }
}

async fn show(ctx: &Ctx, asked: &Asked, work: &Work, changes: &Changes, wrong: Option<&str>) -> PageResult {
    let l = Words(ctx.lang);
    let (id, stage) = (&work.seen.incident.id, work.form.stage.as_str());
    let outlook = work.outlook(ctx.kernel(), &ctx.app.settings.zone, ctx.now()).await?;
    let title = l.review_title(stage_name(l, stage));
    let answers = work.answers(&ctx.app.settings.zone, ctx.now());
    let recipient = |each: &Addressee| recipient(ctx, work, &answers, each, changes, wrong);
    let page = ReviewPage {
        l,
        token: ctx.token(),
        key: &work.key,
        target: asked.path(id, stage, "/file"),
        back: asked.path(id, stage, ""),
        is_correction: work.corrects.is_some(),
        reason: &work.reason,
        before: work.before.as_ref().map_or_else(String::new, |before| {
            let when = Reading::of(ctx).written(&before.filed_at);
            l.review_since(stage_name(l, &before.stage), when)
        }),
        changes: differences(ctx, work, &answers),
        told: outlook.addressees.iter().map(recipient).collect(),
        offered: outlook.offered.iter().map(recipient).collect(),
        others: others(ctx, &work.organisation.id, &outlook, changes).await?,
        unheld: outlook.unheld.iter().map(|rule| rule_lines(ctx.lang, rule)).collect(),
        idle: outlook.idle.iter().map(|rule| rule.source.get(ctx.lang).to_owned()).collect(),
        wrong: wrong.map(|field| wrong_text(l, field).to_owned()),
        title,
    };
    let ctx = Ctx { section: Some("/reports"), ..ctx.clone() };
    ctx.page_with(&page.title, &page, None).await
}

fn wrong_text(l: Words, field: &str) -> &'static str {
    if field == "add" { l.review_wrong_add() } else { l.review_wrong_reason() }
}

fn recipient(
    ctx: &Ctx,
    work: &Work,
    answers: &Answers,
    each: &Addressee,
    changes: &Changes,
    wrong: Option<&str>,
) -> RecipientView {
    let l = Words(ctx.lang);
    let id = &each.organisation.id;
    let is_answered = |field: &&Field| answers.contains_key(&field.key);
    let sees: Vec<String> =
        each.sees(work.form).filter(is_answered).map(|field| field.label.get(ctx.lang).to_owned()).collect();
    let objection = changes.objections.iter().find(|(authority, _)| authority == id);
    let duty = work
        .duties
        .iter()
        .find(|duty| duty.authority_id == *id && duty.is_open() && duty.stage == work.form.stage.as_str());
    let due = duty.and_then(|duty| duty.due_at).filter(|_| work.corrects.is_none());
    let is_late = due.is_some_and(|due| due < ctx.now());
    RecipientView {
        name: each.organisation.name.clone(),
        rules: each.rules.iter().map(|rule| rule_lines(ctx.lang, rule)).collect(),
        is_law: each.is_required_by_law(),
        is_exempt: each.is_exempt,
        term: due.map_or_else(String::new, |due| {
            let time = ctx.date_time(due);
            if is_late { l.review_late(time) } else { l.review_in_time(time) }
        }),
        is_late,
        hidden: answers.len() - sees.len(),
        sees,
        objects: objection.is_some(),
        reason: objection.map_or_else(String::new, |(_, reason)| reason.clone()),
        wrong: wrong
            .filter(|field| field.strip_prefix("why.") == Some(id))
            .map(|_| l.review_wrong_reason().to_owned()),
        id: id.clone(),
    }
}

/// What is not as it was filed before, in the order of the form.
fn differences(ctx: &Ctx, work: &Work, answers: &Answers) -> Vec<ChangeView> {
    let Some(before) = &work.before else { return Vec::new() };
    let (reading, differences) = (Reading::of(ctx), compare(&before.answers, answers));
    let lines = |field: &Field, answer: Option<&Answer>| {
        answer.map_or_else(Vec::new, |answer| reading.lines(field, answer))
    };
    let view = |field: &Field| {
        let difference = differences.get(&field.key)?;
        Some(ChangeView {
            label: field.label.get(ctx.lang).to_owned(),
            before: lines(field, difference.earlier()),
            now: lines(field, answers.get(&field.key)),
        })
    };
    work.form.fields.iter().filter_map(view).collect()
}
