//! What is random in an artefact, drawn so that the same seed gives the same file on any machine.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use sha2::{Digest, Sha256};

/// A stream of random values that is a function of a seed, an artefact, a purpose and an index, and of nothing else:
/// what is drawn for one purpose never shifts what is drawn for another.
pub(crate) struct Draw(ChaCha8Rng);

impl Draw {
    /// The stream of that artefact for that purpose; `index` tells apart several of one purpose.
    pub fn new(seed: u64, artefact: &str, purpose: &str, index: u64) -> Self {
        let mut digest = Sha256::new();
        digest.update(b"paraat artefact 1");
        digest.update(seed.to_le_bytes());
        // The lengths keep ("ab", "c") apart from ("a", "bc").
        for text in [artefact, purpose] {
            digest.update((text.len() as u64).to_le_bytes());
            digest.update(text.as_bytes());
        }
        digest.update(index.to_le_bytes());
        Self(ChaCha8Rng::from_seed(digest.finalize().into()))
    }

    /// A whole number from 0, less than `limit`; 0 when `limit` is 0.
    pub fn below(&mut self, limit: u64) -> u64 {
        // Lemire's multiplication: off from even by less than limit / 2^64, and the same wherever it is computed.
        ((u128::from(self.0.next_u64()) * u128::from(limit)) >> 64) as u64
    }

    /// A whole number from `least` to `most`, both possible.
    pub fn between(&mut self, least: u64, most: u64) -> u64 {
        least + self.below(most.saturating_sub(least) + 1)
    }

    /// Whether something happens that happens so many times in a hundred.
    pub fn percent(&mut self, times: u64) -> bool {
        self.below(100) < times
    }

    /// One of several; there must be at least one.
    pub fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        *self.choose(from)
    }

    /// One of several, where it stands; there must be at least one.
    pub fn choose<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len() as u64) as usize]
    }

    /// So many random bytes.
    pub fn bytes(&mut self, count: usize) -> Vec<u8> {
        let mut bytes = vec![0; count];
        self.0.fill_bytes(&mut bytes);
        bytes
    }

    /// Puts them in a random order.
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            items.swap(last, self.below(last as u64 + 1) as usize);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first(seed: u64, artefact: &str, purpose: &str, index: u64) -> u64 {
        Draw::new(seed, artefact, purpose, index).below(u64::MAX)
    }

    #[test]
    fn a_draw_depends_on_all_that_it_is_named_by() {
        let drawn = [
            first(1, "ab", "c", 0),
            first(2, "ab", "c", 0),
            first(1, "a", "bc", 0),
            first(1, "ab", "d", 0),
            first(1, "ab", "c", 1),
        ];
        for (i, a) in drawn.iter().enumerate() {
            for b in drawn.iter().skip(i + 1) {
                assert_ne!(a, b);
            }
        }
        assert_eq!(first(1, "ab", "c", 0), first(1, "ab", "c", 0));
    }

    #[test]
    fn a_draw_is_the_same_in_every_version_of_this_program() {
        // An exercise that was planned with one version must not change under its planners with the next.
        let mut draw = Draw::new(7, "proxy", "noise", 2);
        assert_eq!([draw.below(1000), draw.below(1000), draw.between(5, 6), draw.below(0)], [519, 234, 6, 0]);
    }

    #[test]
    fn a_draw_stays_within_its_limits() {
        let mut draw = Draw::new(1, "a", "b", 0);
        let mut seen = [false; 3];
        for _ in 0..100 {
            seen[draw.between(4, 6) as usize - 4] = true;
        }
        assert_eq!(seen, [true; 3]);
        let mut order = [1, 2, 3, 4, 5];
        draw.shuffle(&mut order);
        order.sort_unstable();
        assert_eq!(order, [1, 2, 3, 4, 5]);
    }
}
