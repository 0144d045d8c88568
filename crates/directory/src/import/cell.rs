//! From a cell's text to a value: numbers, dates, yes and no, addresses. One function per kind.

use jiff::civil::Date;

use super::problem::Reason;
use crate::contact::is_email;

/// Words that programs write where there is no value.
const WORDS_FOR_NOTHING: [&str; 7] = ["nan", "null", "none", "n/a", "#n/a", "nil", "undefined"];

/// A cell's text, cleaned for one line: outer blanks gone, inner blanks and line breaks one blank.
pub(super) struct Cleaned {
    /// The text; empty where there is no value.
    pub text: String,
    /// What somebody should know about the cleaning.
    pub remark: Option<Reason>,
}

/// Cleans a cell. Line breaks inside a list of telephone numbers become a comma, blanks elsewhere.
pub(super) fn clean(raw: &str, line_break: &str) -> Cleaned {
    let mut text = String::with_capacity(raw.len());
    let mut controls = false;
    for line in raw.trim().lines() {
        let line = line.trim();
        if line.is_empty() {
            continue;
        }
        if !text.is_empty() {
            text.push_str(line_break);
        }
        let mut blank = false;
        for c in line.chars() {
            if c.is_whitespace() {
                blank = true;
            } else if c.is_control() {
                controls = true;
            } else {
                if blank {
                    text.push(' ');
                }
                blank = false;
                text.push(c);
            }
        }
    }
    if WORDS_FOR_NOTHING.iter().any(|word| text.eq_ignore_ascii_case(word)) {
        return Cleaned { text: String::new(), remark: Some(Reason::WordForNothing) };
    }
    let remark = if controls {
        Some(Reason::ControlCharacters)
    } else if text.contains('\u{fffd}') {
        Some(Reason::LostLetters)
    } else {
        None
    };
    Cleaned { text, remark }
}

/// A number between two bounds; a decimal comma is read as a point.
pub(super) fn decimal(text: &str, min: f64, max: f64) -> Result<f64, Reason> {
    let number: f64 = text.replace(',', ".").parse().or(Err(Reason::NotANumber))?;
    if !number.is_finite() {
        return Err(Reason::NotANumber);
    }
    if number < min || number > max { Err(Reason::OutOfRange) } else { Ok(number) }
}

/// The most beds one site can have; the largest in Europe's list has 3,472.
pub(crate) const MAX_BEDS: u32 = 20_000;

/// A count of beds; `120.0`, which spreadsheets make of 120, is 120.
pub(super) fn beds(text: &str) -> Result<u32, Reason> {
    let whole = text.strip_suffix(".0").unwrap_or(text);
    if let Some(digits) = whole.strip_prefix('-')
        && digits.parse::<u64>().is_ok()
    {
        return Err(Reason::OutOfRange);
    }
    let count: u64 = whole.parse().or(Err(Reason::NotANumber))?;
    u32::try_from(count).ok().filter(|count| *count <= MAX_BEDS).ok_or(Reason::OutOfRange)
}

/// Yes or no, in the languages of the program.
pub(super) fn yes_or_no(text: &str) -> Result<bool, Reason> {
    match text.to_lowercase().as_str() {
        "yes" | "y" | "true" | "1" | "ja" | "oui" | "x" => Ok(true),
        "no" | "n" | "false" | "0" | "nee" | "non" | "nein" => Ok(false),
        _ => Err(Reason::NotYesOrNo),
    }
}

/// A date as `2020-02-01`, `01/02/2020`, `1.2.20`: the day first. Where the day cannot be first
/// (`04/15/2020`), the month is, and that is remarked upon.
pub(super) fn date(text: &str) -> Result<(Date, Option<Reason>), Reason> {
    if let Ok(date) = text.parse::<Date>() {
        return Ok((date, None));
    }
    let mut parts = text.split(['/', '.', '-']).map(|part| part.parse::<i16>());
    let (Some(Ok(first)), Some(Ok(second)), Some(Ok(year)), None) =
        (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return Err(Reason::NotADate);
    };
    let year = if (0..100).contains(&year) { year + 2000 } else { year };
    let make =
        |day: i16, month: i16| Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok();
    if let Some(date) = make(first, second) {
        return Ok((date, None));
    }
    make(second, first).map(|date| (date, Some(Reason::MonthFirst))).ok_or(Reason::NotADate)
}

/// An e-mail address, the first where there are several. Deliberately coarse: it tells addresses
/// from telephone numbers and remarks; whether anybody reads the mailbox, only a message can tell.
pub(super) fn email(text: &str) -> Result<(String, Option<Reason>), Reason> {
    if is_email(text) {
        return Ok((text.to_owned(), None));
    }
    let first = text.split([',', ';', '/', ' ']).find(|part| is_email(part)).ok_or(Reason::EmailInvalid)?;
    Ok((first.to_owned(), Some(Reason::SeveralEmails)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_become_one_line() {
        let cases = [
            ("  A.Z.\u{a0} KLINA ", "A.Z. KLINA", None),
            ("27320\n27321\r\n", "27320, 27321", None),
            ("NaN", "", Some(Reason::WordForNothing)),
            ("Universit\u{fffd}", "Universit\u{fffd}", Some(Reason::LostLetters)),
            ("a\u{0}b", "ab", Some(Reason::ControlCharacters)),
        ];
        for (raw, text, remark) in cases {
            let cleaned = clean(raw, ", ");
            assert_eq!((cleaned.text.as_str(), cleaned.remark), (text, remark), "{raw:?}");
        }
    }

    #[test]
    fn dates_have_the_day_first_unless_they_cannot() {
        let cases = [
            ("01/02/20", Ok(("2020-02-01", None))),
            ("31/12/2018", Ok(("2018-12-31", None))),
            ("2020-04-16", Ok(("2020-04-16", None))),
            ("1.2.2020", Ok(("2020-02-01", None))),
            ("04/15/2020", Ok(("2020-04-15", Some(Reason::MonthFirst)))),
            ("31/31/2020", Err(Reason::NotADate)),
            ("spring", Err(Reason::NotADate)),
        ];
        for (text, expect) in cases {
            let read = date(text).map(|(date, remark)| (date.to_string(), remark));
            assert_eq!(read, expect.map(|(date, remark)| (date.to_owned(), remark)), "{text}");
        }
    }

    #[test]
    fn addresses_are_told_from_remarks() {
        let several = Some(Reason::SeveralEmails);
        let cases = [
            ("info@nempk.cz", Ok(("info@nempk.cz", None))),
            ("JAIME.RIPOLL@HSLL.ES/SMORENO@HSLL.ES", Ok(("JAIME.RIPOLL@HSLL.ES", several))),
            ("a@x.pt; b@x.pt", Ok(("a@x.pt", several))),
            ("derdemeziss@ gnfiliaton.gr /manager@gnfiliaton.gr", Ok(("manager@gnfiliaton.gr", several))),
            ("67064498", Err(Reason::EmailInvalid)),
            ("Φόρμα Επικοινωνίας", Err(Reason::EmailInvalid)),
            ("a@b", Err(Reason::EmailInvalid)),
        ];
        for (text, expect) in cases {
            let read = email(text);
            assert_eq!(read, expect.map(|(mail, remark)| (mail.to_owned(), remark)), "{text}");
        }
    }

    #[test]
    fn numbers_are_bounded() {
        assert_eq!(decimal("51,5", -90.0, 90.0), Ok(51.5));
        assert_eq!(decimal("91", -90.0, 90.0), Err(Reason::OutOfRange));
        assert_eq!(decimal("inf", -90.0, 90.0), Err(Reason::NotANumber));
        assert_eq!(beds("120.0"), Ok(120));
        assert_eq!(beds("-4"), Err(Reason::OutOfRange));
        assert_eq!(beds("4,5"), Err(Reason::NotANumber));
        assert_eq!(beds("99999999999"), Err(Reason::OutOfRange));
    }
}
