//! A warning as a CAP message, and its line in an Atom feed. Pure.

use cap::{
    Alert, Area, FeedEntry, Info, MsgType, NamedValue, Reference, Resource, ResponseType, Scope, Status,
};
use directory::Organisation;
use jiff::tz::Offset;
use kernel::realm::REALITY;
use kernel::time::Time;
use kernel::{Error, Realm, Result};
use l10n::Lang;
use web::Settings;

use super::{CATEGORIES, names};
use crate::commands::Warning;
use crate::limits::OVER_STAYS;
use crate::store::WarningRow;
use crate::texts;
use crate::warning::{Class, Content, File, Kind, Text, Tlp};
use crate::words::Words;

/// What the name of a message ends with that says only that a warning is over.
pub(crate) const ENDING: &str = "-end";

/// A warning that is out or was, and what its message needs beside it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Told<'a> {
    pub warning: &'a Warning,
    /// The authority that warns.
    pub authority: &'a Organisation,
    pub realm: &'a Realm,
    pub settings: &'a Settings,
}

/// Whether anybody may read it without a key: what is TLP:CLEAR, and real.
pub(crate) fn is_public(warning: &Warning) -> bool {
    warning.tlp == Tlp::Clear && warning.row.realm_id == REALITY
}

/// A moment as CAP writes it, on the clocks of the installation's zone.
pub(crate) fn moment(settings: &Settings, at: Time) -> Result<cap::Time> {
    let at = at.timestamp();
    let offset = settings.zone.civil(at).offset();
    // Only clocks of before the railways differ by less than minutes.
    let time = cap::Time::new(at, offset).or_else(|_| cap::Time::new(at, Offset::UTC));
    time.map_err(|error| Error::Internal(error.into()))
}

impl Told<'_> {
    /// The whole message; `earlier` are those of its thread that went out before.
    pub(crate) fn message(&self, earlier: &[WarningRow]) -> Result<Alert> {
        let Warning { id, kind, .. } = self.warning;
        let before = earlier.iter().filter(|row| self.follows(row));
        let references: Vec<Reference> = before.map(|row| self.reference(row)).collect::<Result<_>>()?;
        let msg_type = match kind {
            Kind::Update if !references.is_empty() => MsgType::Update,
            Kind::Cancel if !references.is_empty() => MsgType::Cancel,
            Kind::Alert | Kind::Update | Kind::Cancel => MsgType::Alert,
        };
        let mut alert = self.envelope(id, self.warning.row.published_at, msg_type)?;
        alert.references = references;
        for lang in Lang::ALL {
            if let Some(text) = written(&self.warning.content, lang) {
                alert.infos.push(self.info(lang, text)?);
            }
        }
        Ok(alert)
    }

    /// Says that a warning is over which nothing followed.
    pub(crate) fn ending(&self) -> Result<Alert> {
        let row = &self.warning.row;
        let mut alert = self.envelope(&ending_of(&row.id), row.ended_at, MsgType::Cancel)?;
        alert.references = vec![self.reference(row)?];
        Ok(alert)
    }

    fn envelope(&self, id: &str, at: Option<Time>, msg_type: MsgType) -> Result<Alert> {
        let is_exercise = self.realm.is_exercise();
        // A contact drill is none of either: nothing happens, and nobody need act on it but who was asked.
        let is_drill = self.warning.class == Class::Drill;
        let status = if is_exercise || is_drill { Status::Exercise } else { Status::Actual };
        let sender = self.sender(&self.warning.authority_id);
        let sent = moment(self.settings, at.unwrap_or_default())?;
        let mut alert = Alert::new(id, &sender, sent, status, msg_type);
        alert.note = is_exercise.then(|| self.realm.name.clone()).filter(|name| !name.is_empty());
        if self.warning.tlp != Tlp::Clear {
            alert.scope = Scope::Restricted;
            alert.restriction = Some(restriction(self.warning.tlp).to_owned());
        }
        Ok(alert)
    }

    /// Whether a warning of its thread went out before it.
    fn follows(&self, row: &WarningRow) -> bool {
        row.id != self.warning.id && row.published_at <= self.warning.row.published_at
    }

    fn reference(&self, row: &WarningRow) -> Result<Reference> {
        Ok(Reference {
            sender: self.sender(&row.authority_id),
            identifier: row.id.clone(),
            sent: moment(self.settings, row.published_at.unwrap_or_default())?,
        })
    }

    /// An authority of this installation, as nobody else in the world is called.
    fn sender(&self, authority_id: &str) -> String {
        let address = &self.settings.public_url;
        let host = address.split_once("://").map_or(address.as_str(), |(_, rest)| rest);
        format!("{authority_id}@{}", host.split('/').next().unwrap_or_default())
    }

    fn info(&self, lang: Lang, text: &Text) -> Result<Info> {
        let (warning, l) = (self.warning, Words(lang));
        let content = &warning.content;
        let is_cancel = warning.kind == Kind::Cancel;
        let mut info = Info::new(lang.code(), CATEGORIES[0], l.cap_event());
        info.categories = CATEGORIES.to_vec();
        info.response_types = vec![if is_cancel { ResponseType::AllClear } else { ResponseType::Prepare }];
        info.urgency = code(content.urgency.as_str(), cap::Urgency::from_code, cap::Urgency::Unknown);
        info.severity = code(content.severity.as_str(), cap::Severity::from_code, cap::Severity::Unknown);
        info.certainty = code(content.certainty.as_str(), cap::Certainty::from_code, cap::Certainty::Unknown);
        // A warning holds until it is updated, cancelled or ended; that it is over need not be said for ever.
        let until = warning.row.published_at.filter(|_| is_cancel).map(|at| at.plus(OVER_STAYS));
        info.expires = until.map(|at| moment(self.settings, at)).transpose()?;
        info.sender_name = filled(&self.authority.name);
        info.headline = filled(&text.headline);
        info.description = filled(&text.description);
        info.instruction = filled(&text.instruction);
        info.web = Some(self.page());
        // Nobody must ring a real desk for an exercise.
        info.contact = filled(&self.authority.telephone).filter(|_| !self.realm.is_exercise());
        info.parameters = self.parameters();
        info.resources = content.files.iter().map(|file| self.resource(file)).collect();
        info.areas = areas(lang, &warning.selection.regions);
        Ok(info)
    }

    fn parameters(&self) -> Vec<NamedValue> {
        let warning = self.warning;
        let values = [
            (names::TLP, warning.tlp.label()),
            (names::CLASS, warning.class.as_str()),
            (names::NUMBER, &warning.row.number),
            (names::AFFECTED, &warning.content.affected),
            (names::INDICATORS, &warning.content.indicators),
        ];
        let filled = values.into_iter().filter(|(_, value)| !value.is_empty());
        filled.map(|(name, value)| NamedValue { name: name.to_owned(), value: value.to_owned() }).collect()
    }

    fn resource(&self, file: &File) -> Resource {
        let Settings { public_url, .. } = self.settings;
        let place = if is_public(self.warning) { "cap/alerts" } else { "warnings" };
        Resource {
            description: file.name.clone(),
            mime_type: file.media_type.clone(),
            size: u64::try_from(file.bytes).ok(),
            uri: Some(format!("{public_url}/{place}/{}/files/{}", self.warning.id, file.id)),
            deref_uri: None,
            digest: Some(file.sha1.clone()),
        }
    }

    /// Where more is told: to who signs in the warning itself, to everybody how it is checked.
    fn page(&self) -> String {
        let Settings { public_url, .. } = self.settings;
        if is_public(self.warning) {
            format!("{public_url}/cap")
        } else {
            format!("{public_url}/warnings/{}", self.warning.id)
        }
    }

    /// Its line in a feed, whose messages lie at `folder`.
    pub(crate) fn entry(&self, folder: &str) -> Result<FeedEntry> {
        let row = &self.warning.row;
        let published = moment(self.settings, row.published_at.unwrap_or_default())?;
        self.line(folder, &row.id, self.headline(), published)
    }

    /// The line of [`Told::ending`].
    pub(crate) fn ending_entry(&self, folder: &str) -> Result<FeedEntry> {
        let row = &self.warning.row;
        let title = Words(self.settings.lang).feed_over(self.headline());
        let ended = moment(self.settings, row.ended_at.unwrap_or_default())?;
        self.line(folder, &ending_of(&row.id), title, ended)
    }

    fn line(&self, folder: &str, id: &str, title: String, at: cap::Time) -> Result<FeedEntry> {
        let (l, warning) = (Words(self.settings.lang), self.warning);
        let facts = [
            self.authority.name.as_str(),
            &warning.row.number,
            texts::class_name(l, warning.class),
            warning.tlp.label(),
        ];
        let status = if self.realm.is_exercise() { Status::Exercise } else { Status::Actual };
        Ok(FeedEntry {
            id: format!("{}/cap/alerts/{id}", self.settings.public_url),
            title,
            updated: at,
            published: Some(at),
            link: format!("{folder}/{id}"),
            summary: Some(facts.join(" · ")),
            categories: vec![status.code().to_owned(), warning.class.as_str().to_owned()],
        })
    }

    fn headline(&self) -> String {
        let text = self.warning.content.text(self.settings.lang);
        text.map_or_else(String::new, |(_, text)| text.headline.clone())
    }
}

fn ending_of(id: &str) -> String {
    format!("{id}{ENDING}")
}

/// The words in a language, where its headline says what happens.
fn written(content: &Content, lang: Lang) -> Option<&Text> {
    content.texts.get(lang.code()).filter(|text| !text.headline.is_empty())
}

fn filled(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

/// One of CAP's codes: our own keys are the same words in small letters.
fn code<T>(key: &str, from_code: impl Fn(&str) -> Option<T>, unknown: T) -> T {
    let mut letters = key.chars();
    let code = letters.next().map(|first| first.to_ascii_uppercase().to_string() + letters.as_str());
    code.and_then(|code| from_code(&code)).unwrap_or(unknown)
}

/// Whom a message may reach, as systems pass it on: FIRST's own words, in short.
fn restriction(tlp: Tlp) -> &'static str {
    match tlp {
        Tlp::Red => "TLP:RED. For the eyes and ears of individual recipients only.",
        Tlp::AmberStrict => {
            "TLP:AMBER+STRICT. On a need-to-know basis within the recipient's organisation only."
        }
        Tlp::Amber => {
            "TLP:AMBER. On a need-to-know basis within the recipient's organisation and its clients."
        }
        Tlp::Green => "TLP:GREEN. Within the recipient's community; not by publicly accessible channels.",
        Tlp::Clear => "TLP:CLEAR. No limit on disclosure.",
    }
}

/// The regions of an audience; none where it is not chosen by region.
fn areas(lang: Lang, regions: &[String]) -> Vec<Area> {
    let area = |region: &String| {
        let mut area = Area::new(directory::region_name(lang, region));
        let system = if region.contains('-') { names::SUBDIVISION } else { names::COUNTRY };
        area.geocodes = vec![NamedValue { name: system.to_owned(), value: region.clone() }];
        area
    };
    regions.iter().filter(|region| !region.trim().is_empty()).map(area).collect()
}
