//! The log of sign-ins of an organisation's servers, as `sshd` writes it, with times as RFC 3339 has them: whoever
//! reads it looks for an account that was guessed from outside.

use std::collections::HashSet;

use jiff::civil::{DateTime, Time};
use jiff::{SignedDuration, Timestamp};

use super::draw::Draw;
use super::timeline::{Timeline, milliseconds};
use super::{Making, fictitious, mark, size};

/// The fewest wrong passwords before the right one.
pub(super) const LEAST_FAILURES: u64 = 5;
/// How far the first sign-in of a decoy is from the one that is hidden, in seconds.
const DECOY_SECONDS: u64 = 5_400;
/// How many servers there are besides those of the suspects.
const OTHER_SERVERS: usize = 12;
/// How many people work there.
const PEOPLE: usize = 60;

const GUESSED: &[&str] = &[
    "admin", "backup", "ftp", "guest", "nagios", "oracle", "pi", "postgres", "root", "test", "ubuntu", "user",
];

/// An account that was guessed: what is hidden, or a decoy that behaves like it.
struct Guessed {
    account: String,
    source: String,
    host: String,
    first: Time,
}

/// Somebody who works there.
struct Person {
    account: String,
    address: String,
    /// Where they sign in from at home, if they do.
    home: Option<String>,
}

/// Makes the piece of the log that is asked for.
pub(super) fn make(making: &Making<'_>) -> Vec<u8> {
    let suspects = suspects(making);
    let mut draw = making.draw("noise", making.piece().into());
    let servers = servers(&suspects, &mut draw);
    let mut log = Log { making, timeline: Timeline::until(making.setting.start, &making.setting.zone) };
    for suspect in &suspects {
        break_in(suspect, &servers, &mut log);
    }
    work(&suspects, &servers, &mut draw, &mut log);
    log.timeline.text(&format!("# {}\n", mark::own(making.setting.language).exercise))
}

/// A log that is being written.
struct Log<'a> {
    making: &'a Making<'a>,
    timeline: Timeline,
}

impl Log<'_> {
    fn add(&mut self, moment: i64, host: &str, event: &str, draw: &mut Draw) {
        let timestamp = Timestamp::from_millisecond(moment).unwrap_or_default();
        let zone = &self.making.setting.zone;
        let offset = zone.to_offset(timestamp);
        let local = offset.to_datetime(timestamp);
        let minutes = offset.seconds() / 60;
        let line = format!(
            "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}{}{:02}:{:02} {host} sshd[{}]: {event} port {} ssh2",
            local.year(),
            local.month(),
            local.day(),
            local.hour(),
            local.minute(),
            local.second(),
            moment.rem_euclid(1_000),
            if minutes < 0 { '-' } else { '+' },
            minutes.abs() / 60,
            minutes.abs() % 60,
            draw.between(900, 65_000),
            draw.between(32_768, 60_999),
        );
        self.timeline.add(moment, line);
    }
}

/// What was guessed in this piece, what is hidden first.
fn suspects(making: &Making<'_>) -> Vec<Guessed> {
    let hidden = Guessed {
        account: making.value("account").to_owned(),
        source: making.value("source_ip").to_owned(),
        host: making.value("first_host").to_owned(),
        first: making.value("first_time").parse().unwrap_or(Time::midnight()),
    };
    let here = making.sharing().decoys_in(making.piece());
    let mut accounts = making.planted_anywhere();
    let mut suspects = vec![hidden];
    // Every decoy up to the last one here is drawn, so that a decoy is the same in each of its pieces.
    for number in 0..here.last().map_or(0, |last| last + 1) {
        let decoy = decoy(making, number, suspects[0].first, &mut accounts);
        if here.contains(&number) {
            suspects.push(decoy);
        }
    }
    suspects
}

fn decoy(making: &Making<'_>, number: u64, around: Time, taken: &mut HashSet<String>) -> Guessed {
    let mut draw = making.draw("decoy", number);
    let account = decoy_account(making, taken, &mut draw);
    let source = making.decoy_address("source_ip", &mut draw);
    let host = making.decoy("first_host", fictitious::server, &mut draw);
    let later = draw.below(2 * DECOY_SECONDS) as i64 - DECOY_SECONDS as i64;
    Guessed { account, source, host, first: around.wrapping_add(SignedDuration::from_secs(later)) }
}

/// An account that is not taken, like the hidden one where the author chose that.
fn decoy_account(making: &Making<'_>, taken: &mut HashSet<String>, draw: &mut Draw) -> String {
    const TRIES: u32 = 16;
    let invent = |draw: &mut Draw| match making.is_written("account") {
        true => fictitious::account_like(making.value("account"), draw),
        false => fictitious::account(draw),
    };
    for _ in 0..TRIES {
        let account = invent(draw);
        if taken.insert(account.clone()) {
            return account;
        }
    }
    let mut account = invent(draw);
    while !taken.insert(account.clone()) {
        account = format!("{account}{}", draw.below(10));
    }
    account
}

/// The servers of the organisation: those of the suspects first, then others, each once.
fn servers(suspects: &[Guessed], draw: &mut Draw) -> Vec<String> {
    let mut names: Vec<String> = suspects.iter().map(|suspect| suspect.host.clone()).collect();
    names.sort_unstable();
    names.dedup();
    let wanted = names.len() + OTHER_SERVERS;
    while names.len() < wanted {
        let name = fictitious::server(draw);
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

/// Wrong passwords, the right one, and then the same account on other servers.
fn break_in(suspect: &Guessed, servers: &[String], log: &mut Log<'_>) {
    let mut draw = log.making.draw(&format!("break-in {}", suspect.account), log.making.piece().into());
    let first = first_moment(suspect.first, log.making) + draw.below(1_000) as i64;
    let (account, source) = (&suspect.account, &suspect.source);
    let failures = draw.between(LEAST_FAILURES, 9);
    for failure in 1..=failures {
        let moment = first - (failure * 9_000 + draw.below(6_000)) as i64;
        log.add(moment, &suspect.host, &format!("Failed password for {account} from {source}"), &mut draw);
    }
    let accepted = format!("Accepted password for {account} from {source}");
    log.add(first, &suspect.host, &accepted, &mut draw);
    let mut moment = first;
    for _ in 0..draw.between(2, 4) {
        moment += draw.between(60_000, 600_000) as i64;
        if moment < log.timeline.end {
            let host = draw.choose(servers).clone();
            log.add(moment, &host, &accepted, &mut draw);
        }
    }
}

/// The last moment before the exercise starts that has this time of day.
fn first_moment(time: Time, making: &Making<'_>) -> i64 {
    let start = making.setting.start;
    let day =
        if time < start.time() { start.date() } else { start.date().yesterday().unwrap_or(start.date()) };
    milliseconds(DateTime::from_parts(day, time), &making.setting.zone)
}

/// Fills the log with people who sign in at work and at home, mistype now and then, and with guesses from outside that
/// come to nothing.
fn work(suspects: &[Guessed], servers: &[String], draw: &mut Draw, log: &mut Log<'_>) {
    let people = people(suspects, draw);
    let lines = size::lines(log.making.artefact) as usize;
    while log.timeline.len() < lines {
        let left = lines - log.timeline.len();
        let moment = log.timeline.moment(draw);
        if draw.percent(8) {
            guess_in_vain(moment, left, suspects, servers, draw, log);
        } else {
            let person = draw.choose(&people);
            sign_in(moment, left, person, servers, draw, log);
        }
    }
}

fn people(suspects: &[Guessed], draw: &mut Draw) -> Vec<Person> {
    let mut people: Vec<Person> = Vec::new();
    while people.len() < PEOPLE {
        let (given, family) = fictitious::person(draw);
        let initial: String = given.chars().take(1).collect();
        let account = format!("{initial}.{family}").to_lowercase();
        let index = people.len();
        let home = draw.percent(20).then(|| harmless(index as u64, suspects));
        if people.iter().all(|person| person.account != account)
            && suspects.iter().all(|suspect| suspect.account != account)
        {
            people.push(Person { account, address: fictitious::inner_address(index).to_string(), home });
        }
    }
    people
}

/// An address on the internet from which none of the suspects was guessed.
fn harmless(index: u64, suspects: &[Guessed]) -> String {
    let address = |index| fictitious::harmless_address(index).to_string();
    let first = address(index);
    if suspects.iter().all(|suspect| suspect.source != first) { first } else { address(index + 127) }
}

fn sign_in(
    moment: i64,
    left: usize,
    person: &Person,
    servers: &[String],
    draw: &mut Draw,
    log: &mut Log<'_>,
) {
    let host = draw.choose(servers).clone();
    let (from, mistypes) = match &person.home {
        // At home a key is used: nobody who mistypes is taken for somebody who guesses.
        Some(home) if draw.percent(40) => (home, false),
        _ => (&person.address, draw.percent(10)),
    };
    let account = &person.account;
    let mut moment = moment;
    if left > 1 && mistypes {
        log.add(moment, &host, &format!("Failed password for {account} from {from}"), draw);
        moment += draw.between(3_000, 20_000) as i64;
    }
    let how = draw.pick(&["password", "publickey"]);
    log.add(moment, &host, &format!("Accepted {how} for {account} from {from}"), draw);
}

fn guess_in_vain(
    moment: i64,
    left: usize,
    suspects: &[Guessed],
    servers: &[String],
    draw: &mut Draw,
    log: &mut Log<'_>,
) {
    let from = harmless(100 + draw.below(100), suspects);
    let host = draw.choose(servers).clone();
    let mut moment = moment;
    for _ in 0..draw.between(3, 8).min(left as u64) {
        let account = draw.pick(GUESSED);
        log.add(moment, &host, &format!("Failed password for invalid user {account} from {from}"), draw);
        moment += draw.between(800, 5_000) as i64;
    }
}
