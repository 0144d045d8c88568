//! Who is told of a report, because of which rule: versioned data that names mandates, not authorities.

use std::collections::HashSet;
use std::sync::LazyLock;
use std::time::Duration;

use directory::{Mandate, OrganisationKind};
use kernel::time::Time;
use serde::Deserialize;

use crate::condition::Condition;
use crate::deadline::Term;
use crate::form::Stage;
use crate::texts::{Texts, day};

/// Every version of the routing ever used. A version is added, never removed or changed.
const SOURCES: &[&str] = crate::data::ROUTING;

/// How far a rule binds the reporter.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Force {
    /// A law obliges.
    #[default]
    Law,
    /// An authority asks, without a law behind it.
    Request,
    /// The reporter may.
    Voluntary,
}

/// One reason to tell somebody.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// What the audience row names it by.
    pub id: String,
    mandate: String,
    stages: Vec<Stage>,
    kinds: Vec<String>,
    /// How far it binds.
    #[serde(default)]
    pub force: Force,
    /// It applies only when this is met.
    pub when: Option<Condition>,
    /// What is due to this authority, and when.
    #[serde(default)]
    pub terms: Vec<Term>,
    /// The legal or other source.
    pub source: Texts,
    /// The source in a few words, for a line of text.
    pub short: Texts,
    /// The reason as a sentence.
    pub why: Texts,
    /// The hours within which the authority answers; none when there is no term.
    answer_within_hours: Option<u32>,
    /// Where that term comes from.
    pub answer_source: Option<String>,
    /// What the reporter may expect, as the end of a sentence that begins with the authority's name.
    pub answer: Option<Texts>,
}

impl Rule {
    /// The mandate whose holders are told.
    pub fn mandate(&self) -> Mandate {
        Mandate::parse(&self.mandate).expect("checked when it was read")
    }

    /// The term within which the authority answers.
    pub fn answer_within(&self) -> Option<Duration> {
        self.answer_within_hours.map(|hours| Duration::from_secs(u64::from(hours) * 3600))
    }

    fn check(&self) -> Result<(), String> {
        if Mandate::parse(&self.mandate).is_none() {
            return Err(format!("unknown mandate {}", self.mandate));
        }
        if let Some(kind) = self.kinds.iter().find(|kind| OrganisationKind::parse(kind).is_none()) {
            return Err(format!("unknown kind {kind}"));
        }
        if self.id.is_empty() || self.id.contains(char::is_whitespace) {
            return Err("its id must be one word".into());
        }
        let texts = [Some(&self.source), Some(&self.short), Some(&self.why), self.answer.as_ref()];
        if texts.into_iter().flatten().any(|texts| !texts.is_complete()) {
            return Err("a text is empty in one language".into());
        }
        let faults = self.terms.iter().filter_map(|term| term.fault().map(str::to_owned));
        if let Some(fault) = faults.chain(self.when.as_ref().and_then(Condition::fault)).next() {
            return Err(fault);
        }
        if self.answer_within_hours.is_some() != (self.answer.is_some() && self.answer_source.is_some()) {
            return Err("a term needs its text and its source, and they need a term".into());
        }
        Ok(())
    }
}

/// The rules of one country in one version.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Routing {
    /// The country.
    pub id: String,
    /// The version.
    pub version: String,
    from: String,
    /// The rules.
    pub rules: Vec<Rule>,
    #[serde(skip)]
    begins: Time,
}

impl Routing {
    fn read(source: &str) -> Result<Self, String> {
        let mut routing: Self = toml::from_str(source).map_err(|error| error.to_string())?;
        let name = routing.name();
        routing.begins = day(&routing.from).ok_or_else(|| format!("routing {name}: from is no day"))?;
        let mut ids = HashSet::new();
        for rule in &routing.rules {
            if !ids.insert(rule.id.as_str()) {
                return Err(format!("routing {name}: rule {} is there twice", rule.id));
            }
            rule.check().map_err(|fault| format!("routing {name}: rule {}: {fault}", rule.id))?;
        }
        Ok(routing)
    }

    /// Country and version in one word, as audience rows keep it.
    pub fn name(&self) -> String {
        format!("{}/{}", self.id, self.version)
    }

    /// The rules for a report of this stage by an organisation of this kind.
    pub fn rules_for(&self, stage: Stage, kind: OrganisationKind) -> impl Iterator<Item = &Rule> {
        self.rules.iter().filter(move |rule| {
            rule.stages.contains(&stage) && rule.kinds.iter().any(|name| name == kind.as_str())
        })
    }
}

/// Every version of the routing.
#[derive(Clone, Debug)]
pub struct Routings(Vec<Routing>);

impl Routings {
    /// Reads and checks routings.
    ///
    /// # Errors
    /// A sentence that names the routing and what is wrong with it.
    pub fn read(sources: &[&str]) -> Result<Self, String> {
        Ok(Self(sources.iter().map(|source| Routing::read(source)).collect::<Result<_, _>>()?))
    }

    /// The routings this program carries.
    pub fn embedded() -> &'static Self {
        static ROUTINGS: LazyLock<Routings> =
            LazyLock::new(|| Routings::read(SOURCES).expect("a test reads the embedded routings"));
        &ROUTINGS
    }

    /// The newest that has begun at a moment, or the first there ever was.
    pub fn current(&self, at: Time) -> &Routing {
        let begun = self.0.iter().filter(|routing| routing.begins <= at).max_by_key(|each| each.begins);
        begun.or(self.0.first()).expect("a program without routing is not built")
    }

    /// A rule an audience row names: `be/2026-11` and `nis2-23`.
    pub fn rule(&self, routing: &str, id: &str) -> Option<&Rule> {
        self.0.iter().find(|each| each.name() == routing)?.rules.iter().find(|rule| rule.id == id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answers::{Answer, Answers};

    fn mandates(kind: OrganisationKind) -> Vec<Mandate> {
        let routing = Routings::embedded().current(Time(0));
        routing.rules_for(Stage::EarlyWarning, kind).map(Rule::mandate).collect()
    }

    #[test]
    fn labs_and_hospitals_are_routed_as_the_rules_say() {
        assert_eq!(mandates(OrganisationKind::ClinicalBiologyLab), [Mandate::Csirt, Mandate::LabQuality]);
        assert_eq!(mandates(OrganisationKind::PathologyLab), [Mandate::Csirt, Mandate::LabQuality]);
        assert_eq!(mandates(OrganisationKind::Hospital), [Mandate::Csirt, Mandate::HealthMinistry]);
    }

    #[test]
    fn everybody_can_call_somebody_who_answers_within_a_day() {
        for kind in OrganisationKind::ALL {
            assert!(mandates(*kind).contains(&Mandate::Csirt), "{kind}");
        }
        let rule = Routings::embedded().rule("be/2026-11", "nis2-23").unwrap();
        assert_eq!(rule.answer_within(), Some(Duration::from_secs(24 * 3600)));
    }

    fn newest() -> &'static Routing {
        let routing = Routings::embedded().current(day("2026-11-22").unwrap());
        assert_eq!(routing.name(), "be/2026-12");
        routing
    }

    /// The rules that apply to a filing, by name.
    fn told(stage: Stage, kind: OrganisationKind, answers: &Answers) -> Vec<&'static str> {
        let rules = newest().rules_for(stage, kind);
        let applies = |rule: &&Rule| rule.when.as_ref().is_none_or(|when| when.is_met(answers));
        rules.filter(applies).map(|rule| rule.id.as_str()).collect()
    }

    fn answers(pairs: &[(&str, &str)]) -> Answers {
        let answer = |(key, value): &(&str, &str)| match *key {
            "care_effects" => ((*key).to_owned(), Answer::Choices(vec![(*value).to_owned()])),
            _ => ((*key).to_owned(), Answer::Text((*value).to_owned())),
        };
        pairs.iter().map(answer).collect()
    }

    const HOSPITAL: OrganisationKind = OrganisationKind::Hospital;
    const LAB: OrganisationKind = OrganisationKind::ClinicalBiologyLab;
    const AFTER: [Stage; 4] = [Stage::Notification, Stage::Intermediate, Stage::Progress, Stage::Final];

    #[test]
    fn the_first_call_goes_where_it_went_before() {
        for kind in OrganisationKind::ALL {
            let before = Routings::embedded().current(Time(0)).rules_for(Stage::EarlyWarning, *kind);
            let before: Vec<&str> = before.map(|rule| rule.id.as_str()).collect();
            assert_eq!(told(Stage::EarlyWarning, *kind, &Answers::new()), before, "{kind}");
        }
    }

    #[test]
    fn answers_say_who_else_is_told() {
        let quiet = answers(&[("personal_data", "no"), ("devices", "no"), ("care_effects", "none")]);
        for stage in AFTER {
            let with = |kind, pair: (&str, &str)| {
                let mut answers = quiet.clone();
                answers.extend(self::answers(&[pair]));
                let mut more = told(stage, kind, &answers);
                let always = told(stage, kind, &quiet);
                more.retain(|rule| !always.contains(rule));
                more
            };
            assert_eq!(told(stage, HOSPITAL, &quiet), ["nis2-23", "health-crisis", "ehealth-partner"]);
            assert_eq!(told(stage, LAB, &quiet), ["nis2-23", "labs-2021-04", "ehealth-partner"]);
            assert_eq!(told(stage, OrganisationKind::ItSupplier, &quiet), ["nis2-23"]);
            assert_eq!(told(stage, OrganisationKind::GpPractice, &quiet), ["nis2-30"]);
            for kind in OrganisationKind::ALL {
                for known in ["yes", "unknown"] {
                    assert_eq!(with(*kind, ("personal_data", known)), ["gdpr-33"], "{kind}");
                    assert_eq!(with(*kind, ("devices", known)), ["famhp-vigilance"], "{kind}");
                }
            }
            for effect in ["diversion", "delayed_results", "wrong_results", "paper_mode"] {
                assert_eq!(with(LAB, ("care_effects", effect)), ["health-care-labs"]);
                assert_eq!(with(HOSPITAL, ("care_effects", effect)), [""; 0]);
            }
        }
    }

    #[test]
    fn every_condition_looks_at_choices_that_are_asked() {
        for rule in &newest().rules {
            let Some(when) = &rule.when else { continue };
            for stage in &rule.stages {
                let form = crate::form::Forms::embedded().current(*stage, Time(0)).unwrap();
                for key in when.fields() {
                    let field = form.field(key).unwrap_or_else(|| panic!("{}: {key} is not asked", rule.id));
                    let met = |choice: &&crate::form::Choice| {
                        when.is_met(&[(key.to_owned(), Answer::Text(choice.key.clone()))].into())
                    };
                    // Everything but no and none tells somebody.
                    let idle: Vec<_> = field.choices.iter().filter(|choice| !met(choice)).collect();
                    assert_eq!(idle.len(), 1, "{}", rule.id);
                    assert!(["no", "none"].contains(&idle[0].key.as_str()), "{}", rule.id);
                }
            }
        }
    }

    #[test]
    fn rules_say_how_far_they_bind_and_what_is_due() {
        type Case<'a> = (&'a str, Force, &'a [(Stage, &'a str)]);
        let expected: [Case<'_>; 8] = [
            (
                "nis2-23",
                Force::Law,
                &[
                    (Stage::EarlyWarning, "awareness"),
                    (Stage::Notification, "awareness"),
                    (Stage::Final, "notification"),
                    (Stage::Final, "handling_ended"),
                ],
            ),
            ("nis2-30", Force::Voluntary, &[]),
            ("labs-2021-04", Force::Request, &[]),
            ("health-crisis", Force::Request, &[]),
            ("health-care-labs", Force::Voluntary, &[]),
            ("gdpr-33", Force::Law, &[(Stage::Notification, "awareness")]),
            ("famhp-vigilance", Force::Law, &[]),
            ("ehealth-partner", Force::Voluntary, &[]),
        ];
        assert_eq!(newest().rules.len(), expected.len());
        for (rule, (id, force, terms)) in newest().rules.iter().zip(expected) {
            let due: Vec<_> = rule.terms.iter().map(|term| (term.stage, term.from.as_str())).collect();
            assert_eq!((rule.id.as_str(), rule.force, due.as_slice()), (id, force, terms));
        }
    }

    #[test]
    fn terms_end_when_the_law_says() {
        let zone = l10n::Zone::named("Europe/Brussels").unwrap();
        let at = |text: &str| Time::from(text.parse::<jiff::Timestamp>().unwrap());
        let start = at("2027-01-31T10:00:00+01:00");
        let ends = |id: &str| -> Vec<Time> {
            let rule = newest().rules.iter().find(|rule| rule.id == id).unwrap();
            rule.terms.iter().map(|term| term.due(start, &zone)).collect()
        };
        let (three_days, month) = (at("2027-02-03T10:00:00+01:00"), at("2027-02-28T10:00:00+01:00"));
        let day = at("2027-02-01T10:00:00+01:00");
        assert_eq!(ends("nis2-23"), [day, three_days, month, month]);
        assert_eq!(ends("gdpr-33"), [three_days]);
        let reminders = |index: usize, due: Time| {
            newest().rules[0].terms[index]
                .reminders(start, due)
                .into_iter()
                .map(move |at| (due.0 - at.0) / 3_600_000)
        };
        assert!(reminders(1, three_days).eq([24, 4, 0]));
        assert!(reminders(2, month).eq([168, 24, 0]));
    }

    #[test]
    fn a_faulty_routing_is_refused_by_name() {
        let cases = [
            (SOURCES[0].replacen("mandate = \"csirt\"", "mandate = \"police\"", 1), "unknown mandate police"),
            (SOURCES[0].replacen("\"gp_practice\"", "\"bakery\"", 1), "unknown kind bakery"),
            (SOURCES[0].replace("id = \"nis2-30\"", "id = \"nis2-23\""), "there twice"),
            (SOURCES[0].replacen("answer_within_hours = 24", "", 1), "a term needs"),
            (SOURCES[0].replacen("answer_within_hours", "answer_in", 1), "unknown field"),
        ];
        for (source, expected) in cases {
            let fault = Routings::read(&[&source]).unwrap_err();
            assert!(fault.contains(expected), "{fault} should contain {expected}");
        }
    }
}
