//! How far a warning has come: who answered, what, and how soon. Pure.

use std::collections::BTreeMap;
use std::time::Duration;

use kernel::time::Time;

/// What one organisation's obligation has become, as far as figures need it.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Standing {
    /// What the organisation is.
    pub kind: String,
    /// Where it lies.
    pub region: String,
    /// `open` or `settled`.
    pub state: String,
    /// 0 when nobody there has an address or number.
    pub is_reachable: i64,
    /// When somebody acknowledged.
    pub settled_at: Option<Time>,
    /// `yes`, `no`, `unknown` or empty.
    pub applies: String,
    /// When it was passed on.
    pub forwarded_at: Option<Time>,
    /// When what was asked was done.
    pub done_at: Option<Time>,
}

/// How many of a group stand where.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// In the frozen audience.
    pub all: usize,
    /// Acknowledged.
    pub acknowledged: usize,
    /// Said that it applies to them.
    pub applicable: usize,
    /// Said that they passed it on.
    pub forwarded: usize,
    /// Said that what was asked is done.
    pub done: usize,
    /// Have not answered, and can be reached.
    pub silent: usize,
    /// Have not answered, and nobody there has an address or number.
    pub unreachable: usize,
}

impl Counts {
    fn take(&mut self, standing: &Standing) {
        let is_settled = standing.state == "settled";
        self.all += 1;
        self.acknowledged += usize::from(is_settled);
        self.applicable += usize::from(standing.applies == "yes");
        self.forwarded += usize::from(standing.forwarded_at.is_some());
        self.done += usize::from(standing.done_at.is_some());
        self.silent += usize::from(!is_settled && standing.is_reachable == 1);
        self.unreachable += usize::from(!is_settled && standing.is_reachable == 0);
    }

    /// Both together.
    pub fn plus(self, other: Self) -> Self {
        Self {
            all: self.all + other.all,
            acknowledged: self.acknowledged + other.acknowledged,
            applicable: self.applicable + other.applicable,
            forwarded: self.forwarded + other.forwarded,
            done: self.done + other.done,
            silent: self.silent + other.silent,
            unreachable: self.unreachable + other.unreachable,
        }
    }

    /// The share that acknowledged, in whole percent, never rounded up to all.
    pub fn percent(&self) -> usize {
        (self.acknowledged * 100).checked_div(self.all).unwrap_or(0)
    }
}

/// The figures of one warning.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reach {
    /// All of the audience.
    pub whole: Counts,
    /// By kind, in the order of the stored words.
    pub by_kind: BTreeMap<String, Counts>,
    /// By region.
    pub by_region: BTreeMap<String, Counts>,
    /// How long it took until 50, 90 and 99 % of the whole audience had acknowledged; `None` until so many have.
    pub after: [Option<Duration>; 3],
}

/// The shares of [`Reach::after`], in percent.
pub const SHARES: [usize; 3] = [50, 90, 99];

/// The figures of a warning that was published at `published`.
pub fn reach(standings: &[Standing], published: Time) -> Reach {
    let mut reach = Reach::default();
    let mut answered: Vec<Time> = Vec::new();
    for standing in standings {
        reach.whole.take(standing);
        reach.by_kind.entry(standing.kind.clone()).or_default().take(standing);
        reach.by_region.entry(standing.region.clone()).or_default().take(standing);
        answered.extend(standing.settled_at);
    }
    answered.sort_unstable();
    reach.after = SHARES.map(|share| {
        // The denominator is the frozen audience: who never answers counts against it for ever.
        let wanted = (standings.len() * share).div_ceil(100);
        let last = wanted.checked_sub(1)?;
        Some(answered.get(last)?.since(published))
    });
    reach
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn standing(settled_after: Option<i64>, is_reachable: bool) -> Standing {
        Standing {
            kind: "hospital".into(),
            region: "BE-BRU".into(),
            state: if settled_after.is_some() { "settled" } else { "open" }.into(),
            is_reachable: is_reachable.into(),
            settled_at: settled_after.map(|seconds| Time(seconds * 1000)),
            applies: String::new(),
            forwarded_at: None,
            done_at: None,
        }
    }

    #[test]
    fn who_never_answers_counts_against_the_shares() {
        let mut all: Vec<Standing> = (1..=9).map(|second| standing(Some(second), true)).collect();
        all.push(standing(None, true));
        let figures = reach(&all, Time(0));
        assert_eq!(figures.after, [Some(Duration::from_secs(5)), Some(Duration::from_secs(9)), None]);
        assert_eq!(figures.whole.percent(), 90);
        assert_eq!((figures.whole.silent, figures.whole.unreachable), (1, 0));
    }

    #[test]
    fn nobody_is_no_share() {
        assert_eq!(reach(&[], Time(0)), Reach::default());
        assert_eq!(reach(&[], Time(0)).whole.percent(), 0);
    }

    proptest! {
        #[test]
        fn everybody_is_counted_once(answers in proptest::collection::vec((proptest::option::of(0i64..5000), any::<bool>()), 0..60)) {
            let all: Vec<Standing> = answers.iter().map(|(after, reachable)| standing(*after, *reachable)).collect();
            let whole = reach(&all, Time(0)).whole;
            prop_assert_eq!(whole.acknowledged + whole.silent + whole.unreachable, whole.all);
            prop_assert_eq!(whole.all, all.len());
        }
    }
}
