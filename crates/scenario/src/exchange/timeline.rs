//! Moments as planners write them, all of one list, onto the one clock of an exercise: the earliest is its start.

use std::collections::BTreeMap;

use jiff::civil::DateTime;
use jiff::tz::TimeZone;

use super::draft::{DEFAULT_START, DEFAULT_ZONE};
use super::moments::Spelled;
use crate::format::{DAY, HOUR, Length, MAX_LENGTH};

/// How long a numbered part of an exercise is taken to last when nothing else is known of it.
pub const MOVE: i64 = HOUR;

/// A list of moments on one clock.
#[derive(Debug)]
pub struct Timeline {
    /// When the exercise starts, by the clock on the wall.
    pub start: DateTime,
    /// How long after it each moment is, in the order given; an error for one too far away to be written.
    pub after: Vec<Option<Result<Length, i64>>>,
    /// What was decided.
    pub notes: Vec<String>,
}

/// Puts moments onto one clock. `start` is when the day that relative ones count from begins.
pub fn resolve(moments: &[Option<Spelled>], start: Option<&str>, zone: Option<&str>) -> Timeline {
    let zone = TimeZone::get(zone.unwrap_or(DEFAULT_ZONE)).unwrap_or(TimeZone::UTC);
    let mut notes = Vec::new();
    let dates = || {
        moments.iter().flatten().filter_map(|moment| match moment {
            Spelled::Absolute(date) => Some(*date),
            _ => None,
        })
    };
    let named = start.and_then(|text| text.parse::<DateTime>().ok());
    let base = named.or_else(|| dates().min()).unwrap_or_else(default_start);
    let on_wall = |moment: DateTime| -> i64 {
        // Elapsed time counts: an hour that the clocks skip is not there.
        moment.to_zoned(zone.clone()).map_or(0, |zoned| zoned.timestamp().as_millisecond())
    };
    let (base_ms, midnight) = (on_wall(base), base.date());
    let on_day = |day: i64, time: i64| -> i64 {
        let days = jiff::Span::new().try_days(day).unwrap_or_default();
        let date = midnight.checked_add(days).unwrap_or(midnight);
        on_wall(date.to_datetime(jiff::civil::Time::midnight())).saturating_add(time)
    };
    let weekdays = moments.iter().flatten().find_map(|moment| match moment {
        Spelled::OnWeekday(day, _) => Some(*day),
        _ => None,
    });
    let (mut rolled, mut last_time) = (0, None::<i64>);
    let absolute: Vec<Option<i64>> = moments
        .iter()
        .map(|moment| {
            Some(match (*moment)? {
                Spelled::Relative(after) => base_ms.saturating_add(after),
                Spelled::Absolute(date) => on_wall(date),
                Spelled::OnDay(day, time) => on_day(day - 1, time),
                Spelled::OnWeekday(day, time) => on_day((day - weekdays.unwrap_or(day)).rem_euclid(7), time),
                Spelled::TimeOfDay(time) => {
                    // A list goes on past midnight: from late to early is the next day.
                    if last_time.is_some_and(|last| last - time > DAY / 2) {
                        rolled += 1;
                    }
                    last_time = Some(time);
                    on_day(rolled, time)
                }
                Spelled::Move(number) => base_ms.saturating_add((number - 1) * MOVE),
            })
        })
        .collect();
    let earliest = absolute.iter().flatten().min().copied();
    let counted = |moment: &Spelled| matches!(moment, Spelled::Relative(_) | Spelled::Move(_));
    let only_counted = moments.iter().flatten().all(counted);
    // Counted from a start, a list may begin later than its start; by dates and times it begins with its first.
    let zero = match earliest {
        Some(earliest) if earliest < base_ms || !only_counted => earliest,
        _ => base_ms,
    };
    let start =
        jiff::Timestamp::from_millisecond(zero).map_or(base, |zero| zero.to_zoned(zone.clone()).datetime());
    if only_counted && zero < base_ms {
        notes.push(format!(
            "the earliest moment is {} before the one that all are counted from, so everything was moved by as much: \
             the exercise starts on {start}, and the moment that all are counted from is {base}",
            Length(base_ms - zero)
        ));
    }
    if only_counted && named.is_none() {
        notes.push(format!("the source has no date; everything is counted from {base}: set clock.start"));
    }
    let kinds: BTreeMap<&str, usize> = moments.iter().flatten().fold(BTreeMap::new(), |mut kinds, moment| {
        let kind = if counted(moment) { "counted from a start" } else { "by date or time of day" };
        *kinds.entry(kind).or_default() += 1;
        kinds
    });
    if kinds.len() > 1 {
        notes.push(format!(
            "some moments are counted from a start and some are dates or times of day; the start was taken to be {base}"
        ));
    }
    let after = absolute
        .into_iter()
        .map(|moment| {
            let after = moment?.saturating_sub(zero);
            let good = (0..=MAX_LENGTH.0).contains(&after);
            Some(if good { Ok(Length(after)) } else { Err(after) })
        })
        .collect();
    Timeline { start, after, notes }
}

fn default_start() -> DateTime {
    DEFAULT_START.parse().unwrap_or_else(|_| unreachable!("a date and time"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::moments::parse;

    fn after(texts: &[&str], start: Option<&str>) -> (String, Vec<String>) {
        let moments: Vec<_> = texts.iter().map(|text| parse(text)).collect();
        let line = resolve(&moments, start, None);
        let shown = line.after.iter().map(|after| match after {
            Some(Ok(after)) => after.to_string(),
            Some(Err(_)) => "far".to_owned(),
            None => "none".to_owned(),
        });
        (line.start.to_string(), shown.collect())
    }

    #[test]
    fn the_earliest_moment_is_the_start() {
        let (start, moments) = after(&["J-60", "J-30", "soon", "J"], Some("2027-03-01T09:00"));
        assert_eq!(start, "2026-12-31T09:00:00");
        assert_eq!(moments, ["0m", "30d", "none", "60d"]);
        let (start, moments) = after(&["26/06/2024 09h10", "26/06/2024 09h00", "27/06/2024 09h00"], None);
        assert_eq!(start, "2024-06-26T09:00:00");
        assert_eq!(moments, ["10m", "0m", "1d"]);
        let (_, moments) = after(&["T+10", "T+30", "D+200"], None);
        assert_eq!(moments, ["10m", "30m", "far"]);
        let (start, moments) = after(&["Monday 9:30 AM", "Monday 10:00 AM", "Tuesday 8:00 AM"], None);
        assert_eq!(
            (start.as_str(), moments.as_slice()),
            ("2027-03-01T09:30:00", &["0m", "30m", "22h30m"].map(str::to_owned)[..])
        );
        let (_, moments) = after(&["22:00", "23:30", "00:15"], None);
        assert_eq!(moments, ["0m", "1h30m", "2h15m"]);
        let (_, moments) = after(&["Move 1", "Move 3"], None);
        assert_eq!(moments, ["0m", "2h"]);
    }

    #[test]
    fn an_hour_that_the_clocks_skip_is_not_counted() {
        let (_, moments) = after(&["27/03/2027 20:00", "28/03/2027 20:00"], None);
        assert_eq!(moments, ["0m", "23h"]);
    }
}
