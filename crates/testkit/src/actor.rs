//! Somebody at a browser without scripts: keeps cookies, follows redirects, fills in the forms it sees.

use axum::Router;
use axum::body::Body;
use http::header::{CONTENT_TYPE, COOKIE, LOCATION, SET_COOKIE};
use http::{Method, Request, StatusCode};
use http_body_util::BodyExt;
use scraper::{ElementRef, Html, Selector};
use std::collections::BTreeMap;
use tower::ServiceExt;

/// How many redirects in a row are followed.
const REDIRECTS: usize = 5;

/// A person at a browser, talking to a router in this process.
#[derive(Clone)]
pub struct Actor {
    router: Router,
    cookies: BTreeMap<String, String>,
    language: String,
}

/// What came back.
#[derive(Clone, Debug)]
pub struct Page {
    /// The last answer's status.
    pub status: StatusCode,
    /// The path it came from, after redirects.
    pub path: String,
    /// The body.
    pub html: String,
}

impl Actor {
    /// Somebody who has never been here and reads English.
    pub fn new(router: Router) -> Self {
        Self { router, cookies: BTreeMap::new(), language: "en".to_owned() }
    }

    /// The same person, asking for another language.
    pub fn reading(mut self, language: &str) -> Self {
        self.language = language.to_owned();
        self
    }

    /// Puts a `Set-Cookie` value in the jar, as a sign-in would.
    pub fn with_cookie(mut self, set_cookie: &str) -> Self {
        self.keep(set_cookie);
        self
    }

    /// Forgets every cookie, as an expired session does.
    pub fn forget_cookies(&mut self) {
        self.cookies.clear();
    }

    /// Opens a page.
    pub async fn get(&mut self, path: &str) -> Page {
        self.go(Method::GET, path, None).await
    }

    /// Sends a form without having seen it.
    pub async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Page {
        self.go(Method::POST, path, Some(encode(fields))).await
    }

    /// Fills in the form on `page` whose action contains `action` (empty: whose action is the page
    /// itself) and sends it. Fields not named keep what the page gave them.
    ///
    /// # Panics
    /// When there is no such form.
    pub async fn submit(&mut self, page: &Page, action: &str, fields: &[(&str, &str)]) -> Page {
        let (target, mut values) = page.form(action);
        for (name, value) in fields {
            values.retain(|(known, _)| known != name);
            values.push(((*name).to_owned(), (*value).to_owned()));
        }
        let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (&**name, &**value)).collect();
        self.post(&target, &values).await
    }

    async fn go(&mut self, method: Method, path: &str, body: Option<String>) -> Page {
        let mut page = self.request(method, path, body).await;
        for _ in 0..REDIRECTS {
            let Some(target) = page.1.take() else { break };
            page = self.request(Method::GET, &target, None).await;
        }
        page.0
    }

    /// One request, redirects not followed; the second part is where a redirect leads.
    pub async fn request(
        &mut self,
        method: Method,
        path: &str,
        body: Option<String>,
    ) -> (Page, Option<String>) {
        let cookies: Vec<String> =
            self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header("accept-language", &self.language)
            .header(COOKIE, cookies.join("; "))
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(body.map_or_else(Body::empty, Body::from))
            .expect("a well-formed request");
        let response = self.router.clone().oneshot(request).await.expect("a router always answers");
        for cookie in response.headers().get_all(SET_COOKIE) {
            self.keep(cookie.to_str().expect("cookies are text"));
        }
        let target =
            response.headers().get(LOCATION).and_then(|value| value.to_str().ok()).map(str::to_owned);
        let status = response.status();
        let bytes = response.into_body().collect().await.expect("the body arrives").to_bytes();
        let html = String::from_utf8_lossy(&bytes).into_owned();
        (Page { status, path: path.to_owned(), html }, target)
    }

    fn keep(&mut self, set_cookie: &str) {
        let pair = set_cookie.split(';').next().unwrap_or_default();
        if let Some((name, value)) = pair.split_once('=') {
            if value.is_empty() {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
    }
}

impl Page {
    /// The text of the page's content, white space folded.
    pub fn text(&self) -> String {
        let document = Html::parse_document(&self.html);
        let main = document.select(&selector("main")).next().unwrap_or_else(|| document.root_element());
        fold(main)
    }

    /// The text of everything a CSS selector matches.
    pub fn all(&self, css: &str) -> Vec<String> {
        Html::parse_document(&self.html).select(&selector(css)).map(fold).collect()
    }

    /// An attribute of everything a CSS selector matches.
    pub fn attributes(&self, css: &str, name: &str) -> Vec<String> {
        let document = Html::parse_document(&self.html);
        let wanted = selector(css);
        let found = document.select(&wanted).filter_map(|element| element.attr(name));
        found.map(str::to_owned).collect()
    }

    /// Fails the test unless the page shows `text`.
    #[track_caller]
    pub fn must_show(&self, text: &str) -> &Self {
        assert!(
            self.text().contains(text),
            "{} ({}) does not show «{text}»:\n{}",
            self.path,
            self.status,
            self.text()
        );
        self
    }

    /// Fails the test if the page shows `text` anywhere, visible or not.
    #[track_caller]
    pub fn must_hide(&self, text: &str) -> &Self {
        assert!(!self.html.contains(text), "{} shows «{text}»", self.path);
        self
    }

    /// The form whose action contains `action`: its target and the values it holds.
    #[track_caller]
    fn form(&self, action: &str) -> (String, Vec<(String, String)>) {
        let document = Html::parse_document(&self.html);
        let here = self.path.split('?').next().unwrap_or_default();
        let form = document
            .select(&selector("main form"))
            .find(|form| {
                let target = form.attr("action").unwrap_or(here);
                if action.is_empty() { target == here } else { target.contains(action) }
            })
            .unwrap_or_else(|| {
                panic!("{} ({}) has no form for «{action}»:\n{}", self.path, self.status, self.text())
            });
        let target = form.attr("action").unwrap_or(&self.path).to_owned();
        let mut values = Vec::new();
        for field in form.select(&selector("input[name], textarea[name], select[name]")) {
            let name = field.attr("name").unwrap_or_default().to_owned();
            let kind = field.attr("type").unwrap_or_default();
            match (field.value().name(), kind) {
                ("input", "checkbox" | "radio") if field.attr("checked").is_none() => {}
                ("input", "submit" | "file") => {}
                ("input", _) => values.push((name, field.attr("value").unwrap_or_default().to_owned())),
                ("textarea", _) => {
                    let text = field.text().collect::<String>();
                    values.push((name, text.strip_prefix('\n').unwrap_or(&text).to_owned()));
                }
                _ => {
                    let options = selector("option");
                    let chosen = field.select(&options).find(|option| option.attr("selected").is_some());
                    let option = chosen.or_else(|| field.select(&options).next());
                    values.push((
                        name,
                        option.and_then(|option| option.attr("value")).unwrap_or_default().to_owned(),
                    ));
                }
            }
        }
        (target, values)
    }
}

fn selector(css: &str) -> Selector {
    Selector::parse(css).unwrap_or_else(|error| panic!("{css}: {error}"))
}

fn fold(element: ElementRef<'_>) -> String {
    element.text().collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}

fn encode(fields: &[(&str, &str)]) -> String {
    serde_urlencoded::to_string(fields).expect("pairs of text can be encoded")
}
