//! A published incident as its data file has it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::criterion::Criterion;
use super::plan::{Exchange, LinkPlan, ShockPlan, SitePlan};
use crate::finding::Finding;
use crate::network::{Amount, ServiceKind};

/// The longest data file that is read, in bytes.
pub const MAX_FILE: usize = 1 << 20;
/// The most figures that an incident may have.
pub const MAX_FIGURES: usize = 200;

/// What was published of an incident, and the network and shock by which it is replayed.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Incident {
    /// A short identifier: `synnovis-2024`.
    pub id: String,
    /// What people call it.
    pub name: String,
    /// The day on which care was first disturbed: day 0. `YYYY-MM-DD`.
    pub began: String,
    /// What happened, and how it is replayed.
    pub about: String,
    /// How many days are replayed.
    pub days: u32,
    /// Where the figures come from.
    pub sources: Vec<Source>,
    /// What was published, to be compared.
    pub figures: Vec<Figure>,
    /// Parameters that are known of this incident, by word.
    #[serde(default)]
    pub parameters: BTreeMap<String, Amount>,
    /// The institutions.
    pub sites: Vec<SitePlan>,
    /// The links.
    #[serde(default)]
    pub links: Vec<LinkPlan>,
    /// Agreements between laboratories.
    #[serde(default)]
    pub agreements: Vec<Exchange>,
    /// What happened to them.
    pub shock: ShockPlan,
}

/// Where a figure comes from.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// How figures refer to it.
    pub key: String,
    /// Its title.
    pub title: String,
    /// Who published it.
    pub publisher: String,
    /// In which year.
    pub year: u16,
    /// Where it is.
    pub url: String,
}

/// For what a figure is used. Named in the data file, before anything is fitted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Parameters may be fitted on it.
    Calibrate,
    /// Only compared.
    HoldOut,
}

impl Role {
    /// The word that files use.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Calibrate => "calibrate",
            Self::HoldOut => "hold-out",
        }
    }
}

/// Which value of all runs is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Centre {
    /// The median: for a single incident.
    #[default]
    Median,
    /// The mean: for a mean over many attacks.
    Mean,
}

/// One published figure.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Figure {
    /// An identifier, unique in the incident.
    pub id: String,
    /// What was counted.
    pub what: String,
    /// In what it is counted: `%`, `days`, `operations`…
    pub unit: String,
    /// The published value; none when nothing was published that can be compared.
    #[serde(default)]
    pub value: Option<f64>,
    /// The lower end, when a range was published (or a confidence interval can be derived).
    #[serde(default)]
    pub low: Option<f64>,
    /// The upper end.
    #[serde(default)]
    pub high: Option<f64>,
    /// The key of its source.
    pub source: String,
    /// Whether it was read in a page or an abstract.
    pub verified: bool,
    /// How it was derived, when it is not printed like this in the source.
    #[serde(default)]
    pub note: String,
    /// Whether parameters may be fitted on it.
    pub role: Role,
    /// By which criterion it is judged.
    #[serde(default)]
    pub criterion: Option<Criterion>,
    /// Which value of all runs is compared.
    #[serde(default)]
    pub centre: Centre,
    /// What of a run is compared with it.
    pub measure: Measure,
}

/// What is measured of a run. Times are days from the beginning, and a window ends before `to`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(tag = "of", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Measure {
    /// What share of services works, in percent.
    Works {
        /// Which services: `site/kind`; a group's name means all its members.
        services: Vec<String>,
        /// From which day.
        from: f64,
        /// To which day.
        to: f64,
    },
    /// What share of the work that comes can be done, in percent.
    Activity {
        /// Which services. `compromised/kind` means those of compromised institutions.
        services: Vec<String>,
        /// From which day.
        from: f64,
        /// To which day.
        to: f64,
    },
    /// What share of the work that comes cannot be done, in percent.
    Lost {
        /// Which services.
        services: Vec<String>,
        /// From which day.
        from: f64,
        /// To which day.
        to: f64,
    },
    /// How much work was put off, in all institutions.
    Postponed {
        /// Of which kind.
        kind: ServiceKind,
        /// From the beginning of which week, from 1.
        from_week: u32,
        /// To the end of which week.
        to_week: u32,
    },
    /// What share of what comes goes elsewhere, in percent.
    Sent {
        /// From which services.
        services: Vec<String>,
        /// From which day.
        from: f64,
        /// To which day.
        to: f64,
    },
    /// What share of what comes stays, in percent.
    Kept {
        /// At which services.
        services: Vec<String>,
        /// From which day.
        from: f64,
        /// To which day.
        to: f64,
    },
    /// What comes from elsewhere, in percent of what usually comes.
    Received {
        /// At which services.
        services: Vec<String>,
        /// From which day.
        from: f64,
        /// To which day.
        to: f64,
        /// Only ambulances, in percent of the ambulances that usually come.
        #[serde(default)]
        ambulances: bool,
    },
    /// The first day from which on at least so much of the work that comes can be done; the last day if never.
    BackAfter {
        /// By which services.
        services: Vec<String>,
        /// What share, in percent.
        percent: f64,
        /// Whether to ask what share works, not what share of the work can be done.
        #[serde(default)]
        works: bool,
    },
    /// Compromised institutions at the end.
    Compromised,
    /// Affected institutions for each compromised one at the end.
    AffectedPerCompromised,
}

impl Measure {
    /// When, for people.
    pub fn when(&self) -> String {
        match self {
            Self::Works { from, to, .. }
            | Self::Activity { from, to, .. }
            | Self::Lost { from, to, .. }
            | Self::Sent { from, to, .. }
            | Self::Kept { from, to, .. }
            | Self::Received { from, to, .. } => window(*from, *to),
            Self::Postponed { from_week, to_week, .. } if from_week == to_week => format!("week {to_week}"),
            Self::Postponed { from_week, to_week, .. } => format!("weeks {from_week}–{to_week}"),
            Self::BackAfter { percent, .. } => format!("{percent} % back"),
            Self::Compromised | Self::AffectedPerCompromised => "at the end".to_owned(),
        }
    }

    /// How many days have to be replayed to measure it; nothing: all of them.
    pub(super) fn days(&self) -> Option<u32> {
        match self {
            Self::Works { to, .. }
            | Self::Activity { to, .. }
            | Self::Lost { to, .. }
            | Self::Sent { to, .. }
            | Self::Kept { to, .. }
            | Self::Received { to, .. } => Some(to.ceil() as u32),
            Self::Postponed { to_week, .. } => Some(to_week * 7),
            Self::BackAfter { .. } | Self::Compromised | Self::AffectedPerCompromised => None,
        }
    }
}

fn window(from: f64, to: f64) -> String {
    if to - from <= 1.0 {
        return format!("day {from}");
    }
    if from % 7.0 == 0.0 && to - from == 7.0 {
        return format!("week {}", to / 7.0);
    }
    format!("days {from}–{}", to - 1.0)
}

impl Incident {
    /// Reads a data file; `file` is what findings call it.
    ///
    /// # Errors
    /// What is wrong with it, and where.
    pub fn read(file: &str, text: &str) -> Result<Self, Finding> {
        let incident: Self = read_toml(file, text)?;
        incident.check().map_err(|message| whole(file, message))?;
        Ok(incident)
    }

    fn check(&self) -> Result<(), String> {
        if self.figures.len() > MAX_FIGURES {
            return Err(format!("{} figures are more than {MAX_FIGURES}", self.figures.len()));
        }
        if !(1..=400).contains(&self.days) {
            return Err(format!("days is {}; it must lie between 1 and 400", self.days));
        }
        for (at, figure) in self.figures.iter().enumerate() {
            let id = &figure.id;
            if self.figures.iter().take(at).any(|other| other.id == *id) {
                return Err(format!("figure {id:?} is there twice"));
            }
            if !self.sources.iter().any(|source| source.key == figure.source) {
                return Err(format!("figure {id:?} has the source {:?}, which is not there", figure.source));
            }
            let numbers = [figure.low, figure.value, figure.high];
            let known: Vec<f64> = numbers.into_iter().flatten().collect();
            if !known.iter().all(|number| number.is_finite()) || !known.is_sorted() {
                return Err(format!("figure {id:?}: low, value and high must rise"));
            }
        }
        Ok(())
    }

    /// The last hour that is replayed.
    pub fn horizon(&self) -> u32 {
        self.days * 24
    }
}

/// Reads a TOML file of bounded size.
pub(super) fn read_toml<T: serde::de::DeserializeOwned>(file: &str, text: &str) -> Result<T, Finding> {
    if text.len() > MAX_FILE {
        return Err(whole(file, format!("the file is longer than {MAX_FILE} bytes")));
    }
    toml::from_str(text).map_err(|error| {
        let (line, column) = error.span().map_or((0, 0), |span| place(text, span.start));
        Finding { file: file.to_owned(), line, column, message: error.message().to_owned() }
    })
}

/// Something wrong with a file as a whole.
pub(super) fn whole(file: &str, message: String) -> Finding {
    Finding { file: file.to_owned(), line: 0, column: 0, message }
}

fn place(text: &str, at: usize) -> (u32, u32) {
    let before = text.get(..at).unwrap_or(text);
    let line = before.lines().count().max(1) + usize::from(before.ends_with('\n'));
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    (line as u32, column as u32)
}
