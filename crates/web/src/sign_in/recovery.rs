//! Printed recovery codes: ten, each good once, for the day the phone is gone.

use kernel::{Kernel, short_code};

/// Codes on a printed page.
pub(crate) const CODES: usize = 10;
/// Groups of four characters in a code: 80 bits, so a keyed digest is enough to keep it by.
const GROUPS: usize = 4;

/// New codes, as printed.
pub(crate) fn new_codes() -> Vec<String> {
    (0..CODES).map(|_| short_code(GROUPS)).collect()
}

/// What is kept of a code.
pub(crate) fn digest(kernel: &Kernel, person_id: &str, typed: &str) -> String {
    kernel.vault.lookup("recovery code", &format!("{person_id} {}", normal(typed)))
}

/// Whether this could be a recovery code rather than one from an app.
pub(crate) fn is_code(typed: &str) -> bool {
    normal(typed).len() == GROUPS * 4
}

/// Case, dashes and spaces are forgiven, and so are look-alikes.
fn normal(typed: &str) -> String {
    typed
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|character| match character.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            other => other,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_recognised_however_it_is_typed() {
        let codes = new_codes();
        assert_eq!(codes.len(), CODES);
        for code in &codes {
            assert!(is_code(code) && is_code(&code.to_lowercase().replace('-', " ")));
        }
        assert_eq!(normal("abOi-l2 34"), "AB011234");
        assert!(!is_code("123 456"));
    }
}
