//! Stories over the whole house in this process, on both databases, with a clock the story moves.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on must stop")]

mod access;
mod confidential;
mod exercise;
mod house;
mod story;
