//! What people call the things of a scenario, in one language.

use super::near::split_near;
use super::print_words::Say;
use crate::artefact::Planted;
use crate::format::{Address, Id, Language, Organisation, OrganisationKind, Place, Words};
use crate::read::Written;

/// How many organisations of a kind are named; more are called by their kind.
const MOST_NAMES: usize = 3;

/// The names of a scenario in one language.
#[derive(Debug, Clone, Copy)]
pub struct Cast<'a> {
    /// The scenario.
    pub written: &'a Written,
    /// The language.
    pub language: Language,
    /// What is hidden in the artefacts, where it is known.
    pub planted: Option<&'a Planted>,
    /// Whether what only the program knows becomes a line to write on.
    lines: bool,
}

impl<'a> Cast<'a> {
    /// The names of a scenario, without what is hidden in its artefacts.
    pub fn of(written: &'a Written, language: Language) -> Self {
        Self { written, language, planted: None, lines: false }
    }

    /// With what is hidden in its artefacts.
    pub fn with(self, planted: Option<&'a Planted>) -> Self {
        Self { planted, ..self }
    }

    /// With lines to write on for what only the program knows.
    pub fn with_lines(self) -> Self {
        Self { lines: true, ..self }
    }

    fn named<'b>(&self, mut all: impl Iterator<Item = (&'b Id, &'b Words)>, id: &str) -> String {
        let known = all.find(|(known, _)| known.as_str() == id);
        known.map_or_else(|| id.to_owned(), |(_, words)| words.get(self.language).to_owned())
    }

    /// What an inject is called, in quotation marks.
    pub fn inject(&self, id: &str) -> String {
        let known = self.written.injects.iter().find(|inject| inject.id.value.as_str() == id);
        let title = known.map_or_else(|| id.to_owned(), |inject| self.title(inject));
        self.quoted(&title)
    }

    /// Words in the quotation marks of the language.
    pub fn quoted(&self, words: &str) -> String {
        match self.language.to_string().as_str() {
            "fr" => format!("«\u{a0}{words}\u{a0}»"),
            "de" => format!("„{words}“"),
            _ => format!("“{words}”"),
        }
    }

    /// Whether that can be decided.
    pub fn has_option(&self, decision: &str, id: &str) -> bool {
        let mut all = self.written.exercise.decisions.iter().filter(|known| known.id.as_str() == decision);
        all.any(|known| known.options.iter().any(|option| option.id.as_str() == id))
    }

    /// The name of the organisation to which an inject goes, when it is only one.
    pub fn only_organisation(&self, inject: &crate::format::Inject) -> Option<String> {
        let mut places = Vec::new();
        for address in &inject.to {
            match &address.value {
                Address::Role(_, Some(place)) | Address::Place(place) => places.push(place),
                Address::Role(id, None) => {
                    let roles = self.written.roles.iter().filter(|role| role.id.value == *id);
                    places.extend(roles.flat_map(|role| &role.at).map(|place| &place.value));
                }
                Address::All | Address::Cell(_) | Address::Persona(_) => return None,
            }
        }
        let mut found: Option<&Organisation> = None;
        for place in places {
            for organisation in self.there(place)? {
                if organisation.several || found.is_some_and(|known| known.id != organisation.id) {
                    return None;
                }
                found = Some(organisation);
            }
        }
        found.map(|organisation| organisation.name.get(self.language).to_owned())
    }

    /// The organisations of a place that are played; none where that is for the program to find out.
    fn there(&self, place: &Place) -> Option<Vec<&'a Organisation>> {
        let all = self.written.organisations.iter().map(|organisation| &organisation.value);
        match place {
            Place::Organisation(id) => Some(all.filter(|known| known.id.value == *id).collect()),
            Place::Kind(kind) => Some(all.filter(|known| known.kind.value == *kind && known.plays).collect()),
            Place::Country(_) => None,
        }
    }

    /// The title of an inject: what planners call it, else the subject of its text.
    pub fn title(&self, inject: &crate::format::Inject) -> String {
        let key = inject.text.as_ref().map_or(inject.id.as_str(), |key| key.as_str());
        let title =
            inject.title.as_ref().map(|title| title.get(self.language)).filter(|title| !title.is_empty());
        let subject = || self.written.texts.get(self.language, key).map(|text| text.subject.as_str());
        let subject = title.or_else(|| subject().filter(|subject| !subject.is_empty()));
        subject.unwrap_or(inject.id.as_str()).to_owned()
    }

    /// What a decision asks.
    pub fn decision(&self, id: &str) -> String {
        let all = self.written.exercise.decisions.iter();
        self.named(all.map(|decision| (&decision.id.value, &decision.title.value)), id)
    }

    /// What can be decided.
    pub fn option(&self, decision: &str, id: &str) -> String {
        let all = self.written.exercise.decisions.iter().filter(|known| known.id.as_str() == decision);
        self.named(
            all.flat_map(|known| &known.options).map(|option| (&option.id.value, &option.title.value)),
            id,
        )
    }

    /// What a challenge is called.
    pub fn challenge(&self, id: &str) -> String {
        let subject = self.written.texts.get(self.language, id).map(|text| text.subject.clone());
        subject.filter(|subject| !subject.is_empty()).unwrap_or_else(|| id.to_owned())
    }

    /// What a milestone is.
    pub fn milestone(&self, id: &str) -> String {
        let all = self.written.exercise.milestones.iter();
        self.named(all.map(|milestone| (&milestone.id.value, &milestone.title.value)), id)
    }

    /// What a device or system is called.
    pub fn asset(&self, id: &str) -> String {
        self.named(self.written.assets.iter().map(|asset| (&asset.id.value, &asset.name.value)), id)
    }

    /// What a state of it is called.
    pub fn state(&self, asset: &str, id: &str) -> String {
        let all = self.written.assets.iter().filter(|known| known.id.as_str() == asset);
        self.named(all.flat_map(|known| &known.states).map(|state| (&state.id.value, &state.title.value)), id)
    }

    /// An organisation's name.
    pub fn organisation(&self, id: &str) -> String {
        let all = self.written.organisations.iter();
        self.named(all.map(|organisation| (&organisation.id.value, &organisation.name.value)), id)
    }

    /// A persona's name.
    pub fn persona(&self, id: &str) -> String {
        self.named(self.written.personas.iter().map(|persona| (&persona.id.value, &persona.name.value)), id)
    }

    /// Who an address is.
    pub fn who(&self, address: &Address) -> String {
        match address {
            Address::All => Say::Everybody.in_(self.language).to_owned(),
            Address::Role(id, place) => {
                let roles = self.written.roles.iter();
                let name = self.named(roles.map(|role| (&role.id.value, &role.name.value)), id.as_str());
                place.as_ref().map_or(name.clone(), |place| format!("{name} ({})", self.place(place)))
            }
            Address::Place(place) => self.place(place),
            Address::Cell(id) => {
                let cells = self.written.cells.iter();
                self.named(cells.map(|cell| (&cell.id.value, &cell.name.value)), id.as_str())
            }
            Address::Persona(id) => self.persona(id.as_str()),
        }
    }

    /// Where somebody is.
    pub fn place(&self, place: &Place) -> String {
        match place {
            Place::Organisation(id) => self.organisation(id.as_str()),
            Place::Kind(kind) => {
                let there = self.there(place).unwrap_or_default();
                let named = (1..=MOST_NAMES).contains(&there.len()) && !there.iter().any(|one| one.several);
                if !named {
                    return Say::organisation(*kind).in_(self.language).to_owned();
                }
                let names: Vec<&str> = there.iter().map(|one| one.name.get(self.language)).collect();
                names.join(" / ")
            }
            Place::Country(country) => {
                let state = self.written.organisations.iter().find(|known| {
                    known.kind.value == OrganisationKind::State
                        && known.country.as_ref().is_some_and(|its| its.value == *country)
                });
                state.map_or_else(|| country.to_string(), |state| state.name.get(self.language).to_owned())
            }
        }
    }

    /// Who an address is, as it is written in a condition.
    pub fn written(&self, address: &str) -> String {
        address.parse().map_or_else(|_| address.to_owned(), |address| self.who(&address))
    }

    /// A text with the values of its variables; what only the program fills in stays in its braces, or is a line to
    /// write on.
    pub fn filled(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some((before, after)) = rest.split_once("{{") {
            out.push_str(before);
            let Some((name, behind)) = split_near(after, "}}", 200) else {
                out.push_str("{{");
                rest = after;
                continue;
            };
            match self.value(name.trim()) {
                Some(value) => out.push_str(&value),
                None => out.push_str(&format!("{{{{{name}}}}}")),
            }
            rest = behind;
        }
        out.push_str(rest);
        out
    }

    fn value(&self, name: &str) -> Option<String> {
        if let Some(value) = self.written.exercise.variables.get(name) {
            return Some(value.get(self.language).to_owned());
        }
        if let Some(blank) = blank(name).filter(|_| self.lines) {
            return Some(format!("______ ({})", blank.in_(self.language)));
        }
        match name.split_once('.')? {
            ("artefact", rest) => {
                // Identifiers may hold dots; names never do.
                let (id, name) = rest.rsplit_once('.')?;
                self.planted?.value(&id.parse().ok()?, name).map(str::to_owned)
            }
            ("persona", id) => Some(self.persona(id)),
            ("organisation", id) => Some(self.organisation(id)),
            ("asset", id) => Some(self.asset(id)),
            _ => None,
        }
    }
}

/// What the program alone fills in, as a line to write on.
fn blank(name: &str) -> Option<Say> {
    Some(match name {
        "person" => Say::YourName,
        "organisation" => Say::YourOrganisation,
        "country" => Say::YourCountry,
        "date" => Say::TheDate,
        "time" => Say::TheTime,
        _ => return None,
    })
}
