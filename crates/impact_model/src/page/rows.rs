//! Rows of the page's tables, and the pictures in them.

use super::Making;
use super::plots::{self, Mark, Scale};
use super::svg::{Told, shown};
use super::words::fill;
use crate::parameters::Parameter;
use crate::stress::report::{Critical, Distribution, Estimate, Measure, Place, Saving, Sensitivity};

/// What is told first, one card each.
const FIGURES: [Measure; 6] = [
    Measure::Compromised,
    Measure::Affected,
    Measure::ServicesLost,
    Measure::PatientsDiverted,
    Measure::AnalysesLost,
    Measure::CarePostponed,
];
/// What has a curve.
const CURVES: [(Measure, &str); 4] = [
    (Measure::Compromised, "curve-compromised"),
    (Measure::ServicesLost, "curve-services"),
    (Measure::PatientsDiverted, "curve-patients"),
    (Measure::AnalysesLost, "curve-analyses"),
];
/// From how many times the middle on a mean says that most attacks are small and few very large.
const HUMPS: f64 = 3.0;
/// How many points of a curve its table shows.
const CURVE_ROWS: usize = 20;
/// The least full bar, as a share.
const LEAST_FULL: f64 = 0.000_01;

/// One measure in a sentence.
pub(super) struct Figure {
    pub(super) number: String,
    pub(super) name: &'static str,
    pub(super) words: String,
}

/// One measure in numbers.
pub(super) struct MeasureRow {
    pub(super) name: &'static str,
    /// Each with the head of its column.
    pub(super) cells: Vec<(&'static str, String)>,
}

/// A curve with what is said of it.
pub(super) struct Curve {
    pub(super) name: &'static str,
    pub(super) plot: String,
    pub(super) logarithmic: bool,
    /// Empty where the curve has no two humps.
    pub(super) humps: String,
    pub(super) points: Vec<(String, String)>,
}

/// A country or a region.
pub(super) struct PlaceRow {
    pub(super) name: String,
    pub(super) country: String,
    pub(super) institutions: String,
    pub(super) hit: String,
    pub(super) not_held: String,
    pub(super) compromised: String,
    pub(super) bar: String,
    pub(super) lost: String,
}

/// A supplier or a link.
pub(super) struct CriticalRow {
    pub(super) name: String,
    pub(super) id: String,
    pub(super) country: String,
    pub(super) dependents: String,
    pub(super) bar: String,
    pub(super) days: String,
    pub(super) others: String,
}

/// An investment.
pub(super) struct SavingRow {
    pub(super) rank: usize,
    pub(super) name: &'static str,
    pub(super) about: &'static str,
    pub(super) days_bar: String,
    pub(super) days: String,
    pub(super) share_bar: String,
    pub(super) share: String,
    /// Class, icon and words where it is not certain that it helps.
    pub(super) doubt: Option<(&'static str, &'static str, &'static str)>,
    /// What else is saved, each with the head of its column.
    pub(super) cells: [(&'static str, String); 5],
}

/// Something that is not known.
pub(super) struct UnknownRow {
    pub(super) name: String,
    pub(super) word: String,
    pub(super) bar: String,
    pub(super) effect: String,
    pub(super) interaction: String,
}

impl Making<'_> {
    pub(super) fn distribution(&self, measure: Measure) -> Option<&Distribution> {
        self.report.distributions.iter().find(|each| each.measure == measure)
    }

    pub(super) fn figures(&self) -> Vec<Figure> {
        FIGURES
            .iter()
            .filter_map(|measure| self.distribution(*measure))
            .map(|each| self.figure(each))
            .collect()
    }

    fn figure(&self, spread: &Distribution) -> Figure {
        let t = self.t;
        let [middle, low, high, rare] = [spread.p50, spread.p05, spread.p95, spread.p99].map(|n| t.round(n));
        let words = if spread.p05 == spread.most {
            t.all_same().to_owned()
        } else {
            fill(t.spread(), &[&middle, &low, &high, &rare])
        };
        // What is small is exact: it counts things.
        let exact = spread.p50 == 0.0 || spread.p50 < 100.0 && spread.p50.fract() == 0.0;
        Figure {
            number: if exact { middle } else { fill(t.about(), &[&middle]) },
            name: t.measure_name(spread.measure),
            words,
        }
    }

    pub(super) fn measures(&self) -> Vec<MeasureRow> {
        let t = self.t;
        let row = |spread: &Distribution| {
            let number = |value| t.number(value);
            let doubt = spread.from_not_knowing.map_or_else(|| "–".to_owned(), |share| t.percent(share));
            let cells = vec![
                (t.mean(), t.estimate(spread.mean, number)),
                (t.lowest(), number(spread.p05)),
                (t.half(), number(spread.p50)),
                (t.one_in_twenty(), number(spread.p95)),
                (t.one_in_hundred(), number(spread.p99)),
                (t.most(), number(spread.most)),
                (t.not_knowing_column(), doubt),
            ];
            MeasureRow { name: t.measure_name(spread.measure), cells }
        };
        self.report.distributions.iter().map(row).collect()
    }

    pub(super) fn curves(&self) -> Vec<Curve> {
        let curve = |(measure, id): &(Measure, &str)| Some(self.curve(self.distribution(*measure)?, id));
        CURVES.iter().filter_map(curve).collect()
    }

    fn curve(&self, spread: &Distribution, id: &str) -> Curve {
        let t = self.t;
        let name = t.measure_name(spread.measure);
        let scale = Scale::of(spread.exceedance.iter().map(|point| point.at_least));
        let mark = |at, share, phrase| Mark { at, share, words: fill(phrase, &[&t.round(at)]) };
        let marks = [mark(spread.p50, 0.5, t.mark_half()), mark(spread.p95, 0.05, t.mark_twentieth())];
        let about = self.figure(spread).words;
        let told = Told { id, title: name, about: &about };
        let (number, percent) = (|value| t.round(value), |share| t.percent(share));
        let every = spread.exceedance.len().div_ceil(CURVE_ROWS).max(1);
        let last = spread.exceedance.len().saturating_sub(1);
        let points = spread.exceedance.iter().enumerate().filter(|(no, _)| no % every == 0 || *no == last);
        Curve {
            name,
            plot: plots::curve(told, &spread.exceedance, scale, &marks, &number, &percent),
            logarithmic: scale.logarithmic,
            humps: self.humps(spread),
            points: points.map(|(_, point)| (t.number(point.at_least), percent(point.share))).collect(),
        }
    }

    /// What is to be said where most attacks are small and few very large.
    fn humps(&self, spread: &Distribution) -> String {
        let t = self.t;
        let (mean, middle) = (spread.mean.value, spread.p50);
        match middle {
            _ if !mean.is_finite() || mean <= middle * HUMPS => String::new(),
            0.0 => fill(t.humps_none(), &[&t.round(mean)]),
            _ => fill(t.humps(), &[&t.round(mean), &t.round(mean / middle), &t.round(middle)]),
        }
    }

    /// What a full bar of lost days stands for: the most that a country or region loses, rounded up.
    pub(super) fn full_bar(&self) -> f64 {
        let all = self.report.countries.iter().chain(&self.report.regions);
        let most = all.map(|place| place.days_lost_p95.max(place.days_lost)).filter(|lost| lost.is_finite());
        let most = most.fold(0.0, f64::max).clamp(LEAST_FULL, 1.0);
        let decade = libm::pow(10.0, libm::floor(libm::log10(most)));
        let rounds = [1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0].map(|round| round * decade);
        rounds.into_iter().find(|round| *round >= most).unwrap_or(1.0).min(1.0)
    }

    /// Countries, the hardest hit first.
    pub(super) fn countries(&self, full: f64) -> Vec<PlaceRow> {
        let mut sorted: Vec<Place> = self.report.countries.clone();
        sorted.sort_by(|a, b| {
            let worst = b.not_held.total_cmp(&a.not_held).then(b.days_lost.total_cmp(&a.days_lost));
            worst.then_with(|| a.country.cmp(&b.country))
        });
        self.places(&sorted, full)
    }

    pub(super) fn places(&self, places: &[Place], full: f64) -> Vec<PlaceRow> {
        let t = self.t;
        let percent = |share| t.percent(share);
        let row = |place: &Place| PlaceRow {
            name: shown(if place.region.is_empty() { &place.country } else { &place.region }),
            country: shown(&place.country),
            institutions: t.count(place.institutions),
            // Beside the map there is no room for intervals.
            hit: match place.region.as_str() {
                "" => t.estimate(place.hit, percent),
                _ => percent(place.hit.value),
            },
            not_held: percent(place.not_held),
            compromised: t.number(place.compromised),
            bar: plots::bar(place.days_lost / full, place.days_lost_p95 / full),
            lost: fill(t.days_lost_words(), &[&percent(place.days_lost), &percent(place.days_lost_p95)]),
        };
        places.iter().map(row).collect()
    }

    pub(super) fn critical(&self, all: &[Critical]) -> Vec<CriticalRow> {
        let t = self.t;
        let ends = plots::ends(all.iter().map(|each| each.days));
        let row = |each: &Critical| CriticalRow {
            name: shown(if each.name.is_empty() { &each.id } else { &each.name }),
            id: shown(&each.id),
            country: shown(&each.country),
            dependents: t.count(each.dependents),
            bar: plots::interval(each.days, ends),
            days: t.estimate(each.days, |value| t.round(value)),
            others: t.estimate(each.others, |value| t.round(value)),
        };
        all.iter().map(row).collect()
    }

    /// From how many runs what a table shows is estimated.
    pub(super) fn runs_behind(&self, runs: impl Iterator<Item = u32> + Clone) -> String {
        let t = self.t;
        let (Some(least), Some(most)) = (runs.clone().min(), runs.max()) else { return String::new() };
        let both = fill(t.range(), &[&t.count(least), &t.count(most)]);
        fill(t.estimate_runs(), &[&if least == most { t.count(most) } else { both }])
    }

    pub(super) fn savings(&self) -> Vec<SavingRow> {
        let all = &self.report.investments;
        let days = plots::ends(all.iter().map(|saving| saving.days_per_thousand));
        let shares = plots::ends(all.iter().map(|saving| saving.share));
        let row = |(place, saving): (usize, &Saving)| self.saving(place + 1, saving, days, shares);
        all.iter().enumerate().map(row).collect()
    }

    fn saving(&self, rank: usize, saving: &Saving, days: (f64, f64), shares: (f64, f64)) -> SavingRow {
        let t = self.t;
        let number = |value| t.round(value);
        let numbers = |estimate: Estimate| t.estimate(estimate, number);
        SavingRow {
            rank,
            name: t.investment_name(saving.investment),
            about: t.investment_about(saving.investment),
            days_bar: plots::interval(saving.days_per_thousand, days),
            days: numbers(saving.days_per_thousand),
            share_bar: plots::interval(saving.share, shares),
            share: t.estimate(saving.share, |share| t.percent(share)),
            doubt: self.doubt(saving.days),
            cells: [
                (t.units(), t.count(saving.units)),
                (t.days_saved(), numbers(saving.days)),
                (t.patients_saved(), numbers(saving.patients)),
                (t.analyses_saved(), numbers(saving.analyses)),
                (t.institutions_saved(), numbers(saving.compromised)),
            ],
        }
    }

    /// What an interval that reaches nothing, or less, must say beside it.
    fn doubt(&self, saved: Estimate) -> Option<(&'static str, &'static str, &'static str)> {
        match saved {
            Estimate { high, .. } if high < 0.0 => Some(("red", "▲", self.t.harmful())),
            Estimate { low, .. } if low > 0.0 => None,
            _ => Some(("grey", "◌", self.t.not_certain())),
        }
    }

    pub(super) fn unknowns(&self) -> Vec<UnknownRow> {
        let t = self.t;
        let all = &self.report.sensitivity;
        let most = all.iter().map(|each| each.effect).filter(|effect| effect.is_finite()).fold(0.0, f64::max);
        let row = |each: &Sensitivity| UnknownRow {
            name: Parameter::find(&each.parameter)
                .map_or_else(|| shown(&each.parameter), |parameter| t.parameter_name(parameter).to_owned()),
            word: shown(&each.parameter),
            bar: plots::bar(each.effect / most, 0.0),
            effect: t.round(each.effect),
            interaction: t.round(each.interaction),
        };
        all.iter().map(row).collect()
    }
}
