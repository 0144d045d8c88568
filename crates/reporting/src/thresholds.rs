//! When an incident counts as significant: dated data that suggests, and never decides.

use std::collections::HashSet;
use std::sync::LazyLock;

use kernel::time::Time;
use serde::Deserialize;

use crate::answers::Answers;
use crate::condition::Condition;
use crate::texts::{Texts, day};

/// Every version of the thresholds ever used. A version is added, never removed or changed.
const SOURCES: &[&str] = crate::data::THRESHOLDS;

/// One criterion.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Threshold {
    /// What a filing names it by.
    pub id: String,
    /// Where it comes from.
    pub source: Texts,
    /// The criterion as a sentence.
    pub text: Texts,
    /// It is reached when all of these are met.
    all: Vec<Condition>,
}

/// The criteria of one country in one version.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Thresholds {
    /// The country.
    pub id: String,
    /// The version.
    pub version: String,
    from: String,
    /// The criteria.
    pub thresholds: Vec<Threshold>,
    #[serde(skip)]
    begins: Time,
}

impl Thresholds {
    fn read(source: &str) -> Result<Self, String> {
        let mut read: Self = toml::from_str(source).map_err(|error| error.to_string())?;
        let name = read.name();
        read.begins = day(&read.from).ok_or_else(|| format!("thresholds {name}: from is no day"))?;
        let mut ids = HashSet::new();
        for each in &read.thresholds {
            let fault = |fault: &str| format!("thresholds {name}: {}: {fault}", each.id);
            if !ids.insert(each.id.as_str()) {
                return Err(fault("is there twice"));
            }
            if each.all.is_empty() {
                return Err(fault("has no condition"));
            }
            if let Some(wrong) = each.all.iter().find_map(Condition::fault) {
                return Err(fault(&wrong));
            }
            if !each.source.is_complete() || !each.text.is_complete() {
                return Err(fault("a text is empty in one language"));
            }
        }
        Ok(read)
    }

    /// Country and version in one word, as documents keep it.
    pub fn name(&self) -> String {
        format!("{}/{}", self.id, self.version)
    }

    /// The criteria these answers reach.
    pub fn reached<'a>(&'a self, answers: &'a Answers) -> impl Iterator<Item = &'a Threshold> {
        self.thresholds.iter().filter(|each| each.all.iter().all(|condition| condition.is_met(answers)))
    }
}

/// Every version of the thresholds.
#[derive(Clone, Debug)]
pub struct AllThresholds(Vec<Thresholds>);

impl AllThresholds {
    /// Reads and checks thresholds.
    ///
    /// # Errors
    /// A sentence that names the file and what is wrong with it.
    pub fn read(sources: &[&str]) -> Result<Self, String> {
        Ok(Self(sources.iter().map(|source| Thresholds::read(source)).collect::<Result<_, _>>()?))
    }

    /// The thresholds this program carries.
    pub fn embedded() -> &'static Self {
        static ALL: LazyLock<AllThresholds> =
            LazyLock::new(|| AllThresholds::read(SOURCES).expect("a test reads the embedded thresholds"));
        &ALL
    }

    /// The newest that has begun at a moment, or the first there ever was.
    pub fn current(&self, at: Time) -> &Thresholds {
        let begun = self.0.iter().filter(|each| each.begins <= at).max_by_key(|each| each.begins);
        begun.or(self.0.first()).expect("a program without thresholds is not built")
    }

    /// The version a document names.
    pub fn find(&self, name: &str) -> Option<&Thresholds> {
        self.0.iter().find(|each| each.name() == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answers::Answer;
    use crate::form::{Forms, Kind, Stage};

    fn reached(pairs: &[(&str, &str)]) -> Vec<&'static str> {
        let answers: Answers =
            pairs.iter().map(|(key, value)| ((*key).to_owned(), Answer::Text((*value).to_owned()))).collect();
        let all = AllThresholds::embedded().current(Time(0));
        all.thresholds
            .iter()
            .filter(|each| all.reached(&answers).any(|reached| reached.id == each.id))
            .map(|each| each.id.as_str())
            .collect()
    }

    /// Each case: a criterion, answers that reach it, and answers that just do not.
    #[test]
    fn each_threshold_is_reached_at_its_edge_and_not_before() {
        type Given = &'static [(&'static str, &'static str)];
        let cases: [(&str, Given, Given); 17] = [
            ("malicious", &[("malicious", "yes")], &[("malicious", "unknown")]),
            (
                "availability-share",
                &[("users_percent", "20"), ("duration_hours", "1")],
                &[("users_percent", "19.9"), ("duration_hours", "1")],
            ),
            (
                "availability-share",
                &[("users_percent", "100"), ("duration_hours", "48")],
                &[("users_percent", "100"), ("duration_hours", "0.9")],
            ),
            (
                "availability-share",
                &[("users_percent", "20"), ("duration_hours", "1")],
                &[("users_percent", "20")],
            ),
            (
                "availability-share",
                &[("users_percent", "20"), ("duration_hours", "1")],
                &[("duration_hours", "9")],
            ),
            ("availability-hour", &[("availability_hour", "yes")], &[("availability_hour", "unknown")]),
            ("availability-contract", &[("contract_missed", "yes")], &[("contract_missed", "no")]),
            ("loss-euro", &[("loss_euro", "250000.01")], &[("loss_euro", "250000")]),
            ("loss-euro", &[("loss_euro", "500000")], &[("loss_euro", "0")]),
            ("loss-turnover", &[("loss_turnover_percent", "5.01")], &[("loss_turnover_percent", "5")]),
            ("loss-secrets", &[("trade_secrets", "yes")], &[("trade_secrets", "unknown")]),
            ("harm", &[("other_harm", "yes")], &[("other_harm", "no")]),
            (
                "harm-device",
                &[("devices", "yes"), ("patient_harm", "harm")],
                &[("devices", "yes"), ("patient_harm", "near_miss")],
            ),
            (
                "harm-device",
                &[("devices", "unknown"), ("patient_harm", "death")],
                &[("devices", "no"), ("patient_harm", "death")],
            ),
            ("recurring", &[("recurring", "yes")], &[("recurring", "no")]),
            ("recurring", &[("recurring", "yes")], &[("recurring", "unknown")]),
            ("recurring", &[("recurring", "yes")], &[]),
        ];
        for (id, enough, short) in cases {
            assert_eq!(reached(enough), [id], "{enough:?}");
            assert_eq!(reached(short), [""; 0], "{short:?}");
        }
        let all = &AllThresholds::embedded().current(Time(0)).thresholds;
        let untested = all.iter().find(|each| cases.iter().all(|(id, ..)| *id != each.id));
        assert!(untested.is_none(), "{untested:?}");
    }

    #[test]
    fn several_criteria_may_be_reached_at_once() {
        let given = [("malicious", "yes"), ("loss_euro", "300000"), ("loss_turnover_percent", "2")];
        assert_eq!(reached(&given), ["malicious", "loss-euro"]);
    }

    #[test]
    fn every_criterion_looks_at_what_the_report_asks() {
        let forms = Forms::embedded();
        for stage in [Stage::Notification, Stage::Intermediate, Stage::Progress, Stage::Final] {
            let form = forms.current(stage, Time(0)).unwrap();
            for each in &AllThresholds::embedded().current(Time(0)).thresholds {
                for condition in &each.all {
                    let field = form.field(&condition.field);
                    let field =
                        field.unwrap_or_else(|| panic!("{}: {} is not asked", each.id, condition.field));
                    let taken = |key: &str| {
                        condition.is_met(&[(field.key.clone(), Answer::Text(key.to_owned()))].into())
                    };
                    let can_be_met = match field.kind {
                        Kind::Number => taken("1000000000"),
                        _ => field.choices.iter().any(|choice| taken(&choice.key)),
                    };
                    assert!(can_be_met, "{}: {}", each.id, field.key);
                }
            }
        }
    }

    #[test]
    fn faulty_thresholds_are_refused_by_name() {
        let cases = [
            (SOURCES[0].replacen("id = \"harm\"", "id = \"malicious\"", 1), "there twice"),
            (SOURCES[0].replacen("from = \"2025-08-01\"", "from = \"soon\"", 1), "from is no day"),
            (SOURCES[0].replacen("at_least", "atleast", 1), "unknown field"),
            (SOURCES[0].replacen(", is = [\"yes\"]", "", 1), "needs exactly one of"),
            (SOURCES[0].replacen("[{ field = \"malicious\", is = [\"yes\"] }]", "[]", 1), "has no condition"),
        ];
        for (source, expected) in cases {
            let fault = AllThresholds::read(&[&source]).unwrap_err();
            assert!(fault.contains(expected), "{fault} should contain {expected}");
        }
    }
}
