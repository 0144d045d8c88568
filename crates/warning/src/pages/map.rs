//! Where a warning has come: a map of circles, each of the organisations around one place, and the same as a table.
//!
//! No land is drawn and nothing is fetched from elsewhere: the places of a country's hospitals and laboratories show
//! its shape by themselves, and the page works where the rest of the network does not.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::Path;
use kernel::access::Action;
use web::{Ctx, PageResult};

use super::reach::{Line, figures, lines};
use crate::commands;
use crate::store::obligations;
use crate::words::Words;

/// Width of the drawing, in its own units.
const WIDTH: f64 = 1000.0;
/// Cells side by side: each becomes one circle.
const CELLS: f64 = 40.0;
/// A drawing is at least this part of its width high, and at most this many times.
const FLATTEST: f64 = 0.3;
const TALLEST: f64 = 1.6;
/// Room around the outermost places.
const MARGIN: f64 = 40.0;
/// The smallest circle.
const RADIUS: f64 = 7.0;
/// The largest circle.
const RADIUS_MOST: f64 = 32.0;

/// An organisation on the map.
#[derive(Clone, Debug)]
struct Mark {
    name: String,
    latitude: f64,
    longitude: f64,
    is_settled: bool,
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
    let circle = |marks: &Vec<&Mark>| {
        let place = |value: fn(&Mark) -> f64| {
            #[allow(clippy::cast_precision_loss, reason = "a map of at most some thousands")]
            let count = marks.len() as f64;
            marks.iter().map(|mark| value(mark)).sum::<f64>() / count
        };
        let x = MARGIN + (place(|mark| mark.longitude) - west) * narrow * scale;
        let y = MARGIN + (north - place(|mark| mark.latitude)) * scale;
        drawn(x, y, marks)
    };
    Some(Drawing {
        width: format!("{WIDTH:.0}"),
        height: format!("{height:.0}"),
        circles: cells.values().map(circle).collect(),
    })
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
    #[allow(clippy::cast_precision_loss, reason = "a map of at most some thousands")]
    let radius = (RADIUS * (marks.len() as f64).sqrt()).min(RADIUS_MOST);
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
        marks.push(Mark { name, latitude, longitude, is_settled: *is_settled });
    }
    let reach = figures(kernel, &seen.warning).await?;
    let page = MapPage {
        l,
        without: settled.len() - marks.len(),
        drawing: draw(&marks),
        lines: lines(reach.by_region, |region| directory::region_name(ctx.lang, region).to_owned()),
        id,
    };
    ctx.page(&l.map_title(&seen.warning.row.number), &page).await
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn mark(name: &str, latitude: f64, longitude: f64, is_settled: bool) -> Mark {
        Mark { name: name.into(), latitude, longitude, is_settled }
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
