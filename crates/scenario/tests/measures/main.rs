//! What is measured, from journals written by hand; what must hold of every journal; the tests of scenarios.

mod care;
mod contact;
mod play;
mod properties;
mod rated;
mod reports;
mod stage;
mod together;
mod trials;
