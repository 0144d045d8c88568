//! Warnings through their routes, on both databases.

#![allow(clippy::unwrap_used, reason = "a test fails where it stands")]

mod channels;
mod house;
mod ladders;
mod links;
mod nobody_forgotten;
mod replies;
mod story;
