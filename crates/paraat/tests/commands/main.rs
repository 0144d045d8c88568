//! The program's commands, run as an operator runs them: exit codes, messages, and what they leave behind.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod backup;
mod directory;
mod doctor;
mod impact;
mod journal;
mod killed;
mod report;
mod scenario;
mod serving;
mod usage;

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use kernel::{Entry, Message, Realm, realm};
use l10n::Lang;
use paraat::config::Config;
use paraat::house::House;
use tempfile::TempDir;
use testkit::Engine;
use testkit::postgres::{self, TestDatabase};
use web::people::{self, Details};

/// What a command said.
#[derive(Debug)]
struct Answer {
    code: i32,
    out: String,
    err: String,
}

impl Answer {
    fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    #[track_caller]
    fn must_be(&self, code: i32, part: &str) -> &Self {
        let said = if code == 2 { &self.err } else { &self.out };
        assert!(self.code == code && said.contains(part), "{code} and {part:?} were wanted, but: {self:?}");
        self
    }
}

/// Runs the program.
fn paraat(arguments: &[&str]) -> Answer {
    paraat_in(Path::new("."), arguments)
}

fn paraat_in(folder: &Path, arguments: &[&str]) -> Answer {
    let Output { status, stdout, stderr } =
        Command::new(env!("CARGO_BIN_EXE_paraat")).args(arguments).current_dir(folder).output().unwrap();
    Answer {
        code: status.code().unwrap(),
        out: String::from_utf8(stdout).unwrap(),
        err: String::from_utf8(stderr).unwrap(),
    }
}

/// An installation of its own, with a configuration file.
struct Place {
    folder: TempDir,
    _database: Option<TestDatabase>,
}

impl Place {
    async fn new(engine: Engine) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let database = match engine {
            Engine::Sqlite => None,
            Engine::Postgres => Some(postgres::database().await),
        };
        let url = database.as_ref().map_or("sqlite", TestDatabase::url);
        std::fs::write(folder.path().join("paraat.toml"), format!("data = \".\"\ndatabase = \"{url}\"\n"))
            .unwrap();
        Self { folder, _database: database }
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    fn data(&self) -> &str {
        self.path().to_str().unwrap()
    }

    fn file(&self, name: &str) -> PathBuf {
        self.path().join(name)
    }

    fn config(&self) -> Config {
        Config::of_folder(self.path()).unwrap()
    }

    async fn open(&self) -> (House, Realm) {
        let house = House::open(&self.config()).await.unwrap();
        let reality = realm::reality(&house.kernel.db).await.unwrap();
        (house, reality)
    }

    /// Opens the installation and lets `count` things happen in it.
    async fn with_history(self, count: usize) -> Self {
        let (house, reality) = self.open().await;
        for number in 0..count {
            happen(&house, &reality, number).await;
        }
        house.kernel.db.close().await;
        self
    }
}

/// One change: a person, an entry, a message.
async fn happen(house: &House, realm: &Realm, number: usize) {
    let kernel = &house.kernel;
    let mut change = kernel.begin_as_system(realm).await.unwrap();
    let details = Details { name: format!("An \"{number}\"\n"), email: format!("an{number}@lab.example") };
    let id = people::add(kernel, &mut change, &details, Lang::Nl).await.unwrap();
    change.record(Entry::new("person.added", "person", &id));
    change.send(Message { to: details.email, subject: "x".into(), body: "é".into() });
    change.commit().await.unwrap();
}
