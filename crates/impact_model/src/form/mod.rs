//! The institution's form: twenty minutes, ranges allowed, blanks shown as assumed.
//!
//! ```text
//! data/impact/form-1.toml ──Form::load──▶ Form ──review──▶ what will be used, answered or assumed
//! one institution's file ──read_answers─▶ Answers ──┐
//! shared registry of institutions ─────▶ Network ───┴─Form::apply─▶ Network
//! ```
//!
//! The questions are data: a page can be made from a [`Form`] alone, and a file of [`Answers`] is read by it. What
//! [`Form::apply`] puts into the network is what [`Form::review`] shows.

mod answers;
mod apply;
mod check;
mod definition;
mod filing;
mod review;

pub use answers::{Answers, CutBy, External, Outside, Subcontract, Volume, When, Without};
pub use check::{Fault, MAX_ROWS, MAX_TEXT};
pub use definition::{
    Choice, Form, Kind, LinkAssumption, MAX_MINUTES, Need, Offered, Prior, Question, Repeats, Section,
    Stated, Texts, Unit,
};
pub use filing::{MAX_BYTES, read_answers};
pub use review::{Origin, Reviewed, Value};
