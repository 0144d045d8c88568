//! One run.

use super::{Hour, Model, Outcome, Shock, Watch};
use crate::draw::Chance;

/// What a run needs of memory; reused from run to run.
#[derive(Debug, Default)]
pub struct Scratch {}

pub(super) fn run(
    _model: &Model,
    _shock: &Shock,
    _chance: Chance,
    _horizon: Hour,
    _scratch: &mut Scratch,
    _watch: &mut impl Watch,
) -> Outcome {
    Outcome::default()
}
