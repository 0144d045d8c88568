//! From strips to pages.

use crate::flow::{Ink, Strip};
use crate::{Fault, MAX_PAGES, look};

/// A page: what is drawn on it, from the top of the page.
#[derive(Debug, Default)]
pub struct Page {
    /// In the order of drawing.
    pub inks: Vec<Ink>,
    /// Headings that begin here: their number and where.
    pub headings: Vec<(usize, f32)>,
}

/// A head of a table is repeated only if it takes less than this part of a page.
const HIGHEST_HEAD: f32 = 1.0 / 3.0;

/// Divides strips into pages whose text begins at `top`. `heads` are the table heads that may be repeated.
pub fn divide(strips: &[Strip], heads: &[Vec<Strip>], top: f32) -> Result<Vec<Page>, Fault> {
    let mut pages = Pages { done: vec![Page::default()], heads, top, y: top };
    let mut rest = strips;
    while !rest.is_empty() {
        let together = rest.iter().position(|strip| !strip.keep).map_or(rest.len(), |last| last + 1);
        let (chain, after) = rest.split_at(together);
        pages.chain(chain)?;
        rest = after;
    }
    Ok(pages.done)
}

struct Pages<'a> {
    done: Vec<Page>,
    heads: &'a [Vec<Strip>],
    top: f32,
    y: f32,
}

impl Pages<'_> {
    /// Places strips that belong together. If they are higher than a page, they are divided after all.
    fn chain(&mut self, strips: &[Strip]) -> Result<(), Fault> {
        let whole = height(strips);
        if self.y + whole > look::BOTTOM && whole <= look::BOTTOM - self.top {
            self.turn(strips[0].head)?;
        }
        for strip in strips {
            if self.y + strip.gap + strip.height > look::BOTTOM && !self.at_top() {
                self.turn(strip.head)?;
            }
            self.place(strip, true);
        }
        Ok(())
    }

    fn at_top(&self) -> bool {
        self.y <= self.top
    }

    fn turn(&mut self, head: Option<usize>) -> Result<(), Fault> {
        if self.at_top() {
            return Ok(());
        }
        if self.done.len() == MAX_PAGES {
            return Err(Fault::TooLong);
        }
        self.done.push(Page::default());
        self.y = self.top;
        let heads = self.heads;
        if let Some(strips) = head.and_then(|head| heads.get(head))
            && height(strips) < (look::BOTTOM - self.top) * HIGHEST_HEAD
        {
            for strip in strips {
                self.place(strip, false);
            }
        }
        Ok(())
    }

    /// Draws a strip on the last page; `real` is false for a repeated head, which is decoration.
    fn place(&mut self, strip: &Strip, real: bool) {
        if !self.at_top() {
            self.y += strip.gap;
        }
        let y = self.y;
        let Some(page) = self.done.last_mut() else { return };
        if let Some(heading) = strip.heading.filter(|_| real) {
            page.headings.push((heading, y));
        }
        for ink in &strip.inks {
            let mut ink = ink.clone();
            match &mut ink {
                Ink::Text { y: at, content, .. } => {
                    *at += y;
                    *content = content.filter(|_| real);
                }
                Ink::Fill { y: at, .. } => *at += y,
            }
            if !continues(&mut page.inks, &ink) {
                page.inks.push(ink);
            }
        }
        self.y += strip.height;
    }
}

/// Height without the first gap.
fn height(strips: &[Strip]) -> f32 {
    let gap = strips.first().map_or(0.0, |strip| strip.gap);
    strips.iter().map(|strip| strip.gap + strip.height).sum::<f32>() - gap
}

/// Makes the ground of a strip one with the ground of the strip above, so that no seam shows.
fn continues(inks: &mut [Ink], ink: &Ink) -> bool {
    const NEAR: usize = 32;
    let Ink::Fill { x, y, width, height, colour } = ink else { return false };
    let above = inks.iter_mut().rev().take(NEAR).find_map(|other| match other {
        Ink::Fill { x: left, y: top, width: wide, height: high, colour: paint } => {
            let same = (*left, *wide, *paint) == (*x, *width, *colour);
            (same && (*top + *high - *y).abs() < 0.01).then_some(high)
        }
        Ink::Text { .. } => None,
    });
    above.map(|high| *high += height).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::flow::Flow;
    use crate::letters::Letters;
    use crate::{Block, Table};

    const TOP: f32 = 66.0;

    fn divided(blocks: &[Block]) -> Vec<Page> {
        let letters = Letters::read().unwrap();
        let mut flow = Flow::new(&letters);
        blocks.iter().for_each(|block| flow.block(block).unwrap());
        divide(&flow.strips, &flow.heads, TOP).unwrap()
    }

    /// The words of a page, each with whether a screen reader sees them.
    fn words(page: &Page) -> Vec<(String, bool)> {
        let text = |ink: &Ink| match ink {
            Ink::Text { line, content, .. } => Some((line.text.trim().to_owned(), content.is_some())),
            Ink::Fill { .. } => None,
        };
        page.inks.iter().filter_map(text).collect()
    }

    #[test]
    fn the_head_of_a_table_is_repeated_on_every_page_and_read_once() {
        let rows = (0..120).map(|row| vec![format!("row {row}"), "words".into()]).collect();
        let table = Table { caption: "All".into(), head: vec!["Name".into(), "Value".into()], rows };
        let pages = divided(&[Block::Table(table)]);
        assert!(pages.len() >= 3, "{}", pages.len());
        for (number, page) in pages.iter().enumerate() {
            let words = words(page);
            let at = usize::from(number == 0);
            assert_eq!(words[at], ("Name".into(), number == 0), "page {number}");
            assert_eq!(words[at + 1], ("Value".into(), number == 0), "page {number}");
        }
        let rows =
            pages.iter().flat_map(words).filter(|(word, seen)| *seen && word.starts_with("row")).count();
        assert_eq!(rows, 120);
    }

    #[test]
    fn nothing_is_drawn_below_the_foot_of_a_page() {
        let long = "many words ".repeat(4_000);
        let cells = vec![vec![long.clone(), "x".into()]; 2];
        let table = Table { caption: String::new(), head: vec!["a ".repeat(2_000), "b".into()], rows: cells };
        for page in divided(&[Block::Table(table), Block::Notice { title: "Mind".into(), text: long }]) {
            for ink in &page.inks {
                let foot = match ink {
                    Ink::Text { y, .. } => *y,
                    Ink::Fill { y, height, .. } => y + height,
                };
                assert!(foot <= look::BOTTOM + 0.1, "{foot}");
            }
        }
    }

    #[test]
    fn a_heading_is_never_the_last_line_of_a_page() {
        for lines in 1..60 {
            let text = vec!["line"; lines].join("\n");
            let heading = Block::Heading { level: 2, text: "Heading".into() };
            let pages = divided(&[Block::Paragraph(text), heading, Block::Paragraph("a\nb\nc\nd".into())]);
            for page in pages {
                assert_ne!(words(&page).last().map(|(word, _)| word.as_str()), Some("Heading"), "{lines}");
            }
        }
    }

    #[test]
    fn no_line_stands_alone_at_the_end_or_the_beginning_of_a_page() {
        for before in 1..60 {
            let first = vec!["before"; before].join("\n");
            let second = ["after"; 12].join("\n");
            for page in divided(&[Block::Paragraph(first), Block::Paragraph(second)]) {
                let lines = words(&page).iter().filter(|(word, _)| word == "after").count();
                assert_ne!(lines, 1, "{before}");
            }
        }
    }
}
