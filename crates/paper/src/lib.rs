//! Papers: a title, headings, facts and tables become a PDF that can be kept (PDF/A-2a) and that a screen reader
//! can read (PDF/UA-1). Pure: no files, no clock, no network; the same [`Paper`] gives the same bytes.
//!
//! What the user typed may be anything: what cannot be printed becomes "□", and nothing of it makes [`pdf`] fail
//! but its length.

mod draw;
mod flow;
mod letters;
mod look;
mod pages;

/// The longest paper, in pages.
pub const MAX_PAGES: usize = 200;
/// The widest table, in columns.
pub const MAX_COLUMNS: usize = 12;
/// More characters than this do not fit on [`MAX_PAGES`] pages, whatever they are.
const MAX_CHARACTERS: usize = MAX_PAGES * 14_000;
/// Titles in the properties of the file and in its bookmarks are cut after this many characters. (PDF/A-2 allows
/// 32 767 bytes in a string.)
const LONGEST_PROPERTY: usize = 300;

/// RFC 5646, 4.4.1, has no need of longer language tags.
const LONGEST_LANG: usize = 35;

/// A document. All its texts are plain; line ends are kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paper {
    /// The language of the document, as BCP 47 has it: "nl", "fr", "de", "en".
    pub lang: String,
    /// What a reader shows as the name of the document. It is not printed: begin with a heading.
    pub title: String,
    /// Who gives out the document.
    pub author: String,
    /// What it is about, in one sentence.
    pub subject: String,
    /// When it was made.
    pub created: Created,
    /// Words in a band at the top of every page, such as "OEFENING – geen echt incident".
    pub banner: Option<String>,
    /// The line at the top of every page; it is cut if it is longer than the page is wide.
    pub header: String,
    /// The line at the bottom of every page; it is cut after two thirds of the width.
    pub footer: String,
    /// The page number, with the places `{page}` and `{pages}`.
    pub page_of: String,
    /// What the document says, from top to bottom.
    pub blocks: Vec<Block>,
}

/// A local date and time. What no clock shows is clamped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Created {
    /// 0 to 9999.
    pub year: u16,
    /// 1 to 12.
    pub month: u8,
    /// 1 to 31.
    pub day: u8,
    /// 0 to 23.
    pub hour: u8,
    /// 0 to 59.
    pub minute: u8,
    /// 0 to 59.
    pub second: u8,
    /// How far the local time is ahead of UTC, in minutes.
    pub offset_minutes: i16,
}

/// A part of a document. A part without words is left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// A heading, also in the bookmarks. A level below 1 or above 3, or that skips one, becomes the nearest.
    Heading {
        /// 1 for the title of the document, up to 3.
        level: u8,
        /// Its words.
        text: String,
    },
    /// Plain text.
    Paragraph(String),
    /// Small print.
    Small(String),
    /// Questions and their answers, in two columns.
    Facts(Vec<Fact>),
    /// A table.
    Table(Table),
    /// A digest or the like, in places of equal width, which may break anywhere.
    Code {
        /// What it is.
        label: String,
        /// The code.
        text: String,
    },
    /// Words in a box.
    Notice {
        /// Its first words, in bold.
        title: String,
        /// The rest.
        text: String,
    },
}

/// A question and its answer. Without a label it is left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fact {
    /// The question.
    pub label: String,
    /// The answer, each line a paragraph of its own.
    pub lines: Vec<String>,
    /// A word in bold above the answer, such as "changed".
    pub mark: Option<String>,
    /// What the answer was before.
    pub earlier: Option<Earlier>,
}

/// An answer that no longer holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Earlier {
    /// What is printed before it, such as "earlier:".
    pub word: String,
    /// The answer, printed struck through.
    pub lines: Vec<String>,
}

/// A table. Its head is repeated on every page; a row with too few cells is filled with empty ones.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// What it shows.
    pub caption: String,
    /// The names of the columns.
    pub head: Vec<String>,
    /// The cells, row by row.
    pub rows: Vec<Vec<String>>,
}

/// Why a paper cannot be made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// A document needs a name (PDF/UA-1, 7.1).
    #[error("the paper has no title")]
    Untitled,
    /// The language is not the shape of a language tag.
    #[error("{0:?} is not a language tag")]
    Language(String),
    /// See [`MAX_PAGES`].
    #[error("the paper is longer than {MAX_PAGES} pages")]
    TooLong,
    /// See [`MAX_COLUMNS`].
    #[error("a table has more than {MAX_COLUMNS} columns")]
    TooWide,
    /// The file would break a rule of PDF/A or PDF/UA.
    #[error("the paper would not be a valid PDF: {0}")]
    Refused(String),
}

/// Sets a paper and gives the bytes of the PDF.
pub fn pdf(paper: &Paper) -> Result<Vec<u8>, Fault> {
    check(paper)?;
    let letters = letters::Letters::read()?;
    let mut flow = flow::Flow::new(&letters);
    let banner = paper.banner.is_some().then(|| flow.banner());
    for block in &paper.blocks {
        flow.block(block)?;
    }
    let pages = pages::divide(&flow.strips, &flow.heads, draw::top(paper))?;
    draw::Drawing { paper, letters: &letters, flow: &flow, pages: &pages, banner }.file()
}

fn check(paper: &Paper) -> Result<(), Fault> {
    if letters::property(&paper.title, LONGEST_PROPERTY).is_empty() {
        return Err(Fault::Untitled);
    }
    let part = |part: &str| (1..=8).contains(&part.len()) && part.chars().all(|c| c.is_ascii_alphanumeric());
    if paper.lang.len() > LONGEST_LANG || !paper.lang.split('-').all(part) {
        return Err(Fault::Language(paper.lang.clone()));
    }
    if paper.blocks.iter().map(characters).sum::<usize>() > MAX_CHARACTERS {
        return Err(Fault::TooLong);
    }
    Ok(())
}

fn characters(block: &Block) -> usize {
    let one = |text: &String| text.chars().count();
    let all = |texts: &[String]| texts.iter().map(one).sum::<usize>();
    match block {
        Block::Heading { text, .. } | Block::Paragraph(text) | Block::Small(text) => one(text),
        Block::Code { label: first, text } | Block::Notice { title: first, text } => one(first) + one(text),
        Block::Facts(facts) => facts.iter().flat_map(words).map(one).sum(),
        Block::Table(table) => {
            one(&table.caption) + all(&table.head) + table.rows.iter().map(|row| all(row)).sum::<usize>()
        }
    }
}

fn words(fact: &Fact) -> impl Iterator<Item = &String> {
    let earlier = fact.earlier.iter().flat_map(|earlier| earlier.lines.iter().chain([&earlier.word]));
    fact.lines.iter().chain([&fact.label]).chain(&fact.mark).chain(earlier)
}
