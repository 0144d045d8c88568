//! eHealthBox, against a stand-in for its documented call.

use delivery::{EhealthBox, EhealthBoxSettings, PostOffice, Tally, Worker, opened};
use kernel::time::Clock;
use kernel::{Channel, Parcel, realm};
use testkit::Engine;
use testkit::ehealthbox::EhealthBoxService;

use crate::Post;
use crate::channels::parcel;

const DELIVERED: Tally = Tally { delivered: 1, failed: 0, put_off: 0, held: 0 };
const PUT_OFF: Tally = Tally { delivered: 0, failed: 0, put_off: 1, held: 0 };
const FAILED: Tally = Tally { delivered: 0, failed: 1, put_off: 0, held: 0 };

fn office(service: &EhealthBoxService, token: &str) -> PostOffice {
    let settings = EhealthBoxSettings {
        url: service.url(),
        consultation_url: service.consultation_url(),
        token: token.into(),
    };
    PostOffice::simulated().with_ehealthbox(EhealthBox::new(settings).unwrap())
}

fn message() -> Parcel {
    let body = "CSIRT waarschuwt u: nr. 2026-001.\n\n<één> & meer";
    Parcel { subject: "FLITS <1> & 2".into(), ..parcel(Channel::EhealthBox, "HOSPITAL 71000436", body) }
}

async fn sent(post: &Post, worker: &Worker) -> Tally {
    post.dispatch(&post.reality, &[message()]).await;
    worker.pass().await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_box_gets_what_its_reader_should_read() {
    for engine in Engine::at_hand() {
        let (post, service) = (Post::new(engine).await, EhealthBoxService::start("geheim").await);
        let worker = post.office(office(&service, "geheim"));
        assert_eq!(sent(&post, &worker).await, DELIVERED);
        let published = service.published();
        assert_eq!(published.len(), 1);
        let got = &published[0];
        assert_eq!((got.quality.as_str(), got.number.as_str()), ("HOSPITAL", "71000436"));
        assert_eq!(got.title, "FLITS &lt;1&gt; &amp; 2");
        assert_eq!(got.text, "CSIRT waarschuwt u: nr. 2026-001.\n\n<één> & meer");
        assert_eq!(got.publication.len(), 13);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_it_answers_decides_what_becomes_of_a_message() {
    for engine in Engine::at_hand() {
        let (post, service) = (Post::new(engine).await, EhealthBoxService::start("geheim").await);
        let worker = post.office(office(&service, "geheim"));
        for (code, expected) in [("826", DELIVERED), ("802", FAILED), ("814", FAILED), ("900", PUT_OFF)] {
            service.refuse(code);
            assert_eq!(sent(&post, &worker).await, expected, "{code}");
        }
        let dead = post.rows().await.iter().filter(|row| row.2.contains("answered 802")).count();
        assert_eq!(dead, 1);
        let stranger = post.office(office(&service, "wrong"));
        assert_eq!(sent(&post, &stranger).await, PUT_OFF, "who may not sign in tries again");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_of_an_exercise_reaches_a_box() {
    for engine in Engine::at_hand() {
        let (post, service) = (Post::new(engine).await, EhealthBoxService::start("geheim").await);
        let worker = post.office(office(&service, "geheim"));
        let db = &post.kernel().db;
        let exercise =
            realm::create_exercise(db, "Two groups", Clock::Wall, post.kernel().wall.now()).await.unwrap();
        post.dispatch(&exercise, &[message()]).await;
        assert_eq!(worker.pass().await.unwrap(), DELIVERED);
        assert_eq!(service.published(), []);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_opened_is_known_when_it_was_asked() {
    for engine in Engine::at_hand() {
        let (post, service) = (Post::new(engine).await, EhealthBoxService::start("geheim").await);
        let worker = post.office(office(&service, "geheim"));
        let message = message();
        let ids = [message.id.clone()];
        post.dispatch(&post.reality, &[message]).await;
        worker.pass().await.unwrap();
        assert_eq!(worker.read_receipts().await.unwrap(), 0);
        service.open_all();
        // Nothing is asked after twice within five minutes.
        assert_eq!(worker.read_receipts().await.unwrap(), 0);
        post.world.advance(std::time::Duration::from_secs(300));
        assert_eq!(opened(post.kernel(), &ids).await.unwrap(), 0);
        assert_eq!(worker.read_receipts().await.unwrap(), 1);
        assert_eq!(opened(post.kernel(), &ids).await.unwrap(), 1);
        assert_eq!(worker.read_receipts().await.unwrap(), 0);
    }
}
