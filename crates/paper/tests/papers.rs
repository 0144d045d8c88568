//! Papers as their readers get them. `pdf` runs the checks for PDF/A-2a and PDF/UA-1, so that a paper that comes
//! out has passed them.

use paper::{Block, Created, Earlier, Fact, Fault, MAX_COLUMNS, Paper, Table, pdf};
use proptest::prelude::*;

const NOON: Created =
    Created { year: 2026, month: 11, day: 24, hour: 12, minute: 0, second: 30, offset_minutes: 60 };

fn paper(lang: &str, words: [&str; 6], blocks: Vec<Block>) -> Paper {
    let [title, author, banner, footer, page_of, _] = words.map(str::to_owned);
    Paper {
        lang: lang.to_owned(),
        header: format!("{title} · {author}"),
        subject: title.clone(),
        title,
        author,
        created: NOON,
        banner: Some(banner),
        footer,
        page_of,
        blocks,
    }
}

fn in_english(blocks: Vec<Block>) -> Paper {
    let words = ["Early warning", "Example hospital", "EXERCISE – no real incident", "Keep secret"];
    let [title, author, banner, footer] = words;
    paper("en", [title, author, banner, footer, "Page {page} of {pages}", ""], blocks)
}

fn heading(level: u8, text: &str) -> Block {
    Block::Heading { level, text: text.to_owned() }
}

fn texts(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

/// One of every block.
fn everything(words: &str) -> Vec<Block> {
    let fact =
        |label: &str| Fact { label: label.to_owned(), lines: texts(&[words, words]), ..Fact::default() };
    let changed = Fact {
        mark: Some(words.to_owned()),
        earlier: Some(Earlier { word: words.to_owned(), lines: texts(&[words]) }),
        ..fact(words)
    };
    vec![
        heading(1, words),
        Block::Paragraph(format!("{words}\n{words}\n\n{words}")),
        Block::Notice { title: words.to_owned(), text: words.to_owned() },
        heading(3, words),
        Block::Facts(vec![fact(words), changed]),
        Block::Table(Table {
            caption: words.to_owned(),
            head: texts(&[words, words]),
            rows: vec![texts(&[words]), texts(&[words, "", words]), vec![]],
        }),
        Block::Code { label: words.to_owned(), text: "9f86d081884c7d659a2feaa0c55ad015".repeat(8) },
        Block::Small(words.to_owned()),
    ]
}

/// How many pages a file says that it has.
fn pages(file: &[u8]) -> usize {
    let text = String::from_utf8_lossy(file);
    text.split("/Type/Page").skip(1).filter(|rest| !rest.starts_with('s')).count()
        + text.split("/Type /Page").skip(1).filter(|rest| !rest.starts_with('s')).count()
}

#[test]
fn a_paper_in_each_language_passes_the_checks() {
    for (lang, words) in [
        (
            "nl",
            [
                "Melding",
                "Ziekenhuis",
                "OEFENING – geen echt incident",
                "Geheim",
                "{page}/{pages}",
                "Één coördinatie",
            ],
        ),
        (
            "fr",
            [
                "Notification",
                "Hôpital",
                "EXERCICE – aucun incident réel",
                "Secret",
                "{page}/{pages}",
                "« Où ça ? » œuvre",
            ],
        ),
        (
            "de",
            [
                "Meldung",
                "Krankenhaus",
                "ÜBUNG – kein echter Vorfall",
                "Geheim",
                "{page}/{pages}",
                "Größe „GROẞ“",
            ],
        ),
        ("en", ["Report", "Hospital", "EXERCISE – nothing real", "Secret", "{page}/{pages}", "It’s £5 → ✓"]),
    ] {
        let paper = paper(lang, words, everything(words[5]));
        let file = pdf(&paper).unwrap();
        assert!(file.starts_with(b"%PDF-1.7"), "{lang}");
        let text = String::from_utf8_lossy(&file);
        for sign in [
            &format!("/Lang({lang})"),
            "/MarkInfo",
            "/StructTreeRoot",
            "/Outlines",
            "pdfuaid:part",
            "<pdfaid:part>2",
            "<pdfaid:conformance>A",
            "D:20261124120030+01'00",
        ] {
            assert!(text.replace("/Lang (", "/Lang(").contains(sign), "{lang}: {sign}");
        }
        assert_eq!(pages(&file), 1, "{lang}");
    }
}

#[test]
fn the_same_paper_gives_the_same_bytes() {
    let paper = in_english(everything("Every day the same"));
    assert!(pdf(&paper).unwrap() == pdf(&paper.clone()).unwrap());
    let other = Paper { created: Created { second: 31, ..NOON }, ..paper.clone() };
    assert!(pdf(&paper).unwrap() != pdf(&other).unwrap());
}

#[test]
fn long_text_flows_over_pages() {
    let text = "A line that is long enough to be broken somewhere in the middle of it. ".repeat(60);
    let fact = Fact { label: "What happened?".into(), lines: vec![text.clone(); 3], ..Fact::default() };
    for (block, least) in [
        (Block::Paragraph(vec![text.clone(); 6].join("\n")), 5),
        (Block::Facts(vec![fact]), 3),
        (Block::Code { label: String::new(), text: "0123456789abcdef".repeat(900) }, 4),
        (Block::Notice { title: "Mind".into(), text: text.repeat(4) }, 3),
        (Block::Paragraph("x".repeat(30_000)), 5),
    ] {
        let file = pdf(&in_english(vec![block.clone()])).unwrap();
        assert!(pages(&file) >= least, "{} pages", pages(&file));
    }
}

#[test]
fn what_no_font_has_is_replaced() {
    for words in [
        "🙂🚑",
        "漢字",
        "עברית",
        "\u{0}\u{7}\u{1b}x",
        "\u{feff}\u{fffe}\u{ffff}",
        "\u{e000}",
        "a\u{301}\u{301}",
        "\r\n\t",
        &"\u{301}".repeat(40_000),
    ] {
        let mut paper = in_english(everything(words));
        paper.banner = Some(words.to_owned());
        paper.subject = words.to_owned();
        paper.author = words.to_owned();
        paper.header = words.to_owned();
        pdf(&paper).unwrap_or_else(|fault| panic!("{words:?}: {fault}"));
    }
}

#[test]
fn a_paper_without_headings_or_without_anything_is_a_paper() {
    let mut paper = in_english(vec![]);
    paper.banner = None;
    paper.header = String::new();
    paper.footer = String::new();
    paper.page_of = String::new();
    pdf(&paper).unwrap();
    paper.blocks =
        vec![Block::Facts(vec![]), Block::Table(Table::default()), heading(1, " "), heading(9, "Deep")];
    pdf(&paper).unwrap();
}

#[test]
fn what_cannot_be_a_paper_is_refused() {
    let whole = in_english(vec![]);
    let untitled = Paper { title: "\u{200b} ".into(), ..whole.clone() };
    assert_eq!(pdf(&untitled), Err(Fault::Untitled));
    for lang in ["", "n l", "nl-", "Nederlands"] {
        assert_eq!(pdf(&Paper { lang: lang.into(), ..whole.clone() }), Err(Fault::Language(lang.into())));
    }
    let wide = Table { head: vec!["x".into(); MAX_COLUMNS + 1], ..Table::default() };
    assert_eq!(pdf(&in_english(vec![Block::Table(wide)])), Err(Fault::TooWide));
    for text in ["\nx".repeat(20_000), "words ".repeat(1_000_000)] {
        assert_eq!(pdf(&in_english(vec![Block::Paragraph(text)])), Err(Fault::TooLong));
    }
}

#[test]
fn values_that_no_clock_shows_are_clamped() {
    let created = Created {
        year: 65535,
        month: 0,
        day: 99,
        hour: 99,
        minute: 99,
        second: 99,
        offset_minutes: i16::MIN,
    };
    pdf(&Paper { created, ..in_english(vec![]) }).unwrap();
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Whatever is typed, a paper comes out.
    #[test]
    fn any_words_make_a_paper(words in prop::collection::vec(any::<String>(), 12), times in 1_usize..40) {
        let at = |index: usize| words[index].clone();
        let long = |index: usize| words[index].repeat(times);
        let fact = Fact {
            label: at(0),
            lines: vec![long(1), at(2)],
            mark: Some(at(3)),
            earlier: Some(Earlier { word: at(4), lines: vec![long(5)] }),
        };
        let table = Table { caption: at(6), head: words.clone(), rows: vec![words.clone(), vec![long(7)]] };
        let mut paper = in_english(vec![
            heading(times as u8, &at(8)),
            Block::Paragraph(long(9)),
            Block::Small(long(10)),
            Block::Facts(vec![fact]),
            Block::Table(table),
            Block::Code { label: at(11), text: long(0) },
            Block::Notice { title: at(1), text: long(2) },
        ]);
        paper.title.push_str(&at(3));
        paper.author = at(4);
        paper.subject = long(5);
        paper.banner = Some(at(6));
        paper.header = long(7);
        paper.footer = at(8);
        paper.page_of = at(9);
        prop_assert!(pdf(&paper).is_ok(), "{:?}", pdf(&paper));
    }
}
