//! Networks as GraphML.

use std::fmt::Display;

use crate::network::{Agreement, Dependency, Institution, Link, Network, Provider, Service};
use crate::read::tables::{AGREEMENTS, DEPENDENCIES, INSTITUTIONS, LINKS, NETWORK, SERVICES};

/// A network as [`crate::read::graphml`] tells, each node and edge in a line of its own. Characters that XML cannot
/// hold become U+FFFD; texts of spaces only are not kept.
pub fn graphml(network: &Network) -> String {
    let mut text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<graphml \
                    xmlns=\"http://graphml.graphdrawing.org/xmlns\">\n"
        .to_owned();
    for key in keys() {
        text += &format!("<key id=\"{key}\" for=\"all\" attr.name=\"{key}\" attr.type=\"string\"/>\n");
    }
    text += "<graph edgedefault=\"directed\">\n";
    let about = Element::default().data("name", &network.name).data("source", &network.source);
    if !about.data.is_empty() {
        text += &about.data;
        text.push('\n');
    }
    network.institutions.iter().for_each(|one| institution(one).end("node", &mut text));
    network.services.iter().for_each(|one| service(one).end("node", &mut text));
    for (number, dependency) in network.dependencies.iter().enumerate() {
        providers(number, dependency).for_each(|one| one.end("edge", &mut text));
    }
    network.links.iter().for_each(|one| link(one).end("edge", &mut text));
    network.agreements.iter().for_each(|one| agreement(one).end("edge", &mut text));
    text + "</graph>\n</graphml>\n"
}

/// The names of all data, each once.
fn keys() -> Vec<&'static str> {
    let tables = [&INSTITUTIONS, &SERVICES, &DEPENDENCIES, &LINKS, &AGREEMENTS, &NETWORK];
    let columns = tables.iter().flat_map(|table| table.columns).copied();
    let attributes = ["id", "service", "on", "a", "b", "from", "to"];
    let mut keys = vec!["type"];
    for column in columns.filter(|column| !attributes.contains(column)) {
        if !keys.contains(&column) {
            keys.push(column);
        }
    }
    keys
}

/// A node or edge that is being written.
#[derive(Default)]
struct Element {
    attributes: String,
    data: String,
}

impl Element {
    fn new(kind: &str, attributes: &[(&str, &dyn Display)]) -> Self {
        let attributes = attributes.iter().map(|(name, value)| format!(" {name}=\"{}\"", escaped(value)));
        Self { attributes: attributes.collect(), data: String::new() }.data("type", kind)
    }

    /// Adds a datum, unless it is empty.
    fn data(mut self, key: &str, value: impl Display) -> Self {
        let value = escaped(&value);
        if !value.is_empty() {
            self.data += &format!("<data key=\"{key}\">{value}</data>");
        }
        self
    }

    /// Adds a datum, if it is known.
    fn known(self, key: &str, value: Option<impl Display>) -> Self {
        match value {
            Some(value) => self.data(key, value),
            None => self,
        }
    }

    fn end(self, name: &str, text: &mut String) {
        let Self { attributes, data } = self;
        *text += &format!("<{name}{attributes}>{data}</{name}>\n");
    }
}

/// A text as it may stand in an element or an attribute. White space other than a space is written as a reference,
/// because readers of XML change it.
fn escaped(value: &dyn Display) -> String {
    let mut escaped = String::new();
    for letter in value.to_string().chars() {
        match letter {
            '&' => escaped += "&amp;",
            '<' => escaped += "&lt;",
            '>' => escaped += "&gt;",
            '"' => escaped += "&quot;",
            '\t' | '\n' | '\r' => escaped += &format!("&#{};", u32::from(letter)),
            // XML 1.0, production 2: what is no character.
            '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => escaped.push('\u{fffd}'),
            letter => escaped.push(letter),
        }
    }
    escaped
}

fn institution(institution: &Institution) -> Element {
    let Institution { id, name, kind, country, region, position, operator, .. } = institution;
    let Institution { beds, detect_h, isolate_h, offline_backup, .. } = institution;
    Element::new("institution", &[("id", id)])
        .data("name", name)
        .data("kind", kind)
        .data("country", country)
        .data("region", region)
        .known("lat", position.map(|position| position.lat))
        .known("lon", position.map(|position| position.lon))
        .data("operator", operator)
        .known("beds", *beds)
        .known("detect_h", *detect_h)
        .known("isolate_h", *isolate_h)
        .known("offline_backup", *offline_backup)
}

fn service(service: &Service) -> Element {
    Element::new("service", &[("id", &service.id)])
        .known("per_day", service.per_day)
        .known("capacity_per_day", service.capacity_per_day)
}

/// One edge for each provider; the losses stand with the first.
fn providers(number: usize, dependency: &Dependency) -> impl Iterator<Item = Element> {
    let group = (dependency.on.len() > 1).then_some(number + 1);
    dependency.on.iter().enumerate().map(move |(which, Provider { service, share })| {
        let ends: [(&str, &dyn Display); 2] = [("source", service), ("target", &dependency.service)];
        let element = Element::new("dependency", &ends).known("group", group).data("share", share);
        if which > 0 {
            return element;
        }
        element
            .data("first_loss", dependency.first_loss)
            .data("later_loss", dependency.later_loss)
            .data("buffer_h", dependency.buffer_h)
            .data("reentry_h", dependency.reentry_h)
            .data("threshold", dependency.threshold)
    })
}

fn link(link: &Link) -> Element {
    let Link { id, a, b, kind, spread_per_day, carries } = link;
    Element::new("link", &[("id", id), ("source", a), ("target", b)])
        .data("kind", kind)
        .data("spread_per_day", spread_per_day)
        .data("carries", carries)
}

fn agreement(agreement: &Agreement) -> Element {
    let Agreement { from, to, per_day, transport_h, contract } = agreement;
    Element::new("agreement", &[("source", from), ("target", to)])
        .data("per_day", per_day)
        .data("transport_h", transport_h)
        .data("contract", contract)
}
