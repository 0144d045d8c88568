//! Curves and bars as SVG that is part of the page: drawn with classes, so that its colours, its dark variant and its
//! print style hold for them; as wide as their place, with letters as large as the page's.
//!
//! What is text or has a shape stands in the outer `<svg>` at a percentage of its width; what may be stretched stands in
//! an inner one of 1000 units, whose strokes do not scale.

use std::fmt::Write as _;

use super::svg::{Told, escape};
use crate::stress::report::{Estimate, Exceedance};

/// Where the plotted area of a curve begins, in percent of the width.
const LEFT: f64 = 14.0;
/// How wide it is, in percent.
const WIDTH: f64 = 83.0;
/// How wide it is, in units of its own.
const UNITS: f64 = 1000.0;
/// Its first and last pixel, from above.
const TOP: f64 = 12.0;
const BOTTOM: f64 = 172.0;
/// The height of a curve's picture.
const HEIGHT: f64 = 196.0;
/// How much of a curve's width words beside a mark take on a phone.
const WORDS: f64 = 0.4;
/// From this largest value on, and when it is so many times the smallest, an axis is logarithmic.
const LOG_FROM: f64 = 100.0;
const LOG_TIMES: f64 = 50.0;
/// A logarithmic axis is at most so many times as high at its end as at its beginning.
const LOG_SPAN: f64 = 1e6;
/// How many labels an axis has at most, beside its first.
const LABELS: f64 = 4.0;

/// From what to what an axis goes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Scale {
    pub(super) logarithmic: bool,
    from: f64,
    to: f64,
}

impl Scale {
    /// The axis on which values, of which at least 0, can be told apart.
    pub(super) fn of(values: impl Iterator<Item = f64> + Clone) -> Self {
        let positive = values.filter(|value| value.is_finite() && *value > 0.0);
        let most = positive.clone().fold(0.0, f64::max);
        let least = positive.fold(most, f64::min);
        if most >= LOG_FROM && most > least * LOG_TIMES {
            let from = libm::pow(10.0, libm::floor(libm::log10(least.max(most / LOG_SPAN))));
            return Self { logarithmic: true, from, to: most * 1.1 };
        }
        let most = if most > 0.0 { most } else { 1.0 };
        let step = step(most);
        Self { logarithmic: false, from: 0.0, to: libm::ceil(most / step) * step }
    }

    /// Where a value lies, from 0 to 1.
    fn share(self, value: f64) -> f64 {
        let share = if self.logarithmic {
            libm::log10(value.max(self.from) / self.from) / libm::log10(self.to / self.from)
        } else {
            value / self.to
        };
        if share.is_nan() { 0.0 } else { share.clamp(0.0, 1.0) }
    }

    /// Round values, few enough for a phone.
    fn ticks(self) -> Vec<f64> {
        let mut ticks = Vec::new();
        if self.logarithmic {
            let decades = libm::log10(self.to / self.from);
            let apart = libm::pow(10.0, libm::ceil(decades / LABELS));
            let mut at = self.from;
            while at <= self.to {
                ticks.push(at);
                at *= apart;
            }
        } else {
            let step = step(self.to);
            ticks.extend((0..=LABELS as u32 + 1).map(|number| f64::from(number) * step));
            ticks.retain(|at| *at <= self.to * 1.000_001);
        }
        ticks
    }
}

/// A round number of which few go into another.
fn step(most: f64) -> f64 {
    let decade = libm::pow(10.0, libm::floor(libm::log10(most)) - 1.0);
    let rounds = [1.0, 2.0, 5.0, 10.0, 20.0, 50.0].map(|round| round * decade);
    rounds.into_iter().find(|step| most / step <= LABELS).unwrap_or(most)
}

/// A point on a curve that is named.
pub(super) struct Mark {
    /// Which value.
    pub(super) at: f64,
    /// What share of runs reaches it.
    pub(super) share: f64,
    /// What is written beside it.
    pub(super) words: String,
}

/// What share of runs reaches at least a value. `number` and `percent` write the labels.
pub(super) fn curve(
    told: Told<'_>,
    points: &[Exceedance],
    scale: Scale,
    marks: &[Mark],
    number: &dyn Fn(f64) -> String,
    percent: &dyn Fn(f64) -> String,
) -> String {
    let (mut inner, mut outer) = (String::new(), String::new());
    for share in [0.0, 0.25, 0.5, 0.75, 1.0] {
        let y = height_of(share);
        let class = if share == 0.0 { "axis" } else { "grid" };
        path(&mut inner, class, &format!("M0 {y:.1}H{UNITS}"));
        text(&mut outer, (LEFT - 1.5, 0.0), y + 4.0, "tick end", &percent(share));
    }
    for at in scale.ticks() {
        let x = scale.share(at);
        path(&mut inner, "grid", &format!("M{:.1} {TOP}V{}", x * UNITS, BOTTOM + 4.0));
        let class = if x > 0.95 { "tick end" } else { "tick middle" };
        text(&mut outer, (LEFT + x * WIDTH, 0.0), BOTTOM + 18.0, class, &number(at));
    }
    path(&mut inner, "curve", &curve_path(points, scale));
    for mark in marks {
        let (x, y) = (LEFT + scale.share(mark.at) * WIDTH, height_of(mark.share));
        let _ = write!(outer, r#"<circle class="mark" cx="{x:.2}%" cy="{y:.1}" r="5"/>"#);
        let (class, aside) = if x > 60.0 { ("named end", -9.0) } else { ("named", 9.0) };
        // Words to the left stand above the curve, which is higher there.
        let y = if x > 60.0 { y.min(height_at(points, scale, scale.share(mark.at) - WORDS)) } else { y };
        text(&mut outer, (x, aside), y - 8.0, class, &mark.words);
    }
    let open = told.open("plot", &format!(r#"width="100%" height="{HEIGHT}""#));
    format!(
        r#"{open}<svg x="{LEFT}%" y="0" width="{WIDTH}%" height="{HEIGHT}" viewBox="0 0 {UNITS} {HEIGHT}" preserveAspectRatio="none">{inner}</svg>{outer}</svg>"#
    )
}

fn height_of(share: f64) -> f64 {
    let share = if share.is_nan() { 0.0 } else { share.clamp(0.0, 1.0) };
    BOTTOM - share * (BOTTOM - TOP)
}

/// How high the curve is at a place from 0 to 1.
fn height_at(points: &[Exceedance], scale: Scale, place: f64) -> f64 {
    let next = points.iter().find(|point| scale.share(point.at_least) >= place);
    height_of(next.map_or(0.0, |point| point.share))
}

/// The area under the curve: a step down after every value that runs reached.
fn curve_path(points: &[Exceedance], scale: Scale) -> String {
    let mut line = format!("M0 {BOTTOM}");
    for point in points {
        let (x, y) = (scale.share(point.at_least) * UNITS, height_of(point.share));
        let _ = write!(line, "V{y:.1}H{x:.1}");
    }
    line + &format!("V{BOTTOM}Z")
}

fn path(drawing: &mut String, class: &str, path: &str) {
    let _ = write!(drawing, r#"<path class="{class}" d="{path}" vector-effect="non-scaling-stroke"/>"#);
}

/// Text at a percentage of the width and so many pixels beside it.
fn text(drawing: &mut String, (x, aside): (f64, f64), y: f64, class: &str, text: &str) {
    let text = escape(text);
    let _ = write!(drawing, r#"<text x="{x:.2}%" dx="{aside:.0}" y="{y:.1}" class="{class}">{text}</text>"#);
}

/// Up to where bars of intervals go: from the lowest end, or 0, to the highest.
pub(super) fn ends(all: impl Iterator<Item = Estimate>) -> (f64, f64) {
    let finite = |value: f64| if value.is_finite() { value } else { 0.0 };
    all.fold((0.0, 0.0), |(low, high): (f64, f64), one| {
        (low.min(finite(one.low)), high.max(finite(one.high)).max(finite(one.value)))
    })
}

/// An estimate as a dot on the line of its interval. It stands beside its number in a table, and says no more.
pub(super) fn interval(estimate: Estimate, (from, to): (f64, f64)) -> String {
    let width = (to - from).max(f64::MIN_POSITIVE);
    let at = |value: f64| {
        let share = (value - from) / width;
        if share.is_nan() { 2.0 } else { share.clamp(0.0, 1.0) * 96.0 + 2.0 }
    };
    let (zero, low, high, value) = (at(0.0), at(estimate.low), at(estimate.high), at(estimate.value));
    format!(
        r#"<svg class="strip" aria-hidden="true" width="100%" height="18"><line class="axis" x1="{zero:.1}%" x2="{zero:.1}%" y1="0" y2="18"/><line class="interval" x1="{low:.1}%" x2="{high:.1}%" y1="9" y2="9"/><circle class="value" cx="{value:.1}%" cy="9" r="5"/></svg>"#
    )
}

/// A bar up to a value, with a thin line on to a higher one; both as shares of a full bar. It stands beside its numbers.
pub(super) fn bar(value: f64, reach: f64) -> String {
    let percent = |share: f64| if share.is_nan() { 0.0 } else { share.clamp(0.0, 1.0) * 100.0 };
    let (value, reach) = (percent(value), percent(reach));
    let mut marks = String::new();
    if reach > value {
        let _ = write!(
            marks,
            r#"<line class="interval" x1="{value:.1}%" x2="{reach:.1}%" y1="7" y2="7"/><line class="interval" x1="{reach:.1}%" x2="{reach:.1}%" y1="3" y2="11"/>"#
        );
    }
    if value > 0.0 {
        let _ = write!(marks, r#"<rect class="full" width="{value:.1}%" height="14" rx="2"/>"#);
    }
    format!(
        r#"<svg class="strip" aria-hidden="true" width="100%" height="14"><rect class="whole" width="100%" height="14" rx="2"/>{marks}</svg>"#
    )
}

/// The answer on a line from none to all of the attacks, with what is asked for as a stroke. `labels` stand at none,
/// half and what is asked for.
pub(super) fn answer(told: Told<'_>, held: Estimate, asked: f64, labels: [&str; 3]) -> String {
    let at = |share: f64| if share.is_nan() { 2.0 } else { share.clamp(0.0, 1.0) * 96.0 + 2.0 };
    let (low, high, value, asked_at) = (at(held.low), at(held.high), at(held.value), at(asked));
    let mut svg = told.open("plot answer-plot", r#"width="100%" height="46""#);
    let _ = write!(
        svg,
        r#"<line class="rail" x1="2%" x2="98%" y1="16" y2="16"/><line class="asked" x1="{asked_at:.2}%" x2="{asked_at:.2}%" y1="2" y2="30"/><line class="interval" x1="{low:.2}%" x2="{high:.2}%" y1="16" y2="16"/><circle class="value" cx="{value:.2}%" cy="16" r="7"/>"#
    );
    let places = [(0.0, "tick start"), (0.5, "tick middle"), (asked, "tick end")];
    for ((share, class), label) in places.into_iter().zip(labels) {
        text(&mut svg, (at(share), 0.0), 44.0, class, label);
    }
    svg + "</svg>"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_axis_has_few_round_labels() {
        for most in [0.4, 1.0, 3.0, 7.0, 12.0, 49.0, 1_234.0, 9e11] {
            let scale = Scale::of([most].into_iter());
            let ticks = scale.ticks();
            assert!(!scale.logarithmic && (2..=6).contains(&ticks.len()), "{most}: {ticks:?}");
            assert!(
                scale.to >= most && ticks.last().is_some_and(|last| (last / scale.to - 1.0).abs() < 1e-6)
            );
        }
        for (least, most) in [(1.0, 300.0), (1.0, 1e6), (3.0, 5e14), (0.01, 2e5)] {
            let scale = Scale::of([0.0, least, most].into_iter());
            let ticks = scale.ticks();
            assert!(scale.logarithmic && (2..=5).contains(&ticks.len()), "{least} {most}: {ticks:?}");
        }
    }

    #[test]
    fn a_curve_falls_after_each_value() {
        let points =
            [(0.0, 1.0), (2.0, 0.5), (4.0, 0.25)].map(|(at_least, share)| Exceedance { at_least, share });
        let scale = Scale::of(points.iter().map(|point| point.at_least));
        assert_eq!(curve_path(&points, scale), "M0 172V12.0H0.0V92.0H500.0V132.0H1000.0V172Z");
    }

    #[test]
    fn what_is_no_number_is_drawn_at_the_beginning() {
        let estimate = Estimate { value: f64::NAN, low: f64::NEG_INFINITY, high: f64::INFINITY };
        for svg in [interval(estimate, ends([estimate].into_iter())), bar(f64::NAN, f64::NAN)] {
            assert!(!svg.contains("NaN") && !svg.contains("inf%"), "{svg}");
        }
    }
}
