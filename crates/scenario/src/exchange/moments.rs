//! Moments as planners write them into a cell: `J-60`, `D+1 H+2 M-5`, `T+30`, `26/06/2024 09h00`, `Monday 9:30 AM`,
//! `Day 2 14:00`, `Move 3`.

use jiff::civil::{Date, DateTime, Time};

use crate::format::{DAY, HOUR, MINUTE, SECOND};

/// The longest cell that may be a moment, in letters.
const LONGEST: usize = 60;

/// A moment as it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spelled {
    /// So many milliseconds after (or before) the moment that everything is counted from.
    Relative(i64),
    /// On that date, by the clock on the wall.
    Absolute(DateTime),
    /// At that time of a day that is not said, in milliseconds after midnight.
    TimeOfDay(i64),
    /// On that day of the exercise, from 1, at that time.
    OnDay(i64, i64),
    /// On that day of the week, Monday being 0, at that time.
    OnWeekday(i64, i64),
    /// At the beginning of that part of the exercise, from 1.
    Move(i64),
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Token {
    /// A number and how many digits it was written with.
    Number(i64, usize),
    Word(String),
    Sign(char),
}

use Token::{Number, Sign, Word};

/// A moment, if the text is one and nothing else.
pub fn parse(text: &str) -> Option<Spelled> {
    let tokens = tokens(text)?;
    let tokens = tokens.as_slice();
    absolute(tokens)
        .or_else(|| relative(tokens))
        .or_else(|| on_day(tokens))
        .or_else(|| on_weekday(tokens))
        .or_else(|| length(tokens))
        .or_else(|| time_of_day(tokens).map(Spelled::TimeOfDay))
        .or_else(|| match tokens {
            [Word(word), Number(number, _)] if matches!(word.as_str(), "move" | "phase" | "fase") => {
                (1..=100).contains(number).then_some(Spelled::Move(*number))
            }
            // A number alone counts minutes, if it can be so many.
            [Number(minutes, digits)] if *digits <= 5 => Some(Spelled::Relative(minutes * MINUTE)),
            _ => None,
        })
}

fn tokens(text: &str) -> Option<Vec<Token>> {
    if text.chars().count() > LONGEST {
        return None;
    }
    let mut all = Vec::new();
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        let mut word = String::from(letter);
        if letter.is_ascii_digit() {
            while let Some(digit) = letters.next_if(char::is_ascii_digit) {
                word.push(digit);
            }
            if word.len() > 9 {
                return None;
            }
            all.push(Number(word.parse().ok()?, word.len()));
        } else if letter.is_alphabetic() {
            while let Some(next) = letters.next_if(|c| c.is_alphabetic()) {
                word.push(next);
            }
            all.push(Word(word.to_lowercase()));
        } else if !letter.is_whitespace() {
            all.push(Sign(if matches!(letter, '−' | '–') { '-' } else { letter }));
        }
    }
    (!all.is_empty()).then_some(all)
}

/// A date, with or without a time.
fn absolute(tokens: &[Token]) -> Option<Spelled> {
    let tokens = match tokens {
        [Word(day), Sign(',' | '.'), rest @ ..] if weekday(day).is_some() => rest,
        [Word(day), rest @ ..] if weekday(day).is_some() => rest,
        all => all,
    };
    let (date, rest) = match tokens {
        [
            Number(y, 4),
            Sign('-' | '/' | '.'),
            Number(m, _),
            Sign('-' | '/' | '.'),
            Number(d, _),
            rest @ ..,
        ] => (date(*y, *m, *d)?, rest),
        [
            Number(d, 1 | 2),
            Sign('-' | '/' | '.'),
            Number(m, 1 | 2),
            Sign('-' | '/' | '.'),
            Number(y, 2 | 4),
            rest @ ..,
        ] => {
            // Days come first in Europe; where that cannot be, the month does.
            (date(*y, *m, *d).or_else(|| date(*y, *d, *m))?, rest)
        }
        [Number(d, 1 | 2), Sign('.'), Word(m), Number(y, 4), rest @ ..]
        | [Number(d, 1 | 2), Word(m), Number(y, 4), rest @ ..]
        | [Number(d, 1 | 2), Sign('-'), Word(m), Sign('-'), Number(y, 2 | 4), rest @ ..] => {
            (date(*y, month(m)?, *d)?, rest)
        }
        [Word(m), Number(d, 1 | 2), Sign(','), Number(y, 4), rest @ ..] => (date(*y, month(m)?, *d)?, rest),
        _ => return None,
    };
    let time = match rest {
        [] => 0,
        [Word(at), rest @ ..] if matches!(at.as_str(), "t" | "at" | "à" | "om" | "um") => time_of_day(rest)?,
        [Sign(',' | '-'), rest @ ..] => time_of_day(rest)?,
        rest => time_of_day(rest)?,
    };
    Some(Spelled::Absolute(at(date, time)?))
}

fn at(date: Date, time: i64) -> Option<DateTime> {
    if time >= DAY {
        return Some(date.tomorrow().ok()?.to_datetime(Time::midnight()));
    }
    let (hour, minute, second) = (time / HOUR, time % HOUR / MINUTE, time % MINUTE / SECOND);
    let time = Time::new(hour as i8, minute as i8, second as i8, 0).ok()?;
    Some(date.to_datetime(time))
}

fn date(year: i64, month: i64, day: i64) -> Option<Date> {
    let year = if year < 100 { year + 2000 } else { year };
    if !(1900..=2200).contains(&year) {
        return None;
    }
    Date::new(year as i16, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// `J-60`, `D+1 H+2 M-5`, `T+30`, `T+1h30`, `D+1 10:30`, `J`, `StartEx + 15 min`.
fn relative(tokens: &[Token]) -> Option<Spelled> {
    let mut rest = tokens;
    let (mut total, mut days) = (0_i64, false);
    let alone = tokens.iter().filter(|token| matches!(token, Sign('+' | '-'))).count() == 1;
    while let [Word(letter), after @ ..] = rest {
        let unit = match letter.as_str() {
            "d" | "j" | "day" | "jour" | "dag" | "tag" => DAY,
            "h" | "u" => HOUR,
            // "T+30" counts minutes from the start; after a day, T is the hour as in "J+1 T+2".
            "t" if alone => MINUTE,
            "t" => HOUR,
            "m" | "min" | "startex" | "start" => MINUTE,
            "s" => SECOND,
            _ => return None,
        };
        match after {
            [Sign(sign @ ('+' | '-')), after @ ..] => {
                let (amount, behind) = amount(after, unit)?;
                total = total.checked_add(if *sign == '-' { -amount } else { amount })?;
                rest = behind;
                days |= unit == DAY;
            }
            // "J" alone is the day itself.
            [Number(0, _), behind @ ..] => rest = behind,
            [] if unit != SECOND && tokens.len() == 1 => return Some(Spelled::Relative(0)),
            _ => return None,
        }
        if let [Sign(',' | ';' | '/'), behind @ ..] = rest {
            rest = behind;
        }
    }
    if rest.len() == tokens.len() {
        // "+30 min" and "+01:15" count from the start too.
        let [Sign('+'), after @ ..] = rest else { return None };
        let (amount, behind) = amount(after, MINUTE)?;
        return behind.is_empty().then_some(Spelled::Relative(amount));
    }
    if days && !rest.is_empty() {
        return Some(Spelled::Relative(total.checked_add(time_of_day(rest)?)?));
    }
    rest.is_empty().then_some(Spelled::Relative(total))
}

/// `30`, `30 min`, `1h30`, `01:30` and what stands behind it; a number without a unit has the one of its letter.
fn amount(tokens: &[Token], default: i64) -> Option<(i64, &[Token])> {
    match tokens {
        [Number(h, _), Sign(':'), Number(m, 2), Sign(':'), Number(s, 2), rest @ ..] if default != DAY => {
            Some((h * HOUR + m * MINUTE + s * SECOND, rest))
        }
        [Number(h, _), Sign(':'), Number(m, 2), rest @ ..] if default != DAY => {
            Some((h * HOUR + m * MINUTE, rest))
        }
        [Number(h, _), Word(letter), Number(m, 2), rest @ ..] if letter == "h" => {
            Some((h * HOUR + m * MINUTE, rest))
        }
        [Number(amount, _), Word(word), rest @ ..]
            if !matches!(rest, [Sign('+' | '-'), ..]) && unit(word).is_some() =>
        {
            Some((amount.checked_mul(unit(word)?)?, rest))
        }
        [Number(amount, _), rest @ ..] => Some((amount.checked_mul(default)?, rest)),
        _ => None,
    }
}

/// `1h15m`, `90 min`, `2 days 3 hours`. `9h30` and `9h` are times of day.
fn length(tokens: &[Token]) -> Option<Spelled> {
    match tokens {
        [Number(..), Word(h)] if h == "h" || h == "u" => return None,
        // "0930 hrs" is a clock.
        [Number(_, 4), Word(_)] if time_of_day(tokens).is_some() => return None,
        _ => {}
    }
    let (mut rest, mut total) = (tokens, 0_i64);
    while let [Number(amount, _), Word(word), behind @ ..] = rest {
        total = total.checked_add(amount.checked_mul(unit(word)?)?)?;
        rest = behind;
    }
    (rest.is_empty() && !tokens.is_empty()).then_some(Spelled::Relative(total))
}

fn unit(word: &str) -> Option<i64> {
    Some(match word {
        "s" | "sec" | "secs" | "second" | "seconds" | "secondes" | "sek" | "sekunden" => SECOND,
        "m" | "min" | "mins" | "minute" | "minutes" | "minuten" | "minuut" | "mn" => MINUTE,
        "h" | "hr" | "hrs" | "hour" | "hours" | "heure" | "heures" | "uur" | "std" | "stunde" | "stunden" => {
            HOUR
        }
        "d" | "j" | "day" | "days" | "jour" | "jours" | "dag" | "dagen" | "tag" | "tage" | "tagen" => DAY,
        _ => return None,
    })
}

/// `D2 09:30`, `Day 2, 14:00`, `Jour 2 9h`.
fn on_day(tokens: &[Token]) -> Option<Spelled> {
    let [Word(word), Number(day, _), rest @ ..] = tokens else { return None };
    if unit(word) != Some(DAY) || !(1..=1000).contains(day) {
        return None;
    }
    let rest = match rest {
        [Sign(',' | '-' | ':'), rest @ ..] => rest,
        rest => rest,
    };
    let time = if rest.is_empty() { 0 } else { time_of_day(rest)? };
    Some(Spelled::OnDay(*day, time))
}

fn on_weekday(tokens: &[Token]) -> Option<Spelled> {
    let [Word(day), rest @ ..] = tokens else { return None };
    let rest = match rest {
        [Sign(',' | '.'), rest @ ..] => rest,
        rest => rest,
    };
    Some(Spelled::OnWeekday(weekday(day)?, time_of_day(rest)?))
}

/// `09:30`, `9h30`, `9 uur`, `7:29 PM`, `0930 hrs`.
fn time_of_day(tokens: &[Token]) -> Option<i64> {
    let (hour, minute, second, rest) = match tokens {
        [
            Number(h, _),
            Sign(':'),
            Number(m, 2),
            Sign(':'),
            Number(s, 2),
            Sign('.'),
            Number(..),
            rest @ ..,
        ]
        | [Number(h, _), Sign(':'), Number(m, 2), Sign(':'), Number(s, 2), rest @ ..] => (*h, *m, *s, rest),
        [Number(h, _), Sign(':' | '.'), Number(m, 2), rest @ ..] => (*h, *m, 0, rest),
        [Number(h, _), Word(letter), Number(m, 2), rest @ ..] if letter == "h" || letter == "u" => {
            (*h, *m, 0, rest)
        }
        [Number(h, 1 | 2), Word(_), ..] => (*h, 0, 0, tokens.get(1..).unwrap_or_default()),
        [Number(clock, 4), Word(_), ..] => (clock / 100, clock % 100, 0, tokens.get(1..).unwrap_or_default()),
        _ => return None,
    };
    let (mut hour, mut rest) = (hour, rest);
    if let [Word(half), behind @ ..] = rest
        && matches!(half.as_str(), "am" | "pm")
    {
        if !(1..=12).contains(&hour) {
            return None;
        }
        hour = hour % 12 + if half == "pm" { 12 } else { 0 };
        rest = behind;
    }
    const AFTER: [&str; 11] = ["h", "u", "uhr", "uur", "hrs", "hours", "z", "utc", "cet", "cest", "local"];
    let ends = match rest {
        [] => true,
        [Word(word)] => AFTER.contains(&word.as_str()),
        // The difference to UTC of an ISO time; the clock on the wall is what counts.
        [Sign('+' | '-'), Number(..), Sign(':'), Number(..)] => true,
        _ => false,
    };
    let good = (0..=24).contains(&hour) && (0..60).contains(&minute) && (0..60).contains(&second);
    let time = hour * HOUR + minute * MINUTE + second * SECOND;
    (ends && good && time <= DAY).then_some(time)
}

/// The number of a month, by its name or the beginning of it in four languages.
fn month(word: &str) -> Option<i64> {
    const MONTHS: [&[&str]; 12] = [
        &["jan"],
        &["feb", "fév", "fev"],
        &["mar", "maa", "mär", "mrt"],
        &["apr", "avr"],
        &["may", "mai", "mei"],
        &["jun", "juin"],
        &["jul", "juil"],
        &["aug", "aoû", "aou"],
        &["sep"],
        &["oct", "okt"],
        &["nov"],
        &["dec", "déc", "dez"],
    ];
    let first = |names: &&[&str]| names.iter().any(|name| word.starts_with(name));
    MONTHS.iter().position(first).map(|number| number as i64 + 1)
}

/// The number of a day of the week, Monday being 0.
fn weekday(word: &str) -> Option<i64> {
    const DAYS: [&[&str]; 7] = [
        &["monday", "mon", "lundi", "lun", "maandag", "ma", "montag", "mo"],
        &["tuesday", "tue", "tues", "mardi", "mar", "dinsdag", "di", "dienstag"],
        &["wednesday", "wed", "mercredi", "mer", "woensdag", "wo", "mittwoch", "mi"],
        &["thursday", "thu", "thurs", "jeudi", "jeu", "donderdag", "do", "donnerstag"],
        &["friday", "fri", "vendredi", "ven", "vrijdag", "vr", "freitag", "fr"],
        &["saturday", "sat", "samedi", "sam", "zaterdag", "za", "samstag", "sa"],
        &["sunday", "sun", "dimanche", "dim", "zondag", "zo", "sonntag", "so"],
    ];
    DAYS.iter().position(|names| names.contains(&word)).map(|number| number as i64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_as_planners_write_them() {
        let date = |text: &str| Spelled::Absolute(text.parse().expect("a date and time"));
        for (text, wanted) in [
            ("J-60", Spelled::Relative(-60 * DAY)),
            ("J+1 H+2 M-5", Spelled::Relative(DAY + 2 * HOUR - 5 * MINUTE)),
            ("D+2 H+3 M+45", Spelled::Relative(2 * DAY + 3 * HOUR + 45 * MINUTE)),
            ("J+1", Spelled::Relative(DAY)),
            ("J", Spelled::Relative(0)),
            ("D+1 10:30", Spelled::Relative(DAY + 10 * HOUR + 30 * MINUTE)),
            ("T+30", Spelled::Relative(30 * MINUTE)),
            ("T + 1h30", Spelled::Relative(90 * MINUTE)),
            ("T+00:45", Spelled::Relative(45 * MINUTE)),
            ("H+2", Spelled::Relative(2 * HOUR)),
            ("StartEx + 15 min", Spelled::Relative(15 * MINUTE)),
            ("+20 min", Spelled::Relative(20 * MINUTE)),
            ("1h15m", Spelled::Relative(75 * MINUTE)),
            ("45 minutes", Spelled::Relative(45 * MINUTE)),
            ("90", Spelled::Relative(90 * MINUTE)),
            ("26/06/2024 09h00", date("2024-06-26T09:00")),
            ("26.06.2024, 9.30 Uhr", date("2024-06-26T09:30")),
            ("2024-06-26T09:05:30Z", date("2024-06-26T09:05:30")),
            ("mercredi 26 juin 2024 à 9h", date("2024-06-26T09:00")),
            ("March 9, 2027 7:29 PM", date("2027-03-09T19:29")),
            ("26-06-24", date("2024-06-26T00:00")),
            ("06/26/2024 09:00", date("2024-06-26T09:00")),
            ("09:30", Spelled::TimeOfDay(9 * HOUR + 30 * MINUTE)),
            ("9h30", Spelled::TimeOfDay(9 * HOUR + 30 * MINUTE)),
            ("07:29 PM", Spelled::TimeOfDay(19 * HOUR + 29 * MINUTE)),
            ("0930 hrs", Spelled::TimeOfDay(9 * HOUR + 30 * MINUTE)),
            ("12:05 am", Spelled::TimeOfDay(5 * MINUTE)),
            ("D2 09:30", Spelled::OnDay(2, 9 * HOUR + 30 * MINUTE)),
            ("Jour 2, 9h", Spelled::OnDay(2, 9 * HOUR)),
            ("Monday 9:30 AM", Spelled::OnWeekday(0, 9 * HOUR + 30 * MINUTE)),
            ("Move 3", Spelled::Move(3)),
        ] {
            assert_eq!(parse(text), Some(wanted), "{text}");
        }
        for text in
            ["", "soon", "team1", "after lunch", "25:00", "32/13/2024", "D+", "Send an SMS", "J+1 H-", "..."]
        {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
