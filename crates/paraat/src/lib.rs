//! The binary's parts as a library, so that tests wire the whole house exactly as the program does:
//! `house` puts the slices together, `demo` fills a house with a fictional health sector.

pub mod cli;
pub mod commands;
pub mod config;
pub mod demo;
pub mod first_start;
pub mod house;
pub mod logging;
pub mod place;
pub mod secret;
pub mod server;
pub mod snapshot;
pub mod stop;
mod watch;

/// The binary's own words.
mod words {
    include!(concat!(env!("OUT_DIR"), "/words.rs"));
}
