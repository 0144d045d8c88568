//! Networks as JSON.

use serde::Serialize;

use crate::network::Network;

/// A network as JSON, each element of its lists in a line of its own.
pub fn json(network: &Network) -> String {
    let mut text = format!("{{\n\"name\": {},\n", line(&network.name));
    if !network.source.is_empty() {
        text += &format!("\"source\": {},\n", line(&network.source));
    }
    list(&mut text, "institutions", &network.institutions);
    list(&mut text, "services", &network.services);
    list(&mut text, "dependencies", &network.dependencies);
    list(&mut text, "links", &network.links);
    list(&mut text, "agreements", &network.agreements);
    // The comma after the last list.
    text.truncate(text.trim_end_matches(",\n").len());
    text + "\n}\n"
}

fn list(text: &mut String, word: &str, items: &[impl Serialize]) {
    *text += &format!("\"{word}\": [");
    for (number, item) in items.iter().enumerate() {
        *text += if number == 0 { "\n" } else { ",\n" };
        *text += &line(item);
    }
    *text += if items.is_empty() { "],\n" } else { "\n],\n" };
}

fn line(item: &(impl Serialize + ?Sized)) -> String {
    // Nothing in a network can fail to be written as JSON: its keys are texts, and writing to memory does not fail.
    serde_json::to_string(item).unwrap_or_default()
}
