//! Indicators as plain text.

use std::fmt::Write as _;

use super::{Distances, Indicators, SinglePoint, Spread};

/// How many of a list are shown; the JSON has more.
const SHOWN: usize = 10;

impl Indicators {
    /// A page of plain text for a terminal.
    pub fn text(&self) -> String {
        let mut page = String::new();
        self.distances(&mut page);
        self.suppliers(&mut page);
        self.points(&mut page);
        self.known(&mut page);
        page
    }

    fn distances(&self, page: &mut String) {
        let _ = writeln!(
            page,
            "From one emergency department to the next, in km as the crow flies (median, 95 %, farthest)"
        );
        let _ =
            writeln!(page, "  {:<8} {:>6}  {:>21}  {:>21}", "", "number", "nearest", "nearest independent");
        for distances in self.emergency.countries.iter().chain([&self.emergency.all]) {
            let Distances { country, departments, nearest, independent } = distances;
            let country = if country.is_empty() { "all" } else { country };
            let (nearest, independent) = (spread(*nearest), spread(*independent));
            let _ = writeln!(page, "  {country:<8} {departments:>6}  {nearest:>21}  {independent:>21}");
        }
        if self.emergency.without_position > 0 {
            let _ = writeln!(page, "  {} departments have no position.", self.emergency.without_position);
        }
        let _ = writeln!(page, "  Independent: another operator runs its information technology.\n");
    }

    fn suppliers(&self, page: &mut String) {
        let _ = writeln!(page, "Services by number of suppliers outside their institution");
        let _ = writeln!(page, "  {:<22} {:>8} {:>8} {:>8} {:>8}", "", "none", "one", "two", "more");
        for supplied in &self.suppliers {
            let [none, one, two, more] = supplied.services;
            let _ = writeln!(page, "  {:<22} {none:>8} {one:>8} {two:>8} {more:>8}", supplied.kind.word());
        }
        page.push('\n');
    }

    fn points(&self, page: &mut String) {
        let points = &self.single_points;
        let _ = writeln!(
            page,
            "{} institutions without whom others lose at least half of a service; the worst:",
            points.count
        );
        for SinglePoint { institution, institutions, services, .. } in points.institutions.iter().take(SHOWN)
        {
            let _ = writeln!(page, "  {institution}: {services} services of {institutions} others");
        }
        if !points.complete {
            let _ = writeln!(page, "  Only those with most direct dependents were looked at.");
        }
        let circles = &self.circles;
        let _ = writeln!(
            page,
            "{} circles of services that depend on each other and must be started together; {} join several institutions.",
            circles.count, circles.across_institutions
        );
        let laboratories = &self.laboratories;
        let _ = writeln!(
            page,
            "{} of {} laboratory services have no agreement that another takes their analyses.\n",
            laboratories.without_agreement, laboratories.services
        );
    }

    fn known(&self, page: &mut String) {
        let _ = writeln!(
            page,
            "{:.0} % of all quantities are assumed: nobody stated them.",
            100.0 * self.assumed.share
        );
    }
}

fn spread(spread: Option<Spread>) -> String {
    spread.map_or_else(
        || "–".to_owned(),
        |Spread { median, p95, max }| format!("{median:.1}  {p95:.0}  {max:.0}"),
    )
}
