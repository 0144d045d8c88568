//! For a portal without an interface: an authority's part in the portal's order, to be copied line by line,
//! and a place for the number that comes back.

use askama::Template;
use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect};
use kernel::{Error, limits};
use serde::Deserialize;
use web::{Ctx, Form, Notice, PageResult};

use super::answers::Reading;
use super::filing::Opened;
use super::good;
use super::sheet::form_of;
use crate::answers::Answers;
use crate::commands;
use crate::form::Form as Questions;
use crate::incident::portal_context;
use crate::portal::{Line, Portal, Portals};
use crate::words::Words;

/// One box of the portal with what goes into it.
struct LineView {
    key: String,
    label: String,
    text: String,
    /// How many lines high it is shown.
    rows: usize,
}

#[derive(Template)]
#[template(path = "portal.html")]
struct PortalPage {
    l: Words,
    token: String,
    id: String,
    filing: String,
    authority: String,
    title: String,
    name: String,
    note: String,
    telephone: String,
    lines: Vec<LineView>,
    number: String,
    problem: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct Done {
    /// Says that the number was just noted.
    #[serde(default)]
    done: String,
}

#[derive(Deserialize)]
pub(super) struct Noted {
    #[serde(default)]
    number: String,
    /// The filing whose sheet it was noted on; empty when it was noted elsewhere.
    #[serde(default)]
    filing: String,
}

/// A number that was typed and cannot be kept, and why.
struct Refused {
    number: String,
    problem: String,
}

/// The sheet.
pub(super) async fn page(
    ctx: Ctx,
    Path((id, filing, authority)): Path<(String, String, String)>,
    Query(done): Query<Done>,
) -> PageResult {
    let notice = if done.done.is_empty() { None } else { good(Words(ctx.lang).portal_noted()) };
    show(&ctx, (&id, &filing, &authority), None, notice).await
}

/// Keeps the number that the portal gave.
pub(super) async fn note(
    ctx: Ctx,
    Path((id, authority)): Path<(String, String)>,
    Form(form): Form<Noted>,
) -> PageResult {
    let (kernel, principal) = (ctx.kernel(), &ctx.principal);
    let is_id = !form.filing.is_empty()
        && form.filing.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    match commands::note_portal_reference(kernel, principal, &id, &authority, &form.number).await {
        Err(Error::Invalid { .. }) if is_id => {
            let problem = Words(ctx.lang).wrong_too_long(limits::LINE_CHARS);
            let refused = Refused { number: form.number, problem };
            let mut page = show(&ctx, (&id, &form.filing, &authority), Some(refused), None).await?;
            *page.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
            Ok(page)
        }
        outcome => {
            outcome?;
            let place = if is_id {
                format!("/reports/{id}/filings/{}/portal/{authority}?done=noted", form.filing)
            } else {
                format!("/reports/{id}?done=noted")
            };
            Ok(Redirect::to(&place).into_response())
        }
    }
}

async fn show(
    ctx: &Ctx,
    (id, filing, authority): (&str, &str, &str),
    refused: Option<Refused>,
    notice: Option<Notice>,
) -> PageResult {
    let opened = Opened::of_authority(ctx, id, filing, authority).await?;
    let organisation = directory::organisation(ctx.kernel(), authority).await?;
    let at = opened.reading().filing.filed_at;
    let portal = Portals::embedded().of(organisation.mandate, at).ok_or(Error::NotFound)?;
    let document = opened.document()?.ok_or(Error::NotFound)?;
    let incident = &opened.seen.incident;
    let told = opened.seen.audience.iter().find(|each| each.authority_id == authority);
    let sealed = told.map_or("", |told| told.sealed_portal_reference.as_str());
    let kept = match sealed {
        "" => String::new(),
        sealed => incident.open(ctx.kernel(), &portal_context(id, authority), sealed)?,
    };
    let l = Words(ctx.lang);
    let (number, problem) = refused.map_or((kept, None), |each| (each.number, Some(each.problem)));
    let title = l.portal_title(&organisation.name);
    let page = PortalPage {
        l,
        token: ctx.token(),
        id: id.to_owned(),
        filing: filing.to_owned(),
        authority: authority.to_owned(),
        title: title.clone(),
        name: portal.name.get(ctx.lang).to_owned(),
        note: portal.note.get(ctx.lang).to_owned(),
        // In an exercise nobody rings a real desk.
        telephone: if ctx.principal.realm.is_exercise() { String::new() } else { portal.telephone.clone() },
        lines: lines(portal, &Reading::of(ctx), &document.answers, form_of(&document)),
        number,
        problem,
    };
    ctx.page_with(&title, &page, notice).await
}

/// What goes into the boxes of a portal, in its order; a box into which nothing goes is left out.
fn lines(
    portal: &Portal,
    reading: &Reading<'_>,
    answers: &Answers,
    form: Option<&Questions>,
) -> Vec<LineView> {
    let view = |line: &Line| {
        let text = text(line, reading, answers, form);
        (!text.is_empty()).then(|| LineView {
            key: line.key.clone(),
            label: line.label.get(reading.lang).to_owned(),
            rows: text.lines().count().clamp(1, 12),
            text,
        })
    };
    portal.lines.iter().filter_map(view).collect()
}

/// The answers of one box; with their questions when it takes several.
fn text(line: &Line, reading: &Reading<'_>, answers: &Answers, form: Option<&Questions>) -> String {
    let answer = |key: &String| {
        let field = form?.field(key)?;
        let answer = reading.lines(field, answers.get(key)?).join("\n");
        let question = field.label.get(reading.lang);
        let mark = if question.ends_with('?') { "" } else { ":" };
        Some(if line.fields.len() == 1 { answer } else { format!("{question}{mark} {answer}") })
    };
    line.fields.iter().filter_map(answer).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use kernel::time::Time;
    use l10n::{Lang, Zone};

    use super::*;
    use crate::answers::Answer;
    use crate::form::{Forms, Stage};

    #[test]
    fn a_box_holds_its_answers_in_the_portals_order_and_an_empty_one_is_left_out() {
        let line = |key: &str, fields: &str| {
            format!(
                "[[lines]]\nkey = \"{key}\"\nfields = {fields}\nlabel.nl = \"{key}\"\nlabel.fr = \"{key}\"\n\
                 label.de = \"{key}\"\nlabel.en = \"{key}\"\n"
            )
        };
        let texts =
            |name: &str| ["nl", "fr", "de", "en"].map(|lang| format!("{name}.{lang} = \"x\"\n")).concat();
        let source = format!(
            "id = \"p\"\nversion = \"1\"\nfrom = \"2026-01-01\"\nmandate = \"csirt\"\n{}{}{}{}{}{}",
            texts("name"),
            texts("note"),
            line("who", "[\"contact_name\", \"contact_phone\", \"contact_email\"]"),
            line("nothing", "[\"stopped_more\", \"unheard_of\"]"),
            line("what", "[\"what\"]"),
            line("stopped", "[\"stopped\"]"),
        );
        let portals = Portals::read(&[&source]).unwrap();
        let portal = portals.of(Some(directory::Mandate::Csirt), Time(0)).unwrap();
        let form = Forms::embedded().current(Stage::EarlyWarning, Time(0)).unwrap();
        let text = |text: &str| Answer::Text(text.to_owned());
        let answers: Answers = [
            ("what", text("First line.\nSecond <line>.")),
            ("contact_phone", text("+32 400 00 00 01")),
            ("contact_name", text("An Peeters")),
            ("stopped", Answer::Choices(vec!["laboratory_system".into(), "network".into()])),
        ]
        .map(|(key, answer)| (key.to_owned(), answer))
        .into();
        let zone = Zone::named("Europe/Brussels").unwrap();
        let reading = Reading { lang: Lang::En, zone: &zone };
        let shown: Vec<(String, String)> = lines(portal, &reading, &answers, Some(form))
            .into_iter()
            .map(|each| (each.key, each.text))
            .collect();
        let label = |key: &str| form.field(key).unwrap().label.get(Lang::En).to_owned();
        let who =
            format!("{}: An Peeters\n{}: +32 400 00 00 01", label("contact_name"), label("contact_phone"));
        let keys: Vec<&str> = shown.iter().map(|(key, _)| key.as_str()).collect();
        assert_eq!(keys, ["who", "what", "stopped"]);
        assert_eq!(shown[0].1, who);
        assert_eq!(shown[1].1, "First line.\nSecond <line>.");
        assert_eq!(shown[2].1.lines().count(), 2);
    }
}
