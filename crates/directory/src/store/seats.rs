//! Seats, who holds them, and how they are reached.

use kernel::access::Role;
use kernel::db::{places, sql, sql_built};
use kernel::time::Time;
use kernel::{Change, Db, Kernel, Result, new_id};

use crate::contact::ChannelKind;

/// A seat as stored.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub(crate) struct SeatRow {
    pub id: String,
    pub realm_id: String,
    pub organisation_id: String,
    pub role: String,
    pub number: i64,
}

/// Somebody on a seat: rank 0 holds it, higher ranks stand in, the lowest first.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub(crate) struct HoldingRow {
    pub id: String,
    pub seat_id: String,
    pub person_id: String,
    pub rank: i64,
    pub from_at: Time,
    pub until_at: Option<Time>,
}

/// A seat somebody sits on, with the organisation's name; the holding may have ended.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct HeldRow {
    pub id: String,
    pub role: String,
    pub organisation_id: String,
    pub organisation_name: String,
    pub organisation_kind: String,
    pub realm_id: String,
    pub realm_kind: String,
    pub realm_name: String,
    pub realm_clock: String,
    pub from_at: Time,
    pub until_at: Option<Time>,
}

/// Somebody on a seat of an organisation.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct MemberRow {
    pub person_id: String,
    pub role: String,
}

/// A channel with its address opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Channel {
    pub id: String,
    pub seat_id: String,
    pub kind: ChannelKind,
    /// Empty once erased.
    pub address: String,
}

#[derive(sqlx::FromRow)]
struct ChannelRow {
    id: String,
    seat_id: String,
    kind: String,
    seal_key: String,
    sealed: String,
}

const SEAT: &str = "id, realm_id, organisation_id, role, number";
const HOLDING: &str = "id, seat_id, person_id, rank, from_at, until_at";

/// An organisation's seats, in the order of [`Role::ALL`].
pub(crate) async fn of_organisation(db: &Db, organisation_id: &str) -> Result<Vec<SeatRow>> {
    let text = format!("SELECT {SEAT} FROM seat WHERE organisation_id = $1 ORDER BY number");
    let mut seats: Vec<SeatRow> = db.fetch_all(sql_built(text).bind(organisation_id)).await?;
    seats.sort_by_key(|seat| Role::ALL.iter().position(|role| role.as_str() == seat.role));
    Ok(seats)
}

/// A seat of an organisation.
pub(crate) async fn get(db: &Db, organisation_id: &str, id: &str) -> Result<SeatRow> {
    let text = format!("SELECT {SEAT} FROM seat WHERE id = $1 AND organisation_id = $2");
    db.fetch_one(sql_built(text).bind(id).bind(organisation_id)).await
}

/// Adds a seat with the next free number of its role.
pub(crate) async fn insert(
    change: &mut Change,
    realm_id: &str,
    organisation_id: &str,
    role: &str,
) -> Result<SeatRow> {
    let last = sql("SELECT COALESCE(MAX(number), 0) FROM seat WHERE organisation_id = $1 AND role = $2");
    let (last,): (i64,) = change.fetch_one(last.bind(organisation_id).bind(role)).await?;
    let text = format!("INSERT INTO seat ({SEAT}, made_at) VALUES ($1, $2, $3, $4, $5, $6) RETURNING {SEAT}");
    let at = change.at();
    let query = sql_built(text).bind(new_id()).bind(realm_id).bind(organisation_id).bind(role);
    change.fetch_one(query.bind(last + 1).bind(at)).await
}

/// A seat of this role that nobody holds at `at`, the lowest number first.
pub(crate) async fn find_vacant(
    change: &mut Change,
    organisation_id: &str,
    role: &str,
    at: Time,
) -> Result<Option<SeatRow>> {
    let text = format!(
        "SELECT {SEAT} FROM seat WHERE organisation_id = $1 AND role = $2 AND NOT EXISTS (SELECT 1 FROM \
         seat_holding h WHERE h.seat_id = seat.id AND h.rank = 0 AND (h.until_at IS NULL OR h.until_at > $3)) \
         ORDER BY number LIMIT 1"
    );
    change.fetch_optional(sql_built(text).bind(organisation_id).bind(role).bind(at)).await
}

/// Who sits on these seats at `at` or later, holders first.
pub(crate) async fn holdings(db: &Db, seat_ids: &[String], at: Time) -> Result<Vec<HoldingRow>> {
    if seat_ids.is_empty() {
        return Ok(Vec::new());
    }
    let text = format!(
        "SELECT {HOLDING} FROM seat_holding WHERE (until_at IS NULL OR until_at > $1) AND seat_id IN ({}) \
         ORDER BY rank, from_at, id",
        places(2, seat_ids.len())
    );
    let query = seat_ids.iter().fold(sql_built(text).bind(at), |query, id| query.bind(id));
    db.fetch_all(query).await
}

/// Puts somebody on a seat.
pub(crate) async fn insert_holding(change: &mut Change, holding: &HoldingRow) -> Result<()> {
    let query = sql("INSERT INTO seat_holding (id, seat_id, person_id, rank, from_at, until_at) \
                     VALUES ($1, $2, $3, $4, $5, $6)")
    .bind(&holding.id)
    .bind(&holding.seat_id)
    .bind(&holding.person_id)
    .bind(holding.rank)
    .bind(holding.from_at)
    .bind(holding.until_at);
    change.execute(query).await?;
    Ok(())
}

/// Whether the person sits on the seat at `at`, holding it or standing in.
pub(crate) async fn sits(change: &mut Change, seat_id: &str, person_id: &str, at: Time) -> Result<bool> {
    let query = sql("SELECT COUNT(*) FROM seat_holding WHERE seat_id = $1 AND person_id = $2 \
                     AND (until_at IS NULL OR until_at > $3)");
    let (count,): (i64,) = change.fetch_one(query.bind(seat_id).bind(person_id).bind(at)).await?;
    Ok(count > 0)
}

/// The rank behind the last who stands in at `at`.
pub(crate) async fn next_rank(change: &mut Change, seat_id: &str, at: Time) -> Result<i64> {
    let query = sql("SELECT COALESCE(MAX(rank), 0) + 1 FROM seat_holding WHERE seat_id = $1 \
                     AND (until_at IS NULL OR until_at > $2)");
    let (rank,): (i64,) = change.fetch_one(query.bind(seat_id).bind(at)).await?;
    Ok(rank)
}

/// Ends the holder's time on a seat; true when there was one.
pub(crate) async fn end_holder(change: &mut Change, seat_id: &str, at: Time) -> Result<bool> {
    let query = sql("UPDATE seat_holding SET until_at = $2 WHERE seat_id = $1 AND rank = 0 \
                     AND (until_at IS NULL OR until_at > $2)");
    Ok(change.execute(query.bind(seat_id).bind(at)).await? > 0)
}

/// Ends every time of one person on a seat, as holder and as stand-in.
pub(crate) async fn end_person(change: &mut Change, seat_id: &str, person_id: &str, at: Time) -> Result<()> {
    let query = sql("UPDATE seat_holding SET until_at = $3 WHERE seat_id = $1 AND person_id = $2 \
                     AND (until_at IS NULL OR until_at > $3)");
    change.execute(query.bind(seat_id).bind(person_id).bind(at)).await?;
    Ok(())
}

/// Ends every time of one person on the seats of a realm; `at` is that realm's time.
pub(crate) async fn end_in_realm(
    change: &mut Change,
    realm_id: &str,
    person_id: &str,
    at: Time,
) -> Result<()> {
    let query = sql("UPDATE seat_holding SET until_at = $3 WHERE person_id = $2 \
                     AND (until_at IS NULL OR until_at > $3) AND seat_id IN (SELECT id FROM seat WHERE realm_id = $1)");
    change.execute(query.bind(realm_id).bind(person_id).bind(at)).await?;
    Ok(())
}

/// Ends one person's time on a seat; false when it had ended.
pub(crate) async fn end_holding(change: &mut Change, seat_id: &str, id: &str, at: Time) -> Result<bool> {
    let query = sql("UPDATE seat_holding SET until_at = $3 WHERE id = $1 AND seat_id = $2 \
                     AND (until_at IS NULL OR until_at > $3)");
    Ok(change.execute(query.bind(id).bind(seat_id).bind(at)).await? == 1)
}

const HELD: &str = "SELECT s.id, s.role, s.organisation_id, o.name AS organisation_name, \
    o.kind AS organisation_kind, s.realm_id, r.kind AS realm_kind, r.name AS realm_name, \
    r.clock AS realm_clock, h.from_at, h.until_at FROM seat_holding h JOIN seat s ON s.id = h.seat_id \
    JOIN organisation o ON o.id = s.organisation_id JOIN realm r ON r.id = s.realm_id WHERE h.person_id = $1";

/// Every seat a person was ever put on, in every realm; the caller looks at the realm's clock.
pub(crate) async fn held_by(db: &Db, person_id: &str) -> Result<Vec<HeldRow>> {
    db.fetch_all(sql_built(format!("{HELD} ORDER BY h.rank, s.id")).bind(person_id)).await
}

/// The same of one seat.
pub(crate) async fn held(db: &Db, person_id: &str, seat_id: &str) -> Result<Vec<HeldRow>> {
    let text = format!("{HELD} AND h.seat_id = $2 ORDER BY h.rank, s.id");
    db.fetch_all(sql_built(text).bind(person_id).bind(seat_id)).await
}

/// Who sits on an organisation's seats of these roles at `at`, holders first.
pub(crate) async fn members(
    db: &Db,
    organisation_id: &str,
    roles: &[&'static str],
    at: Time,
) -> Result<Vec<MemberRow>> {
    if roles.is_empty() {
        return Ok(Vec::new());
    }
    let text = format!(
        "SELECT h.person_id, s.role FROM seat_holding h JOIN seat s ON s.id = h.seat_id \
         WHERE s.organisation_id = $1 AND h.from_at <= $2 AND (h.until_at IS NULL OR h.until_at > $2) \
         AND s.role IN ({}) ORDER BY h.rank, s.number, h.id",
        places(3, roles.len())
    );
    let query = sql_built(text).bind(organisation_id).bind(at);
    db.fetch_all(roles.iter().fold(query, |query, role| query.bind(*role))).await
}

fn context(id: &str) -> String {
    format!("channel {id}")
}

/// Adds a channel, its address sealed. Returns its identifier.
pub(crate) async fn insert_channel(
    kernel: &Kernel,
    change: &mut Change,
    seat_id: &str,
    kind: ChannelKind,
    address: &str,
) -> Result<String> {
    let (id, key, at) = (new_id(), kernel.vault.new_key(), change.at());
    let sealed = kernel.vault.seal(&key, &context(&id), address)?;
    let query = sql("INSERT INTO channel (id, seat_id, kind, seal_key, sealed, made_at) \
                     VALUES ($1, $2, $3, $4, $5, $6)");
    change.execute(query.bind(&id).bind(seat_id).bind(kind.as_str()).bind(key).bind(sealed).bind(at)).await?;
    Ok(id)
}

/// Takes a channel out, address and key with it; false when the seat has no such channel.
pub(crate) async fn delete_channel(change: &mut Change, seat_id: &str, id: &str) -> Result<bool> {
    let query = sql("DELETE FROM channel WHERE id = $1 AND seat_id = $2").bind(id).bind(seat_id);
    Ok(change.execute(query).await? == 1)
}

/// The channels of these seats, addresses opened, in the order in which they were added.
pub(crate) async fn channels(kernel: &Kernel, seat_ids: &[String]) -> Result<Vec<Channel>> {
    if seat_ids.is_empty() {
        return Ok(Vec::new());
    }
    let text = format!(
        "SELECT id, seat_id, kind, seal_key, sealed FROM channel WHERE seat_id IN ({}) ORDER BY made_at, id",
        places(1, seat_ids.len())
    );
    let query = seat_ids.iter().fold(sql_built(text), |query, id| query.bind(id));
    let rows: Vec<ChannelRow> = kernel.db.fetch_all(query).await?;
    rows.into_iter()
        .map(|row| {
            let address = kernel.vault.open(&row.seal_key, &context(&row.id), &row.sealed)?;
            Ok(Channel {
                kind: ChannelKind::parse(&row.kind).unwrap_or(ChannelKind::Other),
                address: address.unwrap_or_default(),
                id: row.id,
                seat_id: row.seat_id,
            })
        })
        .collect()
}

/// How many channels a seat has, inside a change.
pub(crate) async fn count_channels(change: &mut Change, seat_id: &str) -> Result<i64> {
    let query = sql("SELECT COUNT(*) FROM channel WHERE seat_id = $1").bind(seat_id);
    Ok(change.fetch_one::<(i64,)>(query).await?.0)
}
