//! What the link in a message opens: for everybody who has it, without signing in, in one thumb's reach.

use askama::Template;
use axum::extract::{Path, Query};
use axum::response::{IntoResponse, Redirect};
use kernel::{Error, Result};
use web::{PageResult, Visitor};

use super::pass::{WayView, way_views};
use super::read::{Choices, choices, parse};
use super::{Chip, Just, Said, TlpView, class_chip, said, tlp};
use crate::commands::{self, LinkPage, Reply};
use crate::warning::Class;
use crate::words::Words;

struct Site {
    id: String,
    name: String,
}

#[derive(Template)]
#[template(path = "link.html")]
struct Opened {
    l: Words,
    token: String,
    /// The exercise's name; empty for reality.
    exercise: String,
    is_exercise: bool,
    from: String,
    telephone: String,
    check: String,
    number: String,
    class: Chip,
    tlp: TlpView,
    /// Its words; `None` when they are only for who signs in.
    said: Option<Said>,
    warning: String,
    is_out: bool,
    is_expired: bool,
    /// When it was acknowledged; empty when it was not.
    acknowledged: String,
    is_counted: bool,
    has_left: bool,
    applies: String,
    is_forwarded: bool,
    is_done: bool,
    organisation: String,
    /// The other organisations its holder answers for.
    sites: Vec<Site>,
    domain: String,
    choices: Choices,
    /// Whether nothing happens but that people show that they can be reached.
    is_drill: bool,
    ways: Vec<WayView>,
    may_pass: bool,
    pass_action: String,
    /// Empty: whoever has the link may.
    pass_token: String,
}

/// Shows it; changes nothing, for scanners of mail follow links.
pub(super) async fn page(
    visitor: Visitor,
    Path(token): Path<String>,
    Query(just): Query<Just>,
) -> PageResult {
    let opened = commands::open_link(&visitor.app.kernel, &token).await?;
    show(&visitor, token, opened, &just).await
}

async fn show(visitor: &Visitor, token: String, opened: LinkPage, just: &Just) -> PageResult {
    let (kernel, settings, l) = (&visitor.app.kernel, &visitor.app.settings, Words(visitor.lang));
    let authority = directory::organisation(kernel, &opened.warning.authority_id).await?;
    let ids: Vec<String> =
        opened.answers_for.iter().map(|(notice, _)| notice.organisation_id.clone()).collect();
    let organisations = directory::organisations(kernel, &ids).await?;
    let name = |id: &str| organisations.get(id).map_or_else(String::new, |each| each.name.clone());
    let (notice, obligation) = (opened.notice(), opened.obligation());
    let time = |at: kernel::time::Time| l10n::date_time(visitor.lang, at.timestamp(), &settings.zone);
    let warning = &opened.warning;
    let address = format!("/w/{token}");
    let page = Opened {
        l,
        exercise: opened.realm.name.clone(),
        is_exercise: opened.realm.is_exercise(),
        from: authority.name,
        // Nobody must ring a real desk for an exercise.
        telephone: if opened.realm.is_exercise() { String::new() } else { authority.telephone },
        check: warning.check_code(kernel),
        number: warning.row.number.clone(),
        class: class_chip(l, warning),
        tlp: tlp(warning.tlp),
        said: warning.tlp.may_be_read_by_link().then(|| said(visitor.lang, warning, &address)),
        warning: warning.id.clone(),
        is_out: opened.is_out(),
        is_expired: opened.is_expired,
        acknowledged: opened.receipt.map(|receipt| time(receipt.at)).unwrap_or_default(),
        is_counted: opened.receipt.is_some_and(|receipt| receipt.is_counted),
        has_left: notice.state == "left",
        applies: obligation.applies.clone(),
        is_forwarded: obligation.forwarded_at.is_some(),
        is_done: obligation.done_at.is_some(),
        is_drill: warning.class == Class::Drill,
        ways: way_views(visitor.lang, warning, commands::ways(kernel, warning, obligation).await?),
        may_pass: true,
        pass_action: format!("/w/{token}/pass"),
        pass_token: String::new(),
        token,
        organisation: name(&notice.organisation_id),
        sites: ids.iter().skip(1).map(|id| Site { id: id.clone(), name: name(id) }).collect(),
        domain: settings.public_url.clone(),
        choices: choices(l),
    };
    let title = l.link_title(&page.from);
    visitor.page_with(&title, &page, just.notice(visitor.lang))
}

/// Takes an answer. No token: whoever has the link may answer, signed in or not, and what another site sent has
/// been refused already.
pub(super) async fn answer(
    visitor: Visitor,
    Path(token): Path<String>,
    axum::Form(fields): axum::Form<Vec<(String, String)>>,
) -> PageResult {
    let reply = fields.iter().find(|(name, _)| name == "reply").map_or("", |(_, value)| value.as_str());
    let organisations: Vec<String> =
        fields.iter().filter(|(name, _)| name == "for").map(|(_, value)| value.clone()).collect();
    take(&visitor, &token, parse(reply)?, &organisations).await?;
    Ok(Redirect::to(&format!("/w/{token}?just={reply}")).into_response())
}

async fn take(visitor: &Visitor, token: &str, reply: Reply, organisations: &[String]) -> Result<()> {
    let (kernel, address) = (&visitor.app.kernel, visitor.address.as_str());
    match commands::reply_by_link(kernel, token, organisations, address, reply).await {
        // The page says itself that the link has had its time.
        Err(Error::Conflict(_)) => Ok(()),
        other => other,
    }
}

/// Where no person goes: the link to it cannot be seen.
pub(super) async fn decoy(visitor: Visitor, Path(token): Path<String>) -> PageResult {
    commands::decoy(&visitor.app.kernel, &token).await?;
    Ok(Redirect::to(&format!("/w/{token}")).into_response())
}
