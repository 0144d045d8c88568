//! A filing on paper: the same sheet as on its page, as a document that can be kept and read aloud. Pure.

use jiff::fmt::temporal::Pieces;
use paper::{Block, Created, Earlier, Fact, MAX_COLUMNS, Paper, Table};

use super::answers::TableView;
use super::sheet::{BlockView, FactView, FileView, Piece, Sheet, TermView, ThresholdsView};
use crate::words::Words;

/// What vouches for a filing.
pub(super) struct Proof {
    /// The reporter's own number; empty for an authority, which could count by it.
    pub(super) number: String,
    /// What names the filing at the foot of every page.
    pub(super) filing: String,
    /// SHA-256 of the bytes this reader gets.
    pub(super) digest: String,
    /// The journal's entry.
    pub(super) seq: i64,
    /// Its hash.
    pub(super) hash: String,
}

/// Sets a sheet on paper.
pub(super) fn paper(sheet: &Sheet, proof: &Proof) -> Paper {
    let l = Words(sheet.lang);
    let label = |rest: &str| match &sheet.tlp {
        Some(tlp) => format!("{} · {rest}", tlp.text),
        None => rest.to_owned(),
    };
    let name = if proof.number.is_empty() { &proof.filing } else { &proof.number };
    Paper {
        lang: sheet.lang.code().to_owned(),
        title: sheet.title.clone(),
        author: sheet.organisation.clone(),
        subject: sheet.law.clone(),
        created: created(&sheet.filed.iso),
        banner: sheet.is_exercise.then(|| banner(sheet)),
        header: label(&sheet.title),
        footer: label(name),
        page_of: l.paper_page("{page}", "{pages}"),
        blocks: blocks(l, sheet, proof),
    }
}

/// The words of the exercise band.
fn banner(sheet: &Sheet) -> String {
    let w = web::Words(sheet.lang);
    let name = if sheet.realm.is_empty() { String::new() } else { format!(" — «{}»", sheet.realm) };
    format!("{}{name} — {}", w.exercise_word(), w.exercise_not_real())
}

/// When a document was filed, as it stands in it: local time with its offset.
fn created(iso: &str) -> Created {
    let pieces = Pieces::parse(iso).ok();
    let date = pieces.as_ref().map(Pieces::date).unwrap_or_default();
    let time = pieces.as_ref().and_then(Pieces::time).unwrap_or_default();
    let offset = pieces.as_ref().and_then(Pieces::to_numeric_offset).map_or(0, |offset| offset.seconds() / 60);
    let small = |number: i8| u8::try_from(number).unwrap_or_default();
    Created {
        year: u16::try_from(date.year()).unwrap_or_default(),
        month: small(date.month()),
        day: small(date.day()),
        hour: small(time.hour()),
        minute: small(time.minute()),
        second: small(time.second()),
        offset_minutes: i16::try_from(offset).unwrap_or_default(),
    }
}

fn blocks(l: Words, sheet: &Sheet, proof: &Proof) -> Vec<Block> {
    let mut blocks = vec![heading(1, &sheet.title)];
    blocks.push(Block::Paragraph(sheet.law.clone()));
    if let Some(correction) = &sheet.correction {
        let text = correction.reason.clone();
        blocks.push(Block::Notice { title: correction.text.clone(), text });
    }
    blocks.push(Block::Facts(about(l, sheet, proof)));
    blocks.push(Block::Paragraph(sheet.compared.clone()));
    blocks.extend(sheet.blocks.iter().flat_map(|block| answers(l, block)));
    blocks.extend(sheet.thresholds.iter().flat_map(|reached| thresholds(l, reached)));
    blocks.extend(terms(l, &sheet.terms));
    blocks.extend(files(l, &sheet.attachments));
    blocks.push(heading(2, l.paper_proof()));
    blocks.push(Block::Small(sheet.frozen.clone()));
    let code = |label: &str, text: &str| Block::Code { label: label.to_owned(), text: text.to_owned() };
    blocks.push(code(l.document_digest(), &proof.digest));
    blocks.push(code(&l.document_entry(proof.seq), &proof.hash));
    blocks.push(Block::Small(l.receipt_digest_why().to_owned()));
    blocks
}

fn heading(level: u8, text: &str) -> Block {
    Block::Heading { level, text: text.to_owned() }
}

fn plain(label: &str, lines: impl IntoIterator<Item = String>) -> Fact {
    Fact { label: label.to_owned(), lines: lines.into_iter().collect(), ..Fact::default() }
}

fn about(l: Words, sheet: &Sheet, proof: &Proof) -> Vec<Fact> {
    let place = match sheet.city.as_str() {
        "" => sheet.kind.clone(),
        city => format!("{} · {city}", sheet.kind),
    };
    let mut facts = vec![
        plain(l.document_of(), [sheet.organisation.clone(), place]),
        plain(l.document_filer(), [sheet.filer.clone()]),
        plain(l.document_filed(), [sheet.filed.text.clone()]),
        plain(l.document_aware(), [sheet.aware.text.clone()]),
    ];
    if !proof.number.is_empty() {
        facts.push(plain(l.receipt_number(), [proof.number.clone()]));
    }
    facts
}

fn answers(l: Words, block: &BlockView) -> Vec<Block> {
    let mut blocks = Vec::new();
    if !block.legend.is_empty() {
        blocks.push(heading(2, &block.legend));
    }
    for piece in &block.pieces {
        match piece {
            Piece::Facts(facts) => blocks.push(Block::Facts(facts.iter().map(|each| fact(l, each)).collect())),
            Piece::Rows(each, table) => blocks.extend(rows(l, each, table)),
        }
    }
    if !block.unanswered.is_empty() {
        blocks.push(Block::Small(format!("{} {}", l.document_unanswered(), block.unanswered.join(" · "))));
    }
    blocks
}

fn fact(l: Words, fact: &FactView) -> Fact {
    let earlier = (!fact.earlier.is_empty())
        .then(|| Earlier { word: l.difference_earlier().to_owned(), lines: fact.earlier.clone() });
    Fact {
        label: fact.label.clone(),
        lines: fact.lines.clone(),
        mark: fact.mark.as_ref().map(|mark| format!("{} {}", mark.icon, mark.word)),
        earlier,
    }
}

/// An answer with rows: what differs as a fact, then the table. A table that is too wide for the paper
/// stays the lines it also is.
fn rows(l: Words, view: &FactView, table: &TableView) -> Vec<Block> {
    if table.head.len() > MAX_COLUMNS {
        return vec![Block::Facts(vec![fact(l, view)])];
    }
    let mut blocks = Vec::new();
    if view.mark.is_some() {
        blocks.push(Block::Facts(vec![Fact { lines: Vec::new(), ..fact(l, view) }]));
    }
    blocks.push(Block::Table(Table {
        caption: view.label.clone(),
        head: table.head.clone(),
        rows: table.rows.clone(),
    }));
    blocks
}

fn thresholds(l: Words, reached: &ThresholdsView) -> Vec<Block> {
    let mut blocks = vec![heading(2, l.document_thresholds())];
    if reached.reached.is_empty() {
        blocks.push(Block::Paragraph(l.document_thresholds_none().to_owned()));
    } else {
        let head = vec![l.document_threshold().to_owned(), l.document_source().to_owned()];
        let rows = reached.reached.iter().map(|(text, source)| vec![text.clone(), source.clone()]).collect();
        blocks.push(Block::Table(Table { caption: l.document_suggested().to_owned(), head, rows }));
    }
    blocks.push(Block::Paragraph(reached.decided.clone()));
    blocks
}

fn terms(l: Words, terms: &[TermView]) -> Vec<Block> {
    if terms.is_empty() {
        return Vec::new();
    }
    let row = |term: &TermView| vec![term.text.clone(), term.chip.word.clone(), term.source.clone()];
    let head = [l.document_term_due(), l.document_term_state(), l.document_source()];
    vec![
        heading(2, l.document_terms()),
        Block::Table(Table {
            caption: String::new(),
            head: head.map(str::to_owned).to_vec(),
            rows: terms.iter().map(row).collect(),
        }),
    ]
}

fn files(l: Words, files: &[FileView]) -> Vec<Block> {
    if files.is_empty() {
        return Vec::new();
    }
    let one = |file: &FileView| Block::Code {
        label: format!("{} ({}), SHA-256:", file.name, file.size),
        text: file.digest.clone(),
    };
    let mut blocks = vec![heading(2, l.document_attachments())];
    blocks.extend(files.iter().map(one));
    blocks
}
