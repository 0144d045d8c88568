//! Generates this crate's words.

fn main() {
    l10n::generate::generate();
    // A template edit must rebuild the pages made of it.
    println!("cargo::rerun-if-changed=templates");
}
