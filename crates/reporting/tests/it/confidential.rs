//! Whoever is not in an incident's audience meets the same "not found" as for an incident that never was.

use axum::http::{Method, StatusCode};
use kernel::access::Role;
use kernel::new_id;
use l10n::Lang;
use testkit::Actor;

use testkit::Engine;

use crate::house::{CALL, House};

/// Every address of an incident; `{id}` and `{filing}` stand for identifiers.
const ADDRESSES: &[(Method, &str)] = &[
    (Method::GET, "/reports/{id}"),
    (Method::GET, "/reports/{id}/receipt"),
    (Method::GET, "/reports/{id}/filings/{filing}"),
    (Method::GET, "/reports/{id}/filings/{filing}?format=json"),
    (Method::GET, "/reports/{id}/filings/{filing}/document.json"),
    (Method::POST, "/reports/{id}/acknowledge"),
    (Method::POST, "/reports/{id}/ask"),
    (Method::POST, "/reports/{id}/answer"),
    (Method::POST, "/reports/{id}/assign"),
];

async fn knock(browser: &mut Actor, token: &str, method: &Method, path: &str) -> (StatusCode, String) {
    let page = if *method == Method::POST {
        let key = kernel::secret_token();
        let fields =
            [("_token", token), ("key", key.as_str()), ("text", "x"), ("question", "x"), ("person", "x")];
        browser.post(path, &fields).await
    } else {
        browser.get(path).await
    };
    (page.status, page.text())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stranger_cannot_learn_that_an_incident_exists() {
    for engine in Engine::at_hand() {
        let house = House::new(engine).await;
        let director = house.person(&house.lab, Role::Director, "An Peeters", Lang::Nl).await;
        let mut lab = house.browser(&director).await;
        let form = lab.get("/reports/call").await;
        let receipt = lab.submit(&form, "/reports/call", CALL).await;
        let link = receipt.attributes("main a[href*='/filings/']", "href").remove(0);
        let parts: Vec<&str> = link.split('/').collect();
        let (id, filing) = (parts[2].to_owned(), parts[4].to_owned());

        let strangers = [
            (&house.other_lab, Role::Director, "Eva Other"),
            (&house.ministry, Role::DutyOfficer, "Finn Ministry"),
            (&house.csirt, Role::QualityManager, "Gus Nodesk"),
            (&house.csirt, Role::Administrator, "Hal Admin"),
            (&house.lab, Role::Administrator, "Ivo Admin"),
        ];
        for (organisation, role, name) in strangers {
            let person = house.person(organisation, role, name, Lang::En).await;
            let mut browser = house.browser(&person).await;
            let home = browser.get("/reports").await;
            home.must_hide("LIS does not start");
            let account = browser.get("/account").await;
            let tokens = account.attributes("input[name=_token]", "value");
            let token = tokens.into_iter().find(|token| !token.is_empty()).unwrap();
            for (method, address) in ADDRESSES {
                let real = address.replace("{id}", &id).replace("{filing}", &filing);
                let invented = address.replace("{id}", &new_id()).replace("{filing}", &new_id());
                let there = knock(&mut browser, &token, method, &real).await;
                let nowhere = knock(&mut browser, &token, method, &invented).await;
                assert_eq!(there, nowhere, "{name} {method} {address}");
                assert_eq!(there.0, StatusCode::NOT_FOUND, "{name} {method} {address}");
            }
            browser.get("/desk").await.must_hide("LIS does not start");
            browser.get("/desk/all").await.must_hide("LIS does not start");
        }
        let reads = "SELECT COUNT(*) FROM reading";
        assert_eq!(house.count(reads).await, 0, "nobody of these has read it");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_is_its_organisations_own() {
    let house = House::new(Engine::Sqlite).await;
    let director = house.person(&house.lab, Role::Director, "An Peeters", Lang::Nl).await;
    let officer = house.person(&house.csirt, Role::DutyOfficer, "Bo Claes", Lang::En).await;
    let mut lab = house.browser(&director).await;
    let form = lab.get("/reports/call").await;
    let kept = lab.submit(&form, "/reports/call", &[("what", "secret words"), ("do", "keep")]).await;
    let link = kept.attributes("main a[href*='draft=']", "href").remove(0);
    let id = link.split('=').nth(1).unwrap().to_owned();
    let mut desk = house.browser(&officer).await;
    assert_eq!(desk.get(&link).await.status, StatusCode::NOT_FOUND);
    assert_eq!(desk.get(&format!("/reports/{id}")).await.status, StatusCode::NOT_FOUND);
    desk.get("/desk").await.must_show("Nothing has been reported to you");
    // Not even the owner sees a draft as a report.
    assert_eq!(lab.get(&format!("/reports/{id}")).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test(flavor = "multi_thread")]
async fn reading_is_noted_once_an_hour_and_shown_to_the_owner() {
    for engine in Engine::at_hand() {
        let house = House::new(engine).await;
        let director = house.person(&house.lab, Role::Director, "An Peeters", Lang::Nl).await;
        let officer = house.person(&house.csirt, Role::DutyOfficer, "Bo Claes", Lang::En).await;
        let mut lab = house.browser(&director).await;
        let form = lab.get("/reports/call").await;
        let receipt = lab.submit(&form, "/reports/call", CALL).await;
        let path = receipt.attributes("main a.btn[href^='/reports/']", "href").remove(0);
        let mut desk = house.browser(&officer).await;
        for _ in 0..3 {
            desk.get(&path).await.must_show("What was reported");
        }
        let read = "SELECT COUNT(*) FROM journal WHERE verb = 'report.read'";
        assert_eq!(house.count(read).await, 1);
        house.world.advance(std::time::Duration::from_secs(3600));
        desk.get(&path).await.must_hide("Who has read it");
        assert_eq!(house.count(read).await, 2);
        lab.get(&path).await.must_show("Who has read it").must_show("Bo ClaesCSIRT.test");
    }
}
