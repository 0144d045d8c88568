//! What an alert looks like.

use crate::samples::{full, plain, some, texts};
use cap::{Certainty, MsgType, ResponseType, Scope, Severity, Status, Urgency, read, write};

#[test]
fn an_alert_is_written_as_the_standard_has_it() {
    let expected = "<alert xmlns=\"urn:oasis:names:tc:emergency:cap:1.2\">\
        <identifier>2026-0001</identifier><sender>csirt.example</sender><sent>2026-11-25T03:10:00+01:00</sent>\
        <status>Actual</status><msgType>Alert</msgType><scope>Public</scope>\
        <info><language>nl-BE</language><category>Infra</category><event>Gijzelsoftware</event>\
        <urgency>Unknown</urgency><severity>Unknown</severity><certainty>Unknown</certainty></info></alert>";
    assert_eq!(write(&plain()), expected);
}

#[test]
fn lists_lie_between_spaces_and_items_with_spaces_between_quotes() {
    let text = write(&full());
    assert!(text.contains("<addresses>lab.example \"Example Hospital, site North\"</addresses>"));
    assert!(text.contains("<incidents>INC-7 \"winter wave\"</incidents>"));
    let reference = "csirt.example,2026-0001,2026-11-25T03:10:00+01:00";
    assert!(text.contains(&format!("<references>{reference} {reference}</references>")));
}

#[test]
fn places_are_written_as_decimal_numbers() {
    let text = write(&full());
    assert!(text.contains("<polygon>51.5,2.5 51.5,6.5 49.5,6.5 51.5,2.5</polygon>"));
    assert!(text.contains("<circle>50.8503,4.3517 12.5</circle>"));
    assert!(text.contains("<altitude>-13</altitude><ceiling>2277.5</ceiling>"));
    let mut tiny = full();
    tiny.infos[0].areas[0].circles[0].radius = 1e-7;
    assert!(
        write(&tiny).contains("<circle>50.8503,4.3517 0.0000001</circle>"),
        "XML knows no exponents here"
    );
}

#[test]
fn texts_are_escaped_as_canonical_xml_wants_it() {
    let mut alert = plain();
    alert.note = some("<a> & \"b\" 'c'\t\r\n\u{0}\u{b}\u{ffff}");
    let text = write(&alert);
    assert!(
        text.contains("<note>&lt;a&gt; &amp; \"b\" 'c'\t&#xD;\n\u{fffd}\u{fffd}\u{fffd}</note>"),
        "{text}"
    );
}

#[test]
fn an_empty_element_has_an_end() {
    let mut alert = plain();
    alert.note = some("");
    assert!(write(&alert).contains("<note></note>"));
}

#[test]
fn an_alert_with_everything_is_read_as_it_was_written() {
    assert_eq!(full().check(), Ok(()));
    assert_eq!(read(write(&full()).as_bytes()), Ok(full()));
}

#[test]
fn every_code_is_written_and_read_as_the_standard_spells_it() {
    let mut alert = full();
    for status in Status::ALL {
        for msg_type in MsgType::ALL {
            (alert.status, alert.msg_type) = (*status, *msg_type);
            assert_eq!(read(write(&alert).as_bytes()).as_ref(), Ok(&alert));
        }
    }
    alert.infos[0].categories = cap::Category::ALL.to_vec();
    alert.infos[0].response_types = ResponseType::ALL.to_vec();
    assert_eq!(read(write(&alert).as_bytes()).as_ref(), Ok(&alert));
    let text = write(&alert);
    let categories = [
        "Geo",
        "Met",
        "Safety",
        "Security",
        "Rescue",
        "Fire",
        "Health",
        "Env",
        "Transport",
        "Infra",
        "CBRNE",
        "Other",
    ];
    let elements = |name: &str, codes: &[&str]| {
        codes.iter().map(|code| format!("<{name}>{code}</{name}>")).collect::<String>()
    };
    assert!(text.contains(&elements("category", &categories)));
    let responses =
        ["Shelter", "Evacuate", "Prepare", "Execute", "Avoid", "Monitor", "Assess", "AllClear", "None"];
    assert!(text.contains(&elements("responseType", &responses)));
}

#[test]
fn the_other_codes_are_those_of_the_standard() {
    fn codes<T: Copy>(all: &[T], code: fn(T) -> &'static str) -> Vec<String> {
        all.iter().map(|value| code(*value).to_owned()).collect()
    }
    assert_eq!(codes(Status::ALL, Status::code), texts(&["Actual", "Exercise", "System", "Test", "Draft"]));
    assert_eq!(codes(MsgType::ALL, MsgType::code), texts(&["Alert", "Update", "Cancel", "Ack", "Error"]));
    assert_eq!(codes(Scope::ALL, Scope::code), texts(&["Public", "Restricted", "Private"]));
    assert_eq!(
        codes(Urgency::ALL, Urgency::code),
        texts(&["Immediate", "Expected", "Future", "Past", "Unknown"])
    );
    let severities = texts(&["Extreme", "Severe", "Moderate", "Minor", "Unknown"]);
    assert_eq!(codes(Severity::ALL, Severity::code), severities);
    let certainties = texts(&["Observed", "Likely", "Possible", "Unlikely", "Unknown"]);
    assert_eq!(codes(Certainty::ALL, Certainty::code), certainties);
}
