//! A warning as those it was sent to read and answer it, signed in.

use askama::Template;
use axum::extract::Path;
use kernel::{Error, Result};
use serde::Deserialize;
use web::{Ctx, Form, Notice, PageResult};

use super::pass::{WayView, way_views};
use super::{Chip, Moment, Said, TlpView, back, class_chip, said, tlp};
use crate::commands::{self, Reply, Seen, Warning};
use crate::store::PUBLISHED;
use crate::store::obligations::{OPEN, ObligationRow};
use crate::store::relays;
use crate::texts;
use crate::warning::Class;
use crate::words::Words;

#[derive(Template)]
#[template(path = "read.html")]
struct ReadPage {
    l: Words,
    token: String,
    id: String,
    number: String,
    kind: &'static str,
    from: String,
    telephone: String,
    check: String,
    class: Chip,
    tlp: TlpView,
    said: Said,
    at: Moment,
    is_out: bool,
    is_open: bool,
    settled: Option<Moment>,
    applies: String,
    is_forwarded: bool,
    is_done: bool,
    choices: Choices,
    /// The names of those who passed it on to this organisation.
    passed_by: Vec<String>,
    /// Whether nothing happens but that people show that they can be reached.
    is_drill: bool,
    ways: Vec<WayView>,
    may_pass: bool,
    pass_action: String,
    pass_token: String,
}

/// The answers to whether it applies: value and label.
pub(super) type Choices = [(&'static str, &'static str); 3];

pub(super) fn choices(l: Words) -> Choices {
    [("yes", l.answer_yes()), ("no", l.answer_no()), ("unknown", l.answer_unknown())]
}

/// Shows a warning to who was sent it.
pub(super) async fn show(ctx: &Ctx, seen: Seen, notice: Option<Notice>) -> PageResult {
    let l = Words(ctx.lang);
    let Seen { warning, obligation } = seen;
    let obligation = obligation.ok_or(Error::NotFound)?;
    let authority = directory::organisation(ctx.kernel(), &warning.authority_id).await?;
    let page = ReadPage {
        l,
        token: ctx.token(),
        id: warning.id.clone(),
        number: warning.row.number.clone(),
        kind: texts::kind_name(l, warning.kind),
        from: authority.name,
        telephone: authority.telephone,
        check: warning.check_code(ctx.kernel()),
        class: class_chip(l, &warning),
        tlp: tlp(warning.tlp),
        said: said(ctx.lang, &warning, &super::address(&warning)),
        at: ctx.moment(warning.row.published_at.unwrap_or_default()),
        is_out: warning.row.state == PUBLISHED,
        is_open: obligation.state == OPEN,
        settled: obligation.settled_at.map(|at| ctx.moment(at)),
        passed_by: passed_by(ctx, &warning, &obligation).await?,
        is_drill: warning.class == Class::Drill,
        ways: way_views(ctx.lang, &warning, commands::ways(ctx.kernel(), &warning, &obligation).await?),
        may_pass: warning.row.state == PUBLISHED,
        pass_action: format!("/warnings/{}/pass", warning.id),
        pass_token: ctx.token(),
        applies: obligation.applies,
        is_forwarded: obligation.forwarded_at.is_some(),
        is_done: obligation.done_at.is_some(),
        choices: choices(l),
    };
    let title = page.said.headline.clone();
    ctx.page_with(&title, &page, notice).await
}

/// Who passed a warning on to an organisation outside its audience, by name.
async fn passed_by(ctx: &Ctx, warning: &Warning, obligation: &ObligationRow) -> Result<Vec<String>> {
    if obligation.depth == 0 {
        return Ok(Vec::new());
    }
    let clients = relays::clients(ctx.kernel(), &warning.id, &obligation.organisation_id).await?;
    let organisations = directory::organisations(ctx.kernel(), &clients).await?;
    Ok(clients.iter().filter_map(|id| organisations.get(id)).map(|each| each.name.clone()).collect())
}

#[derive(Deserialize)]
pub(super) struct Answer {
    #[serde(default)]
    reply: String,
}

/// Takes an answer.
pub(super) async fn answer(ctx: Ctx, Path(id): Path<String>, Form(form): Form<Answer>) -> PageResult {
    let reply = parse(&form.reply)?;
    commands::answer(ctx.kernel(), &ctx.principal, &id, reply).await?;
    back(&id, &form.reply)
}

/// An answer as a form sends it.
pub(super) fn parse(reply: &str) -> Result<Reply> {
    Reply::parse(reply).ok_or(Error::Invalid { field: "reply".into(), message: String::new() })
}
