//! The published schema describes what is filed, and nothing else.

use axum::http::StatusCode;
use jsonschema::Validator;
use kernel::access::Role;
use l10n::Lang;
use reporting::commands;
use reporting::document::{AttachmentName, Document};
use reporting::form::Stage;
use serde_json::{Value, json};
use testkit::Actor;

use testkit::Engine;

use crate::house::House;
use crate::stages::{at, bytes, call, correct, stage};

const SCHEMA: &str = include_str!("../../../../data/schemas/report-document-2.schema.json");

fn schema() -> Validator {
    let schema: Value = serde_json::from_str(SCHEMA).unwrap();
    jsonschema::draft202012::meta::validate(&schema).unwrap();
    jsonschema::draft202012::options().should_validate_formats(true).build(&schema).unwrap()
}

#[track_caller]
fn must_fit(schema: &Validator, bytes: &str) {
    let document: Value = serde_json::from_str(bytes).unwrap();
    let faults: Vec<String> =
        schema.iter_errors(&document).map(|fault| format!("{}: {fault}", fault.instance_path())).collect();
    assert!(faults.is_empty(), "{faults:#?} in {bytes}");
}

#[tokio::test(flavor = "multi_thread")]
async fn every_stage_and_every_part_of_it_fits_the_schema() {
    let schema = schema();
    for engine in Engine::at_hand() {
        let house = House::new(engine).await;
        let director = house.person(&house.lab, Role::Director, "An Peeters", Lang::Nl).await;
        let officer = house.person(&house.csirt, Role::DutyOfficer, "Bo Claes", Lang::En).await;
        let quality = house.person(&house.quality, Role::DutyOfficer, "Dirk Wouters", Lang::De).await;
        let aware = at("2026-11-22T06:00:00+01:00");
        let filed = call(&house, &director, aware).await;
        let incident = &filed.incident;
        let settings = &house.app.settings;
        let due = house.now().plus(std::time::Duration::from_secs(3600));
        let csirt = house.principal(&officer);
        let key = kernel::secret_token();
        commands::request_report(house.kernel(), settings, &csirt, incident, &key, "More, please.", due)
            .await
            .unwrap();
        let notified = stage(&house, &director, incident, Stage::Notification, aware, &[]).await;
        for each in [Stage::Intermediate, Stage::Progress] {
            stage(&house, &director, incident, each, aware, &[]).await;
        }
        correct(&house, &director, &notified, Stage::Notification, aware).await;
        stage(&house, &director, incident, Stage::Final, aware, &[]).await;

        let whole = bytes(&house, &director, incident).await;
        assert_eq!(whole.len(), 6);
        let (csirt, labs) =
            (bytes(&house, &officer, incident).await, bytes(&house, &quality, incident).await);
        for bytes in whole.iter().chain(&csirt).chain(&labs) {
            must_fit(&schema, bytes);
        }
        let is_part = |bytes: &String| Document::read(bytes).unwrap().part.is_some();
        assert!(csirt.iter().any(is_part) && labs.iter().any(is_part));
        let documents = || whole.iter().map(|bytes| Document::read(bytes).unwrap());
        assert!(documents().any(|document| document.corrects.is_some()));
        assert!(documents().any(|document| document.terms.iter().any(|term| term.rule.is_empty())));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_document_does_not_fit() {
    let schema = schema();
    let house = House::new(Engine::Sqlite).await;
    let director = house.person(&house.lab, Role::Director, "An Peeters", Lang::Nl).await;
    let aware = at("2026-11-22T06:00:00+01:00");
    let filed = call(&house, &director, aware).await;
    stage(&house, &director, &filed.incident, Stage::Notification, aware, &[]).await;
    let bytes = bytes(&house, &director, &filed.incident).await.remove(1);
    let mut document = Document::read(&bytes).unwrap();
    assert!(!document.terms.is_empty());
    document.attachments = vec![AttachmentName {
        id: "0190d0c0-0000-7000-8000-000000000000".into(),
        name: "netwerk.png".into(),
        media_type: "image/png".into(),
        bytes: 12,
        digest: "0a".repeat(32),
        shown_to: vec!["csirt".into()],
    }];
    let good = document.bytes().unwrap();
    must_fit(&schema, &good);
    let good: Value = serde_json::from_str(&good).unwrap();
    let faults: &[(&str, Value)] = &[
        ("/paraat_document", json!(3)),
        ("/paraat_document", json!(1)),
        ("/form/version", json!("")),
        ("/stage", json!("second_warning")),
        ("/realm/kind", json!("rehearsal")),
        ("/incident", json!("../etc")),
        ("/number", json!(0)),
        ("/number", json!("1")),
        ("/organisation/kind", json!("Laboratory")),
        ("/filer/actor", json!("system")),
        ("/filer/role", json!("visitor")),
        ("/language", json!("es")),
        ("/aware_at", json!("2026-11-22T06:00")),
        ("/filed_at", json!("2026-13-22T06:00:00+01:00")),
        ("/answers/what", json!(7)),
        ("/answers/what", json!([])),
        ("/answers/what", json!([{}])),
        ("/answers/what", json!([{ "column": 7 }])),
        ("/answers", json!({ "a.b": "x" })),
        ("/salt", json!("short")),
        ("/terms", json!([])),
        ("/terms/0/is_late", json!("no")),
        ("/terms/0/stage", json!("soon")),
        ("/attachments/0/digest", json!("0A")),
        ("/attachments/0/bytes", json!(-1)),
        ("/attachments/0/shown_to", json!([])),
    ];
    for (place, value) in faults {
        let mut wrong = good.clone();
        *wrong.pointer_mut(place).unwrap_or_else(|| panic!("{place}")) = value.clone();
        assert!(!schema.is_valid(&wrong), "{place} = {value} should not fit");
    }
    for name in good.as_object().unwrap().keys() {
        let mut wrong = good.clone();
        wrong.as_object_mut().unwrap().remove(name);
        let is_optional = ["thresholds", "terms", "attachments"].contains(&name.as_str());
        assert_eq!(schema.is_valid(&wrong), is_optional, "without {name}");
    }
    for place in ["", "/form", "/realm", "/organisation", "/filer", "/terms/0", "/attachments/0"] {
        let mut wrong = good.clone();
        wrong.pointer_mut(place).unwrap()["more"] = json!("x");
        assert!(!schema.is_valid(&wrong), "something more in {place:?} should not fit");
    }
    for (name, value) in [
        ("part", json!({})),
        ("part", json!({ "authority": "a", "mandate": "Csirt" })),
        ("corrects", json!({ "filing": "f", "reason": "" })),
    ] {
        let mut wrong = good.clone();
        wrong[name] = value;
        assert!(!schema.is_valid(&wrong), "{name} should not fit");
    }
}

#[test]
fn the_first_shape_still_fits_and_the_words_are_those_of_the_program() {
    let schema = schema();
    let mut document = json!({
        "paraat_document": 1, "form": { "id": "early-warning", "version": "2026-11" },
        "stage": "early_warning", "realm": { "id": "reality", "kind": "reality", "name": "" },
        "incident": "i", "filing": "f", "number": 1,
        "organisation": { "id": "o", "name": "Labo", "kind": "clinical_biology_lab", "city": "", "country": "BE" },
        "filer": { "actor": "card:c", "name": "", "role": "card_holder" }, "language": "nl",
        "aware_at": "2026-11-22T06:10:00+01:00", "filed_at": "2026-11-22T05:42:00Z",
        "answers": { "stopped": ["results"], "what": "LIS" }, "salt": "s".repeat(43),
    });
    must_fit(&schema, &document.to_string());
    for role in Role::ALL {
        document["filer"]["role"] = json!(role.as_str());
        must_fit(&schema, &document.to_string());
    }
    for stage in Stage::ALL {
        document["stage"] = json!(stage.as_str());
        must_fit(&schema, &document.to_string());
    }
    for lang in Lang::ALL {
        document["language"] = json!(lang.code());
        must_fit(&schema, &document.to_string());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn anybody_can_read_the_schema() {
    let house = House::new(Engine::Sqlite).await;
    let mut visitor = Actor::new(house.router.clone());
    let page = visitor.get("/schemas/report-document-2.json").await;
    assert_eq!((page.status, page.html.as_str()), (StatusCode::OK, SCHEMA));
    assert_eq!(house.count("SELECT COUNT(*) FROM session").await, 0);
}
