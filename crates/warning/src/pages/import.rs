//! A warning of another system, as a file or pasted, that becomes a draft.

use askama::Template;
use axum::Router;
use axum::extract::{DefaultBodyLimit, FromRequest, Request};
use axum::http::StatusCode;
use axum::routing::get;
use cap::{ReadError, Reason};
use kernel::access::Action;
use web::{App, Ctx, Multipart, PageResult};

use super::back;
use crate::commands::{self, ImportFault, Unusable};
use crate::limits::IMPORT_CHARS;
use crate::words::Words;

/// How much of a request is read at most: more than is taken, so that the browser listens to the answer.
const READ_BYTES: usize = 8 * cap::MAX_BYTES;
/// The longest key that is read, in bytes: many times what one of P-256 is.
const KEY_BYTES: usize = 8 * 1024;

pub(super) fn router() -> Router<App> {
    Router::new().route("/warnings/import", get(page).post(import)).layer(DefaultBodyLimit::max(READ_BYTES))
}

#[derive(Template)]
#[template(path = "import.html")]
struct ImportPage<'a> {
    l: Words,
    token: String,
    /// The field that is wrong and why; empty when none is.
    field: &'static str,
    problem: String,
    typed: &'a Typed,
}

/// What somebody sent.
#[derive(Debug, Default)]
struct Typed {
    /// The chosen file; `None` when it is too large.
    file: Option<Vec<u8>>,
    /// What was pasted.
    text: String,
    /// The sender's key.
    key: String,
}

impl Typed {
    /// The message: the file, else what was pasted.
    fn message(&self) -> Option<&[u8]> {
        let file = self.file.as_deref()?;
        Some(if file.is_empty() { self.text.as_bytes() } else { file })
    }
}

async fn page(ctx: Ctx) -> PageResult {
    ctx.principal.must(Action::ComposeWarning, ctx.principal.desk())?;
    show(&ctx, &Typed::default(), None).await
}

async fn show(ctx: &Ctx, typed: &Typed, wrong: Option<(&'static str, String)>) -> PageResult {
    let l = Words(ctx.lang);
    let status = if wrong.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let (field, problem) = wrong.unwrap_or_default();
    let page = ImportPage { l, token: ctx.token(), field, problem, typed };
    let mut response = ctx.page(l.import_title(), &page).await?;
    *response.status_mut() = status;
    Ok(response)
}

async fn import(ctx: Ctx, request: Request) -> PageResult {
    ctx.principal.must(Action::ComposeWarning, ctx.principal.desk())?;
    let mut form = Multipart::from_request(request, &ctx.app).await?;
    let typed = receive(&mut form).await?;
    let l = Words(ctx.lang);
    let Some(message) = typed.message() else {
        return show(&ctx, &typed, Some(("file", l.import_too_large().to_owned()))).await;
    };
    match commands::import(ctx.kernel(), &ctx.principal, message, &typed.key, ctx.lang).await {
        Ok(id) => back(&id, "imported"),
        Err(ImportFault::Failed(error)) => Err(error.into()),
        Err(fault) => show(&ctx, &typed, Some(explained(l, &fault))).await,
    }
}

async fn receive(form: &mut Multipart) -> PageResult<Typed> {
    let mut typed = Typed { file: Some(Vec::new()), ..Typed::default() };
    let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
    while let Some(part) = form.next_part().await? {
        match part.name.as_str() {
            "file" => typed.file = part.within(cap::MAX_BYTES).await?,
            "text" => match part.within(cap::MAX_BYTES).await?.map(text) {
                Some(text) => typed.text = text,
                None => typed.file = None,
            },
            "key" => typed.key = part.within(KEY_BYTES).await?.map_or_else(|| "…".to_owned(), text),
            _ => {}
        }
    }
    Ok(typed)
}

/// The field that is wrong, and why.
fn explained(l: Words, fault: &ImportFault) -> (&'static str, String) {
    match fault {
        ImportFault::Nothing | ImportFault::Failed(_) => ("file", l.import_nothing().to_owned()),
        ImportFault::Key => ("key", l.import_no_key().to_owned()),
        ImportFault::Unusable(Unusable::NoWarning) => ("file", l.import_no_warning().to_owned()),
        ImportFault::Unusable(Unusable::NotActual(status)) => ("file", l.import_not_actual(status.code())),
        ImportFault::Unusable(Unusable::TooMuch) => ("file", l.import_too_much(IMPORT_CHARS)),
        ImportFault::Unreadable(error) => ("file", unreadable(l, error)),
    }
}

/// Where it is, and what it is in plain words.
fn unreadable(l: Words, error: &ReadError) -> String {
    let why = match &error.reason {
        Reason::TooLarge => return l.import_too_large().to_owned(),
        Reason::TooMany | Reason::TooDeep | Reason::TooManyAttributes | Reason::TooLong(_) => {
            l.import_beyond().to_owned()
        }
        Reason::DocType | Reason::Instruction | Reason::Entity(_) => l.import_dangerous().to_owned(),
        Reason::Encoding
        | Reason::Character(_)
        | Reason::Malformed(_)
        | Reason::Unfinished
        | Reason::StrayText => l.import_malformed().to_owned(),
        Reason::Older(_) | Reason::Namespace(_) | Reason::Root(_) => l.import_no_cap().to_owned(),
        Reason::Missing(element) => l.import_lacks(*element),
        Reason::Unexpected | Reason::Attribute(_) => l.import_unexpected().to_owned(),
        Reason::Value { found, .. } => l.import_value(found.as_str()),
    };
    let place = match error.element.as_str() {
        "" => l.import_where(error.column, error.line),
        element => l.import_where_in(error.column, element, error.line),
    };
    format!("{place} {why}")
}
