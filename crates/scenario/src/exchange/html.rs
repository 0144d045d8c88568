//! HTML as mail programs and exercise platforms write it, into Markdown: paragraphs, lists, headings, emphasis, links.
//! What it does not know it leaves out as a tag and keeps as words.

use super::near::split_near;

/// The longest tag, in letters; a longer one is words.
const MAX_TAG: usize = 4_000;
/// The longest name of a letter, with what ends it.
const MAX_ENTITY: usize = 9;

/// Whether a text looks like HTML.
pub fn is_html(text: &str) -> bool {
    const KNOWN: [&str; 12] = ["p", "br", "div", "ul", "ol", "li", "strong", "b", "em", "i", "a", "span"];
    text.split('<').skip(1).any(|after| {
        let name: String =
            after.trim_start_matches('/').chars().take_while(char::is_ascii_alphanumeric).collect();
        after.contains('>') && KNOWN.contains(&name.to_ascii_lowercase().as_str())
    })
}

/// Markdown of a text that may be HTML; a text without tags stays as it is.
pub fn to_markdown(text: &str) -> String {
    if !is_html(text) {
        return entities(text);
    }
    let mut page = Page::default();
    let mut rest = text;
    while let Some((words, after)) = rest.split_once('<') {
        page.words(words);
        let opens = after.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/' || c == '!');
        match split_near(after, ">", MAX_TAG).filter(|_| opens) {
            Some((tag, behind)) => {
                page.tag(tag);
                rest = behind;
            }
            None => {
                page.words("<");
                rest = after;
            }
        }
    }
    page.words(rest);
    page.finish()
}

/// Markdown as it grows.
#[derive(Default)]
struct Page {
    out: String,
    /// The lists around: `None` for bullets, a number for the next item.
    lists: Vec<Option<u32>>,
    /// Where links lead that are open.
    links: Vec<String>,
    /// Whether everything is left out, in a style or script.
    silent: bool,
}

impl Page {
    fn words(&mut self, words: &str) {
        if self.silent {
            return;
        }
        let words = entities(words);
        for word in words.split_inclusive(|c: char| c.is_whitespace()) {
            let text = word.trim_end();
            if !text.is_empty() {
                self.out.push_str(&escape(text, self.at_line_start()));
            }
            if text.len() < word.len() && !self.at_line_start() && !self.out.ends_with(' ') {
                self.out.push(' ');
            }
        }
    }

    fn at_line_start(&self) -> bool {
        self.out.is_empty() || self.out.ends_with('\n')
    }

    fn tag(&mut self, tag: &str) {
        let closes = tag.starts_with('/');
        let name: String =
            tag.trim_start_matches('/').chars().take_while(char::is_ascii_alphanumeric).collect();
        match (name.to_ascii_lowercase().as_str(), closes) {
            ("style" | "script" | "head", _) => self.silent = !closes,
            ("br", _) => self.line(),
            ("p" | "div" | "table" | "blockquote" | "figure", _) => self.paragraph(),
            ("h1" | "h2" | "h3" | "h4" | "h5" | "h6", false) => {
                self.paragraph();
                self.out.push_str("## ");
            }
            ("h1" | "h2" | "h3" | "h4" | "h5" | "h6", true) => self.paragraph(),
            ("ul", false) => self.open_list(None),
            ("ol", false) => self.open_list(Some(1)),
            ("ul" | "ol", true) => {
                self.lists.pop();
                self.paragraph();
            }
            ("li", false) => self.item(),
            ("tr", true) => self.line(),
            ("td" | "th", true) => self.words(" "),
            ("strong" | "b", _) => self.mark("**", closes),
            ("em" | "i", _) => self.mark("*", closes),
            ("a", false) => {
                self.links.push(attribute(tag, "href").unwrap_or_default());
            }
            ("a", true) => {
                let to = self.links.pop().unwrap_or_default();
                // The words of a link stand before it: a link in brackets would look like a placeholder.
                if !to.is_empty() && !self.out.ends_with(&to) {
                    self.out.push_str(&format!(" <{}>", to.replace(['<', '>', ' ', '\n'], "")));
                }
            }
            ("img", _) => {
                let words = attribute(tag, "alt").unwrap_or_default();
                self.words(&words);
            }
            _ => {}
        }
    }

    fn open_list(&mut self, number: Option<u32>) {
        // Bounded, because each level indents.
        if self.lists.len() < 8 {
            self.lists.push(number);
        }
        self.line_break();
    }

    fn item(&mut self) {
        self.line_break();
        for _ in 1..self.lists.len() {
            self.out.push_str("  ");
        }
        match self.lists.last_mut() {
            Some(Some(number)) => {
                self.out.push_str(&format!("{number}. "));
                *number = number.saturating_add(1);
            }
            _ => self.out.push_str("- "),
        }
    }

    fn mark(&mut self, mark: &str, closes: bool) {
        if self.silent {
            return;
        }
        if closes {
            // "**word **" would not be read as emphasis.
            let space = self.out.ends_with(' ');
            let length = self.out.trim_end_matches(' ').len();
            self.out.truncate(length);
            self.out.push_str(mark);
            if space {
                self.out.push(' ');
            }
        } else {
            self.out.push_str(mark);
        }
    }

    /// A new line in the same paragraph.
    fn line(&mut self) {
        self.trim();
        if !self.out.is_empty() && !self.out.ends_with("\n\n") {
            self.out.push_str(if self.out.ends_with('\n') { "\n" } else { "  \n" });
        }
    }

    /// A new line before an item.
    fn line_break(&mut self) {
        self.trim();
        if !self.at_line_start() {
            self.out.push('\n');
        }
    }

    fn paragraph(&mut self) {
        if !self.lists.is_empty() {
            return;
        }
        self.trim();
        while !self.out.is_empty() && !self.out.ends_with("\n\n") {
            self.out.push('\n');
        }
    }

    fn trim(&mut self) {
        let length = self.out.trim_end_matches([' ', '\u{a0}']).len();
        // Two spaces before a line's end are a line break.
        self.out.truncate(length);
    }

    fn finish(self) -> String {
        let lines: Vec<&str> = self.out.lines().collect();
        let mut kept: Vec<&str> = Vec::with_capacity(lines.len());
        for line in lines {
            let twice = line.trim().is_empty() && kept.last().is_none_or(|last| last.trim().is_empty());
            if !twice {
                kept.push(if line.trim().is_empty() { "" } else { line });
            }
        }
        // A line break before an empty line breaks nothing.
        let mut text = kept.join("\n").replace("  \n\n", "\n\n");
        text.truncate(text.trim_end().len());
        text
    }
}

/// Letters that Markdown would take as marks. Brackets stay: whoever checks the text looks for them.
fn escape(word: &str, line_start: bool) -> String {
    let mut text = String::with_capacity(word.len());
    for (number, letter) in word.chars().enumerate() {
        let first = number == 0 && line_start;
        if matches!(letter, '*' | '`' | '<') || (first && matches!(letter, '#' | '>')) {
            text.push('\\');
        }
        text.push(letter);
    }
    text
}

/// The value of an attribute in a tag.
fn attribute(tag: &str, name: &str) -> Option<String> {
    let lower = tag.to_ascii_lowercase();
    let begin = lower.find(&format!("{name}="))? + name.len() + 1;
    // Lower-casing ASCII keeps every position.
    let value = tag.get(begin..)?;
    let quoted = ['"', '\''].iter().find_map(|quote| value.strip_prefix(*quote)?.split(*quote).next());
    Some(entities(quoted.unwrap_or_else(|| value.split_whitespace().next().unwrap_or(""))))
}

/// `&amp;` and the like as the letters they stand for.
fn entities(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        out.push_str(before);
        let named = split_near(after, ";", MAX_ENTITY);
        match named.and_then(|(name, behind)| Some((entity(name)?, behind))) {
            Some((letter, behind)) => {
                out.push(letter);
                rest = behind;
            }
            None => {
                out.push('&');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}

fn entity(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hexadecimal) => u32::from_str_radix(hexadecimal, 16).ok()?,
            None => number.parse().ok()?,
        };
        return char::from_u32(code).filter(|letter| !letter.is_control());
    }
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => ' ',
        "eacute" => 'é',
        "egrave" => 'è',
        "ecirc" => 'ê',
        "agrave" => 'à',
        "acirc" => 'â',
        "ccedil" => 'ç',
        "ocirc" => 'ô',
        "ugrave" => 'ù',
        "ucirc" => 'û',
        "icirc" => 'î',
        "auml" => 'ä',
        "ouml" => 'ö',
        "uuml" => 'ü',
        "Auml" => 'Ä',
        "Ouml" => 'Ö',
        "Uuml" => 'Ü',
        "szlig" => 'ß',
        "euro" => '€',
        "hellip" => '…',
        "ndash" => '–',
        "mdash" => '—',
        "lsquo" => '‘',
        "rsquo" => '’',
        "ldquo" => '“',
        "rdquo" => '”',
        "laquo" => '«',
        "raquo" => '»',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn html_becomes_markdown() {
        for (html, markdown) in [
            ("plain & <simple>", "plain & <simple>"),
            ("<p>One<br>two&nbsp;</p><p>Three</p>", "One  \ntwo\n\nThree"),
            ("<ul><li>a</li><li>b</li></ul><p>c</p>", "- a\n- b\n\nc"),
            ("<ol><li>a<ul><li>b</li></ul></li><li>c</li></ol>", "1. a\n  - b\n2. c"),
            ("<p><strong>[Number] </strong>of</p>", "**[Number]** of"),
            ("<h2>Head</h2><p># no</p>", "## Head\n\n\\# no"),
            ("<a href=\"https://a.example/x\">there</a>", "there <https://a.example/x>"),
            ("<script>alert(1)</script><p>a &lt;b&gt; 2*3</p>", "a \\<b> 2\\*3"),
            ("<p>x < y</p>", "x \\< y"),
            ("<p>A&eacute;&#233;&#x41;&what;</p>", "AééA&what;"),
        ] {
            assert_eq!(to_markdown(html), markdown, "{html}");
        }
    }
}
