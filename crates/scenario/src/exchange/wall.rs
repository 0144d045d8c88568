//! When injects go, by the clock of the exercise and by the clock on the wall: for lists and for paper.

use jiff::civil::DateTime;
use jiff::tz::TimeZone;

use super::clauses::day;
use crate::format::{DAY, HOUR, Inject, Language, Length, MINUTE, Moment};
use crate::read::Written;

/// The clock of an exercise.
#[derive(Debug)]
pub struct Wall {
    /// The start; none when it cannot be read.
    start: Option<jiff::Zoned>,
}

impl Wall {
    /// The clock of that exercise. Where its zone is not known, UTC counts.
    pub fn of(written: &Written) -> Self {
        let clock = &written.exercise.clock;
        let zone = TimeZone::get(&clock.timezone.value).unwrap_or(TimeZone::UTC);
        let start = clock.start.value.parse::<DateTime>().ok();
        Self { start: start.and_then(|start| start.to_zoned(zone).ok()) }
    }

    /// How long after the start a moment is.
    pub fn after(&self, moment: Moment) -> Length {
        match moment {
            Moment::After(length) => length,
            Moment::On { day, time } => {
                let midnight = self.start.as_ref().and_then(|start| {
                    let date = start
                        .date()
                        .checked_add(jiff::Span::new().try_days(i64::from(day) - 1).ok()?)
                        .ok()?;
                    let at = date.to_datetime(jiff::civil::Time::midnight());
                    at.to_zoned(start.time_zone().clone()).ok()
                });
                match (midnight, &self.start) {
                    (Some(midnight), Some(start)) => {
                        let on = midnight.timestamp().as_millisecond().saturating_add(time);
                        Length(on - start.timestamp().as_millisecond())
                    }
                    _ => Length((i64::from(day) - 1) * DAY + time),
                }
            }
        }
    }

    /// A moment by the clock on the wall: `2027-03-09 08:45`.
    pub fn at(&self, after: Length) -> Option<String> {
        Some(self.moment(after)?.strftime("%Y-%m-%d %H:%M").to_string())
    }

    /// A moment by the clock on the wall, as people say it: `08:45`, on another day than the first with the day.
    pub fn clock(&self, language: Language, after: Length) -> Option<String> {
        let (start, moment) = (self.start.as_ref()?, self.moment(after)?);
        let time = moment.strftime("%H:%M").to_string();
        let other_year = start.year() != moment.year();
        let other_day = start.date() != moment.date();
        let day = other_day.then(|| format!("{}, ", day(language, moment.date(), other_year)));
        Some(format!("{}{time}", day.unwrap_or_default()))
    }

    /// A moment with its whole date, as people write it: `9 maart 2027, 08:45`.
    pub fn dated(&self, language: Language, after: Length) -> Option<String> {
        let moment = self.moment(after)?;
        Some(format!("{}, {}", day(language, moment.date(), true), moment.strftime("%H:%M")))
    }

    fn moment(&self, after: Length) -> Option<jiff::Zoned> {
        self.start.as_ref()?.checked_add(jiff::SignedDuration::from_millis(after.0)).ok()
    }

    /// When an inject goes by the clock on the wall, if that is known beforehand.
    pub fn shown(&self, inject: &Inject) -> Option<String> {
        self.at(self.after(inject.at.as_ref()?.value))
    }

    /// Every inject in the order of time; those without a moment come last, in the order they are written.
    pub fn in_order<'a>(&self, written: &'a Written) -> Vec<&'a Inject> {
        let mut all: Vec<&Inject> = written.injects.iter().map(|inject| &inject.value).collect();
        all.sort_by_key(|inject| inject.at.as_ref().map_or(i64::MAX, |at| self.after(at.value).0));
        all
    }
}

/// A length of time as `1:05` (hours and minutes), as the clock of the exercise shows it.
pub fn hours(length: Length) -> String {
    format!("{}:{:02}", length.0.div_euclid(HOUR), length.0.rem_euclid(HOUR) / MINUTE)
}
