//! When a question, a rule or a threshold applies: a small condition on answers, written in data.

use directory::OrganisationKind;
use jiff::Timestamp;
use serde::Deserialize;

use crate::answers::{Answer, Answers};

/// A condition on one answer. Exactly one of the tests is given; an answer that is not there meets none.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Condition {
    /// The key of the question.
    pub field: String,
    /// Met when the answer is, or holds, one of these choices.
    #[serde(default)]
    is: Vec<String>,
    /// Met when the answer is this number or more.
    at_least: Option<f64>,
    /// Met when the answer is another moment than the answer to this question.
    differs_from: Option<String>,
}

impl Condition {
    /// What is wrong with it as written, if anything.
    pub(crate) fn fault(&self) -> Option<String> {
        let tests = [!self.is.is_empty(), self.at_least.is_some(), self.differs_from.is_some()];
        let one = tests.into_iter().filter(|test| *test).count() == 1;
        (!one)
            .then(|| format!("a condition on {} needs exactly one of is, at_least, differs_from", self.field))
    }

    /// Every question it looks at.
    pub(crate) fn fields(&self) -> impl Iterator<Item = &str> {
        [Some(self.field.as_str()), self.differs_from.as_deref()].into_iter().flatten()
    }

    /// Whether these answers meet it.
    pub fn is_met(&self, answers: &Answers) -> bool {
        let Some(answer) = answers.get(&self.field) else { return false };
        if let Some(other) = &self.differs_from {
            return answers.get(other).is_some_and(|other| is_other_moment(answer, other));
        }
        match (answer, self.at_least) {
            (Answer::Text(text), Some(least)) => text.parse::<f64>().is_ok_and(|number| number >= least),
            (Answer::Text(text), None) => self.is.contains(text),
            (Answer::Choices(keys), None) => keys.iter().any(|key| self.is.contains(key)),
            (Answer::Rows(_) | Answer::Choices(_), _) => false,
        }
    }
}

fn is_other_moment(one: &Answer, other: &Answer) -> bool {
    let at = |answer: &Answer| match answer {
        Answer::Text(text) => text.parse::<Timestamp>().ok(),
        _ => None,
    };
    matches!((at(one), at(other)), (Some(one), Some(other)) if one != other)
}

/// Whether a list of kinds, as data files write it, names this kind; an empty list names all.
pub(crate) fn names_kind(kinds: &[String], kind: OrganisationKind) -> bool {
    kinds.is_empty() || kinds.iter().any(|name| name == kind.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answers() -> Answers {
        [
            ("devices", Answer::Text("yes".into())),
            ("share", Answer::Text("20".into())),
            ("stopped", Answer::Choices(vec!["results".into()])),
            ("aware", Answer::Text("2026-11-22T06:10:00+01:00".into())),
            ("detected", Answer::Text("2026-11-22T05:10:00+00:00".into())),
            ("began", Answer::Text("2026-11-22T05:11:00+00:00".into())),
        ]
        .map(|(key, answer)| (key.to_owned(), answer))
        .into()
    }

    fn met(source: &str) -> bool {
        let condition: Condition = toml::from_str(source).unwrap();
        assert_eq!(condition.fault(), None);
        condition.is_met(&answers())
    }

    #[test]
    fn conditions_read_answers() {
        assert!(met("field = \"devices\"\nis = [\"yes\", \"unknown\"]"));
        assert!(!met("field = \"devices\"\nis = [\"no\"]"));
        assert!(!met("field = \"nothing\"\nis = [\"no\"]"));
        assert!(met("field = \"stopped\"\nis = [\"results\"]"));
        assert!(met("field = \"share\"\nat_least = 20"));
        assert!(!met("field = \"share\"\nat_least = 20.5"));
        assert!(!met("field = \"devices\"\nat_least = 1"));
        assert!(!met("field = \"aware\"\ndiffers_from = \"detected\""));
        assert!(met("field = \"aware\"\ndiffers_from = \"began\""));
        assert!(!met("field = \"aware\"\ndiffers_from = \"never\""));
    }

    #[test]
    fn a_condition_without_a_test_or_with_two_is_a_fault() {
        for source in ["field = \"a\"", "field = \"a\"\nis = [\"b\"]\nat_least = 1"] {
            assert!(toml::from_str::<Condition>(source).unwrap().fault().is_some(), "{source}");
        }
    }
}
