//! Numbers as each language writes them. What is not a number is a dash.

use super::words::{Tongue, fill};
use crate::stress::report::Estimate;

/// From here on, numbers are written as powers of ten.
const HUGE: f64 = 1e15;
/// Shares below this, in percent, are only said to be below it.
const TINY_PERCENT: f64 = 0.001;

impl Tongue {
    /// A number: whole from 10, with one digit behind the point below it.
    pub(super) fn number(self, number: f64) -> String {
        let size = number.abs();
        if !number.is_finite() {
            return "–".to_owned();
        }
        if size >= HUGE {
            return self.point(&format!("{number:.1e}"));
        }
        let digits = if size >= 9.95 { 0 } else { 1 };
        let text = format!("{size:.digits$}");
        let text = text.strip_suffix(".0").unwrap_or(&text);
        let sign = if number < 0.0 && text != "0" { "−" } else { "" };
        format!("{sign}{}", self.grouped(text))
    }

    /// A count.
    pub(super) fn count(self, count: impl Into<u64>) -> String {
        self.grouped(&count.into().to_string())
    }

    /// A number of which only two or three digits mean something: `12 400`, `1.2 million`.
    pub(super) fn round(self, number: f64) -> String {
        let size = number.abs();
        if !(1e6..HUGE).contains(&size) {
            return self.number(to_digits(number, if size < 1000.0 { 2 } else { 3 }));
        }
        let millions = to_digits(number / 1e6, 2);
        let word = if millions.abs() < 2.0 { self.one_million() } else { self.million() };
        format!("{}\u{a0}{word}", self.number(millions))
    }

    /// A share in percent: neither 0 nor 100 unless it is exactly that, with more digits near either.
    pub(super) fn percent(self, share: f64) -> String {
        if !share.is_finite() {
            return "–".to_owned();
        }
        let percent = share * 100.0;
        let (size, sign) = (percent.abs(), if percent < 0.0 { "−" } else { "" });
        let (sign, text) = match size {
            _ if size == 0.0 => ("", "0".to_owned()),
            _ if size < TINY_PERCENT && sign.is_empty() => ("<\u{a0}", TINY_PERCENT.to_string()),
            _ if size < TINY_PERCENT => ("", "0".to_owned()),
            ..0.00995 => (sign, format!("{size:.3}")),
            0.00995..0.0995 => (sign, format!("{size:.2}")),
            0.0995..9.95 => (sign, format!("{size:.1}")),
            9.95..99.0 => (sign, format!("{size:.0}")),
            99.0..99.95 => (sign, format!("{size:.1}")),
            99.95..100.0 => (">\u{a0}", "99.9".to_owned()),
            _ => (sign, format!("{size:.0}")),
        };
        let text = text.strip_suffix(".0").unwrap_or(&text);
        let space = if self == Self::En { "" } else { "\u{a0}" };
        format!("{sign}{}{space}%", self.point(text))
    }

    /// From where to where, each end as `show` writes it.
    pub(super) fn between(self, low: f64, high: f64, show: impl Fn(f64) -> String) -> String {
        fill(self.range(), &[&show(low), &show(high)])
    }

    /// An estimate with its interval: `12 (8 to 15)`.
    pub(super) fn estimate(self, estimate: Estimate, show: impl Fn(f64) -> String) -> String {
        let Estimate { value, low, high } = estimate;
        format!("{} ({})", show(value), self.between(low, high, &show))
    }

    /// Digits with separators between thousands.
    fn grouped(self, digits: &str) -> String {
        let separator = self.pick(['.', '\u{202f}', '.', ',']);
        let (whole, rest) = digits.split_once('.').unwrap_or((digits, ""));
        let mut text = String::with_capacity(digits.len() * 2);
        for (place, digit) in whole.chars().enumerate() {
            if place > 0 && (whole.len() - place).is_multiple_of(3) {
                text.push(separator);
            }
            text.push(digit);
        }
        if !rest.is_empty() {
            text.extend([self.decimal_point(), rest]);
        }
        text
    }

    fn point(self, text: &str) -> String {
        text.replace('.', self.decimal_point())
    }

    fn decimal_point(self) -> &'static str {
        if self == Self::En { "." } else { "," }
    }
}

/// A number with so many digits that are not zero.
fn to_digits(number: f64, digits: i32) -> f64 {
    if number == 0.0 || !number.is_finite() {
        return number;
    }
    let place = libm::floor(libm::log10(number.abs())) as i32 + 1 - digits;
    // A power of ten below 1 is not exact; dividing by one above is.
    let unit = libm::pow(10.0, f64::from(place.abs()));
    if place >= 0 { libm::round(number / unit) * unit } else { libm::round(number * unit) / unit }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_never_rounded_to_none_or_all() {
        let cases = [
            (0.0, "0%"),
            (1.0, "100%"),
            (0.999_99, ">\u{a0}99.9%"),
            (0.996, "99.6%"),
            (0.99, "99%"),
            (0.5, "50%"),
            (0.034, "3.4%"),
            (0.000_8, "0.08%"),
            (0.000_05, "0.005%"),
            (1e-9, "<\u{a0}0.001%"),
            (-0.02, "−2%"),
            (f64::NAN, "–"),
        ];
        for (share, text) in cases {
            assert_eq!(Tongue::En.percent(share), text);
        }
    }

    #[test]
    fn numbers_are_written_as_the_language_does() {
        let all = |number: f64| Tongue::ALL.map(|tongue| tongue.number(number));
        assert_eq!(all(1_234_567.0), ["1.234.567", "1\u{202f}234\u{202f}567", "1.234.567", "1,234,567"]);
        assert_eq!(all(1.25), ["1,2", "1,2", "1,2", "1.2"]);
        assert_eq!(all(-1000.0), ["−1.000", "−1\u{202f}000", "−1.000", "−1,000"]);
        assert_eq!(all(f64::INFINITY), ["–"; 4]);
        let round = |number: f64| Tongue::ALL.map(|tongue| tongue.round(number));
        assert_eq!(round(12_345.0), ["12.300", "12\u{202f}300", "12.300", "12,300"]);
        assert_eq!(
            round(1_234_567.0),
            ["1,2\u{a0}miljoen", "1,2\u{a0}million", "1,2\u{a0}Mio.", "1.2\u{a0}million"]
        );
        assert_eq!(Tongue::En.round(87.4), "87");
        assert_eq!(Tongue::En.round(0.0), "0");
    }
}
