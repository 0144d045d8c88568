//! A filing as one reader sees it, in their language: what its page and its paper both show. Pure.

use std::collections::HashMap;

use directory::{Mandate, OrganisationKind};
use kernel::RealmKind;
use kernel::access::Role;
use l10n::Lang;

use super::answers::{AnswerView, Reading, TableView, raw_view};
use super::{Chip, Moment, chip, kind_name, stage_name};
use crate::answers::Answer;
use crate::compare::{Difference, Differences, compare};
use crate::document::{Document, TermKept};
use crate::form::{Field, Form, Forms};
use crate::routing::Routings;
use crate::thresholds::AllThresholds;
use crate::words::Words;

/// What a sheet is made of.
#[derive(Clone, Copy)]
pub(super) struct Source<'a> {
    /// In which language and zone.
    pub(super) reading: Reading<'a>,
    /// The bytes this reader may see, read.
    pub(super) document: &'a Document,
    /// What it was filed with; `None` when that is not known any more.
    pub(super) form: Option<&'a Form>,
    /// What it is compared with, as this reader may see it.
    pub(super) before: Option<&'a Document>,
    /// For an authority its mandate: of what it does not see it does not learn either that it was asked.
    pub(super) only: Option<Option<Mandate>>,
    /// What organisations are called.
    pub(super) names: &'a HashMap<String, String>,
}

/// A filing as shown.
pub(super) struct Sheet {
    pub(super) lang: Lang,
    pub(super) is_exercise: bool,
    pub(super) realm: String,
    pub(super) law: String,
    pub(super) title: String,
    pub(super) organisation: String,
    pub(super) kind: String,
    pub(super) city: String,
    pub(super) filer: String,
    pub(super) filed: Moment,
    pub(super) aware: Moment,
    pub(super) tlp: Option<Tlp>,
    /// Why it corrects another; `None` when it does not.
    pub(super) correction: Option<CorrectionView>,
    /// How it differs from what it is compared with; empty for the first.
    pub(super) compared: String,
    pub(super) blocks: Vec<BlockView>,
    pub(super) terms: Vec<TermView>,
    pub(super) thresholds: Option<ThresholdsView>,
    pub(super) attachments: Vec<FileView>,
    pub(super) frozen: String,
}

/// A label of the Traffic Light Protocol 2.0.
pub(super) struct Tlp {
    /// Its class in the style sheet.
    pub(super) level: &'static str,
    /// As it is written.
    pub(super) text: &'static str,
}

/// What a correction says of itself.
pub(super) struct CorrectionView {
    /// What it corrects, in words.
    pub(super) text: String,
    /// The filing, when this reader may see it; empty otherwise.
    pub(super) filing: String,
    pub(super) reason: String,
}

/// Answers under one heading.
pub(super) struct BlockView {
    /// The heading; empty for none.
    pub(super) legend: String,
    pub(super) pieces: Vec<Piece>,
    /// What was asked and not answered.
    pub(super) unanswered: Vec<String>,
}

/// Answers in a row, or one that is a table.
pub(super) enum Piece {
    Facts(Vec<FactView>),
    Rows(FactView, TableView),
}

/// One answer.
pub(super) struct FactView {
    pub(super) label: String,
    pub(super) lines: Vec<String>,
    /// How it differs.
    pub(super) mark: Option<Chip>,
    /// What was answered before.
    pub(super) earlier: Vec<String>,
}

/// A term that ended with the filing.
pub(super) struct TermView {
    pub(super) text: String,
    pub(super) source: String,
    pub(super) chip: Chip,
}

/// What the thresholds suggested, and what was decided.
pub(super) struct ThresholdsView {
    /// Each criterion that was reached, with its source.
    pub(super) reached: Vec<(String, String)>,
    pub(super) decided: String,
}

/// A file that went with the filing.
pub(super) struct FileView {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) size: String,
    pub(super) digest: String,
}

/// The form a document was filed with.
pub(super) fn form_of(document: &Document) -> Option<&'static Form> {
    Forms::embedded().find(&document.form.id, &document.form.version, &document.stage)
}

/// Who filed a document, with what they were.
pub(super) fn filer(lang: Lang, document: &Document) -> String {
    match (document.filer.role, document.filer.name.as_str()) {
        (Role::CardHolder, _) => Words(lang).document_card().to_owned(),
        (role, name) => format!("{name} · {}", web::role_name(web::Words(lang), role)),
    }
}

/// A filing in one line: its stage and when it was filed.
pub(super) fn line(reading: &Reading<'_>, document: &Document) -> String {
    let l = Words(reading.lang);
    l.incident_filing(stage_name(l, &document.stage), reading.written(&document.filed_at))
}

impl Source<'_> {
    /// Puts the sheet together.
    pub(super) fn sheet(&self) -> Sheet {
        let (document, lang) = (self.document, self.reading.lang);
        let l = Words(lang);
        let organisation = &document.organisation;
        let law = self.form.map_or("", |form| form.law.get(lang));
        let stage = stage_name(l, &document.stage);
        let kind = OrganisationKind::parse(&organisation.kind);
        let moment = |iso: &String| Moment { iso: iso.clone(), text: self.reading.written(iso) };
        let differences = self.differences();
        Sheet {
            lang,
            is_exercise: document.realm.kind == RealmKind::Exercise,
            realm: document.realm.name.clone(),
            law: law.to_owned(),
            title: capitalised(&match document.corrects {
                Some(_) => l.document_correction_title(&organisation.name, stage),
                None => l.document_title(&organisation.name, stage),
            }),
            organisation: organisation.name.clone(),
            kind: kind.map_or_else(|| organisation.kind.clone(), |kind| kind_name(l, kind).to_owned()),
            city: organisation.city.clone(),
            filer: filer(lang, document),
            filed: moment(&document.filed_at),
            aware: moment(&document.aware_at),
            tlp: tlp(document),
            correction: self.correction(),
            compared: differences.as_ref().map_or_else(String::new, |found| self.compared(found)),
            blocks: self.blocks(&differences.unwrap_or_default()),
            terms: document.terms.iter().map(|term| self.term(term)).collect(),
            thresholds: self.thresholds(),
            attachments: document.attachments.iter().map(|file| self.file(file)).collect(),
            frozen: l.document_frozen(&document.form.id, law, &document.form.version),
        }
    }

    /// How it differs from what it is compared with; `None` without that. What is not asked any more, or no
    /// longer shown to this reader, was not left out.
    fn differences(&self) -> Option<Differences> {
        let mut found = compare(&self.before?.answers, &self.document.answers);
        let is_asked = |key: &str| match self.form {
            Some(form) => form.field(key).is_some_and(|field| self.may_see(field)),
            None => self.only.is_none(),
        };
        found.retain(|key, each| !matches!(each, Difference::LeftOut(_)) || is_asked(key));
        Some(found)
    }

    fn may_see(&self, field: &Field) -> bool {
        self.only.is_none_or(|mandate| field.is_seen_by(mandate))
    }

    fn compared(&self, found: &Differences) -> String {
        let l = Words(self.reading.lang);
        let Some(before) = self.before else { return String::new() };
        let what = line(&self.reading, before);
        if found.is_empty() {
            return l.document_same(what);
        }
        let count = |wanted: fn(&Difference) -> bool| found.values().filter(|each| wanted(each)).count();
        let new = count(|each| matches!(each, Difference::New));
        let changed = count(|each| matches!(each, Difference::Changed(_)));
        l.document_compared(changed, found.len() - new - changed, new, what)
    }

    fn correction(&self) -> Option<CorrectionView> {
        let l = Words(self.reading.lang);
        let correction = self.document.corrects.as_ref()?;
        let corrected = self.before.filter(|before| before.filing == correction.filing);
        Some(CorrectionView {
            text: corrected.map_or_else(
                || l.document_corrects_other().to_owned(),
                |corrected| l.document_corrects(line(&self.reading, corrected)),
            ),
            filing: corrected.map_or_else(String::new, |corrected| corrected.filing.clone()),
            reason: correction.reason.clone(),
        })
    }

    /// The answers, group by group in the order of the form. What stands under no question of the form is
    /// shown under its key, so that nothing that was filed is ever hidden.
    fn blocks(&self, differences: &Differences) -> Vec<BlockView> {
        let lang = self.reading.lang;
        // What stands in no group comes first, so that it is not read under another's heading.
        let mut blocks: Vec<(Option<&str>, Block)> = vec![(None, Block::default())];
        let fields = self.form.map_or(&[][..], |form| &form.fields);
        for field in fields {
            let group = field.group.as_deref();
            let place = blocks.iter().position(|(key, _)| *key == group).unwrap_or_else(|| {
                blocks.push((group, Block::default()));
                blocks.len() - 1
            });
            self.put(&mut blocks[place].1, field, differences);
        }
        let is_unknown = |key: &&String| !fields.iter().any(|field| field.key == **key);
        for key in self.document.answers.keys().filter(is_unknown) {
            let view = raw_view(key, &self.document.answers[key]);
            let fact = self.fact(view, None, differences.get(key));
            blocks[0].1.facts.push(fact);
        }
        let legend = |key: Option<&str>| {
            let group = self.form?.groups.iter().find(|group| Some(group.key.as_str()) == key)?;
            Some(group.legend.get(lang).to_owned())
        };
        let is_full = |(_, block): &(_, Block)| !block.facts.is_empty() || !block.unanswered.is_empty();
        blocks
            .into_iter()
            .filter(is_full)
            .map(|(key, block)| BlockView {
                legend: legend(key).unwrap_or_default(),
                pieces: pieces(block.facts),
                unanswered: block.unanswered,
            })
            .collect()
    }

    fn put(&self, block: &mut Block, field: &Field, differences: &Differences) {
        let difference = differences.get(&field.key);
        if self.document.answers.contains_key(&field.key) || difference.is_some() {
            let view = self.reading.view(field, self.document);
            block.facts.push(self.fact(view, Some(field), difference));
        } else if self.may_see(field) {
            block.unanswered.push(field.label.get(self.reading.lang).to_owned());
        }
    }

    fn fact(
        &self,
        view: AnswerView,
        field: Option<&Field>,
        difference: Option<&Difference>,
    ) -> (FactView, Option<TableView>) {
        let earlier = difference.and_then(Difference::earlier);
        let fact = FactView {
            mark: difference.map(|each| self.mark(each)),
            earlier: earlier.map_or_else(Vec::new, |answer| self.earlier(&view.key, field, answer)),
            label: view.label,
            lines: view.lines,
        };
        (fact, view.table)
    }

    /// An earlier answer, with the words of the form it was filed with.
    fn earlier(&self, key: &str, field: Option<&Field>, answer: &Answer) -> Vec<String> {
        let then = self.before.and_then(form_of).and_then(|form| form.field(key));
        match then.or(field) {
            Some(field) => self.reading.lines(field, answer),
            None => raw_view(key, answer).lines,
        }
    }

    fn mark(&self, difference: &Difference) -> Chip {
        let l = Words(self.reading.lang);
        match difference {
            Difference::New => chip("accent", "+", l.difference_new()),
            Difference::Changed(_) => chip("amber", "±", l.difference_changed()),
            Difference::LeftOut(_) => chip("grey", "−", l.difference_left_out()),
        }
    }

    fn term(&self, term: &TermKept) -> TermView {
        let l = Words(self.reading.lang);
        let authority = self.names.get(&term.authority).map_or("…", String::as_str);
        let stage = stage_name(l, &term.stage);
        let rule =
            term.rule.rsplit_once('/').and_then(|(routing, id)| Routings::embedded().rule(routing, id));
        let due = term.due_at.as_ref().map(|due| self.reading.written(due));
        TermView {
            text: match due {
                Some(due) => l.document_term(authority, due, stage),
                None => l.document_term_undated(authority, stage),
            },
            source: match rule {
                Some(rule) => rule.short.get(self.reading.lang).to_owned(),
                None if term.rule.is_empty() => l.document_term_asked(authority),
                None => term.rule.clone(),
            },
            chip: if term.is_late {
                chip("red", "!", l.document_late())
            } else {
                chip("green", "✓", l.document_in_time())
            },
        }
    }

    fn thresholds(&self) -> Option<ThresholdsView> {
        let (lang, reached) = (self.reading.lang, self.document.thresholds.as_ref()?);
        let known = AllThresholds::embedded().find(&reached.version);
        let text = |id: &String| {
            let found = known.and_then(|known| known.thresholds.iter().find(|each| each.id == *id));
            found.map_or_else(
                || (id.clone(), reached.version.clone()),
                |found| (found.text.get(lang).to_owned(), found.source.get(lang).to_owned()),
            )
        };
        let asked = self.form.and_then(|form| form.fields.iter().find(|field| field.significance));
        let answer = asked.and_then(|field| Some((field, self.document.answers.get(&field.key)?)));
        let decided = answer.map(|(field, answer)| self.reading.lines(field, answer).join(", "));
        let l = Words(lang);
        let decided = decided.unwrap_or_else(|| l.document_not_answered().to_owned());
        Some(ThresholdsView {
            reached: reached.reached.iter().map(text).collect(),
            decided: l.document_decided(decided),
        })
    }

    fn file(&self, file: &crate::document::AttachmentName) -> FileView {
        FileView {
            id: file.id.clone(),
            name: file.name.clone(),
            size: size(self.reading.lang, file.bytes),
            digest: file.digest.clone(),
        }
    }
}

/// Answers under one heading, before tables are set apart.
#[derive(Default)]
struct Block {
    facts: Vec<(FactView, Option<TableView>)>,
    unanswered: Vec<String>,
}

/// Sets tables apart: they take the whole width.
fn pieces(facts: Vec<(FactView, Option<TableView>)>) -> Vec<Piece> {
    let mut pieces = Vec::new();
    for (fact, table) in facts {
        match (table, pieces.last_mut()) {
            (Some(table), _) => pieces.push(Piece::Rows(fact, table)),
            (None, Some(Piece::Facts(facts))) => facts.push(fact),
            (None, _) => pieces.push(Piece::Facts(vec![fact])),
        }
    }
    pieces
}

/// The label the reporter chose (FIRST, TLP 2.0); `None` for none.
fn tlp(document: &Document) -> Option<Tlp> {
    let Some(Answer::Text(key)) = document.answers.get("tlp") else { return None };
    let (level, text) = match key.as_str() {
        "red" => ("red", "TLP:RED"),
        "amber_strict" => ("amber", "TLP:AMBER+STRICT"),
        "amber" => ("amber", "TLP:AMBER"),
        "green" => ("green", "TLP:GREEN"),
        "clear" => ("clear", "TLP:CLEAR"),
        _ => return None,
    };
    Some(Tlp { level, text })
}

/// A number of bytes for people, in thousands.
fn size(lang: Lang, bytes: i64) -> String {
    match bytes {
        ..1_000 => format!("{bytes} B"),
        1_000..1_000_000 => format!("{} kB", l10n::number(lang, bytes / 1_000)),
        _ => {
            let tenths = bytes / 100_000;
            format!("{} MB", l10n::decimal(lang, &format!("{}.{}", tenths / 10, tenths % 10)))
        }
    }
}

/// The same words, as they stand at the beginning of a line.
fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
