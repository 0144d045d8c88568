//! What became of a warning, on one page of paper: for the file, the minister and the auditor.

use axum::extract::Path;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use kernel::access::Action;
use kernel::{Error, Result};
use paper::{Block, Created, Fact, Paper, Table};
use web::{Ctx, PageResult};

use super::reach::{Line, by_kind, by_region, lasted};
use crate::commands::{self, Warning};
use crate::reach::{self, Counts, Figures};
use crate::store::relays::{self, Passed};
use crate::store::{calls, obligations};
use crate::texts;
use crate::words::Words;

/// Rows of each table: more would not stay on one page.
const ROWS: usize = 8;
/// Names of silent organisations.
const NAMES: usize = 20;

/// The report as a file.
pub(super) async fn pdf(ctx: Ctx, Path(id): Path<String>) -> PageResult {
    let seen = commands::open(ctx.kernel(), &ctx.principal, &id, Action::ReadReach).await?;
    if seen.warning.is_draft() {
        return Err(Error::NotFound.into());
    }
    let number = seen.warning.row.number.clone();
    let paper = sheet(&ctx, &seen.warning).await?;
    // Setting a paper takes the processor for longer than other requests may be kept waiting.
    let set = tokio::task::spawn_blocking(move || ::paper::pdf(&paper)).await;
    let failed = |error: anyhow::Error| Error::Internal(error.context("the report of a warning"));
    let bytes = set.map_err(|error| failed(error.into()))?.map_err(|error| failed(error.into()))?;
    let place = format!("inline; filename=\"warning-{number}.pdf\"");
    let headers = [(CONTENT_TYPE, "application/pdf".to_owned()), (CONTENT_DISPOSITION, place)];
    let response: Response = (headers, bytes).into_response();
    Ok(response)
}

async fn sheet(ctx: &Ctx, warning: &Warning) -> Result<Paper> {
    let (kernel, l) = (ctx.kernel(), Words(ctx.lang));
    let authority = directory::organisation(kernel, &warning.authority_id).await?;
    let standings = obligations::standings(kernel, &warning.id).await?;
    let passed = relays::passed(kernel, &warning.id).await?;
    let phoned = calls::count(kernel, &warning.id).await?;
    let silent = silent(ctx, warning).await?;
    let title = l.reach_title(&warning.row.number);
    let text = warning.content.text(ctx.lang).map(|(_, text)| text.clone()).unwrap_or_default();
    let mut blocks = vec![
        Block::Heading { level: 1, text: title.clone() },
        Block::Paragraph(text.headline.clone()),
        Block::Facts(about(ctx, warning, &authority.name)),
        Block::Heading { level: 2, text: l.report_outcome().to_owned() },
        Block::Facts(outcome(l, &reach::figures(&standings), passed, phoned)),
    ];
    let (kinds, regions) = (by_kind(ctx.lang, &standings), by_region(ctx.lang, &standings));
    for (caption, lines) in [(l.reach_by_kind(), kinds), (l.reach_by_region(), regions)] {
        blocks.push(Block::Table(table(l, caption, lines)));
    }
    if !silent.is_empty() {
        blocks.push(Block::Heading { level: 2, text: l.report_silent().to_owned() });
        blocks.push(Block::Small(silent));
    }
    blocks.push(Block::Small(l.report_how().to_owned()));
    let w = web::Words(ctx.lang);
    let is_exercise = ctx.principal.realm.is_exercise();
    Ok(Paper {
        lang: ctx.lang.code().to_owned(),
        title: title.clone(),
        author: authority.name,
        subject: text.headline,
        created: created(ctx),
        banner: is_exercise.then(|| format!("{} — {}", w.exercise_word(), w.exercise_not_real())),
        header: format!("{} · {title}", warning.tlp.label()),
        footer: format!("{} · {}", warning.tlp.label(), warning.row.number),
        page_of: l.report_page("{page}", "{pages}"),
        blocks,
    })
}

/// Now, by the clock on the wall of whoever reads it.
fn created(ctx: &Ctx) -> Created {
    let at = ctx.app.settings.zone.civil(ctx.now().timestamp());
    let small = |number: i8| u8::try_from(number).unwrap_or_default();
    Created {
        year: u16::try_from(at.year()).unwrap_or_default(),
        month: small(at.month()),
        day: small(at.day()),
        hour: small(at.hour()),
        minute: small(at.minute()),
        second: small(at.second()),
        offset_minutes: i16::try_from(at.offset().seconds() / 60).unwrap_or_default(),
    }
}

fn fact(label: &str, line: impl Into<String>) -> Fact {
    Fact { label: label.to_owned(), lines: vec![line.into()], ..Fact::default() }
}

fn about(ctx: &Ctx, warning: &Warning, authority: &str) -> Vec<Fact> {
    let l = Words(ctx.lang);
    let mut facts = vec![
        fact(l.report_from(), authority),
        fact(
            l.field_class(),
            format!(
                "{} · {} · {}",
                texts::kind_name(l, warning.kind),
                texts::class_name(l, warning.class),
                warning.tlp.label()
            ),
        ),
        fact(l.reach_since(), ctx.date_time(warning.row.published_at.unwrap_or_default())),
    ];
    if let Some(at) = warning.row.ended_at {
        facts.push(fact(l.state_over(), ctx.date_time(at)));
    }
    facts
}

fn outcome(l: Words, figures: &Figures, passed: Passed, phoned: i64) -> Vec<Fact> {
    let whole = figures.counts;
    let after: Vec<String> = figures.after.into_iter().map(|after| lasted(l, after)).collect();
    let counted = [
        (l.reach_applicable(), whole.applicable),
        (l.reach_forwarded(), whole.forwarded),
        (l.reach_done(), whole.done),
        (l.reach_silent(), whole.silent),
        (l.reach_unreachable(), whole.unreachable),
    ];
    let counted: Vec<String> = counted.iter().map(|(what, count)| format!("{count} {what}")).collect();
    let mut facts = vec![
        fact(
            l.column_acknowledged(),
            format!("{} % — {}", whole.percent(), l.reach_acknowledged(whole.all, whole.acknowledged)),
        ),
        fact(l.column_after(), after.join(" · ")),
        fact(l.report_counted(), counted.join(" · ")),
        fact(l.report_phoned(), phoned.to_string()),
    ];
    if passed.organisations > 0 {
        let (read, told) = (passed.staff.read, passed.staff.told);
        facts.push(fact(l.cascade_staff(), format!("{read} / {told} {}", l.cascade_read_of())));
    }
    if passed.suppliers > 0 {
        let (yes, all) = (passed.acknowledged, passed.suppliers);
        facts.push(fact(l.pass_suppliers(), format!("{yes} / {all} {}", l.cascade_suppliers_of())));
    }
    facts
}

/// The largest groups; what does not fit is one line.
fn table(l: Words, caption: &str, mut lines: Vec<Line>) -> Table {
    lines.sort_by_key(|line| std::cmp::Reverse(line.counts.all));
    let rest = lines.split_off(lines.len().min(ROWS));
    if !rest.is_empty() {
        let counts = rest.iter().fold(Counts::default(), |sum, line| sum.plus(line.counts));
        lines.push(Line { name: l.report_others().to_owned(), counts, after: Default::default() });
    }
    let row = |line: Line| {
        let Counts { all, acknowledged, done, silent, unreachable, .. } = line.counts;
        let numbers = [all, acknowledged, done, silent, unreachable];
        std::iter::once(line.name).chain(numbers.iter().map(ToString::to_string)).collect()
    };
    Table {
        caption: caption.to_owned(),
        head: [
            caption,
            l.column_all(),
            l.column_acknowledged(),
            l.column_done(),
            l.column_silent(),
            l.column_unreachable(),
        ]
        .map(str::to_owned)
        .into(),
        rows: lines.into_iter().map(row).collect(),
    }
}

/// Who never answered, by name.
async fn silent(ctx: &Ctx, warning: &Warning) -> Result<String> {
    let rows =
        obligations::unsettled(ctx.kernel(), &warning.id, i64::try_from(NAMES + 1).unwrap_or(0)).await?;
    let ids: Vec<String> = rows.iter().take(NAMES).cloned().collect();
    let organisations = directory::organisations(ctx.kernel(), &ids).await?;
    let mut names: Vec<String> = organisations.into_values().map(|each| each.name).collect();
    names.sort();
    if rows.len() > NAMES {
        names.push("…".to_owned());
    }
    Ok(names.join(" · "))
}
