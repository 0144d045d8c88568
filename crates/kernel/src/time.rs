//! Time as a realm tells it. Nothing else in the program reads the machine's clock.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use serde::{Deserialize, Serialize};

/// A moment, in milliseconds since 1970-01-01T00:00:00Z.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, sqlx::Type,
)]
#[sqlx(transparent)]
#[serde(transparent)]
pub struct Time(pub i64);

impl Time {
    /// The moment `by` later.
    pub fn plus(self, by: Duration) -> Self {
        Self(self.0.saturating_add(i64::try_from(by.as_millis()).unwrap_or(i64::MAX)))
    }

    /// The moment `by` earlier.
    pub fn minus(self, by: Duration) -> Self {
        Self(self.0.saturating_sub(i64::try_from(by.as_millis()).unwrap_or(i64::MAX)))
    }

    /// How long ago `earlier` was; zero when it is not earlier.
    pub fn since(self, earlier: Self) -> Duration {
        Duration::from_millis(u64::try_from(self.0.saturating_sub(earlier.0)).unwrap_or(0))
    }

    /// As a jiff timestamp, for showing in a time zone.
    pub fn timestamp(self) -> jiff::Timestamp {
        jiff::Timestamp::from_millisecond(self.0).unwrap_or(jiff::Timestamp::UNIX_EPOCH)
    }
}

impl From<jiff::Timestamp> for Time {
    fn from(timestamp: jiff::Timestamp) -> Self {
        Self(timestamp.as_millisecond())
    }
}

/// The machine's clock, or in tests one that is moved by hand.
#[derive(Clone)]
pub struct Wall(Arc<Source>);

enum Source {
    System,
    Manual(AtomicI64),
}

impl Wall {
    /// The machine's own clock.
    pub fn system() -> Self {
        Self(Arc::new(Source::System))
    }

    /// A clock that stands at `start` until [`Wall::advance`] moves it.
    pub fn manual(start: Time) -> Self {
        Self(Arc::new(Source::Manual(AtomicI64::new(start.0))))
    }

    /// The moment this clock shows.
    pub fn now(&self) -> Time {
        match &*self.0 {
            #[expect(clippy::disallowed_methods, reason = "the one place that reads the machine's clock")]
            Source::System => jiff::Timestamp::now().into(),
            Source::Manual(ms) => Time(ms.load(Ordering::SeqCst)),
        }
    }

    /// Moves a manual clock forward; the machine's clock cannot be moved and ignores it.
    pub fn advance(&self, by: Duration) {
        if let Source::Manual(ms) = &*self.0 {
            ms.fetch_add(i64::try_from(by.as_millis()).unwrap_or(i64::MAX), Ordering::SeqCst);
        }
    }
}

/// How a realm's time runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "mode", rename_all = "snake_case")]
pub enum Clock {
    /// As the machine's clock: reality.
    Wall,
    /// Faster or slower than the machine's clock, from a moment both are known.
    Scaled {
        /// The machine's time at which the scale began.
        wall: Time,
        /// The realm's time at that moment.
        realm: Time,
        /// Realm milliseconds per 1,000 machine milliseconds; 1,000 is real speed.
        per_mille: u32,
    },
    /// Standing still.
    Paused {
        /// The realm's time while paused.
        at: Time,
    },
    /// Moved only by hand, as a rehearsal does.
    Virtual {
        /// The realm's time.
        at: Time,
    },
}

impl Clock {
    /// The realm's time when the machine's clock shows `wall`.
    pub fn at(&self, wall: Time) -> Time {
        match *self {
            Self::Wall => wall,
            Self::Scaled { wall: from, realm, per_mille } => {
                let elapsed = i128::from(wall.0.saturating_sub(from.0)) * i128::from(per_mille) / 1000;
                Time(realm.0.saturating_add(i64::try_from(elapsed).unwrap_or(i64::MAX)))
            }
            Self::Paused { at } | Self::Virtual { at } => at,
        }
    }

    /// The same clock, stopped at the time it shows now.
    pub fn paused(&self, wall: Time) -> Self {
        Self::Paused { at: self.at(wall) }
    }

    /// The same clock, going on from the time it shows now at `per_mille` of real speed.
    pub fn scaled(&self, wall: Time, per_mille: u32) -> Self {
        Self::Scaled { wall, realm: self.at(wall), per_mille }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scaled_clock_runs_at_its_rate_and_a_paused_one_stands() {
        let begin = Time(1_000_000);
        let clock = Clock::Wall.scaled(begin, 60_000);
        assert_eq!(clock.at(Time(1_001_000)), Time(1_060_000));
        let paused = clock.paused(Time(1_001_000));
        assert_eq!(paused.at(Time(9_000_000)), Time(1_060_000));
        let resumed = paused.scaled(Time(9_000_000), 1000);
        assert_eq!(resumed.at(Time(9_000_500)), Time(1_060_500));
    }

    #[test]
    fn a_clock_is_written_and_read_back_unchanged() {
        for clock in [Clock::Wall, Clock::Virtual { at: Time(7) }, Clock::Wall.scaled(Time(5), 250)] {
            let text = serde_json::to_string(&clock).unwrap();
            assert_eq!(serde_json::from_str::<Clock>(&text).unwrap(), clock);
        }
    }
}
