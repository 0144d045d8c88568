//! The journal of an incident, as sentences in the reader's language.

use kernel::access::Relation;
use kernel::journal::Line;
use web::Ctx;

use super::names::Names;
use super::{Moment, brief, stage_name};
use crate::words::Words;

/// One step.
pub(super) struct Step {
    pub(super) at: Moment,
    pub(super) text: String,
    pub(super) by: String,
}

/// What an authority does with its part: the reporter and that authority see it.
const OF_AN_AUTHORITY: &[&str] = &[
    "report.acknowledged",
    "report.asked",
    "report.answered",
    "report.requested",
    "report.written",
    "report.closed",
    "report.reopened",
];
/// What is the reporter's own affair.
const OF_THE_REPORTER: &[&str] = &[
    "report.decided",
    "report.reminded",
    "report.attached",
    "report.attachment_removed",
    "report.portal_noted",
    "report.erased",
];

/// Whether this reader may see this step. An authority sees what was filed to it and its own part, nothing
/// of the others; how an authority divides its work is nobody else's affair.
pub(super) fn is_for(relation: Relation, organisation: &str, line: &Line) -> bool {
    let verb = line.verb.as_str();
    let facts = line.facts();
    if relation == Relation::Own {
        return verb == "report.filed"
            || verb == "report.handled"
            || OF_AN_AUTHORITY.contains(&verb)
            || OF_THE_REPORTER.contains(&verb);
    }
    match verb {
        "report.filed" | "report.handled" => {
            facts["told"].as_array().is_some_and(|told| told.iter().any(|id| id == organisation))
        }
        "report.assigned" => facts["authority"] == organisation,
        _ => OF_AN_AUTHORITY.contains(&verb) && facts["authority"] == organisation,
    }
}

/// The steps this reader may see, oldest first.
pub(super) fn history(
    ctx: &Ctx,
    relation: Relation,
    reporter: &str,
    lines: &[Line],
    names: &Names,
) -> Vec<Step> {
    let mine = &ctx.principal.seat.organisation_id;
    let seen = lines.iter().filter(|line| is_for(relation, mine, line));
    seen.filter_map(|line| step(ctx, reporter, line, names)).collect()
}

fn step(ctx: &Ctx, reporter: &str, line: &Line, names: &Names) -> Option<Step> {
    let reporter = names.of_organisation(reporter);
    let l = Words(ctx.lang);
    let facts = line.facts();
    let fact = |name: &str| facts[name].as_str().unwrap_or_default().to_owned();
    let organisation = names.of_organisation(&line.organisation_id);
    let authority = fact("authority");
    let authority = names.of_organisation(&authority);
    let text = match line.verb.as_str() {
        "report.filed" if facts["corrects"].is_string() => {
            l.history_corrected(organisation, stage_name(l, &fact("stage")))
        }
        "report.filed" if fact("stage") == "early_warning" => l.history_filed(organisation),
        "report.filed" => l.history_filed_stage(organisation, stage_name(l, &fact("stage"))),
        "report.requested" => l.history_requested(authority),
        "report.written" => l.history_written(authority, organisation),
        "report.closed" => l.history_closed(authority),
        "report.reopened" => l.history_reopened(authority),
        "report.handled" => l.history_handled(organisation),
        "report.decided" if fact("verdict") == "exempt" => l.history_decided_exempt(authority),
        "report.decided" => l.history_decided_told(authority),
        "report.reminded" => l.history_reminded(authority, stage_name(l, &fact("stage"))),
        "report.attached" => l.history_attached(organisation),
        "report.attachment_removed" => l.history_attachment_removed(organisation),
        "report.portal_noted" => l.history_portal_noted(authority),
        "report.erased" => l.history_erased().to_owned(),
        "report.acknowledged" => l.history_acknowledged(authority, fact("reference")),
        "report.asked" => l.history_asked(authority),
        // The authority's own answer stands in its thread under its own name.
        "report.answered" if line.organisation_id == fact("authority") => {
            l.history_answered(reporter, authority)
        }
        "report.answered" => l.history_answered(authority, organisation),
        "report.assigned" => l.history_assigned(names.of_person(l, &fact("person"))),
        _ => return None,
    };
    Some(Step { at: brief(ctx, line.at), text, by: names.of_person(l, &line.actor) })
}

/// The people a journal names: whoever acted, and to whom something was handed over.
pub(super) fn people(lines: &[Line]) -> Vec<String> {
    let mut people: Vec<String> = Vec::new();
    for line in lines.iter().filter(|line| line.verb != "report.read") {
        people.push(line.actor.clone());
        if let Some(person) = line.facts()["person"].as_str() {
            people.push(person.to_owned());
        }
    }
    people
}
