//! What goes into the engine (entries of the journal) and what comes out of it (actions).

use super::cast::{PersonNo, TeamNo};
use crate::format::{Channel, Country, Report, Shared};
use crate::model::{AssetNo, CellNo, ChallengeNo, DecisionNo, MilestoneNo, PersonaNo};

/// The number of a copy of an inject: once for each of what it happens for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CopyNo(pub u32);

impl CopyNo {
    /// The place in its list.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// For what something happens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Unit {
    /// The whole exercise.
    Whole,
    /// A country.
    Country(Country),
    /// An organisation.
    Team(TeamNo),
    /// A person.
    Person(PersonNo),
}

/// Whom a player turns to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Target {
    /// Another player.
    Person(PersonNo),
    /// Somebody whom no player plays.
    Persona(PersonaNo),
    /// Exercise control.
    Cell(CellNo),
}

/// One entry of the exercise's journal.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Entry {
    /// Its number in the journal; verdicts name it.
    pub no: u64,
    /// When, in milliseconds after the start by the clock on the wall (which runs while the exercise is paused).
    pub at: i64,
    /// What.
    pub act: Act,
}

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq)]
#[expect(missing_docs, reason = "the sentence above each variant names its fields")]
pub enum Act {
    /// A copy of an inject reached somebody.
    Delivered { copy: CopyNo, to: PersonNo },
    /// It did not.
    NotDelivered { copy: CopyNo, to: PersonNo },
    /// Somebody opened it.
    Opened { copy: CopyNo, by: PersonNo },
    /// Somebody answered it.
    Replied { copy: CopyNo, by: PersonNo },
    /// Somebody wrote to, called or reported to somebody.
    Contacted { by: PersonNo, to: Target, channel: Channel },
    /// Somebody shared something with somebody.
    Shared { by: PersonNo, what: Shared, to: Target },
    /// Somebody filed a report.
    Filed { by: PersonNo, report: Report, complete: bool },
    /// Somebody began a record of an incident.
    IncidentOpened { by: PersonNo },
    /// Somebody declared since when their organisation knows.
    AwarenessDeclared { by: PersonNo, since: i64 },
    /// Somebody decided something.
    Decided { by: PersonNo, decision: DecisionNo, option: u32 },
    /// Somebody gave an answer to a challenge.
    Answered { by: PersonNo, challenge: ChallengeNo, right: bool },
    /// Somebody took a hint of a challenge.
    HintTaken { by: PersonNo, challenge: ChallengeNo },
    /// Somebody pressed what brings a device or system into a state.
    Operated { by: PersonNo, asset: AssetNo, team: TeamNo, state: u32 },
    /// A task was written down, with so many owners.
    TaskOwned { by: PersonNo, task: u32, owners: u32 },
    /// Somebody said something in public; `says` is the same for statements that say the same.
    Stated { by: PersonNo, topic: u32, says: u32 },
    /// A milestone was reached.
    Reached { milestone: MilestoneNo, unit: Unit },
    /// A device or system came into a state.
    Moved { asset: AssetNo, team: TeamNo, state: u32 },
    /// Exercise control let a copy go that waited for it.
    Released { copy: CopyNo },
    /// Exercise control gave a copy now, whatever it waited for.
    Given { copy: CopyNo },
    /// Exercise control took a copy out.
    Skipped { copy: CopyNo },
    /// The exercise was paused.
    Paused,
    /// It went on.
    Resumed,
    /// The story goes faster or slower from now on.
    Speed { seconds: f64 },
    /// A fault of the platform began; measures leave out what it covers.
    FaultBegan,
    /// It ended.
    FaultEnded,
    /// Exercise control ended the exercise.
    Ended,
}

/// What the engine wants to be done, and recorded as an entry where it changes something.
#[derive(Debug, Clone, PartialEq)]
pub struct Action {
    /// When, in milliseconds of the story after the start.
    pub at: i64,
    /// What.
    pub what: Do,
}

/// What is to be done.
#[derive(Debug, Clone, PartialEq)]
pub enum Do {
    /// Hand a copy over, and record what became of it for each of them.
    Deliver {
        /// Which copy.
        copy: CopyNo,
        /// Players.
        to: Vec<PersonNo>,
        /// Cells of exercise control.
        cells: Vec<CellNo>,
        /// By what means.
        channel: Channel,
        /// It is sent a second time, by other means.
        again: bool,
    },
    /// An expected action: nobody is sent anything, and from now on it is looked for.
    Expect {
        /// Which copy.
        copy: CopyNo,
        /// Of whom.
        to: Vec<PersonNo>,
    },
    /// Ask exercise control to let a copy go.
    AskRelease {
        /// Which copy.
        copy: CopyNo,
    },
    /// A copy will not go any more.
    Expire {
        /// Which copy.
        copy: CopyNo,
        /// Why.
        why: Why,
    },
    /// Give those addressed the hint.
    Hint {
        /// Of which copy.
        copy: CopyNo,
        /// To whom.
        to: Vec<PersonNo>,
    },
    /// What was expected came about.
    Met {
        /// Of which copy.
        copy: CopyNo,
        /// Which of its expectations, from 0.
        expectation: u32,
        /// The entries that show it.
        entries: Vec<u64>,
    },
    /// What was expected did not come about in time.
    Missed {
        /// Of which copy.
        copy: CopyNo,
        /// Which of its expectations, from 0.
        expectation: u32,
    },
    /// Record that a milestone is reached.
    Reach {
        /// Which.
        milestone: MilestoneNo,
        /// For what.
        unit: Unit,
        /// The entries that show it.
        entries: Vec<u64>,
    },
    /// Record that a device or system comes into a state.
    Move {
        /// Which.
        asset: AssetNo,
        /// Whose.
        team: TeamNo,
        /// Which state.
        state: u32,
    },
    /// The exercise is over.
    End,
}

/// Why a copy of an inject did not go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Why {
    /// What it waits for did not come about by its last moment.
    NeverDue,
    /// It was due after its last moment.
    TooLate,
    /// Exercise control did not let it go by its last moment.
    NotReleased,
    /// Nobody is there to get it.
    Nobody,
    /// Exercise control took it out.
    Skipped,
    /// It was ready, and play did not need it.
    NotNeeded,
    /// The exercise was ended before.
    Ended,
}
