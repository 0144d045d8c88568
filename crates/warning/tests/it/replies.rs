//! Answering by text message: the right code from the right number, once; everything else leads nowhere.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use testkit::Engine;
use tower::ServiceExt;
use warning::warning::{Class, Tlp};

use crate::house::{House, MINUTE};

const TOKEN: &str = "a token of the gateway";
const NUMBER: &str = "+32470123456";

/// A house whose first director has a mobile, and the code that a flash warning sent there.
async fn warned(engine: Engine) -> (House, String) {
    let house = House::new(engine).await;
    house.mobile(&house.directors[0], "0470 12 34 56").await;
    delivery::set_inbound(house.kernel(), &[("one".into(), TOKEN.into())]).await.unwrap();
    house.publish(Class::Flash, Tlp::Amber).await;
    let text = house.sent("sms").await.remove(0).body;
    let code = text.strip_suffix('.').and_then(|text| text.rsplit_once("Or reply ")).unwrap().1.to_owned();
    (house, code)
}

async fn bring(house: &House, token: &str, body: String) -> StatusCode {
    let request = Request::post("/sms/inbound")
        .header("authorization", format!("Bearer {token}"))
        .header("content-type", "application/json")
        .body(Body::from(body))
        .unwrap();
    house.router.clone().oneshot(request).await.unwrap().status()
}

async fn say(house: &House, from: &str, text: &str) {
    let body = serde_json::json!({ "from": from, "text": text, "received_at": "now" }).to_string();
    assert_eq!(bring(house, TOKEN, body).await, StatusCode::NO_CONTENT);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_code_from_the_number_it_went_to_acknowledges_once() {
    for engine in Engine::at_hand() {
        let (house, code) = warned(engine).await;
        say(&house, "+32470999999", &code).await;
        say(&house, NUMBER, "thank you").await;
        assert_eq!(house.open().await, 3);
        let acknowledged = "SELECT COUNT(*) FROM journal WHERE verb = 'warning.acknowledged'";
        let halves = code.split_at(3);
        for number in [NUMBER, "32470123456", "0032470123456"] {
            say(&house, number, &format!("OK {} {}", halves.0, halves.1)).await;
            assert_eq!((house.open().await, house.count(acknowledged).await), (2, 1));
        }
        assert_eq!(house.count("SELECT COUNT(*) FROM obligation WHERE evidence = 'sms_code'").await, 1);
        assert_eq!(house.count("SELECT COUNT(*) FROM stray_reply").await, 2);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_number_that_guesses_is_not_listened_to_for_a_while() {
    for engine in Engine::at_hand() {
        let (house, code) = warned(engine).await;
        for guess in 0..10 {
            say(&house, NUMBER, &format!("{guess:06}")).await;
        }
        say(&house, NUMBER, &code).await;
        assert_eq!(house.open().await, 3);
        house.world.advance(60 * MINUTE);
        say(&house, NUMBER, &code).await;
        assert_eq!(house.open().await, 2);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_was_erased_answers_nothing_any_more() {
    for engine in Engine::at_hand() {
        let (house, code) = warned(engine).await;
        let mut change = house.kernel().begin_as_system(&house.realm).await.unwrap();
        web::people::erase(&mut change, &house.directors[0].id).await.unwrap();
        change.record(kernel::Entry::new("person.erased", "person", &house.directors[0].id));
        change.commit().await.unwrap();
        say(&house, NUMBER, &code).await;
        assert_eq!(house.open().await, 3);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn only_a_gateway_brings_anything_and_only_what_can_be_read() {
    for engine in Engine::at_hand() {
        let (house, code) = warned(engine).await;
        let good = format!("{{\"from\":\"{NUMBER}\",\"text\":\"{code}\"}}");
        assert_eq!(bring(&house, "another token of anybody", good.clone()).await, StatusCode::UNAUTHORIZED);
        assert_eq!(bring(&house, "", good.clone()).await, StatusCode::UNAUTHORIZED);
        for bad in ["", "[]", "{\"from\":1}", "from=1&text=2"] {
            assert_eq!(bring(&house, TOKEN, bad.into()).await, StatusCode::BAD_REQUEST, "{bad}");
        }
        let long = format!("{{\"from\":\"{NUMBER}\",\"text\":\"{}\"}}", "x".repeat(9 * 1024));
        assert_eq!(bring(&house, TOKEN, long).await, StatusCode::PAYLOAD_TOO_LARGE);
        assert_eq!(house.open().await, 3);
        // A gateway that is no longer set up brings nothing, and nobody is asked to reply.
        delivery::set_inbound(house.kernel(), &[]).await.unwrap();
        assert_eq!(bring(&house, TOKEN, good).await, StatusCode::UNAUTHORIZED);
        house.publish(Class::Flash, Tlp::Amber).await;
        let last = house.sent("sms").await.pop().unwrap();
        assert!(!last.body.contains("reply"), "{}", last.body);
        let short = [("one".to_owned(), "guessed".to_owned())];
        let error = delivery::set_inbound(house.kernel(), &short).await.unwrap_err().to_string();
        assert!(error.starts_with("sms.inbound_token_file"), "{error}");
    }
}
