//! Warnings: at an authority's desk those being written and those that are out; for everybody those they were sent.

use askama::Template;
use kernel::Result;
use kernel::access::{Action, Relation};
use web::{Ctx, PageResult};

use super::contacts::{self, Repair};
use super::{Chip, Moment, TlpView, chip, class_chip, tlp};
use crate::commands::Warning;
use crate::limits::PAGE_ITEMS;
use crate::store::{self, DRAFT, ENDED, PUBLISHED, WAITING};
use crate::words::Words;

struct Item {
    id: String,
    number: String,
    headline: String,
    from: String,
    class: Chip,
    tlp: TlpView,
    state: Chip,
    at: Moment,
}

struct Section {
    key: &'static str,
    title: &'static str,
    items: Vec<Item>,
}

#[derive(Template)]
#[template(path = "warnings.html")]
struct ListPage {
    l: Words,
    may_compose: bool,
    may_manage_feeds: bool,
    sections: Vec<Section>,
    token: String,
    /// Contacts of the reader's own organisation that are to be mended, for who may.
    repairs: Vec<Repair>,
}

/// The list.
pub(super) async fn page(ctx: Ctx) -> PageResult {
    ctx.principal.must(Action::ReadWarnings, Relation::Own)?;
    let l = Words(ctx.lang);
    let may_compose = ctx.principal.may(Action::ComposeWarning, ctx.principal.desk());
    let may_manage_feeds = ctx.principal.may(Action::ManageFeeds, Relation::Own);
    let mut sections = Vec::new();
    if may_compose {
        for (state, title) in [
            (WAITING, l.list_waiting()),
            (DRAFT, l.list_drafts()),
            (PUBLISHED, l.list_out()),
            (ENDED, l.list_over()),
        ] {
            sections.push(Section { key: state, title, items: own(&ctx, state).await? });
        }
    }
    sections.push(Section { key: "received", title: l.list_received(), items: received(&ctx).await? });
    sections.retain(|section| !section.items.is_empty());
    ctx.page(
        l.list_title(),
        &ListPage {
            l,
            may_compose,
            may_manage_feeds,
            sections,
            token: ctx.token(),
            repairs: repairs(&ctx).await?,
        },
    )
    .await
}

/// What is to be mended in the reader's own house.
async fn repairs(ctx: &Ctx) -> Result<Vec<Repair>> {
    if !ctx.principal.may(Action::EditOrganisation, Relation::Own) {
        return Ok(Vec::new());
    }
    let (realm, own) = (&ctx.principal.realm.id, &ctx.principal.seat.organisation_id);
    let rows = store::repairs::of_organisation(ctx.kernel(), realm, own).await?;
    contacts::repair_views(ctx, rows, false).await
}

async fn own(ctx: &Ctx, state: &str) -> Result<Vec<Item>> {
    let (kernel, l) = (ctx.kernel(), Words(ctx.lang));
    let rows = store::of_authority(kernel, &ctx.principal.seat.organisation_id, state, PAGE_ITEMS).await?;
    let mut items = Vec::with_capacity(rows.len());
    for row in rows {
        let at = row.published_at.unwrap_or(row.saved_at);
        let warning = Warning::open(kernel, row)?;
        let state = match state {
            WAITING => chip("amber", "◷", l.state_waiting()),
            DRAFT => chip("grey", "○", l.state_draft()),
            PUBLISHED => chip("green", "●", l.state_out()),
            _ => chip("grey", "■", l.state_over()),
        };
        items.push(item(ctx, &warning, state, String::new(), at));
    }
    Ok(items)
}

async fn received(ctx: &Ctx) -> Result<Vec<Item>> {
    let (kernel, l) = (ctx.kernel(), Words(ctx.lang));
    let rows = store::sent_to(kernel, &ctx.principal.seat.organisation_id, PAGE_ITEMS).await?;
    let authorities: Vec<String> = rows.iter().map(|row| row.warning.authority_id.clone()).collect();
    let names = directory::organisations(kernel, &authorities).await?;
    rows.into_iter()
        .map(|row| {
            let state = match row.owed.as_str() {
                "open" => chip("red", "!", l.state_to_answer()),
                "ended" => chip("grey", "■", l.state_over()),
                _ if row.done_at.is_some() => chip("green", "✓", l.state_done()),
                _ => chip("green", "✓", l.state_answered()),
            };
            let warning = Warning::open(kernel, row.warning)?;
            let from = names.get(&warning.authority_id).map_or_else(String::new, |each| each.name.clone());
            let at = warning.row.published_at.unwrap_or_default();
            Ok(item(ctx, &warning, state, from, at))
        })
        .collect()
}

fn item(ctx: &Ctx, warning: &Warning, state: Chip, from: String, at: kernel::time::Time) -> Item {
    let l = Words(ctx.lang);
    let headline = warning.content.text(ctx.lang).map(|(_, text)| text.headline.clone()).unwrap_or_default();
    Item {
        id: warning.id.clone(),
        number: warning.row.number.clone(),
        headline: if headline.is_empty() { l.list_untitled().to_owned() } else { headline },
        from,
        class: class_chip(l, warning),
        tlp: tlp(warning.tlp),
        state,
        at: ctx.moment(at),
    }
}
