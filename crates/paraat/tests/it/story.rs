//! A laboratory calls, the authority answers.

use std::time::Duration;

use kernel::access::Role;
use kernel::journal;
use testkit::smtp::SmtpSink;
use testkit::{Actor, Engine, Page};

use crate::house::{House, Sector};

/// Text that must stay between the reporter and its authorities.
pub const SECRET: &str = "Sinds vannacht start het LIS niet meer & <alles> staat stil.";

/// Fills in and files an early warning; gives the receipt.
pub async fn call(reporter: &mut Actor) -> Page {
    let form = reporter.get("/reports/call").await;
    form.must_show("What do you see?").must_show("Cyberwacht").must_show("Libra");
    let told: Vec<String> = form.all("main strong");
    assert!(!told.contains(&"Theriak".to_owned()), "nothing tells it: {told:?}");
    let fields = [
        ("what", SECRET),
        ("aware", "2026-11-22T05:55"),
        ("stopped", "laboratory_system"),
        ("contact_name", "An Peeters"),
        ("contact_phone", "+32 400 00 00 82"),
    ];
    reporter.submit(&form, "/reports/call", &fields).await
}

/// The address of the incident a receipt is about.
pub fn incident(receipt: &Page) -> String {
    let found = receipt.path.split_once("/receipt");
    found.unwrap_or_else(|| panic!("{} is no receipt: {}", receipt.path, receipt.text())).0.to_owned()
}

/// The whole story in one realm. Gives the incident's address.
pub async fn tell(house: &House, sector: &Sector) -> String {
    let realm = &sector.realm;
    let tag = &realm.id;
    let mut lab =
        house.actor(realm, &sector.lab, Role::Director, &format!("hilde@linde-{tag}.example")).await;
    let mut officer =
        house.actor(realm, &sector.csirt, Role::DutyOfficer, &format!("ine@wacht-{tag}.example")).await;
    let mut colleague =
        house.actor(realm, &sector.csirt, Role::DutyOfficer, &format!("bram@wacht-{tag}.example")).await;

    let receipt = call(&mut lab).await;
    receipt.must_show("Cyberwacht").must_show("Libra");
    let incident = incident(&receipt);

    let desk = officer.get("/desk").await;
    desk.must_show("Labo De Linde: Sinds vannacht start het LIS niet meer");
    let page = officer.get(&incident).await;
    page.must_show(SECRET).must_show("An Peeters");
    house.world.advance(Duration::from_secs(120));
    let page = officer.submit(&page, "/acknowledge", &[]).await;
    page.must_show("2026-0001");
    let page = officer.submit(&page, "/ask", &[("text", "Staat de back-up los?")]).await;
    page.must_show("Staat de back-up los?");

    let page = lab.get(&incident).await;
    page.must_show("2026-0001").must_show("Staat de back-up los?");
    let page = lab.submit(&page, "/answer", &[("text", "Ja, op band in een kluis.")]).await;
    page.must_show("Ja, op band in een kluis.");

    let page = officer.get(&incident).await;
    page.must_show("Ja, op band in een kluis.");
    let bram = page.attributes("select[name=person] option", "value").remove(0);
    officer.submit(&page, "/assign", &[("person", &bram)]).await.must_show("bram");
    colleague.get("/desk").await.must_show("Labo De Linde");

    let page = lab.get(&incident).await;
    page.must_show("ine").must_show("Cyberwacht");
    incident
}

#[tokio::test]
async fn a_laboratory_calls_and_the_authority_answers() {
    for engine in Engine::BOTH {
        let house = House::new(engine).await;
        let sector = house.sector(house.reality().await).await;
        let sink = SmtpSink::start().await;
        tell(&house, &sector).await;

        assert_eq!(house.carry_post(&sink).await.failed, 0);
        let mails = sink.mails();
        assert!(
            mails.iter().any(|mail| mail.to.iter().any(|to| to.starts_with("ine@"))),
            "the officer is told"
        );
        assert!(
            mails.iter().any(|mail| mail.to.iter().any(|to| to.starts_with("hilde@"))),
            "the lab is told"
        );
        for mail in &mails {
            let text = format!("{} {}", mail.subject(), mail.text());
            for confidential in ["LIS", "Linde", "back-up", "kluis", "Peeters"] {
                assert!(!text.contains(confidential), "a mail says «{confidential}»: {text}");
            }
            assert!(!text.to_uppercase().contains("EXERCISE"), "reality's mail says EXERCISE: {text}");
        }

        let verdict = journal::verify(&house.kernel().db).await.unwrap();
        assert!(verdict.findings.is_empty() && verdict.entries > 10, "{verdict:?}");
        assert_eq!(reporting::verify(house.kernel()).await.unwrap(), Vec::<String>::new());
    }
}

#[tokio::test]
async fn sending_the_same_form_twice_files_once_and_a_wrong_form_keeps_every_word() {
    for engine in Engine::BOTH {
        let house = House::new(engine).await;
        let sector = house.sector(house.reality().await).await;
        let mut lab = house.actor(&sector.realm, &sector.lab, Role::QualityManager, "m@linde.example").await;
        let form = lab.get("/reports/call").await;
        let words = "Eerste regel\r\nTweede & «regel» + 100 %";
        let wrong =
            lab.submit(&form, "/reports/call", &[("what", words), ("aware", "2031-01-01T00:00")]).await;
        wrong.must_show("Eerste regel Tweede & «regel» + 100 %");
        assert_eq!(wrong.attributes("input[name=aware]", "value"), ["2031-01-01T00:00"]);
        let right =
            [("aware", "2026-11-22T06:00"), ("contact_name", "M"), ("contact_phone", "+32 400 00 00 85")];
        let first = lab.submit(&wrong, "/reports/call", &right).await;
        let second = lab.submit(&wrong, "/reports/call", &right).await;
        assert_eq!(incident(&first), incident(&second));
        let count = house.kernel().db.fetch_number(kernel::sql("SELECT COUNT(*) FROM filing")).await.unwrap();
        assert_eq!(count, 1);
    }
}

#[tokio::test]
async fn an_ended_session_loses_no_word() {
    for engine in Engine::BOTH {
        let house = House::new(engine).await;
        let sector = house.sector(house.reality().await).await;
        let person =
            house.seat(&sector.realm, &sector.lab, Role::Director, "h@linde.example", l10n::Lang::En).await;
        let mut lab = house.signed_in(&person).await;
        let form = lab.get("/reports/call").await;
        lab.forget_cookies();
        let door = lab.submit(&form, "/reports/call", &[("what", "regel een\r\nregel twee & meer")]).await;
        assert!(door.path.starts_with("/sign-in?resume="), "{}", door.path);
        let token = door.path.split("resume=").nth(1).unwrap().split('&').next().unwrap().to_owned();
        let mut again = house.signed_in(&person).await;
        let page = again.get(&format!("/resume/{token}")).await;
        page.must_show("regel een regel twee & meer");
        let back = again.submit(&page, "/reports/call", &[]).await;
        back.must_show("regel een regel twee & meer");
        assert!(house.visitor().get(&format!("/resume/{token}")).await.path.starts_with("/sign-in"));
    }
}

#[tokio::test]
async fn what_was_filed_stays_byte_for_byte_and_tampering_is_named() {
    for engine in Engine::BOTH {
        let house = House::new(engine).await;
        let sector = house.sector(house.reality().await).await;
        let incident = tell(&house, &sector).await;
        let id = incident.rsplit('/').next().unwrap();
        let lines = journal::about(&house.kernel().db, &sector.realm.id, id).await.unwrap();
        let filed = lines.iter().find(|line| line.verb == "report.filed").expect("the filing is journalled");
        let facts = filed.facts();
        let filing = facts["filing"].as_str().expect("the entry names the filing").to_owned();
        let mut lab = house.actor(&sector.realm, &sector.lab, Role::Deputy, "j@linde.example").await;
        let document = lab.get(&format!("{incident}/filings/{filing}/document.json")).await;
        assert_eq!(journal::digest(document.html.as_bytes()), facts["digest"].as_str().unwrap());
        lab.get(&format!("{incident}/filings/{filing}")).await.must_show(SECRET).must_show(&filed.hash);
        for secret in ["LIS", "Linde", "Peeters", "back-up", "hilde"] {
            assert!(!lines.iter().any(|line| line.data.contains(secret)), "the journal holds «{secret}»");
        }
        let tamper = kernel::sql("UPDATE filing SET digest = 'x'");
        house.kernel().db.execute(tamper).await.unwrap();
        assert!(!reporting::verify(house.kernel()).await.unwrap().is_empty(), "a changed digest is named");
    }
}

#[tokio::test]
async fn what_is_filed_on_one_node_wakes_the_pages_of_another() {
    let house = House::new(Engine::Postgres).await;
    let sector = house.sector(house.reality().await).await;
    let other = house.second_node().await;
    let mut there = other.kernel.bus.subscribe();
    let mut lab = house.actor(&sector.realm, &sector.lab, Role::Director, "h@linde.example").await;
    call(&mut lab).await;
    loop {
        let heard = there.recv().await.unwrap();
        if heard.verb == "report.filed" {
            assert!(heard.concerns.contains(&sector.csirt) && !heard.concerns.contains(&sector.bystander));
            break;
        }
    }
}
