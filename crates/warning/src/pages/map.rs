//! Where a warning has come: a map of circles, each of the organisations around one place, and the same as a table.
//!
//! No land is drawn and nothing is fetched from elsewhere: the places of a country's hospitals and laboratories show
//! its shape by themselves, and the page works where the rest of the network does not.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::Path;
use kernel::access::Action;
use web::{Ctx, PageResult};

use super::reach::{Line, by_region};
use crate::commands;
use crate::store::obligations;
use crate::words::Words;

/// Width of the drawing, in its own units.
const WIDTH: f64 = 1000.0;
/// Cells side by side: what lies in one is one circle, and circles that would cover each other become one.
const CELLS: f64 = 25.0;
/// How often circles that cover each other are looked for.
const PASSES: usize = 3;
/// A drawing is at least this part of its width high, and at most this many times.
const FLATTEST: f64 = 0.3;
const TALLEST: f64 = 1.6;
/// Room around the outermost places.
const MARGIN: f64 = 40.0;
/// The smallest circle.
const RADIUS: f64 = 7.0;
/// How far above the middle of its organisations the name of a region stands, so that a circle there does not hide it.
const LABEL_ABOVE: f64 = 16.0;
/// The largest circle.
const RADIUS_MOST: f64 = 32.0;

/// An organisation on the map.
#[derive(Clone, Debug)]
struct Mark {
    name: String,
    latitude: f64,
    longitude: f64,
    /// The name of its region.
    region: String,
    is_settled: bool,
}

/// The name of a region, in the middle of its organisations.
#[derive(Clone, Debug, PartialEq)]
struct Label {
    x: String,
    y: String,
    name: String,
}

/// One circle.
#[derive(Clone, Debug, PartialEq)]
struct Circle {
    x: String,
    y: String,
    radius: String,
    /// `all`, `some` or `none`: how many answered.
    state: &'static str,
    /// What is said of it.
    title: String,
    /// How many answered of how many, where there is room for it.
    label: String,
    label_y: String,
}

/// A drawing.
#[derive(Clone, Debug, PartialEq)]
struct Drawing {
    width: String,
    height: String,
    circles: Vec<Circle>,
    labels: Vec<Label>,
}

/// Draws organisations; `None` where nobody's place is known.
fn draw(marks: &[Mark]) -> Option<Drawing> {
    let first = marks.first()?;
    let (mut south, mut north) = (first.latitude, first.latitude);
    let (mut west, mut east) = (first.longitude, first.longitude);
    for mark in marks {
        (south, north) = (south.min(mark.latitude), north.max(mark.latitude));
        (west, east) = (west.min(mark.longitude), east.max(mark.longitude));
    }
    // A degree of longitude is shorter the further one is from the equator: true enough within a country.
    let narrow = f64::midpoint(south, north).to_radians().cos().max(0.1);
    let across = ((east - west) * narrow).max(0.01);
    let high = (north - south).max(0.01);
    let inner = WIDTH - 2.0 * MARGIN;
    let scale = (inner / across).min(inner * TALLEST / high);
    let height = (high * scale).max(inner * FLATTEST) + 2.0 * MARGIN;
    let mut cells: BTreeMap<(i64, i64), Vec<&Mark>> = BTreeMap::new();
    for mark in marks {
        cells.entry(cell(mark, (west, north), (narrow, scale))).or_default().push(mark);
    }
    let place = |marks: &[&Mark]| {
        let (latitude, longitude) = middle(marks);
        (MARGIN + (longitude - west) * narrow * scale, MARGIN + (north - latitude) * scale)
    };
    let mut groups: Vec<Vec<&Mark>> = cells.into_values().collect();
    for _ in 0..PASSES {
        merge(&mut groups, place);
    }
    groups.sort_by(|one, other| middle(other).0.total_cmp(&middle(one).0));
    let circle = |marks: &Vec<&Mark>| {
        let (x, y) = place(marks);
        drawn(x, y, marks)
    };
    let mut regions: BTreeMap<&str, Vec<&Mark>> = BTreeMap::new();
    for mark in marks {
        regions.entry(&mark.region).or_default().push(mark);
    }
    let label = |(name, marks): (&&str, &Vec<&Mark>)| {
        let (x, y) = place(marks);
        Label { x: format!("{x:.0}"), y: format!("{:.0}", y - LABEL_ABOVE), name: (*name).to_owned() }
    };
    Some(Drawing {
        width: format!("{WIDTH:.0}"),
        height: format!("{height:.0}"),
        circles: groups.iter().map(circle).collect(),
        labels: regions.iter().map(label).collect(),
    })
}

/// Where the middle of some organisations lies: latitude and longitude.
fn middle(marks: &[&Mark]) -> (f64, f64) {
    #[allow(clippy::cast_precision_loss, reason = "a map of at most some thousands")]
    let count = marks.len() as f64;
    let sum = |value: fn(&Mark) -> f64| marks.iter().map(|mark| value(mark)).sum::<f64>() / count;
    (sum(|mark| mark.latitude), sum(|mark| mark.longitude))
}

/// How large the circle of so many organisations is.
fn radius(count: usize) -> f64 {
    #[allow(clippy::cast_precision_loss, reason = "a map of at most some thousands")]
    let count = count as f64;
    (RADIUS * count.sqrt()).min(RADIUS_MOST)
}

/// Makes one of groups whose circles would cover each other. What was made one has moved a little, so that it may
/// cover another now: that is for the next pass.
fn merge<'a>(groups: &mut Vec<Vec<&'a Mark>>, place: impl Fn(&[&'a Mark]) -> (f64, f64)) {
    let mut index = 0;
    while index < groups.len() {
        let (x, y) = place(&groups[index]);
        let size = radius(groups[index].len());
        let mut other = index + 1;
        while other < groups.len() {
            let (other_x, other_y) = place(&groups[other]);
            if (x - other_x).hypot(y - other_y) < size + radius(groups[other].len()) {
                let taken = groups.swap_remove(other);
                groups[index].extend(taken);
            } else {
                other += 1;
            }
        }
        index += 1;
    }
}

/// In which cell of the grid an organisation lies.
fn cell(mark: &Mark, (west, north): (f64, f64), (narrow, scale): (f64, f64)) -> (i64, i64) {
    let side = WIDTH / CELLS;
    #[allow(clippy::cast_possible_truncation, reason = "at most some hundred cells")]
    let index = |length: f64| (length * scale / side).floor() as i64;
    (index((north - mark.latitude).abs()), index((mark.longitude - west).abs() * narrow))
}

fn drawn(x: f64, y: f64, marks: &[&Mark]) -> Circle {
    let settled = marks.iter().filter(|mark| mark.is_settled).count();
    let radius = radius(marks.len());
    let names: Vec<&str> = marks.iter().take(5).map(|mark| mark.name.as_str()).collect();
    let more = if marks.len() > names.len() { ", …" } else { "" };
    Circle {
        x: format!("{x:.1}"),
        y: format!("{y:.1}"),
        radius: format!("{radius:.1}"),
        state: match settled {
            0 => "none",
            all if all == marks.len() => "all",
            _ => "some",
        },
        title: format!("{settled} / {}: {}{more}", marks.len(), names.join(", ")),
        label: if marks.len() > 3 { format!("{settled}/{}", marks.len()) } else { String::new() },
        label_y: format!("{:.1}", y + radius + 13.0),
    }
}

#[derive(Template)]
#[template(path = "map.html")]
struct MapPage {
    l: Words,
    id: String,
    drawing: Option<Drawing>,
    /// Organisations whose place is not known.
    without: usize,
    lines: Vec<Line>,
}

/// The map of a warning.
pub(super) async fn page(ctx: Ctx, Path(id): Path<String>) -> PageResult {
    let (kernel, l) = (ctx.kernel(), Words(ctx.lang));
    let seen = commands::open(kernel, &ctx.principal, &id, Action::ReadReach).await?;
    let settled = obligations::settled(kernel, &id).await?;
    let ids: Vec<String> = settled.keys().cloned().collect();
    let names = directory::organisations(kernel, &ids).await?;
    let mut marks = Vec::with_capacity(ids.len());
    for candidate in directory::candidates(kernel, &ctx.principal.realm.id).await? {
        let (Some(is_settled), Some((latitude, longitude))) = (settled.get(&candidate.id), candidate.place)
        else {
            continue;
        };
        let name = names.get(&candidate.id).map_or_else(String::new, |each| each.name.clone());
        let region = directory::region_name(ctx.lang, &candidate.region).to_owned();
        marks.push(Mark { name, latitude, longitude, region, is_settled: *is_settled });
    }
    let standings = obligations::standings(kernel, &id).await?;
    let page = MapPage {
        l,
        without: settled.len() - marks.len(),
        drawing: draw(&marks),
        lines: by_region(ctx.lang, &standings),
        id,
    };
    ctx.page(&l.map_title(&seen.warning.row.number), &page).await
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn mark(name: &str, latitude: f64, longitude: f64, is_settled: bool) -> Mark {
        Mark { name: name.into(), latitude, longitude, region: "BE".into(), is_settled }
    }

    #[test]
    fn neighbours_are_one_circle_and_north_is_up() {
        let marks = [
            mark("Oostende", 51.23, 2.91, true),
            mark("Aarlen", 49.68, 5.81, false),
            mark("Brussel A", 50.85, 4.35, true),
            mark("Brussel B", 50.851, 4.351, false),
        ];
        let drawing = draw(&marks).unwrap();
        let states: Vec<&str> = drawing.circles.iter().map(|circle| circle.state).collect();
        assert_eq!(states, ["all", "some", "none"], "from north to south");
        assert_eq!(drawing.circles[1].title, "1 / 2: Brussel A, Brussel B");
        let y = |index: usize| drawing.circles[index].y.parse::<f64>().unwrap();
        let x = |index: usize| drawing.circles[index].x.parse::<f64>().unwrap();
        assert!(y(0) < y(1) && y(1) < y(2));
        assert!(x(0) < x(1) && x(1) < x(2));
        assert_eq!(draw(&[]), None);
    }

    proptest! {
        #[test]
        fn every_circle_lies_in_the_drawing(
            places in prop::collection::vec((-60.0..71.0_f64, -180.0..180.0_f64, any::<bool>()), 1..60),
        ) {
            let marks: Vec<Mark> =
                places.into_iter().map(|(latitude, longitude, it)| mark("x", latitude, longitude, it)).collect();
            let drawing = draw(&marks).unwrap();
            let (width, height): (f64, f64) =
                (drawing.width.parse().unwrap(), drawing.height.parse().unwrap());
            for circle in &drawing.circles {
                let (x, y): (f64, f64) = (circle.x.parse().unwrap(), circle.y.parse().unwrap());
                prop_assert!((0.0..=width).contains(&x) && (0.0..=height).contains(&y), "{x} {y}");
            }
        }
    }
}
