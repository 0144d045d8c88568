//! What is pressed on an incident's page. Each answers with a redirect, so that reloading does nothing twice.

use axum::extract::Path;
use axum::response::{IntoResponse, Redirect};
use kernel::Error;
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
        Err(Error::Invalid { .. }) => refused(&ctx, &id, String::new(), form.text).await,
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
        Err(Error::Invalid { .. }) => refused(&ctx, &id, form.question, form.text).await,
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

async fn refused(ctx: &Ctx, id: &str, question: String, text: String) -> PageResult {
    let l = Words(ctx.lang);
    let problem = if text.trim().is_empty() {
        l.wrong_no_words().to_owned()
    } else {
        l.wrong_too_long(kernel::limits::TEXT_CHARS)
    };
    refuse(ctx, id, &Refused { question, text, problem: Some(problem) }).await
}
