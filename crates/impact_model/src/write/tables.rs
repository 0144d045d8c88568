//! Networks as tables.

use std::fmt::Display;

use crate::network::{Agreement, Dependency, Institution, Link, Network, Provider, Service};
use crate::read::tables::{
    AGREEMENTS, DEPENDENCIES, INSTITUTIONS, LINKS, NETWORK, SERVICES, Table, needs_apostrophe,
};

/// A network as the tables that [`crate::read::tables`] tells about: the name and the content of each file. Tables
/// without rows are left out, but for that of institutions.
///
/// The cells are separated by commas, and the text begins with a byte order mark, without which spreadsheets spoil
/// letters with accents. Texts of spaces only are not kept.
pub fn tables(network: &Network) -> Vec<(String, Vec<u8>)> {
    let about = (!network.name.is_empty() || !network.source.is_empty()).then(|| about(network));
    let groups = network.dependencies.iter().enumerate();
    let all = [
        (&INSTITUTIONS, network.institutions.iter().map(institution).collect()),
        (&SERVICES, network.services.iter().map(service).collect()),
        (&DEPENDENCIES, groups.flat_map(|(number, dependency)| providers(number, dependency)).collect()),
        (&LINKS, network.links.iter().map(link).collect()),
        (&AGREEMENTS, network.agreements.iter().map(agreement).collect()),
        (&NETWORK, about.into_iter().collect::<Vec<_>>()),
    ];
    let written = all.into_iter().filter(|(table, rows)| !rows.is_empty() || **table == INSTITUTIONS);
    written.map(|(table, rows)| (table.file.to_owned(), content(table, rows))).collect()
}

fn content(table: &Table, rows: Vec<Row>) -> Vec<u8> {
    let mut content = format!("\u{feff}{}\r\n", table.columns.join(","));
    for row in rows {
        content += &row.cells.join(",");
        // Every row has a cell for each column, as RFC 4180 wants it.
        content += &",".repeat(table.columns.len().saturating_sub(row.cells.len()));
        content += "\r\n";
    }
    content.into_bytes()
}

/// A row that is being written.
#[derive(Default)]
struct Row {
    cells: Vec<String>,
}

impl Row {
    /// Adds a text, which a spreadsheet must not take for a formula.
    fn text(mut self, text: impl Display) -> Self {
        let text = text.to_string();
        let text = if needs_apostrophe(&text) { format!("'{text}") } else { text };
        let quoted = text.contains(['"', ',', ';', '\t', '\r', '\n']);
        self.cells.push(if quoted { format!("\"{}\"", text.replace('"', "\"\"")) } else { text });
        self
    }

    /// Adds a quantity or a yes or no, or nothing.
    fn value(mut self, value: Option<impl Display>) -> Self {
        self.cells.push(value.map(|value| value.to_string()).unwrap_or_default());
        self
    }
}

fn about(network: &Network) -> Row {
    Row::default().text(&network.name).text(&network.source)
}

fn institution(institution: &Institution) -> Row {
    let Institution { id, name, kind, country, region, position, operator, .. } = institution;
    let Institution { beds, detect_h, isolate_h, offline_backup, .. } = institution;
    let row = Row::default().text(id).text(name).text(kind).text(country).text(region);
    row.value(position.map(|position| position.lat))
        .value(position.map(|position| position.lon))
        .text(operator)
        .value(*beds)
        .value(*detect_h)
        .value(*isolate_h)
        .value(*offline_backup)
}

fn service(service: &Service) -> Row {
    Row::default().text(&service.id).value(service.per_day).value(service.capacity_per_day)
}

/// One row for each provider; the losses stand in the first.
fn providers(number: usize, dependency: &Dependency) -> impl Iterator<Item = Row> {
    let group = (dependency.on.len() > 1).then_some(number + 1);
    dependency.on.iter().enumerate().map(move |(which, Provider { service, share })| {
        let row = Row::default().text(&dependency.service).value(group).text(service).value(Some(share));
        if which > 0 {
            return row;
        }
        row.value(Some(dependency.first_loss))
            .value(Some(dependency.later_loss))
            .value(Some(dependency.buffer_h))
            .value(Some(dependency.reentry_h))
            .value(Some(dependency.threshold))
    })
}

fn link(link: &Link) -> Row {
    let Link { id, a, b, kind, spread_per_day, carries } = link;
    let row = Row::default().text(id).text(a).text(b).text(kind);
    row.value(Some(spread_per_day)).value(Some(carries))
}

fn agreement(agreement: &Agreement) -> Row {
    let Agreement { from, to, per_day, transport_h, contract } = agreement;
    let row = Row::default().text(from).text(to);
    row.value(Some(per_day)).value(Some(transport_h)).value(Some(contract))
}
