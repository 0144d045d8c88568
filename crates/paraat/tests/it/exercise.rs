//! The idea the product rests on: an exercise runs the very same story, says so everywhere, and nothing of
//! it reaches reality's post office.

use std::time::Duration;

use kernel::access::Role;
use kernel::realm;
use kernel::time::Clock;
use testkit::Engine;
use testkit::smtp::SmtpSink;

use crate::house::House;
use crate::story;

#[tokio::test]
async fn an_exercise_runs_the_same_story_and_nothing_of_it_gets_out() {
    for engine in Engine::BOTH {
        let house = House::new(engine).await;
        let now = house.kernel().wall.now();
        // An hour of the exercise passes in a minute.
        let clock = Clock::Wall.scaled(now, 60_000);
        let realm = realm::create_exercise(&house.kernel().db, "Twee groepen", clock, now).await.unwrap();
        let sector = house.sector(realm).await;
        let real = house.sector(house.reality().await).await;
        let incident = story::tell(&house, &sector).await;

        let sink = SmtpSink::start().await;
        let tally = house.carry_post(&sink).await;
        assert!(tally.delivered > 0, "the exercise's post was carried");
        assert_eq!((sink.mails().len(), sink.offered(), sink.connections()), (0, 0, 0), "and none got out");

        let email = format!("ine@wacht-{}.example", sector.realm.id);
        let person = web::people::find_by_email(house.kernel(), &email).await.unwrap().unwrap();
        let mut officer = house.signed_in(&person.id).await;
        for path in ["/desk", "/post", "/directory", "/account", &incident, "/no-such-page"] {
            let page = officer.get(path).await;
            page.must_hide("+32 2 555 01 12");
            assert!(page.all(".realm").join(" ").contains("EXERCISE"), "{path} does not say EXERCISE");
            assert!(
                page.all("title").join(" ").starts_with("EXERCISE"),
                "{path}'s title does not say EXERCISE"
            );
        }
        let post = officer.get("/post").await;
        post.must_show("EXERCISE");

        // Two minutes passed on the wall, two hours in the exercise.
        let lines = kernel::journal::about(
            &house.kernel().db,
            &sector.realm.id,
            incident.rsplit('/').next().unwrap(),
        );
        let lines = lines.await.unwrap();
        let at = |verb: &str| lines.iter().find(|line| line.verb == verb).unwrap().at;
        assert_eq!(at("report.acknowledged").since(at("report.filed")), Duration::from_secs(2 * 3600));

        // Reality knows nothing of it.
        let mut real_officer =
            house.actor(&real.realm, &real.csirt, Role::DutyOfficer, "echt@wacht.example").await;
        let desk = real_officer.get("/desk").await;
        desk.must_hide("Linde").must_hide("EXERCISE");
        assert_eq!(real_officer.get(&incident).await.status, 404);
    }
}
