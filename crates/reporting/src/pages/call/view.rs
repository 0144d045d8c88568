//! The call's form as its template shows it.

use askama::Template;
use directory::OrganisationKind;
use kernel::time::Time;
use web::{Ctx, Notice, PageResult};

use super::{questions, saved_text};
use crate::answers::{Problem, Typed, Wrong};
use crate::form::{Field, Form, Kind, Stage};
use crate::pages::brief;
use crate::pages::told::{self, Told};
use crate::routing::addressees;
use crate::words::Words;

/// A form on its way to the page.
#[derive(Default)]
pub(super) struct Sheet {
    pub(super) key: String,
    /// The draft in the address; empty for the call this person began last.
    pub(super) slot: String,
    /// The draft's identifier; empty when nothing is kept yet.
    pub(super) draft: String,
    pub(super) typed: Typed,
    pub(super) saved_at: Option<Time>,
    /// The same by the machine's clock, for the copy on the device.
    pub(super) saved_wall: Time,
    pub(super) problems: Vec<Problem>,
    /// The token of the kept words it was filled in from; empty when it was not.
    pub(super) resume: String,
}

/// How a question is drawn.
enum Shape {
    Area,
    Line(&'static str),
    /// One or any of the choices.
    Choices(bool),
}

struct ChoiceView {
    value: String,
    label: String,
    taken: bool,
}

struct FieldView {
    key: String,
    shape: Shape,
    label: String,
    hint: String,
    value: String,
    wrong: Option<String>,
    required: bool,
    optional: &'static str,
    autocomplete: String,
    choices: Vec<ChoiceView>,
}

impl FieldView {
    fn error(&self) -> Option<&str> {
        self.wrong.as_deref()
    }
}

#[derive(Default)]
struct Block {
    legend: Option<String>,
    hint: String,
    fields: Vec<FieldView>,
}

struct ProblemView {
    field: String,
    label: String,
    text: String,
}

#[derive(Template)]
#[template(path = "call.html")]
struct CallPage<'a> {
    l: Words,
    token: String,
    key: &'a str,
    slot: &'a str,
    resume: &'a str,
    draft: &'a str,
    autosave: String,
    saved_at: i64,
    saved_text: String,
    resumed: Option<String>,
    title: &'a str,
    lead: &'a str,
    organisation: &'a str,
    blocks: Vec<Block>,
    problems: Vec<ProblemView>,
    told: Vec<Told>,
    help_phone: &'a str,
}

/// Shows the form, with whom it goes to and why.
pub(super) async fn show(ctx: &Ctx, sheet: &Sheet, notice: Option<Notice>) -> PageResult {
    let form = questions(ctx)?;
    let seat = &ctx.principal.seat;
    ctx.principal.must(kernel::access::Action::FileReport, kernel::access::Relation::Own)?;
    let organisation = directory::organisation(ctx.kernel(), &seat.organisation_id).await?;
    let told = addressees(ctx.kernel(), &organisation, Stage::EarlyWarning, ctx.now()).await?;
    let page = CallPage {
        l: Words(ctx.lang),
        token: ctx.token(),
        key: &sheet.key,
        slot: &sheet.slot,
        resume: &sheet.resume,
        draft: &sheet.draft,
        autosave: save_path(&sheet.slot),
        saved_at: sheet.saved_wall.0,
        saved_text: sheet.saved_at.map_or_else(String::new, |at| saved_text(ctx, at)),
        resumed: sheet.saved_at.map(|at| brief(ctx, at).text),
        title: form.title.get(ctx.lang),
        lead: form.lead.get(ctx.lang),
        organisation: &organisation.name,
        blocks: blocks(ctx, form, organisation.kind, sheet),
        problems: sheet.problems.iter().map(|problem| problem_view(ctx, form, problem)).collect(),
        told: told::from_routing(ctx.lang, &told),
        help_phone: ctx.help_phone(),
    };
    ctx.page_with(form.title.get(ctx.lang), &page, notice).await
}

/// Where words are kept while typing; also the name of the copy on the device, so each draft has its own.
pub(in crate::pages) fn save_path(slot: &str) -> String {
    if slot.is_empty() { "/reports/call/save".into() } else { format!("/reports/call/save?draft={slot}") }
}

/// The questions in order; neighbours of one group share a block.
fn blocks(ctx: &Ctx, form: &Form, kind: OrganisationKind, sheet: &Sheet) -> Vec<Block> {
    let mut blocks: Vec<(Option<&str>, Block)> = Vec::new();
    for field in &form.fields {
        let group = field.group.as_deref();
        if blocks.last().is_none_or(|(last, _)| *last != group) {
            let found = form.groups.iter().find(|each| Some(each.key.as_str()) == group);
            let hint = found.and_then(|group| group.hint.as_ref());
            let block = Block {
                legend: found.map(|group| group.legend.get(ctx.lang).to_owned()),
                hint: hint.map_or_else(String::new, |hint| hint.get(ctx.lang).to_owned()),
                fields: Vec::new(),
            };
            blocks.push((group, block));
        }
        if let Some((_, block)) = blocks.last_mut() {
            block.fields.push(field_view(ctx, field, kind, sheet));
        }
    }
    blocks.into_iter().map(|(_, block)| block).collect()
}

fn field_view(ctx: &Ctx, field: &Field, kind: OrganisationKind, sheet: &Sheet) -> FieldView {
    let problem = sheet.problems.iter().find(|problem| problem.field == field.key);
    let is_taken = |key: &str| {
        sheet.typed.has(&field.key, key)
            || (sheet.typed.get(&field.key).is_empty() && field.unanswered.as_deref() == Some(key))
    };
    let choice = |choice: &crate::form::Choice| ChoiceView {
        taken: is_taken(&choice.key),
        value: choice.key.clone(),
        label: choice.label.get(ctx.lang).to_owned(),
    };
    FieldView {
        key: field.key.clone(),
        shape: shape(field.kind),
        label: field.label.get(ctx.lang).to_owned(),
        hint: field.hint.as_ref().map_or_else(String::new, |hint| hint.get(ctx.lang).to_owned()),
        value: sheet.typed.get(&field.key).to_owned(),
        wrong: problem.map(|problem| message(ctx, field, problem.wrong)),
        required: field.required,
        optional: if field.required { "" } else { Words(ctx.lang).optional() },
        autocomplete: field.autocomplete.clone(),
        choices: field.choices_for(kind).map(choice).collect(),
    }
}

fn shape(kind: Kind) -> Shape {
    match kind {
        Kind::LongText => Shape::Area,
        Kind::Line => Shape::Line("text"),
        Kind::Moment => Shape::Line("datetime-local"),
        Kind::Telephone => Shape::Line("tel"),
        Kind::Email => Shape::Line("email"),
        Kind::Choices => Shape::Choices(false),
        Kind::Choice => Shape::Choices(true),
    }
}

fn problem_view(ctx: &Ctx, form: &Form, problem: &Problem) -> ProblemView {
    let field = form.field(&problem.field);
    ProblemView {
        label: field.map_or_else(String::new, |field| field.label.get(ctx.lang).to_owned()),
        text: field.map_or_else(String::new, |field| message(ctx, field, problem.wrong)),
        field: problem.field.clone(),
    }
}

/// What is wrong and how to mend it.
fn message(ctx: &Ctx, field: &Field, wrong: Wrong) -> String {
    let l = Words(ctx.lang);
    match wrong {
        Wrong::Missing => field
            .missing
            .as_ref()
            .map_or_else(|| l.wrong_not_a_choice().to_owned(), |missing| missing.get(ctx.lang).to_owned()),
        Wrong::TooLong(most) => l.wrong_too_long(most),
        Wrong::NotAMoment => l.wrong_not_a_moment().to_owned(),
        Wrong::InFuture => l.wrong_in_future().to_owned(),
        Wrong::TooOld => l.wrong_too_old().to_owned(),
        Wrong::NotAChoice => l.wrong_not_a_choice().to_owned(),
        Wrong::NotAnEmail => l.wrong_not_an_email().to_owned(),
        Wrong::NotATelephone => l.wrong_not_a_telephone().to_owned(),
    }
}
