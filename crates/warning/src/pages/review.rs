//! A warning before it goes out: what it says, whom it would reach, and who may let it go.

use askama::Template;
use axum::extract::Path;
use axum::response::{IntoResponse, Redirect};
use kernel::{Error, Result};
use serde::Deserialize;
use web::{Ctx, Form, Notice, PageResult, people};

use super::compose::{go_on, problems};
use super::{Chip, Said, TlpView, back, chip, class_chip, said, tlp};
use crate::commands::{self, Draft, Preview, Warning};
use crate::store::{self, WAITING};
use crate::texts;
use crate::warning::{Kind, Signature};
use crate::words::Words;

/// Names of unreachable organisations that are shown; the rest is counted.
const NAMES_SHOWN: usize = 20;

#[derive(Template)]
#[template(path = "review.html")]
struct ReviewPage {
    l: Words,
    token: String,
    id: String,
    version: i64,
    kind: &'static str,
    class: Chip,
    tlp: TlpView,
    said: Said,
    missing: Vec<&'static str>,
    wrong: Vec<String>,
    organisations: usize,
    people: usize,
    unreachable: Vec<String>,
    unreachable_more: usize,
    /// The audience in words: kinds and regions.
    audience: Vec<String>,
    /// Whether its audience was chosen here, so that the choice can be saved.
    is_alert: bool,
    step: Step,
    asked_by: String,
    /// From which message of another system it was made.
    origin: Option<OriginView>,
}

/// The message of another system that a draft was made of.
struct OriginView {
    /// What came of checking its signature.
    state: Chip,
    sender: String,
    identifier: String,
    sent: String,
    fingerprint: String,
    problems: Vec<String>,
}

fn origin(l: Words, warning: &Warning) -> Option<OriginView> {
    let origin = warning.content.origin.clone()?;
    let state = match origin.signature {
        Signature::Valid => chip("green", "✓", l.origin_valid()),
        Signature::Absent => chip("grey", "○", l.origin_absent()),
        Signature::Invalid => chip("red", "!", l.origin_invalid()),
    };
    Some(OriginView {
        state,
        sender: origin.sender,
        identifier: origin.identifier,
        sent: origin.sent,
        fingerprint: origin.fingerprint,
        problems: origin.problems,
    })
}

/// What this person can do with it now.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Step {
    /// Something must be mended first.
    Mend,
    /// Ask a second person.
    AskRelease,
    /// Wait for a second person.
    Wait,
    /// Send it out.
    Publish,
    /// Send out what somebody else wrote.
    Release,
}

/// Shows a draft.
pub(super) async fn show(ctx: &Ctx, warning: Warning, notice: Option<Notice>) -> PageResult {
    let l = Words(ctx.lang);
    let draft = Draft {
        class: warning.class,
        tlp: warning.tlp,
        selection: warning.selection.clone(),
        content: warning.content.clone(),
    };
    let found = problems(&draft, warning.kind);
    let preview = commands::preview(ctx.kernel(), &ctx.principal, &warning).await?;
    let mut wrong: Vec<String> = found.iter().map(|problem| texts::wrong(l, problem.why)).collect();
    if found.is_empty() && preview.organisations == 0 {
        wrong.push(l.wrong_nobody().to_owned());
    }
    wrong.dedup();
    let step = step(ctx, &warning, &wrong);
    let page = ReviewPage {
        l,
        token: ctx.token(),
        id: warning.id.clone(),
        version: warning.row.version,
        kind: texts::kind_name(l, warning.kind),
        class: class_chip(l, &warning),
        tlp: tlp(warning.tlp),
        said: said(ctx.lang, &warning, &super::address(&warning)),
        missing: warning.content.missing().into_iter().map(l10n::Lang::own_name).collect(),
        wrong,
        audience: audience(ctx, &warning).await?,
        is_alert: warning.kind == Kind::Alert,
        asked_by: asked_by(ctx, &warning).await?,
        origin: origin(l, &warning),
        step,
        organisations: preview.organisations,
        people: preview.people,
        unreachable_more: preview.unreachable.len().saturating_sub(NAMES_SHOWN),
        unreachable: shown(preview),
    };
    ctx.page_with(l.review_title(), &page, notice).await
}

fn shown(preview: Preview) -> Vec<String> {
    preview.unreachable.into_iter().take(NAMES_SHOWN).collect()
}

fn step(ctx: &Ctx, warning: &Warning, wrong: &[String]) -> Step {
    let waits = warning.row.state == WAITING;
    if !wrong.is_empty() {
        Step::Mend
    } else if !warning.needs_release() {
        Step::Publish
    } else if !waits {
        Step::AskRelease
    } else if warning.row.asked_by == ctx.principal.actor() {
        Step::Wait
    } else {
        Step::Release
    }
}

/// Whom it is meant for, in words.
async fn audience(ctx: &Ctx, warning: &Warning) -> Result<Vec<String>> {
    let kinds = warning.selection.kinds.iter().filter_map(|kind| directory::OrganisationKind::parse(kind));
    let kinds = kinds.map(|kind| directory::kind_name(ctx.lang, kind).to_owned());
    let regions = warning.selection.regions.iter();
    let regions = regions.map(|region| directory::region_name(ctx.lang, region).to_owned());
    let linked: Vec<String> =
        warning.selection.networks.iter().chain(&warning.selection.suppliers).cloned().collect();
    let organisations = directory::organisations(ctx.kernel(), &linked).await?;
    let linked = linked.iter().filter_map(|id| organisations.get(id)).map(|each| each.name.clone());
    let groups = store::groups::of_authority(ctx.kernel(), &warning.authority_id).await?;
    let groups =
        groups.into_iter().filter(|row| warning.selection.groups.contains(&row.id)).map(|row| row.name);
    Ok(kinds.chain(regions).chain(linked).chain(groups).collect())
}

async fn asked_by(ctx: &Ctx, warning: &Warning) -> Result<String> {
    let Some(id) = warning.row.asked_by.strip_prefix("person:") else { return Ok(String::new()) };
    Ok(people::get(ctx.kernel(), id).await?.details.name)
}

/// The version of the page a button stands on, so that nobody lets out what they have not seen.
#[derive(Deserialize)]
pub(super) struct Version {
    #[serde(default)]
    version: i64,
}

/// Asks a second person.
pub(super) async fn ready(ctx: Ctx, Path(id): Path<String>, Form(form): Form<Version>) -> PageResult {
    commands::ask_release(ctx.kernel(), &ctx.principal, &id, form.version).await.map_err(to_page)?;
    back(&id, "ready")
}

/// Sends it out.
pub(super) async fn publish(ctx: Ctx, Path(id): Path<String>, Form(form): Form<Version>) -> PageResult {
    let (kernel, settings) = (ctx.kernel(), &ctx.app.settings);
    commands::publish(kernel, settings, &ctx.principal, &id, form.version).await.map_err(to_page)?;
    back(&id, "published")
}

/// What is not ready was changed since the page with the button was shown.
fn to_page(error: Error) -> Error {
    match error {
        Error::Invalid { .. } => Error::Conflict("the warning is not ready".into()),
        other => other,
    }
}

/// Throws it away.
pub(super) async fn discard(ctx: Ctx, Path(id): Path<String>, Form(_): Form<Version>) -> PageResult {
    commands::discard(ctx.kernel(), &ctx.principal, &id).await?;
    Ok(Redirect::to("/warnings").into_response())
}

/// Ends what is out.
pub(super) async fn end(ctx: Ctx, Path(id): Path<String>, Form(_): Form<Version>) -> PageResult {
    commands::end(ctx.kernel(), &ctx.principal, &id).await?;
    back(&id, "ended")
}

#[derive(Deserialize)]
pub(super) struct Following {
    #[serde(default)]
    kind: String,
}

/// Begins an update of what is out, or its cancel.
pub(super) async fn follow(ctx: Ctx, Path(id): Path<String>, Form(form): Form<Following>) -> PageResult {
    let kind =
        Kind::parse(&form.kind).ok_or(Error::Invalid { field: "kind".into(), message: String::new() })?;
    let id = commands::follow(ctx.kernel(), &ctx.principal, &id, kind).await?;
    go_on(&id)
}
