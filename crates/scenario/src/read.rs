//! Files into the types of [`crate::format`], each thing with the file it stands in. What cannot be read becomes a
//! finding, and the rest is read all the same.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Deref;

use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::files::Files;
use crate::finding::{Finding, Place, Rule};
use crate::format::{
    Artefact, Asset, At, Cell, Challenge, Clock, Country, Exercise, FORMAT, Inject, Language, Measure,
    Organisation, Overlay, Persona, Question, Role, Test, World,
};
use crate::texts::Texts;

/// The largest YAML or Markdown file, in bytes.
pub const MAX_TEXT_FILE: usize = 64 * 1024 * 1024;

/// A thing and the file it stands in.
#[derive(Debug, Clone)]
pub struct In<T> {
    /// The thing.
    pub value: T,
    /// The number of its file in [`Written::files`].
    pub file: u32,
}

impl<T> In<T> {
    /// The place of something that stands in the same file.
    pub fn place<V>(&self, at: &At<V>) -> Place {
        Place { file: self.file, line: at.line, column: at.column }
    }
}

impl<T> Deref for In<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

/// A scenario as it is written, nothing looked up.
#[derive(Debug, Clone)]
pub struct Written {
    /// The paths of the files, by their number.
    pub files: Vec<String>,
    /// `exercise.yaml`.
    pub exercise: In<Exercise>,
    /// Every organisation.
    pub organisations: Vec<In<Organisation>>,
    /// Every role.
    pub roles: Vec<In<Role>>,
    /// Every cell of exercise control.
    pub cells: Vec<In<Cell>>,
    /// Everybody whom no player plays.
    pub personas: Vec<In<Persona>>,
    /// Every device and system.
    pub assets: Vec<In<Asset>>,
    /// The master scenario events list.
    pub injects: Vec<In<Inject>>,
    /// What is made from the seed.
    pub artefacts: Vec<In<Artefact>>,
    /// What the program checks the answer of.
    pub challenges: Vec<In<Challenge>>,
    /// What is measured.
    pub measures: Vec<In<Measure>>,
    /// The hot wash.
    pub survey: Vec<In<Question>>,
    /// What is different in a country.
    pub overlays: BTreeMap<Country, In<Overlay>>,
    /// Rehearsals and what must come of them.
    pub tests: Vec<In<Test>>,
    /// Every longer text.
    pub texts: Texts,
    /// The names of what lies in `files/`.
    pub attachments: BTreeSet<String>,
}

impl Written {
    /// A place as `file:line:column`.
    pub fn show(&self, place: Place) -> String {
        show(&self.files, place)
    }

    /// The languages of the exercise.
    pub fn languages(&self) -> impl Iterator<Item = Language> {
        self.exercise.languages.iter().map(|at| at.value)
    }

    /// A scenario with nothing in it but its exercise, in a file of that number; for importers and tests.
    pub fn bare(exercise: Exercise) -> Self {
        Self {
            files: vec!["exercise.yaml".to_owned()],
            exercise: In { value: exercise, file: 0 },
            organisations: Vec::new(),
            roles: Vec::new(),
            cells: Vec::new(),
            personas: Vec::new(),
            assets: Vec::new(),
            injects: Vec::new(),
            artefacts: Vec::new(),
            challenges: Vec::new(),
            measures: Vec::new(),
            survey: Vec::new(),
            overlays: BTreeMap::new(),
            tests: Vec::new(),
            texts: Texts::default(),
            attachments: BTreeSet::new(),
        }
    }
}

/// A place as `file:line:column`, without what is not known of it.
pub fn show(files: &[String], place: Place) -> String {
    let file = files.get(place.file as usize).map_or("", String::as_str);
    match (place.line, place.column) {
        (0, _) => file.to_owned(),
        (line, 0) => format!("{file}:{line}"),
        (line, column) => format!("{file}:{line}:{column}"),
    }
}

/// What came of reading.
#[derive(Debug)]
pub struct Reading {
    /// The paths of the files, by their number.
    pub files: Vec<String>,
    /// The scenario; none when `exercise.yaml` cannot be read.
    pub written: Option<Written>,
    /// What could not be read.
    pub findings: Vec<Finding>,
}

/// Reads every file.
pub fn read(files: &Files) -> Reading {
    let paths: Vec<String> = files.iter().map(|(path, _)| path.to_owned()).collect();
    let mut reader = Reader { findings: Vec::new() };
    let mut exercise = None;
    let mut written = Written::bare(placeholder());
    for (number, (path, bytes)) in (0..).zip(files.iter()) {
        reader.file(&mut written, &mut exercise, number, path, bytes);
    }
    written.files.clone_from(&paths);
    let written = exercise.map(|exercise| Written { exercise, ..written });
    Reading { files: paths, written, findings: reader.findings }
}

/// What stands in the place of the exercise until it is read.
fn placeholder() -> Exercise {
    let words = || At::nowhere(crate::format::Words::default());
    Exercise {
        format: At::nowhere(FORMAT),
        id: At::nowhere("none".parse().unwrap_or_else(|_| unreachable!("an identifier"))),
        version: At::nowhere(String::new()),
        title: words(),
        summary: None,
        licence: None,
        tlp: None,
        languages: Vec::new(),
        duration: At::nowhere(crate::format::Length::default()),
        clock: Clock { start: At::nowhere(String::new()), timezone: At::nowhere(String::new()) },
        hours: None,
        players: None,
        load: None,
        phases: Vec::new(),
        objectives: Vec::new(),
        milestones: Vec::new(),
        decisions: Vec::new(),
        variables: BTreeMap::new(),
    }
}

struct Reader {
    findings: Vec<Finding>,
}

impl Reader {
    fn file(
        &mut self,
        written: &mut Written,
        exercise: &mut Option<In<Exercise>>,
        number: u32,
        path: &str,
        bytes: &[u8],
    ) {
        let (folder, rest) = path.split_once('/').unwrap_or(("", path));
        let stem = path.strip_suffix(".yaml").or_else(|| path.strip_suffix(".yml"));
        let section = if folder.is_empty() { stem.unwrap_or("") } else { folder };
        match (section, stem) {
            ("files", _) => {
                written.attachments.insert(rest.to_owned());
            }
            ("content", None) if path.ends_with(".md") => self.texts(written, number, rest, bytes),
            ("exercise", Some(_)) => *exercise = self.exercise(number, bytes),
            ("world", Some(_)) => {
                if let Some(world) = self.yaml::<World>(number, bytes) {
                    let file = number;
                    fn put<T>(list: &mut Vec<In<T>>, more: Vec<T>, file: u32) {
                        list.extend(more.into_iter().map(|value| In { value, file }));
                    }
                    put(&mut written.organisations, world.organisations, file);
                    put(&mut written.roles, world.roles, file);
                    put(&mut written.cells, world.cells, file);
                    put(&mut written.personas, world.personas, file);
                    put(&mut written.assets, world.assets, file);
                }
            }
            ("injects", Some(_)) => self.list(&mut written.injects, number, bytes),
            ("artefacts", Some(_)) => self.list(&mut written.artefacts, number, bytes),
            ("challenges", Some(_)) => self.list(&mut written.challenges, number, bytes),
            ("measures", Some(_)) => self.list(&mut written.measures, number, bytes),
            ("survey", Some(_)) => self.list(&mut written.survey, number, bytes),
            ("tests", Some(_)) if !folder.is_empty() => {
                if let Some(value) = self.yaml(number, bytes) {
                    written.tests.push(In { value, file: number });
                }
            }
            ("overlays", Some(stem)) if !folder.is_empty() => self.overlay(written, number, stem, bytes),
            _ if readme(path) => {}
            _ => self.found(
                Rule::UnknownFile,
                Place { file: number, ..Place::default() },
                "this file lies where nobody looks".to_owned(),
                "see docs/scenarios/format.md for what lies where; pictures and documents belong into files/",
            ),
        }
    }

    fn found(&mut self, rule: Rule, place: Place, message: String, mend: &str) {
        self.findings.push(Finding::new(rule, place, message).mend(mend));
    }

    fn overlay(&mut self, written: &mut Written, number: u32, stem: &str, bytes: &[u8]) {
        let name = stem.rsplit('/').next().unwrap_or(stem);
        match name.parse::<Country>() {
            Ok(country) => {
                if let Some(value) = self.yaml(number, bytes) {
                    written.overlays.insert(country, In { value, file: number });
                }
            }
            Err(wrong) => {
                let place = Place { file: number, ..Place::default() };
                self.found(
                    Rule::Value,
                    place,
                    wrong,
                    "name the file after a country, for instance overlays/BE.yaml",
                );
            }
        }
    }

    fn exercise(&mut self, number: u32, bytes: &[u8]) -> Option<In<Exercise>> {
        /// Only the version, whatever else there is.
        #[derive(Deserialize)]
        struct Version {
            format: At<u32>,
        }
        let version: Version = self.yaml(number, bytes)?;
        if version.format.value != FORMAT {
            let place = Place { file: number, line: version.format.line, column: version.format.column };
            let message = format!(
                "format {} is not known to this program, which reads up to {FORMAT}",
                version.format.value
            );
            self.found(
                Rule::FormatVersion,
                place,
                message,
                "use a newer version of the program, or write format: 1",
            );
            return None;
        }
        self.yaml(number, bytes).map(|value| In { value, file: number })
    }

    fn list<T: DeserializeOwned>(&mut self, list: &mut Vec<In<T>>, number: u32, bytes: &[u8]) {
        if let Some(more) = self.yaml::<Option<Vec<T>>>(number, bytes) {
            list.extend(more.unwrap_or_default().into_iter().map(|value| In { value, file: number }));
        }
    }

    fn texts(&mut self, written: &mut Written, number: u32, rest: &str, bytes: &[u8]) {
        let language = rest.split('/').next().unwrap_or("").parse::<Language>();
        match (language, self.utf8(number, bytes)) {
            (Ok(language), Some(content)) => {
                written.texts.read(language, number, content, &mut self.findings)
            }
            (Err(wrong), _) => self.found(
                Rule::UnknownFile,
                Place { file: number, ..Place::default() },
                wrong,
                "put texts into a folder named after their language, for instance content/nl/",
            ),
            (_, None) => {}
        }
    }

    fn utf8<'a>(&mut self, number: u32, bytes: &'a [u8]) -> Option<&'a str> {
        let place = Place { file: number, ..Place::default() };
        if bytes.len() > MAX_TEXT_FILE {
            let message = format!("longer than {} MB", MAX_TEXT_FILE / 1024 / 1024);
            self.found(Rule::Syntax, place, message, "make a folder of smaller files of it");
            return None;
        }
        match std::str::from_utf8(bytes) {
            Ok(text) => Some(text.trim_start_matches('\u{feff}')),
            Err(error) => {
                let before = bytes.get(..error.valid_up_to()).unwrap_or_default();
                let line = before.iter().filter(|byte| **byte == b'\n').count() as u32 + 1;
                let message = "a letter that is not UTF-8".to_owned();
                self.found(Rule::Syntax, Place { line, ..place }, message, "save the file as UTF-8");
                None
            }
        }
    }

    fn yaml<T: DeserializeOwned>(&mut self, number: u32, bytes: &[u8]) -> Option<T> {
        let text = self.utf8(number, bytes)?;
        match serde_saphyr::from_str_with_options(text, options()) {
            Ok(value) => Some(value),
            Err(error) => {
                let location = error.location();
                let place = Place {
                    file: number,
                    line: location.map_or(0, |location| location.line() as u32),
                    column: location.map_or(0, |location| location.column() as u32),
                };
                let said = said(&error);
                let mend = if said.contains("found a tab") {
                    "indent with spaces; there is a tab at the beginning of this line or the next"
                } else if said.contains("did not find expected") || said.contains("mapping values") {
                    "put words that hold a colon, a comma or a bracket in quotes, and look at the indentation"
                } else {
                    ""
                };
                self.found(Rule::Syntax, place, said, mend);
                None
            }
        }
    }
}

/// How much one YAML file may ask of the reader. Anchors and aliases are allowed and bounded, so that a small file
/// cannot become a large one.
fn options() -> serde_saphyr::Options {
    serde_saphyr::options! {
        budget: serde_saphyr::budget! {
            max_events: MAX_TEXT_FILE,
            max_nodes: MAX_TEXT_FILE,
            max_total_scalar_bytes: MAX_TEXT_FILE,
            max_depth: 32,
        },
        // Only true and false are yes and no; "No" is a text, and so is the country NO.
        strict_booleans: true,
        with_snippet: false,
    }
}

/// What the YAML reader says, without the place, which the finding has.
fn said(error: &serde_saphyr::Error) -> String {
    let all = error.without_snippet().to_string();
    let first = all.lines().next().unwrap_or("").trim_start_matches("error: ");
    let first = match (first.starts_with("line "), first.split_once(": ")) {
        (true, Some((_, rest))) => rest,
        _ => first,
    };
    let first = first.split_once(" at line ").map_or(first, |(said, _)| said);
    in_plain_words(first).unwrap_or_else(|| first.to_owned())
}

/// What the deserialiser says of words it does not know, as a planner would say it.
fn in_plain_words(said: &str) -> Option<String> {
    let (what, known) = said.split_once(", expected ")?;
    let (word, there_is_no) =
        match (what.strip_prefix("unknown variant "), what.strip_prefix("unknown field ")) {
            (Some(word), _) => (word, "is none of"),
            (_, Some(word)) => (word, "cannot stand here; there is"),
            _ => return None,
        };
    let word = word.trim_matches('`');
    let known: Vec<&str> =
        known.trim_start_matches("one of ").split(", ").map(|each| each.trim_matches('`')).collect();
    let near = crate::model::nearest(known.iter().copied(), word);
    let near = near.map_or_else(String::new, |near| format!("; did you mean {near:?}?"));
    Some(format!("{word:?} {there_is_no}: {}{near}", known.join(", ")))
}

/// Whether a file is there for people who look at the folder.
fn readme(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path).to_ascii_lowercase();
    name.starts_with("readme") || name.starts_with("licen") || name.starts_with("changelog")
}
