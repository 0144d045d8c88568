//! Reporting through its routes, on both databases.

#![allow(clippy::unwrap_used, reason = "a test fails where it stands")]

mod clocks;
mod commands;
mod confidential;
mod house;
mod keeping;
mod schema;
mod stages;
mod story;
