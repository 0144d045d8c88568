//! MISP's Common Exercise Format, as its samples and SkillAegis write it: an exercise, the flow of its injects, their
//! payloads, and what is looked for in the tools that players use.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use base64::Engine;
use serde_json::Value;

use super::draft::{Draft, blank_inject, clean_line};
use super::leftover::{leftovers, shown};
use super::source::is_cexf;
use super::{ImportError, Options, Source, guess};
use crate::format::{
    Address, At, Channel, Expectation, Id, Inject, InjectKind, Length, MAX_LENGTH, Moment, Release, SECOND,
};

/// What is taken over.
const USED: &[&str] = &[
    "exercise.name",
    "exercise.description",
    "exercise.expanded",
    "exercise.total_duration",
    "exercise.version",
    "inject_flow[].inject_uuid",
    "inject_flow[].requirements.inject_uuid",
    "inject_flow[].requirements.resolution_requirement",
    "inject_flow[].sequence.followed_by",
    "inject_flow[].sequence.trigger",
    "inject_flow[].timing.triggered_at",
    // How an inject ends: by its time or by being done, as here.
    "inject_flow[].sequence.completion_trigger",
    "inject_payloads",
    "injects[].uuid",
    "injects[].name",
    "injects[].description",
    "injects[].action",
    "injects[].action_payload_resource_uuid",
    "injects[].inject_evaluation",
];

/// The longest payload that becomes the words of an inject, in bytes.
const MAX_WORDS: usize = 256 * 1024;

/// Makes a scenario of an exercise.
pub fn import(source: &Source<'_>, options: &Options) -> Result<Draft, ImportError> {
    let (document, path, _) = source.json(is_cexf)?;
    let Some(exercise) = document.get("exercise") else {
        return Err(ImportError::broken(path, "holds no exercise"));
    };
    let injects = list(&document, "injects");
    let language = options.language.unwrap_or_else(|| {
        let words = injects.iter().flat_map(|inject| [said(inject, "name"), said(inject, "description")]);
        guess::language(words.chain([said(exercise, "description")]))
    });
    let mut draft = Draft::new(said(exercise, "name"), language, options.timezone.as_deref());
    head(&mut draft, exercise, options);
    let mut import = Import {
        draft,
        document: &document,
        ids: HashMap::new(),
        flows: HashMap::new(),
        before: HashMap::new(),
        payloads: BTreeSet::new(),
    };
    for (number, flow) in list(&document, "inject_flow").iter().enumerate() {
        let uuid = said(flow, "inject_uuid");
        import.flows.entry(uuid).or_insert((number, flow));
        let next = flow.get("sequence").and_then(|sequence| sequence.get("followed_by"));
        for next in words(next) {
            import.before.entry(next).or_default().push(uuid);
        }
    }
    for inject in injects {
        let id = import.draft.id("inject", said(inject, "name"));
        import.ids.insert(said(inject, "uuid"), id);
    }
    let mut names = super::names::Names::default();
    for (number, inject) in injects.iter().enumerate() {
        let id = names.give(said(inject, "name"), "inject");
        import.inject(number, inject, id);
    }
    import.strays();
    let mut draft = import.draft;
    draft.lost.extend(leftovers(&document, USED, &["exercise.meta", "exercise.tags"]));
    Ok(draft)
}

fn said<'a>(value: &'a Value, key: &str) -> &'a str {
    value.get(key).and_then(Value::as_str).unwrap_or("")
}

fn list<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    value.get(key).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

/// Words that are one text or a list of them.
fn words(value: Option<&Value>) -> Vec<&str> {
    match value {
        Some(Value::String(text)) => vec![text],
        Some(Value::Array(all)) => all.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    }
}

/// A number of seconds, also where it is written as a text.
fn seconds(value: Option<&Value>) -> Option<i64> {
    match value? {
        Value::Number(number) => {
            number.as_f64().filter(|number| number.abs() < 1e12).map(|number| number as i64)
        }
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    }
}

fn head(draft: &mut Draft, exercise: &Value, options: &Options) {
    let (short, long) = (said(exercise, "description"), said(exercise, "expanded"));
    let summary = if long.len() > short.len() { long } else { short };
    if !summary.is_empty() {
        let summary = draft.words(summary);
        draft.exercise().summary = Some(summary);
    }
    if !said(exercise, "version").is_empty() {
        draft.exercise().version = At::nowhere(clean_line(said(exercise, "version")));
    }
    let duration = seconds(exercise.get("total_duration")).map(|total| Length(total.saturating_mul(SECOND)));
    if let Some(duration) = duration.filter(|duration| (Length(1)..=MAX_LENGTH).contains(duration)) {
        draft.exercise().duration = At::nowhere(duration);
    } else if exercise.get("total_duration").is_some() {
        draft.lose("exercise.total_duration", "a length of time that cannot be written");
    }
    match &options.start {
        Some(start) => draft.exercise().clock.start = At::nowhere(start.clone()),
        None => draft.note("the source has no date: set clock.start in exercise.yaml"),
    }
    // Players have no roles there: everybody is one of them.
    let home = draft.home();
    draft.note(format!("the source names no players: everything goes to all; write roles of org/{home}"));
}

struct Import<'a> {
    draft: Draft,
    document: &'a Value,
    /// Our identifiers of injects, by theirs.
    ids: HashMap<&'a str, Id>,
    /// The flow of each inject, with its place.
    flows: HashMap<&'a str, (usize, &'a Value)>,
    /// The injects that each inject follows.
    before: HashMap<&'a str, Vec<&'a str>>,
    /// Payloads that an inject uses.
    payloads: BTreeSet<&'a str>,
}

impl<'a> Import<'a> {
    fn inject(&mut self, number: usize, source: &'a Value, id: Id) {
        let place = format!("injects[{number}]");
        let mut inject = blank_inject(id);
        let name = said(source, "name");
        inject.title = Some(self.draft.words(name));
        inject.to = vec![At::nowhere(Address::All)];
        let action = said(source, "action");
        let channel = if action.contains("mail") { Channel::Email } else { Channel::Portal };
        inject.channel = Some(At::nowhere(channel));
        self.flow(said(source, "uuid"), &place, &mut inject);
        let mut body = said(source, "description").to_owned();
        if let Some(words) = self.payload(source, &place, &mut inject) {
            body = if body.is_empty() { words } else { format!("{body}\n\n{words}") };
        }
        if inject.channel.as_ref().is_some_and(|channel| channel.value == Channel::Portal)
            && !action.is_empty()
        {
            let what = format!("{action:?}: players are told in the portal what to do");
            self.draft.lose(format!("{place}.action"), what);
        }
        self.evaluations(source, &place, &mut inject);
        self.draft.inject(inject, name, &body);
    }

    /// When it goes: at a moment, at the start, or after others.
    fn flow(&mut self, uuid: &'a str, place: &str, inject: &mut Inject) {
        let Some((number, flow)) = self.flows.get(uuid).copied() else {
            inject.kind = Some(At::nowhere(InjectKind::Contingency));
            self.draft.lose(place, "no flow names it; a contingency now");
            return;
        };
        let timing = flow.get("timing").and_then(|timing| timing.get("triggered_at"));
        let at = seconds(timing).map(|seconds| Length(seconds.saturating_mul(SECOND)));
        match at.filter(|at| (Length(0)..=MAX_LENGTH).contains(at)) {
            Some(at) => inject.at = Some(At::nowhere(Moment::After(at))),
            None if timing.is_some_and(|timing| !timing.is_null()) => {
                let place = format!("inject_flow[{number}].timing.triggered_at");
                self.draft.lose(
                    place,
                    format!(
                        "a moment that cannot be read: {}",
                        shown(&timing.map(Value::to_string).unwrap_or_default())
                    ),
                );
            }
            None => {}
        }
        let requirement = flow.get("requirements").map(|requirements| said(requirements, "inject_uuid"));
        let mut parents: Vec<&str> = requirement.into_iter().filter(|uuid| !uuid.is_empty()).collect();
        parents.extend(self.before.get(uuid).into_iter().flatten());
        let mut known: BTreeMap<&Id, ()> = BTreeMap::new();
        for parent in parents {
            match self.ids.get(parent) {
                Some(id) if *id != inject.id.value => drop(known.insert(id, ())),
                Some(_) => {}
                None => {
                    let place = format!("inject_flow[{number}]");
                    self.draft.lose(place, format!("it waits for {}, which is not there", shown(parent)));
                }
            }
        }
        if known.is_empty() {
            if inject.at.is_none() {
                inject.at = Some(At::nowhere(Moment::After(Length(0))));
            }
            return;
        }
        let parts: Vec<String> = known.keys().map(|id| format!("delivered('{id}')")).collect();
        inject.when = Some(At::nowhere(parts.join(" && ")));
        // There it waits until the other is done, which only their tools see: so a person lets it go.
        inject.release = Some(At::nowhere(Release::Excon));
        let wanted =
            flow.get("requirements").map_or("", |requirements| said(requirements, "resolution_requirement"));
        let wanted = if wanted.is_empty() { "they are done".to_owned() } else { format!("{wanted:?}") };
        let what = format!("it waits for other injects until {wanted}; exercise control lets it go");
        self.draft.lose(format!("inject_flow[{number}].requirements"), what);
    }

    /// What its payload says, when it is words; its file goes with the inject.
    fn payload(&mut self, source: &'a Value, place: &str, inject: &mut Inject) -> Option<String> {
        let wanted = Some(said(source, "action_payload_resource_uuid")).filter(|uuid| !uuid.is_empty())?;
        let payloads = list(self.document, "inject_payloads");
        let found = payloads.iter().enumerate().find(|(_, payload)| said(payload, "uuid") == wanted);
        let Some((number, payload)) = found else {
            self.draft.lose(format!("{place}.action_payload_resource_uuid"), "a payload that is not there");
            return None;
        };
        self.payloads.insert(wanted);
        let at = format!("inject_payloads[{number}]");
        let Some(bytes) = content(payload) else {
            inject.channel = Some(At::nowhere(Channel::Manual));
            let kind = said(payload, "type");
            let what = format!("{kind:?} {}; exercise control does it by hand", shown(&parameters(payload)));
            self.draft.lose(at, what);
            return None;
        };
        let name = payload.get("parameters").map_or("", |parameters| said(parameters, "filename"));
        let name = if name.is_empty() { said(payload, "name") } else { name };
        inject.attachments.extend(self.draft.attach(name, &bytes).map(At::nowhere));
        let text = bytes.len() <= MAX_WORDS;
        text.then(|| String::from_utf8(bytes).ok()).flatten()
    }

    /// What is looked for in their tools, a person looks for here.
    fn evaluations(&mut self, source: &Value, place: &str, inject: &mut Inject) {
        let tool = said(source, "target_tool");
        for (number, evaluation) in (1_usize..).zip(list(source, "inject_evaluation")) {
            let at = format!("{place}.inject_evaluation[{}]", number - 1);
            let looked = shown(&evaluation.get("parameters").map(Value::to_string).unwrap_or_default());
            let score =
                evaluation.get("score_range").map(|range| format!(", score {range}")).unwrap_or_default();
            let strategy = said(evaluation, "evaluation_strategy");
            // Our own export says of an expectation that a person judges it.
            if strategy != "manual" {
                let what = format!(
                    "what is looked for in {tool:?} ({strategy}{score}): {looked}; a person judges it"
                );
                self.draft.lose(at, what);
            }
            inject.expect.push(Expectation { that: None, within: None, by: Vec::new(), objective: None });
            let suffix = if number == 1 { String::new() } else { format!("-{number}") };
            self.draft.text(&format!("{}.expect{suffix}", inject.id.value), said(evaluation, "result"), "");
        }
    }

    /// Payloads that nobody uses, and flows of injects that are not there.
    fn strays(&mut self) {
        for (number, payload) in list(self.document, "inject_payloads").iter().enumerate() {
            if self.payloads.contains(said(payload, "uuid")) {
                continue;
            }
            let what = format!("a payload that no inject uses: {}", shown(said(payload, "name")));
            self.draft.lose(format!("inject_payloads[{number}]"), what);
        }
        for (number, flow) in list(self.document, "inject_flow").iter().enumerate() {
            if !self.ids.contains_key(said(flow, "inject_uuid")) {
                self.draft.lose(format!("inject_flow[{number}]"), "the flow of an inject that is not there");
            }
        }
    }
}

/// The bytes of a payload that is a file.
fn content(payload: &Value) -> Option<Vec<u8>> {
    let parameters = payload.get("parameters")?;
    let content = parameters.get("content").and_then(Value::as_str)?;
    match said(parameters, "content-type") {
        "base64" => {
            let plain: String = content.split_whitespace().collect();
            base64::engine::general_purpose::STANDARD.decode(plain).ok()
        }
        _ => Some(content.as_bytes().to_vec()),
    }
}

fn parameters(payload: &Value) -> String {
    payload.get("parameters").map(Value::to_string).unwrap_or_default()
}
