//! What tests of the whole stand on: fresh databases, fake gateways, a movable clock, actors.
//! It knows no slice: whoever tests a slice brings its router and its tables.

pub mod actor;
pub mod ehealthbox;
pub mod gateway;
pub mod postgres;
pub mod push;
pub mod smtp;
pub mod world;

pub use actor::{Actor, Page};
pub use world::{Engine, World};
