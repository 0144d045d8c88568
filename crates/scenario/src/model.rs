//! A scenario with everything looked up: numbers instead of identifiers, milliseconds instead of words, conditions
//! compiled. Made by [`resolve`]; the engine, the checks and the measures read it.
//!
//! Each list has the same order as its list in [`Written`], so the number of a thing is its place in both.

use std::collections::{BTreeMap, HashMap};

use jiff::civil::DateTime;
use jiff::tz::TimeZone;

use crate::condition::{Condition, Facts};
use crate::finding::{Finding, Place, Rule};
use crate::format::{
    Address, At, ChallengeKind, Channel, Country, FallbackIf, HOUR, Id, InjectKind, InjectOverlay, MINUTE,
    Moment, Once, OrganisationKind, Place as Where, Release, SECOND, StateMeaning,
};
use crate::read::{In, Written};

/// Declares the number of a thing in its list.
macro_rules! numbers {
    ($($(#[$doc:meta])* $name:ident;)+) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub u32);

        impl $name {
            /// The place in its list.
            pub fn index(self) -> usize {
                self.0 as usize
            }
        }
    )+};
}

numbers! {
    /// An organisation of the scenario.
    OrganisationNo;
    /// A role.
    RoleNo;
    /// A cell of exercise control.
    CellNo;
    /// A persona.
    PersonaNo;
    /// A device or system.
    AssetNo;
    /// An inject.
    InjectNo;
    /// A milestone.
    MilestoneNo;
    /// A decision.
    DecisionNo;
    /// A challenge.
    ChallengeNo;
    /// An artefact.
    ArtefactNo;
    /// An objective.
    ObjectiveNo;
}

/// Somebody or somewhere, looked up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Who {
    /// Every player.
    All,
    /// Those who hold a role, everywhere or at some place.
    Role(RoleNo, Option<Spot>),
    /// Every player there.
    Spot(Spot),
    /// A cell of exercise control.
    Cell(CellNo),
    /// A persona.
    Persona(PersonaNo),
}

/// A place, looked up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Spot {
    /// An organisation of the scenario, and every copy of it.
    Organisation(OrganisationNo),
    /// Every organisation of a kind.
    Kind(OrganisationKind),
    /// Every organisation of a country.
    Country(Country),
}

/// An organisation.
#[derive(Debug, Clone)]
pub struct Organisation {
    /// What it is.
    pub kind: OrganisationKind,
    /// The one above it.
    pub parent: Option<OrganisationNo>,
    /// Where it is.
    pub country: Option<Country>,
    /// Its time zone.
    pub timezone: TimeZone,
    /// It stands for as many as take part.
    pub several: bool,
    /// Somebody plays it.
    pub plays: bool,
}

/// A role.
#[derive(Debug, Clone)]
pub struct Role {
    /// In which organisations of the scenario it exists.
    pub at: Vec<OrganisationNo>,
    /// The exercise cannot do without.
    pub needed: bool,
}

/// A device or system.
#[derive(Debug, Clone)]
pub struct Asset {
    /// The organisations of the scenario that have one.
    pub at: Vec<OrganisationNo>,
    /// What each state means.
    pub states: Vec<StateMeaning>,
    /// How it goes from one state to another.
    pub moves: Vec<Move>,
}

/// How a device or system goes from one state to another.
#[derive(Debug, Clone)]
pub struct Move {
    /// The states it leaves.
    pub from: Vec<u32>,
    /// The state it comes to.
    pub to: u32,
    /// By itself, so many milliseconds after it came into the state.
    pub after: Option<i64>,
    /// When this holds.
    pub when: Option<Condition>,
    /// Whether players can bring it about.
    pub action: bool,
    /// Who can; everybody of its organisation when empty.
    pub by: Vec<Who>,
}

/// An inject.
#[derive(Debug, Clone)]
pub struct Inject {
    /// What it is in the list.
    pub kind: InjectKind,
    /// By what means it goes.
    pub channel: Channel,
    /// From whom.
    pub from: Option<Who>,
    /// To whom.
    pub to: Vec<Who>,
    /// Milliseconds after the start.
    pub at: Option<i64>,
    /// When this holds.
    pub when: Option<Condition>,
    /// Milliseconds after `when` came to hold.
    pub after: i64,
    /// The last moment, in milliseconds after the start.
    pub until: i64,
    /// Who lets it go.
    pub release: Release,
    /// For what it happens once.
    pub once: Once,
    /// Milestones it reaches.
    pub reaches: Vec<MilestoneNo>,
    /// States it brings about.
    pub moves: Vec<(AssetNo, u32)>,
    /// What is expected.
    pub expect: Vec<Expectation>,
    /// Help: so long after delivery, unless this holds.
    pub hint: Option<(i64, Option<Condition>)>,
    /// Another way.
    pub fallback: Option<(Channel, FallbackIf, i64)>,
    /// The challenge it publishes.
    pub challenge: Option<ChallengeNo>,
    /// The decision it asks for.
    pub decision: Option<DecisionNo>,
    /// The artefacts that go with it.
    pub artefacts: Vec<ArtefactNo>,
    /// It is a first symptom.
    pub symptom: bool,
    /// What it serves.
    pub objectives: Vec<ObjectiveNo>,
}

impl Inject {
    /// Whether it is ever sent to anybody.
    pub fn is_sent(&self) -> bool {
        self.kind != InjectKind::ExpectedAction
    }
}

/// What is expected of players.
#[derive(Debug, Clone)]
pub struct Expectation {
    /// What shows it; a person judges when there is none.
    pub that: Option<Condition>,
    /// Milliseconds after delivery; until the end when none.
    pub within: Option<i64>,
    /// Who is expected to do it.
    pub by: Vec<Who>,
    /// What it shows.
    pub objective: Option<ObjectiveNo>,
}

/// A point of the story.
#[derive(Debug, Clone)]
pub struct Milestone {
    /// When it is reached by itself.
    pub when: Option<Condition>,
    /// For what it is reached on its own.
    pub once: Once,
}

/// What is decided.
#[derive(Debug, Clone)]
pub struct Decision {
    /// How many options there are.
    pub options: u32,
    /// Who decides.
    pub by: Vec<Who>,
}

/// What the program checks the answer of.
#[derive(Debug, Clone)]
pub struct Challenge {
    /// What it trains.
    pub kind: ChallengeKind,
    /// For whom it is.
    pub to: Vec<Who>,
    /// Who solves it together.
    pub team: Once,
    /// How many hints there are.
    pub hints: u32,
}

/// A part of the exercise.
#[derive(Debug, Clone)]
pub struct Phase {
    /// When it begins, in milliseconds after the start.
    pub from: i64,
    /// Seconds of the story in a second of play.
    pub speed: f64,
}

/// What a country changes of an inject.
#[derive(Debug, Clone)]
pub struct Overlay {
    /// The country.
    pub country: Country,
    /// It does not happen there.
    pub drop: bool,
    /// It happens at another moment.
    pub at: Option<i64>,
}

/// A scenario, looked up.
#[derive(Debug)]
pub struct Scenario {
    /// As it was written.
    pub written: Written,
    /// The moment of the story at which it starts.
    pub start: DateTime,
    /// Where its clock stands.
    pub timezone: TimeZone,
    /// How long it lasts, in milliseconds.
    pub end: i64,
    /// Organisations.
    pub organisations: Vec<Organisation>,
    /// Roles.
    pub roles: Vec<Role>,
    /// Devices and systems.
    pub assets: Vec<Asset>,
    /// Injects.
    pub injects: Vec<Inject>,
    /// Milestones.
    pub milestones: Vec<Milestone>,
    /// Decisions.
    pub decisions: Vec<Decision>,
    /// Challenges.
    pub challenges: Vec<Challenge>,
    /// Parts; always at least one, which begins at 0.
    pub phases: Vec<Phase>,
    /// What countries change.
    pub overlays: BTreeMap<InjectNo, Vec<Overlay>>,
    /// Every fact that a condition asks for.
    pub facts: Facts,
    /// What tests want to hold at the end, by test and by its place in the test.
    pub outcomes: HashMap<(usize, usize), Condition>,
    /// Identifiers by kind.
    pub names: Names,
}

impl Scenario {
    /// What a country changes of an inject.
    pub fn overlay(&self, inject: InjectNo, country: Country) -> Option<&Overlay> {
        self.overlays.get(&inject)?.iter().find(|overlay| overlay.country == country)
    }
}

/// The numbers of identifiers.
#[derive(Debug, Default)]
pub struct Names {
    /// Organisations.
    pub organisations: HashMap<String, u32>,
    /// Roles.
    pub roles: HashMap<String, u32>,
    /// Cells.
    pub cells: HashMap<String, u32>,
    /// Personas.
    pub personas: HashMap<String, u32>,
    /// Devices and systems.
    pub assets: HashMap<String, u32>,
    /// Injects.
    pub injects: HashMap<String, u32>,
    /// Milestones.
    pub milestones: HashMap<String, u32>,
    /// Decisions.
    pub decisions: HashMap<String, u32>,
    /// Challenges.
    pub challenges: HashMap<String, u32>,
    /// Artefacts.
    pub artefacts: HashMap<String, u32>,
    /// Objectives.
    pub objectives: HashMap<String, u32>,
    /// The kinds of organisations that are played.
    kinds: Vec<OrganisationKind>,
    /// The countries of organisations.
    countries: Vec<Country>,
}

impl Names {
    fn of(written: &Written, findings: &mut Vec<Finding>) -> Self {
        let exercise = &written.exercise;
        let mut list = |what: &str, all: &mut dyn Iterator<Item = (&At<Id>, Place)>| {
            let mut names = HashMap::new();
            let mut places: HashMap<&str, Place> = HashMap::new();
            for (number, (id, place)) in (0..).zip(all) {
                if let Some(first) = places.insert(id.as_str(), place) {
                    let message = format!("there are two {what} {:?}", id.as_str());
                    findings.push(
                        Finding::new(Rule::Duplicate, place, message)
                            .also(first)
                            .mend("give one of them another identifier"),
                    );
                }
                names.insert(id.as_str().to_owned(), number);
            }
            names
        };
        /// The identifiers of a list with their places.
        macro_rules! ids {
            ($list:expr) => {
                &mut $list.iter().map(|each| (&each.id, each.place(&each.id)))
            };
        }
        /// The same for what stands in `exercise.yaml`.
        macro_rules! inner {
            ($list:expr) => {
                &mut $list.iter().map(|each| (&each.id, exercise.place(&each.id)))
            };
        }
        let mut names = Self {
            organisations: list("organisations", ids!(written.organisations)),
            roles: list("roles", ids!(written.roles)),
            cells: list("cells", ids!(written.cells)),
            personas: list("personas", ids!(written.personas)),
            assets: list("assets", ids!(written.assets)),
            injects: list("injects", ids!(written.injects)),
            artefacts: list("artefacts", ids!(written.artefacts)),
            challenges: list("challenges", ids!(written.challenges)),
            milestones: list("milestones", inner!(exercise.milestones)),
            decisions: list("decisions", inner!(exercise.decisions)),
            objectives: list("objectives", inner!(exercise.objectives)),
            ..Self::default()
        };
        list("phases", inner!(exercise.phases));
        list("questions", ids!(written.survey));
        names.kinds = written.organisations.iter().map(|each| each.kind.value).collect();
        names.countries = written
            .organisations
            .iter()
            .filter_map(|each| each.country.as_ref())
            .map(|at| at.value)
            .collect();
        names
    }

    /// Looks a place up.
    ///
    /// # Errors
    ///
    /// What is not in the scenario.
    pub fn spot(&self, place: &Where) -> Result<Spot, String> {
        match place {
            Where::Organisation(id) => {
                find(&self.organisations, id, "organisation").map(|no| Spot::Organisation(OrganisationNo(no)))
            }
            Where::Kind(kind) if self.kinds.contains(kind) => Ok(Spot::Kind(*kind)),
            Where::Kind(kind) => Err(format!("no organisation of this scenario is of the kind {kind}")),
            Where::Country(country) if self.countries.contains(country) => Ok(Spot::Country(*country)),
            Where::Country(country) => Err(format!("no organisation of this scenario is in {country}")),
        }
    }

    /// Looks an address up.
    ///
    /// # Errors
    ///
    /// What is not in the scenario.
    pub fn who(&self, address: &Address) -> Result<Who, String> {
        Ok(match address {
            Address::All => Who::All,
            Address::Role(id, place) => {
                let role = RoleNo(find(&self.roles, id, "role")?);
                Who::Role(role, place.as_ref().map(|place| self.spot(place)).transpose()?)
            }
            Address::Place(place) => Who::Spot(self.spot(place)?),
            Address::Cell(id) => Who::Cell(CellNo(find(&self.cells, id, "cell")?)),
            Address::Persona(id) => Who::Persona(PersonaNo(find(&self.personas, id, "persona")?)),
        })
    }
}

/// Looks an identifier up, and names the nearest one when it is not there.
fn find(names: &HashMap<String, u32>, id: &Id, what: &str) -> Result<u32, String> {
    find_text(names, id.as_str(), what)
}

/// The same for an identifier that stands in a condition.
pub(crate) fn find_text(names: &HashMap<String, u32>, id: &str, what: &str) -> Result<u32, String> {
    if let Some(number) = names.get(id) {
        return Ok(*number);
    }
    let near = nearest(names.keys().map(String::as_str), id);
    Err(match near {
        Some(near) => format!("there is no {what} {id:?}; did you mean {near:?}?"),
        None => format!("there is no {what} {id:?}"),
    })
}

/// The word most like another, if any is like it at all.
pub(crate) fn nearest<'a>(words: impl Iterator<Item = &'a str>, word: &str) -> Option<&'a str> {
    let most = (word.chars().count() / 3).max(1);
    words.map(|each| (distance(each, word), each)).filter(|(far, _)| *far <= most).min().map(|(_, each)| each)
}

/// How many letters must be put in, left out or changed to make one word of another (Levenshtein).
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut left = i + 1;
        let mut above_left = i;
        for (j, y) in b.iter().enumerate() {
            let above = row.get(j + 1).copied().unwrap_or(0);
            let here = (above_left + usize::from(x != *y)).min(above + 1).min(left + 1);
            if let Some(cell) = row.get_mut(j) {
                *cell = left;
            }
            (above_left, left) = (above, here);
        }
        if let Some(last) = row.last_mut() {
            *last = left;
        }
    }
    row.last().copied().unwrap_or(0)
}

/// What came of looking everything up.
pub struct Resolved {
    /// The scenario. What could not be looked up is left out of it.
    pub scenario: Scenario,
    /// What is not there.
    pub findings: Vec<Finding>,
}

/// Looks everything up.
pub fn resolve(written: Written) -> Resolved {
    let mut findings = Vec::new();
    let names = Names::of(&written, &mut findings);
    let mut look = Lookup { names: &names, findings, facts: Facts::default(), written: &written };
    let (start, timezone) = look.clock();
    let moments = Moments { start, end: written.exercise.duration.value.0 };
    let organisations = look.organisations(&timezone);
    let roles = look.roles(&organisations);
    let assets = look.assets(&organisations);
    let injects = written.injects.iter().map(|inject| look.inject(inject, &moments)).collect();
    let milestones = look.milestones();
    let decisions = look.decisions();
    let challenges = look.challenges();
    let phases = look.phases(&moments);
    let overlays = look.overlays(&moments);
    let outcomes = look.outcomes();
    let (findings, facts) = (look.findings, look.facts);
    let scenario = Scenario {
        start,
        timezone,
        end: moments.end,
        organisations,
        roles,
        assets,
        injects,
        milestones,
        decisions,
        challenges,
        phases,
        overlays,
        facts,
        outcomes,
        names,
        written,
    };
    Resolved { scenario, findings }
}

/// Turns moments as they are written into milliseconds after the start.
struct Moments {
    start: DateTime,
    end: i64,
}

impl Moments {
    fn of(&self, moment: Moment) -> i64 {
        moment.after_start(time_of_day(self.start))
    }
}

/// Milliseconds after midnight.
pub(crate) fn time_of_day(moment: DateTime) -> i64 {
    i64::from(moment.hour()) * HOUR
        + i64::from(moment.minute()) * MINUTE
        + i64::from(moment.second()) * SECOND
}

struct Lookup<'a> {
    names: &'a Names,
    findings: Vec<Finding>,
    facts: Facts,
    written: &'a Written,
}

impl<'a> Lookup<'a> {
    fn found(&mut self, rule: Rule, place: Place, message: impl Into<String>, mend: &str) {
        self.findings.push(Finding::new(rule, place, message).mend(mend));
    }

    fn clock(&mut self) -> (DateTime, TimeZone) {
        let exercise = &self.written.exercise;
        let clock = &exercise.clock;
        let start = clock.start.parse().unwrap_or_else(|_| {
            let message = format!("{:?} is no moment by the clock on the wall", clock.start.value);
            self.found(
                Rule::Value,
                exercise.place(&clock.start),
                message,
                "write for instance 2027-03-09T08:30",
            );
            jiff::civil::datetime(2027, 1, 4, 8, 0, 0, 0)
        });
        (start, self.timezone(exercise.place(&clock.timezone), &clock.timezone))
    }

    fn timezone(&mut self, place: Place, name: &str) -> TimeZone {
        TimeZone::get(name).unwrap_or_else(|_| {
            let message = format!("there is no time zone {name:?}");
            self.found(Rule::Value, place, message, "write its IANA name, for instance Europe/Brussels");
            TimeZone::UTC
        })
    }

    fn organisations(&mut self, clock: &TimeZone) -> Vec<Organisation> {
        let all = &self.written.organisations;
        let mut parents = Vec::new();
        for each in all {
            let parent = each.parent.as_ref().and_then(|parent| {
                let found = find(&self.names.organisations, parent, "organisation");
                self.looked_up(found, each.place(parent)).map(OrganisationNo)
            });
            parents.push(parent);
        }
        let mut organisations = Vec::new();
        for (number, each) in all.iter().enumerate() {
            let line = self.ancestors(number, &parents);
            let own = |number: &usize| all.get(*number);
            let country =
                line.iter().filter_map(own).find_map(|each| each.country.as_ref()).map(|at| at.value);
            let named = line.iter().filter_map(own).find_map(|each| Some((each, each.timezone.as_ref()?)));
            let timezone = match named {
                Some((owner, name)) if std::ptr::eq(owner, each) => self.timezone(each.place(name), name),
                Some((_, name)) => TimeZone::get(name).unwrap_or(TimeZone::UTC),
                None => clock.clone(),
            };
            organisations.push(Organisation {
                kind: each.kind.value,
                parent: parents.get(number).copied().flatten(),
                country,
                timezone,
                several: each.several,
                plays: each.plays,
            });
        }
        organisations
    }

    /// An organisation and those above it, from below; a circle is found once and cut.
    fn ancestors(&mut self, number: usize, parents: &[Option<OrganisationNo>]) -> Vec<usize> {
        let mut line = vec![number];
        let mut at = number;
        while let Some(parent) = parents.get(at).copied().flatten() {
            if line.contains(&parent.index()) {
                if parent.index() == number {
                    let each = &self.written.organisations[number];
                    let message = format!("the organisation {} is above itself", each.id.value);
                    self.found(
                        Rule::Cycle,
                        each.place(&each.id),
                        message,
                        "take parent away from one of them",
                    );
                }
                break;
            }
            at = parent.index();
            line.push(at);
        }
        line
    }

    fn roles(&mut self, organisations: &[Organisation]) -> Vec<Role> {
        let written = self.written;
        let mut roles = Vec::new();
        for role in &written.roles {
            let mut at = Vec::new();
            for place in &role.at {
                let spot = self.names.spot(place);
                if let Some(spot) = self.looked_up(spot, role.place(place)) {
                    at.extend(within(organisations, spot).filter(|no| organisations[no.index()].plays));
                }
            }
            at.sort_unstable();
            at.dedup();
            if at.is_empty() {
                let message = format!(
                    "nobody can play the role {}: no organisation that plays is there",
                    role.id.value
                );
                self.found(
                    Rule::UnknownReference,
                    role.place(&role.id),
                    message,
                    "write in at: where it exists",
                );
            }
            roles.push(Role { at, needed: role.needed });
        }
        roles
    }

    fn assets(&mut self, organisations: &[Organisation]) -> Vec<Asset> {
        let written = self.written;
        let mut assets = Vec::new();
        for asset in &written.assets {
            let spot = self.names.spot(&asset.at);
            let at = self.looked_up(spot, asset.place(&asset.at));
            let at = at.map(|spot| within(organisations, spot).collect()).unwrap_or_default();
            if asset.states.is_empty() {
                let message = format!("{} has no state", asset.id.value);
                self.found(Rule::Value, asset.place(&asset.id), message, "write at least one in states:");
            }
            let states = asset
                .states
                .iter()
                .map(|state| state.means.as_ref().map_or(StateMeaning::Normal, |at| at.value))
                .collect();
            let mut moves = Vec::new();
            for each in &asset.moves {
                let from = each.from.iter().filter_map(|id| self.state(asset, id, asset.place(id))).collect();
                let to = self.state(asset, &each.to, asset.place(&each.to));
                if each.after.is_none() && each.when.is_none() && each.action.is_none() {
                    self.found(
                        Rule::Value,
                        asset.place(&each.to),
                        format!("nothing brings {} to {}", asset.id.value, each.to.value),
                        "write after:, when: or action:",
                    );
                }
                moves.extend(to.map(|to| Move {
                    from,
                    to,
                    after: each.after.as_ref().map(|after| after.0),
                    when: each.when.as_ref().and_then(|when| self.condition(asset.place(when), when)),
                    action: each.action.is_some(),
                    by: self.whos(asset, &each.by),
                }));
            }
            assets.push(Asset { at, states, moves });
        }
        assets
    }

    fn state(&mut self, asset: &crate::format::Asset, id: &Id, place: Place) -> Option<u32> {
        let found = asset.states.iter().position(|state| state.id.value == *id);
        if found.is_none() {
            let ids = asset.states.iter().map(|state| state.id.as_str());
            let near = nearest(ids, id.as_str())
                .map_or_else(String::new, |near| format!("; did you mean {near:?}?"));
            let message = format!("{} has no state {:?}{near}", asset.id.value, id.as_str());
            self.found(Rule::UnknownReference, place, message, "");
        }
        found.map(|number| number as u32)
    }

    fn inject(&mut self, inject: &'a In<crate::format::Inject>, moments: &Moments) -> Inject {
        let kind = inject.kind.as_ref().map_or(InjectKind::Inject, |at| at.value);
        let mut made = Inject {
            kind,
            channel: inject.channel.as_ref().map_or(Channel::Portal, |at| at.value),
            from: inject.from.as_ref().and_then(|from| {
                let found = self.names.who(from);
                self.recipient(found, inject.place(from))
            }),
            to: Vec::new(),
            at: inject.at.as_ref().map(|at| moments.of(at.value)),
            when: inject.when.as_ref().and_then(|when| self.condition(inject.place(when), when)),
            after: inject.after.as_ref().map_or(0, |after| after.0),
            until: inject.until.as_ref().map_or(moments.end, |until| moments.of(until.value)),
            release: inject.release.as_ref().map_or(Release::Auto, |at| at.value),
            once: inject.once_per.as_ref().map_or(Once::Organisation, |at| at.value),
            reaches: Vec::new(),
            moves: Vec::new(),
            expect: Vec::new(),
            hint: None,
            fallback: inject.fallback.as_ref().map(|way| (way.channel.value, way.r#if.value, way.after.0)),
            challenge: inject.challenge.as_ref().and_then(|id| {
                let found = find(&self.names.challenges, id, "challenge");
                self.looked_up(found, inject.place(id)).map(ChallengeNo)
            }),
            decision: inject.decision.as_ref().and_then(|id| {
                let found = find(&self.names.decisions, id, "decision");
                self.looked_up(found, inject.place(id)).map(DecisionNo)
            }),
            artefacts: Vec::new(),
            symptom: inject.symptom,
            objectives: self.objectives(inject, &inject.objectives),
        };
        for to in &inject.to {
            let found = self.names.who(to);
            made.to.extend(self.recipient(found, inject.place(to)));
        }
        self.effects(inject, &mut made);
        for attachment in &inject.attachments {
            match &attachment.value {
                crate::format::Attachment::Artefact(id) => {
                    let found = find(&self.names.artefacts, id, "artefact");
                    made.artefacts.extend(self.looked_up(found, inject.place(attachment)).map(ArtefactNo));
                }
                crate::format::Attachment::File(name) if !self.written.attachments.contains(name) => {
                    let message = format!("there is no file files/{name}");
                    self.found(
                        Rule::MissingAttachment,
                        inject.place(attachment),
                        message,
                        "put it there, or take it off",
                    );
                }
                crate::format::Attachment::File(_) => {}
            }
        }
        for expected in &inject.expect {
            let expectation = Expectation {
                that: expected.that.as_ref().and_then(|that| self.condition(inject.place(that), that)),
                within: expected.within.as_ref().map(|within| within.0),
                by: self.whos(inject, &expected.by),
                objective: expected.objective.as_ref().and_then(|id| {
                    let found = find(&self.names.objectives, id, "objective");
                    self.looked_up(found, inject.place(id)).map(ObjectiveNo)
                }),
            };
            made.expect.push(expectation);
        }
        made.hint = inject.hint.as_ref().map(|hint| {
            let unless = hint.unless.as_ref().and_then(|unless| self.condition(inject.place(unless), unless));
            (hint.after.0, unless.or_else(|| made.expect.first().and_then(|first| first.that.clone())))
        });
        made
    }

    fn effects(&mut self, inject: &'a In<crate::format::Inject>, made: &mut Inject) {
        for effect in &inject.effects {
            if let Some(id) = &effect.milestone {
                let found = find(&self.names.milestones, id, "milestone");
                made.reaches.extend(self.looked_up(found, inject.place(id)).map(MilestoneNo));
            }
            match (&effect.asset, &effect.state) {
                (Some(id), Some(state)) => {
                    let found = find(&self.names.assets, id, "asset");
                    if let Some(number) = self.looked_up(found, inject.place(id)) {
                        let asset = &self.written.assets[number as usize];
                        let state = self.state(asset, state, inject.place(state));
                        made.moves.extend(state.map(|state| (AssetNo(number), state)));
                    }
                }
                (Some(id), None) | (None, Some(id)) => {
                    self.found(
                        Rule::Value,
                        inject.place(id),
                        "an effect on an asset needs both",
                        "write asset: and state:",
                    );
                }
                (None, None) if effect.milestone.is_none() => {
                    self.found(
                        Rule::Value,
                        inject.place(&inject.id),
                        "an effect without anything in it",
                        "write milestone:, or asset: and state:",
                    );
                }
                (None, None) => {}
            }
        }
    }

    fn milestones(&mut self) -> Vec<Milestone> {
        let exercise = &self.written.exercise;
        let mut milestones = Vec::new();
        for each in &exercise.milestones {
            let when = each.when.as_ref().and_then(|when| self.condition(exercise.place(when), when));
            milestones
                .push(Milestone { when, once: each.once_per.as_ref().map_or(Once::Exercise, |at| at.value) });
        }
        milestones
    }

    fn decisions(&mut self) -> Vec<Decision> {
        let exercise = &self.written.exercise;
        let mut decisions = Vec::new();
        for each in &exercise.decisions {
            let mut by = Vec::new();
            for address in &each.by {
                let found = self.names.who(address);
                by.extend(self.looked_up(found, exercise.place(address)));
            }
            decisions.push(Decision { options: each.options.len() as u32, by });
        }
        decisions
    }

    fn challenges(&mut self) -> Vec<Challenge> {
        let written = self.written;
        let mut challenges = Vec::new();
        for each in &written.challenges {
            challenges.push(Challenge {
                kind: each.kind.value,
                to: self.whos(each, &each.to),
                team: each.team.as_ref().map_or(Once::Organisation, |at| at.value),
                hints: each.hints.as_ref().map_or(0, |at| at.value),
            });
            self.objectives(each, &each.objectives);
        }
        challenges
    }

    fn phases(&mut self, moments: &Moments) -> Vec<Phase> {
        let exercise = &self.written.exercise;
        let mut phases: Vec<Phase> = Vec::new();
        for each in &exercise.phases {
            let speed = each.speed.as_ref().map_or(1.0, |at| at.value);
            if !(speed.is_finite() && speed > 0.0) {
                let at = each.speed.as_ref().map_or(exercise.place(&each.id), |at| exercise.place(at));
                self.found(
                    Rule::Value,
                    at,
                    "a speed must be above 0",
                    "write 1 for the speed of the clock on the wall",
                );
            }
            let from = moments.of(each.from.value);
            if phases.last().is_some_and(|last| last.from >= from) {
                let message = "this part does not begin after the one before it";
                self.found(
                    Rule::Timing,
                    exercise.place(&each.from),
                    message,
                    "put the parts in the order of their beginnings",
                );
            }
            phases.push(Phase { from, speed: if speed.is_finite() && speed > 0.0 { speed } else { 1.0 } });
        }
        if phases.first().is_none_or(|first| first.from > 0) {
            phases.insert(0, Phase { from: 0, speed: 1.0 });
        }
        phases
    }

    fn overlays(&mut self, moments: &Moments) -> BTreeMap<InjectNo, Vec<Overlay>> {
        let written = self.written;
        let mut overlays: BTreeMap<InjectNo, Vec<Overlay>> = BTreeMap::new();
        for (country, overlay) in &written.overlays {
            for (id, change) in &overlay.injects {
                let made = self.overlay(*country, overlay, change, moments);
                let place = Place { file: overlay.file, ..Place::default() };
                let found = find(&self.names.injects, id, "inject");
                if let Some(number) = self.looked_up(found, place) {
                    overlays.entry(InjectNo(number)).or_default().push(made);
                }
            }
        }
        overlays
    }

    fn overlay(
        &mut self,
        country: Country,
        overlay: &In<crate::format::Overlay>,
        change: &InjectOverlay,
        moments: &Moments,
    ) -> Overlay {
        if let Some(from) = &change.from {
            let found = self.names.who(from);
            self.recipient(found, overlay.place(from));
        }
        Overlay { country, drop: change.drop, at: change.at.as_ref().map(|at| moments.of(at.value)) }
    }

    fn outcomes(&mut self) -> HashMap<(usize, usize), Condition> {
        let written = self.written;
        let mut outcomes = HashMap::new();
        for (test, each) in written.tests.iter().enumerate() {
            let share: f64 = each.bots.values().map(|at| at.value).sum();
            let bad = each.bots.values().find(|at| !(at.value.is_finite() && at.value >= 0.0));
            if let Some(at) = bad.or_else(|| each.bots.values().next().filter(|_| share <= 0.0)) {
                self.found(
                    Rule::Value,
                    each.place(at),
                    "shares of bots are numbers above 0",
                    "write for instance alone: 0.5",
                );
            }
            for (number, outcome) in each.expect.iter().enumerate() {
                if let Some(that) = &outcome.that {
                    outcomes
                        .extend(self.condition(each.place(that), that).map(|made| ((test, number), made)));
                }
                if let Some(id) = &outcome.inject {
                    let found = find(&self.names.injects, id, "inject");
                    self.looked_up(found, each.place(id));
                }
                if let Some(id) = &outcome.objective {
                    let found = find(&self.names.objectives, id, "objective");
                    self.looked_up(found, each.place(id));
                }
            }
        }
        outcomes
    }

    fn objectives<T>(&mut self, owner: &In<T>, ids: &[At<Id>]) -> Vec<ObjectiveNo> {
        let mut objectives = Vec::new();
        for id in ids {
            let found = find(&self.names.objectives, id, "objective");
            objectives.extend(self.looked_up(found, owner.place(id)).map(ObjectiveNo));
        }
        objectives
    }

    fn whos<T>(&mut self, owner: &In<T>, addresses: &[At<Address>]) -> Vec<Who> {
        let mut whos = Vec::new();
        for address in addresses {
            let found = self.names.who(address);
            whos.extend(self.looked_up(found, owner.place(address)));
        }
        whos
    }

    fn looked_up<T>(&mut self, found: Result<T, String>, place: Place) -> Option<T> {
        found.map_err(|message| self.found(Rule::UnknownReference, place, message, "")).ok()
    }

    fn recipient(&mut self, found: Result<Who, String>, place: Place) -> Option<Who> {
        found.map_err(|message| self.found(Rule::UnknownRecipient, place, message, "")).ok()
    }

    fn condition(&mut self, place: Place, source: &str) -> Option<Condition> {
        match crate::condition::compile(source, self.names, self.written, &mut self.facts) {
            Ok(condition) => Some(condition),
            Err(wrong) => {
                let mut finding = Finding::new(Rule::Condition, place, wrong.message);
                if let Some(column) = wrong.column.filter(|_| place.column > 0) {
                    finding.place.column += column;
                }
                self.findings.push(finding.mend(wrong.mend));
                None
            }
        }
    }
}

/// The organisations of a place.
pub fn within(organisations: &[Organisation], spot: Spot) -> impl Iterator<Item = OrganisationNo> {
    (0..organisations.len() as u32)
        .map(OrganisationNo)
        .filter(move |number| belongs(organisations, *number, spot))
}

/// Whether an organisation belongs to a place.
pub fn belongs(organisations: &[Organisation], number: OrganisationNo, spot: Spot) -> bool {
    let organisation = &organisations[number.index()];
    match spot {
        Spot::Organisation(other) => other == number,
        Spot::Kind(kind) => organisation.kind == kind,
        Spot::Country(country) => organisation.country == Some(country),
    }
}
