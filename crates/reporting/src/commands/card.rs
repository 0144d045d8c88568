//! Calling with an organisation's printed emergency card.

use std::net::IpAddr;
use std::time::Duration;

use directory::Card;
use kernel::{Error, Kernel, Result};

use crate::store::attempts;

/// Codes that may be tried from one network address in one window. A code has 80 bits; this bounds load.
const MOST: i64 = 20;
/// How long a window lasts.
const WINDOW: Duration = Duration::from_secs(15 * 60);

/// The valid card with this code as typed; `None` when there is none. Counts the attempt first.
///
/// # Errors
/// [`Error::TooMany`] when too many codes were tried from this address.
pub async fn try_card(kernel: &Kernel, code: &str, address: &str) -> Result<Option<Card>> {
    let now = kernel.wall.now();
    let stale = now.minus(WINDOW);
    let network = kernel.vault.lookup("card attempts", &network(address));
    let (start, tries) = attempts::add(kernel, &network, now, stale).await?;
    if tries > MOST {
        return Err(Error::TooMany { retry_after_s: start.plus(WINDOW).since(now).as_secs().max(1) });
    }
    if tries == 1 {
        attempts::sweep(kernel, stale).await?;
    }
    directory::find_card(kernel, code).await
}

/// What is counted as one place: an IPv6 subscriber has a whole /64.
fn network(address: &str) -> String {
    match address.parse() {
        Ok(IpAddr::V6(v6)) if v6.to_ipv4_mapped().is_none() => format!("{:x?}", &v6.segments()[..4]),
        _ => address.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::network;

    #[test]
    fn neighbours_in_one_v6_network_count_as_one() {
        assert_eq!(network("2001:db8:1:2::1"), network("2001:db8:1:2:ffff::9"));
        assert_ne!(network("2001:db8:1:2::1"), network("2001:db8:1:3::1"));
        assert_eq!(network("192.0.2.7"), "192.0.2.7");
    }
}
