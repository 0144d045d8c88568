//! How soon an authority's warnings are acknowledged, by class, kind and region, over the last year.

use std::time::Duration;

use askama::Template;
use kernel::access::Action;
use web::{Ctx, PageResult};

use super::reach::{Line, by_class, by_kind, by_region};
use crate::limits::STANDINGS_MOST;
use crate::store::obligations;
use crate::words::Words;

/// How far back the figures go.
const BACK: Duration = Duration::from_secs(365 * 24 * 3600);

/// A table of figures.
struct Table {
    title: &'static str,
    lines: Vec<Line>,
}

#[derive(Template)]
#[template(path = "figures.html")]
struct FiguresPage {
    l: Words,
    tables: Vec<Table>,
}

/// The figures, for who keeps a duty desk.
pub(super) async fn page(ctx: Ctx) -> PageResult {
    ctx.principal.must(Action::ComposeWarning, ctx.principal.desk())?;
    let l = Words(ctx.lang);
    let authority = &ctx.principal.seat.organisation_id;
    let since = ctx.now().minus(BACK);
    let standings = obligations::standings_since(ctx.kernel(), authority, since, STANDINGS_MOST).await?;
    let tables = [
        (l.figures_by_class(), by_class(ctx.lang, &standings)),
        (l.reach_by_kind(), by_kind(ctx.lang, &standings)),
        (l.reach_by_region(), by_region(ctx.lang, &standings)),
    ];
    let tables = tables.into_iter().filter(|(_, lines)| !lines.is_empty());
    let tables = tables.map(|(title, lines)| Table { title, lines }).collect();
    ctx.page(l.figures_title(), &FiguresPage { l, tables }).await
}
