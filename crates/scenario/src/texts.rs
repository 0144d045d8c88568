//! The longer texts of a scenario: `content/LANGUAGE/*.md`, many texts in a file, each beginning with a line
//! `# key: Subject`.

use std::collections::{BTreeMap, HashMap};

use crate::finding::{Finding, Place, Rule};
use crate::format::{Id, Language};

/// A text in one language.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Text {
    /// What stands behind the key: a subject, a headline, or the whole of a short text.
    pub subject: String,
    /// Markdown, without empty lines around it.
    pub body: String,
    /// Where its first line stands.
    pub place: Place,
    /// The line on which `body` begins, from 1.
    pub body_line: u32,
}

/// Every text, by language and key.
#[derive(Debug, Clone, Default)]
pub struct Texts(BTreeMap<Language, HashMap<String, Text>>);

impl Texts {
    /// A text in that language.
    pub fn get(&self, language: Language, key: &str) -> Option<&Text> {
        self.0.get(&language)?.get(key)
    }

    /// Every language that has a text, with its texts in no order.
    pub fn languages(&self) -> impl Iterator<Item = (Language, &HashMap<String, Text>)> {
        self.0.iter().map(|(language, texts)| (*language, texts))
    }

    /// Adds a text; gives back the one that was there under that key.
    pub fn insert(&mut self, language: Language, key: String, text: Text) -> Option<Text> {
        self.0.entry(language).or_default().insert(key, text)
    }

    /// Reads a file; `file` is its number in the findings.
    pub(crate) fn read(&mut self, language: Language, file: u32, content: &str, findings: &mut Vec<Finding>) {
        let mut fenced = false;
        let mut open: Option<(String, Text, Vec<&str>)> = None;
        for (number, line) in (1..).zip(content.lines()) {
            if line.trim_start().starts_with("```") {
                fenced = !fenced;
            }
            let place = Place { file, line: number, column: 1 };
            match line.strip_prefix("# ") {
                Some(heading) if !fenced => {
                    self.close(language, open.take(), findings);
                    let (key, subject) = heading.split_once(':').unwrap_or((heading, ""));
                    if let Err(wrong) = key.trim().parse::<Id>() {
                        findings.push(Finding::new(Rule::TextKey, place, format!("the key of this text: {wrong}")).mend(
                            "begin the line with \"# \", the key, a colon and the subject; headings inside a text begin with ##",
                        ));
                    }
                    let text = Text {
                        subject: subject.trim().to_owned(),
                        place,
                        body_line: number + 1,
                        ..Text::default()
                    };
                    open = Some((key.trim().to_owned(), text, Vec::new()));
                }
                _ => match &mut open {
                    Some((_, text, lines)) => {
                        if lines.is_empty() && line.trim().is_empty() {
                            text.body_line += 1;
                        } else {
                            lines.push(line);
                        }
                    }
                    None if line.trim().is_empty() => {}
                    None => {
                        findings.push(
                            Finding::new(Rule::TextKey, place, "words before the first key")
                                .mend("put a line \"# key: Subject\" above them"),
                        );
                        open = Some((String::new(), Text::default(), Vec::new()));
                    }
                },
            }
        }
        self.close(language, open, findings);
    }

    fn close(
        &mut self,
        language: Language,
        open: Option<(String, Text, Vec<&str>)>,
        findings: &mut Vec<Finding>,
    ) {
        let Some((key, mut text, lines)) = open.filter(|(key, ..)| !key.is_empty()) else { return };
        text.body = lines.join("\n").trim_end().to_owned();
        let place = text.place;
        if let Some(first) = self.0.get(&language).and_then(|texts| texts.get(&key)) {
            let message = format!(
                "the text {key:?} stands twice in {language}; the first is at line {}",
                first.place.line
            );
            findings.push(
                Finding::new(Rule::Duplicate, place, message)
                    .also(first.place)
                    .mend("keep one of the two, or give it another key"),
            );
            return;
        }
        self.insert(language, key, text);
    }
}

/// Writes texts as they are read, in the order given.
pub fn write<'a>(texts: impl IntoIterator<Item = (&'a str, &'a Text)>) -> String {
    let mut file = String::new();
    for (key, text) in texts {
        if !file.is_empty() {
            file.push('\n');
        }
        let colon = if text.subject.is_empty() { "" } else { ": " };
        file.push_str(&format!("# {key}{colon}{}\n", text.subject.replace('\n', " ")));
        if !text.body.is_empty() {
            // A line that begins a text would end this one, so a heading of the first level becomes one of the second.
            let body: Vec<_> = text
                .body
                .lines()
                .map(|line| match line.strip_prefix("# ") {
                    Some(heading) => format!("## {heading}"),
                    None => line.to_owned(),
                })
                .collect();
            file.push_str(&format!("\n{}\n", body.join("\n")));
        }
    }
    file
}
