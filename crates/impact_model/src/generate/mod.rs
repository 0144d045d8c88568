//! Networks made up from a seed, and what real ones do not say filled in.
//!
//! ```text
//! gisco(file) ──▶ Sites ──fill(Filling, seed)──▶ Network     real places, the rest assumed
//!                        invented(Invention, seed) ──▶ Network     nothing real at all
//! ```
//!
//! Every quantity that was filled in is marked as assumed ([`crate::network::Amount::assumed`]). Every draw follows the
//! identifier of a site and what is drawn, so a site added elsewhere changes nothing; links to the nearest may change
//! near an added site only. What is filled in how, with sources, is in [`Filling`] and in `docs/impact/data.md`.

mod build;
mod dice;
mod filling;
mod gisco;
mod invent;
mod join;

pub use build::fill;
pub use filling::{BedPrior, DependencyPrior, Filling, HostPrior, LinkPrior, ServicePrior, VendorPrior};
pub use gisco::{MAX_NOTES, MAX_ROWS, gisco};
pub use invent::{Invention, MAX_INSTITUTIONS, invented};

use serde::Serialize;

use crate::finding::Finding;
use crate::network::{InstitutionKind, Position};

/// A place where health care is given, as far as a source tells.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Site {
    /// Its identifier, unique among the sites; no `/` in it.
    pub id: String,
    /// What people call it.
    pub name: String,
    /// What it is.
    pub kind: InstitutionKind,
    /// Two capital letters.
    pub country: String,
    /// Province, county or the like; empty when not told.
    pub region: String,
    /// Where it is.
    pub position: Option<Position>,
    /// Who runs it together with others; empty when not told.
    pub operator: String,
    /// Beds.
    pub beds: Option<f32>,
    /// Whether it has an emergency department.
    pub emergency: Option<bool>,
    /// Whether it treats acute illness; psychiatry, rehabilitation and long stay do not.
    pub acute: bool,
}

/// What was found in a file of sites.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Counts {
    /// Rows below the heading.
    pub rows: u32,
    /// Rows that repeat another cell by cell: dropped.
    pub repeated: u32,
    /// Rows with the identifier and the position of another: the same site, dropped.
    pub same_id: u32,
    /// Rows with the identifier of another but elsewhere: kept under an identifier with a number behind it.
    pub renamed: u32,
    /// Rows with country, names and position of another under another identifier: the same site, dropped.
    pub twins: u32,
    /// Rows with north and east exchanged: put right.
    pub swapped: u32,
    /// Sites without a position.
    pub without_position: u32,
    /// Sites whose beds are told.
    pub beds: u32,
    /// Sites of which is told whether they have an emergency department.
    pub emergency: u32,
    /// Sites whose region could be told.
    pub regions: u32,
}

/// Sites, and what became of the rows they were read from.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Sites {
    /// What they are, for people.
    pub name: String,
    /// Where they come from, with what the terms of reuse ask to be said.
    pub source: String,
    /// The sites, in the order of the file.
    pub sites: Vec<Site>,
    /// What was found.
    pub counts: Counts,
    /// What was put right or left out, at most [`MAX_NOTES`].
    pub notes: Vec<Finding>,
}
