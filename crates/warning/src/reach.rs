//! How far a warning has come: who answered, what, and how soon. Pure.

use std::collections::BTreeMap;
use std::time::Duration;

use kernel::time::Time;

/// What one organisation's obligation has become, as far as figures need it.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Standing {
    /// The class of the warning.
    pub class: String,
    /// When the organisation was told first.
    pub since: Time,
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

/// The figures of some organisations.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Figures {
    /// How many stand where.
    pub counts: Counts,
    /// How long it took until 50, 90 and 99 % of them all had acknowledged; `None` until so many have.
    pub after: [Option<Duration>; 3],
}

/// The shares of [`Figures::after`], in percent.
pub const SHARES: [usize; 3] = [50, 90, 99];

/// The figures of these organisations together.
pub fn figures<'a>(standings: impl IntoIterator<Item = &'a Standing>) -> Figures {
    let mut counts = Counts::default();
    let mut took: Vec<Duration> = Vec::new();
    for standing in standings {
        counts.take(standing);
        took.extend(standing.settled_at.map(|at| at.since(standing.since)));
    }
    took.sort_unstable();
    let after = SHARES.map(|share| {
        // The denominator is the frozen audience: who never answers counts against it for ever.
        let wanted = (counts.all * share).div_ceil(100);
        took.get(wanted.checked_sub(1)?).copied()
    });
    Figures { counts, after }
}

/// The figures of each group, by its key.
pub fn by(standings: &[Standing], key: impl Fn(&Standing) -> &str) -> BTreeMap<String, Figures> {
    let mut groups: BTreeMap<&str, Vec<&Standing>> = BTreeMap::new();
    for standing in standings {
        groups.entry(key(standing)).or_default().push(standing);
    }
    groups.into_iter().map(|(key, group)| (key.to_owned(), figures(group))).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn standing(settled_after: Option<i64>, is_reachable: bool) -> Standing {
        Standing {
            class: "flash".into(),
            since: Time(0),
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
        let figures = figures(&all);
        assert_eq!(figures.after, [Some(Duration::from_secs(5)), Some(Duration::from_secs(9)), None]);
        assert_eq!(figures.counts.percent(), 90);
        assert_eq!((figures.counts.silent, figures.counts.unreachable), (1, 0));
    }

    #[test]
    fn nobody_is_no_share() {
        assert_eq!(figures(&[]), Figures::default());
        assert_eq!(figures(&[]).counts.percent(), 0);
        assert_eq!(by(&[], |standing| &standing.kind).len(), 0);
    }

    proptest! {
        #[test]
        fn everybody_is_counted_once(answers in proptest::collection::vec((proptest::option::of(0i64..5000), any::<bool>()), 0..60)) {
            let all: Vec<Standing> = answers.iter().map(|(after, reachable)| standing(*after, *reachable)).collect();
            let whole = figures(&all).counts;
            let parts = by(&all, |standing| if standing.is_reachable == 1 { "yes" } else { "no" });
            let sum = parts.values().fold(Counts::default(), |sum, part| sum.plus(part.counts));
            prop_assert_eq!(sum, whole);
            prop_assert_eq!(whole.acknowledged + whole.silent + whole.unreachable, whole.all);
            prop_assert_eq!(whole.all, all.len());
        }
    }
}
