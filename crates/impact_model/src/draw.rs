//! Chance. Every draw is a pure function of a seed, a scenario, a purpose and the stable identity of what it is about
//! (Philox4x32-10; Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", SC 2011). There is no state, so the
//! number of threads, the order of work and unrelated additions to a network change nothing, and two variants of a
//! network share their noise.

use sha2::{Digest, Sha256};

/// For what something is drawn. The numbers are part of what a seed means: never change one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u32)]
pub enum Purpose {
    /// Who is attacked.
    Attack = 1,
    /// Minor or major.
    Severity = 2,
    /// How long recovery takes.
    Recovery = 3,
    /// When it is noticed.
    Detection = 4,
    /// When links are cut.
    Isolation = 5,
    /// When malware crosses a link.
    Spread = 6,
    /// When neighbours are warned.
    Warning = 7,
    /// Whether the warned heed it.
    Heed = 8,
    /// Whether a service of a compromised institution is hit.
    Hit = 9,
    /// What share of walk-in patients goes elsewhere.
    WalkIn = 10,
    /// A value of an uncertain parameter.
    Parameter = 11,
    /// A value of an uncertain quantity of the network.
    Amount = 12,
    /// Resampling for an interval.
    Bootstrap = 13,
    /// A generated network.
    Generate = 14,
    /// Whether a link of an abstract cascade is live.
    Cascade = 15,
    /// Anything that tests draw.
    Test = 16,
}

/// The stable identity of something: the first 64 bits of the SHA-256 of its identifier.
pub fn identity(id: &str) -> u64 {
    let [a, b, c, d, e, f, g, h, ..]: [u8; 32] = Sha256::digest(id.as_bytes()).into();
    u64::from_le_bytes([a, b, c, d, e, f, g, h])
}

/// Philox4x32-10: four words for a counter of four words and a key of two.
pub fn philox(mut counter: [u32; 4], mut key: [u32; 2]) -> [u32; 4] {
    const M0: u64 = 0xD251_1F53;
    const M1: u64 = 0xCD9E_8D57;
    for _ in 0..10 {
        let (p0, p1) = (M0 * u64::from(counter[0]), M1 * u64::from(counter[2]));
        counter = [
            (p1 >> 32) as u32 ^ counter[1] ^ key[0],
            p1 as u32,
            (p0 >> 32) as u32 ^ counter[3] ^ key[1],
            p0 as u32,
        ];
        key = [key[0].wrapping_add(0x9E37_79B9), key[1].wrapping_add(0xBB67_AE85)];
    }
    counter
}

/// The draws of one scenario under one seed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Chance {
    key: [u32; 2],
    scenario: u32,
}

impl Chance {
    /// The draws of a scenario (one possible course of events) under a seed.
    pub const fn new(seed: u64, scenario: u32) -> Self {
        Self { key: [seed as u32, (seed >> 32) as u32], scenario }
    }

    /// The draws of another scenario under the same seed.
    pub(crate) const fn of_scenario(self, scenario: u32) -> Self {
        Self { scenario, ..self }
    }

    /// Which scenario this is.
    pub(crate) const fn scenario(self) -> u32 {
        self.scenario
    }

    /// Four random words.
    pub(crate) fn words(self, purpose: Purpose, identity: u64) -> [u32; 4] {
        philox([identity as u32, (identity >> 32) as u32, self.scenario, purpose as u32], self.key)
    }

    /// Two numbers from 0 to 1 (1 excluded), independent of each other.
    pub fn pair(self, purpose: Purpose, identity: u64) -> (f64, f64) {
        let [a, b, c, d] = self.words(purpose, identity);
        let unit = |high: u32, low: u32| {
            let bits = (u64::from(high) << 32 | u64::from(low)) >> 11;
            bits as f64 * (1.0 / (1_u64 << 53) as f64)
        };
        (unit(a, b), unit(c, d))
    }

    /// A number from 0 to 1 (1 excluded).
    pub fn unit(self, purpose: Purpose, identity: u64) -> f64 {
        self.pair(purpose, identity).0
    }

    /// A waiting time with a mean of 1.
    pub fn exponential(self, purpose: Purpose, identity: u64) -> f64 {
        -libm::log(1.0 - self.unit(purpose, identity))
    }

    /// A number from the normal distribution with mean 0 and standard deviation 1 (Box and Muller, 1958).
    pub fn normal(self, purpose: Purpose, identity: u64) -> f64 {
        let (a, b) = self.pair(purpose, identity);
        libm::sqrt(-2.0 * libm::log(1.0 - a)) * libm::cos(std::f64::consts::TAU * b)
    }
}

/// The quantile of a triangular distribution from `low` over `likely` to `high`, for a probability from 0 to 1.
pub fn triangular(low: f64, likely: f64, high: f64, probability: f64) -> f64 {
    let width = high - low;
    if width <= 0.0 {
        return likely;
    }
    let peak = (likely - low) / width;
    if probability < peak {
        low + libm::sqrt(probability * width * (likely - low))
    } else {
        high - libm::sqrt((1.0 - probability) * width * (high - likely))
    }
}

/// From what factor between its ends on a range is one of orders of magnitude.
const WIDE: f64 = 4.0;

/// The quantile of a plausible range: triangular, and where the range spans a factor of four or more triangular in the
/// logarithm. Otherwise half of the values of "4 to 168, likely 24" would lie above 60.
pub fn plausible(low: f64, likely: f64, high: f64, probability: f64) -> f64 {
    if low > 0.0 && high >= WIDE * low {
        libm::exp(triangular(libm::log(low), libm::log(likely), libm::log(high), probability))
            .clamp(low, high)
    } else {
        triangular(low, likely, high, probability)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The known answers of the Random123 distribution (`kat_vectors`), philox4x32 with 10 rounds.
    #[test]
    fn philox_gives_the_published_answers() {
        assert_eq!(philox([0; 4], [0; 2]), [0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8]);
        assert_eq!(
            philox([u32::MAX; 4], [u32::MAX; 2]),
            [0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd]
        );
        assert_eq!(
            philox([0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344], [0xa409_3822, 0x299f_31d0]),
            [0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1]
        );
    }

    #[test]
    fn draws_are_spread_as_they_should_be() {
        let chance = Chance::new(1, 0);
        let n = 20_000;
        let mean = |draw: &dyn Fn(u64) -> f64| (0..n).map(draw).sum::<f64>() / n as f64;
        assert!((mean(&|i| chance.unit(Purpose::Test, i)) - 0.5).abs() < 0.01);
        assert!((mean(&|i| chance.exponential(Purpose::Test, i)) - 1.0).abs() < 0.03);
        assert!(mean(&|i| chance.normal(Purpose::Test, i)).abs() < 0.03);
        assert!((mean(&|i| chance.normal(Purpose::Test, i).powi(2)) - 1.0).abs() < 0.04);
        let wide =
            (0..n).filter(|i| plausible(4.0, 24.0, 168.0, chance.unit(Purpose::Test, *i)) < 26.0).count();
        assert!((9_500..10_500).contains(&wide), "{wide}");
        let mean = mean(&|i| triangular(1.0, 2.0, 6.0, chance.unit(Purpose::Test, i)));
        assert!((mean - 3.0).abs() < 0.03, "{mean}");
    }
}
