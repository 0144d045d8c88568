//! Readable, unique identifiers made of what people call things.

use std::collections::{HashMap, HashSet};

use crate::format::{Id, MAX_ID};

/// How long an identifier made of a title becomes; what makes it unique comes on top.
const LONGEST: usize = 48;

/// How long an identifier of the source may be to be kept.
const LONGEST_KEPT: usize = MAX_ID - 16;

/// The identifiers of one kind of thing that are taken.
#[derive(Debug, Default)]
pub struct Names {
    taken: HashSet<String>,
    /// How often each name was given, so that the thousandth of a name is found as fast as the first.
    given: HashMap<String, usize>,
}

impl Names {
    /// A new identifier for something called `title`; `else_` when the title has no letter that can be used.
    pub fn give(&mut self, title: &str, else_: &str) -> Id {
        let slug = slug(title);
        let slug = if slug.is_empty() { else_.to_owned() } else { slug };
        let given = self.given.entry(slug.clone()).or_insert(0);
        let unique = loop {
            *given += 1;
            let candidate = if *given == 1 { slug.clone() } else { format!("{slug}-{given}") };
            if !self.taken.contains(&candidate) {
                break candidate;
            }
        };
        self.take(&unique)
    }

    /// Takes an identifier as it is; the caller knows that it is one.
    fn take(&mut self, text: &str) -> Id {
        self.taken.insert(text.to_owned());
        text.parse().unwrap_or_else(|_| unreachable!("a slug is an identifier"))
    }

    /// The identifier written in the source, if it is one and still free; else one made of it.
    pub fn keep(&mut self, written: &str, else_: &str) -> Id {
        match written.parse::<Id>() {
            // Keys of texts are made of it, and have to be identifiers too.
            Ok(id) if id.as_str().len() <= LONGEST_KEPT && !self.taken.contains(id.as_str()) => {
                self.take(id.as_str())
            }
            _ => self.give(written, else_),
        }
    }
}

/// Lower-case letters and digits with a hyphen where anything else stood, cut at a word. A number in front gets two
/// digits, so that names sort as they are counted.
pub fn slug(title: &str) -> String {
    let mut words: Vec<String> = Vec::new();
    let mut word = String::new();
    let mut length = 0;
    for letter in title.chars().flat_map(plain).chain([' ']) {
        if letter.is_ascii_alphanumeric() {
            word.push(letter.to_ascii_lowercase());
            continue;
        }
        // An apostrophe joins: "don't" is one word.
        if word.is_empty() || letter == '\'' {
            continue;
        }
        if words.is_empty() && word.len() == 1 && word.starts_with(|c: char| c.is_ascii_digit()) {
            word.insert(0, '0');
        }
        word.truncate(LONGEST);
        length += word.len() + 1;
        if length > LONGEST + 1 {
            break;
        }
        words.push(std::mem::take(&mut word));
    }
    words.join("-")
}

/// A letter without its accent.
fn plain(letter: char) -> impl Iterator<Item = char> {
    let (first, second) = match letter {
        'à' | 'á' | 'â' | 'ã' | 'å' | 'À' | 'Á' | 'Â' | 'Ã' | 'Å' => ('a', None),
        'ä' | 'Ä' | 'æ' | 'Æ' => ('a', Some('e')),
        'ç' | 'Ç' => ('c', None),
        'è' | 'é' | 'ê' | 'ë' | 'È' | 'É' | 'Ê' | 'Ë' => ('e', None),
        'ì' | 'í' | 'î' | 'ï' | 'Ì' | 'Í' | 'Î' | 'Ï' => ('i', None),
        'ñ' | 'Ñ' => ('n', None),
        'ò' | 'ó' | 'ô' | 'õ' | 'Ò' | 'Ó' | 'Ô' | 'Õ' => ('o', None),
        'ö' | 'Ö' | 'œ' | 'Œ' => ('o', Some('e')),
        'ù' | 'ú' | 'û' | 'Ù' | 'Ú' | 'Û' => ('u', None),
        'ü' | 'Ü' => ('u', Some('e')),
        'ß' => ('s', Some('s')),
        '’' => ('\'', None),
        other => (other, None),
    };
    std::iter::once(first).chain(second)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_becomes_a_readable_name() {
        for (title, name) in [
            ("5 - Ransom note", "05-ransom-note"),
            ("Équipe de crise / Übung", "equipe-de-crise-uebung"),
            ("12 - Don't panic!", "12-dont-panic"),
            ("???", ""),
        ] {
            assert_eq!(slug(title), name);
        }
        let mut names = Names::default();
        assert_eq!(names.give("A b", "x").as_str(), "a-b");
        assert_eq!(names.give("a B", "x").as_str(), "a-b-2");
        assert_eq!(names.give("***", "inject-1").as_str(), "inject-1");
        assert_eq!(names.keep("a.b", "x").as_str(), "a.b");
    }
}
