//! The door as a person at a browser without scripts meets it, on both databases.

mod account;
mod door;
mod house;
mod kept_words;
