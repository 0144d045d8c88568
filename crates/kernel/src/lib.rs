//! What every capability stands on: realms and their clocks, the hash-chained journal, the outbox,
//! access, the two databases, sealing, errors and limits. No HTTP, no page, no slice.
//!
//! A state change is a [`Change`]: one transaction that holds the rows, the journal entries and the
//! messages it causes. See ARCHITECTURE.md for the walkthrough.

pub mod access;
mod bus;
mod change;
pub mod db;
mod error;
mod id;
pub mod journal;
pub mod limits;
pub mod outbox;
pub mod realm;
pub mod seal;
mod text_key;
pub mod time;

pub use bus::{Bus, Committed, Follower};
pub use change::{Change, Entry, Receipt};
pub use db::{Db, sql};
pub use error::{Error, Result};
pub use id::{new_id, random, secret_token, short_code};
pub use outbox::{Channel, Message, Parcel, Priority};
pub use realm::{Realm, RealmKind};

/// The kernel's own tables.
pub const MIGRATIONS: db::Migrations = db::Migrations {
    slice: "kernel",
    files: &[
        (1, include_str!("../migrations/0001_spine.sql")),
        (2, include_str!("../migrations/0002_parcels.sql")),
        (3, include_str!("../migrations/0003_outbox_due.sql")),
    ],
};

/// What a running node holds: the database, the wall clock, the sealing key and the bus on which
/// committed changes are announced. Cheap to clone.
#[derive(Clone)]
pub struct Kernel {
    /// The database, either engine.
    pub db: Db,
    /// The machine's clock, which only realms' clocks and technical limits (leases, sessions) read.
    pub wall: time::Wall,
    /// Seals and opens confidential text.
    pub vault: seal::Vault,
    /// Announces what was committed, on this node and on others.
    pub bus: Bus,
}

impl Kernel {
    /// Puts the parts together; nothing is opened or started here.
    pub fn new(db: Db, wall: time::Wall, vault: seal::Vault) -> Self {
        Self { bus: Bus::default(), db, wall, vault }
    }

    /// Starts a change in `principal`'s realm, by `principal`, at that realm's time.
    pub async fn begin(&self, principal: &access::Principal) -> Result<Change> {
        Change::begin(self, principal.realm.clone(), principal.actor(), principal.organisation_id()).await
    }

    /// Starts a change made by the program itself (a job, an import from the command line).
    pub async fn begin_as_system(&self, realm: &Realm) -> Result<Change> {
        Change::begin(self, realm.clone(), "system".to_owned(), None).await
    }

    /// The time in `realm`, now.
    pub fn now(&self, realm: &Realm) -> time::Time {
        realm.clock.at(self.wall.now())
    }
}
