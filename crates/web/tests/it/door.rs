//! Coming in, and being kept out.

use axum::Extension;
use axum::extract::ConnectInfo;
use http::{Method, StatusCode};
use kernel::access::Role;
use kernel::db::sql;
use kernel::realm;
use testkit::Page;

use testkit::Engine;

use crate::house::{EMAIL, House, PASSWORD};

async fn rows(house: &House, table: &'static str) -> i64 {
    let text = match table {
        "ceremony" => "SELECT COUNT(*) FROM ceremony",
        "session" => "SELECT COUNT(*) FROM session",
        _ => "SELECT COUNT(*) FROM invitation WHERE used_at IS NOT NULL",
    };
    house.kernel().db.fetch_number(sql(text)).await.unwrap()
}

fn is_sign_in(page: &Page) -> bool {
    page.path.starts_with("/sign-in")
}

#[tokio::test]
async fn an_invitation_leads_to_an_account_once() {
    for engine in Engine::at_hand() {
        let house = House::new(engine).await;
        let id = house.person(EMAIL, &[Role::Director]).await;
        let invitation = house.invite(&id).await;
        let mut an = house.actor();

        // A mail scanner that follows the link changes nothing.
        for _ in 0..3 {
            house.actor().get(&invitation).await.must_show("This invitation is for An Peeters");
        }
        assert_eq!((rows(&house, "ceremony").await, rows(&house, "invitation").await), (0, 0));

        let page = an.get(&invitation).await;
        let page = an.submit(&page, "", &[]).await;
        page.must_show("How will you sign in?");
        let short = [("password", "te kort"), ("repeat", "te kort")];
        let page = an.submit(&page, "/set-up/password", &short).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        page.must_show("Use at least 12 characters");
        let differs = [("password", PASSWORD), ("repeat", "iets heel anders")];
        an.submit(&page, "/set-up/password", &differs).await.must_show("not the same as above");

        let (page, _) = house.set_up(&mut an, &invitation).await;
        let codes = page.all(".codes li");
        assert_eq!(codes.len(), 10);
        assert_eq!(an.get("/set-up/codes").await.all(".codes li"), codes, "a reload loses no code");
        assert_eq!(rows(&house, "session").await, 0, "nobody is in before they have their codes");
        an.submit(&page, "/set-up/codes", &[]).await.must_show("Desk of Labo Zuid");
        an.get("/set-up/codes").await.must_hide(&codes[0]);

        let again = house.actor().get(&invitation).await;
        assert_eq!(again.status, StatusCode::GONE);
        assert_eq!(house.actor().post(&invitation, &[]).await.status, StatusCode::GONE);
        for verb in
            ["person.invited", "person.joined", "person.password_set", "person.app_set", "person.signed_in"]
        {
            assert_eq!(house.journalled(verb).await, 1, "{verb}");
        }
    }
}

#[tokio::test]
async fn an_invitation_ends_after_a_week_and_when_a_newer_one_is_made() {
    for engine in Engine::at_hand() {
        let house = House::new(engine).await;
        let id = house.person(EMAIL, &[]).await;
        let (first, second) = (house.invite(&id).await, house.invite(&id).await);
        assert_eq!(house.actor().get(&first).await.status, StatusCode::GONE);
        assert_eq!(house.actor().get(&second).await.status, StatusCode::OK);
        house.pass(7 * 24 * 3600);
        assert_eq!(house.actor().get(&second).await.status, StatusCode::GONE);
        assert_eq!(house.actor().get("/invitation/made-up").await.status, StatusCode::GONE);
    }
}

#[tokio::test]
async fn two_browsers_with_one_invitation_make_one_account() {
    for engine in Engine::at_hand() {
        let house = House::new(engine).await;
        let id = house.person(EMAIL, &[Role::Director]).await;
        let invitation = house.invite(&id).await;
        let mut late = house.actor();
        let page = late.get(&invitation).await;
        late.submit(&page, "", &[]).await;
        let page = late.post("/set-up/password", &[("password", PASSWORD), ("repeat", PASSWORD)]).await;
        let secret = page.all(".mono").remove(0);
        house.set_up(&mut house.actor(), &invitation).await.0.must_show("Your recovery codes");
        let code = house.code(&secret);
        let page = late.submit(&page, "/set-up/app", &[("code", &code)]).await;
        assert_eq!(page.status, StatusCode::CONFLICT);
        assert_eq!(house.journalled("person.password_set").await, 1);
    }
}

#[tokio::test]
async fn password_and_code_sign_in_and_a_code_counts_once() {
    for engine in Engine::at_hand() {
        let house = House::new(engine).await;
        let (mut an, secret, _) = house.insider().await;
        let page = an.get("/desk").await;
        assert_eq!(page.path, "/desk");
        an.post("/sign-out", &[]).await.must_show("You are signed out");
        assert_eq!(rows(&house, "session").await, 0);
        assert!(is_sign_in(&an.get("/desk").await));

        let mut an = house.actor();
        let page = an.get("/desk?x=1").await;
        assert_eq!(page.path, "/sign-in?next=%2Fdesk%3Fx%3D1");
        let page = an
            .submit(&page, "", &[("email", " AN.Peeters@labo-zuid.example "), ("password", PASSWORD)])
            .await;
        page.must_show("One more step");
        let code = house.code(&secret);
        let page = an.submit(&page, "/sign-in/code", &[("code", &code)]).await;
        assert_eq!(page.path, "/desk?x=1");

        // The same code again, in another browser, inside its window.
        let mut thief = house.actor();
        let page = house.first_step(&mut thief, PASSWORD).await;
        let page = thief.submit(&page, "/sign-in/code", &[("code", &code)]).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        page.must_show("was already used");
        assert!(is_sign_in(&thief.get("/desk").await));
    }
}

#[tokio::test]
async fn an_unknown_address_and_a_wrong_password_get_the_same_answer() {
    for engine in Engine::at_hand() {
        let house = House::new(engine).await;
        house.insider().await;
        let mut actor = house.actor();
        let known = house.first_step(&mut actor, "dit is het niet").await;
        let unknown = [("email", EMAIL.replace("an.", "on.")), ("password", "dit is het niet".into())];
        let unknown: Vec<(&str, &str)> = unknown.iter().map(|(name, value)| (*name, &**value)).collect();
        let other = actor.post("/sign-in", &unknown).await;
        assert_eq!(known.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(known.status, other.status);
        assert_eq!(known.html.replace(EMAIL, ""), other.html.replace(unknown[0].1, ""));
        known.must_hide("dit is het niet");
        assert_eq!(known.attributes("#f-email", "value"), [EMAIL], "the address stays typed");
    }
}

#[tokio::test]
async fn guessing_passwords_ends_and_waiting_helps() {
    for engine in Engine::at_hand() {
        let house = House::new(engine).await;
        let (_, secret, _) = house.insider().await;
        let mut actor = house.actor();
        for _ in 0..10 {
            let page = house.first_step(&mut actor, "dit is het niet").await;
            assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        }
        // Now even the right one is not looked at; and an unknown address is locked just so.
        let page = house.first_step(&mut actor, PASSWORD).await;
        assert_eq!(page.status, StatusCode::TOO_MANY_REQUESTS);
        page.must_show("Wait 15 minutes");
        // Passkeys go on: their options are given to whoever asks.
        let options = actor.post("/sign-in/passkey/options", &[]).await;
        assert_eq!(options.status, StatusCode::OK);

        house.pass(15 * 60);
        let page = house.first_step(&mut actor, PASSWORD).await;
        let code = house.code(&secret);
        actor.submit(&page, "/sign-in/code", &[("code", &code)]).await.must_show("Desk of");
    }
}

#[tokio::test]
async fn guessing_codes_ends_too() {
    for engine in Engine::at_hand() {
        let house = House::new(engine).await;
        let (_, secret, _) = house.insider().await;
        let mut actor = house.actor();
        let page = house.first_step(&mut actor, PASSWORD).await;
        for _ in 0..6 {
            let page = actor.submit(&page, "/sign-in/code", &[("code", "000000")]).await;
            assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        }
        let code = house.code(&secret);
        let page = actor.submit(&page, "/sign-in/code", &[("code", &code)]).await;
        assert_eq!(page.status, StatusCode::TOO_MANY_REQUESTS);
        // Another browser does not get more tries.
        let mut other = house.actor();
        let page = house.first_step(&mut other, PASSWORD).await;
        let code = house.code(&secret);
        let page = other.submit(&page, "/sign-in/code", &[("code", &code)]).await;
        assert_eq!(page.status, StatusCode::TOO_MANY_REQUESTS);
    }
}

#[tokio::test]
async fn the_second_step_needs_the_first_and_ends_after_ten_minutes() {
    for engine in Engine::at_hand() {
        let house = House::new(engine).await;
        let (_, secret, _) = house.insider().await;
        let mut actor = house.actor();
        let code = house.code(&secret);
        assert_eq!(actor.post("/sign-in/code", &[("code", &code)]).await.path, "/sign-in");
        house.first_step(&mut actor, PASSWORD).await.must_show("One more step");
        house.pass(10 * 60);
        let code = house.code(&secret);
        assert_eq!(actor.post("/sign-in/code", &[("code", &code)]).await.path, "/sign-in");
    }
}

#[tokio::test]
async fn a_printed_code_stands_in_for_the_phone_once() {
    for engine in Engine::at_hand() {
        let house = House::new(engine).await;
        let (_, _, codes) = house.insider().await;
        let typed = codes[3].to_lowercase().replace('-', " ");
        let mut an = house.actor();
        house.first_step(&mut an, PASSWORD).await;
        an.post("/sign-in/code", &[("code", &typed)]).await.must_show("Desk of");
        assert_eq!(house.journalled("person.recovery_code_used").await, 1);
        let mut again = house.actor();
        house.first_step(&mut again, PASSWORD).await;
        let page = again.post("/sign-in/code", &[("code", &typed)]).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        // The page alone opens nothing for somebody who has a password.
        let fields = [("email", EMAIL), ("code", codes[4].as_str())];
        let page = house.actor().post("/sign-in/recovery", &fields).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        an.get("/account").await.must_show("9 unused codes left");
    }
}

#[tokio::test]
async fn several_seats_are_a_choice_and_an_exercise_says_so() {
    for engine in Engine::at_hand() {
        let house = House::new(engine).await;
        let id = house.person(EMAIL, &[Role::Director]).await;
        let kernel = house.kernel();
        let game = realm::create_exercise(&kernel.db, "Storm", kernel::time::Clock::Wall, kernel.wall.now());
        let game = game.await.unwrap();
        house.seat(&id, Role::ItHead, &game.id);
        let mut an = house.actor();
        let invitation = house.invite(&id).await;
        let (page, _) = house.set_up(&mut an, &invitation).await;
        let page = an.submit(&page, "/set-up/codes", &[]).await;
        page.must_show("From which seat do you act?").must_show("▲ EXERCISE Storm · none of this is real");
        // Until then there is no seat to do anything from.
        assert!(an.get("/desk").await.path.starts_with("/seat?next=%2Fdesk"));
        let token = page.attributes("main input[name=_token]", "value").remove(0);
        let seat = format!("seat-it_head-{}", game.id);
        let page = an.post("/seat", &[("seat", &seat), ("next", "/desk"), ("_token", &token)]).await;
        assert_eq!(page.path, "/desk");
        assert_eq!(page.all(".realm").len(), 1);
        // Somebody else's seat is none.
        let page = an.get("/seat").await;
        let token = page.attributes("main input[name=_token]", "value").remove(0);
        let page = an.post("/seat", &[("seat", "seat-made-up"), ("_token", &token)]).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND);
    }
}

#[tokio::test]
async fn somebody_without_a_seat_is_told_and_can_leave() {
    for engine in Engine::at_hand() {
        let house = House::new(engine).await;
        let id = house.person(EMAIL, &[]).await;
        let cookie = web::sign_in::sign_in_as(&house.app, &id, "test").await.unwrap();
        let mut an = house.actor().with_cookie(cookie.to_str().unwrap());
        let page = an.get("/").await;
        page.must_show("You have no seat yet");
        assert_eq!(an.get("/account").await.status, StatusCode::OK);
        an.submit(&page, "/sign-out", &[]).await.must_show("You are signed out");
    }
}

#[tokio::test]
async fn the_way_on_never_leads_elsewhere() {
    for engine in Engine::at_hand() {
        let house = House::new(engine).await;
        let (mut an, _, _) = house.insider().await;
        for evil in ["https://evil.example", "//evil.example", "/%09/evil.example", "/%5Cevil.example"] {
            let path = format!("/sign-in?next={evil}");
            let (_, target) = an.request(Method::GET, &path, None).await;
            assert_eq!(target.as_deref(), Some("/"), "{evil}");
        }
    }
}

#[tokio::test]
async fn passkey_options_ask_for_a_verified_person_and_a_key_that_can_be_found() {
    for engine in Engine::at_hand() {
        let house = House::new(engine).await;
        let (mut an, _, _) = house.insider().await;
        let options = |page: Page| serde_json::from_str::<serde_json::Value>(&page.html).unwrap();
        let found = options(an.post("/sign-in/passkey/options", &[]).await);
        assert_eq!(found["publicKey"]["userVerification"], "required");
        assert_eq!(found["publicKey"]["rpId"], "localhost");
        assert_eq!(found["publicKey"]["allowCredentials"], serde_json::json!([]));

        let token = an.get("/account").await.attributes("main input[name=_token]", "value").remove(0);
        let made = options(an.post("/account/passkeys/options", &[("_token", &token)]).await);
        let selection = &made["publicKey"]["authenticatorSelection"];
        assert_eq!(selection["residentKey"], "required");
        assert_eq!(selection["userVerification"], "required");
        assert_eq!(made["publicKey"]["user"]["name"], EMAIL);

        for rubbish in ["", "{}", "not json"] {
            let page = house.actor().post("/sign-in/passkey", &[("credential", rubbish)]).await;
            assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
            page.must_show("The passkey was not accepted");
        }
    }
}

#[tokio::test]
async fn what_has_ended_is_swept_and_what_runs_is_not() {
    for engine in Engine::at_hand() {
        let house = House::new(engine).await;
        let (mut an, _, _) = house.insider().await;
        house.first_step(&mut house.actor(), PASSWORD).await;
        house.pass(3600);
        web::sign_in::sweep(house.kernel()).await.unwrap();
        assert_eq!((rows(&house, "ceremony").await, rows(&house, "session").await), (0, 1));
        assert_eq!(an.get("/desk").await.path, "/desk");
        house.pass(30 * 24 * 3600);
        web::sign_in::sweep(house.kernel()).await.unwrap();
        assert_eq!(rows(&house, "session").await, 0);
    }
}

#[tokio::test]
async fn nothing_a_person_types_at_the_door_is_in_the_journal() {
    for engine in Engine::at_hand() {
        let house = House::new(engine).await;
        let (_, secret, codes) = house.insider().await;
        let lines = kernel::journal::after(&house.kernel().db, realm::REALITY, 0).await.unwrap();
        let all = serde_json::to_string(&lines).unwrap();
        for word in [EMAIL, PASSWORD, "Peeters", secret.as_str(), codes[0].as_str()] {
            assert!(!all.contains(word), "{word}");
        }
    }
}

#[tokio::test]
async fn one_network_cannot_try_many_addresses_and_others_go_on() {
    for engine in Engine::at_hand() {
        let house = House::new(engine).await;
        let from = |address: [u8; 4]| {
            let peer = std::net::SocketAddr::from((address, 4000));
            testkit::Actor::new(house.router.clone().layer(Extension(ConnectInfo(peer))))
        };
        let (mut thief, mut neighbour) = (from([192, 0, 2, 7]), from([192, 0, 2, 8]));
        let mut last = StatusCode::OK;
        for number in 0..61 {
            let email = format!("nobody-{number}@labo.example");
            last = thief.post("/sign-in", &[("email", &email), ("password", "een lang woord")]).await.status;
        }
        assert_eq!(last, StatusCode::TOO_MANY_REQUESTS);
        let fields = [("email", "somebody@labo.example"), ("password", "een lang woord")];
        assert_eq!(neighbour.post("/sign-in", &fields).await.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(thief.post("/sign-in/passkey/options", &[]).await.status, StatusCode::OK);
    }
}

#[tokio::test]
async fn a_code_typed_in_two_browsers_at_once_lets_one_in() {
    for engine in Engine::at_hand() {
        let house = House::new(engine).await;
        let (_, secret, codes) = house.insider().await;
        for typed in [house.code(&secret), codes[0].clone()] {
            let (mut one, mut other) = (house.actor(), house.actor());
            house.first_step(&mut one, PASSWORD).await;
            house.first_step(&mut other, PASSWORD).await;
            let fields = [("code", typed.as_str())];
            let both = tokio::join!(one.post("/sign-in/code", &fields), other.post("/sign-in/code", &fields));
            let inside = [both.0, both.1].iter().filter(|page| page.path == "/").count();
            assert_eq!(inside, 1, "{typed}");
        }
    }
}

#[tokio::test]
async fn a_printed_code_lets_somebody_without_a_password_set_up_anew() {
    for engine in Engine::at_hand() {
        let house = House::new(engine).await;
        let (mut an, _, codes) = house.insider().await;
        for statement in ["DELETE FROM password", "DELETE FROM totp"] {
            house.kernel().db.execute(sql(statement)).await.unwrap();
        }
        let mut again = house.actor();
        let page = again.get("/sign-in/recovery").await;
        let wrong = [("email", EMAIL), ("code", "ABCD-ABCD-ABCD-ABCD")];
        let wrong = again.submit(&page, "", &wrong).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        let unknown = [("email", "nobody@labo.example"), ("code", codes[1].as_str())];
        let unknown = again.submit(&page, "", &unknown).await;
        assert_eq!(unknown.text(), wrong.text());
        let right = [("email", EMAIL), ("code", codes[1].as_str())];
        let page = again.submit(&page, "", &right).await;
        assert_eq!(page.path, "/set-up");
        assert_eq!(an.get("/desk").await.path, "/desk", "nothing has changed yet");
        let typed = [("password", PASSWORD), ("repeat", PASSWORD)];
        let page = again.submit(&page, "/set-up/password", &typed).await;
        let code = house.code(&page.all(".mono")[0]);
        let page = again.submit(&page, "/set-up/app", &[("code", &code)]).await;
        again.submit(&page, "/set-up/codes", &[]).await.must_show("Desk of");
        assert!(is_sign_in(&an.get("/desk").await), "whoever was in before is out");
    }
}
