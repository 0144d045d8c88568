//! What the journal has shown so far: for each fact that some condition asks for, in each scope that it is asked in.

use rustc_hash::FxHashMap;

use super::Engine;
use super::cast::{Cast, PersonNo, TeamNo};
use super::entry::{Target, Unit};
use crate::condition::{Fact, FactNo, Known, Scope};
use crate::format::{Country, OrganisationKind, Shared};
use crate::model::{OrganisationNo, Scenario, Spot, Who};

/// Whose acts are counted together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Bucket {
    Whole,
    Country(Country),
    Team(TeamNo),
    Person(PersonNo),
    Organisation(OrganisationNo),
    Kind(OrganisationKind),
}

impl From<Unit> for Bucket {
    fn from(unit: Unit) -> Self {
        match unit {
            Unit::Whole => Self::Whole,
            Unit::Country(country) => Self::Country(country),
            Unit::Team(team) => Self::Team(team),
            Unit::Person(person) => Self::Person(person),
        }
    }
}

impl From<Spot> for Bucket {
    fn from(spot: Spot) -> Self {
        match spot {
            Spot::Organisation(organisation) => Self::Organisation(organisation),
            Spot::Kind(kind) => Self::Kind(kind),
            Spot::Country(country) => Self::Country(country),
        }
    }
}

/// The bucket in which a condition of a unit looks, for a scope; the whole exercise for [`Scope::All`], which is then
/// asked team by team.
pub(super) fn bucket(cast: &Cast, unit: Unit, scope: Scope) -> Bucket {
    match scope {
        Scope::Own => unit.into(),
        Scope::Organisation => match unit {
            Unit::Person(person) => Bucket::Team(cast.people[person.index()].team),
            other => other.into(),
        },
        Scope::Country => match unit {
            Unit::Team(team) => cast.teams[team.index()].country.map_or(Bucket::Whole, Bucket::Country),
            Unit::Person(person) => {
                let team = cast.people[person.index()].team;
                cast.teams[team.index()].country.map_or(Bucket::Whole, Bucket::Country)
            }
            other => other.into(),
        },
        Scope::Any | Scope::All => Bucket::Whole,
        Scope::At(spot) => spot.into(),
    }
}

/// The kinds of buckets in which a fact is asked for: nothing else is kept.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Kept {
    whole: bool,
    country: bool,
    team: bool,
    person: bool,
    organisation: bool,
    kind: bool,
}

impl Kept {
    fn note(&mut self, bucket: Bucket) {
        match bucket {
            Bucket::Whole => self.whole = true,
            Bucket::Country(_) => self.country = true,
            Bucket::Team(_) => self.team = true,
            Bucket::Person(_) => self.person = true,
            Bucket::Organisation(_) => self.organisation = true,
            Bucket::Kind(_) => self.kind = true,
        }
    }
}

/// Which facts an entry can make hold, found without looking at all of them.
#[derive(Debug, Default)]
pub(super) struct Index {
    numbers: FxHashMap<u64, FactNo>,
    contacted: Vec<(FactNo, Who)>,
    shared: Vec<(FactNo, Shared, Option<Who>)>,
    kept: Vec<Kept>,
}

/// A number for each fact that has only one subject, so that it is found by hash.
fn key(fact: Fact) -> Option<u64> {
    let (kind, one, two) = match fact {
        Fact::Delivered(inject) => (1, inject.0, 0),
        Fact::Opened(inject) => (2, inject.0, 0),
        Fact::Replied(inject) => (3, inject.0, 0),
        Fact::Filed(report) => (4, report as u32, 0),
        Fact::Decided(decision, option) => (5, decision.0, option.map_or(0, |option| option + 1)),
        Fact::Solved(challenge) => (6, challenge.0, 0),
        Fact::Milestone(milestone) => (7, milestone.0, 0),
        Fact::Contacted(_) | Fact::Shared(..) => return None,
    };
    Some(kind << 56 | u64::from(two & 0xff_ffff) << 32 | u64::from(one))
}

impl Index {
    pub fn of(scenario: &Scenario) -> Self {
        let mut index = Self { kept: vec![Kept::default(); scenario.facts.len()], ..Self::default() };
        for (number, fact) in scenario.facts.iter() {
            match fact {
                Fact::Contacted(who) => index.contacted.push((number, who)),
                Fact::Shared(what, who) => index.shared.push((number, what, who)),
                _ => index.numbers.extend(key(fact).map(|key| (key, number))),
            }
        }
        index
    }

    /// Says that a fact is asked for in a bucket; [`Scope::All`] also asks team by team.
    pub fn note(&mut self, fact: FactNo, bucket: Bucket, scope: Scope) {
        let kept = &mut self.kept[fact.0 as usize];
        kept.note(bucket);
        kept.team |= scope == Scope::All;
    }

    pub fn get(&self, fact: Fact) -> Option<FactNo> {
        self.numbers.get(&key(fact)?).copied()
    }

    /// The facts that turning to somebody makes hold. `other` says that they are of another organisation: a colleague
    /// is not "the laboratories".
    pub fn contacted<'a>(
        &'a self,
        scenario: &'a Scenario,
        cast: &'a Cast,
        to: Target,
        other: bool,
    ) -> impl Iterator<Item = FactNo> + 'a {
        let near = move |who: &Who| !other && matches!(who, Who::All | Who::Spot(_));
        self.contacted
            .iter()
            .filter(move |(_, who)| !near(who) && means(scenario, cast, *who, to))
            .map(|(number, _)| *number)
    }

    /// The facts that sharing something with somebody makes hold; `other` says that they are of another organisation.
    pub fn shared<'a>(
        &'a self,
        scenario: &'a Scenario,
        cast: &'a Cast,
        what: Shared,
        to: Target,
        other: bool,
    ) -> impl Iterator<Item = FactNo> + 'a {
        self.shared
            .iter()
            .filter(move |(_, wanted, who)| {
                (*wanted == what || *wanted == Shared::Anything)
                    && who.map_or(other, |who| means(scenario, cast, who, to))
            })
            .map(|(number, ..)| *number)
    }
}

/// Whether an address means somebody.
pub(super) fn means(scenario: &Scenario, cast: &Cast, who: Who, to: Target) -> bool {
    match (who, to) {
        (who, Target::Person(person)) => cast.is(scenario, person, who),
        (Who::Persona(persona), Target::Persona(other)) => persona == other,
        (Who::Cell(cell), Target::Cell(other)) => cell == other,
        // Whoever writes to a persona writes to the cell that plays it.
        (Who::Cell(cell), Target::Persona(persona)) => {
            let cells = &scenario.names.cells;
            let played = scenario.written.personas[persona.index()].cell.as_ref();
            played.and_then(|name| cells.get(name.as_str())) == Some(&cell.0)
        }
        _ => false,
    }
}

/// What is known of the facts.
#[derive(Debug, Clone, Default)]
pub(super) struct Memory {
    known: FxHashMap<(FactNo, Bucket), Known>,
}

impl Memory {
    pub fn get(&self, fact: FactNo, bucket: Bucket) -> Option<&Known> {
        self.known.get(&(fact, bucket))
    }

    /// Notes that a fact holds through an act of a person, in every bucket in which it is asked for.
    pub fn note(
        &mut self,
        engine: &Engine<'_>,
        fact: FactNo,
        by: PersonNo,
        (at, entry): (i64, u64),
        changed: &mut Vec<(FactNo, Bucket)>,
    ) {
        let Engine { scenario, cast, index, .. } = engine;
        let team = cast.people[by.index()].team;
        let described = &cast.teams[team.index()];
        let kind = scenario.organisations[described.of.index()].kind;
        let kept = index.kept[fact.0 as usize];
        let buckets = [
            kept.whole.then_some(Bucket::Whole),
            described.country.filter(|_| kept.country).map(Bucket::Country),
            kept.team.then_some(Bucket::Team(team)),
            kept.person.then_some(Bucket::Person(by)),
            kept.organisation.then_some(Bucket::Organisation(described.of)),
            kept.kind.then_some(Bucket::Kind(kind)),
        ];
        for bucket in buckets.into_iter().flatten() {
            self.one(fact, bucket, at, entry, changed);
        }
    }

    /// Notes that a fact holds for a unit, whoever brought it about.
    pub fn note_unit(
        &mut self,
        engine: &Engine<'_>,
        fact: FactNo,
        unit: Unit,
        (at, entry): (i64, u64),
        changed: &mut Vec<(FactNo, Bucket)>,
    ) {
        let Engine { scenario, cast, index, .. } = engine;
        let teams: Vec<TeamNo> = match unit {
            Unit::Whole => (0..cast.teams.len() as u32).map(TeamNo).collect(),
            Unit::Country(country) => (0..)
                .map(TeamNo)
                .zip(&cast.teams)
                .filter(|(_, team)| team.country == Some(country))
                .map(|(number, _)| number)
                .collect(),
            Unit::Team(team) => vec![team],
            Unit::Person(person) => {
                self.note(engine, fact, person, (at, entry), changed);
                return;
            }
        };
        let kept = index.kept[fact.0 as usize];
        let mut buckets = Vec::new();
        buckets.extend(kept.whole.then_some(Bucket::Whole));
        for team in teams {
            let described = &cast.teams[team.index()];
            buckets.extend(described.country.filter(|_| kept.country).map(Bucket::Country));
            buckets.extend(kept.team.then_some(Bucket::Team(team)));
            buckets.extend(kept.organisation.then_some(Bucket::Organisation(described.of)));
            buckets
                .extend(kept.kind.then_some(Bucket::Kind(scenario.organisations[described.of.index()].kind)));
            if kept.person {
                buckets.extend(described.people.iter().map(|person| Bucket::Person(*person)));
            }
        }
        buckets.sort_unstable();
        buckets.dedup();
        for bucket in buckets {
            self.one(fact, bucket, at, entry, changed);
        }
    }

    fn one(
        &mut self,
        fact: FactNo,
        bucket: Bucket,
        at: i64,
        entry: u64,
        changed: &mut Vec<(FactNo, Bucket)>,
    ) {
        let known = self.known.entry((fact, bucket)).or_default();
        known.first.get_or_insert(at);
        known.count += 1;
        if known.entries.len() < crate::condition::MAX_ENTRIES {
            known.entries.push(entry);
        }
        changed.push((fact, bucket));
    }
}
