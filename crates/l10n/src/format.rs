//! Dates, times and numbers as people of the four languages write them.

use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned, civil};

use crate::Lang;

/// The time zone in which an installation shows and reads times.
#[derive(Clone, Debug)]
pub struct Zone(TimeZone);

impl Zone {
    /// From its IANA name, as `Europe/Brussels`.
    ///
    /// # Errors
    /// When there is no such zone.
    pub fn named(name: &str) -> Result<Self, jiff::Error> {
        TimeZone::get(name).map(Self)
    }

    /// A moment by this zone's calendar, for counting months.
    pub fn civil(&self, timestamp: Timestamp) -> Zoned {
        self.at(timestamp)
    }

    fn at(&self, timestamp: Timestamp) -> Zoned {
        timestamp.to_zoned(self.0.clone())
    }
}

const MONTHS: [[&str; 12]; 4] = [
    [
        "januari",
        "februari",
        "maart",
        "april",
        "mei",
        "juni",
        "juli",
        "augustus",
        "september",
        "oktober",
        "november",
        "december",
    ],
    [
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ],
    [
        "Januar",
        "Februar",
        "März",
        "April",
        "Mai",
        "Juni",
        "Juli",
        "August",
        "September",
        "Oktober",
        "November",
        "Dezember",
    ],
    [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
];

/// The day, as `23 november 2026`.
pub fn date(lang: Lang, timestamp: Timestamp, zone: &Zone) -> String {
    let day = zone.at(timestamp);
    let row = Lang::ALL.iter().position(|each| *each == lang).unwrap_or(3);
    let month = MONTHS[row][usize::try_from(day.month() - 1).unwrap_or(0)];
    match (lang, day.day()) {
        (Lang::De, number) => format!("{number}. {month} {}", day.year()),
        (Lang::Fr, 1) => format!("1er {month} {}", day.year()),
        (_, number) => format!("{number} {month} {}", day.year()),
    }
}

/// The time of day, as `09:42`.
pub fn time(timestamp: Timestamp, zone: &Zone) -> String {
    zone.at(timestamp).strftime("%H:%M").to_string()
}

/// A day written as `2026-11-23`, for people; `None` when it is no day.
pub fn day(lang: Lang, text: &str) -> Option<String> {
    let noon = text.parse::<civil::Date>().ok()?.at(12, 0, 0, 0).to_zoned(TimeZone::UTC).ok()?;
    Some(date(lang, noon.timestamp(), &Zone(TimeZone::UTC)))
}

/// Day and time, with the zone's abbreviation: `23 november 2026, 09:42 CET`.
pub fn date_time(lang: Lang, timestamp: Timestamp, zone: &Zone) -> String {
    let moment = zone.at(timestamp);
    format!("{}, {}", date(lang, timestamp, zone), moment.strftime("%H:%M %Z"))
}

/// With numeric offset, for machines and `<time datetime>`: `2026-11-23T09:42:00+01:00`.
pub fn iso(timestamp: Timestamp, zone: &Zone) -> String {
    zone.at(timestamp).strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
}

/// What a `datetime-local` field holds (`2026-11-23T09:42`), as a moment. In the hour that a clock change
/// repeats the first is meant, in the one it skips the later: neither is refused.
pub fn parse_local(text: &str, zone: &Zone) -> Option<Timestamp> {
    let text = text.trim();
    let local: civil::DateTime = text.parse().ok()?;
    local.to_zoned(zone.0.clone()).ok().map(|moment| moment.timestamp())
}

/// A length of time in its largest whole units: `3 d`, `5 h 12 min`, `4 min`.
pub fn duration(lang: Lang, duration: std::time::Duration) -> String {
    let minutes = duration.as_secs() / 60;
    let (days, hours, minutes) = (minutes / 1440, minutes / 60 % 24, minutes % 60);
    let (day, hour) = match lang {
        Lang::Nl => ("d", "u"),
        Lang::Fr => ("j", "h"),
        Lang::De => ("T", "Std."),
        Lang::En => ("d", "h"),
    };
    match (days, hours, minutes) {
        (0, 0, minutes) => format!("{minutes} min"),
        (0, hours, minutes) => format!("{hours} {hour} {minutes} min"),
        (days, 0, _) => format!("{days} {day}"),
        (days, hours, _) => format!("{days} {day} {hours} {hour}"),
    }
}

/// The size of a file as people say it: bytes, kilobytes, or megabytes with one decimal, rounded up.
pub fn file_size(lang: Lang, bytes: i64) -> String {
    const KILO: i64 = 1024;
    const MEGA: i64 = 1024 * KILO;
    let rounded_up = |bytes: i64, unit: i64| bytes.saturating_add(unit - 1) / unit;
    let (kilobytes, megabytes) = match lang {
        Lang::Nl | Lang::De => ("kB", "MB"),
        Lang::Fr => ("Ko", "Mo"),
        Lang::En => ("KB", "MB"),
    };
    match bytes {
        ..KILO => match lang {
            Lang::Fr => format!("{bytes} octets"),
            Lang::De => format!("{bytes} Bytes"),
            Lang::Nl | Lang::En => format!("{bytes} bytes"),
        },
        KILO..MEGA => format!("{} {kilobytes}", rounded_up(bytes, KILO)),
        _ => {
            let tenths = rounded_up(bytes.saturating_mul(10), MEGA);
            let number = decimal(lang, &format!("{}.{}", tenths / 10, tenths % 10));
            format!("{number} {megabytes}")
        }
    }
}

/// A number written with digits and a point, with the language's separators; anything else as it is.
pub fn decimal(lang: Lang, text: &str) -> String {
    let (whole, rest) = text.split_once('.').map_or((text, None), |(whole, rest)| (whole, Some(rest)));
    let Ok(whole) = whole.parse() else { return text.to_owned() };
    let point = if lang == Lang::En { '.' } else { ',' };
    match rest {
        Some(rest) => format!("{}{point}{rest}", number(lang, whole)),
        None => number(lang, whole),
    }
}

/// A whole number with the language's thousands separator.
pub fn number(lang: Lang, number: i64) -> String {
    let separator = match lang {
        Lang::Nl | Lang::De => '.',
        Lang::Fr => '\u{202f}',
        Lang::En => ',',
    };
    let digits = number.unsigned_abs().to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(separator);
        }
        text.push(digit);
    }
    if number < 0 { format!("-{text}") } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_said_in_few_words() {
        let mega = 1024 * 1024;
        for (bytes, expected) in
            [(1, "1 bytes"), (1024, "1 KB"), (1025, "2 KB"), (mega, "1.0 MB"), (26_214_400, "25.0 MB")]
        {
            assert_eq!(file_size(Lang::En, bytes), expected);
        }
        assert_eq!(file_size(Lang::Nl, mega * 3 / 2), "1,5 MB");
        assert_eq!(file_size(Lang::Fr, 12), "12 octets");
    }

    fn brussels() -> Zone {
        Zone::named("Europe/Brussels").unwrap()
    }

    #[test]
    fn a_moment_is_written_as_each_language_does() {
        let moment: Timestamp = "2026-03-01T08:05:00Z".parse().unwrap();
        let written = Lang::ALL.map(|lang| date_time(lang, moment, &brussels()));
        let expected = [
            "1 maart 2026, 09:05 CET",
            "1er mars 2026, 09:05 CET",
            "1. März 2026, 09:05 CET",
            "1 March 2026, 09:05 CET",
        ];
        assert_eq!(written, expected);
        assert_eq!(iso(moment, &brussels()), "2026-03-01T09:05:00+01:00");
    }

    #[test]
    fn both_nights_of_the_clock_change_can_be_typed() {
        let read = |text| parse_local(text, &brussels()).unwrap().to_string();
        assert_eq!(read("2026-10-25T02:30"), "2026-10-25T00:30:00Z");
        assert_eq!(read("2026-03-29T02:30"), "2026-03-29T01:30:00Z");
        assert_eq!(read("2026-11-22T06:10"), "2026-11-22T05:10:00Z");
        assert!(parse_local("yesterday", &brussels()).is_none());
    }

    #[test]
    fn numbers_are_grouped() {
        assert_eq!(number(Lang::Nl, 15_181), "15.181");
        assert_eq!(number(Lang::En, -1_234_567), "-1,234,567");
        assert_eq!(number(Lang::Fr, 999), "999");
        assert_eq!(decimal(Lang::De, "12500.5"), "12.500,5");
        assert_eq!(decimal(Lang::En, "about ten"), "about ten");
        assert_eq!(day(Lang::Nl, "2026-11-23").as_deref(), Some("23 november 2026"));
    }
}
