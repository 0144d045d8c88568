//! The call list: who has not answered and by which number they are reached, to be printed and worked through with
//! a telephone; what came of each call is typed in.

use std::collections::HashMap;

use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use kernel::access::Action;
use kernel::{Error, Result};
use serde::Deserialize;
use web::{Ctx, Form, PageResult, role_name};

use super::{Chip, class_chip};
use crate::commands::{self, CALL_OUTCOMES, Warning};
use crate::ladder::Ladders;
use crate::store::obligations::ObligationRow;
use crate::store::{calls, obligations};
use crate::texts::{self, silent_at};
use crate::words::Words;

/// Organisations on one call list: a day's work for several people.
const CALLS_MOST: i64 = 500;

struct Person {
    name: String,
    role: &'static str,
    numbers: Vec<Number>,
}

struct Number {
    text: String,
    href: String,
}

struct Line {
    obligation: String,
    organisation: String,
    place: String,
    switchboard: String,
    why: String,
    people: Vec<Person>,
    calls: Vec<String>,
    remark: String,
    wrong: bool,
}

struct Outcome {
    value: &'static str,
    label: &'static str,
}

#[derive(Template)]
#[template(path = "calls.html")]
struct CallsPage {
    l: Words,
    token: String,
    id: String,
    number: String,
    class: Chip,
    headline: String,
    check: String,
    lines: Vec<Line>,
    outcomes: Vec<Outcome>,
}

/// What was typed about a call and could not be kept.
struct Refused<'a> {
    obligation: &'a str,
    remark: &'a str,
}

/// The list.
pub(super) async fn page(ctx: Ctx, Path(id): Path<String>) -> PageResult {
    let seen = commands::open(ctx.kernel(), &ctx.principal, &id, Action::ReadReach).await?;
    show(&ctx, &seen.warning, None).await
}

async fn show(ctx: &Ctx, warning: &Warning, refused: Option<Refused<'_>>) -> PageResult {
    let (kernel, l) = (ctx.kernel(), Words(ctx.lang));
    let rows = obligations::silent(kernel, &warning.id, CALLS_MOST).await?;
    let ids: Vec<String> = rows.iter().map(|row| row.organisation_id.clone()).collect();
    let reachable = directory::reachable(kernel, &ctx.principal.realm, &ids).await?;
    let mut reachable: HashMap<String, directory::Reachable> =
        reachable.into_iter().map(|each| (each.organisation.id.clone(), each)).collect();
    let made = calls_made(ctx, warning).await?;
    let rungs = Ladders::embedded().named(&warning.row.ladder).map_or(0, |ladder| ladder.rungs.len());
    let line = |row: &ObligationRow| {
        let found = reachable.remove(&row.organisation_id)?;
        let is_refused = refused.as_ref().filter(|refused| refused.obligation == row.id);
        Some(Line {
            obligation: row.id.clone(),
            why: silent_at(l, row, rungs, |at| ctx.date_time(at)),
            place: found.organisation.city.clone(),
            switchboard: found.organisation.telephone.clone(),
            people: people(ctx, &found),
            organisation: found.organisation.name,
            calls: made.get(&row.id).cloned().unwrap_or_default(),
            remark: is_refused.map_or_else(String::new, |refused| refused.remark.to_owned()),
            wrong: is_refused.is_some(),
        })
    };
    let page = CallsPage {
        l,
        token: ctx.token(),
        id: warning.id.clone(),
        number: warning.row.number.clone(),
        class: class_chip(l, warning),
        headline: warning.content.text(ctx.lang).map(|(_, text)| text.headline.clone()).unwrap_or_default(),
        check: warning.check_code(kernel),
        lines: rows.iter().filter_map(line).collect(),
        outcomes: CALL_OUTCOMES.map(|value| Outcome { value, label: texts::outcome_name(l, value) }).into(),
    };
    ctx.page(&l.calls_title(&warning.row.number), &page).await
}

/// Who can be telephoned there.
fn people(ctx: &Ctx, found: &directory::Reachable) -> Vec<Person> {
    let person = |contact: &directory::Contact| {
        use directory::ChannelKind::{EhealthBox, Email, Webhook};
        let numbers =
            contact.channels.iter().filter(|(kind, _)| !matches!(kind, Email | Webhook | EhealthBox));
        let number = |(kind, address): &(directory::ChannelKind, String)| Number {
            text: address.clone(),
            href: kind.href(address).unwrap_or_default(),
        };
        Person {
            name: contact.name.clone(),
            role: role_name(web::Words(ctx.lang), contact.role),
            numbers: numbers.map(number).collect(),
        }
    };
    found.people.iter().map(person).filter(|person| !person.numbers.is_empty()).collect()
}

/// What came of the calls so far, by obligation.
async fn calls_made(ctx: &Ctx, warning: &Warning) -> Result<HashMap<String, Vec<String>>> {
    let (kernel, l) = (ctx.kernel(), Words(ctx.lang));
    let mut made: HashMap<String, Vec<String>> = HashMap::new();
    for row in calls::of_warning(kernel, &warning.id).await? {
        let context = commands::remark_context(&row.id);
        let remark = kernel.vault.open(&warning.row.seal_key, &context, &row.remark)?.unwrap_or_default();
        let outcome = texts::outcome_name(l, &row.outcome);
        let words = [ctx.date_time(row.at), outcome.to_owned(), remark];
        let words: Vec<String> = words.into_iter().filter(|word| !word.is_empty()).collect();
        made.entry(row.obligation_id).or_default().push(words.join(" · "));
    }
    Ok(made)
}

#[derive(Deserialize)]
pub(super) struct Call {
    #[serde(default)]
    outcome: String,
    #[serde(default)]
    remark: String,
}

/// Keeps what came of a call.
pub(super) async fn note(
    ctx: Ctx,
    Path((id, obligation)): Path<(String, String)>,
    Form(form): Form<Call>,
) -> PageResult {
    let kept =
        commands::phoned(ctx.kernel(), &ctx.principal, &id, &obligation, &form.outcome, &form.remark).await;
    match kept {
        Err(Error::Invalid { .. }) => {
            let seen = commands::open(ctx.kernel(), &ctx.principal, &id, Action::ReadReach).await?;
            let refused = Refused { obligation: &obligation, remark: &form.remark };
            let mut page = show(&ctx, &seen.warning, Some(refused)).await?;
            *page.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
            Ok(page)
        }
        kept => {
            kept?;
            use axum::response::{IntoResponse, Redirect};
            Ok(Redirect::to(&format!("/warnings/{id}/calls")).into_response())
        }
    }
}
