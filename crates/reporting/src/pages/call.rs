//! The call: one short page, saved while it is typed, filed once.

mod view;

use axum::extract::Query;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use kernel::{Error, secret_token};
use serde::Deserialize;
use web::{Ctx, Fault, Form, PageResult};

pub(super) use self::view::save_path;
use self::view::{Sheet, show};
use super::good;
use crate::answers::{Typed, check};
use crate::commands::{self, Call, Changes, Draft, Saved};
use crate::form::{Form as Questions, Forms, Stage};
use crate::words::Words;

type Pairs = Vec<(String, String)>;

#[derive(Deserialize)]
pub(super) struct Asked {
    /// The draft to go on with; without it, the one this person began last.
    #[serde(default)]
    draft: String,
    /// Says that a draft was kept.
    #[serde(default)]
    kept: String,
    /// The token of words that were kept when a session ended.
    #[serde(default)]
    resume: String,
}

/// The form with what was kept. It makes nothing: the hidden key becomes a draft with the first word saved.
pub(super) async fn page(ctx: Ctx, Query(asked): Query<Asked>) -> PageResult {
    if !asked.resume.is_empty() {
        return resumed(&ctx, &asked.resume).await;
    }
    let draft = if asked.draft.is_empty() {
        commands::newest_draft(ctx.kernel(), &ctx.principal).await?
    } else {
        Some(commands::draft(ctx.kernel(), &ctx.principal, &asked.draft).await?)
    };
    let slot = asked.draft;
    let sheet = match draft {
        Some(draft) => Sheet::of(draft, slot),
        None => Sheet::blank(secret_token(), prefilled(&ctx)?),
    };
    let l = Words(ctx.lang);
    let notice = if asked.kept.is_empty() { None } else { good(l.call_kept_card()) };
    show(&ctx, &sheet, notice).await
}

/// The form with the words of a session that ended. They may be newer than the draft.
async fn resumed(ctx: &Ctx, token: &str) -> PageResult {
    let l = Words(ctx.lang);
    let pairs = web::kept_fields(ctx, token).await?;
    let typed = typed(questions(ctx)?, &pairs);
    let mut sheet = Sheet::refused(value(&pairs, "key").to_owned(), value(&pairs, "slot"), typed, Vec::new());
    token.clone_into(&mut sheet.resume);
    show(ctx, &sheet, good(l.call_put_back())).await
}

/// The form every call of this moment is made with.
fn questions(ctx: &Ctx) -> Result<&'static Questions, Error> {
    let form = Forms::embedded().current(Stage::EarlyWarning, ctx.now());
    form.ok_or_else(|| Error::Internal(anyhow::anyhow!("there is no form for the early warning")))
}

/// What is known already: who is typing.
fn prefilled(ctx: &Ctx) -> Result<Typed, Error> {
    let mut typed = Typed::default();
    if let kernel::access::Who::Person { name, .. } = &ctx.principal.who {
        let names = questions(ctx)?.fields.iter().filter(|field| field.autocomplete == "name");
        names.for_each(|field| typed.add(&field.key, name));
    }
    Ok(typed)
}

fn value<'a>(pairs: &'a Pairs, name: &str) -> &'a str {
    pairs.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value)
}

fn typed(form: &Questions, pairs: &Pairs) -> Typed {
    Typed::from_pairs(form, pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())))
}

/// Files, or keeps for later when the second button was pressed. What cannot be filed comes back with every
/// word and what is wrong with it.
pub(super) async fn file(ctx: Ctx, Form(pairs): Form<Pairs>) -> PageResult {
    let form = questions(&ctx)?;
    let typed = typed(form, &pairs);
    let (key, slot) = (value(&pairs, "key"), value(&pairs, "slot"));
    if value(&pairs, "do") == "keep" {
        return keep(&ctx, key, slot, &typed).await;
    }
    let organisation = directory::organisation(ctx.kernel(), &ctx.principal.seat.organisation_id).await?;
    let zone = &ctx.app.settings.zone;
    let changes = Changes::from_pairs(pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())));
    let call = Call { key, typed: &typed, lang: ctx.lang, changes: &changes };
    match commands::file_call(ctx.kernel(), &ctx.app.settings, &ctx.principal, &call).await {
        Ok(filed) => {
            let slot = if slot.is_empty() { "call" } else { slot };
            let target = format!("/reports/{}/receipt?filed={slot}", filed.incident);
            Ok(Redirect::to(&target).into_response())
        }
        Err(Error::Invalid { field, .. }) => {
            let problems = check(form, organisation.kind, &typed, ctx.now(), zone).err().unwrap_or_default();
            // A key that is none of ours is replaced; the words stay.
            let wrong = (field == "add" || field.starts_with("why.")).then_some(field);
            let is_own_key = wrong.is_some() || !problems.is_empty();
            let key = if is_own_key { key.to_owned() } else { secret_token() };
            let mut sheet = Sheet::refused(key, slot, typed, problems);
            (sheet.changes, sheet.wrong) = (changes, wrong);
            value(&pairs, "_resume").clone_into(&mut sheet.resume);
            let mut page = show(&ctx, &sheet, None).await?;
            *page.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
            Ok(page)
        }
        Err(error) => Err(error.into()),
    }
}

async fn keep(ctx: &Ctx, key: &str, slot: &str, typed: &Typed) -> PageResult {
    let name = if slot.is_empty() { "call" } else { slot };
    match commands::save_draft(ctx.kernel(), &ctx.principal, key, typed).await {
        Ok(_) if ctx.principal.person_id().is_some() => {
            Ok(Redirect::to(&format!("/reports?kept={name}")).into_response())
        }
        Ok(_) => Ok(Redirect::to("/reports/call?kept=1").into_response()),
        Err(Error::Invalid { .. }) => {
            let problems = typed.too_long(questions(ctx)?).into_iter().collect();
            let sheet = Sheet::refused(key.to_owned(), slot, typed.clone(), problems);
            let mut page = show(ctx, &sheet, None).await?;
            *page.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
            Ok(page)
        }
        Err(error) => Err(error.into()),
    }
}

/// Keeps what is typed while it is typed; answers in a few words that live.js shows.
pub(super) async fn save(ctx: Ctx, form: Result<Form<Pairs>, Fault>) -> PageResult {
    let l = Words(ctx.lang);
    let Ok(Form(pairs)) = form else {
        // From another session or seat: 403 makes the page keep the words on the device and say so.
        return Ok((StatusCode::FORBIDDEN, l.call_offline()).into_response());
    };
    let form = questions(&ctx)?;
    let typed = typed(form, &pairs);
    let saved = commands::save_draft(ctx.kernel(), &ctx.principal, value(&pairs, "key"), &typed).await;
    Ok(match saved {
        Ok(Saved::Kept(at)) => words(saved_text(&ctx, at)),
        Ok(Saved::Filed) => words(l.call_filed_already().to_owned()),
        Err(Error::Invalid { .. }) => {
            (StatusCode::UNPROCESSABLE_ENTITY, l.wrong_too_long(kernel::limits::TEXT_CHARS)).into_response()
        }
        Err(error) => return Err(error.into()),
    })
}

fn words(text: String) -> Response {
    text.into_response()
}

/// `saved 09:42`, by the realm's clock.
fn saved_text(ctx: &Ctx, at: kernel::time::Time) -> String {
    Words(ctx.lang).call_saved(l10n::time(at.timestamp(), &ctx.app.settings.zone))
}

/// Begins another call beside the one that was kept.
pub(super) async fn begin(ctx: Ctx, Form(_): Form<Pairs>) -> PageResult {
    let id = commands::begin_draft(ctx.kernel(), &ctx.principal).await?;
    Ok(Redirect::to(&format!("/reports/call?draft={id}")).into_response())
}

/// Throws a draft away.
pub(super) async fn discard(ctx: Ctx, Form(pairs): Form<Pairs>) -> PageResult {
    let draft = value(&pairs, "draft");
    commands::discard_draft(ctx.kernel(), &ctx.principal, draft).await?;
    let is_staff = ctx.principal.person_id().is_some();
    let back = if is_staff { format!("/reports?discarded={draft}") } else { "/reports/call".to_owned() };
    Ok(Redirect::to(&back).into_response())
}

impl Sheet {
    /// A new form.
    fn blank(key: String, typed: Typed) -> Self {
        Self { key, typed, ..Self::default() }
    }

    /// A form that goes on with a draft.
    fn of(draft: Draft, slot: String) -> Self {
        Self {
            key: draft.key,
            typed: draft.typed,
            slot,
            draft: draft.id,
            saved_at: Some(draft.saved_at),
            saved_wall: draft.saved_wall,
            problems: Vec::new(),
            resume: String::new(),
            changes: Changes::default(),
            wrong: None,
        }
    }

    /// A form that could not be filed.
    fn refused(key: String, slot: &str, typed: Typed, problems: Vec<crate::answers::Problem>) -> Self {
        Self { key, slot: slot.to_owned(), typed, problems, ..Self::default() }
    }
}
