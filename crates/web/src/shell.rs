//! The house around every page: exercise band, bar, menu, language switch, footer.

use askama::Template;
use axum::Router;
use axum::extract::Query;
use axum::http::HeaderValue;
use axum::http::header::SET_COOKIE;
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::post;
use kernel::Result;
use l10n::Lang;
use serde::Deserialize;

use crate::app::{Alert, AlertOf, App};
use crate::assets::FINGERPRINT;
use crate::context::{Ctx, LANG_COOKIE, Visitor};
use crate::error_page::PageResult;
use crate::form::OpenForm;
use crate::people;
use crate::words::Words;

/// What is said at the top of a page about what just happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// `success`, `info`, `warning` or `error`: the colour, icon and word.
    pub tone: &'static str,
    /// One sentence.
    pub text: String,
}

struct Link {
    path: &'static str,
    label: &'static str,
    is_current: bool,
    count: i64,
}

struct Who<'a> {
    organisation: &'a str,
    role: &'static str,
    name: &'a str,
    is_person: bool,
}

struct Band {
    name: String,
    time: String,
}

#[derive(Template)]
#[template(path = "shell.html")]
struct Shell<'a> {
    l: Words,
    lang: Lang,
    fingerprint: &'a str,
    title: &'a str,
    band: Option<Band>,
    who: Option<Who<'a>>,
    nav: Vec<Link>,
    /// Whether this person may have what cannot wait: then it is shown as it comes.
    may_alert: bool,
    alert: Option<Alert>,
    help: bool,
    help_phone: &'a str,
    token: String,
    path: &'a str,
    notice: Option<Notice>,
    /// The page's own part, already escaped by its template.
    body: String,
}

/// The role's name in the reader's language.
pub fn role_name(l: Words, role: kernel::access::Role) -> &'static str {
    use kernel::access::Role;
    match role {
        Role::Director => l.role_director(),
        Role::Deputy => l.role_deputy(),
        Role::QualityManager => l.role_quality_manager(),
        Role::ItHead => l.role_it_head(),
        Role::CrisisLead => l.role_crisis_lead(),
        Role::DutyOfficer => l.role_duty_officer(),
        Role::Administrator => l.role_administrator(),
        Role::CardHolder => l.role_card_holder(),
    }
}

impl Ctx {
    /// A page: the template is its `<main>`.
    pub async fn page(&self, title: &str, template: &impl Template) -> PageResult {
        self.page_with(title, template, None).await
    }

    /// A page with a notice at the top.
    pub async fn page_with(
        &self,
        title: &str,
        template: &impl Template,
        notice: Option<Notice>,
    ) -> PageResult {
        let l = Words(self.lang);
        let realm = &self.principal.realm;
        let zone = &self.app.settings.zone;
        let band = realm.is_exercise().then(|| Band {
            name: realm.name.clone(),
            time: l10n::date_time(self.lang, self.now().timestamp(), zone),
        });
        let (name, is_person) = match &self.principal.who {
            kernel::access::Who::Person { name, .. } => (name.as_str(), true),
            kernel::access::Who::Card { .. } => ("", false),
        };
        let who = Who {
            organisation: &self.principal.seat.organisation_name,
            role: role_name(l, self.principal.seat.role),
            name,
            is_person,
        };
        let help = self.principal.may(kernel::access::Action::FileReport, kernel::access::Relation::Own);
        let shell = Shell {
            l,
            lang: self.lang,
            fingerprint: FINGERPRINT,
            title,
            band,
            who: Some(who),
            nav: self.links().await?,
            may_alert: self.alerts().next().is_some(),
            alert: self.alert().await?,
            help,
            help_phone: self.help_phone(),
            token: self.token(),
            path: &self.path,
            notice,
            body: render(template)?,
        };
        Ok(Html(render(&shell)?).into_response())
    }

    /// What looks for things that cannot wait for this person.
    fn alerts(&self) -> impl Iterator<Item = AlertOf> {
        self.app.nav.iter().filter(|item| (item.shown)(&self.principal)).filter_map(|item| item.alert)
    }

    /// What cannot wait, but for what this very page is about.
    async fn alert(&self) -> Result<Option<Alert>> {
        for look in self.alerts() {
            let found = look(&self.app.kernel, &self.principal, self.lang).await?;
            if let Some(alert) = found.filter(|alert| alert.path != self.path) {
                return Ok(Some(alert));
            }
        }
        Ok(None)
    }

    async fn links(&self) -> Result<Vec<Link>> {
        let mut links = Vec::new();
        for item in self.app.nav.iter().filter(|item| (item.shown)(&self.principal)) {
            let count = match item.count {
                Some(count) => count(&self.app.kernel, &self.principal).await?,
                None => 0,
            };
            let path = self.section.unwrap_or(&self.path);
            let is_current = path == item.path || path.starts_with(&format!("{}/", item.path));
            links.push(Link { path: item.path, label: (item.label)(self.lang), is_current, count });
        }
        Ok(links)
    }
}

impl Visitor {
    /// A page for somebody who need not be signed in: no menu.
    pub fn page(&self, title: &str, template: &impl Template) -> PageResult {
        self.page_with(title, template, None)
    }

    /// A page for a visitor, with a notice at the top.
    pub fn page_with(&self, title: &str, template: &impl Template, notice: Option<Notice>) -> PageResult {
        let body = render(template)?;
        Ok(Html(plain_with(&self.app, self.lang, &self.path, title, body, notice)).into_response())
    }
}

fn render(template: &impl Template) -> Result<String> {
    Ok(template.render().map_err(anyhow::Error::from)?)
}

/// A page without a signed-in person.
pub(crate) fn plain(app: &App, lang: Lang, title: &str, body: String) -> String {
    plain_with(app, lang, "/", title, body, None)
}

fn plain_with(
    app: &App,
    lang: Lang,
    path: &str,
    title: &str,
    body: String,
    notice: Option<Notice>,
) -> String {
    let shell = Shell {
        l: Words(lang),
        lang,
        fingerprint: FINGERPRINT,
        title,
        band: None,
        who: None,
        nav: Vec::new(),
        may_alert: false,
        alert: None,
        help: false,
        help_phone: &app.settings.help_phone,
        token: String::new(),
        path,
        notice,
        body,
    };
    shell.render().unwrap_or_default()
}

/// `name=value`, escaped for an address.
pub fn query(name: &str, value: &str) -> String {
    serde_urlencoded::to_string([(name, value)]).unwrap_or_default()
}

/// A QR code as SVG markup without inline style, `what` being its accessible name.
pub fn qr_svg(text: &str, what: &str) -> Result<String> {
    let code = qrcode::QrCode::new(text.as_bytes()).map_err(anyhow::Error::from)?;
    let side = code.width();
    let quiet = 4;
    let mut path = String::new();
    for (index, colour) in code.to_colors().into_iter().enumerate() {
        if colour == qrcode::Color::Dark {
            let (x, y) = (index % side + quiet, index / side + quiet);
            path.push_str(&format!("M{x} {y}h1v1h-1z"));
        }
    }
    let full = side + 2 * quiet;
    let name = askama::filters::escape(what, askama::filters::Html).map_err(anyhow::Error::from)?;
    Ok(format!(
        "<svg class=\"qr\" viewBox=\"0 0 {full} {full}\" role=\"img\" aria-label=\"{name}\" \
         shape-rendering=\"crispEdges\"><path fill=\"#fff\" d=\"M0 0h{full}v{full}H0z\"/>\
         <path fill=\"#000\" d=\"{path}\"/></svg>"
    ))
}

#[derive(Deserialize)]
struct Choice {
    lang: String,
}

#[derive(Deserialize)]
struct Back {
    #[serde(default)]
    back: String,
}

pub(crate) fn router() -> Router<App> {
    Router::new().route("/language", post(choose_language))
}

/// Remembers the language in a cookie, and for a signed-in person also for their mail.
async fn choose_language(
    visitor: Visitor,
    Query(back): Query<Back>,
    OpenForm(choice): OpenForm<Choice>,
) -> PageResult {
    let lang = Lang::parse(&choice.lang).unwrap_or(visitor.lang);
    if let Some(session) = visitor.session.filter(|session| !session.person_id.is_empty()) {
        people::set_lang(&visitor.app.kernel, &session.person_id, lang).await?;
    }
    let secure = if visitor.app.settings.is_secure() { "; Secure" } else { "" };
    let cookie = format!("{LANG_COOKIE}={}; Path=/; SameSite=Lax; Max-Age=31536000{secure}", lang.code());
    let mut response: Response = Redirect::to(local_path(&back.back)).into_response();
    let value = HeaderValue::try_from(cookie).map_err(anyhow::Error::from)?;
    response.headers_mut().append(SET_COOKIE, value);
    Ok(response)
}

/// A path on this site, or the start page: never an address elsewhere.
pub fn local_path(path: &str) -> &str {
    // Browsers drop tabs and line ends from an address, so what follows one may begin another host.
    let is_local = path.starts_with('/') && !path.starts_with("//") && !path.contains('\\');
    let is_local = is_local && !path.contains(char::is_control);
    if is_local { path } else { "/" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_way_back_never_leads_elsewhere() {
        for evil in
            ["//evil.example", "https://evil.example", "/\\evil.example", "/\t/evil.example", "", "evil"]
        {
            assert_eq!(local_path(evil), "/", "{evil}");
        }
        assert_eq!(local_path("/reports/1?x=2"), "/reports/1?x=2");
    }

    #[test]
    fn a_qr_code_is_plain_svg() {
        let svg = qr_svg("https://paraat.example/call/ABCD", "QR <code>").unwrap();
        assert!(svg.contains("QR &#60;code&#62;") && !svg.contains("style="));
    }
}
