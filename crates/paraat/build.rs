//! Generates the binary's own words: the demo's start page.

fn main() {
    l10n::generate::generate();
    println!("cargo::rerun-if-changed=templates");
}
