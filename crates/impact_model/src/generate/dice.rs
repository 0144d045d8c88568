//! The draws that belong to one thing of a generated network.

use crate::draw::{Chance, Purpose, identity};

/// The draws of something with an identifier. What is drawn is named, so draws neither follow each other nor disturb
/// each other.
#[derive(Debug, Clone, Copy)]
pub(super) struct Dice {
    chance: Chance,
    own: u64,
}

impl Dice {
    /// The draws of `id` under a seed.
    pub(super) fn of(seed: u64, id: &str) -> Self {
        Self { chance: Chance::new(seed, 0), own: identity(id) }
    }

    /// A number from 0 to 1 (1 excluded).
    pub(super) fn unit(self, what: &str) -> f64 {
        self.chance.unit(Purpose::Generate, self.key(what))
    }

    /// A number with mean 0 and standard deviation 1.
    pub(super) fn normal(self, what: &str) -> f64 {
        self.chance.normal(Purpose::Generate, self.key(what))
    }

    /// True with a probability.
    pub(super) fn happens(self, what: &str, probability: f64) -> bool {
        self.unit(what) < probability
    }

    /// Which of some shares: the first whose running total exceeds the draw; none when they add up to less than 1 and
    /// the draw is beyond.
    pub(super) fn among(self, what: &str, shares: impl Iterator<Item = f64>) -> Option<usize> {
        let mut left = self.unit(what);
        shares.into_iter().position(|share| {
            left -= share;
            left < 0.0
        })
    }

    fn key(self, what: &str) -> u64 {
        self.own ^ identity(what)
    }
}
