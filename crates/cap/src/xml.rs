//! XML texts that are their own canonical form (Canonical XML 1.0, and Exclusive XML Canonicalization 1.0 as long as
//! the only namespace is the default one, declared on the outermost element).

use std::fmt::Display;

/// What XML counts as space (XML 1.0, §2.3).
pub(crate) const SPACE: [char; 4] = [' ', '\t', '\r', '\n'];

/// What stands for a character that no XML text may hold.
const REPLACEMENT: char = char::REPLACEMENT_CHARACTER;

/// Whether an XML text may hold the character (XML 1.0, §2.2).
pub(crate) fn allowed(c: char) -> bool {
    !matches!(c, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}')
}

/// An XML text that grows.
#[derive(Default)]
pub(crate) struct Writer(pub String);

impl Writer {
    /// `<name …>`, what `inside` writes, `</name>`. Attributes come in the order of their names.
    pub fn nest(&mut self, name: &str, attributes: &[(&str, &str)], inside: impl FnOnce(&mut Self)) {
        self.0.push('<');
        self.0.push_str(name);
        for (name, value) in attributes {
            self.0.push(' ');
            self.0.push_str(name);
            self.0.push_str("=\"");
            value.chars().for_each(|c| self.in_attribute(c));
            self.0.push('"');
        }
        self.0.push('>');
        inside(self);
        self.0.push_str("</");
        self.0.push_str(name);
        self.0.push('>');
    }

    /// An element that holds a text.
    pub fn element(&mut self, name: &str, text: impl Display) {
        let text = text.to_string();
        self.nest(name, &[], |inside| text.chars().for_each(|c| inside.in_text(c)));
    }

    /// An element for each text there is: one of an `Option`, all of a list.
    pub fn elements<T: Display>(&mut self, name: &str, texts: impl IntoIterator<Item = T>) {
        texts.into_iter().for_each(|text| self.element(name, text));
    }

    /// Canonical XML 1.0, §2.3, "Text Nodes".
    fn in_text(&mut self, c: char) {
        match c {
            '&' => self.0.push_str("&amp;"),
            '<' => self.0.push_str("&lt;"),
            '>' => self.0.push_str("&gt;"),
            '\r' => self.0.push_str("&#xD;"),
            c => self.0.push(if allowed(c) { c } else { REPLACEMENT }),
        }
    }

    /// Canonical XML 1.0, §2.3, "Attribute Nodes".
    fn in_attribute(&mut self, c: char) {
        match c {
            '&' => self.0.push_str("&amp;"),
            '<' => self.0.push_str("&lt;"),
            '"' => self.0.push_str("&quot;"),
            '\t' => self.0.push_str("&#x9;"),
            '\n' => self.0.push_str("&#xA;"),
            '\r' => self.0.push_str("&#xD;"),
            c => self.0.push(if allowed(c) { c } else { REPLACEMENT }),
        }
    }
}
