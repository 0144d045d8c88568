//! The lines of a log with their moments. A log covers the day before the exercise starts.

use jiff::civil::DateTime;
use jiff::tz::TimeZone;

use super::draw::Draw;

/// Milliseconds in a day.
pub(super) const DAY: i64 = 86_400_000;
/// What begins in the last minute could go on after the end.
const LAST_MINUTE: i64 = 60_000;
const HOUR: u64 = 3_600_000;

/// Lines with the moments at which they were written.
pub(super) struct Timeline {
    /// When the log ends, in milliseconds since 1970.
    pub end: i64,
    /// The time of day at which it ends, in milliseconds after midnight.
    end_of_day: i64,
    lines: Vec<(i64, String)>,
}

impl Timeline {
    /// A log that ends when the exercise starts.
    pub fn until(start: DateTime, zone: &TimeZone) -> Self {
        Self { end: milliseconds(start, zone), end_of_day: milliseconds_of_day(start), lines: Vec::new() }
    }

    /// When the log begins.
    pub fn begin(&self) -> i64 {
        self.end - DAY
    }

    /// Adds a line.
    pub fn add(&mut self, moment: i64, line: String) {
        self.lines.push((moment, line));
    }

    /// How many lines it has.
    pub fn len(&self) -> usize {
        self.lines.len()
    }

    /// A moment of the day, more often while people are at work.
    pub fn moment(&self, draw: &mut Draw) -> i64 {
        let hour = if draw.percent(75) { draw.between(7, 18) } else { draw.below(24) };
        let time_of_day = (hour * HOUR + draw.below(HOUR)) as i64;
        self.begin() + (time_of_day - self.end_of_day).rem_euclid(DAY).min(DAY - LAST_MINUTE)
    }

    /// Its lines in the order of time, each with an end; those of one moment in the order in which they were added.
    pub fn text(mut self, heading: &str) -> Vec<u8> {
        self.lines.sort_by_key(|(moment, _)| *moment);
        let size = self.lines.iter().map(|(_, line)| line.len() + 1).sum::<usize>() + heading.len();
        let mut text = String::with_capacity(size);
        text.push_str(heading);
        for (_, line) in &self.lines {
            text.push_str(line);
            text.push('\n');
        }
        text.into_bytes()
    }
}

/// Milliseconds since 1970 of a moment by the clock on the wall; the later one where summer time leaves it out.
/// 0 for a moment so near the end of the calendar that no time zone has it.
pub(super) fn milliseconds(moment: DateTime, zone: &TimeZone) -> i64 {
    zone.to_timestamp(moment).map_or(0, |timestamp| timestamp.as_millisecond())
}

fn milliseconds_of_day(moment: DateTime) -> i64 {
    let time = moment.time();
    (i64::from(time.hour()) * 60 + i64::from(time.minute())) * 60_000 + i64::from(time.second()) * 1_000
}
