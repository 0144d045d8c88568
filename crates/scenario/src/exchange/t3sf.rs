//! Rows of T3SF, which are a list of events in JSON: read as a sheet whose header is the names of the rows.

use std::collections::BTreeMap;

use serde_json::Value;

use super::draft::Draft;
use super::sheet::{Cell, Row, Sheet};
use super::source::is_t3sf;
use super::{ImportError, Options, Source, msel};
use crate::format::{Address, At, Decision, DecisionOption, Id};

/// Makes a scenario of rows.
pub fn import(source: &Source<'_>, options: &Options) -> Result<Draft, ImportError> {
    let (document, path, _) = source.json(is_t3sf)?;
    let rows = document.as_array().ok_or_else(|| ImportError::broken(&*path, "is no list of rows"))?;
    if rows.len() > 200_000 {
        return Err(ImportError::TooLarge(path));
    }
    let mut names: Vec<&str> = Vec::new();
    for key in rows.iter().filter_map(Value::as_object).flat_map(|row| row.keys()) {
        if !names.contains(&key.as_str()) && names.len() < 100 {
            names.push(key);
        }
    }
    let header = Row {
        number: 1,
        cells: (0..).zip(&names).map(|(column, name)| (column, Cell::Text((*name).to_owned()))).collect(),
    };
    let mut sheet = Sheet { name: path.clone(), rows: vec![header] };
    let mut polls = BTreeMap::new();
    for (number, row) in (2..).zip(rows) {
        let cells = (0..).zip(&names).filter_map(|(column, name)| Some((column, cell(row.get(name)?)?)));
        let mut cells: BTreeMap<u32, Cell> = cells.collect();
        let poll = row.get("Poll").and_then(Value::as_str).filter(|poll| poll.contains('|'));
        if let Some(poll) = poll {
            polls.insert(number, poll.to_owned());
            cells.retain(|column, _| names.get(*column as usize) != Some(&"Poll"));
        }
        sheet.rows.push(Row { number, cells });
    }
    // A row that says nothing is no inject.
    let kept: Vec<u32> =
        sheet.rows.iter().filter(|row| !row.cells.is_empty()).map(|row| row.number).collect();
    sheet.rows.retain(|row| !row.cells.is_empty());
    let mut draft = msel::from_sheets(&path, vec![sheet], options)?;
    // A list whose header is not known has one line more, and nobody knows which belongs to which.
    if draft.written.injects.len() + 1 != kept.len() {
        for (number, poll) in polls {
            draft.lose(format!("{path}: row {number}"), format!("a poll: {}", super::leftover::shown(&poll)));
        }
        return Ok(draft);
    }
    for (place, number) in kept.iter().skip(1).enumerate() {
        if let Some(poll) = polls.get(number) {
            decision(&mut draft, place, poll);
        }
    }
    Ok(draft)
}

fn cell(value: &Value) -> Option<Cell> {
    match value {
        Value::String(text) if !text.trim().is_empty() => Some(Cell::Text(text.clone())),
        Value::Number(number) => Some(Cell::Text(number.to_string())),
        Value::Bool(truth) => Some(Cell::Text(truth.to_string())),
        Value::Array(_) | Value::Object(_) => Some(Cell::Text(value.to_string())),
        _ => None,
    }
}

/// A poll becomes a decision that the inject asks for.
fn decision(draft: &mut Draft, place: usize, poll: &str) {
    let Some(inject) = draft.written.injects.get(place) else { return };
    let (title, by) = (inject.title.clone(), inject.to.clone());
    let id = draft.id("decision", inject_name(draft, place).as_str());
    let mut names = super::names::Names::default();
    let options = poll.split('|').map(str::trim).filter(|option| !option.is_empty());
    let options = options
        .map(|option| DecisionOption {
            id: At::nowhere(names.give(option, "option")),
            title: draft.words(option),
        })
        .collect();
    let by = if by.is_empty() { vec![At::nowhere(Address::All)] } else { by };
    let title = title.unwrap_or_else(|| draft.words(poll));
    draft.exercise().decisions.push(Decision { id: At::nowhere(id.clone()), title, options, by });
    if let Some(inject) = draft.written.injects.get_mut(place) {
        inject.value.decision = Some(At::nowhere(id));
    }
}

fn inject_name(draft: &Draft, place: usize) -> Id {
    draft.written.injects.get(place).map_or_else(
        || "poll".parse().unwrap_or_else(|_| unreachable!("an identifier")),
        |inject| inject.id.value.clone(),
    )
}
