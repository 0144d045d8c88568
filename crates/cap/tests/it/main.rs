//! Alerts as they are written, read, checked, listed and signed.

mod feeds;
mod properties;
mod reading;
mod rules;
mod samples;
mod schema;
mod signatures;
mod times;
mod writing;
