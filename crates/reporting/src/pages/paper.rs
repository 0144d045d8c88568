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
    let offset =
        pieces.as_ref().and_then(Pieces::to_numeric_offset).map_or(0, |offset| offset.seconds() / 60);
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
            Piece::Facts(facts) => {
                blocks.push(Block::Facts(facts.iter().map(|each| fact(l, each)).collect()))
            }
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
        // The icon is for the screen; on paper the word is in bold.
        mark: fact.mark.as_ref().map(|mark| mark.word.clone()),
        earlier,
    }
}

/// An answer with rows: the table, what it was before above it. A table that is too wide for the paper stays
/// the lines it also is.
fn rows(l: Words, view: &FactView, table: &TableView) -> Vec<Block> {
    if table.head.len() > MAX_COLUMNS {
        return vec![Block::Facts(vec![fact(l, view)])];
    }
    let mut blocks = Vec::new();
    let has_earlier = !view.earlier.is_empty();
    if has_earlier {
        blocks.push(Block::Facts(vec![Fact { lines: Vec::new(), ..fact(l, view) }]));
    }
    let caption = match &view.mark {
        Some(mark) if !has_earlier => format!("{} ({})", view.label, mark.word),
        _ => view.label.clone(),
    };
    blocks.push(Block::Table(Table { caption, head: table.head.clone(), rows: table.rows.clone() }));
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

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, HashMap};

    use directory::{Mandate, OrganisationKind};
    use kernel::RealmKind;
    use kernel::access::Role;
    use l10n::{Lang, Zone};

    use super::*;
    use crate::answers::{Answer, Answers};
    use crate::document::{
        AttachmentName, Correction, Document, Filer, FormName, OrganisationName, Reached, RealmName, TermKept,
    };
    use crate::form::{Form, Forms};
    use crate::pages::answers::Reading;
    use crate::pages::sheet::Source;

    /// What only the CSIRT sees.
    const HIDDEN: &str = "the firewall of the pharmacy";
    const HIDDEN_BEFORE: &str = "the mail server of the kitchen";
    const HIDDEN_QUESTION: &str = "What let them in?";

    fn forms() -> Forms {
        let texts = |name: &str, text: &str| {
            ["nl", "fr", "de", "en"].map(|lang| format!("{name}.{lang} = \"{text}\"\n")).concat()
        };
        let field = |key: &str, kind: &str, label: &str, rest: &str| {
            format!("[[fields]]\nkey = \"{key}\"\nkind = \"{kind}\"\n{rest}\n{}", texts("label", label))
        };
        let source = [
            "id = \"test\"\nversion = \"1\"\nfrom = \"2026-01-01\"\nstage = \"notification\"\n".to_owned(),
            texts("law", "NIS2, art. 23(4)(b)") + &texts("title", "Notification") + &texts("lead", "Lead"),
            format!("[[groups]]\nkey = \"event\"\n{}", texts("legend", "What happened")),
            format!("[[groups]]\nkey = \"measures\"\n{}", texts("legend", "What is done")),
            field(
                "what",
                "long_text",
                "What do you see?",
                "group = \"event\"\nheadline = true\nrequired = true",
            ) + &texts("missing", "m"),
            field("aware", "moment", "Aware since", "group = \"event\"\nawareness = true\nrequired = true")
                + &texts("missing", "m"),
            field("cause", "long_text", HIDDEN_QUESTION, "group = \"event\"\nseen_by = [\"csirt\"]"),
            field("weeks", "number", "For how many weeks?", "group = \"event\""),
            field("place", "line", "Where?", "group = \"event\""),
            field("tlp", "choice", "How far?", "")
                + "[[fields.choices]]\nkey = \"amber\"\n"
                + &texts("label", "TLP:AMBER"),
            field("significant", "choice", "Significant?", "significance = true")
                + "[[fields.choices]]\nkey = \"yes\"\n"
                + &texts("label", "Yes"),
            field("steps", "rows", "Steps", "group = \"measures\"")
                + "[[fields.columns]]\nkey = \"step\"\nkind = \"line\"\n"
                + &texts("label", "Step")
                + "[[fields.columns]]\nkey = \"when\"\nkind = \"day\"\n"
                + &texts("label", "When"),
        ];
        Forms::read(&[&source.join("\n")]).unwrap()
    }

    fn text(text: &str) -> Answer {
        Answer::Text(text.to_owned())
    }

    fn answers(cause: &str, weeks: &str) -> Answers {
        let step = |step: &str, when: &str| {
            BTreeMap::from([("step".to_owned(), step.to_owned()), ("when".to_owned(), when.to_owned())])
        };
        let steps =
            vec![step("Took the network down", "2026-11-22"), step("Called the supplier", "2026-11-23")];
        let answers = [
            ("what", text("LIS down.\nA ransom note — «pay»; größer, œuvre, één.")),
            ("aware", text("2026-11-22T06:05:00+01:00")),
            ("cause", text(cause)),
            ("weeks", text(weeks)),
            ("tlp", text("amber")),
            ("significant", text("yes")),
            ("steps", Answer::Rows(steps)),
        ];
        answers.into_iter().map(|(key, answer)| (key.to_owned(), answer)).collect()
    }

    fn document(filing: &str, answers: Answers) -> Document {
        let term = |authority: &str, is_late, due: Option<&str>| TermKept {
            authority: authority.to_owned(),
            stage: "notification".into(),
            rule: "be/2026-11/nis2-23".into(),
            due_at: due.map(str::to_owned),
            is_late,
        };
        Document {
            paraat_document: 2,
            form: FormName { id: "test".into(), version: "1".into() },
            stage: "notification".into(),
            realm: RealmName { id: "x".into(), kind: RealmKind::Exercise, name: "Two groups".into() },
            incident: "i".into(),
            filing: filing.to_owned(),
            number: 2,
            organisation: OrganisationName {
                id: "lab".into(),
                name: "Labo De Linde".into(),
                kind: "clinical_biology_lab".into(),
                city: "Leuven".into(),
                country: "BE".into(),
            },
            filer: Filer { actor: "person:p".into(), name: "An Peeters".into(), role: Role::Director },
            language: Lang::Nl,
            aware_at: "2026-11-22T06:05:00+01:00".into(),
            filed_at: "2026-11-24T09:42:10+01:00".into(),
            answers,
            salt: "s".into(),
            part: None,
            corrects: None,
            thresholds: Some(Reached { version: "be/2025-08".into(), reached: vec!["malicious".into()] }),
            terms: vec![
                term("csirt", true, Some("2026-11-24T06:05:00+01:00")),
                term("quality", false, Some("2026-11-25T06:05:00+01:00")),
                term("quality", false, None),
            ],
            attachments: vec![AttachmentName {
                id: "a".into(),
                name: "note.txt".into(),
                media_type: "text/plain".into(),
                bytes: 1_234_567,
                digest: "ab".repeat(32),
                shown_to: vec!["csirt".into()],
            }],
        }
    }

    fn authority(id: &str, mandate: Mandate) -> directory::Organisation {
        directory::Organisation {
            id: id.to_owned(),
            realm_id: "x".into(),
            name: id.to_owned(),
            kind: OrganisationKind::Authority,
            mandate: Some(mandate),
            city: String::new(),
            country: "BE".into(),
            telephone: String::new(),
        }
    }

    fn proof(number: &str) -> Proof {
        let code = |text: &str| text.repeat(32);
        Proof {
            number: number.to_owned(),
            filing: "f2".into(),
            digest: code("cd"),
            seq: 17,
            hash: code("ef"),
        }
    }

    struct Case<'a> {
        lang: Lang,
        form: Option<&'a Form>,
        document: &'a Document,
        before: Option<&'a Document>,
        only: Option<Option<Mandate>>,
    }

    impl Case<'_> {
        fn paper(&self, number: &str) -> Paper {
            let names = [("csirt", "CSIRT.test"), ("quality", "Lab Quality")];
            let names: HashMap<String, String> =
                names.into_iter().map(|(id, name)| (id.to_owned(), name.to_owned())).collect();
            let zone = Zone::named("Europe/Brussels").unwrap();
            let source = Source {
                reading: Reading { lang: self.lang, zone: &zone },
                document: self.document,
                form: self.form,
                before: self.before,
                only: self.only,
                names: &names,
            };
            paper(&source.sheet(), &proof(number))
        }
    }

    #[test]
    fn an_authoritys_paper_says_nothing_of_what_it_does_not_see() {
        let forms = forms();
        let form = forms.find("test", "1", "notification");
        let whole = [document("f1", answers(HIDDEN_BEFORE, "1")), document("f2", answers(HIDDEN, "2"))];
        let of = |authority: &directory::Organisation| {
            whole
                .each_ref()
                .map(|each| each.part_for(form.unwrap(), authority).unwrap_or_else(|| each.clone()))
        };
        let show = |documents: &[Document; 2], only| {
            let case =
                Case { lang: Lang::En, form, document: &documents[1], before: Some(&documents[0]), only };
            format!("{:#?}", case.paper(""))
        };
        let csirt = show(&of(&authority("csirt", Mandate::Csirt)), Some(Some(Mandate::Csirt)));
        for word in [HIDDEN, HIDDEN_BEFORE, HIDDEN_QUESTION, "note.txt", "2 changed"] {
            assert!(csirt.contains(word), "{word}: {csirt}");
        }
        let quality = show(&of(&authority("quality", Mandate::LabQuality)), Some(Some(Mandate::LabQuality)));
        for word in
            [HIDDEN, HIDDEN_BEFORE, HIDDEN_QUESTION, "note.txt", "CSIRT.test", "threshold", "2026-0001"]
        {
            assert!(!quality.contains(word), "{word}: {quality}");
        }
        for word in ["LIS down.", "1 changed, 0 left out", "Lab Quality", "due 25 November 2026"] {
            assert!(quality.contains(word), "{word}: {quality}");
        }
        // What it saw once and sees no longer was not left out by the reporter.
        let parts = of(&authority("quality", Mandate::LabQuality));
        let once = [whole[0].clone(), parts[1].clone()];
        assert!(!show(&once, Some(Some(Mandate::LabQuality))).contains(HIDDEN_QUESTION));
        // Nor that it was asked, when it was not answered and the authority got all there was.
        let mut silent = whole.clone();
        silent.iter_mut().for_each(|each| drop(each.answers.remove("cause")));
        assert!(!show(&silent, Some(Some(Mandate::LabQuality))).contains(HIDDEN_QUESTION));
        assert!(show(&silent, Some(Some(Mandate::Csirt))).contains(HIDDEN_QUESTION));
    }

    #[test]
    fn a_correction_shows_both_answers_and_its_reason_first() {
        let forms = forms();
        let form = forms.find("test", "1", "notification");
        let before = document("f1", answers(HIDDEN_BEFORE, "1"));
        let mut after = document("f2", answers(HIDDEN, "2"));
        after.answers.remove("cause");
        after.answers.insert("place".into(), text("Cellar"));
        after.corrects = Some(Correction { filing: "f1".into(), reason: "We mistyped.".into() });
        let case = Case { lang: Lang::En, form, document: &after, before: Some(&before), only: None };
        let paper = case.paper("2026-0001");
        let notice = paper.blocks.iter().position(|each| matches!(each, Block::Notice { .. })).unwrap();
        let Block::Notice { title, text } = &paper.blocks[notice] else { unreachable!() };
        assert!(title.starts_with("This corrects: notification, filed 24 November 2026"), "{title}");
        assert_eq!((notice, text.as_str()), (2, "We mistyped."));
        let facts: Vec<&Fact> = paper
            .blocks
            .iter()
            .filter_map(|block| if let Block::Facts(facts) = block { Some(facts) } else { None })
            .flatten()
            .collect();
        let fact = |label: &str| *facts.iter().find(|fact| fact.label == label).unwrap();
        let lines = |fact: &Fact| fact.earlier.as_ref().map(|earlier| earlier.lines.clone());
        let weeks = fact("For how many weeks?");
        assert_eq!((weeks.mark.as_deref(), weeks.lines.clone()), (Some("changed"), vec!["2".to_owned()]));
        assert_eq!(lines(weeks), Some(vec!["1".to_owned()]));
        let cause = fact(HIDDEN_QUESTION);
        assert_eq!((cause.mark.as_deref(), cause.lines.is_empty()), (Some("left out"), true));
        assert_eq!(lines(cause), Some(vec![HIDDEN_BEFORE.to_owned()]));
        assert_eq!((fact("Where?").mark.as_deref(), lines(fact("Where?"))), (Some("new"), None));
        assert_eq!(fact("Aware since").mark, None);
    }

    #[test]
    fn a_paper_in_each_language_passes_the_checks() {
        let forms = forms();
        let form = forms.find("test", "1", "notification");
        let before = document("f1", answers(HIDDEN_BEFORE, "1"));
        let mut after = document("f2", answers(HIDDEN, "2"));
        after.answers.insert("steps".into(), Answer::Rows(vec![BTreeMap::new()]));
        after.corrects = Some(Correction { filing: "f1".into(), reason: "We mistyped.".into() });
        let words = [
            (Lang::Nl, "OEFENING — «Two groups» — niets hiervan is echt", "Bladzijde {page} van {pages}"),
            (Lang::Fr, "EXERCICE — «Two groups» — rien de ceci n’est réel", "Page {page} sur {pages}"),
            (Lang::De, "ÜBUNG — «Two groups» — nichts davon ist echt", "Seite {page} von {pages}"),
            (Lang::En, "EXERCISE — «Two groups» — none of this is real", "Page {page} of {pages}"),
        ];
        for (lang, banner, page_of) in words {
            let paper =
                Case { lang, form, document: &after, before: Some(&before), only: None }.paper("2026-0001");
            assert_eq!((paper.banner.as_deref(), paper.page_of.as_str()), (Some(banner), page_of));
            assert!(paper.header.starts_with("TLP:AMBER · ") && paper.footer == "TLP:AMBER · 2026-0001");
            let created = Created {
                year: 2026,
                month: 11,
                day: 24,
                hour: 9,
                minute: 42,
                second: 10,
                offset_minutes: 60,
            };
            assert_eq!(paper.created, created);
            let bytes = ::paper::pdf(&paper).unwrap();
            assert!(bytes.starts_with(b"%PDF-"));
            // The same filing is the same paper for ever.
            assert_eq!(bytes, ::paper::pdf(&paper).unwrap());
        }
    }

    #[test]
    fn what_no_form_knows_any_more_is_shown_under_its_key() {
        let lost = document("f1", answers(HIDDEN, "1"));
        let case = Case { lang: Lang::En, form: None, document: &lost, before: None, only: None };
        let shown = format!("{:#?}", case.paper("2026-0001"));
        for word in ["\"cause\"", HIDDEN, "Took the network down", "TLP:AMBER"] {
            assert!(shown.contains(word), "{word}: {shown}");
        }
    }
}
