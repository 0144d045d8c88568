//! Hand-over to programs that listen at a URL somebody gave.
//!
//! What is posted is signed, so that whoever listens knows that it is ours and fresh:
//! `Paraat-Signature: t=SECONDS,v1=HEX`, where `HEX` is HMAC-SHA-256 over `SECONDS.BODY` under the URL's
//! secret. Somebody who gives a URL must not reach with it what only this machine can: addresses of the
//! inner network are refused, at the moment of connecting, after the name was looked up.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::time::Duration;

use hmac::{Hmac, KeyInit, Mac};
use kernel::time::Time;
use kernel::{Kernel, Result};
use reqwest::Client;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::header::{CONTENT_TYPE, HeaderValue};
use sha2::Sha256;
use url::{Host, Url};

use crate::http;
use crate::post::RealPost;
use crate::refusal::Refusal;
use crate::sms::is_loopback;

/// Programs told at once.
pub(crate) const SESSIONS: usize = 16;
/// How long a program may take to answer.
const ANSWER: Duration = Duration::from_secs(10);

/// Hands over to URLs.
pub struct Webhooks {
    client: Client,
    allow_private: bool,
}

/// The secret that what is posted to `url` is signed with, for whoever listens there.
pub fn webhook_secret(kernel: &Kernel, url: &str) -> String {
    kernel::outbox::webhook_secret(&kernel.vault, url)
}

/// The header `Paraat-Signature` of `body`, signed at `at`.
pub fn webhook_signature(secret: &str, at: Time, body: &str) -> String {
    let seconds = at.0.div_euclid(1000);
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("HMAC takes keys of any length");
    mac.update(format!("{seconds}.{body}").as_bytes());
    let hex: String = mac.finalize().into_bytes().iter().map(|byte| format!("{byte:02x}")).collect();
    format!("t={seconds},v1={hex}")
}

impl Webhooks {
    /// Prepares the hand-over; nothing is connected yet. With `allow_private` addresses of the inner network
    /// are reached too, and on this very machine without TLS.
    ///
    /// # Errors
    /// When TLS cannot be set up.
    pub fn new(allow_private: bool) -> Result<Self> {
        Ok(Self { client: http::client(Some(Guard { allow_private }))?, allow_private })
    }

    /// Hands one message over. Takes nothing that is not of reality.
    pub(crate) async fn hand_over(
        &self,
        post: &RealPost,
        kernel: &Kernel,
    ) -> std::result::Result<(), Refusal> {
        let letter = post.letter();
        let (to, body) = (&letter.message.to, &letter.message.body);
        let url = checked(to, self.allow_private).map_err(Refusal::permanent)?;
        let signature = webhook_signature(&webhook_secret(kernel, to), kernel.wall.now(), body);
        let request = self
            .client
            .post(url)
            .header(CONTENT_TYPE, HeaderValue::from_static("application/json"))
            .header("Idempotency-Key", &letter.id)
            .header("Paraat-Signature", signature)
            .body(body.clone());
        match request.timeout(ANSWER).send().await {
            Ok(answer) if answer.status().is_success() => Ok(()),
            Ok(answer) => Err(http::refusal(answer.status())),
            Err(error) => Err(Refusal::transient(&http::words(error))),
        }
    }
}

/// A URL that may be posted to.
pub(crate) fn checked(text: &str, allow_private: bool) -> std::result::Result<Url, &'static str> {
    let url = Url::parse(text).ok().ok_or("the recipient is no URL")?;
    let is_protected =
        url.scheme() == "https" || (url.scheme() == "http" && allow_private && is_loopback(&url));
    if !is_protected {
        return Err("the recipient's URL does not begin with https://");
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err("the recipient's URL holds a name or a password");
    }
    // A name is looked at when it has been looked up.
    let address = match url.host() {
        Some(Host::Ipv4(ip)) => Some(IpAddr::V4(ip)),
        Some(Host::Ipv6(ip)) => Some(IpAddr::V6(ip)),
        _ => None,
    };
    match address {
        Some(ip) if !allow_private && !is_public(ip) => Err(INNER),
        _ => Ok(url),
    }
}

const INNER: &str = "the recipient's URL leads to an address of the inner network";

/// Looks names up, and gives only those of their addresses that may be reached.
pub(crate) struct Guard {
    allow_private: bool,
}

impl Guard {
    pub(crate) fn new(allow_private: bool) -> Self {
        Self { allow_private }
    }
}

impl Resolve for Guard {
    fn resolve(&self, name: Name) -> Resolving {
        let allow_private = self.allow_private;
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            let may_reach = |address: &SocketAddr| allow_private || is_public(address.ip());
            let addresses: Vec<SocketAddr> = found.filter(may_reach).collect();
            if addresses.is_empty() {
                return Err(INNER.into());
            }
            Ok(Box::new(addresses.into_iter()) as Addrs)
        })
    }
}

/// Whether an address is one of the Internet's: in none of the ranges set aside for other ends by the IANA
/// special-purpose registries (RFC 6890).
fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(ip) => is_public_v4(ip),
        IpAddr::V6(ip) => is_public_v6(ip),
    }
}

fn is_public_v4(ip: Ipv4Addr) -> bool {
    let [a, b, c, _] = ip.octets();
    let is_set_aside = ip.is_private()
        || ip.is_loopback()
        || ip.is_link_local()
        || ip.is_documentation()
        || matches!((a, b, c), (0, ..) | (100, 64..=127, _) | (192, 0, 0) | (192, 88, 99) | (198, 18..=19, _))
        // Multicast, reserved and broadcast.
        || a >= 224;
    !is_set_aside
}

fn is_public_v6(ip: Ipv6Addr) -> bool {
    // Only 2000::/3 is given out; 6to4, Teredo and the like in it, and NAT64 outside it, lead to an IPv4
    // address that was not looked at.
    let [a, b, ..] = ip.segments();
    (0x2000..0x4000).contains(&a)
        && a != 0x2002
        && !(a == 0x2001 && (b < 0x0200 || b == 0x0db8))
        && a != 0x3fff
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_internet_is_public() {
        for ip in ["93.184.216.34", "193.190.1.1", "2a00:1450::1", "2001:6a8::1"] {
            assert!(is_public(ip.parse().unwrap()), "{ip}");
        }
        for ip in [
            "0.0.0.0",
            "10.1.2.3",
            "100.64.0.1",
            "127.0.0.1",
            "169.254.169.254",
            "172.16.0.1",
            "192.168.1.1",
            "192.0.0.1",
            "198.18.0.1",
            "224.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "fc00::1",
            "fe80::1",
            "ff02::1",
            "64:ff9b::a00:1",
            "2002:a00:1::1",
            "2001::1",
            "2001:db8::1",
        ] {
            assert!(!is_public(ip.parse().unwrap()), "{ip}");
        }
    }

    #[test]
    fn a_url_of_the_inner_network_is_refused_however_it_is_written() {
        assert!(checked("https://lab.example/hook?x=1", false).is_ok());
        for url in [
            "http://lab.example",
            "ftp://lab.example",
            "https://10.0.0.1",
            "https://0x7f.1",
            "https://2130706433",
            "https://[::1]",
            "https://[::ffff:10.0.0.1]",
            "https://an:geheim@lab.example",
            "lab",
            "http://127.0.0.1",
            "https://127.0.0.1",
        ] {
            assert!(checked(url, false).is_err(), "{url}");
        }
        assert!(
            checked("http://127.0.0.1:8080/x", true).is_ok() && checked("https://10.0.0.1", true).is_ok()
        );
        assert!(checked("http://10.0.0.1", true).is_err(), "in the clear only on this machine");
    }

    #[tokio::test]
    async fn a_name_that_leads_inside_is_refused_after_it_was_looked_up() {
        let resolve = |allow_private| Guard { allow_private }.resolve("localhost".parse().unwrap());
        assert!(resolve(false).await.is_err());
        assert!(resolve(true).await.is_ok());
    }

    #[test]
    fn a_signature_is_of_its_time_its_text_and_its_secret() {
        // By: printf '1795324200.{}' | openssl dgst -sha256 -hmac secret
        let signature = webhook_signature("secret", Time(1_795_324_200_999), "{}");
        assert_eq!(
            signature,
            "t=1795324200,v1=dad0beb62889516866dc3e63fa02dde7d18138d0cc99244fc43da73ab2879758"
        );
        for (secret, at, body) in [("other", 0, "{}"), ("secret", 1_000, "{}"), ("secret", 0, "{ }")] {
            assert_ne!(webhook_signature(secret, Time(at), body), webhook_signature("secret", Time(0), "{}"));
        }
    }
}
