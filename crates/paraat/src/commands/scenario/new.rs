//! `paraat scenario new`: a handful of questions, and a checked scenario.

use std::fmt::Display;
use std::io::{BufRead, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::str::FromStr;

use anyhow::{Context, bail};
use scenario::check::check;
use scenario::compose::{Choices, Wishes, choices, compose};
use scenario::files::Files;
use scenario::format::Length;

use crate::commands::{Outcome, say};

/// What new scenarios are made from.
const SOURCE: &str = "two-groups";

/// The options of `paraat scenario new`. What is not given is asked.
#[derive(Debug, clap::Args)]
pub struct Options {
    /// The folder to write to: a new one, or one that is empty.
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Take one of the scenarios that come with the program as it is: `lab-in-the-dark` or `two-groups`.
    #[arg(long, value_name = "ID", conflicts_with_all = ["title", "players", "countries", "length", "themes", "languages", "start"])]
    whole: Option<String>,
    /// What it is called.
    #[arg(long)]
    title: Option<String>,
    /// Which organisations play: `hospital,laboratory,csirt` …
    #[arg(long, value_name = "KIND,…")]
    players: Option<String>,
    /// In which countries: `BE,NL` …
    #[arg(long, value_name = "BE,…")]
    countries: Option<String>,
    /// How long it lasts: `3h`.
    #[arg(long, value_name = "LENGTH")]
    length: Option<Length>,
    /// About what: `ransomware,firmware` …
    #[arg(long, value_name = "THEME,…")]
    themes: Option<String>,
    /// In which languages; the first is that of exercise control.
    #[arg(long, value_name = "nl,…")]
    languages: Option<String>,
    /// When its clock starts.
    #[arg(long, value_name = "2027-03-09T09:00")]
    start: Option<String>,
}

/// Asks, and writes.
pub fn run(options: &Options) -> anyhow::Result<Outcome> {
    must_be_empty(&options.out)?;
    let files = match &options.whole {
        Some(id) => whole(id)?,
        None => composed(options)?,
    };
    files.write_to(&options.out)?;
    let report = check(&files).report;
    let out = options.out.display();
    say(format_args!(
        "Written to {out}: {} files, {} errors, {} warnings.",
        files.iter().count(),
        report.errors(),
        report.findings.len() - report.errors()
    ));
    say(format_args!("Next: paraat exercise rehearse {out}"));
    Ok(if report.errors() > 0 { Outcome::Found } else { Outcome::Fine })
}

/// Refuses to write over what is there.
pub(super) fn must_be_empty(folder: &Path) -> anyhow::Result<()> {
    if std::fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_some()) {
        bail!("{} is not empty; name a new folder, so that nothing is lost", folder.display());
    }
    Ok(())
}

fn whole(id: &str) -> anyhow::Result<Files> {
    let all: Vec<_> = scenario::library::ids().collect();
    let files = scenario::library::open(id)
        .with_context(|| format!("there is no scenario {id:?}; there is: {}", all.join(", ")))?;
    Ok(files?)
}

fn composed(options: &Options) -> anyhow::Result<Files> {
    let source = whole(SOURCE)?;
    let known = choices(&source)?;
    let mut asking = Asking { input: std::io::stdin().lock(), asks: std::io::stdin().is_terminal() };
    let wishes = wishes(options, &known, &mut asking)?;
    Ok(compose(&source, &wishes)?)
}

fn wishes(options: &Options, known: &Choices, asking: &mut Asking<impl BufRead>) -> anyhow::Result<Wishes> {
    let title: String = asking.one("What is it called?", options.title.clone(), "Our exercise".to_owned())?;
    let kinds = asking.several("Who plays?", options.players.as_deref(), known.kinds.iter().copied())?;
    let countries = asking.several(
        "In which countries?",
        options.countries.as_deref(),
        known.countries.iter().copied(),
    )?;
    let length = asking.one("How long does it last?", options.length, Length(4 * scenario::format::HOUR))?;
    let themes = asking.several("About what?", options.themes.as_deref(), known.themes.iter().cloned())?;
    let languages = asking.several(
        "In which languages?",
        options.languages.as_deref(),
        known.languages.iter().copied(),
    )?;
    let start =
        asking.one("When does its clock start?", options.start.clone(), "2027-03-09T09:00".to_owned())?;
    let id = identifier(&title).parse().map_err(anyhow::Error::msg)?;
    Ok(Wishes {
        id,
        title,
        kinds: kinds.into_iter().collect(),
        countries: countries.into_iter().collect(),
        length,
        themes: themes.into_iter().collect(),
        languages,
        start,
    })
}

/// A title as an identifier.
fn identifier(title: &str) -> String {
    let letter = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' };
    let plain: String = title.chars().map(letter).take(60).collect();
    let parts: Vec<_> = plain.split('-').filter(|part| !part.is_empty()).collect();
    if parts.is_empty() { "exercise".to_owned() } else { parts.join("-") }
}

/// Asks on the terminal; without one, what is not given is the answer offered first.
struct Asking<R> {
    input: R,
    asks: bool,
}

impl<R: BufRead> Asking<R> {
    fn one<T: FromStr<Err = E> + Display, E: Display>(
        &mut self,
        question: &str,
        given: Option<T>,
        usual: T,
    ) -> anyhow::Result<T> {
        if let Some(given) = given {
            return Ok(given);
        }
        loop {
            let answer = self.answer(&format!("{question} [{usual}] "))?;
            if answer.is_empty() {
                return Ok(usual);
            }
            match answer.parse() {
                Ok(value) => return Ok(value),
                Err(wrong) => say(wrong),
            }
        }
    }

    fn several<T: ToString>(
        &mut self,
        question: &str,
        given: Option<&str>,
        known: impl Iterator<Item = T>,
    ) -> anyhow::Result<Vec<T>> {
        let mut known: Vec<T> = known.collect();
        let names: Vec<String> = known.iter().map(ToString::to_string).collect();
        loop {
            let answer = match given {
                Some(given) => given.to_owned(),
                None => self.answer(&format!("{question} {}, or all [all] ", names.join(", ")))?,
            };
            if answer.is_empty() && given.is_none() || answer == "all" {
                return Ok(known);
            }
            match chosen(&answer, &names) {
                Ok(order) => {
                    let mut all: Vec<Option<T>> = known.drain(..).map(Some).collect();
                    return Ok(order.into_iter().filter_map(|number| all.get_mut(number)?.take()).collect());
                }
                Err(wrong) if given.is_some() => bail!(wrong),
                Err(wrong) => say(wrong),
            }
        }
    }

    fn answer(&mut self, question: &str) -> anyhow::Result<String> {
        if !self.asks {
            return Ok(String::new());
        }
        let mut out = std::io::stdout().lock();
        write!(out, "{question}")?;
        out.flush()?;
        let mut line = String::new();
        if self.input.read_line(&mut line)? == 0 {
            bail!("the answers ended too soon");
        }
        Ok(line.trim().to_owned())
    }
}

/// The numbers of the names in an answer, in its order, each once.
fn chosen(answer: &str, names: &[String]) -> Result<Vec<usize>, String> {
    let mut order = Vec::new();
    for part in answer.split([',', ' ']).map(str::trim).filter(|part| !part.is_empty()) {
        let number = names.iter().position(|name| name == part);
        let number = number.ok_or_else(|| format!("there is no {part:?}; there is: {}", names.join(", ")))?;
        if !order.contains(&number) {
            order.push(number);
        }
    }
    if order.is_empty() { Err("nothing is chosen".to_owned()) } else { Ok(order) }
}
