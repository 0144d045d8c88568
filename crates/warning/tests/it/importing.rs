//! A CAP message of another system becomes a draft, and what is dangerous or no warning does not.

use cap::{Alert, Category, Info, MsgType, Resource, Scope, SigningKey, Status, sign, write};
use kernel::time::Clock;
use testkit::{Engine, Page};
use warning::warning::{Class, Tlp};

use crate::house::House;
use crate::wire::{Answer, fetch, upload};

fn key() -> SigningKey {
    SigningKey::from_bytes(&[7; 32]).unwrap()
}

fn alert() -> Alert {
    let sent = "2026-11-22T05:10:00+01:00".parse().unwrap();
    let mut alert = Alert::new("CERT-9", "cert.example", sent, Status::Actual, MsgType::Alert);
    let mut info = Info::new("nl-BE", Category::Infra, "Gijzelsoftware");
    info.headline = Some("LIS-update 4.2 bevat gijzelsoftware".into());
    info.description = Some("Gezien in <twee> labo's & meer.".into());
    info.instruction = Some("Installeer niets.".into());
    info.severity = cap::Severity::Severe;
    info.contact = Some("noc@cert.example".into());
    info.resources = vec![Resource {
        description: "ioc.txt".into(),
        mime_type: "text/plain".into(),
        size: None,
        uri: None,
        deref_uri: Some("MTk4LjUxLjEwMC43".into()),
        digest: None,
    }];
    alert.infos.push(info);
    alert
}

/// Sends a message as a file, with a key to check it by.
async fn send(house: &House, xml: &[u8], pem: &str) -> Answer {
    let parts = [("file", "alert.xml", xml), ("text", "", &b""[..]), ("key", "", pem.as_bytes())];
    upload(house, &house.officer, "/warnings/import", &parts).await
}

/// The page of the draft that a message became.
async fn made(house: &House, answer: &Answer) -> Page {
    assert_eq!(answer.status.as_u16(), 303, "{}", answer.page().text());
    house.browser(&house.officer).await.get(answer.header("location")).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_becomes_a_draft_that_goes_out_as_any_other() {
    for engine in Engine::at_hand() {
        let house = House::new(engine).await;
        let mut bo = house.browser(&house.officer).await;
        bo.get("/warnings").await.must_show("From a CAP file");
        bo.get("/warnings/import").await.must_show("Common Alerting Protocol 1.2");
        let signed = sign(&alert(), &key());
        let pem = key().verifying_key().to_pem().unwrap();
        let review = made(&house, &send(&house, signed.as_bytes(), &pem).await).await;
        review
            .must_show("Made into a draft")
            .must_show("LIS-update 4.2 bevat gijzelsoftware")
            .must_show("Gezien in <twee> labo's & meer.")
            .must_show("contact: noc@cert.example")
            .must_show("ioc.txt")
            .must_show("TLP:CLEAR")
            .must_show("cert.example")
            .must_show("CERT-9")
            .must_show("Signature valid")
            .must_show(&key().verifying_key().fingerprint().unwrap());
        assert_eq!(house.written_to().await, Vec::<String>::new(), "nothing is out");
        // Whom it is for only a person can say.
        review.must_show("Nobody would be warned like this");
        let id = review.path.split(['/', '?']).nth(2).unwrap().to_owned();
        let form = bo.get(&format!("/warnings/{id}/edit")).await;
        let review = bo.submit(&form, "/edit", &[("kinds", "clinical_biology_lab"), ("tlp", "green")]).await;
        review.must_show("Signature valid").must_show("ioc.txt");
        bo.submit(&review, "/publish", &[]).await.must_show("The warning is out.");
        assert_eq!(house.written_to().await.len(), 3);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_signature_is_shown_for_what_it_is() {
    for engine in Engine::at_hand() {
        let house = House::new(engine).await;
        let signed = sign(&alert(), &key());
        let pem = key().verifying_key().to_pem().unwrap();
        let other = SigningKey::from_bytes(&[8; 32]).unwrap().verifying_key().to_pem().unwrap();
        let altered = signed.replace("Installeer niets", "Installeer alles");
        for (xml, pem, words) in [
            (write(&alert()), pem.as_str(), "Not signed"),
            (write(&alert()), "", "Not signed"),
            (signed.clone(), other.as_str(), "Signature not valid"),
            (signed.clone(), "", "Signature not valid"),
            (altered, pem.as_str(), "Signature not valid"),
        ] {
            let review = made(&house, &send(&house, xml.as_bytes(), pem).await).await;
            review.must_show(words).must_hide("Signature valid");
        }
        let refused = send(&house, signed.as_bytes(), "no key").await;
        assert_eq!(refused.status.as_u16(), 422);
        refused.page().must_show("This is no public key of ECDSA on P-256 in PEM");
        // What this installation signed itself needs no key to be given.
        let id = house.publish(Class::Urgent, Tlp::Clear).await;
        let own = fetch(&house, &format!("/cap/alerts/{id}"), &[]).await;
        made(&house, &send(&house, &own.bytes, "").await).await.must_show("Signature valid");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn hostile_and_broken_messages_are_refused_in_words_with_their_place() {
    for engine in Engine::at_hand() {
        let house = House::new(engine).await;
        let good = write(&alert());
        let bomb = format!(
            "<!DOCTYPE alert [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]>{}",
            good.replace("Gijzelsoftware", "&b;")
        );
        let outside = good.replace("Gijzelsoftware", "&passwd;");
        let deep = format!("{}{}", "<alert xmlns=\"urn:oasis:names:tc:emergency:cap:1.2\">".repeat(40), "x");
        let huge = vec![b' '; cap::MAX_BYTES + 1];
        let zulu = good.replace("05:10:00+01:00", "04:10:00Z");
        let cases: Vec<(&[u8], &str)> = vec![
            (b"", "There is no message"),
            (bomb.as_bytes(), "Line 1, column 1: There is something here that can do harm"),
            (outside.as_bytes(), "in alert/info/event: There is something here that can do harm"),
            (b"<?xml-stylesheet href=\"x\"?><alert/>", "can do harm"),
            (deep.as_bytes(), "nested deeper"),
            (&huge, "larger than one megabyte"),
            (b"<alert>", "Line 1, column 1, in alert: This is no message of CAP 1.2"),
            (b"<a xmlns=\"urn:oasis:names:tc:emergency:cap:1.2\"/>", "This is no message of CAP 1.2"),
            (b"PK\x03\x04", "This is no well-formed XML"),
            (b"hello", "This is no well-formed XML"),
            (zulu.as_bytes(), "\u{201c}2026-11-22T04:10:00Z\u{201d} is not allowed here"),
        ];
        for (xml, words) in cases {
            let refused = send(&house, xml, "").await;
            assert_eq!(refused.status.as_u16(), 422, "{words}");
            let text = refused.page().text().replace(['\u{2068}', '\u{2069}'], "");
            assert!(text.contains("No draft was made") && text.contains(words), "{words} is not in {text}");
        }
        let lacks = good.replace("<event>Gijzelsoftware</event>", "");
        send(&house, lacks.as_bytes(), "").await.page().must_show("The element “event” is missing");
        assert_eq!(house.count("SELECT COUNT(*) FROM warning").await, 0);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_pasted_stays_when_it_is_refused_and_the_standards_rules_are_told() {
    for engine in Engine::at_hand() {
        let house = House::new(engine).await;
        let paste = async |text: &str| {
            let parts = [("file", "", &b""[..]), ("text", "", text.as_bytes()), ("key", "", b"")];
            upload(&house, &house.officer, "/warnings/import", &parts).await
        };
        let refused = paste("<alert>half a mess\"age").await;
        assert_eq!(refused.status.as_u16(), 422);
        refused.page().must_show("<alert>half a mess\"age");
        // Restricted, and not said to whom: the standard forbids it, and the night shift still gets its draft.
        let loose = Alert { scope: Scope::Restricted, ..alert() };
        let review = made(&house, &paste(&write(&loose)).await).await;
        review
            .must_show("What the standard does not allow")
            .must_show("alert/restriction")
            .must_show("TLP:AMBER");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_exercise_does_not_come_into_reality_and_only_a_desk_takes_messages() {
    for engine in Engine::at_hand() {
        let drill = Alert { status: Status::Exercise, note: Some("Winter".into()), ..alert() };
        let house = House::new(engine).await;
        let refused = send(&house, write(&drill).as_bytes(), "").await;
        assert_eq!(refused.status.as_u16(), 422);
        refused.page().must_show("not meant to be acted upon (status Exercise)");
        let ack = Alert { msg_type: MsgType::Ack, references: vec![alert().reference()], ..alert() };
        send(&house, write(&ack).as_bytes(), "").await.page().must_show("It is no warning");
        let parts = [("file", "alert.xml", write(&alert()).into_bytes())];
        let parts: Vec<_> =
            parts.iter().map(|(name, file, bytes)| (*name, *file, bytes.as_slice())).collect();
        let refused = upload(&house, &house.directors[0], "/warnings/import", &parts).await;
        assert_eq!(refused.status.as_u16(), 403);
        assert_eq!(house.count("SELECT COUNT(*) FROM warning").await, 0);

        let exercise = House::exercise(engine, Clock::Wall).await;
        let review = made(&exercise, &send(&exercise, write(&drill).as_bytes(), "").await).await;
        review.must_show("status: Exercise").must_show("note: Winter");
    }
}
