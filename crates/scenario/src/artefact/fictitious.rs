//! Names, addresses and people that do not exist and cannot: domains and addresses set aside for documentation
//! (RFC 2606, RFC 5737, RFC 3849), national numbers that no country could have given.

use std::fmt::Write as _;
use std::net::{IpAddr, Ipv4Addr};

use super::draw::Draw;

const DOMAIN_FIRST: &[&str] = &[
    "alert",
    "asset",
    "backup",
    "cache",
    "care",
    "cdn",
    "client",
    "cloud",
    "config",
    "data",
    "device",
    "edge",
    "fleet",
    "gate",
    "health",
    "index",
    "lab",
    "license",
    "link",
    "med",
    "metric",
    "mirror",
    "monitor",
    "node",
    "office",
    "patch",
    "portal",
    "probe",
    "proxy",
    "relay",
    "remote",
    "report",
    "sample",
    "secure",
    "service",
    "signal",
    "smart",
    "static",
    "status",
    "store",
    "stream",
    "supply",
    "support",
    "sync",
    "system",
    "task",
    "telemetry",
    "tool",
];
const DOMAIN_LAST: &[&str] = &[
    "agent", "base", "board", "box", "center", "chain", "check", "core", "desk", "direct", "feed", "flow",
    "forge", "front", "grid", "hub", "image", "info", "kit", "layer", "line", "loop", "net", "notify", "now",
    "pack", "path", "point", "pool", "press", "pulse", "query", "ring", "route", "scope", "server", "share",
    "site", "source", "space", "stack", "stat", "trace", "track", "update", "vault", "watch", "zone",
];
const HOST_PLACES: &[&str] =
    &["adm", "bio", "er", "hem", "icu", "lab", "lis", "mic", "off", "path", "pharm", "rad", "rec", "ward"];
const SERVER_TASKS: &[&str] = &["app", "db", "file", "lis", "mail", "pacs", "vpn", "web"];
const MAILBOXES: &[&str] = &[
    "accounts", "billing", "desk", "finance", "helpdesk", "info", "invoices", "notice", "office", "orders",
    "reply", "service", "support", "team", "update",
];
const ACCOUNT_FIRST: &[&str] = &["adm", "app", "ext", "maint", "ops", "remote", "svc", "vendor"];
const ACCOUNT_LAST: &[&str] = &[
    "analyser",
    "archive",
    "backup",
    "billing",
    "cooling",
    "deploy",
    "imaging",
    "lis",
    "monitor",
    "pacs",
    "pathology",
    "print",
    "scan",
    "support",
    "sync",
    "update",
];
const ACCOUNT_ALONE: &[&str] = &[
    "administrator",
    "archive",
    "backup",
    "desk",
    "helpdesk",
    "install",
    "maintenance",
    "manager",
    "monitor",
    "office",
    "operator",
    "reception",
    "remote",
    "scanner",
    "service",
    "support",
    "system",
    "test",
    "training",
    "vendor",
];
const GIVEN: &[&str] = &[
    "Ada", "Amir", "Anouk", "Bas", "Camille", "Chiara", "Daan", "Elif", "Emil", "Fatima", "Greta", "Hugo",
    "Ines", "Jonas", "Julie", "Karim", "Lena", "Lotte", "Lucas", "Malik", "Mila", "Nadia", "Noah", "Oskar",
    "Paula", "Rik", "Sami", "Sofia", "Thijs", "Yara",
];
const FAMILY: &[&str] = &[
    "Beispielmann",
    "Demowicz",
    "Dubidon",
    "Exempelaar",
    "Exemplaire",
    "Fictiva",
    "Fictoor",
    "Fiktivsen",
    "Inventado",
    "Leplacard",
    "Modellini",
    "Musterbach",
    "Nergenhuis",
    "Niemandsen",
    "Nullepart",
    "Oefenmans",
    "Papieren",
    "Personne",
    "Phantomsky",
    "Platzhalter",
    "Proefstra",
    "Quelconque",
    "Scheinberg",
    "Specimen",
    "Testelaere",
    "Uitgedacht",
    "Vanschijn",
    "Verzonnen",
    "Vooralsnog",
    "Zogezegd",
];

/// A domain of two words under `.example` (RFC 2606).
pub(super) fn domain(draw: &mut Draw) -> String {
    format!("{}-{}.example", draw.pick(DOMAIN_FIRST), draw.pick(DOMAIN_LAST))
}

/// An address on the internet from TEST-NET-2 or TEST-NET-3 (RFC 5737).
pub(super) fn public_address(draw: &mut Draw) -> Ipv4Addr {
    let last = draw.between(1, 254) as u8;
    if draw.percent(50) { Ipv4Addr::new(198, 51, 100, last) } else { Ipv4Addr::new(203, 0, 113, last) }
}

/// An address on the internet from TEST-NET-1 (RFC 5737), where the harmless stand so that none of them is taken
/// for what is hidden.
pub(super) fn harmless_address(index: u64) -> Ipv4Addr {
    Ipv4Addr::new(192, 0, 2, (index % 254 + 1) as u8)
}

/// An address within an organisation (RFC 1918), a different one for each of the first 50,000 indices.
pub(super) fn inner_address(index: usize) -> Ipv4Addr {
    Ipv4Addr::new(10, 20, (index / 200 % 250) as u8, (index % 200 + 10) as u8)
}

/// The name of a computer at which somebody works.
pub(super) fn host(draw: &mut Draw) -> String {
    format!("ws-{}-{:03}", draw.pick(HOST_PLACES), draw.between(1, 999))
}

/// The name of a server within an organisation.
pub(super) fn server(draw: &mut Draw) -> String {
    format!("srv-{}-{:02}", draw.pick(SERVER_TASKS), draw.between(1, 99))
}

/// A mail address under `.example`.
pub(super) fn mail_address(draw: &mut Draw) -> String {
    format!("{}@{}", draw.pick(MAILBOXES), domain(draw))
}

/// An account that no person uses.
pub(super) fn account(draw: &mut Draw) -> String {
    format!("{}-{}{:02}", draw.pick(ACCOUNT_FIRST), draw.pick(ACCOUNT_LAST), draw.between(1, 99))
}

/// An account that is written like another: the same beginning up to its last mark, and as many digits at its end.
pub(super) fn account_like(account: &str, draw: &mut Draw) -> String {
    let is_mark = |c: char| matches!(c, '-' | '_' | '.' | '\\');
    let digits = account.chars().rev().take_while(char::is_ascii_digit).count();
    let (beginning, word) = match (account.rsplit_once(is_mark), account.chars().rev().find(|c| is_mark(*c)))
    {
        (Some((before, _)), Some(mark)) => (format!("{before}{mark}"), draw.pick(ACCOUNT_LAST)),
        _ => (String::new(), draw.pick(ACCOUNT_ALONE)),
    };
    (0..digits).fold(format!("{beginning}{word}"), |account, _| format!("{account}{}", draw.below(10)))
}

/// Given and family name of somebody who does not exist.
pub(super) fn person(draw: &mut Draw) -> (&'static str, &'static str) {
    (draw.pick(GIVEN), draw.pick(FAMILY))
}

/// A national number in the shape of the Belgian one that cannot exist: months and days beyond the calendar, a
/// serial number and check digits that are never given (both begin at 1).
pub(super) fn national_number(born: u64, draw: &mut Draw) -> String {
    format!("{:02}.{}.{}-000.00", born % 100, draw.between(13, 19), draw.between(32, 39))
}

/// So many random bytes in hexadecimal.
pub(super) fn hexadecimal(draw: &mut Draw, bytes: usize) -> String {
    hex(&draw.bytes(bytes))
}

/// Bytes in lower-case hexadecimal.
pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// Another value of the same shape: its digits are others.
pub(super) fn of_the_same_shape(value: &str, draw: &mut Draw) -> String {
    let digit = |draw: &mut Draw| char::from(b'0' + draw.below(10) as u8);
    value.chars().map(|c| if c.is_ascii_digit() { digit(draw) } else { c }).collect()
}

/// Whether a domain is one that nobody can own: under `example`, `test`, `invalid` or `localhost`, or one of
/// `example.com`, `example.net` and `example.org` (RFC 2606).
pub(super) fn is_set_aside(domain: &str) -> bool {
    let labels: Vec<&str> = domain.split('.').collect();
    let label_is_fine = |label: &&str| {
        !label.is_empty()
            && label.len() <= 63
            && label.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    let nobodys = matches!(
        labels.as_slice(),
        [.., _, "example" | "test" | "invalid" | "localhost"] | [.., "example", "com" | "net" | "org"]
    );
    nobodys && domain.len() <= 253 && labels.iter().all(label_is_fine)
}

/// Whether an address is one that nobody has: RFC 5737, RFC 3849 and RFC 9637.
pub(super) fn is_for_documentation(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => matches!(v4.octets(), [192, 0, 2, _] | [198, 51, 100, _] | [203, 0, 113, _]),
        IpAddr::V6(v6) => match v6.segments() {
            [0x2001, 0x0db8, ..] => true,
            [0x3fff, second, ..] => second < 0x1000,
            _ => false,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn domains_that_somebody_could_own_are_known() {
        for fine in ["a.example", "www.a-b.example", "example.com", "mail.example.org", "x.test", "x.invalid"]
        {
            assert!(is_set_aside(fine), "{fine}");
        }
        for real in
            ["a.be", "example", "anexample.com", "a..example", "-a.example", "A.example", "a b.example", ""]
        {
            assert!(!is_set_aside(real), "{real}");
        }
    }

    #[test]
    fn addresses_that_somebody_could_have_are_known() {
        for (address, documentation) in [
            ("192.0.2.1", true),
            ("198.51.100.255", true),
            ("203.0.113.0", true),
            ("2001:db8::1", true),
            ("3fff:0fff::1", true),
            ("192.0.3.1", false),
            ("10.0.0.1", false),
            ("2001:db9::1", false),
            ("3fff:1000::1", false),
        ] {
            assert_eq!(is_for_documentation(address.parse().unwrap()), documentation, "{address}");
        }
    }

    #[test]
    fn what_is_invented_cannot_exist() {
        for index in 0..500 {
            let mut draw = Draw::new(index, "a", "b", index);
            assert!(is_set_aside(&domain(&mut draw)));
            assert!(is_for_documentation(public_address(&mut draw).into()));
            assert!(is_for_documentation(harmless_address(index).into()));
            assert!(inner_address(index as usize).is_private());
            let mail = mail_address(&mut draw);
            assert!(mail.split_once('@').is_some_and(|(_, domain)| is_set_aside(domain)), "{mail}");
            let number = national_number(1930 + index, &mut draw);
            let parts: Vec<u32> = number.split(['.', '-']).map(|part| part.parse().unwrap()).collect();
            let [_, month, day, serial, check] = parts[..] else { panic!("{number}") };
            assert!(month > 12 && month < 20 && day > 31 && serial == 0 && check == 0, "{number}");
        }
    }

    #[test]
    fn an_account_is_written_like_another() {
        let mut draw = Draw::new(1, "a", "b", 0);
        for (account, begins, digits) in
            [("svc-imgsync", "svc-", 0), ("HOSP\\adm_lis07", "HOSP\\adm_", 2), ("root", "", 0)]
        {
            let like = account_like(account, &mut draw);
            assert!(like.starts_with(begins), "{like}");
            assert_eq!(like.chars().filter(char::is_ascii_digit).count(), digits, "{like}");
        }
    }

    #[test]
    fn a_value_keeps_its_shape() {
        let other = of_the_same_shape("LAB-2027-0042/b", &mut Draw::new(1, "a", "b", 0));
        assert!(other.starts_with("LAB-") && other.ends_with("/b") && other.len() == 15);
        assert_ne!(other, "LAB-2027-0042/b");
    }
}
