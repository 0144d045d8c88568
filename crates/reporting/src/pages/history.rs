//! The journal of an incident, as sentences in the reader's language.

use kernel::access::Relation;
use kernel::journal::Line;
use web::Ctx;

use super::names::Names;
use super::{Moment, brief};
use crate::words::Words;

/// One step.
pub(super) struct Step {
    pub(super) at: Moment,
    pub(super) text: String,
    pub(super) by: String,
}

/// Whether this reader may see this step. An authority sees the filing and its own part, nothing of the
/// others; how an authority divides its work is nobody else's affair.
pub(super) fn is_for(relation: Relation, organisation: &str, line: &Line) -> bool {
    match (line.verb.as_str(), relation) {
        ("report.filed", _) => true,
        ("report.attached" | "report.attachment_removed", Relation::Own) => true,
        ("report.acknowledged" | "report.asked" | "report.answered", Relation::Own) => true,
        ("report.acknowledged" | "report.asked" | "report.answered" | "report.assigned", _) => {
            line.facts()["authority"] == organisation
        }
        _ => false,
    }
}

/// The steps this reader may see, oldest first.
pub(super) fn history(ctx: &Ctx, relation: Relation, lines: &[Line], names: &Names) -> Vec<Step> {
    let mine = &ctx.principal.seat.organisation_id;
    let seen = lines.iter().filter(|line| is_for(relation, mine, line));
    seen.filter_map(|line| step(ctx, line, names)).collect()
}

fn step(ctx: &Ctx, line: &Line, names: &Names) -> Option<Step> {
    let l = Words(ctx.lang);
    let facts = line.facts();
    let fact = |name: &str| facts[name].as_str().unwrap_or_default().to_owned();
    let organisation = names.of_organisation(&line.organisation_id);
    let authority = fact("authority");
    let authority = names.of_organisation(&authority);
    let text = match line.verb.as_str() {
        "report.filed" => l.history_filed(organisation),
        "report.attached" => l.history_attached().to_owned(),
        "report.attachment_removed" => l.history_attachment_removed().to_owned(),
        "report.acknowledged" => l.history_acknowledged(authority, fact("reference")),
        "report.asked" => l.history_asked(authority),
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
