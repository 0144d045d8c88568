//! Exercises as code: the format of a scenario, what is wrong with one, the engine that plays it, bots that rehearse
//! it, and what is measured. Pure: no database, no clock, no network; only [`files`] reads a folder or a zip.
pub mod artefact;
pub mod challenge;
pub mod format;
