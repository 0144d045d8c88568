//! The form as data: sections, questions, and what stands in for blanks.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use super::filing::place;
use crate::finding::Finding;
use crate::network::{Amount, InstitutionKind, LinkKind, ServiceKind};
use crate::parameters::{Basis, Parameter};

/// The present form.
const SOURCE: &str = include_str!("../../../../data/impact/form-1.toml");
/// What faults call its file.
const FILE: &str = "data/impact/form-1.toml";
/// How long filling in the whole form may take, in minutes.
pub const MAX_MINUTES: u32 = 20;
/// What of a table of amounts holds for everything it does not name.
const OTHER: &str = "other";

/// A text in the four languages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Texts {
    /// Dutch.
    pub nl: String,
    /// French.
    pub fr: String,
    /// German.
    pub de: String,
    /// English.
    pub en: String,
}

impl Texts {
    /// The text in a language: `nl`, `fr`, `de`; English for every other.
    pub fn get(&self, language: &str) -> &str {
        match language {
            "nl" => &self.nl,
            "fr" => &self.fr,
            "de" => &self.de,
            _ => &self.en,
        }
    }

    fn is_complete(&self) -> bool {
        [&self.nl, &self.fr, &self.de, &self.en].iter().all(|text| !text.trim().is_empty())
    }
}

/// A unit of a quantity.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Unit {
    /// What questions call it.
    pub word: String,
    /// What people call it.
    pub text: Texts,
}

/// A part of the form.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Section {
    /// What questions call it.
    pub key: String,
    /// How long it takes, in minutes.
    pub minutes: u32,
    /// The heading.
    pub title: Texts,
    /// A sentence or two under it: what belongs here, and whom to ask.
    pub intro: Texts,
}

/// A kind of service that the form speaks of.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Offered {
    /// The kind.
    pub kind: ServiceKind,
    /// What people call it.
    pub label: Texts,
    /// In what its volume is counted; none for what has no volume.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<Texts>,
    /// Which kinds of institutions are assumed to offer it.
    #[serde(default)]
    pub assumed_for: Vec<InstitutionKind>,
    /// What stands in for blanks about it, by the last part of the question's key: `per_day`, `spare`.
    #[serde(default)]
    pub priors: BTreeMap<String, Prior>,
}

/// That a service needs another, and how well it does without where nobody says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Need {
    /// Which service.
    pub service: ServiceKind,
    /// What it needs.
    pub on: ServiceKind,
    /// Whether the form asks about it.
    #[serde(default = "yes")]
    pub asked: bool,
    /// What it can do at once without, in percent of an ordinary day.
    pub at_once: Amount,
    /// How many hours the downtime procedure carries.
    pub hours: Amount,
    /// What it can do after that, in percent of an ordinary day.
    pub then: Amount,
    /// Hours of entering what was kept on paper; not asked.
    pub reentry_h: Amount,
    /// What share of the provision can be missing before anything is lost, from 0 to 1; not asked.
    pub threshold: Amount,
    /// What these rest on.
    pub basis: Basis,
    /// Where they come from.
    pub source: String,
}

impl Need {
    /// What stands in for a blank, by the last part of the question's key.
    fn amount(&self, field: &str) -> Option<Amount> {
        match field {
            "at_once" => Some(self.at_once),
            "hours" => Some(self.hours),
            "then" => Some(self.then),
            _ => None,
        }
    }
}

fn yes() -> bool {
    true
}

/// What is assumed of a kind of link; not asked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LinkAssumption {
    /// The kind.
    pub kind: LinkKind,
    /// How often malware on one end would take the other, per day.
    pub spread_per_day: Amount,
    /// Whether cutting it also stops what the two ends provide for each other.
    pub carries: bool,
    /// What this rests on.
    pub basis: Basis,
    /// Where it comes from.
    pub source: String,
}

/// An amount that is not asked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stated {
    /// The amount.
    pub amount: Amount,
    /// What it rests on.
    pub basis: Basis,
    /// Where it comes from.
    pub source: String,
}

/// What stands in for a blank: a parameter of the model, an amount, one of several amounts, or an answer in words.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Prior {
    /// A parameter of the model, as files call it ([`Parameter::word`]).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parameter: Option<String>,
    /// By what the parameter is multiplied, to get it into the question's unit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub times: Option<f32>,
    /// An amount.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<Amount>,
    /// On what the choice among `amounts` rests: `kind` of the institution or `discipline` of the row.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// Amounts by the word of that; `other` for all that are not named.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub amounts: BTreeMap<String, Amount>,
    /// The answer, for what is no quantity: a choice's key, `yes`, `no`, `none`, or `by-kind` for services.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<String>,
    /// What it rests on; a parameter says so itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub basis: Option<Basis>,
    /// Where it comes from; a parameter says so itself.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub source: String,
}

impl Prior {
    fn parameter(&self) -> Option<Parameter> {
        self.parameter.as_deref().and_then(Parameter::find)
    }

    /// The amount, for the word of what it depends on; none when the answer is in words.
    pub fn amount(&self, word: &str) -> Option<Amount> {
        if let Some(parameter) = self.parameter() {
            let (low, likely, high) = parameter.range();
            let amount = Amount::between(low as f32, likely as f32, high as f32);
            return Some(amount.times(self.times.unwrap_or(1.0)).assumed());
        }
        let one = self.amount.or_else(|| self.amounts.get(word).copied());
        one.or_else(|| self.amounts.get(OTHER).copied()).map(Amount::assumed)
    }

    /// What it rests on, and where it comes from.
    pub fn grounds(&self) -> (Basis, &str) {
        match self.parameter() {
            Some(parameter) => (parameter.basis(), parameter.source()),
            None => (self.basis.unwrap_or(Basis::Assumed), &self.source),
        }
    }

    fn fault(&self) -> Option<String> {
        if let Some(word) = &self.parameter {
            return self.parameter().is_none().then(|| format!("there is no parameter {word:?}"));
        }
        let amounts = self.amount.is_some() || self.amounts.contains_key(OTHER);
        if !amounts && self.answer.is_none() {
            return Some("a prior without parameter, amount, amounts.other or answer".to_owned());
        }
        (self.basis.is_none() || self.source.is_empty()).then(|| "a prior without basis or source".to_owned())
    }
}

/// How a question is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// A number or a range, in the question's unit.
    Quantity,
    /// One of [`Question::choices`].
    Choice,
    /// Yes or no.
    YesNo,
    /// A few words.
    Text,
    /// An institution of the shared registry, by identifier.
    Institution,
    /// One of the services in [`Question::among`].
    Service,
    /// Any of the services in [`Question::among`].
    Services,
    /// Rows of [`Question::columns`].
    Rows,
}

/// How often a question is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Repeats {
    /// Once.
    Once,
    /// For each service offered; one `*` in its key.
    Service,
    /// For each service offered and each thing it needs; two.
    Need,
}

/// One of the answers to a question.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// What files call it.
    pub key: String,
    /// What people call it.
    pub label: Texts,
}

/// A question, or a column of one that is answered with rows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// Where the answer stands in a file of answers; `*` for the service, and for what it needs.
    pub key: String,
    /// The section; empty for a column.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub section: String,
    /// How it is answered.
    pub kind: Kind,
    /// Whether a file without it cannot be used.
    #[serde(default)]
    pub required: bool,
    /// Its unit, for a quantity: a word of [`Form::units`]. For `per_day` of a service, that of the service is finer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// The largest quantity that makes sense; the smallest is 0.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub most: Option<f32>,
    /// It is asked only when one of these services is offered; none named: always.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub asked_for: Vec<ServiceKind>,
    /// The question.
    pub label: Texts,
    /// How to estimate it, and whom to ask.
    pub help: Texts,
    /// The services to choose from.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub among: Vec<ServiceKind>,
    /// The answers to choose from.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub choices: Vec<Choice>,
    /// The columns of a row.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub columns: Vec<Question>,
    /// What stands in for a blank, unless service or need say so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prior: Option<Prior>,
}

impl Question {
    /// How often it is asked.
    pub fn repeats(&self) -> Repeats {
        match self.key.matches('*').count() {
            0 => Repeats::Once,
            1 => Repeats::Service,
            _ => Repeats::Need,
        }
    }

    /// The last part of its key.
    pub(super) fn field(&self) -> &str {
        self.key.rsplit('.').next().unwrap_or_default()
    }

    /// Its key for one service and one thing it needs.
    pub(super) fn key_for(&self, of: &[ServiceKind]) -> String {
        of.iter().fold(self.key.clone(), |key, kind| key.replacen('*', kind.word(), 1))
    }

    /// Whether it is asked of who offers these.
    pub fn is_asked(&self, offers: &[ServiceKind]) -> bool {
        self.asked_for.is_empty() || self.asked_for.iter().any(|kind| offers.contains(kind))
    }

    fn fault(&self, form: &Form) -> Option<String> {
        if !self.label.is_complete() || !self.help.is_complete() {
            return Some("a label or help is empty in one of the languages".to_owned());
        }
        let wanting = match self.kind {
            Kind::Quantity if !form.units.iter().any(|unit| self.unit.as_ref() == Some(&unit.word)) => {
                "a unit"
            }
            Kind::Quantity if self.most.is_none() => "a largest quantity (most)",
            Kind::Choice if self.choices.is_empty() => "choices",
            Kind::Service | Kind::Services if self.among.is_empty() => "services to choose from (among)",
            Kind::Rows if self.columns.is_empty() => "columns",
            _ => "",
        };
        if !wanting.is_empty() {
            return Some(format!("it has not got {wanting}"));
        }
        if let Some(kind) = self.among.iter().find(|kind| form.service(**kind).is_none()) {
            return Some(format!("{kind} is not among [[services]]"));
        }
        let blank_allowed = self.required || self.kind == Kind::Text || self.repeats() != Repeats::Once;
        match &self.prior {
            None if !blank_allowed => Some("nothing stands in for a blank (prior)".to_owned()),
            None => None,
            Some(prior) => prior.fault(),
        }
    }
}

/// The form.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Form {
    /// What answers call it.
    pub id: String,
    /// The heading.
    pub title: Texts,
    /// A sentence or two under it.
    pub lead: Texts,
    /// Units.
    pub units: Vec<Unit>,
    /// Sections, in order.
    pub sections: Vec<Section>,
    /// Kinds of services.
    pub services: Vec<Offered>,
    /// Questions, in order.
    pub questions: Vec<Question>,
    /// What services need.
    pub needs: Vec<Need>,
    /// What is assumed of links.
    pub links: Vec<LinkAssumption>,
    /// What share of a provider's work one who steps in can do.
    pub alternative_share: Stated,
    /// How many hours it takes to reach somebody at the other end who can cut a connection.
    pub reach_other_h: Stated,
}

impl Form {
    /// The present form, which is part of the program.
    pub fn load() -> Self {
        Self::present().clone()
    }

    /// The same, read once.
    pub(super) fn present() -> &'static Self {
        static FORM: LazyLock<Form> =
            LazyLock::new(|| Form::parse(FILE, SOURCE).expect("a test reads the embedded form"));
        &FORM
    }

    /// Reads a form.
    ///
    /// # Errors
    /// Everything that is wrong with it, with its line.
    pub fn parse(name: &str, source: &str) -> Result<Self, Vec<Finding>> {
        let finding =
            |(line, column), message: String| Finding { file: name.to_owned(), line, column, message };
        let form: Self = toml::from_str(source).map_err(|error| {
            let at = error.span().map_or((0, 0), |span| place(source, span.start));
            vec![finding(at, error.message().to_owned())]
        })?;
        let findings: Vec<Finding> = form
            .faults()
            .into_iter()
            .map(|(about, message)| {
                let at = source.find(&about).map_or((0, 0), |offset| place(source, offset));
                finding(at, message)
            })
            .collect();
        if findings.is_empty() { Ok(form) } else { Err(findings) }
    }

    /// What cannot be, each with the text by which its line is found.
    fn faults(&self) -> Vec<(String, String)> {
        let mut faults = Vec::new();
        let minutes: u32 = self.sections.iter().map(|section| section.minutes).sum();
        if minutes > MAX_MINUTES {
            faults.push(("minutes = ".to_owned(), format!("{minutes} minutes are more than {MAX_MINUTES}")));
        }
        for question in &self.questions {
            if !self.sections.iter().any(|section| section.key == question.section) {
                let message = format!("{}: there is no section {:?}", question.key, question.section);
                faults.push((named("key", &question.key), message));
            }
            for one in std::iter::once(question).chain(&question.columns) {
                if let Some(message) = one.fault(self) {
                    faults.push((named("key", &one.key), format!("{}: {message}", one.key)));
                }
            }
        }
        for service in &self.services {
            if let Some(message) = self.service_fault(service) {
                faults.push((named("kind", service.kind.word()), format!("{}: {message}", service.kind)));
            }
        }
        for need in &self.needs {
            for kind in [need.service, need.on] {
                if self.service(kind).is_none() {
                    let message = format!("{kind} is not among [[services]]");
                    faults.push((named("service", need.service.word()), message));
                }
            }
        }
        for kind in LinkKind::ALL {
            if self.link(*kind).is_none() {
                faults.push(("[[links]]".to_owned(), format!("nothing is assumed of links of kind {kind}")));
            }
        }
        faults
    }

    fn service_fault(&self, service: &Offered) -> Option<String> {
        service.unit.as_ref()?;
        let asked = self.questions.iter().filter(|one| one.repeats() == Repeats::Service);
        asked
            .map(|one| one.field())
            .find(|field| !service.priors.contains_key(*field))
            .map(|field| format!("nothing stands in for a blank {field}"))
            .or_else(|| service.priors.values().find_map(Prior::fault))
    }

    /// A kind of service.
    pub fn service(&self, kind: ServiceKind) -> Option<&Offered> {
        self.services.iter().find(|one| one.kind == kind)
    }

    /// What a service needs that is asked about.
    pub fn asked_needs(&self, service: ServiceKind) -> impl Iterator<Item = &Need> {
        self.needs.iter().filter(move |need| need.service == service && need.asked)
    }

    /// What is assumed of a kind of link.
    pub fn link(&self, kind: LinkKind) -> Option<&LinkAssumption> {
        self.links.iter().find(|one| one.kind == kind)
    }

    /// The question with a key; for a column, `question.column`.
    pub fn question(&self, key: &str) -> Option<&Question> {
        if let Some(question) = self.questions.iter().find(|one| one.key == key) {
            return Some(question);
        }
        let (rows, column) = key.split_once('.')?;
        self.question(rows)?.columns.iter().find(|one| one.key == column)
    }

    /// What stands in for a blank: the amount or answer, what it rests on, and where it comes from. `of` are the service
    /// and what it needs, `word` is the kind of the institution or the discipline of the row.
    pub(super) fn prior(&self, question: &Question, of: &[ServiceKind], word: &str) -> Option<Blank> {
        if let [service, on] = of {
            let need = self.asked_needs(*service).find(|need| need.on == *on)?;
            let amount = need.amount(question.field())?.assumed();
            return Some(Blank {
                amount: Some(amount),
                answer: None,
                basis: need.basis,
                source: need.source.clone(),
            });
        }
        let prior = match of {
            [service] => self.service(*service)?.priors.get(question.field())?,
            _ => question.prior.as_ref()?,
        };
        let (basis, source) = prior.grounds();
        let (amount, answer) = (prior.amount(word), prior.answer.clone());
        Some(Blank { amount, answer, basis, source: source.to_owned() })
    }
}

/// What stands in for one blank.
pub(super) struct Blank {
    pub(super) amount: Option<Amount>,
    pub(super) answer: Option<String>,
    pub(super) basis: Basis,
    pub(super) source: String,
}

/// How a file writes that something has a name.
fn named(field: &str, name: &str) -> String {
    format!("{field} = \"{name}\"")
}
