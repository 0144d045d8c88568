//! What cannot be in answers.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value as Json};

use super::filing::join;
use super::{Answers, Form, Kind, Question, Repeats};
use crate::network::check::MAX_ID;
use crate::network::{Amount, Discipline, ServiceKind};

/// The most rows of one question.
pub const MAX_ROWS: usize = 100;
/// The longest text, in characters.
pub const MAX_TEXT: usize = 2000;
/// The whole, in percent; a little more is rounding.
const ALL_PERCENT: f32 = 100.5;

/// Something in answers that cannot be.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
pub struct Fault {
    /// Whose answers; empty when it is not about one institution.
    pub institution: String,
    /// Which answer: `services.wards.per_day`, `links.2.with`; empty for all of them.
    pub key: String,
    /// What is wrong, and how to mend it.
    pub message: String,
    /// Whether it is the key that is wrong, not what is answered.
    #[serde(skip)]
    pub(super) of_key: bool,
}

impl Fault {
    pub(super) fn new(institution: &str, key: impl Into<String>, message: impl Into<String>) -> Self {
        let institution = institution.to_owned();
        Self { institution, key: key.into(), message: message.into(), of_key: false }
    }
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let parts = [&self.institution, &self.key, &self.message];
        f.write_str(
            &parts.into_iter().filter(|part| !part.is_empty()).cloned().collect::<Vec<_>>().join(": "),
        )
    }
}

struct Checking<'a> {
    form: &'a Form,
    faults: Vec<Fault>,
}

impl Form {
    /// Everything that cannot be in answers as a file holds them, whatever the registry says.
    pub(super) fn check(&self, answers: &Json) -> Vec<Fault> {
        let mut checking = Checking { form: self, faults: Vec::new() };
        checking.all(answers);
        let institution = answers.get("institution").and_then(Json::as_str).unwrap_or_default();
        for fault in &mut checking.faults {
            institution.clone_into(&mut fault.institution);
        }
        checking.faults
    }

    /// What the registry does not know of those whom answers name.
    pub(super) fn check_names(&self, answers: &Answers, known: &BTreeSet<&str>) -> Vec<Fault> {
        let mut faults = Vec::new();
        let mut look = |key: String, id: &str| {
            if !id.is_empty() && !known.contains(id) {
                let message = format!("there is no institution {id:?} in the registry");
                faults.push(Fault::new(&answers.institution, key, message));
            }
        };
        look("institution".to_owned(), &answers.institution);
        for (at, row) in answers.providers.iter().enumerate() {
            look(format!("providers.{}.supplier", at + 1), &row.supplier);
            look(format!("providers.{}.alternative", at + 1), &row.alternative);
        }
        for (at, row) in answers.subcontracting.iter().enumerate() {
            look(format!("subcontracting.{}.partner", at + 1), &row.partner);
        }
        for (at, row) in answers.links.iter().enumerate() {
            look(format!("links.{}.with", at + 1), &row.with);
        }
        faults
    }

    /// What answers say about services that are not offered.
    pub(super) fn check_offers(&self, answers: &Answers, offers: &[ServiceKind]) -> Vec<Fault> {
        let mut faults = Vec::new();
        let mut look = |key: String, kind: ServiceKind| {
            if !offers.contains(&kind) {
                let message = format!("{kind} is not offered: add it to offers, or take this out");
                faults.push(Fault::new(&answers.institution, key, message));
            }
        };
        for kind in answers.services.keys() {
            look(format!("services.{kind}"), *kind);
        }
        for (at, row) in answers.subcontracting.iter().enumerate() {
            look(format!("subcontracting.{}.discipline", at + 1), laboratory_of(row.discipline));
        }
        faults
    }
}

/// Which kind of laboratory does a discipline.
pub(super) fn laboratory_of(discipline: Discipline) -> ServiceKind {
    match discipline {
        Discipline::Histology | Discipline::Cytology => ServiceKind::Pathology,
        _ => ServiceKind::ClinicalBiology,
    }
}

impl Checking<'_> {
    fn say(&mut self, key: &str, message: impl Into<String>) {
        self.faults.push(Fault::new("", key, message));
    }

    fn table<'a>(&mut self, key: &str, value: &'a Json) -> Option<&'a Map<String, Json>> {
        if !value.is_object() {
            self.say(key, "a table is expected here");
        }
        value.as_object()
    }

    fn unknown(&mut self, key: &str, name: &str, known: &[&str]) {
        let message = format!("{name:?} is not asked: here may stand {}", known.join(", "));
        self.faults.push(Fault { of_key: true, ..Fault::new("", key, message) });
    }

    fn all(&mut self, answers: &Json) {
        let form = self.form;
        let Some(table) = self.table("", answers) else { return };
        let once: Vec<&Question> =
            form.questions.iter().filter(|one| one.repeats() == Repeats::Once).collect();
        for question in &once {
            match table.get(&question.key) {
                Some(value) if !value.is_null() => self.answer(question, &question.key, value),
                _ if question.required => self.say(&question.key, format!("{} is missing", question.key)),
                _ => {}
            }
        }
        for (name, value) in table {
            match name.as_str() {
                "form" => self.form_id(value),
                "services" => self.services(value),
                name if once.iter().any(|question| question.key == name) => {}
                name => {
                    let known: Vec<&str> = once
                        .iter()
                        .map(|question| question.key.as_str())
                        .chain(["form", "services"])
                        .collect();
                    self.unknown(name, name, &known);
                }
            }
        }
        self.own_name(answers);
        self.same_offers(answers);
        self.disciplines(answers);
    }

    fn form_id(&mut self, value: &Json) {
        let id = value.as_str();
        if !id.is_some_and(|id| id.is_empty() || id == self.form.id) {
            self.say(
                "form",
                format!("these answers are to form {value}; the present one is {:?}", self.form.id),
            );
        }
    }

    fn services(&mut self, value: &Json) {
        let form = self.form;
        let Some(table) = self.table("services", value) else { return };
        for (word, value) in table {
            let path = join("services", word);
            match form.services.iter().find(|one| one.kind.word() == word && one.unit.is_some()) {
                Some(service) => self.service(&path, service.kind, value),
                None => {
                    let known: Vec<&str> = form
                        .services
                        .iter()
                        .filter(|one| one.unit.is_some())
                        .map(|one| one.kind.word())
                        .collect();
                    self.unknown(&path, word, &known);
                }
            }
        }
    }

    fn service(&mut self, path: &str, kind: ServiceKind, value: &Json) {
        let form = self.form;
        let Some(table) = self.table(path, value) else { return };
        let questions: Vec<&Question> =
            form.questions.iter().filter(|one| one.repeats() == Repeats::Service).collect();
        for (name, value) in table {
            let path = join(path, name);
            if name == "without" {
                self.needs(&path, kind, value);
            } else if let Some(question) = questions.iter().find(|one| one.field() == name) {
                self.answer(question, &path, value);
            } else {
                let known: Vec<&str> = questions.iter().map(|one| one.field()).chain(["without"]).collect();
                self.unknown(&path, name, &known);
            }
        }
    }

    fn needs(&mut self, path: &str, kind: ServiceKind, value: &Json) {
        let form = self.form;
        let Some(table) = self.table(path, value) else { return };
        for (on, value) in table {
            let path = join(path, on);
            if form.asked_needs(kind).any(|need| need.on.word() == on) {
                self.need(&path, value);
            } else {
                let known: Vec<&str> = form.asked_needs(kind).map(|need| need.on.word()).collect();
                self.unknown(&path, on, &known);
            }
        }
    }

    fn need(&mut self, path: &str, value: &Json) {
        let form = self.form;
        let Some(table) = self.table(path, value) else { return };
        let questions: Vec<&Question> =
            form.questions.iter().filter(|one| one.repeats() == Repeats::Need).collect();
        for (name, value) in table {
            let path = join(path, name);
            if let Some(question) = questions.iter().find(|one| one.field() == name) {
                self.answer(question, &path, value);
            } else {
                let known: Vec<&str> = questions.iter().map(|one| one.field()).collect();
                self.unknown(&path, name, &known);
            }
        }
        if let (Some(at_once), Some(then)) = (amount(value.get("at_once")), amount(value.get("then")))
            && then.likely > at_once.likely
        {
            let message = format!("{then} % after that is more than {at_once} % at once");
            self.say(&join(path, "then"), message);
        }
    }

    fn answer(&mut self, question: &Question, path: &str, value: &Json) {
        if value.is_null() {
            return;
        }
        match question.kind {
            Kind::Quantity => self.quantity(question, path, value),
            Kind::YesNo if !value.is_boolean() => self.say(path, "write true or false"),
            Kind::YesNo => {}
            Kind::Choice => {
                let known: Vec<&str> = question.choices.iter().map(|one| one.key.as_str()).collect();
                self.one_of(path, value, &known);
            }
            Kind::Service => self.one_of(path, value, &words(&question.among)),
            Kind::Services => self.some_of(path, value, &words(&question.among)),
            Kind::Text => self.text(path, value, MAX_TEXT),
            Kind::Institution => self.text(path, value, MAX_ID),
            Kind::Rows => self.rows(question, path, value),
        }
    }

    fn quantity(&mut self, question: &Question, path: &str, value: &Json) {
        let amount = match serde_json::from_value::<Amount>(value.clone()) {
            Ok(amount) => amount,
            Err(error) => return self.say(path, error.to_string()),
        };
        let most = question.most.unwrap_or(f32::MAX);
        if amount.assumed {
            self.say(path, "an answer is not assumed: take away the ~, write a range, or leave it out");
        }
        if !(amount.low >= 0.0 && amount.high <= most) {
            let unit = question.unit.as_deref().unwrap_or_default();
            self.say(path, format!("{amount} must lie between 0 and {most} ({unit})"));
        }
    }

    fn one_of(&mut self, path: &str, value: &Json, known: &[&str]) {
        if !value.as_str().is_some_and(|word| known.contains(&word)) {
            self.say(path, format!("{value} is none of {}", known.join(", ")));
        }
    }

    fn some_of(&mut self, path: &str, value: &Json, known: &[&str]) {
        let Some(list) = value.as_array() else {
            return self.say(path, format!("write a list of {}", known.join(", ")));
        };
        for (at, one) in list.iter().enumerate() {
            self.one_of(&join(path, &(at + 1).to_string()), one, known);
        }
    }

    fn text(&mut self, path: &str, value: &Json, most: usize) {
        match value.as_str() {
            None => self.say(path, "write a text, in quotes"),
            Some(text) if text.chars().count() > most => {
                self.say(path, format!("this is longer than {most} characters"));
            }
            Some(_) => {}
        }
    }

    fn rows(&mut self, question: &Question, path: &str, value: &Json) {
        let Some(rows) = value.as_array() else {
            return self.say(path, format!("{path} is a list of rows: write [[{path}]] above each"));
        };
        if rows.len() > MAX_ROWS {
            return self.say(path, format!("{} rows are more than {MAX_ROWS}", rows.len()));
        }
        let mut seen = BTreeSet::new();
        for (at, row) in rows.iter().enumerate() {
            let path = join(path, &(at + 1).to_string());
            self.row(question, &path, row);
            let identity: Vec<String> = question
                .columns
                .iter()
                .filter(|column| column.required)
                .map(|column| row.get(&column.key).unwrap_or(&Json::Null).to_string())
                .collect();
            if !seen.insert(identity.clone()) {
                self.say(&path, format!("{} is there twice", identity.join(" with ")));
            }
        }
    }

    fn row(&mut self, question: &Question, path: &str, value: &Json) {
        let Some(table) = self.table(path, value) else { return };
        for (name, value) in table {
            let path = join(path, name);
            if let Some(column) = question.columns.iter().find(|column| column.key == *name) {
                self.answer(column, &path, value);
            } else {
                let known: Vec<&str> = question.columns.iter().map(|one| one.key.as_str()).collect();
                self.unknown(&path, name, &known);
            }
        }
        for column in question.columns.iter().filter(|column| column.required) {
            if table.get(&column.key).is_none_or(|value| value.is_null() || *value == "") {
                self.say(&join(path, &column.key), format!("{} is missing", column.key));
            }
        }
    }

    /// Nobody provides for itself, is its own partner or is connected with itself.
    fn own_name(&mut self, answers: &Json) {
        let own = answers.get("institution").and_then(Json::as_str).unwrap_or_default();
        if own.is_empty() {
            if answers.get("institution").is_some() {
                self.say("institution", "write the identifier of the institution in the registry");
            }
            return;
        }
        let form = self.form;
        for question in form.questions.iter().filter(|one| one.kind == Kind::Rows) {
            let rows = answers.get(&question.key).and_then(Json::as_array);
            for (at, row) in rows.into_iter().flatten().enumerate() {
                for column in question.columns.iter().filter(|one| one.kind == Kind::Institution) {
                    if row.get(&column.key).and_then(Json::as_str) == Some(own) {
                        let path = format!("{}.{}.{}", question.key, at + 1, column.key);
                        self.say(&path, format!("{own:?} is the institution itself: name another"));
                    }
                }
            }
        }
    }

    /// All disciplines of a laboratory together are not more than the whole.
    fn disciplines(&mut self, answers: &Json) {
        let rows = answers.get("subcontracting").and_then(Json::as_array);
        let mut shares: BTreeMap<Discipline, f32> = BTreeMap::new();
        let mut told = BTreeSet::new();
        for (at, row) in rows.into_iter().flatten().enumerate() {
            let discipline = row.get("discipline").and_then(|word| serde_json::from_value(word.clone()).ok());
            let (Some(discipline), Some(share)) = (discipline, amount(row.get("of_volume"))) else {
                continue;
            };
            if discipline == Discipline::General {
                continue;
            }
            shares.entry(discipline).or_insert(share.likely);
            let kind = laboratory_of(discipline);
            let of_kind = shares.iter().filter(|(one, _)| laboratory_of(**one) == kind);
            let sum: f32 = of_kind.map(|(_, share)| share).sum();
            if sum > ALL_PERCENT && told.insert(kind) {
                let path = format!("subcontracting.{}.of_volume", at + 1);
                self.say(&path, format!("the disciplines of {kind} add up to {sum} %, more than the whole"));
            }
        }
    }

    /// Whoever lists what it offers lists all of it.
    fn same_offers(&mut self, answers: &Json) {
        let Some(offers) = answers.get("offers").and_then(Json::as_array).filter(|offers| !offers.is_empty())
        else {
            return;
        };
        let services = answers.get("services").and_then(Json::as_object);
        for word in services.into_iter().flat_map(Map::keys) {
            if !offers.iter().any(|one| one == word) {
                let message = format!("{word} is not offered: add it to offers, or take this out");
                self.say(&join("services", word), message);
            }
        }
    }
}

fn words(kinds: &[ServiceKind]) -> Vec<&'static str> {
    kinds.iter().map(|kind| kind.word()).collect()
}

fn amount(value: Option<&Json>) -> Option<Amount> {
    serde_json::from_value(value?.clone()).ok()
}
