//! The engine: plays a scenario with a cast. A state machine without I/O: [`Engine::step`] takes the time and the new
//! entries of the journal, changes a [`State`], and says what is to be done. The same scenario, cast and entries give the
//! same actions, on any machine.
//!
//! Everything that the engine knows of what happened comes from entries: an action changes nothing before the entry
//! that records it comes back. So a run can be replayed from its journal.
//!
//! A copy of an inject goes, or expires for a reason that is said; there is no third way, and nothing is ever too late
//! to be sent: what is due in one step is sent in that step.

mod cast;
mod clock;
mod entry;
mod memory;
mod state;
mod taking;
mod watching;

use std::collections::BTreeSet;

pub use cast::{Cast, CastError, MAX_PEOPLE, Person, PersonNo, Team, TeamNo};
pub use entry::{Act, Action, CopyNo, Do, Entry, Target, Unit, Why};
pub use state::{Copy, Phase, State};

use crate::condition::{Condition, FactNo, Known, Scope, Seen, Truth, Verdict};
use crate::format::{Country, FallbackIf, InjectKind, Once, Release};
use crate::model::{AssetNo, CellNo, Inject, InjectNo, MilestoneNo, Scenario, Who};
use cast::Addressed;
use memory::{Bucket, Index, bucket};
use rustc_hash::FxHashMap;
use state::{Due, Place, Watched};

/// The most copies of injects in one exercise.
pub const MAX_COPIES: usize = 4_000_000;

/// Why an exercise cannot be played.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("there would be more than {MAX_COPIES} copies of injects; take a wider once_per")]
pub struct TooManyCopies;

/// A scenario with a cast, ready to be played.
#[derive(Debug)]
pub struct Engine<'a> {
    scenario: &'a Scenario,
    cast: &'a Cast,
    index: Index,
    /// Which copy there is, of which inject, for what.
    copies: Vec<(InjectNo, Unit)>,
    /// The copies of each inject: from where to where in the list.
    ranges: Vec<std::ops::Range<u32>>,
    /// The teams that have each device or system, in the order of their numbers.
    holders: Vec<Vec<TeamNo>>,
}

impl<'a> Engine<'a> {
    /// Makes a scenario ready.
    ///
    /// # Errors
    ///
    /// When there would be too many copies.
    pub fn new(scenario: &'a Scenario, cast: &'a Cast) -> Result<Self, TooManyCopies> {
        let mut addressed = Addressed::default();
        let (mut copies, mut ranges) = (Vec::new(), Vec::new());
        for (number, inject) in (0..).map(InjectNo).zip(&scenario.injects) {
            let from = copies.len();
            for unit in units(scenario, cast, &mut addressed, number, inject) {
                copies.push((number, unit));
            }
            if copies.len() > MAX_COPIES {
                return Err(TooManyCopies);
            }
            ranges.push(from as u32..copies.len() as u32);
        }
        let holders = scenario
            .assets
            .iter()
            .map(|asset| {
                let has = |team: &TeamNo| asset.at.contains(&cast.teams[team.index()].of);
                (0..cast.teams.len() as u32).map(TeamNo).filter(has).collect()
            })
            .collect();
        let mut engine = Self { scenario, cast, index: Index::of(scenario), copies, ranges, holders };
        engine.note_what_is_asked();
        Ok(engine)
    }

    /// The scenario.
    pub fn scenario(&self) -> &'a Scenario {
        self.scenario
    }

    /// The cast.
    pub fn cast(&self) -> &'a Cast {
        self.cast
    }

    /// The inject and the unit of a copy.
    pub fn copy(&self, copy: CopyNo) -> (InjectNo, Unit) {
        self.copies[copy.index()]
    }

    /// How many copies there are.
    pub fn copies(&self) -> usize {
        self.copies.len()
    }

    /// The copies of an inject.
    pub fn copies_of(&self, inject: InjectNo) -> impl Iterator<Item = CopyNo> + use<> {
        self.ranges[inject.index()].clone().map(CopyNo)
    }

    /// The teams that have a device or system.
    pub fn holders(&self, asset: AssetNo) -> &[TeamNo] {
        &self.holders[asset.index()]
    }

    /// Says for every condition in which buckets its facts are asked for, so that nothing else is kept.
    fn note_what_is_asked(&mut self) {
        let mut asked: BTreeSet<(FactNo, Bucket, Scope)> = BTreeSet::new();
        let mut note = |condition: &Condition, unit: Unit, cast: &Cast| {
            asked.extend(
                condition
                    .facts()
                    .iter()
                    .map(|(fact, scope)| (*fact, kind_of(bucket(cast, unit, *scope)), *scope)),
            );
        };
        for (number, inject) in self.scenario.injects.iter().enumerate() {
            let range = &self.ranges[number];
            // What goes to cells alone has one copy for the whole exercise, before those of teams or people.
            let units = [range.start, range.end.saturating_sub(1)].map(|copy| self.copies.get(copy as usize));
            for (_, unit) in units.into_iter().flatten().filter(|_| !range.is_empty()) {
                let expected = inject.expect.iter().filter_map(|each| each.that.as_ref());
                let hints = inject.hint.iter().filter_map(|(_, unless)| unless.as_ref());
                for condition in inject.when.iter().chain(expected).chain(hints) {
                    note(condition, *unit, self.cast);
                }
            }
        }
        for milestone in &self.scenario.milestones {
            if let Some(when) = &milestone.when {
                for unit in milestone_units(self.cast, milestone.once).into_iter().take(1) {
                    note(when, unit, self.cast);
                }
            }
        }
        for (number, asset) in self.scenario.assets.iter().enumerate() {
            for when in asset.moves.iter().filter_map(|each| each.when.as_ref()) {
                if let Some(team) = self.holders[number].first() {
                    note(when, Unit::Team(*team), self.cast);
                }
            }
        }
        for outcome in self.scenario.outcomes.values() {
            note(outcome, Unit::Whole, self.cast);
        }
        for (fact, bucket, scope) in asked {
            self.index.note(fact, bucket, scope);
        }
    }

    /// The state before anything happened.
    pub fn start(&self) -> State {
        let mut state = State::new(self.scenario, self.copies.len(), &self.holders);
        for (number, (inject, unit)) in self.copies.iter().enumerate() {
            let copy = CopyNo(number as u32);
            let described = &self.scenario.injects[inject.index()];
            let at = self.overlaid_at(*inject, *unit);
            match (&described.when, at) {
                (None, Some(at)) => state.due(at.max(0), Due::Go(copy)),
                (Some(_), Some(at)) => state.due(at.max(0), Due::Begin(copy)),
                (Some(_), None) => state.due(0, Due::Begin(copy)),
                // Ready at any moment: exercise control gives it.
                (None, None) => {}
            }
            if described.when.is_some() || described.release == Release::Excon {
                state.due(described.until.min(self.scenario.end), Due::Expire(copy));
            }
        }
        for (number, milestone) in (0..).map(MilestoneNo).zip(&self.scenario.milestones) {
            if milestone.when.is_some() {
                for unit in milestone_units(self.cast, milestone.once) {
                    state.due(0, Due::Watch(Watched::Milestone(number, unit)));
                }
            }
        }
        for (number, asset) in (0..).map(AssetNo).zip(&self.scenario.assets) {
            for holder in 0..self.holders[number.index()].len() as u32 {
                self.entered(&mut state, Place { asset: number, holder }, 0, 0);
            }
            for (each, _) in (0..).zip(&asset.moves).filter(|(_, each)| each.when.is_some()) {
                for holder in 0..self.holders[number.index()].len() as u32 {
                    state.due(0, Due::Watch(Watched::Move(Place { asset: number, holder }, each)));
                }
            }
        }
        state.due(self.scenario.end, Due::End);
        state
    }

    /// The moment that is written for an inject, with what the country of a unit changes of it.
    pub(crate) fn overlaid_at(&self, inject: InjectNo, unit: Unit) -> Option<i64> {
        let described = &self.scenario.injects[inject.index()];
        let overlay = self.country_of(unit).and_then(|country| self.scenario.overlay(inject, country));
        overlay.and_then(|overlay| overlay.at).or(described.at)
    }

    /// The country of a unit.
    pub fn country_of(&self, unit: Unit) -> Option<Country> {
        match unit {
            Unit::Whole => None,
            Unit::Country(country) => Some(country),
            Unit::Team(team) => self.cast.teams[team.index()].country,
            Unit::Person(person) => self.cast.teams[self.cast.people[person.index()].team.index()].country,
        }
    }

    /// Goes on to a moment on the wall, with the entries that came since, in their order; says what is to be done.
    pub fn step(&self, state: &mut State, wall: i64, entries: &[Entry]) -> Vec<Action> {
        let mut actions = Vec::new();
        for entry in entries {
            self.advance(state, entry.at, &mut actions);
            self.take(state, entry, &mut actions);
        }
        self.advance(state, wall, &mut actions);
        actions
    }

    /// The next moment on the wall at which something is due; none when nothing is, or while it is paused.
    pub fn next(&self, state: &State) -> Option<i64> {
        state.clock.when(state.first()?, &self.scenario.phases)
    }

    /// The moment of the story at a moment on the wall, if nothing changes until then.
    pub fn story(&self, state: &State, wall: i64) -> i64 {
        state.clock.clone().go(wall, &self.scenario.phases).min(self.scenario.end).max(state.now)
    }

    /// What a copy still waits for, and on what its answer rests; none when it has no condition.
    pub fn why(&self, state: &State, copy: CopyNo) -> Option<Verdict> {
        let (inject, unit) = self.copies[copy.index()];
        let condition = self.scenario.injects[inject.index()].when.as_ref()?;
        let look = self.look(state, unit, 0, Some(inject));
        Some(condition.verdict(&look, &mut vec![None; condition.slots()]))
    }

    /// What a condition says of the whole exercise.
    pub fn holds(&self, state: &State, condition: &Condition) -> Verdict {
        condition.verdict(&self.look(state, Unit::Whole, 0, None), &mut vec![None; condition.slots()])
    }

    fn advance(&self, state: &mut State, wall: i64, actions: &mut Vec<Action>) {
        let story = state.clock.go(wall, &self.scenario.phases).min(self.scenario.end);
        while let Some((at, due)) = state.pop(story) {
            state.now = state.now.max(at);
            if state.over {
                return;
            }
            self.fall_due(state, due, actions);
        }
        state.now = state.now.max(story);
    }

    fn fall_due(&self, state: &mut State, due: Due, actions: &mut Vec<Action>) {
        match due {
            Due::Go(copy) => self.go(state, copy, actions),
            Due::Begin(copy) => self.watch(state, Watched::Copy(copy), actions),
            Due::Watch(watched) => self.watch(state, watched, actions),
            Due::Look(watch) => self.reconsider(state, watch, actions),
            Due::Expire(copy) => {
                let why = match state.copies[copy.index()].phase {
                    Phase::Waiting => Why::NeverDue,
                    Phase::Asked => Why::NotReleased,
                    _ => return,
                };
                self.expire(state, copy, why, actions);
            }
            Due::Judge(watch) => self.judge_expired(state, watch, actions),
            Due::Hint(copy) => self.hint(state, copy, actions),
            Due::Fallback(copy) => self.fallback(state, copy, actions),
            Due::Move(place, each, since) => {
                let current = &state.assets[place.asset.index()][place.holder as usize];
                if current.since == since {
                    self.ask_move(state, place, each, actions);
                }
            }
            Due::End => self.end(state, Why::NeverDue, actions),
        }
    }

    /// A copy's moment has come.
    fn go(&self, state: &mut State, copy: CopyNo, actions: &mut Vec<Action>) {
        let (inject, _) = self.copies[copy.index()];
        let described = &self.scenario.injects[inject.index()];
        match state.copies[copy.index()].phase {
            Phase::Waiting if state.now > described.until => self.expire(state, copy, Why::TooLate, actions),
            Phase::Waiting if described.release == Release::Excon => {
                state.copies[copy.index()].phase = Phase::Asked;
                actions.push(Action { at: state.now, what: Do::AskRelease { copy } });
            }
            Phase::Waiting => self.send(state, copy, actions),
            _ => {}
        }
    }

    fn send(&self, state: &mut State, copy: CopyNo, actions: &mut Vec<Action>) {
        let (number, unit) = self.copies[copy.index()];
        let inject = &self.scenario.injects[number.index()];
        let (to, cells) = self.recipients(inject, unit);
        if inject.is_sent() && to.is_empty() && cells.is_empty() {
            self.expire(state, copy, Why::Nobody, actions);
            return;
        }
        let now = state.now;
        let sent = &mut state.copies[copy.index()];
        sent.phase = Phase::Sent;
        sent.sent = Some(now);
        sent.recipients = to.len() as u32;
        if inject.is_sent() {
            actions.push(Action {
                at: now,
                what: Do::Deliver { copy, to, cells, channel: inject.channel, again: false },
            });
        } else {
            actions.push(Action { at: now, what: Do::Expect { copy, to } });
        }
        for milestone in &inject.reaches {
            self.reach(state, *milestone, unit, Vec::new(), actions);
        }
        for (asset, to) in &inject.moves {
            for holder in self.holders_for(*asset, unit) {
                let team = self.holders[asset.index()][holder as usize];
                actions.push(Action { at: now, what: Do::Move { asset: *asset, team, state: *to } });
            }
        }
        for (expectation, expected) in (0..).zip(&inject.expect) {
            if expected.that.is_some() {
                self.watch(state, Watched::Expected(copy, expectation), actions);
            }
        }
        if let Some((after, _)) = inject.hint {
            state.due(now + after, Due::Hint(copy));
        }
        if let Some((_, _, after)) = inject.fallback {
            state.due(now + after, Due::Fallback(copy));
        }
    }

    /// The people and cells that a copy goes to.
    pub fn recipients(&self, inject: &Inject, unit: Unit) -> (Vec<PersonNo>, Vec<CellNo>) {
        let (mut people, mut cells) = (Vec::new(), Vec::new());
        let to = inject.to.as_slice();
        // Cells get one copy, that of the whole exercise, however many others there are.
        for who in to.iter().filter(|_| unit == Unit::Whole) {
            match who {
                Who::Cell(cell) => cells.push(*cell),
                Who::Persona(persona) => {
                    let name = self.scenario.written.personas[persona.index()].cell.as_ref();
                    cells.extend(
                        name.and_then(|name| self.scenario.names.cells.get(name.as_str()))
                            .map(|no| CellNo(*no)),
                    );
                }
                _ => {}
            }
        }
        let among = |person: &PersonNo| to.iter().any(|who| self.cast.is(self.scenario, *person, *who));
        match unit {
            Unit::Person(person) => people.extend(Some(person).filter(among)),
            Unit::Team(team) => {
                people.extend(self.cast.teams[team.index()].people.iter().copied().filter(among))
            }
            Unit::Country(country) => {
                let there = self.cast.teams.iter().filter(|team| team.country == Some(country));
                people.extend(there.flat_map(|team| team.people.iter().copied()).filter(among));
            }
            Unit::Whole if inject.once != Once::Exercise => {}
            Unit::Whole => people.extend((0..self.cast.people.len() as u32).map(PersonNo).filter(among)),
        }
        cells.sort_unstable();
        cells.dedup();
        (people, cells)
    }

    fn expire(&self, state: &mut State, copy: CopyNo, why: Why, actions: &mut Vec<Action>) {
        state.copies[copy.index()].phase = Phase::Expired;
        actions.push(Action { at: state.now, what: Do::Expire { copy, why } });
    }

    fn hint(&self, state: &mut State, copy: CopyNo, actions: &mut Vec<Action>) {
        let (number, unit) = self.copies[copy.index()];
        let inject = &self.scenario.injects[number.index()];
        let Some((_, unless)) = &inject.hint else { return };
        let sent = state.copies[copy.index()].sent.unwrap_or(0);
        let done = unless.as_ref().is_some_and(|unless| {
            let look = self.look(state, unit, sent, Some(number));
            unless.verdict(&look, &mut vec![None; unless.slots()]).truth == Truth::Yes
        });
        if !done {
            let (to, _) = self.recipients(inject, unit);
            actions.push(Action { at: state.now, what: Do::Hint { copy, to } });
        }
    }

    fn fallback(&self, state: &mut State, copy: CopyNo, actions: &mut Vec<Action>) {
        let (number, unit) = self.copies[copy.index()];
        let inject = &self.scenario.injects[number.index()];
        let Some((channel, reason, _)) = inject.fallback else { return };
        let seen = &state.copies[copy.index()];
        let needed = match reason {
            FallbackIf::NotDelivered => seen.delivered == 0,
            FallbackIf::NotOpened => seen.opened == 0,
        };
        if needed {
            let (to, cells) = self.recipients(inject, unit);
            actions
                .push(Action { at: state.now, what: Do::Deliver { copy, to, cells, channel, again: true } });
        }
    }

    fn reach(
        &self,
        state: &mut State,
        milestone: MilestoneNo,
        unit: Unit,
        entries: Vec<u64>,
        actions: &mut Vec<Action>,
    ) {
        for unit in self.units_of(milestone, unit) {
            if state.asked_for.insert((milestone, unit)) {
                actions.push(Action {
                    at: state.now,
                    what: Do::Reach { milestone, unit, entries: entries.clone() },
                });
            }
        }
    }

    /// For what a milestone is reached when it is reached for a unit.
    fn units_of(&self, milestone: MilestoneNo, unit: Unit) -> Vec<Unit> {
        let once = self.scenario.milestones[milestone.index()].once;
        let team = match unit {
            Unit::Team(team) => Some(team),
            Unit::Person(person) => Some(self.cast.people[person.index()].team),
            Unit::Whole | Unit::Country(_) => None,
        };
        match (once, team) {
            (Once::Exercise, _) => vec![Unit::Whole],
            (Once::Country, _) => match self.country_of(unit) {
                Some(country) => vec![Unit::Country(country)],
                None => milestone_units(self.cast, once),
            },
            (Once::Organisation, Some(team)) => vec![Unit::Team(team)],
            (Once::Person, _) if matches!(unit, Unit::Person(_)) => vec![unit],
            (Once::Organisation | Once::Person, _) => {
                let mut units = milestone_units(self.cast, once);
                units.retain(|each| match unit {
                    Unit::Country(country) => self.country_of(*each) == Some(country),
                    Unit::Team(team) => {
                        matches!(each, Unit::Person(person) if self.cast.people[person.index()].team == team)
                    }
                    _ => true,
                });
                units
            }
        }
    }

    /// Which of those who have a device or system are meant when a unit is: its own, else those of its country, else
    /// all.
    fn holders_for(&self, asset: AssetNo, unit: Unit) -> Vec<u32> {
        let holders = &self.holders[asset.index()];
        let own = |team: TeamNo| holders.iter().position(|holder| *holder == team).map(|place| place as u32);
        let mine = match unit {
            Unit::Team(team) => own(team).into_iter().collect(),
            Unit::Person(person) => own(self.cast.people[person.index()].team).into_iter().collect(),
            Unit::Country(country) => (0..)
                .zip(holders)
                .filter(|(_, team)| self.cast.teams[team.index()].country == Some(country))
                .map(|(place, _)| place)
                .collect(),
            Unit::Whole => Vec::new(),
        };
        if mine.is_empty() { (0..holders.len() as u32).collect() } else { mine }
    }

    fn end(&self, state: &mut State, why: Why, actions: &mut Vec<Action>) {
        for copy in (0..self.copies.len() as u32).map(CopyNo) {
            let why = match (state.copies[copy.index()].phase, why) {
                (Phase::Waiting, Why::NeverDue) => {
                    let inject = &self.scenario.injects[self.copies[copy.index()].0.index()];
                    if inject.kind == InjectKind::Contingency && inject.when.is_none() && inject.at.is_none()
                    {
                        Why::NotNeeded
                    } else {
                        Why::NeverDue
                    }
                }
                (Phase::Asked, Why::NeverDue) => Why::NotReleased,
                (Phase::Waiting | Phase::Asked, why) => why,
                _ => continue,
            };
            self.expire(state, copy, why, actions);
        }
        for watch in 0..state.watches.len() as u32 {
            self.judge_expired(state, watch, actions);
        }
        state.over = true;
        actions.push(Action { at: state.now, what: Do::End });
    }

    fn look<'s>(&'s self, state: &'s State, unit: Unit, anchor: i64, inject: Option<InjectNo>) -> Look<'s> {
        Look { engine: self, state, unit, anchor, inject }
    }
}

/// What a condition of a unit sees.
struct Look<'s> {
    engine: &'s Engine<'s>,
    state: &'s State,
    unit: Unit,
    anchor: i64,
    /// Whose recipients `'all'` means; all teams when none.
    inject: Option<InjectNo>,
}

impl Look<'_> {
    /// The teams that `'all'` means.
    fn all(&self) -> Vec<TeamNo> {
        let engine = self.engine;
        let to = self.inject.map(|inject| engine.scenario.injects[inject.index()].to.as_slice());
        let meant = |team: &TeamNo| {
            let people = &engine.cast.teams[team.index()].people;
            to.is_none_or(|to| {
                people
                    .iter()
                    .any(|person| to.iter().any(|who| engine.cast.is(engine.scenario, *person, *who)))
            })
        };
        (0..engine.cast.teams.len() as u32).map(TeamNo).filter(meant).collect()
    }
}

impl Seen for Look<'_> {
    fn now(&self) -> i64 {
        self.state.now
    }

    fn anchor(&self) -> i64 {
        self.anchor
    }

    fn fact(&self, fact: FactNo, scope: Scope) -> Known {
        if scope != Scope::All {
            let bucket = bucket(self.engine.cast, self.unit, scope);
            return self.state.memory.get(fact, bucket).cloned().unwrap_or_default();
        }
        let mut all = Known::default();
        let mut first = Some(i64::MIN);
        for team in self.all() {
            match self.state.memory.get(fact, Bucket::Team(team)) {
                Some(known) => {
                    all.count += known.count;
                    all.entries.extend(known.entries.first());
                    first = first.and_then(|last| known.first.map(|first| last.max(first)));
                }
                None => first = None,
            }
        }
        Known { first: first.filter(|first| *first > i64::MIN), ..all }
    }

    fn asset(&self, asset: AssetNo, scope: Scope, states: &[u32]) -> (bool, Vec<u64>) {
        let engine = self.engine;
        let holders = &engine.holders[asset.index()];
        let current = &self.state.assets[asset.index()];
        let meant: Vec<u32> = match bucket(engine.cast, self.unit, scope) {
            Bucket::Team(team) => engine.holders_for(asset, Unit::Team(team)),
            Bucket::Person(person) => engine.holders_for(asset, Unit::Person(person)),
            Bucket::Country(country) => engine.holders_for(asset, Unit::Country(country)),
            Bucket::Whole => (0..holders.len() as u32).collect(),
            Bucket::Organisation(organisation) => {
                let at =
                    |holder: &u32| engine.cast.teams[holders[*holder as usize].index()].of == organisation;
                (0..holders.len() as u32).filter(at).collect()
            }
            Bucket::Kind(kind) => {
                let at = |holder: &u32| {
                    let team = &engine.cast.teams[holders[*holder as usize].index()];
                    engine.scenario.organisations[team.of.index()].kind == kind
                };
                (0..holders.len() as u32).filter(at).collect()
            }
        };
        let is = |holder: &&u32| states.contains(&current[**holder as usize].state);
        let entries = meant
            .iter()
            .filter(is)
            .filter_map(|holder| current[*holder as usize].entry)
            .take(crate::condition::MAX_ENTRIES);
        let entries = entries.collect();
        let holds = match scope {
            Scope::All => !meant.is_empty() && meant.iter().all(|holder| is(&holder)),
            _ => meant.iter().any(|holder| is(&holder)),
        };
        (holds, entries)
    }
}

/// A bucket of the same kind, whichever: what is kept is kept for all of a kind.
fn kind_of(bucket: Bucket) -> Bucket {
    match bucket {
        Bucket::Team(_) => Bucket::Team(TeamNo(0)),
        Bucket::Person(_) => Bucket::Person(PersonNo(0)),
        other => other,
    }
}

/// For what a milestone can be reached.
fn milestone_units(cast: &Cast, once: Once) -> Vec<Unit> {
    match once {
        Once::Exercise => vec![Unit::Whole],
        Once::Country => {
            let countries: BTreeSet<_> = cast.teams.iter().filter_map(|team| team.country).collect();
            countries.into_iter().map(Unit::Country).collect()
        }
        Once::Organisation => (0..cast.teams.len() as u32).map(|team| Unit::Team(TeamNo(team))).collect(),
        Once::Person => (0..cast.people.len() as u32).map(|person| Unit::Person(PersonNo(person))).collect(),
    }
}

/// For what an inject has copies: of those addressed, minus the countries that drop it.
fn units(
    scenario: &Scenario,
    cast: &Cast,
    addressed: &mut Addressed,
    number: InjectNo,
    inject: &Inject,
) -> Vec<Unit> {
    let mut units = BTreeSet::new();
    for who in &inject.to {
        if matches!(who, Who::Cell(_) | Who::Persona(_)) {
            units.insert(Unit::Whole);
            continue;
        }
        for person in addressed.people(scenario, cast, *who) {
            let team = cast.people[person.index()].team;
            units.extend(match inject.once {
                Once::Exercise => Some(Unit::Whole),
                Once::Country => cast.teams[team.index()].country.map(Unit::Country),
                Once::Organisation => Some(Unit::Team(team)),
                Once::Person => Some(Unit::Person(*person)),
            });
        }
    }
    // Nobody is sent an expected action, so it may say for whom it is only by whose acts it waits for.
    if inject.kind == InjectKind::ExpectedAction && inject.to.is_empty() {
        units.extend(milestone_units(cast, inject.once));
    }
    let dropped = |unit: &Unit| {
        let country = match unit {
            Unit::Whole => None,
            Unit::Country(country) => Some(*country),
            Unit::Team(team) => cast.teams[team.index()].country,
            Unit::Person(person) => cast.teams[cast.people[person.index()].team.index()].country,
        };
        country.and_then(|country| scenario.overlay(number, country)).is_some_and(|overlay| overlay.drop)
    };
    units.into_iter().filter(|unit| !dropped(unit)).collect()
}

/// Subscriptions: who wants to know when something changes.
type Wakes<K> = FxHashMap<K, Vec<u32>>;
