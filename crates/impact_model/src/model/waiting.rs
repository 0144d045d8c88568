//! Work that waits: what is put off, caught up with, and given up.
//!
//! While nothing changes, `d waiting / dt = new − spare − g · waiting`, whose solution is known, so no steps in time are
//! needed.

use super::Flow;
use super::build::Serves;
use crate::parameters::{Parameter, Parameters};

/// What is the same for all who wait.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Habits {
    /// How readily those who wait give up, as a rate per hour.
    gives_up: f64,
    /// What share of spare capacity goes to those who wait.
    catches_up: f64,
}

impl Habits {
    pub(super) fn of(parameters: &Parameters) -> Self {
        let a_day = parameters.get(Parameter::GiveUpPerDay).clamp(0.0, 0.99);
        Self { gives_up: -libm::log(1.0 - a_day) / 24.0, catches_up: parameters.get(Parameter::CatchUp) }
    }
}

/// What happens in an hour.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rates {
    /// What cannot be done when it comes.
    pub(super) unmet: f64,
    /// Of that, what cannot wait.
    pub(super) lost: f64,
    /// Of that, what waits.
    pub(super) new: f64,
    /// What more could be done.
    pub(super) spare: f64,
}

impl Rates {
    /// The rates of a service of which a share works, and whose work nobody takes over. The urgent is done first.
    pub(super) fn of(serves: &Serves, works: f32) -> Self {
        let (comes, can) = (f64::from(serves.demand), f64::from(serves.capacity) * f64::from(works));
        let unmet = (comes - can).max(0.0);
        let lost = (f64::from(serves.urgent) * comes - can).clamp(0.0, unmet);
        Self { unmet, lost, new: unmet - lost, spare: (can - comes).max(0.0) }
    }
}

impl Flow {
    /// Some hours pass.
    pub(super) fn pass(&mut self, rates: Rates, habits: &Habits, hours: f64) {
        self.unmet += rates.unmet * hours;
        self.lost += rates.lost * hours;
        self.postponed += rates.new * hours;
        if self.waiting == 0.0 && rates.new == 0.0 {
            return;
        }
        let catches_up = rates.spare * habits.catches_up;
        let until_none = until_none(self.waiting, rates.new - catches_up, habits.gives_up);
        let busy = hours.min(until_none);
        let before = self.waiting;
        self.waiting =
            if busy < hours { 0.0 } else { after(before, rates.new - catches_up, habits.gives_up, busy) };
        let caught_up = catches_up * busy;
        // What neither waits nor was caught up with has given up.
        self.cancelled += (before + rates.new * busy - caught_up - self.waiting).max(0.0);
        self.caught_up += caught_up;
    }

    pub(super) fn add(&mut self, other: &Self) {
        self.demand += other.demand;
        self.unmet += other.unmet;
        self.rerouted += other.rerouted;
        self.postponed += other.postponed;
        self.lost += other.lost;
        self.caught_up += other.caught_up;
        self.cancelled += other.cancelled;
        self.waiting += other.waiting;
    }
}

/// How many wait after some hours, of `waiting`, when `net` more come in an hour than are caught up with.
fn after(waiting: f64, net: f64, gives_up: f64, hours: f64) -> f64 {
    if gives_up == 0.0 {
        return (waiting + net * hours).max(0.0);
    }
    let stays = net / gives_up;
    ((waiting - stays) * libm::exp(-gives_up * hours) + stays).max(0.0)
}

/// After how many hours nobody waits any more.
fn until_none(waiting: f64, net: f64, gives_up: f64) -> f64 {
    if net >= 0.0 {
        f64::INFINITY
    } else if gives_up == 0.0 {
        -waiting / net
    } else {
        libm::log(1.0 - gives_up * waiting / net) / gives_up
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_solution_is_that_of_small_steps() {
        for (waiting, new, spare, gives_up) in [
            (10.0, 2.0, 0.0, 0.01),
            (50.0, 0.0, 3.0, 0.01),
            (50.0, 0.0, 0.5, 0.0),
            (0.0, 1.0, 0.0, 0.0),
            (5.0, 0.0, 0.0, 0.1),
        ] {
            let habits = Habits { gives_up, catches_up: 1.0 };
            let mut flow = Flow { waiting, ..Flow::default() };
            flow.pass(Rates { unmet: new, lost: 0.0, new, spare }, &habits, 24.0);
            let (mut waits, mut cancelled, mut caught_up) = (waiting, 0.0, 0.0);
            let step = 1e-4;
            for _ in 0..240_000 {
                let (gone, done) = (gives_up * waits * step, (spare * step).min(waits));
                waits = (waits + new * step - gone - done).max(0.0);
                cancelled += gone;
                caught_up += done;
            }
            for (exact, stepped) in
                [(flow.waiting, waits), (flow.cancelled, cancelled), (flow.caught_up, caught_up)]
            {
                assert!((exact - stepped).abs() < 0.01, "{flow:?}: {exact} {stepped}");
            }
        }
    }
}
