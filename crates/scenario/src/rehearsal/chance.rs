//! Randomness without order: each draw is a function of the seed, what it is for, and the numbers of what it is about.
//! So a run does not depend on who was asked first.

/// What a draw is for.
#[derive(Debug, Clone, Copy)]
pub(super) enum For {
    Kind = 1,
    Open,
    Act,
    Does,
    Pick,
    Right,
    Release,
}

/// A source of draws.
#[derive(Debug, Clone, Copy)]
pub(super) struct Chance(pub u64);

impl Chance {
    /// A number that looks random, the same for the same question.
    pub fn number(self, what: For, one: u64, two: u64) -> u64 {
        let mut mixed = self.0;
        for part in [what as u64, one, two] {
            mixed = mix(mixed ^ mix(part));
        }
        mixed
    }

    /// From 0 up to 1.
    pub fn share(self, what: For, one: u64, two: u64) -> f64 {
        (self.number(what, one, two) >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// From `least` up to and with `most`.
    pub fn between(self, what: For, one: u64, two: u64, least: i64, most: i64) -> i64 {
        let width = (most - least).max(0) as u64 + 1;
        least + (self.number(what, one, two) % width) as i64
    }
}

/// The mixing function of SplitMix64 (Steele, Lea and Flood, 2014).
fn mix(mut z: u64) -> u64 {
    z = z.wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}
