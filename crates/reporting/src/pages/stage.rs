//! A later stage, or a correction: the form with all that is known already, then a look at what changes and
//! who will be told, then filing.

mod review;

use askama::Template;
use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use kernel::{Error, Result};
use serde::Deserialize;
use web::{Ctx, Fault, Form, Notice, PageResult};

use super::questions::{Block, Filled, ProblemView, Shape};
use super::{brief, good, stage_name};
use crate::answers::{Problem, Typed, Wrong};
use crate::commands::{self, Work};
use crate::form::Stage;
use crate::thresholds::AllThresholds;
use crate::words::Words;

pub(super) use review::{file, page as review};

type Pairs = Vec<(String, String)>;

/// What is filed, as the address says.
#[derive(Deserialize)]
pub(super) struct Asked {
    /// The filing that is corrected; empty for none.
    #[serde(default)]
    corrects: String,
    #[serde(default)]
    kept: String,
    /// The token of words that were kept when a session ended.
    #[serde(default)]
    resume: String,
    /// Set when the page after a look at everything found something wrong.
    #[serde(default)]
    check: String,
}

#[derive(Template)]
#[template(path = "stage.html")]
struct StagePage<'a> {
    l: Words,
    token: String,
    key: &'a str,
    resume: &'a str,
    path: String,
    autosave: String,
    saved_at: i64,
    saved_text: String,
    back: String,
    law: &'a str,
    title: &'a str,
    lead: &'a str,
    number: &'a str,
    saved_by: String,
    is_kept: bool,
    is_correction: bool,
    reason: &'a str,
    reason_wrong: Option<String>,
    blocks: Vec<Block>,
    problems: Vec<ProblemView>,
}

impl Asked {
    /// The address of a page of this stage.
    fn path(&self, id: &str, stage: &str, rest: &str) -> String {
        path(id, stage, rest, &self.corrects)
    }

    /// The address of its form, with one more word set.
    fn form_with(&self, word: &str, id: &str, stage: &str) -> String {
        let path = self.path(id, stage, "");
        let sign = if path.contains('?') { '&' } else { '?' };
        format!("{path}{sign}{word}=1")
    }
}

/// To the incident's page, which says what is next, when somebody filed the stage meanwhile.
fn filed_already(id: &str) -> Response {
    Redirect::to(&format!("/reports/{id}?done=filed_already")).into_response()
}

/// The address of a page of a stage, or of a correction.
pub(super) fn path(id: &str, stage: &str, rest: &str, corrects: &str) -> String {
    let query = if corrects.is_empty() { String::new() } else { format!("?corrects={corrects}") };
    format!("/reports/{id}/stages/{stage}{rest}{query}")
}

async fn work(ctx: &Ctx, id: &str, stage: &str, corrects: &str) -> Result<Work> {
    let stage = Stage::parse(stage).ok_or(Error::NotFound)?;
    let zone = &ctx.app.settings.zone;
    commands::begin_stage(ctx.kernel(), zone, &ctx.principal, id, stage, corrects).await
}

/// The form, with what was kept or filed before.
pub(super) async fn page(
    ctx: Ctx,
    Path((id, stage)): Path<(String, String)>,
    Query(asked): Query<Asked>,
) -> PageResult {
    let mut work = match work(&ctx, &id, &stage, &asked.corrects).await {
        Err(Error::Conflict(_)) => return Ok(filed_already(&id)),
        work => work?,
    };
    let mut notice = if asked.kept.is_empty() { None } else { good(Words(ctx.lang).stage_kept()) };
    if !asked.resume.is_empty() {
        take(&mut work, &web::kept_fields(&ctx, &asked.resume).await?);
        notice = good(Words(ctx.lang).call_put_back());
    }
    let problems = if asked.check.is_empty() { Vec::new() } else { problems(&ctx, &work) };
    show(&ctx, &asked, &work, &problems, notice).await
}

/// What is wrong with what was kept, the reason of a correction included.
fn problems(ctx: &Ctx, work: &Work) -> Vec<Problem> {
    let mut problems = work.problems(&ctx.app.settings.zone, ctx.now());
    if work.corrects.is_some() && work.reason.trim().is_empty() {
        problems.insert(0, Problem { field: "reason".into(), wrong: Wrong::Missing });
    }
    problems
}

/// Takes what a browser sent into the work.
fn take(work: &mut Work, pairs: &Pairs) {
    let value = |name: &str| pairs.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone());
    let fields = pairs.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    work.typed = Typed::from_pairs(work.form, fields);
    work.reason = value("_reason").unwrap_or_default().replace("\r\n", "\n");
    if let Some(key) = value("key").filter(|key| !key.is_empty()) {
        work.key = key;
    }
}

/// Keeps, throws away, or goes on to the look at everything.
pub(super) async fn post(
    ctx: Ctx,
    Path((id, stage)): Path<(String, String)>,
    Query(asked): Query<Asked>,
    Form(pairs): Form<Pairs>,
) -> PageResult {
    let wanted = pairs.iter().find(|(name, _)| name == "do").map_or("", |(_, value)| value.as_str());
    let mut work = work(&ctx, &id, &stage, &asked.corrects).await?;
    if wanted == "discard" {
        commands::discard_stage(ctx.kernel(), &work).await?;
        let copy = web::query("discarded", &autosave(&asked, &id, &stage));
        return Ok(Redirect::to(&format!("/reports/{id}?done=discarded&{copy}")).into_response());
    }
    take(&mut work, &pairs);
    match commands::save_stage(ctx.kernel(), &ctx.principal, &work).await {
        Ok(_) => {}
        Err(Error::Invalid { .. }) => {
            let problems: Vec<Problem> = work.typed.too_long(work.form).into_iter().collect();
            return refused(&ctx, &asked, &work, &problems).await;
        }
        Err(error) => return Err(error.into()),
    }
    let target = match wanted {
        "keep" => format!("/reports/{id}?done=kept"),
        _ if wanted.starts_with("more.") => {
            // Back to the rows that one was asked for, which may be far down.
            let rows = work.form.field(wanted.trim_start_matches("more.")).map_or("", |field| &field.key);
            format!("{}#f-{rows}", asked.form_with("kept", &id, &stage))
        }
        _ if problems(&ctx, &work).is_empty() => asked.path(&id, &stage, "/review"),
        _ => return refused(&ctx, &asked, &work, &problems(&ctx, &work)).await,
    };
    Ok(Redirect::to(&target).into_response())
}

async fn refused(ctx: &Ctx, asked: &Asked, work: &Work, problems: &[Problem]) -> PageResult {
    let mut page = show(ctx, asked, work, problems, None).await?;
    *page.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    Ok(page)
}

/// Keeps what is typed while it is typed; answers in a few words that live.js shows.
pub(super) async fn save(
    ctx: Ctx,
    Path((id, stage)): Path<(String, String)>,
    Query(asked): Query<Asked>,
    form: std::result::Result<Form<Pairs>, Fault>,
) -> PageResult {
    let l = Words(ctx.lang);
    let Ok(Form(pairs)) = form else {
        // From another session or seat: 403 makes the page keep the words on the device and say so.
        return Ok((StatusCode::FORBIDDEN, l.call_offline()).into_response());
    };
    let mut work = match work(&ctx, &id, &stage, &asked.corrects).await {
        Err(Error::Conflict(_)) => return Ok(l.call_filed_already().to_owned().into_response()),
        work => work?,
    };
    take(&mut work, &pairs);
    Ok(match commands::save_stage(ctx.kernel(), &ctx.principal, &work).await {
        Ok(at) => l.call_saved(l10n::time(at.timestamp(), &ctx.app.settings.zone)).into_response(),
        Err(Error::Invalid { .. }) => {
            (StatusCode::UNPROCESSABLE_ENTITY, l.wrong_too_long(kernel::limits::TEXT_CHARS)).into_response()
        }
        Err(error) => return Err(error.into()),
    })
}

/// Where words are kept while typing; also the name of the copy on the device.
fn autosave(asked: &Asked, id: &str, stage: &str) -> String {
    asked.path(id, stage, "/save")
}

async fn show(
    ctx: &Ctx,
    asked: &Asked,
    work: &Work,
    problems: &[Problem],
    notice: Option<Notice>,
) -> PageResult {
    let l = Words(ctx.lang);
    let (id, stage) = (&work.seen.incident.id, work.form.stage.as_str());
    let answers = work.answers(&ctx.app.settings.zone, ctx.now());
    let thresholds = AllThresholds::embedded().current(ctx.now());
    let filled = Filled {
        form: work.form,
        kind: work.organisation.kind,
        typed: &work.typed,
        problems,
        suggestions: thresholds.reached(&answers).map(|each| each.text.get(ctx.lang).to_owned()).collect(),
    };
    let is_correction = work.corrects.is_some();
    let mut problem_views = filled.problems(ctx);
    for view in problem_views.iter_mut().filter(|view| view.field == "reason") {
        view.label = l.correct_reason().to_owned();
        view.text = l.correct_reason_missing().to_owned();
        view.field = "_reason".to_owned();
    }
    let reason_wrong = problem_views.iter().find(|view| view.field == "_reason");
    let title = if is_correction {
        l.correct_title(stage_name(l, stage))
    } else {
        work.form.title.get(ctx.lang).to_owned()
    };
    let saved_text =
        work.saved.as_ref().map(|(_, at)| l.call_saved(l10n::time(at.timestamp(), &ctx.app.settings.zone)));
    let page = StagePage {
        l,
        token: ctx.token(),
        key: &work.key,
        resume: &asked.resume,
        path: asked.path(id, stage, ""),
        autosave: autosave(asked, id, stage),
        saved_at: work.saved_wall.0,
        saved_text: saved_text.unwrap_or_default(),
        back: format!("/reports/{id}"),
        law: work.form.law.get(ctx.lang),
        title: &title,
        lead: if is_correction { l.correct_lead() } else { work.form.lead.get(ctx.lang) },
        number: &work.seen.incident.number,
        saved_by: saved_by(ctx, work).await?,
        is_kept: work.saved.is_some(),
        is_correction,
        reason: &work.reason,
        reason_wrong: reason_wrong.map(|view| view.text.clone()),
        blocks: filled.blocks(ctx),
        problems: problem_views,
    };
    let ctx = Ctx { section: Some("/reports"), ..ctx.clone() };
    ctx.page_with(&title, &page, notice).await
}

/// Who kept it last, and when.
async fn saved_by(ctx: &Ctx, work: &Work) -> Result<String> {
    let Some((actor, at)) = &work.saved else { return Ok(String::new()) };
    let l = Words(ctx.lang);
    let names = super::names::Names::look_up(ctx.kernel(), [], [actor.as_str()]).await?;
    Ok(l.stage_saved_by(names.of_person(l, actor), brief(ctx, *at).text))
}
