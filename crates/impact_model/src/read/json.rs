//! Networks in JSON (RFC 8259): the members of [`crate::network::Network`]. Each element of a list is read, put into
//! the network and forgotten, so that a large file costs no more memory than what it says.

use std::borrow::Cow;

use super::fault::Stop;
use super::fields::{Field, FromValue, Record, Value};
use super::lists::{List, Reading};
use super::{MAX_DEPTH, MAX_MEMBERS};
use crate::nearest::suggestion;

/// The members of a network, in the order in which they are written.
const MEMBERS: &[&str] =
    &["name", "source", "institutions", "services", "dependencies", "links", "agreements"];

/// Reads a whole file.
pub fn read(text: &str, into: &mut Reading) {
    let mut scanner = Scanner { text, at: 0 };
    if let Err(stop) = network(&mut scanner, into) {
        into.faults.stopped(stop);
    }
}

/// Reads the object that begins at a byte.
pub fn record(text: &str, at: usize) -> Option<Record<'_>> {
    match (Scanner { text, at }).value(1) {
        Ok(Value::Object(record)) => Some(record),
        _ => None,
    }
}

fn network(scanner: &mut Scanner<'_>, into: &mut Reading) -> Result<(), Stop> {
    let mut seen: Vec<&str> = Vec::new();
    let at = scanner.next_at();
    scanner.expect(b'{', "a network is an object: { \"institutions\": [ … ] }")?;
    scanner.sequence(b'}', |scanner| {
        let (name_at, name) = scanner.name()?;
        let Some(known) = MEMBERS.iter().find(|known| **known == name) else {
            let message = format!("{name:?} is not known here{}", suggestion(&name, MEMBERS.iter().copied()));
            into.faults.say(name_at, message);
            return scanner.value(1).map(|_| ());
        };
        if seen.contains(known) {
            into.faults.say(name_at, format!("{known} is given twice"));
            return scanner.skip_list();
        }
        seen.push(known);
        match List::ALL.into_iter().find(|list| list.word() == *known) {
            Some(list) => scanner.elements(list, into),
            None => scanner.about(known, into),
        }
    })?;
    if !seen.contains(&"institutions") {
        into.faults.say(at, "institutions must be given");
    }
    let end = scanner.next_at();
    if end < scanner.text.len() {
        return Err(Stop::new(end, "nothing may follow the network"));
    }
    Ok(())
}

/// Walks through JSON and remembers where it is.
struct Scanner<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Scanner<'a> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// Where the next token begins.
    fn next_at(&mut self) -> usize {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\r' | b'\n')) {
            self.at += 1;
        }
        self.at
    }

    /// Goes past a sign, or says what should be here.
    fn expect(&mut self, sign: u8, otherwise: &str) -> Result<(), Stop> {
        let at = self.next_at();
        if self.peek() == Some(sign) {
            self.at += 1;
            return Ok(());
        }
        Err(Stop::new(at, if at < self.text.len() { otherwise } else { "the file ends too early" }))
    }

    /// Goes past a sign if it comes next.
    fn skip(&mut self, sign: u8) -> bool {
        self.next_at();
        let here = self.peek() == Some(sign);
        self.at += usize::from(here);
        here
    }

    /// Members or elements, separated by commas, to the closing sign.
    fn sequence(
        &mut self,
        close: u8,
        mut one: impl FnMut(&mut Self) -> Result<(), Stop>,
    ) -> Result<(), Stop> {
        if self.skip(close) {
            return Ok(());
        }
        loop {
            one(self)?;
            if self.skip(close) {
                return Ok(());
            }
            self.expect(b',', &format!("here must be a comma or {}", char::from(close)))?;
        }
    }

    /// The name of a member and the colon after it.
    fn name(&mut self) -> Result<(usize, Cow<'a, str>), Stop> {
        let at = self.next_at();
        self.expect(b'"', "here must be a name between double quotes")?;
        let name = self.rest_of_text(at)?;
        self.expect(b':', "here must be a colon")?;
        Ok((at, name))
    }

    /// One of the texts about the network as a whole.
    fn about(&mut self, name: &str, into: &mut Reading) -> Result<(), Stop> {
        let at = self.next_at();
        let value = self.value(1)?;
        if matches!(value, Value::Null) {
            return Ok(());
        }
        match String::from_value(&value) {
            Ok(text) if name == "name" => into.network.name = text,
            Ok(text) => into.network.source = text,
            Err(wrong) => into.faults.say(at, format!("{name}: {wrong}")),
        }
        Ok(())
    }

    /// One of the lists.
    fn elements(&mut self, list: List, into: &mut Reading) -> Result<(), Stop> {
        self.expect(b'[', &format!("{} must be a list: [ … ]", list.word()))?;
        self.sequence(b']', |scanner| {
            let at = scanner.next_at();
            match scanner.value(2)? {
                Value::Object(record) => into.add(list, record),
                _ => into.faults.say(at, format!("the elements of {} are objects: {{ … }}", list.word())),
            }
            Ok(())
        })
    }

    /// Goes past a value which may be a long list.
    fn skip_list(&mut self) -> Result<(), Stop> {
        if self.skip(b'[') {
            return self.sequence(b']', |scanner| scanner.value(2).map(|_| ()));
        }
        self.value(1).map(|_| ())
    }

    /// Any value, in so many others.
    fn value(&mut self, depth: usize) -> Result<Value<'a>, Stop> {
        let at = self.next_at();
        match self.peek() {
            Some(b'{' | b'[') if depth >= MAX_DEPTH => {
                Err(Stop::new(at, format!("objects and lists lie more than {MAX_DEPTH} deep")))
            }
            Some(b'{') => self.object(depth),
            Some(b'[') => self.list(depth),
            Some(b'"') => {
                self.at += 1;
                self.rest_of_text(at).map(Value::Text)
            }
            Some(_) => self.word(),
            None => Err(Stop::new(at, "the file ends too early")),
        }
    }

    fn object(&mut self, depth: usize) -> Result<Value<'a>, Stop> {
        let at = self.at;
        self.at += 1;
        let mut fields = Vec::new();
        self.sequence(b'}', |scanner| {
            let (name_at, name) = scanner.name()?;
            let at = scanner.next_at();
            let value = scanner.value(depth + 1)?;
            fields.push(Field { name, name_at, value, at });
            bounded(fields.len(), name_at)
        })?;
        Ok(Value::Object(Record { at, fields }))
    }

    fn list(&mut self, depth: usize) -> Result<Value<'a>, Stop> {
        self.at += 1;
        let mut list = Vec::new();
        self.sequence(b']', |scanner| {
            let at = scanner.next_at();
            list.push((at, scanner.value(depth + 1)?));
            bounded(list.len(), at)
        })?;
        Ok(Value::List(list))
    }

    /// A text to its closing quote; its opening one, at `start`, has been passed.
    fn rest_of_text(&mut self, start: usize) -> Result<Cow<'a, str>, Stop> {
        let mut escapes = false;
        loop {
            match self.peek() {
                Some(b'"') => break,
                Some(b'\\') => {
                    escapes = true;
                    self.at += 2;
                }
                Some(0..0x20) => {
                    return Err(Stop::new(
                        self.at,
                        "a text must not go on in the next line, nor hold control characters: write \\n, \\t",
                    ));
                }
                Some(_) => self.at += 1,
                None => return Err(Stop::new(start, "this text does not end")),
            }
        }
        self.at += 1;
        if escapes {
            let quoted = self.text.get(start..self.at).unwrap_or_default();
            let decoded = serde_json::from_str(quoted);
            return decoded.or(Err(Stop::new(start, "a \\ in this text stands before what it cannot")));
        }
        Ok(self.text.get(start + 1..self.at - 1).unwrap_or_default().into())
    }

    /// A number, `true`, `false` or `null`.
    fn word(&mut self) -> Result<Value<'a>, Stop> {
        let start = self.at;
        while matches!(self.peek(), Some(b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'.' | b'+' | b'-')) {
            self.at += 1;
        }
        let word = self.text.get(start..self.at).unwrap_or_default();
        match word {
            "true" => Ok(Value::Bool(true)),
            "false" => Ok(Value::Bool(false)),
            "null" => Ok(Value::Null),
            number if serde_json::from_str::<f64>(number).is_ok() => Ok(Value::Number(number)),
            _ => Err(Stop::new(
                start,
                "here must be a value: a text between double quotes, a number, true or false",
            )),
        }
    }
}

fn bounded(length: usize, at: usize) -> Result<(), Stop> {
    if length > MAX_MEMBERS {
        return Err(Stop::new(at, format!("there are more than {MAX_MEMBERS} members or elements")));
    }
    Ok(())
}
