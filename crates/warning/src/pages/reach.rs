//! How far a warning has come, live: who answered and what, who is silent, and whom to telephone next.

use std::collections::BTreeMap;
use std::time::Duration;

use askama::Template;
use delivery::Why;
use directory::OrganisationKind;
use kernel::time::Time;
use kernel::{Channel, Result};
use l10n::Lang;
use web::{Ctx, Notice, PageResult};

use super::{Chip, Moment, Said, TlpView, class_chip, said, tlp};
use crate::commands::Warning;
use crate::ladder::Ladders;
use crate::reach::{self, Counts, Figures, SHARES, Standing};
use crate::store::relays::{self, Passed};
use crate::store::{self, PUBLISHED, obligations, parcels};
use crate::texts::{self, silent_at};
use crate::warning::Class;
use crate::words::Words;

/// Organisations shown of who has not answered; the call list has them all.
const SILENT_SHOWN: i64 = 10;
/// Held messages looked at, of every warning together: those whose turn comes first.
const HELD_MOST: i64 = 5_000;

/// One line of a table.
pub(super) struct Line {
    pub name: String,
    pub counts: Counts,
    /// How long it took until 50, 90 and 99 % had acknowledged, in words.
    pub after: [String; 3],
}

struct Table {
    title: &'static str,
    lines: Vec<Line>,
}

struct Silent {
    name: String,
    place: String,
    is_next: bool,
    why: String,
}

struct Version {
    id: String,
    kind: &'static str,
    number: String,
    at: Moment,
}

#[derive(Template)]
#[template(path = "reach.html")]
struct ReachPage {
    l: Words,
    token: String,
    id: String,
    number: String,
    kind: &'static str,
    class: Chip,
    tlp: TlpView,
    said: Said,
    is_out: bool,
    at: Moment,
    ended: Option<Moment>,
    whole: Counts,
    percent: String,
    shares: Vec<(usize, String)>,
    tables: Vec<Table>,
    held: Vec<String>,
    /// How many messages in eHealthBox were opened; `None` when none were sent there.
    boxes: Option<String>,
    silent: Vec<Silent>,
    others: Vec<Version>,
    check: String,
    passed: Passed,
}

/// Shows how far a warning has come.
pub(super) async fn show(ctx: &Ctx, warning: Warning, notice: Option<Notice>) -> PageResult {
    let (kernel, l) = (ctx.kernel(), Words(ctx.lang));
    let published = warning.row.published_at.unwrap_or_default();
    let standings = obligations::standings(kernel, &warning.id).await?;
    let whole = reach::figures(&standings);
    let shares = SHARES.into_iter().zip(whole.after);
    let page = ReachPage {
        l,
        token: ctx.token(),
        id: warning.id.clone(),
        number: warning.row.number.clone(),
        kind: texts::kind_name(l, warning.kind),
        class: class_chip(l, &warning),
        tlp: tlp(warning.tlp),
        said: said(ctx.lang, &warning, &super::address(&warning)),
        is_out: warning.row.state == PUBLISHED,
        at: ctx.moment(published),
        ended: warning.row.ended_at.map(|at| ctx.moment(at)),
        whole: whole.counts,
        percent: format!("{} %", whole.counts.percent()),
        shares: shares.map(|(share, after)| (share, lasted(l, after))).collect(),
        tables: vec![
            Table { title: l.reach_by_kind(), lines: by_kind(ctx.lang, &standings) },
            Table { title: l.reach_by_region(), lines: by_region(ctx.lang, &standings) },
        ],
        held: held(ctx, &warning).await?,
        boxes: boxes(ctx, &warning).await?,
        silent: silent(ctx, &warning).await?,
        others: others(ctx, &warning).await?,
        check: warning.check_code(kernel),
        passed: relays::passed(kernel, &warning.id).await?,
    };
    ctx.page_with(&l.reach_title(&warning.row.number), &page, notice).await
}

/// The figures of each kind of organisation.
pub(super) fn by_kind(lang: Lang, standings: &[Standing]) -> Vec<Line> {
    let name = |kind: &str| {
        let kind = OrganisationKind::parse(kind).unwrap_or(OrganisationKind::Other);
        directory::kind_name(lang, kind).to_owned()
    };
    lines(lang, reach::by(standings, |standing| &standing.kind), name)
}

/// The figures of each region.
pub(super) fn by_region(lang: Lang, standings: &[Standing]) -> Vec<Line> {
    let name = |region: &str| directory::region_name(lang, region).to_owned();
    lines(lang, reach::by(standings, |standing| &standing.region), name)
}

/// The figures of each class of warnings.
pub(super) fn by_class(lang: Lang, standings: &[Standing]) -> Vec<Line> {
    let l = Words(lang);
    let name = |class: &str| Class::parse(class).map_or("", |class| texts::class_name(l, class)).to_owned();
    lines(lang, reach::by(standings, |standing| &standing.class), name)
}

fn lines(lang: Lang, groups: BTreeMap<String, Figures>, name: impl Fn(&str) -> String) -> Vec<Line> {
    let line = |(key, figures): (String, Figures)| Line {
        name: name(&key),
        counts: figures.counts,
        after: figures.after.map(|after| lasted(Words(lang), after)),
    };
    groups.into_iter().map(line).collect()
}

/// How long something took, as people say it.
pub(super) fn lasted(l: Words, after: Option<Duration>) -> String {
    let Some(after) = after else { return l.reach_not_yet().to_owned() };
    let minutes = after.as_secs() / 60;
    match minutes {
        0 => l.reach_seconds(after.as_secs()),
        1..=119 => l.reach_minutes(minutes),
        _ => l.reach_hours(minutes / 60),
    }
}

/// What waits though nothing is wrong with it: how much, until when at the earliest, and why.
async fn held(ctx: &Ctx, warning: &Warning) -> Result<Vec<String>> {
    let kernel = ctx.kernel();
    let all = delivery::held_about(kernel, crate::ABOUT, HELD_MOST).await?;
    let ids: Vec<&str> = all.iter().map(|(id, _)| id.as_str()).collect();
    let own = parcels::of_warning(kernel, &warning.id, &ids).await?;
    let mut counted: BTreeMap<Why, (usize, Time)> = BTreeMap::new();
    for (_, held) in all.into_iter().filter(|(id, _)| own.contains(id)) {
        let (count, soonest) = counted.entry(held.why).or_insert((0, held.until));
        (*count, *soonest) = (*count + 1, held.until.min(*soonest));
    }
    let l = Words(ctx.lang);
    let said = |(why, (count, soonest)): (Why, (usize, Time))| {
        let until = ctx.date_time(soonest);
        match why {
            Why::Domain => l.held_domain(count, until),
            Why::Gateway => l.held_gateway(count, until),
            Why::Person => l.held_person(count, until),
        }
    };
    Ok(counted.into_iter().map(said).collect())
}

/// How many of the messages in eHealthBox were opened.
async fn boxes(ctx: &Ctx, warning: &Warning) -> Result<Option<String>> {
    let sent = parcels::sent_by(ctx.kernel(), &warning.id, Channel::EhealthBox.as_str()).await?;
    if sent.is_empty() {
        return Ok(None);
    }
    let opened = delivery::opened(ctx.kernel(), &sent).await?;
    Ok(Some(Words(ctx.lang).reach_boxes(sent.len(), opened)))
}

async fn silent(ctx: &Ctx, warning: &Warning) -> Result<Vec<Silent>> {
    let kernel = ctx.kernel();
    let rows = obligations::silent(kernel, &warning.id, SILENT_SHOWN).await?;
    let ids: Vec<String> = rows.iter().map(|row| row.organisation_id.clone()).collect();
    let organisations = directory::organisations(kernel, &ids).await?;
    let rungs = Ladders::embedded().named(&warning.row.ladder).map_or(0, |ladder| ladder.rungs.len());
    let line = |row: &obligations::ObligationRow| {
        let organisation = organisations.get(&row.organisation_id)?;
        Some(Silent {
            name: organisation.name.clone(),
            place: organisation.city.clone(),
            is_next: row.next_at.is_none(),
            why: silent_at(Words(ctx.lang), row, rungs, |at| ctx.date_time(at)),
        })
    };
    Ok(rows.iter().filter_map(line).collect())
}

/// The other warnings of the thread.
async fn others(ctx: &Ctx, warning: &Warning) -> Result<Vec<Version>> {
    let rows = store::of_thread(ctx.kernel(), &warning.row.thread).await?;
    let others = rows.into_iter().filter(|row| row.id != warning.id);
    let version = |row: store::WarningRow| Version {
        kind: crate::warning::Kind::parse(&row.kind)
            .map_or("", |kind| texts::kind_name(Words(ctx.lang), kind)),
        at: ctx.moment(row.published_at.unwrap_or_default()),
        number: row.number,
        id: row.id,
    };
    Ok(others.map(version).collect())
}
