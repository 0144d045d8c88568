//! A warning told and taken back, and messages of others taken.

use cap::{
    Alert, Area, Category, Circle, Info, MsgType, NamedValue, Point, Resource, Scope, Status, Time as CapTime,
};
use directory::{Organisation, OrganisationKind};
use kernel::realm::REALITY;
use kernel::time::{Clock, Time};
use kernel::{Realm, RealmKind};
use l10n::{Lang, Zone};
use proptest::prelude::*;
use web::Settings;

use super::taken::{Taken, Unusable, take};
use super::told::Told;
use crate::audience::Selection;
use crate::commands::Warning;
use crate::limits::IMPORT_CHARS;
use crate::store::WarningRow;
use crate::warning::{Certainty, Class, Content, File, Kind, Severity, Text, Tlp, Urgency};

const SENT: Time = Time(1_795_324_200_000);

fn settings() -> Settings {
    Settings {
        public_url: "https://paraat.test".into(),
        zone: Zone::named("Europe/Brussels").unwrap(),
        lang: Lang::Nl,
        help_phone: String::new(),
    }
}

fn authority() -> Organisation {
    Organisation {
        id: "csirt".into(),
        realm_id: REALITY.into(),
        name: "CSIRT.test".into(),
        kind: OrganisationKind::Csirt,
        mandate: None,
        city: String::new(),
        country: "BE".into(),
        telephone: "+32 2 000 00 00".into(),
    }
}

fn realm(kind: RealmKind) -> Realm {
    let (id, name) = match kind {
        RealmKind::Reality => (REALITY, ""),
        RealmKind::Exercise => ("exercise", "Two groups"),
    };
    Realm { id: id.into(), kind, name: name.into(), clock: Clock::Wall }
}

fn row(id: &str, realm: &Realm, published: Time) -> WarningRow {
    WarningRow {
        id: id.into(),
        realm_id: realm.id.clone(),
        authority_id: "csirt".into(),
        number: "2026-001".into(),
        published_at: Some(published),
        ..WarningRow::default()
    }
}

fn warning(realm: &Realm, kind: Kind, tlp: Tlp, content: Content) -> Warning {
    Warning {
        id: "w1".into(),
        authority_id: "csirt".into(),
        kind,
        class: Class::Flash,
        tlp,
        selection: Selection { regions: vec!["BE-VBR".into(), "FR".into()], ..Selection::default() },
        content,
        row: row("w1", realm, SENT),
    }
}

fn told(warning: &Warning, realm: &Realm, earlier: &[WarningRow]) -> Alert {
    let (settings, authority) = (settings(), authority());
    Told { warning, authority: &authority, realm, settings: &settings }.message(earlier).unwrap()
}

fn words() -> Content {
    let text = |headline: &str, instruction: &str| Text {
        headline: headline.into(),
        description: "Gezien & bevestigd".into(),
        instruction: instruction.into(),
    };
    let file = File {
        id: "f1".into(),
        name: "ioc.csv".into(),
        media_type: "text/csv".into(),
        bytes: 12,
        sha256: String::new(),
        sha1: "a".repeat(40),
        key: String::new(),
    };
    Content {
        severity: Severity::Severe,
        urgency: Urgency::Immediate,
        certainty: Certainty::Observed,
        texts: [("nl".into(), text("LIS", "Niet doen")), ("fr".into(), text("SIL", "Ne pas faire"))].into(),
        affected: "LIS 4.2\nLIS 4.3".into(),
        indicators: "198.51.100.7".into(),
        files: vec![file],
        origin: None,
        to_suppliers: false,
    }
}

fn taken(alert: &Alert) -> Taken {
    take(alert, Lang::En, false, |_, _| true).unwrap()
}

#[test]
fn a_public_warning_is_told_whole() {
    let realm = realm(RealmKind::Reality);
    let alert = told(&warning(&realm, Kind::Alert, Tlp::Clear, words()), &realm, &[]);
    assert_eq!(alert.check(), Ok(()));
    assert_eq!((alert.status, alert.msg_type, alert.scope), (Status::Actual, MsgType::Alert, Scope::Public));
    assert_eq!((alert.identifier.as_str(), alert.sender.as_str()), ("w1", "csirt@paraat.test"));
    assert_eq!(alert.sent.to_string(), "2026-11-22T06:10:00+01:00");
    let [nl, fr] = &alert.infos[..] else { panic!("{:?}", alert.infos) };
    assert_eq!((nl.language.as_str(), fr.language.as_str()), ("nl", "fr"));
    assert_eq!(fr.event, "Cybermenace pour les soins de santé");
    assert_eq!((nl.urgency, nl.severity), (cap::Urgency::Immediate, cap::Severity::Severe));
    assert_eq!(nl.certainty, cap::Certainty::Observed);
    assert_eq!(nl.headline.as_deref(), Some("LIS"));
    assert_eq!(nl.web.as_deref(), Some("https://paraat.test/cap"));
    assert_eq!(nl.contact.as_deref(), Some("+32 2 000 00 00"));
    assert_eq!(nl.expires, None);
    let file = &nl.resources[0];
    assert_eq!(file.uri.as_deref(), Some("https://paraat.test/cap/alerts/w1/files/f1"));
    assert_eq!((file.size, file.digest.as_deref()), (Some(12), Some("a".repeat(40).as_str())));
    let codes: Vec<&str> = nl.areas.iter().map(|area| area.geocodes[0].name.as_str()).collect();
    assert_eq!(codes, ["ISO 3166-2", "ISO 3166-1"]);
    assert_eq!(nl.areas[0].description, "Vlaams-Brabant");
}

#[test]
fn every_other_label_is_restricted_and_its_files_are_behind_the_door() {
    let realm = realm(RealmKind::Reality);
    for tlp in Tlp::ALL.iter().copied().filter(|tlp| *tlp != Tlp::Clear) {
        let alert = told(&warning(&realm, Kind::Alert, tlp, words()), &realm, &[]);
        assert_eq!(alert.check(), Ok(()));
        assert_eq!(alert.scope, Scope::Restricted, "{tlp}");
        assert!(alert.restriction.unwrap().starts_with(&format!("{}.", tlp.label())), "{tlp}");
        let uri = alert.infos[0].resources[0].uri.clone().unwrap();
        assert_eq!(uri, "https://paraat.test/warnings/w1/files/f1");
    }
}

#[test]
fn what_follows_names_all_that_went_before_and_an_end_names_what_it_ends() {
    let realm = realm(RealmKind::Reality);
    let earlier = [
        row("first", &realm, Time(SENT.0 - 60_000)),
        row("w1", &realm, SENT),
        row("later", &realm, Time(SENT.0 + 60_000)),
    ];
    for (kind, expected) in [(Kind::Update, MsgType::Update), (Kind::Cancel, MsgType::Cancel)] {
        let alert = told(&warning(&realm, kind, Tlp::Green, words()), &realm, &earlier);
        assert_eq!(alert.check(), Ok(()));
        assert_eq!(alert.msg_type, expected);
        let names: Vec<&str> = alert.references.iter().map(|each| each.identifier.as_str()).collect();
        assert_eq!(names, ["first"]);
        assert_eq!(alert.references[0].sent.to_string(), "2026-11-22T06:09:00+01:00");
        assert_eq!(alert.infos[0].expires.is_some(), kind == Kind::Cancel);
    }
    let mut ended = warning(&realm, Kind::Alert, Tlp::Clear, words());
    ended.row.ended_at = Some(Time(SENT.0 + 1_000));
    let (settings, authority) = (settings(), authority());
    let told = Told { warning: &ended, authority: &authority, realm: &realm, settings: &settings };
    let end = told.ending().unwrap();
    assert_eq!(end.check(), Ok(()));
    assert_eq!((end.identifier.as_str(), end.msg_type), ("w1-end", MsgType::Cancel));
    assert_eq!(end.references, [told.message(&[]).unwrap().reference()]);
}

#[test]
fn an_exercise_is_never_actual_and_rings_no_real_desk() {
    let realm = realm(RealmKind::Exercise);
    for (kind, tlp) in Kind::ALL.iter().flat_map(|kind| Tlp::ALL.iter().map(move |tlp| (*kind, *tlp))) {
        let mut warning = warning(&realm, kind, tlp, words());
        warning.row.ended_at = Some(SENT);
        let (settings, authority) = (settings(), authority());
        let told = Told { warning: &warning, authority: &authority, realm: &realm, settings: &settings };
        for alert in [told.message(&[row("first", &realm, Time(0))]).unwrap(), told.ending().unwrap()] {
            assert_eq!(alert.check(), Ok(()));
            assert_eq!((alert.status, alert.note.as_deref()), (Status::Exercise, Some("Two groups")));
            assert!(alert.infos.iter().all(|info| info.contact.is_none()));
            let files = alert.infos.iter().flat_map(|info| &info.resources);
            assert!(files.into_iter().all(|file| !file.uri.as_ref().unwrap().contains("/cap/")));
        }
    }
}

/// A message of another system that uses everything there is.
fn foreign() -> Alert {
    let sent: CapTime = "2026-11-25T03:10:00+01:00".parse().unwrap();
    let mut alert = Alert::new("X-1", "cert.example", sent, Status::Actual, MsgType::Update);
    alert.source = Some("the night shift".into());
    alert.scope = Scope::Restricted;
    alert.restriction = Some("members only".into());
    alert.addresses = vec!["all hospitals".into()];
    alert.codes = vec!["profile-7".into()];
    alert.note = Some("a note".into());
    alert.references =
        vec![Alert::new("X-0", "cert.example", sent, Status::Actual, MsgType::Alert).reference()];
    alert.incidents = vec!["incident-9".into()];
    let mut dutch = Info::new("nl-BE", Category::Infra, "Gijzelsoftware");
    dutch.headline = Some("Kop".into());
    dutch.description = Some("Wat er is".into());
    dutch.instruction = Some("Wat te doen".into());
    dutch.severity = cap::Severity::Extreme;
    dutch.audience = Some("iedereen".into());
    dutch.event_codes = vec![NamedValue { name: "SAME".into(), value: "CEM".into() }];
    dutch.onset = Some(sent);
    dutch.sender_name = Some("CERT Voorbeeld".into());
    dutch.web = Some("https://cert.example/x-1".into());
    dutch.contact = Some("noc@cert.example".into());
    dutch.parameters = vec![NamedValue { name: "CVE".into(), value: "CVE-2026-1".into() }];
    let file = |text: &str| Resource {
        description: "indicators".into(),
        mime_type: "text/plain".into(),
        size: None,
        uri: Some("ioc.txt".into()),
        deref_uri: Some(text.into()),
        digest: None,
    };
    dutch.resources = vec![file("aG9zdHM="), file("TVo=")];
    let mut ring = Area::new("Rond Leuven");
    ring.circles = vec![Circle { centre: Point { latitude: 50.88, longitude: 4.7 }, radius: 12.5 }];
    let mut whole = Area::new("Vlaams-Brabant");
    whole.geocodes = vec![NamedValue { name: "ISO 3166-2".into(), value: "BE-VBR".into() }];
    let mut odd = Area::new("Elders");
    odd.geocodes = vec![NamedValue { name: "ISO 3166-2".into(), value: "somewhere".into() }];
    dutch.areas = vec![ring, whole, odd];
    let mut spanish = Info::new("es", Category::Health, "Secuestro de datos");
    spanish.headline = Some("Titular".into());
    spanish.description = Some("Lo que pasa".into());
    spanish.severity = cap::Severity::Minor;
    alert.infos = vec![dutch, spanish];
    alert
}

#[test]
fn everything_in_a_message_of_others_finds_its_place_or_stays_readable() {
    let taken =
        take(&foreign(), Lang::Nl, false, |name, bytes| name == "ioc.txt" && bytes == b"hosts").unwrap();
    let draft = &taken.draft;
    assert_eq!((draft.class, draft.tlp), (Class::Urgent, Tlp::Amber));
    assert_eq!(draft.content.severity, Severity::Extreme);
    assert_eq!(draft.selection.regions, ["BE-VBR"]);
    assert_eq!(draft.content.texts.keys().collect::<Vec<_>>(), ["nl"]);
    let text = &draft.content.texts["nl"];
    assert_eq!((text.headline.as_str(), text.instruction.as_str()), ("Kop", "Wat te doen"));
    let lines: Vec<&str> = text.description.lines().collect();
    assert_eq!(lines[0], "Wat er is");
    for line in [
        "event: Gijzelsoftware",
        "category: Infra",
        "audience: iedereen",
        "eventCode: SAME CEM",
        "onset: 2026-11-25T03:10:00+01:00",
        "senderName: CERT Voorbeeld",
        "web: https://cert.example/x-1",
        "contact: noc@cert.example",
        "parameter: CVE CVE-2026-1",
        "area: Rond Leuven, circle 50.88,4.7 12.5",
        "area: Elders, geocode ISO 3166-2 somewhere",
        "resource: indicators, text/plain, ioc.txt",
        "msgType: Update",
        "scope: Restricted",
        "source: the night shift",
        "restriction: members only",
        "note: a note",
        "addresses: all hospitals",
        "code: profile-7",
        "incidents: incident-9",
        "references: cert.example, X-0, 2026-11-25T03:10:00+01:00",
        "language: es",
        "headline: Titular",
        "description: Lo que pasa",
        "event: Secuestro de datos",
        "severity: Minor",
    ] {
        assert!(lines.contains(&line), "{line} is not in\n{}", text.description);
    }
    assert!(text.description.contains("(niet overgenomen"), "{}", text.description);
    assert_eq!(lines.iter().filter(|line| **line == "Ook in het bericht:").count(), 1);
    assert!(!text.description.contains("Vlaams-Brabant"), "a region is chosen, not told");
    assert_eq!(taken.files, [("ioc.txt".to_owned(), b"hosts".to_vec())]);
}

#[test]
fn a_message_in_no_language_of_ours_is_kept_for_who_reads_it() {
    let mut alert = foreign();
    alert.infos.remove(0);
    let text = &taken(&alert).draft.content.texts["en"];
    assert_eq!(text.headline, "", "somebody must write it");
    assert!(text.description.contains("headline: Titular"));
    // A message without words is one too, when it withdraws another.
    alert.infos.clear();
    alert.msg_type = MsgType::Cancel;
    assert!(taken(&alert).draft.content.texts["en"].description.contains("msgType: Cancel"));
}

#[test]
fn only_what_is_to_be_acted_upon_becomes_a_warning_of_reality() {
    for (status, in_reality, in_exercise) in [
        (Status::Actual, true, true),
        (Status::Exercise, false, true),
        (Status::Test, false, true),
        (Status::Draft, false, true),
        (Status::System, false, false),
    ] {
        let alert = Alert { status, ..foreign() };
        for (is_exercise, may) in [(false, in_reality), (true, in_exercise)] {
            let outcome = take(&alert, Lang::En, is_exercise, |_, _| true).map(|_| ());
            assert_eq!(outcome, if may { Ok(()) } else { Err(Unusable::NotActual(status)) });
        }
    }
    for msg_type in [MsgType::Ack, MsgType::Error] {
        let alert = Alert { msg_type, ..foreign() };
        assert_eq!(take(&alert, Lang::En, false, |_, _| true).err(), Some(Unusable::NoWarning));
    }
    let mut long = foreign();
    long.infos[0].description = Some("x".repeat(IMPORT_CHARS));
    assert_eq!(take(&long, Lang::En, false, |_, _| true).err(), Some(Unusable::TooMuch));
}

/// What a person types into a line or, with line ends, into a field.
fn typed(lines: bool) -> impl Strategy<Value = String> {
    let pattern = if lines { "[a-zA-Z0-9é&<>\"'€ \n]{1,60}" } else { "[a-zA-Z0-9é&<>\"'€ ]{1,40}" };
    pattern.prop_map(|text| text.trim().to_owned())
}

fn text() -> impl Strategy<Value = Text> {
    let headline = typed(false).prop_filter("it says what happens", |text| !text.is_empty());
    (headline, typed(true), typed(true)).prop_map(|(headline, description, instruction)| Text {
        headline,
        description,
        instruction,
    })
}

fn one_of<T: Copy + std::fmt::Debug + 'static>(all: &'static [T]) -> impl Strategy<Value = T> {
    (0..all.len()).prop_map(|index| all[index])
}

prop_compose! {
    fn content()(
        severity in one_of(Severity::ALL),
        urgency in one_of(Urgency::ALL),
        certainty in one_of(Certainty::ALL),
        texts in prop::collection::btree_map(one_of(&["nl", "fr", "de", "en"]), text(), 1..=4),
        affected in typed(true),
        indicators in typed(true),
    ) -> Content {
        let texts = texts.into_iter().map(|(lang, text)| (lang.to_owned(), text)).collect();
        Content { severity, urgency, certainty, texts, affected, indicators, ..Content::default() }
    }
}

proptest! {
    #[test]
    fn a_warning_told_signed_and_taken_back_says_the_same(
        content in content(),
        tlp in one_of(Tlp::ALL),
        class in one_of(&Class::WRITTEN),
        reader in one_of(&Lang::ALL),
    ) {
        let realm = realm(RealmKind::Reality);
        let warning = Warning { class, ..warning(&realm, Kind::Alert, tlp, content) };
        let alert = told(&warning, &realm, &[]);
        prop_assert_eq!(alert.check(), Ok(()));
        let key = cap::SigningKey::from_bytes(&[7; 32]).unwrap();
        let read = cap::verify(cap::sign(&alert, &key).as_bytes(), &key.verifying_key()).unwrap();
        let draft = take(&read, reader, false, |_, _| true).unwrap().draft;
        prop_assert_eq!((draft.class, draft.tlp), (class, tlp));
        prop_assert_eq!(&draft.selection.regions, &warning.selection.regions);
        let (before, after) = (&warning.content, &draft.content);
        prop_assert_eq!((after.severity, after.urgency, after.certainty), (before.severity, before.urgency, before.certainty));
        prop_assert_eq!((&after.affected, &after.indicators), (&before.affected, &before.indicators));
        prop_assert_eq!(after.texts.keys().collect::<Vec<_>>(), before.texts.keys().collect::<Vec<_>>());
        for (lang, text) in &before.texts {
            let kept = &after.texts[lang];
            prop_assert_eq!((&kept.headline, &kept.instruction), (&text.headline, &text.instruction));
            prop_assert!(kept.description.starts_with(&text.description));
            prop_assert!(kept.description.contains("senderName: CSIRT.test"));
            prop_assert!(!kept.description.contains("paraat:affected"), "what has a place is not said twice");
        }
    }

    #[test]
    fn no_word_of_a_message_is_lost(
        words in prop::collection::vec(typed(false).prop_filter("words", |text| !text.is_empty()), 14),
        tags in prop::collection::vec(one_of(&["nl-BE", "NL", "en", "en-US", "es", "pt-BR"]), 2),
    ) {
        let mut alert = foreign();
        let mut said = words.iter();
        let mut next = || said.next().cloned();
        (alert.source, alert.restriction, alert.note) = (next(), next(), next());
        for (info, tag) in alert.infos.iter_mut().zip(tags) {
            info.language = tag.to_owned();
            (info.headline, info.description, info.instruction) = (next(), next(), next());
            info.event = next().unwrap();
            info.contact = next();
        }
        alert.infos[0].parameters[0].value = next().unwrap();
        let draft = taken(&alert).draft;
        let texts = draft.content.texts.values();
        let all: Vec<&String> = texts.flat_map(|text| [&text.headline, &text.description, &text.instruction]).collect();
        for word in &words {
            prop_assert!(all.iter().any(|text| text.contains(word)), "{word} is not in {all:?}");
        }
    }
}
