//! A report as plain text.

use std::fmt::Write as _;

use super::LIMITS;
use super::report::{
    Answer, Critical, Distribution, Estimate, Investment, Measure, Place, Report, Saving, Sensitivity,
    Verdict,
};

/// How many lines a table of the summary has at most.
const LINES: usize = 10;
/// How many characters of a name the summary shows.
const NAME_WIDTH: usize = 28;

impl Report {
    /// The answer to "are they ready?" in one line, with its uncertainty.
    pub fn line(&self) -> String {
        let Answer { held, tolerated, verdict, .. } = &self.answer;
        let verdict = match verdict {
            Verdict::Ready => "Ready",
            Verdict::NotReady => "Not ready",
            Verdict::CannotTell => "Cannot tell",
        };
        let failed = Estimate { value: 1.0 - held.value, low: 1.0 - held.high, high: 1.0 - held.low };
        let (of_hundred, low, high) = of_hundred(failed);
        let (share, time) = (number(100.0 * tolerated), time(self.how.days));
        let reach = self.distribution(Measure::Compromised).map(reach).unwrap_or_default();
        format!(
            "{verdict}: in {of_hundred} of 100 such attacks ({low} to {high}) some country loses more than {share} % \
             of {time} care; {reach}.",
        )
    }

    /// A page of plain text for a terminal: the answer, what it rests on, and what the model cannot say.
    pub fn summary(&self) -> String {
        let mut page = self.line();
        page.push_str("\n\n");
        page.push_str(&self.tested());
        page.push_str(&self.runs());
        page.push_str(&table("Measure, in a run", &MEASURES, self.distributions.iter().map(measure_line)));
        page.push_str(&table("Country", &PLACES, worst(&self.countries).into_iter().map(country_line)));
        page.push_str(&table("Region", &PLACES, self.regions.iter().map(region_line)));
        page.push_str(&table("Compromised alone", &SUPPLIERS, self.suppliers.iter().map(critical_line)));
        page.push_str(&table("Without the link", &LINKS, self.links.iter().map(critical_line)));
        page.push_str(&table("Investment", &SAVINGS, self.investments.iter().map(saving_line)));
        page.push_str(&table("Parameter", &PARAMETERS, self.sensitivity.iter().map(parameter_line)));
        page.push_str("What the model cannot say:\n");
        for limit in LIMITS {
            page.push_str(&wrapped(limit));
        }
        page
    }

    fn distribution(&self, measure: Measure) -> Option<&Distribution> {
        self.distributions.iter().find(|one| one.measure == measure)
    }

    fn tested(&self) -> String {
        let tested = &self.network;
        let (institutions, services): (u32, u32) = (
            tested.institutions.iter().map(|(_, count)| count).sum(),
            tested.services.iter().map(|(_, count)| count).sum(),
        );
        format!(
            "{}: {} institutions in {} countries, {} services, {} dependencies, {} links.\n\
             Nobody stated {} of its quantities: these are assumed.\nSHA-256 {}\n",
            if tested.name.is_empty() { "Network" } else { &tested.name },
            number(institutions.into()),
            tested.countries,
            number(services.into()),
            number(tested.dependencies.into()),
            number(tested.links.into()),
            percent(tested.assumed),
            tested.sha256,
        )
    }

    fn runs(&self) -> String {
        let (how, contained) = (&self.how, of_hundred(self.answer.contained));
        let mut text = format!(
            "Attack {}: {} runs of {} days with {}, seed {}, model {}.\n\
             In {} of 100 attacks ({} to {}) malware stayed within twice the number of institutions it entered.\n",
            how.attack,
            number(how.runs.into()),
            number(how.days),
            match how.draws {
                1 => "the likeliest parameters".to_owned(),
                draws => format!("{draws} sets of parameters"),
            },
            how.seed,
            how.model,
            contained.0,
            contained.1,
            contained.2,
        );
        if self.unsettled_runs > 0 {
            let _ = writeln!(
                text,
                "In {} runs circles of services did not settle: these are unsure.",
                self.unsettled_runs
            );
        }
        if self.cold_start_runs > 0 {
            let _ = writeln!(
                text,
                "In {} runs a circle of services had to be started by hand.",
                self.cold_start_runs
            );
        }
        text.push('\n');
        text
    }
}

/// How many institutions malware reaches.
fn reach(compromised: &Distribution) -> String {
    let half = institutions(compromised.p50);
    if compromised.p95 > compromised.p50 {
        format!(
            "half of the attacks stop at {half}, one in twenty reaches {} or more",
            number(compromised.p95)
        )
    } else {
        format!("19 of 20 attacks stop at {half}")
    }
}

/// The share of a hundred in whole numbers; the interval is rounded outwards.
fn of_hundred(share: Estimate) -> (String, f64, f64) {
    let value = 100.0 * share.value;
    // What differs from a whole number by the error of computing only is that number.
    let slack = 1e-9;
    let (low, high) = (libm::floor(100.0 * share.low + slack), libm::ceil(100.0 * share.high - slack));
    let text = match value {
        some if some > 0.0 && some < 0.5 => "fewer than 1".to_owned(),
        most if most > 99.5 && most < 100.0 => "more than 99".to_owned(),
        value => libm::round(value).to_string(),
    };
    (text, low.max(0.0), high.min(100.0))
}

fn time(days: f64) -> String {
    if days == 30.0 { "a month's".to_owned() } else { format!("{} days'", number(days)) }
}

fn institutions(count: f64) -> String {
    if count == 1.0 { "1 institution".to_owned() } else { format!("{} institutions", number(count)) }
}

/// A number as people read it: thousands apart, and one decimal below 10 unless it is whole.
fn number(value: f64) -> String {
    if !value.is_finite() {
        return "–".to_owned();
    }
    let tenths = libm::round(value * 10.0) / 10.0;
    if tenths.abs() < 10.0 && tenths != libm::round(tenths) {
        return format!("{tenths:.1}");
    }
    let whole = libm::round(value);
    let digits = format!("{:.0}", whole.abs());
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at) % 3 == 0 {
            text.push(',');
        }
        text.push(digit);
    }
    if whole < 0.0 { format!("-{text}") } else { text }
}

fn percent(share: f64) -> String {
    let value = 100.0 * share;
    match value {
        // Neither none nor all unless it is exactly that.
        few if few > 0.0 && few < 0.05 => "< 0.1 %".to_owned(),
        most if most > 99.5 && most < 100.0 => "> 99 %".to_owned(),
        value => format!("{} %", number(value)),
    }
}

fn interval(estimate: Estimate) -> [String; 2] {
    [number(estimate.value), format!("{} to {}", number(estimate.low), number(estimate.high))]
}

/// The name of a line, and its cells.
type Line = (String, Vec<String>);

const MEASURES: [(&str, usize); 6] =
    [("mean", 11), ("95 % interval", 24), ("half", 12), ("95 of 100", 12), ("most", 13), ("not knowing", 12)];
const PLACES: [(&str, usize); 5] =
    [("institutions", 13), ("hit", 8), ("care failed", 12), ("care lost", 10), ("95 of 100", 10)];
const SUPPLIERS: [(&str, usize); 4] =
    [("dependents", 11), ("days lost", 10), ("95 % interval", 20), ("services lost", 14)];
const LINKS: [(&str, usize); 4] =
    [("dependents", 11), ("days saved", 11), ("95 % interval", 20), ("institutions", 13)];
const SAVINGS: [(&str, usize); 7] = [
    ("units", 9),
    ("days saved", 11),
    ("of all", 8),
    ("by 1,000 units", 15),
    ("95 % interval", 20),
    ("patients", 10),
    ("analyses", 12),
];
const PARAMETERS: [(&str, usize); 2] = [("effect (days)", 14), ("interaction", 12)];

/// A table with its head, or nothing when it has no lines.
fn table(title: &str, columns: &[(&str, usize)], lines: impl Iterator<Item = Line>) -> String {
    let mut lines = lines.peekable();
    if lines.peek().is_none() {
        return String::new();
    }
    let limit = if title.starts_with("Measure") { usize::MAX } else { LINES };
    let mut text = format!("{title:<NAME_WIDTH$}");
    for (head, width) in columns {
        let _ = write!(text, "{head:>width$}");
    }
    text.push('\n');
    for (name, cells) in lines.take(limit) {
        let _ = write!(text, "{:<NAME_WIDTH$}", shortened(&name));
        for (cell, (_, width)) in cells.iter().zip(columns) {
            let _ = write!(text, "{cell:>width$}");
        }
        text.push('\n');
    }
    text.push('\n');
    text
}

fn shortened(name: &str) -> String {
    if name.chars().count() < NAME_WIDTH {
        return name.to_owned();
    }
    name.chars().take(NAME_WIDTH - 2).chain(['…']).collect()
}

fn measure_line(one: &Distribution) -> Line {
    let [mean, interval] = interval(one.mean);
    let not_knowing = one.from_not_knowing.map_or("–".to_owned(), percent);
    let cells = vec![mean, interval, number(one.p50), number(one.p95), number(one.most), not_knowing];
    (measure_name(one.measure).to_owned(), cells)
}

fn measure_name(measure: Measure) -> &'static str {
    match measure {
        Measure::Compromised => "Institutions compromised",
        Measure::Affected => "Institutions affected",
        Measure::ServicesLost => "Services lost",
        Measure::ClinicalDaysLost => "Clinical service-days lost",
        Measure::PatientsDiverted => "Patients diverted",
        Measure::PatientsDelayed => "Patients delayed",
        Measure::OverloadHours => "Hours of overload",
        Measure::AnalysesLost => "Analyses lost",
        Measure::AnalysesRerouted => "Analyses rerouted",
        Measure::CarePostponed => "Care postponed",
        Measure::Countries => "Countries hit",
        Measure::Regions => "Regions hit",
    }
}

/// The worst countries first, those never hit left out.
fn worst(countries: &[Place]) -> Vec<&Place> {
    let mut worst: Vec<&Place> = countries.iter().filter(|place| place.days_lost > 0.0).collect();
    worst.sort_by(|a, b| b.days_lost.total_cmp(&a.days_lost).then_with(|| a.country.cmp(&b.country)));
    worst
}

fn country_line(place: &Place) -> Line {
    (place.country.clone(), place_cells(place))
}

fn region_line(place: &Place) -> Line {
    (format!("{} {}", place.country, place.region), place_cells(place))
}

fn place_cells(place: &Place) -> Vec<String> {
    vec![
        number(place.institutions.into()),
        percent(place.hit.value),
        percent(place.not_held),
        percent(place.days_lost),
        percent(place.days_lost_p95),
    ]
}

fn critical_line(one: &Critical) -> Line {
    let [days, interval] = interval(one.days);
    (one.name.clone(), vec![number(one.dependents.into()), days, interval, number(one.others.value)])
}

fn saving_line(one: &Saving) -> Line {
    let [per_thousand, interval] = interval(one.days_per_thousand);
    let cells = vec![
        number(one.units as f64),
        number(one.days.value),
        percent(one.share.value),
        per_thousand,
        interval,
        number(one.patients.value),
        number(one.analyses.value),
    ];
    (investment_name(one.investment).to_owned(), cells)
}

fn investment_name(investment: Investment) -> &'static str {
    match investment {
        Investment::Segmentation => "Segmentation",
        Investment::Buffers => "Longer downtime procedures",
        Investment::LaboratoryCapacity => "Laboratory capacity",
        Investment::FasterWarning => "Faster warning",
        Investment::FasterIsolation => "Faster isolation",
        Investment::FasterDetection => "Faster detection",
        Investment::OfflineBackups => "Offline backups",
    }
}

fn parameter_line(one: &Sensitivity) -> Line {
    (one.parameter.clone(), vec![number(one.effect), number(one.interaction)])
}

/// An item of a list, in lines of at most 100 characters.
fn wrapped(item: &str) -> String {
    const WIDTH: usize = 100;
    let mut text = String::from(" ·");
    let mut length = 2;
    for word in item.split_whitespace() {
        let more = word.chars().count() + 1;
        if length + more > WIDTH {
            text.push_str("\n  ");
            length = 2;
        }
        text.push(' ');
        text.push_str(word);
        length += more;
    }
    text.push('\n');
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_people_read_them() {
        for (value, text) in [
            (0.0, "0"),
            (0.04, "0"),
            (0.25, "0.3"),
            (9.94, "9.9"),
            (9.96, "10"),
            (999.6, "1,000"),
            (1234567.0, "1,234,567"),
            (-1234.0, "-1,234"),
            (-0.01, "0"),
        ] {
            assert_eq!(number(value), text, "{value}");
        }
    }

    #[test]
    fn shares_of_a_hundred_do_not_hide_what_is_rare() {
        let share = |value, low, high| of_hundred(Estimate { value, low, high });
        assert_eq!(share(0.62, 0.415, 0.801), ("62".to_owned(), 41.0, 81.0));
        assert_eq!(share(0.001, 0.0, 0.004), ("fewer than 1".to_owned(), 0.0, 1.0));
        assert_eq!(share(0.999, 0.99, 1.0), ("more than 99".to_owned(), 99.0, 100.0));
        assert_eq!(share(0.0, 0.0, 0.0), ("0".to_owned(), 0.0, 0.0));
    }

    #[test]
    fn long_items_are_wrapped() {
        let text = wrapped(&"word ".repeat(60));
        assert!(text.lines().count() > 2 && text.lines().all(|line| line.chars().count() <= 100));
    }
}
