//! What the standard forbids beyond its schema.

use crate::samples::{full, key, named, plain, some, texts};
use cap::{
    Alert, Info, MAX_BYTES, MAX_TEXT, MsgType, Point, Resource, SIGNATURE_ROOM, Scope, Status, read, sign,
    write,
};

/// Changes an alert that holds one of everything, and says which element then has a problem.
type Case = (&'static str, fn(&mut Alert));

fn info(alert: &mut Alert) -> &mut Info {
    &mut alert.infos[1]
}

fn resource(alert: &mut Alert) -> &mut Resource {
    &mut alert.infos[1].resources[0]
}

fn assert_problem((element, change): &Case) {
    let mut alert = full();
    change(&mut alert);
    let problems = alert.check().expect_err(element);
    let elements = problems.iter().map(|problem| problem.element.as_str()).collect::<Vec<_>>();
    assert!(elements.iter().all(|found| found == element), "{element}: {problems:?}");
    for problem in &problems {
        assert!(problem.sentence.ends_with('.'), "{problem}");
    }
}

#[test]
fn every_rule_about_the_whole_is_kept() {
    let cases: &[Case] = &[
        ("alert/identifier", |alert| alert.identifier.clear()),
        ("alert/identifier", |alert| alert.identifier.push(' ')),
        ("alert/identifier", |alert| alert.identifier.push('\u{a0}')),
        ("alert/identifier", |alert| alert.identifier.push('<')),
        ("alert/identifier", |alert| alert.identifier.push('&')),
        ("alert/sender", |alert| alert.sender.push(',')),
        ("alert/sender", |alert| alert.sender = "\n".to_owned()),
        ("alert/source", |alert| alert.source = some("\u{7}")),
        ("alert/restriction", |alert| alert.restriction = None),
        ("alert/restriction", |alert| alert.restriction = some(" ")),
        ("alert/restriction", |alert| alert.scope = Scope::Public),
        ("alert/addresses", |alert| {
            (alert.scope, alert.restriction, alert.addresses) = (Scope::Private, None, vec![]);
        }),
        ("alert/addresses", |alert| alert.addresses = texts(&[""])),
        ("alert/addresses", |alert| alert.addresses = texts(&["\"a"])),
        ("alert/addresses", |alert| alert.addresses = texts(&["a \"b\""])),
        ("alert/code[2]", |alert| alert.codes[1].push('\0')),
        ("alert/note", |alert| alert.note = some("\u{1b}[0m")),
        ("alert/references", |alert| alert.references.clear()),
        ("alert/references/sender", |alert| alert.references[1].sender = "a b".to_owned()),
        ("alert/references/identifier", |alert| alert.references[0].identifier = "a,b".to_owned()),
        ("alert/incidents", |alert| alert.incidents = texts(&["a", ""])),
        ("alert/info", |alert| alert.infos.clear()),
    ];
    cases.iter().for_each(assert_problem);
}

#[test]
fn every_rule_about_the_information_is_kept() {
    let cases: &[Case] = &[
        ("alert/info[2]/language", |alert| info(alert).language.clear()),
        ("alert/info[2]/language", |alert| info(alert).language = "nl_BE".to_owned()),
        ("alert/info[2]/language", |alert| info(alert).language = "nederlands".to_owned()),
        ("alert/info[2]/category", |alert| info(alert).categories.clear()),
        ("alert/info[2]/event", |alert| info(alert).event = " \n".to_owned()),
        ("alert/info[2]/audience", |alert| info(alert).audience = some("\u{1}")),
        ("alert/info[2]/eventCode[1]/valueName", |alert| info(alert).event_codes = vec![named("", "x")]),
        ("alert/info[2]/headline", |alert| info(alert).headline = some("\u{fffe}")),
        ("alert/info[2]/web", |alert| info(alert).web = some("/warnings/1")),
        ("alert/info[2]/web", |alert| info(alert).web = some("https://csirt.example/a b")),
        ("alert/info[2]/web", |alert| info(alert).web = some("")),
        ("alert/info[2]/parameter[1]/value", |alert| info(alert).parameters[0].value.push('\0')),
        ("alert/info[2]/resource[1]/resourceDesc", |alert| resource(alert).description.clear()),
        ("alert/info[2]/resource[1]/mimeType", |alert| resource(alert).mime_type = "csv".to_owned()),
        ("alert/info[2]/resource[1]/mimeType", |alert| resource(alert).mime_type.push('\n')),
        ("alert/info[2]/resource[1]/uri", |alert| {
            (resource(alert).uri, resource(alert).deref_uri) = (some("iocs.csv"), None);
        }),
        ("alert/info[2]/resource[1]/derefUri", |alert| resource(alert).deref_uri = some("?")),
        ("alert/info[2]/resource[1]/digest", |alert| resource(alert).digest = some("d41d8c")),
        ("alert/info[2]/resource[1]/digest", |alert| resource(alert).digest = Some("z".repeat(40))),
    ];
    cases.iter().for_each(assert_problem);
}

#[test]
fn every_rule_about_places_is_kept() {
    let cases: &[Case] = &[
        ("alert/info[2]/area[1]/areaDesc", |alert| info(alert).areas[0].description.clear()),
        ("alert/info[2]/area[1]/polygon[1]", |alert| info(alert).areas[0].polygons[0].clear()),
        ("alert/info[2]/area[1]/polygon[1]", |alert| _ = info(alert).areas[0].polygons[0].remove(1)),
        ("alert/info[2]/area[1]/polygon[1]", |alert| {
            info(alert).areas[0].polygons[0].push(Point { latitude: 0.0, longitude: 0.0 });
        }),
        ("alert/info[2]/area[1]/polygon[1]", |alert| info(alert).areas[0].polygons[0][1].latitude = 90.1),
        ("alert/info[2]/area[1]/polygon[1]", |alert| {
            info(alert).areas[0].polygons[0][1].longitude = f64::NAN
        }),
        ("alert/info[2]/area[1]/circle[1]", |alert| info(alert).areas[0].circles[0].radius = -0.1),
        ("alert/info[2]/area[1]/circle[1]", |alert| info(alert).areas[0].circles[0].radius = f64::INFINITY),
        ("alert/info[2]/area[1]/circle[1]", |alert| {
            info(alert).areas[0].circles[0].centre.longitude = -181.0
        }),
        ("alert/info[2]/area[1]/geocode[1]/valueName", |alert| info(alert).areas[0].geocodes[0].name.clear()),
        ("alert/info[2]/area[1]/altitude", |alert| {
            (info(alert).areas[0].altitude, info(alert).areas[0].ceiling) = (Some(f64::INFINITY), None);
        }),
        ("alert/info[2]/area[1]/ceiling", |alert| info(alert).areas[0].ceiling = Some(1e18)),
        ("alert/info[2]/area[1]/ceiling", |alert| info(alert).areas[0].altitude = None),
        ("alert/info[2]/area[1]/ceiling", |alert| info(alert).areas[0].ceiling = Some(-14.0)),
    ];
    cases.iter().for_each(assert_problem);
}

#[test]
fn an_update_cancellation_acknowledgement_or_rejection_refers_to_something() {
    for msg_type in [MsgType::Update, MsgType::Cancel, MsgType::Ack, MsgType::Error] {
        let mut alert = Alert { msg_type, ..plain() };
        assert_eq!(alert.check().unwrap_err()[0].element, "alert/references");
        alert.references.push(plain().reference());
        assert_eq!(alert.check(), Ok(()));
    }
}

#[test]
fn only_work_between_systems_goes_without_information() {
    for msg_type in MsgType::ALL {
        for status in Status::ALL {
            let references = vec![plain().reference()];
            let alert = Alert { msg_type: *msg_type, status: *status, references, infos: vec![], ..plain() };
            let tells = matches!(msg_type, MsgType::Alert | MsgType::Update) && *status != Status::System;
            assert_eq!(alert.check().is_err(), tells, "{msg_type:?} {status:?}");
        }
    }
}

#[test]
fn addresses_may_accompany_every_scope() {
    let alert = Alert { addresses: texts(&["lab.example"]), ..plain() };
    assert_eq!(alert.check(), Ok(()));
    assert_eq!(Alert { scope: Scope::Private, ..alert }.check(), Ok(()));
}

#[test]
fn what_could_not_be_read_is_not_sent() {
    let mut alert = plain();
    alert.infos[0].description = Some("x".repeat(MAX_TEXT));
    assert_eq!(alert.check(), Ok(()));
    alert.infos[0].description = Some("x".repeat(MAX_TEXT + 1));
    let problems = alert.check().unwrap_err();
    assert_eq!(
        problems[0].to_string(),
        "alert/info/description: It could not be read: the text is longer than 65536 bytes."
    );
}

#[test]
fn an_alert_leaves_room_for_a_signature() {
    let mut alert = plain();
    alert.codes = vec!["x".repeat(MAX_TEXT); MAX_BYTES / MAX_TEXT - 1];
    alert.note = Some("x".repeat(MAX_TEXT - SIGNATURE_ROOM));
    assert_eq!(alert.check().unwrap_err()[0].to_string(), "alert: The message is too large.");
    alert.note = Some("x".repeat(MAX_TEXT - 2 * SIGNATURE_ROOM));
    assert_eq!(alert.check(), Ok(()));
    assert!(read(sign(&alert, &key()).as_bytes()).is_ok());
}

#[test]
fn all_problems_are_told_at_once() {
    let mut alert = plain();
    alert.identifier = "a b".to_owned();
    alert.infos[0].event.clear();
    let problems = alert.check().unwrap_err();
    let told = problems.iter().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(
        told,
        [
            "alert/identifier: An identifier or sender may not hold spaces, commas, \"<\" or \"&\".",
            "alert/info[1]/event: This text may not be empty.",
        ]
    );
}

#[test]
fn an_alert_of_somebody_else_is_checked_after_it_is_read() {
    let mut alert = plain();
    alert.msg_type = MsgType::Cancel;
    let read = read(write(&alert).as_bytes()).unwrap();
    assert!(read.check().is_err());
}
