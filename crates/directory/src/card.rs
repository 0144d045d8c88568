//! Emergency cards: a short code, printed with a QR code, with which an organisation files an early
//! warning when nobody there can sign in. Only a keyed digest of the code is stored, so a code is
//! shown once, when it is made; whoever loses it gets another.

use kernel::Kernel;

/// Groups of four characters in a code; 80 bits, far beyond guessing at any rate.
pub const GROUPS: usize = 4;

/// Characters of a typed code that are looked at; a longer text is no code.
const MAX_TYPED_CHARS: usize = 64;

/// A card that is valid now.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Card {
    /// The card's identifier.
    pub id: String,
    /// Whose it is.
    pub organisation_id: String,
    /// In which realm.
    pub realm_id: String,
}

/// A code as it is compared: capitals, no dashes or blanks, and the look-alikes of Crockford's base 32
/// read as what they look like. `None` for what cannot be a code.
pub fn normalise(typed: &str) -> Option<String> {
    let mut code = String::new();
    for c in typed.chars().take(MAX_TYPED_CHARS + 1) {
        match c.to_ascii_uppercase() {
            '-' | '–' | ' ' | '\t' | '\u{a0}' | '.' => {}
            'O' => code.push('0'),
            'I' | 'L' => code.push('1'),
            c if c.is_ascii_alphanumeric() && c != 'U' => code.push(c),
            _ => return None,
        }
    }
    (code.len() == GROUPS * 4 && typed.chars().count() <= MAX_TYPED_CHARS).then_some(code)
}

/// The digest under which a code is stored.
pub(crate) fn digest(kernel: &Kernel, normalised: &str) -> String {
    kernel.vault.lookup("emergency card", normalised)
}

/// Where a printed card's QR code leads.
pub fn call_url(public_url: &str, code: &str) -> String {
    format!("{public_url}/call/{code}")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_code_is_read_however_it_is_typed() {
        let expect = Some("0123456789ABCD1F".to_owned());
        for typed in
            ["0123-4567-89AB-CD1F", "o123 4567 89ab cdlf", " O123456789abcdIF ", "0123–4567–89AB–CD1F"]
        {
            assert_eq!(normalise(typed), expect, "{typed}");
        }
        for wrong in ["", "0123", "0123-4567-89AB-CD1F-0000", "0123-4567-89AB-CDU1", "é123-4567-89AB-CD1F"] {
            assert_eq!(normalise(wrong), None, "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn every_code_that_is_made_reads_back(_seed in any::<u8>()) {
            let code = kernel::short_code(GROUPS);
            let plain = code.replace('-', "");
            prop_assert_eq!(normalise(&code.to_lowercase()), Some(plain));
        }

        #[test]
        fn no_text_makes_reading_panic(typed in ".{0,100}") {
            let _ = normalise(&typed);
        }
    }
}
