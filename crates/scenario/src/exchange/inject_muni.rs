//! Definitions of INJECT (Masaryk University): a folder of YAML, or a zip of it. What is known of their format is taken
//! over; every other value is listed as lost.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::draft::{Draft, blank_inject, clean_line};
use super::leftover::{leftovers, shown};
use super::{ImportError, Options, Source, guess};
use crate::files::Files;
use crate::format::{
    Address, At, Channel, DecisionOption, Effect, Id, Inject, InjectKind, Length, MAX_LENGTH, MINUTE, Moment,
    Question, QuestionKind, Release,
};
use crate::read::In;

/// The files of a definition; any but the first may be a folder.
const SECTIONS: [&str; 10] = [
    "config",
    "channels",
    "injects",
    "email",
    "milestones",
    "tools",
    "roles",
    "questionnaires",
    "objectives",
    "commands",
];

/// How deep a condition may be nested.
const MAX_DEPTH: usize = 32;
/// How deep injects may lie in one another.
const MAX_NESTING: usize = 8;

/// Makes a scenario of a definition.
pub fn import(source: &Source<'_>, options: &Options) -> Result<Draft, ImportError> {
    let files =
        source.files()?.ok_or_else(|| ImportError::broken(source.name, "is no folder and no zip of one"))?;
    let config = |path: &str| matches!(path.rsplit('/').next(), Some("config.yml" | "config.yaml"));
    let Some(root) = files.iter().map(|(path, _)| path).find(|path| config(path)) else {
        return Err(ImportError::broken(source.name, "holds no config.yml"));
    };
    let root = root.rsplit_once('/').map_or(String::new(), |(folder, _)| format!("{folder}/"));
    let mut parts: BTreeMap<&str, Vec<(String, Value)>> = BTreeMap::new();
    let (mut rest, mut words) = (BTreeSet::new(), String::new());
    for (path, bytes) in files.iter() {
        let inside = path.strip_prefix(&root).unwrap_or(path);
        let section = section(inside).filter(|_| path.starts_with(&root));
        let Some(section) = section else {
            if inside.ends_with(".md") {
                words.push_str(&String::from_utf8_lossy(bytes));
            }
            rest.insert(path.to_owned());
            continue;
        };
        parts.entry(section).or_default().push((inside.to_owned(), yaml(path, bytes)?));
    }
    let all = |section: &str| parts.get(section).map_or(&[][..], Vec::as_slice);
    let config = all("config").first().map_or(&Value::Null, |(_, value)| value);
    let language = options.language.unwrap_or_else(|| guess::language([words.as_str()].into_iter()));
    let title = first(config, &["name", "title", "exercise_name"]);
    let title = title.map_or_else(|| stem(source.name), str::to_owned);
    let draft = Draft::new(&title, language, options.timezone.as_deref());
    let mut import = Import {
        draft,
        files: &files,
        root: &root,
        rest,
        milestones: BTreeMap::new(),
        emails: BTreeMap::new(),
    };
    import.head(config, options);
    for (_, value) in all("milestones") {
        import.milestones(value);
    }
    for (_, value) in all("roles") {
        import.roles(value);
    }
    for (_, value) in all("objectives") {
        import.objectives(value);
    }
    for (_, value) in all("email") {
        import.addresses(value, 0);
    }
    for (file, value) in all("injects") {
        let path = file.clone();
        for (number, entry) in entries(value).into_iter().enumerate() {
            import.entry(entry, &format!("{path}: [{number}]"), &Around::default(), 0);
        }
    }
    for (_, value) in all("questionnaires") {
        import.questions(value, 0);
    }
    let Import { mut draft, rest, .. } = import;
    for (section, list) in &parts {
        for (file, value) in list {
            let (used, whole) = used(section);
            for mut lost in leftovers(value, used, whole) {
                lost.place = format!("{file}: {}", lost.place);
                draft.lost.push(lost);
            }
        }
    }
    for path in rest {
        draft.lose(path, "a file that no inject names");
    }
    Ok(draft)
}

/// Which section a file belongs to.
fn section(inside: &str) -> Option<&'static str> {
    let stem = inside.strip_suffix(".yml").or_else(|| inside.strip_suffix(".yaml"))?;
    let first = stem.split('/').next().unwrap_or(stem);
    SECTIONS.into_iter().find(|section| *section == first)
}

fn stem(name: &str) -> String {
    let file = name.trim_end_matches('/').rsplit('/').next().unwrap_or(name);
    file.rsplit_once('.').map_or(file, |(stem, _)| stem).to_owned()
}

/// YAML as JSON, bounded as that of scenarios is.
fn yaml(path: &str, bytes: &[u8]) -> Result<Value, ImportError> {
    let text = std::str::from_utf8(bytes).map_err(|error| ImportError::broken(path, error))?;
    let options = serde_saphyr::options! {
        budget: serde_saphyr::budget! {
            max_events: 4_000_000,
            max_nodes: 2_000_000,
            max_total_scalar_bytes: 64 * 1024 * 1024,
            max_depth: 32,
        },
        with_snippet: false,
    };
    if text.trim().is_empty() {
        return Ok(Value::Null);
    }
    serde_saphyr::from_str_with_options(text, options)
        .map_err(|error| ImportError::broken(path, error.without_snippet()))
}

/// What is taken over of a section, and what of it is reported as one thing.
fn used(section: &str) -> (&'static [&'static str], &'static [&'static str]) {
    match section {
        "config" => {
            (&["name", "title", "exercise_name", "description", "exercise_duration", "duration"], &[])
        }
        "milestones" => (
            &[
                "[].name",
                "[].title",
                "[].description",
                "milestones[].name",
                "milestones[].title",
                "milestones[].description",
            ],
            &[],
        ),
        "roles" => (&["[].name", "roles[].name"], &[]),
        "objectives" => (
            &[
                "[].name",
                "[].title",
                "[].description",
                "objectives[].name",
                "objectives[].title",
                "objectives[].description",
            ],
            &["[].milestones", "objectives[].milestones"],
        ),
        // What is not taken over of these is said where they are read, each with its place.
        "injects" | "questionnaires" => (&[""], &[]),
        "email" => (&["email_addresses", "addresses"], &[]),
        _ => (&[], &["[]"]),
    }
}

fn text<'a>(value: &'a Value, key: &str) -> Option<&'a str> {
    value.get(key).and_then(Value::as_str).filter(|text| !text.trim().is_empty())
}

fn first<'a>(value: &'a Value, keys: &[&str]) -> Option<&'a str> {
    keys.iter().find_map(|key| text(value, key))
}

fn number(value: &Value, keys: &[&str]) -> Option<f64> {
    keys.iter().find_map(|key| {
        let value = value.get(key)?;
        value.as_f64().or_else(|| value.as_str()?.trim().parse().ok())
    })
}

/// One text or a list of them; a list in one text is separated by commas.
fn several(value: Option<&Value>) -> Vec<String> {
    match value {
        Some(Value::String(text)) => {
            text.split(',').map(clean_line).filter(|name| !name.is_empty()).collect()
        }
        Some(Value::Array(all)) => all.iter().filter_map(Value::as_str).map(clean_line).collect(),
        _ => Vec::new(),
    }
}

/// The things of a file: a list, or the list under its only key.
fn entries(value: &Value) -> Vec<&Value> {
    match value {
        Value::Array(list) => list.iter().collect(),
        Value::Object(map) => match map.values().find_map(Value::as_array) {
            Some(list) => list.iter().collect(),
            None => vec![value],
        },
        _ => Vec::new(),
    }
}

/// What an inject has from those it lies in.
#[derive(Debug, Clone, Default)]
struct Around {
    name: Option<String>,
    time: Option<f64>,
    kind: Option<String>,
    sender: Option<String>,
}

struct Import<'a> {
    draft: Draft,
    files: &'a Files,
    root: &'a str,
    /// Files that nothing has named yet.
    rest: BTreeSet<String>,
    milestones: BTreeMap<String, Id>,
    /// Who has which address.
    emails: BTreeMap<String, Address>,
}

impl Import<'_> {
    fn head(&mut self, config: &Value, options: &Options) {
        if let Some(summary) = text(config, "description") {
            let summary = self.draft.words(summary);
            self.draft.exercise().summary = Some(summary);
        }
        if let Some(minutes) = number(config, &["exercise_duration", "duration"]) {
            match length(minutes).filter(|length| length.0 > 0) {
                Some(length) => self.draft.exercise().duration = At::nowhere(length),
                None => self
                    .draft
                    .lose("config.yml: exercise_duration", "a length of time that cannot be written"),
            }
        }
        match &options.start {
            Some(start) => self.draft.exercise().clock.start = At::nowhere(start.clone()),
            None => self.draft.note("the source has no date: set clock.start in exercise.yaml"),
        }
        self.draft.note("times were taken to be minutes from the start");
        self.draft.home();
    }

    fn milestones(&mut self, value: &Value) {
        for milestone in entries(value) {
            let Some(name) = first(milestone, &["name", "title"]).or_else(|| milestone.as_str()) else {
                continue;
            };
            let title = first(milestone, &["description", "title"]).unwrap_or(name);
            self.milestone(name, title);
        }
    }

    fn milestone(&mut self, name: &str, title: &str) -> Id {
        if let Some(known) = self.milestones.get(name) {
            return known.clone();
        }
        let id = self.draft.keep_id("milestone", name);
        self.milestones.insert(name.to_owned(), id.clone());
        self.draft.milestone(id.clone(), title, None);
        id
    }

    fn roles(&mut self, value: &Value) {
        for role in entries(value) {
            if let Some(name) = text(role, "name").or_else(|| role.as_str()) {
                self.draft.role(name);
            }
        }
    }

    fn objectives(&mut self, value: &Value) {
        for (number, objective) in (1..).zip(entries(value)) {
            let name =
                first(objective, &["name", "title"]).or_else(|| objective.as_str()).unwrap_or_default();
            let title = match text(objective, "description") {
                Some(more) if more != name => format!("{name}: {more}"),
                _ => name.to_owned(),
            };
            self.draft.objective(&format!("o{number}"), &title);
        }
    }

    /// Everybody who has an address, wherever it stands in the file.
    fn addresses(&mut self, value: &Value, depth: usize) {
        match value {
            Value::Array(list) if depth < MAX_NESTING => {
                list.iter().for_each(|each| self.addresses(each, depth + 1));
            }
            Value::Object(map) if depth < MAX_NESTING => {
                if let Some(address) = text(value, "address") {
                    let name = first(value, &["description", "name", "organization"]).unwrap_or(address);
                    let sender = self.draft.sender(name, Some(Channel::Email));
                    self.emails.insert(address.to_owned(), sender);
                }
                map.values().for_each(|each| self.addresses(each, depth + 1));
            }
            _ => {}
        }
    }

    /// An inject, or a group of them: alternatives, or injects of one category.
    fn entry(&mut self, value: &Value, place: &str, around: &Around, depth: usize) {
        let own = Around {
            name: first(value, &["name", "title", "subject"])
                .map(str::to_owned)
                .or_else(|| around.name.clone()),
            time: number(value, &["time", "at", "start"])
                .map(|time| time + number(value, &["delay"]).unwrap_or(0.0))
                .or(around.time),
            kind: first(value, &["type", "channel"]).map(str::to_owned).or_else(|| around.kind.clone()),
            sender: first(value, &["sender", "from", "organization"])
                .map(str::to_owned)
                .or_else(|| around.sender.clone()),
        };
        let mut nested = false;
        for key in ["alternatives", "injects"] {
            let inner = value.get(key).and_then(Value::as_array).filter(|list| !list.is_empty());
            for (number, each) in inner.into_iter().flatten().enumerate() {
                nested = true;
                let place = format!("{place}.{key}[{number}]");
                if depth < MAX_NESTING {
                    self.entry(each, &place, &own, depth + 1);
                } else {
                    self.draft.lose(place, "injects lie too deep in one another");
                }
            }
        }
        if nested {
            self.unread(value, place, &["alternatives", "injects"]);
        } else {
            self.inject(value, place, own);
        }
    }

    /// Values of an inject that nothing was made of.
    fn unread(&mut self, value: &Value, place: &str, also: &[&str]) {
        const READ: [&str; 23] = [
            "name",
            "title",
            "subject",
            "time",
            "at",
            "start",
            "delay",
            "type",
            "channel",
            "sender",
            "from",
            "organization",
            "to",
            "recipients",
            "content",
            "content_path",
            "text",
            "body",
            "file_name",
            "file",
            "control",
            "attachments",
            "roles",
        ];
        let known: Vec<&str> = READ.iter().chain(also).copied().collect();
        let Value::Object(map) = value else { return };
        for (key, inner) in map.iter().filter(|(key, _)| !known.contains(&key.as_str())) {
            for mut lost in leftovers(inner, &[], &[]) {
                let dot = if lost.place.is_empty() { "" } else { "." };
                lost.place = format!("{place}.{key}{dot}{}", lost.place);
                self.draft.lost.push(lost);
            }
        }
    }

    fn inject(&mut self, value: &Value, place: &str, around: Around) {
        let name = around.name.unwrap_or_else(|| "inject".to_owned());
        let mut inject = blank_inject(self.draft.id("inject", &name));
        inject.title = Some(self.draft.words(&name));
        let kind = around.kind.unwrap_or_default();
        inject.channel = Some(At::nowhere(guess::channel(&kind).unwrap_or(Channel::Portal)));
        if guess::channel(&kind).is_none() && !kind.is_empty() {
            self.draft.lose(
                format!("{place}.type"),
                format!("{} is no channel here; it comes in the portal", shown(&kind)),
            );
        }
        if let Some(sender) = around.sender {
            let channel = inject.channel.as_ref().map(|channel| channel.value);
            let from = self.emails.get(&sender).cloned();
            let from = from.unwrap_or_else(|| self.draft.sender(&sender, channel));
            inject.from = Some(At::nowhere(from));
        }
        match around.time.map(length) {
            Some(Some(at)) => inject.at = Some(At::nowhere(Moment::After(at))),
            Some(None) => self.draft.lose(format!("{place}.time"), "a moment that cannot be written"),
            None => {}
        }
        let control = value.get("control").unwrap_or(&Value::Null);
        let control = if control.is_null() { value } else { control };
        self.control(control, value, place, &mut inject);
        if inject.at.is_none() && inject.when.is_none() {
            inject.kind = Some(At::nowhere(InjectKind::Contingency));
        }
        let body = self.body(value, place, &mut inject);
        self.unread(value, place, &["milestone_condition", "activate_milestone", "deactivate_milestone"]);
        if let Value::Object(map) = control
            && value.get("control").is_some()
        {
            const READ: [&str; 4] =
                ["milestone_condition", "activate_milestone", "deactivate_milestone", "roles"];
            for (key, inner) in map.iter().filter(|(key, _)| !READ.contains(&key.as_str())) {
                let what = format!("not used: {}", shown(&inner.to_string()));
                self.draft.lose(format!("{place}.control.{key}"), what);
            }
        }
        let subject = text(value, "subject").map_or(name, str::to_owned);
        self.draft.inject(inject, &subject, &body);
    }

    /// Conditions, milestones and roles.
    fn control(&mut self, control: &Value, value: &Value, place: &str, inject: &mut Inject) {
        if let Some(condition) = text(control, "milestone_condition") {
            match condition_of(condition, &self.milestones) {
                Ok(when) => inject.when = Some(At::nowhere(when)),
                Err(wrong) => {
                    let what = format!(
                        "a condition that cannot be read ({wrong}): {}; exercise control lets it go",
                        shown(condition)
                    );
                    self.draft.lose(format!("{place}.milestone_condition"), what);
                    inject.release = Some(At::nowhere(Release::Excon));
                }
            }
        }
        for name in several(control.get("activate_milestone")) {
            let id = self.milestone(&name, &name);
            inject.effects.push(Effect { milestone: Some(At::nowhere(id)), asset: None, state: None });
        }
        for name in several(control.get("deactivate_milestone")) {
            let what = format!("that the milestone {name:?} is taken back; one that is reached stays so");
            self.draft.lose(format!("{place}.deactivate_milestone"), what);
        }
        let mut roles = several(control.get("roles"));
        roles.extend(several(value.get("roles").filter(|_| value.get("control").is_some())));
        for role in roles {
            let address = self.draft.recipient(&role);
            inject.to.push(At::nowhere(address));
        }
        for recipient in several(value.get("to")).into_iter().chain(several(value.get("recipients"))) {
            let address = self.emails.get(&recipient).cloned();
            let address = address.unwrap_or_else(|| self.draft.recipient(&recipient));
            inject.to.push(At::nowhere(address));
        }
        if inject.to.is_empty() {
            inject.to.push(At::nowhere(Address::All));
        }
    }

    /// Its words, which may lie in a file, and the files that go with it.
    fn body(&mut self, value: &Value, place: &str, inject: &mut Inject) -> String {
        let content = value.get("content").unwrap_or(&Value::Null);
        let mut body = first(value, &["text", "body"]).or_else(|| content.as_str()).unwrap_or("").to_owned();
        if let Some(words) = first(content, &["text", "body", "content"]) {
            words.clone_into(&mut body);
        }
        let path = text(value, "content_path").or_else(|| first(content, &["content_path", "path"]));
        if let Some(path) = path {
            match self.take(path) {
                Some((_, bytes)) => body = String::from_utf8_lossy(&bytes).into_owned(),
                None => self
                    .draft
                    .lose(format!("{place}.content_path"), format!("the file {} is not there", shown(path))),
            }
        }
        let mut names: Vec<String> = ["file_name", "file"]
            .iter()
            .flat_map(|key| [text(value, key), text(content, key)])
            .flatten()
            .map(str::to_owned)
            .collect();
        names.extend(several(value.get("attachments")));
        for name in names {
            match self.take(&name) {
                Some((path, bytes)) => {
                    inject.attachments.extend(self.draft.attach(&path, &bytes).map(At::nowhere));
                }
                None => self
                    .draft
                    .lose(format!("{place}.file"), format!("the file {} is not there", shown(&name))),
            }
        }
        super::html::to_markdown(&body)
    }

    /// A file by what an inject calls it: its path, or its place in `content/` or `files/`.
    fn take(&mut self, name: &str) -> Option<(String, Vec<u8>)> {
        let name = name.trim_start_matches("./");
        let found = ["", "content/", "files/"].into_iter().find_map(|folder| {
            let path = format!("{}{folder}{name}", self.root);
            self.files.get(&path).map(|bytes| (path, bytes.to_vec()))
        });
        if let Some((path, _)) = &found {
            self.rest.remove(path);
        }
        found
    }

    /// Questions of questionnaires become questions of the hot wash.
    fn questions(&mut self, value: &Value, depth: usize) {
        for (number, entry) in entries(value).into_iter().enumerate() {
            if let Some(questions) = entry.get("questions").filter(|_| depth < MAX_NESTING) {
                self.questions(questions, depth + 1);
                continue;
            }
            let place = format!("questionnaires: [{number}]");
            let Some(words) = first(entry, &["text", "question", "title", "name"]) else {
                self.draft.lose(place, format!("no question: {}", shown(&entry.to_string())));
                continue;
            };
            let id = self.draft.id("question", words);
            self.draft.text(&format!("survey.{id}"), words, "");
            let labels = ["options", "labels", "choices"].iter().flat_map(|key| several(entry.get(key)));
            let mut names = super::names::Names::default();
            let options: Vec<DecisionOption> = labels
                .map(|label| DecisionOption {
                    id: At::nowhere(names.give(&label, "option")),
                    title: self.draft.words(&label),
                })
                .collect();
            let kind = if options.is_empty() { QuestionKind::Text } else { QuestionKind::Choice };
            let question = Question {
                id: At::nowhere(id),
                kind: At::nowhere(kind),
                to: Vec::new(),
                options,
                objective: None,
            };
            self.draft.written.survey.push(In { value: question, file: 0 });
            self.unread(entry, &place, &["text", "question", "options", "labels", "choices"]);
        }
    }
}

/// A number of minutes as a length, when it can be one.
fn length(minutes: f64) -> Option<Length> {
    let length = Length((minutes * MINUTE as f64).round() as i64);
    (minutes.is_finite() && (Length(0)..=MAX_LENGTH).contains(&length)).then_some(length)
}

/// `a and not (b or c)` over the names of milestones, as a condition of ours.
fn condition_of(text: &str, milestones: &BTreeMap<String, Id>) -> Result<String, String> {
    let spaced = text.replace("&&", " and ").replace("||", " or ").replace('!', " not ");
    let spaced = spaced.replace('(', " ( ").replace(')', " ) ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut condition = Condition { words: &words, at: 0, milestones };
    let whole = condition.or(0)?;
    match words.get(condition.at) {
        None => Ok(whole),
        Some(more) => Err(format!("{more:?} is not expected")),
    }
}

struct Condition<'a> {
    words: &'a [&'a str],
    at: usize,
    milestones: &'a BTreeMap<String, Id>,
}

impl Condition<'_> {
    fn next_is(&mut self, wanted: &str) -> bool {
        let is = self.words.get(self.at).is_some_and(|word| word.eq_ignore_ascii_case(wanted));
        self.at += usize::from(is);
        is
    }

    fn or(&mut self, depth: usize) -> Result<String, String> {
        let mut all = vec![self.and(depth)?];
        while self.next_is("or") {
            all.push(self.and(depth)?);
        }
        Ok(all.join(" || "))
    }

    fn and(&mut self, depth: usize) -> Result<String, String> {
        let mut all = vec![self.one(depth)?];
        while self.next_is("and") {
            all.push(self.one(depth)?);
        }
        Ok(all.join(" && "))
    }

    fn one(&mut self, depth: usize) -> Result<String, String> {
        if depth > MAX_DEPTH {
            return Err("it is nested too deep".to_owned());
        }
        if self.next_is("not") {
            return Ok(format!("!{}", self.one(depth + 1)?));
        }
        if self.next_is("(") {
            let inner = self.or(depth + 1)?;
            return if self.next_is(")") {
                Ok(format!("({inner})"))
            } else {
                Err("a parenthesis is open".to_owned())
            };
        }
        let word = self.words.get(self.at).ok_or("it ends too early")?;
        self.at += 1;
        let id = self.milestones.get(*word).ok_or_else(|| format!("no milestone is called {word:?}"))?;
        Ok(format!("milestone('{id}')"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn conditions_over_milestones_become_ours() {
        let id = |name: &str| (name.to_owned(), name.parse().expect("an identifier"));
        let known = BTreeMap::from([id("a"), id("b"), id("c")]);
        for (theirs, ours) in [
            ("a", "milestone('a')"),
            ("a and not (b or c)", "milestone('a') && !(milestone('b') || milestone('c'))"),
            ("a AND b OR !c", "milestone('a') && milestone('b') || !milestone('c')"),
        ] {
            assert_eq!(condition_of(theirs, &known).as_deref(), Ok(ours));
        }
        for theirs in ["", "a and", "(a", "a b", "d", "not"] {
            assert!(condition_of(theirs, &known).is_err(), "{theirs}");
        }
        assert!(condition_of(&"not ".repeat(1000), &known).is_err());
    }
}
