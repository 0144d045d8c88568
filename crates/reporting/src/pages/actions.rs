//! What is pressed on an incident's page. Each answers with a redirect, so that reloading does nothing twice.

use std::time::Duration;

use axum::extract::Path;
use axum::response::{IntoResponse, Redirect};
use kernel::Error;
use kernel::time::Time;
use serde::Deserialize;
use web::{Ctx, Form, PageResult};

use super::incident::{Refused, refuse};
use crate::commands;
use crate::words::Words;

#[derive(Deserialize)]
pub(super) struct Nothing {}

#[derive(Deserialize)]
pub(super) struct Question {
    #[serde(default)]
    key: String,
    #[serde(default)]
    text: String,
}

#[derive(Deserialize)]
pub(super) struct Reply {
    #[serde(default)]
    key: String,
    #[serde(default)]
    question: String,
    #[serde(default)]
    text: String,
}

#[derive(Deserialize)]
pub(super) struct Handover {
    #[serde(default)]
    person: String,
}

fn done(id: &str, what: &str) -> PageResult {
    Ok(Redirect::to(&format!("/reports/{id}?done={what}")).into_response())
}

/// Acknowledges.
pub(super) async fn acknowledge(ctx: Ctx, Path(id): Path<String>, Form(_): Form<Nothing>) -> PageResult {
    commands::acknowledge(ctx.kernel(), &ctx.app.settings, &ctx.principal, &id).await?;
    done(&id, "acknowledged")
}

/// Asks the reporter something.
pub(super) async fn ask(ctx: Ctx, Path(id): Path<String>, Form(form): Form<Question>) -> PageResult {
    let settings = &ctx.app.settings;
    match commands::ask(ctx.kernel(), settings, &ctx.principal, &id, &form.key, &form.text).await {
        Err(Error::Invalid { .. }) => refused(&ctx, &id, "ask", form.text).await,
        outcome => {
            outcome?;
            done(&id, "asked")
        }
    }
}

/// Answers a question.
pub(super) async fn answer(ctx: Ctx, Path(id): Path<String>, Form(form): Form<Reply>) -> PageResult {
    let (kernel, settings) = (ctx.kernel(), &ctx.app.settings);
    let answer =
        commands::answer(kernel, settings, &ctx.principal, &id, &form.question, &form.key, &form.text);
    match answer.await {
        Err(Error::Invalid { .. }) => refused(&ctx, &id, &form.question, form.text).await,
        outcome => {
            outcome?;
            done(&id, "answered")
        }
    }
}

/// Hands over to a colleague.
pub(super) async fn assign(ctx: Ctx, Path(id): Path<String>, Form(form): Form<Handover>) -> PageResult {
    let settings = &ctx.app.settings;
    match commands::assign(ctx.kernel(), settings, &ctx.principal, &id, &form.person).await {
        // The colleague left the desk since the page was opened.
        Err(Error::Invalid { .. }) => Err(Error::Conflict("not at this desk".into()).into()),
        outcome => {
            outcome?;
            done(&id, "assigned")
        }
    }
}

#[derive(Deserialize)]
pub(super) struct Request {
    #[serde(default)]
    key: String,
    #[serde(default)]
    text: String,
    /// In how many hours.
    #[serde(default)]
    hours: String,
}

/// The longest term an authority may set for an intermediate report, in hours: thirty days.
const REQUEST_HOURS_MOST: u64 = 720;

/// Asks the reporter for an intermediate report.
pub(super) async fn request(ctx: Ctx, Path(id): Path<String>, Form(form): Form<Request>) -> PageResult {
    let hours =
        form.hours.trim().parse::<u64>().ok().filter(|hours| (1..=REQUEST_HOURS_MOST).contains(hours));
    // Access is decided before a form is judged: without a term the command refuses as for a past one.
    let due = hours.map_or(Time(0), |hours| ctx.now().plus(Duration::from_secs(hours * 3600)));
    let (kernel, settings) = (ctx.kernel(), &ctx.app.settings);
    let asked = commands::request_report(kernel, settings, &ctx.principal, &id, &form.key, &form.text, due);
    match asked.await {
        Err(Error::Invalid { .. }) => refused(&ctx, &id, "request", form.text).await,
        outcome => {
            outcome?;
            done(&id, "requested")
        }
    }
}

#[derive(Deserialize)]
pub(super) struct Letter {
    #[serde(default)]
    key: String,
    #[serde(default)]
    text: String,
    #[serde(default)]
    authority: String,
}

/// Writes to an authority unasked.
pub(super) async fn write(ctx: Ctx, Path(id): Path<String>, Form(form): Form<Letter>) -> PageResult {
    let (kernel, settings) = (ctx.kernel(), &ctx.app.settings);
    let written =
        commands::write(kernel, settings, &ctx.principal, &id, &form.authority, &form.key, &form.text);
    match written.await {
        Err(Error::Invalid { .. }) => refused(&ctx, &id, &form.authority, form.text).await,
        outcome => {
            outcome?;
            done(&id, "written")
        }
    }
}

/// Closes it for the reader's own authority.
pub(super) async fn close(ctx: Ctx, Path(id): Path<String>, Form(_): Form<Nothing>) -> PageResult {
    commands::close(ctx.kernel(), &ctx.app.settings, &ctx.principal, &id).await?;
    done(&id, "closed")
}

/// Opens it again.
pub(super) async fn reopen(ctx: Ctx, Path(id): Path<String>, Form(_): Form<Nothing>) -> PageResult {
    commands::reopen(ctx.kernel(), &ctx.principal, &id).await?;
    done(&id, "reopened")
}

#[derive(Deserialize)]
pub(super) struct Ended {
    #[serde(default)]
    ended: String,
}

/// Notes that the incident is no longer handled.
pub(super) async fn ended(ctx: Ctx, Path(id): Path<String>, Form(form): Form<Ended>) -> PageResult {
    let (kernel, settings) = (ctx.kernel(), &ctx.app.settings);
    // Access is decided before a form is judged: an unreadable moment is refused as one in the future.
    let at = l10n::parse_local(&form.ended, &settings.zone).map_or(Time(i64::MAX), Time::from);
    match commands::end_handling(kernel, settings, &ctx.principal, &id, at).await {
        Err(Error::Invalid { .. }) => refused(&ctx, &id, "ended", form.ended).await,
        outcome => {
            outcome?;
            done(&id, "ended")
        }
    }
}

/// Withdraws the decision that an authority is not told.
pub(super) async fn tell(
    ctx: Ctx,
    Path((id, authority)): Path<(String, String)>,
    Form(_): Form<Nothing>,
) -> PageResult {
    commands::tell_after_all(ctx.kernel(), &ctx.principal, &id, &authority).await?;
    done(&id, "decided")
}

async fn refused(ctx: &Ctx, id: &str, form: &str, text: String) -> PageResult {
    let l = Words(ctx.lang);
    let problem = if form == "ended" {
        l.incident_ended_wrong().to_owned()
    } else if text.trim().is_empty() {
        l.wrong_no_words().to_owned()
    } else if text.chars().count() > kernel::limits::TEXT_CHARS {
        l.wrong_too_long(kernel::limits::TEXT_CHARS)
    } else {
        l.incident_request_wrong(REQUEST_HOURS_MOST)
    };
    refuse(ctx, id, &Refused { form: form.to_owned(), text, problem: Some(problem) }).await
}
