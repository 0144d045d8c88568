//! What an entry of the journal changes.

use super::Engine;
use super::cast::PersonNo;
use super::entry::{Act, Action, Entry, Target, Unit, Why};
use super::state::{Phase, Place, State};
use crate::condition::Fact;
use crate::format::Once;
use crate::model::ChallengeNo;

impl Engine<'_> {
    pub(super) fn take(&self, state: &mut State, entry: &Entry, actions: &mut Vec<Action>) {
        let phases = &self.scenario.phases;
        match entry.act {
            Act::Paused => return state.clock.pause(entry.at, phases),
            Act::Resumed => return state.clock.resume(entry.at, phases),
            Act::Speed { seconds } => return state.clock.speed(entry.at, seconds, phases),
            _ if state.over => return,
            Act::Ended => return self.end(state, Why::Ended, actions),
            Act::Released { copy } if state.copies[copy.index()].phase == Phase::Asked => {
                return self.send(state, copy, actions);
            }
            Act::Given { copy } => return self.give(state, copy, actions),
            Act::Skipped { copy } => {
                if matches!(state.copies[copy.index()].phase, Phase::Waiting | Phase::Asked) {
                    self.expire(state, copy, Why::Skipped, actions);
                }
                return;
            }
            Act::Moved { asset, team, state: to } => {
                if let Ok(holder) = self.holders[asset.index()].binary_search(&team) {
                    let current = &mut state.assets[asset.index()][holder];
                    current.state = to;
                    current.since += 1;
                    current.entry = Some(entry.no);
                    let since = current.since;
                    self.entered(state, Place { asset, holder: holder as u32 }, to, since);
                    self.wake_asset(state, asset, team, actions);
                }
                return;
            }
            Act::Operated { by, asset, team, state: to } => {
                return self.operate(state, by, (asset, team, to), actions);
            }
            _ => {}
        }
        self.note_facts(state, entry, actions);
    }

    /// Notes the facts that an entry makes hold, and looks at the conditions that ask for them.
    fn note_facts(&self, state: &mut State, entry: &Entry, actions: &mut Vec<Action>) {
        let when = (state.now, entry.no);
        let mut changed = Vec::new();
        let mut by_person = |state: &mut State, fact: Option<crate::condition::FactNo>, by: PersonNo| {
            if let Some(fact) = fact {
                state.memory.note(self, fact, by, when, &mut changed);
            }
        };
        match entry.act {
            Act::Delivered { copy, to } => {
                state.copies[copy.index()].delivered += 1;
                by_person(state, self.index.get(Fact::Delivered(self.copies[copy.index()].0)), to);
            }
            Act::Opened { copy, by } => {
                state.copies[copy.index()].opened += 1;
                by_person(state, self.index.get(Fact::Opened(self.copies[copy.index()].0)), by);
            }
            Act::Replied { copy, by } => {
                by_person(state, self.index.get(Fact::Replied(self.copies[copy.index()].0)), by);
            }
            Act::Contacted { by, to, .. } => {
                for fact in self.index.contacted(self.scenario, self.cast, to, self.is_outside(by, to)) {
                    by_person(state, Some(fact), by);
                }
            }
            Act::Shared { by, what, to } => {
                let other = self.is_outside(by, to);
                for fact in self.index.shared(self.scenario, self.cast, what, to, other) {
                    by_person(state, Some(fact), by);
                }
                // Whoever shares something with somebody also turns to them.
                for fact in self.index.contacted(self.scenario, self.cast, to, other) {
                    by_person(state, Some(fact), by);
                }
            }
            Act::Filed { by, report, .. } => by_person(state, self.index.get(Fact::Filed(report)), by),
            Act::Decided { by, decision, option } => {
                by_person(state, self.index.get(Fact::Decided(decision, None)), by);
                by_person(state, self.index.get(Fact::Decided(decision, Some(option))), by);
            }
            Act::Answered { by, challenge, right: true } => {
                if let Some(fact) = self.index.get(Fact::Solved(challenge)) {
                    let unit = self.team_of(challenge, by);
                    state.memory.note_unit(self, fact, unit, when, &mut changed);
                }
            }
            Act::Reached { milestone, unit } => {
                if let Some(fact) = self.index.get(Fact::Milestone(milestone)) {
                    state.memory.note_unit(self, fact, unit, when, &mut changed);
                }
            }
            _ => {}
        }
        self.wake_facts(state, &changed, actions);
    }

    /// Whether somebody turns to people of another organisation.
    fn is_outside(&self, by: PersonNo, to: Target) -> bool {
        match to {
            Target::Person(person) => {
                self.cast.people[person.index()].team != self.cast.people[by.index()].team
            }
            Target::Persona(_) | Target::Cell(_) => true,
        }
    }

    /// For whom a challenge is solved when somebody solves it.
    pub fn team_of(&self, challenge: ChallengeNo, by: PersonNo) -> Unit {
        let team = self.cast.people[by.index()].team;
        match self.scenario.challenges[challenge.index()].team {
            Once::Exercise => Unit::Whole,
            Once::Country => self.cast.teams[team.index()].country.map_or(Unit::Whole, Unit::Country),
            Once::Organisation => Unit::Team(team),
            Once::Person => Unit::Person(by),
        }
    }

    /// Somebody pressed what brings a device or system into a state; it moves if there is such a move and they may.
    fn operate(
        &self,
        state: &mut State,
        by: PersonNo,
        (asset, team, to): (crate::model::AssetNo, super::TeamNo, u32),
        actions: &mut Vec<Action>,
    ) {
        let Ok(holder) = self.holders[asset.index()].binary_search(&team) else { return };
        let current = state.assets[asset.index()][holder].state;
        let own = self.cast.people[by.index()].team == team;
        let moves = &self.scenario.assets[asset.index()].moves;
        let allowed = moves.iter().any(|each| {
            let who = each.by.is_empty() || each.by.iter().any(|who| self.cast.is(self.scenario, by, *who));
            each.action && each.to == to && each.from.contains(&current) && who
        });
        if own && allowed {
            actions.push(Action { at: state.now, what: super::Do::Move { asset, team, state: to } });
        }
    }
}
