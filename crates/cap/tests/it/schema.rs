//! The order and number of elements that the schema asks for (CAP §3.4), in words of our own.

use crate::samples::{full, plain};
use cap::{Alert, write};
use quick_xml::Reader;
use quick_xml::events::Event;

/// What an element holds, in order: one of each, or as many as `?` (at most one), `+` (at least one) and `*` (any
/// number) say. Elements that are not named first here hold a text.
const CONTENTS: [(&str, &str); 7] = [
    (
        "alert",
        "identifier sender sent status msgType source? scope restriction? addresses? code* note? references? \
         incidents? info*",
    ),
    (
        "info",
        "language? category+ event responseType* urgency severity certainty audience? eventCode* effective? onset? \
         expires? senderName? headline? description? instruction? web? contact? parameter* resource* area*",
    ),
    ("resource", "resourceDesc mimeType size? uri? derefUri? digest?"),
    ("area", "areaDesc polygon* circle* geocode* altitude? ceiling?"),
    ("eventCode", "valueName value"),
    ("parameter", "valueName value"),
    ("geocode", "valueName value"),
];

/// Panics if the alert is not written as the schema wants it.
pub fn assert_fits(alert: &Alert) {
    let text = write(alert);
    let mut reader = Reader::from_str(&text);
    let mut open: Vec<(String, Vec<String>)> = vec![(String::new(), vec![])];
    loop {
        match reader.read_event().expect("XML") {
            Event::Start(start) => {
                let name = start.name().into_inner().to_owned();
                open.last_mut().expect("an open element").1.push(name.clone());
                open.push((name, vec![]));
            }
            Event::End(_) => {
                let (name, children) = open.pop().expect("an open element");
                assert!(fits(&name, &children), "{name} holds {children:?} in {text}");
            }
            Event::Text(_) | Event::GeneralRef(_) => {
                let (name, _) = open.last().expect("an open element");
                assert!(contents(name).is_empty(), "{name} holds a text in {text}");
            }
            Event::Eof => break,
            other => panic!("{other:?} in {text}"),
        }
    }
    assert_eq!(open, [(String::new(), vec!["alert".to_owned()])]);
}

fn contents(name: &str) -> &'static str {
    CONTENTS.iter().find(|(parent, _)| *parent == name).map_or("", |(_, contents)| contents)
}

fn fits(name: &str, mut children: &[String]) -> bool {
    contents(name).split_whitespace().all(|part| {
        let wanted = part.trim_end_matches(['?', '+', '*']);
        let count = children.iter().take_while(|child| *child == wanted).count();
        children = &children[count..];
        match part.chars().last() {
            Some('?') => count <= 1,
            Some('+') => count >= 1,
            Some('*') => true,
            _ => count == 1,
        }
    }) && children.is_empty()
}

#[test]
fn a_plain_alert_fits_the_schema() {
    assert_fits(&plain());
}

#[test]
fn an_alert_with_everything_fits_the_schema() {
    assert_fits(&full());
    let text = write(&full());
    for (parent, contents) in CONTENTS {
        for name in contents.split_whitespace().map(|part| part.trim_end_matches(['?', '+', '*'])) {
            assert!(text.contains(&format!("<{name}>")), "{name} of {parent} is never written");
        }
    }
}
