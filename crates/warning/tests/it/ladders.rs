//! Ladders as time passes: who is tried when, on one node or two, after a night, and where nobody is.

use std::time::Duration;

use kernel::access::Role;
use l10n::Lang;
use warning::commands;
use warning::warning::{Class, Tlp};

use testkit::Engine;

use crate::house::{House, MINUTE, draft};

#[tokio::test(flavor = "multi_thread")]
async fn each_rung_comes_in_its_time_and_two_nodes_climb_it_once() {
    for engine in Engine::at_hand() {
        let house = House::new(engine).await;
        let deputy = house.person(&house.labs[0], Role::Deputy, "Dep Uty", Lang::En).await;
        let quality = house.person(&house.labs[0], Role::QualityManager, "Qua Lity", Lang::En).await;
        house.publish(Class::Flash, Tlp::Green).await;
        let node = house.world.second_node().await;
        // Two laboratories have nobody for the rung after ten minutes, and go on to the one after it.
        for (minutes, expected) in [(9, 0), (10, 3), (19, 0), (20, 1), (29, 0), (30, 3), (600, 0)] {
            let target = testkit::world::BEGIN.plus(Duration::from_secs(minutes * 60));
            house.world.advance(target.since(house.kernel().wall.now()));
            let (one, other) = tokio::join!(
                warning::tick(house.kernel(), &house.app.settings),
                warning::tick(&node, &house.app.settings)
            );
            assert_eq!(one.unwrap() + other.unwrap(), expected, "after {minutes} minutes");
        }
        let count = |to: &str, written: &[String]| written.iter().filter(|each| *each == to).count();
        let written = house.written_to().await;
        assert_eq!(count(&deputy.email, &written), 1);
        assert_eq!(count(&quality.email, &written), 1);
        assert_eq!(count(&house.directors[0].email, &written), 2);
        assert_eq!(
            house.count("SELECT COUNT(*) FROM obligation WHERE state = 'open' AND next_at IS NULL").await,
            3
        );
        assert_eq!(warning::reconcile(house.kernel()).await.unwrap(), 0);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rung_of_nobody_is_not_waited_for_and_nobody_at_all_is_called_at_once() {
    for engine in Engine::at_hand() {
        let house = House::new(engine).await;
        let head = house.person(&house.hospital, Role::ItHead, "It Head", Lang::En).await;
        let (kernel, officer) = (house.kernel(), house.principal(&house.officer));
        let mut draft = draft();
        draft.selection.kinds.push("hospital".into());
        let id = commands::begin(kernel, &officer, &draft).await.unwrap();
        commands::publish(kernel, &house.app.settings, &officer, &id, 1).await.unwrap();
        assert!(house.written_to().await.contains(&head.email), "the hospital has no director");
        // A laboratory whose only person is gone.
        let mut change = kernel.begin_as_system(&house.realm).await.unwrap();
        web::people::erase(&mut change, &house.directors[2].id).await.unwrap();
        change.record(kernel::Entry::new("person.erased", "person", &house.directors[2].id));
        change.commit().await.unwrap();
        let id = commands::begin(kernel, &officer, &draft).await.unwrap();
        commands::publish(kernel, &house.app.settings, &officer, &id, 1).await.unwrap();
        let unreachable =
            "SELECT COUNT(*) FROM obligation WHERE is_reachable = 0 AND next_at IS NULL AND state = 'open'";
        assert_eq!(house.count(unreachable).await, 1);
        let mut bo = house.browser(&house.officer).await;
        bo.get(&format!("/warnings/{id}")).await.must_show("1 unreachable").must_show("Telephone now");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_routine_warning_waits_for_the_morning() {
    for engine in Engine::at_hand() {
        let house = House::new(engine).await;
        // It is 06:10 in Brussels; the quiet hours end at 07:30.
        house.publish(Class::Routine, Tlp::Green).await;
        assert_eq!(house.written_to().await, Vec::<String>::new());
        house.advance(79 * MINUTE).await;
        assert_eq!(house.written_to().await, Vec::<String>::new());
        house.advance(MINUTE).await;
        assert_eq!(house.written_to().await.len(), 3);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_machine_that_was_off_tries_what_was_missed_one_rung_at_a_time() {
    for engine in Engine::at_hand() {
        let house = House::new(engine).await;
        let deputy = house.person(&house.labs[0], Role::Deputy, "Dep Uty", Lang::En).await;
        house.publish(Class::Flash, Tlp::Green).await;
        house.advance(Duration::from_secs(26 * 3600)).await;
        assert!(house.written_to().await.contains(&deputy.email));
        assert_eq!(warning::reconcile(house.kernel()).await.unwrap(), 0);
    }
}
