//! What every picture of the page needs.

/// How many letters of a name are shown.
const NAME_LETTERS: usize = 120;

/// What a picture says to those who do not see it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Told<'a> {
    /// Distinguishes it from the other pictures of the page; letters, digits and hyphens.
    pub(super) id: &'a str,
    /// What it shows.
    pub(super) title: &'a str,
    /// What is to be seen in it.
    pub(super) about: &'a str,
}

impl Told<'_> {
    /// The beginning of a picture: what it is called by, and what it says.
    pub(super) fn open(self, class: &str, attributes: &str) -> String {
        let Self { id, title, about } = self;
        format!(
            r#"<svg class="{class}" role="img" aria-labelledby="{id}-title {id}-about" {attributes}><title id="{id}-title">{}</title><desc id="{id}-about">{}</desc>"#,
            escape(title),
            escape(about)
        )
    }
}

/// Text as it may stand in SVG and HTML.
pub(super) fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            letter => safe.push(letter),
        }
    }
    safe
}

/// A name from outside as it may be shown: without what XML does not allow or what turns the text around it, and not
/// longer than a line or two.
pub(super) fn shown(name: &str) -> String {
    let allowed = |letter: char| match letter {
        _ if letter.is_control() => ' ',
        '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => ' ',
        '\u{fffe}' | '\u{ffff}' => ' ',
        letter => letter,
    };
    let mut letters = name.chars().map(allowed);
    let mut text: String = letters.by_ref().take(NAME_LETTERS).collect();
    if letters.next().is_some() {
        text.push('…');
    }
    text
}
