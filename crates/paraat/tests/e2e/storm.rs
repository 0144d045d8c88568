//! A storm of filings, and the program dies in the middle of it: what was answered is kept, once.

use std::collections::BTreeMap;
use std::sync::Arc;

use kernel::time::Wall;
use testkit::Engine;
use tokio::sync::mpsc;
use tokio::task::JoinSet;

use crate::cast::{Persona, minutes_ago};
use crate::installation::{Answer, Client, Installation};

/// Laboratories that file at the same time.
const AT_ONCE: usize = 12;

/// A form on its way: its hidden key, and the words that tell it from every other.
#[derive(Clone, Debug)]
struct Form {
    key: String,
    token: String,
    what: String,
}

impl Form {
    async fn open(client: &Client, what: String) -> reqwest::Result<Form> {
        let answer = client.get("/reports/call").await?;
        let hidden = |name: &str| {
            let values = answer.page.attributes(&format!("#call input[name={name}]"), "value");
            values.into_iter().next().expect("the form has its hidden fields")
        };
        Ok(Form { key: hidden("key"), token: hidden("_token"), what })
    }

    async fn send(&self, client: &Client, aware: &str) -> reqwest::Result<Answer> {
        let fields = [
            ("_token", self.token.as_str()),
            ("key", &self.key),
            ("what", &self.what),
            ("aware", aware),
            ("stopped", "analyses"),
            ("contact_name", "Night shift"),
            ("contact_phone", "+32 400 00 00 82"),
        ];
        client.post("/reports/call", &fields).await
    }
}

/// What became of a form.
#[derive(Debug)]
enum Fate {
    /// Answered with the way to its receipt.
    Answered(Form, String),
    /// The connection broke before an answer came.
    Open(Form),
}

/// Files one after the other until the program is gone.
async fn file_on(client: Client, name: usize, aware: Arc<str>, fates: mpsc::UnboundedSender<Fate>) {
    for number in 0.. {
        let Ok(form) = Form::open(&client, format!("storm {name}-{number}.")).await else { return };
        let fate = match form.send(&client, &aware).await {
            Ok(answer) => {
                assert_eq!(answer.status, 303, "{}", answer.page.text());
                Fate::Answered(form, answer.target)
            }
            Err(_) => Fate::Open(form),
        };
        let is_over = matches!(fate, Fate::Open(_));
        // Whoever counts has stopped only when the test has.
        let _ = fates.send(fate);
        if is_over {
            return;
        }
    }
}

/// Says when the program is killed: a failure must tell what to repeat.
#[expect(clippy::print_stdout, reason = "shown only when the test fails")]
fn note(engine: Engine, enough: usize) {
    println!("{engine:?}: killed when {enough} filings were answered");
}

/// How often each headline stands in the list of reports, page by page.
async fn headlines(client: &Client) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    let mut next = Some("/reports".to_owned());
    while let Some(path) = next {
        let page = client.get(&path).await.unwrap().page;
        for headline in page.all("main a.title") {
            *counts.entry(headline).or_default() += 1;
        }
        let mut pages = page.attributes("nav.pages a", "href").into_iter();
        next = pages.find(|path| path.contains("before="));
    }
    counts
}

async fn survives(engine: Engine) {
    let installation = Installation::new(engine, &[Persona::Director]).await;
    let mut node = installation.node().await;
    let client = installation.client(&node, Persona::Director);
    // Some other moment each time.
    let enough = 15 + usize::try_from(Wall::system().now().0 % 45).unwrap();
    note(engine, enough);

    let (sender, mut fates) = mpsc::unbounded_channel();
    let aware: Arc<str> = minutes_ago(20).into();
    let mut storm = JoinSet::new();
    for name in 0..AT_ONCE {
        storm.spawn(file_on(client.clone(), name, aware.clone(), sender.clone()));
    }
    drop(sender);
    let (mut answered, mut open) = (Vec::new(), Vec::new());
    while let Some(fate) = fates.recv().await {
        match fate {
            Fate::Answered(form, receipt) => answered.push((form, receipt)),
            Fate::Open(form) => open.push(form),
        }
        if answered.len() == enough {
            node.kill().await;
        }
    }
    while let Some(outcome) = storm.join_next().await {
        outcome.expect("everybody files until the program is gone");
    }
    assert_eq!(installation.verify_journal().await, Ok(()));

    node = installation.node().await;
    let client = installation.client(&node, Persona::Director);
    let counts = headlines(&client).await;
    for (form, receipt) in &answered {
        assert_eq!(counts.get(&form.what), Some(&1), "{}: answered, and not there once", form.what);
        let receipt = client.get(receipt).await.unwrap();
        assert_eq!(receipt.status, 200);
        receipt.page.must_show("Your report was filed");
        let incident = receipt.page.attributes("main .actions a", "href").into_iter().next().unwrap();
        client.get(&incident).await.unwrap().page.must_show(&form.what);
    }
    let doubled: Vec<_> =
        counts.iter().filter(|(what, count)| what.starts_with("storm") && **count > 1).collect();
    assert!(doubled.is_empty(), "{doubled:?}");

    // Who got no answer sends the same form again, and then it is there once, whether it had arrived or not.
    for form in &open {
        assert_eq!(form.send(&client, &aware).await.unwrap().status, 303);
    }
    let counts = headlines(&client).await;
    for form in &open {
        assert_eq!(counts.get(&form.what), Some(&1), "{}: sent again, and not there once", form.what);
    }
    assert_eq!(installation.verify_journal().await, Ok(()));
}

#[tokio::test]
async fn no_answered_filing_is_lost_on_sqlite() {
    survives(Engine::Sqlite).await;
}

#[tokio::test]
async fn no_answered_filing_is_lost_on_postgresql() {
    survives(Engine::Postgres).await;
}
