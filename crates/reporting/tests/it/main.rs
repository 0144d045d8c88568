//! Reporting through its routes, on both databases.

#![allow(clippy::unwrap_used, reason = "a test fails where it stands")]

mod commands;
mod confidential;
mod filings;
mod house;
mod story;
