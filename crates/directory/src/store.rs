//! All SQL of the directory; nobody else touches its tables. One module for each table or two.

pub(crate) mod cards;
pub(crate) mod drafts;
pub(crate) mod imports;
pub(crate) mod links;
pub(crate) mod organisations;
pub(crate) mod reach;
pub(crate) mod seats;
pub(crate) mod sites;
pub(crate) mod staff;
