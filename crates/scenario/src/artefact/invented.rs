//! The values that nobody wrote: the seed gives them.

use super::draw::Draw;
use super::size::lines;
use super::{fictitious, mail};
use crate::format::Artefact;

/// A value that the seed gives.
pub(super) fn invented(artefact: &Artefact, name: &str, seed: u64) -> String {
    let mut draw = Draw::new(seed, artefact.id.as_str(), name, 0);
    let draw = &mut draw;
    match name {
        "sender_domain" | "url_domain" | "c2_domain" => fictitious::domain(draw),
        "reply_to" | "contact" => fictitious::mail_address(draw),
        "relay_ip" | "c2_ip" | "source_ip" => fictitious::public_address(draw).to_string(),
        "victim_host" => fictitious::host(draw),
        "first_host" => fictitious::server(draw),
        "attachment_sha256" => super::sha256(&mail::attachment(seed, &artefact.id)),
        "user_agent" => format!(
            "Mozilla/4.0 (compatible; MSIE {}.0; Windows NT 6.1; SyncAgent {}.{}.{})",
            draw.between(6, 9),
            draw.between(1, 4),
            draw.below(10),
            draw.between(100, 999)
        ),
        "beacon_seconds" => draw.pick(&["30", "45", "60", "90", "120", "180", "300"]).to_string(),
        "account" => fictitious::account(draw),
        // Not at night between 1 and 4, when a change of summer time leaves an hour out or has it twice.
        "first_time" => format!("{:02}:{:02}:{:02}", draw.between(4, 5), draw.below(60), draw.below(60)),
        "victim_id" => format!("{}-{}", fictitious::hexadecimal(draw, 2), fictitious::hexadecimal(draw, 4))
            .to_uppercase(),
        "amount" => (draw.between(6, 80) * 50_000).to_string(),
        "version" => format!("{}.{}.{}", draw.between(2, 8), draw.below(10), draw.between(10, 99)),
        "signer" => format!("Firmware Release Signing {}", draw.between(1000, 9999)),
        "rows" => lines(artefact).to_string(),
        "sample_id" => format!("S{:02}-{:06}", draw.between(10, 99), draw.below(1_000_000)),
        _ => fictitious::hexadecimal(draw, 32),
    }
}
