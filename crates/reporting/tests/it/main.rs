//! Reporting through its routes, on both databases.

#![allow(clippy::unwrap_used, reason = "a test fails where it stands")]

mod attachments;
mod commands;
mod confidential;
mod filings;
mod fill;
mod house;
mod leaks;
mod story;
mod weeks;
