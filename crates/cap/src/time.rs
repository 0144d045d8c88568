//! Moments as CAP writes them (§3.3.2): to the second, with the offset of the place, in digits.

use jiff::Timestamp;
use jiff::civil;
use jiff::tz::Offset;
use std::fmt;
use std::str::FromStr;

/// How far a place may be ahead of or behind UTC, in minutes (XML Schema Part 2, §3.2.7.3).
const MAX_OFFSET_MINUTES: i32 = 14 * 60;
/// The length of `2026-11-25T03:10:00+01:00`, in bytes.
const LENGTH: usize = 25;

/// A moment and how far the clocks of the sender are ahead of UTC. Shown as `2026-11-25T03:10:00+01:00`; in UTC as
/// `2026-11-25T02:10:00-00:00`, never with a `Z` (CAP §3.3.2). Two are equal if they would be written the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Time {
    moment: Timestamp,
    offset: Offset,
}

/// Why something is not a time of CAP.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TimeError {
    /// The text has another form.
    #[error("a time is written as 2026-11-25T03:10:00+01:00, with its offset in digits and without Z")]
    Form,
    /// No calendar or no clock shows it, or its year is not 1 to 9999.
    #[error("there is no such time")]
    Value,
    /// The offset is not in whole minutes or is more than 14 hours.
    #[error("the offset is not in whole minutes or more than 14 hours")]
    Offset,
}

impl Time {
    /// That moment, on the clocks of a place; what is less than a second is dropped.
    pub fn new(moment: Timestamp, offset: Offset) -> Result<Self, TimeError> {
        if offset.seconds() % 60 != 0 || offset.seconds().abs() > MAX_OFFSET_MINUTES * 60 {
            return Err(TimeError::Offset);
        }
        let moment = Timestamp::from_second(moment.as_second()).map_err(|_no_such| TimeError::Value)?;
        let year = offset.to_datetime(moment).year();
        if year < 1 { Err(TimeError::Value) } else { Ok(Self { moment, offset }) }
    }

    /// When it is.
    pub fn moment(self) -> Timestamp {
        self.moment
    }

    /// How far the sender's clocks are ahead of UTC.
    pub fn offset(self) -> Offset {
        self.offset
    }
}

impl fmt::Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let local = self.offset.to_datetime(self.moment);
        let minutes = self.offset.seconds() / 60;
        // UTC is "-00:00" (CAP §3.3.2).
        let sign = if minutes > 0 { '+' } else { '-' };
        let (hours, minutes) = (minutes.abs() / 60, minutes.abs() % 60);
        write!(f, "{:04}-{:02}-{:02}T", local.year(), local.month(), local.day())?;
        write!(f, "{:02}:{:02}:{:02}", local.hour(), local.minute(), local.second())?;
        write!(f, "{sign}{hours:02}:{minutes:02}")
    }
}

impl FromStr for Time {
    type Err = TimeError;

    /// Reads exactly what is written; UTC may also be `+00:00`.
    fn from_str(text: &str) -> Result<Self, TimeError> {
        let shape = b"0000-00-00T00:00:00+00:00";
        let fits = |(have, want): (u8, &u8)| match want {
            b'0' => have.is_ascii_digit(),
            b'+' => matches!(have, b'+' | b'-'),
            _ => have == *want,
        };
        if text.len() != LENGTH || !text.bytes().zip(shape).all(fits) {
            return Err(TimeError::Form);
        }
        let number =
            |from: usize, to: usize| text.get(from..to).and_then(|digits| digits.parse::<i16>().ok());
        let small = |from: usize| number(from, from + 2).and_then(|number| i8::try_from(number).ok());
        let parts = (number(0, 4), small(5), small(8), small(11), small(14), small(17), small(20), small(23));
        let (
            Some(year),
            Some(month),
            Some(day),
            Some(hour),
            Some(minute),
            Some(second),
            Some(ahead),
            Some(and),
        ) = parts
        else {
            return Err(TimeError::Form);
        };
        if and > 59 {
            return Err(TimeError::Offset);
        }
        let seconds = (i32::from(ahead) * 60 + i32::from(and)) * 60;
        let seconds = if text.as_bytes().get(19) == Some(&b'-') { -seconds } else { seconds };
        let offset = Offset::from_seconds(seconds).map_err(|_too_far| TimeError::Offset)?;
        let local = civil::DateTime::new(year, month, day, hour, minute, second, 0);
        let moment =
            local.and_then(|local| offset.to_timestamp(local)).map_err(|_no_such| TimeError::Value)?;
        Self::new(moment, offset)
    }
}
