//! The door as a person at a browser without scripts meets it, on both databases.

#![allow(clippy::unwrap_used, reason = "a test fails where it stands")]

mod account;
mod door;
mod erasing;
mod house;
mod kept_words;
