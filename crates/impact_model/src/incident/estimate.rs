//! Numbers with their intervals.

use crate::stress::report::Estimate;

/// The 97.5 % quantile of the normal distribution: 95 % lie within so many standard deviations.
const Z: f64 = 1.959_963_984_540_054;

/// A share with its 95 % interval (Wilson, "Probable inference", JASA 1927).
pub(super) fn share(times: u32, of: u32) -> Estimate {
    if of == 0 {
        return Estimate { value: 0.0, low: 0.0, high: 1.0 };
    }
    let (n, p) = (f64::from(of), f64::from(times) / f64::from(of));
    let middle = p + Z * Z / (2.0 * n);
    let half = Z * libm::sqrt(p * (1.0 - p) / n + Z * Z / (4.0 * n * n));
    let whole = 1.0 + Z * Z / n;
    let low = if times == 0 { 0.0 } else { (middle - half) / whole };
    let high = if times == of { 1.0 } else { (middle + half) / whole };
    Estimate { value: p, low, high }
}

/// A mean of differences between paired runs with its 95 % interval (normal approximation).
pub(super) fn mean(differences: &[f64]) -> Estimate {
    let n = differences.len() as f64;
    if differences.is_empty() {
        return Estimate::default();
    }
    let value = differences.iter().sum::<f64>() / n;
    let square = differences.iter().map(|one| (one - value) * (one - value)).sum::<f64>();
    let half = if n > 1.0 { Z * libm::sqrt(square / (n - 1.0) / n) } else { 0.0 };
    Estimate { value, low: value - half, high: value + half }
}

/// The value that a share of sorted values stay below or at; 0 of none.
pub(super) fn quantile(sorted: &[u32], share: f64) -> u32 {
    let rank = libm::ceil(share * sorted.len() as f64) as usize;
    sorted.get(rank.saturating_sub(1)).or(sorted.last()).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_have_wilsons_interval() {
        let Estimate { value, low, high } = share(10, 100);
        assert!((value - 0.1).abs() < 1e-12);
        assert!((low - 0.0552).abs() < 1e-3 && (high - 0.1744).abs() < 1e-3, "{low} {high}");
        assert_eq!((share(0, 50).low, share(50, 50).high), (0.0, 1.0));
        assert!(share(50, 50).low > 0.9);
    }

    #[test]
    fn differences_have_the_normal_interval_and_quantiles_are_values() {
        let all = mean(&[1.0, 2.0, 3.0]);
        assert!((all.value - 2.0).abs() < 1e-12 && (all.high - 2.0 - 1.96 / 3f64.sqrt()).abs() < 1e-3);
        assert_eq!(mean(&[4.0, 4.0]), Estimate { value: 4.0, low: 4.0, high: 4.0 });
        let hours = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
        assert_eq!([0.1, 0.5, 0.9].map(|share| quantile(&hours, share)), [1, 5, 9]);
        assert_eq!(quantile(&[], 0.5), 0);
    }
}
