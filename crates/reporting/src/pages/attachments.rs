//! Files of an incident: the reporter's page to add and remove them, and the way to read one.

use askama::Template;
use axum::Router;
use axum::body::Body;
use axum::extract::{DefaultBodyLimit, FromRequest, Path, Query, Request};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect};
use axum::routing::{get, post};
use directory::Mandate;
use futures_util::StreamExt;
use futures_util::stream::{once, try_unfold};
use kernel::access::{Action, Relation};
use kernel::{Error, Kernel, Result};
use serde::Deserialize;
use web::{App, Ctx, Form, Multipart, PageResult, Part, file};

use super::names::Names;
use super::{Moment, brief};
use crate::attachment::{
    ATTACHMENT_BYTES, ATTACHMENTS_PER_INCIDENT, Attachment, EVERYBODY, INCIDENT_BYTES, Refusal,
};
use crate::commands::{self, Failure, Seen, Upload};
use crate::words::Words;

/// How much of a request is read at most. More than is taken: a browser shows the answer to a file that is
/// too large only once it could send all of it.
const READ_BYTES: usize = 4 * ATTACHMENT_BYTES;
/// Bytes of a megabyte, as people are told.
const MEGABYTE: i64 = 1024 * 1024;

pub(super) fn router() -> Router<App> {
    Router::new()
        .route("/reports/{id}/attachments", get(page).post(upload))
        .route("/reports/{id}/attachments/{attachment}", get(download))
        .route("/reports/{id}/attachments/{attachment}/remove", post(remove))
        .layer(DefaultBodyLimit::max(READ_BYTES))
}

/// One file as shown.
pub(super) struct AttachmentView {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) size: String,
    pub(super) kind: String,
    pub(super) digest: String,
    /// Who may see it; empty for an authority, which learns nothing of the others.
    pub(super) who: String,
    /// Whether it has been sent; empty for an authority.
    pub(super) sent: String,
    pub(super) by: String,
    pub(super) at: Moment,
    pub(super) may_remove: bool,
}

/// A choice of who may see a file.
struct Choice {
    value: &'static str,
    label: &'static str,
    is_chosen: bool,
}

#[derive(Template)]
#[template(path = "attachments.html")]
struct AttachmentsPage<'a> {
    l: Words,
    token: String,
    id: &'a str,
    problem: Option<&'a str>,
    choices: Vec<Choice>,
    attachments: Vec<AttachmentView>,
    is_erased: bool,
    hint: String,
}

#[derive(Deserialize)]
struct Done {
    #[serde(default)]
    done: String,
}

#[derive(Deserialize)]
struct Nothing {}

/// The reporter's own page.
async fn page(ctx: Ctx, Path(id): Path<String>, Query(done): Query<Done>) -> PageResult {
    let seen = commands::open(ctx.kernel(), &ctx.principal, &id, Action::AttachFile).await?;
    show(&ctx, &seen, &done.done, None, "").await
}

async fn show(ctx: &Ctx, seen: &Seen, done: &str, refusal: Option<Refusal>, who: &str) -> PageResult {
    let l = Words(ctx.lang);
    let problem = refusal.map(|refusal| sentence(l, refusal));
    let page = AttachmentsPage {
        l,
        token: ctx.token(),
        id: &seen.incident.id,
        problem: problem.as_deref(),
        choices: choices(l, who),
        attachments: list(ctx, seen).await?,
        is_erased: seen.incident.seal_key.is_empty(),
        hint: l.attachment_file_hint(ATTACHMENTS_PER_INCIDENT, megabytes(ATTACHMENT_BYTES as i64)),
    };
    let notice = match done {
        "attached" => super::good(l.attachment_added()),
        "removed" => super::good(l.attachment_removed()),
        _ => None,
    };
    let mut response = ctx.page_with(l.attachments_title(), &page, notice).await?;
    if problem.is_some() {
        *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    Ok(response)
}

fn choices(l: Words, chosen: &str) -> Vec<Choice> {
    let choice = |value, label| Choice { value, label, is_chosen: value == chosen };
    let mandates = Mandate::ALL.iter().map(|mandate| choice(mandate.as_str(), mandate_name(l, *mandate)));
    std::iter::once(choice(EVERYBODY, l.attachment_everybody())).chain(mandates).collect()
}

/// The files of an incident that the reader may see, as shown.
pub(super) async fn list(ctx: &Ctx, seen: &Seen) -> Result<Vec<AttachmentView>> {
    let found = commands::attached(ctx.kernel(), &ctx.principal, seen).await?;
    let people = found.iter().map(|each| each.added_by.as_str());
    let names = Names::look_up(ctx.kernel(), [], people).await?;
    Ok(found.into_iter().map(|each| view(ctx, seen.relation, &names, each)).collect())
}

fn view(ctx: &Ctx, relation: Relation, names: &Names, each: Attachment) -> AttachmentView {
    let l = Words(ctx.lang);
    let is_own = relation == Relation::Own;
    AttachmentView {
        size: l10n::file_size(ctx.lang, each.bytes),
        kind: kind_name(l, &each.media_type),
        who: if is_own { who(l, &each.shown_to) } else { String::new() },
        sent: match (is_own, each.is_sent()) {
            (false, _) => String::new(),
            (true, true) => l.attachment_sent().to_owned(),
            (true, false) => l.attachment_unsent().to_owned(),
        },
        by: names.of_person(l, &each.added_by),
        at: brief(ctx, each.at),
        may_remove: is_own && !each.is_sent() && ctx.principal.may(Action::AttachFile, relation),
        id: each.id,
        name: each.name,
        digest: each.digest,
    }
}

fn who(l: Words, shown_to: &str) -> String {
    if shown_to.is_empty() {
        return l.attachment_who_everybody().to_owned();
    }
    let names: Vec<&str> =
        shown_to.split(' ').filter_map(Mandate::parse).map(|mandate| mandate_name(l, mandate)).collect();
    l.attachment_who_only(names.join(", "))
}

fn mandate_name(l: Words, mandate: Mandate) -> &'static str {
    match mandate {
        Mandate::Csirt => l.mandate_csirt(),
        Mandate::LabQuality => l.mandate_lab_quality(),
        Mandate::DataProtection => l.mandate_data_protection(),
        Mandate::MedicinesAgency => l.mandate_medicines_agency(),
        Mandate::HealthMinistry => l.mandate_health_ministry(),
        Mandate::EhealthPlatform => l.mandate_ehealth_platform(),
    }
}

/// Whole megabytes.
fn megabytes(bytes: i64) -> i64 {
    bytes / MEGABYTE
}

fn kind_name(l: Words, media_type: &str) -> String {
    let kind = file::KINDS.iter().find(|kind| kind.media_type == media_type);
    match kind.map(|kind| kind.ending) {
        Some("txt") => l.attachment_kind_text().to_owned(),
        Some("eml") => l.attachment_kind_mail().to_owned(),
        Some(ending) => ending.to_uppercase(),
        None => media_type.to_owned(),
    }
}

fn sentence(l: Words, refusal: Refusal) -> String {
    match refusal {
        Refusal::NoFile => l.attachment_no_file().to_owned(),
        Refusal::WhoSees => l.attachment_say_who().to_owned(),
        Refusal::Empty => l.attachment_empty().to_owned(),
        Refusal::TooLarge => l.attachment_too_large(megabytes(ATTACHMENT_BYTES as i64)),
        Refusal::TooMany => l.attachment_too_many(ATTACHMENTS_PER_INCIDENT),
        Refusal::NoRoom => l.attachment_no_room(megabytes(INCIDENT_BYTES)),
        Refusal::Program => l.attachment_program().to_owned(),
        Refusal::OtherKind => l.attachment_other_kind().to_owned(),
        Refusal::BrokeOff => l.attachment_broke_off().to_owned(),
        Refusal::Busy => l.attachment_busy().to_owned(),
    }
}

fn address(id: &str) -> String {
    format!("/reports/{id}/attachments")
}

/// Takes a file as it comes.
async fn upload(ctx: Ctx, Path(id): Path<String>, request: Request) -> PageResult {
    // Decided before a byte of the file is read.
    let seen = commands::open(ctx.kernel(), &ctx.principal, &id, Action::AttachFile).await?;
    let mut form = Multipart::from_request(request, &ctx.app).await?;
    let mut who = String::new();
    match receive(&ctx, &id, &mut form, &mut who).await {
        Ok(()) => Ok(Redirect::to(&format!("{}?done=attached", address(&id))).into_response()),
        Err(Failure::Failed(error)) => Err(error.into()),
        Err(Failure::Refused(refusal)) => {
            // The rest is read and forgotten, so that the browser listens to the answer.
            while let Ok(Some(part)) = form.next_part().await {
                if part.name == "shown_to" {
                    who = part.text().await.unwrap_or_default();
                }
            }
            show(&ctx, &seen, "", Some(refusal), &who).await
        }
    }
}

/// Reads the form; `who` is what it says about who may see the file.
async fn receive(
    ctx: &Ctx,
    id: &str,
    form: &mut Multipart,
    who: &mut String,
) -> std::result::Result<(), Failure> {
    let mut upload = None;
    let outcome = parts(ctx, id, form, who, &mut upload).await;
    match (outcome, upload) {
        (Ok(()), Some(upload)) => upload.finish(who).await,
        (Ok(()), None) => Err(Refusal::NoFile.into()),
        (Err(failure), upload) => {
            if let Some(upload) = upload {
                upload.give_up().await?;
            }
            Err(failure)
        }
    }
}

async fn parts<'a>(
    ctx: &'a Ctx,
    id: &str,
    form: &mut Multipart,
    who: &mut String,
    upload: &mut Option<Upload<'a>>,
) -> std::result::Result<(), Failure> {
    while let Some(part) = form.next_part().await.map_err(broke_off)? {
        match part.name.as_str() {
            "shown_to" => *who = part.text().await.map_err(broke_off)?,
            "file" if !part.file.is_empty() && upload.is_none() => {
                let begun = Upload::begin(ctx.kernel(), &ctx.principal, id, &part.file).await?;
                pour(part, upload.insert(begun)).await?;
            }
            _ => {}
        }
    }
    Ok(())
}

async fn pour(mut part: Part<'_>, upload: &mut Upload<'_>) -> std::result::Result<(), Failure> {
    while let Some(piece) = part.piece().await.map_err(broke_off)? {
        upload.take(&piece).await?;
    }
    Ok(())
}

fn broke_off(_: web::Fault) -> Failure {
    Refusal::BrokeOff.into()
}

/// Gives a file to who may read it, piece by piece.
async fn download(ctx: Ctx, Path((id, attachment)): Path<(String, String)>) -> PageResult {
    let (seen, found) = commands::attachment(ctx.kernel(), &ctx.principal, &id, &attachment).await?;
    // What cannot be opened is found out before anything is promised.
    let first = commands::read_piece(ctx.kernel(), &found, 0).await?.ok_or(Error::NotFound)?;
    commands::note_reading(ctx.kernel(), &ctx.principal, &seen).await?;
    let headers = file::headers(&found.media_type, found.bytes, &found.name);
    Ok((headers, body(ctx.kernel().clone(), found, first)).into_response())
}

fn body(kernel: Kernel, attachment: Attachment, first: Vec<u8>) -> Body {
    let rest = try_unfold((kernel, attachment, 1), |(kernel, attachment, seq)| async move {
        let piece = commands::read_piece(&kernel, &attachment, seq).await?;
        Ok::<_, Error>(piece.map(|piece| (piece, (kernel, attachment, seq + 1))))
    });
    Body::from_stream(once(async { Ok::<_, Error>(first) }).chain(rest))
}

/// Removes a file that was not sent.
async fn remove(
    ctx: Ctx,
    Path((id, attachment)): Path<(String, String)>,
    Form(Nothing {}): Form<Nothing>,
) -> PageResult {
    commands::remove_attachment(ctx.kernel(), &ctx.principal, &id, &attachment).await?;
    Ok(Redirect::to(&format!("{}?done=removed", address(&id))).into_response())
}
