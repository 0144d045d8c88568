//! Answers of a filed document, read with the form version it was filed under.

use std::collections::BTreeMap;

use l10n::{Lang, Zone};
use web::Ctx;

use crate::answers::Answer;
use crate::document::Document;
use crate::form::{Choice, Column, Field, Forms, Kind};

/// One question with its answer.
#[derive(Clone, Debug)]
pub(super) struct AnswerView {
    /// The key of the question.
    pub(super) key: String,
    pub(super) label: String,
    pub(super) lines: Vec<String>,
    /// Where a click leads, for a telephone number or an address.
    pub(super) href: String,
    /// The same as `lines` for an answer that has rows: headings, then a line for each row.
    pub(super) table: Option<TableView>,
}

/// An answer with rows.
#[derive(Clone, Debug)]
pub(super) struct TableView {
    pub(super) head: Vec<String>,
    pub(super) rows: Vec<Vec<String>>,
}

/// Every question of the form with its answer. An answer whose form is not known any more is shown under
/// its key, so that nothing that was filed is ever hidden.
pub(super) fn answers(words: &Reading<'_>, document: &Document) -> Vec<AnswerView> {
    match Forms::embedded().find(&document.form.id, &document.form.version, &document.stage) {
        Some(form) => form.fields.iter().map(|field| words.view(field, document)).collect(),
        None => document.answers.iter().map(|(key, answer)| raw_view(key, answer)).collect(),
    }
}

/// For whom answers are read: in which language, in which zone.
#[derive(Clone, Copy)]
pub(super) struct Reading<'a> {
    pub(super) lang: Lang,
    pub(super) zone: &'a Zone,
}

impl<'a> Reading<'a> {
    /// As the person of a page reads them.
    pub(super) fn of(ctx: &'a Ctx) -> Self {
        Self { lang: ctx.lang, zone: &ctx.app.settings.zone }
    }

    /// A question with its answer.
    pub(super) fn view(&self, field: &Field, document: &Document) -> AnswerView {
        let answer = document.answers.get(&field.key);
        let table = answer.and_then(|answer| self.table(field, answer));
        let lines = answer.map_or_else(Vec::new, |answer| self.lines(field, answer));
        let first = lines.first().map_or("", String::as_str);
        AnswerView {
            key: field.key.clone(),
            href: href(field.kind, first),
            label: field.label.get(self.lang).to_owned(),
            lines,
            table,
        }
    }

    /// An answer, a line for each choice or row.
    pub(super) fn lines(&self, field: &Field, answer: &Answer) -> Vec<String> {
        match answer {
            Answer::Text(text) => vec![self.single(field.kind, &field.choices, text)],
            Answer::Choices(keys) => {
                keys.iter().map(|key| self.single(field.kind, &field.choices, key)).collect()
            }
            Answer::Rows(rows) => rows.iter().map(|row| self.row(field, row).join(" · ")).collect(),
        }
    }

    /// The cells of a row that hold something.
    fn row(&self, field: &Field, row: &BTreeMap<String, String>) -> Vec<String> {
        let cell = |column: &Column| Some(self.single(column.kind, &column.choices, row.get(&column.key)?));
        field.columns.iter().filter_map(cell).collect()
    }

    fn table(&self, field: &Field, answer: &Answer) -> Option<TableView> {
        let Answer::Rows(rows) = answer else { return None };
        let cell = |column: &Column, row: &BTreeMap<String, String>| {
            let text = row.get(&column.key);
            text.map_or_else(String::new, |text| self.single(column.kind, &column.choices, text))
        };
        let cells = |row| field.columns.iter().map(|column| cell(column, row)).collect();
        Some(TableView {
            head: field.columns.iter().map(|column| column.label.get(self.lang).to_owned()).collect(),
            rows: rows.iter().map(cells).collect(),
        })
    }

    fn single(&self, kind: Kind, choices: &[Choice], text: &str) -> String {
        match kind {
            Kind::Choice | Kind::Choices => {
                let choice = choices.iter().find(|choice| choice.key == text);
                choice.map_or_else(|| text.to_owned(), |choice| choice.label.get(self.lang).to_owned())
            }
            Kind::Moment => self.written(text),
            Kind::Day => l10n::day(self.lang, text).unwrap_or_else(|| text.to_owned()),
            Kind::Number => l10n::decimal(self.lang, text),
            _ => text.to_owned(),
        }
    }

    /// A moment as it stands in a document (`2026-11-22T06:10:00+01:00`), for people.
    pub(super) fn written(&self, iso: &str) -> String {
        let moment = iso.parse::<jiff::Timestamp>();
        moment.map_or_else(|_| iso.to_owned(), |moment| l10n::date_time(self.lang, moment, self.zone))
    }
}

/// An answer whose question is not known, under its key.
pub(super) fn raw_view(key: &str, answer: &Answer) -> AnswerView {
    let lines = match answer {
        Answer::Text(text) => vec![text.clone()],
        Answer::Choices(keys) => keys.clone(),
        Answer::Rows(rows) => {
            let row = |row: &BTreeMap<String, String>| {
                row.iter().map(|(key, text)| format!("{key}: {text}")).collect::<Vec<_>>().join(" · ")
            };
            rows.iter().map(row).collect()
        }
    };
    AnswerView { key: key.to_owned(), label: key.to_owned(), lines, href: String::new(), table: None }
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
