//! Countries as the directory stores them: two letters of ISO 3166-1.

/// A country or overseas territory, as its ISO 3166-1 alpha-2 code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Country([u8; 2]);

impl Country {
    /// Belgium, where an import that names no country is assumed to be.
    pub const BELGIUM: Self = Self(*b"BE");

    /// Reads two letters in any case. The EU's own `EL` and `UK` (interinstitutional style guide,
    /// 7.1.1) become ISO's `GR` and `GB`, so the same country is never stored twice.
    pub fn parse_code(text: &str) -> Option<Self> {
        let [first, second] = text.trim().as_bytes() else { return None };
        if !first.is_ascii_alphabetic() || !second.is_ascii_alphabetic() {
            return None;
        }
        Some(match &[first.to_ascii_uppercase(), second.to_ascii_uppercase()] {
            b"EL" => Self(*b"GR"),
            b"UK" => Self(*b"GB"),
            code => Self(*code),
        })
    }

    /// The code the EU's institutions write where it is not ISO's; see [`Self::parse_code`].
    pub fn eu_code(&self) -> &str {
        match &self.0 {
            b"GR" => "EL",
            b"GB" => "UK",
            _ => self.as_str(),
        }
    }

    /// Reads a code or a country's name as the sector's lists write it.
    pub fn parse(text: &str) -> Option<Self> {
        Self::parse_code(text).or_else(|| Self::from_name(text))
    }

    fn from_name(text: &str) -> Option<Self> {
        let name = text.trim().to_lowercase();
        let (code, _) = NAMES.iter().find(|(_, names)| names.contains(&name.as_str()))?;
        Self::parse_code(code)
    }

    /// The two letters.
    pub fn as_str(&self) -> &str {
        // Only ASCII letters are ever stored, so this never falls back.
        std::str::from_utf8(&self.0).unwrap_or("??")
    }
}

impl std::fmt::Display for Country {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Names in the four languages of the program for the neighbours, in English for the rest of Europe.
const NAMES: &[(&str, &[&str])] = &[
    ("AT", &["austria", "oostenrijk", "autriche", "österreich"]),
    ("BE", &["belgium", "belgië", "belgie", "belgique", "belgien"]),
    ("BG", &["bulgaria"]),
    ("CH", &["switzerland", "zwitserland", "suisse", "schweiz"]),
    ("CY", &["cyprus"]),
    ("CZ", &["czechia", "czech republic"]),
    ("DE", &["germany", "duitsland", "allemagne", "deutschland"]),
    ("DK", &["denmark"]),
    ("EE", &["estonia"]),
    ("ES", &["spain"]),
    ("FI", &["finland"]),
    ("FR", &["france", "frankrijk", "frankreich"]),
    ("GB", &["united kingdom"]),
    ("GR", &["greece"]),
    ("HR", &["croatia"]),
    ("HU", &["hungary"]),
    ("IE", &["ireland"]),
    ("IS", &["iceland"]),
    ("IT", &["italy"]),
    ("LI", &["liechtenstein"]),
    ("LT", &["lithuania"]),
    ("LU", &["luxembourg", "luxemburg"]),
    ("LV", &["latvia"]),
    ("MT", &["malta"]),
    ("NL", &["netherlands", "the netherlands", "nederland", "pays-bas", "niederlande"]),
    ("NO", &["norway"]),
    ("PL", &["poland"]),
    ("PT", &["portugal"]),
    ("RO", &["romania"]),
    ("SE", &["sweden"]),
    ("SI", &["slovenia"]),
    ("SK", &["slovakia"]),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_and_names_are_read() {
        let cases = [
            ("be", Some("BE")),
            ("EL", Some("GR")),
            ("uk", Some("GB")),
            ("Belgique", Some("BE")),
            ("Greece", Some("GR")),
            ("MQ", Some("MQ")),
            ("B", None),
            ("Atlantis", None),
            ("1é", None),
            ("", None),
        ];
        for (text, code) in cases {
            let read = Country::parse(text);
            assert_eq!(read.as_ref().map(Country::as_str), code, "{text}");
        }
    }
}
