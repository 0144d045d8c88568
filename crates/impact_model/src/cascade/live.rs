//! Which edges are live: a pure function of seed, scenario and edge.
//!
//! Four scenarios share a keyed hash of the edge, of which each takes 15 bits: the first digit, in base 2^15, of a
//! random number that makes the edge live when it is below `p`. Only when the first digit does not decide (once in
//! 32,768) is there a second. So one edge can be asked about in one scenario with one multiplication, and in 64 with 16.
//!
//! The keys come from Philox ([`crate::draw`]). The hash (a multiplication of 64 by 64 bits, folded) is made for speed;
//! the tests of this module look at its frequencies and correlations, and no more is claimed of it.

use crate::draw::{Chance, Purpose};

use super::Fault;

/// Scenarios in a word.
pub(super) const LANES: usize = 64;
/// Scenarios that share a hash.
const FIELDS: u32 = 4;
/// Hashes for a word of scenarios.
const HASHES: usize = LANES / FIELDS as usize;
/// Bits of a hash for each scenario, of which the highest is kept free for a carry.
const FIELD_BITS: u32 = 16;
/// Bits of a digit.
const DIGIT_BITS: u32 = FIELD_BITS - 1;
/// A one in every field.
const ONES: u64 = 0x0001_0001_0001_0001;
/// The highest bit of every field.
const CARRIES: u64 = ONES << DIGIT_BITS;
/// The bits of a digit in every field.
const DIGITS: u64 = CARRIES - ONES;
/// What is drawn for all edges at once: no node has this number.
const ALL_EDGES: u64 = u64::MAX;

/// A probability as two digits in base 2^15, exact to 2^-30. Certainty is one digit of 2^15.
#[derive(Debug, Clone, Copy)]
pub(super) struct Threshold([u32; 2]);

impl Threshold {
    pub(super) fn new(p: f64) -> Result<Self, Fault> {
        if !(0.0..=1.0).contains(&p) {
            return Err(Fault::Probability(p));
        }
        let fixed = (p * f64::from(1 << (2 * DIGIT_BITS)) + 0.5) as u32;
        Ok(Self([fixed >> DIGIT_BITS, fixed & ((1 << DIGIT_BITS) - 1)]))
    }
}

/// An edge, hashed: splitmix64's finaliser (Steele, Lea and Flood, OOPSLA 2014) of its two ends.
#[derive(Debug, Clone, Copy)]
pub(super) struct Edge(u64);

impl Edge {
    #[inline]
    pub(super) fn new(from: u32, to: u32) -> Self {
        Self(mixed(u64::from(from) << 32 | u64::from(to)))
    }

    /// What the second digit is drawn from.
    fn again(self) -> Self {
        Self(mixed(self.0))
    }
}

#[inline]
fn mixed(word: u64) -> u64 {
    let word = word.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let word = (word ^ (word >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let word = (word ^ (word >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    word ^ (word >> 31)
}

/// The key of a hash.
#[derive(Debug, Clone, Copy, Default)]
struct Key(u64, u64);

impl Key {
    fn new(chance: Chance) -> Self {
        let [a, b, c, d] = chance.words(Purpose::Cascade, ALL_EDGES).map(u64::from);
        // An even factor would lose a bit.
        Self(a << 32 | b, c << 32 | d | 1)
    }

    #[inline]
    fn hash(self, edge: Edge) -> u64 {
        let product = u128::from(edge.0 ^ self.0) * u128::from(self.1);
        product as u64 ^ (product >> 64) as u64
    }
}

/// One scenario.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scenario {
    key: Key,
    shift: u32,
    threshold: Threshold,
}

impl Scenario {
    pub(super) fn new(chance: Chance, threshold: Threshold) -> Self {
        let (word, lane) = (chance.scenario() / LANES as u32, chance.scenario() % LANES as u32);
        let key = Key::new(chance.of_scenario(word * HASHES as u32 + lane % HASHES as u32));
        Self { key, shift: lane / HASHES as u32 * FIELD_BITS, threshold }
    }

    /// Whether an edge is live.
    #[inline]
    pub(super) fn is_live(self, edge: Edge) -> bool {
        let Threshold([first, second]) = self.threshold;
        let digit = self.digit(edge);
        if digit == first {
            return self.digit(edge.again()) < second;
        }
        digit < first
    }

    #[inline]
    fn digit(self, edge: Edge) -> u32 {
        (self.key.hash(edge) >> self.shift) as u32 & ((1 << DIGIT_BITS) - 1)
    }
}

/// A word of scenarios.
#[derive(Debug, Clone)]
pub(super) struct Word {
    keys: [Key; HASHES],
    chance: Chance,
    threshold: Threshold,
}

impl Word {
    /// The scenarios from that of a chance on, which must be the first of a word.
    pub(super) fn new(chance: Chance, threshold: Threshold) -> Self {
        let first = chance.scenario() / FIELDS;
        let keys = std::array::from_fn(|at| Key::new(chance.of_scenario(first + at as u32)));
        Self { keys, chance, threshold }
    }

    /// In which scenarios an edge is live.
    #[inline]
    pub(super) fn live(&self, edge: Edge) -> u64 {
        let first = u64::from(self.threshold.0[0]) * ONES;
        let (mut dead, mut decided) = (0, CARRIES);
        for key in &self.keys {
            // A field keeps its carry unless its digit is below the first of the threshold; it is zero but for the
            // carry when both are the same.
            let field = (key.hash(edge) | CARRIES) - first;
            dead = dead >> 1 | field & CARRIES;
            decided &= (field & DIGITS) + DIGITS;
        }
        if decided & CARRIES == CARRIES { !dead } else { self.one_by_one(edge) }
    }

    #[cold]
    fn one_by_one(&self, edge: Edge) -> u64 {
        let first = self.chance.scenario();
        (0..LANES as u32)
            .map(|lane| (lane, Scenario::new(self.chance.of_scenario(first + lane), self.threshold)))
            .fold(0, |live, (lane, scenario)| live | u64::from(scenario.is_live(edge)) << lane)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SEED: u64 = 11;

    fn word(number: u32, p: f64) -> Word {
        Word::new(Chance::new(SEED, number * LANES as u32), Threshold::new(p).unwrap())
    }

    fn edges(count: u32) -> impl Iterator<Item = Edge> {
        (0..count).map(|number| Edge::new(number / 10, number * 7 % 50_000))
    }

    #[test]
    fn a_word_says_what_its_scenarios_say() {
        for p in [0.0, 1.0 / 32_768.0, 0.001, 0.1, 0.5, 0.999_99, 1.0] {
            let threshold = Threshold::new(p).unwrap();
            for number in [0, 1, 77] {
                let word = word(number, p);
                let first = number * LANES as u32;
                let scenarios: Vec<_> =
                    (first..first + 64).map(|at| Scenario::new(Chance::new(SEED, at), threshold)).collect();
                for edge in edges(2_000) {
                    let live = word.live(edge);
                    for (lane, scenario) in scenarios.iter().enumerate() {
                        assert_eq!(live >> lane & 1 == 1, scenario.is_live(edge), "{p} {number} {lane}");
                    }
                }
            }
        }
    }

    #[test]
    fn never_and_always_are_exact() {
        assert!(edges(40_000).all(|edge| word(0, 0.0).live(edge) == 0));
        assert!(edges(40_000).all(|edge| word(0, 1.0).live(edge) == u64::MAX));
    }

    #[test]
    fn what_is_no_probability_is_refused() {
        for p in [-0.1, 1.1, f64::NAN, f64::INFINITY] {
            assert!(matches!(Threshold::new(p), Err(Fault::Probability(_))), "{p}");
        }
    }

    /// Also of probabilities that the first digit alone would get wrong by a third.
    #[test]
    fn edges_are_live_as_often_as_they_should_be() {
        let count = 200_000;
        for p in [0.000_04, 0.01, 0.1, 0.5] {
            let live: u32 = edges(count).map(|edge| word(3, p).live(edge).count_ones()).sum();
            let draws = f64::from(count) * 64.0;
            let deviation = (f64::from(live) - draws * p) / (draws * p * (1.0 - p)).sqrt();
            assert!(deviation.abs() < 4.0, "{p}: {deviation} standard deviations");
        }
    }

    /// How many standard deviations the number of times both bits are set is away from what chance gives.
    fn together(pairs: impl Iterator<Item = (bool, bool)>, p: f64) -> f64 {
        let (count, both) =
            pairs.fold((0.0, 0.0), |(count, both), (a, b)| (count + 1.0, both + f64::from(u8::from(a && b))));
        let expected = p * p;
        (both - count * expected) / (count * expected * (1.0 - expected)).sqrt()
    }

    #[test]
    fn scenarios_do_not_depend_on_each_other() {
        let word = word(0, 0.1);
        let live: Vec<u64> = edges(50_000).map(|edge| word.live(edge)).collect();
        for a in 0..64 {
            for b in 0..a {
                let deviation =
                    together(live.iter().map(|live| (live >> a & 1 == 1, live >> b & 1 == 1)), 0.1);
                assert!(deviation.abs() < 5.0, "{a} and {b}: {deviation} standard deviations");
            }
        }
    }

    #[test]
    fn edges_do_not_depend_on_each_other() {
        let word = word(0, 0.1);
        let bits = |live: u64| (0..64).map(move |lane| live >> lane & 1 == 1);
        let neighbours: [fn(u32) -> (Edge, Edge); 4] = [
            |at| (Edge::new(at, 5), Edge::new(at, 6)),
            |at| (Edge::new(at, 5), Edge::new(at + 1, 5)),
            |at| (Edge::new(at, at + 1), Edge::new(at + 1, at)),
            |at| (Edge::new(2 * at, 9), Edge::new(2 * at + 1, 9)),
        ];
        for (which, pair) in neighbours.into_iter().enumerate() {
            let pairs = (0..20_000).flat_map(|at| {
                let (a, b) = pair(at);
                bits(word.live(a)).zip(bits(word.live(b)))
            });
            let deviation = together(pairs, 0.1);
            assert!(deviation.abs() < 4.0, "{which}: {deviation} standard deviations");
        }
    }

    #[test]
    fn seeds_do_not_depend_on_each_other() {
        let threshold = Threshold::new(0.1).unwrap();
        let [one, other] = [1, 2].map(|seed| Word::new(Chance::new(seed, 0), threshold));
        let pairs = edges(20_000).flat_map(|edge| {
            let (a, b) = (one.live(edge), other.live(edge));
            (0..64).map(move |lane| (a >> lane & 1 == 1, b >> lane & 1 == 1))
        });
        let deviation = together(pairs, 0.1);
        assert!(deviation.abs() < 4.0, "{deviation} standard deviations");
    }
}
