//! Who is near whom.

use rstar::primitives::GeomWithData;
use rstar::{PointDistance, RTree};

use super::Position;

/// Positions that can be asked for the nearest.
pub(crate) struct Nearby {
    tree: RTree<GeomWithData<[f64; 3], usize>>,
}

impl Nearby {
    /// Positions with a number each.
    pub(crate) fn new(places: impl Iterator<Item = (Position, usize)>) -> Self {
        Self {
            tree: RTree::bulk_load(
                places.map(|(position, number)| GeomWithData::new(on_sphere(position), number)).collect(),
            ),
        }
    }

    /// The numbers of the nearest that are wanted, at most `count` and at most so many kilometres away: the nearest
    /// first, and of those equally far the one with the smallest number.
    pub(crate) fn nearest(
        &self,
        here: Position,
        count: usize,
        most_km: f64,
        wanted: impl Fn(usize) -> bool,
    ) -> Vec<usize> {
        let point = on_sphere(here);
        let most = squared_chord(most_km);
        let mut near: Vec<(f64, usize)> = Vec::with_capacity(count + 1);
        for other in self.tree.nearest_neighbor_iter(point) {
            let distance = other.distance_2(&point);
            if distance > most || near.len() >= count && near.last().is_none_or(|(last, _)| distance > *last)
            {
                break;
            }
            if wanted(other.data) {
                near.push((distance, other.data));
            }
        }
        near.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        near.truncate(count);
        near.into_iter().map(|(_, number)| number).collect()
    }
}

/// The square of the straight line between points on a sphere of radius 1, for kilometres along the earth.
fn squared_chord(km: f64) -> f64 {
    let half = (km / (2.0 * Position::EARTH_KM)).min(std::f64::consts::FRAC_PI_2);
    let chord = 2.0 * libm::sin(half);
    chord * chord
}

fn on_sphere(position: Position) -> [f64; 3] {
    let (lat, lon) = (position.lat.to_radians(), position.lon.to_radians());
    [libm::cos(lat) * libm::cos(lon), libm::cos(lat) * libm::sin(lon), libm::sin(lat)]
}
