//! What tells two networks apart.

use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::network::{Dependency, Network};

/// The SHA-256 of a network, in hexadecimal. The order of its lists, and of the providers of a dependency, does not
/// change it.
///
/// It is that of these lines, each ended by a line feed: name and source as JSON; then for each of institutions,
/// services, dependencies, links and agreements its word, and its elements as JSON without spaces, sorted by bytes.
pub fn sha256(network: &Network) -> String {
    let mut digest = Sha256::new();
    let mut say = |line: &str| {
        digest.update(line);
        digest.update("\n");
    };
    say(&line(&network.name));
    say(&line(&network.source));
    let dependencies: Vec<Dependency> = network.dependencies.iter().map(ordered).collect();
    let lists = [
        ("institutions", lines(&network.institutions)),
        ("services", lines(&network.services)),
        ("dependencies", lines(&dependencies)),
        ("links", lines(&network.links)),
        ("agreements", lines(&network.agreements)),
    ];
    for (word, lines) in lists {
        say(word);
        lines.iter().for_each(|line| say(line));
    }
    digest.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A dependency with its providers in a fixed order.
fn ordered(dependency: &Dependency) -> Dependency {
    let mut dependency = dependency.clone();
    dependency.on.sort_by_cached_key(line);
    dependency
}

fn lines(list: &[impl Serialize]) -> Vec<String> {
    let mut lines: Vec<String> = list.iter().map(line).collect();
    lines.sort_unstable();
    lines
}

fn line(item: &(impl Serialize + ?Sized)) -> String {
    // Nothing in a network can fail to be written as JSON: its keys are texts, and writing to memory does not fail.
    serde_json::to_string(item).unwrap_or_default()
}
