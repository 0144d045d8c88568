//! A filing as it was filed: for reading, for paper, and byte for byte.

use askama::Template;
use axum::extract::{Path, Query};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use kernel::access::{Action, Relation, Role};
use kernel::{Error, RealmKind, Result};
use serde::Deserialize;
use web::{Ctx, PageResult};

use super::answers::{AnswerView, Reading, answers};
use super::{Moment, kind_name, receipt, stage_name};
use crate::commands::{self, Seen};
use crate::document::{self, Document};
use crate::form::Forms;
use crate::incident::Filing;
use crate::store;
use crate::words::Words;

struct DocumentView {
    is_exercise: bool,
    realm: String,
    law: String,
    title: String,
    organisation: String,
    kind: String,
    city: String,
    filer: String,
    filed: Moment,
    aware: Moment,
    answers: Vec<AnswerView>,
    frozen: String,
}

#[derive(Template)]
#[template(path = "filing.html")]
struct FilingPage {
    l: Words,
    id: String,
    filing: String,
    /// `None` once erased.
    document: Option<DocumentView>,
    /// The reporter's own number; empty for an authority, which could count by it.
    number: String,
    digest: String,
    seq: i64,
    hash: String,
}

#[derive(Deserialize)]
pub(super) struct Wanted {
    #[serde(default)]
    format: String,
}

/// The filing as a page, or with `?format=json` its bytes.
pub(super) async fn page(
    ctx: Ctx,
    Path((id, filing)): Path<(String, String)>,
    Query(wanted): Query<Wanted>,
) -> PageResult {
    let (seen, filing, bytes) = read(&ctx, &id, &filing).await?;
    if wanted.format == "json" {
        return bytes_of(&filing, bytes);
    }
    let line = receipt::entry(ctx.kernel(), &seen, &filing.id).await?;
    let document = if bytes.is_empty() { None } else { Some(view(&ctx, &Document::read(&bytes)?)) };
    let l = Words(ctx.lang);
    let title =
        document.as_ref().map_or_else(|| l.document_erased_title().to_owned(), |each| each.title.clone());
    let page = FilingPage {
        l,
        number: if seen.relation == Relation::Own { seen.incident.number } else { String::new() },
        filing: filing.id,
        document,
        digest: filing.digest,
        seq: line.seq,
        hash: line.hash,
        id,
    };
    ctx.page(&title, &page).await
}

/// The filing's bytes.
pub(super) async fn json(ctx: Ctx, Path((id, filing)): Path<(String, String)>) -> PageResult {
    let (_, filing, bytes) = read(&ctx, &id, &filing).await?;
    bytes_of(&filing, bytes)
}

async fn read(ctx: &Ctx, id: &str, filing: &str) -> Result<(Seen, Filing, String)> {
    let seen = commands::open(ctx.kernel(), &ctx.principal, id, Action::ReadReport).await?;
    let filing = store::filing(ctx.kernel(), id, filing).await?.ok_or(Error::NotFound)?;
    let bytes = seen.incident.open(ctx.kernel(), &document::context(&filing.id), &filing.sealed)?;
    commands::note_reading(ctx.kernel(), &ctx.principal, &seen).await?;
    Ok((seen, filing, bytes))
}

fn bytes_of(filing: &Filing, bytes: String) -> PageResult {
    if bytes.is_empty() {
        return Err(Error::NotFound.into());
    }
    let name = format!("inline; filename=\"{}.json\"", filing.id);
    let headers = [(CONTENT_TYPE, "application/json; charset=utf-8".to_owned()), (CONTENT_DISPOSITION, name)];
    let response: Response = (headers, bytes).into_response();
    Ok(response)
}

fn view(ctx: &Ctx, document: &Document) -> DocumentView {
    let l = Words(ctx.lang);
    let stage = stage_name(l, &document.stage);
    let reading = Reading::of(ctx);
    let kind = directory::OrganisationKind::parse(&document.organisation.kind);
    let law = Forms::embedded()
        .find(&document.form.id, &document.form.version, &document.stage)
        .map_or("", |form| form.law.get(ctx.lang));
    let role = web::role_name(web::Words(ctx.lang), document.filer.role);
    DocumentView {
        is_exercise: document.realm.kind == RealmKind::Exercise,
        realm: document.realm.name.clone(),
        law: law.to_owned(),
        title: l.document_title(&document.organisation.name, stage),
        organisation: document.organisation.name.clone(),
        kind: kind.map_or_else(|| document.organisation.kind.clone(), |kind| kind_name(l, kind).to_owned()),
        city: document.organisation.city.clone(),
        filer: match (document.filer.role, document.filer.name.as_str()) {
            (Role::CardHolder, _) => l.document_card().to_owned(),
            (_, name) => format!("{name} · {role}"),
        },
        filed: Moment { iso: document.filed_at.clone(), text: reading.written(&document.filed_at) },
        aware: Moment { iso: document.aware_at.clone(), text: reading.written(&document.aware_at) },
        answers: answers(&reading, document),
        frozen: l.document_frozen(&document.form.id, law, &document.form.version),
    }
}
