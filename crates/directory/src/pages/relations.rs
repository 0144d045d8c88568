//! Whom an organisation depends on, and its groups of its own people: those to whom a warning is passed on.

use askama::Template;
use kernel::Error;
use kernel::access::Action;
use serde::Deserialize;
use web::axum::Router;
use web::axum::extract::Path;
use web::axum::http::StatusCode;
use web::axum::response::IntoResponse;
use web::axum::routing::{get, post};
use web::{App, Ctx, Form, PageResult};

use super::forms::Errors;
use super::names;
use super::see;
use crate::commands::{self, must, organisation_in_realm};
use crate::dependencies::{self, StaffGroup};
use crate::link::LinkKind;
use crate::lookups::Organisation;
use crate::staff::{self, LineError, MEMBERS_MOST, NAME_CHARS};
use crate::store;
use crate::words::Words;

/// Suppliers or networks offered for choosing.
const OFFERED_MOST: i64 = 500;

pub(super) fn router() -> Router<App> {
    Router::new()
        .route("/directory/{id}/relations", get(show))
        .route("/directory/{id}/relations/add", post(link))
        .route("/directory/{id}/relations/remove", post(unlink))
        .route("/directory/{id}/staff/new", get(new_group).post(add_group))
        .route("/directory/{id}/staff/{group}", get(edit_group).post(save_group))
        .route("/directory/{id}/staff/{group}/remove", post(remove_group))
}

/// One way to depend on others.
struct LinkView {
    kind: &'static str,
    title: &'static str,
    lead: &'static str,
    empty: &'static str,
    add: &'static str,
    linked: Vec<Organisation>,
    /// Who can be added: identifier, and name with town.
    offered: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "directory/relations.html")]
struct Show {
    l: Words,
    token: String,
    id: String,
    organisation: String,
    links: Vec<LinkView>,
    groups: Vec<StaffGroup>,
}

async fn show(ctx: Ctx, Path(id): Path<String>) -> PageResult {
    let organisation = organisation_in_realm(ctx.kernel(), &ctx.principal, &id).await?;
    must(&ctx.principal, Action::EditOrganisation, &id)?;
    let l = Words(ctx.lang);
    let mut links = Vec::new();
    for kind in LinkKind::ALL {
        links.push(link_view(&ctx, &id, *kind).await?);
    }
    let groups = dependencies::staff_groups(ctx.kernel(), &id).await?;
    let page = Show { l, token: ctx.token(), id, organisation: organisation.name, links, groups };
    ctx.page(l.relations_title(), &page).await
}

async fn link_view(ctx: &Ctx, id: &str, kind: LinkKind) -> PageResult<LinkView> {
    let l = Words(ctx.lang);
    let linked = dependencies::linked(ctx.kernel(), id, kind).await?;
    let db = &ctx.kernel().db;
    let all = store::links::of_kind(db, &ctx.principal.realm.id, kind.organisations().as_str(), OFFERED_MOST);
    let offered = all
        .await?
        .into_iter()
        .filter(|row| row.id != id && linked.iter().all(|known| known.id != row.id))
        .map(|row| {
            let label = if row.city.is_empty() { row.name } else { format!("{}, {}", row.name, row.city) };
            (row.id, label)
        });
    let (title, lead, empty, add) = match kind {
        LinkKind::Supplier => {
            (l.suppliers_title(), l.suppliers_lead(), l.suppliers_empty(), l.suppliers_add())
        }
        LinkKind::Network => (l.networks_title(), l.networks_lead(), l.networks_empty(), l.networks_add()),
    };
    Ok(LinkView { kind: kind.as_str(), title, lead, empty, add, offered: offered.collect(), linked })
}

#[derive(Deserialize)]
struct LinkForm {
    kind: String,
    to: String,
}

async fn link(ctx: Ctx, Path(id): Path<String>, Form(form): Form<LinkForm>) -> PageResult {
    must(&ctx.principal, Action::EditOrganisation, &id)?;
    let kind = LinkKind::parse(&form.kind).ok_or(Error::NotFound)?;
    commands::link(ctx.kernel(), &ctx.principal, &id, kind, &form.to).await?;
    Ok(see(&format!("/directory/{id}/relations")))
}

async fn unlink(ctx: Ctx, Path(id): Path<String>, Form(form): Form<LinkForm>) -> PageResult {
    must(&ctx.principal, Action::EditOrganisation, &id)?;
    let kind = LinkKind::parse(&form.kind).ok_or(Error::NotFound)?;
    commands::unlink(ctx.kernel(), &ctx.principal, &id, kind, &form.to).await?;
    Ok(see(&format!("/directory/{id}/relations")))
}

/// A group as typed.
#[derive(Clone, Debug, Default, Deserialize)]
struct GroupForm {
    name: String,
    members: String,
}

#[derive(Template)]
#[template(path = "directory/staff.html")]
struct Group {
    l: Words,
    token: String,
    title: &'static str,
    action: String,
    back: String,
    /// Where the form that takes it out leads; `None` for a new one.
    remove: Option<String>,
    form: GroupForm,
    errors: Errors,
    /// What is wrong with single lines.
    faults: Vec<String>,
}

async fn new_group(ctx: Ctx, Path(id): Path<String>) -> PageResult {
    group_page(&ctx, &id, "", GroupForm::default(), Errors::default(), Vec::new()).await
}

async fn edit_group(ctx: Ctx, Path((id, group)): Path<(String, String)>) -> PageResult {
    must(&ctx.principal, Action::EditOrganisation, &id)?;
    let row = store::staff::get(&ctx.kernel().db, &id, &group).await?;
    let members = store::staff::members(ctx.kernel(), &group).await?;
    let form = GroupForm { name: row.name, members: staff::write(&members) };
    group_page(&ctx, &id, &group, form, Errors::default(), Vec::new()).await
}

async fn add_group(ctx: Ctx, Path(id): Path<String>, Form(form): Form<GroupForm>) -> PageResult {
    keep(&ctx, &id, "", form).await
}

async fn save_group(
    ctx: Ctx,
    Path((id, group)): Path<(String, String)>,
    Form(form): Form<GroupForm>,
) -> PageResult {
    keep(&ctx, &id, &group, form).await
}

async fn keep(ctx: &Ctx, id: &str, group: &str, form: GroupForm) -> PageResult {
    must(&ctx.principal, Action::EditOrganisation, id)?;
    let l = Words(ctx.lang);
    let mut errors = Errors::default();
    let name = form.name.trim();
    if name.is_empty() {
        errors.add("name", l.staff_name(), l.staff_name_missing());
    } else if name.chars().count() > NAME_CHARS {
        errors.add("name", l.staff_name(), l.staff_name_long());
    }
    let (members, faults) = match staff::read(&form.members) {
        Ok(members) if members.is_empty() => {
            errors.add("members", l.staff_members(), l.staff_members_missing());
            (members, Vec::new())
        }
        Ok(members) => (members, Vec::new()),
        Err(faults) => {
            errors.add("members", l.staff_members(), l.staff_members_wrong());
            (Vec::new(), faults)
        }
    };
    if !errors.is_empty() {
        let faults =
            faults.into_iter().map(|(line, fault)| l.staff_line(line, line_error(l, fault))).collect();
        let page = group_page(ctx, id, group, form, errors, faults).await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    }
    commands::save_group(ctx.kernel(), &ctx.principal, id, group, name, &members).await?;
    Ok(see(&format!("/directory/{id}/relations")))
}

fn line_error(l: Words, fault: LineError) -> String {
    match fault {
        LineError::NoAddress => l.staff_line_no_address().to_owned(),
        LineError::Address(error) => names::address_error(l, error).to_owned(),
        LineError::Twice => l.staff_line_twice().to_owned(),
        LineError::NameTooLong => l.staff_name_long().to_owned(),
        LineError::TooMany => l.staff_line_too_many(MEMBERS_MOST),
    }
}

async fn group_page(
    ctx: &Ctx,
    id: &str,
    group: &str,
    form: GroupForm,
    errors: Errors,
    faults: Vec<String>,
) -> PageResult {
    organisation_in_realm(ctx.kernel(), &ctx.principal, id).await?;
    must(&ctx.principal, Action::EditOrganisation, id)?;
    let l = Words(ctx.lang);
    let is_new = group.is_empty();
    let page = Group {
        l,
        token: ctx.token(),
        title: if is_new { l.staff_add() } else { l.staff_edit() },
        action: format!("/directory/{id}/staff/{}", if is_new { "new" } else { group }),
        back: format!("/directory/{id}/relations"),
        remove: (!is_new).then(|| format!("/directory/{id}/staff/{group}/remove")),
        form,
        errors,
        faults,
    };
    ctx.page(page.title, &page).await
}

#[derive(Deserialize)]
struct Nothing {}

async fn remove_group(
    ctx: Ctx,
    Path((id, group)): Path<(String, String)>,
    Form(Nothing {}): Form<Nothing>,
) -> PageResult {
    commands::remove_group(ctx.kernel(), &ctx.principal, &id, &group).await?;
    Ok(see(&format!("/directory/{id}/relations")))
}
