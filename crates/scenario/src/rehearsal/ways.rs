//! What other bots bring about: a branch that these bots did not take is no dead end if others take it.

use super::{Rehearsal, RehearsalError, Setup, rehearse};
use crate::format::BotKind;
use crate::model::Scenario;

/// What came about with some kind of bots at least.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ways {
    /// By inject: a copy of it went.
    pub injects: Vec<bool>,
    /// By milestone: it was reached.
    pub milestones: Vec<bool>,
    /// By inject and expectation: it was met, or nobody who does what is expected was ever asked: then it belongs to a
    /// branch for others, and their not meeting it shows nothing.
    pub expectations: Vec<Vec<bool>>,
}

impl Ways {
    /// Plays the exercise once with each kind of bots alone, and adds what `rehearsal` brought about.
    ///
    /// # Errors
    ///
    /// As [`rehearse`].
    pub fn of(scenario: &Scenario, rehearsal: &Rehearsal) -> Result<Self, RehearsalError> {
        let mut ways = Self {
            injects: vec![false; scenario.injects.len()],
            milestones: vec![false; scenario.milestones.len()],
            expectations: scenario.injects.iter().map(|each| vec![false; each.expect.len()]).collect(),
        };
        let mut asked = ways.expectations.clone();
        ways.add(rehearsal, &mut asked);
        for kind in BotKind::ALL {
            let setup = Setup { bots: vec![(*kind, 1.0)], ..rehearsal.setup.clone() };
            if setup.bots != rehearsal.setup.bots {
                ways.add(&rehearse(scenario, &setup, &mut |_| {})?, &mut asked);
            }
        }
        for (met, asked) in ways.expectations.iter_mut().flatten().zip(asked.into_iter().flatten()) {
            *met |= !asked;
        }
        Ok(ways)
    }

    fn add(&mut self, rehearsal: &Rehearsal, asked: &mut [Vec<bool>]) {
        let ideal = rehearsal.setup.is_ideal();
        for (number, tally) in rehearsal.tally.injects.iter().enumerate() {
            self.injects[number] |= tally.sent > 0;
            for (expectation, (met, missed)) in tally.expectations.iter().enumerate() {
                self.expectations[number][expectation] |= *met > 0;
                asked[number][expectation] |= ideal && met + missed > 0;
            }
        }
        for (number, (first, ..)) in rehearsal.tally.milestones.iter().enumerate() {
            self.milestones[number] |= first.is_some();
        }
    }
}
