//! What readers read: every text in every language, nothing left to fill in, every variable known.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::finding::{Finding, Place, Rule};
use crate::format::{ArtefactKind, At, Id, Language, Words};
use crate::model::Scenario;
use crate::placeholder::{Placeholder, blanks, placeholders};
use crate::read::{In, Written};

pub(super) fn check(scenario: &Scenario, findings: &mut Vec<Finding>) {
    let written = &scenario.written;
    let languages: Vec<Language> = written.languages().collect();
    if languages.is_empty() {
        let place = written.exercise.place(&written.exercise.id);
        findings.push(
            Finding::new(Rule::Value, place, "no language is written")
                .mend("write for instance languages: [nl, fr]"),
        );
        return;
    }
    let known = variables(written);
    let mut text = Checker {
        written,
        languages: &languages,
        known: &known,
        used: HashSet::new(),
        inject: None,
        blanks: BTreeMap::new(),
        findings,
    };
    text.words();
    text.contents();
    text.blanks();
    text.unused();
}

/// The names that may stand in double braces, apart from those with a point in them.
fn variables(written: &Written) -> HashSet<String> {
    let own = ["organisation", "person", "country", "date", "time"].into_iter().map(str::to_owned);
    let mut known: HashSet<String> = own.chain(written.exercise.variables.keys().cloned()).collect();
    known.extend(written.personas.iter().map(|each| format!("persona.{}", each.id.value)));
    known.extend(written.organisations.iter().map(|each| format!("organisation.{}", each.id.value)));
    known.extend(written.assets.iter().map(|each| format!("asset.{}", each.id.value)));
    for artefact in &written.artefacts {
        let hidden = crate::artefact::hidden_in(artefact.kind.value).iter();
        known.extend(hidden.map(|hidden| format!("artefact.{}.{}", artefact.id.value, hidden.name)));
    }
    known
}

/// Whether an author writes words for an artefact of that kind.
fn has_words(kind: ArtefactKind) -> bool {
    matches!(kind, ArtefactKind::PhishingMail | ArtefactKind::RansomNote)
}

struct Checker<'a> {
    written: &'a Written,
    languages: &'a [Language],
    known: &'a HashSet<String>,
    used: HashSet<&'a str>,
    /// The inject whose words are looked at; what it left to fill in is one finding.
    inject: Option<usize>,
    blanks: BTreeMap<usize, Vec<(Place, String)>>,
    findings: &'a mut Vec<Finding>,
}

impl<'a> Checker<'a> {
    fn found(&mut self, rule: Rule, place: Place, message: String, mend: &str) {
        self.findings.push(Finding::new(rule, place, message).mend(mend));
    }

    /// The words that stand in YAML.
    fn words(&mut self) {
        let written = self.written;
        let exercise = &written.exercise;
        let name = false;
        let sentence = true;
        self.check_words(exercise, &exercise.title, sentence);
        if let Some(summary) = &exercise.summary {
            self.check_words(exercise, summary, sentence);
        }
        for each in &exercise.phases {
            self.check_words(exercise, &each.title, sentence);
        }
        for each in &exercise.objectives {
            self.check_words(exercise, &each.title, sentence);
        }
        for each in &exercise.milestones {
            self.check_words(exercise, &each.title, sentence);
        }
        for each in &exercise.decisions {
            self.check_words(exercise, &each.title, sentence);
            self.options(exercise, &each.options);
        }
        self.variables(exercise, &exercise.variables);
        for overlay in written.overlays.values() {
            self.variables(overlay, &overlay.variables);
        }
        for each in &written.organisations {
            self.check_words(each, &each.name, name);
        }
        for each in &written.roles {
            self.check_words(each, &each.name, sentence);
        }
        for each in &written.cells {
            self.check_words(each, &each.name, sentence);
        }
        for each in &written.personas {
            self.check_words(each, &each.name, name);
            if let Some(brief) = &each.brief {
                self.check_words(each, brief, sentence);
            }
        }
        for each in &written.assets {
            self.check_words(each, &each.name, name);
            for state in &each.states {
                self.check_words(each, &state.title, sentence);
            }
            for action in each.moves.iter().filter_map(|each| each.action.as_ref()) {
                self.check_words(each, action, sentence);
            }
        }
        // The title of an inject is for planners, who may write it in their own language alone.
        for (number, each) in written.injects.iter().enumerate() {
            self.inject = Some(number);
            if let Some(title) = &each.title {
                self.check_words(each, title, name);
            }
        }
        self.inject = None;
        for each in &written.challenges {
            self.options(each, &each.answer.options);
        }
        for each in &written.survey {
            self.options(each, &each.options);
        }
    }

    fn options<T>(&mut self, owner: &In<T>, options: &[crate::format::DecisionOption]) {
        for option in options {
            self.check_words(owner, &option.title, true);
        }
    }

    fn variables<T>(&mut self, owner: &In<T>, variables: &BTreeMap<String, At<Words>>) {
        for (name, value) in variables {
            let texts: Vec<&str> = match &value.value {
                Words::Same(text) => vec![text],
                Words::Each(texts) => texts.values().map(String::as_str).collect(),
            };
            let place = owner.place(value);
            if let Some(blank) = texts.iter().find_map(|text| blanks(text).into_iter().next()) {
                let message =
                    format!("the variable {name} still has the placeholder {:?} as its value", blank.text);
                self.found(Rule::PlaceholderVariable, place, message, "write what it stands for");
            }
            self.missing(place, &value.value, &format!("the variable {name}"));
        }
    }

    fn check_words<T>(&mut self, owner: &In<T>, words: &At<Words>, translated: bool) {
        let place = owner.place(words);
        match &words.value {
            Words::Same(text) if translated && self.languages.len() > 1 && !text.is_empty() => {
                let message = format!("{text:?} is the same in every language");
                let each: Vec<_> = self.languages.iter().map(|language| format!("{language}: …")).collect();
                self.found(
                    Rule::MissingTranslation,
                    place,
                    message,
                    &format!("write {{{}}}", each.join(", ")),
                );
            }
            Words::Same(_) => {}
            Words::Each(_) => self.missing(place, &words.value, "this"),
        }
        let texts: Vec<&str> = match &words.value {
            Words::Same(text) => vec![text],
            Words::Each(texts) => texts.values().map(String::as_str).collect(),
        };
        for text in texts {
            self.filled_in(place, text);
        }
    }

    fn missing(&mut self, place: Place, words: &Words, what: &str) {
        let Words::Each(texts) = words else { return };
        let missing: Vec<_> = self
            .languages
            .iter()
            .filter(|language| texts.get(language).is_none_or(|text| text.trim().is_empty()))
            .map(ToString::to_string)
            .collect();
        if !missing.is_empty() {
            let message = format!("{what} is missing in {}", missing.join(", "));
            self.found(
                Rule::MissingTranslation,
                place,
                message,
                "write it in every language of the exercise",
            );
        }
    }

    /// Nothing in a short text is left to fill in.
    fn filled_in(&mut self, place: Place, text: &str) {
        for blank in blanks(text) {
            self.blank(place, &blank);
        }
        for variable in placeholders(text) {
            self.variable(place, &variable);
        }
    }

    fn blank(&mut self, place: Place, blank: &Placeholder<'_>) {
        if let Some(inject) = self.inject {
            self.blanks.entry(inject).or_default().push((place, blank.text.to_owned()));
            return;
        }
        let message = format!("the placeholder {:?} was never filled in", blank.text);
        self.found(Rule::Placeholder, place, message, "write what it stands for, or {{a variable}}");
    }

    /// One finding for each inject that has something left to fill in.
    fn blanks(&mut self) {
        for (number, blanks) in std::mem::take(&mut self.blanks) {
            let Some((place, _)) = blanks.first() else { continue };
            let place = *place;
            let mut texts: Vec<&str> = Vec::new();
            for (_, text) in &blanks {
                if !texts.contains(&text.as_str()) {
                    texts.push(text);
                }
            }
            let elsewhere: Vec<_> =
                blanks.iter().skip(1).map(|(place, _)| self.written.show(*place)).collect();
            let elsewhere = match elsewhere.as_slice() {
                [] => String::new(),
                places => format!(" (also at {})", places.join(", ")),
            };
            let id = &self.written.injects[number].id.value;
            let message =
                format!("the inject {id} still has to be filled in: {}{elsewhere}", texts.join(", "));
            self.found(Rule::Placeholder, place, message, "write what it stands for, or {{a variable}}");
        }
    }

    fn variable(&mut self, place: Place, variable: &Placeholder<'_>) {
        let name = variable.name;
        if self.known.contains(name) {
            return;
        }
        let near = crate::model::nearest(self.known.iter().map(String::as_str), name);
        let mend = match near {
            Some(near) => format!("did you mean {{{{{near}}}}}?"),
            None => "add it to variables: in exercise.yaml".to_owned(),
        };
        self.found(Rule::UnknownVariable, place, format!("there is no variable {name:?}"), &mend);
    }

    /// The longer texts, in every language.
    fn contents(&mut self) {
        let written = self.written;
        for (number, inject) in written.injects.iter().enumerate() {
            self.inject = Some(number);
            let sent = inject
                .kind
                .as_ref()
                .is_none_or(|kind| kind.value != crate::format::InjectKind::ExpectedAction);
            let key = inject.text.as_ref().unwrap_or(&inject.id);
            if sent {
                self.need(inject.place(key), key, "");
            }
            for number in 1..=inject.expect.len() {
                let ending = if number == 1 { ".expect".to_owned() } else { format!(".expect-{number}") };
                self.need(inject.place(&inject.id), &inject.id, &ending);
            }
            if inject.hint.is_some() {
                self.need(inject.place(&inject.id), &inject.id, ".hint");
            }
        }
        self.inject = None;
        for overlay in written.overlays.values() {
            for text in overlay.injects.values().filter_map(|change| change.text.as_ref()) {
                self.need(overlay.place(text), text, "");
            }
        }
        for artefact in written.artefacts.iter().filter(|each| has_words(each.kind.value)) {
            let key = artefact.text.as_ref().unwrap_or(&artefact.id);
            self.need(artefact.place(key), key, "");
        }
        for challenge in &written.challenges {
            self.need(challenge.place(&challenge.id), &challenge.id, "");
            self.need(challenge.place(&challenge.id), &challenge.id, ".solution");
            for number in 1..=challenge.hints.as_ref().map_or(0, |hints| hints.value.min(99)) {
                self.need(challenge.place(&challenge.id), &challenge.id, &format!(".hint-{number}"));
            }
        }
        for question in &written.survey {
            let key = format!("survey.{}", question.id.value);
            self.need_key(question.place(&question.id), &key);
        }
    }

    fn need(&mut self, place: Place, id: &Id, ending: &str) {
        self.need_key(place, &format!("{id}{ending}"));
    }

    fn need_key(&mut self, place: Place, key: &str) {
        let written = self.written;
        let mut missing = Vec::new();
        for language in self.languages {
            match written.texts.get(*language, key) {
                Some(text) if !(text.subject.is_empty() && text.body.is_empty()) => self.long(text),
                _ => missing.push(language.to_string()),
            }
        }
        for (_, texts) in written.texts.languages() {
            self.used.extend(texts.get_key_value(key).map(|(key, _)| key.as_str()));
        }
        if !missing.is_empty() {
            let message = format!("the text {key:?} is missing in {}", missing.join(", "));
            let first = missing.first().map_or("", String::as_str);
            self.found(
                Rule::MissingTranslation,
                place,
                message,
                &format!("add \"# {key}: …\" to a file in content/{first}/"),
            );
        }
    }

    /// A text of `content/`: one finding for each line that has something left to fill in.
    fn long(&mut self, text: &crate::texts::Text) {
        let column = 1;
        self.filled_in(Place { column, ..text.place }, &text.subject);
        for (line, words) in (text.body_line..).zip(text.body.lines()) {
            for blank in blanks(words) {
                let column = words.chars().count().min(blank.column) as u32 + 1;
                self.blank(Place { line, column, ..text.place }, &blank);
            }
            for variable in placeholders(words) {
                self.variable(Place { line, column: variable.column as u32 + 1, ..text.place }, &variable);
            }
        }
    }

    fn unused(&mut self) {
        let written = self.written;
        // One finding for a key, at its first language.
        let mut unused: HashMap<&str, Place> = HashMap::new();
        for (_, texts) in written.texts.languages() {
            for (key, text) in texts.iter().filter(|(key, _)| !self.used.contains(key.as_str())) {
                let place = unused.entry(key).or_insert(text.place);
                *place = (*place).min(text.place);
            }
        }
        for (key, place) in unused {
            let message = format!("the text {key:?} belongs to nothing");
            self.found(
                Rule::UnusedText,
                place,
                message,
                "take it away, or give its key to what it belongs to",
            );
        }
        for (language, texts) in written.texts.languages() {
            if !self.languages.contains(&language)
                && let Some(place) = texts.values().map(|text| text.place).min()
            {
                let message = format!("{language} is no language of this exercise");
                self.found(Rule::UnusedText, place, message, "add it to languages: in exercise.yaml");
            }
        }
    }
}
