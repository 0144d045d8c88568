//! `paraat impact`: what fails next, who can take over, and how ready a whole network is.

mod form;
mod from_directory;
mod incident;
mod indicators;
mod network;
mod open;
mod parameters;
mod schema;
mod stress;
mod validate;

use super::Outcome;

/// What can be asked of a network.
#[derive(Debug, clap::Subcommand)]
pub enum Command {
    /// Check, convert and make networks of institutions, services and links.
    #[command(subcommand)]
    Network(network::Command),
    /// Make a network of what institutions answered on the form.
    Form(form::Options),
    /// Print the number of everything that the model assumes, with unit, range and source.
    Parameters(parameters::Options),
    /// Say what can be said without simulation: how near the next independent emergency department is, and on whom
    /// many rest.
    Indicators(indicators::Options),
    /// Answer for one incident: what fails next, whom to warn, who can take over, what to cut, what to restore first.
    Incident(incident::Options),
    /// Attack a network many times: are they ready?
    Stress(stress::Options),
    /// Replay published incidents, and print model against published figure.
    Validate(validate::Options),
    /// Print the JSON Schema of a file.
    Schema(schema::Options),
}

/// Runs one.
pub async fn run(command: Command) -> anyhow::Result<Outcome> {
    match command {
        Command::Network(command) => network::run(command).await,
        Command::Form(options) => form::run(&options),
        Command::Parameters(options) => parameters::run(&options),
        Command::Indicators(options) => indicators::run(&options),
        Command::Incident(options) => incident::run(&options),
        Command::Stress(options) => stress::run(&options),
        Command::Validate(options) => validate::run(&options),
        Command::Schema(options) => schema::run(&options),
    }
}
