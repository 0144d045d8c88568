//! How fast messages may go: so many in a span, and when there is room for the next one.
//!
//! A budget lives in one node's memory. Several nodes over one database each have the whole of it, so a
//! contract for 30 a second that two nodes share is set to 15 on each.

use std::collections::{HashMap, VecDeque};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use kernel::Priority;
use kernel::time::Time;

/// The span of the limit per mail domain.
const MINUTE: Duration = Duration::from_secs(60);
/// The span of the limit per person.
pub(crate) const HOUR: Duration = Duration::from_secs(3600);
/// Mail domains remembered at once before those that are quiet are forgotten.
const DOMAINS: usize = 10_000;

/// How much goes to one recipient at most.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Mails to one mail domain in a minute; more than a big provider's servers take makes them refuse all.
    pub domain_per_minute: u32,
    /// Messages by any channel to one person in an hour, but for those of the priority flash.
    pub person_per_hour: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self { domain_per_minute: 300, person_per_hour: 60 }
    }
}

/// A budget of `count` in every span `per`, however the span is laid.
#[derive(Debug)]
pub(crate) struct Pace {
    count: usize,
    per: Duration,
    /// When the last `count` went, the oldest first.
    gone: VecDeque<Time>,
    /// For each priority, the moment the next one that has to wait is told to come back.
    next: [Time; Priority::ALL.len()],
}

impl Pace {
    pub(crate) fn new(count: u32, per: Duration) -> Self {
        let count = usize::try_from(count.max(1)).unwrap_or(usize::MAX);
        Self { count, per, gone: VecDeque::new(), next: [Time(0); Priority::ALL.len()] }
    }

    /// Takes one out of the budget, or says when to come back. Those who wait are told moments that follow
    /// each other at the pace of the budget, behind everything as urgent and more urgent, so that they do not
    /// come back all at once. Something more urgent that comes later takes their turn, and they get another.
    pub(crate) fn take(&mut self, priority: Priority, now: Time) -> Result<(), Time> {
        let free = match self.gone.front() {
            Some(oldest) if self.gone.len() >= self.count => oldest.plus(self.per),
            _ => now,
        };
        if free <= now {
            self.gone.push_back(now);
            if self.gone.len() > self.count {
                self.gone.pop_front();
            }
            return Ok(());
        }
        let place = usize::try_from(priority.number()).unwrap_or_default();
        let before_it = self.next.iter().take(place + 1).copied().max();
        let turn = before_it.map_or(free, |next| next.max(free));
        let after_it = turn.plus(self.step());
        if let Some(next) = self.next.get_mut(place) {
            *next = after_it;
        }
        Err(turn)
    }

    /// The time one takes of the span, in whole milliseconds and never none.
    fn step(&self) -> Duration {
        let count = u128::try_from(self.count).unwrap_or(u128::MAX);
        let step = self.per.as_millis().div_ceil(count).max(1);
        Duration::from_millis(u64::try_from(step).unwrap_or(u64::MAX))
    }

    fn is_quiet(&self, now: Time) -> bool {
        self.gone.back().is_none_or(|last| last.plus(self.per) <= now)
    }
}

/// The budgets of mail domains.
#[derive(Debug, Default)]
pub(crate) struct Domains(Mutex<Known>);

#[derive(Debug)]
struct Known {
    paces: HashMap<String, Pace>,
    /// How many there may be before the quiet ones are looked for again: twice as many as were not quiet the last
    /// time, for a warning to a whole country writes to so many that none of them is quiet.
    most: usize,
}

impl Default for Known {
    fn default() -> Self {
        Self { paces: HashMap::new(), most: DOMAINS }
    }
}

impl Domains {
    /// Takes one out of a domain's budget of `per_minute`, or says when to come back.
    pub(crate) fn take(
        &self,
        domain: &str,
        per_minute: u32,
        priority: Priority,
        now: Time,
    ) -> Result<(), Time> {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if known.paces.len() >= known.most {
            known.paces.retain(|_, pace| !pace.is_quiet(now));
            known.most = (known.paces.len() * 2).max(DOMAINS);
        }
        let pace = known.paces.entry(domain.to_owned()).or_insert_with(|| Pace::new(per_minute, MINUTE));
        pace.take(priority, now)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    #[test]
    fn those_who_wait_come_back_one_after_another() {
        let mut pace = Pace::new(2, SECOND);
        let mut take = |priority, now| pace.take(priority, Time(now));
        assert_eq!((take(Priority::Routine, 0), take(Priority::Routine, 0)), (Ok(()), Ok(())));
        let waits = [(); 3].map(|()| take(Priority::Routine, 0));
        assert_eq!(waits, [Err(Time(1000)), Err(Time(1500)), Err(Time(2000))]);
        assert_eq!(take(Priority::Flash, 0), Err(Time(1000)), "not behind what is less urgent");
        assert_eq!(take(Priority::Urgent, 0), Err(Time(1500)), "but behind what is more urgent");
        assert_eq!(take(Priority::Routine, 1000), Ok(()));
    }

    #[test]
    fn quiet_domains_are_forgotten() {
        let domains = Domains::default();
        let known = |take: usize, now: i64| {
            for number in 0..take {
                assert_eq!(domains.take(&format!("{now} {number}"), 1, Priority::Routine, Time(now)), Ok(()));
            }
            domains.0.lock().unwrap().paces.len()
        };
        assert_eq!(known(DOMAINS + 1, 0), DOMAINS + 1, "none of them is quiet");
        assert_eq!(known(DOMAINS, 60_000), DOMAINS, "those of a minute ago are gone");
    }

    proptest! {
        #[test]
        fn no_span_has_more_than_its_count(steps in prop::collection::vec(0_i64..400, 1..200), count in 1_u32..9) {
            let (mut pace, mut now, mut gone) = (Pace::new(count, SECOND), 0, Vec::new());
            for step in steps {
                now += step;
                match pace.take(Priority::Routine, Time(now)) {
                    Ok(()) => gone.push(now),
                    Err(turn) => prop_assert!(turn.0 > now),
                }
            }
            for begin in &gone {
                let within = gone.iter().filter(|at| (*begin..begin + 1000).contains(*at)).count();
                prop_assert!(within <= count as usize);
            }
        }
    }
}
