//! From pages to a PDF file: drawing, tags, bookmarks, properties.

use std::num::NonZeroU16;

use krilla::color::rgb;
use krilla::configure::{Accessibility, Archival, ConfigurationBuilder, ValidationError};
use krilla::destination::XyzDestination;
use krilla::error::KrillaError;
use krilla::geom::{PathBuilder, Point, Rect};
use krilla::metadata::{DateTime, Metadata, TextDirection};
use krilla::outline::{Outline, OutlineNode};
use krilla::page::PageSettings;
use krilla::paint::Fill;
use krilla::surface::Surface;
use krilla::tagging::{
    Artifact, ArtifactType, ContentTag, Identifier, ListNumbering, Node, SpanTag, TableHeaderScope, Tag,
    TagGroup, TagKind, TagTree, TextDecorationType,
};
use krilla::{Document, SerializeSettings};

use crate::flow::{Child, Flow, Heading, Ink, Role, Tree};
use crate::letters::{Letters, property};
use crate::look::{self, Colour};
use crate::pages::Page;
use crate::{Created, Fault, LONGEST_PROPERTY, Paper};

/// Where the band of the banner begins, and how high it is.
const BAND: (f32, f32) = (22.0, 24.0);
/// The running header without and with a banner above it.
const HEADER: (f32, f32) = (36.0, 54.0);
/// Where the text of a page begins, without and with a banner.
const TOP: (f32, f32) = (66.0, 84.0);
/// The line above the footer.
const FOOT: f32 = look::PAGE.1 - 56.0;
/// What the page number may fill at most, as a part of the line.
const NUMBER: f32 = 0.3;

/// Where the text of a page begins.
pub fn top(paper: &Paper) -> f32 {
    pick(TOP, paper)
}

fn pick((without, with): (f32, f32), paper: &Paper) -> f32 {
    if paper.banner.is_some() { with } else { without }
}

/// A paper ready to be drawn.
pub struct Drawing<'a> {
    /// What it says.
    pub paper: &'a Paper,
    /// The fonts.
    pub letters: &'a Letters,
    /// Its parts and headings.
    pub flow: &'a Flow<'a>,
    /// Its pages.
    pub pages: &'a [Page],
    /// The number of the banner among the lines of text.
    pub banner: Option<usize>,
}

impl Drawing<'_> {
    /// The file: PDF/A-2a and PDF/UA-1.
    pub fn file(&self) -> Result<Vec<u8>, Fault> {
        let configuration = ConfigurationBuilder::new()
            .with_archival_validator(Archival::A2_A)
            .with_accessibility_validator(Accessibility::UA1)
            .finish()
            .map_err(|error| Fault::Refused(format!("{error:?}")))?;
        let mut document =
            Document::new_with(SerializeSettings { configuration, ..SerializeSettings::default() });
        let mut lines = vec![None; self.flow.tree.contents];
        for number in 0..self.pages.len() {
            self.page(&mut document, number, &mut lines)?;
        }
        document.set_tag_tree(tags(&self.flow.tree, &lines, &self.paper.lang));
        document.set_outline(self.bookmarks());
        document.set_metadata(properties(self.paper));
        document.finish().map_err(refused)
    }

    fn page(
        &self,
        document: &mut Document,
        number: usize,
        lines: &mut [Option<Identifier>],
    ) -> Result<(), Fault> {
        let (width, height) = look::PAGE;
        let settings = PageSettings::from_wh(width, height)
            .ok_or_else(|| Fault::Refused("a page has no size".to_owned()))?;
        let mut page = document.start_page_with(settings);
        let mut surface = page.surface();
        self.banner(&mut surface, number, lines);
        self.running(&mut surface, number);
        for ink in &self.pages[number].inks {
            let identifier = self.ink(&mut surface, ink, ArtifactType::PaginationOther);
            if let Ink::Text { content: Some(content), .. } = ink {
                lines[*content] = Some(identifier);
            }
        }
        surface.finish();
        page.finish();
        Ok(())
    }

    /// The banner is read aloud once, on the first page, and is decoration on the others.
    fn banner(&self, surface: &mut Surface, number: usize, lines: &mut [Option<Identifier>]) {
        let Some(words) = &self.paper.banner else { return };
        let (y, height) = BAND;
        let (x, width) = (look::SIDE, look::WIDTH);
        fill(surface, (x, y, width, height), look::BANNER_TINT);
        fill(surface, (x, y, 4.0, height), look::BANNER);
        fill(surface, (x + width - 4.0, y, 4.0, height), look::BANNER);
        let look = look::BANNER_LOOK;
        let line = self.letters.one_line(words, look.weight, (width - 24.0) / look.size);
        let x = x + (width - line.width * look.size) / 2.0;
        let y = y + (height - look.leading) / 2.0 + look.baseline();
        let content = self.banner.filter(|_| number == 0);
        let identifier = self.ink(surface, &Ink::Text { x, y, line, look, content }, ArtifactType::Header);
        if let Some(content) = content {
            lines[content] = Some(identifier);
        }
    }

    /// The lines at the top and at the bottom of a page.
    fn running(&self, surface: &mut Surface, number: usize) {
        let look = look::RUNNING;
        let y = pick(HEADER, self.paper);
        self.run(surface, &self.paper.header, (look::SIDE, y), 1.0, ArtifactType::Header);
        if !self.paper.header.trim().is_empty() {
            fill(surface, (look::SIDE, y + look.leading + 3.0, look::WIDTH, 0.6), look::RULE);
        }
        fill(surface, (look::SIDE, FOOT, look::WIDTH, 0.6), look::RULE);
        let y = FOOT + 5.0;
        self.run(surface, &self.paper.footer, (look::SIDE, y), 1.0 - NUMBER, ArtifactType::Footer);
        let words = self
            .paper
            .page_of
            .replace("{page}", &(number + 1).to_string())
            .replace("{pages}", &self.pages.len().to_string());
        let line = self.letters.one_line(&words, look.weight, look::WIDTH * NUMBER / look.size);
        let x = look::SIDE + look::WIDTH - line.width * look.size;
        let y = y + look.baseline();
        let ink = Ink::Text { x, y, line, look, content: None };
        self.ink(surface, &ink, ArtifactType::PageNumber);
    }

    /// One running line that fills at most `part` of the width.
    fn run(&self, surface: &mut Surface, text: &str, (x, y): (f32, f32), part: f32, kind: ArtifactType) {
        let look = look::RUNNING;
        let line = self.letters.one_line(text, look.weight, look::WIDTH * part / look.size);
        self.ink(surface, &Ink::Text { x, y: y + look.baseline(), line, look, content: None }, kind);
    }

    /// Draws; what is not content becomes an artifact of the given kind.
    fn ink(&self, surface: &mut Surface, ink: &Ink, kind: ArtifactType) -> Identifier {
        match ink {
            Ink::Fill { x, y, width, height, colour } => fill(surface, (*x, *y, *width, *height), *colour),
            Ink::Text { x, y, line, look, content } => {
                let tag = match content {
                    Some(_) => ContentTag::Span(SpanTag::empty()),
                    None => ContentTag::Artifact(Artifact::with_kind(kind)),
                };
                let identifier = surface.start_tagged(tag);
                if !line.glyphs.is_empty() {
                    surface.set_fill(Some(paint(look.colour)));
                    let font = self.letters.font(look.weight);
                    let start = Point::from_xy(*x, *y);
                    surface.draw_glyphs(start, &line.glyphs, font, &line.text, look.size, false);
                }
                surface.end_tagged();
                identifier
            }
        }
    }

    fn bookmarks(&self) -> Outline {
        let places = self.pages.iter().enumerate().flat_map(|(page, content)| {
            content.headings.iter().map(move |(heading, y)| (&self.flow.headings[*heading], page, *y))
        });
        let places: Vec<Place> = places.collect();
        let mut outline = Outline::new();
        if places.is_empty() {
            let start = XyzDestination::new(0, Point::from_xy(0.0, 0.0));
            let title = property(&self.paper.title, LONGEST_PROPERTY);
            outline.push_child(OutlineNode::new(title, start));
        }
        let mut rest = places.as_slice();
        while let Some(node) = bookmark(&mut rest, 1) {
            outline.push_child(node);
        }
        outline
    }
}

/// A heading, its page, and its place on it.
type Place<'a> = (&'a Heading, usize, f32);

/// Takes the next heading of at least this level, with those below it.
fn bookmark(rest: &mut &[Place], level: u8) -> Option<OutlineNode> {
    let ((heading, page, y), after) = rest.split_first()?;
    if heading.level < level {
        return None;
    }
    *rest = after;
    let place = XyzDestination::new(*page, Point::from_xy(0.0, (y - 8.0).max(0.0)));
    let mut node = OutlineNode::new(heading.title.clone(), place).with_open(true);
    while let Some(child) = bookmark(rest, heading.level + 1) {
        node.push_child(child);
    }
    Some(node)
}

/// A rectangle that is decoration: left, top, width, height.
fn fill(surface: &mut Surface, (x, y, width, height): (f32, f32, f32, f32), colour: Colour) -> Identifier {
    let identifier = surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(ArtifactType::Layout)));
    let path = Rect::from_xywh(x, y, width, height).and_then(|rect| {
        let mut path = PathBuilder::new();
        path.push_rect(rect);
        path.finish()
    });
    if let Some(path) = path {
        surface.set_fill(Some(paint(colour)));
        surface.draw_path(&path);
    }
    surface.end_tagged();
    identifier
}

fn paint((red, green, blue): Colour) -> Fill {
    Fill { paint: rgb::Color::new(red, green, blue).into(), ..Fill::default() }
}

/// The structure of the file. `lines` are the lines of text as they were drawn.
fn tags(tree: &Tree, lines: &[Option<Identifier>], lang: &str) -> TagTree {
    let mut root = TagTree::new().with_lang(Some(lang.to_owned()));
    for node in &tree.roots {
        root.push(group(tree, *node, lines));
    }
    root
}

fn group(tree: &Tree, node: usize, lines: &[Option<Identifier>]) -> TagGroup {
    let node = &tree.nodes[node];
    let mut tagged = TagGroup::new(kind(&node.role));
    for child in &node.children {
        match child {
            Child::Node(child) => tagged.push(group(tree, *child, lines)),
            Child::Content(content) => {
                if let Some(identifier) = lines[*content] {
                    tagged.push(Node::Leaf(identifier));
                }
            }
        }
    }
    tagged
}

/// The standard structure types of PDF 1.7 (ISO 32000-1, 14.8.4). A list of facts is what it calls a dictionary
/// list: labels and bodies.
fn kind(role: &Role) -> TagKind {
    match role {
        Role::Heading(level, title) => {
            let level = NonZeroU16::new(u16::from(*level)).unwrap_or(NonZeroU16::MIN);
            Tag::Hn(level, Some(title.clone())).into()
        }
        Role::Paragraph => Tag::P.into(),
        Role::Strong => Tag::Strong.into(),
        Role::Struck => Tag::Span.with_text_decoration_type(Some(TextDecorationType::LineThrough)).into(),
        Role::Code => Tag::Code.into(),
        Role::Notice => Tag::Div.into(),
        Role::List => Tag::L(ListNumbering::None).into(),
        Role::Item => Tag::LI.into(),
        Role::Label => Tag::Lbl.into(),
        Role::Body => Tag::LBody.into(),
        Role::Table => Tag::Table.into(),
        Role::Caption => Tag::Caption.into(),
        Role::TableHead => Tag::THead.into(),
        Role::TableBody => Tag::TBody.into(),
        Role::Row => Tag::TR.into(),
        Role::ColumnHead => Tag::TH(TableHeaderScope::Column).into(),
        Role::Cell => Tag::TD.into(),
    }
}

fn properties(paper: &Paper) -> Metadata {
    let short = |text: &str| property(text, LONGEST_PROPERTY);
    let author = short(&paper.author);
    let authors = if author.is_empty() { vec![] } else { vec![author] };
    Metadata::new()
        .title(short(&paper.title))
        .description(short(&paper.subject))
        .authors(authors)
        .creator("Paraat".to_owned())
        .language(paper.lang.clone())
        .text_direction(TextDirection::LeftToRight)
        .creation_date(date(paper.created))
}

/// Values that no calendar or clock has are clamped.
fn date(created: Created) -> DateTime {
    let offset = created.offset_minutes.clamp(-23 * 60 - 59, 23 * 60 + 59);
    DateTime::new(created.year)
        .month(created.month)
        .day(created.day)
        .hour(created.hour)
        .minute(created.minute)
        .second(created.second)
        .utc_offset_hour((offset / 60) as i8)
        .utc_offset_minute((offset % 60).unsigned_abs() as u8)
}

fn refused(error: KrillaError) -> Fault {
    let KrillaError::Validation(errors) = &error else {
        return Fault::Refused(error.to_string());
    };
    let reasons: Vec<String> = errors.iter().map(|(error, _)| reason(error)).collect();
    Fault::Refused(reasons.join("; "))
}

fn reason(error: &ValidationError) -> String {
    match error {
        ValidationError::NoDocumentTitle => "the document has no title".to_owned(),
        ValidationError::NoDocumentLanguage => "the document has no language".to_owned(),
        ValidationError::MissingDocumentOutline => "the document has no bookmarks".to_owned(),
        ValidationError::MissingHeadingTitle => "a heading has no words".to_owned(),
        ValidationError::TooLongString => "a text is too long".to_owned(),
        ValidationError::ContainsNotDefGlyph(_, _, text) => format!("no letter for {text:?}"),
        ValidationError::InvalidCodepointMapping(_, _, c, _)
        | ValidationError::UnicodePrivateArea(_, _, c, _) => format!("the character {c:?} is not allowed"),
        other => format!("{other:?}"),
    }
}
