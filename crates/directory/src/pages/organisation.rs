//! One organisation: what is known of it, who answers for it, and the forms that make and change it.

use askama::Template;
use kernel::access::{Action, Relation, Role};
use web::axum::Router;
use web::axum::extract::Path;
use web::axum::http::StatusCode;
use web::axum::response::IntoResponse;
use web::axum::routing::get;
use web::{App, Ctx, Form, PageResult, people};

use super::forms::{Errors, OrganisationForm};
use super::names::{self, Choice};
use super::see;
use crate::commands::{self, may, organisation_in_realm};
use crate::contact::{OwnNetwork, Reach};
use crate::identifier::{EnterpriseNumber, NihdiNumber};
use crate::organisation::OrganisationKind;
use crate::store::organisations::OrganisationRow;
use crate::store::seats::{self, SeatRow};
use crate::store::sites::{self, SiteRow};
use crate::words::Words;

pub(super) fn router() -> Router<App> {
    Router::new()
        .route("/directory/new", get(new).post(create))
        .route("/directory/{id}", get(show))
        .route("/directory/{id}/edit", get(edit).post(save))
}

#[derive(Template)]
#[template(path = "directory/organisation.html")]
struct Show {
    l: Words,
    id: String,
    name: String,
    lead: String,
    facts: Vec<(&'static str, String)>,
    riziv_doubt: bool,
    sites: Vec<SiteLine>,
    seats: Vec<SeatLine>,
    shows_contacts: bool,
    may_edit: bool,
    may_manage_cards: bool,
}

struct SiteLine {
    id: String,
    name: String,
    address: String,
    facts: Vec<(&'static str, String)>,
    extra: Vec<(String, String)>,
}

struct SeatLine {
    id: String,
    role: String,
    people: Vec<(String, bool)>,
    lack: Option<&'static str>,
}

async fn show(ctx: Ctx, Path(id): Path<String>) -> PageResult {
    ctx.principal.must(Action::ReadDirectory, Relation::Realm)?;
    let l = Words(ctx.lang);
    let row = organisation_in_realm(ctx.kernel(), &ctx.principal, &id).await?;
    let sites = sites::of_organisation(&ctx.kernel().db, &id).await?;
    let shows_contacts = may(&ctx.principal, Action::ReadContacts, &id);
    let seats = seat_lines(&ctx, &row, shows_contacts).await?;
    let mandate = row.mandate().map(|mandate| names::mandate(l, mandate));
    let lead = [Some(crate::kind_name(l.0, row.kind())), mandate]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(" · ");
    let page = Show {
        l,
        lead,
        facts: organisation_facts(l, &row),
        riziv_doubt: nihdi(&row).is_some_and(|number| !number.check_digits_agree()),
        sites: sites.into_iter().map(|site| site_line(l, site)).collect(),
        seats,
        shows_contacts,
        may_edit: may(&ctx.principal, Action::EditOrganisation, &id),
        may_manage_cards: may(&ctx.principal, Action::ManageCards, &id),
        name: row.name,
        id,
    };
    ctx.page(&page.name, &page).await
}

fn nihdi(row: &OrganisationRow) -> Option<NihdiNumber> {
    NihdiNumber::parse(row.nihdi_number.as_deref()?).ok()
}

fn organisation_facts(l: Words, row: &OrganisationRow) -> Vec<(&'static str, String)> {
    let enterprise = row.enterprise_number.as_deref().and_then(|text| EnterpriseNumber::parse(text).ok());
    let language = row.language.as_deref().and_then(l10n::Lang::parse);
    [
        (l.organisation_kbo(), enterprise.map(|number| number.to_string())),
        (l.organisation_riziv(), nihdi(row).map(|number| number.to_string())),
        (l.organisation_recognition(), row.recognition_number.clone()),
        (l.organisation_language(), language.map(|lang| lang.own_name().to_owned())),
        (l.organisation_mail_domain(), row.mail_domain.clone()),
        (l.organisation_ownership(), row.ownership.clone()),
        (l.organisation_country(), Some(row.country.clone())),
    ]
    .into_iter()
    .filter_map(|(label, value)| Some((label, value?)))
    .collect()
}

fn site_line(l: Words, site: SiteRow) -> SiteLine {
    let join =
        |parts: [&Option<String>; 2]| parts.into_iter().flatten().cloned().collect::<Vec<_>>().join(" ");
    let street = join([&site.street, &site.house_number]);
    let town = join([&site.postcode, &site.city]);
    let address = [street, town].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ");
    let main = if site.position == 0 { l.site_main() } else { l.site_unnamed() };
    let facts = [
        (l.site_telephone(), site.telephone.clone()),
        (l.site_email(), site.email.clone()),
        (l.site_website(), site.website.clone()),
        (l.site_beds(), site.beds.map(|beds| beds.to_string())),
        (
            l.site_emergency(),
            site.emergency.map(|there| if there == 0 { l.no().to_owned() } else { l.yes().to_owned() }),
        ),
        (l.site_facility_type(), site.facility_type.clone()),
        (l.site_as_of(), site.as_of.clone()),
    ];
    SiteLine {
        facts: facts.into_iter().filter_map(|(label, value)| Some((label, value?))).collect(),
        extra: site.extra().into_iter().collect(),
        name: site.name.unwrap_or_else(|| main.to_owned()),
        id: site.id,
        address,
    }
}

/// The organisation's seats; people's names and what their channels lack only for those who may.
async fn seat_lines(ctx: &Ctx, row: &OrganisationRow, shows_contacts: bool) -> PageResult<Vec<SeatLine>> {
    let kernel = ctx.kernel();
    let seats = seats::of_organisation(&kernel.db, &row.id).await?;
    if !shows_contacts {
        let line = |seat: &SeatRow| SeatLine {
            id: seat.id.clone(),
            role: seat_name(ctx, &seats, seat),
            people: Vec::new(),
            lack: None,
        };
        return Ok(seats.iter().map(line).collect());
    }
    let ids: Vec<String> = seats.iter().map(|seat| seat.id.clone()).collect();
    let holdings = seats::holdings(&kernel.db, &ids, ctx.now()).await?;
    let person_ids: Vec<String> = holdings.iter().map(|holding| holding.person_id.clone()).collect();
    let people = people::by_ids(kernel, &person_ids).await?;
    let channels = seats::channels(kernel, &ids).await?;
    let network = network_of(row);
    let line = |seat: &SeatRow| {
        let own = channels.iter().filter(|channel| channel.seat_id == seat.id);
        let reach = Reach::of(&network, own.map(|channel| (channel.kind, channel.address.as_str())));
        let on_seat = holdings.iter().filter(|holding| holding.seat_id == seat.id);
        let named = on_seat.filter_map(|holding| {
            let person = people.get(&holding.person_id).filter(|person| !person.is_erased())?;
            Some((person.details.name.clone(), holding.rank > 0))
        });
        SeatLine {
            id: seat.id.clone(),
            role: seat_name(ctx, &seats, seat),
            people: named.collect(),
            lack: reach.lack().map(|lack| names::lack(Words(ctx.lang), lack)),
        }
    };
    Ok(seats.iter().map(line).collect())
}

/// What goes down together with the organisation.
pub(super) fn network_of(row: &OrganisationRow) -> OwnNetwork {
    OwnNetwork {
        mail_domain: row.mail_domain.clone().unwrap_or_default(),
        switchboard: row.telephone.clone(),
    }
}

/// The role, with its number where the organisation has several such seats.
pub(super) fn seat_name(ctx: &Ctx, seats: &[SeatRow], seat: &SeatRow) -> String {
    let name = Role::parse(&seat.role).map_or("", |role| names::role(ctx.lang, role));
    let several = seats.iter().filter(|other| other.role == seat.role).count() > 1;
    if several { format!("{name} {}", seat.number) } else { name.to_owned() }
}

#[derive(Template)]
#[template(path = "directory/edit.html")]
struct Edit {
    l: Words,
    token: String,
    title: &'static str,
    action: String,
    back: String,
    is_new: bool,
    may_choose_mandate: bool,
    form: OrganisationForm,
    errors: Errors,
    kinds: Vec<Choice>,
    mandates: Vec<Choice>,
    languages: Vec<Choice>,
}

/// The form, for a new organisation (`id` empty) or a known one.
fn form_page(ctx: &Ctx, id: &str, form: OrganisationForm, errors: Errors) -> Edit {
    let l = Words(ctx.lang);
    let is_new = id.is_empty();
    Edit {
        l,
        token: ctx.token(),
        title: if is_new { l.organisation_add() } else { l.organisation_edit() },
        action: if is_new { "/directory/new".to_owned() } else { format!("/directory/{id}/edit") },
        back: if is_new { "/directory".to_owned() } else { format!("/directory/{id}") },
        is_new,
        may_choose_mandate: ctx.principal.may(Action::EditDirectory, Relation::Realm),
        kinds: names::kinds(l, &form.kind),
        mandates: names::mandates(l, &form.mandate),
        languages: names::languages(&form.language),
        form,
        errors,
    }
}

async fn new(ctx: Ctx) -> PageResult {
    ctx.principal.must(Action::EditDirectory, Relation::Realm)?;
    let form = OrganisationForm {
        kind: OrganisationKind::Hospital.as_str().to_owned(),
        country: "BE".to_owned(),
        language: ctx.lang.code().to_owned(),
        ..OrganisationForm::default()
    };
    let page = form_page(&ctx, "", form, Errors::default());
    ctx.page(page.title, &page).await
}

async fn create(ctx: Ctx, Form(form): Form<OrganisationForm>) -> PageResult {
    ctx.principal.must(Action::EditDirectory, Relation::Realm)?;
    let (organisation, errors) = form.read(Words(ctx.lang));
    if !errors.is_empty() {
        let page = form_page(&ctx, "", form, errors);
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, ctx.page(page.title, &page).await?).into_response());
    }
    let id = commands::add(ctx.kernel(), &ctx.principal, &organisation).await?;
    Ok(see(&format!("/directory/{id}")))
}

async fn edit(ctx: Ctx, Path(id): Path<String>) -> PageResult {
    let row = organisation_in_realm(ctx.kernel(), &ctx.principal, &id).await?;
    commands::must(&ctx.principal, Action::EditOrganisation, &id)?;
    let page = form_page(&ctx, &id, OrganisationForm::of(&row), Errors::default());
    ctx.page(page.title, &page).await
}

async fn save(ctx: Ctx, Path(id): Path<String>, Form(form): Form<OrganisationForm>) -> PageResult {
    organisation_in_realm(ctx.kernel(), &ctx.principal, &id).await?;
    commands::must(&ctx.principal, Action::EditOrganisation, &id)?;
    let (organisation, errors) = form.read(Words(ctx.lang));
    if !errors.is_empty() {
        let page = form_page(&ctx, &id, form, errors);
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, ctx.page(page.title, &page).await?).into_response());
    }
    commands::change(ctx.kernel(), &ctx.principal, &id, form.version, &organisation).await?;
    Ok(see(&format!("/directory/{id}")))
}
