//! Writing a warning.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect};
use directory::{LinkKind, OrganisationKind};
use kernel::access::Action;
use kernel::{Error, Result};
use l10n::Lang;
use web::{Ctx, Form, PageResult};

use crate::audience::Selection;
use crate::commands::{self, Draft, Warning};
use crate::texts;
use crate::warning::{Certainty, Class, Content, Kind, Problem, Severity, Text, Tlp, Urgency, Why};
use crate::words::Words;

struct Choice {
    value: String,
    label: String,
    hint: &'static str,
    taken: bool,
}

struct TextView {
    code: &'static str,
    language: &'static str,
    is_open: bool,
    headline: String,
    description: String,
    instruction: String,
    headline_wrong: Option<String>,
    description_wrong: Option<String>,
    instruction_wrong: Option<String>,
}

struct Wrong {
    field: String,
    label: String,
    text: String,
}

#[derive(Template)]
#[template(path = "compose.html")]
struct ComposePage {
    l: Words,
    token: String,
    action: String,
    version: i64,
    title: &'static str,
    /// Whether it follows another, so that its audience is that one's.
    follows: bool,
    problems: Vec<Wrong>,
    classes: Vec<Choice>,
    tlps: Vec<Choice>,
    severities: Vec<Choice>,
    urgencies: Vec<Choice>,
    certainties: Vec<Choice>,
    kinds: Vec<Choice>,
    regions: Vec<Choice>,
    networks: Vec<Choice>,
    suppliers: Vec<Choice>,
    groups: Vec<Choice>,
    to_suppliers: bool,
    texts: Vec<TextView>,
    affected: String,
    indicators: String,
}

/// The fields of a sent form, several of one name kept.
type Fields = Vec<(String, String)>;

/// An empty form.
pub(super) async fn new(ctx: Ctx) -> PageResult {
    ctx.principal.must(Action::ComposeWarning, ctx.principal.desk())?;
    let draft = Draft {
        class: Class::Urgent,
        tlp: Tlp::Amber,
        selection: Selection::default(),
        content: Content::default(),
    };
    show(&ctx, &draft, Place::New, Vec::new()).await
}

/// Where a form goes.
#[derive(Clone, Copy)]
enum Place<'a> {
    New,
    Draft { id: &'a str, version: i64, kind: Kind },
}

/// Keeps a new draft.
pub(super) async fn begin(ctx: Ctx, Form(fields): Form<Fields>) -> PageResult {
    ctx.principal.must(Action::ComposeWarning, ctx.principal.desk())?;
    let draft = read(&fields)?;
    let problems = problems(&draft, Kind::Alert);
    if !problems.is_empty() && !keeps_anyway(&fields) {
        return refused(&ctx, &draft, Place::New, problems).await;
    }
    let id = commands::begin(ctx.kernel(), &ctx.principal, &draft).await?;
    super::back(&id, "kept")
}

/// A draft's form.
pub(super) async fn edit(ctx: Ctx, Path(id): Path<String>) -> PageResult {
    let warning = draft(&ctx, &id).await?;
    let place = Place::Draft { id: &id, version: warning.row.version, kind: warning.kind };
    let draft = Draft {
        class: warning.class,
        tlp: warning.tlp,
        selection: warning.selection.clone(),
        content: warning.content.clone(),
    };
    show(&ctx, &draft, place, Vec::new()).await
}

/// Keeps a draft.
pub(super) async fn save(ctx: Ctx, Path(id): Path<String>, Form(fields): Form<Fields>) -> PageResult {
    let warning = draft(&ctx, &id).await?;
    let typed = read(&fields)?;
    let version = value(&fields, "version").parse().unwrap_or_default();
    let problems = problems(&typed, warning.kind);
    if !problems.is_empty() && !keeps_anyway(&fields) {
        let place = Place::Draft { id: &id, version, kind: warning.kind };
        return refused(&ctx, &typed, place, problems).await;
    }
    commands::save(ctx.kernel(), &ctx.principal, &id, version, &typed).await?;
    super::back(&id, "kept")
}

/// A draft of one's own authority.
pub(super) async fn draft(ctx: &Ctx, id: &str) -> Result<Warning> {
    let seen = commands::open(ctx.kernel(), &ctx.principal, id, Action::ReleaseWarning).await?;
    if seen.warning.is_draft() { Ok(seen.warning) } else { Err(Error::Conflict("the warning is out".into())) }
}

fn keeps_anyway(fields: &Fields) -> bool {
    value(fields, "do") == "keep"
}

/// What must be mended before it may go out.
pub(super) fn problems(draft: &Draft, kind: Kind) -> Vec<Problem> {
    let mut problems = draft.content.problems();
    if kind == Kind::Alert && draft.selection.is_empty() {
        problems.push(Problem { field: "kinds".into(), why: Why::Nobody });
    }
    problems
}

fn value<'a>(fields: &'a Fields, name: &str) -> &'a str {
    fields.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value.as_str())
}

fn all(fields: &Fields, name: &str) -> Vec<String> {
    fields.iter().filter(|(known, _)| known == name).map(|(_, value)| value.clone()).collect()
}

/// A draft from a form.
///
/// # Errors
/// [`Error::Invalid`] for a value that no form of ours offers.
fn read(fields: &Fields) -> Result<Draft> {
    let wrong =
        |field: &'static str| move || Error::Invalid { field: field.into(), message: "not offered".into() };
    let mut texts = BTreeMap::new();
    for lang in Lang::ALL {
        let typed =
            |name: &str| value(fields, &format!("{name}_{}", lang.code())).trim().replace("\r\n", "\n");
        let text = Text {
            headline: typed("headline"),
            description: typed("description"),
            instruction: typed("instruction"),
        };
        if !text.is_empty() {
            texts.insert(lang.code().to_owned(), text);
        }
    }
    Ok(Draft {
        class: Class::parse(value(fields, "class"))
            .filter(|class| Class::WRITTEN.contains(class))
            .ok_or_else(wrong("class"))?,
        tlp: Tlp::parse(value(fields, "tlp")).ok_or_else(wrong("tlp"))?,
        selection: Selection {
            kinds: all(fields, "kinds"),
            regions: all(fields, "regions"),
            networks: all(fields, "networks"),
            suppliers: all(fields, "suppliers"),
            organisations: all(fields, "organisations"),
            groups: all(fields, "groups"),
        },
        content: Content {
            severity: Severity::parse(value(fields, "severity")).ok_or_else(wrong("severity"))?,
            urgency: Urgency::parse(value(fields, "urgency")).ok_or_else(wrong("urgency"))?,
            certainty: Certainty::parse(value(fields, "certainty")).ok_or_else(wrong("certainty"))?,
            texts,
            affected: value(fields, "affected").trim().replace("\r\n", "\n"),
            indicators: value(fields, "indicators").trim().replace("\r\n", "\n"),
            to_suppliers: value(fields, "to_suppliers") == "yes",
            ..Content::default()
        },
    })
}

async fn refused(ctx: &Ctx, draft: &Draft, place: Place<'_>, problems: Vec<Problem>) -> PageResult {
    let mut page = show(ctx, draft, place, problems).await?;
    *page.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    Ok(page)
}

async fn show(ctx: &Ctx, draft: &Draft, place: Place<'_>, problems: Vec<Problem>) -> PageResult {
    let l = Words(ctx.lang);
    let (action, version, kind) = match place {
        Place::New => ("/warnings/new".to_owned(), 0, Kind::Alert),
        Place::Draft { id, version, kind } => (format!("/warnings/{id}/edit"), version, kind),
    };
    let title = match kind {
        Kind::Alert => l.compose_title(),
        Kind::Update => l.compose_update(),
        Kind::Cancel => l.compose_cancel(),
    };
    let content = &draft.content;
    let page = ComposePage {
        l,
        token: ctx.token(),
        action,
        version,
        title,
        follows: kind != Kind::Alert,
        classes: Class::WRITTEN
            .iter()
            .map(|each| Choice {
                value: each.as_str().into(),
                label: texts::class_name(l, *each).into(),
                hint: texts::class_hint(l, *each),
                taken: *each == draft.class,
            })
            .collect(),
        tlps: options(Tlp::ALL, |each| each.as_str(), Tlp::label, draft.tlp),
        severities: options(
            Severity::ALL,
            |each| each.as_str(),
            |each| texts::severity_name(l, each),
            content.severity,
        ),
        urgencies: options(
            Urgency::ALL,
            |each| each.as_str(),
            |each| texts::urgency_name(l, each),
            content.urgency,
        ),
        certainties: options(
            Certainty::ALL,
            |each| each.as_str(),
            |each| texts::certainty_name(l, each),
            content.certainty,
        ),
        kinds: kinds(ctx.lang, &draft.selection),
        regions: regions(ctx, &draft.selection).await?,
        networks: linked(ctx, LinkKind::Network, &draft.selection.networks).await?,
        suppliers: linked(ctx, LinkKind::Supplier, &draft.selection.suppliers).await?,
        groups: groups(ctx, &draft.selection).await?,
        to_suppliers: content.to_suppliers,
        texts: text_views(ctx.lang, content, &problems, l),
        affected: content.affected.clone(),
        indicators: content.indicators.clone(),
        problems: problems.iter().map(|problem| wrong(l, problem)).collect(),
    };
    ctx.page(title, &page).await
}

fn options<T: Copy + PartialEq>(
    all: &[T],
    value: impl Fn(T) -> &'static str,
    label: impl Fn(T) -> &'static str,
    taken: T,
) -> Vec<Choice> {
    let choice = |each: &T| Choice {
        value: value(*each).to_owned(),
        label: label(*each).to_owned(),
        hint: "",
        taken: *each == taken,
    };
    all.iter().map(choice).collect()
}

fn kinds(lang: Lang, selection: &Selection) -> Vec<Choice> {
    let choice = |kind: &OrganisationKind| Choice {
        value: kind.as_str().to_owned(),
        label: directory::kind_name(lang, *kind).to_owned(),
        hint: "",
        taken: selection.kinds.iter().any(|known| known == kind.as_str()),
    };
    OrganisationKind::ALL.iter().map(choice).collect()
}

/// The regions in which the realm has an organisation.
async fn regions(ctx: &Ctx, selection: &Selection) -> Result<Vec<Choice>> {
    let mut found: Vec<String> = directory::candidates(ctx.kernel(), &ctx.principal.realm.id)
        .await?
        .into_iter()
        .map(|candidate| candidate.region)
        .collect();
    found.sort_unstable();
    found.dedup();
    let choice = |region: String| Choice {
        label: directory::region_name(ctx.lang, &region).to_owned(),
        hint: "",
        taken: selection.regions.contains(&region),
        value: region,
    };
    Ok(found.into_iter().map(choice).collect())
}

/// Those of one kind on whom somebody depends.
async fn linked(ctx: &Ctx, kind: LinkKind, chosen: &[String]) -> Result<Vec<Choice>> {
    let found = directory::depended_on(ctx.kernel(), &ctx.principal.realm.id, kind).await?;
    let choice = |each: directory::Organisation| Choice {
        taken: chosen.contains(&each.id),
        value: each.id,
        label: each.name,
        hint: "",
    };
    Ok(found.into_iter().map(choice).collect())
}

/// Choices that were saved under a name.
async fn groups(ctx: &Ctx, selection: &Selection) -> Result<Vec<Choice>> {
    let rows = crate::store::groups::of_authority(ctx.kernel(), &ctx.principal.seat.organisation_id).await?;
    let choice = |row: crate::store::groups::GroupRow| Choice {
        taken: selection.groups.contains(&row.id),
        value: row.id,
        label: row.name,
        hint: "",
    };
    Ok(rows.into_iter().map(choice).collect())
}

fn text_views(reader: Lang, content: &Content, problems: &[Problem], l: Words) -> Vec<TextView> {
    // The reader's own language first.
    let mut langs = Lang::ALL;
    langs.sort_by_key(|lang| *lang != reader);
    let view = |lang: Lang| {
        let text = content.texts.get(lang.code()).cloned().unwrap_or_default();
        let wrong = |name: &str| {
            let field = format!("{name}_{}", lang.code());
            let is_first = name == "headline" && lang == reader;
            problems
                .iter()
                .find(|problem| problem.field == field || is_first && problem.field == "headline")
                .map(|problem| texts::wrong(l, problem.why))
        };
        TextView {
            code: lang.code(),
            language: lang.own_name(),
            is_open: lang == reader || !text.is_empty(),
            headline_wrong: wrong("headline"),
            description_wrong: wrong("description"),
            instruction_wrong: wrong("instruction"),
            headline: text.headline,
            description: text.description,
            instruction: text.instruction,
        }
    };
    langs.into_iter().map(view).collect()
}

fn wrong(l: Words, problem: &Problem) -> Wrong {
    let (name, code) = problem.field.split_once('_').unwrap_or((problem.field.as_str(), ""));
    let label = match name {
        "headline" => l.field_headline(),
        "description" => l.field_description(),
        "instruction" => l.field_instruction(),
        "affected" => l.field_affected(),
        "indicators" => l.field_indicators(),
        _ => l.field_kinds(),
    };
    let field = if name == "headline" && code.is_empty() {
        format!("headline_{}", l.0.code())
    } else {
        problem.field.clone()
    };
    let label = match Lang::parse(code) {
        Some(lang) => format!("{label} ({})", lang.own_name()),
        None => label.to_owned(),
    };
    Wrong { field, label, text: texts::wrong(l, problem.why) }
}

/// Saves the choice of a draft under a name.
pub(super) async fn save_group(ctx: Ctx, Path(id): Path<String>, Form(form): Form<GroupForm>) -> PageResult {
    let warning = draft(&ctx, &id).await?;
    let saved = commands::save_group(ctx.kernel(), &ctx.principal, &form.group, &warning.selection).await;
    match saved {
        Ok(_) => super::back(&id, "group"),
        // Without a name, or with nobody in it, there is nothing to save; the page says so.
        Err(Error::Invalid { .. }) => super::back(&id, "group_wrong"),
        Err(error) => Err(error.into()),
    }
}

/// A name for a choice.
#[derive(serde::Deserialize)]
pub(super) struct GroupForm {
    #[serde(default)]
    group: String,
}

/// Takes a saved choice out.
pub(super) async fn remove_group(ctx: Ctx, Path(group): Path<String>, Form(_): Form<Fields>) -> PageResult {
    commands::remove_group(ctx.kernel(), &ctx.principal, &group).await?;
    Ok(Redirect::to("/warnings/groups").into_response())
}

#[derive(Template)]
#[template(path = "groups.html")]
struct GroupsPage {
    l: Words,
    token: String,
    groups: Vec<Choice>,
}

/// The saved choices.
pub(super) async fn groups_page(ctx: Ctx) -> PageResult {
    ctx.principal.must(Action::ComposeWarning, ctx.principal.desk())?;
    let l = Words(ctx.lang);
    let page = GroupsPage { l, token: ctx.token(), groups: groups(&ctx, &Selection::default()).await? };
    ctx.page(l.groups_title(), &page).await
}

/// Where somebody goes who followed a warning: to the form of what they began.
pub(super) fn go_on(id: &str) -> PageResult {
    Ok(Redirect::to(&format!("/warnings/{id}/edit")).into_response())
}
