//! Canaries: each goes the way of every message, once for all nodes, and says when it did not arrive.

use std::time::Duration;

use delivery::canary::{self, Late, Watch, WatchSettings};
use delivery::{PostOffice, Webhooks, Worker};
use kernel::{Channel, Kernel, sql};
use testkit::gateway::Gateway;
use testkit::{Engine, World};

const MINUTE: Duration = Duration::from_secs(60);

fn watch(nest: &Gateway) -> Watch {
    Watch::new(WatchSettings {
        canaries: vec![(Channel::Webhook, nest.url())],
        every: canary::EVERY,
        in_time: canary::IN_TIME,
        heartbeat: None,
    })
    .unwrap()
}

fn worker(kernel: &Kernel) -> Worker {
    Worker::new(kernel.clone(), PostOffice::simulated().with_webhooks(Webhooks::new(true).unwrap()))
}

async fn world(engine: Engine) -> World {
    World::new(engine, &[kernel::MIGRATIONS, web::MIGRATIONS, delivery::MIGRATIONS]).await
}

#[tokio::test(flavor = "multi_thread")]
async fn one_goes_every_five_minutes_whatever_node_asks() {
    for engine in Engine::at_hand() {
        let world = world(engine).await;
        let (node, nest) = (world.second_node().await, Gateway::start().await);
        let (here, there) = (watch(&nest), watch(&nest));
        for round in 1..=3 {
            let (one, two) = tokio::join!(here.round(&world.kernel), there.round(&node));
            assert_eq!((one.unwrap(), two.unwrap()), (Vec::new(), Vec::new()));
            here.round(&node).await.unwrap();
            worker(&world.kernel).pass().await.unwrap();
            assert_eq!(nest.offered(), round);
            world.advance(canary::EVERY);
        }
        assert_eq!(nest.taken()[0].body, r#"{"paraat_canary":1}"#);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_that_does_not_arrive_is_late_until_the_next_one_does() {
    for engine in Engine::at_hand() {
        let world = world(engine).await;
        let nest = Gateway::start().await;
        let (watch, worker) = (watch(&nest), worker(&world.kernel));
        let begin = world.kernel.wall.now();
        nest.refuse(1000, 503);
        for _ in 0..4 {
            assert_eq!(watch.round(&world.kernel).await.unwrap(), []);
            worker.pass().await.unwrap();
            world.advance(MINUTE);
        }
        let late = [Late { channel: Channel::Webhook, due: begin.plus(canary::IN_TIME) }];
        // The next ones do not hide that the first never came.
        for _ in 0..4 {
            assert_eq!(watch.round(&world.kernel).await.unwrap(), late);
            worker.pass().await.unwrap();
            world.advance(2 * MINUTE);
        }
        nest.accept();
        watch.round(&world.kernel).await.unwrap();
        world.advance(MINUTE);
        worker.pass().await.unwrap();
        assert_eq!(watch.round(&world.kernel).await.unwrap(), []);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_that_only_the_simulated_post_office_has_did_not_leave() {
    for engine in Engine::at_hand() {
        let world = world(engine).await;
        let watch = watch(&Gateway::start().await);
        watch.round(&world.kernel).await.unwrap();
        Worker::new(world.kernel.clone(), PostOffice::simulated()).pass().await.unwrap();
        world.advance(4 * MINUTE);
        assert_eq!(watch.round(&world.kernel).await.unwrap().len(), 1);
        // What is no longer watched is no alarm either.
        let nothing = Watch::new(WatchSettings::default()).unwrap();
        assert_eq!(nothing.round(&world.kernel).await.unwrap(), []);
        assert_eq!(world.kernel.db.fetch_number(sql("SELECT COUNT(*) FROM canary")).await.unwrap(), 0);
    }
}

#[test]
fn a_heartbeat_goes_only_where_nobody_listens_in() {
    let watch =
        |url: &str| Watch::new(WatchSettings { heartbeat: Some(url.into()), ..WatchSettings::default() });
    assert!(watch("https://health.example/ping/1").is_ok());
    for url in ["http://health.example/ping/1", "health.example", "ftp://health.example"] {
        let error = watch(url).err().map(|error| error.to_string()).unwrap_or_default();
        assert!(error.starts_with("watch.heartbeat_url"), "{url}: {error}");
    }
}
