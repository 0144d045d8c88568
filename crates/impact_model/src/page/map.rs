//! The map: dots for groups of institutions, on an equal-area projection, without a background.
//!
//! Dots are strokes of no length with round ends: one path for all of a colour and size, which keeps two thousand of
//! them in a few kilobytes. Steps of the share differ in lightness and in form, so that colour alone tells nothing.

use std::fmt::Write as _;

use super::svg::Told;
use super::words::{Tongue, fill};
use crate::network::Position;
use crate::stress::report::Cell;

/// How wide the map is, in units of its own.
const WIDTH: f64 = 1000.0;
/// Between the outermost dots and the edge.
const MARGIN: f64 = 36.0;
/// The least and the greatest height.
const HEIGHTS: (f64, f64) = (420.0, 1150.0);
/// What the map shows at least across, in earth radii: about 60 km.
const LEAST_SPAN: f64 = 0.01;
/// Up to how many institutions a dot of each size stands for; the last for more.
const SIZES: [u32; 4] = [2, 5, 12, 30];
/// The radius of each size.
const RADII: [f64; 5] = [3.2, 4.6, 6.6, 9.6, 14.0];
/// From how many cells on dots have that radius; fewer are drawn larger, up to [`LARGEST_ZOOM`].
const CROWD: f64 = 1000.0;
/// How much larger dots may be.
const LARGEST_ZOOM: f64 = 2.2;
/// Round shares; four neighbours are the bounds between the five steps.
const LADDER: [f64; 16] = [
    0.000_01, 0.000_02, 0.000_05, 0.000_1, 0.000_2, 0.000_5, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2,
    0.5, 0.8,
];
/// How far labels must be apart, across and down: on any screen, and on a narrow one.
const APART: [(f64, f64); 2] = [(34.0, 20.0), (66.0, 38.0)];

/// Capitals, for orientation: the country's codes, degrees north and east. Countries with more inhabitants come first
/// and keep their label where there is no room for all.
const CAPITALS: [(&[&str], f64, f64); 39] = [
    (&["DE"], 52.52, 13.40),
    (&["TR"], 39.93, 32.86),
    (&["FR"], 48.86, 2.35),
    (&["GB", "UK"], 51.51, -0.13),
    (&["IT"], 41.90, 12.50),
    (&["ES"], 40.42, -3.70),
    (&["UA"], 50.45, 30.52),
    (&["PL"], 52.23, 21.01),
    (&["RO"], 44.43, 26.10),
    (&["NL"], 52.37, 4.90),
    (&["BE"], 50.85, 4.35),
    (&["CZ"], 50.08, 14.44),
    (&["SE"], 59.33, 18.07),
    (&["PT"], 38.72, -9.14),
    (&["EL", "GR"], 37.98, 23.73),
    (&["HU"], 47.50, 19.04),
    (&["AT"], 48.21, 16.37),
    (&["CH"], 46.95, 7.45),
    (&["BG"], 42.70, 23.32),
    (&["RS"], 44.79, 20.45),
    (&["DK"], 55.68, 12.57),
    (&["FI"], 60.17, 24.94),
    (&["NO"], 59.91, 10.75),
    (&["SK"], 48.15, 17.11),
    (&["IE"], 53.35, -6.26),
    (&["HR"], 45.81, 15.98),
    (&["BA"], 43.86, 18.41),
    (&["MD"], 47.01, 28.86),
    (&["LT"], 54.69, 25.28),
    (&["AL"], 41.33, 19.82),
    (&["SI"], 46.06, 14.51),
    (&["LV"], 56.95, 24.11),
    (&["MK"], 42.00, 21.43),
    (&["EE"], 59.44, 24.75),
    (&["CY"], 35.19, 33.38),
    (&["LU"], 49.61, 6.13),
    (&["ME"], 42.43, 19.26),
    (&["MT"], 35.90, 14.51),
    (&["IS"], 64.15, -21.94),
];

/// The map and what explains it.
pub(super) struct Map {
    /// The picture.
    pub(super) svg: String,
    /// A sample and words for each step of the share.
    pub(super) steps: Vec<(String, String)>,
    /// A picture of the sizes, as wide as the map.
    pub(super) sizes: String,
    /// What is seen, in words.
    pub(super) about: String,
    /// What lies outside, in words; empty when nothing does.
    pub(super) outside: String,
}

/// Draws the cells, with the codes of `countries` at their capitals. None when there is nothing to draw.
pub(super) fn map(cells: &[Cell], countries: &[&str], t: Tongue) -> Option<Map> {
    let known: Vec<&Cell> = cells.iter().filter(|cell| is_place(cell.at)).collect();
    let frame = Frame::around(&known)?;
    let drawn: Vec<&Cell> = known.iter().copied().filter(|cell| frame.shows(cell.at)).collect();
    let bounds = bounds(&drawn);
    let zoom = libm::sqrt(CROWD / drawn.len() as f64).clamp(1.0, LARGEST_ZOOM);
    let about = about(&drawn, t);
    let outside = institutions(&known) - institutions(&drawn);
    let told = Told { id: "map-picture", title: t.map(), about: &about };
    let mut svg = told.open("map", &format!(r#"viewBox="0 0 {WIDTH} {:.0}""#, frame.height));
    svg += &dots(&drawn, &frame, &bounds, zoom);
    svg += &labels(&frame, countries);
    svg += "</svg>";
    Some(Map {
        svg,
        steps: (0..5).map(|step| (sample(step), step_words(step, &bounds, t))).collect(),
        sizes: sizes(zoom, t),
        about,
        outside: if outside > 0 { fill(t.map_outside(), &[&t.count(outside)]) } else { String::new() },
    })
}

fn is_place(at: Position) -> bool {
    (-90.0..=90.0).contains(&at.lat) && (-180.0..=180.0).contains(&at.lon)
}

fn institutions(cells: &[&Cell]) -> u64 {
    cells.iter().map(|cell| u64::from(cell.institutions)).sum()
}

/// Europe without the Canaries, the Azores, Madeira and what lies overseas, which would leave little room for the rest.
fn is_in_europe(at: Position) -> bool {
    let far = at.lat < 45.0 && at.lon < -12.0;
    (34.0..=72.0).contains(&at.lat) && (-25.0..=45.0).contains(&at.lon) && !far
}

/// What is shown, and where on the picture.
struct Frame {
    middle: Position,
    europe_only: bool,
    /// From the middle, in earth radii: the left edge of what is shown, and its upper edge.
    corner: (f64, f64),
    scale: f64,
    height: f64,
}

impl Frame {
    /// Around Europe when at least half of the institutions are there, else around all. None without cells.
    fn around(cells: &[&Cell]) -> Option<Self> {
        let in_europe: Vec<&Cell> = cells.iter().copied().filter(|cell| is_in_europe(cell.at)).collect();
        let europe_only = !in_europe.is_empty() && institutions(&in_europe) * 2 >= institutions(cells);
        let shown = if europe_only { &in_europe } else { cells };
        let (south, north) = range(shown.iter().map(|cell| cell.at.lat))?;
        let (west, east) = range(shown.iter().map(|cell| cell.at.lon))?;
        let middle = Position { lat: (south + north) / 2.0, lon: (west + east) / 2.0 };
        let (left, right) = range(shown.iter().map(|cell| project(middle, cell.at).0))?;
        let (low, high) = range(shown.iter().map(|cell| project(middle, cell.at).1))?;
        let (wide, tall) = ((right - left).max(LEAST_SPAN), (high - low).max(LEAST_SPAN));
        let room = WIDTH - 2.0 * MARGIN;
        let scale = (room / wide).min((HEIGHTS.1 - 2.0 * MARGIN) / tall);
        let height = (tall * scale + 2.0 * MARGIN).max(HEIGHTS.0);
        let corner = ((left + right) / 2.0 - WIDTH / 2.0 / scale, (low + high) / 2.0 + height / 2.0 / scale);
        Some(Self { middle, europe_only, corner, scale, height })
    }

    fn shows(&self, at: Position) -> bool {
        !self.europe_only || is_in_europe(at)
    }

    /// Where a place lies on the picture, from its upper left corner.
    fn place(&self, at: Position) -> (f64, f64) {
        let (x, y) = project(self.middle, at);
        ((x - self.corner.0) * self.scale, (self.corner.1 - y) * self.scale)
    }
}

/// The least and the greatest.
fn range(values: impl Iterator<Item = f64>) -> Option<(f64, f64)> {
    values.map(|value| (value, value)).reduce(|(low, high), (value, _)| (low.min(value), high.max(value)))
}

/// Lambert's azimuthal equal-area projection around a middle, in earth radii (Snyder, "Map projections: a working
/// manual", USGS 1987, equations 22-4, 22-5 and 24-2).
fn project(middle: Position, at: Position) -> (f64, f64) {
    let (lat, lat0) = (at.lat.to_radians(), middle.lat.to_radians());
    let lon = (at.lon - middle.lon).to_radians();
    let (sin, cos) = (libm::sin(lat), libm::cos(lat));
    let (sin0, cos0) = (libm::sin(lat0), libm::cos(lat0));
    let near = cos * libm::cos(lon);
    // The point on the other side of the earth has no place of its own.
    let k = libm::sqrt(2.0 / (1.0 + sin0 * sin + cos0 * near).max(1e-6));
    (k * cos * libm::sin(lon), k * (cos0 * sin - sin0 * near))
}

/// The bounds between the steps: round shares of which the highest is reached by the hardest hit twentieth of cells.
fn bounds(cells: &[&Cell]) -> [f64; 4] {
    let mut hits: Vec<f64> = cells.iter().map(|cell| cell.hit).collect();
    hits.sort_by(f64::total_cmp);
    let high = hits.get(hits.len() * 19 / 20).copied().unwrap_or_default();
    let rung = LADDER.iter().rposition(|share| *share <= high).unwrap_or_default().max(3);
    [3, 2, 1, 0].map(|below| LADDER.get(rung - below).copied().unwrap_or_default())
}

fn step(hit: f64, bounds: &[f64; 4]) -> usize {
    bounds.iter().take_while(|bound| hit >= **bound).count()
}

fn size(institutions: u32) -> usize {
    SIZES.iter().take_while(|most| institutions > **most).count()
}

fn about(cells: &[&Cell], t: Tongue) -> String {
    let most = cells.iter().map(|cell| cell.hit).fold(0.0, f64::max);
    let (dots, institutions) = (t.count(cells.len() as u64), t.count(institutions(cells)));
    fill(t.map_about(), &[&dots, &institutions, &t.percent(most)])
}

/// All dots, the least hit below and the small ones above the large.
fn dots(cells: &[&Cell], frame: &Frame, bounds: &[f64; 4], zoom: f64) -> String {
    let mut paths = vec![[const { String::new() }; 5]; 5];
    for cell in cells {
        let (x, y) = frame.place(cell.at);
        let path =
            paths.get_mut(step(cell.hit, bounds)).and_then(|sizes| sizes.get_mut(size(cell.institutions)));
        if let Some(path) = path {
            let _ = write!(path, "M{x:.0} {y:.0}h0");
        }
    }
    let mut all = String::new();
    for (step, sizes) in paths.iter().enumerate() {
        for (size, (path, radius)) in sizes.iter().zip(RADII).enumerate().rev() {
            if !path.is_empty() {
                let id = format!("dots-{step}-{size}");
                let _ = write!(all, r#"<defs><path id="{id}" d="{path}"/></defs>"#);
                all += &layers(step, radius * zoom, &format!(r##"<use href="#{id}""##));
            }
        }
    }
    all
}

/// The strokes that make a dot, one on the other: its edge, its colour, and what is cut out of its middle. `shape` is
/// the beginning of an element without its end.
fn layers(step: usize, radius: f64, shape: &str) -> String {
    let edge = radius * 0.16 + 0.5;
    let inside = match step {
        0 => Some(radius - 2.2 * edge),
        4 => Some(radius * 0.36),
        _ => None,
    };
    let layer = |class: &str, radius: f64| {
        format!(r#"{shape} class="{class}" stroke-width="{:.1}"/>"#, radius.max(0.3) * 2.0)
    };
    let mut layers = layer("edge", radius + edge);
    layers += &layer(&format!("hit{step}"), radius);
    layers.extend(inside.map(|radius| layer("inside", radius)));
    layers
}

/// A dot of a step for the legend.
fn sample(step: usize) -> String {
    format!(
        r#"<svg class="map dot" aria-hidden="true" width="22" height="22">{}</svg>"#,
        layers(step, 7.0, r#"<path d="M11 11h0""#)
    )
}

fn step_words(step: usize, bounds: &[f64; 4], t: Tongue) -> String {
    let percent = |place: usize| t.percent(bounds.get(place).copied().unwrap_or_default());
    match step {
        0 => fill(t.below(), &[&percent(0)]),
        4 => fill(t.from(), &[&percent(3)]),
        step => fill(t.range(), &[&percent(step - 1), &percent(step)]),
    }
}

/// The sizes, each with what it stands for, on a strip as wide as the map.
fn sizes(zoom: f64, t: Tongue) -> String {
    let radius = RADII.iter().copied().fold(0.0, f64::max) * zoom;
    let (height, middle) = (radius * 2.0 + 10.0, radius + 5.0);
    let told = Told { id: "map-sizes", title: t.legend_size(), about: &size_words(t).join(", ") };
    let mut svg = told.open("map", &format!(r#"viewBox="0 0 {WIDTH} {height:.0}""#));
    for ((place, radius), words) in (0_u8..).zip(RADII).zip(size_words(t)) {
        let x = 40.0 + f64::from(place) * 195.0;
        svg += &layers(2, radius * zoom, &format!(r#"<path d="M{x:.0} {middle:.0}h0""#));
        let after = x + radius * zoom + 12.0;
        let _ = write!(svg, r#"<text x="{after:.0}" y="{middle:.0}" dy=".35em">{words}</text>"#);
    }
    svg + "</svg>"
}

fn size_words(t: Tongue) -> Vec<String> {
    let mut words = Vec::new();
    let mut from = 1;
    for to in SIZES {
        words.push(format!("{from}–{to}"));
        from = to + 1;
    }
    words.push(format!("≥\u{a0}{}", t.count(from)));
    words
}

/// Codes of countries at their capitals, where they do not cover each other; those for which a phone has no room are
/// marked.
fn labels(frame: &Frame, countries: &[&str]) -> String {
    let mut text = String::new();
    let mut placed: Vec<(f64, f64, bool)> = Vec::new();
    for (codes, lat, lon) in CAPITALS {
        let at = Position { lat, lon };
        let Some(code) = codes.iter().find(|code| countries.contains(code)) else { continue };
        let (x, y) = frame.place(at);
        if !(20.0..WIDTH - 20.0).contains(&x) || !(14.0..frame.height - 14.0).contains(&y) {
            continue;
        }
        let [on_any, on_narrow] = APART;
        let free = |(wide, tall): (f64, f64), narrow: bool| {
            placed
                .iter()
                .filter(|other| !narrow || other.2)
                .all(|(other_x, other_y, _)| (other_x - x).abs() >= wide || (other_y - y).abs() >= tall)
        };
        if !free(on_any, false) {
            continue;
        }
        let always = free(on_narrow, true);
        let class = if always { "code" } else { "code wide" };
        let _ = write!(text, r#"<text class="{class}" x="{x:.0}" y="{y:.0}" dy=".35em">{code}</text>"#);
        placed.push((x, y, always));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(lat: f64, lon: f64, institutions: u32, hit: f64) -> Cell {
        Cell { at: Position { lat, lon }, institutions, hit }
    }

    /// Distances from the middle are those of a chord: 2 sin(c/2).
    #[test]
    fn the_projection_keeps_areas() {
        let middle = Position { lat: 52.0, lon: 10.0 };
        assert_eq!(project(middle, middle), (0.0, 0.0));
        for (lat, lon) in [(35.0, -10.0), (70.0, 25.0), (-21.0, 55.0)] {
            let at = Position { lat, lon };
            let (x, y) = project(middle, at);
            let chord = 2.0 * (middle.km_to(at) / 6371.0 / 2.0).sin();
            assert!((x.hypot(y) - chord).abs() < 1e-6, "{lat} {lon}");
        }
    }

    #[test]
    fn every_dot_lies_on_the_picture() {
        let places = [
            vec![cell(50.0, 4.0, 1, 0.1)],
            vec![cell(35.0, -9.0, 1, 0.1), cell(70.0, 30.0, 1, 0.1), cell(64.0, -22.0, 3, 0.0)],
            vec![cell(-33.0, 151.0, 1, 0.1), cell(40.0, -74.0, 1, 0.1)],
            vec![cell(90.0, 0.0, 1, 0.1), cell(-90.0, 0.0, 1, 0.1)],
        ];
        for cells in places {
            let cells: Vec<&Cell> = cells.iter().collect();
            let frame = Frame::around(&cells).unwrap();
            for cell in cells {
                let (x, y) = frame.place(cell.at);
                assert!((0.0..=WIDTH).contains(&x) && (0.0..=frame.height).contains(&y), "{x} {y}");
            }
            assert!((HEIGHTS.0..=HEIGHTS.1).contains(&frame.height));
        }
        assert!(Frame::around(&[]).is_none());
    }

    #[test]
    fn what_lies_overseas_is_counted_and_not_drawn() {
        let cells = [cell(48.8, 2.3, 40, 0.1), cell(-21.1, 55.5, 3, 0.2), cell(28.1, -15.4, 2, 0.2)];
        let map = map(&cells, &["FR"], Tongue::En).unwrap();
        assert!(map.outside.contains('5'), "{}", map.outside);
        assert_eq!(map.svg.matches("h0").count(), 1);
    }

    #[test]
    fn steps_follow_what_was_hit() {
        let cells: Vec<Cell> = (0..100).map(|n| cell(50.0, 4.0, 1, f64::from(n) / 1000.0)).collect();
        let cells: Vec<&Cell> = cells.iter().collect();
        let bounds = bounds(&cells);
        assert_eq!(bounds, [0.005, 0.01, 0.02, 0.05]);
        assert_eq!([0.0, 0.005, 0.015, 0.02, 0.9].map(|hit| step(hit, &bounds)), [0, 1, 2, 3, 4]);
        assert_eq!([1, 2, 3, 12, 30, 31].map(size), [0, 0, 1, 2, 3, 4]);
        assert_eq!(super::bounds(&[]), [0.000_01, 0.000_02, 0.000_05, 0.000_1]);
    }
}
