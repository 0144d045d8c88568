//! Pages: each handler is short; commands decide.

mod calls;
mod compose;
mod contacts;
mod feeds;
mod figures;
mod files;
mod import;
mod inbound;
mod link;
mod list;
mod map;
mod pass;
mod reach;
mod read;
mod report;
mod review;
mod schema;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::response::{IntoResponse, Redirect};
use axum::routing::{get, post};
use l10n::Lang;
use web::{App, Chip, Ctx, Moment, Notice, PageResult, chip};

use crate::commands::Warning;
use crate::texts;
use crate::warning::{Class, Tlp};
use crate::words::Words;

/// Every route of this crate.
pub(crate) fn router() -> Router<App> {
    Router::new()
        .route("/warnings", get(list::page))
        .route("/warnings/new", get(compose::new).post(compose::begin))
        .route("/warnings/contacts", get(contacts::page))
        .route("/warnings/contacts/{id}/mended", post(contacts::mended))
        .route("/warnings/drill", post(contacts::drill))
        .route("/warnings/figures", get(figures::page))
        .route("/warnings/groups", get(compose::groups_page))
        .route("/warnings/groups/{group}/remove", post(compose::remove_group))
        .route("/warnings/{id}", get(page))
        .route("/warnings/{id}/edit", get(compose::edit).post(compose::save))
        .route("/warnings/{id}/ready", post(review::ready))
        .route("/warnings/{id}/publish", post(review::publish))
        .route("/warnings/{id}/discard", post(review::discard))
        .route("/warnings/{id}/end", post(review::end))
        .route("/warnings/{id}/follow", post(review::follow))
        .route("/warnings/{id}/group", post(compose::save_group))
        .route("/warnings/{id}/answer", post(read::answer))
        .route("/warnings/{id}/pass", post(pass::pass))
        .route("/warnings/{id}/map", get(map::page))
        .route("/warnings/{id}/report.pdf", get(report::pdf))
        .route("/warnings/{id}/cascade", get(pass::tree))
        .route("/warnings/{id}/calls", get(calls::page))
        .route("/warnings/{id}/calls/{obligation}", post(calls::note))
        .route("/w/{token}", get(link::page).post(link::answer))
        .route("/w/{token}/page", get(link::decoy))
        .route("/w/{token}/pass", post(pass::pass_by_link))
        .route("/s/{token}", get(pass::staff).post(pass::staff_read))
        .merge(feeds::router())
        .merge(files::router())
        .merge(import::router())
        .route("/schemas/warning-notification-1.json", get(schema::notification))
        .route("/sms/inbound", post(inbound::take).layer(DefaultBodyLimit::max(inbound::MOST_BYTES)))
}

/// A warning, as whoever opens it needs it: being written, out, or sent to them.
async fn page(
    ctx: Ctx,
    axum::extract::Path(id): axum::extract::Path<String>,
    axum::extract::Query(just): axum::extract::Query<Just>,
) -> PageResult {
    use kernel::access::Action;
    let seen = crate::commands::open(ctx.kernel(), &ctx.principal, &id, Action::ReadWarning).await?;
    let notice = just.notice(ctx.lang);
    let is_own = seen.warning.authority_id == ctx.principal.seat.organisation_id;
    if !is_own {
        read::show(&ctx, seen, notice).await
    } else if seen.warning.is_draft() {
        review::show(&ctx, seen.warning, notice).await
    } else {
        reach::show(&ctx, seen.warning, notice).await
    }
}

/// What was just done, as the address says.
#[derive(serde::Deserialize)]
struct Just {
    #[serde(default)]
    just: String,
}

impl Just {
    fn notice(&self, lang: Lang) -> Option<Notice> {
        let l = Words(lang);
        let text = match self.just.as_str() {
            "kept" => l.done_kept(),
            "imported" => l.done_imported(),
            "ready" => l.done_ready(),
            "published" => l.done_published(),
            "ended" => l.done_ended(),
            "group" => l.done_group(),
            "passed" => l.done_passed(),
            "group_wrong" => return Some(warning(l.done_group_wrong())),
            "not_passed" => return Some(warning(l.done_not_passed())),
            reply => texts::answered(l, crate::commands::Reply::parse(reply)?),
        };
        Some(Notice { tone: "success", text: text.to_owned() })
    }
}

fn warning(text: &str) -> Notice {
    Notice { tone: "warning", text: text.to_owned() }
}

fn back(id: &str, just: &str) -> PageResult {
    Ok(Redirect::to(&format!("/warnings/{id}?just={just}")).into_response())
}

fn class_chip(l: Words, warning: &Warning) -> Chip {
    let word = texts::class_name(l, warning.class);
    match warning.class {
        Class::Flash => chip("red", "▲", word),
        Class::Urgent => chip("amber", "◷", word),
        Class::Routine => chip("grey", "○", word),
        Class::Drill => chip("accent", "✆", word),
    }
}

/// A label of the Traffic Light Protocol.
#[derive(Clone, Debug)]
struct TlpView {
    level: &'static str,
    text: &'static str,
}

fn tlp(tlp: Tlp) -> TlpView {
    TlpView { level: tlp.colour(), text: tlp.label() }
}

/// A warning's words for a reader.
#[derive(Clone, Debug)]
struct Said {
    /// The language they are in, which need not be the reader's.
    lang: &'static str,
    headline: String,
    description: Vec<String>,
    instruction: Vec<String>,
    affected: Vec<String>,
    indicators: Vec<String>,
    /// Severity, urgency and certainty.
    facts: Vec<(&'static str, &'static str)>,
    files: Vec<files::FileView>,
}

/// A warning's words, whose page lies at `base`.
fn said(lang: Lang, warning: &Warning, base: &str) -> Said {
    let l = Words(lang);
    let content = &warning.content;
    let (written, text) = match content.text(lang) {
        Some((written, text)) => (written, text.clone()),
        None => (lang, crate::warning::Text::default()),
    };
    Said {
        lang: written.code(),
        headline: text.headline,
        description: lines(&text.description),
        instruction: lines(&text.instruction),
        affected: lines(&content.affected),
        indicators: lines(&content.indicators),
        // A drill is about nothing.
        facts: if warning.class == Class::Drill {
            Vec::new()
        } else {
            vec![
                (l.severity(), texts::severity_name(l, content.severity)),
                (l.urgency(), texts::urgency_name(l, content.urgency)),
                (l.certainty(), texts::certainty_name(l, content.certainty)),
            ]
        },
        files: files::views(lang, warning, base),
    }
}

/// Where people read a warning who are signed in.
fn address(warning: &Warning) -> String {
    format!("/warnings/{}", warning.id)
}

fn lines(text: &str) -> Vec<String> {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
}
