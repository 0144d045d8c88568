//! Who may hand a message over: one worker at a time, and after a crash the next.

use std::collections::HashSet;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use delivery::Tally;
use testkit::Engine;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};
use tokio::task::JoinSet;

use crate::{Post, worker};

/// Longer than a claim lasts.
const LEASE_IS_OVER: Duration = Duration::from_secs(61);

/// A line to a mail server that can be held up and cut.
struct Line {
    address: SocketAddr,
    gate: Arc<Semaphore>,
    callers: watch::Receiver<usize>,
    cut: watch::Sender<usize>,
    _task: JoinSet<()>,
}

impl Line {
    async fn to(server: SocketAddr) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let address = listener.local_addr().unwrap();
        let (counter, callers) = watch::channel(0);
        let (cut, cuts) = watch::channel(0);
        let gate = Arc::new(Semaphore::new(0));
        let mut task = JoinSet::new();
        let open = gate.clone();
        task.spawn(async move {
            let mut calls = JoinSet::new();
            while let Ok((mut from, _)) = listener.accept().await {
                counter.send_modify(|count| *count += 1);
                let (open, mut cuts) = (open.clone(), cuts.clone());
                cuts.mark_unchanged();
                calls.spawn(async move {
                    let _passed = open.acquire().await.unwrap();
                    let mut to = TcpStream::connect(server).await.unwrap();
                    tokio::select! {
                        _ = tokio::io::copy_bidirectional(&mut from, &mut to) => {}
                        _ = cuts.changed() => {}
                    }
                });
            }
        });
        Self { address, gate, callers, cut, _task: task }
    }

    fn open(&self) {
        self.gate.add_permits(1000);
    }

    fn cut(&self) {
        self.cut.send_modify(|count| *count += 1);
    }

    async fn wait_for_caller(&self) {
        self.callers.clone().wait_for(|count| *count > 0).await.unwrap();
    }
}

#[tokio::test]
async fn two_workers_never_send_one_message_twice_while_leases_hold() {
    for engine in Engine::BOTH {
        let post = Post::new(engine).await;
        let node = post.world.second_node().await;
        let subjects: Vec<String> = (0..150).map(|number| number.to_string()).collect();
        post.send(&post.reality, &subjects.iter().map(String::as_str).collect::<Vec<_>>()).await;
        let (one, other) = (post.worker(), worker(&node, post.sink.address()));
        let (one, other) = tokio::join!(one.pass(), other.pass());
        assert_eq!(one.unwrap().delivered + other.unwrap().delivered, 150);
        let mails = post.sink.mails();
        let distinct: HashSet<_> = mails.iter().map(|mail| mail.header("message-id")).collect();
        assert_eq!((mails.len(), distinct.len()), (150, 150));
        assert_eq!(post.outcomes(&post.reality).await.len(), 150);
    }
}

#[tokio::test]
async fn a_killed_workers_messages_go_to_the_next_when_its_lease_ends() {
    for engine in Engine::BOTH {
        let post = Post::new(engine).await;
        let line = Line::to(post.sink.address()).await;
        post.send(&post.reality, &["x", "y"]).await;
        let killed = worker(post.kernel(), line.address);
        let pass = tokio::spawn(async move { killed.pass().await });
        line.wait_for_caller().await;
        pass.abort();
        assert!(pass.await.unwrap_err().is_cancelled());
        let next = post.worker();
        assert_eq!(next.pass().await.unwrap(), Tally::default());
        post.world.advance(LEASE_IS_OVER);
        assert_eq!(next.pass().await.unwrap(), Tally { delivered: 2, ..Tally::default() });
        assert_eq!(post.sink.offered(), 2);
        assert_eq!(post.rows().await[0].1, 2, "the attempt that crashed counts");
    }
}

#[tokio::test]
async fn a_worker_that_lost_its_lease_settles_nothing() {
    for engine in Engine::BOTH {
        let post = Post::new(engine).await;
        let line = Line::to(post.sink.address()).await;
        post.send(&post.reality, &["x"]).await;
        let slow = worker(post.kernel(), line.address);
        let pass = tokio::spawn(async move { slow.pass().await });
        line.wait_for_caller().await;
        post.world.advance(LEASE_IS_OVER);
        assert_eq!(post.worker().pass().await.unwrap().delivered, 1);
        line.open();
        assert_eq!(pass.await.unwrap().unwrap(), Tally::default());
        // Handed over twice, under one identifier, and noted once.
        let [first, second] = post.sink.wait_for(2).await.try_into().unwrap();
        assert_eq!(first.header("message-id"), second.header("message-id"));
        assert_eq!(post.outcomes(&post.reality).await, ["message.delivered"]);
    }
}

#[tokio::test]
async fn a_session_that_the_server_closed_while_idle_costs_no_attempt() {
    let post = Post::new(Engine::Sqlite).await;
    let line = Line::to(post.sink.address()).await;
    line.open();
    let worker = worker(post.kernel(), line.address);
    for subject in ["one", "two", "three"] {
        post.send(&post.reality, &[subject]).await;
        assert_eq!(worker.pass().await.unwrap(), Tally { delivered: 1, ..Tally::default() });
        line.cut();
    }
    assert_eq!(post.sink.mails().len(), 3);
}
