//! When an incident counts as significant: dated data that suggests, and never decides.

use std::collections::HashSet;
use std::sync::LazyLock;

use kernel::time::Time;
use serde::Deserialize;

use crate::answers::Answers;
use crate::condition::Condition;
use crate::texts::{Texts, day};

/// Every version of the thresholds ever used. A version is added, never removed or changed.
const SOURCES: &[&str] = &[include_str!("../../../data/thresholds/be/2025-08.toml")];

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
