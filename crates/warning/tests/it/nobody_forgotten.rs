//! Whatever happens in whatever order: nobody who owes an answer is forgotten, an answer counts once, and nobody
//! outside the frozen audience hears of it.

use std::collections::BTreeSet;
use std::future::Future;
use std::task::Poll;
use std::time::Duration;

use delivery::Worker;
use kernel::access::Role;
use kernel::sql;
use l10n::Lang;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use testkit::Engine;
use testkit::gateway::Gateway;
use testkit::smtp::SmtpSink;
use warning::cascade::Target;
use warning::commands::{self, Reply};
use warning::warning::{Class, Tlp};

use crate::cascade;
use crate::channels::office;
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
    /// One of the directors passes the newest warning on to staff and to the supplier they share.
    PassOn(usize),
    /// The next so many addresses turn out not to exist.
    Bounce(usize),
    /// A node dies somewhere in the middle of a tick.
    Crash(usize),
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
        2 => (0..3usize).prop_map(Step::PassOn),
        2 => (1..4usize).prop_map(Step::Bounce),
        2 => (0..60usize).prop_map(Step::Crash),
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
    let (sink, gateway) = (SmtpSink::start().await, Gateway::start().await);
    let worker = Worker::new(house.kernel().clone(), office(&sink, &gateway));
    let (soft, boss) = cascade::supplier(&house, "LabSoft", &house.labs).await;
    let member = cascade::member("Ann", "ann@linde.test", "");
    let group = cascade::group(&house, &house.labs[0].clone(), "Night shift", &[member]).await;
    let to = [soft, group];
    let mut newest: Option<String> = None;
    // The newest link of each director, as their mailbox keeps it.
    let mut links: [Option<String>; 3] = [None, None, None];
    for step in steps {
        for (link, director) in links.iter_mut().zip(&house.directors) {
            *link = house.known_link(director).await.or(link.take());
        }
        match step {
            Step::Publish(class) => newest = Some(house.publish(*class, Tlp::Green).await),
            Step::Press(who, reply) => {
                if let Some(link) = &links[*who] {
                    press(&house, link, *reply).await;
                }
            }
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
            Step::PassOn(who) => {
                let principal = house.principal(&house.directors[*who]);
                for target in [Target::Staff, Target::Supplier] {
                    if let Some(id) = &newest {
                        let (kernel, settings) = (house.kernel(), &house.app.settings);
                        let _ = commands::pass_on(kernel, settings, &principal, id, target, &to).await;
                    }
                }
            }
            Step::Bounce(count) => {
                sink.refuse_permanently(*count);
                worker.pass().await.unwrap();
                sink.accept();
            }
            Step::Crash(awaits) => crash(&house, *awaits).await,
            Step::End => {
                if let Some(id) = &newest {
                    let _ = commands::end(house.kernel(), &house.principal(&house.officer), id).await;
                }
            }
        }
        holds(&house, &sink, &outsider.email, &boss.email).await?;
    }
    Ok(())
}

async fn press(house: &House, link: &str, reply: Reply) {
    let token = link.trim_start_matches("/w/");
    let _ = commands::reply_by_link(house.kernel(), token, &[], "192.0.2.1", reply).await;
}

/// A tick that is dropped after it had the word so many times: whatever was not committed is gone.
async fn crash(house: &House, awaits: usize) {
    let (kernel, settings) = (house.kernel().clone(), house.app.settings.clone());
    let mut tick = Box::pin(async move { warning::tick(&kernel, &settings).await });
    for _ in 0..awaits {
        let once = std::future::poll_fn(|context| Poll::Ready(tick.as_mut().poll(context))).await;
        if once.is_ready() {
            return;
        }
        tokio::task::yield_now().await;
    }
}

async fn holds(house: &House, sink: &SmtpSink, outsider: &str, supplier: &str) -> Result<(), TestCaseError> {
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
    // What waits, and what has left.
    let left = sink.mails().into_iter().flat_map(|mail| mail.to);
    let written: BTreeSet<String> = house.written_to().await.into_iter().chain(left).collect();
    prop_assert!(!written.contains(outsider));
    prop_assert!(!written.contains(&house.officer.email));
    // Who is in nobody's audience hears of it only from who passed it on, once for each warning.
    let passed = house.count("SELECT COUNT(*) FROM journal WHERE verb = 'warning.passed_on'").await;
    prop_assert!(passed > 0 || !written.contains(supplier) && !written.contains("ann@linde.test"));
    let twice = "SELECT COUNT(*) FROM (SELECT warning_id FROM staff_notice GROUP BY warning_id \
        HAVING COUNT(*) > 1) AS twice";
    prop_assert_eq!(house.count(twice).await, 0);
    let unowed = "SELECT COUNT(*) FROM obligation o WHERE o.depth > 0 AND NOT EXISTS (SELECT 1 FROM relay r \
        WHERE r.warning_id = o.warning_id AND r.target_id = o.organisation_id)";
    prop_assert_eq!(house.count(unowed).await, 0);
    let strangers = "SELECT COUNT(*) FROM notice n WHERE NOT EXISTS (SELECT 1 FROM obligation o \
        WHERE o.id = n.obligation_id AND o.organisation_id = n.organisation_id)";
    prop_assert_eq!(house.kernel().db.fetch_number(sql(strangers)).await.unwrap(), 0);
    prop_assert!(kernel::journal::verify(&house.kernel().db).await.unwrap().findings.is_empty());
    Ok(())
}
