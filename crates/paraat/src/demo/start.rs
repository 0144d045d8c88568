//! The demo's start page, and the one click that signs a visitor in.

use askama::Template;
use axum::extract::Extension;
use axum::http::header::SET_COOKIE;
use axum::response::{IntoResponse, Redirect};
use axum::routing::{get, post};
use axum::{Form, Router};
use kernel::Error;
use serde::Deserialize;
use web::{App, PageResult, Visitor, people};

use super::PERSONAS;
use crate::words::Words;

/// What the start page shows besides the people.
#[derive(Clone, Debug)]
pub struct Stage {
    /// The code of the laboratory's emergency card.
    pub card: String,
}

struct Choice {
    key: &'static str,
    title: &'static str,
    text: &'static str,
    name: String,
    organisation: String,
}

#[derive(Template)]
#[template(path = "start.html")]
struct Start {
    l: Words,
    personas: Vec<Choice>,
    card: String,
}

/// The start page at `/demo`, and its sign-in.
pub fn routes(stage: Stage) -> Router<App> {
    Router::new().route("/demo", get(start)).route("/demo/sign-in", post(sign_in)).layer(Extension(stage))
}

async fn start(visitor: Visitor, Extension(stage): Extension<Stage>) -> PageResult {
    let l = Words(visitor.lang);
    let kernel = &visitor.app.kernel;
    let mut personas = Vec::new();
    for persona in PERSONAS {
        // The administrator may have tried erasing one of them.
        let Some(person) = people::find_by_email(kernel, persona.email).await? else { continue };
        let seats = visitor.app.seats.held_by(kernel, &person.id).await?;
        let organisation = seats.into_iter().next().map(|seat| seat.organisation_name).unwrap_or_default();
        let (title, text) = match persona.key {
            "director" => (l.start_director(), l.start_director_text()),
            "quality" => (l.start_quality(), l.start_quality_text()),
            "officer" => (l.start_officer(), l.start_officer_text()),
            "colleague" => (l.start_colleague(), l.start_colleague_text()),
            "laboratories" => (l.start_laboratories(), l.start_laboratories_text()),
            _ => (l.start_administrator(), l.start_administrator_text()),
        };
        personas.push(Choice { key: persona.key, title, text, name: person.details.name, organisation });
    }
    visitor.page(l.start_title(), &Start { l, personas, card: stage.card })
}

#[derive(Deserialize)]
struct Chosen {
    persona: String,
}

/// Signs in without a secret: only in a demo, where there is nothing to protect.
async fn sign_in(visitor: Visitor, Form(chosen): Form<Chosen>) -> PageResult {
    let persona = PERSONAS.iter().find(|each| each.key == chosen.persona).ok_or(Error::NotFound)?;
    let person = people::find_by_email(&visitor.app.kernel, persona.email).await?.ok_or(Error::NotFound)?;
    let cookie = web::sign_in::sign_in_as(&visitor.app, &person.id, &visitor.device).await?;
    Ok(([(SET_COOKIE, cookie)], Redirect::to("/")).into_response())
}
