//! When something is due: terms counted from an anchor, by the calendar of the installation's zone.
//!
//! NIS2 art. 23(4): early warning 24 hours and notification 72 hours after *awareness*; the final report
//! one month after the notification was *submitted*, or after a progress report one month after handling
//! ended.

use std::time::Duration;

use jiff::ToSpan;
use kernel::time::Time;
use l10n::Zone;
use serde::Deserialize;

use crate::form::Stage;

/// What a term is counted from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Anchor {
    /// Since when the reporter has been aware.
    Awareness,
    /// When the notification was filed.
    Notification,
    /// When the incident was no longer handled.
    HandlingEnded,
}

impl Anchor {
    /// As stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Awareness => "awareness",
            Self::Notification => "notification",
            Self::HandlingEnded => "handling_ended",
        }
    }
}

/// A term within which a stage must be filed, as a routing rule gives it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Term {
    /// The stage that is due.
    pub stage: Stage,
    /// What it is counted from.
    pub from: Anchor,
    within_hours: Option<u32>,
    within_months: Option<u32>,
    /// When to remind before it ends, in hours; at the end itself somebody is always reminded.
    #[serde(default)]
    remind_hours_before: Vec<u32>,
    /// The article that sets it.
    pub source: String,
}

impl Term {
    /// What is wrong with it as written, if anything.
    pub(crate) fn fault(&self) -> Option<&'static str> {
        if self.within_hours.is_some() == self.within_months.is_some() {
            Some("a term needs either within_hours or within_months")
        } else if self.source.trim().is_empty() {
            Some("a term needs its source")
        } else {
            None
        }
    }

    /// When it ends. Hours are hours that pass; a month ends on the same day and hour of the next month by
    /// the clock on the wall, or on that month's last day when it has no such day.
    pub fn due(&self, start: Time, zone: &Zone) -> Time {
        match (self.within_hours, self.within_months) {
            (Some(hours), _) => start.plus(Duration::from_secs(u64::from(hours) * 3600)),
            (None, months) => add_months(start, months.unwrap_or_default(), zone),
        }
    }

    /// When somebody is reminded of a term that ends at `due`: before it, the last moment at it.
    pub fn reminders(&self, start: Time, due: Time) -> Vec<Time> {
        let before = |hours: &u32| due.minus(Duration::from_secs(u64::from(*hours) * 3600));
        let mut times: Vec<Time> =
            self.remind_hours_before.iter().map(before).filter(|at| *at > start).collect();
        times.push(due);
        times.sort();
        times
    }
}

/// The same day and hour by the clock on the wall, months later; that month's last day when it has no such
/// day.
pub(crate) fn add_months(start: Time, months: u32, zone: &Zone) -> Time {
    let at = zone.civil(start.timestamp());
    at.checked_add(i64::from(months).months()).map_or(start, |end| end.timestamp().into())
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

    fn hours(hours: u32) -> Term {
        Term {
            stage: Stage::Notification,
            from: Anchor::Awareness,
            within_hours: Some(hours),
            within_months: None,
            remind_hours_before: vec![24, 4],
            source: "NIS2".into(),
        }
    }

    fn month() -> Term {
        Term { within_hours: None, within_months: Some(1), ..hours(1) }
    }

    /// Each case: a start, the right end, and the end that a plausible wrong clock would give.
    #[test]
    fn a_month_is_a_month_by_the_calendar() {
        let thirty_days = |start: Time| start.plus(Duration::from_secs(30 * 24 * 3600));
        let cases = [
            // 31 January has no 31 February.
            ("2027-01-31T10:00:00+01:00", "2027-02-28T10:00:00+01:00"),
            ("2028-01-31T10:00:00+01:00", "2028-02-29T10:00:00+01:00"),
            ("2028-02-29T10:00:00+01:00", "2028-03-29T10:00:00+02:00"),
            ("2026-12-31T23:30:00+01:00", "2027-01-31T23:30:00+01:00"),
            // Over the night in March when an hour is skipped, and the one in October when it is repeated:
            // the same hour on the wall.
            ("2027-03-15T09:00:00+01:00", "2027-04-15T09:00:00+02:00"),
            ("2026-10-15T09:00:00+02:00", "2026-11-15T09:00:00+01:00"),
            // A month that ends inside the skipped hour ends at the next that exists.
            ("2027-02-28T02:30:00+01:00", "2027-03-28T03:30:00+02:00"),
        ];
        for (start, end) in cases {
            assert_eq!(month().due(at(start), &zone()), at(end), "{start}");
            assert_ne!(thirty_days(at(start)), at(end), "{start}: thirty days would be wrong");
        }
    }

    #[test]
    fn inside_the_repeated_hour_the_first_is_meant() {
        let due = month().due(at("2026-09-25T02:30:00+02:00"), &zone());
        assert_eq!(due, at("2026-10-25T02:30:00+02:00"));
        assert_ne!(due, at("2026-10-25T02:30:00+01:00"));
    }

    #[test]
    fn hours_are_hours_that_pass_whatever_the_wall_shows() {
        let cases = [
            // Spring: the wall shows one hour more.
            ("2027-03-27T12:00:00+01:00", 24, "2027-03-28T13:00:00+02:00", "2027-03-28T12:00:00+02:00"),
            // Autumn: one hour less.
            ("2026-10-24T12:00:00+02:00", 24, "2026-10-25T11:00:00+01:00", "2026-10-25T12:00:00+01:00"),
            ("2026-10-23T02:30:00+02:00", 72, "2026-10-26T01:30:00+01:00", "2026-10-26T02:30:00+01:00"),
        ];
        for (start, term, end, by_the_wall) in cases {
            assert_eq!(hours(term).due(at(start), &zone()), at(end), "{start}");
            assert_ne!(at(by_the_wall), at(end), "{start}: the same hour on the wall would be wrong");
        }
    }

    #[test]
    fn the_right_anchor_gives_another_end_than_the_wrong_one() {
        // Told by a supplier at 06:10, seen with one's own eyes at 09:40: the term runs from the first.
        let (aware, detected) = (at("2026-11-22T06:10:00+01:00"), at("2026-11-22T09:40:00+01:00"));
        let due = hours(72).due(aware, &zone());
        assert_eq!(due, at("2026-11-25T06:10:00+01:00"));
        assert_ne!(due, hours(72).due(detected, &zone()));
        // The final report counts from the notification's filing, not from awareness.
        let filed = at("2026-11-24T17:00:00+01:00");
        assert_eq!(month().due(filed, &zone()), at("2026-12-24T17:00:00+01:00"));
        assert_ne!(month().due(filed, &zone()), month().due(aware, &zone()));
    }

    #[test]
    fn reminders_come_before_the_end_and_at_it() {
        let (start, due) = (at("2026-11-22T06:00:00Z"), at("2026-11-25T06:00:00Z"));
        let expected = ["2026-11-24T06:00:00Z", "2026-11-25T02:00:00Z", "2026-11-25T06:00:00Z"].map(at);
        assert_eq!(hours(72).reminders(start, due), expected);
        // A term shorter than the notice only has what still lies ahead.
        let short = at("2026-11-22T09:00:00Z");
        assert_eq!(hours(3).reminders(start, short), [short]);
    }
}
