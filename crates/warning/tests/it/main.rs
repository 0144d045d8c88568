//! Warnings through their routes, on both databases.

#![allow(clippy::unwrap_used, reason = "a test fails where it stands")]

mod after;
mod attachments;
mod cascade;
mod channels;
mod feeds;
mod house;
mod importing;
mod ladders;
mod links;
mod nobody_forgotten;
mod replies;
mod story;
mod wire;
