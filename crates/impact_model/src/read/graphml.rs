//! Networks in GraphML (<http://graphml.graphdrawing.org/specification.html>), as graph tools read and write it.
//!
//! | element | is | `source` | `target` | data, besides `type` |
//! |---|---|---|---|---|
//! | `node`, type `institution` | an institution, its `id` the node's | | | name, kind, country, region, lat, lon, operator, beds, detect_h, isolate_h, offline_backup |
//! | `node`, type `service` | a service; its `id`, such as `h1/lis`, the node's | | | per_day, capacity_per_day |
//! | `edge`, type `dependency` | one provider of a dependency | provider | who depends | group, share, first_loss, later_loss, buffer_h, reentry_h, threshold |
//! | `edge`, type `link` | a link, its `id` the edge's | end `a` | end `b` | kind, spread_per_day, carries |
//! | `edge`, type `agreement` | an agreement | `from` | `to` | per_day, transport_h, contract |
//!
//! The data are those of the tables ([`super::tables`]), also for a dependency with several providers: one edge for
//! each, with the same target and `group`. The graph itself may have `name` and `source`. Data name a `key`, whose
//! `attr.name` counts; a key that is not declared stands for itself. Where a tool numbers edges anew, a link's `id` is
//! a datum, which counts then.
//!
//! ```xml
//! <graphml xmlns="http://graphml.graphdrawing.org/xmlns">
//!   <key id="d0" for="all" attr.name="type" attr.type="string"/>
//!   <key id="d1" for="all" attr.name="kind" attr.type="string"/>
//!   <key id="d2" for="node" attr.name="country" attr.type="string"/>
//!   <graph edgedefault="directed">
//!     <node id="h1"><data key="d0">institution</data><data key="d1">hospital</data><data key="d2">BE</data></node>
//!     <node id="h1/lis"><data key="d0">service</data></node>
//!   </graph>
//! </graphml>
//! ```
//!
//! Refused, each with a finding: document types and entities of one's own, other encodings than UTF-8, graphs in
//! graphs, hyperedges, ports, undirected graphs, defaults of keys, and more than one graph.
//!
//! Some control characters cannot stand in XML at all; when a network is written as GraphML, U+FFFD replaces them.

use std::borrow::Cow;
use std::collections::BTreeMap;

use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesDecl, BytesRef, BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use super::MAX_MEMBERS;
use super::fault::{Faults, Stop};
use super::fields::{Field, FromValue, Record};
use super::lists::{List, Reading};
use crate::nearest::suggestion;

/// The most attributes of an element.
pub const MAX_ATTRIBUTES: usize = 64;

/// The types of nodes.
const NODES: &[&str] = &["institution", "service"];
/// The types of edges.
const EDGES: &[&str] = &["dependency", "link", "agreement"];

/// What the declared keys of data mean, by their `id`.
pub(super) type Keys = BTreeMap<String, String>;

/// Reads a whole file; gives back its keys.
pub(super) fn read(text: &str, into: &mut Reading) -> Keys {
    let mut document = Document::new(text, 0, Keys::new());
    if let Err(stop) = document.read(into) {
        into.faults.stopped(stop);
    }
    document.keys
}

/// Reads the node or edge again that begins at a byte.
pub(super) fn record<'a>(text: &'a str, keys: &Keys, at: usize) -> Option<Record<'a>> {
    let mut document = Document::new(text.get(at..)?, at, keys.clone());
    let (at, Event::Start(element)) = document.next().ok()? else { return None };
    let (_, record) = document.part(at, &element, &mut Faults::default()).ok()??;
    Some(record)
}

/// Walks through the elements of a file.
struct Document<'a> {
    reader: Reader<&'a [u8]>,
    /// At which byte of the file the reader began.
    base: usize,
    keys: Keys,
}

impl<'a> Document<'a> {
    fn new(text: &'a str, base: usize, keys: Keys) -> Self {
        let mut reader = Reader::from_str(text);
        reader.config_mut().expand_empty_elements = true;
        Self { reader, base, keys }
    }

    fn read(&mut self, into: &mut Reading) -> Result<(), Stop> {
        let (mut outermost, mut graphs) = (0, 0);
        loop {
            match self.next()? {
                (at, Event::Start(element)) if name_of(&element) == "graphml" && outermost == 0 => {
                    outermost += 1;
                    self.graphml(at, &mut graphs, into)?;
                }
                (at, Event::Eof) if graphs == 0 => {
                    return Err(Stop::new(at, "there is no graph in this file"));
                }
                (_, Event::Eof) => return Ok(()),
                (_, Event::Text(text)) if text.trim().is_empty() => {}
                (at, _) => return Err(Stop::new(at, "a file of GraphML is one element <graphml>")),
            }
        }
    }

    fn graphml(&mut self, at: usize, graphs: &mut usize, into: &mut Reading) -> Result<(), Stop> {
        while let Some((at, element)) = self.child(at, &mut into.faults)? {
            match name_of(&element) {
                "key" => self.key(at, &element, &mut into.faults)?,
                "graph" if *graphs == 0 => {
                    *graphs += 1;
                    self.graph(at, &element, into)?;
                }
                "graph" => return Err(Stop::new(at, "there is more than one graph in this file")),
                _ => self.skip(at, &element, &["key", "graph"], &mut into.faults)?,
            }
        }
        Ok(())
    }

    /// Learns what a key means.
    fn key(&mut self, at: usize, element: &BytesStart<'_>, faults: &mut Faults) -> Result<(), Stop> {
        let (mut id, mut name) = (None, None);
        for (attribute, value) in attributes(at, element)? {
            match attribute.as_str() {
                "id" => id = Some(value),
                "attr.name" => name = Some(value),
                _ => {}
            }
        }
        match id {
            Some(_) if self.keys.len() == MAX_MEMBERS => {
                return Err(Stop::new(at, format!("there are more than {MAX_MEMBERS} keys")));
            }
            Some(id) => drop(self.keys.insert(id.clone(), name.unwrap_or(id))),
            None => faults.say(at, "a key must have an id"),
        }
        while let Some((at, child)) = self.child(at, faults)? {
            self.skip(at, &child, &[], faults)?;
        }
        Ok(())
    }

    fn graph(&mut self, at: usize, element: &BytesStart<'_>, into: &mut Reading) -> Result<(), Stop> {
        let undirected = |(name, value): &(String, String)| name == "edgedefault" && value == "undirected";
        if attributes(at, element)?.iter().any(undirected) {
            let message = "edges go from provider to dependent: write edgedefault=\"directed\"";
            into.faults.say(at, message);
        }
        while let Some((at, element)) = self.child(at, &mut into.faults)? {
            match name_of(&element) {
                "node" | "edge" => {
                    if let Some((list, record)) = self.part(at, &element, &mut into.faults)? {
                        into.add_flat(list, record);
                    }
                }
                "data" => self.about(at, &element, into)?,
                _ => self.skip(at, &element, &["node", "edge", "data"], &mut into.faults)?,
            }
        }
        Ok(())
    }

    /// One of the texts about the network as a whole.
    fn about(&mut self, at: usize, element: &BytesStart<'_>, into: &mut Reading) -> Result<(), Stop> {
        let Some(field) = self.data(at, element, &mut into.faults)? else { return Ok(()) };
        let text = String::from_value(&field.value).unwrap_or_default();
        match field.name.as_ref() {
            "name" => into.network.name = text,
            "source" => into.network.source = text,
            other => {
                let message =
                    format!("a graph has no {other:?}{}", suggestion(other, ["name", "source"].into_iter()));
                into.faults.say(at, message);
            }
        }
        Ok(())
    }

    /// A node or an edge: to which list it belongs, and its fields. None if that is not clear, which has then been said.
    fn part(
        &mut self,
        at: usize,
        element: &BytesStart<'_>,
        faults: &mut Faults,
    ) -> Result<Option<(List, Record<'a>)>, Stop> {
        let (own, types): (&[&str], _) = match name_of(element) {
            "node" => (&["id"], NODES),
            _ => (&["id", "source", "target", "directed"], EDGES),
        };
        let mut record = Record { at, fields: Vec::new() };
        for (name, value) in attributes(at, element)? {
            if own.contains(&name.as_str()) {
                record.fields.push(Field::owned(name, at, value));
            } else {
                faults.say(at, format!("the attribute {name:?} is not read here: write <data>"));
            }
        }
        while let Some((at, child)) = self.child(at, faults)? {
            if name_of(&child) == "data" {
                record.fields.extend(self.data(at, &child, faults)?);
            } else {
                self.skip(at, &child, &["data"], faults)?;
            }
            if record.fields.len() > MAX_MEMBERS {
                return Err(Stop::new(at, format!("an element may have {MAX_MEMBERS} data at most")));
            }
        }
        Ok(typed(record, types, faults))
    }

    /// A datum, whose name is that of its key.
    fn data(
        &mut self,
        at: usize,
        element: &BytesStart<'_>,
        faults: &mut Faults,
    ) -> Result<Option<Field<'a>>, Stop> {
        let key = attributes(at, element)?.into_iter().find(|(name, _)| name == "key");
        let text = self.content(at, faults)?;
        let Some((_, key)) = key else {
            faults.say(at, "data must have a key");
            return Ok(None);
        };
        let name = self.keys.get(&key).cloned().unwrap_or(key);
        Ok(Some(Field::owned(name, at, text)))
    }

    /// The text of an element, to its end.
    fn content(&mut self, start: usize, faults: &mut Faults) -> Result<String, Stop> {
        let mut content = String::new();
        loop {
            match self.next()? {
                (_, Event::Text(text)) => content.push_str(&text.xml10_content()),
                (_, Event::CData(text)) => content.push_str(&text.xml10_content()),
                (at, Event::GeneralRef(reference)) => content.push_str(&resolved(at, &reference)?),
                (at, Event::Start(element)) => self.skip(at, &element, &[], faults)?,
                (_, Event::Eof) => return Err(Stop::new(start, "this element is never closed")),
                _ => return Ok(content),
            }
        }
    }

    /// The next element inside the one that began at `start`; none at its end.
    fn child(&mut self, start: usize, faults: &mut Faults) -> Result<Option<(usize, BytesStart<'a>)>, Stop> {
        loop {
            match self.next()? {
                (at, Event::Start(element)) => return Ok(Some((at, element))),
                (_, Event::End(_)) => return Ok(None),
                (_, Event::Eof) => return Err(Stop::new(start, "this element is never closed")),
                (_, Event::Text(text)) if text.trim().is_empty() => {}
                (at, _) => faults.say(at, "a text may stand in <data> only"),
            }
        }
    }

    /// Goes past an element. A description is no fault; anything else has no business here.
    fn skip(
        &mut self,
        at: usize,
        element: &BytesStart<'_>,
        known: &[&str],
        faults: &mut Faults,
    ) -> Result<(), Stop> {
        let name = name_of(element);
        if name != "desc" {
            faults.say(at, format!("<{name}> is not read here{}", suggestion(name, known.iter().copied())));
        }
        self.reader.read_to_end(element.name()).map(|_| ()).map_err(|wrong| self.stop(&wrong))
    }

    /// The next event that means something, and where it begins.
    fn next(&mut self) -> Result<(usize, Event<'a>), Stop> {
        loop {
            let at = self.base + self.reader.buffer_position() as usize;
            match self.reader.read_event() {
                Ok(Event::Comment(_) | Event::PI(_)) => {}
                Ok(Event::Decl(declaration)) => encoding(at, &declaration)?,
                Ok(Event::DocType(_)) => return Err(Stop::new(at, "a document type is not read: remove it")),
                Ok(event) => return Ok((at, event)),
                Err(wrong) => return Err(self.stop(&wrong)),
            }
        }
    }

    fn stop(&self, wrong: &quick_xml::Error) -> Stop {
        Stop::new(self.base + self.reader.error_position() as usize, format!("this is no XML: {wrong}"))
    }
}

/// The name of an element, without a prefix.
fn name_of<'e>(element: &'e BytesStart<'_>) -> &'e str {
    element.local_name().into_inner()
}

/// The attributes of an element that begins at a byte, without those about name spaces and schemas.
fn attributes(at: usize, element: &BytesStart<'_>) -> Result<Vec<(String, String)>, Stop> {
    let mut attributes = Vec::new();
    for attribute in element.attributes() {
        let attribute = attribute.map_err(|wrong| Stop::new(at, format!("an attribute: {wrong}")))?;
        let name = attribute.key.into_inner();
        if name == "xmlns" || name.contains(':') {
            continue;
        }
        if attributes.len() == MAX_ATTRIBUTES {
            return Err(Stop::new(at, format!("an element may have {MAX_ATTRIBUTES} attributes at most")));
        }
        let value = attribute.normalized_value(XmlVersion::Implicit1_0);
        let value = value.map_err(|wrong| Stop::new(at, format!("the attribute {name}: {wrong}")))?;
        attributes.push((name.to_owned(), value.into_owned()));
    }
    Ok(attributes)
}

/// What a reference such as `&amp;` or `&#233;` stands for. Entities of one's own are not known.
fn resolved(at: usize, reference: &BytesRef<'_>) -> Result<Cow<'static, str>, Stop> {
    let wrong = || Stop::new(at, format!("&{}; is not known here", &**reference));
    match reference.resolve_char_ref().or(Err(wrong()))? {
        Some(letter) => Ok(letter.to_string().into()),
        None => resolve_predefined_entity(reference).map(Cow::from).ok_or_else(wrong),
    }
}

/// The text was read as UTF-8, so it should say so, or nothing.
fn encoding(at: usize, declaration: &BytesDecl<'_>) -> Result<(), Stop> {
    match declaration.encoding() {
        None => Ok(()),
        Some(Ok(name)) if name.eq_ignore_ascii_case("UTF-8") || name.eq_ignore_ascii_case("US-ASCII") => {
            Ok(())
        }
        Some(_) => Err(Stop::new(at, "the file must be in UTF-8, and say so or nothing")),
    }
}

/// To which list a record belongs, with its fields as that list calls them.
fn typed<'a>(mut record: Record<'a>, types: &[&str], faults: &mut Faults) -> Option<(List, Record<'a>)> {
    let field = record.take("type");
    let at = field.as_ref().map_or(record.at, |field| field.at);
    let word = field.and_then(|field| String::from_value(&field.value).ok()).unwrap_or_default();
    let (list, source, target) = match word.trim() {
        word if !types.contains(&word) => {
            let known = types.join(", ");
            faults.say(
                at,
                format!("type: {word:?} is none of {known}{}", suggestion(word, types.iter().copied())),
            );
            return None;
        }
        "institution" => (List::Institutions, "source", "target"),
        "service" => (List::Services, "source", "target"),
        "dependency" => (List::Dependencies, "on", "service"),
        "link" => (List::Links, "a", "b"),
        _ => (List::Agreements, "from", "to"),
    };
    // Whether tools call one edge directed, and how they number edges, means nothing here; a link's own identifier may
    // then be a datum.
    record.take("directed");
    let ids = record.fields.iter().filter(|field| field.name == "id").count();
    if matches!(list, List::Dependencies | List::Agreements) || list == List::Links && ids == 2 {
        record.take("id");
    }
    record.rename("source", source);
    record.rename("target", target);
    Some((list, record))
}
