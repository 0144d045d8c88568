//! Answers of a filed document, read with the form version it was filed under.

use web::Ctx;

use crate::answers::Answer;
use crate::document::Document;
use crate::form::{Field, Form, Forms, Kind};

/// One question with its answer.
#[derive(Clone, Debug)]
pub(super) struct AnswerView {
    pub(super) label: String,
    pub(super) lines: Vec<String>,
    /// Where a click leads, for a telephone number or an address.
    pub(super) href: String,
}

/// Every question of the form with its answer. An answer whose form is not known any more is shown under
/// its key, so that nothing that was filed is ever hidden.
pub(super) fn answers(ctx: &Ctx, document: &Document) -> Vec<AnswerView> {
    match Forms::embedded().find(&document.form.id, &document.form.version) {
        Some(form) => with_form(ctx, form, document),
        None => document
            .answers
            .iter()
            .map(|(key, answer)| AnswerView { label: key.clone(), lines: raw(answer), href: String::new() })
            .collect(),
    }
}

fn with_form(ctx: &Ctx, form: &Form, document: &Document) -> Vec<AnswerView> {
    let view = |field: &Field| {
        let answer = document.answers.get(&field.key);
        let lines = answer.map_or_else(Vec::new, |answer| lines(ctx, field, answer));
        let first = lines.first().map_or("", String::as_str);
        AnswerView { href: href(field.kind, first), label: field.label.get(ctx.lang).to_owned(), lines }
    };
    form.fields.iter().map(view).collect()
}

fn raw(answer: &Answer) -> Vec<String> {
    match answer {
        Answer::Text(text) => vec![text.clone()],
        Answer::Choices(keys) => keys.clone(),
    }
}

fn lines(ctx: &Ctx, field: &Field, answer: &Answer) -> Vec<String> {
    let shown = |text: &String| match field.kind {
        Kind::Choice | Kind::Choices => {
            field.choice(text).map_or_else(|| text.clone(), |choice| choice.label.get(ctx.lang).to_owned())
        }
        Kind::Moment => written(ctx, text),
        _ => text.clone(),
    };
    raw(answer).iter().map(shown).collect()
}

/// A moment as it stands in a document (`2026-11-22T06:10:00+01:00`), for people.
pub(super) fn written(ctx: &Ctx, iso: &str) -> String {
    let moment = iso.parse::<jiff::Timestamp>();
    moment.map_or_else(|_| iso.to_owned(), |moment| l10n::date_time(ctx.lang, moment, &ctx.app.settings.zone))
}

fn href(kind: Kind, text: &str) -> String {
    match kind {
        Kind::Telephone if !text.is_empty() => {
            let digits: String = text.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect();
            format!("tel:{digits}")
        }
        Kind::Email if !text.is_empty() => format!("mailto:{text}"),
        _ => String::new(),
    }
}
