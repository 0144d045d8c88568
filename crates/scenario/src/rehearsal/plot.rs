//! Plots as SVG that is part of a page: drawn with classes, so that the page's colours, its dark variant and its print
//! style hold for them; as wide as the page, with letters that stay as large as the page's; with a title and a
//! description for those who do not see them.
//!
//! Written here because no crate gives that: charts-rs 2.3 (17 packages, a font file of 168 kB in the
//! program) and kuva 0.6 write colours and a fixed width in pixels into every mark, plotters 0.3.7 (2024) the same
//! and knows no title, poloto 19.1 (2023) has one kind of plot. A plot of a fixed width is either cut off on a phone or
//! has letters of 5 pixels there.
//!
//! How: what is text or has a shape stands in the outer `<svg>` at a percentage of its width; what may be stretched
//! stands in an inner one of 1000 units, whose strokes do not scale.

use std::fmt::Write as _;

use jiff::civil::DateTime;

use super::moment::{clock, midnight};
use super::report::{LoadPart, TimeSpread};
use crate::format::{DAY, MINUTE};

/// Where the plotted area begins, in percent of the width.
const LEFT: f64 = 9.0;
/// How wide it is, in percent.
const WIDTH: f64 = 89.0;
/// How wide it is, in units of its own.
const UNITS: f64 = 1000.0;

/// Text as it may stand in SVG and HTML.
pub fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            // Control characters are not allowed in XML, however they are written.
            '\u{0}'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' => safe.push(' '),
            letter => safe.push(letter),
        }
    }
    safe
}

/// What a plot says to those who do not see it.
#[derive(Debug, Clone, Copy)]
pub struct Told<'a> {
    /// Distinguishes it from the other plots of the page; letters, digits and hyphens.
    pub id: &'a str,
    /// What it shows.
    pub title: &'a str,
    /// What is to be seen in it.
    pub about: &'a str,
}

/// The time that a plot covers.
#[derive(Debug, Clone, Copy)]
pub struct Time {
    /// When the story begins, by the clock on the wall.
    pub start: DateTime,
    /// How long it lasts, in milliseconds.
    pub end: i64,
}

impl Time {
    /// Where a moment lies, from 0 to 1.
    fn share(self, at: i64) -> f64 {
        (at as f64 / self.end.max(1) as f64).clamp(0.0, 1.0)
    }

    /// Round moments by the clock on the wall, few enough for a phone, with their labels.
    fn ticks(self) -> Vec<(f64, String)> {
        const STEPS: [i64; 16] =
            [5, 10, 15, 20, 30, 60, 120, 180, 240, 360, 480, 720, 1440, 2880, 7200, 14400];
        let from = midnight(self.start);
        let several_days = from + self.end > DAY;
        let step = STEPS
            .iter()
            .map(|minutes| minutes * MINUTE)
            .find(|step| self.end / step <= if several_days { 3 } else { 4 });
        let step = step.unwrap_or(30 * DAY);
        let mut ticks = Vec::new();
        let mut at = (from + step - 1) / step * step;
        while at <= from + self.end {
            let label = match several_days {
                true if step >= DAY => format!("D{}", at / DAY + 1),
                true => format!("D{} {}", at / DAY + 1, clock(at)),
                false => clock(at),
            };
            ticks.push((self.share(at - from), label));
            at += step;
        }
        ticks
    }
}

/// A drawing under way: an outer one in pixels and percent, and an inner one that is stretched.
struct Drawing {
    outer: String,
    inner: String,
    /// The first and the last pixel of the plotted area, from above.
    top: f64,
    bottom: f64,
}

impl Drawing {
    fn new(top: f64, bottom: f64) -> Self {
        Self { outer: String::new(), inner: String::new(), top, bottom }
    }

    fn text(&mut self, x: f64, y: f64, class: &str, text: &str) {
        self.text_aside(x, 0.0, y, class, text);
    }

    /// Text so many pixels beside a place.
    fn text_aside(&mut self, x: f64, aside: f64, y: f64, class: &str, text: &str) {
        let _ = write!(
            self.outer,
            r#"<text x="{x:.2}%" dx="{aside:.0}" y="{y:.1}" class="{class}">{}</text>"#,
            escape(text)
        );
    }

    /// A shape around a point, which keeps its form: `path` is drawn around 0,0.
    fn mark(&mut self, x: f64, y: f64, class: &str, path: &str) {
        let _ = write!(
            self.outer,
            r#"<svg x="{x:.2}%" y="{y:.1}" overflow="visible"><path class="{class}" d="{path}"/></svg>"#
        );
    }

    fn path(&mut self, class: &str, path: &str) {
        let _ =
            write!(self.inner, r#"<path class="{class}" d="{path}" vector-effect="non-scaling-stroke"/>"#);
    }

    /// Where a share of the time lies, in percent of the whole width.
    fn percent(share: f64) -> f64 {
        LEFT + share * WIDTH
    }

    fn time_axis(&mut self, time: Time) {
        let (top, bottom) = (self.top, self.bottom);
        for (share, label) in time.ticks() {
            let x = share * UNITS;
            self.path("grid", &format!("M{x:.1} {top:.1}V{:.1}", bottom + 4.0));
            let class = match share {
                ..0.04 => "tick start",
                0.93.. => "tick end",
                _ => "tick middle",
            };
            self.text(Self::percent(share), bottom + 17.0, class, &label);
        }
    }

    /// Lines at round numbers up to a number, which is drawn at the top.
    fn value_axis(&mut self, most: f64) {
        let mut at = 0.0;
        while at <= most + 1e-9 {
            let y = self.height_of(at, most);
            self.path(if at == 0.0 { "axis" } else { "grid" }, &format!("M0 {y:.1}H{UNITS:.0}"));
            self.text(LEFT - 1.5, y + 4.0, "tick end", &whole(at));
            at += step(most);
        }
    }

    fn height_of(&self, value: f64, most: f64) -> f64 {
        self.bottom - (value / most.max(1e-9)).clamp(0.0, 1.0) * (self.bottom - self.top)
    }

    fn finish(self, told: Told<'_>, height: f64) -> String {
        let Told { id, title, about } = told;
        format!(
            r#"<svg class="plot" role="img" aria-labelledby="{id}-title {id}-about" width="100%" height="{height:.0}"><title id="{id}-title">{}</title><desc id="{id}-about">{}</desc><svg x="{LEFT}%" y="0" width="{WIDTH}%" height="{height:.0}" viewBox="0 0 {UNITS} {height:.0}" preserveAspectRatio="none">{}</svg>{}</svg>"#,
            escape(title),
            escape(about),
            self.inner,
            self.outer
        )
    }
}

/// A whole number in at most four signs.
fn whole(number: f64) -> String {
    if number < 10_000.0 { format!("{number:.0}") } else { format!("{:.0}k", number / 1000.0) }
}

/// A round number of which few go into another.
fn step(most: f64) -> f64 {
    let mut step = 1.0;
    loop {
        for round in [1.0, 2.0, 5.0] {
            if most / (step * round) <= 4.0 {
                return step * round;
            }
        }
        step *= 10.0;
    }
}

/// A number up to which an axis goes: whole steps, a little above the most.
fn top_of(most: f64) -> f64 {
    let most = most.max(1.0);
    (most / step(most)).ceil() * step(most)
}

/// The area below a line of steps; each is from when to when, and how high.
fn steps(drawing: &mut Drawing, class: &str, time: Time, most: f64, values: &[(i64, i64, f64)]) {
    let mut path = String::new();
    let mut last: Option<(i64, f64)> = None;
    for (from, to, value) in values.iter().filter(|(.., value)| *value > 0.0) {
        let (x, to_x) = (time.share(*from) * UNITS, time.share(*to) * UNITS);
        let y = drawing.height_of(*value, most);
        match last {
            Some((end, _)) if end == *from => {
                let _ = write!(path, "V{y:.1}H{to_x:.1}");
            }
            _ => {
                if last.is_some() {
                    let _ = write!(path, "V{:.1}Z", drawing.bottom);
                }
                let _ = write!(path, "M{x:.1} {:.1}V{y:.1}H{to_x:.1}", drawing.bottom);
            }
        }
        last = Some((*to, *value));
    }
    if last.is_some() {
        let _ = write!(path, "V{:.1}Z", drawing.bottom);
        drawing.path(class, &path);
    }
}

/// Injects for each person in every window, with the limit where there is one.
pub fn load(told: Told<'_>, time: Time, load: &LoadPart, limit_words: &str) -> String {
    let mut drawing = Drawing::new(22.0, 180.0);
    let most = load.windows.iter().map(|window| window.most).max().unwrap_or(0);
    let most = top_of(f64::from(most.max(load.limit.unwrap_or(0))));
    drawing.time_axis(time);
    drawing.value_axis(most);
    let values = |value: fn(&super::report::LoadWindowPart) -> u32| -> Vec<_> {
        let step = |window: &super::report::LoadWindowPart| {
            (window.from_ms, window.from_ms + load.window_ms, f64::from(value(window)))
        };
        load.windows.iter().map(step).collect()
    };
    steps(&mut drawing, "most", time, most, &values(|window| window.most));
    steps(&mut drawing, "p90", time, most, &values(|window| window.p90));
    steps(&mut drawing, "median", time, most, &values(|window| window.median));
    if let Some(limit) = load.limit {
        let y = drawing.height_of(f64::from(limit), most);
        drawing.path("limit", &format!("M0 {y:.1}H{UNITS:.0}"));
        drawing.text(LEFT + WIDTH, y - 5.0, "limit-words end", limit_words);
    }
    drawing.finish(told, 202.0)
}

/// What was delivered and not yet opened, at the end of every window in which something came.
pub fn unread(told: Told<'_>, time: Time, load: &LoadPart) -> String {
    let mut drawing = Drawing::new(10.0, 90.0);
    let most = top_of(load.windows.iter().map(|window| window.unread as f64).fold(0.0, f64::max));
    drawing.time_axis(time);
    drawing.value_axis(most);
    let step = |window: &super::report::LoadWindowPart| {
        (window.from_ms, window.from_ms + load.window_ms, window.unread as f64)
    };
    steps(&mut drawing, "unread", time, most, &load.windows.iter().map(step).collect::<Vec<_>>());
    drawing.finish(told, 112.0)
}

/// What happened when.
#[derive(Debug, Clone, Default)]
pub struct Timeline {
    /// The moments at which injects first went.
    pub sent: Vec<i64>,
    /// The last moments of injects that expired.
    pub expired: Vec<i64>,
    /// The beginnings of parts, with what is written there.
    pub phases: Vec<(i64, String)>,
    /// The moments of milestones, with what is written there.
    pub milestones: Vec<(i64, String)>,
}

/// Injects as bars up where they went and down where they expired, parts above, milestones below.
pub fn timeline(told: Told<'_>, time: Time, shown: &Timeline) -> String {
    let bins = 60_i64;
    let bin = (time.end / bins + MINUTE).max(MINUTE) / MINUTE * MINUTE;
    let count = |moments: &[i64]| {
        let mut counts = vec![0_u32; (time.end / bin + 1) as usize];
        for moment in moments {
            let place = (moment.clamp(&0, &time.end) / bin) as usize;
            if let Some(count) = counts.get_mut(place) {
                *count += 1;
            }
        }
        // What comes in the last moment belongs to the last bar.
        if time.end % bin == 0
            && counts.len() > 1
            && let Some(last) = counts.pop()
            && let Some(before) = counts.last_mut()
        {
            *before += last;
        }
        counts
    };
    let (sent, expired) = (count(&shown.sent), count(&shown.expired));
    let highest = |counts: &[u32]| f64::from(counts.iter().copied().max().unwrap_or(0));
    let rows = milestone_rows(time, &shown.milestones);
    let (middle, up, down) = (116.0, 88.0, 40.0);
    let bottom = middle + if shown.expired.is_empty() { 4.0 } else { down + 4.0 };
    let below = bottom + 20.0 * f64::from(rows.iter().map(|(row, ..)| row + 1).max().unwrap_or(0));
    let mut drawing = Drawing::new(middle - up, below);
    drawing.time_axis(time);
    for (at, letter) in &shown.phases {
        let x = time.share(*at) * UNITS;
        drawing.path("phase", &format!("M{x:.1} {:.1}V{below:.1}", 4.0));
        drawing.text_aside(Drawing::percent(time.share(*at)), 5.0, 15.0, "phase-words", letter);
    }
    let bars = |counts: &[u32], height: f64| {
        let most = highest(counts).max(1.0);
        let mut path = String::new();
        for (place, count) in (0..).zip(counts).filter(|(_, count)| **count > 0) {
            let from = time.share(place * bin) * UNITS;
            let wide = (time.share(((place + 1) * bin).min(time.end)) * UNITS - from - 1.6).max(2.0);
            let tall = f64::from(*count) / most * height;
            let _ = write!(path, "M{from:.1} {middle:.1}v{:.1}h{wide:.1}v{tall:.1}z", -tall);
        }
        path
    };
    let (above, under) = (bars(&sent, up), bars(&expired, -down));
    drawing.path("sent", &above);
    drawing.path("expired", &under);
    drawing.path("axis", &format!("M0 {middle:.1}H{UNITS:.0}"));
    if !shown.sent.is_empty() {
        drawing.text(LEFT - 1.5, middle - up + 8.0, "tick end", &whole(highest(&sent)));
    }
    if !shown.expired.is_empty() {
        drawing.text(LEFT - 1.5, middle + down + 2.0, "tick end", &whole(highest(&expired)));
    }
    for (row, at, name) in &rows {
        let (x, y) = (Drawing::percent(time.share(*at)), bottom + 20.0 * f64::from(*row) + 11.0);
        drawing.mark(x, y, "milestone", "M0-6 6 0 0 6-6 0z");
        // Near the right edge the name stands on the left.
        let (class, aside) =
            if time.share(*at) > 0.9 { ("mark-words end", -9.0) } else { ("mark-words", 9.0) };
        drawing.text_aside(x, aside, y + 4.0, class, name);
    }
    drawing.finish(told, below + 24.0)
}

/// The rows in which milestones stand so that none covers another.
fn milestone_rows(time: Time, milestones: &[(i64, String)]) -> Vec<(u8, i64, &str)> {
    const APART: f64 = 0.085;
    let mut ends: Vec<f64> = Vec::new();
    let mut sorted: Vec<_> = milestones.iter().collect();
    sorted.sort();
    let mut rows = Vec::new();
    for (at, name) in sorted {
        let share = time.share(*at);
        let free = ends.iter().position(|end| share >= end + APART);
        let row = free.unwrap_or(ends.len()).min(11);
        match ends.get_mut(row) {
            Some(end) => *end = share,
            None => ends.push(share),
        }
        rows.push((row as u8, *at, name.as_str()));
    }
    rows
}

/// One bar of two kinds: the first from the left, the second after it; shares of the whole width.
pub fn bar(told: Told<'_>, classes: [&str; 2], shares: [f64; 2]) -> String {
    let Told { id, title, about } = told;
    let [first, second] = shares.map(|share| share.clamp(0.0, 1.0) * 100.0);
    let mut marks = String::new();
    for (class, from, wide) in [(classes[0], 0.0, first), (classes[1], first, second)] {
        if wide > 0.0 {
            let _ = write!(
                marks,
                r#"<rect class="{class}" x="{from:.2}%" y="0" width="{wide:.2}%" height="14" rx="2"/>"#
            );
        }
    }
    format!(
        r#"<svg class="bar-plot" role="img" aria-labelledby="{id}-title {id}-about" width="100%" height="14"><title id="{id}-title">{}</title><desc id="{id}-about">{}</desc><rect class="whole" x="0" y="0" width="100%" height="14" rx="2"/>{marks}</svg>"#,
        escape(title),
        escape(about)
    )
}

/// The spread of values as a box, from 0, with what is wanted.
#[derive(Debug, Clone, Copy)]
pub struct Spread {
    /// Least, a quarter, half, three quarters, nine in ten, most.
    pub values: [f64; 6],
    /// What is wanted.
    pub target: Option<f64>,
    /// What is still acceptable.
    pub acceptable: Option<f64>,
}

impl From<TimeSpread> for Spread {
    fn from(spread: TimeSpread) -> Self {
        let TimeSpread { least_ms, lower_ms, median_ms, upper_ms, p90_ms, most_ms, .. } = spread;
        let values = [least_ms, lower_ms, median_ms, upper_ms, p90_ms, most_ms].map(|each| each as f64);
        Self { values, target: None, acceptable: None }
    }
}

/// A box plot; `name` says a value in words.
pub fn spread(told: Told<'_>, spread: Spread, name: &dyn Fn(f64) -> String) -> String {
    let Told { id, title, about } = told;
    let [least, lower, median, upper, p90, most] = spread.values;
    let wanted = [spread.target, spread.acceptable].into_iter().flatten();
    let end = wanted.fold(most, f64::max).max(f64::MIN_POSITIVE) * 1.04;
    let at = |value: f64| (value / end).clamp(0.0, 1.0) * 98.0 + 1.0;
    let line = |class: &str, from: f64, to: f64, above: u8, below: u8| {
        let (x1, x2) = (at(from), at(to));
        format!(r#"<line class="{class}" x1="{x1:.2}%" x2="{x2:.2}%" y1="{above}" y2="{below}"/>"#)
    };
    let upright = |class: &str, value: f64, above: u8, below: u8| line(class, value, value, above, below);
    let mut marks = line("axis", 0.0, end, 32, 32);
    marks += &line("whisker", least, most, 16, 16);
    marks += &upright("whisker", least, 11, 21);
    marks += &upright("whisker", most, 11, 21);
    let (x, wide) = (at(lower), (at(upper) - at(lower)).max(0.6));
    let _ = write!(marks, r#"<rect class="box" x="{x:.2}%" y="7" width="{wide:.2}%" height="18" rx="2"/>"#);
    // What is wanted stands before the box, what came of it before that.
    marks.extend(spread.acceptable.map(|value| upright("acceptable", value, 0, 32)));
    marks.extend(spread.target.map(|value| upright("target", value, 0, 32)));
    marks += &upright("half", median, 5, 27);
    let _ = write!(
        marks,
        r#"<svg x="{:.2}%" y="16" overflow="visible"><path class="nine" d="M0-5 5 0 0 5-5 0z"/></svg><text x="1%" y="46" class="tick start">{}</text><text x="99%" y="46" class="tick end">{}</text>"#,
        at(p90),
        escape(&name(0.0)),
        escape(&name(end))
    );
    format!(
        r#"<svg class="plot" role="img" aria-labelledby="{id}-title {id}-about" width="100%" height="50"><title id="{id}-title">{}</title><desc id="{id}-about">{}</desc>{marks}</svg>"#,
        escape(title),
        escape(about)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_axis_has_few_round_steps() {
        for most in [1.0, 3.0, 4.0, 7.0, 12.0, 49.0, 1_234.0] {
            let top = top_of(most);
            let steps = top / step(most);
            assert!(top >= most && steps <= 5.0 && steps.fract() == 0.0, "{most}: {top} in {steps}");
        }
    }

    #[test]
    fn moments_on_an_axis_are_round_by_the_clock_on_the_wall() {
        let start = jiff::civil::datetime(2027, 3, 9, 8, 30, 0, 0);
        let labels = |end: i64| {
            let ticks = Time { start, end }.ticks();
            ticks.into_iter().map(|(_, label)| label).collect::<Vec<_>>()
        };
        assert_eq!(labels(90 * MINUTE), ["08:40", "09:00", "09:20", "09:40", "10:00"]);
        assert_eq!(labels(33 * 60 * MINUTE), ["D1 12:00", "D2 00:00", "D2 12:00"]);
        assert_eq!(labels(10 * DAY), ["D6", "D11"]);
    }

    #[test]
    fn milestones_at_the_same_moment_stand_below_each_other() {
        let time = Time { start: jiff::civil::datetime(2027, 3, 9, 8, 30, 0, 0), end: 100 };
        let milestones = [(10, "1".to_owned()), (11, "2".to_owned()), (50, "3".to_owned())];
        let rows: Vec<u8> = milestone_rows(time, &milestones).into_iter().map(|(row, ..)| row).collect();
        assert_eq!(rows, [0, 1, 0]);
    }
}
