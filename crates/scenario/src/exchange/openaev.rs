//! Scenarios and simulations of OpenAEV (formerly OpenBAS), as it exports them: JSON, or a zip of it with documents.

use std::collections::{BTreeMap, HashMap};

use serde_json::Value;

use super::draft::{Draft, blank_inject};
use super::leftover::{leftovers, shown};
use super::near::split_near;
use super::source::is_openaev;
use super::{ImportError, Lost, Options, Source, guess, html};
use crate::files::Files;
use crate::format::{
    Address, Answer, AnswerKind, At, Attachment, Challenge, ChallengeKind, Channel, Expectation, Id,
    InjectKind, Length, MAX_LENGTH, Moment, Question, QuestionKind, Release, SECOND, Words,
};
use crate::read::In;

/// What is taken over, in paths without the prefix `scenario_` or `exercise_`.
const USED: &[&str] = &[
    "export_version",
    "information.id",
    "information.name",
    "information.description",
    "teams[].team_id",
    "teams[].team_name",
    "objectives[].objective_id",
    "objectives[].objective_title",
    "objectives[].objective_description",
    "organizations[].organization_id",
    "organizations[].organization_name",
    "injects[].inject_id",
    "injects[].inject_title",
    "injects[].inject_enabled",
    "injects[].inject_content.subject",
    "injects[].inject_content.title",
    "injects[].inject_content.body",
    "injects[].inject_content.message",
    "injects[].inject_content.content",
    "injects[].inject_content.articles",
    "injects[].inject_content.challenges",
    "injects[].inject_content.expectations[].expectation_name",
    "injects[].inject_content.expectations[].expectation_description",
    "injects[].inject_content.expectations[].expectation_type",
    "injects[].inject_all_teams",
    "injects[].inject_teams",
    "injects[].inject_documents",
    "injects[].inject_depends_duration",
    "injects[].inject_depends_on",
    "injects[].inject_injector_contract.injector_contract_labels",
    "injects[].inject_injector_contract.injector_contract_injector_type",
    "documents[].document_id",
    "documents[].document_name",
    "documents[].document_target",
    "channels[].channel_id",
    "channels[].channel_name",
    "channels[].channel_type",
    "articles[].article_id",
    "articles[].article_name",
    "articles[].article_content",
    "articles[].article_channel",
    "challenges[].challenge_id",
    "challenges[].challenge_name",
    "challenges[].challenge_content",
    "challenges[].challenge_score",
    "challenges[].challenge_flags[].flag_id",
    "challenges[].challenge_flags[].flag_type",
    "challenges[].challenge_flags[].flag_value",
    "lessons_categories[].lessonscategory_id",
    "lessons_categories[].lessonscategory_name",
    "lessons_categories[].lessons_category_id",
    "lessons_categories[].lessons_category_name",
    "lessons_questions[].lessonsquestion_id",
    "lessons_questions[].lessonsquestion_content",
    "lessons_questions[].lessonsquestion_explanation",
    "lessons_questions[].lessonsquestion_category",
    "lessons_questions[].lessons_question_id",
    "lessons_questions[].lessons_question_content",
    "lessons_questions[].lessons_question_explanation",
    "lessons_questions[].lessons_question_category",
    "variables[].variable_id",
    "variables[].variable_key",
    "variables[].variable_value",
];

/// What is one thing for a reader of the list of what is lost.
const WHOLE: &[&str] = &[
    "users",
    "tags",
    "information.tags",
    "teams[].team_tags",
    "injects[].inject_tags",
    "injects[].inject_injector_contract.convertedContent",
    "injects[].inject_injector_contract.injector_contract_content",
    "injects[].inject_injector_contract.injector_contract_payload",
];

/// Makes a scenario of an export.
pub fn import(source: &Source<'_>, options: &Options) -> Result<Draft, ImportError> {
    let (document, path, others) = source.json(is_openaev)?;
    let prefix = if document.get("scenario_information").is_some() { "scenario_" } else { "exercise_" };
    let root = plain(document, prefix);
    let Some(information) = root.get("information") else {
        return Err(ImportError::broken(path, "holds no scenario_information"));
    };
    let title = said(information, "name");
    let injects = list(&root, "injects");
    let language = options.language.unwrap_or_else(|| {
        let content = |inject: &'static str| {
            injects.iter().filter_map(move |each| each.get("inject_content")?.get(inject)?.as_str())
        };
        guess::language(content("body").chain(content("subject")).chain([said(information, "description")]))
    });
    let mut draft = Draft::new(title, language, options.timezone.as_deref());
    if let Some(start) = &options.start {
        draft.exercise().clock.start = At::nowhere(start.clone());
    } else {
        draft.note("the source has no date: set clock.start in exercise.yaml");
    }
    let summary = said(information, "description");
    if !summary.is_empty() {
        let summary = draft.words(summary);
        draft.exercise().summary = Some(summary);
    }
    let mut import =
        Import { draft, root: &root, variables: Vec::new(), known: HashMap::new(), files: others };
    import.variables();
    import.people();
    import.objectives();
    import.challenges();
    import.injects(injects);
    import.survey();
    let Import { mut draft, files, .. } = import;
    draft.lost.extend(leftovers(&root, USED, WHOLE).into_iter().map(|lost| as_written(lost, prefix)));
    // A simulation calls everything by another word.
    for lost in &mut draft.lost {
        if let Some(rest) = lost.place.strip_prefix("scenario_") {
            lost.place = format!("{prefix}{rest}");
        }
    }
    for (path, _) in files.iter() {
        draft.lose(path, "a file that no inject names");
    }
    Ok(draft)
}

/// The document without the prefix of its keys, which is another for a scenario than for a simulation.
fn plain(document: Value, prefix: &str) -> Value {
    let Value::Object(map) = document else { return document };
    let mut root = serde_json::Map::new();
    for (key, value) in map {
        let inner = match value {
            Value::Object(inner) if key.ends_with("_information") => {
                let inner = inner.into_iter();
                Value::Object(inner.map(|(key, value)| (without(&key, prefix), value)).collect())
            }
            other => other,
        };
        root.insert(without(&key, prefix), inner);
    }
    Value::Object(root)
}

fn without(key: &str, prefix: &str) -> String {
    key.strip_prefix(prefix).unwrap_or(key).to_owned()
}

/// A place of the plain document as it is in the source.
fn as_written(mut lost: Lost, prefix: &str) -> Lost {
    lost.place = match lost.place.strip_prefix("information.") {
        Some(key) => format!("{prefix}information.{prefix}{key}"),
        None => format!("{prefix}{}", lost.place),
    };
    lost
}

/// A text in an object; empty when it is not there.
fn said<'a>(value: &'a Value, key: &str) -> &'a str {
    value.get(key).and_then(Value::as_str).unwrap_or("")
}

/// The first of several keys that says something.
fn first_said<'a>(value: &'a Value, keys: &[&str]) -> &'a str {
    keys.iter().map(|key| said(value, key)).find(|text| !text.trim().is_empty()).unwrap_or("")
}

fn list<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    value.get(key).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

/// What something is named by: the identifier itself, or an object that holds it under `key`.
fn named<'a>(value: &'a Value, key: &str) -> Option<&'a str> {
    value.as_str().or_else(|| value.get(key).and_then(Value::as_str))
}

struct Import<'a> {
    draft: Draft,
    root: &'a Value,
    /// The names of the variables, longest first.
    variables: Vec<String>,
    /// Our identifiers of things, by their own.
    known: HashMap<String, Id>,
    /// Files beside the JSON that were not taken yet.
    files: Files,
}

impl<'a> Import<'a> {
    fn variables(&mut self) {
        for (number, variable) in list(self.root, "variables").iter().enumerate() {
            let key = said(variable, "variable_key");
            let usable = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
            if key.is_empty() || !key.chars().all(usable) {
                let what = format!("a variable whose name cannot be used: {}", shown(key));
                self.draft.lose(format!("scenario_variables[{number}].variable_key"), what);
                continue;
            }
            // The value stays as it is, brackets too: the checker says what is still to be filled in.
            let value = self.draft.words(said(variable, "variable_value"));
            self.draft.exercise().variables.insert(key.to_owned(), value);
            self.variables.push(key.to_owned());
        }
    }

    fn people(&mut self) {
        for organisation in list(self.root, "organizations") {
            let name = said(organisation, "organization_name");
            self.draft.organisation(name, guess::organisation(name));
        }
        for team in list(self.root, "teams") {
            let name = match said(team, "team_name") {
                "" => "Team",
                name => name,
            };
            if let Address::Role(id, _) = self.draft.role(name) {
                self.known.insert(said(team, "team_id").to_owned(), id);
            }
        }
    }

    fn objectives(&mut self) {
        for (number, objective) in (1..).zip(list(self.root, "objectives")) {
            let (title, more) =
                (said(objective, "objective_title"), said(objective, "objective_description"));
            let title = if more.trim().is_empty() { title.to_owned() } else { format!("{title}: {more}") };
            let title = self.filled(&title);
            self.draft.objective(&format!("o{number}"), &title);
        }
    }

    fn challenges(&mut self) {
        for (number, challenge) in list(self.root, "challenges").iter().enumerate() {
            let name = said(challenge, "challenge_name");
            let id = self.draft.id("challenge", name);
            self.known.insert(said(challenge, "challenge_id").to_owned(), id.clone());
            let (mut answers, mut patterns) = (Vec::new(), Vec::new());
            for flag in list(challenge, "challenge_flags") {
                let value = said(flag, "flag_value");
                match said(flag, "flag_type").to_ascii_uppercase().as_str() {
                    "REGEXP" => patterns.push(value),
                    "VALUE_CASE" => {
                        let place = format!("scenario_challenges[{number}].challenge_flags");
                        self.draft.lose(place, "that the case of letters counts; it does not here");
                        answers.push(At::nowhere(super::draft::clean_line(value)));
                    }
                    _ => answers.push(At::nowhere(super::draft::clean_line(value))),
                }
            }
            if !patterns.is_empty() {
                let place = format!("scenario_challenges[{number}].challenge_flags");
                let what =
                    "a pattern as the answer; it stands in the solution for somebody to write answers of";
                self.draft.lose(place, what);
            }
            let text = html::to_markdown(&self.filled(said(challenge, "challenge_content")));
            self.draft.text(id.as_str(), name, &text);
            if !patterns.is_empty() {
                let solution = format!("```\n{}\n```", patterns.join("\n").replace("```", "'''"));
                self.draft.text(&format!("{id}.solution"), "", &solution);
            }
            let points =
                challenge.get("challenge_score").and_then(Value::as_f64).filter(|score| *score > 0.0);
            let challenge = Challenge {
                id: At::nowhere(id),
                kind: At::nowhere(ChallengeKind::Technical),
                to: vec![At::nowhere(Address::All)],
                team: None,
                evidence: Vec::new(),
                answer: Answer {
                    kind: At::nowhere(AnswerKind::Text),
                    planted: None,
                    is: answers,
                    options: Vec::new(),
                },
                hints: None,
                points: points.map(|score| At::nowhere(score.min(1e6) as u32)),
                objectives: Vec::new(),
            };
            self.draft.written.challenges.push(In { value: challenge, file: 0 });
        }
    }

    fn injects(&mut self, injects: &'a [Value]) {
        // OpenAEV keeps them in no order; a list of events is read in the order of time.
        let mut order: Vec<(usize, &Value)> = injects.iter().enumerate().collect();
        order.sort_by_key(|(_, inject)| seconds(inject));
        // Every identifier first, because an inject may wait for a later one.
        for (_, inject) in &order {
            let id = self.draft.id("inject", said(inject, "inject_title"));
            self.known.insert(said(inject, "inject_id").to_owned(), id);
        }
        let mut ids = super::names::Names::default();
        for (number, inject) in order {
            // The same names in the same order, so that two injects with one identifier do not become one.
            let id = ids.give(said(inject, "inject_title"), "inject");
            self.inject(number, inject, id);
        }
        self.unused();
    }

    fn inject(&mut self, number: usize, source: &'a Value, id: Id) {
        let place = format!("scenario_injects[{number}]");
        let mut inject = blank_inject(id.clone());
        let title = self.filled(said(source, "inject_title"));
        inject.title = Some(self.draft.words(&title));
        let contract = source.get("inject_injector_contract").unwrap_or(&Value::Null);
        let injector = said(contract, "injector_contract_injector_type").to_owned();
        let label = contract.get("injector_contract_labels").map(|labels| said(labels, "en")).unwrap_or("");
        let content = source.get("inject_content").unwrap_or(&Value::Null);
        let channel = match injector.rsplit('_').next().unwrap_or("") {
            "email" => Channel::Email,
            "sms" => Channel::Sms,
            "channel" => Channel::Press,
            "challenge" => Channel::Challenge,
            "mastodon" => Channel::Social,
            "manual" => Channel::Manual,
            _ => guess::channel(label).unwrap_or(Channel::Manual),
        };
        if channel == Channel::Manual && !injector.is_empty() && !injector.ends_with("manual") {
            let what = format!("what {injector:?} does ({label}); exercise control does it by hand");
            self.draft.lose(format!("{place}.inject_injector_contract"), what);
        }
        inject.channel = Some(At::nowhere(channel));
        inject.to = self.recipients(source, &place);
        self.time(source, &place, &mut inject);
        self.conditions(source, &place, &mut inject);
        for (index, document) in list(source, "inject_documents").iter().enumerate() {
            let at = format!("{place}.inject_documents[{index}]");
            inject.attachments.extend(self.document(document, &at).map(At::nowhere));
        }
        let challenges = list(content, "challenges");
        let articles = list(content, "articles");
        if let Some(known) = challenges.first().and_then(|first| self.challenge(first)) {
            inject.challenge = Some(At::nowhere(known));
        }
        self.expectations(content, &place, &mut inject);
        for keys in [&["subject", "title"][..], &["body", "message", "content"]] {
            let said_so: Vec<&&str> =
                keys.iter().filter(|key| !said(content, key).trim().is_empty()).collect();
            for key in said_so.iter().skip(1) {
                let what = format!("a second text beside the first: {}", shown(said(content, key)));
                self.draft.lose(format!("{place}.inject_content.{key}"), what);
            }
        }
        let subject = self.filled(first_said(content, &["subject", "title"]));
        let subject = if subject.trim().is_empty() { title.clone() } else { subject };
        let body = html::to_markdown(&self.filled(first_said(content, &["body", "message", "content"])));
        let more = blank_inject(id);
        let like = crate::format::Inject {
            channel: inject.channel.clone(),
            to: inject.to.clone(),
            at: inject.at.clone(),
            kind: inject.kind.clone(),
            when: inject.when.clone(),
            release: inject.release.clone(),
            ..more
        };
        match articles.split_first().filter(|_| body.is_empty()) {
            // A media inject has no words of its own: its first article is what is published.
            Some((first, rest)) => {
                if !self.article(first, inject.clone(), Some(&title)) {
                    self.draft.inject(inject, &subject, &body);
                }
                for article in rest {
                    self.another_article(article, &like);
                }
            }
            None => {
                self.draft.inject(inject, &subject, &body);
                for article in articles {
                    self.another_article(article, &like);
                }
            }
        }
        for challenge in challenges.iter().skip(1) {
            if let Some(known) = self.challenge(challenge) {
                let mut next = like.clone();
                next.id = At::nowhere(self.draft.id("inject", &format!("{} {known}", next.id.value)));
                next.challenge = Some(At::nowhere(known));
                self.draft.inject(next, &title, "");
            }
        }
    }

    fn recipients(&mut self, source: &Value, place: &str) -> Vec<At<Address>> {
        if source.get("inject_all_teams").and_then(Value::as_bool) == Some(true) {
            return vec![At::nowhere(Address::All)];
        }
        let mut to = Vec::new();
        for (index, team) in list(source, "inject_teams").iter().enumerate() {
            match named(team, "team_id").and_then(|team| self.known.get(team)) {
                Some(id) => to.push(At::nowhere(Address::Role(id.clone(), None))),
                None => {
                    let at = format!("{place}.inject_teams[{index}]");
                    self.draft.lose(at, "a team that the scenario does not hold");
                }
            }
        }
        to
    }

    fn time(&mut self, source: &Value, place: &str, inject: &mut crate::format::Inject) {
        let length = Length(seconds(source).saturating_mul(SECOND));
        if source.get("inject_enabled").and_then(Value::as_bool) == Some(false) {
            inject.kind = Some(At::nowhere(InjectKind::Contingency));
            let what = format!("it is switched off; a contingency now. It stood at {length}");
            self.draft.lose(format!("{place}.inject_enabled"), what);
        } else if length < Length(0) || length > MAX_LENGTH {
            inject.kind = Some(At::nowhere(InjectKind::Contingency));
            let what = format!("a time that cannot be written ({} s); a contingency now", seconds(source));
            self.draft.lose(format!("{place}.inject_depends_duration"), what);
        } else {
            inject.at = Some(At::nowhere(Moment::After(length)));
        }
    }

    fn conditions(&mut self, source: &Value, place: &str, inject: &mut crate::format::Inject) {
        let mut parts = Vec::new();
        for (index, edge) in list(source, "inject_depends_on").iter().enumerate() {
            let at = format!("{place}.inject_depends_on[{index}]");
            let parent = find(edge, &["parent"])
                .and_then(|value| named(value, "inject_id").or_else(|| named(value, "inject_parent_id")));
            let Some(parent) = parent.and_then(|parent| self.known.get(parent)).cloned() else {
                self.draft.lose(at, "it waits for an inject that the scenario does not hold");
                continue;
            };
            let condition = find(edge, &["condition"]).unwrap_or(&Value::Null);
            let (text, whole) = self.condition(condition, &parent, &at);
            parts.push(text);
            if !whole {
                // What a person judged in OpenAEV a person judges here: they let the inject go.
                inject.release = Some(At::nowhere(Release::Excon));
            }
        }
        if !parts.is_empty() {
            inject.when = Some(At::nowhere(parts.join(" && ")));
        }
    }

    /// What a dependency asks of its parent, and whether all of it could be said.
    fn condition(&mut self, condition: &Value, parent: &Id, place: &str) -> (String, bool) {
        let conditions = list(condition, "conditions");
        let delivered = format!("delivered('{parent}')");
        if conditions.is_empty() {
            return (delivered, true);
        }
        let (mut parts, mut whole) = (Vec::new(), true);
        for each in conditions {
            let key = said(each, "key");
            let wanted =
                each.get("value").or_else(|| each.get("bool")).and_then(Value::as_bool).unwrap_or(true);
            let not = if wanted { "" } else { "!" };
            let fact = match key.to_ascii_lowercase().as_str() {
                "execution" => Some(format!("{not}{delivered}")),
                "article" => Some(format!("{not}opened('{parent}')")),
                _ => None,
            };
            match fact {
                Some(fact) => parts.push(fact),
                None => {
                    whole = false;
                    let what = format!("it waits for {key:?} to be {wanted}; exercise control lets it go");
                    self.draft.lose(place, what);
                }
            }
        }
        if parts.is_empty() {
            return (delivered, whole);
        }
        let or = said(condition, "mode").eq_ignore_ascii_case("or");
        let joined = parts.join(if or { " || " } else { " && " });
        (if parts.len() > 1 { format!("({joined})") } else { joined }, whole)
    }

    fn expectations(&mut self, content: &Value, place: &str, inject: &mut crate::format::Inject) {
        let id = inject.id.value.clone();
        for (number, expectation) in (1_usize..).zip(list(content, "expectations")) {
            let kind = said(expectation, "expectation_type").to_ascii_uppercase();
            let that = match (kind.as_str(), &inject.challenge) {
                ("ARTICLE" | "DOCUMENT", _) => Some(format!("opened('{id}')")),
                ("TEXT", _) => Some(format!("replied('{id}')")),
                ("CHALLENGE", Some(challenge)) => Some(format!("solved('{}')", challenge.value)),
                ("MANUAL" | "", _) => None,
                _ => {
                    let at = format!("{place}.inject_content.expectations[{}].expectation_type", number - 1);
                    self.draft.lose(at, format!("{kind} as a machine sees it; a person judges it here"));
                    None
                }
            };
            inject.expect.push(Expectation {
                that: that.map(At::nowhere),
                within: None,
                by: Vec::new(),
                objective: None,
            });
            let name = self.filled(said(expectation, "expectation_name"));
            let more = self.filled(said(expectation, "expectation_description"));
            let more = html::to_markdown(&more);
            let key = if number == 1 { format!("{id}.expect") } else { format!("{id}.expect-{number}") };
            match (more.trim(), more.trim().contains('\n')) {
                ("", _) => self.draft.text(&key, &name, ""),
                (more, false) if more.starts_with(name.trim()) => self.draft.text(&key, more, ""),
                (more, false) => self.draft.text(&key, &format!("{name}: {more}"), ""),
                (more, true) => self.draft.text(&key, &name, more),
            }
        }
    }

    fn challenge(&self, value: &Value) -> Option<Id> {
        let id = self.known.get(named(value, "challenge_id")?)?;
        let known = |challenge: &In<Challenge>| challenge.id.value == *id;
        self.draft.written.challenges.iter().any(known).then(|| id.clone())
    }

    /// Publishes an article with an inject; whether there is such an article.
    fn article(&mut self, value: &Value, mut inject: crate::format::Inject, title: Option<&str>) -> bool {
        let Some(wanted) = named(value, "article_id") else { return false };
        let articles = list(self.root, "articles");
        let Some(article) = articles.iter().find(|article| said(article, "article_id") == wanted) else {
            return false;
        };
        let channel = article.get("article_channel").and_then(|channel| named(channel, "channel_id"));
        let channels = list(self.root, "channels");
        let channel = channels.iter().find(|each| Some(said(each, "channel_id")) == channel);
        let kind = match channel.map(|channel| said(channel, "channel_type")) {
            Some("microblogging") => Channel::Social,
            _ => Channel::Press,
        };
        inject.channel = Some(At::nowhere(kind));
        if let Some(name) = channel.map(|channel| said(channel, "channel_name")) {
            let from = self.draft.sender(name, Some(kind));
            if let Address::Persona(id) = &from
                && let Some(persona) =
                    self.draft.written.personas.iter_mut().find(|persona| persona.id.value == *id)
                && kind == Channel::Press
            {
                persona.value.kind = At::nowhere(crate::format::PersonaKind::Journalist);
            }
            inject.from = Some(At::nowhere(from));
        }
        let subject = self.filled(said(article, "article_name"));
        if title.is_none() {
            inject.title = Some(self.draft.words(&subject));
        }
        let body = html::to_markdown(&self.filled(said(article, "article_content")));
        self.known.insert(format!("published {wanted}"), inject.id.value.clone());
        self.draft.inject(inject, &subject, &body);
        true
    }

    fn another_article(&mut self, value: &Value, like: &crate::format::Inject) {
        let mut next = like.clone();
        next.id = At::nowhere(self.draft.id("inject", &format!("{} article", like.id.value)));
        self.article(value, next, None);
    }

    /// Articles and challenges that no inject publishes are kept ready.
    fn unused(&mut self) {
        for article in list(self.root, "articles") {
            let own = said(article, "article_id");
            if !self.known.contains_key(&format!("published {own}")) {
                let mut inject = blank_inject(self.draft.id("inject", said(article, "article_name")));
                inject.kind = Some(At::nowhere(InjectKind::Contingency));
                inject.to = vec![At::nowhere(Address::All)];
                self.article(&Value::String(own.to_owned()), inject, None);
            }
        }
        let challenges: Vec<Id> =
            self.draft.written.challenges.iter().map(|challenge| challenge.id.value.clone()).collect();
        for id in challenges {
            let published = |inject: &In<crate::format::Inject>| {
                inject.challenge.as_ref().is_some_and(|challenge| challenge.value == id)
            };
            if !self.draft.written.injects.iter().any(published) {
                let mut inject = blank_inject(self.draft.id("inject", id.as_str()));
                inject.kind = Some(At::nowhere(InjectKind::Contingency));
                inject.channel = Some(At::nowhere(Channel::Challenge));
                inject.to = vec![At::nowhere(Address::All)];
                inject.challenge = Some(At::nowhere(id.clone()));
                self.draft.inject(inject, id.as_str(), "");
            }
        }
    }

    /// A document that goes with an inject, when its bytes are beside the JSON.
    fn document(&mut self, value: &Value, place: &str) -> Option<Attachment> {
        let wanted = named(value, "document_id")?;
        let documents = list(self.root, "documents");
        let described = documents.iter().find(|document| said(document, "document_id") == wanted);
        let name = described.map_or("", |document| said(document, "document_name"));
        let target = described.map_or("", |document| said(document, "document_target"));
        let beside = |path: &str| {
            let last = path.rsplit('/').next().unwrap_or(path);
            !last.is_empty() && (last == target || last == name || path == target)
        };
        let path = self.files.iter().map(|(path, _)| path).find(|path| beside(path)).map(str::to_owned);
        let Some(path) = path else {
            self.draft.lose(place, format!("the document {:?}: its file is not in the export", shown(name)));
            return None;
        };
        let bytes = self.files.get(&path).map(<[u8]>::to_vec).unwrap_or_default();
        self.draft.attach(if name.is_empty() { &path } else { name }, &bytes)
    }

    fn survey(&mut self) {
        let categories: BTreeMap<&str, &str> = list(self.root, "lessons_categories")
            .iter()
            .map(|category| {
                let key = first_said(category, &["lessonscategory_id", "lessons_category_id"]);
                (key, first_said(category, &["lessonscategory_name", "lessons_category_name"]))
            })
            .collect();
        for question in list(self.root, "lessons_questions") {
            let content = first_said(question, &["lessonsquestion_content", "lessons_question_content"]);
            let id = self.draft.id("question", content);
            let explanation =
                first_said(question, &["lessonsquestion_explanation", "lessons_question_explanation"]);
            let category = first_said(question, &["lessonsquestion_category", "lessons_question_category"]);
            let body = match categories.get(category) {
                Some(category) if explanation.is_empty() => (*category).to_owned(),
                Some(category) => format!("{category}\n\n{explanation}"),
                None => explanation.to_owned(),
            };
            self.draft.text(&format!("survey.{id}"), content, &html::to_markdown(&body));
            let question = Question {
                id: At::nowhere(id),
                kind: At::nowhere(QuestionKind::Scale),
                to: Vec::new(),
                options: Vec::new(),
                objective: None,
            };
            self.draft.written.survey.push(In { value: question, file: 0 });
        }
    }

    /// A text with `${name}` as `{{name}}`, and what OpenAEV fills in by itself as what we fill in.
    fn filled(&mut self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some((before, after)) = rest.split_once("${") {
            out.push_str(before);
            let Some((name, behind)) = split_near(after, "}", 80) else {
                out.push_str("${");
                rest = after;
                continue;
            };
            rest = behind;
            match name.trim() {
                own if self.variables.iter().any(|key| key == own) => out.push_str(&format!("{{{{{own}}}}}")),
                "user.firstname" | "user.lastname" | "user.name" | "user.email" => {
                    // First and last name in a row are one person.
                    let before = out.trim_end().len();
                    if out.trim_end().ends_with("{{person}}") {
                        out.truncate(before);
                    } else {
                        out.push_str("{{person}}");
                    }
                }
                "user.organization" | "user.organization.name" => out.push_str("{{organisation}}"),
                "user.country" => out.push_str("{{country}}"),
                "exercise.name" | "scenario.name" => {
                    let title = self.draft.written.exercise.value.title.value.clone();
                    out.push_str(title_of(&title));
                }
                other => {
                    let what = format!("${{{other}}} stands in a text; nothing fills it in here");
                    self.draft.lose(shown(before.trim_start()), what);
                    out.push_str(&format!("${{{name}}}"));
                }
            }
        }
        out.push_str(rest);
        out
    }
}

fn title_of(title: &Words) -> &str {
    match title {
        Words::Same(text) => text,
        Words::Each(texts) => texts.values().next().map_or("", String::as_str),
    }
}

/// The seconds after the start at which an inject goes.
fn seconds(inject: &Value) -> i64 {
    let value = inject.get("inject_depends_duration");
    value.and_then(|value| value.as_i64().or_else(|| value.as_f64().map(|f| f as i64))).unwrap_or(0)
}

/// The value of the first key, at any depth, that holds one of the words.
fn find<'a>(value: &'a Value, words: &[&str]) -> Option<&'a Value> {
    let map = value.as_object()?;
    let own = map.iter().find(|(key, _)| words.iter().any(|word| key.contains(word)));
    own.map(|(_, value)| value).or_else(|| map.values().find_map(|inner| find(inner, words)))
}
