//! "My reports": what an organisation reported, where each stands, and what was begun and not sent.

use askama::Template;
use axum::extract::Query;
use kernel::Result;
use kernel::access::{Action, Relation};
use serde::Deserialize;
use web::{Ctx, PageResult};

use super::names::Names;
use super::receipt::forget;
use super::{Chip, From, Moment, after, brief, chip, good, stage_name};
use crate::commands::{self, Draft};
use crate::form::{Forms, Stage};
use crate::incident::{ACKNOWLEDGED, CLOSED, ON_REPORTER, headline_context, open};
use crate::limits::PAGE_ITEMS;
use crate::store;
use crate::store::duties::Due;
use crate::store::lists::{self, OwnRow, Standing};
use crate::words::Words;

struct DraftView {
    id: String,
    headline: String,
    saved: Moment,
    by: String,
}

struct Item {
    id: String,
    number: String,
    headline: String,
    filed: Moment,
    standings: Vec<Chip>,
    /// What is due next; `None` for nothing.
    due: Option<Chip>,
}

#[derive(Template)]
#[template(path = "reports.html")]
struct ReportsPage {
    l: Words,
    token: String,
    drafts: Vec<DraftView>,
    items: Vec<Item>,
    is_later: bool,
    older: String,
    /// Copies on the device that are no longer needed.
    forget: Vec<String>,
}

#[derive(Deserialize)]
pub(super) struct Just {
    #[serde(default)]
    kept: String,
    #[serde(default)]
    discarded: String,
}

/// The organisation's own incidents.
pub(super) async fn page(ctx: Ctx, Query(from): Query<From>, Query(just): Query<Just>) -> PageResult {
    ctx.principal.must(Action::ReadReport, Relation::Own)?;
    let l = Words(ctx.lang);
    let (before, is_later) = from.place();
    let organisation = &ctx.principal.seat.organisation_id;
    let mut rows = lists::own(ctx.kernel(), organisation, &before, PAGE_ITEMS + 1).await?;
    let shown = usize::try_from(PAGE_ITEMS).unwrap_or_default();
    let has_more = rows.len() > shown;
    rows.truncate(shown);
    let older = rows.last().filter(|_| has_more).map_or_else(String::new, |row| after(row.made_at, &row.id));
    let drafts = if is_later { Vec::new() } else { drafts(&ctx).await? };
    let page = ReportsPage {
        l,
        token: ctx.token(),
        drafts,
        items: items(&ctx, rows).await?,
        is_later,
        older,
        forget: forget_all(&just),
    };
    let notice = match (just.kept.is_empty(), just.discarded.is_empty()) {
        (false, _) => good(l.call_kept(l.call_file())),
        (_, false) => good(l.call_discarded()),
        _ => None,
    };
    ctx.page_with(l.reports_title(), &page, notice).await
}

/// What was kept is on the server; what was thrown away must not come back from the device, under whichever
/// of its two names it lies there.
fn forget_all(just: &Just) -> Vec<String> {
    let slots = match (just.kept.as_str(), just.discarded.as_str()) {
        ("", "") => Vec::new(),
        ("", discarded) => vec![discarded, "call"],
        (kept, _) => vec![kept],
    };
    slots.into_iter().map(forget).collect()
}

async fn drafts(ctx: &Ctx) -> Result<Vec<DraftView>> {
    let drafts = commands::drafts(ctx.kernel(), &ctx.principal).await?;
    let names = Names::look_up(ctx.kernel(), [], drafts.iter().map(|draft| draft.made_by.as_str())).await?;
    let form = Forms::embedded().current(Stage::EarlyWarning, ctx.now());
    let view = |draft: Draft| DraftView {
        headline: form.map_or_else(String::new, |form| draft.typed.headline(form)),
        saved: brief(ctx, draft.saved_at),
        by: names.of_person(Words(ctx.lang), &draft.made_by),
        id: draft.id,
    };
    Ok(drafts.into_iter().map(view).collect())
}

async fn items(ctx: &Ctx, rows: Vec<OwnRow>) -> Result<Vec<Item>> {
    let kernel = ctx.kernel();
    let ids: Vec<String> = rows.iter().map(|row| row.id.clone()).collect();
    // What is due first comes first.
    let (standings, dues) =
        tokio::try_join!(lists::standings(kernel, &ids), store::duties::running(kernel, &ids))?;
    let authorities = standings.iter().map(|standing| standing.authority_id.as_str());
    let names = Names::look_up(kernel, authorities, []).await?;
    let l = Words(ctx.lang);
    let item = |row: OwnRow| {
        let own = standings.iter().filter(|standing| standing.incident_id == row.id);
        let headline = headline_context(&row.filing_id);
        Ok(Item {
            headline: open(kernel, &row.seal_key, &headline, &row.sealed_headline)?,
            filed: brief(ctx, row.filed_at),
            standings: own.map(|standing| standing_chip(l, standing, &names)).collect(),
            due: dues.iter().find(|due| due.incident_id == row.id).map(|due| due_chip(ctx, due)),
            id: row.id,
            number: row.number,
        })
    };
    rows.into_iter().map(item).collect()
}

fn due_chip(ctx: &Ctx, due: &Due) -> Chip {
    let l = Words(ctx.lang);
    let at = due.due_at.map(|at| brief(ctx, at).text).unwrap_or_default();
    let text = l.reports_due(at, stage_name(l, &due.stage));
    let is_overdue = due.due_at.is_some_and(|at| at < ctx.now());
    if is_overdue { chip("red", "▲", text) } else { chip("amber", "◷", text) }
}

fn standing_chip(l: Words, standing: &Standing, names: &Names) -> Chip {
    let authority = names.of_organisation(&standing.authority_id);
    if standing.waits_on == ON_REPORTER {
        chip("amber", "?", l.standing_asked(authority))
    } else if standing.state == CLOSED {
        chip("grey", "■", l.standing_closed(authority))
    } else if standing.state == ACKNOWLEDGED {
        chip("green", "✓", l.standing_acknowledged(authority))
    } else {
        chip("grey", "○", l.standing_told(authority))
    }
}
