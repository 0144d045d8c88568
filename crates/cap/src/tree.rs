//! The elements of a message, read within limits. What CAP has no use for and what makes XML dangerous is refused:
//! document types, entities of one's own, processing instructions, attributes, other namespaces.

use crate::xml::{SPACE, allowed};
use crate::{MAX_ATTRIBUTES, MAX_BYTES, MAX_DEPTH, MAX_ELEMENTS, MAX_EMBEDDED, MAX_TEXT, NAMESPACE};
use quick_xml::NsReader;
use quick_xml::events::{BytesDecl, BytesRef, BytesStart, Event};
use quick_xml::name::{Namespace, NamespaceResolver, ResolveResult};

/// The namespaces of CAP 1.0 and 1.1.
const OLDER: [&str; 2] = ["http://www.incident.com/cap/1.0", "urn:oasis:names:tc:emergency:cap:1.1"];
/// The namespace of a signature, which may stand in every alert (CAP §3.3.4).
const XMLDSIG: &str = "http://www.w3.org/2000/09/xmldsig#";
/// The namespace of hints at a schema, which XML Schema allows on every element.
const SCHEMA_HINTS: &str = "http://www.w3.org/2001/XMLSchema-instance";
/// The only encoding that is read.
const ENCODING: &str = "UTF-8";
/// A refused name or value is quoted up to this many characters.
const MAX_QUOTED: usize = 60;

/// The words of the XML parser, which may quote the message, are given up to this many characters.
const MAX_PARSER_WORDS: usize = 200;

/// Why a message cannot be read, and where.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}, column {column}, {element}: {reason}")]
pub struct ReadError {
    /// The line, from 1.
    pub line: usize,
    /// The character in the line, from 1.
    pub column: usize,
    /// The elements that it lies in, such as `alert/info/area`; empty outside all.
    pub element: String,
    /// What is wrong.
    pub reason: Reason,
}

/// What is wrong with a message.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Reason {
    /// See [`MAX_BYTES`].
    #[error("the message is larger than {MAX_BYTES} bytes")]
    TooLarge,
    /// See [`MAX_ELEMENTS`].
    #[error("the message has more than {MAX_ELEMENTS} elements")]
    TooMany,
    /// See [`MAX_DEPTH`].
    #[error("elements lie more than {MAX_DEPTH} deep")]
    TooDeep,
    /// See [`MAX_ATTRIBUTES`].
    #[error("the element has more than {MAX_ATTRIBUTES} attributes")]
    TooManyAttributes,
    /// See [`MAX_TEXT`] and [`MAX_EMBEDDED`].
    #[error("the text is longer than {0} bytes")]
    TooLong(usize),
    /// The message is not in UTF-8, or says so.
    #[error("the message is not in UTF-8")]
    Encoding,
    /// A character that XML forbids, also by its number.
    #[error("the character U+{0:04X} is not allowed in XML")]
    Character(u32),
    /// It is not well-formed; the words are those of the XML parser.
    #[error("this is not well-formed XML: {0}")]
    Malformed(String),
    /// A document type could define entities.
    #[error("a document type is not accepted")]
    DocType,
    /// Such as one for a style sheet.
    #[error("a processing instruction is not accepted")]
    Instruction,
    /// Neither one of the five of XML nor a number.
    #[error("the entity {0:?} is not one of those that XML itself has")]
    Entity(String),
    /// CAP has none.
    #[error("CAP has no attribute {0:?}")]
    Attribute(String),
    /// CAP 1.0 and 1.1 have other rules.
    #[error("this is {0:?}, an older version; only CAP 1.2 ({NAMESPACE}) is read")]
    Older(String),
    /// Neither CAP nor a signature in an alert.
    #[error("the namespace {0:?} is not the one of CAP 1.2 ({NAMESPACE})")]
    Namespace(String),
    /// The outermost element has another name.
    #[error("a message begins with an \"alert\", not with {0:?}")]
    Root(String),
    /// Nothing but elements belongs here.
    #[error("a text where only elements may stand")]
    StrayText,
    /// The message ends within an element, or before the first.
    #[error("the message ends too early")]
    Unfinished,
    /// The schema requires an element.
    #[error("the element {0:?} is missing")]
    Missing(&'static str),
    /// Not known here, or once too often, or not in the order of the schema (CAP §3.4).
    #[error("the element is unknown here, comes too often or stands in the wrong place")]
    Unexpected,
    /// The text is not what the element is for.
    #[error("{found:?} is not {expected}")]
    Value {
        /// The beginning of the text.
        found: String,
        /// What it ought to be, in words.
        expected: &'static str,
    },
}

/// A fault before it is known on which line it lies.
pub(crate) struct Fault {
    at: usize,
    element: String,
    reason: Reason,
}

/// An element of CAP.
pub(crate) struct Element {
    /// Its name without prefix.
    pub name: String,
    /// Its name after those of the elements around it.
    path: String,
    /// Where it begins, in bytes.
    at: usize,
    /// The elements in it.
    pub children: Vec<Element>,
    /// Its text, with the line ends and references of XML resolved.
    pub text: String,
}

impl Element {
    /// Something is wrong with this element.
    pub fn fault(&self, reason: Reason) -> Fault {
        Fault { at: self.at, element: self.path.clone(), reason }
    }

    /// Its text is not what it ought to be.
    pub fn not(&self, expected: &'static str) -> Fault {
        self.fault(Reason::Value { found: quoted(&self.text), expected })
    }
}

/// Reads the bytes of a message into its outermost element and hands that to `then`.
pub(crate) fn read_tree<T>(
    bytes: &[u8],
    then: impl FnOnce(&Element) -> Result<T, Fault>,
) -> Result<T, ReadError> {
    let nowhere = |reason| ReadError { line: 1, column: 1, element: String::new(), reason };
    if bytes.len() > MAX_BYTES {
        return Err(nowhere(Reason::TooLarge));
    }
    let text = str::from_utf8(bytes).map_err(|_not_text| nowhere(Reason::Encoding))?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    Builder::new(text).build().and_then(|root| then(&root)).map_err(|fault| locate(text, fault))
}

fn locate(text: &str, fault: Fault) -> ReadError {
    let before = text.get(..fault.at).unwrap_or(text);
    let line_start = before.rfind('\n').map_or(0, |end| end + 1);
    ReadError {
        line: before.matches('\n').count() + 1,
        column: before.chars().count() - before.get(..line_start).unwrap_or("").chars().count() + 1,
        element: fault.element,
        reason: fault.reason,
    }
}

fn malformed(error: impl ToString) -> Reason {
    Reason::Malformed(error.to_string().chars().take(MAX_PARSER_WORDS).collect())
}

fn quoted(text: &str) -> String {
    text.chars().take(MAX_QUOTED).collect()
}

struct Builder<'t> {
    text: &'t str,
    reader: NsReader<&'t [u8]>,
    /// The elements that are open, outermost first.
    open: Vec<Element>,
    /// How many elements of a signature are open, itself included; what is in it is passed over.
    in_signature: usize,
    elements: usize,
    root: Option<Element>,
    /// Where the event that is being read begins, in bytes.
    at: usize,
}

impl<'t> Builder<'t> {
    fn new(text: &'t str) -> Self {
        let mut reader = NsReader::from_str(text);
        reader.config_mut().expand_empty_elements = true;
        Self { text, reader, open: vec![], in_signature: 0, elements: 0, root: None, at: 0 }
    }

    fn build(mut self) -> Result<Element, Fault> {
        if let Some((at, c)) = self.text.char_indices().find(|(_, c)| !allowed(*c)) {
            self.at = at;
            return Err(self.fault(Reason::Character(u32::from(c))));
        }
        loop {
            self.at = self.position();
            let event = self.reader.read_event().map_err(|error| self.malformed(error))?;
            match event {
                Event::Start(start) => self.start(&start)?,
                Event::End(_) => self.end(),
                Event::Text(text) => self.text(&text.xml10_content())?,
                Event::CData(text) => self.text(&text.xml10_content())?,
                Event::GeneralRef(reference) => self.reference(&reference)?,
                Event::Decl(declaration) => self.declaration(&declaration)?,
                Event::Comment(_) => {}
                Event::PI(_) => return Err(self.fault(Reason::Instruction)),
                Event::DocType(_) => return Err(self.fault(Reason::DocType)),
                Event::Eof if self.open.is_empty() && self.in_signature == 0 => break,
                // Elements that are empty were asked to come as a start and an end.
                Event::Empty(_) | Event::Eof => return Err(self.fault(Reason::Unfinished)),
            }
        }
        let ended = self.fault(Reason::Unfinished);
        self.root.ok_or(ended)
    }

    fn position(&self) -> usize {
        usize::try_from(self.reader.buffer_position()).unwrap_or(usize::MAX)
    }

    fn fault(&self, reason: Reason) -> Fault {
        let element = self.open.last().map_or_else(String::new, |element| element.path.clone());
        Fault { at: self.at, element, reason }
    }

    fn malformed(&self, error: impl ToString) -> Fault {
        self.fault(malformed(error))
    }

    fn start(&mut self, start: &BytesStart<'_>) -> Result<(), Fault> {
        if self.open.len() + self.in_signature >= MAX_DEPTH {
            return Err(self.fault(Reason::TooDeep));
        }
        if self.in_signature > 0 {
            self.in_signature += 1;
            return Ok(());
        }
        let name = start.local_name().into_inner();
        let namespace = namespace(self.reader.resolver().resolve_element(start.name()).0);
        if self.open.len() == 1 && namespace == XMLDSIG && name == "Signature" {
            self.in_signature = 1;
            return Ok(());
        }
        self.elements += 1;
        if self.elements > MAX_ELEMENTS {
            return Err(self.fault(Reason::TooMany));
        }
        let path = self
            .open
            .last()
            .map_or_else(|| quoted(name), |parent| format!("{}/{}", parent.path, quoted(name)));
        let element =
            Element { name: name.to_owned(), path, at: self.at, children: vec![], text: String::new() };
        self.accept(&element, &namespace)?;
        attributes(start, self.reader.resolver()).map_err(|reason| element.fault(reason))?;
        self.open.push(element);
        Ok(())
    }

    /// Whether an element may stand here as far as namespaces and the outermost element are concerned.
    fn accept(&self, element: &Element, namespace: &str) -> Result<(), Fault> {
        if OLDER.contains(&namespace) {
            return Err(element.fault(Reason::Older(namespace.to_owned())));
        }
        if namespace != NAMESPACE {
            return Err(element.fault(Reason::Namespace(quoted(namespace))));
        }
        if self.open.is_empty() && element.name != "alert" {
            return Err(element.fault(Reason::Root(quoted(&element.name))));
        }
        if self.root.is_some() {
            return Err(element.fault(Reason::Unexpected));
        }
        Ok(())
    }

    fn end(&mut self) {
        if self.in_signature > 0 {
            self.in_signature -= 1;
        } else if let Some(element) = self.open.pop() {
            match self.open.last_mut() {
                Some(parent) => parent.children.push(element),
                None => self.root = Some(element),
            }
        }
    }

    fn text(&mut self, text: &str) -> Result<(), Fault> {
        if self.in_signature > 0 {
            return Ok(());
        }
        let Some(element) = self.open.last_mut() else {
            let blank = text.trim_matches(SPACE).is_empty();
            return if blank { Ok(()) } else { Err(self.fault(Reason::StrayText)) };
        };
        let limit = if element.name == "derefUri" { MAX_EMBEDDED } else { MAX_TEXT };
        if element.text.len() + text.len() > limit {
            return Err(element.fault(Reason::TooLong(limit)));
        }
        element.text.push_str(text);
        Ok(())
    }

    fn reference(&mut self, reference: &BytesRef<'_>) -> Result<(), Fault> {
        let numbered = reference.resolve_char_ref().map_err(|error| self.malformed(error))?;
        let c = match (numbered, &**reference) {
            (Some(c), _) if allowed(c) => c,
            (Some(c), _) => return Err(self.fault(Reason::Character(u32::from(c)))),
            (None, "amp") => '&',
            (None, "lt") => '<',
            (None, "gt") => '>',
            (None, "quot") => '"',
            (None, "apos") => '\'',
            (None, name) => return Err(self.fault(Reason::Entity(quoted(name)))),
        };
        // Outside all elements not even a reference to a space is allowed.
        if self.open.is_empty() {
            Err(self.fault(Reason::StrayText))
        } else {
            self.text(c.encode_utf8(&mut [0; 4]))
        }
    }

    fn declaration(&self, declaration: &BytesDecl<'_>) -> Result<(), Fault> {
        if self.at != 0 {
            return Err(self.fault(Reason::Instruction));
        }
        let encoding = declaration.encoding().transpose().map_err(|error| self.malformed(error))?;
        match encoding {
            Some(encoding) if !encoding.eq_ignore_ascii_case(ENCODING) => Err(self.fault(Reason::Encoding)),
            _ => Ok(()),
        }
    }
}

fn attributes(start: &BytesStart<'_>, namespaces: &NamespaceResolver) -> Result<(), Reason> {
    for (number, attribute) in start.attributes().enumerate() {
        if number >= MAX_ATTRIBUTES {
            return Err(Reason::TooManyAttributes);
        }
        let name = attribute.map_err(malformed)?.key;
        let hint = || namespace(namespaces.resolve_attribute(name).0) == SCHEMA_HINTS;
        if name.as_namespace_binding().is_none() && !hint() {
            return Err(Reason::Attribute(quoted(name.into_inner())));
        }
    }
    Ok(())
}

/// The namespace of a name; a prefix that stands for nothing gives itself, and no namespace the empty text.
fn namespace(resolved: ResolveResult<'_>) -> String {
    match resolved {
        ResolveResult::Bound(Namespace(namespace)) => namespace.to_owned(),
        ResolveResult::Unbound => String::new(),
        ResolveResult::Unknown(prefix) => prefix,
    }
}
