//! A scenario while it is being imported: gives out identifiers, knows who was named already, keeps texts in a form
//! that is read again as it was written, and lists what is lost.

use std::collections::{BTreeMap, HashMap};

use super::names::Names;
use super::{Imported, Lost, guess};
use crate::files::Files;
use crate::format::{
    Address, At, Attachment, Cell, Channel, Clock, Exercise, FORMAT, Id, Inject, Language, Length, MINUTE,
    Milestone, Moment, Objective, Organisation, OrganisationKind, Persona, Place, Role, Words,
};
use crate::read::{In, Written};
use crate::texts::Text;

/// Where the clock stands when the source does not say it: a Monday morning.
pub const DEFAULT_START: &str = "2027-03-01T09:00";
/// The time zone when nobody says it.
pub const DEFAULT_ZONE: &str = "Europe/Brussels";
/// How long the exercise goes on after its last inject.
const AFTERWARDS: i64 = 60 * MINUTE;

/// A scenario while it is being imported.
pub struct Draft {
    pub written: Written,
    pub language: Language,
    pub lost: Vec<Lost>,
    pub notes: Vec<String>,
    files: Files,
    names: BTreeMap<&'static str, Names>,
    /// Who was named already, by the name in lower case.
    people: HashMap<String, Address>,
    home: Option<Id>,
}

impl Draft {
    /// An exercise of that name, with nothing in it.
    pub fn new(title: &str, language: Language, zone: Option<&str>) -> Self {
        let title = clean_line(title);
        let title = if title.is_empty() { "Imported exercise".to_owned() } else { title };
        let mut names = Names::default();
        let exercise = Exercise {
            format: At::nowhere(FORMAT),
            id: At::nowhere(names.give(&title, "imported")),
            version: At::nowhere("1.0.0".to_owned()),
            title: At::nowhere(Words::Each(BTreeMap::from([(language, title)]))),
            summary: None,
            licence: None,
            tlp: None,
            languages: vec![At::nowhere(language)],
            duration: At::nowhere(Length(AFTERWARDS)),
            clock: Clock {
                start: At::nowhere(DEFAULT_START.to_owned()),
                timezone: At::nowhere(clean_line(zone.unwrap_or(DEFAULT_ZONE))),
            },
            hours: None,
            players: None,
            load: None,
            phases: Vec::new(),
            objectives: Vec::new(),
            milestones: Vec::new(),
            decisions: Vec::new(),
            variables: BTreeMap::new(),
        };
        Self {
            written: Written::bare(exercise),
            language,
            lost: Vec::new(),
            notes: Vec::new(),
            files: Files::default(),
            names: BTreeMap::new(),
            people: HashMap::new(),
            home: None,
        }
    }

    pub fn exercise(&mut self) -> &mut Exercise {
        &mut self.written.exercise.value
    }

    /// Something that the scenario does not hold.
    pub fn lose(&mut self, place: impl Into<String>, what: impl Into<String>) {
        self.lost.push(Lost { place: place.into(), what: what.into() });
    }

    /// Something that was decided for whoever imports.
    pub fn note(&mut self, note: impl Into<String>) {
        self.notes.push(note.into());
    }

    /// Words in the language of the source.
    pub fn words(&self, text: &str) -> At<Words> {
        At::nowhere(Words::Each(BTreeMap::from([(self.language, clean(text))])))
    }

    /// A new identifier for a thing of a kind.
    pub fn id(&mut self, kind: &'static str, title: &str) -> Id {
        self.names.entry(kind).or_default().give(title, kind)
    }

    /// The identifier that the source gives a thing, when it is free and one; else one made of it.
    pub fn keep_id(&mut self, kind: &'static str, written: &str) -> Id {
        self.names.entry(kind).or_default().keep(written.trim(), kind)
    }

    /// A text of the scenario.
    pub fn text(&mut self, key: &str, subject: &str, body: &str) {
        let text = Text { subject: clean_line(subject), body: clean_body(body), ..Text::default() };
        // A key longer than an identifier could not be read again.
        if key.parse::<Id>().is_err() {
            self.lose(key.to_owned(), format!("the key of this text is too long; it said: {}", text.subject));
            return;
        }
        self.written.texts.insert(self.language, key.to_owned(), text);
    }

    /// The organisation that everybody of a source without organisations belongs to.
    pub fn home(&mut self) -> Id {
        if let Some(home) = &self.home {
            return home.clone();
        }
        let title = self.written.exercise.value.title.get(self.language).to_owned();
        let home = self.organisation(&title, OrganisationKind::Other);
        self.home = Some(home.clone());
        home
    }

    /// A new organisation; the first is home to whoever has none.
    pub fn organisation(&mut self, name: &str, kind: OrganisationKind) -> Id {
        let id = self.id("organisation", name);
        let organisation = Organisation {
            id: At::nowhere(id.clone()),
            name: At::nowhere(Words::Same(clean_line(name))),
            kind: At::nowhere(kind),
            parent: None,
            country: None,
            timezone: None,
            several: false,
            plays: true,
        };
        self.written.organisations.push(In { value: organisation, file: 0 });
        self.home.get_or_insert_with(|| id.clone());
        id
    }

    /// The role of that name; a new one when it was not named before.
    pub fn role(&mut self, name: &str) -> Address {
        if let Some(known) = self.person(name) {
            return known;
        }
        let id = self.id("role", name);
        let place = Place::Organisation(self.home());
        self.add_role(id, name, vec![place])
    }

    /// A role with its own identifier and places.
    pub fn add_role(&mut self, id: Id, name: &str, places: Vec<Place>) -> Address {
        let role = Role {
            id: At::nowhere(id.clone()),
            name: At::nowhere(Words::Same(clean_line(name))),
            at: places.into_iter().map(At::nowhere).collect(),
            needed: true,
        };
        self.written.roles.push(In { value: role, file: 0 });
        self.know(name, Address::Role(id, None))
    }

    /// The cell of exercise control.
    pub fn control(&mut self) -> Address {
        match self.person("excon") {
            Some(known) => known,
            None => {
                let id = self.keep_id("cell", "excon");
                self.add_cell(id, "Excon")
            }
        }
    }

    /// A cell with its own identifier.
    pub fn add_cell(&mut self, id: Id, name: &str) -> Address {
        let cell = Cell {
            id: At::nowhere(id.clone()),
            name: At::nowhere(Words::Same(clean_line(name))),
            country: None,
        };
        self.written.cells.push(In { value: cell, file: 0 });
        self.know(name, Address::Cell(id))
    }

    /// Who writes under that name: a role or persona named before, else a new persona that has this channel.
    pub fn sender(&mut self, name: &str, channel: Option<Channel>) -> Address {
        let address = match self.person(name) {
            Some(known) => known,
            None if guess::control(name) => self.control(),
            None => {
                let id = self.id("persona", name);
                self.add_persona(id, name)
            }
        };
        if let (Address::Persona(id), Some(channel)) = (&address, channel)
            && let Some(persona) = self.written.personas.iter_mut().find(|persona| persona.id.value == *id)
            && !persona.channels.iter().any(|known| known.value == channel)
        {
            persona.value.channels.push(At::nowhere(channel));
        }
        address
    }

    /// A persona with its own identifier.
    pub fn add_persona(&mut self, id: Id, name: &str) -> Address {
        let persona = Persona {
            id: At::nowhere(id.clone()),
            name: At::nowhere(Words::Same(clean_line(name))),
            kind: At::nowhere(guess::persona(name)),
            channels: Vec::new(),
            cell: None,
            brief: None,
        };
        self.written.personas.push(In { value: persona, file: 0 });
        self.know(name, Address::Persona(id))
    }

    /// To whom words are addressed: everybody, exercise control, or a role.
    pub fn recipient(&mut self, name: &str) -> Address {
        if guess::everybody(name) {
            return Address::All;
        }
        if guess::control(name) { self.control() } else { self.role(name) }
    }

    /// Who was named so before.
    pub fn person(&self, name: &str) -> Option<Address> {
        self.people.get(&clean_line(name).to_lowercase()).cloned()
    }

    /// Remembers who is called so.
    pub fn know(&mut self, name: &str, address: Address) -> Address {
        self.people.insert(clean_line(name).to_lowercase(), address.clone());
        address
    }

    /// A new objective.
    pub fn objective(&mut self, written: &str, title: &str) -> Id {
        let id = self.keep_id("objective", written);
        let title = self.words(title);
        self.exercise().objectives.push(Objective { id: At::nowhere(id.clone()), title });
        id
    }

    /// A new milestone; only an effect reaches it until somebody writes a condition.
    pub fn milestone(&mut self, id: Id, title: &str, when: Option<String>) {
        let title = self.words(title);
        let when = when.map(At::nowhere);
        self.exercise().milestones.push(Milestone { id: At::nowhere(id), title, when, once_per: None });
    }

    /// Adds an inject with its text.
    pub fn inject(&mut self, inject: Inject, subject: &str, body: &str) {
        let key = inject.id.to_string();
        self.text(&key, subject, body);
        self.written.injects.push(In { value: inject, file: 0 });
    }

    /// Puts a file into `files/`; gives what an inject names it by. The path keeps only its last part.
    pub fn attach(&mut self, path: &str, bytes: &[u8]) -> Option<Attachment> {
        let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
        let name = clean_line(name).replace([':', '\u{0}'], "-");
        let name = if name.starts_with('.') { format!("file{name}") } else { name };
        if self.files.get(&format!("files/{name}")).is_some_and(|there| there != bytes) {
            self.lose(path, format!("another file is called {name:?} too; only the first was taken"));
            return None;
        }
        match self.files.insert(format!("files/{name}"), bytes.to_vec()) {
            Ok(()) => {
                self.written.attachments.insert(name.clone());
                Some(Attachment::File(name))
            }
            Err(wrong) => {
                self.lose(path, wrong.to_string());
                None
            }
        }
    }

    /// Makes the exercise end a while after its last moment.
    fn set_duration(&mut self) {
        let last = self.written.injects.iter().filter_map(|inject| match inject.at.as_ref()?.value {
            Moment::After(Length(after)) => Some(after),
            Moment::On { day, time } => Some(i64::from(day) * crate::format::DAY + time),
        });
        let last = last.max().unwrap_or(0).saturating_add(AFTERWARDS).min(crate::format::MAX_LENGTH.0);
        self.exercise().duration = At::nowhere(Length(last));
    }

    /// The scenario, with an end when the source has none.
    pub fn finish(mut self) -> Imported {
        if self.written.exercise.duration.value == Length(AFTERWARDS) {
            self.set_duration();
            let duration = self.written.exercise.duration.value;
            self.note(format!("the exercise ends an hour after its last inject: duration {duration}"));
        }
        Imported { written: self.written, files: self.files, lost: self.lost, notes: self.notes }
    }
}

/// An inject with nothing in it but its name.
pub fn blank_inject(id: Id) -> Inject {
    Inject {
        id: At::nowhere(id),
        title: None,
        kind: None,
        channel: None,
        from: None,
        to: Vec::new(),
        at: None,
        when: None,
        after: None,
        until: None,
        release: None,
        once_per: None,
        text: None,
        attachments: Vec::new(),
        challenge: None,
        decision: None,
        symptom: false,
        effects: Vec::new(),
        expect: Vec::new(),
        hint: None,
        fallback: None,
        objectives: Vec::new(),
    }
}

/// A text without letters that no file should hold, with plain ends of lines.
pub fn clean(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let kept: String =
        text.chars().filter(|c| (!c.is_control() || matches!(c, '\n' | '\t')) && *c != '\u{feff}').collect();
    kept.trim().to_owned()
}

/// The same on one line.
pub fn clean_line(text: &str) -> String {
    // Spaces that do not break belong to the words: French sets them before its question marks.
    let breaks = |c: char| c.is_whitespace() && !matches!(c, '\u{a0}' | '\u{202f}');
    clean(text).split(breaks).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// A body that is read again as it is written: no line begins another text, and every fence is closed.
fn clean_body(text: &str) -> String {
    let text = clean(text);
    let mut lines: Vec<String> = text
        .lines()
        .map(|line| match line.strip_prefix("# ") {
            Some(heading) => format!("## {heading}"),
            None => line.trim_end_matches('\t').to_owned(),
        })
        .collect();
    if lines.iter().filter(|line| line.trim_start().starts_with("```")).count() % 2 == 1 {
        lines.push("```".to_owned());
    }
    lines.join("\n").trim().to_owned()
}
