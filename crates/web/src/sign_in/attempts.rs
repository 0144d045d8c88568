//! How often something may be tried, counted in the database because several nodes share the load.
//!
//! An attempt is counted before it is judged, so that many at once count as many. What is locked is the
//! password path; a passkey cannot be guessed and is never locked.

use std::net::IpAddr;
use std::time::Duration;

use kernel::db::{Db, sql};
use kernel::time::Time;
use kernel::{Error, Kernel, Result};

/// So many attempts in so long.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limit {
    /// What is counted; keeps counters of the same subject apart.
    purpose: &'static str,
    /// Most attempts in a window.
    most: i64,
    /// How long a window lasts, from its first attempt.
    window: Duration,
}

const QUARTER: Duration = Duration::from_secs(15 * 60);

/// Passwords for one address typed, whether or not somebody has it.
pub(crate) const PASSWORD: Limit = Limit::per_quarter("password", 10);
/// App or recovery codes for one person.
pub(crate) const CODE: Limit = Limit::per_quarter("code", 6);
/// Sign-ins by recovery code alone, for one address typed.
pub(crate) const RECOVERY: Limit = Limit::per_quarter("recovery", 5);
/// Failed attempts of any kind from one network address; a hospital's people share one.
pub(crate) const ADDRESS: Limit = Limit::per_quarter("address", 60);
/// Passkey ceremonies begun from one network address: bounds rows, locks nobody.
pub(crate) const CEREMONIES: Limit = Limit::per_quarter("ceremonies", 2_000);

/// Longest window of all: a counter older than this says nothing any more.
pub(crate) const LONGEST_WINDOW: Duration = QUARTER;

impl Limit {
    /// Most attempts in a quarter of an hour.
    pub(crate) const fn per_quarter(purpose: &'static str, most: i64) -> Self {
        Self { purpose, most, window: QUARTER }
    }

    /// Seconds to wait after the attempt number `tries` of a window begun at `start`; `None` when it may go on.
    fn wait(self, tries: i64, start: Time, now: Time) -> Option<u64> {
        if tries <= self.most {
            return None;
        }
        let left = start.plus(self.window).since(now);
        Some(left.as_millis().div_ceil(1000).try_into().unwrap_or(u64::MAX).max(1))
    }

    fn key(self, kernel: &Kernel, subject: &str) -> String {
        kernel.vault.lookup("attempts", &format!("{} {subject}", self.purpose))
    }

    /// Counts one attempt at `subject`.
    ///
    /// # Errors
    /// [`Error::TooMany`] when the window is full.
    pub(crate) async fn count(self, kernel: &Kernel, subject: &str) -> Result<()> {
        let now = kernel.wall.now();
        let (start, tries) = add(&kernel.db, &self.key(kernel, subject), now, now.minus(self.window)).await?;
        match self.wait(tries, start, now) {
            Some(retry_after_s) => Err(Error::TooMany { retry_after_s }),
            None => Ok(()),
        }
    }

    /// Forgets the attempts at `subject`: they were its owner's.
    pub(crate) async fn clear(self, kernel: &Kernel, subject: &str) -> Result<()> {
        let query = sql("DELETE FROM attempt WHERE subject = $1").bind(self.key(kernel, subject));
        kernel.db.execute(query).await?;
        Ok(())
    }

    /// Takes one attempt back: it was a good one. The others from the same place stay counted.
    async fn give_back(self, kernel: &Kernel, subject: &str) -> Result<()> {
        let query = sql("UPDATE attempt SET tries = tries - 1 WHERE subject = $1 AND tries > 0");
        kernel.db.execute(query.bind(self.key(kernel, subject))).await?;
        Ok(())
    }
}

/// Adds one to a counter, beginning a new window when the old one began before `stale`.
async fn add(db: &Db, key: &str, now: Time, stale: Time) -> Result<(Time, i64)> {
    let query = sql("INSERT INTO attempt (subject, window_start, tries) VALUES ($1, $2, 1) \
        ON CONFLICT (subject) DO UPDATE SET \
        tries = CASE WHEN attempt.window_start <= $3 THEN 1 ELSE attempt.tries + 1 END, \
        window_start = CASE WHEN attempt.window_start <= $3 THEN $2 ELSE attempt.window_start END \
        RETURNING window_start, tries");
    let rows = db.write_returning(query.bind(key).bind(now).bind(stale)).await?;
    rows.into_iter().next().ok_or_else(|| Error::Internal(anyhow::anyhow!("a counter gave no row")))
}

/// What to count for a network address: an IPv6 subscriber has a whole /64.
pub(crate) fn network(address: &str) -> Option<String> {
    Some(match address.parse().ok()? {
        IpAddr::V4(v4) => v4.to_string(),
        IpAddr::V6(v6) => match v6.to_ipv4_mapped() {
            Some(v4) => v4.to_string(),
            None => format!("{:x?}", &v6.segments()[..4]),
        },
    })
}

/// Counts one attempt from where the visitor is; where that is unknown only the account's own limit holds.
pub(crate) async fn count_address(kernel: &Kernel, limit: Limit, address: &str) -> Result<()> {
    match network(address) {
        Some(network) => limit.count(kernel, &network).await,
        None => Ok(()),
    }
}

/// Takes back the attempt that [`count_address`] counted.
pub(crate) async fn give_back(kernel: &Kernel, limit: Limit, address: &str) -> Result<()> {
    match network(address) {
        Some(network) => limit.give_back(kernel, &network).await,
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_wait_ends_with_the_window(tries in 0_i64..100, start in 0_i64..1_000_000_000, passed in 0_i64..900_000) {
            let wait = PASSWORD.wait(tries, Time(start), Time(start + passed));
            prop_assert_eq!(wait.is_some(), tries > PASSWORD.most);
            if let Some(seconds) = wait {
                let end = Time(start).plus(PASSWORD.window);
                let after = Time(start + passed).plus(Duration::from_secs(seconds));
                prop_assert!(after >= end && after.since(end) <= Duration::from_secs(1));
            }
        }
    }

    #[test]
    fn neighbours_in_one_v6_network_count_as_one() {
        assert_eq!(network("2001:db8:1:2::1"), network("2001:db8:1:2:ffff::9"));
        assert_ne!(network("2001:db8:1:2::1"), network("2001:db8:1:3::1"));
        assert_eq!(network("::ffff:192.0.2.7"), network("192.0.2.7"));
        assert_eq!(network(""), None);
    }
}
