//! `paraat impact network`: checks, converts and makes networks.

use std::path::PathBuf;

use impact_model::generate::{Invention, MAX_INSTITUTIONS, invented};
use impact_model::indicators::Assumed;
use impact_model::model::Model;
use impact_model::network::{InstitutionKind, Network, ServiceKind};
use impact_model::parameters::Parameters;
use kernel::realm;

use super::open::counted;
use super::{from_directory, open};
use crate::commands::{Outcome, say};
use crate::place::Place;

/// What can be done with a network.
#[derive(Debug, clap::Subcommand)]
pub enum Command {
    /// Say what is wrong with a network, with file, line and column, and what is in it.
    Check(Check),
    /// Write a network in another format; a list of hospital sites is filled in.
    Convert(Convert),
    /// Make a network up, to try things on.
    Invent(Invent),
    /// Make a network of an installation's directory; what it does not say is filled in and marked as assumed.
    FromDirectory(FromDirectory),
}

/// The options of `paraat impact network check`.
#[derive(Debug, clap::Args)]
pub struct Check {
    /// The network.
    file: PathBuf,
}

/// The options of `paraat impact network convert`.
#[derive(Debug, clap::Args)]
pub struct Convert {
    /// The network: JSON, GraphML, a folder of CSV tables, or Eurostat's list of hospital sites.
    from: PathBuf,
    /// Where to write it: FILE.json, FILE.graphml, or a name without end for a folder of CSV tables.
    to: PathBuf,
    /// From what missing values of a list of sites are made.
    #[arg(long, value_name = "S", default_value_t = 1)]
    fill_seed: u64,
}

/// The options of `paraat impact network invent`.
#[derive(Debug, clap::Args)]
pub struct Invent {
    /// Where to write it.
    to: PathBuf,
    /// How many institutions; their suppliers come on top.
    #[arg(long, value_name = "N", default_value_t = 400,
          value_parser = clap::value_parser!(u32).range(1..=i64::from(MAX_INSTITUTIONS)))]
    institutions: u32,
    /// How many countries.
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=26))]
    countries: u32,
    /// From what it is made.
    #[arg(long, value_name = "S", default_value_t = 1)]
    seed: u64,
}

/// The options of `paraat impact network from-directory`.
#[derive(Debug, clap::Args)]
pub struct FromDirectory {
    /// Where to write it.
    to: PathBuf,
    /// The realm.
    #[arg(long, value_name = "ID", default_value = realm::REALITY)]
    realm: String,
    /// From what missing values are made.
    #[arg(long, value_name = "S", default_value_t = 1)]
    fill_seed: u64,
    #[command(flatten)]
    place: Place,
}

/// Runs one.
pub async fn run(command: Command) -> anyhow::Result<Outcome> {
    match command {
        Command::Check(options) => {
            describe(&open::network(&options.file, 1)?)?;
        }
        Command::Convert(options) => {
            let network = open::network(&options.from, options.fill_seed)?;
            open::save(&network, &options.to)?;
            describe(&network)?;
        }
        Command::Invent(options) => {
            let Invent { institutions, countries, seed, .. } = options;
            let network = invented(&Invention { institutions, countries, ..Invention::default() }, seed);
            open::save(&network, &options.to)?;
            describe(&network)?;
        }
        Command::FromDirectory(options) => {
            let network = from_directory::read(&options.place, &options.realm, options.fill_seed).await?;
            open::save(&network, &options.to)?;
            describe(&network)?;
        }
    }
    Ok(Outcome::Fine)
}

/// Says what is in a network.
fn describe(network: &Network) -> anyhow::Result<()> {
    let model = open::sound(Model::new(network, &Parameters::default()))?;
    let Network { institutions, services, dependencies, links, agreements, .. } = network;
    say(format_args!(
        "{}: {} in {}, {}, {}, {}, {}",
        if network.name.is_empty() { "network" } else { &network.name },
        counted(institutions.len(), "institution", "institutions"),
        counted(model.countries().len(), "country", "countries"),
        counted(services.len(), "service", "services"),
        counted(dependencies.len(), "dependency", "dependencies"),
        counted(links.len(), "link", "links"),
        counted(agreements.len(), "agreement", "agreements")
    ));
    let kinds = InstitutionKind::ALL
        .iter()
        .map(|kind| (kind.word(), institutions.iter().filter(|one| one.kind == *kind).count()));
    list("institutions", kinds);
    let kinds = ServiceKind::ALL
        .iter()
        .map(|kind| (kind.word(), services.iter().filter(|one| one.id.kind == *kind).count()));
    list("services", kinds);
    let circles = model.circles().count();
    if circles > 0 {
        say(format_args!(
            "{} of services that depend on each other and must be started together",
            counted(circles, "circle", "circles")
        ));
    }
    say(format_args!("{:.0} % of all quantities are assumed", 100.0 * Assumed::of(network).share));
    Ok(())
}

/// Says how many there are of each kind; nothing when there are none.
fn list<'a>(what: &str, counts: impl Iterator<Item = (&'a str, usize)>) {
    let some: Vec<String> =
        counts.filter(|(_, count)| *count > 0).map(|(word, count)| format!("{count} {word}")).collect();
    if !some.is_empty() {
        say(format_args!("{what}: {}", some.join(", ")));
    }
}
