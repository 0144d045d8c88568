//! What is known of an incident: what people report, as a file has it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::model::Hour;

/// How far ahead is looked where a situation does not say, in hours.
pub const AHEAD_H: Hour = 72;
/// The furthest that can be looked ahead, in hours: 30 days.
pub const MAX_AHEAD_H: Hour = 30 * 24;
/// The longest ago that something may have begun, in hours: 90 days.
pub const MAX_SINCE_H: Hour = 90 * 24;
/// The latest that something may be expected back, in hours from now: 200 days.
pub const MAX_BACK_H: Hour = 200 * 24;
/// The most entries in one list of a situation.
pub const MAX_REPORTS: usize = 10_000;

/// Where in its file something was written; two places are equal, so that they do not make situations differ.
#[derive(Debug, Clone, Copy, Default)]
pub struct Place {
    /// The line, from 1; 0 when it was not read from a file.
    pub line: u32,
    /// The column, from 1, in characters; 0 when it was not read from a file.
    pub column: u32,
}

impl PartialEq for Place {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

/// Something that does not work now.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Down {
    /// A service (`institution/kind` or `institution/kind/discipline`), or an institution: all its services.
    pub what: String,
    /// For how many hours already.
    #[serde(default)]
    pub since_h: Hour,
    /// What share of it still works, from 0 to 1.
    #[serde(default)]
    pub left: f64,
    /// In how many hours it is expected to work again, when somebody knows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub back_in_h: Option<Hour>,
    /// Where `what` was written.
    #[serde(skip)]
    pub at: Place,
}

/// An institution in which there is malware, or may be.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Compromised {
    /// Which institution.
    pub who: String,
    /// For how many hours already.
    #[serde(default)]
    pub since_h: Hour,
    /// How sure it is, from above 0 to 1: 1 when it is known, less when it is suspected.
    #[serde(default = "certain")]
    pub probability: f64,
    /// Where `who` was written.
    #[serde(skip)]
    pub at: Place,
}

fn certain() -> f64 {
    1.0
}

/// An institution that has cut its links to all others.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Isolated {
    /// Which institution.
    pub who: String,
    /// For how many hours already.
    #[serde(default)]
    pub since_h: Hour,
    /// Where `who` was written.
    #[serde(skip)]
    pub at: Place,
}

/// An institution that was examined, found without malware, and is protected.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Clean {
    /// Which institution.
    pub who: String,
    /// Where `who` was written.
    #[serde(skip)]
    pub at: Place,
}

/// What is known of an incident now. All hours count from now: `since_h` back, the others ahead.
///
/// ```toml
/// hours_ahead = 72
///
/// [[compromised]]
/// who = "host"
/// since_h = 12
///
/// [[down]]
/// what = "north/lis"
/// since_h = 6
/// left = 0.1
/// back_in_h = 48
///
/// [[isolated]]
/// who = "south"
/// since_h = 2
///
/// [[clean]]
/// who = "east"
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Situation {
    /// How many hours to look ahead, from 1 to [`MAX_AHEAD_H`].
    #[serde(default = "ahead")]
    pub hours_ahead: Hour,
    /// What is down.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub down: Vec<Down>,
    /// Who is compromised.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub compromised: Vec<Compromised>,
    /// Who has isolated itself.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub isolated: Vec<Isolated>,
    /// Who is clean.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub clean: Vec<Clean>,
    /// The name of the file it was read from; empty when it was not.
    #[serde(skip)]
    pub file: String,
}

fn ahead() -> Hour {
    AHEAD_H
}

impl Default for Situation {
    fn default() -> Self {
        Self {
            hours_ahead: AHEAD_H,
            down: Vec::new(),
            compromised: Vec::new(),
            isolated: Vec::new(),
            clean: Vec::new(),
            file: String::new(),
        }
    }
}
