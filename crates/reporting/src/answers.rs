//! What somebody typed into a form, and whether it can be filed.

use std::collections::BTreeMap;
use std::time::Duration;

use directory::OrganisationKind;
use kernel::limits;
use kernel::time::Time;
use l10n::Zone;
use serde::{Deserialize, Serialize};

use crate::form::{Column, Field, Form, Kind, ROWS_MOST};

/// How far ahead of the realm's clock a moment may lie: phones and people run a little fast.
pub const AWARE_TOLERANCE: Duration = Duration::from_secs(2 * 60);
/// How far back a moment may lie; more is a mistyped year.
const AWARE_OLDEST: Duration = Duration::from_secs(5 * 366 * 24 * 3600);
/// Characters of a report's first line that lists show.
const HEADLINE_CHARS: usize = 140;
/// Digits a telephone number has at least.
const TELEPHONE_DIGITS: usize = 6;
/// Characters of a number, without its blanks.
const NUMBER_CHARS: usize = 15;
/// Characters of a moment as a `datetime-local` field holds it.
const LOCAL_CHARS: usize = 16;

/// The words as typed, by field; a field may have several values.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Typed(BTreeMap<String, Vec<String>>);

/// One answer as filed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Answer {
    /// A text, a moment with its offset, or the key of a choice.
    Text(String),
    /// The keys of several choices.
    Choices(Vec<String>),
    /// Records, each by the keys of its columns; a cell that was left empty is not there.
    Rows(Vec<BTreeMap<String, String>>),
}

/// Answers by the key of their question, in the order of the keys.
pub type Answers = BTreeMap<String, Answer>;

/// What is wrong with one answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// It is required and not there.
    Missing,
    /// It is longer than so many characters.
    TooLong(usize),
    /// It is no day and time.
    NotAMoment,
    /// It lies in the future.
    InFuture,
    /// It lies so far back that the year must be mistyped.
    TooOld,
    /// It is none of the choices.
    NotAChoice,
    /// It is no e-mail address.
    NotAnEmail,
    /// It is no telephone number.
    NotATelephone,
    /// It is no number, or a negative one.
    NotANumber,
    /// It is more than this.
    TooMuch(u32),
    /// It is no day.
    NotADay,
}

/// A field that cannot be filed as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Which field.
    pub field: String,
    /// What is wrong with it.
    pub wrong: Wrong,
}

/// Answers that can be filed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checked {
    /// The answers.
    pub answers: Answers,
    /// Since when the reporter has been aware.
    pub aware_at: Time,
    /// Until when the incident was handled; `None` while it still is.
    pub resolved_at: Option<Time>,
    /// The first line of what happens.
    pub headline: String,
}

impl Typed {
    /// What was filed, as it would be typed into `form`: what is asked again need not be written again.
    pub fn from_answers(form: &Form, answers: &Answers, zone: &Zone) -> Self {
        let mut typed = Self::default();
        let cell = |kind: Kind, text: &str| match kind {
            // A datetime-local field holds day and minute, without an offset.
            Kind::Moment => text.parse::<jiff::Timestamp>().map_or_else(
                |_| text.to_owned(),
                |at| l10n::iso(at, zone).get(..LOCAL_CHARS).unwrap_or_default().to_owned(),
            ),
            _ => text.to_owned(),
        };
        for field in &form.fields {
            match answers.get(&field.key) {
                Some(Answer::Text(text)) => typed.add(&field.key, &cell(field.kind, text)),
                Some(Answer::Choices(keys)) => keys.iter().for_each(|key| typed.add(&field.key, key)),
                Some(Answer::Rows(rows)) => {
                    for (number, row) in rows.iter().enumerate() {
                        for column in &field.columns {
                            let text = row.get(&column.key).map_or("", String::as_str);
                            typed.add(&cell_name(&field.key, number, &column.key), &cell(column.kind, text));
                        }
                    }
                }
                None => {}
            }
        }
        typed
    }

    /// How many rows of a question hold something: one more than the last that does.
    pub fn rows(&self, field: &Field) -> usize {
        let is_used = |row: &usize| {
            field
                .columns
                .iter()
                .any(|column| !self.get(&cell_name(&field.key, *row, &column.key)).trim().is_empty())
        };
        (0..ROWS_MOST).rev().find(is_used).map_or(0, |last| last + 1)
    }

    /// The fields of `form` among the pairs a browser sent; anything else is left out.
    pub fn from_pairs<'a>(form: &Form, pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let mut typed = Self::default();
        for (name, value) in pairs {
            if form.has_input(name) {
                typed.add(name, value);
            }
        }
        typed
    }

    /// Adds a value. Browsers end lines with CR LF; one kind of line end is kept.
    pub fn add(&mut self, key: &str, value: &str) {
        let value = value.replace("\r\n", "\n");
        if !value.is_empty() {
            self.0.entry(key.to_owned()).or_default().push(value);
        }
    }

    /// Takes a field's values away.
    pub fn clear(&mut self, key: &str) {
        self.0.remove(key);
    }

    /// The first value of a field; empty when there is none.
    pub fn get(&self, key: &str) -> &str {
        self.0.get(key).and_then(|values| values.first()).map_or("", String::as_str)
    }

    /// Whether a choice was taken.
    pub fn has(&self, key: &str, choice: &str) -> bool {
        self.0.get(key).is_some_and(|values| values.iter().any(|value| value == choice))
    }

    /// Whether nothing was typed at all.
    pub fn is_empty(&self) -> bool {
        self.0.values().flatten().all(|value| value.trim().is_empty())
    }

    /// The first line of what happens, shortened.
    pub fn headline(&self, form: &Form) -> String {
        form.fields.iter().find(|field| field.headline).map_or_else(String::new, |field| {
            let text = self.get(&field.key).trim();
            shorten(text.lines().next().unwrap_or_default().trim())
        })
    }

    /// The first field that holds more than a draft may.
    pub fn too_long(&self, form: &Form) -> Option<Problem> {
        self.0.iter().find_map(|(name, values)| {
            let kind = form.cell(name).map(|(_, _, column)| column.kind);
            let most = longest(kind.or_else(|| Some(form.field(name)?.kind))?);
            let is_wrong = values.iter().any(|value| value.chars().count() > most);
            is_wrong.then(|| Problem { field: name.clone(), wrong: Wrong::TooLong(most) })
        })
    }
}

fn shorten(line: &str) -> String {
    if line.chars().count() <= HEADLINE_CHARS {
        return line.to_owned();
    }
    let mut short: String = line.chars().take(HEADLINE_CHARS).collect();
    short.push('…');
    short
}

fn longest(kind: Kind) -> usize {
    if kind == Kind::LongText { limits::TEXT_CHARS } else { limits::LINE_CHARS }
}

/// Checks what was typed by an organisation of this kind, at the realm's time `now`.
///
/// # Errors
/// Every field that cannot be filed as it is, in the order of the form.
pub fn check(
    form: &Form,
    kind: OrganisationKind,
    typed: &Typed,
    now: Time,
    zone: &Zone,
) -> Result<Checked, Vec<Problem>> {
    let mut answers = Answers::new();
    let mut problems = Vec::new();
    for field in &form.fields {
        match answer(field, kind, typed, now, zone) {
            Ok(Some(answer)) => drop(answers.insert(field.key.clone(), answer)),
            Ok(None) => {}
            Err(problem) => problems.push(problem),
        }
    }
    // Whether an answer is required may depend on the others.
    for field in form.fields.iter().filter(|field| field.is_required(&answers)) {
        let is_wrong = || problems.iter().any(|problem| is_of(problem, field));
        if !answers.contains_key(&field.key) && !is_wrong() {
            problems.push(Problem { field: field.key.clone(), wrong: Wrong::Missing });
        }
    }
    let place = |problem: &Problem| form.fields.iter().position(|field| is_of(problem, field));
    problems.sort_by_key(place);
    if !problems.is_empty() {
        return Err(problems);
    }
    let at = |wanted: fn(&Field) -> bool| {
        let field = form.fields.iter().find(|field| wanted(field))?;
        moment(typed.get(&field.key), zone)
    };
    Ok(Checked {
        answers,
        aware_at: at(|field| field.awareness).unwrap_or(now),
        resolved_at: at(|field| field.resolution),
        headline: typed.headline(form),
    })
}

/// The answers that are good, whatever is wrong with the others.
pub fn good(form: &Form, kind: OrganisationKind, typed: &Typed, now: Time, zone: &Zone) -> Answers {
    let answer = |field: &Field| {
        let answer = answer(field, kind, typed, now, zone).ok().flatten()?;
        Some((field.key.clone(), answer))
    };
    form.fields.iter().filter_map(answer).collect()
}

/// Whether a problem is with this question or one of its cells.
fn is_of(problem: &Problem, field: &Field) -> bool {
    problem.field.split('.').next() == Some(field.key.as_str())
}

fn answer(
    field: &Field,
    kind: OrganisationKind,
    typed: &Typed,
    now: Time,
    zone: &Zone,
) -> Result<Option<Answer>, Problem> {
    let wrong = |wrong| Problem { field: field.key.clone(), wrong };
    match field.kind {
        Kind::Choices => return several(field, kind, typed).map_err(wrong),
        Kind::Rows => return rows(field, kind, typed, now, zone),
        _ => {}
    }
    let text = typed.get(&field.key).trim();
    if text.is_empty() {
        let meant = field.unanswered.clone().filter(|_| !field.required);
        return Ok(meant.map(Answer::Text));
    }
    let offers = |key: &str| field.choices_for(kind).any(|choice| choice.key == key);
    let text = single(field.kind, text, offers, field.most, now, zone).map_err(wrong)?;
    Ok(Some(Answer::Text(text)))
}

/// One answer that is no list, as it is kept.
fn single(
    kind: Kind,
    text: &str,
    offers: impl Fn(&str) -> bool,
    most: Option<f64>,
    now: Time,
    zone: &Zone,
) -> Result<String, Wrong> {
    if text.chars().count() > longest(kind) {
        return Err(Wrong::TooLong(longest(kind)));
    }
    match kind {
        Kind::LongText | Kind::Line | Kind::Choices | Kind::Rows => Ok(text.to_owned()),
        Kind::Choice if offers(text) => Ok(text.to_owned()),
        Kind::Choice => Err(Wrong::NotAChoice),
        Kind::Moment => dated(text, now, zone),
        Kind::Day => text.parse::<jiff::civil::Date>().ok().map(|day| day.to_string()).ok_or(Wrong::NotADay),
        Kind::Number => number(text, most),
        Kind::Telephone if text.chars().filter(char::is_ascii_digit).count() >= TELEPHONE_DIGITS => {
            Ok(text.to_owned())
        }
        Kind::Telephone => Err(Wrong::NotATelephone),
        Kind::Email if is_email(text) => Ok(text.to_owned()),
        Kind::Email => Err(Wrong::NotAnEmail),
    }
}

/// A number as people of the four languages type it: `12 500`, `1.5` and `1,5` are understood.
fn number(text: &str, most: Option<f64>) -> Result<String, Wrong> {
    let plain: String = text.chars().filter(|c| !c.is_whitespace()).collect::<String>().replace(',', ".");
    let is_plain = plain.chars().all(|c| c.is_ascii_digit() || c == '.') && plain.len() <= NUMBER_CHARS;
    let number: f64 = plain.parse().ok().filter(|_| is_plain).ok_or(Wrong::NotANumber)?;
    match most {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a bound of a form is small"
        )]
        Some(most) if number > most => Err(Wrong::TooMuch(most as u32)),
        _ => Ok(number.to_string()),
    }
}

/// The records of a question. A row that is empty altogether is none.
fn rows(
    field: &Field,
    kind: OrganisationKind,
    typed: &Typed,
    now: Time,
    zone: &Zone,
) -> Result<Option<Answer>, Problem> {
    let mut rows = Vec::new();
    for number in 0..typed.rows(field) {
        let mut row = BTreeMap::new();
        let name = |column: &Column| cell_name(&field.key, number, &column.key);
        if field.columns.iter().all(|column| typed.get(&name(column)).trim().is_empty()) {
            continue;
        }
        for column in &field.columns {
            let wrong = |wrong| Problem { field: name(column), wrong };
            let text = typed.get(&name(column)).trim().to_owned();
            if text.is_empty() {
                if column.required {
                    return Err(wrong(Wrong::Missing));
                }
                continue;
            }
            let offers = |key: &str| column.choices_for(kind).any(|choice| choice.key == key);
            let text = single(column.kind, &text, offers, None, now, zone).map_err(wrong)?;
            row.insert(column.key.clone(), text);
        }
        rows.push(row);
    }
    Ok(if rows.is_empty() { None } else { Some(Answer::Rows(rows)) })
}

/// The name of an input that is one cell of a row.
pub fn cell_name(field: &str, row: usize, column: &str) -> String {
    format!("{field}.{row}.{column}")
}

fn several(field: &Field, kind: OrganisationKind, typed: &Typed) -> Result<Option<Answer>, Wrong> {
    let taken = typed.0.get(&field.key).map_or(&[][..], Vec::as_slice);
    if taken.iter().any(|value| field.choices_for(kind).all(|choice| choice.key != *value)) {
        return Err(Wrong::NotAChoice);
    }
    // In the order of the form, once each, so that the same answers make the same document.
    let keys: Vec<String> = field
        .choices_for(kind)
        .filter(|choice| taken.contains(&choice.key))
        .map(|choice| choice.key.clone())
        .collect();
    Ok(if keys.is_empty() { None } else { Some(Answer::Choices(keys)) })
}

fn moment(text: &str, zone: &Zone) -> Option<Time> {
    l10n::parse_local(text, zone).map(Time::from)
}

/// A moment with its offset, neither in the future nor absurdly old.
fn dated(text: &str, now: Time, zone: &Zone) -> Result<String, Wrong> {
    let at = moment(text, zone).ok_or(Wrong::NotAMoment)?;
    if at > now.plus(AWARE_TOLERANCE) {
        Err(Wrong::InFuture)
    } else if at < now.minus(AWARE_OLDEST) {
        Err(Wrong::TooOld)
    } else {
        Ok(l10n::iso(at.timestamp(), zone))
    }
}

fn is_email(text: &str) -> bool {
    let parts = text.rsplit_once('@');
    parts.is_some_and(|(name, domain)| {
        !name.is_empty() && domain.contains('.') && !domain.starts_with('.') && !domain.ends_with('.')
    }) && !text.contains(char::is_whitespace)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::{Forms, Stage};
    use proptest::prelude::*;

    fn zone() -> Zone {
        Zone::named("Europe/Brussels").unwrap()
    }

    fn now() -> Time {
        Time::from("2026-11-22T05:30:00Z".parse::<jiff::Timestamp>().unwrap())
    }

    fn form() -> &'static Form {
        Forms::embedded().current(Stage::EarlyWarning, now()).unwrap()
    }

    fn good() -> Vec<(&'static str, &'static str)> {
        vec![
            ("what", " The LIS is down.\r\nA ransom note on two servers. "),
            ("aware", "2026-11-22T06:10"),
            ("stopped", "results"),
            ("stopped", "laboratory_system"),
            ("contact_name", "An Peeters"),
            ("contact_phone", "+32 400 00 00 01"),
            ("evil", "never kept"),
        ]
    }

    fn checked(pairs: &[(&str, &str)]) -> Result<Checked, Vec<Problem>> {
        let typed = Typed::from_pairs(form(), pairs.iter().copied());
        check(form(), OrganisationKind::ClinicalBiologyLab, &typed, now(), &zone())
    }

    fn with(key: &'static str, value: &'static str) -> Vec<(&'static str, &'static str)> {
        let mut pairs = good();
        pairs.retain(|(name, _)| *name != key);
        pairs.push((key, value));
        pairs
    }

    #[test]
    fn a_good_call_is_taken_as_typed() {
        let checked = checked(&good()).unwrap();
        assert_eq!(checked.headline, "The LIS is down.");
        assert_eq!(checked.aware_at.timestamp().to_string(), "2026-11-22T05:10:00Z");
        assert_eq!(checked.answers["aware"], Answer::Text("2026-11-22T06:10:00+01:00".into()));
        assert_eq!(
            checked.answers["stopped"],
            Answer::Choices(vec!["laboratory_system".into(), "results".into()])
        );
        assert_eq!(checked.answers["malicious"], Answer::Text("unknown".into()));
        assert!(!checked.answers.contains_key("evil") && !checked.answers.contains_key("contact_email"));
    }

    #[test]
    fn what_is_wrong_is_said_per_field() {
        let cases = [
            ("what", "  ", Wrong::Missing),
            ("aware", "", Wrong::Missing),
            ("aware", "yesterday", Wrong::NotAMoment),
            ("aware", "2026-11-22T06:33", Wrong::InFuture),
            ("aware", "1926-11-22T06:10", Wrong::TooOld),
            ("stopped", "bakery", Wrong::NotAChoice),
            ("stopped", "emergency_department", Wrong::NotAChoice),
            ("malicious", "perhaps", Wrong::NotAChoice),
            ("contact_phone", "call me", Wrong::NotATelephone),
            ("contact_email", "me at home", Wrong::NotAnEmail),
        ];
        for (key, value, wrong) in cases {
            let problems = checked(&with(key, value)).unwrap_err();
            assert_eq!(problems, [Problem { field: key.into(), wrong }], "{key}={value}");
        }
        assert_eq!(checked(&[]).unwrap_err().len(), 4);
    }

    #[test]
    fn a_phone_may_run_two_minutes_fast() {
        assert!(checked(&with("aware", "2026-11-22T06:32")).is_ok());
    }

    #[test]
    fn a_long_text_is_refused_by_draft_and_filing() {
        let long = "x".repeat(limits::TEXT_CHARS + 1);
        let mut pairs = good();
        pairs[0].1 = &long;
        let typed = Typed::from_pairs(form(), pairs.iter().copied());
        let expected = Problem { field: "what".into(), wrong: Wrong::TooLong(limits::TEXT_CHARS) };
        assert_eq!(typed.too_long(form()), Some(expected.clone()));
        assert_eq!(checked(&pairs).unwrap_err(), [expected]);
    }

    proptest! {
        #[test]
        fn nothing_typed_can_break_it(
            pairs in prop::collection::vec(("(what|aware|stopped|contact_phone|malicious|[a-z]{0,4})", ".{0,40}"), 0..12),
        ) {
            let typed = Typed::from_pairs(form(), pairs.iter().map(|(a, b)| (a.as_str(), b.as_str())));
            let _ = typed.too_long(form());
            let _ = typed.headline(form());
            if let Err(problems) = check(form(), OrganisationKind::Hospital, &typed, now(), &zone()) {
                prop_assert!(problems.iter().all(|problem| form().field(&problem.field).is_some()));
            }
        }
    }
}
