//! A fresh kernel on either database, with a clock that only the test moves.

use std::time::Duration;

use kernel::db::Migrations;
use kernel::seal::Vault;
use kernel::time::{Time, Wall};
use kernel::{Db, Kernel};
use tokio_util::sync::CancellationToken;

use crate::postgres::{self, TestDatabase};

/// Which database a test runs on. Tests of behaviour run on both.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// Embedded, in a folder of its own.
    Sqlite,
    /// A database of its own on the server `./check` starts.
    Postgres,
}

impl Engine {
    /// Both.
    pub const BOTH: [Self; 2] = [Self::Sqlite, Self::Postgres];

    /// Those at hand: the embedded one, and the server of `./check` when there is one.
    pub fn at_hand() -> impl Iterator<Item = Self> {
        let has_server = std::env::var(postgres::SERVER_VARIABLE).is_ok();
        Self::BOTH.into_iter().filter(move |engine| *engine == Self::Sqlite || has_server)
    }
}

/// Where every test's time begins: 2026-11-22 06:10 in Brussels.
pub const BEGIN: Time = Time(1_795_324_200_000);

/// A kernel and what keeps its database alive. The database is gone when this is dropped.
pub struct World {
    /// The kernel under test.
    pub kernel: Kernel,
    /// Ends the bus; cancelled on drop.
    pub stop: CancellationToken,
    url: String,
    _folder: tempfile::TempDir,
    _database: Option<TestDatabase>,
}

impl World {
    /// A fresh, migrated database with its bus running.
    pub async fn new(engine: Engine, migrations: &[Migrations]) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let database = match engine {
            Engine::Sqlite => None,
            Engine::Postgres => Some(postgres::database().await),
        };
        let url = match &database {
            None => format!("sqlite:{}", folder.path().join("paraat.sqlite").display()),
            Some(database) => database.url().to_owned(),
        };
        let db = Db::open(&url).await.expect("the test database opens");
        db.migrate(migrations).await.expect("the migrations run");
        let kernel = Kernel::new(db, Wall::manual(BEGIN), Vault::generate());
        let world =
            Self { kernel, stop: CancellationToken::new(), url, _folder: folder, _database: database };
        world.run_bus(&world.kernel).await;
        world
    }

    /// A second node over the same database, with the same clock and keys and a bus of its own.
    pub async fn second_node(&self) -> Kernel {
        let db = Db::open(&self.url).await.expect("the test database opens again");
        let node = Kernel::new(db, self.kernel.wall.clone(), self.kernel.vault.clone());
        self.run_bus(&node).await;
        node
    }

    /// Once this returns, nothing the test commits goes unannounced.
    async fn run_bus(&self, node: &Kernel) {
        let follower = node.bus.follow(&node.db).await.expect("the journal can be followed");
        tokio::spawn(follower.run(self.stop.clone()));
    }

    /// The database's address.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Lets time pass.
    pub fn advance(&self, by: Duration) {
        self.kernel.wall.advance(by);
    }
}

impl Drop for World {
    fn drop(&mut self) {
        self.stop.cancel();
    }
}
