//! `--data DIR` or `--config FILE`: which installation a command is about.

use std::path::{Path, PathBuf};

use crate::config::{Config, FILE_NAME};
use crate::stop::Stop;

/// Which installation. With neither option, that of `paraat.toml` in the current folder.
#[derive(Clone, Debug, Default, clap::Args)]
pub struct Place {
    /// Its data folder, with paraat.toml in it if it has one.
    #[arg(long, value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// Its configuration file.
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
}

impl Place {
    /// The installation's settings.
    ///
    /// # Errors
    /// When neither option is given and there is no `paraat.toml` here, or the file is wrong.
    pub fn config(&self) -> Result<Config, Stop> {
        match (&self.config, &self.data) {
            (Some(file), data) => Config::read(file, data.as_deref()),
            (None, Some(data)) => Config::of_folder(data),
            (None, None) if Path::new(FILE_NAME).exists() => Config::read(Path::new(FILE_NAME), None),
            (None, None) => Err(Stop::new(
                "it was not said which installation is meant",
                "add --data DIR or --config FILE; paraat config prints a configuration file to begin with",
            )),
        }
    }
}
