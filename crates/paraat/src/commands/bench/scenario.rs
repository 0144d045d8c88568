//! `paraat bench scenario`: an exercise as large as Cyber Europe 2024 (about 5,000 people and 28,000 injects, after the
//! notice of its report), checked and rehearsed.

use std::fmt::Write as _;
use std::time::Instant;

use anyhow::{Context, bail};
use indicatif::ProgressBar;
use scenario::artefact::{MAX_LINES, MAX_PIECES, Setting as ArtefactSetting, make, plant};
use scenario::check::check;
use scenario::files::Files;
use scenario::format::{ArtefactKind, BotKind};
use scenario::read::read;
use scenario::rehearsal::{Setup, rehearse_and_listen};
use sha2::{Digest, Sha256};

use super::{Findings, Measure, start};

/// The options of `paraat bench scenario`.
#[derive(Debug, clap::Args)]
pub struct Options {
    /// How many injects.
    #[arg(long, value_name = "N", default_value_t = 28_000)]
    injects: u32,
    /// How many people play.
    #[arg(long, value_name = "N", default_value_t = 5_000)]
    players: u32,
    /// Answer in JSON.
    #[arg(long)]
    pub(super) json: bool,
}

/// How many countries take part, each with its authorities, hospitals and laboratories.
const COUNTRIES: u32 = 30;
const HOSPITALS: u32 = 10;
const LABORATORIES: u32 = 4;
/// The languages in which everything is written.
const LANGUAGES: [&str; 4] = ["en", "nl", "fr", "de"];

/// Measures.
pub fn measure(options: &Options, progress: &ProgressBar) -> anyhow::Result<Findings> {
    progress.set_length(5);
    progress.set_message("writing the scenario");
    let files = generated(options.injects)?;
    let bytes: usize = files.iter().map(|(_, bytes)| bytes.len()).sum();
    progress.inc(1);
    progress.set_message("checking");
    let began = Instant::now();
    let checked = check(&files);
    let check_seconds = began.elapsed().as_secs_f64();
    progress.inc(1);
    let scenario = match checked.playable() {
        Ok(scenario) => scenario,
        Err(report) => bail!("the generated scenario has {} errors", report.errors()),
    };
    let bots = [
        (BotKind::Ideal, 0.5),
        (BotKind::Alone, 0.2),
        (BotKind::Late, 0.15),
        (BotKind::Silent, 0.1),
        (BotKind::Panicked, 0.05),
    ];
    let setup = Setup { players: options.players, seed: 7, bots: bots.to_vec() };
    let mut runs = Vec::new();
    let mut held = Vec::new();
    for message in ["rehearsing", "rehearsing again"] {
        progress.set_message(message);
        let mut journal = Sha256::new();
        let began = Instant::now();
        let end = scenario.end;
        // Memory is read in the middle and at the end: flat means that the second half adds nothing.
        let mut memory = Vec::new();
        let rehearsal = rehearse_and_listen(
            &scenario,
            &setup,
            &mut |now| {
                if memory.len() < 2 && now >= end * (memory.len() as i64 + 1) / 2 {
                    memory.extend(start::memory_kb("self").ok());
                }
            },
            &mut |story, entry| journal.update(format!("{story} {entry:?}\n")),
        )?;
        runs.push((began.elapsed().as_secs_f64(), journal.finalize(), rehearsal));
        held.push(memory);
        progress.inc(1);
    }
    let [(first, digest, rehearsal), (second, again, _)] = runs.as_slice() else {
        bail!("two runs were asked for")
    };
    let (delivered, _) = rehearsal.tally.delivered();
    let growth = match held.last().map(Vec::as_slice) {
        Some([half, whole]) => (whole - half).max(0.0) / 1024.0,
        _ => 0.0,
    };
    let mut findings = Findings {
        measures: vec![
            Measure::plain("files of the scenario", bytes as f64 / 1e6, "MB"),
            Measure::plain(
                format!("checking {} injects in {} languages", options.injects, LANGUAGES.len()),
                check_seconds,
                "s",
            )
            .at_most(2.0),
            Measure::plain(format!("rehearsing with {} players, first run", options.players), *first, "s")
                .at_most(30.0),
            Measure::plain("second run", *second, "s").at_most(30.0),
            Measure::plain("the largest proxy log", largest(ArtefactKind::ProxyLog)?, "s"),
            Measure::plain("the largest log of sign-ins", largest(ArtefactKind::AuthLog)?, "s"),
            Measure::plain("the largest leaked data", largest(ArtefactKind::LeakedData)?, "s"),
            Measure::plain("injects handed to somebody", delivered as f64, ""),
            Measure::plain("entries of the journal", rehearsal.entries as f64, ""),
            Measure::plain("entries a second", rehearsal.entries as f64 / first, "/s"),
            Measure::plain("memory that the second half of the story adds", growth, "MB"),
            Measure::plain("memory", start::memory_kb("self")? / 1024.0, "MB"),
        ],
        ..Findings::default()
    };
    if digest != again {
        findings.is_broken = true;
        findings.notes.push("two runs with one seed wrote different journals".to_owned());
    }
    progress.inc(1);
    Ok(findings)
}

/// Seconds in which the largest artefact of a kind is made: the last of its pieces, with as many decoys as it may have.
fn largest(kind: ArtefactKind) -> anyhow::Result<f64> {
    let artefact =
        format!("- {{id: largest, kind: {kind}, lines: {MAX_LINES}, split: {{pieces: {MAX_PIECES}}}}}\n");
    let mut files = Files::default();
    files.insert("exercise.yaml".to_owned(), exercise().into_bytes())?;
    files.insert("artefacts.yaml".to_owned(), artefact.into_bytes())?;
    let written = read(&files).written.context("the exercise of this measurement cannot be read")?;
    let artefact = &written.artefacts.first().context("it has no artefact")?.value;
    let planted = plant(std::slice::from_ref(artefact), 1).map_err(|faults| anyhow::anyhow!("{faults:?}"))?;
    let setting = ArtefactSetting {
        words: None,
        sender: None,
        language: "en".parse().map_err(anyhow::Error::msg)?,
        start: written.exercise.clock.start.parse()?,
        zone: jiff::tz::TimeZone::UTC,
        piece: MAX_PIECES - 1,
    };
    let began = Instant::now();
    make(artefact, &planted, &setting)?;
    Ok(began.elapsed().as_secs_f64())
}

/// A scenario of that many injects: each to one role of one organisation, a third of them waiting for what happened
/// before, two thirds with something expected, all with texts.
fn generated(injects: u32) -> anyhow::Result<Files> {
    let mut files = Files::default();
    let mut put = |path: String, text: String| files.insert(path, text.into_bytes());
    put("exercise.yaml".to_owned(), exercise())?;
    put("world.yaml".to_owned(), world())?;
    let each = injects.div_ceil(COUNTRIES);
    let mut number = 0;
    for country in 0..COUNTRIES {
        let (mut list, mut texts) = (String::new(), [const { String::new() }; LANGUAGES.len()]);
        for place in 0..each.min(injects - number) {
            inject(&mut list, &mut texts, country, place, number)?;
            number += 1;
        }
        put(format!("injects/{country:02}.yaml"), list)?;
        for (language, text) in LANGUAGES.iter().zip(texts) {
            put(format!("content/{language}/{country:02}.md"), text)?;
        }
    }
    Ok(files)
}

fn words(text: &str) -> String {
    let each: Vec<_> = LANGUAGES.iter().map(|language| format!("{language}: {text} ({language})")).collect();
    format!("{{{}}}", each.join(", "))
}

fn exercise() -> String {
    format!(
        "format: 1\nid: generated\nversion: 1.0.0\ntitle: {title}\nlanguages: [{languages}]\nduration: 1d9h\n\
         clock: {{start: 2027-06-08T08:30, timezone: Europe/Brussels}}\nplayers: {{least: 1600}}\n\
         objectives:\n  - {{id: o1, title: {title}}}\n  - {{id: o2, title: {title}}}\n\
         milestones:\n  - {{id: begun, title: {title}}}\n",
        title = words("Generated"),
        languages = LANGUAGES.join(", "),
    )
}

/// The two letters of a country: they only have to differ.
fn code(country: u32) -> String {
    let letter = |number: u32| char::from(b'A' + (number % 26) as u8);
    format!("{}{}", letter(country / 26), letter(country))
}

fn world() -> String {
    let mut text = "organisations:\n".to_owned();
    for country in 0..COUNTRIES {
        let code = code(country);
        let mut add = |id: String, kind: &str| {
            let _ = writeln!(text, "  - {{id: {id}, name: {id}, kind: {kind}, country: {code}}}");
        };
        add(format!("csirt-{country}"), "csirt");
        add(format!("ministry-{country}"), "ministry");
        (0..HOSPITALS).for_each(|number| add(format!("hospital-{country}-{number}"), "hospital"));
        (0..LABORATORIES).for_each(|number| add(format!("lab-{country}-{number}"), "laboratory"));
    }
    text.push_str("roles:\n");
    for (role, kind) in [
        ("officer", "csirt"),
        ("coordinator", "ministry"),
        ("director", "hospital"),
        ("ciso", "hospital"),
        ("spokesperson", "hospital"),
        ("lab-director", "laboratory"),
        ("quality", "laboratory"),
    ] {
        let _ = writeln!(text, "  - {{id: {role}, name: {}, at: [kind/{kind}]}}", words(role));
    }
    text.push_str("personas:\n  - {id: sender, name: Sender, kind: official, channels: [email]}\n");
    text
}

fn inject(
    list: &mut String,
    texts: &mut [String; LANGUAGES.len()],
    country: u32,
    place: u32,
    number: u32,
) -> anyhow::Result<()> {
    let (role, organisation) = match place % 8 {
        0 => ("officer", format!("csirt-{country}")),
        1 => ("coordinator", format!("ministry-{country}")),
        2 => ("lab-director", format!("lab-{country}-{}", place / 8 % LABORATORIES)),
        3 => ("quality", format!("lab-{country}-{}", place / 8 % LABORATORIES)),
        4 | 5 => ("ciso", format!("hospital-{country}-{}", place / 8 % HOSPITALS)),
        6 => ("director", format!("hospital-{country}-{}", place / 8 % HOSPITALS)),
        _ => ("spokesperson", format!("hospital-{country}-{}", place / 8 % HOSPITALS)),
    };
    // Two days from half past eight to ten to five, so that what is expected can still come before the end.
    let minute = place * 1_000 / 934 % 1_000;
    let (day, minute) = (1 + minute / 500, 8 * 60 + 30 + minute % 500);
    writeln!(
        list,
        "- id: i{number}\n  channel: email\n  from: persona/sender\n  to: [role/{role}@org/{organisation}]"
    )?;
    let before = number.checked_sub(8).filter(|_| place >= 8 && number.is_multiple_of(3));
    writeln!(list, "  at: D{day} {:02}:{:02}", minute / 60, minute % 60)?;
    if let Some(before) = before {
        writeln!(
            list,
            "  when: \"opened('i{before}', 'any') || within(contacted('kind/csirt'), '90m', delivered('i{before}', 'any'))\""
        )?;
    }
    if place < 16 {
        writeln!(list, "  symptom: true")?;
    }
    if number == 0 {
        writeln!(list, "  effects: [{{milestone: begun}}]")?;
    }
    let expected = match number % 3 {
        0 => "contacted('kind/csirt', 'country')",
        1 => "shared('indicators') || filed('early-warning')",
        _ => "",
    };
    if !expected.is_empty() {
        writeln!(
            list,
            "  expect:\n    - {{that: \"{expected}\", within: 30m, objective: o{}}}",
            1 + number % 3
        )?;
    }
    for (text, language) in texts.iter_mut().zip(LANGUAGES) {
        writeln!(
            text,
            "# i{number}: Number {number} ({language})\n\nThe monitoring of {organisation} reports connections to an address that \
             nobody knows. Since {{{{time}}}} the servers of two wards answer slowly, and the wards ask what to do.\n"
        )?;
        if !expected.is_empty() {
            writeln!(text, "# i{number}.expect: Ask for help and tell the others ({language})\n")?;
        }
    }
    Ok(())
}
