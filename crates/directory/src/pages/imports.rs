//! Importing a list: upload, look, confirm.

use askama::Template;
use kernel::access::{Action, Relation};
use kernel::limits::LINE_CHARS;
use serde::Deserialize;
use web::axum::Router;
use web::axum::extract::{DefaultBodyLimit, FromRequest, Path, Request};
use web::axum::http::StatusCode;
use web::axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use web::axum::response::IntoResponse;
use web::axum::routing::{get, post};
use web::{App, Ctx, Form, Multipart, PageResult};

use super::{names, see};
use crate::commands::{self, ImportOutcome, ImportPreview};
use crate::import::{Counts, MAX_BYTES, Problem, Severity};
use crate::words::Words;

/// Problems that one page shows; the rest are counted by reason.
const SHOWN_PROBLEMS: usize = 200;
/// What a browser adds around an uploaded file.
const FORM_OVERHEAD_BYTES: usize = 64 * 1024;

pub(super) fn router() -> Router<App> {
    Router::new()
        .route("/directory/import", get(start).post(upload))
        .route("/directory/import/{draft}", get(preview))
        .route("/directory/import/{draft}/confirm", post(confirm))
        .route("/directory/import/{draft}/refused.csv", get(refused_csv))
        .layer(DefaultBodyLimit::max(MAX_BYTES + FORM_OVERHEAD_BYTES))
}

#[derive(Template)]
#[template(path = "directory/import.html")]
struct Start {
    l: Words,
    token: String,
    source: String,
    sources: Vec<String>,
    error: Option<String>,
}

async fn start(ctx: Ctx) -> PageResult {
    ctx.principal.must(Action::EditDirectory, Relation::Realm)?;
    start_page(&ctx, String::new(), None).await
}

async fn start_page(ctx: &Ctx, source: String, error: Option<String>) -> PageResult {
    let l = Words(ctx.lang);
    let sources = commands::sources(ctx.kernel(), &ctx.principal).await?;
    ctx.page(l.import_title(), &Start { l, token: ctx.token(), source, sources, error }).await
}

async fn upload(ctx: Ctx, request: Request) -> PageResult {
    // Decided before a byte of the file is read: who may not import may not upload either.
    ctx.principal.must(Action::EditDirectory, Relation::Realm)?;
    let mut form = Multipart::from_request(request, &ctx.app).await?;
    let l = Words(ctx.lang);
    let (mut file, mut source) = (None, String::new());
    while let Some((field, name, bytes)) = form.next().await? {
        match field.as_str() {
            "file" => file = Some((name, bytes)),
            "source" => source = String::from_utf8_lossy(&bytes).chars().take(LINE_CHARS).collect(),
            _ => {}
        }
    }
    let problem = match file.filter(|(_, bytes)| !bytes.is_empty()) {
        None => l.file_missing().to_owned(),
        Some((name, bytes)) => {
            match commands::upload(ctx.kernel(), &ctx.principal, (&name, &source), bytes).await? {
                Ok(draft) => return Ok(see(&format!("/directory/import/{draft}"))),
                Err(problem) => names::file_problem(l, &problem),
            }
        }
    };
    let page = start_page(&ctx, source, Some(problem)).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
}

#[derive(Template)]
#[template(path = "directory/preview.html")]
struct Preview {
    l: Words,
    token: String,
    draft: String,
    file: String,
    read_as: String,
    rows: usize,
    taken: usize,
    refused: usize,
    blank: usize,
    identical: usize,
    organisations: Counts,
    sites: Counts,
    absent: usize,
    unknown_columns: Vec<String>,
    by_reason: Vec<ReasonLine>,
    problems: Vec<ProblemLine>,
    unshown: usize,
}

struct ReasonLine {
    tone: &'static str,
    icon: &'static str,
    fate: &'static str,
    text: &'static str,
    count: usize,
}

struct ProblemLine {
    row: u32,
    column: String,
    value: String,
    text: String,
    icon: &'static str,
    fate: &'static str,
}

async fn preview(ctx: Ctx, Path(draft): Path<String>) -> PageResult {
    let l = Words(ctx.lang);
    let found = commands::preview(ctx.kernel(), &ctx.principal, &draft).await?;
    ctx.page(l.import_preview_title(), &preview_page(&ctx, found)).await
}

fn preview_page(ctx: &Ctx, found: ImportPreview) -> Preview {
    let l = Words(ctx.lang);
    let ImportPreview { draft, reading, plan } = found;
    let unknown = reading.columns.iter().filter(|column| !column.is_understood());
    let separator = match reading.separator {
        '\t' => l.import_tab().to_owned(),
        other => other.to_string(),
    };
    Preview {
        l,
        token: ctx.token(),
        read_as: l.import_read_as(draft.encoding, separator, reading.source.clone()),
        draft: draft.id,
        file: draft.file_name,
        rows: reading.rows,
        taken: reading.rows_taken(),
        refused: reading.refused.len(),
        blank: reading.blank_rows,
        identical: reading.identical_rows,
        organisations: plan.organisation_counts,
        sites: plan.site_counts,
        absent: plan.absent_sites,
        unknown_columns: unknown.map(|column| column.heading.clone()).collect(),
        by_reason: reason_lines(l, &reading.problems),
        unshown: reading.problems.len().saturating_sub(SHOWN_PROBLEMS),
        problems: problem_lines(l, &reading.problems),
    }
}

fn fate(l: Words, severity: Severity) -> (&'static str, &'static str, &'static str) {
    match severity {
        Severity::Refused => ("red", "✕", l.import_fate_refused()),
        Severity::KeptAside => ("amber", "!", l.import_fate_kept()),
        Severity::Noted => ("grey", "i", l.import_fate_noted()),
    }
}

/// How often each reason occurs, the gravest first.
fn reason_lines(l: Words, problems: &[Problem]) -> Vec<ReasonLine> {
    let mut counts: Vec<(crate::import::Reason, usize)> = Vec::new();
    for problem in problems {
        match counts.iter_mut().find(|(reason, _)| *reason == problem.reason) {
            Some((_, count)) => *count += 1,
            None => counts.push((problem.reason, 1)),
        }
    }
    counts.sort_by_key(|(reason, count)| (reason.severity(), std::cmp::Reverse(*count)));
    let line = |(reason, count): (crate::import::Reason, usize)| {
        let (tone, icon, fate) = fate(l, reason.severity());
        ReasonLine { tone, icon, fate, text: names::reason(l, reason), count }
    };
    counts.into_iter().map(line).collect()
}

/// The gravest problems first, in the order of rows, as many as one page holds.
fn problem_lines(l: Words, problems: &[Problem]) -> Vec<ProblemLine> {
    let mut sorted: Vec<&Problem> = problems.iter().collect();
    sorted.sort_by_key(|problem| (problem.severity(), problem.row));
    let line = |problem: &Problem| {
        let (_, icon, fate) = fate(l, problem.severity());
        let text = names::reason(l, problem.reason);
        ProblemLine {
            row: problem.row,
            column: problem.column.clone().unwrap_or_else(|| l.import_whole_row().to_owned()),
            value: problem.value.clone(),
            text: match problem.other_row {
                Some(row) => format!("{text} {}", l.import_other_row(row)),
                None => text.to_owned(),
            },
            icon,
            fate,
        }
    };
    sorted.into_iter().take(SHOWN_PROBLEMS).map(line).collect()
}

#[derive(Template)]
#[template(path = "directory/imported.html")]
struct Imported {
    l: Words,
    draft: String,
    outcome: ImportOutcome,
}

#[derive(Deserialize)]
struct Nothing {}

async fn confirm(ctx: Ctx, Path(draft): Path<String>, Form(Nothing {}): Form<Nothing>) -> PageResult {
    let l = Words(ctx.lang);
    let outcome = commands::import(ctx.kernel(), &ctx.principal, &draft).await?;
    // Sent again, the same list changes nothing, so the answer may as well be this page.
    ctx.page(l.imported_title(), &Imported { l, draft, outcome }).await
}

async fn refused_csv(ctx: Ctx, Path(draft): Path<String>) -> PageResult {
    let l = Words(ctx.lang);
    let found = commands::preview(ctx.kernel(), &ctx.principal, &draft).await?;
    let csv = found.reading.refused_csv(|reason| names::reason(l, reason).to_owned());
    // The mark tells spreadsheet programs that the file is UTF-8.
    let body = format!("\u{feff}{csv}");
    let headers = [
        (CONTENT_TYPE, "text/csv; charset=utf-8"),
        (CONTENT_DISPOSITION, "attachment; filename=\"paraat-refused.csv\""),
    ];
    Ok((headers, body).into_response())
}
