//! A CAP message of another system as a draft. Nothing is lost: what has no place of its own is written under the
//! description. Pure.

use std::collections::BTreeMap;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use cap::{Alert, Area, Category, Info, MsgType, NamedValue, Resource, ResponseType, Scope, Status};
use l10n::Lang;

use super::{CATEGORIES, names};
use crate::audience::Selection;
use crate::commands::Draft;
use crate::limits::{FILES_MOST, IMPORT_CHARS};
use crate::warning::{Certainty, Class, Content, Severity, Text, Tlp, Urgency};
use crate::words::Words;

/// Why a message does not become a draft.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unusable {
    /// It says that another was received, or refused.
    NoWarning,
    /// It is an exercise's, a test's, or a system's, and would become a warning of reality.
    NotActual(Status),
    /// It has more text than a warning holds.
    TooMuch,
}

/// What a message brings.
#[derive(Clone, Debug)]
pub(crate) struct Taken {
    pub draft: Draft,
    /// Files that lie in the message itself, by name.
    pub files: Vec<(String, Vec<u8>)>,
}

/// Makes a draft of a message; words of our own are in `lang`. `is_taken` says whether a file may be added.
///
/// # Errors
/// [`Unusable`] for what is no warning in this realm.
pub(crate) fn take(
    alert: &Alert,
    lang: Lang,
    is_exercise: bool,
    is_taken: impl Fn(&str, &[u8]) -> bool,
) -> Result<Taken, Unusable> {
    if matches!(alert.msg_type, MsgType::Ack | MsgType::Error) {
        return Err(Unusable::NoWarning);
    }
    if alert.status == Status::System || !is_exercise && alert.status != Status::Actual {
        return Err(Unusable::NotActual(alert.status));
    }
    let mut taker = Taker { alert, lang, files: Vec::new(), is_taken };
    let draft = taker.draft();
    let texts = draft.content.texts.values();
    let words = texts.flat_map(|text| [&text.headline, &text.description, &text.instruction]);
    let words = words.chain([&draft.content.affected, &draft.content.indicators]);
    if words.map(|text| text.chars().count()).sum::<usize>() > IMPORT_CHARS {
        return Err(Unusable::TooMuch);
    }
    Ok(Taken { draft, files: taker.files })
}

struct Taker<'a, F> {
    alert: &'a Alert,
    /// The language of who takes it.
    lang: Lang,
    files: Vec<(String, Vec<u8>)>,
    is_taken: F,
}

impl<F: Fn(&str, &[u8]) -> bool> Taker<'_, F> {
    fn draft(&mut self) -> Draft {
        let (alert, lang) = (self.alert, self.lang);
        let first = alert.infos.first();
        let known = |name| parameter(alert, name);
        let mut content = Content {
            severity: first
                .and_then(|info| ours(info.severity.code(), Severity::parse))
                .unwrap_or(Severity::Unknown),
            urgency: first
                .and_then(|info| ours(info.urgency.code(), Urgency::parse))
                .unwrap_or(Urgency::Unknown),
            certainty: first
                .and_then(|info| ours(info.certainty.code(), Certainty::parse))
                .unwrap_or(Certainty::Unknown),
            affected: known(names::AFFECTED).map(plain).unwrap_or_default(),
            indicators: known(names::INDICATORS).map(plain).unwrap_or_default(),
            ..Content::default()
        };
        let elsewhere = self.texts(&mut content.texts);
        let rest = [rest_of(alert), elsewhere].concat();
        // Where nothing is in a language of ours, it is written for who reads it here.
        let main = content.text(lang).map_or(lang, |(written, _)| written);
        let text = content.texts.entry(main.code().to_owned()).or_default();
        add(&mut text.description, main, &rest);
        Draft {
            class: known(names::CLASS).and_then(Class::parse).unwrap_or(Class::Urgent),
            tlp: known(names::TLP).and_then(label).unwrap_or(match alert.scope {
                Scope::Public => Tlp::Clear,
                Scope::Restricted => Tlp::Amber,
                Scope::Private => Tlp::Red,
            }),
            selection: Selection { regions: regions(alert), ..Selection::default() },
            content,
        }
    }

    /// The words in each of our languages, what else is said in one under its description; gives what is said in
    /// others.
    fn texts(&mut self, texts: &mut BTreeMap<String, Text>) -> Vec<String> {
        let mut elsewhere = Vec::new();
        for info in &self.alert.infos {
            let mut lines = self.lines(info);
            match lang_of(&info.language).filter(|lang| !texts.contains_key(lang.code())) {
                Some(lang) => {
                    let mut text = Text {
                        headline: plain(info.headline.as_deref().unwrap_or(&info.event)),
                        description: plain(info.description.as_deref().unwrap_or_default()),
                        instruction: plain(info.instruction.as_deref().unwrap_or_default()),
                    };
                    add(&mut text.description, lang, &lines);
                    texts.insert(lang.code().to_owned(), text);
                }
                None => {
                    elsewhere.push(format!("language: {}", info.language));
                    let said = [
                        ("headline", &info.headline),
                        ("description", &info.description),
                        ("instruction", &info.instruction),
                    ];
                    elsewhere
                        .extend(said.into_iter().filter_map(|(name, text)| optional(name, text.as_ref())));
                    elsewhere.append(&mut lines);
                }
            }
        }
        elsewhere
    }

    /// What of an info has no place of its own.
    fn lines(&mut self, info: &Info) -> Vec<String> {
        let alert = self.alert;
        let first = alert.infos.first().unwrap_or(info);
        let mut lines = Vec::new();
        let mut say = |name: &str, text: &str| lines.push(format!("{name}: {}", plain(text)));
        if !Lang::ALL.iter().any(|lang| Words(*lang).cap_event() == info.event) && info.headline.is_some() {
            say("event", &info.event);
        }
        if info.categories != CATEGORIES {
            say("category", &join(&info.categories, |each: &Category| each.code()));
        }
        if !matches!(info.response_types[..], [] | [ResponseType::Prepare]) {
            say("responseType", &join(&info.response_types, |each: &ResponseType| each.code()));
        }
        for (name, mine, taken) in [
            ("urgency", info.urgency.code(), first.urgency.code()),
            ("severity", info.severity.code(), first.severity.code()),
            ("certainty", info.certainty.code(), first.certainty.code()),
        ] {
            if mine != taken {
                say(name, mine);
            }
        }
        let times = [("effective", info.effective), ("onset", info.onset), ("expires", info.expires)];
        times
            .into_iter()
            .filter_map(|(name, at)| Some((name, at?)))
            .for_each(|(name, at)| say(name, &at.to_string()));
        for (name, text) in [
            ("audience", &info.audience),
            ("senderName", &info.sender_name),
            ("web", &info.web),
            ("contact", &info.contact),
        ] {
            if let Some(text) = text {
                say(name, text);
            }
        }
        info.event_codes.iter().for_each(|each| say("eventCode", &named(each)));
        let left = info.parameters.iter().filter(|each| !is_used(alert, each));
        left.for_each(|each| say("parameter", &named(each)));
        lines.extend(info.areas.iter().filter(|area| !is_region(area)).map(where_it_is));
        lines.extend(info.resources.iter().map(|resource| self.file(resource)));
        lines
    }

    /// Takes a file that lies in the message; gives what else there is to say of it.
    fn file(&mut self, resource: &Resource) -> String {
        let facts = [
            Some(resource.description.clone()),
            Some(resource.mime_type.clone()),
            resource.size.map(|size| format!("{size} B")),
            resource.uri.clone(),
            resource.digest.as_ref().map(|digest| format!("SHA-1 {digest}")),
        ];
        let facts = format!("resource: {}", facts.into_iter().flatten().collect::<Vec<_>>().join(", "));
        let Some(text) = &resource.deref_uri else { return facts };
        let name = resource.uri.as_deref().filter(|uri| !uri.is_empty()).unwrap_or(&resource.description);
        if self.keep(name, text) {
            facts
        } else {
            format!("{facts} ({})", Words(self.lang).import_file_left())
        }
    }

    /// Keeps a file in Base64, if it is one that a warning can have.
    fn keep(&mut self, name: &str, base64: &str) -> bool {
        let text: String = base64.chars().filter(|letter| !letter.is_ascii_whitespace()).collect();
        let Ok(bytes) = STANDARD.decode(text) else { return false };
        if self.files.iter().any(|(_, known)| *known == bytes) {
            return true;
        }
        let has_room = self.files.len() < FILES_MOST && (self.is_taken)(name, &bytes);
        if has_room {
            self.files.push((name.to_owned(), bytes));
        }
        has_room
    }
}

/// What of a message itself has no place of its own.
fn rest_of(alert: &Alert) -> Vec<String> {
    let mut lines = Vec::new();
    let mut say = |name: &str, text: &str| lines.push(format!("{name}: {}", plain(text)));
    if alert.status != Status::Actual {
        say("status", alert.status.code());
    }
    if alert.msg_type != MsgType::Alert {
        say("msgType", alert.msg_type.code());
    }
    if alert.scope != Scope::Public {
        say("scope", alert.scope.code());
    }
    for (name, text) in
        [("source", &alert.source), ("restriction", &alert.restriction), ("note", &alert.note)]
    {
        if let Some(text) = text {
            say(name, text);
        }
    }
    for (name, list) in
        [("addresses", &alert.addresses), ("code", &alert.codes), ("incidents", &alert.incidents)]
    {
        if !list.is_empty() {
            say(name, &list.join(", "));
        }
    }
    for each in &alert.references {
        say("references", &format!("{}, {}, {}", each.sender, each.identifier, each.sent));
    }
    lines
}

/// Adds lines under a description, below words that say whence they are.
fn add(description: &mut String, lang: Lang, lines: &[String]) {
    if lines.is_empty() {
        return;
    }
    let heading = Words(lang).import_rest();
    let mut parts = vec![std::mem::take(description)];
    if !parts[0].lines().any(|line| line == heading) {
        parts.push(heading.to_owned());
    }
    parts.retain(|part| !part.is_empty());
    parts.extend_from_slice(lines);
    *description = parts.join("\n");
}

fn optional(name: &str, text: Option<&String>) -> Option<String> {
    text.map(|text| format!("{name}: {}", plain(text)))
}

/// A text as our forms keep it.
fn plain(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n").trim().to_owned()
}

/// One of our keys: the same words as CAP's codes, in small letters.
fn ours<T>(code: &str, parse: impl Fn(&str) -> Option<T>) -> Option<T> {
    parse(&code.to_ascii_lowercase())
}

fn lang_of(tag: &str) -> Option<Lang> {
    Lang::parse(&tag.split('-').next().unwrap_or_default().to_ascii_lowercase())
}

fn label(text: &str) -> Option<Tlp> {
    Tlp::ALL.iter().copied().find(|tlp| tlp.label().eq_ignore_ascii_case(text.trim()))
}

/// The first value of this name in a message.
fn parameter<'a>(alert: &'a Alert, name: &str) -> Option<&'a str> {
    let mut all = alert.infos.iter().flat_map(|info| &info.parameters);
    all.find(|each| each.name == name).map(|each| each.value.as_str())
}

/// Whether a value is all said by what the draft was given of it.
fn is_used(alert: &Alert, each: &NamedValue) -> bool {
    let is_ours = match each.name.as_str() {
        names::TLP => label(&each.value).is_some(),
        names::CLASS => Class::parse(&each.value).is_some(),
        names::AFFECTED | names::INDICATORS => true,
        _ => false,
    };
    is_ours && parameter(alert, &each.name) == Some(each.value.as_str())
}

fn named(each: &NamedValue) -> String {
    format!("{} {}", each.name, each.value)
}

fn join<T>(items: &[T], code: impl Fn(&T) -> &'static str) -> String {
    items.iter().map(code).collect::<Vec<_>>().join(", ")
}

/// The code of a region, where an area is nothing else.
fn region(area: &Area) -> Option<&str> {
    let is_bare = area.polygons.is_empty()
        && area.circles.is_empty()
        && area.altitude.is_none()
        && area.ceiling.is_none();
    match &area.geocodes[..] {
        [NamedValue { name, value }] if is_bare => is_code(name, value).then_some(value),
        _ => None,
    }
}

/// Whether this has the form of a code for a country, or for a part of one.
fn is_code(system: &str, code: &str) -> bool {
    let (country, part) = code.split_once('-').unwrap_or((code, ""));
    let is_country = country.len() == 2 && country.bytes().all(|byte| byte.is_ascii_uppercase());
    let is_part = part.len() <= 3 && part.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let is_whole = match system {
        names::COUNTRY => !code.contains('-'),
        names::SUBDIVISION => !part.is_empty(),
        _ => false,
    };
    is_whole && is_country && is_part
}

/// Whether an area is all said by the code of its region.
fn is_region(area: &Area) -> bool {
    region(area).is_some_and(|code| {
        Lang::ALL.iter().any(|lang| directory::region_name(*lang, code) == area.description)
    })
}

fn regions(alert: &Alert) -> Vec<String> {
    let mut found = Vec::new();
    for code in alert.infos.iter().flat_map(|info| &info.areas).filter_map(region) {
        if !found.iter().any(|known| known == code) {
            found.push(code.to_owned());
        }
    }
    found
}

fn where_it_is(area: &Area) -> String {
    let point = |point: &cap::Point| format!("{},{}", point.latitude, point.longitude);
    let mut parts = vec![area.description.clone()];
    for polygon in &area.polygons {
        parts.push(format!("polygon {}", polygon.iter().map(point).collect::<Vec<_>>().join(" ")));
    }
    for circle in &area.circles {
        parts.push(format!("circle {} {}", point(&circle.centre), circle.radius));
    }
    parts.extend(area.geocodes.iter().map(|each| format!("geocode {}", named(each))));
    parts.extend(area.altitude.map(|feet| format!("altitude {feet}")));
    parts.extend(area.ceiling.map(|feet| format!("ceiling {feet}")));
    format!("area: {}", plain(&parts.join(", ")))
}
