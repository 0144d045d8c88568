//! Files of a warning: the page to add and remove them while it is a draft, and the ways to read one.

use askama::Template;
use axum::Router;
use axum::body::Body;
use axum::extract::{DefaultBodyLimit, FromRequest, Path, Query, Request};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect};
use axum::routing::{get, post};
use futures_util::StreamExt;
use futures_util::stream::{once, try_unfold};
use kernel::access::Action;
use kernel::{Error, Kernel};
use l10n::Lang;
use serde::Deserialize;
use web::file::Unfit;
use web::{App, Ctx, Form, Multipart, Notice, PageResult, Visitor, file};

use crate::commands::{self, FileFailure, FileRefusal, Warning};
use crate::limits::{FILE_BYTES, FILES_MOST};
use crate::warning::File;
use crate::words::Words;

/// How much of a request is read at most. More than is taken: a browser shows the answer to a file that is too
/// large only once it could send all of it.
const READ_BYTES: usize = 4 * FILE_BYTES;
/// Bytes of a megabyte, as people are told.
const MEGABYTE: usize = 1024 * 1024;

pub(super) fn router() -> Router<App> {
    Router::new()
        .route("/warnings/{id}/files", get(page).post(upload))
        .route("/warnings/{id}/files/{file}", get(download))
        .route("/warnings/{id}/files/{file}/remove", post(remove))
        .route("/w/{token}/files/{file}", get(by_link))
        .route("/s/{token}/files/{file}", get(by_staff))
        .layer(DefaultBodyLimit::max(READ_BYTES))
}

/// A file as shown.
#[derive(Clone, Debug)]
pub(super) struct FileView {
    pub(super) id: String,
    /// Where it is read.
    pub(super) href: String,
    pub(super) name: String,
    pub(super) size: String,
    pub(super) digest: String,
}

/// A warning's files, read below `base`.
pub(super) fn views(lang: Lang, warning: &Warning, base: &str) -> Vec<FileView> {
    let view = |file: &File| FileView {
        href: format!("{base}/files/{}", file.id),
        id: file.id.clone(),
        name: file.name.clone(),
        size: l10n::file_size(lang, file.bytes),
        digest: file.sha256.clone(),
    };
    warning.content.files.iter().map(view).collect()
}

#[derive(Template)]
#[template(path = "files.html")]
struct FilesPage<'a> {
    l: Words,
    token: String,
    id: &'a str,
    problem: Option<&'a str>,
    hint: String,
    files: Vec<FileView>,
}

#[derive(Deserialize)]
struct Done {
    #[serde(default)]
    done: String,
}

async fn page(ctx: Ctx, Path(id): Path<String>, Query(done): Query<Done>) -> PageResult {
    let l = Words(ctx.lang);
    let text = match done.done.as_str() {
        "added" => l.files_added(),
        "removed" => l.files_removed(),
        _ => return show(&ctx, &id, None, None).await,
    };
    show(&ctx, &id, None, Some(Notice { tone: "success", text: text.to_owned() })).await
}

async fn show(ctx: &Ctx, id: &str, refusal: Option<FileRefusal>, notice: Option<Notice>) -> PageResult {
    let l = Words(ctx.lang);
    let warning = super::compose::draft(ctx, id).await?;
    let problem = refusal.map(|refusal| sentence(l, refusal));
    let page = FilesPage {
        l,
        token: ctx.token(),
        id,
        problem: problem.as_deref(),
        hint: l.files_hint(FILES_MOST, FILE_BYTES / MEGABYTE),
        files: views(ctx.lang, &warning, &format!("/warnings/{id}")),
    };
    let mut response = ctx.page_with(l.files_title(), &page, notice).await?;
    if problem.is_some() {
        *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    Ok(response)
}

pub(super) fn sentence(l: Words, refusal: FileRefusal) -> String {
    match refusal {
        FileRefusal::Missing => l.files_missing().to_owned(),
        FileRefusal::TooLarge => l.files_too_large(FILE_BYTES / MEGABYTE),
        FileRefusal::TooMany => l.files_too_many(FILES_MOST),
        FileRefusal::Unfit(Unfit::Empty) => l.files_empty().to_owned(),
        FileRefusal::Unfit(Unfit::Program) => l.files_program().to_owned(),
        FileRefusal::Unfit(Unfit::OtherKind) => l.files_other_kind().to_owned(),
    }
}

async fn upload(ctx: Ctx, Path(id): Path<String>, request: Request) -> PageResult {
    // Decided before a byte of the file is read.
    commands::open(ctx.kernel(), &ctx.principal, &id, Action::ReleaseWarning).await?;
    let mut form = Multipart::from_request(request, &ctx.app).await?;
    match receive(&ctx, &id, &mut form).await {
        Ok(()) => Ok(Redirect::to(&format!("/warnings/{id}/files?done=added")).into_response()),
        Err(FileFailure::Refused(refusal)) => show(&ctx, &id, Some(refusal), None).await,
        Err(FileFailure::Failed(error)) => Err(error.into()),
    }
}

async fn receive(ctx: &Ctx, id: &str, form: &mut Multipart) -> Result<(), FileFailure> {
    while let Some(part) = form.next_part().await.map_err(|fault| fault.0)? {
        if part.name == "file" && !part.file.is_empty() {
            let name = part.file.clone();
            let bytes = part.within(FILE_BYTES).await.map_err(|fault| fault.0)?;
            let bytes = bytes.ok_or(FileRefusal::TooLarge)?;
            return commands::attach(ctx.kernel(), &ctx.principal, id, &name, &bytes).await;
        }
    }
    Err(FileRefusal::Missing.into())
}

#[derive(Deserialize)]
struct Nothing {}

async fn remove(
    ctx: Ctx,
    Path((id, file)): Path<(String, String)>,
    Form(Nothing {}): Form<Nothing>,
) -> PageResult {
    commands::detach(ctx.kernel(), &ctx.principal, &id, &file).await?;
    Ok(Redirect::to(&format!("/warnings/{id}/files?done=removed")).into_response())
}

async fn download(ctx: Ctx, Path((id, file)): Path<(String, String)>) -> PageResult {
    let found = commands::file_of(ctx.kernel(), &ctx.principal, &id, &file).await?;
    send(ctx.kernel(), found).await
}

async fn by_link(visitor: Visitor, Path((token, file)): Path<(String, String)>) -> PageResult {
    let kernel = &visitor.app.kernel;
    let found = commands::file_by_link(kernel, &token, &file).await?;
    send(kernel, found).await
}

async fn by_staff(visitor: Visitor, Path((token, file)): Path<(String, String)>) -> PageResult {
    let kernel = &visitor.app.kernel;
    let found = commands::file_by_staff(kernel, &token, &file).await?;
    send(kernel, found).await
}

/// Gives a file, piece by piece.
pub(super) async fn send(kernel: &Kernel, found: File) -> PageResult {
    // What cannot be opened is found out before anything is promised.
    let first = commands::read_piece(kernel, &found, 0).await?.ok_or(Error::NotFound)?;
    let headers = file::headers(&found.media_type, found.bytes, &found.name);
    let rest = try_unfold((kernel.clone(), found, 1), |(kernel, found, seq)| async move {
        let piece = commands::read_piece(&kernel, &found, seq).await?;
        Ok::<_, Error>(piece.map(|piece| (piece, (kernel, found, seq + 1))))
    });
    let body = Body::from_stream(once(async { Ok::<_, Error>(first) }).chain(rest));
    Ok((headers, body).into_response())
}
