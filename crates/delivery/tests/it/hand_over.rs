//! What the mail server says, and what becomes of the message.

use std::time::Duration;

use delivery::Tally;
use kernel::Error;
use testkit::{Engine, World};
use tokio_util::sync::CancellationToken;

use crate::Post;

const HOUR: Duration = Duration::from_secs(3600);

#[tokio::test]
async fn a_message_leaves_once_and_its_content_is_erased() {
    for engine in Engine::BOTH {
        let post = Post::new(engine).await;
        post.send(&post.reality, &["Er wacht iets: één melding"]).await;
        let (worker, all) = (post.worker(), Tally { delivered: 1, ..Tally::default() });
        assert_eq!(worker.pass().await.unwrap(), all);
        assert_eq!(worker.pass().await.unwrap(), Tally::default());
        let [mail] = post.sink.wait_for(1).await.try_into().unwrap();
        assert_eq!((&*mail.from, &*mail.to), ("paraat@zorg.example", &["an@lab.example".to_owned()][..]));
        assert_eq!(mail.subject(), "Er wacht iets: één melding");
        assert_eq!(mail.text().trim_end(), "Er wacht één melding.");
        assert_eq!(mail.header("auto-submitted").unwrap(), "auto-generated");
        assert_eq!(mail.header("date").unwrap(), "Sun, 22 Nov 2026 05:10:00 +0000");
        let [row] = post.rows().await.try_into().unwrap();
        assert_eq!(row, ("done".into(), 1, String::new(), String::new(), String::new()));
        assert_eq!(post.outcomes(&post.reality).await, ["message.delivered"]);
        assert!(kernel::journal::verify(&post.kernel().db).await.unwrap().findings.is_empty());
    }
}

#[tokio::test]
async fn a_temporary_refusal_is_tried_again_and_not_before_its_time() {
    for engine in Engine::BOTH {
        let post = Post::new(engine).await;
        post.sink.refuse_temporarily(1);
        post.send(&post.reality, &["x"]).await;
        let worker = post.worker();
        assert_eq!(worker.pass().await.unwrap(), Tally { put_off: 1, ..Tally::default() });
        let [row] = post.rows().await.try_into().unwrap();
        assert!(row.0 == "waiting" && row.2.contains("451"), "{row:?}");
        assert_eq!(worker.pass().await.unwrap(), Tally::default());
        assert!(post.outcomes(&post.reality).await.is_empty());
        post.world.advance(Duration::from_secs(15));
        assert_eq!(worker.pass().await.unwrap(), Tally { delivered: 1, ..Tally::default() });
        assert_eq!((post.sink.offered(), post.sink.mails().len()), (2, 1));
    }
}

#[tokio::test]
async fn a_permanent_refusal_is_final_and_says_why() {
    for engine in Engine::BOTH {
        let post = Post::new(engine).await;
        post.sink.refuse_permanently(1);
        post.send(&post.reality, &["x", "y"]).await;
        let tally = post.worker().pass().await.unwrap();
        assert_eq!(tally, Tally { delivered: 1, failed: 1, ..Tally::default() });
        post.world.advance(HOUR);
        assert_eq!(post.worker().pass().await.unwrap(), Tally::default());
        let rows = post.rows().await;
        let failed = rows.iter().find(|row| row.0 == "failed").unwrap();
        assert!(failed.2.contains("550") && failed.3.is_empty() && failed.4.is_empty(), "{failed:?}");
        let mut outcomes = post.outcomes(&post.reality).await;
        outcomes.sort();
        assert_eq!(outcomes, ["message.delivered", "message.failed"]);
    }
}

#[tokio::test]
async fn a_session_is_kept_whatever_the_server_says_of_a_mail() {
    let post = Post::new(Engine::Sqlite).await;
    let worker = post.worker();
    post.sink.refuse_permanently(1);
    post.send(&post.reality, &["refused"]).await;
    assert_eq!(worker.pass().await.unwrap().failed, 1);
    for subject in ["one", "two"] {
        post.send(&post.reality, &[subject]).await;
        assert_eq!(worker.pass().await.unwrap().delivered, 1);
    }
    assert_eq!((post.sink.offered(), post.sink.connections()), (3, 1));
}

#[tokio::test]
async fn a_connection_lost_after_the_text_repeats_under_the_same_identifier() {
    for engine in Engine::BOTH {
        let post = Post::new(engine).await;
        post.sink.hang_up_after_taking(1);
        post.send(&post.reality, &["x"]).await;
        assert_eq!(post.worker().pass().await.unwrap().put_off, 1);
        post.world.advance(HOUR);
        assert_eq!(post.worker().pass().await.unwrap().delivered, 1);
        let [first, second] = post.sink.wait_for(2).await.try_into().unwrap();
        assert!(first.header("message-id").is_some());
        assert_eq!(first.header("message-id"), second.header("message-id"));
    }
}

#[tokio::test]
async fn a_server_that_is_gone_for_a_day_ends_in_failure() {
    let post = Post::new(Engine::Sqlite).await;
    post.sink.refuse_temporarily(usize::MAX);
    post.send(&post.reality, &["x"]).await;
    let worker = post.worker();
    for _ in 0..23 {
        assert_eq!(worker.pass().await.unwrap().put_off, 1);
        post.world.advance(HOUR);
    }
    assert_eq!(worker.pass().await.unwrap().put_off, 1);
    post.world.advance(HOUR);
    assert_eq!(worker.pass().await.unwrap().failed, 1);
    assert!(post.rows().await[0].2.starts_with("given up: "));
}

#[tokio::test]
async fn what_cannot_be_opened_fails_and_holds_nothing_up() {
    let post = Post::new(Engine::Sqlite).await;
    post.send(&post.reality, &["x"]).await;
    let spoil = kernel::sql("UPDATE outbox SET sealed = 'spoilt'");
    post.kernel().db.execute(spoil).await.unwrap();
    post.send(&post.reality, &["y"]).await;
    let tally = post.worker().pass().await.unwrap();
    assert_eq!(tally, Tally { delivered: 1, failed: 1, ..Tally::default() });
}

#[tokio::test]
async fn a_commit_wakes_the_worker_and_stop_ends_it() {
    for engine in Engine::BOTH {
        let post = Post::new(engine).await;
        let (worker, stop) = (post.worker(), CancellationToken::new());
        let running = tokio::spawn({
            let stop = stop.clone();
            async move { worker.run(stop).await }
        });
        post.send(&post.reality, &["one"]).await;
        post.sink.wait_for(1).await;
        post.send(&post.reality, &["two"]).await;
        post.sink.wait_for(2).await;
        stop.cancel();
        running.await.unwrap();
    }
}

/// Every statement is one text for both engines: a database that fails is reported, not swallowed.
#[tokio::test]
async fn a_database_without_an_outbox_is_an_error() {
    let world = World::new(Engine::Sqlite, &[kernel::MIGRATIONS]).await;
    world.kernel.db.execute(kernel::sql("DROP TABLE outbox")).await.unwrap();
    let sink = testkit::smtp::SmtpSink::start().await;
    let error = crate::worker(&world.kernel, sink.address()).pass().await.unwrap_err();
    assert!(matches!(error, Error::Internal(_)), "{error:?}");
}
