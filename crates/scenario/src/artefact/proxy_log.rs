//! The log of a web proxy, in W3C Extended Log File Format (WD-logfile-960323): whoever reads it looks for a computer
//! that calls the same place at the same interval.

use std::collections::HashSet;
use std::fmt::Write as _;

use jiff::Timestamp;
use jiff::tz::Offset;

use super::draw::Draw;
use super::timeline::{DAY, Timeline};
use super::{Making, fictitious, mark, size};

/// The columns, after the date and time in UTC, as the format asks.
pub(super) const FIELDS: &str = "date time time-taken c-ip c-dns cs-method cs-uri-scheme cs-host cs-uri-port \
                                 cs-uri-path r-ip sc-status sc-bytes cs-bytes cs(User-Agent)";

/// The fewest beacons of a suspect.
const LEAST_BEACONS: u64 = 8;
/// How far a beacon is off its moment, in a hundredth of the interval, to either side.
const JITTER: u64 = 5;
/// How many other computers there are.
const OTHER_HOSTS: usize = 40;

const SITES: &[&str] = &[
    "agenda.example",
    "bakery.example",
    "bank.example",
    "bus.example",
    "cinema.example",
    "council.example",
    "courses.example",
    "doctors-journal.example",
    "ehealth.example",
    "encyclopedia.example",
    "fonts.example",
    "forum.example",
    "garden.example",
    "guidelines.example",
    "images.example",
    "insurance.example",
    "interlibrary.example",
    "jobs.example",
    "journal.example",
    "lab-supplies.example",
    "mail.example",
    "maps.example",
    "medicines.example",
    "meeting.example",
    "news.example",
    "pharmacy.example",
    "post.example",
    "radio.example",
    "recipes.example",
    "reference-values.example",
    "school.example",
    "scripts.example",
    "search.example",
    "shop.example",
    "social.example",
    "sports.example",
    "train.example",
    "translate.example",
    "video.example",
    "weather.example",
];
const AGENTS: &[&str] = &[
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:133.0) Gecko/20100101 Firefox/133.0",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 \
     Safari/537.36 Edg/131.0.0.0",
    "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
];
const PAGES: &[&str] =
    &["/", "/index.html", "/style.css", "/app.js", "/logo.svg", "/search", "/article", "/favicon.ico"];

/// What beacons: what is hidden, or a decoy that behaves like it.
struct Beaconing {
    domain: String,
    address: String,
    host: String,
    seconds: u64,
    path: String,
}

/// A computer of the organisation.
struct Computer {
    name: String,
    address: String,
}

/// A request, without its moment.
struct Request<'a> {
    client: &'a Computer,
    plain: bool,
    method: &'a str,
    domain: &'a str,
    path: &'a str,
    address: &'a str,
    status: u16,
    received: u64,
    sent: u64,
    agent: &'a str,
}

/// Makes the piece of the log that is asked for.
pub(super) fn make(making: &Making<'_>) -> Vec<u8> {
    let suspects = suspects(making);
    let mut draw = making.draw("noise", making.piece().into());
    let hosts = hosts(&suspects, &mut draw);
    let mut timeline = Timeline::until(making.setting.start, &making.setting.zone);
    let lines = size::lines(making.artefact) as usize;
    for suspect in &suspects {
        let beacons = beacons(suspect, lines / suspects.len());
        beacon(making, suspect, beacons, &hosts, &mut timeline);
    }
    browse(lines, &suspects, &hosts, &mut draw, &mut timeline);
    timeline.text(&heading(making))
}

fn heading(making: &Making<'_>) -> String {
    let exercise = mark::own(making.setting.language).exercise;
    format!("#Version: 1.0\n#Remark: {exercise}\n#Remark: date and time are UTC\n#Fields: {FIELDS}\n")
}

/// What beacons in this piece, what is hidden first.
fn suspects(making: &Making<'_>) -> Vec<Beaconing> {
    let hidden = Beaconing {
        domain: making.value("c2_domain").to_owned(),
        address: making.value("c2_ip").to_owned(),
        host: making.value("victim_host").to_owned(),
        seconds: making.value("beacon_seconds").parse().unwrap_or(60),
        path: path(&mut making.draw("path", 0)),
    };
    let here = making.sharing().decoys_in(making.piece());
    let mut domains = making.planted_anywhere();
    let mut suspects = vec![hidden];
    // Every decoy up to the last one here is drawn, so that a decoy is the same in each of its pieces.
    for number in 0..here.last().map_or(0, |last| last + 1) {
        let decoy = decoy(making, number, &mut domains);
        if here.contains(&number) {
            suspects.push(decoy);
        }
    }
    suspects
}

fn decoy(making: &Making<'_>, number: u64, taken: &mut HashSet<String>) -> Beaconing {
    let mut draw = making.draw("decoy", number);
    let mut domain = fictitious::domain(&mut draw);
    while !taken.insert(domain.clone()) {
        domain = domain.replace(".example", &format!("{}.example", draw.below(10)));
    }
    let address = making.decoy_address("c2_ip", &mut draw);
    let host = making.decoy("victim_host", fictitious::host, &mut draw);
    let seconds = match making.is_written("beacon_seconds") {
        // Players may have been told how often it calls.
        true => making.value("beacon_seconds").parse().unwrap_or(60),
        false => draw.pick(&[30, 45, 60, 90, 120, 180, 300]),
    };
    Beaconing { domain, address, host, seconds, path: path(&mut making.draw("path", number + 1)) }
}

fn path(draw: &mut Draw) -> String {
    format!(
        "/{}/{}",
        draw.pick(&["api", "check", "gate", "pull", "status"]),
        fictitious::hexadecimal(draw, 4)
    )
}

/// The computers of the organisation: those of the suspects first, then others, each once.
fn hosts(suspects: &[Beaconing], draw: &mut Draw) -> Vec<Computer> {
    let mut names: Vec<String> = Vec::new();
    for suspect in suspects {
        if !names.contains(&suspect.host) {
            names.push(suspect.host.clone());
        }
    }
    let wanted = names.len() + OTHER_HOSTS;
    while names.len() < wanted {
        let name = fictitious::host(draw);
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let mut addresses: Vec<usize> = (0..names.len()).collect();
    draw.shuffle(&mut addresses);
    let computer = |(name, index)| Computer { name, address: fictitious::inner_address(index).to_string() };
    names.into_iter().zip(addresses).map(computer).collect()
}

/// How many beacons there are: at most for a quarter of the lines that fall to a suspect, and no more than fit in
/// nine tenths of the day.
fn beacons(suspect: &Beaconing, lines: usize) -> u64 {
    let in_a_day = DAY as u64 / 1_000 * 9 / 10 / suspect.seconds.max(1);
    (lines as u64 / 4).max(LEAST_BEACONS).min(in_a_day.max(LEAST_BEACONS))
}

fn beacon(
    making: &Making<'_>,
    suspect: &Beaconing,
    beacons: u64,
    hosts: &[Computer],
    timeline: &mut Timeline,
) {
    let mut draw = making.draw(&format!("beacon {}", suspect.domain), making.piece().into());
    let interval = suspect.seconds * 1_000;
    let client = hosts.iter().find(|computer| computer.name == suspect.host).unwrap_or(&hosts[0]);
    let length = interval * beacons;
    // They go on until shortly before the log ends: the attackers are still there.
    let first = timeline.end - length as i64 - draw.below(interval) as i64;
    for beacon in 0..beacons {
        let late = draw.below(2 * JITTER * interval / 100);
        let moment = first + (beacon * interval + late) as i64;
        let request = Request {
            client,
            plain: true,
            method: "POST",
            domain: &suspect.domain,
            path: &suspect.path,
            address: &suspect.address,
            status: 200,
            received: draw.between(180, 260),
            sent: draw.between(300, 420),
            agent: making.value("user_agent"),
        };
        timeline.add(moment, line(moment, &request, &mut draw));
    }
}

/// Fills the log with people who look at pages. A page is three requests or more within seconds, so that nothing of it
/// looks like a beacon.
fn browse(
    lines: usize,
    suspects: &[Beaconing],
    hosts: &[Computer],
    draw: &mut Draw,
    timeline: &mut Timeline,
) {
    let sites: Vec<&str> =
        SITES.iter().copied().filter(|site| suspects.iter().all(|suspect| suspect.domain != *site)).collect();
    let addresses: Vec<String> = (0..sites.len() as u64 + suspects.len() as u64)
        .map(|index| fictitious::harmless_address(index * 6).to_string())
        .filter(|address| suspects.iter().all(|suspect| suspect.address != *address))
        .collect();
    while timeline.len() < lines {
        let client = draw.below(hosts.len() as u64) as usize;
        let site = draw.below(sites.len() as u64) as usize;
        let mut moment = timeline.moment(draw);
        let agent = AGENTS[client % AGENTS.len()];
        let plain = draw.percent(30);
        for _ in 0..draw.between(3, 6).min((lines - timeline.len()) as u64) {
            let request = Request {
                client: &hosts[client],
                plain,
                method: if plain { "GET" } else { "CONNECT" },
                domain: sites[site],
                path: if plain { draw.pick(PAGES) } else { "-" },
                address: &addresses[site],
                status: draw.pick(&[200, 200, 200, 200, 200, 304, 301, 404]),
                received: draw.between(400, 250_000),
                sent: draw.between(300, 2_500),
                agent,
            };
            timeline.add(moment, line(moment, &request, draw));
            moment += draw.below(2_000) as i64;
        }
    }
}

fn line(moment: i64, request: &Request<'_>, draw: &mut Draw) -> String {
    let utc = Offset::UTC.to_datetime(Timestamp::from_millisecond(moment).unwrap_or_default());
    let (scheme, port) = if request.plain { ("http", 80) } else { ("https", 443) };
    let mut line = String::with_capacity(256);
    let _ = write!(
        line,
        "{:04}-{:02}-{:02} {:02}:{:02}:{:02} {} {} {} {} {scheme} {} {port} {} {} {} {} {} \"{}\"",
        utc.year(),
        utc.month(),
        utc.day(),
        utc.hour(),
        utc.minute(),
        utc.second(),
        draw.between(8, 900),
        request.client.address,
        request.client.name,
        request.method,
        request.domain,
        request.path,
        request.address,
        request.status,
        request.received,
        request.sent,
        request.agent,
    );
    line
}
