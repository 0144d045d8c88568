//! The rules that the standard states in words: the schema alone lets alerts through that nobody may send.

use crate::xml::{SPACE, allowed};
use crate::{
    Alert, Area, Circle, Info, MAX_BYTES, MsgType, NamedValue, Point, Resource, SIGNATURE_ROOM, Scope,
    Status, list, read, write,
};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use std::fmt;

/// The fewest points of a polygon, the first counted again as the last (CAP §3.2.4, `polygon`).
const MIN_POLYGON: usize = 4;
/// The hexadecimal digits of a SHA-1 digest (FIPS 180-2).
const SHA1_DIGITS: usize = 40;
/// The digits of a number that every processor of XML Schema reads (XML Schema Part 2, §3.2.3).
const MAX_DECIMAL_DIGITS: usize = 18;
/// The longest part of a language tag, in characters (RFC 3066, §2.1).
const MAX_SUBTAG: usize = 8;

const NO_HEIGHT: &str = "A height is a number of feet, of at most 18 digits.";
const OFF_EARTH: &str = "A latitude is from -90 to 90, a longitude from -180 to 180 degrees.";

/// Something in an alert that CAP forbids. Shown as `alert/info[1]/expires: …`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The element, such as `alert/info[2]/area[1]/polygon[1]`; numbers count from 1.
    pub element: String,
    /// What is wrong, an English sentence.
    pub sentence: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.element, self.sentence)
    }
}

impl Alert {
    /// Whether the standard allows the alert: everything that it says must be so (CAP §3.2 and §3.3), not what it
    /// only advises. An alert without problems is written so that [`read()`] gives it back.
    pub fn check(&self) -> Result<(), Vec<Problem>> {
        let mut problems = Vec::new();
        check_alert(self, &mut Place { path: "alert".to_owned(), problems: &mut problems });
        if problems.is_empty() {
            problems.extend(unreadable(self));
        }
        if problems.is_empty() { Ok(()) } else { Err(problems) }
    }
}

/// What we could not read ourselves, such as a text that is too long, is not sent.
fn unreadable(alert: &Alert) -> Option<Problem> {
    let text = write(alert);
    if text.len() + SIGNATURE_ROOM > MAX_BYTES {
        return Some(Problem {
            element: "alert".to_owned(),
            sentence: "The message is too large.".to_owned(),
        });
    }
    let error = read(text.as_bytes()).err()?;
    Some(Problem { element: error.element, sentence: format!("It could not be read: {}.", error.reason) })
}

/// Where a check stands, and what was found so far.
struct Place<'p> {
    path: String,
    problems: &'p mut Vec<Problem>,
}

impl Place<'_> {
    /// The same place, one element further in.
    fn at(&mut self, name: &str) -> Place<'_> {
        Place { path: format!("{}/{name}", self.path), problems: self.problems }
    }

    /// Checks each element of a list.
    fn each<T>(&mut self, name: &str, items: &[T], check: impl Fn(&T, &mut Place<'_>)) {
        for (number, item) in (1..).zip(items) {
            check(item, &mut self.at(&format!("{name}[{number}]")));
        }
    }

    fn must(&mut self, holds: bool, sentence: &str) {
        if !holds {
            self.problems.push(Problem { element: self.path.clone(), sentence: sentence.to_owned() });
        }
    }

    fn text(&mut self, text: &str) {
        self.must(text.chars().all(allowed), "A text may not hold control characters (XML 1.0, 2.2).");
    }

    fn optional(&mut self, name: &str, text: Option<&String>) {
        text.into_iter().for_each(|text| self.at(name).text(text));
    }

    fn filled(&mut self, name: &str, text: &str) {
        let mut place = self.at(name);
        place.text(text);
        place.must(!text.trim_matches(SPACE).is_empty(), "This text may not be empty.");
    }

    /// CAP §3.2.1, `identifier` and `sender`.
    fn name(&mut self, name: &str, text: &str) {
        self.filled(name, text);
        let plain = !text.contains([',', '<', '&']) && !text.contains(char::is_whitespace);
        self.at(name).must(plain, "An identifier or sender may not hold spaces, commas, \"<\" or \"&\".");
    }

    fn uri(&mut self, name: &str, text: &str) {
        let mut place = self.at(name);
        place.text(text);
        place
            .must(!text.is_empty() && !text.contains(char::is_whitespace), "An address may not hold spaces.");
    }

    /// CAP §3.2.1, `addresses` and `incidents`.
    fn list(&mut self, name: &str, items: &[String]) {
        let mut place = self.at(name);
        for item in items {
            place.text(item);
            place.must(
                list::can_be_listed(item),
                "An item may not be empty or begin with a double quote, nor hold one together with a space.",
            );
        }
    }
}

fn check_alert(alert: &Alert, place: &mut Place<'_>) {
    place.name("identifier", &alert.identifier);
    place.name("sender", &alert.sender);
    place.optional("source", alert.source.as_ref());
    check_scope(alert, place);
    place.each("code", &alert.codes, |code, place| place.text(code));
    place.optional("note", alert.note.as_ref());
    check_references(alert, place);
    place.list("incidents", &alert.incidents);
    place.at("info").must(
        !alert.infos.is_empty() || may_stand_alone(alert),
        "Only an acknowledgement, a cancellation, a rejection or a message of a system goes without.",
    );
    place.each("info", &alert.infos, check_info);
}

/// CAP §3.2.1, `scope`, `restriction` and `addresses`.
fn check_scope(alert: &Alert, place: &mut Place<'_>) {
    let restricted = alert.scope == Scope::Restricted;
    match &alert.restriction {
        Some(rule) if restricted => place.filled("restriction", rule),
        Some(_) => {
            place.at("restriction").must(false, "Only a message of restricted scope has a restriction.")
        }
        None => {
            place.at("restriction").must(!restricted, "A message of restricted scope says whom it may reach.")
        }
    }
    place.list("addresses", &alert.addresses);
    place.at("addresses").must(
        alert.scope != Scope::Private || !alert.addresses.is_empty(),
        "A message of private scope says whom it is for.",
    );
}

/// CAP §3.2.1, `msgType` and `references`.
fn check_references(alert: &Alert, place: &mut Place<'_>) {
    let about_others = alert.msg_type != MsgType::Alert;
    place.at("references").must(
        !about_others || !alert.references.is_empty(),
        "An update, cancellation, acknowledgement or rejection refers to earlier messages.",
    );
    let mut place = place.at("references");
    for reference in &alert.references {
        place.name("sender", &reference.sender);
        place.name("identifier", &reference.identifier);
    }
}

/// CAP §1.3: an alert without information is for acknowledgements, cancellations and other work of systems.
fn may_stand_alone(alert: &Alert) -> bool {
    alert.status == Status::System
        || matches!(alert.msg_type, MsgType::Cancel | MsgType::Ack | MsgType::Error)
}

/// CAP §3.2.2.
fn check_info(info: &Info, place: &mut Place<'_>) {
    place
        .at("language")
        .must(is_language(&info.language), "A language is named as RFC 3066 has it, such as nl-BE.");
    place.at("category").must(!info.categories.is_empty(), "At least one category is needed.");
    place.filled("event", &info.event);
    place.optional("audience", info.audience.as_ref());
    place.each("eventCode", &info.event_codes, check_named_value);
    place.optional("senderName", info.sender_name.as_ref());
    place.optional("headline", info.headline.as_ref());
    place.optional("description", info.description.as_ref());
    place.optional("instruction", info.instruction.as_ref());
    if let Some(web) = &info.web {
        place.uri("web", web);
        place.at("web").must(is_absolute(web), "The address must be absolute, such as https://example.org/.");
    }
    place.optional("contact", info.contact.as_ref());
    place.each("parameter", &info.parameters, check_named_value);
    place.each("resource", &info.resources, check_resource);
    place.each("area", &info.areas, check_area);
}

fn check_named_value(named: &NamedValue, place: &mut Place<'_>) {
    place.filled("valueName", &named.name);
    place.at("value").text(&named.value);
}

/// CAP §3.2.3.
fn check_resource(resource: &Resource, place: &mut Place<'_>) {
    place.filled("resourceDesc", &resource.description);
    place.filled("mimeType", &resource.mime_type);
    place.at("mimeType").must(
        is_media_type(&resource.mime_type),
        "A media type is written as RFC 2046 has it, such as text/html.",
    );
    if let Some(uri) = &resource.uri {
        place.uri("uri", uri);
        let whole = is_absolute(uri) || resource.deref_uri.is_some();
        place
            .at("uri")
            .must(whole, "The address must be absolute, unless it names a file within the message.");
    }
    if let Some(file) = &resource.deref_uri {
        let base64 = file.chars().filter(|c| !SPACE.contains(c)).collect::<String>();
        place.at("derefUri").must(STANDARD.decode(base64).is_ok(), "A file within the message is in Base64.");
    }
    if let Some(digest) = &resource.digest {
        let sha1 = digest.len() == SHA1_DIGITS && digest.bytes().all(|byte| byte.is_ascii_hexdigit());
        place.at("digest").must(sha1, "A digest is one of SHA-1, in 40 hexadecimal digits.");
    }
}

/// CAP §3.2.4.
fn check_area(area: &Area, place: &mut Place<'_>) {
    place.filled("areaDesc", &area.description);
    place.each("polygon", &area.polygons, |points, place| {
        place.must(
            points.len() >= MIN_POLYGON,
            "A polygon has at least four points, the first counted twice.",
        );
        place.must(points.first() == points.last(), "The last point of a polygon is the first again.");
        place.must(points.iter().all(on_earth), OFF_EARTH);
    });
    place.each("circle", &area.circles, |Circle { centre, radius }, place| {
        place.must(on_earth(centre), OFF_EARTH);
        place.must(radius.is_finite() && *radius >= 0.0, "A radius is a number of kilometres, not below 0.");
    });
    place.each("geocode", &area.geocodes, check_named_value);
    place.at("altitude").must(area.altitude.is_none_or(is_height), NO_HEIGHT);
    place.at("ceiling").must(area.ceiling.is_none_or(is_height), NO_HEIGHT);
    if let Some(ceiling) = area.ceiling {
        let above = area.altitude.is_some_and(|altitude| altitude <= ceiling);
        place.at("ceiling").must(above, "A ceiling needs an altitude that is not above it.");
    }
}

/// Whether every reader of the schema can read it (XML Schema Part 2, §3.2.3).
fn is_height(feet: f64) -> bool {
    feet.is_finite() && feet.to_string().bytes().filter(u8::is_ascii_digit).count() <= MAX_DECIMAL_DIGITS
}

/// CAP §3.3.1.
fn on_earth(point: &Point) -> bool {
    (-90.0..=90.0).contains(&point.latitude) && (-180.0..=180.0).contains(&point.longitude)
}

/// RFC 2046, §1: two names and a slash between, parameters after them.
fn is_media_type(text: &str) -> bool {
    let (kind, subtype) = text.split_once('/').unwrap_or_default();
    !kind.is_empty() && !subtype.is_empty() && text.trim_matches(SPACE) == text
}

/// RFC 3066, §2.1: letters, then parts of letters and digits.
fn is_language(tag: &str) -> bool {
    let part = |part: &str| {
        (1..=MAX_SUBTAG).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric())
    };
    let letters =
        tag.split('-').next().is_some_and(|first| first.bytes().all(|byte| byte.is_ascii_alphabetic()));
    letters && tag.split('-').all(part)
}

/// RFC 3986, §3.1: whether an address begins with a scheme.
fn is_absolute(uri: &str) -> bool {
    let scheme = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.');
    uri.split_once(':').is_some_and(|(name, rest)| {
        name.starts_with(|c: char| c.is_ascii_alphabetic()) && name.bytes().all(scheme) && !rest.is_empty()
    })
}
