//! Writes networks and parameters as [`crate::read`] reads them.

mod graphml;
mod json;
mod parameters;
mod tables;

pub use graphml::graphml;
pub use json::json;
pub use parameters::parameters;
pub use tables::tables;
