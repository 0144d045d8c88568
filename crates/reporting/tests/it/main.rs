//! Reporting through its routes, on both databases.

mod commands;
mod confidential;
mod house;
mod story;
