//! One seat: who holds it, who stands in, how it is reached, and whether that works when the
//! organisation's own network does not.

use std::collections::HashSet;

use askama::Template;
use kernel::Error;
use kernel::access::{Action, Role};
use kernel::outbox::webhook_secret;
use kernel::time::Time;
use l10n::parse_local;
use serde::Deserialize;
use web::axum::Router;
use web::axum::extract::{Path, Query};
use web::axum::http::StatusCode;
use web::axum::response::IntoResponse;
use web::axum::routing::{get, post};
use web::{App, Ctx, Form, Notice, PageResult, people};

use super::forms::{Errors, PersonForm};
use super::names::{self, Choice};
use super::organisation::{network_of, seat_name};
use super::see;
use crate::commands::{self, may, may_erase, must, organisation_in_realm};
use crate::contact::{ChannelKind, Reach, parse_address, shown_address};
use crate::store::seats::{self, HoldingRow};
use crate::words::Words;

pub(super) fn router() -> Router<App> {
    Router::new()
        .route("/directory/{id}/seats/new", get(new).post(create))
        .route("/directory/{id}/seats/{seat}", get(show))
        .route("/directory/{id}/seats/{seat}/holder", post(replace_holder))
        .route("/directory/{id}/seats/{seat}/stand-ins", post(add_stand_in))
        .route("/directory/{id}/seats/{seat}/holdings/{holding}/end", post(end_holding))
        .route("/directory/{id}/seats/{seat}/holdings/{holding}/invite", post(invite))
        .route("/directory/{id}/seats/{seat}/channels", post(add_channel))
        .route("/directory/{id}/seats/{seat}/channels/{channel}/remove", post(remove_channel))
}

#[derive(Template)]
#[template(path = "directory/new_seat.html")]
struct NewSeat {
    l: Words,
    token: String,
    id: String,
    organisation: String,
    roles: Vec<Choice>,
}

async fn new(ctx: Ctx, Path(id): Path<String>) -> PageResult {
    let organisation = organisation_in_realm(ctx.kernel(), &ctx.principal, &id).await?;
    must(&ctx.principal, Action::EditOrganisation, &id)?;
    let l = Words(ctx.lang);
    let with_administrator = ctx.principal.seat.role == Role::Administrator;
    let page = NewSeat {
        l,
        token: ctx.token(),
        id,
        organisation: organisation.name,
        roles: names::roles(ctx.lang, with_administrator, ""),
    };
    ctx.page(l.seat_add(), &page).await
}

#[derive(Deserialize)]
struct RoleForm {
    role: String,
}

async fn create(ctx: Ctx, Path(id): Path<String>, Form(form): Form<RoleForm>) -> PageResult {
    let role = Role::parse(&form.role).ok_or(Error::NotFound)?;
    let seat = commands::add_seat(ctx.kernel(), &ctx.principal, &id, role).await?;
    Ok(see(&format!("/directory/{id}/seats/{seat}")))
}

#[derive(Template)]
#[template(path = "directory/seat.html")]
struct Show {
    l: Words,
    token: String,
    path: String,
    back: String,
    role: String,
    organisation: String,
    lack: Option<&'static str>,
    people: Vec<PersonLine>,
    /// Who sat here before and can still be erased; for those who may.
    earlier: Vec<PersonLine>,
    channels: Vec<ChannelLine>,
    may_edit: bool,
    may_invite: bool,
    may_erase: bool,
    typed: Typed,
    errors: Errors,
    kinds: Vec<Choice>,
    languages: Vec<Choice>,
}

struct PersonLine {
    holding: String,
    name: String,
    email: String,
    stands_in: bool,
    since: String,
    until: Option<String>,
    is_later: bool,
}

struct ChannelLine {
    id: String,
    kind: &'static str,
    address: String,
    /// What a phone does at a tap.
    href: Option<String>,
    is_outside: bool,
}

/// What was typed in the one of the page's forms that was refused, or what was just done.
#[derive(Default)]
struct Typed {
    form: &'static str,
    person: PersonForm,
    kind: String,
    address: String,
    done: Option<&'static str>,
    /// The secret of the program that was just added.
    secret: Option<Secret>,
}

/// With what a program checks who wrote to it.
struct Secret {
    url: String,
    secret: String,
}

#[derive(Deserialize)]
struct Done {
    /// Set behind an invitation that was sent.
    invited: Option<String>,
    /// Set behind a person who was erased.
    erased: Option<String>,
}

async fn show(ctx: Ctx, Path((id, seat)): Path<(String, String)>, Query(done): Query<Done>) -> PageResult {
    let l = Words(ctx.lang);
    let done = match done {
        Done { invited: Some(_), .. } => Some(l.seat_invited()),
        Done { erased: Some(_), .. } => Some(l.seat_erased()),
        Done { .. } => None,
    };
    let typed = Typed { done, ..Typed::default() };
    seat_page(&ctx, &id, &seat, typed, Errors::default()).await
}

async fn refused(ctx: &Ctx, id: &str, seat: &str, typed: Typed, errors: Errors) -> PageResult {
    let page = seat_page(ctx, id, seat, typed, errors).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
}

async fn seat_page(ctx: &Ctx, id: &str, seat_id: &str, typed: Typed, errors: Errors) -> PageResult {
    let kernel = ctx.kernel();
    let organisation = organisation_in_realm(kernel, &ctx.principal, id).await?;
    must(&ctx.principal, Action::ReadContacts, id)?;
    let seat = seats::get(&kernel.db, id, seat_id).await?;
    let all = seats::of_organisation(&kernel.db, id).await?;
    let network = network_of(&organisation);
    let l = Words(ctx.lang);
    let channels: Vec<ChannelLine> = seats::channels(kernel, std::slice::from_ref(&seat.id))
        .await?
        .into_iter()
        .map(|channel| ChannelLine {
            kind: names::channel(l, channel.kind),
            is_outside: network.is_outside(channel.kind, &channel.address),
            href: channel.kind.href(&channel.address),
            id: channel.id,
            address: shown_address(channel.kind, &channel.address).to_owned(),
        })
        .collect();
    let outside = channels.iter().filter(|channel| channel.is_outside).count();
    let lack = Reach { channels: channels.len(), outside }.lack();
    let (people, earlier) = person_lines(ctx, seat_id).await?;
    let may_erase = may_erase(&ctx.principal);
    let page = Show {
        l,
        token: ctx.token(),
        path: format!("/directory/{id}/seats/{seat_id}"),
        back: format!("/directory/{id}"),
        role: seat_name(ctx, &all, &seat),
        lack: lack.map(|lack| names::lack(l, lack)),
        people,
        earlier: if may_erase { earlier } else { Vec::new() },
        channels,
        may_edit: may(&ctx.principal, Action::EditOrganisation, id),
        may_invite: may(&ctx.principal, Action::InvitePeople, id),
        may_erase,
        kinds: names::channels(l, &typed.kind),
        languages: names::languages(organisation.language.as_deref().unwrap_or(ctx.lang.code())),
        organisation: organisation.name,
        typed,
        errors,
    };
    let notice = page.typed.done.map(|text| Notice { tone: "success", text: text.to_owned() });
    ctx.page_with(&format!("{} · {}", page.role, page.organisation), &page, notice).await
}

/// Who sits on the seat now or later, and who did before; nobody who was erased.
async fn person_lines(ctx: &Ctx, seat_id: &str) -> PageResult<(Vec<PersonLine>, Vec<PersonLine>)> {
    let now = ctx.now();
    let holdings = seats::holdings(&ctx.kernel().db, &[seat_id.to_owned()], Time(0)).await?;
    let ids: Vec<String> = holdings.iter().map(|holding| holding.person_id.clone()).collect();
    let people = people::by_ids(ctx.kernel(), &ids).await?;
    let known = |holding: &HoldingRow| people.get(&holding.person_id).filter(|person| !person.is_erased());
    let (current, mut ended): (Vec<_>, Vec<_>) =
        holdings.into_iter().partition(|holding| holding.until_at.is_none_or(|until| until > now));
    // Each once, and not whoever still sits here.
    let mut seen: HashSet<String> = current.iter().map(|holding| holding.person_id.clone()).collect();
    ended.retain(|holding| seen.insert(holding.person_id.clone()));
    let line = |holding: HoldingRow| {
        let person = known(&holding)?;
        Some(PersonLine {
            name: person.details.name.clone(),
            email: person.details.email.clone(),
            stands_in: holding.rank > 0,
            since: ctx.date_time(holding.from_at),
            until: holding.until_at.map(|until| ctx.date_time(until)),
            is_later: holding.from_at > now,
            holding: holding.id,
        })
    };
    Ok((current.into_iter().filter_map(line).collect(), ended.into_iter().filter_map(line).collect()))
}

async fn replace_holder(
    ctx: Ctx,
    Path((id, seat)): Path<(String, String)>,
    Form(form): Form<PersonForm>,
) -> PageResult {
    let (person, errors) = form.read(Words(ctx.lang));
    if !errors.is_empty() {
        let typed = Typed { form: "holder", person: form, ..Typed::default() };
        return refused(&ctx, &id, &seat, typed, errors).await;
    }
    commands::replace_holder(ctx.kernel(), &ctx.principal, &id, &seat, &person).await?;
    Ok(see(&format!("/directory/{id}/seats/{seat}")))
}

async fn add_stand_in(
    ctx: Ctx,
    Path((id, seat)): Path<(String, String)>,
    Form(form): Form<PersonForm>,
) -> PageResult {
    let l = Words(ctx.lang);
    let (person, mut errors) = form.read(l);
    let from = moment(&ctx, &form.from, ("from", l.seat_from()), &mut errors);
    let until = moment(&ctx, &form.until, ("until", l.seat_until()), &mut errors);
    if until.is_some_and(|until| until <= from.unwrap_or(ctx.now())) {
        errors.add("until", l.seat_until(), l.seat_until_wrong());
    }
    if !errors.is_empty() {
        let typed = Typed { form: "stand-in", person: form, ..Typed::default() };
        return refused(&ctx, &id, &seat, typed, errors).await;
    }
    commands::add_stand_in(ctx.kernel(), &ctx.principal, &id, &seat, &person, (from, until)).await?;
    Ok(see(&format!("/directory/{id}/seats/{seat}")))
}

/// A moment that may be left out.
fn moment(
    ctx: &Ctx,
    text: &str,
    (field, label): (&'static str, &'static str),
    errors: &mut Errors,
) -> Option<Time> {
    if text.trim().is_empty() {
        return None;
    }
    let read = parse_local(text, &ctx.app.settings.zone);
    if read.is_none() {
        errors.add(field, label, Words(ctx.lang).moment_wrong());
    }
    read.map(|moment| Time(moment.as_millisecond()))
}

#[derive(Deserialize)]
struct Nothing {}

async fn end_holding(
    ctx: Ctx,
    Path((id, seat, holding)): Path<(String, String, String)>,
    Form(Nothing {}): Form<Nothing>,
) -> PageResult {
    commands::end_stand_in(ctx.kernel(), &ctx.principal, &id, &seat, &holding).await?;
    Ok(see(&format!("/directory/{id}/seats/{seat}")))
}

async fn invite(
    ctx: Ctx,
    Path((id, seat, holding)): Path<(String, String, String)>,
    Form(Nothing {}): Form<Nothing>,
) -> PageResult {
    commands::invite(ctx.kernel(), &ctx.app.settings, &ctx.principal, &id, &seat, &holding).await?;
    Ok(see(&format!("/directory/{id}/seats/{seat}?invited=1")))
}

#[derive(Deserialize)]
struct ChannelForm {
    kind: String,
    address: String,
}

async fn add_channel(
    ctx: Ctx,
    Path((id, seat)): Path<(String, String)>,
    Form(form): Form<ChannelForm>,
) -> PageResult {
    let l = Words(ctx.lang);
    let kind = ChannelKind::parse(&form.kind).ok_or(Error::NotFound)?;
    match parse_address(kind, &form.address) {
        Ok(address) => {
            commands::add_channel(ctx.kernel(), &ctx.principal, &id, &seat, kind, &address).await?;
            if kind == ChannelKind::Webhook {
                return added_program(&ctx, &id, &seat, &address).await;
            }
            Ok(see(&format!("/directory/{id}/seats/{seat}")))
        }
        Err(error) => {
            let mut errors = Errors::default();
            errors.add("address", l.channel_address(), names::address_error(l, error));
            let typed = Typed { form: "channel", kind: form.kind, address: form.address, ..Typed::default() };
            refused(&ctx, &id, &seat, typed, errors).await
        }
    }
}

/// Shows a program's secret in the answer itself: no page that one is sent to shows it again.
async fn added_program(ctx: &Ctx, id: &str, seat: &str, address: &str) -> PageResult {
    let secret = Secret {
        url: shown_address(ChannelKind::Webhook, address).to_owned(),
        secret: webhook_secret(&ctx.kernel().vault, address),
    };
    let typed = Typed { secret: Some(secret), ..Typed::default() };
    seat_page(ctx, id, seat, typed, Errors::default()).await
}

async fn remove_channel(
    ctx: Ctx,
    Path((id, seat, channel)): Path<(String, String, String)>,
    Form(Nothing {}): Form<Nothing>,
) -> PageResult {
    commands::remove_channel(ctx.kernel(), &ctx.principal, &id, &seat, &channel).await?;
    Ok(see(&format!("/directory/{id}/seats/{seat}")))
}
