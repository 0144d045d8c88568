//! A sheet of what the list itself has no column for: milestones, decisions, devices with their states and moves, and
//! what injects change, ask and expect. It is read back, so that a list that was exported is still whole.

use super::cast::Cast;
use super::draft::{Draft, clean_line};
use super::sheet::{Cell, Row, Sheet};
use crate::format::{
    Asset, AssetMove, AssetState, At, Decision, DecisionOption, Effect, Expectation, Id, Inject, Place,
};
use crate::read::In;

/// The columns and how wide they are.
pub const COLUMNS: [(&str, f64); 6] = [
    ("Thing", 12.0),
    ("Thing ID", 24.0),
    ("Of", 20.0),
    ("Title", 60.0),
    ("Where, who, means", 30.0),
    ("When", 40.0),
];

/// A row for each thing.
pub fn rows(names: &Cast<'_>) -> Vec<[String; 6]> {
    let (written, language) = (names.written, names.language);
    let row = |thing: &str, id: &Id, of: &str, title: &str, more: String, when: String| {
        [thing.to_owned(), id.to_string(), of.to_owned(), title.to_owned(), more, when]
    };
    let none = String::new;
    let mut all = Vec::new();
    for milestone in &written.exercise.milestones {
        let when = milestone.when.as_ref().map(|when| when.value.clone()).unwrap_or_default();
        all.push(row("milestone", &milestone.id, "", milestone.title.get(language), none(), when));
    }
    for decision in &written.exercise.decisions {
        let by: Vec<String> = decision.by.iter().map(|by| by.to_string()).collect();
        all.push(row("decision", &decision.id, "", decision.title.get(language), by.join("; "), none()));
        for option in &decision.options {
            let of = decision.id.as_str();
            all.push(row("option", &option.id, of, option.title.get(language), none(), none()));
        }
    }
    for asset in &written.assets {
        let at = asset.at.to_string();
        all.push(row("asset", &asset.id, "", asset.name.get(language), at, none()));
        for state in &asset.states {
            let means = state.means.as_ref().map(|means| means.to_string()).unwrap_or_default();
            all.push(row("state", &state.id, asset.id.as_str(), state.title.get(language), means, none()));
        }
        for step in &asset.moves {
            let mut more: Vec<String> = step.from.iter().map(|from| format!("from {}", from.value)).collect();
            more.extend(step.after.iter().map(|after| format!("after {}", after.value)));
            more.extend(step.by.iter().map(|by| format!("by {}", by.value)));
            let action = step.action.as_ref().map_or("", |action| action.get(language));
            let when = step.when.as_ref().map(|when| when.value.clone()).unwrap_or_default();
            all.push(row("move", &step.to, asset.id.as_str(), action, more.join("; "), when));
        }
    }
    for inject in &written.injects {
        of_inject(inject, names, &mut all);
    }
    all
}

/// What an inject changes, asks and expects.
fn of_inject(inject: &Inject, names: &Cast<'_>, all: &mut Vec<[String; 6]>) {
    let mut row = |thing: &str, of: &str, title: String, more: String, when: Option<&At<String>>| {
        let when = when.map(|when| when.value.clone()).unwrap_or_default();
        all.push([thing.to_owned(), inject.id.to_string(), of.to_owned(), title, more, when]);
    };
    let none = String::new;
    for effect in &inject.effects {
        let milestone = effect.milestone.as_ref().map(|id| format!("milestone {}", id.value));
        let asset = effect.asset.as_ref().map(|id| format!("asset {}", id.value));
        let state = effect.state.as_ref().map(|state| format!("state {}", state.value));
        let more: Vec<String> = [milestone, asset, state].into_iter().flatten().collect();
        row("effect", "", none(), more.join("; "), None);
    }
    if let Some(decision) = &inject.decision {
        row("asks", decision.as_str(), none(), none(), None);
    }
    if inject.symptom {
        row("symptom", "", none(), none(), None);
    }
    if let Some(once) = &inject.once_per {
        row("once per", once.word(), none(), none(), None);
    }
    if let Some(hint) = &inject.hint {
        row("hint", "", none(), format!("after {}", hint.after.value), hint.unless.as_ref());
    }
    for (number, expect) in (1..).zip(&inject.expect) {
        let suffix = suffix(number);
        let key = inject.text.as_ref().map_or(inject.id.as_str(), |key| key.as_str());
        let get = |key: &str| names.written.texts.get(names.language, &format!("{key}{suffix}"));
        let text = get(key).or_else(|| get(inject.id.as_str()));
        let words = text.map(|text| match (text.subject.as_str(), text.body.as_str()) {
            (subject, "") => names.filled(subject),
            ("", body) => names.filled(body),
            (subject, body) => names.filled(&format!("{subject}\n\n{body}")),
        });
        let mut more: Vec<String> =
            expect.within.iter().map(|within| format!("within {}", within.value)).collect();
        more.extend(expect.by.iter().map(|by| format!("by {}", by.value)));
        more.extend(expect.objective.iter().map(|objective| format!("objective {}", objective.value)));
        row(
            "expected",
            &number.to_string(),
            words.unwrap_or_default(),
            more.join("; "),
            expect.that.as_ref(),
        );
    }
}

/// What follows the key of an inject in that of the text of an expectation.
fn suffix(number: usize) -> String {
    if number == 1 { ".expect".to_owned() } else { format!(".expect-{number}") }
}

/// The words behind a name, such as those behind `by` in `by role/it; within 5m`.
fn behind<T: std::str::FromStr>(more: &str, name: &str) -> Vec<At<T>> {
    let parts = more.split(';').filter_map(|part| part.trim().strip_prefix(name)?.trim().parse().ok());
    parts.map(At::nowhere).collect()
}

/// What belongs to injects, and is read when they are there.
const OF_INJECTS: [&str; 6] = ["effect", "asks", "symptom", "once per", "hint", "expected"];

/// Gives the injects back what they change, ask and expect.
pub fn read_of_injects(draft: &mut Draft, sheet: &Sheet) {
    let mut begun: Vec<Id> = Vec::new();
    for row in sheet.rows.iter().skip(1) {
        let text = |column: u32| row.cells.get(&column).map(Cell::text).unwrap_or_default();
        let (thing, id) = (clean_line(&text(0)), clean_line(&text(1)));
        if !OF_INJECTS.contains(&thing.as_str()) {
            continue;
        }
        let Some(place) = draft.written.injects.iter().position(|known| known.id.as_str() == id) else {
            draft.lose(format!("{}!{}", sheet.name, row.number), format!("of no inject that is there: {id}"));
            continue;
        };
        let (of, words, more, when) = (clean_line(&text(2)), text(3), text(4), clean_line(&text(5)));
        let when = (!when.is_empty()).then(|| At::nowhere(when));
        let Some(inject) = draft.written.injects.get_mut(place).map(|inject| &mut inject.value) else {
            continue;
        };
        match thing.as_str() {
            "effect" => inject.effects.push(Effect {
                milestone: behind(&more, "milestone ").pop(),
                asset: behind(&more, "asset ").pop(),
                state: behind(&more, "state ").pop(),
            }),
            "asks" => inject.decision = of.parse().ok().map(At::nowhere),
            "symptom" => inject.symptom = true,
            "once per" => inject.once_per = of.parse().ok().map(At::nowhere),
            "hint" => {
                if let (Some(hint), Some(after)) = (inject.hint.as_mut(), behind(&more, "after ").pop()) {
                    hint.after = after;
                    hint.unless = when;
                }
            }
            _ => {
                if !begun.contains(&inject.id.value) {
                    begun.push(inject.id.value.clone());
                    inject.expect.clear();
                }
                inject.expect.push(Expectation {
                    that: when,
                    within: behind(&more, "within ").pop(),
                    by: behind(&more, "by "),
                    objective: behind(&more, "objective ").pop(),
                });
                let key = format!("{}{}", inject.id.value, suffix(inject.expect.len()));
                match words.trim() {
                    "" => {}
                    line if !line.contains('\n') => draft.text(&key, line, ""),
                    lines => draft.text(&key, "", lines),
                }
            }
        }
    }
}

/// Reads the sheet back. A line that belongs to nothing is lost, and listed.
pub fn read(draft: &mut Draft, sheet: &Sheet) {
    for row in sheet.rows.iter().skip(1) {
        if !thing(draft, row) {
            let words: Vec<String> = row.cells.values().map(Cell::text).collect();
            draft.lose(
                format!("{}!{}", sheet.name, row.number),
                format!("nothing that is known: {}", words.join(" ")),
            );
        }
    }
}

fn thing(draft: &mut Draft, row: &Row) -> bool {
    let text = |column: u32| row.cells.get(&column).map(Cell::text).unwrap_or_default();
    let Ok(id) = clean_line(&text(1)).parse::<Id>() else { return false };
    let (of, more, when) = (clean_line(&text(2)), text(4), clean_line(&text(5)));
    let title = draft.words(&text(3));
    let id = At::nowhere(id);
    let kind = clean_line(&text(0));
    if OF_INJECTS.contains(&kind.as_str()) {
        return true;
    }
    match kind.as_str() {
        "milestone" => {
            let known = draft.written.exercise.milestones.iter().any(|known| known.id == id);
            if !known {
                draft.milestone(id.value, &text(3), (!when.is_empty()).then_some(when));
            }
            !known
        }
        "decision" => {
            let by = more.split(';').filter_map(|by| by.trim().parse().ok()).map(At::nowhere).collect();
            draft.exercise().decisions.push(Decision { id, title, options: Vec::new(), by });
            true
        }
        "option" => {
            let known = draft.exercise().decisions.iter_mut().find(|known| known.id.as_str() == of);
            known.map(|known| known.options.push(DecisionOption { id, title })).is_some()
        }
        "asset" => {
            let Ok(at) = more.trim().parse::<Place>() else { return false };
            let (states, moves) = (Vec::new(), Vec::new());
            let asset = Asset { id, name: title, at: At::nowhere(at), states, moves };
            draft.written.assets.push(In { value: asset, file: 0 });
            true
        }
        "state" => {
            let means = more.trim().parse().ok().map(At::nowhere);
            let known = draft.written.assets.iter_mut().find(|known| known.id.as_str() == of);
            known.map(|known| known.value.states.push(AssetState { id, title, means })).is_some()
        }
        "move" => {
            let action = (!clean_line(&text(3)).is_empty()).then_some(title);
            let step = AssetMove {
                from: behind(&more, "from "),
                to: id,
                after: behind(&more, "after ").pop(),
                when: (!when.is_empty()).then(|| At::nowhere(when)),
                action,
                by: behind(&more, "by "),
            };
            let known = draft.written.assets.iter_mut().find(|known| known.id.as_str() == of);
            known.map(|known| known.value.moves.push(step)).is_some()
        }
        _ => false,
    }
}
