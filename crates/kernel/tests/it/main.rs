//! The spine on both databases: what commits is chained, what is tampered with is named.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on must stop")]

use std::time::Duration;

use kernel::db::{sql, values};
use kernel::journal::{self, Finding};
use kernel::time::{Clock, Time};
use kernel::{Change, Channel, Entry, Error, Kernel, Message, Parcel, Priority, Realm, new_id, realm};
use proptest::prelude::*;
use testkit::{Engine, World};

async fn world(engine: Engine) -> (World, Realm) {
    let world = World::new(engine, &[kernel::MIGRATIONS]).await;
    let realm = realm::reality(&world.kernel.db).await.unwrap();
    (world, realm)
}

async fn note(kernel: &Kernel, realm: &Realm, subject: &str) {
    let mut change: Change = kernel.begin_as_system(realm).await.unwrap();
    change.record(Entry::new("thing.noted", "thing", subject).concerns("org-1").with("number", 7));
    change.commit().await.unwrap();
}

async fn findings_after(world: &World, statement: &'static str) -> Vec<Finding> {
    world.kernel.db.execute(sql(statement)).await.unwrap();
    journal::verify(&world.kernel.db).await.unwrap().findings
}

async fn ten_entries(engine: Engine) -> World {
    let (world, realm) = world(engine).await;
    for number in 0..10 {
        note(&world.kernel, &realm, &format!("thing-{number}")).await;
    }
    let verdict = journal::verify(&world.kernel.db).await.unwrap();
    assert_eq!((verdict.entries, verdict.findings.len()), (10, 0));
    world
}

fn reality() -> String {
    realm::REALITY.to_owned()
}

#[tokio::test]
async fn an_altered_entry_is_named() {
    for engine in Engine::BOTH {
        let world = ten_entries(engine).await;
        let found = findings_after(&world, "UPDATE journal SET data = '{\"number\":8}' WHERE seq = 4").await;
        assert_eq!(found, [Finding::Altered { realm: reality(), seq: 4 }]);
    }
}

#[tokio::test]
async fn an_entry_replaced_together_with_its_hash_is_named() {
    for (engine, seq) in Engine::BOTH.into_iter().flat_map(|engine| [(engine, 4), (engine, 10)]) {
        let world = ten_entries(engine).await;
        let mut lines = journal::after(&world.kernel.db, realm::REALITY, seq - 1).await.unwrap();
        let line = &mut lines[0];
        line.verb = "thing.forged".to_owned();
        let query = sql("UPDATE journal SET verb = $1, hash = $2 WHERE seq = $3");
        world.kernel.db.execute(query.bind(&line.verb).bind(line.digest()).bind(seq)).await.unwrap();
        let verdict = journal::verify(&world.kernel.db).await.unwrap();
        assert_eq!(verdict.findings, [Finding::Altered { realm: reality(), seq }]);
    }
}

#[tokio::test]
async fn removed_entries_are_named_wherever_they_were() {
    for engine in Engine::BOTH {
        let world = ten_entries(engine).await;
        let found = findings_after(&world, "DELETE FROM journal WHERE seq IN (4, 5)").await;
        assert_eq!(found, [Finding::Removed { realm: reality(), from: 4, to: 5 }]);

        let world = ten_entries(engine).await;
        let found = findings_after(&world, "DELETE FROM journal WHERE seq = 10").await;
        assert_eq!(found, [Finding::Removed { realm: reality(), from: 10, to: 10 }]);

        let world = ten_entries(engine).await;
        let found = findings_after(&world, "DELETE FROM journal WHERE seq = 1").await;
        assert_eq!(found, [Finding::Removed { realm: reality(), from: 1, to: 1 }]);
    }
}

#[tokio::test]
async fn a_removal_hidden_by_renumbering_is_named() {
    for engine in Engine::BOTH {
        let world = ten_entries(engine).await;
        let db = &world.kernel.db;
        db.execute(sql("DELETE FROM journal WHERE seq = 4")).await.unwrap();
        for seq in 5..=10_i64 {
            db.execute(sql("UPDATE journal SET seq = $1 - 1 WHERE seq = $1").bind(seq)).await.unwrap();
        }
        let found = findings_after(&world, "UPDATE realm SET head_seq = 9 WHERE id = 'reality'").await;
        assert_eq!(found, [Finding::Removed { realm: reality(), from: 4, to: 4 }]);
    }
}

#[tokio::test]
async fn entries_that_changed_places_are_named() {
    for engine in Engine::BOTH {
        let world = ten_entries(engine).await;
        let db = &world.kernel.db;
        for (from, to) in [(4_i64, 99_i64), (7, 4), (99, 7)] {
            let query = sql("UPDATE journal SET seq = $2 WHERE seq = $1").bind(from).bind(to);
            db.execute(query).await.unwrap();
        }
        let found = journal::verify(db).await.unwrap().findings;
        let moved = |seq, recorded_as| Finding::Reordered { realm: reality(), seq, recorded_as };
        assert_eq!(found, [moved(4, 7), moved(7, 4)]);
    }
}

#[tokio::test]
async fn a_change_that_is_dropped_leaves_nothing() {
    for engine in Engine::BOTH {
        let (world, realm) = world(engine).await;
        let mut change = world.kernel.begin_as_system(&realm).await.unwrap();
        change.record(Entry::new("thing.noted", "thing", "a"));
        change.send(Message { to: "a@b.example".into(), subject: "s".into(), body: "b".into() });
        drop(change);
        let change = world.kernel.begin_as_system(&realm).await.unwrap();
        assert!(
            matches!(change.commit().await, Err(Error::Internal(_))),
            "nothing recorded, nothing committed"
        );
        let verdict = journal::verify(&world.kernel.db).await.unwrap();
        let waiting = world.kernel.db.fetch_number(sql("SELECT COUNT(*) FROM outbox")).await.unwrap();
        assert_eq!((verdict.entries, waiting), (0, 0));
    }
}

#[tokio::test]
async fn a_message_is_sealed_and_opens_for_delivery() {
    for engine in Engine::BOTH {
        let (world, realm) = world(engine).await;
        let message =
            Message { to: "an@lab.example".into(), subject: "Something waits".into(), body: "See".into() };
        let mut change = world.kernel.begin_as_system(&realm).await.unwrap();
        change.record(Entry::new("thing.noted", "thing", "a"));
        change.send(message.clone());
        change.commit().await.unwrap();
        let query = sql("SELECT id, seal_key, sealed FROM outbox");
        let (id, key, sealed): (String, String, String) = world.kernel.db.fetch_one(query).await.unwrap();
        assert!(!sealed.contains("lab.example"));
        assert_eq!(Message::open(&world.kernel.vault, &id, &key, &sealed).unwrap(), Some(message));
    }
}

fn parcel(number: i64) -> Parcel {
    Parcel {
        id: new_id(),
        channel: Channel::ALL[number as usize % 3],
        to: "+32470123456".into(),
        subject: String::new(),
        body: format!("Warning {number}"),
        priority: Priority::Flash,
        round: number,
        until: Some(Time(number)),
        about: "warning",
        person: "An".into(),
    }
}

#[tokio::test]
async fn many_parcels_are_dispatched_in_one_change_and_each_is_sealed() {
    for engine in Engine::BOTH {
        let (world, realm) = world(engine).await;
        let mut change = world.kernel.begin_as_system(&realm).await.unwrap();
        change.record(Entry::new("thing.noted", "thing", "a"));
        let parcels: Vec<Parcel> = (0..1000).map(parcel).collect();
        parcels.iter().cloned().for_each(|parcel| change.dispatch(parcel));
        change.commit().await.unwrap();
        let text = "SELECT id, channel, seal_key, sealed, priority, round, until_at FROM outbox \
                    WHERE about = 'warning' AND person = 'An' AND destination = '' ORDER BY round";
        let rows: Vec<(String, String, String, String, i64, i64, i64)> =
            world.kernel.db.fetch_all(sql(text)).await.unwrap();
        assert_eq!(rows.len(), parcels.len());
        for ((id, channel, key, sealed, priority, round, until), parcel) in rows.into_iter().zip(parcels) {
            assert_eq!((&id, Channel::parse(&channel)), (&parcel.id, Some(parcel.channel)));
            assert_eq!(Priority::from_number(priority), Some(parcel.priority));
            assert_eq!((round, Some(Time(until))), (parcel.round, parcel.until));
            let open = Message::open(&world.kernel.vault, &id, &key, &sealed).unwrap().unwrap();
            assert_eq!((open.to, open.body), (parcel.to, parcel.body));
        }
    }
}

#[tokio::test]
async fn one_identifier_is_dispatched_once() {
    for engine in Engine::BOTH {
        let (world, realm) = world(engine).await;
        let mut change = world.kernel.begin_as_system(&realm).await.unwrap();
        change.record(Entry::new("thing.noted", "thing", "a"));
        let parcel = parcel(0);
        change.dispatch(parcel.clone());
        change.dispatch(parcel);
        assert!(matches!(change.commit().await, Err(Error::Conflict(_))));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn many_writers_on_two_nodes_make_one_chain() {
    for engine in Engine::BOTH {
        let (world, realm) = world(engine).await;
        let other = world.second_node().await;
        let mut writers = tokio::task::JoinSet::new();
        for writer in 0..8 {
            let kernel = if writer % 2 == 0 { world.kernel.clone() } else { other.clone() };
            let realm = realm.clone();
            writers.spawn(async move {
                for number in 0..25 {
                    note(&kernel, &realm, &format!("{writer}-{number}")).await;
                }
            });
        }
        writers.join_all().await;
        let verdict = journal::verify(&world.kernel.db).await.unwrap();
        assert_eq!((verdict.entries, verdict.findings), (200, vec![]));
    }
}

#[tokio::test]
async fn a_commit_is_announced_on_both_nodes_of_one_database() {
    let (world, realm) = world(Engine::Postgres).await;
    let other = world.second_node().await;
    let (mut here, mut there) = (world.kernel.bus.subscribe(), other.bus.subscribe());
    note(&world.kernel, &realm, "thing").await;
    for heard in [here.recv().await.unwrap(), there.recv().await.unwrap()] {
        assert_eq!(
            (heard.verb.as_str(), heard.concerns.as_slice()),
            ("thing.noted", &["org-1".to_owned()][..])
        );
    }
}

#[tokio::test]
async fn a_realm_keeps_its_own_time_and_its_own_chain() {
    for engine in Engine::BOTH {
        let (world, reality) = world(engine).await;
        let db = &world.kernel.db;
        let now = world.kernel.wall.now();
        let exercise =
            realm::create_exercise(db, "Two groups", Clock::Wall.scaled(now, 60_000), now).await.unwrap();
        world.advance(Duration::from_secs(60));
        note(&world.kernel, &exercise, "a").await;
        note(&world.kernel, &reality, "a").await;
        let lines = journal::about(db, &exercise.id, "a").await.unwrap();
        assert_eq!((lines.len(), lines[0].seq), (1, 1));
        assert_eq!(lines[0].at, now.plus(Duration::from_secs(3600)));
        assert_eq!(
            journal::about(db, &reality.id, "a").await.unwrap()[0].at,
            now.plus(Duration::from_secs(60))
        );
        let paused = exercise.clock.paused(world.kernel.wall.now());
        realm::set_clock(db, &exercise.id, paused).await.unwrap();
        world.advance(Duration::from_secs(60));
        let again = realm::get(db, &exercise.id).await.unwrap();
        assert_eq!(world.kernel.now(&again), now.plus(Duration::from_secs(3600)));
        assert!(matches!(realm::set_clock(db, realm::REALITY, paused).await, Err(Error::NotFound)));
    }
}

#[test]
fn placeholders_count_through_rows() {
    assert_eq!(values(2, 3), "($1, $2, $3), ($4, $5, $6)");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]
    /// Whatever single field of whatever entry is changed, the walk names exactly that entry.
    #[test]
    fn no_change_to_any_field_goes_unnamed(seq in 1_i64..=6, field in 0_usize..7, text in "[a-z]{1,12}") {
        const STATEMENTS: [&str; 7] = [
            "UPDATE journal SET actor = actor || $1 WHERE seq = $2",
            "UPDATE journal SET organisation_id = organisation_id || $1 WHERE seq = $2",
            "UPDATE journal SET verb = verb || $1 WHERE seq = $2",
            "UPDATE journal SET subject_kind = subject_kind || $1 WHERE seq = $2",
            "UPDATE journal SET subject_id = subject_id || $1 WHERE seq = $2",
            "UPDATE journal SET concerns = concerns || $1 WHERE seq = $2",
            "UPDATE journal SET data = data || $1 WHERE seq = $2",
        ];
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let (world, realm) = world(Engine::Sqlite).await;
            for number in 0..6 {
                note(&world.kernel, &realm, &format!("thing-{number}")).await;
            }
            world.kernel.db.execute(sql(STATEMENTS[field]).bind(text).bind(seq)).await.unwrap();
            let found = journal::verify(&world.kernel.db).await.unwrap().findings;
            assert_eq!(found, [Finding::Altered { realm: reality(), seq }]);
        });
    }
}
