//! Seats, stand-ins and channels.

use std::time::Duration;

use directory::{Member, members};
use http::StatusCode;
use kernel::access::Role;
use testkit::{Actor, Engine, Page};
use web::people;

use crate::house::House;

async fn make_seat(house: &House, director: &mut Actor, role: &str) -> Page {
    let form = director.get(&format!("/directory/{}/seats/new", house.lab)).await;
    director.submit(&form, "/seats/new", &[("role", role)]).await
}

async fn quality_managers(house: &House) -> Vec<Member> {
    members(house.kernel(), &house.lab, &[Role::QualityManager]).await.unwrap()
}

#[tokio::test]
async fn a_seat_is_held_replaced_and_stood_in_for() {
    for engine in Engine::BOTH {
        let house = House::new(engine).await;
        let mut director = house.director().await;
        let seat = make_seat(&house, &mut director, "quality_manager").await;
        seat.must_show("Nobody holds this seat");
        let refused =
            director.submit(&seat, "/holder", &[("person", "An"), ("email", "not an address")]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        refused.must_show("This is not an e-mail address");
        let page = director
            .submit(
                &refused,
                "/holder",
                &[("person", "An Eerste"), ("email", "an@linde.example"), ("language", "nl")],
            )
            .await;
        page.must_show("An Eerste").must_show("holds the seat");
        let an = &quality_managers(&house).await[0];
        assert_eq!(
            (an.name.as_str(), an.email.as_str(), an.lang),
            ("An Eerste", "an@linde.example", l10n::Lang::Nl)
        );

        let page = director
            .submit(&page, "/holder", &[("person", "Bo Tweede"), ("email", "bo@linde.example")])
            .await;
        page.must_show("Bo Tweede").must_hide("An Eerste");
        let later = [
            ("person", "Cas Derde"),
            ("email", "cas@linde.example"),
            ("from", "2026-11-24T08:00"),
            ("until", "2026-11-25T08:00"),
        ];
        let wrong = director
            .submit(&page, "/stand-ins", &[&later[..3], &[("until", "2026-11-23T08:00")]].concat())
            .await;
        wrong.must_show("The end must come after the beginning");
        let page = director.submit(&wrong, "/stand-ins", &later).await;
        page.must_show("Cas Derde").must_show("begins later");
        assert_eq!(quality_managers(&house).await.len(), 1);
        house.world.advance(Duration::from_secs(50 * 3600));
        let names: Vec<_> = quality_managers(&house).await.into_iter().map(|member| member.name).collect();
        assert_eq!(names, ["Bo Tweede", "Cas Derde"], "the holder first, then who stands in");
        house.world.advance(Duration::from_secs(24 * 3600));
        assert_eq!(quality_managers(&house).await.len(), 1, "the time of standing in is over");
        let journal = house.journal_text().await;
        assert!(!journal.contains("Tweede") && !journal.contains("@linde"), "no name, no address");
    }
}

#[tokio::test]
async fn who_stands_in_and_then_holds_the_seat_is_there_once() {
    for engine in Engine::BOTH {
        let house = House::new(engine).await;
        let mut director = house.director().await;
        let seat = make_seat(&house, &mut director, "quality_manager").await;
        let an = [("person", "An Eerste"), ("email", "an@linde.example")];
        let seat = director.submit(&seat, "/stand-ins", &an).await;
        let page = director.submit(&seat, "/holder", &an).await;
        page.must_show("holds the seat").must_hide("stands in<");
        assert_eq!(quality_managers(&house).await.len(), 1);
        let twice = director.submit(&page, "/stand-ins", &an).await;
        assert_eq!(twice.status, StatusCode::CONFLICT);
    }
}

#[tokio::test]
async fn whoever_loses_a_seat_loses_it_at_once() {
    for engine in Engine::BOTH {
        let house = House::new(engine).await;
        let mut director = house.director().await;
        let mut deputy = house.somebody(&house.lab, Role::Deputy).await;
        deputy.get("/directory").await.must_show("Labo De Linde");
        let lab = director.get(&format!("/directory/{}", house.lab)).await;
        let seats = lab.attributes("main a[href*=\"/seats/\"]", "href");
        let names = lab.all("main a[href*=\"/seats/\"]");
        let path = &seats[names.iter().position(|name| name == "Deputy director").unwrap()];
        let seat = director.get(path).await;
        director.submit(&seat, "/end", &[]).await.must_show("Nobody holds this seat");
        let page = deputy.get("/directory").await;
        assert!(!page.text().contains("Labo De Linde"), "{}", page.text());
    }
}

#[tokio::test]
async fn a_seat_without_a_way_around_its_own_network_is_told_so() {
    for engine in Engine::BOTH {
        let house = House::new(engine).await;
        let mut director = house.director().await;
        let mut page = make_seat(&house, &mut director, "crisis_lead").await;
        page.must_show("There is no way to reach this seat");
        let (path, token) =
            (page.path.clone(), page.attributes("main input[name=_token]", "value")[0].clone());
        let channels = format!("{path}/channels");
        let form = |kind: &'static str, address: &'static str| {
            [("_token", token.as_str()), ("kind", kind), ("address", address)]
        };
        let steps = [
            ("email", "lead@linde.example", "There is only one way"),
            ("telephone", "016 000 01 42", "Every way runs over your own mail or switchboard"),
        ];
        for (kind, address, shown) in steps {
            page = director.post(&channels, &form(kind, address)).await;
            page.must_show(shown).must_show(address);
        }
        let wrong = director.post(&channels, &form("mobile", "ask An")).await;
        wrong.must_show("This is not a telephone number");
        assert_eq!(wrong.attributes("#f-address", "value"), ["ask An"]);
        page = director.post(&channels, &form("mobile", "+32 400 00 01 23")).await;
        page.must_show("outside own network").must_hide("Hard to reach");
        page = director.submit(&page, "/remove", &[]).await;
        page.must_hide("lead@linde.example");
        let stored: Vec<(String,)> =
            house.kernel().db.fetch_all(kernel::sql("SELECT sealed FROM channel")).await.unwrap();
        assert_eq!(stored.len(), 2);
        assert!(stored.iter().all(|(sealed,)| !sealed.contains("400")), "addresses are sealed");
    }
}

#[tokio::test]
async fn a_program_gets_a_secret_that_is_shown_once_and_never_twice_the_same() {
    for engine in Engine::BOTH {
        let house = House::new(engine).await;
        let mut director = house.director().await;
        let page = make_seat(&house, &mut director, "it_head").await;
        let wrong = [("kind", "webhook"), ("address", "http://soc.example/hook")];
        director.submit(&page, "/channels", &wrong).await.must_show("begins with https://");
        let right = [("kind", "webhook"), ("address", "https://soc.example/hook")];
        let mut secrets = Vec::new();
        for _ in 0..2 {
            let page = director.submit(&page, "/channels", &right).await;
            page.must_show("shown once")
                .must_show("https://soc.example/hook")
                .must_show("outside own network");
            secrets.extend(page.all("main .mono"));
        }
        assert_eq!(secrets.len(), 2);
        assert_ne!(secrets[0], secrets[1], "who enters another's URL does not learn its secret");
        let again = director.get(&page.path).await;
        again.must_show("https://soc.example/hook").must_hide("shown once").must_hide("hook#");
    }
}

#[tokio::test]
async fn an_invitation_goes_to_the_persons_own_mailbox_only() {
    for engine in Engine::BOTH {
        let house = House::new(engine).await;
        let mut director = house.director().await;
        let seat = make_seat(&house, &mut director, "it_head").await;
        let seat = director
            .submit(
                &seat,
                "/holder",
                &[("person", "An Eerste"), ("email", "an@linde.example"), ("language", "nl")],
            )
            .await;
        let page = director.submit(&seat, "/invite", &[]).await;
        page.must_show("The invitation is on its way").must_hide("/invitation/");
        let person = people::find_by_email(house.kernel(), "an@linde.example").await.unwrap().unwrap();
        let rows: Vec<(String, String, String)> = house
            .kernel()
            .db
            .fetch_all(kernel::sql("SELECT id, seal_key, sealed FROM outbox"))
            .await
            .unwrap();
        let (id, key, sealed) = &rows[0];
        let message = kernel::Message::open(&house.kernel().vault, id, key, sealed).unwrap().unwrap();
        assert_eq!((message.to, rows.len()), (person.details.email, 1));
        assert!(message.body.contains("http://paraat.example/invitation/"), "{}", message.body);
        assert!(message.body.starts_with("Beste An Eerste,\n\n"), "{}", message.body);
    }
}
