//! Every page of every role, on a phone and on a screen, in four languages: it is there, fits, is light,
//! breaks no rule of accessibility, and the browser has nothing to complain of.

use std::collections::BTreeMap;

use serde_json::json;

use crate::browser::{Browser, Look};
use crate::cast::{PHONE, Persona, SCREEN, demo, enter};

const LANGUAGES: [&str; 4] = ["en", "nl", "fr", "de"];
/// Most bytes of a page over the wire at a first visit, all it loads included.
const MOST_BYTES: u64 = 60_000;
/// Pages looked at of each template.
const OF_EACH: usize = 2;
/// Far more templates than there are: a walk that grows beyond has lost its way.
const MOST_TEMPLATES: usize = 60;

/// A path with its identifiers taken out: which template it is.
fn template(path: &str) -> String {
    let is_id = |part: &str| part.len() >= 19 && part.chars().any(|c| c.is_ascii_digit());
    let bare = path.split(['?', '#']).next().unwrap_or_default();
    bare.split('/').map(|part| if is_id(part) { "{}" } else { part }).collect::<Vec<_>>().join("/")
}

/// Where the links of the page shown lead on this site; files to keep are not pages.
async fn links(browser: &Browser, base: &str) -> Vec<String> {
    let links =
        "return [...document.links].filter(link => !link.matches('[download]')).map(link => link.href)";
    let links = browser.client().execute(links, vec![]).await.unwrap();
    let ours = links.as_array().unwrap().iter().filter_map(|link| link.as_str()?.strip_prefix(base));
    let is_file = |path: &str| ["json", ".csv", ".pdf"].iter().any(|part| path.contains(part));
    let pages = ours.filter(|path| path.starts_with('/') && !is_file(path));
    pages.map(|path| path.split('#').next().unwrap_or_default().to_owned()).collect()
}

/// Pages found but not seen yet, few of each template.
#[derive(Default)]
struct Found {
    of_template: BTreeMap<String, Vec<String>>,
    ahead: Vec<String>,
}

impl Found {
    fn add(&mut self, path: String) {
        let known = self.of_template.entry(template(&path)).or_default();
        if known.len() < OF_EACH && !known.contains(&path) {
            known.push(path.clone());
            self.ahead.push(path);
        }
    }
}

/// What the browser measured of the page it shows: status, bytes of it and all it loaded, language.
async fn measured(browser: &Browser) -> (u64, u64, String) {
    const MEASURE: &str = "const [page] = performance.getEntriesByType('navigation');
        const parts = [page, ...performance.getEntriesByType('resource').filter(e => e.initiatorType !== 'fetch')];
        return [page.responseStatus, parts.reduce((sum, e) => sum + e.transferSize, 0), document.documentElement.lang]";
    let measured = browser.client().execute(MEASURE, vec![]).await.unwrap();
    let number = |at: usize| measured[at].as_u64().unwrap();
    (number(0), number(1), measured[2].as_str().unwrap_or_default().to_owned())
}

/// Looks at one page in every way.
async fn look_at(browser: &Browser, url: &str, is_first_of_template: bool) {
    // A second page of the same template has other contents, not other words.
    let languages = if is_first_of_template { &LANGUAGES[..] } else { &LANGUAGES[..1] };
    for &language in languages {
        browser.give_cookie("paraat-lang", language).await;
        browser.goto(url).await;
        let (status, bytes, spoken) = measured(browser).await;
        assert_eq!((status, spoken.as_str()), (200, language), "{url}");
        assert!(bytes <= MOST_BYTES, "{url} weighs {bytes} bytes");
        browser.fits_width().await;
        browser.resize(PHONE.0, PHONE.1).await;
        browser.fits_width().await;
        if is_first_of_template && language == "en" {
            browser.axe().await;
            browser.look(Look::Dark).await;
            browser.axe().await;
            browser.look(Look::Light).await;
        }
        browser.resize(SCREEN.0, SCREEN.1).await;
        assert_eq!(browser.console().await, Vec::<String>::new(), "{url}");
    }
}

/// Follows every link from the first pages on; gives the templates that were met.
async fn walk(persona: Option<Persona>, first: &[&str]) -> Vec<String> {
    let program = demo().await;
    let browser = Browser::start().await;
    // Every visit is a first one, so that what it weighs is seen.
    browser.devtools("Network.enable", json!({})).await;
    browser.devtools("Network.setCacheDisabled", json!({ "cacheDisabled": true })).await;
    match persona {
        Some(persona) => enter(&browser, &program, persona).await,
        None => browser.goto(&program.url("/")).await,
    }
    let mut found = Found::default();
    first.iter().for_each(|path| found.add((*path).to_owned()));
    let mut seen = Vec::new();
    while let Some(path) = found.ahead.pop() {
        let template = template(&path);
        look_at(&browser, &program.url(&path), !seen.contains(&template)).await;
        if !seen.contains(&template) {
            seen.push(template);
        }
        assert!(seen.len() <= MOST_TEMPLATES, "{seen:?}");
        links(&browser, &program.url("")).await.into_iter().for_each(|path| found.add(path));
    }
    seen.sort();
    seen
}

/// Fails unless the walk came by these templates.
fn must_include(seen: &[String], templates: &[&str]) {
    let missed: Vec<_> = templates.iter().filter(|path| !seen.iter().any(|seen| seen == **path)).collect();
    assert!(missed.is_empty(), "{missed:?} are not among {seen:#?}");
}

#[tokio::test]
async fn a_visitor_finds_every_page_in_order() {
    let seen = walk(None, &["/demo", "/sign-in", "/cap"]).await;
    must_include(&seen, &["/call", "/cap", "/demo", "/sign-in", "/sign-in/recovery"]);
}

#[tokio::test]
async fn a_director_finds_every_page_in_order() {
    let seen = walk(Some(Persona::Director), &["/reports", "/directory?q=labo+de+linde"]).await;
    let wanted = ["/account", "/directory", "/directory/{}", "/directory/{}/card", "/post", "/reports/call"];
    must_include(&seen, &wanted);
    must_include(&seen, &["/reports", "/reports/{}", "/reports/{}/filings/{}"]);
    must_include(&seen, &["/reports/{}/attachments", "/reports/{}/stages/notification", "/feeds"]);
}

#[tokio::test]
async fn a_quality_manager_finds_every_page_in_order() {
    let seen = walk(Some(Persona::Quality), &["/reports"]).await;
    must_include(&seen, &["/directory/{}", "/reports", "/reports/{}", "/reports/{}/filings/{}"]);
}

#[tokio::test]
async fn a_duty_officer_finds_every_page_in_order() {
    let seen = walk(Some(Persona::Officer), &["/desk"]).await;
    must_include(&seen, &["/desk", "/desk/all", "/post", "/reports/{}", "/reports/{}/filings/{}"]);
    must_include(&seen, &["/warnings/import", "/cap"]);
}

#[tokio::test]
async fn an_administrator_finds_every_page_in_order() {
    let seen = walk(Some(Persona::Administrator), &["/directory"]).await;
    let wanted = ["/directory/import", "/directory/new", "/directory/{}/edit", "/directory/{}/seats/{}"];
    must_include(&seen, &wanted);
}

#[tokio::test]
async fn a_page_that_is_not_there_is_a_good_page_too() {
    let program = demo().await;
    let browser = Browser::start().await;
    enter(&browser, &program, Persona::Director).await;
    for path in ["/reports/01a20600-0000-7000-8000-000000000000", "/no-such-page"] {
        browser.goto(&program.url(path)).await;
        browser.wait_for_text("This page does not exist").await;
        assert_eq!(measured(&browser).await.0, 404);
        browser.axe().await;
        browser.resize(PHONE.0, PHONE.1).await;
        browser.fits_width().await;
        browser.follow("To the start page").await;
        browser.wait_for_text("My reports").await;
    }
}
