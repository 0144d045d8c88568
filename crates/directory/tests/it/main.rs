//! The directory through the real router, on both databases: looking up, changing, importing, cards,
//! and who may do what.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test fails where it stands and says what it skips"
)]

mod access;
mod cards;
mod erasing;
mod house;
mod imports;
mod lookups;
mod organisations;
mod relations;
mod seats;
