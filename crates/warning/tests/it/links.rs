//! Answering by link: scanners, people who left, one person for several sites, links that had their time.

use std::time::Duration;

use kernel::access::Role;
use kernel::time::Clock;
use l10n::Lang;
use testkit::world::BEGIN;
use warning::warning::{Class, Tlp};

use testkit::Engine;

use crate::house::{House, MINUTE};

#[tokio::test(flavor = "multi_thread")]
async fn a_scanner_that_clicks_does_not_stop_the_ladder() {
    for engine in Engine::at_hand() {
        let house = House::new(engine).await;
        let deputy = house.person(&house.labs[0], Role::Deputy, "Dep Uty", Lang::En).await;
        house.publish(Class::Flash, Tlp::Green).await;
        let link = house.link(&house.directors[0]).await;
        house.world.advance(Duration::from_secs(4));
        house.press(&link, "received").await.must_show("Once more, please");
        assert_eq!(house.open().await, 3, "an answer after four seconds is a program's");
        house.advance(10 * MINUTE).await;
        assert!(house.written_to().await.contains(&deputy.email), "so the deputy is tried");
        // The person presses again, and is believed.
        house.press(&link, "received").await.must_show("Receipt noted");
        assert_eq!(house.open().await, 2);
        assert_eq!(house.count("SELECT COUNT(*) FROM journal WHERE verb = 'warning.suspected'").await, 1);
        assert_eq!(house.count("SELECT COUNT(*) FROM journal WHERE verb = 'warning.acknowledged'").await, 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_follows_the_decoy_or_answers_for_many_from_one_network_is_a_program() {
    for engine in Engine::at_hand() {
        let house = House::new(engine).await;
        house.publish(Class::Urgent, Tlp::Green).await;
        house.world.advance(MINUTE);
        let link = house.link(&house.directors[0]).await;
        let page = house.phone().get(&link).await;
        let decoy = page.attributes("a[hidden]", "href").remove(0);
        house.phone().get(&decoy).await;
        house.press(&link, "received").await.must_show("Once more, please");
        house.world.advance(MINUTE);
        house.press(&link, "received").await.must_show("Receipt noted");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_has_left_is_passed_over_at_once() {
    for engine in Engine::at_hand() {
        let house = House::new(engine).await;
        let deputy = house.person(&house.labs[0], Role::Deputy, "Dep Uty", Lang::Fr).await;
        house.publish(Class::Flash, Tlp::Green).await;
        house.world.advance(MINUTE);
        let link = house.link(&house.directors[0]).await;
        house.press(&link, "not_me").await.must_show("We asked somebody else");
        assert!(!house.written_to().await.contains(&deputy.email));
        house.tick().await;
        let letters = house.letters().await;
        assert_eq!(letters.len(), 4, "nobody waits for the ten minutes, and nobody else is hurried");
        assert_eq!(letters[3].to, deputy.email);
        assert!(letters[3].subject.starts_with("ALERTE FLASH"), "{}", letters[3].subject);
        // Later rungs, in which directors are tried again, pass over who left.
        house.advance(10 * MINUTE).await;
        house.advance(10 * MINUTE).await;
        let again = house.written_to().await.into_iter().filter(|to| *to == house.directors[0].email).count();
        assert_eq!(again, 1);
        let others =
            house.written_to().await.into_iter().filter(|to| *to == house.directors[1].email).count();
        assert_eq!(others, 2, "whoever did not leave is tried again");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_person_of_several_sites_gets_one_message_and_answers_for_all() {
    for engine in Engine::at_hand() {
        let house = House::new(engine).await;
        house.person(&house.labs[2], Role::ItHead, "Director Linde", Lang::En).await;
        house.publish(Class::Urgent, Tlp::Green).await;
        let linde = &house.directors[0];
        let written = house.written_to().await;
        assert_eq!(written.iter().filter(|to| **to == linde.email).count(), 1, "{written:?}");
        house.world.advance(MINUTE);
        let link = house.link(linde).await;
        let mut phone = house.phone();
        let page = phone.get(&link).await;
        page.must_show("Labo De Linde").must_show("Labo Vlierbes").must_hide("Labo Kamille");
        phone.submit(&page, "/w/", &[("reply", "received")]).await.must_show("Receipt noted");
        assert_eq!(house.open().await, 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_has_its_time_and_a_receipt_has_not() {
    for engine in Engine::at_hand() {
        let house = House::new(engine).await;
        house.publish(Class::Urgent, Tlp::Red).await;
        let (first, second) = (house.link(&house.directors[0]).await, house.link(&house.directors[1]).await);
        house.world.advance(MINUTE);
        let page = house.press(&first, "received").await;
        page.must_show("Receipt noted").must_show("Only who signs in reads").must_hide("ransomware");
        house.world.advance(Duration::from_secs(40 * 24 * 3600));
        house.phone().get(&first).await.must_show("Receipt noted");
        let mut phone = house.phone();
        phone.get(&second).await.must_show("This link has expired");
        phone.post(&second, &[("reply", "received")]).await.must_show("This link has expired");
        assert_eq!(house.open().await, 2);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn in_an_exercise_the_ladder_climbs_by_the_exercises_clock() {
    for engine in Engine::at_hand() {
        // Ten minutes of the exercise pass in one.
        let clock = Clock::Scaled { wall: BEGIN, realm: BEGIN, per_mille: 10_000 };
        let house = House::exercise(engine, clock).await;
        let deputy = house.person(&house.labs[0], Role::Deputy, "Dep Uty", Lang::En).await;
        house.publish(Class::Flash, Tlp::Green).await;
        let link = house.link(&house.directors[0]).await;
        house.phone().get(&link).await.must_show("EXERCISE: none of this is real").must_show("Two groups");
        house.advance(Duration::from_secs(59)).await;
        assert!(!house.written_to().await.contains(&deputy.email));
        house.advance(Duration::from_secs(1)).await;
        assert!(house.written_to().await.contains(&deputy.email));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_erased_persons_link_opens_nothing() {
    for engine in Engine::at_hand() {
        let house = House::new(engine).await;
        house.publish(Class::Urgent, Tlp::Green).await;
        house.world.advance(MINUTE);
        let link = house.link(&house.directors[0]).await;
        house.phone().get(&link).await.must_show("You answer for Labo De Linde");
        let mut change = house.kernel().begin_as_system(&house.realm).await.unwrap();
        web::people::erase(&mut change, &house.directors[0].id).await.unwrap();
        change.record(kernel::Entry::new("person.erased", "person", &house.directors[0].id));
        change.commit().await.unwrap();
        assert_eq!(house.phone().get(&link).await.status.as_u16(), 404);
        house.phone().post(&link, &[("reply", "received")]).await;
        assert_eq!(house.open().await, 3);
    }
}
