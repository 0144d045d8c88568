//! The lab calls, the authorities acknowledge and ask, the lab answers: as a browser without scripts.

use std::time::Duration;

use axum::http::StatusCode;
use kernel::access::Role;
use kernel::time::Clock;
use l10n::Lang;
use testkit::{Actor, Engine, Page};

use crate::house::{CALL, House, Person};

async fn call(browser: &mut Actor) -> Page {
    let form = browser.get("/reports/call").await;
    form.must_show("What do you see?").must_show("Goes to: CSIRT.test (NIS2, art. 23), Lab Quality");
    browser.submit(&form, "/reports/call", CALL).await
}

/// What live.js sends while somebody types.
async fn save(browser: &mut Actor, form: &Page, what: &str) -> Page {
    let value = |name: &str| form.attributes(&format!("#call input[name={name}]"), "value").remove(0);
    let (token, key) = (value("_token"), value("key"));
    browser.post("/reports/call/save", &[("_token", &token), ("key", &key), ("what", what)]).await
}

fn incident(receipt: &Page) -> String {
    receipt.path.trim_start_matches("/reports/").split('/').next().unwrap_or_default().to_owned()
}

struct Cast {
    director: Person,
    officer: Person,
    colleague: Person,
    quality: Person,
}

async fn cast(house: &House) -> Cast {
    Cast {
        director: house.person(&house.lab, Role::Director, "An Peeters", Lang::Nl).await,
        officer: house.person(&house.csirt, Role::DutyOfficer, "Bo Claes", Lang::Fr).await,
        colleague: house.person(&house.csirt, Role::Deputy, "Cas Maes", Lang::En).await,
        quality: house.person(&house.quality, Role::DutyOfficer, "Dirk Wouters", Lang::De).await,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lab_calls_and_the_authorities_answer() {
    for engine in Engine::at_hand() {
        let house = House::new(engine).await;
        let cast = cast(&house).await;
        let mut lab = house.browser(&cast.director).await;
        let receipt = call(&mut lab).await;
        receipt
            .must_show("Your report was filed")
            .must_show("2026-0001")
            .must_show("2 authorities were told");
        receipt.must_show("By 25 November 2026, 06:05 CET: the law asks for a fuller notification");
        assert_eq!(receipt.attributes("meta[name=paraat-filed]", "content"), ["/reports/call/save"]);
        let id = incident(&receipt);
        let path = format!("/reports/{id}");

        let mut officer = house.browser(&cast.officer).await;
        let desk = officer.get("/desk").await;
        desk.must_show("One report waits for you").must_show("Labo De Linde: Since last night the LIS");
        desk.must_show("1 d left");
        let seen = officer.submit(&desk, "/acknowledge", &[]).await;
        seen.must_show("Acknowledged as 2026-0001").must_show("+32 400 00 00 01");
        let asked = officer.submit(&seen, "/ask", &[("text", "Is the back-up off the network?")]).await;
        asked.must_show("Your question was sent").must_show("Is the back-up off the network?");

        let open = lab.get(&path).await;
        open.must_show("asks you something").must_show("Is the back-up off the network?");
        open.must_show("Bo Claes").must_show("told, not yet acknowledged");
        let answered = lab.submit(&open, "/answer", &[("text", "Yes, on tape.")]).await;
        answered.must_show("Your answer was sent").must_show("Yes, on tape.");

        let desk = officer.get("/desk").await;
        desk.must_show("answered").must_show("Read the answer");
        let seen = officer.get(&path).await;
        seen.must_show("Yes, on tape.").must_show("Labo De Linde answered CSIRT.test.");
        let handed = officer.submit(&seen, "/assign", &[("person", &cast.colleague.id)]).await;
        handed.must_show("Handed over to Cas Maes").must_show("Handled by Cas Maes");
        officer.get("/desk").await.must_show("With colleagues");

        // The other authority sees neither thread nor reference of the first.
        let mut quality = house.browser(&cast.quality).await;
        let theirs = quality.get(&path).await;
        theirs.must_show("Since last night the LIS").must_hide("back-up").must_hide("CSIRT.test");
        theirs.must_hide("2026-0001");

        let own = lab.get(&path).await;
        own.must_show("Dirk Wouters").must_show("CSIRT.test acknowledged it as 2026-0001.");
        own.must_hide("Cas Maes handles");
        lab.get("/reports").await.must_show("CSIRT.test: acknowledged").must_show("Lab Quality: told");
        assert_eq!(reporting::verify(house.kernel()).await.unwrap(), Vec::<String>::new());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_filed_comes_back_with_every_word() {
    let house = House::new(Engine::Sqlite).await;
    let cast = cast(&house).await;
    let mut lab = house.browser(&cast.director).await;
    let form = lab.get("/reports/call").await;
    let fields = [("what", "ransom «note» <b>"), ("aware", "2030-01-01T00:00"), ("contact_phone", "call me")];
    let refused = lab.submit(&form, "/reports/call", &fields).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    refused.must_show("Not sent yet").must_show("lies in the future").must_show("no telephone number");
    refused.must_show("ransom «note» <b>");
    assert_eq!(refused.attributes("input[name=contact_phone]", "value"), ["call me"]);
    assert_eq!(refused.attributes("input[name=contact_name]", "value"), ["An Peeters"]);
    let before = form.attributes("input[name=key]", "value");
    assert_eq!(refused.attributes("input[name=key]", "value"), before);
    assert_eq!(house.count("SELECT COUNT(*) FROM filing").await, 0);
    let filed = lab.submit(&refused, "/reports/call", CALL).await;
    filed.must_show("Your report was filed");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_form_files_once_however_often_it_is_sent() {
    for engine in Engine::at_hand() {
        let house = House::new(engine).await;
        let cast = cast(&house).await;
        let mut lab = house.browser(&cast.director).await;
        let form = lab.get("/reports/call").await;
        let mut sending = Vec::new();
        for _ in 0..8 {
            let (mut browser, form) = (lab.clone(), form.clone());
            sending.push(tokio::spawn(async move { browser.submit(&form, "/reports/call", CALL).await }));
        }
        let mut paths = Vec::new();
        for page in sending {
            let page = page.await.unwrap();
            page.must_show("2026-0001");
            paths.push(page.path);
        }
        paths.dedup();
        assert_eq!(paths.len(), 1);
        assert_eq!(house.count("SELECT COUNT(*) FROM filing").await, 1);
        assert_eq!(house.count("SELECT COUNT(*) FROM journal WHERE verb = 'report.filed'").await, 1);
        assert_eq!(house.count("SELECT COUNT(*) FROM outbox").await, 3);
        assert_eq!(reporting::verify(house.kernel()).await.unwrap(), Vec::<String>::new());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn words_are_kept_while_typing_and_found_again() {
    for engine in Engine::at_hand() {
        let house = House::new(engine).await;
        let cast = cast(&house).await;
        let mut lab = house.browser(&cast.director).await;
        let form = lab.get("/reports/call").await;
        assert_eq!(house.count("SELECT COUNT(*) FROM incident").await, 0);
        let saved = save(&mut lab, &form, "half a sen").await;
        assert_eq!(saved.html, "saved 06:10");
        lab.get("/reports/call").await.must_show("half a sen").must_show("You go on with what was kept");
        lab.get("/reports").await.must_show("Begun, not sent").must_show("half a sen");

        // A colleague goes on with it and files; a late autosave of the first changes nothing.
        let other = house.person(&house.lab, Role::QualityManager, "Els Smet", Lang::En).await;
        let mut colleague = house.browser(&other).await;
        let list = colleague.get("/reports").await;
        let link = list.attributes("main a[href*='draft=']", "href").remove(0);
        let continued = colleague.get(&link).await;
        continued.must_show("half a sen");
        let receipt = colleague.submit(&continued, "/reports/call", CALL).await;
        receipt.must_show("Your report was filed");
        let late = save(&mut lab, &form, "too late").await;
        assert_eq!(late.html, "already sent");
        assert_eq!(house.count("SELECT COUNT(*) FROM draft").await, 0);
        lab.get("/reports").await.must_hide("Begun, not sent");

        // Keep with the second button, begin another beside it, throw one away.
        let form = lab.get("/reports/call").await;
        let kept = lab.submit(&form, "/reports/call", &[("what", "a second"), ("do", "keep")]).await;
        kept.must_show("Nobody has been told yet").must_show("a second");
        let resumed = lab.get("/reports/call").await;
        let blank = lab.submit(&resumed, "/reports/call/new", &[]).await;
        blank.must_hide("a second");
        let discarded = lab.submit(&resumed, "/reports/call/discard", &[]).await;
        discarded.must_show("The draft was thrown away").must_hide("a second");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_card_calls_and_sees_its_receipt_in_its_own_session_only() {
    for engine in Engine::at_hand() {
        let house = House::new(engine).await;
        let cast = cast(&house).await;
        let director = house.principal(&cast.director);
        let card = directory::make_card(house.kernel(), &director, &house.lab).await.unwrap();
        let mut bearer = Actor::new(house.router.clone());
        let wrong = bearer.post("/call", &[("code", "0000-0000-0000-0000")]).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        wrong.must_show("unknown or was revoked");
        let scanned = bearer.get(&format!("/call/{}", card.code)).await;
        assert_eq!(house.count("SELECT COUNT(*) FROM session").await, 0);
        let form = bearer.submit(&scanned, "/call", &[]).await;
        form.must_show("You call for Labo De Linde");
        let receipt = bearer.submit(&form, "/reports/call", CALL).await;
        receipt.must_show("Your report was filed").must_show("stays readable for you");
        let id = incident(&receipt);
        for path in [format!("/reports/{id}"), "/reports".into(), "/desk".into()] {
            let status = bearer.get(&path).await.status;
            assert!(status == StatusCode::NOT_FOUND || status == StatusCode::FORBIDDEN, "{path} {status}");
        }
        let mut again = Actor::new(house.router.clone());
        again.post("/call", &[("code", &card.code.to_lowercase())]).await.must_show("You call for");
        assert_eq!(again.get(&receipt.path).await.status, StatusCode::NOT_FOUND);
        again.get("/reports/call").await.must_hide("LIS does not start");
        let mut lab = house.browser(&cast.director).await;
        lab.get(&format!("/reports/{id}")).await.must_show("emergency card");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn codes_cannot_be_tried_without_end() {
    let house = House::new(Engine::Sqlite).await;
    let mut bearer = Actor::new(house.router.clone());
    let mut last = StatusCode::OK;
    for _ in 0..25 {
        last = bearer.post("/call", &[("code", "0000-0000-0000-0000")]).await.status;
    }
    assert_eq!(last, StatusCode::TOO_MANY_REQUESTS);
    house.world.advance(Duration::from_secs(16 * 60));
    let later = bearer.post("/call", &[("code", "0000-0000-0000-0000")]).await;
    assert_eq!(later.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_authority_that_lets_its_term_pass_is_late() {
    for engine in Engine::at_hand() {
        let house = House::new(engine).await;
        let cast = cast(&house).await;
        let mut lab = house.browser(&cast.director).await;
        let id = incident(&call(&mut lab).await);
        house.world.advance(Duration::from_secs(23 * 3600 + 59 * 60));
        let mut officer = house.browser(&cast.officer).await;
        let desk = officer.get("/desk").await;
        desk.must_show("1 min left").must_hide("h-late");
        house.world.advance(Duration::from_secs(2 * 60));
        let mut officer = house.browser(&cast.officer).await;
        officer.get("/desk").await.must_show("Late").must_show("1 min late");
        let mut lab = house.browser(&cast.director).await;
        lab.get(&format!("/reports/{id}")).await.must_show("no answer yet; it was expected by");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_exercise_is_the_very_same_story_on_its_own_clock() {
    let start = Clock::Paused { at: kernel::time::Time(1_800_000_000_000) };
    let house = House::exercise(Engine::Sqlite, start).await;
    let cast = cast(&house).await;
    let mut lab = house.browser(&cast.director).await;
    let form = lab.get("/reports/call").await;
    let mut words = CALL.to_vec();
    words[1].1 = "2027-01-15T08:59";
    let receipt = lab.submit(&form, "/reports/call", &words).await;
    receipt.must_show("15 January 2027").must_show("2027-0001");
    assert!(receipt.all("aside.realm, .realm").concat().contains("EXERCISE"));
    let link = receipt.attributes("main a[href*='/filings/']", "href").remove(0);
    lab.get(&link).await.must_show("EXERCISE: none of this is real");
    let elsewhere = house.count("SELECT COUNT(*) FROM outbox WHERE realm_id = 'reality'").await;
    assert_eq!((elsewhere, house.count("SELECT COUNT(*) FROM outbox").await), (0, 3));
}
