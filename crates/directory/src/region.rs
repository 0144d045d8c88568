//! In which region an organisation lies, for choosing whom to tell. Pure: a country and a postcode in, a code of
//! ISO 3166-2 out.

use crate::country::Country;

/// Belgian postcodes, from and to, by province; bpost numbers them so, and the codes are those of ISO 3166-2:BE.
const BELGIUM: &[(u32, u32, &str)] = &[
    (1000, 1299, "BE-BRU"),
    (1300, 1499, "BE-WBR"),
    (1500, 1999, "BE-VBR"),
    (2000, 2999, "BE-VAN"),
    (3000, 3499, "BE-VBR"),
    (3500, 3999, "BE-VLI"),
    (4000, 4999, "BE-WLG"),
    (5000, 5999, "BE-WNA"),
    (6000, 6599, "BE-WHT"),
    (6600, 6999, "BE-WLX"),
    (7000, 7999, "BE-WHT"),
    (8000, 8999, "BE-VWV"),
    (9000, 9999, "BE-VOV"),
];

/// The region's code; the country's own where its postcodes are not known here or the postcode is none.
pub fn region(country: &str, postcode: &str) -> String {
    let known = || {
        let number: u32 = postcode.trim().parse().ok()?;
        BELGIUM.iter().find(|(from, to, _)| (*from..=*to).contains(&number))
    };
    let found = if country == Country::BELGIUM.as_str() { known() } else { None };
    found.map_or_else(|| country.to_owned(), |(_, _, region)| (*region).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_belgian_postcode_tells_the_province() {
        for (postcode, expected) in [
            ("1000", "BE-BRU"),
            ("1348", "BE-WBR"),
            ("3000", "BE-VBR"),
            ("2018", "BE-VAN"),
            ("6700", "BE-WLX"),
            ("7000", "BE-WHT"),
            ("9000", "BE-VOV"),
            (" 8500 ", "BE-VWV"),
        ] {
            assert_eq!(region("BE", postcode), expected, "{postcode}");
        }
    }

    #[test]
    fn what_is_not_known_is_the_country() {
        for (country, postcode) in [("BE", ""), ("BE", "999"), ("BE", "L-1000"), ("FR", "75001")] {
            assert_eq!(region(country, postcode), country);
        }
    }

    #[test]
    fn the_ranges_follow_one_another_without_a_gap() {
        for pair in BELGIUM.windows(2) {
            assert_eq!(pair[0].1 + 1, pair[1].0);
        }
    }
}
