//! What belongs to an exercise stays in it, and is read by the person it is addressed to.

use delivery::{PostOffice, Tally, Worker};
use kernel::access::{Role, Seat};
use kernel::db::sql;
use kernel::time::{Clock, Time};
use kernel::{Channel, Entry, Kernel, Parcel, Realm, Result, realm};
use l10n::{Lang, Zone};
use testkit::world::BEGIN;
use testkit::{Actor, Engine};
use tokio_util::sync::CancellationToken;
use web::people::{self, Details};
use web::session::{self, Holder};
use web::{App, BoxFuture, Seats, Settings};

use crate::Post;
use crate::channels::parcel;

/// One seat for everybody, in one realm.
struct OneSeat(Seat);

impl Seats for OneSeat {
    fn held_by<'a>(&'a self, _: &'a Kernel, _: &'a str) -> BoxFuture<'a, Result<Vec<Seat>>> {
        Box::pin(async { Ok(vec![self.0.clone()]) })
    }

    fn of_card<'a>(&'a self, _: &'a Kernel, _: &'a str) -> BoxFuture<'a, Result<Option<Seat>>> {
        Box::pin(async { Ok(None) })
    }
}

async fn exercise(post: &Post) -> Realm {
    let clock = Clock::Virtual { at: Time(1_800_000_000_000) };
    realm::create_exercise(&post.kernel().db, "Storm", clock, BEGIN).await.unwrap()
}

/// Somebody with this address, signed in, in that realm.
async fn reader(post: &Post, realm: &Realm, email: &str, office: &PostOffice) -> Actor {
    let mut change = post.kernel().begin_as_system(realm).await.unwrap();
    let details = Details { name: "An".into(), email: email.into() };
    let person = people::add(post.kernel(), &mut change, &details, Lang::En).await.unwrap();
    change.record(Entry::new("person.added", "person", &person));
    change.commit().await.unwrap();
    let seat = Seat {
        id: "seat".into(),
        role: Role::Director,
        organisation_id: "org".into(),
        organisation_name: "Lab".into(),
        is_authority: false,
        realm_id: realm.id.clone(),
    };
    let settings = Settings {
        public_url: "http://paraat.example".into(),
        zone: Zone::named("Europe/Brussels").unwrap(),
        lang: Lang::Nl,
        help_phone: String::new(),
    };
    let nav = vec![delivery::nav(office)];
    let app = App::new(post.kernel().clone(), settings, OneSeat(seat), nav, CancellationToken::new());
    let holder = Holder::Person { id: &person, seat_id: "seat" };
    let cookie = session::start(&app, holder, "test").await.unwrap();
    let router = web::finish(web::router().merge(delivery::router()), app);
    Actor::new(router).with_cookie(cookie.to_str().unwrap())
}

#[tokio::test]
async fn nothing_of_an_exercise_reaches_the_mail_server() {
    for engine in Engine::BOTH {
        let post = Post::new(engine).await;
        let exercise = exercise(&post).await;
        post.send(&exercise, &["in the exercise"]).await;
        post.send(&post.reality, &["in reality"]).await;
        let tally = post.worker().pass().await.unwrap();
        assert_eq!(tally, Tally { delivered: 2, ..Tally::default() });
        let [mail] = post.sink.mails().try_into().unwrap();
        assert_eq!(mail.subject(), "in reality");
        assert_eq!(post.sink.offered(), 1);
        assert_eq!(post.outcomes(&exercise).await, ["message.delivered"]);
        let kept: Vec<(String, i64)> =
            post.kernel().db.fetch_all(sql("SELECT realm_id, at FROM simulated_mail")).await.unwrap();
        assert_eq!(kept, [(exercise.id.clone(), 1_800_000_000_000)]);
        assert!(post.rows().await.iter().all(|row| row.3.is_empty() && row.4.is_empty()));
    }
}

#[tokio::test]
async fn simulated_mail_says_exercise_and_is_read_by_its_reader_only() {
    for engine in Engine::BOTH {
        let post = Post::new(engine).await;
        let exercise = exercise(&post).await;
        post.send(&exercise, &["Something waits"]).await;
        post.worker().pass().await.unwrap();
        let office = PostOffice::simulated();
        let page = reader(&post, &exercise, "An@Lab.example", &office).await.get("/post").await;
        page.must_show("[EXERCISE · OEFENING · EXERCICE · ÜBUNG] Something waits");
        page.must_show("EXERCISE · OEFENING · EXERCICE · ÜBUNG Er wacht één melding.");
        page.must_show("In an exercise no mail leaves this system.");
        let page = reader(&post, &exercise, "bo@lab.example", &office).await.get("/post").await;
        page.must_show("No mail for you yet").must_hide("Something waits");
        // The same address in another world.
        let page = reader(&post, &post.reality, "an@lab.example", &office).await.get("/post").await;
        page.must_show("This installation sends no real mail.").must_hide("Something waits");
    }
}

#[tokio::test]
async fn what_would_have_gone_to_a_telephone_is_read_by_whom_it_is_for() {
    for engine in Engine::BOTH {
        let post = Post::new(engine).await;
        let exercise = exercise(&post).await;
        let office = PostOffice::simulated();
        let mut an = reader(&post, &exercise, "an@lab.example", &office).await;
        let mut bo = reader(&post, &exercise, "bo@lab.example", &office).await;
        let found = people::find_by_email(post.kernel(), "an@lab.example").await.unwrap().unwrap();
        let parcel = Parcel { person: found.id, ..parcel(Channel::Sms, "+32470123456", "Something waits") };
        post.dispatch(&exercise, &[parcel]).await;
        post.worker().pass().await.unwrap();
        let page = an.get("/post").await;
        page.must_show("Text message · [EXERCISE · OEFENING · EXERCICE · ÜBUNG]").must_show("+32470123456");
        page.must_show("EXERCISE · OEFENING · EXERCICE · ÜBUNG Something waits");
        bo.get("/post").await.must_hide("Something waits");
    }
}

#[tokio::test]
async fn without_a_mail_server_reality_is_simulated_too_but_unmarked() {
    let post = Post::new(Engine::Sqlite).await;
    post.send(&post.reality, &["Something waits"]).await;
    let tally = Worker::new(post.kernel().clone(), PostOffice::simulated()).pass().await.unwrap();
    assert_eq!(tally.delivered, 1);
    let mut an = reader(&post, &post.reality, "an@lab.example", &PostOffice::simulated()).await;
    let page = an.get("/post").await;
    page.must_show("Something waits").must_hide("OEFENING");
    assert_eq!(page.attributes("nav.main a", "href"), ["/post"]);
}
