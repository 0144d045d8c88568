//! Runs the model: which scenarios under which set of parameters, in parallel, with the same result for any number of
//! threads.

use std::ops::Range;
use std::sync::atomic::{AtomicU64, Ordering};

use rayon::prelude::*;

use super::attack::{Aim, Attack};
use super::tally::{Kept, Row, Tally, row};
use super::{Failure, Setup};
use crate::draw::Chance;
use crate::model::{Hour, Model, Outcome, Scratch};
use crate::network::Network;
use crate::parameters::Parameters;

/// So many runs are kept at a time before they are summed up.
const BATCH: u32 = 256;

/// Runs some scenarios of an attack, in parallel; the outcomes stand in the order of the scenarios.
///
/// # Errors
/// When the attack cannot be aimed at the network: see [`Attack::aim`].
pub fn runs(
    model: &Model,
    attack: &Attack,
    seed: u64,
    scenarios: Range<u32>,
    horizon: Hour,
) -> Result<Vec<Outcome>, String> {
    let aim = attack.aim(model)?;
    let run = |scratch: &mut Scratch, scenario| {
        let chance = Chance::new(seed, scenario);
        model.run(&aim.shock(chance), chance, horizon, scratch)
    };
    Ok(scenarios.into_par_iter().map_init(Scratch::default, run).collect())
}

/// Some scenarios of each of some sets of parameters: for comparing variants, which take more time than one run each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Selection {
    /// Number of the set of parameters, and its scenarios.
    pub(super) parts: Vec<(u32, Range<u32>)>,
}

impl Selection {
    /// About so many runs from at most so many sets.
    pub(super) fn new(setup: &Setup, most_draws: u32, about: u32) -> Self {
        let draws = setup.draws.min(most_draws).min(about).max(1);
        let each = about.div_ceil(draws);
        let part = |draw| {
            let Range { start, end } = setup.scenarios_of(draw);
            (draw, start..end.min(start.saturating_add(each)))
        };
        Self { parts: (0..draws).map(part).collect() }
    }

    /// How many runs of each set.
    pub(super) fn sizes(&self) -> Vec<usize> {
        self.parts.iter().map(|(_, scenarios)| scenarios.len()).collect()
    }

    /// How many runs in all.
    pub(super) fn runs(&self) -> u32 {
        self.parts.iter().map(|(_, scenarios)| scenarios.len() as u32).sum()
    }

    /// Of the rows of all scenarios, those that are selected.
    pub(super) fn of(&self, rows: &[Row]) -> Vec<Row> {
        let scenarios = self.parts.iter().flat_map(|(_, scenarios)| scenarios.clone());
        scenarios.filter_map(|scenario| rows.get(scenario as usize).copied()).collect()
    }
}

/// Everything that runs need to know.
pub(super) struct Study<'a> {
    pub(super) network: &'a Network,
    pub(super) parameters: &'a Parameters,
    pub(super) setup: &'a Setup,
    pub(super) aim: &'a Aim,
    done: AtomicU64,
    of: u64,
    progress: &'a (dyn Fn(u64, u64) + Sync),
}

impl<'a> Study<'a> {
    pub(super) fn new(
        network: &'a Network,
        parameters: &'a Parameters,
        setup: &'a Setup,
        aim: &'a Aim,
        of: u64,
        progress: &'a (dyn Fn(u64, u64) + Sync),
    ) -> Self {
        Self { network, parameters, setup, aim, done: AtomicU64::new(0), of, progress }
    }

    /// A variant of the network and parameters under one set of values.
    pub(super) fn model(
        &self,
        network: &Network,
        parameters: &Parameters,
        draw: u32,
    ) -> Result<Model, Failure> {
        let number = if self.setup.draws == 1 { 0 } else { draw + 1 };
        let seed = self.setup.seed;
        Ok(Model::drawn(network, &parameters.drawn(seed, number), seed, number)?)
    }

    /// Makes the model of each selected set of values and works with it on its scenarios, one after the other. While
    /// one is worked with, the next is made.
    pub(super) fn each_model(
        &self,
        network: &Network,
        parameters: &Parameters,
        selection: &Selection,
        mut work: impl FnMut(&Model, &Range<u32>) + Send,
    ) -> Result<(), Failure> {
        let make = |at: usize| {
            let part = selection.parts.get(at);
            part.map(|(draw, _)| self.model(network, parameters, *draw)).transpose()
        };
        let mut next = make(0)?;
        for (at, (_, scenarios)) in selection.parts.iter().enumerate() {
            let Some(model) = next else { break };
            let ((), following) = rayon::join(|| work(&model, scenarios), || make(at + 1));
            next = following?;
        }
        Ok(())
    }

    /// Runs all scenarios and hands what is kept of each to `fold`, in the order of the scenarios.
    pub(super) fn run_all(&self, mut fold: impl FnMut(Kept) + Send) -> Result<(), Failure> {
        let all = Selection::new(self.setup, u32::MAX, u32::MAX);
        self.each_model(self.network, self.parameters, &all, |model, Range { start, end }| {
            for batch in (*start..*end).step_by(BATCH as usize) {
                let kept = self.keep(model, batch..batch.saturating_add(BATCH).min(*end));
                kept.into_iter().for_each(&mut fold);
            }
        })
    }

    fn keep(&self, model: &Model, scenarios: Range<u32>) -> Vec<Kept> {
        let horizon = self.setup.horizon;
        let run = |(scratch, tally): &mut (Scratch, Tally<'_>), scenario| {
            let chance = Chance::new(self.setup.seed, scenario);
            let shock = self.aim.shock(chance);
            let outcome = model.run_and_watch(&shock, chance, horizon, scratch, tally);
            self.step();
            tally.keep(&outcome, shock.compromised.len(), horizon)
        };
        let memory = || (Scratch::default(), Tally::new(model));
        scenarios.into_par_iter().map_init(memory, run).collect()
    }

    /// The measures of some scenarios, in parallel.
    pub(super) fn rows(&self, model: &Model, aim: &Aim, scenarios: Range<u32>) -> Vec<Row> {
        let run = |scratch: &mut Scratch, scenario| self.row(model, aim, scenario, scratch);
        scenarios.into_par_iter().map_init(Scratch::default, run).collect()
    }

    /// The measures of one scenario.
    pub(super) fn row(&self, model: &Model, aim: &Aim, scenario: u32, scratch: &mut Scratch) -> Row {
        let chance = Chance::new(self.setup.seed, scenario);
        let outcome = model.run(&aim.shock(chance), chance, self.setup.horizon, scratch);
        self.step();
        row(&outcome)
    }

    /// The measures of the selected scenarios for a variant of the network and parameters.
    pub(super) fn variant(
        &self,
        network: &Network,
        parameters: &Parameters,
        selection: &Selection,
    ) -> Result<Vec<Row>, Failure> {
        let mut rows = Vec::new();
        self.each_model(network, parameters, selection, |model, scenarios| {
            rows.extend(self.rows(model, self.aim, scenarios.clone()));
        })?;
        Ok(rows)
    }

    fn step(&self) {
        let done = self.done.fetch_add(1, Ordering::Relaxed) + 1;
        (self.progress)(done.min(self.of), self.of);
    }
}
