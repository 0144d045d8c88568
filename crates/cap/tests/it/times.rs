//! CAP §3.3.2.

use crate::samples::time;
use cap::{Time, TimeError};
use jiff::tz::Offset;

fn at(moment: &str, offset_seconds: i32) -> Result<Time, TimeError> {
    Time::new(moment.parse().expect("a moment"), Offset::from_seconds(offset_seconds).expect("an offset"))
}

#[test]
fn a_time_is_written_with_the_offset_of_the_place() {
    let cases = [
        (3600, "2026-11-25T03:10:00+01:00"),
        (-5 * 3600, "2026-11-24T21:10:00-05:00"),
        (5 * 3600 + 1800, "2026-11-25T07:40:00+05:30"),
        (-1800, "2026-11-25T01:40:00-00:30"),
        (14 * 3600, "2026-11-25T16:10:00+14:00"),
    ];
    for (offset, written) in cases {
        assert_eq!(at("2026-11-25T02:10:00Z", offset).unwrap().to_string(), written);
    }
}

#[test]
fn a_time_in_utc_is_written_with_a_numeric_offset() {
    assert_eq!(at("2026-11-25T02:10:00Z", 0).unwrap().to_string(), "2026-11-25T02:10:00-00:00");
}

#[test]
fn what_is_less_than_a_second_is_dropped() {
    assert_eq!(at("2026-11-25T02:10:00.999Z", 3600), at("2026-11-25T02:10:00Z", 3600));
}

#[test]
fn utc_is_read_with_either_sign() {
    assert_eq!(time("2026-11-25T02:10:00+00:00"), time("2026-11-25T02:10:00-00:00"));
}

#[test]
fn a_time_keeps_its_moment_and_offset() {
    let read = time("2026-11-25T03:10:00+01:00");
    assert_eq!(read.moment(), "2026-11-25T02:10:00Z".parse().unwrap());
    assert_eq!(read.offset().seconds(), 3600);
    assert_ne!(read, time("2026-11-25T02:10:00-00:00"), "the same moment elsewhere is written differently");
}

#[test]
fn other_texts_are_no_times() {
    let cases = [
        ("2026-11-25T02:10:00Z", TimeError::Form),
        ("2026-11-25T03:10:00.5+01:00", TimeError::Form),
        ("2026-11-25T03:10:00", TimeError::Form),
        ("2026-11-25T03:10:00,01:00", TimeError::Form),
        ("2026-11-25 03:10:00+01:00", TimeError::Form),
        ("2026-11-25T03:10:00+0100x", TimeError::Form),
        ("", TimeError::Form),
        ("٢026-11-25T03:10:0+01:00", TimeError::Form),
        ("2026-02-29T03:10:00+01:00", TimeError::Value),
        ("2026-11-25T24:00:00+01:00", TimeError::Value),
        ("2026-11-25T03:10:60+01:00", TimeError::Value),
        ("0000-11-25T03:10:00+01:00", TimeError::Value),
        ("2026-11-25T03:10:00+14:01", TimeError::Offset),
        ("2026-11-25T03:10:00+99:00", TimeError::Offset),
        ("2026-11-25T03:10:00+01:60", TimeError::Offset),
    ];
    for (text, error) in cases {
        assert_eq!(text.parse::<Time>(), Err(error), "{text}");
    }
}

#[test]
fn an_offset_that_cannot_be_written_is_refused() {
    assert_eq!(
        at("2026-11-25T02:10:00Z", 1050),
        Err(TimeError::Offset),
        "17 minutes and 30 seconds, as in 1880"
    );
    assert_eq!(at("2026-11-25T02:10:00Z", 15 * 3600), Err(TimeError::Offset));
}
