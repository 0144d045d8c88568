//! Commands that demo and benchmarks stand on: once each, numbers unique, mail that tells nothing.

use std::collections::HashSet;

use kernel::access::Role;
use kernel::db::sql;
use kernel::{Error, secret_token};
use l10n::Lang;
use reporting::answers::Typed;
use reporting::commands::{self, Call, Changes, Filed};

use testkit::Engine;

use crate::house::{CALL, House, Person};

async fn file(house: &House, person: &Person, key: &str) -> Filed {
    let mut typed = Typed::default();
    CALL.iter().for_each(|(name, value)| typed.add(name, value));
    let changes = Changes::default();
    let call = Call { key, typed: &typed, lang: Lang::Nl, changes: &changes };
    let principal = house.principal(person);
    commands::file_call(house.kernel(), &house.app.settings, &principal, &call).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn numbers_are_unique_and_without_gap_under_concurrent_filing() {
    const REPORTS: usize = 12;
    for engine in Engine::at_hand() {
        let house = std::sync::Arc::new(House::new(engine).await);
        let director = house.person(&house.lab, Role::Director, "An Peeters", Lang::Nl).await;
        let officer = house.person(&house.csirt, Role::DutyOfficer, "Bo Claes", Lang::Fr).await;
        let mut filing = Vec::new();
        for _ in 0..REPORTS {
            let (house, director) = (house.clone(), director.clone());
            filing.push(tokio::spawn(async move { file(&house, &director, &secret_token()).await }));
        }
        let mut incidents = Vec::new();
        let mut numbers = HashSet::new();
        for filed in filing {
            let filed = filed.await.unwrap();
            assert!(filed.receipt.is_some());
            numbers.insert(filed.number);
            incidents.push(filed.incident);
        }
        let expected: HashSet<String> = (1..=REPORTS).map(|number| format!("2026-{number:04}")).collect();
        assert_eq!(numbers, expected);

        let mut acknowledging = Vec::new();
        for incident in incidents.iter().chain(&incidents) {
            let (house, officer, incident) = (house.clone(), officer.clone(), incident.clone());
            acknowledging.push(tokio::spawn(async move {
                let principal = house.principal(&officer);
                let settings = &house.app.settings;
                commands::acknowledge(house.kernel(), settings, &principal, &incident).await.unwrap()
            }));
        }
        let mut references = Vec::new();
        for reference in acknowledging {
            references.push(reference.await.unwrap());
        }
        assert_eq!(references[..REPORTS], references[REPORTS..]);
        assert_eq!(references.into_iter().collect::<HashSet<_>>(), expected);
        let acknowledged = "SELECT COUNT(*) FROM journal WHERE verb = 'report.acknowledged'";
        assert_eq!(house.count(acknowledged).await, i64::try_from(REPORTS).unwrap());
        assert_eq!(reporting::verify(house.kernel()).await.unwrap(), Vec::<String>::new());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_words_are_posted_once_and_other_words_never_lost() {
    for engine in Engine::at_hand() {
        let house = House::new(engine).await;
        let director = house.person(&house.lab, Role::Director, "An Peeters", Lang::Nl).await;
        let officer = house.person(&house.csirt, Role::DutyOfficer, "Bo Claes", Lang::Fr).await;
        let id = file(&house, &director, &secret_token()).await.incident;
        let (kernel, settings, key) = (house.kernel(), &house.app.settings, secret_token());
        let desk = house.principal(&officer);
        for text in ["Is it contained?", "Is it contained?", "Who is your supplier?"] {
            commands::ask(kernel, settings, &desk, &id, &key, text).await.unwrap();
        }
        assert_eq!(house.count("SELECT COUNT(*) FROM message").await, 2);
        assert_eq!(house.count("SELECT COUNT(*) FROM journal WHERE verb = 'report.asked'").await, 2);
        assert_eq!(house.count("SELECT COUNT(*) FROM audience WHERE reference <> ''").await, 1);
        let empty = commands::ask(kernel, settings, &desk, &id, &key, " \n ").await;
        assert!(matches!(empty, Err(Error::Invalid { .. })));

        let question: (String,) =
            kernel.db.fetch_one(sql("SELECT id FROM message ORDER BY id LIMIT 1")).await.unwrap();
        let lab = house.principal(&director);
        for _ in 0..2 {
            commands::answer(kernel, settings, &lab, &id, &question.0, &key, "Yes.").await.unwrap();
        }
        assert_eq!(house.count("SELECT COUNT(*) FROM message WHERE kind = 'answer'").await, 1);
        let wrong = commands::answer(kernel, settings, &lab, &id, "no-such", &key, "Yes.").await;
        assert!(matches!(wrong, Err(Error::NotFound)));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn mail_says_that_something_waits_and_nothing_else() {
    let house = House::new(Engine::Sqlite).await;
    let director = house.person(&house.lab, Role::Director, "An Peeters", Lang::Nl).await;
    house.person(&house.csirt, Role::DutyOfficer, "Bo Claes", Lang::Fr).await;
    let id = file(&house, &director, &secret_token()).await.incident;
    let rows: Vec<(String, String, String)> =
        house.kernel().db.fetch_all(sql("SELECT id, seal_key, sealed FROM outbox")).await.unwrap();
    assert_eq!(rows.len(), 1);
    for (row, key, sealed) in rows {
        let mail = kernel::Message::open(&house.kernel().vault, &row, &key, &sealed).unwrap().unwrap();
        assert_eq!(mail.to, "bo.claes@example.test");
        assert!(mail.body.contains(&format!("http://paraat.test/reports/{id}")));
        for secret in ["Linde", "LIS", "2026-0001", "Peeters", "CSIRT", "early warning"] {
            assert!(!mail.body.contains(secret) && !mail.subject.contains(secret), "{secret}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn verifying_names_an_altered_and_a_missing_filing() {
    for engine in Engine::at_hand() {
        let house = House::new(engine).await;
        let director = house.person(&house.lab, Role::Director, "An Peeters", Lang::Nl).await;
        let first = file(&house, &director, &secret_token()).await.filing;
        let second = file(&house, &director, &secret_token()).await.filing;
        let db = &house.kernel().db;
        let swap = "UPDATE filing SET sealed = (SELECT sealed FROM filing WHERE id = $2) WHERE id = $1";
        db.execute(sql(swap).bind(&first).bind(&second)).await.unwrap();
        let findings = reporting::verify(house.kernel()).await.unwrap();
        assert_eq!(findings, [format!("filing {first}: its document was altered and cannot be opened")]);
        db.execute(sql("DELETE FROM filing WHERE id = $1").bind(&second)).await.unwrap();
        db.execute(sql("UPDATE filing SET digest = 'x' WHERE id = $1").bind(&first)).await.unwrap();
        let findings = reporting::verify(house.kernel()).await.unwrap().join("\n");
        assert!(findings.contains(&format!("filing {second}: entry")) && findings.contains("has no filing"));
        assert!(findings.contains(&format!("filing {first}: entry")) && findings.contains("another digest"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_erased_incident_is_shown_as_erased_and_still_verifies() {
    let house = House::new(Engine::Sqlite).await;
    let director = house.person(&house.lab, Role::Director, "An Peeters", Lang::Nl).await;
    let filed = file(&house, &director, &secret_token()).await;
    let erase = sql("UPDATE incident SET seal_key = '' WHERE id = $1").bind(&filed.incident);
    house.kernel().db.execute(erase).await.unwrap();
    assert_eq!(reporting::verify(house.kernel()).await.unwrap(), Vec::<String>::new());
    let mut lab = house.browser(&director).await;
    let path = format!("/reports/{}/filings/{}", filed.incident, filed.filing);
    lab.get(&path).await.must_show("The content was erased");
    lab.get(&format!("/reports/{}", filed.incident)).await.must_hide("ransom");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_document_is_given_out_byte_for_byte() {
    let house = House::new(Engine::Sqlite).await;
    let director = house.person(&house.lab, Role::Director, "An Peeters", Lang::Nl).await;
    let filed = file(&house, &director, &secret_token()).await;
    let mut lab = house.browser(&director).await;
    let path = format!("/reports/{}/filings/{}", filed.incident, filed.filing);
    let page = lab.get(&path).await;
    page.must_show("Early warning of Labo De Linde").must_show("A ransom note lies on two servers.");
    page.must_show("Laboratory system (LIS)").must_show("Not known");
    let digest = page.all(".document .hash").remove(0);
    for json in [format!("{path}?format=json"), format!("{path}/document.json")] {
        let bytes = lab.get(&json).await.html;
        assert_eq!(kernel::journal::digest(bytes.as_bytes()), digest);
        let document = reporting::document::Document::read(&bytes).unwrap();
        assert_eq!(document.bytes().unwrap(), bytes);
        assert_eq!(document.aware_at, "2026-11-22T06:05:00+01:00");
    }
    let journal = house.kernel().db.fetch_all::<(String, String)>(sql("SELECT data, verb FROM journal"));
    for (data, _) in journal.await.unwrap() {
        assert!(!data.contains("ransom") && !data.contains("Linde"), "{data}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn lists_are_bounded_and_their_pages_hold_each_report_once() {
    const REPORTS: usize = 57;
    for engine in Engine::at_hand() {
        let house = House::new(engine).await;
        let director = house.person(&house.lab, Role::Director, "An Peeters", Lang::Nl).await;
        let officer = house.person(&house.csirt, Role::DutyOfficer, "Bo Claes", Lang::Fr).await;
        // All at one moment, so that only the identifier can tell them apart.
        let mut filed = HashSet::new();
        for _ in 0..REPORTS {
            filed.insert(format!("/reports/{}", file(&house, &director, &secret_token()).await.incident));
        }
        let mut desk = house.browser(&officer).await;
        let first = desk.get("/desk").await;
        first.must_show("57 reports wait for you").must_show("There are more; see everything");
        assert_eq!(first.all("#desk .items > li").len(), 20);
        for (person, start) in [(&officer, "/desk/all"), (&director, "/reports")] {
            let mut browser = house.browser(person).await;
            let (mut found, mut next) = (HashSet::new(), Some(start.to_owned()));
            while let Some(path) = next.take() {
                let page = browser.get(&path).await;
                for link in page.attributes("a.title", "href") {
                    assert!(found.insert(link.clone()), "{link} is there twice");
                }
                next = page.attributes("nav.pages a[href*='before=']", "href").pop();
            }
            assert_eq!(found, filed, "{start}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_thrown_away_does_not_come_back_from_the_device() {
    let house = House::new(Engine::Sqlite).await;
    let director = house.person(&house.lab, Role::Director, "An Peeters", Lang::Nl).await;
    let mut lab = house.browser(&director).await;
    let form = lab.get("/reports/call").await;
    let kept = lab.submit(&form, "/reports/call", &[("what", "words"), ("do", "keep")]).await;
    assert_eq!(kept.attributes("meta[name=paraat-filed]", "content"), ["/reports/call/save"]);
    let gone = lab.submit(&kept, "/reports/call/discard", &[]).await;
    let forgotten = gone.attributes("meta[name=paraat-filed]", "content");
    assert!(forgotten[0].starts_with("/reports/call/save?draft=") && forgotten[1] == "/reports/call/save");
    assert_eq!(house.count("SELECT COUNT(*) FROM draft").await, 0);
}
