//! Two databases behind one SQL text: SQLite embedded by default, PostgreSQL when one machine is not
//! enough. `$1` parameters, TEXT ids, BIGINT milliseconds, JSON in TEXT, `ON CONFLICT`, `RETURNING`.
//! This folder is the only place that names an engine.

mod dialect;
mod dump;
mod migrate;
mod query;

use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions};
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
};
use sqlx::{Connection, Postgres, Sqlite, Transaction};

pub use dialect::Listener;
pub use dump::{Column, ColumnKind};
pub use migrate::Migrations;
pub use query::{Query, Row, Value, places, sql, sql_built, values};

use crate::{Result, limits};

/// One of the two engines, with its connections. Cheap to clone.
#[derive(Clone)]
pub enum Db {
    /// SQLite in WAL mode: one writer, several readers.
    Lite {
        /// The readers.
        read: SqlitePool,
        /// The one writer.
        write: SqlitePool,
    },
    /// PostgreSQL.
    Pg(PgPool),
}

/// A transaction on either engine. Dropped without [`Tx::commit`], it is rolled back.
pub enum Tx {
    /// On SQLite, holding the writer.
    Lite(Transaction<'static, Sqlite>),
    /// On PostgreSQL.
    Pg(Transaction<'static, Postgres>),
}

impl Db {
    /// Opens `sqlite:PATH` (made when absent) or `postgres://…`.
    ///
    /// # Errors
    /// When the address is of neither kind or the database does not answer.
    pub async fn open(url: &str) -> Result<Self> {
        if let Some(path) = url.strip_prefix("sqlite:") {
            return Self::open_sqlite(path).await;
        }
        let options: PgConnectOptions = url.parse()?;
        let pool = PgPoolOptions::new()
            .max_connections(limits::POSTGRES_CONNECTIONS)
            .acquire_timeout(limits::DB_WAIT)
            // To ask the server before every statement whether it is there costs as much as a small statement.
            .test_before_acquire(false)
            .before_acquire(|connection, known| {
                Box::pin(async move {
                    if known.idle_for > limits::POSTGRES_TRUSTED {
                        connection.ping().await?;
                    }
                    Ok(true)
                })
            })
            .connect_with(options)
            .await?;
        Ok(Self::Pg(pool))
    }

    async fn open_sqlite(path: &str) -> Result<Self> {
        // FULL makes a commit durable before it is acknowledged, at the price of one flush each.
        let options = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .busy_timeout(limits::DB_WAIT)
            .pragma("cache_size", "-16000")
            .row_buffer_size(limits::SQLITE_ROWS)
            .foreign_keys(true);
        let write = SqlitePoolOptions::new()
            .max_connections(1)
            .acquire_timeout(limits::DB_WAIT)
            // An embedded database is always there.
            .test_before_acquire(false)
            // A warning to thousands is one transaction of a hundred megabytes: what it touches again and again, the
            // upper pages of its indices, must not leave and come back. Memory is taken only as it is used.
            .connect_with(options.clone().pragma("cache_size", "-64000"))
            .await?;
        let read = SqlitePoolOptions::new()
            .max_connections(limits::SQLITE_READERS)
            .acquire_timeout(limits::DB_WAIT)
            .test_before_acquire(false)
            .connect_with(options.read_only(true).create_if_missing(false))
            .await?;
        Ok(Self::Lite { read, write })
    }

    /// `sqlite` or `postgresql`, for people.
    pub fn engine(&self) -> &'static str {
        match self {
            Self::Lite { .. } => "sqlite",
            Self::Pg(_) => "postgresql",
        }
    }

    /// Starts a transaction that may write.
    pub async fn begin(&self) -> Result<Tx> {
        Ok(match self {
            Self::Lite { write, .. } => Tx::Lite(write.begin_with("BEGIN IMMEDIATE").await?),
            Self::Pg(pool) => Tx::Pg(pool.begin().await?),
        })
    }

    /// Starts a transaction that sees one unchanging state of the database and writes nothing.
    pub async fn begin_snapshot(&self) -> Result<Tx> {
        Ok(match self {
            Self::Lite { read, .. } => Tx::Lite(read.begin().await?),
            Self::Pg(pool) => {
                Tx::Pg(pool.begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await?)
            }
        })
    }

    /// Every row of a reading statement.
    pub async fn fetch_all<R: Row>(&self, query: Query) -> Result<Vec<R>> {
        Ok(match self {
            Self::Lite { read, .. } => query.typed::<Sqlite, R>()?.fetch_all(read).await?,
            Self::Pg(pool) => query.typed::<Postgres, R>()?.fetch_all(pool).await?,
        })
    }

    /// The first row of a reading statement, if there is one.
    pub async fn fetch_optional<R: Row>(&self, query: Query) -> Result<Option<R>> {
        Ok(match self {
            Self::Lite { read, .. } => query.typed::<Sqlite, R>()?.fetch_optional(read).await?,
            Self::Pg(pool) => query.typed::<Postgres, R>()?.fetch_optional(pool).await?,
        })
    }

    /// The one row of a reading statement.
    ///
    /// # Errors
    /// [`crate::Error::NotFound`] when there is none.
    pub async fn fetch_one<R: Row>(&self, query: Query) -> Result<R> {
        self.fetch_optional(query).await?.ok_or(crate::Error::NotFound)
    }

    /// A single number, as `SELECT COUNT(*)` gives.
    pub async fn fetch_number(&self, query: Query) -> Result<i64> {
        Ok(self.fetch_one::<(i64,)>(query).await?.0)
    }

    /// Runs a writing statement by itself, outside a [`crate::Change`]: only for what is no state of the
    /// world (leases, sessions, drafts, counters). Returns how many rows it touched.
    pub async fn execute(&self, query: Query) -> Result<u64> {
        Ok(match self {
            Self::Lite { write, .. } => query.untyped::<Sqlite>()?.execute(write).await?.rows_affected(),
            Self::Pg(pool) => query.untyped::<Postgres>()?.execute(pool).await?.rows_affected(),
        })
    }

    /// Runs a writing statement that returns rows, by itself; see [`Db::execute`].
    pub async fn write_returning<R: Row>(&self, query: Query) -> Result<Vec<R>> {
        Ok(match self {
            Self::Lite { write, .. } => query.typed::<Sqlite, R>()?.fetch_all(write).await?,
            Self::Pg(pool) => query.typed::<Postgres, R>()?.fetch_all(pool).await?,
        })
    }

    /// Closes every connection.
    pub async fn close(&self) {
        match self {
            Self::Lite { read, write } => {
                read.close().await;
                write.close().await;
            }
            Self::Pg(pool) => pool.close().await,
        }
    }
}

impl Tx {
    /// Every row of a statement.
    pub async fn fetch_all<R: Row>(&mut self, query: Query) -> Result<Vec<R>> {
        Ok(match self {
            Self::Lite(tx) => query.typed::<Sqlite, R>()?.fetch_all(&mut **tx).await?,
            Self::Pg(tx) => query.typed::<Postgres, R>()?.fetch_all(&mut **tx).await?,
        })
    }

    /// The first row of a statement, if there is one.
    pub async fn fetch_optional<R: Row>(&mut self, query: Query) -> Result<Option<R>> {
        Ok(match self {
            Self::Lite(tx) => query.typed::<Sqlite, R>()?.fetch_optional(&mut **tx).await?,
            Self::Pg(tx) => query.typed::<Postgres, R>()?.fetch_optional(&mut **tx).await?,
        })
    }

    /// The one row of a statement.
    ///
    /// # Errors
    /// [`crate::Error::NotFound`] when there is none.
    pub async fn fetch_one<R: Row>(&mut self, query: Query) -> Result<R> {
        self.fetch_optional(query).await?.ok_or(crate::Error::NotFound)
    }

    /// Runs a statement; returns how many rows it touched.
    pub async fn execute(&mut self, query: Query) -> Result<u64> {
        Ok(match self {
            Self::Lite(tx) => query.untyped::<Sqlite>()?.execute(&mut **tx).await?.rows_affected(),
            Self::Pg(tx) => query.untyped::<Postgres>()?.execute(&mut **tx).await?.rows_affected(),
        })
    }

    /// Makes it durable.
    pub async fn commit(self) -> Result<()> {
        match self {
            Self::Lite(tx) => tx.commit().await?,
            Self::Pg(tx) => tx.commit().await?,
        }
        Ok(())
    }
}
