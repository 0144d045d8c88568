//! Feeds (RFC 4287).

use crate::samples::{some, texts, time};
use cap::{Feed, FeedEntry, write_feed};
use quick_xml::Reader;
use quick_xml::events::Event;

fn feed(title: &str) -> Feed {
    Feed {
        id: "urn:uuid:0c3f".to_owned(),
        title: title.to_owned(),
        updated: time("2026-11-25T03:10:00+01:00"),
        author: "CSIRT Example".to_owned(),
        link_self: "https://csirt.example/feed?a=1&b=2".to_owned(),
        entries: vec![],
    }
}

fn entry(title: &str) -> FeedEntry {
    FeedEntry {
        id: "urn:uuid:0c40".to_owned(),
        title: title.to_owned(),
        updated: time("2026-11-25T03:10:00+01:00"),
        published: Some(time("2026-11-25T02:00:00-00:00")),
        link: "https://csirt.example/1.xml".to_owned(),
        summary: some("Close port 445"),
        categories: texts(&["Infra", "\"<new>\""]),
    }
}

#[test]
fn a_feed_names_itself_and_links_to_the_messages() {
    let feed = Feed { entries: vec![entry("Ransomware")], ..feed("Warnings") };
    let expected = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\">\
        <id>urn:uuid:0c3f</id><title>Warnings</title><updated>2026-11-25T03:10:00+01:00</updated>\
        <author><name>CSIRT Example</name></author>\
        <link href=\"https://csirt.example/feed?a=1&amp;b=2\" rel=\"self\" type=\"application/atom+xml\"></link>\
        <entry><id>urn:uuid:0c40</id><title>Ransomware</title><updated>2026-11-25T03:10:00+01:00</updated>\
        <published>2026-11-25T02:00:00-00:00</published>\
        <link href=\"https://csirt.example/1.xml\" rel=\"alternate\" type=\"application/cap+xml\"></link>\
        <summary>Close port 445</summary><category term=\"Infra\"></category>\
        <category term=\"&quot;&lt;new>&quot;\"></category></entry></feed>";
    assert_eq!(write_feed(&feed), expected);
}

#[test]
fn what_an_entry_does_not_have_is_not_written() {
    let bare = FeedEntry { published: None, summary: None, categories: vec![], ..entry("Ransomware") };
    let text = write_feed(&Feed { entries: vec![bare], ..feed("Warnings") });
    assert!(["published", "summary", "category"].iter().all(|name| !text.contains(name)), "{text}");
}

#[test]
fn no_title_breaks_a_feed() {
    for title in ["</title><entry>", "&evil;", "]]>", "\u{0}\u{1b}", "\r\n\t", "<!--", "<?php", "🏥"] {
        let mut strange = Feed { entries: vec![entry(title)], ..feed(title) };
        strange.link_self = title.to_owned();
        let text = write_feed(&strange);
        let mut reader = Reader::from_str(&text);
        let mut elements = 0;
        loop {
            match reader.read_event().unwrap() {
                Event::Start(_) => elements += 1,
                Event::Eof => break,
                Event::Comment(_) | Event::PI(_) | Event::CData(_) => panic!("{text}"),
                _ => {}
            }
        }
        assert_eq!(elements, 16, "{text}");
    }
}
