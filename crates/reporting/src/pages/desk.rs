//! The duty officer's desk: what waits, the most pressing first, one next step each.

use askama::Template;
use axum::extract::Query;
use kernel::access::Action;
use kernel::time::Time;
use kernel::{Kernel, Result};
use web::{Ctx, PageResult};

use super::names::Names;
use super::{Chip, From, Moment, after, brief, chip, kind_name};
use crate::incident::{ACKNOWLEDGED, CLOSED, NEW, ON_AUTHORITY, ON_REPORTER, headline_context, open};
use crate::limits::{PAGE_ITEMS, SECTION_ITEMS};
use crate::store::lists::{self, DeskRow, Section};
use crate::words::Words;

struct Item {
    id: String,
    chip: Chip,
    kind: &'static str,
    city: String,
    reference: String,
    organisation: String,
    headline: String,
    aware: Moment,
    filed: Moment,
    handler: String,
    clock: String,
    can_acknowledge: bool,
    is_quiet: bool,
    step: &'static str,
}

struct SectionView {
    key: &'static str,
    title: &'static str,
    /// Whether it stands in the first column.
    is_first: bool,
    items: Vec<Item>,
    has_more: bool,
}

#[derive(Template)]
#[template(path = "desk.html")]
struct DeskPage {
    l: Words,
    token: String,
    waiting: i64,
    sections: Vec<SectionView>,
}

#[derive(Template)]
#[template(path = "desk_all.html")]
struct AllPage {
    l: Words,
    token: String,
    items: Vec<Item>,
    is_later: bool,
    older: String,
}

/// The desk.
pub(super) async fn page(ctx: Ctx) -> PageResult {
    ctx.principal.must(Action::ReadDesk, ctx.principal.desk())?;
    let (kernel, l) = (ctx.kernel(), Words(ctx.lang));
    let authority = &ctx.principal.seat.organisation_id;
    let person = ctx.principal.person_id().unwrap_or_default();
    let mut found = Vec::new();
    for section in Section::ALL {
        let rows = lists::desk(kernel, authority, section, ctx.now(), person, SECTION_ITEMS + 1).await?;
        found.push((section, rows));
    }
    let names = names(kernel, found.iter().flat_map(|(_, rows)| rows)).await?;
    let is_empty = found.iter().all(|(_, rows)| rows.is_empty());
    let sections = found.into_iter().filter(|(section, rows)| is_shown(*section, rows, is_empty));
    let sections = sections.map(|(section, rows)| view(&ctx, section, rows, &names));
    let page = DeskPage {
        l,
        token: ctx.token(),
        waiting: lists::waiting(kernel, authority, person, crate::limits::BADGE_MOST).await?,
        sections: sections.collect::<Result<_>>()?,
    };
    ctx.page(l.desk_title(), &page).await
}

/// What waits for somebody is shown even when nothing does; the rest only when there is something.
fn is_shown(section: Section, rows: &[DeskRow], is_empty: bool) -> bool {
    !is_empty && (!rows.is_empty() || matches!(section, Section::New | Section::Mine))
}

fn view(ctx: &Ctx, section: Section, mut rows: Vec<DeskRow>, names: &Names) -> Result<SectionView> {
    let l = Words(ctx.lang);
    let (key, title, is_first) = match section {
        Section::Late => ("late", l.desk_late(), true),
        Section::New => ("new", l.desk_new(), true),
        Section::Mine => ("mine", l.desk_mine(), true),
        Section::Colleagues => ("colleagues", l.desk_colleagues(), false),
        Section::Asked => ("asked", l.desk_asked(), false),
    };
    let shown = usize::try_from(SECTION_ITEMS).unwrap_or_default();
    let has_more = rows.len() > shown;
    rows.truncate(shown);
    let items = rows.into_iter().map(|row| item(ctx, row, names)).collect::<Result<_>>()?;
    Ok(SectionView { key, title, is_first, items, has_more })
}

/// Everything an authority was ever told, page by page.
pub(super) async fn all(ctx: Ctx, Query(from): Query<From>) -> PageResult {
    ctx.principal.must(Action::ReadDesk, ctx.principal.desk())?;
    let (kernel, l) = (ctx.kernel(), Words(ctx.lang));
    let (before, is_later) = from.place();
    let authority = &ctx.principal.seat.organisation_id;
    let mut rows = lists::everything(kernel, authority, &before, PAGE_ITEMS + 1).await?;
    let shown = usize::try_from(PAGE_ITEMS).unwrap_or_default();
    let has_more = rows.len() > shown;
    rows.truncate(shown);
    let last = rows.last().filter(|_| has_more);
    let older = last.map_or_else(String::new, |row| after(row.since, &row.incident_id));
    let names = names(kernel, &rows).await?;
    let items = rows.into_iter().map(|row| item(&ctx, row, &names)).collect::<Result<_>>()?;
    ctx.page(l.desk_all_title(), &AllPage { l, token: ctx.token(), items, is_later, older }).await
}

async fn names<'a>(kernel: &Kernel, rows: impl IntoIterator<Item = &'a DeskRow>) -> Result<Names> {
    let rows: Vec<&DeskRow> = rows.into_iter().collect();
    let organisations = rows.iter().map(|row| row.organisation_id.as_str());
    Names::look_up(kernel, organisations, rows.iter().map(|row| row.assigned_to.as_str())).await
}

fn item(ctx: &Ctx, row: DeskRow, names: &Names) -> Result<Item> {
    let l = Words(ctx.lang);
    let organisation = names.organisation(&row.organisation_id);
    let is_acknowledged = row.state != NEW;
    let is_mine = ctx.principal.person_id() == Some(row.assigned_to.as_str());
    let is_answered = is_acknowledged && row.waits_on == ON_AUTHORITY;
    let headline = headline_context(&row.filing_id);
    Ok(Item {
        chip: state_chip(ctx, &row.state, &row.waits_on, row.due_at, &row.assigned_to),
        kind: organisation.map_or("", |each| kind_name(l, each.kind)),
        city: organisation.map_or_else(String::new, |each| each.city.clone()),
        organisation: names.of_organisation(&row.organisation_id).to_owned(),
        headline: open(ctx.kernel(), &row.seal_key, &headline, &row.sealed_headline)?,
        aware: brief(ctx, row.aware_at),
        filed: brief(ctx, row.filed_at),
        handler: if row.assigned_to.is_empty() || is_mine {
            String::new()
        } else {
            names.of_person(l, &row.assigned_to)
        },
        clock: clock(ctx, row.due_at),
        can_acknowledge: !is_acknowledged,
        is_quiet: !(is_answered || is_mine),
        step: if is_answered {
            l.desk_read_answer()
        } else if is_mine && row.waits_on.is_empty() {
            l.desk_go_on()
        } else {
            l.open()
        },
        id: row.incident_id,
        reference: row.reference,
    })
}

/// Where it stands with this authority, for this person.
pub(super) fn state_chip(ctx: &Ctx, state: &str, waits_on: &str, due: Option<Time>, handler: &str) -> Chip {
    let l = Words(ctx.lang);
    if waits_on == ON_AUTHORITY && due.is_some_and(|due| due <= ctx.now()) {
        chip("red", "▲", l.chip_late())
    } else if state == CLOSED {
        chip("grey", "■", l.chip_closed())
    } else if state != ACKNOWLEDGED {
        chip("red", "●", l.chip_new())
    } else if waits_on == ON_REPORTER {
        chip("grey", "?", l.chip_asked())
    } else if waits_on == ON_AUTHORITY {
        chip("amber", "◆", l.chip_answered())
    } else if ctx.principal.person_id() == Some(handler) {
        chip("accent", "◐", l.chip_yours())
    } else {
        chip("grey", "◐", l.chip_colleague())
    }
}

/// How long is left of the authority's term, or how long it is over; empty when none runs.
pub(super) fn clock(ctx: &Ctx, due: Option<Time>) -> String {
    let (l, now) = (Words(ctx.lang), ctx.now());
    match due {
        None => String::new(),
        Some(due) if due > now => l.desk_left(l10n::duration(ctx.lang, due.since(now))),
        Some(due) => l.desk_late_by(l10n::duration(ctx.lang, now.since(due))),
    }
}
