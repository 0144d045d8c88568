//! The receipt of a call: that it is in, where it went, what happens next.

use askama::Template;
use axum::extract::{Path, Query};
use kernel::access::{Action, Relation};
use kernel::journal::{self, Line};
use kernel::{Error, Kernel, Result};
use serde::Deserialize;
use web::{Ctx, PageResult};

use super::Moment;
use super::call::save_path;
use super::names::Names;
use super::told::{self, Told};
use crate::commands::{self, Seen};
use crate::form::Forms;
use crate::incident::Filing;
use crate::store;
use crate::words::Words;

struct NextStep {
    by: Moment,
    text: String,
}

#[derive(Template)]
#[template(path = "receipt.html")]
struct ReceiptPage<'a> {
    l: Words,
    id: String,
    filing: String,
    /// The copy on the device that is no longer needed; empty to leave all alone.
    forget: String,
    number: String,
    filed: Moment,
    aware: Moment,
    seq: i64,
    hash: String,
    digest: String,
    told: Vec<Told>,
    next: Option<NextStep>,
    is_card: bool,
    has_telephone: bool,
    help_phone: &'a str,
}

#[derive(Deserialize)]
pub(super) struct Just {
    /// Set on the way from the form: whose copy on the device may go.
    #[serde(default)]
    filed: String,
}

/// The receipt, for the organisation's staff and for who called with a card in this session.
pub(super) async fn page(ctx: Ctx, Path(id): Path<String>, Query(just): Query<Just>) -> PageResult {
    let seen = commands::open(ctx.kernel(), &ctx.principal, &id, Action::ReadReceipt).await?;
    let filings = store::filings(ctx.kernel(), &id).await?;
    let filing = filings.first().ok_or(Error::NotFound)?;
    let line = entry(ctx.kernel(), &seen, &filing.id).await?;
    let told = told(&ctx, &seen).await?;
    let l = Words(ctx.lang);
    let help_phone = ctx.help_phone();
    let page = ReceiptPage {
        l,
        filing: filing.id.clone(),
        forget: forget(&just.filed),
        number: seen.incident.number.clone(),
        filed: ctx.moment(filing.filed_at),
        aware: ctx.moment(filing.aware_at),
        seq: line.seq,
        hash: line.hash,
        digest: filing.digest.clone(),
        next: next(&ctx, &seen, filing),
        is_card: seen.relation == Relation::Filer,
        has_telephone: !help_phone.is_empty() || told.iter().any(|each| !each.telephone.is_empty()),
        told,
        help_phone,
        id,
    };
    ctx.page(l.receipt_title(), &page).await
}

/// The name of the copy on the device that an address says may go; empty for none.
pub(super) fn forget(slot: &str) -> String {
    match slot {
        "" => String::new(),
        "call" => save_path(""),
        slot => save_path(slot),
    }
}

/// The journal's entry of a filing.
pub(super) async fn entry(kernel: &Kernel, seen: &Seen, filing: &str) -> Result<Line> {
    let lines = journal::about(&kernel.db, &seen.incident.realm_id, &seen.incident.id).await?;
    let is_it = |line: &Line| line.verb == "report.filed" && line.facts()["filing"] == filing;
    let missing = || Error::Internal(anyhow::anyhow!("filing {filing} is not in the journal"));
    lines.into_iter().find(is_it).ok_or_else(missing)
}

async fn told(ctx: &Ctx, seen: &Seen) -> Result<Vec<Told>> {
    let ids = seen.audience.iter().map(|each| each.authority_id.as_str());
    let names = Names::look_up(ctx.kernel(), ids, []).await?;
    let told = |each: &crate::incident::Audience| {
        let telephone = names.organisation(&each.authority_id).map_or("", |found| found.telephone.as_str());
        told::told(ctx.lang, names.of_organisation(&each.authority_id), telephone, &told::rules(each))
    };
    Ok(seen.audience.iter().map(told).collect())
}

/// What the law asks next, as the form says that was filed.
fn next(ctx: &Ctx, seen: &Seen, filing: &Filing) -> Option<NextStep> {
    let form = Forms::embedded().find(&filing.form_id, &filing.form_version, &filing.stage)?;
    let next = form.next.as_ref()?;
    let told_under =
        |rule: &String| seen.audience.iter().any(|each| each.rules.split(' ').any(|id| id == rule));
    next.rules.iter().any(told_under).then(|| NextStep {
        by: ctx.moment(filing.aware_at.plus(next.within())),
        text: next.text.get(ctx.lang).to_owned(),
    })
}
