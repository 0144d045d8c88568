//! Every slice brings its own tables; one ledger says which are there.

use std::collections::BTreeMap;

use sqlx::SqlSafeStr;
use sqlx::migrate::{Migration, MigrationType, Migrator};

use super::Db;
use crate::Result;

/// A slice's migrations: numbered SQL texts, never edited after release.
#[derive(Clone, Copy)]
pub struct Migrations {
    /// The slice's name.
    pub slice: &'static str,
    /// Number (counting from 1) and SQL text, in order.
    pub files: &'static [(i64, &'static str)],
}

/// Numbers set aside for each slice in the ledger, in the order in which slices are given.
pub(super) const NUMBERS_PER_SLICE: i64 = 10_000;

impl Db {
    /// Brings the tables of every slice up to date. Two nodes starting at once take turns.
    ///
    /// `slices` must be in the same order for ever; a new slice is appended.
    pub async fn migrate(&self, slices: &[Migrations]) -> Result<()> {
        let mut all = BTreeMap::new();
        for (position, slice) in (0_i64..).zip(slices) {
            for (number, text) in slice.files {
                let version = position * NUMBERS_PER_SLICE + number;
                let kind = MigrationType::Simple;
                let migration = Migration::new(version, slice.slice.into(), kind, text.into_sql_str(), false);
                all.insert(version, migration);
            }
        }
        let migrator = Migrator::with_migrations(all.into_values().collect());
        match self {
            Self::Lite { write, .. } => migrator.run(write).await,
            Self::Pg(pool) => migrator.run(pool).await,
        }
        .map_err(anyhow::Error::from)?;
        Ok(())
    }
}
