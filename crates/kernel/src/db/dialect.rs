//! What must differ between the engines, each as a function with a name.

use sqlx::postgres::PgListener;

use super::{Db, sql};
use crate::Result;

/// The channel on which nodes over one PostgreSQL tell each other of commits.
const CHANNEL: &str = "paraat";

impl Db {
    /// What to append to the inner SELECT of a statement that claims queue rows, so that two workers
    /// never wait for one another. SQLite has one writer and needs nothing.
    pub fn claim_clause(&self) -> &'static str {
        match self {
            Self::Lite { .. } => "",
            Self::Pg(_) => " FOR UPDATE SKIP LOCKED",
        }
    }

    /// Tells the other nodes that something was committed. On SQLite there are none.
    pub async fn wake_other_nodes(&self) -> Result<()> {
        if let Self::Pg(_) = self {
            self.execute(sql("SELECT pg_notify($1, '')").bind(CHANNEL)).await?;
        }
        Ok(())
    }

    /// A listener for other nodes' commits; `None` on SQLite.
    pub async fn listen(&self) -> Result<Option<Listener>> {
        let Self::Pg(pool) = self else { return Ok(None) };
        let mut listener = PgListener::connect_with(pool).await?;
        listener.listen(CHANNEL).await?;
        Ok(Some(Listener(listener)))
    }

    /// The names of every table of ours, for a backup.
    pub async fn table_names(&self) -> Result<Vec<String>> {
        let query = match self {
            Self::Lite { .. } => sql("SELECT name FROM sqlite_master WHERE type = 'table' \
                 AND name NOT LIKE 'sqlite_%' AND name <> '_sqlx_migrations' ORDER BY name"),
            Self::Pg(_) => sql("SELECT table_name::text FROM information_schema.tables \
                 WHERE table_schema = current_schema() AND table_name <> '_sqlx_migrations' \
                 ORDER BY table_name"),
        };
        Ok(self.fetch_all::<(String,)>(query).await?.into_iter().map(|(name,)| name).collect())
    }
}

/// Waits for other nodes' commits.
pub struct Listener(PgListener);

impl Listener {
    /// Returns when another node has committed something; reconnects by itself.
    pub async fn wait(&mut self) -> Result<()> {
        self.0.recv().await?;
        Ok(())
    }
}
