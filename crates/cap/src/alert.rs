//! The parts of a CAP message, one field per element. What an empty list or `None` stands for is not written.

use crate::{Category, Certainty, MsgType, ResponseType, Scope, Severity, Status, Time, Urgency};

/// A CAP message (CAP §3.2.1). [`Alert::check`] says whether the standard allows what it holds.
#[derive(Clone, Debug, PartialEq)]
pub struct Alert {
    /// Names this message among all of its sender, without spaces, commas, `<` or `&`.
    pub identifier: String,
    /// Names the sender among all in the world, such as a domain name; the same letters are forbidden.
    pub sender: String,
    /// When it was sent.
    pub sent: Time,
    /// How it is to be taken.
    pub status: Status,
    /// What it does.
    pub msg_type: MsgType,
    /// The person or device that it comes from.
    pub source: Option<String>,
    /// Who may see it.
    pub scope: Scope,
    /// Whom a [`Scope::Restricted`] message may reach; only then, but then always.
    pub restriction: Option<String>,
    /// Whom it is for; a [`Scope::Private`] message always says so.
    pub addresses: Vec<String>,
    /// Codes for special handling, agreed upon between systems (`code`).
    pub codes: Vec<String>,
    /// What it is for, or why: the name of an exercise, the reason of a rejection.
    pub note: Option<String>,
    /// The earlier messages that this one is about.
    pub references: Vec<Reference>,
    /// The names of the incidents it belongs to.
    pub incidents: Vec<String>,
    /// What happened, once per language (`info`).
    pub infos: Vec<Info>,
}

/// An earlier message: the three things that identify it (CAP §3.2.1, `references`).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Reference {
    /// Its `sender`.
    pub sender: String,
    /// Its `identifier`.
    pub identifier: String,
    /// Its `sent`.
    pub sent: Time,
}

/// What happened, how urgent, grave and sure it is, and what to do, in one language (CAP §3.2.2).
#[derive(Clone, Debug, PartialEq)]
pub struct Info {
    /// The language of its texts, as RFC 3066 has it: "nl-BE". If a message does not say, it is
    /// [`crate::DEFAULT_LANGUAGE`].
    pub language: String,
    /// What kind of event it is; at least one (`category`).
    pub categories: Vec<Category>,
    /// The event, in a few words.
    pub event: String,
    /// What the audience is advised to do (`responseType`).
    pub response_types: Vec<ResponseType>,
    /// How soon something must be done.
    pub urgency: Urgency,
    /// How grave it is.
    pub severity: Severity,
    /// How sure it is.
    pub certainty: Certainty,
    /// Whom it is meant for.
    pub audience: Option<String>,
    /// Codes of other systems for the event (`eventCode`).
    pub event_codes: Vec<NamedValue>,
    /// From when the information holds; if it does not say, from `sent`.
    pub effective: Option<Time>,
    /// When the event is expected to begin.
    pub onset: Option<Time>,
    /// Until when the information holds.
    pub expires: Option<Time>,
    /// The name of the sender, for people.
    pub sender_name: Option<String>,
    /// One line; the standard advises at most 160 characters.
    pub headline: Option<String>,
    /// The event at length.
    pub description: Option<String>,
    /// What to do.
    pub instruction: Option<String>,
    /// An absolute address where more is told.
    pub web: Option<String>,
    /// Whom to ask.
    pub contact: Option<String>,
    /// Further values, for systems (`parameter`).
    pub parameters: Vec<NamedValue>,
    /// Files that belong to it (`resource`).
    pub resources: Vec<Resource>,
    /// Where (`area`).
    pub areas: Vec<Area>,
}

/// A value in a system of values (CAP §3.2.2, `eventCode` and `parameter`; §3.2.4, `geocode`).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct NamedValue {
    /// The system (`valueName`).
    pub name: String,
    /// The value in it.
    pub value: String,
}

/// A file that belongs to an [`Info`] (CAP §3.2.3).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Resource {
    /// What it is, for people (`resourceDesc`).
    pub description: String,
    /// Its media type.
    pub mime_type: String,
    /// How large it is, in bytes.
    pub size: Option<u64>,
    /// Where it is: an absolute address, or a name for what is in `deref_uri`.
    pub uri: Option<String>,
    /// The file itself in Base64, for receivers without a way back (`derefUri`). On a network like ours it must not
    /// be passed on (CAP §3.2.3); it is read so that a message with one is understood.
    pub deref_uri: Option<String>,
    /// Its SHA-1 digest, in hexadecimal digits. (CAP knows no other.)
    pub digest: Option<String>,
}

/// A region (CAP §3.2.4): what `polygons`, `circles` and `geocodes` cover together.
#[derive(Clone, Debug, PartialEq)]
pub struct Area {
    /// What it is called (`areaDesc`).
    pub description: String,
    /// Outlines: at least four points each, of which the last is the first again (`polygon`).
    pub polygons: Vec<Vec<Point>>,
    /// Points and how far around them (`circle`).
    pub circles: Vec<Circle>,
    /// Codes for it (`geocode`).
    pub geocodes: Vec<NamedValue>,
    /// Its height above mean sea level in feet, or the lowest if there is a `ceiling`.
    pub altitude: Option<f64>,
    /// Its greatest height above mean sea level in feet; only together with `altitude`.
    pub ceiling: Option<f64>,
}

/// A point on the earth, in degrees of WGS 84 (CAP §3.3.1).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    /// North of the equator, -90 to 90.
    pub latitude: f64,
    /// East of Greenwich, -180 to 180.
    pub longitude: f64,
}

/// Everything within a distance of a point.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Circle {
    /// Its middle.
    pub centre: Point,
    /// How far, in kilometres.
    pub radius: f64,
}

impl Alert {
    /// A public alert that says nothing yet.
    pub fn new(identifier: &str, sender: &str, sent: Time, status: Status, msg_type: MsgType) -> Self {
        Self {
            identifier: identifier.to_owned(),
            sender: sender.to_owned(),
            sent,
            status,
            msg_type,
            source: None,
            scope: Scope::Public,
            restriction: None,
            addresses: vec![],
            codes: vec![],
            note: None,
            references: vec![],
            incidents: vec![],
            infos: vec![],
        }
    }

    /// How a later message refers to this one.
    pub fn reference(&self) -> Reference {
        Reference { sender: self.sender.clone(), identifier: self.identifier.clone(), sent: self.sent }
    }
}

impl Info {
    /// An event of one category, of which urgency, severity and certainty are not known.
    pub fn new(language: &str, category: Category, event: &str) -> Self {
        Self {
            language: language.to_owned(),
            categories: vec![category],
            event: event.to_owned(),
            response_types: vec![],
            urgency: Urgency::Unknown,
            severity: Severity::Unknown,
            certainty: Certainty::Unknown,
            audience: None,
            event_codes: vec![],
            effective: None,
            onset: None,
            expires: None,
            sender_name: None,
            headline: None,
            description: None,
            instruction: None,
            web: None,
            contact: None,
            parameters: vec![],
            resources: vec![],
            areas: vec![],
        }
    }
}

impl Area {
    /// A region that only has a name.
    pub fn new(description: &str) -> Self {
        Self {
            description: description.to_owned(),
            polygons: vec![],
            circles: vec![],
            geocodes: vec![],
            altitude: None,
            ceiling: None,
        }
    }
}
