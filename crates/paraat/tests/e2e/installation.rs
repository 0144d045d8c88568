//! A real installation with the demo's sector in it, on either database, and people who are signed in.

use std::path::Path;

use reqwest::header::{LOCATION, SET_COOKIE};
use tempfile::TempDir;
use testkit::Engine;
use testkit::postgres::{self, TestDatabase};
use tokio::process::Command;

use crate::browser::Browser;
use crate::cast::Persona;
use crate::program::Program;

/// A folder with settings and key, and a database with a sector; gone when dropped.
#[derive(Debug)]
pub struct Installation {
    folder: TempDir,
    sessions: Vec<(Persona, String)>,
    _database: Option<TestDatabase>,
}

impl Installation {
    /// Makes one, in which these people are signed in.
    pub async fn new(engine: Engine, people: &[Persona]) -> Installation {
        let folder = TempDir::new().expect("a temporary folder");
        let database = match engine {
            Engine::Sqlite => None,
            Engine::Postgres => Some(postgres::database().await),
        };
        if let Some(database) = &database {
            let settings = format!("database = \"{}\"\n", database.url());
            std::fs::write(folder.path().join("paraat.toml"), settings).expect("the folder can be written");
            // The demo takes only an empty folder or one of its own.
            std::fs::write(folder.path().join("this-is-a-demo"), "").expect("the folder can be written");
        }
        let demo = start(folder.path(), &["demo", "--keep"]).await;
        let mut sessions = Vec::new();
        for &person in people {
            sessions.push((person, Client::sign_in(&demo, person).await));
        }
        Installation { folder, sessions, _database: database }
    }

    /// Starts a node: a `paraat serve` over this database and with this key.
    pub async fn node(&self) -> Program {
        start(self.folder.path(), &["serve"]).await
    }

    /// Somebody signed in, talking to a node without a browser.
    pub fn client(&self, program: &Program, person: Persona) -> Client {
        Client { base: program.url(""), cookie: format!("paraat={}", self.session(person)), http: http() }
    }

    /// Shows a node to somebody signed in, from their own first page.
    pub async fn show(&self, browser: &Browser, program: &Program, person: Persona) {
        browser.goto(&program.url("/sign-in")).await;
        browser.give_cookie("paraat", self.session(person)).await;
        browser.goto(&program.url("/")).await;
    }

    /// Runs `paraat journal verify`; gives what it says when it finds something wrong.
    pub async fn verify_journal(&self) -> Result<(), String> {
        let verify = Command::new(env!("CARGO_BIN_EXE_paraat"))
            .args(["journal", "verify", "--data"])
            .arg(self.folder.path())
            .output()
            .await
            .expect("the program can be started");
        let said =
            format!("{}{}", String::from_utf8_lossy(&verify.stdout), String::from_utf8_lossy(&verify.stderr));
        if verify.status.success() { Ok(()) } else { Err(format!("{}: {said}", verify.status)) }
    }

    fn session(&self, person: Persona) -> &str {
        let found = self.sessions.iter().find(|(each, _)| *each == person);
        &found.expect("they were signed in at the start").1
    }
}

async fn start(folder: &Path, command: &[&str]) -> Program {
    let folder = folder.to_str().expect("temporary folders have plain names");
    let arguments = [command, &["--data", folder, "--listen", "127.0.0.1:0"]].concat();
    Program::start_exactly(&arguments).await
}

/// Somebody signed in, without a browser.
#[derive(Clone, Debug)]
pub struct Client {
    base: String,
    cookie: String,
    http: reqwest::Client,
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    /// Where a redirect leads.
    pub target: String,
    pub page: testkit::Page,
}

impl Client {
    /// Signs in from the demo's start page; gives the session's secret.
    async fn sign_in(demo: &Program, person: Persona) -> String {
        let chosen = http().post(demo.url("/demo/sign-in")).form(&[("persona", person.key())]);
        let answer = chosen.send().await.expect("the demo answers");
        let cookies = answer.headers().get_all(SET_COOKIE).iter();
        let mut sessions = cookies.filter_map(|cookie| cookie.to_str().ok()?.strip_prefix("paraat="));
        let session = sessions.next().expect("a session begins");
        session.split(';').next().unwrap_or_default().to_owned()
    }

    /// Opens a page.
    ///
    /// # Errors
    /// When no whole answer comes.
    pub async fn get(&self, path: &str) -> reqwest::Result<Answer> {
        self.send(self.http.get(format!("{}{path}", self.base)), path).await
    }

    /// Sends a form.
    ///
    /// # Errors
    /// When no whole answer comes.
    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> reqwest::Result<Answer> {
        self.send(self.http.post(format!("{}{path}", self.base)).form(fields), path).await
    }

    async fn send(&self, request: reqwest::RequestBuilder, path: &str) -> reqwest::Result<Answer> {
        let request = request.header("cookie", &self.cookie).header("accept-language", "en");
        let answer = request.send().await?;
        let status = answer.status();
        let target = answer.headers().get(LOCATION).and_then(|value| value.to_str().ok());
        let target = target.unwrap_or_default().to_owned();
        let html = answer.text().await?;
        let page = testkit::Page { status, path: path.to_owned(), html };
        Ok(Answer { status: status.as_u16(), target, page })
    }
}

/// Follows no redirect: what a test wants to know is often just that.
fn http() -> reqwest::Client {
    paraat::server::use_ring();
    reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().expect("a client")
}
