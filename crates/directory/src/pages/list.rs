//! The list of organisations: search by name, town and kind.

use askama::Template;
use kernel::access::{Action, Relation};
use serde::Deserialize;
use web::axum::Router;
use web::axum::extract::Query;
use web::axum::routing::get;
use web::{App, Ctx, PageResult};

use super::names::{self, Choice};
use crate::country::Country;
use crate::organisation::OrganisationKind;
use crate::store::organisations::{self, Filter, Page};
use crate::store::sites;
use crate::words::Words;

/// Organisations on one page.
const ROWS: i64 = 50;

pub(super) fn router() -> Router<App> {
    Router::new().route("/directory", get(list))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Search {
    q: String,
    kind: String,
    page: String,
}

#[derive(Template)]
#[template(path = "directory/list.html")]
struct List {
    l: Words,
    q: String,
    kinds: Vec<Choice>,
    is_searched: bool,
    found: String,
    rows: Vec<Line>,
    earlier: Option<String>,
    later: Option<String>,
    page_of: String,
    may_edit: bool,
}

struct Line {
    id: String,
    name: String,
    kind: &'static str,
    mandate: Option<&'static str>,
    place: String,
    sites: i64,
}

async fn list(ctx: Ctx, Query(search): Query<Search>) -> PageResult {
    ctx.principal.must(Action::ReadDirectory, Relation::Realm)?;
    let l = Words(ctx.lang);
    let filter = Filter { words: search.q.clone(), kind: OrganisationKind::parse(&search.kind) };
    let number = search.page.parse::<i64>().unwrap_or(1).clamp(1, 1_000_000) - 1;
    let db = &ctx.kernel().db;
    let page = Page { number, rows: ROWS };
    let (found, total) = organisations::list(db, &ctx.principal.realm.id, &filter, page).await?;
    let ids: Vec<String> = found.iter().map(|row| row.id.clone()).collect();
    let site_counts = sites::counts(db, &ids).await?;
    let rows = found.into_iter().map(|row| Line {
        kind: crate::kind_name(l.0, row.kind()),
        mandate: row.mandate().map(|mandate| names::mandate(l, mandate)),
        place: place(&row.city, &row.country),
        sites: site_counts.get(&row.id).copied().unwrap_or_default(),
        id: row.id,
        name: row.name,
    });
    let pages = (total + ROWS - 1) / ROWS;
    let list = List {
        l,
        kinds: names::kinds(l, &search.kind),
        is_searched: !search.q.trim().is_empty() || filter.kind.is_some(),
        found: l.list_found(total),
        rows: rows.collect(),
        earlier: (number > 0).then(|| search.path(number)),
        later: (number + 1 < pages).then(|| search.path(number + 2)),
        page_of: l.list_page_of(number + 1, pages.max(1)),
        may_edit: ctx.principal.may(Action::EditDirectory, Relation::Realm),
        q: search.q,
    };
    ctx.page(l.directory(), &list).await
}

impl Search {
    /// The address of another page of the same search.
    fn path(&self, page: i64) -> String {
        let (words, kind) = (percent(&self.q), percent(&self.kind));
        format!("/directory?q={words}&kind={kind}&page={page}")
    }
}

/// A text as part of an address (RFC 3986): all but unreserved characters as `%XX`.
fn percent(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            escaped.push(char::from(byte));
        } else {
            escaped.push_str(&format!("%{byte:02X}"));
        }
    }
    escaped
}

/// The town, and the country where it is another than here.
pub(super) fn place(city: &str, country: &str) -> String {
    match (city.is_empty(), country == Country::BELGIUM.as_str()) {
        (false, true) => city.to_owned(),
        (false, false) => format!("{city} ({country})"),
        (true, _) => country.to_owned(),
    }
}
