//! Generates this crate's words.

fn main() {
    l10n::generate::generate();
    println!("cargo::rerun-if-changed=templates");
    println!("cargo::rerun-if-changed=../web/templates");
}
