//! The built program, started as an operator starts it and used through a real browser.
//!
//! `./check` runs these last; `./check with cargo test -p paraat --test e2e` runs them alone.
//! [`program::Program`] starts the binary, [`browser::Browser`] a Chromium of the test's own.

#![allow(clippy::unwrap_used, reason = "a test stops at what it does not expect, in its own helpers too")]

mod browser;
mod call;
mod card;
mod cast;
mod devices;
mod harness;
mod installation;
mod keys;
mod licences;
mod nodes;
mod program;
mod screenshots;
mod sign_in;
mod storm;
mod walk;
mod warned;
mod weeks;
mod words_kept;
