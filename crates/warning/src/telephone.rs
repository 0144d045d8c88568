//! A telephone number as ITU-T E.164 writes it, from how people write it. Pure.

/// Country codes of what is dialled without one, by country of ISO 3166-1: those where a national number begins
/// with a zero that is left out.
const COUNTRY_CODES: &[(&str, &str)] =
    &[("BE", "32"), ("NL", "31"), ("FR", "33"), ("DE", "49"), ("AT", "43")];

/// The number with its country code, as `+32470123456`; `None` when it cannot be known.
pub(crate) fn e164(number: &str, country: &str) -> Option<String> {
    let digits: String = number.chars().filter(char::is_ascii_digit).collect();
    let international = if number.trim_start().starts_with('+') {
        digits
    } else if let Some(rest) = digits.strip_prefix("00") {
        rest.to_owned()
    } else {
        let (_, code) = COUNTRY_CODES.iter().find(|(known, _)| *known == country)?;
        format!("{code}{}", digits.strip_prefix('0')?)
    };
    // The longest number has 15 digits; with fewer than eight it is a short code of one land.
    (8..=15).contains(&international.len()).then(|| format!("+{international}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_known_however_it_is_written() {
        for (number, country) in [
            ("+32 470 12 34 56", "FR"),
            ("0032470123456", "FR"),
            ("0470/12.34.56", "BE"),
            ("+32 (470) 12-34-56", ""),
        ] {
            assert_eq!(e164(number, country).as_deref(), Some("+32470123456"), "{number}");
        }
        for (number, country) in
            [("470 12 34 56", "BE"), ("0470 12 34 56", "US"), ("112", "BE"), ("", "BE"), ("+1", "")]
        {
            assert_eq!(e164(number, country), None, "{number}");
        }
    }
}
