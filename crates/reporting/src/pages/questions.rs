//! A form's questions as a template shows them: with what was typed, and what is wrong with it.

use directory::OrganisationKind;
use web::Ctx;

use crate::answers::{Problem, Typed, Wrong, cell_name};
use crate::form::{Choice, Column, Field, Form, Kind, ROWS_MOST};
use crate::texts::Texts;
use crate::words::Words;

/// How a question is drawn.
pub(super) enum Shape {
    Area,
    Line(&'static str),
    /// One or any of the choices.
    Choices(bool),
    /// One of the choices, in a list.
    Select,
    Rows(Vec<Vec<FieldView>>),
}

pub(super) struct ChoiceView {
    pub(super) value: String,
    pub(super) label: String,
    pub(super) taken: bool,
}

pub(super) struct FieldView {
    pub(super) key: String,
    pub(super) shape: Shape,
    pub(super) label: String,
    pub(super) hint: String,
    pub(super) value: String,
    pub(super) wrong: Option<String>,
    pub(super) required: bool,
    pub(super) optional: &'static str,
    pub(super) autocomplete: String,
    pub(super) choices: Vec<ChoiceView>,
    /// What the thresholds suggest, beside the question about significance.
    pub(super) suggestions: Vec<String>,
}

impl FieldView {
    pub(super) fn error(&self) -> Option<&str> {
        self.wrong.as_deref()
    }
}

/// Neighbours of one group.
#[derive(Default)]
pub(super) struct Block {
    pub(super) key: String,
    pub(super) legend: Option<String>,
    pub(super) hint: String,
    pub(super) fields: Vec<FieldView>,
}

/// One line of the summary above a refused form.
pub(super) struct ProblemView {
    pub(super) field: String,
    pub(super) label: String,
    pub(super) text: String,
}

/// A form with what was typed into it.
pub(super) struct Filled<'a> {
    pub(super) form: &'a Form,
    pub(super) kind: OrganisationKind,
    pub(super) typed: &'a Typed,
    pub(super) problems: &'a [Problem],
    /// What the thresholds suggest.
    pub(super) suggestions: Vec<String>,
}

impl Filled<'_> {
    /// The questions in order; neighbours of one group share a block.
    pub(super) fn blocks(&self, ctx: &Ctx) -> Vec<Block> {
        let mut blocks: Vec<(Option<&str>, Block)> = Vec::new();
        for field in &self.form.fields {
            let group = field.group.as_deref();
            if blocks.last().is_none_or(|(last, _)| *last != group) {
                let found = self.form.groups.iter().find(|each| Some(each.key.as_str()) == group);
                let block = Block {
                    key: group.unwrap_or_default().to_owned(),
                    legend: found.map(|group| group.legend.get(ctx.lang).to_owned()),
                    hint: text(ctx, found.and_then(|group| group.hint.as_ref())),
                    fields: Vec::new(),
                };
                blocks.push((group, block));
            }
            if let Some((_, block)) = blocks.last_mut() {
                block.fields.push(self.field(ctx, field));
            }
        }
        blocks.into_iter().map(|(_, block)| block).collect()
    }

    /// What is wrong, for the summary.
    pub(super) fn problems(&self, ctx: &Ctx) -> Vec<ProblemView> {
        let view = |problem: &Problem| ProblemView {
            label: self.label(ctx, &problem.field),
            text: self.message(ctx, problem),
            field: problem.field.clone(),
        };
        self.problems.iter().map(view).collect()
    }

    fn label(&self, ctx: &Ctx, name: &str) -> String {
        match self.form.cell(name) {
            Some((field, row, column)) => {
                format!("{} {}: {}", field.label.get(ctx.lang), row + 1, column.label.get(ctx.lang))
            }
            None => text(ctx, self.form.field(name).map(|field| &field.label)),
        }
    }

    fn message(&self, ctx: &Ctx, problem: &Problem) -> String {
        let missing = self.form.field(&problem.field).and_then(|field| field.missing.as_ref());
        message(ctx, missing, problem.wrong)
    }

    fn wrong(&self, ctx: &Ctx, name: &str) -> Option<String> {
        let problem = self.problems.iter().find(|problem| problem.field == name)?;
        Some(self.message(ctx, problem))
    }

    fn field(&self, ctx: &Ctx, field: &Field) -> FieldView {
        let is_taken = |key: &str| {
            self.typed.has(&field.key, key)
                || (self.typed.get(&field.key).is_empty() && field.unanswered.as_deref() == Some(key))
        };
        // Whether a condition is met is known only when all is answered: the browser does not insist.
        let required = field.required && field.when.is_none();
        FieldView {
            key: field.key.clone(),
            shape: match field.kind {
                Kind::Rows => Shape::Rows(self.rows(ctx, field)),
                kind => shape(kind, field.choices.len()),
            },
            label: field.label.get(ctx.lang).to_owned(),
            hint: text(ctx, field.hint.as_ref()),
            value: self.typed.get(&field.key).to_owned(),
            wrong: self.wrong(ctx, &field.key),
            required,
            optional: if field.required { "" } else { Words(ctx.lang).optional() },
            autocomplete: field.autocomplete.clone(),
            choices: field
                .choices_for(self.kind)
                .map(|each| choice(ctx, each, is_taken(&each.key)))
                .collect(),
            suggestions: if field.significance { self.suggestions.clone() } else { Vec::new() },
        }
    }

    /// The rows that hold something, and one more.
    fn rows(&self, ctx: &Ctx, field: &Field) -> Vec<Vec<FieldView>> {
        let count = (self.typed.rows(field) + 1).min(ROWS_MOST);
        let row = |number| field.columns.iter().map(|column| self.cell(ctx, field, number, column)).collect();
        (0..count).map(row).collect()
    }

    fn cell(&self, ctx: &Ctx, field: &Field, row: usize, column: &Column) -> FieldView {
        let key = cell_name(&field.key, row, &column.key);
        let taken = self.typed.get(&key);
        let choices = column.choices_for(self.kind);
        FieldView {
            shape: match column.kind {
                Kind::Choice => Shape::Select,
                kind => shape(kind, 0),
            },
            label: column.label.get(ctx.lang).to_owned(),
            hint: String::new(),
            value: taken.to_owned(),
            wrong: self.wrong(ctx, &key),
            required: false,
            optional: "",
            autocomplete: String::new(),
            choices: choices.map(|each| choice(ctx, each, each.key == taken)).collect(),
            suggestions: Vec::new(),
            key,
        }
    }
}

fn text(ctx: &Ctx, texts: Option<&Texts>) -> String {
    texts.map_or_else(String::new, |texts| texts.get(ctx.lang).to_owned())
}

fn choice(ctx: &Ctx, choice: &Choice, taken: bool) -> ChoiceView {
    ChoiceView { taken, value: choice.key.clone(), label: choice.label.get(ctx.lang).to_owned() }
}

/// Above so many choices one is taken from a list.
const CHOICES_SHOWN: usize = 6;

fn shape(kind: Kind, choices: usize) -> Shape {
    match kind {
        Kind::LongText => Shape::Area,
        Kind::Moment => Shape::Line("datetime-local"),
        Kind::Day => Shape::Line("date"),
        Kind::Telephone => Shape::Line("tel"),
        Kind::Email => Shape::Line("email"),
        Kind::Choices => Shape::Choices(false),
        Kind::Choice if choices > CHOICES_SHOWN => Shape::Select,
        Kind::Choice => Shape::Choices(true),
        Kind::Line | Kind::Number | Kind::Rows => Shape::Line("text"),
    }
}

/// What is wrong and how to mend it.
fn message(ctx: &Ctx, missing: Option<&Texts>, wrong: Wrong) -> String {
    let l = Words(ctx.lang);
    match wrong {
        Wrong::Missing => {
            missing.map_or_else(|| l.wrong_missing().to_owned(), |texts| text(ctx, Some(texts)))
        }
        Wrong::TooLong(most) => l.wrong_too_long(most),
        Wrong::NotAMoment => l.wrong_not_a_moment().to_owned(),
        Wrong::InFuture => l.wrong_in_future().to_owned(),
        Wrong::TooOld => l.wrong_too_old().to_owned(),
        Wrong::NotAChoice => l.wrong_not_a_choice().to_owned(),
        Wrong::NotAnEmail => l.wrong_not_an_email().to_owned(),
        Wrong::NotATelephone => l.wrong_not_a_telephone().to_owned(),
        Wrong::NotANumber => l.wrong_not_a_number().to_owned(),
        Wrong::TooMuch(most) => l.wrong_too_much(most),
        Wrong::NotADay => l.wrong_not_a_day().to_owned(),
    }
}
