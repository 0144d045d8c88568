//! A person's own account.

use http::StatusCode;
use testkit::Actor;

use testkit::Engine;

use crate::house::{EMAIL, House, PASSWORD};

async fn second_browser(house: &House, secret: &str) -> Actor {
    let mut actor = house.actor();
    house.first_step(&mut actor, PASSWORD).await;
    let code = house.code(secret);
    actor.post("/sign-in/code", &[("code", &code)]).await.must_show("Desk of");
    actor
}

#[tokio::test]
async fn sessions_are_listed_and_ended_one_by_one_or_all() {
    for engine in Engine::at_hand() {
        let house = House::new(engine).await;
        let (mut an, secret, _) = house.insider().await;
        let mut phone = second_browser(&house, &secret).await;
        let mut tablet = second_browser(&house, &secret).await;
        let page = an.get("/account").await;
        assert_eq!(page.attributes("button[name=id]", "value").len(), 2, "this session has no such button");
        let id = page.attributes("button[name=id]", "value").remove(0);
        let page = an.submit(&page, "/account/sessions/end", &[("id", &id)]).await;
        assert_eq!(page.all(".notice"), ["The session was ended."]);
        let ended = [phone.get("/desk").await, tablet.get("/desk").await];
        assert_eq!(ended.iter().filter(|page| page.path.starts_with("/sign-in")).count(), 1);
        let page = an.submit(&page, "/account/sessions/end-others", &[]).await;
        assert_eq!(page.attributes("button[name=id]", "value").len(), 0);
        assert!(phone.get("/desk").await.path.starts_with("/sign-in"));
        assert!(tablet.get("/desk").await.path.starts_with("/sign-in"));
        assert_eq!(an.get("/desk").await.path, "/desk");
        assert_eq!(house.journalled("person.session_ended").await, 1);
    }
}

#[tokio::test]
async fn nobody_ends_somebody_elses_session() {
    for engine in Engine::at_hand() {
        let house = House::new(engine).await;
        let (mut an, _, _) = house.insider().await;
        let other = house.person("bert@labo-noord.example", &[kernel::access::Role::Director]).await;
        let cookie = web::sign_in::sign_in_as(&house.app, &other, "test").await.unwrap();
        let mut bert = house.actor().with_cookie(cookie.to_str().unwrap());
        let theirs = web::session::list(house.kernel(), &other).await.unwrap().remove(0).id;
        let token = an.get("/account").await.attributes("main input[name=_token]", "value").remove(0);
        an.post("/account/sessions/end", &[("id", &theirs), ("_token", &token)]).await;
        assert_eq!(bert.get("/desk").await.path, "/desk");
    }
}

#[tokio::test]
async fn a_changed_password_ends_the_other_sessions_and_tells_the_person() {
    for engine in Engine::at_hand() {
        let house = House::new(engine).await;
        let (mut an, secret, _) = house.insider().await;
        let mut phone = second_browser(&house, &secret).await;
        let page = an.get("/account").await;
        let new = "merel boven de haag";
        let wrong = [("current", "niet dit woord"), ("password", new), ("repeat", new)];
        let refused = an.submit(&page, "/account/password", &wrong).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        refused.must_show("not your current password");
        let right = [("current", PASSWORD), ("password", new), ("repeat", new)];
        let page = an.submit(&page, "/account/password", &right).await;
        assert_eq!(page.all(".notice"), ["Your password was changed. Your other sessions were ended."]);
        assert!(phone.get("/desk").await.path.starts_with("/sign-in"));
        let mut actor = house.actor();
        assert_eq!(house.first_step(&mut actor, PASSWORD).await.status, StatusCode::UNPROCESSABLE_ENTITY);
        house.first_step(&mut actor, new).await.must_show("One more step");
        let told = kernel::db::sql("SELECT COUNT(*) FROM outbox");
        assert_eq!(house.kernel().db.fetch_number(told).await.unwrap(), 1);
    }
}

#[tokio::test]
async fn new_codes_void_the_old_and_ask_for_a_recent_sign_in() {
    for engine in Engine::at_hand() {
        let house = House::new(engine).await;
        let (mut an, _, old) = house.insider().await;
        let page = an.get("/account").await;
        let page = an.submit(&page, "/account/codes", &[]).await;
        let new = page.all(".codes li");
        assert!(new.len() == 10 && !new.contains(&old[0]));
        assert_eq!(an.submit(&page, "/set-up/codes", &[]).await.path, "/account");
        let mut actor = house.actor();
        house.first_step(&mut actor, PASSWORD).await;
        let page = actor.post("/sign-in/code", &[("code", &old[0])]).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);

        house.pass(31 * 60);
        let page = an.get("/account").await;
        let page = an.submit(&page, "/account/codes", &[]).await;
        assert_eq!(page.path, "/sign-in?again=1&next=/account");
        page.must_show("Please sign in once more");
    }
}

#[tokio::test]
async fn another_phone_replaces_the_first_and_keeps_this_session() {
    for engine in Engine::at_hand() {
        let house = House::new(engine).await;
        let (mut an, old, _) = house.insider().await;
        let page = an.get("/account").await;
        let page = an.submit(&page, "/account/set-up", &[]).await;
        assert_eq!(page.attributes("#f-email", "value"), [EMAIL]);
        let typed = [("password", PASSWORD), ("repeat", PASSWORD)];
        let page = an.submit(&page, "/set-up/password", &typed).await;
        let secret = page.all(".mono").remove(0);
        let wrong = an.submit(&page, "/set-up/app", &[("code", "12 34 56")]).await;
        assert_eq!(wrong.all(".mono"), page.all(".mono"), "the secret stays while somebody mistypes");
        let code = house.code(&secret);
        let page = an.submit(&page, "/set-up/app", &[("code", &code)]).await;
        assert_eq!(an.submit(&page, "/set-up/codes", &[]).await.path, "/account");
        let mut actor = house.actor();
        house.first_step(&mut actor, PASSWORD).await;
        let code = house.code(&old);
        let page = actor.post("/sign-in/code", &[("code", &code)]).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
}

#[tokio::test]
async fn an_old_tab_can_always_sign_out_and_change_the_language() {
    for engine in Engine::at_hand() {
        let house = House::new(engine).await;
        let (mut an, _, _) = house.insider().await;
        let page = an.post("/language?back=/account", &[("lang", "nl"), ("_token", "stale")]).await;
        page.must_show("Uw account");
        an.post("/sign-out", &[("_token", "stale")]).await.must_show("U bent afgemeld");
    }
}

#[tokio::test]
async fn the_only_way_in_cannot_be_removed() {
    for engine in Engine::at_hand() {
        let house = House::new(engine).await;
        let (mut an, _, _) = house.insider().await;
        let id = web::people::find_by_email(house.kernel(), EMAIL).await.unwrap().unwrap().id;
        let insert = "INSERT INTO passkey (id, person_id, credential_id, credential, device, made_at, used_at) \
                      VALUES ($1, $2, $1, '{}', '', 0, 0)";
        for key in ["key-1", "key-2"] {
            house.kernel().db.execute(kernel::db::sql(insert).bind(key).bind(&id)).await.unwrap();
        }
        let page = an.get("/account").await;
        let page = an.submit(&page, "/account/passkeys/remove", &[("id", "key-1")]).await;
        assert_eq!(page.all(".notice").len(), 1);
        house.kernel().db.execute(kernel::db::sql("DELETE FROM password")).await.unwrap();
        let page = an.submit(&page, "/account/passkeys/remove", &[("id", "key-2")]).await;
        assert!(page.all(".notice")[0].starts_with("This is your only way to sign in."));
        let left = kernel::db::sql("SELECT COUNT(*) FROM passkey");
        assert_eq!(house.kernel().db.fetch_number(left).await.unwrap(), 1);
    }
}

#[tokio::test]
async fn a_device_is_offered_where_something_is_pushed_and_taken_out_again() {
    for engine in Engine::at_hand() {
        let house = House::new(engine).await;
        let (mut an, _, _) = house.insider().await;
        an.get("/account").await.must_hide("Warn me on this device");
        web::devices::switch(house.kernel(), true).await.unwrap();
        let page = an.get("/account").await;
        page.must_show("Warn me on this device");
        assert_eq!(
            page.attributes("form[data-push]", "data-push")[0].len(),
            87,
            "an uncompressed key of the curve"
        );
        let service = testkit::push::PushService::start().await;
        let given = service.subscription();
        let fields = given.each_ref().map(|(name, value)| (*name, value.as_str()));
        // The same browser again is no second device.
        for _ in 0..2 {
            let page = an.submit(&page, "/account/devices", &fields).await;
            page.must_show("You are warned on this device.");
            assert_eq!(page.all("section[aria-labelledby=devices] li").len(), 1);
        }
        let stored: Vec<(String,)> =
            house.kernel().db.fetch_all(kernel::sql("SELECT sealed FROM push_device")).await.unwrap();
        assert!(!stored[0].0.contains("127.0.0.1"), "it is sealed");
        for wrong in [("endpoint", "push.example"), ("p256dh", "AAAA"), ("auth", "AAAA")] {
            let fields = fields.map(|(name, value)| if name == wrong.0 { wrong } else { (name, value) });
            an.submit(&page, "/account/devices", &fields).await.must_show("This device could not be added");
        }
        let page = an.get("/account").await;
        let id = page.attributes("section[aria-labelledby=devices] button[name=id]", "value").remove(0);
        let page = an.submit(&page, "/account/devices/remove", &[("id", &id)]).await;
        page.must_show("You are no longer warned on that device.");
        assert_eq!(house.journalled("person.device_removed").await, 1);
    }
}
