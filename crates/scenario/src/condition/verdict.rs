//! What a condition says at a moment, on what it rests, and when time alone may change it.

use super::{Amount, Condition, FactNo, How, Node, Scope};
use crate::model::AssetNo;

/// The most entries that a verdict names.
pub const MAX_ENTRIES: usize = 16;

/// Holds, does not hold, or is not yet known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Truth {
    /// It does not hold.
    No,
    /// It is not yet known.
    Unknown,
    /// It holds.
    Yes,
}

impl Truth {
    fn of(holds: bool) -> Self {
        if holds { Self::Yes } else { Self::No }
    }

    fn not(self) -> Self {
        match self {
            Self::No => Self::Yes,
            Self::Unknown => Self::Unknown,
            Self::Yes => Self::No,
        }
    }
}

/// What the journal shows of a fact in some scope.
#[derive(Debug, Clone, Default)]
pub struct Known {
    /// When it first held, in milliseconds after the start.
    pub first: Option<i64>,
    /// How many entries make it hold.
    pub count: u64,
    /// The first of these entries, at most [`MAX_ENTRIES`].
    pub entries: Vec<u64>,
}

/// What a condition can look at.
pub trait Seen {
    /// Milliseconds after the start.
    fn now(&self) -> i64;
    /// From when `within` counts where nothing else is written.
    fn anchor(&self) -> i64;
    /// What is known of a fact.
    fn fact(&self, fact: FactNo, scope: Scope) -> Known;
    /// Whether a device or system is in one of these states, in that scope; with the entries that brought it there.
    fn asset(&self, asset: AssetNo, scope: Scope, states: &[u32]) -> (bool, Vec<u64>);
}

/// What a condition says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// Whether it holds.
    pub truth: Truth,
    /// The numbers of the journal's entries on which that rests, in order. What rests on something *not* having
    /// happened names none.
    pub entries: Vec<u64>,
    /// The next moment at which time alone may change it.
    pub next: Option<i64>,
}

impl Verdict {
    fn new(truth: Truth) -> Self {
        Self { truth, entries: Vec::new(), next: None }
    }

    fn with(mut self, other: Self, truth: Truth) -> Self {
        self.entries.extend(other.entries);
        self.next = sooner(self.next, other.next);
        self.truth = truth;
        self
    }
}

fn sooner(a: Option<i64>, b: Option<i64>) -> Option<i64> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    }
}

impl Condition {
    /// What it says now. `held` keeps since when the conditions inside `held_for` hold; it has as many places as
    /// [`Condition::slots`] and is kept by the caller from one verdict to the next.
    pub fn verdict(&self, seen: &impl Seen, held: &mut [Option<i64>]) -> Verdict {
        let mut verdict = judge(&self.0.root, seen, held);
        verdict.entries.sort_unstable();
        verdict.entries.dedup();
        verdict.entries.truncate(MAX_ENTRIES);
        verdict
    }
}

fn judge(node: &Node, seen: &impl Seen, held: &mut [Option<i64>]) -> Verdict {
    match node {
        Node::Always(holds) => Verdict::new(Truth::of(*holds)),
        Node::Not(node) => {
            let inner = judge(node, seen, held);
            Verdict { truth: inner.truth.not(), ..inner }
        }
        Node::And(left, right) => join(judge(left, seen, held), judge(right, seen, held), Truth::No),
        Node::Or(left, right) => join(judge(left, seen, held), judge(right, seen, held), Truth::Yes),
        Node::Fact(fact, scope) => {
            let known = seen.fact(*fact, *scope);
            Verdict { truth: Truth::of(known.first.is_some()), entries: known.entries, next: None }
        }
        Node::Within { fact, length, from } => within(seen, *fact, *length, *from),
        Node::HeldFor { node, length, slot } => {
            let inner = judge(node, seen, held);
            let since = match (held.get_mut(*slot), inner.truth) {
                (Some(since), Truth::Yes) => *since.get_or_insert(seen.now()),
                (Some(since), _) => {
                    *since = None;
                    return Verdict { truth: Truth::No, ..inner };
                }
                (None, _) => return Verdict { truth: Truth::Unknown, ..inner },
            };
            let until = since + length;
            if seen.now() >= until {
                return inner;
            }
            Verdict { truth: Truth::No, next: sooner(inner.next, Some(until)), ..inner }
        }
        Node::Compare { left, how, right } => compare(seen, *left, *how, *right),
        Node::Asset { asset, scope, states, negated } => {
            let (is, entries) = seen.asset(*asset, *scope, states);
            Verdict { truth: Truth::of(is != *negated), entries, next: None }
        }
    }
}

/// `&&` when `strong` is [`Truth::No`], `||` when it is [`Truth::Yes`]: the strong one decides, and then only those
/// parts explain it that say so.
fn join(left: Verdict, right: Verdict, strong: Truth) -> Verdict {
    let next = sooner(left.next, right.next);
    match (left.truth == strong, right.truth == strong) {
        (true, true) => left.with(right, strong),
        (true, false) => Verdict { next, ..left },
        (false, true) => Verdict { next, ..right },
        (false, false) => {
            let unknown = left.truth == Truth::Unknown || right.truth == Truth::Unknown;
            left.with(right, if unknown { Truth::Unknown } else { strong.not() })
        }
    }
}

fn within(seen: &impl Seen, fact: (FactNo, Scope), length: i64, from: Option<(FactNo, Scope)>) -> Verdict {
    let (start, mut entries) = match from {
        None => (Some(seen.anchor()), Vec::new()),
        Some((fact, scope)) => {
            let known = seen.fact(fact, scope);
            (known.first, known.entries)
        }
    };
    let Some(start) = start else { return Verdict::new(Truth::Unknown) };
    let known = seen.fact(fact.0, fact.1);
    let last = start.saturating_add(length);
    let truth = match known.first {
        Some(first) => Truth::of(first <= last),
        None if seen.now() > last => Truth::No,
        // A moment after the last one in time, it is known not to have come.
        None => return Verdict { truth: Truth::Unknown, entries, next: Some(last + 1) },
    };
    entries.extend(known.entries);
    Verdict { truth, entries, next: None }
}

/// An amount now, the entries it rests on, and, for one that grows with time, when it was 0.
struct Reading {
    value: i64,
    zero: Option<i64>,
    entries: Vec<u64>,
}

fn read(seen: &impl Seen, amount: Amount) -> Option<Reading> {
    let fixed = |value| Reading { value, zero: None, entries: Vec::new() };
    Some(match amount {
        Amount::Fixed(value) => fixed(value),
        Amount::Elapsed => Reading { value: seen.now(), zero: Some(0), entries: Vec::new() },
        Amount::Since(fact, scope) => {
            let known = seen.fact(fact, scope);
            let first = known.first?;
            Reading { value: seen.now() - first, zero: Some(first), entries: known.entries }
        }
        Amount::Count(fact, scope) => {
            let known = seen.fact(fact, scope);
            Reading { entries: known.entries, ..fixed(i64::try_from(known.count).unwrap_or(i64::MAX)) }
        }
    })
}

fn compare(seen: &impl Seen, left: Amount, how: How, right: Amount) -> Verdict {
    let (Some(left), Some(right)) = (read(seen, left), read(seen, right)) else {
        return Verdict::new(Truth::Unknown);
    };
    let holds = match how {
        How::Equal => left.value == right.value,
        How::NotEqual => left.value != right.value,
        How::Less => left.value < right.value,
        How::AtMost => left.value <= right.value,
        How::More => left.value > right.value,
        How::AtLeast => left.value >= right.value,
    };
    // Two that grow with time keep their distance; one that grows passes the other at one moment.
    let meet = match (left.zero, right.zero) {
        (Some(zero), None) => Some(zero.saturating_add(right.value)),
        (None, Some(zero)) => Some(zero.saturating_add(left.value)),
        _ => None,
    };
    let now = seen.now();
    let next = meet.and_then(|meet| [meet, meet.saturating_add(1)].into_iter().find(|moment| *moment > now));
    let mut entries = left.entries;
    entries.extend(right.entries);
    Verdict { truth: Truth::of(holds), entries, next }
}

impl Condition {
    /// Whether it can ever hold, if those facts can that `fact` says, and those states that `state` says. Whatever is
    /// denied can be denied: a fact may always stay away.
    pub fn may_hold(&self, fact: &dyn Fn(FactNo) -> bool, state: &dyn Fn(AssetNo, &[u32]) -> bool) -> bool {
        may(&self.0.root, true, fact, state)
    }
}

/// Whether a part can come to be what is wanted.
fn may(
    node: &Node,
    wanted: bool,
    fact: &dyn Fn(FactNo) -> bool,
    state: &dyn Fn(AssetNo, &[u32]) -> bool,
) -> bool {
    let amount = |amount: &Amount| match amount {
        Amount::Fixed(_) | Amount::Elapsed | Amount::Count(..) => true,
        Amount::Since(number, _) => fact(*number),
    };
    match node {
        Node::Always(holds) => *holds == wanted,
        Node::Not(node) => may(node, !wanted, fact, state),
        Node::And(left, right) if wanted => may(left, true, fact, state) && may(right, true, fact, state),
        Node::And(left, right) => may(left, false, fact, state) || may(right, false, fact, state),
        Node::Or(left, right) if wanted => may(left, true, fact, state) || may(right, true, fact, state),
        Node::Or(left, right) => may(left, false, fact, state) && may(right, false, fact, state),
        Node::Fact(number, _) => !wanted || fact(*number),
        Node::Within { fact: (number, _), from, .. } => {
            from.is_none_or(|(from, _)| fact(from)) && (!wanted || fact(*number))
        }
        Node::HeldFor { node, .. } => may(node, wanted, fact, state) || !wanted,
        // A count of something that never happens stays 0; whether that is enough is not worked out here.
        Node::Compare { left, right, .. } => amount(left) && amount(right),
        Node::Asset { asset, states, negated, .. } => wanted == *negated || state(*asset, states),
    }
}

/// What would help to make a condition hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Want {
    /// This fact, in that scope.
    Fact(FactNo, Scope),
    /// This device or system in that state.
    State(AssetNo, u32),
}

impl Condition {
    /// What somebody would have to bring about for it to hold: every part of an `&&`, the first of an `||`, nothing for
    /// what is denied.
    pub fn wants(&self) -> Vec<Want> {
        let mut wants = Vec::new();
        gather(&self.0.root, &mut wants);
        wants
    }
}

fn gather(node: &Node, wants: &mut Vec<Want>) {
    match node {
        Node::And(left, right) => {
            gather(left, wants);
            gather(right, wants);
        }
        Node::Or(left, right) => {
            let before = wants.len();
            gather(left, wants);
            if wants.len() == before {
                gather(right, wants);
            }
        }
        Node::HeldFor { node, .. } => gather(node, wants),
        Node::Fact(fact, scope) => wants.push(Want::Fact(*fact, *scope)),
        Node::Within { fact: (fact, scope), .. } => wants.push(Want::Fact(*fact, *scope)),
        Node::Compare { left, how: How::More | How::AtLeast | How::Equal, right: Amount::Fixed(_) } => {
            if let Amount::Count(fact, scope) | Amount::Since(fact, scope) = left {
                wants.push(Want::Fact(*fact, *scope));
            }
        }
        Node::Asset { asset, states, negated: false, .. } => {
            wants.extend(states.first().map(|state| Want::State(*asset, *state)));
        }
        Node::Always(_) | Node::Not(_) | Node::Compare { .. } | Node::Asset { .. } => {}
    }
}
