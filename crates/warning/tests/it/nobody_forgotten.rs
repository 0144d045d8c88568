//! Whatever happens in whatever order: nobody who owes an answer is forgotten, an answer counts once, and nobody
//! outside the frozen audience hears of it.

use std::collections::BTreeSet;
use std::time::Duration;

use kernel::access::Role;
use kernel::sql;
use l10n::Lang;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use testkit::Engine;
use warning::commands::{self, Reply};
use warning::warning::{Class, Tlp};

use crate::house::House;

/// Something that happens.
#[derive(Clone, Copy, Debug)]
enum Step {
    Publish(Class),
    /// The newest link to one of the directors, and what is pressed.
    Press(usize, Reply),
    /// The same as signed in.
    Answer(usize, Reply),
    Wait(u32),
    Tick,
    /// Two nodes at once.
    TickTwice,
    End,
}

fn step() -> impl Strategy<Value = Step> {
    let reply = prop::sample::select(vec![Reply::Received, Reply::Applies, Reply::Done, Reply::NotMe]);
    let class = prop::sample::select(Class::ALL.to_vec());
    prop_oneof![
        2 => class.prop_map(Step::Publish),
        4 => (0..3usize, reply.clone()).prop_map(|(who, reply)| Step::Press(who, reply)),
        2 => (0..3usize, reply).prop_map(|(who, reply)| Step::Answer(who, reply)),
        4 => prop::sample::select(vec![1u32, 6, 60, 601, 1_900, 90_000]).prop_map(Step::Wait),
        3 => Just(Step::Tick),
        1 => Just(Step::TickTwice),
        1 => Just(Step::End),
    ]
}

#[test]
fn whatever_happens_nobody_is_forgotten_and_nothing_counts_twice() {
    for engine in Engine::at_hand() {
        let cases = if engine == Engine::Sqlite { 24 } else { 6 };
        let mut runner = TestRunner::new(Config { cases, failure_persistence: None, ..Config::default() });
        let steps = prop::collection::vec(step(), 1..25);
        let runtime =
            tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        runner.run(&steps, |steps| runtime.block_on(play(engine, &steps))).unwrap();
    }
}

async fn play(engine: Engine, steps: &[Step]) -> Result<(), TestCaseError> {
    let house = House::new(engine).await;
    let node = house.world.second_node().await;
    house.person(&house.labs[0], Role::Deputy, "Dep Uty", Lang::En).await;
    let outsider = house.person(&house.hospital, Role::Director, "Out Sider", Lang::En).await;
    let mut newest: Option<String> = None;
    for step in steps {
        match step {
            Step::Publish(class) => newest = Some(house.publish(*class, Tlp::Green).await),
            Step::Press(who, reply) => press(&house, *who, *reply).await,
            Step::Answer(who, reply) => {
                if let Some(id) = &newest {
                    let principal = house.principal(&house.directors[*who]);
                    let _ = commands::answer(house.kernel(), &principal, id, *reply).await;
                }
            }
            Step::Wait(seconds) => house.world.advance(Duration::from_secs(u64::from(*seconds))),
            Step::Tick => drop(house.tick().await),
            Step::TickTwice => {
                let settings = &house.app.settings;
                let (one, other) =
                    tokio::join!(warning::tick(house.kernel(), settings), warning::tick(&node, settings));
                one.unwrap();
                other.unwrap();
            }
            Step::End => {
                if let Some(id) = &newest {
                    let _ = commands::end(house.kernel(), &house.principal(&house.officer), id).await;
                }
            }
        }
        holds(&house, &outsider.email).await?;
    }
    Ok(())
}

async fn press(house: &House, who: usize, reply: Reply) {
    let director = &house.directors[who];
    if !house.written_to().await.contains(&director.email) {
        return;
    }
    let link = house.link(director).await;
    let token = link.trim_start_matches("/w/");
    let _ = commands::reply_by_link(house.kernel(), token, &[], "192.0.2.1", reply).await;
}

async fn holds(house: &House, outsider: &str) -> Result<(), TestCaseError> {
    // An open obligation either has a rung ahead of it, or stands on the call list; and its warning is out.
    house.tick().await;
    prop_assert_eq!(warning::reconcile(house.kernel()).await.unwrap(), 0);
    let never_settled_twice = "SELECT COUNT(*) FROM (SELECT subject_id FROM journal \
        WHERE verb = 'warning.acknowledged' AND data LIKE '%\"settles\":true%' \
        GROUP BY subject_id HAVING COUNT(*) > 1) AS twice";
    prop_assert_eq!(house.count(never_settled_twice).await, 0);
    let settled = "SELECT COUNT(*) FROM obligation WHERE state = 'settled'";
    let said =
        "SELECT COUNT(*) FROM journal WHERE verb = 'warning.acknowledged' AND data LIKE '%\"settles\":true%'";
    prop_assert_eq!(house.count(settled).await, house.count(said).await);
    let written: BTreeSet<String> = house.written_to().await.into_iter().collect();
    prop_assert!(!written.contains(outsider));
    prop_assert!(!written.contains(&house.officer.email));
    let strangers = "SELECT COUNT(*) FROM notice n WHERE NOT EXISTS (SELECT 1 FROM obligation o \
        WHERE o.id = n.obligation_id AND o.organisation_id = n.organisation_id)";
    prop_assert_eq!(house.kernel().db.fetch_number(sql(strangers)).await.unwrap(), 0);
    prop_assert!(kernel::journal::verify(&house.kernel().db).await.unwrap().findings.is_empty());
    Ok(())
}
