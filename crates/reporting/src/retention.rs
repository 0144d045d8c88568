//! How long what is written is kept, as dated data.
//!
//! What was filed is kept by the version in force when it was closed, so that what its owner was told then
//! stays true.

use std::collections::HashSet;
use std::sync::LazyLock;

use jiff::ToSpan;
use kernel::time::Time;
use l10n::Zone;
use serde::Deserialize;

use crate::deadline::add_months;
use crate::incident::Incident;
use crate::texts::{Texts, day};

/// Every version of the periods ever used, in the order of their dates. A version is added, never removed or
/// changed.
const SOURCES: &[&str] = crate::data::RETENTION;
/// What was begun and never filed.
const DRAFT: &str = "draft";
/// An incident that was filed, with all that belongs to it.
const INCIDENT: &str = "incident";

/// How long one sort of record is kept.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Class {
    /// The sort: `draft` or `incident`.
    pub id: String,
    keep_days: Option<u32>,
    keep_months: Option<u32>,
    /// Where the period comes from.
    pub source: Texts,
    /// What is kept for how long, as a sentence for its owner.
    pub text: Texts,
}

impl Class {
    fn fault(&self) -> Option<&'static str> {
        if ![DRAFT, INCIDENT].contains(&self.id.as_str()) {
            Some("is no sort of record")
        } else if self.keep_days.is_some() == self.keep_months.is_some() {
            Some("needs either keep_days or keep_months")
        } else if self.keep_days.or(self.keep_months) == Some(0) {
            Some("keeps nothing at all")
        } else if !self.source.is_complete() || !self.text.is_complete() {
            Some("a text is empty in one language")
        } else {
            None
        }
    }

    /// Until when a record is kept whose period began at `start`: by the calendar of the installation's zone.
    pub fn until(&self, start: Time, zone: &Zone) -> Time {
        let Some(days) = self.keep_days else {
            return add_months(start, self.keep_months.unwrap_or_default(), zone);
        };
        let at = zone.civil(start.timestamp());
        // What lies beyond the calendar is kept.
        at.checked_add(i64::from(days).days()).map_or(Time(i64::MAX), |end| end.timestamp().into())
    }
}

/// The periods in one version.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Retention {
    /// The version.
    pub version: String,
    from: String,
    classes: Vec<Class>,
    #[serde(skip)]
    begins: Time,
}

impl Retention {
    fn read(source: &str) -> Result<Self, String> {
        let mut read: Self = toml::from_str(source).map_err(|error| error.to_string())?;
        let name = format!("retention {}", read.version);
        read.begins = day(&read.from).ok_or_else(|| format!("{name}: from is no day"))?;
        let mut ids = HashSet::new();
        for class in &read.classes {
            if !ids.insert(class.id.as_str()) {
                return Err(format!("{name}: {} is there twice", class.id));
            }
            if let Some(fault) = class.fault() {
                return Err(format!("{name}: {} {fault}", class.id));
            }
        }
        match [DRAFT, INCIDENT].into_iter().find(|id| !ids.contains(id)) {
            Some(missing) => Err(format!("{name}: {missing} is missing")),
            None => Ok(read),
        }
    }

    fn class(&self, id: &str) -> &Class {
        self.classes.iter().find(|class| class.id == id).expect("checked when it was read")
    }

    /// How long what was begun and never filed is kept, from its last change.
    pub fn draft(&self) -> &Class {
        self.class(DRAFT)
    }

    /// How long an incident is kept once its last authority has closed it.
    pub fn incident(&self) -> &Class {
        self.class(INCIDENT)
    }
}

/// Every version of the periods.
#[derive(Clone, Debug)]
pub struct Retentions(Vec<Retention>);

impl Retentions {
    /// Reads and checks periods, given in the order of their dates.
    ///
    /// # Errors
    /// A sentence that names the version and what is wrong with it.
    pub fn read(sources: &[&str]) -> Result<Self, String> {
        let read: Vec<Retention> =
            sources.iter().map(|source| Retention::read(source)).collect::<Result<_, _>>()?;
        if read.is_empty() {
            return Err("there is no retention".into());
        }
        match read.windows(2).find(|pair| pair[0].begins >= pair[1].begins) {
            Some(pair) => Err(format!("retention {}: does not begin after the one before", pair[1].version)),
            None => Ok(Self(read)),
        }
    }

    /// The periods this program carries.
    pub fn embedded() -> &'static Self {
        static RETENTIONS: LazyLock<Retentions> =
            LazyLock::new(|| Retentions::read(SOURCES).expect("a test reads the embedded retention"));
        &RETENTIONS
    }

    /// The newest that has begun at a moment, or the first there ever was.
    pub fn current(&self, at: Time) -> &Retention {
        let begun = self.0.iter().rev().find(|each| each.begins <= at);
        begun.or(self.0.first()).expect("a program without retention is not built")
    }

    /// Each version with the moments at which it is the current one: from the first, until before the second.
    pub(crate) fn reigns(&self) -> impl Iterator<Item = (&Retention, Time, Time)> {
        self.0.iter().enumerate().map(|(index, each)| {
            let from = if index == 0 { Time(i64::MIN) } else { each.begins };
            (each, from, self.0.get(index + 1).map_or(Time(i64::MAX), |next| next.begins))
        })
    }
}

/// Until when an incident is kept; `None` while an authority has not closed it.
pub fn kept_until(incident: &Incident, zone: &Zone) -> Option<Time> {
    let closed_at = incident.closed_at?;
    Some(Retentions::embedded().current(closed_at).incident().until(closed_at, zone))
}

/// What the owner of an incident is told about how long it is kept: of a closed one by the version in force
/// when it was closed, of an open one by the version in force `now`.
pub fn promise(incident: &Incident, now: Time) -> &'static Class {
    Retentions::embedded().current(incident.closed_at.unwrap_or(now)).incident()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn zone() -> Zone {
        Zone::named("Europe/Brussels").unwrap()
    }

    fn at(text: &str) -> Time {
        text.parse::<jiff::Timestamp>().unwrap().into()
    }

    /// A later version that keeps incidents for a year.
    fn later() -> String {
        SOURCES[0]
            .replace("version = \"2026-11\"", "version = \"2028-01\"")
            .replace("from = \"2026-01-01\"", "from = \"2028-01-01\"")
            .replace("keep_months = 60", "keep_months = 12")
    }

    #[test]
    fn a_faulty_retention_is_refused_by_name() {
        let cases = [
            (SOURCES[0].replace("id = \"incident\"", "id = \"draft\""), "draft is there twice"),
            (SOURCES[0].replace("id = \"incident\"", "id = \"diary\""), "diary is no sort of record"),
            (SOURCES[0].replace("keep_days = ", "keep_months = 1\nkeep_days = "), "draft needs either"),
            (SOURCES[0].replace("keep_days = ", "# keep_days = "), "draft needs either"),
            (SOURCES[0].replace("keep_days = 90", "keep_days = 0"), "keeps nothing at all"),
            (SOURCES[0].replace("keep_days = ", "keep_weeks = "), "unknown field"),
            (SOURCES[0].replace("from = \"2026-01-01\"", "from = \"soon\""), "from is no day"),
            (
                SOURCES[0].replace("[[classes]]\nid = \"incident\"", "[[others]]\nid = \"incident\""),
                "unknown",
            ),
        ];
        for (source, expected) in cases {
            let fault = Retentions::read(&[&source]).unwrap_err();
            assert!(fault.contains(expected), "{fault} should contain {expected}");
        }
        let blank: Vec<&str> = SOURCES[0]
            .lines()
            .map(|line| if line.starts_with("text.de") { "text.de = \" \"" } else { line })
            .collect();
        assert!(Retentions::read(&[&blank.join("\n")]).unwrap_err().contains("empty in one language"));
        let half = SOURCES[0].rsplit_once("[[classes]]").unwrap().0;
        assert!(Retentions::read(&[half]).unwrap_err().contains("incident is missing"));
        assert!(Retentions::read(&[SOURCES[0], SOURCES[0]]).unwrap_err().contains("does not begin after"));
        assert!(Retentions::read(&[]).is_err());
    }

    #[test]
    fn a_version_takes_over_on_its_day_and_leaves_what_was_closed_before() {
        let later = later();
        let retentions = Retentions::read(&[SOURCES[0], &later]).unwrap();
        let until = |closed: &str| {
            let closed = at(closed);
            retentions.current(closed).incident().until(closed, &zone())
        };
        assert_eq!(until("2027-12-31T23:59:59Z"), at("2032-12-31T23:59:59Z"));
        assert_eq!(until("2028-01-01T00:00:00Z"), at("2029-01-01T00:00:00Z"));
        assert_eq!(until("1999-01-01T00:00:00Z"), at("2004-01-01T00:00:00Z"));
        let reigns: Vec<(Time, Time)> = retentions.reigns().map(|(_, from, before)| (from, before)).collect();
        let turn = at("2028-01-01T00:00:00Z");
        assert_eq!(reigns, [(Time(i64::MIN), turn), (turn, Time(i64::MAX))]);
    }

    #[test]
    fn months_and_days_are_counted_by_the_calendar() {
        let retention = Retentions::embedded().current(at("2026-11-22T05:00:00Z"));
        // Ninety days over a night when the clock changes end at the same hour on the wall.
        let end = retention.draft().until(at("2027-02-01T08:00:00+01:00"), &zone());
        assert_eq!(end, at("2027-05-02T08:00:00+02:00"));
        assert_ne!(end, at("2027-02-01T08:00:00+01:00").plus(std::time::Duration::from_secs(90 * 86_400)));
        // Closed on a leap day: five years on there is none.
        let end = retention.incident().until(at("2028-02-29T10:00:00+01:00"), &zone());
        assert_eq!(end, at("2033-02-28T10:00:00+01:00"));
    }
}
