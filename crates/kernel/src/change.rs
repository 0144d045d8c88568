//! One state change: rows, journal entries and messages in one transaction.

use std::collections::BTreeMap;
use std::sync::mpsc as std_mpsc;

use serde_json::Value as Json;
use tokio::sync::mpsc;

use crate::db::{Query, Row, Tx, sql, sql_built, values};
use crate::journal::{self, Line};
use crate::outbox::{self, Message, Parcel};
use crate::realm::Realm;
use crate::seal::Vault;
use crate::time::Time;
use crate::{Error, Kernel, Result, limits};

/// A transaction in one realm, by one actor, at one moment of that realm's time.
///
/// Nothing of it counts before [`Change::commit`]; dropped without it, nothing happened.
pub struct Change {
    kernel: Kernel,
    realm: Realm,
    actor: String,
    organisation_id: String,
    at: Time,
    tx: Tx,
    entries: Vec<Entry>,
    parcels: Vec<Parcel>,
    sealer: Option<Sealer>,
    /// Batches given to it whose statement was not executed yet.
    sealing: usize,
}

/// Seals parcels on another thread while more are dispatched and other rows are written: to seal thousands takes
/// as long as to write them.
struct Sealer {
    batches: std_mpsc::Sender<Vec<Parcel>>,
    statements: mpsc::UnboundedReceiver<Result<Query>>,
}

impl Sealer {
    fn start(vault: Vault, realm_id: String, wall: Time) -> Self {
        let (batches, waiting) = std_mpsc::channel::<Vec<Parcel>>();
        let (sealed, statements) = mpsc::unbounded_channel();
        tokio::task::spawn_blocking(move || {
            for batch in waiting {
                // Nobody waits for more of a change that was dropped.
                if sealed.send(outbox::insert(&batch, &vault, &realm_id, wall)).is_err() {
                    return;
                }
            }
        });
        Self { batches, statements }
    }
}

/// One line for the journal: who did it, when and where are the change's.
#[derive(Clone, Debug)]
pub struct Entry {
    verb: &'static str,
    subject_kind: &'static str,
    subject_id: String,
    concerns: Vec<String>,
    data: BTreeMap<&'static str, Json>,
}

/// Where a committed change stands in its realm's journal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// The number of the change's last entry.
    pub seq: i64,
    /// The hash of that entry.
    pub hash: String,
    /// The realm's time of the change.
    pub at: Time,
}

impl Entry {
    /// `verb` says what happened, as `report.filed`; the subject is what it happened to.
    pub fn new(verb: &'static str, subject_kind: &'static str, subject_id: &str) -> Self {
        Self {
            verb,
            subject_kind,
            subject_id: subject_id.to_owned(),
            concerns: Vec::new(),
            data: BTreeMap::new(),
        }
    }

    /// An organisation whose open pages must look again.
    pub fn concerns(mut self, organisation_id: &str) -> Self {
        if !self.concerns.iter().any(|known| known == organisation_id) {
            self.concerns.push(organisation_id.to_owned());
        }
        self
    }

    /// A fact: an identifier, a number, a time or a digest. Never a name, an address or a text.
    pub fn with(mut self, name: &'static str, value: impl Into<Json>) -> Self {
        self.data.insert(name, value.into());
        self
    }
}

impl Change {
    pub(crate) async fn begin(
        kernel: &Kernel,
        realm: Realm,
        actor: String,
        organisation_id: Option<String>,
    ) -> Result<Self> {
        let at = kernel.now(&realm);
        Ok(Self {
            tx: kernel.db.begin().await?,
            kernel: kernel.clone(),
            organisation_id: organisation_id.unwrap_or_default(),
            realm,
            actor,
            at,
            entries: Vec::new(),
            parcels: Vec::new(),
            sealer: None,
            sealing: 0,
        })
    }

    /// The realm's time of this change.
    pub fn at(&self) -> Time {
        self.at
    }

    /// The machine's time, for what outside the realm has a term.
    pub fn wall(&self) -> Time {
        self.kernel.wall.now()
    }

    /// The realm this change happens in.
    pub fn realm(&self) -> &Realm {
        &self.realm
    }

    /// Every row of a statement inside this change.
    pub async fn fetch_all<R: Row>(&mut self, query: Query) -> Result<Vec<R>> {
        self.tx.fetch_all(query).await
    }

    /// The first row of a statement inside this change, if there is one.
    pub async fn fetch_optional<R: Row>(&mut self, query: Query) -> Result<Option<R>> {
        self.tx.fetch_optional(query).await
    }

    /// The one row of a statement inside this change.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is none.
    pub async fn fetch_one<R: Row>(&mut self, query: Query) -> Result<R> {
        self.tx.fetch_one(query).await
    }

    /// Runs a statement inside this change; returns how many rows it touched.
    pub async fn execute(&mut self, query: Query) -> Result<u64> {
        self.tx.execute(query).await
    }

    /// Adds a line to the journal.
    pub fn record(&mut self, entry: Entry) {
        self.entries.push(entry);
    }

    /// Adds an e-mail that may take its time to the outbox.
    pub fn send(&mut self, message: Message) {
        self.dispatch(message.into());
    }

    /// Adds something for one recipient by one channel to the outbox. Thousands in one change are fine.
    pub fn dispatch(&mut self, parcel: Parcel) {
        self.parcels.push(parcel);
        if self.parcels.len() == outbox::ROWS_PER_INSERT {
            let batch = std::mem::take(&mut self.parcels);
            let (vault, wall) = (&self.kernel.vault, self.wall());
            let sealer =
                self.sealer.get_or_insert_with(|| Sealer::start(vault.clone(), self.realm.id.clone(), wall));
            // It ends before this change does only when it panicked; then statements are missing at the commit.
            let _ = sealer.batches.send(batch);
            self.sealing += 1;
        }
    }

    /// Writes what of the dispatched is ready, so that thousands need not be kept until the commit. Not needed
    /// otherwise, and nothing of it counts without the commit.
    ///
    /// # Errors
    /// As [`Change::commit`].
    pub async fn write_ahead(&mut self) -> Result<()> {
        while let Some(Ok(statement)) = self.sealer.as_mut().map(|sealer| sealer.statements.try_recv()) {
            self.tx.execute(statement?).await?;
            self.sealing -= 1;
        }
        Ok(())
    }

    /// Writes journal and outbox, makes all of it durable, then announces it.
    ///
    /// The realm's head row is taken last, so writers queue for the commit only.
    ///
    /// # Errors
    /// [`Error::Internal`] when nothing was recorded: a change without an entry is a fault of ours.
    /// [`Error::Conflict`] when a parcel's identifier is in the outbox already.
    pub async fn commit(mut self) -> Result<Receipt> {
        if self.entries.is_empty() || self.entries.len() > limits::ENTRIES_PER_CHANGE {
            let count = self.entries.len();
            return Err(Error::Internal(anyhow::anyhow!("a change must journal something: {count} entries")));
        }
        self.write_parcels().await?;
        let receipt = self.chain().await?;
        self.tx.commit().await?;
        self.kernel.bus.poke();
        Ok(receipt)
    }

    /// Puts what was dispatched in the outbox.
    async fn write_parcels(&mut self) -> Result<()> {
        if let Some(Sealer { batches, mut statements }) = self.sealer.take() {
            drop(batches);
            while let Some(statement) = statements.recv().await {
                self.tx.execute(statement?).await?;
                self.sealing -= 1;
            }
        }
        if self.sealing > 0 {
            return Err(Error::Internal(anyhow::anyhow!("what was dispatched could not be sealed")));
        }
        if !self.parcels.is_empty() {
            let parcels = std::mem::take(&mut self.parcels);
            let rows = outbox::insert(&parcels, &self.kernel.vault, &self.realm.id, self.wall())?;
            self.tx.execute(rows).await?;
        }
        Ok(())
    }

    /// Takes the realm's head, chains the entries to it and moves it.
    async fn chain(&mut self) -> Result<Receipt> {
        let count = i64::try_from(self.entries.len()).unwrap_or(i64::MAX);
        let head = "UPDATE realm SET head_seq = head_seq + $2 WHERE id = $1 RETURNING head_seq, head_hash";
        let (last_seq, mut previous): (i64, String) =
            self.tx.fetch_one(sql(head).bind(&self.realm.id).bind(count)).await?;
        let mut lines = Vec::with_capacity(self.entries.len());
        for (seq, entry) in (last_seq - count + 1..).zip(std::mem::take(&mut self.entries)) {
            let mut line = Line {
                realm_id: self.realm.id.clone(),
                seq,
                at: self.at,
                actor: self.actor.clone(),
                organisation_id: self.organisation_id.clone(),
                verb: entry.verb.to_owned(),
                subject_kind: entry.subject_kind.to_owned(),
                subject_id: entry.subject_id,
                concerns: entry.concerns.join(" "),
                data: serde_json::to_string(&entry.data)?,
                previous,
                hash: String::new(),
            };
            line.hash = line.digest();
            previous = line.hash.clone();
            lines.push(line);
        }
        for batch in lines.chunks(limits::BOUND_VALUES / journal::COLUMNS) {
            let text = format!("{} VALUES {}", journal::INSERT, values(batch.len(), journal::COLUMNS));
            let query = batch.iter().fold(sql_built(text), |query, line| line.bind(query));
            self.tx.execute(query).await?;
        }
        let move_head = sql("UPDATE realm SET head_hash = $2 WHERE id = $1");
        self.tx.execute(move_head.bind(&self.realm.id).bind(&previous)).await?;
        Ok(Receipt { seq: last_seq, hash: previous, at: self.at })
    }
}
