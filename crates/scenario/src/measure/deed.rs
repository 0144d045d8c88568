//! What somebody did, as against what happened to them.

use crate::engine::{Act, PersonNo};

/// Who did something. Reading is no deed, and what the program or exercise control does is none of a player.
pub(super) fn doer(act: &Act) -> Option<PersonNo> {
    match *act {
        Act::Replied { by, .. }
        | Act::Contacted { by, .. }
        | Act::Shared { by, .. }
        | Act::Filed { by, .. }
        | Act::IncidentOpened { by }
        | Act::AwarenessDeclared { by, .. }
        | Act::Decided { by, .. }
        | Act::Answered { by, .. }
        | Act::HintTaken { by, .. }
        | Act::Operated { by, .. }
        | Act::TaskOwned { by, .. }
        | Act::Stated { by, .. } => Some(by),
        Act::Delivered { .. }
        | Act::NotDelivered { .. }
        | Act::Opened { .. }
        | Act::Reached { .. }
        | Act::Moved { .. }
        | Act::Released { .. }
        | Act::Given { .. }
        | Act::Skipped { .. }
        | Act::Paused
        | Act::Resumed
        | Act::Speed { .. }
        | Act::FaultBegan
        | Act::FaultEnded
        | Act::Ended => None,
    }
}
