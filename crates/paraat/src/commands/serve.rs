//! `paraat serve`: the real thing.

use std::net::SocketAddr;

use axum::Router;
use tokio::signal::unix::{SignalKind, signal};
use tokio_util::sync::CancellationToken;
use web::App;

use super::{Outcome, say};
use crate::first_start;
use crate::house::{self, House};
use crate::logging;
use crate::place::Place;
use crate::server::Door;

/// The options of `paraat serve`.
#[derive(Debug, clap::Args)]
pub struct Options {
    #[command(flatten)]
    place: Place,
    /// Listen here instead of where the configuration says; port 0 takes any free one.
    #[arg(long, value_name = "ADDRESS:PORT")]
    listen: Option<SocketAddr>,
}

/// Runs until told to stop.
pub async fn run(options: Options) -> anyhow::Result<Outcome> {
    let mut config = options.place.config()?;
    config.listen = options.listen.unwrap_or(config.listen);
    logging::start(&config.log);
    let house = House::open(&config).await?;
    serve(house, async |_| Ok(house::routes().merge(house::start_page("/sign-in")))).await
}

/// Serves an opened house until told to stop. `prepare` gets the application, whose address is bound by
/// then, and gives its routes; only afterwards is anybody answered.
pub async fn serve(
    house: House,
    prepare: impl AsyncFnOnce(&App) -> anyhow::Result<Router<App>>,
) -> anyhow::Result<Outcome> {
    let stop = CancellationToken::new();
    stop_on_signal(stop.clone())?;
    allow_many_connections();
    let door = Door::open(&house.config).await?;
    let post = house.post()?;
    let watch = house.config.watch.open()?;
    let address = door.address()?;
    let app = house.app(&post, address, stop.clone());
    let routes = prepare(&app).await?;
    house.open_inbound().await?;
    web::devices::switch(&app.kernel, house.config.push.enabled).await?;
    let link = first_start::link(&app).await?;
    let mut jobs = house::jobs(&app, post, watch).await?;
    say(format_args!("Paraat listens on {}", house.config.own_url(address)));
    if let Some(link) = link {
        say(format_args!("Nobody runs this installation yet. Open this link once to begin: {link}"));
    }
    let served = door.serve(web::finish(routes, app.clone()), stop.clone()).await;
    stop.cancel();
    while jobs.join_next().await.is_some() {}
    house.kernel.db.close().await;
    served?;
    Ok(Outcome::Fine)
}

fn stop_on_signal(stop: CancellationToken) -> anyhow::Result<()> {
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    tokio::spawn(async move {
        tokio::select! { _ = terminate.recv() => {}, _ = interrupt.recv() => {} }
        tracing::info!("stopping");
        stop.cancel();
    });
    Ok(())
}

/// Each open page holds a connection: takes as many as the system lets this process have.
pub fn allow_many_connections() {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let limit = getrlimit(Resource::Nofile);
    let raised = Rlimit { current: limit.maximum, maximum: limit.maximum };
    if let Err(error) = setrlimit(Resource::Nofile, raised) {
        tracing::warn!(%error, "the number of open connections could not be raised");
    }
}
