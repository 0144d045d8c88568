//! Passing a warning on, as its readers see it, and the tree of it, as the authority does.

use askama::Template;
use axum::extract::Path;
use axum::response::{IntoResponse, Redirect};
use kernel::access::Action;
use kernel::{Error, Result};
use l10n::Lang;
use web::{Ctx, Form, PageResult, Visitor};

use super::{Chip, Said, TlpView, chip, class_chip, said, tlp};
use crate::cascade::{Barrier, Target};
use crate::commands::{self, Warning, Ways};
use crate::store::obligations::{self, ObligationRow};
use crate::store::relays::{self, Passed, RelayRow, Staff};
use crate::words::Words;

/// Organisations shown in each part of the tree.
const SHOWN: usize = 200;

/// One way to pass on, as a form: who can be chosen, and what came of whom was.
pub(super) struct WayView {
    pub target: &'static str,
    pub title: &'static str,
    pub button: &'static str,
    /// Why it is forbidden; empty when it is not.
    pub barrier: String,
    /// Who can still be chosen: identifier, name, how many.
    pub open: Vec<(String, String, String)>,
    /// Who was: name, and what came of it.
    pub passed: Vec<(String, Chip)>,
}

/// Both ways, as forms; those that lead to nobody are left out.
pub(super) fn way_views(lang: Lang, warning: &Warning, ways: Ways) -> Vec<WayView> {
    let l = Words(lang);
    let why = |barrier: Option<Barrier>, forbidden: String| match barrier {
        None => String::new(),
        Some(Barrier::Tlp) => forbidden,
        Some(Barrier::Depth) => l.pass_too_deep().to_owned(),
    };
    let label = warning.tlp.label();
    let mut staff = WayView {
        target: Target::Staff.as_str(),
        title: l.pass_staff(),
        button: l.pass_staff_do(),
        barrier: why(ways.staff_barrier, l.pass_staff_forbidden(label)),
        open: Vec::new(),
        passed: Vec::new(),
    };
    for way in ways.staff {
        match way.passed {
            Some(count) => staff.passed.push((way.name, chip("green", "✓", told(l, count)))),
            None => staff.open.push((way.id, way.name, l.pass_people(way.members))),
        }
    }
    let mut suppliers = WayView {
        target: Target::Supplier.as_str(),
        title: l.pass_suppliers(),
        button: l.pass_suppliers_do(),
        barrier: why(ways.supplier_barrier, l.pass_suppliers_forbidden(label)),
        open: Vec::new(),
        passed: Vec::new(),
    };
    for way in ways.suppliers {
        match (&way.obligation, way.is_passed) {
            (Some(obligation), _) => suppliers.passed.push((way.name, standing(l, obligation))),
            (None, _) => suppliers.open.push((way.id, way.name, String::new())),
        }
    }
    [staff, suppliers].into_iter().filter(|way| !way.open.is_empty() || !way.passed.is_empty()).collect()
}

fn told(l: Words, count: Staff) -> String {
    l.pass_told(count.failed, count.read, count.told)
}

/// How far an organisation to which it was passed on has come.
fn standing(l: Words, obligation: &ObligationRow) -> Chip {
    if obligation.done_at.is_some() {
        return chip("green", "✓", l.column_done());
    }
    match (obligation.state.as_str(), obligation.applies.as_str()) {
        ("settled", "yes") => chip("amber", "!", l.column_applicable()),
        ("settled", "no") => chip("green", "✓", l.pass_not_concerned()),
        ("settled", _) => chip("green", "✓", l.column_acknowledged()),
        _ if obligation.is_reachable == 0 => chip("red", "!", l.column_unreachable()),
        _ => chip("grey", "…", l.column_silent()),
    }
}

fn chosen(fields: &[(String, String)]) -> Result<(Target, Vec<String>)> {
    let target = fields.iter().find(|(name, _)| name == "target").and_then(|(_, value)| Target::parse(value));
    let target = target.ok_or(Error::Invalid { field: "target".into(), message: String::new() })?;
    let to = fields.iter().filter(|(name, _)| name == "to").map(|(_, value)| value.clone()).collect();
    Ok((target, to))
}

/// Passes on, signed in.
pub(super) async fn pass(
    ctx: Ctx,
    Path(id): Path<String>,
    Form(fields): Form<Vec<(String, String)>>,
) -> PageResult {
    let (target, to) = chosen(&fields)?;
    let done = commands::pass_on(ctx.kernel(), &ctx.app.settings, &ctx.principal, &id, target, &to).await;
    super::back(&id, what_came(done)?)
}

/// Passes on, by link.
pub(super) async fn pass_by_link(
    visitor: Visitor,
    Path(token): Path<String>,
    axum::Form(fields): axum::Form<Vec<(String, String)>>,
) -> PageResult {
    let (target, to) = chosen(&fields)?;
    let app = &visitor.app;
    let done = commands::pass_on_by_link(&app.kernel, &app.settings, &token, target, &to).await;
    let just = what_came(done)?;
    Ok(Redirect::to(&format!("/w/{token}?just={just}")).into_response())
}

fn what_came(done: Result<()>) -> Result<&'static str> {
    match done {
        Ok(()) => Ok("passed"),
        Err(Error::Invalid { .. } | Error::Conflict(_)) => Ok("not_passed"),
        Err(error) => Err(error),
    }
}

#[derive(Template)]
#[template(path = "staff.html")]
struct StaffOpened {
    l: Words,
    token: String,
    exercise: String,
    is_exercise: bool,
    from: String,
    organisation: String,
    telephone: String,
    check: String,
    number: String,
    class: Chip,
    tlp: TlpView,
    said: Option<Said>,
    is_out: bool,
    is_expired: bool,
    /// When they said that they read it; empty until then.
    read: String,
    domain: String,
}

/// What the link of somebody on the staff opens; changes nothing.
pub(super) async fn staff(visitor: Visitor, Path(token): Path<String>) -> PageResult {
    let (kernel, settings, l) = (&visitor.app.kernel, &visitor.app.settings, Words(visitor.lang));
    let opened = commands::open_staff_link(kernel, &token).await?;
    let warning = &opened.warning;
    let address = format!("/s/{token}");
    let authority = directory::organisation(kernel, &warning.authority_id).await?;
    let organisation = directory::organisation(kernel, &opened.organisation_id).await?;
    let time = |at: kernel::time::Time| l10n::date_time(visitor.lang, at.timestamp(), &settings.zone);
    let page = StaffOpened {
        l,
        token,
        exercise: opened.realm.name.clone(),
        is_exercise: opened.realm.is_exercise(),
        from: authority.name,
        organisation: organisation.name,
        // Nobody must ring a real desk for an exercise.
        telephone: if opened.realm.is_exercise() { String::new() } else { authority.telephone },
        check: warning.check_code(kernel),
        number: warning.row.number.clone(),
        class: class_chip(l, warning),
        tlp: tlp(warning.tlp),
        said: warning.tlp.may_be_read_by_link().then(|| said(visitor.lang, warning, &address)),
        is_out: warning.row.state == crate::store::PUBLISHED,
        is_expired: opened.is_expired,
        read: opened.read_at.map(time).unwrap_or_default(),
        domain: settings.public_url.clone(),
    };
    let title = l.link_title(&page.from);
    visitor.page(&title, &page)
}

/// Notes that it was read.
pub(super) async fn staff_read(visitor: Visitor, Path(token): Path<String>) -> PageResult {
    commands::read_by_staff(&visitor.app.kernel, &token).await?;
    Ok(Redirect::to(&format!("/s/{token}")).into_response())
}

/// An organisation of the tree that told its own people.
struct StaffLine {
    name: String,
    counts: Staff,
}

/// An organisation of the tree to which it was passed on.
struct SupplierLine {
    name: String,
    standing: Chip,
    /// How many passed it on to this one.
    clients: usize,
    /// Some of their names.
    names: Vec<String>,
    depth: i64,
}

#[derive(Template)]
#[template(path = "cascade.html")]
struct CascadePage {
    l: Words,
    id: String,
    number: String,
    passed: Passed,
    suppliers: Vec<SupplierLine>,
    suppliers_more: usize,
    staff: Vec<StaffLine>,
    staff_more: usize,
}

/// The tree of a warning.
pub(super) async fn tree(ctx: Ctx, Path(id): Path<String>) -> PageResult {
    let (kernel, l) = (ctx.kernel(), Words(ctx.lang));
    let seen = commands::open(kernel, &ctx.principal, &id, Action::ReadReach).await?;
    let relays = relays::of_warning(kernel, &id).await?;
    let relayed = obligations::relayed(kernel, &id).await?;
    let counts = relays::staff_by_organisation(kernel, &id).await?;
    let ids: Vec<String> = relays
        .iter()
        .map(|relay| relay.organisation_id.clone())
        .chain(relayed.iter().map(|row| row.organisation_id.clone()))
        .collect();
    let organisations = directory::organisations(kernel, &ids).await?;
    let name = |id: &str| organisations.get(id).map_or_else(String::new, |each| each.name.clone());
    let supplier = |row: &ObligationRow| {
        let is_client = |relay: &&RelayRow| {
            relay.kind == Target::Supplier.as_str() && relay.target_id == row.organisation_id
        };
        let clients: Vec<&RelayRow> = relays.iter().filter(is_client).collect();
        SupplierLine {
            name: name(&row.organisation_id),
            standing: standing(l, row),
            clients: clients.len(),
            names: clients.iter().take(SHOWN).map(|relay| name(&relay.organisation_id)).collect(),
            depth: row.depth,
        }
    };
    let mut staff: Vec<StaffLine> =
        counts.iter().map(|(id, counts)| StaffLine { name: name(id), counts: *counts }).collect();
    staff.sort_by(|one, other| one.name.cmp(&other.name));
    let staff_more = staff.len().saturating_sub(SHOWN);
    staff.truncate(SHOWN);
    let page = CascadePage {
        l,
        number: seen.warning.row.number.clone(),
        passed: relays::passed(kernel, &id).await?,
        suppliers: relayed.iter().take(SHOWN).map(supplier).collect(),
        suppliers_more: relayed.len().saturating_sub(SHOWN),
        staff,
        staff_more,
        id,
    };
    ctx.page(&l.cascade_title(&page.number), &page).await
}
