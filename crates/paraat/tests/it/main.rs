//! Stories over the whole house in this process, on both databases, with a clock the story moves.

mod access;
mod confidential;
mod exercise;
mod house;
mod story;
