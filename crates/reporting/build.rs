//! Generates this crate's words.

fn main() {
    l10n::generate::generate();
}
