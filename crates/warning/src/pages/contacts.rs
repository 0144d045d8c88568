//! How good the contacts are: who proved lately that they can be reached, what is to be mended, and the drill that
//! finds it out.

use std::collections::{HashMap, HashSet};

use askama::Template;
use axum::extract::Path;
use axum::response::{IntoResponse, Redirect};
use kernel::access::{Action, Role};
use kernel::{Error, Result};
use web::{Ctx, Form, Notice, PageResult};

use super::Moment;
use crate::commands;
use crate::limits::{ANSWERING_ROLES, REPAIRS_SHOWN, VERIFIED_FOR};
use crate::store::groups;
use crate::store::repairs::{self, RepairRow};
use crate::words::Words;

/// Something to mend.
pub(super) struct Repair {
    pub id: String,
    /// Empty on an organisation's own page.
    pub organisation: String,
    pub role: String,
    pub why: String,
    pub since: Moment,
    /// Where it is mended.
    pub seat: String,
}

/// Somebody who has not shown for long that they can be reached.
struct Unverified {
    organisation: String,
    city: String,
    roles: String,
}

#[derive(Template)]
#[template(path = "contacts.html")]
struct ContactsPage {
    l: Words,
    token: String,
    last_drill: Option<Moment>,
    groups: Vec<(String, String)>,
    repairs: Vec<Repair>,
    repairs_more: i64,
    contacts: usize,
    verified: usize,
    percent: String,
    organisations: usize,
    /// Organisations of which nobody at all proved it.
    dark: usize,
    unverified: Vec<Unverified>,
    unverified_more: usize,
    days: u64,
}

/// What is to be mended, in words.
pub(super) async fn repair_views(ctx: &Ctx, rows: Vec<RepairRow>, with_names: bool) -> Result<Vec<Repair>> {
    let l = Words(ctx.lang);
    let ids: Vec<String> = rows.iter().map(|row| row.organisation_id.clone()).collect();
    let organisations = directory::organisations(ctx.kernel(), &ids).await?;
    let view = |row: RepairRow| Repair {
        organisation: organisations
            .get(&row.organisation_id)
            .filter(|_| with_names)
            .map_or_else(String::new, |each| each.name.clone()),
        role: role_name(ctx, &row.role),
        why: why(l, &row.reason).to_owned(),
        since: ctx.moment(row.opened_at),
        seat: format!("/directory/{}/seats/{}", row.organisation_id, row.seat_id),
        id: row.id,
    };
    Ok(rows.into_iter().map(view).collect())
}

fn role_name(ctx: &Ctx, role: &str) -> String {
    Role::parse(role).map_or_else(String::new, |role| web::role_name(web::Words(ctx.lang), role).to_owned())
}

fn why(l: Words, reason: &str) -> &'static str {
    match reason {
        repairs::LEFT => l.repair_left(),
        "email" => l.repair_email(),
        "sms" => l.repair_sms(),
        _ => l.repair_other(),
    }
}

/// How good the contacts are, for who keeps a duty desk.
pub(super) async fn page(ctx: Ctx) -> PageResult {
    show(&ctx, None).await
}

async fn show(ctx: &Ctx, notice: Option<Notice>) -> PageResult {
    ctx.principal.must(Action::ComposeWarning, ctx.principal.desk())?;
    let (kernel, l, realm) = (ctx.kernel(), Words(ctx.lang), &ctx.principal.realm);
    let authority = &ctx.principal.seat.organisation_id;
    let repairs = repairs::of_realm(kernel, &realm.id, REPAIRS_SHOWN).await?;
    let all_repairs = repairs::count(kernel, &realm.id).await?;
    let repairs_more = all_repairs - i64::try_from(repairs.len()).unwrap_or_default();
    let answered = repairs::last_answers(kernel, &realm.id, ctx.now().minus(VERIFIED_FOR)).await?;
    let mut sitting = directory::sitting(kernel, realm, ANSWERING_ROLES).await?;
    // Authorities warn; a drill does not ask them.
    let candidates = directory::candidates(kernel, &realm.id).await?;
    let asked: HashSet<&str> = candidates
        .iter()
        .filter(|each| !each.kind.may_hold_mandates())
        .map(|each| each.id.as_str())
        .collect();
    sitting.retain(|seat| asked.contains(seat.organisation_id.as_str()));
    let (mut contacts, mut verified) = (0, 0);
    let mut roles: HashMap<String, Vec<Role>> = HashMap::new();
    let mut has_verified: HashMap<String, bool> = HashMap::new();
    for seat in &sitting {
        let is_verified = answered.contains_key(&seat.person_id);
        contacts += 1;
        verified += usize::from(is_verified);
        *has_verified.entry(seat.organisation_id.clone()).or_default() |= is_verified;
        let unverified = roles.entry(seat.organisation_id.clone()).or_default();
        if !is_verified && !unverified.contains(&seat.role) {
            unverified.push(seat.role);
        }
    }
    roles.retain(|_, roles| !roles.is_empty());
    let unverified_more = roles.len().saturating_sub(usize::try_from(REPAIRS_SHOWN).unwrap_or_default());
    let page = ContactsPage {
        l,
        token: ctx.token(),
        last_drill: repairs::last_drill(kernel, authority).await?.map(|at| ctx.moment(at)),
        groups: groups::of_authority(kernel, authority)
            .await?
            .into_iter()
            .map(|row| (row.id, row.name))
            .collect(),
        repairs: repair_views(ctx, repairs, true).await?,
        repairs_more,
        contacts,
        verified,
        percent: format!("{} %", (verified * 100).checked_div(contacts).unwrap_or(0)),
        organisations: has_verified.len(),
        dark: has_verified.values().filter(|is_verified| !**is_verified).count(),
        unverified: unverified(ctx, &roles).await?,
        unverified_more,
        days: VERIFIED_FOR.as_secs() / (24 * 3600),
    };
    ctx.page_with(l.contacts_title(), &page, notice).await
}

/// Organisations with somebody who has not proved it, by name.
async fn unverified(ctx: &Ctx, roles: &HashMap<String, Vec<Role>>) -> Result<Vec<Unverified>> {
    let ids: Vec<String> = roles.keys().cloned().collect();
    let organisations = directory::organisations(ctx.kernel(), &ids).await?;
    let mut lines: Vec<Unverified> = roles
        .iter()
        .filter_map(|(id, roles)| {
            let organisation = organisations.get(id)?;
            let names: Vec<&str> =
                roles.iter().map(|role| web::role_name(web::Words(ctx.lang), *role)).collect();
            Some(Unverified {
                organisation: organisation.name.clone(),
                city: organisation.city.clone(),
                roles: names.join(", "),
            })
        })
        .collect();
    lines.sort_by(|one, other| one.organisation.cmp(&other.organisation));
    lines.truncate(usize::try_from(REPAIRS_SHOWN).unwrap_or_default());
    Ok(lines)
}

/// Which saved choice a drill goes to; empty for everybody.
#[derive(serde::Deserialize)]
pub(super) struct DrillForm {
    #[serde(default)]
    group: String,
}

/// Sends a drill out.
pub(super) async fn drill(ctx: Ctx, Form(form): Form<DrillForm>) -> PageResult {
    match commands::drill(ctx.kernel(), &ctx.app.settings, &ctx.principal, &form.group).await {
        Ok(id) => super::back(&id, "published"),
        Err(Error::Invalid { .. }) => {
            let text = Words(ctx.lang).drill_nobody().to_owned();
            show(&ctx, Some(Notice { tone: "warning", text })).await
        }
        Err(error) => Err(error.into()),
    }
}

#[derive(serde::Deserialize)]
pub(super) struct Nothing {}

/// Notes that a contact was mended.
pub(super) async fn mended(ctx: Ctx, Path(id): Path<String>, Form(Nothing {}): Form<Nothing>) -> PageResult {
    commands::mended(ctx.kernel(), &ctx.principal, &id).await?;
    let is_desk = ctx.principal.may(Action::ComposeWarning, ctx.principal.desk());
    Ok(Redirect::to(if is_desk { "/warnings/contacts" } else { "/warnings" }).into_response())
}
