//! The directory through the real router, on both databases: looking up, changing, importing, cards,
//! and who may do what.

mod access;
mod cards;
mod house;
mod imports;
mod lookups;
mod organisations;
mod seats;
