//! A new scenario from the parts of another: who plays, where, how long, about what, in which languages. What does not
//! fit is left out together with everything that hangs on it, until the checker finds nothing any more.

mod length;
mod prune;
mod thin;

use std::collections::BTreeSet;

use crate::files::Files;
use crate::format::{At, Country, Id, Language, Length, OrganisationKind, Outcome, Players, Test, Words};
use crate::model::{OrganisationNo, resolve};
use crate::read::{In, Written, read};
use crate::report::Report;
use crate::write::{WriteError, write};

/// What somebody wants.
#[derive(Debug, Clone)]
pub struct Wishes {
    /// What the scenario is called by programs.
    pub id: Id,
    /// Its name for people.
    pub title: String,
    /// Which organisations play.
    pub kinds: BTreeSet<OrganisationKind>,
    /// In which countries.
    pub countries: BTreeSet<Country>,
    /// How long; the whole length of what it is made from when that is shorter.
    pub length: Length,
    /// About what: the names of the source's files of injects.
    pub themes: BTreeSet<String>,
    /// In which languages; the first is that of exercise control.
    pub languages: Vec<Language>,
    /// When its clock starts: `2027-03-09T09:00`.
    pub start: String,
}

/// Why no scenario comes of it.
#[derive(Debug, thiserror::Error)]
pub enum ComposeError {
    /// What it would be made from has errors.
    #[error("the scenario it would be made from has errors:\n{0}")]
    Source(String),
    /// Something that was wished for is not in the source.
    #[error("there is no {what} {name:?} to choose; there is: {all}")]
    Unknown {
        /// What kind of thing.
        what: &'static str,
        /// What was wished for.
        name: String,
        /// What there is.
        all: String,
    },
    /// Nothing is left.
    #[error("nothing is left of it: take more organisations, themes or time")]
    Nothing,
    /// Something is left that cannot be mended.
    #[error("what is left has errors:\n{0}")]
    Left(String),
    /// It cannot be written.
    #[error(transparent)]
    Write(#[from] WriteError),
}

/// What can be wished for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choices {
    /// The organisations that can play.
    pub kinds: BTreeSet<OrganisationKind>,
    /// The countries they are in.
    pub countries: BTreeSet<Country>,
    /// The themes.
    pub themes: BTreeSet<String>,
    /// The languages.
    pub languages: Vec<Language>,
    /// The whole length.
    pub length: Length,
}

/// The theme of a file of injects: its name without number and ending.
fn theme(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or(path);
    let name = name.strip_suffix(".yaml").unwrap_or(name);
    name.trim_start_matches(|c: char| c.is_ascii_digit() || c == '-')
}

fn source(files: &Files) -> Result<Written, ComposeError> {
    let reading = read(files);
    match reading.written {
        Some(written) if reading.findings.is_empty() => Ok(written),
        _ => Err(ComposeError::Source(Report::new(reading.files, reading.findings).human(""))),
    }
}

/// What can be wished for from a scenario.
///
/// # Errors
///
/// When it cannot be read.
pub fn choices(files: &Files) -> Result<Choices, ComposeError> {
    let written = source(files)?;
    let playing = written.organisations.iter().filter(|each| each.plays);
    let file = |number: u32| written.files.get(number as usize).map_or("", String::as_str);
    Ok(Choices {
        kinds: playing.map(|each| each.kind.value).collect(),
        countries: written
            .organisations
            .iter()
            .filter(|each| each.kind.value == OrganisationKind::State)
            .filter_map(|each| each.country.as_ref())
            .map(|at| at.value)
            .collect(),
        themes: written.injects.iter().map(|each| theme(file(each.file)).to_owned()).collect(),
        languages: written.languages().collect(),
        length: written.exercise.duration.value,
    })
}

/// Makes a scenario.
///
/// # Errors
///
/// When something that was wished for is not there, or nothing is left.
pub fn compose(files: &Files, wishes: &Wishes) -> Result<Files, ComposeError> {
    let known = choices(files)?;
    all_known("theme", &wishes.themes, &known.themes)?;
    all_known("kind of organisation", &wishes.kinds, &known.kinds)?;
    all_known("country", &wishes.countries, &known.countries)?;
    all_known("language", &wishes.languages, &known.languages)?;
    let mut written = source(files)?;
    name(&mut written, wishes);
    languages(&mut written, wishes);
    organisations(&mut written, wishes);
    if !written.organisations.iter().any(|each| each.plays) {
        return Err(ComposeError::Nothing);
    }
    let paths = written.files.clone();
    written.injects.retain(|each| {
        wishes.themes.contains(theme(paths.get(each.file as usize).map_or("", String::as_str)))
    });
    written.tests.clear();
    thin::thin(&mut written, wishes.length);
    length::fit(&mut written, wishes.length);
    written.exercise.value.clock.start.value.clone_from(&wishes.start);
    let mut written = prune::prune(written)?;
    let least = At::nowhere(played(&written));
    written.exercise.value.players = Some(Players { least, most: None });
    written.tests.push(test(&written));
    Ok(write(&written)?)
}

fn all_known<'a, T: ToString + PartialEq + 'a>(
    what: &'static str,
    wished: impl IntoIterator<Item = &'a T>,
    known: impl IntoIterator<Item = &'a T> + Clone,
) -> Result<(), ComposeError> {
    for wish in wished {
        if !known.clone().into_iter().any(|each| each == wish) {
            let all: Vec<_> = known.into_iter().map(ToString::to_string).collect();
            return Err(ComposeError::Unknown { what, name: wish.to_string(), all: all.join(", ") });
        }
    }
    Ok(())
}

fn name(written: &mut Written, wishes: &Wishes) {
    let exercise = &mut written.exercise.value;
    exercise.id.value = wishes.id.clone();
    exercise.version.value = "0.1.0".to_owned();
    let title = |language: &Language| (*language, wishes.title.clone());
    exercise.title.value = Words::Each(wishes.languages.iter().map(title).collect());
    exercise.players = None;
}

fn languages(written: &mut Written, wishes: &Wishes) {
    written.exercise.value.languages =
        wishes.languages.iter().map(|language| At::nowhere(*language)).collect();
    let mut texts = crate::texts::Texts::default();
    for (language, all) in
        written.texts.languages().filter(|(language, _)| wishes.languages.contains(language))
    {
        for (key, text) in all {
            texts.insert(language, key.clone(), text.clone());
        }
    }
    written.texts = texts;
}

/// Keeps the organisations that play, those above them, and one of a wished kind from elsewhere where the chosen
/// countries have none.
fn organisations(written: &mut Written, wishes: &Wishes) {
    let all = written.organisations.clone();
    let parent = |each: &In<crate::format::Organisation>| {
        let id = each.parent.as_ref()?;
        all.iter().find(|other| other.id.value == id.value)
    };
    let country = |each: &In<crate::format::Organisation>| {
        let mut at = Some(each);
        for _ in 0..all.len() {
            match at {
                Some(here) if here.country.is_some() => {
                    return here.country.as_ref().map(|country| country.value);
                }
                Some(here) => at = parent(here),
                None => break,
            }
        }
        None
    };
    let here = |each: &In<crate::format::Organisation>| {
        country(each).is_none_or(|country| wishes.countries.contains(&country))
    };
    let has =
        |kind: OrganisationKind| all.iter().any(|each| each.plays && each.kind.value == kind && here(each));
    let mut kept: BTreeSet<Id> = BTreeSet::new();
    for each in all.iter().filter(|each| each.plays && wishes.kinds.contains(&each.kind.value)) {
        if here(each) || !has(each.kind.value) {
            let mut at = Some(each);
            while let Some(one) = at.filter(|one| kept.insert(one.id.value.clone())) {
                at = parent(one);
            }
        }
    }
    written.organisations.retain(|each| kept.contains(&each.id.value));
    written.overlays.retain(|country, _| wishes.countries.contains(country));
}

/// How many organisations somebody must play: one person each is the least.
fn played(written: &Written) -> u32 {
    let scenario = resolve(written.clone()).scenario;
    let plays = |number: &u32| scenario.roles.iter().any(|role| role.at.contains(&OrganisationNo(*number)));
    (0..scenario.organisations.len() as u32).filter(plays).count() as u32
}

/// A first test: players who do what is expected come to the end.
fn test(written: &Written) -> In<Test> {
    let closed = written.exercise.milestones.last().map(|last| Outcome {
        that: Some(At::nowhere(format!("milestone('{}')", last.id.value))),
        ..nothing()
    });
    let value = Test {
        name: At::nowhere("Players who do what is expected come to the end".to_owned()),
        players: None,
        seed: None,
        bots: std::collections::BTreeMap::new(),
        expect: closed.into_iter().collect(),
    };
    In { value, file: 0 }
}

fn nothing() -> Outcome {
    Outcome {
        that: None,
        inject: None,
        is: None,
        measure: None,
        per: None,
        at_most: None,
        at_least: None,
        never: false,
        objective: None,
        met: true,
        load_at_most: None,
    }
}
