//! The sites of an organisation: added, changed, taken out.

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

use super::forms::{Errors, SiteForm};
use super::see;
use crate::commands::{self, must, organisation_in_realm};
use crate::store::sites;
use crate::words::Words;

pub(super) fn router() -> Router<App> {
    Router::new()
        .route("/directory/{id}/sites/new", get(new).post(create))
        .route("/directory/{id}/sites/{site}", get(edit).post(save))
        .route("/directory/{id}/sites/{site}/remove", post(remove))
}

#[derive(Template)]
#[template(path = "directory/site.html")]
struct Edit {
    l: Words,
    token: String,
    title: &'static str,
    organisation: String,
    action: String,
    back: String,
    /// Where the form that takes the site out leads; `None` for a new or the main site.
    remove: Option<String>,
    form: SiteForm,
    errors: Errors,
}

async fn new(ctx: Ctx, Path(id): Path<String>) -> PageResult {
    form_page(&ctx, &id, None, SiteForm::default(), Errors::default()).await
}

async fn create(ctx: Ctx, Path(id): Path<String>, Form(form): Form<SiteForm>) -> PageResult {
    organisation_in_realm(ctx.kernel(), &ctx.principal, &id).await?;
    must(&ctx.principal, Action::EditOrganisation, &id)?;
    let (facts, errors) = form.read(Words(ctx.lang));
    if !errors.is_empty() {
        let page = form_page(&ctx, &id, None, form, errors).await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    }
    commands::add_site(ctx.kernel(), &ctx.principal, &id, facts).await?;
    Ok(see(&format!("/directory/{id}")))
}

async fn edit(ctx: Ctx, Path((id, site)): Path<(String, String)>) -> PageResult {
    let rows = sites::of_organisation(&ctx.kernel().db, &id).await?;
    let row = rows.iter().find(|row| row.id == site).ok_or(Error::NotFound)?;
    form_page(&ctx, &id, Some((&site, row.position > 0)), SiteForm::of(row), Errors::default()).await
}

async fn save(ctx: Ctx, Path((id, site)): Path<(String, String)>, Form(form): Form<SiteForm>) -> PageResult {
    organisation_in_realm(ctx.kernel(), &ctx.principal, &id).await?;
    must(&ctx.principal, Action::EditOrganisation, &id)?;
    let (facts, errors) = form.read(Words(ctx.lang));
    if !errors.is_empty() {
        let page = form_page(&ctx, &id, Some((&site, false)), form, errors).await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    }
    commands::change_site(ctx.kernel(), &ctx.principal, &id, &site, facts).await?;
    Ok(see(&format!("/directory/{id}")))
}

#[derive(Deserialize)]
struct Nothing {}

async fn remove(
    ctx: Ctx,
    Path((id, site)): Path<(String, String)>,
    Form(Nothing {}): Form<Nothing>,
) -> PageResult {
    commands::remove_site(ctx.kernel(), &ctx.principal, &id, &site).await?;
    Ok(see(&format!("/directory/{id}")))
}

/// The form; `site` is the site and whether it can be taken out, `None` for a new one.
async fn form_page(
    ctx: &Ctx,
    id: &str,
    site: Option<(&str, bool)>,
    form: SiteForm,
    errors: Errors,
) -> PageResult {
    let organisation = organisation_in_realm(ctx.kernel(), &ctx.principal, id).await?;
    must(&ctx.principal, Action::EditOrganisation, id)?;
    let l = Words(ctx.lang);
    let (title, last) = match site {
        Some((site, _)) => (l.site_edit(), site),
        None => (l.site_add(), "new"),
    };
    let page = Edit {
        l,
        token: ctx.token(),
        title,
        organisation: organisation.name,
        action: format!("/directory/{id}/sites/{last}"),
        back: format!("/directory/{id}"),
        remove: site
            .filter(|(_, removable)| *removable)
            .map(|(site, _)| format!("/directory/{id}/sites/{site}/remove")),
        form,
        errors,
    };
    ctx.page(title, &page).await
}
