//! Exercises as code: the format of a scenario, what is wrong with one, the engine that plays it, bots that rehearse
//! it, and what is measured. Pure: no database, no clock, no network; only [`files`] reads and writes a disk.

pub mod exchange;
pub mod files;
pub mod finding;
pub mod format;
pub mod read;
pub mod texts;
pub mod write;
