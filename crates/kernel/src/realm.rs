//! A realm is a world: reality, or one exercise. Every record belongs to exactly one.

use serde::{Deserialize, Serialize};

use crate::db::{Db, sql};
use crate::time::{Clock, Time};
use crate::{Error, Result, new_id};

/// The identifier of the one real world.
pub const REALITY: &str = "reality";

/// Whether what happens here happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RealmKind {
    /// The real world, with real post.
    Reality,
    /// An exercise: the same program, simulated post, EXERCISE on everything.
    Exercise,
}

/// One world: its name and how its time runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Realm {
    /// Its identifier; [`REALITY`] for the real one.
    pub id: String,
    /// Reality or exercise.
    pub kind: RealmKind,
    /// As people call it; empty for reality.
    pub name: String,
    /// How its time runs.
    pub clock: Clock,
}

impl Realm {
    /// Whether this is an exercise.
    pub fn is_exercise(&self) -> bool {
        self.kind == RealmKind::Exercise
    }

    /// From the columns of its row, for a statement that reads them beside its own.
    ///
    /// # Errors
    /// [`Error::Internal`] when the clock cannot be read.
    pub fn from_columns(id: String, kind: &str, name: String, clock: &str) -> Result<Self> {
        let kind = if kind == "reality" { RealmKind::Reality } else { RealmKind::Exercise };
        Ok(Self { id, kind, name, clock: serde_json::from_str(clock)? })
    }
}

#[derive(sqlx::FromRow)]
struct Row {
    id: String,
    kind: String,
    name: String,
    clock: String,
}

impl TryFrom<Row> for Realm {
    type Error = Error;

    fn try_from(row: Row) -> Result<Self> {
        Self::from_columns(row.id, &row.kind, row.name, &row.clock)
    }
}

const SELECT: &str = "SELECT id, kind, name, clock FROM realm WHERE id = $1";

/// The realm with this identifier.
///
/// # Errors
/// [`Error::NotFound`] when there is none.
pub async fn get(db: &Db, id: &str) -> Result<Realm> {
    db.fetch_one::<Row>(sql(SELECT).bind(id)).await?.try_into()
}

/// The real world.
pub async fn reality(db: &Db) -> Result<Realm> {
    get(db, REALITY).await
}

/// Every realm, reality first.
pub async fn list(db: &Db) -> Result<Vec<Realm>> {
    let rows: Vec<Row> =
        db.fetch_all(sql("SELECT id, kind, name, clock FROM realm ORDER BY kind DESC, id")).await?;
    rows.into_iter().map(Realm::try_from).collect()
}

/// Makes an exercise realm with its own clock, at machine time `wall`.
pub async fn create_exercise(db: &Db, name: &str, clock: Clock, wall: Time) -> Result<Realm> {
    let realm = Realm { id: new_id(), kind: RealmKind::Exercise, name: name.to_owned(), clock };
    db.execute(
        sql("INSERT INTO realm (id, kind, name, clock, head_seq, head_hash, made_at) \
             VALUES ($1, 'exercise', $2, $3, 0, '', $4)")
        .bind(&realm.id)
        .bind(name)
        .bind(serde_json::to_string(&clock)?)
        .bind(wall),
    )
    .await?;
    Ok(realm)
}

/// Sets how an exercise's time runs. Reality's clock is never changed.
///
/// # Errors
/// [`Error::NotFound`] when there is no such exercise.
pub async fn set_clock(db: &Db, id: &str, clock: Clock) -> Result<()> {
    let text = serde_json::to_string(&clock)?;
    let query = sql("UPDATE realm SET clock = $2 WHERE id = $1 AND kind = 'exercise'").bind(id).bind(text);
    if db.execute(query).await? == 0 { Err(Error::NotFound) } else { Ok(()) }
}
