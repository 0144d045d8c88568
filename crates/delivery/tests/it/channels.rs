//! Text messages and webhooks: over which gateway, how often, and never from an exercise.

use std::time::Duration;

use delivery::{
    GatewaySettings, Held, Limits, Outcome, PostOffice, Sms, State, Tally, Webhooks, Why, Worker,
};
use kernel::time::{Clock, Time};
use kernel::{Channel, Entry, Parcel, Priority, Realm, new_id, realm};
use testkit::Engine;
use testkit::gateway::Gateway;
use testkit::world::BEGIN;

use crate::Post;

const SECOND: Duration = Duration::from_secs(1);
const HOUR: Duration = Duration::from_secs(3600);
const DELIVERED: Tally = Tally { delivered: 1, failed: 0, put_off: 0, held: 0 };
const PUT_OFF: Tally = Tally { delivered: 0, failed: 0, put_off: 1, held: 0 };
const FAILED: Tally = Tally { delivered: 0, failed: 1, put_off: 0, held: 0 };

fn gateway(name: &str, url: String, per_second: u32) -> GatewaySettings {
    GatewaySettings { name: name.into(), url, token: "geheim".into(), sender: "Paraat".into(), per_second }
}

fn sms(gateways: &[&Gateway]) -> Sms {
    let settings = ["one", "two"].iter().zip(gateways).map(|(name, at)| gateway(name, at.url(), 100));
    Sms::new(settings.collect()).unwrap().with_patience(SECOND)
}

pub(crate) fn parcel(channel: Channel, to: &str, body: &str) -> Parcel {
    Parcel {
        id: new_id(),
        channel,
        to: to.into(),
        subject: String::new(),
        body: body.into(),
        priority: Priority::Flash,
        round: 0,
        until: None,
        about: "warning",
        person: String::new(),
    }
}

fn text(body: &str) -> Parcel {
    parcel(Channel::Sms, "+32470123456", body)
}

impl Post {
    pub(crate) async fn dispatch(&self, realm: &Realm, parcels: &[Parcel]) {
        let mut change = self.kernel().begin_as_system(realm).await.unwrap();
        change.record(Entry::new("test.sent", "test", "1"));
        parcels.iter().cloned().for_each(|parcel| change.dispatch(parcel));
        change.commit().await.unwrap();
    }

    pub(crate) fn office(&self, office: PostOffice) -> Worker {
        Worker::new(self.kernel().clone(), office)
    }

    pub(crate) async fn outcome(&self, id: &str) -> Outcome {
        let mut outcomes = delivery::outcomes(self.kernel(), &[id.to_owned()]).await.unwrap();
        outcomes.remove(id).unwrap()
    }
}

fn bodies(gateway: &Gateway) -> Vec<String> {
    gateway.taken().iter().map(|posted| posted.json()["text"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn a_text_message_is_posted_once_with_its_reference_and_token() {
    for engine in Engine::BOTH {
        let (post, one) = (Post::new(engine).await, Gateway::start().await);
        let parcel = text("Something waits");
        post.dispatch(&post.reality, std::slice::from_ref(&parcel)).await;
        let worker = post.office(PostOffice::simulated().with_sms(sms(&[&one])));
        assert_eq!(post.outcome(&parcel.id).await.state, State::Waiting);
        assert_eq!(worker.pass().await.unwrap(), DELIVERED);
        assert_eq!(worker.pass().await.unwrap(), Tally::default());
        let [posted] = one.taken().try_into().unwrap();
        assert_eq!((posted.key(), posted.header("authorization")), (&*parcel.id, "Bearer geheim"));
        let expected = serde_json::json!({
            "from": "Paraat", "to": "+32470123456", "text": "Something waits", "reference": parcel.id,
        });
        assert_eq!(posted.json(), expected);
        let outcome = Outcome {
            state: State::HandedOver,
            at: Some(BEGIN),
            held: None,
            is_dead: false,
            simulated: false,
        };
        assert_eq!(post.outcome(&parcel.id).await, outcome);
        assert_eq!(one.asked(), 0);
    }
}

#[tokio::test]
async fn a_gateway_that_fails_hands_over_to_the_next() {
    for engine in Engine::BOTH {
        let post = Post::new(engine).await;
        let (mut one, two) = (Gateway::start().await, Gateway::start().await);
        let worker = post.office(PostOffice::simulated().with_sms(sms(&[&one, &two])));
        for (number, status) in [500, 503, 429, 401].into_iter().enumerate() {
            one.refuse(1, status);
            post.dispatch(&post.reality, &[text(&status.to_string())]).await;
            assert_eq!(worker.pass().await.unwrap(), DELIVERED);
            assert_eq!((one.offered(), two.taken().len()), (number + 1, number + 1));
        }
        one.die().await;
        post.dispatch(&post.reality, &[text("dead")]).await;
        assert_eq!(worker.pass().await.unwrap(), DELIVERED);
        assert_eq!(bodies(&two), ["500", "503", "429", "401", "dead"]);
    }
}

#[tokio::test]
async fn a_gateway_that_keeps_failing_is_left_alone_for_a_while() {
    for engine in Engine::BOTH {
        let post = Post::new(engine).await;
        let (one, two) = (Gateway::start().await, Gateway::start().await);
        let worker = post.office(PostOffice::simulated().with_sms(sms(&[&one, &two])));
        one.refuse(100, 500);
        for _ in 0..8 {
            post.dispatch(&post.reality, &[text("x")]).await;
            assert_eq!(worker.pass().await.unwrap(), DELIVERED);
        }
        assert_eq!((one.offered(), two.taken().len()), (5, 8));
        one.accept();
        post.world.advance(60 * SECOND);
        post.dispatch(&post.reality, &[text("again")]).await;
        assert_eq!(worker.pass().await.unwrap(), DELIVERED);
        assert_eq!(bodies(&one), ["again"]);
    }
}

#[tokio::test]
async fn what_the_gateway_refuses_for_good_fails_and_no_other_gets_it() {
    for engine in Engine::BOTH {
        let post = Post::new(engine).await;
        let (one, two) = (Gateway::start().await, Gateway::start().await);
        let worker = post.office(PostOffice::simulated().with_sms(sms(&[&one, &two])));
        one.refuse(1, 422);
        let (refused, long) = (text("x"), text(&"é".repeat(1531)));
        let nobody = parcel(Channel::Sms, "0470 12 34 56", "x");
        post.dispatch(&post.reality, &[refused.clone(), long.clone(), nobody.clone()]).await;
        assert_eq!(worker.pass().await.unwrap(), Tally { failed: 3, ..Tally::default() });
        assert_eq!((one.offered(), two.offered()), (1, 0));
        let mut failures = Vec::new();
        let mut after = (Time(0), String::new());
        loop {
            let page = delivery::failures(post.kernel(), "warning", (after.0, &after.1), 2).await.unwrap();
            let Some(last) = page.last() else { break };
            after = (last.at, last.id.clone());
            failures.extend(page.into_iter().map(|failure| failure.id));
        }
        let mut expected = [refused.id, long.id, nobody.id];
        expected.sort();
        assert_eq!(failures, expected);
        assert!(delivery::failures(post.kernel(), "other", (Time(0), ""), 9).await.unwrap().is_empty());
    }
}

#[tokio::test]
async fn a_gateway_that_took_it_in_silence_is_asked_and_nobody_gets_it_twice() {
    for engine in Engine::BOTH {
        let post = Post::new(engine).await;
        let (one, two) = (Gateway::start().await, Gateway::start().await);
        let worker = post.office(PostOffice::simulated().with_sms(sms(&[&one, &two])));
        one.take_in_silence(1);
        post.dispatch(&post.reality, &[text("taken")]).await;
        assert_eq!(worker.pass().await.unwrap(), DELIVERED);
        assert_eq!((one.taken().len(), one.asked(), two.offered()), (1, 1, 0));
        one.ignore_in_silence(1);
        post.dispatch(&post.reality, &[text("lost")]).await;
        assert_eq!(worker.pass().await.unwrap(), DELIVERED);
        assert_eq!((one.asked(), bodies(&two)), (2, vec!["lost".to_owned()]));
    }
}

#[tokio::test]
async fn a_killed_workers_message_is_asked_for_before_it_is_sent_again() {
    for engine in Engine::BOTH {
        let (post, one) = (Post::new(engine).await, Gateway::start().await);
        let worker = || post.office(PostOffice::simulated().with_sms(sms(&[&one]).with_patience(HOUR)));
        one.take_in_silence(1);
        post.dispatch(&post.reality, &[text("x")]).await;
        let killed = worker();
        let pass = tokio::spawn(async move { killed.pass().await });
        one.wait_for(1).await;
        pass.abort();
        assert!(pass.await.unwrap_err().is_cancelled());
        post.world.advance(61 * SECOND);
        assert_eq!(worker().pass().await.unwrap(), DELIVERED);
        assert_eq!((one.asked(), one.offered()), (1, 1));
        // Where it is unknown it is sent.
        one.refuse(1, 500);
        post.dispatch(&post.reality, &[text("y")]).await;
        assert_eq!(worker().pass().await.unwrap(), PUT_OFF);
        post.world.advance(HOUR);
        assert_eq!(worker().pass().await.unwrap(), DELIVERED);
        assert_eq!((one.asked(), one.offered()), (2, 3));
    }
}

#[tokio::test]
async fn nothing_of_an_exercise_reaches_a_gateway_or_a_program() {
    for engine in Engine::BOTH {
        let (post, one) = (Post::new(engine).await, Gateway::start().await);
        let clock = Clock::Virtual { at: Time(1_800_000_000_000) };
        let exercise = realm::create_exercise(&post.kernel().db, "Storm", clock, BEGIN).await.unwrap();
        let parcels = [text("x"), parcel(Channel::Webhook, &one.url(), "{}")];
        post.dispatch(&exercise, &parcels).await;
        let office =
            PostOffice::simulated().with_sms(sms(&[&one])).with_webhooks(Webhooks::new(true).unwrap());
        let worker = post.office(office);
        assert_eq!(worker.pass().await.unwrap(), Tally { delivered: 2, ..Tally::default() });
        assert_eq!((one.offered(), one.asked()), (0, 0));
        for parcel in &parcels {
            let outcome = post.outcome(&parcel.id).await;
            assert_eq!((outcome.state, outcome.simulated), (State::HandedOver, true));
        }
        // Nor does reality's, by a channel that was not set up.
        post.dispatch(&post.reality, &[text("x"), parcel(Channel::Webhook, &one.url(), "{}")]).await;
        assert_eq!(post.office(PostOffice::simulated()).pass().await.unwrap().delivered, 2);
        assert_eq!(one.offered(), 0);
    }
}

#[tokio::test]
async fn the_urgent_goes_first_and_then_every_first_seat() {
    for engine in Engine::BOTH {
        let (post, one) = (Post::new(engine).await, Gateway::start().await);
        let settings = vec![gateway("one", one.url(), 1)];
        let worker = post.office(PostOffice::simulated().with_sms(Sms::new(settings).unwrap()));
        let order = [
            (Priority::Routine, 0, "6"),
            (Priority::Flash, 1, "2"),
            (Priority::Urgent, 5, "5"),
            (Priority::Urgent, 1, "4"),
            (Priority::Flash, 0, "1"),
            (Priority::Urgent, 0, "3"),
        ];
        let parcels = order.map(|(priority, round, body)| Parcel { priority, round, ..text(body) });
        post.dispatch(&post.reality, &parcels).await;
        let mut passes = 0;
        while one.taken().len() < parcels.len() {
            assert!(passes < 40, "{:?}", bodies(&one));
            worker.pass().await.unwrap();
            post.world.advance(SECOND);
            passes += 1;
        }
        assert_eq!(bodies(&one), ["1", "2", "3", "4", "5", "6"]);
    }
}

#[tokio::test]
async fn a_contract_is_kept_and_what_is_held_says_why() {
    for engine in Engine::BOTH {
        let (post, one) = (Post::new(engine).await, Gateway::start().await);
        let settings = vec![gateway("one", one.url(), 2)];
        let worker = post.office(PostOffice::simulated().with_sms(Sms::new(settings).unwrap()));
        let parcels: Vec<Parcel> = (0..4).map(|number| text(&number.to_string())).collect();
        post.dispatch(&post.reality, &parcels).await;
        assert_eq!(worker.pass().await.unwrap(), Tally { delivered: 2, held: 2, ..Tally::default() });
        let held = |ms| Some(Held { until: BEGIN.plus(Duration::from_millis(ms)), why: Why::Gateway });
        assert_eq!(delivery::held(post.kernel(), &parcels[0].id).await.unwrap(), None);
        assert_eq!(delivery::held(post.kernel(), &parcels[2].id).await.unwrap(), held(1000));
        assert_eq!(delivery::held(post.kernel(), &parcels[3].id).await.unwrap(), held(1500));
        assert_eq!(worker.pass().await.unwrap(), Tally::default());
        post.world.advance(SECOND);
        assert_eq!(worker.pass().await.unwrap(), DELIVERED);
        post.world.advance(SECOND);
        assert_eq!(worker.pass().await.unwrap(), DELIVERED);
        assert!(post.rows().await.iter().all(|row| row.1 == 1), "waiting is no attempt");
        assert_eq!((one.asked(), post.outcome(&parcels[3].id).await.held), (0, None));
    }
}

#[tokio::test]
async fn a_mail_domain_and_a_person_get_so_many_and_no_more() {
    for engine in Engine::BOTH {
        let post = Post::new(engine).await;
        let limits = Limits { domain_per_minute: 1, person_per_hour: 2 };
        let worker = post.office(post.mail().with_limits(limits));
        let mail = |to: &str, person: &str, priority| Parcel {
            priority,
            person: person.into(),
            ..parcel(Channel::Email, to, "x")
        };
        let urgent = Priority::Urgent;
        let parcels = [mail("an@lab.example", "", urgent), mail("bo@LAB.example", "", urgent)];
        post.dispatch(&post.reality, &parcels).await;
        assert_eq!(worker.pass().await.unwrap(), Tally { delivered: 1, held: 1, ..Tally::default() });
        let held = Held { until: BEGIN.plus(60 * SECOND), why: Why::Domain };
        assert_eq!(post.outcome(&parcels[1].id).await.held, Some(held));

        let parcels = ["a", "b", "c"].map(|domain| mail(&format!("cy@{domain}.example"), "cy", urgent));
        post.dispatch(&post.reality, &parcels).await;
        assert_eq!(worker.pass().await.unwrap(), Tally { delivered: 2, held: 1, ..Tally::default() });
        let held = Held { until: BEGIN.plus(HOUR), why: Why::Person };
        assert_eq!(post.outcome(&parcels[2].id).await.held, Some(held));
        post.dispatch(&post.reality, &[mail("cy@d.example", "cy", Priority::Flash)]).await;
        assert_eq!(worker.pass().await.unwrap(), DELIVERED, "what cannot wait does not");
        post.world.advance(HOUR);
        assert_eq!(worker.pass().await.unwrap().delivered, 2);
    }
}

#[tokio::test]
async fn what_is_of_no_use_any_more_is_given_up() {
    for engine in Engine::BOTH {
        let (post, one) = (Post::new(engine).await, Gateway::start().await);
        let worker = post.office(PostOffice::simulated().with_sms(sms(&[&one])));
        let parcel = Parcel { until: Some(BEGIN.plus(60 * SECOND)), ..text("x") };
        post.dispatch(&post.reality, std::slice::from_ref(&parcel)).await;
        one.refuse(1, 500);
        assert_eq!(worker.pass().await.unwrap(), PUT_OFF);
        post.world.advance(60 * SECOND);
        assert_eq!(worker.pass().await.unwrap(), FAILED);
        assert_eq!(post.rows().await[0].2, "too late");
        let outcome = post.outcome(&parcel.id).await;
        assert_eq!((outcome.state, outcome.is_dead), (State::Failed, false));
        assert_eq!(one.offered(), 1);
    }
}

#[tokio::test]
async fn a_program_gets_json_that_it_can_check() {
    for engine in Engine::BOTH {
        let (post, one) = (Post::new(engine).await, Gateway::start().await);
        let worker = post.office(PostOffice::simulated().with_webhooks(Webhooks::new(true).unwrap()));
        let body = r#"{"warning":"1"}"#;
        let parcel = parcel(Channel::Webhook, &one.url(), body);
        post.dispatch(&post.reality, std::slice::from_ref(&parcel)).await;
        assert_eq!(worker.pass().await.unwrap(), DELIVERED);
        let [posted] = one.taken().try_into().unwrap();
        assert_eq!((posted.body.as_str(), posted.key()), (body, &*parcel.id));
        assert_eq!(posted.header("content-type"), "application/json");
        let secret = delivery::webhook_secret(post.kernel(), &one.url());
        assert_eq!(posted.header("paraat-signature"), delivery::webhook_signature(&secret, BEGIN, body));
        // Whoever has no secret, or another text, is found out.
        let other = delivery::webhook_secret(post.kernel(), "https://other.example");
        assert_ne!(posted.header("paraat-signature"), delivery::webhook_signature(&other, BEGIN, body));
        assert_ne!(posted.header("paraat-signature"), delivery::webhook_signature(&secret, BEGIN, "{}"));
    }
}

#[tokio::test]
async fn a_program_is_told_again_or_given_up_by_what_it_answers() {
    for engine in Engine::BOTH {
        let (post, one) = (Post::new(engine).await, Gateway::start().await);
        let worker = post.office(PostOffice::simulated().with_webhooks(Webhooks::new(true).unwrap()));
        let parcel = || parcel(Channel::Webhook, &one.url(), "{}");
        for (status, expected) in [(500, PUT_OFF), (429, PUT_OFF), (410, FAILED), (302, FAILED)] {
            one.refuse(1, status);
            post.dispatch(&post.reality, &[parcel()]).await;
            assert_eq!(worker.pass().await.unwrap(), expected, "{status}");
        }
        post.world.advance(HOUR);
        assert_eq!(worker.pass().await.unwrap().delivered, 2);
    }
}

#[tokio::test]
async fn a_program_of_the_inner_network_is_not_called() {
    for engine in Engine::BOTH {
        let (post, one) = (Post::new(engine).await, Gateway::start().await);
        let worker = post.office(PostOffice::simulated().with_webhooks(Webhooks::new(false).unwrap()));
        let urls = [one.url(), one.url().replace("http:", "https:"), "https://[::1]/".into()];
        let parcels = urls.map(|url| parcel(Channel::Webhook, &url, "{}"));
        post.dispatch(&post.reality, &parcels).await;
        assert_eq!(worker.pass().await.unwrap(), Tally { failed: 3, ..Tally::default() });
        // A name is refused when it has been looked up; it may lead elsewhere tomorrow.
        post.dispatch(&post.reality, &[parcel(Channel::Webhook, "https://localhost/", "{}")]).await;
        assert_eq!(worker.pass().await.unwrap(), PUT_OFF);
        assert!(
            post.rows().await.iter().all(|row| row.2.contains("inner network") || row.2.contains("https://"))
        );
        assert_eq!(one.offered(), 0);
    }
}
