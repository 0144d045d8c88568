//! What holds for every alert and for any bytes.

use crate::samples::key;
use crate::schema::assert_fits;
use cap::{
    Alert, Area, Category, Certainty, Circle, Info, MsgType, NamedValue, Point, Reference, Resource,
    ResponseType, Scope, Severity, Status, Time, Urgency, read, sign, verify, write,
};
use jiff::Timestamp;
use jiff::tz::Offset;
use proptest::collection::vec;
use proptest::option::of;
use proptest::prelude::*;
use proptest::sample::{Index, select};

/// Any text that XML can hold, with a liking for what is special in it.
fn text() -> impl Strategy<Value = String> {
    let special =
        select(vec!["<", "&", "]]>", "\"", "'", "\r", "\n", "\t", "  ", "&amp;", "<!--", "é", "🏥"]);
    let allowed = |c: &char| !c.is_control() && !matches!(c, '\u{fffe}' | '\u{ffff}');
    let letter = any::<char>().prop_filter("allowed in XML", allowed).prop_map(String::from);
    vec(prop_oneof![special.prop_map(str::to_owned), letter], 0..12).prop_map(|parts| parts.concat())
}

fn filled() -> impl Strategy<Value = String> {
    text().prop_map(|text| text + "x")
}

fn name() -> impl Strategy<Value = String> {
    "[A-Za-z0-9.:>\"'é-]{1,20}"
}

fn items() -> impl Strategy<Value = Vec<String>> {
    vec(
        prop_oneof![
            name().prop_filter("no quote first", |name| !name.starts_with('"')),
            "[a-z,<]{1,5} [a-z\n\r ]{0,5}"
        ],
        0..4,
    )
}

fn time() -> impl Strategy<Value = Time> {
    (0_i64..253_000_000_000, -840_i32..=840).prop_map(|(second, minutes)| {
        let offset = Offset::from_seconds(minutes * 60).expect("an offset");
        Time::new(Timestamp::from_second(second).expect("a moment"), offset).expect("a time")
    })
}

fn one<T: Copy + std::fmt::Debug + 'static>(all: &'static [T]) -> impl Strategy<Value = T> {
    select(all)
}

fn named_values() -> impl Strategy<Value = Vec<NamedValue>> {
    vec((filled(), text()).prop_map(|(name, value)| NamedValue { name, value }), 0..3)
}

fn point() -> impl Strategy<Value = Point> {
    (-90.0..=90.0, -180.0..=180.0).prop_map(|(latitude, longitude)| Point { latitude, longitude })
}

fn polygon() -> impl Strategy<Value = Vec<Point>> {
    vec(point(), 3..6).prop_map(|mut points| {
        points.push(points[0]);
        points
    })
}

fn heights() -> impl Strategy<Value = (Option<f64>, Option<f64>)> {
    let eighths = |number: i32| f64::from(number) / 8.0;
    of((-80_000..800_000, of(0..800_000))).prop_map(move |heights| match heights {
        Some((altitude, above)) => (Some(eighths(altitude)), above.map(|above| eighths(altitude + above))),
        None => (None, None),
    })
}

fn area() -> impl Strategy<Value = Area> {
    let circle = (point(), 0.0..1e9).prop_map(|(centre, radius)| Circle { centre, radius });
    (filled(), vec(polygon(), 0..3), vec(circle, 0..3), named_values(), heights()).prop_map(
        |(description, polygons, circles, geocodes, (altitude, ceiling))| Area {
            description,
            polygons,
            circles,
            geocodes,
            altitude,
            ceiling,
        },
    )
}

fn resource() -> impl Strategy<Value = Resource> {
    let uri = of(name().prop_map(|path| format!("https://csirt.example/{path}")));
    let file = of("([A-Za-z0-9+/]{4}){0,5}");
    (filled(), "[a-z]{1,9}/[a-z+.-]{1,9}", of(any::<u64>()), uri, file, of("[0-9a-f]{40}")).prop_map(
        |(description, mime_type, size, uri, deref_uri, digest)| Resource {
            description,
            mime_type,
            size,
            uri,
            deref_uri,
            digest,
        },
    )
}

fn info() -> impl Strategy<Value = Info> {
    let codes = (
        vec(one(Category::ALL), 1..4),
        vec(one(ResponseType::ALL), 0..3),
        one(Urgency::ALL),
        one(Severity::ALL),
        one(Certainty::ALL),
    );
    let texts = (of(text()), of(text()), of(text()), of(text()), of(text()), of(text()));
    let times = (of(time()), of(time()), of(time()));
    let web = of(name().prop_map(|path| format!("urn:{path}")));
    let lists = (named_values(), named_values(), vec(resource(), 0..3), vec(area(), 0..3));
    ("[a-z]{2,3}(-[A-Z]{2})?", filled(), codes, texts, times, web, lists).prop_map(
        |(language, event, codes, texts, times, web, lists)| {
            let (categories, response_types, urgency, severity, certainty) = codes;
            let (audience, sender_name, headline, description, instruction, contact) = texts;
            let (effective, onset, expires) = times;
            let (event_codes, parameters, resources, areas) = lists;
            Info {
                language,
                categories,
                event,
                response_types,
                urgency,
                severity,
                certainty,
                audience,
                event_codes,
                effective,
                onset,
                expires,
                sender_name,
                headline,
                description,
                instruction,
                web,
                contact,
                parameters,
                resources,
                areas,
            }
        },
    )
}

fn alert() -> impl Strategy<Value = Alert> {
    let reference = (name(), name(), time()).prop_map(|(sender, identifier, sent)| Reference {
        sender,
        identifier,
        sent,
    });
    let codes = (one(Status::ALL), one(MsgType::ALL), one(Scope::ALL));
    let lists = (items(), vec(text(), 0..3), vec(reference, 1..3), items(), vec(info(), 1..3));
    (name(), name(), time(), codes, of(text()), filled(), of(text()), lists).prop_map(
        |(identifier, sender, sent, (status, msg_type, scope), source, restriction, note, lists)| {
            let (mut addresses, codes, references, incidents, infos) = lists;
            addresses.push("lab.example".to_owned());
            Alert {
                identifier,
                sender,
                sent,
                status,
                msg_type,
                source,
                scope,
                restriction: (scope == Scope::Restricted).then_some(restriction),
                addresses,
                codes,
                note,
                references,
                incidents,
                infos,
            }
        },
    )
}

proptest! {
    #[test]
    fn every_valid_alert_is_read_as_it_was_written(alert in alert()) {
        prop_assert_eq!(alert.check(), Ok(()));
        assert_fits(&alert);
        prop_assert_eq!(read(write(&alert).as_bytes()), Ok(alert));
    }

    #[test]
    fn every_signed_alert_is_verified_and_none_that_was_changed(alert in alert(), at in any::<Index>(), to: u8) {
        let signed = sign(&alert, &key());
        let mut bytes = signed.clone().into_bytes();
        let at = at.index(bytes.len());
        let same = bytes[at] == to;
        bytes[at] = to;
        let verified = verify(&bytes, &key().verifying_key());
        if same { prop_assert_eq!(verified, Ok(alert)) } else { prop_assert!(verified.is_err()) }
        prop_assert!(verify(signed.as_bytes(), &key().verifying_key()).is_ok());
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in vec(any::<u8>(), 0..500)) {
        _ = read(&bytes);
        _ = verify(&bytes, &key().verifying_key());
    }

    #[test]
    fn any_change_of_a_message_is_read_or_refused(
        alert in alert(),
        changes in vec((any::<Index>(), any::<Index>(), "[<>&;/!?\\[\\]a-z\"'= \\r\\n#x-]{0,6}"), 1..5),
    ) {
        let mut bytes = sign(&alert, &key()).into_bytes();
        for (from, length, put) in changes {
            let from = from.index(bytes.len() + 1);
            let to = from + length.index(20).min(bytes.len() - from);
            bytes.splice(from..to, put.bytes());
        }
        if let Ok(read_back) = read(&bytes) {
            _ = read_back.check();
            if read_back.check().is_ok() {
                prop_assert_eq!(read(write(&read_back).as_bytes()), Ok(read_back));
            }
        }
        _ = verify(&bytes, &key().verifying_key());
    }

    #[test]
    fn any_text_is_a_time_or_not(text in "[0-9T:+Z. -]{0,30}|[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}[+-][0-9]{2}:[0-9]{2}") {
        if let Ok(time) = text.parse::<Time>() {
            let written = time.to_string();
            prop_assert_eq!(written.parse(), Ok(time));
            let utc = text.replace("+00:00", "-00:00");
            prop_assert_eq!(written, utc);
        }
    }

    #[test]
    fn any_alert_is_written_and_checked_without_harm(mut alert in alert(), wild: String, number: f64) {
        alert.identifier = wild.clone();
        alert.addresses = vec![wild.clone()];
        alert.infos[0].language = wild.clone();
        alert.infos[0].web = Some(wild.clone());
        alert.infos[0].areas = vec![Area { altitude: Some(number), ..Area::new(&wild) }];
        alert.references.clear();
        if alert.check().is_ok() {
            prop_assert_eq!(read(write(&alert).as_bytes()), Ok(alert));
        }
    }
}
