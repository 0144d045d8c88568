//! Conditions: what must have happened for something to go on. Written in CEL (<https://cel.dev>), whose parser comes
//! from the crate `cel`; the facts, their types and what a verdict rests on are ours. `docs/scenarios/format.md` lists
//! the facts.
//!
//! A condition holds, does not hold, or is not yet known (Kleene's three values): `within(…, '45m')` is not known
//! before the fact came or the time is over. So what waits for something *not* to happen waits for its deadline.

mod compile;
mod verdict;

use std::collections::HashMap;
use std::sync::Arc;

use crate::format::{Report, Shared};
use crate::model::{AssetNo, ChallengeNo, DecisionNo, InjectNo, MilestoneNo, Spot, Who};

pub(crate) use compile::compile;
pub use compile::{MAX_CONDITION, Wrong};
pub use verdict::{Known, MAX_ENTRIES, Seen, Truth, Verdict, Want};

/// The number of a fact in [`Facts`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FactNo(pub u32);

/// Something that the journal of an exercise can show.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Fact {
    /// An inject reached somebody.
    Delivered(InjectNo),
    /// Somebody opened it.
    Opened(InjectNo),
    /// Somebody answered it.
    Replied(InjectNo),
    /// Somebody turned to somebody.
    Contacted(Who),
    /// Somebody shared something with somebody, or with any other organisation.
    Shared(Shared, Option<Who>),
    /// A report was filed.
    Filed(Report),
    /// Something was decided, in a certain way or in any.
    Decided(DecisionNo, Option<u32>),
    /// A challenge was solved.
    Solved(ChallengeNo),
    /// A milestone was reached.
    Milestone(MilestoneNo),
}

/// Whose acts count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scope {
    /// Those of what the condition belongs to.
    Own,
    /// Those of its organisation, where it belongs to a person.
    Organisation,
    /// Those of its country.
    Country,
    /// Anybody's.
    Any,
    /// Of every organisation that is addressed, each.
    All,
    /// Anybody's there.
    At(Spot),
}

/// Every fact that a scenario's conditions ask for, each once.
#[derive(Debug, Default)]
pub struct Facts {
    list: Vec<Fact>,
    numbers: HashMap<Fact, FactNo>,
    /// Conditions by their source, so that equal ones are compiled once.
    compiled: HashMap<String, Condition>,
}

impl Facts {
    /// Every fact, by its number.
    pub fn iter(&self) -> impl Iterator<Item = (FactNo, Fact)> {
        (0..).zip(&self.list).map(|(number, fact)| (FactNo(number), *fact))
    }

    /// A fact.
    pub fn get(&self, number: FactNo) -> Fact {
        self.list[number.0 as usize]
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Whether nobody asks for any.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    fn number(&mut self, fact: Fact) -> FactNo {
        *self.numbers.entry(fact).or_insert_with(|| {
            self.list.push(fact);
            FactNo(self.list.len() as u32 - 1)
        })
    }
}

/// A condition that was understood. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Condition(Arc<Compiled>);

#[derive(Debug)]
struct Compiled {
    source: String,
    root: Node,
    /// What it asks for.
    facts: Vec<(FactNo, Scope)>,
    /// The devices and systems it looks at.
    assets: Vec<(AssetNo, Scope, Vec<u32>)>,
    /// How many `held_for` it has, each of which remembers a moment.
    slots: usize,
}

impl Condition {
    /// As it was written.
    pub fn source(&self) -> &str {
        &self.0.source
    }

    /// The facts it asks for, with whose acts count.
    pub fn facts(&self) -> &[(FactNo, Scope)] {
        &self.0.facts
    }

    /// The devices and systems it looks at, with the states it asks for.
    pub fn assets(&self) -> &[(AssetNo, Scope, Vec<u32>)] {
        &self.0.assets
    }

    /// How many moments it must remember between two verdicts.
    pub fn slots(&self) -> usize {
        self.0.slots
    }
}

/// One operation of a condition.
#[derive(Debug, Clone)]
enum Node {
    Always(bool),
    Not(Box<Node>),
    And(Box<Node>, Box<Node>),
    Or(Box<Node>, Box<Node>),
    Fact(FactNo, Scope),
    Within { fact: (FactNo, Scope), length: i64, from: Option<(FactNo, Scope)> },
    HeldFor { node: Box<Node>, length: i64, slot: usize },
    Compare { left: Amount, how: How, right: Amount },
    Asset { asset: AssetNo, scope: Scope, states: Vec<u32>, negated: bool },
}

/// A number, or a length of time in milliseconds.
#[derive(Debug, Clone, Copy)]
enum Amount {
    Fixed(i64),
    Elapsed,
    Since(FactNo, Scope),
    Count(FactNo, Scope),
}

/// How two amounts are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum How {
    Equal,
    NotEqual,
    Less,
    AtMost,
    More,
    AtLeast,
}
