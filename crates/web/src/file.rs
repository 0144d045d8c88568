//! Files that people add: what is taken, what it is called, how it is handed back. Rules only.
//!
//! What a file is follows from its content, never from its name or from what a browser says. The list is
//! closed: documents, pictures, texts and archives; no programs.

use axum::http::HeaderName;
use axum::http::header::{
    CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_SECURITY_POLICY, CONTENT_TYPE,
    X_CONTENT_TYPE_OPTIONS,
};

/// Plain bytes of one sealed piece; only a file's last piece is shorter.
pub const CHUNK_BYTES: usize = 128 * 1024;
/// Longest file name, in characters.
pub const NAME_CHARS: usize = 200;

/// The longest ending of a file name, in characters.
const ENDING_CHARS: usize = 8;

/// Why a file is not taken, whatever it is added to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unfit {
    /// It is empty.
    Empty,
    /// It is a program or a script.
    Program,
    /// It is none of the kinds that are taken.
    OtherKind,
}

/// A kind of file that is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kind {
    /// Its media type.
    pub media_type: &'static str,
    /// The ending a name gets that has none.
    pub ending: &'static str,
}

const fn kind(media_type: &'static str, ending: &'static str) -> Kind {
    Kind { media_type, ending }
}

const PDF: Kind = kind("application/pdf", "pdf");
const PNG: Kind = kind("image/png", "png");
const JPEG: Kind = kind("image/jpeg", "jpg");
const DOCX: Kind = kind("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx");
const XLSX: Kind = kind("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx");
const ODT: Kind = kind("application/vnd.oasis.opendocument.text", "odt");
const ZIP: Kind = kind("application/zip", "zip");
const TEXT: Kind = kind("text/plain", "txt");
const CSV: Kind = kind("text/csv", "csv");
const MAIL: Kind = kind("message/rfc822", "eml");
const JSON: Kind = kind("application/json", "json");
const XML: Kind = kind("application/xml", "xml");

/// Every kind that is taken.
pub const KINDS: [Kind; 12] = [PDF, PNG, JPEG, DOCX, XLSX, ODT, ZIP, TEXT, CSV, MAIL, JSON, XML];

/// Names that a computer runs when they are opened, whatever is in them.
const PROGRAM_ENDINGS: [&str; 27] = [
    "apk", "bat", "cmd", "com", "cpl", "dll", "exe", "hta", "jar", "jse", "js", "lnk", "msi", "msp", "pif",
    "ps1", "psm1", "reg", "scr", "sct", "sh", "sys", "vb", "vbe", "vbs", "wsf", "wsh",
];

/// Header lines of which a stored e-mail has at least one, beside its sender (RFC 5322, section 3.6).
const MAIL_HEADERS: [&str; 4] = ["date", "message-id", "received", "mime-version"];

/// Looks at a file as it arrives, piece by piece.
#[derive(Debug, Default)]
pub struct Check {
    kind: Option<Kind>,
    text: TextScan,
}

impl Check {
    /// Takes the next piece. The first must hold the file's first [`CHUNK_BYTES`], or all of it.
    pub fn take(&mut self, piece: &[u8]) -> Result<(), Unfit> {
        let kind = match self.kind {
            Some(kind) => kind,
            None => *self.kind.insert(kind_of(piece)?),
        };
        if kind.is_text() {
            self.text.take(piece);
            if !self.text.is_text() {
                return Err(Unfit::OtherKind);
            }
        }
        Ok(())
    }

    /// The kind, and the cleaned name, once all of it was seen.
    pub fn finish(self, name: &str) -> Result<(Kind, String), Unfit> {
        let kind = self.kind.ok_or(Unfit::Empty)?;
        if kind.is_text() && !self.text.ends_as_text() {
            return Err(Unfit::OtherKind);
        }
        // Nothing in the content tells a table from another text.
        let kind = if kind == TEXT && ending(name).as_deref() == Some("csv") { CSV } else { kind };
        Ok((kind, clean_name(name, kind)))
    }
}

impl Kind {
    fn is_text(self) -> bool {
        [TEXT, CSV, MAIL, JSON, XML].contains(&self)
    }
}

/// Decides from the first bytes.
fn kind_of(head: &[u8]) -> Result<Kind, Unfit> {
    if is_program(head) {
        return Err(Unfit::Program);
    }
    // The narrower first: an office document is a ZIP archive too.
    let known = [
        (infer::image::is_png(head), PNG),
        (infer::image::is_jpeg(head), JPEG),
        // At the very beginning only: what is a page to a browser and a document to a reader is neither.
        (head.starts_with(b"%PDF-"), PDF),
        (is_office(head, b"word/"), DOCX),
        (is_office(head, b"xl/"), XLSX),
        (infer::odf::is_odt(head), ODT),
        (infer::archive::is_zip(head), ZIP),
    ];
    if let Some((_, kind)) = known.into_iter().find(|(is, _)| *is) {
        return Ok(kind);
    }
    let mut text = TextScan::default();
    text.take(head);
    if text.is_text() { text_kind(head) } else { Err(Unfit::OtherKind) }
}

/// Whether an archive is a package of office documents (ISO/IEC 29500-2) with a part in this folder, as far
/// as its beginning tells; one that keeps its pictures first passes for the archive that it is.
fn is_office(head: &[u8], folder: &[u8]) -> bool {
    /// Where the name stands in a ZIP entry's header.
    const NAME: usize = 30;
    if !infer::archive::is_zip(head) {
        return false;
    }
    let is_entry = |at: &usize| head.get(*at..).is_some_and(infer::archive::is_zip);
    let names = (0..head.len()).filter(is_entry).filter_map(|at| head.get(at + NAME..));
    let has = |part: &[u8]| names.clone().any(|name| name.starts_with(part));
    has(b"[Content_Types].xml") && has(folder)
}

fn is_program(head: &[u8]) -> bool {
    // A text may begin with the two letters of a Windows program.
    let is_windows = infer::app::is_exe(head) && !begins_as_text(head);
    let is_shortcut = head.starts_with(&[0x4c, 0, 0, 0, 1, 0x14, 2, 0]);
    is_windows
        || is_shortcut
        || infer::app::is_elf(head)
        || infer::app::is_mach(head)
        || infer::app::is_java(head)
        || infer::app::is_dex(head)
        || infer::app::is_wasm(head)
        || head.starts_with(b"#!")
}

fn begins_as_text(head: &[u8]) -> bool {
    let mut text = TextScan::default();
    text.take(head);
    text.is_text()
}

fn text_kind(head: &[u8]) -> Result<Kind, Unfit> {
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
    if infer::text::is_html(head) {
        return Err(Unfit::OtherKind);
    }
    if head.starts_with(b"<?xml") {
        return Ok(XML);
    }
    let first = head.first().copied();
    let next = head.get(1..).unwrap_or_default().trim_ascii_start().first().copied();
    let is_json = match first {
        Some(b'{') => matches!(next, Some(b'"' | b'}')),
        // A line of a log may begin with a bracket, but hardly goes on like this.
        Some(b'[') => matches!(next, Some(b'{' | b'[' | b'"' | b']')),
        _ => false,
    };
    if is_json {
        return Ok(JSON);
    }
    Ok(if is_mail(head) { MAIL } else { TEXT })
}

/// Whether a text begins with the header of an e-mail: nothing but header lines, up to the first empty one.
fn is_mail(head: &[u8]) -> bool {
    let mut names = Vec::new();
    for line in head.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii_end) {
        if line.is_empty() {
            break;
        }
        if line.first().is_some_and(u8::is_ascii_whitespace) {
            continue;
        }
        let Some(colon) = line.iter().position(|byte| *byte == b':') else { return false };
        let (name, _) = line.split_at(colon);
        if !name.iter().all(u8::is_ascii_graphic) {
            return false;
        }
        names.push(String::from_utf8_lossy(name).to_ascii_lowercase());
    }
    let has = |wanted: &str| names.iter().any(|name| name == wanted);
    has("from") && MAIL_HEADERS.into_iter().any(has)
}

/// Whether bytes are text: UTF-8, or Western European in one byte a letter (Windows-1252, which holds
/// Latin 1), without control characters other than those that texts and coloured logs use.
#[derive(Debug, Default)]
struct TextScan {
    is_binary: bool,
    not_utf8: bool,
    not_latin: bool,
    /// The beginning of a character whose rest is in the next piece.
    tail: Vec<u8>,
}

impl TextScan {
    fn take(&mut self, piece: &[u8]) {
        let is_control = |byte: &u8| matches!(byte, 0..=0x08 | 0x0b | 0x0e..=0x1a | 0x1c..=0x1f | 0x7f);
        self.is_binary |= piece.iter().any(is_control);
        // The five places that Windows-1252 leaves empty.
        let is_no_letter = |byte: &u8| matches!(byte, 0x81 | 0x8d | 0x8f | 0x90 | 0x9d);
        self.not_latin |= piece.iter().any(is_no_letter);
        if self.not_utf8 {
            return;
        }
        let joined = [self.tail.as_slice(), piece].concat();
        self.tail.clear();
        if let Err(error) = std::str::from_utf8(&joined) {
            match error.error_len() {
                None => self.tail.extend_from_slice(joined.get(error.valid_up_to()..).unwrap_or_default()),
                Some(_) => self.not_utf8 = true,
            }
        }
    }

    fn is_text(&self) -> bool {
        !(self.is_binary || self.not_utf8 && self.not_latin)
    }

    fn ends_as_text(&self) -> bool {
        !(self.is_binary || (self.not_utf8 || !self.tail.is_empty()) && self.not_latin)
    }
}

/// The ending of a file name, in lower case.
fn ending(name: &str) -> Option<String> {
    let (stem, ending) = name.trim_end_matches(['.', ' ']).rsplit_once('.')?;
    let is_ending = !stem.is_empty()
        && (1..=ENDING_CHARS).contains(&ending.chars().count())
        && ending.chars().all(char::is_alphanumeric);
    is_ending.then(|| ending.to_lowercase())
}

/// Whether opening a file of this name would run it.
pub fn is_program_name(name: &str) -> bool {
    ending(name).is_some_and(|ending| PROGRAM_ENDINGS.contains(&ending.as_str()))
}

/// A name as it is kept: the last part of a path, without what a file system or a page could take for more
/// than a letter, at most [`NAME_CHARS`] long, with an ending. The ending is changed only where there is none.
pub fn clean_name(name: &str, kind: Kind) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let cleaned: String = last.chars().filter(|letter| !is_unseen(*letter)).map(plain).collect();
    let cleaned = cleaned.split_whitespace().collect::<Vec<_>>().join(" ");
    let cleaned = cleaned.trim_matches(['.', ' ']);
    let cleaned = if cleaned.is_empty() { "file" } else { cleaned };
    let found = cleaned.rsplit_once('.').filter(|_| ending(cleaned).is_some());
    let (stem, ending) = found.unwrap_or((cleaned, kind.ending));
    let room = NAME_CHARS - ENDING_CHARS - 1;
    let stem: String = stem.chars().take(room).collect();
    format!("{}.{ending}", stem.trim_end_matches(['.', ' ']))
}

/// Characters that show nothing, or turn the order of the others round.
fn is_unseen(letter: char) -> bool {
    letter.is_control() && !letter.is_whitespace()
        || matches!(letter, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

fn plain(letter: char) -> char {
    if matches!(letter, '<' | '>' | ':' | '"' | '|' | '?' | '*') { '_' } else { letter }
}

/// The headers under which a file is handed back: to be saved, never to be shown or run.
pub fn headers(media_type: &str, bytes: i64, name: &str) -> [(HeaderName, String); 6] {
    [
        (CONTENT_TYPE, media_type.to_owned()),
        (CONTENT_LENGTH, bytes.to_string()),
        (CONTENT_DISPOSITION, disposition(name)),
        (X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
        (CONTENT_SECURITY_POLICY, "sandbox".to_owned()),
        (CACHE_CONTROL, "no-store".to_owned()),
    ]
}

/// Has the browser save a file under its name (RFC 6266): once in plain letters, once as it is (RFC 8187).
fn disposition(name: &str) -> String {
    let is_plain = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '.' | '-' | '_' | ' ');
    let plain: String = name.chars().map(|letter| if is_plain(letter) { letter } else { '_' }).collect();
    let is_safe = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_');
    let encode = |byte: u8| if is_safe(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") };
    let encoded: String = name.bytes().map(encode).collect();
    format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{encoded}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(bytes: &[u8], name: &str) -> Result<(Kind, String), Unfit> {
        let mut check = Check::default();
        for piece in bytes.chunks(CHUNK_BYTES) {
            check.take(piece)?;
        }
        check.finish(name)
    }

    /// The beginning of a ZIP archive whose entries have these names.
    fn archive(entries: &[(&str, &[u8])]) -> Vec<u8> {
        let mut bytes = Vec::new();
        for (name, content) in entries {
            let (name_len, content_len) = (u16::try_from(name.len()), u32::try_from(content.len()));
            bytes.extend([b'P', b'K', 3, 4, 20, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
            bytes.extend(content_len.unwrap().to_le_bytes());
            bytes.extend(content_len.unwrap().to_le_bytes());
            bytes.extend(name_len.unwrap().to_le_bytes());
            bytes.extend([0, 0]);
            bytes.extend(name.as_bytes());
            bytes.extend(*content);
        }
        bytes
    }

    #[test]
    fn a_file_is_what_its_content_says() {
        let xlsx = archive(&[
            ("[Content_Types].xml", b""),
            ("_rels/.rels", b""),
            ("docProps/app.xml", b""),
            ("xl/workbook.xml", b""),
        ]);
        let docx = archive(&[
            ("[Content_Types].xml", b""),
            ("_rels/.rels", b""),
            ("docProps/app.xml", b""),
            ("word/document.xml", b""),
        ]);
        let odt = archive(&[("mimetype", b"application/vnd.oasis.opendocument.text")]);
        let zip = archive(&[("notes.txt", b"x")]);
        let elf = [&b"\x7fELF\x02\x01\x01"[..], &[0; 60]].concat();
        let cases: Vec<(&[u8], &str, Result<Kind, Unfit>)> = vec![
            (b"%PDF-1.7\n\x80\x81\x00", "note.txt", Ok(PDF)),
            (b"\x89PNG\r\n\x1a\n\x00\x00", "a", Ok(PNG)),
            (b"\xff\xd8\xff\xe0\x00\x10JFIF", "a.jpeg", Ok(JPEG)),
            (&docx, "a.docx", Ok(DOCX)),
            (&xlsx, "a.xlsx", Ok(XLSX)),
            (&odt, "a.odt", Ok(ODT)),
            (&zip, "a.zip", Ok(ZIP)),
            (b"2026-11-22 06:10 LIS down", "a.log", Ok(TEXT)),
            ("à é €, tout est arrêté".as_bytes(), "a", Ok(TEXT)),
            (b"\xe0 \xe9 \x80, tout est arr\xeat\xe9", "a", Ok(TEXT)),
            (b"host;since\nlis1;06:10\n", "hosts.CSV", Ok(CSV)),
            (b"\x1b[31mred\x1b[0m", "a.log", Ok(TEXT)),
            (b"[2026-11-22] LIS down", "a.log", Ok(TEXT)),
            (b"MZ of the laboratory called", "a.txt", Ok(TEXT)),
            (b"Received: from mail.example by lab.example\r\nFrom: a@b.example\r\n\r\nhello", "a", Ok(MAIL)),
            (b"X-ray: none\nDate: today\n\nFrom: nobody", "a", Ok(TEXT)),
            (b"From: An\nDear colleagues: the LIS is down\nDate: today", "a", Ok(TEXT)),
            (b" {\"a\": 1}", "a", Ok(JSON)),
            (b"[\n {\"a\": 1}]", "a", Ok(JSON)),
            (b"\xef\xbb\xbf<?xml version=\"1.0\"?><a/>", "a", Ok(XML)),
            (b"MZ\x90\x00\x03\x00\x00\x00", "invoice.pdf", Err(Unfit::Program)),
            (&elf, "a.txt", Err(Unfit::Program)),
            (b"#!/bin/sh\nrm -r /\n", "a.txt", Err(Unfit::Program)),
            (b"\xca\xfe\xba\xbe\x00\x00\x00\x34", "a.txt", Err(Unfit::Program)),
            (b"<!DOCTYPE html><p>x", "a.html", Err(Unfit::OtherKind)),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\x00", "a.doc", Err(Unfit::OtherKind)),
            (b"text with a \x00", "a.txt", Err(Unfit::OtherKind)),
            (b"\x81\x8d\xff", "a.txt", Err(Unfit::OtherKind)),
            (b"GIF89a\x01\x00", "a.gif", Err(Unfit::OtherKind)),
            (b"", "a.txt", Err(Unfit::Empty)),
        ];
        for (bytes, name, expected) in cases {
            assert_eq!(
                check(bytes, name).map(|(kind, _)| kind),
                expected,
                "{name} {:?}",
                String::from_utf8_lossy(bytes)
            );
        }
    }

    #[test]
    fn a_letter_may_lie_across_two_pieces_but_nothing_binary_in_the_second() {
        let mut bytes = vec![b'a'; CHUNK_BYTES - 1];
        bytes.extend("é\u{10348}".as_bytes());
        assert_eq!(check(&bytes, "a.txt").map(|(kind, _)| kind), Ok(TEXT));
        bytes.push(0);
        assert_eq!(check(&bytes, "a.txt"), Err(Unfit::OtherKind));
    }

    #[test]
    fn names_are_cleaned_and_endings_added_only_where_there_is_none() {
        for (name, expected) in [
            ("report.pdf", "report.pdf"),
            ("report", "report.pdf"),
            ("report.docx", "report.docx"),
            ("C:\\Users\\an\\Desktop\\nota.pdf", "nota.pdf"),
            ("../../etc/passwd", "passwd.pdf"),
            ("..", "file.pdf"),
            ("", "file.pdf"),
            ("a\u{202e}fdp.exe\r\n.pdf", "afdp.exe.pdf"),
            ("say \"what\"?.pdf", "say _what__.pdf"),
            ("dr. Peeters", "dr. Peeters.pdf"),
            (".htaccess", "htaccess.pdf"),
        ] {
            assert_eq!(clean_name(name, PDF), expected, "{name:?}");
        }
        assert!(is_program_name("photo.JPG.exe") && is_program_name("run.ps1. ") && !is_program_name("exe"));
    }

    #[test]
    fn a_name_is_told_in_two_ways() {
        assert_eq!(
            disposition("né \"5%\".pdf"),
            "attachment; filename=\"n_ _5__.pdf\"; filename*=UTF-8''n%C3%A9%20%225%25%22.pdf"
        );
    }

    proptest! {
        #[test]
        fn every_name_is_a_header(name in any::<String>()) {
            prop_assert!(http::HeaderValue::from_str(&disposition(&name)).is_ok());
        }

        #[test]
        fn every_name_becomes_a_plain_one(name in any::<String>(), index in 0..KINDS.len()) {
            let cleaned = clean_name(&name, KINDS[index]);
            prop_assert!(cleaned.chars().count() <= NAME_CHARS);
            prop_assert!(!cleaned.chars().any(|letter| letter.is_control() || "/\\<>:\"|?*".contains(letter)));
            prop_assert!(!cleaned.starts_with(['.', ' ']) && !cleaned.ends_with(['.', ' ']));
            prop_assert!(ending(&cleaned).is_some());
            prop_assert_eq!(clean_name(&cleaned, PDF), cleaned);
        }

        #[test]
        fn utf8_is_text_wherever_it_is_cut(text in "[a-zA-Z0-9 é€\u{10348}\n]{0,60}", cut in 1usize..7) {
            let mut scan = TextScan::default();
            text.as_bytes().chunks(cut).for_each(|piece| scan.take(piece));
            prop_assert!(scan.ends_as_text() && !scan.not_utf8 && scan.tail.is_empty());
        }
    }
}
