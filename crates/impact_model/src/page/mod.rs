//! A stress test as one HTML page: for whoever decides, and for whoever checks. It holds no script and loads nothing.

mod attack;
mod map;
mod number;
mod plots;
mod rows;
mod svg;
mod unknowns;
mod words;

use askama::Template;

use crate::stress::report::{How, Measure, Report, Verdict};
use map::Map;
use rows::{CriticalRow, Curve, Figure, MeasureRow, PlaceRow, SavingRow, UnknownRow};
use svg::{Told, shown};
use words::fill;

pub use words::Tongue;

/// In what share of attacks care must hold (the rule of [`Verdict::Ready`]).
const ASKED: f64 = 0.95;
/// How many rows of a long table stand before the rest is folded.
const SHOWN_ROWS: usize = 10;

/// The page, which is also well-formed XML.
///
/// # Errors
///
/// When the template cannot be filled in, which no report brings about.
pub fn page(report: &Report, tongue: Tongue) -> Result<String, askama::Error> {
    Making { report, t: tongue }.page().render()
}

/// What the template needs. Fields of pictures hold SVG, all others plain text.
#[derive(Template)]
#[template(path = "stress.html")]
struct Page<'a> {
    t: Tongue,
    style: &'static str,
    question: String,
    contents: Vec<(&'static str, &'static str)>,
    verdict: Seal,
    answer: String,
    uncertainty: String,
    answer_plot: String,
    tested: String,
    held_means: String,
    contained: String,
    figures: Vec<Figure>,
    measures: Vec<MeasureRow>,
    map: Option<Map>,
    regions: Folded<PlaceRow>,
    curves: Vec<Curve>,
    countries: Folded<PlaceRow>,
    countries_lead: String,
    suppliers: Folded<CriticalRow>,
    links: Folded<CriticalRow>,
    supplier_runs: String,
    link_runs: String,
    saving_runs: String,
    savings: Vec<SavingRow>,
    assumed: String,
    not_knowing: String,
    unknowns: Folded<UnknownRow>,
    limits: [&'static str; 10],
    command: String,
    json_note: String,
    facts: Vec<(&'a str, String)>,
    changed: Vec<(String, [String; 3])>,
    composition: Vec<(&'static str, Vec<(&'static str, String)>)>,
}

/// The verdict as icon, word and colour.
struct Seal {
    class: &'static str,
    icon: &'static str,
    words: &'static str,
}

/// A long table: its first rows, and the rest folded under how many there are.
struct Folded<Row> {
    first: Vec<Row>,
    rest: Vec<Row>,
    more: String,
}

/// A report on its way to a page.
struct Making<'a> {
    report: &'a Report,
    t: Tongue,
}

impl<'a> Making<'a> {
    fn page(&self) -> Page<'a> {
        let (report, t) = (self.report, self.t);
        let full = self.full_bar();
        let codes: Vec<&str> = report.countries.iter().map(|place| place.country.as_str()).collect();
        Page {
            t,
            style: include_str!("../../templates/stress.css"),
            question: fill(t.question(), &[&shown(&report.network.name)]),
            contents: self.contents(),
            verdict: self.seal(),
            answer: self.answer(),
            uncertainty: fill(t.uncertainty(), &[&self.held_range()]),
            answer_plot: self.answer_plot(),
            tested: self.tested(),
            held_means: fill(t.held_means(), &[&t.percent(report.answer.tolerated)]),
            contained: self.contained(),
            figures: self.figures(),
            measures: self.measures(),
            map: map::map(&report.map, &codes, t),
            regions: self.folded(self.places(&report.regions, full)),
            curves: self.curves(),
            countries: self.folded(self.countries(full)),
            countries_lead: fill(t.countries_lead(), &[&t.percent(full)]),
            suppliers: self.folded(self.critical(&report.suppliers)),
            links: self.folded(self.critical(&report.links)),
            supplier_runs: self.runs_behind(report.suppliers.iter().map(|each| each.runs)),
            link_runs: self.runs_behind(report.links.iter().map(|each| each.runs)),
            saving_runs: self.runs_behind(report.investments.iter().map(|each| each.runs)),
            savings: self.savings(),
            assumed: fill(t.assumed(), &[&t.percent(report.network.assumed)]),
            not_knowing: self.not_knowing(),
            unknowns: self.folded(self.unknowns()),
            limits: [
                t.limit_rank(),
                t.limit_frequency(),
                t.limit_harm(),
                t.limit_assumed(),
                t.limit_incidents(),
                t.limit_rates(),
                t.limit_buffers(),
                t.limit_adaptive(),
                t.limit_staff(),
                t.limit_power(),
            ],
            command: self.command(),
            json_note: fill(t.json_note(), &["--json"]),
            facts: self.facts(),
            changed: self.changed(),
            composition: self.composition(),
        }
    }

    fn folded<Row>(&self, mut first: Vec<Row>) -> Folded<Row> {
        // One row more is not worth folding.
        let shown = if first.len() == SHOWN_ROWS + 1 { first.len() } else { SHOWN_ROWS };
        let rest = first.split_off(first.len().min(shown));
        Folded { first, more: fill(self.t.more_rows(), &[&self.t.count(rest.len() as u64)]), rest }
    }

    fn contents(&self) -> Vec<(&'static str, &'static str)> {
        let t = self.t;
        vec![
            ("figures", t.figures()),
            ("map", t.map()),
            ("curves", t.curves()),
            ("countries", t.countries()),
            ("suppliers", t.suppliers()),
            ("links", t.links()),
            ("investments", t.investments()),
            ("doubts", t.doubts()),
            ("limits", t.limits()),
            ("check", t.check()),
        ]
    }

    fn seal(&self) -> Seal {
        let verdict = self.report.answer.verdict;
        let (class, icon) = match verdict {
            Verdict::Ready => ("green", "✓"),
            Verdict::NotReady => ("red", "✗"),
            Verdict::CannotTell => ("amber", "?"),
        };
        Seal { class, icon, words: self.t.verdict(verdict) }
    }

    fn answer(&self) -> String {
        let (answer, t) = (&self.report.answer, self.t);
        let phrase = match answer.verdict {
            Verdict::Ready if answer.held.value >= 1.0 => t.yes_every(),
            Verdict::Ready => t.yes(),
            Verdict::NotReady if answer.held.value <= 0.0 => t.no_never(),
            Verdict::NotReady => t.no(),
            Verdict::CannotTell => t.unknown(),
        };
        fill(phrase, &[&t.percent(answer.held.value)])
    }

    fn held_range(&self) -> String {
        let held = self.report.answer.held;
        self.t.between(held.low, held.high, |share| self.t.percent(share))
    }

    fn answer_plot(&self) -> String {
        let t = self.t;
        let about = format!("{} {}", self.answer(), fill(t.uncertainty(), &[&self.held_range()]));
        let told = Told { id: "answer-picture", title: t.answer_plot(), about: &about };
        let needed = fill(t.needed(), &[&t.percent(ASKED)]);
        plots::answer(told, self.report.answer.held, ASKED, [&t.percent(0.0), &t.percent(0.5), &needed])
    }

    fn tested(&self) -> String {
        let (how, t) = (&self.report.how, self.t);
        fill(t.tested(), &[&attack::in_words(&how.attack, t), &t.count(how.runs), &t.number(how.days)])
    }

    fn contained(&self) -> String {
        let t = self.t;
        let contained = self.report.answer.contained;
        let percent = |share| t.percent(share);
        let range = t.between(contained.low, contained.high, percent);
        fill(t.contained(), &[&percent(contained.value), &range])
    }

    fn not_knowing(&self) -> String {
        let t = self.t;
        let days = self.distribution(Measure::ClinicalDaysLost);
        match days.and_then(|days| days.from_not_knowing) {
            Some(share) => fill(t.not_knowing_share(), &[&t.percent(share)]),
            None => t.one_set().to_owned(),
        }
    }

    /// The command that makes this again.
    fn command(&self) -> String {
        let How { attack, runs, draws, seed, days, changed, .. } = &self.report.how;
        let (attack, tolerated) = (quoted(&shown(attack)), self.report.answer.tolerated);
        let parameters = if changed.is_empty() { "" } else { "--parameters FILE " };
        format!(
            "paraat impact stress --network FILE {parameters}--attack {attack} --runs {runs} --draws {draws} \
             --days {days} --tolerated {tolerated} --seed {seed} --json FILE"
        )
    }

    fn facts(&self) -> Vec<(&'a str, String)> {
        let (report, t) = (self.report, self.t);
        let (network, how) = (&report.network, &report.how);
        vec![
            (t.attack(), shown(&how.attack)),
            (t.runs(), t.count(how.runs)),
            (t.draws(), t.count(how.draws)),
            (t.days(), t.number(how.days)),
            (t.seed(), how.seed.to_string()),
            (t.model(), shown(&how.model)),
            (t.source(), shown(&network.source)),
            (t.hash(), shown(&network.sha256)),
            (t.unsettled(), t.count(report.unsettled_runs)),
            (t.cold_start(), t.count(report.cold_start_runs)),
        ]
    }

    fn changed(&self) -> Vec<(String, [String; 3])> {
        // As they were set, without rounding: whoever repeats the test types them.
        let row = |(word, low, likely, high): &(String, f64, f64, f64)| {
            (shown(word), [low, likely, high].map(|value| format!("{value}")))
        };
        self.report.how.changed.iter().map(row).collect()
    }

    fn composition(&self) -> Vec<(&'static str, Vec<(&'static str, String)>)> {
        let (network, t) = (&self.report.network, self.t);
        let institutions =
            network.institutions.iter().map(|(kind, count)| (t.institution_kind(*kind), t.count(*count)));
        let services = network.services.iter().map(|(kind, count)| (t.service_kind(*kind), t.count(*count)));
        let rest = [
            (t.dependencies(), network.dependencies),
            (t.all_links(), network.links),
            (t.countries(), network.countries),
            (t.all_regions(), network.regions),
        ];
        vec![
            (t.institutions(), institutions.collect()),
            (t.services(), services.collect()),
            (t.structure(), rest.map(|(name, count)| (name, t.count(count))).to_vec()),
        ]
    }
}

/// A word as a shell takes it.
fn quoted(word: &str) -> String {
    let plain = |letter: char| letter.is_ascii_alphanumeric() || "-_:.,/=@".contains(letter);
    if !word.is_empty() && word.chars().all(plain) {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', r"'\''"))
}
