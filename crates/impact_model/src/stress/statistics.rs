//! What many numbers say: quantiles, curves, intervals, and how much of their spread comes from not knowing.

use rayon::prelude::*;

use super::report::{Distribution, Estimate, Exceedance, Measure};
use crate::draw::{Chance, Purpose};

/// How often runs are drawn again for an interval.
pub const RESAMPLES: u32 = 400;
/// The most points of an exceedance curve.
pub const MAX_POINTS: usize = 100;
/// Standard normal quantile of a 95 % interval.
const Z: f64 = 1.959_963_984_540_054;
/// Draws of a resample that choose sets of parameters have this bit, so that they are not those that choose runs.
const CHOOSES_GROUP: u64 = 1 << 40;

/// How often each run counts in each resample.
///
/// Runs come in groups, one for each set of parameters, and stand in that order. A resample draws groups, and runs
/// within each, so that its spread holds chance and not knowing (Davison and Hinkley, "Bootstrap Methods and their
/// Application", 1997, §3.8).
#[derive(Debug)]
pub(super) struct Resamples {
    weights: Vec<Vec<u16>>,
}

impl Resamples {
    /// Draws all resamples, for groups of these sizes.
    pub(super) fn new(seed: u64, sizes: &[usize]) -> Self {
        let draw = |number: u32| resample(Chance::new(seed, number), sizes);
        Self { weights: (0..RESAMPLES).into_par_iter().map(draw).collect() }
    }

    /// The mean, with its interval.
    pub(super) fn mean(&self, values: &[f64]) -> Estimate {
        let weighed = |weights: &[u16]| weigh(weights, values) / total(weights);
        self.estimate(ratio(values.iter().sum(), values.len() as f64), weighed)
    }

    /// The sum of some values as a share of the sum of others, with its interval; 0 of nothing is 0.
    pub(super) fn share_of(&self, some: &[f64], others: &[f64]) -> Estimate {
        let weighed = |weights: &[u16]| ratio(weigh(weights, some), weigh(weights, others));
        self.estimate(ratio(some.iter().sum(), others.iter().sum()), weighed)
    }

    /// In what share of runs something holds. The interval is never narrower than Wilson's, which knows that what
    /// was never seen in a few runs may still happen.
    pub(super) fn frequency(&self, holds: &[bool]) -> Estimate {
        let values: Vec<f64> = holds.iter().map(|&holds| f64::from(u8::from(holds))).collect();
        let Estimate { value, low, high } = self.mean(&values);
        let (least, most) = wilson(value, holds.len());
        Estimate { value, low: low.min(least), high: high.max(most) }
    }

    fn estimate(&self, value: f64, statistic: impl Fn(&[u16]) -> f64) -> Estimate {
        let mut all: Vec<f64> = self.weights.iter().map(|weights| statistic(weights)).collect();
        all.sort_by(f64::total_cmp);
        Estimate { value, low: quantile(&all, 0.025).min(value), high: quantile(&all, 0.975).max(value) }
    }
}

/// How often each run is drawn: as many groups as there are, and of each as many runs as it has.
fn resample(chance: Chance, sizes: &[usize]) -> Vec<u16> {
    let starts: Vec<usize> = sizes
        .iter()
        .scan(0, |start, size| {
            let here = *start;
            *start += size;
            Some(here)
        })
        .collect();
    let pick = |identity: u64, of: usize| {
        let unit = chance.unit(Purpose::Bootstrap, identity);
        ((unit * of as f64) as usize).min(of.saturating_sub(1))
    };
    let mut weights = vec![0_u16; sizes.iter().sum()];
    let mut drawn = 0;
    for slot in 0..sizes.len() {
        let group = pick(CHOOSES_GROUP | slot as u64, sizes.len());
        for _ in 0..sizes[group] {
            let run = starts[group] + pick(drawn, sizes[group]);
            weights[run] = weights[run].saturating_add(1);
            drawn += 1;
        }
    }
    weights
}

fn weigh(weights: &[u16], values: &[f64]) -> f64 {
    weights.iter().zip(values).map(|(&weight, value)| f64::from(weight) * value).sum()
}

fn total(weights: &[u16]) -> f64 {
    weights.iter().map(|&weight| f64::from(weight)).sum::<f64>().max(1.0)
}

fn ratio(a: f64, b: f64) -> f64 {
    if b == 0.0 { 0.0 } else { a / b }
}

/// Wilson's 95 % interval of a share of `n` runs (Wilson, "Probable inference", JASA 1927).
fn wilson(share: f64, n: usize) -> (f64, f64) {
    let n = n.max(1) as f64;
    let middle = share + Z * Z / (2.0 * n);
    let half = Z * libm::sqrt(share * (1.0 - share) / n + Z * Z / (4.0 * n * n));
    let width = 1.0 + Z * Z / n;
    (((middle - half) / width).max(0.0), ((middle + half) / width).min(1.0))
}

/// The smallest of some sorted values that at least this share of them do not exceed; 0 of none.
pub(super) fn quantile(sorted: &[f64], probability: f64) -> f64 {
    let rank = libm::ceil(probability * sorted.len() as f64) as usize;
    sorted.get(rank.saturating_sub(1).min(sorted.len().saturating_sub(1))).copied().unwrap_or(0.0)
}

/// The same for values of which the smallest, all 0, are left out: `n` is how many there are with them.
pub(super) fn quantile_with_zeros(positive: &mut [f64], n: usize, probability: f64) -> f64 {
    positive.sort_by(f64::total_cmp);
    let zeros = n.saturating_sub(positive.len());
    let rank = libm::ceil(probability * n as f64) as usize;
    rank.checked_sub(zeros + 1).and_then(|at| positive.get(at)).copied().unwrap_or(0.0)
}

/// In what share of some sorted values each value, or one of at most [`MAX_POINTS`] of them, is reached.
fn exceedance(sorted: &[f64]) -> Vec<Exceedance> {
    let n = sorted.len();
    let mut firsts: Vec<usize> = (0..n).filter(|&at| at == 0 || sorted[at] > sorted[at - 1]).collect();
    if firsts.len() > MAX_POINTS {
        let last = firsts.len() - 1;
        firsts = (0..MAX_POINTS).map(|point| firsts[point * last / (MAX_POINTS - 1)]).collect();
    }
    let point = |at: usize| Exceedance { at_least: sorted[at], share: (n - at) as f64 / n as f64 };
    firsts.into_iter().map(point).collect()
}

/// What share of the variance lies between groups: the intraclass correlation of a one-way analysis of variance with
/// random effects (Searle, Casella and McCulloch, "Variance Components", 1992), not below 0. None for a single group,
/// or when no group has two runs.
pub(super) fn between_groups(values: &[f64], sizes: &[usize]) -> Option<f64> {
    let (n, groups) = (values.len() as f64, sizes.len() as f64);
    if sizes.len() < 2 || values.len() <= sizes.len() {
        return None;
    }
    let mean = values.iter().sum::<f64>() / n;
    let (mut within, mut between) = (0.0, 0.0);
    let mut rest = values;
    for &size in sizes {
        let (group, others) = rest.split_at_checked(size)?;
        rest = others;
        let middle = ratio(group.iter().sum(), size as f64);
        within += group.iter().map(|value| (value - middle) * (value - middle)).sum::<f64>();
        between += size as f64 * (middle - mean) * (middle - mean);
    }
    let (within, between) = (within / (n - groups), between / (groups - 1.0));
    let squares: f64 = sizes.iter().map(|&size| (size * size) as f64).sum();
    let usual_size = (n - squares / n) / (groups - 1.0);
    let variance = ((between - within) / usual_size).max(0.0);
    Some(ratio(variance, variance + within))
}

/// How a measure is spread.
pub(super) fn distribution(
    measure: Measure,
    values: &[f64],
    sizes: &[usize],
    resamples: &Resamples,
) -> Distribution {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    Distribution {
        measure,
        mean: resamples.mean(values),
        p05: quantile(&sorted, 0.05),
        p50: quantile(&sorted, 0.5),
        p95: quantile(&sorted, 0.95),
        p99: quantile(&sorted, 0.99),
        most: sorted.last().copied().unwrap_or(0.0),
        from_not_knowing: between_groups(values, sizes),
        exceedance: exceedance(&sorted),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn drawn(seed: u64, n: usize) -> Vec<f64> {
        (0..n).map(|at| Chance::new(seed, 0).normal(Purpose::Test, at as u64)).collect()
    }

    #[test]
    fn quantiles_are_those_of_the_nearest_rank() {
        let sorted = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 10.0];
        for (probability, expected) in [(0.05, 1.0), (0.5, 5.0), (0.51, 6.0), (0.95, 10.0), (0.0, 1.0)] {
            assert_eq!(quantile(&sorted, probability), expected, "{probability}");
        }
        assert_eq!(quantile(&[], 0.5), 0.0);
        assert_eq!(quantile_with_zeros(&mut [3.0, 2.0], 10, 0.8), 0.0);
        assert_eq!(quantile_with_zeros(&mut [3.0, 2.0], 10, 0.9), 2.0);
        assert_eq!(quantile_with_zeros(&mut [3.0, 2.0], 10, 1.0), 3.0);
    }

    #[test]
    fn wilson_is_as_published() {
        // Newcombe 1998, Statistics in Medicine 17, table I: 81 of 263, and 0 of 20.
        let (low, high) = wilson(81.0 / 263.0, 263);
        assert!((low - 0.2553).abs() < 5e-5 && (high - 0.3662).abs() < 5e-5, "{low} {high}");
        let (low, high) = wilson(0.0, 20);
        assert!(low == 0.0 && (high - 0.1611).abs() < 5e-5, "{low} {high}");
    }

    #[test]
    fn never_seen_is_not_impossible() {
        let resamples = Resamples::new(1, &[5, 5]);
        let held = resamples.frequency(&[true; 10]);
        assert_eq!((held.value, held.high), (1.0, 1.0));
        assert!(held.low < 0.75, "{held:?}");
    }

    #[test]
    fn the_interval_of_a_mean_is_about_two_standard_errors_each_way() {
        let values = drawn(3, 400);
        let estimate = Resamples::new(7, &[400]).mean(&values);
        let half = (estimate.high - estimate.low) / 2.0;
        assert!((half - 1.96 / 20.0).abs() < 0.02, "{estimate:?}");
    }

    #[test]
    fn groups_that_differ_widen_the_interval() {
        let mut values = drawn(3, 400);
        for (at, value) in values.iter_mut().enumerate() {
            *value += if at < 200 { 5.0 } else { -5.0 };
        }
        let width = |sizes: &[usize]| {
            let Estimate { low, high, .. } = Resamples::new(7, sizes).mean(&values);
            high - low
        };
        assert!(width(&[200, 200]) > 5.0 * width(&[400]));
    }

    #[test]
    fn the_share_between_groups_is_found_again() {
        let (groups, runs, of_groups) = (200, 20, 0.6);
        let noise = drawn(11, groups * runs);
        let shifts = drawn(12, groups);
        let mix =
            |at: usize| libm::sqrt(of_groups) * shifts[at / runs] + libm::sqrt(1.0 - of_groups) * noise[at];
        let values: Vec<f64> = (0..groups * runs).map(mix).collect();
        let found = between_groups(&values, &vec![runs; groups]).unwrap();
        assert!((found - of_groups).abs() < 0.08, "{found}");
        assert_eq!(between_groups(&noise, &vec![runs; groups]).map(|share| share < 0.02), Some(true));
        assert_eq!(between_groups(&values, &[values.len()]), None);
        assert_eq!(between_groups(&[1.0; 6], &[3, 3]), Some(0.0));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]

        #[test]
        fn curves_fall_and_hold_the_extremes(mut values in prop::collection::vec(0_u32..500, 1..400)) {
            values.sort_unstable();
            let sorted: Vec<f64> = values.iter().map(|&value| f64::from(value)).collect();
            let curve = exceedance(&sorted);
            prop_assert!(curve.len() <= MAX_POINTS);
            prop_assert_eq!(curve.first().map(|point| (point.at_least, point.share)), Some((sorted[0], 1.0)));
            prop_assert_eq!(curve.last().map(|point| point.at_least), sorted.last().copied());
            for pair in curve.windows(2) {
                prop_assert!(pair[0].at_least < pair[1].at_least && pair[0].share > pair[1].share);
            }
            for point in &curve {
                let reached = sorted.iter().filter(|value| **value >= point.at_least).count();
                prop_assert_eq!(point.share, reached as f64 / sorted.len() as f64);
            }
        }

        #[test]
        fn intervals_hold_the_value(seed in any::<u64>(), sizes in prop::collection::vec(1_usize..6, 1..5)) {
            let values = drawn(seed, sizes.iter().sum());
            let resamples = Resamples::new(seed, &sizes);
            let estimate = resamples.mean(&values);
            prop_assert!(estimate.low <= estimate.value && estimate.value <= estimate.high);
            let same = vec![2.0; values.len()];
            prop_assert_eq!(resamples.mean(&same), Estimate { value: 2.0, low: 2.0, high: 2.0 });
        }
    }
}
