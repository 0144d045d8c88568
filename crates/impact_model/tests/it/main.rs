//! Everything the crate does, through what it gives to others. One binary, because linking a dozen takes longer than
//! running them.

mod cascade;
mod files;
mod form;
mod generate;
mod incident;
mod indicators;
mod model;
mod page;
mod published;
mod stress;
