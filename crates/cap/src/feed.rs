//! A feed of alerts (RFC 4287).

use crate::xml::Writer;
use crate::{ATOM_MEDIA_TYPE, CAP_MEDIA_TYPE, Time};

/// The namespace of Atom (RFC 4287, §1.2).
const ATOM: &str = "http://www.w3.org/2005/Atom";
const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

/// A feed (RFC 4287, §4.1.1).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Feed {
    /// An IRI that names it for ever.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// When something in it last changed.
    pub updated: Time,
    /// Who gives it out.
    pub author: String,
    /// Where it is.
    pub link_self: String,
    /// What is in it; the first is the newest by custom.
    pub entries: Vec<FeedEntry>,
}

/// An alert in a feed (RFC 4287, §4.1.2).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeedEntry {
    /// An IRI that names it for ever.
    pub id: String,
    /// Its headline.
    pub title: String,
    /// When it last changed.
    pub updated: Time,
    /// When it was first there.
    pub published: Option<Time>,
    /// Where the CAP message is.
    pub link: String,
    /// What it says, in short.
    pub summary: Option<String>,
    /// What it is about, such as the categories of CAP.
    pub categories: Vec<String>,
}

/// The feed as an XML document in UTF-8. What no XML text may hold becomes "�".
pub fn write_feed(feed: &Feed) -> String {
    let mut xml = Writer(DECLARATION.to_owned());
    xml.nest("feed", &[("xmlns", ATOM)], |xml| {
        xml.element("id", &feed.id);
        xml.element("title", &feed.title);
        xml.element("updated", feed.updated);
        xml.nest("author", &[], |xml| xml.element("name", &feed.author));
        let link = [("href", feed.link_self.as_str()), ("rel", "self"), ("type", ATOM_MEDIA_TYPE)];
        xml.nest("link", &link, |_empty| {});
        feed.entries.iter().for_each(|entry| xml.nest("entry", &[], |xml| write_entry(xml, entry)));
    });
    xml.0
}

fn write_entry(xml: &mut Writer, entry: &FeedEntry) {
    xml.element("id", &entry.id);
    xml.element("title", &entry.title);
    xml.element("updated", entry.updated);
    xml.elements("published", entry.published);
    // An entry without content has an alternate link (RFC 4287, §4.1.2).
    let link = [("href", entry.link.as_str()), ("rel", "alternate"), ("type", CAP_MEDIA_TYPE)];
    xml.nest("link", &link, |_empty| {});
    xml.elements("summary", &entry.summary);
    entry.categories.iter().for_each(|term| xml.nest("category", &[("term", term)], |_empty| {}));
}
