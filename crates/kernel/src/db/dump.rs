//! Whole tables as values, for a backup that either engine can read back.

use sqlx::postgres::PgRow;
use sqlx::sqlite::SqliteRow;
use sqlx::{Row as _, Sqlite};
use tokio_stream::StreamExt;

use super::migrate::{Migrations, NUMBERS_PER_SLICE};
use super::query::{Value, values};
use super::{Db, Tx, sql, sql_built};
use crate::{Error, Result, limits};

/// Which of the types that both engines share a column has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ColumnKind {
    /// TEXT.
    Text,
    /// BIGINT.
    Int,
    /// DOUBLE PRECISION.
    Real,
}

/// A column of a table.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// Its type.
    pub kind: ColumnKind,
}

impl Db {
    /// How many migrations of each slice were run here, in the order of `slices`; all zero for a database
    /// nobody has begun with.
    ///
    /// # Errors
    /// [`Error::Conflict`] when there is one that `slices` do not know: a newer program was here.
    pub async fn migrations_run(&self, slices: &[Migrations]) -> Result<Vec<(String, usize)>> {
        let mut counts: Vec<(String, usize)> =
            slices.iter().map(|slice| (slice.slice.to_owned(), 0)).collect();
        for version in self.versions_run().await? {
            let position = usize::try_from(version / NUMBERS_PER_SLICE).ok();
            let known = position.and_then(|position| {
                let files = slices.get(position)?.files;
                files.iter().any(|(number, _)| version % NUMBERS_PER_SLICE == *number).then_some(position)
            });
            let unknown = || Error::Conflict(format!("migration {version} is of a newer Paraat than this"));
            counts[known.ok_or_else(unknown)?].1 += 1;
        }
        Ok(counts)
    }

    async fn versions_run(&self) -> Result<Vec<i64>> {
        let there = match self {
            Self::Lite { .. } => {
                sql("SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND name = '_sqlx_migrations'")
            }
            Self::Pg(_) => sql("SELECT COUNT(*) FROM information_schema.tables \
                WHERE table_schema = current_schema() AND table_name = '_sqlx_migrations'"),
        };
        if self.fetch_number(there).await? == 0 {
            return Ok(Vec::new());
        }
        let rows: Vec<(i64,)> =
            self.fetch_all(sql("SELECT version FROM _sqlx_migrations ORDER BY version")).await?;
        Ok(rows.into_iter().map(|(version,)| version).collect())
    }

    /// The engine's own version, for people.
    pub async fn engine_version(&self) -> Result<String> {
        let query = match self {
            Self::Lite { .. } => sql("SELECT sqlite_version()"),
            Self::Pg(_) => sql("SELECT current_setting('server_version')"),
        };
        Ok(self.fetch_one::<(String,)>(query).await?.0)
    }

    /// The columns of a table of ours, in their order.
    pub async fn columns(&self, table: &str) -> Result<Vec<Column>> {
        let query = match self {
            Self::Lite { .. } => sql("SELECT name, type FROM pragma_table_info($1) ORDER BY cid"),
            Self::Pg(_) => sql("SELECT column_name::text, data_type::text FROM information_schema.columns \
                WHERE table_schema = current_schema() AND table_name = $1 ORDER BY ordinal_position"),
        };
        let rows: Vec<(String, String)> = self.fetch_all(query.bind(table)).await?;
        rows.into_iter().map(|(name, kind)| Ok(Column { kind: kind_of(&name, &kind)?, name })).collect()
    }
}

fn kind_of(name: &str, declared: &str) -> Result<ColumnKind> {
    match declared.to_ascii_uppercase().as_str() {
        "TEXT" => Ok(ColumnKind::Text),
        "BIGINT" => Ok(ColumnKind::Int),
        "DOUBLE PRECISION" => Ok(ColumnKind::Real),
        _ => {
            Err(Error::Internal(anyhow::anyhow!("column {name} has the type {declared}, which is not ours")))
        }
    }
}

impl Tx {
    /// Gives every row of a table to `take`, one after the other, without holding them all.
    /// `table` and `columns` must come from the schema, never from a person.
    pub async fn each_row(
        &mut self,
        table: &str,
        columns: &[Column],
        mut take: impl FnMut(Vec<Value>) -> Result<()> + Send,
    ) -> Result<()> {
        let query = sql_built(format!("SELECT {} FROM {}", names(columns), quoted(table)));
        match self {
            Self::Lite(tx) => {
                let mut rows = query.untyped::<Sqlite>()?.fetch(&mut **tx);
                while let Some(row) = rows.next().await {
                    take(lite_values(&row?, columns)?)?;
                }
            }
            Self::Pg(tx) => {
                let mut rows = query.untyped::<sqlx::Postgres>()?.fetch(&mut **tx);
                while let Some(row) = rows.next().await {
                    take(pg_values(&row?, columns)?)?;
                }
            }
        }
        Ok(())
    }

    /// Inserts rows read by [`Tx::each_row`].
    ///
    /// # Errors
    /// [`Error::Internal`] when a row does not have as many values as there are columns.
    pub async fn insert_rows(
        &mut self,
        table: &str,
        columns: &[Column],
        rows: Vec<Vec<Value>>,
    ) -> Result<()> {
        if rows.iter().any(|row| row.len() != columns.len()) {
            return Err(Error::Internal(anyhow::anyhow!("a row of {table} has another number of values")));
        }
        let mut rows = rows.into_iter();
        loop {
            let batch: Vec<_> = rows.by_ref().take(limits::BOUND_VALUES / columns.len().max(1)).collect();
            if batch.is_empty() {
                return Ok(());
            }
            let places = values(batch.len(), columns.len());
            let text = format!("INSERT INTO {} ({}) VALUES {places}", quoted(table), names(columns));
            let query = batch.into_iter().flatten().fold(sql_built(text), |query, value| query.bind(value));
            self.execute(query).await?;
        }
    }

    /// Removes every row of a table.
    pub async fn clear(&mut self, table: &str) -> Result<()> {
        self.execute(sql_built(format!("DELETE FROM {}", quoted(table)))).await?;
        Ok(())
    }
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

fn names(columns: &[Column]) -> String {
    columns.iter().map(|column| quoted(&column.name)).collect::<Vec<_>>().join(", ")
}

macro_rules! values_of {
    ($row:expr, $columns:expr) => {
        $columns
            .iter()
            .enumerate()
            .map(|(index, column)| {
                Ok(match column.kind {
                    ColumnKind::Text => Value::Text($row.try_get(index)?),
                    ColumnKind::Int => Value::Int($row.try_get(index)?),
                    ColumnKind::Real => Value::Real($row.try_get(index)?),
                })
            })
            .collect()
    };
}

fn lite_values(row: &SqliteRow, columns: &[Column]) -> Result<Vec<Value>> {
    values_of!(row, columns)
}

fn pg_values(row: &PgRow, columns: &[Column]) -> Result<Vec<Value>> {
    values_of!(row, columns)
}
