//! Which column of a list of events holds what: by the names that planners give them, by what stands in them, or as
//! the caller says.

use std::collections::BTreeMap;

use super::guess;
use super::sheet::{Cell, Row, Sheet, column, letters};

/// Declares what a column can hold, the word for it on a command line, and the names of it in four languages.
macro_rules! fields {
    ($($(#[$doc:meta])* $variant:ident = $word:literal: [$($name:literal),* $(,)?],)+) => {
        /// What a column holds.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Field {
            $($(#[$doc])* $variant,)+
        }

        impl Field {
            /// Every one.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The word it is called by in a [`Mapping`].
            pub fn word(self) -> &'static str {
                match self { $(Self::$variant => $word,)+ }
            }

            /// What headers call it: lower case, only letters and digits.
            fn names(self) -> &'static [&'static str] {
                match self { $(Self::$variant => &[$($name),*],)+ }
            }
        }
    };
}

fields! {
    /// The number or name of the inject.
    Id = "id": [
        "#", "id", "no", "nr", "n", "num", "number", "numéro", "numero", "nummer", "event number", "event no",
        "event id", "inject number", "inject id", "inject no", "inject", "control number", "msel number", "reference",
        "référence", "ref", "lfd nr",
    ],
    /// When players get it.
    Time = "time": [
        "time", "delivery time", "inject time", "real time", "local time", "scheduled time", "planned time",
        "start time", "date time", "heure", "horaire", "heure réelle", "heure d injection", "heure de diffusion",
        "date heure", "date et heure", "moment", "tijd", "tijdstip", "uur", "datum tijd", "datum en tijd", "zeit",
        "uhrzeit", "zeitpunkt", "datum uhrzeit", "timing", "t",
    ],
    /// The day, where the time stands in a column of its own.
    Date = "date": ["date", "datum", "day", "jour", "dag", "tag"],
    /// When it is in the story.
    Simulated = "simulated": [
        "designated scenario time", "scenario time", "simulated time", "story time", "exercise time",
        "heure simulée", "heure scénario", "heure du scénario", "heure fictive", "scenariotijd", "fictieve tijd",
        "gesimuleerde tijd", "szenariozeit", "simulierte zeit",
    ],
    /// When it goes, as this format writes it: `1h15m`, `D2 09:30`.
    At = "at": ["at"],
    /// When it goes, as a condition.
    When = "when": ["when"],
    /// So long after the condition holds.
    After = "after": ["after"],
    /// The last moment at which it may go.
    Until = "until": ["until"],
    /// Who lets it go.
    Release = "release": ["release"],
    /// The part of the exercise.
    Move = "move": ["move", "phase", "fase"],
    /// What it is in the list: inject, contingency, expected action.
    Kind = "kind": [
        "event type", "type", "kind", "inject type", "type d événement", "type d évènement", "soort", "art", "typ",
    ],
    /// By what means it reaches players.
    Channel = "channel": [
        "inject mode", "mode", "delivery method", "method", "method of delivery", "channel", "canal", "kanaal", "kanal",
        "medium", "media", "means", "moyen", "vecteur", "mode d injection", "middel", "type d inject",
        "type d injection", "mittel",
    ],
    /// From whom.
    From = "from": [
        "from", "from org", "sender", "source", "de", "expéditeur", "émetteur", "emetteur", "van", "afzender", "von",
        "absender",
    ],
    /// To whom.
    To = "to": [
        "to", "to org", "recipient", "recipients", "target", "target audience", "player", "players", "audience",
        "destinataire", "destinataires", "à", "cible", "aan", "ontvanger", "ontvangers", "bestemmeling", "an",
        "empfänger", "team", "teams", "équipe", "équipes",
    ],
    /// What planners call it.
    Title = "title": [
        "title", "titre", "intitulé", "titel", "event title", "inject title", "name", "nom", "naam", "headline",
    ],
    /// The subject of its text.
    Subject = "subject": ["subject", "sujet", "objet", "onderwerp", "betreff"],
    /// Its text.
    Body = "body": [
        "message", "details", "script", "text", "content", "body", "texte", "contenu", "détails", "inhoud", "bericht",
        "tekst", "nachricht", "inhalt", "inject text", "message text", "narrative",
    ],
    /// What it is about, for planners; its text where there is no other.
    Description = "description": [
        "description", "inject description", "event description", "omschrijving", "beschrijving", "beschreibung",
        "summary", "event",
    ],
    /// What players are expected to do.
    Expected = "expected": [
        "expected participant response", "expected response", "expected player response", "expected action",
        "expected actions", "expected player action", "expected player actions", "expectation", "expectations",
        "expected outcome", "réaction attendue", "réactions attendues", "réponse attendue", "action attendue",
        "actions attendues", "attendu", "attendus", "verwachte actie", "verwachte acties", "verwachte reactie",
        "erwartete reaktion", "erwartete maßnahme", "erwartete maßnahmen", "erwartete handlung",
    ],
    /// What it serves.
    Objective = "objective": [
        "exercise objective", "objective", "objectives", "exercise objectives", "objectif", "objectifs", "doel",
        "doelen", "doelstelling", "doelstellingen", "ziel", "ziele", "übungsziel",
    ],
    /// Help for those who are stuck.
    Hint = "hint": ["hint", "indice", "tip", "hinweis"],
}

/// Which columns hold what. Several columns may hold one thing, such as recipients.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mapping {
    /// The columns, from 0, of each thing.
    pub columns: BTreeMap<Field, Vec<u32>>,
}

/// Why a mapping cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MappingError {
    /// It names nothing that a column can hold.
    #[error("{0:?} is nothing that a column holds; write one of: {all}", all = words())]
    Field(String),
    /// It names no column.
    #[error("{0:?} is no column: write its letters, for instance C or AA")]
    Column(String),
    /// It is not written as a list of `time=C`.
    #[error("{0:?} does not say a column: write for instance time=C,to=D+E,title=B")]
    Pair(String),
}

fn words() -> String {
    Field::ALL.iter().map(|field| field.word()).collect::<Vec<_>>().join(", ")
}

impl std::str::FromStr for Mapping {
    type Err = MappingError;

    /// Reads `time=C,to=D+E,title=B`.
    fn from_str(text: &str) -> Result<Self, MappingError> {
        let mut columns = BTreeMap::new();
        for pair in text.split(',').map(str::trim).filter(|pair| !pair.is_empty()) {
            let (word, places) = pair.split_once('=').ok_or_else(|| MappingError::Pair(pair.to_owned()))?;
            let known = Field::ALL.iter().find(|field| field.word() == word.trim());
            let field = known.ok_or_else(|| MappingError::Field(word.to_owned()))?;
            let places = places
                .split('+')
                .map(|place| column(place.trim()).ok_or_else(|| MappingError::Column(place.to_owned())));
            columns.insert(*field, places.collect::<Result<Vec<u32>, _>>()?);
        }
        if columns.is_empty() { Err(MappingError::Pair(text.to_owned())) } else { Ok(Self { columns }) }
    }
}

impl Mapping {
    /// The field of a column.
    pub fn field(&self, column: u32) -> Option<Field> {
        self.columns.iter().find(|(_, columns)| columns.contains(&column)).map(|(field, _)| *field)
    }

    /// Whether any column holds that.
    pub fn has(&self, field: Field) -> bool {
        self.columns.contains_key(&field)
    }

    /// The cells of a row that hold something.
    pub fn cells<'a>(&'a self, row: &'a Row, field: Field) -> impl Iterator<Item = (u32, &'a Cell)> {
        let columns = self.columns.get(&field).map_or(&[][..], Vec::as_slice);
        columns.iter().filter_map(|column| Some((*column, row.cells.get(column)?)))
    }

    /// The words of those cells.
    pub fn text(&self, row: &Row, field: Field) -> Option<String> {
        let all = self.cells(row, field).map(|(_, cell)| cell.text()).filter(|text| !text.is_empty());
        let all: Vec<String> = all.collect();
        let between = if matches!(field, Field::Body | Field::Description) { "\n\n" } else { " " };
        (!all.is_empty()).then(|| all.join(between))
    }

    /// As it would be written: `time=C,to=D+E`.
    pub fn shown(&self) -> String {
        let places = |columns: &[u32]| columns.iter().map(|c| letters(*c)).collect::<Vec<_>>().join("+");
        let pairs =
            self.columns.iter().map(|(field, columns)| format!("{}={}", field.word(), places(columns)));
        pairs.collect::<Vec<_>>().join(",")
    }
}

/// A header without marks.
pub fn plain(header: &str) -> String {
    let text = header.trim().to_lowercase();
    if text == "#" {
        return text;
    }
    let spaced: String = text.chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// How far down a header may stand.
const HEADER_WITHIN: usize = 30;

/// The row of a sheet that names its columns, by its place among the rows, and what the columns hold.
pub fn by_header(sheet: &Sheet) -> Option<(usize, Mapping)> {
    let rows = sheet.rows.iter().take(HEADER_WITHIN).enumerate();
    let (place, mapping) = rows.map(|(place, row)| (place, header(row))).max_by_key(|(place, mapping)| {
        // The first of two that name as many.
        (mapping.columns.len(), usize::MAX - place)
    })?;
    let says = [Field::Title, Field::Subject, Field::Body, Field::Description];
    let tells = says.iter().any(|field| mapping.has(*field));
    (tells && mapping.columns.len() >= 3).then_some((place, mapping))
}

fn header(row: &Row) -> Mapping {
    let mut mapping = Mapping::default();
    for (column, cell) in &row.cells {
        let Cell::Text(text) = cell else { continue };
        let name = plain(text);
        let known = Field::ALL.iter().find(|field| field.names().contains(&name.as_str()));
        if let Some(field) = known {
            let columns = mapping.columns.entry(*field).or_default();
            // Recipients may stand in several columns; of anything else the first counts.
            if columns.is_empty() || *field == Field::To {
                columns.push(*column);
            }
        }
    }
    mapping
}

/// What the columns of a list without a header hold, by what stands in them: the one with most moments is the time, the
/// one whose words name channels is the channel, and what is left has the order in which planners write: to whom,
/// subject, message, description, expectation.
pub fn by_content(sheet: &Sheet) -> Option<Mapping> {
    let count = |fits: &dyn Fn(&Cell) -> bool| -> BTreeMap<u32, usize> {
        let mut counts = BTreeMap::new();
        for (column, cell) in sheet.rows.iter().flat_map(|row| &row.cells) {
            *counts.entry(*column).or_default() += usize::from(fits(cell));
        }
        counts
    };
    let most = |counts: BTreeMap<u32, usize>| {
        let best = counts.into_iter().filter(|(_, count)| *count > 0);
        best.max_by_key(|(column, count)| (*count, u32::MAX - column)).map(|(column, _)| column)
    };
    let numbers = count(&|cell| matches!(cell, Cell::Number(_)) || cell.text().parse::<f64>().is_ok());
    let filled = count(&|_| true);
    let number = |column: &u32| numbers.get(column) == filled.get(column);
    let is_time = |cell: &Cell| !matches!(cell, Cell::Number(_)) && cell.text().parse::<f64>().is_err();
    let time = most(count(&|cell| is_time(cell) && cell.moment().is_some()))?;
    let mut mapping = Mapping { columns: BTreeMap::from([(Field::Time, vec![time])]) };
    let channels = count(&|cell| cell.text().len() < 60 && guess::channel(&cell.text()).is_some());
    let channel = most(channels.into_iter().filter(|(column, _)| *column != time).collect());
    if let Some(channel) = channel {
        mapping.columns.insert(Field::Channel, vec![channel]);
    }
    if let Some(id) = filled.keys().find(|column| **column < time && number(column)) {
        mapping.columns.insert(Field::Id, vec![*id]);
    }
    let left: Vec<u32> =
        filled.keys().copied().filter(|column| mapping.field(*column).is_none() && !number(column)).collect();
    let order: &[Field] = match left.len() {
        1 => &[Field::Title],
        2 => &[Field::To, Field::Title],
        _ => &[Field::To, Field::Subject, Field::Body, Field::Description, Field::Expected],
    };
    for (field, column) in order.iter().zip(&left) {
        mapping.columns.insert(*field, vec![*column]);
    }
    // An expectation has a name and, beside it, words.
    if let (5, Some(more)) = (order.len(), left.get(5)) {
        mapping.columns.entry(Field::Expected).or_default().push(*more);
    }
    Some(mapping)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mapping_is_read_as_it_is_shown() {
        let mapping: Mapping = "time=C, to=D+E,title=AA".parse().expect("a mapping");
        assert_eq!(mapping.shown(), "time=C,to=D+E,title=AA");
        for (text, wrong) in [
            ("", MappingError::Pair(String::new())),
            ("time", MappingError::Pair("time".to_owned())),
            ("tme=C", MappingError::Field("tme".to_owned())),
            ("time=7", MappingError::Column("7".to_owned())),
        ] {
            assert_eq!(text.parse::<Mapping>(), Err(wrong));
        }
    }

    #[test]
    fn no_name_is_that_of_two_fields() {
        let mut all: Vec<&str> = Field::ALL.iter().flat_map(|field| field.names()).copied().collect();
        assert!(all.iter().all(|name| plain(name) == *name), "{all:?}");
        let before = all.len();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), before);
    }
}
