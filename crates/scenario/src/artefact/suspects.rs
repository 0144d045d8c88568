//! Reading the pieces of an artefact as a player does: who looks guilty in each, and who in most of them.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::net::IpAddr;

use jiff::civil::DateTime;

use super::{auth_log, proxy_log};
use crate::format::ArtefactKind;

/// From how many calls on one sees that they come at an interval.
const LEAST_CALLS: usize = 8;
/// The shortest interval, in seconds: what follows sooner belongs to the same page.
const LEAST_INTERVAL: i64 = 5;

/// What looks guilty in some pieces.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suspect {
    /// The domain, account or sample.
    pub value: String,
    /// How many different pieces hold it.
    pub pieces: usize,
}

/// The suspects of several pieces, those in most of them first, then by name: domains that one computer calls at an
/// interval (`proxy-log`), accounts that were guessed from outside (`auth-log`), samples on several rows
/// (`leaked-data`). Other kinds cannot be split and have none. The same piece twice counts once.
pub fn candidates(pieces: &[&[u8]], kind: ArtefactKind) -> Vec<Suspect> {
    let different: BTreeSet<&[u8]> = pieces.iter().copied().collect();
    let mut held: BTreeMap<String, usize> = BTreeMap::new();
    for piece in different {
        let text = String::from_utf8_lossy(piece);
        let suspects = match kind {
            ArtefactKind::ProxyLog => intervals(&text).into_keys().collect(),
            ArtefactKind::AuthLog => guessed(&text),
            ArtefactKind::LeakedData => repeated(piece),
            ArtefactKind::PhishingMail | ArtefactKind::RansomNote | ArtefactKind::FirmwareImage => {
                BTreeSet::new()
            }
        };
        for suspect in suspects {
            *held.entry(suspect).or_default() += 1;
        }
    }
    let mut suspects: Vec<Suspect> =
        held.into_iter().map(|(value, pieces)| Suspect { value, pieces }).collect();
    suspects.sort_by(|a, b| b.pieces.cmp(&a.pieces).then_with(|| a.value.cmp(&b.value)));
    suspects
}

/// Those that the most pieces hold: who has enough pieces finds one here.
pub fn held_by_most(suspects: &[Suspect]) -> Vec<&str> {
    let most = suspects.iter().map(|suspect| suspect.pieces).max();
    suspects
        .iter()
        .filter(|suspect| Some(suspect.pieces) == most)
        .map(|suspect| suspect.value.as_str())
        .collect()
}

/// The domains that one computer calls at an interval, and that interval in seconds.
pub(super) fn intervals(log: &str) -> BTreeMap<String, i64> {
    let mut calls: HashMap<&str, (Vec<i64>, HashSet<&str>)> = HashMap::new();
    for (moment, client, domain) in log.lines().filter_map(request) {
        let (moments, clients) = calls.entry(domain).or_default();
        moments.push(moment);
        clients.insert(client);
    }
    calls
        .into_iter()
        .filter(|(_, (_, clients))| clients.len() == 1)
        .filter_map(|(domain, (moments, _))| Some((domain.to_owned(), interval(moments)?)))
        .collect()
}

/// The moment in seconds, the computer and the domain of a line.
fn request(line: &str) -> Option<(i64, &str, &str)> {
    if line.starts_with('#') {
        return None;
    }
    let column = |name: &str| proxy_log::FIELDS.split(' ').position(|field| field == name);
    let columns: Vec<&str> = line.split(' ').collect();
    let get = |name| columns.get(column(name)?).copied();
    let moment: DateTime = format!("{}T{}", get("date")?, get("time")?).parse().ok()?;
    let seconds = moment.duration_since(DateTime::ZERO).as_secs();
    Some((seconds, get("c-dns")?, get("cs-host")?))
}

/// The interval of moments that follow each other at one, give or take a quarter.
fn interval(mut moments: Vec<i64>) -> Option<i64> {
    if moments.len() < LEAST_CALLS {
        return None;
    }
    moments.sort_unstable();
    let gaps: Vec<i64> = moments.iter().zip(moments.iter().skip(1)).map(|(a, b)| b - a).collect();
    let median = median(gaps.clone())?;
    let even = gaps.iter().all(|gap| (gap - median).abs() * 4 <= median);
    (median >= LEAST_INTERVAL && even).then_some(median)
}

fn median(mut values: Vec<i64>) -> Option<i64> {
    values.sort_unstable();
    values.get(values.len() / 2).copied()
}

/// The accounts whose password was right after it had been wrong several times from the same address outside.
fn guessed(log: &str) -> BTreeSet<String> {
    let mut wrong: HashMap<(&str, &str), u64> = HashMap::new();
    let mut suspects = BTreeSet::new();
    for (right, account, source) in log.lines().filter_map(sign_in) {
        let failures = wrong.entry((account, source)).or_default();
        if !right {
            *failures += 1;
        } else if std::mem::take(failures) >= auth_log::LEAST_FAILURES && is_outside(source) {
            suspects.insert(account.to_owned());
        }
    }
    suspects
}

/// Whether the password was right, the account and the address of a line.
fn sign_in(line: &str) -> Option<(bool, &str, &str)> {
    let (_, event) = line.split_once("]: ")?;
    let (what, rest) = event.split_once(" for ")?;
    let rest = rest.strip_prefix("invalid user ").unwrap_or(rest);
    let (account, from) = rest.split_once(" from ")?;
    let (source, _) = from.split_once(" port ")?;
    Some((what.starts_with("Accepted"), account, source))
}

fn is_outside(address: &str) -> bool {
    match address.parse() {
        Ok(IpAddr::V4(v4)) => !v4.is_private(),
        Ok(IpAddr::V6(v6)) => !v6.is_unique_local(),
        Err(_) => false,
    }
}

/// The samples that stand on more than one row.
fn repeated(file: &[u8]) -> BTreeSet<String> {
    let mut rows: HashMap<String, usize> = HashMap::new();
    let mut reader = csv::ReaderBuilder::new().comment(Some(b'#')).from_reader(file);
    for record in reader.records().filter_map(Result::ok) {
        *rows.entry(record.get(0).unwrap_or_default().to_owned()).or_default() += 1;
    }
    rows.into_iter().filter(|(_, count)| *count > 1).map(|(sample, _)| sample).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_at_an_interval_are_told_from_others() {
        let even: Vec<i64> = (0..10).map(|i| i * 60 + i % 3).collect();
        assert_eq!(interval(even.clone()), Some(61));
        assert_eq!(interval(even.iter().copied().take(7).collect()), None, "too few");
        assert_eq!(interval((0..20).collect()), None, "too fast");
        assert_eq!(interval(even.into_iter().chain([5_000]).collect()), None, "not even");
    }

    #[test]
    fn an_account_is_guessed_only_from_outside_and_after_failures() {
        let line = |what: &str, account: &str, from: &str| {
            format!(
                "2027-03-09T04:00:00.000+01:00 srv sshd[1]: {what} password for {account} from {from} port 1 ssh2\n"
            )
        };
        let log = |failures, account, from| {
            line("Failed", account, from).repeat(failures) + &line("Accepted", account, from)
        };
        let text = log(5, "guessed", "203.0.113.1")
            + &log(5, "inside", "10.20.0.10")
            + &log(4, "mistyped", "203.0.113.2")
            + &log(9, "six", "2001:db8::1")
            + &line("Failed", "invalid user root", "203.0.113.3").repeat(9);
        assert_eq!(guessed(&text), BTreeSet::from(["guessed".to_owned(), "six".to_owned()]));
    }

    #[test]
    fn the_same_piece_twice_is_one_piece() {
        let piece = b"sample_id\nA\nA\nB\n".as_slice();
        let other = b"sample_id\nA\nA\nC\nC\n".as_slice();
        let suspects = candidates(&[piece, piece, other], ArtefactKind::LeakedData);
        let expected =
            [("A", 2), ("C", 1)].map(|(value, pieces)| Suspect { value: value.to_owned(), pieces });
        assert_eq!(suspects, expected);
        assert_eq!(held_by_most(&suspects), ["A"]);
    }
}
