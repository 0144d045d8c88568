//! From blocks to strips: what is set side by side in one line of a page, before it is known which page.

use crate::letters::{Letters, Line, Shaped};
use crate::look::{self, Colour, Look};
use crate::{Block, Fact, Fault, MAX_COLUMNS, Table};

/// Something drawn. Lengths in points from the left edge of the page and from the top of the strip.
#[derive(Clone, Debug)]
pub enum Ink {
    /// A line of text; `y` is the foot of its letters. `content` is its number in the [`Tree`]; without, it is
    /// decoration.
    Text { x: f32, y: f32, line: Line, look: Look, content: Option<usize> },
    /// A filled rectangle: always decoration.
    Fill { x: f32, y: f32, width: f32, height: f32, colour: Colour },
}

/// As much as is never divided between two pages.
#[derive(Clone, Debug, Default)]
pub struct Strip {
    /// Free space above, dropped at the top of a page.
    pub gap: f32,
    /// Height without the gap.
    pub height: f32,
    /// What is drawn.
    pub inks: Vec<Ink>,
    /// The next strip must be on the same page.
    pub keep: bool,
    /// The table head (in [`Flow::heads`]) that is repeated if a page begins with this strip.
    pub head: Option<usize>,
    /// The heading (in [`Flow::headings`]) that begins here.
    pub heading: Option<usize>,
}

/// What a part of the paper is for a reader who cannot see it.
#[derive(Clone, Debug, PartialEq)]
pub enum Role {
    /// A heading of level 1 to 3 with its text.
    Heading(u8, String),
    Paragraph,
    Strong,
    /// Text that no longer holds.
    Struck,
    Code,
    Notice,
    List,
    Item,
    Label,
    Body,
    Table,
    Caption,
    TableHead,
    TableBody,
    Row,
    /// The head of a column.
    ColumnHead,
    Cell,
}

/// A part of the paper.
#[derive(Clone, Debug)]
pub struct Node {
    pub role: Role,
    pub children: Vec<Child>,
}

/// What a part consists of.
#[derive(Clone, Copy, Debug)]
pub enum Child {
    /// Another part.
    Node(usize),
    /// A line of text.
    Content(usize),
}

/// The parts of the paper, in the order in which they are read.
#[derive(Clone, Debug, Default)]
pub struct Tree {
    /// All parts.
    pub nodes: Vec<Node>,
    /// The outermost ones.
    pub roots: Vec<usize>,
    /// How many lines of text there are.
    pub contents: usize,
}

impl Tree {
    /// Adds a part at the end of `parent`, or of the paper.
    pub fn add(&mut self, parent: Option<usize>, role: Role) -> usize {
        let node = self.nodes.len();
        self.nodes.push(Node { role, children: Vec::new() });
        match parent {
            Some(parent) => self.nodes[parent].children.push(Child::Node(node)),
            None => self.roots.push(node),
        }
        node
    }

    /// Adds a line of text at the end of a part.
    pub fn content(&mut self, node: usize) -> usize {
        let content = self.contents;
        self.contents += 1;
        self.nodes[node].children.push(Child::Content(content));
        content
    }
}

/// A heading, for the bookmarks.
#[derive(Clone, Debug)]
pub struct Heading {
    /// 1 to 3.
    pub level: u8,
    /// Its words on one line.
    pub title: String,
}

/// A paper, set but not yet divided into pages.
pub struct Flow<'a> {
    letters: &'a Letters,
    /// From top to bottom.
    pub strips: Vec<Strip>,
    /// The heads of tables, as they are repeated.
    pub heads: Vec<Vec<Strip>>,
    /// All headings.
    pub headings: Vec<Heading>,
    /// All parts.
    pub tree: Tree,
}

/// Up to this many lines, a fact or a row of a table stays on one page.
const WHOLE: usize = 8;
/// The column of labels among facts.
const LABELS: f32 = look::WIDTH * 0.35;
/// Free space between the columns of facts.
const GUTTER: f32 = 14.0;
/// Free space above and below a fact.
const FACT_PAD: f32 = 4.0;
/// Free space in a cell: beside and above its text.
const CELL_PAD: (f32, f32) = (5.0, 3.5);
/// Free space in a box: beside and above its text.
const BOX_PAD: (f32, f32) = (12.0, 8.0);
const HAIRLINE: f32 = 0.6;

impl<'a> Flow<'a> {
    /// Nothing yet.
    pub fn new(letters: &'a Letters) -> Self {
        Self { letters, strips: vec![], heads: vec![], headings: vec![], tree: Tree::default() }
    }

    /// Sets a block below what is there.
    pub fn block(&mut self, block: &Block) -> Result<(), Fault> {
        match block {
            Block::Heading { level, text } => self.heading(*level, text),
            Block::Paragraph(text) => self.paragraph(text, look::TEXT, 7.0),
            Block::Small(text) => self.paragraph(text, look::SMALL, 6.0),
            Block::Facts(facts) => self.facts(facts),
            Block::Table(table) => self.table(table)?,
            Block::Code { label, text } => self.code(label, text),
            Block::Notice { title, text } => self.notice(title, text),
        }
        Ok(())
    }

    /// Whether nothing of a text would be seen.
    fn blank(&self, text: &str) -> bool {
        self.letters.printable(text).trim().is_empty()
    }

    /// The lines of a text in a column.
    fn lines(&self, text: &str, look: Look, width: f32) -> Vec<Line> {
        lines(&self.letters.shape(text, look.weight), look, width)
    }

    /// The ink of lines below each other, each with its distance from the first.
    fn column(&mut self, node: usize, x: f32, lines: Vec<Line>, look: Look) -> Vec<Ink> {
        lines
            .into_iter()
            .map(|line| {
                let content = (!line.glyphs.is_empty()).then(|| self.tree.content(node));
                Ink::Text { x, y: look.baseline(), line, look, content }
            })
            .collect()
    }

    /// Puts columns side by side, line by line.
    fn side_by_side(&mut self, columns: Vec<Vec<Vec<Ink>>>, height: f32, like: &Strip) {
        let count = columns.iter().map(Vec::len).max().unwrap_or(0);
        let mut columns: Vec<_> = columns.into_iter().map(Vec::into_iter).collect();
        for index in 0..count {
            let inks = columns.iter_mut().flat_map(|column| column.next().unwrap_or_default()).collect();
            let keep = kept(index, count);
            self.strips.push(Strip { gap: 0.0, height, inks, keep, ..like.clone() });
        }
    }

    fn paragraph(&mut self, text: &str, look: Look, gap: f32) {
        if self.blank(text) {
            return;
        }
        let node = self.tree.add(None, Role::Paragraph);
        let lines = self.lines(text, look, look::WIDTH);
        let inks = single(self.column(node, look::SIDE, lines, look));
        let first = self.strips.len();
        self.side_by_side(vec![inks], look.leading, &Strip::default());
        self.strips[first].gap = gap;
    }

    /// A level that is skipped is not: the outline of a paper has no holes (PDF/UA-1, 7.4.2).
    fn heading(&mut self, level: u8, text: &str) {
        let title = crate::letters::property(&self.letters.printable(text), crate::LONGEST_PROPERTY);
        if title.is_empty() {
            return;
        }
        let deepest = self.headings.last().map_or(1, |last| last.level + 1).min(3);
        let level = level.clamp(1, deepest);
        let look = look::HEADINGS[usize::from(level) - 1];
        let node = self.tree.add(None, Role::Heading(level, title.clone()));
        let lines = self.lines(text, look, look::WIDTH);
        let inks = single(self.column(node, look::SIDE, lines, look));
        let first = self.strips.len();
        self.side_by_side(vec![inks], look.leading, &Strip::default());
        self.strips[first].gap = look::BEFORE_HEADING[usize::from(level) - 1];
        self.strips[first].heading = Some(self.headings.len());
        if level == 1 {
            let x = look::SIDE;
            let line = Ink::Fill { x, y: 4.0, width: 48.0, height: 2.0, colour: look::ACCENT };
            self.strips.push(Strip { height: 8.0, inks: vec![line], ..Strip::default() });
        }
        self.strips[first..].iter_mut().for_each(|strip| strip.keep = true);
        self.headings.push(Heading { level, title });
    }

    fn facts(&mut self, facts: &[Fact]) {
        let facts: Vec<_> = facts.iter().filter(|fact| !self.blank(&fact.label)).collect();
        if facts.is_empty() {
            return;
        }
        let list = self.tree.add(None, Role::List);
        let last = facts.len() - 1;
        for (index, fact) in facts.iter().enumerate() {
            self.space(if index > 0 { 0.0 } else { 6.0 }, FACT_PAD);
            self.fact(list, fact);
            if index < last {
                self.rule(FACT_PAD, look::RULE, None);
            }
        }
    }

    /// Free space that stays with what follows.
    fn space(&mut self, gap: f32, height: f32) {
        self.strips.push(Strip { gap, height, keep: true, ..Strip::default() });
    }

    /// Free space with a hairline at its foot, which stays with what is above.
    fn rule(&mut self, height: f32, colour: Colour, head: Option<usize>) {
        if let Some(last) = self.strips.last_mut() {
            last.keep = true;
        }
        let (x, width) = (look::SIDE, look::WIDTH);
        let line = Ink::Fill { x, y: height - HAIRLINE, width, height: HAIRLINE, colour };
        self.strips.push(Strip { height, inks: vec![line], head, ..Strip::default() });
    }

    fn fact(&mut self, list: usize, fact: &Fact) {
        let item = self.tree.add(Some(list), Role::Item);
        let label = self.tree.add(Some(item), Role::Label);
        let labels = self.lines(&fact.label, look::LABEL, LABELS - GUTTER);
        let labels = single(self.column(label, look::SIDE, labels, look::LABEL));

        let body = self.tree.add(Some(item), Role::Body);
        let mut values = Vec::new();
        if let Some(mark) = &fact.mark {
            values.extend(self.value(body, mark, look::MARK, Some(Role::Strong)));
        }
        for line in &fact.lines {
            values.extend(self.value(body, line, look::TEXT, None));
        }
        if let Some(earlier) = &fact.earlier {
            values.extend(self.value(body, &earlier.word, look::EARLIER, None));
            for line in &earlier.lines {
                values.extend(self.value(body, line, look::EARLIER, Some(Role::Struck)));
            }
        }
        self.side_by_side(vec![labels, values], look::TEXT.leading, &Strip::default());
    }

    /// A paragraph in the right column of facts.
    fn value(&mut self, body: usize, text: &str, look: Look, inner: Option<Role>) -> Vec<Vec<Ink>> {
        let struck = inner == Some(Role::Struck);
        let paragraph = self.tree.add(Some(body), Role::Paragraph);
        let node = inner.map_or(paragraph, |role| self.tree.add(Some(paragraph), role));
        let lines = self.lines(text, look, look::WIDTH - LABELS);
        let inks = self.column(node, look::SIDE + LABELS, lines, look);
        inks.into_iter().map(|ink| if struck { through(ink) } else { vec![ink] }).collect()
    }

    fn code(&mut self, label: &str, text: &str) {
        if self.blank(text) {
            return;
        }
        let first = self.strips.len();
        self.paragraph(label, look::SMALL, 7.0);
        self.strips[first..].iter_mut().for_each(|strip| strip.keep = true);
        let node = self.tree.add(None, Role::Paragraph);
        let node = self.tree.add(Some(node), Role::Code);
        let labelled = self.strips.len() > first;
        let first = self.strips.len();
        self.space(if labelled { 2.0 } else { 7.0 }, 4.0);
        let (pad, _) = BOX_PAD;
        let shaped = self.letters.shape_code(text, look::CODE.weight);
        let lines = lines(&shaped, look::CODE, look::WIDTH - 2.0 * pad);
        let inks = single(self.column(node, look::SIDE + pad, lines, look::CODE));
        self.side_by_side(vec![inks], look::CODE.leading, &Strip::default());
        self.end_box(first, 4.0);
    }

    fn notice(&mut self, title: &str, text: &str) {
        if self.blank(title) && self.blank(text) {
            return;
        }
        let (pad, above) = BOX_PAD;
        let notice = self.tree.add(None, Role::Notice);
        let first = self.strips.len();
        self.space(10.0, above);
        for (text, look, role) in [(title, look::STRONG, Role::Strong), (text, look::TEXT, Role::Paragraph)] {
            if self.blank(text) {
                continue;
            }
            let mut node = self.tree.add(Some(notice), Role::Paragraph);
            let strong = role == Role::Strong;
            if strong {
                node = self.tree.add(Some(node), role);
            }
            let lines = self.lines(text, look, look::WIDTH - 2.0 * pad);
            let inks = single(self.column(node, look::SIDE + pad, lines, look));
            let start = self.strips.len();
            self.side_by_side(vec![inks], look.leading, &Strip::default());
            if strong {
                self.strips[start..].iter_mut().for_each(|strip| strip.keep = true);
            }
        }
        self.end_box(first, above);
        for strip in &mut self.strips[first..] {
            let (x, height) = (look::SIDE, strip.height);
            strip.inks.insert(1, Ink::Fill { x, y: 0.0, width: 3.0, height, colour: look::ACCENT });
        }
    }

    /// Ends a box that began with the strip `first`: the space at its foot, and its ground.
    fn end_box(&mut self, first: usize, foot: f32) {
        if let Some(last) = self.strips.last_mut() {
            last.keep = true;
        }
        self.strips.push(Strip { height: foot, ..Strip::default() });
        for strip in &mut self.strips[first..] {
            let (x, width, height) = (look::SIDE, look::WIDTH, strip.height);
            strip.inks.insert(0, Ink::Fill { x, y: 0.0, width, height, colour: look::TINT });
        }
    }

    fn table(&mut self, table: &Table) -> Result<(), Fault> {
        let count = table.rows.iter().map(Vec::len).chain([table.head.len()]).max().unwrap_or(0);
        if count > MAX_COLUMNS {
            return Err(Fault::TooWide);
        }
        if count == 0 {
            return Ok(());
        }
        let shape = |row: &Vec<String>, look: Look| -> Vec<Shaped> {
            let cell = |at| row.get(at).map_or("", String::as_str);
            (0..count).map(|at| self.letters.shape(cell(at), look.weight)).collect()
        };
        let head = shape(&table.head, look::HEAD);
        let rows: Vec<_> = table.rows.iter().map(|row| shape(row, look::CELL)).collect();
        let widths = widths(&head, &rows);

        let node = self.tree.add(None, Role::Table);
        self.caption(node, &table.caption);
        let group = self.tree.add(Some(node), Role::TableHead);
        let first = self.strips.len();
        self.row(group, &head, &widths, look::HEAD, None);
        self.strips[first].gap = 5.0;
        self.strips[first..].iter_mut().for_each(|strip| strip.keep = true);
        let head = self.heads.len();
        self.heads.push(self.strips[first..].to_vec());

        let group = self.tree.add(Some(node), Role::TableBody);
        for row in &rows {
            self.row(group, row, &widths, look::CELL, Some(head));
        }
        if let Some(last) = self.strips.last_mut() {
            last.keep = false;
        }
        Ok(())
    }

    fn caption(&mut self, table: usize, text: &str) {
        if self.blank(text) {
            return;
        }
        let caption = self.tree.add(Some(table), Role::Caption);
        let lines = self.lines(text, look::STRONG, look::WIDTH);
        let inks = single(self.column(caption, look::SIDE, lines, look::STRONG));
        let first = self.strips.len();
        self.side_by_side(vec![inks], look::STRONG.leading, &Strip::default());
        self.strips[first].gap = 10.0;
        self.strips[first..].iter_mut().for_each(|strip| strip.keep = true);
    }

    /// A row of a table; without `head`, the head itself.
    fn row(&mut self, group: usize, cells: &[Shaped], widths: &[f32], look: Look, head: Option<usize>) {
        let (pad, above) = CELL_PAD;
        let row = self.tree.add(Some(group), Role::Row);
        let like = Strip { head, ..Strip::default() };
        let first = self.strips.len();
        self.strips.push(Strip { height: above, keep: true, ..like.clone() });
        let mut x = look::SIDE;
        let mut columns = Vec::new();
        for (cell, width) in cells.iter().zip(widths) {
            let node = self.tree.add(Some(row), if head.is_some() { Role::Cell } else { Role::ColumnHead });
            let lines = lines(cell, look, width - 2.0 * pad);
            columns.push(single(self.column(node, x + pad, lines, look)));
            x += width;
        }
        self.side_by_side(columns, look.leading, &like);
        self.rule(above, if head.is_some() { look::RULE } else { look::ACCENT }, head);
        if head.is_none() {
            for strip in &mut self.strips[first..] {
                let (x, width, height) = (look::SIDE, look::WIDTH, strip.height);
                strip.inks.insert(0, Ink::Fill { x, y: 0.0, width, height, colour: look::TINT });
            }
        }
    }

    /// Sets the words of the banner, for the first page, as the first thing that is read.
    pub fn banner(&mut self) -> usize {
        let node = self.tree.add(None, Role::Paragraph);
        let node = self.tree.add(Some(node), Role::Strong);
        self.tree.content(node)
    }
}

fn lines(shaped: &Shaped, look: Look, width: f32) -> Vec<Line> {
    shaped.lines(width.max(look.size) / look.size)
}

fn single(inks: Vec<Ink>) -> Vec<Vec<Ink>> {
    inks.into_iter().map(|ink| vec![ink]).collect()
}

/// A line of text that is struck through.
fn through(ink: Ink) -> Vec<Ink> {
    let Ink::Text { x, y, line, look, .. } = &ink else {
        return vec![ink];
    };
    let stroke = Ink::Fill {
        x: *x,
        y: y - look.size * 0.3,
        width: line.width * look.size,
        height: 0.7,
        colour: look.colour,
    };
    vec![ink, stroke]
}

/// Whether line `index` of `count` stays with the next one: short pieces stay whole, of longer ones at least two
/// lines stay together.
fn kept(index: usize, count: usize) -> bool {
    index + 1 < count && (count <= WHOLE || index == 0 || index + 2 == count)
}

/// How wide each column of a table is: if they do not all fit on one line, those with long lines give way first,
/// and none becomes narrower than its longest word where that is possible.
fn widths(head: &[Shaped], rows: &[Vec<Shaped>]) -> Vec<f32> {
    let pad = 2.0 * CELL_PAD.0;
    let measure = |at: usize, of: fn(&Shaped) -> f32| {
        let cells = rows.iter().map(|row| of(&row[at]) * look::CELL.size);
        cells.chain([of(&head[at]) * look::HEAD.size]).fold(0.0, f32::max)
    };
    // Half a point against rounding: a cell that fits exactly must not break.
    let least: Vec<f32> = (0..head.len()).map(|at| measure(at, Shaped::widest) + pad + 0.5).collect();
    let most: Vec<f32> =
        (0..head.len()).map(|at| (measure(at, Shaped::natural) + pad + 0.5).min(look::WIDTH)).collect();
    let (sum_least, sum_most): (f32, f32) = (least.iter().sum(), most.iter().sum());
    if sum_most <= look::WIDTH {
        return most.iter().map(|width| width * look::WIDTH / sum_most).collect();
    }
    let fair = squeezed(&most);
    if sum_least >= look::WIDTH {
        squeezed(&least)
    } else if fair.iter().zip(&least).all(|(fair, least)| fair >= least) {
        fair
    } else {
        let share = (look::WIDTH - sum_least) / (sum_most - sum_least);
        least.iter().zip(&most).map(|(least, most)| least + (most - least) * share).collect()
    }
}

/// Columns that together are too wide: the narrow ones stay as they are, the wide ones share what is left.
fn squeezed(wanted: &[f32]) -> Vec<f32> {
    let mut widths = wanted.to_vec();
    let mut order: Vec<usize> = (0..wanted.len()).collect();
    order.sort_by(|a, b| wanted[*a].total_cmp(&wanted[*b]));
    let mut left = look::WIDTH;
    for (done, at) in order.into_iter().enumerate() {
        widths[at] = widths[at].min(left / (wanted.len() - done) as f32);
        left -= widths[at];
    }
    widths
}
