//! Reporting through its routes, on both databases.

#![allow(clippy::unwrap_used, reason = "a test fails where it stands")]

mod attachments;
mod clocks;
mod commands;
mod confidential;
mod filings;
mod fill;
mod house;
mod keeping;
mod leaks;
mod schema;
mod stages;
mod story;
mod weeks;
