//! When a refused message is tried again, and when it is given up.

use std::time::Duration;

use kernel::Priority;
use kernel::time::Time;

/// Attempts before a message is given up. The age bound comes first for a message that is refused, even for
/// one that is tried every minute: this is reached only by one that crashes the hand-over each time.
pub(crate) const ATTEMPTS: i64 = 3000;
/// How old a message may grow before it is given up: a mail server may be gone for a whole day.
pub(crate) const GIVE_UP_AGE: Duration = Duration::from_secs(24 * 3600);
/// The pause after the first refusal.
const FIRST_PAUSE: Duration = Duration::from_secs(15);

/// The longest pause between two attempts: what is urgent does not wait for what may be mended at last.
const fn longest_pause(priority: Priority) -> Duration {
    match priority {
        Priority::Flash => Duration::from_secs(60),
        Priority::Urgent => Duration::from_secs(5 * 60),
        Priority::Routine => Duration::from_secs(15 * 60),
    }
}

/// When to try again after `attempts` attempts, the last at `now`; `None` to give up. `roll` is drawn
/// at random: half of the pause is fixed, half depends on it, so messages refused together do not
/// come back together.
pub(crate) fn next(priority: Priority, made_at: Time, now: Time, attempts: i64, roll: u64) -> Option<Time> {
    let doublings = u32::try_from(attempts.saturating_sub(1)).unwrap_or(0).min(16);
    let pause = (FIRST_PAUSE * 2_u32.pow(doublings)).min(longest_pause(priority));
    let half = pause / 2;
    let extra = Duration::from_millis(roll % (u64::try_from(half.as_millis()).unwrap_or(u64::MAX) + 1));
    let due = now.plus(half + extra);
    (attempts < ATTEMPTS && due < made_at.plus(GIVE_UP_AGE)).then_some(due)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_to_a_quarter_of_an_hour_and_end_after_a_day() {
        let mut now = Time(0);
        let mut pauses = Vec::new();
        for attempts in 1.. {
            let Some(due) = next(Priority::Routine, Time(0), now, attempts, u64::MAX / 3) else { break };
            pauses.push(due.since(now));
            now = due;
        }
        assert!(pauses[0] >= FIRST_PAUSE / 2 && pauses[0] <= FIRST_PAUSE);
        assert!(pauses.iter().all(|pause| *pause <= longest_pause(Priority::Routine)));
        assert!(pauses.len() > 90 && pauses.len() < 250, "{}", pauses.len());
        assert!(now.0 > 23 * 3_600_000, "given up after {} ms", now.0);
    }

    #[test]
    fn attempts_are_bounded_whatever_the_clock_does() {
        assert_eq!(next(Priority::Routine, Time(0), Time(0), ATTEMPTS, 0), None);
        assert_eq!(next(Priority::Routine, Time(0), Time(i64::MAX), 1, 7), None);
        assert!(next(Priority::Routine, Time(0), Time(-5), 1, u64::MAX).is_some());
    }
}
