//! No typed word is lost.

use std::time::Duration;

use http::StatusCode;
use kernel::access::Role;
use kernel::db::sql;
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;
use testkit::Actor;
use tower::ServiceExt;

use testkit::Engine;

use crate::house::{House, Note, PASSWORD};

const CAUSE: &str =
    "Ransomware & co: 100% + «vergrendeld» 💥 <script>\r\n\r\n  ingesprongen\r\nlaatste regel ";

fn note(cause: &str) -> Note {
    Note { cause: cause.into(), stopped: "analyses\r\nuitslagen".into(), incident_id: "i-7".into() }
}

fn fields<'a>(note: &'a Note, token: &'a str) -> [(&'static str, &'a str); 4] {
    [
        ("_token", token),
        ("cause", &note.cause),
        ("stopped", &note.stopped),
        ("incident_id", &note.incident_id),
    ]
}

/// As browsers do, whatever is shown in a text area and read back has other line ends; words are the same.
fn same(written: &[Note], typed: &[Note]) {
    let plain = |notes: &[Note]| -> Vec<Note> {
        let unix = |text: &str| text.replace("\r\n", "\n");
        let line = |note: &Note| Note {
            cause: unix(&note.cause),
            stopped: unix(&note.stopped),
            incident_id: note.incident_id.clone(),
        };
        notes.iter().map(line).collect()
    };
    assert_eq!(plain(written), plain(typed));
}

async fn token(actor: &mut Actor) -> String {
    actor.get("/desk").await.attributes("main input[name=_token]", "value").remove(0)
}

async fn sign_in_from(house: &House, actor: &mut Actor, page: &testkit::Page, secret: &str) -> testkit::Page {
    let typed = [("email", crate::house::EMAIL), ("password", PASSWORD)];
    let page = actor.submit(page, "", &typed).await;
    let code = house.code(secret);
    actor.submit(&page, "/sign-in/code", &[("code", &code)]).await
}

#[tokio::test]
async fn words_that_met_an_ended_session_wait_for_their_writer() {
    for engine in Engine::at_hand() {
        let house = House::new(engine).await;
        let (mut an, secret, _) = house.insider().await;
        let (typed, old) = (note(CAUSE), token(&mut an).await);
        house.pass(13 * 3600);
        let page = an.post("/notes?x=1", &fields(&typed, &old)).await;
        assert!(page.path.starts_with("/sign-in?resume="), "{}", page.path);
        page.must_show("Your words are kept");
        let stored: Vec<(String,)> =
            house.kernel().db.fetch_all(sql("SELECT sealed FROM resume")).await.unwrap();
        assert!(stored.len() == 1 && !stored[0].0.contains("Ransomware"));

        let page = sign_in_from(&house, &mut an, &page, &secret).await;
        assert!(page.path.starts_with("/resume/"), "{}", page.path);
        page.must_show("You send this as Labo Zuid · Director").must_hide("<script>\n");
        assert!(house.notes.lock().unwrap().is_empty(), "nothing is sent by itself");
        let page = an.submit(&page, "/notes?x=1", &[]).await;
        assert_eq!(page.path, "/desk");
        same(&house.notes.lock().unwrap(), std::slice::from_ref(&typed));
        assert_eq!(house.kernel().db.fetch_number(sql("SELECT COUNT(*) FROM resume")).await.unwrap(), 0);
    }
}

#[tokio::test]
async fn any_text_survives() {
    let mut runner = TestRunner::deterministic();
    for engine in Engine::at_hand() {
        let house = House::new(engine).await;
        let (mut an, _, _) = house.insider().await;
        for _ in 0..24 {
            // A browser sends no bare control characters and drops a first line end of a text area.
            let text = "[^\\p{Cc}]{1,40}(\r\n)?[^\\p{Cc}]{0,40}";
            let typed =
                note(&proptest::string::string_regex(text).unwrap().new_tree(&mut runner).unwrap().current());
            let page = an.post("/notes", &fields(&typed, "stale")).await;
            an.submit(&page, "/notes", &[]).await;
            let last = house.notes.lock().unwrap().pop().into_iter().collect::<Vec<_>>();
            same(&last, &[typed]);
        }
    }
}

#[tokio::test]
async fn another_person_never_sees_them_and_they_end_after_a_day() {
    for engine in Engine::at_hand() {
        let house = House::new(engine).await;
        let (mut an, secret, _) = house.insider().await;
        let old = token(&mut an).await;
        house.pass(13 * 3600);
        let page = an.post("/notes", &fields(&note(CAUSE), &old)).await;
        let path = page.path.replace("/sign-in?resume=", "/resume/");

        let bert = house.person("bert@labo-noord.example", &[Role::Director]).await;
        let cookie = web::sign_in::sign_in_as(&house.app, &bert, "test").await.unwrap();
        let mut bert = house.actor().with_cookie(cookie.to_str().unwrap());
        assert_eq!(bert.get(&path).await.status, StatusCode::NOT_FOUND);

        assert_eq!(sign_in_from(&house, &mut an, &page, &secret).await.path, path);
        house.world.advance(Duration::from_secs(24 * 3600));
        assert!(web::sign_in::sweep(house.kernel()).await.unwrap() > 0);
        assert_eq!(house.kernel().db.fetch_number(sql("SELECT COUNT(*) FROM resume")).await.unwrap(), 0);
    }
}

#[tokio::test]
async fn a_seat_changed_in_another_window_loses_no_word() {
    for engine in Engine::at_hand() {
        let house = House::new(engine).await;
        let (mut an, _, _) = house.insider().await;
        let id = web::people::find_by_email(house.kernel(), crate::house::EMAIL).await.unwrap().unwrap().id;
        house.seat(&id, Role::QualityManager, kernel::realm::REALITY);
        let old = token(&mut an).await;
        let page = an.get("/seat").await;
        let seat_token = page.attributes("main input[name=_token]", "value").remove(0);
        an.post("/seat", &[("seat", "seat-quality_manager-reality"), ("_token", &seat_token)]).await;

        let typed = note(CAUSE);
        let page = an.post("/notes?x=1", &fields(&typed, &old)).await;
        assert!(page.path.starts_with("/resume/"));
        page.must_show("You send this as Labo Zuid · Quality manager");
        an.submit(&page, "/notes?x=1", &[]).await;
        same(&house.notes.lock().unwrap(), &[typed]);
    }
}

#[tokio::test]
async fn words_sent_before_a_seat_is_chosen_wait_too() {
    for engine in Engine::at_hand() {
        let house = House::new(engine).await;
        let id = house.person(crate::house::EMAIL, &[Role::Director, Role::Deputy]).await;
        let cookie = web::sign_in::sign_in_as(&house.app, &id, "test").await.unwrap();
        let mut an = house.actor().with_cookie(cookie.to_str().unwrap());
        let typed = note(CAUSE);
        let page = an.post("/notes", &fields(&typed, "none")).await;
        assert!(page.path.starts_with("/seat?next=%2Fresume%2F"), "{}", page.path);
        page.must_show("Your words are kept");
        let page = an.submit(&page, "/seat", &[("seat", "seat-deputy-reality")]).await;
        an.submit(&page, "/notes", &[]).await;
        same(&house.notes.lock().unwrap(), &[typed]);
    }
}

#[tokio::test]
async fn words_rescued_twice_are_still_kept_once() {
    for engine in Engine::at_hand() {
        let house = House::new(engine).await;
        let (mut an, secret, _) = house.insider().await;
        let typed = note(CAUSE);
        let page = an.post("/notes", &fields(&typed, "stale")).await;
        house.pass(13 * 3600);
        let page = an.submit(&page, "/notes", &[]).await;
        assert_eq!(house.kernel().db.fetch_number(sql("SELECT COUNT(*) FROM resume")).await.unwrap(), 1);
        let page = sign_in_from(&house, &mut an, &page, &secret).await;
        an.submit(&page, "/notes", &[]).await;
        same(&house.notes.lock().unwrap(), &[typed]);
    }
}

#[tokio::test]
async fn what_is_typed_at_the_door_is_never_kept() {
    for engine in Engine::at_hand() {
        let house = House::new(engine).await;
        let (mut an, _, _) = house.insider().await;
        let fields = [("current", PASSWORD), ("password", "x"), ("repeat", "x"), ("_token", "stale")];
        let page = an.post("/account/password", &fields).await;
        assert_eq!(page.status, StatusCode::CONFLICT);
        an.forget_cookies();
        an.post("/account/password", &fields).await;
        // Nor is a press of a button without words.
        assert_eq!(an.post("/notes", &[("_token", "x")]).await.status, StatusCode::UNAUTHORIZED);
        assert_eq!(house.kernel().db.fetch_number(sql("SELECT COUNT(*) FROM resume")).await.unwrap(), 0);
    }
}

#[tokio::test]
async fn a_script_that_saves_is_told_plainly_and_keeps_its_words_itself() {
    for engine in Engine::at_hand() {
        let house = House::new(engine).await;
        let request = http::Request::post("/notes")
            .header("content-type", "application/x-www-form-urlencoded")
            .header("x-live", "1")
            .body(axum::body::Body::from("cause=a&stopped=b&incident_id=c"))
            .unwrap();
        let response = house.router.clone().oneshot(request).await.unwrap();
        assert_eq!(response.status(), StatusCode::UNAUTHORIZED);
        let body = axum::body::to_bytes(response.into_body(), 1000).await.unwrap();
        assert_eq!(body, "You are no longer signed in. Sign in again to go on.");
        assert_eq!(house.kernel().db.fetch_number(sql("SELECT COUNT(*) FROM resume")).await.unwrap(), 0);
    }
}

#[tokio::test]
async fn too_much_is_refused_and_strangers_cannot_fill_the_database() {
    for engine in Engine::at_hand() {
        let house = House::new(engine).await;
        let (mut an, _, _) = house.insider().await;
        let long = "x".repeat(kernel::limits::FORM_BYTES);
        let page = an.post("/notes", &fields(&note(&long), "stale")).await;
        assert_eq!(page.status, StatusCode::PAYLOAD_TOO_LARGE);
        page.must_show("This is too large");

        let peer = std::net::SocketAddr::from(([192, 0, 2, 9], 4000));
        let router = house.router.clone().layer(axum::Extension(axum::extract::ConnectInfo(peer)));
        let mut stranger = Actor::new(router);
        for number in 0..25 {
            let page = stranger.post("/notes", &fields(&note("flood"), "none")).await;
            assert_eq!(page.path.starts_with("/sign-in?resume="), number < 20, "{number}");
        }
    }
}
