//! What is kept for how long, what is left once it was erased, and what verifying still says.

use std::time::Duration;

use kernel::access::Role;
use kernel::db::sql;
use kernel::{Error, secret_token};
use l10n::Lang;
use reporting::answers::Typed;
use reporting::commands;
use reporting::form::Stage;

use testkit::Engine;

use crate::house::{House, Person};
use crate::stages::{at, begin, bytes, call, letters, stage};

struct Cast {
    director: Person,
    officer: Person,
    quality: Person,
}

async fn cast(house: &House) -> Cast {
    Cast {
        director: house.person(&house.lab, Role::Director, "An Peeters", Lang::Nl).await,
        officer: house.person(&house.csirt, Role::DutyOfficer, "Bo Claes", Lang::En).await,
        quality: house.person(&house.quality, Role::DutyOfficer, "Dirk Wouters", Lang::De).await,
    }
}

/// An incident with a text in every sealed column, closed by everybody who was told.
async fn closed(house: &House, cast: &Cast) -> String {
    let (kernel, settings) = (house.kernel(), &house.app.settings);
    let aware = at("2026-11-22T06:00:00+01:00");
    let id = call(house, &cast.director, aware).await.incident;
    stage(house, &cast.director, &id, Stage::Notification, aware, &[]).await;
    let (lab, csirt) = (house.principal(&cast.director), house.principal(&cast.officer));
    commands::ask(kernel, settings, &csirt, &id, &secret_token(), "Is it contained?").await.unwrap();
    commands::note_portal_reference(kernel, &lab, &id, &house.csirt, "CCB-77").await.unwrap();
    let mut work = begin(house, &lab, &id, Stage::Intermediate, "").await;
    work.typed.add("what", "half a sen");
    commands::save_stage(kernel, &lab, &work).await.unwrap();
    for person in [&cast.officer, &cast.quality] {
        let desk = house.principal(person);
        commands::acknowledge(kernel, settings, &desk, &id).await.unwrap();
        commands::close(kernel, settings, &desk, &id).await.unwrap();
    }
    id
}

/// How many columns still hold something sealed about incidents.
const SEALED: &str = "SELECT \
    (SELECT COUNT(*) FROM incident WHERE seal_key <> '') \
    + (SELECT COUNT(*) FROM filing WHERE sealed <> '' OR sealed_headline <> '') \
    + (SELECT COUNT(*) FROM filing_part WHERE sealed <> '') \
    + (SELECT COUNT(*) FROM message WHERE sealed <> '') \
    + (SELECT COUNT(*) FROM decision WHERE sealed_reason <> '') \
    + (SELECT COUNT(*) FROM audience WHERE sealed_portal_reference <> '') \
    + (SELECT COUNT(*) FROM stage_draft) + (SELECT COUNT(*) FROM draft)";

#[tokio::test(flavor = "multi_thread")]
async fn what_was_closed_long_enough_ago_is_erased_once_and_still_verifies() {
    for engine in Engine::at_hand() {
        let house = House::new(engine).await;
        let cast = cast(&house).await;
        house.go_to(at("2026-11-30T10:00:00+01:00"));
        let id = closed(&house, &cast).await;
        let open = call(&house, &cast.director, house.now()).await.incident;
        let zone = &house.app.settings.zone;
        let principal = house.principal(&cast.director);
        let action = kernel::access::Action::ReadReport;
        let incident = commands::open(house.kernel(), &principal, &id, action).await.unwrap().incident;
        let until = at("2031-11-30T10:00:00+01:00");
        assert_eq!(reporting::retention::kept_until(&incident, zone), Some(until));
        let promise = reporting::retention::promise(&incident, house.now());
        assert!(promise.text.get(Lang::En).contains("60 months"));
        let digests = parts(&house, &id).await;

        house.go_to(until.minus(Duration::from_millis(1)));
        while house.tick().await > 0 {}
        assert_eq!(house.count("SELECT COUNT(*) FROM incident WHERE erased_at IS NOT NULL").await, 0);
        let before = house.count(SEALED).await;
        house.go_to(until);
        let node = house.world.second_node().await;
        let (one, other) = tokio::join!(
            reporting::tick(&node, &house.app.settings),
            reporting::tick(house.kernel(), &house.app.settings)
        );
        assert_eq!(one.unwrap() + other.unwrap(), 1);
        assert_eq!(house.tick().await, 0);
        let mut entries: Vec<(String, String)> = house
            .kernel()
            .db
            .fetch_all(sql("SELECT subject_id, data FROM journal WHERE verb = 'report.erased'"))
            .await
            .unwrap();
        assert_eq!(entries.len(), 1);
        assert_eq!(entries.remove(0), (id.clone(), "{\"retention\":\"2026-11\"}".into()));

        // The other incident is all that is left to read.
        assert!(before > house.count(SEALED).await);
        assert_eq!(bytes(&house, &cast.director, &open).await.len(), 1);
        let own = "SELECT COUNT(*) FROM filing WHERE incident_id <> (SELECT id FROM incident \
            WHERE erased_at IS NULL) AND (sealed <> '' OR sealed_headline <> '')";
        assert_eq!(house.count(own).await, 0);
        let sealed_left = house.count(SEALED).await;
        let of_open = "SELECT 1 + COUNT(*) + (SELECT COUNT(*) FROM filing_part p JOIN filing f \
            ON f.id = p.filing_id WHERE p.sealed <> '' AND f.sealed <> '') FROM filing WHERE sealed <> ''";
        assert_eq!(sealed_left, house.count(of_open).await);
        assert_eq!(parts(&house, &id).await, digests, "the digests stay");
        assert_eq!(reporting::verify(house.kernel()).await.unwrap(), Vec::<String>::new());
        let exported = reporting::export::export(house.kernel(), &id).await.unwrap();
        assert_eq!(exported.findings, Vec::<String>::new());
        assert!(exported.pieces.iter().all(|piece| piece.bytes.is_none()));
        look(&house, &cast, &id).await;
    }
}

/// The digest of each part of an incident.
async fn parts(house: &House, incident: &str) -> Vec<(String, String)> {
    let text = "SELECT p.authority_id, p.digest FROM filing_part p JOIN filing f ON f.id = p.filing_id \
        WHERE f.incident_id = $1 ORDER BY f.number, p.authority_id";
    house.kernel().db.fetch_all(sql(text).bind(incident)).await.unwrap()
}

/// Everybody's pages show an erased incident as erased, and nothing is written into it any more.
async fn look(house: &House, cast: &Cast, id: &str) {
    for person in [&cast.director, &cast.officer, &cast.quality] {
        let mut browser = house.browser(person).await;
        for path in [format!("/reports/{id}"), "/reports".into(), "/desk/all".into()] {
            let page = browser.get(&path).await;
            assert!(page.status.as_u16() < 500, "{path}: {}", page.status);
            page.must_hide("half a sen").must_hide("Is it contained?").must_hide("CCB-77");
        }
        assert!(bytes(house, person, id).await.iter().all(String::is_empty));
    }
    let (kernel, settings) = (house.kernel(), &house.app.settings);
    let csirt = house.principal(&cast.officer);
    let asked = commands::ask(kernel, settings, &csirt, id, &secret_token(), "Anything else?").await;
    assert!(matches!(asked, Err(Error::Conflict(_))));
    assert!(matches!(commands::reopen(kernel, &csirt, id).await, Err(Error::Conflict(_))));
    let lab = house.principal(&cast.director);
    let begun = commands::begin_stage(kernel, &settings.zone, &lab, id, Stage::Final, "").await;
    assert!(matches!(begun, Err(Error::Conflict(_))));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_incident_that_was_opened_again_is_kept() {
    for engine in Engine::at_hand() {
        let house = House::new(engine).await;
        let cast = cast(&house).await;
        let id = closed(&house, &cast).await;
        commands::reopen(house.kernel(), &house.principal(&cast.officer), &id).await.unwrap();
        house.world.advance(Duration::from_secs(6 * 366 * 86_400));
        while house.tick().await > 0 {}
        assert_eq!(house.count("SELECT COUNT(*) FROM incident WHERE erased_at IS NOT NULL").await, 0);
        assert!(!bytes(&house, &cast.director, &id).await[0].is_empty());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_begun_and_left_alone_is_thrown_away() {
    const DAY: Duration = Duration::from_secs(86_400);
    for engine in Engine::at_hand() {
        let house = House::new(engine).await;
        let cast = cast(&house).await;
        let (kernel, lab) = (house.kernel(), house.principal(&cast.director));
        let mut typed = Typed::default();
        typed.add("what", "half a sen");
        let (left, kept) = (secret_token(), secret_token());
        for key in [&left, &kept] {
            commands::save_draft(kernel, &lab, key, &typed).await.unwrap();
        }
        let filed = call(&house, &cast.director, house.now()).await.incident;
        let mut work = begin(&house, &lab, &filed, Stage::Notification, "").await;
        work.typed = typed.clone();
        commands::save_stage(kernel, &lab, &work).await.unwrap();
        // Whoever goes on with one begins its period again.
        house.world.advance(30 * DAY);
        typed.add("contact_name", "An");
        commands::save_draft(kernel, &lab, &kept, &typed).await.unwrap();
        house.world.advance(60 * DAY - Duration::from_millis(1));
        house.tick().await;
        let drafts = "SELECT COUNT(*) FROM draft";
        assert_eq!((house.count(drafts).await, letters(&house).await.len()), (2, 1));
        house.world.advance(Duration::from_millis(1));
        let entries = house.count("SELECT COUNT(*) FROM journal").await;
        assert_eq!(house.tick().await, 2, "one call and one later stage");
        assert_eq!(house.tick().await, 0);
        assert_eq!(house.count(drafts).await, 1);
        assert_eq!(house.count("SELECT COUNT(*) FROM stage_draft").await, 0);
        assert_eq!(house.count("SELECT COUNT(*) FROM incident").await, 2, "the one kept, the one filed");
        assert_eq!(house.count("SELECT COUNT(*) FROM journal").await, entries);
        house.world.advance(30 * DAY);
        assert_eq!(house.tick().await, 1);
        assert_eq!(house.count("SELECT COUNT(*) FROM incident").await, 1);
        assert_eq!(bytes(&house, &cast.director, &filed).await.len(), 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn verifying_names_the_part_of_an_authority_that_is_not_as_it_was() {
    for engine in Engine::at_hand() {
        let house = House::new(engine).await;
        let cast = cast(&house).await;
        let id = closed(&house, &cast).await;
        let db = &house.kernel().db;
        assert_eq!(reporting::verify(house.kernel()).await.unwrap(), Vec::<String>::new());
        let text = "SELECT id FROM filing WHERE incident_id = $1 ORDER BY number";
        let filings: Vec<(String,)> = db.fetch_all(sql(text).bind(&id)).await.unwrap();
        let (first, second) = (&filings[0].0, &filings[1].0);
        let (csirt, quality) = (&house.csirt, &house.quality);
        let part =
            |set: &str| format!("UPDATE filing_part SET {set} WHERE filing_id = $1 AND authority_id = $2");
        let run = async |text: String, filing: &str, authority: &str| {
            let query = kernel::db::sql_built(text).bind(filing).bind(authority);
            assert_eq!(db.execute(query).await.unwrap(), 1);
        };
        let entry = |filing: &str, rest: &str| format!("filing {filing}: entry {rest}");

        // Somebody shows the laboratory service the whole notification, and covers it with the right digest.
        let whole = "sealed = '', digest = (SELECT digest FROM filing WHERE id = $1)";
        run(part(whole), second, quality).await;
        let findings = reporting::verify(house.kernel()).await.unwrap();
        assert_eq!(findings.len(), 1, "{findings:?}");
        assert!(findings[0].starts_with(&entry(second, "")) && findings[0].contains("another digest for"));
        assert!(findings[0].ends_with(quality.as_str()));

        run(part("digest = 'x'"), first, csirt).await;
        run(part("sealed = 'x'"), second, csirt).await;
        let findings = reporting::verify(house.kernel()).await.unwrap().join("\n");
        assert!(findings.contains(&format!(
            "filing {first}: authority {csirt} has another digest than the whole document"
        )));
        assert!(findings.contains(&format!(
            "filing {second}: the part of authority {csirt} was altered and cannot be opened"
        )));

        let gone = "DELETE FROM filing_part WHERE filing_id = $1 AND authority_id = $2";
        run(gone.to_owned(), first, quality).await;
        let more = "INSERT INTO filing_part (filing_id, authority_id, digest, sealed) \
            SELECT id, $2, digest, '' FROM filing WHERE id = $1";
        run(more.to_owned(), first, &house.ministry).await;
        let findings = reporting::verify(house.kernel()).await.unwrap();
        let has = |part: String| findings.iter().any(|finding| finding.contains(&part));
        assert!(has(format!("filing {first}: the part of authority {quality} in entry")), "{findings:?}");
        assert!(has(format!("filing {first}: authority {} is not in entry", house.ministry)), "{findings:?}");
        // What is given out is compared in the same way.
        let exported = reporting::export::export(house.kernel(), &id).await.unwrap();
        let mut named = exported.findings;
        named.sort();
        assert_eq!(named, findings);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn entries_from_before_there_were_parts_still_verify() {
    for engine in Engine::at_hand() {
        let house = House::new(engine).await;
        let director = house.person(&house.lab, Role::Director, "An Peeters", Lang::Nl).await;
        let filed = call(&house, &director, house.now()).await;
        let db = &house.kernel().db;
        // As the first version wrote its entries; the chain is another test's affair.
        let (data,): (String,) =
            db.fetch_one(sql("SELECT data FROM journal WHERE verb = 'report.filed'")).await.unwrap();
        let mut facts: serde_json::Value = serde_json::from_str(&data).unwrap();
        facts.as_object_mut().unwrap().remove("parts").unwrap();
        let old = sql("UPDATE journal SET data = $1 WHERE verb = 'report.filed'");
        db.execute(old.bind(facts.to_string())).await.unwrap();
        let whole = "UPDATE filing_part SET sealed = '', digest = (SELECT digest FROM filing WHERE id = $1)";
        db.execute(sql(whole).bind(&filed.filing)).await.unwrap();
        assert_eq!(reporting::verify(house.kernel()).await.unwrap(), Vec::<String>::new());
    }
}
