//! Devices: what is pushed to them, that only their browser reads it, and that one that is gone is forgotten.

use delivery::{PostOffice, Push, State, Tally, Worker, outcomes};
use kernel::time::Clock;
use kernel::{Channel, Parcel, realm};
use testkit::Engine;
use testkit::push::PushService;
use web::devices::{self, Subscription};

use crate::Post;
use crate::channels::parcel;

const DELIVERED: Tally = Tally { delivered: 1, failed: 0, put_off: 0, held: 0 };

fn subscription(service: &PushService) -> Subscription {
    let [(_, endpoint), (_, p256dh), (_, auth)] = service.subscription();
    Subscription { endpoint, p256dh, auth }
}

fn pushed(device: &str) -> Parcel {
    let body = "CSIRT warns you: no. 2026-001.\nhttps://paraat.test/w/secret";
    Parcel { subject: "FLASH WARNING".into(), ..parcel(Channel::Push, device, body) }
}

/// A world with a device in it, and a worker that reaches it.
async fn with_device(engine: Engine) -> (Post, PushService, String, Worker) {
    let (post, service) = (Post::new(engine).await, PushService::start().await);
    devices::switch(post.kernel(), true).await.unwrap();
    let device = devices::subscribe(post.kernel(), "an", &subscription(&service), "telephone").await.unwrap();
    let office = PostOffice::simulated().with_push(Push::new("ict@zorg.example", true).unwrap());
    let worker = post.office(office);
    (post, service, device, worker)
}

#[tokio::test(flavor = "multi_thread")]
async fn only_the_browser_reads_what_its_service_is_posted() {
    for engine in Engine::at_hand() {
        let (post, service, device, worker) = with_device(engine).await;
        // Switching on again, as every start does, makes no other key.
        devices::switch(post.kernel(), true).await.unwrap();
        let sent = [pushed(&device), pushed(&device)];
        post.dispatch(&post.reality, &sent[..1]).await;
        post.dispatch(&post.reality, &sent[1..]).await;
        assert_eq!(worker.pass().await.unwrap().delivered, 2);
        let got = service.pushed();
        assert_eq!(got.len(), 2);
        let mut keys: Vec<String> = got.iter().map(|pushed| pushed.claims().1).collect();
        keys.dedup();
        assert_eq!(keys.len(), 1);
        let first = &got[0];
        let shown = first.open();
        assert_eq!(shown["title"], "FLASH WARNING");
        assert_eq!(shown["body"], "CSIRT warns you: no. 2026-001.");
        assert_eq!(shown["url"], "https://paraat.test/w/secret");
        let (claims, _) = first.claims();
        assert_eq!(
            (&claims["aud"], &claims["sub"]),
            (&service.origin().into(), &"mailto:ict@zorg.example".into())
        );
        let now = post.kernel().wall.now().0 / 1000;
        assert!((now..=now + 24 * 3600).contains(&claims["exp"].as_i64().unwrap()));
        assert_eq!((first.header("urgency"), first.header("content-encoding")), ("high", "aes128gcm"));
        assert_eq!(first.header("topic").len(), 32);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_device_that_is_gone_is_forgotten_and_one_that_is_busy_is_not() {
    for engine in Engine::at_hand() {
        let (post, service, device, worker) = with_device(engine).await;
        service.answer(503);
        let sent = pushed(&device);
        post.dispatch(&post.reality, std::slice::from_ref(&sent)).await;
        assert_eq!(worker.pass().await.unwrap().put_off, 1);
        service.answer(410);
        post.world.advance(std::time::Duration::from_secs(3600));
        assert_eq!(worker.pass().await.unwrap().failed, 1);
        let outcome =
            outcomes(post.kernel(), std::slice::from_ref(&sent.id)).await.unwrap().remove(&sent.id).unwrap();
        assert_eq!((outcome.state, outcome.is_dead), (State::Failed, true));
        assert_eq!(devices::get(post.kernel(), &device).await.unwrap(), None);
        // What was still under way to it is dead too, and nobody is asked.
        post.dispatch(&post.reality, &[pushed(&device)]).await;
        assert_eq!(worker.pass().await.unwrap().failed, 1);
        assert_eq!(service.pushed().len(), 2);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_pushed_from_an_exercise_or_into_the_inner_network() {
    for engine in Engine::at_hand() {
        let (post, service, device, worker) = with_device(engine).await;
        let db = &post.kernel().db;
        let exercise =
            realm::create_exercise(db, "Two groups", Clock::Wall, post.kernel().wall.now()).await.unwrap();
        post.dispatch(&exercise, &[pushed(&device)]).await;
        assert_eq!(worker.pass().await.unwrap(), DELIVERED);
        let careful =
            post.office(PostOffice::simulated().with_push(Push::new("ict@zorg.example", false).unwrap()));
        post.dispatch(&post.reality, &[pushed(&device)]).await;
        assert_eq!(careful.pass().await.unwrap().failed, 1);
        assert_eq!(service.pushed().len(), 0);
        // Where nothing is pushed, nobody has a device.
        let people = ["an".to_owned()];
        assert_eq!(devices::of_people(post.kernel(), &people).await.unwrap().len(), 1);
        devices::switch(post.kernel(), false).await.unwrap();
        assert_eq!(devices::of_people(post.kernel(), &people).await.unwrap().len(), 0);
    }
}
