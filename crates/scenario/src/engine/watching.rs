//! Conditions in play: who looks at what, and what comes of it. A condition is looked at again only when something that
//! it asks for changed, or when time alone may have changed it.

use super::entry::{Action, CopyNo, Do, Unit};
use super::memory::{Bucket, bucket};
use super::state::{Due, Phase, Place, State, Watch, Watched};
use super::{Engine, TeamNo};
use crate::condition::{Condition, FactNo, Truth};
use crate::model::{AssetNo, InjectNo};

/// How often a device or system may move by itself in one moment; more would never come to rest.
const MAX_MOVES_AT_ONCE: u32 = 32;

impl Engine<'_> {
    /// Begins to look at a condition.
    pub(super) fn watch(&self, state: &mut State, of: Watched, actions: &mut Vec<Action>) {
        if let Watched::Copy(copy) = of
            && state.copies[copy.index()].phase != Phase::Waiting
        {
            return;
        }
        let Some((condition, unit, _)) = self.watched(of) else { return };
        let anchor = match of {
            Watched::Expected(..) => state.now,
            _ => 0,
        };
        let number = state.watches.len() as u32;
        state.watches.push(Watch {
            of,
            unit,
            anchor,
            held: vec![None; condition.slots()],
            alive: true,
            next: None,
        });
        for (fact, scope) in condition.facts() {
            state.fact_wakes.entry((*fact, bucket(self.cast, unit, *scope))).or_default().push(number);
        }
        for (asset, scope, _) in condition.assets() {
            let bucket = self.asset_bucket(*asset, bucket(self.cast, unit, *scope));
            state.asset_wakes.entry((*asset, bucket)).or_default().push(number);
        }
        if let Watched::Move(place, _) = of {
            let team = self.holders[place.asset.index()][place.holder as usize];
            state.asset_wakes.entry((place.asset, Bucket::Team(team))).or_default().push(number);
        }
        if let Watched::Expected(copy, expectation) = of {
            let (inject, _) = self.copies[copy.index()];
            let within = self.scenario.injects[inject.index()].expect[expectation as usize].within;
            // What comes in the last moment is in time, so the verdict falls a moment later.
            let last = within.map_or(self.scenario.end, |within| state.now + within + 1);
            state.due(last.min(self.scenario.end), Due::Judge(number));
        }
        self.reconsider(state, number, actions);
    }

    /// The condition of something, for what it is asked, and whose recipients it may mean.
    fn watched(&self, of: Watched) -> Option<(&Condition, Unit, Option<InjectNo>)> {
        match of {
            Watched::Copy(copy) => {
                let (inject, unit) = self.copies[copy.index()];
                Some((self.scenario.injects[inject.index()].when.as_ref()?, unit, Some(inject)))
            }
            Watched::Expected(copy, expectation) => {
                let (inject, unit) = self.copies[copy.index()];
                let expected = &self.scenario.injects[inject.index()].expect[expectation as usize];
                Some((expected.that.as_ref()?, unit, Some(inject)))
            }
            Watched::Milestone(milestone, unit) => {
                Some((self.scenario.milestones[milestone.index()].when.as_ref()?, unit, None))
            }
            Watched::Move(place, each) => {
                let described = &self.scenario.assets[place.asset.index()].moves[each as usize];
                let team = self.holders[place.asset.index()][place.holder as usize];
                Some((described.when.as_ref()?, Unit::Team(team), None))
            }
        }
    }

    /// Where a condition looks for a device or system: nowhere in particular when none is where it would look.
    fn asset_bucket(&self, asset: AssetNo, bucket: Bucket) -> Bucket {
        let holders = &self.holders[asset.index()];
        let there = match bucket {
            Bucket::Team(team) => holders.binary_search(&team).is_ok(),
            Bucket::Person(person) => holders.binary_search(&self.cast.people[person.index()].team).is_ok(),
            Bucket::Country(country) => {
                holders.iter().any(|team| self.cast.teams[team.index()].country == Some(country))
            }
            Bucket::Whole | Bucket::Organisation(_) | Bucket::Kind(_) => true,
        };
        match bucket {
            _ if !there => Bucket::Whole,
            Bucket::Person(person) => Bucket::Team(self.cast.people[person.index()].team),
            other => other,
        }
    }

    /// Looks at a condition again.
    pub(super) fn reconsider(&self, state: &mut State, number: u32, actions: &mut Vec<Action>) {
        let watch = &state.watches[number as usize];
        if !watch.alive || state.over {
            return;
        }
        let (of, unit, anchor) = (watch.of, watch.unit, watch.anchor);
        if let Watched::Copy(copy) = of
            && state.copies[copy.index()].phase != Phase::Waiting
        {
            state.watches[number as usize].alive = false;
            return;
        }
        let Some((condition, _, inject)) = self.watched(of) else { return };
        let mut held = std::mem::take(&mut state.watches[number as usize].held);
        let verdict = condition.verdict(&self.look(state, unit, anchor, inject), &mut held);
        let now = state.now;
        let watch = &mut state.watches[number as usize];
        watch.held = held;
        if let Some(next) = verdict.next.filter(|next| watch.next.is_none_or(|set| *next < set || set <= now))
        {
            watch.next = Some(next);
            state.due(next, Due::Look(number));
        }
        if verdict.truth != Truth::Yes {
            return;
        }
        match of {
            Watched::Move(place, each) => {
                let described = &self.scenario.assets[place.asset.index()].moves[each as usize];
                let current = state.assets[place.asset.index()][place.holder as usize].state;
                if described.from.contains(&current) {
                    self.ask_move(state, place, each, actions);
                }
                return;
            }
            Watched::Copy(copy) => {
                state.watches[number as usize].alive = false;
                let (inject, _) = self.copies[copy.index()];
                match self.scenario.injects[inject.index()].after {
                    0 => self.go(state, copy, actions),
                    after => state.due(now + after, Due::Go(copy)),
                }
            }
            Watched::Expected(copy, expectation) => {
                actions
                    .push(Action { at: now, what: Do::Met { copy, expectation, entries: verdict.entries } });
            }
            Watched::Milestone(milestone, unit) => {
                self.reach(state, milestone, unit, verdict.entries, actions)
            }
        }
        state.watches[number as usize].alive = false;
    }

    /// An expectation's last moment has passed.
    pub(super) fn judge_expired(&self, state: &mut State, number: u32, actions: &mut Vec<Action>) {
        let watch = &mut state.watches[number as usize];
        if let Watched::Expected(copy, expectation) = watch.of
            && watch.alive
        {
            watch.alive = false;
            actions.push(Action { at: state.now, what: Do::Missed { copy, expectation } });
        }
    }

    /// Asks for a device or system to be brought into the state that a move leads to.
    pub(super) fn ask_move(&self, state: &mut State, place: Place, each: u32, actions: &mut Vec<Action>) {
        let now = state.now;
        let moved = &mut state.assets[place.asset.index()][place.holder as usize].moved;
        *moved = if moved.0 == now { (now, moved.1 + 1) } else { (now, 1) };
        if moved.1 > MAX_MOVES_AT_ONCE {
            return;
        }
        let to = self.scenario.assets[place.asset.index()].moves[each as usize].to;
        let team = self.holders[place.asset.index()][place.holder as usize];
        actions.push(Action { at: now, what: Do::Move { asset: place.asset, team, state: to } });
    }

    /// A device or system came into a state: what follows by itself is put on the list.
    pub(super) fn entered(&self, state: &mut State, place: Place, current: u32, since: u32) {
        let now = state.now;
        for (number, each) in (0..).zip(&self.scenario.assets[place.asset.index()].moves) {
            if let Some(after) = each.after.filter(|_| each.from.contains(&current)) {
                state.due(now + after, Due::Move(place, number, since));
            }
        }
    }

    /// Looks at every condition again that asks for one of these facts.
    pub(super) fn wake_facts(
        &self,
        state: &mut State,
        changed: &[(FactNo, Bucket)],
        actions: &mut Vec<Action>,
    ) {
        for key in changed {
            let Some(mut watches) = state.fact_wakes.remove(key) else { continue };
            watches.retain(|watch| state.watches[*watch as usize].alive);
            for watch in &watches {
                self.reconsider(state, *watch, actions);
            }
            watches.retain(|watch| state.watches[*watch as usize].alive);
            if !watches.is_empty() {
                // What began to look meanwhile comes after those that did before.
                let newer = state.fact_wakes.remove(key).unwrap_or_default();
                watches.extend(newer);
                state.fact_wakes.insert(*key, watches);
            }
        }
    }

    /// Looks at every condition again that asks for a device or system of a team.
    pub(super) fn wake_asset(
        &self,
        state: &mut State,
        asset: AssetNo,
        team: TeamNo,
        actions: &mut Vec<Action>,
    ) {
        let described = &self.cast.teams[team.index()];
        let kind = self.scenario.organisations[described.of.index()].kind;
        let buckets = [
            Some(Bucket::Whole),
            described.country.map(Bucket::Country),
            Some(Bucket::Team(team)),
            Some(Bucket::Organisation(described.of)),
            Some(Bucket::Kind(kind)),
        ];
        for bucket in buckets.into_iter().flatten() {
            let Some(mut watches) = state.asset_wakes.remove(&(asset, bucket)) else { continue };
            for watch in &watches {
                self.reconsider(state, *watch, actions);
            }
            watches.extend(state.asset_wakes.remove(&(asset, bucket)).unwrap_or_default());
            watches.retain(|watch| state.watches[*watch as usize].alive);
            state.asset_wakes.insert((asset, bucket), watches);
        }
    }

    /// Lets a copy go now, whatever it waits for.
    pub(super) fn give(&self, state: &mut State, copy: CopyNo, actions: &mut Vec<Action>) {
        if matches!(state.copies[copy.index()].phase, Phase::Waiting | Phase::Asked | Phase::Expired) {
            self.send(state, copy, actions);
        }
    }
}
