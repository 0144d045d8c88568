//! `paraat demo`: a fictional health sector on a throw-away database.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use anyhow::Context;

use super::{Outcome, say, serve};
use crate::config::Config;
use crate::demo::{self, Stage};
use crate::house::{self, House};
use crate::logging;
use crate::stop::Stop;

/// The options of `paraat demo`.
#[derive(Debug, clap::Args)]
pub struct Options {
    /// Where to listen; port 0 takes any free one.
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// Where to put the database; a temporary folder when left out.
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// Keep the database when it stops, and go on with it the next time.
    #[arg(long)]
    keep: bool,
}

/// Runs until told to stop, then deletes what it made unless that is to be kept.
pub async fn run(options: Options) -> anyhow::Result<Outcome> {
    let folder = options.data.clone().unwrap_or_else(temporary_folder);
    if !demo::may_use(&folder) {
        return Err(Stop::new(
            format!("{} holds something that is not a demo's", folder.display()),
            "name another folder with --data, or leave it out",
        )
        .into());
    }
    demo::mark(&folder).with_context(|| format!("{} cannot be written", folder.display()))?;
    let outcome = run_in(&folder, &options).await;
    if options.keep {
        say(format_args!(
            "The demo is kept in {0}; go on with: paraat demo --keep --data {0}",
            folder.display()
        ));
    } else {
        delete(&folder);
    }
    outcome
}

async fn run_in(folder: &Path, options: &Options) -> anyhow::Result<Outcome> {
    let mut config = Config::of_folder(folder)?;
    config.listen = options.listen;
    logging::start(&config.log);
    let house = House::open(&config).await?;
    serve::serve(house, async |app| {
        demo::fill(&app.kernel, &app.settings).await?;
        let stage = Stage { card: demo::card(&app.kernel).await? };
        tokio::spawn(demo::answer_warnings(app.clone()));
        Ok(house::routes().merge(demo::routes(stage)).merge(house::start_page("/demo")))
    })
    .await
}

fn temporary_folder() -> PathBuf {
    std::env::temp_dir().join(format!("paraat-demo-{}", kernel::new_id()))
}

/// Deletes a demo's folder; one that is gone already is no fault.
fn delete(folder: &Path) {
    if let Err(error) = std::fs::remove_dir_all(folder) {
        tracing::warn!(%error, folder = %folder.display(), "the demo's folder could not be deleted");
    }
}
