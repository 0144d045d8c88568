//! The elements of a message as an [`Alert`], in the order of the schema (CAP §3.4).

use crate::tree::{Element, Fault, ReadError, Reason, read_tree};
use crate::xml::SPACE;
use crate::{
    Alert, Area, Category, Certainty, Circle, DEFAULT_LANGUAGE, Info, MsgType, NamedValue, Point, Reference,
    Resource, ResponseType, Scope, Severity, Status, Time, Urgency, list,
};

/// Reads a CAP 1.2 message, in UTF-8 and with any prefix. A signature in it is passed over and not looked at (CAP
/// §3.3.4), comments too. Texts are kept as they are; codes, names, times and numbers may have space around them.
///
/// What is read fits the schema, within the limits of this crate. Whether it also keeps the rules that the standard
/// states in words, [`Alert::check`] says.
pub fn read(bytes: &[u8]) -> Result<Alert, ReadError> {
    read_tree(bytes, alert)
}

/// The children of an element, taken one after another as the schema has them.
struct Children<'e> {
    parent: &'e Element,
    rest: &'e [Element],
}

impl<'e> Children<'e> {
    fn of(parent: &'e Element) -> Result<Self, Fault> {
        if parent.text.trim_matches(SPACE).is_empty() {
            Ok(Self { parent, rest: &parent.children })
        } else {
            Err(parent.fault(Reason::StrayText))
        }
    }

    fn optional<T>(
        &mut self,
        name: &str,
        read: impl Fn(&'e Element) -> Result<T, Fault>,
    ) -> Result<Option<T>, Fault> {
        match self.rest {
            [first, rest @ ..] if first.name == name => {
                self.rest = rest;
                read(first).map(Some)
            }
            _ => Ok(None),
        }
    }

    fn required<T>(
        &mut self,
        name: &'static str,
        read: impl Fn(&'e Element) -> Result<T, Fault>,
    ) -> Result<T, Fault> {
        self.optional(name, read)?.ok_or_else(|| match self.rest {
            // It is there, but something stands before it that does not belong here.
            [first, rest @ ..] if rest.iter().any(|later| later.name == name) => {
                first.fault(Reason::Unexpected)
            }
            _ => self.parent.fault(Reason::Missing(name)),
        })
    }

    fn list<T>(
        &mut self,
        name: &str,
        read: impl Fn(&'e Element) -> Result<T, Fault>,
    ) -> Result<Vec<T>, Fault> {
        let mut all = Vec::new();
        while let Some(one) = self.optional(name, &read)? {
            all.push(one);
        }
        Ok(all)
    }

    fn end(self) -> Result<(), Fault> {
        self.rest.first().map_or(Ok(()), |first| Err(first.fault(Reason::Unexpected)))
    }
}

fn alert(element: &Element) -> Result<Alert, Fault> {
    let mut children = Children::of(element)?;
    let alert = Alert {
        identifier: children.required("identifier", word)?,
        sender: children.required("sender", word)?,
        sent: children.required("sent", time)?,
        status: children.required("status", code(Status::from_code))?,
        msg_type: children.required("msgType", code(MsgType::from_code))?,
        source: children.optional("source", text)?,
        scope: children.required("scope", code(Scope::from_code))?,
        restriction: children.optional("restriction", text)?,
        addresses: children.optional("addresses", items)?.unwrap_or_default(),
        codes: children.list("code", text)?,
        note: children.optional("note", text)?,
        references: children.optional("references", references)?.unwrap_or_default(),
        incidents: children.optional("incidents", items)?.unwrap_or_default(),
        infos: children.list("info", info)?,
    };
    children.end()?;
    Ok(alert)
}

fn info(element: &Element) -> Result<Info, Fault> {
    let mut children = Children::of(element)?;
    let info = Info {
        language: children.optional("language", word)?.unwrap_or_else(|| DEFAULT_LANGUAGE.to_owned()),
        categories: children.list("category", code(Category::from_code))?,
        event: children.required("event", text)?,
        response_types: children.list("responseType", code(ResponseType::from_code))?,
        urgency: children.required("urgency", code(Urgency::from_code))?,
        severity: children.required("severity", code(Severity::from_code))?,
        certainty: children.required("certainty", code(Certainty::from_code))?,
        audience: children.optional("audience", text)?,
        event_codes: children.list("eventCode", named_value)?,
        effective: children.optional("effective", time)?,
        onset: children.optional("onset", time)?,
        expires: children.optional("expires", time)?,
        sender_name: children.optional("senderName", text)?,
        headline: children.optional("headline", text)?,
        description: children.optional("description", text)?,
        instruction: children.optional("instruction", text)?,
        web: children.optional("web", word)?,
        contact: children.optional("contact", text)?,
        parameters: children.list("parameter", named_value)?,
        resources: children.list("resource", resource)?,
        areas: children.list("area", area)?,
    };
    children.end()?;
    if info.categories.is_empty() { Err(element.fault(Reason::Missing("category"))) } else { Ok(info) }
}

fn resource(element: &Element) -> Result<Resource, Fault> {
    let mut children = Children::of(element)?;
    let resource = Resource {
        description: children.required("resourceDesc", text)?,
        mime_type: children.required("mimeType", word)?,
        size: children.optional("size", size)?,
        uri: children.optional("uri", word)?,
        deref_uri: children.optional("derefUri", text)?,
        digest: children.optional("digest", word)?,
    };
    children.end()?;
    Ok(resource)
}

fn area(element: &Element) -> Result<Area, Fault> {
    let mut children = Children::of(element)?;
    let area = Area {
        description: children.required("areaDesc", text)?,
        polygons: children.list("polygon", polygon)?,
        circles: children.list("circle", circle)?,
        geocodes: children.list("geocode", named_value)?,
        altitude: children.optional("altitude", feet)?,
        ceiling: children.optional("ceiling", feet)?,
    };
    children.end()?;
    Ok(area)
}

fn named_value(element: &Element) -> Result<NamedValue, Fault> {
    let mut children = Children::of(element)?;
    let named =
        NamedValue { name: children.required("valueName", text)?, value: children.required("value", text)? };
    children.end()?;
    Ok(named)
}

/// The text as it is.
fn text(element: &Element) -> Result<String, Fault> {
    element.children.first().map_or(Ok(element.text.clone()), |child| Err(child.fault(Reason::Unexpected)))
}

/// The text without the space around it.
fn word(element: &Element) -> Result<String, Fault> {
    text(element).map(|text| text.trim_matches(SPACE).to_owned())
}

fn code<T>(from_code: impl Fn(&str) -> Option<T>) -> impl Fn(&Element) -> Result<T, Fault> {
    move |element| from_code(&word(element)?).ok_or_else(|| element.not("one of the codes of the standard"))
}

fn time(element: &Element) -> Result<Time, Fault> {
    moment(&word(element)?).ok_or_else(|| {
        element
            .not("a time such as 2026-11-25T03:10:00+01:00, its offset in digits and never as Z (CAP §3.3.2)")
    })
}

fn moment(text: &str) -> Option<Time> {
    text.parse().ok()
}

fn items(element: &Element) -> Result<Vec<String>, Fault> {
    list::split(&text(element)?).ok_or_else(|| {
        element.not("a list between spaces, in which items with spaces lie between double quotes")
    })
}

fn references(element: &Element) -> Result<Vec<Reference>, Fault> {
    let one = |triple: &str| {
        let [sender, identifier, sent] = triple.split(',').collect::<Vec<_>>().try_into().ok()?;
        Some(Reference { sender: sender.to_owned(), identifier: identifier.to_owned(), sent: moment(sent)? })
    };
    let all = words(&text(element)?).map(one).collect::<Option<_>>();
    all.ok_or_else(|| element.not("a list of sender,identifier,sent between spaces"))
}

fn size(element: &Element) -> Result<u64, Fault> {
    word(element)?.parse().ok().ok_or_else(|| element.not("a number of bytes"))
}

fn feet(element: &Element) -> Result<f64, Fault> {
    decimal(&word(element)?).ok_or_else(|| element.not("a decimal number"))
}

fn polygon(element: &Element) -> Result<Vec<Point>, Fault> {
    let points = words(&text(element)?).map(point).collect::<Option<_>>();
    points.ok_or_else(|| element.not("a list of latitude,longitude between spaces"))
}

fn circle(element: &Element) -> Result<Circle, Fault> {
    let text = text(element)?;
    let parts = words(&text).collect::<Vec<_>>();
    let circle = match parts[..] {
        [centre, radius] => point(centre).zip(decimal(radius)),
        _ => None,
    };
    let circle = circle.map(|(centre, radius)| Circle { centre, radius });
    circle.ok_or_else(|| element.not("latitude,longitude and a radius in kilometres"))
}

fn point(text: &str) -> Option<Point> {
    let (latitude, longitude) = text.split_once(',')?;
    Some(Point { latitude: decimal(latitude)?, longitude: decimal(longitude)? })
}

/// A number as XML Schema Part 2, §3.2.3 ("decimal"), has it: Rust's parser also takes "inf" and "1e5".
fn decimal(text: &str) -> Option<f64> {
    let plain = text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'.' | b'+' | b'-'));
    text.parse().ok().filter(|number: &f64| plain && number.is_finite())
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(SPACE).filter(|word| !word.is_empty())
}
