//! The numbers by which Belgian authorities know an organisation: read, checked and written.
//!
//! A number that is read is kept in one normal form (digits only), so two spellings of one number
//! are equal; `Display` gives the form people know.

use std::fmt;

/// Why a number was refused. The page translates it; `key` names the sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum IdentifierError {
    /// Nothing but blanks and separators was given.
    Empty,
    /// A character that is neither a digit nor a separator.
    NotDigits,
    /// The wrong number of digits.
    WrongLength,
    /// The first digit is one that is never given out.
    WrongStart,
    /// The check digits do not agree with the rest: most often a typing mistake.
    CheckDigits,
    /// More characters than any authority uses.
    TooLong,
    /// A character that cannot be part of a recognition number.
    BadCharacter,
}

impl IdentifierError {
    /// The key of the sentence that explains it.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Empty => "identifier_empty",
            Self::NotDigits => "identifier_not_digits",
            Self::WrongLength => "identifier_wrong_length",
            Self::WrongStart => "identifier_wrong_start",
            Self::CheckDigits => "identifier_check_digits",
            Self::TooLong => "identifier_too_long",
            Self::BadCharacter => "identifier_bad_character",
        }
    }
}

/// Enterprise number of the Crossroads Bank for Enterprises (KBO, BCE, CBE).
///
/// Ten digits that start with 0 or 1; the last two are 97 less the first eight modulo 97.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EnterpriseNumber(String);

impl EnterpriseNumber {
    const DIGITS: usize = 10;

    /// Reads a number with or without `BE`, dots, spaces or dashes. Nine digits are an old number
    /// written without its leading zero, which spreadsheets like to drop.
    pub fn parse(text: &str) -> Result<Self, IdentifierError> {
        let text = text.trim();
        let text = text.strip_prefix("BE").or_else(|| text.strip_prefix("be")).unwrap_or(text);
        let mut digits = only_digits(text)?;
        if digits.len() == Self::DIGITS - 1 {
            digits.insert(0, '0');
        }
        if digits.len() != Self::DIGITS {
            return Err(IdentifierError::WrongLength);
        }
        if !digits.starts_with(['0', '1']) {
            return Err(IdentifierError::WrongStart);
        }
        let number = number(&digits);
        if 97 - (number / 100) % 97 != number % 100 {
            return Err(IdentifierError::CheckDigits);
        }
        Ok(Self(digits))
    }

    /// The ten digits, as stored.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for EnterpriseNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_grouped(f, &self.0, &[4, 3, 3], '.')
    }
}

/// Number given by the National Institute for Health and Disability Insurance (RIZIV, INAMI, NIHDI).
///
/// Eight digits, of which the last two are check digits, or eleven where a qualification follows.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct NihdiNumber(String);

impl NihdiNumber {
    /// The moduli the institute has published: 97 from the start, 89 since its note I 2012/26,
    /// written when the numbers of some professions ran out.
    const MODULI: [u64; 2] = [97, 89];

    /// Reads eight or eleven digits with any separators.
    ///
    /// The check digits are *not* a reason to refuse: the rule for institutions is not published as
    /// such, and a real number wrongly refused is worse than a typing mistake kept. See
    /// [`Self::check_digits_agree`].
    pub fn parse(text: &str) -> Result<Self, IdentifierError> {
        let digits = only_digits(text)?;
        if digits.len() != 8 && digits.len() != 11 {
            return Err(IdentifierError::WrongLength);
        }
        Ok(Self(digits))
    }

    /// Whether digits seven and eight follow from the first six by a published rule. Where they do
    /// not, a page asks to look at the number again.
    pub fn check_digits_agree(&self) -> bool {
        let first_eight = number(&self.0) / if self.0.len() == 11 { 1000 } else { 1 };
        let (body, check) = (first_eight / 100, first_eight % 100);
        Self::MODULI.iter().any(|modulus| modulus - body % modulus == check)
    }

    /// The digits, as stored.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for NihdiNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_grouped(f, &self.0, &[1, 5, 2, 3], '-')
    }
}

/// The number under which an authority recognised a laboratory or institution.
///
/// Each authority writes its own; only length and characters are bounded.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RecognitionNumber(String);

impl RecognitionNumber {
    /// Characters such a number may have.
    pub const MAX_CHARS: usize = 32;

    /// Reads a number; blanks at the ends go, blanks inside become one.
    pub fn parse(text: &str) -> Result<Self, IdentifierError> {
        let words: Vec<&str> = text.split_whitespace().collect();
        let number = words.join(" ");
        if number.is_empty() {
            return Err(IdentifierError::Empty);
        }
        if number.chars().count() > Self::MAX_CHARS {
            return Err(IdentifierError::TooLong);
        }
        let allowed = |c: char| c.is_alphanumeric() || " .-/_".contains(c);
        if !number.chars().all(allowed) {
            return Err(IdentifierError::BadCharacter);
        }
        Ok(Self(number))
    }

    /// The number, as stored and shown.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for RecognitionNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The digits of a text in which only separators stand between them; at most 20 of them, so that
/// whatever is read fits a `u64`.
fn only_digits(text: &str) -> Result<String, IdentifierError> {
    let mut digits = String::new();
    for c in text.chars() {
        match c {
            '0'..='9' if digits.len() < 20 => digits.push(c),
            '0'..='9' => return Err(IdentifierError::WrongLength),
            '.' | '-' | '/' | ' ' | '\u{a0}' | '\u{202f}' => {}
            _ => return Err(IdentifierError::NotDigits),
        }
    }
    if digits.is_empty() { Err(IdentifierError::Empty) } else { Ok(digits) }
}

/// The value of at most 20 ASCII digits, saturating.
fn number(digits: &str) -> u64 {
    digits
        .bytes()
        .fold(0_u64, |sum, digit| sum.saturating_mul(10).saturating_add(u64::from(digit.wrapping_sub(b'0'))))
}

fn write_grouped(f: &mut fmt::Formatter<'_>, digits: &str, groups: &[usize], between: char) -> fmt::Result {
    let mut rest = digits;
    for (position, size) in groups.iter().enumerate() {
        let Some((group, tail)) = rest.split_at_checked(*size) else { break };
        if position > 0 {
            write!(f, "{between}")?;
        }
        f.write_str(group)?;
        rest = tail;
    }
    f.write_str(rest)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn enterprise_numbers_are_read_in_every_spelling() {
        let cases = [
            ("BE 0999.000.129", Ok("0999.000.129")),
            ("999000129", Ok("0999.000.129")),
            ("0999 000 129", Ok("0999.000.129")),
            ("0999-000-129", Ok("0999.000.129")),
            ("2999000105", Err(IdentifierError::WrongStart)),
            ("0999000120", Err(IdentifierError::CheckDigits)),
            ("09990001", Err(IdentifierError::WrongLength)),
            ("0999.000.15x", Err(IdentifierError::NotDigits)),
            (" . ", Err(IdentifierError::Empty)),
            ("99999999999999999999999999", Err(IdentifierError::WrongLength)),
        ];
        for (text, expect) in cases {
            let read = EnterpriseNumber::parse(text).map(|number| number.to_string());
            assert_eq!(read, expect.map(str::to_owned), "{text}");
        }
    }

    #[test]
    fn nihdi_numbers_say_whether_their_check_digits_agree() {
        let agrees = |text: &str| NihdiNumber::parse(text).map(|number| number.check_digits_agree());
        assert_eq!(agrees("7-99990-66"), Ok(true));
        assert_eq!(agrees("7-99990-65"), Ok(false));
        assert_eq!(agrees("79999066000"), Ok(true));
        assert_eq!(agrees("7999907"), Err(IdentifierError::WrongLength));
        let written = NihdiNumber::parse("79999066000").map(|number| number.to_string());
        assert_eq!(written.as_deref(), Ok("7-99990-66-000"));
    }

    #[test]
    fn recognition_numbers_are_bounded() {
        assert_eq!(RecognitionNumber::parse("  LAB  12/B ").map(|n| n.to_string()), Ok("LAB 12/B".into()));
        assert_eq!(RecognitionNumber::parse(&"9".repeat(33)), Err(IdentifierError::TooLong));
        assert_eq!(RecognitionNumber::parse("12;DROP"), Err(IdentifierError::BadCharacter));
        assert_eq!(RecognitionNumber::parse(" "), Err(IdentifierError::Empty));
    }

    proptest! {
        #[test]
        fn a_made_enterprise_number_reads_back(body in 1_000_000_u64..20_000_000) {
            let digits = format!("{:010}", body * 100 + (97 - body % 97));
            let number = EnterpriseNumber::parse(&digits).unwrap();
            prop_assert_eq!(number.as_str(), digits.as_str());
            prop_assert_eq!(EnterpriseNumber::parse(&number.to_string()).unwrap(), number);
        }

        #[test]
        fn one_wrong_digit_is_always_noticed(body in 1_000_000_u64..20_000_000, place in 1_usize..8, add in 1_u8..10) {
            let mut digits = format!("{:010}", body * 100 + (97 - body % 97)).into_bytes();
            digits[place] = b'0' + (digits[place] - b'0' + add) % 10;
            let changed = String::from_utf8(digits).unwrap();
            prop_assert_eq!(EnterpriseNumber::parse(&changed), Err(IdentifierError::CheckDigits));
        }

        #[test]
        fn no_text_makes_reading_panic(text in ".{0,40}") {
            let _ = EnterpriseNumber::parse(&text).map(|n| n.to_string());
            let _ = NihdiNumber::parse(&text).map(|n| (n.to_string(), n.check_digits_agree()));
            let _ = RecognitionNumber::parse(&text).map(|n| n.to_string());
        }
    }
}
