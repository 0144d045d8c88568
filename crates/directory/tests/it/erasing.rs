//! Erasing a person's data.

use directory::{DirectorySeats, NewOrganisation, OrganisationKind, members};
use http::StatusCode;
use kernel::access::Role;
use kernel::time::Clock;
use kernel::{journal, realm};
use testkit::{Actor, Engine, Page};
use web::{Seats, people, session};

use crate::house::House;

const AN: &[(&str, &str)] = &[("person", "An Eerste"), ("email", "an@linde.example"), ("language", "nl")];

/// The lab's seat of an IT head, held by An.
async fn seat_of_an(house: &House) -> Page {
    let mut director = house.director().await;
    let form = director.get(&format!("/directory/{}/seats/new", house.lab)).await;
    let seat = director.submit(&form, "/seats/new", &[("role", "it_head")]).await;
    director.submit(&seat, "/holder", AN).await
}

/// Where an administrator is led to erase the person on this seat.
async fn way(administrator: &mut Actor, seat: &Page) -> String {
    administrator.get(&seat.path).await.attributes("main a[href$=\"/erase\"]", "href").swap_remove(0)
}

async fn an(house: &House) -> String {
    people::find_by_email(house.kernel(), "an@linde.example").await.unwrap().unwrap().id
}

#[tokio::test]
async fn an_administrator_erases_a_person_after_saying_so() {
    for engine in Engine::BOTH {
        let house = House::new(engine).await;
        let seat = seat_of_an(&house).await;
        let mut administrator = house.administrator().await;
        let page = administrator.get(&seat.path).await;
        for address in ["an@linde.example", "an@elders.example"] {
            administrator.submit(&page, "/channels", &[("kind", "email"), ("address", address)]).await;
        }
        let id = an(&house).await;
        let seat_id = seat.path.rsplit('/').next().unwrap();
        let cookie = session::start(&house.app, session::Holder::Person { id: &id, seat_id }, "test");
        let mut person =
            Actor::new(house.router.clone()).with_cookie(cookie.await.unwrap().to_str().unwrap());
        person.get("/directory").await.must_show("Labo De Linde");

        let path = way(&mut administrator, &seat).await;
        let ask = administrator.get(&path).await;
        ask.must_show("The name An Eerste and the address an@linde.example").must_show("Labo De Linde");
        ask.must_show("It keeps only an identifier").must_show("keeps the name of who filed it");
        let refused = administrator.submit(&ask, "/erase", &[]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        refused.must_show("Nothing is erased yet");
        assert!(!people::get(house.kernel(), &id).await.unwrap().is_erased());

        let page = administrator.submit(&refused, "/erase", &[("sure", "yes")]).await;
        page.must_show("The person’s data is erased").must_show("Nobody holds this seat");
        page.must_hide("An Eerste").must_hide("an@linde.example").must_show("an@elders.example");
        assert!(page.attributes("main a[href$=\"/erase\"]", "href").is_empty());
        assert!(people::get(house.kernel(), &id).await.unwrap().is_erased());
        assert!(members(house.kernel(), &house.lab, &[Role::ItHead]).await.unwrap().is_empty());
        assert!(person.get("/directory").await.path.starts_with("/sign-in"));

        assert_eq!(administrator.get(&path).await.status, StatusCode::NOT_FOUND, "once is enough");
        let again = administrator.submit(&refused, "/erase", &[("sure", "yes")]).await;
        assert_eq!(again.status, StatusCode::NOT_FOUND);
        let verbs = house.verbs().await;
        assert_eq!(verbs.iter().filter(|verb| *verb == "person.erased").count(), 1);
        let journal = house.journal_text().await;
        assert!(!journal.contains("Eerste") && !journal.contains("@linde"), "no name, no address");
        assert!(journal::verify(&house.kernel().db).await.unwrap().findings.is_empty());
    }
}

#[tokio::test]
async fn nobody_else_may() {
    for engine in Engine::BOTH {
        let house = House::new(engine).await;
        let seat = seat_of_an(&house).await;
        let path = way(&mut house.administrator().await, &seat).await;
        for role in
            Role::ALL.into_iter().filter(|role| !matches!(role, Role::Administrator | Role::CardHolder))
        {
            for organisation in [&house.lab, &house.authority] {
                let mut actor = house.somebody(organisation, role).await;
                let own = actor.get(&seat.path).await;
                assert!(own.attributes("main a[href$=\"/erase\"]", "href").is_empty(), "{role:?}");
                assert_eq!(actor.get(&path).await.status, StatusCode::FORBIDDEN, "{role:?}");
                let form = actor.get("/account").await;
                let token = form.attributes("input[name=_token]", "value").swap_remove(0);
                let page = actor.post(&path, &[("_token", &token), ("sure", "yes")]).await;
                assert_eq!(page.status, StatusCode::FORBIDDEN, "{role:?}");
            }
        }
        assert!(!people::get(house.kernel(), &an(&house).await).await.unwrap().is_erased());
    }
}

#[tokio::test]
async fn an_administrator_does_not_erase_themselves() {
    for engine in Engine::BOTH {
        let house = House::new(engine).await;
        let seat = seat_of_an(&house).await;
        let mut administrator = house.administrator().await;
        let operator = administrator.get(&format!("/directory/{}", house.operator)).await;
        let own = operator.attributes("main a[href*=\"/seats/\"]", "href");
        let own = own.into_iter().find(|path| !path.ends_with("/new")).unwrap();
        let own = administrator.get(&own).await;
        let path = own.attributes("main a[href$=\"/erase\"]", "href").swap_remove(0);
        let page = administrator.get(&path).await;
        page.must_show("You cannot erase your own data").must_hide("Erase for good");
        let other = way(&mut administrator, &seat).await;
        let form = administrator.get(&other).await;
        let token = form.attributes("main input[name=_token]", "value").swap_remove(0);
        let page = administrator.post(&path, &[("_token", &token), ("sure", "yes")]).await;
        assert_eq!(page.status, StatusCode::CONFLICT);
        page.must_show("You cannot erase your own data");
        administrator.get(&own.path).await.must_show("Test administrator");
    }
}

#[tokio::test]
async fn whoever_left_a_seat_before_can_be_erased_there() {
    for engine in Engine::BOTH {
        let house = House::new(engine).await;
        let seat = seat_of_an(&house).await;
        let mut director = house.director().await;
        let page = director.get(&seat.path).await;
        let page = director.submit(&page, "/end", &[]).await;
        page.must_hide("An Eerste");
        let mut administrator = house.administrator().await;
        let page = administrator.get(&seat.path).await;
        page.must_show("Earlier on this seat").must_show("An Eerste");
        let path = page.attributes("main a[href$=\"/erase\"]", "href").swap_remove(0);
        let ask = administrator.get(&path).await;
        let page = administrator.submit(&ask, "/erase", &[("sure", "yes")]).await;
        page.must_hide("Earlier on this seat").must_hide("An Eerste");
    }
}

#[tokio::test]
async fn seats_in_an_exercise_end_too_but_nobody_is_erased_from_there() {
    for engine in Engine::BOTH {
        let house = House::new(engine).await;
        let seat = seat_of_an(&house).await;
        let (kernel, id) = (house.kernel(), an(&house).await);
        let elsewhere =
            realm::create_exercise(&kernel.db, "Try", Clock::Wall, kernel.wall.now()).await.unwrap();
        let mut change = kernel.begin_as_system(&elsewhere).await.unwrap();
        let lab = NewOrganisation::named("Labo Oefening", OrganisationKind::Other, "Gent");
        let lab = directory::add_organisation(kernel, &mut change, &lab).await.unwrap();
        let tried = directory::seat_person(kernel, &mut change, &lab, Role::ItHead, &id).await.unwrap();
        let details = people::Details { name: "Test".into(), email: "test@elders.example".into() };
        let player = people::add(kernel, &mut change, &details, l10n::Lang::En).await.unwrap();
        let desk =
            directory::seat_person(kernel, &mut change, &lab, Role::Administrator, &player).await.unwrap();
        change.commit().await.unwrap();
        assert_eq!(DirectorySeats.held_by(kernel, &id).await.unwrap().len(), 2);

        let holder = session::Holder::Person { id: &player, seat_id: &desk };
        let cookie = session::start(&house.app, holder, "test").await.unwrap();
        let mut player = Actor::new(house.router.clone()).with_cookie(cookie.to_str().unwrap());
        let page = player.get(&format!("/directory/{lab}/seats/{tried}")).await;
        page.must_show("An Eerste").must_hide("Erase this person’s data");
        let holding = page.attributes("main form[action$=\"/end\"]", "action").swap_remove(0);
        let path = holding.replace("/end", "/erase");
        assert_eq!(player.get(&path).await.status, StatusCode::FORBIDDEN);

        let mut administrator = house.administrator().await;
        let path = way(&mut administrator, &seat).await;
        let ask = administrator.get(&path).await;
        ask.must_show("Labo Oefening");
        administrator.submit(&ask, "/erase", &[("sure", "yes")]).await.must_show("is erased");
        assert!(DirectorySeats.held_by(kernel, &id).await.unwrap().is_empty());
        player.get(&page.path).await.must_hide("An Eerste").must_show("Nobody holds this seat");
        assert!(journal::verify(&kernel.db).await.unwrap().findings.is_empty());
    }
}
