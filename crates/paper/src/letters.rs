//! From text to lines of glyphs: what can be printed, how wide it is, where a line may end.

use std::ops::Range;

use krilla::text::{Font, GlyphId, KrillaGlyph};
use rustybuzz::{Direction, GlyphInfo, UnicodeBuffer};
use unicode_linebreak::linebreaks;

use crate::Fault;
use crate::look::Weight;

const REGULAR: &[u8] = include_bytes!("../fonts/NotoSans-Regular.ttf");
const BOLD: &[u8] = include_bytes!("../fonts/NotoSans-Bold.ttf");

/// Printed in place of a character that the fonts do not have.
pub const STAND_IN: char = '□';

/// More accents than this on one letter are left out: they would cover the lines above, and what a glyph stands for
/// has a bounded length in a PDF.
const MOST_ACCENTS: usize = 4;

/// The width of one place in a code, in parts of the letter size.
const CODE_PLACE: f32 = 0.62;

/// Both fonts, ready to shape with and to embed.
pub struct Letters {
    regular: Face,
    bold: Face,
}

struct Face {
    shaper: rustybuzz::Face<'static>,
    font: Font,
}

impl Face {
    fn read(bytes: &'static [u8]) -> Option<Self> {
        Some(Self { shaper: rustybuzz::Face::from_slice(bytes, 0)?, font: Font::new(bytes.into(), 0)? })
    }
}

/// Glyphs on one line, with the text that they stand for. Widths are in parts of the letter size.
#[derive(Clone, Debug, Default)]
pub struct Line {
    /// The text; a word that ends at the end of the line keeps its space, so that a reader of the text sees it.
    pub text: String,
    /// Their ranges point into `text`.
    pub glyphs: Vec<KrillaGlyph>,
    /// Without the space at the end.
    pub width: f32,
    /// With it.
    full: f32,
}

impl Line {
    fn push(&mut self, piece: &Line) {
        let offset = self.text.len();
        self.text.push_str(&piece.text);
        self.glyphs.extend(piece.glyphs.iter().map(|glyph| moved(glyph, offset, true)));
        self.width = self.full + piece.width;
        self.full += piece.full;
    }

    /// The pieces that must not be divided: letters with their accents.
    fn clusters(&self) -> Vec<Line> {
        let mut found: Vec<Line> = Vec::new();
        let mut last: Option<Range<usize>> = None;
        for glyph in &self.glyphs {
            if last.as_ref() != Some(&glyph.text_range) {
                let text = self.text.get(glyph.text_range.clone()).unwrap_or_default();
                found.push(Line { text: text.to_owned(), ..Line::default() });
                last = Some(glyph.text_range.clone());
            }
            if let Some(cluster) = found.last_mut() {
                cluster.glyphs.push(moved(glyph, glyph.text_range.start, false));
                cluster.full += glyph.x_advance;
                if cluster.text != " " {
                    cluster.width = cluster.full;
                }
            }
        }
        found
    }
}

/// The same glyph for a text that begins `offset` bytes earlier (`later`: its place is later) or later.
fn moved(glyph: &KrillaGlyph, offset: usize, later: bool) -> KrillaGlyph {
    let place = |at: usize| if later { at + offset } else { at.saturating_sub(offset) };
    let text_range = place(glyph.text_range.start)..place(glyph.text_range.end);
    KrillaGlyph { text_range, ..glyph.clone() }
}

/// A text that has been shaped: for each of its lines the pieces between which the line may be broken.
pub struct Shaped(Vec<Vec<Line>>);

impl Shaped {
    /// The widest line if nothing is broken, in parts of the letter size.
    pub fn natural(&self) -> f32 {
        self.0.iter().map(|line| line.iter().map(|piece| piece.full).sum()).fold(0.0, f32::max)
    }

    /// The widest piece, in parts of the letter size.
    pub fn widest(&self) -> f32 {
        self.0.iter().flatten().map(|piece| piece.width).fold(0.0, f32::max)
    }

    /// The lines, each at most `width` wide (in parts of the letter size) unless a single letter is wider.
    pub fn lines(&self, width: f32) -> Vec<Line> {
        self.0.iter().flat_map(|pieces| fill(pieces, width)).collect()
    }
}

fn fill(pieces: &[Line], width: f32) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut line = Line::default();
    for piece in pieces {
        if piece.width > width {
            for cluster in piece.clusters() {
                place(&mut lines, &mut line, &cluster, width);
            }
        } else {
            place(&mut lines, &mut line, piece, width);
        }
    }
    lines.push(line);
    lines
}

fn place(lines: &mut Vec<Line>, line: &mut Line, piece: &Line, width: f32) {
    if !line.glyphs.is_empty() && line.full + piece.width > width {
        lines.push(std::mem::take(line));
    }
    line.push(piece);
}

impl Letters {
    /// Reads the embedded fonts.
    pub fn read() -> Result<Self, Fault> {
        let broken = || Fault::Refused("a font of the program cannot be read".to_owned());
        Ok(Self {
            regular: Face::read(REGULAR).ok_or_else(broken)?,
            bold: Face::read(BOLD).ok_or_else(broken)?,
        })
    }

    fn face(&self, weight: Weight) -> &Face {
        match weight {
            Weight::Regular => &self.regular,
            Weight::Bold => &self.bold,
        }
    }

    /// The font to embed.
    pub fn font(&self, weight: Weight) -> Font {
        self.face(weight).font.clone()
    }

    /// The text as it can be printed: line ends are `\n`, what cannot be seen is gone, and what the fonts lack is
    /// [`STAND_IN`]. PDF/A and PDF/UA refuse a glyph that is missing.
    pub fn printable(&self, text: &str) -> String {
        let mut clean = String::with_capacity(text.len());
        let mut accents = 0;
        for c in text.replace("\r\n", "\n").chars().filter(|c| !unseen(*c) || line_end(*c) || *c == '\t') {
            accents = if accent(c) { accents + 1 } else { 0 };
            match c {
                _ if accents > MOST_ACCENTS => {}
                c if line_end(c) => clean.push('\n'),
                '\t' => clean.push(' '),
                c if self.has(c) => clean.push(c),
                _ => clean.push(STAND_IN),
            }
        }
        clean
    }

    fn has(&self, c: char) -> bool {
        let faces = [&self.regular, &self.bold];
        !private(c) && faces.iter().all(|face| face.shaper.glyph_index(c).is_some_and(|glyph| glyph.0 != 0))
    }

    /// Shapes a text for lines that break between words. A text without letters is one empty line.
    pub fn shape(&self, text: &str, weight: Weight) -> Shaped {
        let face = self.face(weight);
        self.shape_lines(text, |line| words(line).into_iter().map(|word| shape(word, face)).collect())
    }

    /// Shapes a code: every letter has the same place, and a line may break after any.
    pub fn shape_code(&self, text: &str, weight: Weight) -> Shaped {
        let face = self.face(weight);
        self.shape_lines(text, |line| shape(line, face).clusters().into_iter().map(in_its_place).collect())
    }

    fn shape_lines(&self, text: &str, pieces: impl Fn(&str) -> Vec<Line>) -> Shaped {
        let clean = self.printable(text);
        let lines: Vec<&str> = clean.trim_end().split('\n').collect();
        let space = shape(" ", &self.regular);
        let last = lines.len() - 1;
        let shaped = lines.iter().enumerate().map(|(index, line)| {
            let mut pieces = pieces(line.trim_end());
            if index < last && !line.is_empty() {
                pieces.push(space.clone());
            }
            pieces
        });
        Shaped(shaped.collect())
    }

    /// One line, cut with an ellipsis if it is wider than `width` (in parts of the letter size).
    pub fn one_line(&self, text: &str, weight: Weight, width: f32) -> Line {
        let face = self.face(weight);
        let whole = shape(&self.printable(text).replace('\n', " "), face);
        if whole.width <= width {
            return whole;
        }
        let ellipsis = shape("…", face);
        let mut line = Line::default();
        for cluster in whole.clusters() {
            if line.full + cluster.full + ellipsis.full > width {
                break;
            }
            line.push(&cluster);
        }
        line.push(&ellipsis);
        line
    }
}

/// What may stand in the properties of a file: one line, nothing that XML or PDF/A refuses, at most `most`
/// characters.
pub fn property(text: &str, most: usize) -> String {
    let seen = |c: &char| !unseen(*c) && !private(*c);
    let joined: String = text.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).filter(seen).collect();
    let mut words = joined.split_whitespace().collect::<Vec<_>>().join(" ");
    if words.chars().count() > most {
        words = words.chars().take(most.saturating_sub(1)).chain(['…']).collect();
    }
    words
}

/// What Unicode (UAX 14) takes as the end of a line.
fn line_end(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// Accents that are drawn over or under the letter before, as far as the fonts have them.
fn accent(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{483}'..='\u{489}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}'
        | '\u{20d0}'..='\u{20ff}' | '\u{fe20}'..='\u{fe2f}')
}

/// Control characters, and those that only steer a layout (Unicode's default-ignorable code points).
fn unseen(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
            | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}'
            | '\u{fff0}'..='\u{fffb}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e0fff}')
}

/// Code points that have no meaning of their own: for private use, or no characters at all.
fn private(c: char) -> bool {
    matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{fdd0}'..='\u{fdef}' | '\u{f0000}'..='\u{10ffff}')
        || (c as u32) & 0xfffe == 0xfffe
}

/// Where Unicode (UAX 14) lets a line break.
fn words(line: &str) -> Vec<&str> {
    let mut start = 0;
    linebreaks(line)
        .filter_map(|(end, _)| {
            let word = line.get(start..end).filter(|word| !word.is_empty());
            start = end;
            word
        })
        .collect()
}

fn shape(text: &str, face: &Face) -> Line {
    let mut buffer = UnicodeBuffer::new();
    buffer.push_str(text);
    buffer.guess_segment_properties();
    buffer.set_direction(Direction::LeftToRight);
    let shaped = rustybuzz::shape(&face.shaper, &[], buffer);
    let ranges = ranges(shaped.glyph_infos(), text.len());
    let em = face.font.units_per_em();
    let glyphs: Vec<KrillaGlyph> = shaped
        .glyph_infos()
        .iter()
        .zip(shaped.glyph_positions())
        .zip(ranges)
        .map(|((info, position), range)| {
            KrillaGlyph::new(
                GlyphId::new(info.glyph_id),
                position.x_advance as f32 / em,
                position.x_offset as f32 / em,
                position.y_offset as f32 / em,
                position.y_advance as f32 / em,
                range,
                None,
            )
        })
        .collect();
    let full = glyphs.iter().map(|glyph| glyph.x_advance).sum();
    let seen = text.trim_end_matches(' ').len();
    let width =
        glyphs.iter().filter(|glyph| glyph.text_range.start < seen).map(|glyph| glyph.x_advance).sum();
    Line { text: text.to_owned(), glyphs, width, full }
}

/// The bytes of the text that each glyph stands for. The glyphs of one cluster share theirs.
fn ranges(infos: &[GlyphInfo], length: usize) -> Vec<Range<usize>> {
    let mut end = length;
    let mut next = length;
    let mut ranges: Vec<_> = infos
        .iter()
        .rev()
        .map(|info| {
            let start = info.cluster as usize;
            if start < next {
                end = next;
                next = start;
            }
            start..end
        })
        .collect();
    ranges.reverse();
    ranges
}

/// A letter in the middle of its place.
fn in_its_place(mut cluster: Line) -> Line {
    if let [glyph] = cluster.glyphs.as_mut_slice()
        && glyph.x_advance < CODE_PLACE
    {
        glyph.x_offset += (CODE_PLACE - glyph.x_advance) / 2.0;
        glyph.x_advance = CODE_PLACE;
        cluster.width = CODE_PLACE;
        cluster.full = CODE_PLACE;
    }
    cluster
}

#[cfg(test)]
mod tests {
    use super::*;

    fn broken(text: &str, width: f32) -> Vec<String> {
        let letters = Letters::read().unwrap();
        letters.shape(text, Weight::Regular).lines(width).into_iter().map(|line| line.text).collect()
    }

    #[test]
    fn lines_break_between_words_and_keep_their_spaces() {
        assert_eq!(broken("one two three", 5.0), ["one two ", "three"]);
        assert_eq!(broken("one\ntwo\n\nthree\n\n", 50.0), ["one ", "two ", "", "three"]);
        assert_eq!(broken("", 5.0), [""]);
        assert_eq!(broken("well-known", 4.0), ["well-", "known"]);
        assert_eq!(broken("a\u{a0}b c", 1.5), ["a\u{a0}b ", "c"]);
    }

    #[test]
    fn a_word_that_is_too_long_is_broken_but_no_letter_loses_its_accent() {
        let lines = broken(&"e\u{301}".repeat(40), 5.0);
        assert!(lines.len() > 3);
        assert!(lines.iter().all(|line| line.starts_with('e')));
        assert_eq!(lines.concat(), "e\u{301}".repeat(40));
        assert_eq!(broken("mmm", 0.1), ["m", "m", "m"]);
    }

    #[test]
    fn no_line_is_wider_than_its_column() {
        let letters = Letters::read().unwrap();
        let text =
            "Aanvallen op ziekenhuizen, zorgverzekeringsmaatschappijen en labo’s nemen toe. ".repeat(9);
        for width in [4.0, 9.0, 20.0, 48.0] {
            for line in letters.shape(&text, Weight::Bold).lines(width) {
                let measured: f32 = line.glyphs.iter().map(|glyph| glyph.x_advance).sum();
                assert!(line.width <= width && measured <= width + 0.3, "{} in {width}", line.text);
            }
        }
    }

    #[test]
    fn only_what_can_be_printed_is_left() {
        let letters = Letters::read().unwrap();
        for (typed, printed) in [
            ("Żółć Ελλάς Київ €5 → ✓ ☐ ⚠", "Żółć Ελλάς Київ €5 → ✓ ☐ ⚠"),
            ("a\r\nb\rc\u{2028}d\te", "a\nb\nc\nd e"),
            ("\u{0}\u{1b}[1mx\u{ad}y\u{200d}", "[1mxy"),
            ("漢🙂\u{fe0f}\u{e000}\u{ffff}", "□□□□"),
            ("e\u{301}\u{200d}\u{301}\u{301}\u{301}\u{301}\u{301}x", "e\u{301}\u{301}\u{301}\u{301}x"),
        ] {
            assert_eq!(letters.printable(typed), printed);
        }
    }

    #[test]
    fn properties_are_short_single_lines() {
        assert_eq!(property(" a\n\u{7}b\u{e000}  c ", 10), "a b c");
        assert_eq!(property("漢字🙂", 10), "漢字🙂");
        assert_eq!(property("abcdef", 4), "abc…");
    }
}
