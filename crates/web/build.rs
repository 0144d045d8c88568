//! Generates this crate's words and fingerprints its assets.

use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};

fn main() {
    l10n::generate::generate();
    println!("cargo::rerun-if-changed=assets");
    println!("cargo::rerun-if-changed=templates");
    // The fingerprint in an asset's address lets browsers keep it for ever.
    let mut hasher = DefaultHasher::new();
    for file in ["assets/app.css", "assets/live.js", "assets/push.js", "assets/icon.svg"] {
        std::fs::read(file).unwrap_or_default().hash(&mut hasher);
    }
    println!("cargo::rustc-env=ASSETS_FINGERPRINT={:016x}", hasher.finish());
}
