//! How warnings leave: by mail and by text message, in order of urgency, never out of an exercise, and what happens
//! when an address is dead.

use delivery::{GatewaySettings, Limits, PostOffice, Push, Security, Sms, Smtp, SmtpSettings, Worker};
use kernel::access::Role;
use kernel::time::Clock;
use l10n::Lang;
use testkit::gateway::Gateway;
use testkit::push::PushService;
use testkit::smtp::SmtpSink;
use warning::warning::{Class, Tlp};
use web::devices::{self, Subscription};

use testkit::Engine;

use crate::house::{House, MINUTE};

pub fn office(sink: &SmtpSink, gateway: &Gateway) -> PostOffice {
    let settings = SmtpSettings {
        host: sink.address().ip().to_string(),
        port: sink.address().port(),
        security: Security::None,
        credentials: None,
        from: "Paraat <paraat@csirt.test>".into(),
        authority: None,
        allow_unprotected: false,
    };
    let sms = GatewaySettings {
        name: "one".into(),
        url: gateway.url(),
        token: "secret".into(),
        sender: "Paraat".into(),
        per_second: 100,
    };
    PostOffice::simulated().with_smtp(Smtp::new(&settings).unwrap()).with_sms(Sms::new(vec![sms]).unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_flash_warning_reaches_a_mobile_and_is_answered_from_it() {
    for engine in Engine::at_hand() {
        let house = House::new(engine).await;
        house.mobile(&house.directors[0], "0470 12 34 56").await;
        let (sink, gateway) = (SmtpSink::start().await, Gateway::start().await);
        let worker = Worker::new(house.kernel().clone(), office(&sink, &gateway));
        house.publish(Class::Urgent, Tlp::Green).await;
        worker.pass().await.unwrap();
        assert_eq!(gateway.taken().len(), 0, "an urgent warning begins with mail");
        house.publish(Class::Flash, Tlp::Amber).await;
        worker.pass().await.unwrap();
        assert_eq!(sink.wait_for(6).await.len(), 6);
        let taken = gateway.taken();
        assert_eq!(taken.len(), 1);
        let text = taken[0].json();
        assert_eq!(text["to"], "+32470123456");
        let text = text["text"].as_str().unwrap().to_owned();
        assert!(text.starts_with("FLASH WARNING: CSIRT.test warns you (no. 2026-002)"), "{text}");
        assert!(!text.contains("ransomware"), "{text}");
        let link = text.split(' ').find_map(|word| word.strip_prefix("http://paraat.test")).unwrap();
        house.world.advance(MINUTE);
        house.press(link, "received").await.must_show("Receipt noted");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dead_address_sends_the_ladder_on_at_once() {
    for engine in Engine::at_hand() {
        let house = House::new(engine).await;
        let deputy = house.person(&house.labs[0], Role::Deputy, "Dep Uty", Lang::En).await;
        let (sink, gateway) = (SmtpSink::start().await, Gateway::start().await);
        let worker = Worker::new(house.kernel().clone(), office(&sink, &gateway));
        house.publish(Class::Flash, Tlp::Green).await;
        sink.refuse_permanently(3);
        worker.pass().await.unwrap();
        house.tick().await;
        house.tick().await;
        worker.pass().await.unwrap();
        let mails = sink.wait_for(1).await;
        assert_eq!(mails.len(), 1);
        assert_eq!(mails[0].to, std::slice::from_ref(&deputy.email), "ten minutes early");
        assert_eq!(house.count("SELECT COUNT(*) FROM journal WHERE verb = 'warning.undelivered'").await, 3);
        // Where nobody else is known, there is only the telephone left.
        let on_the_call_list = "SELECT COUNT(*) FROM obligation WHERE state = 'open' AND next_at IS NULL";
        assert_eq!(house.count(on_the_call_list).await, 2);
        assert_eq!(warning::reconcile(house.kernel()).await.unwrap(), 0);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_of_an_exercise_leaves() {
    for engine in Engine::at_hand() {
        let house = House::exercise(engine, Clock::Wall).await;
        house.mobile(&house.directors[0], "+32 470 12 34 56").await;
        let (sink, gateway) = (SmtpSink::start().await, Gateway::start().await);
        let worker = Worker::new(house.kernel().clone(), office(&sink, &gateway));
        house.publish(Class::Flash, Tlp::Green).await;
        house.advance(20 * MINUTE).await;
        let tally = worker.pass().await.unwrap();
        assert!(tally.delivered >= 4, "{tally:?}");
        assert_eq!((sink.offered(), gateway.offered()), (0, 0));
        assert!(house.count("SELECT COUNT(*) FROM simulated_mail").await >= 4);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_is_told_in_the_published_shape_and_no_more_than_may_leave() {
    let schema: serde_json::Value =
        serde_json::from_str(include_str!("../../../../data/schemas/warning-notification-1.schema.json"))
            .unwrap();
    let shape = jsonschema::draft202012::options().should_validate_formats(true).build(&schema).unwrap();
    for engine in Engine::at_hand() {
        let house = House::new(engine).await;
        house.channel(&house.directors[0], "webhook", "https://soc.example/hook").await;
        house.publish(Class::Urgent, Tlp::Green).await;
        house.publish(Class::Flash, Tlp::Amber).await;
        let told = house.sent("webhook").await;
        let [open, hidden] = &told[..] else { panic!("{told:?}") };
        assert!(open.to.starts_with("https://soc.example/hook#"), "{}", open.to);
        for letter in &told {
            let json = serde_json::from_str(&letter.body).unwrap();
            assert!(shape.is_valid(&json), "{json:#} {:?}", shape.iter_errors(&json).collect::<Vec<_>>());
        }
        assert!(open.body.contains("ransomware") && !hidden.body.contains("ransomware"));
        let hidden: serde_json::Value = serde_json::from_str(&hidden.body).unwrap();
        assert_eq!((&hidden["class"], &hidden["exercise"]), (&"flash".into(), &false.into()));
        let link = hidden["link"].as_str().unwrap().strip_prefix("http://paraat.test").unwrap();
        house.world.advance(MINUTE);
        house.press(link, "received").await.must_show("Receipt noted");
        house.phone().get("/schemas/warning-notification-1.json").await.must_show("urn:paraat:schema");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_waits_for_room_says_until_when_and_why() {
    for engine in Engine::at_hand() {
        let house = House::new(engine).await;
        let sink = SmtpSink::start().await;
        let gateway = Gateway::start().await;
        let slow = Limits { domain_per_minute: 1, ..Limits::default() };
        let worker = Worker::new(house.kernel().clone(), office(&sink, &gateway).with_limits(slow));
        house.publish(Class::Routine, Tlp::Green).await;
        let held = house.publish(Class::Urgent, Tlp::Green).await;
        let mut browser = house.browser(&house.officer).await;
        let path = format!("/warnings/{held}");
        browser.get(&path).await.must_hide("Waiting for room");
        worker.pass().await.unwrap();
        assert_eq!(sink.wait_for(1).await.len(), 1);
        let page = browser.get(&path).await;
        page.must_show("2 messages are held, the first until 22 November 2026")
            .must_show("take no more in one minute");
        // The other warning's are its own.
        house.world.advance(MINUTE);
        worker.pass().await.unwrap();
        browser.get(&path).await.must_show("One message is held until");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_device_shows_that_there_is_a_warning_and_not_what_it_says() {
    for engine in Engine::at_hand() {
        let house = House::new(engine).await;
        let service = PushService::start().await;
        devices::switch(house.kernel(), true).await.unwrap();
        let [(_, endpoint), (_, p256dh), (_, auth)] = service.subscription();
        let given = Subscription { endpoint, p256dh, auth };
        let director = &house.directors[0];
        devices::subscribe(house.kernel(), &director.id, &given, "telephone").await.unwrap();
        house.publish(Class::Flash, Tlp::Green).await;
        let push = Push::new("ict@csirt.test", true).unwrap();
        let worker = Worker::new(house.kernel().clone(), PostOffice::simulated().with_push(push));
        worker.pass().await.unwrap();
        let got = service.pushed();
        assert_eq!(got.len(), 1);
        let shown = got[0].open();
        assert_eq!(
            (&shown["title"], &shown["body"]),
            (&"FLASH WARNING".into(), &"CSIRT.test warns you: no. 2026-001.".into())
        );
        let link = shown["url"].as_str().unwrap().strip_prefix("http://paraat.test").unwrap();
        house.world.advance(MINUTE);
        house.press(link, "received").await.must_show("Receipt noted");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_box_of_the_platform_is_tried_after_twenty_minutes() {
    for engine in Engine::at_hand() {
        let house = House::new(engine).await;
        house.channel(&house.directors[0], "ehealthbox", "LABO 71000436").await;
        let id = house.publish(Class::Flash, Tlp::Amber).await;
        let mut browser = house.browser(&house.officer).await;
        let path = format!("/warnings/{id}");
        browser.get(&path).await.must_hide("eHealthBox");
        assert_eq!(house.sent("ehealthbox").await, []);
        for _ in 0..2 {
            house.advance(10 * MINUTE).await;
        }
        let sent = house.sent("ehealthbox").await;
        assert_eq!(sent.len(), 1);
        assert_eq!(sent[0].to, "LABO 71000436");
        browser.get(&path).await.must_show("eHealthBox: 0 of 1 messages were opened");
        assert!(
            sent[0].subject.starts_with("FLASH WARNING") && !sent[0].body.contains("ransomware"),
            "{sent:?}"
        );
    }
}
