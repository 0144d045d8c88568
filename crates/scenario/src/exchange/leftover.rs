//! What of a JSON document no importer looked at, so that nothing is dropped silently.

use std::collections::BTreeMap;

use serde_json::Value;

use super::Lost;

/// The longest piece of a value that is shown.
const SHOWN: usize = 80;

/// What is not named in `used` and holds something, grouped by where it stands in each element. A path is written
/// `injects[].content.subject`; naming one covers everything in it. What is in `whole` is reported as one thing.
pub fn leftovers(document: &Value, used: &[&str], whole: &[&str]) -> Vec<Lost> {
    let mut found = BTreeMap::new();
    walk(document, &mut String::new(), &mut String::new(), (used, whole), &mut found);
    let say = |(_, (place, sample, times)): (String, (String, String, usize))| {
        let times = if times == 1 { String::new() } else { format!(", and in {} more places", times - 1) };
        Lost { place, what: format!("not used: {sample}{times}") }
    };
    found.into_iter().map(say).collect()
}

type Found = BTreeMap<String, (String, String, usize)>;

fn walk(
    value: &Value,
    pattern: &mut String,
    place: &mut String,
    known: (&[&str], &[&str]),
    found: &mut Found,
) {
    if empty(value) || known.0.contains(&pattern.as_str()) {
        return;
    }
    let (pattern_length, place_length) = (pattern.len(), place.len());
    match value {
        Value::Object(map) if !known.1.contains(&pattern.as_str()) => {
            for (key, inner) in map {
                let dot = if pattern_length == 0 { "" } else { "." };
                pattern.push_str(dot);
                pattern.push_str(key);
                place.push_str(if place_length == 0 { "" } else { "." });
                place.push_str(key);
                walk(inner, pattern, place, known, found);
                pattern.truncate(pattern_length);
                place.truncate(place_length);
            }
        }
        Value::Array(list) if !known.1.contains(&pattern.as_str()) => {
            for (number, inner) in list.iter().enumerate() {
                pattern.push_str("[]");
                place.push_str(&format!("[{number}]"));
                walk(inner, pattern, place, known, found);
                pattern.truncate(pattern_length);
                place.truncate(place_length);
            }
        }
        other => {
            let entry = found.entry(pattern.clone());
            entry
                .and_modify(|(_, _, times)| *times += 1)
                .or_insert_with(|| (place.clone(), shown(&other.to_string()), 1));
        }
    }
}

/// Whether a value says nothing.
fn empty(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => true,
        Value::String(text) => text.trim().is_empty(),
        Value::Array(list) => list.iter().all(empty),
        Value::Object(map) => map.values().all(empty),
        _ => false,
    }
}

/// The first letters of something.
pub fn shown(text: &str) -> String {
    let mut letters = text.chars();
    let mut first: String = letters.by_ref().take(SHOWN).collect();
    if letters.next().is_some() {
        first.push('…');
    }
    first
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nobody_used_is_listed_once_with_its_first_place() {
        let document = serde_json::json!({
            "a": [{"x": 1, "y": "", "z": {"q": 2}}, {"x": 3, "z": {"q": 4}}],
            "b": {"c": true, "d": false},
        });
        let lost = leftovers(&document, &["a[].x"], &["b"]);
        let lost: Vec<_> = lost.iter().map(|lost| format!("{}: {}", lost.place, lost.what)).collect();
        assert_eq!(
            lost,
            ["a[0].z.q: not used: 2, and in 1 more places", r#"b: not used: {"c":true,"d":false}"#]
        );
    }
}
