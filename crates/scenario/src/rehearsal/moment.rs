//! Moments and lengths of time as people read them.

use crate::format::{DAY, HOUR, Length, MINUTE, SECOND};
use jiff::civil::DateTime;

/// A moment of the story by the clock on its wall: `D1 10:30`. Days are as long as that clock says, as everywhere in a
/// scenario.
pub fn moment(start: DateTime, after: i64) -> String {
    let at = midnight(start) + after;
    format!("D{} {}", at.div_euclid(DAY) + 1, clock(at))
}

/// Milliseconds from midnight to the start.
pub fn midnight(start: DateTime) -> i64 {
    i64::from(start.hour()) * HOUR + i64::from(start.minute()) * MINUTE + i64::from(start.second()) * SECOND
}

/// The time of day of a moment after midnight of the first day.
pub fn clock(after_midnight: i64) -> String {
    let of_day = after_midnight.rem_euclid(DAY);
    format!("{:02}:{:02}", of_day / HOUR, of_day % HOUR / MINUTE)
}

/// A length of time with at most two units: `1d 6h`, `35m`, `1m 20s`.
pub fn length(milliseconds: i64) -> String {
    let unit = match milliseconds {
        ..10_000 => 100,
        10_000..600_000 => SECOND,
        600_000..86_400_000 => MINUTE,
        _ => HOUR,
    };
    let near = (milliseconds + unit / 2) / unit * unit;
    if near == 0 {
        return "0s".to_owned();
    }
    if near < 10 * SECOND && near % SECOND > 0 {
        return format!("{:.1}s", near as f64 / SECOND as f64);
    }
    let plain = Length(near).to_string();
    let mut text = String::new();
    for letter in plain.chars() {
        if letter.is_ascii_digit() && text.ends_with(|last: char| last.is_ascii_alphabetic()) {
            text.push('\u{a0}');
        }
        text.push(letter);
    }
    text
}
