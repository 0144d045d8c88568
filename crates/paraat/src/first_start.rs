//! The very first start: a link, printed once, with which somebody becomes the administrator.
//!
//! The link's secret follows from the installation's key, so every node prints the same one; it is worth
//! nothing as soon as there is an administrator.

use askama::Template;
use axum::Router;
use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use kernel::access::Role;
use kernel::{Entry, Error, Kernel, Result, realm};
use l10n::Lang;
use serde::Deserialize;
use web::people::{self, Details};
use web::{App, Form, PageResult, Visitor};

use crate::words::Words;

/// The link, or `None` when there is an administrator.
pub async fn link(app: &App) -> Result<Option<String>> {
    if has_administrator(&app.kernel).await? {
        return Ok(None);
    }
    Ok(Some(format!("{}/begin/{}", app.settings.public_url, secret(&app.kernel))))
}

/// The page behind the link.
pub fn routes() -> Router<App> {
    Router::new().route("/begin/{secret}", get(form).post(begin))
}

fn secret(kernel: &Kernel) -> String {
    kernel.vault.lookup("first start", realm::REALITY)
}

async fn has_administrator(kernel: &Kernel) -> Result<bool> {
    let operator = directory::create_operator(kernel).await?;
    Ok(!directory::members(kernel, &operator, &[Role::Administrator]).await?.is_empty())
}

/// Refuses a wrong or used link as if it had never been.
async fn check(app: &App, given: &str) -> Result<()> {
    // A digest hides how much of a guess was right.
    let digest = |text: &str| kernel::journal::digest(text.as_bytes());
    if digest(given) != digest(&secret(&app.kernel)) || has_administrator(&app.kernel).await? {
        return Err(Error::NotFound);
    }
    Ok(())
}

#[derive(Template)]
#[template(path = "begin.html")]
struct Begin {
    l: Words,
    person: String,
    email: String,
    wrong_name: Option<&'static str>,
    wrong_email: Option<&'static str>,
}

impl Begin {
    fn page(self, visitor: &Visitor) -> PageResult<Response> {
        visitor.page(self.l.begin_title(), &self)
    }
}

async fn form(visitor: Visitor, Path(given): Path<String>) -> PageResult {
    check(&visitor.app, &given).await?;
    let l = Words(visitor.lang);
    Begin { l, person: String::new(), email: String::new(), wrong_name: None, wrong_email: None }
        .page(&visitor)
}

#[derive(Deserialize)]
struct Typed {
    name: String,
    email: String,
}

async fn begin(visitor: Visitor, Path(given): Path<String>, Form(typed): Form<Typed>) -> PageResult {
    check(&visitor.app, &given).await?;
    let l = Words(visitor.lang);
    let (name, email) = (typed.name.trim().to_owned(), typed.email.trim().to_owned());
    let is_name = !name.is_empty() && name.chars().count() <= kernel::limits::LINE_CHARS;
    let wrong_name = (!is_name).then(|| l.begin_name_wrong());
    let wrong_email = (!looks_like_email(&email)).then(|| l.begin_email_wrong());
    if wrong_name.is_some() || wrong_email.is_some() {
        return Begin { l, person: name, email, wrong_name, wrong_email }.page(&visitor);
    }
    let person = make_administrator(&visitor.app.kernel, Details { name, email }, visitor.lang).await?;
    let link = web::sign_in::invite(&visitor.app.kernel, &visitor.app.settings, &person).await?;
    let path = link.strip_prefix(&visitor.app.settings.public_url).unwrap_or(&link).to_owned();
    Ok(Redirect::to(&path).into_response())
}

/// Something before and after one @, with a dot after it; whether it exists only a mail can tell.
fn looks_like_email(text: &str) -> bool {
    let well_sized = text.len() <= 254 && !text.chars().any(char::is_whitespace);
    let parts = text.split_once('@');
    well_sized
        && parts.is_some_and(|(local, host)| !local.is_empty() && host.contains('.') && !host.contains('@'))
}

/// Makes a person and seats them as administrator.
async fn make_administrator(kernel: &Kernel, details: Details, lang: Lang) -> Result<String> {
    let operator = directory::create_operator(kernel).await?;
    let mut change = kernel.begin_as_system(&realm::reality(&kernel.db).await?).await?;
    let person = people::add(kernel, &mut change, &details, lang).await?;
    directory::seat_person(kernel, &mut change, &operator, Role::Administrator, &person).await?;
    change.record(Entry::new("person.added", "person", &person));
    change.commit().await?;
    Ok(person)
}

#[cfg(test)]
mod tests {
    use super::looks_like_email;

    #[test]
    fn an_address_has_two_sides() {
        for good in ["an@lab.example", "a.b+c@x.y.example"] {
            assert!(looks_like_email(good), "{good}");
        }
        for bad in ["", "an", "@lab.example", "an@lab", "an@b@c.example", "an peeters@lab.example"] {
            assert!(!looks_like_email(bad), "{bad}");
        }
    }
}
