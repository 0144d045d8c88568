//! The call's form as its template shows it.

use askama::Template;
use kernel::time::Time;
use web::{Ctx, Notice, PageResult};

use super::{questions, saved_text};
use crate::answers::{Answers, Problem, Typed};
use crate::commands::Changes;
use crate::form::Stage;
use crate::pages::brief;
use crate::pages::questions::{Block, Filled, ProblemView, Shape};
use crate::pages::told::{self, Other, Told};
use crate::recipients::{Addressee, outlook};
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
    /// Whom to tell, other than the routing says.
    pub(super) changes: Changes,
    /// The field of these changes that is wrong: `add`, or `why.` and an authority.
    pub(super) wrong: Option<String>,
}

/// An authority that the person may decide not to tell.
struct ObjectionView {
    id: String,
    name: String,
    objects: bool,
    reason: String,
    wrong: Option<String>,
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
    /// None for the bearer of a card, who only calls.
    objections: Vec<ObjectionView>,
    others: Vec<Other>,
    is_changing: bool,
    help_phone: &'a str,
}

/// Shows the form, with whom it goes to and why.
pub(super) async fn show(ctx: &Ctx, sheet: &Sheet, notice: Option<Notice>) -> PageResult {
    let form = questions(ctx)?;
    let seat = &ctx.principal.seat;
    ctx.principal.must(kernel::access::Action::FileReport, kernel::access::Relation::Own)?;
    let organisation = directory::organisation(ctx.kernel(), &seat.organisation_id).await?;
    let outlook =
        outlook(ctx.kernel(), &organisation, Stage::EarlyWarning, &Answers::new(), ctx.now(), &[], &[])
            .await?;
    let told: Vec<&Addressee> = outlook.told().collect();
    let filled = Filled {
        form,
        kind: organisation.kind,
        typed: &sheet.typed,
        problems: &sheet.problems,
        suggestions: Vec::new(),
    };
    let is_person = ctx.principal.person_id().is_some();
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
        blocks: filled.blocks(ctx),
        problems: filled.problems(ctx).into_iter().chain(wrong_changes(ctx, sheet)).collect(),
        objections: if is_person { objections(ctx, &told, sheet) } else { Vec::new() },
        others: if is_person {
            told::others(ctx, &organisation.id, &outlook, &sheet.changes).await?
        } else {
            Vec::new()
        },
        is_changing: sheet.changes != Changes::default(),
        told: told::from_routing(ctx.lang, &told),
        help_phone: ctx.help_phone(),
    };
    ctx.page_with(form.title.get(ctx.lang), &page, notice).await
}

/// What is wrong with whom to tell, for the summary.
fn wrong_changes(ctx: &Ctx, sheet: &Sheet) -> Option<ProblemView> {
    let l = Words(ctx.lang);
    let field = sheet.wrong.clone()?;
    let text = if field == "add" { l.review_wrong_add() } else { l.review_wrong_reason() };
    Some(ProblemView { field, label: l.call_change_told().to_owned(), text: text.to_owned() })
}

fn objections(ctx: &Ctx, told: &[&Addressee], sheet: &Sheet) -> Vec<ObjectionView> {
    let view = |each: &&Addressee| {
        let id = &each.organisation.id;
        let objection = sheet.changes.objections.iter().find(|(authority, _)| authority == id);
        let is_wrong = sheet.wrong.as_deref().and_then(|field| field.strip_prefix("why.")) == Some(id);
        ObjectionView {
            name: each.organisation.name.clone(),
            objects: objection.is_some(),
            reason: objection.map_or_else(String::new, |(_, reason)| reason.clone()),
            wrong: is_wrong.then(|| Words(ctx.lang).review_wrong_reason().to_owned()),
            id: id.clone(),
        }
    };
    told.iter().map(view).collect()
}

/// Where words are kept while typing; also the name of the copy on the device, so each draft has its own.
pub(in crate::pages) fn save_path(slot: &str) -> String {
    if slot.is_empty() { "/reports/call/save".into() } else { format!("/reports/call/save?draft={slot}") }
}
