//! Alerts that tests begin with.

use cap::{
    Alert, Area, Category, Certainty, Circle, Info, MsgType, NamedValue, Point, Resource, ResponseType,
    Scope, Severity, SigningKey, Status, Time, Urgency,
};

pub fn time(text: &str) -> Time {
    text.parse().expect("a time")
}

pub fn some(text: &str) -> Option<String> {
    Some(text.to_owned())
}

pub fn texts(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

pub fn named(name: &str, value: &str) -> NamedValue {
    NamedValue { name: name.to_owned(), value: value.to_owned() }
}

pub fn key() -> SigningKey {
    SigningKey::from_bytes(&[7; 32]).expect("a key")
}

/// The least that may be sent.
pub fn plain() -> Alert {
    let sent = time("2026-11-25T03:10:00+01:00");
    let mut alert = Alert::new("2026-0001", "csirt.example", sent, Status::Actual, MsgType::Alert);
    alert.infos.push(Info::new("nl-BE", Category::Infra, "Gijzelsoftware"));
    alert
}

/// One of everything.
pub fn full() -> Alert {
    let mut alert = plain();
    alert.msg_type = MsgType::Update;
    alert.source = some("duty officer");
    alert.scope = Scope::Restricted;
    alert.restriction = some("hospitals & laboratories");
    alert.addresses = texts(&["lab.example", "Example Hospital, site North"]);
    alert.codes = texts(&["TLP:AMBER", "flash"]);
    alert.note = some("replaces the first warning");
    alert.references = vec![plain().reference(), plain().reference()];
    alert.incidents = texts(&["INC-7", "winter wave"]);
    alert.infos = vec![full_info("nl-BE"), full_info("fr-BE")];
    alert
}

fn full_info(language: &str) -> Info {
    let mut info = Info::new(language, Category::Infra, "Ransomware <new>");
    info.categories = vec![Category::Infra, Category::Health];
    info.response_types = vec![ResponseType::Execute, ResponseType::Monitor];
    (info.urgency, info.severity, info.certainty) = (Urgency::Immediate, Severity::Severe, Certainty::Likely);
    info.audience = some("directors");
    info.event_codes = vec![named("MISP", "ransomware")];
    info.effective = Some(time("2026-11-25T03:10:00+01:00"));
    info.onset = Some(time("2026-11-25T02:00:00-00:00"));
    info.expires = Some(time("2026-11-26T03:10:00+01:00"));
    info.sender_name = some("CSIRT \"Example\"");
    info.headline = some("Block address 192.0.2.7 now");
    info.description = some("First line\nsecond line\r\n  third line: é € 🏥 ]]>");
    info.instruction = some("Close port 445 & tell your IT suppliers.");
    info.web = some("https://csirt.example/warnings?id=1&lang=nl");
    info.contact = some("+32 2 555 01 00");
    info.parameters = vec![named("tlp", "AMBER"), named("empty", "")];
    info.resources = vec![Resource {
        description: "Indicators".to_owned(),
        mime_type: "text/csv".to_owned(),
        size: Some(1234),
        uri: some("https://csirt.example/iocs.csv"),
        deref_uri: some("aGVsbG8="),
        digest: some("aaf4c61ddcc5e8a2dabede0f3b482cd9aea9434d"),
    }];
    info.areas = vec![full_area()];
    info
}

fn full_area() -> Area {
    let corner = |latitude, longitude| Point { latitude, longitude };
    let mut area = Area::new("Belgium");
    area.polygons = vec![vec![corner(51.5, 2.5), corner(51.5, 6.5), corner(49.5, 6.5), corner(51.5, 2.5)]];
    area.circles = vec![Circle { centre: corner(50.8503, 4.3517), radius: 12.5 }];
    area.geocodes = vec![named("NUTS", "BE")];
    (area.altitude, area.ceiling) = (Some(-13.0), Some(2277.5));
    area
}
