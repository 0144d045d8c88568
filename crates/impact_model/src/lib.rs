//! What fails next when a cyberattack hits health care, who can take over, and how ready a whole network is.
//!
//! Pure: no database, no clock, no network; files are read and written by whoever calls.

pub mod cascade;
pub mod draw;
pub mod finding;
pub mod form;
pub mod generate;
pub mod incident;
pub mod indicators;
pub mod model;
mod nearest;
pub mod network;
pub mod page;
pub mod parameters;
pub mod published;
pub mod read;
pub mod schema;
pub mod stress;
pub mod write;
