//! What will be used for each question, answered or assumed.

use serde::Serialize;
use serde_json::Value as Json;

use super::definition::Blank;
use super::{Answers, Form, Kind, Question, Repeats};
use crate::network::{Amount, Institution, InstitutionKind, Network, Service, ServiceKind};
use crate::parameters::Basis;

/// What a question comes to.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Value {
    /// A quantity, in the question's unit. Where nobody says yes or no: how likely yes is, from 0 to 1.
    Quantity(Amount),
    /// Yes or no.
    YesNo(bool),
    /// A choice's key, a service, an institution's identifier, or a text.
    Word(String),
    /// Services.
    Services(Vec<ServiceKind>),
    /// How many rows there are.
    Rows(usize),
    /// Nothing.
    Nothing,
}

/// Where a value comes from.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Origin {
    /// It was answered.
    Answered,
    /// It was left blank, and the shared registry knows it.
    Registry,
    /// It was left blank, and this stands in.
    Prior {
        /// What the prior rests on.
        basis: Basis,
        /// Where it comes from.
        source: String,
    },
    /// It was left blank, and nothing has to stand in.
    Blank,
}

/// A question as it was asked of one institution, and what will be used.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Reviewed {
    /// Where the answer stands or would stand: `services.wards.per_day`, `links.2.day_h` (rows count from 1).
    pub key: String,
    /// The question's key ([`Form::question`]): `services.*.per_day`, `links.day_h`.
    pub question: String,
    /// What will be used.
    pub value: Value,
    /// Where it comes from.
    pub origin: Origin,
}

impl Reviewed {
    /// Whether nobody said so.
    pub fn is_assumed(&self) -> bool {
        match (&self.origin, &self.value) {
            (Origin::Prior { .. }, _) => true,
            (Origin::Registry, Value::Quantity(amount)) => amount.assumed,
            _ => false,
        }
    }
}

impl Form {
    /// Each question that is asked of an institution, with the value that will be used: in the order of the form, all
    /// questions about one service, one need or one row together. The shared registry says what the institution is, and
    /// knows some answers.
    pub fn review(&self, answers: &Answers, registry: &Network) -> Vec<Reviewed> {
        let Ok(said) = serde_json::to_value(answers) else { return Vec::new() };
        let institution = registry.institutions.iter().find(|one| one.id == answers.institution);
        let kind = institution.map_or(InstitutionKind::Other, |one| one.kind);
        let services = registry.services.iter();
        let services = services.filter(|one| one.id.institution == answers.institution).collect();
        let mut review = Review { form: self, said, services, institution, kind, all: Vec::new() };
        let offers = review.offers();
        let together = |a: &Question, b: &Question| {
            a.repeats() != Repeats::Once && (&a.section, a.repeats()) == (&b.section, b.repeats())
        };
        for questions in self.questions.chunk_by(together) {
            let Some(first) = questions.first() else { continue };
            for of in self.instances(first.repeats(), &offers) {
                for question in questions.iter().filter(|question| question.is_asked(&offers)) {
                    review.question(question, &of);
                }
            }
        }
        review.all
    }

    /// The services an institution is taken to offer.
    pub(super) fn offers(&self, review: &[Reviewed]) -> Vec<ServiceKind> {
        let offers = review.iter().find_map(|one| match &one.value {
            Value::Services(offers) => Some(offers.clone()),
            _ => None,
        });
        offers.unwrap_or_default()
    }

    /// About what a question is asked: nothing, each service, or each service and what it needs.
    fn instances(&self, repeats: Repeats, offers: &[ServiceKind]) -> Vec<Vec<ServiceKind>> {
        let offered = self.services.iter().filter(|one| offers.contains(&one.kind));
        match repeats {
            Repeats::Once => vec![Vec::new()],
            Repeats::Service => offered.filter(|one| one.unit.is_some()).map(|one| vec![one.kind]).collect(),
            Repeats::Need => offered
                .flat_map(|one| self.asked_needs(one.kind))
                .map(|need| vec![need.service, need.on])
                .collect(),
        }
    }
}

struct Review<'a> {
    form: &'a Form,
    said: Json,
    services: Vec<&'a Service>,
    institution: Option<&'a Institution>,
    kind: InstitutionKind,
    all: Vec<Reviewed>,
}

impl Review<'_> {
    fn question(&mut self, question: &Question, of: &[ServiceKind]) {
        let key = question.key_for(of);
        let said = self.said(&key).and_then(|said| value(question.kind, said));
        let (found, origin) = match said {
            Some(said) => (said, Origin::Answered),
            None => match self.known(&question.key, of) {
                Some(known) => (known, Origin::Registry),
                None => self.stands_in(question, of, self.kind.word()),
            },
        };
        let rows = if let Value::Rows(rows) = found { rows } else { 0 };
        self.all.push(Reviewed { key: key.clone(), question: question.key.clone(), value: found, origin });
        for row in 1..=rows {
            self.row(question, &format!("{key}.{row}"));
        }
    }

    fn row(&mut self, question: &Question, path: &str) {
        let discipline = self.said(&format!("{path}.discipline")).and_then(Json::as_str).unwrap_or_default();
        let discipline = discipline.to_owned();
        for column in &question.columns {
            let key = format!("{path}.{}", column.key);
            let said = self.said(&key).and_then(|said| value(column.kind, said));
            let (value, origin) = match said {
                Some(said) => (said, Origin::Answered),
                None => self.stands_in(column, &[], &discipline),
            };
            self.all.push(Reviewed {
                key,
                question: format!("{}.{}", question.key, column.key),
                value,
                origin,
            });
        }
    }

    /// What stands in for a blank.
    fn stands_in(&self, question: &Question, of: &[ServiceKind], word: &str) -> (Value, Origin) {
        let Some(Blank { amount, answer, basis, source }) = self.form.prior(question, of, word) else {
            return (Value::Nothing, Origin::Blank);
        };
        let value = match (amount, answer, question.kind) {
            (Some(amount), ..) => Value::Quantity(amount),
            (_, _, Kind::Services) => Value::Services(self.usual_offers()),
            (_, _, Kind::Rows) => Value::Rows(0),
            (_, Some(answer), Kind::YesNo) => Value::YesNo(answer == "yes"),
            (_, Some(answer), Kind::Choice) => Value::Word(answer),
            _ => Value::Nothing,
        };
        (value, Origin::Prior { basis, source })
    }

    fn said(&self, key: &str) -> Option<&Json> {
        key.split('.').try_fold(&self.said, |within, part| match within {
            Json::Array(rows) => rows.get(part.parse::<usize>().ok()?.checked_sub(1)?),
            within => within.get(part),
        })
    }

    /// What the registry knows.
    fn known(&self, question: &str, of: &[ServiceKind]) -> Option<Value> {
        match question {
            "beds" => self.institution?.beds.map(Value::Quantity),
            "detect_h" => self.institution?.detect_h.map(Value::Quantity),
            "offers" => Some(self.known_offers()).filter(|offers| !offers.is_empty()).map(Value::Services),
            "services.*.per_day" => {
                let mut of_kind = self.services.iter().filter(|one| of == [one.id.kind]);
                let only = of_kind.next().filter(|_| of_kind.next().is_none());
                only?.per_day.map(Value::Quantity)
            }
            _ => None,
        }
    }

    fn known_offers(&self) -> Vec<ServiceKind> {
        let among =
            self.form.question("offers").map(|question| question.among.as_slice()).unwrap_or_default();
        let offered = |kind: &ServiceKind| self.services.iter().any(|one| one.id.kind == *kind);
        among.iter().copied().filter(offered).collect()
    }

    fn usual_offers(&self) -> Vec<ServiceKind> {
        let usual = self.form.services.iter().filter(|one| one.assumed_for.contains(&self.kind));
        usual.map(|one| one.kind).collect()
    }

    fn offers(&self) -> Vec<ServiceKind> {
        let said = self.said("offers").and_then(|said| value(Kind::Services, said));
        match said.or_else(|| self.known("offers", &[])) {
            Some(Value::Services(offers)) => offers,
            _ => self.usual_offers(),
        }
    }
}

/// An answer as its kind of question has it.
fn value(kind: Kind, said: &Json) -> Option<Value> {
    match kind {
        Kind::Quantity => serde_json::from_value(said.clone()).ok().map(Value::Quantity),
        Kind::YesNo => said.as_bool().map(Value::YesNo),
        Kind::Services => serde_json::from_value(said.clone()).ok().map(Value::Services),
        Kind::Rows => Some(Value::Rows(said.as_array()?.len())),
        Kind::Choice | Kind::Text | Kind::Institution | Kind::Service => {
            Some(Value::Word(said.as_str()?.to_owned()))
        }
    }
}

impl std::fmt::Display for Value {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Quantity(amount) => amount.fmt(f),
            Self::YesNo(yes) => f.write_str(if *yes { "yes" } else { "no" }),
            Self::Word(word) => f.write_str(word),
            Self::Services(services) => {
                let words: Vec<&str> = services.iter().map(|kind| kind.word()).collect();
                f.write_str(&words.join(", "))
            }
            Self::Rows(rows) => write!(f, "{rows} rows"),
            Self::Nothing => f.write_str("nothing"),
        }
    }
}

/// One line for a terminal: key, value, and where an assumed value comes from.
impl std::fmt::Display for Reviewed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { key, value, origin, .. } = self;
        match origin {
            Origin::Answered => write!(f, "{key} = {value}"),
            Origin::Registry => write!(f, "{key} = {value} (from the registry)"),
            Origin::Prior { source, .. } => write!(f, "{key} = {value} (assumed: {source})"),
            Origin::Blank => write!(f, "{key} is blank"),
        }
    }
}
