//! A scenario as MISP's Common Exercise Format. It knows injects, their order, their payloads and what is looked for;
//! what else a scenario holds is listed as lost.

use base64::Engine;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::cast::Cast;
use super::left_out::{beside, in_all};
use super::names::slug;
use super::wall::Wall;
use super::{ExportError, Exported, Lost};
use crate::format::{Channel, Inject, Language, SECOND};
use crate::read::Written;

/// Makes the file in one language.
pub fn export(cast: &Cast<'_>) -> Result<Exported, ExportError> {
    let (written, language) = (cast.written, cast.language);
    let wall = Wall::of(written);
    let exercise = &written.exercise;
    let name = exercise.title.get(language);
    let summary = exercise.summary.as_ref().map_or(name, |summary| summary.get(language));
    let mut lost = Vec::new();
    let (mut flow, mut payloads, mut injects) = (Vec::new(), Vec::new(), Vec::new());
    for inject in wall.in_order(written) {
        flow.push(flow_of(inject, cast, &wall, &mut lost));
        let payload = payload_of(inject, cast);
        injects.push(inject_of(inject, cast, payload.is_some(), &mut lost));
        payloads.extend(payload);
    }
    let document = json!({
        "exercise": {
            "name": name,
            "description": summary,
            "expanded": summary,
            "meta": {"author": "", "level": ""},
            "namespace": exercise.id.as_str(),
            "tags": ["exercise:software-scope=\"paraat\""],
            "total_duration": (exercise.duration.0 / SECOND).to_string(),
            "uuid": uuid(written, "exercise", exercise.id.as_str()),
            "version": exercise.version.value,
        },
        "inject_flow": flow,
        "inject_payloads": payloads,
        "injects": injects,
    });
    whole(written, language, &mut lost);
    let file_name = format!("{}-{language}.json", slug(exercise.id.as_str()));
    Ok(Exported { file_name, bytes: serde_json::to_vec_pretty(&document)?, lost })
}

/// A UUID that is the same for the same thing of the same scenario (version 8 of RFC 9562, from SHA-256).
fn uuid(written: &Written, kind: &str, id: &str) -> String {
    let name = format!("{}/{kind}/{id}", written.exercise.id.value);
    let digest = Sha256::digest(name.as_bytes());
    let mut bytes: Vec<u8> = digest.iter().take(16).copied().collect();
    if let Some(version) = bytes.get_mut(6) {
        *version = *version & 0x0f | 0x80;
    }
    if let Some(variant) = bytes.get_mut(8) {
        *variant = *variant & 0x3f | 0x80;
    }
    let hexadecimal: Vec<String> = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    let part = |from: usize, to: usize| hexadecimal.get(from..to).unwrap_or_default().concat();
    format!("{}-{}-{}-{}-{}", part(0, 4), part(4, 6), part(6, 8), part(8, 10), part(10, 16))
}

/// The injects that a condition asks to be delivered, when it asks for nothing else.
fn only_delivered(condition: &str) -> Option<Vec<&str>> {
    condition
        .split("&&")
        .map(|part| {
            let inside = part.trim().strip_prefix("delivered('")?.strip_suffix("')")?;
            (!inside.contains(['\'', '(', ')'])).then_some(inside)
        })
        .collect()
}

fn flow_of(inject: &Inject, cast: &Cast<'_>, wall: &Wall, lost: &mut Vec<Lost>) -> Value {
    let id = inject.id.as_str();
    let at = inject.at.as_ref().map(|at| wall.after(at.value).0 / SECOND);
    let mut requirements = json!({});
    if let Some(when) = &inject.when {
        match only_delivered(when).as_deref() {
            Some([one]) => requirements = json!({"inject_uuid": uuid(cast.written, "inject", one)}),
            _ => lost.push(Lost {
                place: format!("injects: {id}"),
                what: format!("its condition: {}", when.value),
            }),
        }
    }
    let starts = inject.when.is_none() && at == Some(0);
    json!({
        "description": cast.title(inject),
        "inject_uuid": uuid(cast.written, "inject", id),
        "reporting_callback": [],
        "requirements": requirements,
        "sequence": {
            "completion_trigger": ["time_expiration", "completion"],
            "followed_by": [],
            "trigger": if starts { vec!["startex"] } else { Vec::new() },
        },
        "timing": {"triggered_at": at},
    })
}

/// The text of an inject, as a file.
fn payload_of(inject: &Inject, cast: &Cast<'_>) -> Option<Value> {
    let key = inject.text.as_ref().map_or(inject.id.as_str(), |key| key.as_str());
    let text = cast.written.texts.get(cast.language, key).filter(|text| !text.body.is_empty())?;
    let content = base64::engine::general_purpose::STANDARD.encode(cast.filled(&text.body));
    Some(json!({
        "name": inject.id.as_str(),
        "type": "file",
        "parameters": {
            "content": content,
            "content-type": "base64",
            "filename": format!("{}.md", inject.id.value),
        },
        "uuid": uuid(cast.written, "payload", inject.id.as_str()),
    }))
}

fn inject_of(inject: &Inject, cast: &Cast<'_>, payload: bool, lost: &mut Vec<Lost>) -> Value {
    let id = inject.id.as_str();
    let key = inject.text.as_ref().map_or(id, |key| key.as_str());
    let text = |key: &str| cast.written.texts.get(cast.language, key);
    let evaluations: Vec<Value> = (1..)
        .zip(&inject.expect)
        .map(|(number, expect)| {
            let suffix = if number == 1 { String::new() } else { format!("-{number}") };
            let words =
                text(&format!("{key}.expect{suffix}")).or_else(|| text(&format!("{id}.expect{suffix}")));
            if let Some(that) = &expect.that {
                let place = format!("injects: {id}: expect {number}");
                lost.push(Lost { place, what: format!("its condition: {}", that.value) });
            }
            json!({
                "parameters": [],
                "result": words.map(|text| cast.filled(&text.subject)).unwrap_or_default(),
                "evaluation_strategy": "manual",
                "evaluation_context": {},
                "score_range": [0, 10],
            })
        })
        .collect();
    let channel = inject.channel.as_ref().map_or(Channel::Portal, |channel| channel.value);
    let mut value = json!({
        "action": if channel == Channel::Email { "email_to_participants".to_owned() } else { channel.to_string() },
        "inject_evaluation": evaluations,
        "name": cast.title(inject),
        "description": text(key).map(|text| cast.filled(&text.subject)).unwrap_or_default(),
        "target_tool": "paraat",
        "uuid": uuid(cast.written, "inject", id),
    });
    if payload && let Some(map) = value.as_object_mut() {
        let uuid = uuid(cast.written, "payload", id);
        map.insert("action_payload_resource_uuid".to_owned(), Value::String(uuid));
    }
    let mut say = |there: bool, what: &str| {
        if there {
            lost.push(Lost { place: format!("injects: {id}"), what: what.to_owned() });
        }
    };
    say(!inject.to.is_empty(), "to whom it goes");
    say(inject.from.is_some(), "from whom it comes");
    say(!inject.effects.is_empty(), "its effects");
    say(inject.hint.is_some(), "its hint");
    say(inject.fallback.is_some(), "its fallback");
    say(inject.until.is_some() || inject.after.is_some(), "how long it waits");
    say(!inject.attachments.is_empty(), "its attachments");
    say(inject.challenge.is_some(), "the challenge that it publishes");
    say(inject.decision.is_some(), "the decision that it asks for");
    value
}

/// What of the scenario has no place.
fn whole(written: &Written, language: Language, lost: &mut Vec<Lost>) {
    let exercise = &written.exercise;
    for (place, count) in [
        ("exercise.yaml: objectives", exercise.objectives.len()),
        ("exercise.yaml: milestones", exercise.milestones.len()),
        ("exercise.yaml: decisions", exercise.decisions.len()),
        ("exercise.yaml: phases", exercise.phases.len()),
        ("world.yaml: organisations", written.organisations.len()),
        ("world.yaml: roles", written.roles.len()),
        ("world.yaml: cells", written.cells.len()),
        ("world.yaml: personas", written.personas.len()),
        ("world.yaml: assets", written.assets.len()),
    ] {
        lost.extend(in_all(place, count));
    }
    beside(written, language, lost);
    lost.push(Lost {
        place: "exercise.yaml: clock".to_owned(),
        what: "the date and the time zone".to_owned(),
    });
}
