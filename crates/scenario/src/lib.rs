//! Exercises as code: the format of a scenario, what is wrong with one, the engine that plays it, bots that rehearse
//! it, and what is measured. Pure: no database, no clock, no network; only [`files`] reads and writes a disk.

pub mod artefact;
pub mod challenge;
pub mod check;
pub mod compose;
pub mod condition;
pub mod engine;
pub mod exchange;
pub mod files;
pub mod finding;
pub mod format;
pub mod library;
pub mod measure;
pub mod model;
pub mod placeholder;
pub mod read;
pub mod rehearsal;
pub mod report;
pub mod schema;
pub mod texts;
pub mod write;
