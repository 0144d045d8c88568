//! The report of a rehearsal: everything that came of it, as numbers with their units in their names. The terminal, the
//! JSON and the page are all written from it, so they cannot say different things.
//!
//! Serialised, it is the JSON of `paraat exercise rehearse --json`. Its shape is [`SCHEMA`]: what a number stands for
//! is written beside its field below, a list has the order of the scenario's files, and what is not there is `null`.
//! The same scenario, players, bots, seed and language give the same bytes.

use serde::Serialize;

/// The version of the shape of the JSON. A field that is taken out or comes to mean something else makes it one more; a
/// field that is added does not.
pub const SCHEMA: u32 = 1;

/// Everything that came of a rehearsal.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Report {
    /// [`SCHEMA`].
    pub schema: u32,
    /// `paraat-rehearsal`.
    pub kind: &'static str,
    /// What was rehearsed.
    pub scenario: ScenarioPart,
    /// Who played.
    pub setup: SetupPart,
    /// How much there was of everything.
    pub totals: Totals,
    /// How much came when.
    pub load: LoadPart,
    /// The parts of the exercise.
    pub phases: Vec<PhasePart>,
    /// Every inject.
    pub injects: Vec<InjectPart>,
    /// Deliveries by channel; channels that no inject uses are left out.
    pub channels: Vec<ChannelPart>,
    /// Every milestone.
    pub milestones: Vec<MilestonePart>,
    /// Every objective.
    pub objectives: Vec<ObjectivePart>,
    /// Every measure, and those of `measures.yaml` that have no value.
    pub measures: Vec<MeasurePart>,
    /// Windows that the measures leave out because of faults of the platform.
    pub left_out: Vec<Window>,
    /// What never came about. Not every one is a fault: without `branches`, one that these bots did not take is here too.
    pub dead_ends: Vec<DeadEnd>,
    /// What these bots did not bring about and another kind of bots did.
    pub branches: Vec<Branch>,
}

/// What was rehearsed.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ScenarioPart {
    /// What programs call it.
    pub id: String,
    /// Its own version.
    pub version: String,
    /// Its name.
    pub title: String,
    /// The language of the titles in this report.
    pub language: String,
    /// When its story begins, by the clock on the wall.
    pub start: String,
    /// Where that clock stands.
    pub timezone: String,
    /// How long it lasts, in milliseconds of the story.
    pub duration_ms: i64,
}

/// Who played.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SetupPart {
    /// How many people.
    pub players: u32,
    /// In how many organisations.
    pub organisations: u32,
    /// From what everything random was made.
    pub seed: u64,
    /// How they behaved, in the order in which it was asked for.
    pub bots: Vec<BotPart>,
}

/// How some of them behaved.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct BotPart {
    /// How.
    pub kind: &'static str,
    /// The share of the organisations that was asked for, from 0 to 1.
    pub asked_share: f64,
    /// How many organisations behaved so.
    pub organisations: u32,
    /// How many people.
    pub players: u32,
}

/// How much there was of everything.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Totals {
    /// Entries of the journal.
    pub entries: u64,
    /// Injects in the scenario.
    pub injects: u32,
    /// Injects of which at least one copy went.
    pub injects_sent: u32,
    /// Copies: one for each of what an inject happens for.
    pub copies: u64,
    /// Copies that went.
    pub copies_sent: u64,
    /// Copies that expired.
    pub copies_expired: u64,
    /// Those by reason, the most first.
    pub expired: Vec<ReasonPart>,
    /// How many people got something, all injects together.
    pub delivered: u64,
    /// How many of those opened it.
    pub opened: u64,
    /// Delivered and not opened when the exercise was over.
    pub unread_at_end: u64,
    /// The most that was unread at once.
    pub unread_most: u64,
    /// Whether the engine came to the end of the exercise.
    pub ended: bool,
}

/// How many copies expired for a reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReasonPart {
    /// `never-due`, `too-late`, `not-released`, `nobody`, `skipped`, `not-needed` or `ended`.
    pub reason: &'static str,
    /// How many.
    pub copies: u32,
}

/// How much came when.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LoadPart {
    /// The length of a window, in milliseconds.
    pub window_ms: i64,
    /// The most injects one person should get in `within_ms`, where the exercise says so.
    pub limit: Option<u32>,
    /// The length of time in which the limit counts, in milliseconds; that of a window without a limit.
    pub within_ms: i64,
    /// The most that one person got in `within_ms`, whenever that began.
    pub most: u32,
    /// The window in which people got most: by `p90`, then `most`, then `people`, then the first.
    pub busiest: Option<LoadWindowPart>,
    /// The windows in which anybody got anything.
    pub windows: Vec<LoadWindowPart>,
}

/// How much came in a window: injects for each person who got any.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct LoadWindowPart {
    /// When it began, in milliseconds after the start.
    pub from_ms: i64,
    /// How many people got any.
    pub people: u32,
    /// Half of them got no more.
    pub median: u32,
    /// Nine in ten got no more.
    pub p90: u32,
    /// The most that one got.
    pub most: u32,
    /// Delivered and not yet opened at its end, everybody together.
    pub unread: u64,
}

/// A part of the exercise.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PhasePart {
    /// What programs call it.
    pub id: String,
    /// Its name.
    pub title: String,
    /// When it begins, in milliseconds after the start.
    pub from_ms: i64,
    /// When the next one begins, or the exercise ends.
    pub to_ms: i64,
    /// How many injects first went in it.
    pub injects_sent: u32,
    /// How many people got something of those.
    pub delivered: u64,
    /// How many injects expired whose last moment lies in it.
    pub injects_expired: u32,
}

/// Where something stands in the scenario.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Spot {
    /// The path within the scenario.
    pub file: String,
    /// The line, from 1.
    pub line: u32,
}

impl std::fmt::Display for Spot {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}", self.file, self.line)
    }
}

/// What became of an inject.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct InjectPart {
    /// What programs call it.
    pub id: String,
    /// Its title, else the subject of its text.
    pub title: String,
    /// What it is in the list.
    pub kind: &'static str,
    /// By what means it goes.
    pub channel: &'static str,
    /// Where it stands.
    pub spot: Spot,
    /// The moment that is written, in milliseconds after the start.
    pub at_ms: Option<i64>,
    /// What it waits for.
    pub when: Option<String>,
    /// Its last moment.
    pub until_ms: i64,
    /// When the first copy went.
    pub first_ms: Option<i64>,
    /// How many copies there are.
    pub copies: u32,
    /// How many went.
    pub sent: u32,
    /// How many expired, by reason.
    pub expired: Vec<ReasonPart>,
    /// How many people got it.
    pub delivered: u32,
    /// How many opened it.
    pub opened: u32,
    /// How many copies had their hint given.
    pub hints: u32,
    /// What was expected.
    pub expectations: Vec<ExpectationPart>,
    /// The objectives it serves.
    pub objectives: Vec<String>,
}

impl InjectPart {
    /// How many copies expired.
    pub fn copies_expired(&self) -> u32 {
        self.expired.iter().map(|each| each.copies).sum()
    }

    /// Expectations met and judged, all together.
    pub fn met(&self) -> (u32, u32) {
        self.expectations
            .iter()
            .fold((0, 0), |(met, all), each| (met + each.met, all + each.met + each.missed))
    }

    /// When it first went, else its last moment: where it stands in time.
    pub fn moment_ms(&self) -> i64 {
        self.first_ms.unwrap_or(self.until_ms)
    }
}

/// What became of something that was expected.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ExpectationPart {
    /// Its number, from 1.
    pub number: u32,
    /// Where its condition stands, else its inject.
    pub spot: Spot,
    /// What is expected, in words.
    pub text: String,
    /// The condition that shows it; a person judges when there is none.
    pub that: Option<String>,
    /// How long there is for it, in milliseconds.
    pub within_ms: Option<i64>,
    /// How many copies it was met for.
    pub met: u32,
    /// How many it was missed for.
    pub missed: u32,
}

/// Deliveries by a channel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ChannelPart {
    /// Which.
    pub channel: &'static str,
    /// How many injects use it.
    pub injects: u32,
    /// How many people got something by it.
    pub delivered: u64,
    /// How many opened it.
    pub opened: u64,
}

/// What became of a milestone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MilestonePart {
    /// What programs call it.
    pub id: String,
    /// Its name.
    pub title: String,
    /// Where it stands.
    pub spot: Spot,
    /// When it was first reached.
    pub first_ms: Option<i64>,
    /// When it was last reached: for the last country, organisation or person, where it has several.
    pub last_ms: Option<i64>,
    /// How often it was reached.
    pub times: u32,
}

/// What became of an objective.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ObjectivePart {
    /// What programs call it.
    pub id: String,
    /// What it is.
    pub title: String,
    /// Where it stands.
    pub spot: Spot,
    /// `met` (every expectation), `partly`, `missed` (none), or `not-seen`: nothing that was sent asks for it.
    pub state: &'static str,
    /// Expectations met, all copies together.
    pub met: u32,
    /// Expectations missed.
    pub missed: u32,
    /// What share was met, from 0 to 1.
    pub met_share: Option<f64>,
}

/// The values of a measure, or of one of its parts.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MeasurePart {
    /// Which measure.
    pub measure: &'static str,
    /// Which of its values; empty for the main one.
    pub part: String,
    /// For what each value is.
    pub per: &'static str,
    /// Whether `measures.yaml` asks for this measure, whichever of its parts, for this.
    pub wanted: bool,
    /// The objective it shows.
    pub objective: Option<String>,
    /// What is wanted.
    pub target_ms: Option<i64>,
    /// What is still acceptable.
    pub acceptable_ms: Option<i64>,
    /// How many lengths of time are within the target.
    pub within_target: Option<u32>,
    /// How many are within what is acceptable, those within the target among them.
    pub within_acceptable: Option<u32>,
    /// How many began and never came to their end.
    pub never: u32,
    /// How many never began.
    pub not_started: u32,
    /// The spread of lengths of time.
    pub time: Option<TimeSpread>,
    /// The spread of counts.
    pub count: Option<NumberSpread>,
    /// The spread of shares of a whole, from 0 to 1.
    pub share: Option<NumberSpread>,
}

impl MeasurePart {
    /// Whether there is anything to tell.
    pub fn has_values(&self) -> bool {
        let Self { time, count, share, never, not_started, .. } = self;
        time.is_some() || count.is_some() || share.is_some() || never + not_started > 0
    }

    /// Whether it sums up the values of another, as the spread of those already does.
    fn is_summary(&self) -> bool {
        matches!(self.part.as_str(), "lower" | "upper" | "never" | "waited")
    }
}

impl Report {
    /// What people look at of the measures: those that `measures.yaml` asks for (all when it asks for none), each for
    /// the smallest of what it is asked for, so that a spread is one of organisations and not of a single sum.
    pub fn shown_measures(&self) -> impl Iterator<Item = &MeasurePart> {
        let any = self.measures.iter().any(|each| each.wanted);
        let candidates = move |each: &&MeasurePart| (each.wanted || !any) && !each.is_summary();
        // Of one measure and part, the smallest comes first.
        let mut last: Option<(&str, &str)> = None;
        self.measures.iter().filter(candidates).filter(move |each| {
            let own = (each.measure, each.part.as_str());
            last.replace(own) != Some(own)
        })
    }
}

/// The spread of lengths of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct TimeSpread {
    /// How many there are.
    pub values: u32,
    /// The least.
    pub least_ms: i64,
    /// A quarter is not above it.
    pub lower_ms: i64,
    /// Half is not above it.
    pub median_ms: i64,
    /// Three quarters are not above it.
    pub upper_ms: i64,
    /// Nine in ten are not above it.
    pub p90_ms: i64,
    /// The most.
    pub most_ms: i64,
}

/// The spread of counts or shares.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct NumberSpread {
    /// How many there are.
    pub values: u32,
    /// The least.
    pub least: f64,
    /// A quarter is not above it.
    pub lower: f64,
    /// Half is not above it.
    pub median: f64,
    /// Three quarters are not above it.
    pub upper: f64,
    /// Nine in ten are not above it.
    pub p90: f64,
    /// The most.
    pub most: f64,
}

/// From when to when, in milliseconds after the start.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Window {
    /// From when.
    pub from_ms: i64,
    /// To when.
    pub to_ms: i64,
}

/// Something that never came about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DeadEnd {
    /// What it is.
    pub what: DeadEndKind,
    /// The inject or the milestone.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The number of the expectation, from 1.
    pub expectation: Option<u32>,
    /// Where it stands.
    pub spot: Spot,
    /// The condition that did not come to hold.
    pub when: Option<String>,
    /// How often it could have come about, and did not.
    pub times: u32,
    /// Why, and so what to do.
    pub cause: Cause,
    /// What else has to do with it: the injects that would reach a milestone.
    pub see: Vec<String>,
}

/// Something that did not come about with these bots and does with others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Branch {
    /// What it is.
    pub what: DeadEndKind,
    /// The inject or the milestone.
    pub id: String,
    /// The number of the expectation, from 1.
    pub expectation: Option<u32>,
}

/// What never came about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum DeadEndKind {
    /// An inject of which no copy went.
    InjectNeverWent,
    /// A milestone that was not reached.
    MilestoneNeverReached,
    /// An expectation that was judged, and never met.
    ExpectationNeverMet,
}

/// Why something never came about. Those of which the scenario itself is the cause come first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Cause {
    /// Nobody in this cast is addressed.
    Nobody,
    /// It was due after its last moment.
    TooLate,
    /// Exercise control did not let it go by its last moment.
    NotReleased,
    /// The exercise was over, or it was taken out, before its moment.
    Over,
    /// Only injects that did not go would have reached it.
    NoInject,
    /// It did not come about although every bot does all that is expected.
    EvenIdeal,
    /// It did not come about with bots of which some do not do what is expected.
    TheseBots,
    /// It came about with no kind of bots.
    NoBots,
}

impl Cause {
    /// Whether the scenario or the number of players is the cause, whatever the bots do.
    pub fn is_certain(self) -> bool {
        !matches!(self, Self::EvenIdeal | Self::TheseBots | Self::NoBots | Self::NoInject)
    }
}
